package org.wengert.transform;

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
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;

/** Random programs over small tensors, rich in what can be made shorter. Mutable. */
final class RandomSteps {
    private static final double[] NUMBERS = {
        0, -0.0, 1, -1, 2, -2, 0.5, 3, 1e-310, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
    };
    private static final Unary[] UNARY = {
        Unary.NEG,
        Unary.NEG,
        Unary.ABS,
        Unary.SQUARE,
        Unary.SIGNUM,
        Unary.FLOOR,
        Unary.RINT,
        Unary.CEIL,
        Unary.RELU,
        Unary.RELU6,
        Unary.EXP
    };
    private static final Binary[] BINARY = {
        Binary.ADD,
        Binary.ADD,
        Binary.SUB,
        Binary.SUB,
        Binary.MUL,
        Binary.MUL,
        Binary.DIV,
        Binary.MIN,
        Binary.MAX,
        Binary.REM,
        Binary.POW
    };
    private static final int LARGEST = 200;

    private final SplittableRandom random;
    private final Steps steps = new Steps();
    private final List<Storage> parameters = new ArrayList<>();

    private RandomSteps(SplittableRandom random) {
        this.random = random;
    }

    /**
     * A program and what to run it with.
     *
     * @param program the program
     * @param parameters the elements of its parameters
     */
    record Case(Program program, List<Storage> parameters) {}

    static Case of(SplittableRandom random) {
        RandomSteps r = new RandomSteps(random);
        for (int i = 0; i < 3; i++) {
            r.parameter();
        }
        int n = 10 + random.nextInt(20);
        for (int i = 0; i < 4 * n && r.steps.size() < n; i++) {
            r.step();
        }
        int[] roots = new int[1 + random.nextInt(3)];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = r.any();
        }
        return new Case(r.steps.returns(roots), r.parameters);
    }

    private void parameter() {
        DType dtype = pick(DType.values());
        int[] extents = new int[random.nextInt(4)];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = pick(1, 1, 2, 3, 2, 0);
        }
        Storage s = Storage.allocate(dtype, Shape.of(extents).size());
        for (int i = 0; i < s.size(); i++) {
            boolean isWhole = dtype.isInteger() && random.nextInt(8) == 0;
            if (isWhole) {
                s.set(i, random.nextLong());
            } else {
                s.set(i, random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextDouble(-3, 3));
            }
        }
        parameters.add(s);
        steps.parameter(dtype, extents);
    }

    /** A value, rather one of the last. */
    private int any() {
        int n = steps.size();
        return random.nextInt(3) > 0 ? n - 1 - random.nextInt(Math.min(n, 4)) : random.nextInt(n);
    }

    /** A value of the same shape and type: another, the same, or a number. */
    private int like(int x) {
        int kind = random.nextInt(4);
        if (kind == 0) {
            return x;
        }
        for (int i = 0; kind < 3 && i < 10; i++) {
            int y = random.nextInt(steps.size());
            if (y != x && steps.dtype(y) == steps.dtype(x) && steps.shape(y).equals(steps.shape(x))) {
                return y;
            }
        }
        double value = NUMBERS[random.nextInt(NUMBERS.length)];
        return steps.fillLike(Constants.rounded(value, steps.dtype(x)), x);
    }

    private int truthLike(int x) {
        return steps.put(new Op.Compare(pick(Op.Comparison.values())), x, like(x));
    }

    private void step() {
        int x = any();
        DType dtype = steps.dtype(x);
        Shape shape = steps.shape(x);
        int rank = shape.rank();
        int axis = rank == 0 ? 0 : random.nextInt(rank);
        switch (random.nextInt(rank == 0 ? 10 : 24)) {
            case 0 -> {
                Unary f = pick(UNARY);
                if (dtype.isFloating() || dtype.isInteger() && Primitives.isOfIntegers(f)) {
                    steps.map(f, x);
                }
            }
            case 1, 2, 3 -> {
                Binary f = pick(BINARY);
                if (dtype.isFloating() || dtype.isInteger() && Primitives.isOfIntegers(f)) {
                    int y = like(x);
                    steps.map(f, random.nextBoolean() ? x : y, random.nextBoolean() ? x : y);
                }
            }
            case 4 -> {
                if (dtype.isFloating()) {
                    steps.put(new Op.Map3(Ternary.FMA), x, like(x), like(x));
                }
            }
            case 5 -> {
                Op.Bitwise f = pick(Op.Bitwise.values());
                boolean isShift = f.ordinal() >= Op.Bitwise.SHL.ordinal();
                if (dtype.isInteger() || dtype == DType.BOOL && !isShift) {
                    int y = like(x);
                    boolean isSwapped = random.nextBoolean();
                    steps.put(new Op.Bits(f), isSwapped ? y : x, isSwapped ? x : y);
                }
            }
            case 6 -> truthLike(x);
            case 7 -> {
                int c = truthLike(x);
                int chosen = steps.put(new Op.Where(), c, x, like(x));
                if (random.nextBoolean()) {
                    steps.put(new Op.Where(), c, random.nextBoolean() ? chosen : like(x), chosen);
                }
            }
            case 8 -> steps.put(new Op.Cast(pick(DType.values())), x);
            case 9, 10, 11 -> reshape(x);
            case 12, 13 -> permute(x);
            case 14, 15 -> expand(x);
            case 16 -> slice(x);
            case 17 -> pad(x);
            case 18 -> {
                int other = random.nextInt(rank);
                steps.put(new Op.Flip(axis < other ? Indices.of(axis, other) : Indices.of(axis)), x);
            }
            case 19 -> concat(x, axis);
            case 20, 21 -> reduce(x);
            case 22 -> {
                if (rank >= 2 && dtype != DType.BOOL) {
                    int[] turned = Indices.range(rank).toArray();
                    turned[rank - 1] = rank - 2;
                    turned[rank - 2] = rank - 1;
                    int product = steps.put(new Op.MatMul(), x, steps.permute(x, turned));
                    if (random.nextBoolean()) {
                        steps.permute(product, turned);
                    }
                }
            }
            default -> {
                if (shape.extent(axis) > 0) {
                    steps.put(new Op.Window(axis, 1 + random.nextInt(shape.extent(axis)), 1, 1), x);
                }
            }
        }
    }

    private void reshape(int x) {
        Shape shape = steps.shape(x);
        if (random.nextInt(4) == 0) {
            steps.reshape(x, shape.size());
            return;
        }
        Shape other = Shape.SCALAR;
        for (int i = 0; i < shape.rank(); i++) {
            if (random.nextInt(4) == 0) {
                other = other.insert(other.rank(), 1);
            }
            if (shape.extent(i) != 1 || random.nextBoolean()) {
                other = other.insert(other.rank(), shape.extent(i));
            }
        }
        if (other.rank() < 5) {
            steps.put(new Op.Reshape(other), x);
        }
    }

    private void permute(int x) {
        int[] axes = Indices.range(steps.shape(x).rank()).toArray();
        for (int i = axes.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int a = axes[i];
            axes[i] = axes[j];
            axes[j] = a;
        }
        steps.permute(x, axes);
    }

    private void expand(int x) {
        Shape shape = steps.shape(x);
        for (int i = 0; i < shape.rank(); i++) {
            if (shape.extent(i) == 1 && random.nextBoolean()) {
                shape = shape.with(i, pick(1, 2, 3, 3, 2, 0));
            }
        }
        if (shape.size() <= LARGEST) {
            steps.put(new Op.Expand(shape), x);
        }
    }

    private void slice(int x) {
        Shape shape = steps.shape(x);
        int[] start = new int[shape.rank()];
        int[] step = new int[shape.rank()];
        for (int i = 0; i < start.length; i++) {
            int n = shape.extent(i);
            start[i] = n == 0 || random.nextBoolean() ? 0 : random.nextInt(n);
            step[i] = 1 + random.nextInt(2);
            int most = n == 0 ? 0 : (n - 1 - start[i]) / step[i] + 1;
            shape = shape.with(i, random.nextInt(3) > 0 ? most : random.nextInt(most + 1));
        }
        steps.put(new Op.Slice(Indices.of(start), Indices.of(step), shape), x);
    }

    private void pad(int x) {
        int rank = steps.shape(x).rank();
        double value = pick(0, 0, 1) * (random.nextInt(4) == 0 ? -0.0 : 1);
        Op.Pad pad = new Op.Pad(few(rank), few(rank), few(rank), value);
        int padded = steps.put(pad, x);
        if (steps.shape(padded).size() > LARGEST) {
            steps.slice(padded, 0, 0, 0);
            return;
        }
        if (random.nextBoolean()) { // just what was padded, or some of it
            Shape shape = steps.shape(x);
            Indices step = pad.interior().plus(1);
            Op.Slice slice = new Op.Slice(
                    pad.low(),
                    step,
                    shape.rank() > 0 && random.nextBoolean() && shape.extent(0) > 0 ? shape.with(0, 1) : shape);
            steps.put(slice, padded);
        }
    }

    private Indices few(int rank) {
        int[] few = new int[rank];
        for (int i = 0; i < rank; i++) {
            few[i] = pick(0, 0, 1, 2);
        }
        return Indices.of(few);
    }

    private void concat(int x, int axis) {
        int n = steps.shape(x).extent(axis);
        int cut = random.nextInt(n + 1);
        int parts = random.nextInt(3);
        int all = parts == 0
                ? steps.put(new Op.Concat(axis), x, like(x))
                : parts == 1
                        ? steps.put(new Op.Concat(axis), steps.slice(x, axis, 0, cut), steps.slice(x, axis, cut, n))
                        : steps.put(new Op.Concat(axis), x, steps.slice(x, axis, cut, n), like(x));
        if (random.nextBoolean()) {
            steps.slice(all, axis, 0, random.nextInt(steps.shape(all).extent(axis) + 1));
        }
    }

    private void reduce(int x) {
        Op.Reduction f = pick(Op.Reduction.values());
        boolean isOfTruth = f == Op.Reduction.ANY || f == Op.Reduction.ALL;
        if (isOfTruth != (steps.dtype(x) == DType.BOOL)) {
            return;
        }
        int[] axes = random.ints(steps.shape(x).rank(), 0, steps.shape(x).rank())
                .distinct()
                .sorted()
                .toArray();
        int reduced = steps.reduce(f, x, axes);
        if (random.nextInt(3) == 0) {
            steps.reduce(f, reduced, random.nextInt(steps.shape(x).rank()));
        }
    }

    @SafeVarargs
    private <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }
}
