package org.wengert.backend.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Daemon threads that share the chunks of large work with the thread that has it. They look for work for some microseconds, then sleep. One
 * work at a time is shared; who comes meanwhile does his alone. {@code -Dwengert.threads=N} sets how many threads work together.
 */
final class Workers {
    private static final int THREADS = Math.max(
            1, Integer.getInteger("wengert.threads", Runtime.getRuntime().availableProcessors()));
    private static final int SPINS = 2000;
    private static volatile int limit = THREADS;
    private static final AtomicBoolean BUSY = new AtomicBoolean();
    private static Thread @Nullable [] threads;
    private static volatile @Nullable Work current;

    private Workers() {}

    private static final class Work {
        private final int chunks;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;
        private final Thread owner = Thread.currentThread();
        private volatile @Nullable Throwable failure;

        Work(int chunks, IntConsumer body) {
            this.chunks = chunks;
            this.body = body;
            this.left = new AtomicInteger(chunks);
        }

        void help() {
            for (int c = next.getAndIncrement(); c < chunks; c = next.getAndIncrement()) {
                try {
                    if (failure == null) {
                        body.accept(c);
                    }
                } catch (Throwable e) {
                    failure = e;
                }
                if (left.decrementAndGet() == 0) {
                    LockSupport.unpark(owner);
                }
            }
        }

        void await() {
            for (int i = 0; left.get() > 0; i++) {
                if (i < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
        }
    }

    /** For tests: how many threads work together from now on. */
    static void limit(int threads) {
        limit = Math.min(threads, THREADS);
    }

    /** Calls the body with 0, 1, …, chunks − 1, by several threads if that is worth it. */
    static void run(boolean isWorthSharing, int chunks, IntConsumer body) {
        if (isWorthSharing) {
            run(chunks, body);
        } else {
            for (int c = 0; c < chunks; c++) {
                body.accept(c);
            }
        }
    }

    /** Calls the body with 0, 1, …, chunks − 1, in any order and by several threads, and returns when all is done. */
    static void run(int chunks, IntConsumer body) {
        if (chunks <= 1 || limit == 1 || !BUSY.compareAndSet(false, true)) {
            for (int c = 0; c < chunks; c++) {
                body.accept(c);
            }
            return;
        }
        Work work = new Work(chunks, body);
        try {
            current = work;
            wake(Math.min(chunks, limit) - 1);
            work.help();
            work.await();
        } finally {
            current = null;
            BUSY.set(false);
        }
        rethrow(work.failure);
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError("a checked exception, please report", failure);
        }
    }

    /** Called by the one whose work it is. */
    private static void wake(int count) {
        Thread[] known = threads;
        if (known == null) {
            known = new Thread[THREADS - 1];
            for (int i = 0; i < known.length; i++) {
                known[i] = Thread.ofPlatform()
                        .name("wengert-worker-" + (i + 1))
                        .daemon()
                        .start(Workers::work);
            }
            threads = known;
        }
        for (int i = 0; i < count; i++) {
            LockSupport.unpark(known[i]);
        }
    }

    private static void work() {
        Work done = null;
        int idle = 0;
        while (true) {
            Work work = current;
            if (work != null && work != done) {
                work.help();
                done = work;
                idle = 0;
            } else if (idle < SPINS) {
                idle++;
                Thread.onSpinWait();
            } else {
                done = null;
                LockSupport.park(Workers.class);
                idle = 0;
            }
        }
    }
}
