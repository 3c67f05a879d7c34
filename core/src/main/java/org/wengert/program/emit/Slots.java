package org.wengert.program.emit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Value;

/**
 * Live ranges, and local variables for them. Blocks are visited so that definitions come before uses; a value takes the
 * lowest variable that is free where it is defined, which never clashes in SSA form, since of two values that are alive
 * together one is alive where the other is defined. A value that becomes a block parameter prefers the parameter's variable.
 */
final class Slots {
    private final Cfg cfg;
    private final Trees trees;
    private final Function f;

    /** Local values by a dense number of their own. */
    private final List<Value> locals = new ArrayList<>();

    private final int[] numberOf;
    private final long[][] liveIn;
    private final long[][] liveOut;
    private final int[] slot;
    private final int[] hint;
    private final List<Value>[] becomes;
    private boolean[] occupied = new boolean[64];
    private int size;

    /**
     * Assigns variables.
     *
     * @param reserved number of variables that are not ours: parameters are assigned to the first ones, from {@code first}
     */
    Slots(Function f, Cfg cfg, Trees trees, int first, int reserved) {
        this.f = f;
        this.cfg = cfg;
        this.trees = trees;
        numberOf = new int[f.valueCount()];
        slot = new int[f.valueCount()];
        hint = new int[f.valueCount()];
        Arrays.fill(slot, -1);
        Arrays.fill(hint, -1);
        becomes = newLists(f.valueCount());
        for (Block b : cfg.reversePostorder) {
            number(b.parameters);
            number(b.body);
            for (Edge e : b.successors()) {
                int shift = e.target.parameters.size() - e.arguments.length;
                for (int k = 0; k < e.arguments.length; k++) {
                    Value p = e.target.parameters.get(k + shift);
                    Value a = e.arguments[k];
                    if (trees.isNeeded(p) && trees.isLocal(a)) {
                        if (becomes[a.id] == null) {
                            becomes[a.id] = new ArrayList<>(1);
                        }
                        becomes[a.id].add(p);
                    }
                }
            }
        }
        int words = (locals.size() + 63) >>> 6;
        liveIn = new long[f.blockCount()][words];
        liveOut = new long[f.blockCount()][words];
        findLive(words);
        size = reserved;
        int next = first;
        for (Value p : f.parameters()) {
            slot[p.id] = next;
            next += p.type.slots();
        }
        int[] lastUse = new int[f.valueCount()];
        for (Block b : cfg.reversePostorder) {
            assign(b, first, reserved, lastUse);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Value>[] newLists(int n) {
        return (List<Value>[]) new List<?>[n];
    }

    private void number(List<Value> values) {
        for (Value v : values) {
            if (trees.isLocal(v)) {
                numberOf[v.id] = locals.size();
                locals.add(v);
            }
        }
    }

    private void findLive(int words) {
        long[][] upward = new long[f.blockCount()][words];
        long[][] defined = new long[f.blockCount()][words];
        List<Value> leaves = new ArrayList<>();
        for (Block b : cfg.reversePostorder) {
            leaves.clear();
            for (Value p : b.parameters) {
                if (trees.isLocal(p)) {
                    set(defined[b.id], p);
                }
            }
            for (Value v : b.body) {
                byte place = trees.place(v);
                if (place == Trees.LOCAL) {
                    set(defined[b.id], v);
                }
                if (place == Trees.LOCAL || place == Trees.STATEMENT) {
                    for (Value in : Trees.operands(v)) {
                        trees.leaves(in, leaves);
                    }
                }
            }
            endLeaves(b, leaves);
            for (Value v : leaves) {
                if (trees.definedIn(v) != b) {
                    set(upward[b.id], v);
                }
            }
        }
        List<Block> order = cfg.reversePostorder;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int k = order.size() - 1; k >= 0; k--) {
                Block b = order.get(k);
                long[] out = liveOut[b.id];
                for (Edge e : b.successors()) {
                    long[] in = liveIn[e.target.id];
                    for (int w = 0; w < words; w++) {
                        out[w] |= in[w];
                    }
                }
                long[] in = liveIn[b.id];
                for (int w = 0; w < words; w++) {
                    long now = upward[b.id][w] | out[w] & ~defined[b.id][w];
                    if (now != in[w]) {
                        in[w] = now;
                        changed = true;
                    }
                }
            }
        }
    }

    private void endLeaves(Block b, List<Value> leaves) {
        for (Value in : b.terminator().inputs) {
            trees.leaves(in, leaves);
        }
        for (Edge e : b.successors()) {
            trees.leaves(e, leaves);
        }
    }

    private void set(long[] bits, Value v) {
        int k = numberOf[v.id];
        bits[k >> 6] |= 1L << k;
    }

    private boolean contains(long[] bits, Value v) {
        int k = numberOf[v.id];
        return (bits[k >> 6] >>> k & 1) != 0;
    }

    private void assign(Block b, int first, int reserved, int[] lastUse) {
        Arrays.fill(occupied, false);
        // Slots between the parameters and the reserved ones hold the tape.
        int parameterEnd = first;
        for (Value p : f.parameters()) {
            parameterEnd += p.type.slots();
        }
        occupy(0, first, true);
        occupy(parameterEnd, reserved - parameterEnd, true);
        List<Value> leaves = new ArrayList<>();
        int end = b.body.size();
        for (int k = 0; k < end; k++) {
            Value v = b.body.get(k);
            byte place = trees.place(v);
            if (place == Trees.LOCAL || place == Trees.STATEMENT) {
                leaves.clear();
                for (Value in : Trees.operands(v)) {
                    trees.leaves(in, leaves);
                }
                for (Value leaf : leaves) {
                    lastUse[leaf.id] = k;
                }
            }
        }
        leaves.clear();
        endLeaves(b, leaves);
        for (Value leaf : leaves) {
            lastUse[leaf.id] = end;
        }
        long[] in = liveIn[b.id];
        long[] out = liveOut[b.id];
        for (int w = 0; w < in.length; w++) {
            for (long bits = in[w]; bits != 0; bits &= bits - 1) {
                Value v = locals.get((w << 6) + Long.numberOfTrailingZeros(bits));
                occupy(slot[v.id], v.type.slots(), true);
            }
        }
        if (b == f.entry()) {
            for (Value p : b.parameters) {
                if (trees.isLocal(p)) {
                    occupy(slot[p.id], p.type.slots(), true);
                    pass(p);
                }
            }
        } else {
            for (Value p : b.parameters) {
                if (trees.isLocal(p)) {
                    choose(p);
                }
            }
        }
        for (int k = 0; k < end; k++) {
            Value v = b.body.get(k);
            byte place = trees.place(v);
            if (place == Trees.LOCAL || place == Trees.STATEMENT) {
                leaves.clear();
                for (Value operand : Trees.operands(v)) {
                    trees.leaves(operand, leaves);
                }
                for (Value leaf : leaves) {
                    if (lastUse[leaf.id] == k && !contains(out, leaf)) {
                        occupy(slot[leaf.id], leaf.type.slots(), false);
                    }
                }
                if (place == Trees.LOCAL) {
                    choose(v);
                }
            }
        }
    }

    private void choose(Value v) {
        int n = v.type.slots();
        int chosen = -1;
        List<Value> targets = becomes[v.id];
        if (targets != null) {
            for (Value p : targets) {
                int wanted = slot[p.id] >= 0 ? slot[p.id] : hint[p.id];
                if (wanted >= 0 && isFree(wanted, n)) {
                    chosen = wanted;
                    break;
                }
            }
        }
        if (chosen < 0 && hint[v.id] >= 0 && isFree(hint[v.id], n)) {
            chosen = hint[v.id];
        }
        if (chosen < 0) {
            chosen = 0;
            while (!isFree(chosen, n)) {
                chosen++;
            }
        }
        slot[v.id] = chosen;
        occupy(chosen, n, true);
        pass(v);
    }

    /** Tells the parameters that this value becomes where it is. */
    private void pass(Value v) {
        List<Value> targets = becomes[v.id];
        if (targets != null) {
            for (Value p : targets) {
                if (hint[p.id] < 0) {
                    hint[p.id] = slot[v.id];
                }
            }
        }
    }

    private boolean isFree(int s, int n) {
        for (int k = s; k < s + n; k++) {
            if (k < occupied.length && occupied[k]) {
                return false;
            }
        }
        return true;
    }

    private void occupy(int s, int n, boolean taken) {
        if (s + n > occupied.length) {
            occupied = Arrays.copyOf(occupied, Math.max(2 * occupied.length, s + n));
        }
        for (int k = s; k < s + n; k++) {
            occupied[k] = taken;
        }
        size = Math.max(size, s + n);
    }

    /** Returns the local variable of a value. */
    int of(Value v) {
        int s = slot[v.id];
        if (s < 0) {
            throw new AssertionError(v + " in " + f.name + " has no variable (please report)");
        }
        return s;
    }

    /** Returns the values in local variables where the block begins, its parameters included. */
    List<Value> atStart(Block b) {
        List<Value> live = new ArrayList<>();
        add(liveIn[b.id], live);
        for (Value p : b.parameters) {
            if (trees.isLocal(p)) {
                live.add(p);
            }
        }
        return live;
    }

    /** Returns the values in local variables on an edge before its arguments have been moved. */
    List<Value> on(Edge e) {
        List<Value> live = new ArrayList<>();
        add(liveIn[e.target.id], live);
        trees.leaves(e, live);
        return live;
    }

    private void add(long[] bits, List<Value> to) {
        for (int w = 0; w < bits.length; w++) {
            for (long rest = bits[w]; rest != 0; rest &= rest - 1) {
                to.add(locals.get((w << 6) + Long.numberOfTrailingZeros(rest)));
            }
        }
    }

    /** Returns the number of local variables. */
    int size() {
        return size;
    }

    /** Returns whether a value is a parameter of the function. */
    boolean isOwnParameter(Value v) {
        return v.op == Op.PARAMETER && trees.definedIn(v) == f.entry();
    }
}
