package org.wengert.examples.linear;

/** Vectors and small dense matrices, row by row. */
public final class Linear {
    private Linear() {}

    public static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** Returns |x|. */
    public static double norm(double[] x) {
        return Math.sqrt(dot(x, x));
    }

    /** Returns x + t·y. */
    public static double[] plus(double[] x, double t, double[] y) {
        double[] z = x.clone();
        for (int i = 0; i < z.length; i++) {
            z[i] += t * y[i];
        }
        return z;
    }

    public static double[] times(double[][] a, double[] x) {
        double[] y = new double[a.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = dot(a[i], x);
        }
        return y;
    }

    public static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    public static double[][] transpose(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    /** Returns the largest |aᵢⱼ − bᵢⱼ|. */
    public static double distance(double[][] a, double[][] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                largest = Math.max(largest, Math.abs(a[i][j] - b[i][j]));
            }
        }
        return largest;
    }

    /** Returns x of Ax = b by Gaussian elimination with pivots from the column. */
    public static double[] solve(double[][] a, double[] b) {
        double[][] column = new double[b.length][];
        for (int i = 0; i < b.length; i++) {
            column[i] = new double[] {b[i]};
        }
        return transpose(solve(a, column))[0];
    }

    /** Returns A⁻¹. */
    public static double[][] inverse(double[][] a) {
        return solve(a, identity(a.length));
    }

    public static double[][] identity(int n) {
        double[][] one = new double[n][n];
        for (int i = 0; i < n; i++) {
            one[i][i] = 1;
        }
        return one;
    }

    /** Returns X of AX = B. */
    public static double[][] solve(double[][] a, double[][] b) {
        int n = a.length;
        double[][] u = new double[n][];
        double[][] x = new double[n][];
        for (int i = 0; i < n; i++) {
            u[i] = a[i].clone();
            x[i] = b[i].clone();
        }
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(u[i][k]) > Math.abs(u[pivot][k])) {
                    pivot = i;
                }
            }
            swap(u, k, pivot);
            swap(x, k, pivot);
            for (int i = k + 1; i < n; i++) {
                double factor = u[i][k] / u[k][k];
                u[i] = plus(u[i], -factor, u[k]);
                x[i] = plus(x[i], -factor, x[k]);
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            for (int j = k + 1; j < n; j++) {
                x[k] = plus(x[k], -u[k][j], x[j]);
            }
            for (int j = 0; j < x[k].length; j++) {
                x[k][j] /= u[k][k];
            }
        }
        return x;
    }

    private static void swap(double[][] rows, int i, int k) {
        double[] row = rows[i];
        rows[i] = rows[k];
        rows[k] = row;
    }
}
