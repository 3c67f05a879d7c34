package org.wengert;

import java.util.Locale;

/**
 * A gradient beside central differences of the function itself.
 *
 * @param x the point, {@code [n]}
 * @param value f(x)
 * @param gradient ∇f(x) by automatic differentiation, {@code [n]}
 * @param differences (f(x+hᵢeᵢ) − f(x−hᵢeᵢ)) / 2hᵢ, {@code [n]}
 * @param tolerances how far each pair may be apart for rounding and truncation of the differences, {@code [n]}
 */
public record GradientCheck(double[] x, double value, double[] gradient, double[] differences, double[] tolerances) {
    /**
     * Returns whether gradient and differences agree within the tolerances; two NaN agree.
     *
     * @return whether every component agrees
     */
    public boolean agrees() {
        for (int i = 0; i < gradient.length; i++) {
            if (!agrees(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether one component agrees.
     *
     * @param i index of the component
     * @return whether |gradient − difference| is within the tolerance
     */
    public boolean agrees(int i) {
        if (Double.isNaN(gradient[i]) || Double.isNaN(differences[i])) {
            return Double.isNaN(gradient[i]) && Double.isNaN(differences[i]);
        }
        return gradient[i] == differences[i] || Math.abs(gradient[i] - differences[i]) <= tolerances[i];
    }

    /**
     * Returns the largest |gradient − difference|; NaN if one of them is.
     *
     * @return the largest absolute deviation
     */
    public double largestDeviation() {
        double largest = 0;
        for (int i = 0; i < gradient.length; i++) {
            largest = Math.max(largest, Math.abs(gradient[i] - differences[i]));
        }
        return largest;
    }

    /** Returns a table of the components that disagree, or one line that says that all agree. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        if (agrees()) {
            return s.append("gradient agrees with central differences in all ")
                    .append(gradient.length)
                    .append(" components, largest deviation ")
                    .append(String.format(Locale.ROOT, "%.1e", largestDeviation()))
                    .toString();
        }
        s.append(String.format(Locale.ROOT, "gradient DISAGREES with central differences:%n"));
        s.append(String.format(
                Locale.ROOT, "%6s %24s %24s %24s %12s%n", "i", "x[i]", "gradient", "differences", "deviation"));
        for (int i = 0; i < gradient.length; i++) {
            if (!agrees(i)) {
                s.append(String.format(
                        Locale.ROOT,
                        "%6d %24.16g %24.16g %24.16g %12.1e%n",
                        i,
                        x[i],
                        gradient[i],
                        differences[i],
                        Math.abs(gradient[i] - differences[i])));
            }
        }
        return s.toString();
    }
}
