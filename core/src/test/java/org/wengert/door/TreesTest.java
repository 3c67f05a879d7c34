package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.grad;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wengert.TreeGradient2;

/** Gradients of trees: a tree of the same structure, and every leaf that is not a real number as it was. */
class TreesTest {
    record Layer(double[][] weights, double[] bias, String name, int width) {}

    record Network(Layer hidden, Layer output, double scale) {
        double apply(double[] x) {
            double sum = 0;
            double[] h = new double[hidden.bias().length];
            for (int i = 0; i < h.length; i++) {
                h[i] = hidden.bias()[i];
                for (int j = 0; j < x.length; j++) {
                    h[i] += hidden.weights()[i][j] * x[j];
                }
                sum += output.weights()[0][i] * h[i] * h[i];
            }
            return scale * (sum + output.bias()[0]);
        }
    }

    private static final double[] X = {1, 2};

    private static Network network() {
        return new Network(
                new Layer(new double[][] {{1, 0}, {0.5, -1}}, new double[] {0.1, 0.2}, "hidden", 2),
                new Layer(new double[][] {{2, 3}}, new double[] {0.5}, "output", 1),
                0.5);
    }

    @Test
    void nestedRecordsOfArrays() {
        Network bar = grad((Network net) -> net.apply(X)).apply(network());
        // h = (1.1, −1.3): sum = 2·1.21 + 3·1.69 = 7.49
        assertThat(bar.scale()).isCloseTo(7.99, org.assertj.core.data.Offset.offset(1e-14));
        close(bar.output().weights()[0], 0.5 * 1.21, 0.5 * 1.69);
        close(bar.output().bias(), 0.5);
        close(bar.hidden().bias(), 0.5 * 2 * 2 * 1.1, 0.5 * 3 * 2 * -1.3);
        close(bar.hidden().weights()[0], 2.2, 4.4);
        close(bar.hidden().weights()[1], -3.9, -7.8);
        assertThat(bar.hidden().name()).isEqualTo("hidden");
        assertThat(bar.hidden().width()).isEqualTo(2);
    }

    @Test
    void theArgumentStaysAsItIs() {
        Network network = network();
        Network before = network();
        Network bar = grad((Network net) -> {
                    net.hidden().bias()[0] = 5 * net.scale();
                    return net.apply(X);
                })
                .apply(network);
        assertThat(bar.hidden().bias()[0]).isZero();
        assertThat(network.hidden().bias()).containsExactly(before.hidden().bias());
        assertThat(network.hidden().weights()).isDeepEqualTo(before.hidden().weights());
    }

    @Test
    void aList() {
        List<Double> bar =
                grad((List<Double> x) -> x.get(0) * x.get(0) * x.get(1)).apply(List.of(3.0, 5.0));
        assertThat(bar).containsExactly(30.0, 9.0);
    }

    @Test
    void aListOfArrays() {
        List<double[]> bar = grad((List<double[]> x) -> {
                    double sum = 0;
                    for (double[] row : x) {
                        sum += row[0] * row[row.length - 1];
                    }
                    return sum;
                })
                .apply(List.of(new double[] {1, 2}, new double[] {3}, new double[] {4, 5, 6}));
        assertThat(bar.get(0)).containsExactly(2, 1);
        assertThat(bar.get(1)).containsExactly(6);
        assertThat(bar.get(2)).containsExactly(6, 0, 4);
    }

    @Test
    void aMap() {
        Map<String, Double> x = new LinkedHashMap<>();
        x.put("a", 2.0);
        x.put("b", 3.0);
        x.put("unused", 4.0);
        Map<String, Double> bar = grad((Map<String, Double> m) -> m.get("a") * m.get("b") * m.get("b"))
                .apply(x);
        assertThat(bar).containsExactlyInAnyOrderEntriesOf(Map.of("a", 9.0, "b", 12.0, "unused", 0.0));
        assertThat(x).containsEntry("a", 2.0);
    }

    @Test
    void aMapOfRecords() {
        Map<String, Layer> bar = grad((Map<String, Layer> m) -> {
                    Layer layer = m.get("first");
                    return layer.bias()[0] * layer.weights()[0][1];
                })
                .apply(Map.of("first", new Layer(new double[][] {{1, 2}}, new double[] {3}, "n", 4)));
        assertThat(bar.get("first").weights()[0]).containsExactly(0, 3);
        assertThat(bar.get("first").bias()).containsExactly(2);
        assertThat(bar.get("first").name()).isEqualTo("n");
    }

    @Test
    void aMatrix() {
        double[][] bar =
                grad((double[][] a) -> a[0][0] * a[1][1] - a[0][1] * a[1][0]).apply(new double[][] {{1, 2}, {3, 4}});
        assertThat(bar).isDeepEqualTo(new double[][] {{4, -3}, {-2, 1}});
    }

    @Test
    void aNumberByItself() {
        assertThat(grad((Double x) -> x * x).apply(3.0)).isEqualTo(6.0);
    }

    @Test
    void twoTreesTogetherOrOneOfThem() {
        TreeGradient2<Network, double[]> gradient = grad((Network net, double[] x) -> net.apply(x));
        Network net = network();
        TreeGradient2.Both<Network, double[]> both = gradient.both(net, X);
        // ∂/∂x = scale Σ 2 wᵢ hᵢ Wᵢ
        close(both.second(), 0.5 * (2 * 2 * 1.1 * 1 + 2 * 3 * -1.3 * 0.5), 0.5 * (2 * 3 * -1.3 * -1));
        close(gradient.second(net, X), both.second());
        close(gradient.first(net, X).hidden().bias(), both.first().hidden().bias());
    }

    private static void close(double[] actual, double... expected) {
        org.wengert.acceptance.Differentiation.close("leaf", 1e-14, actual, expected);
    }
}
