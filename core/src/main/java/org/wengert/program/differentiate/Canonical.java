package org.wengert.program.differentiate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Known;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Simplify;
import org.wengert.program.ir.SsaForm;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.ir.Variable;

/**
 * Brings control flow into the form that can be run backwards:
 * <ul>
 *   <li>one return;
 *   <li>each loop has one preheader, one latch that only jumps, and one exit block, where all that leave the loop meet and are sent on
 *       by a selector; values of the loop that are used after it pass through parameters of the exit block;
 *   <li>while loops are turned into guarded do-while loops, so that every iteration runs whole;
 *   <li>no edge leads from a block with several successors to a block with several predecessors;
 *   <li>a value that throws into a handler is alone in its block;
 *   <li>each loop counts its iterations, each join knows which way it was reached: {@link #counters}, {@link #lastCounts}, {@link #tags}.
 * </ul>
 */
final class Canonical {
    /** How many values a loop's header may have for the loop to be turned. */
    private static final int TURN_LIMIT = 16;

    /** For each loop header: the parameter that counts completed iterations, from 0. */
    final Map<Block, Value> counters = new IdentityHashMap<>();
    /** For each loop header: the parameter of its exit block with the last count. */
    final Map<Block, Value> lastCounts = new IdentityHashMap<>();
    /** For each loop header: its exit block. */
    final Map<Block, Block> exits = new IdentityHashMap<>();
    /** For each join that is no loop header: the parameter with the index of the predecessor in {@link Cfg#predecessors}. */
    final Map<Block, Value> tags = new IdentityHashMap<>();

    private final Function f;

    Canonical(Function f) {
        this.f = f;
        singleReturn();
        turnLoops();
        Simplify.run(f); // constants of the tests, which have become parameters
        isolateThrowing();
        List<Block> headers = new ArrayList<>();
        for (Cfg.Loop l : new Cfg(f).loops()) {
            headers.add(l.header);
        }
        for (int i = headers.size() - 1; i >= 0; i--) {
            shapeLoop(headers.get(i)); // inner loops first
        }
        splitCriticalEdges();
        count(headers);
        tag();
    }

    static @Nullable Block returning(Function f) {
        for (Block b : f.blocks) {
            if (b.terminator().kind == Terminator.Kind.RETURN) {
                return b;
            }
        }
        return null;
    }

    /** Returns the blocks from which the return can be reached. */
    static Map<Block, Boolean> reachingReturn(Function f, Cfg cfg) {
        Map<Block, Boolean> reaching = new IdentityHashMap<>();
        Block end = returning(f);
        if (end == null || !cfg.isReachable(end)) {
            return reaching;
        }
        List<Block> work = new ArrayList<>();
        work.add(end);
        reaching.put(end, true);
        while (!work.isEmpty()) {
            Block b = work.remove(work.size() - 1);
            for (Block p : cfg.predecessors(b)) {
                if (reaching.put(p, true) == null) {
                    work.add(p);
                }
            }
        }
        return reaching;
    }

    private void singleReturn() {
        Cfg cfg = new Cfg(f);
        f.blocks.removeIf(b -> !cfg.isReachable(b));
        List<Block> returns = new ArrayList<>();
        for (Block b : f.blocks) {
            if (b.terminator().kind == Terminator.Kind.RETURN) {
                returns.add(b);
            }
        }
        if (returns.isEmpty()
                || returns.size() == 1
                        && returns.get(0) != f.entry()
                        && returns.get(0).body.isEmpty()) {
            return;
        }
        Block end = f.addBlock();
        Value[] results = new Value[f.results.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = end.addParameter(f.results.get(i), f.resultDescriptors.get(i), Position.NONE);
        }
        end.terminate(Terminator.result(results, Position.NONE));
        for (Block b : returns) {
            b.terminate(Terminator.jump(new Edge(end, b.terminator().inputs), b.terminator().position));
        }
    }

    private void isolateThrowing() {
        for (Block b : new ArrayList<>(f.blocks)) {
            Edge handler = b.handler();
            if (handler == null) {
                continue;
            }
            Value last = b.body.remove(b.body.size() - 1);
            Block alone = f.addBlock();
            alone.adopt(last);
            alone.terminate(b.terminator());
            alone.handler(handler);
            b.handler(null);
            b.terminate(Terminator.jump(new Edge(alone), last.position));
        }
    }

    // ---------------------------------------------------------------- while → do-while

    private void turnLoops() {
        List<Block> turned = new ArrayList<>();
        boolean again = true;
        while (again) {
            again = false;
            Cfg cfg = new Cfg(f);
            for (int i = cfg.loops().size() - 1; i >= 0; i--) {
                Cfg.Loop l = cfg.loops().get(i);
                if (!turned.contains(l.header) && canTurn(cfg, l)) {
                    turned.add(l.header);
                    turn(cfg, l);
                    again = true;
                    break;
                }
                turned.add(l.header);
            }
        }
    }

    private static boolean canTurn(Cfg cfg, Cfg.Loop l) {
        Block h = l.header;
        if (h.terminator().kind != Terminator.Kind.IF || h.body.size() > TURN_LIMIT || h.handler() != null) {
            return false;
        }
        boolean in0 = l.contains(h.terminator().edges[0].target);
        boolean in1 = l.contains(h.terminator().edges[1].target);
        if (in0 == in1) {
            return false;
        }
        Block body = h.terminator().edges[in0 ? 0 : 1].target;
        if (body == h) {
            return false; // one block that tests at its end
        }
        for (Value v : h.body) {
            switch (v.op) {
                case CALL,
                        INVOKE,
                        RESULT,
                        NEW,
                        ARRAY_STORE,
                        ACCUMULATE,
                        PUT_FIELD,
                        PUT_STATIC,
                        INIT_FIELD,
                        PUSH,
                        POP,
                        NEW_ARRAY,
                        NEW_MULTI_ARRAY,
                        CLONE -> {
                    return false;
                }
                default -> {}
            }
        }
        // Only loops that end nowhere else profit.
        Map<Block, Boolean> reaching =
                reachingReturn(cfg.reversePostorder.get(0).function(), cfg);
        for (Block b : l.blocks) {
            if (b == h) {
                continue;
            }
            for (Edge e : b.successors()) {
                if (!l.contains(e.target) && reaching.containsKey(e.target)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Copies the header before the loop as its guard; in the loop it becomes the test at the end. */
    private void turn(Cfg cfg, Cfg.Loop l) {
        Block h = l.header;
        // The copy takes over the edges from outside.
        Block guard = f.addBlock();
        Map<Value, Value> copy = new IdentityHashMap<>();
        for (Value p : h.parameters) {
            copy.put(p, guard.addParameter(p.type, p.descriptor, p.position));
        }
        for (Value v : h.body) {
            copy.put(
                    v,
                    guard.append(v.op, v.type, v.descriptor, v.attribute, v.position, mapped(v.inputs, copy))
                            .marksOf(v));
        }
        // A block of its own between test and body: the header to be, even where the body begins with another loop.
        Edge inwards = h.terminator().edges[l.contains(h.terminator().edges[0].target) ? 0 : 1];
        Block first = f.addBlock();
        Value[] passed = new Value[inwards.target.parameters.size()];
        for (int i = 0; i < passed.length; i++) {
            Value p = inwards.target.parameters.get(i);
            passed[i] = first.addParameter(p.type, p.descriptor, p.position);
        }
        first.terminate(Terminator.jump(new Edge(inwards.target, passed), h.terminator().position));
        inwards.target = first;
        Terminator t = h.terminator();
        Edge[] edges = new Edge[2];
        for (int i = 0; i < 2; i++) {
            edges[i] = new Edge(t.edges[i].target, mapped(t.edges[i].arguments, copy));
        }
        guard.terminate(t.with(mapped(t.inputs, copy), edges));
        for (Block p : cfg.predecessors(h)) {
            if (!l.contains(p)) {
                for (Edge e : p.successors()) {
                    if (e.target == h) {
                        e.target = guard;
                    }
                }
            }
        }
        // Values of the header now have two definitions wherever they are used outside it.
        List<Variable> variables = new ArrayList<>();
        Map<Value, Variable> of = new IdentityHashMap<>();
        copy.forEach((original, twin) -> {
            Variable v = new Variable("turned", original.type, original.descriptor);
            of.put(original, v);
        });
        for (Block b : f.blocks) {
            if (b == h || b == guard) {
                continue;
            }
            for (int i = 0; i < b.body.size(); i++) {
                Value v = b.body.get(i);
                for (int k = 0; k < v.inputs.length; k++) {
                    Variable x = of.get(v.inputs[k]);
                    if (x != null) {
                        v.inputs[k] = b.insert(i++, Op.READ, x.type, x.descriptor, x, v.position);
                    }
                }
            }
            readAll(b, b.terminator().inputs, of);
            for (Edge e : b.successors()) {
                readAll(b, e.arguments, of);
            }
        }
        for (Map.Entry<Value, Variable> e : of.entrySet()) {
            Value original = e.getKey();
            Variable x = e.getValue();
            variables.add(x);
            h.append(Op.WRITE, Type.VOID, "V", x, original.position, original);
            Value twin = copy.get(original);
            guard.append(Op.WRITE, Type.VOID, "V", x, original.position, twin == null ? original : twin);
        }
        SsaForm.construct(f, variables);
    }

    private static void readAll(Block b, Value[] values, Map<Value, Variable> of) {
        for (int i = 0; i < values.length; i++) {
            Variable x = of.get(values[i]);
            if (x != null) {
                // Before a throwing last value, whose block may not get another value after it.
                int at = b.handler() != null ? b.body.size() - 1 : b.body.size();
                values[i] = b.insert(at, Op.READ, x.type, x.descriptor, x, Position.NONE);
            }
        }
    }

    private static Value[] mapped(Value[] values, Map<Value, Value> by) {
        Value[] result = new Value[values.length];
        for (int i = 0; i < result.length; i++) {
            Value r = by.get(values[i]);
            result[i] = r == null ? values[i] : r;
        }
        return result;
    }

    // ---------------------------------------------------------------- loops

    private void shapeLoop(Block header) {
        Cfg cfg = new Cfg(f);
        Cfg.Loop l = loop(cfg, header);
        preheaderAndLatch(cfg, l);
        cfg = new Cfg(f);
        l = loop(cfg, header);
        Block exit = singleExit(cfg, l);
        if (exit != null) {
            exits.put(header, exit);
            closeOver(header, exit);
        }
    }

    private static Cfg.Loop loop(Cfg cfg, Block header) {
        Cfg.Loop l = cfg.loopOf(header);
        if (l == null || l.header != header) {
            throw new AssertionError("a lost loop (please report)");
        }
        return l;
    }

    private void preheaderAndLatch(Cfg cfg, Cfg.Loop l) {
        Block h = l.header;
        Block preheader = f.addBlock();
        Block latch = f.addBlock();
        for (Block b : new Block[] {preheader, latch}) {
            Value[] passed = new Value[h.parameters.size()];
            for (int i = 0; i < passed.length; i++) {
                Value p = h.parameters.get(i);
                passed[i] = b.addParameter(p.type, p.descriptor, p.position);
            }
            b.terminate(Terminator.jump(new Edge(h, passed), h.terminator().position));
        }
        for (Block p : new java.util.LinkedHashSet<>(cfg.predecessors(h))) {
            boolean inside = l.contains(p);
            for (Edge e : p.successors()) {
                if (e.target == h) {
                    e.target = inside ? latch : preheader;
                }
            }
        }
    }

    /** Sends every way out of the loop through one block; returns it, or null if the loop never ends normally. */
    private @Nullable Block singleExit(Cfg cfg, Cfg.Loop l) {
        Map<Block, Boolean> reaching = reachingReturn(f, cfg);
        List<Block> sources = new ArrayList<>();
        List<Edge> out = new ArrayList<>();
        for (Block b : l.blocks) {
            for (Edge e : b.successors()) {
                if (!l.contains(e.target) && reaching.containsKey(e.target)) {
                    boolean isLeave = isForwarder(cfg, e.target);
                    sources.add(isLeave ? e.target : b);
                    out.add(isLeave ? e.target.terminator().edges[0] : e);
                }
            }
        }
        if (out.isEmpty()) {
            return null;
        }
        Block exit = f.addBlock();
        // Parameters of the exit: those of each different target.
        Map<Block, Integer> selector = new LinkedHashMap<>();
        Map<Block, Integer> first = new IdentityHashMap<>();
        for (Edge e : out) {
            if (!selector.containsKey(e.target)) {
                selector.put(e.target, selector.size());
                first.put(e.target, exit.parameters.size());
                for (int i = 0; i < e.target.parameters.size(); i++) {
                    Value p = e.target.parameters.get(i);
                    exit.addParameter(p.type, p.descriptor, p.position);
                }
            }
        }
        boolean several = selector.size() > 1;
        Value which = several ? exit.addParameter(Type.I, "I", Position.NONE) : null;
        for (int k = 0; k < out.size(); k++) {
            Edge e = out.get(k);
            Block source = sources.get(k);
            boolean isLeave = !l.contains(source);
            Block leave = isLeave ? source : f.addBlock();
            Value[] passed = e.arguments;
            if (isHandlerEdge(source, e)) {
                Value exception = e.target.parameters.get(0);
                Value caught = leave.addParameter(Type.A, exception.descriptor, exception.position);
                passed = new Value[e.arguments.length + 1];
                passed[0] = caught;
                System.arraycopy(e.arguments, 0, passed, 1, e.arguments.length);
            }
            Value[] all = new Value[exit.parameters.size()];
            for (int i = 0; i < all.length; i++) {
                Value p = exit.parameters.get(i);
                int own = i - Known.in(first, e.target);
                if (p == which) {
                    all[i] = leave.append(Op.CONSTANT, Type.I, "I", selector.get(e.target), Position.NONE);
                } else if (own >= 0 && own < e.target.parameters.size()) {
                    all[i] = passed[own];
                } else {
                    all[i] = undefined(leave, p);
                }
            }
            leave.terminate(Terminator.jump(new Edge(exit, all), source.terminator().position));
            if (!isLeave) {
                e.target = leave;
                e.arguments = new Value[0];
            }
        }
        Edge[] on = new Edge[selector.size()];
        for (Map.Entry<Block, Integer> e : selector.entrySet()) {
            Value[] own = new Value[e.getKey().parameters.size()];
            for (int i = 0; i < own.length; i++) {
                own[i] = exit.parameters.get(Known.in(first, e.getKey()) + i);
            }
            on[e.getValue()] = new Edge(e.getKey(), own);
        }
        if (which != null) {
            int[] keys = new int[on.length - 1];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = i;
            }
            exit.terminate(Terminator.select(keys, which, on, Position.NONE));
        } else {
            exit.terminate(Terminator.jump(on[0], Position.NONE));
        }
        return exit;
    }

    /** Returns whether a block does no more than to pass on what one other leads to it. */
    private boolean isForwarder(Cfg cfg, Block b) {
        return b.body.isEmpty()
                && b.terminator().kind == Terminator.Kind.GOTO
                && b.handler() == null
                && cfg.predecessors(b).size() == 1
                && !areUsedBehind(b);
    }

    /** Returns whether another block uses a parameter of this one without being handed it, as what follows a handler may the exception. */
    private boolean areUsedBehind(Block b) {
        if (b.parameters.isEmpty()) {
            return false;
        }
        for (Block other : f.blocks) {
            if (other == b) {
                continue;
            }
            for (Value v : other.body) {
                if (isAny(b.parameters, v.inputs)) {
                    return true;
                }
            }
            if (isAny(b.parameters, other.terminator().inputs)) {
                return true;
            }
            for (Edge e : other.successors()) {
                if (isAny(b.parameters, e.arguments)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAny(List<Value> parameters, Value[] values) {
        for (Value v : values) {
            if (parameters.contains(v)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHandlerEdge(Block source, Edge e) {
        return source.handler() == e;
    }

    static Value undefined(Block b, Value like) {
        return switch (like.type) {
            case I -> b.append(Op.CONSTANT, Type.I, "I", 0, Position.NONE);
            case J -> b.append(Op.CONSTANT, Type.J, "J", 0L, Position.NONE);
            default -> b.append(Op.ZERO, like.type, like.descriptor, null, Position.NONE);
        };
    }

    /** Passes values of the loop that are used after it through parameters of the exit block. */
    private void closeOver(Block header, Block exit) {
        Cfg cfg = new Cfg(f);
        Cfg.Loop l = loop(cfg, header);
        Map<Value, Value> closed = new IdentityHashMap<>();
        List<Block> after = new ArrayList<>();
        for (Block b : cfg.reversePostorder) {
            if (!l.contains(b) && cfg.dominates(exit, b)) {
                after.add(b);
            }
        }
        for (Block b : after) {
            for (Value v : b.body) {
                close(cfg, l, exit, v.inputs, closed);
            }
            close(cfg, l, exit, b.terminator().inputs, closed);
            for (Edge e : b.successors()) {
                close(cfg, l, exit, e.arguments, closed);
            }
        }
        joinInThrowing(cfg, l, exit, closed);
    }

    /**
     * What ends in a throw may be reached from inside the loop and from behind its exit as well, and use a value of the loop, which is
     * a parameter of the exit block on the one way and itself on the other.
     */
    private void joinInThrowing(Cfg cfg, Cfg.Loop l, Block exit, Map<Value, Value> closed) {
        Map<Value, Variable> of = new LinkedHashMap<>();
        for (Block b : cfg.reversePostorder) {
            if (l.contains(b) || cfg.dominates(exit, b)) {
                continue;
            }
            for (int i = 0; i < b.body.size(); i++) {
                Value[] inputs = b.body.get(i).inputs;
                for (int k = 0; k < inputs.length; k++) {
                    Variable x = joined(cfg, l, b, inputs[k], of);
                    if (x != null) {
                        inputs[k] = b.insert(i++, Op.READ, x.type, x.descriptor, x, Position.NONE);
                    }
                }
            }
            for (Value in : b.terminator().inputs) {
                joined(cfg, l, b, in, of);
            }
            for (Edge e : b.successors()) {
                for (Value in : e.arguments) {
                    joined(cfg, l, b, in, of);
                }
            }
            readAll(b, b.terminator().inputs, of);
            for (Edge e : b.successors()) {
                readAll(b, e.arguments, of);
            }
        }
        if (of.isEmpty()) {
            return;
        }
        of.forEach((v, x) -> {
            Value[] one = {v};
            close(cfg, l, exit, one, closed);
            exit.insert(0, Op.WRITE, Type.VOID, "V", x, Position.NONE, one[0]);
            Block where = v.block();
            int at = v.op == Op.PARAMETER ? 0 : where.body.indexOf(v) + 1;
            if (where.handler() != null && at == where.body.size()) {
                Edge normal = where.terminator().edges[0];
                where = f.addBlock();
                where.terminate(Terminator.jump(new Edge(normal.target, normal.arguments), Position.NONE));
                normal.target = where;
                normal.arguments = new Value[0];
                at = 0;
            }
            where.insert(at, Op.WRITE, Type.VOID, "V", x, Position.NONE, v);
        });
        SsaForm.construct(f, new ArrayList<>(of.values()));
    }

    private static @Nullable Variable joined(Cfg cfg, Cfg.Loop l, Block b, Value v, Map<Value, Variable> of) {
        if (!l.contains(v.block()) || cfg.isAvailable(v, b)) {
            return null;
        }
        return of.computeIfAbsent(v, _ -> new Variable("joined", v.type, v.descriptor));
    }

    private static void close(Cfg cfg, Cfg.Loop l, Block exit, Value[] values, Map<Value, Value> closed) {
        for (int i = 0; i < values.length; i++) {
            Value v = values[i];
            if (!l.contains(v.block())) {
                continue;
            }
            Value p = closed.get(v);
            if (p == null) {
                p = exit.addParameter(v.type, v.descriptor, v.position);
                closed.put(v, p);
                for (Block leave : cfg.predecessors(exit)) {
                    Edge e = leave.terminator().edges[0];
                    Value[] more = new Value[e.arguments.length + 1];
                    System.arraycopy(e.arguments, 0, more, 0, e.arguments.length);
                    more[e.arguments.length] = cfg.isAvailable(v, leave) ? v : undefined(leave, v);
                    e.arguments = more;
                }
            }
            values[i] = p;
        }
    }

    private void splitCriticalEdges() {
        Cfg cfg = new Cfg(f);
        for (Block b : cfg.reversePostorder) {
            List<Edge> edges = b.successors();
            if (edges.size() < 2) {
                continue;
            }
            for (Edge e : edges) {
                if (e == b.handler() || cfg.predecessors(e.target).size() < 2) {
                    continue;
                }
                Block middle = f.addBlock();
                middle.terminate(Terminator.jump(new Edge(e.target, e.arguments), b.terminator().position));
                e.target = middle;
                e.arguments = new Value[0];
            }
        }
    }

    private void count(List<Block> headers) {
        Cfg cfg = new Cfg(f);
        for (Block h : headers) {
            Cfg.Loop l = loop(cfg, h);
            Block latch = l.latches.get(0);
            Edge back = latch.terminator().edges[0];
            Value counter = null;
            Edge into = null;
            for (Block p : cfg.predecessors(h)) {
                if (p != latch) {
                    into = p.terminator().edges[0];
                }
            }
            if (into == null) {
                throw new AssertionError("a loop without entry (please report)");
            }
            for (int i = 0; i < h.parameters.size(); i++) {
                if (countsFromZero(
                        h.parameters.get(i), passed(into.arguments[i], cfg), passed(back.arguments[i], cfg))) {
                    counter = h.parameters.get(i);
                    break;
                }
            }
            if (counter == null) {
                counter = h.addParameter(Type.I, "I", Position.NONE);
                Block preheader = null;
                for (Block p : cfg.predecessors(h)) {
                    if (p != latch) {
                        preheader = p;
                    }
                }
                if (preheader == null) {
                    throw new AssertionError("a loop without entry (please report)");
                }
                append(into, preheader.append(Op.CONSTANT, Type.I, "I", 0, Position.NONE));
                Value one = latch.append(Op.CONSTANT, Type.I, "I", 1, Position.NONE);
                append(back, latch.append(Op.INTEGER, Type.I, "I", 0x60, Position.NONE, counter, one));
            }
            counters.put(h, counter);
            Block exit = exits.get(h);
            if (exit != null) {
                Value last = exit.addParameter(Type.I, "I", Position.NONE);
                for (Block leave : cfg.predecessors(exit)) {
                    append(leave.terminator().edges[0], counter);
                }
                lastCounts.put(h, last);
            }
        }
    }

    /** Looks through parameters of blocks with one predecessor, as preheaders and latches have, but not into a loop. */
    static Value passed(Value v, Cfg cfg) {
        Value r = v;
        while (r.op == Op.PARAMETER
                && cfg.isReachable(r.block())
                && cfg.predecessors(r.block()).size() == 1) {
            Block p = cfg.predecessors(r.block()).get(0);
            int index = r.block().parameters.indexOf(r);
            Edge found = null;
            for (Edge e : p.successors()) {
                if (e.target == r.block() && e != p.handler()) {
                    found = e;
                }
            }
            if (found == null) {
                return r;
            }
            Value next = found.arguments[index];
            if (cfg.isReachable(next.block()) && cfg.depth(next.block()) > cfg.depth(r.block())) {
                return r; // what leaves a loop is not what goes on changing inside
            }
            r = next;
        }
        return r;
    }

    private static boolean countsFromZero(Value p, Value init, Value next) {
        return p.type == Type.I
                && isInteger(init, 0)
                && next.op == Op.INTEGER
                && next.attribute instanceof Integer opcode
                && opcode == 0x60
                && (next.input(0) == p && isInteger(next.input(1), 1)
                        || next.input(1) == p && isInteger(next.input(0), 1));
    }

    private static boolean isInteger(Value v, int c) {
        return Integer.valueOf(c).equals(v.integerConstant());
    }

    private static void append(Edge e, Value argument) {
        Value[] more = new Value[e.arguments.length + 1];
        System.arraycopy(e.arguments, 0, more, 0, e.arguments.length);
        more[e.arguments.length] = argument;
        e.arguments = more;
    }

    private void tag() {
        Cfg cfg = new Cfg(f);
        for (Block b : cfg.reversePostorder) {
            List<Block> predecessors = cfg.predecessors(b);
            Cfg.Loop l = cfg.loopOf(b);
            if (predecessors.size() < 2 || l != null && l.header == b) {
                continue;
            }
            Value tag = b.addParameter(Type.I, "I", Position.NONE);
            for (int i = 0; i < predecessors.size(); i++) {
                Block p = predecessors.get(i);
                append(p.terminator().edges[0], p.append(Op.CONSTANT, Type.I, "I", i, Position.NONE));
            }
            tags.put(b, tag);
        }
    }
}
