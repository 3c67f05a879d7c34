package org.wengert.learn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One elementary operation of a run that depends on the inputs, or an input itself: a row of the evaluation trace.
 * Compared by identity.
 */
public final class Step {
    private final Operation operation;
    private final List<Operand> operands;
    private final double value;
    private final double[] partials;
    private final int vanishing;
    private final @Nullable StackTraceElement source;
    private int number;

    /**
     * Creates a step without a number yet.
     *
     * @param vanishing bit i: by operand i there is no derivative but zero, even against ∞
     */
    Step(
            Operation operation,
            List<Operand> operands,
            double value,
            double[] partials,
            int vanishing,
            @Nullable StackTraceElement source) {
        this.operation = operation;
        this.operands = operands;
        this.value = value;
        this.partials = partials;
        this.vanishing = vanishing;
        this.source = source;
    }

    void number(int newNumber) {
        this.number = newNumber;
    }

    /**
     * Returns the index of v: n inputs have 1 − n … 0, what is computed from them 1, 2, ….
     *
     * @return the number
     */
    public int number() {
        return number;
    }

    /**
     * Returns the name in formulas.
     *
     * @return {@code v₃}, {@code v₋₁}
     */
    public String label() {
        return "v" + Notation.subscript(number);
    }

    /**
     * Returns what computes the value.
     *
     * @return the operation
     */
    public Operation operation() {
        return operation;
    }

    /**
     * Returns whether this is an input.
     *
     * @return whether nothing computes it
     */
    public boolean isInput() {
        return operation instanceof Operation.Input;
    }

    /**
     * Returns what the value is computed from.
     *
     * @return the operands, none of an input
     */
    public List<Operand> operands() {
        return operands;
    }

    /**
     * Returns the value in this run.
     *
     * @return the value
     */
    public double value() {
        return value;
    }

    /**
     * Returns ∂v/∂operand in this run.
     *
     * @param operand its index
     * @return the local partial derivative, 0 by a constant
     */
    public double partial(int operand) {
        return partials[operand];
    }

    /** Returns whether the derivative by that operand is zero whatever it is multiplied with. */
    boolean vanishes(int operand) {
        return (vanishing & 1 << Math.min(operand, 31)) != 0;
    }

    /**
     * Returns where in the source the operation is.
     *
     * @return class, method, file and line; null of an input and where the class file does not tell
     */
    public @Nullable StackTraceElement source() {
        return source;
    }

    /**
     * Returns the operation with its operands.
     *
     * @return for example {@code v₁ + v₂}; the name of an input
     */
    public String formula() {
        List<String> texts = new ArrayList<>();
        for (Operand operand : operands) {
            texts.add(operand.text());
        }
        return operation.formula(texts);
    }

    /** Returns the step as a line: {@code v₃ = sin v₀ = −0.958924}. */
    @Override
    public String toString() {
        return label() + " = " + formula() + " = " + Notation.number(value, 6);
    }
}
