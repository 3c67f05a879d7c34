package org.wengert.program.analyse;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/**
 * Where the bits of a real that depends on the input go. Comparing them is as good as comparing numbers; a number that is made
 * of them again, or found with them, would have lost its derivative.
 */
final class Bits {
    /** Integers that are computed from bits, with one of the calls that took them. */
    private final Map<Value, Value> sources = new IdentityHashMap<>();

    private final Map<Value, Boolean> leaks = new IdentityHashMap<>();
    private boolean changed;

    /**
     * Follows bits through a program.
     *
     * @param functions the functions of the program
     * @param isActive whether a real depends on the input
     */
    Bits(List<Function> functions, Predicate<Value> isActive) {
        for (Function f : functions) {
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    if (isSource(v) && isActive.test(v.input(0))) {
                        sources.put(v, v);
                    }
                }
            }
        }
        do {
            changed = false;
            for (Function f : functions) {
                for (Block b : f.blocks) {
                    propagateIn(b);
                }
            }
        } while (changed);
        for (Function f : functions) {
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    Value source = sourceOf(v.inputs);
                    if (source != null && !isKept(v)) {
                        leaks.put(source, true);
                    }
                }
            }
        }
    }

    /** Returns whether the call gives the bits of a number. */
    static boolean isSource(Value v) {
        return v.op == Op.CALL
                && v.attribute instanceof MethodRef m
                && switch (m.name()) {
                    case "doubleToLongBits", "doubleToRawLongBits" -> m.owner().equals("java/lang/Double");
                    case "floatToIntBits", "floatToRawIntBits" -> m.owner().equals("java/lang/Float");
                    default -> false;
                };
    }

    /** Returns whether the bits that the call gives are compared with others, and nothing else. */
    boolean areOnlyCompared(Value call) {
        return sources.containsKey(call) && !leaks.containsKey(call);
    }

    private @Nullable Value sourceOf(Value[] values) {
        for (Value v : values) {
            Value source = sources.get(v);
            if (source != null) {
                return source;
            }
        }
        return null;
    }

    private void mark(Value v, @Nullable Value source) {
        if (source != null && isInteger(v.type) && sources.putIfAbsent(v, source) == null) {
            changed = true;
        }
    }

    private static boolean isInteger(Type t) {
        return t == Type.I || t == Type.J;
    }

    private void propagateIn(Block b) {
        for (Value v : b.body) {
            switch (v.op) {
                case INTEGER, CONVERT -> mark(v, sourceOf(v.inputs));
                case CALL -> {
                    if (isArithmetic(v)) {
                        mark(v, sourceOf(v.inputs));
                    }
                }
                case INVOKE -> {
                    Function g = v.attribute(Function.class);
                    for (int i = 0; i < v.inputs.length; i++) {
                        mark(g.parameters().get(i), sources.get(v.input(i)));
                    }
                    markResult(v, g, 0);
                }
                case RESULT -> markResult(v, v.input(0).attribute(Function.class), v.attribute(Integer.class));
                default -> {}
            }
        }
        Edge handler = b.handler();
        for (Edge e : b.successors()) {
            int shift = e == handler ? 1 : 0;
            for (int i = 0; i < e.arguments.length; i++) {
                mark(e.target.parameters.get(i + shift), sources.get(e.arguments[i]));
            }
        }
    }

    private void markResult(Value v, Function g, int index) {
        if (!isInteger(v.type)) {
            return;
        }
        for (Block b : g.blocks) {
            if (b.terminator().kind == Terminator.Kind.RETURN) {
                mark(v, sources.get(b.terminator().inputs[index]));
            }
        }
    }

    /** A static method of integers whose result is followed further. */
    private static boolean isArithmetic(Value v) {
        return v.attribute instanceof MethodRef m
                && m.kind() == MethodRef.Kind.STATIC
                && isInteger(v.type)
                && switch (m.owner()) {
                    case "java/lang/Math", "java/lang/Long", "java/lang/Integer" -> true;
                    default -> false;
                };
    }

    /** Returns whether what the value makes of bits is followed, or no number. */
    private static boolean isKept(Value v) {
        return switch (v.op) {
            case INTEGER, COMPARE, INVOKE -> true;
            case CONVERT -> !v.type.isReal();
            case CALL -> isArithmetic(v) || isSource(v);
            case PUSH -> true; // of a derivative: what it belongs to has been looked at
            default -> false;
        };
    }
}
