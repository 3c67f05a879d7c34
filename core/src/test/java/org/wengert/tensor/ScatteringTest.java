package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.counting;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScatteringTest {
    @Test
    void theLastOfSeveralUpdatesStays() {
        Tensor x = vector(1, 2, 3);
        assertElements(x.scatter(ints(0, 0), vector(5, 7), 0), 7, 2, 3);
        assertElements(x.scatter(ints(-1, 2, 0), vector(5, 6, 7), 0), 7, 2, 6);
        assertElements(x.scatter(Tensor.zeros(DType.INT64, 0), Tensor.zeros(0), 0), 1, 2, 3);
        assertElements(ints(1, 2).scatter(ints(1), Tensor.of(9), 0), 1, 9);
        assertElements(Tensor.of(new boolean[] {false, false}).scatter(ints(1), Tensor.of(true), 0), 0, 1);
    }

    @Test
    void updatesOfOnePlaceAreCombined() {
        Tensor x = vector(1, 2, 3);
        assertElements(x.scatterAdd(ints(0, 0, -1), vector(5, 7, 1), 0), 13, 2, 4);
        assertElements(x.scatterMax(ints(0, 0, 1), vector(5, 7, 1), 0), 7, 2, 3);
        assertElements(x.scatterMin(ints(0, 0, -1), vector(5, 0, 1), 0), 0, 2, 1);
        assertElements(ints(1, 2).scatterMax(ints(0), ints(5), 0), 5, 2);
    }

    @Test
    void axesBeforeAndAfterTakePart() {
        SplittableRandom random = new SplittableRandom(4);
        for (int axis = 0; axis < 3; axis++) {
            Tensor x = Values.random(random, 2, 3, 4);
            int n = x.shape().extent(axis);
            int[] places = random.ints(6, -n, n).toArray();
            Shape updates = x.shape().with(axis, 6);
            Tensor u = Values.random(random, updates.toArray());
            double[][] expected = new double[3][];
            for (int k = 0; k < 3; k++) {
                expected[k] = x.toDoubleArray();
            }
            int[] strides = x.shape().strides();
            for (int i = 0; i < 6; i++) {
                int place = places[i] < 0 ? places[i] + n : places[i];
                for (int j = 0; j < x.size(); j++) {
                    if (j / strides[axis] % n != place) {
                        continue;
                    }
                    int[] at = {j / 12, j / 4 % 3, j % 4};
                    at[axis] = i;
                    double value = u.item(at);
                    expected[0][j] = value;
                    expected[1][j] += value;
                    expected[2][j] = Math.max(expected[2][j], value);
                }
            }
            assertElements(x.scatter(ints(places), u, axis), x.shape(), expected[0]);
            assertElements(x.scatterAdd(ints(places), u, axis), x.shape(), expected[1]);
            assertElements(x.scatterMax(ints(places), u, axis), x.shape(), expected[2]);
            Tensor square = ints(places).reshape(2, 3);
            Shape split = updates.without(axis).insert(axis, 3).insert(axis, 2);
            assertElements(x.scatter(square, u.reshape(split), axis), x.shape(), expected[0]);
            assertElements(x.scatterAdd(square, u.reshape(split), axis), x.shape(), expected[1]);
            assertElements(x.scatterMax(square, u.reshape(split), axis), x.shape(), expected[2]);
        }
    }

    @Test
    void placesOfEachLine() {
        Tensor x = counting(2, 3);
        Tensor places = Tensor.of(new long[][] {{2, 2}, {0, -2}});
        Tensor updates = Tensor.of(new double[][] {{10, 20}, {30, 40}});
        assertElements(x.putAlong(places, updates, 1), Shape.of(2, 3), 0, 1, 20, 30, 40, 5);
        assertElements(x.addAlong(places, updates, 1), Shape.of(2, 3), 0, 1, 32, 33, 44, 5);
        assertElements(x.putAlong(Tensor.of(new long[][] {{1}}), Tensor.of(9.0), 1), Shape.of(2, 3), 0, 9, 2, 3, 9, 5);
        assertElements(
                x.putAlong(Tensor.of(new long[][] {{1, 0, 1}}), vector(7, 8, 9), 0), Shape.of(2, 3), 0, 8, 2, 7, 4, 9);
    }

    @Test
    void updatesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).scatter(ints(0, 1), Tensor.zeros(4), 0))
                .withMessageStartingWith(
                        "Updates of shape [4] do not fit places of shape [2] along axis 0 of a tensor of"
                                + " shape [2, 3]. They need a shape that broadcasts to [2, 3].");
    }

    @Test
    void updatesOfAGreaterTypeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ints(1, 2).scatterAdd(ints(0), vector(0.5), 0))
                .withMessageStartingWith("Elements of type float64 cannot be put into int32[2] without loss.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1, 2).scatterAdd(vector(0), vector(0.5), 0))
                .withMessageStartingWith("scatterAdd needs places that are whole numbers, but they are float64[1].");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> vector(1, 2).scatterAdd(ints(2), vector(1), 0).storage());
        assertThat(vector(1, 2).scatterAdd(ints(), Tensor.zeros(0), 0).toDoubleArray())
                .containsExactly(1, 2);
    }
}
