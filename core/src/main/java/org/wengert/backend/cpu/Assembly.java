package org.wengert.backend.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;

/** Makes a plan of stages: gives values buffers, of which one serves several values that are not needed at the same time, and writes the units. */
final class Assembly {
    /**
     * An array that the plan owns.
     *
     * @param buffer its number
     * @param dtype the type of its elements
     * @param size how many there are
     */
    record Room(int buffer, DType dtype, int size) {}

    private final Program program;
    private final List<Stage> stages;
    private final List<Value> results;
    private final int[] parameterBuffers;
    private final List<Value> computedResults = new ArrayList<>();
    private final List<Room> rooms = new ArrayList<>();
    private final List<Room> free = new ArrayList<>();
    private final BitSet codes = new BitSet();
    private int buffers;

    Assembly(Program program, List<Value> parameters, List<Stage> stages, List<Value> results) {
        this.program = program;
        this.stages = stages;
        this.results = results;
        this.parameterBuffers = new int[program.parameters()];
        Arrays.fill(parameterBuffers, -1);
        for (Value v : parameters) {
            v.buffer = buffers++;
            parameterBuffers[((Op.Placeholder) v.op).index()] = v.buffer;
        }
    }

    CpuPlan plan() {
        List<Unit> units = new ArrayList<>();
        List<List<Value>> dying = new ArrayList<>();
        stages.forEach(_ -> dying.add(new ArrayList<>()));
        for (Stage stage : stages) {
            for (Value v : stage.values) {
                if (!v.isStored) {
                    continue;
                }
                if (v.isResult) {
                    v.buffer = buffers++;
                    computedResults.add(v);
                } else {
                    v.buffer = allocate(v.dtype, v.shape.size());
                    dying.get(Math.max(v.lastUse, stage.time)).add(v);
                }
            }
            List<Integer> partials = new ArrayList<>();
            if (stage.isGroup()) {
                units.add(new GroupWriter(
                                stage,
                                (dtype, size) -> {
                                    int buffer = allocate(dtype, size);
                                    partials.add(buffer);
                                    return buffer;
                                },
                                codes)
                        .write());
            } else {
                Value v = stage.values.getFirst();
                if (v.shape.size() > 0 || v.isResult) {
                    units.add(Kernels.unit(program, v, codes));
                }
            }
            partials.forEach(this::release);
            dying.get(stage.time).forEach(v -> release(v.buffer));
        }
        return new CpuPlan(program, parameterBuffers, computedResults, results, units, rooms, buffers, codes);
    }

    /** The smallest free room that is large enough and not much too large, or a new one. */
    private int allocate(DType dtype, int size) {
        Room best = null;
        for (Room room : free) {
            if (room.dtype == dtype
                    && room.size >= size
                    && room.size <= 4L * size
                    && (best == null || room.size < best.size)) {
                best = room;
            }
        }
        if (best != null) {
            free.remove(best);
            return best.buffer;
        }
        rooms.add(new Room(buffers, dtype, size));
        return buffers++;
    }

    private void release(int buffer) {
        for (Room room : rooms) {
            if (room.buffer == buffer) {
                free.add(room);
            }
        }
    }
}
