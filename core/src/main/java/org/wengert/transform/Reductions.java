package org.wengert.transform;

import java.util.Arrays;
import org.wengert.rule.Binary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program.Step;
import org.wengert.tensor.Shape;

/** Reductions of views and of reductions, see {@link Simplify#REDUCTIONS}. */
final class Reductions {
    private static final int SAME = Rewriting.SAME;

    private Reductions() {}

    static int rewrite(Rewriting r, Step s) {
        if (!(s.op() instanceof Op.Reduce(Op.Reduction f, Indices axes))) {
            return SAME;
        }
        int x = s.input(0);
        Shape shape = r.shape(x);
        Indices needed = needed(shape, axes);
        boolean isFree = isFreeOfOrder(f, s.dtype());
        if (needed.length() == 0 && (isFree || f != Op.Reduction.SUM)) { // a sum of one −0 is 0
            return x;
        }
        if (needed.length() > 0 && needed.length() < axes.length()) {
            return r.reduce(f, x, needed);
        }
        Op op = r.op(x);
        if (op instanceof Op.Reduce(Op.Reduction inner, Indices first) && inner == f && isFree) {
            return r.reduce(f, r.input(x), union(shape.rank(), first, axes));
        }
        if (op instanceof Op.Reshape && Views.isSameButOnes(r.shape(r.input(x)), shape)) {
            return ofReshaped(r, s, f, r.input(x), axes);
        }
        if (op instanceof Op.Permute(Indices permuted)) {
            return ofPermuted(r, f, r.input(x), permuted, axes, isFree);
        }
        return op instanceof Op.Expand ? ofExpanded(r, s, f, r.input(x), axes) : SAME;
    }

    /** Whether partial results may be combined in any order and any grouping. */
    private static boolean isFreeOfOrder(Op.Reduction f, DType dtype) {
        return switch (f) {
            case SUM, PROD -> !dtype.isFloating();
            case MAX, MIN, ANY, ALL -> true;
        };
    }

    /** The axes along which there is something to combine. */
    private static Indices needed(Shape shape, Indices axes) {
        return Indices.of(
                Arrays.stream(axes.toArray()).filter(i -> shape.extent(i) != 1).toArray());
    }

    private static Indices union(int rank, Indices a, Indices b) {
        int[] both = new int[rank];
        int count = 0;
        for (int i = 0; i < rank; i++) {
            if (a.contains(i) || b.contains(i)) {
                both[count++] = i;
            }
        }
        return Indices.of(Arrays.copyOf(both, count));
    }

    private static int ofReshaped(Rewriting r, Step s, Op.Reduction f, int x, Indices axes) {
        int[] axesOfReshaped = Views.longAxes(r.shape(s.input(0)));
        int[] axesOfX = Views.longAxes(r.shape(x));
        int[] reduced = new int[axesOfX.length];
        int count = 0;
        for (int i = 0; i < axesOfX.length; i++) {
            if (axes.contains(axesOfReshaped[i])) {
                reduced[count++] = axesOfX[i];
            }
        }
        return count == 0 ? SAME : r.reshape(r.reduce(f, x, Indices.of(Arrays.copyOf(reduced, count))), s.shape());
    }

    /** The reduction first: less is left to permute. A sum needs its axes in the same order. */
    private static int ofPermuted(Rewriting r, Op.Reduction f, int x, Indices permuted, Indices axes, boolean isFree) {
        int[] reduced = new int[axes.length()];
        for (int i = 0; i < reduced.length; i++) {
            reduced[i] = permuted.get(axes.get(i));
            if (!isFree && i > 0 && reduced[i] < reduced[i - 1]) {
                return SAME;
            }
        }
        Arrays.sort(reduced);
        return r.permute(r.reduce(f, x, Indices.of(reduced)), permuted);
    }

    /**
     * Equal elements combined. n equal whole numbers have the sum n·x, and so have n equal float32, whose sum is rounded once from float64,
     * exact there up to n = 2²⁴; 0 is added because a sum begins with it, so that n times −0 is 0. A sum of n float64 is rounded n times.
     */
    private static int ofExpanded(Rewriting r, Step s, Op.Reduction f, int x, Indices axes) {
        Shape shape = r.shape(s.input(0));
        int[] left = new int[axes.length()];
        int count = 0;
        long repeated = 1;
        for (int i = 0; i < left.length; i++) {
            int axis = axes.get(i);
            if (r.shape(x).extent(axis) != 1) {
                left[count++] = axis;
            } else {
                repeated *= shape.extent(axis);
            }
        }
        boolean isSum = f == Op.Reduction.SUM;
        boolean isPossible = switch (f) {
            case MAX, MIN, ANY, ALL -> true;
            case SUM -> !s.dtype().isFloating() || s.dtype() == DType.FLOAT32 && count == 0 && repeated <= 1 << 24;
            case PROD -> false;
        };
        if (!isPossible || shape.size() == 0 || repeated == 1) {
            return SAME;
        }
        int once = r.reduce(f, x, Indices.of(Arrays.copyOf(left, count)));
        if (isSum) {
            once = r.map(Binary.MUL, once, r.fill((double) repeated, r.shape(once), s.dtype()));
            if (s.dtype().isFloating()) {
                once = r.map(Binary.ADD, once, r.fill(0, r.shape(once), s.dtype()));
            }
        }
        return r.expand(once, s.shape());
    }
}
