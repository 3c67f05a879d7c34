package org.wengert.backend;

import org.wengert.tensor.Program;

/** A way to run programs of tensor operations; found by {@link java.util.ServiceLoader}. The {@link Interpreter} defines what each op means. */
public interface Backend {
    /**
     * Returns the name, for messages.
     *
     * @return a short name
     */
    String name();

    /**
     * Returns how much this back end is to be preferred: of those that can run here, the one with the greatest number is taken.
     *
     * @return the preference, negative if it cannot run here
     */
    int preference();

    /**
     * Prepares a program.
     *
     * @param program the steps
     * @return a plan that may be run many times, and by several threads at once
     */
    Plan plan(Program program);
}
