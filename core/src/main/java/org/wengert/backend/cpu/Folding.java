package org.wengert.backend.cpu;

import org.wengert.tensor.DType;
import org.wengert.tensor.Op;
import org.wengert.tensor.Shape;

/** Adds up overlapping stretches: z[o, i·step + k·dilation, j] += x[o, i, j, k] in the order of x. */
final class Folding implements Unit {
    private static final int ALONE = 1 << 15;

    private final Op.Fold op;
    private final DType dtype;
    private final int x;
    private final int to;
    private final int outer;
    private final int count;
    private final int inner;
    private final int size;

    Folding(Value v, Op.Fold op) {
        Shape shape = v.inputs.getFirst().layout().shape();
        this.op = op;
        this.dtype = v.dtype;
        this.x = ((Value) v.inputs.getFirst().source()).buffer;
        this.to = v.buffer;
        this.outer = shape.part(0, op.axis()).size();
        this.count = shape.extent(op.axis());
        this.inner = shape.part(op.axis() + 1, shape.rank() - 1).size();
        this.size = shape.extent(shape.rank() - 1);
    }

    @Override
    public void run(Frame frame) {
        Object from = frame.arrays[x];
        Object z = frame.arrays[to];
        int block = op.length() * inner;
        Stretches.fill(z, 0, outer * block, 0);
        Workers.run((long) outer * count * inner * size > ALONE, outer, o -> {
            for (int i = 0; i < count; i++) {
                int xo = (o * count + i) * inner * size;
                int zo = o * block + i * op.step() * inner;
                switch (dtype) {
                    case FLOAT64 -> add((double[]) from, xo, (double[]) z, zo);
                    case FLOAT32 -> add((float[]) from, xo, (float[]) z, zo);
                    case INT64 -> add((long[]) from, xo, (long[]) z, zo);
                    case INT32 -> add((int[]) from, xo, (int[]) z, zo);
                    case BOOL -> throw new AssertionError("a sum of truth values, please report");
                }
            }
        });
    }

    private void add(double[] from, int xo, double[] z, int zo) {
        for (int j = 0; j < inner; j++) {
            for (int k = 0; k < size; k++) {
                z[zo + k * op.dilation() * inner + j] += from[xo + j * size + k];
            }
        }
    }

    private void add(float[] from, int xo, float[] z, int zo) {
        for (int j = 0; j < inner; j++) {
            for (int k = 0; k < size; k++) {
                z[zo + k * op.dilation() * inner + j] += from[xo + j * size + k];
            }
        }
    }

    private void add(long[] from, int xo, long[] z, int zo) {
        for (int j = 0; j < inner; j++) {
            for (int k = 0; k < size; k++) {
                z[zo + k * op.dilation() * inner + j] += from[xo + j * size + k];
            }
        }
    }

    private void add(int[] from, int xo, int[] z, int zo) {
        for (int j = 0; j < inner; j++) {
            for (int k = 0; k < size; k++) {
                z[zo + k * op.dilation() * inner + j] += from[xo + j * size + k];
            }
        }
    }
}
