package org.wengert.backend.cpu;

import java.util.Arrays;
import org.wengert.backend.Layout;

/** A layout with as few axes as possible: axes of extent 1 are left out, axes that make one are one. Copies stretches of its row-major order. */
final class Walk {
    private final int offset;
    private final int[] extents;
    private final int[] strides;

    private Walk(int offset, int[] extents, int[] strides) {
        this.offset = offset;
        this.extents = extents;
        this.strides = strides;
    }

    static Walk of(Layout layout) {
        int rank = layout.shape().rank();
        int[] extents = new int[rank];
        int[] strides = new int[rank];
        int n = 0;
        for (int i = 0; i < rank; i++) {
            int extent = layout.shape().extent(i);
            int stride = layout.strides().get(i);
            if (extent == 1) {
                continue;
            }
            if (n > 0 && strides[n - 1] == stride * extent) {
                extents[n - 1] *= extent;
                strides[n - 1] = stride;
            } else {
                extents[n] = extent;
                strides[n++] = stride;
            }
        }
        return new Walk(layout.offset(), Arrays.copyOf(extents, n), Arrays.copyOf(strides, n));
    }

    /** One element, repeated without end. */
    static Walk ofElement(int offset) {
        return new Walk(offset, new int[0], new int[0]);
    }

    int rank() {
        return extents.length;
    }

    int extent(int axis) {
        return extents[axis];
    }

    int stride(int axis) {
        return strides[axis];
    }

    int offset() {
        return offset;
    }

    /** Whether neighbours lie side by side. */
    boolean isContiguous() {
        return extents.length == 0 || extents.length == 1 && strides[0] == 1;
    }

    /** Whether there is only one element, repeated or not. */
    boolean isScalar() {
        return extents.length == 0 || extents.length == 1 && strides[0] == 0;
    }

    /** The length of a row that is repeated without end; 0 if this is something else. */
    int period() {
        return extents.length == 2 && strides[0] == 0 && strides[1] == 1 ? extents[1] : 0;
    }

    /** Whether each of so many elements is repeated so many times. */
    boolean isRepeated(int count, int times) {
        return offset == 0
                && (count == 1
                        ? extents.length == 1 && extents[0] == times && strides[0] == 0
                        : extents.length == 2
                                && extents[0] == count
                                && strides[0] == 1
                                && extents[1] == times
                                && strides[1] == 0);
    }

    boolean isSame(Walk other) {
        return offset == other.offset && Arrays.equals(extents, other.extents) && Arrays.equals(strides, other.strides);
    }

    /** Copies elements first, first + 1, … to an array of the same type. */
    void read(Object from, Object to, int at, int first, int count) {
        walk(first, count, at, (place, stride, i, n) -> Stretches.copy(from, place, stride, to, i, 1, n));
    }

    /** Copies an array of the same type to elements first, first + 1, …. */
    void write(Object from, int at, Object to, int first, int count) {
        walk(first, count, at, (place, stride, i, n) -> Stretches.copy(from, i, 1, to, place, stride, n));
    }

    /** Writes the places of elements first, first + 1, …. */
    void places(Object to, int at, int first, int count) {
        walk(first, count, at, (place, stride, i, n) -> Stretches.arithmetic(to, i, place, stride, n));
    }

    private interface Run {
        void accept(int place, int stride, int i, int count);
    }

    private void walk(int first, int count, int at, Run run) {
        int last = extents.length - 1;
        if (last < 0) {
            run.accept(offset, 0, at, count);
            return;
        }
        int[] index = new int[extents.length];
        int place = offset;
        int rest = first;
        for (int k = last; k >= 0; k--) {
            index[k] = rest % extents[k];
            rest /= extents[k];
            place += index[k] * strides[k];
        }
        int done = 0;
        while (true) {
            int n = Math.min(count - done, extents[last] - index[last]);
            run.accept(place, strides[last], at + done, n);
            done += n;
            if (done >= count) {
                return;
            }
            place += n * strides[last];
            index[last] += n;
            for (int k = last; index[k] == extents[k]; k--) {
                place += strides[k - 1] - strides[k] * extents[k];
                index[k] = 0;
                index[k - 1]++;
            }
        }
    }
}
