package org.wengert.rule;

/**
 * Bessel functions of whole order, after Olver and Maximon, DLMF chapter 10.
 *
 * <p>Where the power series has no cancellation it is summed; for large x stand Hankel's asymptotic series; between them
 * the three-term recurrence is run downwards from an order where its start does not matter (Miller's algorithm, DLMF
 * §3.6, §10.74(iv)).
 */
final class BesselFunctions {
    private static final double LARGE = 25;

    private BesselFunctions() {}

    static double j(int n, double x) {
        if (n < 0 || x < 0) {
            // J₋ₙ(x) = (−1)ⁿ Jₙ(x) = Jₙ(−x), DLMF 10.4.1 and 10.11.1.
            double y = j(Math.abs(n), Math.abs(x));
            boolean isOneNegative = (n < 0) != (x < 0);
            return n % 2 != 0 && isOneNegative ? -y : y;
        }
        if (Double.isNaN(x)) {
            return x;
        }
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (x * x <= 2 * (n + 1.0)) {
            return powerSeries(n, x, -1);
        }
        return x > LARGE && n < x ? upwardsJ(n, x) : downwardsJ(n, x);
    }

    static double i(int n, double x) {
        if (n < 0 || x < 0) {
            // I₋ₙ(x) = Iₙ(x), Iₙ(−x) = (−1)ⁿ Iₙ(x), DLMF 10.27.1 and 10.25.2.
            double y = i(Math.abs(n), Math.abs(x));
            return n % 2 != 0 && x < 0 ? -y : y;
        }
        if (Double.isNaN(x)) {
            return x;
        }
        if (x <= LARGE || x * x <= 2 * (n + 1.0)) {
            return powerSeries(n, x, 1);
        }
        if (x > 1400 && n < x) {
            // Iₙ(x) ≥ Iₓ(x) > e^(x/2) there.
            return Double.POSITIVE_INFINITY;
        }
        return n < 2 ? largeI(n, x) : ratiosI(n, x);
    }

    /** (x/2)ⁿ Σ (sign · x²/4)ᵏ / (k! (n + k)!), DLMF 10.2.2 and 10.25.2. */
    private static double powerSeries(int n, double x, int sign) {
        double lead = 1;
        for (int k = 1; k <= n && lead != 0; k++) {
            lead *= x / (2 * k);
        }
        double q = sign * x * x / 4;
        double term = 1;
        double sum = 0;
        for (int k = 1; Math.abs(term) > 0x1p-60 * Math.abs(sum); k++) {
            sum += term;
            term *= q / (k * (k + (double) n));
        }
        return lead * sum;
    }

    /** Downwards by Jₖ₋₁ = (2k/x) Jₖ − Jₖ₊₁, normalised by 1 = J₀ + 2 J₂ + 2 J₄ + … (DLMF 10.6.1, 10.12.4). */
    private static double downwardsJ(int n, double x) {
        double top = Math.max(n, x);
        int start = 2 * (int) ((top + Math.sqrt(160 * top) + 16) / 2);
        double above = 0;
        double current = 1e-300;
        double norm = 0;
        double wanted = 0;
        for (int k = start; k > 0; k--) {
            if (k == n) {
                wanted = current;
            }
            if (k % 2 == 0) {
                norm += 2 * current;
            }
            double below = 2 * k / x * current - above;
            above = current;
            current = below;
            if (Math.abs(current) > 1e200) {
                above *= 1e-200;
                current *= 1e-200;
                norm *= 1e-200;
                wanted *= 1e-200;
            }
        }
        return (n == 0 ? current : wanted) / (norm + current);
    }

    private static double upwardsJ(int n, double x) {
        double below = hankel(0, x);
        if (n == 0) {
            return below;
        }
        double current = hankel(1, x);
        for (int k = 1; k < n; k++) {
            double above = 2 * k / x * current - below;
            below = current;
            current = above;
        }
        return current;
    }

    /** √(2/πx) (P cos χ − Q sin χ), χ = x − (n/2 + ¼)π, for n = 0, 1 and large x (DLMF 10.17.3). */
    private static double hankel(int n, double x) {
        double p = 0;
        double q = 0;
        double term = 1;
        for (int k = 0; k < 40 && Math.abs(term) > 0x1p-60; k += 2) {
            p += term;
            term = nextTerm(n, k + 1, term, x);
            q += term;
            term = -nextTerm(n, k + 2, term, x);
        }
        double sine = Math.sin(x);
        double cosine = Math.cos(x);
        double sum = sine + cosine;
        double difference = sine - cosine;
        double value = n == 0 ? p * sum - q * difference : p * difference + q * sum;
        return value / Math.sqrt(Math.PI * x);
    }

    /** e^x/√(2πx) Σ (−1)ᵏ aₖ(n)/xᵏ for large x (DLMF 10.40.1), with e^x in two factors as it overflows first. */
    private static double largeI(int n, double x) {
        double half = Math.exp(x / 2);
        return half * scaledI(n, x) * half;
    }

    /** e⁻ˣ Iₙ(x) for large x. */
    private static double scaledI(int n, double x) {
        double sum = 0;
        double term = 1;
        for (int k = 1; k < 60 && Math.abs(term) > 0x1p-60; k++) {
            sum += term;
            term = -nextTerm(n, k, term, x);
        }
        return sum / Math.sqrt(2 * Math.PI * x);
    }

    /** aₖ(n)/xᵏ from aₖ₋₁(n)/xᵏ⁻¹, where aₖ = aₖ₋₁ (4n² − (2k − 1)²)/(8k) (DLMF 10.17.1). */
    private static double nextTerm(int n, int k, double term, double x) {
        double odd = 2 * k - 1;
        return term * (4.0 * n * n - odd * odd) / (8 * k * x);
    }

    /**
     * Iₙ(x) for n ≥ 2 and large x, as I₀ times the ratios Iₖ/Iₖ₋₁ = 1/(2k/x + Iₖ₊₁/Iₖ), started where the first no longer
     * matters (DLMF 10.29.1). Logarithms take over where I₀ overflows or the product underflows.
     */
    private static double ratiosI(int n, double x) {
        double ratio = 0;
        double product = 1;
        double log = 0;
        for (int k = (int) (Math.sqrt((double) n * n + 45 * x) + 20); k > 0; k--) {
            ratio = 1 / (2 * k / x + ratio);
            if (k <= n) {
                product *= ratio;
            }
            if (product < 1e-200) {
                log += Math.log(product);
                product = 1;
            }
        }
        return log == 0 && x < 700 ? largeI(0, x) * product : Math.exp(x + log + Math.log(product * scaledI(0, x)));
    }
}
