package org.wengert.bench.objective;

/**
 * A hand of 22 bones and the skin that they move by linear blending: the model behind the objectives "hand" of ADBench.
 *
 * <p>A pose is given by 26 numbers θ: the global rotation (angle-axis) {@code [3]}, the global translation {@code [3]}, and four
 * angles for each of five fingers, two at the first of its three joints and one at the others.
 */
public final class HandModel {
    /** Numbers of a pose. */
    public static final int POSE = 26;

    private static final int FINGERS = 5;
    private static final int JOINTS = 3;

    private final int[] parents;
    private final double[][][] relatives;
    private final double[][][] inverseAbsolutes;
    private final double[][] weights;
    private final double[][] vertices;

    /**
     * @param parents index of each bone's parent, which comes before it, or −1, {@code [b]}
     * @param relatives each bone relative to its parent in the rest pose, {@code [b, 4, 4]}
     * @param inverseAbsolutes inverse of each bone's absolute transform in the rest pose, {@code [b, 4, 4]}
     * @param weights how much each bone moves each vertex, {@code [b, v]}
     * @param vertices in the rest pose, in homogeneous coordinates, {@code [v, 4]}
     */
    public HandModel(
            int[] parents,
            double[][][] relatives,
            double[][][] inverseAbsolutes,
            double[][] weights,
            double[][] vertices) {
        this.parents = parents;
        this.relatives = relatives;
        this.inverseAbsolutes = inverseAbsolutes;
        this.weights = weights;
        this.vertices = vertices;
    }

    /** Returns the number of bones b. */
    public int boneCount() {
        return parents.length;
    }

    /** Returns the index of a bone's parent, or −1. */
    public int parent(int bone) {
        return parents[bone];
    }

    /** Returns a bone relative to its parent in the rest pose, {@code [4, 4]}. */
    public double[][] relative(int bone) {
        return relatives[bone];
    }

    /** Returns the inverse of a bone's absolute transform in the rest pose, {@code [4, 4]}. */
    public double[][] inverseAbsolute(int bone) {
        return inverseAbsolutes[bone];
    }

    /** Returns how much a bone moves each vertex, {@code [v]}. */
    public double[] weights(int bone) {
        return weights[bone];
    }

    /** Returns the vertices of the rest pose, {@code [v, 4]}. */
    public double[][] vertices() {
        return vertices;
    }

    /** Returns where the vertices are in a pose, {@code [v, 3]}. */
    public double[][] positions(double[] theta) {
        double[][] pose = pose(theta);
        double[][][] transforms = transforms(pose);
        double[][] positions = new double[vertices.length][3];
        for (int bone = 0; bone < parents.length; bone++) {
            double[][] transform = transforms[bone];
            double[] weight = weights[bone];
            for (int v = 0; v < vertices.length; v++) {
                double[] vertex = vertices[v];
                double[] position = positions[v];
                for (int i = 0; i < 3; i++) {
                    double[] row = transform[i];
                    double moved = row[0] * vertex[0] + row[1] * vertex[1] + row[2] * vertex[2] + row[3] * vertex[3];
                    position[i] += weight[v] * moved;
                }
            }
        }
        applyGlobal(pose, positions);
        return positions;
    }

    /**
     * Spreads the numbers of a pose into columns of three: rotation, scale, translation, and a column for each joint of each
     * finger, with an empty column before each finger for its fixed bone.
     */
    private double[][] pose(double[] theta) {
        double[][] pose = new double[parents.length + 3][3];
        for (int i = 0; i < 3; i++) {
            pose[0][i] = theta[i];
            pose[1][i] = 1;
            pose[2][i] = theta[3 + i];
        }
        int next = 6;
        int column = 5;
        for (int finger = 0; finger < FINGERS; finger++) {
            for (int joint = 0; joint < JOINTS; joint++) {
                pose[column][0] = theta[next++];
                if (joint == 0) {
                    pose[column][1] = theta[next++];
                }
                column++;
            }
            column++;
        }
        return pose;
    }

    /** From rest to pose, for each bone, {@code [b, 4, 4]}. */
    private double[][][] transforms(double[][] pose) {
        double[][][] absolutes = new double[parents.length][][];
        double[][][] transforms = new double[parents.length][][];
        for (int bone = 0; bone < parents.length; bone++) {
            double[][] relative = product(relatives[bone], rotation(pose[bone + 3]));
            absolutes[bone] = parents[bone] < 0 ? relative : product(absolutes[parents[bone]], relative);
            transforms[bone] = product(absolutes[bone], inverseAbsolutes[bone]);
        }
        return transforms;
    }

    /** The rotation Rz·Ry·Rx by the angles of a joint, whose order is x, z, y. */
    private static double[][] rotation(double[] angles) {
        double sx = Math.sin(angles[0]);
        double cx = Math.cos(angles[0]);
        double sz = Math.sin(angles[1]);
        double cz = Math.cos(angles[1]);
        double sy = Math.sin(angles[2]);
        double cy = Math.cos(angles[2]);
        double[][] x = {{1, 0, 0, 0}, {0, cx, -sx, 0}, {0, sx, cx, 0}, {0, 0, 0, 1}};
        double[][] y = {{cy, 0, sy, 0}, {0, 1, 0, 0}, {-sy, 0, cy, 0}, {0, 0, 0, 1}};
        double[][] z = {{cz, -sz, 0, 0}, {sz, cz, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
        return product(product(z, y), x);
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static void applyGlobal(double[][] pose, double[][] positions) {
        double[][] r = rodrigues(pose[0]);
        double[] scale = pose[1];
        double[] translation = pose[2];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                r[i][j] *= scale[j];
            }
        }
        for (double[] p : positions) {
            double x = r[0][0] * p[0] + r[0][1] * p[1] + r[0][2] * p[2] + translation[0];
            double y = r[1][0] * p[0] + r[1][1] * p[1] + r[1][2] * p[2] + translation[1];
            double z = r[2][0] * p[0] + r[2][1] * p[1] + r[2][2] * p[2] + translation[2];
            p[0] = x;
            p[1] = y;
            p[2] = z;
        }
    }

    /** The rotation matrix of an angle-axis vector; the identity below an angle of 10⁻⁴. */
    private static double[][] rodrigues(double[] angleAxis) {
        double angle =
                Math.sqrt(angleAxis[0] * angleAxis[0] + angleAxis[1] * angleAxis[1] + angleAxis[2] * angleAxis[2]);
        if (angle < 0.0001) {
            return new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        }
        double x = angleAxis[0] / angle;
        double y = angleAxis[1] / angle;
        double z = angleAxis[2] / angle;
        double s = Math.sin(angle);
        double c = Math.cos(angle);
        return new double[][] {
            {x * x + (1 - x * x) * c, x * y * (1 - c) - z * s, x * z * (1 - c) + y * s},
            {x * y * (1 - c) + z * s, y * y + (1 - y * y) * c, y * z * (1 - c) - x * s},
            {x * z * (1 - c) - y * s, z * y * (1 - c) + x * s, z * z + (1 - z * z) * c}
        };
    }
}
