package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Tensors for tests, and what they are expected to hold. */
final class Values {
    static final double NAN = Double.NaN;
    static final double INF = Double.POSITIVE_INFINITY;

    private Values() {}

    static Tensor vector(double... elements) {
        return Tensor.vector(elements);
    }

    static Tensor ints(int... elements) {
        return Tensor.of(elements);
    }

    static Tensor matrix(double[]... rows) {
        return Tensor.of((Object[]) rows);
    }

    static double[] row(double... elements) {
        return elements;
    }

    /** Returns 0, 1, 2, … under a shape. */
    static Tensor counting(int... shape) {
        return Tensor.arange(Shape.of(shape).size()).reshape(shape).to(DType.FLOAT64);
    }

    /** Returns whole numbers from −9 to 9, whose sums and products are exact. */
    static Tensor random(SplittableRandom random, int... shape) {
        Shape s = Shape.of(shape);
        double[] a = new double[s.size()];
        Arrays.setAll(a, _ -> random.nextInt(-9, 10));
        return Tensor.of(a, s);
    }

    /** Asserts the bits of all elements. */
    static void assertElements(Tensor actual, Shape shape, double... expected) {
        assertThat(actual.shape()).isEqualTo(shape);
        assertThat(actual.toDoubleArray()).containsExactly(expected);
    }

    /** Asserts the elements of a vector. */
    static void assertElements(Tensor actual, double... expected) {
        assertElements(actual, Shape.of(expected.length), expected);
    }

    static void assertClose(Tensor actual, double tolerance, double... expected) {
        assertThat(actual.size()).isEqualTo(expected.length);
        double[] a = actual.toDoubleArray();
        for (int i = 0; i < a.length; i++) {
            if (Double.isFinite(expected[i])) {
                assertThat(a[i]).isCloseTo(expected[i], offset(tolerance));
            } else {
                assertThat(a[i]).isEqualTo(expected[i]);
            }
        }
    }

    static void assertSame(Tensor actual, Tensor expected) {
        assertThat(actual.dtype()).isEqualTo(expected.dtype());
        assertElements(actual, expected.shape(), expected.toDoubleArray());
    }

    static void assertItem(Tensor actual, double expected) {
        assertElements(actual, Shape.SCALAR, expected);
    }
}
