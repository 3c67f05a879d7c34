package org.wengert.examples.orbit;

import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.jacobian;
import static org.wengert.Wengert.tangent;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.wengert.MatrixField;
import org.wengert.Mode;
import org.wengert.VectorField;
import org.wengert.examples.Application;
import org.wengert.examples.linear.Linear;
import org.wengert.examples.text.Page;

/** How the orbit of a satellite depends on where it begins and on the Earth's bulge. */
public final class Orbit implements Application {
    /** μ of the Earth [km³/s²]. */
    static final double MU = 398600.4418;

    static final double J2 = 1.08262668e-3;

    /** Radius of the equator [km]. */
    static final double RADIUS = 6378.137;

    /** At perigee, 7,000 km from the centre; eccentricity 0.1, inclination 50°. */
    static final double[] START = start(7000, 0.1, Math.toRadians(50));

    @Override
    public String name() {
        return "orbit";
    }

    @Override
    public String title() {
        return "A satellite's orbit: its state transition matrix, its identities, and aiming with it";
    }

    // ---------------------------------------------------------------- what is computed

    static double[] start(double perigee, double eccentricity, double inclination) {
        double speed = Math.sqrt(MU * (1 + eccentricity) / perigee);
        return new double[] {perigee, 0, 0, 0, speed * Math.cos(inclination), speed * Math.sin(inclination)};
    }

    static Propagator kepler(double step) {
        return new Propagator(step, new Force.PointMass(MU));
    }

    static Propagator earth(double step, double j2) {
        return new Propagator(step, new Force.PointMass(MU), new Force.Oblateness(MU, j2, RADIUS));
    }

    static double energy(double[] x) {
        double distance = Math.sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
        return (x[3] * x[3] + x[4] * x[4] + x[5] * x[5]) / 2 - MU / distance;
    }

    /** The period of the unperturbed orbit through a state, 2π√(a³/μ) with a = −μ/2E. */
    static double period(double[] x) {
        double a = -MU / (2 * energy(x));
        return 2 * Math.PI * Math.sqrt(a * a * a / MU);
    }

    /** The longitude Ω of the ascending node [rad]. */
    static double node(double[] x) {
        double hx = x[1] * x[5] - x[2] * x[4];
        double hy = x[2] * x[3] - x[0] * x[5];
        return Math.atan2(hx, -hy);
    }

    /** Φ(T) = ∂x(T)/∂x(0). */
    static double[][] transition(Propagator propagator, double[] x, double duration, Mode mode) {
        MatrixField phi = jacobian((double[] state) -> propagator.propagate(state, duration), by(mode));
        return phi.apply(x);
    }

    /** The same by central differences, each component moved by a part of its kind's size. */
    static double[][] differences(Propagator propagator, double[] x, double duration, double part) {
        double[][] columns = new double[6][];
        for (int j = 0; j < 6; j++) {
            double h = part * (j < 3 ? 7000 : 7);
            double[] more = x.clone();
            double[] less = x.clone();
            more[j] += h;
            less[j] -= h;
            double[] above = propagator.propagate(more, duration);
            double[] below = propagator.propagate(less, duration);
            columns[j] = new double[6];
            for (int i = 0; i < 6; i++) {
                columns[j][i] = (above[i] - below[i]) / (2 * h);
            }
        }
        return Linear.transpose(columns);
    }

    /**
     * Φ of the unperturbed problem over exactly one period P. Every orbit is closed, so another state x + δ is back at x + δ
     * after its own period; at P it is late by P(x + δ) − P(x): Φ = I − f(x)∇P(x)ᵀ, with ∇P = 3P/(2a)·∇a and
     * ∇a = 2a²(r/|r|³, v/μ).
     */
    static double[][] afterOnePeriod(double[] x) {
        double a = -MU / (2 * energy(x));
        double distance = Math.sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
        double[] rate = kepler(1).derivative(x);
        double[][] phi = Linear.identity(6);
        for (int j = 0; j < 6; j++) {
            double slope = j < 3 ? x[j] / (distance * distance * distance) : x[j] / MU;
            double gradient = 3 * period(x) / (2 * a) * 2 * a * a * slope;
            for (int i = 0; i < 6; i++) {
                phi[i][j] -= rate[i] * gradient;
            }
        }
        return phi;
    }

    /** The largest element of ΦᵀΩΦ − Ω, with Ω = (0 I; −I 0): forces with a potential keep areas of phase space. */
    static double symplecticDefect(double[][] phi) {
        double[][] omega = new double[6][6];
        for (int i = 0; i < 3; i++) {
            omega[i][i + 3] = 1;
            omega[i + 3][i] = -1;
        }
        return Linear.distance(Linear.times(Linear.transpose(phi), Linear.times(omega, phi)), omega);
    }

    /** The largest element of Φ f(x(0)) − f(x(T)): later by dt at the start is later by dt at the end. */
    static double flowDefect(Propagator propagator, double[][] phi, double[] x, double duration) {
        double[] moved = Linear.times(phi, propagator.derivative(x));
        double[] rate = propagator.derivative(propagator.propagate(x, duration));
        double largest = 0;
        for (int i = 0; i < 6; i++) {
            largest = Math.max(largest, Math.abs(moved[i] - rate[i]));
        }
        return largest;
    }

    /** ∂x(T)/∂J₂ at a value of J₂. */
    static double[] byOblateness(double[] x, double duration, double step, double at) {
        return tangent(j2 -> earth(step, j2).propagate(x, duration)).apply(at);
    }

    /** One step of aiming. */
    record Shot(double[] velocity, double miss) {}

    /** Where one begins and has to be at a time. */
    record Target(Propagator propagator, double[] from, double[] to, double duration) {
        /** How far r(T) is from where it should be, as a function of the velocity at the start. */
        double[] miss(double[] v) {
            double[] x = {from[0], from[1], from[2], v[0], v[1], v[2]};
            double[] end = propagator.propagate(x, duration);
            return new double[] {end[0] - to[0], end[1] - to[1], end[2] - to[2]};
        }
    }

    /** Newton's method on the miss; ends when the miss is below a micrometre, or after so many steps. */
    static List<Shot> aim(Target target, double[] guess, MatrixField slope, int most) {
        List<Shot> shots = new ArrayList<>();
        double[] v = guess;
        for (int i = 0; i <= most; i++) {
            double[] miss = target.miss(v);
            shots.add(new Shot(v, Linear.norm(miss)));
            if (Linear.norm(miss) < 1e-9) {
                break;
            }
            v = Linear.plus(v, -1, Linear.solve(slope.apply(v), miss));
        }
        return shots;
    }

    static MatrixField exactly(Target target) {
        VectorField miss = target::miss;
        return jacobian(miss);
    }

    /** The Jacobian of the miss by one-sided differences of so much velocity [km/s]. */
    static MatrixField roughly(Target target, double h) {
        return v -> {
            double[] here = target.miss(v);
            double[][] columns = new double[3][];
            for (int j = 0; j < 3; j++) {
                double[] more = v.clone();
                more[j] += h;
                double[] there = target.miss(more);
                columns[j] =
                        new double[] {(there[0] - here[0]) / h, (there[1] - here[1]) / h, (there[2] - here[2]) / h};
            }
            return Linear.transpose(columns);
        };
    }

    /** A point 200° further on a circle of 8,000 km in the plane inclined by 55°, to be met after 70 minutes. */
    static Target rendezvous() {
        double angle = Math.toRadians(200);
        double tilt = Math.toRadians(55);
        double[] to = {
            8000 * Math.cos(angle), 8000 * Math.sin(angle) * Math.cos(tilt), 8000 * Math.sin(angle) * Math.sin(tilt)
        };
        return new Target(earth(20, J2), new double[] {START[0], START[1], START[2]}, to, 4200);
    }

    // ---------------------------------------------------------------- what is printed

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        page.text("""
            A propagator as one writes it: forces behind an interface, in a list, and Runge–Kutta steps.
            """);
        page.code("""
            double[] derivative(double[] x) {
                double[] r = {x[0], x[1], x[2]};
                double[] a = new double[3];
                for (Force force : forces) {
                    force.accelerate(r, a);
                }
                return new double[] {x[3], x[4], x[5], a[0], a[1], a[2]};
            }
            """);
        double period = period(START);
        page.text("""
            How the state (place and velocity) at a time T depends on the state at the start is the state transition
            matrix Φ, which navigation and orbit determination live on. By hand, one derives the variational equations of
            every force and integrates 36 more numbers. Here it is the Jacobian of the propagator:
            """);
        page.code("""
            MatrixField phi = jacobian((double[] state) -> propagator.propagate(state, duration), by(mode));
            """);
        Propagator earth = earth(20, J2);
        double[][] phi = transition(earth, START, period, Mode.FORWARD);
        page.text(
                "Perigee 7,000 km, eccentricity 0.1, inclination 50°, with J₂; after T = %.1f s, which is one period"
                        + " without J₂:",
                period);
        String[] names = {"x", "y", "z", "x′", "y′", "z′"};
        page.line("    ∂/∂ %11s %12s %12s %12s %12s %12s", "x₀", "y₀", "z₀", "x₀′", "y₀′", "z₀′");
        for (int i = 0; i < 6; i++) {
            page.line(
                    "    %-3s %12.4g %12.4g %12.4g %12.4g %12.4g %12.4g",
                    names[i], phi[i][0], phi[i][1], phi[i][2], phi[i][3], phi[i][4], phi[i][5]);
        }
        page.line();
        page.text("""
            Read a column: 1 m/s more in y₀′, a thousandth of it in km/s, is 10 km in y and 12 km in z after one revolution, and
            the distance goes on growing.
            """);
        identities(page, period);
        oblateness(page);
        aiming(page);
    }

    private static void identities(Page page, double period) {
        page.heading("Is it right?");
        page.line(
                "%-10s %14s %14s %14s %14s %16s",
                "step", "forward and", "closed form,", "symplectic,", "flow,", "central");
        page.line(
                "%-10s %14s %14s %14s %14s %16s",
                "", "reverse differ", "without J₂", "ΦᵀΩΦ = Ω", "Φf(x₀) = f(x)", "differences");
        for (double step : new double[] {80, 40, 20, 10}) {
            Propagator earth = earth(step, J2);
            double[][] forward = transition(earth, START, period, Mode.FORWARD);
            double[][] reverse = transition(earth, START, period, Mode.REVERSE);
            double[][] kepler = transition(kepler(step), START, period, Mode.FORWARD);
            page.line(
                    "%4.0f s     %14.0e %14.1e %14.1e %14.1e %16.0e",
                    step,
                    Linear.distance(forward, reverse),
                    Linear.distance(kepler, afterOnePeriod(START)),
                    symplecticDefect(forward),
                    flowDefect(earth, forward, START, period),
                    Linear.distance(forward, differences(earth, START, period, 1e-5)));
        }
        page.line();
        page.text("""
            The largest deviations of elements that reach 10⁴. Both modes agree to rounding. The next three columns fall by
            16 to 32 with half the step: that is the error of the Runge–Kutta steps, which the derivative shows as it is, being
            exact for the steps that were taken. (The closed form: without J₂ every orbit closes, so Φ = I − f(x₀)∇P(x₀)ᵀ after
            one period P. Symplectic: forces with a potential keep areas of phase space. Flow: later by dt at the start is
            later by dt at the end.) Central differences, over 10⁻⁵ of the size of things, do not get better than their own
            error, whatever the step.
            """);
    }

    private static void oblateness(Page page) {
        page.heading("The bulge");
        double period = period(START);
        double[] xDot = byOblateness(START, period, 20, 0);
        double[] x = kepler(20).propagate(START, period);
        double computed = nodeRate(x, xDot);
        double expected = meanNodeRate();
        page.text("""
            J₂ is a parameter as good as any. The longitude Ω of the node turns by −3π (R/p)² cos i · J₂ in each
            revolution, says perturbation theory, to first order in J₂. The derivative of the propagator by J₂, at J₂ = 0, is that first order:
            """);
        page.line("    ∂Ω/∂J₂ = %.7f, and theory %.7f.", computed, expected);
        page.line();
    }

    /** ∂Ω along a tangent of the state. */
    static double nodeRate(double[] x, double[] xDot) {
        return Linear.dot(grad(Orbit::node).apply(x), xDot);
    }

    /** −3π (R/p)² cos i, with the p and i of {@link #START}. */
    static double meanNodeRate() {
        double p = 7000 * 1.1;
        return -3 * Math.PI * Math.pow(RADIUS / p, 2) * Math.cos(Math.toRadians(50));
    }

    private static void aiming(Page page) {
        page.heading("Aiming");
        page.text("""
            Which velocity takes the satellite to a given point, 200° further and in another plane, in 70 minutes? Newton's
            method asks for ∂r(T)/∂v(0), a block of Φ. Begun with the velocity of START, the miss in kilometres:
            """);
        Target target = rendezvous();
        double[] guess = {START[3], START[4], START[5]};
        List<Shot> exact = aim(target, guess, exactly(target), 15);
        List<Shot> rough = aim(target, guess, roughly(target, 0.01), 15);
        page.line("%9s %18s %30s", "iteration", "exact Jacobian", "differences of 10 m/s");
        for (int i = 0; i < Math.max(exact.size(), rough.size()); i++) {
            page.line("%9d %18s %30s", i, miss(exact, i), miss(rough, i));
        }
        page.line();
        double[] v = exact.getLast().velocity();
        page.line("Velocity found: (%.9f, %.9f, %.9f) km/s.", v[0], v[1], v[2]);
        page.line();
        page.text("""
            With the exact Jacobian the number of right digits doubles each time; with rough differences it grows by a
            constant.
            """);
    }

    private static String miss(List<Shot> shots, int i) {
        return i < shots.size()
                ? String.format(Locale.ROOT, "%.3e", shots.get(i).miss())
                : "";
    }
}
