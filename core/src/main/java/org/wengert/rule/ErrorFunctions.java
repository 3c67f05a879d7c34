package org.wengert.rule;

/**
 * The error function and the normal distribution.
 *
 * <p>All rest on erf for |x| ≤ 1 and on the scaled complement erfcx(x) = e^(x²) erfc x for x ≥ ½, which neither
 * underflows nor oscillates. Both are rational approximations that interpolate at Chebyshev nodes; the script
 * {@code coefficients.py} beside the tests derives them. The plan (small x directly, large x by e^(−x²) times a function
 * of 1/x²) is W. J. Cody's, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969).
 */
final class ErrorFunctions {
    private static final double SQRT_PI = Math.sqrt(Math.PI);
    private static final double SQRT_2 = Math.sqrt(2);
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

    /** erf(x)/x − 1 in x² on [0, 1]. */
    private static final double[] ERF_P = {
        0.1283791670955126,
        -0.3169891693395489,
        -0.048371274599796295,
        -0.008822336324816778,
        -0.0004966403525373908,
        -2.07802280765619e-05
    };

    private static final double[] ERF_Q = {
        1.0,
        0.46064498648983654,
        0.0938746087651241,
        0.010705251871973175,
        0.0006937362332349159,
        2.0866484101019162e-05
    };

    /** erfcx(x) on [½, 1½]. */
    private static final double[] ERFCX_NEAR_P = {
        1.0000000000008769,
        1.3809665808494627,
        0.9712301610270191,
        0.4074073821874139,
        0.10621660351523823,
        0.016170392558222998,
        0.0011276997534613142,
        -4.489794185255473e-09
    };

    private static final double[] ERFCX_NEAR_Q = {
        1.0,
        2.5093457479624837,
        2.802723625902646,
        1.8128493638605123,
        0.7367367388113153,
        0.18922430029733314,
        0.028665101825534896,
        0.0019985480384276267
    };

    /** erfcx(x) on [1½, 4]. */
    private static final double[] ERFCX_MIDDLE_P = {
        1.0000001588313359,
        1.6332949530144405,
        1.3145664786649207,
        0.6393161362582344,
        0.19666746322327133,
        0.036522344386895916,
        0.0033101916675186012,
        -5.92850673677976e-11
    };

    private static final double[] ERFCX_MIDDLE_Q = {
        1.0,
        2.761675547992019,
        3.4307773813188307,
        2.501128910291816,
        1.1655526440169812,
        0.35151523243313104,
        0.06473431446945373,
        0.005867156325908607
    };

    /** √π x erfcx(x) − 1 in 1/x² for x ≥ 4. */
    private static final double[] ERFCX_FAR_P = {
        -1.3261770857795692e-19,
        -0.4999999999999993,
        -14.38070605872774,
        -139.64492428982211,
        -547.4427496497871,
        -800.8440690196427,
        -295.42488421513735
    };

    private static final double[] ERFCX_FAR_Q = {
        1.0,
        30.261412117454135,
        320.9319667563323,
        1475.9281538908365,
        2950.2040405147636,
        2231.1853109808726,
        418.83921758984917
    };

    /** erfinv(x)/x in x² on [0, ¼], to 2e−12. */
    private static final double[] ERFINV_P = {
        0.8862269254534656, -1.206131457527731, 0.40948192071566686, -0.021706084139053
    };

    private static final double[] ERFINV_Q = {1.0, -1.6227729968966935, 0.7429600928064695, -0.08309378264546335};

    /** erfc⁻¹(p)/s in 1/(1 + s), s = √(−ln p), for p ≤ ½, to 1e−7. */
    private static final double[] ERFCINV_P = {
        1.0000699871592849,
        10.33973743281539,
        -12.31608028542978,
        -17.016163899608795,
        32.940768556458686,
        -15.180360460272478
    };

    private static final double[] ERFCINV_Q = {
        1.0, 10.351228527501531, -10.157340751760316, -5.480625130997192, 21.945068563542506, -10.255924992528644
    };

    private ErrorFunctions() {}

    static double erf(double x) {
        double a = Math.abs(x);
        if (a <= 1) {
            return x + x * Special.rational(ERF_P, ERF_Q, x * x);
        }
        return Math.copySign(1 - erfc(a), x);
    }

    static double erfc(double x) {
        if (x < 0.5) {
            return x < -1 ? 2 - erfc(-x) : 1 - erf(x);
        }
        return expMinusSquare(x) * erfcx(x);
    }

    static double erfcx(double x) {
        if (x < 0.5) {
            return x < -1 ? 2 * expSquare(x) - erfcx(-x) : expSquare(x) * (1 - erf(x));
        }
        if (x < 1.5) {
            return Special.rational(ERFCX_NEAR_P, ERFCX_NEAR_Q, x);
        }
        if (x < 4) {
            return Special.rational(ERFCX_MIDDLE_P, ERFCX_MIDDLE_Q, x);
        }
        double r = 1 / x;
        return (r + r * Special.rational(ERFCX_FAR_P, ERFCX_FAR_Q, r * r)) / SQRT_PI;
    }

    /** e^(−x²) with the rounding of x² made good, which would cost a relative error of x² ulp. */
    private static double expMinusSquare(double x) {
        double e = Math.exp(-x * x);
        return e == 0 ? 0 : e - e * squareRemainder(x);
    }

    private static double expSquare(double x) {
        double e = Math.exp(x * x);
        return Double.isInfinite(e) ? e : e + e * squareRemainder(x);
    }

    /** x² minus its rounding (Dekker's product), for |x| below 1e18. */
    private static double squareRemainder(double x) {
        double high = (float) x;
        double low = x - high;
        return high * high - x * x + 2 * high * low + low * low;
    }

    static double erfinv(double x) {
        double a = Math.abs(x);
        if (a > 0.5) {
            return Math.copySign(erfcinv(1 - a), x);
        }
        double y = x * Special.rational(ERFINV_P, ERFINV_Q, x * x);
        return y - (erf(y) - x) * SQRT_PI / 2 * Math.exp(y * y);
    }

    /** The y ≥ 0 with erfc(y) = p for p ≤ ½, by Newton's method for the logarithms of both sides. */
    private static double erfcinv(double p) {
        if (!(p > 0)) {
            return p == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        double logP = Math.log(p);
        double s = Math.sqrt(-logP);
        double y = s * Special.rational(ERFCINV_P, ERFCINV_Q, 1 / (1 + s));
        for (int i = 0; i < 2; i++) {
            double scaled = erfcx(y);
            y += (Math.log(scaled) - y * y - logP) * scaled * SQRT_PI / 2;
        }
        return y;
    }

    static double normalCdf(double x) {
        if (x > -0.7) {
            return x > 0.7 ? 1 - normalCdf(-x) : 0.5 + 0.5 * erf(x * SQRT_HALF);
        }
        return 0.5 * expMinusHalfSquare(x) * erfcx(-x * SQRT_HALF);
    }

    static double logNormalCdf(double x) {
        if (x < -1) {
            return Math.log(0.5 * erfcx(-x * SQRT_HALF)) - 0.5 * x * x;
        }
        return x > 0.7 ? Math.log1p(-normalCdf(-x)) : Math.log(normalCdf(x));
    }

    static double normalQuantile(double p) {
        if (p >= 0.25 && p <= 0.75) {
            return SQRT_2 * erfinv(2 * p - 1);
        }
        return p < 0.5 ? -SQRT_2 * erfcinv(2 * p) : SQRT_2 * erfcinv(2 * (1 - p));
    }

    /**
     * e^(x²) iⁿerfc x = 2/√π · (1/n!) ∫₀^∞ tⁿ e^(−t² − 2xt) dt, with 2n Eₙ + 2x Eₙ₋₁ = Eₙ₋₂ and E₋₁ = 2/√π (DLMF 7.18).
     *
     * <p>W. Gautschi, "Recursive computation of the repeated integrals of the error function", Math. Comp. 15 (1961):
     * stable upwards for x &lt; 0 and downwards, as a product of ratios Eₖ/Eₖ₋₁, for x &gt; 0.
     */
    static double coerror(int n, double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (x < 0.5) {
            double below = 2 / SQRT_PI;
            double current = erfcx(x);
            for (int k = 1; k <= n; k++) {
                double above = (below - 2 * x * current) / (2 * k);
                below = current;
                current = above;
            }
            return current;
        }
        // The start is forgotten as e^(−2√2 x(√start − √n)).
        double root = Math.sqrt(n) + 13.5 / x;
        int start = (int) (root * root) + 20;
        double ratio = 1 / (x + Math.sqrt(x * x + 2 * start));
        double product = 2 / SQRT_PI;
        for (int k = start; k > 0; k--) {
            if (k <= n) {
                product *= ratio;
            }
            ratio = 1 / (2 * x + 2 * k * ratio);
        }
        return product * ratio;
    }

    /** The n-th derivative of h(x) = φ(x)/Φ(x). */
    static double millsDerivative(int n, double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (x < -20 - 4 * n) {
            return millsFar(n, x);
        }
        return x < 0 ? millsLeft(n, x) : millsRight(n, x);
    }

    /**
     * For large −x: ln Φ(x) = −x²/2 − ln(−x) − ½ ln 2π + ln S(1/x²) with the divergent S(w) = Σ (−1)ᵏ (2k − 1)!! wᵏ
     * (DLMF 7.12.1), whose logarithm Σ sₖwᵏ is derived term by term.
     */
    private static double millsFar(int n, double x) {
        int count = 14;
        double[] series = new double[count + 1];
        double[] log = new double[count + 1];
        series[0] = 1;
        double sum = n == 0 ? -x : n == 1 ? -1 : 0;
        sum -= powerDerivative(1, n, x);
        for (int k = 1; k <= count; k++) {
            series[k] = -(2 * k - 1) * series[k - 1];
            double product = k * series[k];
            for (int j = 1; j < k; j++) {
                product -= j * log[j] * series[k - j];
            }
            log[k] = product / k;
            sum -= 2 * k * log[k] * powerDerivative(2 * k + 1, n, x);
        }
        return sum;
    }

    /** The n-th derivative of x⁻ᵐ. */
    private static double powerDerivative(int m, int n, double x) {
        double y = Math.pow(x, -m - n);
        for (int i = 0; i < n; i++) {
            y *= -(m + i);
        }
        return y;
    }

    /** For x ≤ 0: h(x + ε) = √(2/π) / Σ 2^(k/2) Eₖ(−x/√2) εᵏ, a division of power series. */
    private static double millsLeft(int n, double x) {
        double[] denominator = new double[n + 1];
        double[] quotient = new double[n + 1];
        double factorial = 1;
        for (int k = 0; k <= n; k++) {
            denominator[k] = Math.pow(2, 0.5 * k) * (k == 0 ? erfcx(-x * SQRT_HALF) : coerror(k, -x * SQRT_HALF));
            double remainder = k == 0 ? 2 / SQRT_TWO_PI : 0;
            for (int j = 0; j < k; j++) {
                remainder -= quotient[j] * denominator[k - j];
            }
            quotient[k] = remainder / denominator[0];
            factorial *= Math.max(k, 1);
        }
        return quotient[n] * factorial;
    }

    /** For x ≥ 0: h′ = −h(x + h), derived by Leibniz' rule. */
    private static double millsRight(int n, double x) {
        double[] h = new double[n + 1];
        h[0] = expMinusHalfSquare(x) / SQRT_TWO_PI / normalCdf(x);
        if (h[0] == 0) {
            return 0;
        }
        for (int k = 0; k < n; k++) {
            double sum = 0;
            double binomial = 1;
            for (int j = 0; j <= k; j++) {
                double shifted = h[k - j] + (k == j ? x : k - j == 1 ? 1 : 0);
                sum += binomial * h[j] * shifted;
                binomial = binomial * (k - j) / (j + 1);
            }
            h[k + 1] = -sum;
        }
        return h[n];
    }

    private static double expMinusHalfSquare(double x) {
        double e = Math.exp(-0.5 * x * x);
        return e == 0 ? 0 : e - e * (0.5 * squareRemainder(x));
    }
}
