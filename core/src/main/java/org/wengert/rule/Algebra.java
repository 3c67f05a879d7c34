package org.wengert.rule;

/**
 * What a kind of value must offer so that {@link Derivatives} can be read over it: numbers, values of the intermediate
 * representation, graph nodes, formulas.
 *
 * <p>The structural {@linkplain #zero() zero} says "does not depend on it". Unlike the number 0 it stays zero against
 * ∞ and NaN, which is why {@link #mul} and its kin skip it instead of multiplying by it. They also skip factors of 1 and
 * work out numbers that are {@linkplain #constantValue known}; neither changes a bit of any value that is not NaN.
 *
 * @param <V> the values
 */
public interface Algebra<V> {
    /**
     * Returns the value of a number.
     *
     * @param c the number
     * @return a value equal to it for all inputs
     */
    V constant(double c);

    /**
     * Returns the structural zero.
     *
     * @return the derivative of what does not depend on the variable
     */
    V zero();

    /**
     * Tells whether a value is the structural zero, which the number 0 is not.
     *
     * @param v a value
     * @return whether it is {@link #zero()}
     */
    boolean isZero(V v);

    /**
     * Applies a function of one argument.
     *
     * @param f the function
     * @param x its argument
     * @return f(x)
     */
    V apply(Unary f, V x);

    /**
     * Applies a function of two arguments.
     *
     * @param f the function
     * @param x its first argument
     * @param y its second argument
     * @return f(x, y)
     */
    V apply(Binary f, V x, V y);

    /**
     * Applies a function of three arguments.
     *
     * @param f the function
     * @param x its first argument
     * @param y its second argument
     * @param z its third argument
     * @return f(x, y, z)
     */
    V apply(Ternary f, V x, V y, V z);

    /**
     * Returns the number that a value is known to be for all inputs, or NaN where none is known.
     *
     * <p>An algebra that knows its constants gets shorter derivatives: {@code pow(x, 2.0)} gives 2x.
     *
     * @param v a value
     * @return its number, or NaN
     */
    default double constantValue(V v) {
        return Double.NaN;
    }

    /**
     * Tells whether a value may depend on what is being differentiated.
     *
     * <p>The derivative of {@code max(x, c)} at x = c is ½ if c is active, and 0, the least of [0, 1], if it is not.
     *
     * @param v a value
     * @return false only where it certainly does not depend on it
     */
    default boolean isActive(V v) {
        return Double.isNaN(constantValue(v));
    }

    /**
     * Returns −x.
     *
     * @param x a value
     * @return −x, the structural zero for the structural zero
     */
    default V neg(V x) {
        if (isZero(x)) {
            return x;
        }
        double c = constantValue(x);
        return Double.isNaN(c) ? apply(Unary.NEG, x) : constant(-c);
    }

    /**
     * Returns x + y.
     *
     * @param x a value
     * @param y a value
     * @return the sum, the other summand where one is the structural zero
     */
    default V add(V x, V y) {
        if (isZero(x)) {
            return y;
        }
        return isZero(y) ? x : fold(Binary.ADD, x, y);
    }

    /**
     * Returns x − y.
     *
     * @param x a value
     * @param y a value
     * @return the difference, x or −y where the other is the structural zero
     */
    default V sub(V x, V y) {
        if (isZero(y)) {
            return x;
        }
        return isZero(x) ? neg(y) : fold(Binary.SUB, x, y);
    }

    /**
     * Returns x · y.
     *
     * @param x a value
     * @param y a value
     * @return the product, the structural zero where a factor is
     */
    default V mul(V x, V y) {
        if (isZero(x) || isZero(y)) {
            return zero();
        }
        double c = constantValue(x);
        double d = constantValue(y);
        if (c == 1) {
            return y;
        }
        if (d == 1) {
            return x;
        }
        if (c == -1) {
            return neg(y);
        }
        return d == -1 ? neg(x) : fold(Binary.MUL, x, y);
    }

    /**
     * Returns x / y.
     *
     * @param x a value
     * @param y a value
     * @return the quotient, the structural zero where x is
     */
    default V div(V x, V y) {
        if (isZero(x)) {
            return x;
        }
        double d = constantValue(y);
        if (d == 1) {
            return x;
        }
        return d == -1 ? neg(x) : fold(Binary.DIV, x, y);
    }

    /**
     * Applies a function of two arguments, at once where both are known numbers.
     *
     * @param f the function
     * @param x its first argument
     * @param y its second argument
     * @return f(x, y), a constant where both arguments are and the value is a number
     */
    private V fold(Binary f, V x, V y) {
        double value = f.evaluate(constantValue(x), constantValue(y));
        return Double.isNaN(value) ? apply(f, x, y) : constant(value);
    }

    /**
     * Returns c · x.
     *
     * @param c a number
     * @param x a value
     * @return the multiple, the structural zero for the structural zero
     */
    default V scale(double c, V x) {
        return mul(constant(c), x);
    }

    /**
     * Returns x².
     *
     * @param x a value
     * @return x · x
     */
    default V square(V x) {
        return mul(x, x);
    }

    /**
     * Returns 1/x.
     *
     * @param x a value
     * @return the reciprocal
     */
    default V reciprocal(V x) {
        return div(constant(1), x);
    }

    /**
     * Returns √x.
     *
     * @param x a value
     * @return the square root
     */
    default V sqrt(V x) {
        return apply(Unary.SQRT, x);
    }

    /**
     * Returns eˣ.
     *
     * @param x a value
     * @return the exponential
     */
    default V exp(V x) {
        return apply(Unary.EXP, x);
    }

    /**
     * Returns ln x.
     *
     * @param x a value
     * @return the natural logarithm
     */
    default V log(V x) {
        return apply(Unary.LOG, x);
    }

    /**
     * Returns sin x.
     *
     * @param x a value, in radians
     * @return the sine
     */
    default V sin(V x) {
        return apply(Unary.SIN, x);
    }

    /**
     * Returns cos x.
     *
     * @param x a value, in radians
     * @return the cosine
     */
    default V cos(V x) {
        return apply(Unary.COS, x);
    }
}
