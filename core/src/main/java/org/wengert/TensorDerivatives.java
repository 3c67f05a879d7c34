package org.wengert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;
import org.wengert.tensor.Trace;
import org.wengert.transform.Checkpoint;
import org.wengert.transform.Jvp;
import org.wengert.transform.Linearization;
import org.wengert.transform.Vjp;
import org.wengert.transform.Vmap;

/**
 * The operators on functions of tensors. A function is run on variables in place of the real leaves of its argument; what it returns is the graph
 * that the transformations work on.
 */
final class TensorDerivatives {
    private TensorDerivatives() {}

    // ------------------------------------------------------------------ running a function on variables

    /** The argument of a function with variables for its real leaves. */
    private static final class Point<A> {
        final TensorTree<A> tree;
        /** The places of the real leaves. */
        final int[] places;
        /** The variables, one for each of them. */
        final List<Tensor> variables = new ArrayList<>();

        private final List<Tensor> leaves;

        Point(TensorTree<A> tree, Trace trace) {
            this.tree = tree;
            this.places = real(tree.leaves());
            this.leaves = new ArrayList<>(tree.leaves());
            for (int i : places) {
                Tensor v = Primitives.variable(leaves.get(i), false, trace);
                leaves.set(i, v);
                variables.add(v);
            }
        }

        <B> B run(Function<A, B> f) {
            B value = f.apply(tree.with(leaves));
            if (value == null) {
                throw new IllegalArgumentException(
                        "The function has returned null, which has no derivative. Return a tensor, or a tree of tensors.");
            }
            return value;
        }
    }

    private static int[] real(List<Tensor> leaves) {
        int n = 0;
        int[] places = new int[leaves.size()];
        for (int i = 0; i < places.length; i++) {
            if (leaves.get(i).dtype().isFloating()) {
                places[n++] = i;
            }
        }
        return Arrays.copyOf(places, n);
    }

    private static <A> TensorTree<A> argument(String operator, A x) {
        if (x == null) {
            throw new IllegalArgumentException(
                    operator + " needs a point, but the argument is null. Give a tensor, or a tree of tensors.");
        }
        TensorTree<A> tree = TensorTree.of(x);
        requireReal(operator, tree);
        return tree;
    }

    static void requireReal(String operator, TensorTree<?> tree) {
        List<Tensor> leaves = tree.leaves();
        if (real(leaves).length == 0) {
            throw new IllegalArgumentException(operator
                    + " differentiates by the real numbers of the argument, but it holds "
                    + (leaves.isEmpty()
                            ? "no tensor."
                            : "none: "
                                    + tree.path(0)
                                    + " is "
                                    + TreeStructure.describe(leaves.getFirst())
                                    + (leaves.size() == 1 ? "." : ", and so on."))
                    + "\n  Cast it first, for example with x.to(FLOAT64), or differentiate by another argument.");
        }
    }

    /** Returns tensors of a tree with others for those at some places; null stands for 0. */
    private static List<Tensor> replaced(List<Tensor> leaves, int[] places, List<? extends @Nullable Tensor> others) {
        List<Tensor> all = new ArrayList<>(leaves);
        for (int i = 0; i < places.length; i++) {
            Tensor t = others.get(i);
            all.set(places[i], t == null ? Primitives.fillLike(0, leaves.get(places[i])) : t);
        }
        return all;
    }

    private static List<Tensor> at(List<Tensor> leaves, int[] places) {
        List<Tensor> some = new ArrayList<>(places.length);
        for (int i : places) {
            some.add(leaves.get(i));
        }
        return some;
    }

    /**
     * Computes results of an operator together, unless they stand in a function that is traced or differentiated itself, so that nothing is
     * computed twice when they are asked for one after the other, and nothing of the function is kept.
     */
    @SafeVarargs
    static void compute(List<Tensor>... results) {
        List<Tensor> free = new ArrayList<>();
        for (List<Tensor> some : results) {
            for (Tensor t : some) {
                if (!t.isSymbolic() && !t.isTracked()) {
                    if (t.isEvaluated()) {
                        t.settle(t.storage()); // while it was tracked it has kept what it was computed from
                    } else {
                        free.add(t);
                    }
                }
            }
        }
        try {
            Tensor.evaluate(free);
        } catch (RuntimeException e) {
            throw new Failed(e);
        }
    }

    /** The failure of a computation whose graph can be built again to see where. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failed(RuntimeException cause) {
            super(null, cause, false, false);
        }

        RuntimeException reason() {
            return (RuntimeException) Objects.requireNonNull(getCause());
        }
    }

    /** Runs an operator; if the computation of its results fails, it is run again with a look at the lines that build them. */
    static <T> T located(Supplier<T> operator) {
        try {
            return operator.get();
        } catch (Failed e) {
            try {
                return Tensor.withOrigins(operator);
            } catch (Failed again) {
                throw again.reason();
            } catch (RuntimeException other) {
                throw e.reason(); // it is another function the second time
            }
        }
    }

    // ------------------------------------------------------------------ gradients

    /** The value of f, what else it has returned, and the gradient. */
    record Gradient<A, R>(R result, Tensor value, A gradient) {}

    /**
     * Returns the gradient of a function at a point.
     *
     * @param operator the name of the operator, for messages
     * @param f the function
     * @param value picks the number from what the function returns
     * @param x the point
     */
    static <A, R> Gradient<A, R> gradient(String operator, Function<A, R> f, Function<R, Tensor> value, A x) {
        return located(() -> gradientOnce(operator, f, value, x));
    }

    private static <A, R> Gradient<A, R> gradientOnce(
            String operator, Function<A, R> f, Function<R, Tensor> value, A x) {
        TensorTree<A> tree = argument(operator, x);
        R result;
        Tensor y;
        List<@Nullable Tensor> bars;
        int[] places;
        try (Trace trace = Trace.open(tree.leaves())) {
            Point<A> point = new Point<>(tree, trace);
            result = point.run(f);
            y = value.apply(result);
            requireNumber(operator, y, () -> value.apply(new Point<>(tree, trace).run(f)));
            bars = Vjp.of(List.of(y), List.of(Primitives.fillLike(1, y)), point.variables);
            places = point.places;
        }
        List<Tensor> gradient = replaced(tree.leaves(), places, bars);
        compute(List.of(y), TensorTree.of(result).leaves(), gradient, tree.leaves());
        return new Gradient<>(result, y, tree.with(gradient));
    }

    private static void requireNumber(String operator, @Nullable Tensor y, Supplier<Tensor> again) {
        if (y == null) {
            throw new IllegalArgumentException(
                    operator
                            + " needs a function whose value is one number, but it is null.\n  Return a tensor of one real number.");
        }
        if (y.size() != 1) {
            throw new IllegalArgumentException(operator
                    + " needs a function whose value is one number, but its value has shape "
                    + y.shape()
                    + "."
                    + origin(again)
                    + "\n  Reduce it, for example with y.sum(), or ask for jacrev(f).");
        }
        if (!y.dtype().isFloating()) {
            throw new IllegalArgumentException(operator
                    + " needs a function whose value is one real number, but its value is "
                    + TreeStructure.describe(y)
                    + "."
                    + origin(again)
                    + "\n  Cast what it is computed from, for example with x.to(FLOAT64): whole numbers and truth values"
                    + " do not vary.");
        }
    }

    /** Returns the line where a tensor is built, found by building it again. */
    private static String origin(Supplier<Tensor> again) {
        String line;
        try {
            line = Tensor.withOrigins(again).origin();
        } catch (RuntimeException e) {
            line = null; // it is another function the second time, and this is not the error to tell
        }
        return line == null ? "" : "\n  built at " + line;
    }

    // ------------------------------------------------------------------ products with the Jacobian

    static <A, B> Tensors.ValueAndTangent<B> jvp(Function<A, B> f, A x, A xDot) {
        return located(() -> jvpOnce(f, x, xDot));
    }

    private static <A, B> Tensors.ValueAndTangent<B> jvpOnce(Function<A, B> f, A x, A xDot) {
        TensorTree<A> tree = argument("jvp", x);
        List<Tensor> dots = tree.vectorsOf(xDot, "tangent");
        B result;
        TensorTree<B> value;
        List<Tensor> tangent;
        try (Trace trace = Trace.open(tree.leaves())) {
            Point<A> point = new Point<>(tree, trace);
            result = point.run(f);
            value = TensorTree.of(result);
            int[] real = real(value.leaves());
            List<@Nullable Tensor> yDots = Jvp.of(at(value.leaves(), real), point.variables, at(dots, point.places));
            tangent = replaced(value.leaves(), real, yDots);
        }
        compute(value.leaves(), tangent, tree.leaves());
        return new Tensors.ValueAndTangent<>(result, value.with(tangent));
    }

    /** A function at a point, with a linear map there. */
    private record Linear<A, B>(
            TensorTree<A> argument,
            int[] argumentPlaces,
            B result,
            TensorTree<B> value,
            int[] valuePlaces,
            Linearization map) {
        /** Computes the value and what the map needs, once. */
        Linear<A, B> computed() {
            compute(value.leaves(), map.fixed(), argument.leaves());
            return this;
        }
    }

    private static List<Tensor> placeholders(List<Tensor> like) {
        List<Tensor> slots = new ArrayList<>(like.size());
        for (int i = 0; i < like.size(); i++) {
            slots.add(Primitives.placeholder(i, like.get(i).shape(), like.get(i).dtype()));
        }
        return slots;
    }

    /** Returns yBar ↦ Jᵀ·yBar. */
    private static <A, B> Linear<A, B> transposed(String operator, Function<A, B> f, A x) {
        TensorTree<A> tree = argument(operator, x);
        try (Trace trace = Trace.open(tree.leaves())) {
            Point<A> point = new Point<>(tree, trace);
            B result = point.run(f);
            TensorTree<B> value = TensorTree.of(result);
            int[] real = real(value.leaves());
            List<Tensor> ys = at(value.leaves(), real);
            List<Tensor> slots = placeholders(ys);
            List<@Nullable Tensor> bars = Vjp.of(ys, slots, point.variables);
            return new Linear<>(tree, point.places, result, value, real, new Linearization(slots, bars));
        }
    }

    /** Returns xDot ↦ J·xDot. */
    private static <A, B> Linear<A, B> forward(String operator, Function<A, B> f, A x) {
        TensorTree<A> tree = argument(operator, x);
        try (Trace trace = Trace.open(tree.leaves())) {
            Point<A> point = new Point<>(tree, trace);
            B result = point.run(f);
            TensorTree<B> value = TensorTree.of(result);
            int[] real = real(value.leaves());
            List<Tensor> slots = placeholders(point.variables);
            List<@Nullable Tensor> dots = Jvp.of(at(value.leaves(), real), point.variables, slots);
            return new Linear<>(tree, point.places, result, value, real, new Linearization(slots, dots));
        }
    }

    static <A, B> TensorPullback<A, B> vjp(Function<A, B> f, A x) {
        Linear<A, B> at =
                located(() -> TensorDerivatives.<A, B>transposed("vjp", f, x).computed());
        return new TensorPullback<>() {
            @Override
            public B value() {
                return at.result;
            }

            @Override
            public A apply(B yBar) {
                List<Tensor> bars = at(at.value.vectorsOf(yBar, "cotangent"), at.valuePlaces);
                return located(() -> {
                    List<Tensor> xBars = replaced(at.argument.leaves(), at.argumentPlaces, at.map.apply(bars));
                    compute(xBars);
                    return at.argument.with(xBars);
                });
            }
        };
    }

    static <A, B> TensorLinearMap<A, B> linearize(Function<A, B> f, A x) {
        Linear<A, B> at =
                located(() -> TensorDerivatives.<A, B>forward("linearize", f, x).computed());
        return new TensorLinearMap<>() {
            @Override
            public B value() {
                return at.result;
            }

            @Override
            public B apply(A xDot) {
                List<Tensor> dots = at(at.argument.vectorsOf(xDot, "tangent"), at.argumentPlaces);
                return located(() -> {
                    List<Tensor> yDots = replaced(at.value.leaves(), at.valuePlaces, at.map.apply(dots));
                    compute(yDots);
                    return at.value.with(yDots);
                });
            }
        };
    }

    // ------------------------------------------------------------------ Jacobians

    /** Returns for each real leaf of the value a tree like the argument whose leaf x has the shape {@code [y…, x…]}. */
    static <A, B> List<A> jacobians(String operator, Function<A, B> f, A x, Mode mode) {
        return located(() -> jacobiansOnce(operator, f, x, mode));
    }

    private static <A, B> List<A> jacobiansOnce(String operator, Function<A, B> f, A x, Mode mode) {
        Linear<A, B> at = mode == Mode.REVERSE ? transposed(operator, f, x) : forward(operator, f, x);
        List<Tensor> ys = at(at.value.leaves(), at.valuePlaces);
        List<Tensor> xs = at(at.argument.leaves(), at.argumentPlaces);
        // What is in: the cotangents of the value in reverse mode, the tangents of the argument in forward mode.
        List<Tensor> in = mode == Mode.REVERSE ? ys : xs;
        List<Tensor> out = mode == Mode.REVERSE ? xs : ys;
        List<Tensor> images = images(at.map, in, out);
        List<A> rows = new ArrayList<>();
        List<Tensor> all = new ArrayList<>();
        int[] from = new int[1];
        for (int j = 0; j < ys.size(); j++) {
            List<Tensor> blocks = new ArrayList<>();
            for (int i = 0; i < xs.size(); i++) {
                blocks.add(
                        mode == Mode.REVERSE
                                ? row(images.get(i), from[0], ys.get(j), xs.get(i))
                                : column(images.get(j), offset(xs, i), ys.get(j), xs.get(i)));
            }
            from[0] += ys.get(j).size();
            all.addAll(blocks);
            rows.add(at.argument.with(replaced(at.argument.leaves(), at.argumentPlaces, blocks)));
        }
        compute(all, at.argument.leaves());
        return rows;
    }

    private static int offset(List<Tensor> tensors, int i) {
        int n = 0;
        for (int k = 0; k < i; k++) {
            n += tensors.get(k).size();
        }
        return n;
    }

    /** Returns the images of all unit vectors, along a new first axis. */
    private static List<Tensor> images(Linearization map, List<Tensor> in, List<Tensor> out) {
        int n = offset(in, in.size());
        if (n == 0) {
            List<Tensor> none = new ArrayList<>();
            for (Tensor t : out) {
                none.add(Primitives.fill(0, t.shape().insert(0, 0), t.dtype()));
            }
            return none;
        }
        List<Tensor> units = new ArrayList<>();
        for (int i = 0; i < in.size(); i++) {
            Tensor x = in.get(i);
            int from = offset(in, i);
            Tensor unit = Primitives.pad(identity(x), 0, from, n - from - x.size());
            units.add(Primitives.reshape(unit, x.shape().insert(0, n)));
        }
        return Vmap.of(
                one -> {
                    List<@Nullable Tensor> image = map.apply(one);
                    List<Tensor> filled = new ArrayList<>();
                    for (int i = 0; i < image.size(); i++) {
                        filled.add(Objects.requireNonNullElse(image.get(i), Primitives.fillLike(0, out.get(i))));
                    }
                    return filled;
                },
                units);
    }

    /** Returns the identity matrix {@code [n, n]} of a tensor of n elements, in its type. */
    private static Tensor identity(Tensor x) {
        Shape square = Shape.of(x.size(), x.size());
        Tensor is = Primitives.compare(
                Op.Comparison.EQ, Primitives.iota(0, square, DType.INT32), Primitives.iota(1, square, DType.INT32));
        return Primitives.cast(is, x.dtype());
    }

    /** {@code [n, x…] → [y…, x…]} for the cotangents from a place. */
    private static Tensor row(Tensor images, int from, Tensor y, Tensor x) {
        Tensor some = Primitives.slice(images, 0, from, from + y.size());
        return Primitives.reshape(some, y.shape().concat(x.shape()));
    }

    /** {@code [n, y…] → [y…, x…]} for the tangents from a place. */
    private static Tensor column(Tensor images, int from, Tensor y, Tensor x) {
        Tensor some = Primitives.slice(images, 0, from, from + x.size());
        int rank = some.rank();
        int[] axes = new int[rank];
        for (int i = 0; i < rank - 1; i++) {
            axes[i] = i + 1;
        }
        Tensor block = Primitives.reshape(
                Primitives.permute(some, Indices.of(axes)), y.shape().concat(x.shape()));
        return Primitives.cast(block, x.dtype());
    }

    // ------------------------------------------------------------------ many at once

    /**
     * Returns the values of a function at many arguments.
     *
     * @param f the function of one example
     * @param x its arguments as one tree
     * @param arguments its arguments one by one
     * @param inAxes the axis of each argument along which the examples lie, or {@link Tensors#UNMAPPED}
     * @param outAxis the axis along which to lay the results
     */
    static <A, B> B vmap(Function<A, B> f, A x, List<?> arguments, int[] inAxes, int outAxis) {
        TensorTree<A> tree = TensorTree.of(x);
        List<@Nullable Integer> axes = new ArrayList<>(tree.leaves().size());
        Examples examples = new Examples();
        for (int k = 0; k < inAxes.length; k++) {
            TensorTree<?> argument = TensorTree.of(arguments.get(k));
            for (int i = 0; i < argument.leaves().size(); i++) {
                axes.add(inAxes[k] == Tensors.UNMAPPED ? null : examples.axis(argument, i, inAxes[k]));
            }
        }
        if (examples.first == null) {
            throw new IllegalArgumentException("vmap needs an argument with an axis of examples, but there is none."
                    + "\n  Give one of the arguments an axis, for example 0, or call the function itself.");
        }
        List<TensorTree<B>> value = new ArrayList<>();
        List<Tensor> results = Vmap.of(
                one -> {
                    TensorTree<B> result = TensorTree.of(f.apply(tree.with(one)));
                    for (int i = 0; i < result.leaves().size(); i++) {
                        int rank = result.leaves().get(i).rank() + 1;
                        if (outAxis < -rank || outAxis >= rank) {
                            throw new IllegalArgumentException("vmap lays its results along axis " + outAxis
                                    + ", but of one example " + result.path(i) + " is "
                                    + TreeStructure.describe(result.leaves().get(i))
                                    + ".\n  Give an axis from 0 to its rank.");
                        }
                    }
                    value.add(result);
                    return result.leaves();
                },
                tree.leaves(),
                axes,
                List.of(outAxis));
        return value.getFirst().with(results);
    }

    /** Where examples lie. Mutable: it remembers the first place. */
    private static final class Examples {
        @Nullable
        String first;

        private int extent;

        int axis(TensorTree<?> tree, int leaf, int axis) {
            Tensor t = tree.leaves().get(leaf);
            if (axis < -t.rank() || axis >= t.rank()) {
                throw new IllegalArgumentException("vmap takes its examples from axis " + axis + ", but "
                        + tree.path(leaf) + " is " + TreeStructure.describe(t)
                        + ".\n  Give an axis that is there, or UNMAPPED for an argument that all examples share.");
            }
            int n = t.shape().extent(axis);
            if (first == null) {
                first = tree.path(leaf) + " " + t.shape();
                extent = n;
            } else if (n != extent) {
                throw new IllegalArgumentException(
                        "vmap needs the same number of examples everywhere, but there are " + extent + " in " + first
                                + " and " + n + " along axis " + axis + " of " + tree.path(leaf) + " " + t.shape()
                                + ".\n  Give another axis, or UNMAPPED for an argument that all examples share.");
            }
            return t.shape().axis(axis);
        }
    }

    // ------------------------------------------------------------------ what is told about a derivative

    static <A> A stopGradient(A tree) {
        TensorTree<A> t = TensorTree.of(tree);
        List<Tensor> constants = new ArrayList<>();
        for (Tensor x : t.leaves()) {
            constants.add(Primitives.stopGradient(x));
        }
        return t.with(constants);
    }

    static <A, B> B checkpoint(Function<A, B> f, A x) {
        TensorTree<A> tree = TensorTree.of(x);
        // Nodes of its own for the arguments: a tensor that f captures may depend on the same ones.
        List<Tensor> arguments = new ArrayList<>();
        for (Tensor t : tree.leaves()) {
            arguments.add(t.dtype().isFloating() ? Primitives.variable(t, false, null) : t);
        }
        TensorTree<B> value = TensorTree.of(f.apply(tree.with(arguments)));
        return value.with(Checkpoint.of(value.leaves(), arguments));
    }

    static <A> Tensor ruled(Function<A, Tensor> f, Rule rule, A x) {
        TensorTree<A> tree = TensorTree.of(x);
        List<Tensor> constants = new ArrayList<>();
        for (Tensor t : tree.leaves()) {
            constants.add(Primitives.stopGradient(t));
        }
        Tensor value = f.apply(tree.with(constants));
        if (value == null) {
            throw new IllegalArgumentException("The function of customRule has returned null. Return a tensor.");
        }
        if (value.isTracked()) {
            throw new IllegalArgumentException(
                    "The function of customRule depends on a tensor that is differentiated and is not its argument: its rule"
                            + " would leave that derivative out.\n  Pass the tensor as an argument too, for example in a record with"
                            + " the others, or take it as a constant with stopGradient(w).");
        }
        return Primitives.ruled(rule, value, tree.leaves());
    }

    // ------------------------------------------------------------------ checks

    static <A> GradientCheck gradientCheck(Function<A, Tensor> f, A x) {
        TensorTree<A> given = argument("gradientCheck", x);
        List<Tensor> leaves = new ArrayList<>();
        for (Tensor t : given.leaves()) {
            leaves.add(t.dtype().isFloating() ? Primitives.cast(t, DType.FLOAT64) : t);
        }
        TensorTree<A> tree = new TensorTree<>("the argument", leaves, given.structure());
        int[] places = real(leaves);
        Gradient<A, Tensor> g = gradient("gradientCheck", f, y -> y, tree.with(leaves));
        List<Tensor> bars = at(TensorTree.of(g.gradient).leaves(), places);
        return Operators.compareWithDifferences(
                numbers -> number(f.apply(tree.with(replaced(leaves, places, tensors(numbers, at(leaves, places)))))),
                numbers(at(leaves, places)),
                number(g.value),
                numbers(bars));
    }

    private static double number(Tensor y) {
        return y.storage().getDouble(0);
    }

    private static double[] numbers(List<Tensor> tensors) {
        double[] all = new double[offset(tensors, tensors.size())];
        int n = 0;
        for (Tensor t : tensors) {
            for (int i = 0; i < t.size(); i++) {
                all[n++] = t.storage().getDouble(i);
            }
        }
        return all;
    }

    private static List<Tensor> tensors(double[] numbers, List<Tensor> like) {
        List<Tensor> tensors = new ArrayList<>();
        int n = 0;
        for (Tensor t : like) {
            double[] some = Arrays.copyOfRange(numbers, n, n + t.size());
            tensors.add(Primitives.data(new Storage.Doubles(some), t.shape()));
            n += t.size();
        }
        return tensors;
    }

    // ------------------------------------------------------------------ maps over trees

    static <A> A map(A tree, Function<Tensor, Tensor> f, boolean onlyReals) {
        TensorTree<A> t = TensorTree.of(tree);
        List<Tensor> mapped = new ArrayList<>();
        for (Tensor x : t.leaves()) {
            mapped.add(onlyReals && !x.dtype().isFloating() ? x : f.apply(x));
        }
        return t.with(mapped);
    }

    static <A> A map(A first, A second, BiFunction<Tensor, Tensor, Tensor> f, boolean onlyReals) {
        TensorTree<A> t = TensorTree.of(first);
        List<Tensor> others = t.leavesOf(second);
        List<Tensor> mapped = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            Tensor x = t.leaves().get(i);
            mapped.add(onlyReals && !x.dtype().isFloating() ? x : f.apply(x, others.get(i)));
        }
        return t.with(mapped);
    }

    static <A> A map(A first, A second, A third, Function3<Tensor, Tensor, Tensor, Tensor> f, boolean onlyReals) {
        TensorTree<A> t = TensorTree.of(first);
        List<Tensor> seconds = t.leavesOf(second);
        List<Tensor> thirds = t.leavesOf(third);
        List<Tensor> mapped = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i++) {
            Tensor x = t.leaves().get(i);
            mapped.add(onlyReals && !x.dtype().isFloating() ? x : f.apply(x, seconds.get(i), thirds.get(i)));
        }
        return t.with(mapped);
    }
}
