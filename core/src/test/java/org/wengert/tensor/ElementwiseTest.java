package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.DType.BOOL;
import static org.wengert.tensor.DType.FLOAT32;
import static org.wengert.tensor.DType.FLOAT64;
import static org.wengert.tensor.DType.INT32;
import static org.wengert.tensor.DType.INT64;
import static org.wengert.tensor.Values.INF;
import static org.wengert.tensor.Values.NAN;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.counting;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

class ElementwiseTest {
    private static final double[] POINTS = {-1.3, -0.0, 0, 0.49, 1, 2, NAN, INF, -INF};

    @ParameterizedTest
    @EnumSource
    void everyFunctionOfOneNumberIsTheTablesAtEachElement(Unary f) {
        double[] expected = new double[POINTS.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = f.evaluate(POINTS[i]);
        }
        assertElements(vector(POINTS).map(f), expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionOfTwoNumbersIsTheTablesAtEachPair(Binary f) {
        double[] x = f.isParameter(0) ? new double[] {1, 2, 3} : new double[] {-1.3, 0.5, 2};
        double[] y = f.isParameter(1) ? new double[] {-1, 1, 2} : new double[] {0.25, 1, 2};
        double[] expected = new double[9];
        for (int i = 0; i < 9; i++) {
            expected[i] = f.evaluate(x[i / 3], y[i % 3]);
        }
        assertElements(vector(x).expandDims(1).map(f, vector(y)), Shape.of(3, 3), expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionOfThreeNumbersIsTheTablesAtEachTriple(Ternary f) {
        Tensor x = vector(1);
        Tensor y = vector(0.25);
        Tensor z = vector(2).expandDims(0);
        assertElements(x.map(f, y, z), Shape.of(1, 1), f.evaluate(1, 0.25, 2));
    }

    @Test
    void namedFunctionsAreThoseOfTheTable() {
        Tensor x = vector(0.3, 0.6);
        assertElements(x.exp(), Math.exp(0.3), Math.exp(0.6));
        assertElements(x.atan2(vector(2, 3)), Math.atan2(0.3, 2), Math.atan2(0.6, 3));
        assertElements(x.hypot(vector(2, 3)), Math.hypot(0.3, 2), Math.hypot(0.6, 3));
        assertElements(x.rsub(1), 0.7, 0.4);
        assertElements(x.rdiv(3), 3 / 0.3, 3 / 0.6);
        assertElements(x.rpow(2), Math.pow(2, 0.3), Math.pow(2, 0.6));
        assertElements(x.pow(2), 0.3 * 0.3, 0.6 * 0.6);
        assertElements(x.pow(2.5), Math.pow(0.3, 2.5), Math.pow(0.6, 2.5));
        assertElements(x.jn(2), Binary.JN.evaluate(2, 0.3), Binary.JN.evaluate(2, 0.6));
        assertElements(x.clamp(0.4, 0.5), 0.4, 0.5);
        assertElements(x.clamp(vector(0.5), vector(1)), 0.5, 0.6);
        assertElements(x.fma(vector(2), vector(1)), Math.fma(0.3, 2, 1), Math.fma(0.6, 2, 1));
    }

    @Test
    void operandsAreBroadcastFromTheLastAxis() {
        Tensor x = counting(2, 1, 3);
        Tensor y = counting(4, 1).mul(10);
        Tensor sum = x.add(y);
        assertThat(sum.shape()).isEqualTo(Shape.of(2, 4, 3));
        assertThat(sum.item(1, 2, 0)).isEqualTo(23);
        assertElements(vector(1, 2).add(Tensor.of(10.0)), 11, 12);
        assertThat(Tensor.zeros(0, 3).add(Tensor.ones(1, 3)).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(Tensor.of(1.0).add(Tensor.of(2.0)).shape()).isEqualTo(Shape.SCALAR);
    }

    @Test
    void operandsMeetInTheGreaterType() {
        Tensor i = ints(1, 2);
        assertThat(i.add(i.to(INT64)).dtype()).isEqualTo(INT64);
        assertThat(i.mul(vector(1, 2).to(FLOAT32)).dtype()).isEqualTo(FLOAT32);
        assertThat(i.gt(1).mul(vector(0.5, 0.5)).dtype()).isEqualTo(FLOAT64);
        assertThat(Tensor.where(i.gt(1), i, vector(1, 1).to(FLOAT32)).dtype()).isEqualTo(FLOAT32);
    }

    @Test
    void aJavaNumberTakesTheTypeOfTheTensor() {
        assertThat(vector(1).to(FLOAT32).add(0.1).dtype()).isEqualTo(FLOAT32);
        assertElements(vector(1).to(FLOAT32).add(0.1), 1 + 0.1f);
        assertThat(ints(1).add(2).dtype()).isEqualTo(INT32);
        assertThat(ints(7).div(2).item()).isEqualTo(3);
        assertThat(ints(-7).rem(2).item()).isEqualTo(-1);
    }

    @Test
    void aNumberThatTheTypeCannotHoldIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ints(1, 2).add(0.5))
                .withMessageStartingWith(
                        "The number 0.5 is no operand for whole numbers, int32[2]. Make them real first:"
                                + " x.to(FLOAT64).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ints(1, 2).add(1L << 31))
                .withMessageStartingWith(
                        "The number 2147483648 cannot be held exactly for an operand of int32[2]. Give it as"
                                + " a tensor: Tensor.of(2147483648L).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of(true).eq(1))
                .withMessageStartingWith(
                        "The number 1 is no operand for truth values, bool[]. Make them numbers first,");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ints(1, 2).lt(NAN))
                .withMessageStartingWith("The number NaN is no operand for whole numbers, int32[2].");
    }

    @Test
    void whatIsNotDefinedOnATypeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ints(1, 2, 3).exp())
                .withMessageStartingWith(
                        "exp is a function of real numbers, but its operand is int32[3]. Cast it first,"
                                + " for example with x.to(FLOAT64).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ints(1).map(Unary.NORMAL_CDF))
                .withMessageStartingWith("normalCdf is a function of real numbers,");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of(true).add(Tensor.of(false)))
                .withMessageStartingWith("add is a function of numbers, but its operand is bool[] and bool[].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1).and(vector(1)))
                .withMessageStartingWith("and is a function of truth values or whole numbers, but its operands are"
                        + " float64[1] and float64[1]. Compare first, for example x.ne(0).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.where(vector(1), vector(1), 0))
                .withMessageStartingWith(
                        "where chooses by truth values, but its condition is float64[1]. Compare first,");
    }

    @Test
    void shapesThatDoNotGoTogetherAreBothNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(2, 3).add(Tensor.zeros(4)))
                .withMessageStartingWith(
                        "Shapes [2, 3] and [4] do not go together: along axis -1 one has 3 places and the"
                                + " other 4, and neither is 1. Reshape one of them, for example with x.expandDims(axis).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(2, 3).broadcastTo(Shape.of(4, 3)))
                .withMessageStartingWith(
                        "A tensor of shape [2, 3] cannot be repeated to the shape [4, 3]. Along each axis,");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(2, 3).broadcastTo(Shape.of(3)))
                .withMessageStartingWith("A tensor of shape [2, 3] cannot be repeated to the shape [3].");
    }

    @Test
    void wholeNumbersHaveWholePowers() {
        assertElements(ints(-2, 3).pow(5), -32, 243);
        assertElements(ints(-2, 0).pow(0), 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ints(2).pow(-1))
                .withMessageStartingWith(
                        "A whole number to the power of -1 is no whole number, but the base is int32[1]. Make it real first:");
    }

    @Test
    void comparisonsAreFalseAtNaN() {
        Tensor x = vector(1, 2, NAN);
        assertThat(x.lt(2).toBooleanArray()).containsExactly(true, false, false);
        assertThat(x.le(vector(1, 1, 1)).toBooleanArray()).containsExactly(true, false, false);
        assertThat(x.ne(x).toBooleanArray()).containsExactly(false, false, true);
        assertThat(x.eq(2).or(x.gt(1)).toBooleanArray()).containsExactly(false, true, false);
        assertThat(x.ge(1).xor(x.gt(1)).toBooleanArray()).containsExactly(true, false, false);
        assertThat(x.ge(1).and(x.lt(2)).not().toBooleanArray()).containsExactly(false, true, true);
    }

    @Test
    void bitsOfWholeNumbers() {
        Tensor x = ints(-8, 5);
        assertElements(x.and(ints(6)), -8 & 6, 5 & 6);
        assertElements(x.not(), 7, -6);
        assertElements(x.shl(ints(1)), -16, 10);
        assertElements(x.shr(ints(1)), -4, 2);
        assertElements(x.ushr(ints(1)), -8 >>> 1, 2);
        assertThat(Tensor.of(-1L).ushr(Tensor.of(63)).itemLong()).isEqualTo(1);
        assertThat(Tensor.of(true).not().itemBoolean()).isFalse();
    }

    @Test
    void theGreaterOfTwoIgnoresNaNOnlyIfAsked() {
        Tensor x = vector(2, NAN, NAN, 1);
        Tensor y = vector(NAN, 3, NAN, 4);
        assertElements(x.fmax(y), 2, 3, NAN, 4);
        assertElements(x.fmin(y), 2, 3, NAN, 1);
        assertElements(x.maximum(y), NAN, NAN, NAN, 4);
        assertElements(ints(1, 5).fmax(ints(3)), 3, 5);
    }

    @Test
    void whatIsFinite() {
        Tensor x = vector(1, NAN, INF, -INF);
        assertThat(x.isFinite().toBooleanArray()).containsExactly(true, false, false, false);
        assertThat(x.isInfinite().toBooleanArray()).containsExactly(false, false, true, true);
        assertThat(x.isNaN().toBooleanArray()).containsExactly(false, true, false, false);
        assertThat(ints(1).isFinite().itemBoolean()).isTrue();
        assertThat(ints(1).isNaN().itemBoolean()).isFalse();
        assertThat(ints(1).isInfinite().itemBoolean()).isFalse();
    }

    @Test
    void whereChooses() {
        Tensor x = vector(-1, 0, 2);
        assertElements(Tensor.where(x.gt(0), x, 7), 7, 7, 2);
        assertElements(Tensor.where(x.gt(0), 7, x), -1, 0, 7);
        assertElements(Tensor.where(x.gt(0).expandDims(1), vector(1, 2), 0), Shape.of(3, 2), 0, 0, 0, 0, 1, 2);
        assertElements(Tensor.where(Tensor.of(true), x, x.neg()), -1, 0, 2);
    }

    @Test
    void castsAreJavas() {
        assertElements(vector(-1.7, 2.5, NAN, 1e10).to(INT32), -1, 2, 0, Integer.MAX_VALUE);
        assertThat(vector(0, -0.0, NAN, 0.1).to(BOOL).toBooleanArray()).containsExactly(false, false, true, true);
        assertElements(vector(0.1).to(FLOAT32), 0.1f);
        assertElements(vector(1, 2).gt(1).to(FLOAT64), 0, 1);
    }

    @Test
    void aClampNeedsItsEndsInOrder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1).clamp(2, 1))
                .withMessageStartingWith(
                        "clamp needs a low end at most as great as the high end, but they are 2 and 1.");
        assertElements(ints(-5, 5).clamp(-1, 1), -1, 1);
    }
}
