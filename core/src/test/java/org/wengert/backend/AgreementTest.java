package org.wengert.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** What the comparison of back ends lets pass, and what not. */
class AgreementTest {
    @Test
    void oneCorrectlyRoundedOperationHasOneValue() {
        Tensor sum = Primitives.map(Binary.ADD, doubles(0.1, -0.0, Double.NaN), doubles(0.2, -0.0, 1));
        assertThat(disagreement(sum, 0.1 + 0.2, -0.0, Double.NaN)).isNull();
        assertThat(disagreement(sum, Math.nextUp(0.1 + 0.2), -0.0, Double.NaN)).contains("ADD", "0.30000000000000004");
        assertThat(disagreement(sum, 0.1 + 0.2, 0.0, Double.NaN)).isNotNull();
        assertThat(disagreement(sum, 0.1 + 0.2, -0.0, 1)).isNotNull();
        assertThat(disagreement(sum, 0.1 + 0.2, -0.0, Double.POSITIVE_INFINITY)).isNotNull();
    }

    @Test
    void otherFunctionsMayDifferByAFewUlp() {
        Tensor y = Primitives.map(Unary.SIN, floats(1, 1e-45f));
        float sine = (float) Math.sin(1);
        assertThat(disagreement(y, steps(sine, 4), 1e-45)).isNull();
        assertThat(disagreement(y, steps(sine, 5), 1e-45)).isNotNull();
        assertThat(disagreement(y, sine, Double.NaN)).isNotNull();
        assertThat(disagreement(y, sine, -0.1)).isNotNull();
    }

    @Test
    void ofFloatsOneUlpIsLeftToAFusedProduct() {
        Tensor y = Primitives.map(Ternary.FMA, floats(1), floats(2), floats(3));
        assertThat(disagreement(y, Math.nextUp(5f))).isNull();
        assertThat(disagreement(y, steps(5f, 2))).isNotNull();
    }

    @Test
    void sumsMayBeMadeInAnyOrder() {
        Tensor x = doubles(1e16, 1, -1e16, 0.25);
        Tensor sum = Primitives.reduce(Op.Reduction.SUM, x, Indices.of(0));
        assertThat(disagreement(sum, 0.25)).isNull();
        assertThat(disagreement(sum, 1.25)).isNull();
        assertThat(disagreement(sum, 1000)).isNotNull();
        assertThat(disagreement(sum, Double.NaN)).isNotNull();
    }

    @Test
    void smallSumsOfSmallNumbersAreNear() {
        Tensor sum = Primitives.reduce(Op.Reduction.SUM, floats(1, 1 / 3f, 0.1f), Indices.of(0));
        double exact = 1 + (double) (1 / 3f) + 0.1f;
        assertThat(disagreement(sum, (float) exact)).isNull();
        assertThat(disagreement(sum, exact + 1e-5)).isNotNull();
    }

    @Test
    void anInfiniteTermMakesAnInfiniteSum() {
        Tensor sum = Primitives.reduce(Op.Reduction.SUM, doubles(1, Double.POSITIVE_INFINITY, 2), Indices.of(0));
        assertThat(disagreement(sum, Double.POSITIVE_INFINITY)).isNull();
        assertThat(disagreement(sum, Double.NEGATIVE_INFINITY)).isNotNull();
        assertThat(disagreement(sum, 3)).isNotNull();
        assertThat(disagreement(sum, Double.NaN)).isNotNull();
    }

    @Test
    void whatOverflowsInSomeOrderMayBeAnything() {
        Tensor sum = Primitives.reduce(Op.Reduction.SUM, doubles(1e308, 1e308, -1e308), Indices.of(0));
        assertThat(disagreement(sum, 1e308)).isNull();
        assertThat(disagreement(sum, Double.POSITIVE_INFINITY)).isNull();
        Tensor product = Primitives.reduce(Op.Reduction.PROD, floats(1e-30f, 1e-30f, 1e30f, 1e30f), Indices.of(0));
        assertThat(disagreement(product, 0)).isNull();
        Tensor small = Primitives.reduce(Op.Reduction.PROD, floats(1e-10f, 1e10f), Indices.of(0));
        assertThat(disagreement(small, 1)).isNull();
        assertThat(disagreement(small, 0)).isNotNull();
        assertThat(disagreement(small, Double.NaN)).isNotNull();
    }

    @Test
    void extremaAndMovesAreExact() {
        Tensor least = Primitives.reduce(Op.Reduction.MIN, doubles(0.0, -0.0, 1), Indices.of(0));
        assertThat(disagreement(least, -0.0)).isNull();
        assertThat(disagreement(least, 0.0)).isNotNull();
        Tensor flipped = Primitives.flip(doubles(1, 2), Indices.of(0));
        assertThat(disagreement(flipped, 2, 1)).isNull();
        assertThat(disagreement(flipped, 2, Math.nextUp(1.0))).isNotNull();
    }

    @Test
    void aValueHasTheRightSize() {
        assertThat(disagreement(Primitives.flip(doubles(1, 2), Indices.of(0)), 2))
                .contains("1 elements");
    }

    private static double steps(float x, int n) {
        float y = x;
        for (int i = 0; i < n; i++) {
            y = Math.nextUp(y);
        }
        return y;
    }

    private static Tensor doubles(double... x) {
        return Primitives.data(new Storage.Doubles(x), Shape.of(x.length));
    }

    private static Tensor floats(float... x) {
        return Primitives.data(new Storage.Floats(x), Shape.of(x.length));
    }

    private static @Nullable String disagreement(Tensor t, double... value) {
        Graph graph = Graph.of(List.of(t));
        Program.Extract extract = Program.of(graph, graph.roots());
        List<Storage> values = new ArrayList<>();
        for (Tensor parameter : extract.parameters()) {
            values.add(parameter.storage());
        }
        Storage last = Storage.allocate(t.dtype(), value.length);
        for (int i = 0; i < value.length; i++) {
            last.set(i, value[i]);
        }
        values.add(last);
        return Agreement.check(extract.program(), values.size() - 1, values);
    }
}
