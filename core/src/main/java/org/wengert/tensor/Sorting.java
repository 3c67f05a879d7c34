package org.wengert.tensor;

import java.util.Arrays;
import java.util.List;
import org.wengert.rule.Binary;

/** Elements in order, and what is read off the order. */
final class Sorting {
    private Sorting() {}

    static Tensor argsort(Tensor x, int axis, boolean descending) {
        return Primitives.argSort(Reductions.order(x), x.shape().axis(axis), descending);
    }

    static Tensor sort(Tensor x, int axis, boolean descending) {
        return Indexing.takeAlong(x, argsort(x, axis, descending), axis);
    }

    static Tensor.TopK topK(Tensor x, int k, int axis) {
        int a = x.shape().axis(axis);
        if (k < 0 || k > x.shape().extent(a)) {
            throw Origin.illegal(
                    "There are no " + k + " greatest elements along axis " + axis + " of a tensor of shape " + x.shape()
                            + ".",
                    "Ask for 0 to " + x.shape().extent(a) + ".");
        }
        Tensor places = Primitives.slice(argsort(x, a, true), a, 0, k);
        return new Tensor.TopK(Indexing.takeAlong(x, places, a), places);
    }

    static Tensor median(Tensor x, int axis) {
        return quantile(x, 0.5, axis);
    }

    static Tensor quantile(Tensor x, double q, int axis) {
        int a = x.shape().axis(axis);
        int n = x.shape().extent(a);
        if (!(q >= 0 && q <= 1)) {
            throw Origin.illegal("There is no quantile " + q + ".", "Give a share from 0 to 1.");
        }
        if (n == 0) {
            throw Origin.illegal(
                    "There is no quantile of no elements, but the tensor has the shape " + x.shape()
                            + " and is reduced along axis " + axis + ".",
                    "Put at least one element there, for example with Tensor.concat(axis, tensors).");
        }
        Tensor real = x.dtype().isFloating() ? x : Primitives.cast(x, DType.FLOAT64);
        double place = q * (n - 1);
        int below = (int) Math.floor(place);
        double share = place - below;
        Tensor sorted = sort(real, a, false);
        Tensor low = Primitives.slice(sorted, a, below, below + 1);
        Tensor value = low;
        if (share > 0) {
            Tensor high = Primitives.slice(sorted, a, below + 1, below + 2);
            value = low.mul(1 - share).add(high.mul(share));
        }
        Tensor last = Primitives.slice(sorted, a, n - 1, n); // NaN if there is one
        return Structure.squeeze(Tensor.where(last.isNaN(), Double.NaN, value), new int[] {a});
    }

    static Tensor unique(Tensor x) {
        if (x.isSymbolic()) {
            throw Origin.unsupported(
                    "How many different elements a tensor of shape " + x.shape()
                            + " has is not known while its function is traced by vmap or compile.",
                    "Keep the shape: x.flatten().sort(0).");
        }
        Tensor flat = x.flatten();
        Tensor order = argsort(flat, 0, false);
        Tensor.evaluate(List.of(flat, order));
        Storage elements = flat.storage();
        long[] places = order.toLongArray();
        int n = 0;
        for (int i = 0; i < places.length; i++) {
            if (i == 0 || !isSame(elements, (int) places[i], (int) places[n - 1])) {
                places[n++] = places[i];
            }
        }
        return Indexing.take(flat, Tensor.of(Arrays.copyOf(places, n)), 0);
    }

    private static boolean isSame(Storage s, int i, int j) {
        if (s.dtype().isInteger()) {
            return s.getLong(i) == s.getLong(j);
        }
        double a = s.getDouble(i);
        double b = s.getDouble(j);
        return a == b || Double.isNaN(a) && Double.isNaN(b);
    }

    /** Returns how many elements of a sorted vector are less than each value, or not greater: a binary search of all values at once. */
    static Tensor search(Tensor sorted, Tensor values, boolean right) {
        if (sorted.rank() != 1) {
            throw Origin.illegal(
                    "searchSorted searches a vector, but this has the shape " + sorted.shape() + ".",
                    "Flatten it first: x.flatten(), or use vmap for several.");
        }
        int n = sorted.size();
        DType dtype = sorted.dtype().common(values.dtype());
        Tensor s = Reductions.order(Primitives.cast(sorted, dtype));
        Tensor v = Reductions.order(Primitives.cast(values, dtype));
        Tensor low = Primitives.fill(0, v.shape(), DType.INT64);
        if (n == 0) {
            return low;
        }
        Tensor high = Primitives.fill(n, v.shape(), DType.INT64);
        for (int open = n; open > 0; open >>= 1) {
            Tensor middle = low.add(high).div(2);
            Tensor element = Primitives.gather(s, middle.minimum(n - 1), 0);
            Tensor isBefore = isBefore(element, v, right).and(low.lt(high));
            low = Tensor.where(isBefore, middle.add(1), low);
            high = Tensor.where(isBefore, high, middle);
        }
        return low;
    }

    /** Tells whether elements come before values in an order in which NaN is last. */
    private static Tensor isBefore(Tensor element, Tensor value, boolean right) {
        Tensor isBefore = right ? element.le(value) : element.lt(value);
        return element.dtype().isFloating()
                ? isBefore.or(
                        right
                                ? value.isNaN()
                                : value.isNaN().and(element.isNaN().not()))
                : isBefore;
    }

    static Tensor interp(Tensor x, Tensor abscissas, Tensor ordinates) {
        int n = abscissas.size();
        if (abscissas.rank() != 1 || !abscissas.shape().equals(ordinates.shape()) || n == 0) {
            throw Origin.illegal(
                    "interp needs two vectors of equal length, at least 1, but they have the shapes "
                            + abscissas.shape() + " and " + ordinates.shape() + ".",
                    "Write x.interp(abscissas, ordinates).");
        }
        Tensor inside =
                Elementwise.apply(Binary.MIN, Elementwise.apply(Binary.MAX, x, abscissas.get(0)), abscissas.get(-1));
        Tensor right =
                search(abscissas, inside.stopGradient(), true).minimum(n - 1).maximum(Math.min(1, n - 1));
        Tensor left = right.sub(1).maximum(0);
        Tensor x0 = abscissas.take(left, 0);
        Tensor y0 = ordinates.take(left, 0);
        Tensor width = abscissas.take(right, 0).sub(x0);
        Tensor rise = ordinates.take(right, 0).sub(y0);
        Tensor isPoint = width.eq(0);
        Tensor slope = Tensor.where(isPoint, 0, rise.div(Tensor.where(isPoint, 1, width)));
        return y0.add(inside.sub(x0).mul(slope));
    }
}
