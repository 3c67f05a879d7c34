package org.wengert.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.bench.byhand.GaussianMixtureGradient;
import org.wengert.bench.byhand.LeastSquaresGradient;
import org.wengert.bench.byhand.LogSumExpGradient;
import org.wengert.bench.byhand.LstmGradient;
import org.wengert.bench.byhand.RosenbrockGradient;
import org.wengert.bench.byhand.WrittenGradient;
import org.wengert.bench.data.BundleAdjustmentFile;
import org.wengert.bench.data.GaussianMixtureFile;
import org.wengert.bench.data.HandFile;
import org.wengert.bench.data.JsonFile;
import org.wengert.bench.data.LstmFile;
import org.wengert.bench.data.Reference;
import org.wengert.bench.objective.Determinant;
import org.wengert.bench.objective.KMeans;
import org.wengert.bench.objective.LeastSquares;
import org.wengert.bench.objective.LogSumExp;
import org.wengert.bench.objective.Rosenbrock;
import org.wengert.bench.objective.RungeKutta;

/** The problems by name, in the order in which they run. */
final class Suite {
    /** A problem that reads its data, from a folder of benchmark data, only when it is asked to. */
    record Problem(String name, List<String> files, Loader loader) {
        /** Returns the first of the files that the problem reads and a folder lacks, or "" if all are there. */
        String missing(Path data) {
            return files.stream()
                    .filter(f -> !Files.isReadable(data.resolve(f)))
                    .findFirst()
                    .orElse("");
        }

        Workload load(Path data) {
            return loader.load(data);
        }
    }

    /** Reads a problem's files from a folder. */
    @FunctionalInterface
    interface Loader {
        Workload load(Path data);
    }

    private final List<Problem> problems = new ArrayList<>();

    Suite() {
        gaussianMixture("test", "test", "test");
        for (String size : List.of("d2_K5", "d10_K25", "d20_K50", "d64_K50")) {
            gaussianMixture("1k_" + size, "1k/gmm_" + size, "1k_gmm_" + size);
        }
        gaussianMixture("10k_d10_K25", "10k/gmm_d10_K25", "10k_gmm_d10_K25");

        bundleAdjustment("test", "adbench/ba/test.txt", "ref/ba_test.ref.txt");
        bundleAdjustment("own", "own/bafull_n6_m25_p80.txt", "ref/own_bafull_n6_m25_p80.ref.txt");
        for (String size : List.of("ba1_n49_m7776_p31843", "ba5_n257_m65132_p225911")) {
            bundleAdjustment(size.substring(0, 3), "adbench/ba/" + size + ".txt", "ref/ba_" + size + ".ref.txt");
        }

        lstm("l2_c1024");
        lstm("l4_c4096");

        hand("simple_small", 1, "hand1_t26_c100");
        hand("simple_small", 5, "hand5_t26_c800");
        hand("complicated_small", 1, "hand1_t26_c100");
        hand("complicated_small", 5, "hand5_t26_c800");
        hand("complicated_big", 1, "hand1_t26_c100");

        for (int n : new int[] {16, 1024, 16392}) {
            String file = "llsq_n" + n + "_m128";
            json("llsq/n" + n + "_m128", file, in -> {
                LeastSquares problem = new LeastSquares(in.get("n").integer());
                return new Scalar(
                        problem::objective, new LeastSquaresGradient(in.get("n").integer()), in.get("x"));
            });
        }
        json("lse", "lse_n10000", in -> new Scalar(LogSumExp::objective, new LogSumExpGradient(), in.get("x")));
        for (int size : new int[] {5, 8, 10}) {
            json("det/" + size, "det_" + size, in -> new Scalar(Determinant::objective, null, in.get("A")));
        }
        runge("n1000_s100");
        runge("n10000_s10");
        add("ode/n4_s100", List.of(), data -> shortRungeKutta());
        kMeans();
        for (Mode outer : Mode.values()) {
            for (Mode inner : Mode.values()) {
                String modes = (initial(outer) + initial(inner)).toLowerCase(Locale.ROOT);
                add("particle/" + modes, List.of("gradbench/particle.json"), data -> {
                    JsonFile in = JsonFile.read(data.resolve("gradbench/particle.json"));
                    return NestedWorkload.particle(outer, inner, in.get("w").number());
                });
                add("saddle/" + modes, List.of("gradbench/saddle.json"), data -> {
                    JsonFile in = JsonFile.read(data.resolve("gradbench/saddle.json"));
                    return NestedWorkload.saddle(outer, inner, in.get("start").numbers());
                });
            }
        }
        add("rosenbrock/1000", List.of(), data -> rosenbrock(1000));
    }

    /** Returns all problems. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Returns the problem of a name, or all whose names begin with it. */
    List<Problem> select(String name) {
        List<Problem> exact =
                problems.stream().filter(p -> p.name().equals(name)).toList();
        return exact.isEmpty()
                ? problems.stream().filter(p -> p.name().startsWith(name)).toList()
                : exact;
    }

    private void add(String name, List<String> files, Loader loader) {
        problems.add(new Problem(name, files, loader));
    }

    private void gaussianMixture(String name, String file, String reference) {
        String input = "adbench/gmm/" + file + ".txt";
        String output = "ref/gmm_" + reference + ".ref.txt";
        add("gmm/" + name, List.of(input, output), data -> {
            GaussianMixtureFile in = GaussianMixtureFile.read(data.resolve(input));
            Reference expected = Reference.read(data.resolve(output));
            return new GradientWorkload(
                    in.mixture()::objective,
                    new GaussianMixtureGradient(in.mixture()),
                    in.parameters(),
                    expected.get("objective")[0],
                    expected.get("gradient"));
        });
    }

    private void bundleAdjustment(String name, String input, String output) {
        add("ba/" + name, List.of(input, output), data -> {
            Path file = data.resolve(input);
            return new BundleAdjustmentWorkload(
                    name.equals("own")
                            ? BundleAdjustmentFile.readFull(file)
                            : BundleAdjustmentFile.readReplicated(file),
                    Reference.read(data.resolve(output)));
        });
    }

    private void lstm(String name) {
        String input = "adbench/lstm/lstm_" + name + ".txt";
        String output = "ref/lstm_lstm_" + name + ".ref.txt";
        add("lstm/" + name, List.of(input, output), data -> {
            LstmFile in = LstmFile.read(data.resolve(input));
            Reference expected = Reference.read(data.resolve(output));
            return new GradientWorkload(
                    in.lstm()::objective,
                    new LstmGradient(in.lstm()),
                    in.parameters(),
                    expected.get("objective")[0],
                    expected.get("gradient"));
        });
    }

    private void hand(String folder, int number, String file) {
        String input = "adbench/hand/" + folder + "/" + file + ".txt";
        String output = "ref/hand_" + folder + "_" + file + ".ref.txt";
        add("hand/" + folder + "_" + number, List.of(input, output), data -> {
            Path path = data.resolve(input);
            Reference expected = Reference.read(data.resolve(output));
            return folder.startsWith("simple")
                    ? HandWorkload.simple(HandFile.readSimple(path), expected)
                    : HandWorkload.complicated(HandFile.readComplicated(path), expected);
        });
    }

    /** A scalar field, its gradient written by hand if it has one, and the point. */
    private record Scalar(ScalarField f, @Nullable WrittenGradient written, JsonFile x) {}

    private interface FromJson {
        Scalar from(JsonFile in);
    }

    private void json(String name, String file, FromJson problem) {
        String input = "gradbench/" + file + ".json";
        String value = "gradbench/" + file + ".primal.out.json";
        String gradient = "gradbench/" + file + ".gradient.out.json";
        add(name, List.of(input, value, gradient), data -> {
            Scalar scalar = problem.from(JsonFile.read(data.resolve(input)));
            return new GradientWorkload(
                    scalar.f(),
                    scalar.written(),
                    scalar.x().numbers(),
                    JsonFile.read(data.resolve(value)).number(),
                    JsonFile.read(data.resolve(gradient)).numbers());
        });
    }

    private void runge(String name) {
        String input = "gradbench/ode_" + name + ".json";
        String solution = "gradbench/ode_" + name + ".primal.out.json";
        String gradient = "gradbench/ode_" + name + ".gradient.out.json";
        add("ode/" + name, List.of(input, solution, gradient), data -> {
            JsonFile in = JsonFile.read(data.resolve(input));
            RungeKutta problem = new RungeKutta(in.get("s").integer());
            double[] x = in.get("x").numbers();
            double[] y = JsonFile.read(data.resolve(solution)).numbers();
            return new GradientWorkload(
                    problem::objective,
                    null,
                    x,
                    y[y.length - 1],
                    JsonFile.read(data.resolve(gradient)).numbers());
        });
    }

    /** Of four components the method is exact: y₃(2) = x₀x₁x₂x₃ 2⁴/4!. */
    private static Workload shortRungeKutta() {
        double[] x = {0.7, 0.9, 1.1, 1.3};
        double value = 2.0 / 3 * x[0] * x[1] * x[2] * x[3];
        double[] gradient = new double[4];
        for (int i = 0; i < 4; i++) {
            gradient[i] = value / x[i];
        }
        return new GradientWorkload(new RungeKutta(100)::objective, null, x, value, gradient);
    }

    private void kMeans() {
        String name = "gradbench/kmeans_k10_n1000_d8";
        add("kmeans", List.of(name + ".json", name + ".cost.out.json", name + ".dir.out.json"), data -> {
            JsonFile in = JsonFile.read(data.resolve(name + ".json"));
            return new KMeansWorkload(
                    new KMeans(in.get("points").matrix()),
                    in.get("centroids").numbers(),
                    JsonFile.read(data.resolve(name + ".cost.out.json")).number(),
                    JsonFile.read(data.resolve(name + ".dir.out.json")).numbers());
        });
    }

    /**
     * From the usual start, −1.2 and 1 by turns: of n = 2m components, the odd steps give a = 1 − 1.44, b = 2.2, the even ones
     * a = −1.2 − 1, b = 0.
     */
    private static Workload rosenbrock(int n) {
        double[] x = new double[n];
        double[] gradient = new double[n];
        for (int i = 0; i < n; i++) {
            boolean low = i % 2 == 0;
            x[i] = low ? -1.2 : 1;
            // −400 xᵢ aᵢ − 2 bᵢ, but for the last, and 200 aᵢ₋₁, but for the first
            double own = i == n - 1 ? 0 : low ? -211.2 - 4.4 : 880;
            double pushed = i == 0 ? 0 : low ? -440 : -88;
            gradient[i] = own + pushed;
        }
        int low = n / 2;
        double value = low * (100 * 0.44 * 0.44 + 2.2 * 2.2) + (low - 1) * 100 * 2.2 * 2.2;
        return new GradientWorkload(Rosenbrock::objective, new RosenbrockGradient(), x, value, gradient);
    }

    private static String initial(Mode mode) {
        return mode.name().substring(0, 1);
    }
}
