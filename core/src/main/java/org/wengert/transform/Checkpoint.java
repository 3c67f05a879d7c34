package org.wengert.transform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Tensor;
import org.wengert.tensor.Trace;

/**
 * A part of a graph whose inner values are not kept for the reverse sweep but computed again there, from its inputs. The recomputation waits
 * for the cotangent, so that it is not merged with the first computation and does not lengthen the life of anything.
 */
public final class Checkpoint implements Rule.Reverse {
    private final Graph graph;
    private final List<Tensor> from;
    private final int root;

    private Checkpoint(Graph graph, List<Tensor> from, int root) {
        this.graph = graph;
        this.from = from;
        this.root = root;
    }

    /**
     * Returns tensors whose derivatives in reverse mode compute again what is between them and some inputs.
     *
     * @param outputs the tensors
     * @param inputs the inputs
     * @return the same values
     */
    public static List<Tensor> of(List<Tensor> outputs, List<Tensor> inputs) {
        List<Tensor> result = new ArrayList<>(outputs.size());
        for (Tensor y : outputs) {
            if (!y.dtype().isFloating()) {
                result.add(y);
                continue;
            }
            Region region = new Region(List.of(y), inputs);
            List<Tensor> from = new ArrayList<>();
            for (Tensor x : inputs) {
                if (region.graph().indexOf(x) >= 0) {
                    from.add(x);
                }
            }
            from.addAll(region.border());
            result.add(Primitives.ruled(new Checkpoint(region.graph(), from, 0), y, from));
        }
        return result;
    }

    /**
     * Returns the same part of the graph for many examples.
     *
     * @param isMany which of the inputs have the examples along another axis, the first
     * @param extent the number of examples
     */
    Checkpoint many(boolean[] isMany, int extent) {
        List<Tensor> leaves = new ArrayList<>();
        List<Tensor> batched = new ArrayList<>();
        List<Tensor> ends = new ArrayList<>(from);
        for (int k = 0; k < isMany.length; k++) {
            if (isMany[k]) {
                Tensor x = from.get(k);
                Tensor all = Primitives.placeholder(k, x.shape().insert(0, extent), x.dtype());
                leaves.add(x);
                batched.add(all);
                ends.set(k, all);
            }
        }
        Vmap.Mapped y = Vmap.push(graph, leaves, batched, extent).get(root);
        return new Checkpoint(Graph.of(List.of(Vmap.all(y, extent)), new HashSet<>(ends)::contains), ends, 0);
    }

    @Override
    public List<@Nullable Tensor> vjp(List<Tensor> inputs, Tensor output, Tensor cotangent) {
        try (Trace trace = Trace.open(List.of(output, cotangent))) {
            List<Tensor> again = new ArrayList<>(inputs.size());
            List<Tensor> variables = new ArrayList<>(inputs.size());
            for (Tensor x : inputs) {
                Tensor late = Primitives.barrier(x, cotangent);
                if (x.dtype().isFloating()) {
                    late = Primitives.variable(late, false, trace);
                    variables.add(late);
                }
                again.add(late);
            }
            Tensor y = graph.replay(from, again).get(root);
            Iterator<@Nullable Tensor> bars =
                    Vjp.of(List.of(y), List.of(cotangent), variables).iterator();
            List<@Nullable Tensor> result = new ArrayList<>(inputs.size());
            for (Tensor x : inputs) {
                result.add(x.dtype().isFloating() ? bars.next() : null);
            }
            return result;
        }
    }
}
