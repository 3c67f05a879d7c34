package org.wengert.learn;

import org.wengert.rule.Algebra;
import org.wengert.rule.Binary;
import org.wengert.rule.Derivatives;
import org.wengert.rule.Numbers;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Local partial derivatives as numbers: the calculus table read over {@link Numbers}, which remembers besides what no input
 * influences and what is zero whatever it meets.
 */
final class Local implements Algebra<Local.Quantity> {
    /**
     * A number that a rule is evaluated with.
     *
     * @param value the number
     * @param isConstant whether no input influences it
     * @param isZero whether it is the structural zero
     */
    record Quantity(double value, boolean isConstant, boolean isZero) {}

    private static final Local ALGEBRA = new Local();
    private static final Quantity ZERO = new Quantity(0, true, true);

    private Local() {}

    static Quantity partial(Unary f, Quantity x, double y) {
        return Derivatives.of(f, x, active(y), ALGEBRA);
    }

    static Quantity partial(Binary f, int argument, Quantity x1, Quantity x2, double y) {
        return Derivatives.of(f, argument, x1, x2, active(y), ALGEBRA);
    }

    static Quantity partial(Ternary f, int argument, Quantity x1, Quantity x2, Quantity x3, double y) {
        return Derivatives.of(f, argument, x1, x2, x3, active(y), ALGEBRA);
    }

    static Quantity active(double value) {
        return new Quantity(value, false, false);
    }

    @Override
    public Quantity constant(double c) {
        return new Quantity(c, true, false);
    }

    @Override
    public Quantity zero() {
        return ZERO;
    }

    @Override
    public boolean isZero(Quantity v) {
        return v.isZero;
    }

    @Override
    public double constantValue(Quantity v) {
        return v.isConstant ? v.value : Double.NaN;
    }

    @Override
    public Quantity apply(Unary f, Quantity x) {
        return new Quantity(Numbers.NUMBERS.apply(f, x.value), x.isConstant, false);
    }

    @Override
    public Quantity apply(Binary f, Quantity x, Quantity y) {
        return new Quantity(Numbers.NUMBERS.apply(f, x.value, y.value), x.isConstant && y.isConstant, false);
    }

    @Override
    public Quantity apply(Ternary f, Quantity x, Quantity y, Quantity z) {
        return new Quantity(
                Numbers.NUMBERS.apply(f, x.value, y.value, z.value),
                x.isConstant && y.isConstant && z.isConstant,
                false);
    }
}
