package org.wengert.acceptance;

import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.jacobian;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;

/** Section C of the acceptance cases: derivatives inside differentiated code, higher orders, perturbation confusion. */
class NestingTest {
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;
    private static final double HIGHER = 1e-9;

    /** The classic of perturbation confusion: systems with one global ε answer 2. */
    @Test
    void c01ADerivativeInsideADerivative() {
        Differentiation.of(x -> x * derivative(y -> x + y).applyAsDouble(1), 1)
                .hasValue(0, 1)
                .hasDerivative(FIRST, 1)
                .hasSecondDerivative(SECOND, 0);
    }

    @Test
    void c02ADerivativeThatReturnsTheOuterVariable() {
        Differentiation.of(x -> x * derivative(y -> x * y).applyAsDouble(1), 4)
                .hasValue(0, 16)
                .hasDerivative(FIRST, 8)
                .hasSecondDerivative(SECOND, 2);
    }

    @Test
    void c02TheSameWithTheInnerDerivativeByReverseMode() {
        Differentiation.of(x -> x * grad((double[] y) -> x * y[0]).apply(new double[] {1})[0], 4)
                .hasValue(0, 16)
                .hasDerivative(FIRST, 8)
                .hasSecondDerivative(SECOND, 2);
    }

    /** The inner function keeps what it has computed in a cell of the outer one. */
    @Test
    void c04ACellThatOutlivesTheInnerDerivative() {
        Differentiation.of(NestingTest::cell, 1)
                .hasValue(0, 1)
                .hasDerivative(0, 1)
                .hasSecondDerivative(0, 0);
    }

    private static double cell(double x) {
        double[] cell = {x};
        ScalarFunction f = y -> {
            cell[0] = cell[0] * y;
            return cell[0];
        };
        double _ = derivative(f).applyAsDouble(1);
        return derivative(f).applyAsDouble(1);
    }

    /** The "amazing bug": a derivative operator as a closure, applied twice. */
    @Test
    void c06ACurriedDerivativeOperator() {
        ScalarFunction exp = Math::exp;
        Differentiation.of(shiftedDerivative(exp), 1).hasValue(FIRST, Math.E).hasDerivative(SECOND, Math.E);
        Differentiation.of(shiftedDerivative(shiftedDerivative(exp)), 1)
                .hasValue(SECOND, Math.E)
                .hasDerivative(HIGHER, Math.E);
    }

    private static ScalarFunction shiftedDerivative(ScalarFunction f) {
        return x -> derivative(u -> f.applyAsDouble(x + u)).applyAsDouble(0);
    }

    @Test
    void c07AnInnerDerivativeThatIsANorm() {
        Differentiation.of(v -> sum(v) * derivative(y -> y * norm(v)).applyAsDouble(1))
                .at(1)
                .hasValue(FIRST, 1)
                .hasGradient(FIRST, 2);
        // s‖v‖ at (3, 4) with s = 7: ‖v‖ + s v/‖v‖
        Differentiation.of(v -> sum(v) * derivative(y -> y * norm(v)).applyAsDouble(1))
                .at(3, 4)
                .hasValue(FIRST, 35)
                .hasGradient(FIRST, 5 + 7 * 0.6, 5 + 7 * 0.8);
    }

    private static double sum(double[] v) {
        double s = 0;
        for (double vi : v) {
            s += vi;
        }
        return s;
    }

    private static double norm(double[] v) {
        double s = 0;
        for (double vi : v) {
            s += vi * vi;
        }
        return Math.sqrt(s);
    }

    @Test
    void c08TheJacobianOfABilinearFormsGradientIsItsMatrix() {
        double[][] a = {{1.5, -2, 0.25}, {3, 0, 7}};
        for (Mode inner : Mode.values()) {
            for (Mode outer : Mode.values()) {
                double[][] actual = jacobian(
                                x -> grad(y -> dot(y, times(a, x)), by(inner)).apply(new double[] {1, -1}), by(outer))
                        .apply(new double[] {0.3, 0.2, 0.1});
                for (int i = 0; i < a.length; i++) {
                    Differentiation.close(outer + " over " + inner, 0, actual[i], a[i]);
                }
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i] * b[i];
        }
        return s;
    }

    private static double[] times(double[][] a, double[] x) {
        double[] y = new double[a.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = dot(a[i], x);
        }
        return y;
    }

    /** H(q, p) = p·v − L(q, v) at the velocity where ∂L/∂v = p, found with L's own gradient and Hessian at v = 0. */
    @Test
    void c10ALegendreTransformWithInnerGradientAndHessian() {
        double[] p = {5, 6};
        Differentiation.of(q -> hamiltonian(q, p))
                .at(1, 2)
                .hasValue(FIRST, 30.5 + 9.8 * 2)
                .hasGradient(FIRST, 0, 9.8);
    }

    private static double lagrangian(double[] q, double[] v) {
        return 0.5 * dot(v, v) - 9.8 * q[1];
    }

    private static double hamiltonian(double[] q, double[] p) {
        ScalarField l = v -> lagrangian(q, v);
        double[][] m = hessian(l).apply(new double[2]);
        double[] b = grad(l).apply(new double[2]);
        double det = m[0][0] * m[1][1] - m[0][1] * m[1][0];
        double r0 = p[0] - b[0];
        double r1 = p[1] - b[1];
        double[] v = {(m[1][1] * r0 - m[0][1] * r1) / det, (m[0][0] * r1 - m[1][0] * r0) / det};
        return dot(p, v) - lagrangian(q, v);
    }

    @Test
    void c11AMixedDerivative() {
        Differentiation.of(
                        u -> derivative(p -> u[0] * u[0] * u[1] * u[1] * p * p).applyAsDouble(4))
                .at(2, 3)
                .hasValue(FIRST, 288)
                .hasGradient(FIRST, 288, 192);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "5, 16", "7, 272", "9, 7936", "11, 353792"})
    void c13OddDerivativesOfTheTangent(int n, double expected) {
        Differentiation.of(Math::tan, 0).hasDerivativeOfOrder(n, HIGHER, expected);
    }

    @Test
    void c13OddDerivativesOfTheTangentByReverseMode() {
        Differentiation.of(Math::tan, 0)
                .hasReverseDerivativeOfOrder(1, FIRST, 1)
                .hasReverseDerivativeOfOrder(3, HIGHER, 2);
    }

    @Test
    void c14TheTenthDerivativeOfABell() {
        ScalarFunction bell = x -> Math.exp(-x * x);
        Differentiation.of(bell, 0).hasDerivativeOfOrder(10, HIGHER, -30240);
        Differentiation.of(bell, 1).hasDerivativeOfOrder(10, HIGHER, 3025.4405241939417);
    }

    @Test
    void c16AThreefoldSine() {
        Differentiation.of(x -> Math.sin(Math.sin(Math.sin(x))), 3)
                .hasDerivative(FIRST, -0.9704718712983317)
                .hasSecondDerivative(SECOND, -0.40950593162420285)
                .hasDerivativeOfOrder(3, HIGHER, 2.681158338365959)
                .hasReverseDerivativeOfOrder(3, HIGHER, 2.681158338365959);
    }

    /** The operators' Hessians are symmetric to the bit: {@link Differentiation.Second} checks it. */
    @Test
    void c18TheHessianOfRosenbrocksFunctionInAllModes() {
        Differentiation.of(NestingTest::rosenbrock).at(-1.2, 1).hasHessian(SECOND, new double[][] {
            {1330, 480}, {480, 200}
        });
    }

    @Test
    void c19HessianVectorProductsAndThirdDerivativesOfRosenbrocksFunction() {
        double[] x = {-1.2, 1};
        Differentiation.close(
                "H·(1, 2)", SECOND, hvp(NestingTest::rosenbrock).apply(x, new double[] {1, 2}), new double[] {2290, 880
                });
        // the Hessian's first row as a function: its gradient holds ∂³f/∂x³ and ∂³f/∂x²∂y
        Differentiation.of(y -> hvp(NestingTest::rosenbrock).apply(y, new double[] {1, 0})[0])
                .at(x)
                .hasValue(SECOND, 1330)
                .hasGradient(HIGHER, -2880, -400);
        Differentiation.of(y ->
                        grad(z -> grad(NestingTest::rosenbrock).apply(z)[0]).apply(y)[0])
                .at(x)
                .hasGradient(HIGHER, -2880, -400);
    }

    private static double rosenbrock(double[] x) {
        double a = x[1] - x[0] * x[0];
        double b = 1 - x[0];
        return 100 * a * a + b * b;
    }

    @Test
    void c22AGradientThatRefersToAnEnclosingVariable() {
        Differentiation.of(x -> x * grad((double[] y) -> x * y[0]).apply(new double[] {2})[0], 1)
                .hasValue(0, 1)
                .hasDerivative(FIRST, 2)
                .hasSecondDerivative(SECOND, 2);
    }

    @Test
    void c23ConstantsAndTheIdentity() {
        Differentiation.of(x -> 4, 3).hasValue(0, 4).hasDerivative(0, 0).hasSecondDerivative(0, 0);
        Differentiation.of(x -> x, 3).hasValue(0, 3).hasDerivative(0, 1).hasSecondDerivative(0, 0);
    }

    /** min over x of max over y of |x|² − |y|²: both searches use gradients that are derivatives of derivatives. */
    @Test
    void c24ASaddlePointByNestedSearches() {
        for (Mode outer : Mode.values()) {
            for (Mode inner : Mode.values()) {
                Differentiation.close(
                        outer + " over " + inner,
                        HIGHER,
                        SaddlePoint.from(new double[] {1, 1}, outer, inner),
                        new double[] {
                            8.246324826140356e-06, 8.246324826140356e-06, 8.246324826140356e-06, 8.246324826140356e-06
                        });
            }
        }
    }

    /** Every product that leaves two factors out is zero but one. */
    @Test
    void c26TheHessianOfAProductWithTwoZeros() {
        Differentiation.of(x -> x[0] * x[1] * x[2] * x[3])
                .at(2, 3, 0, 0)
                .hasGradient(FIRST, 0, 0, 0, 0)
                .hasHessian(SECOND, new double[][] {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 6}, {0, 0, 6, 0}});
        Differentiation.of(x -> {
                    double product = 1;
                    for (double xi : x) {
                        product *= xi;
                    }
                    return product;
                })
                .at(2, 3, 0, 0)
                .hasHessian(SECOND, new double[][] {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 6}, {0, 0, 6, 0}});
    }
}
