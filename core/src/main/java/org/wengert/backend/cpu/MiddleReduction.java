package org.wengert.backend.cpu;

import java.util.BitSet;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;

/** Reduces the middle axis of [outer, length, inner]: rows combined one after the other, stretches of columns by different threads. */
final class MiddleReduction implements Unit {
    private static final int WIDTH = 2048;
    private static final int ALONE = 200_000;

    private final Op.Reduction f;
    private final int x;
    private final int to;
    private final int outer;
    private final int length;
    private final int inner;
    private final int code;

    MiddleReduction(Value v, Op.Reduction f, BitSet codes) {
        this.f = f;
        this.x = ((Value) v.inputs.getFirst().source()).buffer;
        this.to = v.buffer;
        this.outer = v.geometry.get(0);
        this.length = v.geometry.get(1);
        this.inner = v.geometry.get(2);
        this.code = f == Op.Reduction.SUM && v.dtype.isFloating()
                ? Warmth.code(Warmth.Family.COLUMNS, v.dtype == DType.FLOAT64, f.ordinal())
                : Warmth.NONE;
        codes.set(code);
    }

    @Override
    public void run(Frame frame) {
        Object from = frame.arrays[x];
        Object result = frame.arrays[to];
        int parts = (inner + WIDTH - 1) / WIDTH;
        Workers.run((long) outer * length * inner > ALONE, outer * parts, c -> {
            int slab = c / parts;
            int column = c % parts * WIDTH;
            int width = Math.min(WIDTH, inner - column);
            int zo = slab * inner + column;
            Reductions.neutral(f, result, zo, width);
            int xo = slab * length * inner + column;
            if (width == inner) {
                Reductions.reduceColumns(f, code, from, xo, length, inner, result, zo);
            } else {
                for (int r = 0; r < length; r++) {
                    Reductions.reduceColumns(f, code, from, xo + r * inner, 1, width, result, zo);
                }
            }
        });
    }
}
