package org.wengert.program.interpret;

import java.lang.invoke.MethodHandles.Lookup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.interpret.Unknowns.Relation;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Executes a function of the intermediate representation for many arguments at once. Some of its values are known: they are computed as the
 * {@link Interpreter} computes them. The others stand for many numbers, and what is done with them is told to {@link Unknowns}.
 *
 * <p>Where a branch depends on an unknown, both ways are executed, each under the condition that it is taken, and what they bring to the place where
 * they meet is chosen from by the condition. A loop is executed as often as it runs, which must be known or end by a known bound. What cannot be
 * executed in this way (exceptions, writing to memory from outside, calls without code, loops without a known bound) ends the attempt.
 *
 * @param <V> the unknowns
 */
public final class PartialEvaluation<V> {
    /** So many values are computed at most. */
    private static final int LIMIT = 20_000;
    /** So many unknowns are computed at most: what is longer is better left as a loop. */
    private static final int UNKNOWNS = 500;
    /** So many calls may be within each other. */
    private static final int DEPTH = 100;

    private final Unknowns<V> unknowns;
    private final Interpreter interpreter;
    private final Map<Function, Cfg> graphs = new IdentityHashMap<>();
    private int steps;
    private int made;

    private PartialEvaluation(Lookup host, Unknowns<V> unknowns) {
        this.interpreter = new Interpreter(host);
        this.unknowns = unknowns;
    }

    /**
     * Executes a function with one result.
     *
     * @param host with access to the members that the function uses
     * @param function the function
     * @param captured what is known of its arguments, the first ones
     * @param arguments the others
     * @param unknowns what they are
     * @param <V> the unknowns
     * @return the value; null if it cannot be had in this way
     */
    public static <V> @Nullable V of(
            Lookup host, Function function, @Nullable Object[] captured, List<V> arguments, Unknowns<V> unknowns) {
        PartialEvaluation<V> evaluation = new PartialEvaluation<>(host, unknowns);
        List<Object> in = new ArrayList<>();
        for (Object c : captured) {
            in.add(new Known(c, false));
        }
        for (V v : arguments) {
            in.add(new Unknown<>(v, false));
        }
        try {
            return evaluation.unknown(evaluation.run(function, in.toArray(), true, 0)[0]);
        } catch (Impossible e) {
            return null;
        }
    }

    // ------------------------------------------------------------------ values

    /** Ends the attempt. */
    private static final class Impossible extends RuntimeException {
        private static final long serialVersionUID = 1;

        Impossible() {
            super(null, null, false, false);
        }
    }

    /**
     * A value of the program that is known.
     *
     * @param value a box or an object
     * @param isWritten whether only the code decides it
     */
    private record Known(@Nullable Object value, boolean isWritten) {}

    /**
     * A value that is not.
     *
     * @param v what stands for it
     * @param isTruth whether it is an int that is 1 or 0, given as truth values
     */
    private record Unknown<V>(V v, boolean isTruth) {}

    /** The sign of x − y as an int, of which mostly just a comparison with 0 is asked. */
    private record Sign(int opcode, Object x, Object y) {}

    /** An object with one number in it. */
    private record Box(Object value) {}

    /** An array made here. Mutable. */
    private record Cells(@Nullable Object[] cells) {}

    /** The results of a call. */
    private record Results(Object[] values) {}

    /** A value that differs by the way on which it is reached. */
    private record Either(List<Entry> entries, @Nullable Object[] values) {}

    private static final Object UNUSABLE = new Object();

    // ------------------------------------------------------------------ conditions

    /** The condition under which a place is reached: that of another place, and the truth of one thing or its opposite. */
    private static final class Condition {
        final @Nullable Condition outer;
        final Object truth;
        final boolean isOpposite;

        @Nullable
        Object all;

        Condition(@Nullable Condition outer, Object truth, boolean isOpposite) {
            this.outer = outer;
            this.truth = truth;
            this.isOpposite = isOpposite;
        }
    }

    /** The last of the conditions by itself. */
    private V last(Condition c) {
        V truth = cast(c.truth);
        return c.isOpposite ? unknowns.not(truth) : truth;
    }

    private V all(Condition c) {
        if (c.all == null) {
            c.all = c.outer == null ? last(c) : unknowns.and(all(c.outer), last(c));
        }
        return cast(c.all);
    }

    @SuppressWarnings("unchecked") // only what Unknowns has returned
    private V cast(Object v) {
        return (V) v;
    }

    private static boolean areOpposite(Condition a, Condition b) {
        return a.outer == b.outer && a.truth == b.truth && a.isOpposite != b.isOpposite;
    }

    // ------------------------------------------------------------------ control

    /** A way that is to be gone on. */
    private static final class Entry {
        final Block target;
        /** Whether the way is a back edge, so that the next iteration begins. */
        final boolean isNext;

        final @Nullable Condition condition;
        final Object[] arguments;
        final @Nullable Object[] values;

        Entry(
                Block target,
                boolean isNext,
                @Nullable Condition condition,
                Object[] arguments,
                @Nullable Object[] values) {
            this.target = target;
            this.isNext = isNext;
            this.condition = condition;
            this.arguments = arguments;
            this.values = values;
        }

        /** Tells whether another way leads to the same place at the same time. */
        boolean leadsWith(Entry other) {
            return target == other.target && isNext == other.isNext;
        }
    }

    private Object[] run(Function f, Object[] arguments, boolean isCertain, int depth) {
        if (f.partials != null || f.isSummary || depth > DEPTH) {
            throw new Impossible();
        }
        Cfg cfg = graphs.computeIfAbsent(f, Cfg::new);
        if (!cfg.isReducible()) {
            throw new Impossible();
        }
        List<Entry> pending = new ArrayList<>();
        List<Entry> returned = new ArrayList<>();
        pending.add(new Entry(f.entry(), false, null, arguments, new Object[f.valueCount()]));
        while (!pending.isEmpty()) {
            Entry next = merged(ready(pending, cfg));
            Block b = next.target;
            @Nullable Object[] values = next.values;
            for (int i = 0; i < b.parameters.size(); i++) {
                values[b.parameters.get(i).id] = next.arguments[i];
            }
            for (Value v : b.body) {
                if (++steps > LIMIT) {
                    throw new Impossible();
                }
                values[v.id] = compute(v, inputs(v.inputs, values), isCertain && next.condition == null, depth);
            }
            leave(b, next, values, cfg, pending, returned);
        }
        if (returned.isEmpty()) {
            throw new Impossible();
        }
        return merged(returned).arguments;
    }

    private Object[] inputs(Value[] inputs, @Nullable Object[] values) {
        Object[] in = new Object[inputs.length];
        for (int i = 0; i < in.length; i++) {
            Object x = values[inputs[i].id];
            if (x instanceof Either(List<Entry> entries, @Nullable Object[] either)) {
                x = chosen(entries, either);
                values[inputs[i].id] = x;
            }
            if (x == null || x == UNUSABLE) {
                throw new Impossible();
            }
            in[i] = x;
        }
        return in;
    }

    private void leave(
            Block b, Entry from, @Nullable Object[] values, Cfg cfg, List<Entry> pending, List<Entry> returned) {
        Terminator end = b.terminator();
        switch (end.kind) {
            case GOTO -> pending.add(way(b, end.edges[0], from.condition, values, cfg, false));
            case RETURN -> returned.add(new Entry(b, false, from.condition, inputs(end.inputs, values), values));
            case THROW -> throw new Impossible();
            case IF -> {
                Object[] in = inputs(end.inputs, values);
                Object truth = branch(end.opcode, in);
                if (truth instanceof Boolean isTaken) {
                    pending.add(way(b, end.edges[isTaken ? 0 : 1], from.condition, values, cfg, false));
                } else {
                    pending.add(way(b, end.edges[0], new Condition(from.condition, truth, false), values, cfg, true));
                    pending.add(way(b, end.edges[1], new Condition(from.condition, truth, true), values, cfg, true));
                }
            }
            case SWITCH -> {
                Object in = inputs(end.inputs, values)[0];
                if (in instanceof Known k) {
                    int found = Arrays.binarySearch(end.keys, (Integer) number(k));
                    pending.add(
                            way(b, end.edges[found < 0 ? end.keys.length : found], from.condition, values, cfg, false));
                    return;
                }
                Condition rest = from.condition;
                for (int i = 0; i < end.keys.length; i++) {
                    V is = unknowns.compare(Relation.EQ, unknown(in), unknowns.constant(end.keys[i], true));
                    pending.add(way(b, end.edges[i], new Condition(rest, is, false), values, cfg, true));
                    rest = new Condition(rest, is, true);
                }
                pending.add(way(b, end.edges[end.keys.length], rest, values, cfg, true));
            }
        }
    }

    private Entry way(
            Block from,
            Edge edge,
            @Nullable Condition condition,
            @Nullable Object[] values,
            Cfg cfg,
            boolean isOneOfSeveral) {
        Object[] arguments = inputs(edge.arguments, values);
        boolean isNext = cfg.order(edge.target) <= cfg.order(from);
        // In a loop the ways go apart: on one of them the next iteration will write to what the other still needs.
        boolean isApart = isOneOfSeveral && cfg.loopOf(from) != null;
        return new Entry(edge.target, isNext, condition, arguments, isApart ? values.clone() : values);
    }

    /** Takes out the ways to the place that comes first: no other one leads to it any more. */
    private static List<Entry> ready(List<Entry> pending, Cfg cfg) {
        List<Entry> places = new ArrayList<>(); // one way to each
        for (Entry e : pending) {
            if (places.stream().noneMatch(e::leadsWith)) {
                places.add(e);
            }
        }
        for (Entry candidate : places) {
            if (places.stream().noneMatch(other -> comesBefore(other, candidate, cfg))) {
                List<Entry> ready = new ArrayList<>();
                pending.removeIf(e -> e.leadsWith(candidate) && ready.add(e));
                return ready;
            }
        }
        throw new Impossible();
    }

    private static boolean comesBefore(Entry a, Entry b, Cfg cfg) {
        if (a.target == b.target) {
            return !a.isNext && b.isNext;
        }
        if (b.isNext && loop(b, cfg).contains(a.target)) {
            return true; // this iteration before the next one
        }
        if (a.isNext && loop(a, cfg).contains(b.target)) {
            return false;
        }
        // Whether a leads to b within one iteration of the loops around b.
        List<Block> work = new ArrayList<>(List.of(a.target));
        boolean[] seen = new boolean[a.target.function().blockCount()];
        while (!work.isEmpty()) {
            Block from = work.removeLast();
            if (seen[from.id]) {
                continue;
            }
            seen[from.id] = true;
            if (from == b.target) {
                return true;
            }
            for (Edge e : from.successors()) {
                boolean isBack = cfg.order(e.target) <= cfg.order(from);
                if (!isBack || !loopOf(e.target, cfg).contains(b.target)) {
                    work.add(e.target);
                }
            }
        }
        return false;
    }

    private static Cfg.Loop loop(Entry next, Cfg cfg) {
        return loopOf(next.target, cfg);
    }

    private static Cfg.Loop loopOf(Block header, Cfg cfg) {
        Cfg.Loop loop = cfg.loopOf(header);
        if (loop == null || loop.header != header) {
            throw new Impossible();
        }
        return loop;
    }

    /** Returns several ways to one place as one. */
    private Entry merged(List<Entry> ways) {
        Entry first = ways.getFirst();
        if (ways.size() == 1) {
            return first;
        }
        Object[] arguments = new Object[first.arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            @Nullable Object[] each = new Object[ways.size()];
            for (int k = 0; k < each.length; k++) {
                each[k] = ways.get(k).arguments[i];
            }
            arguments[i] = chosen(ways, each);
        }
        @Nullable Object[] values = first.values;
        for (Entry e : ways) {
            if (e.values != first.values) {
                values = eithers(ways, first.values.length);
                break;
            }
        }
        return new Entry(first.target, first.isNext, condition(ways), arguments, values);
    }

    private static @Nullable Object[] eithers(List<Entry> ways, int n) {
        @Nullable Object[] values = new Object[n];
        for (int i = 0; i < n; i++) {
            @Nullable Object[] each = new Object[ways.size()];
            boolean isSame = true;
            boolean isThere = true;
            for (int k = 0; k < each.length; k++) {
                each[k] = ways.get(k).values[i];
                isSame &= each[k] == each[0];
                isThere &= each[k] != null;
            }
            values[i] = isSame ? each[0] : isThere ? new Either(ways, each) : null;
        }
        return values;
    }

    private @Nullable Condition condition(List<Entry> ways) {
        List<Condition> left = new ArrayList<>();
        for (Entry e : ways) {
            if (e.condition == null) {
                throw new Impossible();
            }
            left.add(e.condition);
        }
        while (left.size() > 1) {
            Condition a = left.removeLast();
            Condition b = left.removeLast();
            if (areOpposite(a, b)) {
                if (a.outer == null) {
                    return null;
                }
                left.add(a.outer);
            } else {
                left.add(new Condition(null, unknowns.or(all(b), all(a)), false));
            }
        }
        return left.getFirst();
    }

    /** Returns one value for those of several ways. */
    private Object chosen(List<Entry> ways, @Nullable Object[] each) {
        Object y = resolved(each[each.length - 1]);
        boolean isLast = true;
        for (int k = each.length - 2; k >= 0; k--) {
            Object x = resolved(each[k]);
            Condition a = ways.get(k).condition;
            Condition b = ways.get(k + 1).condition;
            if (a == null) {
                throw new Impossible();
            }
            if (x.equals(y) || x instanceof Known p && y instanceof Known q && isSame(p, q)) {
                continue;
            }
            boolean isEither = isLast && b != null && areOpposite(a, b);
            if (isEither && !a.isOpposite && isBit(x, 1) && isBit(y, 0)) {
                y = new Unknown<>(cast(a.truth), true);
            } else if (isEither && a.isOpposite && isBit(x, 1) && isBit(y, 0)) {
                y = new Unknown<>(last(a), true);
            } else if (isEither && b != null && isBit(x, 0) && isBit(y, 1)) {
                y = new Unknown<>(last(b), true);
            } else if (isEither && a.isOpposite) {
                y = of(unknowns.where(cast(a.truth), unknown(y), unknown(x)));
            } else {
                y = of(unknowns.where(isEither ? last(a) : all(a), unknown(x), unknown(y)));
            }
            isLast = false;
        }
        return y;
    }

    private Object resolved(@Nullable Object x) {
        if (x instanceof Either(List<Entry> ways, @Nullable Object[] each)) {
            return chosen(ways, each);
        }
        if (x == null || x == UNUSABLE) {
            throw new Impossible();
        }
        return x;
    }

    private static boolean isSame(Known p, Known q) {
        return p.value instanceof Number ? p.value.equals(q.value) : p.value == q.value;
    }

    private static boolean isBit(Object x, int bit) {
        return x instanceof Known(Object value, boolean _) && value instanceof Integer i && i == bit;
    }

    // ------------------------------------------------------------------ branches

    /** Returns whether a branch is taken: a Boolean, or truth values. */
    private Object branch(int opcode, Object[] in) {
        boolean isKnown = true;
        @Nullable Object[] known = new Object[in.length];
        for (int i = 0; i < in.length; i++) {
            if (in[i] instanceof Known k) {
                known[i] = k.value;
            } else if (opcode >= 165 && (in[i] instanceof Cells || in[i] instanceof Box)) {
                known[i] = in[i]; // never null, and nothing else
            } else {
                isKnown = false;
            }
        }
        if (isKnown) {
            return Opcodes.branches(opcode, known);
        }
        if (opcode >= 165) {
            throw new Impossible();
        }
        Relation relation = relation(opcode);
        if (in.length == 2) {
            return there(unknowns.compare(relation, unknown(in[0]), unknown(in[1])));
        }
        if (in[0] instanceof Sign(int compare, Object x, Object y)) {
            return there(sign(compare, relation, unknown(x), unknown(y)));
        }
        if (in[0] instanceof Unknown<?>(Object v, boolean isTruth) && isTruth && (opcode == 153 || opcode == 154)) {
            return opcode == 154 ? v : there(unknowns.not(cast(v)));
        }
        return there(unknowns.compare(relation, unknown(in[0]), unknowns.constant(0, true)));
    }

    private static Object there(@Nullable Object v) {
        if (v == null) {
            throw new AssertionError("a value is missing (please report)");
        }
        return v;
    }

    private static Relation relation(int opcode) {
        return switch (opcode) {
            case 153, 159 -> Relation.EQ;
            case 154, 160 -> Relation.NE;
            case 155, 161 -> Relation.LT;
            case 156, 162 -> Relation.GE;
            case 157, 163 -> Relation.GT;
            case 158, 164 -> Relation.LE;
            default -> throw new AssertionError("no comparison: " + opcode + " (please report)");
        };
    }

    /** Returns how the sign of x − y compares with 0. Of NaN it is −1 for {@code dcmpl}, {@code fcmpl} and 1 for {@code dcmpg}, {@code fcmpg}. */
    private V sign(int opcode, Relation relation, V x, V y) {
        boolean isLess = opcode == 149 || opcode == 151;
        boolean isGreater = opcode == 150 || opcode == 152;
        return switch (relation) {
            case EQ, NE -> unknowns.compare(relation, x, y);
            case LT -> isLess ? unknowns.not(unknowns.compare(Relation.GE, x, y)) : unknowns.compare(relation, x, y);
            case LE -> isLess ? unknowns.not(unknowns.compare(Relation.GT, x, y)) : unknowns.compare(relation, x, y);
            case GT -> isGreater ? unknowns.not(unknowns.compare(Relation.LE, x, y)) : unknowns.compare(relation, x, y);
            case GE -> isGreater ? unknowns.not(unknowns.compare(Relation.LT, x, y)) : unknowns.compare(relation, x, y);
        };
    }

    // ------------------------------------------------------------------ computing

    /** Returns what stands for a number, known or not. */
    private V unknown(Object x) {
        return switch (x) {
            case Known k -> unknowns.constant(number(k), k.isWritten);
            case Unknown<?>(Object v, boolean isTruth) -> isTruth ? unknowns.number(cast(v)) : cast(v);
            case Sign(int opcode, Object a, Object b) -> {
                V below = sign(opcode, Relation.LT, unknown(a), unknown(b));
                V above = sign(opcode, Relation.GT, unknown(a), unknown(b));
                yield unknowns.where(
                        below,
                        unknowns.constant(-1, true),
                        unknowns.where(above, unknowns.constant(1, true), unknowns.constant(0, true)));
            }
            default -> throw new Impossible();
        };
    }

    private static Number number(Known k) {
        if (k.value instanceof Number n) {
            return n;
        }
        throw new Impossible();
    }

    private Object of(V v) {
        if (++made > UNKNOWNS) {
            throw new Impossible();
        }
        return new Unknown<>(v, false);
    }

    private Object compute(Value v, Object[] in, boolean isCertain, int depth) {
        boolean isKnown = true;
        boolean isWritten = true;
        for (Object x : in) {
            isKnown &= x instanceof Known;
            isWritten &= x instanceof Known k && k.isWritten;
        }
        return switch (v.op) {
            case CONSTANT, ZERO -> known(v, in, true);
            case UNARY, BINARY, TERNARY, INTEGER, COMPARE, CONVERT ->
                isKnown ? known(v, in, isWritten) : elementary(v, in);
            case GET_STATIC, INSTANCE_OF -> isKnown ? known(v, in, false) : impossible();
            case CHECK_CAST -> in[0] instanceof Box || in[0] instanceof Cells ? in[0] : known(v, in, isWritten);
            case ARRAY_LENGTH ->
                in[0] instanceof Cells(@Nullable Object[] cells) ? new Known(cells.length, true) : known(v, in, false);
            case ARRAY_LOAD ->
                in[0] instanceof Cells(@Nullable Object[] cells)
                        ? cell(cells[index(cells, in[1])])
                        : known(v, in, false);
            case ARRAY_STORE -> {
                if (!isCertain || !(in[0] instanceof Cells(@Nullable Object[] cells))) {
                    yield impossible();
                }
                cells[index(cells, in[1])] = in[2];
                yield UNUSABLE;
            }
            case NEW_ARRAY -> newArray(v, in[0]);
            case GET_FIELD -> {
                FieldRef field = v.attribute(FieldRef.class);
                yield in[0] instanceof Box(Object value) && field.name().equals("value") ? value : known(v, in, false);
            }
            case INIT_FIELD -> in[0] instanceof Box || in[0] instanceof Known ? UNUSABLE : impossible();
            case CALL -> call(v, in);
            case INVOKE -> {
                Object[] results = run(v.attribute(Function.class), in, isCertain, depth + 1);
                yield results.length == 1 ? results[0] : new Results(results);
            }
            case RESULT ->
                in[0] instanceof Results(Object[] values) ? values[v.attribute(Integer.class)] : impossible();
            case CLOSURE -> UNUSABLE;
            case PARAMETER, ACCUMULATE, NEW_MULTI_ARRAY, CLONE, PUT_FIELD, PUT_STATIC, NEW, PUSH, POP, READ, WRITE ->
                impossible();
        };
    }

    private static Object impossible() {
        throw new Impossible();
    }

    private static Object cell(@Nullable Object x) {
        return x == null ? impossible() : x;
    }

    private static int index(@Nullable Object[] cells, Object index) {
        if (index instanceof Known(Object value, boolean _)
                && value instanceof Integer i
                && i >= 0
                && i < cells.length) {
            return i;
        }
        throw new Impossible();
    }

    private Object newArray(Value v, Object length) {
        if (!(length instanceof Known(Object value, boolean _))
                || !(value instanceof Integer n)
                || n < 0
                || n > LIMIT) {
            return impossible();
        }
        Known zero = switch (v.attribute(String.class)) {
            case "D" -> new Known(0.0, true);
            case "F" -> new Known(0f, true);
            case "J" -> new Known(0L, true);
            case "I" -> new Known(0, true);
            default -> throw new Impossible(); // narrower elements are cut off when they are stored
        };
        Object[] cells = new Object[n];
        Arrays.fill(cells, zero);
        return new Cells(cells);
    }

    private Object known(Value v, Object[] in, boolean isWritten) {
        @Nullable Object[] values = new Object[in.length];
        for (int i = 0; i < in.length; i++) {
            if (!(in[i] instanceof Known k)) {
                return impossible();
            }
            values[i] = k.value;
        }
        try {
            return new Known(interpreter.pure(v, values), isWritten);
        } catch (Throwable e) {
            return impossible(); // the program itself will say it
        }
    }

    private Object elementary(Value v, Object[] in) {
        if (v.isStrict() || v.method() != null) {
            return impossible(); // other bits than those of the table
        }
        return switch (v.op) {
            case UNARY -> of(unknowns.apply(v.attribute(Unary.class), unknown(in[0]), v.type));
            case BINARY -> of(unknowns.apply(v.attribute(Binary.class), unknown(in[0]), unknown(in[1]), v.type));
            case TERNARY ->
                of(unknowns.apply(v.attribute(Ternary.class), unknown(in[0]), unknown(in[1]), unknown(in[2])));
            case INTEGER -> {
                int opcode = v.attribute(Integer.class);
                if (in.length == 1) {
                    yield of(unknowns.negated(unknown(in[0])));
                }
                boolean isDivision = opcode >= 108 && opcode <= 109 || opcode >= 112 && opcode <= 113;
                if (isDivision && !(in[1] instanceof Known k && number(k).longValue() != 0)) {
                    yield impossible(); // it may throw, perhaps on a way that is not taken
                }
                yield of(unknowns.integer(opcode, unknown(in[0]), unknown(in[1])));
            }
            case COMPARE -> new Sign(v.attribute(Integer.class), in[0], in[1]);
            case CONVERT -> of(unknowns.convert(v.attribute(Integer.class), unknown(in[0])));
            default -> impossible();
        };
    }

    /** Calls that have no code to follow but a meaning. */
    private Object call(Value v, Object[] in) {
        if (!(v.attribute instanceof MethodRef m) || !m.isOf(Double.class)) {
            return impossible();
        }
        return switch (m.name()) {
            case "valueOf" -> v.inputs[0].type == Type.D ? new Box(in[0]) : impossible();
            case "isNaN" -> {
                V x = unknown(in[0]);
                yield new Unknown<>(unknowns.compare(Relation.NE, x, x), true);
            }
            case "isInfinite" -> new Unknown<>(infinite(Relation.EQ, in[0]), true);
            case "isFinite" -> new Unknown<>(infinite(Relation.LT, in[0]), true);
            default -> impossible();
        };
    }

    private V infinite(Relation relation, Object x) {
        V magnitude = unknowns.apply(Unary.ABS, unknown(x), Type.D);
        return unknowns.compare(relation, magnitude, unknowns.constant(Double.POSITIVE_INFINITY, true));
    }
}
