package org.wengert.jars;

import Jama.EigenvalueDecomposition;
import Jama.Matrix;
import Jama.QRDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linear algebra of JAMA: pivoting, reflections, rotations and iterations are followed as they run. */
class JamaTest {
    private static Matrix matrix(double[] x, int n) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = x[i * n + j];
            }
        }
        return new Matrix(a);
    }

    private static Matrix symmetric(double[] x, int n) {
        Matrix a = matrix(x, n);
        return a.plus(a.transpose());
    }

    private static Matrix positive(double[] x, int n) {
        Matrix a = matrix(x, n);
        return a.times(a.transpose()).plus(Matrix.identity(n, n));
    }

    /** All entries, each with a weight of its own. */
    private static double mixed(Matrix a) {
        double s = 0;
        for (int i = 0; i < a.getRowDimension(); i++) {
            for (int j = 0; j < a.getColumnDimension(); j++) {
                s += a.get(i, j) * Math.sin(i + 2 * j + 1);
            }
        }
        return s;
    }

    private static double mixed(double[] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i] * a[i] * (i + 1);
        }
        return s;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void determinant(long seed) {
        double[] x = Law.point(seed, 16);
        Matrix a = matrix(x, 4);
        // ∂ det A = det A · A⁻ᵀ; as good as the condition of A, below 1e3 for these
        double[] expected = a.inverse().times(a.det()).getRowPackedCopy();
        Law.gradient(1e-12, transposed(expected, 4), y -> matrix(y, 4).det(), x);
        Law.secondOrder(y -> matrix(y, 4).det(), x);
    }

    private static double[] transposed(double[] a, int n) {
        double[] t = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            t[i] = a[i % n * n + i / n];
        }
        return t;
    }

    @Test
    void solution() {
        double[] x = Law.point(5, 12);
        Law.secondOrder(
                y -> matrix(y, 3)
                        .solve(new Matrix(new double[] {y[9], y[10], y[11]}, 3))
                        .normF(),
                x);
        // b enters linearly: ∂ Σ wᵢ(A⁻¹b)ᵢ / ∂b = A⁻ᵀw
        Matrix a = matrix(x, 3);
        Matrix w = new Matrix(new double[] {1, 2, 3}, 3);
        double[] expected = a.transpose().solve(w).getColumnPackedCopy();
        Law.gradient(
                1e-12,
                expected,
                b -> w.transpose().times(a.solve(new Matrix(b, 3))).get(0, 0),
                x[9],
                x[10],
                x[11]);
    }

    @Test
    void inverse() {
        Law.secondOrder(y -> mixed(matrix(y, 3).inverse()), Law.point(7, 9));
    }

    @Test
    void leastSquares() {
        Law.secondOrder(
                y -> {
                    double[][] a = new double[5][2];
                    double[] b = new double[5];
                    for (int i = 0; i < 5; i++) {
                        a[i][0] = y[i];
                        a[i][1] = y[5 + i];
                        b[i] = y[10 + i];
                    }
                    return mixed(new Matrix(a).solve(new Matrix(b, 5)));
                },
                Law.point(9, 15));
    }

    @Test
    void orthogonalAndTriangular() {
        Law.secondOrder(
                y -> {
                    QRDecomposition qr = matrix(y, 3).qr();
                    return mixed(qr.getR()) + mixed(qr.getQ());
                },
                Law.point(11, 9));
    }

    @Test
    void cholesky() {
        Law.secondOrder(y -> mixed(positive(y, 3).chol().getL()), Law.point(13, 9));
        Law.gradient(y -> mixed(positive(y, 3).chol().solve(Matrix.identity(3, 3))), Law.point(15, 9));
    }

    @Test
    void eigenvaluesOfASymmetricMatrix() {
        double[] x = Law.point(17, 9);
        Law.secondOrder(y -> mixed(symmetric(y, 3).eig().getRealEigenvalues()), x);
        Law.gradient(
                y -> {
                    Matrix v = symmetric(y, 3).eig().getV();
                    return mixed(v.arrayTimes(v));
                },
                x);
        // ∂λ/∂A = vvᵀ, and A = X + Xᵀ
        EigenvalueDecomposition eig = symmetric(x, 3).eig();
        Matrix v = eig.getV().getMatrix(0, 2, 1, 1);
        Law.gradient(
                1e-13,
                v.times(v.transpose()).times(2).getRowPackedCopy(),
                y -> symmetric(y, 3).eig().getRealEigenvalues()[1],
                x);
    }

    @Test
    void eigenvaluesOfAnyMatrix() {
        double[] x = Law.point(5, 16);
        Law.secondOrder(
                y -> {
                    EigenvalueDecomposition eig = matrix(y, 4).eig();
                    return mixed(eig.getRealEigenvalues()) + mixed(eig.getImagEigenvalues());
                },
                x);
        // Their sum is the trace.
        Law.gradient(
                1e-12,
                Matrix.identity(4, 4).getRowPackedCopy(),
                y -> {
                    double s = 0;
                    for (double e : matrix(y, 4).eig().getRealEigenvalues()) {
                        s += e;
                    }
                    return s;
                },
                x);
    }

    @Test
    void singularValues() {
        double[] x = Law.point(19, 9);
        Law.secondOrder(y -> mixed(matrix(y, 3).svd().getSingularValues()), x);
        // The sum of their squares is that of all entries.
        double[] expected = matrix(x, 3).times(2).getRowPackedCopy();
        Law.gradient(
                1e-12,
                expected,
                y -> {
                    double s = 0;
                    for (double e : matrix(y, 3).svd().getSingularValues()) {
                        s += e * e;
                    }
                    return s;
                },
                x);
        Law.gradient(y -> matrix(y, 3).cond(), x);
    }

    @Test
    void norms() {
        double[] x = Law.point(21, 9);
        Law.secondOrder(y -> matrix(y, 3).norm2(), x);
        Law.secondOrder(y -> matrix(y, 3).norm1(), x);
        Law.secondOrder(y -> matrix(y, 3).normInf(), x);
        Law.secondOrder(y -> matrix(y, 3).normF(), x);
    }

    @Test
    void arithmetic() {
        Law.secondOrder(
                y -> {
                    Matrix a = matrix(y, 3);
                    Matrix b = a.minus(a.transpose().times(2)).times(a);
                    return mixed(b.arrayRightDivide(a.plus(Matrix.identity(3, 3).times(5)))
                            .uminus()
                            .getMatrix(0, 1, 0, 2));
                },
                Law.point(23, 9));
    }

    @Test
    void matricesOfConstantsMadeOutside() {
        Matrix a = matrix(Law.point(25, 9), 3);
        Matrix symmetric = a.plus(a.transpose());
        double[] x = Law.point(27, 3);
        // ∇ ½xᵀSx = Sx
        double[] expected = symmetric.times(new Matrix(x, 3)).getColumnPackedCopy();
        Law.gradient(
                1e-15,
                expected,
                y -> {
                    Matrix v = new Matrix(y, 3);
                    return 0.5 * v.transpose().times(symmetric).times(v).get(0, 0);
                },
                x);
    }
}
