package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.stopGradient;

import org.junit.jupiter.api.Test;
import org.wengert.acceptance.Differentiation;

class StopGradientTest {
    @Test
    void aStoppedNumberIsAConstant() {
        Differentiation.of(x -> x * stopGradient(x), 3)
                .hasValue(0, 9)
                .hasDerivative(0, 3)
                .hasSecondDerivative(0, 0);
        Differentiation.of(x -> stopGradient(x * x), 3).hasValue(0, 9).hasDerivative(0, 0);
    }

    @Test
    void stoppedNumbersAreConstants() {
        Differentiation.of(x -> {
                    double[] constant = stopGradient(x);
                    return x[0] * constant[1] + x[1] * constant[0];
                })
                .at(2, 5)
                .hasValue(0, 20)
                .hasGradient(0, 5, 2)
                .hasHessian(0, new double[][] {{0, 0}, {0, 0}});
    }

    @Test
    void stoppedNumbersAreACopy() {
        Differentiation.of(x -> {
                    double[] constant = stopGradient(x);
                    constant[0] = 10 * x[0];
                    return x[0] * constant[0] + constant[1];
                })
                .at(3, 1)
                .hasValue(0, 91)
                .hasGradient(0, 60, 0);
    }

    @Test
    void outsideOfADerivativeItIsTheIdentity() {
        double[] x = {1, 2};
        assertThat(stopGradient(3)).isEqualTo(3);
        assertThat(stopGradient(x)).containsExactly(1, 2).isNotSameAs(x);
    }

    /** Only the derivatives around it are stopped by it, and all of them. */
    @Test
    void itStopsTheOuterDerivativeToo() {
        Differentiation.of(x -> x * grad((double[] y) -> y[0] * stopGradient(x)).apply(new double[] {1})[0], 3)
                .hasValue(0, 9)
                .hasDerivative(0, 3);
    }
}
