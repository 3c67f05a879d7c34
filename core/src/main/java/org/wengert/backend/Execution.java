package org.wengert.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.Evaluator;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Program;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/**
 * Computes tensors: their graph becomes a program, the program a plan, which is run and kept for the next graph of the same form.
 *
 * <p>Plans are made by the back end of the greatest preference that {@link ServiceLoader} finds, or by that whose name is the
 * system property {@code wengert.backend}. Several threads may evaluate, the same tensors too.
 */
public final class Execution implements Evaluator {
    private static final String PROPERTY = "wengert.backend";

    private volatile @Nullable Plans plans;

    /** Makes an evaluator that looks for its back end when it is first needed. */
    public Execution() {}

    Execution(Plans plans) {
        this.plans = plans;
    }

    /**
     * Returns the back end to use.
     *
     * @param name its name, or null for the best that can run here
     * @return the back end
     * @throws IllegalArgumentException if none of that name can run here
     */
    static Backend chosen(@Nullable String name) {
        List<Backend> able = new ArrayList<>();
        for (Backend b : ServiceLoader.load(Backend.class, Backend.class.getClassLoader())) {
            if (b.preference() >= 0) {
                able.add(b);
            }
        }
        return able.stream()
                .filter(b -> name == null || b.name().equals(name))
                .max(Comparator.comparingInt(Backend::preference))
                .orElseThrow(() -> new IllegalArgumentException("There is no back end " + name
                        + " that can run here, as the system property " + PROPERTY + " asks. Choose one of "
                        + able.stream().map(Backend::name).toList() + ", for example with -D" + PROPERTY
                        + "=interpreter."));
    }

    @Override
    public void evaluate(List<Tensor> roots) {
        Graph graph = Graph.of(roots);
        Kept kept = Kept.of(graph);
        Program.Extract extract = Program.of(graph, kept.places());
        List<Storage> parameters =
                extract.parameters().stream().map(Tensor::storage).toList();
        settle(graph, extract, run(plans().of(extract.program()), graph, extract, parameters));
        kept.remember();
    }

    @Override
    public Prepared prepare(Graph graph) {
        Program.Extract extract = Program.of(graph, graph.roots());
        Plan plan = plans().of(extract.program());
        return new Prepared() {
            @Override
            public List<Tensor> parameters() {
                return extract.parameters();
            }

            @Override
            public List<Storage> run(List<Storage> parameters) {
                return Execution.this.run(plan, graph, extract, parameters);
            }
        };
    }

    private Plans plans() {
        Plans known = plans;
        if (known == null) {
            synchronized (this) {
                known = plans;
                if (known == null) {
                    known = new Plans(chosen(System.getProperty(PROPERTY)));
                    plans = known;
                }
            }
        }
        return known;
    }

    private List<Storage> run(Plan plan, Graph graph, Program.Extract extract, List<Storage> parameters) {
        try {
            return plan.run(parameters);
        } catch (OutOfMemoryError e) {
            plans().clear();
            throw Allocation.isNamed(e) ? e : Failures.memory(extract.program(), e);
        } catch (RuntimeException e) {
            throw Located.of(e, graph, extract, parameters);
        }
    }

    /** Gives all nodes that are computed by a step with a known value that value. */
    private static void settle(Graph graph, Program.Extract extract, List<Storage> values) {
        int[] results = extract.program().roots();
        @Nullable Storage[] known = new Storage[extract.program().size()];
        for (int k = 0; k < results.length; k++) {
            known[results[k]] = values.get(k);
        }
        for (int i = 0; i < graph.size(); i++) {
            Storage value = known[extract.place(i)];
            if (value != null && !graph.node(i).isEvaluated()) {
                graph.node(i).settle(value);
            }
        }
    }
}
