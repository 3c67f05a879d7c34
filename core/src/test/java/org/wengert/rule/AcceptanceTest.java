package org.wengert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.rule.Tree.TREES;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The special values and branch points that the systems of the field disagree about, and what the table says. */
@SuppressWarnings(
        "FloatingPointLiteralPrecision") // the reference values stand here with the digits they were found with
class AcceptanceTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void a01TheAbsoluteValueHasTheDerivativeZeroAtZero() {
        assertThat(slope(Unary.ABS, 0.0)).isZero();
        assertThat(slope(Unary.ABS, -0.0)).isZero();
        assertThat(slope(Unary.ABS, 1)).isEqualTo(1);
        assertThat(slope(Unary.ABS, -1)).isEqualTo(-1);
    }

    @Test
    void a02TheSquareRootIsVerticalAtZero() {
        assertThat(slope(Unary.SQRT, 0.0)).isEqualTo(INFINITY);
        assertThat(slope(Unary.SQRT, -0.0)).isEqualTo(INFINITY);
    }

    @Test
    void a03TheRootOfTheSquareIsNanAtZeroAsThePackageDocuments() {
        // Rule by rule it is ∞ · 0; who sees the composition can say more.
        assertThat(Dual.derivative(1, x -> TREES.sqrt(TREES.mul(x, x)), 0)).isNaN();
        assertThat(Dual.derivative(1, x -> TREES.sqrt(TREES.mul(x, x)), -2)).isEqualTo(-1);
    }

    @Test
    void a04TheCubeRoot() {
        assertThat(slope(Unary.CBRT, 0.0)).isEqualTo(INFINITY);
        assertThat(slope(Unary.CBRT, -0.0)).isEqualTo(INFINITY);
        assertThat(slope(Unary.CBRT, 8)).isCloseTo(1.0 / 12, relative(1e-13, 1.0 / 12));
    }

    @Test
    void a05TheLogarithmHasNoDerivativeWhereItHasNoValue() {
        assertThat(slope(Unary.LOG, 0.0)).isEqualTo(INFINITY);
        assertThat(slope(Unary.LOG, -0.0)).isEqualTo(INFINITY);
        assertThat(Unary.LOG.evaluate(-1)).isNaN();
        assertThat(slope(Unary.LOG, -1)).isNaN();
    }

    @Test
    void a06ThePowerAtTheBaseZero() {
        double[] exponents = {2, 1, 0.5, 0, -1};
        double[] expected = {0, 1, INFINITY, 0, -INFINITY};
        for (int i = 0; i < exponents.length; i++) {
            double e = exponents[i];
            assertThat(partial(Binary.POW, 0, 0, e)).as("exponent %s", e).isEqualTo(expected[i]);
            assertThat(Dual.derivative(1, x -> TREES.apply(Binary.POW, x, TREES.constant(e)), 0))
                    .as("constant exponent %s", e)
                    .isEqualTo(expected[i]);
        }
    }

    @Test
    void a06TheExponentAtTheBaseZero() {
        assertThat(partial(Binary.POW, 1, 0, 2)).isZero();
        assertThat(partial(Binary.POW, 1, 0, 0)).isEqualTo(-INFINITY);
        assertThat(partial(Binary.POW, 1, 0, -1)).isEqualTo(-INFINITY);
        // twice by the exponent: xᵉ ln² x
        assertThat(Dual.derivative(2, 1, (x, e) -> TREES.apply(Binary.POW, x, e), 0, 2))
                .isZero();
        assertThat(Dual.derivative(2, 1, (x, e) -> TREES.apply(Binary.POW, x, e), 0, 0))
                .isEqualTo(INFINITY);
    }

    @Test
    void a09ThePowerZeroIsConstant() {
        for (int order = 1; order <= 4; order++) {
            assertThat(Dual.derivative(order, x -> TREES.apply(Binary.POW, x, TREES.constant(0)), 0))
                    .isZero();
            // and with an exponent that might have varied
            assertThat(Dual.derivative(order, 0, (x, e) -> TREES.apply(Binary.POW, x, e), 0, 0))
                    .isZero();
        }
    }

    @Test
    void a10TheSquareHasTheSecondDerivativeTwo() {
        double[] expected = {0, 0, 2, 0, 0};
        for (int order = 0; order < expected.length; order++) {
            assertThat(Dual.derivative(order, x -> TREES.apply(Binary.POW, x, TREES.constant(2)), 0))
                    .isEqualTo(expected[order]);
            assertThat(Dual.derivative(order, 0, (x, e) -> TREES.apply(Binary.POW, x, e), 0, 2))
                    .isEqualTo(expected[order]);
        }
    }

    @Test
    void a11ZeroTimesALogarithm() {
        assertThat(partial(Binary.XLOGY, 0, 0, 3)).isEqualTo(1.0986122886681098);
        assertThat(partial(Binary.XLOGY, 1, 0, 3)).isZero();
        assertThat(partial(Binary.XLOGY, 1, 0, 0)).isZero();
        assertThat(partial(Binary.XLOG1PY, 1, 0, -1)).isZero();
    }

    @Test
    void a13SincAtZero() {
        double[] expected = {1, 0, -3.2898681336964529, 0, 19.481818206800487};
        for (int order = 0; order < expected.length; order++) {
            assertThat(Dual.derivative(order, x -> TREES.apply(Unary.SINC, x), 0))
                    .isCloseTo(expected[order], relative(1e-12, expected[order]));
        }
    }

    @Test
    void a14TheSixthDerivativeOfTheReciprocalIsExact() {
        assertThat(Dual.derivative(6, TREES::reciprocal, 4)).isEqualTo(0.0439453125);
        assertThat(Dual.derivative(6, x -> TREES.apply(Unary.RECIPROCAL, x), 4)).isEqualTo(0.0439453125);
    }

    @Test
    void a15TheAngle() {
        assertThat(partial(Binary.ATAN2, 0, 1, -1)).isCloseTo(-0.5, relative(1e-13, 0.5));
        assertThat(partial(Binary.ATAN2, 1, 1, -1)).isCloseTo(-0.5, relative(1e-13, 0.5));
        assertThat(partial(Binary.ATAN2, 0, 0, 0)).isNaN();
        assertThat(partial(Binary.ATAN2, 1, 0, 0)).isNaN();
        assertThat(partial(Binary.ATAN2, 0, 1e200, 1e200)).isCloseTo(0.5e-200, relative(1e-13, 0.5e-200));
    }

    @Test
    void a16TheHypotenuseNeitherOverflowsNorLosesTheOrigin() {
        assertThat(partial(Binary.HYPOT, 0, 3e200, 4e200)).isCloseTo(0.6, relative(1e-13, 0.6));
        assertThat(partial(Binary.HYPOT, 1, 3e200, 4e200)).isCloseTo(0.8, relative(1e-13, 0.8));
        assertThat(partial(Binary.HYPOT, 0, 0, 0)).isZero();
        assertThat(partial(Binary.HYPOT, 1, 0, 0)).isZero();
    }

    @Test
    void a17VerticalTangents() {
        assertThat(slope(Unary.ASIN, 1)).isEqualTo(INFINITY);
        assertThat(slope(Unary.ACOS, 1)).isEqualTo(-INFINITY);
        assertThat(slope(Unary.ACOSH, 1)).isEqualTo(INFINITY);
        assertThat(slope(Unary.ATANH, 1)).isEqualTo(INFINITY);
        assertThat(slope(Unary.LOG1P, -1)).isEqualTo(INFINITY);
    }

    @Test
    void a20TheLogarithmOfGamma() {
        assertSlope(Unary.LGAMMA, 0.5, -1.9635100260214235);
        assertSlope(Unary.LGAMMA, -0.5, 0.036489973978576521);
        assertSlope(Unary.LGAMMA, 1e-5, -100000.57719921569);
        assertSlope(Unary.LGAMMA, 100, 4.6001618527380874);
    }

    @Test
    void a21Digamma() {
        assertSlope(Unary.DIGAMMA, 1, 1.6449340668482264);
        assertSlope(Unary.DIGAMMA, -0.5, 8.9348022005446793);
        assertSlope(Unary.DIGAMMA, 0.25, 17.197329154507111);
    }

    @Test
    void a22TheInverseErrorFunction() {
        assertSlope(Unary.ERFINV, 0.9, 3.4280428114518402);
    }

    @Test
    void a23TheModifiedBesselFunctionIsFlatAtZero() {
        assertThat(slope(Unary.I0, 0)).isZero();
    }

    @Test
    void a24TheRectifiersHaveTheDerivativeZeroAtTheirKinks() {
        assertThat(slope(Unary.RELU, 0)).isZero();
        assertThat(slope(Unary.RELU6, 6)).isZero();
        assertThat(slope(Unary.RELU6, 0)).isZero();
        assertThat(slope(Unary.RELU6, 3)).isEqualTo(1);
    }

    @Test
    void a25TheClampHasTheDerivativeZeroAtItsEdges() {
        double[] points = {-1, 0, 0.5, 1, 2};
        double[] expected = {0, 0, 1, 0, 0};
        for (int i = 0; i < points.length; i++) {
            double x = points[i];
            assertThat(Derivatives.of(Ternary.CLAMP, 0, x, 0.0, 1.0, Math.clamp(x, 0, 1.0), Numbers.NUMBERS))
                    .isEqualTo(expected[i]);
            double sum = 0;
            for (int argument = 0; argument < 3; argument++) {
                sum += Derivatives.of(Ternary.CLAMP, argument, x, 0.0, 1.0, Math.clamp(x, 0, 1.0), Numbers.NUMBERS);
            }
            // clamp(x + c, y + c, z + c) = clamp(x, y, z) + c
            assertThat(sum).isEqualTo(1);
        }
        assertThat(Dual.derivative(1, x -> TREES.apply(Ternary.CLAMP, x, TREES.constant(0), TREES.constant(1)), 0))
                .isZero();
        // A bound that varies under a fixed number has the derivative 0, the least of [0, 1], at the edge.
        assertThat(Dual.derivative(1, b -> TREES.apply(Ternary.CLAMP, TREES.constant(0), b, TREES.constant(1)), 0))
                .isZero();
        assertThat(Dual.derivative(1, b -> TREES.apply(Ternary.CLAMP, TREES.constant(1), TREES.constant(0), b), 1))
                .isZero();
    }

    @Test
    void a26PiecewiseConstantFunctions() {
        for (Unary f : new Unary[] {Unary.FLOOR, Unary.CEIL, Unary.RINT, Unary.SIGNUM}) {
            assertThat(slope(f, 1.5)).isZero();
            assertThat(slope(f, 2)).isZero();
            assertThat(slope(f, Double.NaN)).isNaN();
        }
    }

    @Test
    void a28TheRestOfMath() {
        assertThat(Derivatives.of(Ternary.FMA, 0, 2.0, 3.0, 4.0, 10.0, Numbers.NUMBERS))
                .isEqualTo(3);
        assertThat(Derivatives.of(Ternary.FMA, 1, 2.0, 3.0, 4.0, 10.0, Numbers.NUMBERS))
                .isEqualTo(2);
        assertThat(Derivatives.of(Ternary.FMA, 2, 2.0, 3.0, 4.0, 10.0, Numbers.NUMBERS))
                .isEqualTo(1);
        assertThat(partial(Binary.SCALB, 0, 5, 3)).isEqualTo(8);
        assertThat(partial(Binary.COPY_SIGN, 0, 2, -1)).isEqualTo(-1);
        assertSlope(Unary.LOG10, 100, 0.004342944819032518);
    }

    @Test
    void a31TheLogarithmOfTheNormalDistributionFarOut() {
        assertSlope(Unary.LOG_NORMAL_CDF, -40, 40.024968847207264);
    }

    @Test
    void a32TheBesselFunction() {
        assertSlope(Unary.J0, 1, -0.44005058574493352);
    }

    @Test
    void a33TheArithmeticGeometricMean() {
        UnaryOperator<Tree> agm = x -> {
            Tree a = TREES.constant(1);
            Tree g = x;
            // Converged: five steps square the gap of 1 and 2 away below the last bit.
            for (int i = 0; i < 6; i++) {
                Tree mean = TREES.scale(0.5, TREES.add(a, g));
                g = TREES.sqrt(TREES.mul(a, g));
                a = mean;
            }
            return a;
        };
        assertThat(Dual.derivative(1, agm, 2)).isCloseTo(0.42579089595437886, relative(1e-12, 0.42579089595437886));
    }

    @Test
    void a34ThePowerOfItself() {
        UnaryOperator<Tree> power = x -> TREES.apply(Binary.POW, x, x);
        double[] atOne = {1, 1, 2, 3, 8};
        for (int order = 0; order < atOne.length; order++) {
            assertThat(Dual.derivative(order, power, 1)).isCloseTo(atOne[order], relative(1e-12, atOne[order]));
        }
        assertThat(Dual.derivative(1, power, 2)).isCloseTo(6.7725887222397812, relative(1e-12, 6.7725887222397812));
        assertThat(Dual.derivative(2, power, 2)).isCloseTo(13.466989500152368, relative(1e-11, 13.466989500152368));
    }

    @Test
    void c13TheOddDerivativesOfTheTangentAtZero() {
        double[] expected = {1, 2, 16, 272, 7936};
        for (int i = 0; i < expected.length; i++) {
            assertThat(Dual.derivative(2 * i + 1, x -> TREES.apply(Unary.TAN, x), 0))
                    .isEqualTo(expected[i]);
        }
    }

    @Test
    void i01TheLargerOfTwoEqualNumbers() {
        for (Binary f : new Binary[] {Binary.MAX, Binary.MIN}) {
            assertThat(partial(f, 0, 2, 2)).isEqualTo(0.5);
            assertThat(partial(f, 1, 2, 2)).isEqualTo(0.5);
            assertThat(partial(f, 0, Double.NaN, 2)).isNaN();
            assertThat(partial(f, 1, Double.NaN, 2)).isNaN();
        }
        assertThat(partial(Binary.MAX, 0, 3, 2)).isEqualTo(1);
        assertThat(partial(Binary.MIN, 0, 3, 2)).isZero();
    }

    @Test
    void i04TheLargerOfANumberAndAnEqualConstant() {
        assertThat(Dual.derivative(1, x -> TREES.apply(Binary.MAX, x, TREES.constant(0)), 0))
                .isZero();
        assertThat(Dual.derivative(1, x -> TREES.apply(Binary.MAX, TREES.constant(0), x), 0))
                .isZero();
        assertThat(Dual.derivative(1, x -> TREES.apply(Binary.MIN, x, TREES.constant(0)), 0))
                .isZero();
        assertThat(Dual.derivative(1, x -> TREES.apply(Binary.MAX, x, TREES.neg(x)), 0))
                .isZero();
    }

    @Test
    void theSoftMaximumOfTwoImpossibleEventsIsShared() {
        assertThat(partial(Binary.LOG_ADD_EXP, 0, -INFINITY, -INFINITY)).isEqualTo(0.5);
        assertThat(partial(Binary.LOG_ADD_EXP, 0, -INFINITY, 3)).isZero();
        assertThat(partial(Binary.LOG_ADD_EXP, 1, -INFINITY, 3)).isEqualTo(1);
    }

    @Test
    void theRemainderFollowsItsDivisor() {
        assertThat(partial(Binary.REM, 0, 7.5, 2)).isEqualTo(1);
        assertThat(partial(Binary.REM, 1, 7.5, 2)).isEqualTo(-3);
        assertThat(partial(Binary.REM, 1, -7.5, 2)).isEqualTo(3);
        assertThat(partial(Binary.IEEE_REMAINDER, 1, 7.5, 2)).isEqualTo(-4);
        assertThat(partial(Binary.REM, 0, INFINITY, 2)).isNaN();
    }

    private static double slope(Unary f, double x) {
        return Derivatives.of(f, x, f.evaluate(x), Numbers.NUMBERS);
    }

    private static double partial(Binary f, int argument, double x, double y) {
        return Derivatives.of(f, argument, x, y, f.evaluate(x, y), Numbers.NUMBERS);
    }

    private static void assertSlope(Unary f, double x, double expected) {
        assertThat(slope(f, x)).isCloseTo(expected, relative(1e-12, expected));
    }

    private static org.assertj.core.data.Offset<Double> relative(double tolerance, double expected) {
        return within(tolerance * Math.abs(expected));
    }
}
