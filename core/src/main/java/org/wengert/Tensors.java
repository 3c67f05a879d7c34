package org.wengert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Tensor;

/**
 * The operators on functions of tensors, to be imported statically. Each takes a function and returns a function, so they nest in any order
 * and to any depth.
 *
 * <pre>{@code
 * import static org.wengert.Tensors.*;
 *
 * grad(x -> x.square().sum()).apply(x)                         // 2x
 * vmap(grad(x -> x.square().sum())).apply(rows)                // a gradient for each row
 * hessian(x -> x.square().sum()).apply(x)                      // 2I
 * valueAndGrad((Model m) -> loss(m, batch)).apply(model)       // a gradient that is a Model
 * compile(x -> x.sin().mul(x)).apply(x)                        // traced once for each shape
 * }</pre>
 *
 * <p><b>Trees.</b> Arguments and values are trees of tensors: a tensor; a record, list, map, array or {@code Optional} of trees. Whatever else stands
 * in a tree (numbers, strings, enums, functions, null) is a constant of it, carried over unchanged, and so is what only holds such things. A
 * derivative by a tree is a tree of the same structure. Whole numbers and truth values do not vary: where a derivative by them would stand, there
 * is the tensor itself. A tensor that stands twice in a tree is two variables. An ordinary object with tensors in it is refused; make it a record.
 * Records of a module need {@code opens} for their package, unless they are public.
 *
 * <p><b>Lambdas.</b> Where the parameters of a lambda have no types, they are tensors: {@code grad(x -> …)}. For another tree give the type:
 * {@code grad((Model m) -> …)}, or a reference to a method that is not overloaded.
 *
 * <p><b>When things are computed.</b> A function is called with tensors to record what it does with them; values it asks for are computed at once. The
 * results of the operators of differentiation are computed together before they are returned, except inside a function that is itself
 * differentiated or traced. A number taken out of a tensor is a constant: it may decide which way the function goes, but what is computed from it
 * outside of tensors has no part in a derivative. Everything here is thread-safe.
 *
 * <p><b>Errors.</b> {@link IllegalArgumentException} says what was passed that cannot be, and where in the tree; a derivative that cannot be had is
 * refused with an {@link UnsupportedOperationException}.
 */
@SuppressWarnings("overloads") // the overloads for tensors take a subtype and so are the more specific ones
public final class Tensors {
    /** In place of an axis: all examples share the argument. */
    public static final int UNMAPPED = Integer.MIN_VALUE;

    private Tensors() {}

    // ------------------------------------------------------------------ what operators return

    /**
     * Two trees, which are one tree.
     *
     * @param first the first
     * @param second the second
     * @param <A> type of the first
     * @param <B> type of the second
     */
    public record Pair<A, B>(A first, B second) {}

    /**
     * Three trees, which are one tree.
     *
     * @param first the first
     * @param second the second
     * @param third the third
     * @param <A> type of the first
     * @param <B> type of the second
     * @param <C> type of the third
     */
    public record Triple<A, B, C>(A first, B second, C third) {}

    /**
     * A value and a gradient, from one evaluation.
     *
     * @param value f(x)
     * @param gradient ∇f(x), a tree like x
     * @param <A> type of the argument
     */
    public record ValueAndGrad<A>(Tensor value, A gradient) {}

    /**
     * What a function returns of which one number is differentiated and the rest is handed on.
     *
     * @param value the number
     * @param aux the rest, a tree
     * @param <X> type of the rest
     */
    public record WithAux<X>(Tensor value, X aux) {}

    /**
     * A value, what else the function has returned, and a gradient, from one evaluation.
     *
     * @param value f(x)
     * @param aux the rest
     * @param gradient ∇f(x), a tree like x
     * @param <A> type of the argument
     * @param <X> type of the rest
     */
    public record ValueAuxAndGrad<A, X>(Tensor value, X aux, A gradient) {}

    /**
     * A value and a tangent, from one evaluation.
     *
     * @param value f(x)
     * @param tangent J·xDot, a tree like the value
     * @param <B> type of the value
     */
    public record ValueAndTangent<B>(B value, B tangent) {}

    // ------------------------------------------------------------------ gradients

    /**
     * Returns ∇f by reverse mode, at a small multiple of the cost of f however many elements x has.
     *
     * @param f a function whose value is one real number
     * @return x ↦ ∇f(x), of x's shape and type
     */
    public static TensorField grad(TensorField f) {
        return x -> gradient("grad", f, x);
    }

    /**
     * Returns ∇f by reverse mode.
     *
     * @param f a function whose value is one real number
     * @param <A> type of the argument
     * @return x ↦ ∇f(x), a tree like x
     */
    public static <A> UnaryOperator<A> grad(Function<A, Tensor> f) {
        return x -> gradient("grad", f, x);
    }

    /**
     * Returns the gradient by the first argument.
     *
     * @param f a function whose value is one real number
     * @return (x, y) ↦ ∂f/∂x
     */
    public static TensorField2 grad(TensorField2 f) {
        return (x, y) -> gradient("grad", t -> f.apply(t, y), x);
    }

    /**
     * Returns the gradient by the first argument.
     *
     * @param f a function whose value is one real number
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @return (a, b) ↦ ∂f/∂a, a tree like a
     */
    public static <A, B> BiFunction<A, B, A> grad(BiFunction<A, B, Tensor> f) {
        return (a, b) -> gradient("grad", t -> f.apply(t, b), a);
    }

    /**
     * Returns the gradient by the first argument.
     *
     * @param f a function whose value is one real number
     * @return (x, y, z) ↦ ∂f/∂x
     */
    public static TensorField3 grad(TensorField3 f) {
        return (x, y, z) -> gradient("grad", t -> f.apply(t, y, z), x);
    }

    /**
     * Returns the gradient by the first argument.
     *
     * @param f a function whose value is one real number
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @return (a, b, c) ↦ ∂f/∂a, a tree like a
     */
    public static <A, B, C> Function3<A, B, C, A> grad(Function3<A, B, C, Tensor> f) {
        return (a, b, c) -> gradient("grad", t -> f.apply(t, b, c), a);
    }

    private static <A> A gradient(String operator, Function<A, Tensor> f, A x) {
        return TensorDerivatives.gradient(operator, f, y -> y, x).gradient();
    }

    /**
     * Returns the gradients by both arguments, from one evaluation.
     *
     * @param f a function whose value is one real number
     * @return (x, y) ↦ (∂f/∂x, ∂f/∂y)
     */
    public static BiFunction<Tensor, Tensor, Pair<Tensor, Tensor>> gradAll(TensorField2 f) {
        return gradAll((BiFunction<Tensor, Tensor, Tensor>) f);
    }

    /**
     * Returns the gradients by both arguments, from one evaluation.
     *
     * @param f a function whose value is one real number
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @return (a, b) ↦ (∂f/∂a, ∂f/∂b)
     */
    public static <A, B> BiFunction<A, B, Pair<A, B>> gradAll(BiFunction<A, B, Tensor> f) {
        return (a, b) -> {
            requireReal("gradAll", a, b);
            return gradient("gradAll", p -> f.apply(p.first, p.second), new Pair<>(a, b));
        };
    }

    /**
     * Returns the gradients by all three arguments, from one evaluation.
     *
     * @param f a function whose value is one real number
     * @return (x, y, z) ↦ (∂f/∂x, ∂f/∂y, ∂f/∂z)
     */
    public static Function3<Tensor, Tensor, Tensor, Triple<Tensor, Tensor, Tensor>> gradAll(TensorField3 f) {
        return gradAll((Function3<Tensor, Tensor, Tensor, Tensor>) f);
    }

    /**
     * Returns the gradients by all three arguments, from one evaluation.
     *
     * @param f a function whose value is one real number
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @return (a, b, c) ↦ (∂f/∂a, ∂f/∂b, ∂f/∂c)
     */
    public static <A, B, C> Function3<A, B, C, Triple<A, B, C>> gradAll(Function3<A, B, C, Tensor> f) {
        return (a, b, c) -> {
            requireReal("gradAll", a, b, c);
            return gradient("gradAll", t -> f.apply(t.first, t.second, t.third), new Triple<>(a, b, c));
        };
    }

    private static void requireReal(String operator, Object... arguments) {
        for (Object x : arguments) {
            TensorDerivatives.requireReal(operator, TensorTree.of(x));
        }
    }

    /**
     * Returns x ↦ (f(x), ∇f(x)) from one evaluation.
     *
     * @param f a function whose value is one real number
     * @return value and gradient
     */
    public static Function<Tensor, ValueAndGrad<Tensor>> valueAndGrad(TensorField f) {
        return x -> valueAndGradient("valueAndGrad", f, x);
    }

    /**
     * Returns x ↦ (f(x), ∇f(x)) from one evaluation.
     *
     * @param f a function whose value is one real number
     * @param <A> type of the argument
     * @return value and gradient
     */
    public static <A> Function<A, ValueAndGrad<A>> valueAndGrad(Function<A, Tensor> f) {
        return x -> valueAndGradient("valueAndGrad", f, x);
    }

    /**
     * Returns the value and the gradient by the first argument, from one evaluation.
     *
     * @param f a function whose value is one real number
     * @return (x, y) ↦ (f(x, y), ∂f/∂x)
     */
    public static BiFunction<Tensor, Tensor, ValueAndGrad<Tensor>> valueAndGrad(TensorField2 f) {
        return (x, y) -> valueAndGradient("valueAndGrad", t -> f.apply(t, y), x);
    }

    /**
     * Returns the value and the gradient by the first argument, from one evaluation.
     *
     * @param f a function whose value is one real number
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @return (a, b) ↦ (f(a, b), ∂f/∂a)
     */
    public static <A, B> BiFunction<A, B, ValueAndGrad<A>> valueAndGrad(BiFunction<A, B, Tensor> f) {
        return (a, b) -> valueAndGradient("valueAndGrad", t -> f.apply(t, b), a);
    }

    /**
     * Returns the value and the gradient by the first argument, from one evaluation.
     *
     * @param f a function whose value is one real number
     * @return (x, y, z) ↦ (f(x, y, z), ∂f/∂x)
     */
    public static Function3<Tensor, Tensor, Tensor, ValueAndGrad<Tensor>> valueAndGrad(TensorField3 f) {
        return (x, y, z) -> valueAndGradient("valueAndGrad", t -> f.apply(t, y, z), x);
    }

    /**
     * Returns the value and the gradient by the first argument, from one evaluation.
     *
     * @param f a function whose value is one real number
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @return (a, b, c) ↦ (f(a, b, c), ∂f/∂a)
     */
    public static <A, B, C> Function3<A, B, C, ValueAndGrad<A>> valueAndGrad(Function3<A, B, C, Tensor> f) {
        return (a, b, c) -> valueAndGradient("valueAndGrad", t -> f.apply(t, b, c), a);
    }

    private static <A> ValueAndGrad<A> valueAndGradient(String operator, Function<A, Tensor> f, A x) {
        TensorDerivatives.Gradient<A, Tensor> g = TensorDerivatives.gradient(operator, f, y -> y, x);
        return new ValueAndGrad<>(g.value(), g.gradient());
    }

    /**
     * Returns the value, what else the function returns, and the gradient, from one evaluation.
     *
     * @param f a function to one real number and a tree that is handed on
     * @param <A> type of the argument
     * @param <X> type of the rest
     * @return x ↦ (f(x), aux, ∇f(x))
     */
    public static <A, X> Function<A, ValueAuxAndGrad<A, X>> valueAndGradWithAux(Function<A, WithAux<X>> f) {
        return x -> gradientWithAux(f, x);
    }

    /**
     * Returns the value, what else the function returns, and the gradient by the first argument, from one evaluation.
     *
     * @param f a function to one real number and a tree that is handed on
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <X> type of the rest
     * @return (a, b) ↦ (f(a, b), aux, ∂f/∂a)
     */
    public static <A, B, X> BiFunction<A, B, ValueAuxAndGrad<A, X>> valueAndGradWithAux(
            BiFunction<A, B, WithAux<X>> f) {
        return (a, b) -> gradientWithAux(t -> f.apply(t, b), a);
    }

    private static <A, X> ValueAuxAndGrad<A, X> gradientWithAux(Function<A, WithAux<X>> f, A x) {
        TensorDerivatives.Gradient<A, WithAux<X>> g =
                TensorDerivatives.gradient("valueAndGradWithAux", f, WithAux::value, x);
        return new ValueAuxAndGrad<>(g.value(), g.result().aux(), g.gradient());
    }

    // ------------------------------------------------------------------ products with the Jacobian

    /**
     * Returns f(x) and J(x)·xDot by forward mode, at a small multiple of the cost of f.
     *
     * @param f the function
     * @param x the point
     * @param xDot the tangent, a tree like x of the same shapes and types
     * @param <A> type of the argument
     * @param <B> type of the value
     * @return value and tangent
     */
    public static <A, B> ValueAndTangent<B> jvp(Function<A, B> f, A x, A xDot) {
        return TensorDerivatives.jvp(f, x, xDot);
    }

    /**
     * Evaluates f at x and returns its value and its pullback there.
     *
     * @param f the function
     * @param x the point
     * @param <A> type of the argument
     * @param <B> type of the value
     * @return f(x) and yBar ↦ J(x)ᵀ·yBar
     */
    public static <A, B> TensorPullback<A, B> vjp(Function<A, B> f, A x) {
        return TensorDerivatives.vjp(f, x);
    }

    /**
     * Evaluates f at x and returns its value and its linear approximation there.
     *
     * @param f the function
     * @param x the point
     * @param <A> type of the argument
     * @param <B> type of the value
     * @return f(x) and xDot ↦ J(x)·xDot
     */
    public static <A, B> TensorLinearMap<A, B> linearize(Function<A, B> f, A x) {
        return TensorDerivatives.linearize(f, x);
    }

    // ------------------------------------------------------------------ Jacobians and Hessians

    /**
     * Returns the Jacobian by forward mode: one tangent for each element of x, all at once. For few arguments and many values.
     *
     * @param f the function
     * @return x ↦ J(x), {@code [y…, x…]}
     */
    public static TensorField jacfwd(TensorField f) {
        return x -> jacobian("jacfwd", f, x, Mode.FORWARD);
    }

    /**
     * Returns the Jacobian by forward mode: one tangent for each element of x, all at once. For few arguments and many values.
     *
     * @param f the function
     * @param <A> type of the argument
     * @return x ↦ J(x), a tree like x with {@code [y…, leaf…]} for each leaf
     */
    public static <A> UnaryOperator<A> jacfwd(Function<A, Tensor> f) {
        return x -> jacobian("jacfwd", f, x, Mode.FORWARD);
    }

    /**
     * Returns the Jacobian by reverse mode: one cotangent for each element of the value, all at once. For many arguments and few values.
     *
     * @param f the function
     * @return x ↦ J(x), {@code [y…, x…]}
     */
    public static TensorField jacrev(TensorField f) {
        return x -> jacobian("jacrev", f, x, Mode.REVERSE);
    }

    /**
     * Returns the Jacobian by reverse mode: one cotangent for each element of the value, all at once. For many arguments and few values.
     *
     * @param f the function
     * @param <A> type of the argument
     * @return x ↦ J(x), a tree like x with {@code [y…, leaf…]} for each leaf
     */
    public static <A> UnaryOperator<A> jacrev(Function<A, Tensor> f) {
        return x -> jacobian("jacrev", f, x, Mode.REVERSE);
    }

    private static <A> A jacobian(String operator, Function<A, Tensor> f, A x, Mode mode) {
        List<A> rows = TensorDerivatives.jacobians(operator, f, x, mode);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(operator
                    + " needs a function whose value is made of real numbers, but it is not.\n  Cast what it is computed"
                    + " from, for example with x.to(FLOAT64): whole numbers and truth values do not vary.");
        }
        return rows.getFirst();
    }

    /**
     * Returns the Hessian, forward over reverse.
     *
     * @param f a function whose value is one real number
     * @return x ↦ ∇²f(x), {@code [x…, x…]}
     */
    public static TensorField hessian(TensorField f) {
        return x -> TensorDerivatives.<Tensor, Tensor>jacobians(
                        "hessian", t -> gradient("hessian", f, t), x, Mode.FORWARD)
                .getFirst();
    }

    /**
     * Returns the Hessian, forward over reverse, in blocks.
     *
     * @param f a function whose value is one real number
     * @param <A> type of the argument
     * @return x ↦ for each real leaf of x, in order, a tree like x: with {@code [leaf…, other…]} for each other leaf
     */
    public static <A> Function<A, List<A>> hessian(Function<A, Tensor> f) {
        return x -> TensorDerivatives.<A, A>jacobians("hessian", t -> gradient("hessian", f, t), x, Mode.FORWARD);
    }

    /**
     * Returns the Hessian–vector product, forward over reverse, at a small multiple of the cost of f.
     *
     * @param f a function whose value is one real number
     * @return (x, v) ↦ ∇²f(x)·v
     */
    public static TensorField2 hvp(TensorField f) {
        return (x, v) -> jvp(grad(f), x, v).tangent;
    }

    /**
     * Returns the Hessian–vector product, forward over reverse, at a small multiple of the cost of f.
     *
     * @param f a function whose value is one real number
     * @param <A> type of the argument
     * @return (x, v) ↦ ∇²f(x)·v, a tree like x
     */
    public static <A> BiFunction<A, A, A> hvp(Function<A, Tensor> f) {
        return (x, v) -> jvp(grad(f), x, v).tangent;
    }

    // ------------------------------------------------------------------ many at once

    /**
     * Returns a function of one example as a function of many, which lie along axis 0 of every tensor of the argument and of the value.
     *
     * @param f the function of one example; it is called once, with tensors that have no elements yet
     * @return the function of many
     */
    public static TensorField vmap(TensorField f) {
        return vmap(f, 0, 0);
    }

    /**
     * Returns a function of one example as a function of many.
     *
     * @param f the function of one example
     * @param inAxis the axis of the argument along which the examples lie
     * @param outAxis the axis of the value along which to lay them
     * @return the function of many
     */
    public static TensorField vmap(TensorField f, int inAxis, int outAxis) {
        return x -> mapped1(f, x, inAxis, outAxis);
    }

    /**
     * Returns a function of one example as a function of many, which lie along axis 0 of every tensor of the argument and of the value.
     *
     * @param f the function of one example; it is called once, with tensors that have no elements yet
     * @param <A> type of the argument
     * @param <B> type of the value
     * @return the function of many
     */
    public static <A, B> Function<A, B> vmap(Function<A, B> f) {
        return vmap(f, 0, 0);
    }

    /**
     * Returns a function of one example as a function of many.
     *
     * @param f the function of one example
     * @param inAxis the axis of every tensor of the argument along which the examples lie
     * @param outAxis the axis of every tensor of the value along which to lay them
     * @param <A> type of the argument
     * @param <B> type of the value
     * @return the function of many
     */
    public static <A, B> Function<A, B> vmap(Function<A, B> f, int inAxis, int outAxis) {
        return a -> mapped1(f, a, inAxis, outAxis);
    }

    /**
     * Returns a function of one example as a function of many, which lie along axis 0 of both arguments and of the value.
     *
     * @param f the function of one example
     * @return the function of many
     */
    public static TensorField2 vmap(TensorField2 f) {
        return vmap(f, 0, 0, 0);
    }

    /**
     * Returns a function of one example as a function of many.
     *
     * @param f the function of one example
     * @param inAxis1 the axis of the first argument along which the examples lie, or {@link #UNMAPPED}
     * @param inAxis2 the axis of the second argument along which the examples lie, or {@link #UNMAPPED}
     * @param outAxis the axis of the value along which to lay them
     * @return the function of many
     */
    public static TensorField2 vmap(TensorField2 f, int inAxis1, int inAxis2, int outAxis) {
        return (x, y) -> mapped2(f, x, y, inAxis1, inAxis2, outAxis);
    }

    /**
     * Returns a function of one example as a function of many, which lie along axis 0 of every tensor of both arguments and of the value.
     *
     * @param f the function of one example
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the value
     * @return the function of many
     */
    public static <A, B, R> BiFunction<A, B, R> vmap(BiFunction<A, B, R> f) {
        return vmap(f, 0, 0, 0);
    }

    /**
     * Returns a function of one example as a function of many.
     *
     * @param f the function of one example
     * @param inAxis1 the axis of every tensor of the first argument along which the examples lie, or {@link #UNMAPPED}
     * @param inAxis2 the axis of every tensor of the second argument along which the examples lie, or {@link #UNMAPPED}
     * @param outAxis the axis of every tensor of the value along which to lay them
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the value
     * @return the function of many
     */
    public static <A, B, R> BiFunction<A, B, R> vmap(BiFunction<A, B, R> f, int inAxis1, int inAxis2, int outAxis) {
        return (a, b) -> mapped2(f, a, b, inAxis1, inAxis2, outAxis);
    }

    /**
     * Returns a function of one example as a function of many, which lie along axis 0 of the arguments and of the value.
     *
     * @param f the function of one example
     * @return the function of many
     */
    public static TensorField3 vmap(TensorField3 f) {
        return vmap(f, 0, 0, 0, 0);
    }

    /**
     * Returns a function of one example as a function of many.
     *
     * @param f the function of one example
     * @param inAxis1 the axis of the first argument along which the examples lie, or {@link #UNMAPPED}
     * @param inAxis2 the axis of the second argument along which the examples lie, or {@link #UNMAPPED}
     * @param inAxis3 the axis of the third argument along which the examples lie, or {@link #UNMAPPED}
     * @param outAxis the axis of the value along which to lay them
     * @return the function of many
     */
    public static TensorField3 vmap(TensorField3 f, int inAxis1, int inAxis2, int inAxis3, int outAxis) {
        return (x, y, z) -> mapped3(f, x, y, z, inAxis1, inAxis2, inAxis3, outAxis);
    }

    /**
     * Returns a function of one example as a function of many, which lie along axis 0 of every tensor of the arguments and of the value.
     *
     * @param f the function of one example
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the value
     * @return the function of many
     */
    public static <A, B, C, R> Function3<A, B, C, R> vmap(Function3<A, B, C, R> f) {
        return vmap(f, 0, 0, 0, 0);
    }

    /**
     * Returns a function of one example as a function of many.
     *
     * @param f the function of one example
     * @param inAxis1 the axis of every tensor of the first argument along which the examples lie, or {@link #UNMAPPED}
     * @param inAxis2 the axis of every tensor of the second argument along which the examples lie, or {@link #UNMAPPED}
     * @param inAxis3 the axis of every tensor of the third argument along which the examples lie, or {@link #UNMAPPED}
     * @param outAxis the axis of every tensor of the value along which to lay them
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the value
     * @return the function of many
     */
    public static <A, B, C, R> Function3<A, B, C, R> vmap(
            Function3<A, B, C, R> f, int inAxis1, int inAxis2, int inAxis3, int outAxis) {
        return (a, b, c) -> mapped3(f, a, b, c, inAxis1, inAxis2, inAxis3, outAxis);
    }

    private static <A, B> B mapped1(Function<A, B> f, A a, int inAxis, int outAxis) {
        return TensorDerivatives.vmap(f, a, Arrays.asList(a), new int[] {inAxis}, outAxis);
    }

    private static <A, B, R> R mapped2(BiFunction<A, B, R> f, A a, B b, int inAxis1, int inAxis2, int outAxis) {
        return TensorDerivatives.vmap(
                p -> f.apply(p.first, p.second),
                new Pair<>(a, b),
                Arrays.asList(a, b),
                new int[] {inAxis1, inAxis2},
                outAxis);
    }

    private static <A, B, C, R> R mapped3(
            Function3<A, B, C, R> f, A a, B b, C c, int inAxis1, int inAxis2, int inAxis3, int outAxis) {
        return TensorDerivatives.vmap(
                t -> f.apply(t.first, t.second, t.third),
                new Triple<>(a, b, c),
                Arrays.asList(a, b, c),
                new int[] {inAxis1, inAxis2, inAxis3},
                outAxis);
    }

    // ------------------------------------------------------------------ what is told about a derivative

    /**
     * Returns the same tensors, taken for constants by every derivative.
     *
     * @param tree a tree
     * @param <A> type of the tree
     * @return a tree of the same values
     */
    public static <A> A stopGradient(A tree) {
        return TensorDerivatives.stopGradient(tree);
    }

    /**
     * Returns the same function, whose inner values are not kept for a derivative in reverse mode but computed again there: less memory for
     * more time.
     *
     * @param f the function
     * @return the function
     */
    public static TensorField checkpoint(TensorField f) {
        return x -> TensorDerivatives.checkpoint(f, x);
    }

    /**
     * Returns the same function, whose inner values are not kept for a derivative in reverse mode but computed again there: less memory for
     * more time.
     *
     * @param f the function
     * @param <A> type of the argument
     * @param <B> type of the value
     * @return the function
     */
    public static <A, B> Function<A, B> checkpoint(Function<A, B> f) {
        return a -> TensorDerivatives.checkpoint(f, a);
    }

    /**
     * Returns the same function, whose inner values are not kept for a derivative in reverse mode but computed again there.
     *
     * @param f the function
     * @return the function
     */
    public static TensorField2 checkpoint(TensorField2 f) {
        return (x, y) -> TensorDerivatives.checkpoint(p -> f.apply(p.first, p.second), new Pair<>(x, y));
    }

    /**
     * Returns the same function, whose inner values are not kept for a derivative in reverse mode but computed again there.
     *
     * @param f the function
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the value
     * @return the function
     */
    public static <A, B, R> BiFunction<A, B, R> checkpoint(BiFunction<A, B, R> f) {
        return (a, b) -> TensorDerivatives.checkpoint(p -> f.apply(p.first, p.second), new Pair<>(a, b));
    }

    /**
     * Returns the same function with a derivative given by hand. The rule is given the argument as a list of one tensor.
     *
     * @param f the function; tensors that are differentiated come in by its argument only
     * @param rule its derivative in either mode, from which the other follows
     * @return the function
     */
    public static TensorField customRule(TensorField f, Rule rule) {
        return x -> TensorDerivatives.ruled(f, rule, x);
    }

    /**
     * Returns the same function with a derivative given by hand. The rule is given the {@linkplain #leaves leaves} of the argument.
     *
     * @param f the function; tensors that are differentiated come in by its argument only
     * @param rule its derivative in either mode, from which the other follows
     * @param <A> type of the argument
     * @return the function
     */
    public static <A> Function<A, Tensor> customRule(Function<A, Tensor> f, Rule rule) {
        return a -> TensorDerivatives.ruled(f, rule, a);
    }

    /**
     * Returns the same function with a derivative given by hand. The rule is given the arguments as a list of two tensors.
     *
     * @param f the function; tensors that are differentiated come in by its arguments only
     * @param rule its derivative in either mode, from which the other follows
     * @return the function
     */
    public static TensorField2 customRule(TensorField2 f, Rule rule) {
        return (x, y) -> TensorDerivatives.ruled(p -> f.apply(p.first, p.second), rule, new Pair<>(x, y));
    }

    /**
     * Compares ∇f(x) with central differences of f, in float64: the real leaves of x are cast.
     *
     * @param f a function whose value is one real number
     * @param x the point
     * @param <A> type of the argument
     * @return both, with the real numbers of the leaves one after the other, and where they disagree
     */
    public static <A> GradientCheck gradientCheck(Function<A, Tensor> f, A x) {
        return TensorDerivatives.gradientCheck(f, x);
    }

    // ------------------------------------------------------------------ once for each shape

    /**
     * Returns the same function, traced once for each structure, shapes and types of its argument and run as one plan afterwards: what it does between
     * tensors is not built anew in every call.
     *
     * <p>The function is called with tensors that have no elements, so it cannot ask for any. What it does besides happens when it is traced only, and
     * what it reads then besides its argument (captured tensors and numbers, fields, the clock) stays part of the plan. The constants of the
     * argument count for a plan by {@code equals}. The 64 plans used last are kept. Derivatives, vmap and other functions that are traced go
     * through it as through the function itself.
     *
     * @param f the function
     * @return the compiled function
     */
    public static TensorField compile(TensorField f) {
        return new CompiledFunction<>(f)::apply;
    }

    /**
     * Returns the same function, traced once for each structure, shapes and types of its argument and run as one plan afterwards; see {@link
     * #compile(TensorField)}.
     *
     * @param f the function
     * @param <A> type of the argument
     * @param <B> type of the value
     * @return the compiled function
     */
    public static <A, B> Function<A, B> compile(Function<A, B> f) {
        return new CompiledFunction<>(f)::apply;
    }

    /**
     * Returns the same function, traced once for the shapes and types of its arguments and run as one plan afterwards; see {@link
     * #compile(TensorField)}.
     *
     * @param f the function
     * @return the compiled function
     */
    public static TensorField2 compile(TensorField2 f) {
        CompiledFunction<Pair<Tensor, Tensor>, Tensor> compiled =
                new CompiledFunction<>(p -> f.apply(p.first, p.second));
        return (x, y) -> compiled.apply(new Pair<>(x, y));
    }

    /**
     * Returns the same function, traced once for each structure, shapes and types of its arguments and run as one plan afterwards; see {@link
     * #compile(TensorField)}.
     *
     * @param f the function
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the value
     * @return the compiled function
     */
    public static <A, B, R> BiFunction<A, B, R> compile(BiFunction<A, B, R> f) {
        CompiledFunction<Pair<A, B>, R> compiled = new CompiledFunction<>(p -> f.apply(p.first, p.second));
        return (a, b) -> compiled.apply(new Pair<>(a, b));
    }

    /**
     * Returns the same function, traced once for each structure, shapes and types of its arguments and run as one plan afterwards; see {@link
     * #compile(TensorField)}.
     *
     * @param f the function
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <C> type of the third argument
     * @param <R> type of the value
     * @return the compiled function
     */
    public static <A, B, C, R> Function3<A, B, C, R> compile(Function3<A, B, C, R> f) {
        CompiledFunction<Triple<A, B, C>, R> compiled =
                new CompiledFunction<>(t -> f.apply(t.first, t.second, t.third));
        return (a, b, c) -> compiled.apply(new Triple<>(a, b, c));
    }

    // ------------------------------------------------------------------ trees

    /**
     * Returns the tensors of a tree.
     *
     * @param tree a tree
     * @return its tensors, components and elements in order
     */
    public static List<Tensor> leaves(Object tree) {
        return List.copyOf(TensorTree.of(tree).leaves());
    }

    /**
     * Returns a tree with other tensors.
     *
     * @param tree a tree
     * @param leaves a tensor for each of its {@linkplain #leaves leaves}
     * @param <A> type of the tree
     * @return a tree of the same structure
     */
    public static <A> A withLeaves(A tree, List<Tensor> leaves) {
        TensorTree<A> t = TensorTree.of(tree);
        if (t.leaves().size() != leaves.size()) {
            throw new IllegalArgumentException("The tree has " + t.leaves().size() + " tensors, but " + leaves.size()
                    + " are given to stand in their place.\n  Give as many, in the order of leaves(tree).");
        }
        return t.with(leaves);
    }

    /**
     * Returns a tree with a function applied to each tensor.
     *
     * @param tree a tree
     * @param f the function
     * @param <A> type of the tree
     * @return a tree of the same structure
     */
    public static <A> A mapLeaves(A tree, UnaryOperator<Tensor> f) {
        return TensorDerivatives.map(tree, f, false);
    }

    /**
     * Returns a tree with a function applied to each pair of tensors in the same place.
     *
     * @param first a tree, whose constants the result has
     * @param second a tree of the same structure
     * @param f the function
     * @param <A> type of the trees
     * @return a tree of the same structure
     * @throws IllegalArgumentException if the trees differ, with the path of the first difference
     */
    public static <A> A mapLeaves(A first, A second, BinaryOperator<Tensor> f) {
        return TensorDerivatives.map(first, second, f, false);
    }

    /**
     * Returns a tree with a function applied to each three tensors in the same place.
     *
     * @param first a tree, whose constants the result has
     * @param second a tree of the same structure
     * @param third a tree of the same structure
     * @param f the function
     * @param <A> type of the trees
     * @return a tree of the same structure
     * @throws IllegalArgumentException if the trees differ, with the path of the first difference
     */
    public static <A> A mapLeaves(A first, A second, A third, TensorField3 f) {
        return TensorDerivatives.map(first, second, third, f, false);
    }

    /**
     * Returns a tree with a function applied to each tensor of real numbers; whole numbers and truth values are carried over.
     *
     * @param tree a tree
     * @param f the function
     * @param <A> type of the tree
     * @return a tree of the same structure
     */
    public static <A> A mapReals(A tree, UnaryOperator<Tensor> f) {
        return TensorDerivatives.map(tree, f, true);
    }

    /**
     * Returns a tree with a function applied to each pair of tensors in the same place of which the first is of real numbers, as in {@code
     * mapReals(model, gradient, (w, g) -> w.sub(g.mul(0.1)))}.
     *
     * @param first a tree, whose constants, whole numbers and truth values the result has
     * @param second a tree of the same structure
     * @param f the function
     * @param <A> type of the trees
     * @return a tree of the same structure
     * @throws IllegalArgumentException if the trees differ, with the path of the first difference
     */
    public static <A> A mapReals(A first, A second, BinaryOperator<Tensor> f) {
        return TensorDerivatives.map(first, second, f, true);
    }

    /**
     * Returns a tree with a function applied to each three tensors in the same place of which the first is of real numbers.
     *
     * @param first a tree, whose constants, whole numbers and truth values the result has
     * @param second a tree of the same structure
     * @param third a tree of the same structure
     * @param f the function
     * @param <A> type of the trees
     * @return a tree of the same structure
     * @throws IllegalArgumentException if the trees differ, with the path of the first difference
     */
    public static <A> A mapReals(A first, A second, A third, TensorField3 f) {
        return TensorDerivatives.map(first, second, third, f, true);
    }

    /**
     * Computes the tensors of a tree, all at once. What is updated in every step of a loop and not asked for, such as the state of an optimiser, is
     * computed this way, so that a step does not hold on to all steps before it. Within a function that is traced it does nothing.
     *
     * @param tree a tree
     * @param <A> type of the tree
     * @return the tree itself
     */
    public static <A> A evaluate(A tree) {
        List<Tensor> known = new ArrayList<>();
        for (Tensor t : TensorTree.of(tree).leaves()) {
            if (!t.isSymbolic()) {
                known.add(t);
            }
        }
        Tensor.evaluate(known);
        return tree;
    }

    // ------------------------------------------------------------------ plain Java, elementwise

    /**
     * Returns a function of each element, such as {@code map(x, v -> v * Math.exp(-v * v))}. The lambda is ordinary Java whose bytecode is read, so it
     * has derivatives of any order and runs as other tensor operations do; a branch gives the derivative of the branch taken. Of float32 it is
     * computed in float64 and rounded once.
     *
     * @param x the argument, of real numbers
     * @param f the function
     * @return f(x), of x's shape and type
     * @throws UnsupportedOperationException if the code cannot be followed, with the method, the line and the remedy
     */
    public static Tensor map(Tensor x, ScalarFunction f) {
        return ElementwiseFunctions.map(f, x);
    }

    /**
     * Returns a function of each pair of elements; see {@link #map(Tensor, ScalarFunction)}.
     *
     * @param x the first argument, of real numbers
     * @param y the second argument, of real numbers and a shape that goes together with x's
     * @param f the function
     * @return f(x, y), of the common shape and type
     * @throws UnsupportedOperationException if the code cannot be followed, with the method, the line and the remedy
     */
    public static Tensor map(Tensor x, Tensor y, ScalarFunction2 f) {
        return ElementwiseFunctions.map(f, x, y);
    }

    /**
     * Returns a function of each three elements; see {@link #map(Tensor, ScalarFunction)}.
     *
     * @param x the first argument, of real numbers
     * @param y the second argument, of real numbers and a shape that goes together with the others'
     * @param z the third argument, of real numbers and a shape that goes together with the others'
     * @param f the function
     * @return f(x, y, z), of the common shape and type
     * @throws UnsupportedOperationException if the code cannot be followed, with the method, the line and the remedy
     */
    public static Tensor map(Tensor x, Tensor y, Tensor z, ScalarFunction3 f) {
        return ElementwiseFunctions.map(f, x, y, z);
    }
}
