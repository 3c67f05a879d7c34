package org.wengert.examples.greeks;

import java.util.function.IntFunction;

/**
 * Means of several numbers over independent batches, with their standard errors.
 *
 * @param mean the means
 * @param error the standard error of each
 */
record Estimate(double[] mean, double[] error) {
    /**
     * Runs the batches 0, 1, … and returns the means over them. A batch of a few thousand paths is also what keeps the memory of a
     * reverse sweep small: it holds what one batch needs.
     */
    static Estimate of(int batches, IntFunction<double[]> batch) {
        double[][] all = new double[batches][];
        for (int b = 0; b < batches; b++) {
            all[b] = batch.apply(b);
        }
        int n = all[0].length;
        double[] mean = new double[n];
        double[] error = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (double[] each : all) {
                sum += each[i];
            }
            mean[i] = sum / batches;
            double squares = 0;
            for (double[] each : all) {
                squares += (each[i] - mean[i]) * (each[i] - mean[i]);
            }
            error[i] = Math.sqrt(squares / (batches - 1) / batches);
        }
        return new Estimate(mean, error);
    }

    /** Returns how far each mean is from what is expected, in standard errors. */
    double[] distance(double[] expected) {
        double[] z = new double[mean.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = (mean[i] - expected[i]) / error[i];
        }
        return z;
    }
}
