package org.wengert.rule;

/**
 * The error function and the normal distribution.
 *
 * <p>All rest on erf near 0 and near 1 and on the scaled complement erfcx(x) = e^(x²) erfc x, which neither underflows
 * nor oscillates, beyond. These are rational approximations that interpolate at Chebyshev nodes; the script
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

    /** erf(1 + s) − 27/32 on [−0.16, ¼]. */
    private static final double[] ERF_AT_ONE_P = {
        -0.0010492070502851288,
        0.41499776430606006,
        -0.37226735733745464,
        0.3222057676824115,
        -0.11288937164723525,
        0.036693146614297505,
        -0.0022676461813076637
    };

    private static final double[] ERF_AT_ONE_Q = {
        1.0,
        0.10458671098805251,
        0.5476400281543101,
        0.07448657261867557,
        0.12960614640583717,
        0.01439245540628382,
        0.012379306900754963
    };

    /** ln(x erfcx(x)) + 73/128 in 1/x² for 1¼ ≤ x ≤ 2½; 73/128 ≈ ln √π. */
    private static final double[] LOG_MIDDLE_P = {
        -0.0020524539620038903,
        -0.533454387499282,
        -7.714368966388961,
        -37.925728900924135,
        -76.13906812187477,
        -61.73529476225003,
        -17.382715877839168,
        -1.087256784472954
    };

    private static final double[] LOG_MIDDLE_Q = {
        1.0,
        16.300165449439017,
        92.21173199459412,
        227.25804919971094,
        251.89730859287036,
        117.16375663686485,
        18.701355112741368,
        0.5840271122315858
    };

    /** The same for x ≥ 2½. */
    private static final double[] LOG_FAR_P = {
        -0.0020524429247001054,
        -0.5651465502153336,
        -15.996112418680685,
        -168.51751448615266,
        -787.7544479783744,
        -1621.136186460142,
        -1266.5619146096863,
        -241.4417092250122
    };

    private static final double[] LOG_FAR_Q = {
        1.0,
        31.740980190669518,
        365.7214114393187,
        1926.121636253753,
        4799.707275205515,
        5287.9444165091145,
        2104.059392385677,
        170.82225576103542
    };

    /** erfcx(x) on [½, 1¼]. */
    private static final double[] ERFCX_P = {
        1.000000000000207,
        1.3602487778371575,
        0.9461308903215058,
        0.39192078736889063,
        0.10080642550206695,
        0.015103393662573296,
        0.0010332973527903174,
        -6.357297620207127e-09
    };

    private static final double[] ERFCX_Q = {
        1.0,
        2.4886279449371407,
        2.7542468179946895,
        1.763380351252295,
        0.7083985433453998,
        0.17954216431960268,
        0.02677498610549076,
        0.0018311387171096097
    };

    /** erfinv(x)/x in x² on [0, ¼], to 2e−12. */
    private static final double[] ERFINV_P = {
        0.8862269254535656, -1.206131457527731, 0.40948192071566686, -0.021706084139053
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
        if (a <= 0.84) {
            return x + x * Special.rational(ERF_P, ERF_Q, x * x);
        }
        return Math.copySign(a < 1.25 ? 0.84375 + erfAtOne(a - 1) : 1 - erfc(a), x);
    }

    private static double erfAtOne(double s) {
        return Special.rational(ERF_AT_ONE_P, ERF_AT_ONE_Q, s);
    }

    static double erfc(double x) {
        if (x < 0.25) {
            return x < -1.25 ? 2 - erfc(-x) : 1 - erf(x);
        }
        if (x < 0.84) {
            return 0.5 - (x - 0.5 + x * Special.rational(ERF_P, ERF_Q, x * x));
        }
        return x < 1.25 ? 0.15625 - erfAtOne(x - 1) : farErfc(x);
    }

    /** e^(−x²) erfcx(x), the rounding of x² made good in the exponent of the second factor. */
    private static double farErfc(double x) {
        double e = Math.exp(-x * x);
        return e == 0 ? 0 : e * Math.exp(logarithm(x) - 0.5703125 - squareRemainder(x)) / x;
    }

    /** ln(x erfcx(x)) + 73/128 for x ≥ 1¼. */
    private static double logarithm(double x) {
        double t = 1 / x / x;
        return x < 2.5 ? Special.rational(LOG_MIDDLE_P, LOG_MIDDLE_Q, t) : Special.rational(LOG_FAR_P, LOG_FAR_Q, t);
    }

    static double erfcx(double x) {
        if (x < 0.5) {
            return x < -1.25 ? 2 * expSquare(x) - erfcx(-x) : expSquare(x) * (1 - erf(x));
        }
        return x < 1.25 ? Special.rational(ERFCX_P, ERFCX_Q, x) : Math.exp(logarithm(x) - 0.5703125) / x;
    }

    /** e^(x²) with the rounding of x² made good, which would cost a relative error of x² ulp. */
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
