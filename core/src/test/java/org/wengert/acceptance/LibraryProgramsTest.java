package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.valueAndGrad;

import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.Differentiable;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ValueAndGradient;

/** Programs that use this and that of the JDK with numbers that depend on the input: what is differentiated, and what is refused with a remedy. */
class LibraryProgramsTest {
    enum Kind {
        LINEAR,
        SQUARE
    }

    record Tagged(Kind kind, double value) {
        double evaluated() {
            return switch (kind) {
                case LINEAR -> value;
                case SQUARE -> value * value + kind.ordinal();
            };
        }
    }

    // ---------------------------------------------------------------- text

    static double textBesideNumbers(double[] x) {
        StringBuilder s = new StringBuilder();
        for (double v : x) {
            s.append(v).append(',').append((float) v);
        }
        String t = String.format(Locale.ROOT, "%.2f %s", x[0], x[1])
                + "%s".formatted(x[2])
                + String.join(";", Double.toString(x[0]), String.valueOf(x[1]));
        return s.isEmpty() || t.charAt(0) == 'x' ? 0 : x[0] * x[1] * x[2];
    }

    // ---------------------------------------------------------------- arrays

    static double setAll(double[] x) {
        double[] a = new double[3];
        Arrays.setAll(a, i -> x[i] * x[0]);
        Double[] b = new Double[2];
        Arrays.setAll(b, i -> a[i] * a[i + 1]);
        Arrays.parallelSetAll(a, i -> a[i] + i);
        return a[1] * a[2] + b[0] * b[1];
    }

    static double sorted(double[] x) {
        double[] a = x.clone();
        Arrays.sort(a);
        double[] b = {x[2], x[1], x[0], x[1] * x[1]};
        Arrays.sort(b, 1, 4);
        double[] c = {x[1], x[0]};
        Arrays.parallelSort(c);
        return a[0] * a[1] * a[1] * a[2] + b[0] * b[1] + 2 * b[2] * b[3] + c[0] * c[0] * c[1];
    }

    static double comparedArrays(double[] x) {
        int same = Arrays.equals(x, new double[] {1, 2, 3}) || Arrays.hashCode(x) == 0 ? 1 : 0;
        return Arrays.asList(x[0], x[1]).get(1) * x[2]
                + same
                + Math.min(0, Arrays.toString(x).length());
    }

    // ---------------------------------------------------------------- numbers and boxes

    static double clamped(double[] x) {
        return Math.clamp(x[0], -1, 5.0)
                * Math.clamp(x[1], 0.8, 1)
                * Math.clamp((long) x[2], 0, 5)
                * Math.clamp((long) x[2], 0L, 5L)
                * x[0];
    }

    static double compared(double[] x) {
        Double d = x[0];
        boolean is = Double.compare(x[0], x[1]) > 0 && d.compareTo(x[2]) < 0 && !d.isNaN() && Double.isFinite(x[1]);
        boolean not = d.equals(x[1]) || d.hashCode() == 0 || Objects.hash(x[0], x[1]) == 0 || Objects.isNull(d);
        return is && !not ? d * d * d.intValue() * x[1] : 0;
    }

    static double otherwise(double[] x) {
        Double d = x[0] > 100 ? x[0] : null;
        return Objects.requireNonNullElse(d, x[1]) * x[1];
    }

    static double nearby(double[] x) {
        return Math.nextUp(x[0]) * x[1] + Math.nextAfter(x[1], 5.0) * x[2] + Math.ulp(x[0]) + Math.getExponent(x[2]);
    }

    static double smallTypes(double[] x) {
        char[] c = {'a', 'c'};
        byte[] b = {1, 2};
        short[] s = {3};
        boolean[] yes = {true};
        long n = 1;
        double product = x[0];
        while (n < 9L) {
            product *= x[1];
            n <<= 1;
        }
        return product * (c[1] - c[0]) + x[1] * b[1] * s[0] * x[1] + (yes[0] ? x[2] * n : 0);
    }

    static double counted(double[] x) {
        AtomicInteger i = new AtomicInteger();
        double s = 0;
        while (i.get() < 3) {
            s += x[i.getAndIncrement()] * x[0] * i.get();
        }
        return s;
    }

    static double ofAnEnum(double[] x) {
        return new Tagged(Kind.SQUARE, x[0] * x[1]).evaluated() * new Tagged(Kind.LINEAR, x[2]).evaluated();
    }

    // ---------------------------------------------------------------- random numbers

    static double random(double[] x) {
        Random random = new Random(1);
        SplittableRandom split = new SplittableRandom(2);
        return random.nextGaussian() * x[0]
                + random.nextGaussian(x[0] * x[1], x[2])
                + split.nextGaussian(x[1], x[0]) * random.nextDouble(x[0])
                + random.nextDouble(-x[0], x[2] * x[2])
                + split.nextDouble(x[1])
                + split.nextDouble(x[1], x[2]) * x[0];
    }

    // ---------------------------------------------------------------- classes

    private static class Square {
        double value;

        Square(double value) {
            this.value = value * value;
        }

        double of(double x) {
            return value * x;
        }

        @Override
        public String toString() {
            return super.toString() + value;
        }

        @Override
        public boolean equals(Object o) {
            return super.equals(o);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    private interface Doubling {
        default double twice(double x) {
            return 2 * x * x;
        }
    }

    private static final class Cube extends Square implements Doubling {
        Cube(double value) {
            super(value);
        }

        @Override
        double of(double x) {
            return super.of(x) * x;
        }

        @Override
        public double twice(double x) {
            return Doubling.super.twice(x) * value;
        }
    }

    static double superCalls(double[] x) {
        Cube c = new Cube(x[0]);
        boolean odd = c.toString().isEmpty() || c.hashCode() != System.identityHashCode(c) || c.equals(x);
        return odd ? 0 : c.of(x[1]) * c.twice(x[2]);
    }

    static double anonymousIterator(double[] x) {
        Iterable<Double> all = () -> new Iterator<>() {
            private int i;

            @Override
            public boolean hasNext() {
                return i < x.length;
            }

            @Override
            public Double next() {
                return x[i++];
            }
        };
        double s = 1;
        for (double v : all) {
            s = s * v + v * v;
        }
        return s;
    }

    static double byPriority(double[] x) {
        PriorityQueue<Double> q = new PriorityQueue<>(List.of(x[0] * x[1], x[2]));
        return q.poll() * x[0] - q.poll();
    }

    static double inASet(double[] x) {
        Set<Double> s = new HashSet<>();
        s.add(x[0] * x[1]);
        s.add(x[2] * x[2]);
        double sum = 0;
        for (double v : s) {
            sum += v * v;
        }
        return sum;
    }

    static double inATree(double[] x) {
        TreeSet<Double> s = new TreeSet<>();
        s.add(x[0] * x[1]);
        s.add(x[2] * x[2]);
        return s.first() / s.last();
    }

    private static double scaled(DoubleUnaryOperator f, double[] a) {
        Objects.requireNonNull(a, "no numbers");
        DoubleUnaryOperator g = Objects.requireNonNull(f, "no function");
        return g.applyAsDouble(a[0]) * Objects.requireNonNull(a, () -> "none")[1];
    }

    static double required(double[] x) {
        return scaled(v -> v * v * x[2], new double[] {x[0], x[1]});
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                program("textBesideNumbers", LibraryProgramsTest::textBesideNumbers),
                program("setAll", LibraryProgramsTest::setAll),
                program("sorted", LibraryProgramsTest::sorted),
                program("comparedArrays", LibraryProgramsTest::comparedArrays),
                program("clamped", LibraryProgramsTest::clamped),
                program("compared", LibraryProgramsTest::compared),
                program("otherwise", LibraryProgramsTest::otherwise),
                program("nearby", LibraryProgramsTest::nearby),
                program("smallTypes", LibraryProgramsTest::smallTypes),
                program("counted", LibraryProgramsTest::counted),
                program("ofAnEnum", LibraryProgramsTest::ofAnEnum),
                program("random", LibraryProgramsTest::random),
                program("superCalls", LibraryProgramsTest::superCalls),
                program("anonymousIterator", LibraryProgramsTest::anonymousIterator),
                program("required", LibraryProgramsTest::required),
                program("byPriority", LibraryProgramsTest::byPriority),
                program("inASet", LibraryProgramsTest::inASet),
                program("inATree", LibraryProgramsTest::inATree));
    }

    private static Arguments program(String name, ScalarField f) {
        return arguments(name, f);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void everyWayAgrees(String name, ScalarField f) {
        Differentiation.of(f).at(1.25, 0.75, 1.625).agrees();
    }

    // ---------------------------------------------------------------- float

    static double inFloat(double[] x) {
        float f = (float) x[0];
        float[] a = {f, (float) x[1]};
        a[0] *= a[1];
        Double d = x[1];
        return Float.sum(a[0], f) * Float.max(f, 0.5f)
                + Math.clamp(f, 0f, 9f) * d.floatValue()
                + Math.clamp(f, 5f, 9f) * Float.min(f, a[1]);
    }

    /** Values that are exact in float, so that the derivative is too: y = (ab + a)a + ab + 5b. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void floatsHaveTheDerivativeOfWhatTheyRound(Mode mode) {
        double[] x = {1.5, 0.5};
        assertThat(valueAndGrad(LibraryProgramsTest::inFloat).apply(x).value()).isEqualTo(inFloat(x));
        assertThat(grad(LibraryProgramsTest::inFloat, by(mode)).apply(x))
                .containsExactly(2 * 1.5 * 0.5 + 2 * 1.5 + 0.5, 1.5 * 1.5 + 1.5 + 5);
    }

    static double fusedInFloat(double[] x) {
        return Math.fma((float) x[0], (float) x[1], (float) x[2]);
    }

    @Test
    void aFusedSumInFloatHasTheBitsOfTheJdk() {
        ValueAndGradient f = valueAndGrad(LibraryProgramsTest::fusedInFloat);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            double[] x = new double[3];
            for (int k = 0; k < 3; k++) { // of all sizes, infinite and NaN among them
                x[k] = Float.intBitsToFloat(random.nextInt());
            }
            if (i % 2 == 0) { // almost cancelled
                x[2] = -(float) (x[0] * x[1]);
            }
            ValueAndGradient.Evaluation e = f.apply(x);
            assertThat(Double.doubleToLongBits(e.value()))
                    .as("%s", Arrays.toString(x))
                    .isEqualTo(Double.doubleToLongBits(fusedInFloat(x)));
        }
        for (Mode mode : Mode.values()) {
            assertThat(grad(LibraryProgramsTest::fusedInFloat, by(mode)).apply(new double[] {2, 3, -1}))
                    .containsExactly(3, 2, 1);
        }
    }

    // ---------------------------------------------------------------- method references

    @Test
    void methodsOfTheLibraryAreFunctions() {
        assertThat(grad(Math::fma).apply(2, 3, 4)).containsExactly(3, 2, 1);
        assertThat(derivative(Math::nextUp).applyAsDouble(2)).isEqualTo(1);
        assertThat(derivative(Math::ulp).applyAsDouble(2)).isZero();
        assertThat(derivative(StrictMath::sin).applyAsDouble(2)).isEqualTo(StrictMath.cos(2));
        assertThat(grad(StrictMath::pow).apply(2, 3)[0]).isEqualTo(12);
        assertThat(grad(Double::sum).apply(2, 3)).containsExactly(1, 1);
    }

    // ---------------------------------------------------------------- exceptions

    static double clampedTheWrongWay(double[] x) {
        return Math.clamp((float) x[0], 2.5f, 0.1f);
    }

    static double negativeDeviation(double[] x) {
        return new Random(1).nextGaussian(x[0], -x[1]);
    }

    static double emptyRange(double[] x) {
        return new Random(1).nextDouble(x[1], x[0] - 5);
    }

    static double negativeBound(double[] x) {
        return new SplittableRandom(1).nextDouble(-x[0]);
    }

    static double sortedOutside(double[] x) {
        Arrays.sort(x, 1, 9);
        return x[0];
    }

    static double copiedOutside(double[] x) {
        double[] buffer = new double[4];
        System.arraycopy(x, 1, buffer, 2, 3);
        return buffer[2];
    }

    static double rangeOutside(double[] x) {
        return Arrays.copyOfRange(x, 5, 7)[0];
    }

    static double requiredInVain(double[] x) {
        double[] a = Objects.requireNonNull(x[0] > 0 ? null : x, "no numbers");
        return a[0];
    }

    static double requiredInVainWithALambda(double[] x) {
        double[] a = Objects.requireNonNull(x[0] > 0 ? null : x, () -> "no numbers of " + x.length);
        return a[0];
    }

    static double nothingElse(double[] x) {
        return Objects.<Double>requireNonNullElse(null, null) * x[0];
    }

    static Stream<Arguments> throwing() {
        return Stream.of(
                program("clampedTheWrongWay", LibraryProgramsTest::clampedTheWrongWay),
                program("negativeDeviation", LibraryProgramsTest::negativeDeviation),
                program("emptyRange", LibraryProgramsTest::emptyRange),
                program("negativeBound", LibraryProgramsTest::negativeBound),
                program("sortedOutside", LibraryProgramsTest::sortedOutside),
                program("copiedOutside", LibraryProgramsTest::copiedOutside),
                program("rangeOutside", LibraryProgramsTest::rangeOutside),
                program("requiredInVain", LibraryProgramsTest::requiredInVain),
                program("requiredInVainWithALambda", LibraryProgramsTest::requiredInVainWithALambda),
                program("nothingElse", LibraryProgramsTest::nothingElse));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("throwing")
    void exceptionsAreTheSame(String name, ScalarField f) {
        Differentiation.of(f).at(1, 2, 3).throwsTheSame();
    }

    // ---------------------------------------------------------------- refusals

    static double parsed(double[] x) {
        return Double.parseDouble("" + x[0]);
    }

    static double inABigDecimal(double[] x) {
        return new BigDecimal(x[0]).doubleValue();
    }

    static double accumulated(double[] x) {
        DoubleAccumulator a = new DoubleAccumulator(Math::max, 0);
        a.accumulate(x[0]);
        return a.get();
    }

    static double boxedFloat(double[] x) {
        Float f = (float) x[0];
        return f * f;
    }

    @SuppressWarnings("serial")
    private static final class Doubled extends ArrayList<Double> {
        @Override
        public boolean add(Double v) {
            return super.add(v * 2);
        }
    }

    static double extendedList(double[] x) {
        Doubled l = new Doubled();
        l.add(x[0]);
        return l.get(0);
    }

    private static final class Bag implements Iterable<Double> {
        private final List<Double> held = new ArrayList<>();

        @Override
        public Iterator<Double> iterator() {
            return held.iterator();
        }

        @Override
        public void forEach(java.util.function.Consumer<? super Double> action) {
            Iterable.super.forEach(action);
        }
    }

    static double defaultOfTheLibrary(double[] x) {
        Bag bag = new Bag();
        bag.held.add(x[0]);
        double[] s = new double[1];
        bag.forEach(v -> s[0] += v);
        return s[0];
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("parsed", LibraryProgramsTest::parsed, "Double.parseDouble", "stopGradient"),
                refused("inABigDecimal", LibraryProgramsTest::inABigDecimal, "BigDecimal", "stopGradient"),
                refused(
                        "accumulated",
                        LibraryProgramsTest::accumulated,
                        "DoubleAccumulator",
                        "Java that can be followed"),
                refused("boxedFloat", LibraryProgramsTest::boxedFloat, "Float.valueOf", "Java that can be followed"),
                refused("extendedList", LibraryProgramsTest::extendedList, "super.add", "Keep a collection"),
                refused(
                        "defaultOfTheLibrary",
                        LibraryProgramsTest::defaultOfTheLibrary,
                        "super.forEach",
                        "Write out in your class"));
    }

    private static Arguments refused(String name, ScalarField f, String reason, String remedy) {
        return arguments(name, f, reason, remedy);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsNotKnownIsRefused(String name, ScalarField f, String reason, String remedy) {
        for (Mode mode : Mode.values()) {
            assertThatThrownBy(() -> grad(f, by(mode)).apply(new double[] {2, 3}))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining(reason)
                    .hasMessageContaining(remedy)
                    .hasMessageContaining("LibraryProgramsTest.java:");
        }
    }

    static Tagged aRecord(double[] x) {
        return new Tagged(Kind.LINEAR, x[0] * x[1]);
    }

    @Test
    void reverseModeOfAnObjectNamesTheLine() throws NoSuchMethodException {
        Differentiable d = Differentiable.of(
                MethodHandles.lookup(), LibraryProgramsTest.class.getDeclaredMethod("aRecord", double[].class));
        assertThatThrownBy(() -> d.show(Differentiable.Form.IR, Mode.REVERSE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("needs a cotangent for the result")
                .hasMessageContaining("LibraryProgramsTest.java:")
                .hasMessageContaining("Use forward mode");
        assertThat(d.show(Differentiable.Form.IR, Mode.FORWARD)).contains("aRecord");
    }
}
