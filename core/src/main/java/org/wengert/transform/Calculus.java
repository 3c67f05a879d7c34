package org.wengert.transform;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;
import org.wengert.rule.Derivatives;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/**
 * The derivative of every op with respect to each of its inputs, as xDot ↦ L(w ⊙ xDot): a weight, then a linear op. Forward mode applies
 * it, reverse mode applies w ⊙ Lᵀ(yBar), so neither has facts of its own.
 *
 * <ul>
 *   <li>elementwise ops: w = ∂y/∂x from the calculus table, L the identity;
 *   <li>linear and bilinear ops: L the op itself, with its other inputs as they are;
 *   <li>extrema: w the share of each element in the extremum, equal among those that tie; L the sum or the scattered sum;
 *   <li>products: w the product of all others, without dividing, so that zeros do no harm; L the sum;
 *   <li>recurrences rᵢ = aᵢ·rᵢ₋₁ + bᵢ: by b linear; by a with w = rᵢ₋₁, then the same recurrence.
 * </ul>
 *
 * <p>{@link Op.Ruled} has the rule of its user instead, and {@link Op.Call} has no derivative.
 */
final class Calculus {
    private Calculus() {}

    /**
     * The map xDot ↦ L(w ⊙ xDot).
     *
     * @param weight w, of the input's shape and type; null for 1
     * @param linear L; null for the identity
     * @param inputs the inputs of L, of which that in the slot is what L is linear in
     * @param slot which
     */
    record Derivative(@Nullable Tensor weight, @Nullable Op linear, Tensor[] inputs, int slot) {}

    private static final Tensor[] NONE = {};
    private static final Derivative IDENTITY = new Derivative(null, null, NONE, 0);

    /**
     * Returns the derivative of a node with respect to an input, null if it is the structural zero.
     *
     * @param y the node, of real numbers
     * @param x its inputs
     * @param k which input, of real numbers
     * @param isActive which inputs vary: of a tie the extremum takes shares only for those that do
     */
    static @Nullable Derivative of(Tensor y, Tensor[] x, int k, boolean[] isActive) {
        Op op = y.op();
        return switch (op) {
            case Op.Map1(Unary f) -> elementwise(Derivatives.of(f, x[0], y, algebra(y, x, isActive)), y, x, isActive);
            case Op.Map2(Binary f) when f == Binary.ADD || f == Binary.SUB && k == 0 -> IDENTITY;
            case Op.Map2(Binary f) when f == Binary.MUL -> new Derivative(x[1 - k], null, NONE, 0);
            case Op.Map2(Binary f) ->
                elementwise(Derivatives.of(f, k, x[0], x[1], y, algebra(y, x, isActive)), y, x, isActive);
            case Op.Map3(Ternary f) ->
                elementwise(Derivatives.of(f, k, x[0], x[1], x[2], y, algebra(y, x, isActive)), y, x, isActive);
            case Op.Variable _ -> IDENTITY;
            case Op.Barrier _ -> k == 0 ? IDENTITY : null;
            case Op.Pad(Indices low, Indices high, Indices interior, double _) ->
                new Derivative(null, new Op.Pad(low, high, interior, 0), x, k);
            case Op.Where _,
                    Op.Cast _,
                    Op.Reshape _,
                    Op.Permute _,
                    Op.Expand _,
                    Op.Slice _,
                    Op.Flip _,
                    Op.Concat _,
                    Op.Window _,
                    Op.Fold _,
                    Op.Gather _,
                    Op.MatMul _,
                    Op.Conv _ -> new Derivative(null, op, x, k);
            case Op.Scatter(int batch, int length, Op.Combine combine) ->
                combine == Op.Combine.ADD
                        ? new Derivative(null, op, x, 0)
                        : new Derivative(
                                shareOfScattered(x[0], x[1], y, batch, length),
                                new Op.Scatter(batch, length, Op.Combine.ADD),
                                x,
                                0);
            case Op.Reduce(Op.Reduction f, Indices axes) ->
                switch (f) {
                    case SUM -> new Derivative(null, op, x, 0);
                    case PROD -> new Derivative(productOfOthers(x[0], axes), sum(axes), x, 0);
                    case MAX, MIN -> new Derivative(shareOfExtremum(x[0], y, axes), sum(axes), x, 0);
                    case ANY, ALL -> throw new AssertionError("truth values have no derivative");
                };
            case Op.Recurrence(int axis, boolean reverse) ->
                k == 1 ? new Derivative(null, op, x, 1) : new Derivative(previous(y, axis, reverse), op, x, 1);
            case Op.StopGradient _ -> null;
            case Op.Call _ ->
                throw new UnsupportedOperationException(
                        "A tensor " + y.dtype() + y.shape()
                                + " is computed by Java code over arrays, whose derivative nobody"
                                + " has given. Give it with Tensors.customRule(f, rule), or compute it with tensor operations.");
            case Op.Ruled _ -> throw new AssertionError("has a rule of its own");
            case Op.Data _, Op.Placeholder _, Op.Fill _, Op.Iota _, Op.RandomBits _ ->
                throw new AssertionError("has no real inputs: " + op);
            case Op.Bits _, Op.Compare _, Op.ArgReduce _, Op.CumulativeArg _, Op.ArgSort _ ->
                throw new AssertionError("has no real value: " + op);
        };
    }

    private static TensorAlgebra algebra(Tensor y, Tensor[] x, boolean[] isActive) {
        return new TensorAlgebra(y, x, isActive);
    }

    private static @Nullable Derivative elementwise(Tensor partial, Tensor y, Tensor[] x, boolean[] isActive) {
        if (algebra(y, x, isActive).isZero(partial)) {
            return null;
        }
        return Primitives.knownValue(partial) == 1 ? IDENTITY : new Derivative(partial, null, NONE, 0);
    }

    private static Op sum(Indices axes) {
        return new Op.Reduce(Op.Reduction.SUM, axes);
    }

    // ------------------------------------------------------------------ lemmas

    /** [x = y] / (the number of elements with x = y); NaN where y is. */
    private static Tensor shareOfExtremum(Tensor x, Tensor y, Indices axes) {
        Tensor is =
                Primitives.cast(Primitives.compare(Op.Comparison.EQ, x, Primitives.expand(y, x.shape())), x.dtype());
        Tensor count = Primitives.expand(Primitives.reduce(Op.Reduction.SUM, is, axes), x.shape());
        return Primitives.map(Binary.DIV, is, count);
    }

    /** Of updates that tie for a place, an equal share each. */
    private static Tensor shareOfScattered(Tensor updates, Tensor indices, Tensor y, int batch, int length) {
        Tensor is = Primitives.cast(
                Primitives.compare(Op.Comparison.EQ, updates, Primitives.gather(y, indices, batch)), updates.dtype());
        Tensor count =
                Primitives.gather(Primitives.scatter(is, indices, batch, length, Op.Combine.ADD), indices, batch);
        return Primitives.map(Binary.DIV, is, count);
    }

    /** ∏_{j≠i} xⱼ as the product of all before i times that of all after it. */
    private static Tensor productOfOthers(Tensor x, Indices axes) {
        Shape shape = x.shape();
        int rank = shape.rank();
        int kept = rank - axes.length();
        int[] order = new int[rank];
        int n = 0;
        for (int i = 0; i < rank; i++) {
            if (!axes.contains(i)) {
                order[n++] = i;
            }
        }
        for (int i = 0; i < axes.length(); i++) {
            order[kept + i] = axes.get(i);
        }
        Tensor permuted = Primitives.permute(x, Indices.of(order));
        int length = permuted.shape().part(kept, rank).size();
        Tensor line =
                Primitives.reshape(permuted, permuted.shape().part(0, kept).insert(kept, length));
        Tensor others = Primitives.map(Binary.MUL, productBefore(line, kept, false), productBefore(line, kept, true));
        return Primitives.permute(Primitives.reshape(others, permuted.shape()), inverse(Indices.of(order)));
    }

    private static Tensor productBefore(Tensor x, int axis, boolean reverse) {
        int n = x.shape().extent(axis);
        Tensor one = Primitives.fill(1, x.shape().with(axis, 1), x.dtype());
        if (n == 1) {
            return one;
        }
        // The product up to i as a recurrence that begins with the first element.
        Tensor first = reverse ? Primitives.slice(x, axis, n - 1, n) : Primitives.slice(x, axis, 0, 1);
        Tensor start = Primitives.pad(first, axis, reverse ? n - 1 : 0, reverse ? 0 : n - 1);
        Tensor products = Primitives.recurrence(x, start, axis, reverse);
        return reverse
                ? Primitives.concat(axis, List.of(Primitives.slice(products, axis, 1, n), one))
                : Primitives.concat(axis, List.of(one, Primitives.slice(products, axis, 0, n - 1)));
    }

    /** rᵢ₋₁, 0 for the first. */
    static Tensor previous(Tensor r, int axis, boolean reverse) {
        int n = r.shape().extent(axis);
        if (n == 0) {
            return r;
        }
        return reverse
                ? Primitives.pad(Primitives.slice(r, axis, 1, n), axis, 0, 1)
                : Primitives.pad(Primitives.slice(r, axis, 0, n - 1), axis, 1, 0);
    }

    static Indices inverse(Indices axes) {
        int[] inverse = new int[axes.length()];
        for (int i = 0; i < inverse.length; i++) {
            inverse[axes.get(i)] = i;
        }
        return Indices.of(inverse);
    }

    static Tensor[] with(Tensor[] inputs, int slot, Tensor t) {
        Tensor[] changed = Arrays.copyOf(inputs, inputs.length);
        changed[slot] = t;
        return changed;
    }
}
