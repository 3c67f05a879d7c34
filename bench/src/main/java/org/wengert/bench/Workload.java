package org.wengert.bench;

import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** A function at a point with its derivative there, ready to be evaluated again and again, and what the results should be. */
interface Workload {
    /** Evaluates the function and returns one of its numbers. */
    double primal();

    /** Evaluates the derivative (for most problems with the value) by Wengert and returns one of its numbers. */
    double gradient();

    /** The largest relative error of value and derivative, as Wengert computes them. */
    double error();

    /** The derivative written by hand, to be evaluated again and again; null where there is none. */
    default @Nullable DoubleSupplier byHand() {
        return null;
    }

    /** The largest relative error of value and derivative, as the handwritten code computes them. */
    default double errorByHand() {
        return Double.NaN;
    }
}
