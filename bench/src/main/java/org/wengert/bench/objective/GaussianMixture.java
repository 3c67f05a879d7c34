package org.wengert.bench.objective;

/**
 * The log-likelihood of a mixture of Gaussians with a Wishart prior: the objective "gmm" of ADBench, its constants included.
 *
 * <p>Parameters, for K components in D dimensions: α {@code [K]}, the unnormalised log weights; μ {@code [K, D]}; and for
 * each component D + D(D−1)/2 numbers, the logarithms q of the diagonal of the lower triangular Q (the square root of the
 * precision matrix) and its strictly lower entries, column by column.
 *
 * <pre>
 *   β(n,k) = αₖ + Σᵢ qₖᵢ − ½ ‖Qₖ (xₙ − μₖ)‖²
 *   f = −½ N D log 2π + Σₙ lse β(n,·) − N lse α + Σₖ [ ½γ² ‖Qₖ‖² − m Σᵢ qₖᵢ ] − K C
 *   C = n D (log γ − ½ log 2) − log Γ_D(n/2),   n = D + m + 1
 * </pre>
 *
 * The prior's sign is the suite's own.
 */
public final class GaussianMixture {
    /** The suite computes with this rounded π; its reference values need the same. */
    private static final double PI = 3.14159265359;

    private final int dimension;
    private final int components;
    private final double[][] points;
    private final double gamma;
    private final int wishartM;
    private final double constant;

    /**
     * @param components number of components K
     * @param points the data, {@code [N, D]}
     * @param gamma the prior's γ
     * @param wishartM the prior's m
     */
    public GaussianMixture(int components, double[][] points, double gamma, int wishartM) {
        this.dimension = points[0].length;
        this.components = components;
        this.points = points;
        this.gamma = gamma;
        this.wishartM = wishartM;
        int n = dimension + wishartM + 1;
        double c = n * dimension * (Math.log(gamma) - 0.5 * Math.log(2)) - logMultivariateGamma(n, dimension);
        this.constant = -points.length * dimension * 0.5 * Math.log(2 * PI) - components * c;
    }

    /** Returns the number of parameters, K (D+1) (D+2) / 2. */
    public int parameterCount() {
        return components * (dimension + 1) * (dimension + 2) / 2;
    }

    /** Returns D. */
    public int dimension() {
        return dimension;
    }

    /** Returns K. */
    public int components() {
        return components;
    }

    /** Returns the data, {@code [N, D]}. */
    public double[][] points() {
        return points;
    }

    /** Returns γ. */
    public double gamma() {
        return gamma;
    }

    /** Returns m. */
    public int wishartM() {
        return wishartM;
    }

    /** Returns what does not depend on the parameters, −½ N D log 2π − K C. */
    public double constant() {
        return constant;
    }

    /** Returns the index of μ. */
    public int meansAt() {
        return components;
    }

    /** Returns the index of the first component's q. */
    public int factorsAt() {
        return components + components * dimension;
    }

    /** Returns how many parameters a component's Q has, D(D+1)/2. */
    public int factorSize() {
        return dimension * (dimension + 1) / 2;
    }

    /** Returns f of the parameters. */
    public double objective(double[] parameters) {
        double[] logDeterminants = new double[components];
        double[][] diagonals = new double[components][dimension];
        for (int k = 0; k < components; k++) {
            int q = factorsAt() + k * factorSize();
            for (int i = 0; i < dimension; i++) {
                logDeterminants[k] += parameters[q + i];
                diagonals[k][i] = Math.exp(parameters[q + i]);
            }
        }

        double logLikelihood = 0;
        double[] beta = new double[components];
        double[] centred = new double[dimension];
        double[] whitened = new double[dimension];
        for (double[] point : points) {
            for (int k = 0; k < components; k++) {
                int mean = meansAt() + k * dimension;
                for (int i = 0; i < dimension; i++) {
                    centred[i] = point[i] - parameters[mean + i];
                }
                int lower = factorsAt() + k * factorSize() + dimension;
                multiplyLowerTriangular(diagonals[k], parameters, lower, centred, whitened);
                beta[k] = parameters[k] + logDeterminants[k] - 0.5 * squaredNorm(whitened);
            }
            logLikelihood += logSumExp(beta, components);
        }

        return constant
                + logLikelihood
                - points.length * logSumExp(parameters, components)
                + logPrior(parameters, logDeterminants, diagonals);
    }

    private double logPrior(double[] parameters, double[] logDeterminants, double[][] diagonals) {
        double sum = 0;
        for (int k = 0; k < components; k++) {
            int lower = factorsAt() + k * factorSize() + dimension;
            double squares = squaredNorm(diagonals[k]);
            for (int i = 0; i < factorSize() - dimension; i++) {
                squares += parameters[lower + i] * parameters[lower + i];
            }
            sum += 0.5 * gamma * gamma * squares - wishartM * logDeterminants[k];
        }
        return sum;
    }

    /** product = Q vector, for Q's diagonal and its strictly lower entries by columns, which begin at an index of an array. */
    private static void multiplyLowerTriangular(
            double[] diagonal, double[] entries, int lower, double[] vector, double[] product) {
        int dimension = vector.length;
        for (int i = 0; i < dimension; i++) {
            product[i] = diagonal[i] * vector[i];
        }
        int entry = lower;
        for (int column = 0; column < dimension; column++) {
            for (int row = column + 1; row < dimension; row++) {
                product[row] += entries[entry] * vector[column];
                entry++;
            }
        }
    }

    private static double squaredNorm(double[] vector) {
        double sum = 0;
        for (double v : vector) {
            sum += v * v;
        }
        return sum;
    }

    /** log Σ exp of the first n numbers, without overflow. */
    private static double logSumExp(double[] numbers, int n) {
        double max = numbers[0];
        for (int i = 1; i < n; i++) {
            max = Math.max(max, numbers[i]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(numbers[i] - max);
        }
        return max + Math.log(sum);
    }

    /** log Γ_D(n/2) = ¼ D (D−1) log π + Σⱼ log Γ((n + 1 − j)/2) for j = 1 … D. */
    private static double logMultivariateGamma(int n, int dimension) {
        double sum = 0.25 * dimension * (dimension - 1) * Math.log(PI);
        for (int j = 1; j <= dimension; j++) {
            sum += logGammaOfHalf(n + 1 - j);
        }
        return sum;
    }

    /** log Γ(n/2) for n ≥ 1, by Γ(x+1) = x Γ(x) from Γ(1) = 1 or Γ(½) = √π. */
    private static double logGammaOfHalf(int n) {
        double sum = n % 2 == 0 ? 0 : 0.5 * Math.log(Math.PI);
        for (int i = n - 2; i > 0; i -= 2) {
            sum += Math.log(0.5 * i);
        }
        return sum;
    }
}
