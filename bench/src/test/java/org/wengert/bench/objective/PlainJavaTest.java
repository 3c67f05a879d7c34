package org.wengert.bench.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The objectives against closed forms, beside the suites' own values. */
class PlainJavaTest {
    private static final double EPSILON = Math.ulp(1.0);

    @Test
    void rosenbrocksValleyHasItsFloorAtOne() {
        assertThat(Rosenbrock.objective(new double[] {1, 1, 1})).isZero();
        assertThat(Rosenbrock.objective(new double[] {-1.2, 1})).isCloseTo(24.2, within(8 * EPSILON * 24.2));
    }

    @Test
    void theDeterminantOfATriangularMatrixIsTheProductOfItsDiagonal() {
        double[] a = {2, 1, 5, 7, 0, 3, 4, 9, 0, 0, -1, 8, 0, 0, 0, 4};
        assertThat(Determinant.objective(a)).isEqualTo(-24);
    }

    @Test
    void twoEqualRowsHaveNoVolume() {
        assertThat(Determinant.objective(new double[] {1, 2, 3, 4, 5, 6, 1, 2, 3}))
                .isZero();
    }

    @Test
    void logSumExpOfEqualNumbersAddsTheLogarithmOfTheirCount() {
        double[] x = new double[50];
        Arrays.fill(x, 1e6);
        assertThat(LogSumExp.objective(x)).isEqualTo(1e6 + Math.log(50));
    }

    @Test
    void rungeAndKuttaAreExactForPolynomialsOfDegreeFour() {
        double[] y = new RungeKutta(7).solve(new double[] {0.5, 3, 2, 0.25});
        double[] exact = {1, 3, 4, 0.5};
        for (int i = 0; i < 4; i++) {
            // Each of 7 steps rounds about 10 times.
            assertThat(y[i]).isCloseTo(exact[i], within(70 * EPSILON * exact[i]));
        }
    }

    @Test
    void aPolynomialThatIsTheStepLeavesNoResidual() {
        assertThat(new LeastSquares(2).objective(new double[] {0, 1})).isZero();
    }

    @Test
    void aCentroidOnEveryPointCostsNothing() {
        double[][] points = {{1, 2}, {3, 4}};
        assertThat(new KMeans(points).objective(new double[] {3, 4, 1, 2})).isZero();
        assertThat(new KMeans(points).objective(new double[] {1, 2, 0, 0})).isEqualTo(8);
    }

    @Test
    void aPointOnTheAxisOfACameraIsSeenAtThePrincipalPoint() {
        double[] block = {0, 0, 0, 1, 2, 3, 500, 11, 12, 0.1, 0.2, 1, 2, 8, 2};
        assertThat(BundleAdjustment.reprojectionError(block, new double[] {10, 10}))
                .containsExactly(2, 4);
    }
}
