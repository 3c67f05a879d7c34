package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Values.INF;
import static org.wengert.tensor.Values.assertClose;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ActivationsTest {
    private static final double[] POINTS = {-30, -3.5, -1, -0.2, 0, 0.2, 1, 2.9, 3.5, 30};

    private static void agree(UnaryOperator<Tensor> f, DoubleUnaryOperator formula) {
        double[] expected = new double[POINTS.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = formula.applyAsDouble(POINTS[i]);
        }
        assertClose(f.apply(vector(POINTS)), 1e-14, expected);
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    @Test
    void eachIsItsFormula() {
        agree(x -> x.gelu(), x -> x * org.wengert.rule.Unary.NORMAL_CDF.evaluate(x));
        agree(x -> x.geluTanh(), x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
        agree(x -> x.silu(), x -> x / (1 + Math.exp(-x)));
        agree(x -> x.mish(), x -> x * Math.tanh(softplus(x)));
        agree(x -> x.elu(1.5), x -> x > 0 ? x : 1.5 * Math.expm1(x));
        agree(x -> x.celu(2), x -> Math.max(0, x) + Math.min(0, 2 * Math.expm1(x / 2)));
        agree(x -> x.selu(), x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)));
        agree(x -> x.leakyRelu(0.01), x -> x > 0 ? x : 0.01 * x);
        agree(x -> x.prelu(Tensor.of(0.3)), x -> x > 0 ? x : 0.3 * x);
        agree(x -> x.softsign(), x -> x / (1 + Math.abs(x)));
        agree(x -> x.hardSigmoid(), x -> Math.clamp(x / 6 + 0.5, 0, 1));
        agree(x -> x.hardSwish(), x -> x * Math.clamp(x / 6 + 0.5, 0, 1));
        agree(x -> x.hardTanh(), x -> Math.clamp(x, -1, 1));
        agree(x -> x.softplus(), ActivationsTest::softplus);
        agree(x -> x.relu6(), x -> Math.clamp(x, 0, 6));
    }

    @Test
    void softmaxNeitherOverflowsNorLosesSmallShares() {
        assertElements(vector(1000, 0, -1000).softmax(0), 1, 0, 0);
        assertElements(vector(1000, 0, -1000).logSoftmax(0), 0, -1000, -2000);
        assertClose(vector(1, 2, 3).softmax(-1), 1e-16, 0.09003057317038046, 0.24472847105479764, 0.6652409557748219);
        assertElements(vector(-INF, 0, 0).softmax(0), 0, 0.5, 0.5);
        assertElements(vector(-INF, 5).logSoftmax(0), -INF, 0);
    }

    @Test
    void softmaxGoesAlongOneAxis() {
        Tensor x = Values.counting(2, 3).mul(0.1);
        assertClose(x.softmax(0).sum(0), 1e-15, 1, 1, 1);
        assertClose(x.softmax(1).sum(1), 1e-15, 1, 1);
        assertClose(x.logSoftmax(0).exp().sum(0), 1e-15, 1, 1, 1);
        assertThat(Tensor.zeros(2, 0).softmax(1).shape()).isEqualTo(Shape.of(2, 0));
    }

    @Test
    void wholeNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ints(1, 2).softmax(0))
                .withMessageStartingWith("softmax is a function of real numbers, but its operand is int32[2].");
    }
}
