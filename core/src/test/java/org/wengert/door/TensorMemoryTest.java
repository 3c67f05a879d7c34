package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Tensors.WithAux;
import static org.wengert.Tensors.compile;
import static org.wengert.Tensors.evaluate;
import static org.wengert.Tensors.grad;
import static org.wengert.Tensors.map;
import static org.wengert.Tensors.mapReals;
import static org.wengert.Tensors.valueAndGrad;
import static org.wengert.Tensors.valueAndGradWithAux;
import static org.wengert.Tensors.vjp;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.wengert.Tensors.Pair;
import org.wengert.Tensors.ValueAndGrad;
import org.wengert.Tensors.ValueAuxAndGrad;
import org.wengert.tensor.Tensor;

/** Long loops hold on to nothing of their earlier rounds. */
class TensorMemoryTest {
    private static final int ROUNDS = 100_000;

    private static long used() {
        Runtime r = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return r.totalMemory() - r.freeMemory();
    }

    /** Runs a step again and again; what is reachable afterwards is no more than after a hundredth of the rounds. */
    private static <S> void staysSmall(S state, UnaryOperator<S> step, int rounds) {
        S s = state;
        for (int i = 0; i < rounds / 100; i++) {
            s = step.apply(s);
        }
        long before = used();
        for (int i = 0; i < rounds; i++) {
            s = step.apply(s);
        }
        // A kept node takes more than 100 bytes, and every round makes several.
        long room = rounds * 20L + 2_000_000;
        long after = used();
        for (int i = 0; i < 50 && after - before >= room; i++) {
            after = used(); // the thread that warms kernels holds arrays for a moment
        }
        assertThat(after - before).as(s.toString()).isLessThan(room);
    }

    @Test
    void stepsOfAGradient() {
        staysSmall(
                Tensor.vector(3, 4),
                w -> w.sub(grad((Tensor v) -> v.square().sum()).apply(w).mul(0.1)),
                ROUNDS);
    }

    @Test
    void stepsWithAState() {
        staysSmall(
                new Pair<>(Tensor.vector(3, 4), Tensor.vector(0, 0)),
                p -> {
                    Tensor g = grad((Tensor v) -> v.square().sum()).apply(p.first());
                    Tensor momentum = p.second().mul(0.9).add(g);
                    return evaluate(new Pair<>(p.first().sub(momentum.mul(0.1)), momentum));
                },
                ROUNDS / 4);
    }

    @Test
    void stepsThatLookAtTheirValuesWhileTheyAreDifferentiated() {
        List<Tensor> losses = new ArrayList<>();
        staysSmall(
                Tensor.vector(3, 4),
                w -> {
                    ValueAndGrad<Tensor> both = valueAndGrad((Tensor v) -> {
                                Tensor y = v.square();
                                Tensor z = y.sum().item() > 100 ? y.mul(0.5) : y;
                                return z.sum();
                            })
                            .apply(w);
                    losses.add(both.value());
                    if (losses.size() > 1000) {
                        losses.clear();
                    }
                    return w.sub(both.gradient().mul(0.1));
                },
                ROUNDS / 4);
    }

    @Test
    void stepsWhoseAuxiliaryResultGoesIntoTheNext() {
        staysSmall(
                new Pair<>(Tensor.vector(3, 4), Tensor.vector(0, 0)),
                p -> {
                    ValueAuxAndGrad<Tensor, Tensor> all = valueAndGradWithAux((Tensor v) -> {
                                Tensor mean = p.second().mul(0.9).add(v.mul(0.1));
                                assertThat(mean.toDoubleArray()).hasSize(2);
                                return new WithAux<>(v.square().sum(), mean);
                            })
                            .apply(p.first());
                    return new Pair<>(p.first().sub(all.gradient().mul(0.1)), all.aux());
                },
                ROUNDS / 4);
    }

    @Test
    void compiledSteps() {
        UnaryOperator<Tensor> step =
                w -> w.sub(grad((Tensor v) -> v.square().sum()).apply(w).mul(0.1));
        staysSmall(Tensor.vector(3, 4), compile((Tensor w) -> step.apply(w))::apply, ROUNDS);
    }

    @Test
    void stepsWithAPullbackAndAPlainFunction() {
        staysSmall(
                Tensor.vector(3, 4),
                w -> {
                    double c = w.item(0);
                    Tensor g = vjp((Tensor v) -> map(v, x -> x * x * Math.exp(-x * x) + c), w)
                            .apply(w);
                    return mapReals(w, g, (a, b) -> a.sub(b.mul(0.01)));
                },
                ROUNDS / 10);
    }

    @Test
    void aCompiledFunctionDoesNotKeepItsArguments() {
        var f = compile((Tensor x) -> x.sin());
        Tensor x = Tensor.zeros(1000).add(1);
        Tensor _ = f.apply(x);
        WeakReference<Tensor> gone = new WeakReference<>(x);
        x = null;
        for (int i = 0; i < 20 && gone.get() != null; i++) {
            System.gc();
        }
        assertThat(gone.get()).isNull();
        assertThat(f.apply(Tensor.zeros(1000)).sum().item()).isZero();
    }
}
