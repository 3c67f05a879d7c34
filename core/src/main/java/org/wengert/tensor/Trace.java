package org.wengert.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The span in which somebody may still differentiate with respect to a variable. While it is open, what depends on the variable keeps
 * its inputs although it has been evaluated; afterwards an evaluated tensor lets go of them. Mutable in that one bit.
 *
 * <p>Spans nest: what depends on an inner variable may depend on an outer one too, so a tensor belongs to a span and to all around it.
 */
public final class Trace implements AutoCloseable {
    private final @Nullable Trace outer;
    private final @Nullable Trace other;
    private volatile boolean isClosed;

    private Trace(@Nullable Trace outer, @Nullable Trace other, boolean isClosed) {
        this.outer = outer;
        this.other = other;
        this.isClosed = isClosed;
    }

    /**
     * Opens a span within those of some tensors.
     *
     * @param within tensors of which variables are made
     * @return the span
     */
    public static Trace open(Iterable<Tensor> within) {
        Trace outer = null;
        for (Tensor t : within) {
            outer = meet(outer, t.openTrace());
        }
        return new Trace(outer, null, false);
    }

    /** Ends the span. */
    @Override
    public void close() {
        isClosed = true;
    }

    /** Returns the part of a span that is still open, or null. */
    static @Nullable Trace current(@Nullable Trace trace) {
        if (trace == null || !trace.isClosed) {
            return trace;
        }
        Trace a = current(trace.outer);
        Trace b = current(trace.other);
        return a == null ? b : b == null ? a : trace;
    }

    /** Returns the span of what depends on tensors of two spans. */
    static @Nullable Trace meet(@Nullable Trace a, @Nullable Trace b) {
        if (a == b || b == null) {
            return a;
        }
        if (a == null || b.isWithin(a)) {
            return b;
        }
        return a.isWithin(b) ? a : new Trace(a, b, true);
    }

    private boolean isWithin(Trace span) {
        return this == span || outer != null && outer.isWithin(span) || other != null && other.isWithin(span);
    }
}
