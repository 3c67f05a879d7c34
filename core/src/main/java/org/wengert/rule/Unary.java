package org.wengert.rule;

import org.jspecify.annotations.Nullable;

/**
 * The elementary functions of one real argument; {@link Derivatives} holds the derivative of each.
 *
 * <p>Adding a constant breaks the build wherever the new function matters: in {@link #evaluate}, in {@link Derivatives},
 * in {@link Latex}, and in the tests that give its domain.
 */
public enum Unary {
    /** −x. */
    NEG(null, null, 1),
    /** |x|; its derivative at 0 is 0. */
    ABS("abs", 1),
    /** √x; its derivative at 0 is +∞. */
    SQRT("sqrt", 4),
    /** ∛x; its derivative at 0 is +∞. */
    CBRT("cbrt", 20),
    /** eˣ. */
    EXP("exp", 20),
    /** eˣ − 1, exact near 0. */
    EXPM1("expm1", 20),
    /** ln x; its derivative is +∞ at 0 and NaN below. */
    LOG("log", 20),
    /** ln(1 + x), exact near 0; its derivative is +∞ at −1 and NaN below. */
    LOG1P("log1p", 20),
    /** log₁₀ x. */
    LOG10("log10", 20),
    /** sin x, x in radians. */
    SIN("sin", 20),
    /** cos x, x in radians. */
    COS("cos", 20),
    /** tan x, x in radians. */
    TAN("tan", 20),
    /** arcsin x in radians; its derivative at ±1 is +∞. */
    ASIN("asin", 20),
    /** arccos x in radians; its derivative at ±1 is −∞. */
    ACOS("acos", 20),
    /** arctan x in radians. */
    ATAN("atan", 20),
    /** sinh x. */
    SINH("sinh", 20),
    /** cosh x. */
    COSH("cosh", 20),
    /** tanh x; its derivative 1 − y² is good to an ulp of 1, not of itself, where y is near ±1. */
    TANH("tanh", 20),
    /** Degrees to radians. */
    TO_RADIANS("toRadians", 1),
    /** Radians to degrees. */
    TO_DEGREES("toDegrees", 1),
    /** ⌊x⌋; its derivative is 0 everywhere. */
    FLOOR("floor", 1),
    /** ⌈x⌉; its derivative is 0 everywhere. */
    CEIL("ceil", 1),
    /** The integer nearest to x, ties to even; its derivative is 0 everywhere. */
    RINT("rint", 1),
    /** −1, 0 or 1, the sign of x; its derivative is 0 everywhere. */
    SIGNUM("signum", 1),
    /** The distance from x to the next double; its derivative is 0 everywhere. */
    ULP("ulp", 1),
    /** The next double towards +∞; x itself to a rounding, hence of derivative 1. */
    NEXT_UP("nextUp", 1),
    /** The next double towards −∞; x itself to a rounding, hence of derivative 1. */
    NEXT_DOWN("nextDown", 1),

    /** 1/x. */
    RECIPROCAL(Unary.SPECIAL, "reciprocal", 4),
    /** x². */
    SQUARE(Unary.SPECIAL, "square", 1),
    /** 2ˣ. */
    EXP2(Unary.SPECIAL, "exp2", 20),
    /** log₂ x. */
    LOG2(Unary.SPECIAL, "log2", 20),
    /** arsinh x. */
    ASINH(Unary.SPECIAL, "asinh", 20),
    /** arcosh x; its derivative at 1 is +∞. */
    ACOSH(Unary.SPECIAL, "acosh", 20),
    /** artanh x; its derivative at ±1 is +∞. */
    ATANH(Unary.SPECIAL, "atanh", 20),
    /** 1/(1 + e⁻ˣ); its derivative y(1 − y) is good to an ulp of y, not of itself, where y is near 1. */
    SIGMOID(Unary.SPECIAL, "sigmoid", 20),
    /** ln(1 + eˣ). */
    SOFTPLUS(Unary.SPECIAL, "softplus", 40),
    /** ln(1/(1 + e⁻ˣ)). */
    LOG_SIGMOID(Unary.SPECIAL, "logSigmoid", 40),
    /** ln(1 − eˣ) for x &lt; 0. */
    LOG1MEXP(Unary.SPECIAL, "log1mexp", 40),
    /** max(x, 0); its derivative at 0 is 0. */
    RELU(Unary.SPECIAL, "relu", 1),
    /** min(max(x, 0), 6); its derivative at 0 and at 6 is 0. */
    RELU6(Unary.SPECIAL, "relu6", 1),
    /** sin(πx)/(πx), 1 at 0. */
    SINC(Unary.SPECIAL, "sinc", 25),
    /** The error function 2/√π ∫₀ˣ e^(−t²) dt. */
    ERF(Unary.SPECIAL, "erf", 30),
    /** 1 − erf x, without cancellation. */
    ERFC(Unary.SPECIAL, "erfc", 30),
    /** e^(x²) erfc x, the scaled complement of the error function. */
    ERFCX(Unary.SPECIAL, "erfcx", 30),
    /** The inverse of {@link #ERF} on [−1, 1]. */
    ERFINV(Unary.SPECIAL, "erfinv", 60),
    /** Φ(x), the standard normal distribution function. */
    NORMAL_CDF(Unary.SPECIAL, "normalCdf", 30),
    /** ln Φ(x), without underflow for negative x. */
    LOG_NORMAL_CDF(Unary.SPECIAL, "logNormalCdf", 50),
    /** The inverse of {@link #NORMAL_CDF} on [0, 1]. */
    NORMAL_QUANTILE(Unary.SPECIAL, "normalQuantile", 80),
    /** Γ(x). */
    GAMMA(Unary.SPECIAL, "gamma", 80),
    /** ln |Γ(x)|. */
    LGAMMA(Unary.SPECIAL, "lgamma", 60),
    /** ψ(x) = Γ′(x)/Γ(x). */
    DIGAMMA(Unary.SPECIAL, "digamma", 60),
    /** ψ′(x). */
    TRIGAMMA(Unary.SPECIAL, "trigamma", 60),
    /** J₀(x), the Bessel function of the first kind. */
    J0(Unary.SPECIAL, "j0", 200),
    /** J₁(x). */
    J1(Unary.SPECIAL, "j1", 200),
    /** I₀(x), the modified Bessel function of the first kind. */
    I0(Unary.SPECIAL, "i0", 100),
    /** I₁(x). */
    I1(Unary.SPECIAL, "i1", 100),

    /** 1/|x|, but NaN below 0: the derivative of the logarithm, which no negative number has. */
    RECIPROCAL_POSITIVE(Unary.SPECIAL, "reciprocalPositive", 4),
    /** 1 where x &gt; 0, else 0; NaN at NaN. Its derivative is 0 everywhere. */
    STEP(Unary.SPECIAL, "step", 1),
    /** 0, but NaN at NaN: the derivative of a piecewise constant function. */
    ZERO_LIKE(Unary.SPECIAL, "zeroLike", 1),
    /** 1, but NaN at NaN. */
    ONE_LIKE(Unary.SPECIAL, "oneLike", 1);

    static final String MATH = "java/lang/Math";
    static final String SPECIAL = "org/wengert/rule/Special";

    private final @Nullable String owner;
    private final @Nullable String method;
    private final int cost;

    Unary(@Nullable String owner, @Nullable String method, int cost) {
        this.owner = owner;
        this.method = method;
        this.cost = cost;
    }

    Unary(String method, int cost) {
        this(MATH, method, cost);
    }

    /**
     * Returns the value of this function at a number: the bits of {@link #owner}.{@link #method}.
     *
     * @param x the argument
     * @return the value
     */
    public double evaluate(double x) {
        return switch (this) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SQRT -> Math.sqrt(x);
            case CBRT -> Math.cbrt(x);
            case EXP -> Math.exp(x);
            case EXPM1 -> Math.expm1(x);
            case LOG -> Math.log(x);
            case LOG1P -> Math.log1p(x);
            case LOG10 -> Math.log10(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TAN -> Math.tan(x);
            case ASIN -> Math.asin(x);
            case ACOS -> Math.acos(x);
            case ATAN -> Math.atan(x);
            case SINH -> Math.sinh(x);
            case COSH -> Math.cosh(x);
            case TANH -> Math.tanh(x);
            case TO_RADIANS -> Math.toRadians(x);
            case TO_DEGREES -> Math.toDegrees(x);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case RINT -> Math.rint(x);
            case SIGNUM -> Math.signum(x);
            case ULP -> Math.ulp(x);
            case NEXT_UP -> Math.nextUp(x);
            case NEXT_DOWN -> Math.nextDown(x);
            case RECIPROCAL -> Special.reciprocal(x);
            case SQUARE -> Special.square(x);
            case EXP2 -> Special.exp2(x);
            case LOG2 -> Special.log2(x);
            case ASINH -> Special.asinh(x);
            case ACOSH -> Special.acosh(x);
            case ATANH -> Special.atanh(x);
            case SIGMOID -> Special.sigmoid(x);
            case SOFTPLUS -> Special.softplus(x);
            case LOG_SIGMOID -> Special.logSigmoid(x);
            case LOG1MEXP -> Special.log1mexp(x);
            case RELU -> Special.relu(x);
            case RELU6 -> Special.relu6(x);
            case SINC -> Special.sinc(x);
            case ERF -> Special.erf(x);
            case ERFC -> Special.erfc(x);
            case ERFCX -> Special.erfcx(x);
            case ERFINV -> Special.erfinv(x);
            case NORMAL_CDF -> Special.normalCdf(x);
            case LOG_NORMAL_CDF -> Special.logNormalCdf(x);
            case NORMAL_QUANTILE -> Special.normalQuantile(x);
            case GAMMA -> Special.gamma(x);
            case LGAMMA -> Special.lgamma(x);
            case DIGAMMA -> Special.digamma(x);
            case TRIGAMMA -> Special.trigamma(x);
            case J0 -> Special.j0(x);
            case J1 -> Special.j1(x);
            case I0 -> Special.i0(x);
            case I1 -> Special.i1(x);
            case RECIPROCAL_POSITIVE -> Special.reciprocalPositive(x);
            case STEP -> Special.step(x);
            case ZERO_LIKE -> Special.zeroLike(x);
            case ONE_LIKE -> Special.oneLike(x);
        };
    }

    /**
     * Returns the class whose static method {@code (D)D} computes this function, or null for an instruction of the JVM.
     *
     * @return the internal name, such as {@code java/lang/Math}; null for {@link #NEG}
     */
    public @Nullable String owner() {
        return owner;
    }

    /**
     * Returns the name of the static method {@code (D)D} that computes this function.
     *
     * @return the name, such as {@code sin}; null for {@link #NEG}
     */
    public @Nullable String method() {
        return method;
    }

    /**
     * Tells whether {@link StrictMath} has the method too.
     *
     * @return whether {@code StrictMath} has a method {@code (D)D} of the name {@link #method}
     */
    public boolean isStrictMath() {
        return MATH.equals(owner);
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
