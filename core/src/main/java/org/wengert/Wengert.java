package org.wengert;

import java.io.Serializable;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * The operators of differentiation, to be imported statically. Each takes a function and returns a function, so they nest in any
 * order and to any depth.
 *
 * <pre>{@code
 * import static org.wengert.Wengert.*;
 *
 * derivative(x -> x * x).applyAsDouble(3)             // 6
 * grad(x -> x[0] * x[1]).apply(new double[] {2, 3})   // {3, 2}
 * derivative(derivative(Math::sin))                   // −sin
 * }</pre>
 *
 * <p>The function is ordinary compiled Java: its bytecode is read, transformed and compiled at the first call of the operator,
 * and cached. What cannot be differentiated is refused with an {@link UnsupportedOperationException} that names the method,
 * the line and the remedy; a derivative is never silently zero. Everything here is thread-safe.
 *
 * <p>The overloads with {@link Option}s take the JDK's own function types, as long as the object is {@link Serializable}, which is what makes its
 * code readable.
 */
public final class Wengert {
    private Wengert() {}

    /** A choice for an operator. */
    public sealed interface Option permits ModeOption {}

    /** @param mode the mode asked for */
    record ModeOption(Mode mode) implements Option {}

    /**
     * Returns the option that asks for a mode.      *
     *
     * @param mode forward or reverse
     * @return the option
     */
    public static Option by(Mode mode) {
        return new ModeOption(mode);
    }

    /**
     * Returns f′ of f: ℝ → ℝ.
     *
     * @param f the function
     * @return its derivative
     */
    public static ScalarFunction derivative(ScalarFunction f) {
        return Operators.derivative(f, 1);
    }

    /**
     * Returns the n-th derivative of f: ℝ → ℝ; f itself for n = 0.
     *
     * @param f the function
     * @param n the order, ≥ 0
     * @return its n-th derivative
     */
    public static ScalarFunction derivative(ScalarFunction f, int n) {
        return Operators.derivative(f, n);
    }

    /**
     * Returns f′ of a serializable function of the JDK's type.
     *
     * @param f the function
     * @param options choices
     * @param <F> its type
     * @return its derivative
     */
    public static <F extends DoubleUnaryOperator & Serializable> ScalarFunction derivative(F f, Option... options) {
        return Operators.derivative(f, 1);
    }

    /**
     * Returns the tangent f′ of a curve f: ℝ → ℝᵐ.
     *
     * @param f the curve
     * @return its derivative, ℝ → ℝᵐ
     */
    public static Curve tangent(Curve f) {
        return Operators.tangent(f);
    }

    /**
     * Returns ∇f of f: ℝⁿ → ℝ, by reverse mode.
     *
     * @param f the function
     * @return its gradient
     */
    public static Gradient grad(ScalarField f) {
        return Operators.gradient(f, Mode.REVERSE);
    }

    /**
     * Returns ∇f of f: ℝⁿ → ℝ.
     *
     * @param f the function
     * @param option the mode
     * @return its gradient
     */
    public static Gradient grad(ScalarField f, Option option) {
        return Operators.gradient(f, Operators.mode(option));
    }

    /**
     * Returns ∇f of a serializable function of the JDK's type.
     *
     * @param f the function
     * @param options choices
     * @param <F> its type
     * @return its gradient
     */
    public static <F extends ToDoubleFunction<double[]> & Serializable> Gradient grad(F f, Option... options) {
        return Operators.gradient(f, Operators.mode(options));
    }

    /**
     * Returns (∂f/∂x, ∂f/∂y).
     *
     * @param f the function
     * @return its gradient
     */
    public static Gradient2 grad(ScalarFunction2 f) {
        return Operators.gradient2(f, Mode.REVERSE);
    }

    /**
     * Returns (∂f/∂x, ∂f/∂y).
     *
     * @param f the function
     * @param option the mode
     * @return its gradient
     */
    public static Gradient2 grad(ScalarFunction2 f, Option option) {
        return Operators.gradient2(f, Operators.mode(option));
    }

    /**
     * Returns (∂f/∂x, ∂f/∂y) of a serializable function of the JDK's type.
     *
     * @param f the function
     * @param options choices
     * @param <F> its type
     * @return its gradient
     */
    public static <F extends DoubleBinaryOperator & Serializable> Gradient2 grad(F f, Option... options) {
        return Operators.gradient2(f, Operators.mode(options));
    }

    /**
     * Returns (∂f/∂x, ∂f/∂y, ∂f/∂z).
     *
     * @param f the function
     * @return its gradient
     */
    public static Gradient3 grad(ScalarFunction3 f) {
        return Operators.gradient3(f, Mode.REVERSE);
    }

    /**
     * Returns the gradient with respect to a tree.
     *
     * @param f the function
     * @param <A> type of the tree
     * @return its gradient
     */
    @SuppressWarnings("overloads") // the array overload is a subtype and so the more specific one
    public static <A> TreeGradient<A> grad(TreeFunction<A> f) {
        return Operators.treeGradient(f);
    }

    /**
     * Returns the gradient with respect to two trees.
     *
     * @param f the function
     * @param <A> type of the first
     * @param <B> type of the second
     * @return its gradient
     */
    @SuppressWarnings("overloads") // the array overload is a subtype and so the more specific one
    public static <A, B> TreeGradient2<A, B> grad(TreeFunction2<A, B> f) {
        return Operators.treeGradient2(f);
    }

    /**
     * Returns x ↦ (f(x), ∇f(x)) from one evaluation.
     *
     * @param f the function
     * @return value and gradient
     */
    public static ValueAndGradient valueAndGrad(ScalarField f) {
        return Operators.valueAndGradient(f);
    }

    /**
     * Returns x ↦ (f(x), ∇f(x)) for a serializable function of the JDK's type.
     *
     * @param f the function
     * @param options choices
     * @param <F> its type
     * @return value and gradient
     */
    public static <F extends ToDoubleFunction<double[]> & Serializable> ValueAndGradient valueAndGrad(
            F f, Option... options) {
        return Operators.valueAndGradient(f);
    }

    /**
     * Returns (x, xDot) ↦ ∇f(x)·xDot by forward mode.
     *
     * @param f the function
     * @return its directional derivative
     */
    public static DirectionalDerivative directionalDerivative(ScalarField f) {
        return Operators.directionalDerivative(f);
    }

    /**
     * Returns (x, xDot) ↦ J(x)·xDot.
     *
     * @param f the function
     * @return its Jacobian–vector product
     */
    public static Jvp jvp(VectorField f) {
        return Operators.jvp(f);
    }

    /**
     * Returns x ↦ (f(x), yBar ↦ J(x)ᵀ·yBar).
     *
     * @param f the function
     * @return its pullback at any point
     */
    public static Vjp vjp(VectorField f) {
        return Operators.vjp(f);
    }

    /**
     * Returns the Jacobian of f: ℝⁿ → ℝᵐ, by forward mode where n ≤ m and by reverse mode elsewhere.
     *
     * @param f the function
     * @return x ↦ J(x), {@code [m, n]}
     */
    public static MatrixField jacobian(VectorField f) {
        return Operators.jacobian(f, null);
    }

    /**
     * Returns the Jacobian of f: ℝⁿ → ℝᵐ.
     *
     * @param f the function
     * @param option the mode
     * @return x ↦ J(x), {@code [m, n]}
     */
    public static MatrixField jacobian(VectorField f, Option option) {
        return Operators.jacobian(f, Operators.mode(option));
    }

    /**
     * Returns the Jacobian of a serializable function of the JDK's type.
     *
     * @param f the function
     * @param options choices
     * @param <F> its type
     * @return x ↦ J(x), {@code [m, n]}
     */
    public static <F extends UnaryOperator<double[]> & Serializable> MatrixField jacobian(F f, Option... options) {
        return Operators.jacobian(f, options.length == 0 ? null : Operators.mode(options));
    }

    /**
     * Returns the Hessian of f: ℝⁿ → ℝ, forward over reverse, symmetric to the bit.
     *
     * @param f the function
     * @return x ↦ ∇²f(x), {@code [n, n]}
     */
    public static MatrixField hessian(ScalarField f) {
        return Operators.hessian(f, Mode.FORWARD, Mode.REVERSE);
    }

    /**
     * Returns the Hessian by the modes asked for.
     *
     * @param f the function
     * @param outer mode of the outer derivative
     * @param inner mode of the inner derivative
     * @return x ↦ ∇²f(x), {@code [n, n]}
     */
    public static MatrixField hessian(ScalarField f, Mode outer, Mode inner) {
        return Operators.hessian(f, outer, inner);
    }

    /**
     * Returns (x, v) ↦ ∇²f(x)·v at a small multiple of the cost of f.
     *
     * @param f the function
     * @return its Hessian–vector product
     */
    public static Jvp hvp(ScalarField f) {
        return Operators.hvp(f);
    }

    /**
     * Evaluates f at x once and returns its linear approximation there.
     *
     * @param f the function
     * @param x the point, {@code [n]}
     * @return h ↦ J(x)·h
     */
    public static LinearMap linearize(VectorField f, double[] x) {
        return Operators.linearize(f, x);
    }

    /**
     * Returns x, taken as a constant by every derivative.
     *
     * @param x a number
     * @return x
     */
    public static double stopGradient(double x) {
        return x;
    }

    /**
     * Returns a copy of x, taken as constants by every derivative.
     *
     * @param x numbers
     * @return a copy
     */
    public static double[] stopGradient(double[] x) {
        return x.clone();
    }

    /**
     * Compares ∇f(x) with central differences of f.
     *
     * @param f the function
     * @param x the point, {@code [n]}
     * @return both, and where they disagree
     */
    public static GradientCheck gradientCheck(ScalarField f, double[] x) {
        return Operators.gradientCheck(f, x);
    }
}
