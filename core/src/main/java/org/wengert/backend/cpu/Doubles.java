package org.wengert.backend.cpu;

import org.wengert.rule.Unary;
import org.wengert.tensor.Op;

/** Runs instructions on doubles: what fills whole vectors by the vector kernel if that is ready, the rest by the plain loop. */
final class Doubles {
    private static final int LANES = Warmth.DOUBLE_LANES;

    private Doubles() {}

    /** An instruction from arrays of doubles to an array of doubles or of truth values. */
    static void run(Instruction k, Object[] a, int[] o, int n) {
        int v = Warmth.isReady(k.code) ? n & -LANES : 0;
        double[] x = (double[]) a[k.kind == Instruction.Kind.WHERE ? k.y : k.x];
        int xo = o[k.x];
        int zo = o[k.to];
        switch (k.kind) {
            case MAP1 -> {
                double[] z = (double[]) a[k.to];
                if (v > 0
                        && (k.unary == Unary.SIN || k.unary == Unary.COS)
                        && !DoubleVectors.isReducible(x, xo, k.xm, v)) {
                    v = 0;
                }
                if (v > 0) {
                    DoubleVectors.map(k.unary, x, xo, k.xm, z, zo, v);
                }
                if (v < n) {
                    DoubleLoops.map(k.unary, x, xo, k.xm, z, zo, v, n);
                }
            }
            case MAP2 -> {
                double[] y = (double[]) a[k.y];
                double[] z = (double[]) a[k.to];
                if (v > 0) {
                    DoubleVectors.map(k.binary, x, xo, k.xm, y, o[k.y], k.ym, z, zo, v);
                }
                if (v < n) {
                    DoubleLoops.map(k.binary, x, xo, k.xm, y, o[k.y], k.ym, z, zo, v, n);
                }
            }
            case MAP3 -> {
                double[] y = (double[]) a[k.y];
                double[] w = (double[]) a[k.w];
                double[] z = (double[]) a[k.to];
                DoubleLoops.map(k.ternary, x, xo, k.xm, y, o[k.y], k.ym, w, o[k.w], k.wm, z, zo, 0, n);
            }
            case COMPARE -> {
                double[] y = (double[]) a[k.y];
                boolean[] z = (boolean[]) a[k.to];
                if (v > 0) {
                    DoubleVectors.compare(k.comparison, x, xo, k.xm, y, o[k.y], k.ym, z, zo, v);
                }
                if (v < n) {
                    DoubleLoops.compare(k.comparison, x, xo, k.xm, y, o[k.y], k.ym, z, zo, v, n);
                }
            }
            case WHERE -> {
                boolean[] c = (boolean[]) a[k.x];
                double[] y = (double[]) a[k.w];
                double[] z = (double[]) a[k.to];
                if (v > 0) {
                    DoubleVectors.where(c, xo, x, o[k.y], k.ym, y, o[k.w], k.wm, z, zo, v);
                }
                if (v < n) {
                    DoubleLoops.where(c, xo, k.xm, x, o[k.y], k.ym, y, o[k.w], k.wm, z, zo, v, n);
                }
            }
            case LOAD, PLACES, EXPAND, COPY, BITS, CAST, ROWS, TOTAL, COLUMNS ->
                throw new AssertionError(k.kind + " of doubles, please report");
        }
    }

    /** All of n ≥ 1 elements made one. */
    static double reduce(Op.Reduction f, int code, double[] x, int xo, int n, double[] scratch) {
        return n >= LANES && Warmth.isReady(code)
                ? DoubleVectors.reduce(f, x, xo, n, scratch)
                : DoubleLoops.reduce(f, x, xo, n, LANES, scratch);
    }

    /** Rows of columns combined with what is there. */
    static void reduceColumns(
            Op.Reduction f, int code, double[] x, int xo, int rows, int columns, double[] sums, int so) {
        int v = Warmth.isReady(code) ? columns & -LANES : 0;
        if (v > 0) {
            DoubleVectors.sumColumns(x, xo, rows, columns, sums, so, v);
        }
        if (v < columns) {
            DoubleLoops.reduceColumns(f, x, xo, rows, columns, sums, so, v, columns);
        }
    }
}
