package org.wengert.program.lift;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/** Where lifting currently appends, and what is known about the references met so far. Mutable. */
class Cursor {
    final Function function;
    Block block;
    Position position;
    /** Why streams are not followed here, or null if they are. */
    Pipelines.@Nullable Escape escape;

    private final Map<Value, Shape> shapes = new IdentityHashMap<>();

    Cursor(Function function, Block block, Position position) {
        this.function = function;
        this.block = block;
        this.position = position;
    }

    Value add(Op op, Type type, String descriptor, @Nullable Object attribute, Value... inputs) {
        Value v = block.append(op, type, descriptor, attribute, position, inputs);
        if (v.mayThrow()) {
            afterThrowing(v);
        }
        return v;
    }

    /** Called after each value that may throw, so that a block inside try can end there. */
    void afterThrowing(Value v) {}

    Value constant(int c) {
        return add(Op.CONSTANT, Type.I, "I", c);
    }

    Value constant(double c) {
        return add(Op.CONSTANT, Type.D, "D", c);
    }

    void know(Value v, Shape shape) {
        if (shape != Shape.UNKNOWN) {
            shapes.put(v, shape);
        }
    }

    Shape shape(Value v) {
        Shape s = shapes.get(v);
        return s == null ? Shape.UNKNOWN : s;
    }
}
