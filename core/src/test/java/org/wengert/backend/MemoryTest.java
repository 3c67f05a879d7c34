package org.wengert.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.wengert.tensor.DType;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** Long loops hold one step, not all of them. */
class MemoryTest {
    private static final int STEPS = 1_000_000;

    /** More than what plans and the JVM itself may come to hold, and far less than what all steps would. */
    private static final long ROOM = 4 << 20;

    @Test
    void aTrainingLoopHoldsOneStep() {
        Tensor x = Tensor.of(new double[] {1, 2, 3});
        assertDoesNotGrow(
                Tensor.of(new double[] {1, -1, 0.5}),
                w -> {
                    Tensor error = w.mul(x).sum().sub(1);
                    Tensor next = w.sub(x.mul(error).mul(0.01));
                    next.storage();
                    return next;
                },
                w -> w.mul(x).sum().item(),
                1);
    }

    @Test
    void aLoopThatIsLookedAtNowAndThenHoldsAFewSteps() {
        int[] step = new int[1];
        assertDoesNotGrow(
                Tensor.of(new double[] {1, -1}),
                w -> {
                    Tensor next = w.mul(0.5).add(1);
                    if (++step[0] % 20 == 0) {
                        next.storage();
                    }
                    return next;
                },
                w -> w.sum().item(),
                4);
    }

    @Test
    void aLoopThatOnlyLooksAtItsErrorHoldsAFewSteps() {
        assertDoesNotGrow(
                Tensor.of(new double[] {0.5, 1}),
                w -> {
                    Tensor next = w.cos();
                    assertThat(next.sub(w).abs().sum().item()).isLessThan(2);
                    return next;
                },
                w -> w.sum().item(),
                1.4781702664303212);
    }

    @Test
    void backwardHoldsOneStep() {
        Tensor x = Tensor.of(new double[] {1, 2, 3});
        assertDoesNotGrow(
                Tensor.of(new double[] {1, -1, 0.5}),
                w -> {
                    Tensor v = w.requiresGrad();
                    Tensor loss = v.mul(x).sum().sub(1).square();
                    loss.backward();
                    Tensor gradient = v.grad();
                    assertThat(gradient).isNotNull();
                    Tensor next = v.detach().sub(gradient.mul(0.005));
                    next.storage();
                    return next;
                },
                w -> w.mul(x).sum().item(),
                1);
    }

    @Test
    void momentumAndCountersHoldOneStep() {
        Tensor[] velocity = {Tensor.of(new double[2])};
        assertDoesNotGrow(
                Tensor.of(new double[] {1, -1}),
                w -> {
                    velocity[0] = velocity[0].mul(0.9).add(w.mul(0.1));
                    Tensor next = w.sub(velocity[0].mul(0.1));
                    Tensor.evaluate(List.of(next, velocity[0]));
                    return next;
                },
                w -> w.abs().sum().item(),
                0);
    }

    @Test
    void elementsThatNobodyHoldsAreCollected() {
        IntFunction<WeakReference<Storage>> step = i -> {
            Tensor x = Primitives.fill(i, Shape.of(1000), DType.FLOAT64);
            return new WeakReference<>(x.sin().storage());
        };
        WeakReference<Storage> elements = step.apply(7);
        for (int i = 0; i < 50 && elements.get() != null; i++) {
            System.gc();
        }
        assertThat(elements.get()).isNull();
    }

    /** Runs a loop, measures what is in use early and late, and checks where it arrives. */
    private static void assertDoesNotGrow(
            Tensor start, UnaryOperator<Tensor> step, ToDoubleFunction<Tensor> result, double expected) {
        Tensor w = start;
        long early = 0;
        for (int i = 0; i < STEPS; i++) {
            w = step.apply(w);
            if (i == STEPS / 10) {
                early = used();
            }
        }
        assertThat(used() - early).isLessThan(ROOM);
        assertThat(result.applyAsDouble(w)).isCloseTo(expected, within(1e-6));
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
