package org.wengert.bench.byhand;

/** The gradient of {@link org.wengert.bench.objective.Rosenbrock}: −400 xᵢ aᵢ − 2 bᵢ + 200 aᵢ₋₁ with aᵢ = xᵢ₊₁ − xᵢ², bᵢ = 1 − xᵢ. */
public final class RosenbrockGradient implements WrittenGradient {
    @Override
    public double into(double[] x, double[] gradient) {
        double sum = 0;
        double pushed = 0;
        int last = x.length - 1;
        for (int i = 0; i < last; i++) {
            double a = x[i + 1] - x[i] * x[i];
            double b = 1 - x[i];
            sum += 100 * a * a + b * b;
            gradient[i] = pushed - 400 * a * x[i] - 2 * b;
            pushed = 200 * a;
        }
        gradient[last] = pushed;
        return sum;
    }
}
