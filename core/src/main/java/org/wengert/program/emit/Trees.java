package org.wengert.program.emit;

import java.util.ArrayList;
import java.util.List;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Value;

/**
 * Which values of a function are computed where: as a statement with or without a local variable, on the operand stack
 * inside the statement that uses them, again at each use, or not at all.
 *
 * <p>A value with one use in the same block may move down to it. Values without effects move freely. Of the others (loads,
 * stores, calls, whatever may throw) the order stays exactly that of the block: walking the block backwards, such a value
 * moves into a statement only if it is the last one before that statement, or before what has moved there already.
 */
final class Trees {
    static final byte DEAD = 0;
    static final byte STATEMENT = 1;
    static final byte LOCAL = 2;
    static final byte NESTED = 3;
    static final byte REPEATED = 4;

    private static final Value[] NOTHING = {};
    /** Deeper trees are cut, which bounds the operand stack and our recursion. */
    private static final int DEEPEST = 40;

    private final Cfg cfg;
    private final byte[] place;
    private final int[] uses;
    private final Block[] definedIn;
    private final boolean[] needed;
    private final List<Value> work = new ArrayList<>();
    private final List<Edge>[] incoming;
    private final Function f;

    // Of the block being arranged.
    private final List<Value> ordered = new ArrayList<>();
    private final int[] positions;
    private int cursor;
    private boolean mayNestOrdered;
    private boolean mayNestInvoke;
    private boolean mayNestFailing;

    Trees(Function f, Cfg cfg) {
        this.f = f;
        this.cfg = cfg;
        int n = f.valueCount();
        place = new byte[n];
        uses = new int[n];
        needed = new boolean[n];
        definedIn = new Block[n];
        positions = new int[n];
        incoming = newLists(f.blockCount());
        for (Block b : cfg.reversePostorder) {
            for (Edge e : b.successors()) {
                if (incoming[e.target.id] == null) {
                    incoming[e.target.id] = new ArrayList<>(2);
                }
                incoming[e.target.id].add(e);
            }
        }
        findNeeded();
        countUses();
        for (Block b : cfg.reversePostorder) {
            arrange(b);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Edge>[] newLists(int n) {
        return (List<Edge>[]) new List<?>[n];
    }

    /** Returns where the value is computed. */
    byte place(Value v) {
        return place[v.id];
    }

    /** Returns what computing the value reads: its inputs, except that another result of a call is read from the tape. */
    static Value[] operands(Value v) {
        return v.op == Op.RESULT ? NOTHING : v.inputs;
    }

    /** Returns whether the value is computed at all. */
    boolean isNeeded(Value v) {
        return needed[v.id];
    }

    /** Returns whether the value sits in a local variable. */
    boolean isLocal(Value v) {
        return place[v.id] == LOCAL;
    }

    /** Returns the block that computes the value. */
    Block definedIn(Value v) {
        return definedIn[v.id];
    }

    /** Returns the edges to a block. */
    List<Edge> incoming(Block b) {
        return incoming[b.id] == null ? List.of() : incoming[b.id];
    }

    /** Returns whether the value may be dropped if unused, and moved past any other. */
    static boolean isFree(Value v) {
        if (v.op == Op.INTEGER) {
            int opcode = v.attribute(Integer.class);
            if (opcode >= 108 && opcode <= 109 || opcode >= 112 && opcode <= 113) { // division and remainder
                Value divisor = v.input(1);
                return divisor.op == Op.CONSTANT && divisor.attribute instanceof Number k && k.longValue() != 0;
            }
            return true;
        }
        return v.op.isPure() || v.op == Op.PARAMETER;
    }

    /** Returns whether the value is there for the sake of analysis only, and emits nothing. */
    static boolean isSilent(Value v) {
        return v.op == Op.INIT_FIELD || v.op == Op.INVOKE && v.attribute(Function.class).isSummary;
    }

    private static boolean isRepeated(Value v) {
        return v.op == Op.CONSTANT || v.op == Op.ZERO;
    }

    private void findNeeded() {
        for (Block b : cfg.reversePostorder) {
            for (Value p : b.parameters) {
                definedIn[p.id] = b;
            }
            for (Value v : b.body) {
                definedIn[v.id] = b;
                if (!v.isRemovable() && !isFree(v) && !isSilent(v)) {
                    need(v);
                }
            }
            for (Value v : b.terminator().inputs) {
                need(v);
            }
        }
        while (!work.isEmpty()) {
            Value v = work.remove(work.size() - 1);
            for (Value in : operands(v)) {
                need(in);
            }
            if (v.op == Op.PARAMETER) {
                Block b = definedIn[v.id];
                int index = b.parameters.indexOf(v);
                for (Edge e : incoming(b)) {
                    int shift = b.parameters.size() - e.arguments.length;
                    if (index >= shift) {
                        need(e.arguments[index - shift]);
                    }
                }
            }
        }
    }

    private void need(Value v) {
        if (!needed[v.id]) {
            needed[v.id] = true;
            work.add(v);
        }
    }

    private void countUses() {
        for (Block b : cfg.reversePostorder) {
            for (Value v : b.body) {
                if (needed[v.id]) {
                    for (Value in : operands(v)) {
                        uses[in.id]++;
                    }
                }
            }
            for (Value v : b.terminator().inputs) {
                uses[v.id]++;
            }
            for (Edge e : b.successors()) {
                List<Value> parameters = e.target.parameters;
                int shift = parameters.size() - e.arguments.length;
                for (int k = 0; k < e.arguments.length; k++) {
                    if (needed[parameters.get(k + shift).id]) {
                        uses[e.arguments[k].id]++;
                    }
                }
            }
        }
    }

    private void arrange(Block b) {
        for (Value p : b.parameters) {
            place[p.id] = needed[p.id] ? LOCAL : DEAD;
        }
        ordered.clear();
        for (int k = 0; k < b.body.size(); k++) {
            Value v = b.body.get(k);
            positions[v.id] = k;
            if (v.op == Op.READ || v.op == Op.WRITE) {
                throw new AssertionError(
                        "a variable that is not in SSA form in ".concat(f.name).concat(" (please report)"));
            }
            if (needed[v.id]) {
                place[v.id] = isRepeated(v) ? REPEATED : uses[v.id] == 0 || v.type.slots() == 0 ? STATEMENT : LOCAL;
                if (!isFree(v)) {
                    ordered.add(v);
                }
            }
        }
        // What throws into a handler stands by itself, so that the handler covers it and nothing else.
        Value thrower = b.handler() == null ? null : thrower(b);
        Terminator t = b.terminator();
        cursor = ordered.size() - 1;
        mayNestInvoke = true;
        mayNestFailing = true;
        switch (t.kind) {
            case GOTO -> {
                mayNestOrdered = thrower == null;
                nestArguments(b, t.edges[0]);
            }
            case IF, SWITCH, RETURN, THROW -> {
                // Several results go through memory that a call among them would overwrite.
                mayNestOrdered = thrower == null && t.inputs.length * (t.kind == Terminator.Kind.RETURN ? 1 : 0) <= 1;
                for (int k = t.inputs.length - 1; k >= 0; k--) {
                    nest(b, t.inputs[k], 0);
                }
                mayNestOrdered = false;
                for (Edge e : t.edges) {
                    nestArguments(b, e);
                }
            }
        }
        Edge handler = b.handler();
        if (handler != null) {
            mayNestOrdered = false;
            nestArguments(b, handler);
        }
        for (int k = b.body.size() - 1; k >= 0; k--) {
            Value v = b.body.get(k);
            if (place[v.id] != LOCAL && place[v.id] != STATEMENT) {
                continue;
            }
            cursor = ordered.size() - 1;
            while (cursor >= 0 && (positions[ordered.get(cursor).id] >= k || place[ordered.get(cursor).id] == NESTED)) {
                // Everything after this statement is settled; drop it for good.
                if (cursor == ordered.size() - 1) {
                    ordered.remove(cursor);
                }
                cursor--;
            }
            mayNestOrdered = true;
            // A push has its array and index below its operand on the stack, which a call would make stale.
            mayNestInvoke = v.op != Op.PUSH;
            // The element is read before the operand is computed, which must therefore neither write nor fail.
            mayNestFailing = v.op != Op.ACCUMULATE;
            Value[] operands = operands(v);
            for (int j = operands.length - 1; j >= 0; j--) {
                nest(b, operands[j], 0);
            }
        }
    }

    /** Returns the value of a block that throws into its handler: the last that is not another result of a call. */
    static Value thrower(Block b) {
        int last = b.body.size() - 1;
        while (last >= 0 && (b.body.get(last).op == Op.RESULT || isSilent(b.body.get(last)))) {
            last--;
        }
        if (last < 0) {
            throw new AssertionError("a handler of nothing (please report)");
        }
        return b.body.get(last);
    }

    private void nestArguments(Block b, Edge e) {
        List<Value> parameters = e.target.parameters;
        int shift = parameters.size() - e.arguments.length;
        for (int k = e.arguments.length - 1; k >= 0; k--) {
            if (needed[parameters.get(k + shift).id]) {
                nest(b, e.arguments[k], 0);
            }
        }
    }

    private void nest(Block b, Value v, int depth) {
        if (uses[v.id] != 1
                || definedIn[v.id] != b
                || place[v.id] != LOCAL
                || v.op == Op.PARAMETER
                || depth > DEEPEST) {
            return;
        }
        if (!isFree(v)) {
            if (!mayNestOrdered
                    || cursor < 0
                    || ordered.get(cursor) != v
                    || v.op == Op.INVOKE && !mayNestInvoke
                    || !mayNestFailing && v.op != Op.POP && !(v.isRemovable() && v.op == Op.ARRAY_LOAD)) {
                return;
            }
            cursor--;
            while (cursor >= 0 && place[ordered.get(cursor).id] == NESTED) {
                cursor--;
            }
        }
        place[v.id] = NESTED;
        Value[] operands = operands(v);
        for (int k = operands.length - 1; k >= 0; k--) {
            nest(b, operands[k], depth + 1);
        }
    }

    /** Collects the local variables that computing a value where it is used reads. */
    void leaves(Value v, List<Value> out) {
        if (place[v.id] == LOCAL) {
            out.add(v);
        } else if (place[v.id] == NESTED) {
            for (Value in : operands(v)) {
                leaves(in, out);
            }
        }
    }

    /** Collects the local variables that an edge reads. */
    void leaves(Edge e, List<Value> out) {
        List<Value> parameters = e.target.parameters;
        int shift = parameters.size() - e.arguments.length;
        for (int k = 0; k < e.arguments.length; k++) {
            if (needed[parameters.get(k + shift).id]) {
                leaves(e.arguments[k], out);
            }
        }
    }
}
