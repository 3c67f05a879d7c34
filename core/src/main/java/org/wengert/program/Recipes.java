package org.wengert.program;

/**
 * Derivative operators that are made of others, as plain Java: the lifter reads these methods with the derivative in place of the function
 * argument. Never called as they stand.
 */
final class Recipes {
    private Recipes() {}

    /** (x, xDot) ↦ a number. */
    interface Directional {
        double apply(double[] x, double[] xDot);
    }

    /** (x, v) ↦ a vector. */
    interface Product {
        double[] apply(double[] x, double[] v);
    }

    /** x ↦ a number. */
    interface Field {
        double apply(double[] x);
    }

    /** x ↦ a vector. */
    interface Map {
        double[] apply(double[] x);
    }

    /** (x, y) ↦ a vector. */
    interface Partial {
        double apply(double x, double y);
    }

    static double[] gradientForward(Directional d, double[] x) {
        int n = x.length;
        double[] gradient = new double[n];
        for (int i = 0; i < n; i++) {
            double[] e = new double[n];
            e[i] = 1;
            gradient[i] = d.apply(x, e);
        }
        return gradient;
    }

    static double gradientIntoForward(Directional d, Field f, double[] x, double[] out) {
        int n = x.length;
        for (int i = 0; i < n; i++) {
            double[] e = new double[n];
            e[i] = 1;
            out[i] = d.apply(x, e);
        }
        return f.apply(x.clone()); // it may write into its argument
    }

    static double[] gradient2Forward(Partial dx, Partial dy, double x, double y) {
        return new double[] {dx.apply(x, y), dy.apply(x, y)};
    }

    /** Columns from J·eⱼ. */
    static double[][] jacobianForward(Product jvp, Map f, double[] x) {
        int n = x.length;
        if (n == 0) {
            return new double[f.apply(x.clone()).length][0];
        }
        double[][] jacobian = new double[0][];
        for (int j = 0; j < n; j++) {
            double[] e = new double[n];
            e[j] = 1;
            double[] column = jvp.apply(x, e);
            if (j == 0) {
                jacobian = new double[column.length][n];
            }
            for (int i = 0; i < column.length; i++) {
                jacobian[i][j] = column[i];
            }
        }
        return jacobian;
    }

    /** Rows from Jᵀ·eᵢ. */
    static double[][] jacobianReverse(Product vjp, Map f, double[] x) {
        int m = f.apply(x.clone()).length; // it may write into its argument
        double[][] jacobian = new double[m][];
        for (int i = 0; i < m; i++) {
            double[] e = new double[m];
            e[i] = 1;
            jacobian[i] = vjp.apply(x, e);
        }
        return jacobian;
    }

    /** Columns from H·eⱼ, the lower triangle taken for both, so that the result is symmetric to the bit. */
    static double[][] hessian(Product hvp, double[] x) {
        int n = x.length;
        double[][] hessian = new double[n][n];
        for (int j = 0; j < n; j++) {
            double[] e = new double[n];
            e[j] = 1;
            double[] column = hvp.apply(x, e);
            for (int i = j; i < n; i++) {
                hessian[i][j] = column[i];
                hessian[j][i] = column[i];
            }
        }
        return hessian;
    }
}
