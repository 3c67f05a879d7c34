package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Tensors.grad;
import static org.wengert.Tensors.jacfwd;
import static org.wengert.Tensors.jacrev;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wengert.tensor.DType;
import org.wengert.tensor.Index;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/**
 * Sections E to I of the acceptance cases for tensors: linear algebra, stability, masks, broadcasting, reductions, indices, ties. Where no
 * derivative exists it is the subgradient of least norm.
 */
class TensorAcceptanceTest {
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;

    private static Tensor v(double... elements) {
        return Tensor.vector(elements);
    }

    private static Tensor m(double[]... rows) {
        return Tensor.of(rows);
    }

    private static Tensor ints(int... elements) {
        return Tensor.of(elements);
    }

    private static TensorDifferentiation.Program of(UnaryOperator<Tensor> f) {
        return TensorDifferentiation.of(f);
    }

    // ------------------------------------------------------------------ E: linear algebra

    @Test
    void e14TheNormAtZeroHasTheSubgradientZero() {
        of(Tensor::norm).at(v(0, 0, 0)).hasValue(0, 0).hasGradient(0, 0, 0, 0);
        of(x -> x.norm(2, 0)).at(v(0, 0)).hasGradient(0, 0, 0);
    }

    @Test
    void e14TheSquaredNormAtZero() {
        of(x -> x.norm().square()).at(v(0, 0)).hasValue(0, 0).hasGradient(0, 0, 0);
    }

    @Test
    void e14TheNormOfOneAndTheLargestNorm() {
        of(x -> x.norm(1.0)).at(v(0, -1)).hasValue(0, 1).hasGradient(0, 0, -1);
        of(x -> x.norm(Double.POSITIVE_INFINITY)).at(v(2, -2, 1)).hasValue(0, 2).hasGradient(0, 0.5, -0.5, 0);
    }

    @Test
    void e15StandardDeviationAndVarianceOfEqualNumbers() {
        of(x -> x.std()).at(v(1, 1, 1)).hasValue(0, 0).hasGradient(0, 0, 0, 0);
        of(x -> x.var()).at(v(1, 1, 1)).hasValue(0, 0).hasGradient(0, 0, 0, 0);
    }

    /** By the normal equations, their 2×2 matrix inverted by hand. */
    @Test
    void e16TheSolutionOfLeastSquares() {
        of(c -> {
                    Tensor n = c.transpose().matmul(c);
                    Tensor det = n.get(0, 0).mul(n.get(1, 1)).sub(n.get(0, 1).mul(n.get(1, 0)));
                    Tensor adjugate = Tensor.stack(
                            0,
                            Tensor.stack(0, n.get(1, 1), n.get(0, 1).neg()),
                            Tensor.stack(0, n.get(1, 0).neg(), n.get(0, 0)));
                    return adjugate.matmul(c.transpose().matmul(v(1, 2, 3)))
                            .div(det)
                            .sum();
                })
                .at(m(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6}))
                .hasGradient(
                        1e-10, 0, 0.125, 0, 0, 0, -0.125); // the normal equations square the condition, here about 86
    }

    /** By its Taylor series. */
    @Test
    void e17TheExponentialOfARotation() {
        of(a -> {
                    Tensor term = Tensor.eye(2);
                    Tensor sum = term;
                    for (int n = 1; n < 25; n++) {
                        term = term.matmul(a).div(n);
                        sum = sum.add(term);
                    }
                    return sum.sum();
                })
                .at(m(new double[] {0, 1}, new double[] {-1, 0}))
                .hasGradient(FIRST, Math.cos(1), 0, 2 * Math.sin(1), Math.cos(1));
    }

    @Test
    void e18AQuadraticForm() {
        Tensor a = m(new double[] {4, 1, 2}, new double[] {1, 3, 0.5}, new double[] {2, 0.5, 5});
        TensorDifferentiation.of((x, b) -> x.matmul(b).matmul(x))
                .at(v(1, -2, 3), a)
                .hasGradients(FIRST, new double[] {16, -7, 32}, new double[] {1, -2, 3, -2, 4, -6, 3, -6, 9});
        of(x -> x.matmul(a).matmul(x))
                .at(v(1, -2, 3))
                .hasHessian(SECOND, new double[] {8, 2, 4}, new double[] {2, 6, 1}, new double[] {4, 1, 10});
    }

    @Test
    void e19SumsByEinstein() {
        Tensor a = m(new double[] {1, 2}, new double[] {3, 4});
        Tensor b = m(new double[] {5, 6}, new double[] {7, 8});
        TensorDifferentiation.of((x, y) -> Tensor.einsum("ij,jk->", x, y))
                .at(a, b)
                .hasGradients(FIRST, new double[] {11, 15, 11, 15}, new double[] {4, 4, 6, 6});
        of(x -> Tensor.einsum("ii->", x)).at(a).hasValue(0, 5).hasGradient(0, 1, 0, 0, 1);
    }

    // ------------------------------------------------------------------ F: stability

    @Test
    void f03SoftmaxOfFarApartNumbers() {
        Tensor x = v(1000, 0, -1000);
        of(t -> t.logSoftmax(0).get(2)).at(x).hasValue(0, -2000).hasGradient(0, -1, 0, 1);
        of(t -> t.softmax(0).get(0)).at(x).hasValue(0, 1).hasGradient(0, 0, 0, 0);
    }

    /** ln(1 + eˣ) − x t. */
    @ParameterizedTest
    @CsvSource({"100, 3.720075976020836e-44, 0", "-100, 100, -1", "0, 0.6931471805599453, -0.5"})
    void f06BinaryCrossEntropyOfLogits(double x, double value, double gradient) {
        // the gradient is −σ(−x), which is not 0 but 3.7e-44 at 100
        double exact = x == 100 ? -3.720075976020836e-44 : gradient;
        of(t -> t.logSigmoid().neg()).at(Tensor.of(x)).hasValue(FIRST, value).hasGradient(FIRST, exact);
        assertThat(grad(t -> t.softplus().sub(t)).apply(Tensor.of(x)).item()).isEqualTo(gradient);
    }

    @Test
    void f07CrossEntropy() {
        of(x -> x.logSoftmax(0).get(2).neg())
                .at(v(1, 2, 3))
                .hasValue(FIRST, 0.40760596444438030)
                .hasGradient(FIRST, 0.090030573170380458, 0.24472847105479765, -0.33475904422517811);
    }

    @Test
    void f08CrossEntropyWithSmoothedLabels() {
        Tensor target = v(0, 0, 1).mul(0.9).add(0.1 / 3);
        of(x -> x.logSoftmax(0).mul(target).sum().neg())
                .at(v(1, 2, 3))
                .hasValue(FIRST, 0.5076059644443803)
                .hasGradient(FIRST, 0.0566972398370471, 0.21139513772146432, -0.26809237755851156);
    }

    @Test
    void f09VarianceThatLeavesNaNOut() {
        of(x -> x.nanVar())
                .at(v(Double.NaN, 1, 2, 3, 4))
                .hasValue(FIRST, 1.25)
                .hasGradient(FIRST, 0, -0.75, -0.25, 0.25, 0.75);
        double s = Math.sqrt(1.25);
        of(x -> x.nanStd())
                .at(v(Double.NaN, 1, 2, 3, 4))
                .hasValue(FIRST, s)
                .hasGradient(FIRST, 0, -0.375 / s, -0.125 / s, 0.125 / s, 0.375 / s);
    }

    @Test
    void f10TheExponentialQuotientNearZero() {
        // the difference of 1/x and 1/x² · expm1 x loses the digits of 1/x = 1e5
        of(x -> x.expm1().div(x)).at(Tensor.of(1e-5)).hasGradient(1e-10, 0.50000333334583337);
    }

    // ------------------------------------------------------------------ G: ways not taken

    @Test
    void g01LogarithmWhereDefined() {
        of(x -> Tensor.where(x.gt(0), x.log(), 0))
                .at(Tensor.of(0.0))
                .hasValue(0, 0)
                .hasGradient(0, 0);
        of(x -> Tensor.where(x.gt(0), x.log(), 0).sum()).at(v(-1, 0, 2)).hasGradient(0, 0, 0, 0.5);
    }

    @Test
    void g03RootOfTheNegativeWhereDefined() {
        of(x -> Tensor.where(x.ge(0), x, x.neg().sqrt()))
                .at(Tensor.of(1.0))
                .hasValue(0, 1)
                .hasGradient(0, 1)
                .hasHessian(0, new double[] {0});
        of(x -> Tensor.where(x.ge(0), x, x.neg().sqrt())).at(Tensor.of(0.0)).hasGradient(0, 1);
    }

    @Test
    void g04AnInfiniteFactorThatIsNotTaken() {
        of(x -> Tensor.where(x.gt(0), 0, x.mul(Double.POSITIVE_INFINITY)))
                .at(Tensor.of(1.0))
                .hasValue(0, 0)
                .hasGradient(0, 0);
    }

    @Test
    void g05AMaskedPower() {
        of(x -> {
                    Tensor y = v(0, 1).mul(x);
                    return Tensor.where(y.gt(0), y.pow(0.5), 0).sum();
                })
                .at(Tensor.of(1.0))
                .hasValue(0, 1)
                .hasGradient(FIRST, 0.5)
                .hasHessian(SECOND, new double[] {-0.25});
    }

    @Test
    void g06APowerLeftOutAtZero() {
        of(x -> Tensor.where(x.eq(0), 0, x.mul(x.sqrt())))
                .at(Tensor.of(0.0))
                .hasValue(0, 0)
                .hasGradient(0, 0)
                .hasHessian(0, new double[] {0});
    }

    /** The mask must survive what lies between the choice and the singular function. */
    @Test
    void g01AMaskThroughSlicesSumsAndProducts() {
        Tensor x = v(-1, 0, 4);
        of(t -> {
                    Tensor root = t.sqrt().mul(3).reshape(3, 1).expand(3, 2).get(Index.all(), Index.at(0));
                    return Tensor.where(t.gt(0), root.mul(2), 0).sum();
                })
                .at(x)
                .hasValue(FIRST, 12)
                .hasGradient(FIRST, 0, 0, 1.5);
        of(t -> t.log().get(Index.from(2)).sum()).at(x).hasGradient(FIRST, 0, 0, 0.25);
    }

    // ------------------------------------------------------------------ H: broadcasting, reductions, indices

    @Test
    void h01AColumnTimesARow() {
        TensorDifferentiation.of((a, b) -> a.mul(b).sum())
                .at(v(1, 2, 3).reshape(3, 1), v(1, 10, 100, 1000))
                .hasValue(0, 6666)
                .hasGradients(0, new double[] {1111, 1111, 1111}, new double[] {6, 6, 6, 6});
    }

    @Test
    void h04TheLastOfTwoWritesWins() {
        of(u -> Tensor.zeros(3).scatter(ints(0, 0), u, 0).sum())
                .at(v(5, 7))
                .hasValue(0, 7)
                .hasGradient(0, 0, 1);
    }

    @Test
    void h05BothOfTwoAdditionsCount() {
        of(u -> Tensor.zeros(3).scatterAdd(ints(0, 0), u, 0).sum())
                .at(v(5, 7))
                .hasValue(0, 12)
                .hasGradient(0, 1, 1);
    }

    @Test
    void h07EqualMaximaOfAScatterShare() {
        of(u -> Tensor.zeros(1).scatterMax(ints(0, 0), u, 0).sum())
                .at(v(5, 5))
                .hasValue(0, 5)
                .hasGradient(0, 0.5, 0.5);
    }

    @Test
    void h08ProductsWithZeros() {
        of(x -> x.prod()).at(v(2, 3, 0, 4)).hasValue(0, 0).hasGradient(0, 0, 0, 24, 0);
        of(x -> x.prod()).at(v(2, 3, 0, 0)).hasValue(0, 0).hasGradient(0, 0, 0, 0, 0);
        of(x -> x.cumprod(0).get(2)).at(v(2, 0, 3)).hasValue(0, 0).hasGradient(0, 0, 6, 0);
    }

    @Test
    void h09RunningSums() {
        Tensor weights = v(1, 2, 3, 4);
        of(x -> x.cumsum(0).mul(weights).sum()).at(v(0.5, -1, 2, 7)).hasGradient(0, 10, 9, 7, 4);
    }

    /** The discrete Fourier transform as two matrix products; of three real numbers two frequencies remain. */
    @Test
    void h10ThePowerSpectrum() {
        Tensor angle = Tensor.of(new double[] {0, 1})
                .reshape(2, 1)
                .mul(Tensor.of(new double[] {0, 1, 2}))
                .mul(-2 * Math.PI / 3);
        of(x -> {
                    Tensor re = angle.cos().matmul(x);
                    Tensor im = angle.sin().matmul(x);
                    return re.square().add(im.square()).sum();
                })
                .at(v(1, 2, 3))
                .hasValue(FIRST, 39)
                .hasGradient(FIRST, 9, 12, 15);
    }

    @Test
    void h12TheJacobianOfAPowerIsDiagonalAndRightAtZero() {
        Tensor x = Tensor.arange(4).to(DType.FLOAT64);
        double[] expected = {0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 4, 0, 0, 0, 0, 6};
        for (Tensor two : List.of(Tensor.of(2.0), Tensor.full(2, 4))) {
            assertThat(jacrev(t -> t.pow(two)).apply(x).toDoubleArray()).containsExactly(expected);
            assertThat(jacfwd(t -> t.pow(two)).apply(x).toDoubleArray()).containsExactly(expected);
        }
        assertThat(jacrev(t -> t.pow(2)).apply(x).toDoubleArray()).containsExactly(expected);
    }

    @Test
    void h14GradientsOfEmptyTensors() {
        assertThat(grad(x -> x.exp().sum()).apply(Tensor.zeros(0)).shape()).isEqualTo(Shape.of(0));
        assertThat(grad(x -> x.exp().sum()).apply(Tensor.zeros(2, 0, 3)).shape())
                .isEqualTo(Shape.of(2, 0, 3));
        assertThat(grad(x -> x.matmul(Tensor.ones(0, 2)).sum())
                        .apply(Tensor.ones(3, 0))
                        .shape())
                .isEqualTo(Shape.of(3, 0));
        of(x -> Tensor.concat(0, x, Tensor.zeros(0)).square().sum()).at(v(1, 2)).hasGradient(0, 2, 4);
    }

    @Test
    void h14GradientsOfNumbersAndAxesOfExtentOne() {
        of(x -> x.mul(x)).at(Tensor.of(3.0)).hasGradient(0, 6);
        of(x -> x.expandDims(0).sum(0).square()).at(Tensor.of(3.0)).hasGradient(0, 6);
        of(x -> x.add(Tensor.ones(2, 3)).sum()).at(Tensor.ones(1, 1)).hasGradient(0, 6);
        of(x -> x.max(1).sum()).at(Tensor.ones(2, 1)).hasGradient(0, 1, 1);
    }

    @Test
    void h14GradientsOfRepeatedAndReversedViews() {
        of(x -> x.expand(4, 3).sum()).at(v(1, 2, 3)).hasGradient(0, 4, 4, 4);
        Tensor weights = v(1, 10, 100);
        of(x -> x.flip(0).mul(weights).sum()).at(v(1, 2, 3)).hasGradient(0, 100, 10, 1);
        of(x -> x.get(Index.every(-1)).mul(weights).sum()).at(v(1, 2, 3)).hasGradient(0, 100, 10, 1);
        of(x -> x.expand(3, 3).transpose().get(Index.every(-2)).mul(weights).sum())
                .at(v(1, 2, 3))
                .hasGradient(0, 111, 0, 111);
    }

    // ------------------------------------------------------------------ I: order and ties

    @Test
    void i01TheGreaterOfEqualNumbers() {
        TensorDifferentiation.of((x, y) -> x.maximum(y))
                .at(Tensor.of(2.0), Tensor.of(2.0))
                .hasValue(0, 2)
                .hasGradients(0, new double[] {0.5}, new double[] {0.5});
    }

    @Test
    void i02EqualMaximaShare() {
        of(x -> x.max()).at(v(2, 2, 1)).hasGradient(0, 0.5, 0.5, 0);
        of(x -> x.min()).at(v(2, 1, 1)).hasGradient(0, 0, 0.5, 0.5);
    }

    @Test
    void i03TheMaximumByItsPlaceIsTheFirst() {
        Tensor x = v(2, 2, 1);
        assertThat(x.argmax(0).itemLong()).isZero();
        of(t -> t.takeAlong(t.argmax(0, true), 0).sum()).at(x).hasGradient(0, 1, 0, 0);
    }

    @Test
    void i04TheGreaterOfZeroAndAConstantZero() {
        of(x -> x.maximum(0)).at(Tensor.of(0.0)).hasGradient(0, 0);
        of(Tensor::relu).at(Tensor.of(0.0)).hasGradient(0, 0);
        of(x -> x.clamp(0, 1).sum()).at(v(0, 0.5, 1)).hasGradient(0, 0, 1, 0);
    }

    @Test
    void i07TheMedianOfAnEvenNumber() {
        of(x -> x.median()).at(v(1, 2, 2, 3)).hasValue(0, 2).hasGradient(0, 0, 0.5, 0.5, 0);
    }

    @Test
    void i10MaximaWithNaN() {
        double nan = Double.NaN;
        TensorDifferentiation.of((x, y) -> x.fmax(y))
                .at(Tensor.of(2.0), Tensor.of(nan))
                .hasValue(0, 2)
                .hasGradients(0, new double[] {1}, new double[] {0});
        TensorDifferentiation.of((x, y) -> x.maximum(y))
                .at(Tensor.of(2.0), Tensor.of(nan))
                .hasValue(0, nan)
                .hasGradients(0, new double[] {nan}, new double[] {nan});
    }

    @Test
    void i11KinksOfActivations() {
        of(x -> x.hardTanh().sum()).at(v(-1, 0.5, 1)).hasGradient(0, 0, 1, 0);
        of(x -> x.leakyRelu(0.01).sum()).at(v(-1, 0, 1)).hasGradient(0, 0.01, 0.01, 1);
    }
}
