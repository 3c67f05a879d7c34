package org.wengert.rule;

/**
 * The gamma function, its logarithm and the derivatives of that.
 *
 * <p>On an interval about [1, 2], where ln Γ and ψ have zeros, rational approximations with these zeros divided out keep
 * the relative accuracy; the script {@code coefficients.py} beside the tests derives them. The recurrence Γ(x + 1) = x Γ(x)
 * leads there from up to 10, Stirling's series stands above, and reflection below 0 (DLMF §5.5, §5.11, §5.15).
 */
final class GammaFunctions {
    private static final double LARGE = 10;
    private static final double HALF_LN_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    /** The positive zero of ψ, and what it lacks of being that. */
    private static final double PSI_ZERO = 1.4616321449683622;

    private static final double PSI_ZERO_REST = 9.549995429965697e-17;

    /** Bernoulli numbers B₂, B₄, …, B₂₆. */
    private static final double[] BERNOULLI = {
        1.0 / 6,
        -1.0 / 30,
        1.0 / 42,
        -1.0 / 30,
        5.0 / 66,
        -691.0 / 2730,
        7.0 / 6,
        -3617.0 / 510,
        43867.0 / 798,
        -174611.0 / 330,
        854513.0 / 138,
        -236364091.0 / 2730,
        8553103.0 / 6
    };

    /** ln Γ(1 + t) / (t(t − 1)) on [−0.3, ¼]. */
    private static final double[] LGAMMA_LOW_P = {
        0.5772156649015329,
        1.6152292034575109,
        1.6792941340508873,
        0.7929441016580836,
        0.16457204096183814,
        0.011611828482990357,
        7.183058562912746e-05
    };

    private static final double[] LGAMMA_LOW_Q = {
        1.0,
        3.223198338349792,
        4.009512929767308,
        2.4088634360576786,
        0.7120987140781947,
        0.09273863667258601,
        0.003725523468895261
    };

    /** The same on [¼, 1]. */
    private static final double[] LGAMMA_MIDDLE_P = {
        0.5772156649015293,
        1.6317699059641024,
        1.751248173228989,
        0.8911143808966333,
        0.21896100081643408,
        0.023446040537396188,
        0.000805262723943428,
        1.988555380160657e-06
    };

    private static final double[] LGAMMA_MIDDLE_Q = {
        1.0,
        3.2518543563899334,
        4.146345610554377,
        2.629360837728814,
        0.8688813676345969,
        0.1431966009117637,
        0.010175030532890003,
        0.00021263925165913625
    };

    /** The same on [1, 2]. */
    private static final double[] LGAMMA_HIGH_P = {
        0.5772156647747305,
        1.3991463165582998,
        1.2481413921524278,
        0.5083447336591631,
        0.09561275273254419,
        0.007441355944492924,
        0.000174974318661446,
        2.6350217770226094e-07
    };

    private static final double[] LGAMMA_HIGH_Q = {
        1.0,
        2.848844519128703,
        3.103502320287512,
        1.6316628521111096,
        0.43170251751388183,
        0.054747938439491134,
        0.0028648291820633598,
        4.206932551863129e-05
    };

    /** ψ(1 + t) / (1 + t − x₀) on [0, 1], x₀ the zero. */
    private static final double[] DIGAMMA_P = {
        1.2503801375034054,
        2.0411087477806844,
        1.2230507843318603,
        0.34147280190464624,
        0.04591029345598592,
        0.0027161996380116174,
        5.23549255486597e-05,
        6.368515133880996e-08
    };

    private static final double[] DIGAMMA_Q = {
        1.0,
        2.315937386980913,
        1.9594031821041815,
        0.7901860963473188,
        0.1626356759950898,
        0.016650272465346456,
        0.0007449827179226764,
        1.0084992601278136e-05
    };

    private GammaFunctions() {}

    static double lgamma(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return Math.abs(x);
        }
        if (x <= 0 && x == Math.rint(x)) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < -0.3) {
            // Γ(x) Γ(−x) = −π/(x sin πx), DLMF 5.5.3.
            return Math.log(Math.PI / Math.abs(x * Oscillation.sinPi(x))) - lgamma(-x);
        }
        if (x < 0.7) {
            return lgammaOnePlus(x) - Math.log(Math.abs(x));
        }
        if (x <= 3) {
            return lgammaOnePlus(x - 1);
        }
        if (x < LARGE) {
            double product = 1;
            double z = x;
            while (z > 3) {
                z--;
                product *= z;
            }
            return lgammaOnePlus(z - 1) + Math.log(product);
        }
        return (x - 0.5) * (Math.log(x) - 1) + (HALF_LN_TWO_PI - 0.5) + stirling(x);
    }

    /** ln Γ(1 + t) for −0.3 ≤ t ≤ 2. */
    private static double lgammaOnePlus(double t) {
        return t
                * (t - 1)
                * (t < 0.25
                        ? Special.rational(LGAMMA_LOW_P, LGAMMA_LOW_Q, t)
                        : t < 1
                                ? Special.rational(LGAMMA_MIDDLE_P, LGAMMA_MIDDLE_Q, t)
                                : Special.rational(LGAMMA_HIGH_P, LGAMMA_HIGH_Q, t));
    }

    /** Σ B₂ₖ/(2k(2k − 1)x²ᵏ⁻¹), what ln Γ adds to Stirling's formula for x ≥ 10 (DLMF 5.11.1). */
    private static double stirling(double x) {
        double w = 1 / (x * x);
        double sum = 0;
        for (int k = 9; k >= 1; k--) {
            sum = sum * w + BERNOULLI[k - 1] / (2 * k * (2 * k - 1));
        }
        return sum / x;
    }

    static double gamma(double x) {
        if ((x == Math.rint(x) && x < 0) || Double.isNaN(x)) {
            return Double.NaN;
        }
        if (x < -20) {
            return -Math.PI / (x * Oscillation.sinPi(x)) / gamma(-x);
        }
        if (x > 30) {
            return stirlingGamma(x);
        }
        double factor = 1;
        double z = x;
        while (z > 2) {
            z--;
            factor *= z;
        }
        double divisor = 1;
        while (z < 0.7) {
            divisor *= z;
            z++;
        }
        return factor * Math.exp(lgammaOnePlus(z - 1)) / divisor;
    }

    /** √(2π) x^(x − ½) e^(−x + …), the power in two factors as it overflows first. */
    private static double stirlingGamma(double x) {
        if (x > 172) {
            return Double.POSITIVE_INFINITY;
        }
        double half = Math.pow(x, 0.5 * x - 0.25);
        return half * Math.exp(-x) * half * Math.exp(HALF_LN_TWO_PI + stirling(x));
    }

    static double digamma(double x) {
        if (x <= 0) {
            if (x == Math.rint(x)) {
                return x == 0 ? Math.copySign(Double.POSITIVE_INFINITY, -x) : Double.NaN;
            }
            // ψ(1 − x) − ψ(x) = π cot πx and ψ(1 − x) = ψ(−x) − 1/x, DLMF 5.5.4 and 5.5.2.
            return digamma(-x) - 1 / x - Math.PI * Oscillation.cosPi(x) / Oscillation.sinPi(x);
        }
        if (x < 1) {
            return digammaOnePlus(x) - 1 / x;
        }
        if (x < LARGE) {
            double sum = 0;
            double z = x;
            while (z > 2) {
                z--;
                sum += 1 / z;
            }
            return digammaOnePlus(z - 1) + sum;
        }
        double w = 1 / (x * x);
        double sum = 0;
        for (int k = 9; k >= 1; k--) {
            sum = (sum + BERNOULLI[k - 1] / (2 * k)) * w;
        }
        return Math.log(x) - 0.5 / x - sum;
    }

    /** ψ(1 + t) for 0 ≤ t ≤ 1. */
    private static double digammaOnePlus(double t) {
        return (t - (PSI_ZERO - 1) - PSI_ZERO_REST) * Special.rational(DIGAMMA_P, DIGAMMA_Q, t);
    }

    static double polygamma(int n, double x) {
        if (n == 0) {
            return digamma(x);
        }
        if (Double.isNaN(x) || x == Double.NEGATIVE_INFINITY) {
            return Double.NaN;
        }
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (x <= 0 && x == Math.rint(x)) {
            return x < 0 ? Double.NaN : Math.copySign(Double.POSITIVE_INFINITY, n % 2 == 1 ? 1 : -x);
        }
        if (x < 0) {
            // ψ⁽ⁿ⁾(x) = (−1)ⁿ ψ⁽ⁿ⁾(1 − x) − π dⁿ(cot πx)/dxⁿ, DLMF 5.15.6.
            double reflected = polygamma(n, 1 - x);
            return (n % 2 == 0 ? reflected : -reflected) - Math.PI * cotPiDerivative(n, x);
        }
        double value = timesFactorial(n, hurwitz(n + 1, x));
        return n % 2 == 1 ? value : -value;
    }

    /** n! v, through logarithms where n! alone overflows. */
    private static double timesFactorial(int n, double v) {
        return n <= 170 ? gamma(n + 1.0) * v : Math.exp(lgamma(n + 1.0) + Math.log(v));
    }

    /** ζ(s, x) = Σ (x + k)⁻ˢ for x &gt; 0: terms until x + k is large, Euler's and Maclaurin's sum beyond (DLMF 25.11.5). */
    private static double hurwitz(int s, double x) {
        double sum = 0;
        double z = x;
        for (; z < LARGE + 0.5 * s; z++) {
            sum += s == 2 ? 1 / (z * z) : Math.pow(z, -s);
        }
        double power = Math.pow(z, -s);
        double factor = power * s / (2 * z);
        double tail = 0;
        for (int k = 1; k <= BERNOULLI.length && Math.abs(factor) > 0x1p-60 * power; k++) {
            tail += BERNOULLI[k - 1] * factor;
            factor *= (s + 2.0 * k - 1) * (s + 2.0 * k) / ((2.0 * k + 1) * (2.0 * k + 2)) / (z * z);
        }
        return sum + (power * z / (s - 1) + 0.5 * power + tail);
    }

    /** dⁿ(cot πx)/dxⁿ as a polynomial in c = cot πx: c′ = −π(1 + c²). */
    private static double cotPiDerivative(int n, double x) {
        double c = Oscillation.cosPi(x) / Oscillation.sinPi(x);
        double[] p = new double[n + 2];
        p[1] = 1;
        for (int i = 1; i <= n; i++) {
            double[] next = new double[n + 2];
            for (int j = 1; j <= i; j++) {
                next[j - 1] -= Math.PI * j * p[j];
                next[j + 1] -= Math.PI * j * p[j];
            }
            p = next;
        }
        return Special.polynomial(p, c);
    }
}
