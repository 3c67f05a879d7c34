package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/** Values of the representation as Java expressions. Which values stand inside others is decided once per function. */
final class JavaText {
    /** Expressions grow no longer than this by standing inside each other. */
    private static final int LONGEST = 72;

    private static final int PRIMARY = 15;
    private static final int PREFIX = 13;

    private final int[] uses;
    private final boolean[] inline;
    private final @Nullable Value[] alias;
    /** Variables that the expression being written reads. */
    private List<Value> read = new ArrayList<>();

    private int precedence;

    JavaText(Function f, Cfg cfg) {
        List<Block> blocks = cfg.reversePostorder;
        alias = new Value[f.valueCount()];
        uses = new int[f.valueCount()];
        inline = new boolean[f.valueCount()];
        for (Block b : blocks) {
            for (Value v : b.body) {
                if (v.op != Op.RESULT && v.op != Op.INIT_FIELD) {
                    count(v.inputs);
                }
            }
            count(b.terminator().inputs);
            for (Edge e : b.successors()) {
                count(e.arguments);
            }
        }
        for (Block b : blocks) {
            decide(b);
        }
        // The parameters of a block with one way in are names for what is passed. That may be a variable which changes,
        // but
        // only on a way back to its own block, which dominates this one: nobody asks for the old value then.
        for (Block b : blocks) {
            for (Edge e : b.successors()) {
                List<Value> parameters = e.target.parameters;
                int shift = parameters.size() - e.arguments.length;
                for (int k = 0;
                        k < e.arguments.length && cfg.predecessors(e.target).size() == 1;
                        k++) {
                    if (!inline[e.arguments[k].id] || e.arguments[k].op == Op.CONSTANT) {
                        alias[parameters.get(k + shift).id] = e.arguments[k];
                    }
                }
            }
        }
    }

    /** Returns whether the parameter is another name for what is passed to it. */
    boolean isAlias(Value v) {
        return alias[v.id] != null;
    }

    private void count(Value[] values) {
        for (Value v : values) {
            uses[v.id]++;
        }
    }

    private void decide(Block b) {
        // Loads may move down to their use as long as nothing is written in between.
        int[] lastWrite = new int[b.body.size() + 1];
        int last = -1;
        for (int k = 0; k < b.body.size(); k++) {
            lastWrite[k] = last;
            if (!b.body.get(k).op.isPure() && !isLoad(b.body.get(k)) && b.body.get(k).op != Op.INTEGER) {
                last = k;
            }
        }
        lastWrite[b.body.size()] = last;
        int[] position = new int[inline.length];
        int[] length = new int[inline.length];
        for (int k = 0; k < b.body.size(); k++) {
            position[b.body.get(k).id] = k;
        }
        Value thrower = b.handler() == null || b.body.isEmpty() ? null : b.body.get(b.body.size() - 1);
        for (int k = 0; k <= b.body.size(); k++) {
            boolean isEnd = k == b.body.size();
            Value user = isEnd ? null : b.body.get(k);
            List<Value> inputs = new ArrayList<>();
            if (user != null) {
                inputs.addAll(List.of(user.inputs));
            } else {
                inputs.addAll(List.of(b.terminator().inputs));
                for (Edge e : b.successors()) {
                    inputs.addAll(List.of(e.arguments));
                }
            }
            int size = 8;
            for (Value in : inputs) {
                boolean fits = uses[in.id] == 1
                        && in.block() == b
                        && in.op != Op.PARAMETER
                        && in != thrower
                        && (user == null || user.op != Op.RESULT && user != thrower && !isRepeated(user, b))
                        && (in.op.isPure() || isArithmetic(in) || isLoad(in) && position[in.id] > lastWrite[k])
                        && !(isEnd && isLoad(in) && b.terminator().inputs.length == 0);
                if (fits && size + length[in.id] < LONGEST) {
                    inline[in.id] = true;
                    size += length[in.id];
                } else {
                    size += 4;
                }
            }
            if (user != null) {
                length[user.id] = size;
            }
        }
        for (Value v : b.body) {
            if (v.op == Op.CONSTANT || v.op == Op.ZERO) {
                inline[v.id] = true;
            }
        }
    }

    /** A comparison that is no condition names its operands twice. */
    private boolean isRepeated(Value user, Block b) {
        Terminator t = b.terminator();
        boolean isCondition =
                t.kind == Terminator.Kind.IF && t.opcode < 159 && t.inputs[0] == user && uses[user.id] == 1;
        return user.op == Op.COMPARE && !isCondition;
    }

    private static boolean isLoad(Value v) {
        return switch (v.op) {
            case ARRAY_LOAD, ARRAY_LENGTH, GET_FIELD, GET_STATIC -> true;
            default -> false;
        };
    }

    private static boolean isArithmetic(Value v) {
        return v.op == Op.INTEGER;
    }

    /** Returns whether the value stands inside the one that uses it. */
    boolean isInline(Value v) {
        return inline[v.id];
    }

    boolean isUnused(Value v) {
        return uses[v.id] == 0;
    }

    /** Hands over which variables have been read since the last time. */
    List<Value> takeRead() {
        List<Value> taken = read;
        read = new ArrayList<>();
        return taken;
    }

    /** Returns the variable, or the expression that stands in its place. */
    String use(Value value) {
        Value v = value;
        for (Value other = alias[v.id]; other != null; other = alias[v.id]) {
            v = other;
        }
        if (inline[v.id]) {
            return expression(v);
        }
        read.add(v);
        precedence = PRIMARY;
        return v.toString();
    }

    private String operand(Value v, int atLeast) {
        String s = use(v);
        return precedence < atLeast ? "(".concat(s).concat(")") : s;
    }

    private String infix(Value v, String operator, int level) {
        String left = operand(v.input(0), level);
        String right = operand(v.input(1), level + 1);
        precedence = level;
        return left.concat(" ").concat(operator).concat(" ").concat(right);
    }

    private String prefix(String operator, Value v) {
        String s = operand(v, PREFIX);
        precedence = PREFIX;
        // Not "--x".
        return s.startsWith("-") && operator.equals("-")
                ? operator.concat("(").concat(s).concat(")")
                : operator.concat(s);
    }

    private String call(String name, Value[] inputs, int first) {
        StringBuilder s = new StringBuilder(name).append('(');
        for (int k = first; k < inputs.length; k++) {
            s.append(k == first ? "" : ", ").append(use(inputs[k]));
        }
        precedence = PRIMARY;
        return s.append(')').toString();
    }

    /** Returns what computes the value. */
    String expression(Value v) {
        switch (v.op) {
            case CONSTANT, ZERO -> {
                String s = literal(v);
                precedence = s.startsWith("-") ? PREFIX : PRIMARY;
                return s;
            }
            case UNARY -> {
                Unary u = v.attribute(Unary.class);
                return u.owner() == null ? prefix("-", v.input(0)) : elementary(u.owner(), u.method(), v);
            }
            case BINARY -> {
                Binary u = v.attribute(Binary.class);
                return switch (u) {
                    case ADD -> infix(v, "+", 11);
                    case SUB -> infix(v, "-", 11);
                    case MUL -> infix(v, "*", 12);
                    case DIV -> infix(v, "/", 12);
                    case REM -> infix(v, "%", 12);
                    default -> elementary(u.owner(), u.method(), v);
                };
            }
            case TERNARY -> {
                Ternary u = v.attribute(Ternary.class);
                return elementary(u.owner(), u.method(), v);
            }
            case INTEGER -> {
                return integer(v);
            }
            case COMPARE -> {
                boolean unorderedIsGreater = (v.attribute(Integer.class) & 1) == 0 && v.attribute(Integer.class) != 148;
                String x = operand(v.input(0), 10);
                String y = operand(v.input(1), 10);
                precedence = 2;
                String less = x.concat(" < ").concat(y);
                String equal = x.concat(" == ").concat(y);
                String greater = x.concat(" > ").concat(y);
                return unorderedIsGreater
                        ? less.concat(" ? -1 : ").concat(equal).concat(" ? 0 : 1")
                        : greater.concat(" ? 1 : ").concat(equal).concat(" ? 0 : -1");
            }
            case CONVERT -> {
                String type =
                        switch (Printer.mnemonic(v.attribute(Integer.class)).charAt(2)) {
                            case 'i' -> "int";
                            case 'l' -> "long";
                            case 'f' -> "float";
                            case 'd' -> "double";
                            case 'b' -> "byte";
                            case 'c' -> "char";
                            default -> "short";
                        };
                return prefix("(".concat(type).concat(") "), v.input(0));
            }
            case ARRAY_LOAD -> {
                return element(v);
            }
            case ARRAY_LENGTH -> {
                String a = operand(v.input(0), PRIMARY);
                precedence = PRIMARY;
                return a.concat(".length");
            }
            case NEW_ARRAY, NEW_MULTI_ARRAY -> {
                return newArray(v);
            }
            case CLONE -> {
                String a = operand(v.input(0), PRIMARY);
                precedence = PRIMARY;
                return a.concat(".clone()");
            }
            case GET_FIELD, GET_STATIC -> {
                return field(v);
            }
            case NEW -> {
                return call(
                        "new "
                                .concat(Printer.simple(
                                        v.attribute(MethodRef.class).owner())),
                        v.inputs,
                        0);
            }
            case CHECK_CAST -> {
                return prefix(
                        "(".concat(Printer.simple(v.attribute(String.class))).concat(") "), v.input(0));
            }
            case INSTANCE_OF -> {
                String o = operand(v.input(0), 10);
                precedence = 9;
                return o.concat(" instanceof ").concat(Printer.simple(v.attribute(String.class)));
            }
            case CALL -> {
                return methodCall(v);
            }
            case INVOKE -> {
                return call(v.attribute(Function.class).name, v.inputs, 0);
            }
            case RESULT -> {
                precedence = PRIMARY;
                return "result(".concat(String.valueOf(v.attribute)).concat(")");
            }
            case CLOSURE -> {
                Closure c = v.attribute(Closure.class);
                return v.inputs.length == 0
                        ? c.function().name.concat("::").concat(c.methodName())
                        : call(c.function().name.concat(".bind"), v.inputs, 0);
            }
            case POP -> {
                precedence = PRIMARY;
                return stack(v).concat(".pop()");
            }
            case READ -> {
                precedence = PRIMARY;
                return String.valueOf(v.attribute);
            }
            default -> throw new AssertionError(v.op.name().concat(" is no expression (please report)"));
        }
    }

    /** Returns a value without a result as a Java statement, or null if nothing happens. */
    @Nullable
    String statement(Value v) {
        return switch (v.op) {
            case ARRAY_STORE -> assignment(element(v), "=", v.input(2));
            case ACCUMULATE -> assignment(element(v), "+=", v.input(2));
            case PUT_FIELD -> assignment(field(v), "=", v.input(1));
            case PUT_STATIC -> assignment(field(v), "=", v.input(0));
            case PUSH -> stack(v).concat(".push(").concat(use(v.input(0))).concat(");");
            case WRITE -> assignment(String.valueOf(v.attribute), "=", v.input(0));
            case INIT_FIELD -> null;
            default -> expression(v).concat(";");
        };
    }

    private String assignment(String place, String operator, Value v) {
        return place.concat(" ").concat(operator).concat(" ").concat(use(v)).concat(";");
    }

    private static String stack(Value v) {
        Stack s = v.attribute(StackEntry.class).stack;
        String letter = switch (s.type) {
            case I -> "ints";
            case J -> "longs";
            case F -> "floats";
            case D -> "doubles";
            default -> "objects";
        };
        return s.level == 0 ? letter : letter.concat(Integer.toString(s.level));
    }

    private String elementary(@Nullable String owner, @Nullable String method, Value v) {
        MethodRef other = v.method();
        return other == null ? call(function(owner, method, v), v.inputs, 0) : other(other, v);
    }

    /** A method of another library, whose parameters need not be doubles. */
    private String other(MethodRef m, Value v) {
        StringBuilder s = new StringBuilder(Printer.simple(m.owner()));
        s.append('.').append(m.name()).append('(');
        for (int i = 0; i < v.inputs.length; i++) {
            s.append(i == 0 ? "" : ", ");
            switch (m.descriptor().charAt(i + 1)) {
                case 'I' -> s.append("(int) ").append(operand(v.input(i), PREFIX));
                case 'F' -> s.append("(float) ").append(operand(v.input(i), PREFIX));
                default -> s.append(use(v.input(i)));
            }
        }
        precedence = PRIMARY;
        return s.append(')').toString();
    }

    private static String function(@Nullable String owner, @Nullable String method, Value v) {
        String name = String.valueOf(owner);
        String simple = name.substring(name.lastIndexOf('/') + 1);
        return (v.isStrict() && simple.equals("Math") ? "StrictMath" : simple)
                .concat(".")
                .concat(String.valueOf(method));
    }

    private String integer(Value v) {
        int opcode = v.attribute(Integer.class);
        return switch (opcode & ~1) {
            case 96 -> infix(v, "+", 11);
            case 100 -> infix(v, "-", 11);
            case 104 -> infix(v, "*", 12);
            case 108 -> infix(v, "/", 12);
            case 112 -> infix(v, "%", 12);
            case 116 -> prefix("-", v.input(0));
            case 120 -> infix(v, "<<", 10);
            case 122 -> infix(v, ">>", 10);
            case 124 -> infix(v, ">>>", 10);
            case 126 -> infix(v, "&", 7);
            case 128 -> infix(v, "|", 5);
            default -> infix(v, "^", 6);
        };
    }

    private String element(Value v) {
        String a = operand(v.input(0), PRIMARY);
        String i = use(v.input(1));
        precedence = PRIMARY;
        return a.concat("[").concat(i).concat("]");
    }

    private String field(Value v) {
        FieldRef f = v.attribute(FieldRef.class);
        boolean isStatic = v.op == Op.GET_STATIC || v.op == Op.PUT_STATIC;
        String owner = isStatic ? Printer.simple(f.owner()) : operand(v.input(0), PRIMARY);
        precedence = PRIMARY;
        return owner.concat(".").concat(f.name());
    }

    private String newArray(Value v) {
        String descriptor = v.attribute(String.class);
        String element = Printer.type(v.op == Op.NEW_ARRAY ? descriptor : descriptor.substring(v.inputs.length));
        int open = element.indexOf('[');
        StringBuilder s = new StringBuilder("new ").append(open < 0 ? element : element.substring(0, open));
        for (Value n : v.inputs) {
            s.append('[').append(use(n)).append(']');
        }
        precedence = PRIMARY - 1;
        return s.append(open < 0 ? "" : element.substring(open)).toString();
    }

    private String methodCall(Value v) {
        if (v.attribute instanceof DynamicRef d) {
            return call(d.site().invocationName(), v.inputs, 0);
        }
        MethodRef m = v.attribute(MethodRef.class);
        if (m.kind() == MethodRef.Kind.STATIC) {
            return call(Printer.simple(m.owner()).concat(".").concat(m.name()), v.inputs, 0);
        }
        return call(operand(v.input(0), PRIMARY).concat(".").concat(m.name()), v.inputs, 1);
    }

    private static String literal(Value v) {
        if (v.op == Op.ZERO) {
            return v.type == Type.A ? "null" : v.type == Type.F ? "0.0f" : "0.0";
        }
        Object k = v.attribute;
        if (k instanceof String text) {
            return Printer.quote(text);
        }
        if (k instanceof ClassLiteral c) {
            return Printer.type(c.descriptor()).concat(".class");
        }
        if (k instanceof Double d && (d.isNaN() || d.isInfinite())) {
            return d.isNaN() ? "Double.NaN" : d > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
        }
        if (k instanceof Integer i && v.descriptor.equals("Z")) {
            return i == 0 ? "false" : "true";
        }
        return k instanceof Float
                ? k.toString().concat("f")
                : k instanceof Long ? k.toString().concat("L") : String.valueOf(k);
    }

    /** Returns when a conditional jump with that opcode is taken. */
    String condition(Terminator t, int opcode) {
        Value x = t.inputs[0];
        if (opcode < 159 && x.op == Op.COMPARE && inline[x.id]) {
            return comparison(x, opcode);
        }
        boolean isTruth = x.descriptor.equals("Z") || x.op == Op.INSTANCE_OF;
        if (isTruth && (opcode == 153 || opcode == 154)) {
            String s = operand(x, opcode == 153 ? PREFIX : 0);
            return opcode == 153 ? "!".concat(s) : s;
        }
        String left = operand(x, 10);
        String second = Printer.secondOperand(t);
        String right = second == null ? operand(t.inputs[1], 10) : second;
        return left.concat(" ").concat(Printer.relation(opcode)).concat(" ").concat(right);
    }

    /** {@code dcmpg} and {@code dcmpl} differ in what they make of NaN, and so does the condition. */
    private String comparison(Value v, int opcode) {
        int compare = v.attribute(Integer.class);
        boolean isLong = compare == 148;
        boolean nanIsGreater = compare == 150 || compare == 152;
        String relation = Printer.relation(opcode);
        boolean negate = !isLong
                && switch (opcode) {
                    case 155, 158 -> !nanIsGreater;
                    case 156, 157 -> nanIsGreater;
                    default -> false;
                };
        String x = operand(v.input(0), 10);
        String y = operand(v.input(1), 10);
        if (negate) {
            return "!("
                    .concat(x)
                    .concat(" ")
                    .concat(Printer.relation(opposite(opcode)))
                    .concat(" ")
                    .concat(y)
                    .concat(")");
        }
        return x.concat(" ").concat(relation).concat(" ").concat(y);
    }

    /** Returns the opcode of the conditional jump that is taken when this one is not. */
    static int opposite(int opcode) {
        return opcode >= 198 ? (opcode ^ 1) : ((opcode + 1) ^ 1) - 1;
    }
}
