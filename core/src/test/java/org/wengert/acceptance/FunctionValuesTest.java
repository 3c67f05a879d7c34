package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.derivative;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.wengert.ScalarFunction;

/** Functions that are wrapped in functions, kept in objects that functions capture, or fields of classes. */
class FunctionValuesTest {
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;

    // ---------------------------------------------------------------- functions around functions

    static DoubleUnaryOperator damped(DoubleUnaryOperator f, int n) {
        return n == 0 ? f : damped(u -> f.applyAsDouble(u) * 0.5, n - 1);
    }

    @Test
    void recursionThatWrapsItsLambdaInAnother() {
        Differentiation.of(x -> damped(u -> u * u * x[0], 9).applyAsDouble(x[1])) // x0 x1² / 512
                .at(3, 2)
                .hasGradient(FIRST, 4 / 512., 12 / 512.)
                .hasHessian(SECOND, new double[][] {{0, 4 / 512.}, {4 / 512., 6 / 512.}});
    }

    static double iterated(DoubleUnaryOperator f, int n, double x) {
        return n == 0 ? f.applyAsDouble(x) : iterated(u -> f.applyAsDouble(f.applyAsDouble(u)), n - 1, x);
    }

    @Test
    void recursionThatDoublesItsFunction() {
        // f eight times: x1 x0⁸
        Differentiation.of(x -> iterated(u -> u * x[0], 3, x[1]))
                .at(1.5, 2)
                .hasGradient(FIRST, 2 * 8 * Math.pow(1.5, 7), Math.pow(1.5, 8));
    }

    static double ping(DoubleUnaryOperator f, int n, double x) {
        return n == 0 ? f.applyAsDouble(x) : pong(u -> 2 * f.applyAsDouble(u), n - 1, x);
    }

    static double pong(DoubleUnaryOperator f, int n, double x) {
        return n == 0 ? f.applyAsDouble(x) : ping(u -> f.applyAsDouble(u) * x, n - 1, x);
    }

    @Test
    void methodsThatCallEachOtherAndWrapTheirLambdas() {
        Differentiation.of(x -> ping(u -> u * u, 15, x[0])) // 2⁸ x⁷ x²
                .at(1.25)
                .hasGradient(FIRST, 256 * 9 * Math.pow(1.25, 8));
    }

    static DoubleUnaryOperator power(int n) {
        return u -> n == 0 ? 1 : u * power(n - 1).applyAsDouble(u);
    }

    @Test
    void lambdasThatAskTheirMakerForAnother() {
        Differentiation.of(x -> power(4).applyAsDouble(x[0]))
                .at(1.5)
                .hasGradient(FIRST, 4 * Math.pow(1.5, 3))
                .hasHessian(SECOND, new double[][] {{12 * 1.5 * 1.5}});
    }

    @Test
    void functionsOfFunctionsInARow() {
        Differentiation.of(x -> {
                    double y = x[1];
                    Function<DoubleUnaryOperator, DoubleUnaryOperator> twice =
                            f -> t -> f.applyAsDouble(f.applyAsDouble(t));
                    return twice.andThen(twice).apply(t -> t * t * y).applyAsDouble(x[0]); // x1¹⁵ x0¹⁶
                })
                .at(1.1, 0.9)
                .hasGradient(
                        FIRST, 16 * Math.pow(1.1, 15) * Math.pow(0.9, 15), 15 * Math.pow(1.1, 16) * Math.pow(0.9, 14));
    }

    // ---------------------------------------------------------------- functions in objects

    private static final class Lazy {
        private final DoubleSupplier supplier;

        Lazy(DoubleSupplier supplier) {
            this.supplier = supplier;
        }

        double get() {
            return supplier.getAsDouble();
        }

        Lazy map(DoubleUnaryOperator f) {
            return new Lazy(() -> f.applyAsDouble(get()));
        }
    }

    @Test
    void functionsInObjectsThatFunctionsCapture() {
        Differentiation.of(x -> new Lazy(() -> x[0] * x[0])
                        .map(v -> v * v)
                        .map(v -> v * x[1])
                        .map(v -> v + 1)
                        .get()) // x1 x0⁴ + 1
                .at(1.5, 2)
                .hasGradient(FIRST, 2 * 4 * Math.pow(1.5, 3), Math.pow(1.5, 4));
    }

    interface Visitor<R> {
        R number(double d);

        R sum(Term a, Term b);
    }

    interface Term {
        <R> R accept(Visitor<R> visitor);

        static Term number(double d) {
            return new Term() {
                @Override
                public <R> R accept(Visitor<R> visitor) {
                    return visitor.number(d);
                }
            };
        }

        static Term sum(Term a, Term b) {
            return new Term() {
                @Override
                public <R> R accept(Visitor<R> visitor) {
                    return visitor.sum(a, b);
                }
            };
        }
    }

    private static final class Squares implements Visitor<Double> {
        @Override
        public Double number(double d) {
            return d * d;
        }

        @Override
        public Double sum(Term a, Term b) {
            return a.accept(this) + b.accept(this);
        }
    }

    private static final class Depth implements Visitor<Integer> {
        @Override
        public Integer number(double d) {
            return 1;
        }

        @Override
        public Integer sum(Term a, Term b) {
            return 1 + Math.max(a.accept(this), b.accept(this));
        }
    }

    @Test
    void aVisitorWithTwoTypesOfResults() {
        Differentiation.of(x -> {
                    Term t = Term.sum(Term.number(x[0]), Term.sum(Term.number(x[1]), Term.number(3)));
                    return t.accept(new Squares()) * t.accept(new Depth()); // 3 (x0² + x1² + 9)
                })
                .at(1.5, 2)
                .hasGradient(FIRST, 9, 12);
    }

    // ---------------------------------------------------------------- functions in constants

    private static final DoubleUnaryOperator SQUARE = t -> t * t;
    private static final DoubleUnaryOperator SINE = Math::sin;
    private static final List<DoubleUnaryOperator> LIST = List.of(t -> 2 * t, t -> t * t * t);
    private static final Map<String, DoubleUnaryOperator> MAP = Map.of("double", t -> 2 * t, "cube", t -> t * t * t);
    private static final Function<DoubleUnaryOperator, DoubleUnaryOperator> TWICE =
            f -> t -> f.applyAsDouble(f.applyAsDouble(t));

    enum Activation {
        SQUARE(t -> t * t),
        EXP("exponential", Math::exp),
        CUBE("cube", t -> t * t * t);

        private final DoubleUnaryOperator f;
        private final String text;

        Activation(DoubleUnaryOperator f) {
            this("", f);
        }

        Activation(String text, DoubleUnaryOperator f) {
            this.text = text;
            this.f = f;
        }

        double of(double x) {
            return f.applyAsDouble(x) * (text.isEmpty() ? 2 : 1);
        }
    }

    record Layer(DoubleUnaryOperator f, DoubleUnaryOperator slope) {
        static final Layer TANH = of(Math::tanh, t -> 1 - Math.tanh(t) * Math.tanh(t));

        static Layer of(DoubleUnaryOperator f, DoubleUnaryOperator slope) {
            return new Layer(f, slope);
        }
    }

    @Test
    void staticFinalFields() {
        Differentiation.of(x -> SQUARE.applyAsDouble(x[0]) * SINE.applyAsDouble(x[1]))
                .at(1.5, 2)
                .hasGradient(FIRST, 3 * Math.sin(2), 2.25 * Math.cos(2))
                .hasHessian(SECOND, new double[][] {
                    {2 * Math.sin(2), 3 * Math.cos(2)}, {3 * Math.cos(2), -2.25 * Math.sin(2)}
                });
    }

    private static double weighed(DoubleUnaryOperator f, double x) {
        return f.applyAsDouble(x) * (f == SQUARE ? 2 : 1);
    }

    @Test
    void theyAreTheSameObjects() {
        Differentiation.of(x -> weighed(SQUARE, x[0]) + weighed(SINE, x[1]))
                .at(1.5, 2)
                .hasGradient(FIRST, 6, Math.cos(2));
    }

    @Test
    void fieldsOfEnumConstants() {
        Differentiation.of(x -> {
                    double sum = 0;
                    for (Activation a : Activation.values()) {
                        sum += a.of(x[0]);
                    }
                    return sum; // 2x² + eˣ + x³
                })
                .at(1.5)
                .hasGradient(FIRST, 6 + Math.exp(1.5) + 3 * 2.25);
    }

    @Test
    void fieldsOfRecordsInConstants() {
        double t = Math.tanh(0.5);
        Differentiation.of(x -> Layer.TANH.f.applyAsDouble(x[0]) + 3 * Layer.TANH.slope.applyAsDouble(x[0]))
                .at(0.5)
                .hasGradient(FIRST, (1 - t * t) * (1 - 6 * t));
    }

    @Test
    void listsAndMapsInConstants() {
        Differentiation.of(x -> {
                    double sum = MAP.get("cube").applyAsDouble(x[0]);
                    for (DoubleUnaryOperator f : LIST) {
                        sum += f.applyAsDouble(x[0]);
                    }
                    return sum; // 2x + 2x³
                })
                .at(1.5)
                .hasGradient(FIRST, 2 + 6 * 2.25);
    }

    @Test
    void constantsThatTakeAndReturnFunctions() {
        Differentiation.of(x -> TWICE.apply(t -> t * x[0]).applyAsDouble(x[1])
                        + SQUARE.andThen(SINE).applyAsDouble(x[0])) // x0² x1 + sin x0²
                .at(1.5, 2)
                .hasGradient(FIRST, 6 + 3 * Math.cos(2.25), 2.25);
    }

    /** What two constructors, or two stores, may have put there. */
    private static final DoubleUnaryOperator CHOSEN = Boolean.getBoolean("never") ? t -> t : t -> t * t;

    private static final DoubleUnaryOperator[] ARRAY = {t -> t, t -> t * t};
    private static final DoubleUnaryOperator CAPTURING = scaled(3);

    private static DoubleUnaryOperator scaled(double by) {
        return t -> t * by;
    }

    @Test
    void whatIsNotStoredOnceAndForAllIsRefused() {
        for (ScalarFunction f : List.<ScalarFunction>of(
                x -> CHOSEN.applyAsDouble(x), x -> ARRAY[1].applyAsDouble(x), x -> CAPTURING.applyAsDouble(x))) {
            assertThatThrownBy(() -> derivative(f).applyAsDouble(2))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("whose code cannot be read");
        }
    }

    // ---------------------------------------------------------------- serializable functions in captured objects

    private record Curve(ScalarFunction f, String name) {
        double at(double x) {
            return f.applyAsDouble(x);
        }
    }

    @Test
    void serializableLambdasInCapturedObjectsAreRead() {
        double[] factor = {3};
        double power = 2;
        Curve[] curves = {
            new Curve(t -> factor[0] * Math.pow(t, power), "power"), new Curve(Math::exp, "exp"),
        };
        Differentiation.of(x -> curves[0].at(x[0]) * curves[1].at(x[1]))
                .at(1.5, 0.5)
                .hasGradient(FIRST, 9 * Math.exp(0.5), 3 * 2.25 * Math.exp(0.5));
        factor[0] = 5;
        Differentiation.of(x -> curves[0].at(x[0])).at(1.5).hasGradient(FIRST, 15);
    }
}
