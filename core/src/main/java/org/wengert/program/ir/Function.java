package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function of the intermediate representation: blocks, of which the first is the entry. Mutable; compared by identity. */
public final class Function {
    /** Name for printing and for the emitted method. */
    public final String name;
    /** Where in the user's source it begins. */
    public final Position position;
    /** Computational types of the results; several when differentiation has added some. */
    public final List<Type> results = new ArrayList<>(1);
    /** Static types of the results as field descriptors. */
    public final List<String> resultDescriptors = new ArrayList<>(1);
    /** All blocks; the first is the entry and no edge leads to it. */
    public final List<Block> blocks = new ArrayList<>();

    /**
     * The derivative that a user has given: for scalar parameters one function for each, of all the parameters, whose result is the
     * partial derivative; for one array parameter a single function whose result is the gradient. Null where the body is to be differentiated.
     */
    public Function @Nullable [] partials;

    /** Whether this repeats what a constructor does, for the sake of the derivative only: a primal never calls it. */
    public boolean isSummary;

    private int valueIds;
    private int blockIds;

    /** Creates an empty function. */
    public Function(String name, Position position) {
        this.name = name;
        this.position = position;
    }

    /** Returns the entry block, whose parameters are the function's. */
    public Block entry() {
        return blocks.get(0);
    }

    /** Returns the parameters. */
    public List<Value> parameters() {
        return entry().parameters;
    }

    /** Adds an empty block. */
    public Block addBlock() {
        Block b = new Block(this, blockIds++);
        blocks.add(b);
        return b;
    }

    /** Adds a result to the signature. */
    public void addResult(Type type, String descriptor) {
        results.add(type);
        resultDescriptors.add(descriptor);
    }

    /** Returns an upper bound of the numbers of this function's values. */
    public int valueCount() {
        return valueIds;
    }

    /** Returns an upper bound of the numbers of this function's blocks. */
    public int blockCount() {
        return blockIds;
    }

    int nextValueId() {
        return valueIds++;
    }

    @Override
    public String toString() {
        return name;
    }
}
