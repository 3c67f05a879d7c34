package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.directionalDerivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.jacobian;
import static org.wengert.Wengert.jvp;
import static org.wengert.Wengert.linearize;
import static org.wengert.Wengert.valueAndGrad;
import static org.wengert.Wengert.vjp;

import org.junit.jupiter.api.Test;
import org.wengert.Gradient;
import org.wengert.LinearMap;
import org.wengert.Mode;
import org.wengert.Pullback;
import org.wengert.ScalarField;
import org.wengert.ValueAndGradient;
import org.wengert.VectorField;

/** What the caller hands in stays as it is, what the caller gets is the caller's, and what does not fit is refused. */
class ArgumentsTest {
    private static final double[] POINT = {2, 3};
    private static final double[] DIRECTION = {1, -1};

    /** Overwrites its argument with every step: x₀ ← x₀x₁, x₁ ← x₀², x₀ + x₁. */
    static double scribble(double[] x) {
        x[0] = x[0] * x[1];
        x[1] = x[0] * x[0];
        return x[0] + x[1];
    }

    static double[] scribbles(double[] x) {
        x[0] = x[0] * x[1];
        return x;
    }

    @Test
    void theCallersArraysStayAsTheyAre() {
        double[] x = POINT.clone();
        double[] v = DIRECTION.clone();
        assertThat(grad(ArgumentsTest::scribble).apply(x)).containsExactly(39, 26);
        assertThat(grad(ArgumentsTest::scribble, by(Mode.FORWARD)).apply(x)).containsExactly(39, 26);
        assertThat(valueAndGrad(ArgumentsTest::scribble).apply(x).value()).isEqualTo(42);
        assertThat(directionalDerivative(ArgumentsTest::scribble).applyAsDouble(x, v))
                .isEqualTo(13);
        // H = [[2x₁², 1 + 4x₀x₁], [., 2x₀²]]
        assertThat(hvp(ArgumentsTest::scribble).apply(x, v)).containsExactly(18 - 25, 25 - 8);
        assertThat(jvp(ArgumentsTest::scribbles).apply(x, v)).containsExactly(1, -1);
        assertThat(jacobian(ArgumentsTest::scribbles).apply(x)).isDeepEqualTo(new double[][] {{3, 2}, {0, 1}});
        Pullback pullback = vjp(ArgumentsTest::scribbles).apply(x);
        assertThat(pullback.value()).containsExactly(6, 3);
        assertThat(pullback.apply(v)).containsExactly(3, 1);
        LinearMap linear = linearize(ArgumentsTest::scribbles, x);
        assertThat(linear.value()).containsExactly(6, 3);
        assertThat(linear.apply(v)).containsExactly(1, -1);
        assertThat(linear.transpose(v)).containsExactly(3, 1);
        assertThat(x).containsExactly(POINT);
        assertThat(v).containsExactly(DIRECTION);
    }

    @Test
    void aResultIsTheCallersAlone() {
        Gradient gradient = grad(x -> x[0] * x[1]);
        double[] first = gradient.apply(POINT);
        double[] second = gradient.apply(POINT);
        assertThat(first).isNotSameAs(second);
        first[0] = 99;
        assertThat(gradient.apply(POINT)).containsExactly(3, 2);
        double[] identity = jvp((VectorField) x -> x).apply(POINT, DIRECTION);
        assertThat(identity).containsExactly(DIRECTION).isNotSameAs(DIRECTION);
    }

    /** A linear approximation holds at the point where it was made, whatever happens to the caller's array later. */
    @Test
    void aLinearApproximationKeepsItsPoint() {
        double[] x = POINT.clone();
        LinearMap linear = linearize(y -> new double[] {y[0] * y[1]}, x);
        Pullback pullback = vjp(y -> new double[] {y[0] * y[1]}).apply(x);
        x[0] = 100;
        x[1] = 100;
        for (int again = 0; again < 3; again++) {
            assertThat(linear.apply(new double[] {1, 0})).containsExactly(3);
            assertThat(linear.transpose(new double[] {1})).containsExactly(3, 2);
            assertThat(pullback.apply(new double[] {1})).containsExactly(3, 2);
        }
        double[] value = linear.value();
        value[0] = -1;
        assertThat(linear.value()).containsExactly(6);
    }

    @Test
    void resultsGoIntoTheCallersArray() {
        double[] out = {77, 77};
        assertThat(grad(x -> x[0] * x[0] + 0 * x[1]).into(POINT, out)).isEqualTo(4);
        assertThat(out).containsExactly(4, 0);
        ValueAndGradient both = valueAndGrad(x -> x[0] * x[1]);
        assertThat(both.into(POINT, out)).isEqualTo(6);
        assertThat(out).containsExactly(3, 2);
        assertThat(grad((ScalarField) x -> x[0] * x[1], by(Mode.FORWARD)).into(POINT, out))
                .isEqualTo(6);
        assertThat(out).containsExactly(3, 2);
    }

    /** A gradient that does not depend on x is written as zeros over whatever was there. */
    @Test
    void aZeroGradientOverwritesToo() {
        double[] out = {77, 77};
        assertThat(grad(x -> 5).into(POINT, out)).isEqualTo(5);
        assertThat(out).containsExactly(0, 0);
    }

    @Test
    void theArrayForTheGradientMayBeThePointItself() {
        double[] x = POINT.clone();
        assertThat(grad(y -> y[0] * y[1]).into(x, x)).isEqualTo(6);
        assertThat(x).containsExactly(3, 2);
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        double[] three = new double[3];
        assertThatThrownBy(() -> grad(x -> x[0]).into(POINT, three))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3")
                .hasMessageContaining("2");
        assertThatThrownBy(() -> hvp(x -> x[0] * x[0]).apply(POINT, three))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3")
                .hasMessageContaining("2");
        assertThatThrownBy(() -> directionalDerivative(x -> x[0]).applyAsDouble(POINT, three))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> jvp(x -> new double[] {x[0]}).apply(POINT, three))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> vjp(x -> new double[] {x[0]}).apply(POINT).apply(three))
                .isInstanceOf(IllegalArgumentException.class);
        LinearMap linear = linearize(x -> new double[] {x[0]}, POINT);
        assertThatThrownBy(() -> linear.apply(three)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> linear.transpose(three)).isInstanceOf(IllegalArgumentException.class);
    }
}
