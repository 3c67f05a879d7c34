package org.wengert.program.differentiate;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.analyse.Mirrors;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Twins;
import org.wengert.program.runtime.UnknownReceiver;
import org.wengert.rule.Algebra;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Appends values to a block: the reading of the calculus table as code, and the access to shadows. What it appends can be dropped when
 * unused, since the primal has been there without an exception.
 */
final class Writer implements Algebra<Value> {
    Block block;
    Position position = Position.NONE;
    /** Values at hand that do not depend on what is differentiated, for the choice of subgradients. */
    final Map<Value, Boolean> passive = new IdentityHashMap<>();

    Writer(Block block) {
        this.block = block;
    }

    Value add(Op op, Type type, String descriptor, @Nullable Object attribute, Value... inputs) {
        return block.append(op, type, descriptor, attribute, position, inputs);
    }

    // ---------------------------------------------------------------- the algebra

    @Override
    public Value constant(double c) {
        return add(Op.CONSTANT, Type.D, "D", c);
    }

    Value constant(int c) {
        return add(Op.CONSTANT, Type.I, "I", c);
    }

    @Override
    public Value zero() {
        return add(Op.ZERO, Type.D, "D", null);
    }

    @Override
    public boolean isZero(Value v) {
        return v.isZero();
    }

    @Override
    public double constantValue(Value v) {
        return v.op == Op.CONSTANT && v.attribute instanceof Double c ? c : Double.NaN;
    }

    @Override
    public boolean isActive(Value v) {
        return v.op != Op.CONSTANT && !passive.containsKey(v);
    }

    @Override
    public Value apply(Unary f, Value x) {
        return f == Unary.NEG && x.isZero() ? x : add(Op.UNARY, Type.D, "D", f, x);
    }

    @Override
    public Value apply(Binary f, Value x, Value y) {
        return add(Op.BINARY, Type.D, "D", f, x, y);
    }

    @Override
    public Value apply(Ternary f, Value x, Value y, Value z) {
        return add(Op.TERNARY, Type.D, "D", f, x, y, z);
    }

    // ---------------------------------------------------------------- conversions

    /** Returns a float or double as a double. */
    Value real(Value v) {
        return v.type == Type.F ? add(Op.CONVERT, Type.D, "D", 0x8d, v) : v;
    }

    /** Returns a double as the element of an array or field with that descriptor. */
    Value as(String element, Value v) {
        return element.equals("F") ? add(Op.CONVERT, Type.F, "F", 0x90, v) : v;
    }

    Value noShadow(String descriptor) {
        return add(Op.ZERO, Type.A, descriptor, null);
    }

    // ---------------------------------------------------------------- shadows

    Value load(Value shadow, Value index, String element) {
        Type t = Type.of(element);
        return real(add(Op.ARRAY_LOAD, t, element, element, shadow, index).removable());
    }

    void store(Value shadow, Value index, String element, Value v) {
        add(Op.ARRAY_STORE, Type.VOID, "V", element, shadow, index, as(element, v));
    }

    void accumulate(Value shadow, Value index, String element, Value v) {
        add(Op.ACCUMULATE, Type.VOID, "V", element, shadow, index, as(element, v));
    }

    /** Returns the {@code double[]} with the derivatives of an object's real fields. */
    Value realFields(Value shadow) {
        Value fields = add(
                        Op.ARRAY_LOAD,
                        Type.A,
                        "Ljava/lang/Object;",
                        "Ljava/lang/Object;",
                        cast(shadow, "[Ljava/lang/Object;"),
                        constant(0))
                .removable();
        return cast(fields, "[D");
    }

    Value cast(Value v, String descriptor) {
        if (v.descriptor.equals(descriptor)) {
            return v;
        }
        if (descriptor.equals("Ljava/lang/Object;")) {
            return v;
        }
        return add(Op.CHECK_CAST, Type.A, descriptor, descriptor, v).removable();
    }

    Value loadField(Value shadow, FieldRef f) {
        if (Type.of(f.descriptor()).isReal()) {
            return load(realFields(shadow), constant(Layout.slot(f)), "D");
        }
        Value v = add(
                        Op.ARRAY_LOAD,
                        Type.A,
                        "Ljava/lang/Object;",
                        "Ljava/lang/Object;",
                        cast(shadow, "[Ljava/lang/Object;"),
                        constant(Layout.slot(f)))
                .removable();
        return cast(v, Layout.shadow(f.descriptor()));
    }

    void storeField(Value shadow, FieldRef f, Value v) {
        if (Type.of(f.descriptor()).isReal()) {
            store(realFields(shadow), constant(Layout.slot(f)), "D", v);
        } else {
            add(
                    Op.ARRAY_STORE,
                    Type.VOID,
                    "V",
                    "Ljava/lang/Object;",
                    cast(shadow, "[Ljava/lang/Object;"),
                    constant(Layout.slot(f)),
                    v);
        }
    }

    /**
     * Repeats a call of a collection on its shadow; returns the result, a shadow if it is a reference.
     *
     * @param call the primal call
     * @param twins its inputs as they are here
     * @param collectionShadow the shadow of its first input; the result itself if it is no call
     * @param elementShadow the shadow of the input that is an element; the result itself if there is none
     */
    Value mirrored(Value call, Value[] twins, Value collectionShadow, Value elementShadow) {
        if (Mirrors.isConstant(call)) {
            return zeros(call.op == Op.CALL ? twins[0] : collectionShadow, call.descriptor);
        }
        MethodRef m = call.attribute(MethodRef.class);
        Mirrors.Role role = Mirrors.role(call);
        if (role == null) {
            throw new AssertionError("a call that is not known (please report)");
        }
        MethodRef special = special(m, role);
        if (special != null) {
            return specialCall(call, special, twins, collectionShadow, elementShadow);
        }
        Value[] inputs = twins.clone();
        int first = m.kind() == MethodRef.Kind.STATIC || call.op == Op.NEW ? 0 : 1;
        List<String> types = new ArrayList<>();
        for (Class<?> c : m.resolved().getParameterTypes()) {
            types.add(c.descriptorString());
        }
        if (m.name().equals("arraycopy")) {
            types.set(0, "[Ljava/lang/Object;");
            types.set(2, "[Ljava/lang/Object;");
        }
        MethodRef there = m;
        if (first == 1) {
            there = onShadow(m);
            inputs[0] = typed(collectionShadow, "L".concat(there.owner()).concat(";"));
        } else if (call.op == Op.CALL && twins[0].type == Type.A && role.element != 0) {
            inputs[0] = typed(collectionShadow, types.get(0));
        }
        if (role.element >= 0) {
            inputs[role.element] = typed(elementShadow, types.get(role.element - first));
        }
        if (call.op == Op.NEW) {
            return construct(call, inputs);
        }
        return add(Op.CALL, call.type, call.descriptor, there, inputs);
    }

    /** The shadow of an array deque is a linked list, which may hold nulls; that of another collection is of the same class. */
    private static MethodRef onShadow(MethodRef m) {
        return switch (m.owner()) {
            case "java/util/ArrayDeque" ->
                MethodRef.of(Deque.class, m.name(), m.resolved().getParameterTypes());
            case "java/util/EnumMap" ->
                m.name().equals("put")
                        ? MethodRef.of(Map.class, "put", Object.class, Object.class)
                        : MethodRef.of(Map.class, m.name(), m.resolved().getParameterTypes());
            case "java/util/AbstractMap$SimpleEntry" ->
                MethodRef.of(Map.Entry.class, m.name(), m.resolved().getParameterTypes());
            default -> m;
        };
    }

    private Value construct(Value call, Value[] inputs) {
        MethodRef m = call.attribute(MethodRef.class);
        if (!m.owner().equals("java/util/ArrayDeque")) {
            return add(Op.NEW, Type.A, call.descriptor, m, inputs);
        }
        boolean copies = m.descriptor().startsWith("(Ljava/util/Collection;)");
        Class<?>[] types = copies ? new Class<?>[] {Collection.class} : new Class<?>[0];
        try {
            MethodRef made = new MethodRef(
                    MethodRef.Kind.SPECIAL,
                    "java/util/LinkedList",
                    "<init>",
                    copies ? m.descriptor() : "()V",
                    false,
                    LinkedList.class.getConstructor(types));
            return add(Op.NEW, Type.A, "Ljava/util/LinkedList;", made, copies ? inputs : new Value[0]);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns what is called on shadows where it is another method, or null. */
    private static @Nullable MethodRef special(MethodRef m, Mirrors.Role role) {
        if (role.result == Mirrors.Result.KEYS) {
            return MethodRef.of(Twins.class, "keys", Map.class);
        }
        if (m.owner().equals("java/util/Optional")) {
            return m.kind() == MethodRef.Kind.STATIC
                    ? MethodRef.of(Collections.class, "singletonList", Object.class)
                    : MethodRef.of(List.class, "get", int.class);
        }
        if (m.kind() != MethodRef.Kind.STATIC) {
            return null;
        }
        return switch (m.owner().concat(".").concat(m.name())) {
            case "java/util/List.of" -> MethodRef.of(Twins.class, "listOf", Object[].class);
            case "java/util/List.copyOf" -> MethodRef.of(Twins.class, "copyOf", Collection.class);
            case "java/util/Map.copyOf" -> MethodRef.of(Twins.class, "copyOf", Map.class, Map.class);
            case "java/util/Map.entry" -> entry();
            case "org/wengert/program/runtime/Twins.compute" ->
                MethodRef.of(Twins.class, "compute", Map.class, Object.class, Object.class, Object.class);
            case "org/wengert/program/runtime/Twins.sort" ->
                MethodRef.of(Twins.class, "reorder", List.class, Object[].class, List.class);
            default -> null;
        };
    }

    private static MethodRef entry() {
        try {
            return new MethodRef(
                    MethodRef.Kind.SPECIAL,
                    "java/util/AbstractMap$SimpleEntry",
                    "<init>",
                    "(Ljava/lang/Object;Ljava/lang/Object;)V",
                    false,
                    AbstractMap.SimpleEntry.class.getConstructor(Object.class, Object.class));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private Value specialCall(Value call, MethodRef m, Value[] twins, Value collectionShadow, Value elementShadow) {
        Class<?>[] types = m.resolved().getParameterTypes();
        return switch (m.name()) {
            case "get" ->
                add(Op.CALL, Type.A, "Ljava/lang/Object;", m, typed(collectionShadow, "Ljava/util/List;"), constant(0));
            case "singletonList" -> add(Op.CALL, Type.A, "Ljava/util/List;", m, elementShadow);
            case "<init>" -> add(Op.NEW, Type.A, "Ljava/util/AbstractMap$SimpleEntry;", m, twins[0], elementShadow);
            case "compute" ->
                add(
                        Op.CALL,
                        Type.VOID,
                        "V",
                        m,
                        typed(collectionShadow, types[0].descriptorString()),
                        twins[1],
                        elementShadow,
                        twins[twins.length - 1]);
            case "reorder" ->
                add(
                        Op.CALL,
                        Type.VOID,
                        "V",
                        m,
                        typed(collectionShadow, types[0].descriptorString()),
                        twins[2],
                        twins[0]);
            default -> {
                Value shadow = typed(collectionShadow, types[0].descriptorString());
                String result = m.descriptor().substring(m.descriptor().indexOf(')') + 1);
                boolean isOrdered = types.length == 2; // like the copy, which is the result
                boolean again = call.attribute(MethodRef.class).owner().equals(m.owner()) && isOrdered;
                yield isOrdered
                        ? add(Op.CALL, Type.A, result, m, shadow, again ? twins[1] : elementShadow)
                        : add(Op.CALL, Type.A, result, m, shadow);
            }
        };
    }

    /** As {@link #cast}, to a class or an array. */
    private Value typed(Value v, String descriptor) {
        if (descriptor.equals("Ljava/lang/Object;") || v.descriptor.equals(descriptor)) {
            return v;
        }
        String name = descriptor.charAt(0) == 'L' ? descriptor.substring(1, descriptor.length() - 1) : descriptor;
        return add(Op.CHECK_CAST, Type.A, descriptor, name, v).removable();
    }

    /** Returns a shadow of zeros for a constant. */
    private Value zeros(Value primal, String descriptor) {
        Value zeros = add(
                        Op.CALL, Type.A, "Ljava/lang/Object;", MethodRef.of(Twins.class, "zeros", Object.class), primal)
                .removable();
        return cast(zeros, Layout.shadow(descriptor));
    }

    /** Returns a new shadow for what a harmless call has returned: a box, a copy of an array, or a constant. */
    Value shadowOfResult(Value call, Value result) {
        if (call.descriptor.equals("[D") || call.descriptor.equals("[F")) {
            Value length = add(Op.ARRAY_LENGTH, Type.I, "I", null, result).removable();
            return add(Op.NEW_ARRAY, Type.A, call.descriptor, call.descriptor.substring(1), length)
                    .removable();
        }
        return call.descriptor.equals("Ljava/lang/Double;") ? newShadow(Double.class) : zeros(result, call.descriptor);
    }

    /** Writes what happens where a call meets a receiver of a class that is not known; returns what stands for the call's result, which nobody gets to see. */
    Value unknown(Value call, Value receiver) {
        MethodRef m = call.attribute(MethodRef.class);
        int simple = m.owner().lastIndexOf('/') + 1;
        String text = m.owner()
                .substring(simple)
                .concat(".")
                .concat(m.name())
                .concat(", called at ")
                .concat(call.position.describe());
        Value raised = add(
                Op.CALL,
                Type.A,
                "Ljava/lang/Object;",
                MethodRef.of(UnknownReceiver.class, "raise", Object.class, String.class),
                receiver,
                add(Op.CONSTANT, Type.A, "Ljava/lang/String;", text));
        return switch (call.type) {
            case VOID -> raised;
            case A -> add(Op.CONSTANT, Type.A, call.descriptor, null);
            case D -> constant(0.0);
            case F -> add(Op.CONSTANT, Type.F, "F", 0f);
            case I -> constant(0);
            case J -> add(Op.CONSTANT, Type.J, "J", 0L);
        };
    }

    /** Returns a new shadow of an object with all derivatives zero. */
    Value newShadow(Class<?> c) {
        Value shadow = add(
                        Op.NEW_ARRAY,
                        Type.A,
                        "[Ljava/lang/Object;",
                        "Ljava/lang/Object;",
                        constant(1 + Layout.count(c, false)))
                .removable();
        Value reals = add(Op.NEW_ARRAY, Type.A, "[D", "D", constant(Layout.count(c, true)))
                .removable();
        add(Op.ARRAY_STORE, Type.VOID, "V", "Ljava/lang/Object;", shadow, constant(0), reals);
        return shadow;
    }
}
