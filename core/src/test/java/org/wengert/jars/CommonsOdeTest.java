package org.wengert.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.FirstOrderIntegrator;
import org.apache.commons.math3.ode.nonstiff.ClassicalRungeKuttaIntegrator;
import org.apache.commons.math3.ode.nonstiff.DormandPrince54Integrator;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;
import org.apache.commons.math3.ode.nonstiff.GraggBulirschStoerIntegrator;
import org.apache.commons.math3.ode.nonstiff.HighamHall54Integrator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.Mode;
import org.wengert.ScalarField;

/** Ordinary differential equations, integrated by Commons Math: sensitivities to initial values and parameters. */
class CommonsOdeTest {
    /** y' = −k y: the solution at 2 is y₀ exp(−2 k). */
    private static double decayed(FirstOrderIntegrator integrator, double y0, double k) {
        FirstOrderDifferentialEquations decay = new FirstOrderDifferentialEquations() {
            @Override
            public int getDimension() {
                return 1;
            }

            @Override
            public void computeDerivatives(double t, double[] y, double[] yDot) {
                yDot[0] = -k * y[0];
            }
        };
        double[] y = {y0};
        integrator.integrate(decay, 0, y, 2, y);
        return y[0];
    }

    static Stream<Arguments> integrators() {
        double tight = 1e-12;
        return Stream.of(
                integrator("RungeKutta4", 1e-7, x -> decayed(new ClassicalRungeKuttaIntegrator(0.05), x[0], x[1])),
                integrator(
                        "DormandPrince54",
                        1e-8,
                        x -> decayed(new DormandPrince54Integrator(1e-8, 1, tight, tight), x[0], x[1])),
                integrator(
                        "DormandPrince853",
                        1e-10,
                        x -> decayed(new DormandPrince853Integrator(1e-8, 1, tight, tight), x[0], x[1])),
                integrator(
                        "HighamHall54",
                        1e-8,
                        x -> decayed(new HighamHall54Integrator(1e-8, 1, tight, tight), x[0], x[1])),
                integrator(
                        "GraggBulirschStoer",
                        1e-9,
                        x -> decayed(new GraggBulirschStoerIntegrator(1e-8, 1, tight, tight), x[0], x[1])));
    }

    private static Arguments integrator(String name, double error, ScalarField solution) {
        return Arguments.of(name, error, solution);
    }

    /** The tolerance is that of the integration: its step control looks at the solution, not at its derivatives. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("integrators")
    void sensitivitiesOfADecay(String name, double error, ScalarField solution) {
        double[] x = {3, 0.7};
        double e = Math.exp(-1.4);
        for (Mode mode : Mode.values()) {
            double[] gradient = grad(solution, by(mode)).apply(x);
            assertThat(gradient[0]).as(mode.name()).isCloseTo(e, within(error));
            assertThat(gradient[1]).as(mode.name()).isCloseTo(-2 * 3 * e, within(10 * error));
        }
        double[][] h = hessian(solution).apply(x);
        assertThat(h[0][0]).isCloseTo(0, within(error));
        assertThat(h[0][1]).isCloseTo(-2 * e, within(10 * error));
        assertThat(h[1][0]).isEqualTo(h[0][1]);
        assertThat(h[1][1]).isCloseTo(4 * 3 * e, within(100 * error));
    }

    private static double orbit(Supplier<FirstOrderIntegrator> integrator, double[] start) {
        double[] y = start.clone();
        FirstOrderDifferentialEquations kepler = new FirstOrderDifferentialEquations() {
            @Override
            public int getDimension() {
                return 4;
            }

            @Override
            public void computeDerivatives(double t, double[] s, double[] sDot) {
                double r = Math.hypot(s[0], s[1]);
                sDot[0] = s[2];
                sDot[1] = s[3];
                sDot[2] = -s[0] / (r * r * r);
                sDot[3] = -s[1] / (r * r * r);
            }
        };
        integrator.get().integrate(kepler, 0, y, 1.5, y);
        return 0.5 * (y[2] * y[2] + y[3] * y[3]) - 1 / Math.hypot(y[0], y[1]);
    }

    /** The energy at the end is the energy at the start, so its gradient is the one of the formula. */
    @ParameterizedTest
    @MethodSource("modes")
    void theEnergyOfAnOrbitIsKept(Mode mode) {
        double[] start = {1, 0.1, -0.2, 0.9};
        ScalarField energy = s -> orbit(() -> new DormandPrince54Integrator(1e-8, 1, 1e-12, 1e-12), s);
        double r = Math.hypot(start[0], start[1]);
        double[] expected = {start[0] / (r * r * r), start[1] / (r * r * r), start[2], start[3]};
        double[] gradient = grad(energy, by(mode)).apply(start);
        for (int i = 0; i < 4; i++) {
            assertThat(gradient[i]).isCloseTo(expected[i], within(1e-9));
        }
    }

    static Stream<Mode> modes() {
        return Stream.of(Mode.values());
    }
}
