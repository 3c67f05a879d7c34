package org.wengert.jars;

import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.ConjugateGradient;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RRQRDecomposition;
import org.apache.commons.math3.linear.RealLinearOperator;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.util.Pair;
import org.junit.jupiter.api.Test;

/** Matrices, decompositions and least squares of Commons Math. */
class CommonsLinearTest {
    private static RealMatrix matrix(double[] x, int n) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = x[i * n + j] + (i == j ? 2 : 0);
            }
        }
        return new Array2DRowRealMatrix(a);
    }

    private static RealMatrix positive(double[] x, int n) {
        RealMatrix a = matrix(x, n);
        return a.multiply(a.transpose());
    }

    private static double mixed(RealMatrix a) {
        double s = 0;
        for (int i = 0; i < a.getRowDimension(); i++) {
            for (int j = 0; j < a.getColumnDimension(); j++) {
                s += a.getEntry(i, j) * Math.sin(i + 2 * j + 1);
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

    private static double[] rowsOf(RealMatrix a) {
        int n = a.getColumnDimension();
        double[] rows = new double[a.getRowDimension() * n];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = a.getEntry(i / n, i % n);
        }
        return rows;
    }

    @Test
    void arithmetic() {
        Law.secondOrder(
                x -> mixed(matrix(x, 2)
                        .multiply(matrix(x, 2))
                        .add(matrix(x, 2).scalarMultiply(x[0]))
                        .subtract(matrix(x, 2).power(3))),
                Law.point(1, 4));
        Law.secondOrder(x -> matrix(x, 2).getNorm() + matrix(x, 2).getFrobeniusNorm(), Law.point(2, 4));
    }

    @Test
    void determinantAndSolution() {
        double[] x = Law.point(3, 9);
        LUDecomposition lu = new LUDecomposition(matrix(x, 3));
        RealMatrix cofactors = lu.getSolver().getInverse().transpose().scalarMultiply(lu.getDeterminant());
        Law.gradient(1e-12, rowsOf(cofactors), y -> new LUDecomposition(matrix(y, 3)).getDeterminant(), x);
        Law.secondOrder(
                y -> {
                    RealVector b = new ArrayRealVector(new double[] {y[0], y[1], y[2]});
                    return new LUDecomposition(matrix(y, 3))
                            .getSolver()
                            .solve(b)
                            .getNorm();
                },
                x);
        Law.gradient(
                y -> new RRQRDecomposition(matrix(y, 3))
                        .getSolver()
                        .solve(new ArrayRealVector(new double[] {1, 2, y[0]}))
                        .getEntry(0),
                x);
    }

    @Test
    void inverseAndConjugateGradients() {
        double[] x = Law.point(7, 9);
        Law.gradient(y -> mixed(MatrixUtils.inverse(matrix(y, 3))), x);
        Law.gradient(
                y -> new ConjugateGradient(100, 1e-13, true)
                        .solve((RealLinearOperator) positive(y, 3), new ArrayRealVector(new double[] {1, 2, 3}))
                        .getEntry(0),
                x);
    }

    @Test
    void triangularFactors() {
        double[] x = Law.point(4, 9);
        Law.gradient(y -> mixed(new QRDecomposition(matrix(y, 3)).getR()), x);
        Law.gradient(y -> mixed(new CholeskyDecomposition(positive(y, 3), 1e-6, 1e-10).getL()), x);
    }

    @Test
    void eigenvalues() {
        double[] x = Law.point(5, 9);
        Law.gradient(y -> mixed(new EigenDecomposition(positive(y, 3)).getRealEigenvalues()), x);
        Law.gradient(y -> mixed(new EigenDecomposition(matrix(y, 3)).getRealEigenvalues()), x);
        Law.gradient(
                1e-12,
                rowsOf(MatrixUtils.createRealIdentityMatrix(3)),
                y -> {
                    double s = 0;
                    for (double e : new EigenDecomposition(matrix(y, 3)).getRealEigenvalues()) {
                        s += e;
                    }
                    return s;
                },
                x);
    }

    @Test
    void singularValues() {
        double[] x = Law.point(6, 9);
        Law.gradient(y -> mixed(new SingularValueDecomposition(matrix(y, 3)).getSingularValues()), x);
        Law.gradient(y -> new SingularValueDecomposition(matrix(y, 3)).getConditionNumber(), x);
    }

    /** The optimum of a linear problem by Levenberg–Marquardt: p = A⁺b. */
    @Test
    void leastSquares() {
        RealMatrix m = new Array2DRowRealMatrix(model());
        RealMatrix pseudoinverse = new SingularValueDecomposition(m).getSolver().getInverse();
        // one step from the start is exact but for the damping: what is left of it is below the tolerance of the
        // optimizer
        Law.gradient(1e-7, pseudoinverse.getRow(0), y -> fitted(y).getEntry(0), 0.3, -0.2, 0.9);
        Law.gradient(y -> mixed(fitted(y).toArray()), 0.3, -0.2, 0.9);
    }

    private static double[][] model() {
        return new double[][] {{1, 0}, {1, 1}, {0, 2}};
    }

    private static RealVector fitted(double[] target) {
        LeastSquaresProblem problem = new LeastSquaresBuilder()
                .start(new double[] {0.5, 0.5})
                .target(target)
                .lazyEvaluation(false)
                .maxEvaluations(100)
                .maxIterations(100)
                .model(p -> {
                    RealMatrix m = new Array2DRowRealMatrix(model());
                    return new Pair<>(m.operate(p), m);
                })
                .build();
        return new LevenbergMarquardtOptimizer().optimize(problem).getPoint();
    }
}
