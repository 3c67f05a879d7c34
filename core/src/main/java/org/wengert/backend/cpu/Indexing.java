package org.wengert.backend.cpu;

import org.wengert.backend.Failures;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;

/** Takes rows from where indices say, or combines rows where indices say. Updates of one place meet in the order of their indices. */
final class Indexing implements Unit {
    private static final int ALONE = 1 << 16;

    private final Program program;
    private final int place;
    private final boolean isScatter;
    private final Op.Reduction combine;
    private final int x;
    private final int indices;
    private final int to;
    private final int outer;
    private final int length;
    private final int each;
    private final int inner;

    private Indexing(
            Program program, Value v, int batch, boolean isScatter, Op.Reduction combine, Shape indexed, Shape many) {
        this.program = program;
        this.place = v.place;
        this.isScatter = isScatter;
        this.combine = combine;
        this.x = ((Value) v.inputs.get(0).source()).buffer;
        this.indices = ((Value) v.inputs.get(1).source()).buffer;
        this.to = v.buffer;
        this.outer = many.part(0, batch).size();
        this.length = many.extent(batch);
        this.inner = many.part(batch + 1, many.rank()).size();
        this.each = indexed.part(batch, indexed.rank()).size();
    }

    static Unit gather(Program program, Value v, Op.Gather op) {
        Shape indexed = v.inputs.get(1).layout().shape();
        Shape many = v.inputs.get(0).layout().shape();
        return new Indexing(program, v, op.batch(), false, Op.Reduction.SUM, indexed, many);
    }

    static Unit scatter(Program program, Value v, Op.Scatter op) {
        boolean isOfTruth = v.dtype == DType.BOOL;
        Op.Reduction combine = switch (op.combine()) {
            case ADD -> isOfTruth ? Op.Reduction.ANY : Op.Reduction.SUM;
            case MAX -> isOfTruth ? Op.Reduction.ANY : Op.Reduction.MAX;
            case MIN -> isOfTruth ? Op.Reduction.ALL : Op.Reduction.MIN;
        };
        Shape indexed = v.inputs.get(1).layout().shape();
        return new Indexing(program, v, op.batch(), true, combine, indexed, v.shape);
    }

    @Override
    public void run(Frame frame) {
        Object from = frame.arrays[x];
        Object result = frame.arrays[to];
        int[] rows = rows(frame.arrays[indices]);
        if (isScatter) {
            Reductions.neutral(combine, result, 0, outer * length * inner);
            Workers.run((long) rows.length * inner > ALONE, outer, b -> {
                for (int i = b * each; i < (b + 1) * each; i++) {
                    Reductions.reduceColumns(combine, Warmth.NONE, from, i * inner, 1, inner, result, rows[i] * inner);
                }
            });
        } else {
            int piece = Math.max(1, ALONE / 4 / Math.max(1, inner));
            int pieces = (rows.length + piece - 1) / piece;
            Workers.run(
                    (long) rows.length * inner > ALONE,
                    pieces,
                    p -> take(from, result, rows, p * piece, Math.min(rows.length, (p + 1) * piece)));
        }
    }

    private void take(Object from, Object result, int[] rows, int first, int end) {
        if (inner == 1 && from instanceof float[] a && result instanceof float[] z) {
            for (int i = first; i < end; i++) {
                z[i] = a[rows[i]];
            }
        } else if (inner == 1 && from instanceof double[] a && result instanceof double[] z) {
            for (int i = first; i < end; i++) {
                z[i] = a[rows[i]];
            }
        } else {
            for (int i = first; i < end; i++) {
                Stretches.copy(from, rows[i] * inner, 1, result, i * inner, 1, inner);
            }
        }
    }

    /** Which row of all each index means. */
    private int[] rows(Object array) {
        int[] rows = new int[outer * each];
        for (int i = 0; i < rows.length; i++) {
            long index = array instanceof long[] a ? a[i] : ((int[]) array)[i];
            if (index < -length || index >= length) {
                throw Failures.index(index, length, program.describe(place));
            }
            rows[i] = i / each * length + (int) (index < 0 ? index + length : index);
        }
        return rows;
    }
}
