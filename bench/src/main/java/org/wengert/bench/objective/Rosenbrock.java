package org.wengert.bench.objective;

/** Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)², the valley of Rosenbrock (1960) in n dimensions. */
public final class Rosenbrock {
    private Rosenbrock() {}

    /** Returns f(x). */
    public static double objective(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length - 1; i++) {
            double a = x[i + 1] - x[i] * x[i];
            double b = 1 - x[i];
            sum += 100 * a * a + b * b;
        }
        return sum;
    }
}
