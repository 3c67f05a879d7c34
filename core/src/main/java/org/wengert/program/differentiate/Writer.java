package org.wengert.program.differentiate;

import java.util.IdentityHashMap;
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

    /** Repeats a call of a collection on its shadow; returns the result, a shadow if it is an element or iterator. */
    Value mirrored(Value call, Value[] twins, Value collectionShadow, Value elementShadow) {
        MethodRef m = call.attribute(MethodRef.class);
        Value[] inputs = twins.clone();
        if (call.op == Op.CALL) {
            inputs[0] = add(Op.CHECK_CAST, Type.A, "L".concat(m.owner()).concat(";"), m.owner(), collectionShadow)
                    .removable();
        }
        int element = Mirrors.element(call);
        if (element >= 0) {
            inputs[element] = elementShadow;
        }
        return add(call.op, call.type, call.descriptor, m, inputs);
    }

    /** Returns a new shadow for what a harmless call has returned: a box, or a copy of an array. */
    Value shadowOfResult(Value call, Value result) {
        if (call.descriptor.equals("[D") || call.descriptor.equals("[F")) {
            Value length = add(Op.ARRAY_LENGTH, Type.I, "I", null, result).removable();
            return add(Op.NEW_ARRAY, Type.A, call.descriptor, call.descriptor.substring(1), length)
                    .removable();
        }
        return newShadow(Double.class);
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
