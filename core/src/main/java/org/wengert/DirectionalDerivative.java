package org.wengert;

import java.io.Serializable;

/** The directional derivative {@code (x, xDot) → ∇f(x)·xDot} of a scalar field. Thread-safe. */
@FunctionalInterface
public interface DirectionalDerivative extends Serializable {
    /**
     * Returns the derivative of f at x along xDot.
     *
     * @param x the point, {@code [n]}
     * @param xDot the direction, {@code [n]}
     * @return ∇f(x)·xDot
     */
    double applyAsDouble(double[] x, double[] xDot);
}
