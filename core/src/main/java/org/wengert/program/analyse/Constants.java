package org.wengert.program.analyse;

import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Known;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Twins;

/** Parameters that no derivative is taken with respect to, but that are stored where others are that carry one. */
public final class Constants {
    private Constants() {}

    /** Returns whether a value says that what it is given is a constant: to what is differentiated next it is that itself. */
    public static boolean isConstant(Value v) {
        return v.op == Op.CALL
                && v.attribute instanceof MethodRef m
                && m.name().equals("constant")
                && m.owner().equals("org/wengert/program/runtime/Twins");
    }

    private static MethodRef constant() {
        try {
            return new MethodRef(
                    MethodRef.Kind.STATIC,
                    "org/wengert/program/runtime/Twins",
                    "constant",
                    "(Ljava/lang/Object;)Ljava/lang/Object;",
                    false,
                    Twins.class.getMethod("constant", Object.class));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Returns a function in which such parameters are told to be constants, whose shadows are zeros made on the spot: a row that a function has captured and puts into an
     * array beside active ones.
     *
     * @param f the function
     * @param withRespectTo which parameters the derivative is taken with respect to
     * @param isPrimal whether nothing in the function is a derivative already: derivatives have been looked after when they were made
     * @return {@code f} itself if it has no such parameter
     */
    public static Function detached(Function f, boolean[] withRespectTo, boolean isPrimal) {
        return FoundMemory.prepared(withConstants(f, withRespectTo), withRespectTo, isPrimal);
    }

    private static Function withConstants(Function f, boolean[] withRespectTo) {
        boolean[] is = new boolean[withRespectTo.length];
        boolean any = false;
        for (int i = 0; i < is.length; i++) {
            any |= f.parameters().get(i).type == Type.A && !withRespectTo[i];
        }
        if (!any) {
            return f;
        }
        Activity a = new Activity(f, withRespectTo);
        any = false;
        for (int i = 0; i < is.length; i++) {
            Value p = f.parameters().get(i);
            is[i] = p.type == Type.A && !withRespectTo[i] && a.isActive(p);
            any |= is[i];
        }
        if (!any) {
            return f;
        }
        MethodRef constant = constant();
        Function g = Known.in(Cloner.copyAll(f), f);
        Block entry = g.entry();
        int at = 0;
        for (int i = 0; i < is.length; i++) {
            if (is[i]) {
                Value p = g.parameters().get(i);
                Value c = entry.insert(at++, Op.CALL, Type.A, "Ljava/lang/Object;", constant, g.position, p);
                Value cast = entry.insert(
                        at++,
                        Op.CHECK_CAST,
                        Type.A,
                        p.descriptor,
                        p.descriptor.charAt(0) == 'L'
                                ? p.descriptor.substring(1, p.descriptor.length() - 1)
                                : p.descriptor,
                        g.position,
                        c);
                replace(g, p, cast, c);
            }
        }
        return g;
    }

    private static void replace(Function g, Value p, Value by, Value except) {
        for (Block b : g.blocks) {
            for (Value v : b.body) {
                if (v != except) {
                    replace(v.inputs, p, by);
                }
            }
            replace(b.terminator().inputs, p, by);
            for (Edge e : b.successors()) {
                replace(e.arguments, p, by);
            }
        }
    }

    private static void replace(Value[] inputs, Value p, Value by) {
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] == p) {
                inputs[i] = by;
            }
        }
    }
}
