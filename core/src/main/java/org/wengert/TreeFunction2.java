package org.wengert;

import java.io.Serializable;
import java.util.function.ToDoubleBiFunction;

/**
 * A function of two trees to a number: {@code (A, B) → ℝ}; see {@link TreeFunction}.
 *
 * @param <A> type of the first tree
 * @param <B> type of the second tree
 */
@FunctionalInterface
public interface TreeFunction2<A, B> extends ToDoubleBiFunction<A, B>, Serializable {}
