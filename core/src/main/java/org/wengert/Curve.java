package org.wengert;

import java.io.Serializable;
import java.util.function.DoubleFunction;

/** A function ℝ → ℝᵐ whose code Wengert can read: any lambda or method reference of a {@code double} to a {@code double[]}. */
@FunctionalInterface
public interface Curve extends DoubleFunction<double[]>, Serializable {}
