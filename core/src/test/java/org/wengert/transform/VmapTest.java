package org.wengert.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.backend.Interpreter;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Program;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;
import org.wengert.transform.VmapSamples.Sample;

/** The law of batching: vmap(f) of a stack is the stack of f, to the bit. */
class VmapTest {
    private static final int SEED = 20;

    static Stream<Sample> samples() {
        return VmapSamples.all().stream();
    }

    // ------------------------------------------------------------------ every op

    @Test
    void everyOpHasASample() {
        Set<Class<?>> missing = new HashSet<>(Arrays.asList(Op.class.getPermittedSubclasses()));
        for (Sample sample : VmapSamples.all()) {
            List<Tensor> placeholders = new ArrayList<>();
            for (VmapSamples.Argument x : sample.arguments()) {
                placeholders.add(Primitives.placeholder(placeholders.size(), x.shape(), x.dtype()));
            }
            assertThat(VmapSamples.find(sample.op(), sample.f().apply(placeholders)))
                    .as(sample.toString())
                    .isNotNull();
            missing.remove(sample.op());
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void manyAtOnceAreOneAfterTheOther(Sample sample) {
        SplittableRandom random = new SplittableRandom(SEED);
        int n = sample.arguments().size();
        for (int extent : new int[] {0, 1, 3}) {
            for (int mask = 1; mask < 1 << n; mask++) {
                List<Tensor> x = new ArrayList<>();
                List<@Nullable Integer> axes = new ArrayList<>();
                for (int k = 0; k < n; k++) {
                    boolean isBatched = (mask >> k & 1) != 0;
                    x.add(sample.arguments().get(k).random(random, isBatched ? new int[] {extent} : new int[0]));
                    axes.add(isBatched ? 0 : null);
                }
                List<Tensor> many = Vmap.of(sample.f(), x, axes, List.of(0));
                assertSame(many, stacked(sample.f(), x, axes, extent), sample + " " + axes + " of " + extent);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void manyOfManyAreOneAfterTheOther(Sample sample) {
        SplittableRandom random = new SplittableRandom(SEED);
        int n = sample.arguments().size();
        for (int mask = 0; mask < 1 << 2 * n; mask++) {
            List<Tensor> x = new ArrayList<>();
            List<@Nullable Integer> outer = new ArrayList<>();
            List<@Nullable Integer> inner = new ArrayList<>();
            for (int k = 0; k < n; k++) {
                outer.add((mask >> 2 * k & 1) != 0 ? 0 : null);
                inner.add((mask >> 2 * k & 2) != 0 ? 0 : null);
                int[] before = Stream.of(outer.get(k) == null ? 0 : 2, inner.get(k) == null ? 0 : 3)
                        .mapToInt(i -> i)
                        .filter(i -> i > 0)
                        .toArray();
                x.add(sample.arguments().get(k).random(random, before));
            }
            if (outer.contains(0) && inner.contains(0)) {
                Function<List<Tensor>, List<Tensor>> many = in -> Vmap.of(sample.f(), in, inner, List.of(0));
                assertSame(
                        Vmap.of(many, x, outer, List.of(0)),
                        stacked(in -> stacked(sample.f(), in, inner, 3), x, outer, 2),
                        sample + " " + outer + " of " + inner);
            }
        }
    }

    // ------------------------------------------------------------------ rules

    private static final Rule.Forward FORWARD = (x, y, xDots) -> {
        Tensor sum = Primitives.fillLike(0, y);
        for (int k = 0; k < x.size(); k++) {
            Tensor xDot = xDots.get(k);
            if (xDot != null) {
                Tensor weighed = Primitives.map(Binary.MUL, xDot, Primitives.map(Binary.ADD, x.get(1 - k), y));
                sum = Primitives.map(Binary.ADD, sum, weighed);
            }
        }
        return sum;
    };

    private static final Rule.Reverse REVERSE = (x, y, yBar) ->
            Arrays.asList(Primitives.map(Binary.MUL, yBar, Primitives.map(Binary.ADD, x.get(1), y)), null, yBar);

    @Test
    void aRuleOfOneIsARuleOfManyAtAnyDepth() {
        SplittableRandom random = new SplittableRandom(SEED);
        VmapSamples.Argument argument = VmapSamples.of(DType.FLOAT64, 2);
        for (int mask = 1; mask < 4; mask++) {
            List<@Nullable Integer> axes = Arrays.asList((mask & 1) != 0 ? 0 : null, (mask & 2) != 0 ? 0 : null);
            Function<List<Tensor>, List<Tensor>> f =
                    in -> List.of(Primitives.ruled(FORWARD, Primitives.map(Binary.SUB, in.get(0), in.get(1)), in));
            Function<List<Tensor>, List<Tensor>> g = in -> Vmap.of(f, in, axes, List.of(0));
            List<Tensor> x = new ArrayList<>();
            List<Tensor> xDots = new ArrayList<>();
            for (int k = 0; k < 2; k++) {
                int[] before = axes.get(k) == null ? new int[] {3} : new int[] {3, 4};
                x.add(argument.random(random, before));
                xDots.add(argument.random(random, before));
            }
            Tensor many = Vmap.of(g, x).getFirst();
            Tensor yDot = ((Rule.Forward) ((Op.Ruled) many.op()).rule()).jvp(x, many, new ArrayList<>(xDots));

            Function<List<Tensor>, List<Tensor>> jvp = in -> List.of(FORWARD.jvp(
                    in.subList(0, 2),
                    Primitives.map(Binary.SUB, in.get(0), in.get(1)),
                    new ArrayList<>(in.subList(2, 4))));
            List<Tensor> all = Stream.concat(x.stream(), xDots.stream()).toList();
            List<@Nullable Integer> twice = new ArrayList<>(axes);
            twice.addAll(axes);
            List<Tensor> expected = stacked(in -> stacked(jvp, in, twice, 4), all, Arrays.asList(0, 0, 0, 0), 3);
            assertSame(List.of(yDot), expected, "jvp " + axes);
        }
    }

    @Test
    void cotangentsOfWhatServesAllAreSums() {
        SplittableRandom random = new SplittableRandom(SEED);
        VmapSamples.Argument argument = VmapSamples.of(DType.FLOAT64, 2);
        Tensor a = argument.random(random, 3);
        Tensor b = argument.random(random, 3);
        Tensor c = argument.random(random);
        Function<List<Tensor>, List<Tensor>> f =
                in -> List.of(Primitives.ruled(REVERSE, Primitives.map(Binary.SUB, in.get(0), in.get(1)), in));
        Tensor y = Vmap.of(f, List.of(a, b, c), Arrays.asList(0, 0, null), List.of(0))
                .getFirst();
        Tensor yBar = argument.random(random, 3);
        List<@Nullable Tensor> bars = ((Rule.Reverse) ((Op.Ruled) y.op()).rule()).vjp(List.of(a, b, c), y, yBar);

        assertThat(bars.get(1)).isNull();
        Tensor expected =
                Primitives.map(Binary.MUL, yBar, Primitives.map(Binary.ADD, b, Primitives.map(Binary.SUB, a, b)));
        assertSame(List.of(present(bars.get(0))), List.of(expected), "of the batched");
        Tensor sum = Primitives.reshape(Primitives.reduce(Op.Reduction.SUM, yBar, Indices.of(0)), Shape.of(2));
        assertSame(List.of(present(bars.get(2))), List.of(sum), "of the shared");
    }

    @Test
    void aRuleMayHoldWhatDependsOnTheExample() {
        SplittableRandom random = new SplittableRandom(SEED);
        Tensor x = VmapSamples.of(DType.FLOAT64, 2).random(random, 3);
        Tensor shared = VmapSamples.of(DType.FLOAT64, 2).random(random);
        Function<List<Tensor>, List<Tensor>> f = in -> {
            Tensor held = Primitives.map(Unary.SIN, in.getFirst());
            Rule.Forward rule = (_, _, xDots) -> Primitives.map(Binary.MUL, held, present(xDots.getFirst()));
            return List.of(Primitives.ruled(rule, Primitives.map(Binary.MUL, in.getFirst(), shared), List.of(shared)));
        };
        Tensor y = Vmap.of(f, List.of(x)).getFirst();
        Tensor yDot = ((Rule.Forward) ((Op.Ruled) y.op()).rule()).jvp(List.of(shared), y, Arrays.asList(shared));
        Tensor repeated = Primitives.expand(Primitives.reshape(shared, Shape.of(1, 2)), Shape.of(3, 2));
        assertSame(List.of(yDot), List.of(Primitives.map(Binary.MUL, Primitives.map(Unary.SIN, x), repeated)), "held");
    }

    private static Tensor present(@Nullable Tensor t) {
        if (t == null) {
            throw new AssertionError("nothing there");
        }
        return t;
    }

    // ------------------------------------------------------------------ what is shared

    @Test
    void whatDependsOnNoExampleStaysTheSameNode() {
        Tensor variable = Primitives.variable(Primitives.fill(2, Shape.of(3), DType.FLOAT64), false, null);
        Tensor squares = Primitives.map(Binary.MUL, variable, variable);
        Tensor leaf = Primitives.placeholder(0, Shape.of(3), DType.FLOAT64);
        Tensor many = Primitives.data(new Storage.Doubles(new double[6]), Shape.of(2, 3));
        Graph graph = Graph.of(List.of(squares, Primitives.map(Binary.ADD, squares, leaf)));

        List<Vmap.Mapped> roots = Vmap.push(graph, List.of(leaf), List.of(many), 2);

        assertThat(roots.get(0).isBatched()).isFalse();
        assertThat(roots.get(0).value()).isSameAs(squares);
        assertThat(roots.get(1).isBatched()).isTrue();
        assertThat(VmapSamples.find(Op.Variable.class, List.of(roots.get(1).value())))
                .isSameAs(variable);
    }

    @Test
    void aVariableMadeForOneExampleIsNotTakenForOneThatWasAskedFor() {
        Tensor many = Primitives.data(new Storage.Doubles(new double[6]), Shape.of(2, 3));
        Tensor y = Vmap.of(in -> List.of(Primitives.map(Unary.SIN, in.getFirst().requiresGrad())), List.of(many))
                .getFirst();
        Tensor variable = present(VmapSamples.find(Op.Variable.class, List.of(y)));
        assertThat(variable.op()).isEqualTo(new Op.Variable(false));
        assertThat(y.isSymbolic()).isFalse();
    }

    @Test
    void oneMatrixTimesManyVectorsIsOneProduct() {
        assertThat(graph(
                        in -> Primitives.matmul(in.get(0), in.get(1)),
                        Arrays.asList(null, 0),
                        Shape.of(5, 4),
                        Shape.of(3, 4, 1)))
                .isEqualTo("""
                        %0 = argument 0() : float64[3, 4, 1]
                        %1 = reshape(%0) : float64[3, 4]
                        %2 = argument 1() : float64[5, 4]
                        %3 = permute [1, 0](%2) : float64[4, 5]
                        %4 = matmul(%1, %3) : float64[3, 5]
                        %5 = reshape(%4) : float64[3, 5, 1]
                        return %5
                        """);
    }

    @Test
    void manyRowsTimesOneMatrixAreOneProduct() {
        assertThat(graph(
                        in -> Primitives.matmul(in.get(0), in.get(1)),
                        Arrays.asList(0, null),
                        Shape.of(3, 2, 4),
                        Shape.of(4, 5)))
                .isEqualTo("""
                        %0 = argument 0() : float64[3, 2, 4]
                        %1 = reshape(%0) : float64[6, 4]
                        %2 = argument 1() : float64[4, 5]
                        %3 = matmul(%1, %2) : float64[6, 5]
                        %4 = reshape(%3) : float64[3, 2, 5]
                        return %4
                        """);
    }

    /** The simplified graph of a function of many, whose batched arguments have their examples along the first axis. */
    private static String graph(Function<List<Tensor>, Tensor> f, List<@Nullable Integer> axes, Shape... shapes) {
        List<Tensor> x = new ArrayList<>();
        for (Shape shape : shapes) {
            x.add(Primitives.placeholder(x.size(), shape, DType.FLOAT64));
        }
        Graph graph = Graph.of(Vmap.of(in -> List.of(f.apply(in)), x, axes, List.of(0)));
        return Simplify.all(Program.of(graph, graph.roots()).program()).toString();
    }

    // ------------------------------------------------------------------ axes

    @Test
    void examplesMayLieAlongAnyAxisInAndOut() {
        SplittableRandom random = new SplittableRandom(SEED);
        Tensor x = VmapSamples.of(DType.FLOAT64, 2, 3, 4).random(random);
        Tensor y = VmapSamples.of(DType.FLOAT64, 3, 2).random(random);
        Function<List<Tensor>, List<Tensor>> f =
                in -> List.of(Primitives.map(Unary.SIN, in.get(0)), Primitives.map(Unary.COS, in.get(1)));
        List<Tensor> values = Vmap.of(f, List.of(x, y), Arrays.asList(-2, 0), Arrays.asList(-1, 1));
        assertSame(
                values,
                List.of(
                        Primitives.permute(Primitives.map(Unary.SIN, x), Indices.of(0, 2, 1)),
                        Primitives.permute(Primitives.map(Unary.COS, y), Indices.of(1, 0))),
                "axes");
    }

    @Test
    void aResultThatServesAllMayStayOne() {
        Tensor x = Primitives.data(new Storage.Doubles(new double[6]), Shape.of(2, 3));
        Tensor one = Primitives.data(new Storage.Doubles(new double[3]), Shape.of(3));
        List<@Nullable Integer> none = Arrays.asList((Integer) null);
        assertThat(Vmap.of(_ -> List.of(one), List.of(x), List.of(0), none)).containsExactly(one);
        assertThatThrownBy(() -> Vmap.of(in -> in, List.of(x), List.of(0), none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "vmap is asked for one result that serves all 2 examples, but result 0 depends on the example;"
                                + " all of them have the shape [2, 3]. Give it an output axis, such as 0.");
    }

    @Test
    void argumentsOfDifferentNumbersOfExamplesAreRefused() {
        Tensor x = Primitives.fill(1, Shape.of(2, 3), DType.FLOAT64);
        Tensor y = Primitives.fill(1, Shape.of(4), DType.FLOAT64);
        assertThatThrownBy(() -> Vmap.of(in -> in, List.of(x, y), Arrays.asList(1, -1), List.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vmap needs the same number of examples in every argument, but there are 3 along axis 1 of"
                        + " argument 0, [2, 3], and 4 along axis -1 of argument 1, [4]. Give another axis, or null for"
                        + " an argument that all examples share.");
    }

    @Test
    void anAxisThatIsNotThereIsRefused() {
        Tensor x = Primitives.fill(1, Shape.SCALAR, DType.FLOAT64);
        assertThatThrownBy(() -> Vmap.of(in -> in, List.of(x)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vmap is to take its examples from axis 0 of argument 0, but that has the shape []."
                        + " Give an axis that is there, or null if all examples share the argument.");
    }

    @Test
    void nothingToBatchIsRefused() {
        Tensor x = Primitives.fill(1, Shape.of(2), DType.FLOAT64);
        List<@Nullable Integer> none = Arrays.asList((Integer) null);
        assertThatThrownBy(() -> Vmap.of(in -> in, List.of(x), none, List.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vmap needs an argument with an axis of examples, but all input axes are null."
                        + " Give one an axis, such as 0, or call the function itself.");
        assertThatThrownBy(() -> Vmap.of(in -> in, List.of(x), List.of(), List.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are 1 arguments and 0 input axes");
        assertThatThrownBy(() -> Vmap.of(in -> in, List.of(x), List.of(0), List.of(0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are 1 results and 2 output axes");
    }

    @Test
    void elementsAreNotToBeHadWhileAFunctionIsTraced() {
        Tensor x = Primitives.fill(1, Shape.of(2), DType.FLOAT64);
        assertThatThrownBy(() -> Vmap.of(in -> in.getFirst().storage().getDouble(0) > 0 ? in : List.of(), List.of(x)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("traced by vmap");
    }

    // ------------------------------------------------------------------ one after the other

    /** f of each example, one after the other along a new first axis. */
    private static List<Tensor> stacked(
            Function<List<Tensor>, List<Tensor>> f, List<Tensor> x, List<@Nullable Integer> axes, int extent) {
        List<List<Tensor>> results = new ArrayList<>();
        for (int e = 0; e < Math.max(1, extent); e++) {
            List<Tensor> one = new ArrayList<>();
            for (int k = 0; k < x.size(); k++) {
                Tensor t = x.get(k);
                Shape shape = axes.get(k) == null ? t.shape() : t.shape().without(0);
                Tensor example = axes.get(k) == null
                        ? t
                        : extent == 0
                                ? Primitives.data(Storage.allocate(t.dtype(), shape.size()), shape)
                                : Primitives.reshape(Primitives.slice(t, 0, e, e + 1), shape);
                one.add(example);
            }
            results.add(f.apply(one));
        }
        List<Tensor> stacks = new ArrayList<>();
        for (int i = 0; i < results.getFirst().size(); i++) {
            List<Tensor> parts = new ArrayList<>();
            for (List<Tensor> result : results) {
                Tensor y = result.get(i);
                parts.add(Primitives.reshape(y, y.shape().insert(0, 1)));
            }
            Tensor first = parts.getFirst();
            stacks.add(
                    extent == 0
                            ? Primitives.fill(0, first.shape().with(0, 0), first.dtype())
                            : Primitives.concat(0, parts));
        }
        return stacks;
    }

    private static void assertSame(List<Tensor> actual, List<Tensor> expected, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).shape()).as(what).isEqualTo(expected.get(i).shape());
            assertThat(actual.get(i).dtype()).as(what).isEqualTo(expected.get(i).dtype());
        }
        List<Storage> values = values(actual);
        List<Storage> known = values(expected);
        for (int i = 0; i < values.size(); i++) {
            assertThat(Bits.of(values.get(i))).as(what).isEqualTo(Bits.of(known.get(i)));
        }
    }

    private static List<Storage> values(List<Tensor> roots) {
        Graph graph = Graph.of(roots);
        Program.Extract extract = Program.of(graph, graph.roots());
        return new Interpreter()
                .plan(extract.program())
                .run(extract.parameters().stream().map(Tensor::storage).toList());
    }
}
