package org.wengert;

import java.io.Serializable;
import java.util.function.DoubleUnaryOperator;

/** A function ℝ → ℝ whose code Wengert can read: any lambda or method reference of a {@code double} to a {@code double}. */
@FunctionalInterface
public interface ScalarFunction extends DoubleUnaryOperator, Serializable {}
