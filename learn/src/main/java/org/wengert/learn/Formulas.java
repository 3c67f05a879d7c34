package org.wengert.learn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Derivatives;
import org.wengert.rule.Latex;
import org.wengert.rule.Latex.Formula;

/**
 * A {@link Trace} read as algebra: the formulas of its steps, and symbolic derivatives by the same rules that give the
 * numbers.
 *
 * <p>A trace knows one run, so the formulas are those of the branches that were taken. A formula repeats what it uses twice,
 * and the chain and product rules use nearly everything twice: symbolic derivatives swell where a trace does not.
 */
public final class Formulas {
    private static final int LONGEST = 1_000_000;

    private final Trace trace;
    private final Latex algebra = new Latex();
    private final List<Formula> values = new ArrayList<>();

    /**
     * Writes down the formulas of a trace.
     *
     * @param trace the trace
     * @throws IllegalArgumentException if a formula would have more than a million characters
     * @throws UnsupportedOperationException if a step has no formula: a method with a derivative of its own, a rounding to float
     */
    public Formulas(Trace trace) {
        this.trace = trace;
        for (Step v : trace.steps()) {
            values.add(bounded(value(v)));
        }
    }

    private Formula value(Step v) {
        return switch (v.operation()) {
            case Operation.Input in -> algebra.variable(in.name());
            case Operation.OfOne f -> algebra.apply(f.function(), operand(v, 0));
            case Operation.OfTwo f -> algebra.apply(f.function(), operand(v, 0), operand(v, 1));
            case Operation.OfThree f -> algebra.apply(f.function(), operand(v, 0), operand(v, 1), operand(v, 2));
            case Operation.InFloat f -> throw refusal(v);
            case Operation.Rounding r -> throw refusal(v);
            case Operation.Given g -> throw refusal(v);
        };
    }

    private Formula partial(Step v, int k) {
        Formula y = values.get(trace.index(v));
        return switch (v.operation()) {
            case Operation.OfOne f -> Derivatives.of(f.function(), operand(v, 0), y, algebra);
            case Operation.OfTwo f -> Derivatives.of(f.function(), k, operand(v, 0), operand(v, 1), y, algebra);
            case Operation.OfThree f ->
                Derivatives.of(f.function(), k, operand(v, 0), operand(v, 1), operand(v, 2), y, algebra);
            case Operation.Input in -> throw new AssertionError("an input has no operands (please report)");
            case Operation.InFloat f -> throw refusal(v);
            case Operation.Rounding r -> throw refusal(v);
            case Operation.Given g -> throw refusal(v);
        };
    }

    private static UnsupportedOperationException refusal(Step v) {
        StackTraceElement source = v.source();
        return new UnsupportedOperationException(
                "The step " + v.formula() + " is no function of the calculus table and has no formula."
                        + (source == null ? "" : "\n  at " + source) + "\n  Look at the numbers of its trace instead.");
    }

    private Formula operand(Step v, int k) {
        return switch (v.operands().get(k)) {
            case Operand.Of u -> values.get(trace.index(u.step()));
            case Operand.Constant c -> algebra.constant(c.number());
        };
    }

    private static Formula bounded(Formula f) {
        if (f.text().length() > LONGEST) {
            throw new IllegalArgumentException("A formula of this trace has more than " + Notation.count(LONGEST)
                    + " characters.\n  Symbolic derivatives swell; look at the trace itself, which does not.");
        }
        return f;
    }

    /**
     * Returns the formula of a step.
     *
     * @param v a step of the trace
     * @return v as a formula of the inputs
     */
    public Formula of(Step v) {
        return values.get(trace.index(v));
    }

    /**
     * Returns the formula of an output.
     *
     * @param output index among {@link Trace#outputs}
     * @return y as a formula of the inputs
     */
    public Formula output(int output) {
        return switch (trace.outputs().get(output).origin()) {
            case Operand.Of v -> of(v.step());
            case Operand.Constant c -> algebra.constant(c.number());
        };
    }

    /**
     * Returns the formula of a partial derivative, by the chain rule step after step, as it comes: not simplified.
     *
     * @param output index among {@link Trace#outputs}
     * @param input index among {@link Trace#inputs}
     * @return ∂y/∂x as a formula of the inputs
     */
    public Formula derivative(int output, int input) {
        List<@Nullable Formula> dots = new ArrayList<>();
        for (Step v : trace.steps()) {
            Formula dot = null;
            if (v.isInput()) {
                dot = trace.index(v) == input ? algebra.constant(1) : null;
            }
            for (int k = 0; k < v.operands().size(); k++) {
                if (v.operands().get(k) instanceof Operand.Of u) {
                    Formula uDot = dots.get(trace.index(u.step()));
                    if (uDot != null) {
                        Formula share = algebra.mul(partial(v, k), uDot);
                        if (!share.isZero()) {
                            dot = bounded(dot == null ? share : algebra.add(dot, share));
                        }
                    }
                }
            }
            dots.add(dot);
        }
        Formula found =
                trace.outputs().get(output).origin() instanceof Operand.Of v ? dots.get(trace.index(v.step())) : null;
        return found == null ? algebra.zero() : found;
    }
}
