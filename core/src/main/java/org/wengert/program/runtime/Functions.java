package org.wengert.program.runtime;

import java.util.Comparator;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * The functions that the JDK's functional interfaces make of others, in code that may be named: a lambda that is private to the JDK cannot be
 * made again where it is needed as an object.
 */
public final class Functions {
    private Functions() {}

    /**
     * As {@link Function#identity}.
     *
     * @param <T> the type
     * @return the identity
     */
    public static <T> Function<T, T> identity() {
        return t -> t;
    }

    /**
     * As {@link UnaryOperator#identity}.
     *
     * @param <T> the type
     * @return the identity
     */
    public static <T> UnaryOperator<T> unaryIdentity() {
        return t -> t;
    }

    /**
     * As {@link DoubleUnaryOperator#identity}.
     *
     * @return the identity
     */
    public static DoubleUnaryOperator doubleIdentity() {
        return t -> t;
    }

    /**
     * As {@link Function#andThen}.
     *
     * @param f the first function
     * @param g the second function
     * @param <A> what the first takes
     * @param <B> what it gives
     * @param <C> what the second gives
     * @return g ∘ f
     */
    public static <A, B, C> Function<A, C> andThen(Function<A, B> f, Function<B, C> g) {
        Objects.requireNonNull(g);
        return x -> g.apply(f.apply(x));
    }

    /**
     * As {@link Function#compose}.
     *
     * @param f the second function
     * @param g the first function
     * @param <A> what the first takes
     * @param <B> what it gives
     * @param <C> what the second gives
     * @return f ∘ g
     */
    public static <A, B, C> Function<A, C> compose(Function<B, C> f, Function<A, B> g) {
        Objects.requireNonNull(g);
        return x -> f.apply(g.apply(x));
    }

    /**
     * As {@link DoubleUnaryOperator#andThen}.
     *
     * @param f the first function
     * @param g the second function
     * @return g ∘ f
     */
    public static DoubleUnaryOperator doubleAndThen(DoubleUnaryOperator f, DoubleUnaryOperator g) {
        Objects.requireNonNull(g);
        return x -> g.applyAsDouble(f.applyAsDouble(x));
    }

    /**
     * As {@link DoubleUnaryOperator#compose}.
     *
     * @param f the second function
     * @param g the first function
     * @return f ∘ g
     */
    public static DoubleUnaryOperator doubleCompose(DoubleUnaryOperator f, DoubleUnaryOperator g) {
        Objects.requireNonNull(g);
        return x -> f.applyAsDouble(g.applyAsDouble(x));
    }

    /**
     * As {@link BiFunction#andThen}.
     *
     * @param f the first function
     * @param g the second function
     * @param <A> what the first takes
     * @param <B> what the first takes second
     * @param <C> what it gives
     * @param <D> what the second gives
     * @return g ∘ f
     */
    public static <A, B, C, D> BiFunction<A, B, D> biAndThen(BiFunction<A, B, C> f, Function<C, D> g) {
        Objects.requireNonNull(g);
        return (x, y) -> g.apply(f.apply(x, y));
    }

    // ---------------------------------------------------------------- orders

    /**
     * As {@link Comparator#comparingDouble}.
     *
     * @param key what is compared
     * @return the order
     */
    public static Comparator<Object> comparingDouble(ToDoubleFunction<Object> key) {
        Objects.requireNonNull(key);
        return (a, b) -> Double.compare(key.applyAsDouble(a), key.applyAsDouble(b));
    }

    /**
     * As {@link Comparator#comparing(Function)}.
     *
     * @param key what is compared
     * @return the order
     */
    public static Comparator<Object> comparing(Function<Object, Comparable<Object>> key) {
        Objects.requireNonNull(key);
        return (a, b) -> key.apply(a).compareTo(key.apply(b));
    }

    /**
     * As {@link Comparator#comparing(Function, Comparator)}.
     *
     * @param key what is compared
     * @param order the order of keys
     * @return the order
     */
    public static Comparator<Object> comparing(Function<Object, Object> key, Comparator<Object> order) {
        Objects.requireNonNull(key);
        Objects.requireNonNull(order);
        return (a, b) -> order.compare(key.apply(a), key.apply(b));
    }

    /**
     * As {@link Comparator#reversed}.
     *
     * @param order an order
     * @return the opposite order
     */
    public static Comparator<Object> reversed(Comparator<Object> order) {
        return (a, b) -> order.compare(b, a);
    }

    /**
     * As {@link Comparator#thenComparing(Comparator)}.
     *
     * @param first the order that decides
     * @param second the order of what is equal to the first
     * @return the order by both
     */
    public static Comparator<Object> thenComparing(Comparator<Object> first, Comparator<Object> second) {
        Objects.requireNonNull(second);
        return (a, b) -> {
            int c = first.compare(a, b);
            return c != 0 ? c : second.compare(a, b);
        };
    }

    /**
     * As {@link Comparator#thenComparingDouble}.
     *
     * @param first the order that decides
     * @param key what is compared of what is equal to the first
     * @return the order by both
     */
    public static Comparator<Object> thenComparingDouble(Comparator<Object> first, ToDoubleFunction<Object> key) {
        return thenComparing(first, comparingDouble(key));
    }

    /**
     * As {@link Comparator#thenComparing(Function)}.
     *
     * @param first the order that decides
     * @param key what is compared of what is equal to the first
     * @return the order by both
     */
    public static Comparator<Object> thenComparing(Comparator<Object> first, Function<Object, Comparable<Object>> key) {
        return thenComparing(first, comparing(key));
    }

    /**
     * As {@link Comparator#thenComparing(Function, Comparator)}.
     *
     * @param first the order that decides
     * @param key what is compared of what is equal to the first
     * @param order the order of keys
     * @return the order by both
     */
    public static Comparator<Object> thenComparing(
            Comparator<Object> first, Function<Object, Object> key, Comparator<Object> order) {
        return thenComparing(first, comparing(key, order));
    }
}
