package org.wengert.language;

/** Statements: JLS chapter 14. */
class StatementsTest extends Constructs {
    @Override
    String area() {
        return "Statements";
    }

    @Construct(value = "`if`, `else if`, `else`", code = "} else if (x * y < 0.5) {")
    void ifAndElse() {
        differentiates(
                (x, y) -> {
                    double tax;
                    if (x > 3) {
                        tax = 0.4 * x;
                    } else if (x * y < 0.5) {
                        tax = x * x * x;
                    } else {
                        tax = Math.exp(-x * y);
                    }
                    return tax;
                },
                (x, y) -> x.times(y).times(-1).exp());
    }

    @Construct(value = "an `if` without `else`, and an early return", code = "if (x > y) { return y / x; }")
    void earlyReturn() {
        differentiates(
                (x, y) -> {
                    if (x > y) {
                        return y / x;
                    }
                    return x / y;
                },
                (x, y) -> x.v() > y.v() ? y.over(x) : x.over(y));
    }

    @Construct(value = "`for` with two variables", code = "for (int i = 0, j = 5; i < j; i++, j--)")
    void forWithTwoVariables() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    for (int i = 0, j = 5; i < j; i++, j--) {
                        sum += x * i + y * j;
                    }
                    return sum * sum;
                },
                (x, y) -> x.times(3).plus(y.times(12)).squared());
    }

    @Construct(value = "`for` whose variable is a `double`", code = "for (double t = x; t < 3.8; t += y)")
    void forOverADouble() {
        // From x in steps of y: 0.7, 2.0, 3.3 and 1.6, 2.0, …, 3.6 (six terms of t²).
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    for (double t = x; t < 3.8; t += y) {
                        sum += t * t;
                    }
                    return sum;
                },
                (x, y) -> {
                    Jet sum = Jet.constant(0);
                    int terms = y.v() > 1 ? 3 : 6;
                    for (int k = 0; k < terms; k++) {
                        sum = sum.plus(x.plus(y.times(k)).squared());
                    }
                    return sum;
                });
    }

    @Construct(value = "`for` without a condition, left by `break`", code = "for (; ; )")
    void endlessFor() {
        differentiates(
                (x, y) -> {
                    double p = x;
                    int n = 0;
                    for (; ; ) {
                        if (n == 4) {
                            break;
                        }
                        p *= y;
                        n++;
                    }
                    return p;
                },
                (x, y) -> x.times(y.power(4)));
    }

    @Construct(value = "enhanced `for` over an array", code = "for (double side : new double[] {x, y, x * y})")
    void enhancedFor() {
        differentiates(
                (x, y) -> {
                    double product = 1;
                    for (double side : new double[] {x, y, x * y}) {
                        product *= 1 + side;
                    }
                    return product;
                },
                (x, y) -> x.plus(1).times(y.plus(1)).times(x.times(y).plus(1)));
    }

    @Construct(
            value = "`while` that ends when a value has converged",
            code = "while (Math.abs(next - root) > 1e-15 || steps < 7)")
    void whileLoop() {
        // Newton's iteration for √(x + y): the derivative converges with the value.
        differentiates(
                (x, y) -> {
                    double root = x + y;
                    double next = 0.5 * (root + 1);
                    int steps = 0;
                    while (Math.abs(next - root) > 1e-15 || steps < 7) {
                        root = next;
                        next = 0.5 * (root + (x + y) / root);
                        steps++;
                    }
                    return next;
                },
                (x, y) -> x.plus(y).sqrt());
    }

    @Construct(value = "`do` … `while`", code = "} while (balance < 10);")
    void doWhile() {
        differentiates(
                (x, y) -> {
                    double balance = 3;
                    do {
                        balance = balance * (1 + x) + y;
                    } while (balance < 10);
                    return balance;
                },
                (x, y) -> x.plus(1).times(3).plus(y).times(x.plus(1)).plus(y)); // two rounds from either point
    }

    @Construct(value = "`break` and `continue` with labels", code = "continue rows;")
    void labels() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    rows:
                    for (int i = 0; i < 5; i++) {
                        for (int j = 0; j < 5; j++) {
                            if (j > i) {
                                continue rows;
                            }
                            if (i + j > 5) {
                                break rows;
                            }
                            sum += Math.pow(x, i) * Math.pow(y, j);
                        }
                    }
                    return sum;
                },
                (x, y) -> {
                    Jet sum = Jet.constant(0);
                    int[][] terms = {{0, 0}, {1, 0}, {1, 1}, {2, 0}, {2, 1}, {2, 2}, {3, 0}, {3, 1}, {3, 2}};
                    for (int[] t : terms) {
                        sum = sum.plus(x.power(t[0]).times(y.power(t[1])));
                    }
                    return sum;
                });
    }

    @Construct(value = "a labelled block that is left", code = "break guess;")
    @SuppressWarnings("LabelledBreakTarget") // what is tested
    void labelledBlock() {
        differentiates(
                (x, y) -> {
                    double z = x;
                    guess:
                    {
                        if (y > 1) {
                            break guess;
                        }
                        z = z * y;
                    }
                    return z * z;
                },
                (x, y) -> y.v() > 1 ? x.squared() : x.times(y).squared());
    }

    @Construct(value = "`switch` with fall-through", code = "case 2: // falls through")
    @SuppressWarnings({"fallthrough", "StatementSwitchToExpressionSwitch"}) // what is tested
    void switchThatFallsThrough() {
        differentiates(
                (x, y) -> {
                    double r = 1;
                    int start = x < 1 ? 3 : 2;
                    switch (start) {
                        case 3:
                            r *= x; // falls through
                        case 2: // falls through
                            r *= y;
                            r += x;
                        case 1:
                            r = r * r;
                            break;
                        case 0:
                            r = 100;
                        default:
                            r = -1;
                    }
                    return r;
                },
                (x, y) -> x.v() < 1 ? x.times(y).plus(x).squared() : y.plus(x).squared());
    }

    @Construct(value = "`switch` over far-apart numbers", code = "case 1_000_000 -> x * y;")
    void switchOverFarNumbers() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    for (int n : new int[] {-7, 1_000_000, 3}) {
                        sum += switch (n) {
                            case -7 -> x * x;
                            case 1_000_000 -> x * y;
                            default -> y * y * y;
                        };
                    }
                    return sum;
                },
                (x, y) -> x.squared().plus(x.times(y)).plus(y.power(3)));
    }

    @Construct(value = "a local variable with `var`", code = "var squares = new double[] {x * x, y * y};")
    void localVariables() {
        differentiates(
                (x, y) -> {
                    var squares = new double[] {x * x, y * y};
                    final var sum = squares[0] + squares[1];
                    return Math.sqrt(sum);
                },
                (x, y) -> x.squared().plus(y.squared()).sqrt());
    }

    @Construct(
            value = "a local class, interface, record and enum",
            code = "record Span(double from, double to) implements Measured {")
    void localDeclarations() {
        differentiates(
                (x, y) -> {
                    interface Measured {
                        double length();
                    }
                    record Span(double from, double to) implements Measured {
                        @Override
                        public double length() {
                            return to - from;
                        }
                    }
                    enum Unit {
                        METRE,
                        KILOMETRE
                    }
                    class Ruler {
                        private final Unit unit;

                        Ruler(Unit unit) {
                            this.unit = unit;
                        }

                        double measure(Span m) {
                            return unit == Unit.KILOMETRE ? m.length() / 1000 : m.length();
                        }
                    }
                    Span span = new Span(x, y * y);
                    return new Ruler(Unit.METRE).measure(span) * new Ruler(Unit.KILOMETRE).measure(span);
                },
                (x, y) -> y.squared().minus(x).squared().over(1000));
    }

    @Construct(value = "`assert`", code = "assert x > 0 : \"x is \" + x;")
    void assertion() {
        differentiates(
                (x, y) -> {
                    assert x > 0 : "x is " + x;
                    return Math.log(x) * y;
                },
                (x, y) -> x.log().times(y));
    }

    @Construct(value = "an `assert` that fails", code = "assert x < 0 : \"not negative\";")
    void assertionThatFails() {
        throwsAlike(
                (x, y) -> {
                    assert x < 0 : "not negative";
                    return x * y;
                },
                AssertionError.class);
    }

    @Construct(value = "an endless loop that is left by `return`", code = "while (true)")
    void endlessLoop() {
        differentiates(
                (x, y) -> {
                    double p = 1;
                    while (true) {
                        p = p * (x + y);
                        if (p > 5) {
                            return p;
                        }
                    }
                },
                (x, y) -> x.plus(y).power(3));
    }

    @Construct(value = "a block in which nothing is reached", code = "if (NEVER)")
    void deadCode() {
        differentiates(
                (x, y) -> {
                    if (NEVER) {
                        return Double.parseDouble("" + x);
                    }
                    return x * y;
                },
                (x, y) -> x.times(y));
    }

    private static final boolean NEVER = false;

    @Construct(value = "empty statements and nested blocks", code = "{ { r = r + y; } }")
    void blocks() {
        differentiates(
                (x, y) -> {
                    double r = x;
                    {
                        {
                            r = r + y;
                        }
                    }
                    int i;
                    for (i = 0; i < 3; i++) {}
                    return r * i;
                },
                (x, y) -> x.plus(y).times(3));
    }

    @Construct(value = "`synchronized` blocks", code = "synchronized (lock)")
    void synchronizedBlock() {
        differentiates(
                (x, y) -> {
                    Object lock = new Object();
                    synchronized (lock) {
                        return x * y;
                    }
                },
                (x, y) -> x.times(y));
    }

    @Construct(value = "`synchronized` methods", code = "synchronized double scaled(double x)")
    void synchronizedMethod() {
        differentiates((x, y) -> new Meter().scaled(x) * y, (x, y) -> x.times(y).times(2));
    }

    static final class Meter {
        private final double factor = 2;

        synchronized double scaled(double x) {
            return factor * x;
        }
    }
}
