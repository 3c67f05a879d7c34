package org.wengert.program.lift;

import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Closure;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Value;

/**
 * Streams that are followed are known functions, which no object stands for: such a function may be called and captured, and may be what another one
 * returns. Where the code does more with it, the method is lifted again with the streams of the JDK as they are.
 */
final class Pipelines {
    private static final String RUNTIME = "org/wengert/program/runtime/";
    private static final String[] INTERFACES = {
        RUNTIME.concat("Pipes$Pipe"), RUNTIME.concat("Pipes$Maybe"), RUNTIME.concat("Pipes$Gather")
    };

    private Pipelines() {}

    /** Thrown where a followed stream would have to be an object. */
    @SuppressWarnings("serial") // caught by the lifter, or seen as its superclass
    static final class Escape extends UnsupportedOperationException {
        Escape(Position position, String what) {
            super(Refusal.at(
                            position,
                            what,
                            "Write the stream as one chain from its source to its result, or use a loop over an array or a list.")
                    .getMessage());
        }
    }

    /** As {@link Refusal#through}; an escape goes on to the method that has the stream. */
    static UnsupportedOperationException through(UnsupportedOperationException e, Position call) {
        return e instanceof Escape ? e : Refusal.through(e, call);
    }

    /** Returns whether this is what stands for a stream, for an optional number or for a collector. */
    static boolean isPipeline(Shape s) {
        return s.closure != null && isPipeline(s.closure);
    }

    static boolean isInterface(String internalName) {
        for (String i : INTERFACES) {
            if (i.equals(internalName)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether streams are used in the code of the class, and not made up by it. */
    static boolean isOurs(Class<?> owner) {
        return owner.getPackageName().equals("org.wengert.program.runtime");
    }

    /** Returns whether this is the code of a stream, given what declares it and the erased descriptor of its interface's method. */
    static boolean isRun(Class<?> owner, String descriptor) {
        return isOurs(owner) && descriptor.equals("(Ljava/lang/Object;I)J");
    }

    private static boolean isPipeline(Closure closure) {
        return isInterface(closure.interfaceName());
    }

    private static boolean holdsPipeline(Value v) {
        if (v.op != Op.CLOSURE) {
            return false;
        }
        if (isPipeline(v.attribute(Closure.class))) {
            return true;
        }
        for (Value in : v.inputs) {
            if (holdsPipeline(in)) {
                return true;
            }
        }
        return false;
    }

    /** Refuses a function in which a followed stream would have to be an object. */
    static void check(Function f) {
        for (Block b : f.blocks) {
            for (Value v : b.body) {
                if (v.op != Op.CLOSURE) {
                    check(v.inputs, v.position, v);
                }
            }
            if (b.isTerminated()) {
                check(b.terminator().inputs, b.terminator().position, null);
                for (Edge e : b.successors()) {
                    check(e.arguments, b.terminator().position, null);
                }
            }
        }
    }

    private static void check(Value[] inputs, Position position, @Nullable Value user) {
        for (Value in : inputs) {
            if (holdsPipeline(in)) {
                MethodRef m = user != null && user.attribute instanceof MethodRef r ? r : null;
                throw new Escape(
                        position,
                        m != null
                                ? "A stream reaches the call of "
                                        .concat(m.owner().replace('/', '.'))
                                        .concat(".")
                                        .concat(m.name())
                                        .concat(", through which its elements cannot be followed.")
                                : "A stream is kept, chosen or compared here, so that its elements cannot be followed.");
            }
        }
    }
}
