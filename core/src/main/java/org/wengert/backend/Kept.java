package org.wengert.backend;

import java.util.Arrays;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Op;
import org.wengert.tensor.Tensor;

/**
 * Which nodes of a graph keep their elements once they have been computed. What is not kept costs no memory and can be fused with what uses it, but is
 * computed again when somebody else asks. So beside the roots these are kept:
 *
 * <ul>
 *   <li>a node from which nodes outside the graph have been made, as a derivative is from the values of its function: they will ask;
 *   <li>a node that was computed before, where it meets a node that was not: somebody has asked again, as a loop does that looks at the
 *       error of what it improves. So nothing is computed more than twice, and a graph does not grow with every round.
 * </ul>
 *
 * <p>A node that only shows its input's elements, as a reshape does, is not kept; its input is, in its place.
 */
final class Kept {
    private final Graph graph;
    private final boolean[] isKept;

    private Kept(Graph graph, boolean[] isKept) {
        this.graph = graph;
        this.isKept = isKept;
    }

    static Kept of(Graph graph) {
        int n = graph.size();
        int[] uses = new int[n];
        boolean[] meetsNew = new boolean[n];
        for (int i = 0; i < n; i++) {
            boolean isNew = !graph.node(i).wasComputed();
            for (int input : graph.inputs(i)) {
                uses[input]++;
                meetsNew[input] |= isNew;
            }
        }
        boolean[] isKept = new boolean[n];
        for (int i = n - 1; i >= 0; i--) { // consumers first
            Tensor t = graph.node(i);
            isKept[i] |= t.consumers() > uses[i] || meetsNew[i] && t.wasComputed();
            if (isKept[i] && isView(t.op())) {
                isKept[i] = false;
                if (!graph.isLeaf(i)) {
                    isKept[graph.inputs(i)[0]] = true;
                }
            }
            isKept[i] &= !graph.isLeaf(i);
        }
        for (int root : graph.roots()) {
            isKept[root] = true;
        }
        return new Kept(graph, isKept);
    }

    /** The places of the nodes in the graph, the roots among them. */
    int[] places() {
        int[] places = new int[isKept.length];
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            if (isKept[i]) {
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    /** Remembers which nodes were computed without being kept. */
    void remember() {
        for (int i = 0; i < isKept.length; i++) {
            if (!isKept[i] && !graph.isLeaf(i)) {
                graph.node(i).markComputed();
            }
        }
    }

    /** Whether an op only moves the elements of its first input, and does not make fewer of them. */
    private static boolean isView(Op op) {
        return switch (op) {
            case Op.Variable _,
                    Op.StopGradient _,
                    Op.Barrier _,
                    Op.Ruled _,
                    Op.Reshape _,
                    Op.Permute _,
                    Op.Expand _,
                    Op.Flip _,
                    Op.Window _ -> true;
            case Op.Data _,
                    Op.Placeholder _,
                    Op.Fill _,
                    Op.Iota _,
                    Op.RandomBits _,
                    Op.Call _,
                    Op.Map1 _,
                    Op.Map2 _,
                    Op.Map3 _,
                    Op.Bits _,
                    Op.Compare _,
                    Op.Where _,
                    Op.Cast _,
                    Op.Slice _,
                    Op.Pad _,
                    Op.Concat _,
                    Op.Fold _,
                    Op.Gather _,
                    Op.Scatter _,
                    Op.Reduce _,
                    Op.ArgReduce _,
                    Op.Recurrence _,
                    Op.CumulativeArg _,
                    Op.ArgSort _,
                    Op.MatMul _,
                    Op.Conv _ -> false;
        };
    }
}
