package org.wengert.bench.byhand;

import java.util.Arrays;

/** The gradient of {@link org.wengert.bench.objective.LeastSquares}: −Σᵢ residualᵢ tᵢʲ. */
public final class LeastSquaresGradient implements WrittenGradient {
    private final int n;

    /** @param n number of points */
    public LeastSquaresGradient(int n) {
        this.n = n;
    }

    @Override
    public double into(double[] x, double[] gradient) {
        Arrays.fill(gradient, 0);
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
            double pushed = -residual;
            for (int j = 0; j < x.length; j++) {
                gradient[j] += pushed;
                pushed *= t;
            }
        }
        return sum / 2;
    }
}
