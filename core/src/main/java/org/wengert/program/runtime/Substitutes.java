package org.wengert.program.runtime;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Library methods written out in plain Java, with the same results to the bit, so that differentiation can follow them instead of the
 * library's own code. Called by generated code only.
 */
public final class Substitutes {
    private Substitutes() {}

    /**
     * Throws what it is given, checked or not.
     *
     * @param e what to throw
     * @return never
     */
    public static Throwable raise(Throwable e) {
        throw Substitutes.<RuntimeException>sneak(e);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the type is a lie told to the compiler only
    private static <T extends Throwable> T sneak(Throwable e) throws T {
        throw (T) e;
    }

    /**
     * Returns a number without its last bits.
     *
     * @param x the number
     * @param bits how many bits of its fraction are made 0
     * @return the number next to it towards 0 that has so many bits less
     */
    public static double truncated(double x, int bits) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & -1L << bits);
    }

    /**
     * Stands for taking the lock of an object: generated code does it with the JVM's instruction, for which Java has no method.
     *
     * @param o an object
     */
    public static void lock(Object o) {
        requireNonNull(o);
    }

    /**
     * Stands for giving back the lock of an object, as {@link #lock} for taking it.
     *
     * @param o an object
     */
    public static void unlock(Object o) {
        requireNonNull(o);
    }

    /**
     * Returns x; its derivative is zero by the user's wish.
     *
     * @param x a number
     * @return x
     */
    public static double stopGradient(double x) {
        return x;
    }

    /**
     * Returns a copy of x; its derivative is zero by the user's wish.
     *
     * @param x numbers
     * @return a copy
     */
    public static double[] stopGradient(double[] x) {
        return x.clone();
    }

    /**
     * As {@link java.util.Objects#requireNonNull(Object, String)}.
     *
     * @param o a reference
     * @param message what the exception says
     * @return the reference
     */
    public static Object requireNonNull(Object o, String message) {
        if (o == null) {
            throw new NullPointerException(message);
        }
        return o;
    }

    /**
     * As {@link java.util.Objects#requireNonNull(Object, Supplier)}.
     *
     * @param o a reference
     * @param message gives what the exception says, or null
     * @return the reference
     */
    public static Object requireNonNull(Object o, Supplier<String> message) {
        if (o == null) {
            throw new NullPointerException(message == null ? null : message.get());
        }
        return o;
    }

    /**
     * As {@link java.util.Objects#requireNonNull(Object)}.
     *
     * @param o a reference
     * @return the same
     */
    public static Object requireNonNull(Object o) {
        if (o == null) {
            throw new NullPointerException();
        }
        return o;
    }

    /**
     * As {@link java.util.Arrays#fill(double[], double)}.
     *
     * @param a an array
     * @param v the value
     */
    public static void fill(double[] a, double v) {
        for (int i = 0; i < a.length; i++) {
            a[i] = v;
        }
    }

    /**
     * As {@link java.util.Arrays#fill(float[], float)}.
     *
     * @param a an array
     * @param v the value
     */
    public static void fill(float[] a, float v) {
        for (int i = 0; i < a.length; i++) {
            a[i] = v;
        }
    }

    /**
     * As {@link java.util.Arrays#fill(double[], int, int, double)}.
     *
     * @param a an array
     * @param from first index
     * @param to end
     * @param v the value
     */
    public static void fill(double[] a, int from, int to, double v) {
        if (from > to) {
            throw new IllegalArgumentException("fromIndex(" + from + ") > toIndex(" + to + ")");
        }
        if (from < 0) {
            throw new ArrayIndexOutOfBoundsException(from);
        }
        if (to > a.length) {
            throw new ArrayIndexOutOfBoundsException(to);
        }
        for (int i = from; i < to; i++) {
            a[i] = v;
        }
    }

    /**
     * As {@link java.util.Arrays#copyOf(double[], int)}.
     *
     * @param a an array
     * @param length the new length
     * @return the copy
     */
    public static double[] copyOf(double[] a, int length) {
        double[] copy = new double[length];
        int n = a.length < length ? a.length : length;
        for (int i = 0; i < n; i++) {
            copy[i] = a[i];
        }
        return copy;
    }

    /**
     * As {@link java.util.Arrays#copyOfRange(double[], int, int)}.
     *
     * @param a an array
     * @param from first index
     * @param to end
     * @return the copy
     */
    public static double[] copyOfRange(double[] a, int from, int to) {
        int length = to - from;
        if (length < 0) {
            throw new IllegalArgumentException(from + " > " + to);
        }
        double[] copy = new double[length];
        int n = a.length - from < length ? a.length - from : length;
        if (from < 0 || from > a.length) {
            Twins.failToCopy(a, from, copy, 0, n);
        }
        for (int i = 0; i < n; i++) {
            copy[i] = a[from + i];
        }
        return copy;
    }

    /**
     * As {@link System#arraycopy}, of doubles.
     *
     * @param a source
     * @param i its first index
     * @param b target
     * @param j its first index
     * @param n how many
     */
    public static void arraycopy(double[] a, int i, double[] b, int j, int n) {
        if (i < 0 || j < 0 || n < 0 || i > a.length - n || j > b.length - n) {
            Twins.failToCopy(a, i, b, j, n);
        }
        if (a == b && i < j) {
            for (int k = n - 1; k >= 0; k--) {
                b[j + k] = a[i + k];
            }
        } else {
            for (int k = 0; k < n; k++) {
                b[j + k] = a[i + k];
            }
        }
    }

    /**
     * As {@link System#arraycopy}, of floats.
     *
     * @param a source
     * @param i its first index
     * @param b target
     * @param j its first index
     * @param n how many
     */
    public static void arraycopy(float[] a, int i, float[] b, int j, int n) {
        if (i < 0 || j < 0 || n < 0 || i > a.length - n || j > b.length - n) {
            Twins.failToCopy(a, i, b, j, n);
        }
        if (a == b && i < j) {
            for (int k = n - 1; k >= 0; k--) {
                b[j + k] = a[i + k];
            }
        } else {
            for (int k = 0; k < n; k++) {
                b[j + k] = a[i + k];
            }
        }
    }

    /**
     * As {@link System#arraycopy}, of references to arrays of doubles.
     *
     * @param a source
     * @param i its first index
     * @param b target
     * @param j its first index
     * @param n how many
     */
    public static void arraycopy(double[][] a, int i, double[][] b, int j, int n) {
        if (i < 0 || j < 0 || n < 0 || i > a.length - n || j > b.length - n) {
            Twins.failToCopy(a, i, b, j, n);
        }
        if (a == b && i < j) {
            for (int k = n - 1; k >= 0; k--) {
                b[j + k] = a[i + k];
            }
        } else {
            for (int k = 0; k < n; k++) {
                b[j + k] = a[i + k];
            }
        }
    }

    /**
     * Returns Σ aᵢ·bᵢ.
     *
     * @param a numbers
     * @param b as many numbers
     * @return the sum of products
     */
    public static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i] * b[i];
        }
        return s;
    }

    /**
     * Adds c·a to b.
     *
     * @param c a factor
     * @param a numbers
     * @param b as many numbers; changed
     */
    public static void addScaled(double c, double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            b[i] += c * a[i];
        }
    }

    /**
     * Sets every element to zero.
     *
     * @param a numbers; changed
     */
    public static void clear(double[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = 0;
        }
    }

    /**
     * As {@link Number#doubleValue}; of the JDK's numbers only a {@code Double} carries a derivative.
     *
     * @param n a number
     * @return it
     */
    public static double doubleValue(Number n) {
        return n instanceof Double d ? d : Twins.doubleValue(n);
    }

    /**
     * As {@link Number#floatValue}.
     *
     * @param n a number
     * @return it, rounded
     */
    public static float floatValue(Number n) {
        return n instanceof Double d ? (float) (double) d : Twins.floatValue(n);
    }

    /**
     * As {@link Number#intValue}.
     *
     * @param n a number
     * @return its whole part
     */
    public static int intValue(Number n) {
        return n instanceof Double d ? (int) (double) d : Twins.intValue(n);
    }

    /**
     * As {@link Number#longValue}.
     *
     * @param n a number
     * @return its whole part
     */
    public static long longValue(Number n) {
        return n instanceof Double d ? (long) (double) d : Twins.longValue(n);
    }

    /**
     * As {@link java.util.Arrays#sort(Object[], Comparator)}.
     *
     * @param a objects; changed
     * @param order an order, or null for the natural one
     */
    public static void sort(Object[] a, @Nullable Comparator<Object> order) {
        int[] from = Twins.order(a, order);
        Object[] before = a.clone();
        for (int i = 0; i < from.length; i++) {
            a[i] = before[from[i]];
        }
    }

    /**
     * As {@link java.util.Arrays#sort(Object[])}.
     *
     * @param a objects; changed
     */
    public static void sort(Object[] a) {
        sort(a, null);
    }

    /**
     * As {@link java.util.Arrays#sort(double[])}.
     *
     * @param a numbers; changed
     */
    public static void sort(double[] a) {
        sort(a, 0, a.length);
    }

    /**
     * As {@link java.util.Arrays#sort(double[], int, int)}.
     *
     * @param a numbers; changed
     * @param from first index
     * @param to end
     */
    public static void sort(double[] a, int from, int to) {
        int[] order = Twins.order(a, from, to);
        double[] before = a.clone();
        for (int i = from; i < to; i++) {
            a[i] = before[order[i - from]];
        }
    }

    /**
     * As {@link java.util.Arrays#setAll(double[], IntToDoubleFunction)}.
     *
     * @param a numbers; changed
     * @param f of the index
     */
    public static void setAll(double[] a, IntToDoubleFunction f) {
        requireNonNull(f);
        for (int i = 0; i < a.length; i++) {
            a[i] = f.applyAsDouble(i);
        }
    }

    /**
     * As {@link java.util.Arrays#setAll(Object[], IntFunction)}.
     *
     * @param a references; changed
     * @param f of the index
     */
    public static void setAll(Object[] a, IntFunction<Object> f) {
        requireNonNull(f);
        for (int i = 0; i < a.length; i++) {
            a[i] = f.apply(i);
        }
    }

    /**
     * As {@link java.util.Arrays#parallelSetAll(double[], IntToDoubleFunction)}, in order.
     *
     * @param a numbers; changed
     * @param f of the index
     */
    public static void parallelSetAll(double[] a, IntToDoubleFunction f) {
        setAll(a, f);
    }

    /**
     * As {@link java.util.Arrays#parallelSort(double[])}.
     *
     * @param a numbers; changed
     */
    public static void parallelSort(double[] a) {
        sort(a, 0, a.length);
    }

    /**
     * As {@link Math#fma(float, float, float)}, whose bits are known: has the derivative of x · y + z.
     *
     * @param sum x · y + z
     * @param change 0, with the derivative of the sum
     * @param rounded the result, a constant
     * @return {@code rounded}
     */
    public static float fused(double sum, double change, float rounded) {
        boolean isOrdinary = rounded != 0 && Math.abs(rounded) <= Float.MAX_VALUE;
        return isOrdinary ? (float) (rounded + change) : (float) sum; // the same, with its sign
    }

    /**
     * As {@link Math#clamp(float, float, float)}.
     *
     * @param x a number
     * @param min the least result
     * @param max the greatest result
     * @return the number between them that is next to x
     */
    public static float clamp(float x, float min, float max) {
        if (Float.isNaN(min)) {
            throw new IllegalArgumentException("min is NaN");
        }
        if (Float.isNaN(max)) {
            throw new IllegalArgumentException("max is NaN");
        }
        if (Float.compare(min, max) > 0) {
            throw new IllegalArgumentException(min + " > " + max);
        }
        return (float) Math.clamp((double) x, (double) min, (double) max);
    }

    /**
     * As {@link java.util.Objects#requireNonNullElse}.
     *
     * @param o a reference
     * @param other another, not null
     * @return the first that is not null
     */
    public static Object requireNonNullElse(@Nullable Object o, Object other) {
        return o != null ? o : requireNonNull(other, "defaultObj");
    }

    /**
     * As {@link RandomGenerator#nextGaussian(double, double)}.
     *
     * @param random a generator
     * @param mean the mean
     * @param deviation the standard deviation
     * @return a number
     */
    public static double nextGaussian(RandomGenerator random, double mean, double deviation) {
        Twins.library(random);
        if (deviation < 0) {
            throw new IllegalArgumentException("standard deviation must be non-negative");
        }
        return mean + deviation * Twins.nextGaussian(random);
    }

    /**
     * As {@link RandomGenerator#nextDouble(double)}.
     *
     * @param random a generator
     * @param bound the upper bound
     * @return a number
     */
    public static double nextDouble(RandomGenerator random, double bound) {
        Twins.library(random);
        if (!(bound > 0 && bound < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("bound must be finite and positive");
        }
        double r = random.nextDouble() * bound;
        return r >= bound ? Math.nextDown(bound) : r;
    }

    /**
     * As {@link RandomGenerator#nextDouble(double, double)}.
     *
     * @param random a generator
     * @param origin the lower bound
     * @param bound the upper bound
     * @return a number
     */
    public static double nextDouble(RandomGenerator random, double origin, double bound) {
        Twins.library(random);
        if (!(origin < bound && origin > Double.NEGATIVE_INFINITY && bound < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("bound must be greater than origin");
        }
        double r = random.nextDouble();
        if (bound - origin < Double.POSITIVE_INFINITY) {
            r = r * (bound - origin) + origin;
        } else {
            double half = 0.5 * origin;
            r = (r * (0.5 * bound - half) + half) * 2;
        }
        return r >= bound ? Math.nextDown(bound) : r;
    }

    /**
     * As {@link Object#toString}, called by {@code super}.
     *
     * @param o an object
     * @return its text
     */
    public static String superToString(Object o) {
        return o.getClass().getName().concat("@").concat(Integer.toHexString(o.hashCode()));
    }

    /**
     * As {@link Object#equals}, called by {@code super}.
     *
     * @param o an object
     * @param other another
     * @return whether they are the same
     */
    @SuppressWarnings("ReferenceEquality") // that is what it does
    public static boolean superEquals(Object o, @Nullable Object other) {
        return o == other;
    }

    /**
     * As {@link Object#hashCode}, called by {@code super}.
     *
     * @param o an object
     * @return its identity's hash code
     */
    public static int superHashCode(Object o) {
        return System.identityHashCode(o);
    }

    // ---------------------------------------------------------------- collections

    /**
     * As {@link Iterable#forEach}.
     *
     * @param c a collection
     * @param action what is done with each element
     */
    public static void forEach(Iterable<Object> c, Consumer<Object> action) {
        Twins.library(c);
        for (Object o : c) {
            action.accept(o);
        }
    }

    /**
     * As {@link Map#forEach}.
     *
     * @param map a map
     * @param action what is done with each key and value
     */
    public static void forEach(Map<Object, Object> map, BiConsumer<Object, Object> action) {
        Twins.library(map);
        for (Map.Entry<Object, Object> e : map.entrySet()) {
            action.accept(e.getKey(), e.getValue());
        }
    }

    /**
     * As {@link List#replaceAll}.
     *
     * @param list a list
     * @param f what each element is replaced by
     */
    public static void replaceAll(List<Object> list, UnaryOperator<Object> f) {
        Twins.library(list);
        for (int i = 0; i < list.size(); i++) {
            list.set(i, f.apply(list.get(i)));
        }
    }

    /**
     * As {@link Map#replaceAll}.
     *
     * @param map a map
     * @param f what each value is replaced by
     */
    public static void replaceAll(Map<Object, Object> map, BiFunction<Object, Object, Object> f) {
        Twins.library(map);
        for (Map.Entry<Object, Object> e : map.entrySet()) {
            e.setValue(f.apply(e.getKey(), e.getValue()));
        }
    }

    /**
     * As {@link Collection#removeIf}.
     *
     * @param c a collection
     * @param p which elements are removed
     * @return whether there were any
     */
    public static boolean removeIf(Collection<Object> c, Predicate<Object> p) {
        Twins.library(c);
        boolean any = false;
        Iterator<Object> all = c.iterator();
        while (all.hasNext()) {
            if (p.test(all.next())) {
                all.remove();
                any = true;
            }
        }
        return any;
    }

    /**
     * As {@link List#remove(Object)}.
     *
     * @param list a list
     * @param o what is removed
     * @return whether it was there
     */
    public static boolean remove(List<Object> list, Object o) {
        Twins.library(list);
        int i = list.indexOf(o);
        if (i < 0) {
            return false;
        }
        list.remove(i);
        return true;
    }

    /**
     * As {@link List#toArray(Object[])}.
     *
     * @param list a list
     * @param a an array, which is used if it is large enough
     * @return an array of its class with the elements
     */
    public static Object[] toArray(List<Object> list, @Nullable Object[] a) {
        Twins.library(list);
        Object[] all = list.toArray();
        @Nullable Object[] to = a.length < all.length ? java.util.Arrays.copyOf(a, all.length) : a;
        for (int i = 0; i < all.length; i++) {
            to[i] = all[i];
        }
        if (to.length > all.length) {
            to[all.length] = null;
        }
        return to;
    }

    /**
     * As {@link List#toArray(java.util.function.IntFunction)}.
     *
     * @param list a list
     * @param generator makes an array
     * @return an array with the elements
     */
    public static Object[] toArray(List<Object> list, java.util.function.IntFunction<Object[]> generator) {
        return toArray(list, generator.apply(0));
    }

    /**
     * As {@link List#sort}.
     *
     * @param list a list
     * @param order an order, or null for the natural one
     */
    public static void sort(List<Object> list, @Nullable Comparator<Object> order) {
        Twins.library(list);
        Twins.sort(list, order, Twins.elements(list));
    }

    /**
     * As {@link java.util.Collections#sort(List)}.
     *
     * @param list a list
     */
    public static void sort(List<Object> list) {
        sort(list, null);
    }

    /**
     * As {@link java.util.Collections#max(Collection)}.
     *
     * @param c a collection
     * @return its greatest element
     */
    public static Object max(Collection<Object> c) {
        return at(c, Twins.indexOfMax(c, null));
    }

    /**
     * As {@link java.util.Collections#max(Collection, Comparator)}.
     *
     * @param c a collection
     * @param order an order
     * @return its greatest element
     */
    public static Object max(Collection<Object> c, Comparator<Object> order) {
        return at(c, Twins.indexOfMax(c, order));
    }

    /**
     * As {@link java.util.Collections#min(Collection)}.
     *
     * @param c a collection
     * @return its least element
     */
    public static Object min(Collection<Object> c) {
        return at(c, Twins.indexOfMin(c, null));
    }

    /**
     * As {@link java.util.Collections#min(Collection, Comparator)}.
     *
     * @param c a collection
     * @param order an order
     * @return its least element
     */
    public static Object min(Collection<Object> c, Comparator<Object> order) {
        return at(c, Twins.indexOfMin(c, order));
    }

    private static Object at(Collection<Object> c, int index) {
        Iterator<Object> all = c.iterator();
        Object o = all.next();
        for (int i = 0; i < index; i++) {
            o = all.next();
        }
        return o;
    }

    /**
     * As {@link Map#putIfAbsent}.
     *
     * @param map a map
     * @param key a key
     * @param value its value if it has none
     * @return the value that it has
     */
    public static @Nullable Object putIfAbsent(Map<Object, Object> map, Object key, Object value) {
        Twins.library(map);
        Object old = map.get(key);
        if (old == null) {
            map.put(key, value);
        }
        return old;
    }

    /**
     * As {@link Map#replace(Object, Object)}.
     *
     * @param map a map
     * @param key a key
     * @param value its new value if it has one
     * @return the value that it had
     */
    public static @Nullable Object replace(Map<Object, Object> map, Object key, Object value) {
        Twins.library(map);
        return map.containsKey(key) ? map.put(key, value) : null;
    }

    /**
     * As {@link Map#merge}.
     *
     * @param map a map
     * @param key a key
     * @param value its value if it has none
     * @param f of the value that it has and the given one
     * @return its new value
     */
    public static @Nullable Object merge(
            Map<Object, Object> map, Object key, Object value, BiFunction<Object, Object, @Nullable Object> f) {
        Twins.library(map);
        if (value == null) {
            throw new NullPointerException();
        }
        Object old = map.get(key);
        Object next = old == null ? value : f.apply(old, value);
        Twins.compute(map, key, next);
        return next;
    }

    /**
     * As {@link Map#compute}.
     *
     * @param map a map
     * @param key a key
     * @param f of the key and its value, which may be null
     * @return its new value
     */
    public static @Nullable Object compute(
            Map<Object, Object> map, Object key, BiFunction<Object, @Nullable Object, @Nullable Object> f) {
        Twins.library(map);
        Object next = f.apply(key, map.get(key));
        Twins.compute(map, key, next);
        return next;
    }

    /**
     * As {@link Map#computeIfAbsent}.
     *
     * @param map a map
     * @param key a key
     * @param f of the key
     * @return its value
     */
    public static @Nullable Object computeIfAbsent(
            Map<Object, Object> map, Object key, java.util.function.Function<Object, @Nullable Object> f) {
        Twins.library(map);
        Object old = map.get(key);
        Object next = old == null ? f.apply(key) : old;
        Twins.compute(map, key, next);
        return next;
    }

    /**
     * As {@link Map#computeIfPresent}.
     *
     * @param map a map
     * @param key a key
     * @param f of the key and its value
     * @return its new value
     */
    public static @Nullable Object computeIfPresent(
            Map<Object, Object> map, Object key, BiFunction<Object, Object, @Nullable Object> f) {
        Twins.library(map);
        Object old = map.get(key);
        if (old == null) {
            return null;
        }
        Object next = f.apply(key, old);
        if (next == null) {
            map.remove(key);
        } else {
            map.put(key, next);
        }
        return next;
    }

    /**
     * As {@link List#of()}.
     *
     * @return the empty list
     */
    public static List<Object> listOf() {
        return List.of(new Object[0]);
    }

    /**
     * As {@link List#of} of any number of elements.
     *
     * @param elements the elements
     * @return the list
     */
    public static List<Object> listOf(Object[] elements) {
        return List.of(elements);
    }

    /**
     * As {@link Map#of} of any number of pairs.
     *
     * @param keys the keys
     * @param values the value of each
     * @return the map
     */
    public static Map<Object, Object> mapOf(Object[] keys, Object[] values) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.length; i++) {
            putNew(map, keys[i], values[i]);
        }
        return Map.copyOf(map);
    }

    private static void putNew(Map<Object, Object> map, Object key, Object value) {
        if (key == null || value == null) {
            throw new NullPointerException();
        }
        if (map.put(key, value) != null) {
            throw new IllegalArgumentException("duplicate key: " + key);
        }
    }

    // ---------------------------------------------------------------- optionals

    /**
     * As {@link Optional#empty}.
     *
     * @return nothing
     */
    public static Optional<Object> empty() {
        return Optional.ofNullable(null);
    }

    /**
     * As {@link Optional#orElse}.
     *
     * @param o a value or none
     * @param other another
     * @return the value if there is one, or the other
     */
    public static @Nullable Object orElse(Optional<Object> o, @Nullable Object other) {
        return o.isPresent() ? o.get() : other;
    }

    /**
     * As {@link Optional#orElseGet}.
     *
     * @param o a value or none
     * @param other gives another
     * @return the value if there is one, or the other
     */
    public static @Nullable Object orElseGet(Optional<Object> o, Supplier<Object> other) {
        return o.isPresent() ? o.get() : other.get();
    }

    /**
     * As {@link Optional#map}.
     *
     * @param o a value or none
     * @param f a function
     * @return its value or none
     */
    public static Optional<Object> map(Optional<Object> o, java.util.function.Function<Object, Object> f) {
        return o.isPresent() ? Optional.ofNullable(f.apply(o.get())) : o;
    }

    /**
     * As {@link Optional#filter}.
     *
     * @param o a value or none
     * @param p a condition
     * @return the value if it fulfils it
     */
    public static Optional<Object> filter(Optional<Object> o, Predicate<Object> p) {
        return o.isPresent() && !p.test(o.get()) ? empty() : o;
    }

    /**
     * As {@link Optional#ifPresent}.
     *
     * @param o a value or none
     * @param action what is done with it
     */
    public static void ifPresent(Optional<Object> o, Consumer<Object> action) {
        if (o.isPresent()) {
            action.accept(o.get());
        }
    }

    /**
     * As {@link Optional#ifPresentOrElse}.
     *
     * @param o a value or none
     * @param action what is done with it
     * @param other what is done if there is none
     */
    public static void ifPresentOrElse(Optional<Object> o, Consumer<Object> action, Runnable other) {
        if (o.isPresent()) {
            action.accept(o.get());
        } else {
            other.run();
        }
    }

    /**
     * As {@link Optional#flatMap}.
     *
     * @param o a value or none
     * @param f a function
     * @return what it returns for the value, or none
     */
    public static Optional<Object> flatMap(
            Optional<Object> o, java.util.function.Function<Object, Optional<Object>> f) {
        return o.isPresent() ? notNull(f.apply(o.get())) : o;
    }

    /**
     * As {@link Optional#or}.
     *
     * @param o a value or none
     * @param other gives another
     * @return the first if there is a value, or what the other gives
     */
    public static Optional<Object> or(Optional<Object> o, Supplier<Optional<Object>> other) {
        return o.isPresent() ? o : notNull(other.get());
    }

    @SuppressWarnings("NullableOptional") // what a supplier of the user's may give
    private static Optional<Object> notNull(@Nullable Optional<Object> o) {
        if (o == null) {
            throw new NullPointerException();
        }
        return o;
    }
}
