package org.wengert.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Nodes in an order in which each comes after its inputs, as they were when the graph was made: what a tensor lets go of later stays
 * here. Immutable.
 */
public final class Graph {
    private static final int[] LEAF = {};

    private final Tensor[] nodes;
    private final int[][] inputs;
    private final int[] roots;
    private final Numbering numbers;

    private Graph(Tensor[] nodes, int[][] inputs, int[] roots, Numbering numbers) {
        this.nodes = nodes;
        this.inputs = inputs;
        this.roots = roots;
        this.numbers = numbers;
    }

    /**
     * Returns the nodes that some tensors are computed from. The way down ends at leaves.
     *
     * @param roots the tensors
     * @param isLeaf tells where else to end
     * @return their graph
     */
    public static Graph of(List<Tensor> roots, Predicate<Tensor> isLeaf) {
        Numbering numbers = new Numbering();
        List<int[]> inputs = new ArrayList<>();
        Tensor[] stack = new Tensor[64];
        Tensor[][] pending = new Tensor[64][];
        int[] next = new int[64];
        for (Tensor root : roots) {
            if (numbers.of(root) >= 0) {
                continue;
            }
            int top = 0;
            stack[0] = root;
            pending[0] = isLeaf.test(root) ? new Tensor[0] : root.inputArray();
            next[0] = 0;
            while (top >= 0) {
                Tensor[] in = pending[top];
                int i = next[top];
                while (i < in.length && numbers.of(in[i]) >= 0) {
                    i++;
                }
                if (i == in.length) {
                    int[] places = in.length == 0 ? LEAF : new int[in.length];
                    for (int k = 0; k < in.length; k++) {
                        places[k] = numbers.of(in[k]);
                    }
                    numbers.add(stack[top]);
                    inputs.add(places);
                    top--;
                    continue;
                }
                next[top] = i + 1;
                top++;
                if (top == stack.length) {
                    stack = Arrays.copyOf(stack, 2 * top);
                    pending = Arrays.copyOf(pending, 2 * top);
                    next = Arrays.copyOf(next, 2 * top);
                }
                stack[top] = in[i];
                pending[top] = isLeaf.test(in[i]) ? new Tensor[0] : in[i].inputArray();
                next[top] = 0;
            }
        }
        int[] places = new int[roots.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = numbers.of(roots.get(i));
        }
        return new Graph(numbers.tensors(), inputs.toArray(int[][]::new), places, numbers);
    }

    /**
     * Returns the nodes that some tensors are computed from, down to what has been evaluated.
     *
     * @param roots the tensors
     * @return their graph
     */
    public static Graph of(List<Tensor> roots) {
        return of(roots, Tensor::isEvaluated);
    }

    /**
     * Returns the number of nodes.
     *
     * @return how many there are
     */
    public int size() {
        return nodes.length;
    }

    /**
     * Returns a node.
     *
     * @param i its place, from 0; its inputs come before it
     * @return the node
     */
    public Tensor node(int i) {
        return nodes[i];
    }

    /**
     * Returns the places of a node's inputs.
     *
     * @param i the place of the node
     * @return the places, not to be written to; none of a leaf
     */
    public int[] inputs(int i) {
        return inputs[i];
    }

    /**
     * Tells whether the way down ended at a node.
     *
     * @param i its place
     * @return whether it has no inputs here
     */
    public boolean isLeaf(int i) {
        return inputs[i].length == 0;
    }

    /**
     * Returns the places of the tensors that the graph was made for.
     *
     * @return the places, not to be written to
     */
    public int[] roots() {
        return roots;
    }

    /**
     * Returns the place of a node.
     *
     * @param t a tensor
     * @return its place, −1 if it is not in the graph
     */
    public int indexOf(Tensor t) {
        return numbers.of(t);
    }

    /**
     * Returns the graph's roots computed from other leaves. Nodes that depend on none of them are shared.
     *
     * @param from leaves of this graph
     * @param to what stands in their place, of the same shapes and types
     * @return the roots
     */
    public List<Tensor> replay(List<Tensor> from, List<Tensor> to) {
        @Nullable Tensor[] image = new Tensor[nodes.length];
        for (int i = 0; i < from.size(); i++) {
            int place = indexOf(from.get(i));
            if (place >= 0) {
                image[place] = to.get(i);
            }
        }
        for (int i = 0; i < nodes.length; i++) {
            if (image[i] != null) {
                continue;
            }
            boolean isSame = true;
            for (int k : inputs[i]) {
                isSame &= image[k] == nodes[k];
            }
            image[i] = isSame ? nodes[i] : Primitives.apply(nodes[i].op(), images(i, image));
        }
        List<Tensor> result = new ArrayList<>(roots.length);
        for (int r : roots) {
            Tensor t = image[r];
            if (t != null) {
                result.add(t);
            }
        }
        return result;
    }

    private List<Tensor> images(int i, @Nullable Tensor[] image) {
        Tensor[] in = new Tensor[inputs[i].length];
        for (int k = 0; k < in.length; k++) {
            in[k] = Objects.requireNonNull(image[inputs[i][k]]);
        }
        return Arrays.asList(in);
    }

    /**
     * Returns this graph ready to be run many times, by the best way there is.
     *
     * @return the graph with what computes its roots from its leaves
     */
    public Evaluator.Prepared prepare() {
        return Tensor.Service.EVALUATOR.prepare(this);
    }

    /**
     * Returns one line a node, such as {@code %3 = ADD(%1, %2) : float64[2, 3]}.
     *
     * @return the graph as text
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < nodes.length; i++) {
            Tensor t = nodes[i];
            text.append('%').append(i).append(" = ");
            text.append(isLeaf(i) && t.isEvaluated() ? "data" : OpText.of(t.op()))
                    .append('(');
            for (int k = 0; k < inputs[i].length; k++) {
                text.append(k == 0 ? "%" : ", %").append(inputs[i][k]);
            }
            text.append(") : ").append(t.dtype()).append(t.shape()).append('\n');
        }
        text.append("return");
        for (int r : roots) {
            text.append(" %").append(r);
        }
        return text.append('\n').toString();
    }

    /** Tensors by identity, numbered in the order in which they come: an open hash table, since tensors have numbers of their own. */
    private static final class Numbering {
        private Tensor[] tensors = new Tensor[64];
        private int count;
        private int[] table = new int[256]; // number + 1; 0 where there is none

        int of(Tensor t) {
            int mask = table.length - 1;
            for (int i = spread(t) & mask; table[i] != 0; i = i + 1 & mask) {
                if (tensors[table[i] - 1] == t) {
                    return table[i] - 1;
                }
            }
            return -1;
        }

        void add(Tensor t) {
            if (count == tensors.length) {
                tensors = Arrays.copyOf(tensors, 2 * count);
                table = new int[8 * count];
                for (int i = 0; i < count; i++) {
                    enter(tensors[i], i);
                }
            }
            tensors[count] = t;
            enter(t, count++);
        }

        private void enter(Tensor t, int number) {
            int mask = table.length - 1;
            int i = spread(t) & mask;
            while (table[i] != 0) {
                i = i + 1 & mask;
            }
            table[i] = number + 1;
        }

        private static int spread(Tensor t) {
            int h = t.number() * 0x9E3779B1;
            return h ^ h >>> 15;
        }

        Tensor[] tensors() {
            tensors = Arrays.copyOf(tensors, count);
            return tensors;
        }
    }
}
