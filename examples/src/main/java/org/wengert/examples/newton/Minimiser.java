package org.wengert.examples.newton;

import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.hvp;

import java.util.ArrayList;
import java.util.List;
import org.wengert.Gradient;
import org.wengert.Jvp;
import org.wengert.MatrixField;
import org.wengert.ScalarField;
import org.wengert.examples.linear.Linear;

/** Three ways downhill, each with the same line search: halve the step until the function has fallen enough (Armijo). */
final class Minimiser {
    private Minimiser() {}

    /**
     * A point on the way.
     *
     * @param x the point
     * @param value f(x)
     * @param slope |∇f(x)|
     * @param products what it took to get here: gradients and Hessian–vector products
     */
    record Point(double[] x, double value, double slope, int products) {}

    static List<Point> gradientDescent(ScalarField f, double[] start, double tolerance, int most) {
        Gradient gradient = grad(f);
        List<Point> way = new ArrayList<>();
        double[] x = start;
        double[] g = gradient.apply(x);
        for (int k = 0; ; k++) {
            way.add(new Point(x, f.applyAsDouble(x), Linear.norm(g), k + 1));
            if (Linear.norm(g) <= tolerance || k == most) {
                return way;
            }
            double[] next = search(f, x, g, Linear.plus(new double[x.length], -1, g));
            if (next == x) {
                return way;
            }
            x = next;
            g = gradient.apply(x);
        }
    }

    /** Newton's method with the Hessian, made positive definite where it is not by adding to its diagonal. */
    static List<Point> newton(ScalarField f, double[] start, double tolerance, int most) {
        Gradient gradient = grad(f);
        MatrixField hessian = hessian(f);
        List<Point> way = new ArrayList<>();
        double[] x = start;
        double[] g = gradient.apply(x);
        for (int k = 0; ; k++) {
            way.add(new Point(x, f.applyAsDouble(x), Linear.norm(g), (k + 1) * (1 + x.length)));
            if (Linear.norm(g) <= tolerance || k == most) {
                return way;
            }
            double[] next = search(f, x, g, downhill(hessian.apply(x), g));
            if (next == x) {
                return way;
            }
            x = next;
            g = gradient.apply(x);
        }
    }

    /**
     * Newton's method without a matrix: the step −H⁻¹g is found by conjugate gradients, which ask only for products H·v. They end
     * when the residual is below min(½, √|g|)·|g| (so that convergence stays faster than linear) or when a direction of
     * negative curvature turns up (Steihaug 1983).
     */
    static List<Point> newtonWithoutMatrix(ScalarField f, double[] start, double tolerance, int most) {
        Gradient gradient = grad(f);
        Jvp product = hvp(f);
        List<Point> way = new ArrayList<>();
        double[] x = start;
        double[] g = gradient.apply(x);
        int products = 1;
        for (int k = 0; ; k++) {
            double slope = Linear.norm(g);
            way.add(new Point(x, f.applyAsDouble(x), slope, products));
            if (slope <= tolerance || k == most) {
                return way;
            }
            double goal = Math.min(0.5, Math.sqrt(slope)) * slope;
            double[] step = new double[x.length];
            double[] residual = Linear.plus(new double[x.length], -1, g);
            double[] direction = residual;
            for (int i = 0; i < 10 * x.length && Linear.norm(residual) > goal; i++) {
                double[] image = product.apply(x, direction);
                products++;
                double curvature = Linear.dot(direction, image);
                if (curvature <= 0) {
                    step = i == 0 ? direction : step;
                    break;
                }
                double before = Linear.dot(residual, residual);
                double t = before / curvature;
                step = Linear.plus(step, t, direction);
                residual = Linear.plus(residual, -t, image);
                direction = Linear.plus(residual, Linear.dot(residual, residual) / before, direction);
            }
            double[] next = search(f, x, g, step);
            if (next == x) {
                return way;
            }
            x = next;
            g = gradient.apply(x);
            products++;
        }
    }

    /** Returns the next point along a direction, or x itself where rounding lets nothing get smaller. */
    private static double[] search(ScalarField f, double[] x, double[] g, double[] direction) {
        double value = f.applyAsDouble(x);
        double promised = Linear.dot(g, direction);
        for (double t = 1; t > 1e-18; t /= 2) {
            double[] next = Linear.plus(x, t, direction);
            // The last term is rounding: near the minimum, f itself has no more digits to fall by.
            if (f.applyAsDouble(next) <= value + 1e-4 * t * promised + 4 * Math.ulp(value)) {
                return next;
            }
        }
        return x;
    }

    private static double[] downhill(double[][] h, double[] g) {
        double[] minus = Linear.plus(new double[g.length], -1, g);
        double shift = 0;
        while (true) {
            double[][] shifted = new double[h.length][];
            for (int i = 0; i < h.length; i++) {
                shifted[i] = h[i].clone();
                shifted[i][i] += shift;
            }
            if (isPositiveDefinite(shifted)) {
                return Linear.solve(shifted, minus);
            }
            shift = Math.max(2 * shift, 1);
        }
    }

    /** Whether Cholesky's method meets positive numbers only. */
    private static boolean isPositiveDefinite(double[][] a) {
        double[][] l = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j && !(sum > 0)) {
                    return false;
                }
                l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
            }
        }
        return true;
    }
}
