package org.wengert.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;

import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.CauchyDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.GumbelDistribution;
import org.apache.commons.math3.distribution.LaplaceDistribution;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.LogisticDistribution;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.ParetoDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.distribution.WeibullDistribution;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Kurtosis;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Skewness;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.Mode;

/** Distributions, moments and regression of Commons Math. */
class CommonsStatisticsTest {
    @ParameterizedTest
    @EnumSource
    void scoreOfTheNormalDistribution(Mode mode) {
        double[] x = {0.3, 1.4, 0.9}; // mean, standard deviation, point
        double z = (x[2] - x[0]) / x[1];
        double[] score = grad((double[] p) -> new NormalDistribution(p[0], p[1]).logDensity(p[2]), by(mode))
                .apply(x);
        assertThat(score).containsExactly(new double[] {z / x[1], (z * z - 1) / x[1], -z / x[1]}, within(1e-15));
        double density = new NormalDistribution(x[0], x[1]).density(x[2]);
        double[] cdf = grad((double[] p) -> new NormalDistribution(p[0], p[1]).cumulativeProbability(p[2]), by(mode))
                .apply(x);
        // their continued fraction stops at 1e−15
        assertThat(cdf).containsExactly(new double[] {-density, -density * z, density}, within(1e-12));
    }

    @Test
    void quantiles() {
        // q(μ, σ) = μ + σ q(0, 1)
        double q = new NormalDistribution().inverseCumulativeProbability(0.3);
        Law.gradient(
                1e-12,
                new double[] {1, q},
                x -> new NormalDistribution(x[0], x[1]).inverseCumulativeProbability(0.3),
                0.4,
                1.5);
    }

    @Test
    void multivariateNormalDensity() {
        double[] x = {0.3, -0.2, 0.4, 0.5};
        Law.secondOrder(
                y -> {
                    double[][] covariance = {{1 + y[2] * y[2], y[2] * y[3]}, {y[2] * y[3], 2 + y[3] * y[3]}};
                    return new MultivariateNormalDistribution(new double[] {y[0], y[1]}, covariance)
                            .density(new double[] {0.1, 0.2});
                },
                x);
    }

    @Test
    void densities() {
        Law.gradient(x -> new LogNormalDistribution(x[0], 1.2).density(1.3), 0.2);
        Law.gradient(x -> new ExponentialDistribution(2 + x[0]).density(0.3), 0.2);
        Law.gradient(x -> new WeibullDistribution(2 + x[0], 1.5).cumulativeProbability(1.1 + x[1]), 0.2, 0.1);
        Law.gradient(x -> new CauchyDistribution(x[0], 1.3).density(x[1]), 0.2, 0.1);
        Law.gradient(x -> new BetaDistribution(2 + x[0], 3).density(0.3), 0.2);
        Law.gradient(x -> new GammaDistribution(2 + x[0], 1.5).density(1.2), 0.2);
        Law.gradient(x -> new ChiSquaredDistribution(3 + x[0]).density(1.3), 0.2);
        Law.gradient(x -> new TDistribution(4.5 + x[0]).density(1.2 + x[1]), 0.2, 0.1);
        Law.gradient(x -> new FDistribution(3 + x[0], 5).density(1.2), 0.2);
        Law.gradient(x -> new LogisticDistribution(x[0], 1.2).density(x[1]), 0.2, 0.1);
        Law.gradient(x -> new GumbelDistribution(x[0], 1.2).density(x[1]), 0.2, 0.1);
        Law.gradient(x -> new ParetoDistribution(1, 2 + x[0]).density(1.7), 0.2);
        Law.gradient(x -> new LaplaceDistribution(x[0], 1.2).density(2), 0.2);
    }

    @Test
    void moments() {
        double[] x = Law.point(1, 6);
        double mean = new Mean().evaluate(x);
        double[] expected = new double[6];
        for (int i = 0; i < 6; i++) {
            expected[i] = 2 * (x[i] - mean) / 5;
        }
        Law.gradient(1e-15, expected, y -> new Variance().evaluate(y), x);
        Law.secondOrder(y -> new Mean().evaluate(y) * new Skewness().evaluate(y), x);
        Law.gradient(y -> new Kurtosis().evaluate(y), x);
        Law.secondOrder(y -> new PearsonsCorrelation().correlation(y, new double[] {1, 2, 4, 3, 5, 0}), x);
        Law.gradient(
                y -> new Covariance(new double[][] {{y[0], y[1]}, {y[2], y[3]}, {y[4], y[5]}})
                        .getCovarianceMatrix()
                        .getEntry(0, 1),
                x);
    }

    @Test
    void regression() {
        double[] x = Law.point(2, 6);
        Law.secondOrder(
                y -> {
                    SimpleRegression line = new SimpleRegression();
                    for (int i = 0; i < y.length; i++) {
                        line.addData(i, y[i]);
                    }
                    return line.getSlope() * line.getIntercept();
                },
                x);
        Law.gradient(
                y -> {
                    double[][] rows = new double[6][2];
                    for (int i = 0; i < 6; i++) {
                        rows[i][0] = i + y[i];
                        rows[i][1] = i * i;
                    }
                    OLSMultipleLinearRegression plane = new OLSMultipleLinearRegression();
                    plane.newSampleData(y, rows);
                    return plane.estimateRegressionParameters()[1];
                },
                x);
    }

    /** An argument that is not in the domain is refused by the library as ever, with the number in its message. */
    @Test
    void theirExceptionsAreTheirs() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() ->
                        derivative(s -> new NormalDistribution(0, s).density(1)).applyAsDouble(-2)))
                .isInstanceOf(org.apache.commons.math3.exception.NotStrictlyPositiveException.class)
                .hasMessage("standard deviation (-2)");
    }
}
