package org.wengert.backend.cpu;

import java.util.Arrays;
import org.wengert.tensor.DType;

/** What a thread works with: registers of one block each, and small arrays. Mutable, of one thread. */
final class Scratch {
    /** The most elements of a block. */
    static final int BLOCK = 4096;

    private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);

    final float[] floats = new float[128];
    final double[] doubles = new double[128];
    /** Eight rows of two vectors. */
    final float[] floatTile = new float[16 * Warmth.FLOAT_LANES];

    final double[] doubleTile = new double[16 * Warmth.DOUBLE_LANES];
    private float[] manyFloats = new float[0];
    private float[] fewFloats = new float[0];
    private double[] manyDoubles = new double[0];
    private double[] fewDoubles = new double[0];
    private final Object[] matrices = new Object[DType.values().length];
    private final int[] matrixSizes = new int[DType.values().length];
    private final Object[][] registers = new Object[DType.values().length][0];
    private Object[] arrays = new Object[64];
    private int[] offsets = new int[64];

    private Scratch() {}

    static Scratch mine() {
        return MINE.get();
    }

    Object register(DType dtype, int k) {
        Object[] known = registers[dtype.ordinal()];
        if (k >= known.length) {
            known = Arrays.copyOf(known, Math.max(k + 1, 2 * known.length));
            registers[dtype.ordinal()] = known;
        }
        Object register = known[k];
        if (register == null) {
            // lengths differ, so that registers do not begin at equal places of the cache
            register = Stretches.allocate(dtype, BLOCK + 64 + 16 * (k % 16));
            known[k] = register;
        }
        return register;
    }

    /** Returns at least n floats, the same at every call. */
    float[] floats(int n) {
        if (manyFloats.length < n) {
            manyFloats = new float[n];
        }
        return manyFloats;
    }

    /** Returns at least n doubles, the same at every call. */
    double[] doubles(int n) {
        if (manyDoubles.length < n) {
            manyDoubles = new double[n];
        }
        return manyDoubles;
    }

    /** Returns at least n floats, the same at every call, others than those of {@link #floats}. */
    float[] floatRows(int n) {
        if (fewFloats.length < n) {
            fewFloats = new float[n];
        }
        return fewFloats;
    }

    /** Returns at least n doubles, the same at every call, others than those of {@link #doubles}. */
    double[] doubleRows(int n) {
        if (fewDoubles.length < n) {
            fewDoubles = new double[n];
        }
        return fewDoubles;
    }

    /** Returns at least n elements, the same at every call. */
    Object matrix(DType dtype, int n) {
        int k = dtype.ordinal();
        if (matrixSizes[k] < n) {
            matrices[k] = Stretches.allocate(dtype, n);
            matrixSizes[k] = n;
        }
        return matrices[k];
    }

    Object[] arrays(int n) {
        if (arrays.length < n) {
            arrays = new Object[2 * n];
        }
        return arrays;
    }

    int[] offsets(int n) {
        if (offsets.length < n) {
            offsets = new int[2 * n];
        }
        return offsets;
    }
}
