package org.wengert.examples.greeks;

import org.wengert.Rules;

/**
 * Contracts that pay what their namesakes of {@link Payoff} pay, but whose kinks and jumps have derivatives that are spread over
 * a band: the step's derivative is a bell of area 1 instead of 0, the ramp's second derivative the same bell.
 */
final class Smooth {
    private Smooth() {}

    /** max(x, 0). */
    static double ramp(double x) {
        return x > 0 ? x : 0;
    }

    /** 1 where x is positive, 0 elsewhere. */
    static double step(double x) {
        return x > 0 ? 1 : 0;
    }

    /** The density of the normal distribution. */
    static double bell(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    static void defineRules() {
        Rules.define(Smooth::ramp, Smooth::step);
        Rules.define(Smooth::step, Smooth::bell);
    }

    record Call(double strike, double band) implements Payoff {
        @Override
        public double of(double[] path) {
            return band * ramp((path[path.length - 1] - strike) / band);
        }
    }

    record Digital(double strike, double band) implements Payoff {
        @Override
        public double of(double[] path) {
            return step((path[path.length - 1] - strike) / band);
        }
    }

    record DownAndOut(double barrier, double band, Payoff contract) implements Payoff {
        @Override
        public double of(double[] path) {
            double lowest = Double.POSITIVE_INFINITY;
            for (double s : path) {
                lowest = Math.min(lowest, s);
            }
            return step((lowest - barrier) / band) * contract.of(path);
        }
    }

    /**
     * A contract that dies when the price touches the barrier at any time, not only when it is looked at: each step counts with
     * the probability that a Brownian bridge between its ends stays above.
     *
     * @param barrier the barrier
     * @param variance σ²dt, the variance of ln S over a step
     * @param contract what is paid where the barrier was not touched
     */
    record Bridged(double barrier, double variance, Payoff contract) implements Payoff {
        @Override
        public double of(double[] path) {
            double alive = 1;
            for (int i = 1; i < path.length; i++) {
                if (path[i] <= barrier) {
                    return 0;
                }
                alive *= 1 - Math.exp(-2 * Math.log(path[i - 1] / barrier) * Math.log(path[i] / barrier) / variance);
            }
            return alive * contract.of(path);
        }
    }
}
