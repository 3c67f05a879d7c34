package org.wengert.bench.byhand;

import java.util.Arrays;
import org.wengert.bench.objective.GaussianMixture;

/**
 * The gradient of {@link GaussianMixture}. With y = xₙ − μₖ, z = Qₖ y and the responsibilities w(n,k) = exp(β(n,k) − lse β(n,·)):
 *
 * <pre>
 *   ∂α: Σₙ w − N softmax(α)      ∂μ: Σₙ w Qᵀz
 *   ∂q: Σₙ w (1 − exp(qᵢ) yᵢ zᵢ) + γ² exp(2qᵢ) − m      ∂Qⱼᵢ: −Σₙ w yᵢ zⱼ + γ² Qⱼᵢ
 * </pre>
 */
public final class GaussianMixtureGradient implements WrittenGradient {
    private final GaussianMixture mixture;

    /** @param mixture the objective */
    public GaussianMixtureGradient(GaussianMixture mixture) {
        this.mixture = mixture;
    }

    @Override
    public double into(double[] x, double[] gradient) {
        return mixture.constant() + new Sweep(x, gradient).run();
    }

    private final class Sweep {
        private final int components = mixture.components();
        private final int dimension = mixture.dimension();
        private final double[] x;
        private final double[] gradient;
        private final double[][] diagonals = new double[components][dimension];
        private final double[] logDeterminants = new double[components];
        private final double[][] centred = new double[components][dimension];
        private final double[][] whitened = new double[components][dimension];
        private final double[] beta = new double[components];
        private final double[] pulled = new double[dimension];

        Sweep(double[] x, double[] gradient) {
            this.x = x;
            this.gradient = gradient;
        }

        private int mean(int k) {
            return mixture.meansAt() + k * dimension;
        }

        private int factor(int k) {
            return mixture.factorsAt() + k * mixture.factorSize();
        }

        /** Writes the gradient and returns the part of the value that depends on the parameters. */
        double run() {
            Arrays.fill(gradient, 0);
            for (int k = 0; k < components; k++) {
                for (int i = 0; i < dimension; i++) {
                    logDeterminants[k] += x[factor(k) + i];
                    diagonals[k][i] = Math.exp(x[factor(k) + i]);
                }
            }
            double value = 0;
            for (double[] point : mixture.points()) {
                value += point(point);
            }
            return value + weights() + prior();
        }

        private double point(double[] point) {
            for (int k = 0; k < components; k++) {
                double squares = whiten(point, k, centred[k], whitened[k]);
                beta[k] = x[k] + logDeterminants[k] - 0.5 * squares;
            }
            double value = softmax(beta);
            for (int k = 0; k < components; k++) {
                pull(beta[k], k, centred[k], whitened[k]);
            }
            return value;
        }

        private double whiten(double[] point, int k, double[] y, double[] z) {
            int mean = mean(k);
            double[] diagonal = diagonals[k];
            for (int i = 0; i < dimension; i++) {
                y[i] = point[i] - x[mean + i];
                z[i] = diagonal[i] * y[i];
            }
            int entry = factor(k) + dimension;
            for (int column = 0; column < dimension; column++) {
                for (int row = column + 1; row < dimension; row++) {
                    z[row] += x[entry++] * y[column];
                }
            }
            double squares = 0;
            for (int i = 0; i < dimension; i++) {
                squares += z[i] * z[i];
            }
            return squares;
        }

        private void pull(double w, int k, double[] y, double[] z) {
            gradient[k] += w;
            int q = factor(k);
            double[] diagonal = diagonals[k];
            for (int i = 0; i < dimension; i++) {
                pulled[i] = diagonal[i] * z[i];
                gradient[q + i] += w * (1 - y[i] * pulled[i]);
            }
            int entry = q + dimension;
            for (int column = 0; column < dimension; column++) {
                double sum = 0;
                double wy = w * y[column];
                for (int row = column + 1; row < dimension; row++) {
                    sum += x[entry] * z[row];
                    gradient[entry++] -= wy * z[row];
                }
                pulled[column] += sum;
            }
            int mean = mean(k);
            for (int i = 0; i < dimension; i++) {
                gradient[mean + i] += w * pulled[i];
            }
        }

        private double weights() {
            int n = mixture.points().length;
            double[] alpha = Arrays.copyOf(x, components);
            double value = softmax(alpha);
            for (int k = 0; k < components; k++) {
                gradient[k] -= n * alpha[k];
            }
            return -n * value;
        }

        private double prior() {
            double gamma2 = mixture.gamma() * mixture.gamma();
            double value = 0;
            for (int k = 0; k < components; k++) {
                int q = factor(k);
                double squares = 0;
                for (int i = 0; i < dimension; i++) {
                    double square = diagonals[k][i] * diagonals[k][i];
                    squares += square;
                    gradient[q + i] += gamma2 * square - mixture.wishartM();
                }
                for (int i = q + dimension; i < q + mixture.factorSize(); i++) {
                    squares += x[i] * x[i];
                    gradient[i] += gamma2 * x[i];
                }
                value += 0.5 * gamma2 * squares - mixture.wishartM() * logDeterminants[k];
            }
            return value;
        }
    }

    /** Replaces numbers by their softmax and returns their log Σ exp. */
    static double softmax(double[] numbers) {
        double max = numbers[0];
        for (double v : numbers) {
            max = Math.max(max, v);
        }
        double sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.exp(numbers[i] - max);
            sum += numbers[i];
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] /= sum;
        }
        return max + Math.log(sum);
    }
}
