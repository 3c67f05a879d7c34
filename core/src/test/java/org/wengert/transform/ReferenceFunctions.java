package org.wengert.transform;

import static org.wengert.tensor.Index.all;
import static org.wengert.tensor.Index.every;
import static org.wengert.tensor.Index.from;
import static org.wengert.tensor.Index.range;
import static org.wengert.tensor.Index.to;
import static org.wengert.tensor.Sliding.padded;
import static org.wengert.tensor.Sliding.valid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.wengert.tensor.Border;
import org.wengert.tensor.DType;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Tensor;

/** The functions of reference.txt as users of this library write them. */
final class ReferenceFunctions {
    private final Map<String, Function<List<Tensor>, Tensor>> functions = new LinkedHashMap<>();

    private ReferenceFunctions() {}

    /** Returns the functions by the names of their cases. */
    static Map<String, Function<List<Tensor>, Tensor>> byName() {
        ReferenceFunctions f = new ReferenceFunctions();
        f.ofOneNumber();
        f.ofTwoNumbers();
        f.broadcasting();
        f.structure();
        f.indices();
        f.reductions();
        f.running();
        f.products();
        f.convolutions();
        f.pooling();
        f.layers();
        f.losses();
        f.programs();
        f.inSinglePrecision();
        return f.functions;
    }

    private void put(String name, Function<List<Tensor>, Tensor> f) {
        if (functions.put(name, f) != null) {
            throw new AssertionError("two functions " + name);
        }
    }

    private void one(String name, UnaryOperator<Tensor> f) {
        put(name, x -> f.apply(x.getFirst()));
    }

    private void two(String name, BinaryOperator<Tensor> f) {
        put(name, x -> f.apply(x.get(0), x.get(1)));
    }

    private interface Three {
        Tensor apply(Tensor x, Tensor y, Tensor z);
    }

    private void three(String name, Three f) {
        put(name, x -> f.apply(x.get(0), x.get(1), x.get(2)));
    }

    private void ofOneNumber() {
        one("neg", Tensor::neg);
        one("abs", Tensor::abs);
        one("sqrt", Tensor::sqrt);
        one("cbrt", Tensor::cbrt);
        one("exp", Tensor::exp);
        one("expm1", Tensor::expm1);
        one("log", Tensor::log);
        one("log1p", Tensor::log1p);
        one("log10", Tensor::log10);
        one("log2", Tensor::log2);
        one("exp2", Tensor::exp2);
        one("sin", Tensor::sin);
        one("cos", Tensor::cos);
        one("tan", Tensor::tan);
        one("asin", Tensor::asin);
        one("acos", Tensor::acos);
        one("atan", Tensor::atan);
        one("sinh", Tensor::sinh);
        one("cosh", Tensor::cosh);
        one("tanh", Tensor::tanh);
        one("asinh", Tensor::asinh);
        one("acosh", Tensor::acosh);
        one("atanh", Tensor::atanh);
        one("toRadians", Tensor::toRadians);
        one("toDegrees", Tensor::toDegrees);
        one("floor", Tensor::floor);
        one("ceil", Tensor::ceil);
        one("rint", Tensor::rint);
        one("signum", Tensor::signum);
        one("reciprocal", Tensor::reciprocal);
        one("square", Tensor::square);
        one("rsqrt", x -> x.sqrt().reciprocal());
        one("sigmoid", Tensor::sigmoid);
        one("softplus", Tensor::softplus);
        one("logSigmoid", Tensor::logSigmoid);
        one("log1mexp", Tensor::log1mexp);
        one("relu", Tensor::relu);
        one("relu6", Tensor::relu6);
        one("sinc", Tensor::sinc);
        one("erf", Tensor::erf);
        one("erfc", Tensor::erfc);
        one("erfcx", Tensor::erfcx);
        one("erfinv", Tensor::erfinv);
        one("normalCdf", Tensor::normalCdf);
        one("logNormalCdf", Tensor::logNormalCdf);
        one("normalQuantile", Tensor::normalQuantile);
        one("gamma", Tensor::gamma);
        one("lgamma", Tensor::lgamma);
        one("digamma", Tensor::digamma);
        one("trigamma", Tensor::trigamma);
        one("j0", Tensor::j0);
        one("j1", Tensor::j1);
        one("i0", Tensor::i0);
        one("i1", Tensor::i1);
        one("gelu", Tensor::gelu);
        one("geluTanh", Tensor::geluTanh);
        one("silu", Tensor::silu);
        one("mish", Tensor::mish);
        one("softsign", Tensor::softsign);
        one("elu", x -> x.elu(1));
        one("leakyRelu", x -> x.leakyRelu(0.01));
        one("hardSwish", Tensor::hardSwish);
        one("logit", x -> x.div(x.rsub(1)).log());
        one("powNumber", x -> x.pow(2.5));
        one("cube", x -> x.pow(3));
        one("clamp", x -> x.clamp(-1, 1));
        one("polygamma2", x -> x.polygamma(2));
        one("jn3", x -> x.jn(3));
        one("in2", x -> x.in(2));
    }

    private void ofTwoNumbers() {
        two("add", Tensor::add);
        two("sub", Tensor::sub);
        two("mul", Tensor::mul);
        two("div", Tensor::div);
        two("rem", Tensor::rem);
        two("pow", Tensor::pow);
        two("atan2", Tensor::atan2);
        two("hypot", Tensor::hypot);
        two("min", Tensor::minimum);
        two("max", Tensor::maximum);
        two("copySign", Tensor::copySign);
        two("logAddExp", Tensor::logAddExp);
        two("xlogy", Tensor::xlogy);
        two("xlog1py", Tensor::xlog1py);
        three("fma", Tensor::fma);
    }

    private void broadcasting() {
        two("addRowToMatrix", (x, y) -> x.square().add(y));
        two("mulColumnByRow", Tensor::mul);
        two("divByScalar", Tensor::div);
        two("powBroadcast", Tensor::pow);
        three("where", (c, x, y) -> Tensor.where(c, x.square(), y.sin()));
        three("whereBroadcast", (c, x, y) -> Tensor.where(c, x.exp(), y.square()));
        two(
                "whereCompared",
                (x, y) -> Tensor.where(x.gt(y), x.mul(y), y.div(x.square().add(2))));
        one("maskedLog", x -> Tensor.where(x.gt(0), x.log(), 0));
        one("expandTo", x -> x.exp().expand(2, 3, 4));
        two("timesInteger", (x, n) -> x.square().mul(n));
        one("castToDouble", x -> x.to(DType.FLOAT64).square());
        one("stopGradient", x -> x.mul(x.exp().stopGradient()));
    }

    private void structure() {
        one("reshape", x -> x.square().reshape(3, 2, 2));
        one("flatten", x -> x.square().flatten());
        one("permute", x -> x.square().permute(2, 0, 1));
        one("transpose", x -> x.square().transpose());
        one("swapAxes", x -> x.square().swapAxes(0, 2));
        one("moveAxis", x -> x.square().moveAxis(0, -1));
        one("expandDims", x -> x.square().expandDims(1));
        one("squeeze", x -> x.square().squeeze(1));
        one("slice", x -> x.square().get(range(1, 3)));
        one("sliceSteps", x -> x.square().get(range(1, 6, 2), every(3)));
        one("sliceBackwards", x -> x.square().get(range(5, 0, -2)));
        one("sliceFromTheEnd", x -> x.square().get(range(-3, -1)));
        one("pickRow", x -> x.square().get(1));
        one("pickElement", x -> x.square().get(1, 2));
        one("sliceOverlapping", x -> x.square().get(from(1)).mul(x.get(to(-1))));
        one("pad", x -> x.square().pad(new int[] {1, 2}, new int[] {0, 1}, 0.5));
        one("padReflect", x -> x.square().pad(2, 1, 1, Border.REFLECT));
        one("padEdge", x -> x.square().pad(2, 1, 1, Border.REPLICATE));
        one("padWrap", x -> x.square().pad(2, 1, 1, Border.CIRCULAR));
        one("flip", x -> x.square().flip(0, 1));
        one("flipAxis", x -> x.square().flip(1).mul(x));
        one("roll", x -> x.square().roll(2, 1).mul(x));
        one("rollBackwards", x -> x.square().roll(-1, 0).mul(x));
        two("concat", (x, y) -> Tensor.concat(1, x.square(), x.get(all(), to(1)).mul(y), y));
        one("concatItself", x -> Tensor.concat(0, x.square(), x, x.sin()));
        two("stack", (x, y) -> Tensor.stack(1, x.mul(y), y.square()));
        one("split", x -> x.square().split(new int[] {1, 2, 2}, 1).get(1).mul(x.get(all(), to(2))));
        one("repeat", x -> x.square().repeat(2, 1));
        one("tile", x -> x.square().tile(2, 3));
        one("diagOfVector", x -> x.square().diag());
        one("diagonal", x -> x.square().diagonal());
        one("diagonalAbove", x -> x.square().diagonal(1));
        one("trace", x -> x.matmul(x).trace());
        one("tril", x -> x.square().tril());
        one("trilBelow", x -> x.square().tril(-1));
        one("triu", x -> x.square().triu());
        one("triuAbove", x -> x.square().triu(1));
        one("windows", x -> Primitives.window(x.square(), 0, 3, 2, 1));
        one("diff", x -> x.square().diff(1));
    }

    private void indices() {
        two("takeRows", (x, i) -> x.square().take(i, 0));
        two("takeColumns", (x, i) -> x.square().take(i, 1));
        two("takeMatrixOfIndices", (x, i) -> x.square().take(i, 0));
        two("takeFromTheEnd", (x, i) -> x.square().take(i, 0));
        two("takeAlongAxis1", (x, i) -> x.square().takeAlong(i, 1));
        two("takeAlongAxis0", (x, i) -> x.square().takeAlong(i, 0));
        two("embeddingSum", (t, i) -> t.tanh().take(i, 0).sum(0));
        three("scatterAdd", (x, u, i) -> x.square().scatterAdd(i, u.square(), 0));
        two("scatterAddOntoZeros", (u, i) -> Tensor.zeros(5).scatterAdd(i, u.square(), 0));
        three("scatterSet", (x, u, i) -> x.square().scatter(i, u.square(), 0));
        three("scatterMax", (x, u, i) -> x.square().scatterMax(i, u.square(), 0));
        three("scatterMin", (x, u, i) -> x.square().scatterMin(i, u.square(), 0));
        two("segmentSum", (x, i) -> Tensor.zeros(3, 2).scatterAdd(i, x.square(), 0));
        two("segmentMax", (x, i) -> Tensor.full(Double.NEGATIVE_INFINITY, 3).scatterMax(i, x.square(), 0));
    }

    private void reductions() {
        one("sumAll", x -> x.square().sum());
        one("sumAxis", x -> x.square().sum(1));
        one("sumAxes", x -> x.square().sum(0, 2));
        one("sumKept", x -> x.div(x.sum(new int[] {1}, true)));
        one("meanAll", x -> x.square().mean());
        one("meanAxis", x -> x.square().mean(0));
        one("varAll", x -> x.var());
        one("varAxis", x -> x.var(1));
        one("varUnbiased", x -> x.var(new int[] {1}, 1, false));
        one("stdAll", x -> x.std());
        one("stdAxis", x -> x.std(0));
        one("stdUnbiased", x -> x.std(new int[] {0}, 1, false));
        one("prodAll", x -> x.prod());
        one("prodAxis", x -> x.prod(1));
        one("prodOneZero", x -> x.prod());
        one("prodTwoZeros", x -> x.prod());
        one("prodZerosInRows", x -> x.prod(1));
        one("maxAll", x -> x.square().max());
        one("maxAxis", x -> x.square().max(1));
        one("minAxis", x -> x.exp().min(0));
        one("maxTied", x -> x.max(1));
        one("logSumExpAll", x -> x.logSumExp());
        one("logSumExpAxis", x -> x.logSumExp(1));
        one("logSumExpLarge", x -> x.logSumExp());
        one("norm", Tensor::norm);
        one("normAxis", x -> x.norm(2, 1));
        one("norm1", x -> x.square().sub(3).norm(1.0));
        one("norm3", x -> x.norm(3.0));
        one("normalized", x -> x.div(x.norm(2, new int[] {1}, true)));
        one("median", x -> x.square().median());
    }

    private void running() {
        one("cumsum", x -> x.square().cumsum(1));
        one("cumsumAxis0", x -> x.square().cumsum(0));
        one("cumsumReverse", x -> x.square().flip(0).cumsum(0).flip(0));
        one("cumprod", x -> x.cumprod(1));
        one("cumprodZero", x -> x.cumprod(0));
        one("cumprodTwoZeros", x -> x.cumprod(0));
        one("cummax", x -> x.cummax(1).mul(x));
        one("cummin", x -> x.cummin(0).mul(x));
        one("cumLogSumExp", x -> x.logCumSumExp(0));
        one("sort", x -> x.square().sort(1));
        one("sortAxis0", x -> x.square().sort(0));
        one("sortDescending", x -> x.sort(0, true).pow(3));
        one("topK", x -> x.square().topK(3, 1).values());
        two("affineRecurrence", (a, b) -> Primitives.recurrence(a, b, 0, false));
    }

    private void products() {
        two("matmul", Tensor::matmul);
        one("matmulWithItself", x -> x.matmul(x).matmul(x));
        one("matmulGram", x -> x.matmul(x.transpose()));
        two("matrixTimesVector", Tensor::matmul);
        two("vectorTimesMatrix", Tensor::matmul);
        two("dot", Tensor::dot);
        two("matmulBatched", Tensor::matmul);
        two("matmulBroadcast", Tensor::matmul);
        two("matmulSharedRight", Tensor::matmul);
        two("batchedTimesVector", Tensor::matmul);
        two("outer", Tensor::outer);
        two("tensordot1", (x, y) -> x.tensordot(y, 1));
        two("tensordot2", (x, y) -> x.tensordot(y, 2));
        two("tensordotAxes", (x, y) -> x.tensordot(y, new int[] {0, 2}, new int[] {1, 0}));
        Map<String, String> equations = Map.ofEntries(
                Map.entry("einsumMatmul", "ij,jk->ik"),
                Map.entry("einsumImplicit", "ij,jk"),
                Map.entry("einsumTransposed", "ij,kj->ki"),
                Map.entry("einsumBatched", "bij,bjk->bik"),
                Map.entry("einsumSumOfAll", "ij,jk->"),
                Map.entry("einsumElementwise", "ij,ij->ij"),
                Map.entry("einsumRowDots", "ij,ij->i"),
                Map.entry("einsumOuter", "i,j->ij"),
                Map.entry("einsumBilinear", "i,ij,j->"),
                Map.entry("einsumThree", "ab,bcd,de->ace"),
                Map.entry("einsumAttention", "bqhd,bkhd->bhqk"),
                Map.entry("einsumEllipsis", "...ij,...jk->...ik"),
                Map.entry("einsumOneSided", "ij,k->i"),
                Map.entry("einsumWeights", "n,ni,nj->ij"));
        equations.forEach((name, equation) -> put(name, x -> Tensor.einsum(equation, x.toArray(Tensor[]::new))));
        one("einsumTrace", x -> Tensor.einsum("ii->", x.square()));
        one("einsumDiagonal", x -> Tensor.einsum("ii->i", x.square()));
        one("einsumPermute", x -> Tensor.einsum("ijk->kij", x.square()));
        one("einsumColumnSums", x -> Tensor.einsum("ij->j", x.square()));
        one("einsumBatchTrace", x -> Tensor.einsum("bii->b", x.square()));
    }

    private void convolutions() {
        two("conv1d", Tensor::conv1d);
        two("conv1dStridePadding", (x, w) -> x.conv1d(w, padded(1).stride(2)));
        two("conv1dDilation", (x, w) -> x.conv1d(w, valid().dilation(2)));
        two("conv1dRest", (x, w) -> x.conv1d(w, valid().stride(3)));
        two("conv1dDepthwise", (x, w) -> x.conv1d(w, padded(1).groups(3)));
        two("conv2d", Tensor::conv2d);
        two("conv2dPadding", (x, w) -> x.conv2d(w, padded(1)));
        two("conv2dStride", (x, w) -> x.conv2d(w, valid().stride(2, 1)));
        two("conv2dDilation", (x, w) -> x.conv2d(w, padded(1, 0).dilation(2, 3)));
        two("conv2dGroups", (x, w) -> x.conv2d(w, valid().groups(2)));
        two(
                "conv2dEverything",
                (x, w) -> x.conv2d(w, padded(2, 1).stride(2, 3).dilation(2, 1).groups(2)));
        two("conv2dOneByOne", Tensor::conv2d);
        two("conv2dAsymmetric", (x, w) -> x.conv2d(w, padded(new int[] {0, 2}, new int[] {1, 0})));
        three("conv2dBiasRelu", (x, w, b) -> x.conv2d(w).add(b.reshape(2, 1, 1)).relu());
        two("conv3d", Tensor::conv3d);
        two("conv3dStride", (x, w) -> x.conv3d(w, padded(0, 0, 1).stride(1, 2, 1)));
        two("convTranspose1d", (x, w) -> x.convTranspose1d(w, valid()));
        two("convTranspose1dStride", (x, w) -> x.convTranspose1d(w, padded(1).stride(2), 1));
        two("convTranspose2d", (x, w) -> x.convTranspose2d(w, valid().stride(2)));
        two(
                "convTranspose2dEverything",
                (x, w) -> x.convTranspose2d(
                        w, padded(1).stride(2, 1).dilation(1, 2).groups(2)));
    }

    private void pooling() {
        one("maxPool1d", x -> x.square().maxPool1d(2));
        one("maxPool1dOverlapping", x -> x.square().maxPool1d(3, padded(1).stride(2)));
        one("maxPool2d", x -> x.square().maxPool2d(2));
        one(
                "maxPool2dOverlapping",
                x -> x.square().maxPool(new int[] {3, 2}, padded(1, 0).stride(1, 2)));
        one("maxPool3d", x -> x.square().maxPool3d(2));
        one("avgPool1d", x -> x.square().avgPool1d(2));
        one("avgPool2d", x -> x.square().avgPool2d(2));
        one(
                "avgPool2dOverlapping",
                x -> x.square().avgPool(new int[] {3, 2}, padded(1, 0).stride(1, 2)));
        one("avgPool3d", x -> x.square().avgPool3d(2));
    }

    private void layers() {
        one("softmax", x -> x.softmax(1));
        one("softmaxAxis0", x -> x.softmax(0));
        one("softmaxLarge", x -> x.softmax(0));
        one("logSoftmax", x -> x.logSoftmax(1));
        one("logSoftmaxAxis0", x -> x.logSoftmax(0));
        one("softmaxMasked", x -> masked(x).softmax(1));
        two(
                "crossEntropy",
                (x, i) -> x.logSoftmax(1).takeAlong(i.expandDims(1), 1).mean().neg());
        three("layerNorm", (x, g, b) -> standardized(x, 1, 1e-5).mul(g).add(b));
        three("batchNorm", (x, g, b) -> standardized(x, 0, 1e-5).mul(g).add(b));
        two(
                "rmsNorm",
                (x, g) -> x.div(x.square().mean(1, true).add(1e-6).sqrt()).mul(g));
        three("attention", (q, k, v) -> scores(q, k).softmax(-1).matmul(v));
        three("causalAttention", (q, k, v) -> masked(scores(q, k)).softmax(-1).matmul(v));
        put("twoLayers", x -> twoLayers(x.get(0), x.get(1), x.get(2), x.get(3)));
        three("recurrentCell", ReferenceFunctions::recurrentCell);
        put("lstm", x -> lstm(x.get(0), x.get(1), x.get(2), x.get(3)));
    }

    /** Minus infinity above the diagonal. */
    private static Tensor masked(Tensor x) {
        return Tensor.where(Tensor.onesLike(x).tril().gt(0), x, Double.NEGATIVE_INFINITY);
    }

    private static Tensor standardized(Tensor x, int axis, double epsilon) {
        return x.sub(x.mean(axis, true)).div(x.var(axis, true).add(epsilon).sqrt());
    }

    private static Tensor scores(Tensor q, Tensor k) {
        return q.matmul(k.matrixTranspose()).div(Math.sqrt(q.shape().extent(-1)));
    }

    private static Tensor twoLayers(Tensor x, Tensor w, Tensor b, Tensor u) {
        return x.matmul(w).add(b).tanh().matmul(u);
    }

    private static Tensor recurrentCell(Tensor x, Tensor w, Tensor u) {
        Tensor h = Tensor.zeros(2);
        for (int i = 0; i < x.shape().extent(0); i++) {
            h = x.get(i).matmul(w).add(h.matmul(u)).tanh();
        }
        return h;
    }

    private static Tensor lstm(Tensor x, Tensor w, Tensor u, Tensor b) {
        Tensor h = Tensor.zeros(2);
        Tensor c = h;
        for (int t = 0; t < x.shape().extent(0); t++) {
            List<Tensor> gates = x.get(t).matmul(w).add(h.matmul(u)).add(b).chunk(4, 0);
            c = gates.get(1)
                    .sigmoid()
                    .mul(c)
                    .add(gates.get(0).sigmoid().mul(gates.get(3).tanh()));
            h = gates.get(2).sigmoid().mul(c.tanh());
        }
        return h;
    }

    private void losses() {
        two("meanSquaredError", (x, y) -> x.sub(y).square().mean());
        two("binaryCrossEntropyWithLogits", (x, y) -> x.softplus().sub(x.mul(y)).mean());
        one(
                "huber",
                x -> Tensor.where(x.abs().le(1), x.square().mul(0.5), x.abs().sub(0.5)));
        two(
                "klDivergence",
                (x, y) -> y.softmax(0).mul(y.logSoftmax(0).sub(x.logSoftmax(0))).sum());
        two("cosineSimilarity", (x, y) -> x.mul(y).sum(1).div(x.norm(2, 1).mul(y.norm(2, 1))));
        two(
                "pairwiseSquaredDistances",
                (x, y) -> x.expandDims(1).sub(y).square().sum(-1));
    }

    private void programs() {
        two("polynomial", (c, x) -> {
            Tensor y = c.get(0);
            for (int i = 1; i < c.size(); i++) {
                y = y.mul(x).add(c.get(i));
            }
            return y;
        });
        one("rosenbrock", x -> {
            Tensor a = x.get(to(-1));
            return x.get(from(1))
                    .sub(a.square())
                    .square()
                    .mul(100)
                    .add(a.rsub(1).square())
                    .sum();
        });
        put("gaussianMixture", x -> {
            Tensor z = x.get(0).expandDims(1).sub(x.get(1)).div(x.get(2).exp());
            return x.get(3)
                    .logSoftmax(0)
                    .sub(z.square().mul(0.5))
                    .sub(x.get(2))
                    .logSumExp(1)
                    .sum();
        });
        one("newtonSquareRoot", a -> {
            Tensor x = a;
            for (int i = 0; i < 6; i++) {
                x = x.add(a.div(x)).mul(0.5);
            }
            return x;
        });
    }

    private void inSinglePrecision() {
        one("expFloat", Tensor::exp);
        one("logFloat", Tensor::log);
        one("tanhFloat", Tensor::tanh);
        one("sigmoidFloat", Tensor::sigmoid);
        one("erfFloat", Tensor::erf);
        one("geluFloat", Tensor::gelu);
        one("lgammaFloat", Tensor::lgamma);
        two("powFloat", Tensor::pow);
        two("divBroadcastFloat", Tensor::div);
        one("sumFloat", x -> x.square().sum(1));
        one("varFloat", x -> x.var(1));
        one("prodOneZeroFloat", x -> x.prod());
        one("maxFloat", x -> x.square().max(1));
        one("logSumExpFloat", x -> x.logSumExp(1));
        one("softmaxFloat", x -> x.softmax(1));
        one("cumsumFloat", x -> x.square().cumsum(1));
        one("cumprodFloat", x -> x.cumprod(0));
        one("sortFloat", x -> x.square().sort(1));
        two("takeRowsFloat", (x, i) -> x.square().take(i, 0));
        three("scatterAddFloat", (x, u, i) -> x.square().scatterAdd(i, u.square(), 0));
        two("matmulFloat", Tensor::matmul);
        two("matmulBroadcastFloat", Tensor::matmul);
        two("einsumAttentionFloat", (x, y) -> Tensor.einsum("bqhd,bkhd->bhqk", x, y));
        two("conv2dFloat", (x, w) -> x.conv2d(w, padded(1).stride(2)));
        one("maxPool2dFloat", x -> x.square().maxPool2d(2));
        three("layerNormFloat", (x, g, b) -> standardized(x, 1, 1e-5).mul(g).add(b));
        put("twoLayersFloat", x -> twoLayers(x.get(0), x.get(1), x.get(2), x.get(3)));
    }
}
