package org.wengert.transform;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Tensor;

/**
 * A linear map of tensors that was written down once, as a graph, and is applied many times: a pullback, or the tangent map of a function at a
 * point. What does not depend on its arguments is computed once.
 */
public final class Linearization {
    private final List<Tensor> slots;
    private final List<@Nullable Tensor> values;
    private final Graph graph;
    private final List<Tensor> fixed;

    /**
     * Makes the map.
     *
     * @param slots placeholders for its arguments
     * @param values its values, computed from them; null for a value that is 0
     */
    public Linearization(List<Tensor> slots, List<@Nullable Tensor> values) {
        this.slots = List.copyOf(slots);
        this.values = new ArrayList<>(values);
        List<Tensor> there = new ArrayList<>();
        for (Tensor t : values) {
            if (t != null) {
                there.add(t);
            }
        }
        Region region = new Region(there, slots);
        this.graph = region.graph();
        this.fixed = region.border();
    }

    /**
     * Returns the tensors that do not depend on the arguments and from which, with the arguments, the values are computed.
     *
     * @return what may be computed beforehand
     */
    public List<Tensor> fixed() {
        return fixed;
    }

    /**
     * Applies the map.
     *
     * @param arguments a tensor for each slot, of its shape and type
     * @return the values; null for a value that is 0
     */
    public List<@Nullable Tensor> apply(List<Tensor> arguments) {
        List<Tensor> computed = graph.replay(slots, arguments);
        List<@Nullable Tensor> result = new ArrayList<>(values.size());
        int next = 0;
        for (Tensor t : values) {
            result.add(t == null ? null : computed.get(next++));
        }
        return result;
    }
}
