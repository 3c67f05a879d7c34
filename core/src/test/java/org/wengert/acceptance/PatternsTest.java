package org.wengert.acceptance;

import org.junit.jupiter.api.Test;

/** Switches over patterns, and what records say about themselves. */
class PatternsTest {
    sealed interface Shape permits Circle, Rectangle {}

    record Circle(double radius) implements Shape {}

    record Rectangle(double width, double height) implements Shape {}

    private static final double FIRST = 1e-12;

    private static double area(Shape s) {
        return switch (s) {
            case Circle(double r) -> Math.PI * r * r;
            case Rectangle(double w, double h) when w == h -> w * w;
            case Rectangle r -> r.width() * r.height();
        };
    }

    @Test
    void aSwitchOverASealedType() {
        Differentiation.of(x -> {
                    Shape[] shapes = {new Circle(x[0]), new Rectangle(x[0], x[1]), new Rectangle(x[1], x[1])};
                    double sum = 0;
                    for (Shape s : shapes) {
                        sum += area(s);
                    }
                    return sum;
                })
                .at(2, 3)
                .hasGradient(FIRST, 4 * Math.PI + 3, 2 + 6)
                .hasHessian(FIRST, new double[][] {{2 * Math.PI, 1}, {1, 2}});
    }

    @Test
    void aSwitchOverNull() {
        Differentiation.of(x -> {
                    Shape s = x[0] > 0 ? null : new Circle(x[1]);
                    return switch (s) {
                        case null -> x[0] * x[1];
                        case Circle c -> c.radius();
                        case Rectangle r -> r.width();
                    };
                })
                .at(2, 3)
                .hasGradient(FIRST, 3, 2);
    }

    @Test
    void recordsThatAreCompared() {
        Differentiation.of(x -> {
                    Rectangle p = new Rectangle(x[0], x[1]);
                    Rectangle q = new Rectangle(x[0], x[1]);
                    return p.equals(q)
                                    && p.hashCode() == q.hashCode()
                                    && p.toString().equals(q.toString())
                            ? p.width() * q.height()
                            : 0;
                })
                .at(2, 3)
                .hasGradient(FIRST, 3, 2);
    }
}
