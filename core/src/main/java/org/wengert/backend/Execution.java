package org.wengert.backend;

import java.util.List;
import java.util.function.UnaryOperator;
import org.wengert.tensor.Evaluator;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Program;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** Computes tensors: their graph becomes a program, the program a plan, which is kept and run. */
public final class Execution implements Evaluator {
    @Override
    public void evaluate(List<Tensor> roots) {
        Graph graph = Graph.of(roots);
        Program.Extract extract = Program.of(graph, graph.roots());
        List<Storage> values = new Interpreter()
                .plan(extract.program())
                .run(extract.parameters().stream().map(Tensor::storage).toList());
        for (int i = 0; i < values.size(); i++) {
            roots.get(i).settle(values.get(i));
        }
    }

    @Override
    public UnaryOperator<List<Storage>> prepare(Program program) {
        return new Interpreter().plan(program)::run;
    }
}
