package org.wengert;

/**
 * The value of a function of tensors at a point and the linear map {@code yBar → Jᵀ·yBar} there, which may be applied any number of times; what it
 * needs of the function has been computed once. Thread-safe.
 *
 * @param <A> type of the argument, a tree of tensors
 * @param <B> type of the value, a tree of tensors
 */
public interface TensorPullback<A, B> {
    /**
     * Returns f(x).
     *
     * @return the value
     */
    B value();

    /**
     * Pulls a cotangent back.
     *
     * @param yBar a cotangent of the value, like it in structure, shapes and types; of whole numbers and truth values it does not matter
     * @return Jᵀ·yBar, a tree like the argument; whole numbers and truth values are the argument's
     * @throws IllegalArgumentException if the cotangent is not like the value, with the path of the first difference
     */
    A apply(B yBar);
}
