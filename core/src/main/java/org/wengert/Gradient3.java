package org.wengert;

import java.io.Serializable;

/** The gradient (∂f/∂x, ∂f/∂y, ∂f/∂z) of a function of three numbers. Thread-safe. */
@FunctionalInterface
public interface Gradient3 extends Serializable {
    /**
     * Returns the gradient.
     *
     * @param x the first argument
     * @param y the second argument
     * @param z the third argument
     * @return (∂f/∂x, ∂f/∂y, ∂f/∂z)
     */
    double[] apply(double x, double y, double z);
}
