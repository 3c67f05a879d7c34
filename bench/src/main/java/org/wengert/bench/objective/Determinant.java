package org.wengert.bench.objective;

import java.util.Arrays;

/**
 * The determinant by expansion along the first row, recursively: GradBench's "det". The rows and columns that remain are
 * linked lists of indices, from which the recursion takes entries out and puts them back.
 */
public final class Determinant {
    private Determinant() {}

    /** Returns det A of a square matrix, row by row. */
    public static double objective(double[] a) {
        int size = (int) Math.round(Math.sqrt(a.length));
        int[] nextRow = new int[size + 1];
        Arrays.setAll(nextRow, i -> i + 1);
        nextRow[size] = 0;
        int[] nextColumn = nextRow.clone();
        return minor(a, size, size, nextRow, nextColumn);
    }

    /** The determinant of the rows and columns listed; entry {@code size} of a list is its head. */
    private static double minor(double[] a, int size, int remaining, int[] nextRow, int[] nextColumn) {
        int row = nextRow[size];
        int column = nextColumn[size];
        if (remaining == 1) {
            return a[row * size + column];
        }
        double sum = 0;
        double sign = 1;
        nextRow[size] = nextRow[row];
        int previous = size;
        for (int i = 0; i < remaining; i++) {
            nextColumn[previous] = nextColumn[column];
            sum += sign * a[row * size + column] * minor(a, size, remaining - 1, nextRow, nextColumn);
            nextColumn[previous] = column;
            sign = -sign;
            previous = column;
            column = nextColumn[column];
        }
        nextRow[size] = row;
        return sum;
    }
}
