package org.wengert.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Times several computations in one run, by turns, so that whatever else the machine does meets all of them alike. Minima are
 * reported: what disturbs a measurement only ever adds to it.
 */
final class Stopwatch {
    /** Nanoseconds of a batch: long beside the clock, short beside the turns that other processes take. */
    private static final long BATCH = 2_000_000;

    private static final int LEAST_ROUNDS = 7;
    private static final double STEADY = 0.02;

    /** Nanoseconds after which a compilation is no longer waited for. */
    private static final long LONGEST_COMPILATION = 60_000_000_000L;

    private final JustInTime compilers = new JustInTime();
    private final long warmUp;
    private final long measurement;

    /** Takes results that nothing needs, so that no compiler can leave their computation out. */
    @SuppressWarnings("UnusedVariable")
    private volatile double sink;

    /** @param seconds how long to measure; the warm-up lasts as long, and longer while times fall or methods wait to be compiled */
    Stopwatch(double seconds) {
        this.warmUp = (long) (seconds * 1e9);
        this.measurement = (long) (seconds * 1e9);
    }

    /** Returns the least time of one evaluation of each, in milliseconds. */
    double[] milliseconds(List<DoubleSupplier> computations) {
        int n = computations.size();
        int[] repetitions = new int[n];
        Arrays.fill(repetitions, 1);
        long start = System.nanoTime();
        double[] previous = filled(n);
        double[] current = filled(n);
        long window = Math.max(1, warmUp / 2);
        long windowEnd = start + window;
        while (true) {
            for (int i = 0; i < n; i++) {
                double time = batch(computations.get(i), repetitions[i]);
                if (time * repetitions[i] < BATCH) {
                    repetitions[i] = Math.clamp((long) (1.2 * BATCH / Math.max(1, time)), 1, 10_000_000);
                }
                current[i] = Math.min(current[i], time);
            }
            long now = System.nanoTime();
            if (now > windowEnd) {
                long elapsed = now - start;
                boolean steady = elapsed >= 5 * warmUp || (elapsed >= warmUp && isSteady(previous, current));
                if (steady && (elapsed >= LONGEST_COMPILATION || !compilers.isBusy())) {
                    break;
                }
                for (int i = 0; i < n; i++) {
                    previous[i] = Math.min(previous[i], current[i]);
                }
                current = filled(n);
                windowEnd = now + window;
            }
        }
        double[] least = filled(n);
        start = System.nanoTime();
        for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() - start < measurement; round++) {
            for (int i = 0; i < n; i++) {
                least[i] = Math.min(least[i], batch(computations.get(i), repetitions[i]));
            }
        }
        for (int i = 0; i < n; i++) {
            least[i] *= 1e-6;
        }
        return least;
    }

    /** Mean nanoseconds of one evaluation. */
    private double batch(DoubleSupplier computation, int repetitions) {
        double sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < repetitions; i++) {
            sum += computation.getAsDouble();
        }
        long time = System.nanoTime() - start;
        sink = sum;
        return (double) time / repetitions;
    }

    private static boolean isSteady(double[] previous, double[] current) {
        for (int i = 0; i < current.length; i++) {
            if (current[i] < previous[i] * (1 - STEADY)) {
                return false;
            }
        }
        return true;
    }

    private static double[] filled(int n) {
        double[] times = new double[n];
        Arrays.fill(times, Double.POSITIVE_INFINITY);
        return times;
    }
}
