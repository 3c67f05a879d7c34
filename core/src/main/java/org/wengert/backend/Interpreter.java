package org.wengert.backend;

import org.wengert.tensor.Program;

/** Runs programs one step after the other, element by element: the definition of what every op means. */
public final class Interpreter implements Backend {
    @Override
    public String name() {
        return "interpreter";
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public Plan plan(Program program) {
        throw new UnsupportedOperationException("not yet");
    }
}
