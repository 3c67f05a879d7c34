package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Functions as text.
 *
 * <pre>
 *   function sum(v0: double[]) → double  Sample.java:3
 *     B0:
 *       goto B1(0, 0.0)
 *     B1(v3: int, v4: double):
 *       v5 = length v0                          :4
 *       if v3 &gt;= v5 then B3(v4) else B2
 * </pre>
 *
 * <p>Constants stand where they are used; {@code zero} is the structural zero, {@code none} a shadow that does not exist.
 * At the end of a line is its source line.
 */
public final class Printer {
    private static final int LINE_COLUMN = 64;

    private Printer() {}

    /** Returns the text of a function and of those it calls. */
    public static String printAll(Function root) {
        StringBuilder s = new StringBuilder();
        List<Function> functions = Cloner.reachable(root);
        for (int k = 0; k < functions.size(); k++) {
            if (k > 0) {
                s.append('\n');
            }
            print(functions.get(k), s);
        }
        return s.toString();
    }

    /** Returns the text of a function. */
    public static String print(Function f) {
        StringBuilder s = new StringBuilder();
        print(f, s);
        return s.toString();
    }

    private static void print(Function f, StringBuilder s) {
        s.append("function ").append(f.name).append('(');
        if (!f.blocks.isEmpty()) {
            parameters(f.parameters(), s);
        }
        s.append(") → ");
        if (f.results.isEmpty()) {
            s.append("void");
        }
        for (int k = 0; k < f.results.size(); k++) {
            s.append(k == 0 ? "" : ", ").append(type(f.resultDescriptors.get(k)));
        }
        if (f.position.file() != null) {
            s.append("  ").append(f.position.file());
            if (f.position.line() > 0) {
                s.append(':').append(f.position.line());
            }
        }
        s.append('\n');
        for (Block b : f.blocks) {
            s.append("  ").append(b);
            if (!b.parameters.isEmpty() && b != f.entry()) {
                s.append('(');
                parameters(b.parameters, s);
                s.append(')');
            }
            s.append(":\n");
            for (Value v : b.body) {
                if (!isInline(v)) {
                    int begin = s.length();
                    s.append("    ");
                    value(v, s);
                    source(v.position, begin, s);
                }
            }
            Edge handler = b.handler();
            if (handler != null) {
                edge(handler, s.append("    on exception "));
                s.append('\n');
            }
            int begin = s.length();
            s.append("    ");
            if (b.isTerminated()) {
                terminator(b.terminator(), s);
                source(b.terminator().position, begin, s);
            } else {
                s.append("(no end yet)\n");
            }
        }
    }

    /** Returns one value as it appears in the text of its function, without the line. */
    public static String print(Value v) {
        StringBuilder s = new StringBuilder();
        value(v, s);
        return s.toString();
    }

    private static void source(Position p, int begin, StringBuilder s) {
        if (p.line() > 0) {
            while (s.length() - begin < LINE_COLUMN) {
                s.append(' ');
            }
            s.append(" :").append(p.line());
        }
        s.append('\n');
    }

    private static void parameters(List<Value> parameters, StringBuilder s) {
        for (int k = 0; k < parameters.size(); k++) {
            Value p = parameters.get(k);
            s.append(k == 0 ? "" : ", ").append(p).append(": ").append(type(p.descriptor));
        }
    }

    private static boolean isInline(Value v) {
        return v.op == Op.CONSTANT || v.op == Op.ZERO;
    }

    private static String use(Value v) {
        return isInline(v) ? literal(v) : v.toString();
    }

    private static String literal(Value v) {
        if (v.op == Op.ZERO) {
            return v.type == Type.A ? "none" : "zero";
        }
        Object k = v.attribute;
        if (k instanceof String text) {
            return quote(text);
        }
        if (k instanceof ClassLiteral c) {
            return type(c.descriptor()).concat(".class");
        }
        return k instanceof Float
                ? k.toString().concat("f")
                : k instanceof Long ? k.toString().concat("L") : String.valueOf(k);
    }

    static String quote(String text) {
        StringBuilder s = new StringBuilder("\"");
        for (int k = 0; k < text.length(); k++) {
            char ch = text.charAt(k);
            switch (ch) {
                case '"' -> s.append("\\\"");
                case '\\' -> s.append("\\\\");
                case '\n' -> s.append("\\n");
                case '\r' -> s.append("\\r");
                case '\t' -> s.append("\\t");
                default -> {
                    if (ch < ' ') {
                        s.append(String.format(Locale.ROOT, "\\u%04x", (int) ch));
                    } else {
                        s.append(ch);
                    }
                }
            }
        }
        return s.append('"').toString();
    }

    /** Returns a field descriptor as Java writes the type, without packages. */
    static String type(String descriptor) {
        int dimensions = 0;
        while (dimensions < descriptor.length() && descriptor.charAt(dimensions) == '[') {
            dimensions++;
        }
        String leaf = descriptor.substring(dimensions);
        String name = switch (leaf.isEmpty() ? ' ' : leaf.charAt(0)) {
            case 'Z' -> "boolean";
            case 'B' -> "byte";
            case 'S' -> "short";
            case 'C' -> "char";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'F' -> "float";
            case 'D' -> "double";
            case 'V' -> "void";
            case 'L' -> simple(leaf.substring(1, leaf.length() - 1));
            default -> leaf;
        };
        return name.concat("[]".repeat(dimensions));
    }

    /** Returns the name of a class without its package and the classes around it. */
    static String simple(String internalName) {
        if (internalName.startsWith("[")) {
            return type(internalName);
        }
        String name = internalName.substring(internalName.lastIndexOf('/') + 1);
        int dollar = name.lastIndexOf('$');
        return dollar > 0 && dollar < name.length() - 1 && Character.isJavaIdentifierStart(name.charAt(dollar + 1))
                ? name.substring(dollar + 1)
                : name;
    }

    private static void value(Value v, StringBuilder s) {
        if (v.type != Type.VOID) {
            s.append(v).append(" = ");
        }
        switch (v.op) {
            case PARAMETER -> s.append("parameter: ").append(type(v.descriptor));
            case CONSTANT, ZERO -> s.append(literal(v));
            case UNARY, BINARY, TERNARY -> {
                s.append(v.isStrict() ? "strict " : "");
                MethodRef m = v.method();
                if (m != null) {
                    s.append(simple(m.owner())).append(' ');
                }
                words(elementary(v), v.inputs, 0, s);
            }
            case INTEGER, COMPARE, CONVERT -> words(mnemonic(v.attribute(Integer.class)), v.inputs, 0, s);
            case ARRAY_LOAD -> element(v, s);
            case ARRAY_STORE -> element(v, s).append(" = ").append(use(v.input(2)));
            case ACCUMULATE -> element(v, s).append(" += ").append(use(v.input(2)));
            case ARRAY_LENGTH -> words("length", v.inputs, 0, s);
            case NEW_ARRAY -> newArray(type(v.attribute(String.class)), v.inputs, s);
            case NEW_MULTI_ARRAY -> newArray(type(v.attribute(String.class).substring(v.inputs.length)), v.inputs, s);
            case CLONE -> words("clone", v.inputs, 0, s);
            case GET_FIELD -> s.append(field(v));
            case PUT_FIELD -> s.append(field(v)).append(" = ").append(use(v.input(1)));
            case GET_STATIC -> s.append(staticField(v));
            case PUT_STATIC -> s.append(staticField(v)).append(" = ").append(use(v.input(0)));
            case INIT_FIELD -> s.append(field(v)).append(" := ").append(use(v.input(1)));
            case NEW ->
                arguments("new ".concat(simple(v.attribute(MethodRef.class).owner())), v.inputs, 0, s);
            case CHECK_CAST ->
                s.append("cast ")
                        .append(simple(v.attribute(String.class)))
                        .append(' ')
                        .append(use(v.input(0)));
            case INSTANCE_OF ->
                s.append(use(v.input(0))).append(" instanceof ").append(simple(v.attribute(String.class)));
            case CALL -> call(v, s);
            case INVOKE -> arguments("invoke ".concat(v.attribute(Function.class).name), v.inputs, 0, s);
            case RESULT ->
                s.append("result ").append(v.attribute).append(" of ").append(v.input(0));
            case CLOSURE -> {
                Closure c = v.attribute(Closure.class);
                arguments(
                        "closure "
                                .concat(simple(c.interfaceName()))
                                .concat("::")
                                .concat(c.function().name),
                        v.inputs,
                        0,
                        s);
            }
            case PUSH -> s.append("push ").append(v.attribute).append(' ').append(use(v.input(0)));
            case POP -> s.append("pop ").append(v.attribute);
            case READ -> s.append("read ").append(v.attribute);
            case WRITE -> s.append("write ").append(v.attribute).append(' ').append(use(v.input(0)));
        }
    }

    /** {@code new double[n][m][]}: the lengths come before the dimensions without any. */
    private static void newArray(String element, Value[] lengths, StringBuilder s) {
        int open = element.indexOf('[');
        s.append("new ").append(open < 0 ? element : element.substring(0, open));
        for (Value n : lengths) {
            s.append('[').append(use(n)).append(']');
        }
        s.append(open < 0 ? "" : element.substring(open));
    }

    /** Returns the name of an elementary function. */
    static String elementary(Value v) {
        return String.valueOf(v.attribute).toLowerCase(Locale.ROOT);
    }

    private static String field(Value v) {
        return use(v.input(0)).concat(".").concat(v.attribute(FieldRef.class).name());
    }

    private static String staticField(Value v) {
        FieldRef f = v.attribute(FieldRef.class);
        return simple(f.owner()).concat(".").concat(f.name());
    }

    private static StringBuilder element(Value v, StringBuilder s) {
        return s.append(use(v.input(0))).append('[').append(use(v.input(1))).append(']');
    }

    private static void call(Value v, StringBuilder s) {
        if (v.attribute instanceof DynamicRef d) {
            arguments("call dynamic ".concat(d.site().invocationName()), v.inputs, 0, s);
            return;
        }
        MethodRef m = v.attribute(MethodRef.class);
        if (m.kind() == MethodRef.Kind.STATIC) {
            arguments("call ".concat(simple(m.owner())).concat(".").concat(m.name()), v.inputs, 0, s);
        } else {
            String special =
                    m.kind() == MethodRef.Kind.SPECIAL ? simple(m.owner()).concat("::") : "";
            arguments(
                    "call ".concat(use(v.input(0))).concat(".").concat(special).concat(m.name()), v.inputs, 1, s);
        }
    }

    private static void words(String name, Value[] inputs, int first, StringBuilder s) {
        s.append(name);
        for (int k = first; k < inputs.length; k++) {
            s.append(' ').append(use(inputs[k]));
        }
    }

    private static void arguments(String name, Value[] inputs, int first, StringBuilder s) {
        s.append(name).append('(');
        for (int k = first; k < inputs.length; k++) {
            s.append(k == first ? "" : ", ").append(use(inputs[k]));
        }
        s.append(')');
    }

    private static void edge(Edge e, StringBuilder s) {
        s.append(e.target);
        if (e.arguments.length > 0) {
            arguments("", e.arguments, 0, s);
        }
    }

    private static void terminator(Terminator t, StringBuilder s) {
        switch (t.kind) {
            case GOTO -> edge(t.edges[0], s.append("goto "));
            case IF -> {
                String second = secondOperand(t);
                s.append("if ")
                        .append(use(t.inputs[0]))
                        .append(' ')
                        .append(relation(t.opcode))
                        .append(' ');
                s.append(second == null ? use(t.inputs[1]) : second);
                edge(t.edges[0], s.append(" then "));
                edge(t.edges[1], s.append(" else "));
            }
            case SWITCH -> {
                s.append("switch ").append(use(t.inputs[0]));
                for (int k = 0; k < t.keys.length; k++) {
                    edge(t.edges[k], s.append(' ').append(t.keys[k]).append(" → "));
                }
                edge(t.edges[t.keys.length], s.append(" else "));
            }
            case RETURN -> {
                s.append("return");
                for (int k = 0; k < t.inputs.length; k++) {
                    s.append(k == 0 ? " " : ", ").append(use(t.inputs[k]));
                }
            }
            case THROW -> s.append("throw ").append(use(t.inputs[0]));
        }
    }

    /** What a condition on one value compares it with, or null for a condition on two. */
    static @Nullable String secondOperand(Terminator t) {
        return t.opcode >= 198 ? "null" : t.opcode < 159 ? "0" : null;
    }

    /** Returns the relation that an opcode of a conditional jump tests, as Java writes it. */
    static String relation(int opcode) {
        return switch (opcode) {
            case 153, 159, 165, 198 -> "==";
            case 154, 160, 166, 199 -> "!=";
            case 155, 161 -> "<";
            case 156, 162 -> ">=";
            case 157, 163 -> ">";
            case 158, 164 -> "<=";
            default -> "?";
        };
    }

    private static final List<String> CONVERSIONS_AND_COMPARISONS = List.of(
            "i2l", "i2f", "i2d", "l2i", "l2f", "l2d", "f2i", "f2l", "f2d", "d2i", "d2l", "d2f", "i2b", "i2c", "i2s",
            "lcmp", "fcmpl", "fcmpg", "dcmpl", "dcmpg");

    private static final List<String> MNEMONICS = mnemonics();

    private static List<String> mnemonics() {
        List<String> names = new ArrayList<>();
        for (String op : new String[] {"add", "sub", "mul", "div", "rem", "neg"}) {
            for (char t : new char[] {'i', 'l', 'f', 'd'}) {
                names.add(t + op);
            }
        }
        for (String op : new String[] {"shl", "shr", "ushr", "and", "or", "xor"}) {
            names.add("i".concat(op));
            names.add("l".concat(op));
        }
        names.add("iinc");
        names.addAll(CONVERSIONS_AND_COMPARISONS);
        return names;
    }

    /** Returns the name of an instruction between iadd (96) and dcmpg (152). */
    static String mnemonic(int opcode) {
        return opcode >= 96 && opcode - 96 < MNEMONICS.size()
                ? MNEMONICS.get(opcode - 96)
                : "opcode".concat(Integer.toString(opcode));
    }
}
