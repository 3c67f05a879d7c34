package org.wengert;

/**
 * A function of three arguments, as {@link java.util.function.BiFunction} is one of two.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <R> type of the value
 */
@FunctionalInterface
public interface Function3<A, B, C, R> {
    /**
     * Returns the value.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return the value of the function
     */
    R apply(A a, B b, C c);
}
