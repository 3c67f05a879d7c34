package org.wengert.backend.cpu;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Shape;

/** What a step computes, while a plan is made: when it is computed, and where it is kept. */
final class Value implements Source {
    /** How the elements of a value lie in the order of its stage. */
    enum Level {
        /** One for each element. */
        ELEMENT,
        /** One for each row of elements. */
        ROW,
        /** There only after the stage. */
        AFTERWARDS
    }

    final int place;
    final Op op;
    final List<View> inputs;
    final Shape shape;
    final DType dtype;
    /** Of a reduction: (outer, length, inner) if the middle axis of three is reduced. */
    final Indices geometry;

    @Nullable
    Stage stage;

    Level level = Level.AFTERWARDS;
    boolean isStored;
    boolean isResult;
    int buffer = -1;
    int lastUse = -1;

    Value(int place, Op op, List<View> inputs, Shape shape, DType dtype) {
        this(place, op, inputs, shape, dtype, Indices.of());
    }

    Value(int place, Op op, List<View> inputs, Shape shape, DType dtype, Indices geometry) {
        this.place = place;
        this.op = op;
        this.inputs = inputs;
        this.shape = shape;
        this.dtype = dtype;
        this.geometry = geometry;
    }

    /** When it is computed; −1 if it is there from the start. */
    int time() {
        return stage == null ? -1 : stage.time;
    }
}
