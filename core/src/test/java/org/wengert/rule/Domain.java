package org.wengert.rule;

import java.util.Random;

/** Where the arguments of a function are drawn from: away from kinks and poles, but where the function bends. */
final class Domain {
    private final double[] low;
    private final double[] high;

    private Domain(double[] low, double[] high) {
        this.low = low;
        this.high = high;
    }

    private static Domain of(double... bounds) {
        double[] low = new double[bounds.length / 2];
        double[] high = new double[bounds.length / 2];
        for (int i = 0; i < low.length; i++) {
            low[i] = bounds[2 * i];
            high[i] = bounds[2 * i + 1];
        }
        return new Domain(low, high);
    }

    static Domain of(Unary f) {
        return switch (f) {
            case NEG, SIN, COS, ATAN, SINH, COSH, TANH, TO_RADIANS, TO_DEGREES, SQUARE -> of(-2, 2);
            case EXP, EXPM1, EXP2, ASINH, SIGMOID, SOFTPLUS, LOG_SIGMOID -> of(-2, 2);
            case ERF, ERFC, NORMAL_CDF, I0, I1 -> of(-2, 2);
            case LOG_NORMAL_CDF, ERFCX -> of(-3, 2);
            case ABS, SIGNUM, RELU, STEP, ZERO_LIKE, ONE_LIKE, ULP -> of(0.55, 0.95);
            case NEXT_UP, NEXT_DOWN -> of(-2, 2);
            case FLOOR, CEIL -> of(1.1, 1.9);
            case RINT -> of(0.6, 1.4);
            case RELU6 -> of(1, 5);
            case SQRT, CBRT, LOG, LOG1P, LOG10, LOG2, RECIPROCAL, RECIPROCAL_POSITIVE -> of(0.5, 3);
            case TAN -> of(-1, 1);
            case ASIN, ACOS, ATANH, ERFINV -> of(-0.6, 0.6);
            case ACOSH -> of(1.5, 4);
            case LOG1MEXP -> of(-4, -0.5);
            case NORMAL_QUANTILE -> of(0.2, 0.8);
            case GAMMA, LGAMMA, DIGAMMA, TRIGAMMA -> of(0.7, 4);
            case SINC -> of(-2, 2);
            case J0, J1 -> of(-9, 9);
        };
    }

    static Domain of(Binary f) {
        return switch (f) {
            case ADD, SUB, MUL, LOG_ADD_EXP, SOFT_WEIGHT -> of(-2, 2, -2, 2);
            case DIV, HYPOT, ATAN2 -> of(-2, 2, 0.7, 2);
            // 5 to 5.9 over 2 to 2.4 is always 2 and a rest, and nearest to 2 as well
            case REM, IEEE_REMAINDER -> of(5, 5.9, 2.41, 2.49);
            case POW -> of(0.5, 2, -2, 2);
            case MIN, MAX, MAX_WEIGHT, EXCEEDS -> of(0, 1, 1.5, 2);
            case COPY_SIGN, NEXT_AFTER -> of(0.5, 2, -3, -1);
            case SCALB -> of(-2, 2, 3, 3);
            case XLOGY -> of(-2, 2, 0.5, 2);
            case XLOG1PY -> of(-2, 2, -0.5, 2);
            case POLYGAMMA -> of(2, 2, 0.8, 3);
            case SINC_DERIVATIVE, COERROR -> of(3, 3, -1, 1);
            case MILLS_DERIVATIVE -> of(1, 1, -3, 3);
            case JN -> of(3, 3, -9, 9);
            case IN -> of(3, 3, -3, 3);
        };
    }

    static Domain of(Ternary f) {
        return switch (f) {
            case FMA -> of(-2, 2, -2, 2, -2, 2);
            case CLAMP, INSIDE -> of(0.3, 0.7, -1, 0.2, 0.8, 2);
            case SCALED_POWER -> of(-2, 2, 0.5, 2, -2, -2);
            // twice by the base and once by the exponent
            case POW_DERIVATIVE -> of(258, 258, 0.5, 2, -2, 2);
        };
    }

    /** A point of the domain, kept a margin away from its edges. */
    double[] sample(Random random, double margin) {
        double[] point = new double[low.length];
        for (int i = 0; i < point.length; i++) {
            double room = Math.max(0, high[i] - low[i] - 2 * margin);
            point[i] = low[i] == high[i] ? low[i] : low[i] + margin + random.nextDouble() * room;
        }
        return point;
    }
}
