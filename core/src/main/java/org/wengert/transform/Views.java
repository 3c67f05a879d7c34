package org.wengert.transform;

import java.util.Arrays;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program.Step;
import org.wengert.tensor.Shape;

/**
 * Views of views, brought into one order, see {@link Simplify#VIEWS}: nearest to the elements a reshape, then a permutation, then an expansion.
 * A reshape changes places with the others where it only inserts or removes axes of extent 1.
 */
final class Views {
    private static final int SAME = Rewriting.SAME;

    private Views() {}

    static int rewrite(Rewriting r, Step s) {
        Op op = s.op();
        if (op instanceof Op.Reshape(Shape shape)) {
            return reshape(r, s.input(0), shape);
        }
        if (op instanceof Op.Permute(Indices axes)) {
            return permute(r, s, s.input(0), axes);
        }
        if (op instanceof Op.Expand(Shape shape)) {
            int x = s.input(0);
            return r.shape(x).equals(shape) ? x : r.op(x) instanceof Op.Expand ? r.expand(r.input(x), shape) : SAME;
        }
        if (op instanceof Op.Slice slice) {
            return slice(r, s.input(0), slice);
        }
        return op instanceof Op.Flip(Indices axes) ? flip(r, s.input(0), axes) : SAME;
    }

    private static int reshape(Rewriting r, int x, Shape shape) {
        if (r.shape(x).equals(shape)) {
            return x;
        }
        Op op = r.op(x);
        if (op instanceof Op.Reshape) {
            return r.reshape(r.input(x), shape);
        }
        boolean isPermute = op instanceof Op.Permute;
        if (!isPermute && !(op instanceof Op.Expand) || !isSameButOnes(r.shape(x), shape)) {
            return SAME;
        }
        int[] axesOfX = longAxes(r.shape(x));
        int[] axes = longAxes(shape);
        Shape source = r.shape(r.input(x));
        Shape before = shape;
        if (op instanceof Op.Expand) {
            for (int i = 0; i < axes.length; i++) {
                before = before.with(axes[i], source.extent(axesOfX[i]));
            }
            return r.expand(r.reshape(r.input(x), before), shape);
        }
        // Axes of extent 1 stay where they shall be; between them the others come in the order of the source.
        Indices of = ((Op.Permute) op).axes();
        int[] permuted = Indices.range(shape.rank()).toArray();
        for (int i = 0; i < axes.length; i++) {
            int earlier = 0;
            for (int other : axesOfX) {
                earlier += of.get(other) < of.get(axesOfX[i]) ? 1 : 0;
            }
            permuted[axes[i]] = axes[earlier];
            before = before.with(axes[earlier], shape.extent(axes[i]));
        }
        return r.permute(r.reshape(r.input(x), before), Indices.of(permuted));
    }

    private static int permute(Rewriting r, Step s, int x, Indices axes) {
        if (axes.equals(Indices.range(axes.length()))) {
            return x;
        }
        if (r.op(x) instanceof Op.Permute(Indices inner)) {
            int[] both = axes.toArray();
            for (int i = 0; i < both.length; i++) {
                both[i] = inner.get(both[i]);
            }
            return r.permute(r.input(x), Indices.of(both));
        }
        if (movesOnesOnly(r.shape(x), axes)) {
            return r.reshape(x, s.shape());
        }
        return r.op(x) instanceof Op.Expand ? r.expand(r.permute(r.input(x), axes), s.shape()) : SAME;
    }

    private static int slice(Rewriting r, int x, Op.Slice slice) {
        if (r.shape(x).equals(slice.shape())) {
            return x;
        }
        int rank = slice.shape().rank();
        if (r.op(x) instanceof Op.Slice(Indices start, Indices step, Shape _)) {
            int[] starts = new int[rank];
            int[] steps = new int[rank];
            for (int i = 0; i < rank; i++) {
                boolean isMany =
                        slice.shape().extent(i) > 1; // the distance to the next place means nothing where there is none
                starts[i] = start.get(i) + step.get(i) * slice.start().get(i);
                steps[i] = isMany ? step.get(i) * slice.step().get(i) : 1;
            }
            return r.slice(r.input(x), Indices.of(starts), Indices.of(steps), slice.shape());
        }
        if (!(r.op(x) instanceof Op.Expand)) {
            return SAME;
        }
        Shape source = r.shape(r.input(x));
        Shape shape = slice.shape();
        int[] starts = slice.start().toArray();
        int[] steps = slice.step().toArray();
        for (int i = 0; i < rank; i++) {
            if (source.extent(i) == 1) {
                starts[i] = 0;
                steps[i] = 1;
                shape = shape.with(i, 1);
            }
        }
        return r.expand(r.slice(r.input(x), Indices.of(starts), Indices.of(steps), shape), slice.shape());
    }

    private static int flip(Rewriting r, int x, Indices axes) {
        boolean isOfFlip = r.op(x) instanceof Op.Flip;
        int source = isOfFlip || r.op(x) instanceof Op.Expand ? r.input(x) : x;
        Indices inner = r.op(x) instanceof Op.Flip(Indices a) ? a : Indices.of();
        int rank = r.shape(x).rank();
        int[] left = new int[rank];
        int count = 0;
        for (int i = 0; i < rank; i++) {
            if (axes.contains(i) != inner.contains(i) && r.shape(source).extent(i) > 1) {
                left[count++] = i;
            }
        }
        Indices flipped = Indices.of(Arrays.copyOf(left, count));
        if (source == x) {
            return count == axes.length() ? SAME : r.flip(x, flipped);
        }
        int flip = r.flip(source, flipped);
        return isOfFlip ? flip : r.expand(flip, r.shape(x));
    }

    /** Tells whether two shapes differ in axes of extent 1 only. */
    static boolean isSameButOnes(Shape a, Shape b) {
        int j = 0;
        for (int i = 0; i < a.rank(); i++) {
            if (a.extent(i) == 1) {
                continue;
            }
            while (j < b.rank() && b.extent(j) == 1) {
                j++;
            }
            if (j == b.rank() || a.extent(i) != b.extent(j++)) {
                return false;
            }
        }
        while (j < b.rank() && b.extent(j) == 1) {
            j++;
        }
        return j == b.rank();
    }

    /** The axes whose extent is not 1. */
    static int[] longAxes(Shape shape) {
        int[] axes = new int[shape.rank()];
        int count = 0;
        for (int i = 0; i < axes.length; i++) {
            if (shape.extent(i) != 1) {
                axes[count++] = i;
            }
        }
        return Arrays.copyOf(axes, count);
    }

    private static boolean movesOnesOnly(Shape shape, Indices axes) {
        int last = -1;
        for (int i = 0; i < axes.length(); i++) {
            if (shape.extent(axes.get(i)) != 1) {
                if (axes.get(i) < last) {
                    return false;
                }
                last = axes.get(i);
            }
        }
        return true;
    }
}
