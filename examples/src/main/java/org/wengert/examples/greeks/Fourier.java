package org.wengert.examples.greeks;

/** Prices of Heston's model by an integral over its characteristic function. */
final class Fourier {
    private static final double SPACING = 0.1;
    private static final int POINTS = 2500;

    private Fourier() {}

    /**
     * Returns the price of a call by Lewis's formula (2001),
     *
     * <pre>  C = S e^(−qT) − √(SK) e^(−(r+q)T/2) / π · ∫₀^∞ Re(e^(iuk) φ(u − i/2)) du / (u² + ¼),   k = ln(S/K) + (r − q)T.</pre>
     *
     * <p>The integrand is even and analytic up to a distance of ½ from the real axis, so the trapezoidal rule with spacing h errs
     * by e^(−π/h), which is 2·10⁻¹⁴ here.
     */
    static double call(Heston m, double strike, double maturity) {
        double k = Math.log(m.spot() / strike) + (m.rate() - m.dividend()) * maturity;
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            double u = i * SPACING;
            Complex term = new Complex(0, u * k).exp().times(characteristic(m, u, maturity));
            sum += (i == 0 ? 0.5 : 1) * term.re() / (u * u + 0.25);
        }
        double discount = Math.exp(-(m.rate() + m.dividend()) * maturity / 2);
        return m.spot() * Math.exp(-m.dividend() * maturity)
                - Math.sqrt(m.spot() * strike) * discount / Math.PI * sum * SPACING;
    }

    /** φ(u − i/2) of ln(S/F), in the form whose logarithm has no jumps (Albrecher and others 2007). */
    private static Complex characteristic(Heston m, double u, double maturity) {
        double xi = m.volOfVariance();
        Complex b = new Complex(m.reversion() - m.correlation() * xi / 2, -m.correlation() * xi * u);
        Complex d = b.times(b).plus(xi * xi * (u * u + 0.25)).sqrt();
        Complex difference = b.minus(d);
        Complex g = difference.over(b.plus(d));
        Complex decay = d.times(-maturity).exp();
        Complex one = new Complex(1, 0);
        Complex below = one.minus(g.times(decay));
        Complex logarithm = below.over(one.minus(g)).log();
        Complex drift = difference.times(maturity).minus(logarithm.times(2)).times(m.reversion() * m.longRun());
        Complex level = difference.times(one.minus(decay)).over(below).times(m.variance());
        return drift.plus(level).times(1 / (xi * xi)).exp();
    }
}
