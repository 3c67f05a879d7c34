package org.wengert.acceptance;

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
}
