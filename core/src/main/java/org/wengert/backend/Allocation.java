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
        return of(
                program, place, program.step(place).dtype(), program.step(place).shape());
    }

    /**
     * Returns a storage of zeros that is needed to compute a step.
     *
     * @param program the program
     * @param place the place of the step
     * @param dtype the type of the storage's elements
     * @param shape how many elements there are
     * @return a new storage
     * @throws OutOfMemoryError if there is no memory for it, naming the step
     */
    public static Storage of(Program program, int place, DType dtype, Shape shape) {
        try {
            return Storage.allocate(dtype, shape.size());
        } catch (OutOfMemoryError e) {
            throw new Exhausted(
                    "There is no memory for " + dtype + shape + ", " + (long) shape.size() * dtype.bytes()
                            + " bytes of the " + Runtime.getRuntime().maxMemory() + " that Java may use, to compute "
                            + program.describe(place)
                            + ". Compute it in parts, or give Java more memory, for example with -Xmx8g.",
                    e);
        }
    }

    /** Tells whether an error says already what there was no memory for. */
    static boolean isNamed(OutOfMemoryError error) {
        return error instanceof Exhausted;
    }

    /** No memory for a storage. */
    private static final class Exhausted extends OutOfMemoryError {
        private static final long serialVersionUID = 1;

        Exhausted(String message, OutOfMemoryError cause) {
            super(message);
            initCause(cause);
        }
    }
}
