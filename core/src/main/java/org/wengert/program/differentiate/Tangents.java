package org.wengert.program.differentiate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.wengert.program.analyse.Activity;
import org.wengert.program.analyse.Constants;
import org.wengert.program.analyse.FoundMemory;
import org.wengert.program.analyse.Mirrors;
import org.wengert.program.analyse.Prepared;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.StackEntry;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.rule.Binary;
import org.wengert.rule.Derivatives;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Forward mode: beside every active value its tangents, one for each direction.
 *
 * <p>{@code f(p…) → (r…)} becomes {@code (p, pDot…, …) → (r, rDot…, …)}, where only active parameters and results have tangents, as many as there are
 * directions. The tangent of a {@code float} is a {@code double}; that of a reference is its shadow.
 */
public final class Tangents {
    private final Activity activity;
    private final int width;
    private final Map<Function, Function> transformed = new IdentityHashMap<>();
    /** For the tangents of what an inner tape saves, on the same stack. */
    private final Map<StackEntry, StackEntry[]> entries = new IdentityHashMap<>();

    private Tangents(Activity activity, int width) {
        this.activity = activity;
        this.width = width;
    }

    /**
     * Returns the function with its tangents.
     *
     * @param f the function
     * @param width how many directions at once
     */
    public static Function of(Prepared f, int width) {
        return new Tangents(f.activity, width).transform(f.function);
    }

    private Function transform(Function f) {
        Function known = transformed.get(f);
        if (known != null) {
            return known;
        }
        Function t = new Function(f.name.concat("$tangent"), f.position);
        t.isSummary = false;
        transformed.put(f, t);
        for (int i = 0; i < f.results.size(); i++) {
            t.addResult(f.results.get(i), f.resultDescriptors.get(i));
            if (activity.isActiveResult(f, i)) {
                for (int k = 0; k < width; k++) {
                    addTangentResult(t, f.results.get(i), f.resultDescriptors.get(i));
                }
            }
        }
        new Body(f, t).write();
        return t;
    }

    private StackEntry[] entries(Value pushOrPop) {
        StackEntry e = pushOrPop.attribute(StackEntry.class);
        StackEntry[] own = entries.get(e);
        if (own == null) {
            own = new StackEntry[width];
            for (int k = 0; k < width; k++) {
                own[k] = new StackEntry(e.stack);
            }
            entries.put(e, own);
        }
        return own;
    }

    private static void addTangentResult(Function t, Type type, String descriptor) {
        if (type == Type.A) {
            t.addResult(Type.A, Layout.shadow(descriptor));
        } else {
            t.addResult(Type.D, "D");
        }
    }

    /** One function on its way. */
    private final class Body {
        private final Function f;
        private final Function t;
        private final Map<Value, Value> primal = new IdentityHashMap<>();
        private final Map<Value, Value[]> tangents = new IdentityHashMap<>();
        private final Map<Block, Block> blocks = new IdentityHashMap<>();
        private final Writer w;

        Body(Function f, Function t) {
            this.f = f;
            this.t = t;
            for (Block b : f.blocks) {
                Block c = t.addBlock();
                blocks.put(b, c);
            }
            this.w = new Writer(t.entry());
        }

        void write() {
            for (Block b : f.blocks) {
                Block c = block(b);
                boolean isHandler = isHandler(b);
                for (int i = 0; i < b.parameters.size(); i++) {
                    Value p = b.parameters.get(i);
                    primal.put(p, c.addParameter(p.type, p.descriptor, p.position));
                    if (activity.isActive(p) && !(isHandler && i == 0)) {
                        Value[] dots = new Value[width];
                        for (int k = 0; k < width; k++) {
                            dots[k] = p.type == Type.A
                                    ? c.addParameter(Type.A, Layout.shadow(p.descriptor), p.position)
                                    : c.addParameter(Type.D, "D", p.position);
                        }
                        tangents.put(p, dots);
                    }
                }
            }
            List<Block> order = new Cfg(f).reversePostorder;
            for (Block b : order) {
                w.block = block(b);
                for (Value v : b.body) {
                    w.position = v.position;
                    value(v);
                }
            }
            for (Block b : order) {
                Block c = block(b);
                Block thrower = c;
                Edge h = b.handler();
                if (h != null) {
                    Value last = primal.get(b.body.get(b.body.size() - 1));
                    if (last != null) {
                        c = cutAfter(last);
                        thrower.terminate(Terminator.jump(new Edge(c), Position.NONE));
                    }
                }
                w.block = c;
                Terminator end = b.terminator();
                w.position = end.position;
                if (end.kind == Terminator.Kind.RETURN) {
                    c.terminate(Terminator.result(results(end.inputs), end.position));
                    continue;
                }
                Edge[] edges = new Edge[end.edges.length];
                for (int i = 0; i < edges.length; i++) {
                    edges[i] = edge(end.edges[i], 0);
                }
                c.terminate(end.with(mapped(end.inputs), edges));
                if (h != null) {
                    thrower.handler(edge(h, 1));
                }
            }
            t.blocks.removeIf(b -> !b.isTerminated());
        }

        private boolean isHandler(Block b) {
            for (Block p : f.blocks) {
                Edge h = p.handler();
                if (h != null && h.target == b) {
                    return true;
                }
            }
            return false;
        }

        private Block block(Block b) {
            Block c = blocks.get(b);
            if (c == null) {
                throw new AssertionError("a lost block (please report)");
            }
            return c;
        }

        private Edge edge(Edge e, int shift) {
            int n = 0;
            for (int i = 0; i < e.arguments.length; i++) {
                n += activity.isActive(e.target.parameters.get(i + shift)) ? 1 + width : 1;
            }
            Value[] arguments = new Value[n];
            int at = 0;
            for (int i = 0; i < e.arguments.length; i++) {
                arguments[at++] = p(e.arguments[i]);
                if (activity.isActive(e.target.parameters.get(i + shift))) {
                    for (Value dot : dots(e.arguments[i])) {
                        arguments[at++] = dot;
                    }
                }
            }
            return new Edge(block(e.target), arguments);
        }

        private Value[] results(Value[] inputs) {
            Value[] all = new Value[t.results.size()];
            int at = 0;
            for (int i = 0; i < inputs.length; i++) {
                all[at++] = p(inputs[i]);
                if (activity.isActiveResult(f, i)) {
                    for (Value dot : dots(inputs[i])) {
                        all[at++] = dot;
                    }
                }
            }
            return all;
        }

        private Value p(Value v) {
            Value r = primal.get(v);
            if (r == null) {
                throw new AssertionError("a use before its definition (please report)");
            }
            return r;
        }

        private Value[] mapped(Value[] values) {
            Value[] r = new Value[values.length];
            for (int i = 0; i < r.length; i++) {
                r[i] = p(values[i]);
            }
            return r;
        }

        /** Returns the tangents of a value; structural zeros if it is inactive. */
        private Value[] dots(Value v) {
            Value[] d = tangents.get(v);
            if (d == null) {
                d = new Value[width];
                for (int k = 0; k < width; k++) {
                    d[k] = v.type == Type.A ? w.noShadow(Layout.shadow(v.descriptor)) : w.zero();
                }
            }
            return d;
        }

        private Value copy(Value v) {
            if (Constants.isConstant(v)) {
                return p(v.input(0));
            }
            if (activity.isUnknown(v)) {
                return w.unknown(v, p(v.input(0)));
            }
            return w.add(v.op, v.type, v.descriptor, v.attribute, mapped(v.inputs))
                    .marksOf(v);
        }

        private void value(Value v) {
            if (FoundMemory.isMark(v)
                    && tangents.containsKey(v.input(1))) { // an argument, or a copy with a copy of the tangents
                w.add(Op.CALL, Type.VOID, "V", FoundMemory.put(), p(v.input(0)), p(v.input(1)), dots(v.input(1))[0]);
                return;
            }
            if (FoundMemory.isMark(v)) {
                Value found = w.add(
                        Op.CALL, Type.A, "Ljava/lang/Object;", FoundMemory.shadow(), p(v.input(0)), p(v.input(1)));
                Value[] dots = new Value[width];
                Arrays.fill(dots, w.cast(found, Layout.shadow(v.input(1).descriptor)));
                tangents.put(v.input(1), dots);
                return;
            }
            if (v.op == Op.INVOKE || v.op == Op.RESULT) {
                call(v);
                return;
            }
            if (v.op == Op.POP && activity.isActive(v.attribute(StackEntry.class))) {
                Value[] dots = new Value[width];
                for (int k = width - 1; k >= 0; k--) {
                    String d = v.type == Type.A ? Layout.shadow(v.descriptor) : "D";
                    dots[k] = w.add(Op.POP, v.type, d, entries(v)[k]);
                }
                tangents.put(v, dots);
                primal.put(v, copy(v));
                return;
            }
            Value y = copy(v);
            primal.put(v, y);
            switch (v.op) {
                case UNARY, BINARY, TERNARY -> {
                    if (activity.isActive(v)) {
                        elementary(v, y);
                    }
                }
                case CONVERT -> {
                    if (activity.isActive(v)) {
                        tangents.put(v, dots(v.input(0)));
                    }
                }
                case PUSH -> {
                    if (activity.isActive(v.attribute(StackEntry.class))) {
                        for (int k = 0; k < width; k++) {
                            w.add(Op.PUSH, Type.VOID, "V", entries(v)[k], dots(v.input(0))[k]);
                        }
                    }
                }
                default -> memory(v);
            }
        }

        private void elementary(Value v, Value y) {
            Value[] dots = new Value[width];
            for (int i = 0; i < v.inputs.length; i++) {
                if (!activity.isActive(v.input(i))) {
                    continue;
                }
                w.passive.clear();
                Value partial = switch (v.op) {
                    case UNARY -> Derivatives.of(v.attribute(Unary.class), real(v.input(0)), w.real(y), w);
                    case BINARY ->
                        Derivatives.of(v.attribute(Binary.class), i, real(v.input(0)), real(v.input(1)), w.real(y), w);
                    default ->
                        Derivatives.of(
                                v.attribute(Ternary.class),
                                i,
                                real(v.input(0)),
                                real(v.input(1)),
                                real(v.input(2)),
                                y,
                                w);
                };
                Value[] xDots = dots(v.input(i));
                for (int k = 0; k < width; k++) {
                    Value term = w.mul(partial, xDots[k]);
                    dots[k] = dots[k] == null ? term : w.add(dots[k], term);
                }
            }
            tangents.put(v, dots);
        }

        private Value real(Value v) {
            Value x = w.real(p(v));
            if (!activity.isActive(v)) {
                w.passive.put(x, true);
            }
            return x;
        }

        private void mirror(Value v) {
            int element = Mirrors.element(v);
            Value[] collections = v.op == Op.CALL ? dots(v.input(0)) : new Value[0];
            Value[] elements = element >= 0 ? dots(v.input(element)) : new Value[0];
            Value[] dots = new Value[width];
            for (int k = 0; k < width; k++) {
                dots[k] = w.mirrored(
                        v,
                        mapped(v.inputs),
                        v.op == Op.CALL ? collections[k] : p(v),
                        element >= 0 ? elements[k] : p(v));
            }
            if (v.type == Type.A) {
                tangents.put(v, dots);
            }
        }

        private void memory(Value v) {
            if (FoundMemory.isDefinition(v, activity) && v.op != Op.CLONE) {
                return; // its mark follows
            }
            if (FoundMemory.isOfFound(v, activity)) {
                if (v.type == Type.A && activity.isActive(v)) {
                    Value[] dots = new Value[width];
                    Arrays.setAll(dots, k -> w.shadowOfResult(v, p(v)));
                    tangents.put(v, dots);
                }
                return;
            }
            if (Mirrors.isMirrored(v) && (activity.isActive(v) || v.op == Op.CALL && activity.isActive(v.input(0)))) {
                mirror(v);
                return;
            }
            switch (v.op) {
                case ARRAY_LOAD -> {
                    if (activity.isActive(v)) {
                        String element = v.attribute(String.class);
                        Value[] shadows = dots(v.input(0));
                        Value[] dots = new Value[width];
                        for (int k = 0; k < width; k++) {
                            dots[k] = v.type == Type.A
                                    ? reference(shadows[k], p(v.input(1)), v.descriptor)
                                    : w.load(shadow(shadows[k], v.input(0)), p(v.input(1)), element);
                        }
                        tangents.put(v, dots);
                    }
                }
                case ARRAY_STORE, ACCUMULATE -> {
                    if (activity.isActive(v.input(0)) && v.input(2).type != Type.I && v.input(2).type != Type.J) {
                        String element = v.attribute(String.class);
                        Value[] shadows = dots(v.input(0));
                        Value[] dots = dots(v.input(2));
                        for (int k = 0; k < width; k++) {
                            Value shadow = shadow(shadows[k], v.input(0));
                            if (v.op == Op.ACCUMULATE) {
                                w.accumulate(shadow, p(v.input(1)), element, dots[k]);
                            } else if (v.input(2).type == Type.A) {
                                w.add(
                                        Op.ARRAY_STORE,
                                        Type.VOID,
                                        "V",
                                        shadowElement(shadow),
                                        shadow,
                                        p(v.input(1)),
                                        dots[k]);
                            } else {
                                w.store(shadow, p(v.input(1)), element, dots[k]);
                            }
                        }
                    }
                }
                case NEW_ARRAY, NEW_MULTI_ARRAY -> {
                    if (activity.isActive(v)) {
                        Value[] dots = new Value[width];
                        for (int k = 0; k < width; k++) {
                            dots[k] = newArray(w, v, mapped(v.inputs));
                        }
                        tangents.put(v, dots);
                    }
                }
                case CLONE -> {
                    if (activity.isActive(v)) {
                        Value[] shadows = dots(v.input(0));
                        Value[] dots = new Value[width];
                        for (int k = 0; k < width; k++) {
                            Value shadow = activity.isActive(v.input(0)) ? shadow(shadows[k], v.input(0)) : null;
                            dots[k] = shadow == null
                                    ? likeNew(p(v.input(0)), v.descriptor)
                                    : w.add(Op.CLONE, Type.A, shadow.descriptor, null, shadow)
                                            .removable();
                        }
                        tangents.put(v, dots);
                    }
                }
                case GET_FIELD -> {
                    if (activity.isActive(v)) {
                        Value[] shadows = dots(v.input(0));
                        Value[] dots = new Value[width];
                        for (int k = 0; k < width; k++) {
                            dots[k] = w.loadField(shadows[k], v.attribute(FieldRef.class));
                        }
                        tangents.put(v, dots);
                    }
                }
                case PUT_FIELD, INIT_FIELD -> {
                    if (activity.isActive(v.input(0))
                            && !v.attribute(FieldRef.class).isOutOfSight()
                            && (v.input(1).type == Type.A || v.input(1).type.isReal())) {
                        Value[] shadows = dots(v.input(0));
                        Value[] dots = dots(v.input(1));
                        for (int k = 0; k < width; k++) {
                            w.storeField(shadows[k], v.attribute(FieldRef.class), dots[k]);
                        }
                    }
                }
                case NEW -> {
                    if (activity.isActive(v)) {
                        Class<?> c = v.attribute(MethodRef.class).resolved().getDeclaringClass();
                        Value[] dots = new Value[width];
                        for (int k = 0; k < width; k++) {
                            dots[k] = w.newShadow(c);
                        }
                        tangents.put(v, dots);
                    }
                }
                case CHECK_CAST -> {
                    if (activity.isActive(v)) {
                        Value[] shadows = dots(v.input(0));
                        Value[] dots = new Value[width];
                        for (int k = 0; k < width; k++) {
                            dots[k] = w.cast(shadows[k], Layout.shadow(v.descriptor));
                        }
                        tangents.put(v, dots);
                    }
                }
                case CALL -> {
                    if (v.type == Type.A && activity.isActive(v)) {
                        Value[] dots = new Value[width];
                        for (int k = 0; k < width; k++) {
                            dots[k] = w.shadowOfResult(v, p(v));
                        }
                        tangents.put(v, dots);
                    }
                }
                default -> {}
            }
        }

        private Value likeNew(Value array, String descriptor) {
            Value length = w.add(Op.ARRAY_LENGTH, Type.I, "I", null, array).removable();
            return w.add(Op.NEW_ARRAY, Type.A, descriptor, descriptor.substring(1), length)
                    .removable();
        }

        private Value shadow(Value shadow, Value of) {
            return shadowOf(w, shadow, of);
        }

        private Value reference(Value shadow, Value index, String descriptor) {
            return loadReference(w, shadow, index, descriptor);
        }

        private void call(Value v) {
            if (v.op == Op.RESULT) {
                result(v);
                return;
            }
            Function g = v.attribute(Function.class);
            if (g.partials != null && activity.isActive(v)) {
                ruled(v, g);
                return;
            }
            if (!activity.isActive(g)) {
                if (g.isSummary) {
                    return;
                }
                primal.put(v, copy(v));
                return;
            }
            Function h = transform(g);
            int n = 0;
            for (Value q : g.parameters()) {
                n += activity.isActive(q) ? 1 + width : 1;
            }
            Value[] inputs = new Value[n];
            int at = 0;
            for (int i = 0; i < v.inputs.length; i++) {
                inputs[at++] = p(v.inputs[i]);
                if (activity.isActive(g.parameters().get(i))) {
                    for (Value dot : dots(v.inputs[i])) {
                        inputs[at++] = dot;
                    }
                }
            }
            Value y = w.add(Op.INVOKE, v.type, v.descriptor, h, inputs);
            primal.put(v, y);
            if (!g.results.isEmpty() && activity.isActiveResult(g, 0)) {
                tangents.put(v, resultDots(y, v.type, v.descriptor, 1));
            }
            invoked.put(v, y);
        }

        private final Map<Value, Value> invoked = new IdentityHashMap<>();

        private Value[] resultDots(Value y, Type type, String descriptor, int first) {
            Value[] dots = new Value[width];
            for (int k = 0; k < width; k++) {
                dots[k] = type == Type.A
                        ? w.add(Op.RESULT, Type.A, Layout.shadow(descriptor), first + k, y)
                        : w.add(Op.RESULT, Type.D, "D", first + k, y);
            }
            return dots;
        }

        private void result(Value v) {
            Function g = v.input(0).attribute(Function.class);
            int index = v.attribute(Integer.class);
            Value y = invoked.get(v.input(0));
            if (y == null) {
                primal.put(v, copy(v));
                return;
            }
            int at = 0;
            for (int i = 0; i < index; i++) {
                at += activity.isActiveResult(g, i) ? 1 + width : 1;
            }
            primal.put(v, w.add(Op.RESULT, v.type, v.descriptor, at, y));
            if (activity.isActiveResult(g, index)) {
                tangents.put(v, resultDots(y, v.type, v.descriptor, at + 1));
            }
        }

        /** A method with a derivative given by the user. */
        private void ruled(Value v, Function g) {
            Function[] partials = g.partials;
            if (partials == null) {
                throw new AssertionError();
            }
            Value[] x = mapped(v.inputs);
            primal.put(v, w.add(Op.INVOKE, v.type, v.descriptor, g, x));
            Value[] dots = new Value[width];
            for (int i = 0; i < x.length; i++) {
                if (!activity.isActive(v.input(i))) {
                    continue;
                }
                Value partial = w.add(
                        Op.INVOKE, partials[i].results.get(0), partials[i].resultDescriptors.get(0), partials[i], x);
                Value[] xDots = dots(v.input(i));
                for (int k = 0; k < width; k++) {
                    Value term = partial.type == Type.A
                            ? w.add(Op.INVOKE, Type.D, "D", Kit.dot(), partial, xDots[k])
                            : w.mul(partial, xDots[k]);
                    dots[k] = dots[k] == null ? term : w.add(dots[k], term);
                }
            }
            tangents.put(v, dots);
        }
    }

    // ---------------------------------------------------------------- shared with reverse mode

    /** Moves what follows a value that throws into a handler to a block of its own, since only the last value of a block does; returns it. */
    static Block cutAfter(Value thrower) {
        Block b = thrower.block();
        Block rest = b.function().addBlock();
        int at = b.body.indexOf(thrower) + 1;
        List<Value> tail = new ArrayList<>(b.body.subList(at, b.body.size()));
        while (b.body.size() > at) {
            b.body.remove(b.body.size() - 1);
        }
        for (Value v : tail) {
            rest.adopt(v);
        }
        return rest;
    }

    /** Returns the shadow of an array as one of the array's own kind. */
    static Value shadowOf(Writer w, Value shadow, Value array) {
        return w.cast(shadow, Layout.shadow(array.descriptor));
    }

    static String shadowElement(Value shadow) {
        return shadow.descriptor.charAt(0) == '[' ? shadow.descriptor.substring(1) : "Ljava/lang/Object;";
    }

    /** Loads the shadow of a reference from the shadow of the array that holds it. */
    static Value loadReference(Writer w, Value shadow, Value index, String descriptor) {
        Value array = shadow.descriptor.charAt(0) == '[' ? shadow : w.cast(shadow, "[Ljava/lang/Object;");
        String element = shadowElement(array);
        Value v = w.add(Op.ARRAY_LOAD, Type.A, element, element, array, index).removable();
        return w.cast(v, Layout.shadow(descriptor));
    }

    /** Returns a new shadow for a new array. */
    static Value newArray(Writer w, Value v, Value[] lengths) {
        String shadow = Layout.shadow(v.descriptor);
        if (shadow.charAt(0) != '[') {
            throw Refusal.at(
                    v.position,
                    "An array of type " + v.descriptor + " cannot hold values that depend on the input.",
                    "Use an array of double, float or objects.");
        }
        if (v.op == Op.NEW_ARRAY) {
            return w.add(Op.NEW_ARRAY, Type.A, shadow, shadow.substring(1), lengths)
                    .removable();
        }
        if (!shadow.equals(v.descriptor)) { // of objects: an array of arrays of their shadows
            int dimensions = v.descriptor.lastIndexOf('[') + 1;
            String rows = "[".repeat(dimensions).concat("Ljava/lang/Object;");
            return w.add(Op.NEW_MULTI_ARRAY, Type.A, rows, rows, lengths).removable();
        }
        return w.add(Op.NEW_MULTI_ARRAY, Type.A, shadow, shadow, lengths).removable();
    }
}
