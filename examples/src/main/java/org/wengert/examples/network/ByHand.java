package org.wengert.examples.network;

/** The gradient of {@link Network#loss} as one writes it with pencil and paper first: backpropagation. */
final class ByHand {
    private ByHand() {}

    static Network gradient(Network network, double[][] points, double[] targets) {
        Layer[] layers = network.layers();
        Network gradient = network.with(network, (x, y) -> 0);
        for (int p = 0; p < points.length; p++) {
            double[][] inputs = new double[layers.length + 1][];
            inputs[0] = points[p];
            for (int k = 0; k < layers.length; k++) {
                inputs[k + 1] = layers[k].apply(inputs[k]);
                if (k < layers.length - 1) {
                    for (int i = 0; i < inputs[k + 1].length; i++) {
                        inputs[k + 1][i] = Math.tanh(inputs[k + 1][i]);
                    }
                }
            }
            double t = targets[p];
            double[] error = {-t / (1 + Math.exp(t * inputs[layers.length][0])) / points.length};
            for (int k = layers.length - 1; k >= 0; k--) {
                double[][] weights = layers[k].weights();
                double[][] weightsBar = gradient.layers()[k].weights();
                double[] biasesBar = gradient.layers()[k].biases();
                double[] inputBar = new double[inputs[k].length];
                for (int i = 0; i < error.length; i++) {
                    biasesBar[i] += error[i];
                    for (int j = 0; j < inputBar.length; j++) {
                        weightsBar[i][j] += error[i] * inputs[k][j];
                        inputBar[j] += error[i] * weights[i][j];
                    }
                }
                if (k > 0) {
                    for (int j = 0; j < inputBar.length; j++) {
                        inputBar[j] *= 1 - inputs[k][j] * inputs[k][j];
                    }
                }
                error = inputBar;
            }
        }
        return gradient;
    }
}
