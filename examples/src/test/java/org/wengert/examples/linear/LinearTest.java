package org.wengert.examples.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 12})
    void theInverseTimesTheMatrixIsOne(int n) {
        SplittableRandom random = new SplittableRandom(n);
        double[][] a = new double[n][n];
        for (double[] row : a) {
            for (int j = 0; j < n; j++) {
                row[j] = random.nextDouble(-1, 1);
            }
        }
        a[0][0] = n == 1 ? a[0][0] : 0; // which needs another pivot
        double[][] inverse = Linear.inverse(a);
        double size = 0;
        for (double[] row : inverse) {
            size = Math.max(size, Linear.norm(row));
        }
        // The condition is at most n·size, since the elements of a are at most 1; elimination loses a few ulps of that.
        assertThat(Linear.distance(Linear.times(inverse, a), Linear.identity(n)))
                .isLessThan(8 * n * n * size * 0x1p-53);
        double[] x = new double[n];
        x[n - 1] = 1;
        assertThat(Linear.norm(Linear.plus(Linear.solve(a, Linear.times(a, x)), -1, x)))
                .isEqualTo(0, within(8 * n * n * size * 0x1p-53));
    }
}
