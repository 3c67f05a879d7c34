package org.wengert.bench.objective;

/** y(2) of y₀′ = x₀, yᵢ′ = xᵢ yᵢ₋₁, y(0) = 0 by the classical Runge–Kutta method: GradBench's "ode". */
public final class RungeKutta {
    private static final double END = 2;

    private final int steps;

    /** @param steps number of steps */
    public RungeKutta(int steps) {
        this.steps = steps;
    }

    /** Returns y(2), {@code [n]}. */
    public double[] solve(double[] x) {
        int n = x.length;
        double h = END / steps;
        double[] y = new double[n];
        double[] k1 = new double[n];
        double[] k2 = new double[n];
        double[] k3 = new double[n];
        double[] k4 = new double[n];
        double[] stage = new double[n];
        for (int step = 0; step < steps; step++) {
            slope(x, y, k1);
            for (int i = 0; i < n; i++) {
                stage[i] = y[i] + h / 2 * k1[i];
            }
            slope(x, stage, k2);
            for (int i = 0; i < n; i++) {
                stage[i] = y[i] + h / 2 * k2[i];
            }
            slope(x, stage, k3);
            for (int i = 0; i < n; i++) {
                stage[i] = y[i] + h * k3[i];
            }
            slope(x, stage, k4);
            for (int i = 0; i < n; i++) {
                y[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
            }
        }
        return y;
    }

    /** Returns the last component of y(2). */
    public double objective(double[] x) {
        return solve(x)[x.length - 1];
    }

    private static void slope(double[] x, double[] y, double[] slope) {
        slope[0] = x[0];
        for (int i = 1; i < x.length; i++) {
            slope[i] = x[i] * y[i - 1];
        }
    }
}
