package org.wengert.language;

import java.util.function.DoubleUnaryOperator;

/** Methods and which of them a call finds: JLS §8.4, §9.4, §15.12. */
class MethodsTest extends Constructs {
    @Override
    String area() {
        return "Methods and calls";
    }

    @Construct(value = "static methods", code = "hypotenuse(x, y)")
    void staticMethods() {
        differentiates(
                (x, y) -> hypotenuse(x, y) * hypotenuse(y, x),
                (x, y) -> x.squared().plus(y.squared()));
    }

    private static double hypotenuse(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }

    @Construct(value = "overloads", code = "twice(1f) + twice('a') + twice(x)")
    void overloads() {
        differentiates(
                (x, y) -> twice(1f) + twice('a') + twice(x) * twice((Double) y),
                (x, y) -> x.times(y).times(10).plus(99));
    }

    private static double twice(double a) {
        return 2 * a;
    }

    private static double twice(Double a) {
        return 5 * a;
    }

    private static float twice(float a) {
        return 2 * a;
    }

    private static int twice(int a) {
        return a;
    }

    @Construct(value = "a variable number of arguments", code = "product(x, y, x, 2)")
    void varargs() {
        differentiates(
                (x, y) -> product(x, y, x, 2) + product() + product(new double[] {y, y}),
                (x, y) -> x.squared().times(y).times(2).plus(1).plus(y.squared()));
    }

    private static double product(double... factors) {
        double p = 1;
        for (double f : factors) {
            p *= f;
        }
        return p;
    }

    @Construct(value = "a variable number of boxed arguments", code = "sum(x, 2, y)")
    void varargsOfBoxes() {
        differentiates((x, y) -> sum(x, 2, y) * x, (x, y) -> x.plus(y).plus(2).times(x));
    }

    private static double sum(Number... numbers) {
        double s = 0;
        for (Number n : numbers) {
            s += n.doubleValue();
        }
        return s;
    }

    @Construct(value = "recursion", code = "return n == 0 ? 1 : x * power(x, n - 1);")
    void recursion() {
        differentiates((x, y) -> power(x, 5) * y, (x, y) -> x.power(5).times(y));
    }

    private static double power(double x, int n) {
        return n == 0 ? 1 : x * power(x, n - 1);
    }

    @Construct(value = "recursion that halves", code = "double h = fast(x, n / 2);")
    void recursionThatHalves() {
        differentiates((x, y) -> fast(x + y, 13), (x, y) -> x.plus(y).power(13));
    }

    private static double fast(double x, int n) {
        if (n == 0) {
            return 1;
        }
        double h = fast(x, n / 2);
        return n % 2 == 0 ? h * h : h * h * x;
    }

    @Construct(value = "two recursive calls", code = "tree(x / 2, y, n - 1) + tree(y, x, n - 1) * x")
    void twoRecursiveCalls() {
        differentiates((x, y) -> tree(x, y, 3), (x, y) -> tree(x, y, 3));
    }

    private static double tree(double x, double y, int n) {
        return n == 0 ? x * y : tree(x / 2, y, n - 1) + tree(y, x, n - 1) * x;
    }

    private static Jet tree(Jet x, Jet y, int n) {
        return n == 0
                ? x.times(y)
                : tree(x.over(2), y, n - 1).plus(tree(y, x, n - 1).times(x));
    }

    @Construct(value = "mutual recursion", code = "return n == 0 ? x : y * odd(y, x, n - 1);")
    void mutualRecursion() {
        differentiates(
                (x, y) -> even(x, y, 4),
                // y · (y + (y · (y + x)))
                (x, y) -> y.times(y.plus(y.times(y.plus(x)))));
    }

    private static double even(double x, double y, int n) {
        return n == 0 ? x : y * odd(y, x, n - 1);
    }

    private static double odd(double x, double y, int n) {
        return n == 0 ? y : x + even(y, x, n - 1);
    }

    @Construct(value = "recursion 3,000 calls deep", code = "deep(0.999 * x, n - 1)")
    void deepRecursion() {
        differentiates(
                (x, y) -> deep(x, 3000) * y,
                (x, y) -> x.times(Math.pow(0.999, 3000)).times(y));
    }

    private static double deep(double x, int n) {
        return n == 0 ? x : deep(0.999 * x, n - 1);
    }

    @Construct(value = "recursion that writes into an array", code = "gray(a, bit + 1)")
    void recursionOverAnArray() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y, 0};
                    gray(a, 0);
                    return a[2];
                },
                (x, y) -> {
                    Jet[] a = {x, y, Jet.constant(0)};
                    gray(a, 0);
                    return a[2];
                });
    }

    private static void gray(double[] a, int bit) {
        if (bit == 3) {
            a[2] += a[0] * a[1];
            return;
        }
        gray(a, bit + 1);
        a[bit % 2] *= 1.5;
        gray(a, bit + 1);
    }

    private static void gray(Jet[] a, int bit) {
        if (bit == 3) {
            a[2] = a[2].plus(a[0].times(a[1]));
            return;
        }
        gray(a, bit + 1);
        a[bit % 2] = a[bit % 2].times(1.5);
        gray(a, bit + 1);
    }

    @Construct(value = "recursion that returns an object", code = "new Split(half.low + x, half.high * 2)")
    void recursionThatReturnsAnObject() {
        differentiates(
                (x, y) -> {
                    Split s = split(x, y, 3);
                    return s.low * s.high;
                },
                (x, y) -> x.times(3).plus(y).times(y.times(x).times(8)));
    }

    record Split(double low, double high) {}

    private static Split split(double x, double y, int n) {
        if (n == 0) {
            return new Split(y, y * x);
        }
        Split half = split(x, y, n - 1);
        return new Split(half.low + x, half.high * 2);
    }

    interface Shape {
        double area();

        default double price(double perUnit) {
            return area() * perUnit * markup();
        }

        private double markup() {
            return 1.5;
        }

        static Shape square(double side) {
            return new Rectangle(side, side);
        }
    }

    record Rectangle(double width, double height) implements Shape {
        @Override
        public double area() {
            return width * height;
        }
    }

    record Disc(double radius) implements Shape {
        @Override
        public double area() {
            return 3 * radius * radius;
        }

        @Override
        public double price(double perUnit) {
            return Shape.super.price(perUnit) + 1;
        }
    }

    @Construct(value = "a method of an interface, on an object made here", code = "Shape s = new Rectangle(x, y);")
    void interfaceCall() {
        differentiates(
                (x, y) -> {
                    Shape s = new Rectangle(x, y);
                    return s.area() * s.area();
                },
                (x, y) -> x.times(y).squared());
    }

    @Construct(value = "default, private and static methods of interfaces", code = "Shape.square(x).price(y)")
    void defaultMethods() {
        differentiates(
                (x, y) -> Shape.square(x).price(y),
                (x, y) -> x.squared().times(y).times(1.5));
    }

    @Construct(value = "`Interface.super.method()`", code = "Shape.super.price(perUnit) + 1")
    void superOfAnInterface() {
        differentiates(
                (x, y) -> new Disc(x).price(y),
                (x, y) -> x.squared().times(y).times(4.5).plus(1));
    }

    @Construct(
            value = "a method of an interface, on one of two objects",
            code = "Shape s = x < y ? new Rectangle(x, y) : new Disc(x);")
    void interfaceCallOnAChoice() {
        differentiates(
                (x, y) -> {
                    Shape s = x < y ? new Rectangle(x, y) : new Disc(x);
                    return s.area() * y;
                },
                (x, y) -> (x.v() < y.v() ? x.times(y) : x.squared().times(3)).times(y));
    }

    @Construct(value = "a method of an interface, on elements of an array", code = "for (Shape s : shapes)")
    void interfaceCallOnElements() {
        differentiates(
                (x, y) -> {
                    Shape[] shapes = {new Rectangle(x, y), new Disc(y)};
                    double sum = 0;
                    for (Shape s : shapes) {
                        sum += s.area();
                    }
                    return sum;
                },
                (x, y) -> x.times(y).plus(y.squared().times(3)));
    }

    static final class Painting {
        final Shape frame;

        Painting(Shape frame) {
            this.frame = frame;
        }
    }

    @Construct(value = "a method of an interface, on a field", code = "new Painting(new Disc(x)).frame.area()")
    void interfaceCallOnAField() {
        differentiates(
                (x, y) -> new Painting(new Disc(x)).frame.area() * y,
                (x, y) -> x.squared().times(y).times(3));
    }

    @Construct(value = "a method of an interface, on a captured object", code = "tile.price(x)")
    void interfaceCallOnACapture() {
        Shape tile = new Rectangle(2, 3);
        differentiates((x, y) -> tile.price(x) * y, (x, y) -> x.times(y).times(9));
    }

    abstract static class Animal {
        protected final double mass;

        protected Animal(double mass) {
            this.mass = mass;
        }

        abstract double appetite();

        double daily() {
            return appetite() * mass + base();
        }

        double base() {
            return 1;
        }
    }

    static class Cat extends Animal {
        Cat(double mass) {
            super(mass);
        }

        @Override
        double appetite() {
            return mass * mass;
        }
    }

    static final class Lion extends Cat {
        Lion(double mass) {
            super(2 * mass);
        }

        @Override
        double appetite() {
            return super.appetite() + 3;
        }

        @Override
        double base() {
            return super.base() + mass;
        }
    }

    @Construct(value = "abstract classes, overriding, `super.method()`", code = "return super.appetite() + 3;")
    void overriding() {
        differentiates(
                (x, y) -> {
                    Animal lion = new Lion(x);
                    Animal cat = new Cat(y);
                    return lion.daily() * cat.daily();
                },
                (x, y) -> x.times(2)
                        .power(3)
                        .plus(x.times(6))
                        .plus(1)
                        .plus(x.times(2))
                        .times(y.power(3).plus(1)));
    }

    @Construct(value = "a virtual method on one of two objects", code = "Animal a = x < y ? new Cat(x) : new Lion(y);")
    void virtualCallOnAChoice() {
        differentiates(
                (x, y) -> {
                    Animal a = x < y ? new Cat(x) : new Lion(y);
                    return a.daily();
                },
                (x, y) -> x.v() < y.v()
                        ? x.power(3).plus(1)
                        : y.times(2).power(3).plus(y.times(8)).plus(1));
    }

    static class Copying implements Comparable<Copying> {
        double v;

        Copying(double v) {
            this.v = v;
        }

        Copying times(double c) {
            return new Copying(v * c);
        }

        @Override
        public int compareTo(Copying o) {
            return Double.compare(v, o.v);
        }
    }

    static final class Doubling extends Copying {
        int collatz(long n, int steps) {
            while (n != 1) {
                n = n % 2 == 0 ? n / 2 : 3 * n + 1;
                steps++;
            }
            return steps;
        }

        Doubling(double v) {
            super(v);
        }

        @Override
        Doubling times(double c) {
            return new Doubling(2 * v * c);
        }
    }

    @Construct(value = "covariant returns, through the bridge method", code = "Copying c = new Doubling(x);")
    void covariantReturns() {
        differentiates(
                (x, y) -> {
                    Copying c = new Doubling(x);
                    return c.times(y).times(y).v * new Doubling(y).times(x).v;
                },
                (x, y) -> x.times(y.squared()).times(4).times(x.times(y).times(2)));
    }

    @Construct(value = "a bridge method of a generic interface", code = "larger(new Copying(x), new Copying(y))")
    void bridges() {
        differentiates(
                (x, y) -> larger(new Copying(x), new Copying(y)).v * 3,
                (x, y) -> x.max(y).times(3));
    }

    private static <T extends Comparable<T>> T larger(T a, T b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    @Construct(value = "a method that returns in several places", code = "return x * y; // from inside two loops")
    void severalReturns() {
        differentiates((x, y) -> search(x, y) + 1, (x, y) -> x.times(y).plus(1));
    }

    private static double search(double x, double y) {
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                if (i * j == 2) {
                    return x * y; // from inside two loops
                }
            }
        }
        return x;
    }

    @Construct(value = "a method that returns an array", code = "rotate(x, y, 0.5)[0]")
    void arraysReturned() {
        differentiates(
                (x, y) -> rotate(x, y, 0.5)[0] * rotate(x, y, x)[1],
                (x, y) -> x.times(Math.cos(0.5))
                        .minus(y.times(Math.sin(0.5)))
                        .times(x.times(x.sin()).plus(y.times(x.cos()))));
    }

    private static double[] rotate(double x, double y, double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        return new double[] {c * x - s * y, s * x + c * y};
    }

    @Construct(value = "parameters that are assigned to", code = "x *= y--;")
    void parametersAssigned() {
        differentiates(
                (x, y) -> assigned(x, y) + x,
                (x, y) -> x.times(y).times(y.minus(1)).plus(x));
    }

    private static double assigned(double x, double y) {
        x *= y--;
        return x * y;
    }

    @Construct(value = "parameters of all types that are assigned to", code = "a = a.clone();")
    void parametersOfAllTypesAssigned() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y};
                    double b = doubled(a, 2) * a[0];
                    return b + x * new Doubling(0).collatz(6, 0) * counted(y, 3);
                },
                (x, y) -> x.plus(y).times(4).times(x).plus(x.times(8 * 12).times(y)));
    }

    private static double doubled(double[] a, int times) {
        a = a.clone();
        do {
            a[0] *= 2;
            a[1] *= 2;
        } while (--times > 0);
        return a[0] + a[1];
    }

    private static double counted(double y, int i) {
        long l = 0;
        int n = 0;
        do {
            l += i;
            n++;
        } while (n < i);
        l = l + i;
        return y * l;
    }

    @Construct(
            value = "many parameters of all types",
            code = "mixed(x, 1, 2L, 3f, true, 'c', (byte) 4, (short) 5, \"six\", y)")
    void manyParameters() {
        differentiates(
                (x, y) -> mixed(x, 1, 2L, 3f, true, 'c', (byte) 4, (short) 5, "six", y),
                (x, y) -> x.times(1 + 2 + 3 + 99 + 4 + 5 + 3).times(y));
    }

    private static double mixed(
            double x, int i, long l, float f, boolean b, char c, byte e, short s, String text, double y) {
        return b ? x * (i + l + f + c + e + s + text.length()) * y : 0;
    }

    @Construct(value = "native methods of `Math` and `StrictMath`", code = "StrictMath.sqrt(y)")
    void nativeMethods() {
        differentiates((x, y) -> Math.IEEEremainder(x, 10) * StrictMath.sqrt(y), (x, y) -> x.times(y.sqrt()));
    }

    @Construct(
            value = "a method that is defined for all doubles, from a constant",
            code = "DoubleUnaryOperator.identity()")
    void identity() {
        differentiates(
                (x, y) -> {
                    DoubleUnaryOperator id = DoubleUnaryOperator.identity();
                    return id.applyAsDouble(x) * y;
                },
                (x, y) -> x.times(y));
    }

    interface Quantity {
        Quantity plus(Quantity o);

        Quantity times(Quantity o);

        double size();
    }

    record Real(double v) implements Quantity {
        @Override
        public Quantity plus(Quantity o) {
            return o instanceof Complex c ? c.plus(this) : new Real(v + o.size());
        }

        @Override
        public Quantity times(Quantity o) {
            return o instanceof Complex c ? c.times(this) : new Real(v * o.size());
        }

        @Override
        public double size() {
            return v;
        }
    }

    record Complex(double re, double im) implements Quantity {
        static Complex of(Quantity q) {
            return q instanceof Complex c ? c : new Complex(q.size(), 0);
        }

        @Override
        public Quantity plus(Quantity o) {
            Complex c = of(o);
            return new Complex(re + c.re, im + c.im);
        }

        @Override
        public Quantity times(Quantity o) {
            Complex c = of(o);
            return new Complex(re * c.re - im * c.im, re * c.im + im * c.re);
        }

        @Override
        public double size() {
            return Math.sqrt(re * re + im * im);
        }
    }

    @Construct(
            value = "numbers of one's own behind an interface, of two kinds, mixed",
            code = "o instanceof Complex c ? c.times(this) : new Real(v * o.size())")
    void numberTower() {
        differentiates(
                (x, y) -> {
                    Quantity[] q = {new Real(x), new Complex(y, x), new Real(2)};
                    Quantity product = new Real(1);
                    for (Quantity each : q) {
                        product = product.times(each);
                    }
                    return product.plus(new Real(x)).size();
                },
                (x, y) -> x.times(y)
                        .times(2)
                        .plus(x)
                        .squared()
                        .plus(x.squared().times(2).squared())
                        .sqrt());
    }

    enum Phase {
        RISING {
            @Override
            Phase next(double v) {
                return v > 2 ? FALLING : RISING;
            }

            @Override
            double step(double v, double by) {
                return v + by;
            }
        },
        FALLING {
            @Override
            Phase next(double v) {
                return v < 1 ? RISING : FALLING;
            }

            @Override
            double step(double v, double by) {
                return v * by * 0.5;
            }
        };

        abstract Phase next(double v);

        abstract double step(double v, double by);
    }

    @Construct(value = "a state machine of enum constants", code = "phase = phase.next(v);")
    void stateMachine() {
        differentiates(
                (x, y) -> {
                    Phase phase = Phase.RISING;
                    double v = x;
                    for (int i = 0; i < 6; i++) {
                        v = phase.step(v, y);
                        phase = phase.next(v);
                    }
                    return v;
                },
                (x, y) -> {
                    boolean rising = true;
                    Jet v = x;
                    for (int i = 0; i < 6; i++) {
                        v = rising ? v.plus(y) : v.times(y).over(2);
                        rising = rising ? v.v() <= 2 : v.v() < 1;
                    }
                    return v;
                });
    }

    interface Stack {
        void push(double d);

        double pop();
    }

    static final class InAnArray implements Stack {
        private double[] elements = new double[1];
        private int size;

        @Override
        public void push(double d) {
            if (size == elements.length) {
                elements = java.util.Arrays.copyOf(elements, 2 * size);
            }
            elements[size++] = d;
        }

        @Override
        public double pop() {
            return elements[--size];
        }
    }

    static final class InLinks implements Stack {
        private final class Link {
            double value;
            Link below;
        }

        private Link top;

        @Override
        public void push(double d) {
            Link l = new Link();
            l.value = d;
            l.below = top;
            top = l;
        }

        @Override
        public double pop() {
            Link l = top;
            top = l.below;
            return l.value;
        }
    }

    @Construct(
            value = "one of two data structures behind an interface",
            code = "Stack s = x < y ? new InAnArray() : new InLinks();")
    void dataStructuresBehindAnInterface() {
        differentiates(
                (x, y) -> {
                    Stack s = x < y ? new InAnArray() : new InLinks();
                    for (int i = 0; i < 5; i++) {
                        s.push(x * i + y);
                    }
                    double r = 1;
                    for (int i = 0; i < 5; i++) {
                        r = r * 0.5 + s.pop() * x;
                    }
                    return r;
                },
                (x, y) -> {
                    Jet r = Jet.constant(1);
                    for (int i = 4; i >= 0; i--) {
                        r = r.over(2).plus(x.times(i).plus(y).times(x));
                    }
                    return r;
                });
    }
}
