package org.wengert.transform;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Op;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Tensor;

/** The part of a graph through which tensors vary with given inputs. */
final class Slope {
    private final Graph graph;
    private final boolean[] isActive;

    /**
     * @param outputs what varies
     * @param inputs with what
     */
    Slope(List<Tensor> outputs, List<Tensor> inputs) {
        // A node is deeper than what it is computed from, so what is not deeper than the inputs does not depend on
        // them.
        int floor = Integer.MAX_VALUE;
        for (Tensor x : inputs) {
            floor = Math.min(floor, x.depth());
        }
        int least = floor;
        Set<Tensor> ends = new HashSet<>(inputs);
        graph = Graph.of(
                outputs,
                t -> t.depth() <= least
                        || !t.dtype().isFloating()
                        || t.op() instanceof Op.StopGradient
                        || ends.contains(t));
        isActive = new boolean[graph.size()];
        for (Tensor x : inputs) {
            int i = graph.indexOf(x);
            if (i >= 0) {
                isActive[i] = true;
            }
        }
        for (int i = 0; i < isActive.length; i++) {
            int[] in = graph.inputs(i);
            for (int k = first(graph.node(i)); k < in.length; k++) {
                isActive[i] |= isActive[in[k]];
            }
        }
        boolean[] isNeeded = new boolean[isActive.length];
        for (int r : graph.roots()) {
            isNeeded[r] = true;
        }
        for (int i = isActive.length - 1; i >= 0; i--) {
            isActive[i] &= isNeeded[i];
            int[] in = graph.inputs(i);
            for (int k = isActive[i] ? first(graph.node(i)) : in.length; k < in.length; k++) {
                isNeeded[in[k]] = true;
            }
        }
    }

    /** Returns the first input that derivatives look at: a value under a rule is taken as it is, for the rule tells how it varies. */
    private static int first(Tensor t) {
        return t.op() instanceof Op.Ruled(Rule rule) && !(rule instanceof Checkpoint) ? 1 : 0;
    }

    Graph graph() {
        return graph;
    }

    boolean isActive(int i) {
        return isActive[i];
    }

    Tensor[] inputs(int i) {
        int[] in = graph.inputs(i);
        Tensor[] x = new Tensor[in.length];
        for (int k = 0; k < x.length; k++) {
            x[k] = graph.node(in[k]);
        }
        return x;
    }

    boolean[] activity(int i) {
        int[] in = graph.inputs(i);
        boolean[] active = new boolean[in.length];
        for (int k = 0; k < active.length; k++) {
            active[k] = isActive[in[k]];
        }
        return active;
    }
}
