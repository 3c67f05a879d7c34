package org.wengert;

/**
 * The best linear approximation of a function of tensors at a point, {@code f(x + h) ≈ value + J·h}, which may be applied any number of times; what
 * it needs of the function has been computed once. Thread-safe.
 *
 * @param <A> type of the argument, a tree of tensors
 * @param <B> type of the value, a tree of tensors
 */
public interface TensorLinearMap<A, B> {
    /**
     * Returns f(x).
     *
     * @return the value
     */
    B value();

    /**
     * Pushes a tangent forward.
     *
     * @param xDot a tangent of the argument, like it in structure, shapes and types; of whole numbers and truth values it does not matter
     * @return J·xDot, a tree like the value; whole numbers and truth values are the value's
     * @throws IllegalArgumentException if the tangent is not like the argument, with the path of the first difference
     */
    B apply(A xDot);
}
