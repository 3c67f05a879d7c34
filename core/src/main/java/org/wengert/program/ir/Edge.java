package org.wengert.program.ir;

/** One way from a block to another, with an argument for each parameter of the target. Mutable in target and arguments. */
public final class Edge {
    /** Where control goes. */
    public Block target;
    /** One for each parameter of the target (of a handler: for each but the first). */
    public Value[] arguments;

    /** Creates an edge. */
    public Edge(Block target, Value... arguments) {
        this.target = target;
        this.arguments = arguments;
    }
}
