package org.wengert.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.wengert.backend.Interpreter;
import org.wengert.backend.Plan;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;
import org.wengert.tensor.Storage;

/** A step as the interpreter does it. */
final class Interpreted implements Unit {
    private final Plan plan;
    private final int[] buffers;
    private final int[] sizes;
    private final int to;

    Interpreted(Program program, Value v) {
        Program.Step step = program.step(v.place);
        List<Program.Step> steps = new ArrayList<>();
        int n = step.inputs().length();
        for (int k = 0; k < n; k++) {
            Program.Step x = program.step(step.input(k));
            steps.add(new Program.Step(new Op.Placeholder(k), Indices.of(), x.shape(), x.dtype()));
        }
        steps.add(new Program.Step(step.op(), Indices.range(n), step.shape(), step.dtype()));
        this.plan = new Interpreter().plan(new Program(steps, new int[] {n}, n));
        this.buffers =
                v.inputs.stream().mapToInt(x -> ((Value) x.source()).buffer).toArray();
        this.sizes = v.inputs.stream().mapToInt(View::size).toArray();
        this.to = v.buffer;
    }

    @Override
    public void run(Frame frame) {
        List<Storage> inputs = new ArrayList<>(buffers.length);
        for (int k = 0; k < buffers.length; k++) {
            inputs.add(exact(frame.arrays[buffers[k]], sizes[k]));
        }
        Storage value = plan.run(inputs).getFirst();
        System.arraycopy(CpuPlan.array(value), 0, frame.arrays[to], 0, value.size());
    }

    /** A storage of so many elements; buffers may have more. */
    static Storage exact(Object array, int size) {
        Storage all = CpuPlan.storage(array);
        if (all.size() == size) {
            return all;
        }
        Storage part = Storage.allocate(all.dtype(), size);
        System.arraycopy(array, 0, CpuPlan.array(part), 0, size);
        return part;
    }
}
