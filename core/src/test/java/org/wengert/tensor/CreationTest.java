package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.DType.BOOL;
import static org.wengert.tensor.DType.FLOAT32;
import static org.wengert.tensor.DType.FLOAT64;
import static org.wengert.tensor.DType.INT32;
import static org.wengert.tensor.DType.INT64;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import java.util.List;
import org.junit.jupiter.api.Test;

class CreationTest {
    @Test
    void theTypeOfTheJavaValueIsThatOfTheTensor() {
        assertThat(Tensor.of(1.0).dtype()).isEqualTo(FLOAT64);
        assertThat(Tensor.of(1f).dtype()).isEqualTo(FLOAT32);
        assertThat(Tensor.of(1L).dtype()).isEqualTo(INT64);
        assertThat(Tensor.of(1).dtype()).isEqualTo(INT32);
        assertThat(Tensor.of(true).dtype()).isEqualTo(BOOL);
        assertThat(Tensor.of(new float[] {1}).dtype()).isEqualTo(FLOAT32);
        assertThat(Tensor.of(new long[] {1}).dtype()).isEqualTo(INT64);
        assertThat(Tensor.of(new boolean[][] {{true}}).dtype()).isEqualTo(BOOL);
        assertThat(Tensor.of(7.5).shape()).isEqualTo(Shape.SCALAR);
    }

    @Test
    void nestedArraysGiveAnAxisForEachDepth() {
        assertElements(Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}), Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertElements(Tensor.of(new int[][][][] {{{{1}, {2}}}, {{{3}, {4}}}}), Shape.of(2, 1, 2, 1), 1, 2, 3, 4);
        assertThat(Tensor.of(new float[2][0][3]).shape()).isEqualTo(Shape.of(2, 0, 0));
        assertThat(Tensor.of(new double[0][0]).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(Tensor.of(new long[][] {{Long.MAX_VALUE}}).toLongArray()).containsExactly(Long.MAX_VALUE);
    }

    @Test
    void arraysAreCopied() {
        double[] a = {1, 2};
        Tensor x = Tensor.of(a);
        double[][] b = {{1, 2}};
        Tensor y = Tensor.of(b);
        a[0] = 7;
        b[0][0] = 7;
        assertElements(x, 1, 2);
        assertElements(y.flatten(), 1, 2);
    }

    @Test
    void raggedArraysAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of(new double[][] {{1}, {1, 2}}))
                .withMessageStartingWith(
                        "The arrays of a tensor are equally long along each axis, but along axis 1 the first"
                                + " one has 1 elements and another 2. Fill the short ones up, for example with zeros.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of(new double[][] {{1}, null}))
                .withMessageStartingWith(
                        "The arrays of a tensor are equally long along each axis, but along axis 1 the first"
                                + " one has 1 elements and another is null.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of(new String[][] {{"1"}}))
                .withMessageStartingWith(
                        "A tensor is made of nested arrays of double, float, long, int or boolean, but this"
                                + " is a String[][].");
    }

    @Test
    void anArrayFillsAShape() {
        assertElements(Tensor.of(new int[] {1, 2, 3, 4}, Shape.of(2, 2)), Shape.of(2, 2), 1, 2, 3, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of(new double[] {1, 2}, Shape.of(3)))
                .withMessageStartingWith("An array of 2 elements does not fill the shape [3], which has 3 places.");
    }

    @Test
    void equalElements() {
        assertElements(Tensor.full(2.5, 2), 2.5, 2.5);
        assertElements(Tensor.ones(FLOAT32, 1, 2), Shape.of(1, 2), 1, 1);
        assertThat(Tensor.zeros(BOOL, 1).itemBoolean()).isFalse();
        assertThat(Tensor.onesLike(ints(4, 5)).dtype()).isEqualTo(INT32);
        assertElements(Tensor.fullLike(3, ints(4, 5)), 3, 3);
        assertThat(Tensor.zeros().shape()).isEqualTo(Shape.SCALAR);
        assertThat(Tensor.zerosLike(Tensor.zeros(0, 2)).shape()).isEqualTo(Shape.of(0, 2));
        assertElements(Tensor.full(0.1, Shape.of(1), FLOAT32), 0.1f);
    }

    @Test
    void sequences() {
        assertElements(Tensor.arange(3), 0, 1, 2);
        assertThat(Tensor.arange(3).dtype()).isEqualTo(INT64);
        assertElements(Tensor.arange(2, 10, 3), 2, 5, 8);
        assertElements(Tensor.arange(5, 0, -2), 5, 3, 1);
        assertThat(Tensor.arange(3, 3, 1).shape()).isEqualTo(Shape.of(0));
        assertThat(Tensor.arange(0).shape()).isEqualTo(Shape.of(0));
        assertThat(Tensor.arange(Long.MAX_VALUE - 2, Long.MAX_VALUE, 1).toLongArray())
                .containsExactly(Long.MAX_VALUE - 2, Long.MAX_VALUE - 1);
        assertElements(Tensor.arange(0, 1, 0.25), 0, 0.25, 0.5, 0.75);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.arange(0, 1, 0.0))
                .withMessageStartingWith("arange(0.0, 1.0, 0.0) never gets to its end. Give a step that is not 0.");
        assertElements(Tensor.linspace(0, 1, 5), 0, 0.25, 0.5, 0.75, 1);
        assertElements(Tensor.linspace(3, 1, 3), 3, 2, 1);
        assertElements(Tensor.linspace(3, 1, 1), 3);
        assertThat(Tensor.linspace(0, 0.1, 11).item(10)).isEqualTo(0.1);
    }

    @Test
    void identities() {
        assertElements(Tensor.eye(2), Shape.of(2, 2), 1, 0, 0, 1);
        assertElements(Tensor.eye(2, 3, 1, INT32), Shape.of(2, 3), 0, 1, 0, 0, 0, 1);
        assertElements(Tensor.eye(2, 2, -1, FLOAT64), Shape.of(2, 2), 0, 0, 1, 0);
    }

    @Test
    void oneHot() {
        assertElements(ints(2, 0, 5).oneHot(3, FLOAT32), Shape.of(3, 3), 0, 0, 1, 1, 0, 0, 0, 0, 0);
        assertThat(Tensor.of(new long[][] {{1}}).oneHot(2, BOOL).shape()).isEqualTo(Shape.of(1, 1, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1).oneHot(2, FLOAT64))
                .withMessageStartingWith("oneHot needs whole numbers, but its operand is float64[1].");
    }

    @Test
    void aGridHasOneCoordinateAnAxis() {
        List<Tensor> grid = Tensor.meshgrid(vector(1, 2), vector(3, 4, 5));
        assertElements(grid.get(0), Shape.of(2, 3), 1, 1, 1, 2, 2, 2);
        assertElements(grid.get(1), Shape.of(2, 3), 3, 4, 5, 3, 4, 5);
    }

    @Test
    void impossibleShapesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(2, -1))
                .withMessageStartingWith("An extent is at least 0, but the shape asked for is [2, -1].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(1 << 16, 1 << 16))
                .withMessageStartingWith(
                        "A tensor has fewer than 2^31 elements, but the shape asked for is [65536, 65536].");
    }
}
