package org.wengert.backend.cpu;

import java.util.Arrays;
import org.wengert.tensor.Op;

/** Reductions of stretches of arrays of any type; the order in which real numbers are combined depends on nothing but how many there are. */
final class Reductions {
    private Reductions() {}

    /** Writes z = all of n elements, made one; of none, what changes nothing. */
    static void reduce(Op.Reduction f, int code, Object x, int xo, int n, Object z, int zo, Scratch scratch) {
        if (n == 0) {
            neutral(f, z, zo, 1);
            return;
        }
        switch (x) {
            case float[] a -> ((float[]) z)[zo] = Floats.reduce(f, code, a, xo, n, scratch.floats);
            case double[] a -> ((double[]) z)[zo] = Doubles.reduce(f, code, a, xo, n, scratch.doubles);
            case long[] a -> ((long[]) z)[zo] = WholeLoops.reduce(f, a, xo, n);
            case int[] a -> ((int[]) z)[zo] = WholeLoops.reduce(f, a, xo, n);
            case boolean[] a -> ((boolean[]) z)[zo] = WholeLoops.reduce(f, a, xo, n);
            default -> throw new AssertionError("an array of " + x.getClass() + ", please report");
        }
    }

    /** Combines each z with the elements of its column. */
    static void reduceColumns(Op.Reduction f, int code, Object x, int xo, int rows, int columns, Object z, int zo) {
        switch (x) {
            case float[] a -> Floats.reduceColumns(f, code, a, xo, rows, columns, (float[]) z, zo);
            case double[] a -> Doubles.reduceColumns(f, code, a, xo, rows, columns, (double[]) z, zo);
            default -> Wholes.reduceColumns(f, x, xo, rows, columns, z, zo);
        }
    }

    /** Writes n times what changes nothing. */
    static void neutral(Op.Reduction f, Object z, int zo, int n) {
        switch (z) {
            case float[] a -> Stretches.fill(a, zo, n, FloatLoops.neutral(f));
            case double[] a -> Stretches.fill(a, zo, n, DoubleLoops.neutral(f));
            case long[] a -> Arrays.fill(a, zo, zo + n, WholeLoops.neutralLong(f));
            case int[] a -> Arrays.fill(a, zo, zo + n, WholeLoops.neutralInteger(f));
            case boolean[] a -> Arrays.fill(a, zo, zo + n, f == Op.Reduction.ALL);
            default -> throw new AssertionError("an array of " + z.getClass() + ", please report");
        }
    }
}
