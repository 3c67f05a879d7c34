package org.wengert.bench;

import static org.wengert.Wengert.grad;

import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.wengert.Gradient;
import org.wengert.ScalarField;
import org.wengert.bench.byhand.WrittenGradient;

/** A scalar field and its gradient by reverse mode. */
final class GradientWorkload implements Workload {
    private final ScalarField f;
    private final Gradient gradient;
    private final @Nullable WrittenGradient written;
    private final double[] x;
    private final double[] xBar;
    private final double value;
    private final double[] references;

    GradientWorkload(ScalarField f, @Nullable WrittenGradient written, double[] x, double value, double[] references) {
        this.f = f;
        this.gradient = grad(f);
        this.written = written;
        this.x = x;
        this.xBar = new double[x.length];
        this.value = value;
        this.references = references;
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
        double error = Accuracy.relativeError(primal(), value);
        error = Math.max(error, Accuracy.relativeError(gradient(), value));
        return Math.max(error, Accuracy.relativeError(xBar, references));
    }

    @Override
    public @Nullable DoubleSupplier byHand() {
        WrittenGradient byHand = written;
        return byHand == null ? null : () -> byHand.into(x, xBar);
    }

    @Override
    public double errorByHand() {
        WrittenGradient byHand = written;
        if (byHand == null) {
            return Double.NaN;
        }
        double error = Accuracy.relativeError(byHand.into(x, xBar), value);
        return Math.max(error, Accuracy.relativeError(xBar, references));
    }
}
