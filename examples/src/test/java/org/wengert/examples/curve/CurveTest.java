package org.wengert.examples.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.jacobian;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.Mode;
import org.wengert.Rules;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;
import org.wengert.VectorField;
import org.wengert.examples.linear.Linear;

class CurveTest {
    private static final VectorField ZEROS = Bootstrap::zeros;
    private static final ScalarField POSITION = Curve::position;

    /** y of y² = x³. */
    static double rootOfCube(double x) {
        return Bisection.root(y -> y * y - x * x * x, 0, 100);
    }

    static double rootOfCubeByRule(double x) {
        return rootOfCube(x);
    }

    /** 2y y′ = 3x². */
    static double rootOfCubeSlope(double x) {
        return 3 * x * x / (2 * rootOfCubeByRule(x));
    }

    /** E of E − e sin E = M, Kepler's equation. */
    static double anomaly(double mean, double eccentricity) {
        return Bisection.root(a -> a - eccentricity * Math.sin(a) - mean, -10, 10);
    }

    static double anomalyByMean(double mean, double eccentricity) {
        return 1 / (1 - eccentricity * Math.cos(anomaly(mean, eccentricity)));
    }

    static double anomalyByEccentricity(double mean, double eccentricity) {
        return Math.sin(anomaly(mean, eccentricity)) * anomalyByMean(mean, eccentricity);
    }

    @BeforeAll
    static void rules() {
        Bootstrap.defineRule();
        Rules.define(CurveTest::rootOfCubeByRule, CurveTest::rootOfCubeSlope);
        Rules.define(CurveTest::anomaly, CurveTest::anomalyByMean, CurveTest::anomalyByEccentricity);
    }

    @Test
    void bisectionEndsAtNeighbouringNumbers() {
        assertThat(rootOfCube(5)).isEqualTo(11.180339887498948, within(2 * Math.ulp(11.0)));
        assertThat(Bisection.root(x -> 2 - x, 0, 3)).isEqualTo(2, within(Math.ulp(2.0)));
        assertThat(Bisection.root(x -> x - 2, 0, 3)).isEqualTo(2, within(Math.ulp(2.0)));
    }

    /** y = x^1.5: its derivatives by rules of one's own, of all orders; without a rule the program's is 0. */
    @Test
    void rootsHaveTheDerivativesOfTheImplicitFunctionTheorem() {
        ScalarFunction without = CurveTest::rootOfCube;
        ScalarFunction with = CurveTest::rootOfCubeByRule;
        assertThat(derivative(without).applyAsDouble(5)).isZero();
        assertThat(derivative(with).applyAsDouble(5)).isEqualTo(1.5 * Math.sqrt(5), within(1e-14));
        assertThat(derivative(with, 2).applyAsDouble(5)).isEqualTo(0.75 / Math.sqrt(5), within(1e-14));
        assertThat(derivative(with, 3).applyAsDouble(5)).isEqualTo(-0.375 * Math.pow(5, -1.5), within(1e-14));
    }

    /** Reference values to 50 digits. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void keplersEquation(Mode mode) {
        assertThat(anomaly(1, 0.3)).isEqualTo(1.2880913132118377, within(3e-16));
        double[] gradient = grad(CurveTest::anomaly, by(mode)).apply(1, 0.3);
        assertThat(gradient).containsExactly(new double[] {1.0913293011504175, 1.0480083050499363}, within(1e-15));
    }

    @Test
    void quotedSwapsAreWorthNothing() {
        double[] zeros = Bootstrap.zeros(Curve.QUOTES);
        for (int k = 0; k < zeros.length; k++) {
            // A zero rate is found to half an ulp of 2⁻⁶ and the sum has up to 31 terms below 1.
            assertThat(Bootstrap.swap(Curve.QUOTES[k], Bootstrap.MATURITIES[k], zeros))
                    .isEqualTo(0, within(31 * 0x1p-53 + 30 * 0x1p-58));
        }
        assertThat(Bootstrap.zerosByBisection(Curve.QUOTES)).containsExactly(zeros);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theCurvesJacobianIsThatOfBumping(Mode mode) {
        double[][] exact = jacobian(ZEROS, by(mode)).apply(Curve.QUOTES);
        // Errors of central differences fall with h²: Richardson's extrapolation leaves rounding, 10⁻¹⁷/10⁻⁴.
        double[][] bumped = Curve.bumped(ZEROS, Curve.QUOTES);
        assertThat(Linear.distance(exact, bumped)).isLessThan(1e-5);
        assertThat(Linear.distance(exact, jacobian(ZEROS, by(Mode.FORWARD)).apply(Curve.QUOTES)))
                .isLessThan(1e-14);
        for (int i = 0; i < exact.length; i++) {
            for (int j = i + 1; j < exact.length; j++) {
                assertThat(exact[i][j]).isZero();
            }
        }
        // The first swap, 1 + q = e^z, is a formula.
        assertThat(exact[0][0]).isEqualTo(1 / (1 + Curve.QUOTES[0]), within(1e-15));
    }

    /** A swap at its quote changes with its own quote, by its annuity, and with no other. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void aQuotedSwapDependsOnItsOwnQuoteOnly(Mode mode) {
        for (int k = 0; k < Curve.QUOTES.length; k++) {
            int years = Bootstrap.MATURITIES[k];
            double rate = Curve.QUOTES[k];
            ScalarField swap = quotes -> Bootstrap.swap(rate, years, Bootstrap.zeros(quotes));
            double[] expected = new double[Curve.QUOTES.length];
            expected[k] = -Curve.annuity(years);
            // Annuities reach 19 and are sums of 30 products.
            assertThat(grad(swap, by(mode)).apply(Curve.QUOTES)).containsExactly(expected, within(64 * Math.ulp(19.0)));
        }
    }

    @Test
    void withoutTheRuleTheProgramsDerivativeIsZero() {
        VectorField without = Bootstrap::zerosByBisection;
        double[][] none = new double[Curve.QUOTES.length][Curve.QUOTES.length];
        assertThat(jacobian(without).apply(Curve.QUOTES)).isDeepEqualTo(none);
    }

    @Test
    void theHessianIsTheDerivativeOfTheGradient() {
        double[][] hessian = hessian(POSITION).apply(Curve.QUOTES);
        double[][] bumped = Curve.bumped(x -> grad(POSITION).apply(x), Curve.QUOTES);
        double largest = 0;
        for (int i = 0; i < hessian.length; i++) {
            for (int j = 0; j < hessian.length; j++) {
                assertThat(hessian[i][j]).isEqualTo(hessian[j][i]);
                largest = Math.max(largest, Math.abs(hessian[i][j]));
            }
        }
        // h²f⁗/6 with h = 10⁻⁴ and derivatives that grow by about 10, the years, with each order.
        assertThat(Linear.distance(hessian, bumped)).isLessThan(1e-6 * largest);
    }
}
