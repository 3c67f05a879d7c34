package org.wengert;

import java.io.Serializable;
import java.util.function.Function;

/** The value and the gradient of a scalar field, from one evaluation. Thread-safe. */
public interface ValueAndGradient extends Function<double[], ValueAndGradient.Evaluation>, Serializable {
    /**
     * A value with its gradient.
     *
     * @param value f(x)
     * @param gradient ∇f(x), {@code [n]}
     */
    record Evaluation(double value, double[] gradient) {}

    /**
     * Returns f(x) and writes ∇f(x) into an array of the caller's, without allocating.
     *
     * @param x the point, {@code [n]}; left as it is
     * @param gradient where ∇f(x) goes, {@code [n]}; overwritten
     * @return f(x)
     */
    double into(double[] x, double[] gradient);
}
