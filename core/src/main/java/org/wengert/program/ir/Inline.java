package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the bodies of small functions, and of functions called only once, in place of their calls. Recursive functions, and calls inside try,
 * stay calls.
 */
public final class Inline {
    /** A function of at most so many values is put in place of every call of it. */
    private static final int SMALL = 80;
    /** A caller does not grow beyond so many values for calls of larger functions. */
    private static final int LARGE = 1500;

    private Inline() {}

    /** Inlines in everything that {@code root} calls, in place. */
    public static void run(Function root) {
        List<Function> all = Cloner.reachable(root);
        Map<Function, Integer> calls = new IdentityHashMap<>();
        for (Function f : all) {
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    if (v.op == Op.INVOKE) {
                        calls.merge(v.attribute(Function.class), 1, Integer::sum);
                    }
                }
            }
        }
        Map<Function, Boolean> recursive = recursive(all);
        // Callees first: the list is in order of discovery, callers before callees, up to cycles.
        for (int i = all.size() - 1; i >= 0; i--) {
            into(all.get(i), calls, recursive, root);
        }
    }

    private static Map<Function, Boolean> recursive(List<Function> all) {
        Map<Function, Map<Function, Boolean>> callees = new IdentityHashMap<>();
        for (Function f : all) {
            Map<Function, Boolean> called = new IdentityHashMap<>();
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    if (v.op == Op.INVOKE) {
                        called.put(v.attribute(Function.class), true);
                    }
                }
            }
            callees.put(f, called);
        }
        Map<Function, Boolean> found = new IdentityHashMap<>();
        for (Function f : all) {
            Map<Function, Boolean> seen = new IdentityHashMap<>();
            List<Function> work = new ArrayList<>(Known.in(callees, f).keySet());
            while (!work.isEmpty() && !seen.containsKey(f)) {
                Function g = work.remove(work.size() - 1);
                if (seen.put(g, true) == null) {
                    work.addAll(Known.in(callees, g).keySet());
                }
            }
            if (seen.containsKey(f)) {
                found.put(f, true);
            }
        }
        return found;
    }

    private static int size(Function f) {
        int n = 0;
        for (Block b : f.blocks) {
            n += b.body.size();
        }
        return n;
    }

    private static void into(
            Function f, Map<Function, Integer> calls, Map<Function, Boolean> recursive, Function root) {
        int size = size(f);
        Map<Value, Value> results = new IdentityHashMap<>();
        for (int i = 0; i < f.blocks.size(); i++) {
            Block b = f.blocks.get(i);
            if (b.handler() != null) {
                continue;
            }
            for (int k = 0; k < b.body.size(); k++) {
                Value v = b.body.get(k);
                if (v.op != Op.INVOKE) {
                    continue;
                }
                Function g = v.attribute(Function.class);
                if (g == f || g == root || recursive.containsKey(g) || g.partials != null || g.isSummary) {
                    continue;
                }
                int n = size(g);
                boolean small = n <= SMALL || calls.getOrDefault(g, 0) == 1;
                if (!small || size + n > LARGE) {
                    continue;
                }
                inline(f, b, k, v, g, results);
                size += n;
                break; // the rest of this block is a new one, later in the list
            }
        }
        Uses.replace(f, results);
    }

    private static void inline(Function f, Block b, int at, Value call, Function g, Map<Value, Value> results) {
        Block rest = f.addBlock();
        int next = at + 1;
        Value[] parameters = new Value[g.results.size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = rest.addParameter(g.results.get(i), g.resultDescriptors.get(i), call.position);
        }
        if (parameters.length > 0) {
            results.put(call, parameters[0]);
        }
        for (int i = next; i < b.body.size(); i++) {
            Value r = b.body.get(i);
            if (r.op == Op.RESULT && r.input(0) == call) {
                results.put(r, parameters[r.attribute(Integer.class)]);
                b.body.remove(i--);
            }
        }
        for (int i = next; i < b.body.size(); i++) {
            rest.adopt(b.body.get(i));
        }
        while (b.body.size() > at) {
            b.body.remove(b.body.size() - 1);
        }
        rest.terminate(b.terminator());
        rest.handler(b.handler());
        b.handler(null);
        Map<Value, Value> values = new IdentityHashMap<>();
        Map<Block, Block> copies = Cloner.copyBlocks(g, f, values, null, call.position);
        Block entry = Known.in(copies, g.entry());
        b.terminate(Terminator.jump(new Edge(entry, call.inputs.clone()), call.position));
        for (Block c : copies.values()) {
            if (c.terminator().kind == Terminator.Kind.RETURN) {
                c.terminate(Terminator.jump(new Edge(rest, c.terminator().inputs), call.position));
            }
        }
    }
}
