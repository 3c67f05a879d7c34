package org.wengert.language;

import static org.wengert.Wengert.stopGradient;

/** Primitive types and conversions: JLS chapters 4 and 5. */
class NumbersTest extends Constructs {
    @Override
    String area() {
        return "Numbers and conversions";
    }

    @Construct(value = "`float` as a step of a computation in `double`", code = "float half = 0.5f;")
    void floatConstants() {
        differentiates(
                (x, y) -> {
                    float half = 0.5f;
                    float two = half * 4f;
                    return x * half + y * two;
                },
                (x, y) -> x.over(2).plus(y.times(2)));
    }

    /** A number near x whose value is exact in float: 1.5 + (x − x₀). */
    private static double near(double x) {
        return 1.5 + (x - stopGradient(x));
    }

    private static Jet near(Jet x) {
        return x.minus(x.v()).plus(1.5);
    }

    @Construct(value = "`float` that depends on the input", code = "float f = (float) near(x);")
    void activeFloats() {
        differentiates(
                (x, y) -> {
                    float f = (float) near(x);
                    float g = f * 2f + 1f - f;
                    g /= 4f;
                    g = -g;
                    return g * y;
                },
                (x, y) -> near(x).plus(1).over(-4).times(y));
    }

    @Construct(value = "arithmetic in `float`", code = "float g = f * f + f / 2f;")
    void floatArithmetic() {
        differentiates(
                (x, y) -> {
                    float f = (float) near(x);
                    float g = f * f + f / 2f;
                    g += y > 1 ? f : 2 * f;
                    return (double) g * near(y) + Math.max(f, 1f) * Math.abs(-f);
                },
                (x, y) -> {
                    Jet f = near(x);
                    Jet g = f.squared().plus(f.over(2)).plus(y.v() > 1 ? f : f.times(2));
                    return g.times(near(y)).plus(f.squared());
                });
    }

    static final class Sample {
        float level;
        final float[] history = new float[2];
    }

    @Construct(value = "active values in fields and arrays of `float`", code = "s.history[0] *= s.level;")
    void floatMemory() {
        differentiates(
                (x, y) -> {
                    Sample s = new Sample();
                    s.level = (float) near(x);
                    s.history[0] = (float) near(y);
                    s.history[0] *= s.level;
                    s.history[1] = s.history[0] + s.level++;
                    return s.history[1] * s.level;
                },
                (x, y) -> near(x).times(near(y)).plus(near(x)).times(near(x).plus(1)));
    }

    @Construct(
            value = "casts to `int`, `long`, `short`, `byte`, `char`: steps, with derivative 0",
            code = "(int) (10 * x)")
    void castsToIntegers() {
        differentiates(
                (x, y) -> {
                    int i = (int) (10 * x);
                    long l = (long) (100 * y);
                    short s = (short) i;
                    byte b = (byte) l;
                    char c = (char) i;
                    int f = (int) (float) (3 * x);
                    long g = (long) (float) (3 * x);
                    return x * i + y * l + x * y * (s + b + c) + x * f + y * g;
                },
                (x, y) -> {
                    int i = (int) (10 * x.v());
                    long l = (long) (100 * y.v());
                    int f = (int) (3 * x.v());
                    return x.times(i)
                            .plus(y.times(l))
                            .plus(x.times(y).times((short) i + (byte) l + (char) i))
                            .plus(x.times(f))
                            .plus(y.times(f));
                });
    }

    @Construct(value = "widening of integers", code = "long wide = i; double wider = wide;")
    void widening() {
        differentiates(
                (x, y) -> {
                    int i = 3;
                    byte b = -2;
                    char c = 'c';
                    float f = i;
                    f += 4L;
                    long wide = i;
                    double wider = wide;
                    return x * wider + y * b + x * y * (c - f);
                },
                (x, y) -> x.times(3).plus(y.times(-2)).plus(x.times(y).times(92)));
    }

    @Construct(value = "`long` as an index and a counter", code = "for (long i = 1; i <= 20L; i *= 2L)")
    void longs() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    long last = 0;
                    for (long i = 1; i <= 20L; i *= 2L) {
                        sum += x / i;
                        last = i % 7L - i / 3L;
                    }
                    return sum * y + -last * x;
                },
                (x, y) -> x.times(31.0 / 16).times(y).plus(x.times(3)));
    }

    @Construct(value = "comparisons, remainders and signs of `float` and `long`", code = "f % 1f < 0.5f && !(f > 3f)")
    void comparisonsOfFloats() {
        differentiates(
                (x, y) -> {
                    float f = 2.25f;
                    long l = 1L << 40;
                    int n = x < 1 ? 3 : 4;
                    double r = f % 1f < 0.5f && !(f > 3f) && f != 2f && f >= 0f ? x : y;
                    if (n == 3 ^ l >> 38 < 2) {
                        r *= -n;
                    }
                    return r * y;
                },
                (x, y) -> (x.v() < 1 ? x.times(-3) : x).times(y));
    }

    @Construct(value = "methods of `int`, `long` and `float`", code = "gcd(1L << 20, 96L)")
    void methodsOfIntegers() {
        differentiates(
                (x, y) -> x * gcd(1L << 20, 96L) + y * gcd(18, 12) + x * y * geometric(3f, 12f),
                (x, y) -> x.times(32).plus(y.times(6)).plus(x.times(y).times(6)));
    }

    private static long gcd(long a, long b) {
        while (b != 0) {
            long t = a % b;
            a = b;
            b = t;
        }
        return a;
    }

    private static int gcd(int a, int b) {
        while (a != b) {
            if (a < b) {
                b = b - a;
            } else {
                a = -(b - a);
            }
        }
        return a;
    }

    private static float geometric(float a, float b) {
        float g = a * b;
        float r = g;
        for (int i = 0; i < 40; i++) {
            a = r;
            r = (r + g / a) / 2;
        }
        b = r;
        return (float) Math.rint(b);
    }

    @Construct(value = "integer overflow", code = "h = 31 * h + 17;")
    void overflow() {
        differentiates(
                (x, y) -> {
                    int h = 1;
                    for (int i = 0; i < 20; i++) {
                        h = 31 * h + 17;
                    }
                    return x * (h % 1000) + y * (Integer.MAX_VALUE + 1 < 0 ? 2 : 3);
                },
                (x, y) -> {
                    int h = 1;
                    for (int i = 0; i < 20; i++) {
                        h = 31 * h + 17;
                    }
                    return x.times(h % 1000).plus(y.times(2));
                });
    }

    @Construct(value = "division of integers by zero", code = "int r = 7 / zero;")
    void divisionByZero() {
        throwsAlike(
                (x, y) -> {
                    int zero = (int) (x / 1000);
                    int r = 7 / zero;
                    return x * r;
                },
                ArithmeticException.class);
    }

    @Construct(value = "a pseudo-random generator in integers", code = "seed ^= seed << 13;")
    void xorShift() {
        differentiates(
                (x, y) -> {
                    long seed = 42;
                    double sum = 0;
                    for (int i = 0; i < 8; i++) {
                        seed ^= seed << 13;
                        seed ^= seed >>> 7;
                        seed ^= seed << 17;
                        sum += (seed & 1) == 0 ? x : y * y;
                    }
                    return sum;
                },
                (x, y) -> {
                    long seed = 42;
                    Jet sum = Jet.constant(0);
                    for (int i = 0; i < 8; i++) {
                        seed ^= seed << 13;
                        seed ^= seed >>> 7;
                        seed ^= seed << 17;
                        sum = sum.plus((seed & 1) == 0 ? x : y.squared());
                    }
                    return sum;
                });
    }

    @Construct(value = "`Math.round`, `floor`, `ceil`, `rint`: steps", code = "Math.round(3 * x)")
    void rounding() {
        differentiates(
                (x, y) -> Math.round(3 * x) * y
                        + Math.floor(x) * x
                        + Math.ceil(y) * y
                        + Math.rint(x * 4) * x
                        + Math.round((float) y),
                (x, y) -> y.times(Math.round(3 * x.v()))
                        .plus(x.times(Math.floor(x.v())))
                        .plus(y.times(Math.ceil(y.v())))
                        .plus(x.times(Math.rint(4 * x.v())))
                        .plus(Math.round(y.v())));
    }

    @Construct(value = "infinities and NaN that are only compared", code = "double best = Double.POSITIVE_INFINITY;")
    void infinities() {
        differentiates(
                (x, y) -> {
                    double best = Double.POSITIVE_INFINITY;
                    for (double candidate : new double[] {x * y, x + y, y * y * x}) {
                        if (candidate < best) {
                            best = candidate;
                        }
                    }
                    return Double.isNaN(best) || Double.isInfinite(best) ? -1 : best;
                },
                (x, y) -> x.times(y).min(x.plus(y)).min(y.squared().times(x)));
    }

    @Construct(value = "the bits of a number that depends on the input", code = "Double.doubleToLongBits(x)")
    void bits() {
        refuses((x, y) -> Double.longBitsToDouble(Double.doubleToLongBits(x) + 1) * y, "Double.doubleToLongBits(x)");
    }

    @Construct(value = "the bits of a constant", code = "Double.longBitsToDouble(0x4000000000000000L)")
    void bitsOfConstants() {
        differentiates(
                (x, y) -> x * y * Double.longBitsToDouble(0x4000000000000000L),
                (x, y) -> x.times(y).times(2));
    }

    @Construct(value = "`Double.hashCode(x)`: an integer, a step", code = "Double.hashCode(x) == 0")
    void hashOfANumber() {
        differentiates((x, y) -> Double.hashCode(x) == 0 ? x : x * y, (x, y) -> x.times(y));
    }

    @Construct(value = "`BigDecimal` that depends on the input", code = "new java.math.BigDecimal(x)")
    void bigDecimal() {
        refuses(
                (x, y) -> new java.math.BigDecimal(x)
                                .add(java.math.BigDecimal.ONE)
                                .doubleValue()
                        * y,
                "new java.math.BigDecimal(x)",
                "BigDecimal");
    }

    @Construct(value = "`BigDecimal` and `BigInteger` of constants", code = "new java.math.BigDecimal(\"0.25\")")
    void bigConstants() {
        differentiates(
                (x, y) -> x * new java.math.BigDecimal("0.25").doubleValue()
                        + y * java.math.BigInteger.TWO.pow(10).intValue(),
                (x, y) -> x.times(0.25).plus(y.times(1024)));
    }
}
