package org.wengert.language;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** Lambdas and method references: JLS §15.13, §15.27. */
class LambdasTest extends Constructs {
    @Override
    String area() {
        return "Lambdas and method references";
    }

    @Construct(value = "a lambda that captures active values", code = "DoubleUnaryOperator line = t -> x * t + y;")
    void capturingLambda() {
        differentiates(
                (x, y) -> {
                    DoubleUnaryOperator line = t -> x * t + y;
                    return line.applyAsDouble(x) * line.applyAsDouble(2);
                },
                (x, y) -> x.squared().plus(y).times(x.times(2).plus(y)));
    }

    @Construct(value = "a lambda that is passed to a method", code = "simpson(t -> x * Math.exp(y * t), 0, 1)")
    void lambdaAsAnArgument() {
        differentiates(
                (x, y) -> simpson(t -> x * Math.exp(y * t), 0, 1),
                (x, y) ->
                        x.times(y.over(2).exp().times(4).plus(y.exp()).plus(1)).over(6));
    }

    private static double simpson(DoubleUnaryOperator f, double a, double b) {
        return (b - a) / 6 * (f.applyAsDouble(a) + 4 * f.applyAsDouble((a + b) / 2) + f.applyAsDouble(b));
    }

    @Construct(value = "a lambda that is returned", code = "return t -> t * by;")
    void lambdaReturned() {
        differentiates(
                (x, y) -> scaling(x).applyAsDouble(y) + scaling(2).applyAsDouble(x),
                (x, y) -> x.times(y).plus(x.times(2)));
    }

    private static DoubleUnaryOperator scaling(double by) {
        return t -> t * by;
    }

    @Construct(value = "curried lambdas", code = "a -> b -> a * b + x")
    void curried() {
        differentiates(
                (x, y) -> {
                    DoubleFunction<DoubleUnaryOperator> f = a -> b -> a * b + x;
                    return f.apply(x).applyAsDouble(y);
                },
                (x, y) -> x.times(y).plus(x));
    }

    @Construct(value = "`compose` and `andThen`", code = "square.andThen(plus).compose(Math::sin)")
    void composed() {
        differentiates(
                (x, y) -> {
                    DoubleUnaryOperator square = t -> t * t;
                    DoubleUnaryOperator plus = t -> t + y;
                    return square.andThen(plus).compose(Math::sin).applyAsDouble(x);
                },
                (x, y) -> x.sin().squared().plus(y));
    }

    @Construct(value = "generic function objects", code = "Function<Double, Double> cube = t -> t * t * t;")
    void genericFunctions() {
        differentiates(
                (x, y) -> {
                    Function<Double, Double> cube = t -> t * t * t;
                    BiFunction<Double, Double, Double> times = (a, b) -> a * b;
                    Supplier<Double> later = () -> x * y;
                    ToDoubleFunction<Double> unbox = t -> t;
                    return times.andThen(cube).apply(x, y) + later.get() + unbox.applyAsDouble(x);
                },
                (x, y) -> x.times(y).power(3).plus(x.times(y)).plus(x));
    }

    @Construct(value = "a reference to a static method", code = "DoubleBinaryOperator f = Math::hypot;")
    void staticReference() {
        differentiates(
                (x, y) -> {
                    DoubleBinaryOperator f = Math::hypot;
                    return f.applyAsDouble(x, y);
                },
                (x, y) -> x.squared().plus(y.squared()).sqrt());
    }

    record Line(double slope, double start) {
        double at(double t) {
            return slope * t + start;
        }
    }

    @Construct(value = "a reference to a method of a given object", code = "simpson(new Line(x, y)::at, 0, 2)")
    void boundReference() {
        differentiates(
                (x, y) -> simpson(new Line(x, y)::at, 0, 2),
                (x, y) -> x.times(2).plus(y.times(2)));
    }

    @Construct(
            value = "a reference to a method of the first argument",
            code = "ToDoubleFunction<Line> slope = Line::slope;")
    void unboundReference() {
        differentiates(
                (x, y) -> {
                    ToDoubleFunction<Line> slope = Line::slope;
                    return slope.applyAsDouble(new Line(x * y, 1)) * y;
                },
                (x, y) -> x.times(y.squared()));
    }

    @Construct(value = "a reference to a constructor", code = "BiFunction<Double, Double, Line> make = Line::new;")
    void constructorReference() {
        differentiates(
                (x, y) -> {
                    BiFunction<Double, Double, Line> make = Line::new;
                    return make.apply(x, y).at(3);
                },
                (x, y) -> x.times(3).plus(y));
    }

    @Construct(value = "a reference to an array's constructor", code = "DoubleArray make = double[]::new;")
    void arrayConstructorReference() {
        differentiates(
                (x, y) -> {
                    DoubleArray make = double[]::new;
                    double[] a = make.of(2);
                    a[1] = x * y;
                    return a[0] + a[1];
                },
                (x, y) -> x.times(y));
    }

    interface DoubleArray {
        double[] of(int n);
    }

    @FunctionalInterface
    interface Force {
        double at(double position, double velocity);

        default Force plus(Force other) {
            return (p, v) -> at(p, v) + other.at(p, v);
        }

        static Force spring(double k) {
            return (p, v) -> -k * p;
        }
    }

    @Construct(
            value = "functional interfaces of one's own, with default methods",
            code = "Force.spring(x).plus((p, v) -> -y * v)")
    void ownFunctionalInterface() {
        differentiates(
                (x, y) -> {
                    Force force = Force.spring(x).plus((p, v) -> -y * v);
                    double p = 1;
                    double v = 0;
                    for (int i = 0; i < 2; i++) {
                        v += 0.5 * force.at(p, v);
                        p += 0.5 * v;
                    }
                    return p;
                },
                (x, y) -> {
                    Jet p = Jet.constant(1);
                    Jet v = Jet.constant(0);
                    for (int i = 0; i < 2; i++) {
                        v = v.minus(x.times(p).plus(y.times(v)).over(2));
                        p = p.plus(v.over(2));
                    }
                    return p;
                });
    }

    @Construct(value = "a lambda with a block and loops", code = "UnaryOperator<double[]> smooth = a -> {")
    void blockLambda() {
        differentiates(
                (x, y) -> {
                    UnaryOperator<double[]> smooth = a -> {
                        double[] b = a.clone();
                        for (int i = 1; i < a.length; i++) {
                            b[i] = (a[i] + a[i - 1]) / 2;
                        }
                        return b;
                    };
                    return smooth.apply(smooth.apply(new double[] {x, y, x * y}))[2];
                },
                (x, y) -> x.times(y).plus(y.times(2)).plus(x).over(4));
    }

    @Construct(value = "a lambda that changes a captured array", code = "Runnable add = () -> sum[0] += x * y;")
    void lambdaWithEffects() {
        differentiates(
                (x, y) -> {
                    double[] sum = {y};
                    Runnable add = () -> sum[0] += x * y;
                    add.run();
                    add.run();
                    return sum[0] * sum[0];
                },
                (x, y) -> x.times(y).times(2).plus(y).squared());
    }

    static final class Cell {
        DoubleUnaryOperator f;
        double v;
    }

    @Construct(value = "a lambda in a field", code = "cell.f = t -> t * y;")
    void lambdaInAField() {
        differentiates(
                (x, y) -> {
                    Cell cell = new Cell();
                    cell.f = t -> t * y;
                    return cell.f.applyAsDouble(x);
                },
                (x, y) -> x.times(y));
    }

    @Construct(
            value = "a lambda that calls itself through a field",
            code = "self.f = t -> t < 10 ? self.f.applyAsDouble(t * 2) : t;")
    void recursiveLambda() {
        differentiates(
                (x, y) -> {
                    Cell self = new Cell();
                    self.f = t -> t < 10 ? self.f.applyAsDouble(t * 2) : t;
                    return self.f.applyAsDouble(x) * y;
                },
                (x, y) -> x.times(x.v() < 1 ? 16 : 8).times(y));
    }

    @Construct(value = "lambdas in an array", code = "DoubleUnaryOperator[] layers = {t -> t * x, Math::sin};")
    void lambdasInAnArray() {
        differentiates(
                (x, y) -> {
                    DoubleUnaryOperator[] layers = {t -> t * x, Math::sin};
                    double v = y;
                    for (DoubleUnaryOperator layer : layers) {
                        v = layer.applyAsDouble(v);
                    }
                    return v;
                },
                (x, y) -> x.times(y).sin());
    }

    @Construct(value = "lambdas in a list", code = "layers.add(t -> t * x);")
    void lambdasInAList() {
        differentiates(
                (x, y) -> {
                    List<DoubleUnaryOperator> layers = new ArrayList<>();
                    layers.add(t -> t * x);
                    layers.add(t -> t + y);
                    double v = y;
                    for (DoubleUnaryOperator layer : layers) {
                        v = layer.applyAsDouble(v);
                    }
                    return v;
                },
                (x, y) -> x.times(y).plus(y));
    }

    @Construct(value = "one of two lambdas", code = "DoubleUnaryOperator f = x < y ? t -> t * t : t -> t + y;")
    void chosenLambda() {
        differentiates(
                (x, y) -> {
                    DoubleUnaryOperator f = x < y ? t -> t * t : t -> t + y;
                    return f.applyAsDouble(x);
                },
                (x, y) -> x.v() < y.v() ? x.squared() : x.plus(y));
    }

    private static final DoubleUnaryOperator SOFTPLUS = t -> Math.log(1 + Math.exp(t));

    @Construct(value = "a lambda in a `static final` field", code = "SOFTPLUS.applyAsDouble(x)")
    void lambdaInAStaticField() {
        differentiates(
                (x, y) -> SOFTPLUS.applyAsDouble(x) * y,
                (x, y) -> x.exp().plus(1).log().times(y));
    }

    private enum Activation {
        SQUARE(t -> t * t),
        EXP(Math::exp);

        final DoubleUnaryOperator f;

        Activation(DoubleUnaryOperator f) {
            this.f = f;
        }
    }

    @Construct(value = "lambdas in the fields of enum constants", code = "Activation.SQUARE.f.applyAsDouble(x)")
    void lambdasInEnumConstants() {
        differentiates(
                (x, y) -> Activation.SQUARE.f.applyAsDouble(x) * Activation.EXP.f.applyAsDouble(y),
                (x, y) -> x.squared().times(y.exp()));
    }

    @Construct(value = "an intersection type", code = "(DoubleUnaryOperator & Tagged) t -> t * x")
    void intersectionType() {
        differentiates(
                (x, y) -> {
                    var f = (DoubleUnaryOperator & Tagged) t -> t * x;
                    return f.applyAsDouble(y) * f.tag();
                },
                (x, y) -> x.times(y).times(7));
    }

    interface Tagged {
        default int tag() {
            return 7;
        }
    }

    @Construct(value = "parameters of lambdas with `var` and with types", code = "(var a, var b) -> a * b + x")
    void typedParameters() {
        differentiates(
                (x, y) -> {
                    DoubleBinaryOperator f = (var a, var b) -> a * b + x;
                    DoubleBinaryOperator g = (final double a, double b) -> a / b;
                    return f.applyAsDouble(x, y) * g.applyAsDouble(y, x);
                },
                (x, y) -> x.times(y).plus(x).times(y.over(x)));
    }

    @Construct(value = "lambdas that a loop makes and keeps", code = "steps.add(() -> cell[0] = cell[0] * c + k);")
    void lambdasMadeInALoop() {
        differentiates(
                (x, y) -> {
                    double[] cell = {y};
                    List<Runnable> steps = new ArrayList<>();
                    for (int i = 1; i <= 3; i++) {
                        int k = i;
                        double c = x * i;
                        steps.add(() -> cell[0] = cell[0] * c + k);
                    }
                    steps.forEach(Runnable::run);
                    steps.get(0).run();
                    return cell[0];
                },
                (x, y) -> y.times(x)
                        .plus(1)
                        .times(x.times(2))
                        .plus(2)
                        .times(x.times(3))
                        .plus(3)
                        .times(x)
                        .plus(1));
    }

    interface Layer {
        double[] apply(double[] v);

        default Layer then(Layer next) {
            return v -> next.apply(apply(v));
        }
    }

    record Dense(double[][] weights) implements Layer {
        @Override
        public double[] apply(double[] v) {
            double[] r = new double[weights.length];
            for (int i = 0; i < r.length; i++) {
                for (int j = 0; j < v.length; j++) {
                    r[i] += weights[i][j] * v[j];
                }
            }
            return r;
        }
    }

    record Pointwise(DoubleUnaryOperator f) implements Layer {
        @Override
        public double[] apply(double[] v) {
            double[] r = v.clone();
            for (int i = 0; i < r.length; i++) {
                r[i] = f.applyAsDouble(v[i]);
            }
            return r;
        }
    }

    @Construct(
            value = "a network of layers: records that hold lambdas, behind one interface",
            code = "for (Layer layer : new Layer[] {")
    void layers() {
        differentiates(
                (x, y) -> {
                    double[] v = {x, y};
                    for (Layer layer : new Layer[] {
                        new Dense(new double[][] {{x, 1}, {2, y}}),
                        new Pointwise(Math::sin),
                        a -> new double[] {a[0] * a[1]}
                    }) {
                        v = layer.apply(v);
                    }
                    return v[0];
                },
                (x, y) -> x.squared()
                        .plus(y)
                        .sin()
                        .times(x.times(2).plus(y.squared()).sin()));
    }

    @Construct(
            value = "layers put together by a default method that returns a lambda",
            code = "return v -> next.apply(apply(v));")
    void layersComposed() {
        differentiates(
                (x, y) -> new Dense(new double[][] {{x, y}})
                        .then(new Pointwise(t -> t * t * y))
                        .then(v -> new double[] {v[0] + x})
                        .apply(new double[] {1, x})[0],
                (x, y) -> x.plus(x.times(y)).squared().times(y).plus(x));
    }

    @Construct(
            value = "a fold with a lambda over a list",
            code = "fold(List.of(x, y, x * y), 1.0, (sum, v) -> sum * v + x)")
    void folds() {
        differentiates(
                (x, y) -> fold(List.of(x, y, x * y), 1.0, (sum, v) -> sum * v + x),
                (x, y) -> x.plus(x).times(y).plus(x).times(x.times(y)).plus(x));
    }

    private static <A, B> B fold(List<A> list, B start, BiFunction<B, A, B> f) {
        B result = start;
        for (A a : list) {
            result = f.apply(result, a);
        }
        return result;
    }

    @Construct(value = "functions of functions", code = "twice.andThen(twice).apply(t -> t * t * y)")
    void functionsOfFunctions() {
        differentiates(
                (x, y) -> {
                    Function<DoubleUnaryOperator, DoubleUnaryOperator> twice =
                            f -> t -> f.applyAsDouble(f.applyAsDouble(t));
                    return twice.andThen(twice).apply(t -> t * t * y).applyAsDouble(x);
                },
                // t ↦ y t², four times: y¹⁵ x¹⁶
                (x, y) -> y.power(15).times(x.power(16)));
    }

    @Construct(value = "a map from names to functions", code = "functions.get(name).applyAsDouble(r + 1, y)")
    void mapOfFunctions() {
        differentiates(
                (x, y) -> {
                    java.util.Map<String, DoubleBinaryOperator> functions = new java.util.HashMap<>();
                    functions.put("plus", (a, b) -> a + b);
                    functions.put("times", (a, b) -> a * b * x);
                    double r = 0;
                    for (String name : List.of("plus", "times", "plus")) {
                        r = functions.get(name).applyAsDouble(r + 1, y);
                    }
                    return r;
                },
                (x, y) -> y.plus(2).times(y).times(x).plus(1).plus(y));
    }

    static final class Subject {
        private final List<java.util.function.DoubleConsumer> observers = new ArrayList<>();
        private double value;

        void set(double d) {
            value = d;
            for (java.util.function.DoubleConsumer o : observers) {
                o.accept(d);
            }
        }
    }

    @Construct(
            value = "observers: lambdas that an object keeps and calls",
            code = "first.observers.add(d -> second.set(d * d));")
    void observers() {
        differentiates(
                (x, y) -> {
                    Subject first = new Subject();
                    Subject second = new Subject();
                    double[] log = new double[2];
                    first.observers.add(d -> log[0] += d * y);
                    first.observers.add(d -> second.set(d * d));
                    second.observers.add(d -> log[1] = log[1] * x + d);
                    first.set(x);
                    first.set(y);
                    return log[0] * log[1] + second.value;
                },
                (x, y) -> x.plus(y).times(y).times(x.power(3).plus(y.squared())).plus(y.squared()));
    }
}
