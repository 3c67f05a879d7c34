package org.wengert.program.analyse;

import java.util.Map;
import org.wengert.program.ir.DynamicRef;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/** What is known, by its name alone, of a call that is executed as it is, and of what makes an object. */
final class Calls {
    private Calls() {}

    /** Calls that look at a number without giving it on: formatting, comparing, printing. */
    static boolean isHarmless(Value v) {
        if (v.attribute instanceof DynamicRef d) {
            String bootstrap = ((java.lang.constant.DirectMethodHandleDesc)
                            d.site().bootstrapMethod())
                    .owner()
                    .descriptorString();
            return switch (bootstrap) {
                case "Ljava/lang/invoke/StringConcatFactory;" -> true;
                case "Ljava/lang/runtime/SwitchBootstraps;" -> true; // which case it is, an int
                case "Ljava/lang/runtime/ObjectMethods;" -> true; // equals, hashCode and toString of a record
                default -> false;
            };
        }
        if (!(v.attribute instanceof MethodRef m)) {
            return false;
        }
        if (Mirrors.isHarmless(m)) {
            return true;
        }
        String owner = m.owner();
        return switch (owner) {
            case "java/lang/Double", "java/lang/Float", "java/lang/String" ->
                switch (m.name()) {
                    case "doubleToLongBits", "doubleToRawLongBits", "floatToIntBits", "floatToRawIntBits" -> false;
                    case "valueOf" -> !owner.equals("java/lang/Float");
                    default -> !v.type.isReal(); // a number out of a box depends on what is in it
                };
            case "java/io/PrintStream", "org/apache/commons/math3/exception/util/ExceptionContext" -> true;
            case "java/lang/StringBuilder", "java/lang/StringBuffer" -> true;
            case "java/lang/Math", "java/lang/StrictMath" ->
                m.descriptor().endsWith("I") || m.descriptor().endsWith("J");
            case "java/util/Objects", "java/util/Arrays" ->
                switch (m.name()) {
                    case "toString",
                            "equals",
                            "hashCode",
                            "hash",
                            "isNull",
                            "nonNull",
                            "compare",
                            "mismatch",
                            "binarySearch",
                            "deepEquals",
                            "deepHashCode",
                            "deepToString" -> true;
                    default -> false;
                };
            case "org/wengert/program/runtime/Substitutes",
                    "org/wengert/program/runtime/Twins",
                    "org/wengert/program/runtime/Found",
                    "org/wengert/program/runtime/UnknownReceiver" -> true;
            case "java/lang/Object" ->
                switch (m.name()) {
                    case "getClass", "hashCode", "equals", "toString" -> true;
                    default -> false;
                };
            case "java/lang/System" -> m.name().equals("identityHashCode");
            case "java/lang/Enum", "kotlin/jvm/internal/Intrinsics" -> true;
            default -> false;
        };
    }

    /** Returns whether what a call gives back has been made by it, or cannot be changed. */
    static boolean isFresh(Value v) {
        if (v.attribute instanceof DynamicRef) {
            return true;
        }
        MethodRef m = v.attribute(MethodRef.class);
        String owner = m.owner();
        return owner.equals("org/wengert/program/runtime/Twins") && m.name().equals("zeros")
                || owner.equals("java/lang/Double")
                || owner.equals("java/lang/String")
                || owner.equals("java/lang/Object") && m.name().equals("getClass")
                || owner.equals("org/wengert/program/runtime/Substitutes")
                || owner.equals("org/wengert/program/runtime/UnknownReceiver")
                || owner.equals("java/lang/StringBuilder");
    }

    static boolean isOpen(Value v) {
        return v.op == Op.CALL && v.attribute instanceof MethodRef m && m.receiver() == MethodRef.Receiver.UNKNOWN;
    }

    /** Whether a value may be a number that is read from text. Where no active number is written as text, it is never one to worry about. */
    static boolean isParsing(Value v) {
        if (v.attribute instanceof FieldRef f) {
            return f.owner().equals("java/io/StreamTokenizer") && v.type.isReal();
        }
        if (!(v.attribute instanceof MethodRef m)) {
            return false;
        }
        String owner = m.owner();
        if (owner.equals("java/math/BigDecimal")
                || (owner.equals("java/lang/Double") || owner.equals("java/lang/Float"))
                        && m.descriptor().startsWith("(Ljava/lang/String;)")) {
            return true;
        }
        if (m.resolved().getDeclaringClass().getClassLoader() != null || Mirrors.role(v) != null) {
            return false;
        }
        if (owner.startsWith("java/util/stream/")) {
            // Their lambdas are out of sight.
            return m.name().startsWith("map")
                    || m.name().startsWith("flatMap")
                    || m.name().equals("reduce")
                    || m.name().equals("collect");
        }
        // A number out of an object of the library, as of a Scanner or a NumberFormat.
        return v.op == Op.CALL
                && (v.type.isReal() || v.descriptor.equals("Ljava/lang/Number;"))
                && v.inputs.length > 0
                && v.input(0).type == Type.A
                && !owner.startsWith("java/lang/")
                && !owner.contains("Random");
    }

    static boolean isWriting(String descriptor) {
        return descriptor.equals("Ljava/lang/String;")
                || descriptor.equals("Ljava/lang/StringBuilder;")
                || descriptor.equals("Ljava/lang/StringBuffer;");
    }

    static boolean isOfTheLibrary(Value made) {
        Class<?> c = made.attribute(MethodRef.class).resolved().getDeclaringClass();
        return c.getClassLoader() == null && !Throwable.class.isAssignableFrom(c);
    }

    static boolean extendsLibrary(Value made) {
        Class<?> parent =
                made.attribute(MethodRef.class).resolved().getDeclaringClass().getSuperclass();
        return parent != null && parent != Object.class && parent != Record.class && parent.getClassLoader() == null;
    }

    static boolean isOfCollections(MethodRef m) {
        Class<?> c = m.resolved().getDeclaringClass();
        return java.util.Collection.class.isAssignableFrom(c)
                || Map.class.isAssignableFrom(c)
                || java.util.Iterator.class.isAssignableFrom(c)
                || c == Iterable.class
                || c == Map.Entry.class;
    }

    static boolean isException(Value made) {
        return Throwable.class.isAssignableFrom(
                made.attribute(MethodRef.class).resolved().getDeclaringClass());
    }

    /** What has just been made did not exist before, whatever it is stored beside. */
    static boolean isAllocated(Value reference) {
        return switch (reference.op) {
            case NEW, NEW_ARRAY, NEW_MULTI_ARRAY, CLONE -> true;
            default -> false;
        };
    }

    /** A box or an array of numbers, whose shadow can be made from it alone. */
    static boolean isFreshNumbers(Value v) {
        return isRealArray(v.descriptor) || v.descriptor.equals("Ljava/lang/Double;");
    }

    static boolean isRealArray(String descriptor) {
        return descriptor.equals("[D") || descriptor.equals("[F");
    }

    /** An array of integers or truths has no shadow, whatever it is kept beside. */
    static boolean isOfIntegers(String descriptor) {
        char element = descriptor.charAt(descriptor.length() - 1);
        return descriptor.charAt(0) == '[' && element != ';' && element != 'D' && element != 'F';
    }

    static boolean isImmutable(String descriptor) {
        return descriptor.equals("Ljava/lang/String;");
    }

    static boolean isText(String descriptor) {
        return switch (descriptor) {
            case "Ljava/lang/String;", "Lorg/apache/commons/math3/exception/util/ExceptionContext;" -> true;
            default -> Mirrors.isPlain(descriptor);
        };
    }

    static boolean isOfThrowable(FieldRef f) {
        return Throwable.class.isAssignableFrom(f.declaring());
    }
}
