package org.wengert.bench;

import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hvp;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.wengert.Gradient;
import org.wengert.Jvp;
import org.wengert.ScalarField;
import org.wengert.bench.byhand.KMeansStep;
import org.wengert.bench.objective.KMeans;

/**
 * Newton's step for {@link KMeans}, elementwise: the gradient by the Hessian's diagonal. The Hessian is diagonal, so that is its
 * product with ones.
 */
final class KMeansWorkload implements Workload {
    private final ScalarField f;
    private final Gradient gradient;
    private final Jvp hessianProduct;
    private final KMeansStep written;
    private final double[] x;
    private final double[] ones;
    private final double[] xBar;
    private final double cost;
    private final double[] references;

    KMeansWorkload(KMeans problem, double[] centroids, double cost, double[] references) {
        this.f = problem::objective;
        this.gradient = grad(f);
        this.hessianProduct = hvp(f);
        this.written = new KMeansStep(problem);
        this.x = centroids;
        this.ones = new double[x.length];
        Arrays.fill(ones, 1);
        this.xBar = new double[x.length];
        this.cost = cost;
        this.references = references;
    }

    @Override
    public double primal() {
        return f.applyAsDouble(x);
    }

    @Override
    public double gradient() {
        gradient.into(x, xBar);
        double[] diagonal = hessianProduct.apply(x, ones);
        for (int i = 0; i < xBar.length; i++) {
            xBar[i] /= diagonal[i];
        }
        return xBar[0];
    }

    @Override
    public double error() {
        double error = Accuracy.relativeError(primal(), cost);
        gradient();
        return Math.max(error, Accuracy.relativeError(xBar, references));
    }

    @Override
    public DoubleSupplier byHand() {
        return () -> written.into(x, xBar);
    }

    @Override
    public double errorByHand() {
        double error = Accuracy.relativeError(written.into(x, xBar), cost);
        return Math.max(error, Accuracy.relativeError(xBar, references));
    }
}
