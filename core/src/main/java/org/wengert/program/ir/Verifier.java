package org.wengert.program.ir;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a function is well formed: definitions dominate uses, edges pass what their targets expect, types fit,
 * blocks end. For tests, and after each pass when assertions are enabled.
 */
public final class Verifier {
    private final Function f;
    private final String after;
    private final Cfg cfg;
    private final @Nullable Block[] definedIn;
    private final int[] index;

    private Verifier(Function f, String after) {
        this.f = f;
        this.after = after;
        for (Block b : f.blocks) {
            if (!b.isTerminated()) {
                throw fail(b, null, "the block has no end");
            }
        }
        this.cfg = new Cfg(f);
        this.definedIn = new Block[f.valueCount()];
        this.index = new int[f.valueCount()];
    }

    /**
     * Checks a function and those it calls.
     *
     * @param after the pass that made it, for the message
     * @throws AssertionError with the place and the text of the function, if it is not well formed
     */
    public static void checkAll(Function root, String after) {
        for (Function g : Cloner.reachable(root)) {
            check(g, after);
        }
    }

    /**
     * Checks a function. Returns true, so that it can stand in an {@code assert}.
     *
     * @param after the pass that made it, for the message
     * @throws AssertionError with the place and the text of the function, if it is not well formed
     */
    public static boolean check(Function f, String after) {
        new Verifier(f, after).run();
        return true;
    }

    private AssertionError fail(Block b, @Nullable Value v, String what) {
        StringBuilder s = new StringBuilder();
        s.append("After ")
                .append(after)
                .append(", in ")
                .append(f.name)
                .append(", ")
                .append(b);
        if (v != null) {
            s.append(", ").append(Printer.print(v));
        }
        s.append(": ").append(what).append(" (please report)\n");
        return new AssertionError(s.append(Printer.print(f)).toString());
    }

    private void run() {
        if (f.results.size() != f.resultDescriptors.size()) {
            throw fail(f.entry(), null, "there are not as many result types as descriptors");
        }
        for (Block b : f.blocks) {
            if (b.function() != f) {
                throw fail(b, null, "the block belongs to another function");
            }
            for (int k = 0; k < b.parameters.size(); k++) {
                Value p = b.parameters.get(k);
                if (p.op != Op.PARAMETER) {
                    throw fail(b, p, "a parameter must have the op PARAMETER");
                }
                define(b, p, -1);
            }
            for (int k = 0; k < b.body.size(); k++) {
                Value v = b.body.get(k);
                if (v.op == Op.PARAMETER) {
                    throw fail(b, v, "a parameter among the values");
                }
                define(b, v, k);
            }
        }
        for (Block b : cfg.reversePostorder) {
            if (!f.blocks.contains(b)) {
                throw fail(b, null, "the block can be reached but is not in the list");
            }
            for (int k = 0; k < b.body.size(); k++) {
                Value v = b.body.get(k);
                for (Value in : v.inputs) {
                    use(b, k, in, v);
                }
                shape(b, k, v);
            }
            end(b);
        }
    }

    private void define(Block b, Value v, int k) {
        if (v.id >= definedIn.length) {
            throw fail(b, v, "the value belongs to another function");
        }
        if (definedIn[v.id] != null) {
            throw fail(b, v, "the value is defined twice");
        }
        if (v.block() != b) {
            throw fail(b, v, "the value thinks it is in ".concat(v.block().toString()));
        }
        if (v.type != Type.of(v.descriptor)) {
            throw fail(
                    b,
                    v,
                    "the type ".concat(v.type.name()).concat(" is not that of ").concat(v.descriptor));
        }
        definedIn[v.id] = b;
        index[v.id] = k;
    }

    private void use(Block b, int at, Value v, @Nullable Value user) {
        Block d = v.id < definedIn.length ? definedIn[v.id] : null;
        if (d == null || v.block() != d) {
            throw fail(b, user, v.toString().concat(" is defined nowhere"));
        }
        boolean defined = d == b ? index[v.id] < at : cfg.isReachable(d) && cfg.dominates(d, b);
        if (!defined) {
            throw fail(b, user, v.toString().concat(" is not defined on every path to here"));
        }
        if (v.type == Type.VOID) {
            throw fail(b, user, v.toString().concat(" has no value"));
        }
        Edge handler = d == b ? null : d.handler();
        if (handler != null && index[v.id] == d.body.size() - 1 && cfg.dominates(handler.target, b)) {
            throw fail(b, user, v.toString().concat(" has no value where its exception arrives"));
        }
    }

    private void expect(Block b, @Nullable Value v, boolean holds, String what) {
        if (!holds) {
            throw fail(b, v, what);
        }
    }

    private void inputs(Block b, Value v, Type... types) {
        expect(
                b,
                v,
                v.inputs.length == types.length,
                "the number of inputs must be ".concat(Integer.toString(types.length)));
        for (int k = 0; k < types.length; k++) {
            expect(
                    b,
                    v,
                    v.inputs[k].type == types[k],
                    v.inputs[k].toString().concat(" must be of type ").concat(types[k].name()));
        }
    }

    private static Type element(Value v) {
        return Type.of(v.attribute(String.class));
    }

    private void shape(Block b, int k, Value v) {
        switch (v.op) {
            case PARAMETER, CONSTANT, ZERO, GET_STATIC, READ -> inputs(b, v);
            case UNARY -> inputs(b, v, v.type);
            case BINARY -> inputs(b, v, v.type, v.type);
            case TERNARY -> inputs(b, v, Type.D, Type.D, Type.D);
            case INTEGER -> {
                int opcode = v.attribute(Integer.class);
                if (opcode == 116 || opcode == 117) {
                    inputs(b, v, v.type);
                } else if (opcode >= 120 && opcode <= 125) {
                    inputs(b, v, v.type, Type.I);
                } else {
                    inputs(b, v, v.type, v.type);
                }
                expect(b, v, v.type == ((opcode & 1) == 0 ? Type.I : Type.J), "the opcode is of another type");
            }
            case COMPARE -> {
                int opcode = v.attribute(Integer.class);
                Type t = opcode == 148 ? Type.J : opcode <= 150 ? Type.F : Type.D;
                inputs(b, v, t, t);
                expect(b, v, v.type == Type.I, "a comparison is an int");
            }
            case CONVERT -> {
                String name = Printer.mnemonic(v.attribute(Integer.class));
                inputs(b, v, typeOf(name.charAt(0)));
                expect(b, v, v.type == typeOf(name.charAt(2)), "the opcode is of another type");
            }
            case ARRAY_LOAD -> {
                inputs(b, v, Type.A, Type.I);
                expect(b, v, v.type == element(v), "the element is of another type");
            }
            case ARRAY_STORE -> inputs(b, v, Type.A, Type.I, element(v));
            case ACCUMULATE -> {
                expect(b, v, element(v).isReal(), "only real numbers are accumulated");
                inputs(b, v, Type.A, Type.I, element(v));
            }
            case ARRAY_LENGTH, INSTANCE_OF -> {
                inputs(b, v, Type.A);
                expect(b, v, v.type == Type.I, "the result is an int");
            }
            case CLONE, CHECK_CAST -> inputs(b, v, Type.A);
            case NEW_ARRAY -> inputs(b, v, Type.I);
            case NEW_MULTI_ARRAY -> {
                Type[] lengths = new Type[v.inputs.length];
                Arrays.fill(lengths, Type.I);
                inputs(b, v, lengths);
            }
            case GET_FIELD -> inputs(b, v, Type.A);
            case PUT_FIELD, INIT_FIELD ->
                inputs(b, v, Type.A, Type.of(v.attribute(FieldRef.class).descriptor()));
            case PUT_STATIC -> inputs(b, v, Type.of(v.attribute(FieldRef.class).descriptor()));
            case NEW -> inputs(b, v, types(v.attribute(MethodRef.class).descriptor(), false));
            case CALL -> {
                if (v.attribute instanceof MethodRef m) {
                    inputs(b, v, types(m.descriptor(), m.kind() != MethodRef.Kind.STATIC));
                } else {
                    inputs(
                            b,
                            v,
                            types(
                                    v.attribute(DynamicRef.class)
                                            .site()
                                            .invocationType()
                                            .descriptorString(),
                                    false));
                }
            }
            case INVOKE -> {
                Function g = v.attribute(Function.class);
                List<Value> parameters = g.parameters();
                Type[] types = new Type[parameters.size()];
                for (int p = 0; p < types.length; p++) {
                    types[p] = parameters.get(p).type;
                }
                inputs(b, v, types);
                Type result = g.results.isEmpty() ? Type.VOID : g.results.get(0);
                expect(b, v, v.type == result, "the function called returns another type");
            }
            case RESULT -> {
                expect(b, v, v.inputs.length == 1 && v.input(0).op == Op.INVOKE, "a result is of an INVOKE");
                Function g = v.input(0).attribute(Function.class);
                int which = v.attribute(Integer.class);
                expect(b, v, which >= 1 && which < g.results.size(), "the function called has no such result");
                expect(b, v, v.type == g.results.get(which), "the function called returns another type");
                expect(b, v, isFresh(b, k, v.input(0)), "another call may have overwritten this result");
            }
            case CLOSURE -> {
                List<Value> parameters = v.attribute(Closure.class).function().parameters();
                expect(b, v, captured(v) <= parameters.size(), "there are more captured values than parameters");
            }
            case PUSH -> inputs(b, v, v.attribute(StackEntry.class).stack.type);
            case POP -> {
                inputs(b, v);
                expect(b, v, v.type == v.attribute(StackEntry.class).stack.type, "the stack is of another type");
            }
            case WRITE -> inputs(b, v, v.attribute(Variable.class).type);
        }
    }

    /** Returns how many values are passed for what a known function has captured: for a known function among it, what that has captured. */
    private static int captured(Value closure) {
        int n = 0;
        for (Value in : closure.inputs) {
            n += in.op == Op.CLOSURE ? captured(in) : 1;
        }
        return n;
    }

    /** Returns whether nothing is called between an INVOKE and the reading of another of its results. */
    private boolean isFresh(Block b, int k, Value invoke) {
        for (int i = k - 1; i >= 0; i--) {
            Value before = b.body.get(i);
            if (before == invoke) {
                return true;
            }
            if (before.op == Op.INVOKE) {
                return false;
            }
        }
        // At the beginning of the block that follows one which the INVOKE ends, because it may throw into a handler.
        List<Block> predecessors = cfg.predecessors(b);
        return predecessors.size() == 1
                && isFresh(predecessors.get(0), predecessors.get(0).body.size(), invoke);
    }

    private static Type typeOf(char mnemonicLetter) {
        return switch (mnemonicLetter) {
            case 'l' -> Type.J;
            case 'f' -> Type.F;
            case 'd' -> Type.D;
            default -> Type.I;
        };
    }

    private static Type[] types(String methodDescriptor, boolean hasReceiver) {
        Type[] types = new Type[256];
        int n = 0;
        if (hasReceiver) {
            types[n++] = Type.A;
        }
        int k = 1;
        while (methodDescriptor.charAt(k) != ')') {
            types[n++] = Type.of(methodDescriptor.substring(k));
            while (methodDescriptor.charAt(k) == '[') {
                k++;
            }
            k = methodDescriptor.charAt(k) == 'L' ? methodDescriptor.indexOf(';', k) + 1 : k + 1;
        }
        return Arrays.copyOf(types, n);
    }

    private void end(Block b) {
        Terminator t = b.terminator();
        int last = b.body.size();
        for (Value in : t.inputs) {
            use(b, last, in, null);
        }
        switch (t.kind) {
            case GOTO ->
                expect(b, null, t.edges.length == 1 && t.inputs.length == 0, "a GOTO has one edge and no input");
            case IF -> {
                boolean isReference = t.opcode >= 165;
                boolean isPair = t.opcode >= 159 && t.opcode < 198;
                expect(b, null, t.edges.length == 2, "an IF has two edges");
                expect(b, null, t.inputs.length == (isPair ? 2 : 1), "the condition has another number of inputs");
                expect(b, null, !Printer.relation(t.opcode).equals("?"), "the opcode is no condition");
                for (Value in : t.inputs) {
                    expect(
                            b,
                            null,
                            in.type == (isReference ? Type.A : Type.I),
                            in.toString().concat(" has another type than the condition"));
                }
            }
            case SWITCH -> {
                expect(b, null, t.inputs.length == 1 && t.inputs[0].type == Type.I, "a SWITCH is over one int");
                expect(b, null, t.edges.length == t.keys.length + 1, "a SWITCH has an edge for each key and one more");
                for (int k = 1; k < t.keys.length; k++) {
                    expect(b, null, t.keys[k - 1] < t.keys[k], "the keys do not ascend");
                }
            }
            case RETURN -> {
                expect(b, null, t.inputs.length == f.results.size(), "the function has another number of results");
                for (int k = 0; k < t.inputs.length; k++) {
                    expect(
                            b,
                            null,
                            t.inputs[k].type == f.results.get(k),
                            t.inputs[k].toString().concat(" has another type than the result"));
                }
            }
            case THROW ->
                expect(b, null, t.inputs.length == 1 && t.inputs[0].type == Type.A, "a THROW is of one reference");
        }
        for (Edge e : t.edges) {
            edge(b, e, 0, last);
        }
        Edge handler = b.handler();
        if (handler != null) {
            expect(b, null, !b.body.isEmpty(), "there is a handler but nothing that throws");
            int thrower = last - 1;
            while (thrower > 0 && b.body.get(thrower).op == Op.RESULT) {
                thrower--;
            }
            edge(b, handler, 1, thrower);
            expect(
                    b,
                    null,
                    handler.target.parameters.get(0).type == Type.A,
                    "a handler's first parameter is the exception");
        }
    }

    private void edge(Block b, Edge e, int shift, int at) {
        List<Value> parameters = e.target.parameters;
        expect(b, null, e.target != f.entry(), "an edge leads to the entry");
        expect(
                b,
                null,
                parameters.size() == e.arguments.length + shift,
                "the edge to "
                        .concat(e.target.toString())
                        .concat(" has another number of arguments than that has parameters"));
        for (int k = 0; k < e.arguments.length; k++) {
            use(b, at, e.arguments[k], null);
            expect(
                    b,
                    null,
                    e.arguments[k].type == parameters.get(k + shift).type,
                    e.arguments[k]
                            .toString()
                            .concat(" has another type than its parameter of ")
                            .concat(e.target.toString()));
        }
    }
}
