package org.wengert.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wengert.rule.Unary;
import org.wengert.tensor.ArrayFunction;
import org.wengert.tensor.DType;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** Plans are kept for programs of the same form, and not for ever. */
class PlansTest {
    private final Counting backend = new Counting();

    @Test
    void equalProgramsShareAPlan() {
        Plans plans = new Plans(backend);
        assertThat(plans.of(program(3, 5))).isSameAs(plans.of(program(3, 5)));
        assertThat(plans.of(program(4, 5))).isNotSameAs(plans.of(program(3, 5)));
        assertThat(backend.planned()).hasSize(2);
    }

    @Test
    void whatWasNotUsedForLongestIsForgottenFirst() {
        Plans plans = new Plans(backend, 12); // steps: three programs of four
        Plan first = plans.of(program(1, 3));
        Plan second = plans.of(program(2, 3));
        plans.of(program(3, 3));
        assertThat(plans.of(program(1, 3))).isSameAs(first);
        plans.of(program(4, 3));
        assertThat(plans.size()).isEqualTo(3);
        assertThat(plans.of(program(1, 3))).isSameAs(first);
        assertThat(plans.of(program(2, 3))).isNotSameAs(second);
    }

    @Test
    void aProgramThatIsTooLargeDisplacesNoOther() {
        Plans plans = new Plans(backend, 12);
        Plan small = plans.of(program(1, 3));
        plans.of(program(1, 30));
        assertThat(plans.size()).isEqualTo(1);
        assertThat(plans.of(program(1, 3))).isSameAs(small);
    }

    @Test
    void plansMayBeForgottenAllAtOnce() {
        Plans plans = new Plans(backend, 12);
        for (int round = 0; round < 3; round++) {
            plans.of(program(1, 3));
            plans.of(program(2, 3));
            plans.of(program(3, 3));
            assertThat(plans.size()).isEqualTo(3);
            plans.clear();
            assertThat(plans.size()).isZero();
        }
    }

    @Test
    void javaCodeThatHoldsNothingHasAPlanOfItsOwn() {
        Plans plans = new Plans(backend);
        ArrayFunction negated = (in, shapes) -> {
            Storage y = Storage.allocate(DType.FLOAT64, in.getFirst().size());
            for (int i = 0; i < y.size(); i++) {
                y.set(i, -in.getFirst().getDouble(i));
            }
            return y;
        };
        assertThat(plans.of(call(negated))).isSameAs(plans.of(call(negated)));
        assertThat(plans.of(call(new Scaled(2)))).isSameAs(plans.of(call(new Scaled(2))));
        assertThat(plans.of(call(new Scaled(2)))).isNotSameAs(plans.of(call(new Scaled(3))));
    }

    @Test
    void javaCodeThatHoldsObjectsIsNotHeldByAPlan() {
        Plans plans = new Plans(backend);
        double[] large = new double[1000];
        plans.of(call((in, shapes) -> new Storage.Doubles(large)));
        assertThat(plans.size()).isZero();
    }

    @Test
    void aPlanHoldsNoTensors() {
        Execution execution = new Execution(new Plans(new Interpreter()));
        WeakReference<Storage> elements = evaluateAndForget(execution);
        for (int i = 0; i < 50 && elements.get() != null; i++) {
            System.gc();
        }
        assertThat(elements.get()).isNull();
    }

    private static WeakReference<Storage> evaluateAndForget(Execution execution) {
        Tensor x = Primitives.data(new Storage.Doubles(new double[100]), Shape.of(100));
        execution.evaluate(List.of(Primitives.map(Unary.SIN, x)));
        return new WeakReference<>(x.storage());
    }

    /** A function with a parameter. */
    private record Scaled(double by) implements ArrayFunction {
        @Override
        public Storage apply(List<Storage> inputs, List<Shape> shapes) {
            Storage y = Storage.allocate(DType.FLOAT64, inputs.getFirst().size());
            for (int i = 0; i < y.size(); i++) {
                y.set(i, by * inputs.getFirst().getDouble(i));
            }
            return y;
        }
    }

    private static Program call(ArrayFunction f) {
        Tensor x = Primitives.placeholder(0, Shape.of(3), DType.FLOAT64);
        Graph graph = Graph.of(List.of(Primitives.call(f, Shape.of(3), DType.FLOAT64, List.of(x))));
        return Program.of(graph, graph.roots()).program();
    }

    /** A program of so many functions on so many numbers, and a parameter. */
    private static Program program(int numbers, int functions) {
        Tensor x = Primitives.placeholder(0, Shape.of(numbers), DType.FLOAT64);
        for (int i = 0; i < functions; i++) {
            x = Primitives.map(Unary.SIN, x);
        }
        Graph graph = Graph.of(List.of(x));
        Program program = Program.of(graph, graph.roots()).program();
        assertThat(program.step(functions))
                .isEqualTo(new Program.Step(
                        new Op.Map1(Unary.SIN), Indices.of(functions - 1), Shape.of(numbers), DType.FLOAT64));
        return program;
    }
}
