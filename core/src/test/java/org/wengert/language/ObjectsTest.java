package org.wengert.language;

import java.util.Objects;

/** Objects and their fields: JLS chapter 8. */
class ObjectsTest extends Constructs {
    @Override
    String area() {
        return "Objects and fields";
    }

    static class Account {
        double balance;
        final double rate;
        int years;

        Account(double balance, double rate) {
            this.balance = balance;
            this.rate = rate;
        }

        Account(double balance) {
            this(balance, 0.05);
            years = 1;
        }

        Account grow() {
            balance *= 1 + rate;
            years++;
            return this;
        }
    }

    @Construct(value = "objects made inside, whose fields change", code = "balance *= 1 + rate;")
    void objectsMadeInside() {
        differentiates(
                (x, y) -> {
                    Account a = new Account(x, y);
                    while (a.years < 3) {
                        a.grow();
                    }
                    return a.balance;
                },
                (x, y) -> x.times(y.plus(1).power(3)));
    }

    @Construct(value = "a constructor that calls another with `this(…)`", code = "this(balance, 0.05);")
    void constructorsThatCallEachOther() {
        differentiates(
                (x, y) -> new Account(x * y).grow().balance,
                (x, y) -> x.times(y).times(1.05));
    }

    @Construct(value = "methods that return `this`, in a chain", code = "new Account(x, y).grow().grow()")
    void chains() {
        differentiates(
                (x, y) -> new Account(x, y).grow().grow().balance,
                (x, y) -> x.times(y.plus(1).squared()));
    }

    static class Node {
        double value;
        Node next;

        Node(double value, Node next) {
            this.value = value;
            this.next = next;
        }
    }

    @Construct(value = "linked structures", code = "list = new Node(Math.pow(x, i), list);")
    void linkedList() {
        differentiates(
                (x, y) -> {
                    Node list = null;
                    for (int i = 0; i < 4; i++) {
                        list = new Node(Math.pow(x, i), list);
                    }
                    double sum = 0;
                    for (Node n = list; n != null; n = n.next) {
                        sum = sum * y + n.value;
                    }
                    return sum;
                },
                // From x³ down to 1: ((x³ y + x²) y + x) y + 1
                (x, y) -> x.times(y)
                        .power(3)
                        .plus(x.times(y).squared())
                        .plus(x.times(y))
                        .plus(1));
    }

    @Construct(value = "a ring of objects", code = "a.next = b; b.next = a;")
    void ring() {
        differentiates(
                (x, y) -> {
                    Node a = new Node(x, null);
                    Node b = new Node(y, null);
                    a.next = b;
                    b.next = a;
                    Node n = a;
                    for (int i = 0; i < 5; i++) {
                        n.next.value += n.value;
                        n = n.next;
                    }
                    return a.value * b.value;
                },
                // (x, y) → y+x → x+(x+y) → 3x+2y … Fibonacci: after five steps b = 8x + 5y, a = 5x + 3y.
                (x, y) -> x.times(8).plus(y.times(5)).times(x.times(5).plus(y.times(3))));
    }

    static final class Tree {
        Tree left;
        Tree right;
        double value;

        void insert(double v) {
            if (v < value) {
                if (left == null) {
                    left = new Tree();
                    left.value = v;
                } else {
                    left.insert(v);
                }
            } else if (right == null) {
                right = new Tree();
                right.value = v;
            } else {
                right.insert(v);
            }
        }

        double weighted(int depth) {
            return value * depth
                    + (left == null ? 0 : left.weighted(depth + 1))
                    + (right == null ? 0 : right.weighted(depth + 1));
        }
    }

    @Construct(value = "a search tree that is built by recursion", code = "left.insert(v);")
    void searchTree() {
        differentiates(
                (x, y) -> {
                    Tree t = new Tree();
                    t.value = 1;
                    t.insert(x * x);
                    t.insert(y);
                    t.insert(x);
                    return t.weighted(1);
                },
                // 0.49, 1.3, 0.7 under 1: depths 2, 2, 3. Then 2.56, 0.4, 1.6: depths 2, 2, 3.
                (x, y) -> x.squared().times(2).plus(y.times(2)).plus(x.times(3)).plus(1));
    }

    @Construct(value = "fields of a captured object, read", code = "tariff.rate * x")
    void capturedObjectRead() {
        Account tariff = new Account(2, 3);
        differentiates(
                (x, y) -> tariff.rate * x * y + tariff.balance * x,
                (x, y) -> x.times(y).times(3).plus(x.times(2)));
    }

    @Construct(value = "fields of a captured object, written", code = "ledger.balance = x;")
    void capturedObjectWritten() {
        Account ledger = new Account(2, 3);
        differentiates(
                (x, y) -> {
                    ledger.balance = x;
                    return ledger.balance * ledger.balance;
                },
                (x, y) -> x.squared());
    }

    @Construct(value = "a captured object's counter, which no input reaches", code = "calls.years++;")
    void capturedCounter() {
        Account calls = new Account(0, 0);
        differentiates(
                (x, y) -> {
                    calls.years++;
                    return x * y * Math.min(calls.years, 1);
                },
                (x, y) -> x.times(y));
    }

    private final double scale = 3;

    @Construct(value = "fields of `this`", code = "x * this.scale")
    void fieldsOfThis() {
        differentiates(
                (x, y) -> x * this.scale + y * scaled(x),
                (x, y) -> x.times(3).plus(x.times(y).times(3)));
    }

    private double scaled(double x) {
        return scale * x;
    }

    static final class Settings {
        static final double GRAVITY = Math.sqrt(4.0);
        static int steps = 2;
        static double[] table = {1, 2, 3};
        static final Account SHARED;

        static {
            SHARED = new Account(5);
            table[2] = 7;
        }
    }

    @Construct(value = "static final fields", code = "Settings.GRAVITY * x")
    void staticFinals() {
        differentiates((x, y) -> Settings.GRAVITY * x * y, (x, y) -> x.times(y).times(2));
    }

    @Construct(value = "static fields that are filled by a static initialiser", code = "Settings.SHARED.balance")
    void staticInitialisers() {
        differentiates(
                (x, y) -> Settings.SHARED.balance * x + Settings.table[2] * y,
                (x, y) -> x.times(5).plus(y.times(7)));
    }

    @Construct(value = "static fields that change, but not with the input", code = "Settings.steps *= 2;")
    void staticsThatChange() {
        differentiates(
                (x, y) -> {
                    Settings.steps = 1;
                    Settings.steps *= 2;
                    Settings.steps += 3;
                    return x * Settings.steps * y;
                },
                (x, y) -> x.times(y).times(5));
    }

    private static double total;

    @Construct(value = "a static field that holds an active value", code = "total = x * y;")
    void activeStatic() {
        differentiates(
                (x, y) -> {
                    total = x * y;
                    return total * x;
                },
                (x, y) -> x.squared().times(y));
    }

    private static Account last = new Account(0);

    @Construct(value = "a static field that holds an object with active values", code = "last = new Account(x, y);")
    void activeObjectInAStatic() {
        differentiates(
                (x, y) -> {
                    last = new Account(x, y);
                    return last.balance;
                },
                (x, y) -> x);
    }

    static class Polynomial {
        private final double[] coefficients = new double[3];
        private double at;

        {
            coefficients[2] = 1;
        }

        Polynomial(double a, double b) {
            coefficients[0] = a;
            coefficients[1] = b;
        }

        Polynomial at(double t) {
            at = t;
            return this;
        }

        double value() {
            double v = 0;
            for (int i = coefficients.length - 1; i >= 0; i--) {
                v = v * at + coefficients[i];
            }
            return v;
        }
    }

    @Construct(value = "initialisers of fields and initialiser blocks", code = "{ coefficients[2] = 1; }")
    void initialisers() {
        differentiates(
                (x, y) -> new Polynomial(x, y).at(x).value(),
                (x, y) -> x.plus(y.times(x)).plus(x.squared()));
    }

    @Construct(value = "an object as an argument, changed by the method", code = "swap(p, q)")
    void objectsAsArguments() {
        differentiates(
                (x, y) -> {
                    Node p = new Node(x, null);
                    Node q = new Node(y, null);
                    swap(p, q);
                    swap(p, p);
                    return p.value * p.value * q.value;
                },
                (x, y) -> y.squared().times(x));
    }

    private static void swap(Node a, Node b) {
        double t = a.value;
        a.value = b.value;
        b.value = t;
    }

    @Construct(value = "a choice between two objects", code = "Node larger = x > y ? p : q;")
    void chosenObjects() {
        differentiates(
                (x, y) -> {
                    Node p = new Node(x, null);
                    Node q = new Node(y, p);
                    Node larger = x > y ? p : q;
                    larger.value *= 3;
                    Node other = larger.next == null ? q : larger.next;
                    return larger.value * larger.value * other.value;
                },
                (x, y) -> x.v() > y.v()
                        ? x.squared().times(9).times(y)
                        : y.squared().times(9).times(x));
    }

    @Construct(value = "`null` and comparisons of references", code = "p != q && p.next == null")
    void references() {
        differentiates(
                (x, y) -> {
                    Node p = new Node(x, null);
                    Node q = new Node(x, p);
                    return p != q && p.next == null && q.next == p ? p.value * y : 0;
                },
                (x, y) -> x.times(y));
    }

    @Construct(value = "`Objects.requireNonNull`", code = "Objects.requireNonNull(n.next, \"the list ends\");")
    void nullPointer() {
        throwsAlike(
                (x, y) -> {
                    Node n = new Node(x, null);
                    Objects.requireNonNull(n.next, "the list ends");
                    return n.next.value * y;
                },
                NullPointerException.class);
    }

    static final class Vector implements Cloneable {
        double[] parts;
        double length;

        Vector(double... parts) {
            this.parts = parts;
            for (double p : parts) {
                length += p * p;
            }
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Vector v && java.util.Arrays.equals(parts, v.parts);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(parts);
        }

        @Override
        public String toString() {
            return "Vector of length² " + length;
        }

        @Override
        public Vector clone() {
            try {
                return (Vector) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Construct(
            value = "`equals`, `hashCode`, `toString` of one's own",
            code = "v.equals(w) && v.hashCode() == w.hashCode()")
    void methodsOfObject() {
        differentiates(
                (x, y) -> {
                    Vector v = new Vector(x, y);
                    Vector w = new Vector(x, y);
                    return v.equals(w)
                                    && v.hashCode() == w.hashCode()
                                    && v.toString().equals(w.toString())
                            ? v.length * w.parts[0]
                            : 0;
                },
                (x, y) -> x.squared().plus(y.squared()).times(x));
    }

    @Construct(value = "`clone()` of an object", code = "(Vector) super.clone()")
    void clonedObject() {
        differentiates(
                (x, y) -> {
                    Vector v = new Vector(x, y);
                    return v.clone().length * y;
                },
                (x, y) -> x.squared().plus(y.squared()).times(y));
    }

    @Construct(value = "`System.identityHashCode`", code = "System.identityHashCode(v) == 0")
    void identityHashCode() {
        differentiates(
                (x, y) -> {
                    Vector v = new Vector(x, y);
                    return System.identityHashCode(v) == 0 ? 0 : v.length;
                },
                (x, y) -> x.squared().plus(y.squared()));
    }

    static final class Lazy {
        private Double cached;
        private final double x;
        private int computed;

        Lazy(double x) {
            this.x = x;
        }

        double square() {
            if (cached == null) {
                cached = x * x;
                computed++;
            }
            return cached;
        }
    }

    @Construct(value = "a value computed once and kept in its object", code = "if (cached == null)")
    void memo() {
        differentiates(
                (x, y) -> {
                    Lazy lazy = new Lazy(x * y);
                    return lazy.square() * lazy.square() * lazy.computed;
                },
                (x, y) -> x.times(y).power(4));
    }

    static volatile double seen = 1;

    static final class Momentary {
        volatile double v;
        transient double t;
    }

    @Construct(value = "`volatile` and `transient` fields", code = "volatile double v;")
    void volatileFields() {
        differentiates(
                (x, y) -> {
                    Momentary m = new Momentary();
                    m.v = x * seen;
                    m.t = m.v * y;
                    return m.t * m.v;
                },
                (x, y) -> x.squared().times(y));
    }

    static final class Hidden {
        private double secret;

        private Hidden(double secret) {
            this.secret = secret;
        }

        private double reveal() {
            return secret * secret;
        }
    }

    @Construct(
            value = "private constructors, fields and methods of another class in the nest",
            code = "new Hidden(x).reveal()")
    void privateMembers() {
        differentiates(
                (x, y) -> {
                    Hidden h = new Hidden(y);
                    h.secret += x;
                    return new Hidden(x).reveal() * h.reveal();
                },
                (x, y) -> x.squared().times(x.plus(y).squared()));
    }

    static class Base {
        protected double a;

        Base(double a) {
            this.a = a;
        }
    }

    static final class Derived extends Base {
        private final double a;

        Derived(double v) {
            super(v * v);
            this.a = v * 2;
        }

        double both() {
            return a * super.a + ((Base) this).a;
        }
    }

    @Construct(value = "fields that hide fields of the superclass", code = "a * super.a + ((Base) this).a")
    void hiddenFields() {
        differentiates(
                (x, y) -> new Derived(x * y).both(),
                (x, y) -> x.times(y).power(3).times(2).plus(x.times(y).squared()));
    }

    static class Gauge {
        final double[] seen = new double[3];
        double level;
        int count;

        Gauge(double level) {
            this.level = level;
            note(level);
            settle();
            note(this.level);
        }

        void settle() {
            level += 1;
        }

        final void note(double d) {
            seen[count++] = d;
        }
    }

    static final class Amplified extends Gauge {
        double gain = 5;

        Amplified(double level) {
            super(2 * level);
            gain += this.level;
            note(gain);
        }

        @Override
        void settle() {
            gain = 100; // before its initialiser, which comes after super(…)
            level *= level;
        }
    }

    @Construct(value = "a constructor that calls methods", code = "note(level); settle();")
    void constructorsThatCallMethods() {
        differentiates(
                (x, y) -> {
                    Gauge g = new Gauge(x);
                    g.note(y);
                    return g.seen[0] * g.seen[1] * g.seen[2] + g.level;
                },
                (x, y) -> x.times(x.plus(1)).times(y).plus(x).plus(1));
    }

    @Construct(
            value = "a constructor that calls a method that a subclass overrides",
            code = "gain = 100; // before its initialiser, which comes after super(…)")
    void overriddenInTheConstructor() {
        differentiates(
                (x, y) -> {
                    Amplified a = new Amplified(x);
                    return a.seen[0] * a.seen[1] + a.seen[2] * y;
                },
                (x, y) -> x.power(3).times(8).plus(x.squared().times(4).plus(5).times(y)));
    }

    static final class Branch {
        final java.util.List<Branch> children = new java.util.ArrayList<>();
        final Branch parent;
        final double weight;
        double below;

        Branch(Branch parent, double weight) {
            this.parent = parent;
            this.weight = weight;
            for (Branch b = this; b != null; b = b.parent) {
                b.below += weight;
            }
            if (parent != null) {
                parent.children.add(this);
            }
        }

        double total() {
            double sum = weight * below;
            for (Branch c : children) {
                sum += c.total();
            }
            return sum;
        }
    }

    @Construct(
            value = "a constructor that registers its object and changes others",
            code = "parent.children.add(this);")
    void constructorsThatRegister() {
        differentiates(
                (x, y) -> {
                    Branch root = new Branch(null, x);
                    Branch left = new Branch(root, y);
                    new Branch(root, x * y);
                    new Branch(left, 2);
                    return root.total();
                },
                (x, y) -> {
                    Jet xy = x.times(y);
                    return x.times(x.plus(y).plus(xy).plus(2))
                            .plus(y.times(y.plus(2)))
                            .plus(xy.squared())
                            .plus(4);
                });
    }

    private static int made;

    static final class Numbered {
        final int id = ++made;
        final double value;

        Numbered(double value) {
            this.value = value * id;
        }
    }

    @Construct(value = "a constructor that counts its objects in a static field", code = "final int id = ++made;")
    void constructorsThatCount() {
        differentiates(
                (x, y) -> {
                    made = 0;
                    return new Numbered(x).value * new Numbered(y).value * made;
                },
                (x, y) -> x.times(y).times(4));
    }

    static final class Deposit {
        final double amount;

        Deposit(double[] cell, double amount) {
            cell[0] += amount;
            this.amount = amount;
            if (amount > 1) {
                throw new IllegalStateException("too much");
            }
            cell[0] *= 2;
        }
    }

    @Construct(value = "a constructor that throws after it has changed something", code = "cell[0] += amount;")
    void constructorsThatThrowLate() {
        differentiates(
                (x, y) -> {
                    double[] cell = {y};
                    try {
                        return new Deposit(cell, x).amount * cell[0];
                    } catch (IllegalStateException e) {
                        return cell[0] * cell[0];
                    }
                },
                (x, y) -> x.v() > 1 ? x.plus(y).squared() : x.times(x.plus(y)).times(2));
    }

    static final class Spring {
        double stiffness;
        final java.util.function.DoubleUnaryOperator force = t -> -stiffness * t;

        Spring(double stiffness) {
            this.stiffness = stiffness;
            Runnable harden = () -> this.stiffness *= 2;
            harden.run();
        }
    }

    @Construct(value = "a field that is initialised with a lambda over `this`", code = "force = t -> -stiffness * t;")
    void lambdasInFieldInitialisers() {
        differentiates(
                (x, y) -> {
                    Spring s = new Spring(x);
                    s.stiffness += y;
                    return s.force.applyAsDouble(y);
                },
                (x, y) -> x.times(2).plus(y).times(y).times(-1));
    }
}
