package org.wengert.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.wengert.backend.elsewhere.Builder;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;
import org.wengert.tensor.Trace;
import org.wengert.transform.Vjp;

/** From tensors to programs and back: what is computed when, what is kept, what errors say. */
class ExecutionTest {
    private final Counting backend = new Counting();
    private final Execution execution = new Execution(new Plans(backend));

    // ------------------------------------------------------------------ plans

    @Test
    void aLoopMakesOnePlan() {
        Tensor x = doubles(1, 2);
        for (int i = 0; i < 10; i++) {
            x = Primitives.map(Unary.SIN, Primitives.map(Binary.ADD, x, doubles(i, 1)));
            evaluate(x);
        }
        assertThat(backend.planned()).hasSize(1);
        assertThat(backend.run()).hasSize(10);
    }

    @Test
    void theProgramIsSimplifiedFirst() {
        Tensor x = doubles(1, 2);
        evaluate(Primitives.map(Unary.NEG, Primitives.map(Unary.NEG, Primitives.map(Unary.SIN, x))));
        assertThat(backend.steps(Op.Map1.class)).isEqualTo(1);
    }

    // ------------------------------------------------------------------ what is kept

    @Test
    void onlyWhatIsAskedForIsKept() {
        Tensor inner = Primitives.map(Unary.SIN, doubles(1, 2));
        Tensor y = Primitives.map(Unary.EXP, inner);
        evaluate(y);
        assertThat(y.isEvaluated()).isTrue();
        assertThat(inner.isEvaluated()).isFalse();
        assertThat(y.hasInputs()).isFalse();
    }

    @Test
    void whatOthersHaveBeenMadeOfIsKeptForThem() {
        Tensor x = doubles(1, 2);
        Tensor sine = Primitives.map(Unary.SIN, x);
        Tensor loss = Primitives.reduce(Op.Reduction.SUM, Primitives.map(Unary.SQUARE, sine), Indices.of(0));
        Tensor gradient = Primitives.map(Binary.MUL, Primitives.map(Unary.COS, x), sine);
        evaluate(loss);
        assertThat(sine.isEvaluated()).isTrue();
        evaluate(gradient);
        assertThat(computed(Unary.SIN)).isEqualTo(1);
    }

    @Test
    void readingALossFirstDoesNotComputeItTwiceForItsGradients() {
        Tensor x = Values.moderate(DType.FLOAT64, 1, 5, 3);
        try (Trace trace = Trace.open(List.of())) {
            Tensor w = Primitives.variable(Values.moderate(DType.FLOAT64, 2, 3, 4), false, trace);
            Tensor b = Primitives.variable(Values.moderate(DType.FLOAT64, 3, 4), false, trace);
            Tensor y = x.matmul(w).add(b).tanh();
            Tensor loss = y.sub(1).square().sum();
            List<Tensor> gradients = Vjp.of(List.of(loss), List.of(Primitives.fillLike(1, loss)), List.of(w, b));
            evaluate(loss);
            assertThat(y.isEvaluated()).isTrue();
            evaluate(gradients.toArray(Tensor[]::new));
            assertThat(backend.steps(Op.MatMul.class)).isEqualTo(2); // x w, and xᵀ times the cotangent
            assertThat(computed(Unary.TANH)).isEqualTo(1);
        }
    }

    @Test
    void aLossAndItsGradientsTogetherKeepNothingElse() {
        try (Trace trace = Trace.open(List.of())) {
            Tensor w = Primitives.variable(Values.moderate(DType.FLOAT64, 2, 3), false, trace);
            Tensor y = w.tanh();
            Tensor loss = y.square().sum();
            Tensor gradient = Vjp.of(List.of(loss), List.of(Primitives.fillLike(1, loss)), List.of(w))
                    .getFirst();
            evaluate(loss, gradient);
            assertThat(y.isEvaluated()).isFalse();
            assertThat(backend.planned().getFirst().roots()).hasSize(2);
        }
    }

    @Test
    void aViewIsNotKeptButWhatItShows() {
        Tensor sine = Primitives.map(Unary.SIN, doubles(1, 2, 3, 4, 5, 6));
        Tensor view = Primitives.permute(Primitives.reshape(sine, Shape.of(2, 3)), Indices.of(1, 0));
        Tensor sum = Primitives.reduce(Op.Reduction.SUM, view, Indices.of(0));
        Tensor other = Primitives.map(Unary.EXP, view);
        evaluate(sum);
        assertThat(view.isEvaluated()).isFalse();
        assertThat(sine.isEvaluated()).isTrue();
        evaluate(other);
        assertThat(computed(Unary.SIN)).isEqualTo(1);
    }

    @Test
    void whatWasGivenNeedsNotBeKept() {
        Tensor x = doubles(1, 2, 3, 4);
        Tensor view = Primitives.reshape(x, Shape.of(2, 2));
        Tensor fill = Primitives.fill(2, Shape.of(2, 2), DType.FLOAT64);
        Tensor y = Primitives.map(Binary.POW, view, fill);
        Tensor other = Primitives.map(Binary.ATAN2, view, fill);
        evaluate(y);
        assertThat(view.isEvaluated() || fill.isEvaluated() || other.isEvaluated())
                .isFalse();
    }

    @Test
    void nothingIsComputedMoreThanTwice() {
        int rounds = 50;
        Tensor x = doubles(1, 2);
        for (int i = 0; i < rounds; i++) { // nobody asks for x, only for how far it has come
            x = Primitives.map(Unary.COS, x);
            Tensor distance = Primitives.map(Binary.SUB, x, doubles(0.739, 0.739));
            evaluate(Primitives.reduce(Op.Reduction.MAX, distance, Indices.of(0)));
        }
        assertThat(computed(Unary.COS)).isLessThan(2 * rounds);
        assertThat(backend.planned()).hasSizeLessThan(4);
    }

    @Test
    void twoViewsOfOneComputationAskedForOneAfterTheOtherComputeItTwiceAtMost() {
        Tensor sine = Primitives.map(Unary.SIN, doubles(1, 2, 3, 4));
        for (int i = 0; i < 4; i++) {
            evaluate(Primitives.slice(Primitives.reshape(sine, Shape.of(2, 2)), 0, i / 2, i / 2 + 1));
        }
        assertThat(computed(Unary.SIN)).isEqualTo(2);
        assertThat(sine.isEvaluated()).isTrue();
    }

    // ------------------------------------------------------------------ storages

    @Test
    void whatIsComputedAlikeSharesItsElements() {
        Tensor x = doubles(1, 2);
        Tensor a = Primitives.map(Unary.SIN, x);
        Tensor b = Primitives.map(Unary.SIN, x);
        evaluate(a, b);
        assertThat(a.storage()).isSameAs(b.storage());
    }

    @Test
    void identitiesShareTheElementsOfTheirInputs() {
        Tensor sine = Primitives.map(Unary.SIN, doubles(1, 2));
        Tensor variable = Primitives.variable(sine, false, null);
        Tensor constant = Primitives.stopGradient(variable);
        evaluate(Primitives.map(Unary.EXP, constant), constant);
        assertThat(constant.storage()).isSameAs(variable.storage()).isSameAs(sine.storage());
        Tensor x = doubles(3);
        assertThat(Primitives.stopGradient(x).storage()).isSameAs(x.storage());
        assertThat(Primitives.variable(x, false, null).storage()).isSameAs(x.storage());
    }

    @Test
    void whatMayStillBeDifferentiatedKeepsItsInputs() {
        try (Trace trace = Trace.open(List.of())) {
            Tensor x = Primitives.variable(doubles(1, 2), false, trace);
            Tensor y = Primitives.map(Unary.SIN, x);
            evaluate(y);
            assertThat(y.isEvaluated() && y.hasInputs()).isTrue();
        }
    }

    @Test
    void aTensorThatHasBeenComputedIsALeafForTheNext() {
        Tensor y = Primitives.map(Unary.SIN, doubles(1, 2));
        evaluate(y);
        Tensor z = Primitives.map(Unary.EXP, y);
        evaluate(z);
        assertThat(backend.run().getLast().size()).isEqualTo(2);
        assertThat(z.storage().getDouble(1)).isEqualTo(Math.exp(Math.sin(2)));
    }

    // ------------------------------------------------------------------ threads

    @Test
    void severalThreadsMayComputeTheSameTensors() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 200; round++) {
                Tensor x = doubles(round, 1, 2);
                Tensor sine = Primitives.map(Unary.SIN, x);
                List<Tensor> made = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    made.add(Primitives.map(Binary.ADD, sine, Primitives.fillLike(i, x)));
                }
                List<Callable<Double>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Tensor t = made.get(i % 4);
                    calls.add(() -> Primitives.reduce(Op.Reduction.SUM, t, Indices.of(0))
                            .storage()
                            .getDouble(0));
                }
                double expected = Math.sin(round) + Math.sin(1) + Math.sin(2);
                int i = 0;
                for (Future<Double> f : threads.invokeAll(calls)) {
                    assertThat(f.get()).isCloseTo(expected + 3 * (i++ % 4), within(1e-13));
                }
            }
        }
    }

    // ------------------------------------------------------------------ depth

    @Test
    void longChainsAreComputedWithoutRecursion() {
        Tensor x = doubles(0, 1);
        Tensor one = doubles(1, 1);
        for (int i = 0; i < 100_000; i++) {
            x = Primitives.map(Binary.ADD, x, one);
        }
        assertThat(x.storage().getDouble(1)).isEqualTo(100_001);
    }

    @Test
    void longChainsOfViewsAreComputedWithoutRecursion() {
        Tensor x = Primitives.map(Unary.SIN, doubles(0, 1));
        for (int i = 0; i < 100_000; i++) {
            x = Primitives.flip(x, Indices.of(0));
        }
        Tensor other = Primitives.map(Unary.EXP, x);
        assertThat(Primitives.map(Unary.NEG, x).storage().getDouble(1)).isEqualTo(-Math.sin(1));
        assertThat(other.isEvaluated()).isFalse();
    }

    // ------------------------------------------------------------------ the choice of a back end

    @Test
    void aBackEndIsChosenByItsName() {
        assertThat(Execution.chosen("interpreter")).isInstanceOf(Interpreter.class);
        assertThat(Execution.chosen(null).preference()).isNotNegative();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Execution.chosen("abacus"))
                .withMessageContainingAll("abacus", "interpreter", "-Dwengert.backend=");
    }

    // ------------------------------------------------------------------ errors

    @Test
    void anErrorSaysHowToFindWhereItWasBuilt() {
        Tensor y = Primitives.gather(doubles(1, 2), longs(2), 0);
        IndexOutOfBoundsException e =
                catchThrowableOfType(IndexOutOfBoundsException.class, () -> evaluate(Primitives.map(Unary.SIN, y)));
        assertThat(e)
                .hasMessageContainingAll(
                        "gather", "index 2", "extent 2", "float64[2]", "int64[1]", "-Dwengert.origins=true")
                .hasCauseInstanceOf(IndexOutOfBoundsException.class);
        assertThat(y.isEvaluated()).isFalse();
        Tensor quotient = Primitives.map(Binary.DIV, longs(2), longs(0));
        assertThatThrownBy(() -> evaluate(quotient))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContainingAll("DIV", "int64[1]", "-Dwengert.origins=true");
        Tensor none = Primitives.reduce(Op.Reduction.MAX, Values.mixed(DType.INT32, 1, 0), Indices.of(0));
        assertThatThrownBy(() -> evaluate(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("MAX", "int32[0]", "-Dwengert.origins=true");
    }

    @Test
    void whatCalledCodeThrowsIsThrown() {
        RuntimeException own = new NumberFormatException("mine");
        Tensor x = doubles(1);
        Tensor y = Primitives.call(
                (in, shapes) -> {
                    throw own;
                },
                x.shape(),
                x.dtype(),
                List.of(x));
        assertThatThrownBy(() -> evaluate(y)).isSameAs(own);
    }

    /** In a program of its own, for the property is read once. */
    @Test
    void anErrorSaysWhereItWasBuilt() throws Exception {
        Process p = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dwengert.origins=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Builder.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).as(output).isZero();
        assertThat(output).contains("index 3", "extent 3").endsWith("\n  built at Builder.java:13");
    }

    @Test
    void wantOfMemoryNamesTheStep() {
        Tensor x = Primitives.map(Unary.SIN, Primitives.expand(doubles(1), Shape.of(2_000_000_000)));
        Tensor sum = Primitives.map(Binary.ADD, x, Primitives.flip(x, Indices.of(0)));
        assertThatThrownBy(() -> new Execution(new Plans(new Interpreter())).evaluate(List.of(sum)))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContainingAll("float64[2000000000]", "16000000000 bytes", "-Xmx");
    }

    @Test
    void wantOfMemoryForSomethingElseNamesTheLargestStep() {
        Backend poor = new Backend() {
            @Override
            public String name() {
                return "poor";
            }

            @Override
            public int preference() {
                return -1;
            }

            @Override
            public Plan plan(Program program) {
                return parameters -> {
                    throw new OutOfMemoryError("Java heap space");
                };
            }
        };
        Tensor y = Primitives.matmul(Values.moderate(DType.FLOAT32, 1, 2, 3), Values.moderate(DType.FLOAT32, 2, 3, 50));
        assertThatThrownBy(() -> new Execution(new Plans(poor)).evaluate(List.of(Primitives.map(Unary.SIN, y))))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContainingAll("4 operations", "600 bytes", "-Xmx");
    }

    // ------------------------------------------------------------------

    private void evaluate(Tensor... roots) {
        execution.evaluate(List.of(roots));
    }

    /** How often a function of whole tensors has been computed. */
    private int computed(Unary f) {
        int count = 0;
        for (Program p : backend.run()) {
            for (int i = 0; i < p.size(); i++) {
                count += p.step(i).op().equals(new Op.Map1(f)) ? 1 : 0;
            }
        }
        return count;
    }

    private static Tensor doubles(double... x) {
        return Primitives.data(new Storage.Doubles(x), Shape.of(x.length));
    }

    private static Tensor longs(long... x) {
        return Primitives.data(new Storage.Longs(x), Shape.of(x.length));
    }
}
