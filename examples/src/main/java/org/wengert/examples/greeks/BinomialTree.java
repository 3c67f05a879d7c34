package org.wengert.examples.greeks;

/** The American put on a tree of prices (Cox, Ross and Rubinstein 1979) whose last step is the Black–Scholes formula. */
final class BinomialTree {
    private BinomialTree() {}

    static double put(BlackScholes m, double strike, double maturity, int steps) {
        double dt = maturity / steps;
        double up = Math.exp(m.volatility() * Math.sqrt(dt));
        double chance = (Math.exp((m.rate() - m.dividend()) * dt) - 1 / up) / (up - 1 / up);
        double discount = Math.exp(-m.rate() * dt);
        double[] value = new double[steps];
        for (int j = 0; j < steps; j++) {
            double s = m.spot() * Math.pow(up, 2 * j - (steps - 1));
            BlackScholes there = new BlackScholes(s, m.rate(), m.dividend(), m.volatility());
            value[j] = Math.max(strike - s, ClosedForm.put(there, strike, dt));
        }
        for (int i = steps - 2; i >= 0; i--) {
            for (int j = 0; j <= i; j++) {
                double s = m.spot() * Math.pow(up, 2 * j - i);
                value[j] = Math.max(strike - s, discount * (chance * value[j + 1] + (1 - chance) * value[j]));
            }
        }
        return value[0];
    }
}
