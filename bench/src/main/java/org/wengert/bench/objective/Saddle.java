package org.wengert.bench.objective;

import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;

import org.wengert.Gradient;
import org.wengert.Mode;
import org.wengert.ScalarField;

/**
 * The saddle point min_x max_y ‖x‖² − ‖y‖² by descent in x of the maximum that descent in y finds: GradBench's "saddle". The outer
 * derivative goes through the inner solver and its derivative.
 */
public final class Saddle {
    private final double[] start;

    /** @param start where both searches begin, {@code [2]} */
    public Saddle(double[] start) {
        this.start = start;
    }

    /** Returns max_y f(x, y); the inner derivative by forward mode. */
    public double highestByForward(double[] x) {
        ScalarField depth = y -> -surface(x, y);
        double[] y = Descent.argmin(depth, grad(depth, by(Mode.FORWARD)), start);
        return surface(x, y);
    }

    /** Returns max_y f(x, y); the inner derivative by reverse mode. */
    public double highestByReverse(double[] x) {
        ScalarField depth = y -> -surface(x, y);
        double[] y = Descent.argmin(depth, grad(depth, by(Mode.REVERSE)), start);
        return surface(x, y);
    }

    /**
     * Returns the saddle point, x and y, {@code [4]}.
     *
     * @param highest max_y f(x, y)
     * @param slope its gradient
     * @param inner mode of the derivative with respect to y
     */
    public double[] solve(ScalarField highest, Gradient slope, Mode inner) {
        double[] x = Descent.argmin(highest, slope, start);
        ScalarField depth = y -> -surface(x, y);
        double[] y = Descent.argmin(depth, grad(depth, by(inner)), start);
        return new double[] {x[0], x[1], y[0], y[1]};
    }

    private static double surface(double[] x, double[] y) {
        return (x[0] * x[0] + x[1] * x[1]) - (y[0] * y[0] + y[1] * y[1]);
    }
}
