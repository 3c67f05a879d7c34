package org.wengert.program.ir;

/** How a block ends. Mutable in its inputs, which passes replace. */
public final class Terminator {
    /** The kinds of end. */
    public enum Kind {
        /** Goes on at {@code edges[0]}. */
        GOTO,
        /** {@code opcode} compares {@code inputs} (one or two, as ifeq … if_acmpne, ifnull, ifnonnull do): true {@code edges[0]}, false {@code edges[1]}. */
        IF,
        /** {@code inputs[0]} equals {@code keys[i]}: {@code edges[i]}; else the last edge. Keys ascend. */
        SWITCH,
        /** Returns {@code inputs}, as many as the function has results. */
        RETURN,
        /** Throws {@code inputs[0]}. */
        THROW
    }

    private static final Edge[] NO_EDGES = {};
    private static final int[] NO_KEYS = {};

    /** Which kind. */
    public final Kind kind;
    /** Of IF: the opcode of the JVM's conditional branch. */
    public final int opcode;
    /** Of SWITCH: ascending keys. */
    public final int[] keys;
    /** What is compared, switched over, returned or thrown. */
    public final Value[] inputs;
    /** Where control may go. */
    public final Edge[] edges;
    /** Where in the user's source. */
    public final Position position;

    private Terminator(Kind kind, int opcode, int[] keys, Value[] inputs, Edge[] edges, Position position) {
        this.kind = kind;
        this.opcode = opcode;
        this.keys = keys;
        this.inputs = inputs;
        this.edges = edges;
        this.position = position;
    }

    /** Returns an unconditional jump. */
    public static Terminator jump(Edge edge, Position position) {
        return new Terminator(Kind.GOTO, 0, NO_KEYS, new Value[0], new Edge[] {edge}, position);
    }

    /** Returns a conditional jump by an opcode of the JVM. */
    public static Terminator branch(int opcode, Value[] inputs, Edge ifTrue, Edge ifFalse, Position position) {
        return new Terminator(Kind.IF, opcode, NO_KEYS, inputs, new Edge[] {ifTrue, ifFalse}, position);
    }

    /** Returns a switch; {@code edges} has one more than {@code keys}, the default. */
    public static Terminator select(int[] keys, Value input, Edge[] edges, Position position) {
        return new Terminator(Kind.SWITCH, 0, keys, new Value[] {input}, edges, position);
    }

    /** Returns a return. */
    public static Terminator result(Value[] results, Position position) {
        return new Terminator(Kind.RETURN, 0, NO_KEYS, results, NO_EDGES, position);
    }

    /** Returns a throw. */
    public static Terminator raise(Value exception, Position position) {
        return new Terminator(Kind.THROW, 0, NO_KEYS, new Value[] {exception}, NO_EDGES, position);
    }

    /** Returns an end like this one with other inputs and edges. */
    public Terminator with(Value[] newInputs, Edge[] newEdges) {
        return new Terminator(kind, opcode, keys, newInputs, newEdges, position);
    }
}
