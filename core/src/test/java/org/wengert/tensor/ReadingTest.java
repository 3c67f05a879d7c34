package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Values.counting;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import org.junit.jupiter.api.Test;

class ReadingTest {
    @Test
    void oneElement() {
        assertThat(vector(2.5).item()).isEqualTo(2.5);
        assertThat(Tensor.of(Long.MAX_VALUE).itemLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(Tensor.of(true).itemBoolean()).isTrue();
        assertThat(Tensor.of(true).itemLong()).isEqualTo(1);
        assertThat(counting(2, 3).item(1, -1)).isEqualTo(5);
        assertThat(counting(2, 3).item(-2, 0)).isEqualTo(0);
    }

    @Test
    void severalElementsAreNotOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1, 2).item())
                .withMessageStartingWith(
                        "item() needs a tensor of one element, but this has the shape [2]. Choose one with"
                                + " x.item(i, j), or reduce it, for example with x.sum().");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).item(1))
                .withMessageStartingWith("item needs one place for each axis, but there are 1 for the shape [2, 3].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).item(1, 3))
                .withMessageStartingWith(
                        "There is no place 3 along axis 1 of a tensor of shape [2, 3]. Its places are 0 to 2,"
                                + " or -1 to -3.");
    }

    @Test
    void typesAreWidenedAndNotNarrowed() {
        assertThat(ints(1, 2).toDoubleArray()).containsExactly(1, 2);
        assertThat(ints(1, 2).toFloatArray()).containsExactly(1, 2);
        assertThat(ints(1, 2).toLongArray()).containsExactly(1, 2);
        assertThat(ints(1, 2).toIntArray()).containsExactly(1, 2);
        assertThat(Tensor.of(new float[] {0.1f}).toDoubleArray()).containsExactly(0.1f);
        assertThat(Tensor.of(new boolean[] {true}).toIntArray()).containsExactly(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1).toFloatArray())
                .withMessageStartingWith(
                        "Elements of type float64 are not given as float, which would cut them off. Say so: x.to(FLOAT32).");
        assertThatIllegalArgumentException().isThrownBy(() -> vector(1).toLongArray());
        assertThatIllegalArgumentException().isThrownBy(() -> vector(1).itemLong());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of(new long[] {1}).toIntArray());
        assertThatIllegalArgumentException().isThrownBy(() -> ints(1).toBooleanArray());
        assertThatIllegalArgumentException().isThrownBy(() -> ints(1).itemBoolean());
    }

    @Test
    void whatIsReadIsACopy() {
        Tensor x = vector(1, 2);
        x.toDoubleArray()[0] = 7;
        assertThat(x.toDoubleArray()).containsExactly(1, 2);
    }

    @Test
    void nestedArraysComeBackAsTheyWere() {
        float[][][] a = {{{1, 2}, {3, 4}, {5, 6}}};
        assertThat((float[][][]) Tensor.of(a).toNestedArray()).isDeepEqualTo(a);
        boolean[][] b = {{true, false}};
        assertThat((boolean[][]) Tensor.of(b).toNestedArray()).isDeepEqualTo(b);
        assertThat(Tensor.of(2.5).toNestedArray()).isEqualTo(2.5);
        assertThat((double[][]) Tensor.zeros(2, 0).toNestedArray()).isDeepEqualTo(new double[2][0]);
    }
}
