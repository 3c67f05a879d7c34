package org.wengert.program.ir;

/**
 * One of the values that a reverse transformation saves on a {@link Stack}: the pushes that put it there and the pops that take just what these have
 * pushed. Analyses tell by it apart what shares a stack. Compared by identity.
 */
public final class StackEntry {
    /** Where it is kept. */
    public final Stack stack;

    /** Creates an entry. */
    public StackEntry(Stack stack) {
        this.stack = stack;
    }

    @Override
    public String toString() {
        return stack.toString();
    }
}
