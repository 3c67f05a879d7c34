package org.wengert.tensor;

import java.util.Arrays;

/** The greatest or the mean of each window of images {@code [batch, channels, X…]}. */
final class Pooling {
    private Pooling() {}

    static Tensor max(int rank, Tensor x, int size, Sliding sliding) {
        return max(ofRank("maxPool", rank, x), new int[] {size}, sliding);
    }

    static Tensor mean(int rank, Tensor x, int size, Sliding sliding) {
        return mean(ofRank("avgPool", rank, x), new int[] {size}, sliding);
    }

    private static Tensor ofRank(String name, int rank, Tensor x) {
        if (x.rank() != rank + 2) {
            throw Origin.illegal(
                    name + rank + "d needs images of rank " + (rank + 2) + ", but they have the shape " + x.shape()
                            + ".",
                    "A single image becomes a batch of one by x.expandDims(0).");
        }
        return x;
    }

    static Tensor max(Tensor x, int[] size, Sliding sliding) {
        Windows w = new Windows("maxPool", x, size, sliding);
        double least = Double.NEGATIVE_INFINITY;
        return reduce(Op.Reduction.MAX, w.of(w.padded(x, least)), w.rank());
    }

    /** Returns means that count the zeros of the padding. */
    static Tensor mean(Tensor x, int[] size, Sliding sliding) {
        Tensor real = x.dtype().isFloating() ? x : Primitives.cast(x, DType.FLOAT64);
        Windows w = new Windows("avgPool", real, size, sliding);
        Tensor sum = w.padded(real, 0);
        for (int i = 0; i < w.rank(); i++) { // one axis after the other: a sum of sums
            sum = reduce(Op.Reduction.SUM, w.along(sum, i), 1);
        }
        return sum.div(Shape.of(w.size).size());
    }

    /** Returns the last axes made one. */
    private static Tensor reduce(Op.Reduction f, Tensor x, int axes) {
        int rank = x.rank() - axes;
        Tensor reduced = Primitives.reduce(f, x, Indices.range(axes).plus(rank));
        return Primitives.reshape(reduced, x.shape().part(0, rank));
    }

    /** Windows on the spatial axes of some images. */
    private static final class Windows {
        final int[] size;
        private final Sliding sliding;

        Windows(String name, Tensor x, int[] size, Sliding sliding) {
            int rank = Math.max(0, x.rank() - 2);
            this.size = size.length == 1 ? Indices.repeat(rank, size[0]).toArray() : size;
            boolean fits = rank >= 1 && this.size.length == rank && x.dtype() != DType.BOOL && sliding.groups() == 1;
            Sliding s = fits ? sliding.on(x.shape().part(2, x.rank()), Shape.of(this.size)) : sliding;
            fits &= s.stride().length() == rank
                    && s.low().length() == rank
                    && s.high().length() == rank
                    && s.dilation().length() == rank;
            for (int i = 0; fits && i < rank; i++) {
                int reach = s.dilation().get(i) * (this.size[i] - 1) + 1;
                fits = this.size[i] >= 1
                        && s.stride().get(i) >= 1
                        && s.dilation().get(i) >= 1
                        && s.low().get(i) >= 0
                        && s.high().get(i) >= 0
                        && Math.max(s.low().get(i), s.high().get(i)) < reach
                        && reach
                                <= x.shape().extent(i + 2)
                                        + s.low().get(i)
                                        + s.high().get(i);
            }
            if (!fits) {
                throw Origin.illegal(
                        name + " of " + Elementwise.text(x) + " cannot have windows " + Arrays.toString(size)
                                + " with stride "
                                + s.stride() + ", padding " + s.low() + " and " + s.high() + ", dilation "
                                + s.dilation()
                                + ".",
                        "It needs images [batch, channels, X...] of numbers, padding less than the window, and windows that fit.");
            }
            this.sliding = s;
        }

        int rank() {
            return size.length;
        }

        Tensor padded(Tensor x, double value) {
            return Primitives.pad(
                    x,
                    sliding.low().prepend(0).prepend(0),
                    sliding.high().prepend(0).prepend(0),
                    Indices.repeat(x.rank(), 0),
                    value);
        }

        /** Returns the stretches of a spatial axis, along a new last one. */
        Tensor along(Tensor x, int i) {
            return Primitives.window(
                    x,
                    i + 2,
                    size[i],
                    sliding.stride().get(i),
                    sliding.dilation().get(i));
        }

        /** Returns the windows, along new last axes. */
        Tensor of(Tensor x) {
            Tensor windows = x;
            for (int i = 0; i < size.length; i++) {
                windows = along(windows, i);
            }
            return windows;
        }
    }

    // ------------------------------------------------------------------ of a given number of windows

    /** Returns the means of so many windows that part each spatial axis as evenly as may be: from ⌊in/o⌋ to ⌈(i + 1)n/o⌉. */
    static Tensor adaptiveMean(Tensor x, int[] windows) {
        Tensor y = x.dtype().isFloating() ? x : Primitives.cast(x, DType.FLOAT64);
        int[] o = checkAdaptive("adaptiveAvgPool", x, windows);
        for (int i = 0; i < o.length; i++) {
            int n = x.shape().extent(i + 2);
            double[] share = new double[n * o[i]];
            for (int j = 0; j < o[i]; j++) {
                int from = start(j, n, o[i]);
                int to = end(j, n, o[i]);
                for (int k = from; k < to; k++) {
                    share[k * o[i] + j] = 1.0 / (to - from);
                }
            }
            Tensor shares = Tensor.of(share, Shape.of(n, o[i])).to(y.dtype());
            y = Structure.moveAxis(Structure.moveAxis(y, i + 2, -1).matmul(shares), -1, i + 2);
        }
        return y;
    }

    /** Returns the greatest elements of so many windows that part each spatial axis as evenly as may be. */
    static Tensor adaptiveMax(Tensor x, int[] windows) {
        int[] o = checkAdaptive("adaptiveMaxPool", x, windows);
        Tensor y = x;
        Tensor isThere = Primitives.fill(1, Shape.SCALAR, DType.BOOL);
        for (int i = 0; i < o.length; i++) {
            int n = x.shape().extent(i + 2);
            int longest = 0;
            for (int j = 0; j < o[i]; j++) {
                longest = Math.max(longest, end(j, n, o[i]) - start(j, n, o[i]));
            }
            long[] places = new long[o[i] * longest];
            boolean[] isPlace = new boolean[places.length];
            for (int j = 0; j < o[i]; j++) {
                for (int k = 0; k < longest; k++) {
                    int place = start(j, n, o[i]) + k;
                    isPlace[j * longest + k] = place < end(j, n, o[i]);
                    places[j * longest + k] = Math.min(place, n - 1);
                }
            }
            y = Structure.moveAxis(y.take(Tensor.of(places, Shape.of(o[i], longest)), i + 2), i + 3, -1);
            Tensor truth = Tensor.of(isPlace, Shape.of(o[i], longest));
            int rank = y.rank();
            int[] line = new int[rank];
            Arrays.fill(line, 1);
            line[i + 2] = o[i];
            line[rank - 1] = longest;
            isThere = Structure.expandDims(isThere, isThere.rank() == 0 ? new int[0] : new int[] {-1})
                    .and(truth.reshape(line));
        }
        double least = Double.NEGATIVE_INFINITY;
        Tensor known = Primitives.where(
                Elementwise.expand(isThere, y.shape()), y, Primitives.fill(least, y.shape(), y.dtype()));
        return reduce(Op.Reduction.MAX, known, o.length);
    }

    private static int start(int window, int n, int windows) {
        return (int) ((long) window * n / windows);
    }

    private static int end(int window, int n, int windows) {
        return (int) (((long) (window + 1) * n + windows - 1) / windows);
    }

    private static int[] checkAdaptive(String name, Tensor x, int[] windows) {
        int rank = x.rank() - 2;
        int[] each = windows.length == 1 && rank >= 1
                ? Indices.repeat(rank, windows[0]).toArray()
                : windows;
        boolean fits = rank >= 1 && each.length == rank && x.dtype() != DType.BOOL;
        for (int i = 0; fits && i < rank; i++) {
            fits = each[i] >= 1 && x.shape().extent(i + 2) >= 1;
        }
        if (!fits) {
            throw Origin.illegal(
                    name + " of " + Elementwise.text(x) + " cannot have " + Arrays.toString(windows) + " windows.",
                    "It needs images [batch, channels, X...] of numbers, and a number of windows for each spatial axis.");
        }
        return each;
    }
}
