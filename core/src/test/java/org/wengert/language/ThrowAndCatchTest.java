package org.wengert.language;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Exceptions: JLS chapter 11, §14.18, §14.20. */
class ThrowAndCatchTest extends Constructs {
    @Override
    String area() {
        return "Exceptions";
    }

    private static double checkedRoot(double x) {
        if (x < 1) {
            throw new ArithmeticException("less than one");
        }
        return Math.sqrt(x);
    }

    @Construct(value = "`try` and `catch`, after which the program goes on", code = "} catch (ArithmeticException e) {")
    void tryAndCatch() {
        differentiates(
                (x, y) -> {
                    double r;
                    try {
                        r = checkedRoot(x) * y;
                    } catch (ArithmeticException e) {
                        r = x * x;
                    }
                    return r + y;
                },
                (x, y) -> x.v() < 1 ? x.squared().plus(y) : x.sqrt().times(y).plus(y));
    }

    @Construct(value = "what was computed before the exception counts", code = "state *= y;")
    void stateInATry() {
        differentiates(
                (x, y) -> {
                    double state = x;
                    double[] cell = {1};
                    try {
                        state *= y;
                        cell[0] = state;
                        state += checkedRoot(x);
                        cell[0] = 100;
                    } catch (ArithmeticException e) {
                        state = state * state;
                    }
                    return state * cell[0];
                },
                (x, y) -> x.v() < 1
                        ? x.times(y).power(3)
                        : x.times(y).plus(x.sqrt()).times(100));
    }

    @Construct(value = "`finally`", code = "} finally {")
    void finallyBlock() {
        differentiates(
                (x, y) -> {
                    double[] log = {0};
                    double r = 0;
                    for (int i = 0; i < 3; i++) {
                        try {
                            if (i == 1) {
                                continue;
                            }
                            r += x * i;
                            if (x > 1 && i == 2) {
                                break;
                            }
                            r *= y;
                        } finally {
                            log[0] += y;
                        }
                    }
                    return r + log[0];
                },
                (x, y) -> (x.v() > 1 ? x.times(2) : x.times(2).times(y)).plus(y.times(3)));
    }

    @Construct(value = "`finally` around `return`", code = "return cell[0];")
    void finallyAroundReturn() {
        differentiates(
                (x, y) -> {
                    double[] cell = {x};
                    return kept(cell, y) * cell[0];
                },
                (x, y) -> x.times(x.times(y)));
    }

    private static double kept(double[] cell, double y) {
        try {
            return cell[0];
        } finally {
            cell[0] *= y;
        }
    }

    @Construct(
            value = "`finally` that overrides an exception by `return`",
            code = "return y * y; // instead of the exception")
    @SuppressWarnings({"finally", "Finally"}) // what is tested
    void finallyThatReturns() {
        differentiates((x, y) -> overridden(x, y) + x, (x, y) -> y.squared().plus(x));
    }

    @SuppressWarnings({"finally", "Finally"}) // what is tested
    private static double overridden(double x, double y) {
        try {
            throw new IllegalStateException("lost at " + x);
        } finally {
            return y * y; // instead of the exception
        }
    }

    @Construct(value = "`catch` of several types", code = "} catch (NumberFormatException | ArithmeticException e) {")
    void multiCatch() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    for (String s : new String[] {"2", "no number", "0"}) {
                        try {
                            int n = Integer.parseInt(s);
                            sum += x * (6 / n);
                        } catch (NumberFormatException | ArithmeticException e) {
                            sum += y * (e instanceof NumberFormatException ? 1 : 10);
                        }
                    }
                    return sum * x;
                },
                (x, y) -> x.times(3).plus(y.times(11)).times(x));
    }

    @Construct(value = "several `catch` clauses, subclass first", code = "} catch (IllegalStateException e) {")
    void severalCatches() {
        differentiates(
                (x, y) -> {
                    double p = 1;
                    for (int i = 0; i < 3; i++) {
                        try {
                            p *= fail(i, x);
                        } catch (IllegalStateException e) {
                            p *= y;
                        } catch (RuntimeException e) {
                            p += y * x;
                        }
                    }
                    return p;
                },
                (x, y) -> x.times(y).plus(y.times(x)));
    }

    private static double fail(int i, double x) {
        return switch (i) {
            case 0 -> x;
            case 1 -> throw new IllegalStateException("one");
            default -> throw new NoSuchElementException("two");
        };
    }

    static final class TooSmall extends Exception {
        private static final long serialVersionUID = 1;
        private final double value;
        private final int code;

        TooSmall(String message, double value, int code) {
            super(message);
            this.value = value;
            this.code = code;
        }
    }

    @Construct(
            value = "exceptions of one's own with an integer and a message",
            code = "throw new TooSmall(\"too small\", 0, 7);")
    void ownExceptions() {
        differentiates(
                (x, y) -> {
                    try {
                        if (x < y) {
                            throw new TooSmall("too small", 0, 7);
                        }
                        return x * x;
                    } catch (TooSmall e) {
                        return x * y * e.code * e.getMessage().length();
                    }
                },
                (x, y) -> x.v() < y.v() ? x.times(y).times(63) : x.squared());
    }

    @Construct(
            value = "an exception that carries an active value",
            code = "throw new TooSmall(\"too small\", x * y, 1);")
    void exceptionsThatCarryNumbers() {
        refuses(
                (x, y) -> {
                    try {
                        if (x < y) {
                            throw new TooSmall("too small", x * y, 1);
                        }
                        return x;
                    } catch (TooSmall e) {
                        return e.value * y;
                    }
                },
                "return e.value * y;");
    }

    @Construct(value = "an exception caught several calls above", code = "return search(a, k + 1, limit);")
    void caughtFarAbove() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y, x * y, 5};
                    try {
                        return search(a, 0, 1.0) * y;
                    } catch (NoSuchElementException e) {
                        return a[0] * a[1];
                    }
                },
                (x, y) -> x.times(y));
    }

    private static double search(double[] a, int k, double limit) {
        if (a[k] > limit) {
            throw new NoSuchElementException("found");
        }
        if (k == a.length - 1) {
            return 0;
        }
        return search(a, k + 1, limit);
    }

    static final class Resource implements AutoCloseable {
        private final List<String> log;
        private final String name;
        private final double factor;

        Resource(String name, double factor, List<String> log) {
            this.name = name;
            this.factor = factor;
            this.log = log;
        }

        double use(double x) throws IOException {
            if (x > 1) {
                throw new IOException("used up");
            }
            return x * factor;
        }

        @Override
        public void close() {
            log.add(name);
        }
    }

    @Construct(
            value = "`try` with resources",
            code = "try (Resource a = new Resource(\"a\", y, log); Resource b = new Resource(\"b\", 2, log)) {")
    void tryWithResources() {
        differentiates(
                (x, y) -> {
                    List<String> log = new ArrayList<>();
                    double r;
                    try (Resource a = new Resource("a", y, log);
                            Resource b = new Resource("b", 2, log)) {
                        r = a.use(x) * b.use(x);
                    } catch (IOException e) {
                        r = y * y * x;
                    }
                    return r * log.size() + (log.get(0).equals("b") ? 0 : 1000);
                },
                (x, y) -> x.v() > 1
                        ? y.squared().times(x).times(2)
                        : x.squared().times(y).times(4));
    }

    @Construct(value = "nested `try`", code = "throw new IllegalStateException(\"from the handler\", e);")
    void nestedTry() {
        differentiates(
                (x, y) -> {
                    double z = y;
                    try {
                        try {
                            z *= checkedRoot(x);
                            z *= 2;
                        } catch (ArithmeticException e) {
                            z += x;
                            throw new IllegalStateException("from the handler", e);
                        } finally {
                            z *= x;
                        }
                    } catch (IllegalStateException e) {
                        z = z * (e.getCause() instanceof ArithmeticException ? z : 0);
                    }
                    return z;
                },
                (x, y) -> x.v() < 1
                        ? y.plus(x).times(x).squared()
                        : y.times(x.sqrt()).times(2).times(x));
    }

    @Construct(value = "exceptions as control flow in a loop", code = "while (true) {")
    void exceptionsAsControlFlow() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y, x};
                    double sum = 0;
                    int i = 0;
                    try {
                        while (true) {
                            sum = sum * y + a[i++];
                        }
                    } catch (ArrayIndexOutOfBoundsException e) {
                        return sum * i;
                    }
                },
                (x, y) -> x.times(y).plus(y).times(y).plus(x).times(4));
    }

    @Construct(value = "`throw` that leaves the function", code = "throw new TooSmallUnchecked(\"x = \" + x);")
    void thrown() {
        throwsAlike(
                (x, y) -> {
                    if (x > 0) {
                        throw new TooSmallUnchecked("x = " + x);
                    }
                    return y;
                },
                TooSmallUnchecked.class);
    }

    static final class TooSmallUnchecked extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooSmallUnchecked(String message) {
            super(message);
        }
    }

    @Construct(value = "an error of the machine: endless recursion", code = "return endless(x * x) + 1;")
    @SuppressWarnings("InfiniteRecursion") // what is tested
    void stackOverflow() {
        throwsAlike((x, y) -> endless(x), StackOverflowError.class);
    }

    @SuppressWarnings("InfiniteRecursion") // what is tested
    private static double endless(double x) {
        return endless(x * x) + 1;
    }

    @Construct(value = "an exception that is caught, looked at and thrown again", code = "throw e; // again")
    void rethrown() {
        differentiates(
                (x, y) -> {
                    double z = 1;
                    try {
                        try {
                            z = checkedRoot(x);
                        } catch (ArithmeticException e) {
                            z = x * y;
                            throw e; // again
                        }
                    } catch (RuntimeException e) {
                        z = z * ("less than one".equals(e.getMessage()) ? x : 0);
                    }
                    return z * y;
                },
                (x, y) -> x.v() < 1 ? x.squared().times(y.squared()) : x.sqrt().times(y));
    }

    @Construct(value = "suppressed exceptions of resources", code = "e.getSuppressed().length")
    void suppressed() {
        differentiates(
                (x, y) -> {
                    try (AutoCloseable c = () -> {
                        throw new IllegalStateException("while closing");
                    }) {
                        if (c != null) {
                            throw new IOException("first");
                        }
                        return x;
                    } catch (Exception e) {
                        return x * y * e.getSuppressed().length;
                    }
                },
                (x, y) -> x.times(y));
    }

    @Construct(value = "`return` from inside `try`, `catch` and a loop", code = "return r; // from the handler")
    void returnsFromInside() {
        differentiates(
                (x, y) -> firstThatWorks(x, y) * y,
                (x, y) -> x.v() < 1 ? x.times(y).plus(2).times(y) : x.sqrt().times(y));
    }

    private static double firstThatWorks(double x, double y) {
        double r = x * y;
        for (int i = 0; ; i++) {
            try {
                return checkedRoot(x);
            } catch (ArithmeticException e) {
                r += i;
                if (i == 1) {
                    r += 1;
                    return r; // from the handler
                }
            }
        }
    }

    @Construct(value = "a checked exception from a method of an interface", code = "double get() throws Exception;")
    void checkedExceptions() {
        differentiates(
                (x, y) -> attempt(() -> x * y, 2)
                        + attempt(
                                () -> {
                                    throw new IOException("none");
                                },
                                y),
                (x, y) -> x.times(y).plus(y));
    }

    interface Source {
        double get() throws Exception;
    }

    private static double attempt(Source s, double otherwise) {
        try {
            return s.get();
        } catch (Exception e) {
            return otherwise;
        }
    }

    @Construct(value = "what a method has written before it throws", code = "a[k] *= 2;")
    void writtenBeforeTheThrow() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y, x * y, 5};
                    try {
                        find(a, 0, 1);
                    } catch (NoSuchElementException e) {
                        return a[0] * a[1];
                    }
                    return -1;
                },
                // 2x: 1.4 is not above 2, 3.2 is
                (x, y) -> x.v() < y.v()
                        ? x.times(2).times(y.times(2))
                        : x.times(2).times(y));
    }

    @SuppressWarnings("InfiniteRecursion") // an exception ends it
    private static void find(double[] a, int k, double limit) {
        a[k] *= 2;
        if (a[k] > 2 * limit) {
            throw new NoSuchElementException("found");
        }
        find(a, k + 1, limit);
    }

    static final class Purse {
        double balance;

        Purse(double balance) {
            this.balance = balance;
        }

        void take(double amount) {
            balance -= amount;
            if (balance < 0) {
                balance += 0.25 * amount; // a fee is kept
                throw new IllegalStateException("empty");
            }
        }
    }

    @Construct(
            value = "objects that a method has changed before it throws",
            code = "balance += 0.25 * amount; // a fee is kept")
    void changedBeforeTheThrow() {
        differentiates(
                (x, y) -> {
                    Purse from = new Purse(x);
                    Purse to = new Purse(0);
                    try {
                        from.take(y);
                        to.balance += y;
                    } catch (IllegalStateException e) {
                        from.balance += y;
                    }
                    return from.balance * from.balance + to.balance;
                },
                (x, y) -> x.v() < y.v()
                        ? x.plus(y.over(4)).squared()
                        : x.minus(y).squared().plus(y));
    }

    @Construct(value = "retries: an exception in each round of a loop", code = "state[1] += state[0] * (i + 1);")
    void retries() {
        differentiates(
                (x, y) -> {
                    double[] state = {x, y};
                    return retry(state, 2) * state[1];
                },
                (x, y) -> {
                    Jet s = x.times(1.5);
                    Jet t = y.plus(s);
                    s = s.times(1.5);
                    t = t.plus(s.times(2));
                    return s.times(1.5).times(2).times(t);
                });
    }

    private static double retry(double[] state, int failures) {
        for (int i = 0; ; i++) {
            try {
                state[0] *= 1.5;
                if (i < failures) {
                    throw new TooSmallUnchecked("round " + i);
                }
                return state[0] * i;
            } catch (TooSmallUnchecked e) {
                state[1] += state[0] * (i + 1);
            }
        }
    }

    @Construct(
            value = "`finally` on the way of an exception through several calls",
            code = "a[0] += a[1]; // on the way up")
    void finallyOnTheWayUp() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y};
                    try {
                        descend(a, 2);
                    } catch (TooSmallUnchecked e) {
                        return a[0] * a[1];
                    }
                    return 0;
                },
                // Down: x·2·2·2; up: three times + y.
                (x, y) -> x.times(8).plus(y.times(3)).times(y));
    }

    @SuppressWarnings("InfiniteRecursion") // an exception ends it
    private static void descend(double[] a, int n) {
        a[0] *= 2;
        try {
            if (n == 0) {
                throw new TooSmallUnchecked("bottom");
            }
            descend(a, n - 1);
        } finally {
            a[0] += a[1]; // on the way up
        }
    }

    @Construct(value = "recursion that ends by an exception", code = "return x * factorial(x, n - 1);")
    void recursionThatEndsByAnException() {
        differentiates(
                (x, y) -> factorial(x, 3) * y,
                (x, y) -> x.power(4).times(x.minus(1)).times(y));
    }

    @SuppressWarnings("InfiniteRecursion") // an exception ends it
    private static double factorial(double x, int n) {
        if (n < 0) {
            throw new IllegalArgumentException("below zero");
        }
        try {
            return x * factorial(x, n - 1);
        } catch (IllegalArgumentException e) {
            return x * (x + n - 1);
        }
    }

    interface Step {
        double go(double d) throws Exception;
    }

    @Construct(value = "lambdas that throw, each in another way", code = "for (Step s : steps)")
    void lambdasThatThrow() {
        differentiates(
                (x, y) -> {
                    Step[] steps = {
                        d -> d * y,
                        d -> {
                            if (d > 0.9) {
                                throw new IllegalArgumentException("large");
                            }
                            return d;
                        },
                        d -> {
                            throw new IOException("always");
                        }
                    };
                    double r = x;
                    for (Step s : steps) {
                        try {
                            r = s.go(r);
                        } catch (IllegalArgumentException e) {
                            r *= 2;
                        } catch (Exception e) {
                            r += x;
                        } finally {
                            r *= 3;
                        }
                    }
                    return r;
                },
                // xy = 0.91 or 0.64, times 3 is above 0.9 in both
                (x, y) -> x.times(y).times(18).plus(x).times(3));
    }
}
