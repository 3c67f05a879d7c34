package org.wengert.program.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Shadows of collections, where repeating the primal's call on the shadow is not enough. Called by generated code only.
 *
 * <p>The shadow of an array of references holds the shadows of its elements, that of a list is a list of them, that of a map has the same keys, that of an
 * {@link Optional} is a list of one. The shadow of another object is an {@code Object[]}: at 0 a {@code double[]} for its
 * real fields, then the shadows of its references.
 */
public final class Twins {
    private Twins() {}

    // ---------------------------------------------------------------- constants

    /**
     * Returns its argument: from here on it is a constant, whatever it is stored with.
     *
     * @param primal what a function has captured
     * @return the same
     */
    public static @Nullable Object constant(@Nullable Object primal) {
        return primal;
    }

    /**
     * Returns a shadow of zeros for something that does not depend on the input.
     *
     * @param primal an array, an object or null
     * @return its shadow, or null if it has none
     */
    public static @Nullable Object zeros(@Nullable Object primal) {
        return zeros(primal, new IdentityHashMap<>());
    }

    private static @Nullable Object zeros(@Nullable Object primal, Map<Object, Object> seen) {
        if (primal == null) {
            return null;
        }
        Object known = seen.get(primal);
        if (known != null) {
            return known;
        }
        if (primal instanceof double[] x) {
            return remember(seen, primal, new double[x.length]);
        }
        if (primal instanceof float[] x) {
            return remember(seen, primal, new float[x.length]);
        }
        if (primal instanceof Double) {
            return remember(seen, primal, new Object[] {new double[1]});
        }
        if (primal instanceof Object[] x) {
            return ofArray(x, seen);
        }
        if (primal instanceof Collection<?> || primal instanceof Map<?, ?> || primal instanceof Optional<?>) {
            return ofCollection(primal, seen);
        }
        Class<?> c = primal.getClass();
        return c.isArray() || c.getName().startsWith("java.") ? null : ofObject(primal, c, seen);
    }

    private static Object remember(Map<Object, Object> seen, Object primal, Object shadow) {
        seen.put(primal, shadow);
        return shadow;
    }

    private static Object ofArray(@Nullable Object[] primal, Map<Object, Object> seen) {
        Class<?> leaf = primal.getClass();
        while (leaf.isArray()) {
            leaf = leaf.getComponentType();
        }
        boolean isReal = leaf == double.class || leaf == float.class;
        Class<?> component = isReal ? primal.getClass().getComponentType() : Object.class;
        @Nullable Object[] shadow = (Object[]) Array.newInstance(component, primal.length);
        seen.put(primal, shadow);
        for (int i = 0; i < shadow.length; i++) {
            shadow[i] = zeros(primal[i], seen);
        }
        return shadow;
    }

    @SuppressWarnings("JdkObsolete") // a list that is a queue as well and holds nulls
    private static @Nullable Object ofCollection(Object primal, Map<Object, Object> seen) {
        if (primal instanceof Optional<?> o) {
            return o.isPresent() ? Collections.singletonList(zeros(o.get(), seen)) : null;
        }
        if (primal instanceof Map<?, ?> m) {
            Map<@Nullable Object, @Nullable Object> shadow = mapLike(m);
            seen.put(primal, shadow);
            m.forEach((k, v) -> shadow.put(k, zeros(v, seen)));
            return shadow;
        }
        if (!(primal instanceof List<?>) && !(primal instanceof Deque<?>)) {
            return null; // a set is never looked into
        }
        List<@Nullable Object> shadow = primal instanceof Deque<?> ? new LinkedList<>() : new ArrayList<>();
        seen.put(primal, shadow);
        for (Object o : (Collection<?>) primal) {
            shadow.add(zeros(o, seen));
        }
        return shadow;
    }

    private static Map<@Nullable Object, @Nullable Object> mapLike(Map<?, ?> m) {
        if (m instanceof SortedMap<?, ?> sorted) {
            @SuppressWarnings("unchecked") // of the same keys
            Comparator<Object> order = (Comparator<Object>) sorted.comparator();
            return new TreeMap<>(order);
        }
        return new LinkedHashMap<>();
    }

    /** Returns a shadow of zeros of an array of numbers, a box or an object, without those of what it refers to. */
    static @Nullable Object zerosOfOne(Object primal) {
        if (primal instanceof double[] x) {
            return new double[x.length];
        }
        if (primal instanceof float[] x) {
            return new float[x.length];
        }
        if (primal instanceof Double) {
            return new Object[] {new double[1]};
        }
        Class<?> c = primal.getClass();
        if (c.isArray() || c.getName().startsWith("java.")) {
            return null;
        }
        return emptyShadow(classesOf(c));
    }

    private static Object ofObject(Object primal, Class<?> c, Map<Object, Object> seen) {
        List<Class<?>> classes = classesOf(c);
        @Nullable Object[] shadow = emptyShadow(classes);
        seen.put(primal, shadow);
        int at = 1;
        for (Object held : references(primal, classes)) {
            shadow[at++] = zeros(held, seen);
        }
        return shadow;
    }

    /** Returns the class of an object and all above it but Object, those first: the order of a shadow's slots. */
    private static List<Class<?>> classesOf(Class<?> c) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> k = c; k != null && k != Object.class; k = k.getSuperclass()) {
            classes.add(0, k);
        }
        return classes;
    }

    /** Returns a shadow of zeros without references. */
    private static @Nullable Object[] emptyShadow(List<Class<?>> classes) {
        int reals = 0;
        int references = 1;
        for (Class<?> k : classes) {
            for (Field f : k.getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers())) {
                    reals += isReal(f) ? 1 : 0;
                    references += f.getType().isPrimitive() ? 0 : 1;
                }
            }
        }
        @Nullable Object[] shadow = new Object[references];
        shadow[0] = new double[reals];
        return shadow;
    }

    /** Returns what the reference fields of an object hold, in the order of its shadow; null for what the JDK's own classes declare. */
    static List<@Nullable Object> references(Object primal) {
        return references(primal, classesOf(primal.getClass()));
    }

    private static List<@Nullable Object> references(Object primal, List<Class<?>> classes) {
        List<@Nullable Object> references = new ArrayList<>();
        for (Class<?> k : classes) {
            for (Field f : k.getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers()) && !f.getType().isPrimitive()) {
                    references.add(k.getName().startsWith("java.") ? null : get(f, primal));
                }
            }
        }
        return references;
    }

    private static boolean isReal(Field f) {
        return f.getType() == double.class || f.getType() == float.class;
    }

    private static @Nullable Object get(Field f, Object primal) {
        if (Map.Entry.class.isAssignableFrom(f.getDeclaringClass())) {
            return null;
        }
        try {
            f.setAccessible(true);
            return f.get(primal);
        } catch (IllegalAccessException | java.lang.reflect.InaccessibleObjectException e) {
            throw new UnsupportedOperationException(
                    "A constant object of " + f.getDeclaringClass().getName()
                            + " is stored with values that depend on the input, and its field " + f.getName()
                            + " cannot be read.\n  Open its package to org.wengert.",
                    e);
        }
    }

    // ---------------------------------------------------------------- copies

    /**
     * Returns the shadow of {@link List#of(Object[])}.
     *
     * @param shadows shadows of the elements
     * @return a list of them
     */
    public static List<@Nullable Object> listOf(@Nullable Object[] shadows) {
        return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(shadows)));
    }

    /**
     * Returns the shadow of {@link List#copyOf}.
     *
     * @param shadow the shadow of a collection
     * @return a list of what it holds
     */
    public static List<@Nullable Object> copyOf(Collection<@Nullable Object> shadow) {
        return Collections.unmodifiableList(new ArrayList<>(shadow));
    }

    /**
     * Returns the shadow of {@link Map#copyOf}, whose order is its own.
     *
     * @param shadow the shadow of a map
     * @param copy the copy of that map
     * @return a map with the keys of the copy in their order
     */
    public static Map<@Nullable Object, @Nullable Object> copyOf(
            Map<@Nullable Object, @Nullable Object> shadow, Map<?, ?> copy) {
        Map<@Nullable Object, @Nullable Object> ordered = new LinkedHashMap<>();
        copy.forEach((k, v) -> ordered.put(k, shadow.get(k)));
        return Collections.unmodifiableMap(ordered);
    }

    // ---------------------------------------------------------------- values that are computed

    /**
     * Does to a map what {@link Map#compute} does once it has the value: a hash map grows at other times than in {@link Map#put}, and its order follows.
     *
     * @param map a map
     * @param key a key
     * @param value its value from now on, or null for none
     */
    public static void compute(Map<Object, Object> map, Object key, @Nullable Object value) {
        map.compute(key, (k, v) -> value);
    }

    /**
     * Does the same to the shadow of the map, whose value may be null beside one that is not.
     *
     * @param shadow the shadow of a map
     * @param key a key
     * @param value the shadow of its value
     * @param primal its value
     */
    public static void compute(
            Map<@Nullable Object, @Nullable Object> shadow,
            Object key,
            @Nullable Object value,
            @Nullable Object primal) {
        shadow.compute(key, (k, v) -> primal);
        if (primal != null) {
            shadow.put(key, value);
        }
    }

    // ---------------------------------------------------------------- keys

    /**
     * Returns the shadow of a map's key set: for each key nothing, since a key has no shadow; what is removed from it is removed from the map.
     *
     * @param shadow the shadow of a map
     * @return a set of as many nulls
     */
    public static java.util.Set<@Nullable Object> keys(Map<@Nullable Object, @Nullable Object> shadow) {
        return new Keys(shadow);
    }

    private static final class Keys extends AbstractSet<@Nullable Object> {
        private final Map<@Nullable Object, @Nullable Object> map;

        Keys(Map<@Nullable Object, @Nullable Object> map) {
            this.map = map;
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public Iterator<@Nullable Object> iterator() {
            Iterator<@Nullable Object> keys = map.keySet().iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return keys.hasNext();
                }

                @Override
                public @Nullable Object next() {
                    keys.next();
                    return null;
                }

                @Override
                public void remove() {
                    keys.remove();
                }
            };
        }
    }

    // ---------------------------------------------------------------- orders

    /**
     * As {@link List#sort}.
     *
     * @param list a list
     * @param order an order, or null for the natural one
     * @param before what the list holds now; for the shadow's sake
     */
    public static void sort(
            List<Object> list, @Nullable Comparator<Object> order, @SuppressWarnings("unused") Object[] before) {
        list.sort(order);
    }

    /**
     * Puts shadows into the order that their primals have got.
     *
     * @param shadow the shadow of a list
     * @param before what the list held
     * @param after the list, with the same objects in another order
     */
    public static void reorder(List<@Nullable Object> shadow, @Nullable Object[] before, List<?> after) {
        Map<@Nullable Object, @Nullable Object> shadowOf = new IdentityHashMap<>();
        for (int i = 0; i < before.length; i++) {
            shadowOf.put(before[i], shadow.get(i));
        }
        int i = 0;
        for (Object o : after) {
            shadow.set(i++, shadowOf.get(o));
        }
    }

    /**
     * Returns the elements.
     *
     * @param list a list
     * @return what it holds, in order
     */
    public static Object[] elements(List<Object> list) {
        return list.toArray();
    }

    /**
     * Returns where the greatest element is that {@link Collections#max(Collection, Comparator)} returns.
     *
     * @param c a collection
     * @param order an order, or null for the natural one
     * @return its index in the order of iteration; 0 if there is none
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static int indexOfMax(Collection<Object> c, @Nullable Comparator<Object> order) {
        Comparator<Object> o = order == null ? (Comparator) Comparator.naturalOrder() : order;
        int at = 0;
        int i = 0;
        Object max = null;
        for (Object x : c) {
            if (i == 0 || o.compare(x, max) > 0) {
                max = x;
                at = i;
            }
            i++;
        }
        return at;
    }

    /**
     * Returns where the least element is that {@link Collections#min(Collection, Comparator)} returns.
     *
     * @param c a collection
     * @param order an order, or null for the natural one
     * @return its index in the order of iteration; 0 if there is none
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static int indexOfMin(Collection<Object> c, @Nullable Comparator<Object> order) {
        return indexOfMax(c, order == null ? (Comparator) Comparator.reverseOrder() : order.reversed());
    }

    /**
     * Returns the indices of an array's elements in the order that {@link Arrays#sort(Object[], Comparator)} gives them, by the same comparisons.
     *
     * @param a objects
     * @param order an order, or null for the natural one
     * @return the indices
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static int[] order(Object[] a, @Nullable Comparator<Object> order) {
        Comparator<Object> o = order == null ? (Comparator) Comparator.naturalOrder() : order;
        Integer[] indices = new Integer[a.length];
        for (int i = 0; i < a.length; i++) {
            indices[i] = i;
        }
        Arrays.sort(indices, (i, j) -> o.compare(a[i], a[j]));
        int[] sorted = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            sorted[i] = indices[i];
        }
        return sorted;
    }

    /**
     * Returns the indices of an array's elements in ascending order of the elements, equal ones as they come.
     *
     * @param a numbers
     * @param from first index
     * @param to end
     * @return the indices
     */
    public static int[] order(double[] a, int from, int to) {
        if (from > to || from < 0 || to > a.length) {
            Arrays.sort(a, from, to); // throws what it throws
        }
        int n = to - from;
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = from + i;
        }
        int[] other = new int[n];
        for (int width = 1; width < n; width *= 2) {
            for (int start = 0; start < n; start += 2 * width) {
                merge(a, order, other, start, Math.min(start + width, n), Math.min(start + 2 * width, n));
            }
            int[] done = other;
            other = order;
            order = done;
        }
        return order;
    }

    private static void merge(double[] a, int[] from, int[] to, int start, int middle, int end) {
        int i = start;
        int j = middle;
        for (int k = start; k < end; k++) {
            if (j >= end || i < middle && Double.compare(a[from[i]], a[from[j]]) <= 0) {
                to[k] = from[i++];
            } else {
                to[k] = from[j++];
            }
        }
    }

    /**
     * Returns where the element is that a stream's {@code max} or {@code min} returns: of equal ones the first.
     *
     * @param elements the elements
     * @param order an order
     * @param greatest whether the greatest element is asked for, or the least
     * @return its index; 0 if there is none
     */
    public static int indexOf(List<Object> elements, Comparator<Object> order, boolean greatest) {
        int at = 0;
        for (int i = 1; i < elements.size(); i++) {
            int c = order.compare(elements.get(at), elements.get(i));
            at = greatest ? c >= 0 ? at : i : c <= 0 ? at : i;
        }
        return at;
    }

    /**
     * Returns a set of what has been seen.
     *
     * @return an empty set
     */
    public static Object keys() {
        return new HashSet<Object>();
    }

    /**
     * Puts a number into a set of {@link #keys}.
     *
     * @param seen the set
     * @param x a number
     * @return whether it was not there
     */
    public static boolean isNew(Object seen, double x) {
        return isNew(seen, (Object) x);
    }

    /**
     * Puts a number into a set of {@link #keys}.
     *
     * @param seen the set
     * @param x a number
     * @return whether it was not there
     */
    public static boolean isNew(Object seen, long x) {
        return isNew(seen, (Object) x);
    }

    /**
     * Puts an object into a set of {@link #keys}.
     *
     * @param seen the set
     * @param x an object
     * @return whether it was not there
     */
    @SuppressWarnings("unchecked") // it is the set that keys() has made
    public static boolean isNew(Object seen, @Nullable Object x) {
        return ((HashSet<@Nullable Object>) seen).add(x);
    }

    /**
     * Returns a normally distributed number as {@link RandomGenerator#nextGaussian(double, double)} makes it, which some generators do in another way
     * than {@link RandomGenerator#nextGaussian()}.
     *
     * @param random a generator
     * @return a number
     */
    public static double nextGaussian(RandomGenerator random) {
        return random.nextGaussian(0, 1);
    }

    /**
     * As {@link Number#doubleValue}, of a number that carries no derivative.
     *
     * @param n a number other than a {@code Double}
     * @return it
     */
    public static double doubleValue(Number n) {
        library(n);
        return n.doubleValue();
    }

    /**
     * As {@link Number#floatValue}, of a number that carries no derivative.
     *
     * @param n a number other than a {@code Double}
     * @return it
     */
    public static float floatValue(Number n) {
        library(n);
        return n.floatValue();
    }

    /**
     * As {@link Number#intValue}, of a number that carries no derivative.
     *
     * @param n a number other than a {@code Double}
     * @return it
     */
    public static int intValue(Number n) {
        library(n);
        return n.intValue();
    }

    /**
     * As {@link Number#longValue}, of a number that carries no derivative.
     *
     * @param n a number other than a {@code Double}
     * @return it
     */
    public static long longValue(Number n) {
        library(n);
        return n.longValue();
    }

    /**
     * Checks that what a method of the library does is what this object does.
     *
     * @param collection a collection whose methods are written out
     * @throws UnsupportedOperationException if it is of a class of the user's, which may do something else
     */
    public static void library(@Nullable Object collection) {
        if (collection != null && collection.getClass().getClassLoader() != null) {
            throw new UnsupportedOperationException("The derivative needs to know what "
                    + collection.getClass().getName()
                    + " does.\n  Declare the variable with that class, so that its methods are followed.");
        }
    }

    /**
     * Throws what {@link System#arraycopy} throws for indices that are out of bounds.
     *
     * @param a source
     * @param i its first index
     * @param b target
     * @param j its first index
     * @param n how many
     */
    public static void failToCopy(Object a, int i, Object b, int j, int n) {
        System.arraycopy(a, i, b, j, n);
    }
}
