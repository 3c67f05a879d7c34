package org.wengert.bench.objective;

import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;

import org.wengert.Gradient;
import org.wengert.Mode;
import org.wengert.ScalarField;

/**
 * A particle falls in the field of two charges, one of which can be moved; where along the axis must that be for the particle to
 * hit the origin? GradBench's "particle", a derivative inside a derivative: the force is the gradient of the potential, and the
 * miss is minimised with respect to the position.
 */
public final class Particle {
    private static final double STEP = 0.1;

    private Particle() {}

    /** Returns the squared distance by which the particle misses, for a position w {@code [1]}; the force by forward mode. */
    public static double missByForward(double[] w) {
        double[][] charges = charges(w[0]);
        return miss(grad((double[] x) -> potential(charges, x), by(Mode.FORWARD)));
    }

    /** Returns the squared distance by which the particle misses, for a position w {@code [1]}; the force by reverse mode. */
    public static double missByReverse(double[] w) {
        double[][] charges = charges(w[0]);
        return miss(grad((double[] x) -> potential(charges, x), by(Mode.REVERSE)));
    }

    /** Returns the position, {@code [1]}, at which the miss is least, from a start. */
    public static double[] solve(ScalarField miss, Gradient slope, double[] start) {
        return Descent.argmin(miss, slope, start);
    }

    private static double[][] charges(double w) {
        return new double[][] {{10, 10 - w}, {10, 0}};
    }

    private static double potential(double[][] charges, double[] x) {
        double sum = 0;
        for (double[] charge : charges) {
            double dx = x[0] - charge[0];
            double dy = x[1] - charge[1];
            sum += 1 / Math.sqrt(dx * dx + dy * dy);
        }
        return sum;
    }

    private static double miss(Gradient field) {
        double[] position = {0, 8};
        double[] velocity = {0.75, 0};
        while (true) {
            double[] slope = field.apply(position);
            for (int i = 0; i < 2; i++) {
                position[i] += STEP * velocity[i];
            }
            if (position[1] <= 0) {
                double rest = -position[1] / velocity[1];
                double landing = position[0] + rest * velocity[0];
                return landing * landing;
            }
            for (int i = 0; i < 2; i++) {
                velocity[i] -= STEP * slope[i];
            }
        }
    }
}
