package org.wengert.acceptance;

import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;

import org.wengert.Gradient;
import org.wengert.Mode;
import org.wengert.ScalarField;

/**
 * min over x, max over y of (x₀² + x₁²) − (y₀² + y₁²), both by gradient descent with an adaptive step: the outer function is itself
 * a search that uses gradients, so that its gradient differentiates through them.
 */
final class SaddlePoint {
    private SaddlePoint() {}

    /** Returns (x*, y*), both searched from the same start. */
    static double[] from(double[] start, Mode outer, Mode inner) {
        double[] x = argmin(candidate -> largest(candidate, start, inner), start, outer);
        double[] y = argmin(candidate -> -payoff(x, candidate), start, inner);
        return new double[] {x[0], x[1], y[0], y[1]};
    }

    private static double largest(double[] x, double[] start, Mode inner) {
        return payoff(x, argmin(y -> -payoff(x, y), start, inner));
    }

    private static double payoff(double[] x, double[] y) {
        return x[0] * x[0] + x[1] * x[1] - (y[0] * y[0] + y[1] * y[1]);
    }

    private static double[] argmin(ScalarField f, double[] start, Mode mode) {
        Gradient g = grad(f, by(mode));
        double[] x = start;
        double fx = f.applyAsDouble(x);
        double[] gx = g.apply(x);
        double step = 1e-5;
        int successes = 0;
        while (norm(gx[0], gx[1]) > 1e-5) {
            if (successes == 10) {
                step *= 2;
                successes = 0;
                continue;
            }
            double[] next = {x[0] - step * gx[0], x[1] - step * gx[1]};
            if (norm(x[0] - next[0], x[1] - next[1]) <= 1e-5) {
                return x;
            }
            double fNext = f.applyAsDouble(next);
            if (fNext < fx) {
                x = next;
                fx = fNext;
                gx = g.apply(x);
                successes++;
            } else {
                step /= 2;
                successes = 0;
            }
        }
        return x;
    }

    private static double norm(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }
}
