package org.wengert.backend.cpu;

import org.wengert.rule.Unary;
import org.wengert.tensor.Op;

/** Runs instructions on floats: what fills whole vectors by the vector kernel if that is ready, the rest by the plain loop. */
final class Floats {
    private static final int LANES = Warmth.FLOAT_LANES;

    private Floats() {}

    /** An instruction from arrays of floats to an array of floats or of truth values. */
    static void run(Instruction k, Object[] a, int[] o, int n) {
        int v = Warmth.isReady(k.code) ? n & -LANES : 0;
        float[] x = (float[]) a[k.kind == Instruction.Kind.WHERE ? k.y : k.x];
        int xo = o[k.x];
        int zo = o[k.to];
        switch (k.kind) {
            case MAP1 -> {
                float[] z = (float[]) a[k.to];
                if (v > 0
                        && (k.unary == Unary.SIN || k.unary == Unary.COS)
                        && !FloatVectors.isReducible(x, xo, k.xm, v)) {
                    v = 0;
                }
                if (v > 0) {
                    FloatVectors.map(k.unary, x, xo, k.xm, z, zo, v);
                }
                if (v < n) {
                    FloatLoops.map(k.unary, x, xo, k.xm, z, zo, v, n);
                }
            }
            case MAP2 -> {
                float[] y = (float[]) a[k.y];
                float[] z = (float[]) a[k.to];
                if (v > 0) {
                    FloatVectors.map(k.binary, x, xo, k.xm, y, o[k.y], k.ym, z, zo, v);
                }
                if (v < n) {
                    FloatLoops.map(k.binary, x, xo, k.xm, y, o[k.y], k.ym, z, zo, v, n);
                }
            }
            case MAP3 -> {
                float[] y = (float[]) a[k.y];
                float[] w = (float[]) a[k.w];
                float[] z = (float[]) a[k.to];
                FloatLoops.map(k.ternary, x, xo, k.xm, y, o[k.y], k.ym, w, o[k.w], k.wm, z, zo, 0, n);
            }
            case COMPARE -> {
                float[] y = (float[]) a[k.y];
                boolean[] z = (boolean[]) a[k.to];
                if (v > 0) {
                    FloatVectors.compare(k.comparison, x, xo, k.xm, y, o[k.y], k.ym, z, zo, v);
                }
                if (v < n) {
                    FloatLoops.compare(k.comparison, x, xo, k.xm, y, o[k.y], k.ym, z, zo, v, n);
                }
            }
            case WHERE -> {
                boolean[] c = (boolean[]) a[k.x];
                float[] y = (float[]) a[k.w];
                float[] z = (float[]) a[k.to];
                if (v > 0) {
                    FloatVectors.where(c, xo, x, o[k.y], k.ym, y, o[k.w], k.wm, z, zo, v);
                }
                if (v < n) {
                    FloatLoops.where(c, xo, k.xm, x, o[k.y], k.ym, y, o[k.w], k.wm, z, zo, v, n);
                }
            }
            case LOAD, PLACES, EXPAND, COPY, BITS, CAST, ROWS, TOTAL, COLUMNS ->
                throw new AssertionError(k.kind + " of floats, please report");
        }
    }

    /** All of n ≥ 1 elements made one. */
    static float reduce(Op.Reduction f, int code, float[] x, int xo, int n, float[] scratch) {
        return n >= LANES && Warmth.isReady(code)
                ? FloatVectors.reduce(f, x, xo, n, scratch)
                : FloatLoops.reduce(f, x, xo, n, LANES, scratch);
    }

    /** Rows of columns combined with what is there. */
    static void reduceColumns(
            Op.Reduction f, int code, float[] x, int xo, int rows, int columns, float[] sums, int so) {
        int v = Warmth.isReady(code) ? columns & -LANES : 0;
        if (v > 0) {
            FloatVectors.sumColumns(x, xo, rows, columns, sums, so, v);
        }
        if (v < columns) {
            FloatLoops.reduceColumns(f, x, xo, rows, columns, sums, so, v, columns);
        }
    }
}
