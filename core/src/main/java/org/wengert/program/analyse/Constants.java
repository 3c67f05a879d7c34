package org.wengert.program.analyse;

import java.util.Map;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Known;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Uses;
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
                && m.isOf(Twins.class);
    }

    /**
     * Returns a function in which such parameters are told to be constants, whose shadows are zeros made on the spot: a row that a function has captured and puts into an
     * array beside active ones.
     *
     * @return {@code before} itself if it has no such parameter
     */
    static Prepared detached(Prepared before) {
        Function f = before.function;
        boolean[] is = new boolean[before.withRespectTo.length];
        boolean any = false;
        for (int i = 0; i < is.length; i++) {
            Value p = f.parameters().get(i);
            is[i] = p.type == Type.A && !before.withRespectTo[i] && before.activity.isActive(p);
            any |= is[i];
        }
        if (!any) {
            return before;
        }
        MethodRef constant = MethodRef.of(Twins.class, "constant", Object.class);
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
                Uses.replace(g, Map.of(p, cast), v -> v != c);
            }
        }
        return before.with(g);
    }
}
