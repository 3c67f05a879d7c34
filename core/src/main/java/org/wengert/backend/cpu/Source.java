package org.wengert.backend.cpu;

/** Where the elements of a {@link View} come from. */
sealed interface Source permits Value, Source.Constant, Source.Places {
    /**
     * The same number everywhere.
     *
     * @param value the number
     */
    record Constant(double value) implements Source {}

    /** 0, 1, 2, …: each element is its own place, so that the strides of a layout are slopes. */
    record Places() implements Source {}
}
