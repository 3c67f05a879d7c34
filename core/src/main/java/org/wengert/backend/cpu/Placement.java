package org.wengert.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.wengert.backend.Layout;
import org.wengert.tensor.Op;

/** Copies inputs to where they belong in the result: one after the other, or with others around and between. */
final class Placement implements Unit {
    private static final int PIECE = 1 << 16;

    /**
     * An input and where it goes.
     *
     * @param buffer where it is
     * @param size how many elements it has
     * @param walk where they go
     */
    private record Part(int buffer, int size, Walk walk) {}

    private final List<Part> parts = new ArrayList<>();
    private final int to;
    private final int size;
    private final boolean isFilled;
    private final double value;

    private Placement(Value v, boolean isFilled, double value) {
        this.to = v.buffer;
        this.size = v.shape.size();
        this.isFilled = isFilled;
        this.value = value;
    }

    static Unit concat(Value v, Op.Concat op) {
        Placement p = new Placement(v, false, 0);
        int start = 0;
        for (View x : v.inputs) {
            int extent = x.layout().shape().extent(op.axis());
            p.add(x, Layout.of(v.shape).slice(op.axis(), start, extent));
            start += extent;
        }
        return p;
    }

    static Unit pad(Value v, Op.Pad op) {
        Placement p = new Placement(v, true, op.value());
        View x = v.inputs.getFirst();
        p.add(
                x,
                Layout.of(v.shape)
                        .slice(op.low(), op.interior().plus(1), x.layout().shape()));
        return p;
    }

    private void add(View x, Layout where) {
        if (x.size() > 0) {
            parts.add(new Part(((Value) x.source()).buffer, x.size(), Walk.of(where)));
        }
    }

    @Override
    public void run(Frame frame) {
        Object z = frame.arrays[to];
        if (isFilled) {
            Stretches.fill(z, 0, size, value);
        }
        for (Part part : parts) {
            Object x = frame.arrays[part.buffer];
            int pieces = (part.size + PIECE - 1) / PIECE;
            Workers.run(pieces > 1, pieces, p -> {
                int first = p * PIECE;
                part.walk.write(x, first, z, first, Math.min(PIECE, part.size - first));
            });
        }
    }
}
