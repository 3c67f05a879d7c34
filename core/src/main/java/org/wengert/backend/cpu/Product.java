package org.wengert.backend.cpu;

import java.util.BitSet;
import org.wengert.backend.Layout;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;

/**
 * Products of matrices z = x·y whose operands lie anywhere in arrays, as views say. Each element of z is summed up by fused multiplications and
 * additions in the order of the inner axis, whatever its neighbours are computed by: its bits depend on nothing else.
 */
final class Product implements Unit {
    private static final long ALONE = 400_000;

    private final DType dtype;
    private final int xBuffer;
    private final int yBuffer;
    private final int zBuffer;
    private final int[] xOffsets;
    private final int[] yOffsets;
    private final Matrices matrices;
    private final boolean isShared;
    /** Whether z is a column, computed as a row: yᵀ·xᵀ. */
    private final boolean isSwapped;

    /**
     * How three matrices lie: x[i, k] at i·xRow + k·xColumn, y[k, j] at k·yRow + j·yColumn, z[i, j] at i·zRow + j.
     *
     * @param m rows of x and z
     * @param n columns of y and z
     * @param k columns of x, rows of y
     * @param xRow how far apart rows of x are
     * @param xColumn how far apart columns of x are
     * @param yRow how far apart rows of y are
     * @param yColumn how far apart columns of y are
     * @param zRow how far apart rows of z are
     * @param code the vector kernel
     */
    record Matrices(int m, int n, int k, int xRow, int xColumn, int yRow, int yColumn, int zRow, int code) {}

    Product(Value v, BitSet codes) {
        View x = v.inputs.get(0);
        View y = v.inputs.get(1);
        this.dtype = v.dtype;
        this.xBuffer = ((Value) x.source()).buffer;
        this.yBuffer = ((Value) y.source()).buffer;
        this.zBuffer = v.buffer;
        int code = dtype.isFloating() ? Warmth.code(Warmth.Family.MATMUL, dtype == DType.FLOAT64, 0) : Warmth.NONE;
        codes.set(code);
        int rank = v.shape.rank();
        int batch = v.shape.part(0, rank - 2).size();
        int m = v.shape.extent(rank - 2);
        int n = v.shape.extent(rank - 1);
        int k = x.layout().shape().extent(rank - 1);
        int xRow = x.layout().strides().get(rank - 2);
        int xColumn = x.layout().strides().get(rank - 1);
        int yRow = y.layout().strides().get(rank - 2);
        int yColumn = y.layout().strides().get(rank - 1);
        Walk rows = Walk.of(leading(x.layout(), rank - 1));
        boolean isOneMatrix = batch > 1 && rows.rank() <= 1 && isRepeated(y.layout(), rank - 2);
        if (isOneMatrix) {
            m *= batch;
            batch = 1;
            xRow = rows.rank() == 0 ? 0 : rows.stride(0);
        }
        this.xOffsets = offsets(x.layout(), batch == 1 ? 0 : rank - 2, batch);
        this.yOffsets = offsets(y.layout(), batch == 1 ? 0 : rank - 2, batch);
        boolean isColumn = n == 1 && m > 1 && xRow == 1;
        this.matrices = isColumn
                ? new Matrices(1, m, k, 0, yRow, xColumn, xRow, m, code)
                : new Matrices(m, n, k, xRow, xColumn, yRow, yColumn, n, code);
        this.isSwapped = isColumn;
        this.isShared = (long) batch * m * n * k > ALONE;
    }

    private static Layout leading(Layout layout, int axes) {
        int[] strides = new int[axes];
        for (int i = 0; i < axes; i++) {
            strides[i] = layout.strides().get(i);
        }
        return new Layout(layout.shape().part(0, axes), layout.offset(), Indices.of(strides));
    }

    private static boolean isRepeated(Layout layout, int axes) {
        for (int i = 0; i < axes; i++) {
            if (layout.shape().extent(i) > 1 && layout.strides().get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Where the matrices begin. */
    private static int[] offsets(Layout layout, int axes, int count) {
        int[] offsets = new int[count];
        Layout batch = leading(layout, axes);
        batch.forEach((i, place) -> offsets[i] = place);
        return offsets;
    }

    @Override
    public void run(Frame frame) {
        Object x = frame.arrays[isSwapped ? yBuffer : xBuffer];
        Object y = frame.arrays[isSwapped ? xBuffer : yBuffer];
        Object z = frame.arrays[zBuffer];
        int[] xo = isSwapped ? yOffsets : xOffsets;
        int[] yo = isSwapped ? xOffsets : yOffsets;
        int size = matrices.m * matrices.n;
        if (xo.length == 1) {
            multiply(x, xo[0], y, yo[0], z, 0, frame.scratch, isShared);
        } else {
            Workers.run(isShared, xo.length, b -> multiply(x, xo[b], y, yo[b], z, b * size, Scratch.mine(), false));
        }
    }

    private void multiply(Object x, int xo, Object y, int yo, Object z, int zo, Scratch scratch, boolean isShared) {
        switch (dtype) {
            case FLOAT32 ->
                FloatProducts.multiply(matrices, (float[]) x, xo, (float[]) y, yo, (float[]) z, zo, scratch, isShared);
            case FLOAT64 ->
                DoubleProducts.multiply(
                        matrices, (double[]) x, xo, (double[]) y, yo, (double[]) z, zo, scratch, isShared);
            case INT64 -> WholeProducts.multiply(matrices, (long[]) x, xo, (long[]) y, yo, (long[]) z, zo);
            case INT32 -> WholeProducts.multiply(matrices, (int[]) x, xo, (int[]) y, yo, (int[]) z, zo);
            case BOOL -> throw new AssertionError("a product of truth values, please report");
        }
    }
}
