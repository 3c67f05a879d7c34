package org.wengert.language;

import java.util.function.BinaryOperator;

/**
 * A function of (x, y) at a point, with its first and second derivatives: what closed forms are computed with here. It shares nothing with the
 * differentiator.
 *
 * @param v the value
 * @param dx ∂/∂x
 * @param dy ∂/∂y
 * @param xx ∂²/∂x²
 * @param xy ∂²/∂x∂y
 * @param yy ∂²/∂y²
 */
record Jet(double v, double dx, double dy, double xx, double xy, double yy) {
    /** A formula in x and y. */
    interface Formula extends BinaryOperator<Jet> {}

    static Jet constant(double c) {
        return new Jet(c, 0, 0, 0, 0, 0);
    }

    /** Returns the formula's value and derivatives at a point. */
    static Jet at(double x, double y, Formula formula) {
        return formula.apply(new Jet(x, 1, 0, 0, 0, 0), new Jet(y, 0, 1, 0, 0, 0));
    }

    /** f(this), from f, f′ and f″ there. */
    private Jet through(double f, double f1, double f2) {
        return new Jet(f, f1 * dx, f1 * dy, f1 * xx + f2 * dx * dx, f1 * xy + f2 * dx * dy, f1 * yy + f2 * dy * dy);
    }

    Jet plus(Jet b) {
        return new Jet(v + b.v, dx + b.dx, dy + b.dy, xx + b.xx, xy + b.xy, yy + b.yy);
    }

    Jet plus(double c) {
        return plus(constant(c));
    }

    Jet minus(Jet b) {
        return plus(b.times(-1));
    }

    Jet minus(double c) {
        return plus(-c);
    }

    Jet times(Jet b) {
        return new Jet(
                v * b.v,
                dx * b.v + v * b.dx,
                dy * b.v + v * b.dy,
                xx * b.v + 2 * dx * b.dx + v * b.xx,
                xy * b.v + dx * b.dy + dy * b.dx + v * b.xy,
                yy * b.v + 2 * dy * b.dy + v * b.yy);
    }

    Jet times(double c) {
        return times(constant(c));
    }

    Jet over(Jet b) {
        return times(b.through(1 / b.v, -1 / (b.v * b.v), 2 / (b.v * b.v * b.v)));
    }

    Jet over(double c) {
        return over(constant(c));
    }

    Jet squared() {
        return times(this);
    }

    /** this to the power of n, an integer. */
    Jet power(int n) {
        return through(Math.pow(v, n), n * Math.pow(v, n - 1), n * (n - 1) * Math.pow(v, n - 2));
    }

    Jet sin() {
        return through(Math.sin(v), Math.cos(v), -Math.sin(v));
    }

    Jet cos() {
        return through(Math.cos(v), -Math.sin(v), -Math.cos(v));
    }

    Jet exp() {
        return through(Math.exp(v), Math.exp(v), Math.exp(v));
    }

    Jet log() {
        return through(Math.log(v), 1 / v, -1 / (v * v));
    }

    Jet sqrt() {
        double root = Math.sqrt(v);
        return through(root, 1 / (2 * root), -1 / (4 * v * root));
    }

    /** The larger of two that are not equal. */
    Jet max(Jet b) {
        return v > b.v ? this : b;
    }

    /** The smaller of two that are not equal. */
    Jet min(Jet b) {
        return v < b.v ? this : b;
    }
}
