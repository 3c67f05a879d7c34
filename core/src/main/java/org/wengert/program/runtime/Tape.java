package org.wengert.program.runtime;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Typed stacks on which a forward sweep keeps what its reverse sweep needs. Mutable, for one thread at a time.
 *
 * <p>Generated code holds a stack's array and top in local variables while it works and writes the top back before it
 * calls another function that uses the same stack. So an exception that leaves a function takes all that the function has
 * pushed off the tape by itself.
 *
 * <p>Tapes are pooled per thread and keep their arrays, so that after the first calls nothing is allocated. A call within
 * a call gets a tape of its own. The pool gives its memory up when the garbage collector asks for it.
 */
public final class Tape {
    private static final double[] NO_D = {};
    private static final float[] NO_F = {};
    private static final int[] NO_I = {};
    private static final long[] NO_J = {};
    private static final @Nullable Object[] NO_A = {};
    private static final Tape[] NO_TAPES = {};
    private static final int SMALLEST = 1024;
    private static final int LARGEST_FORECAST = 1 << 22;

    /** The stack of doubles. */
    public double[] d = NO_D;
    /** Number of doubles on it. */
    public int dp;
    /** The stack of floats. */
    public float[] f = NO_F;
    /** Number of floats on it. */
    public int fp;
    /** The stack of ints. */
    public int[] i = NO_I;
    /** Number of ints on it. */
    public int ip;
    /** The stack of longs. */
    public long[] j = NO_J;
    /** Number of longs on it. */
    public int jp;
    /** The stack of references. */
    public @Nullable Object[] a = NO_A;
    /** Number of references on it. */
    public int ap;
    /** Double results of the last call, by index. */
    public double[] rd = NO_D;
    /** Float results of the last call, by index. */
    public float[] rf = NO_F;
    /** Int results of the last call, by index. */
    public int[] ri = NO_I;
    /** Long results of the last call, by index. */
    public long[] rj = NO_J;
    /** Reference results of the last call, by index. */
    public @Nullable Object[] ra = NO_A;

    private final Pool pool;
    private Tape[] others = NO_TAPES;
    private @Nullable Tape nextFree;
    private int highestReference;

    private static final class Pool {
        @Nullable
        Tape free;
    }

    private static final ThreadLocal<SoftReference<Pool>> POOL = new ThreadLocal<>();

    private Tape(Pool pool) {
        this.pool = pool;
    }

    /**
     * Takes an empty tape out of this thread's pool.
     *
     * @return a tape, to be given back by {@link #release()}
     */
    public static Tape acquire() {
        SoftReference<Pool> reference = POOL.get();
        Pool pool = reference == null ? null : reference.get();
        if (pool == null) {
            pool = new Pool();
            POOL.set(new SoftReference<>(pool));
        }
        Tape t = pool.free;
        if (t == null) {
            return new Tape(pool);
        }
        pool.free = t.nextFree;
        t.nextFree = null;
        return t;
    }

    /** Empties this tape, forgets every reference it holds, and puts it back into its pool. */
    public void release() {
        reset();
        for (Tape other : others) {
            other.reset();
        }
        nextFree = pool.free;
        pool.free = this;
    }

    private void reset() {
        dp = 0;
        fp = 0;
        ip = 0;
        jp = 0;
        ap = 0;
        if (highestReference > 0) {
            Arrays.fill(a, 0, highestReference, null);
            highestReference = 0;
        }
        if (ra.length > 0) {
            Arrays.fill(ra, null);
        }
    }

    /**
     * Returns the stacks of a level; those of level 0 are this tape's own.
     *
     * @param n the level
     * @return its stacks
     */
    public Tape level(int n) {
        if (n == 0) {
            return this;
        }
        return n <= others.length ? others[n - 1] : addLevels(n);
    }

    private Tape addLevels(int n) {
        Tape[] more = Arrays.copyOf(others, n);
        for (int k = others.length; k < n; k++) {
            more[k] = new Tape(pool);
        }
        others = more;
        return more[n - 1];
    }

    /**
     * Makes room for the results of functions that have several.
     *
     * @param n the largest number of results of one function
     * @return this tape
     */
    public Tape results(int n) {
        if (rd.length < n) {
            rd = new double[n];
            rf = new float[n];
            ri = new int[n];
            rj = new long[n];
            ra = new Object[n];
        }
        return this;
    }

    /**
     * Makes room on a stack of doubles.
     *
     * @param d the stack as it is
     * @param top number of values on it
     * @param n number of values to come
     * @param t whose stack it is
     * @return the stack with room for them
     */
    public static double[] reserve(double[] d, int top, int n, Tape t) {
        return n <= d.length - top ? d : t.growD(top, n);
    }

    /**
     * Makes room on a stack of floats.
     *
     * @param f the stack as it is
     * @param top number of values on it
     * @param n number of values to come
     * @param t whose stack it is
     * @return the stack with room for them
     */
    public static float[] reserve(float[] f, int top, int n, Tape t) {
        return n <= f.length - top ? f : t.growF(top, n);
    }

    /**
     * Makes room on a stack of ints.
     *
     * @param i the stack as it is
     * @param top number of values on it
     * @param n number of values to come
     * @param t whose stack it is
     * @return the stack with room for them
     */
    public static int[] reserve(int[] i, int top, int n, Tape t) {
        return n <= i.length - top ? i : t.growI(top, n);
    }

    /**
     * Makes room on a stack of longs.
     *
     * @param j the stack as it is
     * @param top number of values on it
     * @param n number of values to come
     * @param t whose stack it is
     * @return the stack with room for them
     */
    public static long[] reserve(long[] j, int top, int n, Tape t) {
        return n <= j.length - top ? j : t.growJ(top, n);
    }

    /**
     * Makes room on a stack of references, and remembers how far up they reach.
     *
     * @param a the stack as it is
     * @param top number of values on it
     * @param n number of values to come
     * @param t whose stack it is
     * @return the stack with room for them
     */
    public static @Nullable Object[] reserve(@Nullable Object[] a, int top, int n, Tape t) {
        if (t.highestReference < top + n) {
            t.highestReference = top + n;
        }
        return n <= a.length - top ? a : t.growA(top, n);
    }

    /**
     * Makes room for the pushes of a loop that counts, unless that is very much.
     *
     * @param d the stack as it is
     * @param top number of values on it
     * @param from the counter's first value
     * @param to where it ends
     * @param n number of values pushed in each iteration
     * @param t whose stack it is
     * @return the stack
     */
    public static double[] prepare(double[] d, int top, int from, int to, int n, Tape t) {
        int room = room(from, to, n);
        return room <= d.length - top ? d : t.growD(top, room);
    }

    /**
     * Makes room for the pushes of a loop that counts, unless that is very much.
     *
     * @param f the stack as it is
     * @param top number of values on it
     * @param from the counter's first value
     * @param to where it ends
     * @param n number of values pushed in each iteration
     * @param t whose stack it is
     * @return the stack
     */
    public static float[] prepare(float[] f, int top, int from, int to, int n, Tape t) {
        int room = room(from, to, n);
        return room <= f.length - top ? f : t.growF(top, room);
    }

    /**
     * Makes room for the pushes of a loop that counts, unless that is very much.
     *
     * @param i the stack as it is
     * @param top number of values on it
     * @param from the counter's first value
     * @param to where it ends
     * @param n number of values pushed in each iteration
     * @param t whose stack it is
     * @return the stack
     */
    public static int[] prepare(int[] i, int top, int from, int to, int n, Tape t) {
        int room = room(from, to, n);
        return room <= i.length - top ? i : t.growI(top, room);
    }

    /**
     * Makes room for the pushes of a loop that counts, unless that is very much.
     *
     * @param j the stack as it is
     * @param top number of values on it
     * @param from the counter's first value
     * @param to where it ends
     * @param n number of values pushed in each iteration
     * @param t whose stack it is
     * @return the stack
     */
    public static long[] prepare(long[] j, int top, int from, int to, int n, Tape t) {
        int room = room(from, to, n);
        return room <= j.length - top ? j : t.growJ(top, room);
    }

    /** How much room to make for a loop: none if it needs so much that it may well end earlier. */
    private static int room(int from, int to, int n) {
        long iterations = Math.abs((long) to - from) + 1;
        return iterations <= LARGEST_FORECAST / n ? (int) iterations * n : 0;
    }

    private double[] growD(int top, int n) {
        return d = Arrays.copyOf(d, capacity(d.length, top, n));
    }

    private float[] growF(int top, int n) {
        return f = Arrays.copyOf(f, capacity(f.length, top, n));
    }

    private int[] growI(int top, int n) {
        return i = Arrays.copyOf(i, capacity(i.length, top, n));
    }

    private long[] growJ(int top, int n) {
        return j = Arrays.copyOf(j, capacity(j.length, top, n));
    }

    private @Nullable Object[] growA(int top, int n) {
        return a = Arrays.copyOf(a, capacity(a.length, top, n));
    }

    private static int capacity(int old, int top, int n) {
        int needed = top + n;
        if (needed < 0 || needed > Integer.MAX_VALUE - 8) {
            throw new OutOfMemoryError("The derivative's tape needs more than 2,147,483,639 values on one stack.");
        }
        int twice = old > (Integer.MAX_VALUE - 8) / 2 ? Integer.MAX_VALUE - 8 : 2 * old;
        return Math.max(Math.max(twice, needed), SMALLEST);
    }
}
