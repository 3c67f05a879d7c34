package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.derivative;

import org.junit.jupiter.api.Test;
import org.wengert.ScalarFunction;

/** The bits of a number that depends on the input: they may be compared, and a number may lose its last ones. */
class BitsTest {
    private static boolean isClose(double a, double b, int ulps) {
        long m = Double.doubleToRawLongBits(a);
        long n = Double.doubleToRawLongBits(b);
        if (((m ^ n) & Long.MIN_VALUE) != 0) {
            return a == b;
        }
        return Math.abs(m - n) <= ulps;
    }

    private static int order(double a, double b) {
        return Long.compare(Double.doubleToLongBits(a), Double.doubleToLongBits(b));
    }

    private static double newton(double x) {
        double y = x;
        for (double before = 0; !isClose(before, y, 2); ) {
            before = y;
            y = 0.5 * (y + x / y);
        }
        return order(y, 1) > 0 ? y : -y;
    }

    /** a·b without rounding, as the sum of the result and the product that is rounded. */
    private static double lostInProduct(double a, double b) {
        double a1 = Double.longBitsToDouble(Double.doubleToRawLongBits(a) & (-1L << 27));
        double b1 = Double.longBitsToDouble(Double.doubleToRawLongBits(b) & (-1L << 27));
        double a2 = a - a1;
        double b2 = b - b1;
        return a2 * b2 - (((a * b - a1 * b1) - a2 * b1) - a1 * b2);
    }

    private static double exactProduct(double x) {
        double y = Math.sin(x);
        return x * y + lostInProduct(x, y);
    }

    @Test
    void comparedTheyAreAsGoodAsNumbers() {
        Differentiation.of(BitsTest::newton, 2).hasDerivative(4e-16, 0.5 / Math.sqrt(2));
    }

    @Test
    void aNumberWithoutItsLastBitsIsThatNumberToARounding() {
        double x = 0.7;
        Differentiation.of(BitsTest::exactProduct, x).hasDerivative(4e-16, Math.sin(x) + x * Math.cos(x));
    }

    private static final double[] TABLE = new double[2048];

    private static void refused(ScalarFunction f) {
        assertThatThrownBy(() -> derivative(f))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("doubleToRawLongBits")
                .hasMessageContaining("at BitsTest.");
    }

    private static long bits(double x) {
        return Double.doubleToRawLongBits(x);
    }

    @Test
    void noNumberIsMadeOfThem() {
        refused(x -> Double.longBitsToDouble(bits(x) + 1));
        refused(x -> Double.longBitsToDouble(bits(x) & 0xffff0000ffff0000L));
        refused(x -> (double) bits(x));
        refused(x -> Float.intBitsToFloat((int) (bits(x) >> 32)));
        refused(x -> x * (int) (bits(x) >>> 52));
        refused(x -> TABLE[(int) (bits(x) >>> 53)]);
        refused(x -> {
            long[] kept = {bits(x)};
            return Double.longBitsToDouble(kept[0]);
        });
        refused(x -> {
            long b = 0;
            for (int i = 0; i < 2; i++) {
                b += x > i ? bits(x) : i;
            }
            return Double.longBitsToDouble(Math.abs(b));
        });
    }
}
