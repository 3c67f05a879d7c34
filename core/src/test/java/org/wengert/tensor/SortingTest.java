package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Values.INF;
import static org.wengert.tensor.Values.NAN;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.assertItem;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SortingTest {
    @Test
    void orderIsStableAndNaNIsLast() {
        Tensor x = vector(3, NAN, 1, 3, -INF);
        assertElements(x.sort(0), -INF, 1, 3, 3, NAN);
        assertElements(x.argsort(0), 4, 2, 0, 3, 1);
        assertElements(x.argsort(0, true), 0, 3, 2, 4, 1);
        assertElements(x.sort(0, true), 3, 3, 1, -INF, NAN);
        assertElements(Tensor.of(new int[][] {{3, 1}, {2, 9}}).sort(0), Shape.of(2, 2), 2, 1, 3, 9);
        assertElements(Tensor.of(new boolean[] {true, false}).sort(0), 0, 1);
        assertThat(Tensor.zeros(0).sort(0).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void theGreatest() {
        Tensor.TopK top = Tensor.of(new double[][] {{1, 5, 3}, {2, 2, 0}}).topK(2, 1);
        assertElements(top.values(), Shape.of(2, 2), 5, 3, 2, 2);
        assertElements(top.places(), Shape.of(2, 2), 1, 2, 0, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1, 2).topK(3, 0))
                .withMessageStartingWith(
                        "There are no 3 greatest elements along axis 0 of a tensor of shape [2]. Ask for 0 to 2.");
    }

    @Test
    void quantiles() {
        assertItem(vector(4, 1, 3).median(), 3);
        assertItem(vector(1, 2, 2, 3).median(), 2);
        assertItem(vector(1, 2, 4, 3).median(), 2.5);
        assertElements(Tensor.of(new double[][] {{1, 2, 9}, {3, NAN, 0}}).median(1), 2, NAN);
        assertItem(vector(0, 10).quantile(0.25, 0), 2.5);
        assertItem(vector(0, 10).quantile(1, 0), 10);
        assertItem(vector(7).quantile(0.3, 0), 7);
        assertItem(ints(1, 2).median(), 1.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1).quantile(1.5, 0))
                .withMessageStartingWith("There is no quantile 1.5. Give a share from 0 to 1.");
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.zeros(0).median());
    }

    @Test
    void differentElements() {
        assertElements(vector(3, 1, 3, NAN, 1, NAN).unique(), 1, 3, NAN);
        assertElements(Tensor.of(new int[][] {{2, 2}, {0, 2}}).unique(), 0, 2);
        assertElements(Tensor.zeros(0).unique());
        assertElements(Tensor.of(new boolean[] {true, true}).unique(), 1);
        Tensor traced = Primitives.placeholder(0, Shape.of(3), DType.FLOAT64);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(traced::unique)
                .withMessageStartingWith("How many different elements a tensor of shape [3] has is not known while its"
                        + " function is traced by vmap or compile.");
    }

    @Test
    void searchingCountsWhatIsLess() {
        SplittableRandom random = new SplittableRandom(5);
        for (int n = 0; n < 20; n++) {
            double[] sorted =
                    random.doubles(n).map(x -> Math.floor(x * 6)).sorted().toArray();
            double[] values = {-1, 0, 1, 2.5, 3, 5, 6, -INF, INF};
            double[] less = Arrays.stream(values)
                    .map(v -> Arrays.stream(sorted).filter(s -> s < v).count())
                    .toArray();
            double[] lessOrEqual = Arrays.stream(values)
                    .map(v -> Arrays.stream(sorted).filter(s -> s <= v).count())
                    .toArray();
            assertElements(vector(sorted).searchSorted(vector(values)), less);
            assertElements(vector(sorted).searchSorted(vector(values), true), lessOrEqual);
        }
        assertElements(vector(1, NAN).searchSorted(vector(NAN, INF)), 1, 1);
        assertElements(vector(1, NAN).searchSorted(vector(NAN, 1), true), 2, 1);
        assertElements(ints(1, 3, 5).searchSorted(Tensor.of(new double[][] {{4}, {0}})), Shape.of(2, 1), 2, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(2, 2).searchSorted(vector(1)))
                .withMessageStartingWith("searchSorted searches a vector, but this has the shape [2, 2].");
    }

    @Test
    void linesBetweenPoints() {
        Tensor xs = vector(0, 1, 3);
        Tensor ys = vector(0, 10, 30);
        assertElements(vector(-5, 0, 0.5, 1, 2, 3, 9).interp(xs, ys), 0, 0, 5, 10, 20, 30, 30);
        assertElements(vector(-5, 7).interp(vector(1), vector(4)), 4, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1).interp(vector(1, 2), vector(1)))
                .withMessageStartingWith(
                        "interp needs two vectors of equal length, at least 1, but they have the shapes [2] and [1].");
    }
}
