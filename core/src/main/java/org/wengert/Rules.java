package org.wengert;

import org.wengert.program.UserRules;

/**
 * Derivatives of one's own: for methods that have no bytecode to follow, that deserve better than their own derivative, or that have
 * none. One definition serves both modes and all orders. It holds for every derivative made afterwards.
 */
public final class Rules {
    private Rules() {}

    /**
     * Defines the derivative of a method ℝ → ℝ.
     *
     * @param method a reference to a static method
     * @param derivative x ↦ f′(x)
     */
    public static void define(ScalarFunction method, ScalarFunction derivative) {
        UserRules.define(method, derivative);
    }

    /**
     * Defines the partial derivatives of a method ℝ × ℝ → ℝ.
     *
     * @param method a reference to a static method
     * @param dx (x, y) ↦ ∂f/∂x
     * @param dy (x, y) ↦ ∂f/∂y
     */
    public static void define(ScalarFunction2 method, ScalarFunction2 dx, ScalarFunction2 dy) {
        UserRules.define(method, dx, dy);
    }

    /**
     * Defines the gradient of a method ℝⁿ → ℝ.
     *
     * @param method a reference to a static method, which must not write into its argument
     * @param gradient x ↦ ∇f(x)
     */
    public static void defineGradient(ScalarField method, VectorField gradient) {
        UserRules.define(method, gradient);
    }
}
