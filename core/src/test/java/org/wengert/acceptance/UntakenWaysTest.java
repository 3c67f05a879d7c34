package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.Mode;

/** The derivative is that of the way taken: what was computed before a branch and not used after it has no say, infinite or not. */
class UntakenWaysTest {
    static double guardedNorm(double[] x) {
        double norm = Math.sqrt(x[0] * x[0] + x[1] * x[1]);
        if (norm == 0) {
            return x[0] + 2 * x[1];
        }
        return norm;
    }

    static double logarithmOrLine(double[] x) {
        double r = Math.log(x[0]);
        return r > -100 ? r : 3 * x[0];
    }

    static double normalized(double[] x) {
        double norm = Math.sqrt(x[0] * x[0] + x[1] * x[1]);
        double[] u = {x[0], x[1]};
        if (norm > 1e-12) {
            u[0] /= norm;
            u[1] /= norm;
        }
        return u[0] + 2 * u[1];
    }

    static double inALoop(double[] x) {
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            double norm = Math.sqrt(x[i] * x[i]);
            if (norm == 0) {
                sum += x[i];
                continue;
            }
            sum += norm * norm;
        }
        return sum;
    }

    static double entropy(double[] x) {
        double logarithm = Math.log(x[0]);
        return (x[0] > 0 ? x[0] * logarithm : 0) + x[1];
    }

    /** Used on one of three ways in every iteration of a loop that it is computed before. */
    static double beforeALoop(double[] x) {
        double root = Math.sqrt(x[0]);
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            if (i == 1) {
                sum += x[1];
            } else if (root > 1) {
                sum += root;
            }
        }
        return root > 1 ? sum : x[0] + x[1];
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void onlyTheWayTakenCounts(Mode mode) {
        assertThat(grad(UntakenWaysTest::guardedNorm, by(mode)).apply(new double[] {0, 0}))
                .containsExactly(1, 2);
        assertThat(grad(UntakenWaysTest::guardedNorm, by(mode)).apply(new double[] {0, 4}))
                .containsExactly(0, 1);
        assertThat(grad(UntakenWaysTest::logarithmOrLine, by(mode)).apply(new double[] {0}))
                .containsExactly(3);
        assertThat(grad(UntakenWaysTest::logarithmOrLine, by(mode)).apply(new double[] {4}))
                .containsExactly(0.25);
        assertThat(grad(UntakenWaysTest::normalized, by(mode)).apply(new double[] {0, 0}))
                .containsExactly(1, 2);
        assertThat(grad(UntakenWaysTest::inALoop, by(mode)).apply(new double[] {0, 3}))
                .containsExactly(1, 6);
        assertThat(grad(UntakenWaysTest::entropy, by(mode)).apply(new double[] {0, 1}))
                .containsExactly(0, 1);
        assertThat(grad(UntakenWaysTest::entropy, by(mode)).apply(new double[] {1, 1}))
                .containsExactly(1, 1);
        assertThat(grad(UntakenWaysTest::beforeALoop, by(mode)).apply(new double[] {4, 1}))
                .containsExactly(0.5, 1);
    }
}
