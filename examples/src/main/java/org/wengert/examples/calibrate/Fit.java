package org.wengert.examples.calibrate;

import static org.wengert.Wengert.jacobian;

import java.util.ArrayList;
import java.util.List;
import org.wengert.MatrixField;
import org.wengert.VectorField;
import org.wengert.examples.linear.Linear;

/** Least squares: the parameters p with the least ½|r(p)|², by Levenberg and Marquardt's method. */
final class Fit {
    private final VectorField residuals;
    private final MatrixField jacobian;
    private int evaluations;

    private Fit(VectorField residuals, MatrixField jacobian) {
        this.residuals = residuals;
        this.jacobian = jacobian;
    }

    /** With exact Jacobians. */
    static Fit exact(VectorField residuals) {
        return new Fit(residuals, jacobian(residuals));
    }

    /** With one-sided differences over this part of each parameter. */
    static Fit byDifferences(VectorField residuals, double part) {
        return new Fit(residuals, p -> differences(residuals, p, part));
    }

    static double[][] differences(VectorField residuals, double[] p, double part) {
        double[] here = residuals.apply(p);
        double[][] columns = new double[p.length][];
        for (int j = 0; j < p.length; j++) {
            double[] moved = p.clone();
            moved[j] += part * p[j];
            double h = moved[j] - p[j];
            double[] there = residuals.apply(moved);
            columns[j] = Linear.plus(there, -1, here);
            for (int i = 0; i < here.length; i++) {
                columns[j][i] /= h;
            }
        }
        return Linear.transpose(columns);
    }

    /**
     * A point on the way.
     *
     * @param parameters p
     * @param cost ½|r|²
     * @param slope |p ∘ Jᵀr|, the gradient of the cost by the logarithms of the parameters
     * @param damping λ, which goes to 0 as the steps turn into those of Gauss and Newton
     */
    record Point(double[] parameters, double cost, double slope, double damping) {}

    /** Returns the way to the minimum; ends when a step changes no parameter by more than this part of it. */
    List<Point> run(double[] start, double tolerance, int most) {
        List<Point> way = new ArrayList<>();
        double[] p = start;
        double[] r = residuals.apply(p);
        double damping = 1e-3;
        for (int k = 0; k <= most; k++) {
            double[][] j = scaled(jacobian.apply(p), p);
            double[][] transposed = Linear.transpose(j);
            double[] gradient = Linear.times(transposed, r);
            double[][] normal = Linear.times(transposed, j);
            way.add(new Point(p, Linear.dot(r, r) / 2, Linear.norm(gradient), damping));
            boolean better = false;
            double size = Double.POSITIVE_INFINITY;
            while (!better && size > tolerance) {
                double[][] damped = new double[p.length][];
                for (int i = 0; i < p.length; i++) {
                    damped[i] = normal[i].clone();
                    damped[i][i] *= 1 + damping;
                }
                double[] step = Linear.solve(damped, gradient);
                size = Linear.norm(step);
                double[] next = p.clone();
                for (int i = 0; i < p.length; i++) {
                    next[i] -= step[i] * p[i];
                }
                double[] there = residuals.apply(next);
                evaluations++;
                // Also false where the model is NaN, as it is with parameters far out.
                better = Linear.dot(there, there) <= Linear.dot(r, r);
                if (better) {
                    p = next;
                    r = there;
                    damping /= 10;
                } else {
                    damping *= 10;
                }
            }
            if (size <= tolerance) {
                break;
            }
        }
        return way;
    }

    /** Returns how often the residuals were tried, Jacobians not counted. */
    int evaluations() {
        return evaluations;
    }

    /** The Jacobian by the logarithms of the parameters, so that all are of one size. */
    private static double[][] scaled(double[][] j, double[] p) {
        double[][] scaled = new double[j.length][p.length];
        for (int i = 0; i < j.length; i++) {
            for (int k = 0; k < p.length; k++) {
                scaled[i][k] = j[i][k] * p[k];
            }
        }
        return scaled;
    }

    /** Returns the standard errors of the parameters: roots of the diagonal of s²(JᵀJ)⁻¹, with s² = |r|²/(m − n). */
    static double[] standardErrors(double[][] j, double[] r) {
        int n = j[0].length;
        double variance = Linear.dot(r, r) / (r.length - n);
        double[][] covariance = Linear.inverse(Linear.times(Linear.transpose(j), j));
        double[] errors = new double[n];
        for (int i = 0; i < n; i++) {
            errors[i] = Math.sqrt(variance * covariance[i][i]);
        }
        return errors;
    }
}
