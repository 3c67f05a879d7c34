package org.wengert.transform;

import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program.Step;
import org.wengert.tensor.Shape;

/** Functions of known numbers, computed as a back end would, see {@link Simplify#CONSTANTS}. */
final class Constants {
    private Constants() {}

    static int rewrite(Rewriting r, Step s) {
        int n = s.inputs().length();
        if (n == 0 || !r.isFill(s.input(0))) {
            return Rewriting.SAME;
        }
        Op op = s.op();
        if (op instanceof Op.Where) {
            return s.input(r.number(s.input(0)) != 0 ? 1 : 2);
        }
        if (op instanceof Op.Gather) {
            return number(r, s, r.number(s.input(0)));
        }
        for (int k = 1; k < n; k++) {
            if (!r.isFill(s.input(k))) {
                return Rewriting.SAME;
            }
        }
        double x = r.number(s.input(0));
        double y = n > 1 ? r.number(s.input(1)) : Double.NaN;
        DType of = r.dtype(s.input(0));
        if (op instanceof Op.Map1(Unary f)) {
            return of.isFloating() ? number(r, s, f.evaluate(x)) : whole(r, s, of(f, (long) x));
        }
        if (op instanceof Op.Map2(Binary f)) {
            boolean isRefused = (f == Binary.DIV || f == Binary.REM) && y == 0;
            return of.isFloating()
                    ? number(r, s, f.evaluate(x, y))
                    : isRefused ? Rewriting.SAME : whole(r, s, of(f, (long) x, (long) y));
        }
        if (op instanceof Op.Map3(Ternary f)) {
            double z = r.number(s.input(2));
            boolean isRefused = f == Ternary.CLAMP && !(y <= z);
            return isRefused ? Rewriting.SAME : number(r, s, f.evaluate(x, y, z));
        }
        if (op instanceof Op.Bits(Op.Bitwise f)) {
            return whole(r, s, of(f, of, (long) x, (long) y));
        }
        if (op instanceof Op.Compare(Op.Comparison f)) { // of whole numbers too, which are known as exact doubles
            return number(r, s, holds(f, x, y) ? 1 : 0);
        }
        if (op instanceof Op.Cast(DType to)) {
            return of.isFloating() || to == DType.BOOL ? number(r, s, x) : whole(r, s, (long) x);
        }
        if (op instanceof Op.Reshape
                || op instanceof Op.Permute
                || op instanceof Op.Expand
                || op instanceof Op.Slice
                || op instanceof Op.Flip
                || op instanceof Op.Window) {
            return number(r, s, x);
        }
        if (op instanceof Op.Pad(Indices _, Indices _, Indices _, double value)) {
            return r.isFill(s.input(0), rounded(value, s.dtype())) ? number(r, s, x) : Rewriting.SAME;
        }
        if (op instanceof Op.Concat) {
            for (int k = 1; k < n; k++) {
                if (!r.isFill(s.input(k), x)) {
                    return Rewriting.SAME;
                }
            }
            return number(r, s, x);
        }
        return op instanceof Op.Reduce(Op.Reduction f, Indices axes) ? reduce(r, s, f, axes, x) : Rewriting.SAME;
    }

    /** Equal numbers reduced, if every partial result is exact. */
    private static int reduce(Rewriting r, Step s, Op.Reduction f, Indices axes, double x) {
        Shape shape = r.shape(s.input(0));
        long count = 1;
        for (int i = 0; i < axes.length(); i++) {
            count *= shape.extent(axes.get(i));
        }
        return switch (f) {
            case MAX, MIN, ANY, ALL -> count == 0 ? Rewriting.SAME : number(r, s, x);
            case PROD -> x == 1 || count == 0 ? number(r, s, 1) : Rewriting.SAME;
            case SUM -> {
                if (!s.dtype().isFloating()) {
                    long each = (long) x;
                    yield whole(r, s, each * count);
                }
                boolean isExact =
                        x == 0 || count == 0 || Math.abs(odd(x)) * count <= 0x1p53 && Math.abs(x) * count < 0x1p1000;
                double sum = count == 0 ? 0 : x * count + 0.0; // a sum begins with 0, and 0 + (−0) = 0
                yield isExact ? number(r, s, sum) : Rewriting.SAME;
            }
        };
    }

    /** The odd m of x = m·2ᵏ, NaN of what is not finite. */
    private static double odd(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x) || Math.abs(x) < 0x1p-900) {
            return Double.NaN;
        }
        long m = Double.doubleToRawLongBits(x) & (1L << 52) - 1 | 1L << 52;
        return (double) (m >>> Long.numberOfTrailingZeros(m));
    }

    private static int number(Rewriting r, Step s, double value) {
        return r.fill(rounded(value, s.dtype()), s.shape(), s.dtype());
    }

    /** A whole number, wrapped to the type, if a double holds it. */
    private static int whole(Rewriting r, Step s, long value) {
        if (s.dtype().isFloating()) {
            return number(r, s, (double) value);
        }
        long wrapped = s.dtype() == DType.INT32 ? (int) value : value;
        return (long) (double) wrapped == wrapped && wrapped != Long.MAX_VALUE
                ? r.fill((double) wrapped, s.shape(), s.dtype())
                : Rewriting.SAME;
    }

    static double rounded(double value, DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> value;
            case FLOAT32 -> (float) value;
            case INT64 -> (double) (long) value;
            case INT32 -> (int) value;
            case BOOL -> value != 0 ? 1 : 0;
        };
    }

    private static long of(Unary f, long x) {
        return switch (f) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGNUM -> Long.signum(x);
            case SQUARE -> x * x;
            default -> throw new AssertionError(f + " is not defined on integers, please report");
        };
    }

    private static long of(Binary f, long x, long y) {
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

    private static long of(Op.Bitwise f, DType dtype, long x, long y) {
        boolean isInt = dtype == DType.INT32;
        return switch (f) {
            case AND -> x & y;
            case OR -> x | y;
            case XOR -> x ^ y;
            case SHL -> isInt ? (int) x << (int) y : x << y;
            case SHR -> isInt ? (int) x >> (int) y : x >> y;
            case USHR -> isInt ? (int) x >>> (int) y : x >>> y;
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
}
