package org.wengert.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.rule.Binary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Tensor;

/** What holds for the derivatives of every primitive, in both types of real numbers. */
class CalculusLawsTest {
    static Stream<OpSamples.Sample> samples() {
        return OpSamples.of(DType.FLOAT64).stream();
    }

    static Stream<OpSamples.Sample> samplesInSinglePrecision() {
        return OpSamples.of(DType.FLOAT32).stream();
    }

    @Test
    void everyPrimitiveHasASample() {
        Set<String> without = new TreeSet<>();
        for (Class<?> op : Op.class.getPermittedSubclasses()) {
            without.add(op.getSimpleName());
        }
        for (OpSamples.Sample s : OpSamples.of(DType.FLOAT64)) {
            without.remove(s.op().getSimpleName());
        }
        // A placeholder has no value; Vmap and compiled functions have tests of their own.
        assertThat(without).containsExactly("Placeholder");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void forwardModeAgreesWithDifferences(OpSamples.Sample s) {
        Point p = new Point(s, DType.FLOAT64);
        double h = 1e-3;
        double[] difference = new double[p.y.size()];
        double[] weights = {1.0 / 12, -8.0 / 12, 8.0 / 12, -1.0 / 12};
        double[] steps = {-2, -1, 1, 2};
        for (int j = 0; j < 4; j++) {
            double[] y = values(s.f().apply(p.moved(steps[j] * h)));
            for (int i = 0; i < y.length; i++) {
                difference[i] += weights[j] / h * y[i];
            }
        }
        double[] tangent = p.tangent();
        for (int i = 0; i < difference.length; i++) {
            assertThat(tangent[i])
                    .as("element %d", i)
                    .isCloseTo(difference[i], within(1e-8 * (1 + Math.abs(difference[i]))));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void reverseModeIsTheTransposeOfForwardMode(OpSamples.Sample s) {
        dotTest(s, DType.FLOAT64, 1e-13);
    }

    @ParameterizedTest
    @MethodSource("samplesInSinglePrecision")
    void reverseModeIsTheTransposeOfForwardModeInSinglePrecision(OpSamples.Sample s) {
        dotTest(s, DType.FLOAT32, 2e-5);
    }

    private static void dotTest(OpSamples.Sample s, DType dtype, double tolerance) {
        Point p = new Point(s, dtype);
        double[] yDot = p.tangent();
        double[] yBar = values(p.yBar);
        double forward = 0;
        double scale = 0;
        for (int i = 0; i < yDot.length; i++) {
            forward += yDot[i] * yBar[i];
            scale += Math.abs(yDot[i] * yBar[i]);
        }
        double reverse = 0;
        List<@Nullable Tensor> bars = p.cotangents();
        for (int k = 0; k < bars.size(); k++) {
            Tensor bar = bars.get(k);
            if (bar != null) {
                assertThat(bar.shape()).isEqualTo(p.x.get(k).shape());
                assertThat(bar.dtype()).isEqualTo(p.x.get(k).dtype());
                double[] xBar = values(bar);
                double[] xDot = values(p.xDot.get(k));
                for (int i = 0; i < xBar.length; i++) {
                    reverse += xBar[i] * xDot[i];
                    scale += Math.abs(xBar[i] * xDot[i]);
                }
            }
        }
        assertThat(reverse).isCloseTo(forward, within(tolerance * (scale + 1e-3)));
    }

    /** d/dx ⟨yBar, J·xDot⟩ by reverse over forward is d/dxDot-free: H·xDot; forward over reverse gives the same. */
    @ParameterizedTest
    @MethodSource("samples")
    void secondDerivativesAgreeInAllFourOrders(OpSamples.Sample s) {
        Point p = new Point(s, DType.FLOAT64);
        Tensor along = p.scalarTangent();
        List<double[]> reverseOverForward = orZeros(Vjp.of(List.of(along), List.of(one(along)), p.x), p.x);
        List<Tensor> gradient = new ArrayList<>();
        List<@Nullable Tensor> bars = p.cotangents();
        for (int k = 0; k < bars.size(); k++) {
            Tensor bar = bars.get(k);
            gradient.add(bar == null ? Primitives.fillLike(0, p.x.get(k)) : bar);
        }
        List<double[]> forwardOverReverse = orZeros(Jvp.of(gradient, p.x, p.xDot), p.x);
        List<double[]> reverseOverReverse = orZeros(Vjp.of(gradient, p.xDot, p.x), p.x);
        for (int k = 0; k < p.x.size(); k++) {
            assertClose(forwardOverReverse.get(k), reverseOverForward.get(k));
            assertClose(reverseOverReverse.get(k), reverseOverForward.get(k));
        }
        Tensor twice = Jvp.of(List.of(along), p.x, p.xDot).getFirst();
        double forwardOverForward = twice == null ? 0 : twice.storage().getDouble(0);
        double product = 0;
        double scale = 0;
        for (int k = 0; k < p.x.size(); k++) {
            double[] xDot = values(p.xDot.get(k));
            for (int i = 0; i < xDot.length; i++) {
                product += xDot[i] * reverseOverForward.get(k)[i];
                scale += Math.abs(xDot[i] * reverseOverForward.get(k)[i]);
            }
        }
        assertThat(forwardOverForward).isCloseTo(product, within(1e-12 * (scale + 1)));
    }

    private static void assertClose(double[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], within(1e-11 * (1 + Math.abs(expected[i]))));
        }
    }

    private static List<double[]> orZeros(List<@Nullable Tensor> tensors, List<Tensor> like) {
        List<double[]> result = new ArrayList<>();
        for (int k = 0; k < like.size(); k++) {
            Tensor t = tensors.get(k);
            result.add(t == null ? new double[like.get(k).size()] : values(t));
        }
        return result;
    }

    static Tensor one(Tensor like) {
        return Primitives.fillLike(1, like);
    }

    static double[] values(Tensor t) {
        double[] values = new double[t.size()];
        Arrays.setAll(values, t.storage()::getDouble);
        return values;
    }

    /** A sample at variables, with directions. */
    private static final class Point {
        final OpSamples.Sample sample;
        final List<Tensor> x = new ArrayList<>();
        final List<Tensor> xDot = new ArrayList<>();
        final Tensor y;
        final Tensor yBar;

        Point(OpSamples.Sample sample, DType dtype) {
            this.sample = sample;
            for (Tensor t : sample.inputs()) {
                x.add(Primitives.variable(t, false, org.wengert.tensor.Trace.open(List.of())));
                xDot.add(OpSamples.random(dtype, 90 + x.size(), -1, 1, t.shape().toArray()));
            }
            y = sample.f().apply(x);
            yBar = OpSamples.random(dtype, 99, 0.5, 1.5, y.shape().toArray());
        }

        List<Tensor> moved(double h) {
            List<Tensor> moved = new ArrayList<>();
            for (int k = 0; k < x.size(); k++) {
                moved.add(Primitives.map(
                        Binary.ADD,
                        sample.inputs().get(k),
                        Primitives.map(Binary.MUL, xDot.get(k), Primitives.fillLike(h, xDot.get(k)))));
            }
            return moved;
        }

        double[] tangent() {
            Tensor t = Jvp.of(List.of(y), x, xDot).getFirst();
            return t == null ? new double[y.size()] : values(t);
        }

        List<@Nullable Tensor> cotangents() {
            return Vjp.of(List.of(y), List.of(yBar), x);
        }

        /** ⟨yBar, J·xDot⟩. */
        Tensor scalarTangent() {
            Tensor t = Jvp.of(List.of(y), x, xDot).getFirst();
            Tensor product = t == null ? Primitives.fillLike(0, y) : Primitives.map(Binary.MUL, t, yBar);
            return Primitives.reduce(
                    Op.Reduction.SUM, product, Indices.range(y.shape().rank()));
        }
    }
}
