package org.wengert.examples.greeks;

import java.util.SplittableRandom;

/** Prices contracts by simulation: the discounted mean of what they pay over many paths. */
final class MonteCarlo {
    private final double maturity;
    private final int steps;
    private final int paths;
    private long seed;

    MonteCarlo(double maturity, int steps, int paths) {
        this.maturity = maturity;
        this.steps = steps;
        this.paths = paths;
    }

    /** Sets which paths the next price is made of. */
    MonteCarlo seeded(long newSeed) {
        seed = newSeed;
        return this;
    }

    double price(Model model, Payoff payoff) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] normals = new double[steps * model.factors()];
        double sum = 0;
        for (int p = 0; p < paths; p++) {
            for (int i = 0; i < normals.length; i++) {
                normals[i] = random.nextGaussian();
            }
            sum += payoff.of(model.path(maturity / steps, normals));
        }
        return Math.exp(-model.rate() * maturity) * sum / paths;
    }
}
