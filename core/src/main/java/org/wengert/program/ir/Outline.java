package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;

/**
 * The pass that keeps methods small: HotSpot's optimising compiler refuses methods of more than 8,000 bytes. It cuts
 * regions with one entry and one exit (stretches of a block, branches, loops, and sequences of them) out of a function
 * and puts calls in their place.
 *
 * <p>Large blocks are first divided where few values are alive. A region is then described by two blocks: where it begins,
 * and one that every path from there comes to. Those with much code and few values crossing their border go first, outside
 * of loops rather than inside. A region is contiguous in time, so pushes and pops stay in the order they had.
 */
public final class Outline {
    /** More parameters than this do not go through the signature, which has room for 255 slots. */
    private static final int MOST_PARAMETERS = 96;

    private static final int CALL = 24;
    /** Bytes to pass a value on a stack of the tape, or to fetch it from there. */
    private static final int OVER_TAPE = 9;

    /** Bytes to load or store a local variable; some take one, those beyond 255 four. */
    private static final int VARIABLE = 2;

    private final Function f;
    private final int limit;
    private final boolean mayUseTape;

    /** Regions are told apart in steps of this part of the limit; coarsely in very large functions, where looking at all takes too long. */
    private static final int FINE = 20;

    private static final int COARSE = 4;
    private int grain = FINE;

    private Cfg cfg;
    private int[] weight;
    private final List<Region> candidates = new ArrayList<>();
    private static final int NOWHERE = -1;

    /** Blocks between an entry and an exit, the exit excluded. */
    private static final class Region {
        final Block entry;
        final Block exit;
        final List<Block> blocks;
        final double score;

        Region(Block entry, Block exit, List<Block> blocks, double score) {
            this.entry = entry;
            this.exit = exit;
            this.blocks = blocks;
            this.score = score;
        }
    }

    private Outline(Function f, int limit, boolean mayUseTape) {
        this.f = f;
        this.limit = limit;
        this.mayUseTape = mayUseTape;
        this.cfg = new Cfg(f);
        this.weight = new int[f.blockCount()];
    }

    /**
     * Splits a function until its estimated code size is within a limit, if it can be split that far. No region has more
     * values to be passed in than a method can have parameters.
     *
     * @param limit bytes of code
     */
    public static void split(Function f, int limit) {
        new Outline(f, limit, false).run();
    }

    /**
     * Splits a function like {@link #split}; where very many values cross a border, they are passed on stacks of the tape.
     * Only for functions that will not be differentiated any more.
     *
     * @param limit bytes of code
     */
    public static void splitFinally(Function f, int limit) {
        new Outline(f, limit, true).run();
    }

    /**
     * Returns whether the function has loops in loops, which {@link #innerLoops} would make functions of their own.
     */
    public static boolean hasInnerLoops(Function f) {
        for (Cfg.Loop l : new Cfg(f).loops()) {
            if (l.depth == 2) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes each loop directly inside an outermost loop a function. The JVM compiles a method when it has been called often enough; a
     * method with all loops in it is called once per gradient, and runs for long in code that was compiled from the middle.
     */
    public static void innerLoops(Function f) {
        Outline o = new Outline(f, Integer.MAX_VALUE, true);
        f.blocks.removeIf(b -> !o.cfg.isReachable(b));
        List<Block> headers = new ArrayList<>();
        for (Cfg.Loop l : o.cfg.loops()) {
            if (l.depth == 2) {
                headers.add(l.header);
            }
        }
        for (Block h : headers) {
            o.cfg = new Cfg(f);
            o.weigh();
            Region r = o.loopRegion(h);
            if (r != null) {
                o.extract(r);
            }
        }
        o.cfg = new Cfg(f);
        o.joinBlocks();
    }

    /** Returns the loop as a region if it ends in one place and is worth a call. */
    private @Nullable Region loopRegion(Block header) {
        Cfg.Loop l = cfg.loopOf(header);
        if (l == null || l.header != header) {
            return null;
        }
        Block exit = null;
        int w = 0;
        boolean[] member = new boolean[f.blockCount()];
        for (Block b : l.blocks) {
            member[b.id] = true;
            w += weight[b.id];
            if (b.handler() != null) {
                return null;
            }
            for (Edge e : b.successors()) {
                if (!l.contains(e.target)) {
                    if (exit != null && exit != e.target) {
                        return null;
                    }
                    exit = e.target;
                }
            }
        }
        if (exit == null || w < 2 * CALL || separatesResults(header, exit, member)) {
            return null;
        }
        int slots = 0;
        for (Value p : header.parameters) {
            slots += p.type.slots();
        }
        for (Value v : liveIn(l.blocks, member)) {
            slots += v.type.slots();
        }
        return slots > MOST_PARAMETERS ? null : new Region(header, exit, new ArrayList<>(l.blocks), 1);
    }

    /** Returns an estimate of the code size of a function in bytes. */
    public static int size(Function f) {
        Outline o = new Outline(f, Integer.MAX_VALUE, false);
        return o.weigh();
    }

    private void run() {
        if (weigh() <= limit) {
            return;
        }
        f.blocks.removeIf(b -> !cfg.isReachable(b));
        separateThrows();
        grain = weigh() > 6L * limit ? COARSE : FINE;
        int before = Integer.MAX_VALUE;
        while (true) {
            divideBlocks();
            int now = weigh();
            if (now <= limit || now >= before) {
                break;
            }
            before = now;
            findCandidates();
            if (!extractBest()) {
                break;
            }
        }
        joinBlocks();
    }

    // ---- estimates ------------------------------------------------------------------------------------------------

    private int[] uses = {};

    private int weigh() {
        cfg = new Cfg(f);
        countUses();
        weight = new int[f.blockCount()];
        int sum = 0;
        for (Block b : cfg.reversePostorder) {
            int w = 0;
            for (Value v : b.body) {
                w += weight(v);
            }
            Terminator t = b.terminator();
            w += switch (t.kind) {
                case GOTO -> 3;
                case IF -> 3 + reads(t.inputs, b);
                case SWITCH -> 16 + 8 * t.keys.length + reads(t.inputs, b);
                case RETURN -> 1 + 8 * Math.max(0, t.inputs.length - 1) + reads(t.inputs, b);
                case THROW -> 1 + reads(t.inputs, b);
            };
            for (Edge e : b.successors()) {
                w += reads(e.arguments, b) + VARIABLE * e.arguments.length;
            }
            weight[b.id] = w;
            sum += w;
        }
        return sum;
    }

    private void countUses() {
        uses = new int[f.valueCount()];
        for (Block b : f.blocks) {
            for (Value v : b.body) {
                count(v.inputs);
            }
            count(b.terminator().inputs);
            for (Edge e : b.successors()) {
                count(e.arguments);
            }
        }
    }

    private void count(Value[] values) {
        for (Value v : values) {
            uses[v.id]++;
        }
    }

    /** Bytes that put the values on the operand stack, beyond what computes them. */
    private int reads(Value[] values, Block in) {
        int w = 0;
        for (Value v : values) {
            if (isConstant(v)) {
                w += v.type.slots() + 1;
            } else if (uses[v.id] != 1 || v.block() != in || v.op == Op.PARAMETER) {
                w += VARIABLE;
            }
        }
        return w;
    }

    private static boolean isConstant(Value v) {
        return v.op == Op.CONSTANT || v.op == Op.ZERO;
    }

    private int weight(Value v) {
        if (isConstant(v) || v.op == Op.INIT_FIELD) {
            return 0;
        }
        int own = switch (v.op) {
            case PARAMETER, CONSTANT, ZERO, INIT_FIELD, READ, WRITE -> 0;
            case INTEGER, COMPARE, CONVERT, ARRAY_LOAD, ARRAY_STORE, ARRAY_LENGTH -> 1;
            case BINARY -> v.attribute(Binary.class).owner() == null ? 1 : 3;
            case UNARY, TERNARY -> 3;
            case GET_FIELD, PUT_FIELD, GET_STATIC, PUT_STATIC, NEW_ARRAY, INSTANCE_OF, CHECK_CAST -> 4;
            case ACCUMULATE, NEW_MULTI_ARRAY, CLONE, CALL, CLOSURE -> 6;
            case NEW -> 8;
            case INVOKE -> CALL;
            case RESULT, PUSH, POP -> OVER_TAPE;
        };
        int store = v.type == Type.VOID || uses[v.id] == 1 ? 0 : VARIABLE;
        return own + store + (v.op == Op.RESULT ? 0 : reads(v.inputs, v.block()));
    }

    // ---- dividing blocks ------------------------------------------------------------------------------------------

    private int longest() {
        return Math.max(limit / (grain == COARSE ? 4 : 12), 60);
    }

    /** Divides long blocks, each time where the fewest values are alive. */
    private void divideBlocks() {
        weigh();
        List<Block> blocks = new ArrayList<>(cfg.reversePostorder);
        for (Block b : blocks) {
            if (weight[b.id] > longest() && b.body.size() > 1) {
                divide(b);
            }
        }
    }

    private void divide(Block b) {
        int n = b.body.size();
        int end = b.handler() == null ? n : thrower(b);
        // crossing[k]: how many values computed before position k of this block are used at k or later.
        int[] lastUse = new int[f.valueCount()];
        Arrays.fill(lastUse, NOWHERE);
        for (Block other : cfg.reversePostorder) {
            for (int k = 0; k < other.body.size(); k++) {
                for (Value in : other.body.get(k).inputs) {
                    note(lastUse, in, b, other == b ? k : n);
                }
            }
            for (Value in : other.terminator().inputs) {
                note(lastUse, in, b, n);
            }
            for (Edge e : other.successors()) {
                for (Value in : e.arguments) {
                    note(lastUse, in, b, n);
                }
            }
        }
        int[] crossing = new int[n + 1];
        for (int k = 0; k < n; k++) {
            Value v = b.body.get(k);
            if (lastUse[v.id] > k) {
                crossing[k + 1]++;
                if (lastUse[v.id] < n) {
                    crossing[lastUse[v.id] + 1]--;
                }
            }
        }
        for (int k = 1; k <= n; k++) {
            crossing[k] += crossing[k - 1];
        }
        List<Integer> cuts = new ArrayList<>();
        int since = 0;
        int best = NOWHERE;
        int k = 0;
        while (k < end) {
            since += weight(b.body.get(k));
            k++;
            if (since >= longest() / 3 && k < end && b.body.get(k).op != Op.RESULT) {
                if (best == NOWHERE || crossing[k] <= crossing[best]) {
                    best = k;
                }
            }
            if (since >= longest() && best != NOWHERE) {
                cuts.add(best);
                since = 0;
                for (int j = best; j < k; j++) {
                    since += weight(b.body.get(j));
                }
                best = NOWHERE;
            }
        }
        for (int c = cuts.size() - 1; c >= 0; c--) {
            cut(b, cuts.get(c));
        }
    }

    private static void note(int[] lastUse, Value v, Block b, int position) {
        if (v.block() == b && v.op != Op.PARAMETER && !isConstant(v)) {
            lastUse[v.id] = Math.max(lastUse[v.id], position);
        }
    }

    private static int thrower(Block b) {
        int k = b.body.size() - 1;
        while (k > 0 && b.body.get(k).op == Op.RESULT) {
            k--;
        }
        return k;
    }

    /** Moves everything from a position on into a block of its own. */
    private void cut(Block b, int position) {
        Block rest = f.addBlock();
        List<Value> tail = new ArrayList<>(b.body.subList(position, b.body.size()));
        b.body.subList(position, b.body.size()).clear();
        for (Value v : tail) {
            rest.adopt(v);
        }
        rest.terminate(b.terminator());
        rest.handler(b.handler());
        b.handler(null);
        b.terminate(Terminator.jump(new Edge(rest), Position.NONE));
    }

    /** Undoes cuts that no region has made use of, and puts calls back into the blocks around them. */
    private void joinBlocks() {
        cfg = new Cfg(f);
        boolean[] isGone = new boolean[f.blockCount()];
        for (Block b : cfg.reversePostorder) {
            while (!isGone[b.id] && b.terminator().kind == Terminator.Kind.GOTO && b.handler() == null) {
                Block next = b.terminator().edges[0].target;
                if (next == b
                        || !next.parameters.isEmpty()
                        || cfg.predecessors(next).size() != 1
                        || next == f.entry()) {
                    break;
                }
                for (Value v : next.body) {
                    b.adopt(v);
                }
                next.body.clear();
                b.terminate(next.terminator());
                b.handler(next.handler());
                next.handler(null);
                f.blocks.remove(next);
                isGone[next.id] = true;
            }
        }
    }

    // ---- regions --------------------------------------------------------------------------------------------------

    private void findCandidates() {
        candidates.clear();
        List<Block> order = cfg.reversePostorder;
        int[] postDominator = postDominators(order);
        boolean[] member = new boolean[f.blockCount()];
        boolean[] isHandler = new boolean[f.blockCount()];
        for (Block b : order) {
            Edge h = b.handler();
            if (h != null) {
                isHandler[h.target.id] = true;
            }
        }
        for (Block entry : order) {
            Arrays.fill(member, false);
            List<Block> blocks = new ArrayList<>();
            Block exit = entry;
            int evaluated = 0;
            int w = 0;
            while (true) {
                int next = postDominator[cfg.order(exit)];
                if (next == NOWHERE) {
                    break;
                }
                // Everything that can be reached from the old exit without the new one.
                Block newExit = order.get(next);
                int added = grow(exit, newExit, entry, member, blocks);
                if (added < 0) {
                    break;
                }
                w += added;
                exit = newExit;
                if (w > limit) {
                    break;
                }
                if (entry != f.entry() && !isHandler[exit.id] && w >= limit / grain && w >= evaluated + limit / grain) {
                    evaluated = w;
                    double score = score(entry, exit, blocks, member, w);
                    if (score > 0 && !dividesLocks(entry, exit, blocks)) {
                        candidates.add(new Region(entry, exit, new ArrayList<>(blocks), score));
                    }
                }
            }
        }
        candidates.sort((x, y) -> Double.compare(y.score, x.score));
    }

    /** Adds what lies between two blocks to a region; returns its weight, or −1 if the region would have a second entry or exit. */
    private int grow(Block from, Block to, Block entry, boolean[] member, List<Block> blocks) {
        int w = 0;
        List<Block> work = new ArrayList<>();
        work.add(from);
        if (from == to) {
            return -1;
        }
        member[from.id] = true;
        while (!work.isEmpty()) {
            Block b = work.remove(work.size() - 1);
            if (!cfg.dominates(entry, b) || b.terminator().kind == Terminator.Kind.RETURN) {
                return -1;
            }
            blocks.add(b);
            w += weight[b.id];
            if (w > limit) {
                return w;
            }
            for (Edge e : b.successors()) {
                if (e.target != to && !member[e.target.id]) {
                    member[e.target.id] = true;
                    work.add(e.target);
                }
            }
        }
        // A region that its own exit belongs to is a loop entered in the middle.
        return member[to.id] ? -1 : w;
    }

    private double score(Block entry, Block exit, List<Block> blocks, boolean[] member, int w) {
        if (separatesResults(entry, exit, member) || !isClosed(entry, blocks, member)) {
            return 0;
        }
        int in = entry.parameters.size();
        int slots = 0;
        for (Value p : entry.parameters) {
            slots += p.type.slots();
        }
        for (Value v : liveIn(blocks, member)) {
            in++;
            slots += v.type.slots();
        }
        int out = liveOut(blocks).size() + exit.parameters.size();
        if (!mayUseTape && slots > 2 * MOST_PARAMETERS) {
            return 0;
        }
        int stacked = slots > 2 * MOST_PARAMETERS ? in - MOST_PARAMETERS : 0;
        int cost = CALL + 2 * VARIABLE * (in - stacked) + (OVER_TAPE + VARIABLE) * (stacked + out);
        if (4 * cost > 3 * w) {
            return 0;
        }
        return (double) (w - cost) / (cost * (1 + 2 * cfg.depth(entry)));
    }

    /** Returns whether nothing but the entry is reached from outside; what ends in a throw may be, past the exit. */
    private boolean isClosed(Block entry, List<Block> blocks, boolean[] member) {
        for (Block b : blocks) {
            if (b != entry) {
                for (Block p : cfg.predecessors(b)) {
                    if (!member[p.id]) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Gives every way to a block that only throws a block of its own: shared, it would tie regions together. */
    private void separateThrows() {
        for (Block b : cfg.reversePostorder) {
            if (b.terminator().kind != Terminator.Kind.THROW || b.body.size() > 1 || b.handler() != null) {
                continue;
            }
            boolean isFirst = true;
            for (Block p : new LinkedHashSet<>(cfg.predecessors(b))) {
                for (Edge e : p.successors()) {
                    if (e.target == b) {
                        e.target = isFirst ? b : copyOf(b);
                        isFirst = false;
                    }
                }
            }
        }
    }

    private Block copyOf(Block b) {
        Block c = f.addBlock();
        Map<Value, Value> twin = new IdentityHashMap<>();
        for (Value p : b.parameters) {
            twin.put(p, c.addParameter(p.type, p.descriptor, p.position));
        }
        for (Value v : b.body) {
            twin.put(
                    v,
                    c.append(v.op, v.type, v.descriptor, v.attribute, v.position, twins(v.inputs, twin))
                            .marksOf(v));
        }
        Terminator t = b.terminator();
        c.terminate(t.with(twins(t.inputs, twin), t.edges));
        return c;
    }

    private static Value[] twins(Value[] values, Map<Value, Value> twin) {
        Value[] copies = new Value[values.length];
        for (int k = 0; k < copies.length; k++) {
            copies[k] = twin.getOrDefault(values[k], values[k]);
        }
        return copies;
    }

    /** A call that ends its block because of a handler has its other results in the next one; both stay together. */
    private static boolean separatesResults(Block entry, Block exit, boolean[] member) {
        for (Value v : entry.body) {
            if (v.op == Op.RESULT && !member[v.input(0).block().id]) {
                return true;
            }
        }
        for (Value v : exit.body) {
            if (v.op == Op.RESULT && member[v.input(0).block().id]) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a lock would be taken in one method and given back in another, which the JVM does not allow. */
    private boolean dividesLocks(Block entry, Block exit, List<Block> blocks) {
        boolean any = false;
        for (Block b : blocks) {
            for (Value v : b.body) {
                any |= isLock(v);
            }
        }
        if (!any) {
            return false;
        }
        int[] depth = new int[f.blockCount()];
        Arrays.fill(depth, NOWHERE);
        List<Block> work = new ArrayList<>();
        depth[entry.id] = 0;
        work.add(entry);
        while (!work.isEmpty()) {
            Block b = work.remove(work.size() - 1);
            int after = depth[b.id] + locks(b, b.body.size());
            if (after < 0 || b.successors().isEmpty() && after != 0) {
                return true;
            }
            for (Edge e : b.successors()) {
                // What throws is the last value of its block, and has not taken a lock then.
                int there = e == b.handler() ? depth[b.id] + locks(b, b.body.size() - 1) : after;
                if (e.target == exit) {
                    if (there != 0) {
                        return true;
                    }
                } else if (depth[e.target.id] == NOWHERE) {
                    depth[e.target.id] = there;
                    work.add(e.target);
                } else if (depth[e.target.id] != there) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isLock(Value v) {
        return v.op == Op.CALL && v.attribute instanceof MethodRef m && m.lock() != 0;
    }

    /** How many more locks are held after so many values of a block than before. */
    private static int locks(Block b, int end) {
        int n = 0;
        for (int i = 0; i < end; i++) {
            Value v = b.body.get(i);
            if (isLock(v)) {
                n += v.attribute(MethodRef.class).lock();
            }
        }
        return n;
    }

    /** Values from outside that the region reads, constants excepted. */
    private List<Value> liveIn(List<Block> blocks, boolean[] member) {
        boolean[] seen = new boolean[f.valueCount()];
        List<Value> in = new ArrayList<>();
        for (Block b : blocks) {
            for (Value v : b.body) {
                addOutside(v.inputs, member, seen, in);
            }
            addOutside(b.terminator().inputs, member, seen, in);
            for (Edge e : b.successors()) {
                addOutside(e.arguments, member, seen, in);
            }
        }
        return in;
    }

    private static void addOutside(Value[] values, boolean[] member, boolean[] seen, List<Value> in) {
        for (Value v : values) {
            if (!member[v.block().id] && !isConstant(v) && !seen[v.id]) {
                seen[v.id] = true;
                in.add(v);
            }
        }
    }

    /** Values of the region that others read, constants excepted. */
    private List<Value> liveOut(List<Block> blocks) {
        int[] within = new int[f.valueCount()];
        List<Value> out = new ArrayList<>();
        for (Block b : blocks) {
            for (Value v : b.body) {
                tally(v.inputs, within);
            }
            tally(b.terminator().inputs, within);
            for (Edge e : b.successors()) {
                tally(e.arguments, within);
            }
        }
        for (Block b : blocks) {
            for (Value p : b.parameters) {
                if (uses[p.id] > within[p.id]) {
                    out.add(p);
                }
            }
            for (Value v : b.body) {
                if (uses[v.id] > within[v.id] && !isConstant(v)) {
                    out.add(v);
                }
            }
        }
        return out;
    }

    private static void tally(Value[] values, int[] counts) {
        for (Value v : values) {
            counts[v.id]++;
        }
    }

    /** Immediate post-dominators by position in reverse postorder; {@link #NOWHERE} for returns and what never returns. */
    private int[] postDominators(List<Block> order) {
        int n = order.size();
        int virtual = n;
        int[] result = new int[n + 1];
        Arrays.fill(result, NOWHERE);
        result[virtual] = virtual;
        // Postorder of the reversed graph, from the virtual end.
        int[] number = new int[n + 1];
        Arrays.fill(number, NOWHERE);
        List<Integer> post = new ArrayList<>();
        boolean[] seen = new boolean[n];
        List<int[]> path = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            if (order.get(k).terminator().kind == Terminator.Kind.RETURN && !seen[k]) {
                seen[k] = true;
                path.add(new int[] {k, 0});
                while (!path.isEmpty()) {
                    int[] top = path.get(path.size() - 1);
                    List<Block> preds = cfg.predecessors(order.get(top[0]));
                    if (top[1] < preds.size()) {
                        int p = cfg.order(preds.get(top[1]++));
                        if (!seen[p]) {
                            seen[p] = true;
                            path.add(new int[] {p, 0});
                        }
                    } else {
                        number[top[0]] = post.size();
                        post.add(top[0]);
                        path.remove(path.size() - 1);
                    }
                }
            }
        }
        number[virtual] = post.size();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = post.size() - 1; i >= 0; i--) {
                int b = post.get(i);
                Block block = order.get(b);
                int common = block.terminator().kind == Terminator.Kind.RETURN ? virtual : NOWHERE;
                for (Edge e : block.successors()) {
                    int s = cfg.order(e.target);
                    if (number[s] != NOWHERE && result[s] != NOWHERE) {
                        common = common == NOWHERE ? s : meet(s, common, result, number);
                    }
                }
                if (result[b] != common) {
                    result[b] = common;
                    changed = true;
                }
            }
        }
        for (int k = 0; k < n; k++) {
            if (result[k] == virtual) {
                result[k] = NOWHERE;
            }
        }
        return result;
    }

    private static int meet(int x, int y, int[] up, int[] number) {
        int a = x;
        int b = y;
        while (a != b) {
            while (number[a] < number[b]) {
                a = up[a];
            }
            while (number[b] < number[a]) {
                b = up[b];
            }
        }
        return a;
    }

    // ---- extraction -----------------------------------------------------------------------------------------------

    private boolean extractBest() {
        boolean[] taken = new boolean[f.blockCount()];
        int size = 0;
        for (Block b : cfg.reversePostorder) {
            size += weight[b.id];
        }
        boolean progress = false;
        for (Region r : candidates) {
            if (size <= limit) {
                break;
            }
            boolean isFree = !taken[r.exit.id];
            int w = 0;
            for (Block b : r.blocks) {
                isFree &= !taken[b.id];
                w += weight[b.id];
            }
            if (!isFree) {
                continue;
            }
            for (Block b : r.blocks) {
                taken[b.id] = true;
            }
            extract(r);
            size -= w - CALL;
            progress = true;
        }
        return progress;
    }

    private void extract(Region r) {
        countUses();
        boolean[] member = new boolean[f.blockCount()];
        for (Block b : r.blocks) {
            member[b.id] = true;
        }
        List<Value> in = liveIn(r.blocks, member);
        List<Value> out = liveOut(r.blocks);
        boolean isLoop = false;
        for (Block b : r.blocks) {
            for (Edge e : b.successors()) {
                isLoop |= e.target == r.entry;
            }
        }
        if (!isLoop) {
            // The entry's own parameters stay known outside: the block of the call has the same ones.
            out.removeIf(v -> v.block() == r.entry && v.op == Op.PARAMETER);
        }
        Position position = positionOf(r);
        Function g = new Function(f.name.concat("$part"), position);
        Block start = g.addBlock();
        Block call = f.addBlock();

        List<Value> passed = new ArrayList<>();
        Map<Value, Value> inner = new IdentityHashMap<>();
        Map<Value, Value> outer = new IdentityHashMap<>();
        for (Value p : r.entry.parameters) {
            Value q = call.addParameter(p.type, p.descriptor, p.position);
            if (!isLoop) {
                outer.put(p, q);
            }
            passed.add(q);
        }
        int own = passed.size();
        passed.addAll(in);
        // What does not fit into the signature goes over stacks: pushed in order, popped in the opposite one.
        List<Value> direct = passed;
        List<Value> stacked = new ArrayList<>();
        int slots = 0;
        for (Value v : passed) {
            slots += v.type.slots();
        }
        if (slots > 2 * MOST_PARAMETERS) {
            direct = passed.subList(0, MOST_PARAMETERS);
            stacked = passed.subList(MOST_PARAMETERS, passed.size());
        }
        List<Value> received = new ArrayList<>();
        for (Value v : direct) {
            received.add(start.addParameter(v.type, v.descriptor, v.position));
        }
        Map<Type, Stack> stacks = new java.util.EnumMap<>(Type.class);
        List<StackEntry> entries = new ArrayList<>();
        for (Value v : stacked) {
            Stack s = stacks.get(v.type);
            if (s == null) {
                s = new Stack(0, v.type);
                stacks.put(v.type, s);
            }
            StackEntry e = new StackEntry(s);
            entries.add(e);
            call.append(Op.PUSH, Type.VOID, "V", e, Position.NONE, v);
        }
        Value[] popped = new Value[stacked.size()];
        for (int k = stacked.size() - 1; k >= 0; k--) {
            Value v = stacked.get(k);
            popped[k] = start.append(Op.POP, v.type, v.descriptor, entries.get(k), Position.NONE);
        }
        received.addAll(Arrays.asList(popped));
        for (int k = own; k < passed.size(); k++) {
            inner.put(passed.get(k), received.get(k));
        }

        copy(r, g, start, received.subList(0, own), inner);
        Block end = g.addBlock();
        // Every edge to the exit now leads to the end, which returns its parameters and the values that live on.
        Value[] results = new Value[r.exit.parameters.size() + out.size()];
        int n = 0;
        for (Value p : r.exit.parameters) {
            results[n++] = end.addParameter(p.type, p.descriptor, p.position);
        }
        for (Value v : out) {
            results[n++] = known(inner, v);
        }
        end.terminate(Terminator.result(results, position));
        for (Value v : results) {
            g.addResult(v.type, v.descriptor);
        }
        for (Block b : g.blocks) {
            if (b != end) {
                for (Edge e : b.successors()) {
                    if (e.target == r.exit) {
                        e.target = end;
                    }
                }
            }
        }

        Value first = call.append(
                Op.INVOKE,
                results.length == 0 ? Type.VOID : results[0].type,
                results.length == 0 ? "V" : results[0].descriptor,
                g,
                position,
                direct.toArray(new Value[0]));
        Value[] back = new Value[results.length];
        for (int k = 0; k < results.length; k++) {
            back[k] = k == 0
                    ? first
                    : call.append(Op.RESULT, results[k].type, results[k].descriptor, k, Position.NONE, first);
        }
        int fromExit = r.exit.parameters.size();
        call.terminate(Terminator.jump(new Edge(r.exit, Arrays.copyOf(back, fromExit)), Position.NONE));
        for (int k = 0; k < out.size(); k++) {
            outer.put(out.get(k), back[fromExit + k]);
        }
        f.blocks.removeAll(r.blocks);
        redirect(r, call, member, outer);
    }

    private static Value known(Map<Value, Value> map, Value v) {
        Value w = map.get(v);
        if (w == null) {
            throw new AssertionError(v + " was lost in outlining (please report)");
        }
        return w;
    }

    private Position positionOf(Region r) {
        for (Value v : r.entry.body) {
            if (v.position.line() > 0) {
                return v.position;
            }
        }
        return f.position;
    }

    /** Copies the blocks of a region into a function; the start jumps to the copy of the entry. */
    private void copy(Region r, Function g, Block start, List<Value> entryArguments, Map<Value, Value> inner) {
        Map<Block, Block> blocks = new IdentityHashMap<>();
        // In an order in which definitions come before uses.
        r.blocks.sort((a, b) -> Integer.compare(cfg.order(a), cfg.order(b)));
        for (Block b : r.blocks) {
            Block c = g.addBlock();
            blocks.put(b, c);
            for (Value p : b.parameters) {
                inner.put(p, c.addParameter(p.type, p.descriptor, p.position));
            }
        }
        for (Block b : r.blocks) {
            Block c = knownBlock(blocks, b);
            for (Value v : b.body) {
                Value[] inputs = inside(v.inputs, inner, start);
                inner.put(
                        v,
                        c.append(v.op, v.type, v.descriptor, v.attribute, v.position, inputs)
                                .marksOf(v));
            }
        }
        for (Block b : r.blocks) {
            Block c = knownBlock(blocks, b);
            Terminator t = b.terminator();
            Edge[] edges = new Edge[t.edges.length];
            for (int k = 0; k < edges.length; k++) {
                edges[k] = inside(t.edges[k], blocks, inner, start);
            }
            c.terminate(t.with(inside(t.inputs, inner, start), edges));
            Edge h = b.handler();
            c.handler(h == null ? null : inside(h, blocks, inner, start));
        }
        start.terminate(Terminator.jump(
                new Edge(knownBlock(blocks, r.entry), entryArguments.toArray(new Value[0])), Position.NONE));
    }

    private static Block knownBlock(Map<Block, Block> blocks, Block b) {
        Block c = blocks.get(b);
        if (c == null) {
            throw new AssertionError(b + " was lost in outlining (please report)");
        }
        return c;
    }

    private Edge inside(Edge e, Map<Block, Block> blocks, Map<Value, Value> inner, Block start) {
        Block target = blocks.get(e.target);
        return new Edge(target == null ? e.target : target, inside(e.arguments, inner, start));
    }

    private Value[] inside(Value[] values, Map<Value, Value> inner, Block start) {
        Value[] copies = new Value[values.length];
        for (int k = 0; k < copies.length; k++) {
            Value v = values[k];
            Value w = inner.get(v);
            if (w == null) {
                if (!isConstant(v)) {
                    throw new AssertionError(v + " was lost in outlining (please report)");
                }
                w = start.append(v.op, v.type, v.descriptor, v.attribute, v.position);
                inner.put(v, w);
            }
            copies[k] = w;
        }
        return copies;
    }

    /** Leads edges to the region to the call, and uses of its values to the call's results. */
    private void redirect(Region r, Block call, boolean[] member, Map<Value, Value> outer) {
        for (Block b : f.blocks) {
            // By index: a constant may be added at the front of the entry meanwhile, and a value be visited twice.
            for (int k = 0; k < b.body.size(); k++) {
                replace(b.body.get(k).inputs, member, outer);
            }
            replace(b.terminator().inputs, member, outer);
            for (Edge e : b.successors()) {
                if (e.target == r.entry) {
                    e.target = call;
                }
                replace(e.arguments, member, outer);
            }
        }
    }

    private void replace(@Nullable Value[] values, boolean[] member, Map<Value, Value> outer) {
        for (int k = 0; k < values.length; k++) {
            Value v = values[k];
            if (v == null) {
                continue;
            }
            Value w = outer.get(v);
            if (w == null && v.block().id < member.length && member[v.block().id] && isConstant(v)) {
                w = f.entry().insert(0, v.op, v.type, v.descriptor, v.attribute, v.position);
                outer.put(v, w);
            }
            if (w != null) {
                values[k] = w;
            }
        }
    }
}
