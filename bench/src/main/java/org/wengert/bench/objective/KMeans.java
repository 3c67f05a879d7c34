package org.wengert.bench.objective;

/** The cost of a clustering, Σᵢ minⱼ ‖cⱼ − pᵢ‖²: GradBench's "kmeans". */
public final class KMeans {
    private final double[][] points;

    /** @param points {@code [n, d]} */
    public KMeans(double[][] points) {
        this.points = points;
    }

    /** Returns the points, {@code [n, d]}. */
    public double[][] points() {
        return points;
    }

    /** Returns the cost of centroids, {@code [k, d]} row by row. */
    public double objective(double[] centroids) {
        double cost = 0;
        for (double[] point : points) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centroids.length; c += point.length) {
                nearest = Math.min(nearest, squaredDistance(centroids, c, point));
            }
            cost += nearest;
        }
        return cost;
    }

    private static double squaredDistance(double[] centroids, int c, double[] point) {
        double sum = 0;
        for (int i = 0; i < point.length; i++) {
            double difference = centroids[c + i] - point[i];
            sum += difference * difference;
        }
        return sum;
    }
}
