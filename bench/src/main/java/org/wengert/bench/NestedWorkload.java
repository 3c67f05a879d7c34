package org.wengert.bench;

import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;

import java.util.function.Supplier;
import org.wengert.Gradient;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.bench.objective.Particle;
import org.wengert.bench.objective.Saddle;

/**
 * An objective with a derivative inside, timed at the point where the search for its minimum begins; its error is that of the
 * whole search.
 */
final class NestedWorkload implements Workload {
    private final ScalarField f;
    private final Gradient gradient;
    private final double[] x;
    private final double[] xBar;
    private final Supplier<double[]> search;
    private final double[] references;

    private NestedWorkload(
            ScalarField f, Gradient gradient, double[] x, Supplier<double[]> search, double[] references) {
        this.f = f;
        this.gradient = gradient;
        this.x = x;
        this.xBar = new double[x.length];
        this.search = search;
        this.references = references;
    }

    static NestedWorkload particle(Mode outer, Mode inner, double w) {
        ScalarField miss = inner == Mode.FORWARD ? Particle::missByForward : Particle::missByReverse;
        Gradient slope = grad(miss, by(outer));
        double[] references = {0.2071918746486116};
        double[] start = {w};
        return new NestedWorkload(miss, slope, start, () -> Particle.solve(miss, slope, start), references);
    }

    static NestedWorkload saddle(Mode outer, Mode inner, double[] start) {
        Saddle saddle = new Saddle(start);
        ScalarField highest = inner == Mode.FORWARD ? saddle::highestByForward : saddle::highestByReverse;
        Gradient slope = grad(highest, by(outer));
        double r = 8.246324826140356e-06;
        double[] references = {r, r, r, r};
        return new NestedWorkload(highest, slope, start, () -> saddle.solve(highest, slope, inner), references);
    }

    @Override
    public double primal() {
        return f.applyAsDouble(x);
    }

    @Override
    public double gradient() {
        return gradient.into(x, xBar);
    }

    @Override
    public double error() {
        return Accuracy.relativeError(search.get(), references);
    }
}
