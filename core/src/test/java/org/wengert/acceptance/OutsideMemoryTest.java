package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wengert.Gradient;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;

/** Values that depend on the input in static fields, and in arrays and objects that existed before the call. */
class OutsideMemoryTest {
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;

    // ---------------------------------------------------------------- static fields

    private static double product;
    private static float single;
    private static double[] kept = new double[4];

    private static void multiply(double by) {
        product *= by;
    }

    @Test
    void aStaticNumberThatSeveralMethodsChange() {
        Differentiation.of(x -> {
                    product = 1;
                    for (int i = 0; i < 3; i++) {
                        multiply(x[0]);
                    }
                    multiply(x[1]);
                    return product; // x0³ x1
                })
                .at(2, 3)
                .hasGradient(FIRST, 36, 8)
                .hasHessian(SECOND, new double[][] {{36, 12}, {12, 0}});
        assertThat(product).isEqualTo(24); // the primal's state is what it would be
    }

    @Test
    void aReadBeyondTheEndReadsNothing() {
        Differentiation.of(x -> {
                    for (int i = 0; i < kept.length; i++) {
                        kept[i] = x[0] * x[0];
                    }
                    try {
                        kept[9] += x[0];
                    } catch (ArrayIndexOutOfBoundsException e) {
                        return kept[3];
                    }
                    return 0;
                })
                .at(3)
                .hasGradient(FIRST, 6);
    }

    @Test
    void aRowBesideRowsThatTheCallHasMade() {
        Differentiation.of(x -> {
                    Arrays.fill(kept, x[0]);
                    double[][] rows = new double[3][2];
                    rows[1] = kept;
                    return rows[1][0] * rows[1][3] + rows[0][1] * x[0] + rows[2][0];
                })
                .at(1.5)
                .hasGradient(FIRST, 3)
                .hasHessian(SECOND, new double[][] {{2}});
    }

    @Test
    void aStaticFloat() {
        Differentiation.of(x -> {
                    single = (float) x[0];
                    return single * x[0];
                })
                .at(1.5)
                .hasGradient(FIRST, 3);
    }

    @Test
    void aStaticArrayThatIsFilled() {
        Differentiation.of(x -> {
                    kept[0] = x[0];
                    for (int i = 1; i < kept.length; i++) {
                        kept[i] = kept[i - 1] * x[1];
                    }
                    return kept[3] + kept[1]; // x0 x1³ + x0 x1
                })
                .at(2, 3)
                .hasGradient(FIRST, 27 + 3, 54 + 2)
                .hasHessian(SECOND, new double[][] {{0, 28}, {28, 36}});
    }

    private static double[] replaced;

    @Test
    void aStaticArrayThatIsReplaced() {
        Differentiation.of(x -> {
                    replaced = new double[] {x[0], x[0] * x[1]};
                    double[] before = replaced;
                    replaced = new double[] {before[1] * x[1]};
                    return replaced[0] + before[0]; // x0 x1² + x0
                })
                .at(2, 3)
                .hasGradient(FIRST, 10, 12);
    }

    // ---------------------------------------------------------------- captured objects

    static final class Solver {
        private final double[] scratch = new double[3];
        private double last;
        private int steps;
        private Solver inner;

        double root(double a) {
            scratch[0] = a;
            for (steps = 0; steps < 40; steps++) {
                scratch[1] = 0.5 * (scratch[0] + a / scratch[0]);
                if (scratch[1] == scratch[0]) {
                    break;
                }
                scratch[0] = scratch[1];
            }
            last = scratch[0];
            return last;
        }
    }

    @Test
    void anObjectWithScratchArraysAndResults() {
        Solver s = new Solver();
        Differentiation.of(x -> s.root(x[0]) * s.last + s.root(x[1])) // x0 + √x1
                .at(2, 9)
                .hasGradient(FIRST, 1, 1 / 6.)
                .hasHessian(1e-9, new double[][] {{0, 0}, {0, -1 / 108.}});
        assertThat(s.last).isCloseTo(3, org.assertj.core.api.Assertions.within(1e-15));
    }

    @Test
    void objectsThatAreHungIntoOthers() {
        Solver outer = new Solver();
        Differentiation.of(x -> {
                    outer.inner = new Solver();
                    outer.inner.inner = outer;
                    outer.inner.last = x[0] * x[1];
                    outer.last = outer.inner.last * x[0];
                    return outer.inner.inner.last + outer.inner.last; // x0² x1 + x0 x1
                })
                .at(2, 3)
                .hasGradient(FIRST, 12 + 3, 4 + 2);
    }

    static final class Holder {
        private double[] data = new double[1];
        private double[][] rows = new double[0][];
    }

    private static double[] argument = new double[1];

    @Test
    void theArgumentItself() {
        Holder h = new Holder();
        Differentiation.of(x -> {
                    h.data = x;
                    argument = h.data;
                    argument[0] = x[0] * x[1];
                    return h.data[0] * x[0]; // (x0 x1)²
                })
                .at(2, 3)
                .hasGradient(FIRST, 2 * 6 * 3, 2 * 6 * 2)
                .hasHessian(SECOND, new double[][] {{18, 24}, {24, 8}});
    }

    @Test
    void rowsOfAnArgument() {
        Holder h = new Holder();
        var g = grad((double[][] x) -> {
            h.rows = x;
            h.data = h.rows[1];
            return h.data[0] * x[0][0];
        });
        assertThat(g.apply(new double[][] {{2}, {3}})).isDeepEqualTo(new double[][] {{3}, {2}});
    }

    record Pair(double[] a, List<Double> b) {}

    @Test
    void partsOfAnArgument() {
        Holder h = new Holder();
        var g = grad((Pair p) -> {
            h.data = p.a();
            return h.data[0] * p.b().get(0);
        });
        Pair d = g.apply(new Pair(new double[] {2}, List.of(3.0)));
        assertThat(d.a()).containsExactly(3);
        assertThat(d.b()).containsExactly(2.0);
    }

    @Test
    void oneArrayByTwoNames() {
        double[] a = new double[2];
        double[][] rows = {a, a};
        Differentiation.of(x -> {
                    rows[0][0] = x[0];
                    a[1] = rows[1][0] * x[1];
                    return rows[0][1] * a[0]; // x0² x1
                })
                .at(2, 3)
                .hasGradient(FIRST, 12, 4);
    }

    @Test
    void objectsInACapturedList() {
        List<Solver> solvers = new ArrayList<>(List.of(new Solver(), new Solver()));
        Differentiation.of(x -> {
                    double sum = 0;
                    for (Solver s : solvers) {
                        s.last = x[0] * (sum + 1);
                        sum += s.last;
                    }
                    return sum * solvers.get(0).last; // (x + x (x + 1)) x
                })
                .at(2)
                .hasGradient(FIRST, 3 * 4 + 4 * 2);
    }

    @Test
    void aConstantBesideWhatIsWritten() {
        double[] weights = {2, 5};
        double[] out = new double[2];
        Differentiation.of(x -> {
                    for (int i = 0; i < 2; i++) {
                        out[i] = weights[i] * x[i];
                    }
                    return out[0] * out[1]; // 10 x0 x1
                })
                .at(2, 3)
                .hasGradient(FIRST, 30, 20);
    }

    // ---------------------------------------------------------------- what an earlier call has left

    @Test
    void stateThatIsCarriedOnIsAConstant() {
        double[] total = {10};
        ScalarFunction d = derivative(x -> {
            total[0] += x * x;
            return total[0] * x;
        });
        assertThat(d.applyAsDouble(2)).isEqualTo(8 + 14);
        assertThat(total[0]).isEqualTo(14);
        assertThat(d.applyAsDouble(2)).isEqualTo(8 + 18);
    }

    static final class Remembering {
        private double at = Double.NaN;
        private double value;

        double exp(double x) {
            if (x != at) {
                value = Math.exp(x);
                at = x;
            }
            return value;
        }
    }

    @Test
    void aRememberedResultIsRefusedInsteadOfAZero() {
        Remembering r = new Remembering();
        ScalarFunction d = derivative(x -> r.exp(x));
        assertThat(d.applyAsDouble(1)).isEqualTo(Math.E);
        assertThatThrownBy(() -> d.applyAsDouble(1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("The field ")
                .hasMessageContaining("what an earlier call has left would be taken for a constant")
                .hasMessageContaining("OutsideMemoryTest.java:")
                .hasMessageContaining("Compute it in every call");
        assertThat(d.applyAsDouble(2)).isEqualTo(Math.exp(2));
        Gradient g = grad((double[] x) -> r.exp(x[0]) * x[1]);
        assertThat(g.apply(new double[] {3, 1})[0]).isEqualTo(Math.exp(3));
        assertThatThrownBy(() -> g.apply(new double[] {3, 1})).isInstanceOf(UnsupportedOperationException.class);
    }

    private static final double[] TABLE = new double[10];

    private static double fibonacci(int n, double x) {
        if (n < 2) {
            return n * x;
        }
        if (TABLE[n] == 0) {
            TABLE[n] = fibonacci(n - 1, x) + fibonacci(n - 2, x);
        }
        return TABLE[n];
    }

    @Test
    void aTableOfResultsIsRefusedOnceItIsFull() {
        java.util.Arrays.fill(TABLE, 0);
        ScalarField f = x -> fibonacci(7, x[0]);
        assertThat(grad(f).apply(new double[] {2})).containsExactly(13);
        assertThatThrownBy(() -> grad(f).apply(new double[] {2}))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("An element of an array");
    }

    private static final Map<String, double[]> SHAPES = new HashMap<>();

    /** One method for both, through which the one flows into the cache and the other into the result. */
    private static double[] checked(double[] a, int from) {
        if (from == a.length) {
            return a;
        }
        if (a[from] < 0) {
            throw new IllegalArgumentException("negative");
        }
        return checked(a, from + 1);
    }

    @Test
    void constantsInACacheBesideActiveNumbers() {
        Differentiation.of(x -> {
                    double[] shape = SHAPES.get("wing");
                    if (shape == null) {
                        shape = checked(new double[] {3, 4}, 0);
                        SHAPES.put("wing", shape);
                    }
                    double[] y = checked(new double[] {x[0] * x[1], x[1]}, 0);
                    return shape[0] * y[0] + shape[1] * y[1] * y[1];
                })
                .at(1.5, 2)
                .hasGradient(FIRST, 6, 3 * 1.5 + 16)
                .hasHessian(SECOND, new double[][] {{0, 3}, {3, 8}});
    }
}
