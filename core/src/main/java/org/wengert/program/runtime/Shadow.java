package org.wengert.program.runtime;

import org.jspecify.annotations.Nullable;

/** The shadow of an object that is not an array: a derivative for each real field, a shadow for each reference. Mutable. */
public final class Shadow {
    /** A derivative for each field of type {@code double} or {@code float}, in the order of {@link Shadows#slot}. */
    public final double[] d;
    /** A shadow for each field of a reference type, in the order of {@link Shadows#slot}; null where none exists yet. */
    public final @Nullable Object[] a;

    /**
     * Creates a shadow of zeros.
     *
     * @param reals number of real fields
     * @param references number of reference fields
     */
    public Shadow(int reals, int references) {
        this.d = new double[reals];
        this.a = new Object[references];
    }
}
