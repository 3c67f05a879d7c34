package org.wengert.examples.curve;

import java.util.function.DoubleUnaryOperator;

/** Finds roots by halving: slow, and never lost. */
final class Bisection {
    private Bisection() {}

    /** Returns a root of f, which rises from a negative to a positive value between low and high, or falls. */
    static double root(DoubleUnaryOperator f, double low, double high) {
        boolean rises = f.applyAsDouble(low) < 0;
        double a = low;
        double b = high;
        while (true) {
            double middle = (a + b) / 2;
            if (middle == a || middle == b) {
                return middle;
            }
            if (f.applyAsDouble(middle) < 0 == rises) {
                a = middle;
            } else {
                b = middle;
            }
        }
    }
}
