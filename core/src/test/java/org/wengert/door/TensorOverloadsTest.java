package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Tensors.*;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wengert.TensorField;
import org.wengert.TensorField2;
import org.wengert.tensor.Tensor;

/** What must compile: lambdas without types are of tensors, and whatever an operator returns another one takes. */
class TensorOverloadsTest {
    private static final Tensor X = Tensor.vector(1, 2);

    record Line(Tensor slope, Tensor offset) {
        Tensor at(Tensor x) {
            return x.mul(slope).add(offset);
        }

        Tensor loss() {
            return at(X).square().sum();
        }

        static Tensor loss(Line line, Tensor x) {
            return line.at(x).square().sum();
        }
    }

    private static Tensor mean(Tensor x) {
        return x.mean();
    }

    private static final Line LINE = new Line(Tensor.of(2.0), Tensor.of(1.0));

    @Test
    void lambdasWithoutTypesAreOfTensors() {
        assertThat(grad(x -> x.square().sum()).apply(X).toDoubleArray()).containsExactly(2, 4);
        assertThat(grad((x, y) -> x.mul(y).sum()).apply(X, X).toDoubleArray()).containsExactly(1, 2);
        assertThat(grad((x, y, z) -> x.mul(y).mul(z).sum()).apply(X, X, X).toDoubleArray())
                .containsExactly(1, 4);
        assertThat(vmap(grad(x -> x.square())).apply(X).toDoubleArray()).containsExactly(2, 4);
        assertThat(compile(vmap(grad(x -> x.square()))).apply(X).toDoubleArray())
                .containsExactly(2, 4);
        assertThat(grad(grad(grad(x -> x.pow(3)))).apply(Tensor.of(5.0)).item()).isEqualTo(6);
        assertThat(valueAndGrad(x -> x.square().sum()).apply(X).value().item()).isEqualTo(5);
        assertThat(vjp(x -> x.square(), X).apply(X).toDoubleArray()).containsExactly(2, 8);
        assertThat(jvp(x -> x.square(), X, X).tangent().toDoubleArray()).containsExactly(2, 8);
        assertThat(linearize(x -> x.square(), X).apply(X).toDoubleArray()).containsExactly(2, 8);
        assertThat(hessian(x -> x.prod()).apply(X).toDoubleArray()).containsExactly(0, 1, 1, 0);
        assertThat(hvp(x -> x.prod()).apply(X, X).toDoubleArray()).containsExactly(2, 1);
        assertThat(checkpoint(x -> x.square()).apply(X).toDoubleArray()).containsExactly(1, 4);
        assertThat(gradientCheck(x -> x.square().sum(), X).agrees()).isTrue();
    }

    @Test
    void methodReferencesSayWhatTheyTake() {
        assertThat(vmap(Tensor::square).apply(X).toDoubleArray()).containsExactly(1, 4);
        assertThat(grad(TensorOverloadsTest::mean).apply(X).toDoubleArray()).containsExactly(0.5, 0.5);
        assertThat(compile(Tensor::sin).apply(Tensor.zeros(2)).toDoubleArray()).containsExactly(0, 0);
        Line bar = grad((Line l) -> l.loss()).apply(LINE);
        assertThat(bar.offset.item()).isEqualTo(16);
        UnaryOperator<Line> typed = grad((Function<Line, Tensor>) Line::loss);
        assertThat(typed.apply(LINE).offset.item()).isEqualTo(16);
        BiFunction<Line, Tensor, Line> two = grad((Line l, Tensor x) -> Line.loss(l, x));
        assertThat(two.apply(LINE, X).offset.item()).isEqualTo(16);
    }

    @Test
    void treesOfTheLibraryNeedNoClassOfTheirOwn() {
        Map<String, Tensor> bar = grad((Map<String, Tensor> m) ->
                        m.get("a").mul(m.get("b")).sum())
                .apply(Map.of("a", X, "b", X));
        assertThat(bar.get("a").toDoubleArray()).containsExactly(1, 2);
        List<Tensor> list =
                vmap((List<Tensor> l) -> List.of(l.getFirst().sum())).apply(List.of(Tensor.ones(3, 2)));
        assertThat(list.getFirst().toDoubleArray()).containsExactly(2, 2, 2);
        Tensor[] array = grad((Tensor[] a) -> a[0].mul(a[1]).sum()).apply(new Tensor[] {X, X});
        assertThat(array[1].toDoubleArray()).containsExactly(1, 2);
    }

    @Test
    void operatorsTakeWhatOperatorsReturn() {
        TensorField f = grad(x -> x.prod());
        TensorField2 g = vmap(hvp(x -> x.prod()));
        assertThat(jacfwd(f).apply(X).toDoubleArray()).containsExactly(0, 1, 1, 0);
        assertThat(g.apply(Tensor.ones(1, 2), Tensor.ones(1, 2)).toDoubleArray())
                .containsExactly(1, 1);
        Function<Line, ValueAndGrad<Line>> both = compile(valueAndGrad((Line l) -> l.loss()));
        assertThat(both.apply(LINE).gradient().offset.item()).isEqualTo(16);
        Function<Line, List<Line>> second = compile(hessian(compile((Line l) -> l.loss())));
        assertThat(second.apply(LINE).get(1).offset.item()).isEqualTo(4);
        Function<Pair<Line, Tensor>, Pair<Tensor, Line>> perExample =
                vmap((Pair<Line, Tensor> p) -> new Pair<>(p.first().at(p.second()), p.first()));
        Line lines = new Line(Tensor.vector(1, 2), Tensor.vector(3, 4));
        assertThat(perExample.apply(new Pair<>(lines, X)).first().toDoubleArray())
                .containsExactly(4, 8);
    }

    @Test
    void manyThreadsDifferentiateAtOnce() throws Exception {
        TensorField f = hessian(x -> x.mul(x.sum()).prod());
        double[] expected = f.apply(Tensor.vector(1, 2, 3)).toDoubleArray();
        Callable<double[]> call = () -> f.apply(Tensor.vector(1, 2, 3)).toDoubleArray();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<double[]> value :
                    threads.invokeAll(IntStream.range(0, 64).mapToObj(i -> call).toList())) {
                assertThat(value.get()).containsExactly(expected);
            }
        }
    }
}
