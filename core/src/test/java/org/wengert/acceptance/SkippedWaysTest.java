package org.wengert.acceptance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.ScalarField;

/**
 * Ways that nothing with a derivative happens on, and that reverse mode therefore passes over, out of places where another way has need of
 * what was computed there.
 */
class SkippedWaysTest {
    /** Two ways lead behind the {@code else}; on the second one, the index has been computed. */
    static double shortCircuit(double[] x) {
        double s = x[0];
        for (int i = 0; i < 7; i++) {
            if (s > -9 && i % 2 == 0) {
                s += x[i % 2] * x[1];
            } else if (i > 5 + x.length) {
                break;
            }
        }
        return s;
    }

    static double laterUse(double[] x) {
        double s = x[0];
        for (int i = 0; i < 7; i++) {
            int k = -1;
            if (i > 0) {
                k = i % 2;
                if (k == 1) {
                    s += x[k] * s;
                    continue;
                }
            }
            if (k + i > 20) {
                break;
            }
        }
        return s;
    }

    static double outOfBothLoops(double[] x) {
        double s = x[0];
        outer:
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                if (i + j > 1 && (i * 7 + j) % 2 == 0) {
                    s += x[(i * 7 + j) % 2] * s;
                } else if (i * j > 30) {
                    break outer;
                }
            }
        }
        return s;
    }

    @SuppressWarnings("fallthrough")
    static double fallingThrough(double[] x) {
        double s = x[0];
        for (int i = 0; i < 15; i++) {
            int k = i * 5 / 3;
            switch (i % 4) {
                case 0:
                    break;
                case 1:
                    if (k % 3 < 2) {
                        s += x[k % 3] * s;
                        continue;
                    }
                default:
                    if (i > 30) {
                        return s;
                    }
            }
            if (i > 50) {
                break;
            }
        }
        return s;
    }

    /** Forward and backward sweep are two functions. */
    static double byRecursion(double[] x) {
        return step(x, x[0], 0);
    }

    private static double step(double[] x, double s, int i) {
        if (s > -9 && i % 2 == 0) {
            s += x[i % 2] * s;
        } else if (i > 8) {
            return s;
        }
        return i > 9 ? s * x[1] : step(x, s, i + 1);
    }

    static double inAnArray(double[] x) {
        double[] a = {x[0], x[1]};
        for (int i = 0; i < 8; i++) {
            if (i > 1 && i % 2 == 0) {
                a[i % 2] *= x[1 - i % 2];
            } else if (i > 40) {
                break;
            }
        }
        return a[0] * a[1];
    }

    static double behindALoop(double[] x) {
        double s = x[0];
        for (int i = 0; i < 6; i++) {
            if (i > 0) {
                int k = 0;
                while (k * k * k < 5 * i) {
                    k += k % 2 + 1;
                }
                if (k % 2 == 0) {
                    s += x[k % 2] * s;
                    continue;
                }
            }
            if (i > 10) {
                break;
            }
        }
        return s;
    }

    static double throughAHandler(double[] x) {
        double s = x[0];
        int[] divisors = {3, 0, 2};
        for (int i = 0; i < 8; i++) {
            try {
                int k = 7 / divisors[i % 3] % 2;
                if (i > 2 && k == 1) {
                    s += x[k] * s;
                    continue;
                }
            } catch (ArithmeticException e) {
                if (i > 20) {
                    break;
                }
            }
            if (i > 30) {
                break;
            }
        }
        return s;
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                arguments("shortCircuit", (ScalarField) SkippedWaysTest::shortCircuit),
                arguments("laterUse", (ScalarField) SkippedWaysTest::laterUse),
                arguments("outOfBothLoops", (ScalarField) SkippedWaysTest::outOfBothLoops),
                arguments("fallingThrough", (ScalarField) SkippedWaysTest::fallingThrough),
                arguments("byRecursion", (ScalarField) SkippedWaysTest::byRecursion),
                arguments("inAnArray", (ScalarField) SkippedWaysTest::inAnArray),
                arguments("behindALoop", (ScalarField) SkippedWaysTest::behindALoop),
                arguments("throughAHandler", (ScalarField) SkippedWaysTest::throughAHandler));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void everyWayAgrees(String name, ScalarField f) {
        Differentiation.of(f).at(0.73, 0.41).agrees();
    }
}
