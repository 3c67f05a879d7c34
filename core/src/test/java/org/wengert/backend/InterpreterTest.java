package org.wengert.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Convolution;
import org.wengert.tensor.DType;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** The interpreter against the formula of each op, and against numbers worked out by hand. */
class InterpreterTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    // ------------------------------------------------------------------ formulas

    @Test
    void everyOpIsWhatItsFormulaSays() {
        Set<Class<?>> seen = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (Tensor t : OpCases.all()) {
            if (work(t) > 300_000) {
                continue;
            }
            seen.add(t.op().getClass());
            t.inputs().forEach(x -> compute(x));
            Storage y = compute(t);
            String error = disagreement(t, y);
            if (error != null && wrong.size() < 20) {
                wrong.add(error);
            }
        }
        assertThat(wrong).isEmpty();
        Set<Class<?>> all = new HashSet<>(Set.of(Op.class.getPermittedSubclasses()));
        all.remove(Op.Placeholder.class);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
    }

    private static @Nullable String disagreement(Tensor t, Storage y) {
        String[] error = new String[1];
        Formulas.forAll(t.shape(), at -> {
            int i = Formulas.flat(t.shape(), at);
            Object expected = Formulas.element(t, at);
            if (error[0] == null && !agrees(expected, y, i)) {
                error[0] = Graph.of(List.of(t)) + "at " + Indices.of(at) + ": expected " + expected + " but was "
                        + (y.dtype().isFloating() ? "" + y.getDouble(i) : "" + y.getLong(i));
            }
        });
        return error[0];
    }

    /** Roughly how many elements the formulas look at: those of sums look at all inputs for every element, sorting at all pairs. */
    private static long work(Tensor t) {
        long inputs = t.inputs().stream().mapToInt(Tensor::size).max().orElse(0);
        return switch (t.op()) {
            case Op.Scatter _, Op.Conv _, Op.ArgReduce _ -> inputs * t.size() / 4;
            case Op.Reduce _, Op.Recurrence _ -> inputs * t.size();
            case Op.CumulativeArg(var _, int axis) -> ofPairs(t, axis);
            case Op.ArgSort(int axis, boolean _) -> ofPairs(t, axis);
            case Op.MatMul _ -> (long) t.size() * t.input(0).shape().extent(-1);
            case Op _ -> 100L * t.size();
        };
    }

    private static long ofPairs(Tensor t, int axis) {
        return (long) t.size() * t.shape().extent(axis) * t.shape().extent(axis);
    }

    private static boolean agrees(Object expected, Storage y, int i) {
        return switch (expected) {
            case Formulas.Sum(double value, double magnitude, int terms) -> {
                double x = y.getDouble(i);
                double rounding = y.dtype() == DType.FLOAT32 ? Math.ulp((float) value) : 0;
                double other = y.dtype() == DType.FLOAT32 ? (float) value : value;
                yield other == x
                        || Double.isNaN(value) && Double.isNaN(x)
                        || Double.isFinite(magnitude) && Math.abs(value - x) <= terms * 0x1p-52 * magnitude + rounding;
            }
            case Double value -> {
                double rounded = y.dtype() == DType.FLOAT32 ? (float) (double) value : value;
                yield Double.doubleToLongBits(rounded) == Double.doubleToLongBits(y.getDouble(i));
            }
            case BigInteger value ->
                switch (y.dtype()) {
                    case INT64 -> value.longValue() == y.getLong(i);
                    case INT32 -> value.intValue() == y.getLong(i);
                    case BOOL -> value.longValue() == y.getLong(i);
                    case FLOAT64, FLOAT32 -> false;
                };
            default -> throw new AssertionError(expected);
        };
    }

    // ------------------------------------------------------------------ numbers

    @Test
    void floatsAreComputedInDoubleAndRoundedOnce() {
        Tensor x = floats(0.1f, 16777216f, 3e38f);
        assertValue(Primitives.map(Unary.EXP, floats(1)), (float) Math.exp(1));
        assertValue(Primitives.map(Binary.ADD, x, x), 0.1f + 0.1f, 33554432f, INF);
        assertValue(Primitives.map(Unary.SIN, x), (float) Math.sin(0.1f), (float) Math.sin(16777216d), (float)
                Math.sin(3e38f));
        assertValue(Primitives.map(Unary.NEXT_UP, floats(1)), 1);
    }

    @Test
    void wholeNumbersWrap() {
        Tensor ints = ints(Integer.MAX_VALUE, Integer.MIN_VALUE, 46341);
        assertWhole(Primitives.map(Unary.SQUARE, ints), 1, 0, -2147479015);
        assertWhole(Primitives.map(Unary.NEG, ints), -Integer.MAX_VALUE, Integer.MIN_VALUE, -46341);
        assertWhole(Primitives.map(Unary.ABS, ints), Integer.MAX_VALUE, Integer.MIN_VALUE, 46341);
        assertWhole(Primitives.map(Binary.ADD, ints, ints), -2, 0, 92682);
        assertWhole(Primitives.map(Binary.DIV, ints, ints(-1, -1, -1)), -Integer.MAX_VALUE, Integer.MIN_VALUE, -46341);
        assertWhole(Primitives.map(Binary.REM, ints(7, -7, 7, -7), ints(3, 3, -3, -3)), 1, -1, 1, -1);
        assertWhole(Primitives.map(Binary.DIV, ints(7, -7, 7, -7), ints(3, 3, -3, -3)), 2, -2, -2, 2);
        Tensor longs = longs(Long.MAX_VALUE, Long.MIN_VALUE);
        assertWhole(Primitives.map(Binary.MUL, longs, longs(2, -1)), -2, Long.MIN_VALUE);
        assertWhole(Primitives.reduce(Op.Reduction.SUM, ints, Indices.of(0)), 46340);
        assertWhole(Primitives.reduce(Op.Reduction.PROD, ints(65536, 65536, 3), Indices.of(0)), 0);
    }

    @Test
    void shiftsAreThoseOfTheType() {
        assertWhole(
                Primitives.bits(Op.Bitwise.SHL, ints(1, 1, 1, -1), ints(31, 32, 33, -1)),
                Integer.MIN_VALUE,
                1,
                2,
                Integer.MIN_VALUE);
        assertWhole(Primitives.bits(Op.Bitwise.USHR, ints(-1, -1), ints(28, 0)), 15, -1);
        assertWhole(Primitives.bits(Op.Bitwise.SHR, ints(-16, 16), ints(2, 2)), -4, 4);
        assertWhole(Primitives.bits(Op.Bitwise.USHR, longs(-1, -1), longs(60, 64)), 15, -1);
        assertWhole(Primitives.bits(Op.Bitwise.SHL, longs(1, 1), longs(32, 65)), 1L << 32, 2);
    }

    @Test
    void comparisonsFollowTheNumbers() {
        Tensor x = doubles(NAN, NAN, 0.0, 1, -INF);
        Tensor y = doubles(NAN, 1, -0.0, 2, INF);
        assertWhole(Primitives.compare(Op.Comparison.LT, x, y), 0, 0, 0, 1, 1);
        assertWhole(Primitives.compare(Op.Comparison.LE, x, y), 0, 0, 1, 1, 1);
        assertWhole(Primitives.compare(Op.Comparison.GT, x, y), 0, 0, 0, 0, 0);
        assertWhole(Primitives.compare(Op.Comparison.GE, x, y), 0, 0, 1, 0, 0);
        assertWhole(Primitives.compare(Op.Comparison.EQ, x, y), 0, 0, 1, 0, 0);
        assertWhole(Primitives.compare(Op.Comparison.NE, x, y), 1, 1, 0, 1, 1);
        assertWhole(Primitives.compare(Op.Comparison.LT, longs(Long.MAX_VALUE - 1), longs(Long.MAX_VALUE)), 1);
        assertWhole(Primitives.compare(Op.Comparison.LT, truths(false, true), truths(true, true)), 1, 0);
    }

    @Test
    void castsAreThoseOfJava() {
        Tensor x = doubles(NAN, 3e9, -3e9, 1e19, -0.7, 2.9, -0.0);
        assertWhole(
                Primitives.cast(x, DType.INT32), 0, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 2, 0);
        assertWhole(Primitives.cast(x, DType.INT64), 0, 3000000000L, -3000000000L, Long.MAX_VALUE, 0, 2, 0);
        assertWhole(Primitives.cast(x, DType.BOOL), 1, 1, 1, 1, 1, 1, 0);
        assertWhole(Primitives.cast(longs(1L << 32, 3000000000L), DType.INT32), 0, -1294967296);
        assertValue(Primitives.cast(longs(Long.MAX_VALUE), DType.FLOAT32), 0x1p63);
        // by way of float64 it would be rounded twice, to 2^62 + 2^39
        assertValue(Primitives.cast(longs((1L << 62) + (1L << 38) + 1), DType.FLOAT32), 0x1p62 + 0x1p39);
        assertValue(Primitives.cast(truths(true, false), DType.FLOAT64), 1, 0);
        assertValue(Primitives.cast(doubles(1e300, 1e-300), DType.FLOAT32), INF, 0);
    }

    // ------------------------------------------------------------------ combining

    @Test
    void sumsOfNothingAre0AndProducts1() {
        Tensor none = Values.mixed(DType.FLOAT64, 1, 0, 2);
        assertValue(Primitives.reduce(Op.Reduction.SUM, none, Indices.of(0)), 0, 0);
        assertValue(Primitives.reduce(Op.Reduction.PROD, none, Indices.of(0)), 1, 1);
        Tensor truths = Values.mixed(DType.BOOL, 1, 0, 2);
        assertWhole(Primitives.reduce(Op.Reduction.ANY, truths, Indices.of(0)), 0, 0);
        assertWhole(Primitives.reduce(Op.Reduction.ALL, truths, Indices.of(0)), 1, 1);
    }

    @Test
    void sumsOfFloatsAreRoundedOnce() {
        assertValue(Primitives.reduce(Op.Reduction.SUM, floats(16777216, 1, 1, 1), Indices.of(0)), 16777220);
        assertValue(Primitives.reduce(Op.Reduction.SUM, floats(3e38f, 3e38f, -3e38f), Indices.of(0)), 3e38f);
    }

    @Test
    void extremaHeedNaNAndTheSignOf0() {
        assertValue(Primitives.reduce(Op.Reduction.MAX, doubles(-0.0, 0.0, -1), Indices.of(0)), 0.0);
        assertValue(Primitives.reduce(Op.Reduction.MIN, doubles(0.0, -0.0, 1), Indices.of(0)), -0.0);
        assertValue(Primitives.reduce(Op.Reduction.MAX, doubles(1, NAN, INF), Indices.of(0)), NAN);
        assertValue(Primitives.reduce(Op.Reduction.MIN, doubles(1, NAN, -INF), Indices.of(0)), NAN);
        assertValue(Primitives.reduce(Op.Reduction.MAX, doubles(-INF, -INF), Indices.of(0)), -INF);
        assertWhole(
                Primitives.reduce(Op.Reduction.MAX, ints(Integer.MIN_VALUE, Integer.MIN_VALUE), Indices.of(0)),
                Integer.MIN_VALUE);
    }

    @Test
    void thePlaceOfAnExtremumIsTheFirst() {
        assertWhole(Primitives.argReduce(Op.Extremum.MAX, doubles(1, 3, 3, 2), 0), 1);
        assertWhole(Primitives.argReduce(Op.Extremum.MIN, doubles(0.0, -0.0), 0), 0);
        assertWhole(Primitives.argReduce(Op.Extremum.MAX, doubles(-0.0, 0.0), 0), 0);
        assertWhole(Primitives.argReduce(Op.Extremum.MAX, doubles(INF, NAN, NAN), 0), 1);
        assertWhole(Primitives.argReduce(Op.Extremum.MIN, doubles(-INF, NAN, 1), 0), 1);
        assertWhole(
                Primitives.cumulativeArg(Op.Extremum.MAX, doubles(1, 0, 1, 2, NAN, 3, NAN), 0), 0, 0, 0, 3, 4, 4, 4);
        assertWhole(Primitives.argReduce(Op.Extremum.MAX, truths(false, true, true), 0), 1);
    }

    @Test
    void sortingIsStableAndPutsNaNLast() {
        Tensor x = doubles(2, NAN, -0.0, 0.0, NAN, -INF, 2, 1);
        assertWhole(Primitives.argSort(x, 0, false), 5, 2, 3, 7, 0, 6, 1, 4);
        assertWhole(Primitives.argSort(x, 0, true), 0, 6, 7, 2, 3, 5, 1, 4);
        assertWhole(Primitives.argSort(truths(true, false, true, false), 0, false), 1, 3, 0, 2);
    }

    @Test
    void runningSumsAndProductsAreRecurrences() {
        Tensor x = doubles(1, 2, 3, 4);
        Tensor one = Primitives.fillLike(1, x);
        assertValue(Primitives.recurrence(one, x, 0, false), 1, 3, 6, 10);
        assertValue(Primitives.recurrence(one, x, 0, true), 10, 9, 7, 4);
        assertValue(Primitives.recurrence(x, doubles(1, 0, 0, 0), 0, false), 1, 2, 6, 24);
        assertValue(
                Primitives.recurrence(doubles(NAN, 2, 2, 2), x, 0, false),
                1,
                4,
                11,
                26); // the first factor is not used
    }

    @Test
    void updatesMeet() {
        Tensor updates = doubles(1, 2, 3, 4);
        Tensor at = longs(2, 0, -1, 2);
        assertValue(Primitives.scatter(updates, at, 0, 4, Op.Combine.ADD), 2, 0, 5, 3);
        assertValue(Primitives.scatter(updates, at, 0, 4, Op.Combine.MAX), 2, -INF, 4, 3);
        assertValue(Primitives.scatter(updates, at, 0, 4, Op.Combine.MIN), 2, INF, 1, 3);
        assertWhole(Primitives.scatter(ints(5), longs(1), 0, 2, Op.Combine.MAX), Integer.MIN_VALUE, 5);
        assertWhole(Primitives.scatter(longs(5), longs(1), 0, 2, Op.Combine.MIN), Long.MAX_VALUE, 5);
        assertWhole(Primitives.scatter(truths(true, false), longs(1, 1), 0, 2, Op.Combine.MAX), 0, 1);
        assertWhole(Primitives.scatter(truths(true, false), longs(1, 1), 0, 2, Op.Combine.MIN), 1, 0);
    }

    // ------------------------------------------------------------------ structure and products

    @Test
    void elementsAreWhereTheyBelong() {
        Tensor x = Primitives.iota(0, Shape.of(6), DType.FLOAT64);
        Tensor m = Primitives.reshape(x, Shape.of(2, 3));
        assertValue(Primitives.permute(m, Indices.of(1, 0)), 0, 3, 1, 4, 2, 5);
        assertValue(Primitives.flip(m, Indices.of(1)), 2, 1, 0, 5, 4, 3);
        assertValue(Primitives.slice(m, Indices.of(0, 0), Indices.of(1, 2), Shape.of(2, 2)), 0, 2, 3, 5);
        assertValue(
                Primitives.pad(m, Indices.of(1, 0), Indices.of(0, 1), Indices.of(0, 1), 9),
                9,
                9,
                9,
                9,
                9,
                9,
                0,
                9,
                1,
                9,
                2,
                9,
                3,
                9,
                4,
                9,
                5,
                9);
        assertValue(Primitives.window(x, 0, 3, 2, 1), 0, 1, 2, 2, 3, 4);
        assertValue(Primitives.fold(Primitives.window(x, 0, 3, 2, 1), 0, 6, 2, 1), 0, 1, 4, 3, 4, 0);
        assertValue(Primitives.concat(1, List.of(m, Primitives.slice(m, 1, 0, 1))), 0, 1, 2, 0, 3, 4, 5, 3);
        assertValue(Primitives.gather(m, longs(-1, 0), 0), 3, 4, 5, 0, 1, 2);
        assertValue(Primitives.gather(m, Primitives.reshape(longs(2, -3), Shape.of(2, 1)), 1), 2, 3);
        assertValue(Primitives.expand(Primitives.slice(m, 1, 1, 2), Shape.of(2, 3)), 1, 1, 1, 4, 4, 4);
    }

    @Test
    void matricesAreMultiplied() {
        Tensor x = Primitives.reshape(doubles(1, 2, 3, 4, 5, 6), Shape.of(2, 3));
        Tensor y = Primitives.reshape(doubles(1, 0, -1, 2, 1, 3), Shape.of(3, 2));
        assertValue(Primitives.matmul(x, y), 2, 13, 5, 28);
        Tensor none = Primitives.matmul(Values.mixed(DType.FLOAT32, 1, 2, 0), Values.mixed(DType.FLOAT32, 1, 0, 2));
        assertValue(none, 0, 0, 0, 0);
    }

    @Test
    void kernelsSlideOverImages() {
        Tensor x = Primitives.reshape(doubles(0, 1, 2, 3, 4, 5), Shape.of(1, 1, 6));
        Tensor w = Primitives.reshape(doubles(1, 2, 3), Shape.of(1, 1, 3));
        Convolution g = new Convolution(
                Shape.of(1, 1, 6), Shape.of(1, 1, 3), Indices.of(1), Indices.of(1), Indices.of(1), Indices.of(1), 1);
        assertValue(Primitives.conv(g, Op.Role.OUTPUT, x, w), 3, 8, 14, 20, 26, 14);
        Tensor y = Primitives.reshape(doubles(1, 0, 0, 0, 0, 1), Shape.of(1, 1, 6));
        assertValue(Primitives.conv(g, Op.Role.IMAGE, w, y), 2, 3, 0, 0, 1, 2);
        assertValue(Primitives.conv(g, Op.Role.KERNEL, x, y), 4, 5, 1);
    }

    @Test
    void randomBitsAreCiphersOfCounters() {
        Tensor bits = Primitives.randomBits(longs(0, 0), Shape.of(3));
        assertThat(compute(bits).getLong(0)).isEqualTo(0xc2b6e3a8c2c69865L);
        assertThat(compute(bits).getLong(1)).isEqualTo(0x6f81ed42f350084dL);
    }

    // ------------------------------------------------------------------

    private static Storage compute(Tensor t) {
        if (t.isEvaluated()) {
            return t.storage();
        }
        Graph graph = Graph.of(List.of(t));
        Program.Extract extract = Program.of(graph, graph.roots());
        return new Interpreter()
                .plan(extract.program())
                .run(extract.parameters().stream().map(Tensor::storage).toList())
                .getFirst();
    }

    private static void assertValue(Tensor t, double... expected) {
        Storage s = compute(t);
        double[] actual = new double[s.size()];
        for (int i = 0; i < actual.length; i++) {
            actual[i] = s.getDouble(i);
        }
        assertThat(actual).containsExactly(expected);
    }

    private static void assertWhole(Tensor t, long... expected) {
        Storage s = compute(t);
        long[] actual = new long[s.size()];
        for (int i = 0; i < actual.length; i++) {
            actual[i] = s.getLong(i);
        }
        assertThat(actual).containsExactly(expected);
    }

    private static Tensor doubles(double... x) {
        return Primitives.data(new Storage.Doubles(x), Shape.of(x.length));
    }

    private static Tensor floats(float... x) {
        return Primitives.data(new Storage.Floats(x), Shape.of(x.length));
    }

    private static Tensor longs(long... x) {
        return Primitives.data(new Storage.Longs(x), Shape.of(x.length));
    }

    private static Tensor ints(int... x) {
        return Primitives.data(new Storage.Ints(x), Shape.of(x.length));
    }

    private static Tensor truths(boolean... x) {
        return Primitives.data(new Storage.Booleans(x), Shape.of(x.length));
    }
}
