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

    /**
     * Prepares a graph to be run many times.
     *
     * @param graph a graph whose leaves have been evaluated, cost nothing or are placeholders
     * @return the graph, ready to run; several threads may use it at once
     */
    Prepared prepare(Graph graph);

    /** A graph that is run many times. */
    interface Prepared {
        /**
         * Returns the leaves whose elements are given anew for each run.
         *
         * @return tensors that have been evaluated, and placeholders
         */
        List<Tensor> parameters();

        /**
         * Computes the roots of the graph.
         *
         * @param parameters the elements of each parameter, only to be read
         * @return the elements of each root, in row-major order
         */
        List<Storage> run(List<Storage> parameters);
    }
}
