package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;

/** Section B of the acceptance cases: control flow, recursion, objects, mutation. */
class ControlFlowTest {
    private static final double FIRST = 1e-12;

    @Nested
    class B01PowerInFourWays {
        @Test
        void byAWhileLoop() {
            Differentiation.of(ControlFlowTest::powerByLoop, 2)
                    .hasValue(0, 8)
                    .hasDerivative(FIRST, 12)
                    .hasSecondDerivative(FIRST, 12);
        }

        @Test
        void byRecursion() {
            Differentiation.of(x -> powerByRecursion(x, 3), 2)
                    .hasValue(0, 8)
                    .hasDerivative(FIRST, 12)
                    .hasSecondDerivative(FIRST, 12);
        }

        @Test
        void byAMutableHolder() {
            Differentiation.of(ControlFlowTest::powerByHolder, 2)
                    .hasValue(0, 8)
                    .hasDerivative(FIRST, 12)
                    .hasSecondDerivative(FIRST, 12);
        }

        @Test
        void byAStaticField() {
            Differentiation.of(ControlFlowTest::powerByStaticField, 2)
                    .hasValue(0, 8)
                    .hasDerivative(FIRST, 12)
                    .hasSecondDerivative(FIRST, 12);
        }
    }

    static double powerByLoop(double x) {
        int n = 3;
        double r = 1;
        while (n > 0) {
            n--;
            r *= x;
        }
        return r;
    }

    static double powerByRecursion(double x, int n) {
        return n == 0 ? 1 : x * powerByRecursion(x, n - 1);
    }

    static final class Holder {
        double r = 1;
    }

    static double powerByHolder(double x) {
        Holder holder = new Holder();
        for (int i = 0; i < 3; i++) {
            holder.r *= x;
        }
        return holder.r;
    }

    private static double accumulator;

    static double powerByStaticField(double x) {
        accumulator = 1;
        for (int i = 0; i < 3; i++) {
            accumulator *= x;
        }
        return accumulator;
    }

    @Test
    void b02TheProductOverAnArray() {
        Differentiation.of(x -> {
                    double product = 1;
                    for (double xi : x) {
                        product *= xi;
                    }
                    return product;
                })
                .at(1, 2, 3)
                .hasValue(0, 6)
                .hasGradient(FIRST, 6, 3, 2)
                .hasHessian(FIRST, new double[][] {{0, 3, 2}, {3, 0, 1}, {2, 1, 0}});
    }

    @Nested
    class B03AValueStoredThenMultiplied {
        @Test
        void inAMap() {
            Differentiation.of(x -> {
                        Map<String, Double> map = new HashMap<>();
                        map.put("x", x[0]);
                        return map.get("x") * x[1];
                    })
                    .at(2, 3)
                    .hasValue(0, 6)
                    .hasGradient(FIRST, 3, 2)
                    .hasHessian(FIRST, new double[][] {{0, 1}, {1, 0}});
            Differentiation.of(
                            x -> {
                                Map<String, Double> map = new HashMap<>();
                                map.put("x", x);
                                return x * map.get("x");
                            },
                            2)
                    .hasValue(0, 4)
                    .hasDerivative(FIRST, 4);
        }

        @Test
        void inAList() {
            Differentiation.of(x -> {
                        List<Double> list = new ArrayList<>();
                        list.add(x[0]);
                        list.add(x[1]);
                        return list.get(0) * list.get(1);
                    })
                    .at(2, 3)
                    .hasGradient(FIRST, 3, 2);
        }

        @Test
        void inTheFieldOfAnObject() {
            Differentiation.of(x -> {
                        Cell cell = new Cell();
                        cell.value = x[0];
                        return cell.value * x[1];
                    })
                    .at(2, 3)
                    .hasGradient(FIRST, 3, 2)
                    .hasHessian(FIRST, new double[][] {{0, 1}, {1, 0}});
        }

        @Test
        void inARecord() {
            Differentiation.of(x -> new Pair(x[0], x[1]).product())
                    .at(2, 3)
                    .hasGradient(FIRST, 3, 2)
                    .hasHessian(FIRST, new double[][] {{0, 1}, {1, 0}});
        }

        @Test
        void inALambdasCapture() {
            Differentiation.of(x -> {
                        double a = x[0];
                        ScalarFunction times = y -> a * y;
                        return times.applyAsDouble(x[1]);
                    })
                    .at(2, 3)
                    .hasGradient(FIRST, 3, 2)
                    .hasHessian(FIRST, new double[][] {{0, 1}, {1, 0}});
        }
    }

    static final class Cell {
        double value;
    }

    record Pair(double a, double b) {
        double product() {
            return a * b;
        }
    }

    @Test
    void b04ATryBlockThatReturns() {
        Differentiation.of(
                        x -> {
                            try {
                                return 2 * x;
                            } catch (IllegalStateException e) {
                                return 0;
                            }
                        },
                        1)
                .hasDerivative(0, 2);
    }

    @Test
    void b04ATryBlockThatIsLeftByAnException() {
        Differentiation.of(
                        x -> {
                            double y = x * x;
                            try {
                                y = 3 * y;
                                throwUnless(y > 1e9);
                                return -y;
                            } catch (IllegalStateException e) {
                                return y * x;
                            } finally {
                                y = 0;
                            }
                        },
                        2)
                .hasValue(0, 24)
                .hasDerivative(FIRST, 36)
                .hasSecondDerivative(FIRST, 36);
    }

    private static void throwUnless(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("refused");
        }
    }

    @Test
    void b05AnElseIfChainWithoutElse() {
        ScalarFunction f = x -> {
            double y = x;
            if (y > 0) {
                y *= 2;
            } else if (y < 0) {
                y *= 3;
            }
            return y;
        };
        Differentiation.of(f, 1).hasValue(0, 2).hasDerivative(0, 2);
        Differentiation.of(f, -1).hasValue(0, -3).hasDerivative(0, 3);
        Differentiation.of(f, 0).hasValue(0, 0).hasDerivative(0, 1);
    }

    @Test
    void b08InsertionSortInPlace() {
        double[] a = IntStream.range(0, 10).mapToDouble(i -> i % 2).toArray();
        Differentiation.of(ControlFlowTest::sumOfTheLargerHalf)
                .at(a)
                .hasValue(0, 5)
                .hasGradient(0, a);
    }

    @Test
    void b08InsertionSortOfDistinctNumbers() {
        Differentiation.of(ControlFlowTest::sumOfTheLargerHalf)
                .at(0.3, -1, 7, 2, 0.1, 5)
                .hasValue(0, 14)
                .hasGradient(0, 0, 0, 1, 1, 0, 1);
    }

    static double sumOfTheLargerHalf(double[] x) {
        double[] a = x.clone();
        for (int i = 1; i < a.length; i++) {
            double key = a[i];
            int j = i - 1;
            while (j >= 0 && a[j] < key) {
                a[j + 1] = a[j];
                j--;
            }
            a[j + 1] = key;
        }
        double sum = 0;
        for (int i = 0; i < a.length / 2; i++) {
            sum += a[i];
        }
        return sum;
    }

    /** The root √4 lies beyond the bound 1, so that the result is the bound whatever the inputs are. */
    @Test
    void b10ANewtonIterationThatSaturatesAtItsBound() {
        Differentiation.of(x -> newtonWithin(x[0], x[1], Clamping.BRANCHES))
                .at(0.5, 4)
                .hasValue(0, 1)
                .hasGradient(0, 0, 0);
        Differentiation.of(x -> newtonWithin(x[0], x[1], Clamping.MIN_MAX))
                .at(0.5, 4)
                .hasValue(0, 1)
                .hasGradient(0, 0, 0);
        Differentiation.of(x -> newtonWithin(x[0], x[1], Clamping.CLAMP))
                .at(0.5, 4)
                .hasValue(0, 1)
                .hasGradient(0, 0, 0);
    }

    enum Clamping {
        BRANCHES,
        MIN_MAX,
        CLAMP
    }

    static double newtonWithin(double start, double a, Clamping clamping) {
        double x = start;
        for (int i = 0; i < 20; i++) {
            x = x - (x * x - a) / (2 * x);
            switch (clamping) {
                case BRANCHES -> {
                    if (x > 1) {
                        x = 1;
                    } else if (x < 0.1) {
                        x = 0.1;
                    }
                }
                case MIN_MAX -> x = Math.max(0.1, Math.min(1, x));
                case CLAMP -> x = Math.clamp(x, 0.1, 1);
            }
        }
        return x;
    }

    @Test
    void b11AnEarlyReturn() {
        Differentiation.of(ControlFlowTest::partialSums, 0.5)
                .hasValue(FIRST, 0.6931471805599453)
                .hasDerivative(FIRST, 2);
        Differentiation.of(ControlFlowTest::partialSums, 0.8)
                .hasValue(FIRST, 2.24)
                .hasDerivative(FIRST, 3.6);
        Differentiation.of(ControlFlowTest::partialSums, 0.9)
                .hasValue(FIRST, 2.61)
                .hasDerivative(FIRST, 3.8);
    }

    static double partialSums(double x) {
        double s = 0;
        for (int k = 1; k < 100; k++) {
            s += Math.pow(x, k) / k;
            if (s > 1) {
                return s * k;
            }
        }
        return s;
    }

    @Test
    void b12ALoopWhoseBranchesDependOnTheValue() {
        Differentiation.of(
                        x0 -> {
                            double x = x0;
                            int n = 0;
                            while (x > 1) {
                                x = x > 3 ? x / 2 : x * x / 10;
                                n++;
                            }
                            return x + n;
                        },
                        20)
                .hasValue(0, 4.625)
                .hasDerivative(FIRST, 0.0625);
    }

    /** The bound is computed anew in every round: 4, then 2, then 0, so that two rounds are run. */
    @Test
    void aLoopWhoseBoundChangesWithTheValue() {
        double x = 0.44372353482144944;
        ScalarFunction unrolled = a -> {
            double b = a / (2.5 - Math.sin(a));
            return b / (2.5 - Math.sin(b));
        };
        Differentiation.of(
                        a -> {
                            double y = a;
                            for (int i = 0; i < Math.floorMod((int) (10 * y), 5); i++) {
                                y /= 2.5 - Math.sin(y);
                            }
                            return y;
                        },
                        x)
                .hasValue(0, unrolled.applyAsDouble(x))
                .hasDerivative(FIRST, derivative(unrolled).applyAsDouble(x))
                .hasSecondDerivative(1e-11, derivative(unrolled, 2).applyAsDouble(x));
    }

    @Test
    void b14RecursionWithTwoAccumulators() {
        Differentiation.of(x -> fibonacci(6, x[0], x[1]))
                .at(0.1, 0.2)
                .hasValue(FIRST, 0.1846136365056)
                .hasGradient(FIRST, 1.97203673088, 0.526353997824);
    }

    static double fibonacci(int n, double a, double b) {
        return n == 0 ? a : fibonacci(n - 1, b, a + b * a);
    }

    @Test
    void b15TheLogisticMap() {
        Differentiation.of(x -> logisticMap(20, x[0], x[1]))
                .at(0.3, 3.2)
                .hasValue(1e-13, 0.7993221898695937)
                .hasGradient(FIRST, -0.054095142094489644, 0.2918099078251394);
    }

    /** The map is chaotic at r = 3.9: rounding errors grow by the derivative, 2.4e7, hence the tolerance. */
    @Test
    void b16TheLogisticMapWhereItIsChaotic() {
        Differentiation.of(x -> logisticMap(30, x, 3.9), 0.3).hasDerivative(1e-6, 23913805.75868187);
    }

    static double logisticMap(int n, double x0, double r) {
        double x = x0;
        for (int i = 0; i < n; i++) {
            x = r * x * (1 - x);
        }
        return x;
    }

    @Test
    void b18ACastToAnIntegerIsAConstant() {
        Differentiation.of(x -> x * (int) x, 2.7).hasValue(FIRST, 5.4).hasDerivative(0, 2);
    }

    /** (1 + h)ᵗ with h = 0.1 and t = 10 has ten decimal digits, all of them known. */
    @Test
    void b23EulersMethod() {
        Differentiation.of(
                        y0 -> {
                            double y = y0;
                            for (int i = 0; i < 10; i++) {
                                y += 0.1 * y;
                            }
                            return y;
                        },
                        1)
                .hasDerivative(1e-13, 2.5937424601);
    }

    @Nested
    class B24AnArrayIsOverwrittenAndUsedAgain {
        @Test
        void likeTheImmutableVersion() {
            ScalarField mutable = x -> {
                double[] a = new double[6];
                a[0] = x[0];
                for (int i = 1; i < a.length; i++) {
                    a[i] = Math.sin(a[i - 1]) + x[1] * a[i - 1];
                }
                double s = 0;
                for (int i = 0; i < a.length; i++) {
                    a[i] = a[i] * a[i];
                    s += a[i];
                }
                return s;
            };
            ScalarField immutable = x -> {
                double ai = x[0];
                double s = ai * ai;
                for (int i = 1; i < 6; i++) {
                    ai = Math.sin(ai) + x[1] * ai;
                    s += ai * ai;
                }
                return s;
            };
            double[] x = {0.7, -0.4};
            Differentiation.of(mutable)
                    .at(x)
                    .hasValue(0, immutable.applyAsDouble(x))
                    .hasGradient(FIRST, grad(immutable).apply(x))
                    .agrees();
        }

        @Test
        void underTwoNames() {
            ScalarField f = x -> {
                double[] a = {x[0], x[1], 1};
                double[] b = a;
                b[2] = a[0] * a[1];
                a[0] = b[2] * b[1];
                return b[0] * a[2];
            };
            // b[2] = x₀x₁, a[0] = x₀x₁², the product x₀²x₁³
            Differentiation.of(f)
                    .at(2, 3)
                    .hasValue(0, 108)
                    .hasGradient(FIRST, 108, 108)
                    .hasHessian(FIRST, new double[][] {{54, 108}, {108, 72}});
        }

        @Test
        void throughTheRowOfAMatrix() {
            ScalarField f = x -> {
                double[][] m = new double[2][2];
                double[] row = m[1];
                row[0] = x[0] * x[1];
                m[1][1] = row[0] + x[1];
                m[0] = row;
                m[0][0] = m[1][0] * m[1][1];
                return row[0] + m[0][1];
            };
            // x₀x₁(x₀x₁ + x₁) + x₀x₁ + x₁
            Differentiation.of(f)
                    .at(2, 3)
                    .hasValue(0, 63)
                    .hasGradient(FIRST, 48, 39)
                    .agrees();
        }

        @Test
        void asTheArgumentItself() {
            ScalarField f = x -> {
                x[0] = x[0] * x[1];
                x[1] = x[0] * x[0];
                return x[0] + x[1];
            };
            // x₀x₁ + x₀²x₁²
            Differentiation.of(f).at(2, 3).hasValue(0, 42).hasGradient(FIRST, 39, 26);
        }
    }

    @Test
    void b25TheDeterminantByMinors() {
        double[] data = numbers("det5.txt");
        double[] a = Arrays.copyOfRange(data, 1, 26);
        double[] cofactors = Arrays.copyOfRange(data, 26, 51);
        Differentiation.of(ControlFlowTest::determinant).at(a).hasValue(FIRST, data[0]);
        for (Mode mode : Mode.values()) {
            double[] gradient = grad(ControlFlowTest::determinant, by(mode)).apply(a);
            Differentiation.close("det, " + mode, 1e-11, gradient, cofactors);
            double euler = 0;
            for (int i = 0; i < a.length; i++) {
                euler += gradient[i] * a[i];
            }
            // det is homogeneous of degree 5: Euler's identity
            assertThat(euler).isCloseTo(5 * data[0], org.assertj.core.data.Offset.offset(1e-15));
        }
    }

    /** The determinant by expansion along the first row; the columns still in use are a linked list, changed and restored. */
    static double determinant(double[] a) {
        int n = (int) Math.sqrt(a.length);
        int[] next = new int[n + 1];
        for (int i = 0; i < n; i++) {
            next[i] = i + 1;
        }
        return minor(a, n, 0, next);
    }

    /** Columns count from 1; {@code next[0]} is the first in use, and 0 ends the list. */
    private static double minor(double[] a, int n, int row, int[] next) {
        if (row == n) {
            return 1;
        }
        double sum = 0;
        double sign = 1;
        int previous = 0;
        for (int column = next[0]; column != 0; column = next[column]) {
            next[previous] = next[column];
            sum += sign * a[row * n + column - 1] * minor(a, n, row + 1, next);
            next[previous] = column;
            sign = -sign;
            previous = column;
        }
        return sum;
    }

    private static double[] numbers(String resource) {
        try (InputStream in = ControlFlowTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void derivativesOfDerivativesOfALoop() {
        // x³: 3x², 6x, 6, 0
        Differentiation.of(ControlFlowTest::powerByLoop, 2)
                .hasDerivatives(FIRST, 12, 12, 6, 0)
                .hasReverseDerivativeOfOrder(2, FIRST, 12)
                .hasReverseDerivativeOfOrder(3, FIRST, 6);
        assertThat(derivative(ControlFlowTest::powerByLoop, 0).applyAsDouble(2)).isEqualTo(8);
    }

    /** Blocks of columns, one row of each after the other: the index grows by what was computed just before. */
    @Test
    void anIndexThatGrowsByADifference() {
        Differentiation.of(x -> {
                    double[] block = new double[6];
                    for (int first = 0; first < 2; first += 52) {
                        int width = Math.min(first + 52, 2) - first;
                        int index = 0;
                        for (int row = 0; row < 3; row++) {
                            for (int k = 0; k < width; k++) {
                                block[index + k] = x[2 * row + k] * x[0];
                            }
                            index += width;
                        }
                    }
                    return block[5] * block[2];
                })
                .at(0.5, 1, 2, 3, 4, 5) // x0² x5 x2
                .hasGradient(FIRST, 10, 0, 1.25, 0, 0, 0.5);
        Differentiation.of(x -> {
                    double s = 0;
                    for (int i = 1; i < 40; i += i - 1 + 2) { // 1, 3, 7, 15, 31
                        s += x[i % 5] * x[0] * i;
                    }
                    for (int n = 3, i = 0; i < 10; i += n - 1) { // 0, 2, 4, 6, 8
                        s += x[i % 5] * i;
                    }
                    return s;
                })
                .at(0.5, 1, 2, 3, 4)
                .agrees();
    }

    @Test
    void theOrderOfADerivativeInsideIsALiteral() {
        assertThatThrownBy(() -> derivative(x -> {
                            int n = (int) x;
                            return derivative(y -> y * y * x, n - 1).applyAsDouble(x);
                        })
                        .applyAsDouble(2))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("not a constant")
                .hasMessageContaining("ControlFlowTest.java:");
    }
}
