package org.wengert.program.ir;

/**
 * A place that a transformation reads and writes before it is put into SSA form: an adjoint under accumulation, a saved
 * value, a tape pointer. Compared by identity.
 */
public final class Variable {
    /** Name for printing. */
    public final String name;
    /** Type of its values. */
    public final Type type;
    /** Static type of its values. */
    public final String descriptor;

    /** Creates a variable whose value, where none was written, is the structural zero (0 for integers). */
    public Variable(String name, Type type, String descriptor) {
        this.name = name;
        this.type = type;
        this.descriptor = descriptor;
    }

    @Override
    public String toString() {
        return name;
    }
}
