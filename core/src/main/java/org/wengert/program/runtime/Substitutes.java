package org.wengert.program.runtime;

/**
 * Library methods written out in plain Java, with the same results to the bit, so that differentiation can follow them instead of the
 * library's own code. Called by generated code only.
 */
public final class Substitutes {
    private Substitutes() {}

    /**
     * Throws what it is given, checked or not.
     *
     * @param e what to throw
     * @return never
     */
    public static Throwable raise(Throwable e) {
        throw Substitutes.<RuntimeException>sneak(e);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the type is a lie told to the compiler only
    private static <T extends Throwable> T sneak(Throwable e) throws T {
        throw (T) e;
    }

    /**
     * Returns x; its derivative is zero by the user's wish.
     *
     * @param x a number
     * @return x
     */
    public static double stopGradient(double x) {
        return x;
    }

    /**
     * Returns a copy of x; its derivative is zero by the user's wish.
     *
     * @param x numbers
     * @return a copy
     */
    public static double[] stopGradient(double[] x) {
        return x.clone();
    }

    /**
     * As {@link java.util.Objects#requireNonNull(Object)}.
     *
     * @param o a reference
     * @return the same
     */
    public static Object requireNonNull(Object o) {
        if (o == null) {
            throw new NullPointerException();
        }
        return o;
    }

    /**
     * As {@link java.util.Arrays#fill(double[], double)}.
     *
     * @param a an array
     * @param v the value
     */
    public static void fill(double[] a, double v) {
        for (int i = 0; i < a.length; i++) {
            a[i] = v;
        }
    }

    /**
     * As {@link java.util.Arrays#fill(float[], float)}.
     *
     * @param a an array
     * @param v the value
     */
    public static void fill(float[] a, float v) {
        for (int i = 0; i < a.length; i++) {
            a[i] = v;
        }
    }

    /**
     * As {@link java.util.Arrays#fill(double[], int, int, double)}.
     *
     * @param a an array
     * @param from first index
     * @param to end
     * @param v the value
     */
    public static void fill(double[] a, int from, int to, double v) {
        if (from > to) {
            throw new IllegalArgumentException("fromIndex(" + from + ") > toIndex(" + to + ")");
        }
        if (from < 0) {
            throw new ArrayIndexOutOfBoundsException(from);
        }
        if (to > a.length) {
            throw new ArrayIndexOutOfBoundsException(to);
        }
        for (int i = from; i < to; i++) {
            a[i] = v;
        }
    }

    /**
     * As {@link java.util.Arrays#copyOf(double[], int)}.
     *
     * @param a an array
     * @param length the new length
     * @return the copy
     */
    public static double[] copyOf(double[] a, int length) {
        double[] copy = new double[length];
        int n = a.length < length ? a.length : length;
        for (int i = 0; i < n; i++) {
            copy[i] = a[i];
        }
        return copy;
    }

    /**
     * As {@link java.util.Arrays#copyOfRange(double[], int, int)}.
     *
     * @param a an array
     * @param from first index
     * @param to end
     * @return the copy
     */
    public static double[] copyOfRange(double[] a, int from, int to) {
        int length = to - from;
        if (length < 0) {
            throw new IllegalArgumentException(from + " > " + to);
        }
        if (from < 0 || from > a.length) {
            throw new ArrayIndexOutOfBoundsException("Array index out of range: " + from);
        }
        double[] copy = new double[length];
        int n = a.length - from < length ? a.length - from : length;
        for (int i = 0; i < n; i++) {
            copy[i] = a[from + i];
        }
        return copy;
    }

    /**
     * As {@link System#arraycopy}, of doubles.
     *
     * @param a source
     * @param i its first index
     * @param b target
     * @param j its first index
     * @param n how many
     */
    public static void arraycopy(double[] a, int i, double[] b, int j, int n) {
        if (i < 0 || j < 0 || n < 0 || i > a.length - n || j > b.length - n) {
            System.arraycopy(a, i, b, j, n); // throws what it throws
        }
        if (a == b && i < j) {
            for (int k = n - 1; k >= 0; k--) {
                b[j + k] = a[i + k];
            }
        } else {
            for (int k = 0; k < n; k++) {
                b[j + k] = a[i + k];
            }
        }
    }

    /**
     * As {@link System#arraycopy}, of floats.
     *
     * @param a source
     * @param i its first index
     * @param b target
     * @param j its first index
     * @param n how many
     */
    public static void arraycopy(float[] a, int i, float[] b, int j, int n) {
        if (i < 0 || j < 0 || n < 0 || i > a.length - n || j > b.length - n) {
            System.arraycopy(a, i, b, j, n); // throws what it throws
        }
        if (a == b && i < j) {
            for (int k = n - 1; k >= 0; k--) {
                b[j + k] = a[i + k];
            }
        } else {
            for (int k = 0; k < n; k++) {
                b[j + k] = a[i + k];
            }
        }
    }

    /**
     * As {@link System#arraycopy}, of references to arrays of doubles.
     *
     * @param a source
     * @param i its first index
     * @param b target
     * @param j its first index
     * @param n how many
     */
    public static void arraycopy(double[][] a, int i, double[][] b, int j, int n) {
        if (i < 0 || j < 0 || n < 0 || i > a.length - n || j > b.length - n) {
            System.arraycopy(a, i, b, j, n); // throws what it throws
        }
        if (a == b && i < j) {
            for (int k = n - 1; k >= 0; k--) {
                b[j + k] = a[i + k];
            }
        } else {
            for (int k = 0; k < n; k++) {
                b[j + k] = a[i + k];
            }
        }
    }

    /**
     * Returns Σ aᵢ·bᵢ.
     *
     * @param a numbers
     * @param b as many numbers
     * @return the sum of products
     */
    public static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i] * b[i];
        }
        return s;
    }

    /**
     * Adds c·a to b.
     *
     * @param c a factor
     * @param a numbers
     * @param b as many numbers; changed
     */
    public static void addScaled(double c, double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            b[i] += c * a[i];
        }
    }

    /**
     * Sets every element to zero.
     *
     * @param a numbers; changed
     */
    public static void clear(double[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = 0;
        }
    }
}
