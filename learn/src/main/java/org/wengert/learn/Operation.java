package org.wengert.learn;

import java.util.List;
import java.util.Locale;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/** What computes a {@link Step} from its operands. */
public sealed interface Operation {
    /**
     * An input: nothing computes it.
     *
     * @param name as the source names it, {@code x1} or {@code x[3]}
     */
    record Input(String name) implements Operation {}

    /**
     * A function of one number.
     *
     * @param function of the calculus table
     */
    record OfOne(Unary function) implements Operation {}

    /**
     * A function of two numbers.
     *
     * @param function of the calculus table
     */
    record OfTwo(Binary function) implements Operation {}

    /**
     * A function of three numbers.
     *
     * @param function of the calculus table
     */
    record OfThree(Ternary function) implements Operation {}

    /**
     * Arithmetic in {@code float}, whose rounding has derivative 1.
     *
     * @param exact the operation on real numbers
     */
    record InFloat(Operation exact) implements Operation {}

    /** Rounding of a {@code double} to the next {@code float}, derivative 1. */
    record Rounding() implements Operation {}

    /**
     * A method whose derivative its author has given.
     *
     * @param method its name
     */
    record Given(String method) implements Operation {}

    /**
     * Returns the name of the operation: {@code ln}, {@code +}, {@code atan2}.
     *
     * @return the name
     */
    default String name() {
        return switch (this) {
            case Input in -> in.name;
            case OfOne f ->
                switch (f.function) {
                    case NEG -> "−";
                    case LOG -> "ln";
                    case SQUARE -> "²";
                    case RECIPROCAL -> "1/";
                    default -> f.function.method() == null ? lower(f.function) : f.function.method();
                };
            case OfTwo f ->
                switch (f.function) {
                    case ADD -> "+";
                    case SUB -> "−";
                    case MUL -> "·";
                    case DIV -> "/";
                    case REM -> "%";
                    default -> f.function.method() == null ? lower(f.function) : f.function.method();
                };
            case OfThree f -> f.function.method();
            case InFloat f -> f.exact.name();
            case Rounding r -> "float";
            case Given g -> g.method;
        };
    }

    /**
     * Returns the name of the operation for programs.
     *
     * @return {@code add}, {@code log}: the constant of the calculus table in small letters; {@code float} for a rounding
     */
    default String key() {
        return switch (this) {
            case Input in -> in.name;
            case OfOne f -> lower(f.function);
            case OfTwo f -> lower(f.function);
            case OfThree f -> lower(f.function);
            case InFloat f -> f.exact.key();
            case Rounding r -> "float";
            case Given g -> g.method;
        };
    }

    /**
     * Returns the operation as a formula of operands that are written already.
     *
     * @param operands each a number or a letter with its index
     * @return for example {@code v₁ + v₂} or {@code sin v₀}
     */
    default String formula(List<String> operands) {
        return switch (this) {
            case Input in -> in.name;
            case OfOne f ->
                switch (f.function) {
                    case NEG -> "−" + factor(operands.get(0));
                    case SQUARE -> factor(operands.get(0)) + "²";
                    case RECIPROCAL -> "1/" + factor(operands.get(0));
                    case ABS -> "|" + operands.get(0) + "|";
                    default -> name() + " " + factor(operands.get(0));
                };
            case OfTwo f ->
                switch (f.function) {
                    case ADD, SUB, MUL, DIV, REM ->
                        factor(operands.get(0)) + " " + name() + " " + factor(operands.get(1));
                    default -> call(operands);
                };
            case InFloat f -> f.exact.formula(operands);
            case OfThree f -> call(operands);
            case Rounding r -> "(float) " + operands.get(0);
            case Given g -> call(operands);
        };
    }

    private String call(List<String> operands) {
        return name() + "(" + String.join(", ", operands) + ")";
    }

    /** Returns a negative number in parentheses, so that a sign does not follow an operator. */
    private static String factor(String operand) {
        return operand.startsWith("−") ? "(" + operand + ")" : operand;
    }

    private static String lower(Enum<?> e) {
        return e.name().toLowerCase(Locale.ROOT);
    }
}
