package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies functions, and bodies of functions into others. */
public final class Cloner {
    private Cloner() {}

    /** Returns the functions that calls lead to from {@code root}, itself first. */
    public static List<Function> reachable(Function root) {
        List<Function> found = new ArrayList<>();
        Map<Function, Boolean> seen = new IdentityHashMap<>();
        found.add(root);
        seen.put(root, true);
        for (int i = 0; i < found.size(); i++) {
            for (Block b : found.get(i).blocks) {
                for (Value v : b.body) {
                    if (v.op == Op.INVOKE) {
                        Function g = v.attribute(Function.class);
                        if (seen.put(g, true) == null) {
                            found.add(g);
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Copies a function and everything it calls; returns the copy of each. Functions with derivatives given by the user stay themselves. */
    public static Map<Function, Function> copyAll(Function root) {
        Map<Function, Function> copies = new IdentityHashMap<>();
        List<Function> all = new ArrayList<>();
        all.add(root);
        for (int i = 0; i < all.size(); i++) {
            Function g = all.get(i);
            if (copies.containsKey(g)) {
                continue;
            }
            copies.put(g, new Function(g.name, g.position));
            for (Block b : g.blocks) {
                for (Value v : b.body) {
                    if (v.op == Op.INVOKE && v.attribute(Function.class).partials == null) {
                        all.add(v.attribute(Function.class));
                    }
                }
            }
        }
        copies.forEach((from, to) -> {
            to.results.addAll(from.results);
            to.resultDescriptors.addAll(from.resultDescriptors);
            to.isSummary = from.isSummary;
            to.partials = from.partials;
            Map<Value, Value> values = new IdentityHashMap<>();
            copyBlocks(from, to, values, copies::get, null);
        });
        return copies;
    }

    /** Says what the copy of a call calls. */
    interface Callees {
        /** Returns the function, or null for the same one. */
        @Nullable
        Function of(Function g);
    }

    /**
     * Copies a function and everything it calls, each function anew for each call of it: what flows into a function from one place is then told from
     * what flows into it from another. Recursive functions are copied once.
     *
     * @param root the function
     * @param limit from how many values on functions are shared again
     */
    public static Function copyForEachCall(Function root, int limit) {
        return new ForEachCall(limit).copy(root);
    }

    private static final class ForEachCall {
        private final Map<Function, Function> shared = new IdentityHashMap<>();
        private final Map<Function, Boolean> above = new IdentityHashMap<>();
        private int left;

        ForEachCall(int limit) {
            left = limit;
        }

        Function copy(Function g) {
            if (g.partials != null) {
                return g;
            }
            boolean isShared = above.containsKey(g) || left <= 0;
            Function known = shared.get(g);
            if (isShared && known != null) {
                return known;
            }
            Function c = new Function(g.name, g.position);
            c.results.addAll(g.results);
            c.resultDescriptors.addAll(g.resultDescriptors);
            c.isSummary = g.isSummary;
            Function before = shared.put(g, c);
            Boolean wasAbove = above.put(g, true);
            left -= g.valueCount();
            copyBlocks(g, c, new IdentityHashMap<>(), this::copy, null);
            if (wasAbove == null) {
                above.remove(g);
            }
            if (left > 0 && before != null) {
                shared.put(g, before);
            }
            return c;
        }
    }

    /** Copies all blocks of a function to the end of another; returns the copy of each block. */
    static Map<Block, Block> copyBlocks(
            Function from,
            Function to,
            Map<Value, Value> values,
            @Nullable Callees callees,
            @Nullable Position caller) {
        Map<Block, Block> blocks = new IdentityHashMap<>();
        // Behind the call of a function that never returns there may be blocks that nothing leads to.
        List<Block> reached = new Cfg(from).reversePostorder;
        Map<Block, Boolean> isReached = new IdentityHashMap<>();
        for (Block b : reached) {
            isReached.put(b, true);
        }
        for (Block b : from.blocks) {
            if (isReached.containsKey(b)) {
                Block c = to.addBlock();
                blocks.put(b, c);
                for (Value p : b.parameters) {
                    values.put(p, c.addParameter(p.type, p.descriptor, at(p.position, caller)));
                }
            }
        }
        // Definitions come before uses in reverse postorder; edges are made afterwards.
        for (Block b : reached) {
            Block c = Known.in(blocks, b);
            for (Value v : b.body) {
                Object attribute = v.attribute;
                if (callees != null && v.op == Op.INVOKE) {
                    Function g = callees.of(v.attribute(Function.class));
                    attribute = g == null ? attribute : g;
                }
                Value copy = c.append(
                                v.op, v.type, v.descriptor, attribute, at(v.position, caller), map(v.inputs, values))
                        .marksOf(v);
                values.put(v, copy);
            }
        }
        for (Block b : reached) {
            Block c = Known.in(blocks, b);
            Terminator t = b.terminator();
            Edge[] edges = new Edge[t.edges.length];
            for (int i = 0; i < edges.length; i++) {
                edges[i] = edge(t.edges[i], blocks, values);
            }
            c.terminate(t.with(map(t.inputs, values), edges));
            Edge h = b.handler();
            if (h != null) {
                c.handler(edge(h, blocks, values));
            }
        }
        return blocks;
    }

    private static Edge edge(Edge e, Map<Block, Block> blocks, Map<Value, Value> values) {
        return new Edge(Known.in(blocks, e.target), map(e.arguments, values));
    }

    private static Value[] map(Value[] from, Map<Value, Value> values) {
        Value[] to = new Value[from.length];
        for (int i = 0; i < to.length; i++) {
            Value v = values.get(from[i]);
            if (v == null) {
                throw new AssertionError("a use before its definition (please report)");
            }
            to[i] = v;
        }
        return to;
    }

    private static Position at(Position p, @Nullable Position caller) {
        return caller == null || p.className().isEmpty() ? p : p.calledFrom(caller);
    }
}
