package org.wengert.rule;

/**
 * The derivatives of the elementary functions, each written once, over any {@link Algebra}.
 *
 * <p>Every derivative is again an expression over {@link Unary}, {@link Binary} and {@link Ternary}, so any order
 * follows. It is written with the value {@code y} where that saves work, and so that it neither overflows nor loses a
 * NaN; where no derivative exists it is the subgradient of minimum norm.
 */
public final class Derivatives {
    private static final double TWO_BY_SQRT_PI = 2 / Math.sqrt(Math.PI);
    private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);
    private static final double LN_2 = Math.log(2);
    private static final double LN_10 = Math.log(10);

    private Derivatives() {}

    /**
     * Returns f′(x), the derivative of a function of one argument.
     *
     * @param <V> the values of the algebra
     * @param f the function
     * @param x its argument
     * @param y its value f(x)
     * @param a the algebra to write the derivative in
     * @return ∂y/∂x
     */
    public static <V> V of(Unary f, V x, V y, Algebra<V> a) {
        return switch (f) {
            case NEG -> a.constant(-1);
            case ABS -> a.apply(Unary.SIGNUM, x);
            case SQRT -> a.scale(0.5, a.apply(Unary.RECIPROCAL_POSITIVE, y));
            case CBRT -> a.reciprocal(a.scale(3, a.square(y)));
            case EXP -> y;
            case EXPM1 -> a.exp(x);
            case LOG -> a.apply(Unary.RECIPROCAL_POSITIVE, x);
            case LOG1P -> a.apply(Unary.RECIPROCAL_POSITIVE, a.add(a.constant(1), x));
            case LOG10 -> a.div(a.apply(Unary.RECIPROCAL_POSITIVE, x), a.constant(LN_10));
            case SIN -> a.cos(x);
            case COS -> a.neg(a.sin(x));
            case TAN -> a.add(a.constant(1), a.square(y));
            case ASIN -> a.reciprocal(cosineOfSine(x, a));
            case ACOS -> a.neg(a.reciprocal(cosineOfSine(x, a)));
            case ATAN -> a.reciprocal(a.add(a.constant(1), a.square(x)));
            case SINH -> a.apply(Unary.COSH, x);
            case COSH -> a.apply(Unary.SINH, x);
            case TANH -> a.sub(a.constant(1), a.square(y));
            case TO_RADIANS -> a.constant(Math.toRadians(1));
            case TO_DEGREES -> a.constant(Math.toDegrees(1));
            case FLOOR, CEIL, RINT, SIGNUM, ULP, STEP, ZERO_LIKE, ONE_LIKE -> a.apply(Unary.ZERO_LIKE, x);
            case NEXT_UP, NEXT_DOWN -> a.apply(Unary.ONE_LIKE, x);
            case RECIPROCAL -> a.neg(a.square(y));
            case SQUARE -> a.scale(2, x);
            case EXP2 -> a.scale(LN_2, y);
            case LOG2 -> a.div(a.apply(Unary.RECIPROCAL_POSITIVE, x), a.constant(LN_2));
            case ASINH -> a.reciprocal(a.apply(Binary.HYPOT, a.constant(1), x));
            case ACOSH -> a.reciprocal(a.mul(a.sqrt(minusOne(x, a)), a.sqrt(a.add(x, a.constant(1)))));
            case ATANH -> a.apply(Unary.RECIPROCAL_POSITIVE, oneMinusSquare(x, a));
            case SIGMOID -> a.mul(y, a.sub(a.constant(1), y));
            case SOFTPLUS -> a.apply(Unary.SIGMOID, x);
            case LOG_SIGMOID -> a.apply(Unary.SIGMOID, a.neg(x));
            case LOG1MEXP -> a.neg(a.exp(a.sub(x, y)));
            case RELU -> a.apply(Unary.STEP, x);
            case RELU6 -> a.apply(Ternary.INSIDE, x, a.constant(0), a.constant(6));
            case SINC -> a.apply(Binary.SINC_DERIVATIVE, a.constant(1), x);
            case ERF -> a.scale(TWO_BY_SQRT_PI, a.exp(a.neg(a.square(x))));
            case ERFC -> a.scale(-TWO_BY_SQRT_PI, a.exp(a.neg(a.square(x))));
            case ERFCX -> a.scale(-2, a.apply(Binary.COERROR, a.constant(1), x));
            case ERFINV -> a.scale(1 / TWO_BY_SQRT_PI, a.exp(a.square(y)));
            case NORMAL_CDF -> a.scale(1 / SQRT_TWO_PI, a.exp(a.scale(-0.5, a.square(x))));
            case LOG_NORMAL_CDF -> a.apply(Binary.MILLS_DERIVATIVE, a.constant(0), x);
            case NORMAL_QUANTILE -> a.scale(SQRT_TWO_PI, a.exp(a.scale(0.5, a.square(y))));
            case GAMMA -> a.mul(y, a.apply(Unary.DIGAMMA, x));
            case LGAMMA -> a.apply(Unary.DIGAMMA, x);
            case DIGAMMA -> a.apply(Unary.TRIGAMMA, x);
            case TRIGAMMA -> a.apply(Binary.POLYGAMMA, a.constant(2), x);
            case J0 -> a.neg(a.apply(Unary.J1, x));
            case J1 -> a.scale(0.5, a.sub(a.apply(Unary.J0, x), a.apply(Binary.JN, a.constant(2), x)));
            case I0 -> a.apply(Unary.I1, x);
            case I1 -> a.scale(0.5, a.add(a.apply(Unary.I0, x), a.apply(Binary.IN, a.constant(2), x)));
            case RECIPROCAL_POSITIVE -> a.neg(a.square(y));
        };
    }

    /**
     * Returns the partial derivative of a function of two arguments.
     *
     * @param <V> the values of the algebra
     * @param f the function
     * @param argument 0 for the derivative by the first argument, 1 for the second
     * @param x1 its first argument
     * @param x2 its second argument
     * @param y its value f(x1, x2)
     * @param a the algebra to write the derivative in
     * @return ∂y/∂x1 or ∂y/∂x2
     * @throws IllegalArgumentException if the argument is a {@linkplain Binary#isParameter whole number that selects a
     *     function}, or neither 0 nor 1
     */
    public static <V> V of(Binary f, int argument, V x1, V x2, V y, Algebra<V> a) {
        refuse(f, argument, 2, f.isParameter(argument));
        boolean first = argument == 0;
        V x = first ? x1 : x2;
        V other = first ? x2 : x1;
        return switch (f) {
            case ADD -> a.constant(1);
            case SUB -> a.constant(first ? 1 : -1);
            case MUL -> other;
            case DIV -> first ? a.reciprocal(x2) : a.neg(a.div(y, x2));
            case REM, IEEE_REMAINDER -> first ? a.apply(Unary.ONE_LIKE, y) : minusWholeQuotient(x1, x2, y, a);
            case POW -> first ? powByBase(x1, x2, a) : powDerivative(256, x1, x2, a);
            case ATAN2 -> first ? overSquaredNorm(x2, x1, x2, a) : a.neg(overSquaredNorm(x1, x1, x2, a));
            case HYPOT -> scaledPower(x, y, -1, a);
            case MIN -> shareOfGreater(other, x, other, a);
            case MAX -> shareOfGreater(x, other, other, a);
            case COPY_SIGN ->
                first
                        ? a.mul(a.apply(Unary.SIGNUM, x1), a.apply(Binary.COPY_SIGN, a.constant(1), x2))
                        : zeroLike(x1, x2, a);
            case NEXT_AFTER -> first ? a.apply(Unary.ONE_LIKE, y) : a.apply(Unary.ZERO_LIKE, y);
            case SCALB -> a.apply(Binary.SCALB, a.constant(1), x2);
            case LOG_ADD_EXP -> a.apply(Binary.SOFT_WEIGHT, x, other);
            case XLOGY -> first ? a.log(x2) : scaledPower(x1, x2, -1, a);
            case XLOG1PY -> first ? a.apply(Unary.LOG1P, x2) : scaledPower(x1, a.add(a.constant(1), x2), -1, a);
            case POLYGAMMA, SINC_DERIVATIVE, MILLS_DERIVATIVE -> a.apply(f, a.add(x1, a.constant(1)), x2);
            case COERROR ->
                a.mul(a.scale(-2, a.add(x1, a.constant(1))), a.apply(Binary.COERROR, a.add(x1, a.constant(1)), x2));
            case JN -> a.scale(0.5, a.sub(a.apply(f, minusOne(x1, a), x2), a.apply(f, a.add(x1, a.constant(1)), x2)));
            case IN -> a.scale(0.5, a.add(a.apply(f, minusOne(x1, a), x2), a.apply(f, a.add(x1, a.constant(1)), x2)));
            case MAX_WEIGHT, EXCEEDS -> zeroLike(x1, x2, a);
            case SOFT_WEIGHT -> a.scale(first ? 1 : -1, a.mul(y, a.apply(Binary.SOFT_WEIGHT, x2, x1)));
        };
    }

    /**
     * Returns the partial derivative of a function of three arguments.
     *
     * @param <V> the values of the algebra
     * @param f the function
     * @param argument 0 for the derivative by the first argument, 1 for the second, 2 for the third
     * @param x1 its first argument
     * @param x2 its second argument
     * @param x3 its third argument
     * @param y its value f(x1, x2, x3)
     * @param a the algebra to write the derivative in
     * @return ∂y/∂x1, ∂y/∂x2 or ∂y/∂x3
     * @throws IllegalArgumentException if the argument is a {@linkplain Ternary#isParameter whole number that selects a
     *     function}, or none of 0, 1, 2
     */
    public static <V> V of(Ternary f, int argument, V x1, V x2, V x3, V y, Algebra<V> a) {
        refuse(f, argument, 3, f.isParameter(argument));
        boolean first = argument == 0;
        return switch (f) {
            case FMA -> first ? x2 : argument == 1 ? x1 : a.constant(1);
            case CLAMP ->
                first
                        ? a.apply(Ternary.INSIDE, x1, x2, x3)
                        : argument == 1 ? shareOfLowerBound(x1, x2, a) : shareOfUpperBound(x1, x2, x3, a);
            case INSIDE -> a.mul(zeroLike(x1, x2, a), a.apply(Unary.ZERO_LIKE, x3));
            case SCALED_POWER ->
                first
                        ? a.apply(f, a.apply(Unary.ONE_LIKE, x1), x2, x3)
                        : a.mul(x3, a.apply(f, x1, x2, minusOne(x3, a)));
            case POW_DERIVATIVE -> a.apply(f, a.add(x1, a.constant(argument == 1 ? 1 : 256)), x2, x3);
        };
    }

    private static void refuse(Enum<?> f, int argument, int count, boolean isParameter) {
        if (argument < 0 || argument >= count) {
            throw new IllegalArgumentException(f.name() + " has the arguments 0 to " + (count - 1) + ", but argument "
                    + argument + " was asked for.");
        }
        if (isParameter) {
            throw new IllegalArgumentException("Argument " + argument + " of " + f.name()
                    + " is a whole number that selects a function, so no derivative by it exists. Pass it as a"
                    + " constant.");
        }
    }

    private static <V> V minusOne(V x, Algebra<V> a) {
        return a.sub(x, a.constant(1));
    }

    /** 1 − x² as (1 − x)(1 + x), which keeps its digits near ±1. */
    private static <V> V oneMinusSquare(V x, Algebra<V> a) {
        return a.mul(a.sub(a.constant(1), x), a.add(a.constant(1), x));
    }

    /** cos(arcsin x) = √(1 − x²). */
    private static <V> V cosineOfSine(V x, Algebra<V> a) {
        return a.sqrt(oneMinusSquare(x, a));
    }

    /** z/(x² + y²) as (z/r)/r with r = √(x² + y²), which does not overflow. */
    private static <V> V overSquaredNorm(V z, V x, V y, Algebra<V> a) {
        V r = a.apply(Binary.HYPOT, x, y);
        return a.div(a.div(z, r), r);
    }

    /** x · yⁿ, zero where x is, even against an infinite yⁿ. */
    private static <V> V scaledPower(V x, V y, int n, Algebra<V> a) {
        return a.apply(Ternary.SCALED_POWER, x, y, a.constant(n));
    }

    /** −q of y = x1 − q·x2 with q whole: the division is exact but for its rounding, which rint removes. */
    private static <V> V minusWholeQuotient(V x1, V x2, V y, Algebra<V> a) {
        return a.neg(a.apply(Unary.RINT, a.div(a.sub(x1, y), x2)));
    }

    /** ∂(xᵉ)/∂x = e·xᵉ⁻¹, short where e is known; the factors that vanish do so against an infinite power too. */
    private static <V> V powByBase(V x, V e, Algebra<V> a) {
        double c = a.constantValue(e);
        if (c == 0) {
            return a.apply(Unary.ZERO_LIKE, x);
        }
        if (c == 1 || c == 2) {
            return c == 1 ? a.constant(1) : a.scale(2, x);
        }
        return Double.isNaN(c) ? powDerivative(1, x, e, a) : a.scale(c, a.apply(Binary.POW, x, a.constant(c - 1)));
    }

    private static <V> V powDerivative(int order, V x, V e, Algebra<V> a) {
        return a.apply(Ternary.POW_DERIVATIVE, a.constant(order), x, e);
    }

    /** The share in an extremum of the argument whose rival is the other: of a tie it has ½, but 0 if the rival is fixed. */
    private static <V> V shareOfGreater(V greater, V smaller, V rival, Algebra<V> a) {
        return a.apply(a.isActive(rival) ? Binary.MAX_WEIGHT : Binary.EXCEEDS, greater, smaller);
    }

    /** 1 where x is below the bound; at the bound all of it, of which x has none, but 0 if x is fixed. */
    private static <V> V shareOfLowerBound(V x, V bound, Algebra<V> a) {
        return a.isActive(x)
                ? a.sub(a.constant(1), a.apply(Binary.EXCEEDS, x, bound))
                : a.apply(Binary.EXCEEDS, bound, x);
    }

    /** What x and the lower bound leave of 1, since clamp(x + c, y + c, z + c) = clamp(x, y, z) + c; 0 at the bound if x is fixed. */
    private static <V> V shareOfUpperBound(V x, V lower, V upper, Algebra<V> a) {
        return a.isActive(x)
                ? a.sub(a.apply(Binary.EXCEEDS, x, lower), a.apply(Ternary.INSIDE, x, lower, upper))
                : a.apply(Binary.EXCEEDS, x, upper);
    }

    /** 0, but NaN where x or y is NaN. */
    private static <V> V zeroLike(V x, V y, Algebra<V> a) {
        return a.mul(a.apply(Unary.ZERO_LIKE, x), a.apply(Unary.ZERO_LIKE, y));
    }
}
