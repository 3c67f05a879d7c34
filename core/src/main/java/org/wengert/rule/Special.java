package org.wengert.rule;

/**
 * The functions of the table that {@link Math} lacks, as ordinary static methods.
 *
 * <p>Each takes NaN to NaN. The accuracies are upper bounds of what was measured against values of 50 digits over the
 * domain, or the part of it that is named, in units in the last place (ulp) of the result.
 */
public final class Special {
    private static final double LN_2 = Math.log(2);

    private Special() {}

    /**
     * Returns 1/x.
     *
     * @param x any number
     * @return the reciprocal, correctly rounded
     */
    public static double reciprocal(double x) {
        return 1 / x;
    }

    /**
     * Returns x².
     *
     * @param x any number
     * @return the square, correctly rounded
     */
    public static double square(double x) {
        return x * x;
    }

    /**
     * Returns 2ˣ.
     *
     * @param x any number
     * @return the power, within 1 ulp
     */
    public static double exp2(double x) {
        return Math.pow(2, x);
    }

    /**
     * Returns log₂ x, exactly for powers of two.
     *
     * @param x a number ≥ 0
     * @return the binary logarithm, within 2 ulp; −∞ at 0, NaN below
     */
    public static double log2(double x) {
        if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
            return Math.log(x);
        }
        int exponent = Math.getExponent(x);
        if (exponent < Double.MIN_EXPONENT) {
            return log2(x * 0x1p54) - 54;
        }
        double mantissa = Math.scalb(x, -exponent);
        if (mantissa > 1.4142135623730951) {
            mantissa /= 2;
            exponent++;
        }
        return exponent + Math.log(mantissa) / LN_2;
    }

    /**
     * Returns arsinh x.
     *
     * @param x any number
     * @return the inverse hyperbolic sine, within 2 ulp
     */
    public static double asinh(double x) {
        double a = Math.abs(x);
        double y = a > 0x1p28 ? Math.log(a) + LN_2 : Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
        return Math.copySign(y, x);
    }

    /**
     * Returns arcosh x.
     *
     * @param x a number ≥ 1
     * @return the inverse hyperbolic cosine, within 2 ulp; NaN below 1
     */
    public static double acosh(double x) {
        double t = x - 1;
        return x > 0x1p28 ? Math.log(x) + LN_2 : Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    /**
     * Returns artanh x.
     *
     * @param x a number in [−1, 1]
     * @return the inverse hyperbolic tangent, within 2 ulp; ±∞ at ±1, NaN outside
     */
    public static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
    }

    /**
     * Returns 1/(1 + e⁻ˣ).
     *
     * @param x any number
     * @return the logistic function, within 3 ulp also where it is tiny
     */
    public static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /**
     * Returns ln(1 + eˣ) without overflow.
     *
     * @param x any number
     * @return the soft maximum of x and 0, within 2 ulp
     */
    public static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /**
     * Returns ln(1/(1 + e⁻ˣ)) without underflow.
     *
     * @param x any number
     * @return the logarithm of the logistic function, within 2 ulp
     */
    public static double logSigmoid(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    /**
     * Returns ln(1 − eˣ), accurate near 0 and far from it.
     *
     * @param x a number ≤ 0
     * @return the logarithm, within 2 ulp; −∞ at 0, NaN above
     */
    public static double log1mexp(double x) {
        return x < -LN_2 ? Math.log1p(-Math.exp(x)) : Math.log(-Math.expm1(x));
    }

    /**
     * Returns max(x, 0).
     *
     * @param x any number
     * @return the positive part
     */
    public static double relu(double x) {
        return Math.max(x, 0);
    }

    /**
     * Returns min(max(x, 0), 6).
     *
     * @param x any number
     * @return x held between 0 and 6
     */
    public static double relu6(double x) {
        return Math.min(Math.max(x, 0), 6);
    }

    /**
     * Returns sin(πx)/(πx).
     *
     * @param x any number
     * @return the normalised sinc, within 3 ulp for |x| ≤ 10; 1 at 0, 0 at ±∞
     */
    public static double sinc(double x) {
        return Oscillation.sincDerivative(0, x);
    }

    /**
     * Returns the n-th derivative of sin(πx)/(πx).
     *
     * @param n the order, a whole number ≥ 0
     * @param x any number
     * @return the derivative, within 8 ulp of its largest value πⁿ/(n + 1) for n ≤ 8 and |x| ≤ 5
     * @throws IllegalArgumentException if n is not a whole number ≥ 0
     */
    public static double sincDerivative(double n, double x) {
        return Oscillation.sincDerivative(order("sincDerivative", n), x);
    }

    /**
     * Returns the error function 2/√π ∫₀ˣ e^(−t²) dt.
     *
     * @param x any number
     * @return erf x, within 1 ulp
     */
    public static double erf(double x) {
        return ErrorFunctions.erf(x);
    }

    /**
     * Returns 1 − erf x without cancellation.
     *
     * @param x any number
     * @return erfc x, within 4 ulp
     */
    public static double erfc(double x) {
        return ErrorFunctions.erfc(x);
    }

    /**
     * Returns e^(x²) erfc x without underflow.
     *
     * @param x any number
     * @return the scaled complement of the error function, within 3 ulp; overflows below −26.6
     */
    public static double erfcx(double x) {
        return ErrorFunctions.erfcx(x);
    }

    /**
     * Returns the number y with erf y = x.
     *
     * @param x a number in [−1, 1]
     * @return the inverse error function, within 3 ulp; ±∞ at ±1, NaN outside
     */
    public static double erfinv(double x) {
        return ErrorFunctions.erfinv(x);
    }

    /**
     * Returns e^(x²) iⁿerfc x, the scaled n-fold integral of erfc from x to ∞.
     *
     * @param n how often erfc is integrated, a whole number ≥ 0
     * @param x any number
     * @return the scaled repeated integral, within 8 ulp for n ≤ 8 and −4 ≤ x ≤ 30
     * @throws IllegalArgumentException if n is not a whole number ≥ 0
     */
    public static double coerror(double n, double x) {
        return ErrorFunctions.coerror(order("coerror", n), x);
    }

    /**
     * Returns Φ(x), the standard normal distribution function.
     *
     * @param x any number
     * @return the probability of a value ≤ x, within 6 ulp
     */
    public static double normalCdf(double x) {
        return ErrorFunctions.normalCdf(x);
    }

    /**
     * Returns ln Φ(x) without underflow.
     *
     * @param x any number
     * @return the logarithm of the standard normal distribution function, within 5 ulp
     */
    public static double logNormalCdf(double x) {
        return ErrorFunctions.logNormalCdf(x);
    }

    /**
     * Returns the number y with Φ(y) = p.
     *
     * @param p a probability
     * @return the quantile, within 6 ulp; ∓∞ at 0 and 1, NaN outside
     */
    public static double normalQuantile(double p) {
        return ErrorFunctions.normalQuantile(p);
    }

    /**
     * Returns the n-th derivative of φ(x)/Φ(x), the (n + 1)-th of ln Φ(x).
     *
     * @param n the order, a whole number ≥ 0
     * @param x any number
     * @return the derivative of the inverse Mills ratio, to 1e−12 relative for n ≤ 4 and |x| ≤ 60
     * @throws IllegalArgumentException if n is not a whole number ≥ 0
     */
    public static double millsDerivative(double n, double x) {
        return ErrorFunctions.millsDerivative(order("millsDerivative", n), x);
    }

    /**
     * Returns Γ(x).
     *
     * @param x any number
     * @return the gamma function, within 8 ulp for x ≥ −30 and exact for 1, 2, …, 23; ±∞ at ±0, NaN at −1, −2, …
     */
    public static double gamma(double x) {
        return GammaFunctions.gamma(x);
    }

    /**
     * Returns ln |Γ(x)|.
     *
     * @param x any number
     * @return the logarithm of the absolute gamma function, within 6 ulp for x &gt; 0 and to 6e−15 absolute down to −10,
     *     where it has zeros; +∞ at 0, −1, −2, …
     */
    public static double lgamma(double x) {
        return GammaFunctions.lgamma(x);
    }

    /**
     * Returns ψ(x) = Γ′(x)/Γ(x).
     *
     * @param x any number
     * @return the digamma function, within 6 ulp for x &gt; 0 and within 6 ulp of max(1, |ψ|) down to −10, where it has
     *     zeros; ∓∞ at ±0, NaN at −1, −2, …
     */
    public static double digamma(double x) {
        return GammaFunctions.digamma(x);
    }

    /**
     * Returns ψ′(x).
     *
     * @param x any number
     * @return the trigamma function, within 6 ulp for x ≥ −10; +∞ at 0, NaN at −1, −2, …
     */
    public static double trigamma(double x) {
        return GammaFunctions.polygamma(1, x);
    }

    /**
     * Returns ψ⁽ⁿ⁾(x).
     *
     * @param n the order, a whole number ≥ 0
     * @param x any number
     * @return the polygamma function, within 32 ulp for n ≤ 12 and x ≥ −5; infinite at 0, NaN at −1, −2, …
     * @throws IllegalArgumentException if n is not a whole number ≥ 0
     */
    public static double polygamma(double n, double x) {
        return GammaFunctions.polygamma(order("polygamma", n), x);
    }

    /**
     * Returns J₀(x).
     *
     * @param x any number
     * @return the Bessel function of the first kind and order 0, to 5e−16 absolute for |x| ≤ 60
     */
    public static double j0(double x) {
        return BesselFunctions.j(0, x);
    }

    /**
     * Returns J₁(x).
     *
     * @param x any number
     * @return the Bessel function of the first kind and order 1, to 5e−16 absolute for |x| ≤ 60
     */
    public static double j1(double x) {
        return BesselFunctions.j(1, x);
    }

    /**
     * Returns Jₙ(x).
     *
     * @param n the order, a whole number of either sign
     * @param x any number
     * @return the Bessel function of the first kind, to 5e−16 absolute for |n| ≤ 40 and |x| ≤ 60
     * @throws IllegalArgumentException if n is not a whole number
     */
    public static double jn(double n, double x) {
        return BesselFunctions.j(wholeNumber("jn", n), x);
    }

    /**
     * Returns I₀(x).
     *
     * @param x any number
     * @return the modified Bessel function of the first kind and order 0, within 16 ulp
     */
    public static double i0(double x) {
        return BesselFunctions.i(0, x);
    }

    /**
     * Returns I₁(x).
     *
     * @param x any number
     * @return the modified Bessel function of the first kind and order 1, within 16 ulp
     */
    public static double i1(double x) {
        return BesselFunctions.i(1, x);
    }

    /**
     * Returns Iₙ(x).
     *
     * @param n the order, a whole number of either sign
     * @param x any number
     * @return the modified Bessel function of the first kind, within 16 ulp for |n| ≤ 40 and |x| ≤ 60
     * @throws IllegalArgumentException if n is not a whole number
     */
    public static double in(double n, double x) {
        return BesselFunctions.i(wholeNumber("in", n), x);
    }

    /**
     * Returns x · 2ⁿ.
     *
     * @param x any number
     * @param n a whole number
     * @return {@link Math#scalb(double, int)}
     * @throws IllegalArgumentException if n is not a whole number
     */
    public static double scalb(double x, double n) {
        return Math.scalb(x, wholeNumber("scalb", n));
    }

    /**
     * Returns ln(eˣ + eʸ) without overflow.
     *
     * @param x any number
     * @param y any number
     * @return the soft maximum, within 2 ulp of max(1, |ln(eˣ + eʸ)|); −∞ where both are
     */
    public static double logAddExp(double x, double y) {
        return x == y ? x + LN_2 : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
    }

    /**
     * Returns x ln y, 0 where x = 0.
     *
     * @param x any number
     * @param y a number ≥ 0
     * @return the product
     */
    public static double xlogy(double x, double y) {
        return x == 0 ? zeroLike(y) : x * Math.log(y);
    }

    /**
     * Returns x ln(1 + y), 0 where x = 0.
     *
     * @param x any number
     * @param y a number ≥ −1
     * @return the product
     */
    public static double xlog1py(double x, double y) {
        return x == 0 ? zeroLike(y) : x * Math.log1p(y);
    }

    /**
     * Returns 1/|x| for x ≥ 0 and NaN for x &lt; 0: the derivative of the logarithm.
     *
     * @param x any number
     * @return the reciprocal; +∞ at ±0
     */
    public static double reciprocalPositive(double x) {
        return x < 0 ? Double.NaN : 1 / Math.abs(x);
    }

    /**
     * Returns 1 where x &gt; 0, else 0.
     *
     * @param x any number
     * @return the step; NaN at NaN
     */
    public static double step(double x) {
        return exceeds(x, 0);
    }

    /**
     * Returns 0.
     *
     * @param x any number
     * @return 0; NaN at NaN
     */
    public static double zeroLike(double x) {
        return Double.isNaN(x) ? Double.NaN : 0;
    }

    /**
     * Returns 1.
     *
     * @param x any number
     * @return 1; NaN at NaN
     */
    public static double oneLike(double x) {
        return Double.isNaN(x) ? Double.NaN : 1;
    }

    /**
     * Returns 1 where x &gt; y, else 0.
     *
     * @param x any number
     * @param y any number
     * @return the comparison as a number; NaN at NaN
     */
    public static double exceeds(double x, double y) {
        return x > y ? 1 : x <= y ? 0 : Double.NaN;
    }

    /**
     * Returns the share of x in max(x, y).
     *
     * @param x any number
     * @param y any number
     * @return 1 where x &gt; y, ½ where they are equal, else 0; NaN at NaN
     */
    public static double maxWeight(double x, double y) {
        return x == y ? 0.5 : exceeds(x, y);
    }

    /**
     * Returns eˣ/(eˣ + eʸ), the share of x in ln(eˣ + eʸ).
     *
     * @param x any number
     * @param y any number
     * @return the share, within 3 ulp and the rounding of x − y; ½ where x = y, even if both are infinite
     */
    public static double softWeight(double x, double y) {
        return x == y ? 0.5 : sigmoid(x - y);
    }

    /**
     * Returns 1 where x lies strictly between two bounds, else 0.
     *
     * @param x any number
     * @param lower the lower bound
     * @param upper the upper bound
     * @return the comparison as a number; NaN at NaN
     */
    public static double inside(double x, double lower, double upper) {
        return exceeds(x, lower) * exceeds(upper, x);
    }

    /**
     * Returns x · yⁿ, 0 where x = 0 even if yⁿ is infinite.
     *
     * @param x any number
     * @param y any number
     * @param n a whole number
     * @return the product; NaN where x or y is NaN
     * @throws IllegalArgumentException if n is not a whole number
     */
    public static double scaledPower(double x, double y, double n) {
        int count = wholeNumber("scaledPower", n);
        if (x == 0) {
            return zeroLike(y);
        }
        if (Math.abs(count) > 16) {
            return x * Math.pow(y, count);
        }
        double product = x;
        for (int i = count; i < 0; i++) {
            product /= y;
        }
        for (int i = 0; i < count; i++) {
            product *= y;
        }
        return product;
    }

    /**
     * Returns ∂ᵏ∂ᵐ(xʸ), k times by the base x and m times by the exponent y.
     *
     * <p>It is xʸ⁻ᵏ p(ln x) with a polynomial p of degree m: p₀ = Lᵐ, pᵢ₊₁ = (y − i) pᵢ + pᵢ′. Where p vanishes, as it does
     * for m = 0 and y = 0, 1, …, k − 1, the derivative is 0 also where the power is infinite. At x = 0 and x = ∞ it is the
     * limit.
     *
     * @param order k + 256 m, a whole number ≥ 0
     * @param x the base
     * @param y the exponent
     * @return the derivative
     * @throws IllegalArgumentException if the order is not a whole number ≥ 0
     */
    public static double powDerivative(double order, double x, double y) {
        int packed = order("powDerivative", order);
        int k = packed & 255;
        int m = packed >> 8;
        if (m > 0) {
            return Powers.derivative(k, m, x, y);
        }
        double power = Math.pow(x, y - k);
        for (int i = k - 1; i >= 0; i--) {
            power = y == i ? zeroLike(x) : (y - i) * power;
        }
        return power;
    }

    static int wholeNumber(String function, double n) {
        int whole = (int) n;
        if (whole != n) {
            throw new IllegalArgumentException(function + " needs a whole number as its order, but it is " + n + ".");
        }
        return whole;
    }

    private static int order(String function, double n) {
        int whole = wholeNumber(function, n);
        if (whole < 0) {
            throw new IllegalArgumentException(function + " needs an order of 0 or more, but it is " + n + ".");
        }
        return whole;
    }

    /** P(x)/Q(x), coefficients from the lowest degree up (Horner). */
    static double rational(double[] p, double[] q, double x) {
        return polynomial(p, x) / polynomial(q, x);
    }

    static double polynomial(double[] p, double x) {
        double sum = 0;
        for (int i = p.length - 1; i >= 0; i--) {
            sum = sum * x + p[i];
        }
        return sum;
    }
}
