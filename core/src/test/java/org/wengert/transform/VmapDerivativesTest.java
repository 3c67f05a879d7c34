package org.wengert.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;
import org.wengert.tensor.Trace;

/** Derivatives inside of batched functions and of batched functions, for every primitive. */
class VmapDerivativesTest {
    private static final int EXTENT = 3;

    static Stream<OpSamples.Sample> samples() {
        return OpSamples.of(DType.FLOAT64).stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void cotangentsOfManyAreManyCotangents(OpSamples.Sample s) {
        Function<List<Tensor>, List<Tensor>> f = in -> List.of(s.f().apply(in));
        for (int mask = 1; mask < 1 << s.inputs().size(); mask++) {
            List<Tensor> x = arguments(s.inputs(), mask);
            List<@Nullable Integer> axes = axes(s.inputs().size(), mask);
            Function<List<Tensor>, List<Tensor>> many = in -> Vmap.of(f, in, axes, List.of(0));
            Tensor yBar = directions(many.apply(x)).getFirst();
            List<Tensor> arguments = with(x, yBar);
            List<@Nullable Integer> longer = new ArrayList<>(axes);
            longer.add(0);
            List<Tensor> inside = Vmap.of(in -> cotangents(f, in), arguments, longer, List.of(0));
            List<Tensor> outside = cotangents(many, arguments);
            List<List<Tensor>> each = new ArrayList<>();
            for (int e = 0; e < EXTENT; e++) {
                each.add(cotangents(f, examples(arguments, longer, e)));
            }
            for (int k = 0; k < x.size(); k++) {
                int n = s.inputs().get(k).size();
                double[] sum = new double[n];
                for (int e = 0; e < EXTENT; e++) {
                    for (int i = 0; i < n; i++) {
                        double expected = each.get(e).get(k).storage().getDouble(i);
                        sum[i] += expected;
                        assertClose(inside.get(k), e * n + i, expected);
                        if (axes.get(k) != null) {
                            assertClose(outside.get(k), e * n + i, expected);
                        }
                    }
                }
                for (int i = 0; axes.get(k) == null && i < n; i++) {
                    assertClose(outside.get(k), i, sum[i]);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void tangentsOfManyAreManyTangents(OpSamples.Sample s) {
        Function<List<Tensor>, List<Tensor>> f = in -> List.of(s.f().apply(in));
        for (int mask = 1; mask < 1 << s.inputs().size(); mask++) {
            List<Tensor> x = arguments(s.inputs(), mask);
            List<@Nullable Integer> axes = axes(s.inputs().size(), mask);
            Function<List<Tensor>, List<Tensor>> many = in -> Vmap.of(f, in, axes, List.of(0));
            List<Tensor> arguments = new ArrayList<>(x);
            arguments.addAll(directions(x));
            List<@Nullable Integer> twice = new ArrayList<>(axes);
            twice.addAll(axes);
            Tensor inside =
                    Vmap.of(in -> tangents(f, in), arguments, twice, List.of(0)).getFirst();
            Tensor outside = tangents(many, arguments).getFirst();
            int n = inside.size() / EXTENT;
            for (int e = 0; e < EXTENT; e++) {
                Tensor one = tangents(f, examples(arguments, twice, e)).getFirst();
                for (int i = 0; i < n; i++) {
                    assertClose(inside, e * n + i, one.storage().getDouble(i));
                    assertClose(outside, e * n + i, one.storage().getDouble(i));
                }
            }
        }
    }

    /** Forward over reverse inside, against reverse over reverse outside: H·v. */
    @ParameterizedTest
    @MethodSource("samples")
    void secondDerivativesOfManyAreManySecondDerivatives(OpSamples.Sample s) {
        Function<List<Tensor>, List<Tensor>> f = in -> List.of(s.f().apply(in));
        int n = s.inputs().size();
        List<Tensor> x = arguments(s.inputs(), (1 << n) - 1);
        List<Tensor> arguments = new ArrayList<>(x);
        arguments.addAll(directions(x));
        List<Tensor> inside = Vmap.of(in -> tangents(one -> cotangents(f, ones(f, one)), in), arguments);
        Function<List<Tensor>, List<Tensor>> many = in -> Vmap.of(f, in);
        List<Tensor> outside = tangents(all -> cotangents(many, ones(many, all)), arguments);
        List<Tensor> reverse = gradients(all -> inner(cotangents(many, ones(many, all)), directions(x)), x);
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < x.get(k).size(); i++) {
                assertClose(outside.get(k), i, inside.get(k).storage().getDouble(i));
                assertClose(reverse.get(k), i, inside.get(k).storage().getDouble(i));
            }
        }
    }

    /** ∂/∂p Σ_q Σ sin(p·q) inside of a batch of p: the inner batch is of q alone, and the variable stays the same in it. */
    @Test
    void aVariableOfADerivativeIsSharedByABatchWithin() {
        Tensor p = OpSamples.random(DType.FLOAT64, 1, -1, 1, 2, 4);
        Tensor q = OpSamples.random(DType.FLOAT64, 2, -1, 1, 3, 4);
        Function<List<Tensor>, List<Tensor>> sines = in -> {
            Tensor v = in.getFirst();
            Tensor many = Vmap.of(
                            one -> List.of(Primitives.map(Unary.SIN, Primitives.map(Binary.MUL, v, one.getFirst()))),
                            List.of(q))
                    .getFirst();
            return inner(List.of(many), List.of(Primitives.fillLike(1, many)));
        };
        Tensor gradient = Vmap.of(in -> gradients(sines, in), List.of(p)).getFirst();
        for (int i = 0; i < 8; i++) {
            double expected = 0;
            for (int j = 0; j < 3; j++) {
                double x = q.storage().getDouble(4 * j + i % 4);
                expected += x * Math.cos(p.storage().getDouble(i) * x);
            }
            assertClose(gradient, i, expected);
        }
    }

    /** The Jacobian as a batch of pullbacks at one point, and its derivative by that point. */
    @Test
    void pullbacksOfManyCotangentsAreAJacobian() {
        Tensor x = OpSamples.random(DType.FLOAT64, 1, 0.5, 1, 3);
        Tensor basis = data(Primitives.cast(
                Primitives.compare(
                        Op.Comparison.EQ,
                        Primitives.iota(0, Shape.of(3, 3), DType.INT64),
                        Primitives.iota(1, Shape.of(3, 3), DType.INT64)),
                DType.FLOAT64));
        Function<List<Tensor>, List<Tensor>> jacobian = in -> {
            try (Trace trace = Trace.open(in)) {
                List<Tensor> v = variables(in, trace);
                Tensor y = Primitives.map(Binary.MUL, v.getFirst(), Primitives.flip(v.getFirst(), Indices.of(0)));
                return Vmap.of(yBar -> orZero(Vjp.of(List.of(y), yBar, v), v), List.of(basis));
            }
        };
        Tensor rows = jacobian.apply(List.of(x)).getFirst();
        Tensor trace = gradients(in -> inner(jacobian.apply(in), List.of(basis)), List.of(x))
                .getFirst();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double y = (i == j ? x.storage().getDouble(2 - i) : 0)
                        + (i + j == 2 ? x.storage().getDouble(i) : 0);
                assertClose(rows, 3 * i + j, y);
            }
            assertClose(trace, i, i == 1 ? 2 : 1); // of x₂ + 2x₁ + x₀
        }
    }

    @Test
    void gradientsMayBeAddedUpInsideOfABatch() {
        Tensor x = OpSamples.random(DType.FLOAT64, 1, 0.5, 1, 3, 2);
        Tensor gradients = Vmap.of(
                        in -> {
                            Tensor w = in.getFirst().requiresGrad();
                            Tensor y = Primitives.map(Unary.SIN, w);
                            y.backward(Primitives.fillLike(1, y));
                            return orZero(Collections.singletonList(w.grad()), List.of(w));
                        },
                        List.of(x))
                .getFirst();
        for (int i = 0; i < 6; i++) {
            assertClose(gradients, i, Math.cos(x.storage().getDouble(i)));
        }
    }

    private static List<Tensor> ones(Function<List<Tensor>, List<Tensor>> f, List<Tensor> x) {
        return with(x, Primitives.fillLike(1, f.apply(x).getFirst()));
    }

    /** Σ ⟨a, b⟩. */
    private static List<Tensor> inner(List<Tensor> a, List<Tensor> b) {
        Tensor sum = Primitives.fill(0, Shape.SCALAR, DType.FLOAT64);
        for (int k = 0; k < a.size(); k++) {
            Tensor product = Primitives.reshape(
                    Primitives.map(Binary.MUL, a.get(k), b.get(k)),
                    Shape.of(a.get(k).size()));
            Tensor one = Primitives.reduce(Op.Reduction.SUM, product, Indices.of(0));
            sum = Primitives.map(Binary.ADD, sum, Primitives.reshape(one, Shape.SCALAR));
        }
        return List.of(sum);
    }

    private static List<Tensor> gradients(Function<List<Tensor>, List<Tensor>> f, List<Tensor> x) {
        return cotangents(f, with(x, Primitives.fill(1, Shape.SCALAR, DType.FLOAT64)));
    }

    private static void assertClose(Tensor actual, int i, double expected) {
        assertThat(actual.storage().getDouble(i))
                .as("element %d of %s", i, actual.shape())
                .isCloseTo(expected, within(1e-13 * (1 + Math.abs(expected))));
    }

    // ------------------------------------------------------------------ derivatives

    /** Batched cotangents are rich in views of views. */
    @ParameterizedTest
    @MethodSource("samples")
    void simplificationKeepsTheBitsOfBatchedCotangents(OpSamples.Sample s) {
        Function<List<Tensor>, List<Tensor>> f = in -> List.of(s.f().apply(in));
        List<Tensor> x = arguments(s.inputs(), 1);
        List<@Nullable Integer> axes = axes(s.inputs().size(), 1);
        List<Tensor> roots =
                cotangents(in -> Vmap.of(f, in, axes, List.of(0)), ones(in -> Vmap.of(f, in, axes, List.of(0)), x));
        Graph graph = Graph.of(roots);
        Program.Extract extract = Program.of(graph, graph.roots());
        List<Storage> parameters =
                extract.parameters().stream().map(Tensor::storage).toList();
        Program simple = Simplify.all(extract.program());
        assertThat(values(simple, parameters)).isEqualTo(values(extract.program(), parameters));
    }

    private static List<String> values(Program program, List<Storage> parameters) {
        return new Interpreter()
                .plan(program).run(parameters).stream().map(Bits::of).toList();
    }

    /** The cotangents of all arguments but the last, which is the cotangent of the value. */
    private static List<Tensor> cotangents(Function<List<Tensor>, List<Tensor>> f, List<Tensor> in) {
        try (Trace trace = Trace.open(in)) {
            List<Tensor> x = variables(in.subList(0, in.size() - 1), trace);
            return orZero(Vjp.of(f.apply(x), List.of(in.getLast()), x), x);
        }
    }

    /** The tangents of the values at the first half of the arguments along the second. */
    private static List<Tensor> tangents(Function<List<Tensor>, List<Tensor>> f, List<Tensor> in) {
        try (Trace trace = Trace.open(in)) {
            List<Tensor> x = variables(in.subList(0, in.size() / 2), trace);
            List<Tensor> y = f.apply(x);
            return orZero(Jvp.of(y, x, in.subList(in.size() / 2, in.size())), y);
        }
    }

    private static List<Tensor> variables(List<Tensor> x, Trace trace) {
        return x.stream().map(t -> Primitives.variable(t, false, trace)).toList();
    }

    private static List<Tensor> orZero(List<@Nullable Tensor> tensors, List<Tensor> like) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < like.size(); i++) {
            Tensor t = tensors.get(i);
            all.add(t == null ? Primitives.fillLike(0, like.get(i)) : t);
        }
        return all;
    }

    // ------------------------------------------------------------------ arguments

    private static List<@Nullable Integer> axes(int n, int mask) {
        List<@Nullable Integer> axes = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            axes.add((mask >> k & 1) != 0 ? 0 : null);
        }
        return axes;
    }

    /** The arguments, some of them with others nearby. */
    private static List<Tensor> arguments(List<Tensor> one, int mask) {
        List<Tensor> all = new ArrayList<>();
        for (int k = 0; k < one.size(); k++) {
            Tensor x = one.get(k);
            if ((mask >> k & 1) == 0) {
                all.add(x);
                continue;
            }
            List<Tensor> examples = new ArrayList<>();
            for (int e = 0; e < EXTENT; e++) {
                Tensor moved = Primitives.map(Binary.ADD, x, Primitives.fillLike(0.01 * e, x));
                examples.add(Primitives.reshape(moved, x.shape().insert(0, 1)));
            }
            all.add(data(Primitives.concat(0, examples)));
        }
        return all;
    }

    private static List<Tensor> directions(List<Tensor> like) {
        List<Tensor> directions = new ArrayList<>();
        for (Tensor t : like) {
            directions.add(OpSamples.random(
                    t.dtype(), directions.size(), -1, 1, t.shape().toArray()));
        }
        return directions;
    }

    private static List<Tensor> examples(List<Tensor> all, List<@Nullable Integer> axes, int e) {
        List<Tensor> one = new ArrayList<>();
        for (int k = 0; k < all.size(); k++) {
            Tensor t = all.get(k);
            one.add(
                    axes.get(k) == null
                            ? t
                            : data(Primitives.reshape(
                                    Primitives.slice(t, 0, e, e + 1), t.shape().without(0))));
        }
        return one;
    }

    private static Tensor data(Tensor t) {
        return Primitives.data(t.storage(), t.shape());
    }

    private static List<Tensor> with(List<Tensor> x, Tensor more) {
        List<Tensor> all = new ArrayList<>(x);
        all.add(more);
        return all;
    }
}
