package org.wengert.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Convolution;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** Uses of every primitive, at points where it is smooth. */
final class OpSamples {
    private OpSamples() {}

    /**
     * A use of a primitive.
     *
     * @param name for the test's name
     * @param op the class of the op
     * @param inputs points; only real ones vary
     * @param f the use
     */
    record Sample(String name, Class<? extends Op> op, List<Tensor> inputs, Function<List<Tensor>, Tensor> f) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Returns the samples over a type of real numbers. */
    static List<Sample> of(DType dtype) {
        Samples s = new Samples(dtype);
        s.elementwise();
        s.structure();
        s.indices();
        s.axes();
        s.bilinear();
        s.rest();
        return s.list;
    }

    /** Numbers between two bounds, from a seed. */
    static Tensor random(DType dtype, long seed, double from, double to, int... extents) {
        Shape shape = Shape.of(extents);
        SplittableRandom random = new SplittableRandom(seed);
        Storage storage = Storage.allocate(dtype, shape.size());
        for (int i = 0; i < shape.size(); i++) {
            storage.set(i, random.nextDouble(from, to));
        }
        return Primitives.data(storage, shape);
    }

    static Tensor ints(int[] shape, int... values) {
        return Primitives.data(
                new Storage.Longs(Arrays.stream(values).asLongStream().toArray()), Shape.of(shape));
    }

    /** Numbers, all different from each other by at least 0.1. */
    static Tensor distinct(DType dtype, long seed, int... extents) {
        Shape shape = Shape.of(extents);
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.3 + i * 0.2;
        }
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double t = values[i];
            values[i] = values[j];
            values[j] = t;
        }
        Storage storage = Storage.allocate(dtype, values.length);
        for (int i = 0; i < values.length; i++) {
            storage.set(i, values[i]);
        }
        return Primitives.data(storage, shape);
    }

    private static final class Samples {
        final DType dtype;
        final List<Sample> list = new ArrayList<>();

        Samples(DType dtype) {
            this.dtype = dtype;
        }

        void add(String name, Class<? extends Op> op, List<Tensor> inputs, Function<List<Tensor>, Tensor> f) {
            list.add(new Sample(name, op, inputs, f));
        }

        Tensor random(int seed, int... extents) {
            return OpSamples.random(dtype, seed, 0.2, 0.8, extents);
        }

        void elementwise() {
            for (Unary f : Unary.values()) {
                double from = f == Unary.ACOSH ? 1.2 : f == Unary.LOG1MEXP ? -2 : 0.2;
                double to = f == Unary.ACOSH ? 2 : f == Unary.LOG1MEXP ? -0.5 : 0.8;
                add(
                        f.name(),
                        Op.Map1.class,
                        List.of(OpSamples.random(dtype, 1, from, to, 2, 3)),
                        x -> Primitives.map(f, x.getFirst()));
            }
            for (Binary f : Binary.values()) {
                if (f.isParameter(0) || f.isParameter(1)) {
                    boolean first = f.isParameter(0);
                    add(f.name(), Op.Map2.class, List.of(random(2, 2, 3)), x -> {
                        Tensor n = Primitives.fillLike(2, x.getFirst());
                        return first ? Primitives.map(f, n, x.getFirst()) : Primitives.map(f, x.getFirst(), n);
                    });
                } else {
                    add(
                            f.name(),
                            Op.Map2.class,
                            List.of(random(3, 2, 3), OpSamples.random(dtype, 4, 1.1, 1.9, 2, 3)),
                            x -> Primitives.map(f, x.getFirst(), x.get(1)));
                }
            }
            add(
                    "FMA",
                    Op.Map3.class,
                    List.of(random(5, 4), random(6, 4), random(7, 4)),
                    x -> Primitives.map(Ternary.FMA, x.getFirst(), x.get(1), x.get(2)));
            add(
                    "CLAMP",
                    Op.Map3.class,
                    List.of(distinct(dtype, 5, 5)),
                    x -> Primitives.map(
                            Ternary.CLAMP,
                            x.getFirst(),
                            Primitives.fillLike(0.42, x.getFirst()),
                            Primitives.fillLike(0.8, x.getFirst())));
            add(
                    "SCALED_POWER",
                    Op.Map3.class,
                    List.of(random(8, 4), random(9, 4)),
                    x -> Primitives.map(
                            Ternary.SCALED_POWER, x.getFirst(), x.get(1), Primitives.fillLike(-1, x.getFirst())));
            add(
                    "compare, where",
                    Op.Where.class,
                    List.of(random(10, 6), random(11, 6)),
                    x -> Primitives.where(
                            Primitives.compare(Op.Comparison.LT, x.getFirst(), x.get(1)),
                            Primitives.map(Unary.SIN, x.getFirst()),
                            Primitives.map(Unary.EXP, x.get(1))));
            add(
                    "compare",
                    Op.Compare.class,
                    List.of(random(10, 6), random(11, 6)),
                    x -> Primitives.map(
                            Binary.MUL,
                            x.getFirst(),
                            Primitives.cast(Primitives.compare(Op.Comparison.GE, x.getFirst(), x.get(1)), dtype)));
            add(
                    "bits",
                    Op.Bits.class,
                    List.of(random(10, 6)),
                    x -> Primitives.where(
                            Primitives.bits(
                                    Op.Bitwise.XOR,
                                    Primitives.compare(
                                            Op.Comparison.LT, x.getFirst(), Primitives.fillLike(0.5, x.getFirst())),
                                    Primitives.compare(
                                            Op.Comparison.LT, x.getFirst(), Primitives.fillLike(0.3, x.getFirst()))),
                            Primitives.map(Unary.SQUARE, x.getFirst()),
                            x.getFirst()));
            add(
                    "cast",
                    Op.Cast.class,
                    List.of(random(12, 6)),
                    x -> Primitives.cast(
                            Primitives.map(Unary.SQUARE, Primitives.cast(x.getFirst(), DType.FLOAT64)), dtype));
        }

        void structure() {
            add(
                    "reshape",
                    Op.Reshape.class,
                    List.of(random(20, 2, 6)),
                    x -> Primitives.reshape(x.getFirst(), Shape.of(3, 4)));
            add(
                    "permute",
                    Op.Permute.class,
                    List.of(random(21, 2, 3, 4)),
                    x -> Primitives.permute(x.getFirst(), Indices.of(2, 0, 1)));
            add(
                    "expand",
                    Op.Expand.class,
                    List.of(random(22, 1, 3, 1)),
                    x -> Primitives.expand(x.getFirst(), Shape.of(2, 3, 4)));
            add(
                    "slice",
                    Op.Slice.class,
                    List.of(random(23, 5, 6)),
                    x -> Primitives.slice(x.getFirst(), Indices.of(1, 0), Indices.of(2, 3), Shape.of(2, 2)));
            add(
                    "slices that fill an axis",
                    Op.Slice.class,
                    List.of(random(23, 5, 6)),
                    x -> Primitives.map(
                            Binary.MUL,
                            Primitives.slice(x.getFirst(), 1, 0, 3),
                            Primitives.map(Unary.SIN, Primitives.slice(x.getFirst(), 1, 3, 6))));
            add(
                    "slices that overlap",
                    Op.Slice.class,
                    List.of(random(23, 5)),
                    x -> Primitives.map(
                            Binary.MUL,
                            Primitives.slice(x.getFirst(), 0, 0, 3),
                            Primitives.slice(x.getFirst(), 0, 2, 5)));
            add(
                    "pad",
                    Op.Pad.class,
                    List.of(random(24, 2, 3)),
                    x -> Primitives.pad(x.getFirst(), Indices.of(1, 0), Indices.of(0, 2), Indices.of(1, 2), 3));
            add("flip", Op.Flip.class, List.of(random(25, 2, 3)), x -> Primitives.flip(x.getFirst(), Indices.of(0, 1)));
            add(
                    "concat",
                    Op.Concat.class,
                    List.of(random(26, 2, 3), random(27, 2, 1), random(28, 2, 2)),
                    x -> Primitives.concat(1, x));
            add("window", Op.Window.class, List.of(random(29, 2, 9)), x -> Primitives.window(x.getFirst(), 1, 3, 2, 2));
            add(
                    "window that leaves some out",
                    Op.Window.class,
                    List.of(random(29, 8)),
                    x -> Primitives.window(Primitives.map(Unary.SQUARE, x.getFirst()), 0, 2, 3, 1));
            add("fold", Op.Fold.class, List.of(random(30, 2, 4, 3)), x -> Primitives.fold(x.getFirst(), 1, 9, 2, 1));
        }

        void indices() {
            add(
                    "gather",
                    Op.Gather.class,
                    List.of(random(40, 4, 2)),
                    x -> Primitives.gather(x.getFirst(), ints(new int[] {3}, 2, 0, -2), 0));
            add(
                    "gather in a batch",
                    Op.Gather.class,
                    List.of(random(41, 2, 4, 3)),
                    x -> Primitives.gather(x.getFirst(), ints(new int[] {2, 2}, 3, 0, 1, 1), 1));
            add(
                    "scatter, add",
                    Op.Scatter.class,
                    List.of(random(42, 3, 2)),
                    x -> Primitives.scatter(x.getFirst(), ints(new int[] {3}, 2, 0, 2), 0, 4, Op.Combine.ADD));
            for (Op.Combine c : List.of(Op.Combine.MAX, Op.Combine.MIN)) {
                add(
                        "scatter, " + c,
                        Op.Scatter.class,
                        List.of(distinct(dtype, 43, 2, 3)),
                        x -> Primitives.scatter(x.getFirst(), ints(new int[] {2, 3}, 0, 1, 0, 1, 1, 0), 1, 2, c));
            }
        }

        void axes() {
            for (Op.Reduction f : List.of(Op.Reduction.SUM, Op.Reduction.PROD, Op.Reduction.MAX, Op.Reduction.MIN)) {
                add(
                        "reduce, " + f,
                        Op.Reduce.class,
                        List.of(distinct(dtype, 50, 2, 3, 2)),
                        x -> Primitives.reduce(f, x.getFirst(), Indices.of(0, 2)));
            }
            for (boolean reverse : List.of(false, true)) {
                add(
                        "recurrence" + (reverse ? " in reverse" : ""),
                        Op.Recurrence.class,
                        List.of(random(51, 2, 4), random(52, 2, 4)),
                        x -> Primitives.recurrence(x.getFirst(), x.get(1), 1, reverse));
            }
            add(
                    "cumulative argument",
                    Op.CumulativeArg.class,
                    List.of(distinct(dtype, 53, 6)),
                    x -> Primitives.gather(
                            x.getFirst(), Primitives.cumulativeArg(Op.Extremum.MAX, x.getFirst(), 0), 0));
            add(
                    "argument",
                    Op.ArgReduce.class,
                    List.of(distinct(dtype, 53, 6)),
                    x -> Primitives.gather(x.getFirst(), Primitives.argReduce(Op.Extremum.MIN, x.getFirst(), 0), 0));
            add(
                    "sort",
                    Op.ArgSort.class,
                    List.of(distinct(dtype, 54, 6)),
                    x -> Primitives.gather(x.getFirst(), Primitives.argSort(x.getFirst(), 0, true), 0));
        }

        void bilinear() {
            add(
                    "matmul",
                    Op.MatMul.class,
                    List.of(random(60, 2, 3, 4), random(61, 2, 4, 2)),
                    x -> Primitives.matmul(x.getFirst(), x.get(1)));
            Convolution one = new Convolution(
                    Shape.of(2, 2, 7),
                    Shape.of(3, 2, 3),
                    Indices.of(2),
                    Indices.of(1),
                    Indices.of(0),
                    Indices.of(1),
                    1);
            Convolution two = new Convolution(
                    Shape.of(2, 4, 5, 6),
                    Shape.of(6, 2, 2, 3),
                    Indices.of(1, 2),
                    Indices.of(1, 0),
                    Indices.of(0, 2),
                    Indices.of(2, 1),
                    2);
            for (Convolution g : List.of(one, two)) {
                for (Op.Role role : Op.Role.values()) {
                    Shape first = g.shape(role == Op.Role.IMAGE ? Op.Role.KERNEL : Op.Role.IMAGE);
                    Shape second = g.shape(role == Op.Role.OUTPUT ? Op.Role.KERNEL : Op.Role.OUTPUT);
                    add(
                            "convolution over " + g.spatial() + " axes, " + role,
                            Op.Conv.class,
                            List.of(random(62, first.toArray()), random(63, second.toArray())),
                            x -> Primitives.conv(g, role, x.getFirst(), x.get(1)));
                }
            }
        }

        void rest() {
            add(
                    "variable",
                    Op.Variable.class,
                    List.of(random(70, 3)),
                    x -> Primitives.map(Unary.SIN, Primitives.variable(x.getFirst(), false, null)));
            add(
                    "barrier",
                    Op.Barrier.class,
                    List.of(random(71, 3), random(72, 3)),
                    x -> Primitives.map(Unary.SIN, Primitives.barrier(x.getFirst(), x.get(1))));
            add(
                    "stopped",
                    Op.StopGradient.class,
                    List.of(random(73, 3)),
                    x -> Primitives.map(
                            Binary.SUB, x.getFirst(), Primitives.stopGradient(Primitives.fillLike(0.5, x.getFirst()))));
            add(
                    "iota",
                    Op.Iota.class,
                    List.of(random(74, 3)),
                    x -> Primitives.map(Binary.MUL, x.getFirst(), Primitives.iota(0, Shape.of(3), dtype)));
            add(
                    "fill",
                    Op.Fill.class,
                    List.of(random(75, 3)),
                    x -> Primitives.map(Binary.MUL, x.getFirst(), Primitives.fillLike(2, x.getFirst())));
            add(
                    "data",
                    Op.Data.class,
                    List.of(random(76, 3)),
                    x -> Primitives.map(Binary.MUL, x.getFirst(), random(77, 3)));
            add(
                    "random bits",
                    Op.RandomBits.class,
                    List.of(random(78, 3)),
                    x -> Primitives.where(
                            Primitives.compare(
                                    Op.Comparison.LT,
                                    Primitives.randomBits(ints(new int[] {2}, 1, 2), Shape.of(3)),
                                    Primitives.fill(0, Shape.of(3), DType.INT64)),
                            Primitives.map(Unary.EXP, x.getFirst()),
                            x.getFirst()));
            Rule.Reverse reverse = (in, y, yBar) -> {
                Tensor x = in.getFirst();
                return List.of(Primitives.map(
                        Binary.MUL,
                        yBar,
                        Primitives.map(Binary.MUL, Primitives.fillLike(3, x), Primitives.map(Unary.SQUARE, x))));
            };
            add(
                    "rule in reverse",
                    Op.Ruled.class,
                    List.of(random(79, 3)),
                    x -> Primitives.ruled(reverse, cubed(x.getFirst()), x));
            Rule.Forward forward = (in, y, t) -> {
                Tensor x = in.getFirst();
                return Primitives.map(
                        Binary.MUL,
                        java.util.Objects.requireNonNull(t.getFirst()),
                        Primitives.map(Binary.MUL, Primitives.fillLike(3, x), Primitives.map(Unary.SQUARE, x)));
            };
            add(
                    "rule forward",
                    Op.Ruled.class,
                    List.of(random(80, 3)),
                    x -> Primitives.ruled(forward, cubed(x.getFirst()), x));
            add(
                    "rule of a call",
                    Op.Call.class,
                    List.of(random(81, 3)),
                    x -> Primitives.ruled(
                            reverse,
                            Primitives.call(
                                    (in, shapes) -> {
                                        Storage y = Storage.allocate(
                                                dtype, in.getFirst().size());
                                        for (int i = 0; i < y.size(); i++) {
                                            y.set(i, Math.pow(in.getFirst().getDouble(i), 3));
                                        }
                                        return y;
                                    },
                                    Shape.of(3),
                                    dtype,
                                    x),
                            x));
            Tensor w = random(82, 3);
            add("checkpoint", Op.Ruled.class, List.of(random(83, 3), random(84, 3)), x -> {
                Tensor inner = Primitives.map(
                        Unary.SIN, Primitives.map(Binary.MUL, Primitives.map(Unary.EXP, x.getFirst()), x.get(1)));
                return Checkpoint.of(List.of(Primitives.map(Binary.MUL, inner, w)), List.of(x.getFirst()))
                        .getFirst();
            });
        }

        private Tensor cubed(Tensor x) {
            return Primitives.map(Binary.MUL, x, Primitives.map(Unary.SQUARE, x));
        }
    }
}
