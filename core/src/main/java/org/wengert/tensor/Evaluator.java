package org.wengert.tensor;

import java.util.List;
import java.util.function.UnaryOperator;

/** What computes the values of tensors; found by {@link java.util.ServiceLoader}, so that tensors need not know it. */
public interface Evaluator {
    /**
     * Computes values. It gives them to the tensors by {@link Tensor#settle}.
     *
     * @param roots tensors without values that depend on no placeholder
     */
    void evaluate(List<Tensor> roots);

    /**
     * Prepares a program to be run many times.
     *
     * @param program the steps
     * @return what computes the elements of each result from those of each parameter; several threads may use it at once
     */
    UnaryOperator<List<Storage>> prepare(Program program);
}
