package org.wengert.program.ir;

/**
 * One typed stack of the tape. Every reverse transformation has stacks of its own, so that the tape of a derivative and
 * the tape of the derivative's derivative never mix. Compared by identity.
 */
public final class Stack {
    /** Which tape: tapes of nested reverse transformations are numbered from 0. */
    public final int level;
    /** Type of the values on it. */
    public final Type type;

    /** Creates a stack. */
    public Stack(int level, Type type) {
        this.level = level;
        this.type = type;
    }

    @Override
    public String toString() {
        return type.name().concat(Integer.toString(level));
    }
}
