package org.wengert;

/** The gradient ∇f of a scalar field: {@code [n] → [n]}. Thread-safe, and itself a function that can be differentiated. */
public interface Gradient extends VectorField {
    /**
     * Returns f(x) and writes ∇f(x) into an array of the caller's, without allocating.
     *
     * @param x the point, {@code [n]}; left as it is
     * @param gradient where ∇f(x) goes, {@code [n]}; overwritten
     * @return f(x), the same bits as the function itself returns
     */
    double into(double[] x, double[] gradient);
}
