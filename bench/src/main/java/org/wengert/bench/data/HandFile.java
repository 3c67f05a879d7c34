package org.wengert.bench.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.wengert.bench.objective.ComplicatedHand;
import org.wengert.bench.objective.HandModel;
import org.wengert.bench.objective.SimpleHand;

/**
 * A file of ADBench's "hand", n and 26; n lines of an index and a point; for the complicated form n lines of u₀ and u₁; θ. Beside
 * it is the folder {@code model} with the bones, the vertices and the triangles.
 */
public final class HandFile {
    private final HandModel model;
    private final int[][] triangles;
    private final int[] correspondences;
    private final double[][] points;
    private final double[] coordinates;
    private final double[] theta;

    private HandFile(
            HandModel model,
            int[][] triangles,
            int[] correspondences,
            double[][] points,
            double[] coordinates,
            double[] theta) {
        this.model = model;
        this.triangles = triangles;
        this.correspondences = correspondences;
        this.points = points;
        this.coordinates = coordinates;
        this.theta = theta;
    }

    /** Reads a file of the simple form. */
    public static HandFile readSimple(Path file) {
        return read(file, false);
    }

    /** Reads a file of the complicated form. */
    public static HandFile readComplicated(Path file) {
        return read(file, true);
    }

    private static HandFile read(Path file, boolean complicated) {
        Numbers in = Numbers.of(file);
        int n = in.integer();
        int pose = in.integer();
        int[] correspondences = new int[n];
        double[][] points = new double[n][];
        for (int i = 0; i < n; i++) {
            correspondences[i] = in.integer();
            points[i] = in.reals(3);
        }
        double[] coordinates = in.reals(complicated ? 2 * n : 0);
        double[] theta = in.reals(pose);
        in.end();
        Path folder = file.resolveSibling("model");
        return new HandFile(model(folder), triangles(folder), correspondences, points, coordinates, theta);
    }

    /** Bones are {@code name:parent:16 numbers:16 numbers}, vertices {@code x:y:z:5 numbers:count:(bone:weight)…}. */
    private static HandModel model(Path folder) {
        Numbers in = Numbers.of(folder.resolve("bones.txt"));
        List<Integer> parents = new ArrayList<>();
        List<double[][]> relatives = new ArrayList<>();
        List<double[][]> inverseAbsolutes = new ArrayList<>();
        while (in.hasMore()) {
            in.word();
            parents.add(in.integer());
            relatives.add(in.matrix(4, 4));
            inverseAbsolutes.add(in.matrix(4, 4));
        }

        in = Numbers.of(folder.resolve("vertices.txt"));
        List<double[]> vertices = new ArrayList<>();
        List<double[]> influences = new ArrayList<>();
        while (in.hasMore()) {
            vertices.add(new double[] {in.real(), in.real(), in.real(), 1});
            in.reals(5);
            double[] ofBone = new double[parents.size()];
            for (int count = in.integer(); count > 0; count--) {
                ofBone[in.integer()] = in.real();
            }
            influences.add(ofBone);
        }

        double[][] weights = new double[parents.size()][vertices.size()];
        for (int v = 0; v < vertices.size(); v++) {
            for (int bone = 0; bone < parents.size(); bone++) {
                weights[bone][v] = influences.get(v)[bone];
            }
        }
        return new HandModel(
                parents.stream().mapToInt(Integer::intValue).toArray(),
                relatives.toArray(new double[0][][]),
                inverseAbsolutes.toArray(new double[0][][]),
                weights,
                vertices.toArray(new double[0][]));
    }

    private static int[][] triangles(Path folder) {
        Numbers in = Numbers.of(folder.resolve("triangles.txt"));
        List<int[]> triangles = new ArrayList<>();
        while (in.hasMore()) {
            triangles.add(new int[] {in.integer(), in.integer(), in.integer()});
        }
        return triangles.toArray(new int[0][]);
    }

    /** Returns the objective of the simple form. */
    public SimpleHand simple() {
        return new SimpleHand(model, correspondences, points);
    }

    /** Returns the objective of the complicated form. */
    public ComplicatedHand complicated() {
        return new ComplicatedHand(model, triangles, correspondences, points);
    }

    /** Returns u₀ and u₁ of every point, {@code [2n]}. */
    public double[] coordinates() {
        return coordinates.clone();
    }

    /** Returns the pose, {@code [26]}. */
    public double[] theta() {
        return theta.clone();
    }
}
