package org.wengert.program.lift;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Closure;

/**
 * What is known about a reference when code is specialised for it: its exact class, or the code and captured values of a
 * function. {@link #UNKNOWN} knows nothing.
 */
final class Shape {
    static final Shape UNKNOWN = new Shape(null, null, new Shape[0], null, "");

    final @Nullable Class<?> exactClass;
    final @Nullable Closure closure;
    /** Shapes of what the closure has captured. */
    final Shape[] captured;
    /** Which derivative operator made this function, for the other methods of the operator's result. */
    final @Nullable Derived derived;
    /** Equal keys mean equal code. */
    final String key;

    private Shape(
            @Nullable Class<?> exactClass,
            @Nullable Closure closure,
            Shape[] captured,
            @Nullable Derived derived,
            String key) {
        this.exactClass = exactClass;
        this.closure = closure;
        this.captured = captured;
        this.derived = derived;
        this.key = key;
    }

    static Shape exact(Class<?> c) {
        return new Shape(c, null, new Shape[0], null, c.getName());
    }

    static Shape function(Closure closure, Shape[] captured, @Nullable Derived derived, int number) {
        StringBuilder key = new StringBuilder("fn").append(number).append('(');
        for (Shape s : captured) {
            key.append(s.key).append(',');
        }
        return new Shape(null, closure, captured, derived, key.append(')').toString());
    }

    static boolean anyKnown(List<Shape> shapes) {
        for (Shape s : shapes) {
            if (s != UNKNOWN) {
                return true;
            }
        }
        return false;
    }

    static boolean anyFunction(List<Shape> shapes) {
        for (Shape s : shapes) {
            if (s.closure != null) {
                return true;
            }
        }
        return false;
    }

    /** A function value that a derivative operator has returned. */
    static final class Derived {
        final Operator operator;
        final Closure of;

        Derived(Operator operator, Closure of) {
            this.operator = operator;
            this.of = of;
        }
    }
}
