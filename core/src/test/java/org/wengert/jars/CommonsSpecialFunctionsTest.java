package org.wengert.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.derivative;

import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.complex.Quaternion;
import org.apache.commons.math3.geometry.euclidean.threed.Rotation;
import org.apache.commons.math3.geometry.euclidean.threed.RotationConvention;
import org.apache.commons.math3.geometry.euclidean.threed.Vector3D;
import org.apache.commons.math3.special.BesselJ;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.apache.commons.math3.util.ContinuedFraction;
import org.apache.commons.math3.util.MathArrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.rule.Special;

/** Special functions, complex numbers, rotations and transforms of Commons Math. */
class CommonsSpecialFunctionsTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.7, 1.4, 2.5, 6.3, 11.5})
    void gamma(double x) {
        // Theirs are good to 1e−14; the derivative of an approximation loses some digits more.
        assertThat(derivative(Gamma::logGamma).applyAsDouble(x)).isCloseTo(Special.digamma(x), within(1e-12));
        double expected = Gamma.gamma(x) * Special.digamma(x);
        assertThat(derivative(Gamma::gamma).applyAsDouble(x))
                .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
        assertThat(derivative(Gamma::digamma).applyAsDouble(x)).isCloseTo(Special.trigamma(x), within(1e-8));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1.2, 2.9, 5.5})
    void incompleteGamma(double x) {
        // ∂P(a, x)/∂x = x^(a−1)e^(−x)/Γ(a)
        double a = 2.5;
        double expected = Math.pow(x, a - 1) * Math.exp(-x) / Special.gamma(a);
        assertThat(derivative(v -> Gamma.regularizedGammaP(a, v)).applyAsDouble(x))
                .isCloseTo(expected, within(1e-11));
        assertThat(derivative(v -> Gamma.regularizedGammaQ(a, v)).applyAsDouble(x))
                .isCloseTo(-expected, within(1e-11));
        assertThat(derivative(v -> Gamma.regularizedGammaP(a, v), 2).applyAsDouble(x))
                .isCloseTo(expected * ((a - 1) / x - 1), within(1e-9));
    }

    @Test
    void beta() {
        Law.secondOrder(x -> Beta.logBeta(2.5 + x[0], 3 + x[1]), 0.1, 0.2);
        Law.secondOrder(x -> Beta.regularizedBeta(0.4 + 0.1 * x[0], 2.5, 3), 0.3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1.2, 0.1, 0.6, 2.5})
    void errorFunction(double x) {
        double density = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
        assertThat(derivative(Erf::erf).applyAsDouble(x)).isCloseTo(density, within(1e-11));
        assertThat(derivative(Erf::erfc).applyAsDouble(x)).isCloseTo(-density, within(1e-11));
        assertThat(derivative(Erf::erf, 2).applyAsDouble(x)).isCloseTo(-2 * x * density, within(1e-9));
        // a polynomial of their own, not an iteration
        double y = Erf.erf(x);
        assertThat(derivative(v -> Erf.erfInv(v)).applyAsDouble(y)).isCloseTo(1 / density, within(1e-9 / density));
    }

    @Test
    void bessel() {
        double x = 2.3;
        assertThat(derivative(v -> BesselJ.value(0, v)).applyAsDouble(x))
                .isCloseTo(-BesselJ.value(1, x), within(1e-13));
        Law.gradient(v -> BesselJ.value(1, 2 + v[0]), 0.4);
    }

    /** K = z + 1/(z + 1/(z + …)) = (z + √(z² + 4))/2. */
    @Test
    void aContinuedFractionOfOnesOwn() {
        double z = 1.7;
        double root = Math.sqrt(z * z + 4);
        assertThat(derivative(v -> golden().evaluate(v, 1e-15)).applyAsDouble(z))
                .isCloseTo(0.5 + z / (2 * root), within(1e-12));
        assertThat(derivative(v -> golden().evaluate(v, 1e-15), 2).applyAsDouble(z))
                .isCloseTo(2 / (root * root * root), within(1e-11));
    }

    private static ContinuedFraction golden() {
        return new ContinuedFraction() {
            @Override
            protected double getA(int n, double x) {
                return x;
            }

            @Override
            protected double getB(int n, double x) {
                return 1;
            }
        };
    }

    @Test
    void complexNumbers() {
        Law.secondOrder(
                x -> new Complex(x[0], x[1])
                        .exp()
                        .multiply(new Complex(x[1], 2))
                        .sqrt()
                        .abs(),
                0.3,
                -0.7);
        // |z²| = x² + y²
        Law.gradient(
                1e-14,
                new double[] {0.6, -1.4},
                x -> new Complex(x[0], x[1]).pow(2).abs(),
                0.3,
                -0.7);
    }

    @Test
    void quaternions() {
        Law.secondOrder(
                x -> new Quaternion(x[0], x[1], x[2], x[3])
                        .normalize()
                        .multiply(new Quaternion(1, 2, 3, 4))
                        .getQ1(),
                Law.point(3, 4));
    }

    @Test
    void vectorsAndRotations() {
        double[] x = Law.point(4, 3);
        Law.secondOrder(
                y -> Vector3D.crossProduct(new Vector3D(y[0], y[1], y[2]), new Vector3D(1, 2, y[0]))
                        .getNorm(),
                x);
        Law.gradient(
                y -> new Rotation(new Vector3D(y[0], y[1], y[2]), 0.5 + y[0], RotationConvention.VECTOR_OPERATOR)
                        .applyTo(new Vector3D(1, 2, 3))
                        .getX(),
                x);
    }

    @Test
    void sumsOfProductsWithExtendedPrecision() {
        double[] x = {0.3, 1e8, -0.7, 3e-9};
        Law.gradient(
                1e-15,
                new double[] {x[1], x[0], x[3], x[2]},
                y -> MathArrays.linearCombination(y[0], y[1], y[2], y[3]),
                x);
        Law.gradient(
                1e-15,
                new double[] {x[2], x[3], x[0], x[1]},
                y -> MathArrays.linearCombination(new double[] {y[0], y[1]}, new double[] {y[2], y[3]}),
                x);
    }

    @Test
    void fourierTransform() {
        double[] x = Law.point(6, 8);
        // Parseval: Σ|Xₖ|² = n Σxᵢ²
        double[] expected = new double[8];
        for (int i = 0; i < 8; i++) {
            expected[i] = 16 * x[i];
        }
        Law.gradient(
                1e-14,
                expected,
                y -> {
                    double s = 0;
                    for (Complex c :
                            new FastFourierTransformer(DftNormalization.STANDARD).transform(y, TransformType.FORWARD)) {
                        s += c.getReal() * c.getReal() + c.getImaginary() * c.getImaginary();
                    }
                    return s;
                },
                x);
    }
}
