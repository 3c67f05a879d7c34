package org.wengert.acceptance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.ScalarField;

/** Loops whose counters and indices go other ways than up by one. */
class CountersTest {
    static double byOneOrTwo(double[] x) {
        double s = 0;
        for (int i = 0; i < 20; i += (i & 1) + 1) {
            s += x[i % 2] * Math.sin(s + i);
        }
        return s;
    }

    static double downByADifference(double[] x) {
        double s = 0;
        int n = x.length;
        for (int i = n * 5; i > 0; i -= n - 1) {
            s += x[i % n] * (s + i);
        }
        return s;
    }

    static double triangle(double[] x) {
        double s = 0;
        int k = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j <= i; j++) {
                s += x[k % 2] * s + x[0];
                k += i - j + 1;
            }
        }
        return s;
    }

    static double byFactors(double[] x) {
        double s = 1;
        for (int i = 1; i < 100; i *= 3) {
            s = s * x[i % 2] + i * x[0];
        }
        return s;
    }

    static double towardsEachOther(double[] x) {
        double s = 0;
        for (int i = 0, j = 10; i < j; i++, j -= 2) {
            s += x[i % 2] * x[j % 2] * (j - i);
        }
        return s;
    }

    static double byLongs(double[] x) {
        double s = 0;
        for (long l = 0; l < 7L; l += 2L) {
            s += x[(int) (l % 2)] * l * x[1];
        }
        return s;
    }

    static double offsets(double[] x) {
        double s = 0;
        int off = 0;
        for (int b = 0; b < 3; b++) {
            int len = 3 - b;
            for (int k = 0; k < len; k++) {
                s += x[(off + k) % 2] * (off + k) * x[0];
            }
            off += len;
        }
        return s * s;
    }

    static double downByARemainder(double[] x) {
        double s = 0;
        int off = 5;
        while (off > 0) {
            s += x[off % 2] * off * x[0];
            off -= off % 3 + 1;
        }
        return s * s;
    }

    static double shortsAndBytes(double[] x) {
        double s = 0;
        for (short q = 0; q < 6; q += 2) {
            s += x[q % 2] * q * x[1] + x[1];
        }
        for (byte q = 0; q < 6; q++) {
            s *= x[q % 2] + 1;
        }
        return s;
    }

    static double packedArray(double[] x) {
        double[] a = new double[10];
        int p = 0;
        for (double v : x) {
            a[p] = v * v;
            p += a.length / 4;
            a[p++] = v;
        }
        double s = 0;
        for (int i = a.length - 1; i >= 0; i -= 1 + i / 5) {
            s += a[i] * a[i] * i;
        }
        return s;
    }

    static double pascal(double[] x) {
        int n = 6, s2 = 0;
        double[][] t = new double[n][];
        for (int i = 0; i < n; i++) {
            t[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                t[i][j] = j == 0 || j == i ? x[s2++ % 2] : t[i - 1][j - 1] + t[i - 1][j] * x[0];
            }
        }
        return t[n - 1][2] * t[3][1];
    }

    static double doublingSteps(double[] x) {
        double s = 0;
        for (int step = 1; step < 8; step <<= 1)
            for (int i = 0; i + step < 8; i += step + step) {
                s += x[(i / step) % 2] * s + x[0] * step;
            }
        return s;
    }

    static double butterflies(double[] x) {
        double[] a = new double[8];
        for (int i = 0; i < 8; i++) {
            a[i] = x[i % 2] * (i + 1);
        }
        for (int len = 2; len <= 8; len <<= 1)
            for (int i = 0; i < 8; i += len)
                for (int j = 0; j < len / 2; j++) {
                    double u = a[i + j], v = a[i + j + len / 2] * x[0];
                    a[i + j] = u + v;
                    a[i + j + len / 2] = u - v;
                }
        return a[0] * a[5] + a[3];
    }

    static double characters(double[] x) {
        double s = 0;
        char c = 'a';
        while (c < 'h') {
            s += x[c % 2] * c * 0.01;
            c = (char) (c + c % 2 + 1);
        }
        return s * x[0];
    }

    static double bisection(double[] x) {
        int lo = 0, hi = 16;
        double s = x[0];
        while (lo < hi) {
            int mid = (lo + hi) >>> 1;
            if (s * mid > x[1] * 4) {
                hi = mid;
            } else lo = mid + 1;
            s += x[mid % 2] * 0.1 * mid;
        }
        return s * lo;
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                arguments("byOneOrTwo", (ScalarField) CountersTest::byOneOrTwo),
                arguments("downByADifference", (ScalarField) CountersTest::downByADifference),
                arguments("triangle", (ScalarField) CountersTest::triangle),
                arguments("byFactors", (ScalarField) CountersTest::byFactors),
                arguments("towardsEachOther", (ScalarField) CountersTest::towardsEachOther),
                arguments("byLongs", (ScalarField) CountersTest::byLongs),
                arguments("offsets", (ScalarField) CountersTest::offsets),
                arguments("downByARemainder", (ScalarField) CountersTest::downByARemainder),
                arguments("shortsAndBytes", (ScalarField) CountersTest::shortsAndBytes),
                arguments("packedArray", (ScalarField) CountersTest::packedArray),
                arguments("pascal", (ScalarField) CountersTest::pascal),
                arguments("doublingSteps", (ScalarField) CountersTest::doublingSteps),
                arguments("butterflies", (ScalarField) CountersTest::butterflies),
                arguments("characters", (ScalarField) CountersTest::characters),
                arguments("bisection", (ScalarField) CountersTest::bisection));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void everyWayAgrees(String name, ScalarField f) {
        Differentiation.of(f).at(0.73, 0.41).agrees();
    }
}
