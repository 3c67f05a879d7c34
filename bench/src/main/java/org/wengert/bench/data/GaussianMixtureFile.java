package org.wengert.bench.data;

import java.nio.file.Path;
import org.wengert.bench.objective.GaussianMixture;

/** A file of ADBench's "gmm": D K N; α; μ; the triangular factors; the data; γ and m. */
public final class GaussianMixtureFile {
    private final GaussianMixture mixture;
    private final double[] parameters;

    private GaussianMixtureFile(GaussianMixture mixture, double[] parameters) {
        this.mixture = mixture;
        this.parameters = parameters;
    }

    /** Reads a file. */
    public static GaussianMixtureFile read(Path file) {
        Numbers in = Numbers.of(file);
        int dimension = in.integer();
        int components = in.integer();
        int n = in.integer();
        double[] parameters = in.reals(components * (dimension + 1) * (dimension + 2) / 2);
        double[][] points = in.matrix(n, dimension);
        double gamma = in.real();
        int wishartM = in.integer();
        in.end();
        return new GaussianMixtureFile(new GaussianMixture(components, points, gamma, wishartM), parameters);
    }

    /** Returns the objective. */
    public GaussianMixture mixture() {
        return mixture;
    }

    /** Returns where it is evaluated. */
    public double[] parameters() {
        return parameters.clone();
    }
}
