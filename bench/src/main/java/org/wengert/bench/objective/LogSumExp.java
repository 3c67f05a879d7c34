package org.wengert.bench.objective;

import static org.wengert.Wengert.stopGradient;

/** log Σ exp xᵢ without overflow: GradBench's "lse". */
public final class LogSumExp {
    private LogSumExp() {}

    /**
     * Returns f(x). The shift by the largest number cancels, so it is a constant to derivatives; left active, it would add to its
     * element's derivative the rounding of 1 − Σ exp(xᵢ − f), 10⁻¹⁵ where 10,000 elements have derivatives of 10⁻⁴.
     */
    public static double objective(double[] x) {
        double max = x[0];
        for (double v : x) {
            max = Math.max(max, v);
        }
        double shift = stopGradient(max);
        double sum = 0;
        for (double v : x) {
            sum += Math.exp(v - shift);
        }
        return shift + Math.log(sum);
    }
}
