package org.wengert.bench.objective;

/**
 * The mean negative log-likelihood of a character sequence under stacked long short-term memories whose weights act
 * elementwise: the objective "lstm" of ADBench.
 *
 * <p>Parameters, for l layers of b bits: for each layer the weights and then the biases, each b numbers for the forget, the
 * in, the out gate and the change, {@code [2l, 4b]}; then the weight of the input and the weight and the bias of the output,
 * {@code [3, b]}.
 */
public final class Lstm {
    private final int layers;
    private final int bits;
    private final double[][] initialState;
    private final double[][] sequence;

    /**
     * @param initialState the hidden and the cell state of each layer, {@code [2l, b]}
     * @param sequence zeros and ones, {@code [c, b]}
     */
    public Lstm(double[][] initialState, double[][] sequence) {
        this.layers = initialState.length / 2;
        this.bits = sequence[0].length;
        this.initialState = initialState;
        this.sequence = sequence;
    }

    /** Returns the number of parameters, 8lb + 3b. */
    public int parameterCount() {
        return 8 * layers * bits + 3 * bits;
    }

    /** Returns l. */
    public int layers() {
        return layers;
    }

    /** Returns b. */
    public int bits() {
        return bits;
    }

    /** Returns the state before the first character, {@code [2l, b]}. */
    public double[][] initialState() {
        return initialState;
    }

    /** Returns the characters, {@code [c, b]}. */
    public double[][] sequence() {
        return sequence;
    }

    /** Returns f of the parameters. */
    public double objective(double[] parameters) {
        double[][] state = new double[2 * layers][];
        for (int i = 0; i < state.length; i++) {
            state[i] = initialState[i].clone();
        }
        double total = 0;
        int count = 0;
        double[] prediction = new double[bits];
        for (int t = 0; t < sequence.length - 1; t++) {
            predict(parameters, sequence[t], state, prediction);
            double sum = 0;
            for (int i = 0; i < bits; i++) {
                sum += Math.exp(prediction[i]);
            }
            double normaliser = Math.log(sum + 2);
            double[] next = sequence[t + 1];
            for (int i = 0; i < bits; i++) {
                total += next[i] * (prediction[i] - normaliser);
            }
            count += bits;
        }
        return -total / count;
    }

    /** Advances the state by one character and predicts the next. */
    private void predict(double[] parameters, double[] input, double[][] state, double[] prediction) {
        int extra = 8 * layers * bits;
        double[] x = new double[bits];
        for (int i = 0; i < bits; i++) {
            x[i] = input[i] * parameters[extra + i];
        }
        for (int layer = 0; layer < layers; layer++) {
            double[] hidden = state[2 * layer];
            step(parameters, 8 * layer * bits, hidden, state[2 * layer + 1], x);
            x = hidden;
        }
        for (int i = 0; i < bits; i++) {
            prediction[i] = x[i] * parameters[extra + bits + i] + parameters[extra + 2 * bits + i];
        }
    }

    /** One layer, whose weights begin at an index of the parameters and whose biases follow them. */
    private void step(double[] parameters, int weights, double[] hidden, double[] cell, double[] input) {
        int biases = weights + 4 * bits;
        for (int i = 0; i < bits; i++) {
            double forget = sigmoid(input[i] * parameters[weights + i] + parameters[biases + i]);
            double in = sigmoid(hidden[i] * parameters[weights + bits + i] + parameters[biases + bits + i]);
            double out = sigmoid(input[i] * parameters[weights + 2 * bits + i] + parameters[biases + 2 * bits + i]);
            double change =
                    Math.tanh(hidden[i] * parameters[weights + 3 * bits + i] + parameters[biases + 3 * bits + i]);
            cell[i] = cell[i] * forget + in * change;
            hidden[i] = out * Math.tanh(cell[i]);
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
