package org.wengert.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;

import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.integration.MidPointIntegrator;
import org.apache.commons.math3.analysis.integration.RombergIntegrator;
import org.apache.commons.math3.analysis.integration.SimpsonIntegrator;
import org.apache.commons.math3.analysis.integration.TrapezoidIntegrator;
import org.apache.commons.math3.analysis.integration.UnivariateIntegrator;
import org.apache.commons.math3.analysis.interpolation.AkimaSplineInterpolator;
import org.apache.commons.math3.analysis.interpolation.BicubicInterpolator;
import org.apache.commons.math3.analysis.interpolation.DividedDifferenceInterpolator;
import org.apache.commons.math3.analysis.interpolation.HermiteInterpolator;
import org.apache.commons.math3.analysis.interpolation.LinearInterpolator;
import org.apache.commons.math3.analysis.interpolation.LoessInterpolator;
import org.apache.commons.math3.analysis.interpolation.NevilleInterpolator;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;
import org.apache.commons.math3.analysis.interpolation.UnivariateInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialFunction;
import org.apache.commons.math3.analysis.polynomials.PolynomialsUtils;
import org.apache.commons.math3.analysis.solvers.BisectionSolver;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.analysis.solvers.IllinoisSolver;
import org.apache.commons.math3.analysis.solvers.LaguerreSolver;
import org.apache.commons.math3.analysis.solvers.PegasusSolver;
import org.apache.commons.math3.analysis.solvers.RiddersSolver;
import org.apache.commons.math3.analysis.solvers.SecantSolver;
import org.apache.commons.math3.analysis.solvers.UnivariateSolver;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.ClassicalRungeKuttaIntegrator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.Mode;
import org.wengert.ScalarFunction;

/** Interpolation, polynomials, root finding, quadrature and steps of differential equations of Commons Math. */
class CommonsAnalysisTest {
    private static final double[] NODES = {0, 1, 2, 3, 4};

    private static double interpolated(UnivariateInterpolator interpolator, double[] x) {
        return interpolator.interpolate(NODES, x).value(1.3 + 0.1 * x[0]);
    }

    @Test
    void splines() {
        double[] x = Law.point(1, 5);
        Law.secondOrder(y -> interpolated(new SplineInterpolator(), y), x);
        Law.secondOrder(y -> interpolated(new AkimaSplineInterpolator(), y), x);
        Law.secondOrder(y -> interpolated(new LinearInterpolator(), y), x);
    }

    @Test
    void interpolatingPolynomials() {
        double[] x = Law.point(2, 5);
        Law.secondOrder(y -> interpolated(new NevilleInterpolator(), y), x);
        Law.secondOrder(y -> interpolated(new DividedDifferenceInterpolator(), y), x);
        Law.gradient(
                y -> {
                    HermiteInterpolator h = new HermiteInterpolator();
                    h.addSamplePoint(0, new double[] {y[0]}, new double[] {y[1]});
                    h.addSamplePoint(1, new double[] {y[2]}, new double[] {y[3]});
                    return h.value(0.4 + 0.1 * y[4])[0];
                },
                x);
    }

    /** What interpolates values is linear in them, and weights add up to 1. */
    @ParameterizedTest
    @EnumSource
    void weightsOfAnInterpolationAddUpToOne(Mode mode) {
        double[] gradient = grad(
                        (double[] y) ->
                                new SplineInterpolator().interpolate(NODES, y).value(2.7),
                        by(mode))
                .apply(Law.point(3, 5));
        double sum = 0;
        for (double g : gradient) {
            sum += g;
        }
        assertThat(sum).isCloseTo(1, within(1e-15));
    }

    @Test
    void localRegression() {
        double[] nodes = {0, 1, 2, 3, 4, 5, 6};
        Law.gradient(x -> new LoessInterpolator(0.6, 2).smooth(nodes.clone(), x)[3], Law.point(8, 7));
    }

    @Test
    void surfaces() {
        Law.gradient(
                x -> {
                    double[][] f = new double[4][4];
                    for (int i = 0; i < 16; i++) {
                        f[i / 4][i % 4] = x[i];
                    }
                    double[] nodes = {0, 1, 2, 3};
                    return new BicubicInterpolator()
                            .interpolate(nodes, nodes, f)
                            .value(1.2, 1.7);
                },
                Law.point(4, 16));
    }

    @Test
    void polynomials() {
        double[] x = Law.point(5, 3);
        Law.secondOrder(y -> new PolynomialFunction(new double[] {y[0], y[1], y[2]}).value(y[1]), x);
        Law.secondOrder(
                y -> new PolynomialFunction(new double[] {y[0], y[1], y[2]})
                        .multiply(new PolynomialFunction(new double[] {y[1], 2}))
                        .polynomialDerivative()
                        .value(y[1]),
                x);
        PolynomialFunction p = PolynomialsUtils.createLegendrePolynomial(5);
        assertThat(derivative(v -> p.value(v)).applyAsDouble(0.3))
                .isCloseTo(p.polynomialDerivative().value(0.3), within(1e-14));
    }

    private static UnivariateFunction cubic(double c) {
        return t -> t * t * t + t - 2 - c;
    }

    private static void root(ScalarFunction root) {
        double c = 0.3;
        double t = root.applyAsDouble(c);
        for (Mode mode : Mode.values()) {
            double[] gradient =
                    grad((double[] x) -> root.applyAsDouble(x[0]), by(mode)).apply(new double[] {c});
            // t(c) of t³ + t = 2 + c: t′ = 1/(3t² + 1); the last steps have converged to 1e−8, and twice as many digits
            // in t
            assertThat(gradient[0]).isCloseTo(1 / (3 * t * t + 1), within(1e-8));
        }
    }

    private static double solved(UnivariateSolver solver, double c) {
        return solver.solve(100, cubic(c), 0, 3);
    }

    @Test
    void roots() {
        root(c -> solved(new BrentSolver(1e-14), c));
        root(c -> solved(new SecantSolver(1e-14), c));
        root(c -> solved(new IllinoisSolver(1e-14), c));
        root(c -> solved(new PegasusSolver(1e-14), c));
        root(c -> solved(new RiddersSolver(1e-14), c));
        root(c -> new LaguerreSolver(1e-14).solve(100, new PolynomialFunction(new double[] {-2 - c, 1, 0, 1}), 0, 3));
    }

    /** Halving an interval computes nothing with the function's values: it looks at their signs. */
    @Test
    void bisectionIsAStep() {
        assertThat(derivative(c -> solved(new BisectionSolver(1e-12), c)).applyAsDouble(0.3))
                .isZero();
    }

    private static double integral(UnivariateIntegrator integrator, double[] x) {
        return integrator.integrate(1_000_000, t -> Math.exp(x[0] * t) * x[1], 0, x[2]);
    }

    @Test
    void integrals() {
        double[] x = {0.3, 0.7, 1.2};
        double e = Math.exp(x[0] * x[2]);
        double[] expected = {
            x[1] * (e * (x[0] * x[2] - 1) + 1) / (x[0] * x[0]), (e - 1) / x[0], x[1] * e,
        };
        // their default accuracy is 1e−6; what they reach is better by far
        Law.gradient(1e-9, expected, y -> integral(new RombergIntegrator(), y), x);
        Law.gradient(1e-6, expected, y -> integral(new SimpsonIntegrator(), y), x);
        Law.gradient(1e-5, expected, y -> integral(new TrapezoidIntegrator(), y), x);
        Law.gradient(1e-4, expected, y -> integral(new MidPointIntegrator(1e-5, 1e-5, 3, 12), y), x);
        Law.secondOrder(y -> integral(new RombergIntegrator(), y), x);
        Law.secondOrder(y -> integral(new SimpsonIntegrator(), y), x);
    }

    /** y″ = −k y − c y′ + sin t. */
    private static final class Oscillator implements FirstOrderDifferentialEquations {
        private final double stiffness;
        private final double damping;

        Oscillator(double stiffness, double damping) {
            this.stiffness = stiffness;
            this.damping = damping;
        }

        @Override
        public int getDimension() {
            return 2;
        }

        @Override
        public void computeDerivatives(double t, double[] y, double[] yDot) {
            yDot[0] = y[1];
            yDot[1] = Math.sin(t) - stiffness * y[0] - damping * y[1];
        }
    }

    @Test
    void stepsOfADifferentialEquation() {
        Law.secondOrder(
                x -> {
                    ClassicalRungeKuttaIntegrator rk = new ClassicalRungeKuttaIntegrator(0.1);
                    Oscillator oscillator = new Oscillator(1 + x[2] * x[2], x[3]);
                    double[] y = {x[0], x[1]};
                    for (int i = 0; i < 5; i++) {
                        y = rk.singleStep(oscillator, 0.1 * i, y, 0.1 * (i + 1));
                    }
                    return y[0] * y[1];
                },
                Law.point(7, 4));
    }
}
