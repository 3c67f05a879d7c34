package org.wengert;

import java.io.Serializable;
import java.util.function.ToDoubleFunction;

/**
 * A function of one tree to a number: {@code A → ℝ}. A tree is a {@code Double}, an array, a record, a list or a map, whose leaves
 * are real numbers; other leaves (integers, strings, …) are constants.
 *
 * @param <A> type of the tree
 */
@FunctionalInterface
public interface TreeFunction<A> extends ToDoubleFunction<A>, Serializable {}
