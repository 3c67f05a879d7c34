package org.wengert.program.interpret;

import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Edge;
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
