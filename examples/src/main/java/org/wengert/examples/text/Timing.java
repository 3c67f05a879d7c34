package org.wengert.examples.text;

/** How long a piece of code takes on this machine, now. */
public final class Timing {
    @SuppressWarnings("UnusedVariable") // written, so that the work has to be done
    private static volatile double sink;

    private Timing() {}

    /** A piece of code with a number for a result, so that it has to be run. */
    @FunctionalInterface
    public interface Work {
        double run();
    }

    /**
     * Returns seconds that one run takes: the least of several, after as many to warm up, since what disturbs a measurement only
     * ever adds to it.
     *
     * @param budget seconds for all runs together
     * @param work what is run
     */
    public static double seconds(double budget, Work work) {
        long end = System.nanoTime() + (long) (budget / 2 * 1e9);
        do {
            sink = work.run();
        } while (System.nanoTime() < end);
        end = System.nanoTime() + (long) (budget / 2 * 1e9);
        long least = Long.MAX_VALUE;
        do {
            long start = System.nanoTime();
            sink = work.run();
            least = Math.min(least, System.nanoTime() - start);
        } while (System.nanoTime() < end);
        return least * 1e-9;
    }
}
