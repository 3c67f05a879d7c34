package org.wengert.learn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The real numbers in arguments and results: a number, the elements of an array, the components of a record, the elements of a
 * list, the values of a map, in order and to any depth; everything else is a constant.
 */
final class Tree {
    private final Memory memory;
    private final Lookup lookup;
    private final List<Step> inputs = new ArrayList<>();
    private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();

    Tree(Memory memory, Lookup lookup) {
        this.memory = memory;
        this.lookup = lookup;
    }

    /** Returns the inputs found so far, in order. */
    List<Step> inputs() {
        return inputs;
    }

    /** Returns the input that a number is. */
    Step input(String name, double x) {
        Step input = new Step(new Operation.Input(name), List.of(), x, new double[0], 0, null);
        inputs.add(input);
        return input;
    }

    /**
     * Returns a copy of an argument whose real numbers are inputs; what has none is returned itself. What is one array in
     * the original is one array in the copy.
     */
    @SuppressWarnings("JdkObsolete") // a method may ask for a LinkedList
    @Nullable
    Object copy(@Nullable Object x, String name) {
        if (x == null) {
            return null;
        }
        Object known = copies.get(x);
        if (known != null) {
            return known;
        }
        Object copy = switch (x) {
            case Double d -> box(d, name);
            case double[] a -> {
                double[] c = a.clone();
                for (int i = 0; i < c.length; i++) {
                    memory.element(c, i, input(name + "[" + i + "]", c[i]));
                }
                yield c;
            }
            case float[] a -> {
                float[] c = a.clone();
                for (int i = 0; i < c.length; i++) {
                    memory.element(c, i, input(name + "[" + i + "]", c[i]));
                }
                yield c;
            }
            case Object[] a -> {
                Object[] c = (Object[]) Array.newInstance(a.getClass().getComponentType(), a.length);
                for (int i = 0; i < c.length; i++) {
                    c[i] = copy(a[i], name + "[" + i + "]");
                }
                yield c;
            }
            case Record r -> record(r, name);
            case List<?> list -> {
                List<@Nullable Object> c = list instanceof LinkedList ? new LinkedList<>() : new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                    c.add(copy(list.get(i), name + "[" + i + "]"));
                }
                yield c;
            }
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> c =
                        map instanceof TreeMap ? new TreeMap<>() : new LinkedHashMap<>();
                map.forEach((key, value) -> c.put(key, copy(value, name + "[" + key + "]")));
                yield c;
            }
            default -> x.getClass().isArray() ? clone(x) : x;
        };
        if (x instanceof List || x instanceof Map) {
            mark(copy);
        }
        if (!(x instanceof Double) && !(x instanceof Record)) { // these have no identity that a program may rely on
            copies.put(x, copy);
        }
        return copy;
    }

    /** A list or map of inputs hands them out through calls, which have to know. */
    private void mark(Object collection) {
        Iterable<?> elements = collection instanceof Map<?, ?> map ? map.values() : (List<?>) collection;
        for (Object element : elements) {
            if (memory.carries(element)) {
                memory.carrier(collection);
                return;
            }
        }
    }

    private static Object clone(Object array) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }

    private Object box(double x, String name) {
        Double box = x; // a box of its own, whose identity stands for this input
        memory.box(box, input(name, x));
        return box;
    }

    @SuppressWarnings("ReferenceEquality") // a copy is another object
    private Object record(Record r, String name) {
        RecordComponent[] components = r.getClass().getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Step[] origins = new Step[components.length];
        boolean isNew = false;
        for (int i = 0; i < components.length; i++) {
            Object value = component(r, components[i]);
            types[i] = components[i].getType();
            String path = name + "." + components[i].getName();
            if (types[i] == double.class || types[i] == float.class) {
                values[i] = value;
                origins[i] = input(path, ((Number) Recorder.there(value)).doubleValue());
                isNew = true;
            } else {
                values[i] = copy(value, path);
                isNew |= values[i] != value;
            }
        }
        if (!isNew) {
            return r;
        }
        Object made = construct(r.getClass(), types, values);
        for (int i = 0; i < components.length; i++) {
            if (origins[i] != null) {
                memory.field(made, Memory.key(r.getClass(), components[i].getName()), origins[i]);
            }
        }
        return made;
    }

    private Object construct(Class<?> type, Class<?>[] types, @Nullable Object[] values) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            Lookup inside = inside(type);
            if (inside == lookup) {
                constructor.setAccessible(true);
            }
            return inside.unreflectConstructor(constructor).invokeWithArguments(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw closed(type, e);
        }
    }

    private @Nullable Object component(Record r, RecordComponent c) {
        try {
            Lookup inside = inside(r.getClass());
            if (inside == lookup) {
                c.getAccessor().setAccessible(true);
            }
            return inside.unreflect(c.getAccessor()).invokeWithArguments(r);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw closed(r.getClass(), e);
        }
    }

    private Lookup inside(Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(type, lookup);
        } catch (IllegalAccessException e) {
            return lookup;
        }
    }

    private static IllegalArgumentException closed(Class<?> type, Throwable cause) {
        return new IllegalArgumentException(
                "The record " + type.getSimpleName()
                        + " cannot be read.\n  Pass a lookup of its package: MethodHandles.lookup() called there.",
                cause);
    }

    /**
     * Adds the real numbers of a result.
     *
     * @param origin of a number that is the result itself
     */
    void outputs(@Nullable Object y, @Nullable Step origin, String name, List<Trace.Output> outputs) {
        switch (y) {
            case Double d -> outputs.add(output(name, origin == null ? memory.box(d) : origin, d));
            case Float f -> outputs.add(output(name, origin, f));
            case double[] a -> {
                for (int i = 0; i < a.length; i++) {
                    outputs.add(output(name + "[" + i + "]", memory.element(a, i), a[i]));
                }
            }
            case float[] a -> {
                for (int i = 0; i < a.length; i++) {
                    outputs.add(output(name + "[" + i + "]", memory.element(a, i), a[i]));
                }
            }
            case Object[] a -> {
                for (int i = 0; i < a.length; i++) {
                    outputs(a[i], null, name + "[" + i + "]", outputs);
                }
            }
            case Record r -> {
                for (RecordComponent c : r.getClass().getRecordComponents()) {
                    Object value = component(r, c);
                    Step from =
                            c.getType().isPrimitive() ? memory.named(r, Memory.key(r.getClass(), c.getName())) : null;
                    if (from != null
                            || !(value instanceof Number)
                            || value instanceof Double
                            || value instanceof Float) {
                        outputs(value, from, name + "." + c.getName(), outputs);
                    }
                }
            }
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    outputs(list.get(i), null, name + "[" + i + "]", outputs);
                }
            }
            case Map<?, ?> map -> map.forEach((key, value) -> outputs(value, null, name + "[" + key + "]", outputs));
            case null, default -> {}
        }
    }

    private static Trace.Output output(String name, @Nullable Step origin, double value) {
        return new Trace.Output(name, origin == null ? new Operand.Constant(value) : new Operand.Of(origin), value);
    }
}
