package org.wengert;

import java.io.Serializable;

/** The gradient (∂f/∂x, ∂f/∂y) of a function of two numbers. Thread-safe. */
@FunctionalInterface
public interface Gradient2 extends Serializable {
    /**
     * Returns the gradient.
     *
     * @param x the first argument
     * @param y the second argument
     * @return (∂f/∂x, ∂f/∂y)
     */
    double[] apply(double x, double y);
}
