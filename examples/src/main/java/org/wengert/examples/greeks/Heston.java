package org.wengert.examples.greeks;

/**
 * Heston's model: the variance v of the price moves itself, dv = κ(θ − v)dt + ξ√v dW₂, d⟨W₁, W₂⟩ = ρ dt.
 *
 * <p>The variance is stepped by the implicit Milstein scheme, which keeps it positive where 4κθ > ξ²: no root of a negative
 * number has to be cut off. The price follows from it: ∫√v dW₂ = (Δv − κ∫(θ − v)dt)/ξ is the part of its noise that it shares
 * with the variance (Broadie and Kaya 2006), with ∫v dt by the trapezoidal rule.
 *
 * @param spot the price today
 * @param rate the riskless rate r
 * @param dividend the yield q of the asset
 * @param variance the variance v today
 * @param reversion κ
 * @param longRun θ
 * @param volOfVariance ξ
 * @param correlation ρ
 */
record Heston(
        double spot,
        double rate,
        double dividend,
        double variance,
        double reversion,
        double longRun,
        double volOfVariance,
        double correlation)
        implements Model {
    @Override
    public int factors() {
        return 2;
    }

    @Override
    public double[] path(double dt, double[] normals) {
        int steps = normals.length / 2;
        double across = Math.sqrt(1 - correlation * correlation);
        double[] s = new double[steps + 1];
        s[0] = spot;
        double v = variance;
        for (int i = 0; i < steps; i++) {
            double z = normals[2 * i];
            double pushed = v
                    + reversion * longRun * dt
                    + volOfVariance * Math.sqrt(v * dt) * z
                    + volOfVariance * volOfVariance * dt * (z * z - 1) / 4;
            double next = pushed / (1 + reversion * dt);
            double mean = (v + next) / 2;
            double shared = (next - v - reversion * (longRun - mean) * dt) / volOfVariance;
            s[i + 1] = s[i]
                    * Math.exp((rate - dividend - mean / 2) * dt
                            + correlation * shared
                            + across * Math.sqrt(mean * dt) * normals[2 * i + 1]);
            v = next;
        }
        return s;
    }
}
