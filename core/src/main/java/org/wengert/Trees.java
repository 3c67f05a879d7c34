package org.wengert;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

    // ---------------------------------------------------------------- shadows

    /**
     * Returns shadows of zeros. Where the trees hold the same array twice, the shadows do as well; numbers and records have no identity and get one each.
     */
    static @Nullable Object[] shadows(@Nullable Object... trees) {
        Map<Object, Object> seen = new IdentityHashMap<>();
        @Nullable Object[] shadows = new Object[trees.length];
        Arrays.setAll(shadows, i -> shadow(trees[i], seen));
        return shadows;
    }

    /** Returns a shadow of zeros. */
    static @Nullable Object shadow(@Nullable Object tree) {
        return shadow(tree, new IdentityHashMap<>());
    }

    private static @Nullable Object shadow(@Nullable Object tree, Map<Object, Object> seen) {
        if (tree == null) {
            return null;
        }
        Class<?> c = tree.getClass();
        if (c.isArray()) {
            Object known = seen.get(tree);
            if (known == null) {
                known = arrayShadow(tree, seen);
                if (known != null) {
                    seen.put(tree, known);
                }
            }
            return known;
        }
        if (tree instanceof Double) {
            return new Object[] {new double[1]};
        }
        if (tree instanceof List<?> l) {
            List<@Nullable Object> shadows = new ArrayList<>();
            for (Object o : l) {
                shadows.add(shadow(o, seen));
            }
            return isReadOnly(l) ? shadows : listLike(l, shadows);
        }
        if (tree instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> shadows = mapLike(m);
            m.forEach((k, v) -> shadows.put(k, shadow(v, seen)));
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
                    all.add(shadow(component(tree, f.getName()), seen));
                }
            }
            all.set(0, new double[reals]);
            return all.toArray();
        }
        return null;
    }

    private static @Nullable Object arrayShadow(Object array, Map<Object, Object> seen) {
        if (array instanceof double[] a) {
            return new double[a.length];
        }
        if (array instanceof float[] a) {
            return new float[a.length];
        }
        if (!(array instanceof Object[] elements)) {
            return null;
        }
        Class<?> leaf = array.getClass();
        while (leaf.isArray()) {
            leaf = leaf.getComponentType();
        }
        Object[] rows = (Object[]) Array.newInstance(
                leaf == double.class || leaf == float.class ? array.getClass().getComponentType() : Object.class,
                elements.length);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = shadow(elements[i], seen);
        }
        return rows;
    }

    /**
     * Returns shadows with the same numbers as those given, in structures of their own: a function that moves rows, records or elements of a list moves
     * their shadows with them, and the caller wants to find them where they were.
     */
    static @Nullable Object[] sharingNumbers(@Nullable Object... shadows) {
        Map<Object, Object> seen = new IdentityHashMap<>();
        @Nullable Object[] result = new Object[shadows.length];
        Arrays.setAll(result, i -> sharingNumbers(shadows[i], seen));
        return result;
    }

    private static @Nullable Object sharingNumbers(@Nullable Object shadow, Map<Object, Object> seen) {
        if (shadow instanceof Object[] parts) {
            Object known = seen.get(shadow);
            if (known != null) {
                return known;
            }
            Object[] copies = parts.clone();
            seen.put(shadow, copies);
            for (int i = 0; i < copies.length; i++) {
                copies[i] = sharingNumbers(parts[i], seen);
            }
            return copies;
        }
        if (shadow instanceof List<?> l) {
            List<@Nullable Object> copies = new ArrayList<>();
            for (Object o : l) {
                copies.add(sharingNumbers(o, seen));
            }
            return listLike(l, copies);
        }
        if (shadow instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> copies = mapLike(m);
            m.forEach((k, v) -> copies.put(k, sharingNumbers(v, seen)));
            return copies;
        }
        return shadow;
    }

    // ---------------------------------------------------------------- collections

    private static boolean isReadOnly(Object collection) {
        String name = collection.getClass().getName();
        return name.startsWith("java.util.ImmutableCollections$") || name.startsWith("java.util.Collections$");
    }

    /** Returns a list of the same kind, so that it does what the given one would. */
    @SuppressWarnings("JdkObsolete") // a LinkedList where the caller has one
    private static List<@Nullable Object> listLike(List<?> l, List<@Nullable Object> elements) {
        if (l instanceof LinkedList) {
            return new LinkedList<>(elements);
        }
        if (isReadOnly(l)) {
            return Collections.unmodifiableList(elements);
        }
        return l.getClass() == FIXED_SIZE ? Arrays.asList(elements.toArray()) : elements;
    }

    private static final Class<?> FIXED_SIZE = Arrays.asList().getClass();

    /** Returns an empty map that will have the order of the given one. */
    private static Map<@Nullable Object, @Nullable Object> mapLike(Map<?, ?> m) {
        if (m instanceof SortedMap<?, ?> sorted) {
            @SuppressWarnings("unchecked") // of the same keys
            Comparator<Object> order = (Comparator<Object>) sorted.comparator();
            return new TreeMap<>(order);
        }
        return new LinkedHashMap<>();
    }

    // ---------------------------------------------------------------- records

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
            return isReadOnly(l) ? derivatives : listLike(l, derivatives);
        }
        if (tree instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> derivatives = mapLike(m);
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

    /** Returns copies that share no array with the given trees; the same array twice stays the same array twice. */
    static @Nullable Object[] copies(@Nullable Object... trees) {
        Map<Object, Object> seen = new IdentityHashMap<>();
        @Nullable Object[] copies = new Object[trees.length];
        Arrays.setAll(copies, i -> copy(trees[i], seen));
        return copies;
    }

    private static @Nullable Object copy(@Nullable Object tree, Map<Object, Object> seen) {
        if (tree == null) {
            return null;
        }
        Class<?> c = tree.getClass();
        if (c.isArray()) {
            Object known = seen.get(tree);
            if (known != null) {
                return known;
            }
            int n = Array.getLength(tree);
            Object copy = Array.newInstance(c.getComponentType(), n);
            seen.put(tree, copy);
            if (c.getComponentType().isPrimitive()) {
                System.arraycopy(tree, 0, copy, 0, n);
            } else {
                for (int i = 0; i < n; i++) {
                    Array.set(copy, i, copy(Array.get(tree, i), seen));
                }
            }
            return copy;
        }
        if (tree instanceof List<?> l) {
            List<@Nullable Object> copies = new ArrayList<>();
            for (Object o : l) {
                copies.add(copy(o, seen));
            }
            return listLike(l, copies);
        }
        if (tree instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> copies = mapLike(m);
            m.forEach((k, v) -> copies.put(k, copy(v, seen)));
            return isReadOnly(m) ? Collections.unmodifiableMap(copies) : copies;
        }
        if (c.isRecord() && hasLeaves(c)) {
            List<Field> fields = fields(c);
            @Nullable Object[] values = new Object[fields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = copy(component(tree, fields.get(i).getName()), seen);
            }
            return construct(c, values);
        }
        return tree;
    }

    /**
     * Checks that derivatives with respect to an argument have a form.
     *
     * @throws IllegalArgumentException if the argument is null, or an object of another class with numbers in it
     */
    static void check(@Nullable Object tree) {
        if (tree == null) {
            throw new IllegalArgumentException(
                    "The argument is null: there is nothing to differentiate with respect to.");
        }
        Class<?> c = tree.getClass();
        boolean isTree = c.isArray()
                || c.isRecord()
                || tree instanceof List
                || tree instanceof Map
                || tree instanceof Number
                || tree instanceof CharSequence
                || tree instanceof Boolean
                || tree instanceof Character
                || c.isEnum();
        if (!isTree) {
            throw new IllegalArgumentException("A gradient with respect to an object of "
                    + c.getName()
                    + " has no form: it is not a number, an array, a record, a list or a map."
                    + "\n  Make it a record, or differentiate with respect to its numbers.");
        }
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
