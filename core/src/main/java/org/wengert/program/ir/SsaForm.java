package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the {@link Variable}s of a function into SSA form: every {@link Op#READ} becomes the value last written, with block
 * parameters where paths with different values join, and no parameter where they agree.
 *
 * <p>Parameters stand in the iterated dominance frontier of the writes, after Cytron et al., "Efficiently Computing Static Single Assignment
 * Form and the Control Dependence Graph" (TOPLAS 13(4), 1991), but only where a read asks for them, as in Braun et al., "Simple and Efficient
 * Construction of Static Single Assignment Form" (CC 2013).
 */
public final class SsaForm {
    private final Function f;
    private final Cfg cfg;
    private final Map<Variable, Map<Block, Value>> atEnd = new IdentityHashMap<>();
    private final Map<Value, Value> replacement = new IdentityHashMap<>();
    private final Map<Value, Variable> candidates = new IdentityHashMap<>();
    private final Map<Value, List<Value>> phiUsers = new IdentityHashMap<>();
    private final Map<Value, Value[]> phiInputs = new IdentityHashMap<>();
    private final Map<Variable, Value> undefined = new IdentityHashMap<>();

    private SsaForm(Function f) {
        this.f = f;
        this.cfg = new Cfg(f);
    }

    /** Replaces all reads and writes of the given variables in {@code f}. */
    public static void construct(Function f, Collection<Variable> variables) {
        if (!variables.isEmpty()) {
            new SsaForm(f).run(variables);
        }
    }

    private void run(Collection<Variable> variables) {
        for (Variable v : variables) {
            atEnd.put(v, new IdentityHashMap<>(4));
        }
        // 1. Inside each block: reads after a write are that write; remember the last write of each block.
        List<Value> openReads = new ArrayList<>();
        for (Block b : cfg.reversePostorder) {
            Map<Variable, Value> current = new HashMap<>();
            for (Value v : b.body) {
                if (v.op == Op.READ && atEnd.containsKey((Variable) v.attribute)) {
                    Value known = current.get((Variable) v.attribute);
                    if (known != null) {
                        replacement.put(v, known);
                    } else {
                        openReads.add(v);
                    }
                } else if (v.op == Op.WRITE && atEnd.containsKey((Variable) v.attribute)) {
                    current.put((Variable) v.attribute, v.input(0));
                }
            }
            for (Map.Entry<Variable, Value> e : current.entrySet()) {
                last(e.getKey()).put(b, e.getValue());
            }
        }
        // 2. Reads at the beginning of a block.
        for (Value read : openReads) {
            replacement.put(read, atStart(read.attribute(Variable.class), read.block()));
        }
        // 3. Parameters whose inputs agree are none.
        removeTrivial();
        // 4. Write parameters, arguments and replacements into the function.
        commit();
    }

    /** The last value that each block writes. */
    private Map<Block, Value> last(Variable v) {
        return Known.in(atEnd, v);
    }

    private final Map<Variable, Map<Block, Boolean>> joins = new IdentityHashMap<>();

    /** The blocks where different writes of a variable may meet. */
    private Map<Block, Boolean> joins(Variable v) {
        Map<Block, Boolean> found = joins.get(v);
        if (found == null) {
            found = new IdentityHashMap<>(4);
            List<Block> work = new ArrayList<>(last(v).keySet());
            while (!work.isEmpty()) {
                for (Block b : cfg.frontier(work.remove(work.size() - 1))) {
                    if (found.put(b, true) == null) {
                        work.add(b);
                    }
                }
            }
            joins.put(v, found);
        }
        return found;
    }

    private final Map<Variable, Map<Block, Value>> starts = new IdentityHashMap<>();

    private Value atStart(Variable variable, Block block) {
        Map<Block, Value> known = starts.computeIfAbsent(variable, k -> new IdentityHashMap<>());
        Value found = known.get(block);
        if (found != null) {
            return found;
        }
        // Up the dominator tree, to a write or a place where writes join.
        List<Block> chain = new ArrayList<>();
        Map<Block, Value> written = last(variable);
        Map<Block, Boolean> joined = joins(variable);
        Block b = block;
        Value result;
        while (true) {
            Value k = known.get(b);
            if (k != null) {
                result = k;
                break;
            }
            chain.add(b);
            if (b == f.entry()) {
                result = undefined(variable);
                break;
            }
            if (joined.containsKey(b)) {
                result = b.addParameter(variable.type, variable.descriptor, Position.NONE);
                b.parameters.remove(b.parameters.size() - 1);
                candidates.put(result, variable);
                pending.add(result);
                break;
            }
            b = cfg.immediateDominator(b);
            Value w = written.get(b);
            if (w != null) {
                result = w;
                break;
            }
        }
        for (Block c : chain) {
            known.put(c, result);
        }
        drain();
        return result;
    }

    private final List<Value> pending = new ArrayList<>();
    private boolean draining;

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (!pending.isEmpty()) {
            Value phi = pending.remove(pending.size() - 1);
            Variable variable = Known.in(candidates, phi);
            List<Block> preds = cfg.predecessors(phi.block());
            Value[] inputs = new Value[preds.size()];
            for (int i = 0; i < inputs.length; i++) {
                Value w = last(variable).get(preds.get(i));
                inputs[i] = w != null ? w : atStart(variable, preds.get(i));
            }
            phiInputs.put(phi, inputs);
        }
        draining = false;
    }

    private Value undefined(Variable variable) {
        Value u = undefined.get(variable);
        if (u == null) {
            Block entry = f.entry();
            u = switch (variable.type) {
                case I -> entry.insert(0, Op.CONSTANT, Type.I, "I", 0, Position.NONE);
                case J -> entry.insert(0, Op.CONSTANT, Type.J, "J", 0L, Position.NONE);
                default -> entry.insert(0, Op.ZERO, variable.type, variable.descriptor, null, Position.NONE);
            };
            undefined.put(variable, u);
        }
        return u;
    }

    private Value resolve(Value v) {
        Value r = v;
        Value next;
        while ((next = replacement.get(r)) != null) {
            r = next;
        }
        if (r != v) {
            replacement.put(v, r); // path compression
        }
        return r;
    }

    /**
     * Finds the parameters that can only ever hold one value, and puts that value in their place. Optimistic: whole cycles of parameters that
     * pass the same value around go, which looking at one parameter at a time would keep.
     */
    private void removeTrivial() {
        List<Value> phis = new ArrayList<>(phiInputs.keySet());
        phis.sort((a, b) -> Integer.compare(a.id, b.id));
        for (Value phi : phis) {
            for (Value in : Known.in(phiInputs, phi)) {
                phiUsers.computeIfAbsent(resolve(in), k -> new ArrayList<>(2)).add(phi);
            }
        }
        Map<Value, Value> held = new IdentityHashMap<>(); // none: not known to be reached yet; itself: several values
        List<Value> work = new ArrayList<>(phis);
        while (!work.isEmpty()) {
            Value phi = work.remove(work.size() - 1);
            Value before = held.get(phi);
            if (before == phi) {
                continue;
            }
            Value now = meet(phi, held);
            if (now != before && now != null) {
                held.put(phi, now);
                List<Value> users = phiUsers.get(phi);
                if (users != null) {
                    work.addAll(users);
                }
            }
        }
        for (Value phi : phis) {
            Value one = held.get(phi);
            if (one != phi) {
                replacement.put(phi, one == null ? undefined(Known.in(candidates, phi)) : one);
            }
        }
    }

    private @Nullable Value meet(Value phi, Map<Value, Value> held) {
        Value same = null;
        for (Value in : Known.in(phiInputs, phi)) {
            Value r = resolve(in);
            if (candidates.containsKey(r)) {
                Value h = held.get(r);
                if (h == null) {
                    continue;
                }
                r = h;
            }
            if (r.isZero()) {
                r = undefined(Known.in(candidates, phi)); // one zero is as good as another
            }
            if (same == null || same == r) {
                same = r;
            } else {
                return phi;
            }
        }
        return same;
    }

    private void commit() {
        Map<Block, List<Value>> byBlock = new IdentityHashMap<>();
        List<Value> phis = new ArrayList<>(phiInputs.keySet());
        phis.sort((a, b) -> Integer.compare(a.id, b.id));
        for (Value phi : phis) {
            if (!replacement.containsKey(phi)) {
                byBlock.computeIfAbsent(phi.block(), k -> new ArrayList<>(4)).add(phi);
            }
        }
        for (Block b : cfg.reversePostorder) {
            b.body.removeIf(v -> (v.op == Op.READ || v.op == Op.WRITE)
                    && v.attribute instanceof Variable variable
                    && atEnd.containsKey(variable));
            for (Value v : b.body) {
                resolveAll(v.inputs);
            }
            if (b.isTerminated()) {
                resolveAll(b.terminator().inputs);
            }
            for (Edge e : b.successors()) {
                resolveAll(e.arguments);
            }
        }
        // Arguments: the i-th entry in predecessors is the i-th edge met in this same order.
        Map<Block, int[]> seen = new IdentityHashMap<>();
        for (Block p : cfg.reversePostorder) {
            for (Edge e : p.successors()) {
                int edgeIndex = seen.computeIfAbsent(e.target, k -> new int[1])[0]++;
                List<Value> added = byBlock.get(e.target);
                if (added == null) {
                    continue;
                }
                Value[] arguments = new Value[e.arguments.length + added.size()];
                System.arraycopy(e.arguments, 0, arguments, 0, e.arguments.length);
                for (int i = 0; i < added.size(); i++) {
                    arguments[e.arguments.length + i] = resolve(Known.in(phiInputs, added.get(i))[edgeIndex]);
                }
                e.arguments = arguments;
            }
        }
        for (Map.Entry<Block, List<Value>> e : byBlock.entrySet()) {
            e.getKey().parameters.addAll(e.getValue());
        }
    }

    private void resolveAll(@Nullable Value[] values) {
        for (int i = 0; i < values.length; i++) {
            Value v = values[i];
            if (v != null) {
                values[i] = resolve(v);
            }
        }
    }
}
