package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A basic block: parameters (the φ of SSA), values in order of execution, and a {@link Terminator}. Mutable. */
public final class Block {
    /** Number within its function, for printing. */
    public final int id;
    /** One for each argument that every incoming {@link Edge} passes. */
    public final List<Value> parameters = new ArrayList<>(4);
    /** In order of execution. */
    public final List<Value> body = new ArrayList<>();

    private final Function function;
    private @Nullable Terminator terminator;
    private @Nullable Edge handler;

    Block(Function function, int id) {
        this.function = function;
        this.id = id;
    }

    /** Returns the function this block belongs to. */
    public Function function() {
        return function;
    }

    /** Returns how this block ends; while a block is under construction there is none yet. */
    public Terminator terminator() {
        if (terminator == null) {
            throw new AssertionError("a block without an end (please report)");
        }
        return terminator;
    }

    /** Returns whether this block has its end already. */
    public boolean isTerminated() {
        return terminator != null;
    }

    /** Gives this block its end. */
    public void terminate(Terminator end) {
        this.terminator = end;
    }

    /**
     * Returns where control goes when the <em>last</em> value of {@link #body} throws, or null if an exception leaves the
     * function. The first parameter of the handler block is the exception; the edge's arguments are for the others.
     */
    public @Nullable Edge handler() {
        return handler;
    }

    /** Makes the last value of this block throw into a handler. */
    public void handler(@Nullable Edge edge) {
        this.handler = edge;
    }

    /** Adds a parameter of that type. */
    public Value addParameter(Type type, String descriptor, Position position) {
        Value v = new Value(this, function.nextValueId(), Op.PARAMETER, type, descriptor, null, position);
        parameters.add(v);
        return v;
    }

    /** Appends a value. */
    public Value append(
            Op op, Type type, String descriptor, @Nullable Object attribute, Position position, Value... inputs) {
        Value v = new Value(this, function.nextValueId(), op, type, descriptor, attribute, position, inputs);
        body.add(v);
        return v;
    }

    /** Inserts a value before the one at {@code index} of {@link #body}. */
    public Value insert(
            int index,
            Op op,
            Type type,
            String descriptor,
            @Nullable Object attribute,
            Position position,
            Value... inputs) {
        Value v = new Value(this, function.nextValueId(), op, type, descriptor, attribute, position, inputs);
        body.add(index, v);
        return v;
    }

    /** Appends a value that another block of the same function has held. */
    public void adopt(Value v) {
        v.moveTo(this);
        body.add(v);
    }

    /** Returns the edges out of this block, the handler's last. */
    public List<Edge> successors() {
        if (handler == null) {
            return terminator == null ? List.of() : Arrays.asList(terminator.edges);
        }
        List<Edge> edges = new ArrayList<>(2);
        if (terminator != null) {
            edges.addAll(Arrays.asList(terminator.edges));
        }
        edges.add(handler);
        return edges;
    }

    @Override
    public String toString() {
        return "B".concat(Integer.toString(id));
    }
}
