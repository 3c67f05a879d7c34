package org.wengert;

import java.io.Serializable;
import java.util.function.UnaryOperator;

/**
 * The gradient of a function of a tree: a tree of the same structure, with ∂f/∂leaf at every real leaf and every other leaf
 * as in the argument. Thread-safe.
 *
 * @param <A> type of the tree
 */
@FunctionalInterface
public interface TreeGradient<A> extends UnaryOperator<A>, Serializable {}
