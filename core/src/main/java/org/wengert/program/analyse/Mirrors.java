package org.wengert.program.analyse;

import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Value;

/**
 * Methods of the JDK's collections that are repeated on a shadow collection: the shadow of a list is a list of the elements' shadows, that of a map
 * has the same keys. What moves references about needs no more than that.
 */
public final class Mirrors {
    private Mirrors() {}

    /** Returns whether the call is one of them. */
    public static boolean isMirrored(Value v) {
        if (v.op == Op.NEW) {
            String owner = v.attribute(MethodRef.class).owner();
            String d = v.attribute(MethodRef.class).descriptor();
            return isCollection(owner) && (d.equals("()V") || d.equals("(I)V"));
        }
        if (v.op != Op.CALL || !(v.attribute instanceof MethodRef m) || m.kind() == MethodRef.Kind.STATIC) {
            return false;
        }
        if (!isCollection(m.owner())) {
            return false;
        }
        return switch (m.name()) {
            case "get", "getFirst", "getLast", "next", "iterator", "add", "addLast", "set", "put" -> true;
            case "getOrDefault" -> true;
            default -> false;
        };
    }

    /** Returns whether the call only asks for sizes, keys and the like. */
    public static boolean isHarmless(MethodRef m) {
        return isCollection(m.owner())
                && switch (m.name()) {
                    case "size", "isEmpty", "hasNext", "containsKey" -> true;
                    default -> false;
                };
    }

    /** Returns the index of the input that is an element, or −1: its shadow is what the shadow collection gets. */
    public static int element(Value v) {
        return switch (v.op == Op.NEW ? "" : v.attribute(MethodRef.class).name()) {
            case "add", "addLast", "set", "put", "getOrDefault" -> v.inputs.length - 1;
            default -> -1;
        };
    }

    /** Returns whether the result is an element. */
    public static boolean returnsElement(Value v) {
        return switch (v.op == Op.NEW ? "" : v.attribute(MethodRef.class).name()) {
            case "get", "getFirst", "getLast", "next", "getOrDefault", "set", "put" -> true;
            default -> false;
        };
    }

    private static boolean isCollection(String owner) {
        return switch (owner) {
            case "java/util/List",
                    "java/util/ArrayList",
                    "java/util/Map",
                    "java/util/HashMap",
                    "java/util/LinkedHashMap",
                    "java/util/TreeMap",
                    "java/util/Collection",
                    "java/lang/Iterable",
                    "java/util/Iterator" -> true;
            default -> false;
        };
    }
}
