package org.wengert.program.interpret;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Value;

/**
 * Watches an {@link Interpreter} at work. Calls come in the order of execution; every {@link #entered} has its {@link #left}.
 */
public interface Listener {
    /**
     * A function begins.
     *
     * @param function which
     * @param call the value that calls it, of the frame that waits, or null for the outermost
     * @param closure the function value that is called, or null if {@code call} names the function itself
     */
    default void entered(Function function, @Nullable Value call, @Nullable Object closure) {}

    /**
     * A value of the current frame has been computed; of a call that entered a function: after that function has been left.
     *
     * @param value which
     * @param inputs what it was computed from, boxed ({@code Integer} for everything that the JVM computes as int)
     * @param result the result, boxed; null for a null reference and where there is none
     */
    void executed(Value value, @Nullable Object[] inputs, @Nullable Object result);

    /**
     * Returns whether {@linkplain Function#isSummary summaries} of constructors are to be executed: what a constructor
     * does, a second time, on a copy of the fields that it sets. Without, a constructor is one value, {@code NEW}.
     */
    default boolean wantsSummaries() {
        return false;
    }

    /**
     * The summary of a constructor has been executed.
     *
     * @param call the value that has called it
     * @param object the object, as the constructor itself has left it
     * @param fields what the summary has put into each field that it has set
     */
    default void constructed(Value call, Object object, Map<FieldRef, @Nullable Object> fields) {}

    /**
     * Control moves along an edge; the target's parameters take the edge's arguments, all at once.
     *
     * @param edge which
     * @param isHandler whether the target's first parameter is an exception, for which the edge has no argument
     */
    default void moved(Edge edge, boolean isHandler) {}

    /**
     * The current function ends.
     *
     * @param end its return, or null if an exception leaves it
     */
    default void left(@Nullable Terminator end) {}
}
