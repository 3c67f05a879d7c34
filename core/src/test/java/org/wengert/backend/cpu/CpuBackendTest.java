package org.wengert.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wengert.backend.Interpreter;
import org.wengert.backend.Plan;
import org.wengert.backend.RandomGraphs;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Convolution;
import org.wengert.tensor.DType;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** Values have the same bits with vectors and without, by one thread and by several; large ones are right too. */
class CpuBackendTest {
    @AfterEach
    void asBefore() {
        Warmth.unfix();
        Workers.limit(Integer.MAX_VALUE);
    }

    private static List<Storage> values(List<Tensor> roots, boolean hasVectors, int threads) {
        Warmth.fix(hasVectors);
        Workers.limit(threads);
        Graph graph = Graph.of(roots);
        Program.Extract extract = Program.of(graph, graph.roots());
        Plan plan = new CpuBackend().plan(extract.program());
        return plan.run(extract.parameters().stream().map(Tensor::storage).toList());
    }

    private static List<Storage> interpreted(List<Tensor> roots) {
        Graph graph = Graph.of(roots);
        Program.Extract extract = Program.of(graph, graph.roots());
        return new Interpreter()
                .plan(extract.program())
                .run(extract.parameters().stream().map(Tensor::storage).toList());
    }

    private static void assertSameBits(String what, List<Storage> expected, List<Storage> actual) {
        for (int k = 0; k < expected.size(); k++) {
            for (int i = 0; i < expected.get(k).size(); i++) {
                double x = expected.get(k).getDouble(i);
                double y = actual.get(k).getDouble(i);
                if (Double.compare(x, y) != 0) {
                    assertThat(y).as("%s, result %d, element %d", what, k, i).isEqualTo(x);
                }
            }
        }
    }

    private static void assertSameBitsEverywhere(String what, List<Tensor> roots) {
        List<Storage> expected = values(roots, false, 1);
        assertSameBits(what + " by vectors", expected, values(roots, true, 1));
        assertSameBits(what + " by all threads", expected, values(roots, true, Integer.MAX_VALUE));
        assertSameBits(what + " by all threads without vectors", expected, values(roots, false, Integer.MAX_VALUE));
    }

    @Test
    void graphsHaveTheSameBitsWithVectorsAndWithout() {
        for (int seed = 1000; seed < 1150; seed++) {
            assertSameBitsEverywhere("seed " + seed, RandomGraphs.of(seed));
        }
    }

    private static Tensor random(DType dtype, int... extents) {
        Shape shape = Shape.of(extents);
        Storage x = Storage.allocate(dtype, shape.size());
        SplittableRandom random = new SplittableRandom(shape.size());
        for (int i = 0; i < x.size(); i++) {
            x.set(i, 2 * random.nextDouble() - 1);
        }
        return Primitives.data(x, shape);
    }

    private static void assertNear(String what, double tolerance, Tensor... roots) {
        assertSameBitsEverywhere(what, List.of(roots));
        List<Storage> expected = interpreted(List.of(roots));
        List<Storage> actual = values(List.of(roots), false, 1);
        for (int k = 0; k < expected.size(); k++) {
            for (int i = 0; i < expected.get(k).size(); i++) {
                double x = expected.get(k).getDouble(i);
                double error = Math.abs(actual.get(k).getDouble(i) - x);
                assertThat(error).as("%s, result %d, element %d", what, k, i).isLessThanOrEqualTo(tolerance);
            }
        }
    }

    @Test
    void largeSumsAreRight() {
        for (int[] extents : new int[][] {{200_003}, {3, 50_001}, {50_001, 3}, {700, 130}, {37, 5000}, {20, 30, 40}}) {
            Tensor x = random(DType.FLOAT64, extents);
            Tensor y = Primitives.map(Unary.TANH, x);
            int last = extents.length - 1;
            // sums of n numbers below 1 are good to n ulp of n at worst
            double tolerance = 1e-16 * x.size();
            assertNear("sums of " + x.shape(), tolerance, sum(y, last), sum(y, 0), all(y), y);
        }
    }

    private static Tensor sum(Tensor x, int axis) {
        return Primitives.reduce(Op.Reduction.SUM, x, Indices.of(axis));
    }

    private static Tensor all(Tensor x) {
        return Primitives.reduce(Op.Reduction.SUM, x, Indices.range(x.rank()));
    }

    @Test
    void softmaxStaysInItsRows() {
        for (int n : new int[] {1, 3, 10, 16, 100, 1000, 4096, 5000}) {
            Tensor x = random(DType.FLOAT64, 40, n);
            Tensor e = Primitives.map(
                    Unary.EXP,
                    Primitives.map(
                            Binary.SUB,
                            x,
                            Primitives.expand(Primitives.reduce(Op.Reduction.MAX, x, Indices.of(1)), x.shape())));
            Tensor y = Primitives.map(Binary.DIV, e, Primitives.expand(sum(e, 1), x.shape()));
            assertNear("softmax of " + n, 1e-15, y, sum(y, 0));
        }
    }

    @Test
    void productsAreRight() {
        for (int[] s : new int[][] {
            {1, 1, 1}, {3, 5, 7}, {32, 2, 16}, {32, 16, 1}, {1, 300, 70}, {65, 200, 33}, {9, 500, 520}, {130, 64, 64}
        }) {
            Tensor x = random(DType.FLOAT64, s[0], s[1]);
            Tensor y = random(DType.FLOAT64, s[1], s[2]);
            Tensor xT = Primitives.permute(random(DType.FLOAT64, s[1], s[0]), Indices.of(1, 0));
            Tensor yT = Primitives.permute(random(DType.FLOAT64, s[2], s[1]), Indices.of(1, 0));
            // k roundings of terms below 1
            double tolerance = 2e-16 * s[1];
            assertNear(
                    "products of " + x.shape() + " and " + y.shape(),
                    tolerance,
                    Primitives.matmul(x, y),
                    Primitives.matmul(xT, y),
                    Primitives.matmul(x, yT),
                    Primitives.matmul(xT, yT));
        }
    }

    @Test
    void batchesOfProductsAreRight() {
        Tensor x = random(DType.FLOAT64, 4, 3, 10, 20);
        Tensor y = random(DType.FLOAT64, 4, 3, 20, 17);
        Tensor w = Primitives.expand(random(DType.FLOAT64, 1, 1, 20, 17), Shape.of(4, 3, 20, 17));
        assertNear("batches", 1e-14, Primitives.matmul(x, y), Primitives.matmul(x, w));
    }

    @Test
    void convolutionsAreRight() {
        Convolution c = new Convolution(
                Shape.of(3, 4, 17, 19),
                Shape.of(6, 2, 3, 4),
                Indices.of(2, 1),
                Indices.of(1, 2),
                Indices.of(0, 1),
                Indices.of(1, 2),
                2);
        Tensor x = random(DType.FLOAT64, c.image().toArray());
        Tensor w = random(DType.FLOAT64, c.kernel().toArray());
        Tensor y = random(DType.FLOAT64, c.output().toArray());
        assertNear(
                "convolutions",
                1e-13,
                Primitives.conv(c, Op.Role.OUTPUT, x, w),
                Primitives.conv(c, Op.Role.IMAGE, w, y),
                Primitives.conv(c, Op.Role.KERNEL, x, y));
    }

    @Test
    void infiniteWeightsDoNotMeetThePadding() {
        Convolution c = new Convolution(
                Shape.of(1, 1, 3), Shape.of(1, 1, 2), Indices.of(1), Indices.of(1), Indices.of(0), Indices.of(1), 1);
        Tensor x = Primitives.data(new Storage.Doubles(new double[] {1, 2, 3}), Shape.of(1, 1, 3));
        Tensor w = Primitives.data(new Storage.Doubles(new double[] {Double.POSITIVE_INFINITY, 1}), Shape.of(1, 1, 2));
        assertThat(values(List.of(Primitives.conv(c, Op.Role.OUTPUT, x, w)), false, 1)
                        .getFirst()
                        .getDouble(0))
                .isEqualTo(1);
    }

    @Test
    void kernelsBecomeReadyInTheBackgroundAndNobodySees() {
        Tensor x = random(DType.FLOAT32, 100_000);
        Supplier<List<Tensor>> roots = () -> List.of(all(Primitives.map(Unary.TANH, x)));
        List<Storage> first = values(roots.get(), false, 1);
        Warmth.unfix();
        Graph graph = Graph.of(roots.get());
        Program.Extract extract = Program.of(graph, graph.roots());
        Plan plan = new CpuBackend().plan(extract.program());
        for (int i = 0; i < 200; i++) {
            assertSameBits("run " + i, first, plan.run(List.of(x.storage())));
        }
    }
}
