package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.assertItem;
import static org.wengert.tensor.Values.counting;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2 3; 3 4",
                "3; 3",
                "2 3; 3",
                "3; 3 4",
                "5 2 3; 3 4",
                "5 2 3; 3",
                "3; 5 3 4",
                "2 3; 5 3 4",
                "40 30; 5 30 1",
                "1 2 3; 5 3 4",
                "5 2 3; 1 1 3 4",
                "5 2 3; 5 3 4",
                "6 1 2 3; 5 3 4",
                "6 1 2 3; 1 5 3 4",
                "0 2 3; 3 4",
                "2 0; 0 4",
                "2 3; 0 3 4",
                "7 5 1 3; 3 2"
            })
    void matricesAreMultipliedInBatches(String left, String right) {
        SplittableRandom random = new SplittableRandom(6);
        Tensor x = Values.random(random, extents(left));
        Tensor y = Values.random(random, extents(right));
        Tensor a = x.rank() == 1 ? x.expandDims(0) : x;
        Tensor b = y.rank() == 1 ? y.expandDims(1) : y;
        Tensor expected = a.expandDims(-1).mul(b.expandDims(-3)).sum(-2);
        expected = y.rank() == 1 ? expected.squeeze(-1) : expected;
        expected = x.rank() == 1 ? expected.squeeze(y.rank() == 1 ? -1 : -2) : expected;
        Values.assertSame(x.matmul(y), expected);
    }

    private static int[] extents(String text) {
        return java.util.Arrays.stream(text.trim().split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** A weight that is the same for a whole batch is not repeated. */
    @Test
    void oneWeightForABatchMakesOneProduct() {
        Graph graph = Graph.of(java.util.List.of(counting(8, 5, 3).matmul(counting(3, 4))));
        assertThat(graph.toString()).doesNotContain("expand").contains("float64[40, 4]");
    }

    @Test
    void typesMeet() {
        assertThat(ints(1, 2).matmul(vector(1, 2)).dtype()).isEqualTo(DType.FLOAT64);
        assertThat(ints(1, 2).dot(ints(3, 4)).itemLong()).isEqualTo(11);
    }

    @Test
    void shapesThatDoNotFitAreBothNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(2, 3).matmul(Tensor.zeros(2, 3)))
                .withMessageStartingWith(
                        "Matrices of shapes [2, 3] and [2, 3] cannot be multiplied. The last axis of the first"
                                + " needs as many places as the last but one of the second;");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(2, 3).matmul(Tensor.zeros()))
                .withMessageStartingWith("Matrices of shapes [2, 3] and [] cannot be multiplied.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(4, 2, 3).matmul(Tensor.zeros(5, 3, 2)))
                .withMessageStartingWith("Shapes [4] and [5] do not go together");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1, 2).dot(vector(1)))
                .withMessageStartingWith(
                        "dot needs two vectors of equal length, but they have the shapes [2] and [1].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1).gt(0).matmul(vector(1).gt(0)))
                .withMessageStartingWith("matmul is a function of numbers, but its operands are bool[1] and bool[1].");
    }

    @Test
    void productsOfTensors() {
        Tensor x = counting(2, 3);
        assertItem(x.tensordot(x, 2), 55);
        assertThat(x.tensordot(counting(3, 4), 1).shape()).isEqualTo(Shape.of(2, 4));
        assertThat(x.tensordot(counting(4), 0).shape()).isEqualTo(Shape.of(2, 3, 4));
        assertElements(x.tensordot(counting(4, 3, 2), new int[] {1, 0}, new int[] {1, -1}), 50, 140, 230, 320);
        assertElements(vector(1, 2).outer(vector(3, 4, 5)), Shape.of(2, 3), 3, 4, 5, 6, 8, 10);
        assertThat(x.outer(x).shape()).isEqualTo(Shape.of(2, 3, 2, 3));
        assertElements(
                Tensor.of(new double[][] {{1, 2}}).kron(Tensor.of(new double[][] {{1, 1}, {0, 3}})),
                Shape.of(2, 4),
                1,
                1,
                2,
                2,
                0,
                3,
                0,
                6);
        assertElements(vector(1, 2).kron(vector(1, 10)), 1, 10, 2, 20);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.tensordot(x, 1))
                .withMessageStartingWith(
                        "tensordot cannot sum along axes [1] of the shape [2, 3] and [0] of the shape [2, 3].");
    }
}
