package org.wengert.rule;

/**
 * The algebra of double numbers: a rule read over it is evaluated.
 *
 * <p>Numbers have no structural zero: {@link #zero()} is the number 0, and {@link #isZero} holds for none. A caller that
 * propagates derivatives keeps "does not depend" apart from the numbers, or 0 · ∞ is NaN.
 */
public enum Numbers implements Algebra<Double> {
    /** The only instance. */
    NUMBERS;

    @Override
    public Double constant(double c) {
        return c;
    }

    @Override
    public Double zero() {
        return 0.0;
    }

    @Override
    public boolean isZero(Double v) {
        return false;
    }

    @Override
    public Double apply(Unary f, Double x) {
        return f.evaluate(x);
    }

    @Override
    public Double apply(Binary f, Double x, Double y) {
        return f.evaluate(x, y);
    }

    @Override
    public Double apply(Ternary f, Double x, Double y, Double z) {
        return f.evaluate(x, y, z);
    }
}
