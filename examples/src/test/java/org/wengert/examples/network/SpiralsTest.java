package org.wengert.examples.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.gradientCheck;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.TreeGradient;

class SpiralsTest {
    private static final double[][] POINTS = Spirals.points(1);
    private static final double[] TARGETS = Spirals.targets();

    @ParameterizedTest
    @CsvSource({"1, 5, 5", "2, 16, 16", "3, 1, 7", "4, 30, 2"})
    void theGradientIsThatOfBackpropagationByHand(long seed, int first, int second) {
        Network network = Network.random(seed, 2, first, second, 1);
        Network gradient = Spirals.gradient(POINTS, TARGETS).apply(network);
        // Means of 200 terms of the order of 1.
        assertThat(Spirals.distance(gradient, ByHand.gradient(network, POINTS, TARGETS)))
                .isLessThan(1e-15);
    }

    @Test
    void aDeepNetworkHasTheSameGradient() {
        Network network = Network.random(9, 2, 4, 5, 6, 7, 3, 1);
        Network gradient = Spirals.gradient(POINTS, TARGETS).apply(network);
        assertThat(Spirals.distance(gradient, ByHand.gradient(network, POINTS, TARGETS)))
                .isLessThan(1e-15);
    }

    /** A network from its numbers in a row, for operators that take arrays. */
    private static Network network(double[] x) {
        double[][] first = {{x[0], x[1]}, {x[2], x[3]}, {x[4], x[5]}};
        double[][] second = {{x[6], x[7], x[8]}};
        return new Network(new Layer[] {
            new Layer(first, new double[] {x[9], x[10], x[11]}), new Layer(second, new double[] {x[12]})
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bothModesAndDifferencesAgree(long seed) {
        ScalarField loss = x -> network(x).loss(POINTS, TARGETS);
        double[] x = new SplittableRandom(seed).doubles(13, -2, 2).toArray();
        double[] reverse = grad(loss).apply(x);
        assertThat(grad(loss, by(Mode.FORWARD)).apply(x)).containsExactly(reverse, within(1e-15));
        assertThat(gradientCheck(loss, x).agrees()).isTrue();
        Network tree = Spirals.gradient(POINTS, TARGETS).apply(network(x));
        assertThat(tree.layers()[0].weights()[1][0]).isEqualTo(reverse[2], within(1e-16));
        assertThat(tree.layers()[1].biases()[0]).isEqualTo(reverse[12], within(1e-16));
    }

    @Test
    void aGradientChangesNoNetwork() {
        Network network = Network.random(5, 2, 16, 16, 1);
        Network copy = network.with(network, (x, y) -> x);
        TreeGradient<Network> gradient = Spirals.gradient(POINTS, TARGETS);
        Network once = gradient.apply(network);
        Network again = gradient.apply(network);
        assertThat(Spirals.distance(network, copy)).isZero();
        assertThat(Spirals.distance(once, again)).isZero();
    }

    @Test
    void itLearnsTheSpirals() {
        Adam training = Spirals.training(Spirals.gradient(POINTS, TARGETS));
        double before = training.network().loss(POINTS, TARGETS);
        for (int i = 0; i < 600; i++) {
            training.step();
        }
        assertThat(training.network().correct(POINTS, TARGETS)).isEqualTo(Spirals.POINTS);
        assertThat(training.network().loss(POINTS, TARGETS)).isLessThan(before / 20);
        // and other points of the same spirals, which it has not seen
        assertThat(training.network().correct(Spirals.points(2), TARGETS)).isGreaterThan(190);
    }
}
