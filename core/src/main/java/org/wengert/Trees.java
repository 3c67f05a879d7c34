package org.wengert;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nested structures of real numbers: a {@code Double}, arrays of any depth, records, lists, maps. The shadow of a tree is what generated code accumulates adjoints in: an array
 * for an array, {@code Object[] {double[] of the real components, shadow of each other reference…}} for a record or a boxed number.
 */
final class Trees {
    private Trees() {}

    /** Returns whether a value of that class has real leaves. */
    static boolean hasLeaves(Class<?> c) {
        if (c == double.class || c == float.class || c == Double.class || c == Float.class) {
            return true;
        }
        if (c.isArray()) {
            return hasLeaves(c.getComponentType());
        }
        if (List.class.isAssignableFrom(c) || Map.class.isAssignableFrom(c)) {
            return true; // their elements may be
        }
        if (c.isRecord()) {
            for (RecordComponent r : c.getRecordComponents()) {
                if (hasLeaves(r.getType())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns a shadow of zeros. */
    static @Nullable Object shadow(@Nullable Object tree) {
        if (tree == null) {
            return null;
        }
        Class<?> c = tree.getClass();
        if (tree instanceof double[] a) {
            return new double[a.length];
        }
        if (tree instanceof float[] a) {
            return new float[a.length];
        }
        if (c.isArray()) {
            if (c.getComponentType().isPrimitive()) {
                return null;
            }
            int n = Array.getLength(tree);
            Class<?> leaf = c;
            while (leaf.isArray()) {
                leaf = leaf.getComponentType();
            }
            Object[] rows = (Object[]) Array.newInstance(
                    leaf == double.class || leaf == float.class ? c.getComponentType() : Object.class, n);
            for (int i = 0; i < n; i++) {
                rows[i] = shadow(Array.get(tree, i));
            }
            return rows;
        }
        if (tree instanceof Double) {
            return new Object[] {new double[1]};
        }
        if (tree instanceof List<?> l) {
            List<@Nullable Object> shadows = new ArrayList<>();
            for (Object o : l) {
                shadows.add(shadow(o));
            }
            return shadows;
        }
        if (tree instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> shadows = new LinkedHashMap<>();
            m.forEach((k, v) -> shadows.put(k, shadow(v)));
            return shadows;
        }
        if (c.isRecord()) {
            int reals = 0;
            List<@Nullable Object> all = new ArrayList<>();
            all.add(null);
            for (Field f : fields(c)) {
                if (isReal(f.getType())) {
                    reals++;
                } else if (!f.getType().isPrimitive()) {
                    all.add(shadow(component(tree, f.getName())));
                }
            }
            all.set(0, new double[reals]);
            return all.toArray();
        }
        return null;
    }

    private static List<Field> fields(Class<?> record) {
        List<Field> fields = new ArrayList<>();
        for (Field f : record.getDeclaredFields()) {
            if (!java.lang.reflect.Modifier.isStatic(f.getModifiers())) {
                fields.add(f);
            }
        }
        return fields;
    }

    private static boolean isReal(Class<?> c) {
        return c == double.class || c == float.class;
    }

    /** Returns the component of a record. */
    static @Nullable Object component(Object record, String name) {
        for (RecordComponent r : record.getClass().getRecordComponents()) {
            if (r.getName().equals(name)) {
                try {
                    r.getAccessor().setAccessible(true);
                    return r.getAccessor().invoke(record);
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalArgumentException(
                            "The component " + name + " of " + record.getClass().getName() + " cannot be read.", e);
                }
            }
        }
        throw new AssertionError("a record without its component (please report)");
    }

    /** Returns a tree like the given one with the derivatives of a shadow at its leaves; other leaves are taken over. */
    static @Nullable Object derivative(@Nullable Object tree, @Nullable Object shadow) {
        if (tree == null || shadow == null) {
            return tree;
        }
        Class<?> c = tree.getClass();
        if (tree instanceof double[] || tree instanceof float[]) {
            return shadow;
        }
        if (c.isArray()) {
            int n = Array.getLength(tree);
            Object rows = Array.newInstance(c.getComponentType(), n);
            for (int i = 0; i < n; i++) {
                Array.set(rows, i, derivative(Array.get(tree, i), Array.get(shadow, i)));
            }
            return rows;
        }
        if (tree instanceof Double) {
            return ((double[]) ((Object[]) shadow)[0])[0];
        }
        if (tree instanceof List<?> l) {
            List<@Nullable Object> derivatives = new ArrayList<>();
            for (int i = 0; i < l.size(); i++) {
                derivatives.add(derivative(l.get(i), ((List<?>) shadow).get(i)));
            }
            return derivatives;
        }
        if (tree instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> derivatives = new LinkedHashMap<>();
            m.forEach((k, v) -> derivatives.put(k, derivative(v, ((Map<?, ?>) shadow).get(k))));
            return derivatives;
        }
        Object[] parts = (Object[]) shadow;
        double[] reals = (double[]) parts[0];
        int real = 0;
        int reference = 1;
        List<Field> fields = fields(c);
        @Nullable Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            Field f = fields.get(i);
            if (f.getType() == double.class) {
                values[i] = reals[real++];
            } else if (f.getType() == float.class) {
                values[i] = (float) reals[real++];
            } else {
                Object v = component(tree, f.getName());
                values[i] = f.getType().isPrimitive() ? v : derivative(v, parts[reference++]);
            }
        }
        return construct(c, values);
    }

    private static Object construct(Class<?> record, @Nullable Object[] values) {
        try {
            Class<?>[] types = new Class<?>[values.length];
            RecordComponent[] components = record.getRecordComponents();
            for (int i = 0; i < types.length; i++) {
                types[i] = components[i].getType();
            }
            Constructor<?> c = record.getDeclaredConstructor(types);
            c.setAccessible(true);
            return c.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "The gradient cannot be put into a "
                            + record.getName()
                            + ", because its constructor rejects the numbers: "
                            + e.getCause()
                            + "\n  Keep checks out of the constructor, or differentiate with respect to the components.",
                    e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record without its constructor", e);
        }
    }

    /** Returns a copy that shares no array with the given tree. */
    static @Nullable Object copy(@Nullable Object tree) {
        if (tree == null) {
            return null;
        }
        Class<?> c = tree.getClass();
        if (c.isArray()) {
            int n = Array.getLength(tree);
            Object copy = Array.newInstance(c.getComponentType(), n);
            if (c.getComponentType().isPrimitive()) {
                System.arraycopy(tree, 0, copy, 0, n);
            } else {
                for (int i = 0; i < n; i++) {
                    Array.set(copy, i, copy(Array.get(tree, i)));
                }
            }
            return copy;
        }
        if (tree instanceof List<?> l) {
            List<@Nullable Object> copies = new ArrayList<>();
            for (Object o : l) {
                copies.add(copy(o));
            }
            return copies;
        }
        if (tree instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> copies = new LinkedHashMap<>();
            m.forEach((k, v) -> copies.put(k, copy(v)));
            return copies;
        }
        if (c.isRecord() && hasLeaves(c)) {
            List<Field> fields = fields(c);
            @Nullable Object[] values = new Object[fields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = copy(component(tree, fields.get(i).getName()));
            }
            return construct(c, values);
        }
        return tree;
    }

    // ---------------------------------------------------------------- flat numbering

    /** Returns the real leaves in order. */
    static double[] flatten(@Nullable Object... trees) {
        List<Double> leaves = new ArrayList<>();
        for (Object t : trees) {
            flatten(t, leaves);
        }
        double[] flat = new double[leaves.size()];
        Arrays.setAll(flat, leaves::get);
        return flat;
    }

    private static void flatten(@Nullable Object tree, List<Double> out) {
        if (tree == null) {
            return;
        }
        if (tree instanceof Double d) {
            out.add(d);
        } else if (tree instanceof Float f) {
            out.add((double) f);
        } else if (tree.getClass().isArray()) {
            if (hasLeaves(tree.getClass())) {
                for (int i = 0; i < Array.getLength(tree); i++) {
                    flatten(Array.get(tree, i), out);
                }
            }
        } else if (tree instanceof List<?> l) {
            for (Object o : l) {
                flatten(o, out);
            }
        } else if (tree instanceof Map<?, ?> m) {
            for (Object o : m.values()) {
                flatten(o, out);
            }
        } else if (tree.getClass().isRecord()) {
            for (Field f : fields(tree.getClass())) {
                flatten(component(tree, f.getName()), out);
            }
        }
    }

    /** Returns the leaves of a shadow in the order of the tree it belongs to. */
    static double[] flattenShadow(@Nullable Object tree, @Nullable Object shadow) {
        return flatten(derivativeUnchecked(tree, shadow));
    }

    /** As {@link #derivative}, but without the records' constructors. */
    private static @Nullable Object derivativeUnchecked(@Nullable Object tree, @Nullable Object shadow) {
        if (tree == null || shadow == null) {
            return null;
        }
        Class<?> c = tree.getClass();
        if (tree instanceof double[] || tree instanceof float[]) {
            return shadow;
        }
        List<@Nullable Object> parts = new ArrayList<>();
        if (c.isArray()) {
            for (int i = 0; i < Array.getLength(tree); i++) {
                parts.add(derivativeUnchecked(Array.get(tree, i), Array.get(shadow, i)));
            }
        } else if (tree instanceof Double) {
            return ((double[]) ((Object[]) shadow)[0])[0];
        } else if (tree instanceof List<?> l) {
            for (int i = 0; i < l.size(); i++) {
                parts.add(derivativeUnchecked(l.get(i), ((List<?>) shadow).get(i)));
            }
        } else if (tree instanceof Map<?, ?> m) {
            m.forEach((k, v) -> parts.add(derivativeUnchecked(v, ((Map<?, ?>) shadow).get(k))));
        } else {
            double[] reals = (double[]) ((Object[]) shadow)[0];
            int real = 0;
            int reference = 1;
            for (Field f : fields(c)) {
                if (isReal(f.getType())) {
                    parts.add(reals[real++]);
                } else if (!f.getType().isPrimitive()) {
                    parts.add(derivativeUnchecked(component(tree, f.getName()), ((Object[]) shadow)[reference++]));
                }
            }
        }
        return flatten(parts.toArray());
    }

    /** Sets one leaf of a shadow, numbered as in the tree; returns the number of leaves passed. */
    static int set(@Nullable Object tree, @Nullable Object shadow, int index, double value) {
        if (tree == null || shadow == null) {
            return 0;
        }
        Class<?> c = tree.getClass();
        if (shadow instanceof double[] a && tree instanceof double[]) {
            if (index >= 0 && index < a.length) {
                a[index] = value;
            }
            return a.length;
        }
        if (shadow instanceof float[] a) {
            if (index >= 0 && index < a.length) {
                a[index] = (float) value;
            }
            return a.length;
        }
        int passed = 0;
        if (c.isArray()) {
            for (int i = 0; i < Array.getLength(tree); i++) {
                passed += set(Array.get(tree, i), Array.get(shadow, i), index - passed, value);
            }
            return passed;
        }
        if (tree instanceof List<?> l) {
            for (int i = 0; i < l.size(); i++) {
                passed += set(l.get(i), ((List<?>) shadow).get(i), index - passed, value);
            }
            return passed;
        }
        if (tree instanceof Map<?, ?> m) {
            for (Map.Entry<?, ?> e : m.entrySet()) {
                passed += set(e.getValue(), ((Map<?, ?>) shadow).get(e.getKey()), index - passed, value);
            }
            return passed;
        }
        Object[] parts = (Object[]) shadow;
        double[] reals = (double[]) java.util.Objects.requireNonNull(parts[0]);
        if (tree instanceof Double) {
            if (index == 0) {
                reals[0] = value;
            }
            return 1;
        }
        int real = 0;
        int reference = 1;
        for (Field f : fields(c)) {
            if (isReal(f.getType())) {
                if (index == passed) {
                    reals[real] = value;
                }
                real++;
                passed++;
            } else if (!f.getType().isPrimitive()) {
                passed += set(component(tree, f.getName()), parts[reference++], index - passed, value);
            }
        }
        return passed;
    }
}
