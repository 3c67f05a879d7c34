package org.wengert;

import java.io.Serializable;
import java.util.function.Function;

/** A function of a vector to a matrix, as a Jacobian or a Hessian is: {@code [n] → [m, n]}. */
@FunctionalInterface
public interface MatrixField extends Function<double[], double[][]>, Serializable {}
