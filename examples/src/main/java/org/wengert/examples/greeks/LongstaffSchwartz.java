package org.wengert.examples.greeks;

import java.util.SplittableRandom;

/**
 * The American put by least squares (Longstaff and Schwartz 2001): going back in time, what it is worth to wait is regressed on
 * 1, S, S² over the paths that are in the money, and the holder exercises where that is less than what exercise pays now.
 */
final class LongstaffSchwartz {
    private final double strike;
    private final double maturity;
    private final int steps;
    private final int paths;
    private long seed;

    LongstaffSchwartz(double strike, double maturity, int steps, int paths) {
        this.strike = strike;
        this.maturity = maturity;
        this.steps = steps;
        this.paths = paths;
    }

    /** Sets which paths the next price is made of. */
    LongstaffSchwartz seeded(long newSeed) {
        seed = newSeed;
        return this;
    }

    double price(Model model) {
        double dt = maturity / steps;
        double discount = Math.exp(-model.rate() * dt);
        double[][] path = simulate(model, dt);
        double[] cash = new double[paths];
        for (int p = 0; p < paths; p++) {
            cash[p] = exercise(path[p][steps]);
        }
        for (int i = steps - 1; i > 0; i--) {
            Regression waiting = new Regression();
            for (int p = 0; p < paths; p++) {
                cash[p] *= discount;
                if (path[p][i] < strike) {
                    waiting.add(path[p][i] / strike, cash[p]);
                }
            }
            double[] c = waiting.coefficients();
            for (int p = 0; p < paths; p++) {
                double x = path[p][i] / strike;
                if (x < 1 && exercise(path[p][i]) > c[0] + x * (c[1] + x * c[2])) {
                    cash[p] = exercise(path[p][i]);
                }
            }
        }
        double sum = 0;
        for (double each : cash) {
            sum += each;
        }
        return discount * sum / paths;
    }

    private double exercise(double s) {
        return Math.max(strike - s, 0);
    }

    private double[][] simulate(Model model, double dt) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] path = new double[paths][];
        double[] normals = new double[steps * model.factors()];
        for (int p = 0; p < paths; p++) {
            for (int i = 0; i < normals.length; i++) {
                normals[i] = random.nextGaussian();
            }
            path[p] = model.path(dt, normals);
        }
        return path;
    }

    /** A parabola through points by least squares: the normal equations, solved by Cholesky's method. */
    private static final class Regression {
        private final double[][] a = new double[3][3];
        private final double[] b = new double[3];

        void add(double x, double y) {
            double[] basis = {1, x, x * x};
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j <= i; j++) {
                    a[i][j] += basis[i] * basis[j];
                }
                b[i] += basis[i] * y;
            }
        }

        double[] coefficients() {
            double[][] l = new double[3][3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = a[i][j];
                    for (int k = 0; k < j; k++) {
                        sum -= l[i][k] * l[j][k];
                    }
                    l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
                }
            }
            double[] c = b.clone();
            for (int i = 0; i < 3; i++) {
                for (int k = 0; k < i; k++) {
                    c[i] -= l[i][k] * c[k];
                }
                c[i] /= l[i][i];
            }
            for (int i = 2; i >= 0; i--) {
                for (int k = i + 1; k < 3; k++) {
                    c[i] -= l[k][i] * c[k];
                }
                c[i] /= l[i][i];
            }
            return c;
        }
    }
}
