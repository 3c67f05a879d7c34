package org.wengert.tensor;

import java.util.Arrays;

/**
 * The elements of an evaluated tensor in row-major order, in a heap array.
 *
 * <p>Tensors share storages. Only a back end writes to one, and only before a tensor has it.
 */
public sealed interface Storage {
    /**
     * Elements of type {@link DType#FLOAT64}.
     *
     * @param array the elements
     */
    record Doubles(double[] array) implements Storage {}

    /**
     * Elements of type {@link DType#FLOAT32}.
     *
     * @param array the elements
     */
    record Floats(float[] array) implements Storage {}

    /**
     * Elements of type {@link DType#INT64}.
     *
     * @param array the elements
     */
    record Longs(long[] array) implements Storage {}

    /**
     * Elements of type {@link DType#INT32}.
     *
     * @param array the elements
     */
    record Ints(int[] array) implements Storage {}

    /**
     * Elements of type {@link DType#BOOL}.
     *
     * @param array the elements
     */
    record Booleans(boolean[] array) implements Storage {}

    /**
     * Returns a storage of zeros.
     *
     * @param dtype the type of its elements
     * @param size how many there are
     * @return a new storage
     */
    static Storage allocate(DType dtype, int size) {
        return switch (dtype) {
            case FLOAT64 -> new Doubles(new double[size]);
            case FLOAT32 -> new Floats(new float[size]);
            case INT64 -> new Longs(new long[size]);
            case INT32 -> new Ints(new int[size]);
            case BOOL -> new Booleans(new boolean[size]);
        };
    }

    /**
     * Returns the type of the elements.
     *
     * @return their type
     */
    default DType dtype() {
        return switch (this) {
            case Doubles _ -> DType.FLOAT64;
            case Floats _ -> DType.FLOAT32;
            case Longs _ -> DType.INT64;
            case Ints _ -> DType.INT32;
            case Booleans _ -> DType.BOOL;
        };
    }

    /**
     * Returns the number of elements.
     *
     * @return how many there are
     */
    default int size() {
        return switch (this) {
            case Doubles(double[] a) -> a.length;
            case Floats(float[] a) -> a.length;
            case Longs(long[] a) -> a.length;
            case Ints(int[] a) -> a.length;
            case Booleans(boolean[] a) -> a.length;
        };
    }

    /**
     * Returns an element as a real number.
     *
     * @param i its place
     * @return the element, rounded if it is a large long; 1 for true and 0 for false
     */
    default double getDouble(int i) {
        return switch (this) {
            case Doubles(double[] a) -> a[i];
            case Floats(float[] a) -> a[i];
            case Longs(long[] a) -> a[i];
            case Ints(int[] a) -> a[i];
            case Booleans(boolean[] a) -> a[i] ? 1 : 0;
        };
    }

    /**
     * Returns an element as a whole number.
     *
     * @param i its place
     * @return the element, cut off towards 0 as Java casts; 1 for true and 0 for false
     */
    default long getLong(int i) {
        return switch (this) {
            case Doubles(double[] a) -> (long) a[i];
            case Floats(float[] a) -> (long) a[i];
            case Longs(long[] a) -> a[i];
            case Ints(int[] a) -> a[i];
            case Booleans(boolean[] a) -> a[i] ? 1 : 0;
        };
    }

    /**
     * Returns an element as a truth value.
     *
     * @param i its place
     * @return whether it is not 0
     */
    default boolean getBoolean(int i) {
        return switch (this) {
            case Doubles(double[] a) -> a[i] != 0;
            case Floats(float[] a) -> a[i] != 0;
            case Longs(long[] a) -> a[i] != 0;
            case Ints(int[] a) -> a[i] != 0;
            case Booleans(boolean[] a) -> a[i];
        };
    }

    /**
     * Writes an element, cast as Java casts, before the storage is given to a tensor.
     *
     * @param i its place
     * @param value the number
     */
    default void set(int i, double value) {
        switch (this) {
            case Doubles(double[] a) -> a[i] = value;
            case Floats(float[] a) -> a[i] = (float) value;
            case Longs(long[] a) -> a[i] = (long) value;
            case Ints(int[] a) -> a[i] = (int) value;
            case Booleans(boolean[] a) -> a[i] = value != 0;
        }
    }

    /**
     * Writes an element, cast as Java casts, before the storage is given to a tensor.
     *
     * @param i its place
     * @param value the number
     */
    default void set(int i, long value) {
        switch (this) {
            case Doubles(double[] a) -> a[i] = value;
            case Floats(float[] a) -> a[i] = value;
            case Longs(long[] a) -> a[i] = value;
            case Ints(int[] a) -> a[i] = (int) value;
            case Booleans(boolean[] a) -> a[i] = value != 0;
        }
    }

    /**
     * Copies an element from a storage of the same type.
     *
     * @param i the place to write to
     * @param from the other storage
     * @param j the place there
     */
    default void copy(int i, Storage from, int j) {
        switch (this) {
            case Doubles(double[] a) -> a[i] = ((Doubles) from).array[j];
            case Floats(float[] a) -> a[i] = ((Floats) from).array[j];
            case Longs(long[] a) -> a[i] = ((Longs) from).array[j];
            case Ints(int[] a) -> a[i] = ((Ints) from).array[j];
            case Booleans(boolean[] a) -> a[i] = ((Booleans) from).array[j];
        }
    }

    /**
     * Writes the same element everywhere, cast as Java casts.
     *
     * @param value the number
     */
    default void fill(double value) {
        switch (this) {
            case Doubles(double[] a) -> Arrays.fill(a, value);
            case Floats(float[] a) -> Arrays.fill(a, (float) value);
            case Longs(long[] a) -> Arrays.fill(a, (long) value);
            case Ints(int[] a) -> Arrays.fill(a, (int) value);
            case Booleans(boolean[] a) -> Arrays.fill(a, value != 0);
        }
    }
}
