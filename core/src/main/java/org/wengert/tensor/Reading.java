package org.wengert.tensor;

import java.lang.reflect.Array;

/** The elements of a tensor as Java values; asking for them computes them. A type is widened as Java does, never narrowed. */
final class Reading {
    private Reading() {}

    static double item(Tensor x) {
        checkOne(x);
        return x.storage().getDouble(0);
    }

    static long itemLong(Tensor x) {
        checkOne(x);
        if (x.dtype().isFloating()) {
            throw narrowing(x, "long", "x.to(INT64)");
        }
        return x.storage().getLong(0);
    }

    static boolean itemBoolean(Tensor x) {
        checkOne(x);
        if (x.dtype() != DType.BOOL) {
            throw narrowing(x, "boolean", "x.ne(0)");
        }
        return x.storage().getBoolean(0);
    }

    private static void checkOne(Tensor x) {
        if (x.size() != 1) {
            throw Origin.illegal(
                    "item() needs a tensor of one element, but this has the shape " + x.shape() + ".",
                    "Choose one with x.item(i, j), or reduce it, for example with x.sum().");
        }
    }

    /** Returns the element at a place. */
    static double item(Tensor x, int[] places) {
        if (places.length == 0) {
            return item(x);
        }
        Shape shape = x.shape();
        if (places.length != shape.rank()) {
            throw Origin.illegal(
                    "item needs one place for each axis, but there are " + places.length + " for the shape " + shape
                            + ".",
                    "Parts of a tensor are chosen by x.get(i).");
        }
        int at = 0;
        for (int i = 0; i < places.length; i++) {
            int n = shape.extent(i);
            if (places[i] < -n || places[i] >= n) {
                throw Origin.illegal(
                        "There is no place " + places[i] + " along axis " + i + " of a tensor of shape " + shape + ".",
                        n == 0 ? "It is empty there." : "Its places are 0 to " + (n - 1) + ", or -1 to -" + n + ".");
            }
            at = at * n + (places[i] < 0 ? places[i] + n : places[i]);
        }
        return x.storage().getDouble(at);
    }

    static double[] doubles(Tensor x) {
        Storage s = x.storage();
        if (s instanceof Storage.Doubles(double[] own)) {
            return own.clone();
        }
        double[] a = new double[s.size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = s.getDouble(i);
        }
        return a;
    }

    static float[] floats(Tensor x) {
        if (x.dtype() == DType.FLOAT64) {
            throw narrowing(x, "float", "x.to(FLOAT32)");
        }
        Storage s = x.storage();
        if (s instanceof Storage.Floats(float[] own)) {
            return own.clone();
        }
        float[] a = new float[s.size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = s.getLong(i);
        }
        return a;
    }

    static long[] longs(Tensor x) {
        if (x.dtype().isFloating()) {
            throw narrowing(x, "long", "x.to(INT64)");
        }
        Storage s = x.storage();
        if (s instanceof Storage.Longs(long[] own)) {
            return own.clone();
        }
        long[] a = new long[s.size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = s.getLong(i);
        }
        return a;
    }

    static int[] ints(Tensor x) {
        if (x.dtype().isFloating() || x.dtype() == DType.INT64) {
            throw narrowing(x, "int", "x.to(INT32)");
        }
        Storage s = x.storage();
        if (s instanceof Storage.Ints(int[] own)) {
            return own.clone();
        }
        int[] a = new int[s.size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = (int) s.getLong(i);
        }
        return a;
    }

    static boolean[] booleans(Tensor x) {
        if (!(x.storage() instanceof Storage.Booleans(boolean[] own))) {
            throw narrowing(x, "boolean", "x.ne(0)");
        }
        return own.clone();
    }

    private static IllegalArgumentException narrowing(Tensor x, String type, String remedy) {
        return Origin.illegal(
                "Elements of type " + x.dtype() + " are not given as " + type + ", which would cut them off.",
                "Say so: " + remedy + ".");
    }

    /** Returns the elements in nested arrays, one depth an axis; a boxed element of a tensor without axes. */
    static Object nested(Tensor x) {
        Object flat = switch (x.storage()) {
            case Storage.Doubles(double[] a) -> a;
            case Storage.Floats(float[] a) -> a;
            case Storage.Longs(long[] a) -> a;
            case Storage.Ints(int[] a) -> a;
            case Storage.Booleans(boolean[] a) -> a;
        };
        if (x.rank() == 0) {
            return Array.get(flat, 0);
        }
        return part(flat, x.shape(), 0, 0);
    }

    private static Object part(Object flat, Shape shape, int axis, int at) {
        int n = shape.extent(axis);
        Class<?> component = flat.getClass().componentType();
        if (axis == shape.rank() - 1) {
            Object row = Array.newInstance(component, n);
            System.arraycopy(flat, at, row, 0, n);
            return row;
        }
        int[] extents = new int[shape.rank() - axis];
        extents[0] = n;
        Object rows = Array.newInstance(component, extents);
        int block = shape.part(axis + 1, shape.rank()).size();
        for (int i = 0; i < n; i++) {
            Array.set(rows, i, part(flat, shape, axis + 1, at + i * block));
        }
        return rows;
    }
}
