package org.wengert.language;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Generics and boxing: JLS §4.5, §5.1.7, §8.1.2, §8.4.4. */
class GenericsTest extends Constructs {
    @Override
    String area() {
        return "Generics and boxes";
    }

    static final class Box<T> {
        private T content;

        Box(T content) {
            this.content = content;
        }

        T get() {
            return content;
        }

        void set(T t) {
            content = t;
        }

        <R> Box<R> map(Function<? super T, ? extends R> f) {
            return new Box<>(f.apply(content));
        }
    }

    @Construct(value = "generic classes of one's own", code = "new Box<>(x * y)")
    void genericClasses() {
        differentiates(
                (x, y) -> {
                    Box<Double> box = new Box<>(x * y);
                    box.set(box.get() + x);
                    return box.get() * box.content;
                },
                (x, y) -> x.times(y).plus(x).squared());
    }

    @Construct(value = "generic methods that take a function", code = "box.map(v -> v * y).map(v -> v + x)")
    void genericMethods() {
        differentiates(
                (x, y) -> {
                    Box<Double> box = new Box<>(x);
                    return box.map(v -> v * y).map(v -> v + x).get();
                },
                (x, y) -> x.times(y).plus(x));
    }

    @Construct(value = "boxing and unboxing", code = "Double boxed = x; boxed *= y;")
    void boxing() {
        differentiates(
                (x, y) -> {
                    Double boxed = x;
                    boxed *= y;
                    Double other = boxed++;
                    Integer n = 3;
                    n += 2;
                    Double chosen = n > 4 ? boxed : (Double) 1.0;
                    return chosen * other * n;
                },
                (x, y) -> x.times(y).plus(1).times(x.times(y)).times(5));
    }

    @Construct(value = "boxes that are `null`", code = "Double cached = null;")
    void nullBoxes() {
        differentiates(
                (x, y) -> {
                    Double cached = null;
                    double sum = 0;
                    for (int i = 0; i < 3; i++) {
                        if (cached == null) {
                            cached = x * y;
                        }
                        sum += cached;
                    }
                    return sum;
                },
                (x, y) -> x.times(y).times(3));
    }

    @Construct(value = "comparisons of boxes", code = "a.compareTo(b) < 0 && !a.equals(b)")
    void comparedBoxes() {
        differentiates(
                (x, y) -> {
                    Double a = x;
                    Double b = y;
                    return a.compareTo(b) < 0 && !a.equals(b) ? a * b : Double.max(a, b) + Double.sum(a, b);
                },
                (x, y) -> x.v() < y.v() ? x.times(y) : x.times(2).plus(y));
    }

    private static <T extends Comparable<T>> T larger(T a, T b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    @Construct(value = "`T extends Comparable<T>` of boxes", code = "a.compareTo(b) > 0 ? a : b")
    void comparableBoxes() {
        differentiates((x, y) -> GenericsTest.<Double>larger(x, y) * y, (x, y) -> (x.v() > y.v() ? x : y).times(y));
    }

    @Construct(value = "`Number` and `Object` that hold a `Double`", code = "Number n = x * y;")
    void numbers() {
        differentiates(
                (x, y) -> {
                    Number n = x * y;
                    Object o = n;
                    return n.doubleValue() * (Double) o + n.doubleValue();
                },
                (x, y) -> x.times(y).squared().plus(x.times(y)));
    }

    @Construct(value = "an active `Float` in a box", code = "Float f = (float) x;")
    void boxedFloats() {
        refuses(
                (x, y) -> {
                    Float f = (float) x;
                    return f * y;
                },
                "Float f = (float) x;");
    }

    @Construct(value = "wildcards", code = "List<? extends Number> numbers")
    void wildcards() {
        differentiates(
                (x, y) -> {
                    List<Double> list = new ArrayList<>();
                    append(list, x);
                    append(list, y);
                    return sum(list) * x;
                },
                (x, y) -> x.plus(y).times(x));
    }

    private static double sum(List<? extends Number> numbers) {
        double sum = 0;
        for (Number n : numbers) {
            sum += n.doubleValue();
        }
        return sum;
    }

    private static void append(List<? super Double> list, double v) {
        list.add(v);
    }

    interface Scored {
        double score();
    }

    interface Labelled {
        String label();
    }

    record Entry(String label, double score) implements Scored, Labelled {}

    private static <T extends Scored & Labelled> double weigh(T t) {
        return t.score() * t.label().length();
    }

    @Construct(value = "bounds that are intersections", code = "<T extends Scored & Labelled> double weigh(T t)")
    void intersections() {
        differentiates(
                (x, y) -> weigh(new Entry("four", x * y)), (x, y) -> x.times(y).times(4));
    }

    static final class Range implements Iterable<Double> {
        private final double from;
        private final double step;
        private final int count;

        Range(double from, double step, int count) {
            this.from = from;
            this.step = step;
            this.count = count;
        }

        @Override
        public Iterator<Double> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < count;
                }

                @Override
                public Double next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    return from + step * next++;
                }
            };
        }
    }

    @Construct(value = "an `Iterable` and `Iterator` of one's own", code = "for (double t : new Range(x, y, 4))")
    void ownIterable() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    for (double t : new Range(x, y, 4)) {
                        sum += t * t;
                    }
                    return sum;
                },
                (x, y) -> x.squared()
                        .plus(x.plus(y).squared())
                        .plus(x.plus(y.times(2)).squared())
                        .plus(x.plus(y.times(3)).squared()));
    }

    @Construct(value = "nested generic types", code = "List<List<Box<Double>>> rows")
    void nestedGenerics() {
        differentiates(
                (x, y) -> {
                    List<List<Box<Double>>> rows = new ArrayList<>();
                    for (int i = 0; i < 2; i++) {
                        List<Box<Double>> row = new ArrayList<>();
                        row.add(new Box<>(x + i));
                        row.add(new Box<>(y * i));
                        rows.add(row);
                    }
                    Box<Double> corner = rows.get(1).get(1);
                    corner.set(corner.get() * x);
                    return rows.get(0).get(0).get() * rows.get(1).get(1).get();
                },
                (x, y) -> x.squared().times(y));
    }

    abstract static class Term<T extends Term<T>> {
        double v;

        abstract T self();

        T plus(double d) {
            v += d;
            return self();
        }
    }

    static final class Sum extends Term<Sum> {
        @Override
        Sum self() {
            return this;
        }

        Sum twice() {
            v *= 2;
            return this;
        }
    }

    @Construct(value = "a type that is bounded by itself", code = "new Sum().plus(x).twice().plus(y)")
    void selfBounded() {
        differentiates(
                (x, y) -> new Sum().plus(x).twice().plus(y).v * y,
                (x, y) -> x.times(2).plus(y).times(y));
    }

    @SafeVarargs
    private static <T> T last(T... ts) {
        return ts[ts.length - 1];
    }

    @Construct(value = "a variable number of generic arguments", code = "last(1.0, x, x * y)")
    void genericVarargs() {
        differentiates((x, y) -> last(1.0, x, x * y) * last(y), (x, y) -> x.times(y.squared()));
    }

    @Construct(value = "an unchecked cast that fails late", code = "(List<Double>) (List<?>) strings")
    @SuppressWarnings("unchecked") // what is tested
    void heapPollution() {
        throwsAlike(
                (x, y) -> {
                    List<String> strings = new ArrayList<>();
                    strings.add("no number");
                    List<Double> doubles = (List<Double>) (List<?>) strings;
                    double first = doubles.get(0);
                    return first * x;
                },
                ClassCastException.class);
    }

    sealed interface Maybe<T> {
        record Just<T>(T value) implements Maybe<T> {}

        record Nothing<T>() implements Maybe<T> {}

        default <R> Maybe<R> then(Function<T, Maybe<R>> f) {
            return switch (this) {
                case Just<T>(T value) -> f.apply(value);
                case Nothing<T> nothing -> new Nothing<>();
            };
        }

        default T or(T other) {
            return this instanceof Just<T>(T value) ? value : other;
        }
    }

    private static Maybe<Double> root(double d) {
        return d < 1 ? new Maybe.Nothing<>() : new Maybe.Just<>(Math.sqrt(d));
    }

    @Construct(value = "a sealed generic type with generic methods", code = "root(x).then(v -> root(v * 2)).or(y * y)")
    void sealedGenerics() {
        differentiates(
                (x, y) -> root(x).then(v -> root(v * 2)).or(y * y),
                (x, y) -> x.v() < 1 ? y.squared() : x.sqrt().times(2).sqrt());
    }

    record Key(int index, String name) {}

    @Construct(
            value = "records and lists as keys of a map",
            code = "sums.merge(new Key(i % 2, \"k\"), x * i, (a, b) -> a * y + b);")
    void structuredKeys() {
        differentiates(
                (x, y) -> {
                    java.util.Map<Object, Double> sums = new java.util.HashMap<>();
                    for (int i = 0; i < 4; i++) {
                        sums.merge(new Key(i % 2, "k"), x * i, (a, b) -> a * y + b);
                        sums.put(List.of(i, i + 1), y * i);
                    }
                    return sums.get(new Key(0, "k")) * sums.get(new Key(1, "k")) + sums.get(List.of(2, 3));
                },
                (x, y) -> x.times(2).times(x.times(y).plus(x.times(3))).plus(y.times(2)));
    }
}
