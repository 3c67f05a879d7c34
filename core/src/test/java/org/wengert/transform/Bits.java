package org.wengert.transform;

import java.util.Arrays;
import org.wengert.tensor.Storage;

/** Elements to the bit, but for what a NaN carries. */
final class Bits {
    private Bits() {}

    static String of(Storage s) {
        return switch (s) {
            case Storage.Doubles(double[] a) ->
                Arrays.toString(a); // distinguishes −0 from 0, and every double from its neighbour
            case Storage.Floats(float[] a) -> Arrays.toString(a);
            case Storage.Longs(long[] a) -> Arrays.toString(a);
            case Storage.Ints(int[] a) -> Arrays.toString(a);
            case Storage.Booleans(boolean[] a) -> Arrays.toString(a);
        };
    }
}
