package org.wengert.bench.data;

import java.nio.file.Path;
import org.wengert.bench.objective.BundleAdjustment;

/** Files of "ba". */
public final class BundleAdjustmentFile {
    private BundleAdjustmentFile() {}

    /**
     * Reads a file of ADBench: n m p; one camera, one point, one weight and one feature, which stand for all. Observation i
     * is of point i mod m by camera i mod n.
     */
    public static BundleAdjustment readReplicated(Path file) {
        Numbers in = Numbers.of(file);
        int n = in.integer();
        int m = in.integer();
        int p = in.integer();
        double[] camera = in.reals(BundleAdjustment.CAMERA);
        double[] point = in.reals(3);
        double weight = in.real();
        double[] feature = in.reals(2);
        in.end();

        double[][] cameras = new double[n][];
        for (int i = 0; i < n; i++) {
            cameras[i] = camera.clone();
        }
        double[][] points = new double[m][];
        for (int i = 0; i < m; i++) {
            points[i] = point.clone();
        }
        double[] weights = new double[p];
        int[][] observations = new int[p][];
        double[][] features = new double[p][];
        for (int i = 0; i < p; i++) {
            weights[i] = weight;
            observations[i] = new int[] {i % n, i % m};
            features[i] = feature.clone();
        }
        return new BundleAdjustment(cameras, points, weights, observations, features);
    }

    /** Reads a file in which all is written out: n m p; n cameras, m points, p weights, p pairs of indices, p features. */
    public static BundleAdjustment readFull(Path file) {
        Numbers in = Numbers.of(file);
        int n = in.integer();
        int m = in.integer();
        int p = in.integer();
        double[][] cameras = in.matrix(n, BundleAdjustment.CAMERA);
        double[][] points = in.matrix(m, 3);
        double[] weights = in.reals(p);
        int[][] observations = new int[p][];
        for (int i = 0; i < p; i++) {
            observations[i] = new int[] {in.integer(), in.integer()};
        }
        double[][] features = in.matrix(p, 2);
        in.end();
        return new BundleAdjustment(cameras, points, weights, observations, features);
    }
}
