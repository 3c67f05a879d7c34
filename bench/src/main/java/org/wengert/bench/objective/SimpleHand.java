package org.wengert.bench.objective;

/** Distances between measured points and given vertices of a {@link HandModel}: "hand, simple" of ADBench. */
public final class SimpleHand {
    private final HandModel model;
    private final int[] correspondences;
    private final double[][] points;

    /**
     * @param model the hand
     * @param correspondences index of each point's vertex, {@code [n]}
     * @param points the measured points, {@code [n, 3]}
     */
    public SimpleHand(HandModel model, int[] correspondences, double[][] points) {
        this.model = model;
        this.correspondences = correspondences;
        this.points = points;
    }

    /** Returns the hand. */
    public HandModel model() {
        return model;
    }

    /** Returns the index of each point's vertex, {@code [n]}. */
    public int[] correspondences() {
        return correspondences;
    }

    /** Returns point − vertex for every point, {@code [3n]}, in a pose θ, {@code [26]}. */
    public double[] objective(double[] theta) {
        double[][] positions = model.positions(theta);
        double[] error = new double[3 * points.length];
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < 3; j++) {
                error[3 * i + j] = points[i][j] - positions[correspondences[i]][j];
            }
        }
        return error;
    }
}
