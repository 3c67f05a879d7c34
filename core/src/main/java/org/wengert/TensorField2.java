package org.wengert;

import java.util.function.BinaryOperator;
import org.wengert.tensor.Tensor;

/** A function of two tensors to a tensor. */
@FunctionalInterface
public interface TensorField2 extends BinaryOperator<Tensor> {}
