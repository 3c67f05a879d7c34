package org.wengert.examples.greeks;

/**
 * Geometric Brownian motion, dS = (r − q)S dt + σS dW, simulated without error of discretisation.
 *
 * @param spot the price today
 * @param rate the riskless rate r
 * @param dividend the yield q of the asset
 * @param volatility σ
 */
record BlackScholes(double spot, double rate, double dividend, double volatility) implements Model {
    BlackScholes at(double other) {
        return new BlackScholes(other, rate, dividend, volatility);
    }

    @Override
    public int factors() {
        return 1;
    }

    @Override
    public double[] path(double dt, double[] normals) {
        double drift = (rate - dividend - volatility * volatility / 2) * dt;
        double diffusion = volatility * Math.sqrt(dt);
        double[] s = new double[normals.length + 1];
        s[0] = spot;
        for (int i = 0; i < normals.length; i++) {
            s[i + 1] = s[i] * Math.exp(drift + diffusion * normals[i]);
        }
        return s;
    }
}
