package org.wengert.tensor;

import java.util.List;

/** What computes cotangents; found by {@link java.util.ServiceLoader}, so that tensors need not know it. */
public interface Backpropagator {
    /**
     * Returns the variables that {@code backward()} adds to.
     *
     * @param output a tensor
     * @return the tensors that require a gradient and on which it depends
     */
    List<Tensor> variables(Tensor output);

    /**
     * Returns cotangents.
     *
     * @param output a tensor
     * @param cotangent its cotangent, of its shape and type
     * @param inputs tensors on which it depends
     * @return the cotangent of each of them
     */
    List<Tensor> vjp(Tensor output, Tensor cotangent, List<Tensor> inputs);
}
