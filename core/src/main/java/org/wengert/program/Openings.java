package org.wengert.program;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wengert.program.access.ObjectGraph;
import org.wengert.program.analyse.Activity;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Value;
import org.wengert.program.lift.World;
import org.wengert.program.runtime.UnknownReceiver;

/** Calls whose receivers are not known where the code is read: when to read it again, and what is left open. */
final class Openings {
    private Openings() {}

    /** Repeats a compilation, which returns null when it has found out more, until what is known of the world does not change any more. */
    static <T> T settled(World world, Supplier<@Nullable T> compilation) {
        while (true) {
            world.begin();
            try {
                T done = compilation.get();
                if (done != null && !world.isStale()) {
                    return done;
                }
            } catch (UnsupportedOperationException e) {
                if (!world.isStale()) {
                    throw e;
                }
            }
        }
    }

    /** Adds the classes of the objects that can be reached from captured values, if some call wants to know. */
    static void look(World world, @Nullable Object[] captured) {
        if (world.isOpen() && !world.isStale()) {
            for (Class<?> c : ObjectGraph.classes(captured)) {
                if (!c.isHidden()) {
                    world.add(c);
                }
            }
        }
    }

    /** Returns whether the code can meet a class that it does not know. */
    static boolean isOpen(Function derivative) {
        for (Function f : Cloner.reachable(derivative)) {
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    if (v.op == Op.CALL && v.attribute instanceof MethodRef m && m.isOf(UnknownReceiver.class)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Returns whether running the function twice may be noticed. */
    static boolean hasEffects(Function primal) {
        return new Activity(primal, new boolean[primal.parameters().size()]).hasEffects();
    }
}
