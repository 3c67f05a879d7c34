package org.wengert.examples.greeks;

import org.wengert.rule.Special;

/** Prices of the Black–Scholes model that are formulas. */
final class ClosedForm {
    private ClosedForm() {}

    static double call(BlackScholes m, double strike, double maturity) {
        double deviation = m.volatility() * Math.sqrt(maturity);
        double d = d1(m, strike, maturity);
        return m.spot() * Math.exp(-m.dividend() * maturity) * Special.normalCdf(d)
                - strike * Math.exp(-m.rate() * maturity) * Special.normalCdf(d - deviation);
    }

    static double put(BlackScholes m, double strike, double maturity) {
        double deviation = m.volatility() * Math.sqrt(maturity);
        double d = d1(m, strike, maturity);
        return strike * Math.exp(-m.rate() * maturity) * Special.normalCdf(deviation - d)
                - m.spot() * Math.exp(-m.dividend() * maturity) * Special.normalCdf(-d);
    }

    static double digital(BlackScholes m, double strike, double maturity) {
        double deviation = m.volatility() * Math.sqrt(maturity);
        return Math.exp(-m.rate() * maturity) * Special.normalCdf(d1(m, strike, maturity) - deviation);
    }

    /** A call with a barrier at or below its strike that is watched at all times (Merton 1973; Reiner and Rubinstein 1991). */
    static double downAndOut(BlackScholes m, double barrier, double strike, double maturity) {
        double deviation = m.volatility() * Math.sqrt(maturity);
        double lambda = (m.rate() - m.dividend()) / (m.volatility() * m.volatility()) + 0.5;
        double y = Math.log(barrier * barrier / (m.spot() * strike)) / deviation + lambda * deviation;
        double ratio = barrier / m.spot();
        double lost = m.spot() * Math.exp(-m.dividend() * maturity) * Math.pow(ratio, 2 * lambda) * Special.normalCdf(y)
                - strike
                        * Math.exp(-m.rate() * maturity)
                        * Math.pow(ratio, 2 * lambda - 2)
                        * Special.normalCdf(y - deviation);
        return call(m, strike, maturity) - lost;
    }

    /**
     * The same barrier looked at every dt: nearly that of a barrier lower by 0.5826 standard deviations of a step (Broadie,
     * Glasserman and Kou 1997; the number is −ζ(½)/√2π).
     */
    static double downAndOut(BlackScholes m, double barrier, double strike, double maturity, double dt) {
        double lower = barrier * Math.exp(-0.5825971579390106 * m.volatility() * Math.sqrt(dt));
        return downAndOut(m, lower, strike, maturity);
    }

    private static double d1(BlackScholes m, double strike, double maturity) {
        double deviation = m.volatility() * Math.sqrt(maturity);
        return (Math.log(m.spot() / strike) + (m.rate() - m.dividend()) * maturity) / deviation + deviation / 2;
    }
}
