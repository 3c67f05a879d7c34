package org.wengert.program.lift;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Finds the single abstract method of a function object's interface. */
final class Sam {
    private Sam() {}

    /** Returns the one abstract method of the interfaces of a class of function objects, or null if there are none or several. */
    static @Nullable Method of(Class<?> c) {
        for (Class<?> k = c; k != null; k = k.getSuperclass()) {
            for (Class<?> i : k.getInterfaces()) {
                Method m = ofInterface(i);
                if (m != null) {
                    return m;
                }
            }
        }
        return null;
    }

    private static @Nullable Method ofInterface(Class<?> i) {
        Method found = null;
        for (Method m : i.getMethods()) {
            if (!Modifier.isAbstract(m.getModifiers()) || isOfObject(m)) {
                continue;
            }
            if (found != null && !found.getName().equals(m.getName())) {
                return null;
            }
            if (found == null || found.getDeclaringClass().isAssignableFrom(m.getDeclaringClass())) {
                found = m;
            }
        }
        return found;
    }

    private static boolean isOfObject(Method m) {
        try {
            Object.class.getMethod(m.getName(), m.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
