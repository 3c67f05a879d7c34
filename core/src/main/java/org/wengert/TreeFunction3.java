package org.wengert;

import java.io.Serializable;

/**
 * A function of three trees to a number: {@code (A, B, C) → ℝ}; see {@link TreeFunction}.
 *
 * @param <A> type of the first tree
 * @param <B> type of the second tree
 * @param <C> type of the third tree
 */
@FunctionalInterface
public interface TreeFunction3<A, B, C> extends Serializable {
    /**
     * Returns the value.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return the value of the function
     */
    double applyAsDouble(A a, B b, C c);
}
