package org.wengert.bench.data;

import java.nio.file.Path;
import org.wengert.bench.objective.Lstm;

/** A file of ADBench's "lstm": l c b; the parameters; the initial state; the characters. */
public final class LstmFile {
    private final Lstm lstm;
    private final double[] parameters;

    private LstmFile(Lstm lstm, double[] parameters) {
        this.lstm = lstm;
        this.parameters = parameters;
    }

    /** Reads a file. */
    public static LstmFile read(Path file) {
        Numbers in = Numbers.of(file);
        int layers = in.integer();
        int characters = in.integer();
        int bits = in.integer();
        double[] parameters = in.reals(8 * layers * bits + 3 * bits);
        double[][] state = in.matrix(2 * layers, bits);
        double[][] sequence = in.matrix(characters, bits);
        in.end();
        return new LstmFile(new Lstm(state, sequence), parameters);
    }

    /** Returns the objective. */
    public Lstm lstm() {
        return lstm;
    }

    /** Returns where it is evaluated. */
    public double[] parameters() {
        return parameters.clone();
    }
}
