package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferencesTest {
    private static Differences.Check check(DoubleUnaryOperator f, double x, double derivative) {
        return Differences.check(
                new double[][] {{derivative}},
                List.of(new Leaf("x", x, false)),
                List.of(new Leaf("y", f.applyAsDouble(x), false)),
                (_, v) -> new double[] {f.applyAsDouble(v)});
    }

    private static Differences.Verdict verdict(DoubleUnaryOperator f, double x, double derivative) {
        return check(f, x, derivative).verdicts()[0][0];
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e6, -3, -1e-3, 0, 1e-9, 0.5, 2, 1e5})
    void smoothFunctionsAgree(double x) {
        assertThat(verdict(Math::sin, x, Math.cos(x))).isEqualTo(Differences.Verdict.AGREES);
        assertThat(verdict(v -> v * v * v, x, 3 * x * x)).isEqualTo(Differences.Verdict.AGREES);
        assertThat(verdict(v -> Math.exp(-v * v), x, -2 * x * Math.exp(-x * x))).isEqualTo(Differences.Verdict.AGREES);
    }

    /** A check that cannot fail checks nothing: derivatives off by a thousandth, of the wrong sign, or zero are found. */
    @ParameterizedTest
    @ValueSource(doubles = {0.999, 1.001, -1, 0})
    void wrongDerivativesDisagree(double factor) {
        for (double x : new double[] {-3, 0.5, 2}) {
            assertThat(verdict(Math::sin, x, factor * Math.cos(x))).isEqualTo(Differences.Verdict.DISAGREES);
            assertThat(verdict(Math::exp, x, factor * Math.exp(x))).isEqualTo(Differences.Verdict.DISAGREES);
        }
    }

    @Test
    void notANumberIsWrongUnlessTheValueIs() {
        assertThat(verdict(v -> v, 1, Double.NaN)).isEqualTo(Differences.Verdict.DISAGREES);
        assertThat(verdict(_ -> Double.NaN, 1, Double.NaN)).isEqualTo(Differences.Verdict.AGREES);
        assertThat(verdict(_ -> Double.NaN, 1, 0)).isEqualTo(Differences.Verdict.DISAGREES);
    }

    @Test
    void theStepShrinksNearTheEdgeOfADomain() {
        assertThat(verdict(Math::log, 1e-6, 1e6)).isEqualTo(Differences.Verdict.AGREES);
        assertThat(verdict(Math::sqrt, 1e-6, 500)).isEqualTo(Differences.Verdict.AGREES);
        assertThat(verdict(Math::sqrt, 1e-6, 501)).isEqualTo(Differences.Verdict.DISAGREES);
    }

    @Test
    void atTheEdgeItselfDifferencesCannotTell() {
        assertThat(verdict(Math::sqrt, 0, Double.POSITIVE_INFINITY)).isEqualTo(Differences.Verdict.UNKNOWN);
    }

    @Test
    void subgradientsAgreeAtAKink() {
        DoubleUnaryOperator relu = v -> Math.max(v, 0);
        assertThat(verdict(relu, 0, 0)).isEqualTo(Differences.Verdict.AT_A_KINK);
        assertThat(verdict(relu, 0, 1)).isEqualTo(Differences.Verdict.AT_A_KINK);
        assertThat(verdict(relu, 0, 0.5)).isEqualTo(Differences.Verdict.AGREES);
        assertThat(verdict(relu, 0, 1.01)).isEqualTo(Differences.Verdict.DISAGREES);
        assertThat(verdict(relu, 0, -0.01)).isEqualTo(Differences.Verdict.DISAGREES);
        assertThat(verdict(Math::abs, 0, 0)).isEqualTo(Differences.Verdict.AGREES);
    }

    /** An agreement within a tolerance as large as the difference is none. */
    @Test
    void atAJumpDifferencesCannotTell() {
        assertThat(verdict(Math::signum, 0, 0)).isEqualTo(Differences.Verdict.UNKNOWN);
        assertThat(verdict(v -> Math.floor(v) * v, 2, 2)).isEqualTo(Differences.Verdict.UNKNOWN);
        assertThat(verdict(v -> v % 2, 4, 1)).isEqualTo(Differences.Verdict.UNKNOWN);
        assertThat(verdict(Math::cbrt, 0, Double.POSITIVE_INFINITY)).isEqualTo(Differences.Verdict.UNKNOWN);
        assertThat(verdict(Math::floor, 2.5, 0)).isEqualTo(Differences.Verdict.AGREES);
    }

    /** At 10²² neighbouring doubles are two million apart: no step resolves a period of 2π. */
    @Test
    void aFunctionFasterThanAnyStepIsNotCalledWrong() {
        assertThat(verdict(Math::sin, 1e22, Math.cos(1e22))).isEqualTo(Differences.Verdict.UNKNOWN);
    }

    @Test
    void aFunctionThatDependsOnChanceCannotBeChecked() {
        Random random = new Random(7);
        assertThat(verdict(v -> v * random.nextDouble(), 3, 0.4)).isEqualTo(Differences.Verdict.UNKNOWN);
    }

    @Test
    void whereTheFunctionThrowsOrChangesItsShapeThereAreNoNumbers() {
        Differences.Outputs throwing = Differences.outputs(
                () -> new Object[] {2.0},
                x -> {
                    throw new IllegalStateException("not here: " + x[0]);
                },
                2);
        assertThat(throwing.at(0, 2.1)).containsExactly(Double.NaN, Double.NaN);
        Differences.Outputs shapes =
                Differences.outputs(() -> new Object[] {2.0}, x -> new double[(int) Math.floor((Double) x[0])], 2);
        assertThat(shapes.at(0, 2.1)).containsExactly(0, 0);
        assertThat(shapes.at(0, 1.9)).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void floatsHaveWiderSteps() {
        Differences.Check check = Differences.check(
                new double[][] {{(float) Math.cos(2)}},
                List.of(new Leaf("x", 2, true)),
                List.of(new Leaf("y", (float) Math.sin(2), true)),
                (_, v) -> new double[] {(float) Math.sin((float) v)});
        assertThat(check.agrees()).isTrue();
        // Cancellation in single precision leaves about four digits.
        assertThat(check.largestDeviation()).isLessThan(1e-3);
    }

    @Test
    void theSummaryCountsWhatIsWrong() {
        assertThat(check(v -> v * v, 1, 2).summary())
                .startsWith("Agrees with central differences in its only component, largest deviation ");
        assertThat(check(v -> v * v, 1, 3).summary())
                .isEqualTo("DISAGREES with central differences in 1 of 1 component.");
    }
}
