package org.wengert.backend;

import org.wengert.tensor.DType;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;

/** Makes the storages that back ends write to, and says for which op and shape there was no memory. */
public final class Allocation {
    private Allocation() {}

    /**
     * Returns a storage of zeros for the value of a step.
     *
     * @param program the program
     * @param place the place of the step
     * @return a new storage
     * @throws OutOfMemoryError if there is no memory for it, naming the step
     */
    public static Storage of(Program program, int place) {
        Program.Step step = program.step(place);
        try {
            return Storage.allocate(step.dtype(), step.shape().size());
        } catch (OutOfMemoryError e) {
            throw named(program.describe(place), step.shape(), step.dtype(), e);
        }
    }

    private static OutOfMemoryError named(String step, Shape shape, DType dtype, OutOfMemoryError cause) {
        OutOfMemoryError error = new OutOfMemoryError("There is no memory for the value of " + step + ", "
                + dtype + shape + ", which takes " + (long) shape.size() * dtype.bytes()
                + " bytes; the heap holds at most "
                + Runtime.getRuntime().maxMemory()
                + " bytes. Compute it in parts, or start Java with a larger heap, for example with -Xmx8g.");
        error.initCause(cause);
        return error;
    }
}
