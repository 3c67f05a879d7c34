package org.wengert.transform;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.Convolution;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/** The transpose Lᵀ of every linear op, which takes a cotangent of its value to one of its input; and of the mask of a cotangent. */
final class Transpose {
    private Transpose() {}

    /**
     * Returns Lᵀ(yBar).
     *
     * @param op an op that is linear in one of its inputs
     * @param x its inputs
     * @param slot the input that it is linear in
     * @param y the cotangent of its value
     */
    static Cotangent of(Op op, Tensor[] x, int slot, Cotangent y) {
        Tensor yBar = y.value();
        Tensor mask = y.mask();
        Shape shape = x[slot].shape();
        return switch (op) {
            case Op.Where _ -> chosen(x[0], slot == 1, y);
            case Op.Cast _ -> new Cotangent(Primitives.cast(yBar, x[0].dtype()), mask);
            case Op.Reshape _ -> both(y, t -> Primitives.reshape(t, shape));
            case Op.Permute(Indices axes) -> both(y, t -> Primitives.permute(t, Calculus.inverse(axes)));
            case Op.Expand(Shape expanded) -> {
                Indices axes = repeated(shape, expanded);
                yield new Cotangent(
                        Primitives.reduce(Op.Reduction.SUM, yBar, axes),
                        mask == null ? null : Primitives.reduce(Op.Reduction.ANY, mask, axes));
            }
            case Op.Slice(Indices start, Indices step, Shape _) ->
                new Cotangent(spread(yBar, start, step, shape), spread(y.maskOrTrue(), start, step, shape));
            case Op.Pad(Indices low, Indices _, Indices interior, double _) ->
                both(y, t -> Primitives.slice(t, low, interior.plus(1), shape));
            case Op.Flip(Indices axes) -> both(y, t -> Primitives.flip(t, axes));
            case Op.Concat(int axis) -> {
                int from = 0;
                for (int i = 0; i < slot; i++) {
                    from += x[i].shape().extent(axis);
                }
                int first = from;
                yield both(y, t -> Primitives.slice(t, axis, first, first + shape.extent(axis)));
            }
            case Op.Window(int axis, int size, int step, int dilation) -> {
                int n = shape.extent(axis);
                int count = yBar.shape().extent(axis);
                boolean coversAll = dilation == 1 && step <= size && (count - 1) * step + size == n;
                yield new Cotangent(
                        Primitives.fold(yBar, axis, n, step, dilation),
                        coversAll && mask == null
                                ? null
                                : counted(y.maskOrTrue(), t -> Primitives.fold(t, axis, n, step, dilation)));
            }
            case Op.Fold(int axis, int _, int step, int dilation) ->
                both(y, t -> Primitives.window(t, axis, shape.extent(-1), step, dilation));
            case Op.Gather(int batch) -> {
                int length = shape.extent(batch);
                UnaryOperator<Tensor> scatter = t -> Primitives.scatter(t, x[1], batch, length, Op.Combine.ADD);
                yield new Cotangent(scatter.apply(yBar), counted(y.maskOrTrue(), scatter));
            }
            case Op.Scatter(int batch, int _, Op.Combine _) -> both(y, t -> Primitives.gather(t, x[1], batch));
            case Op.Reduce _ -> both(y, t -> Primitives.expand(t, shape));
            case Op.Recurrence(int axis, boolean reverse) -> {
                Tensor next = Primitives.isFill(x[0]) ? x[0] : Calculus.previous(x[0], axis, !reverse);
                yield new Cotangent(
                        Primitives.recurrence(next, yBar, axis, !reverse),
                        mask == null
                                ? null
                                : counted(
                                        mask,
                                        t -> Primitives.recurrence(Primitives.fillLike(1, t), t, axis, !reverse)));
            }
            case Op.MatMul _ -> product(x, slot, y);
            case Op.Conv(Convolution geometry, Op.Role role) ->
                new Cotangent(convolution(geometry, role, x, slot, yBar), null);
            case Op.Data _,
                    Op.Placeholder _,
                    Op.Fill _,
                    Op.Iota _,
                    Op.RandomBits _,
                    Op.Variable _,
                    Op.StopGradient _,
                    Op.Barrier _,
                    Op.Ruled _,
                    Op.Call _,
                    Op.Map1 _,
                    Op.Map2 _,
                    Op.Map3 _,
                    Op.Bits _,
                    Op.Compare _,
                    Op.ArgReduce _,
                    Op.CumulativeArg _,
                    Op.ArgSort _ -> throw new AssertionError("not linear: " + op);
        };
    }

    private static Cotangent both(Cotangent y, UnaryOperator<Tensor> f) {
        Tensor mask = y.mask();
        return new Cotangent(f.apply(y.value()), mask == null ? null : f.apply(mask));
    }

    /** What reaches one side of a choice; the other elements are structural zeros. */
    private static Cotangent chosen(Tensor condition, boolean isFirst, Cotangent y) {
        Tensor zero = Primitives.fillLike(0, y.value());
        Tensor value =
                isFirst ? Primitives.where(condition, y.value(), zero) : Primitives.where(condition, zero, y.value());
        Tensor here =
                isFirst ? condition : Primitives.bits(Op.Bitwise.XOR, condition, Primitives.fillLike(1, condition));
        Tensor mask = y.mask();
        return new Cotangent(value, mask == null ? here : Primitives.bits(Op.Bitwise.AND, mask, here));
    }

    /** The places a + b·i of each axis, zeros elsewhere. */
    static Tensor spread(Tensor t, Indices start, Indices step, Shape shape) {
        int rank = shape.rank();
        int[] low = new int[rank];
        int[] high = new int[rank];
        int[] interior = new int[rank];
        for (int i = 0; i < rank; i++) {
            int n = t.shape().extent(i);
            if (n == 0) {
                return Primitives.fill(0, shape, t.dtype());
            }
            low[i] = start.get(i);
            interior[i] = n == 1 ? 0 : step.get(i) - 1;
            high[i] = shape.extent(i) - 1 - start.get(i) - (n - 1) * step.get(i);
        }
        return Primitives.pad(t, Indices.of(low), Indices.of(high), Indices.of(interior), 0);
    }

    /** The mask of a sum of places: true where at least one of them is. */
    private static Tensor counted(Tensor mask, UnaryOperator<Tensor> sum) {
        Tensor count = sum.apply(Primitives.cast(mask, DType.INT32));
        return Primitives.compare(Op.Comparison.GT, count, Primitives.fillLike(0, count));
    }

    /** Of Z = XY: XBar = ZBar·Yᵀ and YBar = Xᵀ·ZBar. */
    private static Cotangent product(Tensor[] x, int slot, Cotangent y) {
        int rank = y.value().shape().rank();
        Tensor bar =
                slot == 0 ? Primitives.matmul(y.value(), swapLast(x[1])) : Primitives.matmul(swapLast(x[0]), y.value());
        Tensor mask = y.mask();
        if (mask == null) {
            return new Cotangent(bar, null);
        }
        // A row of X has a part in a row of Z only, a column of Y in a column only.
        Tensor any = Primitives.reduce(Op.Reduction.ANY, mask, Indices.of(slot == 0 ? rank - 1 : rank - 2));
        return new Cotangent(bar, Primitives.expand(any, bar.shape()));
    }

    static Tensor swapLast(Tensor x) {
        int rank = x.shape().rank();
        int[] axes = Indices.range(rank).toArray();
        axes[rank - 1] = rank - 2;
        axes[rank - 2] = rank - 1;
        return Primitives.permute(x, Indices.of(axes));
    }

    /** ⟨conv(x, w), y⟩ is linear in each of its variables: what is missing is the partial derivative by it, at the other two. */
    private static Tensor convolution(Convolution g, Op.Role role, Tensor[] in, int slot, Tensor bar) {
        return switch (role) {
            case OUTPUT ->
                slot == 0
                        ? Primitives.conv(g, Op.Role.IMAGE, in[1], bar)
                        : Primitives.conv(g, Op.Role.KERNEL, in[0], bar);
            case IMAGE ->
                slot == 0
                        ? Primitives.conv(g, Op.Role.KERNEL, bar, in[1])
                        : Primitives.conv(g, Op.Role.OUTPUT, bar, in[0]);
            case KERNEL ->
                slot == 0
                        ? Primitives.conv(g, Op.Role.IMAGE, bar, in[1])
                        : Primitives.conv(g, Op.Role.OUTPUT, in[0], bar);
        };
    }

    private static Indices repeated(Shape from, Shape to) {
        return Indices.of(IntStream.range(0, to.rank())
                .filter(i -> from.extent(i) != to.extent(i))
                .toArray());
    }

    /**
     * Returns the stretch of an axis that a slice takes, if it takes all of the others: {axis, from, to}; null otherwise.
     *
     * @param op an op
     * @param shape the shape of its input
     */
    static int @Nullable [] stretch(Op op, Shape shape) {
        if (!(op instanceof Op.Slice(Indices start, Indices step, Shape part))) {
            return null;
        }
        int axis = -1;
        for (int i = 0; i < shape.rank(); i++) {
            if (part.extent(i) != shape.extent(i)) {
                if (axis >= 0 || step.get(i) != 1 && part.extent(i) > 1) {
                    return null;
                }
                axis = i;
            }
        }
        return axis < 0 ? null : new int[] {axis, start.get(axis), start.get(axis) + part.extent(axis)};
    }

    /** Returns stretches that fill an axis without gap or overlap, one after the other. */
    static Cotangent joined(int axis, List<Cotangent> parts) {
        boolean isMasked = parts.stream().anyMatch(p -> p.mask() != null);
        return new Cotangent(
                Primitives.concat(axis, parts.stream().map(Cotangent::value).toList()),
                isMasked
                        ? Primitives.concat(
                                axis, parts.stream().map(Cotangent::maskOrTrue).toList())
                        : null);
    }
}
