package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.gradientCheck;

import org.junit.jupiter.api.Test;
import org.wengert.GradientCheck;

class GradientCheckTest {
    @Test
    void aRightGradientAgrees() {
        GradientCheck check =
                gradientCheck(x -> Math.exp(x[0]) * Math.sin(x[1]) + x[0] * x[1] * x[1], new double[] {0.3, -1.7});
        assertThat(check.agrees()).as(check.toString()).isTrue();
        assertThat(check.value()).isEqualTo(Math.exp(0.3) * Math.sin(-1.7) + 0.3 * -1.7 * -1.7);
        assertThat(check.gradient()).hasSize(2);
        assertThat(check.toString()).contains("agrees");
    }

    /** Differences see the slope right of 0, the derivative is the minimum-norm subgradient. */
    @Test
    void aKinkAgreesIfItIsSymmetric() {
        assertThat(gradientCheck(x -> Math.abs(x[0]), new double[] {0}).agrees())
                .isTrue();
    }

    @Test
    void pointsOfVeryDifferentScaleAgree() {
        for (double scale : new double[] {1e-8, 1e-3, 1, 1e4, 1e8}) {
            GradientCheck check = gradientCheck(x -> x[0] * x[0] * x[1] / scale, new double[] {scale, 3 * scale});
            assertThat(check.agrees()).as("at scale %s: %s", scale, check).isTrue();
        }
    }
}
