package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;
import org.wengert.rule.Special;

/** Section A of the acceptance cases as users meet it, in their own lambdas: special values and branch points. */
class SpecialValuesTest {
    private static final double EXACT = 1e-13;
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;
    private static final double HIGHER = 1e-9;
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    @Test
    void a01TheKinkOfTheAbsoluteValue() {
        Differentiation.of(Math::abs, 0.0).hasDerivative(0, 0);
        Differentiation.of(Math::abs, -0.0).hasDerivative(0, 0);
        Differentiation.of(Math::abs, -2).hasDerivative(0, -1);
    }

    @Test
    void a02TheRootAtZero() {
        Differentiation.of(Math::sqrt, 0).hasDerivative(0, INFINITY);
    }

    @Test
    void a03TheRootOfASquareAtZero() {
        // ∞ · 0 by the chain rule: NaN, as docs/decisions says, and never a wrong number.
        assertThat(derivative(x -> Math.sqrt(x * x)).applyAsDouble(0)).isNaN();
        Differentiation.of(x -> Math.sqrt(x * x), -3).hasDerivative(EXACT, -1);
    }

    @Test
    void a04TheCubicRoot() {
        Differentiation.of(Math::cbrt, 0).hasDerivative(0, INFINITY);
        Differentiation.of(Math::cbrt, 8).hasDerivative(EXACT, 1.0 / 12);
    }

    @Test
    void a05TheLogarithmAtZeroAndBelow() {
        Differentiation.of(Math::log, 0).hasDerivative(0, INFINITY);
        Differentiation.of(Math::log, -1).hasValue(0, NAN).hasDerivative(0, NAN);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "1, 1", "0.5, Infinity", "0, 0", "-1, -Infinity"})
    void a06APowerOfZero(double exponent, double expected) {
        Differentiation.of(b -> Math.pow(b, exponent), 0).hasDerivative(0, expected);
        for (Mode mode : Mode.values()) {
            double withActiveExponent = grad((b, e) -> Math.pow(b, e), by(mode)).apply(0, exponent)[0];
            assertThat(withActiveExponent).as(mode.toString()).isEqualTo(expected);
        }
    }

    @Test
    void a09TheZerothPowerOfZero() {
        Differentiation.of(x -> Math.pow(x, 0.0), 0)
                .hasValue(0, 1)
                .hasDerivative(0, 0)
                .hasSecondDerivative(0, 0);
    }

    @Test
    void a10TheSquareOfZeroByPow() {
        Differentiation.of(x -> Math.pow(x, 2.0), 0).hasDerivative(0, 0).hasSecondDerivative(0, 2);
    }

    @Test
    void a11XLogYAtZero() {
        Differentiation.of(x -> Special.xlogy(x[0], x[1]))
                .at(0, 3)
                .hasValue(0, 0)
                .hasGradient(EXACT, 1.0986122886681098, 0);
    }

    @Test
    void a13TheCardinalSineAtZero() {
        Differentiation.of(Special::sinc, 0)
                .hasValue(0, 1)
                .hasDerivative(0, 0)
                .hasSecondDerivative(SECOND, -3.289868133696453)
                .hasDerivativeOfOrder(3, HIGHER, 0)
                .hasDerivativeOfOrder(4, HIGHER, 19.481818206800487);
    }

    /** 720/4⁷, a sum of powers of two, and every step to it is exact. */
    @Test
    void a14TheSixthDerivativeOfTheReciprocal() {
        Differentiation.of(x -> 1 / x, 4)
                .hasDerivativeOfOrder(6, 0, 0.0439453125)
                .hasReverseDerivativeOfOrder(3, 0, -6.0 / 256);
    }

    @Test
    void a15TheAngleOfAVector() {
        Differentiation.of(x -> Math.atan2(x[0], x[1])).at(1, -1).hasGradient(EXACT, -0.5, -0.5);
        Differentiation.of(x -> Math.atan2(x[0], x[1])).at(0, 0).hasGradient(0, NAN, NAN);
    }

    @Test
    void a16TheHypotenuse() {
        Differentiation.of(x -> Math.hypot(x[0], x[1])).at(3e200, 4e200).hasGradient(EXACT, 0.6, 0.8);
        Differentiation.of(x -> Math.hypot(x[0], x[1])).at(0, 0).hasGradient(0, 0, 0);
    }

    @Test
    void a17VerticalTangents() {
        Differentiation.of(Math::asin, 1).hasDerivative(0, INFINITY);
        Differentiation.of(Special::acosh, 1).hasDerivative(0, INFINITY);
        Differentiation.of(Special::atanh, 1).hasDerivative(0, INFINITY);
        Differentiation.of(Math::log1p, -1).hasDerivative(0, INFINITY);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, -1.9635100260214235",
        "-0.5, 0.03648997397857652",
        "1e-5, -100000.5771992157",
        "100, 4.600161852738087"
    })
    void a20TheLogarithmOfTheGammaFunction(double x, double expected) {
        Differentiation.of(Special::lgamma, x).hasDerivative(FIRST, expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 1.6449340668482264", "-0.5, 8.934802200544679", "0.25, 17.197329154507113"})
    void a21TheDigammaFunction(double x, double expected) {
        Differentiation.of(Special::digamma, x).hasDerivative(FIRST, expected);
        Differentiation.of(Special::lgamma, x).hasSecondDerivative(SECOND, expected);
    }

    @Test
    void a22TheInverseErrorFunction() {
        Differentiation.of(Special::erfinv, 0.9).hasDerivative(FIRST, 3.4280428114518404);
    }

    @Test
    void a23TheModifiedBesselFunctionAtZero() {
        Differentiation.of(Special::i0, 0).hasDerivative(0, 0);
    }

    @Test
    void a24RectifiersAtTheirKinks() {
        Differentiation.of(Special::relu, 0).hasDerivative(0, 0);
        Differentiation.of(Special::relu6, 6).hasDerivative(0, 0);
        Differentiation.of(x -> Math.max(x, 0), 0).hasDerivative(0, 0);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0.5, 1", "-2, 0", "3, 0"})
    void a25Clamping(double x, double expected) {
        Differentiation.of(y -> Math.clamp(y, 0, 1), x).hasDerivative(0, expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 2})
    void a26Steps(double x) {
        Differentiation.of(Math::floor, x).hasDerivative(0, 0);
        Differentiation.of(Math::ceil, x).hasDerivative(0, 0);
        Differentiation.of(Math::rint, x).hasDerivative(0, 0);
        Differentiation.of(Math::signum, x).hasDerivative(0, 0);
        Differentiation.of(y -> (int) y, x).hasDerivative(0, 0);
        Differentiation.of(y -> (long) y, x).hasDerivative(0, 0);
        Differentiation.of(Math::round, x).hasDerivative(0, 0);
    }

    @Test
    void a26TheStepOfNaN() {
        Differentiation.of(Math::floor, NAN).hasValue(0, NAN).hasDerivative(0, NAN);
    }

    @Test
    void a28FusedScaledSigned() {
        Differentiation.of(x -> Math.fma(x[0], x[1], x[2]))
                .at(2, 3, 4)
                .hasValue(0, 10)
                .hasGradient(0, 3, 2, 1);
        Differentiation.of(x -> Math.scalb(x, 3), 5).hasDerivative(0, 8);
        Differentiation.of(x -> Math.copySign(x, -1), 2).hasValue(0, -2).hasDerivative(0, -1);
        Differentiation.of(Math::log10, 100).hasDerivative(EXACT, 0.004342944819032518);
    }

    @Test
    void a31TheLogarithmOfANormalTail() {
        Differentiation.of(Special::logNormalCdf, -40).hasDerivative(FIRST, 40.02496884720726);
    }

    @Test
    void a32TheBesselFunction() {
        Differentiation.of(Special::j0, 1).hasDerivative(FIRST, -0.4400505857449335);
    }

    @Test
    void a33TheArithmeticGeometricMean() {
        Differentiation.of(
                        x -> {
                            double a = 1;
                            double g = x;
                            while (Math.abs(a - g) > 1e-15 * a) {
                                double mean = 0.5 * (a + g);
                                g = Math.sqrt(a * g);
                                a = mean;
                            }
                            return a;
                        },
                        2)
                .hasDerivative(FIRST, 0.42579089595437886);
    }

    @Test
    void a34XToTheX() {
        ScalarFunction f = x -> Math.pow(x, x);
        Differentiation.of(f, 1)
                .hasDerivative(FIRST, 1)
                .hasSecondDerivative(SECOND, 2)
                .hasDerivativeOfOrder(3, HIGHER, 3)
                .hasDerivativeOfOrder(4, HIGHER, 8);
        Differentiation.of(f, 2)
                .hasDerivative(FIRST, 6.772588722239782)
                .hasSecondDerivative(SECOND, 13.466989500152367);
    }

    /** The branch that is not taken has no say, even where it is not a number. */
    @Test
    void gBranchesThatAreNotTaken() {
        Differentiation.of(x -> x > 0 ? Math.log(x) : 0, 0).hasDerivative(0, 0);
        Differentiation.of(x -> x >= 0 ? x : Math.sqrt(-x), 1).hasDerivative(0, 1);
        Differentiation.of(x -> x > 0 ? 0 : x * INFINITY, 1).hasDerivative(0, 0);
        Differentiation.of(x -> x == 0 ? 0 : x * Math.sqrt(x), 0).hasDerivative(0, 0);
        ScalarField maskedRoots = x -> {
            double sum = 0;
            for (int i = 0; i < 2; i++) {
                double y = i * x[0];
                if (y > 0) {
                    sum += Math.pow(y, 0.5);
                }
            }
            return sum;
        };
        Differentiation.of(maskedRoots).at(1).hasValue(0, 1).hasGradient(FIRST, 0.5);
    }

    @Test
    void iTies() {
        Differentiation.of(x -> Math.max(x[0], x[1])).at(2, 2).hasGradient(0, 0.5, 0.5);
        Differentiation.of(x -> Math.min(x[0], x[1])).at(2, 2).hasGradient(0, 0.5, 0.5);
        Differentiation.of(x -> Math.max(x[0], x[1])).at(2, 3).hasGradient(0, 0, 1);
        Differentiation.of(x -> Math.max(x[0], x[1]))
                .at(2, NAN)
                .hasValue(0, NAN)
                .hasGradient(0, NAN, NAN);
    }

    @Test
    void f10DifferencesOfExponentialsNearZero() {
        Differentiation.of(x -> Math.expm1(x) / x, 1e-5).hasDerivative(4 * Math.ulp(1.0) / 1e-5, 0.5000033333458334);
    }

    @Test
    void strictMathHasTheSameDerivatives() {
        double x = 0.4;
        assertThat(derivative(StrictMath::sin).applyAsDouble(x)).isEqualTo(StrictMath.cos(x));
        Differentiation.of(StrictMath::exp, x).hasValue(0, StrictMath.exp(x)).hasDerivative(FIRST, StrictMath.exp(x));
        Differentiation.of(y -> StrictMath.pow(y, 3) + StrictMath.atan2(y, 2) * StrictMath.hypot(y, 1), x)
                .hasDerivative(
                        FIRST,
                        3 * x * x + 2 / (4 + x * x) * Math.hypot(x, 1) + Math.atan2(x, 2) * x / Math.hypot(x, 1));
    }
}
