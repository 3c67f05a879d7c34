package org.wengert;

/** A function ℝⁿ → ℝ whose code Wengert can read: any lambda or method reference of a {@code double[]} to a {@code double}. */
@FunctionalInterface
public interface ScalarField extends TreeFunction<double[]> {}
