package org.wengert.examples.orbit;

import java.util.List;

/** Moves a satellite along its orbit by the classical Runge–Kutta method with a fixed step. */
final class Propagator {
    private final List<Force> forces;
    private final double step;

    /**
     * A propagator.
     *
     * @param step the longest step [s]
     * @param forces what acts
     */
    Propagator(double step, Force... forces) {
        this.step = step;
        this.forces = List.of(forces);
    }

    /**
     * Returns the state after some time.
     *
     * @param state place [km] and velocity [km/s], six numbers
     * @param duration how long [s]
     */
    double[] propagate(double[] state, double duration) {
        int n = (int) Math.ceil(duration / step);
        double h = duration / n;
        double[] x = state.clone();
        for (int i = 0; i < n; i++) {
            double[] k1 = derivative(x);
            double[] k2 = derivative(moved(x, h / 2, k1));
            double[] k3 = derivative(moved(x, h / 2, k2));
            double[] k4 = derivative(moved(x, h, k3));
            for (int j = 0; j < 6; j++) {
                x[j] += h / 6 * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]);
            }
        }
        return x;
    }

    /** The equation of motion, d(r, v)/dt = (v, a(r)). */
    double[] derivative(double[] x) {
        double[] r = {x[0], x[1], x[2]};
        double[] a = new double[3];
        for (Force force : forces) {
            force.accelerate(r, a);
        }
        return new double[] {x[3], x[4], x[5], a[0], a[1], a[2]};
    }

    private static double[] moved(double[] x, double h, double[] k) {
        double[] y = new double[6];
        for (int j = 0; j < 6; j++) {
            y[j] = x[j] + h * k[j];
        }
        return y;
    }
}
