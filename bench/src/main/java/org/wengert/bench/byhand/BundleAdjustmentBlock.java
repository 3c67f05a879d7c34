package org.wengert.bench.byhand;

import org.wengert.bench.objective.BundleAdjustment;

/**
 * The Jacobian of one reprojection error of {@link BundleAdjustment}, {@code [2, 15]}. With v = r/θ, θ = |r|, and X′ = X − C the
 * rotated point Y has
 *
 * <pre>
 *   ∂Y/∂X′ = R = cos θ I + sin θ [v]ₓ + (1 − cos θ) v vᵀ
 *   ∂Y/∂rⱼ = vⱼ (−X′ sin θ + (v × X′) cos θ + v (v·X′) sin θ) + (v′ × X′) sin θ + (v′ (v·X′) + v (v′·X′)) (1 − cos θ)
 * </pre>
 *
 * where v′ = ∂v/∂rⱼ = (eⱼ − v vⱼ)/θ. Holds the work space of one evaluation: not thread-safe.
 */
public final class BundleAdjustmentBlock {
    private final double[] x = new double[3];
    private final double[] v = new double[3];
    private final double[] cross = new double[3];
    private final double[] y = new double[3];
    private final double[] direction = new double[3];
    private final double[] directionCross = new double[3];
    private final double[][] byRotation = new double[3][3];
    private final double[][] byPoint = new double[3][3];

    /** Writes the two rows of the Jacobian, one after another, {@code [30]}, from an index on. */
    public void into(double[] block, double[] feature, double[] rows, int at) {
        for (int i = 0; i < 3; i++) {
            x[i] = block[11 + i] - block[3 + i];
        }
        rotate(block);

        double p0 = y[0] / y[2];
        double p1 = y[1] / y[2];
        double t = p0 * p0 + p1 * p1;
        double k0 = block[9];
        double k1 = block[10];
        double factor = 1 + k0 * t + k1 * t * t;
        double slope = 2 * (k0 + 2 * k1 * t);
        double focal = block[6];
        double weight = block[14];
        double scale = weight * focal;
        // ∂p₀/∂P₀, ∂p₀/∂P₁ = ∂p₁/∂P₀, ∂p₁/∂P₁
        row(rows, at, scale * (factor + p0 * p0 * slope), scale * p0 * p1 * slope, p0, p1);
        row(rows, at + 15, scale * p0 * p1 * slope, scale * (factor + p1 * p1 * slope), p0, p1);
        for (int i = 0; i < 2; i++) {
            double p = i == 0 ? p0 : p1;
            int row = at + 15 * i;
            rows[row + 6] = weight * factor * p;
            rows[row + 7] = i == 0 ? weight : 0;
            rows[row + 8] = i == 0 ? 0 : weight;
            rows[row + 9] = scale * t * p;
            rows[row + 10] = scale * t * t * p;
            rows[row + 14] = focal * factor * p + block[7 + i] - feature[i];
        }
    }

    private void row(double[] rows, int row, double byP0, double byP1, double p0, double p1) {
        double y0 = byP0 / y[2];
        double y1 = byP1 / y[2];
        double y2 = -(byP0 * p0 + byP1 * p1) / y[2];
        for (int j = 0; j < 3; j++) {
            double byX = y0 * byPoint[0][j] + y1 * byPoint[1][j] + y2 * byPoint[2][j];
            rows[row + j] = y0 * byRotation[0][j] + y1 * byRotation[1][j] + y2 * byRotation[2][j];
            rows[row + 3 + j] = -byX;
            rows[row + BundleAdjustment.CAMERA + j] = byX;
        }
    }

    private void rotate(double[] r) {
        double squaredAngle = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
        if (squaredAngle == 0) {
            for (int j = 0; j < 3; j++) {
                y[j] = x[j];
                for (int i = 0; i < 3; i++) {
                    byPoint[i][j] = i == j ? 1 : 0;
                    direction[i] = byPoint[i][j];
                }
                cross(direction, x, directionCross);
                for (int i = 0; i < 3; i++) {
                    byRotation[i][j] = directionCross[i];
                }
            }
            return;
        }
        double angle = Math.sqrt(squaredAngle);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        for (int i = 0; i < 3; i++) {
            v[i] = r[i] / angle;
        }
        cross(v, x, cross);
        double along = v[0] * x[0] + v[1] * x[1] + v[2] * x[2];
        for (int i = 0; i < 3; i++) {
            y[i] = x[i] * cos + cross[i] * sin + v[i] * along * (1 - cos);
        }
        for (int j = 0; j < 3; j++) {
            for (int i = 0; i < 3; i++) {
                direction[i] = ((i == j ? 1 : 0) - v[i] * v[j]) / angle;
            }
            cross(direction, x, directionCross);
            double directionAlong = direction[0] * x[0] + direction[1] * x[1] + direction[2] * x[2];
            for (int i = 0; i < 3; i++) {
                byRotation[i][j] = v[j] * (-x[i] * sin + cross[i] * cos + v[i] * along * sin)
                        + directionCross[i] * sin
                        + (direction[i] * along + v[i] * directionAlong) * (1 - cos);
                byPoint[i][j] = (1 - cos) * v[i] * v[j] + (i == j ? cos : 0);
            }
        }
        byPoint[0][1] -= sin * v[2];
        byPoint[1][0] += sin * v[2];
        byPoint[0][2] += sin * v[1];
        byPoint[2][0] -= sin * v[1];
        byPoint[1][2] -= sin * v[0];
        byPoint[2][1] += sin * v[0];
    }

    private static void cross(double[] a, double[] b, double[] c) {
        c[0] = a[1] * b[2] - a[2] * b[1];
        c[1] = a[2] * b[0] - a[0] * b[2];
        c[2] = a[0] * b[1] - a[1] * b[0];
    }
}
