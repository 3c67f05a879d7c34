package org.wengert.program.runtime;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shadows of memory that existed before a derivative was called and that it writes into, found by the identity of the primal. Lives as long as the
 * call; what it has written stays in the memory, its derivatives do not. Also knows what the call itself has written: to read there what
 * an earlier call has left would lose a derivative. Called by generated code only; mutable, for one thread.
 */
public final class Found {
    private final IdentityHashMap<Object, @Nullable Object> shadows = new IdentityHashMap<>();
    /** What the call has written: of an array the indices, of an object the names of fields. */
    private final IdentityHashMap<Object, Set<Object>> written = new IdentityHashMap<>();
    /** What it has read before it was written, and where; what is written later is taken out again. */
    private final Map<Object, Map<Object, String>> pending = new IdentityHashMap<>();

    private final IdentityHashMap<Object, Boolean> made = new IdentityHashMap<>();

    private Found() {}

    /**
     * Returns an empty memory.
     *
     * @return a new one
     */
    public static Found make() {
        return new Found();
    }

    /**
     * Stands for {@link #shadow} until the derivative is made.
     *
     * @param found the memory
     * @param primal an array or object
     */
    public static void mark(Found found, @Nullable Object primal) {
        if (found != null) {
            throw new AssertionError("a mark is executed (please report)");
        }
    }

    /**
     * Returns the shadow of something, the same one at every look; zeros at the first.
     *
     * @param found the memory
     * @param primal an array, an object or null
     * @return its shadow; null if it has none
     */
    public static @Nullable Object shadow(Found found, @Nullable Object primal) {
        if (primal == null) {
            return null;
        }
        Object shadow = found.shadows.get(primal);
        if (shadow == null) {
            shadow = zeros(primal);
            found.shadows.put(primal, shadow);
        }
        return shadow;
    }

    /**
     * Makes something the shadow of a primal, and what it refers to those of what the primal refers to: for arguments and copies, which have shadows
     * already.
     *
     * @param found the memory
     * @param primal an array, an object or null
     * @param shadow its shadow, or null if it has none
     */
    public static void put(Found found, @Nullable Object primal, @Nullable Object shadow) {
        if (primal == null || shadow == null || found.shadows.putIfAbsent(primal, shadow) != null) {
            return;
        }
        found.made.put(primal, true); // all that it holds is the call's own
        if (primal instanceof Object[] x && shadow instanceof Object[] s) {
            for (int i = 0; i < x.length; i++) {
                put(found, x[i], s[i]);
            }
        } else if (primal instanceof Collection<?> x && shadow instanceof Collection<?> s) {
            Iterator<?> shadows = s.iterator();
            for (Object element : x) {
                put(found, element, shadows.next());
            }
        } else if (primal instanceof Map<?, ?> x && shadow instanceof Map<?, ?> s) {
            x.forEach((k, v) -> put(found, v, s.get(k)));
        } else if (!primal.getClass().isArray() && shadow instanceof Object[] s) {
            List<@Nullable Object> references = Twins.references(primal);
            for (int i = 0; i < references.size() && i + 1 < s.length; i++) {
                put(found, references.get(i), s[i + 1]);
            }
        }
    }

    private static @Nullable Object zeros(Object primal) {
        if (primal instanceof Object[] x) {
            Class<?> leaf = primal.getClass();
            while (leaf.isArray()) {
                leaf = leaf.componentType();
            }
            boolean isReal = leaf == double.class || leaf == float.class;
            return isReal ? Array.newInstance(primal.getClass().componentType(), x.length) : new Object[x.length];
        }
        if (primal instanceof Collection<?> c && !(primal instanceof List<?>) && !(primal instanceof Deque<?>)) {
            return new ArrayList<>(Collections.nCopies(c.size(), null)); // its elements have theirs by identity
        }
        if (primal instanceof Collection<?> || primal instanceof Map<?, ?> || primal instanceof Optional<?>) {
            return Twins.zeros(primal);
        }
        return Twins.zerosOfOne(primal);
    }

    // ---------------------------------------------------------------- what the call has written

    /**
     * Says that the call itself has made an object.
     *
     * @param found the memory
     * @param primal the array or object
     */
    public static void made(Found found, Object primal) {
        found.made.put(primal, true);
    }

    /**
     * Says that the call itself has made an array of arrays, and all that it holds.
     *
     * @param found the memory
     * @param primal the array
     */
    public static void madeWithRows(Found found, @Nullable Object primal) {
        if (primal == null) {
            return;
        }
        found.made.put(primal, true);
        if (primal instanceof Object[] rows) {
            for (Object row : rows) {
                madeWithRows(found, row);
            }
        }
    }

    /**
     * Says that the call writes an element.
     *
     * @param found the memory
     * @param array the array
     * @param index the element's index, which need not be one
     */
    public static void writes(Found found, @Nullable Object array, int index) {
        found.writes(array, index);
    }

    /**
     * Says that the call writes a field.
     *
     * @param found the memory
     * @param object the object; for a static field a text that stands for all of them
     * @param field the field
     */
    public static void writes(Found found, @Nullable Object object, String field) {
        found.writes(object, (Object) field);
    }

    private void writes(@Nullable Object holder, Object place) {
        if (holder != null && !made.containsKey(holder)) {
            written.computeIfAbsent(holder, k -> new HashSet<>()).add(place);
            Map<Object, String> waiting = pending.get(holder);
            if (waiting != null) {
                waiting.remove(place);
            }
        }
    }

    /**
     * Says that the call reads an element.
     *
     * @param found the memory
     * @param array the array
     * @param index the element's index, which need not be one
     * @param where the place of the read
     */
    public static void reads(Found found, @Nullable Object array, int index, String where) {
        if (array != null && index >= 0 && index < Array.getLength(array)) { // else the read throws
            found.reads(array, index, where);
        }
    }

    /**
     * Says that the call reads a field.
     *
     * @param found the memory
     * @param object the object; for a static field a text that stands for all of them
     * @param field the field
     * @param where the place of the read
     */
    public static void reads(Found found, @Nullable Object object, String field, String where) {
        found.reads(object, (Object) field, where);
    }

    private void reads(@Nullable Object holder, Object place, String where) {
        if (holder != null && !made.containsKey(holder)) {
            Set<Object> known = written.get(holder);
            if (known == null || !known.contains(place)) {
                pending.computeIfAbsent(holder, k -> new LinkedHashMap<>()).putIfAbsent(place, where);
            }
        }
    }

    /**
     * Requires that all that was read has been written by the call as well, before or after. What is read and left alone while other ways write
     * values there that depend on the input is likely a result that an earlier call has kept.
     *
     * @param found the memory
     */
    public static void finish(Found found) {
        for (Map<Object, String> waiting : found.pending.values()) {
            for (Map.Entry<Object, String> e : waiting.entrySet()) {
                String what = e.getKey() instanceof String field
                        ? "The field ".concat(field.substring(field.lastIndexOf('.') + 1))
                        : "An element of an array";
                throw new UnsupportedOperationException(
                        what.concat(
                                        " that existed before the call is read and not written by it, while other ways of the function write values there that"
                                                + " depend on the input: what an earlier call has left would be taken for a constant.\n  at ")
                                .concat(e.getValue())
                                .concat(
                                        "\n  Compute it in every call, or keep what is remembered out of the differentiated function."));
            }
        }
    }
}
