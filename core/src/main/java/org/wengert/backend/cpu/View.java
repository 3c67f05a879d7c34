package org.wengert.backend.cpu;

import org.jspecify.annotations.Nullable;
import org.wengert.backend.Layout;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Shape;

/**
 * Elements that need not be moved to be read: a layout of a source.
 *
 * @param source what holds the elements
 * @param layout where they lie there
 * @param dtype their type
 * @param after the stage that must be over before they are used; −1 if there is none
 */
record View(Source source, Layout layout, DType dtype, int after) {
    static View of(Value value) {
        return new View(value, Layout.of(value.shape), value.dtype, -1);
    }

    static View constant(double value, Shape shape, DType dtype) {
        return new View(new Source.Constant(value), new Layout(shape, 0, Indices.repeat(shape.rank(), 0)), dtype, -1);
    }

    static View iota(int axis, Shape shape, DType dtype) {
        int[] strides = new int[shape.rank()];
        strides[axis] = 1;
        return new View(new Source.Places(), new Layout(shape, 0, Indices.of(strides)), dtype, -1);
    }

    View with(Layout changed) {
        return new View(source, changed, dtype, after);
    }

    View after(int stage) {
        return new View(source, layout, dtype, Math.max(after, stage));
    }

    int size() {
        return layout.shape().size();
    }

    Walk walk() {
        return Walk.of(layout);
    }

    /** Whether this is all of a value, in its order. */
    boolean isWhole() {
        return source instanceof Value v && v.shape.size() == size() && layout.offset() == 0 && walk().isContiguous();
    }

    /** The same elements in the same order under another shape; null if no strides say that. */
    @Nullable
    View reshape(Shape shape) {
        Walk walk = walk();
        int[] strides = new int[shape.rank()];
        int axis = walk.rank() - 1;
        int inner = 1; // how much of the walk's axis is taken by axes of the shape already
        for (int i = shape.rank() - 1; i >= 0; i--) {
            int extent = shape.extent(i);
            if (extent == 1) {
                continue;
            }
            if (walk.extent(axis) % (inner * extent) != 0) {
                return null;
            }
            strides[i] = walk.stride(axis) * inner;
            inner *= extent;
            if (inner == walk.extent(axis)) {
                axis--;
                inner = 1;
            }
        }
        return with(new Layout(shape, layout.offset(), Indices.of(strides)));
    }
}
