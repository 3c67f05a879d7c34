package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Values.INF;
import static org.wengert.tensor.Values.NAN;
import static org.wengert.tensor.Values.assertClose;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.assertItem;
import static org.wengert.tensor.Values.counting;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import org.junit.jupiter.api.Test;

class ReductionsTest {
    private static final Tensor X = counting(2, 3);

    @Test
    void axesGoOrStay() {
        assertItem(X.sum(), 15);
        assertElements(X.sum(0), 3, 5, 7);
        assertElements(X.sum(-1), 3, 12);
        assertElements(X.sum(1, true), Shape.of(2, 1), 3, 12);
        assertItem(X.sum(1, 0), 15);
        assertElements(X.sum(new int[0], true), Shape.of(1, 1), 15);
        assertElements(X.sum(new int[] {0}, false), 3, 5, 7);
        assertItem(Tensor.of(2.0).sum(), 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> X.sum(0, -2))
                .withMessageStartingWith(
                        "The axes [0, -2] of a tensor of shape [2, 3] name axis 0 twice. Name each axis once.");
    }

    @Test
    void sumsAndProducts() {
        assertItem(X.add(1).prod(), 720);
        assertItem(X.mean(), 2.5);
        assertItem(ints(1, 2).mean(), 1.5);
        assertItem(ints(1, 2).sum(), 3);
        assertThat(ints(1, 2).sum().dtype()).isEqualTo(DType.INT32);
        assertThat(X.gt(2).sum().itemLong()).isEqualTo(3);
        assertItem(X.gt(2).mean(), 0.5);
        assertItem(Tensor.zeros(0).sum(), 0);
        assertItem(Tensor.zeros(0).prod(), 1);
        assertItem(Tensor.zeros(0).mean(), NAN);
        assertElements(Tensor.zeros(0, 2).sum(0), 0, 0);
        assertThat(Tensor.zeros(0, 2).sum(1).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void variances() {
        assertItem(vector(1, 2, 3, 4).var(), 1.25);
        assertItem(vector(1, 2, 3, 4).var(new int[0], 1, false), 5.0 / 3);
        assertItem(vector(1, 2, 3, 4).std(), Math.sqrt(1.25));
        assertElements(X.var(0), 2.25, 2.25, 2.25);
        assertElements(X.std(0, true), Shape.of(1, 3), 1.5, 1.5, 1.5);
        assertItem(vector(1, 1, 1).std(), 0);
        assertItem(vector(5).var(new int[0], 1, false), NAN);
        // in one pass, from sums of squares, nothing would be left
        assertItem(vector(1e9, 1e9 + 1, 1e9 + 2).var(), 2.0 / 3);
    }

    @Test
    void extrema() {
        assertItem(X.max(), 5);
        assertElements(X.min(1), 0, 3);
        assertItem(vector(1, NAN, 3).max(), NAN);
        assertItem(ints(3, -7).min(), -7);
        assertThat(X.gt(4).max().itemBoolean()).isTrue();
        assertThat(X.gt(4).min().itemBoolean()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(2, 0).max(1))
                .withMessageStartingWith(
                        "max of no elements has no value, but the tensor has the shape [2, 0] and is reduced"
                                + " along [1].");
        assertThat(Tensor.zeros(0, 2).max(1).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void placesOfExtrema() {
        assertThat(vector(1, 3, 3, 2).argmax().itemLong()).isEqualTo(1);
        assertThat(vector(1, NAN, 3).argmin().itemLong()).isEqualTo(1);
        assertElements(counting(2, 3).argmin(0), 0, 0, 0);
        assertElements(counting(2, 3).argmax(1, true), Shape.of(2, 1), 2, 2);
        assertThat(counting(2, 3).argmax().itemLong()).isEqualTo(5);
        assertThat(X.gt(3).argmax(1).toLongArray()).containsExactly(0, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> Tensor.zeros(0).argmax());
    }

    @Test
    void truth() {
        assertThat(X.any(1).toBooleanArray()).containsExactly(true, true);
        assertThat(X.all(1).toBooleanArray()).containsExactly(false, true);
        assertThat(X.gt(7).any().itemBoolean()).isFalse();
        assertThat(Tensor.zeros(0).all().itemBoolean()).isTrue();
        assertThat(Tensor.zeros(0).any().itemBoolean()).isFalse();
    }

    @Test
    void logSumExpNeitherOverflowsNorIsNaN() {
        assertItem(vector(1000, 1000).logSumExp(), 1000 + Math.log(2));
        assertItem(vector(-1000, -1000).logSumExp(), -1000 + Math.log(2));
        assertItem(vector(-INF, -INF).logSumExp(), -INF);
        assertItem(vector(-INF, 3).logSumExp(), 3);
        assertItem(vector(INF, 3).logSumExp(), INF);
        assertItem(vector(NAN, 3).logSumExp(), NAN);
        assertItem(Tensor.zeros(0).logSumExp(), -INF);
        assertElements(Tensor.zeros(2, 0).logSumExp(1, true), Shape.of(2, 1), -INF, -INF);
        assertElements(
                X.logSumExp(0),
                3 + Math.log1p(Math.exp(-3)),
                4 + Math.log1p(Math.exp(-3)),
                5 + Math.log1p(Math.exp(-3)));
    }

    @Test
    void norms() {
        Tensor x = vector(3, -4);
        assertItem(x.norm(), 5);
        assertItem(x.norm(1), 7);
        assertItem(x.norm(INF), 4);
        assertItem(x.norm(-INF), 3);
        assertItem(x.norm(0), 2);
        assertClose(x.norm(3), 1e-15, Math.cbrt(91));
        assertClose(vector(0.25, 0, 1).norm(0.5), 1e-15, 2.25);
        assertElements(Tensor.of(new double[][] {{3, 4}, {0, 0}}).norm(2, 1), 5, 0);
        assertElements(Tensor.of(new double[][] {{3, 4}}).norm(2, new int[] {1}, true), Shape.of(1, 1), 5);
        assertItem(vector(0, 0).norm(3), 0);
        assertItem(Tensor.zeros(0).norm(), 0);
        assertItem(Tensor.zeros(0).norm(INF), 0);
        assertItem(ints(3, 4).norm(), 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.norm(-1))
                .withMessageStartingWith("There is no norm of the order -1.0.");
    }

    @Test
    void lengthsNeitherOverflowNorVanish() {
        assertItem(vector(0x3p600, 0x4p600).norm(), 0x5p600);
        assertItem(vector(0x3p-600, 0x4p-600).norm(), 0x5p-600);
        assertItem(vector(3 * Double.MIN_VALUE, 4 * Double.MIN_VALUE).norm(), 5 * Double.MIN_VALUE);
        assertItem(vector(INF, 1).norm(), INF);
        assertItem(vector(NAN, 1).norm(), NAN);
        Tensor f = Tensor.of(new float[] {3e30f, 4e30f});
        assertThat((float) f.norm().item()).isEqualTo(5e30f);
        assertThat((float) Tensor.of(new float[] {3e-44f, 0}).norm().item()).isEqualTo(3e-44f);
        assertThat((float) Tensor.of(new float[] {3e-30f, 4e-30f}).norm().item())
                .isEqualTo(5e-30f);
        assertThat(f.norm().dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void whatIsNotANumberIsLeftOut() {
        Tensor x = vector(NAN, 1, 2, 3, 4);
        assertItem(x.nanSum(), 10);
        assertItem(x.nanMean(), 2.5);
        assertItem(x.nanVar(), 1.25);
        assertItem(x.nanVar(new int[] {0}, 1, false), 5.0 / 3);
        assertItem(x.nanStd(), Math.sqrt(1.25));
        assertItem(vector(NAN).nanMean(), NAN);
        assertItem(vector(NAN).nanSum(), 0);
        assertItem(ints(1, 2).nanSum(), 3);
        assertElements(Tensor.of(new double[][] {{1, NAN}, {3, 4}}).nanMean(1, true), Shape.of(2, 1), 1, 3.5);
    }

    @Test
    void runningSums() {
        assertElements(X.cumsum(1), Shape.of(2, 3), 0, 1, 3, 3, 7, 12);
        assertElements(X.cumsum(0), Shape.of(2, 3), 0, 1, 2, 3, 5, 7);
        assertElements(vector(2, 0, 3).cumprod(0), 2, 0, 0);
        assertElements(ints(2, 3, 4).cumprod(0), 2, 6, 24);
        assertElements(X.gt(1).cumsum(1), Shape.of(2, 3), 0, 0, 1, 1, 2, 3);
        assertElements(vector(1, 3, 2, NAN, 5).cummax(0), 1, 3, 3, NAN, NAN);
        assertElements(vector(4, 3, 5).cummin(0), 4, 3, 3);
        assertThat(Tensor.zeros(2, 0).cumprod(1).shape()).isEqualTo(Shape.of(2, 0));
        assertThat(Tensor.zeros(2, 0).logCumSumExp(1).shape()).isEqualTo(Shape.of(2, 0));
    }

    @Test
    void runningLogSumExpIsStable() {
        assertClose(
                vector(-INF, -INF, -800, -800, 1, 800).logCumSumExp(0),
                1e-12,
                -INF,
                -INF,
                -800,
                -800 + Math.log(2),
                1,
                800);
        Tensor x = Values.random(new java.util.SplittableRandom(1), 3, 7);
        Tensor running = x.logCumSumExp(1);
        for (int i = 0; i < 7; i++) {
            Tensor part = x.get(Index.all(), Index.to(i + 1)).logSumExp(1);
            assertClose(running.take(i, 1), 1e-13, part.toDoubleArray());
        }
        assertElements(vector(INF, 1).logCumSumExp(0), INF, INF);
    }
}
