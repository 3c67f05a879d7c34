package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Tensors.*;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.wengert.GradientCheck;
import org.wengert.TensorField;
import org.wengert.TensorField2;
import org.wengert.TensorLinearMap;
import org.wengert.TensorPullback;
import org.wengert.tensor.DType;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/** The operators on functions of tensors, alone and within each other, on functions whose derivatives are known. */
class TensorOperatorsTest {
    private static final Tensor W = random(1, 4, 3);
    private static final Tensor X = random(2, 3);
    private static final Tensor ROWS = random(3, 5, 3);

    /** x ↦ tanh(Wx), {@code [3] → [4]}. */
    private static Tensor layer(Tensor x) {
        return W.mul(x).sum(1).tanh();
    }

    /** x ↦ Σ exp(layer(x)), {@code [3] → []}. */
    private static Tensor number(Tensor x) {
        return layer(x).exp().sum();
    }

    record Affine(Tensor weight, Tensor bias, int count) {
        Tensor apply(Tensor x) {
            return weight.mul(x).sum(-1).add(bias);
        }
    }

    private static final Affine AFFINE = new Affine(random(4, 4, 3), random(5, 4), 7);

    private static Tensor loss(Affine a) {
        return a.apply(X).tanh().square().sum();
    }

    private static Tensor random(int seed, int... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        return Tensor.of(random.doubles(Shape.of(shape).size(), -1, 1).toArray(), Shape.of(shape));
    }

    private static void close(Tensor a, Tensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        assertThat(a.dtype()).isEqualTo(b.dtype());
        assertThat(a.toDoubleArray()).containsExactly(b.toDoubleArray(), within(1e-13));
    }

    private static double dot(Object a, Object b) {
        double sum = 0;
        for (int i = 0; i < leaves(a).size(); i++) {
            sum += leaves(a).get(i).mul(leaves(b).get(i)).sum().item();
        }
        return sum;
    }

    // ------------------------------------------------------------------ one operator

    @Test
    void theGradientAgreesWithDifferences() {
        GradientCheck check = gradientCheck(TensorOperatorsTest::number, X);
        assertThat(check.agrees()).as(check.toString()).isTrue();
        GradientCheck ofTree = gradientCheck(TensorOperatorsTest::loss, AFFINE);
        assertThat(ofTree.agrees()).as(ofTree.toString()).isTrue();
        assertThat(ofTree.x()).hasSize(16);
        assertThat(gradientCheck((Tensor x) -> x.mul(x).sum(), X.to(DType.FLOAT32))
                        .agrees())
                .isTrue();
        assertThat(gradientCheck((Tensor x) -> x.mul(x.stopGradient()).sum(), X).agrees())
                .isFalse();
    }

    @Test
    void valueAndGradientAreThoseOfTheFunction() {
        ValueAndGrad<Tensor> both = valueAndGrad(TensorOperatorsTest::number).apply(X);
        close(both.value(), number(X));
        close(both.gradient(), grad(TensorOperatorsTest::number).apply(X));
        ValueAndGrad<Affine> ofTree = valueAndGrad((Affine a) -> loss(a)).apply(AFFINE);
        close(ofTree.value(), loss(AFFINE));
        assertThat(ofTree.gradient().count).isEqualTo(7);
    }

    @Test
    void theGradientIsByTheFirstArgumentOrByAll() {
        TensorField2 f = (x, y) -> x.square().mul(y).sum();
        Tensor y = random(6, 3);
        close(grad(f).apply(X, y), X.mul(y).mul(2));
        close(valueAndGrad(f).apply(X, y).value(), f.apply(X, y));
        Pair<Tensor, Tensor> all = gradAll(f).apply(X, y);
        close(all.first(), X.mul(y).mul(2));
        close(all.second(), X.square());
        Triple<Tensor, Tensor, Tensor> three =
                gradAll((Tensor a, Tensor b, Tensor c) -> a.mul(b).mul(c).sum()).apply(X, X, y);
        close(three.third(), X.square());
        close(grad((Tensor a, Tensor b, Tensor c) -> a.mul(b).mul(c).sum()).apply(X, X, y), X.mul(y));
        close(valueAndGrad((a, b, c) -> a.mul(b).mul(c).sum()).apply(X, X, y).gradient(), X.mul(y));
        Affine byTree = grad((Affine a, Tensor x) -> a.apply(x).sum()).apply(AFFINE, X);
        close(byTree.bias, Tensor.ones(4));
    }

    @Test
    void whatTheFunctionReturnsBesideIsHandedOn() {
        ValueAuxAndGrad<Tensor, List<Tensor>> all = valueAndGradWithAux(
                        (Tensor x) -> new WithAux<>(number(x), List.of(layer(x), x)))
                .apply(X);
        close(all.value(), number(X));
        close(all.aux().get(0), layer(X));
        close(all.aux().get(1), X);
        close(all.gradient(), grad(TensorOperatorsTest::number).apply(X));
        ValueAuxAndGrad<Affine, String> text = valueAndGradWithAux(
                        (Affine a, Tensor x) -> new WithAux<>(a.apply(x).sum(), "said"))
                .apply(AFFINE, X);
        assertThat(text.aux()).isEqualTo("said");
    }

    @Test
    void bothModesAreTransposes() {
        Affine xDot = mapReals(AFFINE, t -> t.cos().to(t.dtype()));
        Function<Affine, List<Tensor>> f =
                a -> List.of(a.apply(X).tanh(), a.bias.exp().sum());
        ValueAndTangent<List<Tensor>> forward = jvp(f, AFFINE, xDot);
        TensorPullback<Affine, List<Tensor>> pullback = vjp(f, AFFINE);
        TensorLinearMap<Affine, List<Tensor>> linear = linearize(f, AFFINE);
        List<Tensor> yBar = List.of(random(8, 4), random(9));
        double expected = dot(yBar, forward.tangent());
        assertThat(dot(pullback.apply(yBar), xDot)).isCloseTo(expected, within(1e-14));
        assertThat(dot(yBar, linear.apply(xDot))).isCloseTo(expected, within(1e-14));
        for (int i = 0; i < 2; i++) {
            close(pullback.value().get(i), f.apply(AFFINE).get(i));
            close(linear.value().get(i), f.apply(AFFINE).get(i));
            close(forward.value().get(i), f.apply(AFFINE).get(i));
        }
        // A pullback is applied any number of times.
        Affine twice = pullback.apply(mapLeaves(yBar, t -> t.mul(2)));
        close(twice.weight, pullback.apply(yBar).weight.mul(2));
    }

    @Test
    void aPullbackMeetsItsFunctionOnce() {
        int[] calls = new int[1];
        TensorPullback<Tensor, Tensor> pullback = vjp(
                x -> {
                    calls[0]++;
                    return layer(x);
                },
                X);
        pullback.apply(random(8, 4));
        pullback.apply(random(9, 4));
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void jacobiansOfBothModesAgreeAndHaveTheShapesOfValueThenArgument() {
        Tensor forward = jacfwd(TensorOperatorsTest::layer).apply(X);
        Tensor reverse = jacrev(TensorOperatorsTest::layer).apply(X);
        assertThat(forward.shape()).isEqualTo(Shape.of(4, 3));
        close(forward, reverse);
        // ∂tanh(Wx)ᵢ/∂xⱼ = (1 − yᵢ²)·Wᵢⱼ
        close(forward, layer(X).square().rsub(1).expandDims(1).mul(W));
        Affine byTree = jacrev((Affine a) -> a.apply(X)).apply(AFFINE);
        assertThat(byTree.weight.shape()).isEqualTo(Shape.of(4, 4, 3));
        close(byTree.bias, Tensor.eye(4));
        close(jacfwd((Affine a) -> a.apply(X)).apply(AFFINE).weight, byTree.weight);
        close(
                jacrev(x -> x.square().reshape(1, 3)).apply(X),
                Tensor.eye(3).mul(X.mul(2)).reshape(1, 3, 3));
        assertThat(jacfwd(x -> x.mul(2)).apply(Tensor.zeros(0)).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(jacrev(x -> x.sum()).apply(Tensor.zeros(0)).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void theHessianIsSymmetricAndThatOfTheQuadraticFormIsItsMatrix() {
        Tensor a = random(10, 3, 3);
        close(hessian(x -> x.expandDims(0).mul(a).sum(1).mul(x).sum()).apply(X), a.add(a.transpose()));
        Tensor h = hessian(TensorOperatorsTest::number).apply(X);
        close(h, h.transpose());
        Tensor v = random(11, 3);
        close(hvp(TensorOperatorsTest::number).apply(X, v), h.mul(v).sum(1));
        List<Affine> blocks = hessian((Affine m) -> loss(m)).apply(AFFINE);
        assertThat(blocks).hasSize(2);
        close(blocks.get(0).bias, blocks.get(1).weight.permute(1, 2, 0));
        close(
                hvp((Affine m) -> loss(m)).apply(AFFINE, AFFINE).bias,
                blocks.get(1)
                        .weight
                        .mul(AFFINE.weight)
                        .sum(1, 2)
                        .add(blocks.get(1).bias.mul(AFFINE.bias).sum(1)));
    }

    @Test
    void manyAtOnceAreTheStackOfEach() {
        List<Tensor> each = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            each.add(layer(ROWS.get(i)));
        }
        close(vmap(TensorOperatorsTest::layer).apply(ROWS), Tensor.stack(0, each));
        close(vmap(TensorOperatorsTest::layer, 1, 1).apply(ROWS.transpose()), Tensor.stack(1, each));
        close(vmap(TensorOperatorsTest::layer, -1, -1).apply(ROWS.transpose()), Tensor.stack(1, each));
        close(vmap((x, y) -> x.mul(y).sum()).apply(ROWS, ROWS), ROWS.square().sum(1));
        close(
                vmap((x, y) -> x.mul(y).sum(), 0, UNMAPPED, 0).apply(ROWS, X),
                ROWS.mul(X).sum(1));
        close(
                vmap((x, y, z) -> x.mul(y).add(z), 0, UNMAPPED, 0, 1).apply(ROWS, X, ROWS),
                ROWS.mul(X).add(ROWS).transpose());
        Pair<Tensor, String> pair = vmap((Pair<Tensor, String> p) ->
                        new Pair<>(p.first().sum(), p.second()))
                .apply(new Pair<>(ROWS, "kept"));
        close(pair.first(), ROWS.sum(1));
        assertThat(pair.second()).isEqualTo("kept");
        close(vmap(x -> Tensor.vector(1, 2)).apply(ROWS), Tensor.ones(5, 1).mul(Tensor.vector(1, 2)));
    }

    @Test
    void aRuleGivenByHandServesBothModes() {
        Rule.Reverse twice =
                (x, y, yBar) -> List.of(yBar.mul(2)); // not the derivative of the sine, and not meant to be
        TensorField f = customRule(x -> x.sin(), twice);
        close(f.apply(X), X.sin());
        close(grad(x -> f.apply(x).sum()).apply(X), Tensor.full(2, 3));
        close(jvp(f, X, X).tangent(), X.mul(2));
        Rule.Forward thrice = (x, y, xDot) -> xDot.get(0).mul(3);
        TensorField2 g = customRule((x, y) -> x.mul(y), thrice);
        close(grad((x, y) -> g.apply(x, y).sum()).apply(X, X), Tensor.full(3, 3));
        close(vmap(grad(x -> f.apply(x).sum())).apply(ROWS), Tensor.full(2, 5, 3));
        Function<Affine, Tensor> ofTree =
                customRule((Affine a) -> loss(a), (Rule.Reverse) (x, y, yBar) -> List.of(x.get(0), x.get(1)));
        close(grad(ofTree).apply(AFFINE).weight, AFFINE.weight);
    }

    @Test
    void aRuleDoesNotHideWhatItsFunctionCaptures() {
        assertThatThrownBy(() -> grad((Tensor w) -> customRule(
                                        x -> x.mul(w), (Rule.Reverse) (x, y, yBar) -> List.of(yBar))
                                .apply(X)
                                .sum())
                        .apply(X))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        The function of customRule depends on a tensor that is differentiated and is not its argument: its rule would leave that derivative out.
                          Pass the tensor as an argument too, for example in a record with the others, or take it as a constant with stopGradient(w).""");
    }

    @Test
    void constantsHaveNoDerivative() {
        close(grad(x -> x.mul(stopGradient(x)).sum()).apply(X), X);
        close(grad((Affine a) -> loss(stopGradient(a))).apply(AFFINE).bias, Tensor.zeros(4));
        close(grad(x -> Tensor.of(1.0)).apply(X), Tensor.zeros(3));
    }

    // ------------------------------------------------------------------ operators within operators

    private static final TensorField GRADIENT = grad(TensorOperatorsTest::number);

    @Test
    void everyOperatorGoesThroughCompiledFunctions() {
        close(grad(compile(TensorOperatorsTest::number)).apply(X), GRADIENT.apply(X));
        close(compile(grad(TensorOperatorsTest::number)).apply(X), GRADIENT.apply(X));
        close(
                hessian(compile(TensorOperatorsTest::number)).apply(X),
                compile(hessian(TensorOperatorsTest::number)).apply(X));
        close(
                vmap(compile(TensorOperatorsTest::layer)).apply(ROWS),
                vmap(TensorOperatorsTest::layer).apply(ROWS));
        close(
                compile(vmap(TensorOperatorsTest::layer)).apply(ROWS),
                vmap(TensorOperatorsTest::layer).apply(ROWS));
        close(
                jvp(compile(TensorOperatorsTest::layer), X, X).tangent(),
                jvp(TensorOperatorsTest::layer, X, X).tangent());
        close(compile(compile(TensorOperatorsTest::layer)).apply(X), layer(X));
        close(
                compile(x -> vjp(TensorOperatorsTest::layer, x).apply(layer(x))).apply(X),
                vjp(TensorOperatorsTest::layer, X).apply(layer(X)));
        close(
                compile(x -> linearize(TensorOperatorsTest::layer, x).apply(x)).apply(X),
                linearize(TensorOperatorsTest::layer, X).apply(X));
        close(
                compile(jacrev(compile(TensorOperatorsTest::layer))).apply(X),
                jacfwd(TensorOperatorsTest::layer).apply(X));
    }

    @Test
    void everyOperatorGoesThroughVmap() {
        List<Tensor> gradients = new ArrayList<>();
        List<Tensor> hessians = new ArrayList<>();
        List<Tensor> tangents = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            gradients.add(GRADIENT.apply(ROWS.get(i)));
            hessians.add(hessian(TensorOperatorsTest::number).apply(ROWS.get(i)));
            tangents.add(jvp(TensorOperatorsTest::layer, ROWS.get(i), X).tangent());
        }
        close(vmap(GRADIENT).apply(ROWS), Tensor.stack(0, gradients));
        close(grad(x -> vmap(TensorOperatorsTest::number).apply(x).sum()).apply(ROWS), Tensor.stack(0, gradients));
        close(vmap(hessian(TensorOperatorsTest::number)).apply(ROWS), Tensor.stack(0, hessians));
        close(vmap(x -> jvp(TensorOperatorsTest::layer, x, X).tangent()).apply(ROWS), Tensor.stack(0, tangents));
        close(
                vmap(x -> vjp(TensorOperatorsTest::number, x).apply(Tensor.of(1.0)))
                        .apply(ROWS),
                Tensor.stack(0, gradients));
        close(vmap(vmap(x -> x.sin())).apply(ROWS), ROWS.sin());
        close(vmap(compile(vmap(compile(x -> x.sin())))).apply(ROWS), ROWS.sin());
        // A gradient for each example, of a model that all share.
        Affine each = vmap(
                        (Affine a, Tensor x) ->
                                grad((Affine b) -> b.apply(x).square().sum()).apply(a),
                        UNMAPPED,
                        0,
                        0)
                .apply(AFFINE, ROWS);
        assertThat(each.weight.shape()).isEqualTo(Shape.of(5, 4, 3));
        close(
                each.weight.sum(0),
                grad((Affine b) -> vmap((Tensor x) -> b.apply(x).square().sum())
                                .apply(ROWS)
                                .sum())
                        .apply(AFFINE)
                        .weight);
    }

    @Test
    void checkpointsChangeNoValue() {
        TensorField f = checkpoint(TensorOperatorsTest::layer);
        TensorField g = x -> f.apply(x).exp().sum();
        close(g.apply(X), number(X));
        close(grad(g).apply(X), GRADIENT.apply(X));
        close(hessian(g).apply(X), hessian(TensorOperatorsTest::number).apply(X));
        close(vmap(grad(g)).apply(ROWS), vmap(GRADIENT).apply(ROWS));
        close(vmap(f).apply(ROWS), vmap(TensorOperatorsTest::layer).apply(ROWS));
        close(compile(grad(g)).apply(X), GRADIENT.apply(X));
        close(jvp(f, X, X).tangent(), jvp(TensorOperatorsTest::layer, X, X).tangent());
        Function<Affine, Tensor> ofTree = checkpoint((Affine a) -> loss(a));
        close(grad(ofTree).apply(AFFINE).weight, grad((Affine a) -> loss(a)).apply(AFFINE).weight);
        TensorField2 ofTwo = checkpoint((x, y) -> x.mul(y).sum());
        close(grad(ofTwo).apply(X, X), X);
        // What the function captures is differentiated too.
        close(grad(w -> checkpoint(x -> x.mul(w).sum()).apply(X)).apply(X), X);
    }

    @Test
    void derivativesOfDerivativesAreNotConfused() {
        // d/dx (x · d/dy (x + y)) = 1, and not 2
        TensorField f = x -> x.mul(grad(y -> x.add(y)).apply(Tensor.of(3.0)));
        close(grad(f).apply(Tensor.of(2.0)), Tensor.of(1.0));
        TensorField g =
                x -> x.mul(jvp(y -> x.add(y), Tensor.of(3.0), Tensor.of(1.0)).tangent());
        close(grad(g).apply(Tensor.of(2.0)), Tensor.of(1.0));
        close(jvp(g, Tensor.of(2.0), Tensor.of(1.0)).tangent(), Tensor.of(1.0));
        close(jvp(f, Tensor.of(2.0), Tensor.of(1.0)).tangent(), Tensor.of(1.0));
        TensorField h = x -> x.mul(vmap(grad(y -> x.mul(y).sum())).apply(ROWS).sum());
        close(grad(h).apply(Tensor.of(2.0)), Tensor.of(2.0 * 2 * 15));
    }

    @Test
    void ordersOfDerivativesOfOneNumber() {
        TensorField f = Tensor::sin;
        Tensor x = Tensor.of(0.7);
        double[] expected = {Math.sin(0.7), Math.cos(0.7), -Math.sin(0.7), -Math.cos(0.7), Math.sin(0.7)};
        for (double e : expected) {
            assertThat(f.apply(x).item()).isCloseTo(e, within(1e-15));
            f = grad(f);
        }
    }

    @Test
    void valuesMayBeAskedForWhileAFunctionIsDifferentiated() {
        TensorField f = x -> {
            Tensor y = x;
            while (y.sum().item() < 100) { // the ordinary Java way
                y = y.mul(2);
            }
            return y.square().sum();
        };
        Tensor x = Tensor.vector(1, 2);
        close(grad(f).apply(x), x.mul(2 * 64 * 64));
        close(hessian(f).apply(x), Tensor.eye(2).mul(2 * 64 * 64));
        close(jvp(f, x, x).tangent(), x.square().sum().mul(2 * 64 * 64));
        close(vjp(f, x).apply(Tensor.of(1.0)), x.mul(2 * 64 * 64));
        close(jacfwd(grad(f)).apply(x), Tensor.eye(2).mul(2 * 64 * 64));
    }

    @Test
    void resultsAreOrdinaryTensors() {
        Tensor g = GRADIENT.apply(X);
        assertThat(g.isEvaluated()).isTrue();
        assertThat(g.isTracked()).isFalse();
        assertThat(g.hasInputs()).isFalse();
        ValueAndGrad<Tensor> asked = valueAndGrad(x -> {
                    Tensor y = number(x);
                    assertThat(y.item()).isFinite(); // computed while somebody may differentiate
                    return y;
                })
                .apply(X);
        assertThat(asked.value().hasInputs()).isFalse();
        close(asked.gradient(), g);
    }

    @Test
    void anExceptionOfTheFunctionIsThatOfTheDerivative() {
        IllegalStateException own = new IllegalStateException("own");
        UnaryOperator<Tensor> failing = x -> {
            throw own;
        };
        assertThatThrownBy(() -> grad((Tensor x) -> failing.apply(x)).apply(X)).isSameAs(own);
        assertThatThrownBy(() -> compile((Tensor x) -> failing.apply(x)).apply(X))
                .isSameAs(own);
        assertThatThrownBy(() -> vmap((Tensor x) -> failing.apply(x)).apply(X)).isSameAs(own);
    }

    @Test
    void bothWaysToAGradientGoTogether() {
        Tensor w = X.requiresGrad();
        Tensor inner = grad(x -> x.mul(w).square().sum()).apply(X);
        inner.sum().backward(); // Σ 2·x·w² by w
        close(w.grad(), X.mul(w.detach()).mul(4));
        assertThat(grad(x -> x.mul(w).sum()).apply(X).isTracked()).isTrue();
    }

    @Test
    void derivativesAreOfTheTypeOfTheArgument() {
        Tensor x = X.to(DType.FLOAT32);
        assertThat(grad(t -> t.exp().sum()).apply(x).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(grad(t -> t.to(DType.FLOAT64).exp().sum()).apply(x).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(hessian(t -> t.exp().sum()).apply(x).dtype()).isEqualTo(DType.FLOAT32);
        Pair<Tensor, Tensor> mixed =
                jacfwd((Pair<Tensor, Tensor> p) -> p.first().mul(p.second())).apply(new Pair<>(x, X));
        assertThat(mixed.first().dtype()).isEqualTo(DType.FLOAT32);
        assertThat(mixed.second().dtype()).isEqualTo(DType.FLOAT64);
    }
}
