package org.wengert.program.lift;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.wengert.program.access.ObjectGraph;

/**
 * The classes whose objects a program may meet where the receiver of a call is not known. A call of an interface or of a method that
 * may be overridden becomes a choice between them. Mutable: what lifting or a run discovers is added, and what has been lifted
 * before that is lifted again.
 */
public final class World {
    /** What is compared most, of the platform's classes. */
    private static final List<Class<?>> COMPARED = List.of(Double.class, Integer.class, Long.class, String.class);

    private final Set<Class<?>> classes = new LinkedHashSet<>();

    private final Set<Class<?>> asked = new LinkedHashSet<>();
    private boolean stale;

    /** Returns whether it is one of the platform's classes whose method {@code compareTo} is known. */
    static boolean isCompared(Class<?> c) {
        return COMPARED.contains(c);
    }

    /** Creates a world without classes. */
    public World() {}

    /** Says that lifting begins anew. */
    public void begin() {
        stale = false;
    }

    /** Returns whether something has been discovered since that would have made earlier code another. */
    public boolean isStale() {
        return stale;
    }

    /** Returns whether the receiver of some call is not known. */
    public boolean isOpen() {
        return !asked.isEmpty();
    }

    /**
     * Adds a class.
     *
     * @return whether some call may have an object of it as its receiver and did not know
     */
    public boolean add(Class<?> c) {
        if (Modifier.isAbstract(c.getModifiers()) || !classes.add(c)) {
            return false;
        }
        for (Class<?> a : asked) {
            if (a.isAssignableFrom(c)) {
                stale = true;
                return true;
            }
        }
        return false;
    }

    /** Returns the classes whose objects a call of a method of {@code owner} may meet, and remembers that it was asked. */
    List<Class<?>> receivers(Class<?> owner) {
        if (asked.add(owner)) {
            if (owner.isInterface()) {
                stale = true; // lambdas of that type must be objects whose class tells them apart
            }
            addSealed(owner);
            if (owner == Comparable.class) {
                classes.addAll(COMPARED);
            }
        }
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> c : classes) {
            if (owner.isAssignableFrom(c)) {
                found.add(c);
            }
        }
        return found;
    }

    private void addSealed(Class<?> c) {
        if (!Modifier.isAbstract(c.getModifiers()) && !ObjectGraph.isOfThePlatform(c)) {
            classes.add(c);
        }
        if (c.isSealed()) {
            for (Class<?> p : c.getPermittedSubclasses()) {
                addSealed(p);
            }
        }
    }

    /** Returns whether lambdas of that interface are met where their code is not known. */
    boolean isAsked(Class<?> functionalInterface) {
        for (Class<?> a : asked) {
            if (a.isAssignableFrom(functionalInterface)) {
                return true;
            }
        }
        return false;
    }
}
