package org.wengert.backend.cpu;

/**
 * Transcendental functions of doubles, written with operations that a vector unit has lane by lane, in the same order as in {@link DoubleLanes}: an
 * element has the same bits whether it is computed alone or in a vector.
 *
 * <p>Polynomials interpolate at Chebyshev nodes; the reductions of the argument are those of the textbooks (J.-M. Muller, <i>Elementary
 * Functions</i>, chapters 5, 6 and 11): eˣ = 2ⁿ·eʳ, ln x = k ln 2 + 2 artanh((m − 1)/(m + 1)), sin and cos modulo π/2.
 */
final class DoubleMath {
    /** Added to a small number, it leaves the nearest whole number in the lowest bits. */
    static final double ROUNDER = 0x1.8p52;

    static final double LOG2_E = 1.4426950408889634;
    /** The first 42 bits of ln 2, so that n times it is exact. */
    static final double LN2_HIGH = 0x1.62e42fefa38p-1;

    static final double LN2_LOW = 0x1.ef35793c7673p-45;
    static final double EXP_LOWEST = -746;
    static final double EXP_HIGHEST = 710;

    /** (eʳ − 1 − r)/r² on |r| ≤ ½ ln 2, to 1.4e−18. */
    static final double E0 = 0.5;

    static final double E1 = 0.1666666666666667;
    static final double E2 = 0.04166666666666667;
    static final double E3 = 0.008333333333326084;
    static final double E4 = 0.0013888888888883711;
    static final double E5 = 0.0001984126987500228;
    static final double E6 = 2.480158732567746e-05;
    static final double E7 = 2.755725517000089e-06;
    static final double E8 = 2.755727347871858e-07;
    static final double E9 = 2.5105312729622103e-08;
    static final double E10 = 2.09147553258932e-09;

    /** The bits of √½: from there to twice it the exponent of ln is 0. */
    static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;

    /** 2⁵⁴ makes subnormal numbers normal. */
    static final double NORMALIZER = 0x1p54;

    /** (2 artanh(s) − 2s)/s³ in s² for 1/√2 ≤ (1 + s)/(1 − s) ≤ √2, to 2.2e−18. */
    static final double L0 = 0.6666666666666666;

    static final double L1 = 0.4000000000000089;
    static final double L2 = 0.28571428570795937;
    static final double L3 = 0.2222222239345263;
    static final double L4 = 0.181817954545265;
    static final double L5 = 0.15386249788196105;
    static final double L6 = 0.1326850331279476;
    static final double L7 = 0.13089445145246312;

    /** Beyond, arguments of sin and cos are left to {@link Math}. */
    static final double REDUCIBLE = 100000;

    static final double TWO_BY_PI = 0.6366197723675814;
    /** π/2 in three parts; the first two have 33 bits, so that n times them is exact. */
    static final double PI_2_HIGH = 1.5707963267341256;

    static final double PI_2_MIDDLE = 6.077100506303966e-11;
    static final double PI_2_LOW = 2.0222662487959506e-21;

    /** (sin r − r)/r³ in r² on |r| ≤ π/4, to 1.2e−20. */
    static final double S0 = -0.16666666666666666;

    static final double S1 = 0.008333333333333331;
    static final double S2 = -0.00019841269841265017;
    static final double S3 = 2.755731921930192e-06;
    static final double S4 = -2.5052106219521895e-08;
    static final double S5 = 1.6058529572267877e-10;
    static final double S6 = -7.586576588171073e-13;

    /** (cos r − 1 + r²/2)/r⁴ in r² on |r| ≤ π/4, to 1.3e−18. */
    static final double C0 = 0.041666666666666664;

    static final double C1 = -0.0013888888888887382;
    static final double C2 = 2.480158729874307e-05;
    static final double C3 = -2.7557317260008837e-07;
    static final double C4 = 2.0876143827993133e-09;
    static final double C5 = -1.1382456778061306e-11;

    static final double SQRT_HALF = 0.7071067811865476;
    /** Φ is 0 and 1 beyond. */
    static final double CDF_FARTHEST = 39;

    static final double TANH_FARTHEST = 22;

    /** ((1 + 2b) e^(b²) erfc b − 1)/(1 + t) in t = (b − 3)/(b + 3) for b ≥ 0. */
    static final double[] ERFCX = {
        0.25300805826972966,
        -0.38862916439431083,
        0.34106687004086467,
        -0.21142171133810203,
        0.09214804792258235,
        -0.023840020578660918,
        6.950566380160691e-05,
        0.002459886152998056,
        -0.0005711958288361641,
        -0.0002086364484380906,
        0.00010347684020293,
        2.1622534156228215e-05,
        -1.6673716326858064e-05,
        -3.4269113375480423e-06,
        2.6969347635304226e-06,
        7.755855165350962e-07,
        -4.2110592243562234e-07,
        -1.9566502691947402e-07,
        5.646559545168381e-08,
        4.5491578306225134e-08,
        -5.236996595017836e-09,
        -8.124956709386182e-09,
        2.0278557973793154e-10,
        7.920965150157881e-10
    };

    private DoubleMath() {}

    static double exp(double x) {
        double bounded = Math.min(Math.max(x, EXP_LOWEST), EXP_HIGHEST);
        double t = Math.fma(bounded, LOG2_E, ROUNDER);
        double p = expReduced(bounded, t) + 1;
        long n = Double.doubleToRawLongBits(t) - Double.doubleToRawLongBits(ROUNDER);
        long half = n >> 1;
        return p * powerOfTwo(half) * powerOfTwo(n - half);
    }

    /** eʳ − 1 for r = x − n ln 2, n the whole number in the lowest bits of t. */
    private static double expReduced(double x, double t) {
        double n = t - ROUNDER;
        double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        double q = Math.fma(E10, r, E9);
        q = Math.fma(q, r, E8);
        q = Math.fma(q, r, E7);
        q = Math.fma(q, r, E6);
        q = Math.fma(q, r, E5);
        q = Math.fma(q, r, E4);
        q = Math.fma(q, r, E3);
        q = Math.fma(q, r, E2);
        q = Math.fma(q, r, E1);
        q = Math.fma(q, r, E0);
        return Math.fma(q, r * r, r);
    }

    private static double powerOfTwo(long n) {
        return Double.longBitsToDouble(n + 1023 << 52);
    }

    /** 2(2ⁿ⁻¹ p + 2ⁿ⁻¹ − ½) with p = eʳ − 1. */
    static double expm1(double x) {
        double bounded = Math.min(Math.max(x, -40), EXP_HIGHEST);
        double t = Math.fma(bounded, LOG2_E, ROUNDER);
        double p = expReduced(bounded, t);
        double half = powerOfTwo(Double.doubleToRawLongBits(t) - Double.doubleToRawLongBits(ROUNDER) - 1);
        double y = 2 * Math.fma(half, p, half - 0.5);
        return x == 0 ? x : y;
    }

    static double log(double x) {
        boolean isSubnormal = x < Double.MIN_NORMAL;
        double normal = isSubnormal ? x * NORMALIZER : x;
        long bits = Double.doubleToRawLongBits(normal);
        long k = bits - SQRT_HALF_BITS >> 52;
        double f = Double.longBitsToDouble(bits - (k << 52)) - 1;
        double n = isSubnormal ? k - 54.0 : k;
        double s = f / (f + 2);
        double z = s * s;
        double p = Math.fma(L7, z, L6);
        p = Math.fma(p, z, L5);
        p = Math.fma(p, z, L4);
        p = Math.fma(p, z, L3);
        p = Math.fma(p, z, L2);
        p = Math.fma(p, z, L1);
        p = Math.fma(p, z, L0);
        double h = f * f * 0.5;
        double low = Math.fma(s, Math.fma(p, z, h), n * LN2_LOW);
        double y = Math.fma(n, LN2_HIGH, f - (h - low));
        return x > 0 ? x < Double.POSITIVE_INFINITY ? y : x : x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    }

    /** ln u + (x − (u − 1))/u with u = 1 + x rounded. */
    static double log1p(double x) {
        double u = 1 + x;
        double y = log(u) + (x - (u - 1)) / u;
        return x == 0 || x == Double.POSITIVE_INFINITY ? x : u == 0 ? Double.NEGATIVE_INFINITY : y;
    }

    /** u/(u + 2) with u = e^(2|x|) − 1. */
    static double tanh(double x) {
        double u = expm1(2 * Math.min(Math.abs(x), TANH_FARTHEST));
        return Math.copySign(u / (u + 2), x);
    }

    static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    static double softplus(double x) {
        return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
    }

    static double logSigmoid(double x) {
        return Math.min(x, 0) - log1p(exp(-Math.abs(x)));
    }

    static double sin(double x) {
        return Math.abs(x) <= REDUCIBLE ? wave(x, 0) : Math.sin(x);
    }

    static double cos(double x) {
        return Math.abs(x) <= REDUCIBLE ? wave(x, 1) : Math.cos(x);
    }

    /** sin(x + quarters·π/2). */
    private static double wave(double x, long quarters) {
        double t = Math.fma(x, TWO_BY_PI, ROUNDER);
        double n = t - ROUNDER;
        double r = Math.fma(n, -PI_2_LOW, Math.fma(n, -PI_2_MIDDLE, Math.fma(n, -PI_2_HIGH, x)));
        long quadrant = Double.doubleToRawLongBits(t) + quarters;
        double z = r * r;
        double y = (quadrant & 1) == 0 ? sinReduced(r, z) : cosReduced(z);
        return Double.longBitsToDouble(Double.doubleToRawLongBits(y) ^ quadrant << 62 & Long.MIN_VALUE);
    }

    private static double sinReduced(double r, double z) {
        double p = Math.fma(S6, z, S5);
        p = Math.fma(p, z, S4);
        p = Math.fma(p, z, S3);
        p = Math.fma(p, z, S2);
        p = Math.fma(p, z, S1);
        p = Math.fma(p, z, S0);
        return r == 0 ? r : Math.fma(p * z, r, r);
    }

    private static double cosReduced(double z) {
        double p = Math.fma(C5, z, C4);
        p = Math.fma(p, z, C3);
        p = Math.fma(p, z, C2);
        p = Math.fma(p, z, C1);
        p = Math.fma(p, z, C0);
        return Math.fma(p, z * z, Math.fma(-0.5, z, 1));
    }

    /** ½ erfc(|x|/√2) for x &lt; 0 and its complement for x ≥ 0; x² in two parts, or e^(−x²/2) would lose digits. */
    static double normalCdf(double x) {
        double a = Math.min(Math.abs(x), CDF_FARTHEST);
        double square = a * a;
        double rest = Math.fma(a, a, -square);
        double e = exp(-0.5 * square);
        double tail = Math.fma(e, -0.5 * rest, e) * 0.5 * erfcx(a * SQRT_HALF);
        return x < 0 ? tail : 1 - tail;
    }

    /** e^(b²) erfc b for b ≥ 0. */
    private static double erfcx(double b) {
        double u = 2 * b / (b + 3);
        double t = u - 1;
        double p = ERFCX[23];
        for (int i = 22; i >= 0; i--) {
            p = Math.fma(p, t, ERFCX[i]);
        }
        return Math.fma(p, u, 1) / Math.fma(2, b, 1);
    }
}
