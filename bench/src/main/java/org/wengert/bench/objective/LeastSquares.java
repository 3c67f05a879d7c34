package org.wengert.bench.objective;

/** Least squares of a polynomial against a step: ½ Σᵢ (sign tᵢ − Σⱼ xⱼ tᵢʲ)² at n points tᵢ between −1 and 1; GradBench's "llsq". */
public final class LeastSquares {
    private final int n;

    /** @param n number of points */
    public LeastSquares(int n) {
        this.n = n;
    }

    /** Returns f of the coefficients x. */
    public double objective(double[] x) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double t = -1 + i * 2.0 / (n - 1.0);
            double residual = Math.signum(t);
            double power = 1;
            for (double coefficient : x) {
                residual -= coefficient * power;
                power *= t;
            }
            sum += residual * residual;
        }
        return sum / 2;
    }
}
