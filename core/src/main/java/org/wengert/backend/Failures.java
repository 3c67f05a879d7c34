package org.wengert.backend;

import org.wengert.tensor.DType;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;

/**
 * The errors of running programs, in the same words from every back end. A step is named as {@link org.wengert.tensor.Program#describe} does: by
 * its op and the types and shapes of its inputs.
 */
public final class Failures {
    private Failures() {}

    /**
     * Returns the error of an index that is not there.
     *
     * @param index the index
     * @param extent how many places there are
     * @param step the step
     * @return the error
     */
    public static IndexOutOfBoundsException index(long index, int extent, String step) {
        String there = extent == 0 ? "none, for the axis is empty" : "indices from " + -extent + " to " + (extent - 1);
        return new IndexOutOfBoundsException("There is no index " + index + " along an axis of extent " + extent
                + ": " + step + " takes " + there + ". Check the indices, or bring them into the range by"
                + " clamping them first.");
    }

    /**
     * Returns the error of a whole number divided by 0.
     *
     * @param step the step
     * @return the error
     */
    public static ArithmeticException divisionByZero(String step) {
        return new ArithmeticException("A whole number is divided by 0 in " + step
                + ". Replace zeros first, or divide real numbers, for example after x.to(FLOAT64).");
    }

    /**
     * Returns the error of an element whose function refuses its arguments: a clamp between bounds of which the lower is greater, an order that is no
     * whole number.
     *
     * @param why what the function says
     * @param step the step
     * @return the error
     */
    public static IllegalArgumentException refused(String why, String step) {
        return new IllegalArgumentException("An element of " + step + " cannot be computed: " + why
                + (why.endsWith(".") ? "" : ".")
                + " The bounds of a clamp must be numbers in ascending order, the order of a function a whole number.");
    }

    /**
     * Returns the error of an extremum of no elements.
     *
     * @param what which extremum
     * @param step the step
     * @return the error
     */
    public static IllegalArgumentException ofNothing(String what, String step) {
        return new IllegalArgumentException("There is no " + what + " of no elements, but an axis is empty in " + step
                + ". Leave this out where there is nothing, or append an element that loses against all others.");
    }

    /**
     * Returns the error of Java code that returned something else than it said.
     *
     * @param returned what it returned
     * @param step the step
     * @param shape the shape that it said
     * @param dtype the type that it said
     * @return the error
     */
    public static IllegalArgumentException call(Storage returned, String step, Shape shape, DType dtype) {
        return new IllegalArgumentException("The Java code of " + step + " was to return " + shape.size()
                + " elements for " + dtype + shape + ", but returned " + returned.size() + " of " + returned.dtype()
                + ". State the shape and the type that it returns.");
    }

    /** Returns the error of a program for which there is no memory, though it is not known for which step. */
    static OutOfMemoryError memory(Program program, OutOfMemoryError cause) {
        int largest = 0;
        for (int i = 0; i < program.size(); i++) {
            if (bytes(program.step(i)) > bytes(program.step(largest))) {
                largest = i;
            }
        }
        OutOfMemoryError error = new OutOfMemoryError("There is no memory for " + program.size()
                + " operations; the largest, " + program.describe(largest) + ", takes " + bytes(program.step(largest))
                + " bytes of the " + Runtime.getRuntime().maxMemory()
                + " that Java may use. Evaluate parts of it, or give Java more memory, for example with -Xmx8g.");
        error.initCause(cause);
        return error;
    }

    private static long bytes(Program.Step step) {
        return (long) step.shape().size() * step.dtype().bytes();
    }
}
