package org.wengert.program.analyse;

import org.wengert.program.ir.Cloner;
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
        Prepared analysed;
        try {
            analysed = new Prepared(f, withRespectTo, new Activity(f, withRespectTo));
        } catch (UnsupportedOperationException refusal) {
            analysed = apart(f, withRespectTo, refusal);
        }
        Prepared detached = Constants.detached(analysed);
        return FoundMemory.prepared(detached, isPrimal);
    }

    /** A refusal may be due to a function that gets active values from one caller and constants from another. */
    private static Prepared apart(Function f, boolean[] withRespectTo, UnsupportedOperationException refusal) {
        Function g = Cloner.copyForEachCall(f, LIMIT);
        try {
            return new Prepared(g, withRespectTo, new Activity(g, withRespectTo));
        } catch (UnsupportedOperationException e) {
            throw refusal;
        }
    }

    /** A function and its callees do not grow beyond so many values for being told apart. */
    static final int LIMIT = 20_000;

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
