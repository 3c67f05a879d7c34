package org.wengert.tensor;

import java.util.List;

/** Java code over the elements of evaluated tensors. It must be pure: equal inputs, equal value. */
@FunctionalInterface
public interface ArrayFunction {
    /**
     * Computes the elements of the value.
     *
     * @param inputs the inputs' elements, in row-major order; only to be read
     * @param shapes the inputs' shapes
     * @return the value's elements in row-major order, in a storage that nobody writes to afterwards
     */
    Storage apply(List<Storage> inputs, List<Shape> shapes);
}
