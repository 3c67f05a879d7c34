package org.wengert.backend.cpu;

import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Op;

/**
 * Plain loops over stretches of floats: what runs without a vector unit, before the vector kernels are warm, and on the last few elements.
 *
 * <p>Operand x is read at xo + (i &amp; xm): mask −1 goes through the array, mask 0 repeats one element, mask p − 1 a row of p.
 */
final class FloatLoops {
    private FloatLoops() {}

    static void map(Unary f, float[] x, int xo, int xm, float[] z, int zo, int from, int to) {
        switch (f) {
            case NEG -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = -x[xo + (i & xm)];
                }
            }
            case ABS -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = Math.abs(x[xo + (i & xm)]);
                }
            }
            case SQUARE -> {
                for (int i = from; i < to; i++) {
                    float a = x[xo + (i & xm)];
                    z[zo + i] = a * a;
                }
            }
            case RECIPROCAL -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = 1 / x[xo + (i & xm)];
                }
            }
            case SQRT -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = (float) Math.sqrt(x[xo + (i & xm)]);
                }
            }
            case RELU -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = Math.max(x[xo + (i & xm)], 0);
                }
            }
            case EXP -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = FloatMath.exp(x[xo + (i & xm)]);
                }
            }
            case EXPM1 -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = FloatMath.expm1(x[xo + (i & xm)]);
                }
            }
            case LOG -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = FloatMath.log(x[xo + (i & xm)]);
                }
            }
            case LOG1P -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = FloatMath.log1p(x[xo + (i & xm)]);
                }
            }
            case TANH -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = FloatMath.tanh(x[xo + (i & xm)]);
                }
            }
            case SIGMOID -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = FloatMath.sigmoid(x[xo + (i & xm)]);
                }
            }
            case SOFTPLUS -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = FloatMath.softplus(x[xo + (i & xm)]);
                }
            }
            case LOG_SIGMOID -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = FloatMath.logSigmoid(x[xo + (i & xm)]);
                }
            }
            case NORMAL_CDF -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = FloatMath.normalCdf(x[xo + (i & xm)]);
                }
            }
            case SIN -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = (float) DoubleMath.sin(x[xo + (i & xm)]);
                }
            }
            case COS -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = (float) DoubleMath.cos(x[xo + (i & xm)]);
                }
            }
            default -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = (float) f.evaluate(x[xo + (i & xm)]);
                }
            }
        }
    }

    static void map(
            Binary f, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] z, int zo, int from, int to) {
        switch (f) {
            case ADD -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = x[xo + (i & xm)] + y[yo + (i & ym)];
                }
            }
            case SUB -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = x[xo + (i & xm)] - y[yo + (i & ym)];
                }
            }
            case MUL -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = x[xo + (i & xm)] * y[yo + (i & ym)];
                }
            }
            case DIV -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = x[xo + (i & xm)] / y[yo + (i & ym)];
                }
            }
            case MIN -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = Math.min(x[xo + (i & xm)], y[yo + (i & ym)]);
                }
            }
            case MAX -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = Math.max(x[xo + (i & xm)], y[yo + (i & ym)]);
                }
            }
            default -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = (float) f.evaluate(x[xo + (i & xm)], y[yo + (i & ym)]);
                }
            }
        }
    }

    static void map(
            Ternary f,
            float[] x,
            int xo,
            int xm,
            float[] y,
            int yo,
            int ym,
            float[] w,
            int wo,
            int wm,
            float[] z,
            int zo,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            z[zo + i] = (float) f.evaluate(x[xo + (i & xm)], y[yo + (i & ym)], w[wo + (i & wm)]);
        }
    }

    static void compare(
            Op.Comparison f,
            float[] x,
            int xo,
            int xm,
            float[] y,
            int yo,
            int ym,
            boolean[] z,
            int zo,
            int from,
            int to) {
        switch (f) {
            case LT -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = x[xo + (i & xm)] < y[yo + (i & ym)];
                }
            }
            case LE -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = x[xo + (i & xm)] <= y[yo + (i & ym)];
                }
            }
            case GT -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = x[xo + (i & xm)] > y[yo + (i & ym)];
                }
            }
            case GE -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = x[xo + (i & xm)] >= y[yo + (i & ym)];
                }
            }
            case EQ -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = x[xo + (i & xm)] == y[yo + (i & ym)];
                }
            }
            case NE -> {
                for (int i = from; i < to; i++) {
                    z[zo + i] = x[xo + (i & xm)] != y[yo + (i & ym)];
                }
            }
        }
    }

    static void where(
            boolean[] c,
            int co,
            int cm,
            float[] x,
            int xo,
            int xm,
            float[] y,
            int yo,
            int ym,
            float[] z,
            int zo,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            z[zo + i] = c[co + (i & cm)] ? x[xo + (i & xm)] : y[yo + (i & ym)];
        }
    }

    // ------------------------------------------------------------------ many made one

    /** What changes nothing. */
    static float neutral(Op.Reduction f) {
        return switch (f) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX -> Float.NEGATIVE_INFINITY;
            case MIN -> Float.POSITIVE_INFINITY;
            case ANY, ALL -> throw new AssertionError("not of numbers, please report");
        };
    }

    static float combine(Op.Reduction f, float x, float y) {
        return switch (f) {
            case SUM -> x + y;
            case PROD -> x * y;
            case MAX -> Math.max(x, y);
            case MIN -> Math.min(x, y);
            case ANY, ALL -> throw new AssertionError("not of numbers, please report");
        };
    }

    /**
     * Combines n elements as the vector kernel does with the given number of lanes: four vectors of accumulators, their lanes by halves, then
     * the last few elements.
     */
    static float reduce(Op.Reduction f, float[] x, int xo, int n, int lanes, float[] scratch) {
        if (n < lanes) {
            float y = x[xo];
            for (int i = 1; i < n; i++) {
                y = combine(f, y, x[xo + i]);
            }
            return y;
        }
        int whole = n / lanes * lanes;
        int used = n >= 4 * lanes ? 4 * lanes : lanes;
        System.arraycopy(x, xo, scratch, 0, used);
        int i = used;
        for (; i + used <= whole; i += used) {
            combineInto(f, scratch, x, xo + i, used);
        }
        for (; i < whole; i += lanes) {
            combineInto(f, scratch, x, xo + i, lanes);
        }
        return finish(f, scratch, used, lanes, x, xo + whole, n - whole);
    }

    private static void combineInto(Op.Reduction f, float[] sums, float[] x, int xo, int n) {
        for (int k = 0; k < n; k++) {
            sums[k] = combine(f, sums[k], x[xo + k]);
        }
    }

    /** Combines accumulators by halves, and then what is left over. */
    static float finish(Op.Reduction f, float[] sums, int used, int lanes, float[] rest, int ro, int n) {
        if (used > lanes) {
            for (int k = 0; k < lanes; k++) {
                sums[k] = combine(
                        f, combine(f, sums[k], sums[k + lanes]), combine(f, sums[k + 2 * lanes], sums[k + 3 * lanes]));
            }
        }
        for (int half = lanes / 2; half > 0; half /= 2) {
            for (int k = 0; k < half; k++) {
                sums[k] = combine(f, sums[k], sums[k + half]);
            }
        }
        float y = sums[0];
        for (int k = 0; k < n; k++) {
            y = combine(f, y, rest[ro + k]);
        }
        return y;
    }

    /** Combines each of the columns from..to with the elements of that column in a number of rows. */
    static void reduceColumns(
            Op.Reduction f, float[] x, int xo, int rows, int columns, float[] sums, int so, int from, int to) {
        for (int r = 0; r < rows; r++) {
            int row = xo + r * columns;
            if (f == Op.Reduction.SUM) {
                for (int c = from; c < to; c++) {
                    sums[so + c] += x[row + c];
                }
            } else {
                for (int c = from; c < to; c++) {
                    sums[so + c] = combine(f, sums[so + c], x[row + c]);
                }
            }
        }
    }
}
