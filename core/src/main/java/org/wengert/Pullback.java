package org.wengert;

import java.io.Serializable;

/** The value of a vector field at a point and the linear map {@code yBar → Jᵀ·yBar} there. Thread-safe. */
public interface Pullback extends Serializable {
    /**
     * Returns f(x).
     *
     * @return the value, {@code [m]}
     */
    double[] value();

    /**
     * Pulls a cotangent back.
     *
     * @param yBar a cotangent of the value, {@code [m]}
     * @return Jᵀ·yBar, {@code [n]}
     */
    double[] apply(double[] yBar);
}
