package org.wengert.backend.cpu;

/** What {@link DoubleMath} is for doubles, for floats; {@link FloatLanes} has the same bits. */
final class FloatMath {
    static final float ROUNDER = 0x1.8p23f;
    static final float LOG2_E = 1.442695f;
    /** The first 16 bits of ln 2, so that n times it is exact. */
    static final float LN2_HIGH = 0.69314575f;

    static final float LN2_LOW = 1.4286068e-6f;
    static final float EXP_LOWEST = -104;
    static final float EXP_HIGHEST = 89;

    /** (eʳ − 1 − r)/r² on |r| ≤ ½ ln 2, to 6.5e−8. */
    static final float E0 = 0.5f;

    static final float E1 = 0.16666576f;
    static final float E2 = 0.041666552f;
    static final float E3 = 0.008363233f;
    static final float E4 = 0.001392625f;

    static final int SQRT_HALF_BITS = 0x3f3504f3;
    static final float NORMALIZER = 0x1p25f;

    /** (2 artanh(s) − 2s)/s³ in s² for 1/√2 ≤ (1 + s)/(1 − s) ≤ √2, to 1.2e−9. */
    static final float L0 = 0.6666667f;

    static final float L1 = 0.40000123f;
    static final float L2 = 0.28550735f;
    static final float L3 = 0.23332763f;

    static final float SQRT_HALF = 0.70710677f;
    static final float CDF_FARTHEST = 15;
    static final float TANH_FARTHEST = 10;

    /** ((1 + 2b) e^(b²) erfc b − 1)/(1 + t) in t = (b − 3)/(b + 3) for b ≥ 0. */
    static final float[] ERFCX = {
        0.25300807f,
        -0.388629f,
        0.34106675f,
        -0.21142493f,
        0.09215042f,
        -0.023821652f,
        5.5959543e-05f,
        0.0024164075f,
        -5.389128e-04f,
        -1.6166148e-04f,
        6.8150846e-05f
    };

    private FloatMath() {}

    static float exp(float x) {
        float bounded = Math.min(Math.max(x, EXP_LOWEST), EXP_HIGHEST);
        float t = Math.fma(bounded, LOG2_E, ROUNDER);
        float p = expReduced(bounded, t) + 1;
        int n = Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUNDER);
        int half = n >> 1;
        return p * powerOfTwo(half) * powerOfTwo(n - half);
    }

    private static float expReduced(float x, float t) {
        float n = t - ROUNDER;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float q = Math.fma(E4, r, E3);
        q = Math.fma(q, r, E2);
        q = Math.fma(q, r, E1);
        q = Math.fma(q, r, E0);
        return Math.fma(q, r * r, r);
    }

    private static float powerOfTwo(int n) {
        return Float.intBitsToFloat(n + 127 << 23);
    }

    static float expm1(float x) {
        float bounded = Math.min(Math.max(x, -20), EXP_HIGHEST);
        float t = Math.fma(bounded, LOG2_E, ROUNDER);
        float p = expReduced(bounded, t);
        float half = powerOfTwo(Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUNDER) - 1);
        float y = 2 * Math.fma(half, p, half - 0.5f);
        return x == 0 ? x : y;
    }

    static float log(float x) {
        boolean isSubnormal = x < Float.MIN_NORMAL;
        float normal = isSubnormal ? x * NORMALIZER : x;
        int bits = Float.floatToRawIntBits(normal);
        int k = bits - SQRT_HALF_BITS >> 23;
        float f = Float.intBitsToFloat(bits - (k << 23)) - 1;
        float n = isSubnormal ? k - 25f : k;
        float s = f / (f + 2);
        float z = s * s;
        float p = Math.fma(L3, z, L2);
        p = Math.fma(p, z, L1);
        p = Math.fma(p, z, L0);
        float h = f * f * 0.5f;
        float low = Math.fma(s, Math.fma(p, z, h), n * LN2_LOW);
        float y = Math.fma(n, LN2_HIGH, f - (h - low));
        return x > 0 ? x < Float.POSITIVE_INFINITY ? y : x : x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
    }

    static float log1p(float x) {
        float u = 1 + x;
        float y = log(u) + (x - (u - 1)) / u;
        return x == 0 || x == Float.POSITIVE_INFINITY ? x : u == 0 ? Float.NEGATIVE_INFINITY : y;
    }

    static float tanh(float x) {
        float u = expm1(2 * Math.min(Math.abs(x), TANH_FARTHEST));
        return Math.copySign(u / (u + 2), x);
    }

    static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    static float softplus(float x) {
        return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
    }

    static float logSigmoid(float x) {
        return Math.min(x, 0) - log1p(exp(-Math.abs(x)));
    }

    static float normalCdf(float x) {
        float a = Math.min(Math.abs(x), CDF_FARTHEST);
        float square = a * a;
        float rest = Math.fma(a, a, -square);
        float e = exp(-0.5f * square);
        float tail = Math.fma(e, -0.5f * rest, e) * 0.5f * erfcx(a * SQRT_HALF);
        return x < 0 ? tail : 1 - tail;
    }

    private static float erfcx(float b) {
        float u = 2 * b / (b + 3);
        float t = u - 1;
        float p = ERFCX[10];
        for (int i = 9; i >= 0; i--) {
            p = Math.fma(p, t, ERFCX[i]);
        }
        return Math.fma(p, u, 1) / Math.fma(2, b, 1);
    }
}
