package org.wengert.backend.cpu;

import java.util.List;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;

/**
 * Elementwise steps and reductions over one order of n elements. Instructions run one after the other on blocks small enough that what
 * passes between them stays in the first cache; blocks make chunks, which threads share.
 *
 * <p>Where blocks and chunks end, n and the shapes decide, so a sum is the same tree whoever computes it.
 */
final class Group implements Unit {
    /** Work in units of a flop below which other threads are not worth waking: about 20 µs. */
    private static final long ALONE = 400_000;

    /**
     * An array and where in it a block begins.
     *
     * @param kind what it is
     * @param dtype the type of its elements
     * @param index which register or buffer
     * @param offset where element 0 lies in the buffer
     * @param isRow whether it has one element for each row
     * @param constant of a constant, the array
     */
    record Slot(Kind kind, DType dtype, int index, int offset, boolean isRow, Object constant) {
        /** What a slot is. */
        enum Kind {
            /** An array of the thread. */
            REGISTER,
            /** A buffer that is gone through. */
            STREAM,
            /** A buffer of which the same elements serve every block. */
            FIXED,
            /** A few equal numbers. */
            CONSTANT
        }
    }

    /**
     * How elements get into a register.
     *
     * @param buffer where they are; −1 if they are places
     * @param walk how they lie
     * @param count how many are read, the same for every block; 0 if those of the block
     */
    record Load(int buffer, Walk walk, int count) {}

    /**
     * How a reduction over more than a block ends.
     *
     * @param f how elements are combined
     * @param partials the buffer of what each chunk has made
     * @param result the buffer of the results
     * @param columns how many elements each chunk has made
     * @param count how many chunks make one result
     * @param code the vector kernel
     */
    record Ending(Op.Reduction f, int partials, int result, int columns, int count, int code) {}

    private final int row;
    private final int block;
    private final int segment;
    private final int chunk;
    private final int chunksOfSegment;
    private final int chunks;
    private final boolean isShared;
    private final Slot[] slots;
    private final Instruction[] instructions;
    private final Load[] loads;
    private final Ending[] endings;

    Group(
            Cut cut,
            long work,
            List<Slot> slots,
            List<Instruction> instructions,
            List<Load> loads,
            List<Ending> endings) {
        this.row = Math.max(1, cut.row());
        this.block = cut.block();
        this.segment = cut.segment();
        this.chunk = cut.chunk();
        this.chunksOfSegment = cut.chunksOfSegment();
        this.chunks = cut.chunks();
        this.isShared = chunks > 1 && work > ALONE;
        this.slots = slots.toArray(Slot[]::new);
        this.instructions = instructions.toArray(Instruction[]::new);
        this.loads = loads.toArray(Load[]::new);
        this.endings = endings.toArray(Ending[]::new);
    }

    /**
     * How the elements are cut up.
     *
     * @param size how many elements there are
     * @param row the length of the rows that are reduced within a block; 0 if there are none
     * @param unit a block holds a whole number of these
     * @param segment the length of the stretches that are reduced to one element
     */
    record Cut(int size, int row, int unit, int segment) {
        private static final int BLOCK = 1024;
        private static final int CHUNK = 32 * BLOCK;

        /** Elements of a block: a whole number of vectors if that can be. */
        int block() {
            if (unit == 1) {
                return BLOCK;
            }
            int rows = Math.max(1, BLOCK / unit);
            while (rows > 1 && rows * unit % 16 != 0) {
                rows--;
            }
            return rows * unit % 16 == 0 ? rows * unit : Math.max(1, BLOCK / unit) * unit;
        }

        int chunk() {
            int target = Math.max(CHUNK, 16 * unit);
            int count = Math.max(1, segment / target);
            int even = (segment + count - 1) / count;
            return (even + block() - 1) / block() * block();
        }

        int chunksOfSegment() {
            return (segment + chunk() - 1) / chunk();
        }

        int chunks() {
            return size / segment * chunksOfSegment();
        }
    }

    @Override
    public void run(Frame frame) {
        if (isShared) {
            Workers.run(chunks, c -> run(c, frame, Scratch.mine()));
        } else {
            for (int c = 0; c < chunks; c++) {
                run(c, frame, frame.scratch);
            }
        }
        for (Ending e : endings) {
            end(e, frame);
        }
    }

    private void end(Ending e, Frame frame) {
        if (e.partials == e.result) {
            return;
        }
        Object partials = frame.arrays[e.partials];
        Object result = frame.arrays[e.result];
        if (e.columns > 1) {
            Reductions.neutral(e.f, result, 0, e.columns);
            Reductions.reduceColumns(e.f, e.code, partials, 0, chunks, e.columns, result, 0);
        } else {
            for (int s = 0; s < chunks / e.count; s++) {
                Reductions.reduce(e.f, e.code, partials, s * e.count, e.count, result, s, frame.scratch);
            }
        }
    }

    private void run(int c, Frame frame, Scratch scratch) {
        Object[] a = scratch.arrays(slots.length);
        int[] o = scratch.offsets(slots.length);
        for (int j = 0; j < slots.length; j++) {
            Slot slot = slots[j];
            o[j] = slot.offset;
            a[j] = switch (slot.kind) {
                case REGISTER -> scratch.register(slot.dtype, slot.index);
                case STREAM, FIXED -> frame.arrays[slot.index];
                case CONSTANT -> slot.constant;
            };
        }
        int s = c / chunksOfSegment;
        int first = s * segment + (c - s * chunksOfSegment) * chunk;
        int end = (int) Math.min((long) first + chunk, (long) (s + 1) * segment);
        for (int from = first; from < end; from += block) {
            int n = Math.min(block, end - from);
            int firstRow = from / row;
            int rows = n / row;
            for (int j = 0; j < slots.length; j++) {
                Slot slot = slots[j];
                if (slot.kind == Slot.Kind.STREAM) {
                    o[j] = slot.offset + (slot.isRow ? firstRow : from);
                }
            }
            for (Instruction k : instructions) {
                switch (k.kind) {
                    case LOAD, PLACES ->
                        load(k, a, frame, from == first, k.isRow ? firstRow : from, k.isRow ? rows : n);
                    case EXPAND -> expand(a[k.x], o[k.x], rows, a[k.to]);
                    case ROWS -> {
                        for (int r = 0; r < rows; r++) {
                            Reductions.reduce(
                                    k.reduction, k.code, a[k.x], o[k.x] + r * row, row, a[k.to], o[k.to] + r, scratch);
                        }
                    }
                    case TOTAL -> total(k, a, o, n, c, from == first, scratch);
                    case COLUMNS -> {
                        int columns = k.xm;
                        int so = c * columns;
                        if (from == first) {
                            Reductions.neutral(k.reduction, a[k.to], so, columns);
                        }
                        Reductions.reduceColumns(
                                k.reduction, k.code, a[k.x], o[k.x], n / columns, columns, a[k.to], so);
                    }
                    case COPY, CAST -> Casts.cast(a[k.x], o[k.x], k.xm, a[k.to], o[k.to], k.isRow ? rows : n);
                    case MAP1, MAP2, MAP3, BITS, COMPARE, WHERE -> map(k, a, o, k.isRow ? rows : n);
                }
            }
        }
    }

    private static void map(Instruction k, Object[] a, int[] o, int n) {
        try {
            switch (k.dtype) {
                case FLOAT32 -> Floats.run(k, a, o, n);
                case FLOAT64 -> Doubles.run(k, a, o, n);
                case INT64, INT32, BOOL -> Wholes.run(k, a, o, n);
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new CpuPlan.StepFailure(k.place, e);
        }
    }

    private void load(Instruction k, Object[] a, Frame frame, boolean isFirst, int from, int n) {
        Load load = loads[k.x];
        if (load.count > 0) {
            if (isFirst) {
                load.walk.read(frame.arrays[load.buffer], a[k.to], 0, 0, load.count);
            }
        } else if (k.kind == Instruction.Kind.PLACES) {
            load.walk.places(a[k.to], 0, from, n);
        } else {
            load.walk.read(frame.arrays[load.buffer], a[k.to], 0, from, n);
        }
    }

    private void expand(Object x, int xo, int rows, Object z) {
        for (int r = 0; r < rows; r++) {
            Stretches.copy(x, xo + r, 0, z, r * row, 1, row);
        }
    }

    /** The block's element, combined with that of the chunk's blocks before. */
    private static void total(Instruction k, Object[] a, int[] o, int n, int c, boolean isFirst, Scratch scratch) {
        Object partials = a[k.to];
        if (isFirst) {
            Reductions.reduce(k.reduction, k.code, a[k.x], o[k.x], n, partials, c, scratch);
        } else {
            Object pair = a[k.y];
            Stretches.copy(partials, c, 1, pair, 0, 1, 1);
            Reductions.reduce(k.reduction, k.code, a[k.x], o[k.x], n, pair, 1, scratch);
            Reductions.reduce(k.reduction, Warmth.NONE, pair, 0, 2, partials, c, scratch);
        }
    }
}
