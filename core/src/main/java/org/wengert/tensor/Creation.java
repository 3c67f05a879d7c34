package org.wengert.tensor;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import org.wengert.rule.Binary;

/** New tensors: of Java values, of equal numbers, of sequences. */
final class Creation {
    private Creation() {}

    // ------------------------------------------------------------------ of Java values

    /** Returns a tensor of a copy of a flat array. */
    static Tensor of(Storage copy, Shape shape) {
        if (copy.size() != shape.size()) {
            throw Origin.illegal(
                    "An array of " + copy.size() + " elements does not fill the shape " + shape + ", which has "
                            + shape.size() + " places.",
                    "Give as many elements as places.");
        }
        return Primitives.data(copy, shape);
    }

    /** Returns a tensor of a copy of nested arrays, such as a {@code double[][]}. */
    static Tensor nested(Object[] array) {
        int rank = 0;
        Class<?> type = array.getClass();
        while (type.componentType() != null) {
            type = type.componentType();
            rank++;
        }
        int[] extents = new int[rank];
        Object inner = array;
        for (int i = 0; i < rank; i++) {
            extents[i] = inner == null ? 0 : Array.getLength(inner);
            inner = i + 1 < rank && extents[i] > 0 ? Array.get(inner, 0) : null;
        }
        Shape shape = Shape.of(extents);
        Storage elements = Storage.allocate(type(type, array), shape.size());
        copy(array, shape, 0, elements, 0);
        return Primitives.data(elements, shape);
    }

    private static DType type(Class<?> component, Object array) {
        return switch (component.getName()) {
            case "double" -> DType.FLOAT64;
            case "float" -> DType.FLOAT32;
            case "long" -> DType.INT64;
            case "int" -> DType.INT32;
            case "boolean" -> DType.BOOL;
            default ->
                throw Origin.illegal(
                        "A tensor is made of nested arrays of double, float, long, int or boolean, but this is a "
                                + array.getClass().getSimpleName() + ".",
                        "Convert it, for example to a double[][]; tensors are put together by Tensor.stack(0, tensors).");
        };
    }

    private static void copy(Object array, Shape shape, int axis, Storage to, int at) {
        int n = array == null ? -1 : Array.getLength(array);
        if (n != shape.extent(axis)) {
            throw Origin.illegal(
                    "The arrays of a tensor are equally long along each axis, but along axis " + axis
                            + " the first one has "
                            + shape.extent(axis) + " elements and another "
                            + (n < 0 ? "is null." : n + "."),
                    "Fill the short ones up, for example with zeros.");
        }
        if (axis < shape.rank() - 1) {
            int block = shape.part(axis + 1, shape.rank()).size();
            Object[] rows = (Object[]) array;
            for (int i = 0; i < n; i++) {
                copy(rows[i], shape, axis + 1, to, at + i * block);
            }
            return;
        }
        switch (to) {
            case Storage.Doubles(double[] a) -> System.arraycopy(array, 0, a, at, n);
            case Storage.Floats(float[] a) -> System.arraycopy(array, 0, a, at, n);
            case Storage.Longs(long[] a) -> System.arraycopy(array, 0, a, at, n);
            case Storage.Ints(int[] a) -> System.arraycopy(array, 0, a, at, n);
            case Storage.Booleans(boolean[] a) -> System.arraycopy(array, 0, a, at, n);
        }
    }

    // ------------------------------------------------------------------ sequences

    /** Returns start, start + step, … before end, of whole numbers. */
    static Tensor arange(long start, long end, long step) {
        checkStep((double) step, start + ", " + end + ", " + step);
        if (step > 0 ? start >= end : start <= end) {
            return Primitives.fill(0, Shape.of(0), DType.INT64);
        }
        long distance = step > 0 ? end - start : start - end;
        long count = Long.divideUnsigned(distance - 1, Math.abs(step)) + 1;
        int n = count > 0 && count < Integer.MAX_VALUE ? (int) count : Integer.MAX_VALUE;
        Tensor i = Primitives.iota(0, Shape.of(n), DType.INT64);
        return step == 1 && start == 0 ? i : i.mul(whole(step)).add(whole(start));
    }

    /** Returns a whole number as a tensor of shape {@code []}, exactly. */
    static Tensor whole(long value) {
        return Primitives.data(new Storage.Longs(new long[] {value}), Shape.SCALAR);
    }

    /** Returns start + i·step before end. */
    static Tensor arange(double start, double end, double step) {
        checkStep(step, start + ", " + end + ", " + step);
        double count = Math.max(0, Math.ceil((end - start) / step));
        if (!(count < Integer.MAX_VALUE)) {
            throw Origin.illegal(
                    "arange(" + start + ", " + end + ", " + step + ") has " + count + " elements, which are too many.",
                    "Give ends that are finite, and a longer step.");
        }
        return Primitives.iota(0, Shape.of((int) count), DType.FLOAT64)
                .mul(step)
                .add(start);
    }

    private static void checkStep(double step, String arguments) {
        if (step == 0 || Double.isNaN(step)) {
            throw Origin.illegal("arange(" + arguments + ") never gets to its end.", "Give a step that is not 0.");
        }
    }

    /** Returns n numbers that are equally far apart, the last being the end itself. */
    static Tensor linspace(double start, double end, int n) {
        double[] a = new double[Math.max(0, n)];
        for (int i = 0; i < a.length; i++) {
            a[i] = i == n - 1 && n > 1 ? end : start + i * ((end - start) / (n - 1));
        }
        if (n == 1) {
            a[0] = start;
        }
        return Primitives.data(new Storage.Doubles(a), Shape.of(n));
    }

    /** Returns 1 where column − row = offset, else 0. */
    static Tensor eye(int rows, int columns, int offset, DType dtype) {
        return Primitives.cast(diagonal(Op.Comparison.EQ, Shape.of(rows, columns), offset), dtype);
    }

    /** Returns the truth of a comparison of column with row + offset in the last two axes, of shape {@code [rows, columns]}. */
    static Tensor diagonal(Op.Comparison f, Shape matrix, int offset) {
        Tensor row = Primitives.iota(0, matrix, DType.INT64);
        Tensor column = Primitives.iota(1, matrix, DType.INT64);
        return Primitives.compare(
                f, column, offset == 0 ? row : Primitives.map(Binary.ADD, row, Primitives.fillLike(offset, row)));
    }

    /** Returns 1 where a new last axis is at the index, else 0. */
    static Tensor oneHot(Tensor indices, int depth, DType dtype) {
        if (!indices.dtype().isInteger()) {
            throw Origin.illegal(
                    "oneHot needs whole numbers, but its operand is " + Elementwise.text(indices) + ".",
                    "Cast it first: x.to(INT64).");
        }
        int rank = indices.rank();
        Shape shape = indices.shape().insert(rank, depth);
        Tensor place = Primitives.iota(rank, shape, indices.dtype());
        Tensor index = Primitives.expand(Structure.expandDims(indices, rank), shape);
        return Primitives.cast(Primitives.compare(Op.Comparison.EQ, index, place), dtype);
    }

    /** Returns for each of some vectors its elements along the axis of its number, repeated along the axes of the others. */
    static List<Tensor> meshgrid(List<Tensor> vectors) {
        int[] extents = new int[vectors.size()];
        for (int i = 0; i < extents.length; i++) {
            Tensor v = vectors.get(i);
            if (v.rank() != 1) {
                throw Origin.illegal(
                        "meshgrid needs vectors, but operand " + i + " has the shape " + v.shape() + ".",
                        "Flatten it first: x.flatten().");
            }
            extents[i] = v.size();
        }
        Shape shape = Shape.of(extents);
        Tensor[] grids = new Tensor[extents.length];
        for (int i = 0; i < grids.length; i++) {
            int[] line = new int[extents.length];
            Arrays.fill(line, 1);
            line[i] = extents[i];
            grids[i] = Primitives.expand(Primitives.reshape(vectors.get(i), Shape.of(line)), shape);
        }
        return List.of(grids);
    }
}
