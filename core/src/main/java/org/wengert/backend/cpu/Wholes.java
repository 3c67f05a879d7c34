package org.wengert.backend.cpu;

import org.wengert.tensor.DType;
import org.wengert.tensor.Op;

/** Runs instructions on whole numbers and truth values. */
final class Wholes {
    private Wholes() {}

    static void run(Instruction k, Object[] a, int[] o, int n) {
        int xo = o[k.x];
        int yo = o[k.y];
        int zo = o[k.to];
        switch (k.kind) {
            case MAP1 -> {
                if (k.dtype == DType.INT64) {
                    WholeLoops.map(k.unary, (long[]) a[k.x], xo, k.xm, (long[]) a[k.to], zo, n);
                } else {
                    WholeLoops.map(k.unary, (int[]) a[k.x], xo, k.xm, (int[]) a[k.to], zo, n);
                }
            }
            case MAP2 -> {
                if (k.dtype == DType.INT64) {
                    long[] y = (long[]) a[k.y];
                    WholeLoops.map(k.binary, (long[]) a[k.x], xo, k.xm, y, yo, k.ym, (long[]) a[k.to], zo, n);
                } else {
                    int[] y = (int[]) a[k.y];
                    WholeLoops.map(k.binary, (int[]) a[k.x], xo, k.xm, y, yo, k.ym, (int[]) a[k.to], zo, n);
                }
            }
            case BITS -> {
                switch (a[k.x]) {
                    case long[] x ->
                        WholeLoops.bits(k.bitwise, x, xo, k.xm, (long[]) a[k.y], yo, k.ym, (long[]) a[k.to], zo, n);
                    case int[] x ->
                        WholeLoops.bits(k.bitwise, x, xo, k.xm, (int[]) a[k.y], yo, k.ym, (int[]) a[k.to], zo, n);
                    default -> {
                        boolean[] y = (boolean[]) a[k.y];
                        WholeLoops.bits(
                                k.bitwise, (boolean[]) a[k.x], xo, k.xm, y, yo, k.ym, (boolean[]) a[k.to], zo, n);
                    }
                }
            }
            case COMPARE -> {
                boolean[] z = (boolean[]) a[k.to];
                switch (a[k.x]) {
                    case long[] x -> WholeLoops.compare(k.comparison, x, xo, k.xm, (long[]) a[k.y], yo, k.ym, z, zo, n);
                    case int[] x -> WholeLoops.compare(k.comparison, x, xo, k.xm, (int[]) a[k.y], yo, k.ym, z, zo, n);
                    default -> {
                        boolean[] y = (boolean[]) a[k.y];
                        WholeLoops.compare(k.comparison, (boolean[]) a[k.x], xo, k.xm, y, yo, k.ym, z, zo, n);
                    }
                }
            }
            case WHERE -> {
                boolean[] c = (boolean[]) a[k.x];
                int wo = o[k.w];
                switch (a[k.y]) {
                    case long[] y ->
                        WholeLoops.where(c, xo, k.xm, y, yo, k.ym, (long[]) a[k.w], wo, k.wm, (long[]) a[k.to], zo, n);
                    case int[] y ->
                        WholeLoops.where(c, xo, k.xm, y, yo, k.ym, (int[]) a[k.w], wo, k.wm, (int[]) a[k.to], zo, n);
                    default -> {
                        boolean[] y = (boolean[]) a[k.y];
                        boolean[] z = (boolean[]) a[k.to];
                        WholeLoops.where(c, xo, k.xm, y, yo, k.ym, (boolean[]) a[k.w], wo, k.wm, z, zo, n);
                    }
                }
            }
            case LOAD, PLACES, EXPAND, COPY, MAP3, CAST, ROWS, TOTAL, COLUMNS ->
                throw new AssertionError(k.kind + " of whole numbers, please report");
        }
    }

    /** Rows of columns combined with what is there. */
    static void reduceColumns(Op.Reduction f, Object x, int xo, int rows, int columns, Object sums, int so) {
        for (int r = 0; r < rows; r++) {
            combine(f, x, xo + r * columns, sums, so, columns);
        }
    }

    /** Combines n elements with n others. */
    private static void combine(Op.Reduction f, Object x, int xo, Object sums, int so, int n) {
        switch (sums) {
            case long[] z -> {
                long[] y = (long[]) x;
                for (int i = 0; i < n; i++) {
                    z[so + i] = WholeLoops.combine(f, z[so + i], y[xo + i]);
                }
            }
            case int[] z -> {
                int[] y = (int[]) x;
                for (int i = 0; i < n; i++) {
                    z[so + i] = WholeLoops.combine(f, z[so + i], y[xo + i]);
                }
            }
            default -> {
                boolean[] z = (boolean[]) sums;
                boolean[] y = (boolean[]) x;
                boolean decisive = f == Op.Reduction.ANY;
                for (int i = 0; i < n; i++) {
                    if (y[xo + i] == decisive) {
                        z[so + i] = decisive;
                    }
                }
            }
        }
    }
}
