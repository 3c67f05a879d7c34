package org.wengert.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
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

/**
 * A random graph of all kinds of ops. Values that back ends may round differently are never compared, made integers or used as indices, so
 * that no small difference becomes a large one.
 */
final class RandomGraph {
    private static final Unary[] SMOOTH = {
        Unary.TANH,
        Unary.SIGMOID,
        Unary.SIN,
        Unary.COS,
        Unary.EXPM1,
        Unary.NORMAL_CDF,
        Unary.SOFTPLUS,
        Unary.ERF,
        Unary.LOG_SIGMOID,
        Unary.ATAN
    };
    private static final Unary[] EXACT = {
        Unary.NEG,
        Unary.ABS,
        Unary.SQUARE,
        Unary.RELU,
        Unary.FLOOR,
        Unary.RINT,
        Unary.SIGNUM,
        Unary.STEP,
        Unary.ZERO_LIKE,
        Unary.ONE_LIKE
    };
    private static final int[] EXTENTS = {1, 1, 2, 3, 4, 5, 7, 8, 10, 16, 17, 32, 33, 64, 100};

    private final SplittableRandom random;
    private final int largest;
    private final List<Tensor> nodes = new ArrayList<>();
    private final List<Boolean> isExact = new ArrayList<>();

    private RandomGraph(long seed, int largest) {
        this.random = new SplittableRandom(seed);
        this.largest = largest;
    }

    /** A program and values of its parameters. */
    record Case(Program program, List<Storage> parameters) {}

    static Case of(long seed, int steps, int largest) {
        RandomGraph g = new RandomGraph(seed, largest);
        g.leaf(DType.FLOAT32);
        g.leaf(DType.FLOAT64);
        while (g.nodes.size() < steps) {
            g.grow();
        }
        List<Tensor> roots = new ArrayList<>();
        for (int i = 0; i < 1 + g.random.nextInt(4); i++) {
            roots.add(g.nodes.get(g.nodes.size() - 1 - g.random.nextInt(Math.min(8, g.nodes.size()))));
        }
        Graph graph = Graph.of(roots);
        Program.Extract extract = Program.of(graph, graph.roots());
        return new Case(
                extract.program(),
                extract.parameters().stream().map(Tensor::storage).toList());
    }

    private void add(Tensor t, boolean exact) {
        if (t.size() <= largest) {
            nodes.add(t);
            isExact.add(exact);
        }
    }

    private Shape shape() {
        while (true) {
            int[] extents = new int[random.nextInt(4)];
            for (int i = 0; i < extents.length; i++) {
                extents[i] = EXTENTS[random.nextInt(EXTENTS.length)];
            }
            long size = 1;
            for (int n : extents) {
                size *= n;
            }
            if (size <= largest) {
                return Shape.of(extents);
            }
        }
    }

    private void leaf(DType dtype) {
        Shape shape = shape();
        Storage s = Storage.allocate(dtype, shape.size());
        for (int i = 0; i < s.size(); i++) {
            s.set(i, (double) (random.nextInt(17) - 8) / (dtype.isFloating() ? 4 : 1));
        }
        add(Primitives.data(s, shape), true);
    }

    private int pick() {
        return random.nextBoolean()
                ? nodes.size() - 1 - random.nextInt(Math.min(4, nodes.size()))
                : random.nextInt(nodes.size());
    }

    /** Something of a shape and a type, most often what is there. */
    private int like(Shape shape, DType dtype) {
        for (int tries = 0; tries < 6; tries++) {
            int i = pick();
            Tensor t = nodes.get(i);
            if (t.dtype() == dtype && t.shape().equals(shape)) {
                return i;
            }
            if (t.dtype() == dtype && t.rank() == shape.rank() && !t.shape().equals(shape)) {
                boolean fits = true;
                for (int a = 0; a < shape.rank(); a++) {
                    fits &= t.shape().extent(a) == 1 || t.shape().extent(a) == shape.extent(a);
                }
                if (fits) {
                    nodes.add(Primitives.expand(t, shape));
                    isExact.add(isExact.get(i));
                    return nodes.size() - 1;
                }
            }
        }
        if (random.nextInt(3) == 0) {
            nodes.add(Primitives.fill(random.nextInt(5) - 2, shape, dtype));
        } else if (random.nextBoolean() && shape.rank() > 0 && dtype != DType.BOOL) {
            nodes.add(Primitives.iota(random.nextInt(shape.rank()), shape, dtype));
        } else {
            Storage s = Storage.allocate(dtype, shape.size());
            for (int i = 0; i < s.size(); i++) {
                s.set(i, (double) (random.nextInt(17) - 8) / (dtype.isFloating() ? 4 : 1));
            }
            nodes.add(Primitives.data(s, shape));
        }
        isExact.add(true);
        return nodes.size() - 1;
    }

    private void grow() {
        int i = pick();
        Tensor x = nodes.get(i);
        boolean exact = isExact.get(i);
        int rank = x.rank();
        int axis = rank == 0 ? 0 : random.nextInt(rank);
        boolean isFloating = x.dtype().isFloating();
        switch (random.nextInt(30)) {
            case 0 -> leaf(DType.values()[random.nextInt(5)]);
            case 1, 2, 3 -> {
                if (isFloating) {
                    add(Primitives.map(SMOOTH[random.nextInt(SMOOTH.length)], bounded(x)), false);
                }
            }
            case 4, 5 -> {
                Unary f = EXACT[random.nextInt(EXACT.length)];
                boolean isContinuous = f == Unary.NEG || f == Unary.ABS || f == Unary.RELU;
                if (isFloating && (exact || isContinuous)) {
                    add(Primitives.map(f, f == Unary.SQUARE ? bounded(x) : x), exact && f != Unary.SQUARE);
                } else if (x.dtype().isInteger() && Primitives.isOfIntegers(f)) {
                    add(Primitives.map(f, x), exact);
                }
            }
            case 6, 7, 8, 9, 10 -> {
                if (x.dtype() != DType.BOOL) {
                    int j = like(x.shape(), x.dtype());
                    Binary[] fs = {Binary.ADD, Binary.SUB, Binary.MUL, Binary.MIN, Binary.MAX};
                    Binary f = fs[random.nextInt(fs.length)];
                    Tensor y = nodes.get(j);
                    boolean both = exact && isExact.get(j);
                    add(
                            f == Binary.MUL && isFloating
                                    ? Primitives.map(f, bounded(x), bounded(y))
                                    : Primitives.map(f, x, y),
                            both && (!isFloating || f == Binary.MIN || f == Binary.MAX));
                }
            }
            case 11 -> {
                int j = like(x.shape(), x.dtype());
                if (exact && isExact.get(j)) {
                    add(Primitives.compare(Op.Comparison.values()[random.nextInt(6)], x, nodes.get(j)), true);
                }
            }
            case 12 -> {
                int j = like(x.shape(), x.dtype());
                int c = like(x.shape(), DType.BOOL);
                add(Primitives.where(nodes.get(c), x, nodes.get(j)), exact && isExact.get(j));
            }
            case 13 -> {
                DType to = DType.values()[random.nextInt(5)];
                if (exact || to.isFloating() && isFloating) {
                    add(Primitives.cast(x, to), exact);
                }
            }
            case 14 -> {
                if (isFloating) {
                    int j = like(x.shape(), x.dtype());
                    int k = like(x.shape(), x.dtype());
                    add(Primitives.map(Ternary.FMA, bounded(x), bounded(nodes.get(j)), nodes.get(k)), false);
                }
            }
            case 15, 16 -> add(Primitives.reshape(x, other(x.shape())), exact);
            case 17 -> {
                int[] axes = Indices.range(rank).toArray();
                for (int a = rank - 1; a > 0; a--) {
                    int b = random.nextInt(a + 1);
                    int swap = axes[a];
                    axes[a] = axes[b];
                    axes[b] = swap;
                }
                add(Primitives.permute(x, Indices.of(axes)), exact);
            }
            case 18 -> {
                if (rank > 0) {
                    Shape with = x.shape();
                    boolean isChanged = false;
                    for (int a = 0; a < rank; a++) {
                        if (with.extent(a) == 1 && random.nextBoolean() && with.size() <= largest / 32) {
                            with = with.with(a, EXTENTS[random.nextInt(EXTENTS.length)]);
                            isChanged = true;
                        }
                    }
                    if (isChanged && with.size() <= largest) {
                        add(Primitives.expand(x, with), exact);
                    }
                }
            }
            case 19 -> {
                if (rank > 0 && x.shape().extent(axis) > 1) {
                    int n = x.shape().extent(axis);
                    int from = random.nextInt(n);
                    int to = from + 1 + random.nextInt(n - from);
                    add(
                            random.nextBoolean()
                                    ? Primitives.slice(x, axis, from, to)
                                    : Primitives.flip(x, Indices.of(axis)),
                            exact);
                }
            }
            case 20 -> {
                if (rank > 0) {
                    int n = x.shape().extent(axis);
                    int size = 1 + random.nextInt(Math.min(n, 4));
                    int dilation = size > 1 && (n - 1) / (size - 1) >= 2 ? 2 : 1;
                    int step = 1 + random.nextInt(2);
                    Tensor w = Primitives.window(x, axis, size, step, dilation);
                    if (w.size() <= largest) {
                        add(w, exact);
                        if (x.dtype() != DType.BOOL && random.nextBoolean()) {
                            add(Primitives.fold(w, axis, n, step, dilation), false);
                        }
                    }
                }
            }
            case 21, 22, 23, 24 -> {
                Op.Reduction f = x.dtype() == DType.BOOL
                        ? random.nextBoolean() ? Op.Reduction.ANY : Op.Reduction.ALL
                        : Op.Reduction.values()[random.nextInt(4)];
                if (f == Op.Reduction.PROD && isFloating) {
                    x = Primitives.map(Unary.SIGNUM, x);
                    if (!exact) {
                        return;
                    }
                }
                int[] chosen = new int[rank];
                int n = 0;
                for (int a = 0; a < rank; a++) {
                    if (random.nextBoolean()) {
                        chosen[n++] = a;
                    }
                }
                Indices axes = Indices.of(java.util.Arrays.copyOf(chosen, n));
                Tensor y = Primitives.reduce(f, x, axes);
                add(y, exact && (f != Op.Reduction.SUM && f != Op.Reduction.PROD || !isFloating));
                if (random.nextBoolean()) {
                    add(Primitives.expand(y, x.shape()), isExact.getLast());
                }
            }
            case 25 -> {
                if (rank >= 2 && x.dtype() != DType.BOOL) {
                    int k = x.shape().extent(rank - 1);
                    int n = EXTENTS[random.nextInt(EXTENTS.length)];
                    Shape s = x.shape().with(rank - 2, k).with(rank - 1, n);
                    if (s.size() <= largest && (long) x.size() * n < 10L * largest) {
                        Tensor y = nodes.get(like(s, x.dtype()));
                        add(isFloating ? Primitives.matmul(bounded(x), bounded(y)) : Primitives.matmul(x, y), false);
                    }
                }
            }
            case 26 -> {
                if (rank > 0) {
                    int j = like(x.shape(), x.dtype());
                    add(Primitives.concat(axis, List.of(x, nodes.get(j), x)), exact && isExact.get(j));
                    add(
                            Primitives.pad(
                                    x,
                                    Indices.repeat(rank, 1).plus(random.nextInt(2)),
                                    Indices.repeat(rank, 0).plus(random.nextInt(2)),
                                    Indices.repeat(rank, 0).plus(random.nextInt(2)),
                                    random.nextInt(3)),
                            exact);
                }
            }
            case 27 -> {
                if (rank > 0 && x.dtype() != DType.BOOL) {
                    int j = like(x.shape(), x.dtype());
                    Tensor a = isFloating ? Primitives.map(Unary.TANH, nodes.get(j)) : Primitives.fillLike(1, x);
                    add(Primitives.recurrence(a, x, axis, random.nextBoolean()), false);
                    add(Primitives.recurrence(Primitives.fillLike(1, x), x, axis, random.nextBoolean()), false);
                }
            }
            case 28 -> {
                if (rank > 0 && exact) {
                    Op.Extremum f = random.nextBoolean() ? Op.Extremum.MAX : Op.Extremum.MIN;
                    add(Primitives.argReduce(f, x, axis), true);
                    add(Primitives.cumulativeArg(f, x, axis), true);
                    Tensor order = Primitives.argSort(x, axis, random.nextBoolean());
                    add(order, true);
                    if (axis == rank - 1) {
                        add(Primitives.gather(x, order, axis), exact);
                        if (isFloating || x.dtype().isInteger()) {
                            add(
                                    Primitives.scatter(
                                            x,
                                            order,
                                            axis,
                                            x.shape().extent(axis) + 1,
                                            Op.Combine.values()[random.nextInt(3)]),
                                    false);
                        }
                    }
                }
            }
            default -> {
                if (isFloating) {
                    convolution(x.dtype());
                }
            }
        }
    }

    private void convolution(DType dtype) {
        int groups = 1 + random.nextInt(2);
        Shape image = Shape.of(1 + random.nextInt(2), 2 * groups, 5 + random.nextInt(4), 6 + random.nextInt(4));
        Shape kernel = Shape.of(3 * groups, 2, 1 + random.nextInt(3), 1 + random.nextInt(3));
        Convolution c = new Convolution(
                image,
                kernel,
                Indices.of(1 + random.nextInt(2), 1 + random.nextInt(2)),
                Indices.of(random.nextInt(2), random.nextInt(2)),
                Indices.of(random.nextInt(2), random.nextInt(2)),
                Indices.of(1 + random.nextInt(2), 1 + random.nextInt(2)),
                groups);
        Tensor x = bounded(nodes.get(like(image, dtype)));
        Tensor w = bounded(nodes.get(like(kernel, dtype)));
        Tensor y = bounded(nodes.get(like(c.output(), dtype)));
        switch (random.nextInt(3)) {
            case 0 -> add(Primitives.conv(c, Op.Role.OUTPUT, x, w), false);
            case 1 -> add(Primitives.conv(c, Op.Role.IMAGE, w, y), false);
            default -> add(Primitives.conv(c, Op.Role.KERNEL, x, y), false);
        }
    }

    /** Values that do not grow without end. */
    private static Tensor bounded(Tensor x) {
        return Primitives.map(Ternary.CLAMP, x, Primitives.fillLike(-4, x), Primitives.fillLike(4, x));
    }

    private Shape other(Shape shape) {
        int n = shape.size();
        List<Integer> extents = new ArrayList<>();
        while (n > 1 && extents.size() < 3) {
            int d = 1 + random.nextInt(n);
            while (n % d != 0) {
                d--;
            }
            extents.add(d);
            n /= d;
        }
        if (n > 1 || random.nextBoolean()) {
            extents.add(n);
        }
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }
}
