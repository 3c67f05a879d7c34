package org.wengert.bench.objective;

/**
 * Bundle adjustment: how far the projections of points in space are from where cameras saw them. The objective "ba" of ADBench.
 *
 * <p>A camera has 11 numbers: rotation r (angle-axis) {@code [3]}, centre C {@code [3]}, focal length f, principal point x₀
 * {@code [2]} and radial distortion κ {@code [2]}. A point X {@code [3]} seen with weight w at the feature m {@code [2]} gives
 *
 * <pre>
 *   Y = rotation by r of X − C,   P = (Y₀/Y₂, Y₁/Y₂),   t = P·P,
 *   w (f (1 + κ₀t + κ₁t²) P + x₀ − m)   and   1 − w²
 * </pre>
 */
public final class BundleAdjustment {
    /** Numbers of a camera. */
    public static final int CAMERA = 11;

    /** Numbers of a camera, a point and a weight: all that an observation's residual depends on. */
    public static final int BLOCK = CAMERA + 3 + 1;

    private static final int CENTRE = 3;
    private static final int FOCAL_LENGTH = 6;
    private static final int PRINCIPAL_POINT = 7;
    private static final int RADIAL_DISTORTION = 9;

    private final double[][] cameras;
    private final double[][] points;
    private final double[] weights;
    private final int[][] observations;
    private final double[][] features;

    /**
     * @param cameras {@code [n, 11]}
     * @param points {@code [m, 3]}
     * @param weights {@code [p]}
     * @param observations index of the camera and of the point, {@code [p, 2]}
     * @param features {@code [p, 2]}
     */
    public BundleAdjustment(
            double[][] cameras, double[][] points, double[] weights, int[][] observations, double[][] features) {
        this.cameras = cameras;
        this.points = points;
        this.weights = weights;
        this.observations = observations;
        this.features = features;
    }

    /** Returns n. */
    public int cameraCount() {
        return cameras.length;
    }

    /** Returns m. */
    public int pointCount() {
        return points.length;
    }

    /** Returns p. */
    public int observationCount() {
        return observations.length;
    }

    /** Returns the index of the camera of an observation. */
    public int cameraOf(int observation) {
        return observations[observation][0];
    }

    /** Returns the index of the point of an observation. */
    public int pointOf(int observation) {
        return observations[observation][1];
    }

    /** Returns the weight of an observation. */
    public double weight(int observation) {
        return weights[observation];
    }

    /** Returns the feature of an observation, {@code [2]}. */
    public double[] feature(int observation) {
        return features[observation];
    }

    /** Writes camera, point and weight of an observation into a block, {@code [15]}. */
    public void gather(int observation, double[] block) {
        System.arraycopy(cameras[cameraOf(observation)], 0, block, 0, CAMERA);
        System.arraycopy(points[pointOf(observation)], 0, block, CAMERA, 3);
        block[CAMERA + 3] = weights[observation];
    }

    /** Writes all residuals: the reprojection errors, {@code [2p]}, and the errors of the weights, {@code [p]}. */
    public void residuals(double[] reprojection, double[] weight) {
        double[] block = new double[BLOCK];
        for (int i = 0; i < observations.length; i++) {
            gather(i, block);
            double[] error = reprojectionError(block, features[i]);
            reprojection[2 * i] = error[0];
            reprojection[2 * i + 1] = error[1];
            weight[i] = 1 - weights[i] * weights[i];
        }
    }

    /** Returns the reprojection error of one observation, {@code [2]}, of its camera, point and weight, {@code [15]}. */
    public static double[] reprojectionError(double[] block, double[] feature) {
        double[] relative = new double[3];
        for (int i = 0; i < 3; i++) {
            relative[i] = block[CAMERA + i] - block[CENTRE + i];
        }
        double[] rotated = rotate(block, relative);
        double[] projected = {rotated[0] / rotated[2], rotated[1] / rotated[2]};
        distort(projected, block[RADIAL_DISTORTION], block[RADIAL_DISTORTION + 1]);

        double weight = block[CAMERA + 3];
        double[] error = new double[2];
        for (int i = 0; i < 2; i++) {
            double seen = projected[i] * block[FOCAL_LENGTH] + block[PRINCIPAL_POINT + i];
            error[i] = weight * (seen - feature[i]);
        }
        return error;
    }

    /** Rodrigues' formula for the angle-axis vector in the first three numbers of a camera. */
    private static double[] rotate(double[] camera, double[] x) {
        double[] axis = {camera[0], camera[1], camera[2]};
        double squaredAngle = dot(axis, axis);
        double[] rotated = new double[3];
        if (squaredAngle != 0) {
            double angle = Math.sqrt(squaredAngle);
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            double inverse = 1 / angle;
            for (int i = 0; i < 3; i++) {
                axis[i] *= inverse;
            }
            double[] cross = cross(axis, x);
            double along = dot(axis, x) * (1 - cos);
            for (int i = 0; i < 3; i++) {
                rotated[i] = x[i] * cos + cross[i] * sin + axis[i] * along;
            }
        } else {
            double[] cross = cross(axis, x);
            for (int i = 0; i < 3; i++) {
                rotated[i] = x[i] + cross[i];
            }
        }
        return rotated;
    }

    private static void distort(double[] p, double k0, double k1) {
        double t = p[0] * p[0] + p[1] * p[1];
        double factor = 1 + k0 * t + k1 * t * t;
        p[0] *= factor;
        p[1] *= factor;
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {
            a[1] * b[2] - a[2] * b[1], //
            a[2] * b[0] - a[0] * b[2],
            a[0] * b[1] - a[1] * b[0]
        };
    }
}
