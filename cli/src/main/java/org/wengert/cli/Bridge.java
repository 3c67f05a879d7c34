package org.wengert.cli;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.function.Supplier;

/**
 * Hands out a lookup of the place where this class is defined. {@link UserClasses} defines a copy of its own: only a lookup
 * from there has full access to the user's classes, which a derivative that calls private methods needs.
 */
public final class Bridge implements Supplier<Lookup> {
    /** Creates a bridge. */
    public Bridge() {}

    @Override
    public Lookup get() {
        return MethodHandles.lookup();
    }
}
