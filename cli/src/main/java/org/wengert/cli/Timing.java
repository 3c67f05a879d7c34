package org.wengert.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long a function and its derivative take. Both run until they are compiled, then by turns, so that whatever disturbs the
 * machine disturbs both; the minimum is what the code costs, the rest is the machine's.
 *
 * @param primal nanoseconds of one evaluation
 * @param derivative nanoseconds of one derivative with its value
 * @param rounds how many samples of each the minimum is of
 */
record Timing(double primal, double derivative, int rounds) {
    private static final long WARM_UP = 500_000_000;
    private static final long SAMPLE = 5_000_000;
    private static final int ROUNDS = 31;

    /** Written so that the compiler cannot drop what is measured. */
    @SuppressWarnings("unused")
    private static volatile @Nullable Object sink;

    /** Something to be measured. */
    interface Work {
        /** Does it once. */
        Object run();
    }

    /** Measures. */
    static Timing of(Work primal, Work derivative) {
        int primals = warmUp(primal);
        int derivatives = warmUp(derivative);
        double least = Double.POSITIVE_INFINITY;
        double leastDerivative = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ROUNDS; i++) {
            least = Math.min(least, sample(primal, primals));
            leastDerivative = Math.min(leastDerivative, sample(derivative, derivatives));
        }
        return new Timing(least, leastDerivative, ROUNDS);
    }

    /** Runs for half a second and returns how many calls fill a sample. */
    private static int warmUp(Work work) {
        long start = System.nanoTime();
        int calls = 0;
        int batch = 1;
        double perCall;
        do {
            perCall = sample(work, batch);
            calls += batch;
            batch = (int) Math.clamp(SAMPLE / Math.max(1, perCall), 1, 1_000_000);
        } while (System.nanoTime() - start < WARM_UP && calls < Integer.MAX_VALUE - 1_000_000);
        return batch;
    }

    private static double sample(Work work, int calls) {
        long start = System.nanoTime();
        Object last = null;
        for (int i = 0; i < calls; i++) {
            last = work.run();
        }
        sink = last;
        return (double) (System.nanoTime() - start) / calls;
    }

    /** Returns how many evaluations the derivative costs. */
    double ratio() {
        return derivative / primal;
    }

    /** Returns a line. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "primal %s, derivative %s, ratio %.2f (minima of %d samples each, taken by turns after warm-up)",
                time(primal),
                time(derivative),
                ratio(),
                rounds);
    }

    private static String time(double ns) {
        return ns < 1e4
                ? String.format(Locale.ROOT, "%.1f ns", ns)
                : ns < 1e7
                        ? String.format(Locale.ROOT, "%.1f µs", ns / 1e3)
                        : String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
    }
}
