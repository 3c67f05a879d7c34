package org.wengert.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.valueAndGrad;

import java.util.SplittableRandom;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ValueAndGradient;
import org.wengert.acceptance.Differentiation;

/** What must be true of the derivatives of a function that calls a library. */
final class Law {
    /**
     * Of differences extrapolated to sixth order with h = 1e−3: the seventh derivative times 1e−18 · 4/315, and rounding errors of 1e−13 (values
     * of order 10, condition 1e2) over h/2.
     */
    private static final double DIFFERENCES = 1e-9;

    private static final double[] STEPS = {-2, -1, 1, 2};

    private Law() {}

    /** Numbers between −1 and 1, the same for the same seed. */
    static double[] point(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(n, -1, 1).toArray();
    }

    /** Five-point differences with two steps, extrapolated (Richardson). */
    private static double[] differences(ScalarField f, double[] x) {
        double[] differences = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            differences[i] = (16 * difference(f, x, i, 0.5e-3) - difference(f, x, i, 1e-3)) / 15;
        }
        return differences;
    }

    private static double difference(ScalarField f, double[] x, int i, double h) {
        double[] y = new double[STEPS.length];
        for (int k = 0; k < y.length; k++) {
            double[] moved = x.clone();
            moved[i] += STEPS[k] * h;
            y[k] = f.applyAsDouble(moved);
        }
        return (8 * (y[2] - y[1]) - (y[3] - y[0])) / (12 * h);
    }

    /** The gradient in each mode is the limit of differences; the value has the bits of the function. */
    static void gradient(ScalarField f, double... x) {
        gradient(DIFFERENCES, differences(f, x), f, x);
    }

    /** The gradient in each mode is known, to a tolerance relative to the largest entry; the value has the bits of the function. */
    static void gradient(double tolerance, double[] expected, ScalarField f, double... x) {
        for (Mode mode : Mode.values()) {
            close("gradient by " + mode, tolerance, grad(f, by(mode)).apply(x), expected);
        }
        ValueAndGradient.Evaluation evaluation = valueAndGrad(f).apply(x);
        Differentiation.sameBits(f.applyAsDouble(x), evaluation.value(), "value");
        Differentiation.sameBits(f.applyAsDouble(x), grad(f).into(x, new double[x.length]), "value of into");
    }

    /** As {@link #gradient(ScalarField, double...)}, and each row of the Hessian is the limit of differences of the gradient. */
    static void secondOrder(ScalarField f, double... x) {
        gradient(f, x);
        double[][] h = hessian(f).apply(x);
        for (int i = 0; i < x.length; i++) {
            int row = i;
            double[] expected = differences(y -> grad(f).apply(y)[row], x);
            close("row " + i + " of the Hessian", DIFFERENCES, h[i], expected);
        }
    }

    private static void close(String what, double tolerance, double[] actual, double[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = 1;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]) <= tolerance * scale)
                    .as("%s, entry %s: %s, expected %s", what, i, actual[i], expected[i])
                    .isTrue();
        }
    }
}
