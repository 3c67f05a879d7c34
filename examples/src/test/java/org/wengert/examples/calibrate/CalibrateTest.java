package org.wengert.examples.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.jacobian;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.Mode;
import org.wengert.ScalarFunction;
import org.wengert.VectorField;
import org.wengert.examples.linear.Linear;

class CalibrateTest {
    private static final VectorField RESIDUALS = new Pelts(1e-9)::residuals;

    /** y′ = −θy: y = e^(−θT), ∂y/∂θ = −T y and ∂²y/∂θ² = T² y. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-7, 1e-10})
    void decayHasItsClosedForm(double tolerance) {
        ScalarFunction y = theta ->
                new DormandPrince(new PredatorPrey(-theta, 0, 1, 0), tolerance, 0.1).advance(new double[] {1, 1}, 3)[0];
        double exact = Math.exp(-1.5);
        // At most some tens of steps, each with an error of its tolerance; derivatives lose a factor of T with each
        // order.
        assertThat(y.applyAsDouble(0.5)).isEqualTo(exact, within(30 * tolerance));
        assertThat(derivative(y).applyAsDouble(0.5)).isEqualTo(-3 * exact, within(300 * tolerance));
        assertThat(derivative(y, 2).applyAsDouble(0.5)).isEqualTo(9 * exact, within(3000 * tolerance));
    }

    /** δu − γ ln u + βv − α ln v does not change. */
    @Test
    void theOrbitsInvariantIsKept() {
        double[] p = Calibrate.START;
        double[] all = new Pelts(1e-10).populations(p);
        double first = invariant(p, all[0], all[1]);
        for (int year = 1; year < Pelts.HARES.length; year++) {
            assertThat(invariant(p, all[2 * year], all[2 * year + 1])).isEqualTo(first, within(1e-7));
        }
    }

    private static double invariant(double[] p, double u, double v) {
        return p[3] * u - p[2] * Math.log(u) + p[1] * v - p[0] * Math.log(v);
    }

    @Test
    void theJacobianIsTheSameInBothModesAndByDifferences() {
        double[][] forward = jacobian(RESIDUALS, by(Mode.FORWARD)).apply(Calibrate.START);
        double[][] reverse = jacobian(RESIDUALS, by(Mode.REVERSE)).apply(Calibrate.START);
        double[][] differences = Fit.differences(RESIDUALS, Calibrate.START, 1e-6);
        assertThat(Calibrate.relative(reverse, forward)).isLessThan(1e-12);
        // One-sided differences: h/2 times the second derivative, some tens of parts of 10⁻⁶; and jumps of the solver's
        // steps.
        assertThat(Calibrate.relative(differences, forward)).isLessThan(1e-4);
    }

    private static List<double[]> reference() throws IOException {
        try (InputStream in = CalibrateTest.class.getResourceAsStream("pelts.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Stream.of(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        }
    }

    /** Another solver and another minimiser find the same; see pelts.py. */
    @Test
    void theFitIsTheReferences() throws IOException {
        List<Fit.Point> way = Fit.exact(RESIDUALS).run(Calibrate.START, 1e-9, 50);
        double[] p = way.getLast().parameters();
        double[] errors = Fit.standardErrors(jacobian(RESIDUALS).apply(p), RESIDUALS.apply(p));
        assertThat(way.getLast().slope()).isLessThan(1e-6);
        List<double[]> reference = reference();
        for (int i = 0; i < p.length; i++) {
            assertThat(p[i]).isEqualTo(reference.get(i)[0], within(1e-6 * p[i])); // scipy stops there
            assertThat(errors[i]).isEqualTo(reference.get(i)[1], within(1e-4 * errors[i]));
        }
    }

    /** From data that the model made, with noise, it gets back the parameters up to their standard errors. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void parametersComeBack(long seed) {
        double[] truth = {0.5, 0.025, 0.85, 0.02, 35, 7};
        double[] clean = new Pelts(1e-9).populations(truth);
        for (double noise : new double[] {0, 0.1}) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] logarithms = new double[clean.length];
            for (int i = 0; i < clean.length; i++) {
                logarithms[i] = Math.log(clean[i]) + noise * random.nextGaussian();
            }
            VectorField residuals = p -> {
                double[] r = new Pelts(1e-9).populations(p);
                for (int i = 0; i < r.length; i++) {
                    r[i] = Math.log(r[i]) - logarithms[i];
                }
                return r;
            };
            double[] p = Fit.exact(residuals)
                    .run(Calibrate.START, 1e-9, 50)
                    .getLast()
                    .parameters();
            double[] errors = Fit.standardErrors(jacobian(residuals).apply(p), residuals.apply(p));
            for (int i = 0; i < p.length; i++) {
                // 4 standard errors with noise; without it, the minimum is a root and the fit is exact.
                assertThat(p[i]).isEqualTo(truth[i], within(noise == 0 ? 1e-7 * p[i] : 4 * errors[i]));
            }
        }
    }

    /** With a residual of 0 the method is Newton's: the error is squared. */
    @Test
    void withoutNoiseItConvergesQuadratically() {
        double[] truth = {0.5, 0.025, 0.85, 0.02, 35, 7};
        double[] clean = new Pelts(1e-11).populations(truth);
        VectorField residuals = p -> Linear.plus(new Pelts(1e-11).populations(p), -1, clean);
        List<Fit.Point> way = Fit.exact(residuals).run(new double[] {0.52, 0.026, 0.83, 0.021, 34, 6.8}, 1e-12, 50);
        assertThat(way.getLast().cost()).isLessThan(1e-15);
        assertThat(way.size()).isLessThan(10);
    }
}
