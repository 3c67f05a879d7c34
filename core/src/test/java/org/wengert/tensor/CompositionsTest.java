package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.wengert.Tensors.grad;
import static org.wengert.Tensors.vmap;
import static org.wengert.tensor.Index.all;
import static org.wengert.tensor.Index.at;
import static org.wengert.tensor.Index.every;
import static org.wengert.tensor.Index.to;
import static org.wengert.tensor.Values.INF;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.TensorField;

/** Laws of what is composed of primitives, at points where it is smooth. */
class CompositionsTest {
    private static final Tensor X = Tensor.of(new double[][] {{0.3, -1.2, 2.5}, {0.7, 1.9, -0.4}});
    private static final Tensor BATCH = Key.of(1).normal(4, 3, 2);
    private static final Tensor IMAGES = Key.of(5).normal(2, 2, 5, 6);
    private static final Tensor KERNELS = Key.of(6).normal(4, 1, 3, 2);
    private static final Tensor TRANSPOSED_KERNELS = Key.of(7).normal(2, 3, 2, 2);
    private static final Tensor PLACES = Tensor.of(new int[][] {{0, 2}, {1, 1}});

    record Composition(String name, Tensor x, UnaryOperator<Tensor> f) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Composition> COMPOSITIONS = new ArrayList<>();

    private static void of(String name, Tensor x, UnaryOperator<Tensor> f) {
        COMPOSITIONS.add(new Composition(name, x, f));
    }

    private static void of(String name, UnaryOperator<Tensor> f) {
        of(name, X, f);
    }

    private static void image(String name, UnaryOperator<Tensor> f) {
        of(name, IMAGES, f);
    }

    static {
        of("gelu", x -> x.gelu());
        of("geluTanh", x -> x.geluTanh());
        of("silu", x -> x.silu());
        of("mish", x -> x.mish());
        of("selu", x -> x.selu());
        of("elu", x -> x.elu(1.3));
        of("celu", x -> x.celu(1.3));
        of("leakyRelu", x -> x.leakyRelu(0.1));
        of("prelu", x -> x.prelu(x.abs()));
        of("softsign", x -> x.softsign());
        of("hardSwish", x -> x.hardSwish());
        of("hardTanh", x -> x.hardTanh());
        of("softmax", x -> x.softmax(1));
        of("logSoftmax", x -> x.logSoftmax(0));
        of("pow 3", x -> x.pow(3));
        of("pow 2", x -> x.pow(2));
        of("rdiv", x -> x.rdiv(2));
        of("rpow", x -> x.rpow(2));
        of("rsub", x -> x.rsub(2).square());
        of("maximum", x -> x.maximum(x.square()));
        of("fmax", x -> x.fmax(x.square()));
        of("where", x -> Tensor.where(x.gt(0), x.sqrt(), x.exp()));
        of("clamp by tensors", x -> x.clamp(x.square().sub(9), x.abs()));

        of("mean", x -> x.mean(0));
        of("prod", x -> x.prod(1));
        of("var", x -> x.var(1));
        of("std", x -> x.std(0));
        of("std of a sample", x -> x.std(new int[] {1}, 1, true));
        of("max", x -> x.max(1));
        of("min", x -> x.min(0));
        of("logSumExp", x -> x.logSumExp(1));
        of("norm", x -> x.norm());
        of("norm along", x -> x.norm(2, 1));
        of("norm 1", x -> x.norm(1));
        of("norm 3", x -> x.norm(3, 1));
        of("norm infinity", x -> x.norm(INF, 0));
        of("nanSum", x -> x.square().nanSum(1));
        of("nanMean", x -> x.nanMean(1));
        of("nanVar", x -> x.nanVar(1));
        of("nanStd", x -> x.nanStd(1));
        of("cumsum", x -> x.cumsum(1));
        of("cumprod", x -> x.cumprod(1));
        of("cummax", x -> x.cummax(1));
        of("cummin", x -> x.cummin(0));
        of("logCumSumExp", x -> x.logCumSumExp(1));

        of("sort", x -> x.sort(1));
        of("topK", x -> x.topK(2, 1).values());
        of("median", x -> x.median());
        of("median along", x -> x.median(1));
        of("quantile", x -> x.quantile(0.3, 1));
        of("interp", x -> x.interp(vector(-1, 0, 1, 2), vector(1, 3, -2, 5)));
        of("interp by ordinates", x -> vector(-0.5, 0.9, 1.5).interp(vector(-1, 0, 1), x.get(0)));

        of("reshape", x -> x.reshape(-1, 2).square());
        of("transpose", x -> x.transpose().square());
        of("expand", x -> x.expandDims(0).expand(3, -1, -1).square());
        of("flip", x -> x.flip().square());
        of("roll", x -> x.roll(1, 1).square());
        of("concat", x -> Tensor.concat(0, x, x.square()));
        of("stack", x -> Tensor.stack(1, x, x.square()));
        of("split", x -> x.split(3, 1).get(1).square());
        of("tile", x -> x.tile(2, 2).square());
        of("repeat", x -> x.repeat(2, 1).square());
        for (Border border : Border.values()) {
            of("pad " + border, x -> x.pad(1, 2, 1, border).square());
        }
        of("diff", x -> x.square().diff(2, 1));
        of("diag", x -> x.diag(1).square());
        of("diagonal", x -> x.diagonal(1).square());
        of("trace", x -> x.square().trace());
        of("tril", x -> x.tril().square());
        of("triu", x -> x.triu(1).square());
        of("meshgrid", x -> Tensor.meshgrid(x.get(0), x.get(1)).get(1).square());

        of("get", x -> x.get(all(), every(-2)).square());
        of("get by tensors", x -> x.get(ints(0, 1, 1), ints(-1, 0, 0)).square());
        of(
                "get by tensors apart",
                x -> x.expandDims(1).get(ints(0, 1, 1), all(), ints(-1, 0, 0)).square());
        of("with", x -> x.with(x.get(0).square(), at(1)));
        of("with at one place twice", x -> x.with(x.get(at(0), to(2)).square(), all(), ints(0, 0)));
        of("withAdded", x -> x.withAdded(x.get(0).square(), at(1)));
        of("take", x -> x.take(PLACES, 1).square());
        of("take one", x -> x.take(1, 1).square());
        of("takeAlong", x -> x.takeAlong(PLACES, 1).square());
        of("scatter", x -> x.scatter(ints(0, 0), x.get(all(), to(2)).square(), 1));
        of("scatterAdd", x -> x.scatterAdd(ints(0, 0), x.get(all(), to(2)).square(), 1));
        of("scatterMax", x -> x.scatterMax(ints(0, 0), x.get(all(), to(2)).square(), 1));
        of("scatterMin", x -> x.scatterMin(ints(0, 0), x.get(all(), to(2)).square(), 1));
        of("putAlong", x -> x.putAlong(PLACES, x.get(all(), to(2)).square(), 1));
        of("addAlong", x -> x.addAlong(PLACES, x.get(all(), to(2)).square(), 1));

        of("matmul", x -> x.matmul(x.transpose()));
        of("matmul of a batch", x -> BATCH.matmul(x));
        of("matmul with a batch", x -> x.matmul(BATCH));
        of("matmul with a vector", x -> x.matmul(x.get(0)));
        of("einsum", x -> Tensor.einsum("ij,kj,bjk->bi", x, x.exp(), BATCH));
        of("einsum of dots", x -> Tensor.einsum("...i,...i", x, x.sin()));
        of("einsum of a diagonal", x -> Tensor.einsum("ii->i", x.matmul(x.exp().transpose())));
        of("tensordot", x -> x.tensordot(x.exp(), 2));
        of("outer", x -> x.outer(x.get(0)));
        of("kron", x -> x.kron(x.get(0)));

        image("conv2d", x -> x.conv2d(KERNELS, Sliding.padded(1).stride(2).groups(2)));
        image("conv2d same", x -> x.conv2d(KERNELS, Sliding.same().dilation(2).groups(2)));
        image("conv2d by kernels", x -> Tensor.ones(1, 2, 7, 7).conv2d(x));
        image(
                "convTranspose2d",
                x -> x.convTranspose2d(TRANSPOSED_KERNELS, Sliding.padded(1).stride(2), 1));
        image("maxPool2d", x -> x.maxPool2d(3, Sliding.padded(1).stride(2)));
        image("avgPool2d", x -> x.avgPool2d(2).square());
        image("adaptiveAvgPool", x -> x.adaptiveAvgPool(2, 3).square());
        image("adaptiveMaxPool", x -> x.adaptiveMaxPool(3, 2));
    }

    static List<Composition> compositions() {
        return COMPOSITIONS;
    }

    private static TensorField loss(Composition c) {
        Shape shape = c.f.apply(c.x).shape();
        Tensor weights = Key.of(3).uniform(0.5, 1.5, shape, DType.FLOAT64);
        return x -> c.f.apply(x).mul(weights).sum();
    }

    @ParameterizedTest
    @MethodSource("compositions")
    void theGradientIsThatOfDifferences(Composition c) {
        TensorField loss = loss(c);
        double[] gradient = grad(loss).apply(c.x).toDoubleArray();
        double[] x = c.x.toDoubleArray();
        assertThat(gradient).hasSameSizeAs(x);
        for (int i = 0; i < x.length; i++) {
            double h = 1e-5;
            double difference = (value(loss, c.x, i, x[i] + h) - value(loss, c.x, i, x[i] - h)) / (2 * h);
            // h² of truncation and 1e-16/h of rounding, times third derivatives and values of up to 100
            assertThat(gradient[i]).isCloseTo(difference, offset(1e-7 * Math.max(1, Math.abs(difference))));
        }
    }

    private static double value(TensorField f, Tensor x, int i, double value) {
        double[] elements = x.toDoubleArray();
        elements[i] = value;
        return f.apply(Tensor.of(elements, x.shape())).item();
    }

    @ParameterizedTest
    @MethodSource("compositions")
    void aBatchIsOneExampleAfterTheOther(Composition c) {
        List<Tensor> examples = List.of(c.x, c.x.mul(1.25), c.x.add(0.125));
        TensorField f = c.f::apply;
        TensorField gradient = grad(loss(c));
        assertClose(
                vmap(f).apply(Tensor.stack(0, examples)),
                examples.stream().map(f::apply).toList());
        assertClose(
                vmap(gradient).apply(Tensor.stack(0, examples)),
                examples.stream().map(gradient::apply).toList());
    }

    private static void assertClose(Tensor batch, List<Tensor> examples) {
        Tensor expected = Tensor.stack(0, examples);
        assertThat(batch.shape()).isEqualTo(expected.shape());
        double size = Math.max(1, expected.abs().max().item());
        assertThat(batch.sub(expected).abs().max().item()).isLessThan(1e-13 * size);
    }
}
