package org.wengert.acceptance;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers, integers and truths that share memory, variables and arrays of arrays. */
class MixedMemoryTest {
    /** Two of the kind of a matrix with the order of its rows. */
    private static Object[] permuted(double[] x) {
        int[] order = new int[x.length];
        double[] sorted = x.clone();
        for (int i = 0; i < x.length; i++) {
            order[i] = i;
        }
        for (int i = 1; i < x.length; i++) {
            for (int j = i; j > 0 && sorted[j - 1] > sorted[j]; j--) {
                double t = sorted[j];
                sorted[j] = sorted[j - 1];
                sorted[j - 1] = t;
                int k = order[j];
                order[j] = order[j - 1];
                order[j - 1] = k;
            }
        }
        return new Object[] {sorted, order.clone()};
    }

    private static double integersBesideNumbers(double[] x) {
        Object[] both = permuted(x);
        double[] sorted = (double[]) both[0];
        int[] order = (int[]) both[1];
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += (order[i] + 1) * sorted[i] * sorted[i] * sorted[i];
        }
        return s;
    }

    private static double truths(double[] x) {
        List<Double> some = new ArrayList<>();
        Object o = x;
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            boolean odd = (i & 1) == 1;
            boolean is = i > 1 ? odd ^ x[i] > 0 : i == 0 ? some.isEmpty() : o instanceof double[];
            s += is ? x[i] * x[i] : x[i];
        }
        return s;
    }

    private static final class Cell {
        final double value;

        Cell(double value) {
            this.value = value;
        }
    }

    private static double objectsInRowsAndColumns(double[] x) {
        Cell[][] cells = new Cell[2][x.length];
        Cell[][][] some = new Cell[1][2][];
        for (int i = 0; i < x.length; i++) {
            cells[0][i] = new Cell(x[i]);
            cells[1][i] = new Cell(x[i] * x[i]);
        }
        some[0][1] = cells[1];
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += cells[0][i].value * some[0][1][i].value;
        }
        return s;
    }

    @Test
    void arraysOfIntegersBesideArraysOfNumbers() {
        double[][] hessian = {{-18, 0, 0}, {0, 24, 0}, {0, 0, 36}};
        Differentiation.of(MixedMemoryTest::integersBesideNumbers)
                .at(-3, 2, 2)
                .hasGradient(0, 27, 24, 36)
                .hasHessian(0, hessian);
    }

    @Test
    void truthsOfSeveralOrigins() {
        Differentiation.of(MixedMemoryTest::truths).at(3, 2, -1, -2, 5).hasGradient(0, 6, 4, 1, -4, 10);
    }

    @Test
    void arraysOfArraysOfObjects() {
        Differentiation.of(MixedMemoryTest::objectsInRowsAndColumns).at(3, 2).hasGradient(0, 27, 12);
    }
}
