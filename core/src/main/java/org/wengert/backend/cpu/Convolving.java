package org.wengert.backend.cpu;

import java.util.BitSet;
import org.wengert.tensor.Convolution;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;

/**
 * Convolutions as products of matrices. The matrix of what every output place sees, [channel and kernel place, output place], is never there as
 * a whole: its panels are written when they are multiplied.
 */
final class Convolving implements Unit {
    private static final long ALONE = 400_000;
    /** About how many elements of the matrix are there at a time where it is a result. */
    private static final int ROOM = 1 << 17;

    /** Writes panels of a right factor. */
    private interface Panels {
        void pack(int k, int depth, int j, int columns, Object panel, int to, int width);
    }

    private final Op.Role role;
    private final DType dtype;
    private final ImagePlaces places;
    private final int x;
    private final int y;
    private final int to;
    private final int size;
    private final int batch;
    private final int groups;
    private final int outputs;
    private final int channels;
    private final int code;
    private final long work;
    private final Unit exact;

    Convolving(Value v, Op.Conv op, BitSet codes, Unit exact) {
        Convolution c = op.geometry();
        this.role = op.role();
        this.dtype = v.dtype;
        this.places = new ImagePlaces(c);
        this.x = ((Value) v.inputs.get(0).source()).buffer;
        this.y = ((Value) v.inputs.get(1).source()).buffer;
        this.to = v.buffer;
        this.size = v.shape.size();
        this.batch = c.image().extent(0);
        this.groups = c.groups();
        this.outputs = c.kernel().extent(0) / groups;
        this.channels = c.kernel().extent(1);
        this.code = Warmth.code(Warmth.Family.MATMUL, dtype == DType.FLOAT64, 0);
        codes.set(code);
        this.work = (long) batch * c.kernel().size() * places.outputSize;
        this.exact = exact;
    }

    @Override
    public void run(Frame frame) {
        Object a = frame.arrays[x];
        Object b = frame.arrays[y];
        Object z = frame.arrays[to];
        Object weights = role == Op.Role.IMAGE ? a : b;
        int count = role == Op.Role.KERNEL
                ? batch * groups * outputs * places.outputSize
                : groups * outputs * channels * places.kernelSize;
        if (role != Op.Role.IMAGE && !isFinite(weights, count)) {
            exact.run(frame); // ∞ times the zeros of the padding would be NaN
            return;
        }
        Stretches.fill(z, 0, size, 0);
        boolean isShared = work > ALONE;
        switch (role) {
            case OUTPUT ->
                Workers.run(isShared, batch * groups, i -> output(a, b, z, i / groups, i % groups, isShared));
            case IMAGE -> Workers.run(isShared, batch * groups, i -> image(a, b, z, i / groups, i % groups));
            case KERNEL -> Workers.run(isShared, groups, g -> kernel(a, b, z, g, isShared));
        }
    }

    private static boolean isFinite(Object array, int n) {
        double sum = 0;
        if (array instanceof float[] a) {
            for (int i = 0; i < n; i++) {
                sum += a[i] * 0;
            }
        } else if (array instanceof double[] a) {
            for (int i = 0; i < n; i++) {
                sum += a[i] * 0;
            }
        }
        return sum == 0;
    }

    /** z[o, p] = Σ w[o, cq]·seen[cq, p]. */
    private void output(Object image, Object weights, Object z, int b, int g, boolean isShared) {
        int inner = channels * places.kernelSize;
        Product.Matrices s =
                new Product.Matrices(outputs, places.outputSize, inner, inner, 1, 0, 0, places.outputSize, code);
        int xo = (b * groups + g) * channels * places.imageSize;
        add(
                s,
                weights,
                g * outputs * inner,
                (k, depth, j, columns, panel, at, width) -> {
                    for (int i = 0; i < depth; i++) {
                        int row = at + i * width;
                        Stretches.fill(panel, row, columns, 0);
                        int from = xo + (k + i) / places.kernelSize * places.imageSize;
                        places.visit(
                                (k + i) % places.kernelSize,
                                j,
                                columns,
                                (place, step, p, n) -> Stretches.copy(image, from + place, step, panel, row + p, 1, n));
                    }
                },
                z,
                (b * groups + g) * outputs * places.outputSize,
                isShared);
    }

    /** z[o, cq] = Σ over images of Σ y[o, p]·seen[cq, p]. */
    private void kernel(Object image, Object outer, Object z, int g, boolean isShared) {
        int columnsOfAll = channels * places.kernelSize;
        Product.Matrices s = new Product.Matrices(
                outputs, columnsOfAll, places.outputSize, places.outputSize, 1, 0, 0, columnsOfAll, code);
        for (int b = 0; b < batch; b++) {
            int xo = (b * groups + g) * channels * places.imageSize;
            add(
                    s,
                    outer,
                    (b * groups + g) * outputs * places.outputSize,
                    (k, depth, j, columns, panel, at, width) -> {
                        for (int i = 0; i < depth; i++) {
                            Stretches.fill(panel, at + i * width, columns, 0);
                        }
                        for (int c = 0; c < columns; c++) {
                            int column = at + c;
                            int from = xo + (j + c) / places.kernelSize * places.imageSize;
                            places.visit(
                                    (j + c) % places.kernelSize,
                                    k,
                                    depth,
                                    (place, step, p, n) -> Stretches.copy(
                                            image, from + place, step, panel, column + p * width, width, n));
                        }
                    },
                    z,
                    g * outputs * columnsOfAll,
                    isShared);
        }
    }

    /** seen[cq, p] = Σ w[o, cq]·y[o, p], a stretch of output places at a time, added where it is seen. */
    private void image(Object weights, Object outer, Object z, int b, int g) {
        int rows = channels * places.kernelSize;
        int most = Math.max(1, Math.min(places.outputSize, ROOM / rows));
        Object seen = Scratch.mine().matrix(dtype, rows * most);
        int yo = (b * groups + g) * outputs * places.outputSize;
        int zo = (b * groups + g) * channels * places.imageSize;
        for (int first = 0; first < places.outputSize; first += most) {
            int count = Math.min(most, places.outputSize - first);
            Product.Matrices s = new Product.Matrices(rows, count, outputs, 1, rows, 0, 0, count, code);
            int start = yo + first;
            Stretches.fill(seen, 0, rows * count, 0);
            add(
                    s,
                    weights,
                    g * outputs * rows,
                    (k, depth, j, columns, panel, at, width) -> {
                        for (int i = 0; i < depth; i++) {
                            Stretches.copy(
                                    outer,
                                    start + (k + i) * places.outputSize + j,
                                    1,
                                    panel,
                                    at + i * width,
                                    1,
                                    columns);
                        }
                    },
                    seen,
                    0,
                    false);
            for (int r = 0; r < rows; r++) {
                int from = r * count;
                int into = zo + r / places.kernelSize * places.imageSize;
                places.visit(
                        r % places.kernelSize,
                        first,
                        count,
                        (place, step, p, n) -> Stretches.add(seen, from + p, z, into + place, step, n));
            }
        }
    }

    private void add(Product.Matrices s, Object left, int lo, Panels panels, Object z, int zo, boolean isShared) {
        Scratch scratch = Scratch.mine();
        if (dtype == DType.FLOAT32) {
            FloatProducts.addPacked(s, (float[]) left, lo, panels::pack, (float[]) z, zo, scratch, isShared);
        } else {
            DoubleProducts.addPacked(s, (double[]) left, lo, panels::pack, (double[]) z, zo, scratch, isShared);
        }
    }
}
