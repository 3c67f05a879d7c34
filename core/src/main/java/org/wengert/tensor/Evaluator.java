package org.wengert.tensor;

import java.util.List;

/** What computes the values of tensors; found by {@link java.util.ServiceLoader}, so that tensors need not know it. */
public interface Evaluator {
    /**
     * Computes values. It gives them to the tensors by {@link Tensor#settle}.
     *
     * @param roots tensors without values that depend on no placeholder
     */
    void evaluate(List<Tensor> roots);
}
