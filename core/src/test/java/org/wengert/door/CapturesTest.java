package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;

import org.junit.jupiter.api.Test;
import org.wengert.Gradient;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;

/** Compiled code is kept and used again, what a function captures is not: each function has its own, as it is at the call. */
class CapturesTest {
    @Test
    void oneLambdaWithDifferentCaptures() {
        for (int k = 1; k < 20; k++) {
            double factor = k;
            int power = k % 4;
            ScalarFunction f = x -> factor * Math.pow(x, power);
            assertThat(derivative(f).applyAsDouble(2)).isEqualTo(factor * power * Math.pow(2, power - 1));
        }
    }

    @Test
    void aCapturedArrayIsReadAtTheCall() {
        double[] weights = {1, 10};
        Gradient gradient = grad(x -> weights[0] * x[0] + weights[1] * x[1]);
        assertThat(gradient.apply(new double[2])).containsExactly(1, 10);
        weights[0] = 7;
        assertThat(gradient.apply(new double[2])).containsExactly(7, 10);
    }

    /** A branch on captured data is taken anew in every call: nothing is frozen at the first. */
    @Test
    void aCapturedBranchIsTakenAnew() {
        boolean[] squared = {true};
        ScalarFunction derivative = derivative(x -> squared[0] ? x * x : 3 * x);
        assertThat(derivative.applyAsDouble(5)).isEqualTo(10);
        squared[0] = false;
        assertThat(derivative.applyAsDouble(5)).isEqualTo(3);
    }

    @Test
    void aCapturedFunctionIsTheOneCaptured() {
        ScalarFunction[] functions = {
            Math::sin, Math::exp, x -> x * x, x -> derivative(Math::sin).applyAsDouble(x)
        };
        double[] expected = {Math.cos(2), Math.exp(2), 4, -Math.sin(2)};
        for (int i = 0; i < functions.length; i++) {
            ScalarFunction inner = functions[i];
            ScalarFunction outer = x -> inner.applyAsDouble(x);
            assertThat(derivative(outer).applyAsDouble(2)).isEqualTo(expected[i]);
        }
    }

    @Test
    void aCapturedObjectIsReadAtTheCall() {
        Model model = new Model();
        Gradient gradient = grad(x -> model.loss(x));
        assertThat(gradient.apply(new double[] {3})).containsExactly(6);
        model.scale = 5;
        assertThat(gradient.apply(new double[] {3})).containsExactly(30);
    }

    static final class Model {
        private double scale = 1;

        double loss(double[] x) {
            return scale * x[0] * x[0];
        }
    }

    @Test
    void lengthsMayDifferFromCallToCall() {
        ScalarField squares = x -> {
            double sum = 0;
            for (double xi : x) {
                sum += xi * xi;
            }
            return sum;
        };
        Gradient gradient = grad(squares);
        for (int n : new int[] {3, 0, 1, 1000, 2}) {
            double[] x = new double[n];
            double[] expected = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = i - 1;
                expected[i] = 2 * x[i];
            }
            assertThat(gradient.apply(x)).containsExactly(expected);
        }
    }
}
