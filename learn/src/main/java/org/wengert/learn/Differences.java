package org.wengert.learn;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Numerical derivatives, as a check and as a lesson: why one does not differentiate so.
 *
 * <p>The error has two parts. Truncation, from stopping Taylor's series, falls with the step h: like h for forward, like h²
 * for central differences. Rounding rises like ε|f|/h, ε = 2⁻⁵². The best steps are near √ε and ∛ε, and leave about half and
 * two thirds of the digits; each component of a gradient costs one or two evaluations more.
 */
public final class Differences {
    private static final double EPSILON = Math.ulp(1.0);

    private Differences() {}

    /**
     * Returns the step that balances both errors of forward differences where f and f″ are of the order of 1.
     *
     * @param x the point
     * @return √ε · max(|x|, 1)
     */
    public static double forwardStep(double x) {
        return Math.sqrt(EPSILON) * Math.max(Math.abs(x), 1);
    }

    /**
     * Returns the step that balances both errors of central differences where f and f‴ are of the order of 1.
     *
     * @param x the point
     * @return ∛ε · max(|x|, 1)
     */
    public static double centralStep(double x) {
        return Math.cbrt(EPSILON) * Math.max(Math.abs(x), 1);
    }

    /**
     * Returns (f(x + h) − f(x)) / h, with the h that is really added.
     *
     * @param f the function
     * @param x the point
     * @param h the step
     * @return an approximation of f′(x) with an error like h
     */
    public static double forward(DoubleUnaryOperator f, double x, double h) {
        double right = x + h;
        return (f.applyAsDouble(right) - f.applyAsDouble(x)) / (right - x);
    }

    /**
     * Returns (f(x + h) − f(x − h)) / 2h, with the h that is really added.
     *
     * @param f the function
     * @param x the point
     * @param h the step
     * @return an approximation of f′(x) with an error like h²
     */
    public static double central(DoubleUnaryOperator f, double x, double h) {
        double right = x + h;
        double left = x - h;
        return (f.applyAsDouble(right) - f.applyAsDouble(left)) / (right - left);
    }

    /**
     * Returns the gradient by forward differences with {@link #forwardStep}: n + 1 evaluations.
     *
     * @param f the function
     * @param x the point, {@code [n]}; left as it is
     * @return an approximation of ∇f(x), {@code [n]}
     */
    public static double[] forward(ToDoubleFunction<double[]> f, double[] x) {
        double[] at = x.clone();
        double value = f.applyAsDouble(at.clone());
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            at[i] = x[i] + forwardStep(x[i]);
            gradient[i] = (f.applyAsDouble(at.clone()) - value) / (at[i] - x[i]);
            at[i] = x[i];
        }
        return gradient;
    }

    /**
     * Returns the gradient by central differences with {@link #centralStep}: 2n evaluations.
     *
     * @param f the function
     * @param x the point, {@code [n]}; left as it is
     * @return an approximation of ∇f(x), {@code [n]}
     */
    public static double[] central(ToDoubleFunction<double[]> f, double[] x) {
        double[] at = x.clone();
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double right = x[i] + centralStep(x[i]);
            double left = x[i] - centralStep(x[i]);
            at[i] = right;
            double above = f.applyAsDouble(at.clone());
            at[i] = left;
            gradient[i] = (above - f.applyAsDouble(at.clone())) / (right - left);
            at[i] = x[i];
        }
        return gradient;
    }

    /**
     * Returns a table of the errors of both differences for h = 10⁻¹ … 10⁻¹⁵.
     *
     * @param f the function
     * @param x the point
     * @param derivative f′(x), exact
     * @return the table
     */
    public static String table(DoubleUnaryOperator f, double x, double derivative) {
        StringBuilder s = new StringBuilder("  h        error of forward   error of central\n");
        for (int i = 1; i <= 15; i++) {
            double h = Math.pow(10, -i);
            s.append(String.format(
                    Locale.ROOT,
                    "  1e-%02d    %.1e            %.1e%n",
                    i,
                    Math.abs(forward(f, x, h) - derivative),
                    Math.abs(central(f, x, h) - derivative)));
        }
        return s.toString();
    }
}
