package org.wengert.program.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What streams are when their elements are followed: functions that push. A {@link Pipe} is a stream that has not been run; running it puts the elements
 * into a sink, one after the other, until the sink wants no more. So each step of a stream is a function of a function, and a whole stream becomes one
 * loop around the lambdas of its steps, with their order and their side effects. Never executed itself.
 */
public final class Pipes {
    /** What a pipe is asked for: to run. */
    static final int RUN = 0;
    /** What a pipe is asked for: how many elements it has if that is known without running it, or −1. */
    static final int SIZE = 1;

    private Pipes() {}

    /**
     * A stream.
     *
     * @param <S> the kind of sink for its elements
     */
    @FunctionalInterface
    public interface Pipe<S> {
        /**
         * Runs the stream, or tells its size.
         *
         * @param sink takes the elements
         * @param what which of both
         * @return the size, or −1
         */
        long run(S sink, int what);
    }

    /** Takes elements of type {@code double}. */
    @FunctionalInterface
    public interface DoubleSink {
        /**
         * Takes an element.
         *
         * @param x the element
         * @return whether there should be more
         */
        boolean put(double x);
    }

    /** Takes elements of type {@code int}. */
    @FunctionalInterface
    public interface IntSink {
        /**
         * Takes an element.
         *
         * @param x the element
         * @return whether there should be more
         */
        boolean put(int x);
    }

    /** Takes elements of type {@code long}. */
    @FunctionalInterface
    public interface LongSink {
        /**
         * Takes an element.
         *
         * @param x the element
         * @return whether there should be more
         */
        boolean put(long x);
    }

    /** Takes objects. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes an element.
         *
         * @param x the element
         * @return whether there should be more
         */
        boolean put(@Nullable Object x);
    }

    /** A number or none. */
    @FunctionalInterface
    public interface Maybe {
        /**
         * Returns the number, or whether there is one.
         *
         * @param what 0 for whether there is a number (1 or 0), 1 for the number
         * @return the answer
         */
        double ask(int what);
    }

    /** A collector: makes a container, puts elements into it, and makes the result of it. */
    @FunctionalInterface
    public interface Gather {
        /**
         * Takes one of three steps.
         *
         * @param what 0 to make a container, 1 to put an element into it, 2 to finish
         * @param container the container
         * @param element the element
         * @return the container, or at last the result
         */
        @Nullable
        Object step(int what, @Nullable Object container, @Nullable Object element);
    }

    /** Called by a source when it runs: a stream runs once. */
    static void start(boolean[] used) {
        if (used[0]) {
            throw new IllegalStateException("stream has already been operated upon or closed");
        }
        used[0] = true;
    }

    static Maybe maybe(boolean present, double value) {
        return what -> what == 1 ? value : present ? 1 : 0;
    }

    static long atMost(long size, long n) {
        return size < 0 || size < n ? size : n;
    }

    static long without(long size, long n) {
        return size < 0 ? size : size < n ? 0 : size - n;
    }

    static void checkCount(long n) {
        if (n < 0) {
            throw new IllegalArgumentException(Long.toString(n));
        }
    }

    /** One step of the compensated summation of the JDK: s[0] is the sum so far, s[1] what it is too large by; s[last] the plain sum. */
    static void add(double[] s, double x) {
        double y = x - s[1];
        double before = s[0];
        double after = before + y;
        s[1] = after - before - y;
        s[0] = after;
    }

    /** The compensated sum, or the plain one where infinities have made the compensation NaN. */
    static double total(double[] s, double plain) {
        double sum = s[0] - s[1];
        return Double.isNaN(sum) && Double.isInfinite(plain) ? plain : sum;
    }
}
