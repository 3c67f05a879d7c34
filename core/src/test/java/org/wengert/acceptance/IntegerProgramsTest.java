package org.wengert.acceptance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.BitSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.ScalarField;

/** Programs whose way is found by integers: the reversal finds it again. */
class IntegerProgramsTest {
    static double indicesThatAreFlipped(double[] x) {
        int[] ix = {0, 1, 0, 1};
        double s = 1;
        for (int i = 0; i < 4; i++) {
            s += x[ix[i]] * s;
            ix[(i + 1) % 4] ^= 1;
        }
        return s;
    }

    static double permutations(double[] x) {
        int[] perm = {3, 1, 0, 2};
        double[] a = {x[0], x[1], x[0] * x[1], 2};
        for (int r = 0; r < 3; r++) {
            for (int i = 0; i < 4; i++) {
                int t = perm[i];
                a[i] += a[t] * 0.3;
                perm[i] = perm[t];
                perm[t] = i;
            }
        }
        return a[0] * a[1] + a[2] * a[3];
    }

    static double continueInWhile(double[] x) {
        int c = 0;
        double s = x[0];
        while (s < 31 && c < 50) {
            s = s * (1 + x[1]) + c % 3;
            if ((c & 3) == 2) {
                c += 2;
                continue;
            }
            c++;
        }
        return s * c;
    }

    static double breadthFirst(double[] x) {
        boolean[] seen = new boolean[6];
        int[] q = new int[6];
        int h = 0, t = 0;
        q[t++] = 0;
        seen[0] = true;
        double[] d = new double[6];
        d[0] = x[0];
        while (h < t) {
            int u = q[h++];
            for (int v = 0; v < 6; v++)
                if ((v * 2 + u) % 5 == 1 && !seen[v]) {
                    seen[v] = true;
                    d[v] = d[u] * x[1] + v * x[0];
                    q[t++] = v;
                }
        }
        double s = 0;
        for (int i = 0; i < 6; i++) {
            s += d[i] * d[i];
        }
        return s;
    }

    static double linearCongruences(double[] x) {
        long seed = 42;
        double s = 0;
        for (int i = 0; i < 10; i++) {
            seed = (seed * 0x5DEECE66DL + 0xBL) & ((1L << 48) - 1);
            int bit = (int) (seed >>> 47);
            double u = (seed >>> 21) * 0x1p-27;
            s += x[bit] * u * s + x[1 - bit] * u;
        }
        return s;
    }

    static double alignment(double[] x) {
        double[][] dp = new double[4][5];
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 5; j++) {
                double best = i == 0 && j == 0 ? 0 : Double.POSITIVE_INFINITY;
                if (i > 0) {
                    best = Math.min(best, dp[i - 1][j] + x[0] * j);
                }
                if (j > 0) {
                    best = Math.min(best, dp[i][j - 1] + x[1] * i);
                }
                if (i > 0 && j > 0) {
                    best = Math.min(best, dp[i - 1][j - 1] + Math.abs(x[0] * i - x[1] * j));
                }
                dp[i][j] = best;
            }
        return dp[3][4] * x[0];
    }

    static double eliminationWithPivots(double[] x) {
        int n = 4;
        double[][] a = new double[n][n];
        double[] b = new double[n];
        for (int i = 0; i < n; i++) {
            b[i] = x[i % 2] + i;
            for (int j = 0; j < n; j++) {
                a[i][j] = Math.sin((i * n + j) * x[0] + x[1]) + (i == (j + 1) % n ? 2 : 0);
            }
        }
        int[] p = new int[n];
        for (int i = 0; i < n; i++) {
            p[i] = i;
        }
        for (int k = 0; k < n; k++) {
            int m = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[p[i]][k]) > Math.abs(a[p[m]][k])) {
                    m = i;
                }
            }
            int t = p[k];
            p[k] = p[m];
            p[m] = t;
            for (int i = k + 1; i < n; i++) {
                double f = a[p[i]][k] / a[p[k]][k];
                for (int j = k; j < n; j++) {
                    a[p[i]][j] -= f * a[p[k]][j];
                }
                b[p[i]] -= f * b[p[k]];
            }
        }
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += Math.atan(a[p[i]][i]) + 0.1 * Math.atan(b[p[i]]);
        }
        return s;
    }

    static double collatz(double[] x) {
        double s = 0;
        for (int i = 0; i < 5; i++) {
            int k = i;
            do {
                k = k % 2 == 0 ? k / 2 - 1 : 3 * k + 1;
                if (k > 20 || k < 0) {
                    break;
                }
                s += x[Math.abs(k) % 2] * (s + 1) * 0.1;
            } while (k != 1);
        }
        return s;
    }

    static double charactersOfAText(double[] x) {
        String text = "abcabx";
        double s = x[0];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int f = text.indexOf(c);
            s = s * x[f % 2] + (c - 'a') * x[1] + Character.getNumericValue(c);
        }
        return s * 1e-4;
    }

    static double fibonacciBounds(double[] x) {
        int a = 1, b = 1;
        double s = 0;
        while (b < 60) {
            int t = a + b;
            a = b;
            b = t;
            s += x[b % 2] * Math.sqrt(a * x[0] + b);
        }
        return s;
    }

    static double ringBuffer(double[] x) {
        double[] r = new double[5];
        int w = 0;
        for (int i = 0; i < 13; i++) {
            r[w] = r[w] * 0.5 + x[i % 2] * (r[(w + 3) % 5] + 1);
            if (++w == r.length) {
                w = 0;
            }
        }
        double s = 0;
        for (double v : r) {
            s += v * v;
        }
        return s;
    }

    static double bitSet(double[] x) {
        BitSet bs = new BitSet();
        bs.set(1);
        bs.set(4);
        double s = 1;
        for (int i = bs.nextSetBit(0); i >= 0; i = bs.nextSetBit(i + 1)) {
            s *= x[i % 2] + i;
        }
        return s;
    }

    static double pageRank(double[] x) {
        int[][] e = {{0, 1}, {1, 2}, {2, 0}, {0, 2}};
        double[] pr = {x[0], x[1], 1};
        for (int it = 0; it < 4; it++) {
            double[] nx = new double[3];
            int[] deg = new int[3];
            for (int[] q : e) {
                deg[q[0]]++;
            }
            for (int[] q : e) {
                nx[q[1]] += pr[q[0]] / deg[q[0]];
            }
            pr = nx;
        }
        return pr[0] * pr[1] * pr[2];
    }

    static double decrementsInTests(double[] x) {
        double s = 0;
        int i = 10;
        while (i-- > 0) {
            if (i % 3 == 0) {
                continue;
            }
            int j = i;
            while (--j > 0 && j % 4 != 0) {
                s += x[j & 1] * j * x[0];
            }
        }
        return s;
    }

    static double jumpsInASwitch(double[] x) {
        double s = x[0];
        for (int i = 0; ; i++) {
            if (i == 3) {
                i += 2;
            }
            if (i > 8) {
                break;
            }
            switch (i % 4) {
                case 0 -> s *= x[1] + 1;
                case 1 -> {
                    if (s > 3) {
                        break;
                    }
                    s += x[0];
                }
                case 2 -> s -= x[1] * x[1];
                default -> s = s * s * 0.1;
            }
        }
        return s;
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                arguments("indicesThatAreFlipped", (ScalarField) IntegerProgramsTest::indicesThatAreFlipped),
                arguments("permutations", (ScalarField) IntegerProgramsTest::permutations),
                arguments("continueInWhile", (ScalarField) IntegerProgramsTest::continueInWhile),
                arguments("breadthFirst", (ScalarField) IntegerProgramsTest::breadthFirst),
                arguments("linearCongruences", (ScalarField) IntegerProgramsTest::linearCongruences),
                arguments("alignment", (ScalarField) IntegerProgramsTest::alignment),
                arguments("eliminationWithPivots", (ScalarField) IntegerProgramsTest::eliminationWithPivots),
                arguments("collatz", (ScalarField) IntegerProgramsTest::collatz),
                arguments("charactersOfAText", (ScalarField) IntegerProgramsTest::charactersOfAText),
                arguments("fibonacciBounds", (ScalarField) IntegerProgramsTest::fibonacciBounds),
                arguments("ringBuffer", (ScalarField) IntegerProgramsTest::ringBuffer),
                arguments("bitSet", (ScalarField) IntegerProgramsTest::bitSet),
                arguments("pageRank", (ScalarField) IntegerProgramsTest::pageRank),
                arguments("decrementsInTests", (ScalarField) IntegerProgramsTest::decrementsInTests),
                arguments("jumpsInASwitch", (ScalarField) IntegerProgramsTest::jumpsInASwitch));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void everyWayAgrees(String name, ScalarField f) {
        Differentiation.of(f).at(0.73, 0.41).agrees();
    }
}
