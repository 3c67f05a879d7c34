package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Tensors.checkpoint;
import static org.wengert.Tensors.compile;
import static org.wengert.Tensors.customRule;
import static org.wengert.Tensors.grad;
import static org.wengert.Tensors.gradientCheck;
import static org.wengert.Tensors.hessian;
import static org.wengert.Tensors.hvp;
import static org.wengert.Tensors.jacfwd;
import static org.wengert.Tensors.jacrev;
import static org.wengert.Tensors.jvp;
import static org.wengert.Tensors.valueAndGrad;
import static org.wengert.Tensors.vjp;
import static org.wengert.Tensors.vmap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.TensorField;
import org.wengert.rule.Derivatives;
import org.wengert.rule.Numbers;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Index;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Sliding;
import org.wengert.tensor.Tensor;

/** Section L of the acceptance cases for tensors: what holds without a reference number. */
class TensorIdentitiesTest {
    private static final long SEED = 20260101;

    /** Functions of 24 numbers to one number that put many kinds of ops together. */
    enum Program implements TensorField {
        NETWORK {
            @Override
            public Tensor apply(Tensor x) {
                Tensor w = x.get(Index.to(12)).reshape(3, 4);
                Tensor u = x.get(Index.from(12)).reshape(4, 3);
                Tensor hidden = u.matmul(w).add(w.mean(0)).tanh();
                return hidden.matmul(u)
                        .logSoftmax(1)
                        .get(Index.all(), Index.at(1))
                        .mean()
                        .neg();
            }
        },
        IMAGES {
            @Override
            public Tensor apply(Tensor x) {
                Tensor image = x.get(Index.to(16)).reshape(1, 1, 4, 4);
                Tensor kernel = x.get(Index.from(16)).reshape(2, 1, 2, 2);
                return image.conv2d(kernel, Sliding.padded(1))
                        .silu()
                        .maxPool2d(2, Sliding.valid())
                        .square()
                        .sum();
            }
        },
        ATTENTION {
            @Override
            public Tensor apply(Tensor x) {
                Tensor q = x.reshape(4, 3, 2);
                Tensor scores = q.matmul(q.matrixTranspose());
                Tensor isPast = Tensor.ones(3, 3).tril().gt(0);
                return Tensor.where(isPast, scores, Double.NEGATIVE_INFINITY)
                        .softmax(-1)
                        .matmul(q)
                        .norm(2, -1)
                        .sum();
            }
        },
        ORDER {
            @Override
            public Tensor apply(Tensor x) {
                Tensor sorted = x.reshape(4, 6).sort(1).mul(Tensor.arange(6).to(DType.FLOAT64));
                Tensor running = sorted.cumsum(0).sin().cumprod(1);
                Tensor rows = running.take(Tensor.of(new int[] {3, 0, 3}), 0);
                return rows.scatterAdd(
                                Tensor.of(new int[] {2, 2}),
                                running.get(Index.to(2)).exp(),
                                0)
                        .var(1)
                        .logSumExp();
            }
        };
    }

    /** Numbers between −1 and 1. */
    private static Tensor random(int seed, int... shape) {
        SplittableRandom random = new SplittableRandom(SEED + seed);
        Shape s = Shape.of(shape);
        return Tensor.of(random.doubles(s.size(), -1, 1).toArray(), s);
    }

    private static void close(double tolerance, Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double size = expected.abs().max().item();
        assertThat(actual.toDoubleArray())
                .containsExactly(expected.toDoubleArray(), within(tolerance * Math.max(1, size)));
    }

    /** ⟨w, J v⟩ = ⟨Jᵀ w, v⟩. */
    @ParameterizedTest
    @EnumSource
    void l01TheTransposeOfForwardModeIsReverseMode(Program f) {
        TensorField g = grad(f); // with 24 values; its Jacobian is the Hessian
        Tensor x = random(1, 24);
        Tensor v = random(2, 24);
        Tensor w = random(3, 24);
        Tensor forward = jvp(g, x, v).tangent().mul(w);
        Tensor reverse = vjp(g, x).apply(w).mul(v);
        assertThat(reverse.sum().item())
                .isCloseTo(
                        forward.sum().item(),
                        within(1e-12 * (1 + forward.abs().sum().item())));
    }

    @ParameterizedTest
    @EnumSource
    void l02ForwardModeIsReverseMode(Program f) {
        Tensor x = random(1, 24);
        close(1e-13, jacfwd(f).apply(x), grad(f).apply(x));
        close(1e-13, jacrev(f).apply(x), grad(f).apply(x));
    }

    @ParameterizedTest
    @EnumSource
    void l03HessiansAreSymmetricAndAllWaysToTheirProductsAgree(Program f) {
        Tensor x = random(1, 24);
        Tensor v = random(2, 24);
        Tensor h = hessian(f).apply(x);
        close(1e-12, h.transpose(), h);
        Tensor expected = h.matmul(v);
        close(1e-12, hvp(f).apply(x, v), expected);
        close(1e-12, jvp(grad(f), x, v).tangent(), expected);
        close(1e-12, grad(y -> grad(f).apply(y).mul(v).sum()).apply(x), expected);
        close(1e-12, grad(y -> jvp(f, y, v).tangent()).apply(x), expected);
    }

    @ParameterizedTest
    @EnumSource
    void l04DerivativesAreLinear(Program f) {
        TensorField g = grad(f);
        Tensor x = random(1, 24);
        Tensor v = random(2, 24);
        Tensor w = random(3, 24);
        Tensor sum = v.mul(2).sub(w.mul(3));
        close(
                1e-12,
                jvp(g, x, sum).tangent(),
                jvp(g, x, v).tangent().mul(2).sub(jvp(g, x, w).tangent().mul(3)));
        var pullback = vjp(g, x);
        close(
                1e-12,
                pullback.apply(sum),
                pullback.apply(v).mul(2).sub(pullback.apply(w).mul(3)));
        Tensor zeros = Tensor.zeros(24);
        assertThat(jvp(g, x, zeros).tangent().toDoubleArray()).containsOnly(0);
        assertThat(pullback.apply(zeros).toDoubleArray()).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void l05ManyAtOnceAreOneAfterTheOther(Program f) {
        Tensor rows = random(4, 5, 24);
        List<Tensor> values = new ArrayList<>();
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            values.add(f.apply(rows.get(i)));
            gradients.add(grad(f).apply(rows.get(i)));
        }
        close(1e-13, vmap(f).apply(rows), Tensor.stack(0, values));
        close(1e-13, vmap(grad(f)).apply(rows), Tensor.stack(0, gradients));
        close(1e-13, vmap(f, 1, 0).apply(rows.transpose()), Tensor.stack(0, values));
        close(1e-13, vmap(grad(f), 0, 1).apply(rows), Tensor.stack(1, gradients));
        close(1e-13, grad(x -> vmap(f).apply(x).sum()).apply(rows), Tensor.stack(0, gradients));
    }

    @ParameterizedTest
    @EnumSource
    void l06CheckpointsAndCompilationLeaveTheBits(Program f) {
        Tensor x = random(1, 24);
        double[] expected = grad(f).apply(x).toDoubleArray();
        assertThat(checkpoint(f).apply(x).item()).isEqualTo(f.apply(x).item());
        assertThat(grad(checkpoint(f)).apply(x).toDoubleArray()).containsExactly(expected);
        assertThat(grad(y -> checkpoint(f).apply(y.mul(1))).apply(x).toDoubleArray())
                .containsExactly(expected);
        close(1e-12, hessian(checkpoint(f)).apply(x), hessian(f).apply(x));
        close(1e-13, compile(grad(f)).apply(x), grad(f).apply(x));
    }

    /** x·∇f = k f for homogeneous f of degree k. */
    @Test
    void l07EulersIdentity() {
        Tensor x = random(5, 3, 3);
        homogeneous(3, x, m -> m.norm().pow(3));
        homogeneous(9, x, m -> m.prod());
        homogeneous(1, x, m -> m.max(1).sum());
        homogeneous(2, x, m -> m.matmul(m).trace());
        homogeneous(
                3,
                x,
                m -> m.get(0, 0)
                        .mul(m.get(1, 1).mul(m.get(2, 2)).sub(m.get(1, 2).mul(m.get(2, 1))))
                        .sub(m.get(0, 1)
                                .mul(m.get(1, 0)
                                        .mul(m.get(2, 2))
                                        .sub(m.get(1, 2).mul(m.get(2, 0)))))
                        .add(m.get(0, 2)
                                .mul(m.get(1, 0)
                                        .mul(m.get(2, 1))
                                        .sub(m.get(1, 1).mul(m.get(2, 0))))));
    }

    private static void homogeneous(int degree, Tensor x, TensorField f) {
        var both = valueAndGrad(f).apply(x);
        close(1e-13, both.gradient().mul(x).sum(), both.value().mul(degree));
    }

    @Test
    void l08GradientsOfASoftmaxSumToZero() {
        Tensor x = random(6, 4, 5).mul(10);
        Tensor label = Tensor.of(new int[] {1, 0, 4, 2});
        Tensor weights = random(7, 4, 5);
        Tensor zeros = Tensor.zeros(4);
        close(1e-14, grad(t -> t.softmax(1).mul(weights).sum()).apply(x).sum(1), zeros);
        close(
                1e-14,
                grad(t -> t.logSoftmax(1).takeAlong(label.expandDims(1), 1).mean())
                        .apply(x)
                        .sum(1),
                zeros);
    }

    @ParameterizedTest
    @EnumSource
    void l09TheSameBitsEachTimeAndOnEachThread(Program f) throws Exception {
        Tensor x = random(1, 24);
        double[] expected = grad(f).apply(x).toDoubleArray();
        Callable<double[]> again = () -> grad(f).apply(x).toDoubleArray();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<double[]> gradient : threads.invokeAll(Collections.nCopies(20, again))) {
                assertThat(gradient.get()).containsExactly(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void l10DifferentiationLeavesTheBitsOfTheValue(Program f) {
        Tensor x = random(1, 24);
        double expected = f.apply(x).item();
        Differentiation.sameBits(expected, valueAndGrad(f).apply(x).value().item(), "valueAndGrad");
        Differentiation.sameBits(expected, jvp(f, x, random(2, 24)).value().item(), "jvp");
        Differentiation.sameBits(expected, vjp(f, x).value().item(), "vjp");
        double[] seen = new double[1];
        Tensor _ = grad(y -> {
                    Tensor value = f.apply(y);
                    seen[0] = value.item();
                    return value;
                })
                .apply(x);
        Differentiation.sameBits(expected, seen[0], "inside grad");
    }

    @Test
    void l11WholeNumbersAndTruthValuesHaveNoGradient() {
        for (Tensor x : List.of(
                Tensor.of(new int[] {1, 2}), Tensor.of(new long[] {1, 2}), Tensor.of(new boolean[] {true, false}))) {
            assertThatThrownBy(() -> grad(t -> t.to(DType.FLOAT64).sum()).apply(x))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(x.dtype().toString());
            assertThatThrownBy(x::requiresGrad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /**
     * Where a number and a tensor of numbers are the same function, their derivatives are the same too: NaN, infinities and zeros exactly, others to a
     * few ulp, for a back end has exponentials and sines of its own.
     */
    @ParameterizedTest
    @EnumSource
    void l14DerivativesOfTensorsAreThoseOfNumbers(Unary f) {
        double[] points = {
            -1.3, 0.49, 0.99, 1.01, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 0, -0.0
        };
        Tensor x = Tensor.vector(points);
        Tensor forward = jvp(t -> t.map(f), x, Tensor.onesLike(x)).tangent();
        Tensor reverse = grad(t -> t.map(f).sum()).apply(x);
        double[] expected = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            expected[i] = Derivatives.of(f, points[i], f.evaluate(points[i]), Numbers.NUMBERS);
        }
        for (Tensor derivatives : List.of(forward, reverse)) {
            for (int i = 0; i < points.length; i++) {
                assertThat(isClose(derivatives.item(i), expected[i]))
                        .as("%s'(%s) is %s, not %s", f, points[i], derivatives.item(i), expected[i])
                        .isTrue();
            }
        }
    }

    private static boolean isClose(double actual, double expected) {
        boolean isSame = actual == expected || Double.isNaN(actual) && Double.isNaN(expected);
        return isSame
                || Double.isFinite(expected)
                        && expected != 0
                        && Math.abs(actual - expected) <= 8 * Math.ulp(expected);
    }

    @ParameterizedTest
    @EnumSource
    void l15TheGradientAgreesWithDifferences(Program f) {
        assertThat(gradientCheck(f, random(1, 24))).matches(c -> c.agrees());
    }

    @Test
    void l16TheComparisonWithDifferencesFindsAWrongRule() {
        Rule.Reverse wrong = (inputs, output, yBar) -> List.of(yBar.mul(inputs.getFirst()));
        TensorField square = customRule(Tensor::square, wrong);
        assertThat(gradientCheck(x -> square.apply(x).sum(), random(1, 3)).agrees())
                .isFalse();
    }
}
