package org.wengert.learn;

/** What a {@link Step} is computed from. */
public sealed interface Operand {
    /**
     * An earlier step, or an input.
     *
     * @param step which
     */
    record Of(Step step) implements Operand {}

    /**
     * A number that no input influences.
     *
     * @param number the number
     */
    record Constant(double number) implements Operand {}

    /**
     * Returns the number that the operand has in this run.
     *
     * @return its value
     */
    default double value() {
        return switch (this) {
            case Of of -> of.step.value();
            case Constant c -> c.number;
        };
    }

    /**
     * Returns the operand as formulas write it.
     *
     * @return {@code v₃}, or the number
     */
    default String text() {
        return switch (this) {
            case Of of -> of.step.label();
            case Constant c -> Notation.number(c.number, 6);
        };
    }
}
