package org.wengert.transform;

import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program.Step;

/** Algebra that holds to the bit, see {@link Simplify#IDENTITIES}. */
final class Identities {
    private static final int SAME = Rewriting.SAME;

    private Identities() {}

    static int rewrite(Rewriting r, Step s) {
        Op op = s.op();
        if (op instanceof Op.Map1(Unary f)) {
            return of(r, s, f, s.input(0));
        }
        if (op instanceof Op.Map2(Binary f)) {
            int place = of(r, s, f, s.input(0), s.input(1));
            return place == SAME && !s.dtype().isFloating() ? ofWhole(r, s, f, s.input(0), s.input(1)) : place;
        }
        if (op instanceof Op.Bits(Op.Bitwise f)) {
            return of(r, s, f, s.input(0), s.input(1));
        }
        if (op instanceof Op.Compare(Op.Comparison f)) {
            return of(r, s, f, s.input(0), s.input(1));
        }
        if (op instanceof Op.Where) {
            return where(r, s, s.input(0), s.input(1), s.input(2));
        }
        return op instanceof Op.Cast(DType to) ? cast(r, s, s.input(0), to) : SAME;
    }

    private static int of(Rewriting r, Step s, Unary f, int x) {
        if (f == Unary.SQUARE) { // one name for u·u
            return r.map(Binary.MUL, x, x);
        }
        if (!(r.op(x) instanceof Op.Map1(Unary g))) {
            boolean isNegatable = f == Unary.NEG && r.op(x) instanceof Op.Map2(Binary h) && h == Binary.MUL;
            return isNegatable && isKnown(r, r.at(x).input(1)) // −(u·c) = u·(−c)
                    ? r.map(Binary.MUL, r.input(x), negated(r, r.at(x).input(1)))
                    : SAME;
        }
        if (f == Unary.NEG && g == Unary.NEG) { // −(−u) = u
            return r.input(x);
        }
        if (f == Unary.ABS && g == Unary.NEG) { // |−u| = |u|
            return r.again(s, r.input(x));
        }
        return f == g && isIdempotent(f) ? x : SAME;
    }

    private static boolean isIdempotent(Unary f) {
        return f == Unary.ABS
                || f == Unary.FLOOR
                || f == Unary.CEIL
                || f == Unary.RINT
                || f == Unary.SIGNUM
                || f == Unary.RELU
                || f == Unary.RELU6;
    }

    private static int of(Rewriting r, Step s, Binary f, int x, int y) {
        if (f == Binary.ADD) {
            return sum(r, x, y);
        }
        if (f == Binary.SUB) {
            boolean isNegated = r.is(y, Unary.NEG);
            return r.isFill(y, 0.0) ? x : isNegated ? r.map(Binary.ADD, x, r.input(y)) : SAME; // x − (−v) = x + v
        }
        if (f == Binary.MUL || f == Binary.DIV) {
            return product(r, s, f, x, y);
        }
        if (f == Binary.MAX || f == Binary.MIN) {
            return x == y ? x : SAME;
        }
        if (f == Binary.POW) { // as Math.pow promises
            return r.isFill(y, 1) ? x : r.number(y) == 0 ? r.fill(1, s.shape(), s.dtype()) : SAME;
        }
        return SAME;
    }

    private static int sum(Rewriting r, int x, int y) {
        if (isNothing(r, y)) {
            return x;
        }
        if (isNothing(r, x)) {
            return y;
        }
        if (r.is(y, Unary.NEG)) { // x + (−v) = x − v
            return r.map(Binary.SUB, x, r.input(y));
        }
        return r.is(x, Unary.NEG) ? r.map(Binary.SUB, y, r.input(x)) : SAME; // −u + y = y − u
    }

    /** Whether x + v = x for all x: of −0 among real numbers, of 0 among whole ones. */
    private static boolean isNothing(Rewriting r, int v) {
        return r.isFill(v, r.dtype(v).isFloating() ? -0.0 : 0.0);
    }

    private static int product(Rewriting r, Step s, Binary f, int x, int y) {
        double c = r.number(y);
        if (c == 1) {
            return x;
        }
        if (c == -1) {
            return r.map(Unary.NEG, x);
        }
        if (f == Binary.MUL && r.isFill(x)) {
            return r.isFill(y) ? SAME : r.map(Binary.MUL, y, x); // the number last
        }
        if (f == Binary.MUL && x == y && r.is(x, Unary.ABS)) { // |u|·|u| = u·u
            return r.again(s, r.input(x), r.input(x));
        }
        if (r.is(x, Unary.NEG)) {
            if (r.is(y, Unary.NEG)
                    && (f == Binary.MUL || s.dtype().isFloating())) { // (−u)(−v) = uv; of whole numbers −(−2³¹) = −2³¹
                return r.again(s, r.input(x), r.input(y));
            }
            if (isKnown(r, y)) { // (−u)·c = u·(−c)
                return r.again(s, r.input(x), negated(r, y));
            }
        }
        // x/2ᵏ = x·2⁻ᵏ: either is the same real number, rounded once
        return f == Binary.DIV && s.dtype().isFloating() && isPowerOfTwo(c, s.dtype())
                ? r.map(Binary.MUL, x, r.fill(1 / c, s.shape(), s.dtype()))
                : SAME;
    }

    private static int negated(Rewriting r, int number) {
        return r.fill(-r.number(number), r.shape(number), r.dtype(number));
    }

    /** Whether all elements are known to be a real number. */
    private static boolean isKnown(Rewriting r, int v) {
        return r.isFill(v) && r.dtype(v).isFloating();
    }

    private static boolean isPowerOfTwo(double c, DType dtype) {
        double reciprocal = Constants.rounded(1 / c, dtype);
        return Math.abs(c) > 0
                && !Double.isInfinite(reciprocal)
                && (Double.doubleToRawLongBits(c) & (1L << 52) - 1) == 0
                && reciprocal * c == 1;
    }

    private static int ofWhole(Rewriting r, Step s, Binary f, int x, int y) {
        if (f == Binary.SUB && x == y || f == Binary.MUL && (r.isFill(x, 0) || r.isFill(y, 0))) {
            return r.fill(0, s.shape(), s.dtype());
        }
        return SAME;
    }

    private static int of(Rewriting r, Step s, Op.Bitwise f, int x, int y) {
        double all = s.dtype() == DType.BOOL ? 1 : -1;
        return switch (f) {
            case AND ->
                x == y || r.isFill(y, all) || r.isFill(x, 0) ? x : r.isFill(x, all) || r.isFill(y, 0) ? y : SAME;
            case OR -> x == y || r.isFill(y, 0) || r.isFill(x, all) ? x : r.isFill(x, 0) || r.isFill(y, all) ? y : SAME;
            case XOR -> {
                if (x == y) {
                    yield r.fill(0, s.shape(), s.dtype());
                }
                if (r.isFill(x)) {
                    yield r.isFill(y) ? SAME : r.again(s, y, x); // the number last
                }
                yield r.isFill(y, 0) ? x : s.dtype() == DType.BOOL && r.isFill(y, 1) ? not(r, x) : SAME;
            }
            case SHL, SHR, USHR -> r.isFill(y, 0) ? x : SAME;
        };
    }

    /** The opposite of a truth value, where it is there already or is another comparison. */
    private static int not(Rewriting r, int x) {
        Op op = r.op(x);
        if (op instanceof Op.Bits(Op.Bitwise f)
                && f == Op.Bitwise.XOR
                && r.isFill(r.at(x).input(1), 1)) {
            return r.input(x);
        }
        if (op instanceof Op.Compare(Op.Comparison f)) {
            boolean isEquality = f == Op.Comparison.EQ || f == Op.Comparison.NE;
            if (isEquality || !r.dtype(r.input(x)).isFloating()) { // of NaN neither x < y nor x ≥ y holds
                Op.Comparison opposite = switch (f) {
                    case LT -> Op.Comparison.GE;
                    case LE -> Op.Comparison.GT;
                    case GT -> Op.Comparison.LE;
                    case GE -> Op.Comparison.LT;
                    case EQ -> Op.Comparison.NE;
                    case NE -> Op.Comparison.EQ;
                };
                return r.put(
                        new Op.Compare(opposite),
                        r.shape(x),
                        DType.BOOL,
                        r.input(x),
                        r.at(x).input(1));
            }
        }
        return SAME;
    }

    private static int of(Rewriting r, Step s, Op.Comparison f, int x, int y) {
        DType of = r.dtype(x);
        if (x == y && !of.isFloating()) {
            boolean holds = f == Op.Comparison.EQ || f == Op.Comparison.LE || f == Op.Comparison.GE;
            return r.fill(holds ? 1 : 0, s.shape(), DType.BOOL);
        }
        if (of != DType.BOOL || !r.isFill(y)) {
            return SAME;
        }
        double c = r.number(y);
        return switch (f) {
            case EQ -> c == 1 ? x : opposite(r, x);
            case NE -> c == 0 ? x : opposite(r, x);
            case LT, LE, GT, GE -> SAME;
        };
    }

    private static int opposite(Rewriting r, int x) {
        int yes = r.fill(1, r.shape(x), DType.BOOL);
        return r.put(new Op.Bits(Op.Bitwise.XOR), r.shape(x), DType.BOOL, x, yes);
    }

    private static int where(Rewriting r, Step s, int c, int x, int y) {
        if (x == y) {
            return x;
        }
        if (r.op(c) instanceof Op.Bits(Op.Bitwise f)
                && f == Op.Bitwise.XOR
                && r.isFill(r.at(c).input(1), 1)) { // where(¬c, x, y) = where(c, y, x)
            return r.again(s, r.input(c), y, x);
        }
        if (r.op(x) instanceof Op.Where && r.input(x) == c) { // where(c, where(c, u, _), y) = where(c, u, y)
            return r.again(s, c, r.at(x).input(1), y);
        }
        if (r.op(y) instanceof Op.Where && r.input(y) == c) {
            return r.again(s, c, x, r.at(y).input(2));
        }
        if (s.dtype() == DType.BOOL && r.isFill(x) && r.isFill(y)) {
            return r.number(x) == r.number(y) ? x : r.isFill(x, 1) ? c : opposite(r, c);
        }
        return SAME;
    }

    /** A cast from A to B that loses nothing, and on to C, is the cast from A to C. */
    private static int cast(Rewriting r, Step s, int x, DType to) {
        if (r.dtype(x) == to) {
            return x;
        }
        if (!(r.op(x) instanceof Op.Cast) || !holdsAll(r.dtype(x), r.dtype(r.input(x)))) {
            return SAME;
        }
        return r.dtype(r.input(x)) == to ? r.input(x) : r.again(s, r.input(x));
    }

    private static boolean holdsAll(DType wide, DType narrow) {
        return switch (narrow) {
            case BOOL -> true;
            case INT32 -> wide == DType.INT64 || wide == DType.FLOAT64;
            case FLOAT32 -> wide == DType.FLOAT64;
            case INT64, FLOAT64 -> false;
        };
    }
}
