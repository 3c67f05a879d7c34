package org.wengert.program.differentiate;

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
     * {@code isDown}. A bound of null is zero.
     */
    record Trips(Value start, @Nullable Value bound, boolean isDown, int slack, Cfg.Loop loop) {}

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
        if (opcode != IADD && opcode != ISUB
                || next.input(0) != p
                || !(next.input(1).attribute instanceof Integer step)) {
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
                return new Trips(i.start, bound, isDown, slack, l);
            }
        }
        return null;
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
