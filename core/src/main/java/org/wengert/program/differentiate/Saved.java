package org.wengert.program.differentiate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Known;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.SsaForm;
import org.wengert.program.ir.StackEntry;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.ir.Variable;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;

/**
 * Decides, for each value of the forward sweep that the backward sweep reads, where it comes from: it is a constant, it is still there (outside
 * loops of a combined function), it counts iterations, it can be recomputed cheaply from such values, or it goes on the tape.
 *
 * <p>A taped value is pushed where control leaves the region that its block dominates within its loop's iteration, and popped where the backward sweep enters that region;
 * so every value of an iteration is at hand during the whole of its reversal, and pushes and pops nest whatever the control flow.
 */
final class Saved {
    /** How many operations a recomputation may take. */
    private static final int BUDGET = 6;
    /** How many to tell how often a loop ran or which way a join was reached: once per loop or join, and its tape is all gone. */
    private static final int ROUTE_BUDGET = 12;

    /** From how many values on a function is large. */
    private static final int LARGE = 6_000;

    private static final int ISUB = 0x64;
    private static final int IMUL = 0x68;
    private static final int ISHR = 0x7a;
    private static final int IAND = 0x7e;
    private static final int IXOR = 0x82;

    private final Adjoints adjoints;
    private final Adjoints.Body b;
    private final Function there;
    private final Function back;
    private final Cfg cfg;
    /** Variable of each forward value that is live or taped. */
    private final Map<Value, Variable> variables = new IdentityHashMap<>();

    /** What the pushes and pops of a saved value have in common. */
    private final Map<Value, StackEntry> entries = new IdentityHashMap<>();

    private final Map<Value, Boolean> taped = new IdentityHashMap<>();
    private final Map<Variable, Value> current = new IdentityHashMap<>();
    private final Map<Value, Boolean> alive = new IdentityHashMap<>();

    /** A function that will be divided: what it kept in local variables would have to be handed from part to part. */
    private final boolean isLarge;

    Saved(Adjoints adjoints, Adjoints.Body body) {
        this.adjoints = adjoints;
        this.b = body;
        this.there = body.there;
        this.back = body.back;
        this.cfg = body.cfg;
        this.isLarge = there.valueCount() > LARGE;
    }

    void resolve() {
        // What each variable stands for now, after simplification.
        for (Block c : there.blocks) {
            for (Value p : c.parameters) {
                alive.put(p, true);
            }
            for (Value v : c.body) {
                alive.put(v, true);
                if (v.op == Op.WRITE && b.savedValue.containsKey(v.attribute(Variable.class))) {
                    current.put(v.attribute(Variable.class), v.input(0));
                }
            }
        }
        for (Map.Entry<Variable, Value> e : current.entrySet()) {
            Value w = e.getValue();
            if (w.op == Op.ARRAY_LOAD && isRead(e.getKey()) && cost(w, BUDGET) > BUDGET) {
                e.setValue(afterLoop(w));
            }
        }
        Map<Value, Boolean> reads = new IdentityHashMap<>();
        Map<Value, Boolean> neededSet = new IdentityHashMap<>();
        List<Value> needed = new ArrayList<>();
        for (Block c : back.blocks) {
            for (Value v : c.body) {
                if (v.op == Op.READ && b.savedValue.containsKey(v.attribute(Variable.class))) {
                    reads.put(v, true);
                    Value w = currentOf(v);
                    if (neededSet.put(w, true) == null) {
                        needed.add(w);
                    }
                }
            }
        }
        needed.sort((x, y) -> Integer.compare(x.id, y.id));
        for (Value p : b.running.keySet()) {
            Value w = now(p);
            Value last = w == null ? null : runsOn(w);
            if (last != null) {
                needed.add(last);
            }
        }
        for (Value w : needed) {
            outer.clear();
            depth = depthOf(w);
            int budget = lastCount(w) != null || compared(w) != null ? ROUTE_BUDGET : BUDGET;
            if (cost(w, budget) > budget) {
                taped.put(w, true);
            } else {
                for (Value o : outer) {
                    taped.put(o, true);
                }
            }
        }
        depth = 0;
        // Recompute, or read a variable.
        Map<Value, Value> replacement = new IdentityHashMap<>();
        for (Block c : back.blocks) {
            List<Value> body = new ArrayList<>(c.body);
            c.body.clear();
            for (Value v : body) {
                if (!reads.containsKey(v)) {
                    c.adopt(v);
                    continue;
                }
                Writer w = new Writer(c);
                w.position = v.position;
                Value source = currentOf(v);
                Value[] compared = taped.containsKey(source) || isLive(source) ? null : compared(source);
                if (compared != null) {
                    choose(c, v, b.choices.get(b.origin.get(source)), compared, w);
                } else {
                    replacement.put(v, obtain(source, w, new IdentityHashMap<>()));
                }
            }
        }
        for (Block c : back.blocks) {
            for (Value v : c.body) {
                replaceAll(v.inputs, replacement);
            }
            replaceAll(c.terminator().inputs, replacement);
            for (Edge e : c.successors()) {
                replaceAll(e.arguments, replacement);
            }
        }
        runBack();
        // Writes of the forward sweep stay for values that are still there when the backward sweep reads them.
        for (Block c : there.blocks) {
            c.body.removeIf(v -> v.op == Op.WRITE && b.savedValue.containsKey((Variable) v.attribute));
        }
        if (b.isCombined()) {
            for (Map.Entry<Value, Variable> e : variables.entrySet()) {
                if (!taped.containsKey(e.getKey())) {
                    b.record(e.getValue(), e.getKey());
                }
            }
        }
        tape();
        finish();
    }

    /** A header's parameter that is followed backwards: its value in the last iteration, and the variable that holds it. */
    private record Runner(Value last, Route.Running running, Cfg.Loop loop, Variable variable) {}

    private final Map<Runner, Boolean> read = new IdentityHashMap<>();

    private final Map<Value, Runner> runners = new IdentityHashMap<>();
    /** The loop whose next iteration is about to be reversed: what that iteration has on the tape is not at hand yet. */
    private Cfg.@Nullable Loop toCome;

    private boolean isOfIterationToCome(Value w) {
        Cfg.Loop l = toCome;
        return l != null && l.contains(home(w));
    }

    /** Returns the last value of a parameter that can be followed backwards instead of going on the tape in every iteration; else null. */
    private @Nullable Value runsOn(Value w) {
        Value p = w.op == Op.PARAMETER ? b.origin.get(w) : null;
        Route.Running r = p == null ? null : b.running.get(p);
        if (p == null || r == null || isLive(w) || !b.loopStart.containsKey(p.block())) {
            return null;
        }
        Cfg.Loop l = cfg.loopOf(p.block());
        if (l == null) {
            return null;
        }
        List<Value> operands = new ArrayList<>();
        for (Route.Term t : r.terms()) {
            Value start = now(t.trips().start());
            Value bound = t.trips().bound() == null ? null : now(t.trips().bound());
            if (start == null || t.trips().bound() != null && bound == null) {
                return null;
            }
            operands.add(start);
            if (bound != null) {
                operands.add(bound);
            }
        }
        outer.clear();
        depth = cfg.depth(p.block());
        for (Value o : operands) {
            if (!isKnownBefore(o, l, BUDGET)) {
                return null;
            }
        }
        for (Value o : outer) {
            taped.put(o, true);
        }
        Value last = atExit(w, l);
        runners.put(w, new Runner(last, r, l, new Variable("run".concat(Integer.toString(w.id)), Type.I, "I")));
        return last;
    }

    /** Returns whether a value of an iteration can be had before its tape: from outside the loop, from the count, or computed from such values. */
    private boolean isKnownBefore(Value w, Cfg.Loop l, int deepest) {
        if (isLiteral(w) || countOf(w) != null && l.header == home(w)) {
            return true;
        }
        Block h = b.home.get(w);
        if (h == null || deepest < 0) {
            return false;
        }
        if (!l.contains(h)) {
            if (cost(w, BUDGET) > BUDGET) {
                outer.add(w);
            }
            return true;
        }
        Induction i = induction(w);
        if (i != null) {
            return h == l.header && isKnownBefore(i.start, l, deepest - 1);
        }
        if (ownCost(w) < 0) {
            return false;
        }
        for (Value in : w.inputs) {
            if (!isKnownBefore(in, l, deepest - 1)) {
                return false;
            }
        }
        return true;
    }

    /** Sets what runs backwards where the reversal of its loop begins, and takes away what the iteration has added where that of an iteration does. */
    private void runBack() {
        while (read.containsValue(false)) {
            Map<Variable, List<Runner>> sites = new IdentityHashMap<>();
            for (Map.Entry<Runner, Boolean> e : read.entrySet()) {
                if (!e.getValue()) {
                    Block header = e.getKey().loop.header;
                    for (Map<Block, Variable> marks : List.of(b.loopStart, b.loopStep)) {
                        sites.computeIfAbsent(Known.in(marks, header), _ -> new ArrayList<>())
                                .add(e.getKey());
                    }
                    e.setValue(true);
                }
            }
            for (Block c : back.blocks) {
                List<Value> body = new ArrayList<>(c.body);
                c.body.clear();
                for (Value v : body) {
                    c.adopt(v);
                    if (v.op == Op.WRITE) {
                        for (Runner r : sites.getOrDefault(v.attribute(Variable.class), List.of())) {
                            boolean isStart = v.attribute == b.loopStart.get(r.loop.header);
                            Writer w = new Writer(c);
                            Value x = isStart ? obtain(r.last, w, new IdentityHashMap<>()) : stepBack(r, w);
                            w.add(Op.WRITE, Type.VOID, "V", r.variable, x);
                        }
                    }
                }
            }
        }
    }

    private Value stepBack(Runner r, Writer w) {
        Map<Value, Value> known = new IdentityHashMap<>();
        toCome = r.loop;
        Value x = w.add(Op.READ, Type.I, "I", r.variable);
        if (r.running.constant() != 0) {
            x = integer(w, ISUB, x, w.constant(r.running.constant()));
        }
        for (Route.Term t : r.running.terms()) {
            Value start = now(t.trips().start());
            if (start == null) {
                throw new AssertionError("a lost count (please report)");
            }
            Value bound = t.trips().bound() == null ? null : now(t.trips().bound());
            Value times = count(new Count(start, bound, t.trips()), w, known);
            x = integer(w, ISUB, x, t.factor() == 1 ? times : integer(w, IMUL, times, w.constant(t.factor())));
        }
        toCome = null;
        return x;
    }

    /** Repeats a test where the backward sweep comes to a join, in place of a switch over its tag. */
    private void choose(Block c, Value tag, Route.@Nullable Choice choice, Value[] compared, Writer w) {
        Terminator t = c.terminator();
        if (choice == null || t.kind != Terminator.Kind.SWITCH || t.inputs[0] != tag || t.edges.length != 2) {
            throw new AssertionError("a tag that is not switched over (please report)");
        }
        Map<Value, Value> known = new IdentityHashMap<>();
        Value[] inputs = new Value[compared.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = obtain(compared[i], w, known);
        }
        int first = choice.firstIfTrue() ? 0 : 1;
        c.terminate(Terminator.branch(choice.opcode(), inputs, t.edges[first], t.edges[1 - first], t.position));
    }

    private final Map<Variable, Boolean> isRead = new IdentityHashMap<>();

    private boolean isRead(Variable v) {
        if (isRead.isEmpty()) {
            for (Block c : back.blocks) {
                for (Value r : c.body) {
                    if (r.op == Op.READ) {
                        isRead.put(r.attribute(Variable.class), true);
                    }
                }
            }
        }
        return isRead.containsKey(v);
    }

    private final Map<Value, Value> afterLoops = new IdentityHashMap<>();

    /** A load that gives the same in every iteration of its loop is saved once, after the loop. */
    private Value afterLoop(Value w) {
        Value known = afterLoops.get(w);
        if (known != null) {
            return known;
        }
        Value p = b.origin.get(w);
        Cfg.Loop l = p == null || p.op != Op.ARRAY_LOAD || b.shadows.get(p) == w ? null : b.invariantIn(p);
        if (l == null) {
            afterLoops.put(w, w);
            return w;
        }
        Value q = atExit(w, l);
        afterLoops.put(w, q);
        return q;
    }

    /** Returns a value of a loop's last iteration as it leaves the loop. */
    private Value atExit(Value w, Cfg.Loop l) {
        Block exit = Known.in(b.form.exits, l.header);
        Block target = b.block(exit);
        Value q = target.addParameter(w.type, w.descriptor, w.position);
        q.pinned(true);
        for (Block c : there.blocks) {
            for (Edge e : c.successors()) {
                if (e.target == target) {
                    Value[] more = new Value[e.arguments.length + 1];
                    System.arraycopy(e.arguments, 0, more, 0, e.arguments.length);
                    more[e.arguments.length] = w;
                    e.arguments = more;
                }
            }
        }
        b.home.put(q, exit);
        alive.put(q, true);
        return q;
    }

    private static void replaceAll(Value[] values, Map<Value, Value> by) {
        for (int i = 0; i < values.length; i++) {
            Value r;
            while ((r = by.get(values[i])) != null) {
                values[i] = r;
            }
        }
    }

    private Value currentOf(Value read) {
        Value w = current.get(read.attribute(Variable.class));
        if (w == null) {
            throw new AssertionError("a saved value that is gone (please report)");
        }
        return w;
    }

    // ---------------------------------------------------------------- where a value comes from

    private Block home(Value w) {
        Block h = b.home.get(w);
        if (h == null) {
            throw new AssertionError("a value without a home (please report)");
        }
        return h;
    }

    private boolean isLiteral(Value w) {
        return w.op == Op.CONSTANT || w.op == Op.ZERO;
    }

    /** Still there in the backward sweep: outside of loops, in a combined function. */
    private boolean isLive(Value w) {
        return b.isCombined() && !isLarge && b.home.containsKey(w) && cfg.loopOf(home(w)) == null;
    }

    private @Nullable Variable countOf(Value w) {
        Value p = b.origin.get(w);
        if (p == null || w.op != Op.PARAMETER) {
            return null;
        }
        return b.form.counters.get(p.block()) == p ? b.countNow.get(p.block()) : null;
    }

    /** An induction variable: i = i₀ + k·step. */
    private record Induction(Value start, int step, Variable count) {}

    private @Nullable Induction induction(Value w) {
        Value p = b.origin.get(w);
        if (p == null || w.op != Op.PARAMETER || b.shadows.get(p) == w) {
            return null;
        }
        Variable count = b.countNow.get(p.block());
        Route.Induction i = count == null ? null : Route.induction(p, cfg);
        Value t = i == null ? null : b.twin.get(i.start());
        if (i == null || count == null || t == null || !alive.containsKey(t) && t.op != Op.CONSTANT) {
            return null;
        }
        return new Induction(t, i.step(), count);
    }

    /** What a primal value's twin has become in the forward sweep; null if it is not followed. */
    private @Nullable Value now(Value primal) {
        Value t = b.twin.get(primal);
        if (t == null || isLiteral(t)) {
            return t;
        }
        Variable s = b.savedOf.get(t);
        return s == null ? null : current.get(s);
    }

    /** Count of a loop's last iteration, of where it starts and ends: max(0, bound − start − slack), with the signs of a loop that counts down. */
    private record Count(Value start, @Nullable Value bound, Route.Trips trips) {}

    private @Nullable Count lastCount(Value w) {
        Value p = w.op == Op.PARAMETER ? b.origin.get(w) : null;
        Route.Trips t = p == null ? null : b.trips.get(p);
        if (t == null) {
            return null;
        }
        Value start = now(t.start());
        Value bound = t.bound() == null ? null : now(t.bound());
        if (start == null || t.bound() != null && (bound == null || !isInvariant(bound, t.loop(), BUDGET))) {
            return null;
        }
        return new Count(start, bound, t);
    }

    /** Returns whether what is computed in a loop is the same in all its iterations. */
    private boolean isInvariant(Value w, Cfg.Loop l, int deepest) {
        if (isLiteral(w)) {
            return true;
        }
        Block h = b.home.get(w);
        if (h == null || deepest < 0) {
            return false;
        }
        if (!l.contains(h)) {
            return true;
        }
        if (ownCost(w) < 0) {
            return false;
        }
        for (Value in : w.inputs) {
            if (!isInvariant(in, l, deepest - 1)) {
                return false;
            }
        }
        return true;
    }

    /** The values that the test before a join compared. */
    private Value @Nullable [] compared(Value w) {
        Value p = w.op == Op.PARAMETER ? b.origin.get(w) : null;
        Route.Choice c = p == null ? null : b.choices.get(p);
        if (c == null) {
            return null;
        }
        Value[] inputs = new Value[c.inputs().length];
        for (int i = 0; i < inputs.length; i++) {
            Value in = now(c.inputs()[i]);
            if (in == null) {
                return null;
            }
            inputs[i] = in;
        }
        return inputs;
    }

    /** The values that a value of the forward sweep's way is recomputed from; null if it is none. */
    private Value @Nullable [] sources(Value w) {
        Induction i = induction(w);
        if (i != null) {
            return new Value[] {i.start};
        }
        Count n = lastCount(w);
        if (n != null) {
            return n.bound == null ? new Value[] {n.start} : new Value[] {n.start, n.bound};
        }
        return compared(w);
    }

    /** Values of outer loops that the recomputation at hand would put on the tape: less often than what it saves. */
    private final List<Value> outer = new ArrayList<>();
    /** Loop depth of the value whose recomputation is considered. */
    private int depth;

    private int depthOf(Value w) {
        Block h = b.home.get(w);
        return h == null ? 0 : cfg.depth(h);
    }

    /** Returns how many operations it takes to have the value; more than {@code budget} if it must go on the tape. */
    private int cost(Value w, int budget) {
        if (budget < 0) {
            return 1;
        }
        if (isLiteral(w) || isLive(w) || taped.containsKey(w) || countOf(w) != null || runners.containsKey(w)) {
            return 0;
        }
        Value[] sources = sources(w);
        int total = sources != null ? 2 : ownCost(w);
        int tapedBefore = outer.size();
        if (total >= 0) {
            for (Value in : sources != null ? sources : w.inputs) {
                total += cost(in, budget - total);
                if (total > budget) {
                    break;
                }
            }
            if (total <= budget) {
                return total;
            }
        }
        while (outer.size() > tapedBefore) {
            outer.remove(outer.size() - 1);
        }
        if (b.home.containsKey(w) && depthOf(w) < depth) {
            outer.add(w);
            return 0;
        }
        return budget + 1;
    }

    /** Returns the cost of the operation itself, or −1 if it may not be repeated. */
    private int ownCost(Value w) {
        switch (w.op) {
            case CONVERT, COMPARE, ARRAY_LENGTH, CHECK_CAST -> {
                return 1;
            }
            case INTEGER -> {
                return w.isRemovable() ? 1 : -1;
            }
            case UNARY -> {
                return w.attribute == Unary.NEG ? 1 : -1;
            }
            case BINARY -> {
                Binary f = w.attribute(Binary.class);
                return f == Binary.ADD || f == Binary.SUB || f == Binary.MUL ? 1 : -1;
            }
            case ARRAY_LOAD -> {
                return isReadOnly(w.input(0)) || isStable(w) ? 1 : -1;
            }
            case GET_FIELD -> {
                return w.attribute(FieldRef.class).isFinal() || isReadOnly(w.input(0)) ? 1 : -1;
            }
            default -> {
                return -1;
            }
        }
    }

    private boolean isReadOnly(Value reference) {
        Value base = reference;
        while (base.op == Op.CHECK_CAST || base.op == Op.ARRAY_LOAD && !b.origin.containsKey(base)) {
            base = base.input(0);
        }
        Value p = b.origin.get(base);
        if (p == null) {
            return false;
        }
        // References that a shadow holds change only when those of the primal do; its numbers change in the backward
        // sweep.
        return b.isReadOnly(p);
    }

    /**
     * Returns whether nothing that may run after this load, in the whole forward sweep, writes into the array: then the backward sweep finds the same there.
     * Only in a combined function, which sees the whole sweep.
     */
    private boolean isStable(Value w) {
        Value p = b.origin.get(w);
        return b.isCombined() && p != null && p.op == Op.ARRAY_LOAD && b.shadows.get(p) != w && b.isStable(p);
    }

    /** Writes code that yields the value in the backward sweep. */
    private Value obtain(Value w, Writer out, Map<Value, Value> known) {
        Value k = known.get(w);
        if (k != null) {
            return k;
        }
        Value r;
        Variable count = countOf(w);
        if (isLiteral(w)) {
            r = out.add(w.op, w.type, w.descriptor, w.attribute);
        } else if (runners.containsKey(w)) {
            Runner runner = Known.in(runners, w);
            read.putIfAbsent(runner, false);
            r = out.add(Op.READ, Type.I, "I", runner.variable);
        } else if (taped.containsKey(w) && !isOfIterationToCome(w) || isLive(w)) {
            Variable v = variables.get(w);
            if (v == null) {
                v = new Variable("v".concat(Integer.toString(w.id)), w.type, w.descriptor);
                variables.put(w, v);
            }
            r = out.add(Op.READ, w.type, w.descriptor, v);
        } else if (count != null) {
            r = out.add(Op.READ, Type.I, "I", count);
        } else {
            Induction i = induction(w);
            Count last = lastCount(w);
            if (i == null && last != null) {
                r = count(last, out, known);
            } else if (i != null) {
                Value n = out.add(Op.READ, Type.I, "I", i.count);
                Value scaled = i.step == 1 ? n : out.add(Op.INTEGER, Type.I, "I", IMUL, n, out.constant(i.step));
                r = out.add(Op.INTEGER, Type.I, "I", 0x60, obtain(i.start, out, known), scaled);
            } else {
                Value[] inputs = new Value[w.inputs.length];
                for (int n = 0; n < inputs.length; n++) {
                    inputs[n] = obtain(w.inputs[n], out, known);
                }
                r = out.add(w.op, w.type, w.descriptor, w.attribute, inputs)
                        .marksOf(w)
                        .removable();
            }
        }
        known.put(w, r);
        return r;
    }

    private Value count(Count last, Writer out, Map<Value, Value> known) {
        Value start = obtain(last.start, out, known);
        Value bound = last.bound == null ? out.constant(0) : obtain(last.bound, out, known);
        boolean isDown = last.trips.isDown();
        Value n = integer(out, ISUB, isDown ? start : bound, isDown ? bound : start);
        if (last.trips.slack() != 0) {
            n = integer(out, ISUB, n, out.constant(last.trips.slack()));
        }
        if (last.trips.isGuarded()) {
            return n;
        }
        // max(0, n) without a branch: n and not its sign
        Value sign = integer(out, ISHR, n, out.constant(31));
        return integer(out, IAND, n, integer(out, IXOR, sign, out.constant(-1)));
    }

    private static Value integer(Writer out, int opcode, Value x, Value y) {
        return out.add(Op.INTEGER, Type.I, "I", opcode, x, y);
    }

    // ---------------------------------------------------------------- the tape

    /** What is pushed at one place, in order. */
    private void tape() {
        Map<Variable, List<Value>> pushes = new IdentityHashMap<>(); // by forward mark
        Map<Variable, List<Value>> pops = new IdentityHashMap<>(); // by backward mark
        Map<Block, List<Value>> frames = new IdentityHashMap<>();
        List<Value> all = new ArrayList<>();
        for (Value w : taped.keySet()) {
            if (variables.containsKey(w)) {
                all.add(w);
            }
        }
        all.sort((x, y) -> Integer.compare(x.id, y.id));
        List<Block> homes = new ArrayList<>();
        for (Value w : all) {
            Block h = home(w);
            List<Value> frame = frames.get(h);
            if (frame == null) {
                frame = new ArrayList<>();
                frames.put(h, frame);
                homes.add(h);
            }
            frame.add(w);
        }
        findReaders();
        findPassed();
        // Deeper blocks first at every place.
        homes.sort((x, y) -> Integer.compare(cfg.order(y), cfg.order(x)));
        for (Block h : homes) {
            List<Value> frame = new ArrayList<>();
            List<Value> own = new ArrayList<>();
            for (Value w : Known.in(frames, h)) {
                boolean isOwn = (isLarge || b.segments.containsKey(h))
                        && h.handler() == null
                        && readers.get(variables.get(w)) == h;
                (isOwn ? own : frame).add(w);
            }
            if (!own.isEmpty()) {
                segments(h, own, pushes, pops);
            }
            if (frame.isEmpty()) {
                continue;
            }
            List<Block> sources = new ArrayList<>();
            List<Block> targets = new ArrayList<>();
            leavingEdges(h, sources, targets);
            boolean oneSource = true;
            for (Block s : sources) {
                oneSource &= s == sources.get(0);
            }
            if (oneSource && !sources.isEmpty() && sources.get(0).handler() == null) {
                atEndOf(sources.get(0), frame, pushes, pops);
                continue;
            }
            for (int i = 0; i < sources.size(); i++) {
                Block u = sources.get(i);
                Block x = targets.get(i);
                if (u.successors().size() == 1 || x == u) {
                    atEndOf(u, frame, pushes, pops);
                } else if (isPassed(b.backwardEnd.get(x))) {
                    put(pushes, b.forwardStart.get(x), frame);
                    put(pops, b.backwardEnd.get(x), frame);
                }
            }
        }
        insert(there, pushes, true);
        insert(back, pops, false);
    }

    private void atEndOf(
            Block u, List<Value> frame, Map<Variable, List<Value>> pushes, Map<Variable, List<Value>> pops) {
        if (isPassed(b.backwardStart.get(u))) {
            put(pushes, b.forwardEnd.get(u), frame);
            put(pops, b.backwardStart.get(u), frame);
        }
    }

    /**
     * The marks that the backward sweep comes by. Where nothing between a join and its dominator has work, it goes straight from the one to the other, and pops
     * nothing on the way; so nothing may be pushed there, even if what is on another way out of the same block needs it.
     */
    private final Map<Variable, Boolean> passed = new IdentityHashMap<>();

    private boolean isPassed(@Nullable Variable mark) {
        if (mark == null) {
            throw new AssertionError("no place for the tape (please report)");
        }
        return passed.containsKey(mark);
    }

    private void findPassed() {
        for (Block c : new Cfg(back).reversePostorder) {
            for (Value v : c.body) {
                if (v.op == Op.WRITE) {
                    passed.put(v.attribute(Variable.class), true);
                }
            }
        }
    }

    /** For each variable the one block whose reversal reads it; null where there are several. */
    private final Map<Variable, @Nullable Block> readers = new IdentityHashMap<>();

    private void findReaders() {
        Map<Variable, Block> starts = new IdentityHashMap<>();
        b.backwardStart.forEach((block, mark) -> starts.put(mark, block));
        for (Block c : back.blocks) {
            Block reversed = null;
            for (Value v : c.body) {
                if (v.op == Op.READ) {
                    Variable x = v.attribute(Variable.class);
                    if (!readers.containsKey(x)) {
                        readers.put(x, reversed);
                    } else if (readers.get(x) != reversed) {
                        readers.put(x, null);
                    }
                } else if (v.op == Op.WRITE && starts.containsKey((Variable) v.attribute)) {
                    reversed = starts.get((Variable) v.attribute);
                } else if (v.op == Op.WRITE && reversed != null && v.attribute == b.backwardEnd.get(reversed)) {
                    reversed = null;
                }
            }
        }
    }

    /**
     * Values that are needed for the reversal of their own block only: each goes on the tape not at the block's end but as soon as the backward sweep will not have asked for it
     * yet, so that in long blocks few of them are alive at once.
     */
    private void segments(
            Block h, List<Value> frame, Map<Variable, List<Value>> pushes, Map<Variable, List<Value>> pops) {
        List<Adjoints.Body.Segment> marks = b.segments.getOrDefault(h, List.of());
        Map<Variable, Integer> firstRead = new IdentityHashMap<>();
        if (!marks.isEmpty()) {
            readSegments(h, marks, firstRead);
        }
        Variable end = Known.in(b.forwardEnd, h);
        Variable start = Known.in(b.backwardStart, h);
        for (Value w : frame) {
            Integer at = firstRead.get(variables.get(w));
            Adjoints.Body.Segment mark = at == null || at == marks.size() ? null : marks.get(at);
            put(pushes, mark == null ? end : mark.forward, List.of(w));
            put(pops, mark == null ? start : mark.backward, List.of(w));
        }
    }

    /** Finds for each variable how many of the marks lie before its first read, seen from the block's beginning; none where the marks are not all in order. */
    private void readSegments(Block h, List<Adjoints.Body.Segment> marks, Map<Variable, Integer> firstRead) {
        Variable start = b.backwardStart.get(h);
        for (Block c : back.blocks) {
            int next = -1; // index of the mark that comes next, from the last one down
            for (Value v : c.body) {
                if (v.op == Op.WRITE && v.attribute == start) {
                    next = marks.size();
                } else if (next > 0 && v.op == Op.WRITE && v.attribute == marks.get(next - 1).backward) {
                    next--;
                } else if (next >= 0 && v.op == Op.READ) {
                    firstRead.putIfAbsent(v.attribute(Variable.class), next);
                } else if (next >= 0 && v.op == Op.WRITE && v.attribute == b.backwardEnd.get(h)) {
                    if (next > 0) {
                        firstRead.clear();
                    }
                    return;
                }
            }
        }
        firstRead.clear();
    }

    private static void put(Map<Variable, List<Value>> sites, @Nullable Variable mark, List<Value> frame) {
        if (mark == null) {
            throw new AssertionError("no place for the tape (please report)");
        }
        List<Value> at = sites.get(mark);
        if (at == null) {
            at = new ArrayList<>();
            sites.put(mark, at);
        }
        at.addAll(frame);
    }

    /** The edges where control leaves what {@code h} dominates within the iteration of its loop; the return counts as one, from its block to itself. */
    private void leavingEdges(Block h, List<Block> sources, List<Block> targets) {
        Cfg.Loop l = cfg.loopOf(h);
        for (Block u : cfg.reversePostorder) {
            if (!cfg.dominates(h, u) || l != null && !l.contains(u) || !b.reaching.containsKey(u)) {
                continue;
            }
            if (u.terminator().kind == Terminator.Kind.RETURN) {
                sources.add(u);
                targets.add(u);
            }
            for (Edge e : u.successors()) {
                Block x = e.target;
                if (!b.reaching.containsKey(x)) {
                    continue;
                }
                if (x == h || !cfg.dominates(h, x) || l != null && !l.contains(x)) {
                    Block s = u;
                    // An empty block on the way does not matter: it has nothing that pushes.
                    while (s != h
                            && s.body.isEmpty()
                            && s.parameters.isEmpty()
                            && s.successors().size() == 1
                            && cfg.predecessors(s).size() == 1
                            && cfg.predecessors(s).get(0).handler() == null
                            && cfg.dominates(h, cfg.predecessors(s).get(0))
                            && (l == null || l.contains(cfg.predecessors(s).get(0)))) {
                        x = s;
                        s = cfg.predecessors(s).get(0);
                    }
                    sources.add(s);
                    targets.add(x);
                }
            }
        }
    }

    private void insert(Function f, Map<Variable, List<Value>> sites, boolean pushing) {
        for (Block c : f.blocks) {
            List<Value> body = new ArrayList<>(c.body);
            c.body.clear();
            for (Value v : body) {
                c.adopt(v);
                List<Value> frame = v.op == Op.WRITE ? sites.get(v.attribute(Variable.class)) : null;
                if (frame == null) {
                    continue;
                }
                if (pushing) {
                    for (Value w : frame) {
                        push(c, w);
                    }
                } else {
                    for (int k = frame.size() - 1; k >= 0; k--) {
                        pop(c, frame.get(k));
                    }
                }
            }
        }
    }

    private StackEntry entry(Value w) {
        StackEntry e = entries.get(w);
        if (e == null) {
            e = new StackEntry(adjoints.stack(w.type));
            entries.put(w, e);
        }
        return e;
    }

    private void push(Block c, Value w) {
        Value v = w.type == Type.F ? c.append(Op.CONVERT, Type.D, "D", 0x8d, Position.NONE, w) : w;
        c.append(Op.PUSH, Type.VOID, "V", entry(w), Position.NONE, v);
    }

    private void pop(Block c, Value w) {
        StackEntry e = entry(w);
        Value v = w.type == Type.F
                ? c.append(
                        Op.CONVERT, Type.F, "F", 0x90, Position.NONE, c.append(Op.POP, Type.D, "D", e, Position.NONE))
                : c.append(Op.POP, w.type, w.descriptor, e, Position.NONE);
        c.append(Op.WRITE, Type.VOID, "V", variables.get(w), Position.NONE, v);
    }

    private void finish() {
        List<Variable> rest = new ArrayList<>(variables.values());
        rest.addAll(b.countNow.values());
        rest.addAll(b.marks());
        runners.values().forEach(r -> rest.add(r.variable));
        SsaForm.construct(back, rest);
        if (!b.isCombined()) {
            SsaForm.construct(there, rest);
        }
    }
}
