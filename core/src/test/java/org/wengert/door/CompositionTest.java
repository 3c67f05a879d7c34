package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.directionalDerivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.jacobian;
import static org.wengert.Wengert.jvp;
import static org.wengert.Wengert.linearize;
import static org.wengert.Wengert.tangent;
import static org.wengert.Wengert.valueAndGrad;
import static org.wengert.Wengert.vjp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.Gradient;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;
import org.wengert.acceptance.Differentiation;

/** Operators take what operators return, in any order and to any depth, outside and inside of differentiated code. */
class CompositionTest {
    private static final double FIRST = 1e-12;
    private static final double HIGHER = 1e-9;
    private static final double[] POINT = {0.4, -0.7};

    static double cubic(double[] x) {
        return x[0] * x[0] * x[0] + 2 * x[0] * x[0] * x[1] + Math.sin(x[1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void everyFourthDerivativeOfTheSineIsTheSine(int n) {
        double expected = Math.sin(0.3 + n * Math.PI / 2);
        assertThat(derivative(Math::sin, n).applyAsDouble(0.3))
                .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-15));
    }

    @Test
    void theZerothDerivativeIsTheFunction() {
        assertThat(derivative(x -> x * x, 0).applyAsDouble(3)).isEqualTo(9);
    }

    @Test
    void aNegativeOrderIsRefused() {
        assertThatThrownBy(() -> derivative(Math::sin, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void ordersAddUp() {
        ScalarFunction f = x -> Math.exp(x) * Math.sin(2 * x);
        double expected = derivative(f, 5).applyAsDouble(0.2);
        Differentiation.close(
                "2 + 3", HIGHER, new double[] {derivative(derivative(f, 2), 3).applyAsDouble(0.2)}, new double[] {
                    expected
                });
        Differentiation.close(
                "1 + 1 + 1 + 1 + 1",
                HIGHER,
                new double[] {
                    derivative(derivative(derivative(derivative(derivative(f)))))
                            .applyAsDouble(0.2)
                },
                new double[] {expected});
    }

    @Test
    void theJacobianOfAGradientIsTheHessian() {
        double[][] expected = {{6 * 0.4 + 4 * -0.7, 4 * 0.4}, {4 * 0.4, -Math.sin(-0.7)}};
        double[][] ofTheGradient = jacobian(grad(CompositionTest::cubic)).apply(POINT);
        double[][] hessian = hessian(CompositionTest::cubic).apply(POINT);
        for (int i = 0; i < 2; i++) {
            Differentiation.close("jacobian(grad)", FIRST, ofTheGradient[i], expected[i]);
            Differentiation.close("hessian", FIRST, hessian[i], expected[i]);
            double[] e = {1 - i, i};
            Differentiation.close(
                    "jvp(grad)", FIRST, jvp(grad(CompositionTest::cubic)).apply(POINT, e), expected[i]);
            Differentiation.close("hvp", FIRST, hvp(CompositionTest::cubic).apply(POINT, e), expected[i]);
            Differentiation.close(
                    "vjp(grad)",
                    FIRST,
                    vjp(grad(CompositionTest::cubic)).apply(POINT).apply(e),
                    expected[i]);
            Differentiation.close(
                    "linearize(grad)",
                    FIRST,
                    linearize(grad(CompositionTest::cubic), POINT).apply(e),
                    expected[i]);
        }
    }

    /** ∇(f + ‖∇f‖²) = ∇f + 2 H ∇f. */
    @Test
    void aFunctionMayUseItsOwnGradient() {
        ScalarField penalised = x -> {
            double[] g = grad(CompositionTest::cubic).apply(x);
            return cubic(x) + g[0] * g[0] + g[1] * g[1];
        };
        double[] g = grad(CompositionTest::cubic).apply(POINT);
        double[][] h = hessian(CompositionTest::cubic).apply(POINT);
        Differentiation.of(penalised)
                .at(POINT)
                .hasGradient(
                        FIRST,
                        g[0] + 2 * (h[0][0] * g[0] + h[0][1] * g[1]),
                        g[1] + 2 * (h[1][0] * g[0] + h[1][1] * g[1]))
                .agrees();
    }

    /** The operator applied outside, its result called inside. */
    @Test
    void aGradientMadeOutsideMayBeCalledInside() {
        Gradient gradient = grad(CompositionTest::cubic);
        double[][] h = hessian(CompositionTest::cubic).apply(POINT);
        Differentiation.of(x -> gradient.apply(x)[0]).at(POINT).hasGradient(FIRST, h[0]);
        ScalarFunction cosine = derivative(Math::sin);
        Differentiation.of(x -> cosine.applyAsDouble(x * x), 0.5)
                .hasValue(0, Math.cos(0.25))
                .hasDerivative(FIRST, -Math.sin(0.25));
    }

    /** Each operator inside differentiated code, with a derivative known in closed form. */
    @Test
    void everyOperatorMayStandInside() {
        double[] v = {1, 2};
        double[][] h = hessian(CompositionTest::cubic).apply(POINT);
        double[] hv = {h[0][0] + 2 * h[0][1], h[1][0] + 2 * h[1][1]};
        Differentiation.of(x -> directionalDerivative(CompositionTest::cubic).applyAsDouble(x, v))
                .at(POINT)
                .hasGradient(FIRST, hv);
        Differentiation.of(x -> {
                    double[] g = new double[2];
                    double value = grad(CompositionTest::cubic).into(x, g);
                    return value + g[0];
                })
                .at(POINT)
                .hasGradient(FIRST, sum(grad(CompositionTest::cubic).apply(POINT), h[0]));
        // ∂H₀₀/∂x = (6, 4), and H₁₁ = −sin x₁
        Differentiation.of(x -> hessian(CompositionTest::cubic).apply(x)[0][0])
                .at(POINT)
                .hasGradient(FIRST, 6, 4);
        Differentiation.of(x -> hvp(CompositionTest::cubic).apply(x, new double[] {0, 1})[1])
                .at(POINT)
                .hasGradient(FIRST, 4 * 0, -Math.cos(-0.7));
        Differentiation.of(x ->
                        jacobian(y -> new double[] {y[0] * y[0] * y[1], y[1]}).apply(x)[0][0])
                .at(POINT)
                .hasGradient(FIRST, 2 * -0.7, 2 * 0.4);
        Differentiation.of(x -> jvp(y -> new double[] {y[0] * y[0] * y[1]}).apply(x, new double[] {0, 1})[0])
                .at(POINT)
                .hasGradient(FIRST, 2 * 0.4, 0);
        Differentiation.of(t -> tangent(s -> new double[] {s, s * s * s}).apply(t)[1], 2)
                .hasValue(0, 12)
                .hasDerivative(FIRST, 12);
        Differentiation.of(x -> grad((y, z) -> y * y * z).apply(x[0], x[1])[0])
                .at(POINT)
                .hasGradient(FIRST, 2 * -0.7, 2 * 0.4);
        Differentiation.of(x -> grad((a, b, c) -> a * b * c).apply(x[0], x[1], 5)[2])
                .at(POINT)
                .hasGradient(FIRST, -0.7, 0.4);
    }

    @Test
    void whatMayNotStandInsideSaysWhatMay() {
        assertThatThrownBy(() -> grad((double[] x) ->
                        valueAndGrad(CompositionTest::cubic).apply(x).gradient()[1]))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("valueAndGrad")
                .hasMessageContaining("Use derivative, grad");
        assertThatThrownBy(() -> grad((double[] x) ->
                        vjp(y -> new double[] {y[0] * y[0] * y[1]}).apply(x).apply(new double[] {1})[1]))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("vjp");
    }

    private static double[] sum(double[] a, double[] b) {
        return new double[] {a[0] + b[0], a[1] + b[1]};
    }

    /** Newton's method with its own derivatives finds √a; the implicit function theorem gives 1 / 2√a. */
    @Test
    void aSolverMayDifferentiateTheFunctionItIsGiven() {
        Differentiation.of(a -> root(x -> x * x - a, 1), 2)
                .hasValue(1e-15, Math.sqrt(2))
                .hasDerivative(FIRST, 0.5 / Math.sqrt(2))
                .hasSecondDerivative(HIGHER, -0.25 / (2 * Math.sqrt(2)));
    }

    static double root(ScalarFunction f, double start) {
        ScalarFunction slope = derivative(f);
        double x = start;
        for (int i = 0; i < 12; i++) {
            x -= f.applyAsDouble(x) / slope.applyAsDouble(x);
        }
        return x;
    }

    @Test
    void gradientDescentIsAProgramLikeOthers() {
        // three steps on ½a(x − 1)² from 0 with rate r: 1 − x = (1 − ra)³
        Differentiation.of(p -> {
                    Gradient g = grad((double[] x) -> 0.5 * p[0] * (x[0] - 1) * (x[0] - 1));
                    double[] x = {0};
                    for (int i = 0; i < 3; i++) {
                        x[0] -= p[1] * g.apply(x)[0];
                    }
                    return x[0];
                })
                .at(2, 0.1)
                .hasValue(FIRST, 1 - 0.8 * 0.8 * 0.8)
                .hasGradient(FIRST, 3 * 0.64 * 0.1, 3 * 0.64 * 2);
    }
}
