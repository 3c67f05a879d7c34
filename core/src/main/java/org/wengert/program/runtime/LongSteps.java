package org.wengert.program.runtime;

import static org.wengert.program.runtime.Pipes.RUN;
import static org.wengert.program.runtime.Pipes.SIZE;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.wengert.program.runtime.Pipes.DoubleSink;
import org.wengert.program.runtime.Pipes.IntSink;
import org.wengert.program.runtime.Pipes.LongSink;
import org.wengert.program.runtime.Pipes.Maybe;
import org.wengert.program.runtime.Pipes.Pipe;
import org.wengert.program.runtime.Pipes.Sink;

/** The methods of {@link java.util.stream.LongStream}, written with {@link Pipes}. */
public final class LongSteps {
    private LongSteps() {}

    // ---------------------------------------------------------------- sources

    static Pipe<LongSink> of(long[] a) {
        return StreamSources.stream(a);
    }

    static Pipe<LongSink> of(long x) {
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

    static Pipe<LongSink> empty() {
        return of(new long[0]);
    }

    static Pipe<LongSink> iterate(long seed, LongUnaryOperator f) {
        Objects.requireNonNull(f);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                long x = seed;
                while (sink.put(x)) {
                    x = f.applyAsLong(x);
                }
            }
            return -1;
        };
    }

    static Pipe<LongSink> iterate(long seed, LongPredicate goesOn, LongUnaryOperator f) {
        Objects.requireNonNull(f);
        Objects.requireNonNull(goesOn);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                long x = seed;
                while (goesOn.test(x) && sink.put(x)) {
                    x = f.applyAsLong(x);
                }
            }
            return -1;
        };
    }

    static Pipe<LongSink> generate(LongSupplier s) {
        Objects.requireNonNull(s);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                boolean more = true;
                while (more) {
                    more = sink.put(s.getAsLong());
                }
            }
            return -1;
        };
    }

    static Pipe<LongSink> concat(Pipe<LongSink> a, Pipe<LongSink> b) {
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

    static Pipe<LongSink> map(Pipe<LongSink> p, LongUnaryOperator f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsLong(x)), what);
    }

    static Pipe<Sink> mapToObj(Pipe<LongSink> p, LongFunction<Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.apply(x)), what);
    }

    static Pipe<Sink> boxed(Pipe<LongSink> p) {
        return (sink, what) -> p.run(x -> sink.put(Long.valueOf(x)), what);
    }

    static Pipe<DoubleSink> mapToDouble(Pipe<LongSink> p, LongToDoubleFunction f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsDouble(x)), what);
    }

    static Pipe<DoubleSink> asDoubleStream(Pipe<LongSink> p) {
        return (sink, what) -> p.run(x -> sink.put((double) x), what);
    }

    static Pipe<IntSink> mapToInt(Pipe<LongSink> p, LongToIntFunction f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsInt(x)), what);
    }

    static Pipe<LongSink> filter(Pipe<LongSink> p, LongPredicate condition) {
        Objects.requireNonNull(condition);
        return (sink, what) -> what == SIZE ? -1 : p.run(x -> !condition.test(x) || sink.put(x), RUN);
    }

    @SuppressWarnings("unchecked") // what f returns is known to be a followed stream
    static Pipe<LongSink> flatMap(Pipe<LongSink> p, LongFunction<Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> what == SIZE
                ? -1
                : p.run(
                        x -> {
                            boolean[] more = {true};
                            ((Pipe<LongSink>) f.apply(x))
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

    static Pipe<LongSink> peek(Pipe<LongSink> p, LongConsumer action) {
        Objects.requireNonNull(action);
        return (sink, what) -> p.run(
                x -> {
                    action.accept(x);
                    return sink.put(x);
                },
                what);
    }

    static Pipe<LongSink> limit(Pipe<LongSink> p, long n) {
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

    static Pipe<LongSink> skip(Pipe<LongSink> p, long n) {
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

    static Pipe<LongSink> takeWhile(Pipe<LongSink> p, LongPredicate condition) {
        Objects.requireNonNull(condition);
        return (sink, what) -> what == SIZE ? -1 : p.run(x -> condition.test(x) && sink.put(x), RUN);
    }

    static Pipe<LongSink> dropWhile(Pipe<LongSink> p, LongPredicate condition) {
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

    static Pipe<LongSink> sorted(Pipe<LongSink> p) {
        return (sink, what) -> {
            if (what == SIZE) {
                return size(p);
            }
            long[] a = toArray(p);
            Arrays.sort(a);
            for (int i = 0; i < a.length; i++) {
                if (!sink.put(a[i])) {
                    break;
                }
            }
            return -1;
        };
    }

    static Pipe<LongSink> distinct(Pipe<LongSink> p) {
        return (sink, what) -> {
            if (what == SIZE) {
                return -1;
            }
            Object seen = Twins.keys();
            return p.run(x -> !Twins.isNew(seen, x) || sink.put(x), RUN);
        };
    }

    static Pipe<LongSink> sequential(Pipe<LongSink> p) {
        return p;
    }

    /** In order: what a parallel stream does with its elements must not depend on it. */
    static Pipe<LongSink> parallel(Pipe<LongSink> p) {
        return p;
    }

    static Pipe<LongSink> unordered(Pipe<LongSink> p) {
        return p;
    }
    // ---------------------------------------------------------------- results

    private static long size(Pipe<LongSink> p) {
        return p.run(x -> true, SIZE);
    }

    static long count(Pipe<LongSink> p) {
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

    static long[] toArray(Pipe<LongSink> p) {
        long known = size(p);
        int[] n = new int[1];
        if (known >= 0) {
            if (known > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("Stream size exceeds max array size");
            }
            long[] all = new long[(int) known];
            p.run(
                    x -> {
                        all[n[0]++] = x;
                        return true;
                    },
                    RUN);
            return all;
        }
        long[][] all = {new long[16]};
        p.run(
                x -> {
                    if (n[0] == all[0].length) {
                        all[0] = Arrays.copyOf(all[0], 2 * n[0]);
                    }
                    all[0][n[0]++] = x;
                    return true;
                },
                RUN);
        return Arrays.copyOf(all[0], n[0]);
    }

    static void forEach(Pipe<LongSink> p, LongConsumer action) {
        Objects.requireNonNull(action);
        p.run(
                x -> {
                    action.accept(x);
                    return true;
                },
                RUN);
    }

    static void forEachOrdered(Pipe<LongSink> p, LongConsumer action) {
        forEach(p, action);
    }

    static long reduce(Pipe<LongSink> p, long identity, LongBinaryOperator f) {
        Objects.requireNonNull(f);
        long[] y = {identity};
        p.run(
                x -> {
                    y[0] = f.applyAsLong(y[0], x);
                    return true;
                },
                RUN);
        return y[0];
    }

    static Object collect(
            Pipe<LongSink> p,
            Supplier<Object> supplier,
            ObjLongConsumer<Object> accumulator,
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

    static boolean anyMatch(Pipe<LongSink> p, LongPredicate condition) {
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

    static boolean allMatch(Pipe<LongSink> p, LongPredicate condition) {
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

    static boolean noneMatch(Pipe<LongSink> p, LongPredicate condition) {
        return !anyMatch(p, condition);
    }

    static OptionalLong reduce(Pipe<LongSink> p, LongBinaryOperator f) {
        Objects.requireNonNull(f);
        boolean[] any = new boolean[1];
        long[] y = new long[1];
        p.run(
                x -> {
                    y[0] = any[0] ? f.applyAsLong(y[0], x) : x;
                    any[0] = true;
                    return true;
                },
                RUN);
        return any[0] ? OptionalLong.of(y[0]) : OptionalLong.empty();
    }

    static OptionalLong max(Pipe<LongSink> p) {
        return reduce(p, Math::max);
    }

    static OptionalLong min(Pipe<LongSink> p) {
        return reduce(p, Math::min);
    }

    static OptionalLong findFirst(Pipe<LongSink> p) {
        boolean[] any = new boolean[1];
        long[] y = new long[1];
        p.run(
                x -> {
                    any[0] = true;
                    y[0] = x;
                    return false;
                },
                RUN);
        return any[0] ? OptionalLong.of(y[0]) : OptionalLong.empty();
    }

    static OptionalLong findAny(Pipe<LongSink> p) {
        return findFirst(p);
    }

    static long sum(Pipe<LongSink> p) {
        return reduce(p, 0, Long::sum);
    }

    static Maybe average(Pipe<LongSink> p) {
        long[] sum = new long[2];
        p.run(
                x -> {
                    sum[0]++;
                    sum[1] += x;
                    return true;
                },
                RUN);
        return Pipes.maybe(sum[0] > 0, sum[0] > 0 ? (double) sum[1] / sum[0] : 0);
    }

    static Pipe<LongSink> range(long from, long to) {
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == SIZE) {
                return from < to ? to - from : 0;
            }
            Pipes.start(used);
            for (long i = from; i < to; i++) {
                if (!sink.put(i)) {
                    break;
                }
            }
            return -1;
        };
    }

    static Pipe<LongSink> rangeClosed(long from, long to) {
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == SIZE) {
                return from <= to ? to - from + 1 : 0;
            }
            Pipes.start(used);
            for (long i = from; i <= to; i++) {
                if (!sink.put(i) || i == Long.MAX_VALUE) {
                    break;
                }
            }
            return -1;
        };
    }
}
