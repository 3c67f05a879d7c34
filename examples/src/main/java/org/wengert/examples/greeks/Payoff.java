package org.wengert.examples.greeks;

/** What a contract pays at its end, as a function of the path of the price. */
interface Payoff {
    double of(double[] path);

    /** The right to buy at the strike. */
    record Call(double strike) implements Payoff {
        @Override
        public double of(double[] path) {
            return Math.max(path[path.length - 1] - strike, 0);
        }
    }

    /** One unit of money if the price ends above the strike. */
    record Digital(double strike) implements Payoff {
        @Override
        public double of(double[] path) {
            return path[path.length - 1] > strike ? 1 : 0;
        }
    }

    /** Another contract, void once the price was seen at or below the barrier. */
    record DownAndOut(double barrier, Payoff contract) implements Payoff {
        @Override
        public double of(double[] path) {
            for (double s : path) {
                if (s <= barrier) {
                    return 0;
                }
            }
            return contract.of(path);
        }
    }
}
