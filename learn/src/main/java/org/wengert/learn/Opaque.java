package org.wengert.learn;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/**
 * Calls whose code is not followed. Harmless are those that get nothing that depends on the inputs, that only look at it
 * (text, comparison), or that only keep references and hand them out again (collections); everything else would lose the
 * derivative and is refused.
 */
final class Opaque {
    private static final Set<String> LOOK_ONLY = Set.of(
            "java/lang/String",
            "java/lang/StringBuilder",
            "java/lang/Double",
            "java/lang/Float",
            "java/lang/Math",
            "java/lang/StrictMath",
            "java/lang/Object",
            "java/lang/System",
            "java/lang/Class",
            "java/lang/Number",
            "java/lang/Comparable",
            "java/util/Objects",
            "java/io/PrintStream",
            "java/io/PrintWriter");

    private static final String STRING = "Ljava/lang/String;";
    /** Methods of {@link java.util.Arrays} that only look. */
    private static final Set<String> OF_ARRAYS = Set.of(
            "toString", "deepToString", "hashCode", "deepHashCode", "equals", "deepEquals", "compare", "mismatch");

    private Opaque() {}

    /** Returns the step that the result of a call comes from, or null if no input influences it. */
    static @Nullable Step call(
            Memory memory, Value v, @Nullable Object[] in, @Nullable Step[] from, @Nullable Object result) {
        boolean numbers = false;
        boolean references = false;
        for (int i = 0; i < in.length; i++) {
            numbers |= from[i] != null;
            references |= v.inputs[i].type == Type.A && memory.carries(in[i]);
        }
        if (!numbers && !references) {
            return null;
        }
        if (!(v.attribute instanceof MethodRef m)) {
            if (v.type == Type.A && !v.descriptor.equals(STRING)) {
                throw Refusal.at(
                        v.position,
                        "What is made here of a number that depends on the inputs cannot be followed.",
                        "Write it as a lambda expression, or as a class of your own.");
            }
            return null; // a text, a comparison, a choice
        }
        if (v.op == Op.NEW) {
            return made(memory, v, m, result, numbers);
        }
        if (m.owner().equals("org/wengert/program/runtime/Substitutes")
                && m.name().equals("stopGradient")) {
            return null;
        }
        if (m.name().equals("valueOf") && m.owner().equals("java/lang/Double")) {
            return null; // what follows says what is in the box
        }
        if (m.name().equals("doubleValue") && in[0] instanceof Double) {
            return memory.box(in[0]);
        }
        boolean isInactive = v.type == Type.I
                || v.type == Type.J
                || v.type == Type.VOID
                || v.descriptor.equals(STRING)
                || v.descriptor.equals("Ljava/lang/Class;")
                || v.descriptor.equals("Ljava/lang/StringBuilder;")
                || v.descriptor.equals("Ljava/io/PrintStream;");
        boolean looksOnly =
                LOOK_ONLY.contains(m.owner()) || (m.owner().equals("java/util/Arrays") && OF_ARRAYS.contains(m.name()));
        if (isInactive && looksOnly && keepsReferences(in) && !writes(v, in)) {
            return null;
        }
        if ((m.owner().startsWith("java/util/") || m.owner().equals("java/lang/Iterable"))
                && !numbers
                && !v.type.isReal()
                && !m.owner().startsWith("java/util/stream/")
                && !m.owner().startsWith("java/util/function/")
                && !m.owner().equals("java/util/Arrays")
                && keepsReferences(in)) {
            for (int i = 0; i < in.length; i++) {
                mark(memory, in[i]);
            }
            mark(memory, result);
            return null;
        }
        if (m.owner().equals("java/util/Arrays") && m.name().equals("asList")) {
            mark(memory, result);
            return null;
        }
        UnsupportedOperationException refusal = m.refusal();
        if (refusal != null) {
            throw refusal;
        }
        throw Refusal.at(
                v.position,
                "The call of " + m.owner().replace('/', '.') + "." + m.name()
                        + " cannot be followed, but what it is given depends on the inputs.",
                "Compute it in plain Java, or give the call's derivative with Rules.define.");
    }

    /** Copying and sorting methods write into the array they are given. */
    private static boolean writes(Value v, @Nullable Object[] in) {
        if (v.type != Type.VOID) {
            return false;
        }
        for (Object o : in) {
            if (o instanceof double[] || o instanceof float[]) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Step made(Memory memory, Value v, MethodRef m, @Nullable Object result, boolean numbers) {
        if (result == null || result instanceof Throwable || hasNoLibraryParent(result.getClass())) {
            return null; // what the user's constructor stores is said after it
        }
        if (m.owner().startsWith("java/util/") && !numbers) {
            memory.carrier(result);
            return null;
        }
        throw Refusal.at(
                v.position,
                "What the constructor of " + m.owner().replace('/', '.')
                        + " does with a number that depends on the inputs cannot be followed.",
                "Use a class or record of your own in its place.");
    }

    /** Whether all that a constructor does is done by followed code. */
    private static boolean hasNoLibraryParent(Class<?> type) {
        Class<?> c = type;
        while (!Memory.isLibrary(c)) {
            c = c.getSuperclass();
        }
        return c != type && (c == Object.class || c == Record.class || c == Enum.class);
    }

    /** Whether no argument is a function, which a library might call with the numbers. */
    private static boolean keepsReferences(@Nullable Object[] in) {
        for (Object o : in) {
            if (o != null && (o.getClass().isHidden() || o.getClass().isSynthetic() || o.getClass() == Object.class)) {
                return false;
            }
        }
        return true;
    }

    private static void mark(Memory memory, @Nullable Object o) {
        if (o != null
                && !(o instanceof Number)
                && !(o instanceof String)
                && !(o instanceof Boolean)
                && !o.getClass().isArray()
                && Memory.isLibrary(o.getClass())) {
            memory.carrier(o);
        }
    }
}
