package org.wengert.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccuracyTest {
    @Test
    void theErrorIsRelativeToTheLargestReference() {
        assertThat(error(new double[] {1, -8, 2.5}, new double[] {1, -8, 2})).isEqualTo(0.5 / 8);
        assertThat(error(new double[] {1, 2}, new double[] {1, 2})).isZero();
    }

    @Test
    void theErrorOfZeroIsAbsolute() {
        assertThat(error(new double[] {0, 1e-9}, new double[] {0, 0})).isEqualTo(1e-9);
        assertThat(error(new double[] {0, -0.0}, new double[] {-0.0, 0})).isZero();
    }

    @Test
    void whatIsNotANumberNeverPasses() {
        assertThat(error(new double[] {Double.NaN, 1}, new double[] {1, 1})).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(error(new double[] {1}, new double[] {Double.NaN})).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(error(new double[] {Double.POSITIVE_INFINITY}, new double[] {1}))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(error(new double[] {Double.NaN}, new double[] {Double.NaN})).isZero();
    }

    @Test
    void anInfinityAgreesWithItselfAndDoesNotHideOtherErrors() {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(error(new double[] {infinity}, new double[] {infinity})).isZero();
        assertThat(error(new double[] {infinity, 3}, new double[] {infinity, 2}))
                .isPositive();
    }

    @Test
    void resultsOfTheWrongLengthNeverPass() {
        assertThat(error(new double[] {1}, new double[] {1, 1})).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Accuracy.structuralError(new int[] {1}, new double[] {1, 2})).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void indicesAreEqualOrNot() {
        assertThat(Accuracy.structuralError(new int[] {1, 2}, new double[] {1, 2}))
                .isZero();
        assertThat(Accuracy.structuralError(new int[] {1, 3}, new double[] {1, 2}))
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    private static double error(double[] results, double[] references) {
        return Accuracy.relativeError(results, references);
    }
}
