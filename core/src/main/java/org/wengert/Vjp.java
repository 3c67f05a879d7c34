package org.wengert;

import java.io.Serializable;
import java.util.function.Function;

/** Evaluates a vector field at a point and returns its {@link Pullback} there. Thread-safe. */
@FunctionalInterface
public interface Vjp extends Function<double[], Pullback>, Serializable {}
