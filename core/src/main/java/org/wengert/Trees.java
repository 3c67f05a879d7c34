package org.wengert;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wengert.program.access.ObjectGraph;
import org.wengert.program.runtime.Twins;

/**
 * Nested structures of real numbers: a {@code Double}, arrays of any depth, records, lists, maps. The shadow of a tree is what generated code accumulates adjoints in: an array
 * for an array, {@code Object[] {double[] of the real components, shadow of each other reference…}} for a record or a boxed number.
 */
final class Trees {
    private Trees() {}

    /** Returns whether values of that class may have real leaves; what is declared as an interface or as Object does not tell. */
    static boolean hasLeaves(Class<?> c) {
        return hasLeaves(c, new HashSet<>());
    }

    private static boolean hasLeaves(Class<?> c, Set<Class<?>> seen) {
        if (isReal(c) || c == Double.class || c == Float.class) {
            return true;
        }
        if (c.isArray()) {
            return hasLeaves(c.getComponentType(), seen);
        }
        if (List.class.isAssignableFrom(c) || Map.class.isAssignableFrom(c)) {
            return true; // their elements may be
        }
        if (c.isRecord() && seen.add(c)) {
            for (RecordComponent r : c.getRecordComponents()) {
                Class<?> t = r.getType();
                boolean isOpen = r.getGenericType() instanceof TypeVariable || t == Object.class || t == Number.class;
                if (isOpen || hasLeaves(t, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns whether there is a real number in a tree, or in a collection that is none. */
    static boolean hasNumbers(@Nullable Object tree) {
        if (tree instanceof Double || tree instanceof Float) {
            return true;
        }
        if (tree instanceof Object[] elements) {
            return Arrays.stream(elements).anyMatch(Trees::hasNumbers);
        }
        if (tree instanceof Collection<?> c) {
            return c.stream().anyMatch(Trees::hasNumbers);
        }
        if (tree instanceof Map<?, ?> m) {
            return hasNumbers(m.values());
        }
        if (tree instanceof Optional<?> o) {
            return o.isPresent() && hasNumbers(o.get());
        }
        if (tree instanceof Record) {
            for (Field f : fields(tree.getClass())) {
                if (isReal(f.getType()) || !f.getType().isPrimitive() && hasNumbers(component(tree, f))) {
                    return true;
                }
            }
            return false;
        }
        return tree instanceof double[] || tree instanceof float[] || tree instanceof OptionalDouble;
    }

    // ---------------------------------------------------------------- shadows

    /**
     * Returns shadows of zeros. Where a tree holds the same array twice, its shadow does as well; numbers and records have no identity and get one
     * each. Different trees share nothing, for they are different variables.
     */
    static @Nullable Object[] shadows(@Nullable Object... trees) {
        @Nullable Object[] shadows = new Object[trees.length];
        Arrays.setAll(shadows, i -> shadow(trees[i]));
        return shadows;
    }

    /**
     * Returns a shadow of zeros.
     *
     * @throws IllegalArgumentException if there is a number in the tree for which derivatives have no place
     */
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
            return isReadOnly(l) ? shadows : listLike(l.getClass(), shadows);
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
                    all.add(shadow(component(tree, f), seen));
                }
            }
            all.set(0, new double[reals]);
            return all.toArray();
        }
        if (tree instanceof Enum && hasRealFields(c)) {
            return enumShadow(tree, seen);
        }
        requireConstant(tree);
        return Twins.zeros(tree); // an object without numbers, or that makes some of its own
    }

    /** Returns room for the derivatives of an enum constant's fields, which is one object for all, so that nobody asks for them. */
    private static @Nullable Object[] enumShadow(Object constant, Map<Object, Object> seen) {
        int reals = 0;
        List<@Nullable Object> all = new ArrayList<>();
        all.add(null);
        Deque<Class<?>> classes = new ArrayDeque<>();
        for (Class<?> c = constant.getClass(); c != Object.class; c = c.getSuperclass()) {
            classes.push(c);
        }
        for (Class<?> c : classes) {
            for (Field f : c.getDeclaredFields()) {
                Class<?> t = f.getType();
                if (Modifier.isStatic(f.getModifiers())) {
                    continue;
                }
                if (isReal(t)) {
                    reals++;
                } else if (t.isArray() && hasLeaves(t)) {
                    open(f, c);
                    all.add(shadow(component(constant, f), seen));
                } else if (!t.isPrimitive()) {
                    all.add(null);
                }
            }
        }
        all.set(0, new double[reals]);
        return all.toArray();
    }

    /** Refuses what has numbers in it, but no derivatives: a gradient would show the numbers themselves in their place. */
    private static void requireConstant(Object leaf) {
        Class<?> c = leaf.getClass();
        if (leaf instanceof Float) {
            throw new IllegalArgumentException("A number of the class Float has no derivative, but there is one: "
                    + leaf
                    + ".\n  Make it a Double, a double or a float.");
        }
        if ((leaf instanceof Collection || leaf instanceof Optional || leaf instanceof OptionalDouble)
                && hasNumbers(leaf)) {
            throw new IllegalArgumentException("The numbers in an object of "
                    + c.getName()
                    + " have no derivatives: it is not an array, a record, a list or a map.\n  Make it a list.");
        }
        if (hasRealFields(c) || ObjectGraph.classes(leaf).stream().anyMatch(k -> !k.isEnum() && hasRealFields(k))) {
            throw new IllegalArgumentException("The numbers in an object of "
                    + c.getName()
                    + " have no derivatives: it is not an array, a record, a list or a map."
                    + "\n  Make it a record, or let the function capture it if its numbers are constants.");
        }
    }

    private static boolean hasRealFields(Class<?> c) {
        if (c.isHidden() || c.getName().startsWith("java.")) {
            return false; // a lambda with what it captured, a String, an Integer, …
        }
        for (Class<?> k = c; k != null; k = k.getSuperclass()) {
            for (Field f : k.getDeclaredFields()) {
                Class<?> t = f.getType();
                if (!Modifier.isStatic(f.getModifiers())
                        && (t.isRecord() || t.isArray() || isReal(t) || t == Double.class)
                        && hasLeaves(t)) {
                    return true;
                }
            }
        }
        return false;
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
            return listLike(l.getClass(), copies);
        }
        if (shadow instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> copies = mapLike(m);
            m.forEach((k, v) -> copies.put(k, sharingNumbers(v, seen)));
            return copies;
        }
        return shadow;
    }

    // ---------------------------------------------------------------- collections

    static boolean isReadOnly(Object collection) {
        return isReadOnly(collection.getClass());
    }

    private static boolean isReadOnly(Class<?> collection) {
        String name = collection.getName();
        return name.startsWith("java.util.ImmutableCollections$") || name.startsWith("java.util.Collections$");
    }

    /** Returns a list of the same kind as one of that class, so that it does what that one would. */
    @SuppressWarnings("JdkObsolete") // a LinkedList where the caller has one
    static List<@Nullable Object> listLike(Class<?> kind, List<@Nullable Object> elements) {
        if (LinkedList.class.isAssignableFrom(kind)) {
            return new LinkedList<>(elements);
        }
        if (isReadOnly(kind)) {
            return Collections.unmodifiableList(elements);
        }
        return kind == FIXED_SIZE ? Arrays.asList(elements.toArray()) : elements;
    }

    private static final Class<?> FIXED_SIZE = Arrays.asList().getClass();

    /** Returns an empty map that will have the order of the given one. */
    static Map<@Nullable Object, @Nullable Object> mapLike(Map<?, ?> m) {
        if (m instanceof SortedMap<?, ?> sorted) {
            @SuppressWarnings("unchecked") // of the same keys
            Comparator<Object> order = (Comparator<Object>) sorted.comparator();
            return new TreeMap<>(order);
        }
        if (m instanceof EnumMap<?, ?> ofEnum) {
            @SuppressWarnings("unchecked") // of the same keys
            Map<@Nullable Object, @Nullable Object> empty =
                    (Map<@Nullable Object, @Nullable Object>) (Map<?, ?>) ofEnum.clone();
            empty.clear();
            return empty;
        }
        return new LinkedHashMap<>();
    }

    // ---------------------------------------------------------------- records

    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> record) {
            List<Field> fields = new ArrayList<>();
            for (Field f : record.getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers())) {
                    open(f, record);
                    fields.add(f);
                }
            }
            return List.copyOf(fields);
        }
    };

    private static List<Field> fields(Class<?> record) {
        return FIELDS.get(record);
    }

    private static void open(AccessibleObject member, Class<?> record) {
        try {
            member.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "A derivative with respect to a "
                            + record.getName()
                            + " needs its fields, but its module does not let Wengert in: "
                            + e.getMessage()
                            + "\n  Add to its module-info: opens "
                            + record.getPackageName()
                            + " to org.wengert;",
                    e);
        }
    }

    private static boolean isReal(Class<?> c) {
        return c == double.class || c == float.class;
    }

    /** Returns the component of a record as it is kept: what its accessor makes of it is a matter of the function. */
    private static @Nullable Object component(Object record, Field f) {
        try {
            return f.get(record);
        } catch (IllegalAccessException e) {
            throw new AssertionError("a field that was opened (please report)", e);
        }
    }

    /** Returns a tree like the given one with the derivatives of a shadow at its leaves; other leaves are taken over. */
    static @Nullable Object derivative(@Nullable Object tree, @Nullable Object shadow) {
        if (tree == null || shadow == null || tree instanceof Enum) {
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
            return isReadOnly(l) ? derivatives : listLike(l.getClass(), derivatives);
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
                Object v = component(tree, f);
                values[i] = f.getType().isPrimitive() ? v : derivative(v, parts[reference++]);
            }
        }
        return construct(c, values, "The gradient cannot be put into a ");
    }

    /**
     * Returns a record of those components.
     *
     * @throws IllegalArgumentException if its constructor rejects them, or makes other numbers of them
     */
    private static Object construct(Class<?> record, @Nullable Object[] values, String what) {
        double[] numbers = flatten(values); // before the constructor has them: it may write to arrays
        Object made = constructed(record, values, what);
        if (!Arrays.equals(numbers, flatten(made))) {
            throw new IllegalArgumentException(what
                    + record.getName()
                    + ", because its constructor changes the numbers: of "
                    + some(numbers)
                    + " it makes "
                    + some(flatten(made))
                    + "\n  Keep computations out of the constructor, for example in a static method that calls it, or differentiate with respect to the"
                    + " components.");
        }
        return made;
    }

    private static String some(double[] numbers) {
        String shown = Arrays.toString(Arrays.copyOf(numbers, Math.min(numbers.length, 8)));
        return numbers.length > 8 ? shown.replace("]", ", …]") : shown;
    }

    private static Object constructed(Class<?> record, @Nullable Object[] values, String what) {
        try {
            Class<?>[] types = new Class<?>[values.length];
            RecordComponent[] components = record.getRecordComponents();
            for (int i = 0; i < types.length; i++) {
                types[i] = components[i].getType();
            }
            Constructor<?> c = record.getDeclaredConstructor(types);
            open(c, record);
            return c.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    what
                            + record.getName()
                            + ", because its constructor rejects the numbers: "
                            + e.getCause()
                            + "\n  Keep checks out of the constructor, or differentiate with respect to the components.",
                    e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record without its constructor", e);
        }
    }

    /**
     * Returns copies that share no array with the given trees or with each other; in each, the same array twice stays the same array twice.
     */
    static @Nullable Object[] separateCopies(@Nullable Object... trees) {
        @Nullable Object[] copies = new Object[trees.length];
        Arrays.setAll(copies, i -> copy(trees[i], new IdentityHashMap<>()));
        return copies;
    }

    /** Returns whether an array of real numbers is in two of the trees. */
    static boolean shareArrays(@Nullable Object... trees) {
        if (trees.length < 2) {
            return false;
        }
        Map<Object, Integer> owners = new IdentityHashMap<>();
        for (int i = 0; i < trees.length; i++) {
            if (isShared(trees[i], i, owners)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Checks that a method, which has run on copies of arguments that share an array, has not written to them: then it is of no matter that its
     * derivatives are computed with an array for each argument.
     *
     * @throws IllegalArgumentException if it has
     */
    static void requireUnwritten(String method, @Nullable Object[] copies, @Nullable Object... arguments) {
        if (!Arrays.equals(flatten(copies), flatten(arguments))) {
            throw new IllegalArgumentException("Two arguments of "
                    + method
                    + " hold the same array, and it is written to: what is read from one argument comes from the other, so that they are no variables"
                    + " of their own."
                    + "\n  Pass a copy, for example x.clone(), or write to a copy.");
        }
    }

    private static boolean isShared(@Nullable Object tree, int owner, Map<Object, Integer> owners) {
        if (tree instanceof double[] || tree instanceof float[] || tree instanceof Object[]) {
            Integer known = owners.putIfAbsent(tree, owner);
            if (known != null) {
                return known != owner;
            }
        }
        if (tree instanceof Object[] elements) {
            return Arrays.stream(elements).anyMatch(e -> isShared(e, owner, owners));
        }
        if (tree instanceof List<?> l) {
            return l.stream().anyMatch(e -> isShared(e, owner, owners));
        }
        if (tree instanceof Map<?, ?> m) {
            return m.values().stream().anyMatch(e -> isShared(e, owner, owners));
        }
        return tree instanceof Record
                && fields(tree.getClass()).stream()
                        .anyMatch(f -> !f.getType().isPrimitive() && isShared(component(tree, f), owner, owners));
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
            return listLike(l.getClass(), copies);
        }
        if (tree instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> copies = mapLike(m);
            m.forEach((k, v) -> copies.put(k, copy(v, seen)));
            return isReadOnly(m) ? Collections.unmodifiableMap(copies) : copies;
        }
        if (c.isRecord() && hasLeaves(c)) {
            List<Field> fields = fields(c);
            @Nullable Object[] values = new Object[fields.size()];
            boolean isCopy = false;
            for (int i = 0; i < values.length; i++) {
                Object v = component(tree, fields.get(i));
                values[i] = copy(v, seen);
                isCopy |= values[i] != v;
            }
            if (!isCopy) {
                return tree; // nothing in it that could be written to
            }
            Object copy = construct(c, values, "No copy can be made of a ");
            requireSameConstants(tree, copy);
            return copy;
        }
        return tree;
    }

    private static void requireSameConstants(Object record, Object copy) {
        for (Field f : fields(record.getClass())) {
            Object v = component(record, f);
            boolean isPlain =
                    f.getType().isPrimitive() || v instanceof String || v instanceof Number || v instanceof Enum;
            if (isPlain && !Objects.equals(v, component(copy, f))) {
                throw new IllegalArgumentException("No copy can be made of a "
                        + record.getClass().getName()
                        + ", because its constructor changes the component "
                        + f.getName()
                        + ": of "
                        + v
                        + " it makes "
                        + component(copy, f)
                        + "\n  Keep computations out of the constructor, for example in a static method that calls it, or differentiate with respect"
                        + " to the components.");
            }
        }
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
                || tree instanceof Enum;
        if (!isTree) {
            throw new IllegalArgumentException("A gradient with respect to an object of "
                    + c.getName()
                    + " has no form: it is not a number, an array, a record, a list or a map."
                    + "\n  Make it a record, or differentiate with respect to its numbers.");
        }
    }

    // ---------------------------------------------------------------- flat numbering

    /** Real leaves in order. Mutable. */
    private static final class Leaves {
        private double[] numbers = new double[8];
        private int count;

        private void room(int more) {
            if (more > numbers.length - count) {
                numbers = Arrays.copyOf(numbers, Math.max(2 * count, Math.addExact(count, more)));
            }
        }

        void add(double x) {
            room(1);
            numbers[count++] = x;
        }

        void add(double[] x) {
            room(x.length);
            System.arraycopy(x, 0, numbers, count, x.length);
            count += x.length;
        }

        double[] toArray() {
            return Arrays.copyOf(numbers, count);
        }
    }

    /** Returns the real leaves in order. */
    static double[] flatten(@Nullable Object... trees) {
        Leaves leaves = new Leaves();
        for (Object t : trees) {
            flatten(t, leaves);
        }
        return leaves.toArray();
    }

    private static void flatten(@Nullable Object tree, Leaves out) {
        if (tree instanceof Double d) {
            out.add(d);
        } else if (tree instanceof Float f) {
            out.add(f);
        } else if (tree instanceof double[] x) {
            out.add(x);
        } else if (tree instanceof float[] x) {
            for (float e : x) {
                out.add(e);
            }
        } else if (tree instanceof Object[] x) {
            for (Object o : x) {
                flatten(o, out);
            }
        } else if (tree instanceof List<?> l) {
            for (Object o : l) {
                flatten(o, out);
            }
        } else if (tree instanceof Map<?, ?> m) {
            for (Object o : m.values()) {
                flatten(o, out);
            }
        } else if (tree instanceof Record) {
            for (Field f : fields(tree.getClass())) {
                flatten(component(tree, f), out);
            }
        }
    }

    /** Returns the leaves of a shadow in the order of the tree it belongs to. */
    static double[] flattenShadow(@Nullable Object tree, @Nullable Object shadow) {
        return flatten(derivativeUnchecked(tree, shadow));
    }

    /** As {@link #derivative}, but without the records' constructors. */
    private static @Nullable Object derivativeUnchecked(@Nullable Object tree, @Nullable Object shadow) {
        if (tree == null) {
            return null;
        }
        if (shadow == null) {
            return new double[flatten(tree).length]; // no derivative has come here
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
        } else if (tree instanceof Record) {
            double[] reals = (double[]) ((Object[]) shadow)[0];
            int real = 0;
            int reference = 1;
            for (Field f : fields(c)) {
                if (isReal(f.getType())) {
                    parts.add(reals[real++]);
                } else if (!f.getType().isPrimitive()) {
                    parts.add(derivativeUnchecked(component(tree, f), ((Object[]) shadow)[reference++]));
                }
            }
        }
        return flatten(parts.toArray());
    }

    /** Sets one leaf of a shadow, numbered as in the tree; returns the number of leaves passed. */
    static int set(@Nullable Object tree, @Nullable Object shadow, int index, double value) {
        if (tree == null || shadow == null || tree instanceof Enum) {
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
                passed += set(component(tree, f), parts[reference++], index - passed, value);
            }
        }
        return passed;
    }
}
