package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.wengert.Gradient;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;

/** Calls whose receiver is one of several classes, or a lambda that has been kept somewhere: the run decides, the derivative follows. */
class ReceiversTest {
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;

    interface Shape {
        double area(double size);

        default double twice(double size) {
            return 2 * area(size);
        }
    }

    record Circle(double factor) implements Shape {
        @Override
        public double area(double size) {
            return factor * size * size;
        }
    }

    static final class Cube implements Shape {
        @Override
        public double area(double size) {
            return size * size * size;
        }

        @Override
        public double twice(double size) {
            return 2 * size * size * size;
        }
    }

    // ---------------------------------------------------------------- interfaces and classes

    @Test
    void elementsOfAnArray() {
        Differentiation.of(x -> {
                    Shape[] shapes = {new Circle(x[0]), new Cube(), new Circle(3)};
                    double sum = 0;
                    for (Shape s : shapes) {
                        sum += s.area(x[1]) + s.twice(x[1]);
                    }
                    return sum; // 3 (x0 + 3) x1² + 3 x1³
                })
                .at(2, 5)
                .hasGradient(FIRST, 3 * 25, 6 * (2 + 3) * 5 + 9 * 25)
                .hasHessian(SECOND, new double[][] {{0, 30}, {30, 6 * 5 + 18 * 5}});
    }

    /** The lambda of the stream is known to it alone and stays so, though lambdas of its type are objects elsewhere. */
    @Test
    void streamsNextToLambdasInAnArray() {
        Differentiation.of(x -> {
                    DoubleUnaryOperator[] functions = {t -> x[0] * t, t -> x[1] * t};
                    double sum = Arrays.stream(x).map(e -> e * x[1]).sum(); // x0 x1 + x1²
                    for (DoubleUnaryOperator f : functions) {
                        sum += f.applyAsDouble(x[1]); // x0 x1, x1²
                    }
                    return sum;
                })
                .at(2, 5)
                .hasGradient(FIRST, 2 * 5, 2 * 2 + 4 * 5)
                .hasHessian(SECOND, new double[][] {{0, 2}, {2, 4}});
    }

    @Test
    void choices() {
        for (double sign : new double[] {1, -1}) {
            Differentiation.of(x -> {
                        Shape s = x[0] > 0 ? new Circle(x[1]) : new Cube();
                        return s.area(x[0]);
                    })
                    .at(sign * 2, 3)
                    .hasGradient(FIRST, sign > 0 ? 12 : 12, sign > 0 ? 4 : 0);
        }
    }

    @Test
    void elementsOfListsAndMaps() {
        Differentiation.of(x -> {
                    List<Shape> shapes = new ArrayList<>();
                    Map<String, Shape> byName = new HashMap<>();
                    shapes.add(new Circle(x[0]));
                    byName.put("cube", new Cube());
                    byName.put("circle", shapes.get(0));
                    double sum = 0;
                    for (Shape s : byName.values()) {
                        sum += s.area(x[1]);
                    }
                    for (Shape s : shapes) {
                        sum += s.area(x[0]);
                    }
                    return sum; // x1³ + x0 x1² + x0³
                })
                .at(2, 5)
                .hasGradient(FIRST, 25 + 12, 75 + 20);
    }

    /** Formulas as a tree of objects: each node calls its children, which are of any kind. */
    abstract static class Formula {
        abstract double value(double[] x);
    }

    static final class Constant extends Formula {
        private double c;

        Constant(double c) {
            this.c = c;
        }

        @Override
        double value(double[] x) {
            return c;
        }
    }

    static final class Variable extends Formula {
        private final int index;

        Variable(int index) {
            this.index = index;
        }

        @Override
        double value(double[] x) {
            return x[index];
        }
    }

    static class Sum extends Formula {
        final Formula a;
        final Formula b;

        Sum(Formula a, Formula b) {
            this.a = a;
            this.b = b;
        }

        @Override
        double value(double[] x) {
            return a.value(x) + b.value(x);
        }
    }

    static final class Product extends Sum {
        Product(Formula a, Formula b) {
            super(a, b);
        }

        @Override
        double value(double[] x) {
            double sum = super.value(x);
            return a.value(x) * b.value(x) + 0 * sum;
        }
    }

    private static Formula formula(double c) {
        return new Product(new Sum(new Variable(0), new Constant(c)), new Product(new Variable(1), new Variable(0)));
    }

    @Test
    void treesOfObjectsMadeInside() {
        Differentiation.of(x -> formula(x[1]).value(x)) // (x0 + x1) x1 x0
                .at(2, 3)
                .hasGradient(FIRST, 2 * 2 * 3 + 9, 4 + 2 * 2 * 3)
                .hasHessian(SECOND, new double[][] {{6, 10}, {10, 4}});
    }

    @Test
    void treesOfObjectsMadeOutside() {
        Formula captured = formula(7);
        Differentiation.of(x -> captured.value(x)) // (x0 + 7) x1 x0
                .at(2, 3)
                .hasGradient(FIRST, (2 * 2 + 7) * 3, (2 + 7) * 2)
                .hasHessian(SECOND, new double[][] {{6, 11}, {11, 0}});
    }

    enum Arithmetic {
        PLUS {
            @Override
            double of(double a, double b) {
                return a + b;
            }
        },
        TIMES {
            @Override
            double of(double a, double b) {
                return a * b;
            }
        };

        abstract double of(double a, double b);
    }

    @Test
    void enumConstantsWithBodies() {
        Differentiation.of(x -> {
                    double t = x[0];
                    for (Arithmetic a : Arithmetic.values()) {
                        t = a.of(t, x[1]);
                    }
                    return t; // (x0 + x1) x1
                })
                .at(2, 3)
                .hasGradient(FIRST, 3, 2 + 6)
                .hasHessian(SECOND, new double[][] {{0, 1}, {1, 2}});
    }

    static final class Halves implements Iterable<Double> {
        private final double from;

        Halves(double from) {
            this.from = from;
        }

        @Override
        public Iterator<Double> iterator() {
            return new Iterator<>() {
                private double next = from;

                @Override
                public boolean hasNext() {
                    return next > 0.1;
                }

                @Override
                public Double next() {
                    double now = next;
                    next /= 2;
                    return now;
                }
            };
        }
    }

    @Test
    void iteratorsOfOnesOwnBesideThoseOfTheLibrary() {
        Differentiation.of(x -> {
                    List<Iterable<Double>> all = new ArrayList<>();
                    all.add(new Halves(x[0]));
                    all.add(new ArrayList<>(List.of(x[1], x[0])));
                    double sum = 0;
                    for (Iterable<Double> some : all) {
                        for (double v : some) {
                            sum += v * v;
                        }
                    }
                    return sum; // x0² (1 + ¼ + 1⁄16 + … five times) + x1² + x0²
                })
                .at(2, 3)
                .hasGradient(FIRST, 4 * (1 + 1 / 4. + 1 / 16. + 1 / 64. + 1 / 256.) + 4, 6);
    }

    @Test
    void aNullReceiverIsTheSameException() {
        ScalarField f = x -> {
            Shape[] shapes = {x[0] > 0 ? null : new Cube(), new Circle(1)};
            return shapes[0].area(x[0]);
        };
        assertThatThrownBy(() -> grad(f).apply(new double[] {1})).isInstanceOf(NullPointerException.class);
        assertThat(grad(f).apply(new double[] {-1})).containsExactly(3);
    }

    // ---------------------------------------------------------------- methods of one name

    static class Deposit {
        private double interest(double amount) {
            return amount * amount;
        }

        double yearly(double amount) {
            return interest(amount);
        }

        /** Javac's name for the method behind the lambda is that of the one in a subclass, where it may be static. */
        double sum(double amount) {
            DoubleUnaryOperator scaled = t -> t * yearly(amount);
            return scaled.applyAsDouble(3);
        }
    }

    static final class Savings extends Deposit {
        private double interest(double amount) {
            return 5 * amount;
        }

        double both(double amount) {
            return interest(amount) * super.interest(amount);
        }
    }

    static final class Loan extends Deposit {
        static double interest(double amount) {
            return 7 * amount;
        }

        @Override
        double sum(double amount) {
            DoubleUnaryOperator cubed = t -> t * t * t;
            return cubed.applyAsDouble(amount) + super.sum(amount) + interest(amount);
        }
    }

    @Test
    void aPrivateMethodIsNotOverridden() {
        // yearly: x², both: 5 x³
        Differentiation.of(x -> new Savings().yearly(x) + new Savings().both(x), 2)
                .hasDerivatives(FIRST, 2 * 2 + 15 * 4, 2 + 30 * 2);
        Differentiation.of(x -> new Loan().yearly(x), 2).hasDerivatives(FIRST, 4, 2);
        Differentiation.of(
                        x -> {
                            Deposit[] deposits = {new Savings(), new Loan(), new Deposit()};
                            double sum = 0;
                            for (Deposit a : deposits) {
                                sum += a.yearly(x) * a.interest(x);
                            }
                            return sum; // 3 x⁴
                        },
                        2)
                .hasDerivatives(FIRST, 12 * 8, 36 * 4);
    }

    @Test
    void lambdasOfAClassAndItsSubclassAreTwo() {
        // 3 x² in the class, x³ + 3 x² + 7 x in the subclass
        Differentiation.of(x -> new Savings().sum(x), 2).hasDerivatives(FIRST, 12, 6);
        Differentiation.of(x -> new Loan().sum(x), 2).hasDerivatives(FIRST, 12 + 12 + 7, 12 + 6);
    }

    interface Growth {
        double rate(double t);

        default double after(double t) {
            return t * t;
        }
    }

    interface FastGrowth extends Growth {
        @Override
        default double after(double t) {
            return t * t * t;
        }
    }

    interface NamedGrowth extends Growth {}

    interface LambdaGrowth extends Growth, FastGrowth {}

    static final class Both implements Growth, FastGrowth {
        @Override
        public double rate(double t) {
            return t;
        }
    }

    static class Slow implements NamedGrowth {
        @Override
        public double rate(double t) {
            return t;
        }

        @Override
        public double after(double t) {
            return NamedGrowth.super.after(t) / 4;
        }
    }

    static class Plain implements Growth {
        @Override
        public double rate(double t) {
            return t;
        }
    }

    static final class Doubled extends Plain {
        @Override
        public double after(double t) {
            return 2 * super.after(t);
        }
    }

    static class WithAPrivateOne {
        private double after(double t) {
            return 11 * t;
        }

        public double rate(double t) {
            return after(t);
        }
    }

    static final class Beside extends WithAPrivateOne implements Growth {}

    @Test
    void ofTwoDefaultMethodsTheMoreSpecificOneRuns() {
        Differentiation.of(x -> new Both().after(x), 2).hasDerivatives(FIRST, 12, 12);
        Differentiation.of(
                        x -> {
                            LambdaGrowth g = t -> 2 * t;
                            Growth known = g;
                            return known.after(x) + g.rate(x);
                        },
                        2)
                .hasDerivatives(FIRST, 12 + 2, 12);
        Differentiation.of(
                        x -> {
                            Growth[] all = {new Both(), new Slow(), new Plain(), new Doubled(), new Beside()};
                            double sum = 0;
                            for (Growth g : all) {
                                sum += g.after(x);
                            }
                            return sum; // x³ + x²/4 + x² + 2 x² + x²
                        },
                        2)
                .hasDerivatives(FIRST, 12 + 2 * 4.25 * 2, 12 + 2 * 4.25);
    }

    @Test
    void superFindsWhatTheClassOrInterfaceAboveInherits() {
        Differentiation.of(x -> new Slow().after(x) * new Doubled().after(x), 2) // x⁴/2
                .hasDerivatives(FIRST, 2 * 8, 6 * 4);
    }

    /** The JVM finds the private method by the name of the class, and the default method by that of the interface. */
    @Test
    void aPrivateMethodAboveADefaultMethod() {
        Differentiation.of(
                        x -> {
                            Beside b = new Beside();
                            Growth g = b;
                            return b.after(x) + g.after(x); // 11 x + x²
                        },
                        2)
                .hasValue(FIRST, 26)
                .hasDerivatives(FIRST, 11 + 4, 2);
    }

    interface Kernel {
        double at(double t);

        default double at(double s, double t) {
            return at(s - t) * at(s + t);
        }
    }

    @Test
    void aDefaultMethodWithTheNameOfTheLambdas() {
        Differentiation.of(
                        x -> {
                            Kernel[] kernels = {t -> t * t, t -> x * t};
                            double sum = 0;
                            for (Kernel k : kernels) {
                                sum += k.at(x, 1) + k.at(x);
                            }
                            return sum; // (x² − 1)² + x² + x² (x² − 1) + x² = 2 x⁴ − x² + 1
                        },
                        2)
                .hasValue(FIRST, 29)
                .hasDerivatives(FIRST, 8 * 8 - 4, 24 * 4 - 2);
    }

    interface Billed {
        default double price(double t) {
            return 37 * t * t;
        }
    }

    @Test
    void lambdasCastToSeveralInterfaces() {
        Differentiation.of(
                        x -> {
                            Growth known = (Growth & FastGrowth) t -> t;
                            Growth[] stored = {(Growth & Billed) t -> x * t, t -> t, (FastGrowth & Growth) t -> 2 * t};
                            double sum = known.after(x);
                            for (Growth g : stored) {
                                sum += g.after(x) + g.rate(x) + (g instanceof Billed p ? p.price(x) : 0);
                            }
                            return sum; // x³ + (x² + x² + 37 x²) + (x² + x) + (x³ + 2 x)
                        },
                        2)
                .hasValue(FIRST, 16 + 40 * 4 + 3 * 2)
                .hasDerivatives(FIRST, 6 * 4 + 80 * 2 + 3, 12 * 2 + 80);
    }

    @Test
    void aCapturedLambdaCastToSeveralInterfaces() {
        FastGrowth captured = (Growth & FastGrowth & java.io.Serializable) t -> t;
        Growth known = captured;
        Differentiation.of(x -> known.after(x) + captured.rate(x), 2).hasDerivatives(FIRST, 12 + 1, 12);
    }

    interface Told {
        double at(double t);

        private double scaled(double t) {
            return 43 * at(t);
        }

        default double above(double t) {
            return scaled(t);
        }
    }

    interface ToldTwice extends Told {
        private double scaled(double t) {
            return 47 * at(t) * t;
        }

        default double below(double t) {
            return scaled(t);
        }
    }

    @Test
    void privateMethodsOfInterfacesOfLambdas() {
        Differentiation.of(
                        x -> {
                            ToldTwice f = t -> t * t;
                            return f.above(x) + f.below(x); // 43 x² + 47 x³
                        },
                        2)
                .hasDerivatives(FIRST, 86 * 2 + 141 * 4, 86 + 282 * 2);
    }

    // ---------------------------------------------------------------- lambdas

    @Test
    void lambdasInAnArray() {
        Differentiation.of(x -> {
                    DoubleUnaryOperator[] all = {v -> v * v * x[0], Math::exp, v -> v + x[1]};
                    double t = x[1];
                    for (DoubleUnaryOperator f : all) {
                        t = f.applyAsDouble(t);
                    }
                    return t; // exp(x1² x0) + x1
                })
                .at(0.5, 0.7)
                .hasGradient(FIRST, Math.exp(0.245) * 0.49, Math.exp(0.245) * 0.7 + 1);
    }

    static final class Account {
        private DoubleUnaryOperator rate = t -> 0;
        private final List<DoubleBinaryOperator> fees = new ArrayList<>();

        double after(double money, double years) {
            double m = money * Math.exp(rate.applyAsDouble(years) * years);
            for (DoubleBinaryOperator fee : fees) {
                m -= fee.applyAsDouble(m, years);
            }
            return m;
        }
    }

    @Test
    void lambdasInFieldsAndLists() {
        Differentiation.of(x -> {
                    Account a = new Account();
                    a.rate = t -> x[0] + x[1] * t;
                    a.fees.add((m, t) -> 0.01 * m);
                    a.fees.add((m, t) -> x[1] * t);
                    return a.after(100, 2); // 99 exp(2 x0 + 4 x1) − 2 x1
                })
                .at(0.1, 0.05)
                .hasGradient(FIRST, 2 * 99 * Math.exp(0.4), 4 * 99 * Math.exp(0.4) - 2)
                .hasHessian(SECOND, new double[][] {
                    {4 * 99 * Math.exp(0.4), 8 * 99 * Math.exp(0.4)},
                    {8 * 99 * Math.exp(0.4), 16 * 99 * Math.exp(0.4)}
                });
    }

    @Test
    void lambdasThatHoldLambdas() {
        Differentiation.of(x -> {
                    List<Function<Double, Double>> steps = new ArrayList<>();
                    steps.add(v -> v * x[0]);
                    steps.add(Math::sin);
                    Function<Double, Double> all = Function.identity();
                    for (Function<Double, Double> step : steps) {
                        Function<Double, Double> before = all;
                        all = v -> step.apply(before.apply(v));
                    }
                    return all.apply(x[1]); // sin(x0 x1)
                })
                .at(2, 3)
                .hasGradient(FIRST, 3 * Math.cos(6), 2 * Math.cos(6));
    }

    @Test
    void suppliersThatAreChosen() {
        Differentiation.of(x -> {
                    Supplier<double[]> some = x[0] > 1 ? () -> new double[] {x[0] * x[1]} : x::clone;
                    return some.get()[0];
                })
                .at(2, 3)
                .hasGradient(FIRST, 3, 2);
    }

    @Test
    void capturedFunctionsThatAreStored() {
        ScalarFunction square = v -> v * v;
        ScalarFunction cube = v -> v * v * v;
        Differentiation.of(x -> {
                    ScalarFunction[] both = {square, cube};
                    return both[x[0] > 0 ? 1 : 0].applyAsDouble(x[0]) + both[0].applyAsDouble(x[0]);
                })
                .at(2)
                .hasGradient(FIRST, 12 + 4);
    }

    // ---------------------------------------------------------------- what only the run knows

    private static final List<Shape> REGISTERED = new ArrayList<>();

    @Test
    void objectsThatARunMeetsForTheFirstTime() {
        REGISTERED.clear();
        ScalarFunction f = x -> {
            double sum = 0;
            for (Shape s : REGISTERED) {
                sum += s.area(x);
            }
            return sum;
        };
        ScalarFunction d = derivative(f);
        assertThat(d.applyAsDouble(2)).isZero();
        REGISTERED.add(new Cube());
        assertThat(d.applyAsDouble(2)).isEqualTo(12);
        REGISTERED.add(new Circle(5));
        assertThat(d.applyAsDouble(2)).isEqualTo(12 + 20);
        assertThat(derivative(f, 2).applyAsDouble(2)).isEqualTo(12 + 10);
    }

    @Test
    void whatARunHasMetIsNotCaughtByTheFunction() {
        REGISTERED.clear();
        REGISTERED.add(new Cube());
        ScalarFunction f = x -> {
            try {
                return REGISTERED.get(0).area(x);
            } catch (Throwable e) {
                return Double.NaN;
            }
        };
        assertThat(derivative(f).applyAsDouble(2)).isEqualTo(12);
    }

    private static int calls;

    @Test
    void aRunWithEffectsIsNotRepeated() {
        REGISTERED.clear();
        REGISTERED.add(new Cube());
        ScalarFunction f = x -> {
            calls++;
            return REGISTERED.get(0).area(x);
        };
        ScalarFunction d = derivative(f);
        calls = 0;
        assertThatThrownBy(() -> d.applyAsDouble(2))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("An object of org.wengert.acceptance.ReceiversTest$Cube is met")
                .hasMessageContaining("ReceiversTest.java:")
                .hasMessageContaining("call the derivative again");
        assertThat(calls).isEqualTo(1);
        assertThat(d.applyAsDouble(2)).isEqualTo(12);
        assertThat(calls).isEqualTo(2);
    }

    record Portfolio(Shape first, double size) {}

    @Test
    void objectsInArguments() {
        var g = grad((Portfolio p) -> p.first().area(p.size()));
        assertThat(g.apply(new Portfolio(new Circle(3), 2))).isEqualTo(new Portfolio(new Circle(4), 12));
        assertThat(g.apply(new Portfolio(new Cube(), 2)).size()).isEqualTo(12);
    }

    static final class Priced {
        final DoubleUnaryOperator payoff;

        Priced(DoubleUnaryOperator payoff) {
            this.payoff = payoff;
        }

        double of(double x) {
            return payoff.applyAsDouble(x) * 2;
        }
    }

    @Test
    void lambdasMadeOutsideCannotBeRead() {
        Priced p = new Priced(x -> x * x);
        assertThatThrownBy(() -> derivative(x -> p.of(x)).applyAsDouble(2))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("A lambda whose code cannot be read")
                .hasMessageContaining("DoubleUnaryOperator.applyAsDouble, called at")
                .hasMessageContaining(
                        "Make the lambda inside the function, keep it in a static final field, or write it as a class");
    }

    @Test
    void severalThreadsMeetDifferentObjects() throws InterruptedException {
        REGISTERED.clear();
        double[] found = new double[8];
        for (int i = 0; i < found.length; i++) {
            REGISTERED.add(i % 2 == 0 ? new Cube() : new Circle(i));
        }
        ScalarField f = x -> REGISTERED.get((int) x[0]).area(x[1]);
        Gradient d = grad(f);
        Thread[] threads = new Thread[found.length];
        for (int i = 0; i < threads.length; i++) {
            int k = i;
            threads[i] = Thread.ofPlatform().start(() -> found[k] = d.apply(new double[] {k, 2})[1]);
        }
        for (Thread t : threads) {
            t.join();
        }
        assertThat(found).containsExactly(12, 4, 12, 12, 12, 20, 12, 28);
    }
}
