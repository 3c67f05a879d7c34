package org.wengert.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jafama.StrictFastMath;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.Differentiable;
import org.wengert.Mode;
import org.wengert.rule.Binary;
import org.wengert.rule.Derivatives;
import org.wengert.rule.Numbers;
import org.wengert.rule.Unary;

/**
 * Elementary functions by the names that other libraries give them: the value is theirs to the bit, the derivative that of the table. The
 * methods are taken from the classes, so that none is forgotten.
 */
class ElementaryNamesTest {
    private static final List<Class<?>> CLASSES =
            List.of(FastMath.class, net.jafama.FastMath.class, StrictFastMath.class);

    /** Names that the table does not have. */
    private static final Map<String, Enum<?>> OTHER_NAMES = Map.ofEntries(
            Map.entry("sinQuick", Unary.SIN),
            Map.entry("cosQuick", Unary.COS),
            Map.entry("asinInRange", Unary.ASIN),
            Map.entry("acosInRange", Unary.ACOS),
            Map.entry("expQuick", Unary.EXP),
            Map.entry("logQuick", Unary.LOG),
            Map.entry("sqrtQuick", Unary.SQRT),
            Map.entry("pow2", Unary.SQUARE),
            Map.entry("powQuick", Binary.POW),
            Map.entry("powFast", Binary.POW),
            Map.entry("remainder", Binary.IEEE_REMAINDER));

    /** Functions that are no entry of the table: written with others (followed), or refused. */
    private static final Set<String> FOLLOWED = Set.of("log(DD)", "pow3(D)", "pow3(F)", "toRange(DDD)", "toRange(FFF)");

    private static final Set<String> REFUSED = Set.of(
            "coshm1(D)",
            "acosh1p(D)",
            "invSqrtQuick(D)",
            "hypot(DDD)",
            "normalizeMinusPiPi(D)",
            "normalizeMinusPiPiFast(D)",
            "normalizeZeroTwoPi(D)",
            "normalizeZeroTwoPiFast(D)",
            "normalizeMinusHalfPiHalfPi(D)",
            "normalizeMinusHalfPiHalfPiFast(D)");

    /** Points of the domains of most functions, special ones among them; those outside of a domain give NaN on both sides. */
    private static final double[] POINTS = {
        0.3, -0.4, 0.99, 1.7, -2.6, 0.0, -0.0, 1, -1, 2, 1e-200, 1e300, 40.25, Double.POSITIVE_INFINITY, Double.NaN
    };

    record Named(Method method, Enum<?> function) {
        @Override
        public String toString() {
            return method.getDeclaringClass().getName() + "." + signature(method);
        }

        private double value(Object... x) {
            try {
                return ((Number) method.invoke(null, x)).doubleValue();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static String signature(Method m) {
        StringBuilder s = new StringBuilder(m.getName()).append('(');
        for (Class<?> p : m.getParameterTypes()) {
            s.append(p.descriptorString());
        }
        return s.append(')').toString();
    }

    /** The methods with a real result of real arguments, except those with several results. */
    private static List<Method> methods() {
        List<Method> methods = new ArrayList<>();
        for (Class<?> c : CLASSES) {
            for (Method m : c.getMethods()) {
                List<Class<?>> types = Arrays.asList(m.getParameterTypes());
                boolean real = m.getReturnType() == double.class || m.getReturnType() == float.class;
                boolean ofReals = types.contains(double.class) || types.contains(float.class);
                boolean ofNumbers = types.stream().allMatch(t -> t.isPrimitive() && t != boolean.class);
                if (Modifier.isStatic(m.getModifiers()) && real && ofReals && ofNumbers) {
                    methods.add(m);
                }
            }
        }
        return methods;
    }

    static List<Named> elementary() {
        List<Named> all = new ArrayList<>();
        for (Method m : methods()) {
            if (!FOLLOWED.contains(signature(m)) && !REFUSED.contains(signature(m))) {
                Enum<?> f = OTHER_NAMES.get(m.getName());
                for (Unary u : Unary.values()) {
                    f = m.getName().equals(u.method()) && m.getParameterCount() == 1 ? u : f;
                }
                for (Binary b : Binary.values()) {
                    f = m.getName().equals(b.method()) && m.getParameterCount() == 2 ? b : f;
                }
                assertThat(f)
                        .as("an entry of the table, or a line above, for %s", m)
                        .isNotNull();
                all.add(new Named(m, f));
            }
        }
        return all;
    }

    private static Object typed(Class<?> type, double x) {
        return switch (type.descriptorString()) {
            case "F" -> (float) x;
            case "I" -> (int) Math.rint(x);
            case "J" -> (long) Math.rint(x);
            default -> x;
        };
    }

    private static List<Object[]> arguments(Named f) {
        Class<?>[] types = f.method.getParameterTypes();
        List<Object[]> all = new ArrayList<>();
        for (double x : POINTS) {
            if (types.length == 1) {
                all.add(new Object[] {typed(types[0], x)});
            } else {
                for (double y : POINTS) {
                    if (!Double.isFinite(x) || !Double.isFinite(y)) {
                        continue; // forward mode adds 0·∞ for the other argument
                    }
                    if (types[1] != int.class && types[1] != long.class || Math.abs(y) < 100) {
                        all.add(new Object[] {typed(types[0], x), typed(types[1], y)});
                    }
                }
            }
        }
        return all;
    }

    private static double expected(Named f, int argument, double[] x, double y) {
        if (f.function instanceof Unary u) {
            return Derivatives.of(u, x[0], y, Numbers.NUMBERS);
        }
        return Derivatives.of((Binary) f.function, argument, x[0], x[1], y, Numbers.NUMBERS);
    }

    /** Forward mode multiplies the other partial derivative by 0, and that is not 0 where it is infinite. */
    private static boolean isInfinite(Named f, int argument, double[] x, double y) {
        return x.length == 2
                && f.method.getParameterTypes()[argument] == double.class
                && !Double.isFinite(expected(f, argument, x, y));
    }

    private static void assertSame(double actual, double expected, String what) {
        // The zeros of a derivative have no sign to speak of.
        assertThat(actual + 0.0).as(what).isEqualTo(Double.valueOf(expected + 0.0));
    }

    private static double number(Object x) {
        return ((Number) x).doubleValue();
    }

    @ParameterizedTest
    @MethodSource("elementary")
    void theValueIsTheirsAndTheDerivativeThatOfTheTable(Named f) {
        Differentiable d = Differentiable.of(MethodHandles.lookup(), f.method);
        boolean isFloat = f.method.getReturnType() == float.class;
        for (Object[] x : arguments(f)) {
            double[] numbers = Arrays.stream(x).mapToDouble(v -> number(v)).toArray();
            double y = f.value(x);
            assertSame(number(d.value(x)), y, f + " at " + Arrays.toString(x));
            for (Mode mode : Mode.values()) {
                Object[] gradient = d.gradient(mode, x);
                for (int i = 0; i < x.length; i++) {
                    if ((x[i] instanceof Double || x[i] instanceof Float)
                            && !(mode == Mode.FORWARD && isInfinite(f, 1 - i, numbers, y))) {
                        double expected = expected(f, i, numbers, y);
                        // The one way that is not the table's: the power by a long, n·xⁿ⁻¹ with a power of two ulps
                        // instead of one.
                        boolean isLong = x.length == 2 && x[1] instanceof Long;
                        if (isLong && Double.isFinite(expected)) {
                            assertThat(number(gradient[i]))
                                    .as("%s at %s by %s", f, Arrays.toString(x), mode)
                                    .isCloseTo(expected, within(8 * Math.ulp(expected)));
                        } else {
                            assertSame(
                                    number(gradient[i]),
                                    x[i] instanceof Float || isFloat ? (float) expected : expected,
                                    f + " by argument " + i + " at " + Arrays.toString(x) + " by " + mode);
                        }
                    }
                }
            }
        }
    }

    /** Fast versions that are off by more than an ulp, so that differences of them are no derivatives; and floats. */
    private static boolean isCoarse(Named f) {
        return f.method.getName().endsWith("Quick") || f.method.getReturnType() == float.class;
    }

    @ParameterizedTest
    @MethodSource("elementary")
    void theDerivativeIsTheLimitOfDifferences(Named f) {
        if (isCoarse(f)) {
            return;
        }
        Differentiable d = Differentiable.of(MethodHandles.lookup(), f.method);
        SplittableRandom random = new SplittableRandom(20260101);
        // The error of the five points is h⁴/30 times the fifth derivative, here below 1400: 7e−10; that of rounding
        // ulp/h: 1e−13.
        double h = 0x1p-9;
        double tolerance = 1e-9;
        boolean any = false;
        for (int k = 0; k < 20; k++) {
            double low = f.function == Unary.ACOSH ? 1.6 : 0.4;
            Object[] x = new Object[f.method.getParameterCount()];
            for (int i = 0; i < x.length; i++) {
                x[i] = typed(f.method.getParameterTypes()[i], low + i * 2 + random.nextDouble() * 0.08);
            }
            for (int i = 0; i < x.length; i++) {
                if (x[i] instanceof Double) {
                    any = true;
                    double difference = difference(f, x, i, h);
                    assertThat(number(d.gradient(Mode.REVERSE, x)[i]))
                            .as("%s at %s", f, Arrays.toString(x))
                            .isCloseTo(difference, within(tolerance * Math.max(1, Math.abs(difference))));
                }
            }
        }
        assertThat(any).isTrue();
    }

    private static double difference(Named f, Object[] x, int i, double h) {
        double[] y = new double[4];
        double[] steps = {-2, -1, 1, 2};
        for (int k = 0; k < 4; k++) {
            Object[] moved = x.clone();
            moved[i] = (double) x[i] + steps[k] * h;
            y[k] = f.value(moved);
        }
        boolean isStepped =
                Math.rint(1e6 * (y[0] - y[3])) == 0; // the differences of ulp and of nextUp are of rounding errors
        return isStepped ? (y[3] - y[0]) / (4 * h) : (y[0] - 8 * y[1] + 8 * y[2] - y[3]) / (12 * h);
    }

    @ParameterizedTest
    @EnumSource
    void derivativesOfHigherOrderFollow(Mode mode) {
        double x = 0.7;
        assertThat(derivative(FastMath::sin, 3).applyAsDouble(x)).isCloseTo(-Math.cos(x), within(1e-15));
        assertThat(derivative(v -> FastMath.exp(2 * v), 4).applyAsDouble(x))
                .isCloseTo(16 * Math.exp(2 * x), within(16 * 8 * Math.ulp(Math.exp(2 * x))));
        assertThat(derivative(v -> FastMath.pow(v, 5), 3).applyAsDouble(x)).isCloseTo(60 * x * x, within(1e-13));
        assertThat(derivative(v -> FastMath.pow(v, 5L), 3).applyAsDouble(x)).isCloseTo(60 * x * x, within(1e-13));
        assertThat(derivative(net.jafama.FastMath::tanh, 2).applyAsDouble(x))
                .isCloseTo(-2 * Math.tanh(x) / Math.pow(Math.cosh(x), 2), within(1e-15));
        // ∂²/∂x∂y of yˣ: y^(x−1)(1 + x ln y), at (x, y) = (2, 3)
        double mixed = 3 * (1 + 2 * Math.log(3));
        double[][] h = hessian((double[] v) -> FastMath.pow(v[1], v[0])).apply(new double[] {2, 3});
        assertThat(h[0][1]).isCloseTo(mixed, within(1e-14));
        assertThat(grad(FastMath::atan2, by(mode)).apply(1.0, 2.0))
                .containsExactly(new double[] {0.4, -0.2}, within(Math.ulp(0.4)));
    }

    @ParameterizedTest
    @CsvSource({"9007199254740993, -1, 9007199254740993", "-3, 0.5, -48", "0, 0, 0", "1, 0, 1", "2, 0, 0"})
    void powersWithALongExponent(long n, double x, double expected) {
        assertThat(derivative(v -> FastMath.pow(v, n)).applyAsDouble(x)).isEqualTo(expected);
        assertThat(derivative(v -> FastMath.pow(v, n) * v).applyAsDouble(x))
                .isEqualTo(FastMath.pow(x, n) + x * expected);
    }

    @Test
    void kinksAreThoseOfTheTable() {
        assertThat(derivative(FastMath::abs).applyAsDouble(0)).isZero();
        assertThat(grad(FastMath::max).apply(2, 2)).containsExactly(0.5, 0.5);
        assertThat(derivative(x -> FastMath.max(x, 0)).applyAsDouble(0)).isZero();
        assertThat(grad(FastMath::hypot).apply(0, 0)).containsExactly(0, 0);
    }

    @Test
    void whatMakesAnIntegerIsAStep() {
        assertThat(derivative(x -> x * FastMath.round(x)).applyAsDouble(2.7)).isEqualTo(3);
        assertThat(derivative(x -> x * FastMath.round((float) x)).applyAsDouble(2.7))
                .isEqualTo(3);
        assertThat(derivative(x -> x * FastMath.getExponent(x)).applyAsDouble(9))
                .isEqualTo(3);
        assertThat(derivative(x -> x * net.jafama.FastMath.floorToInt(x)).applyAsDouble(2.7))
                .isEqualTo(2);
        assertThat(derivative(x -> net.jafama.FastMath.isNaNOrInfinite(x) ? 0 : x * x)
                        .applyAsDouble(2))
                .isEqualTo(4);
    }

    @Test
    void whatIsWrittenWithOthersIsFollowed() {
        double d = derivative(x -> FastMath.log(3, x)).applyAsDouble(2);
        assertThat(d).isCloseTo(1 / (2 * Math.log(3)), within(1e-16));
        assertThat(derivative(net.jafama.FastMath::pow3).applyAsDouble(2)).isEqualTo(12);
        assertThat(derivative(x -> StrictFastMath.toRange(-1, 1, x)).applyAsDouble(2))
                .isZero();
        assertThat(derivative(x -> StrictFastMath.toRange(-1, 1, x)).applyAsDouble(0.5))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coshm1", "acosh1p", "invSqrtQuick", "normalizeMinusPiPi"})
    void whatTheTableDoesNotHaveIsRefused(String name) throws ReflectiveOperationException {
        Method method = net.jafama.FastMath.class.getMethod(name, double.class);
        assertThatThrownBy(() -> Differentiable.of(MethodHandles.lookup(), method))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("net.jafama.FastMath." + name)
                .hasMessageContaining("Rules.define");
    }

    @Test
    void theListOfWhatIsRefusedIsComplete() {
        List<String> found = new ArrayList<>();
        for (Method m : methods()) {
            if (REFUSED.contains(signature(m)) && m.getDeclaringClass() == net.jafama.FastMath.class) {
                found.add(signature(m));
                assertThatThrownBy(() -> Differentiable.of(MethodHandles.lookup(), m))
                        .isInstanceOf(UnsupportedOperationException.class);
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(REFUSED);
    }

    @Test
    void theGeneratedCodeSaysWhoseFunctionItIs() throws ReflectiveOperationException {
        Differentiable d =
                Differentiable.of(MethodHandles.lookup(), FastMath.class.getMethod("pow", double.class, int.class));
        assertThat(d.show(Differentiable.Form.JAVA, Mode.FORWARD)).contains("FastMath.pow(", "(int) ");
        assertThat(d.show(Differentiable.Form.IR, Mode.FORWARD)).contains("FastMath pow ");
        assertThat(d.show(Differentiable.Form.BYTECODE, Mode.FORWARD)).contains("FastMath.pow(double,int)");
    }
}
