package org.wengert.program.emit;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.DynamicCallSiteDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.ClassLiteral;
import org.wengert.program.ir.Closure;
import org.wengert.program.ir.DynamicRef;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/** The instructions of one function. Its stack maps are our own: at every block we know what each variable holds. */
final class Body {
    private static final String MATH = "java/lang/Math";
    private static final String STRICT_MATH = "java/lang/StrictMath";

    private final Emitter.Program program;
    private final Emitter.Member member;
    private final Access access;
    private final TapeLowering tapes;
    private final Function f;
    private final Cfg cfg;
    private final Trees trees;
    private final Slots slots;
    private final LoopRoom rooms;
    private final List<Block> layout = new ArrayList<>();
    private final List<TapeLowering.Place> own;
    private final int[] arraySlot;
    private final int[] topSlot;
    private final int[] levelSlot;
    private final int[] delta;
    private final int[] roomFor;
    private final int fixedEnd;

    // Of one run of emission.
    private CodeBuilder c;
    private Pool pool;
    private Label[] labels = new Label[0];
    private final List<StackMapFrameInfo> frames = new ArrayList<>();
    private final List<Detour> detours = new ArrayList<>();
    private boolean wroteSinceFrame;
    /** What each local variable holds, by its first slot. */
    private final @Nullable Value[] holders;

    private int line;

    /** Moves on an edge that do not lie between its two blocks. */
    private static final class Detour {
        final Label label;
        final Edge edge;
        final boolean isHandler;
        final boolean calledTape;

        Detour(Label label, Edge edge, boolean isHandler, boolean calledTape) {
            this.label = label;
            this.edge = edge;
            this.isHandler = isHandler;
            this.calledTape = calledTape;
        }
    }

    @SuppressWarnings("NullAway.Init")
    Body(Emitter.Program program, Emitter.Member member) {
        this.program = program;
        this.member = member;
        this.access = program.access;
        this.tapes = program.tapes;
        this.f = member.function;
        this.cfg = new Cfg(f);
        this.trees = new Trees(f, cfg);
        this.own = tapes.own(f);
        int first = member.needsTape ? 1 : 0;
        int next = first;
        for (Value p : f.parameters()) {
            next += p.type.slots();
        }
        int n = tapes.places.size();
        arraySlot = new int[n];
        topSlot = new int[n];
        levelSlot = new int[n];
        delta = new int[n];
        roomFor = new int[n];
        for (TapeLowering.Place p : own) {
            arraySlot[p.index] = next++;
            topSlot[p.index] = next++;
        }
        for (TapeLowering.Place p : own) {
            if (p.level > 0) {
                int known = 0;
                for (TapeLowering.Place q : own) {
                    if (q.level == p.level && levelSlot[q.index] != 0) {
                        known = levelSlot[q.index];
                    }
                }
                levelSlot[p.index] = known != 0 ? known : next++;
            }
        }
        fixedEnd = next;
        this.slots = new Slots(f, cfg, trees, first, fixedEnd);
        this.rooms = new LoopRoom(cfg, trees, tapes);
        this.holders = new Value[slots.size()];
        boolean[] placed = new boolean[f.blockCount()];
        layOut(cfg.reversePostorder, null, placed);
    }

    /** Reverse postorder, except that nothing outside of a loop lies between its blocks. */
    private void layOut(List<Block> blocks, Cfg.@Nullable Loop around, boolean[] placed) {
        for (Block b : blocks) {
            if (placed[b.id]) {
                continue;
            }
            Cfg.Loop loop = cfg.loopOf(b);
            if (loop != null && loop != around && loop.header == b) {
                layOut(loop.blocks, loop, placed);
            } else {
                placed[b.id] = true;
                layout.add(b);
            }
        }
    }

    /** Writes the instructions. May be called again, when the class file library wants longer jumps. */
    void emit(CodeBuilder builder) {
        c = builder;
        pool = new Pool(builder.constantPool());
        labels = new Label[f.blockCount()];
        frames.clear();
        detours.clear();
        line = -1;
        for (Block b : layout) {
            labels[b.id] = c.newLabel();
        }
        openTape();
        for (int k = 0; k < layout.size(); k++) {
            Block b = layout.get(k);
            Block next = k + 1 < layout.size() ? layout.get(k + 1) : null;
            if (b != f.entry()) {
                c.labelBinding(labels[b.id]);
                frame(labels[b.id], slots.atStart(b), null);
            }
            block(b, next);
        }
        // Handlers first add to the list only while blocks are emitted, so it is complete here.
        for (Detour d : detours) {
            detour(d);
        }
        if (!frames.isEmpty()) {
            c.with(StackMapTableAttribute.of(frames));
        }
    }

    // ---- the tape -------------------------------------------------------------------------------------------------

    private void openTape() {
        for (TapeLowering.Place p : own) {
            if (p.level > 0 && isFirstOfLevel(p)) {
                c.aload(0);
                number(p.level);
                c.invokevirtual(pool.method(Pool.TAPE, "level", "(I)".concat(Pool.TAPE_DESCRIPTOR)));
                c.astore(levelSlot[p.index]);
            }
        }
        for (TapeLowering.Place p : own) {
            delta[p.index] = 0;
            roomFor[p.index] = 0;
            readArray(p);
            readTop(p);
        }
        wroteSinceFrame = !own.isEmpty();
    }

    private boolean isFirstOfLevel(TapeLowering.Place p) {
        for (TapeLowering.Place q : own) {
            if (q == p) {
                return true;
            }
            if (q.level == p.level) {
                return false;
            }
        }
        return true;
    }

    private void readArray(TapeLowering.Place p) {
        c.aload(levelSlot[p.index]);
        c.getfield(pool.field(Pool.TAPE, p.arrayField(), p.arrayDescriptor()));
        c.astore(arraySlot[p.index]);
    }

    private void readTop(TapeLowering.Place p) {
        c.aload(levelSlot[p.index]);
        c.getfield(pool.field(Pool.TAPE, p.topField(), "I"));
        c.istore(topSlot[p.index]);
    }

    private void writeTop(TapeLowering.Place p) {
        c.aload(levelSlot[p.index]);
        c.iload(topSlot[p.index]);
        c.putfield(pool.field(Pool.TAPE, p.topField(), "I"));
        wroteSinceFrame = true;
    }

    /** Adds to the tops what pushes and pops since the last time have left to be added. */
    private void settle() {
        for (TapeLowering.Place p : own) {
            int d = delta[p.index];
            if (d != 0) {
                while (d != 0) {
                    int step = Math.max(-32768, Math.min(32767, d));
                    c.iinc(topSlot[p.index], step);
                    d -= step;
                }
                roomFor[p.index] -= delta[p.index];
                delta[p.index] = 0;
                wroteSinceFrame = true;
            }
        }
    }

    private void push(Value v) {
        TapeLowering.Place p = tapes.place(v);
        int k = p.index;
        if (delta[k] + 1 > roomFor[k]) {
            int n = highest(v, p);
            makeRoom(p, n);
            roomFor[k] = n;
        }
        c.aload(arraySlot[k]);
        top(p);
        tree(v.input(0));
        c.arrayStore(kind(p.stack.type));
        delta[k]++;
    }

    /**
     * Checks in line whether there is room, and only if there is none calls somebody to make it: what a branch has never
     * taken, the optimising compiler leaves out, and it counts for each place by itself. The operand stack is empty here.
     */
    private void makeRoom(TapeLowering.Place p, int n) {
        int k = p.index;
        if (p.stack.type == Type.A) {
            // How far up references reach is noted by whoever makes the room.
            reserve(p, n);
            return;
        }
        Label enough = c.newLabel();
        c.aload(arraySlot[k]);
        c.arraylength();
        c.iload(topSlot[k]);
        c.isub();
        number(n);
        c.if_icmpge(enough);
        reserve(p, n);
        c.labelBinding(enough);
        wroteSinceFrame = true;
        frame(enough, held(), null);
        wroteSinceFrame = true;
    }

    private void reserve(TapeLowering.Place p, int n) {
        int k = p.index;
        c.aload(arraySlot[k]);
        c.iload(topSlot[k]);
        number(n);
        c.aload(levelSlot[k]);
        c.invokestatic(pool.method(
                Pool.TAPE,
                "reserve",
                "("
                        .concat(p.arrayDescriptor())
                        .concat("II")
                        .concat(Pool.TAPE_DESCRIPTOR)
                        .concat(")")
                        .concat(p.arrayDescriptor())));
        c.astore(arraySlot[k]);
    }

    /** Makes room for a whole loop, on the edge that enters it, when its parameters are in place. */
    private void makeRoom(LoopRoom.Forecast forecast) {
        for (int i = 0; i < forecast.places.size(); i++) {
            TapeLowering.Place p = forecast.places.get(i);
            int k = p.index;
            if (p.stack.type == Type.A) {
                continue;
            }
            c.aload(arraySlot[k]);
            c.iload(topSlot[k]);
            c.iload(slots.of(forecast.counter));
            tree(forecast.end);
            if (forecast.end.type == Type.A) {
                c.arraylength();
            }
            number(forecast.pushes.get(i));
            c.aload(levelSlot[k]);
            c.invokestatic(pool.method(
                    Pool.TAPE,
                    "prepare",
                    "("
                            .concat(p.arrayDescriptor())
                            .concat("IIII")
                            .concat(Pool.TAPE_DESCRIPTOR)
                            .concat(")")
                            .concat(p.arrayDescriptor())));
            c.astore(arraySlot[k]);
        }
        wroteSinceFrame = true;
    }

    private void hold(Value v) {
        int s = slots.of(v);
        Value below = s > 0 ? holders[s - 1] : null;
        if (below != null && below.type.slots() == 2) {
            holders[s - 1] = null;
        }
        holders[s] = v;
        if (v.type.slots() == 2) {
            holders[s + 1] = null;
        }
    }

    private List<Value> held() {
        List<Value> live = new ArrayList<>();
        for (Value v : holders) {
            if (v != null) {
                live.add(v);
            }
        }
        return live;
    }

    private void pop(Value v) {
        TapeLowering.Place p = tapes.place(v);
        delta[p.index]--;
        c.aload(arraySlot[p.index]);
        top(p);
        c.arrayLoad(kind(p.stack.type));
        if (p.stack.type == Type.A) {
            cast(Access.OBJECT, access.erase(v.descriptor));
        }
    }

    private void top(TapeLowering.Place p) {
        c.iload(topSlot[p.index]);
        int d = delta[p.index];
        if (d != 0) {
            number(Math.abs(d));
            if (d > 0) {
                c.iadd();
            } else {
                c.isub();
            }
        }
    }

    /** How many values above the top the pushes from this one on can reach before somebody else may see the stack. */
    private int highest(Value push, TapeLowering.Place p) {
        List<Value> body = trees.definedIn(push).body;
        int now = delta[p.index];
        int most = now;
        for (int k = body.indexOf(push); k < body.size(); k++) {
            Value v = body.get(k);
            if (v.op == Op.PUSH && tapes.place(v) == p) {
                now++;
                most = Math.max(most, now);
            } else if (v.op == Op.POP && tapes.place(v) == p) {
                now--;
            } else if (v.op == Op.INVOKE && !Trees.isSilent(v) && tapes.touches(v.attribute(Function.class))[p.index]) {
                break;
            }
        }
        return most;
    }

    // ---- blocks ---------------------------------------------------------------------------------------------------

    private void frame(Label at, List<Value> live, @Nullable String onStack) {
        VerificationTypeInfo[] types = new VerificationTypeInfo[slots.size()];
        if (member.needsTape) {
            types[0] = object(Pool.TAPE_DESCRIPTOR);
        }
        for (TapeLowering.Place p : own) {
            types[arraySlot[p.index]] = object(p.arrayDescriptor());
            types[topSlot[p.index]] = SimpleVerificationTypeInfo.INTEGER;
            types[levelSlot[p.index]] = object(Pool.TAPE_DESCRIPTOR);
        }
        int end = fixedSlotsAlive();
        for (Value v : live) {
            int s = slots.of(v);
            types[s] = type(v);
            end = Math.max(end, s + v.type.slots());
        }
        List<VerificationTypeInfo> locals = new ArrayList<>(end);
        for (int s = 0; s < end; s++) {
            VerificationTypeInfo t = types[s];
            if (t == null) {
                locals.add(SimpleVerificationTypeInfo.TOP);
            } else {
                locals.add(t);
                if (t == SimpleVerificationTypeInfo.DOUBLE || t == SimpleVerificationTypeInfo.LONG) {
                    s++;
                }
            }
        }
        List<VerificationTypeInfo> stack = onStack == null ? List.of() : List.of(object(onStack));
        if (!wroteSinceFrame && !frames.isEmpty()) {
            frames.remove(frames.size() - 1);
        }
        frames.add(StackMapFrameInfo.of(at, locals, stack));
        wroteSinceFrame = false;
    }

    private int fixedSlotsAlive() {
        return own.isEmpty() ? member.needsTape ? 1 : 0 : fixedEnd;
    }

    private VerificationTypeInfo type(Value v) {
        return switch (v.type) {
            case I -> SimpleVerificationTypeInfo.INTEGER;
            case J -> SimpleVerificationTypeInfo.LONG;
            case F -> SimpleVerificationTypeInfo.FLOAT;
            case D -> SimpleVerificationTypeInfo.DOUBLE;
            case A -> object(access.erase(v.descriptor));
            case VOID -> throw new AssertionError("a variable of nothing (please report)");
        };
    }

    private VerificationTypeInfo object(String descriptor) {
        return ObjectVerificationTypeInfo.of(pool.type(descriptor));
    }

    private void block(Block b, @Nullable Block next) {
        Edge handler = b.handler();
        Value thrower = handler == null ? null : Trees.thrower(b);
        Arrays.fill(holders, null);
        for (Value v : slots.atStart(b)) {
            hold(v);
        }
        for (Value v : b.body) {
            byte place = trees.place(v);
            if (place != Trees.LOCAL && place != Trees.STATEMENT) {
                continue;
            }
            covered = v == thrower ? handler : null;
            compute(v);
            covered = null;
            wroteSinceFrame = true;
            if (place == Trees.LOCAL) {
                c.storeLocal(kind(v.type), slots.of(v));
                hold(v);
            } else if (v.type.slots() == 2) {
                c.pop2();
            } else if (v.type.slots() == 1) {
                c.pop();
            }
        }
        Terminator t = b.terminator();
        switch (t.kind) {
            case GOTO -> jump(t.edges[0], next);
            case IF -> branch(t, next);
            case SWITCH -> {
                use(t.inputs[0], "I");
                settle();
                Label[] to = new Label[t.edges.length];
                for (int k = 0; k < to.length; k++) {
                    to[k] = labelFor(t.edges[k]);
                }
                select(t.keys, to);
                wroteSinceFrame = true;
            }
            case RETURN -> giveBack(t);
            case THROW -> {
                use(t.inputs[0], "Ljava/lang/Throwable;");
                at(t.position);
                c.athrow();
                for (TapeLowering.Place p : own) {
                    delta[p.index] = 0;
                    roomFor[p.index] = 0;
                }
                wroteSinceFrame = true;
            }
        }
        for (TapeLowering.Place p : own) {
            roomFor[p.index] = 0;
        }
    }

    private void jump(Edge e, @Nullable Block next) {
        move(e, true);
        if (e.target != next) {
            goTo(labels[e.target.id]);
            wroteSinceFrame = true;
        }
    }

    private void branch(Terminator t, @Nullable Block next) {
        for (Value in : t.inputs) {
            tree(in);
        }
        settle();
        wroteSinceFrame = true;
        Edge yes = t.edges[0];
        Edge no = t.edges[1];
        if (yes.target == next) {
            branch(negate(t.opcode), labelFor(no));
            move(yes, false);
        } else {
            branch(t.opcode, labelFor(yes));
            jump(no, next);
        }
    }

    private void goTo(Label target) {
        if (program.hasLongJumps) {
            c.goto_w(target);
        } else {
            c.goto_(target);
        }
    }

    private void branch(int opcode, Label target) {
        if (!program.hasLongJumps) {
            c.branch(condition(opcode), target);
            return;
        }
        Label on = c.newLabel();
        c.branch(condition(negate(opcode)), on);
        c.goto_w(target);
        c.labelBinding(on);
        wroteSinceFrame = true;
        frame(on, held(), null);
    }

    private void giveBack(Terminator t) {
        for (int k = 1; k < t.inputs.length; k++) {
            Value v = t.inputs[k];
            c.aload(0);
            c.getfield(pool.field(Pool.TAPE, resultField(v.type), "[".concat(v.type.descriptor())));
            number(k);
            tree(v);
            c.arrayStore(kind(v.type));
        }
        if (t.inputs.length > 0) {
            use(t.inputs[0], f.resultDescriptors.get(0));
        }
        settle();
        for (TapeLowering.Place p : own) {
            writeTop(p);
        }
        if (t.inputs.length > 0) {
            c.return_(kind(f.results.get(0)));
        } else {
            c.return_();
        }
        wroteSinceFrame = true;
    }

    static String resultField(Type type) {
        return switch (type) {
            case D -> "rd";
            case F -> "rf";
            case I -> "ri";
            case J -> "rj";
            case A -> "ra";
            case VOID -> throw new AssertionError("a result of nothing (please report)");
        };
    }

    /** Returns whether the edge moves anything between variables. */
    private boolean hasMoves(Edge e) {
        if (rooms.on(e) != null) {
            return true;
        }
        List<Value> parameters = e.target.parameters;
        int shift = parameters.size() - e.arguments.length;
        for (int k = 0; k < e.arguments.length; k++) {
            Value p = parameters.get(k + shift);
            if (trees.isNeeded(p)
                    && !(trees.isLocal(e.arguments[k])
                            && slots.of(e.arguments[k]) == slots.of(p)
                            && fits(e.arguments[k], p))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a frame that promises the parameter's type accepts the argument as it is. */
    private boolean fits(Value argument, Value parameter) {
        return parameter.type != Type.A
                || access.isAssignable(staticType(argument), access.erase(parameter.descriptor));
    }

    /** All arguments on the operand stack, then into their variables: right for every permutation. */
    private void move(Edge e, boolean isLast) {
        List<Value> parameters = e.target.parameters;
        int shift = parameters.size() - e.arguments.length;
        int n = e.arguments.length;
        for (int k = 0; k < n; k++) {
            Value p = parameters.get(k + shift);
            if (moves(e.arguments[k], p)) {
                use(e.arguments[k], p.descriptor);
                wroteSinceFrame = true;
            }
        }
        if (isLast) {
            settle();
        }
        for (int k = n - 1; k >= 0; k--) {
            Value p = parameters.get(k + shift);
            if (moves(e.arguments[k], p)) {
                c.storeLocal(kind(p.type), slots.of(p));
            }
        }
        LoopRoom.Forecast forecast = rooms.on(e);
        if (forecast != null) {
            makeRoom(forecast);
        }
    }

    private boolean moves(Value argument, Value p) {
        return trees.isNeeded(p)
                && !(trees.isLocal(argument) && slots.of(argument) == slots.of(p) && fits(argument, p));
    }

    private Label labelFor(Edge e) {
        if (!hasMoves(e)) {
            return labels[e.target.id];
        }
        Label l = c.newLabel();
        detours.add(new Detour(l, e, false, false));
        return l;
    }

    private void detour(Detour d) {
        c.labelBinding(d.label);
        wroteSinceFrame = true;
        if (!d.isHandler) {
            frame(d.label, slots.on(d.edge), null);
            move(d.edge, false);
        } else {
            Value exception = d.edge.target.parameters.get(0);
            frame(d.label, slots.on(d.edge), caught(exception));
            if (d.calledTape) {
                for (TapeLowering.Place p : own) {
                    // What has been called may have moved the stacks; the tops are where they were before it.
                    readArray(p);
                }
            }
            move(d.edge, false);
            if (trees.isNeeded(exception)) {
                c.storeLocal(TypeKind.REFERENCE, slots.of(exception));
            } else {
                c.pop();
            }
        }
        goTo(labels[d.edge.target.id]);
        wroteSinceFrame = true;
    }

    private String caught(Value exception) {
        String erased = access.erase(exception.descriptor);
        return erased.equals(Access.OBJECT) ? "Ljava/lang/Throwable;" : erased;
    }

    // ---- values ---------------------------------------------------------------------------------------------------

    private @Nullable Edge covered;

    /** The begin of what a handler covers; the end is {@link #covered(Label, boolean)}. */
    private @Nullable Label cover() {
        if (covered == null) {
            return null;
        }
        settle();
        return c.newBoundLabel();
    }

    private void covered(@Nullable Label from, boolean calledTape) {
        Edge handler = covered;
        if (from == null || handler == null) {
            return;
        }
        Label to = c.newBoundLabel();
        Label pad = c.newLabel();
        detours.add(new Detour(pad, handler, true, calledTape));
        String caught = caught(handler.target.parameters.get(0));
        if (caught.equals("Ljava/lang/Throwable;")) {
            c.exceptionCatchAll(from, to, pad);
        } else {
            c.exceptionCatch(from, to, pad, pool.type(caught));
        }
    }

    /** Puts a value on the operand stack, as the given static type. */
    private void use(Value v, String descriptor) {
        tree(v);
        if (v.type == Type.A) {
            cast(staticType(v), access.erase(descriptor));
        }
    }

    private void cast(String from, String to) {
        if (!access.isAssignable(from, to)) {
            c.checkcast(pool.type(to));
        }
    }

    private String staticType(Value v) {
        if (v.op == Op.ZERO || v.op == Op.CONSTANT && v.attribute == null) {
            return Access.NULL;
        }
        return access.erase(v.descriptor);
    }

    private void tree(Value v) {
        switch (trees.place(v)) {
            case Trees.LOCAL -> c.loadLocal(kind(v.type), slots.of(v));
            case Trees.NESTED, Trees.REPEATED -> {
                Edge outer = covered;
                covered = null;
                compute(v);
                covered = outer;
            }
            default -> throw new AssertionError(v + " in " + f.name + " is used but not computed (please report)");
        }
    }

    /** Computes a value and leaves it on the operand stack, with its declared static type. */
    private void compute(Value v) {
        switch (v.op) {
            case CONSTANT -> constant(v);
            case ZERO -> {
                switch (v.type) {
                    case D -> c.dconst_0();
                    case F -> c.fconst_0();
                    case I -> c.iconst_0();
                    case J -> c.lconst_0();
                    default -> c.aconst_null();
                }
            }
            case UNARY -> unary(v);
            case BINARY -> binary(v);
            case TERNARY -> {
                Ternary t = v.attribute(Ternary.class);
                elementary(t.owner(), t.method(), t.isStrictMath(), v, "(DDD)D");
            }
            case INTEGER -> {
                for (Value in : v.inputs) {
                    tree(in);
                }
                at(v);
                Label from = cover();
                integer(v.attribute(Integer.class));
                covered(from, false);
            }
            case COMPARE -> {
                tree(v.input(0));
                tree(v.input(1));
                compare(v.attribute(Integer.class));
            }
            case CONVERT -> {
                tree(v.input(0));
                convert(v.attribute(Integer.class));
            }
            case ARRAY_LOAD -> arrayLoad(v);
            case ARRAY_STORE -> {
                String element = v.attribute(String.class);
                use(v.input(0), "[".concat(element));
                tree(v.input(1));
                tree(v.input(2));
                at(v);
                Label from = cover();
                c.arrayStore(elementKind(element));
                covered(from, false);
            }
            case ACCUMULATE -> {
                String element = v.attribute(String.class);
                TypeKind kind = elementKind(element);
                use(v.input(0), "[".concat(element));
                tree(v.input(1));
                at(v);
                Label from = cover();
                c.dup2();
                c.arrayLoad(kind);
                covered(from, false);
                tree(v.input(2));
                if (kind == TypeKind.FLOAT) {
                    c.fadd();
                } else {
                    c.dadd();
                }
                c.arrayStore(kind);
            }
            case ARRAY_LENGTH -> {
                tree(v.input(0));
                at(v);
                Label from = cover();
                String array = staticType(v.input(0));
                if (array.charAt(0) == '[') {
                    c.arraylength();
                } else if (array.equals(Access.NULL)) {
                    c.checkcast(pool.type("[I"));
                    c.arraylength();
                } else {
                    c.invokestatic(pool.method("java/lang/reflect/Array", "getLength", "(Ljava/lang/Object;)I"));
                }
                covered(from, false);
            }
            case NEW_ARRAY -> newArray(v);
            case NEW_MULTI_ARRAY -> newMultiArray(v);
            case CLONE -> {
                String array = access.erase(v.descriptor);
                use(v.input(0), v.descriptor);
                at(v);
                Label from = cover();
                if (array.charAt(0) != '[') {
                    throw new AssertionError("a clone that is no array (please report)");
                }
                c.invokevirtual(pool.method(array, "clone", "()Ljava/lang/Object;"));
                covered(from, false);
                cast(Access.OBJECT, array);
            }
            case GET_FIELD, PUT_FIELD, GET_STATIC, PUT_STATIC -> field(v);
            case INIT_FIELD -> {}
            case NEW -> newObject(v);
            case CHECK_CAST -> {
                String to = typeDescriptor(v.attribute(String.class));
                tree(v.input(0));
                at(v);
                Label from = cover();
                if (access.erase(to).equals(to)) {
                    c.checkcast(pool.type(to));
                } else {
                    // Class.cast wants the class below its operand.
                    loadClass(to, v.position);
                    c.swap();
                    c.invokevirtual(pool.method("java/lang/Class", "cast", "(Ljava/lang/Object;)Ljava/lang/Object;"));
                    cast(Access.OBJECT, access.erase(to));
                }
                covered(from, false);
                cast(access.erase(to), access.erase(v.descriptor));
            }
            case INSTANCE_OF -> {
                String of = typeDescriptor(v.attribute(String.class));
                tree(v.input(0));
                if (access.erase(of).equals(of)) {
                    c.instanceOf(pool.type(of));
                } else {
                    loadClass(of, v.position);
                    c.swap();
                    c.invokevirtual(pool.method("java/lang/Class", "isInstance", "(Ljava/lang/Object;)Z"));
                }
            }
            case CALL -> call(v);
            case INVOKE -> invoke(v);
            case RESULT -> {
                c.aload(0);
                c.getfield(pool.field(Pool.TAPE, resultField(v.type), "[".concat(v.type.descriptor())));
                number(v.attribute(Integer.class));
                c.arrayLoad(kind(v.type));
                if (v.type == Type.A) {
                    cast(Access.OBJECT, access.erase(v.descriptor));
                }
            }
            case CLOSURE -> {
                Closure closure = v.attribute(Closure.class);
                if (closure.site() == null) {
                    throw Refusal.at(
                            v.position,
                            "A derivative is stored, returned or chosen here as a function value, and what it is the derivative of is no longer known where it is called.",
                            "Call the derivative where it is made: choose between numbers, not between functions.");
                }
                dynamic(v, closure.site());
            }
            case PUSH -> push(v);
            case POP -> pop(v);
            case PARAMETER, READ, WRITE ->
                throw new AssertionError(v.op.name().concat(" is no instruction (please report)"));
        }
    }

    private void constant(Value v) {
        Object k = v.attribute;
        if (k == null) {
            c.aconst_null();
        } else if (k instanceof Integer i) {
            number(i);
        } else if (k instanceof Double d) {
            real(d);
        } else if (k instanceof Long j) {
            if (j == 0 || j == 1) {
                c.loadConstant(j.longValue());
            } else if (j >= -32768 && j < 32768) {
                number(j.intValue());
                c.i2l();
            } else {
                c.ldc(c.constantPool().longEntry(j));
            }
        } else if (k instanceof Float x) {
            float y = x;
            if (Float.floatToRawIntBits(y) == 0) {
                c.fconst_0();
            } else if (y == 1) {
                c.fconst_1();
            } else if (y == 2) {
                c.fconst_2();
            } else {
                c.ldc(c.constantPool().floatEntry(y));
            }
        } else if (k instanceof String s) {
            c.ldc(c.constantPool().stringEntry(s));
        } else {
            ClassLiteral literal = v.attribute(ClassLiteral.class);
            Class<?> resolved = literal.resolved();
            if (resolved == null || access.canName(resolved)) {
                loadClass(literal.descriptor(), v.position);
            } else {
                c.ldc(pool.classData(access.classIndex(resolved), "Ljava/lang/Class;"));
            }
        }
    }

    private void real(double d) {
        if (Double.doubleToRawLongBits(d) == 0) {
            c.dconst_0();
        } else if (d == 1) {
            c.dconst_1();
        } else {
            c.ldc(c.constantPool().doubleEntry(d));
        }
    }

    private void number(int k) {
        if (k >= -32768 && k < 32768) {
            c.loadConstant(k);
        } else {
            c.ldc(c.constantPool().intEntry(k));
        }
    }

    private void loadClass(String descriptor, Position position) {
        if (descriptor.length() == 1) {
            String wrapper = switch (descriptor.charAt(0)) {
                case 'Z' -> "java/lang/Boolean";
                case 'B' -> "java/lang/Byte";
                case 'S' -> "java/lang/Short";
                case 'C' -> "java/lang/Character";
                case 'I' -> "java/lang/Integer";
                case 'J' -> "java/lang/Long";
                case 'F' -> "java/lang/Float";
                case 'D' -> "java/lang/Double";
                default -> "java/lang/Void";
            };
            c.getstatic(pool.field(wrapper, "TYPE", "Ljava/lang/Class;"));
        } else if (access.erase(descriptor).equals(descriptor)) {
            c.ldc(pool.type(descriptor));
        } else {
            c.ldc(pool.classData(access.classIndex(descriptor, position), "Ljava/lang/Class;"));
        }
    }

    private void elementary(String owner, String method, boolean isStrictMath, Value v, String descriptor) {
        MethodRef other = v.method();
        if (other != null) {
            elsewhere(v, other);
            return;
        }
        for (Value x : v.inputs) {
            tree(x);
        }
        String actual = v.isStrict() && isStrictMath && owner.equals(MATH) ? STRICT_MATH : owner;
        c.invokestatic(pool.method(actual, method, descriptor));
    }

    /** An elementary function that a method of another library computes, in double, float or with an int. */
    private void elsewhere(Value v, MethodRef m) {
        boolean direct = access.isDirect(m);
        int handle = direct ? 0 : access.handle(m, v.position);
        if (!direct) {
            c.ldc(pool.classData(handle, "Ljava/lang/invoke/MethodHandle;"));
        }
        for (int i = 0; i < v.inputs.length; i++) {
            tree(v.input(i));
            switch (m.descriptor().charAt(i + 1)) {
                case 'I' -> c.d2i();
                case 'F' -> c.d2f();
                default -> {}
            }
        }
        if (direct) {
            c.invokestatic(pool.method(m.owner(), m.name(), m.descriptor()));
        } else {
            c.invokevirtual(pool.method("java/lang/invoke/MethodHandle", "invokeExact", m.descriptor()));
        }
        if (m.descriptor().endsWith("F")) {
            c.f2d();
        }
    }

    private void unary(Value v) {
        Unary u = v.attribute(Unary.class);
        String owner = u.owner();
        String method = u.method();
        if (owner != null && method != null) {
            elementary(owner, method, u.isStrictMath(), v, "(D)D");
            return;
        }
        tree(v.input(0));
        if (v.type == Type.F) {
            c.fneg();
        } else {
            c.dneg();
        }
    }

    private void binary(Value v) {
        Binary b = v.attribute(Binary.class);
        if (b.owner() == null) {
            tree(v.input(0));
            tree(v.input(1));
        }
        boolean isFloat = v.type == Type.F;
        switch (b) {
            case ADD -> arithmetic(isFloat, 0);
            case SUB -> arithmetic(isFloat, 1);
            case MUL -> arithmetic(isFloat, 2);
            case DIV -> arithmetic(isFloat, 3);
            case REM -> arithmetic(isFloat, 4);
            default -> {
                String owner = b.owner();
                String method = b.method();
                if (owner == null || method == null) {
                    throw new AssertionError(b.name().concat(" has no method (please report)"));
                }
                elementary(owner, method, b.isStrictMath(), v, "(DD)D");
            }
        }
    }

    private void arithmetic(boolean isFloat, int which) {
        switch (isFloat ? which + 5 : which) {
            case 0 -> c.dadd();
            case 1 -> c.dsub();
            case 2 -> c.dmul();
            case 3 -> c.ddiv();
            case 4 -> c.drem();
            case 5 -> c.fadd();
            case 6 -> c.fsub();
            case 7 -> c.fmul();
            case 8 -> c.fdiv();
            default -> c.frem();
        }
    }

    private void integer(int opcode) {
        switch (opcode) {
            case 96 -> c.iadd();
            case 97 -> c.ladd();
            case 100 -> c.isub();
            case 101 -> c.lsub();
            case 104 -> c.imul();
            case 105 -> c.lmul();
            case 108 -> c.idiv();
            case 109 -> c.ldiv();
            case 112 -> c.irem();
            case 113 -> c.lrem();
            case 116 -> c.ineg();
            case 117 -> c.lneg();
            case 120 -> c.ishl();
            case 121 -> c.lshl();
            case 122 -> c.ishr();
            case 123 -> c.lshr();
            case 124 -> c.iushr();
            case 125 -> c.lushr();
            case 126 -> c.iand();
            case 127 -> c.land();
            case 128 -> c.ior();
            case 129 -> c.lor();
            case 130 -> c.ixor();
            case 131 -> c.lxor();
            default -> throw unknown(opcode);
        }
    }

    private void compare(int opcode) {
        switch (opcode) {
            case 148 -> c.lcmp();
            case 149 -> c.fcmpl();
            case 150 -> c.fcmpg();
            case 151 -> c.dcmpl();
            case 152 -> c.dcmpg();
            default -> throw unknown(opcode);
        }
    }

    private void convert(int opcode) {
        switch (opcode) {
            case 133 -> c.i2l();
            case 134 -> c.i2f();
            case 135 -> c.i2d();
            case 136 -> c.l2i();
            case 137 -> c.l2f();
            case 138 -> c.l2d();
            case 139 -> c.f2i();
            case 140 -> c.f2l();
            case 141 -> c.f2d();
            case 142 -> c.d2i();
            case 143 -> c.d2l();
            case 144 -> c.d2f();
            case 145 -> c.i2b();
            case 146 -> c.i2c();
            case 147 -> c.i2s();
            default -> throw unknown(opcode);
        }
    }

    private static Opcode condition(int opcode) {
        return switch (opcode) {
            case 153 -> Opcode.IFEQ;
            case 154 -> Opcode.IFNE;
            case 155 -> Opcode.IFLT;
            case 156 -> Opcode.IFGE;
            case 157 -> Opcode.IFGT;
            case 158 -> Opcode.IFLE;
            case 159 -> Opcode.IF_ICMPEQ;
            case 160 -> Opcode.IF_ICMPNE;
            case 161 -> Opcode.IF_ICMPLT;
            case 162 -> Opcode.IF_ICMPGE;
            case 163 -> Opcode.IF_ICMPGT;
            case 164 -> Opcode.IF_ICMPLE;
            case 165 -> Opcode.IF_ACMPEQ;
            case 166 -> Opcode.IF_ACMPNE;
            case 198 -> Opcode.IFNULL;
            case 199 -> Opcode.IFNONNULL;
            default -> throw unknown(opcode);
        };
    }

    /** The opposite of each conditional jump is its neighbour: 153–166 and 198–199 come in pairs. */
    private static int negate(int opcode) {
        return opcode >= 198 ? (opcode ^ 1) : ((opcode + 1) ^ 1) - 1;
    }

    private static AssertionError unknown(int opcode) {
        return new AssertionError(
                "the opcode ".concat(Integer.toString(opcode)).concat(" is out of place (please report)"));
    }

    private void arrayLoad(Value v) {
        String element = v.attribute(String.class);
        use(v.input(0), "[".concat(element));
        tree(v.input(1));
        at(v);
        Label from = cover();
        c.arrayLoad(elementKind(element));
        covered(from, false);
        if (v.type == Type.A) {
            cast(access.erase(element), access.erase(v.descriptor));
        }
    }

    private void newArray(Value v) {
        String element = v.attribute(String.class);
        boolean named = access.erase(element).equals(element);
        if (!named) {
            loadClass(element, v.position);
        }
        tree(v.input(0));
        at(v);
        Label from = cover();
        if (!named) {
            c.invokestatic(
                    pool.method("java/lang/reflect/Array", "newInstance", "(Ljava/lang/Class;I)Ljava/lang/Object;"));
        } else if (element.length() == 1) {
            c.newarray(elementKind(element));
        } else {
            c.anewarray(pool.type(element));
        }
        covered(from, false);
        cast(named ? "[".concat(element) : Access.OBJECT, access.erase(v.descriptor));
    }

    private void newMultiArray(Value v) {
        String array = v.attribute(String.class);
        boolean named = access.erase(array).equals(array);
        int n = v.inputs.length;
        if (!named) {
            loadClass(array.substring(n), v.position);
            number(n);
            c.newarray(TypeKind.INT);
            for (int k = 0; k < n; k++) {
                c.dup();
                number(k);
                tree(v.input(k));
                c.iastore();
            }
        } else {
            for (Value in : v.inputs) {
                tree(in);
            }
        }
        at(v);
        Label from = cover();
        if (named) {
            c.multianewarray(pool.type(array), n);
        } else {
            c.invokestatic(
                    pool.method("java/lang/reflect/Array", "newInstance", "(Ljava/lang/Class;[I)Ljava/lang/Object;"));
        }
        covered(from, false);
        cast(named ? array : Access.OBJECT, access.erase(v.descriptor));
    }

    private void field(Value v) {
        FieldRef field = v.attribute(FieldRef.class);
        if (field.declaring() == Double.class) { // the number in a box: its field is the JDK's own
            use(v.input(0), "Ljava/lang/Double;");
            at(v);
            Label from = cover();
            c.invokevirtual(pool.method("java/lang/Double", "doubleValue", "()D"));
            covered(from, false);
            return;
        }
        boolean isStatic = v.op == Op.GET_STATIC || v.op == Op.PUT_STATIC;
        boolean write = v.op == Op.PUT_FIELD || v.op == Op.PUT_STATIC;
        boolean direct = access.isDirect(field, write);
        int handle = direct ? 0 : access.handle(field, write, isStatic, v.position);
        String descriptor = direct ? "" : access.handleDescriptor(handle);
        if (!direct) {
            c.ldc(pool.classData(handle, "Ljava/lang/invoke/MethodHandle;"));
        }
        int next = 0;
        if (!isStatic) {
            use(
                    v.input(next++),
                    "L"
                            .concat(direct ? field.owner() : nameOf(field.declaring()))
                            .concat(";"));
        }
        if (write) {
            use(v.input(next), field.descriptor());
        }
        at(v);
        Label from = cover();
        if (!direct) {
            c.invokevirtual(pool.method("java/lang/invoke/MethodHandle", "invokeExact", descriptor));
        } else {
            var entry = pool.field(field.owner(), field.name(), field.descriptor());
            switch (v.op) {
                case GET_FIELD -> c.getfield(entry);
                case PUT_FIELD -> c.putfield(entry);
                case GET_STATIC -> c.getstatic(entry);
                default -> c.putstatic(entry);
            }
        }
        covered(from, false);
        if (!write && v.type == Type.A) {
            cast(access.erase(field.descriptor()), access.erase(v.descriptor));
        }
    }

    private static String nameOf(Class<?> c) {
        return c.getName().replace('.', '/');
    }

    private void newObject(Value v) {
        MethodRef m = v.attribute(MethodRef.class);
        if (m.isBlank()) {
            at(v);
            Label from = cover();
            loadClass(typeDescriptor(m.owner()), v.position);
            c.invokestatic(
                    pool.method("org/wengert/program/runtime/Blank", "of", "(Ljava/lang/Class;)Ljava/lang/Object;"));
            covered(from, false);
            cast(Access.OBJECT, access.erase(v.descriptor));
            return;
        }
        boolean direct = access.isDirect(m);
        if (direct) {
            ClassEntry type = pool.type(typeDescriptor(m.owner()));
            at(v);
            Label from = cover();
            c.new_(type);
            covered(from, false);
            c.dup();
            arguments(v, 0, m.descriptor());
            at(v);
            from = cover();
            c.invokespecial(pool.method(m.owner(), "<init>", m.descriptor()));
            covered(from, false);
            cast(typeDescriptor(m.owner()), access.erase(v.descriptor));
        } else {
            byHandle(v, m);
        }
    }

    private void byHandle(Value v, MethodRef m) {
        int handle = access.handle(m, v.position);
        String descriptor = access.handleDescriptor(handle);
        c.ldc(pool.classData(handle, "Ljava/lang/invoke/MethodHandle;"));
        arguments(v, 0, descriptor);
        at(v);
        Label from = cover();
        c.invokevirtual(pool.method("java/lang/invoke/MethodHandle", "invokeExact", descriptor));
        covered(from, false);
        if (v.type == Type.A) {
            cast(descriptor.substring(descriptor.indexOf(')') + 1), access.erase(v.descriptor));
        }
    }

    /** Puts the inputs from {@code first} on the stack as the parameters of a method. */
    private void arguments(Value v, int first, String descriptor) {
        int k = 1;
        for (int i = first; i < v.inputs.length; i++) {
            int end = k;
            while (descriptor.charAt(end) == '[') {
                end++;
            }
            end = descriptor.charAt(end) == 'L' ? descriptor.indexOf(';', end) + 1 : end + 1;
            use(v.input(i), descriptor.substring(k, end));
            k = end;
        }
    }

    private void call(Value v) {
        if (v.attribute instanceof DynamicRef d) {
            dynamic(v, d.site());
            return;
        }
        MethodRef m = v.attribute(MethodRef.class);
        if (m.lock() != 0) {
            use(v.input(0), Access.OBJECT);
            at(v);
            Label from = cover();
            if (m.lock() > 0) {
                c.monitorenter();
            } else {
                c.monitorexit();
            }
            covered(from, false);
            return;
        }
        if (!access.isDirect(m)) {
            byHandle(v, m);
            return;
        }
        boolean isStatic = m.kind() == MethodRef.Kind.STATIC;
        if (!isStatic) {
            use(v.input(0), typeDescriptor(m.owner()));
        }
        arguments(v, isStatic ? 0 : 1, m.descriptor());
        at(v);
        Label from = cover();
        if (m.isInterface()) {
            var entry = pool.interfaceMethod(m.owner(), m.name(), m.descriptor());
            if (isStatic) {
                c.invokestatic(entry);
            } else {
                c.invokeinterface(entry);
            }
        } else {
            var entry = pool.method(m.owner(), m.name(), m.descriptor());
            if (isStatic) {
                c.invokestatic(entry);
            } else {
                // A private method of a nestmate as well: invokespecial is for superclasses and constructors.
                c.invokevirtual(entry);
            }
        }
        covered(from, false);
        if (v.type == Type.A) {
            String result = m.descriptor().substring(m.descriptor().indexOf(')') + 1);
            cast(access.erase(result), access.erase(v.descriptor));
        }
    }

    private void dynamic(Value v, DynamicCallSiteDesc site) {
        boolean direct = access.isDirect(site);
        int handle = direct ? 0 : access.handle(site, v.position);
        String descriptor = direct ? site.invocationType().descriptorString() : access.handleDescriptor(handle);
        if (!direct) {
            c.ldc(pool.classData(handle, "Ljava/lang/invoke/MethodHandle;"));
        }
        arguments(v, 0, descriptor);
        at(v);
        Label from = cover();
        if (direct) {
            c.invokedynamic(site);
        } else {
            c.invokevirtual(pool.method("java/lang/invoke/MethodHandle", "invokeExact", descriptor));
        }
        covered(from, false);
        if (v.type == Type.A) {
            cast(access.erase(descriptor.substring(descriptor.indexOf(')') + 1)), access.erase(v.descriptor));
        }
    }

    private void invoke(Value v) {
        Function callee = v.attribute(Function.class);
        Emitter.Member target = program.member(callee);
        if (target.needsTape) {
            c.aload(0);
        }
        List<Value> parameters = callee.parameters();
        for (int k = 0; k < parameters.size(); k++) {
            use(v.input(k), parameters.get(k).descriptor);
        }
        boolean[] touched = tapes.touches(callee);
        settle();
        for (TapeLowering.Place p : own) {
            if (touched[p.index]) {
                writeTop(p);
            }
        }
        at(v);
        Label from = cover();
        c.invokestatic(pool.method(program.className, target.name, target.descriptor));
        covered(from, true);
        for (TapeLowering.Place p : own) {
            if (touched[p.index]) {
                readArray(p);
                readTop(p);
                roomFor[p.index] = 0;
            }
        }
        if (v.type == Type.A) {
            cast(access.erase(callee.resultDescriptors.get(0)), access.erase(v.descriptor));
        }
    }

    private static String typeDescriptor(String internalNameOrArray) {
        return internalNameOrArray.charAt(0) == '['
                ? internalNameOrArray
                : "L".concat(internalNameOrArray).concat(";");
    }

    private void select(int[] keys, Label[] to) {
        int n = keys.length;
        Label otherwise = to[n];
        List<SwitchCase> cases = new ArrayList<>(n);
        for (int k = 0; k < n; k++) {
            cases.add(SwitchCase.of(keys[k], to[k]));
        }
        // Four bytes for each number of the range, or eight for each key: a table while it is not much larger.
        if (n > 0 && (long) keys[n - 1] - keys[0] < 4L * n + 4) {
            c.tableswitch(keys[0], keys[n - 1], otherwise, cases);
        } else {
            c.lookupswitch(otherwise, cases);
        }
    }

    private void at(Value v) {
        at(v.position);
    }

    /** Names the line in the class file, if it is one of the source file that the class names. */
    private void at(Position position) {
        Position p = position;
        while (p != null && !(p.line() > 0 && p.line() < 65536 && program.sourceFile.equals(p.file()))) {
            p = p.caller();
        }
        if (p != null && p.line() != line) {
            line = p.line();
            c.lineNumber(line);
        }
    }

    static TypeKind kind(Type t) {
        return switch (t) {
            case I -> TypeKind.INT;
            case J -> TypeKind.LONG;
            case F -> TypeKind.FLOAT;
            case D -> TypeKind.DOUBLE;
            case A -> TypeKind.REFERENCE;
            case VOID -> TypeKind.VOID;
        };
    }

    private static TypeKind elementKind(String element) {
        return switch (element.charAt(0)) {
            case 'Z' -> TypeKind.BOOLEAN;
            case 'B' -> TypeKind.BYTE;
            case 'S' -> TypeKind.SHORT;
            case 'C' -> TypeKind.CHAR;
            case 'I' -> TypeKind.INT;
            case 'J' -> TypeKind.LONG;
            case 'F' -> TypeKind.FLOAT;
            case 'D' -> TypeKind.DOUBLE;
            default -> TypeKind.REFERENCE;
        };
    }
}
