package org.wengert.bench.objective;

import org.wengert.Gradient;
import org.wengert.ScalarField;

/** Gradient descent whose step length adapts: the solver of GradBench's "particle" and "saddle". */
final class Descent {
    private static final double TOLERANCE = 1e-5;

    private Descent() {}

    /** Returns where f is least, from a start; the gradient is that of f. */
    static double[] argmin(ScalarField f, Gradient gradient, double[] start) {
        double[] x = start;
        double value = f.applyAsDouble(x);
        double[] slope = gradient.apply(x);
        double rate = 1e-5;
        int successes = 0;
        while (true) {
            if (norm(slope) <= TOLERANCE) {
                return x;
            }
            if (successes == 10) {
                rate *= 2;
                successes = 0;
                continue;
            }
            double[] next = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                next[i] = x[i] - rate * slope[i];
            }
            if (distance(x, next) <= TOLERANCE) {
                return x;
            }
            double nextValue = f.applyAsDouble(next);
            if (nextValue < value) {
                x = next;
                value = nextValue;
                slope = gradient.apply(x);
                successes++;
            } else {
                rate /= 2;
                successes = 0;
            }
        }
    }

    private static double norm(double[] v) {
        double sum = 0;
        for (double c : v) {
            sum += c * c;
        }
        return Math.sqrt(sum);
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
