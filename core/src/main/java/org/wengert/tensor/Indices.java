package org.wengert.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An immutable list of ints, such as axes, offsets or steps, one an axis. */
public final class Indices {
    private static final Indices EMPTY = new Indices(new int[0]);

    private final int[] values;
    private final int hash;

    private Indices(int[] values) {
        this.values = values;
        this.hash = Arrays.hashCode(values);
    }

    /**
     * Returns a list.
     *
     * @param values its ints
     * @return a list of a copy of them
     */
    public static Indices of(int... values) {
        return values.length == 0 ? EMPTY : new Indices(values.clone());
    }

    /** Returns a list of ints that nobody else writes to. */
    static Indices wrap(int[] values) {
        return new Indices(values);
    }

    /**
     * Returns 0, 1, …, n − 1.
     *
     * @param n its length
     * @return the first n whole numbers
     */
    public static Indices range(int n) {
        return new Indices(IntStream.range(0, n).toArray());
    }

    /**
     * Returns a list of equal ints.
     *
     * @param n its length
     * @param value each of its ints
     * @return the list
     */
    public static Indices repeat(int n, int value) {
        int[] values = new int[n];
        Arrays.fill(values, value);
        return new Indices(values);
    }

    /**
     * Returns the length.
     *
     * @return how many ints there are
     */
    public int length() {
        return values.length;
    }

    /**
     * Returns an int of the list.
     *
     * @param i its place
     * @return the int there
     */
    public int get(int i) {
        return values[i];
    }

    /**
     * Tells whether an int is in the list.
     *
     * @param value an int
     * @return whether it is there
     */
    public boolean contains(int value) {
        for (int v : values) {
            if (v == value) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the list with another int before its first.
     *
     * @param value the new first int
     * @return a list longer by one
     */
    public Indices prepend(int value) {
        int[] longer = new int[values.length + 1];
        longer[0] = value;
        System.arraycopy(values, 0, longer, 1, values.length);
        return new Indices(longer);
    }

    /**
     * Returns the list with each int greater by the same amount.
     *
     * @param amount what to add
     * @return the sums
     */
    public Indices plus(int amount) {
        return new Indices(IntStream.of(values).map(v -> v + amount).toArray());
    }

    /**
     * Tells whether every int is the same given one.
     *
     * @param value an int
     * @return whether nothing else is in the list
     */
    public boolean isAll(int value) {
        for (int v : values) {
            if (v != value) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the ints.
     *
     * @return a copy
     */
    public int[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Indices i && Arrays.equals(values, i.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
