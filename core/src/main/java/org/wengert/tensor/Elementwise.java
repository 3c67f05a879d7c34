package org.wengert.tensor;

import java.util.Locale;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Functions of each element: operands are broadcast to one shape by NumPy's rule and brought to one type, the greater of theirs; a Java number takes the
 * type of the tensor.
 */
final class Elementwise {
    /** Whole numbers up to here are doubles. */
    private static final double EXACT = 0x1p53;

    private Elementwise() {}

    // ------------------------------------------------------------------ operands

    /** Returns a tensor repeated to a shape to which it broadcasts. */
    static Tensor expand(Tensor x, Shape shape) {
        Shape own = x.shape();
        if (own.equals(shape)) {
            return x;
        }
        int missing = shape.rank() - own.rank();
        if (!isExpandable(own, shape)) {
            throw Origin.illegal(
                    "A tensor of shape " + own + " cannot be repeated to the shape " + shape + ".",
                    "Along each axis, counted from the last, the tensor needs 1 place or as many as the new shape;"
                            + " axes of 1 are made by x.expandDims(axis).");
        }
        if (missing > 0) {
            int[] extents = new int[shape.rank()];
            for (int i = 0; i < extents.length; i++) {
                extents[i] = i < missing ? 1 : own.extent(i - missing);
            }
            x = Primitives.reshape(x, Shape.of(extents));
        }
        return Primitives.expand(x, shape);
    }

    /** Tells whether a shape broadcasts to another. */
    static boolean isExpandable(Shape from, Shape to) {
        int missing = to.rank() - from.rank();
        for (int i = 0; missing >= 0 && i < from.rank(); i++) {
            if (from.extent(i) != 1 && from.extent(i) != to.extent(i + missing)) {
                return false;
            }
        }
        return missing >= 0;
    }

    /** Returns a Java number everywhere, as an operand for a tensor. */
    static Tensor constant(double value, Tensor like) {
        check(value, like);
        return Primitives.fill(value, like.shape(), like.dtype());
    }

    /** Returns a Java number as a tensor of shape {@code []} of the type of another. */
    static Tensor scalar(double value, Tensor like) {
        check(value, like);
        return Primitives.fill(value, Shape.SCALAR, like.dtype());
    }

    /** Refuses a Java number that the type of a tensor cannot hold. */
    static void check(double value, Tensor x) {
        DType dtype = x.dtype();
        if (dtype.isFloating()) {
            return;
        }
        if (dtype == DType.BOOL) {
            throw Origin.illegal(
                    "The number " + text(value) + " is no operand for truth values, " + text(x) + ".",
                    "Make them numbers first, for example with x.to(FLOAT64).");
        }
        if (value != Math.rint(value)) {
            throw Origin.illegal(
                    "The number " + text(value) + " is no operand for whole numbers, " + text(x) + ".",
                    "Make them real first: x.to(FLOAT64).");
        }
        if (Math.abs(value) > EXACT || dtype == DType.INT32 && value != (int) value) {
            throw Origin.illegal(
                    "The number " + text(value) + " cannot be held exactly for an operand of " + text(x) + ".",
                    "Give it as a tensor: Tensor.of(" + text(value) + "L).");
        }
    }

    private static String text(double value) {
        return Math.abs(value) < EXACT && value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }

    /** Returns type and shape, such as {@code float64[2, 3]}. */
    static String text(Tensor x) {
        return x.dtype().toString() + x.shape();
    }

    private static boolean isAlike(Tensor x, Tensor y) {
        return x.dtype() == y.dtype() && x.shape().equals(y.shape());
    }

    // ------------------------------------------------------------------ functions of the calculus table

    static Tensor apply(Unary f, Tensor x) {
        if (!x.dtype().isFloating() && !(x.dtype().isInteger() && Primitives.isOfIntegers(f))) {
            throw refusal(name(f), Primitives.isOfIntegers(f), text(x));
        }
        return Primitives.map(f, x);
    }

    static Tensor apply(Binary f, Tensor x, Tensor y) {
        if (!isAlike(x, y)) {
            DType dtype = x.dtype().common(y.dtype());
            Shape shape = x.shape().broadcast(y.shape());
            check(f, dtype, x, y);
            return Primitives.map(
                    f, expand(Primitives.cast(x, dtype), shape), expand(Primitives.cast(y, dtype), shape));
        }
        check(f, x.dtype(), x, y);
        return Primitives.map(f, x, y);
    }

    static Tensor apply(Binary f, Tensor x, double y) {
        check(f, x.dtype(), x);
        return Primitives.map(f, x, constant(y, x));
    }

    static Tensor apply(Binary f, double x, Tensor y) {
        check(f, y.dtype(), y);
        return Primitives.map(f, constant(x, y), y);
    }

    static Tensor apply(Ternary f, Tensor x, Tensor y, Tensor z) {
        DType dtype = x.dtype().common(y.dtype()).common(z.dtype());
        if (!dtype.isFloating()) {
            throw refusal(name(f), false, text(x) + ", " + text(y) + " and " + text(z));
        }
        Shape shape = x.shape().broadcast(y.shape()).broadcast(z.shape());
        return Primitives.map(
                f,
                expand(Primitives.cast(x, dtype), shape),
                expand(Primitives.cast(y, dtype), shape),
                expand(Primitives.cast(z, dtype), shape));
    }

    private static void check(Binary f, DType dtype, Tensor x, Tensor y) {
        if (!dtype.isFloating() && !(dtype.isInteger() && Primitives.isOfIntegers(f))) {
            throw refusal(name(f), Primitives.isOfIntegers(f), text(x) + " and " + text(y));
        }
    }

    private static void check(Binary f, DType dtype, Tensor x) {
        if (!dtype.isFloating() && !(dtype.isInteger() && Primitives.isOfIntegers(f))) {
            throw refusal(name(f), Primitives.isOfIntegers(f), text(x));
        }
    }

    private static IllegalArgumentException refusal(String name, boolean isOfIntegers, String operands) {
        return Origin.illegal(
                name + " is a function of " + (isOfIntegers ? "numbers" : "real numbers") + ", but its operand is "
                        + operands + ".",
                "Cast it first, for example with x.to(FLOAT64).");
    }

    /** Returns a constant's name as a method is written, {@code normalCdf} for {@code NORMAL_CDF}. */
    private static String name(Enum<?> f) {
        String[] words = f.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i], 1, words[i].length());
        }
        return name.toString();
    }

    // ------------------------------------------------------------------ powers

    /** Returns xʸ for a known exponent. */
    static Tensor pow(Tensor x, double y) {
        if (x.dtype().isInteger()) {
            return integerPower(x, y);
        }
        if (y == 2) {
            return apply(Unary.SQUARE, x);
        }
        return y == 1 && x.dtype().isFloating() ? x : apply(Binary.POW, x, y);
    }

    /** Returns xⁿ of whole numbers by repeated squaring, wrapping as Java's products do. */
    private static Tensor integerPower(Tensor x, double y) {
        if (y < 0 || y != Math.rint(y) || y > Integer.MAX_VALUE) {
            throw Origin.illegal(
                    "A whole number to the power of " + text(y) + " is no whole number, but the base is " + text(x)
                            + ".",
                    "Make it real first: x.to(FLOAT64).");
        }
        int n = (int) y;
        if (n == 0) {
            return Primitives.fillLike(1, x);
        }
        Tensor power = x;
        for (int bit = Integer.highestOneBit(n) >> 1; bit > 0; bit >>= 1) {
            power = Primitives.map(Unary.SQUARE, power);
            if ((n & bit) != 0) {
                power = Primitives.map(Binary.MUL, power, x);
            }
        }
        return power;
    }

    // ------------------------------------------------------------------ comparison and choice

    static Tensor compare(Op.Comparison f, Tensor x, Tensor y) {
        if (isAlike(x, y)) {
            return Primitives.compare(f, x, y);
        }
        DType dtype = x.dtype().common(y.dtype());
        Shape shape = x.shape().broadcast(y.shape());
        return Primitives.compare(
                f, expand(Primitives.cast(x, dtype), shape), expand(Primitives.cast(y, dtype), shape));
    }

    static Tensor compare(Op.Comparison f, Tensor x, double y) {
        return Primitives.compare(f, x, constant(y, x));
    }

    static Tensor bits(Op.Bitwise f, Tensor x, Tensor y) {
        DType dtype = x.dtype().common(y.dtype());
        boolean isShift = f == Op.Bitwise.SHL || f == Op.Bitwise.SHR || f == Op.Bitwise.USHR;
        if (!dtype.isInteger() && (dtype != DType.BOOL || isShift)) {
            throw Origin.illegal(
                    name(f) + " is a function of " + (isShift ? "whole numbers" : "truth values or whole numbers")
                            + ", but its operands are " + text(x) + " and " + text(y) + ".",
                    isShift ? "Cast them first, for example with x.to(INT64)." : "Compare first, for example x.ne(0).");
        }
        Shape shape = x.shape().broadcast(y.shape());
        return Primitives.bits(f, expand(Primitives.cast(x, dtype), shape), expand(Primitives.cast(y, dtype), shape));
    }

    /** Returns the opposite truth values, or the complements of whole numbers. */
    static Tensor not(Tensor x) {
        if (x.dtype().isFloating()) {
            throw Origin.illegal(
                    "not is a function of truth values or whole numbers, but its operand is " + text(x) + ".",
                    "Compare first, for example x.ne(0).not().");
        }
        return Primitives.bits(Op.Bitwise.XOR, x, Primitives.fillLike(x.dtype() == DType.BOOL ? 1 : -1, x));
    }

    static Tensor where(Tensor condition, Tensor x, Tensor y) {
        checkCondition(condition);
        DType dtype = x.dtype().common(y.dtype());
        Shape shape = x.shape().broadcast(y.shape()).broadcast(condition.shape());
        return Primitives.where(
                expand(condition, shape),
                expand(Primitives.cast(x, dtype), shape),
                expand(Primitives.cast(y, dtype), shape));
    }

    static Tensor where(Tensor condition, Tensor x, double y) {
        checkCondition(condition);
        check(y, x);
        Shape shape = x.shape().broadcast(condition.shape());
        return Primitives.where(expand(condition, shape), expand(x, shape), Primitives.fill(y, shape, x.dtype()));
    }

    static Tensor where(Tensor condition, double x, Tensor y) {
        checkCondition(condition);
        check(x, y);
        Shape shape = y.shape().broadcast(condition.shape());
        return Primitives.where(expand(condition, shape), Primitives.fill(x, shape, y.dtype()), expand(y, shape));
    }

    private static void checkCondition(Tensor condition) {
        if (condition.dtype() != DType.BOOL) {
            throw Origin.illegal(
                    "where chooses by truth values, but its condition is " + text(condition) + ".",
                    "Compare first, for example x.gt(0).");
        }
    }

    /** Returns x held between two numbers. */
    static Tensor clamp(Tensor x, double low, double high) {
        if (!(low <= high)) {
            throw Origin.illegal(
                    "clamp needs a low end at most as great as the high end, but they are " + text(low) + " and "
                            + text(high) + ".",
                    "Write x.clamp(low, high).");
        }
        if (x.dtype().isInteger()) {
            return apply(Binary.MIN, apply(Binary.MAX, x, low), high);
        }
        return apply(Ternary.CLAMP, x, constant(low, x), constant(high, x));
    }

    static Tensor clamp(Tensor x, Tensor low, Tensor high) {
        return x.dtype().common(low.dtype()).common(high.dtype()).isInteger()
                ? apply(Binary.MIN, apply(Binary.MAX, x, low), high)
                : apply(Ternary.CLAMP, x, low, high);
    }

    /** Returns the greater, or the one that is a number. */
    static Tensor fmax(Tensor x, Tensor y) {
        return ignoringNaN(Binary.MAX, x, y);
    }

    /** Returns the smaller, or the one that is a number. */
    static Tensor fmin(Tensor x, Tensor y) {
        return ignoringNaN(Binary.MIN, x, y);
    }

    private static Tensor ignoringNaN(Binary f, Tensor x, Tensor y) {
        Tensor both = apply(f, x, y);
        return where(isNaN(x), y, where(isNaN(y), x, both));
    }

    static Tensor isNaN(Tensor x) {
        return x.dtype().isFloating()
                ? Primitives.compare(Op.Comparison.NE, x, x)
                : Primitives.fill(0, x.shape(), DType.BOOL);
    }

    static Tensor isFinite(Tensor x) {
        return isBeyond(x, Op.Comparison.LT, 1);
    }

    static Tensor isInfinite(Tensor x) {
        return isBeyond(x, Op.Comparison.EQ, 0);
    }

    private static Tensor isBeyond(Tensor x, Op.Comparison f, double ofIntegers) {
        return x.dtype().isFloating()
                ? Primitives.compare(f, Primitives.map(Unary.ABS, x), Primitives.fillLike(Double.POSITIVE_INFINITY, x))
                : Primitives.fill(ofIntegers, x.shape(), DType.BOOL);
    }
}
