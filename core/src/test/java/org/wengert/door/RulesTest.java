package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.gradientCheck;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.wengert.GradientCheck;
import org.wengert.Rules;
import org.wengert.acceptance.Differentiation;

/** Derivatives of one's own: one definition serves both modes and all orders. */
class RulesTest {
    private static final double FIRST = 1e-12;

    /** Rounds, but lets derivatives pass as if it did not. */
    static double straightThrough(double x) {
        return Math.rint(x);
    }

    /** (2x)². */
    static double squareOfTwice(double x) {
        double twice = 2 * x;
        return twice * twice;
    }

    static double interpolated(double x, double y) {
        return Math.floor(x) * y;
    }

    static double logSumExp(double[] x) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double xi : x) {
            largest = Math.max(largest, xi);
        }
        double sum = 0;
        for (double xi : x) {
            sum += Math.exp(xi - largest);
        }
        return largest + Math.log(sum);
    }

    static double[] softmax(double[] x) {
        double[] y = new double[x.length];
        double value = logSumExp(x);
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.exp(x[i] - value);
        }
        return y;
    }

    /** Has a rule that is wrong on purpose. */
    static double mistaken(double x) {
        return x * x * x;
    }

    static double[] mistakenGradient(double[] x) {
        return new double[] {x[1], x[0] + 1e-3};
    }

    static double product(double[] x) {
        return x[0] * x[1];
    }

    @BeforeAll
    static void define() {
        Rules.define(RulesTest::straightThrough, x -> 1);
        Rules.define(RulesTest::squareOfTwice, x -> 8 * x);
        Rules.define(RulesTest::interpolated, (x, y) -> y, (x, y) -> Math.floor(x));
        Rules.defineGradient(RulesTest::logSumExp, RulesTest::softmax);
        Rules.define(RulesTest::mistaken, x -> 3 * x * x + 0.01);
        Rules.defineGradient(RulesTest::product, RulesTest::mistakenGradient);
    }

    @Test
    void aRuleStandsForTheMethodsOwnDerivative() {
        Differentiation.of(RulesTest::straightThrough, 2.3).hasValue(0, 2).hasDerivative(0, 1);
        Differentiation.of(x -> straightThrough(x * x) * x, 1.5).hasValue(0, 3).hasDerivative(FIRST, 2 + 2 * 1.5 * 1.5);
        Differentiation.of(x -> interpolated(x[0], x[1]) * x[0])
                .at(2.5, 3)
                .hasValue(0, 15)
                .hasGradient(FIRST, 3 * 2.5 + 6, 2 * 2.5);
    }

    /** C27: a rule whose derivative hides an intermediate value is differentiated itself, never silently dropped. */
    @Test
    void derivativesOfHigherOrderAreThoseOfTheRule() {
        Differentiation.of(RulesTest::squareOfTwice, 1.5)
                .hasValue(0, 9)
                .hasDerivative(FIRST, 12)
                .hasSecondDerivative(FIRST, 8)
                .hasDerivativeOfOrder(3, 0, 0);
        Differentiation.of(x -> Math.sin(squareOfTwice(x)), 0.5)
                .hasDerivative(FIRST, 4 * Math.cos(1))
                .hasSecondDerivative(FIRST, 8 * Math.cos(1) - 16 * Math.sin(1));
    }

    @Test
    void aGradientOfOnesOwn() {
        double[] x = {0.1, 0.5, -0.3};
        double[] p = softmax(x);
        double[][] hessian = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                hessian[i][j] = (i == j ? p[i] : 0) - p[i] * p[j];
            }
        }
        Differentiation.of(RulesTest::logSumExp).at(x).hasGradient(FIRST, p).hasHessian(1e-11, hessian);
        Differentiation.of(y -> logSumExp(new double[] {y[0], y[1], 2 * y[0]}) * y[1])
                .at(0.3, 0.4)
                .agrees();
    }

    @Test
    void aRuleHoldsInLoopsAndBranches() {
        Differentiation.of(
                        x -> {
                            double y = x;
                            for (int i = 0; i < 3; i++) {
                                y = y > 1 ? squareOfTwice(y) / 8 : squareOfTwice(y);
                            }
                            return y;
                        },
                        0.4)
                .hasValue(FIRST, 0.64 * 0.64 * 4 * (0.64 * 0.64 * 4) / 2)
                .hasDerivative(FIRST, 3.2 * (8 * 0.64) * (0.64 * 0.64 * 4));
    }

    /** The mutation test of the checker: a rule that is off by a hundredth, and one in a thousandth of one entry. */
    @Test
    void theGradientCheckFindsAWrongRule() {
        GradientCheck check = gradientCheck(x -> x[1] * mistaken(x[0]), new double[] {1.2, 0.7});
        assertThat(check.agrees()).isFalse();
        assertThat(check.agrees(0)).isFalse();
        assertThat(check.agrees(1)).isTrue();
        assertThat(check.largestDeviation()).isCloseTo(0.007, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(check.toString()).contains("DISAGREES");
        GradientCheck subtle = gradientCheck(RulesTest::product, new double[] {2, 3});
        assertThat(subtle.agrees(0)).isTrue();
        assertThat(subtle.agrees(1)).isFalse();
    }

    @Test
    void whatHasNoNameCannotHaveARule() {
        assertThatThrownBy(() -> Rules.define(x -> x * x, x -> 2 * x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lambda")
                .hasMessageContaining("MyMath::");
        RulesTest bound = this;
        assertThatThrownBy(() -> Rules.define(bound::instance, x -> 2 * x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("static");
    }

    private double instance(double x) {
        return x;
    }

    @Test
    void aRuleDoesNotReachOtherMethods() {
        assertThat(grad((double[] x) -> other(x[0])).apply(new double[] {2.3})).containsExactly(0);
    }

    static double other(double x) {
        return Math.rint(x);
    }
}
