package org.wengert.program.differentiate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/**
 * What can be told about the way control went without having noted it down: how a counted loop's variable runs, how often such a loop ran, and
 * which of two ways a join was reached.
 */
final class Route {
    private static final int IADD = 0x60;
    private static final int ISUB = 0x64;
    private static final int IFEQ = 0x99;
    private static final int IF_ICMPEQ = 0x9f;
    private static final int IF_ICMPLE = 0xa4;

    private static final int EQ = 0;
    private static final int LT = 2;
    private static final int GE = 3;
    private static final int GT = 4;
    private static final int LE = 5;

    private Route() {}

    /** A parameter of a loop's header that is {@code start} + k·{@code step} in iteration k = 0, 1, …; {@code next} is what the latch passes. */
    record Induction(Value start, Value next, int step) {}

    /**
     * A loop that was left after max(0, d − slack) completed iterations, where d is {@code bound} − {@code start}, or its negative if
     * {@code isDown}. A bound of null is zero. It is left when its counter has the relation to the bound. Where it is
     * guarded, a test before it sees to it that d − slack is not negative.
     */
    record Trips(
            Value start,
            @Nullable Value bound,
            boolean isDown,
            int slack,
            int relation,
            boolean isGuarded,
            Cfg.Loop loop) {}

    /** An int that an iteration adds {@code factor} to for each iteration of a loop inside it, {@code trips.slack} included. */
    record Term(int factor, Trips trips) {}

    /** A parameter of a loop's header that every iteration adds a known amount to. */
    record Running(int constant, List<Term> terms) {}

    /** A join whose first predecessor was taken if the test gives {@code firstIfTrue}. */
    record Choice(int opcode, Value[] inputs, boolean firstIfTrue) {}

    /** Returns how a parameter of a loop's header runs, or null if not by constant steps. */
    static @Nullable Induction induction(Value p, Cfg cfg) {
        if (p.op != Op.PARAMETER || p.type != Type.I || !cfg.isReachable(p.block())) {
            return null;
        }
        Block header = p.block();
        Cfg.Loop l = cfg.loopOf(header);
        if (l == null || l.header != header || l.latches.size() != 1) {
            return null;
        }
        int index = header.parameters.indexOf(p);
        Value start = null;
        Value next = null;
        for (Block q : cfg.predecessors(header)) {
            Value a = Canonical.passed(q.terminator().edges[0].arguments[index], cfg);
            if (q == l.latches.get(0)) {
                next = a;
            } else {
                start = a;
            }
        }
        if (start == null || next == null || next.op != Op.INTEGER) {
            return null;
        }
        int opcode = next.attribute(Integer.class);
        if (opcode != IADD && opcode != ISUB || next.input(0) != p) {
            return null;
        }
        Integer step = next.input(1).integerConstant();
        if (step == null) {
            return null;
        }
        return new Induction(start, next, opcode == IADD ? step : -step);
    }

    /** Returns how often a loop ran that counts by one towards a bound and ends nowhere else; null for other loops. */
    static @Nullable Trips trips(Cfg.Loop l, @Nullable Block exit, Cfg cfg) {
        if (exit == null || cfg.predecessors(exit).size() != 1) {
            return null;
        }
        Block leave = cfg.predecessors(exit).get(0);
        if (cfg.predecessors(leave).size() != 1) {
            return null;
        }
        Block test = cfg.predecessors(leave).get(0);
        Terminator t = test.terminator();
        if (t.kind != Terminator.Kind.IF
                || t.opcode > IF_ICMPLE
                || cfg.loopOf(test) != l
                || !cfg.dominates(test, l.latches.get(0))) {
            return null;
        }
        int relation = t.opcode - (t.opcode >= IF_ICMPEQ ? IF_ICMPEQ : IFEQ);
        if (t.edges[0].target != leave) {
            relation = opposite(relation);
        }
        for (Value p : l.header.parameters) {
            Induction i = induction(p, cfg);
            if (i == null || i.step != 1 && i.step != -1) {
                continue;
            }
            for (int k = 0; k < t.inputs.length; k++) {
                Value tested = Canonical.passed(t.inputs[k], cfg);
                if (tested != p && tested != i.next) {
                    continue;
                }
                Value bound = t.inputs.length == 1 ? null : t.inputs[1 - k];
                int r = k == 0 ? relation : mirrored(relation);
                boolean isDown = i.step < 0;
                if (r != (isDown ? LT : GE) && r != (isDown ? LE : GT)) {
                    continue;
                }
                boolean stopsAtBound = r == GE || r == LE;
                int slack = (tested == p ? 0 : 1) - (stopsAtBound ? 0 : 1);
                return guarded(new Trips(i.start, bound, isDown, slack, r, false, l), cfg);
            }
        }
        return null;
    }

    private static Trips guarded(Trips t, Cfg cfg) {
        Block b = t.loop.header;
        for (Block p : cfg.predecessors(b)) {
            b = t.loop.contains(p) ? b : p;
        }
        while (cfg.predecessors(b).size() == 1) {
            Block p = cfg.predecessors(b).get(0);
            if (p.terminator().kind == Terminator.Kind.IF) {
                boolean isGuarded = p.terminator().opcode <= IF_ICMPLE
                        && isGuard(p.terminator(), p.terminator().edges[1].target == b, t, cfg);
                return isGuarded ? new Trips(t.start, t.bound, t.isDown, t.slack, t.relation, true, t.loop) : t;
            }
            if (p.terminator().kind != Terminator.Kind.GOTO) {
                return t;
            }
            b = p;
        }
        return t;
    }

    private static int opposite(int relation) {
        return switch (relation) {
            case LT -> GE;
            case GE -> LT;
            case GT -> LE;
            case LE -> GT;
            default -> EQ; // a test for equality: none of ours
        };
    }

    private static int mirrored(int relation) {
        return switch (relation) {
            case LT -> GT;
            case GT -> LT;
            case GE -> LE;
            case LE -> GE;
            default -> relation;
        };
    }

    /** How many additions lie between the values of two iterations at most. */
    private static final int LONGEST = 8;

    /**
     * Returns what each iteration adds to a parameter of a loop's header, where inner loops count it on, as in {@code for (…) for (…) sum += a[k++]}; null if that
     * cannot be told. The reversal takes it away again and so knows the parameter without its history.
     */
    static @Nullable Running running(Value p, Canonical form, Cfg cfg) {
        Cfg.Loop l = cfg.loopOf(p.block());
        if (p.type != Type.I || l == null || l.header != p.block() || !form.exits.containsKey(l.header)) {
            return null;
        }
        int constant = 0;
        List<Term> terms = new ArrayList<>();
        int index = p.block().parameters.indexOf(p);
        Value v = l.latches.get(0).terminator().edges[0].arguments[index];
        for (int n = 0; n < LONGEST; n++) {
            v = Canonical.passed(v, cfg);
            if (v == p) {
                return terms.isEmpty() ? null : new Running(constant, List.copyOf(terms));
            }
            Integer c = v.op == Op.INTEGER && v.inputs.length == 2 ? v.input(1).integerConstant() : null;
            if (c != null && (v.attribute(Integer.class) == IADD || v.attribute(Integer.class) == ISUB)) {
                constant += v.attribute(Integer.class) == IADD ? c : -c;
                v = v.input(0);
                continue;
            }
            Counted counted = v.op == Op.PARAMETER ? counted(v, form, cfg) : null;
            if (counted == null || !l.contains(counted.term.trips.loop.header)) {
                return null;
            }
            terms.add(counted.term);
            v = counted.before;
        }
        return null;
    }

    /** A value after a guarded loop that steps it, and the value before. */
    private record Counted(Value before, Term term) {}

    private static @Nullable Counted counted(Value v, Canonical form, Cfg cfg) {
        Block join = v.block();
        Choice guard = choice(join, cfg);
        if (guard == null) {
            return null;
        }
        int index = join.parameters.indexOf(v);
        Block top = cfg.immediateDominator(join);
        for (int i = 0; i < 2; i++) {
            Value before = Canonical.passed(argument(cfg.predecessors(join).get(i), join, index), cfg);
            Value after = Canonical.passed(argument(cfg.predecessors(join).get(1 - i), join, index), cfg);
            Cfg.Loop inner = after.op == Op.PARAMETER ? exitedAt(after.block(), form, cfg) : null;
            Trips t = inner == null ? null : trips(inner, after.block(), cfg);
            if (inner == null || t == null || !isGuard(top.terminator(), guard.firstIfTrue == (i == 0), t, cfg)) {
                continue;
            }
            Block leave = cfg.predecessors(after.block()).get(0);
            Value last = Canonical.passed(
                    argument(leave, after.block(), after.block().parameters.indexOf(after)), cfg);
            for (Value q : inner.header.parameters) {
                Induction k = induction(q, cfg);
                if (k != null && k.next == last && Canonical.passed(k.start, cfg) == before) {
                    Trips whole = new Trips(t.start, t.bound, t.isDown, t.slack - 1, t.relation, false, t.loop);
                    return new Counted(before, new Term(k.step, whole));
                }
            }
        }
        return null;
    }

    private static Value argument(Block from, Block to, int index) {
        for (Edge e : from.successors()) {
            if (e.target == to) {
                return e.arguments[index];
            }
        }
        throw new AssertionError("a lost edge (please report)");
    }

    private static Cfg.@Nullable Loop exitedAt(Block exit, Canonical form, Cfg cfg) {
        for (Map.Entry<Block, Block> e : form.exits.entrySet()) {
            if (e.getValue() == exit) {
                return cfg.loopOf(e.getKey());
            }
        }
        return null;
    }

    /** Returns whether a test passes a loop by exactly when the loop would be left at once. */
    private static boolean isGuard(Terminator t, boolean passesIfTrue, Trips trips, Cfg cfg) {
        int relation = t.opcode - (t.opcode >= IF_ICMPEQ ? IF_ICMPEQ : IFEQ);
        if (!passesIfTrue) {
            relation = opposite(relation);
        }
        Value start = Canonical.passed(trips.start, cfg);
        for (int k = 0; k < t.inputs.length; k++) {
            if (same(Canonical.passed(t.inputs[k], cfg), start)
                    && (k == 0 ? relation : mirrored(relation)) == trips.relation
                    && (t.inputs.length == 1
                            ? trips.bound == null
                            : trips.bound != null
                                    && same(
                                            Canonical.passed(t.inputs[1 - k], cfg),
                                            Canonical.passed(trips.bound, cfg)))) {
                // Left at once means that the first test, one step on where it is on the next value, would have held
                // before.
                return trips.slack == (trips.relation == GE || trips.relation == LE ? 1 : 0);
            }
        }
        return false;
    }

    private static boolean same(Value v, Value w) {
        return v == w
                || v.op == Op.CONSTANT
                        && w.op == Op.CONSTANT
                        && v.attribute(Object.class).equals(w.attribute);
    }

    /** Returns the test that decided by which of its two predecessors a join was reached; null if no single test did. */
    static @Nullable Choice choice(Block join, Cfg cfg) {
        if (cfg.predecessors(join).size() != 2) {
            return null;
        }
        Block top = cfg.immediateDominator(join);
        Terminator t = top.terminator();
        if (t.kind != Terminator.Kind.IF || t.opcode > IF_ICMPLE || cfg.loopOf(top) != cfg.loopOf(join)) {
            return null;
        }
        int[] way = {-1, -1};
        for (int i = 0; i < 2; i++) {
            Block p = cfg.predecessors(join).get(i);
            for (int k = 0; k < 2; k++) {
                Edge e = t.edges[k];
                if (cfg.predecessors(e.target).size() == 1 && cfg.dominates(e.target, p)) {
                    way[i] = k;
                }
            }
        }
        if (way[0] < 0 || way[1] < 0 || way[0] == way[1]) {
            return null;
        }
        return new Choice(t.opcode, t.inputs, way[0] == 0);
    }
}
