package org.wengert.bench.byhand;

/** The gradient of {@link org.wengert.bench.objective.LogSumExp}: the softmax. */
public final class LogSumExpGradient implements WrittenGradient {
    @Override
    public double into(double[] x, double[] gradient) {
        System.arraycopy(x, 0, gradient, 0, x.length);
        return GaussianMixtureGradient.softmax(gradient);
    }
}
