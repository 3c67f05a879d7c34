package org.wengert.transform;

import java.util.ArrayList;
import java.util.List;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program.Step;
import org.wengert.tensor.Shape;

/** What is cut and put together, see {@link Simplify#PIECES}. */
final class Pieces {
    private static final int SAME = Rewriting.SAME;

    private Pieces() {}

    static int rewrite(Rewriting r, Step s) {
        Op op = s.op();
        if (op instanceof Op.Concat(int axis)) {
            return concat(r, s, axis);
        }
        if (op instanceof Op.Pad pad) {
            return pad(r, s, pad);
        }
        if (op instanceof Op.Slice slice) {
            int x = s.input(0);
            return r.op(x) instanceof Op.Pad pad
                    ? ofPadded(r, r.input(x), pad, slice)
                    : r.op(x) instanceof Op.Concat(int axis) ? ofPart(r, r.at(x), axis, slice) : SAME;
        }
        return SAME;
    }

    private static int concat(Rewriting r, Step s, int axis) {
        Indices in = s.inputs();
        List<Integer> parts = new ArrayList<>(in.length());
        boolean isChanged = false;
        for (int i = 0; i < in.length(); i++) {
            int x = in.get(i);
            if (r.op(x) instanceof Op.Concat(int inner) && inner == axis) {
                isChanged = true;
                for (int k = 0; k < r.at(x).inputs().length(); k++) {
                    add(r, parts, r.at(x).input(k), axis);
                }
            } else {
                isChanged |= add(r, parts, x, axis);
            }
        }
        if (!isChanged) {
            return SAME;
        }
        return parts.isEmpty()
                ? in.get(0) // all are empty
                : parts.size() == 1
                        ? parts.getFirst()
                        : r.again(s, parts.stream().mapToInt(i -> i).toArray());
    }

    /** Adds a part, and tells whether it disappears in those before it. */
    private static boolean add(Rewriting r, List<Integer> parts, int x, int axis) {
        if (r.shape(x).extent(axis) == 0) {
            return true;
        }
        int joined = parts.isEmpty() ? SAME : joined(r, parts.getLast(), x, axis);
        if (joined == SAME) {
            parts.add(x);
            return false;
        }
        parts.set(parts.size() - 1, joined);
        return true;
    }

    /** Two slices as one, if they lie side by side. */
    private static int joined(Rewriting r, int x, int y, int axis) {
        if (!(r.op(x) instanceof Op.Slice(Indices start, Indices step, Shape shape))
                || !(r.op(y) instanceof Op.Slice(Indices next, Indices nextStep, Shape nextShape))
                || r.input(x) != r.input(y)
                || !step.equals(nextStep)) {
            return SAME;
        }
        for (int i = 0; i < start.length(); i++) {
            int gone = i == axis ? step.get(i) * shape.extent(i) : 0;
            if (next.get(i) != start.get(i) + gone) {
                return SAME;
            }
        }
        return r.slice(r.input(x), start, step, shape.with(axis, shape.extent(axis) + nextShape.extent(axis)));
    }

    private static int pad(Rewriting r, Step s, Op.Pad outer) {
        int x = s.input(0);
        if (r.shape(x).equals(s.shape())) {
            return x;
        }
        if (!(r.op(x) instanceof Op.Pad inner)
                || Double.doubleToRawLongBits(inner.value()) != Double.doubleToRawLongBits(outer.value())
                || r.shape(r.input(x)).size() == 0) {
            return SAME;
        }
        int rank = s.shape().rank();
        int[] low = new int[rank];
        int[] high = new int[rank];
        int[] interior = new int[rank];
        for (int i = 0; i < rank; i++) {
            int apart = outer.interior().get(i) + 1;
            low[i] = outer.low().get(i) + apart * inner.low().get(i);
            high[i] = outer.high().get(i) + apart * inner.high().get(i);
            interior[i] = apart * (inner.interior().get(i) + 1) - 1;
        }
        return r.put(
                new Op.Pad(Indices.of(low), Indices.of(high), Indices.of(interior), outer.value()),
                s.shape(),
                s.dtype(),
                r.input(x));
    }

    /** A slice that takes nothing of what was put around and between the elements. */
    private static int ofPadded(Rewriting r, int x, Op.Pad pad, Op.Slice slice) {
        int rank = slice.shape().rank();
        int[] start = new int[rank];
        int[] step = new int[rank];
        for (int i = 0; i < rank; i++) {
            int n = slice.shape().extent(i);
            int apart = pad.interior().get(i) + 1;
            int first = slice.start().get(i) - pad.low().get(i);
            int last = first + (n - 1) * slice.step().get(i);
            if (n == 0
                    || first < 0
                    || first % apart != 0
                    || n > 1 && slice.step().get(i) % apart != 0
                    || last / apart >= r.shape(x).extent(i)) {
                return SAME;
            }
            start[i] = first / apart;
            step[i] = n > 1 ? slice.step().get(i) / apart : 1;
        }
        return r.slice(x, Indices.of(start), Indices.of(step), slice.shape());
    }

    /** A slice of what lies in one of the parts. */
    private static int ofPart(Rewriting r, Step concat, int axis, Op.Slice slice) {
        int n = slice.shape().extent(axis);
        int first = slice.start().get(axis);
        int last = first + (n - 1) * slice.step().get(axis);
        int from = 0;
        for (int k = 0; n > 0 && k < concat.inputs().length(); k++) {
            int part = concat.input(k);
            int to = from + r.shape(part).extent(axis);
            if (first >= from && last < to) {
                int[] start = slice.start().toArray();
                start[axis] -= from;
                return r.slice(part, Indices.of(start), slice.step(), slice.shape());
            }
            from = to;
        }
        return SAME;
    }
}
