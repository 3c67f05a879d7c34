package org.wengert.program.differentiate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.analyse.Activity;
import org.wengert.program.analyse.Constants;
import org.wengert.program.analyse.FoundMemory;
import org.wengert.program.analyse.Mirrors;
import org.wengert.program.analyse.Prepared;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Known;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Simplify;
import org.wengert.program.ir.SsaForm;
import org.wengert.program.ir.Stack;
import org.wengert.program.ir.StackEntry;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.ir.Variable;
import org.wengert.rule.Binary;
import org.wengert.rule.Derivatives;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Reverse mode: the function runs forward, then its blocks run backwards and carry adjoints from the results to the parameters.
 *
 * <p>{@code f(p…) → (r…)} becomes {@code (p…, shadow of each active reference parameter…, seed of each active result…) → (r…, adjoint of each active real parameter…)}.
 * Adjoints of arrays and objects are accumulated in their shadows, which alias exactly as the arrays do. A function
 * that is called and not inlined becomes a pair: a forward sweep that leaves on the tape what its backward sweep takes.
 *
 * <p>The backward sweep is written with {@linkplain Variable variables} for adjoints and for saved primal values, then put into SSA form; {@link Saved} decides
 * for each saved value whether it is still there, can be recomputed, or goes on the tape.
 */
public final class Adjoints {
    /** How many values of a block lie between places where the tape is written to and read. */
    private static final int SEGMENT = 12;
    /** Up to how many values a block has no such places: a short loop is fastest with its writes together at the end. */
    private static final int LONG = 80;

    private final Activity activity;
    private final Map<Function, Canonical> canonical = new IdentityHashMap<>();
    private final Map<Function, Function> forward = new IdentityHashMap<>();
    private final Map<Function, Function> backward = new IdentityHashMap<>();
    private final int level;
    private final Map<Type, Stack> stacks = new IdentityHashMap<>();
    private final Map<Stack, Stack> adjointStacks = new IdentityHashMap<>();
    private final Map<StackEntry, StackEntry> adjointEntries = new IdentityHashMap<>();
    private final Map<StackEntry, StackEntry> shadowEntries = new IdentityHashMap<>();

    private Adjoints(Function root, Map<Function, Function> copies, boolean[] withRespectTo) {
        int highest = -1;
        for (Function f : copies.values()) {
            if (f.partials == null) {
                for (Block b : f.blocks) {
                    for (Value v : b.body) {
                        if (v.attribute instanceof StackEntry e) {
                            highest = Math.max(highest, e.stack.level);
                        }
                    }
                }
                canonical.put(f, new Canonical(f));
            }
        }
        level = highest + 1;
        for (Type t : new Type[] {Type.D, Type.I, Type.J, Type.A}) {
            stacks.put(t, new Stack(level, t));
        }
        activity = new Activity(root, withRespectTo);
    }

    /** Returns the function that also computes adjoints. */
    public static Function of(Prepared prepared) {
        return of(prepared, new boolean[prepared.function.results.size()]);
    }

    /**
     * As {@link #of(Prepared)}; also tells which results have seeds.
     *
     * @param activeResults is set for each result of the function
     */
    public static Function of(Prepared prepared, boolean[] activeResults) {
        Function f = prepared.function;
        Map<Function, Function> copies = Cloner.copyAll(f);
        Function root = Known.in(copies, f);
        for (Function g : copies.values()) {
            Simplify.run(g);
        }
        Adjoints adjoints = new Adjoints(root, copies, prepared.withRespectTo);
        for (int i = 0; i < activeResults.length; i++) {
            activeResults[i] = adjoints.activity.isActiveResult(root, i);
        }
        return adjoints.combined(root);
    }

    Stack stack(Type t) {
        Stack s = stacks.get(t == Type.F ? Type.D : t);
        if (s == null) {
            throw new AssertionError();
        }
        return s;
    }

    /** The entry for the shadow of what an inner tape saves, on the same stack. */
    private StackEntry shadowEntry(Value pushOrPop) {
        StackEntry e = pushOrPop.attribute(StackEntry.class);
        StackEntry own = shadowEntries.get(e);
        if (own == null) {
            own = new StackEntry(e.stack);
            shadowEntries.put(e, own);
        }
        return own;
    }

    /** The entry for the adjoint of what an inner tape saves: its pop hands it back to its push. */
    private StackEntry adjointEntry(Value pushOrPop) {
        StackEntry e = pushOrPop.attribute(StackEntry.class);
        StackEntry own = adjointEntries.get(e);
        if (own == null) {
            own = new StackEntry(adjointStack(e.stack));
            adjointEntries.put(e, own);
        }
        return own;
    }

    private Stack adjointStack(Stack s) {
        Stack a = adjointStacks.get(s);
        if (a == null) {
            a = new Stack(level + 1 + adjointStacks.size(), Type.D);
            adjointStacks.put(s, a);
        }
        return a;
    }

    // ---------------------------------------------------------------- signatures

    private Function combined(Function f) {
        Function t = new Function(f.name.concat("$adjoint"), f.position);
        addForwardResults(f, t, false);
        for (Value p : f.parameters()) {
            if (p.type.isReal() && activity.isActive(p)) {
                t.addResult(Type.D, "D");
            }
        }
        Body b = new Body(f, t, t);
        b.forwardSweep();
        b.backwardSweep();
        b.finish();
        return t;
    }

    private Function forward(Function f) {
        Function t = forward.get(f);
        if (t == null) {
            pair(f);
            t = forward.get(f);
        }
        if (t == null) {
            throw new AssertionError();
        }
        return t;
    }

    private Function backward(Function f) {
        Function t = backward.get(f);
        if (t == null) {
            pair(f);
            t = backward.get(f);
        }
        if (t == null) {
            throw new AssertionError();
        }
        return t;
    }

    private void pair(Function f) {
        Function there = new Function(f.name.concat("$forward"), f.position);
        Function back = new Function(f.name.concat("$backward"), f.position);
        forward.put(f, there);
        backward.put(f, back);
        addForwardResults(f, there, true);
        for (Value p : f.parameters()) {
            if (p.type.isReal() && activity.isActive(p)) {
                back.addResult(Type.D, "D");
            }
        }
        Body b = new Body(f, there, back);
        b.forwardSweep();
        b.backwardSweep();
        b.finish();
    }

    private void addForwardResults(Function f, Function t, boolean withShadows) {
        for (int i = 0; i < f.results.size(); i++) {
            t.addResult(f.results.get(i), f.resultDescriptors.get(i));
            if (withShadows && f.results.get(i) == Type.A && activity.isActiveResult(f, i)) {
                t.addResult(Type.A, Layout.shadow(f.resultDescriptors.get(i)));
            }
        }
    }

    /** One function on its way there and back. */
    final class Body {
        final Function f;
        final Function there;
        final Function back;
        final Canonical form;
        final Cfg cfg;
        final Map<Block, Boolean> reaching;
        /** Forward twin of each primal value. */
        final Map<Value, Value> twin = new IdentityHashMap<>();
        /** Shadow of each active reference in the forward sweep. */
        final Map<Value, Value> shadows = new IdentityHashMap<>();
        /** Forward block and backward block of each primal block. */
        final Map<Block, Block> forwards = new IdentityHashMap<>();

        final Map<Block, Block> backwards = new IdentityHashMap<>();
        /** The primal value that a forward value is the twin of, or whose shadow it is. */
        final Map<Value, Value> origin = new IdentityHashMap<>();

        final Map<Value, Variable> savedOf = new IdentityHashMap<>();
        final Map<Variable, Value> savedValue = new IdentityHashMap<>();
        final Map<Block, Variable> countVariable = new IdentityHashMap<>();
        /** The count of each loop's iteration that is being run backwards, kept readable for recomputation. */
        final Map<Block, Variable> countNow = new IdentityHashMap<>();
        /** Marks in the code where pushes and pops may be inserted, by primal block. */
        final Map<Block, Variable> forwardStart = new IdentityHashMap<>();

        final Map<Block, Variable> forwardEnd = new IdentityHashMap<>();
        final Map<Block, Variable> backwardStart = new IdentityHashMap<>();
        final Map<Block, Variable> backwardEnd = new IdentityHashMap<>();
        /** The primal block whose forward sweep a forward value was made in. */
        final Map<Value, Block> home = new IdentityHashMap<>();

        private final Map<Value, Variable> bars = new IdentityHashMap<>();
        private final List<Variable> transient_ = new ArrayList<>();
        private final Map<Block, Block> dispatchers = new IdentityHashMap<>();
        private final Map<Block, Variable> dispatchVariable = new IdentityHashMap<>();
        private final Map<Block, Boolean> work = new IdentityHashMap<>();
        private final Map<Value, Value> invoked = new IdentityHashMap<>();
        private final Writer w;
        private final @Nullable Block end;
        private Value[] seeds = new Value[0];

        Body(Function f, Function there, Function back) {
            this.f = f;
            this.there = there;
            this.back = back;
            Canonical c = canonical.get(f);
            if (c == null) {
                throw new AssertionError("a function without canonical form (please report)");
            }
            this.form = c;
            this.cfg = new Cfg(f);
            this.reaching = Canonical.reachingReturn(f, cfg);
            this.end = Canonical.returning(f);
            for (Block b : cfg.reversePostorder) {
                forwards.put(b, there.addBlock());
            }
            this.w = new Writer(block(f.entry()));
        }

        boolean isCombined() {
            return there == back;
        }

        Block block(Block b) {
            Block c = forwards.get(b);
            if (c == null) {
                throw new AssertionError("a lost block (please report)");
            }
            return c;
        }

        // ------------------------------------------------------------ forward sweep

        /** What follows a value that throws into a handler. */
        private final Map<Block, Block> after = new IdentityHashMap<>();

        void forwardSweep() {
            for (Block b : cfg.reversePostorder) {
                Block c = block(b);
                boolean isEntry = b == f.entry();
                for (Value p : b.parameters) {
                    twin(p, c.addParameter(p.type, p.descriptor, p.position));
                    if (!isEntry && p.type == Type.A && activity.isActive(p)) {
                        shadow(p, c.addParameter(Type.A, Layout.shadow(p.descriptor), p.position));
                    }
                }
                if (isEntry) {
                    for (Value p : b.parameters) {
                        if (p.type == Type.A && activity.isActive(p)) {
                            shadow(p, c.addParameter(Type.A, Layout.shadow(p.descriptor), p.position));
                        }
                    }
                    if (isCombined()) {
                        addSeeds(c);
                    }
                }
            }
            for (Block b : cfg.reversePostorder) {
                w.block = block(b);
                mark(forwardStart, b);
                int since = 0;
                for (int i = 0; i < b.body.size(); i++) {
                    Value v = b.body.get(i);
                    w.position = v.position;
                    forwardValue(v);
                    since++;
                    if (since >= SEGMENT
                            && b.body.size() > LONG
                            && i + 1 < b.body.size()
                            && b.body.get(i + 1).op != Op.RESULT) {
                        since = 0;
                        segments(b).add(segment(i));
                    }
                }
                if (b.handler() != null) {
                    Value thrower = twin.get(b.body.get(b.body.size() - 1));
                    if (thrower != null) {
                        after.put(b, Tangents.cutAfter(thrower));
                    }
                }
            }
            for (Block b : cfg.reversePostorder) {
                Block c = block(b);
                Block thrower = c;
                Block rest = after.get(b);
                if (rest != null) {
                    c.terminate(Terminator.jump(new Edge(rest), Position.NONE));
                    c = rest;
                }
                w.block = c;
                Terminator t = b.terminator();
                w.position = t.position;
                if (t.kind == Terminator.Kind.RETURN) {
                    if (!isCombined()) {
                        c.terminate(Terminator.result(forwardResults(t.inputs), t.position));
                    }
                } else {
                    Edge[] edges = new Edge[t.edges.length];
                    for (int i = 0; i < edges.length; i++) {
                        edges[i] = forwardEdge(t.edges[i], 0);
                    }
                    c.terminate(t.with(twins(t.inputs), edges));
                }
                Edge h = b.handler();
                if (h != null) {
                    thrower.handler(forwardEdge(h, 1));
                } else {
                    mark(forwardEnd, b);
                }
                for (Value p : thrower.parameters) {
                    home.put(p, b);
                }
                for (Value v : thrower.body) {
                    home.put(v, b);
                }
                // What a value that may throw gives is there in the next block, and not in the handler.
                if (rest != null) {
                    Block next = t.edges[0].target;
                    if (!thrower.body.isEmpty()) {
                        home.put(thrower.body.get(thrower.body.size() - 1), next);
                    }
                    for (Value v : rest.body) {
                        home.put(v, next);
                    }
                }
            }
        }

        /** Leaves a mark that survives simplification. */
        private void mark(Map<Block, Variable> marks, Block b) {
            marks.put(b, mark());
        }

        private Variable mark() {
            Variable m = new Variable("mark", Type.I, "I");
            write(m, w.constant(0));
            return m;
        }

        /** A place inside a block, after the value with that index, marked in both sweeps. */
        static final class Segment {
            final int after;
            final Variable forward;

            @Nullable
            Variable backward;

            Segment(int after, Variable forward) {
                this.after = after;
                this.forward = forward;
            }
        }

        /** Places inside long blocks, in the order of the forward sweep. */
        final Map<Block, List<Segment>> segments = new IdentityHashMap<>();

        private Segment segment(int after) {
            return new Segment(after, mark());
        }

        private List<Segment> segments(Block b) {
            return segments.computeIfAbsent(b, _ -> new ArrayList<>());
        }

        /** Somewhere in the function, for the line of a refusal: the last line that is known. */
        private Position somewhere() {
            Position last = f.position;
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    last = v.position.line() >= 0 && v.position.caller() == null ? v.position : last;
                }
            }
            return last;
        }

        /** Parameters for the seeds: a number for each active real result, an array like it for each active array. */
        private void addSeeds(Block entry) {
            seeds = new Value[f.results.size()];
            for (int i = 0; i < seeds.length; i++) {
                if (activity.isActiveResult(f, i)) {
                    String d = f.resultDescriptors.get(i);
                    if (f.results.get(i) == Type.A && !d.equals("[D") && !d.equals("[F")) {
                        throw Refusal.at(
                                somewhere(),
                                "Reverse mode needs a cotangent for the result, which is neither a number nor an array of numbers.",
                                "Use forward mode, or return a double or a double[].");
                    }
                    seeds[i] = f.results.get(i) == Type.A
                            ? entry.addParameter(Type.A, Layout.shadow(f.resultDescriptors.get(i)), Position.NONE)
                            : entry.addParameter(Type.D, "D", Position.NONE);
                }
            }
        }

        private Edge forwardEdge(Edge e, int shift) {
            List<Value> arguments = new ArrayList<>(e.arguments.length);
            for (int i = 0; i < e.arguments.length; i++) {
                Value a = e.arguments[i];
                Value p = e.target.parameters.get(i + shift);
                arguments.add(twin(a));
                if (p.type == Type.A && activity.isActive(p)) {
                    arguments.add(shadow(a));
                }
            }
            return new Edge(block(e.target), arguments.toArray(new Value[0]));
        }

        private Value[] forwardResults(Value[] inputs) {
            List<Value> results = new ArrayList<>();
            for (int i = 0; i < inputs.length; i++) {
                results.add(twin(inputs[i]));
                if (inputs[i].type == Type.A && activity.isActiveResult(f, i)) {
                    results.add(shadow(inputs[i]));
                }
            }
            return results.toArray(new Value[0]);
        }

        private void twin(Value v, Value t) {
            twin.put(v, t);
            origin.put(t, v);
        }

        private void shadow(Value v, Value s) {
            shadows.put(v, s);
            origin.put(s, v);
        }

        Value twin(Value v) {
            Value t = twin.get(v);
            if (t == null) {
                throw new AssertionError("a use before its definition (please report)");
            }
            return t;
        }

        private Value[] twins(Value[] values) {
            Value[] t = new Value[values.length];
            for (int i = 0; i < t.length; i++) {
                t[i] = twin(values[i]);
            }
            return t;
        }

        private Value shadow(Value v) {
            Value s = shadows.get(v);
            return s == null ? w.noShadow(Layout.shadow(v.descriptor)) : s;
        }

        private Value arrayShadow(Value v) {
            return Tangents.shadowOf(w, shadow(v), v);
        }

        private void forwardValue(Value v) {
            if (v.op == Op.INVOKE || v.op == Op.RESULT) {
                forwardCall(v);
                return;
            }
            if (v.op == Op.POP && v.type == Type.A && activity.isActive(v)) {
                shadow(v, w.add(Op.POP, Type.A, Layout.shadow(v.descriptor), shadowEntry(v)));
            }
            if (FoundMemory.isMark(v) && v.input(1).op == Op.PARAMETER) { // an argument has its shadow already
                w.add(
                        Op.CALL,
                        Type.VOID,
                        "V",
                        FoundMemory.put(),
                        twin(v.input(0)),
                        twin(v.input(1)),
                        shadow(v.input(1)));
                return;
            }
            if (FoundMemory.isMark(v)) {
                Value found = w.add(
                        Op.CALL,
                        Type.A,
                        "Ljava/lang/Object;",
                        FoundMemory.shadow(),
                        twin(v.input(0)),
                        twin(v.input(1)));
                shadow(v.input(1), w.cast(found, Layout.shadow(v.input(1).descriptor)));
                return;
            }
            Value y = Constants.isConstant(v)
                    ? twin(v.input(0))
                    : activity.isUnknown(v)
                            ? w.unknown(v, twin(v.input(0)))
                            : w.add(v.op, v.type, v.descriptor, v.attribute, twins(v.inputs))
                                    .marksOf(v);
            twin(v, y);
            if (v.op == Op.PUSH && v.input(0).type == Type.A && activity.isActive(v.attribute(StackEntry.class))) {
                w.add(Op.PUSH, Type.VOID, "V", shadowEntry(v), shadow(v.input(0)));
            }
            if (FoundMemory.isDefinition(v, activity)) {
                return; // its mark follows
            }
            if (FoundMemory.isOfFound(v, activity)) {
                if (v.type == Type.A && activity.isActive(v)) {
                    shadow(v, w.shadowOfResult(v, y));
                }
                return;
            }
            if (Mirrors.isMirrored(v) && (activity.isActive(v) || v.op == Op.CALL && activity.isActive(v.input(0)))) {
                int element = Mirrors.element(v);
                Value s = w.mirrored(
                        v,
                        twins(v.inputs),
                        v.op == Op.CALL ? shadow(v.input(0)) : y,
                        element >= 0 ? shadow(v.input(element)) : y);
                if (v.type == Type.A) {
                    shadow(v, s);
                }
                return;
            }
            switch (v.op) {
                case ARRAY_STORE -> {
                    if (v.input(2).type == Type.A && activity.isActive(v.input(0))) {
                        Value s = arrayShadow(v.input(0));
                        if (s.descriptor.charAt(0) != '[') {
                            s = w.cast(s, "[Ljava/lang/Object;");
                        }
                        w.add(
                                Op.ARRAY_STORE,
                                Type.VOID,
                                "V",
                                Tangents.shadowElement(s),
                                s,
                                twin(v.input(1)),
                                shadow(v.input(2)));
                    }
                }
                case PUT_FIELD, INIT_FIELD -> {
                    if (v.input(1).type == Type.A
                            && activity.isActive(v.input(0))
                            && !v.attribute(FieldRef.class).isOutOfSight()) {
                        w.storeField(shadow(v.input(0)), v.attribute(FieldRef.class), shadow(v.input(1)));
                    }
                }
                default -> {
                    if (v.type == Type.A && activity.isActive(v) && v.op != Op.POP) {
                        shadow(v, newShadow(v, y));
                    }
                }
            }
        }

        private Value newShadow(Value v, Value y) {
            switch (v.op) {
                case ARRAY_LOAD -> {
                    return Tangents.loadReference(w, shadow(v.input(0)), twin(v.input(1)), v.descriptor);
                }
                case NEW_ARRAY, NEW_MULTI_ARRAY -> {
                    return Tangents.newArray(w, v, twins(v.inputs));
                }
                case CLONE -> {
                    if (isRealArray(v)) {
                        Value length =
                                w.add(Op.ARRAY_LENGTH, Type.I, "I", null, y).removable();
                        return w.add(Op.NEW_ARRAY, Type.A, v.descriptor, v.descriptor.substring(1), length)
                                .removable();
                    }
                    Value s = arrayShadow(v.input(0));
                    return w.add(Op.CLONE, Type.A, s.descriptor, null, s).removable();
                }
                case GET_FIELD -> {
                    return w.loadField(shadow(v.input(0)), v.attribute(FieldRef.class));
                }
                case NEW -> {
                    return w.newShadow(v.attribute(MethodRef.class).resolved().getDeclaringClass());
                }
                case CALL -> {
                    return w.shadowOfResult(v, y);
                }
                case CHECK_CAST -> {
                    return w.cast(shadow(v.input(0)), Layout.shadow(v.descriptor));
                }
                default -> {
                    return w.noShadow(Layout.shadow(v.descriptor)); // null
                }
            }
        }

        private static boolean isRealArray(Value v) {
            return v.descriptor.equals("[D") || v.descriptor.equals("[F");
        }

        private void forwardCall(Value v) {
            if (v.op == Op.RESULT) {
                Value call = v.input(0);
                Function g = call.attribute(Function.class);
                Value y = invoked.get(call);
                if (y == null) {
                    twin(v, w.add(Op.RESULT, v.type, v.descriptor, v.attribute, twin(call)));
                    return;
                }
                int at = 0;
                for (int i = 0; i < v.attribute(Integer.class); i++) {
                    at += g.results.get(i) == Type.A && activity.isActiveResult(g, i) ? 2 : 1;
                }
                twin(v, w.add(Op.RESULT, v.type, v.descriptor, at, y));
                addShadowOfResult(v, g, v.attribute(Integer.class), y, at + 1);
                return;
            }
            Function g = v.attribute(Function.class);
            if (g.partials != null || !activity.isActive(g)) {
                if (!g.isSummary) {
                    twin(v, w.add(Op.INVOKE, v.type, v.descriptor, g, twins(v.inputs)));
                }
                return;
            }
            Function h = forward(g);
            List<Value> inputs = new ArrayList<>();
            for (Value x : v.inputs) {
                inputs.add(twin(x));
            }
            for (int i = 0; i < v.inputs.length; i++) {
                Value p = g.parameters().get(i);
                if (p.type == Type.A && activity.isActive(p)) {
                    inputs.add(shadow(v.inputs[i]));
                }
            }
            Value y = w.add(Op.INVOKE, v.type, v.descriptor, h, inputs.toArray(new Value[0]));
            invoked.put(v, y);
            twin(v, y);
            addShadowOfResult(v, g, 0, y, 1);
        }

        private void addShadowOfResult(Value v, Function g, int index, Value call, int at) {
            if (v.type == Type.A && activity.isActive(v)) {
                String d = Layout.shadow(v.descriptor);
                // A generic method may return an Integer, which has no shadow, though the type of the call does not say
                // so.
                shadow(v, activity.isActiveResult(g, index) ? w.add(Op.RESULT, Type.A, d, at, call) : w.noShadow(d));
            }
        }

        // ------------------------------------------------------------ backward sweep

        private Variable variable(String name, Type type, String descriptor) {
            Variable v = new Variable(name, type, descriptor);
            transient_.add(v);
            return v;
        }

        private Variable bar(Value v) {
            Variable b = bars.get(v);
            if (b == null) {
                b = variable("bar".concat(Integer.toString(v.id)), Type.D, "D");
                bars.put(v, b);
            }
            return b;
        }

        private Value read(Variable v) {
            return w.add(Op.READ, v.type, v.descriptor, v);
        }

        private void write(Variable v, Value x) {
            w.add(Op.WRITE, Type.VOID, "V", v, x);
        }

        private void addTo(Value v, Value contribution) {
            if (activity.isActive(v) && !contribution.isZero()) {
                Variable b = bar(v);
                write(b, w.apply(Binary.ADD, read(b), contribution));
            }
        }

        private Value take(Value v) {
            Value b = read(bar(v));
            write(bar(v), w.zero());
            return b;
        }

        /** Returns a forward value as the backward sweep will have it. */
        private Value saved(Value forwardValue) {
            if (forwardValue.op == Op.CONSTANT || forwardValue.op == Op.ZERO) {
                return w.add(forwardValue.op, forwardValue.type, forwardValue.descriptor, forwardValue.attribute);
            }
            return read(track(forwardValue));
        }

        /** Returns the variable that follows a forward value through simplification. */
        private Variable track(Value forwardValue) {
            Variable s = savedOf.get(forwardValue);
            if (s == null) {
                s = new Variable(
                        "v".concat(Integer.toString(forwardValue.id)), forwardValue.type, forwardValue.descriptor);
                savedOf.put(forwardValue, s);
                savedValue.put(s, forwardValue);
                record(s, forwardValue);
            }
            return s;
        }

        private void trackAll(Value... primal) {
            for (Value v : primal) {
                Value t = twin(v);
                if (t.op != Op.CONSTANT && t.op != Op.ZERO) {
                    track(t);
                }
            }
        }

        /** How often the loop ran whose last count this is. */
        final Map<Value, Route.Trips> trips = new IdentityHashMap<>();
        /** How the join was reached whose tag this is. */
        final Map<Value, Route.Choice> choices = new IdentityHashMap<>();

        /** Ties a saved value's variable to the forward value, so that simplification keeps track of it. */
        void record(Variable s, Value forwardValue) {
            Block c = forwardValue.block();
            int at = forwardValue.op == Op.PARAMETER ? 0 : c.body.indexOf(forwardValue) + 1;
            if (c.handler() != null && at == c.body.size()) {
                c = c.terminator().edges[0].target; // after a value that may throw: where it has not
                at = 0;
            }
            c.insert(at, Op.WRITE, Type.VOID, "V", s, Position.NONE, forwardValue);
        }

        private Value savedReal(Value v) {
            Value x = w.real(saved(twin(v)));
            if (!activity.isActive(v)) {
                w.passive.put(x, true);
            }
            return x;
        }

        private Value savedShadow(Value v) {
            return saved(shadow(v));
        }

        private Value savedArrayShadow(Value v) {
            return w.cast(savedShadow(v), Layout.shadow(v.descriptor));
        }

        private Block backward(Block b) {
            Block r = backwards.get(b);
            if (r == null) {
                r = back.addBlock();
                backwards.put(b, r);
            }
            return r;
        }

        void backwardSweep() {
            if (end == null || !reaching.containsKey(f.entry())) {
                neverReturns();
                return;
            }
            findSumsInPlace();
            findPlaces();
            findWork();
            for (Cfg.Loop l : cfg.loops()) {
                invariants.put(l.header, new ArrayList<>());
            }
            Block start;
            if (isCombined()) {
                start = block(end);
                w.block = start;
                start.terminate(Terminator.jump(new Edge(backward(end)), Position.NONE));
            } else {
                Block entry = back.addBlock();
                seeds = new Value[f.results.size()];
                for (int i = 0; i < seeds.length; i++) {
                    if (f.results.get(i).isReal() && activity.isActiveResult(f, i)) {
                        seeds[i] = entry.addParameter(Type.D, "D", Position.NONE);
                    }
                }
                entry.terminate(Terminator.jump(new Edge(backward(end)), Position.NONE));
            }
            for (Cfg.Loop l : cfg.loops()) {
                if (form.exits.containsKey(l.header)) {
                    countVariable.put(l.header, variable("count", Type.I, "I"));
                    countNow.put(l.header, new Variable("now", Type.I, "I"));
                }
            }
            for (int i = cfg.reversePostorder.size() - 1; i >= 0; i--) {
                Block b = cfg.reversePostorder.get(i);
                if (reaching.containsKey(b)) {
                    backwardBlock(b);
                }
            }
        }

        private void neverReturns() {
            if (isCombined()) {
                return;
            }
            // The backward sweep is never reached; it must exist all the same.
            Block entry = back.addBlock();
            for (int i = 0; i < f.results.size(); i++) {
                if (f.results.get(i).isReal() && activity.isActiveResult(f, i)) {
                    entry.addParameter(Type.D, "D", Position.NONE);
                }
            }
            Value[] zeros = new Value[back.results.size()];
            for (int i = 0; i < zeros.length; i++) {
                zeros[i] = entry.append(Op.CONSTANT, Type.D, "D", 0.0, Position.NONE);
            }
            entry.terminate(Terminator.result(zeros, Position.NONE));
        }

        /** Finds the blocks whose backward sweep does anything. */
        private void findWork() {
            for (Block b : cfg.reversePostorder) {
                boolean any = false;
                for (Value p : b.parameters) {
                    any |= p.type.isReal() && activity.isActive(p);
                }
                for (Value v : b.body) {
                    any |= !places.containsKey(v) && hasWork(v);
                }
                if (any || later.containsKey(b)) {
                    work.put(b, true);
                }
            }
        }

        /** The block whose backward sweep a value's adjoint is passed on in, if that is not the value's own. */
        private final Map<Value, Block> places = new IdentityHashMap<>();
        /** The same by block; a value after those that use it. */
        private final Map<Block, List<Value>> later = new IdentityHashMap<>();

        /**
         * Finds values whose adjoint can only become other than zero on some ways. What passes it on stands at the beginning of those: on the others nothing is
         * computed, and no zero meets an infinite derivative, as in {@code n = sqrt(s); if (n == 0) return 0;}.
         */
        private void findPlaces() {
            Map<Value, Block> users = new IdentityHashMap<>(); // the nearest block on all ways to what takes part
            for (int i = cfg.reversePostorder.size() - 1; i >= 0; i--) {
                Block b = cfg.reversePostorder.get(i);
                use(b.terminator().inputs, b, users);
                for (Edge e : b.successors()) {
                    int shift = e.target.parameters.size() - e.arguments.length; // 1 for a handler
                    for (int k = 0; k < e.arguments.length; k++) {
                        if (activity.isActive(e.target.parameters.get(k + shift))) {
                            use(new Value[] {e.arguments[k]}, b, users);
                        }
                    }
                }
                for (int k = b.body.size() - 1; k >= 0; k--) {
                    Value v = b.body.get(k);
                    if (!isElementary(v)) {
                        use(v.inputs, b, users);
                    } else if (activity.isActive(v)) {
                        use(v.inputs, place(v, users), users);
                    }
                }
            }
        }

        private static boolean isElementary(Value v) {
            return switch (v.op) {
                case UNARY, BINARY, TERNARY, CONVERT, COMPARE -> true;
                default -> false;
            };
        }

        private void use(Value[] values, Block where, Map<Value, Block> users) {
            for (Value v : values) {
                Block known = users.get(v);
                Block nearest = where;
                while (known != null && !cfg.dominates(nearest, known)) {
                    nearest = cfg.immediateDominator(nearest);
                }
                users.put(v, nearest);
            }
        }

        private Block place(Value v, Map<Value, Block> users) {
            Block own = v.block();
            Block place = users.get(v);
            if (place == null || inPlace.containsKey(v) || !cfg.dominates(own, place)) {
                return own;
            }
            // A block that threw is not run backwards.
            while (cfg.loopOf(place) != cfg.loopOf(own) || place.handler() != null) {
                place = cfg.immediateDominator(place);
            }
            if (place != own) {
                places.put(v, place);
                List<Value> there = later.get(place);
                if (there == null) {
                    there = new ArrayList<>();
                    later.put(place, there);
                }
                there.add(v);
            }
            return place;
        }

        private boolean hasWork(Value v) {
            return switch (v.op) {
                case ARRAY_STORE, ACCUMULATE -> v.input(2).type.isReal() && activity.isActive(v.input(0));
                case PUT_FIELD, INIT_FIELD ->
                    v.input(1).type.isReal()
                            && activity.isActive(v.input(0))
                            && !v.attribute(FieldRef.class).isOutOfSight();
                case INVOKE -> activity.isActive(v.attribute(Function.class));
                case PUSH -> v.input(0).type.isReal() && activity.isActive(v.attribute(StackEntry.class));
                case CLONE -> activity.isActive(v);
                default -> v.type.isReal() && activity.isActive(v);
            };
        }

        /** Loads that give the same in every iteration of a loop, by its header. */
        private final Map<Block, List<Value>> invariants = new IdentityHashMap<>();
        /** For {@code a[i] = a[i] ± c}: the store maps to c; load and sum are there too, mapped to themselves. */
        private final Map<Value, Value> inPlace = new IdentityHashMap<>();

        private Value signed(Value sum, Value bar) {
            return sum.attribute == Binary.SUB ? w.neg(bar) : bar;
        }

        /**
         * Finds {@code a[i] = a[i] ± c}. The adjoint of the element is the same before and after, so it need not be taken out, set to zero and
         * put back.
         */
        private void findSumsInPlace() {
            Map<Value, Integer> uses = new IdentityHashMap<>();
            for (Block b : cfg.reversePostorder) {
                for (Value v : b.body) {
                    countUses(v.inputs, uses);
                }
                countUses(b.terminator().inputs, uses);
                for (Edge e : b.successors()) {
                    countUses(e.arguments, uses);
                }
            }
            for (Block b : cfg.reversePostorder) {
                for (Value store : b.body) {
                    if (store.op != Op.ARRAY_STORE
                            || store.input(2).op != Op.BINARY
                            || !activity.isActive(store.input(0))) {
                        continue;
                    }
                    Value sum = store.input(2);
                    Value load = sum.input(0);
                    Value summand = sum.input(1);
                    if (sum.attribute == Binary.ADD && !isElement(load, store)) {
                        load = sum.input(1);
                        summand = sum.input(0);
                    }
                    if ((sum.attribute == Binary.ADD || sum.attribute == Binary.SUB)
                            && sum.type == Type.D
                            && isElement(load, store)
                            && summand != load
                            && sum.block() == b
                            && load.block() == b
                            && uses.getOrDefault(sum, 0) == 1
                            && uses.getOrDefault(load, 0) == 1
                            && !activity.isWrittenBetween(load, store)) {
                        inPlace.put(store, summand);
                        inPlace.put(sum, sum);
                        inPlace.put(load, load);
                    }
                }
            }
        }

        private static boolean isElement(Value load, Value store) {
            return load.op == Op.ARRAY_LOAD && load.input(0) == store.input(0) && load.input(1) == store.input(1);
        }

        private static void countUses(Value[] values, Map<Value, Integer> uses) {
            for (Value v : values) {
                uses.merge(v, 1, Integer::sum);
            }
        }

        private void backwardBlock(Block b) {
            Block r = backward(b);
            w.block = r;
            w.position = b.terminator().position;
            mark(backwardStart, b);
            if (b == end) {
                seedResults(b.terminator().inputs);
            }
            List<Segment> marked = segments.getOrDefault(b, List.of());
            int next = marked.size() - 1;
            for (int i = b.body.size() - 1; i >= 0; i--) {
                Value v = b.body.get(i);
                if (next >= 0 && marked.get(next).after == i) {
                    marked.get(next--).backward = mark();
                }
                if (!places.containsKey(v)) {
                    w.position = v.position;
                    backwardValue(v);
                }
            }
            for (Value v : later.getOrDefault(b, List.of())) {
                w.position = v.position;
                backwardValue(v);
            }
            w.position = Position.NONE;
            if (b == f.entry()) {
                mark(backwardEnd, b);
                returnAdjoints();
                return;
            }
            // Adjoints of the parameters go to the arguments, on whichever way the block was reached.
            List<Value> parameters = new ArrayList<>();
            List<Value> adjoints = new ArrayList<>();
            for (Value p : b.parameters) {
                if (p.type.isReal() && activity.isActive(p)) {
                    parameters.add(p);
                    adjoints.add(take(p));
                }
            }
            mark(backwardEnd, b);
            Cfg.Loop l = cfg.loopOf(b);
            if (l != null && l.header == b) {
                backToLatchOrEntry(b, l, parameters, adjoints);
                return;
            }
            Block skip = skipped(b);
            if (skip != null) {
                w.block.terminate(Terminator.jump(new Edge(backward(skip)), Position.NONE));
                return;
            }
            Block header = headerOfExit(b);
            if (header != null) {
                Value last = form.lastCounts.get(header);
                Variable count = countVariable.get(header);
                if (last != null && count != null) {
                    Cfg.Loop left = cfg.loopOf(header);
                    Route.Trips t = left == null ? null : Route.trips(left, b, cfg);
                    if (t != null) {
                        trips.put(last, t);
                        trackAll(t.start());
                        if (t.bound() != null) {
                            trackAll(t.bound());
                        }
                    }
                    setCount(header, saved(twin(last)));
                    mark(loopStart, header);
                    findRunning(header);
                }
            }
            List<Block> predecessors = reachingPredecessors(b);
            if (predecessors.size() == 1) {
                contribute(edge(predecessors.get(0), b), b, parameters, adjoints);
                jumpBack(b, predecessors.get(0));
                return;
            }
            Value tag = form.tags.get(b);
            if (tag == null) {
                throw new AssertionError("a join without a tag (please report)");
            }
            Route.Choice choice = Route.choice(b, cfg);
            if (choice != null) {
                choices.put(tag, choice);
                trackAll(choice.inputs());
            }
            List<Block> all = cfg.predecessors(b);
            Edge[] edges = new Edge[predecessors.size()];
            int[] keys = new int[edges.length - 1];
            Block from = w.block;
            Value selector = saved(twin(tag));
            for (int i = 0; i < edges.length; i++) {
                Block p = predecessors.get(i);
                if (i < keys.length) {
                    keys[i] = all.indexOf(p);
                }
                Block on = back.addBlock();
                edges[i] = new Edge(on);
                w.block = on;
                contribute(edge(p, b), b, parameters, adjoints);
                jumpBack(b, p);
            }
            w.block = from;
            from.terminate(Terminator.select(keys, selector, edges, Position.NONE));
        }

        private List<Block> reachingPredecessors(Block b) {
            List<Block> found = new ArrayList<>(2);
            for (Block p : cfg.predecessors(b)) {
                found.add(p);
            }
            return found;
        }

        private Edge edge(Block p, Block b) {
            for (Edge e : p.successors()) {
                if (e.target == b) {
                    return e;
                }
            }
            throw new AssertionError("a lost edge (please report)");
        }

        private void contribute(Edge e, Block b, List<Value> parameters, List<Value> adjoints) {
            int shift = b.parameters.size() - e.arguments.length; // 1 for a handler
            for (int i = 0; i < parameters.size(); i++) {
                addTo(e.arguments[b.parameters.indexOf(parameters.get(i)) - shift], adjoints.get(i));
            }
        }

        /** Goes from the backward sweep of {@code b} to that of its predecessor {@code p}. */
        private void jumpBack(Block b, Block p) {
            Block target = p;
            Edge handler = p.handler();
            if (handler != null && handler.target == b) {
                target = cfg.predecessors(p).get(0); // what threw has not happened
            }
            Cfg.Loop l = cfg.loopOf(target);
            // Leaving edge of a loop with several: through the dispatcher, so that the loop is entered in one place.
            if (l != null && !l.contains(b)) {
                List<Block> leaves = leaves(l);
                if (leaves.size() > 1) {
                    write(dispatchVariable(l), w.constant(leaves.indexOf(b)));
                    w.block.terminate(Terminator.jump(new Edge(dispatcher(l, leaves)), Position.NONE));
                    return;
                }
            }
            w.block.terminate(Terminator.jump(new Edge(backward(target)), Position.NONE));
        }

        /** The blocks just outside that the exits of a loop lead to, on the way to its exit block. */
        private List<Block> leaves(Cfg.Loop l) {
            Block exit = form.exits.get(l.header);
            return exit == null ? List.of() : cfg.predecessors(exit);
        }

        private Variable dispatchVariable(Cfg.Loop l) {
            Variable v = dispatchVariable.get(l.header);
            if (v == null) {
                v = variable("way", Type.I, "I");
                dispatchVariable.put(l.header, v);
            }
            return v;
        }

        private Block dispatcher(Cfg.Loop l, List<Block> leaves) {
            Block d = dispatchers.get(l.header);
            if (d != null) {
                return d;
            }
            d = back.addBlock();
            dispatchers.put(l.header, d);
            Edge[] edges = new Edge[leaves.size() + 1];
            int[] keys = new int[leaves.size()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = i;
                Block p = cfg.predecessors(leaves.get(i)).get(0);
                Edge handler = p.handler();
                if (handler != null && handler.target == leaves.get(i)) {
                    p = cfg.predecessors(p).get(0);
                }
                edges[i] = new Edge(backward(p));
            }
            edges[keys.length] = new Edge(backward(l.latches.get(0)));
            Value way = d.append(Op.READ, Type.I, "I", dispatchVariable(l), Position.NONE);
            d.terminate(Terminator.select(keys, way, edges, Position.NONE));
            return d;
        }

        private @Nullable Block headerOfExit(Block b) {
            for (Map.Entry<Block, Block> e : form.exits.entrySet()) {
                if (e.getValue() == b) {
                    return e.getKey();
                }
            }
            return null;
        }

        /** Parameters of headers whose value each iteration adds a known amount to. */
        final Map<Value, Route.Running> running = new IdentityHashMap<>();
        /** Where the reversal of a loop begins, and where that of its next iteration does, marked by its header. */
        final Map<Block, Variable> loopStart = new IdentityHashMap<>();

        final Map<Block, Variable> loopStep = new IdentityHashMap<>();

        private void findRunning(Block header) {
            for (Value p : header.parameters) {
                Route.Running r = Route.induction(p, cfg) == null ? Route.running(p, form, cfg) : null;
                if (r != null) {
                    running.put(p, r);
                    trackAll(p);
                    for (Route.Term t : r.terms()) {
                        trackAll(t.trips().start());
                        if (t.trips().bound() != null) {
                            trackAll(t.trips().bound());
                        }
                    }
                }
            }
        }

        private void setCount(Block header, Value k) {
            Variable count = countVariable.get(header);
            Variable now = countNow.get(header);
            if (count == null || now == null) {
                throw new AssertionError("a loop that is not counted (please report)");
            }
            write(count, k);
            write(now, k);
        }

        private void backToLatchOrEntry(Block header, Cfg.Loop l, List<Value> parameters, List<Value> adjoints) {
            Block latch = l.latches.get(0);
            Block preheader = null;
            for (Block p : cfg.predecessors(header)) {
                if (p != latch) {
                    preheader = p;
                }
            }
            Variable count = countVariable.get(header);
            if (preheader == null || count == null) {
                throw new AssertionError("a loop without entry (please report)");
            }
            Block from = w.block;
            Value k = read(count);
            Block again = back.addBlock();
            Block done = back.addBlock();
            from.terminate(Terminator.branch(0x9d, new Value[] {k}, new Edge(again), new Edge(done), Position.NONE));
            w.block = again;
            setCount(header, w.add(Op.INTEGER, Type.I, "I", 0x64, k, w.constant(1)));
            mark(loopStep, header);
            contribute(edge(latch, header), header, parameters, adjoints);
            List<Block> leaves = leaves(l);
            if (leaves.size() > 1) {
                write(dispatchVariable(l), w.constant(leaves.size()));
                w.block.terminate(Terminator.jump(new Edge(dispatcher(l, leaves)), Position.NONE));
            } else {
                w.block.terminate(Terminator.jump(new Edge(backward(latch)), Position.NONE));
            }
            w.block = done;
            for (Value load : Known.in(invariants, header)) {
                w.accumulate(
                        savedArrayShadow(load.input(0)),
                        saved(twin(load.input(1))),
                        load.attribute(String.class),
                        take(load));
            }
            contribute(edge(preheader, header), header, parameters, adjoints);
            w.block.terminate(Terminator.jump(new Edge(backward(preheader)), Position.NONE));
        }

        /** Returns where the backward sweep goes on if nothing between there and this join has work; null if something has. */
        private @Nullable Block skipped(Block b) {
            List<Block> predecessors = cfg.predecessors(b);
            Block header = headerOfExit(b);
            for (Value p : b.parameters) {
                if (p.type.isReal() && activity.isActive(p)) {
                    return null;
                }
            }
            if (header != null) {
                Cfg.Loop l = cfg.loopOf(header);
                if (l == null) {
                    return null;
                }
                for (Block x : l.blocks) {
                    if (work.containsKey(x)) {
                        return null;
                    }
                }
                for (Block x : predecessors) {
                    if (work.containsKey(x)) {
                        return null;
                    }
                }
                for (Block p : cfg.predecessors(header)) {
                    if (!l.contains(p)) {
                        return p;
                    }
                }
                return null;
            }
            if (predecessors.size() < 2) {
                return null;
            }
            Block top = cfg.immediateDominator(b);
            if (cfg.loopOf(top) != cfg.loopOf(b)) {
                return null;
            }
            if (top.handler() != null && work.containsKey(top)) {
                return null; // what it has done is undone on one of the ways only: it did not happen on the one through
                // the handler
            }
            Map<Block, Boolean> seen = new IdentityHashMap<>();
            List<Block> stack = new ArrayList<>(predecessors);
            while (!stack.isEmpty()) {
                Block x = stack.remove(stack.size() - 1);
                if (x == top || seen.put(x, true) != null) {
                    continue;
                }
                if (work.containsKey(x)) {
                    return null;
                }
                stack.addAll(cfg.predecessors(x));
            }
            return top;
        }

        private void seedResults(Value[] results) {
            for (int i = 0; i < results.length; i++) {
                if (!activity.isActiveResult(f, i) || seeds[i] == null) {
                    continue;
                }
                if (results[i].type == Type.A) {
                    String array = f.resultDescriptors.get(i);
                    w.add(
                            Op.INVOKE,
                            Type.VOID,
                            "V",
                            Kit.addScaled(array.substring(1)),
                            w.constant(1.0),
                            seeds[i],
                            w.cast(savedShadow(results[i]), array));
                } else {
                    addTo(results[i], seeds[i]);
                }
            }
        }

        private void returnAdjoints() {
            List<Value> results = new ArrayList<>();
            if (isCombined() && end != null) {
                for (Value r : end.terminator().inputs) {
                    results.add(saved(twin(r)));
                }
            }
            for (Value p : f.parameters()) {
                if (p.type.isReal() && activity.isActive(p)) {
                    results.add(take(p));
                }
            }
            w.block.terminate(Terminator.result(results.toArray(new Value[0]), Position.NONE));
        }

        // ------------------------------------------------------------ backward values

        private void backwardValue(Value v) {
            switch (v.op) {
                case UNARY, BINARY, TERNARY -> {
                    if (activity.isActive(v) && !inPlace.containsKey(v)) {
                        elementary(v);
                    }
                }
                case CONVERT -> {
                    if (activity.isActive(v)) {
                        addTo(v.input(0), take(v));
                    }
                }
                case ARRAY_LOAD -> {
                    if (v.type.isReal() && activity.isActive(v) && !inPlace.containsKey(v)) {
                        Cfg.Loop l = invariantIn(v);
                        if (l != null) { // its adjoint grows in a variable and goes to memory once, before the loop
                            Known.in(invariants, l.header).add(v);
                            return;
                        }
                        Value bar = take(v);
                        w.accumulate(
                                savedArrayShadow(v.input(0)), saved(twin(v.input(1))), v.attribute(String.class), bar);
                    }
                }
                case ARRAY_STORE -> {
                    if (v.input(2).type.isReal() && activity.isActive(v.input(0))) {
                        Value s = savedArrayShadow(v.input(0));
                        Value i = saved(twin(v.input(1)));
                        String element = v.attribute(String.class);
                        Value summand = inPlace.get(v);
                        if (summand != null) {
                            addTo(summand, signed(v.input(2), w.load(s, i, element)));
                            return;
                        }
                        addTo(v.input(2), w.load(s, i, element));
                        w.store(s, i, element, w.constant(0.0));
                    }
                }
                case ACCUMULATE -> {
                    if (activity.isActive(v.input(2))) {
                        addTo(
                                v.input(2),
                                w.load(
                                        savedArrayShadow(v.input(0)),
                                        saved(twin(v.input(1))),
                                        v.attribute(String.class)));
                    }
                }
                case CLONE -> {
                    if (isRealArray(v) && activity.isActive(v) && activity.isActive(v.input(0))) {
                        w.add(
                                Op.INVOKE,
                                Type.VOID,
                                "V",
                                Kit.addScaled(v.descriptor.substring(1)),
                                w.constant(1.0),
                                savedShadow(v),
                                savedArrayShadow(v.input(0)));
                    }
                }
                case GET_FIELD -> {
                    if (v.type.isReal() && activity.isActive(v)) {
                        Value bar = take(v);
                        Value fields = w.realFields(savedShadow(v.input(0)));
                        w.accumulate(fields, w.constant(Layout.slot(v.attribute(FieldRef.class))), "D", bar);
                    }
                }
                case PUT_FIELD, INIT_FIELD -> {
                    if (v.input(1).type.isReal()
                            && activity.isActive(v.input(0))
                            && !v.attribute(FieldRef.class).isOutOfSight()) {
                        Value fields = w.realFields(savedShadow(v.input(0)));
                        Value i = w.constant(Layout.slot(v.attribute(FieldRef.class)));
                        addTo(v.input(1), w.load(fields, i, "D"));
                        w.store(fields, i, "D", w.constant(0.0));
                    }
                }
                case PUSH -> {
                    if (v.input(0).type.isReal() && activity.isActive(v.attribute(StackEntry.class))) {
                        Value bar = w.add(Op.POP, Type.D, "D", adjointEntry(v));
                        addTo(v.input(0), bar);
                    }
                }
                case POP -> {
                    if (v.type.isReal() && activity.isActive(v)) {
                        w.add(Op.PUSH, Type.VOID, "V", adjointEntry(v), take(v));
                    }
                }
                case INVOKE -> backwardCall(v);
                default -> {}
            }
        }

        private void elementary(Value v) {
            Value bar = take(v);
            for (int i = 0; i < v.inputs.length; i++) {
                if (!activity.isActive(v.input(i))) {
                    continue;
                }
                w.passive.clear();
                Value partial = switch (v.op) {
                    case UNARY -> Derivatives.of(v.attribute(Unary.class), savedReal(v.input(0)), savedReal(v), w);
                    case BINARY ->
                        Derivatives.of(
                                v.attribute(Binary.class),
                                i,
                                savedReal(v.input(0)),
                                savedReal(v.input(1)),
                                savedReal(v),
                                w);
                    default ->
                        Derivatives.of(
                                v.attribute(Ternary.class),
                                i,
                                savedReal(v.input(0)),
                                savedReal(v.input(1)),
                                savedReal(v.input(2)),
                                savedReal(v),
                                w);
                };
                addTo(v.input(i), w.mul(bar, partial));
            }
        }

        private void backwardCall(Value v) {
            Function g = v.attribute(Function.class);
            if (!activity.isActive(g)) {
                return;
            }
            Function[] partials = g.partials;
            if (partials != null) {
                ruled(v, partials);
                return;
            }
            Function h = Adjoints.this.backward(g);
            List<Value> inputs = new ArrayList<>();
            for (int i = 0; i < g.results.size(); i++) {
                if (g.results.get(i).isReal() && activity.isActiveResult(g, i)) {
                    Value r = i == 0 ? v : resultOf(v, i);
                    inputs.add(r == null ? w.zero() : take(r));
                }
            }
            int results = 0;
            for (Value p : g.parameters()) {
                if (p.type.isReal() && activity.isActive(p)) {
                    results++;
                }
            }
            Value call = w.add(
                    Op.INVOKE,
                    results == 0 ? Type.VOID : Type.D,
                    results == 0 ? "V" : "D",
                    h,
                    inputs.toArray(new Value[0]));
            List<Value> bars = new ArrayList<>();
            for (int i = 0; i < results; i++) {
                bars.add(i == 0 ? call : w.add(Op.RESULT, Type.D, "D", i, call));
            }
            int at = 0;
            for (int i = 0; i < v.inputs.length; i++) {
                Value p = g.parameters().get(i);
                if (p.type.isReal() && activity.isActive(p)) {
                    addTo(v.input(i), bars.get(at++));
                }
            }
        }

        private @Nullable Value resultOf(Value call, int index) {
            for (Block b : cfg.reversePostorder) { // in the next block where the call may throw into a handler
                for (Value r : b.body) {
                    if (r.op == Op.RESULT && r.input(0) == call && r.attribute(Integer.class) == index) {
                        return r;
                    }
                }
            }
            return null;
        }

        /** A method with a derivative given by the user. */
        private void ruled(Value v, Function[] partials) {
            if (!activity.isActive(v)) {
                return;
            }
            Value bar = take(v);
            Value[] x = new Value[v.inputs.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = saved(twin(v.input(i)));
            }
            for (int i = 0; i < x.length; i++) {
                if (!activity.isActive(v.input(i))) {
                    continue;
                }
                Value partial = w.add(
                        Op.INVOKE, partials[i].results.get(0), partials[i].resultDescriptors.get(0), partials[i], x);
                if (partial.type == Type.A) {
                    w.add(Op.INVOKE, Type.VOID, "V", Kit.addScaled("D"), bar, partial, savedArrayShadow(v.input(i)));
                } else {
                    addTo(v.input(i), w.mul(bar, partial));
                }
            }
        }

        // ------------------------------------------------------------ both together

        void finish() {
            there.blocks.removeIf(b -> !b.isTerminated());
            back.blocks.removeIf(b -> !b.isTerminated());
            if (backwards.isEmpty()) {
                SsaForm.construct(there, marks());
                Simplify.run(there);
                return;
            }
            pinExits(true);
            SsaForm.construct(back, transient_);
            Simplify.run(back);
            new Saved(Adjoints.this, this).resolve();
            pinExits(false);
            Simplify.run(there);
            if (!isCombined()) {
                Simplify.run(back);
            }
        }

        /** All marks in both sweeps. */
        List<Variable> marks() {
            List<Variable> all = new ArrayList<>(forwardStart.values());
            all.addAll(forwardEnd.values());
            all.addAll(backwardStart.values());
            all.addAll(backwardEnd.values());
            all.addAll(loopStart.values());
            all.addAll(loopStep.values());
            for (List<Segment> marked : segments.values()) {
                for (Segment m : marked) {
                    all.add(m.forward);
                    if (m.backward != null) {
                        all.add(m.backward);
                    }
                }
            }
            return all;
        }

        /** What leaves a loop through its exit block is not the value inside: that one goes on changing. */
        private void pinExits(boolean pinned) {
            for (Block exit : form.exits.values()) {
                for (Value p : block(exit).parameters) {
                    p.pinned(pinned);
                }
            }
        }

        /** Returns whether no write that may follow this load can reach the same array. */
        boolean isStable(Value load) {
            return !cfg.isReachable(load.block()) ? false : !activity.isWrittenAfter(load, cfg);
        }

        /** Returns the loop in which this load gives the same in every iteration and runs in each of them, or null. */
        Cfg.@Nullable Loop invariantIn(Value load) {
            Cfg.Loop l = cfg.loopOf(load.block());
            if (l == null || !form.exits.containsKey(l.header)) {
                return null;
            }
            for (Value in : load.inputs) {
                if (in.op != Op.CONSTANT && l.contains(in.block())) {
                    return null;
                }
            }
            for (Block leave : leaves(l)) {
                if (!cfg.isAvailable(load, leave)) {
                    return null;
                }
            }
            return activity.isWrittenIn(load, l.blocks) ? null : l;
        }

        boolean isReadOnly(Value reference) {
            return activity.isReadOnly(reference);
        }
    }
}
