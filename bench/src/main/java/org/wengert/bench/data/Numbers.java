package org.wengert.bench.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;

/** The numbers of a text file, one after another; whatever separates them (white space, colons, line ends) is skipped. Stateful. */
final class Numbers {
    private final Path file;
    private final StringTokenizer tokens;

    private Numbers(Path file, String text) {
        this.file = file;
        this.tokens = new StringTokenizer(text, ": \t\r\n");
    }

    static Numbers of(Path file) {
        try {
            return new Numbers(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String word() {
        if (!tokens.hasMoreTokens()) {
            throw new IllegalArgumentException(file + " ends before all of its numbers were read.");
        }
        return tokens.nextToken();
    }

    int integer() {
        String word = word();
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + " has '" + word + "' where an integer belongs.", e);
        }
    }

    double real() {
        String word = word();
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + " has '" + word + "' where a number belongs.", e);
        }
    }

    double[] reals(int n) {
        double[] reals = new double[n];
        for (int i = 0; i < n; i++) {
            reals[i] = real();
        }
        return reals;
    }

    double[][] matrix(int rows, int columns) {
        double[][] matrix = new double[rows][];
        for (int i = 0; i < rows; i++) {
            matrix[i] = reals(columns);
        }
        return matrix;
    }

    boolean hasMore() {
        return tokens.hasMoreTokens();
    }

    /** Fails unless everything was read: a file whose format is not the expected one must not pass for a shorter one. */
    void end() {
        if (tokens.hasMoreTokens()) {
            throw new IllegalArgumentException(
                    file + " goes on with '" + tokens.nextToken() + "' where it should end.");
        }
    }
}
