package org.wengert;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.Evaluator;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/**
 * A function of a tree of tensors that is traced once for each structure, shapes and types of its argument. Thread-safe.
 *
 * @param <A> type of the argument
 * @param <B> type of the value
 */
final class CompiledFunction<A, B> {
    /** Plans beyond so many go, those first that have not been used for the longest time. */
    private static final int LIMIT = 64;

    private final Function<A, B> f;
    private final AtomicLong clock = new AtomicLong();
    private volatile List<Traced<B>> known = List.of();

    CompiledFunction(Function<A, B> f) {
        this.f = f;
    }

    B apply(A x) {
        for (Traced<B> traced : known) {
            List<Tensor> leaves = new ArrayList<>(traced.slots.size());
            if (traced.structure.matches(x, leaves) && traced.fits(leaves)) {
                traced.used = clock.incrementAndGet();
                return run(traced, x, leaves);
            }
        }
        TensorTree<A> tree = TensorTree.of(x);
        Traced<B> traced = new Traced<>(f, tree);
        if (traced.isLasting()) {
            traced.used = clock.incrementAndGet();
            add(traced);
        }
        return run(traced, x, tree.leaves());
    }

    /** Runs a plan; if that fails, the function is traced again with a look at its lines. */
    private B run(Traced<B> traced, A x, List<Tensor> leaves) {
        try {
            return traced.apply(leaves);
        } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException e) {
            if (Tensor.knowsOrigins()) {
                throw e;
            }
            try {
                return Tensor.withOrigins(() -> new Traced<>(f, TensorTree.of(x)).apply(leaves));
            } catch (UnsupportedOperationException other) {
                throw e; // it is another function the second time
            }
        }
    }

    private synchronized void add(Traced<B> traced) {
        List<Traced<B>> longer = new ArrayList<>(known);
        longer.add(traced);
        if (longer.size() > LIMIT) {
            Traced<B> oldest = traced;
            for (Traced<B> t : longer) {
                oldest = t.used < oldest.used ? t : oldest;
            }
            longer.remove(oldest);
        }
        known = List.copyOf(longer);
    }

    /** The function for one structure, shapes and types. */
    private static final class Traced<B> {
        final TreeStructure structure;
        final List<Tensor> slots;
        volatile long used;

        private final TensorTree<B> value;
        private final Graph graph;
        private final boolean isLasting;
        private volatile @Nullable Plan plan;

        <A> Traced(Function<A, B> f, TensorTree<A> argument) {
            structure = argument.structure().frozen();
            TensorTree<A> frozen = new TensorTree<>("the argument", argument.leaves(), structure);
            slots = new ArrayList<>();
            for (Tensor t : argument.leaves()) {
                slots.add(Primitives.placeholder(slots.size(), t.shape(), t.dtype()));
            }
            value = TensorTree.of(f.apply(frozen.with(slots)));
            graph = Graph.of(value.leaves(), t -> !t.isSymbolic());
            Set<Tensor> own = new HashSet<>(slots);
            boolean isLasting = true;
            for (int i = 0; i < graph.size(); i++) {
                Tensor t = graph.node(i);
                isLasting &= !graph.isLeaf(i) || own.contains(t) || !t.isSymbolic() && !t.isTracked();
            }
            this.isLasting = isLasting;
        }

        /** Tells whether nothing from outside is differentiated or belongs to an example, so that the trace holds for other calls too. */
        boolean isLasting() {
            return isLasting;
        }

        boolean fits(List<Tensor> leaves) {
            for (int i = 0; i < leaves.size(); i++) {
                Tensor t = leaves.get(i);
                Tensor slot = slots.get(i);
                if (t.dtype() != slot.dtype() || !t.shape().equals(slot.shape())) {
                    return false;
                }
            }
            return true;
        }

        B apply(List<Tensor> leaves) {
            boolean isPlain = isLasting;
            boolean isEvaluated = true;
            for (Tensor t : leaves) {
                isPlain &= !t.isSymbolic() && !t.isTracked();
                isEvaluated &= t.isEvaluated();
            }
            if (!isPlain) {
                return value.with(graph.replay(slots, leaves));
            }
            if (!isEvaluated) {
                Tensor.evaluate(leaves);
            }
            Plan p = plan;
            if (p == null) {
                p = new Plan(graph, slots);
                plan = p;
            }
            return value.with(p.run(leaves));
        }
    }

    /** A graph ready to run on storages. */
    private static final class Plan {
        private final Tensor[] outputs;
        /** Of each parameter of the program: which argument it is, or −1 for a constant. */
        private final int[] arguments;

        private final @Nullable Storage[] constants;
        private final Evaluator.Prepared prepared;

        Plan(Graph graph, List<Tensor> slots) {
            List<Tensor> fixed = new ArrayList<>();
            for (int i = 0; i < graph.size(); i++) {
                if (graph.isLeaf(i) && graph.node(i).hasInputs()) {
                    fixed.add(graph.node(i));
                }
            }
            Tensor.evaluate(fixed);
            prepared = graph.prepare();
            arguments = new int[prepared.parameters().size()];
            constants = new Storage[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                Tensor t = prepared.parameters().get(i);
                arguments[i] = slots.indexOf(t);
                constants[i] = arguments[i] < 0 ? t.storage() : null;
            }
            outputs = new Tensor[graph.roots().length];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = graph.node(graph.roots()[i]);
            }
        }

        List<Tensor> run(List<Tensor> leaves) {
            List<Storage> in = new ArrayList<>(arguments.length);
            for (int i = 0; i < arguments.length; i++) {
                Storage constant = constants[i];
                in.add(constant == null ? leaves.get(arguments[i]).storage() : constant);
            }
            List<Storage> values = prepared.run(in);
            List<Tensor> results = new ArrayList<>(outputs.length);
            for (int i = 0; i < outputs.length; i++) {
                results.add(Primitives.data(values.get(i), outputs[i].shape()));
            }
            return results;
        }
    }
}
