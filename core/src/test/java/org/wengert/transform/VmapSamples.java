package org.wengert.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

/** Functions of tensors, at least one for every op, and what they are functions of. */
final class VmapSamples {
    private static final DType F64 = DType.FLOAT64;
    private static final DType F32 = DType.FLOAT32;
    private static final DType I64 = DType.INT64;
    private static final DType I32 = DType.INT32;
    private static final DType BOOL = DType.BOOL;

    private VmapSamples() {}

    /**
     * An argument.
     *
     * @param dtype its type
     * @param bound whole numbers are from −bound to bound − 1
     * @param shape its shape
     */
    record Argument(DType dtype, int bound, Shape shape) {
        /** Random elements for many arguments, one after the other. */
        Tensor random(SplittableRandom random, int... before) {
            Shape all = Shape.of(before).concat(shape);
            Storage s = Storage.allocate(dtype, all.size());
            for (int i = 0; i < s.size(); i++) {
                switch (dtype) {
                    case FLOAT64, FLOAT32 -> s.set(i, random.nextDouble(-2, 2));
                    case INT64, INT32 -> s.set(i, (long) random.nextInt(-bound, bound));
                    case BOOL -> s.set(i, random.nextInt(2));
                }
            }
            return Primitives.data(s, all);
        }
    }

    /**
     * A function.
     *
     * @param name what it shows
     * @param op the op that is in its graph
     * @param arguments what it takes
     * @param f the function
     */
    record Sample(
            String name, Class<? extends Op> op, List<Argument> arguments, Function<List<Tensor>, List<Tensor>> f) {
        @Override
        public String toString() {
            return op.getSimpleName() + " " + name;
        }
    }

    static Argument of(DType dtype, int... extents) {
        return new Argument(dtype, 5, Shape.of(extents));
    }

    static Argument below(int bound, int... extents) {
        return new Argument(I64, bound, Shape.of(extents));
    }

    private static Sample one(String name, Class<? extends Op> op, Argument x, Function<Tensor, Tensor> f) {
        return new Sample(name, op, List.of(x), in -> List.of(f.apply(in.getFirst())));
    }

    /** A function of two tensors. */
    private interface Two {
        Tensor apply(Tensor x, Tensor y);
    }

    private static Sample two(String name, Class<? extends Op> op, Argument x, Argument y, Two f) {
        return new Sample(name, op, List.of(x, y), in -> List.of(f.apply(in.getFirst(), in.get(1))));
    }

    static List<Sample> all() {
        List<Sample> all = new ArrayList<>();
        leaves(all);
        identities(all);
        elementwise(all);
        structure(all);
        byIndex(all);
        alongAxes(all);
        bilinear(all);
        all.add(new Sample(
                "an argument itself and another",
                Op.Placeholder.class,
                List.of(of(F64, 2), of(F32, 3)),
                in -> List.of(in.get(1), Primitives.map(Unary.SIN, in.getFirst()), in.getFirst())));
        return all;
    }

    private static void leaves(List<Sample> all) {
        all.add(one("itself", Op.Placeholder.class, of(F64, 2, 3), x -> x));
        all.add(one("a constant", Op.Fill.class, of(F64, 2), _ -> Primitives.fill(7, Shape.of(3), I32)));
        all.add(one(
                "plus a constant",
                Op.Fill.class,
                of(F64, 2),
                x -> Primitives.map(Binary.ADD, Primitives.fillLike(7, x), x)));
        all.add(one(
                "times places",
                Op.Iota.class,
                of(F64, 2, 3),
                x -> Primitives.map(Binary.MUL, x, Primitives.iota(1, x.shape(), F64))));
        all.add(one(
                "times data",
                Op.Data.class,
                of(F64, 3),
                x -> Primitives.map(
                        Binary.MUL, x, Primitives.data(new Storage.Doubles(new double[] {1, 2, 3}), Shape.of(3)))));
        all.add(one("of keys", Op.RandomBits.class, below(9, 3, 2), x -> Primitives.randomBits(x, Shape.of(2, 3))));
        all.add(one("one number each", Op.RandomBits.class, below(9, 2), x -> Primitives.randomBits(x, Shape.SCALAR)));
    }

    private static void identities(List<Sample> all) {
        all.add(one(
                "of a product",
                Op.Variable.class,
                of(F64, 3),
                x -> Primitives.map(Unary.EXP, Primitives.variable(Primitives.map(Binary.MUL, x, x), false, null))));
        all.add(one(
                "that accumulates", Op.Variable.class, of(F64, 3), x -> Primitives.map(Unary.EXP, x.requiresGrad())));
        all.add(one(
                "of a product",
                Op.StopGradient.class,
                of(F64, 3),
                x -> Primitives.stopGradient(Primitives.map(Binary.MUL, x, x))));
        all.add(two(
                "of two shapes",
                Op.Barrier.class,
                of(F64, 3),
                of(F32, 2, 2),
                (x, y) -> Primitives.map(Unary.SIN, Primitives.barrier(x, y))));
        all.add(new Sample(
                "a product under a rule of its own",
                Op.Ruled.class,
                List.of(of(F64, 3), of(F64, 3)),
                in -> List.of(Primitives.ruled(PRODUCT, Primitives.map(Binary.MUL, in.getFirst(), in.get(1)), in))));
        all.add(new Sample(
                "outer products of Java",
                Op.Call.class,
                List.of(of(F64, 3), of(I32, 2)),
                in -> List.of(Primitives.call(VmapSamples::outer, Shape.of(3, 2), F64, in))));
        all.add(one(
                "one number of Java",
                Op.Call.class,
                of(F32),
                x -> Primitives.call((in, _) -> in.getFirst(), Shape.SCALAR, F32, List.of(x))));
    }

    private static final Rule.Forward PRODUCT = (x, _, xDots) -> {
        Tensor sum = null;
        for (int k = 0; k < 2; k++) {
            Tensor xDot = xDots.get(k);
            if (xDot != null) {
                Tensor term = Primitives.map(Binary.MUL, xDot, x.get(1 - k));
                sum = sum == null ? term : Primitives.map(Binary.ADD, sum, term);
            }
        }
        return sum == null ? Primitives.fillLike(0, x.getFirst()) : sum;
    };

    private static Storage outer(List<Storage> in, List<Shape> shapes) {
        int m = shapes.getFirst().extent(0);
        int n = shapes.get(1).extent(0);
        double[] product = new double[m * n];
        for (int i = 0; i < m * n; i++) {
            product[i] = in.getFirst().getDouble(i / n) * in.get(1).getDouble(i % n);
        }
        return new Storage.Doubles(product);
    }

    private static void elementwise(List<Sample> all) {
        all.add(one("sine", Op.Map1.class, of(F64, 2, 3), x -> Primitives.map(Unary.SIN, x)));
        all.add(one("of a number", Op.Map1.class, of(F32), x -> Primitives.map(Unary.SQUARE, x)));
        all.add(two("sum", Op.Map2.class, of(F32, 2, 3), of(F32, 2, 3), (x, y) -> Primitives.map(Binary.ADD, x, y)));
        all.add(new Sample(
                "fma",
                Op.Map3.class,
                List.of(of(F64, 3), of(F64, 3), of(F64, 3)),
                in -> List.of(Primitives.map(Ternary.FMA, in.getFirst(), in.get(1), in.get(2)))));
        all.add(two("xor", Op.Bits.class, of(I32, 3), of(I32, 3), (x, y) -> Primitives.bits(Op.Bitwise.XOR, x, y)));
        all.add(two(
                "less",
                Op.Compare.class,
                of(F64, 3),
                of(F64, 3),
                (x, y) -> Primitives.compare(Op.Comparison.LT, x, y)));
        all.add(new Sample(
                "choice",
                Op.Where.class,
                List.of(of(BOOL, 3), of(F64, 3), of(F64, 3)),
                in -> List.of(Primitives.where(in.getFirst(), in.get(1), in.get(2)))));
        all.add(one("to whole numbers", Op.Cast.class, of(F64, 3), x -> Primitives.cast(x, I32)));
    }

    private static void structure(List<Sample> all) {
        all.add(one("to a matrix", Op.Reshape.class, of(F64, 6), x -> Primitives.reshape(x, Shape.of(2, 3))));
        all.add(one("to a number", Op.Reshape.class, of(F64, 1), x -> Primitives.reshape(x, Shape.SCALAR)));
        all.add(one(
                "of three axes", Op.Permute.class, of(F64, 2, 3, 4), x -> Primitives.permute(x, Indices.of(2, 0, 1))));
        all.add(one("of two axes", Op.Expand.class, of(F64, 1, 3, 1), x -> Primitives.expand(x, Shape.of(2, 3, 2))));
        all.add(one(
                "with steps",
                Op.Slice.class,
                of(F64, 5, 4),
                x -> Primitives.slice(x, Indices.of(1, 0), Indices.of(2, 3), Shape.of(2, 2))));
        all.add(one(
                "all around",
                Op.Pad.class,
                of(F64, 2, 3),
                x -> Primitives.pad(x, Indices.of(1, 0), Indices.of(0, 2), Indices.of(0, 1), -3)));
        all.add(one("one axis", Op.Flip.class, of(F64, 2, 3), x -> Primitives.flip(x, Indices.of(1))));
        all.add(new Sample(
                "of three",
                Op.Concat.class,
                List.of(of(F64, 2, 3), of(F64, 2, 1), of(F64, 2, 2)),
                in -> List.of(Primitives.concat(1, in))));
        all.add(one("with steps", Op.Window.class, of(F64, 2, 7), x -> Primitives.window(x, 1, 3, 2, 1)));
        all.add(one("dilated", Op.Window.class, of(F64, 7, 2), x -> Primitives.window(x, 0, 2, 1, 3)));
        all.add(one("with steps", Op.Fold.class, of(F64, 2, 3, 3), x -> Primitives.fold(x, 1, 7, 2, 1)));
    }

    private static void byIndex(List<Sample> all) {
        for (int batch = 0; batch < 3; batch++) {
            int b = batch;
            int[] elements = Shape.of(2, 1).part(0, b).concat(Shape.of(4, 3)).toArray();
            int[] places = Shape.of(2, 1).part(0, b).concat(Shape.of(2, 3)).toArray();
            all.add(two(
                    b + " axes of batch",
                    Op.Gather.class,
                    of(F64, elements),
                    below(4, places),
                    (x, i) -> Primitives.gather(x, i, b)));
            int[] updates = Shape.of(places).concat(Shape.of(2)).toArray();
            for (Op.Combine combine : Op.Combine.values()) {
                all.add(two(
                        combine + ", " + b + " axes of batch",
                        Op.Scatter.class,
                        of(F64, updates),
                        below(4, places),
                        (x, i) -> Primitives.scatter(x, i, b, 4, combine)));
            }
        }
        all.add(two("one of a list", Op.Gather.class, of(F64, 4), below(4), (x, i) -> Primitives.gather(x, i, 0)));
    }

    private static void alongAxes(List<Sample> all) {
        for (Op.Reduction f : Op.Reduction.values()) {
            boolean isOfTruth = f == Op.Reduction.ANY || f == Op.Reduction.ALL;
            all.add(one(
                    f + " of two axes",
                    Op.Reduce.class,
                    of(isOfTruth ? BOOL : F64, 2, 3, 2),
                    x -> Primitives.reduce(f, x, Indices.of(0, 2))));
        }
        for (Op.Extremum f : Op.Extremum.values()) {
            all.add(one(f.name(), Op.ArgReduce.class, of(F64, 2, 3), x -> Primitives.argReduce(f, x, 1)));
            all.add(one(f.name(), Op.CumulativeArg.class, of(F64, 4, 2), x -> Primitives.cumulativeArg(f, x, 0)));
        }
        all.add(two(
                "onwards",
                Op.Recurrence.class,
                of(F64, 2, 4),
                of(F64, 2, 4),
                (a, b) -> Primitives.recurrence(a, b, 1, false)));
        all.add(two(
                "backwards",
                Op.Recurrence.class,
                of(F64, 4, 2),
                of(F64, 4, 2),
                (a, b) -> Primitives.recurrence(a, b, 0, true)));
        all.add(one("ascending", Op.ArgSort.class, of(F64, 2, 4), x -> Primitives.argSort(x, 1, false)));
        all.add(one("descending", Op.ArgSort.class, of(I32, 4, 2), x -> Primitives.argSort(x, 0, true)));
    }

    private static void bilinear(List<Sample> all) {
        all.add(two("of matrices", Op.MatMul.class, of(F64, 2, 3), of(F64, 3, 4), Primitives::matmul));
        all.add(two("of a matrix and a column", Op.MatMul.class, of(F32, 4, 3), of(F32, 3, 1), Primitives::matmul));
        all.add(two("of stacks", Op.MatMul.class, of(F64, 2, 3, 2, 3), of(F64, 2, 3, 3, 4), Primitives::matmul));
        all.add(two("over nothing", Op.MatMul.class, of(F64, 2, 0), of(F64, 0, 3), Primitives::matmul));
        for (int groups = 1; groups <= 2; groups++) {
            Indices two = Indices.of(2, 1);
            Convolution geometry = new Convolution(
                    Shape.of(2, 2 * groups, 5, 4),
                    Shape.of(3 * groups, 2, 2, 3),
                    two,
                    Indices.of(1, 0),
                    Indices.of(0, 1),
                    Indices.of(1, 1),
                    groups);
            for (Op.Role role : Op.Role.values()) {
                Shape first = geometry.shape(role == Op.Role.IMAGE ? Op.Role.KERNEL : Op.Role.IMAGE);
                Shape second = geometry.shape(role == Op.Role.OUTPUT ? Op.Role.KERNEL : Op.Role.OUTPUT);
                all.add(two(
                        role + " in " + groups + " groups",
                        Op.Conv.class,
                        of(F64, first.toArray()),
                        of(F64, second.toArray()),
                        (x, y) -> Primitives.conv(geometry, role, x, y)));
            }
        }
    }

    /** The first node of a class below some tensors. */
    static @Nullable Tensor find(Class<? extends Op> op, List<Tensor> roots) {
        List<Tensor> open = new ArrayList<>(roots);
        while (!open.isEmpty()) {
            Tensor t = open.removeLast();
            if (op.isInstance(t.op())) {
                return t;
            }
            open.addAll(t.inputs());
        }
        return null;
    }
}
