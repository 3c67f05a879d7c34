package org.wengert.backend;

import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Op;
import org.wengert.tensor.Storage;

/**
 * The meaning of ops that make each element of the elements at the same place. Real numbers are computed in float64 and rounded once:
 * of float32, y = (float) f((double) x). Whole numbers are computed as Java computes them; integers of 32 bits in 64 and cut off
 * where that is the same.
 */
final class Elementwise {
    private Elementwise() {}

    /** yᵢ = f(xᵢ). */
    static Storage map(Unary f, Storage x, Storage y) {
        boolean isFloating = y.dtype().isFloating();
        for (int i = 0; i < y.size(); i++) {
            if (isFloating) {
                y.set(i, f.evaluate(x.getDouble(i)));
            } else {
                y.set(i, ofInteger(f, x.getLong(i)));
            }
        }
        return y;
    }

    /** yᵢ = f(aᵢ, bᵢ). */
    static Storage map(Binary f, Storage a, Storage b, Storage y) {
        boolean isFloating = y.dtype().isFloating();
        for (int i = 0; i < y.size(); i++) {
            if (isFloating) {
                y.set(i, f.evaluate(a.getDouble(i), b.getDouble(i)));
            } else {
                y.set(i, ofIntegers(f, a.getLong(i), b.getLong(i)));
            }
        }
        return y;
    }

    /** yᵢ = f(aᵢ, bᵢ, cᵢ). */
    static Storage map(Ternary f, Storage a, Storage b, Storage c, Storage y) {
        for (int i = 0; i < y.size(); i++) {
            y.set(i, f.evaluate(a.getDouble(i), b.getDouble(i), c.getDouble(i)));
        }
        return y;
    }

    /** yᵢ = f(aᵢ, bᵢ), bit by bit; shifts use the lowest 5 bits of b, or 6 of int64. */
    static Storage bits(Op.Bitwise f, Storage a, Storage b, Storage y) {
        boolean isInt = y instanceof Storage.Ints;
        for (int i = 0; i < y.size(); i++) {
            long p = a.getLong(i);
            long q = b.getLong(i);
            y.set(
                    i,
                    switch (f) {
                        case AND -> p & q;
                        case OR -> p | q;
                        case XOR -> p ^ q;
                        case SHL -> isInt ? (int) p << (int) q : p << q;
                        case SHR -> isInt ? (int) p >> (int) q : p >> q;
                        case USHR -> isInt ? (int) p >>> (int) q : p >>> q;
                    });
        }
        return y;
    }

    /** yᵢ = whether aᵢ f bᵢ. */
    static Storage compare(Op.Comparison f, Storage a, Storage b, Storage y) {
        boolean isFloating = a.dtype().isFloating();
        for (int i = 0; i < y.size(); i++) {
            boolean holds =
                    isFloating ? holds(f, a.getDouble(i), b.getDouble(i)) : holds(f, a.getLong(i), b.getLong(i));
            y.set(i, holds ? 1 : 0);
        }
        return y;
    }

    /** yᵢ = aᵢ where cᵢ, else bᵢ. */
    static Storage where(Storage c, Storage a, Storage b, Storage y) {
        for (int i = 0; i < y.size(); i++) {
            y.copy(i, c.getLong(i) != 0 ? a : b, i);
        }
        return y;
    }

    /** yᵢ = xᵢ as Java casts it: (int) 3e9 is 2³¹ − 1, (int) NaN is 0, (int) 3000000000L is −1294967296, and NaN is true. */
    static Storage cast(Storage x, Storage y) {
        boolean isFloating = x.dtype().isFloating();
        for (int i = 0; i < y.size(); i++) {
            if (isFloating) {
                y.set(i, x.getDouble(i));
            } else {
                y.set(i, x.getLong(i));
            }
        }
        return y;
    }

    private static long ofInteger(Unary f, long x) {
        return switch (f) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGNUM -> Long.signum(x);
            case SQUARE -> x * x;
            default -> throw new AssertionError(f + " is not defined on integers, please report");
        };
    }

    private static long ofIntegers(Binary f, long x, long y) {
        return switch (f) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> x / y;
            case REM -> x % y;
            case MIN -> Math.min(x, y);
            case MAX -> Math.max(x, y);
            default -> throw new AssertionError(f + " is not defined on integers, please report");
        };
    }

    private static boolean holds(Op.Comparison f, double x, double y) {
        return switch (f) {
            case LT -> x < y;
            case LE -> x <= y;
            case GT -> x > y;
            case GE -> x >= y;
            case EQ -> x == y;
            case NE -> x != y;
        };
    }

    private static boolean holds(Op.Comparison f, long x, long y) {
        return switch (f) {
            case LT -> x < y;
            case LE -> x <= y;
            case GT -> x > y;
            case GE -> x >= y;
            case EQ -> x == y;
            case NE -> x != y;
        };
    }
}
