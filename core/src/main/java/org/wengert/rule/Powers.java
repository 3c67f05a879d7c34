package org.wengert.rule;

/** The derivatives of xʸ that take its logarithm. */
final class Powers {
    private Powers() {}

    /** ∂ᵏ∂ᵐ(xʸ) = xʸ⁻ᵏ p(ln x), as {@link Special#powDerivative} tells, for m ≥ 1. */
    static double derivative(int k, int m, double x, double y) {
        if (!(x >= 0) || Double.isNaN(y)) {
            return Double.NaN;
        }
        double[] p = factor(k, m, y);
        if (x > 0 && x < Double.POSITIVE_INFINITY) {
            return Special.polynomial(p, Math.log(x)) * Math.pow(x, y - k);
        }
        return limit(p, y - k, x == 0);
    }

    /** The coefficients of p in L = ln x, the lowest first: p₀ = Lᵐ, pᵢ₊₁ = (y − i) pᵢ + pᵢ′. */
    private static double[] factor(int k, int m, double y) {
        double[] p = new double[m + 1];
        p[m] = 1;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= m; j++) {
                p[j] = (y - i) * p[j] + (j < m ? (j + 1) * p[j + 1] : 0);
            }
        }
        return p;
    }

    /** The limit of xᵉ p(ln x) at x = 0 or x = ∞, where any power outweighs the logarithm. */
    private static double limit(double[] p, double e, boolean atZero) {
        int degree = p.length - 1;
        while (degree >= 0 && p[degree] == 0) {
            degree--;
        }
        if (degree < 0 || (atZero ? e > 0 : e < 0)) {
            return 0;
        }
        if (degree == 0 && e == 0) {
            return p[0];
        }
        boolean isNegative = (p[degree] < 0) != (atZero && degree % 2 == 1);
        return isNegative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
