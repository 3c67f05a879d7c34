package org.wengert.learn;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.FieldRef;

/**
 * Which step the number in each array element, field and box comes from; nothing where no input influences it. Objects are
 * known by identity, so two names of one array are one array. Mutable; for one run.
 */
final class Memory {
    private static final String BOX = "java/lang/Double.value";

    private final IdentityHashMap<Object, @Nullable Step[]> arrays = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Map<String, Step>> fields = new IdentityHashMap<>();
    private final Map<String, Step> statics = new HashMap<>();
    /** What function values have captured. */
    private final IdentityHashMap<Object, @Nullable Step[]> captures = new IdentityHashMap<>();
    /** Objects of libraries that were given something which depends on the inputs. */
    private final Set<Object> carriers = Collections.newSetFromMap(new IdentityHashMap<>());

    @Nullable
    Step element(Object array, int index) {
        @Nullable Step[] origins = arrays.get(array);
        return origins == null ? null : origins[index];
    }

    void element(Object array, int index, @Nullable Step origin) {
        @Nullable Step[] origins = arrays.get(array);
        if (origins == null) {
            if (origin == null) {
                return;
            }
            origins = new Step[Array.getLength(array)];
            arrays.put(array, origins);
        }
        origins[index] = origin;
    }

    /** Records that {@code copy} is a copy of {@code array}. */
    void copied(Object array, Object copy) {
        @Nullable Step[] origins = arrays.get(array);
        if (origins != null) {
            arrays.put(copy, origins.clone());
        }
    }

    @Nullable
    Step field(Object object, FieldRef field) {
        return named(object, key(field));
    }

    void field(Object object, FieldRef field, @Nullable Step origin) {
        field(object, key(field), origin);
    }

    void field(Object object, String key, @Nullable Step origin) {
        if (origin == null) {
            Map<String, Step> origins = fields.get(object);
            if (origins != null) {
                origins.remove(key);
            }
        } else {
            fields.computeIfAbsent(object, o -> new HashMap<>()).put(key, origin);
        }
    }

    @Nullable
    Step named(Object object, String key) {
        Map<String, Step> origins = fields.get(object);
        return origins == null ? null : origins.get(key);
    }

    @Nullable
    Step box(Object box) {
        return named(box, BOX);
    }

    void box(Object box, @Nullable Step origin) {
        field(box, BOX, origin);
    }

    @Nullable
    Step global(FieldRef field) {
        return statics.get(key(field));
    }

    void global(FieldRef field, @Nullable Step origin) {
        if (origin == null) {
            statics.remove(key(field));
        } else {
            statics.put(key(field), origin);
        }
    }

    void captured(Object closure, @Nullable Step[] origins) {
        captures.put(closure, origins);
    }

    @Nullable
    Step @Nullable [] captured(Object closure) {
        return captures.get(closure);
    }

    void carrier(Object library) {
        carriers.add(library);
    }

    static String key(FieldRef field) {
        return field.owner() + "." + field.name();
    }

    static String key(Class<?> owner, String name) {
        return owner.getName().replace('.', '/') + "." + name;
    }

    /** Returns whether something in or behind a reference depends on the inputs. */
    boolean carries(@Nullable Object root) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<@Nullable Object> open = new ArrayList<>();
        open.add(root);
        while (!open.isEmpty()) {
            Object o = open.removeLast();
            if (o == null || !seen.add(o)) {
                continue;
            }
            @Nullable Step[] elements = arrays.get(o);
            if (elements == null) {
                elements = captures.get(o);
            }
            if (elements != null) {
                for (Step origin : elements) {
                    if (origin != null) {
                        return true;
                    }
                }
            }
            Map<String, Step> origins = fields.get(o);
            if ((origins != null && !origins.isEmpty()) || carriers.contains(o)) {
                return true;
            }
            if (o instanceof Object[] references) {
                Collections.addAll(open, references);
            } else if (!isLibrary(o.getClass())) {
                for (Field f : referenceFields(o.getClass())) {
                    open.add(read(f, o));
                }
            }
        }
        return false;
    }

    /**
     * Records that the object {@code real} was made in the same way as {@code copy}: what is known of the copy and of what
     * it refers to holds for the object.
     *
     * @return whether the two are alike, so that this makes sense
     */
    @SuppressWarnings("ReferenceEquality") // objects have identity here
    boolean alike(@Nullable Object real, @Nullable Object copy) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<@Nullable Object[]> open = new ArrayList<>();
        open.add(new Object[] {real, copy});
        while (!open.isEmpty()) {
            @Nullable Object[] pair = open.removeLast();
            Object a = pair[0];
            Object b = pair[1];
            if (a == b || b == null || !seen.add(b)) {
                if (b == null && a != null) {
                    return false;
                }
                continue;
            }
            if (a == null || a.getClass() != b.getClass()) {
                return false;
            }
            if (a instanceof Double x && b instanceof Double y) {
                if (Double.doubleToRawLongBits(x) != Double.doubleToRawLongBits(y)) {
                    return false;
                }
                box(a, box(b));
            } else if (b instanceof Object[] from) {
                Object[] to = (Object[]) a;
                if (from.length != to.length) {
                    return false;
                }
                for (int i = 0; i < from.length; i++) {
                    open.add(new Object[] {to[i], from[i]});
                }
            } else if (b.getClass().isArray()) {
                if (!sameBits(a, b)) {
                    return false;
                }
                @Nullable Step[] origins = arrays.get(b);
                if (origins != null) {
                    arrays.put(a, origins); // shared: what is stored through either name holds for both
                }
            } else if (isLibrary(b.getClass())) {
                if (b instanceof Iterable<?> from && a instanceof Iterable<?> to) {
                    if (!pair(to.iterator(), from.iterator(), open)) {
                        return false;
                    }
                } else if (b instanceof Map<?, ?> from && a instanceof Map<?, ?> to) {
                    if (!pair(to.values().iterator(), from.values().iterator(), open)) {
                        return false;
                    }
                } else if (carries(b)) {
                    return false;
                }
                if (carriers.contains(b)) {
                    carriers.add(a);
                }
            } else {
                Map<String, Step> origins = fields.get(b);
                if (origins != null) {
                    fields.put(a, origins);
                }
                for (Field f : referenceFields(b.getClass())) {
                    open.add(new Object[] {read(f, a), read(f, b)});
                }
            }
        }
        return true;
    }

    private static boolean pair(Iterator<?> to, Iterator<?> from, List<@Nullable Object[]> open) {
        while (to.hasNext() && from.hasNext()) {
            open.add(new Object[] {to.next(), from.next()});
        }
        return !to.hasNext() && !from.hasNext();
    }

    private static boolean sameBits(Object a, Object b) {
        int n = Array.getLength(a);
        if (n != Array.getLength(b)) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (!Array.get(a, i).equals(Array.get(b, i))) { // boxes compare real numbers by their bits
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // class loaders have identity
    static boolean isLibrary(Class<?> c) {
        ClassLoader loader = c.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static List<Field> referenceFields(Class<?> c) {
        List<Field> found = new ArrayList<>();
        for (Class<?> k = c; k != null && !isLibrary(k); k = k.getSuperclass()) {
            for (Field f : k.getDeclaredFields()) {
                if (!f.getType().isPrimitive() && !Modifier.isStatic(f.getModifiers())) {
                    found.add(f);
                }
            }
        }
        return found;
    }

    static @Nullable Object read(Field f, Object o) {
        try {
            f.setAccessible(true);
            return f.get(o);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            return null; // a module that shows us nothing has taken nothing of ours either, but through calls, which
            // are watched
        }
    }
}
