package org.wengert.backend;

import java.util.SplittableRandom;
import org.wengert.tensor.DType;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** Elements to try things on, from a seed. */
final class Values {
    private static final double[] REALS = {
        0.0,
        -0.0,
        1,
        -1,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Float.MIN_VALUE,
        -3 * Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Double.MIN_NORMAL,
        -Double.MIN_NORMAL / 3,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        0.5,
        -0.5,
        1.5,
        2.5,
        -2.5,
        0.1,
        Math.PI,
        -Math.PI / 2,
        100,
        -100,
        88.7,
        709.7,
        -745.1,
        1e10,
        -1e10,
        0x1p24 + 1,
        0x1p53,
        0x1p31,
        -0x1p31 - 1,
        0x1p63,
        1 + 0x1p-23,
        1 - 0x1p-53,
        1e-5,
        -1e-5
    };

    private static final long[] WHOLES = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        7,
        31,
        32,
        33,
        63,
        64,
        -31,
        100,
        -100,
        46341,
        0x7fffL,
        0x80000000L,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        (1L << 53) + 1,
        (1L << 24) + 1,
        3037000500L,
        0x5555555555555555L
    };

    private Values() {}

    /** All kinds of elements: those that are special first, where there is room, then random ones of all sizes, mixed with special ones. */
    static Tensor mixed(DType dtype, long seed, int... extents) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.of(extents);
        Storage s = Storage.allocate(dtype, shape.size());
        int start = random.nextInt(100);
        for (int i = 0; i < s.size(); i++) {
            boolean isSpecial = random.nextInt(4) == 0;
            switch (dtype) {
                case FLOAT64, FLOAT32 ->
                    s.set(i, isSpecial ? REALS[(start + i) % REALS.length] : real(random, dtype == DType.FLOAT32));
                case INT64, INT32 -> s.set(i, isSpecial ? WHOLES[(start + i) % WHOLES.length] : whole(random));
                case BOOL -> s.set(i, random.nextInt(2));
            }
        }
        return Primitives.data(s, shape);
    }

    /** Every pair of special elements once: the first or the second of each pair. */
    static Tensor pairs(DType dtype, boolean second) {
        int n = dtype.isFloating() ? REALS.length : WHOLES.length;
        Storage s = Storage.allocate(dtype, n * n);
        for (int i = 0; i < n * n; i++) {
            int k = second ? i % n : i / n;
            if (dtype.isFloating()) {
                s.set(i, REALS[k]);
            } else {
                s.set(i, WHOLES[k]);
            }
        }
        return Primitives.data(s, Shape.of(n * n));
    }

    /** Random numbers of moderate size, or small whole numbers. */
    static Tensor moderate(DType dtype, long seed, int... extents) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.of(extents);
        Storage s = Storage.allocate(dtype, shape.size());
        for (int i = 0; i < s.size(); i++) {
            if (dtype.isFloating()) {
                s.set(i, random.nextDouble(-2, 2));
            } else {
                s.set(i, (long) random.nextInt(dtype == DType.BOOL ? 0 : -9, dtype == DType.BOOL ? 2 : 10));
            }
        }
        return Primitives.data(s, shape);
    }

    /** Few different numbers, −0 and 0 and NaN of those that have them, for what must tell equal elements by their places. */
    static Tensor repeated(DType dtype, long seed, int... extents) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.of(extents);
        Storage s = Storage.allocate(dtype, shape.size());
        double[] few = {0.0, -0.0, 1, 2, -1, 2, 0.0, 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN};
        int used = few.length - random.nextInt(4);
        for (int i = 0; i < s.size(); i++) {
            if (dtype.isFloating()) {
                s.set(i, few[random.nextInt(used)]);
            } else {
                s.set(i, (long) random.nextInt(3));
            }
        }
        return Primitives.data(s, shape);
    }

    /** Whole numbers from a range, as elements of any type. */
    static Tensor wholes(DType dtype, long seed, int from, int to, int... extents) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.of(extents);
        Storage s = Storage.allocate(dtype, shape.size());
        for (int i = 0; i < s.size(); i++) {
            s.set(i, (long) random.nextInt(from, to));
        }
        return Primitives.data(s, shape);
    }

    private static double real(SplittableRandom random, boolean isFloat) {
        double x = random.nextDouble(-2, 2);
        return switch (random.nextInt(4)) {
            case 0 -> Math.scalb(x, random.nextInt(-20, 20));
            case 1 -> Math.scalb(x, isFloat ? random.nextInt(-150, 129) : random.nextInt(-1080, 1025));
            default -> x;
        };
    }

    private static long whole(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(-100, 100);
            case 1 -> random.nextInt();
            default -> random.nextLong();
        };
    }
}
