package org.wengert.bench.byhand;

import org.wengert.bench.objective.KMeans;

/** Newton's step for {@link KMeans}, gradient over diagonal of the Hessian: Σ (c − p) over a centroid's points, over their number. */
public final class KMeansStep implements WrittenGradient {
    private final double[][] points;

    /** @param kMeans the objective */
    public KMeansStep(KMeans kMeans) {
        this.points = kMeans.points();
    }

    /** Returns the cost and writes the step. */
    @Override
    public double into(double[] centroids, double[] step) {
        int d = points[0].length;
        double[] sums = new double[centroids.length];
        int[] counts = new int[centroids.length / d];
        double cost = 0;
        for (double[] point : points) {
            double least = Double.POSITIVE_INFINITY;
            int nearest = 0;
            for (int c = 0; c < counts.length; c++) {
                double sum = 0;
                for (int i = 0; i < d; i++) {
                    double difference = centroids[c * d + i] - point[i];
                    sum += difference * difference;
                }
                if (sum < least) {
                    least = sum;
                    nearest = c;
                }
            }
            cost += least;
            counts[nearest]++;
            for (int i = 0; i < d; i++) {
                sums[nearest * d + i] += centroids[nearest * d + i] - point[i];
            }
        }
        for (int i = 0; i < step.length; i++) {
            step[i] = sums[i] / counts[i / d];
        }
        return cost;
    }
}
