package org.wengert.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.ArrayFunction;
import org.wengert.tensor.Convolution;
import org.wengert.tensor.DType;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/**
 * A function of one example as a function of many at once: its graph with one more axis, the first, on all that depends on the example.
 *
 * <p>What does not depend on it is computed once and stays the same node, so that a variable of an enclosing derivative is still found. The
 * nodes made are ordinary ones: they are differentiated, and batched again, like any other.
 */
public final class Vmap {
    private final Graph graph;
    private final List<Tensor> leaves;
    private final List<Tensor> batched;
    private final int extent;
    private final @Nullable Tensor[] image;
    private final boolean[] isBatched;
    private final @Nullable Tensor[] spread;

    private Vmap(Graph graph, List<Tensor> leaves, List<Tensor> batched, int extent) {
        this.graph = graph;
        this.leaves = leaves;
        this.batched = batched;
        this.extent = extent;
        this.image = new Tensor[graph.size()];
        this.isBatched = new boolean[graph.size()];
        this.spread = new Tensor[graph.size()];
    }

    /**
     * A value for every example.
     *
     * @param value the values along the first axis, or one value that serves all
     * @param isBatched whether there is such an axis
     */
    public record Mapped(Tensor value, boolean isBatched) {}

    // ------------------------------------------------------------------ of functions

    /**
     * Returns the values of a function at many arguments.
     *
     * @param f the function of one example; called once, with placeholders for what is batched
     * @param x its arguments
     * @param inAxes the axis of each argument along which the examples lie, null for one that all examples share
     * @param outAxes the axis of each result along which to lay the examples, or one axis for all results; null for a result that must be the
     *     same for all examples
     * @return the results; one that depends on nothing batched is repeated
     * @throws IllegalArgumentException if nothing is batched, if the arguments hold different numbers of examples, or if a result that must be
     *     the same for all examples depends on them
     */
    public static List<Tensor> of(
            Function<List<Tensor>, List<Tensor>> f,
            List<Tensor> x,
            List<@Nullable Integer> inAxes,
            List<@Nullable Integer> outAxes) {
        int extent = extent(x, inAxes);
        List<Mapped> arguments = new ArrayList<>(x.size());
        for (int i = 0; i < x.size(); i++) {
            Integer axis = inAxes.get(i);
            arguments.add(
                    axis == null
                            ? new Mapped(x.get(i), false)
                            : new Mapped(move(x.get(i), x.get(i).shape().axis(axis), 0), true));
        }
        List<Mapped> results = map(f, arguments, List.of(), List.of(), extent);
        if (outAxes.size() != 1 && outAxes.size() != results.size()) {
            throw new IllegalArgumentException(
                    "vmap needs an output axis for each result, or one for all, but there are " + results.size()
                            + " results and " + outAxes.size() + " output axes.");
        }
        List<Tensor> values = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            Mapped result = results.get(i);
            Integer axis = outAxes.get(outAxes.size() == 1 ? 0 : i);
            if (axis == null && result.isBatched) {
                throw new IllegalArgumentException("vmap is asked for one result that serves all " + extent
                        + " examples, but result " + i + " depends on the example; all of them have the shape "
                        + result.value.shape() + ". Give it an output axis, such as 0.");
            }
            values.add(axis == null ? result.value : laid(all(result, extent), axis));
        }
        return values;
    }

    /**
     * Returns the values of a function at many arguments, all of which lie along first axes, as do the results.
     *
     * @param f the function of one example; called once, with placeholders
     * @param x its arguments, each with one more axis, the first
     * @return the results, each with one more axis, the first
     */
    public static List<Tensor> of(Function<List<Tensor>, List<Tensor>> f, List<Tensor> x) {
        List<@Nullable Integer> first = new ArrayList<>(x.size());
        for (int i = 0; i < x.size(); i++) {
            first.add(0);
        }
        return of(f, x, first, List.of(0));
    }

    private static int extent(List<Tensor> x, List<@Nullable Integer> axes) {
        if (axes.size() != x.size()) {
            throw new IllegalArgumentException("vmap needs an input axis, or null, for each argument, but there are "
                    + x.size() + " arguments and " + axes.size() + " input axes.");
        }
        int first = -1;
        for (int i = 0; i < x.size(); i++) {
            Integer axis = axes.get(i);
            if (axis == null) {
                continue;
            }
            Shape shape = x.get(i).shape();
            if (axis < -shape.rank() || axis >= shape.rank()) {
                throw new IllegalArgumentException(
                        "vmap is to take its examples from axis " + axis + " of argument " + i
                                + ", but that has the shape " + shape
                                + ". Give an axis that is there, or null if all examples share the argument.");
            }
            if (first < 0) {
                first = i;
                continue;
            }
            Shape known = x.get(first).shape();
            int there = Objects.requireNonNull(axes.get(first));
            if (known.extent(there) != shape.extent(axis)) {
                throw new IllegalArgumentException(
                        "vmap needs the same number of examples in every argument, but there are "
                                + known.extent(there) + " along axis " + there + " of argument " + first + ", " + known
                                + ", and "
                                + shape.extent(axis) + " along axis " + axis + " of argument " + i + ", " + shape
                                + ". Give another axis, or null for an argument that all examples share.");
            }
        }
        if (first < 0) {
            throw new IllegalArgumentException("vmap needs an argument with an axis of examples, but "
                    + (x.isEmpty() ? "there are no arguments" : "all input axes are null")
                    + ". Give one an axis, such as 0, or call the function itself.");
        }
        return x.get(first).shape().extent(Objects.requireNonNull(axes.get(first)));
    }

    /** The values of f for all examples. What f holds of the given leaves is batched too. */
    private static List<Mapped> map(
            Function<List<Tensor>, List<Tensor>> f,
            List<Mapped> x,
            List<Tensor> leaves,
            List<Tensor> batched,
            int extent) {
        List<Tensor> from = new ArrayList<>(leaves);
        List<Tensor> to = new ArrayList<>(batched);
        List<Tensor> one = new ArrayList<>(x.size());
        for (Mapped t : x) {
            if (t.isBatched) {
                Tensor example =
                        Primitives.placeholder(one.size(), t.value.shape().without(0), t.value.dtype());
                from.add(example);
                to.add(t.value);
                one.add(example);
            } else {
                one.add(t.value);
            }
        }
        return push(Graph.of(f.apply(one), t -> !t.isSymbolic()), from, to, extent);
    }

    private static Tensor laid(Tensor x, int axis) {
        return move(x, 0, x.shape().axis(axis));
    }

    // ------------------------------------------------------------------ of graphs

    /**
     * Returns the roots of a graph for many examples.
     *
     * @param graph a graph of one example
     * @param leaves placeholders of the graph, which stand for one example
     * @param batched what all examples have in the place of each, with one more axis, the first
     * @param extent the number of examples
     * @return the roots; those that depend on none of the leaves are the graph's own
     */
    public static List<Mapped> push(Graph graph, List<Tensor> leaves, List<Tensor> batched, int extent) {
        return new Vmap(graph, leaves, batched, extent).roots();
    }

    private List<Mapped> roots() {
        for (int i = 0; i < leaves.size(); i++) {
            int place = graph.indexOf(leaves.get(i));
            if (place >= 0) {
                image[place] = batched.get(i);
                isBatched[place] = true;
            }
        }
        for (int i = 0; i < graph.size(); i++) {
            if (image[i] == null) {
                image[i] = image(i);
            }
        }
        List<Mapped> roots = new ArrayList<>(graph.roots().length);
        for (int r : graph.roots()) {
            roots.add(new Mapped(of(r), isBatched[r]));
        }
        return roots;
    }

    private Tensor image(int i) {
        Tensor node = graph.node(i);
        int[] in = graph.inputs(i);
        boolean isAny = false;
        boolean isSame = true;
        for (int k : in) {
            isAny |= isBatched[k];
            isSame &= image[k] == graph.node(k);
        }
        if (isSame) {
            return node;
        }
        if (!isAny || node.op() instanceof Op.Barrier && !isBatched[in[0]]) {
            return Primitives.apply(node.op(), images(in)); // of one value, though what it waits for is another
        }
        isBatched[i] = true;
        return image(node, in);
    }

    /** A node one of whose inputs is batched, for all examples. */
    private Tensor image(Tensor node, int[] in) {
        return switch (node.op()) {
            case Op.Data _, Op.Placeholder _, Op.Fill _, Op.Iota _ ->
                throw new AssertionError("a leaf has no inputs: " + node.op() + ", please report");

            case Op.RandomBits _, Op.StopGradient _, Op.Barrier _, Op.Map1 _, Op.Cast _ ->
                Primitives.apply(node.op(), images(in));
            case Op.Map2 _, Op.Map3 _, Op.Bits _, Op.Compare _, Op.Where _ -> Primitives.apply(node.op(), spread(in));

            // Nobody holds this variable, so backward() must not find it and take it for one that was asked for.
            case Op.Variable _ -> Primitives.apply(new Op.Variable(false), images(in));
            case Op.Ruled(Rule rule) ->
                Primitives.ruled(pushed(rule, in), all(in[0]), images(in).subList(1, in.length));
            case Op.Call(ArrayFunction f, Shape shape, DType dtype) -> {
                Each each = new Each(f, shape, dtype, batchedAmong(in), extent);
                yield Primitives.call(each, shape.insert(0, extent), dtype, images(in));
            }

            case Op.Reshape(Shape shape) -> Primitives.reshape(of(in[0]), shape.insert(0, extent));
            case Op.Permute(Indices axes) ->
                Primitives.permute(of(in[0]), axes.plus(1).prepend(0));
            case Op.Expand(Shape shape) -> Primitives.expand(of(in[0]), shape.insert(0, extent));
            case Op.Slice(Indices start, Indices step, Shape shape) ->
                Primitives.slice(of(in[0]), start.prepend(0), step.prepend(1), shape.insert(0, extent));
            case Op.Pad(Indices low, Indices high, Indices interior, double value) ->
                Primitives.pad(of(in[0]), low.prepend(0), high.prepend(0), interior.prepend(0), value);
            case Op.Flip(Indices axes) -> Primitives.flip(of(in[0]), axes.plus(1));
            case Op.Concat(int axis) -> Primitives.concat(axis + 1, spread(in));
            case Op.Window(int axis, int size, int step, int dilation) ->
                Primitives.window(of(in[0]), axis + 1, size, step, dilation);
            case Op.Fold(int axis, int length, int step, int dilation) ->
                Primitives.fold(of(in[0]), axis + 1, length, step, dilation);

            case Op.Gather(int batch) -> gather(in[0], in[1], batch);
            case Op.Scatter(int batch, int length, Op.Combine combine) ->
                Primitives.scatter(all(in[0]), all(in[1]), batch + 1, length, combine);

            case Op.Reduce(Op.Reduction f, Indices axes) -> Primitives.reduce(f, of(in[0]), axes.plus(1));
            case Op.ArgReduce(Op.Extremum f, int axis) -> Primitives.argReduce(f, of(in[0]), axis + 1);
            case Op.Recurrence(int axis, boolean reverse) ->
                Primitives.recurrence(all(in[0]), all(in[1]), axis + 1, reverse);
            case Op.CumulativeArg(Op.Extremum f, int axis) -> Primitives.cumulativeArg(f, of(in[0]), axis + 1);
            case Op.ArgSort(int axis, boolean descending) -> Primitives.argSort(of(in[0]), axis + 1, descending);

            case Op.MatMul _ -> matmul(in[0], in[1]);
            case Op.Conv(Convolution geometry, Op.Role role) -> conv(geometry, role, in[0], in[1]);
        };
    }

    private Tensor of(int place) {
        return Objects.requireNonNull(image[place]);
    }

    private List<Tensor> images(int[] in) {
        List<Tensor> images = new ArrayList<>(in.length);
        for (int k : in) {
            images.add(of(k));
        }
        return images;
    }

    /** A node for all examples, repeated if one value serves all. */
    private Tensor all(int place) {
        Tensor known = spread[place];
        if (known == null) {
            known = all(new Mapped(of(place), isBatched[place]), extent);
            spread[place] = known;
        }
        return known;
    }

    private List<Tensor> spread(int[] in) {
        List<Tensor> all = new ArrayList<>(in.length);
        for (int k : in) {
            all.add(all(k));
        }
        return all;
    }

    private static Tensor all(Mapped x, int extent) {
        if (x.isBatched) {
            return x.value;
        }
        Shape shape = x.value.shape();
        return Primitives.expand(Primitives.reshape(x.value, shape.insert(0, 1)), shape.insert(0, extent));
    }

    private static Tensor move(Tensor x, int from, int to) {
        if (from == to) {
            return x;
        }
        List<Integer> axes = new ArrayList<>(x.rank());
        for (int i = 0; i < x.rank(); i++) {
            axes.add(i);
        }
        axes.add(to, axes.remove(from));
        return Primitives.permute(x, Indices.of(axes.stream().mapToInt(i -> i).toArray()));
    }

    // ------------------------------------------------------------------ by index

    /**
     * Indices that serve all examples are repeated: they are fewer than what they fetch, and nothing else moves. Elements that serve all
     * examples are never repeated: each example only adds indices.
     */
    private Tensor gather(int x, int indices, int batch) {
        if (isBatched[x]) {
            return Primitives.gather(of(x), all(indices), batch + 1);
        }
        return move(Primitives.gather(of(x), move(of(indices), 0, batch), batch), batch, 0);
    }

    // ------------------------------------------------------------------ bilinear

    private Tensor matmul(int x, int y) {
        if (isBatched[x] && isBatched[y]) {
            return Primitives.matmul(of(x), of(y));
        }
        return isBatched[x] ? rowsTimes(of(x), of(y)) : turned(rowsTimes(turned(of(y)), turned(of(x)))); // xy = (yᵀxᵀ)ᵀ
    }

    /** Many x {@code [b, B…, M, K]} times one y {@code [B…, K, N]}: the rows of all examples in one matrix {@code [B…, b·M, K]}. */
    private Tensor rowsTimes(Tensor x, Tensor y) {
        int rows = y.rank() - 2;
        Tensor byMatrix = move(x, 0, rows); // [B…, b, M, K]
        Shape together =
                byMatrix.shape().without(rows).with(rows, extent * x.shape().extent(-2));
        Tensor product = Primitives.matmul(Primitives.reshape(byMatrix, together), y);
        Shape apart = byMatrix.shape().with(-1, y.shape().extent(-1));
        return move(Primitives.reshape(product, apart), rows, 0);
    }

    private static Tensor turned(Tensor x) {
        return move(x, x.rank() - 1, x.rank() - 2);
    }

    /**
     * Two of the three variables of a convolution differ from example to example, or all three. The examples then lie along what those have
     * in common and the others do not see: images and outputs share the batch, kernels and outputs the channels out, images and kernels the
     * channels in, and all three the groups.
     */
    private Tensor conv(Convolution one, Op.Role role, int first, int second) {
        Op.Role a = role == Op.Role.IMAGE ? Op.Role.KERNEL : Op.Role.IMAGE;
        Op.Role b = role == Op.Role.OUTPUT ? Op.Role.KERNEL : Op.Role.OUTPUT;
        boolean byImage = role == Op.Role.IMAGE || a == Op.Role.IMAGE && isBatched[first];
        boolean byKernel = role == Op.Role.KERNEL
                || a == Op.Role.KERNEL && isBatched[first]
                || b == Op.Role.KERNEL && isBatched[second];
        boolean byOutput = role == Op.Role.OUTPUT || b == Op.Role.OUTPUT && isBatched[second];
        Along along = !byKernel ? Along.BATCH : !byImage ? Along.OUT : !byOutput ? Along.IN : Along.GROUPS;
        if (extent == 0 && along == Along.GROUPS) { // there are no convolutions in 0 groups
            return Primitives.fill(0, one.shape(role).insert(0, 0), of(first).dtype());
        }
        Convolution all = along.geometry(one, extent);
        Tensor x = isBatched[first] ? along.merge(of(first), one, a, all) : of(first);
        Tensor y = isBatched[second] ? along.merge(of(second), one, b, all) : of(second);
        return along.split(Primitives.conv(all, role, x, y), one, role, extent);
    }

    /** Along which axis of a convolution many examples lie. */
    private enum Along {
        BATCH,
        OUT,
        IN,
        GROUPS;

        Convolution geometry(Convolution one, int extent) {
            Shape x = one.image();
            Shape w = one.kernel();
            Shape image = switch (this) {
                case BATCH -> x.with(0, extent * x.extent(0));
                case OUT -> x;
                case IN, GROUPS -> x.with(1, extent * x.extent(1));
            };
            Shape kernel = switch (this) {
                case BATCH -> w;
                case OUT, GROUPS -> w.with(0, extent * w.extent(0));
                case IN -> w.with(1, extent * w.extent(1));
            };
            int groups = this == GROUPS ? extent * one.groups() : one.groups();
            return new Convolution(image, kernel, one.stride(), one.low(), one.high(), one.dilation(), groups);
        }

        /** A variable of an example with its groups along an axis of their own. */
        private static Shape grouped(Convolution one, Op.Role role) {
            Shape shape = one.shape(role);
            int axis = role == Op.Role.KERNEL ? 0 : 1;
            return shape.with(axis, shape.extent(axis) / one.groups()).insert(axis, one.groups());
        }

        /** The place of the axis of examples among the axes of a grouped variable. */
        private int place(Op.Role role) {
            return switch (this) {
                case BATCH -> 0;
                case GROUPS -> role == Op.Role.KERNEL ? 0 : 1;
                case OUT -> role == Op.Role.KERNEL ? 1 : 2;
                case IN -> 2;
            };
        }

        Tensor merge(Tensor many, Convolution one, Op.Role role, Convolution all) {
            Tensor apart = Primitives.reshape(
                    many, grouped(one, role).insert(0, many.shape().extent(0)));
            return Primitives.reshape(move(apart, 0, place(role)), all.shape(role));
        }

        Tensor split(Tensor merged, Convolution one, Op.Role role, int extent) {
            Tensor apart = Primitives.reshape(merged, grouped(one, role).insert(place(role), extent));
            return Primitives.reshape(
                    move(apart, place(role), 0), one.shape(role).insert(0, extent));
        }
    }

    // ------------------------------------------------------------------ Java code

    private Indices batchedAmong(int[] in) {
        return Indices.of(
                IntStream.range(0, in.length).filter(k -> isBatched[in[k]]).toArray());
    }

    /** Java code called once for each example. */
    private record Each(ArrayFunction f, Shape shape, DType dtype, Indices batched, int extent)
            implements ArrayFunction {
        @Override
        public Storage apply(List<Storage> inputs, List<Shape> shapes) {
            List<Storage> arguments = new ArrayList<>(inputs);
            List<Shape> of = new ArrayList<>(shapes);
            for (int i = 0; i < batched.length(); i++) {
                of.set(batched.get(i), shapes.get(batched.get(i)).without(0));
            }
            Storage values = Storage.allocate(dtype, extent * shape.size());
            for (int e = 0; e < extent; e++) {
                for (int i = 0; i < batched.length(); i++) {
                    int k = batched.get(i);
                    int size = of.get(k).size();
                    arguments.set(k, part(inputs.get(k), e * size, (e + 1) * size));
                }
                Storage value = f.apply(List.copyOf(arguments), List.copyOf(of));
                if (value.size() != shape.size() || value.dtype() != dtype) {
                    throw new IllegalArgumentException("Java code was to give " + dtype + shape + ", that is "
                            + shape.size() + " elements, but gave " + value.size() + " of " + value.dtype()
                            + ". State the shape and the type that it gives.");
                }
                for (int j = 0; j < shape.size(); j++) {
                    values.copy(e * shape.size() + j, value, j);
                }
            }
            return values;
        }

        private static Storage part(Storage s, int from, int to) {
            return switch (s) {
                case Storage.Doubles(double[] a) -> new Storage.Doubles(Arrays.copyOfRange(a, from, to));
                case Storage.Floats(float[] a) -> new Storage.Floats(Arrays.copyOfRange(a, from, to));
                case Storage.Longs(long[] a) -> new Storage.Longs(Arrays.copyOfRange(a, from, to));
                case Storage.Ints(int[] a) -> new Storage.Ints(Arrays.copyOfRange(a, from, to));
                case Storage.Booleans(boolean[] a) -> new Storage.Booleans(Arrays.copyOfRange(a, from, to));
            };
        }
    }

    // ------------------------------------------------------------------ derivatives given by hand

    /** The rule of one example for all. What it holds of this graph's examples is batched as the graph was. */
    private Rule pushed(Rule rule, int[] in) {
        boolean[] isMany = new boolean[in.length - 1];
        for (int k = 0; k < isMany.length; k++) {
            isMany[k] = isBatched[in[k + 1]];
        }
        return switch (rule) {
            case Rule.Forward forward -> forward(forward, isMany, leaves, batched, extent);
            case Rule.Reverse reverse -> reverse(reverse, isMany, leaves, batched, extent);
        };
    }

    private static Rule.Forward forward(
            Rule.Forward rule, boolean[] isMany, List<Tensor> leaves, List<Tensor> batched, int extent) {
        return (x, y, xDots) -> {
            List<Mapped> arguments = arguments(x, y, isMany);
            for (int k = 0; k < isMany.length; k++) {
                Tensor xDot = xDots.get(k);
                if (xDot != null) {
                    arguments.add(new Mapped(xDot, isMany[k]));
                }
            }
            Function<List<Tensor>, List<Tensor>> jvp = one -> {
                List<@Nullable Tensor> tangents = new ArrayList<>(isMany.length);
                int next = isMany.length + 1;
                for (@Nullable Tensor xDot : xDots) {
                    tangents.add(xDot == null ? null : one.get(next++));
                }
                return List.of(rule.jvp(one.subList(0, isMany.length), one.get(isMany.length), tangents));
            };
            return all(map(jvp, arguments, leaves, batched, extent).getFirst(), extent);
        };
    }

    private static Rule.Reverse reverse(
            Rule.Reverse rule, boolean[] isMany, List<Tensor> leaves, List<Tensor> batched, int extent) {
        return (x, y, yBar) -> {
            List<Mapped> arguments = arguments(x, y, isMany);
            arguments.add(new Mapped(yBar, true));
            boolean[] isZero = new boolean[isMany.length];
            Function<List<Tensor>, List<Tensor>> vjp = one -> {
                List<@Nullable Tensor> xBars =
                        rule.vjp(one.subList(0, isMany.length), one.get(isMany.length), one.getLast());
                List<Tensor> present = new ArrayList<>(isMany.length);
                for (int k = 0; k < isMany.length; k++) {
                    Tensor xBar = xBars.get(k);
                    isZero[k] = xBar == null;
                    if (xBar != null) {
                        present.add(xBar);
                    }
                }
                return present;
            };
            List<Mapped> present = map(vjp, arguments, leaves, batched, extent);
            List<@Nullable Tensor> xBars = new ArrayList<>(isMany.length);
            int next = 0;
            for (int k = 0; k < isMany.length; k++) {
                if (isZero[k]) {
                    xBars.add(null);
                    continue;
                }
                Tensor xBar = all(present.get(next++), extent);
                xBars.add(isMany[k] ? xBar : sumOfExamples(xBar));
            }
            return xBars;
        };
    }

    private static List<Mapped> arguments(List<Tensor> x, Tensor y, boolean[] isMany) {
        List<Mapped> arguments = new ArrayList<>(2 * isMany.length + 1);
        for (int k = 0; k < isMany.length; k++) {
            arguments.add(new Mapped(x.get(k), isMany[k]));
        }
        arguments.add(new Mapped(y, true));
        return arguments;
    }

    /** The cotangent of what serves all examples: the transpose of repeating it. */
    private static Tensor sumOfExamples(Tensor xBar) {
        return Primitives.reshape(
                Primitives.reduce(Op.Reduction.SUM, xBar, Indices.of(0)),
                xBar.shape().without(0));
    }
}
