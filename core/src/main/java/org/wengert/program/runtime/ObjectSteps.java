package org.wengert.program.runtime;

import static org.wengert.program.runtime.Pipes.RUN;
import static org.wengert.program.runtime.Pipes.SIZE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wengert.program.runtime.Pipes.DoubleSink;
import org.wengert.program.runtime.Pipes.Gather;
import org.wengert.program.runtime.Pipes.IntSink;
import org.wengert.program.runtime.Pipes.LongSink;
import org.wengert.program.runtime.Pipes.Pipe;
import org.wengert.program.runtime.Pipes.Sink;

/** The methods of {@link java.util.stream.Stream}, written with {@link Pipes}. */
public final class ObjectSteps {
    private ObjectSteps() {}

    // ---------------------------------------------------------------- sources

    static Pipe<Sink> of(Object[] a) {
        return StreamSources.stream(a);
    }

    static Pipe<Sink> of(Object x) {
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == SIZE) {
                return 1;
            }
            Pipes.start(used);
            sink.put(x);
            return -1;
        };
    }

    static Pipe<Sink> ofNullable(@Nullable Object x) {
        return StreamSources.stream(x == null ? new Object[0] : new Object[] {x});
    }

    static Pipe<Sink> empty() {
        return StreamSources.stream(new Object[0]);
    }

    static Pipe<Sink> iterate(Object seed, UnaryOperator<Object> f) {
        Objects.requireNonNull(f);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                Object x = seed;
                while (sink.put(x)) {
                    x = f.apply(x);
                }
            }
            return -1;
        };
    }

    static Pipe<Sink> iterate(Object seed, Predicate<Object> goesOn, UnaryOperator<Object> f) {
        Objects.requireNonNull(f);
        Objects.requireNonNull(goesOn);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                Object x = seed;
                while (goesOn.test(x) && sink.put(x)) {
                    x = f.apply(x);
                }
            }
            return -1;
        };
    }

    static Pipe<Sink> generate(Supplier<Object> s) {
        Objects.requireNonNull(s);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                boolean more = true;
                while (more) {
                    more = sink.put(s.get());
                }
            }
            return -1;
        };
    }

    static Pipe<Sink> concat(Pipe<Sink> a, Pipe<Sink> b) {
        return (sink, what) -> {
            if (what == SIZE) {
                long first = size(a);
                long second = size(b);
                return first < 0 || second < 0 ? -1 : first + second;
            }
            boolean[] more = {true};
            a.run(
                    x -> {
                        more[0] = sink.put(x);
                        return more[0];
                    },
                    RUN);
            if (more[0]) {
                b.run(sink, RUN);
            }
            return -1;
        };
    }

    // ---------------------------------------------------------------- steps

    static Pipe<Sink> map(Pipe<Sink> p, Function<Object, Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.apply(x)), what);
    }

    static Pipe<DoubleSink> mapToDouble(Pipe<Sink> p, ToDoubleFunction<Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsDouble(x)), what);
    }

    static Pipe<IntSink> mapToInt(Pipe<Sink> p, ToIntFunction<Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsInt(x)), what);
    }

    static Pipe<LongSink> mapToLong(Pipe<Sink> p, ToLongFunction<Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsLong(x)), what);
    }

    static Pipe<Sink> filter(Pipe<Sink> p, Predicate<Object> condition) {
        Objects.requireNonNull(condition);
        return (sink, what) -> what == SIZE ? -1 : p.run(x -> !condition.test(x) || sink.put(x), RUN);
    }

    @SuppressWarnings("unchecked") // what f returns is known to be a followed stream
    static Pipe<Sink> flatMap(Pipe<Sink> p, Function<Object, Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> what == SIZE
                ? -1
                : p.run(
                        x -> {
                            boolean[] more = {true};
                            ((Pipe<Sink>) f.apply(x))
                                    .run(
                                            y -> {
                                                more[0] = sink.put(y);
                                                return more[0];
                                            },
                                            RUN);
                            return more[0];
                        },
                        RUN);
    }

    @SuppressWarnings("unchecked") // what f returns is known to be a followed stream
    static Pipe<DoubleSink> flatMapToDouble(Pipe<Sink> p, Function<Object, Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> what == SIZE
                ? -1
                : p.run(
                        x -> {
                            boolean[] more = {true};
                            ((Pipe<DoubleSink>) f.apply(x))
                                    .run(
                                            y -> {
                                                more[0] = sink.put(y);
                                                return more[0];
                                            },
                                            RUN);
                            return more[0];
                        },
                        RUN);
    }

    static Pipe<Sink> mapMulti(Pipe<Sink> p, BiConsumer<Object, Consumer<Object>> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> what == SIZE
                ? -1
                : p.run(
                        x -> {
                            boolean[] more = {true};
                            f.accept(x, y -> {
                                if (more[0]) {
                                    more[0] = sink.put(y);
                                }
                            });
                            return more[0];
                        },
                        RUN);
    }

    static Pipe<Sink> peek(Pipe<Sink> p, Consumer<Object> action) {
        Objects.requireNonNull(action);
        return (sink, what) -> p.run(
                x -> {
                    action.accept(x);
                    return sink.put(x);
                },
                what);
    }

    static Pipe<Sink> limit(Pipe<Sink> p, long n) {
        Pipes.checkCount(n);
        return (sink, what) -> {
            if (what == SIZE) {
                return Pipes.atMost(size(p), n);
            }
            if (n > 0) {
                long[] left = {n};
                p.run(
                        x -> {
                            left[0]--;
                            return sink.put(x) && left[0] > 0;
                        },
                        RUN);
            }
            return -1;
        };
    }

    static Pipe<Sink> skip(Pipe<Sink> p, long n) {
        Pipes.checkCount(n);
        return (sink, what) -> {
            if (what == SIZE) {
                return Pipes.without(size(p), n);
            }
            long[] left = {n};
            return p.run(
                    x -> {
                        if (left[0] > 0) {
                            left[0]--;
                            return true;
                        }
                        return sink.put(x);
                    },
                    RUN);
        };
    }

    static Pipe<Sink> takeWhile(Pipe<Sink> p, Predicate<Object> condition) {
        Objects.requireNonNull(condition);
        return (sink, what) -> what == SIZE ? -1 : p.run(x -> condition.test(x) && sink.put(x), RUN);
    }

    static Pipe<Sink> dropWhile(Pipe<Sink> p, Predicate<Object> condition) {
        Objects.requireNonNull(condition);
        return (sink, what) -> {
            if (what == SIZE) {
                return -1;
            }
            boolean[] dropping = {true};
            return p.run(
                    x -> {
                        dropping[0] = dropping[0] && condition.test(x);
                        return dropping[0] || sink.put(x);
                    },
                    RUN);
        };
    }

    static Pipe<Sink> sorted(Pipe<Sink> p) {
        return inOrder(p, null);
    }

    static Pipe<Sink> sorted(Pipe<Sink> p, Comparator<Object> order) {
        Objects.requireNonNull(order);
        return inOrder(p, order);
    }

    private static Pipe<Sink> inOrder(Pipe<Sink> p, @Nullable Comparator<Object> order) {
        return (sink, what) -> {
            if (what == SIZE) {
                return size(p);
            }
            List<Object> all = list(p);
            all.sort(order);
            for (Object o : all) {
                if (!sink.put(o)) {
                    break;
                }
            }
            return -1;
        };
    }

    static Pipe<Sink> distinct(Pipe<Sink> p) {
        return (sink, what) -> {
            if (what == SIZE) {
                return -1;
            }
            Object seen = Twins.keys();
            return p.run(x -> !Twins.isNew(seen, x) || sink.put(x), RUN);
        };
    }

    static Pipe<Sink> sequential(Pipe<Sink> p) {
        return p;
    }

    /** In order: what a parallel stream does with its elements must not depend on it. */
    static Pipe<Sink> parallel(Pipe<Sink> p) {
        return p;
    }

    static Pipe<Sink> unordered(Pipe<Sink> p) {
        return p;
    }

    // ---------------------------------------------------------------- results

    private static long size(Pipe<Sink> p) {
        return p.run(x -> true, SIZE);
    }

    static long count(Pipe<Sink> p) {
        long known = size(p);
        if (known >= 0) {
            return known;
        }
        long[] n = new long[1];
        p.run(
                x -> {
                    n[0]++;
                    return true;
                },
                RUN);
        return n[0];
    }

    private static List<Object> list(Pipe<Sink> p) {
        List<Object> all = new ArrayList<>();
        p.run(
                x -> {
                    all.add(x);
                    return true;
                },
                RUN);
        return all;
    }

    static List<Object> toList(Pipe<Sink> p) {
        return Collections.unmodifiableList(list(p));
    }

    static Object[] toArray(Pipe<Sink> p) {
        return list(p).toArray();
    }

    static Object[] toArray(Pipe<Sink> p, IntFunction<Object> generator) {
        List<Object> all = list(p);
        Object[] a = (Object[]) generator.apply(all.size());
        for (int i = 0; i < a.length; i++) {
            a[i] = all.get(i);
        }
        return a;
    }

    static void forEach(Pipe<Sink> p, Consumer<Object> action) {
        Objects.requireNonNull(action);
        p.run(
                x -> {
                    action.accept(x);
                    return true;
                },
                RUN);
    }

    static void forEachOrdered(Pipe<Sink> p, Consumer<Object> action) {
        forEach(p, action);
    }

    static Object reduce(Pipe<Sink> p, Object identity, BinaryOperator<Object> f) {
        Objects.requireNonNull(f);
        Object[] y = {identity};
        p.run(
                x -> {
                    y[0] = f.apply(y[0], x);
                    return true;
                },
                RUN);
        return y[0];
    }

    static Object reduce(
            Pipe<Sink> p, Object identity, BiFunction<Object, Object, Object> f, BinaryOperator<Object> combiner) {
        Objects.requireNonNull(f);
        Objects.requireNonNull(combiner);
        Object[] y = {identity};
        p.run(
                x -> {
                    y[0] = f.apply(y[0], x);
                    return true;
                },
                RUN);
        return y[0];
    }

    static Optional<Object> reduce(Pipe<Sink> p, BinaryOperator<Object> f) {
        Objects.requireNonNull(f);
        boolean[] any = new boolean[1];
        Object[] y = new Object[1];
        p.run(
                x -> {
                    y[0] = any[0] ? f.apply(y[0], x) : x;
                    any[0] = true;
                    return true;
                },
                RUN);
        return any[0] ? Optional.of(y[0]) : Optional.empty();
    }

    static Optional<Object> max(Pipe<Sink> p, Comparator<Object> order) {
        return first(p, order, true);
    }

    static Optional<Object> min(Pipe<Sink> p, Comparator<Object> order) {
        return first(p, order, false);
    }

    /** The comparator is asked when all elements are there: it may be one of the library's, whose code is not followed. */
    private static Optional<Object> first(Pipe<Sink> p, Comparator<Object> order, boolean greatest) {
        Objects.requireNonNull(order);
        List<Object> all = list(p);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(Twins.indexOf(all, order, greatest)));
    }

    static Optional<Object> findFirst(Pipe<Sink> p) {
        boolean[] any = new boolean[1];
        Object[] y = new Object[1];
        p.run(
                x -> {
                    any[0] = true;
                    y[0] = x;
                    return false;
                },
                RUN);
        return any[0] ? Optional.of(y[0]) : Optional.empty();
    }

    static Optional<Object> findAny(Pipe<Sink> p) {
        return findFirst(p);
    }

    static Object collect(
            Pipe<Sink> p,
            Supplier<Object> supplier,
            BiConsumer<Object, Object> accumulator,
            BiConsumer<Object, Object> combiner) {
        Objects.requireNonNull(combiner);
        Object container = supplier.get();
        p.run(
                x -> {
                    accumulator.accept(container, x);
                    return true;
                },
                RUN);
        return container;
    }

    static @Nullable Object collect(Pipe<Sink> p, Gather g) {
        Object container = g.step(0, null, null);
        p.run(
                x -> {
                    g.step(1, container, x);
                    return true;
                },
                RUN);
        return g.step(2, container, null);
    }

    static boolean anyMatch(Pipe<Sink> p, Predicate<Object> condition) {
        Objects.requireNonNull(condition);
        boolean[] found = new boolean[1];
        p.run(
                x -> {
                    found[0] = condition.test(x);
                    return !found[0];
                },
                RUN);
        return found[0];
    }

    static boolean allMatch(Pipe<Sink> p, Predicate<Object> condition) {
        Objects.requireNonNull(condition);
        boolean[] fits = {true};
        p.run(
                x -> {
                    fits[0] = condition.test(x);
                    return fits[0];
                },
                RUN);
        return fits[0];
    }

    static boolean noneMatch(Pipe<Sink> p, Predicate<Object> condition) {
        return !anyMatch(p, condition);
    }
}
