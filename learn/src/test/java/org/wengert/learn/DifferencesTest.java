package org.wengert.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DifferencesTest {
    @Test
    void differencesOfAQuadraticAreExactWhereTheTheorySays() {
        // On a grid of powers of two nothing is rounded: forward has the truncation h·f″/2, central none.
        assertThat(Differences.forward(x -> x * x, 3, 0x1p-10)).isEqualTo(6 + 0x1p-10);
        assertThat(Differences.central(x -> x * x, 3, 0x1p-10)).isEqualTo(6);
    }

    @Test
    void theBestStepsLeaveHalfAndTwoThirdsOfTheDigits() {
        double x = 0.7;
        double derivative = Math.cos(x);
        // Truncation h/2 and rounding 2ε/h at h = √ε; h²/6 and ε/h at h = ∛ε; with |f|, |f″|, |f‴| ≤ 1.
        assertThat(Differences.forward(Math::sin, x, Differences.forwardStep(x)))
                .isEqualTo(derivative, within(2.5 * 0x1p-26));
        assertThat(Differences.central(Math::sin, x, Differences.centralStep(x)))
                .isEqualTo(derivative, within(2 * Math.pow(2, -52 * 2 / 3.0)));
    }

    @Test
    void gradientsByDifferencesAreNearTheTraces() {
        double[] x = {2, 5};
        double[] gradient = TraceTest.trace("lesson", 2.0, 5.0).gradient();
        double[] forward = Differences.forward(p -> TraceTest.lesson(p[0], p[1]), x);
        double[] central = Differences.central(p -> TraceTest.lesson(p[0], p[1]), x);
        for (int i = 0; i < 2; i++) {
            assertThat(forward[i]).isEqualTo(gradient[i], within(1e-6));
            assertThat(central[i]).isEqualTo(gradient[i], within(1e-9));
        }
        assertThat(x).containsExactly(2, 5);
    }

    @Test
    void theFunctionMayWriteIntoItsArgument() {
        double[] x = {2, 5};
        double[] central = Differences.central(
                p -> {
                    p[0] *= p[1];
                    return p[0];
                },
                x);
        assertThat(central[0]).isEqualTo(5, within(1e-9));
        assertThat(central[1]).isEqualTo(2, within(1e-9));
    }

    @Test
    void theTableHasARowForEachStep() {
        assertThat(Differences.table(Math::sin, 0.7, Math.cos(0.7)).lines())
                .hasSize(16)
                .last()
                .asString()
                .startsWith("  1e-15");
    }
}
