package org.wengert.rule;

import org.jspecify.annotations.Nullable;

/**
 * The elementary functions of two real arguments; {@link Derivatives} holds the partial derivatives of each.
 *
 * <p>The first argument {@code n} of a family ({@link #POLYGAMMA}, {@link #SINC_DERIVATIVE}, …) is a whole number that
 * selects a function. No derivative with respect to it exists, see {@link #isParameter}.
 */
public enum Binary {
    /** x + y. */
    ADD(null, null, 1),
    /** x − y. */
    SUB(null, null, 1),
    /** x · y. */
    MUL(null, null, 1),
    /** x / y. */
    DIV(null, null, 4),
    /** The remainder x − y·trunc(x/y) of Java's {@code %}. */
    REM(null, null, 20),
    /** xʸ; at x = 0 its derivatives are the limits of y·xʸ⁻¹ and of xʸ ln x. */
    POW(Unary.MATH, "pow", 40),
    /** The angle of the point (y, x), called as {@code atan2(y, x)}; its derivatives at (0, 0) are NaN. */
    ATAN2(Unary.MATH, "atan2", 30),
    /** √(x² + y²) without overflow; its derivatives at (0, 0) are 0. */
    HYPOT(Unary.MATH, "hypot", 20),
    /** The smaller of x and y; both derivatives are ½ where they are equal. */
    MIN(Unary.MATH, "min", 1),
    /** The larger of x and y; both derivatives are ½ where they are equal. */
    MAX(Unary.MATH, "max", 1),
    /** The remainder x − y·rint(x/y) of IEEE 754. */
    IEEE_REMAINDER(Unary.MATH, "IEEEremainder", 20),
    /** |x| with the sign of y; its derivative by x at 0 is 0. */
    COPY_SIGN(Unary.MATH, "copySign", 1),
    /** The double next to x towards y; x itself to a rounding, hence of derivatives 1 and 0. */
    NEXT_AFTER(Unary.MATH, "nextAfter", 2),
    /** x · 2ⁿ, called as {@code scalb(x, n)}, n whole. */
    SCALB(Unary.SPECIAL, "scalb", 2),

    /** ln(eˣ + eʸ). */
    LOG_ADD_EXP(Unary.SPECIAL, "logAddExp", 45),
    /** x ln y, 0 where x = 0. */
    XLOGY(Unary.SPECIAL, "xlogy", 21),
    /** x ln(1 + y), 0 where x = 0. */
    XLOG1PY(Unary.SPECIAL, "xlog1py", 21),
    /** ψ⁽ⁿ⁾(x), called as {@code polygamma(n, x)}. */
    POLYGAMMA(Unary.SPECIAL, "polygamma", 80),
    /** The n-th derivative of sin(πx)/(πx), called as {@code sincDerivative(n, x)}. */
    SINC_DERIVATIVE(Unary.SPECIAL, "sincDerivative", 100),
    /** e^(x²) iⁿerfc x, the scaled n-fold integral of erfc, called as {@code coerror(n, x)}. */
    COERROR(Unary.SPECIAL, "coerror", 100),
    /** The n-th derivative of φ(x)/Φ(x), called as {@code millsDerivative(n, x)}. */
    MILLS_DERIVATIVE(Unary.SPECIAL, "millsDerivative", 100),
    /** Jₙ(x), the Bessel function of the first kind, called as {@code jn(n, x)}; n may be negative. */
    JN(Unary.SPECIAL, "jn", 200),
    /** Iₙ(x), the modified Bessel function of the first kind, called as {@code in(n, x)}; n may be negative. */
    IN(Unary.SPECIAL, "in", 100),

    /** 1 where x &gt; y, ½ where they are equal, else 0: the share of x in max(x, y). NaN at NaN. */
    MAX_WEIGHT(Unary.SPECIAL, "maxWeight", 2),
    /** 1 where x &gt; y, else 0; NaN at NaN. */
    EXCEEDS(Unary.SPECIAL, "exceeds", 1),
    /** eˣ/(eˣ + eʸ), ½ where x = y even if both are infinite: the share of x in ln(eˣ + eʸ). */
    SOFT_WEIGHT(Unary.SPECIAL, "softWeight", 25);

    private final @Nullable String owner;
    private final @Nullable String method;
    private final int cost;

    Binary(@Nullable String owner, @Nullable String method, int cost) {
        this.owner = owner;
        this.method = method;
        this.cost = cost;
    }

    /**
     * Returns the value of this function at two numbers: the bits of {@link #owner}.{@link #method}.
     *
     * @param x the first argument
     * @param y the second argument
     * @return the value
     */
    public double evaluate(double x, double y) {
        return switch (this) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> x / y;
            case REM -> x % y;
            case POW -> Math.pow(x, y);
            case ATAN2 -> Math.atan2(x, y);
            case HYPOT -> Math.hypot(x, y);
            case MIN -> Math.min(x, y);
            case MAX -> Math.max(x, y);
            case IEEE_REMAINDER -> Math.IEEEremainder(x, y);
            case COPY_SIGN -> Math.copySign(x, y);
            case NEXT_AFTER -> Math.nextAfter(x, y);
            case SCALB -> Special.scalb(x, y);
            case LOG_ADD_EXP -> Special.logAddExp(x, y);
            case XLOGY -> Special.xlogy(x, y);
            case XLOG1PY -> Special.xlog1py(x, y);
            case POLYGAMMA -> Special.polygamma(x, y);
            case SINC_DERIVATIVE -> Special.sincDerivative(x, y);
            case COERROR -> Special.coerror(x, y);
            case MILLS_DERIVATIVE -> Special.millsDerivative(x, y);
            case JN -> Special.jn(x, y);
            case IN -> Special.in(x, y);
            case MAX_WEIGHT -> Special.maxWeight(x, y);
            case EXCEEDS -> Special.exceeds(x, y);
            case SOFT_WEIGHT -> Special.softWeight(x, y);
        };
    }

    /**
     * Tells whether an argument is a whole number that selects a function, so that no derivative by it exists.
     *
     * @param argument 0 for the first argument, 1 for the second
     * @return whether {@link Derivatives} refuses that argument
     */
    public boolean isParameter(int argument) {
        return switch (this) {
            case SCALB -> argument == 1;
            case POLYGAMMA, SINC_DERIVATIVE, COERROR, MILLS_DERIVATIVE, JN, IN -> argument == 0;
            case ADD,
                    SUB,
                    MUL,
                    DIV,
                    REM,
                    POW,
                    ATAN2,
                    HYPOT,
                    MIN,
                    MAX,
                    IEEE_REMAINDER,
                    COPY_SIGN,
                    NEXT_AFTER,
                    LOG_ADD_EXP,
                    XLOGY,
                    XLOG1PY,
                    MAX_WEIGHT,
                    EXCEEDS,
                    SOFT_WEIGHT -> false;
        };
    }

    /**
     * Returns the class whose static method {@code (DD)D} computes this function, or null for an instruction of the JVM.
     *
     * @return the internal name, such as {@code java/lang/Math}; null for {@link #ADD} to {@link #REM}
     */
    public @Nullable String owner() {
        return owner;
    }

    /**
     * Returns the name of the static method {@code (DD)D} that computes this function.
     *
     * @return the name, such as {@code pow}; null for {@link #ADD} to {@link #REM}
     */
    public @Nullable String method() {
        return method;
    }

    /**
     * Tells whether {@link StrictMath} has the method too.
     *
     * @return whether {@code StrictMath} has a method {@code (DD)D} of the name {@link #method}
     */
    public boolean isStrictMath() {
        return Unary.MATH.equals(owner);
    }

    /**
     * Returns roughly what one evaluation costs: 1 for a flop, 4 for a division, 20 for a transcendental function.
     *
     * @return the cost in flops
     */
    public int cost() {
        return cost;
    }
}
