package org.wengert;

import java.io.Serializable;

/** A function's best linear approximation at a point: {@code f(x + h) ≈ value + J·h}. Thread-safe. */
public interface LinearMap extends Serializable {
    /**
     * Returns f(x).
     *
     * @return the value, {@code [m]}
     */
    double[] value();

    /**
     * Returns the image of a tangent.
     *
     * @param xDot a tangent, {@code [n]}
     * @return J·xDot, {@code [m]}
     */
    double[] apply(double[] xDot);

    /**
     * Returns the image of a cotangent under the transposed map.
     *
     * @param yBar a cotangent, {@code [m]}
     * @return Jᵀ·yBar, {@code [n]}
     */
    double[] transpose(double[] yBar);
}
