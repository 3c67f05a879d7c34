package org.wengert;

import org.wengert.tensor.Tensor;

/** A function of three tensors to a tensor. */
@FunctionalInterface
public interface TensorField3 extends Function3<Tensor, Tensor, Tensor, Tensor> {}
