package org.wengert;

import java.io.Serializable;

/** A Jacobian–vector product {@code (x, xDot) → J(x)·xDot}; of a gradient: a Hessian–vector product. Thread-safe. */
public interface Jvp extends Serializable {
    /**
     * Returns the product.
     *
     * @param x the point, {@code [n]}
     * @param xDot the tangent, {@code [n]}
     * @return J(x)·xDot, {@code [m]}
     */
    double[] apply(double[] x, double[] xDot);
}
