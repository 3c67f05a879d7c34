package org.wengert.tensor;

import java.util.Arrays;

/**
 * The extents of a tensor along its axes; {@code []} is the shape of a single number. Immutable.
 *
 * <p>Axes are counted from 0, or from −1 backwards from the last. Elements lie in row-major order: the last axis varies fastest.
 */
public final class Shape {
    /** The shape {@code []} of a single number. */
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] extents;
    private final int size;
    private final int hash;

    private Shape(int[] extents) {
        long size = 1;
        for (int n : extents) {
            if (n < 0) {
                throw Origin.illegal(
                        "An extent is at least 0, but the shape asked for is " + Arrays.toString(extents) + ".",
                        "Only reshape takes -1, for what is left.");
            }
            size *= n;
            if (size > Integer.MAX_VALUE - 8) {
                throw Origin.illegal(
                        "A tensor has fewer than 2^31 elements, but the shape asked for is " + Arrays.toString(extents)
                                + ".",
                        "Work on parts of it, one after the other.");
            }
        }
        this.extents = extents;
        this.size = (int) size;
        this.hash = Arrays.hashCode(extents);
    }

    /**
     * Returns a shape.
     *
     * @param extents how many places there are along each axis, each ≥ 0
     * @return the shape
     * @throws IllegalArgumentException if an extent is negative or the product is 2³¹ − 8 or more
     */
    public static Shape of(int... extents) {
        return extents.length == 0 ? SCALAR : new Shape(extents.clone());
    }

    /**
     * Returns the number of axes.
     *
     * @return the rank
     */
    public int rank() {
        return extents.length;
    }

    /**
     * Returns the number of elements.
     *
     * @return the product of the extents, 1 for {@code []}
     */
    public int size() {
        return size;
    }

    /**
     * Returns the extent along an axis.
     *
     * @param axis the axis, from −rank to rank − 1
     * @return its extent
     * @throws IllegalArgumentException if there is no such axis
     */
    public int extent(int axis) {
        return extents[axis(axis)];
    }

    /**
     * Returns an axis counted from 0.
     *
     * @param axis the axis, from −rank to rank − 1
     * @return the same axis, from 0 to rank − 1
     * @throws IllegalArgumentException if there is no such axis
     */
    public int axis(int axis) {
        if (axis < -extents.length || axis >= extents.length) {
            throw Origin.illegal(
                    "There is no axis " + axis + " in the shape " + this + ".",
                    extents.length == 0
                            ? "It has none; x.expandDims(0) makes one."
                            : "Its axes are 0 to " + (extents.length - 1) + ", or -1 to -" + extents.length + ".");
        }
        return axis < 0 ? axis + extents.length : axis;
    }

    /**
     * Returns the shape with another extent along one axis.
     *
     * @param axis the axis, from −rank to rank − 1
     * @param extent the new extent
     * @return the changed shape
     */
    public Shape with(int axis, int extent) {
        int[] changed = extents.clone();
        changed[axis(axis)] = extent;
        return new Shape(changed);
    }

    /**
     * Returns the shape without an axis.
     *
     * @param axis the axis, from −rank to rank − 1
     * @return the shape of rank less by one
     */
    public Shape without(int axis) {
        int a = axis(axis);
        int[] shorter = new int[extents.length - 1];
        System.arraycopy(extents, 0, shorter, 0, a);
        System.arraycopy(extents, a + 1, shorter, a, shorter.length - a);
        return of(shorter);
    }

    /**
     * Returns the shape with a new axis.
     *
     * @param axis the place of the new axis in the result, from 0 to rank
     * @param extent its extent
     * @return the shape of rank greater by one
     */
    public Shape insert(int axis, int extent) {
        int[] longer = new int[extents.length + 1];
        System.arraycopy(extents, 0, longer, 0, axis);
        longer[axis] = extent;
        System.arraycopy(extents, axis, longer, axis + 1, extents.length - axis);
        return new Shape(longer);
    }

    /**
     * Returns some of the axes as a shape of their own.
     *
     * @param from the first axis, from 0
     * @param to the axis after the last
     * @return the shape of those axes
     */
    public Shape part(int from, int to) {
        return of(Arrays.copyOfRange(extents, from, to));
    }

    /**
     * Returns this shape followed by another.
     *
     * @param other the later axes
     * @return the shape of both
     */
    public Shape concat(Shape other) {
        int[] both = Arrays.copyOf(extents, extents.length + other.extents.length);
        System.arraycopy(other.extents, 0, both, extents.length, other.extents.length);
        return of(both);
    }

    /**
     * Returns the shape to which two operands are broadcast, by NumPy's rule: axes are matched from the last one, an extent
     * of 1 or a missing axis is repeated.
     *
     * @param other the other operand's shape
     * @return the common shape
     * @throws IllegalArgumentException if two extents differ and neither is 1
     */
    public Shape broadcast(Shape other) {
        if (equals(other)) {
            return this;
        }
        int rank = Math.max(extents.length, other.extents.length);
        int[] common = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int m = i <= extents.length ? extents[extents.length - i] : 1;
            int n = i <= other.extents.length ? other.extents[other.extents.length - i] : 1;
            if (m != n && m != 1 && n != 1) {
                throw Origin.illegal(
                        "Shapes " + this + " and " + other + " do not go together: along axis -" + i + " one has " + m
                                + " places and the other " + n + ", and neither is 1.",
                        "Reshape one of them, for example with x.expandDims(axis).");
            }
            common[rank - i] = m == 1 ? n : m;
        }
        return of(common);
    }

    /**
     * Returns how far apart in row-major order two neighbours along each axis are.
     *
     * @return the strides, one an axis, in elements
     */
    public int[] strides() {
        int[] strides = new int[extents.length];
        int stride = 1;
        for (int i = extents.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= extents[i];
        }
        return strides;
    }

    /**
     * Returns the extents.
     *
     * @return a copy
     */
    public int[] toArray() {
        return extents.clone();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Shape s && hash == s.hash && Arrays.equals(extents, s.extents);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /**
     * Returns the extents in brackets, such as {@code [2, 3]}.
     *
     * @return the shape as text
     */
    @Override
    public String toString() {
        return Arrays.toString(extents);
    }
}
