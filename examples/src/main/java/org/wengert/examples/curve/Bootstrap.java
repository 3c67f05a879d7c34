package org.wengert.examples.curve;

import static org.wengert.Wengert.grad;

import java.util.Arrays;
import org.wengert.Rules;

/**
 * A curve of interest rates from the quotes of swaps, one after the other: each swap's quote determines the zero rate at its
 * maturity, given those before. Between the maturities zero rates are interpolated, so that each is a root to be found.
 */
final class Bootstrap {
    /** Years; each swap pays once a year. */
    static final int[] MATURITIES = {1, 2, 3, 5, 7, 10, 15, 20, 30};

    private Bootstrap() {}

    /** Returns exp(−zt), with z interpolated between the first so many zero rates. */
    static double discount(double[] zeros, double t) {
        if (t <= MATURITIES[0]) {
            return Math.exp(-zeros[0] * t);
        }
        int k = 1;
        while (MATURITIES[k] < t) {
            k++;
        }
        double part = (t - MATURITIES[k - 1]) / (MATURITIES[k] - MATURITIES[k - 1]);
        return Math.exp(-(zeros[k - 1] + part * (zeros[k] - zeros[k - 1])) * t);
    }

    /** Returns what fixed payments of a rate for so many years and the principal at their end are worth, less the principal. */
    static double swap(double rate, int years, double[] zeros) {
        double value = discount(zeros, years) - 1;
        for (int year = 1; year <= years; year++) {
            value += rate * discount(zeros, year);
        }
        return value;
    }

    /**
     * Returns how far a swap is from being worth nothing, which at its quote it is.
     *
     * @param all the quote, then the zero rates up to and with the one of the swap's maturity
     */
    static double mismatch(double[] all) {
        double[] zeros = Arrays.copyOfRange(all, 1, all.length);
        return swap(all[0], MATURITIES[zeros.length - 1], zeros);
    }

    /**
     * Returns the zero rate at the next maturity.
     *
     * @param known the quote, then the zero rates before
     */
    static double bisected(double[] known) {
        double[] all = Arrays.copyOf(known, known.length + 1);
        return Bisection.root(
                z -> {
                    all[known.length] = z;
                    return mismatch(all);
                },
                -0.5,
                0.5);
    }

    /** The same, with a derivative: see {@link #defineRule}. */
    static double node(double[] known) {
        return bisected(known);
    }

    /** Returns −(∂F/∂known) / (∂F/∂z) at the root: where F(known, z) stays 0, z has to follow. */
    static double[] nodeGradient(double[] known) {
        double[] all = Arrays.copyOf(known, known.length + 1);
        all[known.length] = node(known);
        double[] slopes = grad(Bootstrap::mismatch).apply(all);
        double[] gradient = new double[known.length];
        for (int i = 0; i < known.length; i++) {
            gradient[i] = -slopes[i] / slopes[known.length];
        }
        return gradient;
    }

    static void defineRule() {
        Rules.defineGradient(Bootstrap::node, Bootstrap::nodeGradient);
    }

    /** Returns the zero rates at all maturities from all quotes. */
    static double[] zeros(double[] quotes) {
        double[] zeros = new double[quotes.length];
        for (int k = 0; k < quotes.length; k++) {
            double[] known = new double[k + 1];
            known[0] = quotes[k];
            System.arraycopy(zeros, 0, known, 1, k);
            zeros[k] = node(known);
        }
        return zeros;
    }

    /** The same as a program without the rule, whose derivative is that of bisection. */
    static double[] zerosByBisection(double[] quotes) {
        double[] zeros = new double[quotes.length];
        for (int k = 0; k < quotes.length; k++) {
            double[] known = new double[k + 1];
            known[0] = quotes[k];
            System.arraycopy(zeros, 0, known, 1, k);
            zeros[k] = bisected(known);
        }
        return zeros;
    }
}
