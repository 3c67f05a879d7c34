package org.wengert.backend.cpu;

import java.util.Arrays;
import org.wengert.tensor.DType;

/** Stretches of arrays of any of the five types: copied, filled, counted. */
final class Stretches {
    private Stretches() {}

    static Object allocate(DType dtype, int size) {
        return switch (dtype) {
            case FLOAT64 -> new double[size];
            case FLOAT32 -> new float[size];
            case INT64 -> new long[size];
            case INT32 -> new int[size];
            case BOOL -> new boolean[size];
        };
    }

    /** Copies n elements between arrays of one type; a stride of 0 in the source repeats its element. */
    static void copy(Object from, int f, int fs, Object to, int t, int ts, int n) {
        if (fs == 1 && ts == 1 && n > 8) {
            System.arraycopy(from, f, to, t, n);
            return;
        }
        switch (to) {
            case float[] z -> copy((float[]) from, f, fs, z, t, ts, n);
            case double[] z -> copy((double[]) from, f, fs, z, t, ts, n);
            case long[] z -> copy((long[]) from, f, fs, z, t, ts, n);
            case int[] z -> copy((int[]) from, f, fs, z, t, ts, n);
            case boolean[] z -> copy((boolean[]) from, f, fs, z, t, ts, n);
            default -> throw new AssertionError("an array of " + to.getClass() + ", please report");
        }
    }

    private static void copy(float[] x, int f, int fs, float[] z, int t, int ts, int n) {
        if (fs == 0 && ts == 1) {
            Arrays.fill(z, t, t + n, x[f]);
        } else {
            for (int i = 0; i < n; i++) {
                z[t + i * ts] = x[f + i * fs];
            }
        }
    }

    private static void copy(double[] x, int f, int fs, double[] z, int t, int ts, int n) {
        if (fs == 0 && ts == 1) {
            Arrays.fill(z, t, t + n, x[f]);
        } else {
            for (int i = 0; i < n; i++) {
                z[t + i * ts] = x[f + i * fs];
            }
        }
    }

    private static void copy(long[] x, int f, int fs, long[] z, int t, int ts, int n) {
        for (int i = 0; i < n; i++) {
            z[t + i * ts] = x[f + i * fs];
        }
    }

    private static void copy(int[] x, int f, int fs, int[] z, int t, int ts, int n) {
        for (int i = 0; i < n; i++) {
            z[t + i * ts] = x[f + i * fs];
        }
    }

    private static void copy(boolean[] x, int f, int fs, boolean[] z, int t, int ts, int n) {
        for (int i = 0; i < n; i++) {
            z[t + i * ts] = x[f + i * fs];
        }
    }

    /** Adds n elements to others that are a step apart. */
    static void add(Object from, int f, Object to, int t, int step, int n) {
        if (to instanceof float[] z) {
            float[] x = (float[]) from;
            for (int i = 0; i < n; i++) {
                z[t + i * step] += x[f + i];
            }
        } else {
            double[] z = (double[]) to;
            double[] x = (double[]) from;
            for (int i = 0; i < n; i++) {
                z[t + i * step] += x[f + i];
            }
        }
    }

    /** Writes n times the same number, cast as Java casts. */
    static void fill(Object to, int t, int n, double value) {
        switch (to) {
            case float[] z -> Arrays.fill(z, t, t + n, (float) value);
            case double[] z -> Arrays.fill(z, t, t + n, value);
            case long[] z -> Arrays.fill(z, t, t + n, (long) value);
            case int[] z -> Arrays.fill(z, t, t + n, (int) value);
            case boolean[] z -> Arrays.fill(z, t, t + n, value != 0);
            default -> throw new AssertionError("an array of " + to.getClass() + ", please report");
        }
    }

    /** Writes first, first + step, … n times, cast as Java casts. */
    static void arithmetic(Object to, int t, int first, int step, int n) {
        switch (to) {
            case float[] z -> {
                for (int i = 0; i < n; i++) {
                    z[t + i] = first + i * step;
                }
            }
            case double[] z -> {
                for (int i = 0; i < n; i++) {
                    z[t + i] = first + i * step;
                }
            }
            case long[] z -> {
                for (int i = 0; i < n; i++) {
                    z[t + i] = first + (long) i * step;
                }
            }
            case int[] z -> {
                for (int i = 0; i < n; i++) {
                    z[t + i] = first + i * step;
                }
            }
            case boolean[] z -> {
                for (int i = 0; i < n; i++) {
                    z[t + i] = first + i * step != 0;
                }
            }
            default -> throw new AssertionError("an array of " + to.getClass() + ", please report");
        }
    }
}
