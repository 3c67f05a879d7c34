package org.wengert.program.ir;

import org.wengert.rule.Binary;
import org.wengert.rule.Unary;

/** Writes functions by hand, a line for each value, at a current block. */
public final class Build {
    public final Function f;
    public Block at;
    private Position position = new Position("user.Sample", "value", "Sample.java", 1, null);

    public Build(String name) {
        f = new Function(name, new Position("user.Sample", name, "Sample.java", 1, null));
        at = f.addBlock();
    }

    public Build result(String descriptor) {
        f.addResult(Type.of(descriptor), descriptor);
        return this;
    }

    public Value param(String descriptor) {
        return f.entry().addParameter(Type.of(descriptor), descriptor, position);
    }

    public Build line(int line) {
        position = new Position("user.Sample", "value", "Sample.java", line, null);
        return this;
    }

    public Build position(Position p) {
        position = p;
        return this;
    }

    public Block block() {
        return f.addBlock();
    }

    public Build go(Block b) {
        at = b;
        return this;
    }

    public Value phi(Block b, String descriptor) {
        return b.addParameter(Type.of(descriptor), descriptor, position);
    }

    public Value op(Op op, String descriptor, Object attribute, Value... in) {
        return at.append(op, Type.of(descriptor), descriptor, attribute, position, in);
    }

    public Value real(double d) {
        return op(Op.CONSTANT, "D", d);
    }

    public Value number(int k) {
        return op(Op.CONSTANT, "I", k);
    }

    public Value add(Value x, Value y) {
        return op(Op.BINARY, x.descriptor, Binary.ADD, x, y);
    }

    public Value sub(Value x, Value y) {
        return op(Op.BINARY, x.descriptor, Binary.SUB, x, y);
    }

    public Value mul(Value x, Value y) {
        return op(Op.BINARY, x.descriptor, Binary.MUL, x, y);
    }

    public Value div(Value x, Value y) {
        return op(Op.BINARY, x.descriptor, Binary.DIV, x, y);
    }

    public Value un(Unary u, Value x) {
        return op(Op.UNARY, x.descriptor, u, x);
    }

    public Value iadd(Value x, Value y) {
        return op(Op.INTEGER, "I", 96, x, y);
    }

    public Value integer(int opcode, Value... in) {
        return op(Op.INTEGER, in[0].descriptor, opcode, in);
    }

    public Value load(String element, Value array, Value index) {
        return op(Op.ARRAY_LOAD, element, element, array, index);
    }

    public void store(String element, Value array, Value index, Value x) {
        op(Op.ARRAY_STORE, "V", element, array, index, x);
    }

    public Value length(Value array) {
        return op(Op.ARRAY_LENGTH, "I", null, array);
    }

    public Value invoke(Function g, Value... in) {
        return op(Op.INVOKE, g.results.isEmpty() ? "V" : g.resultDescriptors.get(0), g, in);
    }

    public Value other(Value invoke, int k) {
        Function g = invoke.attribute(Function.class);
        return op(Op.RESULT, g.resultDescriptors.get(k), k, invoke);
    }

    public void push(StackEntry s, Value x) {
        op(Op.PUSH, "V", s, x);
    }

    public Value pop(StackEntry s) {
        return op(Op.POP, s.stack.type.descriptor(), s);
    }

    public void ret(Value... results) {
        at.terminate(Terminator.result(results, position));
    }

    public void jump(Block to, Value... in) {
        at.terminate(Terminator.jump(new Edge(to, in), position));
    }

    public void branch(int opcode, Value[] in, Edge yes, Edge no) {
        at.terminate(Terminator.branch(opcode, in, yes, no, position));
    }

    public static Edge to(Block b, Value... in) {
        return new Edge(b, in);
    }

    public static Value[] these(Value... in) {
        return in;
    }
}
