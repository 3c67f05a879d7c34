package org.wengert.examples.network;

import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;

/**
 * Layers one after the other, with tanh between them; the last has one neuron, whose sign is the answer.
 *
 * @param layers the layers
 */
record Network(Layer[] layers) {
    /** Returns a network of these widths with random weights, the variance of a neuron's being one over their number. */
    static Network random(long seed, int... widths) {
        SplittableRandom random = new SplittableRandom(seed);
        Layer[] layers = new Layer[widths.length - 1];
        for (int k = 0; k < layers.length; k++) {
            double[][] weights = new double[widths[k + 1]][widths[k]];
            for (double[] row : weights) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = random.nextGaussian() / Math.sqrt(row.length);
                }
            }
            layers[k] = new Layer(weights, new double[widths[k + 1]]);
        }
        return new Network(layers);
    }

    double apply(double[] x) {
        double[] y = layers[0].apply(x);
        for (int k = 1; k < layers.length; k++) {
            for (int i = 0; i < y.length; i++) {
                y[i] = Math.tanh(y[i]);
            }
            y = layers[k].apply(y);
        }
        return y[0];
    }

    /** Returns the mean of ln(1 + e^(−ty)) over points with targets t = ±1 and answers y. */
    double loss(double[][] points, double[] targets) {
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            double against = -targets[i] * apply(points[i]);
            sum += Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
        }
        return sum / points.length;
    }

    /** Returns how many of the points have the answer's sign. */
    int correct(double[][] points, double[] targets) {
        int correct = 0;
        for (int i = 0; i < points.length; i++) {
            correct += apply(points[i]) * targets[i] > 0 ? 1 : 0;
        }
        return correct;
    }

    /** Returns how many numbers it has. */
    int size() {
        int size = 0;
        for (Layer layer : layers) {
            size += layer.biases().length * (1 + layer.weights()[0].length);
        }
        return size;
    }

    /** Returns the network whose numbers are f of this one's and another's. */
    Network with(Network other, DoubleBinaryOperator f) {
        Layer[] all = new Layer[layers.length];
        for (int k = 0; k < all.length; k++) {
            double[][] weights = layers[k].weights();
            double[][] made = new double[weights.length][];
            for (int i = 0; i < made.length; i++) {
                made[i] = with(weights[i], other.layers[k].weights()[i], f);
            }
            all[k] = new Layer(made, with(layers[k].biases(), other.layers[k].biases(), f));
        }
        return new Network(all);
    }

    private static double[] with(double[] x, double[] y, DoubleBinaryOperator f) {
        double[] z = new double[x.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = f.applyAsDouble(x[i], y[i]);
        }
        return z;
    }
}
