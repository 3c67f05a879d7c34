package org.wengert.backend.cpu;

import org.wengert.backend.Backend;
import org.wengert.backend.Plan;
import org.wengert.tensor.Program;

/** Runs programs fused, block by block, with vectors and all processors. */
public final class CpuBackend implements Backend {
    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public int preference() {
        return 10;
    }

    @Override
    public Plan plan(Program program) {
        return Planner.plan(program);
    }
}
