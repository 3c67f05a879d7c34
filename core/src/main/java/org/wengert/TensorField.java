package org.wengert;

import java.util.function.UnaryOperator;
import org.wengert.tensor.Tensor;

/** A function of a tensor to a tensor. */
@FunctionalInterface
public interface TensorField extends UnaryOperator<Tensor> {}
