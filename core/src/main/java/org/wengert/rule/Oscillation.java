package org.wengert.rule;

/** Sine and cosine of multiples of π, and the derivatives of sin(πx)/(πx). */
final class Oscillation {
    private Oscillation() {}

    /** sin(πx) with an exact reduction of x, so that whole numbers give 0. */
    static double sinPi(double x) {
        double r = x - 2 * Math.rint(x / 2);
        double a = Math.min(Math.abs(r), 1 - Math.abs(r));
        return Math.copySign(a <= 0.25 ? Math.sin(Math.PI * a) : Math.cos(Math.PI * (0.5 - a)), r);
    }

    /** cos(πx) with an exact reduction of x, so that odd multiples of ½ give 0. */
    static double cosPi(double x) {
        double a = Math.abs(x - 2 * Math.rint(x / 2));
        if (a <= 0.25) {
            return Math.cos(Math.PI * a);
        }
        return a < 0.75 ? Math.sin(Math.PI * (0.5 - a)) : -Math.cos(Math.PI * (1 - a));
    }

    /**
     * The n-th derivative of sin(πx)/(πx), which is πⁿ s⁽ⁿ⁾(z) with s(z) = (sin z)/z and z = πx.
     *
     * <p>Deriving z·s(z) = sin z k times gives z s⁽ᵏ⁾ + k s⁽ᵏ⁻¹⁾ = sin(z + kπ/2). Read upwards this divides by z and is
     * stable for z ≥ n; read downwards, from an order high enough for its start not to matter, it divides by k and is
     * stable below (Miller's algorithm; Olver, DLMF §3.6).
     */
    static double sincDerivative(int n, double x) {
        double a = Math.abs(x);
        if (a == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double z = Math.PI * a;
        double[] phases = phases(a);
        double s = z >= Math.max(n, 1) ? upwards(n, z, phases) : downwards(n, z, phases);
        return (x < 0 && n % 2 == 1 ? -s : s) * (n == 0 ? 1 : Math.pow(Math.PI, n));
    }

    /** sin(z + kπ/2) at z = πa for k = 0, 1, 2, 3. */
    private static double[] phases(double a) {
        double sine = sinPi(a);
        double cosine = cosPi(a);
        return new double[] {sine, cosine, -sine, -cosine};
    }

    private static double upwards(int n, double z, double[] phases) {
        double s = phases[0] / z;
        for (int k = 1; k <= n; k++) {
            s = (phases[k & 3] - k * s) / z;
        }
        return s;
    }

    private static double downwards(int n, double z, double[] phases) {
        int start = n + 1;
        for (double weight = 1; weight > 0x1p-60 && start < n + 2000; start++) {
            weight *= z / (start + 1);
        }
        double s = 0;
        for (int k = start; k > n; k--) {
            s = (phases[k & 3] - z * s) / k;
        }
        return s;
    }
}
