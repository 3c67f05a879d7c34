package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.valueAndGrad;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.Mode;
import org.wengert.ScalarField;

/** Programs that compute with streams: every way to a derivative agrees with differences and with the others, bits and side effects are the JDK's. */
class StreamProgramsTest {
    record Point(double x, double y) {
        double norm() {
            return Math.hypot(x, y);
        }
    }

    // ---------------------------------------------------------------- streams of doubles

    static double sumOfSquares(double[] x) {
        return Arrays.stream(x).map(v -> v * v).sum();
    }

    static double partOfAnArray(double[] x) {
        return Arrays.stream(x, 1, 3).map(v -> v * x[0]).reduce(1, (p, q) -> p * q);
    }

    static double ofNumbers(double[] x) {
        return DoubleStream.of(x[0], x[1] * x[2], 3).map(Math::sin).sum()
                + DoubleStream.of(x[1]).sum() * x[0];
    }

    static double geometric(double[] x) {
        return DoubleStream.iterate(x[0], t -> t * x[1]).limit(6).sum();
    }

    static double whileSmall(double[] x) {
        return DoubleStream.iterate(x[0], t -> t < 5, t -> t * x[1] + x[2]).sum();
    }

    static double newton(double[] x) {
        return DoubleStream.iterate(1.0, t -> t - (t * t - x[0]) / (2 * t))
                .skip(6)
                .findFirst()
                .orElseThrow();
    }

    static double generated(double[] x) {
        double[] state = {x[0]};
        return DoubleStream.generate(() -> {
                    state[0] = Math.cos(state[0]) * x[1];
                    return state[0];
                })
                .limit(5)
                .sum();
    }

    static double concatenated(double[] x) {
        return DoubleStream.concat(Arrays.stream(x).map(v -> v * v), DoubleStream.of(x[0] * x[1]))
                .skip(1)
                .limit(3)
                .reduce(1, (p, q) -> p * q);
    }

    static double nothing(double[] x) {
        return DoubleStream.empty().sum() + x[0] * DoubleStream.empty().count() + x[1];
    }

    static double filtered(double[] x) {
        return Arrays.stream(x).filter(v -> v > 1).map(v -> v * v * v).sum();
    }

    static double flattened(double[] x) {
        return Arrays.stream(x)
                .flatMap(v -> DoubleStream.of(v, v * v).map(w -> w * x[0]))
                .skip(1)
                .sum();
    }

    static double flattenedAndStopped(double[] x) {
        return Arrays.stream(x)
                .flatMap(v -> DoubleStream.iterate(v, t -> t * t).limit(3))
                .limit(5)
                .reduce(1, (p, q) -> p * q);
    }

    static double takenAndDropped(double[] x) {
        return Arrays.stream(x).takeWhile(v -> v > 0.8).sum()
                * Arrays.stream(x).dropWhile(v -> v > 1).map(v -> v * v).sum();
    }

    static double inOrder(double[] x) {
        double[] y = Arrays.stream(x).map(v -> Math.sin(3 * v)).sorted().toArray();
        return y[0] + 2 * y[1] + 3 * y[2];
    }

    static double largestAndSmallest(double[] x) {
        return Arrays.stream(x).map(v -> v * x[1]).max().getAsDouble()
                * Arrays.stream(x).min().orElse(7);
    }

    static double average(double[] x) {
        return Arrays.stream(x).map(Math::exp).average().orElseThrow();
    }

    static double standardDeviation(double[] x) {
        double mean = Arrays.stream(x).average().orElse(0);
        return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1));
    }

    static double softmax(double[] x) {
        double max = Arrays.stream(x).max().getAsDouble();
        double[] e = Arrays.stream(x).map(v -> Math.exp(v - max)).toArray();
        double sum = Arrays.stream(e).sum();
        return Arrays.stream(e).map(v -> v / sum).map(p -> p * Math.log(p)).sum();
    }

    static double distinct(double[] x) {
        return Arrays.stream(new double[] {x[0], x[1], x[0], x[2], x[1]})
                .distinct()
                .map(v -> v * v)
                .sum();
    }

    static double peeked(double[] x) {
        double[] product = {1};
        double sum = Arrays.stream(x).peek(v -> product[0] *= v).sum();
        return sum * product[0];
    }

    static double forEach(double[] x) {
        double[] s = new double[2];
        Arrays.stream(x).forEach(v -> s[0] += v * v);
        Arrays.stream(x).sequential().forEachOrdered(v -> s[1] = s[1] * v + 1);
        return s[0] * s[1];
    }

    static double matched(double[] x) {
        double y = Arrays.stream(x).anyMatch(v -> v > 1.2) ? x[0] * x[1] : x[2];
        double z = Arrays.stream(x).allMatch(v -> v > 1.2) ? x[0] : x[1] * x[2];
        return y * z + (Arrays.stream(x).noneMatch(v -> v < 0) ? x[2] : 0);
    }

    static double optional(double[] x) {
        double[] seen = new double[1];
        OptionalDouble none = Arrays.stream(x).filter(v -> v > 100).findAny();
        OptionalDouble some = Arrays.stream(x).reduce((p, q) -> p * q + 1);
        some.ifPresent(v -> seen[0] = v * v);
        none.ifPresentOrElse(v -> seen[0] = -1, () -> seen[0] += x[0]);
        return seen[0] + none.orElseGet(() -> x[1] * x[2]) + (none.isPresent() || some.isEmpty() ? x[0] : 0);
    }

    static double parallel(double[] x) {
        return Arrays.stream(x).parallel().map(v -> v * v).unordered().sum();
    }

    static double collected(double[] x) {
        double[] r = Arrays.stream(x)
                .collect(
                        () -> new double[2],
                        (a, v) -> {
                            a[0] += v * v;
                            a[1] = a[1] * 2 + v;
                        },
                        (a, b) -> a[0] += b[0]);
        return r[0] * r[1];
    }

    static double inAVariable(double[] x) {
        DoubleStream s = Arrays.stream(x);
        s = s.map(v -> v * v);
        DoubleStream t = s.filter(v -> v > 0);
        return t.sum();
    }

    private static DoubleStream squares(double[] x) {
        return Arrays.stream(x).map(v -> v * v);
    }

    private static double product(DoubleStream s) {
        return s.reduce(1, (p, q) -> p * q);
    }

    static double acrossMethods(double[] x) {
        return product(squares(x).limit(2));
    }

    static double nested(double[] x) {
        return Arrays.stream(x)
                .map(v -> Arrays.stream(x).map(w -> w * v).map(Math::sin).sum())
                .sum();
    }

    // ---------------------------------------------------------------- streams of indices

    static double dotProduct(double[] x) {
        return IntStream.range(0, x.length)
                .mapToDouble(i -> x[i] * x[x.length - 1 - i])
                .sum();
    }

    static double closedRange(double[] x) {
        return IntStream.rangeClosed(1, 4)
                .filter(k -> k != 3)
                .mapToDouble(k -> Math.pow(x[0], k) / k)
                .sum();
    }

    static double indicesOfIndices(double[] x) {
        return IntStream.of(2, 0, 1, 0)
                .map(i -> (i + 1) % 3)
                .boxed()
                .mapToDouble(i -> x[i] * (i + 1))
                .reduce(1, (p, q) -> p * q);
    }

    static double longRange(double[] x) {
        return LongStream.rangeClosed(1, 4).mapToDouble(k -> x[0] * k).sum()
                + LongStream.range(0, 3)
                        .mapToObj(k -> x[(int) k])
                        .mapToDouble(v -> v * v)
                        .sum();
    }

    static double asDoubles(double[] x) {
        return IntStream.range(1, 4).asDoubleStream().map(k -> x[1] / k).sum()
                        * IntStream.range(0, 5).sum()
                + x[0] * IntStream.range(0, 9).average().getAsDouble()
                + x[2] * IntStream.of(3, 1, 2).max().getAsInt();
    }

    static double doubleLoop(double[] x) {
        return IntStream.range(0, x.length)
                .mapToObj(i ->
                        IntStream.range(0, i + 1).mapToDouble(j -> x[i] * x[j]).toArray())
                .mapToDouble(row -> Arrays.stream(row).sum())
                .sum();
    }

    static double flattenedIndices(double[] x) {
        return IntStream.range(0, 3)
                .flatMap(i -> IntStream.range(i, 3))
                .mapToDouble(i -> x[i])
                .map(v -> v * v)
                .sum();
    }

    // ---------------------------------------------------------------- streams of objects

    static double boxed(double[] x) {
        return Arrays.stream(x).boxed().map(v -> v * v).reduce(0.0, Double::sum);
    }

    static double ofAList(double[] x) {
        List<Double> l = new ArrayList<>(List.of(x[0], x[1] * x[0]));
        l.add(x[2]);
        return l.stream().mapToDouble(Double::doubleValue).map(v -> v * v).sum()
                * l.stream().mapToDouble(v -> v).max().getAsDouble();
    }

    static double records(double[] x) {
        return Stream.of(new Point(x[0], x[1]), new Point(x[1], x[2]), new Point(x[2], x[0] * x[1]))
                .filter(p -> p.x() > 0.5)
                .mapToDouble(Point::norm)
                .sum();
    }

    static double mappedToRecords(double[] x) {
        List<Point> points =
                Arrays.stream(x).mapToObj(v -> new Point(v, v * x[0])).toList();
        Point[] array =
                points.stream().map(p -> new Point(p.y(), p.x() * p.x())).toArray(Point[]::new);
        return array[0].x() * array[1].y() + points.get(2).y() * array.length;
    }

    static double sortedRecords(double[] x) {
        List<Point> points = Stream.of(new Point(x[0], 1), new Point(x[1], 2), new Point(x[2], 3))
                .sorted(Comparator.comparingDouble(Point::x))
                .toList();
        return points.get(0).x()
                + 2 * points.get(1).x() * points.get(1).y()
                + points.get(2).x();
    }

    static double bestRecord(double[] x) {
        Optional<Point> best = Stream.of(new Point(x[0], x[1]), new Point(x[1], x[2] * x[0]))
                .max(Comparator.comparingDouble(Point::y));
        Point least = Stream.of(new Point(x[0], x[1]), new Point(x[1], x[2] * x[0]))
                .min((p, q) -> Double.compare(p.x(), q.x()))
                .orElseThrow();
        return best.get().x() * best.get().y() + least.x() * least.x();
    }

    static double collectors(double[] x) {
        List<Double> l = Arrays.stream(x).boxed().collect(Collectors.toList());
        double sum = l.stream().collect(Collectors.summingDouble(v -> v * v));
        double mean = l.stream().collect(Collectors.averagingDouble(v -> v * x[0]));
        double product = l.stream().collect(Collectors.reducing(1.0, (p, q) -> p * q));
        double mapped = l.stream().collect(Collectors.reducing(0.0, v -> v * v * v, Double::sum));
        double last = l.stream().collect(Collectors.reducing((p, q) -> q * p)).orElse(0.0);
        return sum * mean + product * mapped + last;
    }

    static double grouped(double[] x) {
        Map<Boolean, Double> sums = Arrays.stream(x)
                .boxed()
                .collect(Collectors.groupingBy(v -> v > 1, Collectors.summingDouble(v -> v * v)));
        Map<Integer, List<Double>> lists =
                Arrays.stream(x).boxed().collect(Collectors.groupingBy(v -> (int) (2 * v + 0.1)));
        TreeMap<Integer, Double> means = IntStream.range(0, 3)
                .boxed()
                .collect(Collectors.groupingBy(
                        i -> i % 2, TreeMap::new, Collectors.mapping(i -> x[i], Collectors.averagingDouble(v -> v))));
        double s = sums.get(true) * means.get(0) + means.get(1) * means.get(1);
        for (List<Double> l : lists.values()) {
            s = s * 0.5 + l.getFirst() * l.size();
        }
        return s;
    }

    static double flatLists(double[] x) {
        List<List<Double>> rows = List.of(List.of(x[0], x[1]), List.of(x[2]), List.of(x[1] * x[0]));
        return rows.stream().flatMap(List::stream).mapToDouble(v -> v * v).sum()
                + rows.stream()
                        .flatMapToDouble(r -> r.stream().mapToDouble(v -> v))
                        .limit(2)
                        .reduce(1, (p, q) -> p * q);
    }

    static double rowsOfAMatrix(double[] x) {
        double[][] a = {{x[0], x[1]}, {x[1], x[2]}};
        double[][] b = Arrays.stream(a)
                .map(row -> Arrays.stream(row).map(v -> v * v).toArray())
                .toArray(double[][]::new);
        return Arrays.stream(b).mapToDouble(row -> row[0] * row[1]).sum();
    }

    static double mapMulti(double[] x) {
        return Arrays.stream(x)
                .boxed()
                .<Double>mapMulti((v, out) -> {
                    out.accept(v);
                    out.accept(v * v);
                })
                .mapToDouble(v -> v)
                .limit(5)
                .sum();
    }

    static double iteratedRecords(double[] x) {
        return Stream.iterate(new Point(x[0], x[1]), p -> new Point(p.y(), p.x() * x[2]))
                .limit(5)
                .mapToDouble(p -> p.x() * p.y())
                .sum();
    }

    static double reducedRecords(double[] x) {
        return Arrays.stream(x)
                .mapToObj(v -> new Point(v, v * v))
                .reduce(new Point(0, 1), (p, q) -> new Point(p.x() + q.x(), p.y() * q.y()))
                .norm();
    }

    static double valuesOfAMap(double[] x) {
        Map<String, Double> m = new LinkedHashMap<>();
        m.put("a", x[0]);
        m.put("b", x[1] * x[2]);
        return m.values().stream().mapToDouble(v -> v * v).sum()
                * m.entrySet().stream()
                        .filter(e -> e.getKey().equals("b"))
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
    }

    // ---------------------------------------------------------------- functions of functions

    static double lambdasThatTakeLambdas(double[] x) {
        java.util.function.Function<DoubleUnaryOperator, Double> at = f -> f.applyAsDouble(x[0]) * x[1];
        return at.apply(v -> v * v) + at.apply(Math::sin);
    }

    static double lambdasThatReturnLambdas(double[] x) {
        java.util.function.DoubleFunction<DoubleUnaryOperator> times = a -> v -> a * v;
        return times.apply(x[0]).applyAsDouble(x[1])
                * times.apply(x[2]).andThen(Math::exp).applyAsDouble(0.5);
    }

    // ---------------------------------------------------------------- streams that are objects

    static double constantsAsBefore(double[] x) {
        double weight =
                Stream.of("a", "bb", "ccc").collect(Collectors.joining("-")).length();
        List<Integer> order = Stream.of(2, 0, 1).sorted().collect(Collectors.toCollection(ArrayList::new));
        Stream<String> kept = x.length > 2 ? Stream.of("p") : Stream.empty();
        double statistics = IntStream.of(1, 5).summaryStatistics().getMax();
        return x[order.get(1)] * weight * kept.count() + statistics * x[0];
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                program("sumOfSquares", StreamProgramsTest::sumOfSquares),
                program("partOfAnArray", StreamProgramsTest::partOfAnArray),
                program("ofNumbers", StreamProgramsTest::ofNumbers),
                program("geometric", StreamProgramsTest::geometric),
                program("whileSmall", StreamProgramsTest::whileSmall),
                program("newton", StreamProgramsTest::newton),
                program("generated", StreamProgramsTest::generated),
                program("concatenated", StreamProgramsTest::concatenated),
                program("nothing", StreamProgramsTest::nothing),
                program("filtered", StreamProgramsTest::filtered),
                program("flattened", StreamProgramsTest::flattened),
                program("flattenedAndStopped", StreamProgramsTest::flattenedAndStopped),
                program("takenAndDropped", StreamProgramsTest::takenAndDropped),
                program("inOrder", StreamProgramsTest::inOrder),
                program("largestAndSmallest", StreamProgramsTest::largestAndSmallest),
                program("average", StreamProgramsTest::average),
                program("standardDeviation", StreamProgramsTest::standardDeviation),
                program("softmax", StreamProgramsTest::softmax),
                program("distinct", StreamProgramsTest::distinct),
                program("peeked", StreamProgramsTest::peeked),
                program("forEach", StreamProgramsTest::forEach),
                program("matched", StreamProgramsTest::matched),
                program("optional", StreamProgramsTest::optional),
                program("parallel", StreamProgramsTest::parallel),
                program("collected", StreamProgramsTest::collected),
                program("inAVariable", StreamProgramsTest::inAVariable),
                program("acrossMethods", StreamProgramsTest::acrossMethods),
                program("nested", StreamProgramsTest::nested),
                program("dotProduct", StreamProgramsTest::dotProduct),
                program("closedRange", StreamProgramsTest::closedRange),
                program("indicesOfIndices", StreamProgramsTest::indicesOfIndices),
                program("longRange", StreamProgramsTest::longRange),
                program("asDoubles", StreamProgramsTest::asDoubles),
                program("doubleLoop", StreamProgramsTest::doubleLoop),
                program("flattenedIndices", StreamProgramsTest::flattenedIndices),
                program("boxed", StreamProgramsTest::boxed),
                program("ofAList", StreamProgramsTest::ofAList),
                program("records", StreamProgramsTest::records),
                program("mappedToRecords", StreamProgramsTest::mappedToRecords),
                program("sortedRecords", StreamProgramsTest::sortedRecords),
                program("bestRecord", StreamProgramsTest::bestRecord),
                program("collectors", StreamProgramsTest::collectors),
                program("grouped", StreamProgramsTest::grouped),
                program("flatLists", StreamProgramsTest::flatLists),
                program("rowsOfAMatrix", StreamProgramsTest::rowsOfAMatrix),
                program("mapMulti", StreamProgramsTest::mapMulti),
                program("iteratedRecords", StreamProgramsTest::iteratedRecords),
                program("reducedRecords", StreamProgramsTest::reducedRecords),
                program("valuesOfAMap", StreamProgramsTest::valuesOfAMap),
                program("lambdasThatTakeLambdas", StreamProgramsTest::lambdasThatTakeLambdas),
                program("lambdasThatReturnLambdas", StreamProgramsTest::lambdasThatReturnLambdas),
                program("constantsAsBefore", StreamProgramsTest::constantsAsBefore));
    }

    private static Arguments program(String name, ScalarField f) {
        return arguments(name, f);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void everyWayAgrees(String name, ScalarField f) {
        Differentiation.of(f).at(1.25, 0.75, 1.5).agrees();
    }

    // ---------------------------------------------------------------- bits

    private static final double[] NASTY = {
        0.0,
        -0.0,
        1e308,
        -1e308,
        1e16,
        1,
        -1e16,
        Double.MIN_VALUE,
        0.1,
        -0.3,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    static double sum(double[] x) {
        return Arrays.stream(x).sum();
    }

    static double mean(double[] x) {
        return DoubleStream.of(x).average().orElse(-1);
    }

    static double summing(double[] x) {
        return Arrays.stream(x).boxed().collect(Collectors.summingDouble(v -> v));
    }

    static double averaging(double[] x) {
        return Arrays.stream(x).boxed().collect(Collectors.averagingDouble(v -> v));
    }

    static double greatest(double[] x) {
        return Arrays.stream(x).max().orElse(-1);
    }

    static double middle(double[] x) {
        double[] sorted = Arrays.stream(x).sorted().toArray();
        return sorted.length == 0 ? -1 : sorted[sorted.length / 2];
    }

    static double different(double[] x) {
        return Arrays.stream(x).distinct().sum();
    }

    /** Compensated sums depend on every rounding: many sums of few numbers, infinities and NaN among them. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void sumsHaveTheBitsOfTheLibrary(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ScalarField> fields = List.of(
                StreamProgramsTest::sum,
                StreamProgramsTest::mean,
                StreamProgramsTest::summing,
                StreamProgramsTest::averaging,
                StreamProgramsTest::greatest,
                StreamProgramsTest::middle,
                StreamProgramsTest::different);
        for (int round = 0; round < 300; round++) {
            double[] x = new double[random.nextInt(9)];
            // The finite ones alone in half of the rounds: NaN hides everything else.
            int kinds = round % 2 == 0 ? NASTY.length : NASTY.length - 3;
            for (int i = 0; i < x.length; i++) {
                x[i] = NASTY[random.nextInt(kinds)];
            }
            for (ScalarField f : fields) {
                // Which NaN it is, the JVM's compilers decide.
                assertThat(Double.doubleToLongBits(valueAndGrad(f).apply(x).value()))
                        .as("%d of %s", fields.indexOf(f), Arrays.toString(x))
                        .isEqualTo(Double.doubleToLongBits(f.applyAsDouble(x.clone())));
            }
        }
    }

    /** The derivative of a compensated sum is that of a sum. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void theGradientOfASumIsOne(Mode mode) {
        assertThat(grad(StreamProgramsTest::sum, by(mode)).apply(new double[] {1e16, 1, -1e16, 0.1}))
                .containsExactly(1, 1, 1, 1);
        assertThat(grad(StreamProgramsTest::sum, by(mode)).apply(new double[] {Double.POSITIVE_INFINITY, 1}))
                .containsExactly(1, 1);
        assertThat(grad(StreamProgramsTest::mean, by(mode)).apply(new double[4]))
                .containsExactly(0.25, 0.25, 0.25, 0.25);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void anEmptyStreamHasNoDerivative(Mode mode) {
        assertThat(grad(StreamProgramsTest::sum, by(mode)).apply(new double[0])).isEmpty();
        assertThat(grad(StreamProgramsTest::mean, by(mode)).apply(new double[0]))
                .isEmpty();
    }

    // ---------------------------------------------------------------- the order of things

    /** Programs that write down what they do. */
    private interface Noting extends Serializable {
        double apply(double[] x, List<String> notes);
    }

    static double notingEverything(double[] x, List<String> notes) {
        return Arrays.stream(x)
                .peek(v -> notes.add("a" + v))
                .filter(v -> {
                    notes.add("f" + v);
                    return v > 1;
                })
                .map(v -> {
                    notes.add("m" + v);
                    return v * v;
                })
                .limit(2)
                .peek(v -> notes.add("l" + v))
                .sum();
    }

    static double notingASort(double[] x, List<String> notes) {
        return Arrays.stream(x)
                .peek(v -> notes.add("a" + v))
                .sorted()
                .peek(v -> notes.add("s" + v))
                .takeWhile(v -> v < 2)
                .peek(v -> notes.add("t" + v))
                .sum();
    }

    static double notingWhatIsAskedFor(double[] x, List<String> notes) {
        return DoubleStream.concat(
                        DoubleStream.iterate(x[0], v -> {
                                    notes.add("i" + v);
                                    return v * 2;
                                })
                                .limit(3),
                        Arrays.stream(x).peek(v -> notes.add("c" + v)))
                .flatMap(v -> DoubleStream.of(v, v + 1).peek(w -> notes.add("f" + w)))
                .peek(v -> notes.add("p" + v))
                .filter(v -> v > 6)
                .findFirst()
                .orElse(0);
    }

    @SuppressWarnings("ReturnValueIgnored") // a stream without a result does nothing
    static double notingNothing(double[] x, List<String> notes) {
        long n = Arrays.stream(x)
                .peek(v -> notes.add("never"))
                .map(v -> v * v)
                .skip(1)
                .count();
        long m = Arrays.stream(x)
                .peek(v -> notes.add("filtered"))
                .filter(v -> v > 1)
                .count();
        Arrays.stream(x).peek(v -> notes.add("without a result"));
        Arrays.stream(x).peek(v -> notes.add("none")).limit(0).forEach(v -> notes.add("at all"));
        return n * x[0] + m;
    }

    static double notingMatches(double[] x, List<String> notes) {
        boolean any = Arrays.stream(x).peek(v -> notes.add("a" + v)).anyMatch(v -> v > 1);
        boolean all = Stream.of(1, 2, 3).peek(v -> notes.add("o" + v)).allMatch(v -> v < 2);
        return any && !all ? x[0] : x[1];
    }

    static double notingCollectors(double[] x, List<String> notes) {
        return Arrays.stream(x)
                .boxed()
                .collect(Collectors.groupingBy(
                        v -> {
                            notes.add("k" + v);
                            return v > 1;
                        },
                        Collectors.summingDouble(v -> {
                            notes.add("v" + v);
                            return v * v;
                        })))
                .get(true);
    }

    static Stream<Arguments> noting() {
        return Stream.of(
                noting("everything", StreamProgramsTest::notingEverything),
                noting("aSort", StreamProgramsTest::notingASort),
                noting("whatIsAskedFor", StreamProgramsTest::notingWhatIsAskedFor),
                noting("nothing", StreamProgramsTest::notingNothing),
                noting("matches", StreamProgramsTest::notingMatches),
                noting("collectors", StreamProgramsTest::notingCollectors));
    }

    private static Arguments noting(String name, Noting program) {
        return arguments(name, program);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noting")
    void sideEffectsComeInTheSameOrder(String name, Noting program) {
        double[] x = {2.5, 0.5, 1.5, 3.5};
        List<String> expected = new ArrayList<>();
        double value = program.apply(x, expected);
        assertThat(expected).isNotEmpty();
        for (Mode mode : Mode.values()) {
            List<String> notes = new ArrayList<>();
            ScalarField f = f(program, notes);
            Differentiation.sameBits(value, valueAndGrad(f).apply(x).value(), name);
            assertThat(notes).isEqualTo(expected);
            notes.clear();
            grad(f, by(mode)).into(x, new double[x.length]);
            assertThat(new HashSet<>(notes)).isEqualTo(new HashSet<>(expected));
        }
    }

    private static ScalarField f(Noting program, List<String> notes) {
        return y -> program.apply(y, notes);
    }

    // ---------------------------------------------------------------- exceptions

    static double twice(double[] x) {
        DoubleStream s = Arrays.stream(x);
        double a = s.map(v -> v * v).sum();
        return a * s.sum();
    }

    static double noValue(double[] x) {
        return Arrays.stream(x).filter(v -> v > 100).max().getAsDouble();
    }

    static double ownException(double[] x) {
        return Arrays.stream(x).filter(v -> v > 100).findFirst().orElseThrow(() -> new ArithmeticException("none"));
    }

    static double negativeLimit(double[] x) {
        return Arrays.stream(x).limit(x.length - 4).sum();
    }

    static double negativeSkip(double[] x) {
        return Arrays.stream(x).boxed().skip(x.length - 5).mapToDouble(v -> v).sum();
    }

    static double outsideOfTheArray(double[] x) {
        return Arrays.stream(x, 1, x.length + 1).sum();
    }

    static double turnedAround(double[] x) {
        return Arrays.stream(x, 2, 1).sum();
    }

    static double inAStep(double[] x) {
        return IntStream.range(0, 9).mapToDouble(i -> x[i]).sum();
    }

    static double nullGroup(double[] x) {
        return Arrays.stream(x)
                .boxed()
                .collect(Collectors.groupingBy(v -> (String) null))
                .size();
    }

    static Stream<Arguments> throwing() {
        return Stream.of(
                program("twice", StreamProgramsTest::twice),
                program("noValue", StreamProgramsTest::noValue),
                program("ownException", StreamProgramsTest::ownException),
                program("negativeLimit", StreamProgramsTest::negativeLimit),
                program("negativeSkip", StreamProgramsTest::negativeSkip),
                program("outsideOfTheArray", StreamProgramsTest::outsideOfTheArray),
                program("turnedAround", StreamProgramsTest::turnedAround),
                program("inAStep", StreamProgramsTest::inAStep),
                program("nullGroup", StreamProgramsTest::nullGroup));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("throwing")
    void exceptionsAreTheSame(String name, ScalarField f) {
        double[] x = {1, 2, 3};
        Throwable expected = catchThrowable(() -> f.applyAsDouble(x));
        assertThat(expected).as(name).isNotNull();
        for (Mode mode : Mode.values()) {
            Throwable thrown = catchThrowable(() -> grad(f, by(mode)).apply(x));
            assertThat(thrown).hasSameClassAs(expected).hasMessage(expected.getMessage());
        }
        assertThat(catchThrowable(() -> hvp(f).apply(x, x))).hasSameClassAs(expected);
    }

    // ---------------------------------------------------------------- refusals

    static double chosen(double[] x) {
        DoubleStream s = x[0] > 0 ? Arrays.stream(x) : DoubleStream.of(x[1]);
        return s.sum();
    }

    private static final class Holder {
        private DoubleStream stream = DoubleStream.empty();
    }

    static double keptInAField(double[] x) {
        Holder h = new Holder();
        h.stream = Arrays.stream(x);
        return h.stream.sum();
    }

    static double summaryStatistics(double[] x) {
        return Arrays.stream(x).summaryStatistics().getMax();
    }

    static double iterator(double[] x) {
        var all = Arrays.stream(x).iterator();
        return all.nextDouble() * all.nextDouble();
    }

    static double asASet(double[] x) {
        return Arrays.stream(x).boxed().collect(Collectors.toSet()).iterator().next();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("chosen", StreamProgramsTest::chosen, "stream is kept, chosen or compared"),
                refused("keptInAField", StreamProgramsTest::keptInAField, "stream is kept, chosen or compared"),
                refused("summaryStatistics", StreamProgramsTest::summaryStatistics, "DoubleStream.summaryStatistics"),
                refused("iterator", StreamProgramsTest::iterator, "DoubleStream.iterator"),
                refused("asASet", StreamProgramsTest::asASet, "Stream.collect"));
    }

    private static Arguments refused(String name, ScalarField f, String reason) {
        return arguments(name, f, reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void aStreamThatIsAnObjectIsRefused(String name, ScalarField f, String reason) {
        for (Mode mode : Mode.values()) {
            assertThatThrownBy(() -> grad(f, by(mode)).apply(new double[] {2, 3}))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining(reason)
                    .hasMessageContaining("StreamProgramsTest." + name)
                    .hasMessageContaining("one chain from its source to its result");
        }
    }
}
