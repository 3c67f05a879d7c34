package org.wengert.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A graph without its tensors: the steps of a computation from parameters to results, each after what it needs. Programs are equal if
 * they compute the same in the same way, so a plan made for one serves all. Immutable.
 */
public final class Program {
    /** One node. Equal steps compute the same. */
    public static final class Step {
        private final Op op;
        private final Indices inputs;
        private final Shape shape;
        private final DType dtype;
        private final int hash;

        /**
         * Makes a step.
         *
         * @param op what it does; a {@link Op.Placeholder} stands for a parameter
         * @param inputs the places of its inputs, all before its own
         * @param shape its shape
         * @param dtype its type
         */
        public Step(Op op, Indices inputs, Shape shape, DType dtype) {
            this.op = op;
            this.inputs = inputs;
            this.shape = shape;
            this.dtype = dtype;
            this.hash = ((op.hashCode() * 31 + inputs.hashCode()) * 31 + shape.hashCode()) * 31 + dtype.ordinal();
        }

        /**
         * Returns what the step does.
         *
         * @return its op
         */
        public Op op() {
            return op;
        }

        /**
         * Returns the places of the inputs.
         *
         * @return places before this step's own
         */
        public Indices inputs() {
            return inputs;
        }

        /**
         * Returns the place of an input.
         *
         * @param i which input
         * @return the place of that step
         */
        public int input(int i) {
            return inputs.get(i);
        }

        /**
         * Returns the shape.
         *
         * @return the extents of what is computed
         */
        public Shape shape() {
            return shape;
        }

        /**
         * Returns the type.
         *
         * @return the type of what is computed
         */
        public DType dtype() {
            return dtype;
        }

        @Override
        public boolean equals(Object other) {
            return this == other
                    || other instanceof Step s
                            && hash == s.hash
                            && dtype == s.dtype
                            && inputs.equals(s.inputs)
                            && shape.equals(s.shape)
                            && op.equals(s.op);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        /**
         * Returns the op, the type and the shape.
         *
         * @return the step as text
         */
        @Override
        public String toString() {
            return OpText.of(op) + inputs + " : " + dtype + shape;
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
        int mask = Integer.highestOneBit(Math.max(n, 8)) * 4 - 1;
        int[] table = new int[mask + 1]; // steps by their hash: place + 1, 0 where there is none
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
                step = new Step(t.op(), Indices.wrap(mapped), t.shape(), t.dtype());
            }
            int h = step.hashCode() * 0x9E3779B1;
            int at = (h ^ h >>> 15) & mask;
            while (table[at] != 0 && !steps.get(table[at] - 1).equals(step)) {
                at = at + 1 & mask;
            }
            if (table[at] == 0) {
                steps.add(step);
                table[at] = steps.size();
            }
            places[i] = table[at] - 1;
        }
        int[] roots = new int[results.length];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = places[results[i]];
        }
        return new Extract(new Program(steps, roots, parameters.size()), parameters, places);
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
