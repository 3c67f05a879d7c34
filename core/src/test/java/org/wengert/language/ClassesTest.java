package org.wengert.language;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** Kinds of classes: JLS chapters 8 and 9. */
class ClassesTest extends Constructs {
    @Override
    String area() {
        return "Kinds of classes";
    }

    static final class Pool {
        private double level;
        private final double leak;

        Pool(double level, double leak) {
            this.level = level;
            this.leak = leak;
        }

        /** An inner class: reads and writes fields of the object it belongs to. */
        final class Valve {
            private final double width;

            Valve(double width) {
                this.width = width;
            }

            Valve open() {
                level -= width * leak * level;
                return this;
            }

            final class Handle {
                double turn(double by) {
                    return level * width * by + Pool.this.leak;
                }
            }
        }
    }

    @Construct(value = "inner classes, which know their outer object", code = "pool.new Valve(0.5)")
    void innerClasses() {
        differentiates(
                (x, y) -> {
                    Pool pool = new Pool(x, y);
                    Pool.Valve valve = pool.new Valve(0.5);
                    valve.open();
                    return valve.new Handle().turn(x);
                },
                (x, y) -> x.minus(x.times(y).over(2)).times(0.5).times(x).plus(y));
    }

    @Construct(value = "anonymous classes that capture active values", code = "new DoubleBinaryOperator() {")
    void anonymousClasses() {
        differentiates(
                (x, y) -> {
                    double k = x * y;
                    DoubleBinaryOperator op = new DoubleBinaryOperator() {
                        private double last = k;

                        @Override
                        public double applyAsDouble(double a, double b) {
                            double r = a * last + b * k;
                            last = r;
                            return r;
                        }
                    };
                    return op.applyAsDouble(x, 1) * op.applyAsDouble(1, y);
                },
                (x, y) -> {
                    Jet k = x.times(y);
                    Jet first = x.times(k).plus(k);
                    return first.times(first.plus(y.times(k)));
                });
    }

    @Construct(value = "anonymous subclasses of abstract classes", code = "new Integrand(y) {")
    void anonymousSubclasses() {
        differentiates(
                (x, y) -> new Integrand(y) {
                    @Override
                    double at(double t) {
                        return x * t * t + parameter;
                    }
                }.midpoint(4),
                // Midpoints 1/8, 3/8, 5/8, 7/8: the mean of their squares is 84/256.
                (x, y) -> x.times(84.0 / 256).plus(y));
    }

    abstract static class Integrand {
        protected final double parameter;

        Integrand(double parameter) {
            this.parameter = parameter;
        }

        abstract double at(double t);

        double midpoint(int n) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += at((i + 0.5) / n);
            }
            return sum / n;
        }
    }

    @Construct(value = "local classes that capture variables", code = "class Counter {")
    void localClasses() {
        differentiates(
                (x, y) -> {
                    double step = x * x;
                    class Counter {
                        private double value = y;

                        void next() {
                            value += step;
                        }
                    }
                    Counter c = new Counter();
                    c.next();
                    c.next();
                    return c.value * step;
                },
                (x, y) -> y.plus(x.squared().times(2)).times(x.squared()));
    }

    record Complex(double re, double im) {
        static final Complex ONE = new Complex(1, 0);

        Complex times(Complex o) {
            return new Complex(re * o.re - im * o.im, re * o.im + im * o.re);
        }

        double abs2() {
            return re * re + im * im;
        }
    }

    @Construct(value = "records with methods and constants", code = "record Complex(double re, double im) {")
    void records() {
        differentiates(
                (x, y) -> {
                    Complex z = new Complex(x, y);
                    Complex p = Complex.ONE;
                    for (int i = 0; i < 3; i++) {
                        p = p.times(z);
                    }
                    return p.re();
                },
                (x, y) -> x.power(3).minus(x.times(y.squared()).times(3)));
    }

    record Fraction(double over, double under) {
        Fraction {
            if (under == 0) {
                throw new IllegalArgumentException("division by zero");
            }
            if (under < 0) {
                over = -over;
                under = -under;
            }
        }

        Fraction(double whole) {
            this(whole, 1);
        }

        double value() {
            return over / under;
        }
    }

    @Construct(value = "compact constructors that change their parameters", code = "over = -over;")
    void compactConstructors() {
        differentiates(
                (x, y) -> new Fraction(x, -y).value() * new Fraction(x).value() + new Fraction(-y, -x).under,
                (x, y) -> x.squared().over(y).times(-1).plus(x));
    }

    @Construct(value = "a constructor that throws", code = "throw new IllegalArgumentException(\"division by zero\");")
    void constructorThatThrows() {
        throwsAlike((x, y) -> new Fraction(x, 0 * y).value(), IllegalArgumentException.class);
    }

    record Named<T>(String name, T value) {}

    @Construct(value = "generic records", code = "new Named<>(\"x\", x)")
    void genericRecords() {
        differentiates(
                (x, y) -> {
                    Named<Double> a = new Named<>("x", x);
                    Named<Named<Double>> b = new Named<>(a.name() + "y", new Named<>("y", y));
                    return a.value() * b.value().value() * b.name().length();
                },
                (x, y) -> x.times(y).times(2));
    }

    enum Planet {
        MERCURY(0.4),
        EARTH(1),
        MARS(1.5);

        private final double distance;

        Planet(double distance) {
            this.distance = distance;
        }

        double period(double gravity) {
            return distance * Math.sqrt(distance / gravity);
        }
    }

    @Construct(value = "enums with fields and methods", code = "Planet.MARS.period(x)")
    void enums() {
        differentiates(
                (x, y) -> Planet.MARS.period(x) * y * Planet.MARS.ordinal(),
                (x, y) -> Jet.constant(1.5).over(x).sqrt().times(3).times(y));
    }

    @Construct(
            value = "`values()`, `valueOf`, `name()`, `compareTo` of enums",
            code = "for (Planet p : Planet.values())")
    void enumValues() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    for (Planet p : Planet.values()) {
                        sum += p.distance * x;
                    }
                    Planet p = Planet.valueOf("EARTH");
                    return sum * y * p.name().length() * (p.compareTo(Planet.MARS) < 0 ? 1 : 2);
                },
                (x, y) -> x.times(2.9).times(y).times(5));
    }

    enum Operation {
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

    @Construct(value = "enum constants with bodies, named", code = "Operation.TIMES.of(x, y)")
    void enumBodies() {
        differentiates(
                (x, y) -> Operation.TIMES.of(x, y) + Operation.PLUS.of(x, y),
                (x, y) -> x.times(y).plus(x).plus(y));
    }

    @Construct(value = "`switch` over an enum", code = "case EARTH -> x * y;")
    void switchOverAnEnum() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    for (Planet p : Planet.values()) {
                        sum += switch (p) {
                            case MERCURY -> x;
                            case EARTH -> x * y;
                            case MARS -> {
                                double z = x + y;
                                yield z * z;
                            }
                        };
                    }
                    return sum;
                },
                (x, y) -> x.plus(x.times(y)).plus(x.plus(y).squared()));
    }

    @Construct(value = "`EnumMap`", code = "new EnumMap<>(Planet.class)")
    void enumMap() {
        differentiates(
                (x, y) -> {
                    Map<Planet, Double> masses = new EnumMap<>(Planet.class);
                    masses.put(Planet.EARTH, x);
                    masses.put(Planet.MARS, x * y);
                    double sum = 0;
                    for (Planet p : masses.keySet()) {
                        sum += masses.get(p) * p.distance;
                    }
                    return sum;
                },
                (x, y) -> x.plus(x.times(y).times(1.5)));
    }

    sealed interface Expr {}

    record Num(double value) implements Expr {}

    record Add(Expr left, Expr right) implements Expr {}

    record Mul(Expr left, Expr right) implements Expr {}

    private static double eval(Expr e) {
        return switch (e) {
            case Num n -> n.value();
            case Add(Expr l, Expr r) -> eval(l) + eval(r);
            case Mul(Expr l, Expr r) -> eval(l) * eval(r);
        };
    }

    @Construct(
            value = "sealed interfaces: an expression that is evaluated",
            code = "case Add(Expr l, Expr r) -> eval(l) + eval(r);")
    void sealedInterfaces() {
        differentiates(
                (x, y) -> eval(new Mul(new Add(new Num(x), new Num(2)), new Mul(new Num(y), new Num(x)))),
                (x, y) -> x.plus(2).times(y).times(x));
    }

    static final class Outer {
        static final class Nested {
            static double square(double x) {
                return x * x;
            }
        }

        interface Constants {
            double TWO = Math.sqrt(4);
        }
    }

    @Construct(
            value = "static nested classes, constants of interfaces",
            code = "Outer.Nested.square(x) * Outer.Constants.TWO")
    void nestedClasses() {
        differentiates(
                (x, y) -> Outer.Nested.square(x) * Outer.Constants.TWO * y,
                (x, y) -> x.squared().times(y).times(2));
    }

    static final class Celsius extends Number {
        private static final long serialVersionUID = 1;
        private final double degrees;

        Celsius(double degrees) {
            this.degrees = degrees;
        }

        @Override
        public int intValue() {
            return (int) degrees;
        }

        @Override
        public long longValue() {
            return (long) degrees;
        }

        @Override
        public float floatValue() {
            return (float) degrees;
        }

        @Override
        public double doubleValue() {
            return degrees + 273;
        }
    }

    @Construct(value = "a class that extends one of the JDK's", code = "class Celsius extends Number")
    void extendsNumber() {
        differentiates(
                (x, y) -> new Celsius(x).doubleValue() * y,
                (x, y) -> x.plus(273).times(y));
    }

    static class Positive {
        final double value;

        Positive(double value) {
            this.value = value;
        }
    }

    static final class Clamped extends Positive {
        private final double raw;

        Clamped(double raw) {
            double low = 0.5;
            if (raw > 100) {
                throw new IllegalArgumentException("too large");
            }
            this.raw = raw;
            super(Math.max(raw * raw, low));
        }
    }

    @Construct(value = "statements before `super(…)`", code = "super(Math.max(raw * raw, low));")
    void flexibleConstructors() {
        differentiates(
                (x, y) -> {
                    Clamped c = new Clamped(x);
                    return c.value * c.raw * y;
                },
                (x, y) -> (x.v() < 1 ? x.over(2) : x.power(3)).times(y));
    }

    static final class Folded extends Positive {
        private final double sign;

        Folded(double v) {
            super(v < 1 ? 1 / v : v);
            sign = v < 1 ? -1 : 1;
        }

        Folded(Folded a, Folded b) {
            this(a.value > b.value && b.sign < 0 ? a.value : a.value * b.value);
        }
    }

    @Construct(value = "conditions in the arguments of `super(…)` and `this(…)`", code = "super(v < 1 ? 1 / v : v);")
    void conditionsBeforeSuper() {
        differentiates(
                (x, y) -> {
                    Folded f = new Folded(new Folded(x), new Folded(y));
                    return f.value * f.sign * y;
                },
                // 1/0.7 > 1.3, but 1.3 was not folded; 1.6 < 1/0.4
                (x, y) -> (x.v() < 1 ? y.over(x) : x.over(y)).times(y));
    }

    interface Curve {
        double at(double t);

        default double slope(double t, double h) {
            return (at(t + h) - at(t - h)) / (2 * h);
        }
    }

    enum Wave implements Curve {
        PARABOLA {
            @Override
            public double at(double t) {
                return t * t;
            }
        },
        LINE {
            @Override
            public double at(double t) {
                return 3 * t;
            }

            @Override
            public double slope(double t, double h) {
                return 3;
            }
        };

        Wave next() {
            return values()[(ordinal() + 1) % values().length];
        }
    }

    @Construct(value = "enums that implement an interface, found at run time", code = "wave.slope(x, 0.25)")
    void enumsWithAnInterface() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    Wave wave = Wave.LINE;
                    for (int i = 0; i < 3; i++) {
                        sum += wave.at(y) * wave.slope(x, 0.25);
                        wave = wave.next();
                    }
                    return sum;
                },
                (x, y) -> y.times(18).plus(y.squared().times(x.times(2))));
    }

    static final class Angle {
        private final double radians;

        private Angle(double radians) {
            this.radians = radians;
        }

        static Angle degrees(double d) {
            return new Angle(d * Math.PI / 180);
        }

        Angle plus(Angle o) {
            return new Angle(radians + o.radians);
        }
    }

    @Construct(value = "private constructors behind static factories", code = "Angle.degrees(x).plus(Angle.degrees(y))")
    void factories() {
        differentiates(
                (x, y) -> Math.sin(Angle.degrees(x).plus(Angle.degrees(y)).radians),
                (x, y) -> x.plus(y).times(Math.PI / 180).sin());
    }

    record Matrix(double[][] rows, Matrix next) {
        double trace() {
            double t = 0;
            for (int i = 0; i < rows.length; i++) {
                t += rows[i][i];
            }
            return next == null ? t : t * next.trace();
        }
    }

    @Construct(value = "records that hold arrays and records", code = "record Matrix(double[][] rows, Matrix next) {")
    void recordsOfArrays() {
        differentiates(
                (x, y) -> {
                    double[][] rows = {{x, 1}, {2, y}};
                    Matrix m = new Matrix(rows, new Matrix(new double[][] {{x}}, null));
                    m.rows()[1][1] *= x;
                    return m.trace();
                },
                (x, y) -> x.plus(y.times(x)).times(x));
    }

    @Construct(value = "equality of records", code = "new Complex(x, y).equals(new Complex(x, y))")
    void recordsCompared() {
        differentiates(
                (x, y) -> {
                    Complex z = new Complex(x, y);
                    boolean same = new Complex(x, y).equals(new Complex(x, y)) && !z.equals(Complex.ONE);
                    return same && z.hashCode() == new Complex(x, y).hashCode() ? z.abs2() : 0;
                },
                (x, y) -> x.squared().plus(y.squared()));
    }

    abstract static class Process {
        double run(double x) {
            return after(step(before(x)));
        }

        double before(double x) {
            return x;
        }

        abstract double step(double x);

        double after(double x) {
            return x + 1;
        }
    }

    @Construct(value = "template methods: what subclasses fill in", code = "return after(step(before(x)));")
    void templateMethods() {
        differentiates(
                (x, y) -> {
                    Process[] all = {
                        new Process() {
                            @Override
                            double step(double v) {
                                return v * v * y;
                            }
                        },
                        new Process() {
                            @Override
                            double before(double v) {
                                return v + y;
                            }

                            @Override
                            double step(double v) {
                                return v / 2;
                            }
                        }
                    };
                    double v = x;
                    for (Process p : all) {
                        v = p.run(v);
                    }
                    return v;
                },
                (x, y) -> x.squared().times(y).plus(1).plus(y).over(2).plus(1));
    }

    static class Parent {
        static double kind(double x) {
            return x;
        }

        double own() {
            return 1;
        }
    }

    static final class Child extends Parent {
        static double kind(double x) {
            return x * x;
        }

        @Override
        double own() {
            return 2;
        }
    }

    @Construct(value = "static methods that hide static methods", code = "Parent.kind(x) * Child.kind(y)")
    void hiddenStatics() {
        differentiates(
                (x, y) -> {
                    Parent p = new Child();
                    return Parent.kind(x) * Child.kind(y) * p.own();
                },
                (x, y) -> x.times(y.squared()).times(2));
    }
}
