package org.wengert.program.runtime;

import static org.wengert.program.runtime.Pipes.RUN;
import static org.wengert.program.runtime.Pipes.SIZE;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.wengert.program.runtime.Pipes.DoubleSink;
import org.wengert.program.runtime.Pipes.IntSink;
import org.wengert.program.runtime.Pipes.LongSink;
import org.wengert.program.runtime.Pipes.Maybe;
import org.wengert.program.runtime.Pipes.Pipe;
import org.wengert.program.runtime.Pipes.Sink;

/** The methods of {@link java.util.stream.IntStream}, written with {@link Pipes}. */
public final class IntSteps {
    private IntSteps() {}

    // ---------------------------------------------------------------- sources

    static Pipe<IntSink> of(int[] a) {
        return StreamSources.stream(a);
    }

    static Pipe<IntSink> of(int x) {
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

    static Pipe<IntSink> empty() {
        return of(new int[0]);
    }

    static Pipe<IntSink> iterate(int seed, IntUnaryOperator f) {
        Objects.requireNonNull(f);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                int x = seed;
                while (sink.put(x)) {
                    x = f.applyAsInt(x);
                }
            }
            return -1;
        };
    }

    static Pipe<IntSink> iterate(int seed, IntPredicate goesOn, IntUnaryOperator f) {
        Objects.requireNonNull(f);
        Objects.requireNonNull(goesOn);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                int x = seed;
                while (goesOn.test(x) && sink.put(x)) {
                    x = f.applyAsInt(x);
                }
            }
            return -1;
        };
    }

    static Pipe<IntSink> generate(IntSupplier s) {
        Objects.requireNonNull(s);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                boolean more = true;
                while (more) {
                    more = sink.put(s.getAsInt());
                }
            }
            return -1;
        };
    }

    static Pipe<IntSink> concat(Pipe<IntSink> a, Pipe<IntSink> b) {
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

    static Pipe<IntSink> map(Pipe<IntSink> p, IntUnaryOperator f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsInt(x)), what);
    }

    static Pipe<Sink> mapToObj(Pipe<IntSink> p, IntFunction<Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.apply(x)), what);
    }

    static Pipe<Sink> boxed(Pipe<IntSink> p) {
        return (sink, what) -> p.run(x -> sink.put(Integer.valueOf(x)), what);
    }

    static Pipe<DoubleSink> mapToDouble(Pipe<IntSink> p, IntToDoubleFunction f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsDouble(x)), what);
    }

    static Pipe<DoubleSink> asDoubleStream(Pipe<IntSink> p) {
        return (sink, what) -> p.run(x -> sink.put(x), what);
    }

    static Pipe<LongSink> mapToLong(Pipe<IntSink> p, IntToLongFunction f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsLong(x)), what);
    }

    static Pipe<LongSink> asLongStream(Pipe<IntSink> p) {
        return (sink, what) -> p.run(x -> sink.put(x), what);
    }

    static Pipe<IntSink> filter(Pipe<IntSink> p, IntPredicate condition) {
        Objects.requireNonNull(condition);
        return (sink, what) -> what == SIZE ? -1 : p.run(x -> !condition.test(x) || sink.put(x), RUN);
    }

    @SuppressWarnings("unchecked") // what f returns is known to be a followed stream
    static Pipe<IntSink> flatMap(Pipe<IntSink> p, IntFunction<Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> what == SIZE
                ? -1
                : p.run(
                        x -> {
                            boolean[] more = {true};
                            ((Pipe<IntSink>) f.apply(x))
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

    static Pipe<IntSink> peek(Pipe<IntSink> p, IntConsumer action) {
        Objects.requireNonNull(action);
        return (sink, what) -> p.run(
                x -> {
                    action.accept(x);
                    return sink.put(x);
                },
                what);
    }

    static Pipe<IntSink> limit(Pipe<IntSink> p, long n) {
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

    static Pipe<IntSink> skip(Pipe<IntSink> p, long n) {
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

    static Pipe<IntSink> takeWhile(Pipe<IntSink> p, IntPredicate condition) {
        Objects.requireNonNull(condition);
        return (sink, what) -> what == SIZE ? -1 : p.run(x -> condition.test(x) && sink.put(x), RUN);
    }

    static Pipe<IntSink> dropWhile(Pipe<IntSink> p, IntPredicate condition) {
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

    static Pipe<IntSink> sorted(Pipe<IntSink> p) {
        return (sink, what) -> {
            if (what == SIZE) {
                return size(p);
            }
            int[] a = toArray(p);
            Arrays.sort(a);
            for (int i = 0; i < a.length; i++) {
                if (!sink.put(a[i])) {
                    break;
                }
            }
            return -1;
        };
    }

    static Pipe<IntSink> distinct(Pipe<IntSink> p) {
        return (sink, what) -> {
            if (what == SIZE) {
                return -1;
            }
            Object seen = Twins.keys();
            return p.run(x -> !Twins.isNew(seen, x) || sink.put(x), RUN);
        };
    }

    static Pipe<IntSink> sequential(Pipe<IntSink> p) {
        return p;
    }

    /** In order: what a parallel stream does with its elements must not depend on it. */
    static Pipe<IntSink> parallel(Pipe<IntSink> p) {
        return p;
    }

    static Pipe<IntSink> unordered(Pipe<IntSink> p) {
        return p;
    }
    // ---------------------------------------------------------------- results

    private static long size(Pipe<IntSink> p) {
        return p.run(x -> true, SIZE);
    }

    static long count(Pipe<IntSink> p) {
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

    static int[] toArray(Pipe<IntSink> p) {
        long known = size(p);
        int[] n = new int[1];
        if (known >= 0) {
            if (known > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("Stream size exceeds max array size");
            }
            int[] all = new int[(int) known];
            p.run(
                    x -> {
                        all[n[0]++] = x;
                        return true;
                    },
                    RUN);
            return all;
        }
        int[][] all = {new int[16]};
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

    static void forEach(Pipe<IntSink> p, IntConsumer action) {
        Objects.requireNonNull(action);
        p.run(
                x -> {
                    action.accept(x);
                    return true;
                },
                RUN);
    }

    static void forEachOrdered(Pipe<IntSink> p, IntConsumer action) {
        forEach(p, action);
    }

    static int reduce(Pipe<IntSink> p, int identity, IntBinaryOperator f) {
        Objects.requireNonNull(f);
        int[] y = {identity};
        p.run(
                x -> {
                    y[0] = f.applyAsInt(y[0], x);
                    return true;
                },
                RUN);
        return y[0];
    }

    static Object collect(
            Pipe<IntSink> p,
            Supplier<Object> supplier,
            ObjIntConsumer<Object> accumulator,
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

    static boolean anyMatch(Pipe<IntSink> p, IntPredicate condition) {
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

    static boolean allMatch(Pipe<IntSink> p, IntPredicate condition) {
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

    static boolean noneMatch(Pipe<IntSink> p, IntPredicate condition) {
        return !anyMatch(p, condition);
    }

    static OptionalInt reduce(Pipe<IntSink> p, IntBinaryOperator f) {
        Objects.requireNonNull(f);
        boolean[] any = new boolean[1];
        int[] y = new int[1];
        p.run(
                x -> {
                    y[0] = any[0] ? f.applyAsInt(y[0], x) : x;
                    any[0] = true;
                    return true;
                },
                RUN);
        return any[0] ? OptionalInt.of(y[0]) : OptionalInt.empty();
    }

    static OptionalInt max(Pipe<IntSink> p) {
        return reduce(p, Math::max);
    }

    static OptionalInt min(Pipe<IntSink> p) {
        return reduce(p, Math::min);
    }

    static OptionalInt findFirst(Pipe<IntSink> p) {
        boolean[] any = new boolean[1];
        int[] y = new int[1];
        p.run(
                x -> {
                    any[0] = true;
                    y[0] = x;
                    return false;
                },
                RUN);
        return any[0] ? OptionalInt.of(y[0]) : OptionalInt.empty();
    }

    static OptionalInt findAny(Pipe<IntSink> p) {
        return findFirst(p);
    }

    static int sum(Pipe<IntSink> p) {
        return reduce(p, 0, Integer::sum);
    }

    static Maybe average(Pipe<IntSink> p) {
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

    static Pipe<IntSink> range(int from, int to) {
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == SIZE) {
                return from < to ? (long) to - from : 0;
            }
            Pipes.start(used);
            for (int i = from; i < to; i++) {
                if (!sink.put(i)) {
                    break;
                }
            }
            return -1;
        };
    }

    static Pipe<IntSink> rangeClosed(int from, int to) {
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == SIZE) {
                return from <= to ? (long) to - from + 1 : 0;
            }
            Pipes.start(used);
            for (int i = from; i <= to; i++) {
                if (!sink.put(i) || i == Integer.MAX_VALUE) {
                    break;
                }
            }
            return -1;
        };
    }
}
