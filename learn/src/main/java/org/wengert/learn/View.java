package org.wengert.learn;

/**
 * What a table or a graph of a {@link Trace} shows.
 *
 * @param input the index of the input whose direction the tangents have
 * @param output the index of the output that the adjoints are of
 * @param decimals how many decimals numbers have at most
 * @param limit how many rows are shown at most
 */
public record View(int input, int output, int decimals, int limit) {
    /** Tangents of the first input, adjoints of the first output, six decimals, forty rows. */
    public static final View USUAL = new View(0, 0, 6, 40);

    /**
     * Returns this view with tangents of another input.
     *
     * @param index of the input, from 0
     * @return the view
     */
    public View withInput(int index) {
        return new View(index, output, decimals, limit);
    }

    /**
     * Returns this view with adjoints of another output.
     *
     * @param index of the output, from 0
     * @return the view
     */
    public View withOutput(int index) {
        return new View(input, index, decimals, limit);
    }

    /**
     * Returns this view with other rounding.
     *
     * @param count how many decimals numbers have at most
     * @return the view
     */
    public View withDecimals(int count) {
        return new View(input, output, count, limit);
    }

    /**
     * Returns this view with another limit.
     *
     * @param rows how many rows are shown at most
     * @return the view
     */
    public View withLimit(int rows) {
        return new View(input, output, decimals, rows);
    }

    /**
     * Returns this view of all rows.
     *
     * @return the view
     */
    public View all() {
        return withLimit(Integer.MAX_VALUE);
    }
}
