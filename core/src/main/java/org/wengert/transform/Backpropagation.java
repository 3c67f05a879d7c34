package org.wengert.transform;

import java.util.ArrayList;
import java.util.List;
import org.wengert.tensor.Backpropagator;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Tensor;

/** Reverse mode for {@code backward()}. */
public final class Backpropagation implements Backpropagator {
    @Override
    public List<Tensor> variables(Tensor output) {
        Graph graph = Graph.of(List.of(output), t -> !t.dtype().isFloating() || t.op() instanceof Op.StopGradient);
        List<Tensor> variables = new ArrayList<>();
        for (int i = 0; i < graph.size(); i++) {
            if (graph.node(i).op() instanceof Op.Variable(boolean accumulates) && accumulates) {
                variables.add(graph.node(i));
            }
        }
        return variables;
    }

    @Override
    public List<Tensor> vjp(Tensor output, Tensor cotangent, List<Tensor> inputs) {
        List<Tensor> result = new ArrayList<>(inputs.size());
        var bars = Vjp.of(List.of(output), List.of(cotangent), inputs);
        for (int i = 0; i < bars.size(); i++) {
            Tensor bar = bars.get(i);
            result.add(bar == null ? Primitives.fillLike(0, inputs.get(i)) : bar);
        }
        return result;
    }
}
