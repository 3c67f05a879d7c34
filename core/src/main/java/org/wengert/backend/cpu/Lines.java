package org.wengert.backend.cpu;

import org.wengert.tensor.DType;
import org.wengert.tensor.Op;
import org.wengert.tensor.Shape;

/** Ops that go along the lines of an axis, each line by itself: element k of line (o, i) of [outer, n, inner] is (o·n + k)·inner + i. */
final class Lines implements Unit {
    private static final int ALONE = 1 << 14;

    private final Op op;
    private final DType dtype;
    private final int x;
    private final int y;
    private final int to;
    private final int outer;
    private final int n;
    private final int inner;

    Lines(Value v, Op op, int axis) {
        Shape shape = v.inputs.getFirst().layout().shape();
        this.op = op;
        this.dtype = v.inputs.getFirst().dtype();
        this.x = ((Value) v.inputs.getFirst().source()).buffer;
        this.y = ((Value) v.inputs.getLast().source()).buffer;
        this.to = v.buffer;
        this.outer = shape.part(0, axis).size();
        this.n = shape.extent(axis);
        this.inner = shape.part(axis + 1, shape.rank()).size();
    }

    @Override
    public void run(Frame frame) {
        Object a = frame.arrays[x];
        Object b = frame.arrays[y];
        Object z = frame.arrays[to];
        Workers.run((long) outer * n * inner > ALONE, outer, o -> {
            int first = o * n * inner;
            switch (op) {
                case Op.Recurrence(int _, boolean reverse) -> {
                    if (reverse) {
                        recur(a, b, z, first + (n - 1) * inner, -inner);
                    } else {
                        recur(a, b, z, first, inner);
                    }
                }
                case Op.ArgReduce(Op.Extremum f, int _) -> {
                    long[] places = (long[]) z;
                    for (int i = 0; i < inner; i++) {
                        places[o * inner + i] = extremum(f, a, first + i, n, new long[0], 0);
                    }
                }
                case Op.CumulativeArg(Op.Extremum f, int _) -> {
                    for (int i = 0; i < inner; i++) {
                        extremum(f, a, first + i, n, (long[]) z, first + i);
                    }
                }
                case Op.ArgSort(int _, boolean isDescending) -> {
                    for (int i = 0; i < inner; i++) {
                        sort(a, first + i, isDescending, (long[]) z);
                    }
                }
                default -> throw new AssertionError(op + " along an axis, please report");
            }
        });
    }

    // ------------------------------------------------------------------ recurrences

    /** From the element at {@code first} in steps; all of inner elements side by side. */
    private void recur(Object a, Object b, Object r, int first, int step) {
        System.arraycopy(b, first, r, first, inner);
        for (int k = 1; k < n; k++) {
            int now = first + k * step;
            int before = now - step;
            switch (dtype) {
                case FLOAT64 -> recur((double[]) a, (double[]) b, (double[]) r, before, now);
                case FLOAT32 -> recur((float[]) a, (float[]) b, (float[]) r, before, now);
                case INT64 -> recur((long[]) a, (long[]) b, (long[]) r, before, now);
                case INT32 -> recur((int[]) a, (int[]) b, (int[]) r, before, now);
                case BOOL -> throw new AssertionError("a recurrence of truth values, please report");
            }
        }
    }

    private void recur(double[] a, double[] b, double[] r, int before, int now) {
        for (int i = 0; i < inner; i++) {
            r[now + i] = a[now + i] * r[before + i] + b[now + i];
        }
    }

    private void recur(float[] a, float[] b, float[] r, int before, int now) {
        for (int i = 0; i < inner; i++) {
            r[now + i] = a[now + i] * r[before + i] + b[now + i];
        }
    }

    private void recur(long[] a, long[] b, long[] r, int before, int now) {
        for (int i = 0; i < inner; i++) {
            r[now + i] = a[now + i] * r[before + i] + b[now + i];
        }
    }

    private void recur(int[] a, int[] b, int[] r, int before, int now) {
        for (int i = 0; i < inner; i++) {
            r[now + i] = a[now + i] * r[before + i] + b[now + i];
        }
    }

    // ------------------------------------------------------------------ extrema

    /** The place of the first extremum of a line; writes that of the elements so far if there is room for them. */
    private long extremum(Op.Extremum f, Object x, int first, int count, long[] soFar, int at) {
        long best = 0;
        long bestKey = key(x, first, f == Op.Extremum.MAX);
        for (int k = 0; k < count; k++) {
            long key = key(x, first + k * inner, f == Op.Extremum.MAX);
            if (key < bestKey) {
                best = k;
                bestKey = key;
            }
            if (soFar.length > 0) {
                soFar[at + k * inner] = best;
            }
        }
        return best;
    }

    /** A number that is the less the nearer an element is to an end; the least of all for NaN. */
    private static long key(Object x, int i, boolean isMax) {
        return switch (x) {
            case double[] a -> Double.isNaN(a[i]) ? Long.MIN_VALUE : ordered(a[i], isMax);
            case float[] a -> Float.isNaN(a[i]) ? Long.MIN_VALUE : ordered(a[i], isMax);
            case long[] a -> isMax ? ~a[i] : a[i];
            case int[] a -> isMax ? ~a[i] : a[i];
            case boolean[] a -> a[i] == isMax ? 0 : 1;
            default -> throw new AssertionError("an array of " + x.getClass() + ", please report");
        };
    }

    /** A whole number for each number, in the same order or the opposite; −0 is 0. */
    private static long ordered(double x, boolean isDescending) {
        long bits = Double.doubleToRawLongBits(x + 0.0);
        long key = bits ^ bits >> 63 & Long.MAX_VALUE;
        return isDescending ? ~key : key;
    }

    // ------------------------------------------------------------------ order

    private void sort(Object x, int first, boolean isDescending, long[] z) {
        long[] keys = new long[n];
        int[] order = new int[n];
        for (int k = 0; k < n; k++) {
            long key = key(x, first + k * inner, isDescending);
            keys[k] = key == Long.MIN_VALUE && dtype.isFloating() ? Long.MAX_VALUE : key;
            order[k] = k;
        }
        int[] sorted = mergeSort(keys, order);
        for (int k = 0; k < n; k++) {
            z[first + k * inner] = sorted[k];
        }
    }

    /** From runs of 1, 2, 4, … places in order. */
    private static int[] mergeSort(long[] keys, int[] order) {
        int n = order.length;
        int[] from = order;
        int[] to = new int[n];
        for (int run = 1; run < n; run *= 2) {
            for (int start = 0; start < n; start += 2 * run) {
                merge(keys, from, to, start, Math.min(n, start + run), Math.min(n, start + 2 * run));
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void merge(long[] keys, int[] from, int[] to, int start, int middle, int end) {
        int i = start;
        int j = middle;
        for (int k = start; k < end; k++) {
            boolean isFirst = i < middle && (j >= end || keys[from[i]] <= keys[from[j]]);
            to[k] = isFirst ? from[i++] : from[j++];
        }
    }

    /** Which values are computed here. */
    static Unit of(Value v) {
        return switch (v.op) {
            case Op.Recurrence op -> new Lines(v, op, op.axis());
            case Op.ArgReduce op -> new Lines(v, op, op.axis());
            case Op.CumulativeArg op -> new Lines(v, op, op.axis());
            case Op.ArgSort op -> new Lines(v, op, op.axis());
            default -> throw new AssertionError(v.op + " along an axis, please report");
        };
    }
}
