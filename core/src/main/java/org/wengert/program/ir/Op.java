package org.wengert.program.ir;

/**
 * What a {@link Value} computes. The comment of each constant gives {@code [attribute] (inputs) → result}.
 *
 * <p>Instructions of the JVM that differ only in their numbers share one op and carry the opcode as attribute, so that
 * emission is a look-up and bits and exceptions are those of the original program.
 */
public enum Op {
    /** A block parameter, the φ of its block; of the entry block: a parameter of the function. {@code [—] () → any}. */
    PARAMETER,
    /** {@code [Integer, Long, Float, Double, String, ClassLiteral or null] () → I J F D A}. */
    CONSTANT,
    /** The structural zero of a derivative, which annihilates even ∞ and NaN. {@code [—] () → F D A}; of A: no shadow. */
    ZERO,
    /** {@code [rule.Unary] (D) → D}; also {@code NEG} of {@code (F) → F}. See {@link Value#isStrict()}, {@link Value#method()}. */
    UNARY,
    /** {@code [rule.Binary] (D, D) → D}; also {@code ADD SUB MUL DIV REM} of {@code (F, F) → F}. */
    BINARY,
    /** {@code [rule.Ternary] (D, D, D) → D}. */
    TERNARY,
    /** Integer arithmetic. {@code [opcode: iadd … lxor, ineg, lneg] (I…|J…) → I|J}; division may throw. */
    INTEGER,
    /** Three-way comparison. {@code [opcode: lcmp fcmpl fcmpg dcmpl dcmpg] (J,J | F,F | D,D) → I}. */
    COMPARE,
    /** Conversion. {@code [opcode: i2l … i2s] (x) → y}. */
    CONVERT,
    /** {@code [element descriptor, "D" "I" "Z" "[D" "Ljava/lang/String;" …] (A array, I index) → element}. */
    ARRAY_LOAD,
    /** {@code [element descriptor] (A array, I index, element) → VOID}. */
    ARRAY_STORE,
    /** Adds to an element of a {@code double[]} or {@code float[]}. {@code [element descriptor] (A array, I index, element) → VOID}. */
    ACCUMULATE,
    /** {@code [—] (A array) → I}. */
    ARRAY_LENGTH,
    /** {@code [element descriptor] (I length) → A}: a new array of zeros. */
    NEW_ARRAY,
    /** {@code [descriptor of the array] (I length, …) → A}: a new array with as many dimensions filled as lengths given. */
    NEW_MULTI_ARRAY,
    /** {@code [—] (A array) → A}: {@code array.clone()} of any array. */
    CLONE,
    /** {@code [FieldRef] (A object) → any}. */
    GET_FIELD,
    /** {@code [FieldRef] (A object, value) → VOID}. */
    PUT_FIELD,
    /** {@code [FieldRef] () → any}. */
    GET_STATIC,
    /** {@code [FieldRef] (value) → VOID}. */
    PUT_STATIC,
    /**
     * States what a constructor has put into a field of the object that {@link #NEW} has returned, for the derivative's
     * sake: the primal store has happened inside the constructor. {@code [FieldRef] (A object, value) → VOID}; emits nothing.
     */
    INIT_FIELD,
    /** {@code [MethodRef of the constructor] (arguments) → A}: allocates and constructs. */
    NEW,
    /** {@code [internal name or array descriptor] (A) → A}; throws as checkcast does. */
    CHECK_CAST,
    /** {@code [internal name or array descriptor] (A) → I}. */
    INSTANCE_OF,
    /** A call that is executed as it is. {@code [MethodRef or DynamicRef] (receiver?, arguments) → any}. */
    CALL,
    /** A call of a function of this representation. {@code [Function] (arguments) → first result, or VOID}. */
    INVOKE,
    /** Another result of an {@link #INVOKE}, right after it. {@code [Integer index ≥ 1] (the INVOKE) → any}. */
    RESULT,
    /** A function value whose code is known. {@code [Closure] (captured values) → A}. */
    CLOSURE,
    /** Puts a value on a stack of the tape. {@code [StackEntry] (value) → VOID}. */
    PUSH,
    /** Takes the value last put on a stack of the tape. {@code [StackEntry] () → its type}. */
    POP,
    /** Inside a transformation only: reads a {@link Variable} that is not in SSA form yet. {@code [Variable] () → its type}. */
    READ,
    /** Inside a transformation only: writes a {@link Variable}. {@code [Variable] (value) → VOID}. */
    WRITE;

    /** Returns whether a value of this op may be dropped when nobody uses it, and computed twice without a difference. */
    public boolean isPure() {
        return switch (this) {
            case CONSTANT, ZERO, UNARY, BINARY, TERNARY, COMPARE, CONVERT, INSTANCE_OF, CLOSURE, READ -> true;
            default -> false;
        };
    }
}
