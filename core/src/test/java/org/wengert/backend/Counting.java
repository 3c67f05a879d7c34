package org.wengert.backend;

import java.util.ArrayList;
import java.util.List;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;

/** The interpreter, with a record of what it was given to plan and to run. */
final class Counting implements Backend {
    private final List<Program> planned = new ArrayList<>();
    private final List<Program> run = new ArrayList<>();

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public synchronized Plan plan(Program program) {
        planned.add(program);
        Plan plan = new Interpreter().plan(program);
        return parameters -> {
            synchronized (this) {
                run.add(program);
            }
            return plan.run(parameters);
        };
    }

    synchronized List<Program> planned() {
        return List.copyOf(planned);
    }

    synchronized List<Program> run() {
        return List.copyOf(run);
    }

    /** How many steps of a kind have been run. */
    synchronized int steps(Class<? extends Op> kind) {
        int count = 0;
        for (Program p : run) {
            for (int i = 0; i < p.size(); i++) {
                count += kind.isInstance(p.step(i).op()) ? 1 : 0;
            }
        }
        return count;
    }
}
