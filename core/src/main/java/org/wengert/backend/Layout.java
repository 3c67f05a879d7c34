package org.wengert.backend;

import org.wengert.tensor.Indices;
import org.wengert.tensor.Shape;

/**
 * Where the elements of a tensor lie in a storage: element [i₀, i₁, …] at offset + i₀·stride₀ + i₁·stride₁ + …. Strides may be 0, where an
 * element is repeated, or negative.
 *
 * <p>Whatever only moves elements is another layout of the same storage. Read through it, it is the op; written through it, it is the
 * op's transpose: a slice of what is read cuts, a slice of what is written pads.
 *
 * @param shape how many places there are along each axis
 * @param offset the place of the first element
 * @param strides how far apart neighbours are, one an axis
 */
public record Layout(Shape shape, int offset, Indices strides) {
    /** Takes an element. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes an element.
         *
         * @param i how many elements came before
         * @param place where it lies in the storage
         */
        void visit(int i, int place);
    }

    /** The layout of a whole storage in row-major order. */
    public static Layout of(Shape shape) {
        return new Layout(shape, 0, Indices.of(shape.strides()));
    }

    /** Axis i is axis {@code axes[i]} of this. */
    public Layout permute(Indices axes) {
        int[] extents = new int[axes.length()];
        int[] changed = new int[axes.length()];
        for (int i = 0; i < changed.length; i++) {
            extents[i] = shape.extent(axes.get(i));
            changed[i] = strides.get(axes.get(i));
        }
        return new Layout(Shape.of(extents), offset, Indices.of(changed));
    }

    /** Axes of extent 1 repeated: their stride is 0. */
    public Layout expand(Shape to) {
        int[] changed = strides.toArray();
        for (int i = 0; i < changed.length; i++) {
            if (shape.extent(i) != to.extent(i)) {
                changed[i] = 0;
            }
        }
        return new Layout(to, offset, Indices.of(changed));
    }

    /** Along each axis the places start, start + step, …. */
    public Layout slice(Indices start, Indices step, Shape places) {
        int first = offset;
        int[] changed = new int[strides.length()];
        for (int i = 0; i < changed.length; i++) {
            first += start.get(i) * strides.get(i);
            changed[i] = step.get(i) * strides.get(i);
        }
        return new Layout(places, first, Indices.of(changed));
    }

    /** A stretch of one axis. */
    public Layout slice(int axis, int start, int count) {
        return new Layout(shape.with(axis, count), offset + start * strides.get(axis), strides);
    }

    /** The order turned round along some axes. */
    public Layout flip(Indices axes) {
        int first = offset;
        int[] changed = strides.toArray();
        for (int k = 0; k < axes.length(); k++) {
            int i = axes.get(k);
            first += (shape.extent(i) - 1) * changed[i];
            changed[i] = -changed[i];
        }
        return new Layout(shape, first, Indices.of(changed));
    }

    /** Element {@code [.., i, .., k]} is element {@code [.., i·step + k·dilation, ..]} of this. */
    public Layout window(int axis, int count, int size, int step, int dilation) {
        int rank = shape.rank();
        int[] changed = new int[rank + 1];
        for (int i = 0; i < rank; i++) {
            changed[i] = strides.get(i);
        }
        changed[axis] = step * strides.get(axis);
        changed[rank] = dilation * strides.get(axis);
        return new Layout(shape.with(axis, count).insert(rank, size), offset, Indices.of(changed));
    }

    /** Visits the elements in row-major order of the shape. */
    public void forEach(Visitor visitor) {
        int size = shape.size();
        int[] index = new int[shape.rank()];
        int place = offset;
        for (int i = 0; i < size; i++) {
            visitor.visit(i, place);
            for (int k = index.length - 1; k >= 0; k--) {
                place += strides.get(k);
                if (++index[k] < shape.extent(k)) {
                    break;
                }
                place -= strides.get(k) * shape.extent(k);
                index[k] = 0;
            }
        }
    }
}
