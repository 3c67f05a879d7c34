package org.wengert.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Op;

/** Vector kernels give the bits of plain loops, so that nobody sees which of them ran. */
class VectorKernelsTest {
    private static final int N = 512;
    /** Through the whole array, one element, and a row of 32. */
    private static final int[] MASKS = {-1, 0, 31};

    private final double[] doubles = new double[N];
    private final double[] moreDoubles = new double[N];
    private final float[] floats = new float[N];
    private final float[] moreFloats = new float[N];

    @BeforeEach
    void numbersOfAllKinds() {
        assumeTrue(Warmth.HAS_VECTORS, "needs --add-modules jdk.incubator.vector");
        SplittableRandom random = new SplittableRandom(1);
        double[] special = {0, -0.0, 1, -1, Double.NaN, 1 / 0.0, -1 / 0.0, 1e-310, -1e-310, 1e-40, 1e300, 30, -30, 800};
        for (int i = 0; i < N; i++) {
            doubles[i] = i % 3 == 0
                    ? special[i / 3 % special.length]
                    : (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-3, 4));
            moreDoubles[i] = i % 5 == 0 ? doubles[i] : special[random.nextInt(special.length)];
            floats[i] = (float) doubles[i];
            moreFloats[i] = (float) moreDoubles[i];
        }
    }

    @Test
    void functionsOfOneArgument() {
        List<String> wrong = new ArrayList<>();
        for (Unary f : Unary.values()) {
            if (!FloatVectors.has(f)) {
                continue;
            }
            // large arguments of sin and cos never reach the vector kernel
            double[] x = f == Unary.SIN || f == Unary.COS ? reducible() : doubles;
            float[] xf = new float[N];
            for (int i = 0; i < N; i++) {
                xf[i] = (float) x[i];
            }
            for (int mask : MASKS) {
                double[] y = new double[N];
                double[] z = new double[N];
                DoubleLoops.map(f, x, 0, mask, y, 0, 0, N);
                DoubleVectors.map(f, splat(x, mask), 0, mask, z, 0, N);
                compare(f + " of doubles, mask " + mask, y, z, wrong);
                float[] yf = new float[N];
                float[] zf = new float[N];
                FloatLoops.map(f, xf, 0, mask, yf, 0, 0, N);
                FloatVectors.map(f, splat(xf, mask), 0, mask, zf, 0, N);
                compare(f + " of floats, mask " + mask, widened(yf), widened(zf), wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private double[] reducible() {
        double[] x = new double[N];
        for (int i = 0; i < N; i++) {
            x[i] = Math.abs(doubles[i]) <= DoubleMath.REDUCIBLE ? doubles[i] : i;
        }
        return x;
    }

    /** A vector reads several elements where a loop reads one again and again. */
    private static double[] splat(double[] x, int mask) {
        double[] all = x.clone();
        if (mask == 0) {
            Arrays.fill(all, x[0]);
        }
        return all;
    }

    private static float[] splat(float[] x, int mask) {
        float[] all = x.clone();
        if (mask == 0) {
            Arrays.fill(all, x[0]);
        }
        return all;
    }

    @Test
    void functionsOfTwoArguments() {
        List<String> wrong = new ArrayList<>();
        for (Binary f : Binary.values()) {
            if (!FloatVectors.has(f)) {
                continue;
            }
            double[] y = new double[N];
            double[] z = new double[N];
            DoubleLoops.map(f, doubles, 0, -1, moreDoubles, 0, 31, y, 0, 0, N);
            DoubleVectors.map(f, doubles, 0, -1, moreDoubles, 0, 31, z, 0, N);
            compare(f + " of doubles", y, z, wrong);
            float[] yf = new float[N];
            float[] zf = new float[N];
            FloatLoops.map(f, floats, 0, -1, moreFloats, 0, 31, yf, 0, 0, N);
            FloatVectors.map(f, floats, 0, -1, moreFloats, 0, 31, zf, 0, N);
            compare(f + " of floats", widened(yf), widened(zf), wrong);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void comparisonsAndChoices() {
        for (Op.Comparison f : Op.Comparison.values()) {
            boolean[] y = new boolean[N];
            boolean[] z = new boolean[N];
            DoubleLoops.compare(f, doubles, 0, -1, moreDoubles, 0, -1, y, 0, 0, N);
            DoubleVectors.compare(f, doubles, 0, -1, moreDoubles, 0, -1, z, 0, N);
            assertThat(z).as("%s of doubles", f).isEqualTo(y);
            FloatLoops.compare(f, floats, 0, -1, moreFloats, 0, -1, y, 0, 0, N);
            FloatVectors.compare(f, floats, 0, -1, moreFloats, 0, -1, z, 0, N);
            assertThat(z).as("%s of floats", f).isEqualTo(y);
            double[] chosen = new double[N];
            double[] chosenByVectors = new double[N];
            DoubleLoops.where(y, 0, -1, doubles, 0, -1, moreDoubles, 0, -1, chosen, 0, 0, N);
            DoubleVectors.where(y, 0, doubles, 0, -1, moreDoubles, 0, -1, chosenByVectors, 0, N);
            List<String> wrong = new ArrayList<>();
            compare("where", chosen, chosenByVectors, wrong);
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void sumsAndExtremaOfAllLengths() {
        double[] x = reducible();
        float[] xf = new float[N];
        for (int i = 0; i < N; i++) {
            xf[i] = (float) x[i];
        }
        for (Op.Reduction f : List.of(Op.Reduction.SUM, Op.Reduction.MAX, Op.Reduction.MIN)) {
            for (int n = Warmth.FLOAT_LANES; n < N - 3; n++) {
                double[] scratch = new double[128];
                float[] floatScratch = new float[128];
                assertThat(DoubleVectors.reduce(f, x, 3, n, scratch))
                        .as("%s of %d doubles", f, n)
                        .isEqualTo(DoubleLoops.reduce(f, x, 3, n, Warmth.DOUBLE_LANES, scratch));
                assertThat(FloatVectors.reduce(f, xf, 3, n, floatScratch))
                        .as("%s of %d floats", f, n)
                        .isEqualTo(FloatLoops.reduce(f, xf, 3, n, Warmth.FLOAT_LANES, floatScratch));
            }
        }
    }

    private static double[] widened(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
        }
        return y;
    }

    private static void compare(String what, double[] expected, double[] actual, List<String> wrong) {
        for (int i = 0; i < expected.length; i++) {
            if (Double.compare(expected[i], actual[i]) != 0 && wrong.size() < 10) {
                wrong.add(what + " at " + i + ": " + actual[i] + ", not " + expected[i]);
            }
        }
    }
}
