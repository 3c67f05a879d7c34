package org.wengert.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/** Graphs of ops of all kinds over each other, from a seed: what back ends fuse, reorder and reuse buffers for. */
public final class RandomGraphs {
    private static final Unary[] SMOOTH = {
        Unary.SIN,
        Unary.COS,
        Unary.TANH,
        Unary.SIGMOID,
        Unary.SOFTPLUS,
        Unary.ATAN,
        Unary.EXP,
        Unary.LOG,
        Unary.ERF,
        Unary.SQRT,
        Unary.RELU,
        Unary.SQUARE,
        Unary.ABS,
        Unary.NEG,
        Unary.RECIPROCAL,
        Unary.FLOOR,
        Unary.STEP,
        Unary.EXPM1,
        Unary.LOG1P
    };
    private static final Binary[] REAL = {
        Binary.ADD,
        Binary.ADD,
        Binary.SUB,
        Binary.MUL,
        Binary.MUL,
        Binary.DIV,
        Binary.MIN,
        Binary.MAX,
        Binary.POW,
        Binary.ATAN2,
        Binary.HYPOT,
        Binary.EXCEEDS,
        Binary.MAX_WEIGHT,
        Binary.LOG_ADD_EXP
    };
    private static final Binary[] WHOLE = {
        Binary.ADD, Binary.SUB, Binary.MUL, Binary.MIN, Binary.MAX, Binary.DIV, Binary.REM
    };
    private static final int[] EXTENTS = {1, 1, 2, 3, 5, 8, 9, 16, 17, 31, 33, 64};
    private static final int LARGEST = 6000;

    private final SplittableRandom random;
    private final List<Tensor> pool = new ArrayList<>();

    private RandomGraphs(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Returns some tensors to be computed together, with much in common. */
    public static List<Tensor> of(long seed) {
        return new RandomGraphs(seed).roots();
    }

    private List<Tensor> roots() {
        int leaves = random.nextInt(1, 5);
        Shape common = shape();
        for (int i = 0; i < leaves; i++) {
            DType dtype = DType.values()[random.nextInt(5)];
            if (i == 0 || random.nextInt(3) == 0) {
                dtype = random.nextBoolean() ? DType.FLOAT64 : DType.FLOAT32;
            }
            Shape s = random.nextInt(3) == 0 ? shape() : common;
            pool.add(
                    random.nextInt(5) == 0
                            ? Values.mixed(dtype, random.nextLong(), s.toArray())
                            : Values.moderate(dtype, random.nextLong(), s.toArray()));
        }
        int wanted = leaves + random.nextInt(3, 40);
        while (pool.size() < wanted) {
            Tensor next = next();
            if (next.size() <= LARGEST) {
                pool.add(next);
            }
        }
        List<Tensor> roots = new ArrayList<>();
        roots.add(pool.getLast());
        for (int i = random.nextInt(4); i > 0; i--) {
            roots.add(pool.get(random.nextInt(leaves, pool.size())));
        }
        roots.removeIf(Tensor::isEvaluated);
        return roots;
    }

    private Shape shape() {
        int[] extents = new int[random.nextInt(4)];
        do {
            for (int i = 0; i < extents.length; i++) {
                extents[i] = random.nextInt(60) == 0 ? 0 : EXTENTS[random.nextInt(EXTENTS.length)];
            }
        } while (Shape.of(extents).size() > LARGEST);
        if (extents.length > 0 && random.nextInt(6) == 0) {
            extents = new int[] {random.nextInt(LARGEST)};
        }
        return Shape.of(extents);
    }

    private Tensor any() {
        int n = pool.size();
        return pool.get(random.nextInt(3) == 0 ? random.nextInt(n) : n - 1 - random.nextInt(Math.min(n, 6)));
    }

    /** A tensor of a shape and a type, made of what there is. */
    private Tensor like(Shape shape, DType dtype) {
        for (int attempt = 0; attempt < 8; attempt++) {
            Tensor t = any();
            if (t.shape().equals(shape)) {
                return Primitives.cast(t, dtype);
            }
        }
        Tensor t = any();
        if (t.shape().rank() == shape.rank()) {
            for (int i = 0; i < shape.rank(); i++) {
                int n = t.shape().extent(i);
                if (n != shape.extent(i) && n > 0) {
                    t = random.nextBoolean()
                            ? Primitives.slice(t, i, n - 1, n)
                            : Primitives.reduce(
                                    t.dtype() == DType.BOOL ? Op.Reduction.ANY : Op.Reduction.MAX, t, Indices.of(i));
                }
            }
            boolean fits = true;
            for (int i = 0; i < shape.rank(); i++) {
                fits &= t.shape().extent(i) == 1 || t.shape().extent(i) == shape.extent(i);
            }
            if (fits) {
                return Primitives.cast(Primitives.expand(t, shape), dtype);
            }
        }
        if (t.size() == shape.size()) {
            return Primitives.cast(Primitives.reshape(t, shape), dtype);
        }
        return random.nextBoolean() || dtype == DType.BOOL || shape.rank() == 0
                ? Primitives.fill(random.nextInt(-2, 3) * 0.5, shape, dtype)
                : Primitives.iota(random.nextInt(shape.rank()), shape, dtype);
    }

    private Tensor next() {
        Tensor x = any();
        int kind = random.nextInt(100);
        if (kind < 55) {
            return elementwise(x);
        }
        int rank = x.shape().rank();
        int axis = rank == 0 ? 0 : random.nextInt(rank);
        if (kind < 80) {
            return structure(x, axis);
        }
        if (kind < 95 && rank > 0) {
            return along(x, axis);
        }
        return contraction(x);
    }

    private Tensor elementwise(Tensor x) {
        DType d = x.dtype();
        Tensor y = like(x.shape(), d);
        switch (random.nextInt(8)) {
            case 0 -> {
                return Primitives.cast(x, DType.values()[random.nextInt(5)]);
            }
            case 1 -> {
                return Primitives.where(like(x.shape(), DType.BOOL), x, y);
            }
            case 2 -> {
                return Primitives.compare(Op.Comparison.values()[random.nextInt(6)], x, y);
            }
            default -> {}
        }
        if (d == DType.BOOL) {
            return Primitives.bits(Op.Bitwise.values()[random.nextInt(3)], x, y);
        }
        if (d.isInteger()) {
            if (random.nextInt(3) == 0) {
                return Primitives.bits(Op.Bitwise.values()[random.nextInt(6)], x, y);
            }
            Binary f = WHOLE[random.nextInt(WHOLE.length)];
            boolean isDivision = f == Binary.DIV || f == Binary.REM;
            return Primitives.map(f, x, isDivision ? Primitives.bits(Op.Bitwise.OR, y, Primitives.fillLike(1, y)) : y);
        }
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> Primitives.map(SMOOTH[random.nextInt(SMOOTH.length)], x);
            case 3 -> Primitives.map(Ternary.FMA, x, y, like(x.shape(), d));
            case 4 -> Primitives.map(Ternary.CLAMP, x, Primitives.fillLike(-1, x), Primitives.fillLike(1.5, x));
            default -> Primitives.map(REAL[random.nextInt(REAL.length)], x, y);
        };
    }

    private Tensor structure(Tensor x, int axis) {
        int rank = x.shape().rank();
        if (rank == 0) {
            return Primitives.reshape(x, Shape.of(1));
        }
        int n = x.shape().extent(axis);
        switch (random.nextInt(9)) {
            case 0 -> {
                return Primitives.reshape(
                        x,
                        x.size() % 2 == 0
                                ? Shape.of(x.size() / 2, 2)
                                : random.nextBoolean()
                                        ? Shape.of(x.size())
                                        : x.shape().insert(axis, 1));
            }
            case 1 -> {
                int[] axes = Indices.range(rank).toArray();
                int other = random.nextInt(rank);
                axes[axis] = other;
                axes[other] = axis;
                return Primitives.permute(x, Indices.of(axes));
            }
            case 2 -> {
                if (n == 1) {
                    return Primitives.expand(x, x.shape().with(axis, random.nextInt(1, 20)));
                }
                return Primitives.flip(x, Indices.of(axis));
            }
            case 3 -> {
                int from = random.nextInt(n + 1);
                return Primitives.slice(x, axis, from, random.nextInt(from, n + 1));
            }
            case 4 -> {
                int step = random.nextInt(1, 4);
                int[] steps = Indices.repeat(rank, 1).toArray();
                steps[axis] = step;
                return Primitives.slice(
                        x, Indices.repeat(rank, 0), Indices.of(steps), x.shape().with(axis, (n + step - 1) / step));
            }
            case 5 -> {
                return Primitives.pad(
                        x,
                        Indices.repeat(rank, random.nextInt(3)),
                        Indices.repeat(rank, random.nextInt(3)),
                        Indices.repeat(rank, random.nextInt(2)),
                        random.nextInt(-1, 2));
            }
            case 6 -> {
                return Primitives.concat(axis, List.of(x, like(x.shape(), x.dtype())));
            }
            case 7 -> {
                int size = random.nextInt(1, 4);
                int dilation = random.nextInt(1, 3);
                if (dilation * (size - 1) < n) {
                    return Primitives.window(x, axis, size, random.nextInt(1, 4), dilation);
                }
                return Primitives.flip(x, Indices.of(axis));
            }
            default -> {
                return Primitives.concat(axis, List.of(Primitives.flip(x, Indices.of(axis)), x));
            }
        }
    }

    private Tensor along(Tensor x, int axis) {
        int n = x.shape().extent(axis);
        boolean isBool = x.dtype() == DType.BOOL;
        Op.Extremum end = Op.Extremum.values()[random.nextInt(2)];
        return switch (random.nextInt(8)) {
            case 0, 1 -> Primitives.reduce(isBool ? Op.Reduction.ALL : Op.Reduction.SUM, x, Indices.of(axis));
            case 2 ->
                Primitives.reduce(
                        isBool ? Op.Reduction.ANY : Op.Reduction.SUM,
                        x,
                        Indices.range(x.shape().rank()));
            case 3 ->
                n == 0 && !isBool
                        ? x
                        : Primitives.reduce(
                                isBool
                                        ? Op.Reduction.ANY
                                        : end == Op.Extremum.MAX ? Op.Reduction.MAX : Op.Reduction.MIN,
                                x,
                                Indices.of(axis));
            case 4 -> n == 0 ? x : Primitives.argReduce(end, x, axis);
            case 5 -> Primitives.argSort(x, axis, random.nextBoolean());
            case 6 ->
                isBool
                        ? Primitives.cumulativeArg(end, x, axis)
                        : Primitives.recurrence(Primitives.fillLike(1, x), x, axis, random.nextBoolean());
            default -> gathered(x, axis);
        };
    }

    /** x along an axis in another order, some of it twice; or its transpose. */
    private Tensor gathered(Tensor x, int axis) {
        int n = x.shape().extent(axis);
        if (n == 0) {
            return x;
        }
        Shape batch = x.shape().part(0, axis);
        Shape places = batch.concat(Shape.of(random.nextInt(1, 12)));
        Tensor any = like(places, random.nextBoolean() ? DType.INT64 : DType.INT32);
        Tensor index = Primitives.map(Binary.REM, any, Primitives.fillLike(n, any));
        Tensor y = Primitives.gather(x, index, axis);
        return x.dtype() == DType.BOOL || random.nextBoolean()
                ? y
                : Primitives.scatter(y, index, axis, n, Op.Combine.values()[random.nextInt(3)]);
    }

    private Tensor contraction(Tensor x) {
        if (x.dtype() == DType.BOOL || x.shape().rank() < 2) {
            return elementwise(x);
        }
        int rank = x.shape().rank();
        int[] axes = Indices.range(rank).toArray();
        axes[rank - 1] = rank - 2;
        axes[rank - 2] = rank - 1;
        Tensor y = Primitives.permute(like(x.shape(), x.dtype()), Indices.of(axes));
        return (long) x.size() * x.shape().extent(-2) > 200_000 ? y : Primitives.matmul(x, y);
    }
}
