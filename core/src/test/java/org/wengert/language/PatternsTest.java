package org.wengert.language;

/** Patterns and {@code switch} expressions: JLS §14.30, §15.28. */
class PatternsTest extends Constructs {
    @Override
    String area() {
        return "Patterns and `switch`";
    }

    sealed interface Figure permits Circle, Box, Scaled, Nothing {}

    record Circle(double radius) implements Figure {}

    record Box(Corner low, Corner high) implements Figure {}

    record Corner(double x, double y) {}

    record Scaled(double by, Figure figure) implements Figure {}

    enum Nothing implements Figure {
        AT_ALL
    }

    private static double area(Figure f) {
        return switch (f) {
            case Circle(double r) when r < 1 -> 3 * r * r;
            case Circle(var r) -> 4 * r * r;
            case Box(Corner(double a, double b), Corner(double c, double d)) -> (c - a) * (d - b);
            case Scaled(double by, Scaled(double again, var _)) when again < 0 -> by;
            case Scaled(double by, Figure inner) -> by * by * area(inner);
            case Nothing.AT_ALL -> 0;
        };
    }

    @Construct(
            value = "nested record patterns",
            code = "case Box(Corner(double a, double b), Corner(double c, double d))")
    void nestedRecordPatterns() {
        differentiates(
                (x, y) -> area(new Box(new Corner(0, x), new Corner(y, x * y + 3))),
                (x, y) -> y.times(x.times(y).plus(3).minus(x)));
    }

    @Construct(value = "guards", code = "case Circle(double r) when r < 1 -> 3 * r * r;")
    void guards() {
        differentiates(
                (x, y) -> area(new Scaled(y, new Circle(x))),
                (x, y) -> y.squared().times(x.squared()).times(x.v() < 1 ? 3 : 4));
    }

    @Construct(value = "unnamed patterns and variables", code = "Scaled(double again, var _)")
    void unnamed() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    for (double _ : new double[] {x, y}) {
                        sum += x;
                    }
                    return sum * area(new Scaled(y, new Scaled(-x, Nothing.AT_ALL)));
                },
                (x, y) -> x.times(2).times(y));
    }

    @Construct(value = "`instanceof` with a pattern", code = "f instanceof Circle c && c.radius() > 0")
    void instanceofPattern() {
        differentiates(
                (x, y) -> {
                    Figure f = x < y ? new Circle(x) : new Scaled(y, new Circle(x));
                    if (f instanceof Circle c && c.radius() > 0) {
                        return c.radius() * y;
                    }
                    if (!(f instanceof Scaled(double by, Circle(double r)))) {
                        return -1;
                    }
                    return by * r * r;
                },
                (x, y) -> x.v() < y.v() ? x.times(y) : y.times(x.squared()));
    }

    @Construct(value = "a pattern `switch` over `Object`, with numbers in boxes", code = "case Double d -> d * d;")
    void switchOverObject() {
        differentiates(
                (x, y) -> {
                    Object[] mixed = {x, 3, "text", null, new double[] {y, x}, 'c', 7L};
                    double sum = 0;
                    for (Object o : mixed) {
                        sum += switch (o) {
                            case null -> y;
                            case Double d -> d * d;
                            case Integer i when i > 2 -> i * x;
                            case String s -> s.length() * y;
                            case double[] a -> a[0] * a[1];
                            case Character c -> c == 'c' ? x : 0;
                            default -> 1;
                        };
                    }
                    return sum;
                },
                (x, y) -> x.squared()
                        .plus(x.times(3))
                        .plus(y.times(4))
                        .plus(y)
                        .plus(x.times(y))
                        .plus(x)
                        .plus(1));
    }

    @Construct(value = "`switch` over strings", code = "case \"sin\", \"sine\" -> Math.sin(x);")
    void switchOverStrings() {
        differentiates(
                (x, y) -> {
                    double product = 1;
                    for (String name : new String[] {"sin", "exp", "Aa", "BB", "other"}) {
                        product *= switch (name) {
                            case "sin", "sine" -> Math.sin(x);
                            case "exp" -> Math.exp(y);
                            case "Aa" -> x; // the same hash code as BB
                            case "BB" -> y;
                            default -> 2;
                        };
                    }
                    return product;
                },
                (x, y) -> x.sin().times(y.exp()).times(x).times(y).times(2));
    }

    @Construct(value = "`yield` of an old-style `switch`", code = "yield z * y;")
    void yields() {
        differentiates(
                (x, y) -> {
                    int n = x < 1 ? 1 : 2;
                    return switch (n) {
                        case 1:
                            double z = x * x;
                            yield z * y;
                        case 2:
                            yield x;
                        default:
                            yield 0;
                    };
                },
                (x, y) -> x.v() < 1 ? x.squared().times(y) : x);
    }

    @Construct(value = "`switch` over `char`, `byte` and boxes", code = "case 'x' -> x;")
    void switchOverChars() {
        differentiates(
                (x, y) -> {
                    double result = 0;
                    for (char c : "xy+xy".toCharArray()) {
                        result = switch (c) {
                            case 'x' -> x;
                            case 'y' -> result * y;
                            case '+' -> result + x;
                            default -> throw new IllegalStateException();
                        };
                    }
                    Integer boxed = 2;
                    return result
                            * switch (boxed) {
                                case 2 -> x;
                                default -> y;
                            };
                },
                (x, y) -> x.squared().times(y));
    }

    @Construct(
            value = "a `switch` that does not match",
            code = "default -> throw new IllegalStateException(\"no case for \" + n);")
    void switchThatThrows() {
        throwsAlike(
                (x, y) -> {
                    int n = (int) (10 + x - x);
                    return switch (n) {
                        case 1 -> x;
                        default -> throw new IllegalStateException("no case for " + n);
                    };
                },
                IllegalStateException.class);
    }

    record Pair<A, B>(A first, B second) {}

    @Construct(
            value = "record patterns with inferred type arguments",
            code = "case Pair(Double a, Pair(Double b, String s))")
    void genericPatterns() {
        differentiates(
                (x, y) -> {
                    Object o = new Pair<>(x, new Pair<>(y, "two"));
                    return switch (o) {
                        case Pair(Double a, Pair(Double b, String s)) -> a * b * s.length();
                        default -> 0;
                    };
                },
                (x, y) -> x.times(y).times(3));
    }

    @Construct(value = "a `switch` inside an argument and a condition", code = "Math.max(switch (n) {")
    void switchInsideExpressions() {
        differentiates(
                (x, y) -> {
                    int n = x > y ? 1 : 0;
                    return x
                            * Math.max(
                                    switch (n) {
                                        case 0 -> y;
                                        default -> x;
                                    },
                                    switch (n) {
                                        case 1 -> y;
                                        default -> x;
                                    });
                },
                (x, y) -> x.times(x.max(y)));
    }
}
