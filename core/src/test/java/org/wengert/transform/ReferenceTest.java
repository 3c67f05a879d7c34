package org.wengert.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.Tensors;
import org.wengert.rule.Binary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Tensor;
import org.wengert.tensor.Trace;

/**
 * Values and derivatives of tensor functions against those of other systems.
 *
 * <p>Errors are measured against the largest element of the expected array: where terms cancel in one place, their size shows in another.
 */
class ReferenceTest {
    private static final Map<String, Function<List<Tensor>, Tensor>> FUNCTIONS = ReferenceFunctions.byName();

    static List<Reference> references() {
        return Reference.all();
    }

    @Test
    void everyReferenceHasAFunctionAndEveryFunctionAReference() {
        Set<String> names = new TreeSet<>();
        for (Reference r : Reference.all()) {
            names.add(r.name);
        }
        assertThat(FUNCTIONS.keySet()).containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @MethodSource("references")
    void theValue(Reference r) {
        close(r, "value", new Point(r).y, r.value(), 1);
    }

    @ParameterizedTest
    @MethodSource("references")
    void forwardMode(Reference r) {
        Point p = new Point(r);
        close(r, "jvp", orZeros(Jvp.of(List.of(p.y), p.x, p.xDot).getFirst(), p.y), r.jvp(), 1);
    }

    @ParameterizedTest
    @MethodSource("references")
    void reverseMode(Reference r) {
        Point p = new Point(r);
        close(r, "vjp", p.cotangents(), r.vjp, 1);
    }

    @ParameterizedTest
    @MethodSource("references")
    void secondOrderByForwardOverReverse(Reference r) {
        Point p = new Point(r);
        close(r, "hvp", orZeros(Jvp.of(p.cotangents(), p.x, p.xDot), p.x), r.hvp, 2);
    }

    @ParameterizedTest
    @MethodSource("references")
    void secondOrderByReverseOverReverse(Reference r) {
        Point p = new Point(r);
        close(r, "hvp", orZeros(Vjp.of(p.cotangents(), p.xDot, p.x), p.x), r.hvp, 2);
    }

    @ParameterizedTest
    @MethodSource("references")
    void secondOrderByReverseOverForward(Reference r) {
        Point p = new Point(r);
        Tensor tangent = orZeros(Jvp.of(List.of(p.y), p.x, p.xDot).getFirst(), p.y);
        close(r, "hvp", orZeros(Vjp.of(List.of(tangent), List.of(p.yBar), p.x), p.x), r.hvp, 2);
    }

    /** ⟨w, ∂²f v v⟩ = ⟨hvp, v⟩. */
    @ParameterizedTest
    @MethodSource("references")
    void secondOrderByForwardOverForward(Reference r) {
        Point p = new Point(r);
        Tensor tangent = orZeros(Jvp.of(List.of(p.y), p.x, p.xDot).getFirst(), p.y);
        Tensor along = Primitives.reduce(
                Op.Reduction.SUM, Primitives.map(Binary.MUL, tangent, p.yBar), Indices.range(tangent.rank()));
        Tensor twice = orZeros(Jvp.of(List.of(along), p.x, p.xDot).getFirst(), along);
        double expected = 0;
        double size = 0;
        for (int k = 0; k < p.xDot.size(); k++) {
            double[] h = r.hvp.get(k).values();
            for (int i = 0; i < h.length; i++) {
                double term = h[i] * p.xDot.get(k).storage().getDouble(i);
                expected += term;
                size += Math.abs(term);
            }
        }
        assertThat(Math.abs(twice.storage().getDouble(0) - expected))
                .as("%s instead of %s", twice.storage().getDouble(0), expected)
                .isLessThanOrEqualTo(tolerance(r, 2) * Math.max(1, size));
    }

    /** Two examples: the reference's own and one with other numbers. */
    @ParameterizedTest
    @MethodSource("references")
    void asOneOfTwoExamples(Reference r) {
        Function<List<Tensor>, Tensor> f = Objects.requireNonNull(FUNCTIONS.get(r.name));
        List<Tensor> examples = new ArrayList<>();
        for (Reference.Numbers n : r.inputs) {
            Tensor x = n.tensor();
            examples.add(Tensor.stack(0, n.dtype().isFloating() ? x.mul(0.75) : x, x));
        }
        close(r, "value", Tensors.vmap(f).apply(examples).get(1), r.value(), 1);
        examples.add(Tensor.stack(
                0, Tensor.zerosLike(r.cotangent().tensor()), r.cotangent().tensor()));
        close(
                r,
                "vjp",
                Tensors.vmap(pullback(r)).apply(examples).stream()
                        .map(t -> t.get(1))
                        .toList(),
                r.vjp,
                1);
    }

    @ParameterizedTest
    @MethodSource("references")
    void compiled(Reference r) {
        List<Tensor> inputs =
                new ArrayList<>(r.inputs.stream().map(Reference.Numbers::tensor).toList());
        inputs.add(r.cotangent().tensor());
        Function<List<Tensor>, List<Tensor>> compiled = Tensors.compile(pullback(r));
        List<Tensor> scaled = inputs.stream()
                .map(t -> t.dtype().isFloating() ? t.mul(0.75) : t)
                .toList();
        assertThat(compiled.apply(scaled)).hasSameSizeAs(r.vjp);
        close(r, "vjp", compiled.apply(inputs), r.vjp, 1);
    }

    /** The cotangents of the real inputs as a function of all inputs and the value's cotangent. */
    private static Function<List<Tensor>, List<Tensor>> pullback(Reference r) {
        Function<List<Tensor>, Tensor> f = Objects.requireNonNull(FUNCTIONS.get(r.name));
        return all -> {
            List<Tensor> inputs = all.subList(0, all.size() - 1);
            List<Tensor> bars = Tensors.vjp(f, new ArrayList<>(inputs)).apply(all.getLast());
            List<Tensor> real = new ArrayList<>();
            for (int k = 0; k < bars.size(); k++) {
                if (inputs.get(k).dtype().isFloating()) {
                    real.add(bars.get(k));
                }
            }
            return real;
        };
    }

    /** Some ulps, ten times as many for the second order; in single precision the ulp is 2⁻²³. */
    private static double tolerance(Reference r, int order) {
        boolean isSingle = r.inputs.stream().anyMatch(n -> n.dtype() == DType.FLOAT32);
        return (isSingle ? 2e-6 : 1e-12) * (order == 1 ? 1 : 10);
    }

    private static void close(
            Reference r, String what, List<Tensor> actual, List<Reference.Numbers> expected, int order) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < actual.size(); k++) {
            close(r, what + " " + k, actual.get(k), expected.get(k), order);
        }
    }

    private static void close(Reference r, String what, Tensor actual, Reference.Numbers expected, int order) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        assertThat(actual.dtype()).as(what).isEqualTo(expected.dtype());
        double size = 1;
        for (double e : expected.values()) {
            size = Math.max(size, Math.abs(e));
        }
        double[] values = CalculusLawsTest.values(actual);
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(values[i] - expected.values()[i]))
                    .as("%s, element %d: %s instead of %s", what, i, values[i], expected.values()[i])
                    .isLessThanOrEqualTo(tolerance(r, order) * size);
        }
    }

    private static Tensor orZeros(@Nullable Tensor t, Tensor like) {
        return t == null ? Primitives.fillLike(0, like) : t;
    }

    private static List<Tensor> orZeros(List<@Nullable Tensor> tensors, List<Tensor> like) {
        List<Tensor> result = new ArrayList<>();
        for (int k = 0; k < like.size(); k++) {
            result.add(orZeros(tensors.get(k), like.get(k)));
        }
        return result;
    }

    /** A reference's function at variables. */
    private static final class Point {
        final List<Tensor> x = new ArrayList<>();
        final List<Tensor> xDot = new ArrayList<>();
        final Tensor y;
        final Tensor yBar;

        Point(Reference r) {
            List<Tensor> inputs = new ArrayList<>();
            Trace trace = Trace.open(List.of());
            for (Reference.Numbers n : r.inputs) {
                Tensor input = n.tensor();
                if (n.dtype().isFloating()) {
                    input = Primitives.variable(input, false, trace);
                    x.add(input);
                }
                inputs.add(input);
            }
            for (Reference.Numbers n : r.tangents) {
                xDot.add(n.tensor());
            }
            Function<List<Tensor>, Tensor> f = FUNCTIONS.get(r.name);
            assertThat(f)
                    .as("the function " + r.name + " in ReferenceFunctions")
                    .isNotNull();
            y = f.apply(inputs);
            yBar = r.cotangent().tensor();
        }

        List<Tensor> cotangents() {
            return orZeros(Vjp.of(List.of(y), List.of(yBar), x), x);
        }
    }
}
