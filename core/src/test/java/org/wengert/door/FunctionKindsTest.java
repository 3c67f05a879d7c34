package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.jacobian;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;
import org.wengert.VectorField;
import org.wengert.acceptance.Differentiation;
import org.wengert.door.elsewhere.Neighbour;

/** Wherever a function is written, its code is found and followed. */
class FunctionKindsTest {
    private static final double FIRST = 1e-12;

    private double factor = 3;

    private static double cube(double x) {
        return x * x * x;
    }

    private double scaled(double x) {
        return factor * x * x;
    }

    @Test
    void privateMethods() {
        Differentiation.of(FunctionKindsTest::cube, 2).hasDerivative(FIRST, 12);
        Differentiation.of(x -> cube(x) + scaled(x), 2).hasDerivative(FIRST, 24);
    }

    @Test
    void boundMethodReferences() {
        Differentiation.of(this::scaled, 2).hasValue(0, 12).hasDerivative(FIRST, 12);
        factor = 4;
        Differentiation.of(this::scaled, 2).hasValue(0, 16).hasDerivative(FIRST, 16);
    }

    record Quadratic(double a, double b) {
        double at(double x) {
            return a * x * x + b * x;
        }

        ScalarFunction asFunction() {
            return x -> at(x) + a;
        }
    }

    @Test
    void methodsOfRecords() {
        Quadratic q = new Quadratic(2, 3);
        Differentiation.of(q::at, 2).hasValue(0, 14).hasDerivative(FIRST, 11).hasSecondDerivative(FIRST, 4);
        Differentiation.of(q.asFunction(), 2).hasDerivative(FIRST, 11);
        Differentiation.of(x -> new Quadratic(x, x * x).at(3), 2).hasDerivative(FIRST, 9 + 2 * 2 * 3);
        Quadratic bar = grad((Quadratic p) -> p.at(3)).apply(q);
        assertThat(bar).isEqualTo(new Quadratic(9, 3));
    }

    @Test
    void localClassesAndRecords() {
        record Point(double x, double y) {
            Point plus(Point other) {
                return new Point(x + other.x, y + other.y);
            }
        }
        class Accumulator {
            private Point sum = new Point(0, 0);

            void add(Point p) {
                sum = sum.plus(p);
            }
        }
        Differentiation.of(x -> {
                    Accumulator accumulator = new Accumulator();
                    for (int i = 0; i < 3; i++) {
                        accumulator.add(new Point(x[0] * i, x[1] * x[0]));
                    }
                    return accumulator.sum.x() * accumulator.sum.y();
                })
                // 3x₀ · 3x₀x₁
                .at(2, 5)
                .hasValue(0, 180)
                .hasGradient(FIRST, 180, 36);
    }

    private final class Inner {
        private final double own = 10;

        double value(double x) {
            return own * x + scaled(x);
        }
    }

    @Test
    void innerClassesWithTheirOuterInstance() {
        Inner inner = new Inner();
        Differentiation.of(inner::value, 2).hasDerivative(FIRST, 22);
        Differentiation.of(x -> new Inner().value(x), 2).hasDerivative(FIRST, 22);
    }

    static class Nested {
        static double quartic(double x) {
            return cube(x) * x;
        }

        static class Deeper {
            private static double quintic(double x) {
                return quartic(x) * x;
            }
        }
    }

    @Test
    void nestedClasses() {
        Differentiation.of(Nested::quartic, 2).hasDerivative(FIRST, 32);
        Differentiation.of(Nested.Deeper::quintic, 2).hasDerivative(FIRST, 80);
    }

    interface Shape {
        double radius();

        default double area() {
            return Math.PI * radius() * radius();
        }

        static double doubled(double x) {
            return 2 * x;
        }
    }

    record Disc(double radius) implements Shape {}

    record Ring(double inner, double radius) implements Shape {
        @Override
        public double area() {
            return Shape.super.area() - Math.PI * inner * inner;
        }
    }

    @Test
    void defaultAndStaticMethodsOfInterfaces() {
        Differentiation.of(x -> new Disc(x).area(), 2).hasDerivative(FIRST, 4 * Math.PI);
        Differentiation.of(x -> new Ring(x[0], x[1]).area()).at(1, 2).hasGradient(FIRST, -2 * Math.PI, 4 * Math.PI);
        Differentiation.of(Shape::doubled, 2).hasDerivative(FIRST, 2);
    }

    @Test
    void callsThroughAnInterfaceOfAKnownObject() {
        Differentiation.of(
                        x -> {
                            Shape shape = new Disc(x);
                            return shape.area();
                        },
                        2)
                .hasDerivative(FIRST, 4 * Math.PI);
    }

    abstract static class Curve {
        abstract double height(double x);

        double twice(double x) {
            return height(x) + height(2 * x);
        }
    }

    static final class Parabola extends Curve {
        @Override
        double height(double x) {
            return x * x;
        }
    }

    @Test
    void overriddenMethods() {
        Curve curve = new Parabola();
        Differentiation.of(x -> curve.twice(x), 2).hasValue(0, 20).hasDerivative(FIRST, 20);
        Differentiation.of(x -> new Parabola().twice(x), 2).hasDerivative(FIRST, 20);
    }

    @Test
    void anAnonymousClass() {
        ScalarFunction f = new ScalarFunction() {
            private static final long serialVersionUID = 1;

            @Override
            public double applyAsDouble(double x) {
                return x * x;
            }
        };
        assertThat(derivative(f).applyAsDouble(3)).isEqualTo(6);
    }

    /** A function object with state, written as a class. */
    static final class Polynomial implements ScalarFunction {
        private static final long serialVersionUID = 1;

        private final double[] coefficients;

        Polynomial(double... coefficients) {
            this.coefficients = coefficients;
        }

        @Override
        public double applyAsDouble(double x) {
            double y = 0;
            for (int i = coefficients.length - 1; i >= 0; i--) {
                y = y * x + coefficients[i];
            }
            return y;
        }
    }

    @Test
    void aClassThatIsAFunction() {
        Differentiation.of(new Polynomial(1, 2, 3), 2).hasValue(0, 17).hasDerivative(FIRST, 14);
        Differentiation.of(new Polynomial(5, 0, 0, 1), 2).hasDerivative(FIRST, 12);
    }

    @Test
    void lambdasThatReturnLambdas() {
        Differentiation.of(x -> adder(x).applyAsDouble(x * x), 3)
                .hasValue(0, 12)
                .hasDerivative(FIRST, 7);
        Differentiation.of(x -> composed(adder(x), y -> y * y).applyAsDouble(2), 3)
                .hasDerivative(FIRST, 10);
    }

    private static DoubleUnaryOperator adder(double a) {
        return y -> y + a;
    }

    private static DoubleUnaryOperator composed(DoubleUnaryOperator first, DoubleUnaryOperator second) {
        return y -> second.applyAsDouble(first.applyAsDouble(y));
    }

    @Test
    void defaultMethodsOfTheJdksFunctionTypes() {
        DoubleUnaryOperator sine = Math::sin;
        ScalarFunction f = x -> sine.andThen(y -> y * y).applyAsDouble(x);
        assertThat(f.applyAsDouble(0.5)).isEqualTo(Math.sin(0.5) * Math.sin(0.5));
        Differentiation.of(
                        x -> {
                            DoubleUnaryOperator square = y -> y * y;
                            return square.andThen(Math::sin).applyAsDouble(x);
                        },
                        0.5)
                .hasDerivative(FIRST, Math.cos(0.25));
    }

    @Test
    void classesOfOtherPackages() {
        Differentiation.of(Neighbour::throughTheDoor, 2).hasValue(0, 12).hasDerivative(FIRST, 14);
        Differentiation.of(Neighbour.aPrivateMethod(), 2).hasDerivative(FIRST, 12);
        Differentiation.of(new Neighbour().aLambdaOverPrivateState()).at(1, 2).hasGradient(FIRST, 2, 20);
        Differentiation.of(x -> Neighbour.throughTheDoor(x) * x, 2).hasDerivative(FIRST, 2 * 14 + 12);
    }

    static double varargs(double... x) {
        double sum = 0;
        for (double xi : x) {
            sum += xi * xi;
        }
        return sum;
    }

    @Test
    void methodsWithVariableArguments() {
        ScalarField asField = FunctionKindsTest::varargs;
        Differentiation.of(asField).at(1, 2).hasGradient(FIRST, 2, 4);
        Differentiation.of(x -> varargs(x, 2 * x, 5) + varargs(), 3).hasDerivative(FIRST, 30);
    }

    private static <T> T identity(T t) {
        return t;
    }

    @Test
    void genericMethods() {
        Differentiation.of(x -> identity(x) * identity(2 * x), 3).hasDerivative(FIRST, 12);
        Differentiation.of(x -> identity(x)[0] * identity(x)[1]).at(2, 3).hasGradient(FIRST, 3, 2);
    }

    @Test
    void otherNamesForFunctionObjects() {
        ScalarField field = x -> x[0] * x[0] * x[1];
        ScalarField again = field::applyAsDouble;
        Differentiation.of(again).at(2, 3).hasGradient(FIRST, 12, 4).hasHessian(FIRST, new double[][] {{6, 4}, {4, 0}});
        ScalarFunction sine = Math::sin;
        Differentiation.of(sine::applyAsDouble, 0.5).hasDerivative(FIRST, Math.cos(0.5));
        ScalarFunction slope = derivative(Math::exp)::applyAsDouble;
        Differentiation.of(slope, 0.5).hasDerivative(FIRST, Math.exp(0.5));
        VectorField gradient = grad(field)::apply;
        assertThat(jacobian(gradient).apply(new double[] {2, 3})).isDeepEqualTo(new double[][] {{6, 4}, {4, 0}});
        DoubleUnaryOperator cube = (DoubleUnaryOperator & java.io.Serializable) x -> x * x * x;
        Differentiation.of(cube::applyAsDouble, 2).hasDerivative(FIRST, 12);
    }
}
