package org.wengert.program.ir;

import org.jspecify.annotations.Nullable;

/**
 * One value of a {@link Function}: what computes it, from what, and where in the user's source. Compared by identity.
 * Mutable only in its inputs, which passes replace.
 */
public final class Value {
    /** What computes this value. */
    public final Op op;
    /** Its computational type. */
    public final Type type;
    /** What {@link Op} says about its attribute. */
    public final @Nullable Object attribute;
    /** The values this one is computed from. */
    public final Value[] inputs;
    /** Field descriptor of the static type, more exact than {@link #type} for references: {@code "[D"}, {@code "Lorg/Point;"}. */
    public final String descriptor;
    /** Where in the user's source. */
    public final Position position;
    /** Number within its function, for printing and dense tables. */
    public final int id;

    private boolean strict;
    private @Nullable MethodRef method;
    private boolean removable;
    private boolean pinned;
    private Block block;

    Value(
            Block block,
            int id,
            Op op,
            Type type,
            String descriptor,
            @Nullable Object attribute,
            Position position,
            Value... inputs) {
        this.block = block;
        this.id = id;
        this.op = op;
        this.type = type;
        this.descriptor = descriptor;
        this.attribute = attribute;
        this.position = position;
        this.inputs = inputs;
    }

    /** Returns the block that computes this value. */
    public Block block() {
        return block;
    }

    void moveTo(Block newBlock) {
        this.block = newBlock;
    }

    /** Returns the input of that index. */
    public Value input(int index) {
        return inputs[index];
    }

    /** Returns the attribute, which must be there, as the given class. */
    public <T> T attribute(Class<T> kind) {
        if (attribute == null) {
            throw new AssertionError(op.name().concat(" has no attribute (please report)"));
        }
        return kind.cast(attribute);
    }

    /** Returns whether this elementary function is the one of {@link StrictMath} rather than of {@link Math}. */
    public boolean isStrict() {
        return strict;
    }

    /** Marks this elementary function as the one of {@link StrictMath}; returns this value. */
    public Value strict(boolean isStrict) {
        this.strict = isStrict;
        return this;
    }

    /**
     * Returns the static method that computes this elementary function where it is not the one of the table, or null: a method of another
     * library, whose numeric parameters are doubles, floats or ints.
     */
    public @Nullable MethodRef method() {
        return method;
    }

    /** Makes that method compute this elementary function; returns this value. */
    public Value by(MethodRef other) {
        this.method = other;
        return this;
    }

    /** Returns whether this elementary function and another one are computed by the same method, to the bit. */
    boolean isComputedAs(Value other) {
        if (strict != other.strict) {
            return false;
        }
        return method == null || other.method == null
                ? method == other.method
                : method.resolved().equals(other.method.resolved());
    }

    /**
     * Returns whether this value may be dropped when nobody uses it although its op could throw or read memory: because the primal
     * has done the same without an exception.
     */
    public boolean isRemovable() {
        return removable || op.isPure() || op == Op.INTEGER && !isDivision();
    }

    /** Returns whether computing this value may throw an exception. */
    public boolean mayThrow() {
        return switch (op) {
            case ARRAY_LOAD,
                    ARRAY_STORE,
                    ARRAY_LENGTH,
                    NEW_ARRAY,
                    NEW_MULTI_ARRAY,
                    CLONE,
                    GET_FIELD,
                    PUT_FIELD,
                    GET_STATIC,
                    PUT_STATIC,
                    NEW,
                    CHECK_CAST,
                    CALL,
                    INVOKE -> true;
            case INTEGER -> isDivision();
            default -> false;
        };
    }

    private boolean isDivision() {
        return attribute instanceof Integer opcode && opcode >= 0x6c && opcode <= 0x71;
    }

    /** Marks this value as one that cannot fail; returns it. */
    public Value removable() {
        this.removable = true;
        return this;
    }

    /**
     * Returns whether this parameter must stay one although it always gets the same value, because it tells the value after a loop
     * from the value inside.
     */
    public boolean isPinned() {
        return pinned;
    }

    /** Makes this parameter stay one, or not. */
    public void pinned(boolean isPinned) {
        this.pinned = isPinned;
    }

    /** Takes over from another value what is not in the constructor; returns this value. */
    public Value marksOf(Value other) {
        this.strict = other.strict;
        this.method = other.method;
        this.removable = other.removable;
        return this;
    }

    /** Returns whether this is the structural zero. */
    public boolean isZero() {
        return op == Op.ZERO;
    }

    /** Returns whether this is the constant with exactly these bits. */
    public boolean isConstant(double c) {
        return op == Op.CONSTANT
                && attribute instanceof Double d
                && Double.doubleToRawLongBits(d) == Double.doubleToRawLongBits(c);
    }

    /** Returns the number that this is where it is a constant of type {@code int}, else null. The attribute of another op may be an integer too. */
    public @Nullable Integer integerConstant() {
        return op == Op.CONSTANT && attribute instanceof Integer c ? c : null;
    }

    @Override
    public String toString() {
        return "v".concat(Integer.toString(id));
    }
}
