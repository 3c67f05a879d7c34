package org.wengert;

import java.io.Serializable;
import java.util.function.UnaryOperator;

/** A function ℝⁿ → ℝᵐ whose code Wengert can read: any lambda or method reference of a {@code double[]} to a {@code double[]}. */
@FunctionalInterface
public interface VectorField extends UnaryOperator<double[]>, Serializable {}
