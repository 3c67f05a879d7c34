package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;

/**
 * Makes a function smaller without changing a bit of what it computes: folds constants and structural zeros, computes equal values once
 * (dominator-scoped value numbering), drops what nobody uses, and joins blocks.
 */
public final class Simplify {
    private final Function f;
    private final Map<Value, Value> replacement = new IdentityHashMap<>();
    private boolean changed;

    private Simplify(Function f) {
        this.f = f;
    }

    /** Simplifies in place, until nothing changes. */
    public static void run(Function f) {
        Simplify s = new Simplify(f);
        int rounds = 0;
        do {
            s.changed = false;
            s.values();
            s.branches();
            s.dropUnused();
            s.joinBlocks();
        } while (s.changed && ++rounds < 20);
    }

    // ---------------------------------------------------------------- values

    private Value resolve(Value v) {
        Value r = v;
        Value next;
        while ((next = replacement.get(r)) != null) {
            r = next;
        }
        return r;
    }

    private void values() {
        Cfg cfg = new Cfg(f);
        f.blocks.removeIf(b -> !cfg.isReachable(b));
        replacement.clear();
        Map<Integer, List<Value>> numbered = new HashMap<>();
        for (Block b : cfg.reversePostorder) {
            parameters(cfg, b);
            List<Value> kept = new ArrayList<>(b.body.size());
            for (Value v : new ArrayList<>(b.body)) { // folding appends to the body and takes back
                Uses.replace(v.inputs, replacement);
                Value r = fold(b, v, kept);
                if (r == null) { // dropped
                    changed = true;
                    continue;
                }
                if (r != v) {
                    replacement.put(v, r);
                    changed = true;
                    continue;
                }
                // What throws into a handler has no value there.
                boolean numbers = isNumbered(v) && (b.handler() == null || v.op.isPure());
                Value same = numbers ? sameBefore(cfg, numbered, b, v) : null;
                if (same != null) {
                    replacement.put(v, same);
                    changed = true;
                } else {
                    kept.add(v);
                }
            }
            if (kept.size() != b.body.size() || changed) {
                b.body.clear();
                b.body.addAll(kept);
            }
            if (b.handler() != null && (kept.isEmpty() || !mayThrow(kept.get(kept.size() - 1)))) {
                b.handler(null);
                changed = true;
            }
        }
        Uses.replace(f, replacement);
    }

    private static boolean mayThrow(Value v) {
        return switch (v.op) {
            case PUSH, POP, INIT_FIELD -> false;
            case INVOKE -> !v.attribute(Function.class).isSummary; // the constructor itself has been through
            default -> !v.op.isPure();
        };
    }

    /** Drops parameters that always get the same value. */
    private void parameters(Cfg cfg, Block b) {
        if (b == f.entry() || b.parameters.isEmpty()) {
            return;
        }
        List<Edge> edges = new ArrayList<>();
        for (Block p : new java.util.LinkedHashSet<>(cfg.predecessors(b))) {
            for (Edge e : p.successors()) {
                if (e.target == b) {
                    if (e == p.handler()) {
                        return; // the exception comes from nowhere in this representation
                    }
                    edges.add(e);
                }
            }
        }
        for (int i = b.parameters.size() - 1; i >= 0; i--) {
            Value p = b.parameters.get(i);
            Value same = null;
            boolean trivial = !p.isPinned();
            for (Edge e : edges) {
                Value a = resolve(e.arguments[i]);
                if (a == p || a == same) {
                    continue;
                }
                if (same != null && !(isLiteral(a) && isLiteral(same) && sameValue(a, same))) {
                    trivial = false;
                    break;
                }
                if (same == null) {
                    same = a;
                }
            }
            if (!trivial || same == null) {
                continue;
            }
            if (isLiteral(same)) { // need not dominate: make it anew
                Value copy = b.insert(0, same.op, same.type, same.descriptor, same.attribute, same.position);
                same = copy;
            } else if (!cfg.isAvailable(same, b)) {
                continue;
            }
            b.parameters.remove(i);
            for (Edge e : edges) {
                e.arguments = without(e.arguments, i);
            }
            replacement.put(p, same);
            changed = true;
        }
    }

    private static boolean isLiteral(Value v) {
        return v.op == Op.CONSTANT || v.op == Op.ZERO;
    }

    private static Value[] without(Value[] values, int index) {
        Value[] rest = new Value[values.length - 1];
        System.arraycopy(values, 0, rest, 0, index);
        System.arraycopy(values, index + 1, rest, index, rest.length - index);
        return rest;
    }

    private static boolean isNumbered(Value v) {
        return v.op.isPure() && v.op != Op.CLOSURE || v.op == Op.INTEGER || v.op == Op.ARRAY_LENGTH;
    }

    private static @Nullable Value sameBefore(Cfg cfg, Map<Integer, List<Value>> numbered, Block b, Value v) {
        int hash = v.op.ordinal() * 31 + (v.attribute == null ? 0 : v.attribute.hashCode());
        for (Value in : v.inputs) {
            hash = hash * 31 + in.id;
        }
        List<Value> bucket = numbered.get(hash);
        if (bucket == null) {
            bucket = new ArrayList<>(2);
            numbered.put(hash, bucket);
        }
        for (Value w : bucket) {
            // A variable may be written on the way from a dominating block, in a loop above all.
            if (sameValue(v, w) && (w.block() == b || v.op != Op.READ && cfg.isAvailable(w, b))) {
                return w;
            }
        }
        bucket.add(v);
        return null;
    }

    private static boolean sameValue(Value v, Value w) {
        if (v.op != w.op || v.type != w.type || !v.isComputedAs(w) || v.inputs.length != w.inputs.length) {
            return false;
        }
        for (int i = 0; i < v.inputs.length; i++) {
            if (v.inputs[i] != w.inputs[i]) {
                return false;
            }
        }
        Object a = v.attribute;
        Object c = w.attribute;
        if (a == null || c == null) {
            return a == c && v.descriptor.equals(w.descriptor);
        }
        if (a instanceof Double x && c instanceof Double y) {
            return Double.doubleToRawLongBits(x) == Double.doubleToRawLongBits(y);
        }
        if (a instanceof Float x && c instanceof Float y) {
            return Float.floatToRawIntBits(x) == Float.floatToRawIntBits(y);
        }
        return a.equals(c);
    }

    // ---------------------------------------------------------------- folding

    private static @Nullable Value fold(Block b, Value v, List<Value> before) {
        switch (v.op) {
            case UNARY -> {
                Value x = v.input(0);
                if (v.attribute == Unary.NEG) {
                    if (x.isZero()) {
                        return x;
                    }
                    if (x.op == Op.UNARY && x.attribute == Unary.NEG) {
                        return x.input(0);
                    }
                    if (x.op == Op.CONSTANT && x.attribute instanceof Double d) {
                        return literal(b, before, -d, v.position);
                    }
                }
                return v;
            }
            case BINARY -> {
                return binary(b, v, before);
            }
            case INTEGER -> {
                return integer(b, v, before);
            }
            case CONVERT -> {
                Value x = v.input(0);
                if (x.isZero()) {
                    return v.type == Type.D || v.type == Type.F ? zero(b, before, v) : v;
                }
                if (x.op == Op.CONSTANT && v.attribute instanceof Integer opcode) {
                    if (opcode == 0x87 && x.attribute instanceof Integer i) {
                        return literal(b, before, (double) i, v.position);
                    }
                    if (opcode == 0x8d && x.attribute instanceof Float i) {
                        return literal(b, before, (double) i, v.position);
                    }
                }
                return v;
            }
            case ACCUMULATE -> {
                return v.input(2).isZero() ? null : v;
            }
            default -> {
                return v;
            }
        }
    }

    private static Value literal(Block b, List<Value> before, double c, Position position) {
        Value v = b.append(Op.CONSTANT, Type.D, "D", c, position);
        b.body.remove(b.body.size() - 1);
        before.add(v);
        return v;
    }

    private static Value literal(Block b, List<Value> before, int c, Position position) {
        Value v = b.append(Op.CONSTANT, Type.I, "I", c, position);
        b.body.remove(b.body.size() - 1);
        before.add(v);
        return v;
    }

    private static Value zero(Block b, List<Value> before, Value like) {
        Value v = b.append(Op.ZERO, like.type, like.descriptor, null, like.position);
        b.body.remove(b.body.size() - 1);
        before.add(v);
        return v;
    }

    private static Value negated(Block b, List<Value> before, Value x, Position position) {
        Value v = b.append(Op.UNARY, x.type, x.descriptor, Unary.NEG, position, x);
        b.body.remove(b.body.size() - 1);
        before.add(v);
        return v;
    }

    /** Identities that hold for every bit pattern but a NaN's payload, and those of the structural zero. */
    private static Value binary(Block b, Value v, List<Value> before) {
        Value x = v.input(0);
        Value y = v.input(1);
        switch (v.attribute(Binary.class)) {
            case ADD -> {
                if (x.isZero()) {
                    return y;
                }
                if (y.isZero()) {
                    return x;
                }
            }
            case SUB -> {
                if (y.isZero()) {
                    return x;
                }
                if (x.isZero()) {
                    return negated(b, before, y, v.position);
                }
                if (y.isConstant(0.0)) {
                    return x;
                }
            }
            case MUL -> {
                if (x.isZero() || y.isZero()) {
                    return x.isZero() ? x : y;
                }
                if (x.isConstant(1)) {
                    return y;
                }
                if (y.isConstant(1)) {
                    return x;
                }
                if (x.isConstant(-1)) {
                    return negated(b, before, y, v.position);
                }
                if (y.isConstant(-1)) {
                    return negated(b, before, x, v.position);
                }
            }
            case DIV -> {
                if (x.isZero()) {
                    return x;
                }
                if (y.isConstant(1)) {
                    return x;
                }
            }
            default -> {}
        }
        if (v.type == Type.D
                && x.op == Op.CONSTANT
                && y.op == Op.CONSTANT
                && x.attribute instanceof Double c
                && y.attribute instanceof Double d) {
            switch (v.attribute(Binary.class)) {
                case ADD -> {
                    return literal(b, before, c + d, v.position);
                }
                case SUB -> {
                    return literal(b, before, c - d, v.position);
                }
                case MUL -> {
                    return literal(b, before, c * d, v.position);
                }
                case DIV -> {
                    return literal(b, before, c / d, v.position);
                }
                default -> {}
            }
        }
        return v;
    }

    private static Value integer(Block b, Value v, List<Value> before) {
        if (v.inputs.length != 2 || v.type != Type.I) {
            return v;
        }
        Value x = v.input(0);
        Value y = v.input(1);
        int opcode = v.attribute(Integer.class);
        Integer c = x.integerConstant();
        Integer d = y.integerConstant();
        if (c != null && d != null) {
            switch (opcode) {
                case 0x60 -> {
                    return literal(b, before, c + d, v.position);
                }
                case 0x64 -> {
                    return literal(b, before, c - d, v.position);
                }
                case 0x68 -> {
                    return literal(b, before, c * d, v.position);
                }
                default -> {
                    return v;
                }
            }
        }
        if (d != null && d == 0 && (opcode == 0x60 || opcode == 0x64)) {
            return x;
        }
        if (c != null && c == 0 && opcode == 0x60) {
            return y;
        }
        if (d != null && d == 1 && opcode == 0x68) {
            return x;
        }
        if (c != null && c == 1 && opcode == 0x68) {
            return y;
        }
        return v;
    }

    // ---------------------------------------------------------------- control flow

    private void branches() {
        for (Block b : f.blocks) {
            Terminator t = b.terminator();
            if (t.edges.length < 2) {
                continue;
            }
            int chosen = allEqual(t.edges) ? 0 : t.kind == Terminator.Kind.SWITCH ? constantCase(t) : constantBranch(t);
            if (chosen >= 0) {
                b.terminate(Terminator.jump(t.edges[chosen], t.position));
                changed = true;
            }
        }
    }

    private static boolean allEqual(Edge[] edges) {
        for (int i = 1; i < edges.length; i++) {
            if (edges[i].target != edges[0].target) {
                return false;
            }
            for (int k = 0; k < edges[0].arguments.length; k++) {
                if (edges[i].arguments[k] != edges[0].arguments[k]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int constantCase(Terminator t) {
        Integer c = t.inputs[0].integerConstant();
        if (c != null) {
            int at = java.util.Arrays.binarySearch(t.keys, c);
            return at >= 0 ? at : t.keys.length;
        }
        return -1;
    }

    private static int constantBranch(Terminator t) {
        Integer c = t.inputs[0].integerConstant();
        if (c == null) {
            return -1;
        }
        int code = t.opcode;
        int d = 0;
        if (code >= 0x9f && code <= 0xa4) {
            Integer e = t.inputs[1].integerConstant();
            if (e == null) {
                return -1;
            }
            d = e;
            code -= 6;
        }
        boolean taken = switch (code) {
            case 0x99 -> c == d;
            case 0x9a -> c != d;
            case 0x9b -> c < d;
            case 0x9c -> c >= d;
            case 0x9d -> c > d;
            default -> c <= d;
        };
        return code > 0x9e ? -1 : taken ? 0 : 1;
    }

    /** Drops values and parameters that no effect, branch or result needs. */
    private void dropUnused() {
        boolean[] live = new boolean[f.valueCount()];
        List<Value> work = new ArrayList<>();
        Map<Value, List<Value>> feeds = new IdentityHashMap<>();
        for (Block b : f.blocks) {
            for (Value v : b.body) {
                if (!v.isRemovable()) {
                    mark(v, live, work);
                }
            }
            for (Value v : b.terminator().inputs) {
                mark(v, live, work);
            }
            Edge handler = b.handler();
            for (Edge e : b.successors()) {
                int shift = e == handler ? 1 : 0;
                for (int i = 0; i < e.arguments.length; i++) {
                    Value p = e.target.parameters.get(i + shift);
                    List<Value> sources = feeds.get(p);
                    if (sources == null) {
                        sources = new ArrayList<>(2);
                        feeds.put(p, sources);
                    }
                    sources.add(e.arguments[i]);
                }
            }
        }
        while (!work.isEmpty()) {
            Value v = work.remove(work.size() - 1);
            for (Value in : v.inputs) {
                mark(in, live, work);
            }
            List<Value> sources = feeds.get(v);
            if (sources != null) {
                for (Value s : sources) {
                    mark(s, live, work);
                }
            }
        }
        for (Block b : f.blocks) {
            if (b.body.removeIf(v -> !live[v.id])) {
                changed = true;
            }
        }
        for (Block b : f.blocks) {
            Edge handler = b.handler();
            for (Edge e : b.successors()) {
                if (e.target == f.entry()) {
                    continue;
                }
                int shift = e == handler ? 1 : 0;
                for (int i = e.arguments.length - 1; i >= 0; i--) {
                    if (!live[e.target.parameters.get(i + shift).id]) {
                        e.arguments = without(e.arguments, i);
                    }
                }
            }
        }
        boolean[] isHandler = new boolean[f.blockCount()];
        for (Block b : f.blocks) {
            Edge h = b.handler();
            if (h != null) {
                isHandler[h.target.id] = true;
            }
        }
        for (Block b : f.blocks) {
            if (b != f.entry()) {
                for (int i = b.parameters.size() - 1; i >= (isHandler[b.id] ? 1 : 0); i--) {
                    if (!live[b.parameters.get(i).id]) {
                        b.parameters.remove(i);
                        changed = true;
                    }
                }
            }
        }
    }

    private static void mark(Value v, boolean[] live, List<Value> work) {
        if (!live[v.id]) {
            live[v.id] = true;
            work.add(v);
        }
    }

    private void joinBlocks() {
        Cfg cfg = null; // seldom needed
        Map<Block, Integer> incoming = new IdentityHashMap<>();
        Map<Block, Boolean> handlerTargets = new IdentityHashMap<>();
        for (Block b : f.blocks) {
            for (Edge e : b.successors()) {
                incoming.merge(e.target, 1, Integer::sum);
            }
            Edge h = b.handler();
            if (h != null) {
                handlerTargets.put(h.target, true);
            }
        }
        // Skip blocks that only jump on.
        for (Block b : f.blocks) {
            for (Edge e : b.successors()) {
                if (e == b.handler()) {
                    continue;
                }
                for (int hops = 0; hops < 8; hops++) {
                    Block t = e.target;
                    if (t == b
                            || !t.body.isEmpty()
                            || !t.parameters.isEmpty()
                            || t.terminator().kind != Terminator.Kind.GOTO
                            || t.handler() != null
                            || t.terminator().edges[0].target == t) {
                        break;
                    }
                    Edge on = t.terminator().edges[0];
                    if (on.arguments.length > 0) {
                        if (cfg == null) {
                            cfg = new Cfg(f);
                        }
                        if (!cfg.isReachable(b) || !dominatedArguments(cfg, on, b)) {
                            break;
                        }
                    }
                    e.target = on.target;
                    e.arguments = on.arguments.clone();
                    incoming.merge(t, -1, Integer::sum);
                    incoming.merge(on.target, 1, Integer::sum);
                    changed = true;
                }
            }
        }
        // Append a block to its only predecessor.
        replacement.clear();
        Map<Block, Boolean> gone = new IdentityHashMap<>();
        for (Block b : f.blocks) {
            if (gone.containsKey(b)) {
                continue;
            }
            while (b.handler() == null && b.terminator().kind == Terminator.Kind.GOTO) {
                Edge e = b.terminator().edges[0];
                Block t = e.target;
                if (t == b
                        || t == f.entry()
                        || handlerTargets.containsKey(t)
                        || anyPinned(t)
                        || incoming.getOrDefault(t, 0) != 1) {
                    break;
                }
                for (int i = 0; i < e.arguments.length; i++) {
                    replacement.put(t.parameters.get(i), e.arguments[i]);
                }
                for (Value v : t.body) {
                    b.adopt(v);
                }
                b.terminate(t.terminator());
                b.handler(t.handler());
                t.body.clear();
                gone.put(t, true);
                changed = true;
            }
        }
        if (!gone.isEmpty()) {
            f.blocks.removeIf(gone::containsKey);
            Uses.replace(f, replacement);
        }
    }

    private static boolean anyPinned(Block t) {
        for (Value p : t.parameters) {
            if (p.isPinned()) {
                return true;
            }
        }
        return false;
    }

    private static boolean dominatedArguments(Cfg cfg, Edge on, Block b) {
        for (Value a : on.arguments) {
            if (!cfg.isAvailable(a, b)) {
                return false;
            }
        }
        return true;
    }
}
