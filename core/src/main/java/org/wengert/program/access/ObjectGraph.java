package org.wengert.program.access;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The classes of the objects that can be reached from some objects, through their fields, elements, keys and values. */
public final class ObjectGraph {
    /** A graph larger than this is not gone through to its end; what is left is discovered by the run that meets it. */
    private static final int LIMIT = 1_000_000;

    private ObjectGraph() {}

    /** Returns the classes of those objects, without those of the platform. */
    public static Set<Class<?>> classes(@Nullable Object... roots) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
        List<Object> work = new ArrayList<>();
        for (Object o : roots) {
            add(o, seen, work);
        }
        while (!work.isEmpty() && seen.size() < LIMIT) {
            Object o = work.remove(work.size() - 1);
            Class<?> c = o.getClass();
            if (o instanceof Object[] elements) {
                for (Object e : elements) {
                    add(e, seen, work);
                }
            } else if (isOfThePlatform(c)) {
                if (o instanceof Collection<?> elements) {
                    elements.forEach(e -> add(e, seen, work));
                } else if (o instanceof Map<?, ?> map) {
                    map.forEach((k, v) -> {
                        add(k, seen, work);
                        add(v, seen, work);
                    });
                } else if (o instanceof Optional<?> optional) {
                    add(optional.orElse(null), seen, work);
                }
            } else {
                classes.add(c);
                fields(o, c, seen, work);
            }
        }
        return classes;
    }

    private static void fields(Object o, Class<?> c, IdentityHashMap<Object, Boolean> seen, List<Object> work) {
        for (Class<?> k = c; k != null && !isOfThePlatform(k); k = k.getSuperclass()) {
            for (Field f : k.getDeclaredFields()) {
                if (f.getType().isPrimitive() || Modifier.isStatic(f.getModifiers())) {
                    continue;
                }
                try {
                    f.setAccessible(true);
                    add(f.get(o), seen, work);
                } catch (InaccessibleObjectException | IllegalAccessException e) {
                    // What it holds is discovered when it is met.
                }
            }
        }
    }

    private static void add(@Nullable Object o, IdentityHashMap<Object, Boolean> seen, List<Object> work) {
        if (o == null || o instanceof String || o instanceof Number || o instanceof Class<?>) {
            return;
        }
        Class<?> c = o.getClass();
        if (c.isArray() && c.componentType().isPrimitive()) {
            return;
        }
        if (seen.put(o, true) == null) {
            work.add(o);
        }
    }

    /** Returns whether a class belongs to the JDK. */
    public static boolean isOfThePlatform(Class<?> c) {
        ClassLoader loader = c.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
