package org.wengert.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** What every back end that can run here must do: what the interpreter does, as near as {@link Agreement} says, and the same each time. */
@ParameterizedClass(name = "{0}")
@MethodSource("backends")
class BackendContractTest {
    private static final int GRAPHS = 400;

    @Parameter
    Backend backend;

    static Stream<Named<Backend>> backends() {
        return ServiceLoader.load(Backend.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(b -> b.preference() >= 0)
                .map(b -> Named.of(b.name(), b));
    }

    // ------------------------------------------------------------------ values

    @Test
    void everyOpHasCases() {
        Set<Class<?>> used = new HashSet<>();
        for (Tensor t : OpCases.all()) {
            Graph graph = Graph.of(List.of(t));
            for (int i = 0; i < graph.size(); i++) {
                used.add(graph.node(i).op().getClass());
            }
        }
        Set<Class<?>> all = new HashSet<>(Set.of(Op.class.getPermittedSubclasses()));
        all.remove(Op.Placeholder.class); // has no value; stands for the data in every program
        assertThat(used).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void everyOpAgreesWithTheInterpreter() {
        Map<String, String> wrong = new LinkedHashMap<>(); // the first of each op and type
        for (Tensor t : OpCases.all()) {
            String disagreement = disagreement(List.of(t));
            if (disagreement != null) {
                wrong.putIfAbsent(t.op() + " " + t.dtype(), disagreement);
            }
        }
        assertThat(wrong.values()).isEmpty();
    }

    @Test
    void graphsOfManyOpsAgreeWithTheInterpreter() {
        List<String> wrong = new ArrayList<>();
        for (int seed = 0; seed < GRAPHS; seed++) {
            String disagreement = disagreement(RandomGraphs.of(seed));
            if (disagreement != null && wrong.size() < 5) {
                wrong.add("seed " + seed + ": " + disagreement);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /**
     * Runs the graph of some tensors once for them alone and once for all its nodes. Each node must agree with the interpreter's value made of the back end's own
     * values of its inputs, so that errors do not add up; and what else is asked for must not change the bits of the tensors.
     */
    private @Nullable String disagreement(List<Tensor> roots) {
        Graph graph = Graph.of(roots);
        Program.Extract some = Program.of(graph, graph.roots());
        List<Storage> parameters =
                some.parameters().stream().map(Tensor::storage).toList();
        List<Storage> before = copies(parameters);
        List<Storage> values = backend.plan(some.program()).run(parameters);
        Program program = withAllResults(some.program());
        List<Storage> all = backend.plan(program).run(parameters);
        for (int i = 0; i < program.size(); i++) {
            String disagreement = Agreement.check(program, i, all);
            if (disagreement != null) {
                return disagreement + "\nstep " + i + " of\n" + program;
            }
        }
        int[] places = some.program().roots();
        for (int k = 0; k < places.length; k++) {
            if (!sameBits(values.get(k), all.get(places[k]))) {
                return program.describe(places[k])
                        + " has other bits when all other steps are asked for too\nstep " + places[k] + " of\n"
                        + some.program();
            }
        }
        for (int k = 0; k < before.size(); k++) {
            if (!sameBits(before.get(k), parameters.get(k))) {
                return "parameter " + k + " was written to by\n" + program;
            }
        }
        return null;
    }

    private static Program withAllResults(Program program) {
        List<Program.Step> steps = new ArrayList<>();
        for (int i = 0; i < program.size(); i++) {
            steps.add(program.step(i));
        }
        return new Program(steps, Indices.range(program.size()).toArray(), program.parameters());
    }

    // ------------------------------------------------------------------ the same each time

    @Test
    void everyRunGivesTheSameBitsAndLeavesTheValuesOfOthersAlone() {
        for (int seed = 0; seed < 50; seed++) {
            Program.Extract extract = extract(RandomGraphs.of(seed));
            List<Storage> parameters =
                    extract.parameters().stream().map(Tensor::storage).toList();
            Plan plan = backend.plan(extract.program());
            List<Storage> first = plan.run(parameters);
            List<Storage> kept = copies(first);
            try {
                plan.run(others(parameters)); // whatever it computes, it must not write into the first run's values
            } catch (ArithmeticException | IndexOutOfBoundsException _) {
                // other numbers may be no divisors and no indices
            }
            List<Storage> again = plan.run(parameters);
            List<Storage> anew = backend.plan(extract.program()).run(parameters);
            for (int k = 0; k < kept.size(); k++) {
                assertThat(sameBits(kept.get(k), first.get(k)))
                        .as("seed %d, written to", seed)
                        .isTrue();
                assertThat(sameBits(kept.get(k), again.get(k)))
                        .as("seed %d, run again", seed)
                        .isTrue();
                assertThat(sameBits(kept.get(k), anew.get(k)))
                        .as("seed %d, planned anew", seed)
                        .isTrue();
            }
        }
    }

    @Test
    void onePlanMayBeRunBySeveralThreads() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int seed = 100; seed < 115; seed++) {
                Program.Extract extract = extract(RandomGraphs.of(seed));
                List<Storage> parameters =
                        extract.parameters().stream().map(Tensor::storage).toList();
                Plan plan = backend.plan(extract.program());
                List<Storage> alone = copies(plan.run(parameters));
                List<Callable<List<Storage>>> runs = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    runs.add(() -> plan.run(parameters));
                }
                for (Future<List<Storage>> run : threads.invokeAll(runs)) {
                    for (int k = 0; k < alone.size(); k++) {
                        assertThat(sameBits(alone.get(k), run.get().get(k)))
                                .as("seed %d", seed)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void sumsOfManyNumbersAreTheSameEachTime() {
        for (DType d : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor x = Values.moderate(d, 1, 700, 601);
            for (Indices axes : List.of(Indices.of(0), Indices.of(1), Indices.of(0, 1))) {
                Program.Extract extract =
                        extract(List.of(Primitives.reduce(Op.Reduction.SUM, Primitives.map(Unary.SIN, x), axes)));
                Storage first = backend.plan(extract.program())
                        .run(List.of(x.storage()))
                        .getFirst();
                for (int i = 0; i < 10; i++) {
                    Storage again = backend.plan(extract.program())
                            .run(List.of(x.storage()))
                            .getFirst();
                    assertThat(sameBits(first, again)).isTrue();
                }
            }
        }
    }

    // ------------------------------------------------------------------ forms of programs

    @Test
    void aResultMayBeAParameterOrBeAskedForTwice() {
        Tensor x = Values.mixed(DType.FLOAT32, 1, 5);
        Tensor y = Primitives.reshape(x, Shape.of(1, 5));
        Graph graph = Graph.of(List.of(x, y, y, x));
        Program.Extract extract = Program.of(graph, graph.roots());
        List<Storage> values = backend.plan(extract.program()).run(List.of(x.storage()));
        assertThat(values).hasSize(4).allMatch(v -> sameBits(v, x.storage()));
    }

    @Test
    void aParameterMayGoUnused() {
        Program.Step x = new Program.Step(new Op.Placeholder(0), Indices.of(), Shape.of(3), DType.FLOAT64);
        Program.Step y = new Program.Step(new Op.Placeholder(1), Indices.of(), Shape.of(2), DType.FLOAT64);
        Program.Step z = new Program.Step(new Op.Map1(Unary.NEG), Indices.of(1), Shape.of(2), DType.FLOAT64);
        Plan plan = backend.plan(new Program(List.of(x, y, z), new int[] {2}, 2));
        Storage value = plan.run(List.of(new Storage.Doubles(new double[3]), new Storage.Doubles(new double[] {1, 2})))
                .getFirst();
        assertThat(value.getDouble(1)).isEqualTo(-2);
    }

    @Test
    void nothingMayBeAskedFor() {
        assertThat(backend.plan(new Program(List.of(), new int[0], 0)).run(List.of()))
                .isEmpty();
    }

    @Test
    void longChainsAreComputed() {
        Tensor x = Primitives.data(new Storage.Doubles(new double[] {0, 1}), Shape.of(2));
        Tensor one = Primitives.data(new Storage.Doubles(new double[] {1, 1}), Shape.of(2));
        for (int i = 0; i < 100_000; i++) {
            x = Primitives.map(Binary.ADD, x, one);
        }
        Program.Extract extract = extract(List.of(x));
        Storage value = backend.plan(extract.program())
                .run(extract.parameters().stream().map(Tensor::storage).toList())
                .getFirst();
        assertThat(value.getDouble(1)).isEqualTo(100_001);
    }

    @Test
    void aResultIsNotASliceOfALargerArray() {
        Tensor x = Values.mixed(DType.FLOAT64, 1, 100);
        Tensor y = Primitives.slice(x, 0, 10, 20);
        assertThat(run(y).size()).isEqualTo(10);
    }

    // ------------------------------------------------------------------ errors

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"INT32", "INT64"})
    void anIndexThatIsNotThereIsRefused(DType index) {
        Tensor x = Values.mixed(DType.FLOAT32, 1, 2, 5, 3);
        for (long wrong : new long[] {5, -6, Integer.MAX_VALUE, Integer.MIN_VALUE, 5_000_000_000L}) {
            if (index == DType.INT32 && wrong != (int) wrong) {
                continue;
            }
            Tensor at = wholes(index, Shape.of(2, 3), 0, 1, 2, -5, 4, wrong);
            assertRefused(
                    () -> run(Primitives.gather(x, at, 1)),
                    IndexOutOfBoundsException.class,
                    "gather",
                    "" + wrong,
                    "extent 5",
                    "float32[2, 5, 3]",
                    index + "[2, 3]");
            assertRefused(
                    () -> run(Primitives.scatter(Primitives.gather(x, clamped(at), 1), at, 1, 5, Op.Combine.ADD)),
                    IndexOutOfBoundsException.class,
                    "scatter",
                    "" + wrong,
                    "extent 5",
                    "float32[2, 3, 3]",
                    index + "[2, 3]");
        }
    }

    @Test
    void nothingCanBeTakenFromAnEmptyAxis() {
        assertRefused(
                () -> run(Primitives.gather(
                        Values.mixed(DType.BOOL, 1, 0, 2), Values.wholes(DType.INT64, 1, 0, 1, 1), 0)),
                IndexOutOfBoundsException.class,
                "gather",
                "extent 0");
    }

    @Test
    void thereIsNoExtremumOfNothing() {
        Tensor x = Values.mixed(DType.FLOAT64, 1, 2, 0, 3);
        for (Op.Reduction f : List.of(Op.Reduction.MAX, Op.Reduction.MIN)) {
            assertRefused(
                    () -> run(Primitives.reduce(f, x, Indices.of(1))),
                    IllegalArgumentException.class,
                    f.name(),
                    "float64[2, 0, 3]");
            assertThat(run(Primitives.reduce(f, x, Indices.of(0))).size()).isZero();
        }
        for (Op.Extremum f : Op.Extremum.values()) {
            assertRefused(
                    () -> run(Primitives.argReduce(f, x, 1)),
                    IllegalArgumentException.class,
                    "ARG" + f.name(),
                    "float64[2, 0, 3]");
            assertThat(run(Primitives.argReduce(f, x, 2)).size()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"INT32", "INT64"})
    void wholeNumbersAreNotDividedBy0(DType d) {
        for (int n : new int[] {1, 7, 16, 1025, 5000}) {
            Tensor x = Values.mixed(d, 1, n);
            Tensor zeroAtTheEnd = Primitives.concat(
                    0, List.of(Primitives.fill(3, Shape.of(n - 1), d), Primitives.fill(0, Shape.of(1), d)));
            for (Binary f : List.of(Binary.DIV, Binary.REM)) {
                for (Tensor y : List.of(zeroAtTheEnd, Primitives.fill(0, Shape.of(n), d))) {
                    Tensor fused = Primitives.map(Binary.ADD, Primitives.map(f, Primitives.map(Unary.NEG, x), y), x);
                    assertRefused(
                            () -> run(fused), ArithmeticException.class, f.name(), "divided by 0", d + "[" + n + "]");
                }
            }
        }
    }

    @Test
    void boundsInTheWrongOrderAreRefused() {
        for (DType d : List.of(DType.FLOAT64, DType.FLOAT32)) {
            for (double[] bounds : new double[][] {{1, 0.5}, {Double.NaN, 1}, {0, Double.NaN}, {0.0, -0.0}}) {
                Tensor x = Values.moderate(d, 1, 1025);
                Tensor y = Primitives.map(
                        Ternary.CLAMP, x, Primitives.fillLike(bounds[0], x), Primitives.fillLike(bounds[1], x));
                assertRefused(() -> run(y), IllegalArgumentException.class, "CLAMP", d + "[1025]");
                Tensor lower = Primitives.concat(
                        0, List.of(Primitives.fill(-2, Shape.of(1024), d), Primitives.fill(bounds[0], Shape.of(1), d)));
                Tensor z = Primitives.map(Ternary.CLAMP, x, lower, Primitives.fillLike(bounds[1], x));
                assertRefused(() -> run(z), IllegalArgumentException.class, "CLAMP", d + "[1025]");
            }
        }
    }

    @Test
    void anOrderIsAWholeNumber() {
        Tensor x = Values.moderate(DType.FLOAT64, 1, 9);
        Tensor y = Primitives.map(Binary.JN, Primitives.fillLike(0.5, x), x);
        assertRefused(() -> run(y), IllegalArgumentException.class, "JN", "0.5", "float64[9]");
    }

    @Test
    void javaCodeReturnsWhatItSays() {
        Tensor x = Values.moderate(DType.FLOAT64, 1, 9);
        assertRefused(
                () -> run(
                        Primitives.call((in, s) -> new Storage.Floats(new float[9]), x.shape(), x.dtype(), List.of(x))),
                IllegalArgumentException.class,
                "call",
                "float64[9]",
                "float32");
        assertRefused(
                () -> run(Primitives.call(
                        (in, s) -> new Storage.Doubles(new double[8]), x.shape(), x.dtype(), List.of(x))),
                IllegalArgumentException.class,
                "call",
                "9 elements",
                "8");
        RuntimeException own = new IllegalStateException("mine");
        assertThatThrownBy(() -> run(Primitives.call(
                        (in, s) -> {
                            throw own;
                        },
                        x.shape(),
                        x.dtype(),
                        List.of(x))))
                .isSameAs(own);
    }

    private static void assertRefused(ThrowingCallable call, Class<?> type, String... parts) {
        assertThatThrownBy(call).isInstanceOf(type).hasMessageContainingAll(parts);
    }

    private static Tensor wholes(DType dtype, Shape shape, long... values) {
        Storage s = Storage.allocate(dtype, values.length);
        for (int i = 0; i < values.length; i++) {
            s.set(i, values[i]);
        }
        return Primitives.data(s, shape);
    }

    private static Tensor clamped(Tensor at) {
        return Primitives.map(
                Binary.MAX, Primitives.fillLike(-5, at), Primitives.map(Binary.MIN, Primitives.fillLike(4, at), at));
    }

    // ------------------------------------------------------------------

    private Storage run(Tensor t) {
        Program.Extract extract = extract(List.of(t));
        return backend.plan(extract.program())
                .run(extract.parameters().stream().map(Tensor::storage).toList())
                .getFirst();
    }

    private static Program.Extract extract(List<Tensor> roots) {
        Graph graph = Graph.of(roots);
        return Program.of(graph, graph.roots());
    }

    private static List<Storage> copies(List<Storage> storages) {
        List<Storage> copies = new ArrayList<>();
        for (Storage s : storages) {
            Storage copy = Storage.allocate(s.dtype(), s.size());
            for (int i = 0; i < s.size(); i++) {
                copy.copy(i, s, i);
            }
            copies.add(copy);
        }
        return copies;
    }

    /** Elements in reverse, the sign changed. */
    private static List<Storage> others(List<Storage> storages) {
        List<Storage> others = new ArrayList<>();
        for (Storage s : storages) {
            Storage other = Storage.allocate(s.dtype(), s.size());
            for (int i = 0; i < s.size(); i++) {
                if (s.dtype().isFloating()) {
                    other.set(i, -s.getDouble(s.size() - 1 - i));
                } else {
                    other.set(i, -s.getLong(s.size() - 1 - i));
                }
            }
            others.add(other);
        }
        return others;
    }

    /** Whether all elements are the same; all NaN are. */
    static boolean sameBits(Storage a, Storage b) {
        if (a.dtype() != b.dtype() || a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.dtype().isFloating()
                    ? Double.doubleToLongBits(a.getDouble(i)) != Double.doubleToLongBits(b.getDouble(i))
                    : a.getLong(i) != b.getLong(i)) {
                return false;
            }
        }
        return true;
    }
}
