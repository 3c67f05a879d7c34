package org.wengert.program.runtime;

import java.util.Collection;
import org.wengert.program.runtime.Pipes.DoubleSink;
import org.wengert.program.runtime.Pipes.IntSink;
import org.wengert.program.runtime.Pipes.LongSink;
import org.wengert.program.runtime.Pipes.Pipe;
import org.wengert.program.runtime.Pipes.Sink;

/** Streams of the elements of arrays and collections. */
public final class StreamSources {
    private StreamSources() {}

    static Pipe<DoubleSink> stream(double[] a) {
        return stream(a, 0, a.length);
    }

    static Pipe<DoubleSink> stream(double[] a, int from, int to) {
        check(a.length, from, to);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == Pipes.SIZE) {
                return (long) to - from;
            }
            Pipes.start(used);
            for (int i = from; i < to; i++) {
                if (!sink.put(a[i])) {
                    break;
                }
            }
            return -1;
        };
    }

    static Pipe<IntSink> stream(int[] a) {
        return stream(a, 0, a.length);
    }

    static Pipe<IntSink> stream(int[] a, int from, int to) {
        check(a.length, from, to);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == Pipes.SIZE) {
                return (long) to - from;
            }
            Pipes.start(used);
            for (int i = from; i < to; i++) {
                if (!sink.put(a[i])) {
                    break;
                }
            }
            return -1;
        };
    }

    static Pipe<LongSink> stream(long[] a) {
        return stream(a, 0, a.length);
    }

    static Pipe<LongSink> stream(long[] a, int from, int to) {
        check(a.length, from, to);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == Pipes.SIZE) {
                return (long) to - from;
            }
            Pipes.start(used);
            for (int i = from; i < to; i++) {
                if (!sink.put(a[i])) {
                    break;
                }
            }
            return -1;
        };
    }

    static Pipe<Sink> stream(Object[] a) {
        return stream(a, 0, a.length);
    }

    static Pipe<Sink> stream(Object[] a, int from, int to) {
        check(a.length, from, to);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == Pipes.SIZE) {
                return (long) to - from;
            }
            Pipes.start(used);
            for (int i = from; i < to; i++) {
                if (!sink.put(a[i])) {
                    break;
                }
            }
            return -1;
        };
    }

    static Pipe<Sink> stream(Collection<Object> c) {
        Twins.library(c);
        boolean[] used = new boolean[1];
        return (sink, what) -> {
            if (what == Pipes.SIZE) {
                return c.size();
            }
            Pipes.start(used);
            for (Object o : c) {
                if (!sink.put(o)) {
                    break;
                }
            }
            return -1;
        };
    }

    /** In order: what a parallel stream does with its elements must not depend on it. */
    static Pipe<Sink> parallelStream(Collection<Object> c) {
        return stream(c);
    }

    private static void check(int length, int from, int to) {
        if (from > to) {
            throw new ArrayIndexOutOfBoundsException("origin("
                    .concat(Integer.toString(from))
                    .concat(") > fence(")
                    .concat(Integer.toString(to))
                    .concat(")"));
        }
        if (from < 0) {
            throw new ArrayIndexOutOfBoundsException(from);
        }
        if (to > length) {
            throw new ArrayIndexOutOfBoundsException(to);
        }
    }
}
