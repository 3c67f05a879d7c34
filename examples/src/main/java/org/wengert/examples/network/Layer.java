package org.wengert.examples.network;

/**
 * A layer of neurons: Wx + b.
 *
 * @param weights W, a row for each neuron
 * @param biases b
 */
record Layer(double[][] weights, double[] biases) {
    double[] apply(double[] x) {
        double[] y = biases.clone();
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += weights[i][j] * x[j];
            }
        }
        return y;
    }
}
