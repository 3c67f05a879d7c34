package org.wengert.program.ir;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts values in place of others, wherever these are used. */
public final class Uses {
    private Uses() {}

    /**
     * Replaces values in a whole function.
     *
     * @param f the function
     * @param by what is used instead of each value; where that is itself replaced, what is used instead of it
     */
    public static void replace(Function f, Map<Value, Value> by) {
        replace(f, by, null);
    }

    /**
     * Replaces values in the inputs of some values, and wherever blocks end.
     *
     * @param f the function
     * @param by what is used instead of each value
     * @param in whose inputs; null for all
     */
    public static void replace(Function f, Map<Value, Value> by, @Nullable Predicate<Value> in) {
        if (by.isEmpty()) {
            return;
        }
        for (Block b : f.blocks) {
            for (Value v : b.body) {
                if (in == null || in.test(v)) {
                    replace(v.inputs, by);
                }
            }
            if (b.isTerminated()) {
                replace(b.terminator().inputs, by);
            }
            for (Edge e : b.successors()) {
                replace(e.arguments, by);
            }
        }
    }

    static void replace(Value[] values, Map<Value, Value> by) {
        if (by.isEmpty()) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            Value v = values[i];
            Value next;
            while ((next = by.get(v)) != null) {
                v = next;
            }
            values[i] = v;
        }
    }
}
