package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.directionalDerivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.jacobian;
import static org.wengert.Wengert.jvp;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wengert.Mode;

/**
 * Section D of the acceptance cases: standard test functions of optimisation at their starting points (J. J. Moré, B. S. Garbow,
 * K. E. Hillstrom, <i>Testing Unconstrained Optimization Software</i>, ACM TOMS 7, 1981), with values from 50-digit arithmetic.
 */
class TestFunctionsTest {
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;

    @Test
    void d01Rosenbrock() {
        Differentiation.of(TestFunctionsTest::rosenbrock)
                .at(-1.2, 1)
                .hasValue(1e-13, 24.2)
                .hasGradient(FIRST, -215.6, -88)
                .hasHessian(SECOND, new double[][] {{1330, 480}, {480, 200}});
    }

    static double rosenbrock(double[] x) {
        return 100 * Math.pow(x[1] - x[0] * x[0], 2) + Math.pow(1 - x[0], 2);
    }

    @Test
    void d02FreudensteinRoth() {
        Differentiation.of(x -> square(-13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1])
                        + square(-29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1]))
                .at(0.5, -2)
                .hasValue(0, 400.5)
                .hasGradient(FIRST, 30, -1272)
                .hasHessian(SECOND, new double[][] {{4, -80}, {-80, 3332}});
    }

    @Test
    void d03PowellBadlyScaled() {
        Differentiation.of(x -> square(1e4 * x[0] * x[1] - 1) + square(Math.exp(-x[0]) + Math.exp(-x[1]) - 1.0001))
                .at(0, 1)
                .hasValue(FIRST, 1.1352617173483783)
                .hasGradient(FIRST, -20000.735558882345, -0.2705969905849911)
                .hasHessian(SECOND, new double[][] {
                    {200000002.73555887, -19999.264241117657}, {-19999.264241117657, 0.5412675570582165}
                });
    }

    /** ∂f/∂x₂ = 2(1 − 2·10⁻⁶) − 2 cancels to −4·10⁻⁶: an ulp of 2 is 10⁻¹⁰ of it. */
    @Test
    void d04BrownBadlyScaled() {
        Differentiation.of(x -> square(x[0] - 1e6) + square(x[1] - 2e-6) + square(x[0] * x[1] - 2))
                .at(1, 1)
                .hasValue(FIRST, 999998000003.0)
                .hasGradient(Math.ulp(2.0) / 4e-6, -2000000, -4e-6)
                .hasHessian(SECOND, new double[][] {{4, 0}, {0, 4}});
    }

    @Test
    void d08Bard() {
        double[] x = {1, 1, 1};
        Differentiation.of(TestFunctionsTest::bard)
                .at(x)
                .hasValue(FIRST, 41.68169586167801)
                .hasGradient(FIRST, 43.76571428571429, -51.87123752834467, -50.55998752834467)
                .agrees();
        double[][] h = hessian(TestFunctionsTest::bard).apply(x);
        Differentiation.close("diagonal", SECOND, new double[] {h[0][0], h[1][2], h[2][2]}, new double[] {
            30, 90.14075700866285, 89.37418474303784
        });
    }

    private static final double[] BARD = {
        0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39
    };

    static double bard(double[] x) {
        double sum = 0;
        for (int i = 1; i <= 15; i++) {
            int v = 16 - i;
            sum += square(BARD[i - 1] - (x[0] + i / (v * x[1] + Math.min(i, v) * x[2])));
        }
        return sum;
    }

    @Test
    void d10PowellSingular() {
        Differentiation.of(x -> square(x[0] + 10 * x[1])
                        + 5 * square(x[2] - x[3])
                        + square(square(x[1] - 2 * x[2]))
                        + 10 * square(square(x[0] - x[3])))
                .at(3, -1, 0, 1)
                .hasValue(0, 215)
                .hasGradient(FIRST, 306, -144, -2, -310)
                .hasHessian(
                        SECOND,
                        new double[][] {{482, 20, 0, -480}, {20, 212, -24, 0}, {0, -24, 58, -10}, {-480, 0, -10, 490}});
    }

    @Test
    void d11Wood() {
        Differentiation.of(x -> 100 * square(x[1] - x[0] * x[0])
                        + square(1 - x[0])
                        + 90 * square(x[3] - x[2] * x[2])
                        + square(1 - x[2])
                        + 10 * square(x[1] + x[3] - 2)
                        + 0.1 * square(x[1] - x[3]))
                .at(-3, -1, -3, -1)
                .hasValue(0, 19192)
                .hasGradient(FIRST, -12008, -2080, -10808, -1880)
                .hasHessian(SECOND, new double[][] {
                    {11202, 1200, 0, 0}, {1200, 220.2, 0, 19.8}, {0, 0, 10082, 1080}, {0, 19.8, 1080, 200.2}
                });
    }

    @Test
    void d12KowalikOsborne() {
        Differentiation.of(TestFunctionsTest::kowalikOsborne)
                .at(0.25, 0.39, 0.415, 0.39)
                .hasValue(FIRST, 0.0053159058464491)
                .hasGradient(
                        FIRST, 0.13355253178127058, -0.0007595528758906099, -0.009004119774881504, 0.011149116125116073)
                .agrees();
    }

    private static final double[] KOWALIK_Y = {
        0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246
    };
    private static final double[] KOWALIK_U = {
        4, 2, 1, 1.0 / 2, 1.0 / 4, 1.0 / 6, 1.0 / 8, 1.0 / 10, 1.0 / 12, 1.0 / 14, 1.0 / 16
    };

    static double kowalikOsborne(double[] x) {
        double sum = 0;
        for (int i = 0; i < KOWALIK_Y.length; i++) {
            double u = KOWALIK_U[i];
            sum += square(KOWALIK_Y[i] - x[0] * (u * u + u * x[1]) / (u * u + u * x[2] + x[3]));
        }
        return sum;
    }

    @Test
    void d13BrownDennis() {
        Differentiation.of(TestFunctionsTest::brownDennis)
                .at(25, 5, -5, -1)
                .hasValue(FIRST, 7926693.336997433)
                .hasGradient(FIRST, 1149322.8363658949, 1779291.6743397857, -254579.5854635209, -173400.42925311538)
                .agrees();
    }

    static double brownDennis(double[] x) {
        double sum = 0;
        for (int i = 1; i <= 20; i++) {
            double t = i / 5.0;
            double a = x[0] + t * x[1] - Math.exp(t);
            double b = x[2] + x[3] * Math.sin(t) - Math.cos(t);
            sum += square(a * a + b * b);
        }
        return sum;
    }

    @Test
    void d16VariablyDimensioned() {
        double[] x = {2.0 / 3, 1.0 / 3, 0};
        Differentiation.of(TestFunctionsTest::variablyDimensioned)
                .at(x)
                .hasValue(FIRST, 497.60493827160496)
                .hasGradient(FIRST, -416.51851851851853, -833.0370370370371, -1249.5555555555557);
        double[][] h = hessian(TestFunctionsTest::variablyDimensioned).apply(x);
        Differentiation.close("last column", SECOND, new double[] {h[2][2], h[0][2]}, new double[] {2372, 790});
    }

    static double variablyDimensioned(double[] x) {
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < x.length; i++) {
            sum += square(x[i] - 1);
            weighted += (i + 1) * (x[i] - 1);
        }
        return sum + square(weighted) + square(square(weighted));
    }

    @Test
    void d17Himmelblau() {
        Differentiation.of(x -> square(x[0] * x[0] + x[1] - 11) + square(x[0] + x[1] * x[1] - 7))
                .at(-3, 2.5)
                .hasValue(0, 14.3125)
                .hasGradient(FIRST, -13.5, -36.5)
                .hasHessian(SECOND, new double[][] {{76, -2}, {-2, 37}});
    }

    @Test
    void d18GoldsteinPrice() {
        Differentiation.of(x -> {
                    double a = x[0];
                    double b = x[1];
                    double first = 1 + square(a + b + 1) * (19 - 14 * a + 3 * a * a - 14 * b + 6 * a * b + 3 * b * b);
                    double second =
                            30 + square(2 * a - 3 * b) * (18 - 32 * a + 12 * a * a + 48 * b - 36 * a * b + 27 * b * b);
                    return first * second;
                })
                .at(0.5, -0.5)
                .hasValue(FIRST, 193.75)
                .hasGradient(FIRST, -667.5, 1582.5)
                .hasHessian(SECOND, new double[][] {{-596.25, -2096.25}, {-2096.25, 6903.75}});
    }

    /** Columns three apart share no row: three tangents hold the whole Jacobian. */
    @Test
    void d20TheBroydenTridiagonalJacobianFromThreeTangents() {
        int n = 1000;
        double[] x = IntStream.range(0, n).mapToDouble(i -> -1 + 1e-3 * i).toArray();
        double[][] dense =
                jacobian(TestFunctionsTest::broyden, by(Mode.REVERSE)).apply(x);
        for (int colour = 0; colour < 3; colour++) {
            double[] columns = jvp(TestFunctionsTest::broyden).apply(x, everyKth(n, colour, 3));
            for (int i = 0; i < n; i++) {
                for (int j = Math.max(0, i - 1); j <= Math.min(n - 1, i + 1); j++) {
                    if (j % 3 == colour) {
                        assertThat(columns[i]).as("row %d, column %d", i, j).isEqualTo(dense[i][j]);
                    }
                }
            }
        }
        for (int i = 0; i < n; i++) {
            assertThat(dense[i][i]).isCloseTo(3 - 4 * x[i], org.assertj.core.data.Offset.offset(1e-14));
            for (int j = 0; j < n; j++) {
                if (Math.abs(i - j) > 1) {
                    assertThat(dense[i][j]).isZero();
                }
            }
        }
    }

    /** The sum of squares couples variables up to two apart: five tangents of the gradient hold the whole Hessian. */
    @Test
    void d20TheBroydenTridiagonalHessianFromFiveProducts() {
        int n = 60;
        double[] x = IntStream.range(0, n).mapToDouble(i -> -1 + 0.02 * i).toArray();
        double[][] dense = hessian(TestFunctionsTest::broydenSquares).apply(x);
        for (int colour = 0; colour < 5; colour++) {
            double[] columns = hvp(TestFunctionsTest::broydenSquares).apply(x, everyKth(n, colour, 5));
            for (int i = 0; i < n; i++) {
                for (int j = Math.max(0, i - 2); j <= Math.min(n - 1, i + 2); j++) {
                    if (j % 5 == colour) {
                        // the same terms, but for the order of the sum
                        assertThat(columns[i])
                                .as("row %d, column %d", i, j)
                                .isCloseTo(dense[i][j], org.assertj.core.data.Offset.offset(1e-12));
                    }
                }
            }
        }
    }

    static double[] broyden(double[] x) {
        int n = x.length;
        double[] f = new double[n];
        for (int i = 0; i < n; i++) {
            double before = i > 0 ? x[i - 1] : 0;
            double after = i < n - 1 ? x[i + 1] : 0;
            f[i] = (3 - 2 * x[i]) * x[i] - before - 2 * after + 1;
        }
        return f;
    }

    static double broydenSquares(double[] x) {
        double sum = 0;
        for (double fi : broyden(x)) {
            sum += fi * fi;
        }
        return sum;
    }

    private static double[] everyKth(int n, int first, int k) {
        double[] v = new double[n];
        for (int i = first; i < n; i += k) {
            v[i] = 1;
        }
        return v;
    }

    /** f = ½‖x‖²: the gradient of its directional derivative along v is v. */
    @Test
    void d22TheGradientOfADirectionalDerivative() {
        double[] x = {0, 1, 2, 3, 4};
        double[] v = {5, 4, 3, 2, 1};
        for (Mode mode : Mode.values()) {
            double[] actual = grad(
                            y -> directionalDerivative(TestFunctionsTest::halfSquaredNorm)
                                    .applyAsDouble(y, v),
                            by(mode))
                    .apply(x);
            Differentiation.close("gradient of f′(x)·v, " + mode, FIRST, actual, v);
        }
    }

    static double halfSquaredNorm(double[] x) {
        double sum = 0;
        for (double xi : x) {
            sum += xi * xi;
        }
        return 0.5 * sum;
    }

    private static double square(double x) {
        return x * x;
    }
}
