package org.wengert.backend.cpu;

/** Stretches cast to another type as Java casts; a truth value is 1 or 0, and a number is true unless it is 0. */
final class Casts {
    private Casts() {}

    static void cast(Object x, int xo, int xm, Object z, int zo, int n) {
        switch (x) {
            case boolean[] a -> cast(a, xo, xm, z, zo, n);
            case int[] a -> cast(a, xo, xm, z, zo, n);
            case long[] a -> cast(a, xo, xm, z, zo, n);
            case float[] a -> cast(a, xo, xm, z, zo, n);
            case double[] a -> cast(a, xo, xm, z, zo, n);
            default -> throw new AssertionError("an array of " + x.getClass() + ", please report");
        }
    }

    private static void cast(boolean[] x, int xo, int xm, Object to, int zo, int n) {
        switch (to) {
            case boolean[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            case int[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] ? 1 : 0;
                }
            }
            case long[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] ? 1 : 0;
                }
            }
            case float[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] ? 1 : 0;
                }
            }
            case double[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] ? 1 : 0;
                }
            }
            default -> throw new AssertionError("an array of " + to.getClass() + ", please report");
        }
    }

    private static void cast(int[] x, int xo, int xm, Object to, int zo, int n) {
        switch (to) {
            case boolean[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] != 0;
                }
            }
            case int[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            case long[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            case float[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            case double[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            default -> throw new AssertionError("an array of " + to.getClass() + ", please report");
        }
    }

    private static void cast(long[] x, int xo, int xm, Object to, int zo, int n) {
        switch (to) {
            case boolean[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] != 0;
                }
            }
            case int[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = (int) x[xo + (i & xm)];
                }
            }
            case long[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            case float[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            case double[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            default -> throw new AssertionError("an array of " + to.getClass() + ", please report");
        }
    }

    private static void cast(float[] x, int xo, int xm, Object to, int zo, int n) {
        switch (to) {
            case boolean[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] != 0;
                }
            }
            case int[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = (int) x[xo + (i & xm)];
                }
            }
            case long[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = (long) x[xo + (i & xm)];
                }
            }
            case float[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            case double[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            default -> throw new AssertionError("an array of " + to.getClass() + ", please report");
        }
    }

    private static void cast(double[] x, int xo, int xm, Object to, int zo, int n) {
        switch (to) {
            case boolean[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] != 0;
                }
            }
            case int[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = (int) x[xo + (i & xm)];
                }
            }
            case long[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = (long) x[xo + (i & xm)];
                }
            }
            case float[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = (float) x[xo + (i & xm)];
                }
            }
            case double[] z -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)];
                }
            }
            default -> throw new AssertionError("an array of " + to.getClass() + ", please report");
        }
    }
}
