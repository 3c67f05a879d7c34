package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Index.all;
import static org.wengert.tensor.Index.at;
import static org.wengert.tensor.Index.ellipsis;
import static org.wengert.tensor.Index.every;
import static org.wengert.tensor.Index.from;
import static org.wengert.tensor.Index.newAxis;
import static org.wengert.tensor.Index.range;
import static org.wengert.tensor.Index.to;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.assertSame;
import static org.wengert.tensor.Values.counting;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IndexingTest {
    private static final Tensor X = counting(2, 3, 4);

    @Test
    void slicesAreNumPys() {
        Tensor x = counting(5);
        assertElements(x.get(range(1, 3)), 1, 2);
        assertElements(x.get(range(-2, 5)), 3, 4);
        assertElements(x.get(range(1, -1)), 1, 2, 3);
        assertElements(x.get(range(-100, 100)), 0, 1, 2, 3, 4);
        assertElements(x.get(range(3, 1)));
        assertElements(x.get(range(0, 5, 2)), 0, 2, 4);
        assertElements(x.get(range(1, 5, 3)), 1, 4);
        assertElements(x.get(range(4, 0, -2)), 4, 2);
        assertElements(x.get(range(-1, -5, -1)), 4, 3, 2, 1);
        assertElements(x.get(range(100, -100, -2)), 4, 2, 0);
        assertElements(x.get(from(3)), 3, 4);
        assertElements(x.get(to(-3)), 0, 1);
        assertElements(x.get(every(2)), 0, 2, 4);
        assertElements(x.get(every(-1)), 4, 3, 2, 1, 0);
        assertElements(x.get(every(-3)), 4, 1);
        assertElements(x.get(range(0, 5, Integer.MAX_VALUE)), 0);
        assertElements(x.get(range(4, 0, Integer.MIN_VALUE)), 4);
    }

    @Test
    void axesGoAndCome() {
        assertElements(X.get(1, 2), 20, 21, 22, 23);
        assertElements(X.get(-1, -1, -1), Shape.SCALAR, 23);
        assertThat(X.get(at(0)).shape()).isEqualTo(Shape.of(3, 4));
        assertThat(X.get(newAxis(), at(0), ellipsis(), newAxis()).shape()).isEqualTo(Shape.of(1, 3, 4, 1));
        assertElements(X.get(ellipsis(), at(0)), Shape.of(2, 3), 0, 4, 8, 12, 16, 20);
        assertElements(X.get(all(), at(1), range(0, 2)), Shape.of(2, 2), 4, 5, 16, 17);
        assertSame(X.get(ellipsis()), X);
    }

    @Test
    void tensorsOfPlacesAreBroadcastTogether() {
        assertElements(X.get(all(), all(), ints(3, -4, 3)).get(1, 2), 23, 20, 23);
        assertElements(X.get(ints(1, 0), ints(2, 0)), Shape.of(2, 4), 20, 21, 22, 23, 0, 1, 2, 3);
        assertElements(X.get(ints(1, 0), ints(-1), ints(0, 3)), 20, 11);
        Tensor rows = Tensor.of(new int[][] {{0}, {2}});
        assertThat(X.get(all(), rows, ints(0, 1, 3)).shape()).isEqualTo(Shape.of(2, 2, 3));
        assertElements(X.get(all(), rows, ints(0, 1, 3)).get(1), Shape.of(2, 3), 12, 13, 15, 20, 21, 23);
        // not side by side: their axes come first
        assertThat(X.get(ints(0, 1), all(), ints(0, 3)).shape()).isEqualTo(Shape.of(2, 3));
        assertElements(X.get(ints(0, 1), all(), ints(0, 3)), Shape.of(2, 3), 0, 4, 8, 15, 19, 23);
        assertThat(X.get(Tensor.zeros(DType.INT64, 0)).shape()).isEqualTo(Shape.of(0, 3, 4));
    }

    @Test
    void aMaskChoosesWhereItIsTrue() {
        Tensor x = counting(2, 3);
        assertElements(x.get(x.gt(3)), 4, 5);
        assertElements(x.get(Tensor.of(new boolean[] {false, true})), Shape.of(1, 3), 3, 4, 5);
        assertElements(x.get(at(1), Tensor.of(new boolean[] {true, false, true})), 3, 5);
        assertThat(x.get(x.gt(9)).shape()).isEqualTo(Shape.of(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.get(Tensor.of(new boolean[] {true})))
                .withMessageStartingWith("A mask of shape [1] does not fit the axes [2] of a tensor of shape [2, 3].");
        Tensor traced = Primitives.placeholder(0, Shape.of(3), DType.FLOAT64);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> traced.get(traced.gt(0)))
                .withMessageStartingWith(
                        "How many elements a mask of shape [3] chooses is not known while its function is"
                                + " traced by vmap or compile. Keep the shape: Tensor.where(mask, x, 0).");
    }

    @Test
    void wrongIndicesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> X.get(at(0), at(3)))
                .withMessageStartingWith(
                        "There is no place 3 along axis 1 of a tensor of shape [2, 3, 4]. Its places are 0 to"
                                + " 2, or -1 to -3.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> X.get(0, 0, 0, 0))
                .withMessageStartingWith("There are indices for 4 axes, but the tensor of shape [2, 3, 4] has 3.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> X.get(ellipsis(), ellipsis()))
                .withMessageStartingWith("There are two ellipses, so which axes each stands for cannot be told.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> range(0, 3, 0))
                .withMessageStartingWith("range(0, 3, 0) never gets to its end.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> X.get(all(), vector(1)))
                .withMessageStartingWith(
                        "An index is a tensor of whole numbers or of truth values, but this one is float64[1].");
    }

    @Test
    void aPlaceBeyondItsAxisIsNotTakenForAnother() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> X.get(ints(0), ints(3)).storage());
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> X.get(ints(0), ints(-4)).storage());
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> X.get(ints(2)).storage());
    }

    @Test
    void randomIndicesChooseWhatLoopsDo() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 300; i++) {
            int[] extents = random.ints(random.nextInt(1, 4), 0, 5).toArray();
            Tensor x = counting(extents);
            List<Index> indices = new ArrayList<>();
            List<int[]> places = new ArrayList<>();
            List<Integer> result = new ArrayList<>();
            for (int n : extents) {
                if (random.nextInt(4) == 0) {
                    indices.add(newAxis());
                    result.add(1);
                }
                if (random.nextInt(4) == 0 && n > 0) {
                    int p = random.nextInt(n);
                    indices.add(at(random.nextBoolean() ? p : p - n));
                    places.add(new int[] {p});
                    continue;
                }
                int first = random.nextInt(-6, 7);
                int last = random.nextInt(-6, 7);
                int step = random.nextInt(1, 4) * (random.nextBoolean() ? 1 : -1);
                indices.add(range(first, last, step));
                places.add(loop(first, last, step, n));
                result.add(places.getLast().length);
            }
            Shape shape = Shape.of(result.stream().mapToInt(Integer::intValue).toArray());
            double[] expected = choose(x, places, 0, 0).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            Index[] array = indices.toArray(Index[]::new);
            assertElements(x.get(array), shape, expected);

            Tensor changed = x.with(-1, array);
            double[] elements = x.toDoubleArray();
            for (double e : expected) {
                elements[(int) e] = -1;
            }
            assertElements(changed, x.shape(), elements);
        }
    }

    /** Returns the places of Python's slice, as its language reference describes it. */
    private static int[] loop(int first, int last, int step, int n) {
        int low = step > 0 ? 0 : -1;
        int high = step > 0 ? n : n - 1;
        int from = first < 0 ? Math.max(first + n, low) : Math.min(first, high);
        int to = last < 0 ? Math.max(last + n, low) : Math.min(last, high);
        List<Integer> places = new ArrayList<>();
        for (int i = from; step > 0 ? i < to : i > to; i += step) {
            places.add(i);
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Double> choose(Tensor x, List<int[]> places, int axis, int at) {
        if (axis == places.size()) {
            return List.of(x.toDoubleArray()[at]);
        }
        List<Double> chosen = new ArrayList<>();
        for (int p : places.get(axis)) {
            chosen.addAll(choose(x, places, axis + 1, at * x.shape().extent(axis) + p));
        }
        return chosen;
    }

    @Test
    void aPartIsReplaced() {
        Tensor x = counting(2, 3);
        assertElements(x.with(vector(7, 8, 9), at(1)), Shape.of(2, 3), 0, 1, 2, 7, 8, 9);
        assertElements(x.with(vector(7, 8), all(), at(-1)), Shape.of(2, 3), 0, 1, 7, 3, 4, 8);
        assertElements(x.with(vector(7, 8), at(0), every(-2)), Shape.of(2, 3), 8, 1, 7, 3, 4, 5);
        assertElements(x.with(9, x.gt(3)), Shape.of(2, 3), 0, 1, 2, 3, 9, 9);
        assertElements(x.with(9, range(2, 2)), Shape.of(2, 3), 0, 1, 2, 3, 4, 5);
        assertElements(x.with(vector(7, 8), ints(0, 0), ints(2, 2)), Shape.of(2, 3), 0, 1, 8, 3, 4, 5);
        assertElements(x, Shape.of(2, 3), 0, 1, 2, 3, 4, 5);
        assertElements(ints(1, 2).with(5, at(0)), 5, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ints(1, 2).with(vector(0.5), at(0)))
                .withMessageStartingWith(
                        "Elements of type float64 cannot be put into int32[2] without loss. Cast them:");
        assertThatIllegalArgumentException().isThrownBy(() -> ints(1, 2).with(0.5, at(0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.with(vector(1, 2), at(0)))
                .withMessageStartingWith("A tensor of shape [2] cannot be repeated to the shape [3].");
    }

    @Test
    void whatIsAddedToOnePlaceAddsUp() {
        Tensor x = counting(2, 3);
        assertElements(x.withAdded(vector(10, 20), ints(0, 0), at(1)), Shape.of(2, 3), 0, 31, 2, 3, 4, 5);
        assertElements(x.withAdded(vector(10), at(1)), Shape.of(2, 3), 0, 1, 2, 13, 14, 15);
    }

    @Test
    void placesOfAnAxis() {
        assertElements(counting(2, 3).take(ints(2, 0, 2), 1), Shape.of(2, 3), 2, 0, 2, 5, 3, 5);
        assertElements(counting(2, 3).take(ints(-1), 0), Shape.of(1, 3), 3, 4, 5);
        assertThat(X.take(Tensor.zeros(DType.INT64, 5, 6), 1).shape()).isEqualTo(Shape.of(2, 5, 6, 4));
        assertElements(counting(2, 3).take(1, 1), 1, 4);
        assertElements(counting(2, 3).take(-1, 0), 3, 4, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> X.take(vector(1), 0))
                .withMessageStartingWith("take needs places that are whole numbers, but they are float64[1].");
    }

    @Test
    void placesOfEachLine() {
        Tensor x = counting(2, 3);
        Tensor places = Tensor.of(new long[][] {{2, 0}, {-1, 1}});
        assertElements(x.takeAlong(places, 1), Shape.of(2, 2), 2, 0, 5, 4);
        assertElements(x.takeAlong(Tensor.of(new long[][] {{1, 0, 1}}), 0), Shape.of(1, 3), 3, 1, 5);
        assertElements(x.takeAlong(Tensor.of(new long[][] {{1}}), 1), Shape.of(2, 1), 1, 4);
        assertElements(x.takeAlong(x.argmax(1, true), 1), Shape.of(2, 1), 2, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.takeAlong(Tensor.zeros(DType.INT64, 3, 1), 1))
                .withMessageStartingWith(
                        "A tensor of shape [2, 3] and places of shape [3, 1] do not go together along axis 1.");
    }

    @Test
    void indicesReadLikeNumPy() {
        Index[] some = {all(), range(0, 3)};
        assertThat(Arrays.asList(some)).hasSize(2);
        assertThat(Tensor.zeros(5, 5).get(some).shape()).isEqualTo(Shape.of(5, 3));
    }
}
