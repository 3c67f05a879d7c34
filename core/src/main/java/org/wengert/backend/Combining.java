package org.wengert.backend;

import org.wengert.tensor.DType;
import org.wengert.tensor.Op;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;

/**
 * The meaning of ops that make one element of many: every input is visited once, in row-major order, and goes into the element where it belongs.
 * Real numbers meet in float64 and are rounded once at the end, whole numbers in int64 and are cut off: the sums that are given are zeros of
 * that type, as many as there are elements in the result, and come back as the result.
 */
final class Combining {
    private Combining() {}

    /** y[.., 0, ..] = f over k of x[.., k, ..]; of nothing 0 or 1, so there must be something for MAX and MIN. */
    static Storage reduce(Op.Reduction f, Storage x, Shape from, Shape to, Storage sums) {
        switch (f) {
            case SUM, ANY -> {}
            case PROD, ALL -> sums.fill(1);
            case MAX -> lowest(x.dtype(), sums);
            case MIN -> greatest(x.dtype(), sums);
        }
        Layout.of(to).expand(from).forEach((i, place) -> {
            switch (f) {
                case SUM -> add(sums, place, x, i);
                case PROD -> multiply(sums, place, x, i);
                case MAX, ANY -> max(sums, place, x, i);
                case MIN, ALL -> min(sums, place, x, i);
            }
        });
        return sums;
    }

    /** y[.., i·step + k·dilation, ..] += x[.., i, .., k]. */
    static Storage fold(Op.Fold op, Storage x, Shape from, Shape to, Storage sums) {
        Layout.of(to)
                .window(op.axis(), from.extent(op.axis()), from.extent(-1), op.step(), op.dilation())
                .forEach((i, place) -> add(sums, place, x, i));
        return sums;
    }

    /** y[b, index[b, i], s] = combine over i of x[b, i, s]; where none goes, 0 or what loses against everything. */
    static Storage scatter(Op.Combine combine, Storage x, int[] places, Storage sums) {
        switch (combine) {
            case ADD -> {}
            case MAX -> lowest(x.dtype(), sums);
            case MIN -> greatest(x.dtype(), sums);
        }
        for (int i = 0; i < places.length; i++) {
            switch (combine) {
                case ADD -> add(sums, places[i], x, i);
                case MAX -> max(sums, places[i], x, i);
                case MIN -> min(sums, places[i], x, i);
            }
        }
        return sums;
    }

    /**
     * The places in x: {@code [B…, N, S…]} of the elements [b, index[b, i], s], in row-major order of {@code [B…, I…, S…]}.
     *
     * @throws IndexOutOfBoundsException if an index is not from −N to N − 1
     */
    static int[] places(int batch, Storage indices, Shape indexed, Shape x, String step) {
        int outer = x.part(0, batch).size();
        int n = x.extent(batch);
        int inner = x.part(batch + 1, x.rank()).size();
        int each = indexed.part(batch, indexed.rank()).size();
        int[] places = new int[outer * each * inner];
        int i = 0;
        for (int b = 0; b < outer; b++) {
            for (int k = 0; k < each; k++) {
                long index = indices.getLong(b * each + k);
                if (index < -n || index >= n) {
                    throw Failures.index(index, n, step);
                }
                int row = b * n + (int) (index < 0 ? index + n : index);
                for (int s = 0; s < inner; s++) {
                    places[i++] = row * inner + s;
                }
            }
        }
        return places;
    }

    private static void lowest(DType dtype, Storage sums) {
        for (int i = 0; i < sums.size(); i++) {
            switch (dtype) {
                case FLOAT64, FLOAT32 -> sums.set(i, Double.NEGATIVE_INFINITY);
                case INT64 -> sums.set(i, Long.MIN_VALUE);
                case INT32 -> sums.set(i, Integer.MIN_VALUE);
                case BOOL -> sums.set(i, 0);
            }
        }
    }

    private static void greatest(DType dtype, Storage sums) {
        for (int i = 0; i < sums.size(); i++) {
            switch (dtype) {
                case FLOAT64, FLOAT32 -> sums.set(i, Double.POSITIVE_INFINITY);
                case INT64 -> sums.set(i, Long.MAX_VALUE);
                case INT32 -> sums.set(i, Integer.MAX_VALUE);
                case BOOL -> sums.set(i, 1);
            }
        }
    }

    private static void add(Storage sums, int place, Storage x, int i) {
        if (sums instanceof Storage.Doubles(double[] s)) {
            s[place] += x.getDouble(i);
        } else {
            sums.set(place, sums.getLong(place) + x.getLong(i));
        }
    }

    private static void multiply(Storage sums, int place, Storage x, int i) {
        if (sums instanceof Storage.Doubles(double[] s)) {
            s[place] *= x.getDouble(i);
        } else {
            sums.set(place, sums.getLong(place) * x.getLong(i));
        }
    }

    private static void max(Storage sums, int place, Storage x, int i) {
        if (sums instanceof Storage.Doubles(double[] s)) {
            s[place] = Math.max(s[place], x.getDouble(i));
        } else {
            sums.set(place, Math.max(sums.getLong(place), x.getLong(i)));
        }
    }

    private static void min(Storage sums, int place, Storage x, int i) {
        if (sums instanceof Storage.Doubles(double[] s)) {
            s[place] = Math.min(s[place], x.getDouble(i));
        } else {
            sums.set(place, Math.min(sums.getLong(place), x.getLong(i)));
        }
    }
}
