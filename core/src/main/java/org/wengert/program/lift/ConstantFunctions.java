package org.wengert.program.lift;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.access.FunctionClass;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Substitutes;

/**
 * The code of lambdas that a class keeps in its constants: in static final fields, in final fields of objects there (enum constants above all),
 * in the lists and maps there that {@code List.of} and {@code Map.of} have made.
 *
 * <p>The JVM's object for a lambda does not show its code, but its class belongs to the one place in the code that made it. The static
 * initializer is lifted to see which lambda it stores where, and the object that is really there has the class that is asked for. Only what is
 * stored once and for all counts; lambdas that have captured something are not found.
 */
final class ConstantFunctions {
    private final Lifter lifter;
    private final Class<?> wanted;
    private @Nullable FunctionClass found;

    private ConstantFunctions(Lifter lifter, Class<?> wanted) {
        this.lifter = lifter;
        this.wanted = wanted;
    }

    /** Returns what the objects of a lambda's class stand for, or null if its code cannot be found; the lifter is one that nobody else uses. */
    static @Nullable FunctionClass find(Lifter lifter, Class<?> lambda) {
        String name = lambda.getName();
        int end = name.indexOf("$$Lambda");
        if (end < 0) {
            return null;
        }
        ConstantFunctions search = new ConstantFunctions(lifter, lambda);
        try {
            Class<?> host = Class.forName(name.substring(0, end), true, lambda.getClassLoader());
            Function code = lifter.function(host, "<clinit>", "()V", List.of(), Position.NONE).function;
            MethodHandles.Lookup lookup = lifter.derivations.lookupIn(host);
            for (Map.Entry<Field, Store> e : stores(code).entrySet()) {
                search.look(e.getValue(), read(e.getKey(), null, lookup), lookup);
            }
        } catch (ReflectiveOperationException | LinkageError | UnsupportedOperationException e) {
            return null; // not to be seen from here
        }
        return search.found;
    }

    /** A value in the code of a function, and the call that this function is executed for. */
    private static final class Store {
        final Value value;
        final Function in;
        final @Nullable Store call;

        Store(Value value, Function in, @Nullable Store call) {
            this.value = value;
            this.in = in;
            this.call = call;
        }
    }

    /** What a static initializer stores in static final fields, those left out that it could store twice. */
    private static Map<Field, Store> stores(Function code) throws ReflectiveOperationException {
        Map<Field, Store> stores = new LinkedHashMap<>();
        Map<Field, Boolean> several = new HashMap<>();
        for (Block b : code.blocks) {
            for (Value v : b.body) {
                if (v.op == Op.PUT_STATIC && v.attribute(FieldRef.class).isFinal()) {
                    FieldRef f = v.attribute(FieldRef.class);
                    Field field = f.declaring().getDeclaredField(f.name());
                    if (stores.put(field, new Store(v.input(0), code, null)) != null) {
                        several.put(field, true);
                    }
                }
            }
        }
        stores.keySet().removeAll(several.keySet());
        return stores;
    }

    private static @Nullable Object read(Field f, @Nullable Object of, MethodHandles.Lookup lookup)
            throws ReflectiveOperationException {
        MethodHandles.Lookup inside = f.getDeclaringClass() == lookup.lookupClass()
                ? lookup
                : MethodHandles.privateLookupIn(f.getDeclaringClass(), lookup);
        try {
            return of == null
                    ? inside.unreflectGetter(f).invoke()
                    : inside.unreflectGetter(f).invoke(of);
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
        }
    }

    private void look(@Nullable Store stored, @Nullable Object object, MethodHandles.Lookup lookup)
            throws ReflectiveOperationException {
        Store s = stored == null ? null : origin(stored);
        if (s == null || object == null || found != null) {
            return;
        }
        Value v = s.value;
        if (v.op == Op.NEW && isFunctionObject(v)) {
            v = v.input(0); // the function that the object was made of
        }
        if (v.op == Op.CLOSURE) {
            if (object.getClass() == wanted && v.inputs.length == 0) {
                found = lifter.adopt(v, wanted);
            }
        } else if (v.op == Op.NEW && v.attribute(MethodRef.class).resolved().getDeclaringClass() == object.getClass()) {
            for (Map.Entry<Field, Store> e : fields(s).entrySet()) {
                look(e.getValue(), read(e.getKey(), object, lookup), lookup);
            }
        } else if (v.op == Op.INVOKE && object instanceof List<?> list && is(v, "listOf")) {
            Store elements = new Store(v.input(0), s.in, s.call);
            for (int i = 0; i < list.size(); i++) {
                look(element(elements, i), list.get(i), lookup);
            }
        } else if (v.op == Op.INVOKE && object instanceof Map<?, ?> map && is(v, "mapOf")) {
            Store keys = new Store(v.input(0), s.in, s.call);
            Store values = new Store(v.input(1), s.in, s.call);
            for (int i = 0; i < map.size(); i++) {
                Store key = element(keys, i);
                if (key != null && key.value.attribute instanceof String text) {
                    look(element(values, i), map.get(text), lookup);
                }
            }
        }
    }

    private static boolean isFunctionObject(Value v) {
        return FunctionClass.of(v.attribute(MethodRef.class).resolved().getDeclaringClass()) != null;
    }

    /** Whether this makes a list or a map that cannot change. */
    private static boolean is(Value v, String name) {
        Function g = v.attribute(Function.class);
        return g.position.className().equals(Substitutes.class.getName())
                && g.position.method().equals(name);
    }

    /** Returns what is stored at that index of an array that has just been made for the elements of a list or map. */
    private static @Nullable Store element(Store array, int index) {
        for (Block b : array.in.blocks) {
            for (Value v : b.body) {
                if (v.op == Op.ARRAY_STORE
                        && v.input(0) == array.value
                        && Integer.valueOf(index).equals(v.input(1).integerConstant())) {
                    return new Store(v.input(2), array.in, array.call);
                }
            }
        }
        return null;
    }

    /** Goes back through casts, parameters and calls to what made the value; null where there are several ways. */
    private static @Nullable Store origin(Store s) {
        Store at = s;
        for (int steps = 0; steps < 1000; steps++) { // recursion leads nowhere
            Value v = at.value;
            switch (v.op) {
                case CHECK_CAST -> at = new Store(v.input(0), at.in, at.call);
                case PARAMETER -> {
                    int k = at.in.parameters().indexOf(v);
                    if (k < 0 || at.call == null) {
                        return null;
                    }
                    at = new Store(at.call.value.input(k), at.call.in, at.call.call);
                }
                case INVOKE -> {
                    Value result = is(v, "listOf") || is(v, "mapOf") ? null : onlyResult(v.attribute(Function.class));
                    if (result == null) {
                        return at;
                    }
                    at = new Store(result, v.attribute(Function.class), at);
                }
                default -> {
                    return at;
                }
            }
        }
        return null;
    }

    private static @Nullable Value onlyResult(Function f) {
        Value only = null;
        for (Block b : f.blocks) {
            if (b.isTerminated() && b.terminator().kind == Terminator.Kind.RETURN) {
                if (only != null || b.terminator().inputs.length != 1) {
                    return null;
                }
                only = b.terminator().inputs[0];
            }
        }
        return only;
    }

    /** What the constructors give the final fields of a new object. */
    private static Map<Field, Store> fields(Store object) throws ReflectiveOperationException {
        Map<Field, Store> fields = new LinkedHashMap<>();
        Map<Field, Boolean> several = new HashMap<>();
        Map<Function, Boolean> seen = new IdentityHashMap<>();
        constructed(object.value, object.in, object.call, fields, several, seen);
        fields.keySet().removeAll(several.keySet());
        return fields;
    }

    private static void constructed(
            Value object,
            Function in,
            @Nullable Store call,
            Map<Field, Store> fields,
            Map<Field, Boolean> several,
            Map<Function, Boolean> seen)
            throws ReflectiveOperationException {
        for (Block b : in.blocks) {
            for (Value v : b.body) {
                if (v.inputs.length == 0 || v.input(0) != object) {
                    continue;
                }
                if (v.op == Op.INIT_FIELD || v.op == Op.PUT_FIELD) {
                    FieldRef f = v.attribute(FieldRef.class);
                    if (!f.isFinal() || f.isOutOfSight()) {
                        continue;
                    }
                    Field field = f.declaring().getDeclaredField(f.name());
                    if (Modifier.isStatic(field.getModifiers())
                            || fields.put(field, new Store(v.input(1), in, call)) != null) {
                        several.put(field, true);
                    }
                } else if (v.op == Op.INVOKE) {
                    Function g = v.attribute(Function.class);
                    if (g.position.method().equals("<init>") && seen.put(g, true) == null) {
                        constructed(g.parameters().get(0), g, new Store(v, in, call), fields, several, seen);
                    }
                }
            }
        }
    }
}
