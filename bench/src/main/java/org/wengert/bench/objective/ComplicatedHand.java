package org.wengert.bench.objective;

/**
 * Distances between measured points and points on triangles of a {@link HandModel}, whose two barycentric coordinates are
 * parameters as well: "hand, complicated" of ADBench.
 */
public final class ComplicatedHand {
    private final HandModel model;
    private final int[][] triangles;
    private final int[] correspondences;
    private final double[][] points;

    /**
     * @param model the hand
     * @param triangles indices of their vertices, {@code [t, 3]}
     * @param correspondences index of each point's triangle, {@code [n]}
     * @param points the measured points, {@code [n, 3]}
     */
    public ComplicatedHand(HandModel model, int[][] triangles, int[] correspondences, double[][] points) {
        this.model = model;
        this.triangles = triangles;
        this.correspondences = correspondences;
        this.points = points;
    }

    /** Returns the hand. */
    public HandModel model() {
        return model;
    }

    /** Returns the vertices of a point's triangle, {@code [3]}. */
    public int[] triangleOf(int point) {
        return triangles[correspondences[point]];
    }

    /** Returns the number of points n. */
    public int pointCount() {
        return points.length;
    }

    /**
     * Returns point − point on the triangle for every point, {@code [3n]}.
     *
     * @param coordinates u₀ and u₁ of every point, {@code [2n]}
     * @param theta the pose, {@code [26]}
     */
    public double[] objective(double[] coordinates, double[] theta) {
        double[][] positions = model.positions(theta);
        double[] error = new double[3 * points.length];
        for (int i = 0; i < points.length; i++) {
            int[] triangle = triangles[correspondences[i]];
            double u = coordinates[2 * i];
            double v = coordinates[2 * i + 1];
            for (int j = 0; j < 3; j++) {
                double onTriangle = u * positions[triangle[0]][j]
                        + v * positions[triangle[1]][j]
                        + (1 - u - v) * positions[triangle[2]][j];
                error[3 * i + j] = points[i][j] - onTriangle;
            }
        }
        return error;
    }
}
