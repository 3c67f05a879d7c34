package org.wengert.program.lift;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Substitutes;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;

/**
 * Classes of other libraries whose static methods are elementary functions of the calculus table. They compute with tables and with the
 * bits of numbers, so that following their code would lose the derivative. A call keeps its own method for the value, to the bit, and takes its
 * derivative from the table.
 */
final class Synonyms {
    private static final String[] OWNERS = {
        "org/apache/commons/math3/util/FastMath", "net/jafama/FastMath", "net/jafama/StrictFastMath"
    };

    /** Functions of the table by the names of their methods. A class of its own, for most programs need none of them. */
    private static final class Names {
        static final Map<String, Unary> UNARY = new HashMap<>();
        static final Map<String, Binary> BINARY = new HashMap<>();

        private Names() {}

        static {
            for (Unary f : Unary.values()) {
                if (f.method() != null) {
                    UNARY.put(f.method(), f);
                }
            }
            for (Binary f : Binary.values()) {
                if (f.method() != null) {
                    BINARY.put(f.method(), f);
                }
            }
            // Names of Jafama alone.
            UNARY.put("sinQuick", Unary.SIN);
            UNARY.put("cosQuick", Unary.COS);
            UNARY.put("asinInRange", Unary.ASIN);
            UNARY.put("acosInRange", Unary.ACOS);
            UNARY.put("expQuick", Unary.EXP);
            UNARY.put("logQuick", Unary.LOG);
            UNARY.put("sqrtQuick", Unary.SQRT);
            UNARY.put("pow2", Unary.SQUARE);
            BINARY.put("powQuick", Binary.POW);
            BINARY.put("powFast", Binary.POW);
            BINARY.put("remainder", Binary.IEEE_REMAINDER);
        }
    }

    private final CallLifter calls;
    private final Map<MethodRef, Function> powers = new IdentityHashMap<>();
    private final Map<String, MethodRef> methods = new HashMap<>();

    Synonyms(CallLifter calls) {
        this.calls = calls;
    }

    /** Returns whether the class computes elementary functions; none of its methods that take reals is followed, unless {@link #isFollowable}. */
    static boolean isOwner(String owner) {
        for (String s : OWNERS) {
            if (s.equals(owner)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the method is written with others of its class or with plain arithmetic, and has no place in the table. */
    static boolean isFollowable(String name, String descriptor) {
        if (descriptor.indexOf('D') < 0 && descriptor.indexOf('F') < 0) {
            return true; // of integers
        }
        boolean isLogarithmToBase = name.equals("log") && descriptor.equals("(DD)D");
        return isLogarithmToBase || name.equals("pow3") || name.equals("toRange");
    }

    /** Returns the value of a call of a static method, or null if it is no elementary function. */
    @Nullable
    Value lift(Cursor c, Class<?> owner, String name, String descriptor, Value[] arguments) {
        String result = CallLifter.returned(descriptor);
        if (!isOwner(owner.getName().replace('.', '/')) || result.length() != 1 || !takesReals(descriptor)) {
            return null;
        }
        char first = result.charAt(0);
        if (first != 'D' && first != 'F') {
            return step(c, owner, name, descriptor, arguments);
        }
        String parameters = descriptor.substring(1, descriptor.indexOf(')'));
        if (parameters.equals("DJ") && name.equals("pow")) {
            return power(c, method(c, owner, name, descriptor), arguments);
        }
        Op op = parameters.length() == 1 ? Op.UNARY : Op.BINARY;
        Object function = op == Op.UNARY ? Names.UNARY.get(name) : Names.BINARY.get(name);
        if (function == null || parameters.length() > 2 || parameters.indexOf('J') >= 0) {
            return null;
        }
        Value[] inputs = new Value[arguments.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = toDouble(c, arguments[i]);
        }
        Value y = c.add(op, Type.D, "D", function, inputs).by(method(c, owner, name, descriptor));
        return first == 'F' ? c.add(Op.CONVERT, Type.F, "F", 0x90, y) : y;
    }

    private static boolean takesReals(String descriptor) {
        for (int i = 1; descriptor.charAt(i) != ')'; i++) {
            switch (descriptor.charAt(i)) {
                case 'D', 'F' -> {
                    return true;
                }
                case 'I', 'J' -> {}
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    private static Value toDouble(Cursor c, Value v) {
        return switch (v.type) {
            case F -> c.add(Op.CONVERT, Type.D, "D", 0x8d, v);
            case I -> c.add(Op.CONVERT, Type.D, "D", 0x87, v);
            default -> v;
        };
    }

    private MethodRef method(Cursor c, Class<?> owner, String name, String descriptor) {
        String internalName = owner.getName().replace('.', '/');
        String key = internalName.concat(".").concat(name).concat(descriptor);
        MethodRef known = methods.get(key);
        if (known == null) {
            known = new MethodRef(
                    MethodRef.Kind.STATIC,
                    internalName,
                    name,
                    descriptor,
                    false,
                    CallLifter.existing(c, owner, name, descriptor));
            methods.put(key, known);
        }
        return known;
    }

    /** What makes an integer or a truth of reals is a step: its arguments carry no derivative. */
    private Value step(Cursor c, Class<?> owner, String name, String descriptor, Value[] arguments) {
        Value[] inputs = new Value[arguments.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = arguments[i].type.isReal() ? constant(c, arguments[i]) : arguments[i];
        }
        String result = CallLifter.returned(descriptor);
        return c.add(Op.CALL, Type.of(result), result, method(c, owner, name, descriptor), inputs);
    }

    private Value constant(Cursor c, Value x) {
        Value stopped = calls.plain(
                c,
                Library.method(Substitutes.class, "stopGradient", double.class),
                MethodRef.Kind.STATIC,
                "org/wengert/program/runtime/Substitutes",
                "stopGradient",
                "(D)D",
                new Value[] {toDouble(c, x)});
        return x.type == Type.F ? c.add(Op.CONVERT, Type.F, "F", 0x90, stopped) : stopped;
    }

    // ---------------------------------------------------------------- x to the power of a long

    /** A long exponent is no double to the bit, so that the table's power does not fit. */
    private Value power(Cursor c, MethodRef method, Value[] arguments) {
        Function f = powers.get(method);
        if (f == null) {
            f = makePower(method);
            powers.put(method, f);
        }
        return c.add(Op.INVOKE, Type.D, "D", f, arguments);
    }

    private static Function makePower(MethodRef method) {
        String name = method.owner()
                .substring(method.owner().lastIndexOf('/') + 1)
                .concat(".")
                .concat(method.name());
        Position none = Position.NONE;
        Function f = new Function(name, none);
        f.addResult(Type.D, "D");
        Block entry = f.addBlock();
        Value x = entry.addParameter(Type.D, "D", none);
        Value n = entry.addParameter(Type.J, "J", none);
        Value y = entry.append(Op.CALL, Type.D, "D", method, none, x, n);
        entry.terminate(Terminator.result(new Value[] {y}, none));
        Function byBase = makePowerDerivative(name, f);
        f.partials = new Function[] {byBase, byBase}; // the second is never asked for: no integer carries a derivative
        return f;
    }

    /** Returns (x, n) ↦ n xⁿ⁻¹, 0 where n = 0. */
    private static Function makePowerDerivative(String name, Function power) {
        Position none = Position.NONE;
        Function f = new Function(name.concat("'"), none);
        f.addResult(Type.D, "D");
        Block entry = f.addBlock();
        Block constant = f.addBlock();
        Block other = f.addBlock();
        Value x = entry.addParameter(Type.D, "D", none);
        Value n = entry.addParameter(Type.J, "J", none);
        Value nothing = entry.append(Op.CONSTANT, Type.J, "J", 0L, none);
        Value sign = entry.append(Op.COMPARE, Type.I, "I", 0x94, none, n, nothing);
        entry.terminate(Terminator.branch(0x99, new Value[] {sign}, new Edge(constant), new Edge(other), none));
        Value zero = constant.append(Op.CONSTANT, Type.D, "D", 0.0, none);
        constant.terminate(Terminator.result(new Value[] {zero}, none));
        Value one = other.append(Op.CONSTANT, Type.J, "J", 1L, none);
        Value less = other.append(Op.INTEGER, Type.J, "J", 0x65, none, n, one);
        Value lower = other.append(Op.INVOKE, Type.D, "D", power, none, x, less);
        Value factor = other.append(Op.CONVERT, Type.D, "D", 0x8a, none, n);
        Value product = other.append(Op.BINARY, Type.D, "D", Binary.MUL, none, factor, lower);
        other.terminate(Terminator.result(new Value[] {product}, none));
        return f;
    }
}
