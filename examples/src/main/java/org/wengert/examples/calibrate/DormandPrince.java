package org.wengert.examples.calibrate;

/**
 * Solves an ordinary differential equation by the Runge–Kutta pair of Dormand and Prince (1980): the difference of its results
 * of fifth and fourth order tells how long a step may be.
 */
final class DormandPrince {
    /** How much of the slopes found so far goes into the place of the next one; the last row is the result of fifth order. */
    private static final double[][] STAGES = {
        {},
        {1.0 / 5},
        {3.0 / 40, 9.0 / 40},
        {44.0 / 45, -56.0 / 15, 32.0 / 9},
        {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
        {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
        {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}
    };

    /** Fifth order minus fourth. */
    private static final double[] ERROR = {
        71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40
    };

    private final Equation equation;
    private final double tolerance;
    private double step;

    /**
     * A solver.
     *
     * @param equation what is solved
     * @param tolerance largest relative error that a step may have
     * @param step the length that is tried first
     */
    DormandPrince(Equation equation, double tolerance, double step) {
        this.equation = equation;
        this.tolerance = tolerance;
        this.step = step;
    }

    /** Returns x after some time; the next call begins with the length of step that this one ended with. */
    double[] advance(double[] x, double duration) {
        double t = 0;
        while (t < duration) {
            boolean last = t + step >= duration;
            double h = last ? duration - t : step;
            double[][] slopes = new double[7][];
            double[] y = x;
            for (int s = 0; s < 7; s++) {
                y = moved(x, h, slopes, STAGES[s]);
                slopes[s] = equation.rate(y);
            }
            double[] fourth = moved(y, -h, slopes, ERROR);
            double error = 0;
            for (int i = 0; i < y.length; i++) {
                error = Math.max(error, Math.abs(y[i] - fourth[i]) / (tolerance * Math.abs(y[i])));
            }
            double factor = Math.max(0.2, Math.min(5, 0.9 * Math.pow(error, -0.2)));
            if (error <= 1) {
                x = y;
                t = last ? duration : t + h;
            }
            if (error > 1 || !last) {
                step = h * factor;
            }
        }
        return x;
    }

    private static double[] moved(double[] x, double h, double[][] slopes, double[] weights) {
        double[] y = x.clone();
        for (int s = 0; s < weights.length; s++) {
            for (int i = 0; i < y.length; i++) {
                y[i] += h * weights[s] * slopes[s][i];
            }
        }
        return y;
    }
}
