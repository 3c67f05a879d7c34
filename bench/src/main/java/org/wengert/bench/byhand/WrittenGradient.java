package org.wengert.bench.byhand;

/** A gradient written by hand. */
@FunctionalInterface
public interface WrittenGradient {
    /** Returns f(x) and writes ∇f(x) over the array given for it, {@code [n]}. */
    double into(double[] x, double[] gradient);
}
