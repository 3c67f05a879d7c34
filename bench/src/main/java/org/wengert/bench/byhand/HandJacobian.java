package org.wengert.bench.byhand;

import java.util.Arrays;
import org.wengert.bench.objective.ComplicatedHand;
import org.wengert.bench.objective.HandModel;
import org.wengert.bench.objective.SimpleHand;

/**
 * The Jacobians of {@link SimpleHand} and {@link ComplicatedHand}, column by column. A finger's angle moves its bone and those
 * below it, so a column needs the derivatives of few transforms, and only of the vertices that some point is compared with; the
 * global rotation and translation act after all of them.
 */
public final class HandJacobian {
    private static final int BONES_PER_FINGER = 4;

    private final HandModel model;
    private final int[] vertices;
    private final double[][] corners;

    // Of every used vertex, before the global transform: its position and the derivative of that by one angle.
    private final double[][] local;
    private final double[][] tangent;

    private HandJacobian(HandModel model, int[] vertices) {
        this.model = model;
        this.vertices = vertices;
        this.corners = new double[vertices.length][];
        for (int i = 0; i < vertices.length; i++) {
            corners[i] = model.vertices()[vertices[i]];
        }
        this.local = new double[vertices.length][3];
        this.tangent = new double[vertices.length][3];
    }

    /** Returns the Jacobian of the simple form, {@code [26·3n]}, column by column. */
    public static double[] of(SimpleHand hand, double[] theta) {
        int[] vertices = hand.correspondences();
        double[] jacobian = new double[HandModel.POSE * 3 * vertices.length];
        new HandJacobian(hand.model(), vertices).run(theta, (column, derivatives, positions) -> {
            for (int i = 0; i < vertices.length; i++) {
                for (int j = 0; j < 3; j++) {
                    jacobian[(column * vertices.length + i) * 3 + j] = -derivatives[i][j];
                }
            }
        });
        return jacobian;
    }

    /**
     * Returns the compressed Jacobian of the complicated form, {@code [28·3n]}, column by column: that by each point's own u₀,
     * by its own u₁, and by θ.
     */
    public static double[] of(ComplicatedHand hand, double[] coordinates, double[] theta) {
        int n = hand.pointCount();
        int[] vertices = new int[3 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(hand.triangleOf(i), 0, vertices, 3 * i, 3);
        }
        double[] jacobian = new double[(2 + HandModel.POSE) * 3 * n];
        new HandJacobian(hand.model(), vertices).run(theta, (column, derivatives, positions) -> {
            for (int i = 0; i < n; i++) {
                double u = coordinates[2 * i];
                double v = coordinates[2 * i + 1];
                for (int j = 0; j < 3; j++) {
                    double[][] d = derivatives;
                    jacobian[((2 + column) * n + i) * 3 + j] =
                            -(u * d[3 * i][j] + v * d[3 * i + 1][j] + (1 - u - v) * d[3 * i + 2][j]);
                    if (column == 0) {
                        double last = positions[3 * i + 2][j];
                        jacobian[i * 3 + j] = last - positions[3 * i][j];
                        jacobian[(n + i) * 3 + j] = last - positions[3 * i + 1][j];
                    }
                }
            }
        });
        return jacobian;
    }

    private interface Column {
        void accept(int column, double[][] derivatives, double[][] positions);
    }

    private void run(double[] theta, Column columns) {
        int bones = model.boneCount();
        double[][][] relatives = new double[bones][][];
        double[][][] absolutes = new double[bones][][];
        double[][] angles = angles(theta);
        clear(local);
        for (int b = 0; b < bones; b++) {
            relatives[b] = product(model.relative(b), rotation(angles[b], -1));
            absolutes[b] = model.parent(b) < 0 ? relatives[b] : product(absolutes[model.parent(b)], relatives[b]);
            blend(b, product(absolutes[b], model.inverseAbsolute(b)), local);
        }

        double[][] r = new double[3][3];
        double[][][] rDot = new double[3][3][3];
        rodrigues(theta, r, rDot);
        double[][] positions = new double[vertices.length][3];
        apply(r, local, positions);
        for (double[] p : positions) {
            for (int i = 0; i < 3; i++) {
                p[i] += theta[3 + i];
            }
        }

        double[][] derivatives = new double[vertices.length][3];
        for (int j = 0; j < 3; j++) {
            apply(rDot[j], local, derivatives);
            columns.accept(j, derivatives, positions);
        }
        for (int j = 0; j < 3; j++) {
            for (double[] d : derivatives) {
                Arrays.fill(d, 0);
                d[j] = 1;
            }
            columns.accept(3 + j, derivatives, positions);
        }
        for (int j = 6; j < HandModel.POSE; j++) {
            int angle = (j - 6) % 4;
            int bone = 2 + BONES_PER_FINGER * ((j - 6) / 4) + Math.max(0, angle - 1);
            double[][] relativeDot = product(model.relative(bone), rotation(angles[bone], angle == 1 ? 1 : 0));
            double[][][] dots = new double[bones][][];
            dots[bone] = product(absolutes[model.parent(bone)], relativeDot);
            boolean[] moves = new boolean[bones];
            moves[bone] = true;
            for (int b = bone + 1; b < bones; b++) {
                if (model.parent(b) >= 0 && moves[model.parent(b)]) {
                    moves[b] = true;
                    dots[b] = product(dots[model.parent(b)], relatives[b]);
                }
            }
            clear(tangent);
            for (int b = bone; b < bones; b++) {
                if (moves[b]) {
                    blend(b, product(dots[b], model.inverseAbsolute(b)), tangent);
                }
            }
            apply(r, tangent, derivatives);
            columns.accept(j, derivatives, positions);
        }
    }

    /** x, z and y angle of every bone: fingers begin at bone 2 (a pose's column 5), the fixed bone of each comes before. */
    private double[][] angles(double[] theta) {
        double[][] angles = new double[model.boneCount()][3];
        int next = 6;
        for (int bone = 2; next < HandModel.POSE; bone += BONES_PER_FINGER) {
            angles[bone][0] = theta[next++];
            angles[bone][1] = theta[next++];
            angles[bone + 1][0] = theta[next++];
            angles[bone + 2][0] = theta[next++];
        }
        return angles;
    }

    /** Adds weight · transform · vertex for one bone. */
    private void blend(int bone, double[][] m, double[][] blended) {
        double[] weights = model.weights(bone);
        for (int c = 0; c < vertices.length; c++) {
            double weight = weights[vertices[c]];
            if (weight != 0) {
                double[] x = corners[c];
                for (int i = 0; i < 3; i++) {
                    blended[c][i] += weight * (m[i][0] * x[0] + m[i][1] * x[1] + m[i][2] * x[2] + m[i][3] * x[3]);
                }
            }
        }
    }

    private static void clear(double[][] x) {
        for (double[] row : x) {
            Arrays.fill(row, 0);
        }
    }

    private static void apply(double[][] r, double[][] x, double[][] y) {
        for (int c = 0; c < x.length; c++) {
            for (int i = 0; i < 3; i++) {
                y[c][i] = r[i][0] * x[c][0] + r[i][1] * x[c][1] + r[i][2] * x[c][2];
            }
        }
    }

    /** Rz·Ry·Rx, or its derivative by the x angle (0) or the z angle (1); the y angle is 0 in every pose. */
    private static double[][] rotation(double[] angles, int by) {
        double sx = Math.sin(angles[0]);
        double cx = Math.cos(angles[0]);
        double sz = Math.sin(angles[1]);
        double cz = Math.cos(angles[1]);
        return switch (by) {
            case 0 ->
                new double[][] {{0, sz * sx, sz * cx, 0}, {0, -cz * sx, -cz * cx, 0}, {0, cx, -sx, 0}, {0, 0, 0, 0}};
            case 1 ->
                new double[][] {{-sz, -cz * cx, cz * sx, 0}, {cz, -sz * cx, sz * sx, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};
            default ->
                new double[][] {{cz, -sz * cx, sz * sx, 0}, {sz, cz * cx, -cz * sx, 0}, {0, sx, cx, 0}, {0, 0, 0, 1}};
        };
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                c[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j] + a[i][3] * b[3][j];
            }
        }
        return c;
    }

    /** R = cos θ I + sin θ [v]ₓ + (1 − cos θ) v vᵀ and its derivatives by the three numbers of the angle-axis vector. */
    private static void rodrigues(double[] r, double[][] rotation, double[][][] dots) {
        double angle = Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
        if (angle < 0.0001) {
            for (int i = 0; i < 3; i++) {
                rotation[i][i] = 1;
            }
            return;
        }
        double[] v = {r[0] / angle, r[1] / angle, r[2] / angle};
        double s = Math.sin(angle);
        double c = Math.cos(angle);
        rotation(rotation, c, s, v, 1 - c, v, v);
        double[] vDot = new double[3];
        for (int k = 0; k < 3; k++) {
            double[][] dot = dots[k];
            for (int i = 0; i < 3; i++) {
                vDot[i] = ((i == k ? 1 : 0) - v[i] * v[k]) / angle;
            }
            rotation(dot, -s * v[k], c * v[k], v, s * v[k], v, v);
            rotation(dot, 0, s, vDot, 1 - c, v, vDot);
            rotation(dot, 0, 0, vDot, 1 - c, vDot, v);
        }
    }

    /** Adds c I + s [axis]ₓ + o a bᵀ. */
    private static void rotation(double[][] r, double c, double s, double[] axis, double o, double[] a, double[] b) {
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                r[i][j] += o * a[i] * b[j] + (i == j ? c : 0);
            }
        }
        r[0][1] -= s * axis[2];
        r[1][0] += s * axis[2];
        r[0][2] += s * axis[1];
        r[2][0] -= s * axis[1];
        r[1][2] -= s * axis[0];
        r[2][1] += s * axis[0];
    }
}
