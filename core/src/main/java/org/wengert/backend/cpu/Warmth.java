package org.wengert.backend.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Op;

/**
 * Which vector kernels are worth calling by now. A vector operation costs microseconds until the compiler has made machine code of the loop
 * around it, so plain loops run at first; plans name the kernels that they need, and a thread in the background calls each until it is
 * faster than its loop. Both give the same bits, so nobody sees when the change comes.
 */
final class Warmth {
    /** What a kernel does; with a type and a function it names the kernel. */
    enum Family {
        MAP1,
        MAP2,
        COMPARE,
        WHERE,
        REDUCE,
        COLUMNS,
        MATMUL
    }

    /** Whether the module is there and may be used. */
    static final boolean HAS_VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    /** The number of accumulators of sums also where there are no vectors. */
    static final int FLOAT_LANES = HAS_VECTORS ? FloatVectors.LANES : 16;

    static final int DOUBLE_LANES = HAS_VECTORS ? DoubleVectors.LANES : 8;

    /** The name of what has no vector kernel. */
    static final int NONE = 0;

    private static final int DOUBLE = 1 << 7;
    private static final int SIZE = 512;
    private static final long PATIENCE = 60_000_000_000L;

    /** Read and written without order: whoever misses a change runs the loop once more. */
    private static final boolean[] READY = new boolean[(Family.values().length + 1) << 8];

    private static final BlockingQueue<Integer> WAITING = new LinkedBlockingQueue<>();
    private static final BitSet KNOWN = new BitSet();
    private static @Nullable Thread thread;
    private static boolean isFixed;

    private Warmth() {}

    static int code(Family family, boolean isDouble, int function) {
        return HAS_VECTORS ? family.ordinal() + 1 << 8 | (isDouble ? DOUBLE : 0) | function : NONE;
    }

    static boolean isReady(int code) {
        return READY[code];
    }

    /** Sees to it that kernels become ready some time. */
    static synchronized void request(BitSet codes) {
        if (isFixed) {
            return;
        }
        codes.stream().filter(code -> code != NONE && !KNOWN.get(code)).forEach(code -> {
            KNOWN.set(code);
            WAITING.add(code);
        });
        if (thread == null && !WAITING.isEmpty()) {
            thread = Thread.ofPlatform().name("wengert-warmth").daemon().start(Warmth::work);
        }
    }

    /** For tests: from now on, all kernels are ready, or none. */
    static synchronized void fix(boolean isReady) {
        isFixed = true;
        Arrays.fill(READY, isReady && HAS_VECTORS);
        READY[NONE] = false;
    }

    /** For tests: kernels become ready again when the background says so. */
    static synchronized void unfix() {
        Arrays.fill(READY, false);
        KNOWN.clear();
        isFixed = false;
    }

    /** Calls the kernels in turns, so that the compiler works at some while others run; then looks from time to time. */
    private static void work() {
        List<Trial> trials = new ArrayList<>();
        try {
            while (true) {
                if (trials.isEmpty()) {
                    trials.add(new Trial(WAITING.take()));
                }
                for (Integer code = WAITING.poll(); code != null; code = WAITING.poll()) {
                    trials.add(new Trial(code));
                }
                boolean isWaiting = true;
                for (Trial trial : List.copyOf(trials)) {
                    isWaiting &= trial.isWaiting();
                    if (trial.isFaster()) {
                        settle(trial.code);
                        trials.remove(trial);
                    } else if (trial.isHopeless()) {
                        trials.remove(trial);
                    }
                }
                if (isWaiting) {
                    Thread.sleep(2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static synchronized void settle(int code) {
        READY[code] |= !isFixed;
    }

    /** A kernel and its loop, called in turns. */
    private static final class Trial {
        /** As often the compiler wants to see a kernel called before it does its best. */
        private static final int ENOUGH = 120;

        private final int code;
        private final Family family;
        private final boolean isDouble;
        private final int function;
        private final float[] floats = new float[SIZE];
        private final float[] floats2 = new float[SIZE];
        private final double[] doubles = new double[SIZE];
        private final double[] doubles2 = new double[SIZE];
        private final boolean[] booleans = new boolean[SIZE];

        private long start;
        private int rounds;
        private int good;
        private long bestLoop = Long.MAX_VALUE;

        Trial(int code) {
            this.code = code;
            family = Family.values()[(code >> 8) - 1];
            isDouble = (code & DOUBLE) != 0;
            function = code & DOUBLE - 1;
            for (int i = 0; i < SIZE; i++) {
                doubles[i] = 1 + i % 7;
                floats[i] = 1 + i % 7;
            }
        }

        /** Whether all has been done that the compiler needs. */
        boolean isWaiting() {
            return rounds > ENOUGH;
        }

        boolean isHopeless() {
            return isWaiting() && System.nanoTime() - start > PATIENCE;
        }

        /** Calls the kernel and the loop some times; true once the kernel has been the faster for a while. */
        boolean isFaster() {
            rounds++;
            long kernel = time(true);
            bestLoop = Math.min(bestLoop, time(false));
            if (!isWaiting()) {
                start = System.nanoTime();
                return false;
            }
            good = kernel < bestLoop ? good + 1 : 0;
            return good == 3;
        }

        private long time(boolean isVector) {
            long start = System.nanoTime();
            for (int i = 0; i < 8; i++) {
                call(isVector);
            }
            return System.nanoTime() - start;
        }

        private void call(boolean isVector) {
            switch (family) {
                case MAP1 -> map(Unary.values()[function], isVector);
                case MAP2 -> map(Binary.values()[function], isVector);
                case COMPARE -> compare(Op.Comparison.values()[function], isVector);
                case WHERE -> where(isVector);
                case REDUCE -> reduce(Op.Reduction.values()[function], isVector);
                case COLUMNS -> sumColumns(isVector);
                case MATMUL -> {
                    if (isDouble) {
                        DoubleProducts.trial(isVector, doubles, doubles2);
                    } else {
                        FloatProducts.trial(isVector, floats, floats2);
                    }
                }
            }
        }

        private void map(Unary f, boolean isVector) {
            if (isDouble) {
                if (isVector) {
                    DoubleVectors.isReducible(doubles, 0, -1, SIZE);
                    DoubleVectors.map(f, doubles, 0, -1, doubles2, 0, SIZE);
                } else {
                    DoubleLoops.map(f, doubles, 0, -1, doubles2, 0, 0, SIZE);
                }
            } else if (isVector) {
                FloatVectors.isReducible(floats, 0, -1, SIZE);
                FloatVectors.map(f, floats, 0, -1, floats2, 0, SIZE);
            } else {
                FloatLoops.map(f, floats, 0, -1, floats2, 0, 0, SIZE);
            }
        }

        private void map(Binary f, boolean isVector) {
            if (isDouble) {
                if (isVector) {
                    DoubleVectors.map(f, doubles, 0, -1, doubles, 0, -1, doubles2, 0, SIZE);
                } else {
                    DoubleLoops.map(f, doubles, 0, -1, doubles, 0, -1, doubles2, 0, 0, SIZE);
                }
            } else if (isVector) {
                FloatVectors.map(f, floats, 0, -1, floats, 0, -1, floats2, 0, SIZE);
            } else {
                FloatLoops.map(f, floats, 0, -1, floats, 0, -1, floats2, 0, 0, SIZE);
            }
        }

        private void compare(Op.Comparison f, boolean isVector) {
            if (isDouble) {
                if (isVector) {
                    DoubleVectors.compare(f, doubles, 0, -1, doubles2, 0, -1, booleans, 0, SIZE);
                } else {
                    DoubleLoops.compare(f, doubles, 0, -1, doubles2, 0, -1, booleans, 0, 0, SIZE);
                }
            } else if (isVector) {
                FloatVectors.compare(f, floats, 0, -1, floats2, 0, -1, booleans, 0, SIZE);
            } else {
                FloatLoops.compare(f, floats, 0, -1, floats2, 0, -1, booleans, 0, 0, SIZE);
            }
        }

        private void where(boolean isVector) {
            if (isDouble) {
                if (isVector) {
                    DoubleVectors.where(booleans, 0, doubles, 0, -1, doubles, 0, -1, doubles2, 0, SIZE);
                } else {
                    DoubleLoops.where(booleans, 0, -1, doubles, 0, -1, doubles, 0, -1, doubles2, 0, 0, SIZE);
                }
            } else if (isVector) {
                FloatVectors.where(booleans, 0, floats, 0, -1, floats, 0, -1, floats2, 0, SIZE);
            } else {
                FloatLoops.where(booleans, 0, -1, floats, 0, -1, floats, 0, -1, floats2, 0, 0, SIZE);
            }
        }

        /** Of two lengths: short rows take another way through the kernel. */
        private void reduce(Op.Reduction f, boolean isVector) {
            for (int n : new int[] {SIZE - 1, 3 * (isDouble ? DOUBLE_LANES : FLOAT_LANES) + 1}) {
                if (isDouble) {
                    if (isVector) {
                        DoubleVectors.reduce(f, doubles, 0, n, doubles2);
                    } else {
                        DoubleLoops.reduce(f, doubles, 0, n, DOUBLE_LANES, doubles2);
                    }
                } else if (isVector) {
                    FloatVectors.reduce(f, floats, 0, n, floats2);
                } else {
                    FloatLoops.reduce(f, floats, 0, n, FLOAT_LANES, floats2);
                }
            }
        }

        private void sumColumns(boolean isVector) {
            int columns = 2 * FLOAT_LANES;
            int rows = SIZE / columns;
            if (isDouble) {
                if (isVector) {
                    DoubleVectors.sumColumns(doubles, 0, rows, columns, doubles2, 0, columns);
                } else {
                    DoubleLoops.reduceColumns(Op.Reduction.SUM, doubles, 0, rows, columns, doubles2, 0, 0, columns);
                }
            } else if (isVector) {
                FloatVectors.sumColumns(floats, 0, rows, columns, floats2, 0, columns);
            } else {
                FloatLoops.reduceColumns(Op.Reduction.SUM, floats, 0, rows, columns, floats2, 0, 0, columns);
            }
        }
    }
}
