package org.wengert.program.lift;

import java.lang.reflect.Modifier;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.access.ObjectGraph;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.DynamicRef;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Blank;

/**
 * Whether what a constructor does may be repeated after it has run, for the sake of the derivative. It may if it does no more than give fields
 * their values; not if it works in the fields' arrays, reads fields that change, or writes elsewhere: then the object is made without the
 * constructor, and its code is executed once, as a method.
 */
final class Constructors {
    private final List<Function> inProgress;
    private final Map<Function, Boolean> repeatable = new IdentityHashMap<>();
    private final Map<Function, Boolean> pure = new IdentityHashMap<>();

    Constructors(List<Function> inProgress) {
        this.inProgress = inProgress;
    }

    /** Returns whether objects of the class can be made without a constructor. */
    static boolean canBeBlank(Class<?> c) {
        if (c.isRecord()
                || c.isHidden()
                || c.isEnum()
                || Modifier.isAbstract(c.getModifiers())
                || !Blank.isAvailable()) {
            return false; // the fields of records and hidden classes are final for everybody
        }
        for (Class<?> k = c.getSuperclass(); k != Object.class; k = k.getSuperclass()) {
            if (k == null || ObjectGraph.isOfThePlatform(k)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the summary of a constructor does nothing that may not happen twice. */
    boolean isRepeatable(Function summary) {
        return isHarmless(summary, true, repeatable);
    }

    private boolean isHarmless(Function f, boolean constructs, Map<Function, Boolean> known) {
        Boolean before = known.get(f);
        if (before != null) {
            return before;
        }
        if (inProgress.contains(f)) {
            return false;
        }
        known.put(f, !constructs); // recursion: what the others do decides
        boolean is = look(f, constructs);
        known.put(f, is);
        return is;
    }

    private boolean look(Function f, boolean constructs) {
        Value self = constructs ? f.parameters().get(0) : null;
        for (Block b : f.blocks) {
            for (Value v : b.body) {
                if (!isHarmless(v, self)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isHarmless(Value v, @Nullable Value self) {
        boolean isSelf = self != null && v.inputs.length > 0 && v.input(0) == self;
        for (int i = isSelf ? 1 : 0; i < v.inputs.length; i++) {
            if (v.input(i) == self) {
                return false; // it is known elsewhere before it is finished
            }
        }
        return switch (v.op) {
            case INIT_FIELD -> isSelf || v.attribute(FieldRef.class).declaring() == Double.class;
            // A final field has one value only, but what it refers to may not be finished.
            case GET_FIELD -> !isSelf || v.attribute(FieldRef.class).isFinal();
            case ARRAY_STORE -> isNew(v.input(0));
            case INVOKE -> {
                Function g = v.attribute(Function.class);
                if (g.isSummary) {
                    yield isHarmless(g, true, repeatable); // of another object, or the superclass
                }
                yield !isSelf && (g.partials != null || isHarmless(g, false, pure));
            }
            case CALL -> !isSelf && isHarmlessCall(v);
            case PUT_FIELD, PUT_STATIC, ACCUMULATE, PUSH, POP, READ, WRITE -> false;
            case CHECK_CAST, INSTANCE_OF, CLOSURE -> !isSelf;
            default -> true;
        };
    }

    /** An array that has been made here; nobody else has seen it. */
    private static boolean isNew(Value array) {
        return switch (array.op) {
            case NEW_ARRAY, NEW_MULTI_ARRAY -> true;
            case CLONE -> array.descriptor.length() == 2;
            case ARRAY_LOAD -> array.input(0).op == Op.NEW_MULTI_ARRAY;
            default -> false;
        };
    }

    private static boolean isHarmlessCall(Value v) {
        if (v.attribute instanceof DynamicRef) {
            return true; // text, or what records are compared with
        }
        MethodRef m = v.attribute(MethodRef.class);
        return switch (m.owner()) {
            case "java/lang/Math",
                    "java/lang/StrictMath",
                    "java/lang/Double",
                    "java/lang/Float",
                    "java/lang/Integer",
                    "java/lang/Long",
                    "java/lang/Boolean",
                    "java/lang/Character",
                    "java/lang/Short",
                    "java/lang/Byte",
                    "java/lang/Number",
                    "java/lang/String",
                    "java/lang/Class",
                    "java/lang/Enum" -> true;
            case "org/wengert/program/runtime/Substitutes" -> m.name().equals("stopGradient");
            default -> m.kind() == MethodRef.Kind.STATIC && Synonyms.isOwner(m.owner());
        };
    }
}
