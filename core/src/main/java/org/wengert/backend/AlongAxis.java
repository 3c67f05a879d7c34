package org.wengert.backend;

import java.util.Arrays;
import org.wengert.tensor.Op;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;

/**
 * The meaning of ops that go along the lines of an axis, each line by itself. Elements are compared as numbers, so −0 and 0 are equal, and
 * false is less than true.
 */
final class AlongAxis {
    private AlongAxis() {}

    /** y = the first k such that no x[.., j, ..] is better than x[.., k, ..]. */
    static Storage argReduce(Op.ArgReduce op, Storage x, Shape shape, Storage y) {
        int n = shape.extent(op.axis());
        int stride = shape.strides()[op.axis()];
        lines(shape, op.axis()).forEach((line, start) -> {
            int best = 0;
            for (int k = 1; k < n; k++) {
                if (isBetter(op.f(), x, start + k * stride, start + best * stride)) {
                    best = k;
                }
            }
            y.set(line, (long) best);
        });
        return y;
    }

    /** yₖ = the first j ≤ k such that none of x₀ … xₖ is better than xⱼ. */
    static Storage cumulativeArg(Op.CumulativeArg op, Storage x, Shape shape, Storage y) {
        int n = shape.extent(op.axis());
        int stride = shape.strides()[op.axis()];
        lines(shape, op.axis()).forEach((line, start) -> {
            int best = 0;
            for (int k = 0; k < n; k++) {
                if (isBetter(op.f(), x, start + k * stride, start + best * stride)) {
                    best = k;
                }
                y.set(start + k * stride, (long) best);
            }
        });
        return y;
    }

    /** r₀ = b₀ and rᵢ = aᵢ·rᵢ₋₁ + bᵢ, or from the other end; of float32 in float64, each r rounded once. */
    static Storage recurrence(Op.Recurrence op, Storage a, Storage b, Shape shape, Storage r) {
        int n = shape.extent(op.axis());
        int stride = shape.strides()[op.axis()];
        boolean isFloating = r.dtype().isFloating();
        lines(shape, op.axis()).forEach((line, start) -> {
            double real = 0;
            long whole = 0;
            for (int k = 0; k < n; k++) {
                int i = start + (op.reverse() ? n - 1 - k : k) * stride;
                if (isFloating) {
                    real = k == 0 ? b.getDouble(i) : a.getDouble(i) * real + b.getDouble(i);
                    r.set(i, real);
                } else {
                    whole = k == 0 ? b.getLong(i) : a.getLong(i) * whole + b.getLong(i);
                    r.set(i, whole);
                }
            }
        });
        return r;
    }

    /** x[y₀], x[y₁], … in order; equal elements as they were, NaN after all others. */
    static Storage argSort(Op.ArgSort op, Storage x, Shape shape, Storage y) {
        int n = shape.extent(op.axis());
        int stride = shape.strides()[op.axis()];
        Op.Extremum first = op.descending() ? Op.Extremum.MAX : Op.Extremum.MIN;
        lines(shape, op.axis()).forEach((line, start) -> {
            Integer[] order = new Integer[n];
            for (int k = 0; k < n; k++) {
                order[k] = k;
            }
            Arrays.sort(order, (j, k) -> {
                int p = start + j * stride;
                int q = start + k * stride;
                boolean isNaN = isNaN(x, p);
                return isNaN || isNaN(x, q)
                        ? Boolean.compare(isNaN, isNaN(x, q))
                        : isBetter(first, x, p, q) ? -1 : isBetter(first, x, q, p) ? 1 : 0;
            });
            for (int k = 0; k < n; k++) {
                y.set(start + k * stride, (long) order[k]);
            }
        });
        return y;
    }

    /** Where the lines of an axis start. */
    private static Layout lines(Shape shape, int axis) {
        return Layout.of(shape).slice(axis, 0, 1);
    }

    private static boolean isNaN(Storage x, int i) {
        return x.dtype().isFloating() && Double.isNaN(x.getDouble(i));
    }

    /** Whether element i is nearer to an end than element j: NaN is nearer than any number, and nothing than NaN. */
    private static boolean isBetter(Op.Extremum f, Storage x, int i, int j) {
        boolean isMax = f == Op.Extremum.MAX;
        if (x.dtype().isFloating()) {
            double p = x.getDouble(i);
            double q = x.getDouble(j);
            return !Double.isNaN(q) && (Double.isNaN(p) || (isMax ? p > q : p < q));
        }
        return isMax ? x.getLong(i) > x.getLong(j) : x.getLong(i) < x.getLong(j);
    }
}
