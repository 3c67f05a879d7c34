package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.directionalDerivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.jacobian;
import static org.wengert.Wengert.jvp;
import static org.wengert.Wengert.linearize;
import static org.wengert.Wengert.tangent;
import static org.wengert.Wengert.valueAndGrad;
import static org.wengert.Wengert.vjp;

import java.io.Serializable;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.wengert.Curve;
import org.wengert.Gradient;
import org.wengert.Gradient2;
import org.wengert.Gradient3;
import org.wengert.LinearMap;
import org.wengert.MatrixField;
import org.wengert.Mode;
import org.wengert.Pullback;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;
import org.wengert.ScalarFunction2;
import org.wengert.ScalarFunction3;
import org.wengert.TreeGradient;
import org.wengert.TreeGradient2;
import org.wengert.ValueAndGradient;
import org.wengert.VectorField;

/** Every operator takes lambdas and method references without casts or type arguments; that this compiles is half of the test. */
class OverloadsTest {
    private static final double[] POINT = {2, 3};

    static double square(double x) {
        return x * x;
    }

    static double product(double[] x) {
        return x[0] * x[1];
    }

    static double times(double x, double y) {
        return x * y;
    }

    static double volume(double x, double y, double z) {
        return x * y * z;
    }

    static double[] polar(double[] x) {
        return new double[] {x[0] * Math.cos(x[1]), x[0] * Math.sin(x[1])};
    }

    record Line(double[] slope, double intercept) {
        double at(double[] x) {
            return slope[0] * x[0] + slope[1] * x[1] + intercept;
        }
    }

    @Test
    void functionsOfOneNumber() {
        ScalarFunction fromLambda = derivative(x -> x * x);
        ScalarFunction fromTypedLambda = derivative((double x) -> x * x);
        ScalarFunction fromReference = derivative(OverloadsTest::square);
        ScalarFunction ofTheLibrary = derivative(Math::sin);
        ScalarFunction ofOrderTwo = derivative(x -> x * x, 2);
        assertThat(fromLambda.applyAsDouble(3)).isEqualTo(6);
        assertThat(fromTypedLambda.applyAsDouble(3)).isEqualTo(6);
        assertThat(fromReference.applyAsDouble(3)).isEqualTo(6);
        assertThat(ofTheLibrary.applyAsDouble(3)).isEqualTo(Math.cos(3));
        assertThat(ofOrderTwo.applyAsDouble(3)).isEqualTo(2);
        assertThat(derivative(derivative(OverloadsTest::square)).applyAsDouble(3))
                .isEqualTo(2);
    }

    @Test
    void fieldsFromLambdasAndReferences() {
        Gradient fromLambda = grad(x -> x[0] * x[1]);
        Gradient fromTypedLambda = grad((double[] x) -> x[0] * x[1]);
        Gradient fromReference = grad(OverloadsTest::product);
        Gradient byForwardMode = grad(OverloadsTest::product, by(Mode.FORWARD));
        for (Gradient gradient : new Gradient[] {fromLambda, fromTypedLambda, fromReference, byForwardMode}) {
            assertThat(gradient.apply(POINT)).containsExactly(3, 2);
        }
        ValueAndGradient both = valueAndGrad(x -> x[0] * x[1]);
        assertThat(both.apply(POINT).value()).isEqualTo(6);
        assertThat(directionalDerivative(x -> x[0] * x[1]).applyAsDouble(POINT, new double[] {1, 1}))
                .isEqualTo(5);
        assertThat(hvp(x -> x[0] * x[1]).apply(POINT, new double[] {1, 0})).containsExactly(0, 1);
        MatrixField hessian = hessian(x -> x[0] * x[1]);
        assertThat(hessian.apply(POINT)).isDeepEqualTo(new double[][] {{0, 1}, {1, 0}});
    }

    @Test
    void functionsOfTwoAndThreeNumbers() {
        Gradient2 fromLambda = grad((x, y) -> x * y);
        Gradient2 fromReference = grad(OverloadsTest::times);
        Gradient2 byForwardMode = grad((x, y) -> x * y, by(Mode.FORWARD));
        Gradient2 ofTheLibrary = grad(Math::pow);
        Gradient3 ofThree = grad((x, y, z) -> x * y * z);
        Gradient3 ofThreeFromReference = grad(OverloadsTest::volume);
        assertThat(fromLambda.apply(2, 3)).containsExactly(3, 2);
        assertThat(fromReference.apply(2, 3)).containsExactly(3, 2);
        assertThat(byForwardMode.apply(2, 3)).containsExactly(3, 2);
        assertThat(ofTheLibrary.apply(2, 3)[0]).isEqualTo(12);
        assertThat(ofThree.apply(2, 3, 4)).containsExactly(12, 8, 6);
        assertThat(ofThreeFromReference.apply(2, 3, 4)).containsExactly(12, 8, 6);
    }

    @Test
    void vectorFields() {
        assertThat(jacobian(x -> new double[] {x[0] * x[1], x[0]}).apply(POINT)).isDeepEqualTo(new double[][] {
            {3, 2}, {1, 0}
        });
        assertThat(jacobian(OverloadsTest::polar, by(Mode.REVERSE)).apply(POINT))
                .isDeepEqualTo(new double[][] {
                    {Math.cos(3), -2 * Math.sin(3)},
                    {Math.sin(3), 2 * Math.cos(3)}
                });
        assertThat(jvp(OverloadsTest::polar).apply(POINT, new double[] {1, 0}))
                .containsExactly(Math.cos(3), Math.sin(3));
        Pullback pullback = vjp(OverloadsTest::polar).apply(POINT);
        assertThat(pullback.value()).containsExactly(polar(POINT));
        assertThat(pullback.apply(new double[] {1, 0})).containsExactly(Math.cos(3), -2 * Math.sin(3));
        LinearMap linear = linearize(OverloadsTest::polar, POINT);
        assertThat(linear.value()).containsExactly(polar(POINT));
        assertThat(linear.apply(new double[] {0, 1})).containsExactly(-2 * Math.sin(3), 2 * Math.cos(3));
        assertThat(linear.transpose(new double[] {0, 1})).containsExactly(Math.sin(3), 2 * Math.cos(3));
        Curve tangent = tangent(t -> new double[] {t, t * t});
        assertThat(tangent.apply(3)).containsExactly(1, 6);
    }

    @Test
    void trees() {
        TreeGradient<Line> ofTheLine = grad((Line line) -> line.at(POINT));
        Line bar = ofTheLine.apply(new Line(new double[] {1, 2}, 3));
        assertThat(bar.slope()).containsExactly(2, 3);
        assertThat(bar.intercept()).isEqualTo(1);
        TreeGradient2<Line, double[]> ofBoth = grad((Line line, double[] x) -> line.at(x));
        assertThat(ofBoth.second(new Line(new double[] {1, 2}, 3), POINT)).containsExactly(1, 2);
        TreeGradient2<Line, double[]> fromReference = grad(Line::at);
        assertThat(fromReference.first(new Line(new double[] {1, 2}, 3), POINT).slope())
                .containsExactly(2, 3);
    }

    @Test
    void theFunctionTypesOfTheJdk() {
        DoubleUnaryOperator square = (DoubleUnaryOperator & Serializable) x -> x * x;
        assertThat(square.applyAsDouble(3)).isEqualTo(9);
        assertThat(derivative((DoubleUnaryOperator & Serializable) x -> x * x).applyAsDouble(3))
                .isEqualTo(6);
        assertThat(grad((ToDoubleFunction<double[]> & Serializable) x -> x[0] * x[1])
                        .apply(POINT))
                .containsExactly(3, 2);
        assertThat(valueAndGrad((ToDoubleFunction<double[]> & Serializable) x -> x[0] * x[1])
                        .apply(POINT)
                        .gradient())
                .containsExactly(3, 2);
        assertThat(grad((DoubleBinaryOperator & Serializable) (x, y) -> x * y).apply(2, 3))
                .containsExactly(3, 2);
        assertThat(jacobian((UnaryOperator<double[]> & Serializable) x -> new double[] {x[0] * x[1]})
                        .apply(POINT))
                .isDeepEqualTo(new double[][] {{3, 2}});
    }

    /** A library's own function type, as long as it is serializable. */
    interface Energy extends ToDoubleFunction<double[]>, Serializable {}

    @Test
    void functionTypesOfOthers() {
        Energy energy = x -> x[0] * x[1];
        assertThat(grad(energy).apply(POINT)).containsExactly(3, 2);
        assertThat(grad(energy, by(Mode.FORWARD)).apply(POINT)).containsExactly(3, 2);
    }

    @Test
    void variablesOfOurFunctionTypes() {
        ScalarFunction f = x -> x * x;
        ScalarFunction2 f2 = (x, y) -> x * y;
        ScalarFunction3 f3 = (x, y, z) -> x * y * z;
        ScalarField field = x -> x[0] * x[1];
        VectorField map = x -> new double[] {x[1], x[0]};
        assertThat(derivative(f).applyAsDouble(3)).isEqualTo(6);
        assertThat(grad(f2).apply(2, 3)).containsExactly(3, 2);
        assertThat(grad(f3).apply(2, 3, 4)).containsExactly(12, 8, 6);
        assertThat(grad(field).apply(POINT)).containsExactly(3, 2);
        assertThat(jacobian(map).apply(POINT)).isDeepEqualTo(new double[][] {{0, 1}, {1, 0}});
    }
}
