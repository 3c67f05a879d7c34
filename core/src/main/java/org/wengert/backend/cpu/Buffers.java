package org.wengert.backend.cpu;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.wengert.tensor.DType;

/**
 * Large arrays between uses, which cost more to make than to fill: a new array of a million floats takes 0.6 ms. At most an eighth of the
 * heap is kept. Arrays have one of four lengths for each power of two, so that programs of similar sizes share them.
 */
final class Buffers {
    private static final long MOST = Runtime.getRuntime().maxMemory() / 8;
    private static final Map<Kind, ArrayDeque<Object>> KEPT = new HashMap<>();
    private static long bytes;

    private Buffers() {}

    private record Kind(DType dtype, int length) {}

    /** Returns an array of at least so many elements of any values, which nobody else has. */
    static Object take(DType dtype, int size) {
        int length = length(size);
        synchronized (Buffers.class) {
            ArrayDeque<Object> kept = KEPT.get(new Kind(dtype, length));
            if (kept != null && !kept.isEmpty()) {
                bytes -= (long) length * dtype.bytes();
                return kept.pop();
            }
        }
        try {
            return Stretches.allocate(dtype, length);
        } catch (OutOfMemoryError _) {
            clear();
            return Stretches.allocate(dtype, size);
        }
    }

    /** Takes back an array that {@link #take} has returned. */
    static synchronized void give(DType dtype, int size, Object array) {
        int length = length(size);
        long more = (long) length * dtype.bytes();
        if (bytes + more <= MOST && Array.getLength(array) == length) {
            bytes += more;
            KEPT.computeIfAbsent(new Kind(dtype, length), _ -> new ArrayDeque<>())
                    .push(array);
        }
    }

    private static synchronized void clear() {
        KEPT.clear();
        bytes = 0;
    }

    /** The next multiple of a quarter of the power of two below. */
    private static int length(int size) {
        int quarter = Math.max(1, Integer.highestOneBit(size) / 4);
        long length = ((long) size + quarter - 1) / quarter * quarter;
        return (int) Math.min(length, Integer.MAX_VALUE - 8);
    }
}
