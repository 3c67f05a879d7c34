package org.wengert.program.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Known;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Uses;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Found;
import org.wengert.program.runtime.Substitutes;

/**
 * Prepares a function that writes active values into memory that existed before it was called. Every reference to such memory is followed by a
 * {@link Found#mark mark}, at which differentiation asks for the shadow of just that array or object. A static field of a real number
 * gets an array of one element beside it, which is read and written in its place. The memory of shadows and these arrays are made once
 * for a call and handed to every function that needs them.
 */
public final class FoundMemory {
    private static final String FOUND_TYPE = "Lorg/wengert/program/runtime/Found;";

    private final Activity activity;
    /** Whether reads and writes are noted. */
    private final boolean isNoted;
    /** Static fields that get an array, by owner and name; the order is that of the parameters. */
    private final Map<String, Integer> statics = new HashMap<>();

    private final List<FieldRef> staticFields = new ArrayList<>();
    private final Map<Function, Boolean> needing = new IdentityHashMap<>();
    /** Of each function that needs it: the memory, the arrays of static fields. */
    private final Map<Function, Value[]> environments = new IdentityHashMap<>();

    private FoundMemory(Activity activity, boolean isNoted) {
        this.activity = activity;
        this.isNoted = isNoted;
    }

    /** Returns whether a call is a mark: its second input is what a shadow is to be found for. */
    public static boolean isMark(Value v) {
        return v.op == Op.CALL
                && v.attribute instanceof MethodRef m
                && m.isOf(Found.class)
                && m.name().equals("mark");
    }

    /** Returns the method that makes a shadow that is already there the one that is found. */
    public static MethodRef put() {
        return MethodRef.of(Found.class, "put", Found.class, Object.class, Object.class);
    }

    /** Returns the method that a mark stands for. */
    public static MethodRef shadow() {
        return MethodRef.of(Found.class, "shadow", Found.class, Object.class);
    }

    /**
     * Returns a function prepared for differentiation.
     *
     * @param before the function
     * @param isPrimal whether nothing in it is a derivative already: only then it is noted what is read and written
     * @return {@code before} itself if it writes nothing active into such memory
     */
    static Prepared prepared(Prepared before, boolean isPrimal) {
        if (!isNeeded(before.activity)) {
            return before;
        }
        // It may seem so only because one function gets such memory from one caller and other memory from another.
        Function g = Cloner.copyForEachCall(before.function, Prepared.LIMIT);
        Prepared apart = before.with(g);
        if (!isNeeded(apart.activity)) {
            return apart;
        }
        FoundMemory pass = new FoundMemory(apart.activity, isPrimal);
        pass.findNeeding();
        for (Function h : pass.activity.functions()) {
            if (pass.needing.containsKey(h)) {
                pass.addParameters(h);
            }
        }
        for (Function h : pass.activity.functions()) {
            if (pass.needing.containsKey(h)) {
                pass.rewrite(h);
            }
        }
        return before.with(pass.root(g, before.withRespectTo));
    }

    private static boolean isNeeded(Activity activity) {
        if (activity.hasFound()) {
            return true;
        }
        for (Function g : activity.functions()) {
            for (Block b : g.blocks) {
                for (Value v : b.body) {
                    if (isStatic(v) && activity.isActiveStatic(v)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isStatic(Value v) {
        return v.op == Op.GET_STATIC || v.op == Op.PUT_STATIC;
    }

    private void findNeeding() {
        for (Function f : activity.functions()) {
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    if (isStatic(v) && activity.isActiveStatic(v)) {
                        FieldRef field = v.attribute(FieldRef.class);
                        if (statics.putIfAbsent(Aliases.fieldKey(field), staticFields.size()) == null) {
                            staticFields.add(field);
                        }
                        needing.put(f, true);
                    } else if (isDefinition(v) || isCheckedAccess(v) || hasRowsAmongFound(v)) {
                        needing.put(f, true);
                    }
                }
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Function f : activity.functions()) {
                for (Block b : f.blocks) {
                    for (Value v : b.body) {
                        if (v.op == Op.INVOKE
                                && needing.containsKey(v.attribute(Function.class))
                                && needing.put(f, true) == null) {
                            changed = true;
                        }
                    }
                }
            }
        }
    }

    /** Returns whether a value brings a reference to found memory into a function. */
    private boolean isDefinition(Value v) {
        return isDefinition(v, activity);
    }

    /** Returns whether a value brings a reference to found memory into a function: then a mark follows it. */
    public static boolean isDefinition(Value v, Activity activity) {
        return switch (v.op) {
            case ARRAY_LOAD, GET_FIELD, GET_STATIC, NEW, NEW_ARRAY, NEW_MULTI_ARRAY, CLONE, CALL -> activity.isFound(v);
            default -> false;
        };
    }

    /** Returns whether a call is one of a collection whose elements have their shadows by identity: it is not repeated on a shadow. */
    public static boolean isOfFound(Value v, Activity activity) {
        return v.op == Op.CALL
                && v.inputs.length > 0
                && v.input(0).descriptor.charAt(0) == 'L'
                && Mirrors.isMirrored(v)
                && activity.isFound(v.input(0));
    }

    /** Returns whether a value makes rows that may be confused with found ones. */
    private boolean hasRowsAmongFound(Value v) {
        return isNoted && v.op == Op.NEW_MULTI_ARRAY && activity.leadsToFound(v);
    }

    private boolean isCheckedAccess(Value v) {
        if (!isNoted) {
            return false;
        }
        return switch (v.op) {
            case ARRAY_LOAD, GET_FIELD -> v.type.isReal() && activity.isOverwritten(v.input(0));
            case ARRAY_STORE -> v.input(2).type.isReal() && activity.isOverwritten(v.input(0));
            case PUT_FIELD, INIT_FIELD -> v.input(1).type.isReal() && activity.isOverwritten(v.input(0));
            default -> false;
        };
    }

    private void addParameters(Function f) {
        Value[] environment = new Value[1 + staticFields.size()];
        environment[0] = f.entry().addParameter(Type.A, FOUND_TYPE, f.position);
        for (int i = 1; i < environment.length; i++) {
            environment[i] = f.entry()
                    .addParameter(Type.A, "[".concat(staticFields.get(i - 1).descriptor()), f.position);
        }
        environments.put(f, environment);
    }

    // ---------------------------------------------------------------- the body

    private void rewrite(Function f) {
        Value[] environment = Known.in(environments, f);
        Map<Value, Value> by = new IdentityHashMap<>();
        for (Block b : new ArrayList<>(f.blocks)) {
            for (int i = 0; i < b.body.size(); i++) {
                Value v = b.body.get(i);
                if (v.op == Op.INVOKE && needing.containsKey(v.attribute(Function.class))) {
                    Value[] more = new Value[v.inputs.length + environment.length];
                    System.arraycopy(v.inputs, 0, more, 0, v.inputs.length);
                    System.arraycopy(environment, 0, more, v.inputs.length, environment.length);
                    by.put(v, instead(b, i, v.op, v, v.attribute, more));
                } else if (isStatic(v) && activity.isActiveStatic(v)) {
                    i = rewriteStatic(b, i, v, environment, by);
                } else if (isCheckedAccess(v)) {
                    check(b, i, v, environment[0]);
                    i = b.body.indexOf(v);
                }
                if (isDefinition(v)) {
                    mark(b, v, environment[0]);
                } else if (hasRowsAmongFound(v)) {
                    says(b, v, environment[0], "madeWithRows");
                }
            }
        }
        Uses.replace(f, by);
    }

    private static Value instead(Block b, int at, Op op, Value v, @Nullable Object attribute, Value[] inputs) {
        Value w = b.insert(at, op, v.type, v.descriptor, attribute, v.position, inputs)
                .marksOf(v);
        b.body.remove(at + 1);
        return w;
    }

    private int rewriteStatic(Block b, int at, Value v, Value[] environment, Map<Value, Value> by) {
        FieldRef field = v.attribute(FieldRef.class);
        Value cell = environment[1 + Known.in(statics, Aliases.fieldKey(field))];
        if (isNoted) {
            note(
                    b,
                    v,
                    environment[0],
                    text(b, at, STATIC, v.position),
                    text(b, at + 1, Aliases.fieldKey(field), v.position));
        }
        int next = b.body.indexOf(v);
        Value zero = b.insert(next++, Op.CONSTANT, Type.I, "I", 0, v.position);
        if (v.op == Op.GET_STATIC) {
            by.put(
                    v,
                    b.insert(
                            next,
                            Op.ARRAY_LOAD,
                            v.type,
                            field.descriptor(),
                            field.descriptor(),
                            v.position,
                            cell,
                            zero));
            b.body.remove(next + 1);
            return next;
        }
        b.insert(next++, Op.ARRAY_STORE, Type.VOID, "V", field.descriptor(), v.position, cell, zero, v.input(0));
        Value stopped = v.input(0);
        if (v.input(0).type == Type.D) {
            stopped = b.insert(next, Op.CALL, Type.D, "D", STOP, v.position, v.input(0));
        } else {
            Value wide = b.insert(next++, Op.CONVERT, Type.D, "D", 0x8d, v.position, v.input(0));
            Value still = b.insert(next++, Op.CALL, Type.D, "D", STOP, v.position, wide);
            stopped = b.insert(next, Op.CONVERT, Type.F, "F", 0x90, v.position, still);
        }
        int put = b.body.indexOf(v);
        instead(b, put, Op.PUT_STATIC, v, v.attribute, new Value[] {stopped});
        return put;
    }

    private static final MethodRef STOP = MethodRef.of(Substitutes.class, "stopGradient", double.class);

    private static Value text(Block b, int at, String text, Position position) {
        return b.insert(at, Op.CONSTANT, Type.A, "Ljava/lang/String;", text, position);
    }

    /** Inserts before an access what notes it. */
    private static void check(Block b, int at, Value v, Value found) {
        boolean isField = v.op == Op.GET_FIELD || v.op == Op.PUT_FIELD || v.op == Op.INIT_FIELD;
        note(
                b,
                v,
                found,
                v.input(0),
                isField ? text(b, at, Aliases.fieldKey(v.attribute(FieldRef.class)), v.position) : v.input(1));
    }

    private static void note(Block b, Value v, Value found, Value holder, Value place) {
        int next = b.body.indexOf(v);
        Value before = next > 1 ? b.body.get(next - 1) : v;
        if (before.attribute instanceof MethodRef m
                && m.isOf(Found.class)
                && (m.name().equals("reads") || m.name().equals("writes"))
                && before.input(1) == holder
                && before.input(2) == place) {
            return; // noted for an inner derivative
        }
        boolean isRead = v.op == Op.ARRAY_LOAD || v.op == Op.GET_FIELD || v.op == Op.GET_STATIC;
        Class<?> placeType = place.type == Type.A ? String.class : int.class;
        if (isRead) {
            Value where = text(b, next++, v.position.describe(), v.position);
            b.insert(
                    next,
                    Op.CALL,
                    Type.VOID,
                    "V",
                    MethodRef.of(Found.class, "reads", Found.class, Object.class, placeType, String.class),
                    v.position,
                    found,
                    holder,
                    place,
                    where);
        } else {
            b.insert(
                    next,
                    Op.CALL,
                    Type.VOID,
                    "V",
                    MethodRef.of(Found.class, "writes", Found.class, Object.class, placeType),
                    v.position,
                    found,
                    holder,
                    place);
        }
    }

    /** Holder of all static fields, for the notes. */
    private static final String STATIC = "static fields";

    private static void mark(Block b, Value v, Value found) {
        switch (v.op) {
            case NEW, NEW_ARRAY, CLONE -> says(b, v, found, "made", "mark");
            case NEW_MULTI_ARRAY -> says(b, v, found, "madeWithRows", "mark");
            default -> says(b, v, found, "mark");
        }
    }

    /** Inserts calls right behind a value that tell something about it. */
    private static void says(Block b, Value v, Value found, String... what) {
        Block where = b;
        int index = b.body.indexOf(v) + 1;
        if (index == b.body.size() && b.handler() != null) {
            // What throws into a handler ends its block: the calls come on the way that goes on.
            Edge onwards = b.terminator().edges[0];
            where = b.function().addBlock();
            where.terminate(Terminator.jump(onwards, v.position));
            b.terminate(Terminator.jump(new Edge(where), v.position));
            index = 0;
        }
        for (String name : what) {
            MethodRef m = MethodRef.of(Found.class, name, Found.class, Object.class);
            where.insert(index++, Op.CALL, Type.VOID, "V", m, v.position, found, v);
        }
    }

    // ---------------------------------------------------------------- the root

    /** Returns a function with the parameters of the original one, which makes what the others are handed. */
    private Function root(Function g, boolean[] withRespectTo) {
        Function r = new Function(g.name, g.position);
        Block entry = r.addBlock();
        int own = g.parameters().size() - (1 + staticFields.size());
        Value[] inputs = new Value[g.parameters().size()];
        for (int i = 0; i < own; i++) {
            Value p = g.parameters().get(i);
            inputs[i] = entry.addParameter(p.type, p.descriptor, p.position);
        }
        inputs[own] = entry.append(Op.CALL, Type.A, FOUND_TYPE, MethodRef.of(Found.class, "make"), g.position);
        for (int i = 0; i < own; i++) {
            Value p = g.parameters().get(i);
            if (withRespectTo[i] && p.type == Type.A && activity.leadsToFound(p)) {
                entry.append(
                        Op.CALL,
                        Type.VOID,
                        "V",
                        MethodRef.of(Found.class, "mark", Found.class, Object.class),
                        g.position,
                        inputs[own],
                        inputs[i]);
            }
        }
        Value one = entry.append(Op.CONSTANT, Type.I, "I", 1, g.position);
        Value zero = entry.append(Op.CONSTANT, Type.I, "I", 0, g.position);
        for (int i = 0; i < staticFields.size(); i++) {
            FieldRef f = staticFields.get(i);
            String d = f.descriptor();
            Value cell = entry.append(Op.NEW_ARRAY, Type.A, "[".concat(d), d, g.position, one);
            Value now = entry.append(Op.GET_STATIC, Type.of(d), d, f, g.position);
            entry.append(Op.ARRAY_STORE, Type.VOID, "V", d, g.position, cell, zero, now);
            inputs[own + 1 + i] = cell;
        }
        Value y = entry.append(
                Op.INVOKE,
                g.results.isEmpty() ? Type.VOID : g.results.get(0),
                g.results.isEmpty() ? "V" : g.resultDescriptors.get(0),
                g,
                g.position,
                inputs);
        Value[] results = new Value[g.results.size()];
        for (int i = 0; i < results.length; i++) {
            r.addResult(g.results.get(i), g.resultDescriptors.get(i));
            results[i] = i == 0
                    ? y
                    : entry.append(Op.RESULT, g.results.get(i), g.resultDescriptors.get(i), i, g.position, y);
        }
        entry.append(
                Op.CALL, Type.VOID, "V", MethodRef.of(Found.class, "finish", Found.class), g.position, inputs[own]);
        entry.terminate(Terminator.result(results, g.position));
        return r;
    }
}
