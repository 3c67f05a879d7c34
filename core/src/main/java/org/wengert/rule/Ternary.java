package org.wengert.rule;

/**
 * The elementary functions of three real arguments; {@link Derivatives} holds the partial derivatives of each.
 *
 * <p>Some arguments are whole numbers that select a function; no derivative by them exists, see {@link #isParameter}.
 */
public enum Ternary {
    /** x · y + z, rounded once. */
    FMA(Unary.MATH, "fma", 1),
    /** x held between y and z; its derivative by x at the edges is 0. */
    CLAMP(Unary.MATH, "clamp", 2),

    /** 1 where y &lt; x &lt; z, else 0; NaN at NaN. */
    INSIDE(Unary.SPECIAL, "inside", 2),
    /** x · yⁿ, 0 where x = 0 even if yⁿ is infinite; called as {@code scaledPower(x, y, n)}, n whole. */
    SCALED_POWER(Unary.SPECIAL, "scaledPower", 8),
    /**
     * ∂ᵏ∂ᵐ(xʸ), k times by the base x and m times by the exponent y, called as {@code powDerivative(k + 256 m, x, y)};
     * at x = 0 the limit, which is 0 where a factor y, y − 1, … vanishes.
     */
    POW_DERIVATIVE(Unary.SPECIAL, "powDerivative", 45);

    private final String owner;
    private final String method;
    private final int cost;

    Ternary(String owner, String method, int cost) {
        this.owner = owner;
        this.method = method;
        this.cost = cost;
    }

    /**
     * Returns the value of this function at three numbers: the bits of {@link #owner}.{@link #method}.
     *
     * @param x the first argument
     * @param y the second argument
     * @param z the third argument
     * @return the value
     */
    public double evaluate(double x, double y, double z) {
        return switch (this) {
            case FMA -> Math.fma(x, y, z);
            case CLAMP -> Math.clamp(x, y, z);
            case INSIDE -> Special.inside(x, y, z);
            case SCALED_POWER -> Special.scaledPower(x, y, z);
            case POW_DERIVATIVE -> Special.powDerivative(x, y, z);
        };
    }

    /**
     * Tells whether an argument is a whole number that selects a function, so that no derivative by it exists.
     *
     * @param argument 0 for the first argument, 1 for the second, 2 for the third
     * @return whether {@link Derivatives} refuses that argument
     */
    public boolean isParameter(int argument) {
        return switch (this) {
            case SCALED_POWER -> argument == 2;
            case POW_DERIVATIVE -> argument == 0;
            case FMA, CLAMP, INSIDE -> false;
        };
    }

    /**
     * Returns the class whose static method {@code (DDD)D} computes this function.
     *
     * @return the internal name, such as {@code java/lang/Math}
     */
    public String owner() {
        return owner;
    }

    /**
     * Returns the name of the static method {@code (DDD)D} that computes this function.
     *
     * @return the name, such as {@code fma}
     */
    public String method() {
        return method;
    }

    /**
     * Tells whether {@link StrictMath} has the method too.
     *
     * @return whether {@code StrictMath} has a method {@code (DDD)D} of the name {@link #method}
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
