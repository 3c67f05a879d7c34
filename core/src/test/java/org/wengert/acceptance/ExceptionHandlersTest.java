package org.wengert.acceptance;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What random programs found about try and finally: the smallest of them, by name. */
class ExceptionHandlersTest {
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;

    private static double identity(double p) {
        return p;
    }

    private static double plusSquare(double[] a, double s) {
        return 0.48 * s + a[0] * a[0];
    }

    @Test
    void aCallInsideTry() {
        Differentiation.of(x -> {
                    double a = x[0];
                    double b = x[1];
                    try {
                        b = identity(Math.cos(0.5 * x[1]));
                    } finally {
                        a *= 0.5;
                    }
                    return a + b;
                })
                .at(0.2, 0.7)
                .hasGradient(FIRST, 0.5, -0.5 * Math.sin(0.35))
                .hasHessian(SECOND, new double[][] {{0, 0}, {0, -0.25 * Math.cos(0.35)}});
    }

    @Test
    void aCallWithAnArrayInsideTry() {
        Differentiation.of(x -> {
                    double a = x[0];
                    try {
                        a = plusSquare(x, 0.5);
                    } finally {
                        a -= 0.1;
                    }
                    return a;
                })
                .at(-0.8, 0.3)
                .hasGradient(FIRST, -1.6, 0)
                .hasHessian(SECOND, new double[][] {{2, 0}, {0, 0}});
    }

    @Test
    void aVariableOfTheHandlerFromBeforeTry() {
        Differentiation.of(x -> {
                    double a = x[0];
                    double b = x[1];
                    int i = 0;
                    try {
                        a /= 2.5 + x[i % 2];
                    } finally {
                        b = b = x[i % 2];
                    }
                    return a + b;
                })
                .at(0.5, 0.6)
                .hasGradient(FIRST, 2.5 / 9 + 1, 0)
                .hasHessian(SECOND, new double[][] {{-5.0 / 27, 0}, {0, 0}});
    }

    @Test
    void aLoopInsideTryInsideALoop() {
        Differentiation.of(x -> {
                    double y = x[0];
                    for (int i = 0; i < 3; i++) {
                        try {
                            for (int k = 0; k < 2; k++) {
                                y = Math.sin(y) + x[k];
                            }
                        } finally {
                            y = identity(y) * x[1];
                        }
                    }
                    return y;
                })
                .at(0.3, 0.9)
                .agrees();
    }

    @Test
    void whatIsComputedBeforeTheExceptionCounts() {
        Differentiation.of(x -> {
                    double y = x[0];
                    int caught = 0;
                    for (int i = 0; i < 4; i++) {
                        try {
                            y = y * x[1];
                            if (i % 2 == 1) {
                                throw new IllegalStateException("odd");
                            }
                            y = Math.sin(y);
                        } catch (IllegalStateException e) {
                            y = y + x[0];
                            caught++;
                        }
                    }
                    return y * caught;
                })
                .at(0.3, 0.9)
                .agrees();
    }

    private static final double[] KEPT = new double[3];

    @Test
    void aCopyInsideTryThatNobodyUses() {
        Differentiation.of(x -> {
                    Arrays.fill(KEPT, Math.sin(x[0]));
                    try {
                        double[] copy = x.clone();
                    } catch (RuntimeException e) {
                        return 7;
                    }
                    return 0.5 * KEPT[2];
                })
                .at(0.7)
                .hasGradient(FIRST, 0.5 * Math.cos(0.7))
                .hasHessian(SECOND, new double[][] {{-0.5 * Math.sin(0.7)}});
    }

    @Test
    void aCopyOfNothing() {
        Differentiation.of(x -> {
                    double[] a = x[0] > 100 ? x : null;
                    double s = 2;
                    try {
                        s = a.clone()[0];
                    } catch (NullPointerException e) {
                        s *= x[0];
                    }
                    return x[0] * s;
                })
                .at(0.7)
                .hasGradient(FIRST, 2.8)
                .hasHessian(SECOND, new double[][] {{4}});
    }

    @Test
    void accessesThatFailDoNotTakePartInTheReversal() {
        Differentiation.of(x -> {
                    double[] a = {x[0]};
                    double s = 1;
                    try {
                        s = x[5];
                    } catch (ArrayIndexOutOfBoundsException e) {
                        s += x[0];
                    }
                    try {
                        a[3] = x[0] * 2;
                    } catch (ArrayIndexOutOfBoundsException e) {
                        s *= a[0];
                    }
                    return s; // x0 + x0²
                })
                .at(0.7)
                .hasGradient(FIRST, 2.4)
                .hasHessian(SECOND, new double[][] {{2}});
    }
}
