package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Tensors.customRule;
import static org.wengert.Tensors.grad;
import static org.wengert.Tensors.hessian;
import static org.wengert.Tensors.hvp;
import static org.wengert.Tensors.jacfwd;
import static org.wengert.Tensors.jacrev;
import static org.wengert.Tensors.jvp;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.TensorField;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Tensor;

/** Section C of the acceptance cases for tensors: derivatives inside differentiated functions, higher orders, perturbation confusion. */
class TensorNestingTest {
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;
    private static final double HIGHER = 1e-9;

    /** The derivative of a function of one number by either mode. */
    enum Derivative {
        FORWARD {
            @Override
            TensorField of(TensorField f) {
                return x -> jvp(f, x, Tensor.onesLike(x)).tangent();
            }
        },
        REVERSE {
            @Override
            TensorField of(TensorField f) {
                return grad(f);
            }
        };

        abstract TensorField of(TensorField f);
    }

    private static Tensor number(double x) {
        return Tensor.of(x);
    }

    private static Tensor v(double... elements) {
        return Tensor.vector(elements);
    }

    private static TensorDifferentiation.Program of(UnaryOperator<Tensor> f) {
        return TensorDifferentiation.of(f);
    }

    /** The classic of perturbation confusion: systems with one global ε answer 2. */
    @ParameterizedTest
    @EnumSource
    void c01ADerivativeInsideADerivative(Derivative d) {
        of(x -> x.mul(d.of(y -> x.add(y)).apply(number(1))))
                .at(number(1))
                .hasValue(0, 1)
                .hasGradient(0, 1)
                .hasHessian(0, new double[] {0});
    }

    @ParameterizedTest
    @EnumSource
    void c02ADerivativeThatReturnsTheOuterVariable(Derivative d) {
        of(x -> x.mul(d.of(y -> x.mul(y)).apply(number(1))))
                .at(number(4))
                .hasValue(0, 16)
                .hasGradient(0, 8)
                .hasHessian(0, new double[] {2});
    }

    /** The inner function keeps what it has computed in a cell of the outer one. */
    @ParameterizedTest
    @EnumSource
    void c04ACellThatOutlivesTheInnerDerivative(Derivative d) {
        UnaryOperator<Tensor> outer = x -> {
            Tensor[] cell = {x};
            TensorField f = y -> {
                cell[0] = cell[0].mul(y);
                return cell[0];
            };
            d.of(f).apply(number(1)).item();
            return d.of(f).apply(number(1));
        };
        assertThat(outer.apply(number(1)).item()).isEqualTo(1);
        for (Derivative by : Derivative.values()) {
            assertThat(by.of(outer::apply).apply(number(1)).item()).isEqualTo(1);
        }
    }

    /** The "amazing bug": a derivative operator as a closure, applied twice. */
    @ParameterizedTest
    @EnumSource
    void c06ACurriedDerivativeOperator(Derivative d) {
        TensorField exp = Tensor::exp;
        of(shifted(d, exp)).at(number(1)).hasValue(FIRST, Math.E).hasGradient(SECOND, Math.E);
        of(shifted(d, shifted(d, exp)))
                .at(number(1))
                .hasValue(SECOND, Math.E)
                .hasGradient(HIGHER, Math.E)
                .hasHessian(HIGHER, new double[] {Math.E});
    }

    private static TensorField shifted(Derivative d, TensorField f) {
        return x -> d.of(u -> f.apply(x.add(u))).apply(number(0));
    }

    @ParameterizedTest
    @EnumSource
    void c07AnInnerDerivativeThatIsANorm(Derivative d) {
        UnaryOperator<Tensor> f = v -> v.sum().mul(d.of(y -> y.mul(v.norm())).apply(number(1)));
        of(f).at(v(1)).hasValue(FIRST, 1).hasGradient(FIRST, 2);
        of(f).at(v(3, 4)).hasValue(FIRST, 35).hasGradient(FIRST, 5 + 7 * 0.6, 5 + 7 * 0.8);
    }

    @Test
    void c08TheJacobianOfABilinearFormsGradientIsItsMatrix() {
        Tensor a = Tensor.of(new double[][] {{1.5, -2, 0.25}, {3, 0, 7}});
        TensorField inner = x -> grad(y -> y.mul(a.matmul(x)).sum()).apply(v(1, -1));
        TensorField forward = x -> jacfwd(y -> y.mul(a.matmul(x)).sum()).apply(v(1, -1));
        for (TensorField f : List.of(inner, forward)) {
            assertThat(jacfwd(f).apply(v(0.3, 0.2, 0.1)).toDoubleArray()).containsExactly(a.toDoubleArray());
            assertThat(jacrev(f).apply(v(0.3, 0.2, 0.1)).toDoubleArray()).containsExactly(a.toDoubleArray());
        }
    }

    /** H(q, p) = p·v − L(q, v) at the velocity where ∂L/∂v = p, found with L's own gradient and Hessian at v = 0. */
    @Test
    void c10ALegendreTransformWithInnerGradientAndHessian() {
        Tensor p = v(5, 6);
        of(q -> {
                    TensorField lagrangian =
                            u -> u.square().sum().mul(0.5).sub(q.get(1).mul(9.8));
                    Tensor mass = hessian(lagrangian).apply(v(0, 0));
                    Tensor r = p.sub(grad(lagrangian).apply(v(0, 0)));
                    Tensor a = mass.get(0, 0);
                    Tensor b = mass.get(0, 1);
                    Tensor c = mass.get(1, 0);
                    Tensor d = mass.get(1, 1);
                    Tensor det = a.mul(d).sub(b.mul(c));
                    Tensor u = Tensor.stack(
                                    0,
                                    d.mul(r.get(0)).sub(b.mul(r.get(1))),
                                    a.mul(r.get(1)).sub(c.mul(r.get(0))))
                            .div(det);
                    return p.mul(u).sum().sub(lagrangian.apply(u));
                })
                .at(v(1, 2))
                .hasValue(FIRST, 30.5 + 9.8 * 2)
                .hasGradient(FIRST, 0, 9.8);
    }

    @ParameterizedTest
    @EnumSource
    void c11AMixedDerivative(Derivative d) {
        of(u -> d.of(p -> u.square().prod().mul(p.square())).apply(number(4)))
                .at(v(2, 3))
                .hasValue(FIRST, 288)
                .hasGradient(FIRST, 288, 192);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "5, 16", "7, 272", "9, 7936", "11, 353792"})
    void c13OddDerivativesOfTheTangent(int n, double expected) {
        ofOrder(Derivative.FORWARD, n, Tensor::tan, 0, expected);
        if (n <= 7) {
            ofOrder(Derivative.REVERSE, n, Tensor::tan, 0, expected);
        }
    }

    @Test
    void c14TheTenthDerivativeOfABell() {
        TensorField bell = x -> x.square().neg().exp();
        ofOrder(Derivative.FORWARD, 10, bell, 0, -30240);
        ofOrder(Derivative.FORWARD, 10, bell, 1, 3025.4405241939417);
        ofOrder(Derivative.REVERSE, 6, bell, 1, 184 / Math.E); // H₆(1) = 64 − 480 + 720 − 120
    }

    private static void ofOrder(Derivative d, int n, TensorField f, double x, double expected) {
        TensorField derivative = f;
        for (int i = 0; i < n; i++) {
            derivative = d.of(derivative);
        }
        Differentiation.close(
                d + " all the way",
                HIGHER,
                new double[] {derivative.apply(number(x)).item()},
                new double[] {expected});
    }

    @Test
    void c16AThreefoldSine() {
        UnaryOperator<Tensor> f = x -> x.sin().sin().sin();
        of(f).at(number(3))
                .hasGradient(FIRST, -0.9704718712983317)
                .hasHessian(SECOND, new double[] {-0.40950593162420285});
        for (Derivative d : Derivative.values()) {
            of(x -> d.of(d.of(f::apply)).apply(x)).at(number(3)).hasGradient(HIGHER, 2.681158338365959);
        }
    }

    private static Tensor rosenbrock(Tensor x) {
        Tensor a = x.get(1).sub(x.get(0).square());
        return a.square().mul(100).add(x.get(0).rsub(1).square());
    }

    @Test
    void c18TheHessianOfRosenbrocksFunctionInAllModes() {
        of(TensorNestingTest::rosenbrock)
                .at(v(-1.2, 1))
                .hasValue(FIRST, 24.2)
                .hasGradient(FIRST, -215.6, -88)
                .hasHessian(SECOND, new double[] {1330, 480}, new double[] {480, 200});
    }

    @Test
    void c19HessianVectorProductsAndThirdDerivativesOfRosenbrocksFunction() {
        Tensor x = v(-1.2, 1);
        Differentiation.close(
                "H·(1, 2)",
                SECOND,
                hvp(TensorNestingTest::rosenbrock).apply(x, v(1, 2)).toDoubleArray(),
                new double[] {2290, 880});
        // the Hessian's first row as a function: its gradient holds ∂³f/∂x³ and ∂³f/∂x²∂y
        of(y -> hvp(TensorNestingTest::rosenbrock).apply(y, v(1, 0)).get(0))
                .at(x)
                .hasValue(SECOND, 1330)
                .hasGradient(HIGHER, -2880, -400);
        of(y -> grad(z -> grad(TensorNestingTest::rosenbrock).apply(z).get(0))
                        .apply(y)
                        .get(0))
                .at(x)
                .hasGradient(HIGHER, -2880, -400);
    }

    @ParameterizedTest
    @EnumSource
    void c22ADerivativeThatRefersToAnEnclosingVariable(Derivative d) {
        of(x -> x.mul(d.of(y -> x.mul(y)).apply(number(2))))
                .at(number(1))
                .hasValue(0, 1)
                .hasGradient(0, 2)
                .hasHessian(0, new double[] {2});
    }

    @Test
    void c23ConstantsAndTheIdentity() {
        assertThat(grad(x -> number(4)).apply(number(3)).item()).isZero();
        assertThat(grad(grad(x -> number(4))).apply(number(3)).item()).isZero();
        of(x -> x).at(number(3)).hasValue(0, 3).hasGradient(0, 1).hasHessian(0, new double[] {0});
        of(x -> x.mul(0)).at(number(3)).hasGradient(0, 0).hasHessian(0, new double[] {0});
    }

    /** min over x of max over y of |x|² − |y|²: the outer search uses gradients of the inner one, step after step by values asked for. */
    @Test
    void c24ASaddlePointByNestedSearches() {
        Tensor start = v(1, 1);
        Tensor x = argmin(
                candidate -> payoff(candidate, argmin(y -> payoff(candidate, y).neg(), start)), start);
        Tensor y = argmin(candidate -> payoff(x, candidate).neg(), start);
        double[] expected = {8.246324826140356e-06, 8.246324826140356e-06};
        Differentiation.close("x", HIGHER, x.toDoubleArray(), expected);
        Differentiation.close("y", HIGHER, y.toDoubleArray(), expected);
    }

    private static Tensor payoff(Tensor x, Tensor y) {
        return x.square().sum().sub(y.square().sum());
    }

    private static Tensor argmin(TensorField f, Tensor start) {
        TensorField gradient = grad(f);
        Tensor x = start;
        double fx = f.apply(x).item();
        Tensor gx = gradient.apply(x);
        double step = 1e-5;
        int successes = 0;
        while (gx.norm().item() > 1e-5) {
            if (successes == 10) {
                step *= 2;
                successes = 0;
                continue;
            }
            Tensor next = x.sub(gx.mul(step));
            if (x.sub(next).norm().item() <= 1e-5) {
                return x;
            }
            double fNext = f.apply(next).item();
            if (fNext < fx) {
                x = next;
                fx = fNext;
                gx = gradient.apply(x);
                successes++;
            } else {
                step /= 2;
                successes = 0;
            }
        }
        return x;
    }

    /** Every product that leaves two factors out is zero but one. */
    @Test
    void c26TheHessianOfAProductWithTwoZeros() {
        double[][] expected = {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 6}, {0, 0, 6, 0}};
        of(x -> x.prod()).at(v(2, 3, 0, 0)).hasGradient(0, 0, 0, 0, 0).hasHessian(0, expected);
        of(x -> x.cumprod(0).get(3)).at(v(2, 3, 0, 0)).hasHessian(0, expected);
        of(x -> x.get(0).mul(x.get(1)).mul(x.get(2)).mul(x.get(3)))
                .at(v(2, 3, 0, 0))
                .hasHessian(0, expected);
    }

    /** y = (2x)² by a rule that keeps 2x: its second derivative is 8, since what is kept depends on x. */
    @Test
    void c27ARuleThatKeepsAnIntermediateValue() {
        TensorField square = x -> {
            Tensor kept = x.mul(2);
            Rule.Reverse rule = (inputs, output, yBar) -> List.of(yBar.mul(kept).mul(4));
            return customRule(z -> z.mul(2).square(), rule).apply(x);
        };
        of(square).at(number(1.5)).hasValue(0, 9).hasGradient(0, 12).hasHessian(0, new double[] {8});
    }
}
