package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Tensors.compile;
import static org.wengert.Tensors.grad;
import static org.wengert.Tensors.mapReals;
import static org.wengert.Tensors.valueAndGrad;
import static org.wengert.Tensors.vmap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.wengert.Function3;
import org.wengert.TensorField;
import org.wengert.TensorField2;
import org.wengert.tensor.DType;
import org.wengert.tensor.Tensor;

/** Functions that are traced once for each form of their argument. */
class CompiledTensorFunctionsTest {
    record Model(Tensor weight, int power, double[] factors) {}

    private int traces;

    private Tensor traced(Tensor x) {
        traces++;
        return x;
    }

    @Test
    void aFunctionIsTracedOnceForEachShapeAndType() {
        TensorField f = compile(x -> traced(x).sin().mul(2));
        for (int i = 0; i < 3; i++) {
            assertThat(f.apply(Tensor.vector(i, 1)).toDoubleArray())
                    .containsExactly(new double[] {2 * Math.sin(i), 2 * Math.sin(1)}, within(1e-14));
        }
        assertThat(traces).isEqualTo(1);
        Tensor _ = f.apply(Tensor.vector(1, 2, 3));
        Tensor _ = f.apply(Tensor.vector(1, 2).to(DType.FLOAT32));
        assertThat(traces).isEqualTo(3);
        Tensor _ = f.apply(Tensor.vector(3, 4));
        Tensor _ = f.apply(Tensor.vector(3, 4, 5).exp()); // not computed yet
        assertThat(traces).isEqualTo(3);
    }

    @Test
    void aFunctionIsTracedOnceForEachStructureAndConstants() {
        Function<Model, Model> f = compile((Model m) -> {
            Tensor w = traced(m.weight);
            for (double factor : m.factors) {
                w = w.mul(factor);
            }
            return new Model(w.pow(m.power), m.power + 1, m.factors);
        });
        double[] factors = {2, 3};
        Model y = f.apply(new Model(Tensor.vector(1), 2, factors));
        assertThat(y.weight.item()).isEqualTo(36);
        assertThat(y.power).isEqualTo(3);
        assertThat(f.apply(new Model(Tensor.vector(2), 2, new double[] {2, 3}))
                        .weight
                        .item())
                .isEqualTo(144);
        assertThat(traces).isEqualTo(1);
        assertThat(f.apply(new Model(Tensor.vector(1), 3, factors)).weight.item())
                .isEqualTo(216);
        assertThat(traces).isEqualTo(2);
        factors[0] = 1; // the plan was made for what was in the array then
        assertThat(f.apply(new Model(Tensor.vector(2), 2, new double[] {2, 3})).factors)
                .containsExactly(2, 3);
        assertThat(traces).isEqualTo(2);
        assertThat(f.apply(new Model(Tensor.vector(1), 2, factors)).weight.item())
                .isEqualTo(9);
        assertThat(traces).isEqualTo(3);
    }

    @Test
    void onlySoManyPlansAreKept() {
        TensorField f = compile(x -> traced(x).sum());
        for (int n = 0; n < 64; n++) {
            Tensor _ = f.apply(Tensor.zeros(n));
        }
        Tensor _ = f.apply(Tensor.zeros(0)); // now used last
        Tensor _ = f.apply(Tensor.zeros(64)); // and that of one element goes
        assertThat(traces).isEqualTo(65);
        Tensor _ = f.apply(Tensor.zeros(0));
        assertThat(traces).isEqualTo(65);
        Tensor _ = f.apply(Tensor.zeros(1));
        assertThat(traces).isEqualTo(66);
    }

    @Test
    void capturedTensorsAreConstants() {
        Tensor[] w = {Tensor.vector(1, 2).mul(3)};
        TensorField f = compile(x -> traced(x).mul(w[0]));
        assertThat(f.apply(Tensor.vector(1, 1)).toDoubleArray()).containsExactly(3, 6);
        w[0] = Tensor.vector(0, 0);
        assertThat(f.apply(Tensor.vector(1, 1)).toDoubleArray()).containsExactly(3, 6);
        assertThat(traces).isEqualTo(1);
    }

    @Test
    void whatIsDifferentiatedOrBatchedOutsideIsNoConstant() {
        TensorField f = w -> {
            TensorField inner = compile(x -> traced(x).mul(w));
            return inner.apply(Tensor.vector(1, 2))
                    .add(inner.apply(Tensor.vector(1, 2)))
                    .sum();
        };
        assertThat(grad(f).apply(Tensor.vector(5, 5)).toDoubleArray()).containsExactly(2, 4);
        assertThat(traces).isEqualTo(2);
        assertThat(vmap(f).apply(Tensor.vector(1, 2, 3)).toDoubleArray()).containsExactly(6, 12, 18);
        // One compiled function, which sees another variable each time.
        Tensor[] w = {Tensor.of(1.0)};
        TensorField shared = compile(x -> x.mul(w[0]));
        TensorField viaField = v -> {
            w[0] = v;
            return shared.apply(Tensor.of(3.0));
        };
        assertThat(grad(viaField).apply(Tensor.of(1.0)).item()).isEqualTo(3);
        assertThat(grad(viaField).apply(Tensor.of(2.0)).item()).isEqualTo(3);
    }

    @Test
    void symbolicAndTrackedArgumentsGoThroughTheTracedGraph() {
        TensorField f = compile(x -> traced(x).square().sum());
        Tensor x = Tensor.vector(1, 2);
        assertThat(f.apply(x).item()).isEqualTo(5);
        assertThat(grad(f).apply(x).toDoubleArray()).containsExactly(2, 4);
        assertThat(grad(t -> grad(f).apply(t).sum()).apply(x).toDoubleArray()).containsExactly(2, 2);
        assertThat(vmap(f).apply(Tensor.ones(3, 2)).toDoubleArray()).containsExactly(2, 2, 2);
        Tensor w = x.requiresGrad();
        f.apply(w).backward();
        assertThat(w.grad().toDoubleArray()).containsExactly(2, 4);
        assertThat(traces).isEqualTo(1);
    }

    @Test
    void aStepOfTrainingIsOnePlan() {
        Function<Model, Model> step = compile((Model m) -> {
            traced(m.weight);
            Model g = grad((Model n) -> n.weight.sub(3).square().sum()).apply(m);
            return mapReals(m, g, (w, bar) -> w.sub(bar.mul(0.1)));
        });
        Model m = new Model(Tensor.vector(0, 10), 1, new double[0]);
        for (int i = 0; i < 200; i++) {
            m = step.apply(m);
        }
        assertThat(m.weight.sub(3).abs().max().item()).isLessThan(1e-12);
        assertThat(traces).isEqualTo(1);
    }

    @Test
    void functionsOfSeveralArguments() {
        TensorField2 two = compile((x, y) -> traced(x).mul(y));
        assertThat(two.apply(Tensor.of(2.0), Tensor.of(3.0)).item()).isEqualTo(6);
        assertThat(two.apply(Tensor.of(4.0), Tensor.of(3.0)).item()).isEqualTo(12);
        BiFunction<Model, Tensor, List<Tensor>> trees =
                compile((Model m, Tensor y) -> List.of(traced(m.weight).mul(y), y, Tensor.of(7.0)));
        List<Tensor> values = trees.apply(new Model(Tensor.of(2.0), 1, new double[0]), Tensor.of(3.0));
        assertThat(values.stream().map(Tensor::item)).containsExactly(6.0, 3.0, 7.0);
        Function3<Tensor, Tensor, Tensor, Tensor> three =
                compile((Tensor x, Tensor y, Tensor z) -> traced(x).mul(y).add(z));
        assertThat(three.apply(Tensor.of(2.0), Tensor.of(3.0), Tensor.of(1.0)).item())
                .isEqualTo(7);
        assertThat(traces).isEqualTo(3);
    }

    @Test
    void resultsAreComputed() {
        TensorField f = compile(x -> x.sin());
        assertThat(f.apply(Tensor.vector(1).mul(2)).isEvaluated()).isTrue();
        assertThat(valueAndGrad(compile(x -> x.sin().sum()))
                        .apply(Tensor.vector(1))
                        .value()
                        .isEvaluated())
                .isTrue();
    }

    @Test
    void askingForElementsIsRefusedWithTheLine() {
        TensorField f = compile(x -> x.item() > 0 ? x : x.neg());
        assertThatThrownBy(() -> f.apply(Tensor.of(1.0)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("The elements of a tensor are asked for while its function is traced")
                .hasMessageContaining("Tensor.where(condition, a, b)")
                .hasMessageContaining("CompiledTensorFunctionsTest.java:");
    }

    @Test
    void manyThreadsMayUseOneCompiledFunction() throws Exception {
        TensorField f = compile(x -> x.mul(x.sum()));
        List<Callable<Tensor>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int n = i % 8 + 1;
            calls.add(() -> f.apply(Tensor.ones(n)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Tensor>> values = threads.invokeAll(calls);
            for (int i = 0; i < 64; i++) {
                int n = i % 8 + 1;
                assertThat(values.get(i).get().toDoubleArray()).containsOnly(n).hasSize(n);
            }
        }
    }
}
