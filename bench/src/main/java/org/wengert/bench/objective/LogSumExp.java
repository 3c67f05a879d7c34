package org.wengert.bench.objective;

/** log Σ exp xᵢ without overflow: GradBench's "lse". */
public final class LogSumExp {
    private LogSumExp() {}

    /** Returns f(x). */
    public static double objective(double[] x) {
        double max = x[0];
        for (double v : x) {
            max = Math.max(max, v);
        }
        double sum = 0;
        for (double v : x) {
            sum += Math.exp(v - max);
        }
        return max + Math.log(sum);
    }
}
