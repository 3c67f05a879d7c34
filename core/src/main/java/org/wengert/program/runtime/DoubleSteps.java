package org.wengert.program.runtime;

import static org.wengert.program.runtime.Pipes.RUN;
import static org.wengert.program.runtime.Pipes.SIZE;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleToIntFunction;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Supplier;
import org.wengert.program.runtime.Pipes.DoubleSink;
import org.wengert.program.runtime.Pipes.IntSink;
import org.wengert.program.runtime.Pipes.LongSink;
import org.wengert.program.runtime.Pipes.Maybe;
import org.wengert.program.runtime.Pipes.Pipe;
import org.wengert.program.runtime.Pipes.Sink;

/** The methods of {@link java.util.stream.DoubleStream}, written with {@link Pipes}. */
public final class DoubleSteps {
    private DoubleSteps() {}

    // ---------------------------------------------------------------- sources

    static Pipe<DoubleSink> of(double[] a) {
        return StreamSources.stream(a);
    }

    static Pipe<DoubleSink> of(double x) {
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

    static Pipe<DoubleSink> empty() {
        return of(new double[0]);
    }

    static Pipe<DoubleSink> iterate(double seed, DoubleUnaryOperator f) {
        Objects.requireNonNull(f);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                double x = seed;
                while (sink.put(x)) {
                    x = f.applyAsDouble(x);
                }
            }
            return -1;
        };
    }

    static Pipe<DoubleSink> iterate(double seed, DoublePredicate goesOn, DoubleUnaryOperator f) {
        Objects.requireNonNull(f);
        Objects.requireNonNull(goesOn);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                double x = seed;
                while (goesOn.test(x) && sink.put(x)) {
                    x = f.applyAsDouble(x);
                }
            }
            return -1;
        };
    }

    static Pipe<DoubleSink> generate(DoubleSupplier s) {
        Objects.requireNonNull(s);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == RUN) {
                Pipes.start(used);
                boolean more = true;
                while (more) {
                    more = sink.put(s.getAsDouble());
                }
            }
            return -1;
        };
    }

    static Pipe<DoubleSink> concat(Pipe<DoubleSink> a, Pipe<DoubleSink> b) {
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

    static Pipe<DoubleSink> map(Pipe<DoubleSink> p, DoubleUnaryOperator f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsDouble(x)), what);
    }

    static Pipe<Sink> mapToObj(Pipe<DoubleSink> p, DoubleFunction<Object> f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.apply(x)), what);
    }

    static Pipe<Sink> boxed(Pipe<DoubleSink> p) {
        return (sink, what) -> p.run(x -> sink.put(Double.valueOf(x)), what);
    }

    static Pipe<IntSink> mapToInt(Pipe<DoubleSink> p, DoubleToIntFunction f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsInt(x)), what);
    }

    static Pipe<LongSink> mapToLong(Pipe<DoubleSink> p, DoubleToLongFunction f) {
        Objects.requireNonNull(f);
        return (sink, what) -> p.run(x -> sink.put(f.applyAsLong(x)), what);
    }

    static Pipe<DoubleSink> filter(Pipe<DoubleSink> p, DoublePredicate condition) {
        Objects.requireNonNull(condition);
        return (sink, what) -> what == SIZE ? -1 : p.run(x -> !condition.test(x) || sink.put(x), RUN);
    }

    @SuppressWarnings("unchecked") // what f returns is known to be a followed stream
    static Pipe<DoubleSink> flatMap(Pipe<DoubleSink> p, DoubleFunction<Object> f) {
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

    static Pipe<DoubleSink> peek(Pipe<DoubleSink> p, DoubleConsumer action) {
        Objects.requireNonNull(action);
        return (sink, what) -> p.run(
                x -> {
                    action.accept(x);
                    return sink.put(x);
                },
                what);
    }

    static Pipe<DoubleSink> limit(Pipe<DoubleSink> p, long n) {
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

    static Pipe<DoubleSink> skip(Pipe<DoubleSink> p, long n) {
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

    static Pipe<DoubleSink> takeWhile(Pipe<DoubleSink> p, DoublePredicate condition) {
        Objects.requireNonNull(condition);
        return (sink, what) -> what == SIZE ? -1 : p.run(x -> condition.test(x) && sink.put(x), RUN);
    }

    static Pipe<DoubleSink> dropWhile(Pipe<DoubleSink> p, DoublePredicate condition) {
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

    static Pipe<DoubleSink> sorted(Pipe<DoubleSink> p) {
        return (sink, what) -> {
            if (what == SIZE) {
                return size(p);
            }
            double[] a = toArray(p);
            Arrays.sort(a);
            for (int i = 0; i < a.length; i++) {
                if (!sink.put(a[i])) {
                    break;
                }
            }
            return -1;
        };
    }

    static Pipe<DoubleSink> distinct(Pipe<DoubleSink> p) {
        return (sink, what) -> {
            if (what == SIZE) {
                return -1;
            }
            Object seen = Twins.keys();
            return p.run(x -> !Twins.isNew(seen, x) || sink.put(x), RUN);
        };
    }

    static Pipe<DoubleSink> sequential(Pipe<DoubleSink> p) {
        return p;
    }

    /** In order: what a parallel stream does with its elements must not depend on it. */
    static Pipe<DoubleSink> parallel(Pipe<DoubleSink> p) {
        return p;
    }

    static Pipe<DoubleSink> unordered(Pipe<DoubleSink> p) {
        return p;
    }
    // ---------------------------------------------------------------- results

    private static long size(Pipe<DoubleSink> p) {
        return p.run(x -> true, SIZE);
    }

    static long count(Pipe<DoubleSink> p) {
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

    static double[] toArray(Pipe<DoubleSink> p) {
        long known = size(p);
        int[] n = new int[1];
        if (known >= 0) {
            if (known > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("Stream size exceeds max array size");
            }
            double[] all = new double[(int) known];
            p.run(
                    x -> {
                        all[n[0]++] = x;
                        return true;
                    },
                    RUN);
            return all;
        }
        double[][] all = {new double[16]};
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

    static void forEach(Pipe<DoubleSink> p, DoubleConsumer action) {
        Objects.requireNonNull(action);
        p.run(
                x -> {
                    action.accept(x);
                    return true;
                },
                RUN);
    }

    static void forEachOrdered(Pipe<DoubleSink> p, DoubleConsumer action) {
        forEach(p, action);
    }

    static double reduce(Pipe<DoubleSink> p, double identity, DoubleBinaryOperator f) {
        Objects.requireNonNull(f);
        double[] y = {identity};
        p.run(
                x -> {
                    y[0] = f.applyAsDouble(y[0], x);
                    return true;
                },
                RUN);
        return y[0];
    }

    static Object collect(
            Pipe<DoubleSink> p,
            Supplier<Object> supplier,
            ObjDoubleConsumer<Object> accumulator,
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

    static boolean anyMatch(Pipe<DoubleSink> p, DoublePredicate condition) {
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

    static boolean allMatch(Pipe<DoubleSink> p, DoublePredicate condition) {
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

    static boolean noneMatch(Pipe<DoubleSink> p, DoublePredicate condition) {
        return !anyMatch(p, condition);
    }

    static Maybe reduce(Pipe<DoubleSink> p, DoubleBinaryOperator f) {
        Objects.requireNonNull(f);
        boolean[] any = new boolean[1];
        double[] y = new double[1];
        p.run(
                x -> {
                    y[0] = any[0] ? f.applyAsDouble(y[0], x) : x;
                    any[0] = true;
                    return true;
                },
                RUN);
        return Pipes.maybe(any[0], y[0]);
    }

    static Maybe max(Pipe<DoubleSink> p) {
        return reduce(p, Math::max);
    }

    static Maybe min(Pipe<DoubleSink> p) {
        return reduce(p, Math::min);
    }

    static Maybe findFirst(Pipe<DoubleSink> p) {
        boolean[] any = new boolean[1];
        double[] y = new double[1];
        p.run(
                x -> {
                    any[0] = true;
                    y[0] = x;
                    return false;
                },
                RUN);
        return Pipes.maybe(any[0], y[0]);
    }

    static Maybe findAny(Pipe<DoubleSink> p) {
        return findFirst(p);
    }

    static double sum(Pipe<DoubleSink> p) {
        double[] s = new double[3];
        p.run(
                x -> {
                    Pipes.add(s, x);
                    s[2] += x;
                    return true;
                },
                RUN);
        return Pipes.total(s, s[2]);
    }

    static Maybe average(Pipe<DoubleSink> p) {
        double[] s = new double[3];
        long[] n = new long[1];
        p.run(
                x -> {
                    n[0]++;
                    Pipes.add(s, x);
                    s[2] += x;
                    return true;
                },
                RUN);
        return Pipes.maybe(n[0] > 0, n[0] > 0 ? Pipes.total(s, s[2]) / n[0] : 0);
    }
}
