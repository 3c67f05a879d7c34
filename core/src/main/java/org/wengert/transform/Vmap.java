package org.wengert.transform;

import java.util.ArrayList;
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
    static List<Mapped> map(
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
                Primitives.ruled(batched(rule, in), all(in[0]), images(in).subList(1, in.length));
            case Op.Call(ArrayFunction f, Shape shape, DType dtype) -> {
                EachExample each = new EachExample(f, shape, dtype, batchedAmong(in), extent);
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

    /** A value for every example, repeated if one serves all. */
    static Tensor all(Mapped x, int extent) {
        if (x.isBatched) {
            return x.value;
        }
        Shape shape = x.value.shape();
        return Primitives.expand(Primitives.reshape(x.value, shape.insert(0, 1)), shape.insert(0, extent));
    }

    /** A tensor with one axis at another place. */
    static Tensor move(Tensor x, int from, int to) {
        int[] axes = new int[x.rank()];
        int other = 0;
        for (int i = 0; i < axes.length; i++) {
            if (i == to) {
                axes[i] = from;
                continue;
            }
            other += other == from ? 1 : 0;
            axes[i] = other++;
        }
        return Primitives.permute(x, Indices.of(axes));
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

    private Tensor conv(Convolution one, Op.Role role, int first, int second) {
        Op.Role a = role == Op.Role.IMAGE ? Op.Role.KERNEL : Op.Role.IMAGE;
        Op.Role b = role == Op.Role.OUTPUT ? Op.Role.KERNEL : Op.Role.OUTPUT;
        boolean isAll = isBatched[first] && isBatched[second];
        Along along = isAll ? Along.GROUPS : Along.whatLacks(isBatched[first] ? b : a);
        if (extent == 0 && along == Along.GROUPS) { // there are no convolutions in 0 groups
            return Primitives.fill(0, one.shape(role).insert(0, 0), of(first).dtype());
        }
        Convolution all = along.geometry(one, extent);
        Tensor x = isBatched[first] ? along.merge(of(first), one, a, all) : of(first);
        Tensor y = isBatched[second] ? along.merge(of(second), one, b, all) : of(second);
        return along.split(Primitives.conv(all, role, x, y), one, role, extent);
    }

    // ------------------------------------------------------------------ Java code and derivatives given by hand

    private Indices batchedAmong(int[] in) {
        return Indices.of(
                IntStream.range(0, in.length).filter(k -> isBatched[in[k]]).toArray());
    }

    private Rule batched(Rule rule, int[] in) {
        boolean[] isMany = new boolean[in.length - 1];
        for (int k = 0; k < isMany.length; k++) {
            isMany[k] = isBatched[in[k + 1]];
        }
        return new BatchedRule(isMany, leaves, batched, extent).of(rule);
    }
}
