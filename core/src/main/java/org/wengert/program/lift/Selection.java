package org.wengert.program.lift;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which method a call runs: the one that its symbolic reference resolves to (JVMS 5.4.3.3 and 5.4.3.4), or what the class of the receiver has in
 * its place (5.4.6). A name and a descriptor do not tell: a private or static method of a subclass may have those of a method above it, two
 * lambdas of javac's in a class and its subclass for instance, and of two default methods the more specific one counts.
 */
final class Selection {
    private Selection() {}

    /** Returns the method that a reference by this class, name and descriptor resolves to, or null if there is none. */
    static @Nullable Method resolved(Class<?> owner, String name, String descriptor) {
        for (Class<?> k = owner; k != null; k = k.getSuperclass()) {
            Method m = declared(k, name, descriptor);
            if (m != null) {
                return m;
            }
        }
        List<Method> specific = mostSpecific(owner, name, descriptor);
        if (!specific.isEmpty()) {
            Method only = onlyBody(specific);
            return only == null ? specific.get(0) : only;
        }
        return owner.isInterface() ? declared(Object.class, name, descriptor) : null;
    }

    /**
     * Returns the method that runs when the resolved one is called by {@code invokevirtual} or {@code invokeinterface} on an object of exactly that
     * class, or null if the JVM finds none with a body.
     */
    static @Nullable Method selected(Class<?> exact, Method resolved) {
        if (Modifier.isPrivate(resolved.getModifiers())) {
            return resolved;
        }
        String descriptor = descriptor(resolved);
        for (Class<?> k = exact; k != null; k = k.getSuperclass()) {
            Method m = declared(k, resolved.getName(), descriptor);
            if (m != null && overrides(m, resolved)) {
                return Modifier.isAbstract(m.getModifiers()) ? null : m;
            }
        }
        return onlyBody(mostSpecific(exact, resolved.getName(), descriptor));
    }

    /** Returns whether a method of a subclass takes the place of another one of the same name and descriptor (JVMS 5.4.5). */
    private static boolean overrides(Method m, Method above) {
        if (Modifier.isPrivate(m.getModifiers()) || Modifier.isStatic(m.getModifiers())) {
            return false;
        }
        int modifiers = above.getModifiers();
        if (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers)) {
            return true;
        }
        Class<?> c = m.getDeclaringClass();
        Class<?> top = above.getDeclaringClass();
        if (Modifier.isPrivate(modifiers)) {
            return false;
        }
        if (c.getPackageName().equals(top.getPackageName()) && c.getClassLoader() == top.getClassLoader()) {
            return true;
        }
        for (Class<?> k = c.getSuperclass(); k != null && k != top; k = k.getSuperclass()) {
            Method between = declared(k, m.getName(), descriptor(m));
            if (between != null && overrides(m, between) && overrides(between, above)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the methods of all interfaces of a class, or of those above an interface, that no other one of them is more specific than. */
    private static List<Method> mostSpecific(Class<?> owner, String name, String descriptor) {
        List<Method> found = new ArrayList<>(2);
        for (Class<?> k = owner; k != null; k = k.getSuperclass()) {
            ofInterfaces(k, name, descriptor, found);
        }
        List<Method> specific = new ArrayList<>(found.size());
        for (Method m : found) {
            boolean isCovered = false;
            for (Method other : found) {
                isCovered |= other != m && m.getDeclaringClass().isAssignableFrom(other.getDeclaringClass());
            }
            if (!isCovered) {
                specific.add(m);
            }
        }
        return specific;
    }

    private static void ofInterfaces(Class<?> k, String name, String descriptor, List<Method> found) {
        for (Class<?> i : k.getInterfaces()) {
            Method m = declared(i, name, descriptor);
            if (m != null
                    && !Modifier.isPrivate(m.getModifiers())
                    && !Modifier.isStatic(m.getModifiers())
                    && !found.contains(m)) {
                found.add(m);
            }
            ofInterfaces(i, name, descriptor, found);
        }
    }

    private static @Nullable Method onlyBody(List<Method> specific) {
        Method only = null;
        for (Method m : specific) {
            if (!Modifier.isAbstract(m.getModifiers())) {
                if (only != null) {
                    return null;
                }
                only = m;
            }
        }
        return only;
    }

    private static @Nullable Method declared(Class<?> k, String name, String descriptor) {
        for (Method m : k.getDeclaredMethods()) {
            if (m.getName().equals(name) && descriptor(m).equals(descriptor)) {
                return m;
            }
        }
        return null;
    }

    private static String descriptor(Method m) {
        return MethodType.methodType(m.getReturnType(), m.getParameterTypes()).descriptorString();
    }
}
