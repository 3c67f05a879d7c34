package org.wengert.tensor;

/**
 * What is chosen along an axis by {@link Tensor#get(Index...)}: some places, one place, or the places that a tensor of whole numbers names. Immutable.
 *
 * <p>Places count from 0, or from −1 backwards from the last.
 */
public sealed interface Index permits Tensor, Index.At, Index.Range, Index.NewAxis, Index.Ellipsis {
    /**
     * One place; the axis goes.
     *
     * @param place the place, negative from the end
     */
    record At(int place) implements Index {}

    /**
     * The places from, from + step, … before to; ends beyond the axis are cut off, as NumPy does.
     *
     * @param from the first place, negative from the end
     * @param to the place that is not reached any more, negative from the end
     * @param step the distance, not 0; negative for the order turned round
     */
    record Range(int from, int to, int step) implements Index {
        /** Checks the step. */
        public Range {
            if (step == 0) {
                throw Origin.illegal(
                        "range(" + from + ", " + to + ", 0) never gets to its end.", "Give a step that is not 0.");
            }
        }
    }

    /** A new axis of extent 1. */
    record NewAxis() implements Index {}

    /** All places of as many axes as the other indices leave. */
    record Ellipsis() implements Index {}

    /**
     * Returns all places of an axis.
     *
     * @return NumPy's {@code :}
     */
    static Index all() {
        return new Range(0, Integer.MAX_VALUE, 1);
    }

    /**
     * Returns one place, whose axis goes.
     *
     * @param place the place, negative from the end
     * @return NumPy's {@code place}
     */
    static Index at(int place) {
        return new At(place);
    }

    /**
     * Returns the places from one before another.
     *
     * @param from the first place, negative from the end
     * @param to the place after the last, negative from the end
     * @return NumPy's {@code from:to}
     */
    static Index range(int from, int to) {
        return new Range(from, to, 1);
    }

    /**
     * Returns the places from one before another with a step.
     *
     * @param from the first place, negative from the end
     * @param to the place that is not reached any more, negative from the end
     * @param step the distance, not 0; negative for the order turned round
     * @return NumPy's {@code from:to:step}
     */
    static Index range(int from, int to, int step) {
        return new Range(from, to, step);
    }

    /**
     * Returns the places from one to the last.
     *
     * @param from the first place, negative from the end
     * @return NumPy's {@code from:}
     */
    static Index from(int from) {
        return new Range(from, Integer.MAX_VALUE, 1);
    }

    /**
     * Returns the places from the first before another.
     *
     * @param to the place after the last, negative from the end
     * @return NumPy's {@code :to}
     */
    static Index to(int to) {
        return new Range(0, to, 1);
    }

    /**
     * Returns every so many-th place of an axis; with a negative step from the last place backwards.
     *
     * @param step the distance, not 0
     * @return NumPy's {@code ::step}
     */
    static Index every(int step) {
        return step > 0 ? new Range(0, Integer.MAX_VALUE, step) : new Range(Integer.MAX_VALUE, Integer.MIN_VALUE, step);
    }

    /**
     * Returns a new axis of extent 1.
     *
     * @return NumPy's {@code np.newaxis}
     */
    static Index newAxis() {
        return new NewAxis();
    }

    /**
     * Returns all places of as many axes as the other indices leave.
     *
     * @return NumPy's {@code ...}
     */
    static Index ellipsis() {
        return new Ellipsis();
    }
}
