package org.wengert.program.analyse;

import org.wengert.program.ir.Function;
import org.wengert.program.ir.Value;

/** A function that is ready to be differentiated, with what its analysis has found out. */
public final class Prepared {
    /** The function: the one that was given, or a copy that says more. */
    public final Function function;
    /** Which parameters the derivative is taken with respect to; for references: their contents. */
    public final boolean[] withRespectTo;
    /** What in it is active. */
    public final Activity activity;

    private Prepared(Function function, boolean[] withRespectTo, Activity activity) {
        this.function = function;
        this.withRespectTo = withRespectTo;
        this.activity = activity;
    }

    /**
     * Returns the function with its {@linkplain Constants constants} and the {@linkplain FoundMemory memory that existed before} marked.
     *
     * @param f the function, which is not changed
     * @param withRespectTo which parameters the derivative is taken with respect to
     * @param isPrimal whether nothing in the function is a derivative already: derivatives have been looked after when they were made
     * @throws UnsupportedOperationException if something active flows where no rule is known, with the line and the remedy
     */
    public static Prepared of(Function f, boolean[] withRespectTo, boolean isPrimal) {
        Prepared asItIs = new Prepared(f, withRespectTo, new Activity(f, withRespectTo));
        Prepared detached = Constants.detached(asItIs);
        return FoundMemory.prepared(detached, isPrimal);
    }

    /** Returns another function with the same parameters. */
    Prepared with(Function g) {
        return new Prepared(g, withRespectTo, new Activity(g, withRespectTo));
    }

    /** Returns whether the function writes into what a parameter refers to. */
    public boolean writes(int parameter) {
        Value p = function.parameters().get(parameter);
        return !activity.isReadOnly(p);
    }

    /** Returns which of the function's results depend on what the derivative is taken with respect to. */
    public boolean[] activeResults() {
        boolean[] active = new boolean[function.results.size()];
        for (int i = 0; i < active.length; i++) {
            active[i] = activity.isActiveResult(function, i);
        }
        return active;
    }
}
