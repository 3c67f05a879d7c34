package org.wengert.examples.network;

import java.util.function.UnaryOperator;

/** Gradient descent with momentum and a step of its own for each number (Kingma and Ba 2015). Holds the state of one training. */
final class Adam {
    private static final double KEEP_MEAN = 0.9;
    private static final double KEEP_SQUARE = 0.999;

    private final UnaryOperator<Network> gradient;
    private final double rate;
    private Network network;
    private Network mean;
    private Network square;
    private int steps;

    Adam(Network network, UnaryOperator<Network> gradient, double rate) {
        this.network = network;
        this.gradient = gradient;
        this.rate = rate;
        this.mean = network.with(network, (x, y) -> 0);
        this.square = mean;
    }

    Network network() {
        return network;
    }

    void step() {
        steps++;
        Network g = gradient.apply(network);
        mean = mean.with(g, (m, d) -> KEEP_MEAN * m + (1 - KEEP_MEAN) * d);
        square = square.with(g, (s, d) -> KEEP_SQUARE * s + (1 - KEEP_SQUARE) * d * d);
        double unbias = Math.sqrt(1 - Math.pow(KEEP_SQUARE, steps)) / (1 - Math.pow(KEEP_MEAN, steps));
        Network move = mean.with(square, (m, s) -> rate * unbias * m / (Math.sqrt(s) + 1e-8));
        network = network.with(move, (x, d) -> x - d);
    }
}
