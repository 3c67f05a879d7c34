package org.wengert.bench.byhand;

import java.util.Arrays;
import org.wengert.bench.objective.Lstm;

/** The gradient of {@link Lstm}: back-propagation through time, from gates kept by the forward sweep. */
public final class LstmGradient implements WrittenGradient {
    private static final int KEPT = 8;

    private final Lstm lstm;
    private final int layers;
    private final int bits;
    private final int steps;

    // Of every step and layer: input, old hidden, old cell, forget, in, out, change, tanh(cell); then the last layer's
    // hidden.
    private final double[] kept;
    private final double[] outputs;
    private final double[] softmax;

    /** @param lstm the objective; not thread-safe, the space of the forward sweep is kept */
    public LstmGradient(Lstm lstm) {
        this.lstm = lstm;
        this.layers = lstm.layers();
        this.bits = lstm.bits();
        this.steps = lstm.sequence().length - 1;
        this.kept = new double[steps * layers * bits * KEPT];
        this.outputs = new double[steps * bits];
        this.softmax = new double[steps * bits];
    }

    @Override
    public double into(double[] x, double[] gradient) {
        Arrays.fill(gradient, 0);
        double count = (double) steps * bits;
        double value = -forward(x) / count;
        backward(x, gradient, -1 / count);
        return value;
    }

    private double forward(double[] x) {
        double[][] state = new double[2 * layers][];
        for (int i = 0; i < state.length; i++) {
            state[i] = lstm.initialState()[i].clone();
        }
        int extra = 8 * layers * bits;
        double total = 0;
        double[] input = new double[bits];
        int at = 0;
        for (int t = 0; t < steps; t++) {
            double[] current = lstm.sequence()[t];
            double[] next = lstm.sequence()[t + 1];
            for (int i = 0; i < bits; i++) {
                input[i] = current[i] * x[extra + i];
            }
            for (int layer = 0; layer < layers; layer++) {
                int w = 8 * layer * bits;
                int b = w + 4 * bits;
                double[] hidden = state[2 * layer];
                double[] cell = state[2 * layer + 1];
                for (int i = 0; i < bits; i++, at += KEPT) {
                    double forget = sigmoid(input[i] * x[w + i] + x[b + i]);
                    double in = sigmoid(hidden[i] * x[w + bits + i] + x[b + bits + i]);
                    double out = sigmoid(input[i] * x[w + 2 * bits + i] + x[b + 2 * bits + i]);
                    double change = Math.tanh(hidden[i] * x[w + 3 * bits + i] + x[b + 3 * bits + i]);
                    kept[at] = input[i];
                    kept[at + 1] = hidden[i];
                    kept[at + 2] = cell[i];
                    kept[at + 3] = forget;
                    kept[at + 4] = in;
                    kept[at + 5] = out;
                    kept[at + 6] = change;
                    cell[i] = cell[i] * forget + in * change;
                    kept[at + 7] = Math.tanh(cell[i]);
                    hidden[i] = out * kept[at + 7];
                    input[i] = hidden[i];
                }
            }
            double sum = 0;
            double ones = 0;
            double chosen = 0;
            for (int i = 0; i < bits; i++) {
                double y = input[i] * x[extra + bits + i] + x[extra + 2 * bits + i];
                outputs[t * bits + i] = input[i];
                softmax[t * bits + i] = Math.exp(y);
                sum += softmax[t * bits + i];
                ones += next[i];
                chosen += next[i] * y;
            }
            sum += 2;
            for (int i = 0; i < bits; i++) {
                softmax[t * bits + i] *= ones / sum;
            }
            total += chosen - ones * Math.log(sum);
        }
        return total;
    }

    private void backward(double[] x, double[] gradient, double totalBar) {
        int extra = 8 * layers * bits;
        double[][] hiddenBar = new double[layers][bits];
        double[][] cellBar = new double[layers][bits];
        double[] inputBar = new double[bits];
        for (int t = steps - 1; t >= 0; t--) {
            double[] next = lstm.sequence()[t + 1];
            for (int i = 0; i < bits; i++) {
                double yBar = totalBar * (next[i] - softmax[t * bits + i]);
                gradient[extra + bits + i] += yBar * outputs[t * bits + i];
                gradient[extra + 2 * bits + i] += yBar;
                inputBar[i] = yBar * x[extra + bits + i];
            }
            for (int layer = layers - 1; layer >= 0; layer--) {
                int w = 8 * layer * bits;
                int b = w + 4 * bits;
                int at = (t * layers + layer) * bits * KEPT;
                for (int i = 0; i < bits; i++, at += KEPT) {
                    double forget = kept[at + 3];
                    double in = kept[at + 4];
                    double out = kept[at + 5];
                    double change = kept[at + 6];
                    double tanh = kept[at + 7];
                    double newHiddenBar = hiddenBar[layer][i] + inputBar[i];
                    double newCellBar = cellBar[layer][i] + newHiddenBar * out * (1 - tanh * tanh);
                    double outBar = newHiddenBar * tanh * out * (1 - out);
                    double forgetBar = newCellBar * kept[at + 2] * forget * (1 - forget);
                    double inBar = newCellBar * change * in * (1 - in);
                    double changeBar = newCellBar * in * (1 - change * change);
                    cellBar[layer][i] = newCellBar * forget;
                    hiddenBar[layer][i] = inBar * x[w + bits + i] + changeBar * x[w + 3 * bits + i];
                    inputBar[i] = forgetBar * x[w + i] + outBar * x[w + 2 * bits + i];
                    gradient[w + i] += forgetBar * kept[at];
                    gradient[w + bits + i] += inBar * kept[at + 1];
                    gradient[w + 2 * bits + i] += outBar * kept[at];
                    gradient[w + 3 * bits + i] += changeBar * kept[at + 1];
                    gradient[b + i] += forgetBar;
                    gradient[b + bits + i] += inBar;
                    gradient[b + 2 * bits + i] += outBar;
                    gradient[b + 3 * bits + i] += changeBar;
                }
            }
            for (int i = 0; i < bits; i++) {
                gradient[extra + i] += inputBar[i] * lstm.sequence()[t][i];
            }
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
