package org.wengert.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.ScalarFunction;

/** Derivatives of order 1 to 3 as another program computes them: Commons Math's truncated Taylor expansions. */
class OracleTest {
    /** The same function in both languages, on an interval. */
    record Case(
            String name,
            ScalarFunction ours,
            Function<DerivativeStructure, DerivativeStructure> theirs,
            double low,
            double high) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(
                        "sin x cos x",
                        x -> Math.sin(x) * Math.cos(x),
                        x -> x.sin().multiply(x.cos()),
                        -3,
                        3),
                new Case("tan", x -> Math.tan(x), x -> x.tan(), -1, 1),
                new Case("exp(sin x)", x -> Math.exp(Math.sin(x)), x -> x.sin().exp(), -3, 3),
                new Case(
                        "log(1 + x²)",
                        x -> Math.log(1 + x * x),
                        x -> x.multiply(x).add(1).log(),
                        -3,
                        3),
                new Case(
                        "√(1 + x³)",
                        x -> Math.sqrt(1 + x * x * x),
                        x -> x.pow(3).add(1).sqrt(),
                        0,
                        3),
                new Case("cbrt", x -> Math.cbrt(x), x -> x.cbrt(), 0.5, 3),
                new Case(
                        "1/(1 + e⁻ˣ)",
                        x -> 1 / (1 + Math.exp(-x)),
                        x -> x.negate().exp().add(1).reciprocal(),
                        -3,
                        3),
                new Case("x to the 2.5", x -> Math.pow(x, 2.5), x -> x.pow(2.5), 0.5, 3),
                new Case("x to the x", x -> Math.pow(x, x), x -> x.pow(x), 0.5, 2),
                new Case("asin", x -> Math.asin(x), x -> x.asin(), -0.8, 0.8),
                new Case("acos", x -> Math.acos(x), x -> x.acos(), -0.8, 0.8),
                new Case("atan(x²)", x -> Math.atan(x * x), x -> x.multiply(x).atan(), -2, 2),
                new Case(
                        "sinh cosh",
                        x -> Math.sinh(x) * Math.cosh(x),
                        x -> x.sinh().multiply(x.cosh()),
                        -2,
                        2),
                new Case("tanh", x -> Math.tanh(x), x -> x.tanh(), -2, 2),
                new Case(
                        "log1p expm1",
                        x -> Math.log1p(Math.expm1(x) * 0.5),
                        x -> x.expm1().multiply(0.5).log1p(),
                        -0.5,
                        2),
                new Case("log10", x -> Math.log10(x), x -> x.log10(), 0.5, 3),
                new Case("hypot(x, 2)", x -> Math.hypot(x, 2), x -> x.hypot(two(x)), -2, 2),
                new Case("atan2(x, 2)", x -> Math.atan2(x, 2), x -> x.atan2(two(x)), -2, 2),
                new Case("|x|x", x -> Math.abs(x) * x, x -> x.abs().multiply(x), 0.1, 3),
                new Case(
                        "x IEEE rem 0.7",
                        x -> Math.IEEEremainder(x, 0.7) * x,
                        x -> x.remainder(0.7).multiply(x),
                        0.75,
                        1));
    }

    private static DerivativeStructure two(DerivativeStructure x) {
        return new DerivativeStructure(x.getFreeParameters(), x.getOrder(), 2);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void threeOrders(Case c) {
        SplittableRandom random = new SplittableRandom(20260101);
        for (int k = 0; k < 10; k++) {
            double x = random.nextDouble(c.low(), c.high());
            DerivativeStructure theirs = c.theirs().apply(new DerivativeStructure(1, 3, 0, x));
            for (int order = 1; order <= 3; order++) {
                double expected = theirs.getPartialDerivative(order);
                // Each order is a sum of about ten products, of terms up to a hundred times the result.
                double tolerance = 1e-12 * Math.max(1, Math.abs(expected));
                assertThat(derivative(c.ours(), order).applyAsDouble(x))
                        .as("order %s at %s", order, x)
                        .isCloseTo(expected, within(tolerance));
            }
        }
    }

    private static double ours(double[] v) {
        return Math.exp(v[0] * v[1]) * Math.sin(v[2]) + v[0] / (1 + v[2] * v[2]) + Math.log(2 + v[1] * v[2]);
    }

    private static DerivativeStructure theirs(double[] at, int order) {
        DerivativeStructure x = new DerivativeStructure(3, order, 0, at[0]);
        DerivativeStructure y = new DerivativeStructure(3, order, 1, at[1]);
        DerivativeStructure z = new DerivativeStructure(3, order, 2, at[2]);
        return x.multiply(y)
                .exp()
                .multiply(z.sin())
                .add(x.divide(z.multiply(z).add(1)))
                .add(y.multiply(z).add(2).log());
    }

    @Test
    void severalVariables() {
        double[] x = {0.3, 0.7, -0.4};
        DerivativeStructure d = theirs(x, 3);
        double[] gradient = grad((double[] v) -> ours(v)).apply(x);
        double[][] hessian = hessian((double[] v) -> ours(v)).apply(x);
        for (int i = 0; i < 3; i++) {
            int[] one = new int[3];
            one[i]++;
            assertThat(gradient[i]).isCloseTo(d.getPartialDerivative(one), within(1e-14));
            int row = i;
            double[][] third = hessian(
                            (double[] v) -> grad((double[] u) -> ours(u)).apply(v)[row])
                    .apply(x);
            for (int j = 0; j < 3; j++) {
                int[] two = one.clone();
                two[j]++;
                assertThat(hessian[i][j]).isCloseTo(d.getPartialDerivative(two), within(1e-14));
                for (int k = 0; k < 3; k++) {
                    int[] three = two.clone();
                    three[k]++;
                    assertThat(third[j][k]).isCloseTo(d.getPartialDerivative(three), within(1e-13));
                }
            }
        }
    }

    /** A derivative of theirs is a function like others: one order more. */
    @Test
    void theirDerivativesAreDifferentiated() {
        double x = 0.7;
        double ours = derivative(
                        v -> new DerivativeStructure(1, 2, 0, v).sin().exp().getPartialDerivative(2))
                .applyAsDouble(x);
        double theirs = new DerivativeStructure(1, 3, 0, x).sin().exp().getPartialDerivative(3);
        assertThat(ours).isCloseTo(theirs, within(1e-13));
    }
}
