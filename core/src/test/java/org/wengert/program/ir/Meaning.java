package org.wengert.program.ir;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/** What a function means, executed value by value: the oracle that emitted code and passes are compared with. */
public final class Meaning {
    private final Map<Stack, ArrayDeque<Object>> stacks = new IdentityHashMap<>();
    private int fuel;

    private Meaning(int fuel) {
        this.fuel = fuel;
    }

    /** Thrown when a program runs too long. */
    public static final class OutOfFuel extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Returns the results. */
    public static Object[] of(Function f, Object... arguments) {
        return new Meaning(5_000_000).run(f, arguments);
    }

    /** Returns the results, or gives up after so many values. */
    public static Object[] of(int fuel, Function f, Object... arguments) {
        return new Meaning(fuel).run(f, arguments);
    }

    private Object[] run(Function f, Object... arguments) {
        Map<Value, Object> now = new HashMap<>();
        for (int k = 0; k < arguments.length; k++) {
            now.put(f.parameters().get(k), arguments[k]);
        }
        Block b = f.entry();
        while (true) {
            Edge next = null;
            RuntimeException thrown = null;
            for (Value v : b.body) {
                if (fuel-- == 0) {
                    throw new OutOfFuel();
                }
                Map<Stack, Integer> depths = new IdentityHashMap<>();
                try {
                    stacks.forEach((s, q) -> depths.put(s, q.size()));
                    now.put(v, compute(v, now));
                } catch (OutOfFuel e) {
                    throw e;
                } catch (RuntimeException e) {
                    if (b.handler() == null || v != b.body.get(b.body.size() - 1)) {
                        throw e;
                    }
                    // An exception takes what its call has pushed off the tape.
                    stacks.forEach((s, q) -> {
                        while (q.size() > depths.getOrDefault(s, 0)) {
                            q.pop();
                        }
                    });
                    thrown = e;
                    next = b.handler();
                }
            }
            if (next == null) {
                Terminator t = b.terminator();
                Object[] in = new Object[t.inputs.length];
                for (int k = 0; k < in.length; k++) {
                    in[k] = now.get(t.inputs[k]);
                }
                switch (t.kind) {
                    case GOTO -> next = t.edges[0];
                    case IF -> next = holds(t.opcode, in) ? t.edges[0] : t.edges[1];
                    case SWITCH -> {
                        next = t.edges[t.keys.length];
                        for (int k = 0; k < t.keys.length; k++) {
                            if (t.keys[k] == (Integer) in[0]) {
                                next = t.edges[k];
                            }
                        }
                    }
                    case RETURN -> {
                        return in;
                    }
                    case THROW -> throw (RuntimeException) in[0];
                }
            }
            Object[] moved = new Object[next.arguments.length];
            for (int k = 0; k < moved.length; k++) {
                moved[k] = now.get(next.arguments[k]);
            }
            int shift = next.target.parameters.size() - moved.length;
            if (shift == 1) {
                now.put(next.target.parameters.get(0), thrown);
            }
            for (int k = 0; k < moved.length; k++) {
                now.put(next.target.parameters.get(k + shift), moved[k]);
            }
            b = next.target;
        }
    }

    private static boolean holds(int opcode, Object[] in) {
        if (opcode == 198 || opcode == 199) {
            return (in[0] == null) == (opcode == 198);
        }
        if (opcode >= 165) {
            return (in[0] == in[1]) == (opcode == 165);
        }
        int x = (Integer) in[0];
        int y = opcode >= 159 ? (Integer) in[1] : 0;
        return switch ((opcode - 153) % 6) {
            case 0 -> x == y;
            case 1 -> x != y;
            case 2 -> x < y;
            case 3 -> x >= y;
            case 4 -> x > y;
            default -> x <= y;
        };
    }

    private Object compute(Value v, Map<Value, Object> now) {
        Object[] in = new Object[v.inputs.length];
        for (int k = 0; k < in.length; k++) {
            in[k] = now.get(v.inputs[k]);
        }
        return switch (v.op) {
            case CONSTANT -> v.attribute;
            case ZERO -> v.type == Type.D ? (Object) 0.0 : v.type == Type.F ? (Object) 0f : null;
            case UNARY ->
                v.type == Type.F
                        ? (Object) (-(Float) in[0])
                        : (Object) ((Unary) v.attribute).evaluate((Double) in[0]);
            case BINARY -> {
                if (v.type == Type.F) {
                    float x = (Float) in[0];
                    float y = (Float) in[1];
                    yield switch ((Binary) v.attribute) {
                        case ADD -> x + y;
                        case SUB -> x - y;
                        case MUL -> x * y;
                        case DIV -> x / y;
                        default -> x % y;
                    };
                }
                yield ((Binary) v.attribute).evaluate((Double) in[0], (Double) in[1]);
            }
            case TERNARY -> ((Ternary) v.attribute).evaluate((Double) in[0], (Double) in[1], (Double) in[2]);
            case INTEGER -> v.type == Type.I ? (Object) ints(v, in) : (Object) longs(v, in);
            case COMPARE -> compare((Integer) v.attribute, in[0], in[1]);
            case CONVERT -> convert((Integer) v.attribute, in[0]);
            case ARRAY_LOAD -> wide(Array.get(in[0], (Integer) in[1]));
            case ARRAY_STORE -> {
                Array.set(in[0], (Integer) in[1], in[2]);
                yield null;
            }
            case ARRAY_LENGTH -> Array.getLength(in[0]);
            case NEW_ARRAY -> Array.newInstance(type((String) v.attribute), (Integer) in[0]);
            case CLONE -> {
                int n = Array.getLength(in[0]);
                Object copy = Array.newInstance(in[0].getClass().componentType(), n);
                System.arraycopy(in[0], 0, copy, 0, n);
                yield copy;
            }
            case INVOKE -> {
                Object[] results = run((Function) v.attribute, in);
                now.put(v, results);
                several.put(v, results);
                yield results.length == 0 ? null : results[0];
            }
            case RESULT -> several.get(v.input(0))[(Integer) v.attribute];
            case PUSH -> {
                stacks.computeIfAbsent((Stack) v.attribute, s -> new ArrayDeque<>()).push(in[0]);
                yield null;
            }
            case POP -> stacks.get((Stack) v.attribute).pop();
            case INIT_FIELD -> null;
            default -> throw new AssertionError(v.op);
        };
    }

    private final Map<Value, Object[]> several = new HashMap<>();

    private static Object wide(Object x) {
        return x instanceof Boolean b
                ? (Object) (b ? 1 : 0)
                : x instanceof Byte || x instanceof Short
                        ? (Object) ((Number) x).intValue()
                        : x instanceof Character c ? (Object) (int) c : x;
    }

    private static Class<?> type(String d) {
        return java.lang.invoke.MethodType.fromMethodDescriptorString("()" + d, Meaning.class.getClassLoader())
                .returnType();
    }

    private static int ints(Value v, Object[] in) {
        int x = (Integer) in[0];
        int y = in.length > 1 ? (Integer) in[1] : 0;
        return switch ((Integer) v.attribute) {
            case 96 -> x + y;
            case 100 -> x - y;
            case 104 -> x * y;
            case 108 -> x / y;
            case 112 -> x % y;
            case 116 -> -x;
            case 120 -> x << y;
            case 122 -> x >> y;
            case 124 -> x >>> y;
            case 126 -> x & y;
            case 128 -> x | y;
            default -> x ^ y;
        };
    }

    private static long longs(Value v, Object[] in) {
        long x = (Long) in[0];
        long y = in.length > 1 ? ((Number) in[1]).longValue() : 0;
        return switch ((Integer) v.attribute) {
            case 97 -> x + y;
            case 101 -> x - y;
            case 105 -> x * y;
            case 109 -> x / y;
            case 113 -> x % y;
            case 117 -> -x;
            case 121 -> x << y;
            case 123 -> x >> y;
            case 125 -> x >>> y;
            case 127 -> x & y;
            case 129 -> x | y;
            default -> x ^ y;
        };
    }

    private static int compare(int opcode, Object a, Object b) {
        if (opcode == 148) {
            return Long.compare((Long) a, (Long) b);
        }
        double x = ((Number) a).doubleValue();
        double y = ((Number) b).doubleValue();
        int unordered = opcode == 149 || opcode == 151 ? -1 : 1;
        return x < y ? -1 : x > y ? 1 : x == y ? 0 : unordered;
    }

    private static Object convert(int opcode, Object a) {
        Number x = (Number) a;
        return switch (opcode) {
            case 133 -> x.longValue();
            case 134, 137 -> opcode == 134 ? (float) x.intValue() : (float) x.longValue();
            case 135 -> (double) x.intValue();
            case 136 -> (int) x.longValue();
            case 138 -> (double) x.longValue();
            case 139 -> (int) x.floatValue();
            case 140 -> (long) x.floatValue();
            case 141 -> (double) x.floatValue();
            case 142 -> (int) x.doubleValue();
            case 143 -> (long) x.doubleValue();
            case 144 -> (float) x.doubleValue();
            case 145 -> (int) (byte) x.intValue();
            case 146 -> (int) (char) x.intValue();
            default -> (int) (short) x.intValue();
        };
    }
}
