package org.wengert.examples.calibrate;

/**
 * Lotka and Volterra's equations: hares u multiply and are eaten, lynxes v starve unless they eat.
 *
 * <pre>  u′ = αu − βuv,   v′ = −γv + δuv</pre>
 *
 * @param births α, per year
 * @param kills β
 * @param deaths γ, per year
 * @param gains δ
 */
record PredatorPrey(double births, double kills, double deaths, double gains) implements Equation {
    @Override
    public double[] rate(double[] x) {
        double u = x[0];
        double v = x[1];
        return new double[] {births * u - kills * u * v, -deaths * v + gains * u * v};
    }
}
