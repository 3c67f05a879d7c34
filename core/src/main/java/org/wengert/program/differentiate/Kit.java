package org.wengert.program.differentiate;

import org.wengert.program.ir.Block;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.rule.Binary;

/** Small functions that derivatives call, in the intermediate representation so that they can be differentiated too. */
public final class Kit {
    private static final Function DOT = makeDot();
    private static final Function CLEAR = makeClear();
    private static final Function ADD_SCALED = makeAddScaled("D");
    private static final Function ADD_SCALED_FLOAT = makeAddScaled("F");

    private Kit() {}

    /** Returns {@code (a: double[], b: double[]) → Σ aᵢ·bᵢ}. */
    public static Function dot() {
        return DOT;
    }

    /** Returns {@code (a: double[]) → a := 0}. */
    public static Function clear() {
        return CLEAR;
    }

    /** Returns {@code (c: double, a: E[], b: E[]) → b += c·a} for arrays of double or float. */
    public static Function addScaled(String element) {
        return element.equals("F") ? ADD_SCALED_FLOAT : ADD_SCALED;
    }

    /** A counted loop over the length of an array, built by hand. */
    private abstract static class Loop {
        final Block body;
        final Value i;
        final Value carried;

        Loop(Function f, Value array) {
            Position none = Position.NONE;
            Block entry = f.entry();
            Block header = f.addBlock();
            body = f.addBlock();
            Block end = f.addBlock();
            Value length = entry.append(Op.ARRAY_LENGTH, Type.I, "I", null, none, array);
            Value zero = entry.append(Op.CONSTANT, Type.I, "I", 0, none);
            Value start = entry.append(Op.CONSTANT, Type.D, "D", 0.0, none);
            entry.terminate(Terminator.jump(new Edge(header, zero, start), none));
            i = header.addParameter(Type.I, "I", none);
            carried = header.addParameter(Type.D, "D", none);
            header.terminate(Terminator.branch(0xa2, new Value[] {i, length}, new Edge(end), new Edge(body), none));
            Value next = body();
            Value one = body.append(Op.CONSTANT, Type.I, "I", 1, none);
            Value more = body.append(Op.INTEGER, Type.I, "I", 0x60, none, i, one);
            body.terminate(Terminator.jump(new Edge(header, more, next), none));
            end.terminate(Terminator.result(f.results.isEmpty() ? new Value[0] : new Value[] {carried}, none));
        }

        abstract Value body();

        Value load(Value array, String element) {
            Value v = body.append(Op.ARRAY_LOAD, Type.of(element), element, element, Position.NONE, array, i);
            return element.equals("F") ? body.append(Op.CONVERT, Type.D, "D", 0x8d, Position.NONE, v) : v;
        }

        Value binary(Binary op, Value a, Value b) {
            return body.append(Op.BINARY, Type.D, "D", op, Position.NONE, a, b);
        }
    }

    private static Function makeDot() {
        Function f = new Function("dot", Position.NONE);
        f.addResult(Type.D, "D");
        Block entry = f.addBlock();
        Value a = entry.addParameter(Type.A, "[D", Position.NONE);
        Value b = entry.addParameter(Type.A, "[D", Position.NONE);
        new Loop(f, a) {
            @Override
            Value body() {
                return binary(Binary.ADD, carried, binary(Binary.MUL, load(a, "D"), load(b, "D")));
            }
        };
        return f;
    }

    private static Function makeClear() {
        Function f = new Function("clear", Position.NONE);
        Value a = f.addBlock().addParameter(Type.A, "[D", Position.NONE);
        new Loop(f, a) {
            @Override
            Value body() {
                Value zero = body.append(Op.CONSTANT, Type.D, "D", 0.0, Position.NONE);
                body.append(Op.ARRAY_STORE, Type.VOID, "V", "D", Position.NONE, a, i, zero);
                return carried;
            }
        };
        return f;
    }

    private static Function makeAddScaled(String element) {
        Function f = new Function("addScaled", Position.NONE);
        Block entry = f.addBlock();
        Value c = entry.addParameter(Type.D, "D", Position.NONE);
        Value a = entry.addParameter(Type.A, "[".concat(element), Position.NONE);
        Value b = entry.addParameter(Type.A, "[".concat(element), Position.NONE);
        new Loop(f, a) {
            @Override
            Value body() {
                Value v = binary(Binary.MUL, c, load(a, element));
                if (element.equals("F")) {
                    v = body.append(Op.CONVERT, Type.F, "F", 0x90, Position.NONE, v);
                }
                body.append(Op.ACCUMULATE, Type.VOID, "V", element, Position.NONE, b, i, v);
                return carried;
            }
        };
        return f;
    }
}
