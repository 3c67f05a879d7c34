package org.wengert;

import java.io.Serializable;

/**
 * The gradient of a function of two trees, with respect to either or both. Thread-safe.
 *
 * @param <A> type of the first tree
 * @param <B> type of the second tree
 */
public interface TreeGradient2<A, B> extends Serializable {
    /**
     * Gradients with respect to both arguments.
     *
     * @param first ∂f/∂a
     * @param second ∂f/∂b
     * @param <A> type of the first tree
     * @param <B> type of the second tree
     */
    record Both<A, B>(A first, B second) {}

    /**
     * Returns the gradient with respect to the first argument.
     *
     * @param a the first argument
     * @param b the second argument, a constant
     * @return ∂f/∂a
     */
    A first(A a, B b);

    /**
     * Returns the gradient with respect to the second argument.
     *
     * @param a the first argument, a constant
     * @param b the second argument
     * @return ∂f/∂b
     */
    B second(A a, B b);

    /**
     * Returns the gradient with respect to both arguments.
     *
     * @param a the first argument
     * @param b the second argument
     * @return ∂f/∂a and ∂f/∂b
     */
    Both<A, B> both(A a, B b);
}
