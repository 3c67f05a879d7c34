package org.wengert.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A graph without its tensors: the steps of a computation from parameters to results, each after what it needs. Programs are equal if
 * they compute the same in the same way, so a plan made for one serves all. Immutable.
 */
public final class Program {
    /**
     * One node.
     *
     * @param op what it does; a {@link Op.Placeholder} stands for a parameter
     * @param inputs the places of its inputs, all before its own
     * @param shape its shape
     * @param dtype its type
     */
    public record Step(Op op, Indices inputs, Shape shape, DType dtype) {
        /**
         * Returns the place of an input.
         *
         * @param i which input
         * @return the place of that step
         */
        public int input(int i) {
            return inputs.get(i);
        }
    }

    private final Step[] steps;
    private final int[] roots;
    private final int parameters;
    private final int hash;

    /**
     * Makes a program.
     *
     * @param steps the steps, each after its inputs
     * @param roots the places of the results
     * @param parameters how many parameters there are; each step with a {@link Op.Placeholder} stands for one of them
     */
    public Program(List<Step> steps, int[] roots, int parameters) {
        this.steps = steps.toArray(Step[]::new);
        this.roots = roots.clone();
        this.parameters = parameters;
        int h = Arrays.hashCode(roots) * 31 + parameters;
        for (Step s : this.steps) {
            h = h * 31 + s.hashCode();
        }
        this.hash = h;
    }

    /** A graph as a program, and the tensors that are its parameters. */
    public static final class Extract {
        private final Program program;
        private final List<Tensor> parameters;
        private final int[] places;

        private Extract(Program program, List<Tensor> parameters, int[] places) {
            this.program = program;
            this.parameters = parameters;
            this.places = places;
        }

        /**
         * Returns the program.
         *
         * @return the steps
         */
        public Program program() {
            return program;
        }

        /**
         * Returns the tensors whose elements the program takes.
         *
         * @return a tensor for each parameter
         */
        public List<Tensor> parameters() {
            return parameters;
        }

        /**
         * Returns the step that computes a node: nodes that compute the same have the same step.
         *
         * @param node the place of the node in the graph
         * @return the place of its step in the program
         */
        public int place(int node) {
            return places[node];
        }
    }

    /**
     * Returns a graph as a program in which nothing is computed twice. What differs for derivatives only ({@link Op.Variable}, {@link Op.StopGradient},
     * {@link Op.Ruled}) is gone.
     *
     * @param graph the graph
     * @param results the places of the nodes that are wanted
     * @return the program and its parameters
     */
    public static Extract of(Graph graph, int[] results) {
        int n = graph.size();
        int[] places = new int[n];
        List<Step> steps = new ArrayList<>(n);
        Map<Step, Integer> known = HashMap.newHashMap(n);
        List<Tensor> parameters = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Tensor t = graph.node(i);
            int[] in = graph.inputs(i);
            boolean isParameter = in.length == 0 && (t.isEvaluated() || t.op() instanceof Op.Placeholder);
            if (!isParameter
                    && (t.op() instanceof Op.Variable
                            || t.op() instanceof Op.StopGradient
                            || t.op() instanceof Op.Ruled)) {
                places[i] = places[in[0]];
                continue;
            }
            Step step;
            if (isParameter) {
                step = new Step(new Op.Placeholder(parameters.size()), Indices.of(), t.shape(), t.dtype());
                parameters.add(t);
            } else {
                int[] mapped = new int[in.length];
                for (int k = 0; k < in.length; k++) {
                    mapped[k] = places[in[k]];
                }
                step = new Step(t.op(), Indices.of(mapped), t.shape(), t.dtype());
            }
            Integer place = known.putIfAbsent(step, steps.size());
            if (place == null) {
                places[i] = steps.size();
                steps.add(step);
            } else {
                places[i] = place;
            }
        }
        int[] roots = new int[results.length];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = places[results[i]];
        }
        return new Extract(new Program(steps, roots, parameters.size()), parameters, places);
    }

    /**
     * Returns this program ready to run, by the best way there is.
     *
     * @return what computes the elements of each result from those of each parameter, which are only to be read; several threads may use it
     *     at once
     */
    public UnaryOperator<List<Storage>> prepare() {
        return Tensor.Service.EVALUATOR.prepare(this);
    }

    /**
     * Returns the number of steps.
     *
     * @return how many there are
     */
    public int size() {
        return steps.length;
    }

    /**
     * Returns a step.
     *
     * @param i its place, from 0
     * @return the step
     */
    public Step step(int i) {
        return steps[i];
    }

    /**
     * Returns a step in words, such as {@code ADD(float64[2, 3], float64[2, 3])}, for messages.
     *
     * @param i its place, from 0
     * @return the op, and the type and shape of each input
     */
    public String describe(int i) {
        Step s = steps[i];
        StringBuilder text = new StringBuilder(OpText.of(s.op)).append('(');
        for (int k = 0; k < s.inputs.length(); k++) {
            Step x = steps[s.input(k)];
            text.append(k == 0 ? "" : ", ").append(x.dtype).append(x.shape);
        }
        return text.append(')').toString();
    }

    /**
     * Returns the places of the results.
     *
     * @return a copy
     */
    public int[] roots() {
        return roots.clone();
    }

    /**
     * Returns the number of parameters.
     *
     * @return how many arrays the program takes
     */
    public int parameters() {
        return parameters;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Program p
                        && hash == p.hash
                        && parameters == p.parameters
                        && Arrays.equals(roots, p.roots)
                        && Arrays.equals(steps, p.steps);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /**
     * Returns one line a step, such as {@code %3 = ADD(%1, %2) : float64[2, 3]}.
     *
     * @return the program as text
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.length; i++) {
            Step s = steps[i];
            text.append('%').append(i).append(" = ").append(OpText.of(s.op)).append('(');
            for (int k = 0; k < s.inputs.length(); k++) {
                text.append(k == 0 ? "%" : ", %").append(s.input(k));
            }
            text.append(") : ").append(s.dtype).append(s.shape).append('\n');
        }
        text.append("return");
        for (int r : roots) {
            text.append(" %").append(r);
        }
        return text.append('\n').toString();
    }
}
