package org.wengert.acceptance;

import org.junit.jupiter.api.Test;

/** Methods that change memory of their caller's and then throw; the caller catches that and goes on with what they have done. */
class ThrowingCallsTest {
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;

    private static void doubled(double[] a) {
        a[0] *= 2;
        throw new IllegalStateException("found");
    }

    @Test
    void oneWriteAndAThrow() {
        Differentiation.of(x -> {
                    double[] a = {x[0] * x[0]};
                    try {
                        doubled(a);
                    } catch (IllegalStateException e) {
                        return a[0] * x[0];
                    }
                    return -1;
                })
                .at(3)
                .hasGradient(FIRST, 6 * 9)
                .hasHessian(SECOND, new double[][] {{12 * 3}});
    }

    private static int squaredUntil(double[] a, int last) {
        for (int i = 0; i < 4; i++) {
            a[0] *= a[0];
            if (i == last) {
                throw new IllegalArgumentException();
            }
        }
        return last;
    }

    @Test
    void throwsAfterDifferentNumbersOfWrites() {
        Differentiation.of(x -> {
                    double sum = 0;
                    for (int k = 0; k < 3; k++) {
                        double[] a = {x[0]};
                        try {
                            sum += squaredUntil(a, 2 * k) * a[0]; // k = 2 comes back: 4 x¹⁶
                        } catch (IllegalArgumentException e) {
                            sum += (k + 1) * a[0]; // x², 2 x⁸
                        }
                    }
                    return sum;
                })
                .at(0.9)
                .hasGradient(FIRST, 1.8 + 16 * Math.pow(0.9, 7) + 64 * Math.pow(0.9, 15))
                .hasHessian(SECOND, new double[][] {{2 + 112 * Math.pow(0.9, 6) + 960 * Math.pow(0.9, 14)}});
    }

    private static void squaredThenBeyond(double[] a) {
        a[0] = a[0] * a[0];
        tripledThenBeyond(a);
        a[0] = 5;
    }

    private static void tripledThenBeyond(double[] a) {
        a[0] *= 3;
        a[a.length] = 1;
    }

    @Test
    void exceptionsOfTheJvmThroughTwoCalls() {
        Differentiation.of(x -> {
                    double[] a = {x[0]};
                    try {
                        squaredThenBeyond(a);
                    } catch (ArrayIndexOutOfBoundsException e) {
                        return a[0] * 2; // 6 x²
                    }
                    return -1;
                })
                .at(0.7)
                .hasGradient(FIRST, 12 * 0.7)
                .hasHessian(SECOND, new double[][] {{12}});
    }

    private static void grownDown(double[] a, int n) {
        a[0] *= a[1];
        if (n > 0) {
            grownDown(a, n - 1);
            a[0] = 1;
        } else {
            throw new ArithmeticException();
        }
    }

    @Test
    void recursion() {
        Differentiation.of(x -> {
                    double[] a = x.clone();
                    try {
                        grownDown(a, 3);
                    } catch (ArithmeticException e) {
                        return a[0] * a[0]; // x0² x1⁸
                    }
                    return -1;
                })
                .at(0.6, 1.1)
                .hasGradient(FIRST, 1.2 * Math.pow(1.1, 8), 0.36 * 8 * Math.pow(1.1, 7))
                .hasHessian(SECOND, new double[][] {
                    {2 * Math.pow(1.1, 8), 1.2 * 8 * Math.pow(1.1, 7)},
                    {1.2 * 8 * Math.pow(1.1, 7), 0.36 * 56 * Math.pow(1.1, 6)}
                });
    }

    static final class Counter {
        private double value;

        void up(double by) {
            value += by;
            if (value > 3) {
                throw new IllegalArgumentException("at " + value);
            }
            value *= 2;
        }
    }

    @Test
    void objectsThatGoOn() {
        Differentiation.of(x -> {
                    Counter c = new Counter();
                    for (int i = 0; i < 5; i++) {
                        try {
                            c.up(x[0]);
                        } catch (IllegalArgumentException e) {
                            c.value *= 0.5;
                        }
                    }
                    return c.value;
                })
                .at(0.6) // 0.6: 1.2, 3.6, then (3.6 + 0.6)/2 = 2.1, 1.35·2 …
                .hasGradient(FIRST, 5);
    }

    private static double checked(double[] a) {
        if (a[0] > 1) {
            throw new IllegalStateException();
        }
        a[0] *= 2;
        return a[0];
    }

    @Test
    void finallyAfterAThrow() {
        Differentiation.of(x -> {
                    double[] a = {x[0]};
                    double sum = 0;
                    for (int i = 0; i < 4; i++) {
                        try {
                            sum += checked(a);
                        } catch (IllegalStateException e) {
                            sum += 10 * a[0];
                        } finally {
                            a[0] += x[1];
                        }
                    }
                    return sum;
                })
                .at(0.3, 0.05) // a: .6+.05 → 1.3+.05 → thrown, thrown
                .hasGradient(FIRST, 2 + 4 + 10 * 4 + 10 * 4, 0 + 2 + 10 * 3 + 10 * 4);
    }
}
