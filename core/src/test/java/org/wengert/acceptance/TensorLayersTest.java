package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Tensors.grad;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.wengert.tensor.Sliding;
import org.wengert.tensor.Tensor;

/** Section J of the acceptance cases, what of it needs no layer: layers, losses and steps of optimisation as compositions of tensors. */
class TensorLayersTest {
    private static final double FIRST = 1e-12;

    private static Tensor v(double... elements) {
        return Tensor.vector(elements);
    }

    private static Tensor m(double[]... rows) {
        return Tensor.of(rows);
    }

    private static Tensor ints(int... elements) {
        return Tensor.of(elements);
    }

    private static TensorDifferentiation.Program of(UnaryOperator<Tensor> f) {
        return TensorDifferentiation.of(f);
    }

    @Test
    void j01ASobelFilter() {
        Tensor image = Tensor.arange(1.0, 17, 1).reshape(1, 1, 4, 4);
        Tensor kernel = v(1, 0, -1, 2, 0, -2, 1, 0, -1).reshape(1, 1, 3, 3);
        assertThat(image.conv2d(kernel).toDoubleArray()).containsExactly(-8, -8, -8, -8);
        TensorDifferentiation.of((x, k) -> x.conv2d(k).square().sum())
                .at(image, kernel)
                .hasGradients(
                        FIRST,
                        new double[] {-16, -16, 16, 16, -48, -48, 48, 48, -48, -48, 48, 48, -16, -16, 16, 16},
                        new double[] {-224, -288, -352, -480, -544, -608, -736, -800, -864});
    }

    @Test
    void j03ADilatedConvolution() {
        Tensor x = v(1, 2, 3, 4, 5).reshape(1, 1, 5);
        Tensor k = v(1, 10).reshape(1, 1, 2);
        assertThat(x.conv1d(k, Sliding.valid().dilation(2)).toDoubleArray()).containsExactly(31, 42, 53);
        TensorDifferentiation.of(
                        (a, w) -> a.conv1d(w, Sliding.valid().dilation(2)).sum())
                .at(x, k)
                .hasGradients(FIRST, new double[] {1, 1, 11, 10, 10}, new double[] {6, 12});
    }

    @Test
    void j05OverlappingWindowsOfMaximumPooling() {
        Tensor x = v(1, 2, 3, 4, 4, 3, 2, 1, 5, 6, 7, 8, 8, 7, 6, 5).reshape(1, 1, 4, 4);
        of(t -> t.maxPool2d(3, Sliding.valid()).sum())
                .at(x)
                .hasValue(0, 7 + 8 + 8 + 8)
                .hasGradient(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 0);
    }

    @Test
    void j07BatchNormalisation() {
        Tensor x = m(new double[] {1, 2}, new double[] {3, 5}, new double[] {5, 11}, new double[] {7, 2});
        Tensor weights = m(new double[] {1, 0}, new double[] {0, 1}, new double[] {2, -1}, new double[] {0, 3});
        TensorDifferentiation.ofAll(t -> standardized(t.get(0), 0)
                        .mul(t.get(1))
                        .add(t.get(2))
                        .mul(weights)
                        .sum())
                .at(x, v(2, 0.5), v(0, 1))
                .hasGradients(
                        FIRST,
                        new double[] {
                            0.08944289798475898,
                            -0.2154642117194056,
                            -0.7155409478168024,
                            0.034020678271739706,
                            1.1627540961038356,
                            -0.011340394093804945,
                            -0.5366560462717922,
                            0.19278392754147086
                        },
                        new double[] {-0.4472131482870333, -4.082481392608765},
                        new double[] {3, 3});
    }

    @Test
    void j08ASumOfStandardisedNumbersDoesNotVary() {
        Tensor x = m(new double[] {1, 2, -4}, new double[] {3, 5, 2.5}, new double[] {5, 11, 0.5});
        for (int axis = 0; axis < 2; axis++) {
            int a = axis;
            for (double g : grad(t -> standardized(t, a).sum()).apply(x).toDoubleArray()) {
                assertThat(g).isCloseTo(0, within(1e-12));
            }
        }
    }

    @Test
    void j09LayerNormalisation() {
        Tensor weights = v(1, 0, -1);
        of(x -> standardized(x, 0).mul(weights).sum())
                .at(v(1, 2, 4))
                .hasGradient(FIRST, 0.11454458203331686, -0.17180914163860161, 0.05726455960528498);
    }

    private static Tensor standardized(Tensor x, int axis) {
        return x.sub(x.mean(axis, true)).div(x.var(axis, true).add(1e-5).sqrt());
    }

    /** With equal scores every query sees the mean of the values up to its own. */
    @Test
    void j11CausalAttention() {
        Tensor q = Tensor.zeros(2, 2);
        Tensor values = m(new double[] {1, 2}, new double[] {3, 4});
        assertThat(causal(q, q, values).toDoubleArray()).containsExactly(1, 2, 2, 3);
        TensorDifferentiation.ofAll(t -> causal(t.get(0), t.get(1), t.get(2)).sum())
                .at(q, q, values)
                .hasGradients(
                        FIRST, new double[] {0, 0, 0, 0}, new double[] {0, 0, 0, 0}, new double[] {1.5, 1.5, 0.5, 0.5});
    }

    private static Tensor causal(Tensor q, Tensor k, Tensor values) {
        Tensor scores = q.matmul(k.transpose()).div(Math.sqrt(q.shape().extent(-1)));
        Tensor isPast = Tensor.onesLike(scores).tril().gt(0);
        return Tensor.where(isPast, scores, Double.NEGATIVE_INFINITY)
                .softmax(-1)
                .matmul(values);
    }

    /** The row of the padding gets no gradient. */
    @Test
    void j13AnEmbedding() {
        Tensor ids = ints(2, 0, 2, 1);
        of(table -> {
                    Tensor isPadding = Tensor.arange(3).eq(1).expandDims(1);
                    return Tensor.where(isPadding, table.stopGradient(), table)
                            .take(ids, 0)
                            .sum();
                })
                .at(m(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6}))
                .hasValue(0, 5 + 6 + 1 + 2 + 5 + 6 + 3 + 4)
                .hasGradient(0, 1, 1, 0, 0, 2, 2);
    }

    @Test
    void j14CrossEntropyOfABatchWithAnIgnoredLabel() {
        Tensor labels = ints(2, -100, 0);
        of(x -> {
                    Tensor counts = labels.ne(-100);
                    Tensor places = Tensor.where(counts, labels, Tensor.zerosLike(labels));
                    Tensor loss = x.logSoftmax(1)
                            .takeAlong(places.expandDims(1), 1)
                            .squeeze(1)
                            .neg();
                    return Tensor.where(counts, loss, 0).sum().div(2);
                })
                .at(m(new double[] {1, 2, 3}, new double[] {1, 2, 3}, new double[] {0.5, 0.5, 0.5}))
                .hasValue(FIRST, 0.7531091265562451)
                .hasGradient(
                        FIRST,
                        0.04501528658519022,
                        0.12236423552739882,
                        -0.1673795221125891,
                        0,
                        0,
                        0,
                        -1.0 / 3,
                        1.0 / 6,
                        1.0 / 6);
    }

    @Test
    void j16HuberLoss() {
        of(x -> Tensor.where(x.abs().le(1), x.square().mul(0.5), x.abs().sub(0.5))
                        .sum())
                .at(v(-2, -0.5, 0, 0.5, 2))
                .hasGradient(0, -1, -0.5, 0, 0.5, 1);
    }

    /** Σ p (ln p − log-softmax x). */
    @Test
    void j16TheDivergenceFromALogSoftmax() {
        Tensor p = v(0.5, 0.5);
        of(x -> p.mul(p.log().sub(x.logSoftmax(0))).sum())
                .at(v(-1, -2))
                .hasGradient(FIRST, 0.2310585786300049, -0.2310585786300049);
    }

    @Test
    void j17StepsOfGradientDescent() {
        assertThat(descent(0, false, 0)).containsExactly(new double[] {0.8, 0.64, 0.512}, within(1e-15));
        assertThat(descent(0.9, false, 0)).containsExactly(new double[] {0.8, 0.46, 0.062}, within(1e-15));
        assertThat(descent(0.9, true, 0)).containsExactly(new double[] {0.62, 0.2224, -0.108352}, within(1e-15));
        assertThat(descent(0, false, 0.5)).containsExactly(new double[] {0.75, 0.5625, 0.421875}, within(1e-15));
    }

    /** Three steps of length 0.1 on x² from 1. */
    private static double[] descent(double momentum, boolean isNesterov, double decay) {
        Tensor x = Tensor.of(1.0);
        Tensor velocity = Tensor.of(0.0);
        double[] way = new double[3];
        for (int i = 0; i < way.length; i++) {
            Tensor g = grad(Tensor::square).apply(x).add(x.mul(decay));
            velocity = velocity.mul(momentum).add(g);
            x = x.sub((isNesterov ? g.add(velocity.mul(momentum)) : velocity).mul(0.1));
            way[i] = x.item();
        }
        return way;
    }

    @Test
    void j21ClippingByTheNormOfAllGradients() {
        List<Tensor> gradients = List.of(v(3, 4), v(0, 12));
        Tensor norm =
                Tensor.stack(0, gradients.stream().map(Tensor::norm).toList()).norm();
        assertThat(norm.item()).isEqualTo(13);
        Tensor factor = norm.add(1e-6).reciprocal().minimum(1);
        Differentiation.close("first", FIRST, gradients.get(0).mul(factor).toDoubleArray(), new double[] {
            0.23076921301775288, 0.3076922840236705
        });
        Differentiation.close(
                "second", FIRST, gradients.get(1).mul(factor).toDoubleArray(), new double[] {0, 0.9230768520710115});
    }
}
