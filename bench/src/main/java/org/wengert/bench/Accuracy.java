package org.wengert.bench;

/** How far results are from references. */
final class Accuracy {
    private Accuracy() {}

    /**
     * Returns the largest |difference| over the largest finite |reference|, or over 1 where that is 0; +∞ if the
     * lengths differ or a NaN has no NaN opposite.
     */
    static double relativeError(double[] results, double[] references) {
        if (results.length != references.length) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < results.length; i++) {
            if (Double.isFinite(references[i])) {
                magnitude = Math.max(magnitude, Math.abs(references[i]));
            }
            boolean same = results[i] == references[i] || (Double.isNaN(results[i]) && Double.isNaN(references[i]));
            if (!same) {
                double d = Math.abs(results[i] - references[i]);
                difference = Math.max(difference, Double.isNaN(d) ? Double.POSITIVE_INFINITY : d);
            }
        }
        return difference == 0 ? 0 : difference / (magnitude == 0 ? 1 : magnitude);
    }

    /** Returns |result − reference| / |reference|, or the difference itself where the reference is 0. */
    static double relativeError(double result, double reference) {
        return relativeError(new double[] {result}, new double[] {reference});
    }

    /** Returns 0 if the indices are the same, +∞ if not. */
    static double structuralError(int[] results, double[] references) {
        if (results.length != references.length) {
            return Double.POSITIVE_INFINITY;
        }
        for (int i = 0; i < results.length; i++) {
            if (results[i] != references[i]) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return 0;
    }
}
