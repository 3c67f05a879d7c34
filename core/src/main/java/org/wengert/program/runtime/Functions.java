package org.wengert.program.runtime;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
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
}
