package org.wengert.examples.orbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.grad;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.Mode;
import org.wengert.examples.linear.Linear;
import org.wengert.examples.orbit.Orbit.Shot;
import org.wengert.examples.orbit.Orbit.Target;

class OrbitTest {
    private static final double PERIOD = Orbit.period(Orbit.START);

    private static double largest(double[][] a) {
        return Linear.distance(a, new double[6][6]);
    }

    /** States of bound orbits outside the Earth. */
    private static double[] state(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double perigee = random.nextDouble(6600, 9000);
        double[] x = Orbit.start(perigee, random.nextDouble(0, 0.3), random.nextDouble(0, Math.PI));
        return Orbit.earth(20, Orbit.J2).propagate(x, random.nextDouble(0, 6000));
    }

    @Test
    void keplersOrbitClosesWithTheOrderOfTheMethod() {
        double[] misses = new double[2];
        for (int i = 0; i < 2; i++) {
            double[] end = Orbit.kepler(40 >> i).propagate(Orbit.START, PERIOD);
            misses[i] = Linear.norm(Linear.plus(end, -1, Orbit.START));
        }
        assertThat(misses[0] / misses[1]).isBetween(14.0, 34.0); // between the fourth and the fifth power of 2
    }

    /** The acceleration of the bulge is the gradient of its potential. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void forcesAreGradientsOfTheirPotentials(long seed) {
        double[] x = state(seed);
        double[] r = {x[0], x[1], x[2]};
        double[] a = new double[3];
        new Force.PointMass(Orbit.MU).accelerate(r, a);
        new Force.Oblateness(Orbit.MU, Orbit.J2, Orbit.RADIUS).accelerate(r, a);
        double[] slope = grad((double[] p) -> {
                    double d = Math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
                    double sine = p[2] / d;
                    double ratio = Orbit.RADIUS / d;
                    return Orbit.MU / d * (1 - Orbit.J2 * ratio * ratio * (3 * sine * sine - 1) / 2);
                })
                .apply(r);
        assertThat(a).containsExactly(slope, within(1e-16));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bothModesAgree(long seed) {
        double[] x = state(seed);
        Propagator earth = Orbit.earth(60, Orbit.J2);
        double[][] forward = Orbit.transition(earth, x, 5000, Mode.FORWARD);
        double[][] reverse = Orbit.transition(earth, x, 5000, Mode.REVERSE);
        // 84 steps, each with roundings of elements as large as the largest.
        assertThat(Linear.distance(forward, reverse)).isLessThan(84 * Math.ulp(largest(forward)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void differencesAgree(long seed) {
        double[] x = state(seed);
        Propagator earth = Orbit.earth(60, Orbit.J2);
        double[][] exact = Orbit.transition(earth, x, 5000, Mode.FORWARD);
        // Steps of 10⁻⁵ of the size of things: h² of the third derivative, some 10⁻¹⁰ times a few hundred.
        assertThat(Linear.distance(exact, Orbit.differences(earth, x, 5000, 1e-5)))
                .isLessThan(1e-7 * largest(exact));
    }

    /** Φ(P) = I − f∇Pᵀ up to the error of the steps, which falls with their fourth power. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void afterOnePeriodItIsTheClosedForm(Mode mode) {
        double[][] closed = Orbit.afterOnePeriod(Orbit.START);
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            errors[i] = Linear.distance(Orbit.transition(Orbit.kepler(20 >> i), Orbit.START, PERIOD, mode), closed);
        }
        assertThat(errors[0] / errors[1]).isBetween(14.0, 18.0);
        assertThat(errors[1]).isLessThan(1e-8 * largest(closed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theIdentitiesHoldUpToTheErrorOfTheSteps(long seed) {
        double[] x = state(seed);
        double[] symplectic = new double[2];
        double[] flow = new double[2];
        for (int i = 0; i < 2; i++) {
            Propagator earth = Orbit.earth(40 >> i, Orbit.J2);
            double[][] phi = Orbit.transition(earth, x, 3000, Mode.REVERSE);
            symplectic[i] = Orbit.symplecticDefect(phi);
            flow[i] = Orbit.flowDefect(earth, phi, x, 3000);
        }
        assertThat(symplectic[0] / symplectic[1]).isGreaterThan(14);
        assertThat(flow[0] / flow[1]).isGreaterThan(14);
        assertThat(symplectic[1]).isLessThan(1e-3);
    }

    /** ∂Ω/∂J₂ over a revolution is −3π (R/p)² cos i at J₂ = 0: exact to first order, which a derivative is. */
    @Test
    void theNodeTurnsAsPerturbationTheorySays() {
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            double step = 20 >> i;
            double[] xDot = Orbit.byOblateness(Orbit.START, PERIOD, step, 0);
            double[] x = Orbit.kepler(step).propagate(Orbit.START, PERIOD);
            errors[i] = Math.abs(Orbit.nodeRate(x, xDot) - Orbit.meanNodeRate());
        }
        assertThat(errors[0] / errors[1]).isGreaterThan(14);
        assertThat(errors[1]).isLessThan(1e-8);
    }

    @Test
    void theDerivativeByOblatenessIsThatOfDifferences() {
        double[] exact = Orbit.byOblateness(Orbit.START, 5000, 30, Orbit.J2);
        double h = 1e-6;
        double[] above = Orbit.earth(30, Orbit.J2 + h).propagate(Orbit.START, 5000);
        double[] below = Orbit.earth(30, Orbit.J2 - h).propagate(Orbit.START, 5000);
        for (int i = 0; i < 6; i++) {
            // Elements of 10⁴; h² of the third derivative and rounding of 10⁻¹²/h.
            assertThat(exact[i]).isEqualTo((above[i] - below[i]) / (2 * h), within(1e-3));
        }
    }

    @Test
    void newtonsMethodHitsWithQuadraticConvergence() {
        Target target = Orbit.rendezvous();
        double[] guess = {Orbit.START[3], Orbit.START[4], Orbit.START[5]};
        List<Shot> exact = Orbit.aim(target, guess, Orbit.exactly(target), 15);
        assertThat(exact.getLast().miss()).isLessThan(1e-9);
        assertThat(Linear.norm(target.miss(exact.getLast().velocity()))).isLessThan(1e-9);
        for (int i = exact.size() - 3; i < exact.size(); i++) {
            double before = exact.get(i - 1).miss();
            assertThat(exact.get(i).miss()).isLessThan(1e-3 * before * before + 1e-9);
        }
        List<Shot> rough = Orbit.aim(target, guess, Orbit.roughly(target, 0.01), 15);
        assertThat(rough.size()).isGreaterThan(exact.size());
    }
}
