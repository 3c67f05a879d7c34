package org.wengert.language;

import java.util.function.DoubleSupplier;

/** Expressions: JLS chapter 15. */
class ExpressionsTest extends Constructs {
    @Override
    String area() {
        return "Expressions";
    }

    @Construct(value = "`+ - * /` and the sign", code = "-x + y * -(x - 2) / +y")
    void arithmetic() {
        differentiates((x, y) -> -x + y * -(x - 2) / +y, (x, y) -> x.times(-2).plus(2));
    }

    @Construct(value = "the remainder `%`", code = "(5 * x) % y")
    void remainder() {
        // 3.5 − 2 · 1.3 and 8 − 19 · 0.4 = 0.4 up to rounding, so other numbers: 5x − ⌊5x/(y + 0.1)⌋ (y + 0.1).
        differentiates(
                (x, y) -> (5 * x) % (y + 0.1) + 0 * ((5 * x) % y),
                (x, y) -> x.times(5).minus(y.plus(0.1).times(x.v() < 1 ? 2 : 16)));
    }

    @Construct(value = "compound assignment", code = "r /= y;")
    void compoundAssignment() {
        differentiates(
                (x, y) -> {
                    double r = x;
                    r += y;
                    r *= r;
                    r -= x;
                    r /= y;
                    r %= 100;
                    return r;
                },
                (x, y) -> x.plus(y).squared().minus(x).over(y));
    }

    @Construct(value = "`++` and `--` of a `double`", code = "r++ * --r")
    void incrementAndDecrement() {
        differentiates(
                (x, y) -> {
                    double r = x * y;
                    double product = r++ * --r;
                    ++r;
                    return product * r--;
                },
                (x, y) -> x.times(y).squared().times(x.times(y).plus(1)));
    }

    @Construct(value = "an assignment as a value", code = "(z = x * y) + (z *= z)")
    void assignmentAsAValue() {
        differentiates(
                (x, y) -> {
                    double z;
                    double w = (z = x * y) + (z *= z);
                    return w * z;
                },
                (x, y) -> x.times(y).plus(x.times(y).squared()).times(x.times(y).squared()));
    }

    @Construct(value = "assignments to array elements and fields as values", code = "a[k] = c.value = x * y")
    void storesAsValues() {
        differentiates(
                (x, y) -> {
                    double[] a = new double[2];
                    Cell c = new Cell();
                    int k = 1;
                    double z = a[k] = c.value = x * y;
                    a[k] *= c.value += 1;
                    double old = a[k]++;
                    c.value--;
                    return z + a[1] + old + c.value++;
                },
                (x, y) -> {
                    Jet z = x.times(y);
                    return z.plus(z.times(z.plus(1)).times(2)).plus(1).plus(z);
                });
    }

    static final class Cell {
        double value;
        long count;
        int seen;
    }

    @Construct(value = "the order of evaluation, left to right", code = "a[i++] = a[i] * i++ + a[i]")
    void orderOfEvaluation() {
        differentiates(
                (x, y) -> {
                    double[] a = {1, x, y};
                    int i = 0;
                    a[i++] = a[i] * i++ + a[i];
                    return a[0] * i;
                },
                (x, y) -> x.plus(y).times(2));
    }

    @Construct(value = "`? :`, nested", code = "x < 1 ? y < 1 ? 0 : x * y : y > 1 ? 1 : x / y")
    void conditional() {
        differentiates(
                (x, y) -> x < 1 ? y < 1 ? 0 : x * y : y > 1 ? 1 : x / y, (x, y) -> x.v() < 1 ? x.times(y) : x.over(y));
    }

    @Construct(value = "`&&`, `||`, `!`, `^` on conditions", code = "x < y && !(x > 1) || x * y > 9 ^ y < 0")
    void conditions() {
        differentiates(
                (x, y) -> {
                    boolean smaller = x < y && !(x > 1) || x * y > 9 ^ y < 0;
                    boolean both = smaller & y >= 1 | x == y;
                    return both ? x * y : x + y;
                },
                (x, y) -> x.v() < y.v() ? x.times(y) : x.plus(y));
    }

    @Construct(value = "all comparisons, of NaN too", code = "nan != nan && !(nan >= x) && !(nan <= x)")
    @SuppressWarnings("IdentityBinaryExpression") // what is tested
    void comparisons() {
        differentiates(
                (x, y) -> {
                    double nan = Double.NaN * x;
                    if (nan != nan && !(nan >= x) && !(nan <= x) && !(nan > x) && !(nan < x) && !(nan == x)) {
                        return x > y ? x * x : y >= 1 && x <= 1 && x != y ? x * y : 0;
                    }
                    return -1;
                },
                (x, y) -> x.v() > y.v() ? x.squared() : x.times(y));
    }

    @Construct(value = "shifts and bits of `int` and `long`", code = "(n << 3 | n >>> 1 & 5 ^ 2) >> 1")
    void shifts() {
        differentiates(
                (x, y) -> {
                    int n = x > 1 ? 6 : 5;
                    int m = (n << 3 | n >>> 1 & 5 ^ 2) >> 1;
                    long big = ((long) m << 33 | 7L) >>> 32 ^ (~5L & 0xfL);
                    big += -9L >> 1;
                    return x * m + y * big;
                },
                (x, y) -> {
                    int n = x.v() > 1 ? 6 : 5;
                    int m = (n << 3 | n >>> 1 & 5 ^ 2) >> 1;
                    long big = (((long) m << 33 | 7L) >>> 32 ^ (~5L & 0xfL)) - 5;
                    return x.times(m).plus(y.times(big));
                });
    }

    @Construct(value = "`instanceof`", code = "o instanceof Double")
    void instanceOf() {
        differentiates(
                (x, y) -> {
                    Object o = x < 1 ? (Object) "text" : new double[] {x};
                    return o instanceof Double ? 0 : o instanceof double[] ? x * y : o instanceof String ? y : -1;
                },
                (x, y) -> x.v() < 1 ? y : x.times(y));
    }

    @Construct(value = "casts of objects", code = "((Cell) o).value")
    void castsOfObjects() {
        differentiates(
                (x, y) -> {
                    Cell c = new Cell();
                    c.value = x * x;
                    Object o = c;
                    return ((Cell) o).value * y;
                },
                (x, y) -> x.squared().times(y));
    }

    @Construct(value = "a cast that fails", code = "(Cell) o")
    void castThatFails() {
        throwsAlike(
                (x, y) -> {
                    Object o = x > 0 ? "no cell" : new Cell();
                    return ((Cell) o).value + x;
                },
                ClassCastException.class);
    }

    @Construct(value = "class literals", code = "kind == Cell.class")
    void classLiterals() {
        differentiates(
                (x, y) -> {
                    Class<?> kind = x < 1 ? Cell.class : double[].class;
                    return kind == Cell.class ? x * y : x;
                },
                (x, y) -> x.v() < 1 ? x.times(y) : x);
    }

    @Construct(value = "`getClass()` of an object that holds an active value", code = "c.getClass() == Cell.class")
    void getClassOfAnObject() {
        differentiates(
                (x, y) -> {
                    Cell c = new Cell();
                    c.value = x;
                    return c.getClass() == Cell.class ? c.value * y : 0;
                },
                (x, y) -> x.times(y));
    }

    @Construct(value = "fields of all integer kinds as counters", code = "c.count += 2L;")
    void counters() {
        differentiates(
                (x, y) -> {
                    Cell c = new Cell();
                    while (c.seen < 4) {
                        c.value += x * c.count;
                        c.count += 2L;
                        long before = c.count++;
                        c.count = before;
                        c.seen++;
                    }
                    return c.value * y;
                },
                (x, y) -> x.times(12).times(y));
    }

    @Construct(value = "constant expressions", code = "FACTOR * 1e-3 + 0x1p3")
    void constants() {
        differentiates(
                (x, y) -> x * (FACTOR * 1e-3 + 0x1p3) + y * 1_000,
                (x, y) -> x.times(8.002).plus(y.times(1000)));
    }

    private static final double FACTOR = 2;

    @Construct(value = "a result that is thrown away", code = "Math.exp(700 * x * x);")
    @SuppressWarnings({"ReturnValueIgnored", "CheckReturnValue"}) // what is tested
    void resultThrownAway() {
        differentiates(
                (x, y) -> {
                    Math.exp(700 * x * x);
                    squared(x);
                    return x - y;
                },
                (x, y) -> x.minus(y));
    }

    private static double squared(double x) {
        return x * x;
    }

    @Construct(value = "a variable shared by two branches of a lambda's maker", code = "return () -> t * t;")
    void lambdaOfAChosenValue() {
        differentiates(
                (x, y) -> {
                    double t = x < y ? x : y;
                    DoubleSupplier s = maker(t);
                    return s.getAsDouble() * x;
                },
                (x, y) -> x.min(y).squared().times(x));
    }

    private static DoubleSupplier maker(double t) {
        return () -> t * t;
    }

    @Construct(value = "`? :` whose ways have different types", code = "x < 1 ? 1 : x * y")
    void conditionalOfDifferentTypes() {
        differentiates(
                (x, y) -> {
                    double a = x < 1 ? 1 : x * y;
                    Number n = x < 1 ? (Number) Integer.valueOf(2) : (Number) Double.valueOf(y);
                    Double boxed = x < 1 ? x : Double.valueOf(3);
                    return a * n.doubleValue() + boxed;
                },
                (x, y) -> x.v() < 1 ? x.plus(2) : x.times(y.squared()).plus(3));
    }

    @Construct(value = "compound assignment that narrows", code = "i += 2.9 * x / x;")
    @SuppressWarnings({"lossy-conversions", "NarrowingCompoundAssignment"}) // what is tested
    void narrowingAssignment() {
        differentiates(
                (x, y) -> {
                    int i = 3;
                    i += 2.9 * x / x;
                    byte b = 100;
                    b += 100;
                    char c = 'a';
                    c++;
                    return x * i + y * b + x * y * c;
                },
                (x, y) -> x.times(5).plus(y.times(-56)).plus(x.times(y).times(98)));
    }

    @Construct(value = "side effects in conditions", code = "while (i < 5 && (s += x) < 4 || i++ < 2)")
    void effectsInConditions() {
        differentiates(
                (x, y) -> {
                    double s = y;
                    int i = 0;
                    while (i < 5 && (s += x) < 4 || i++ < 2) {
                        s *= y;
                        i++;
                    }
                    return s + i;
                },
                (x, y) -> {
                    Jet s = y;
                    int i = 0;
                    while (true) {
                        boolean first = false;
                        if (i < 5) {
                            s = s.plus(x);
                            first = s.v() < 4;
                        }
                        if (!first && i++ >= 2) {
                            return s.plus(i);
                        }
                        s = s.times(y);
                        i++;
                    }
                });
    }

    @Construct(value = "identity of boxed integers", code = "Integer a = 127;")
    @SuppressWarnings("BoxedPrimitiveEquality") // what is tested
    void cachedIntegers() {
        differentiates(
                (x, y) -> {
                    Integer a = 127;
                    Integer b = 127;
                    Long big = 1L << 40;
                    return a == b ? x * y * a.intValue() + big.hashCode() * 0.0 : x;
                },
                (x, y) -> x.times(y).times(127));
    }
}
