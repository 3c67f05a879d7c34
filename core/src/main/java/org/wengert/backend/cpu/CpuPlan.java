package org.wengert.backend.cpu;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wengert.backend.Allocation;
import org.wengert.backend.Failures;
import org.wengert.backend.Plan;
import org.wengert.tensor.Program;
import org.wengert.tensor.Storage;

/** Units that run one after the other on the arrays of a frame. One frame is kept for the next run. */
final class CpuPlan implements Plan {
    /** How long a plan runs by plain loops, in nanoseconds, before vector kernels are made for it. */
    private static final long COLD = 3_000_000;

    /** From so many elements on an array is shared with other plans; smaller ones stay with the frame. */
    private static final int LARGE = 1 << 14;

    private final Program program;
    private final int[] parameterBuffers;
    private final int[] computedBuffers;
    private final int[] computedPlaces;
    private final int[] resultBuffers;
    private final int[] resultOrigins;
    private final Unit[] units;
    private final Assembly.Room[] rooms;
    private final int buffers;
    private final BitSet codes;
    private final AtomicReference<@Nullable Frame> kept = new AtomicReference<>();
    private long ran;
    private boolean isRequested;

    CpuPlan(
            Program program,
            int[] parameterBuffers,
            List<Value> computed,
            List<Value> results,
            List<Unit> units,
            List<Assembly.Room> rooms,
            int buffers,
            BitSet codes) {
        this.program = program;
        this.parameterBuffers = parameterBuffers;
        this.computedBuffers = computed.stream().mapToInt(v -> v.buffer).toArray();
        this.computedPlaces = computed.stream().mapToInt(v -> v.place).toArray();
        this.resultBuffers = results.stream().mapToInt(v -> v.buffer).toArray();
        this.resultOrigins = results.stream().mapToInt(computed::indexOf).toArray();
        for (int i = 0; i < resultOrigins.length; i++) {
            if (resultOrigins[i] < 0) {
                resultOrigins[i] = -1 - indexOf(parameterBuffers, resultBuffers[i]);
            }
        }
        this.units = units.toArray(Unit[]::new);
        this.rooms = rooms.toArray(Assembly.Room[]::new);
        this.buffers = buffers;
        this.codes = codes;
    }

    private static int indexOf(int[] array, int value) {
        int i = 0;
        while (array[i] != value) {
            i++;
        }
        return i;
    }

    @Override
    public List<Storage> run(List<Storage> parameters) {
        long start = isRequested ? 0 : System.nanoTime();
        Frame frame = kept.getAndSet(null);
        if (frame == null) {
            frame = frame();
        }
        Storage[] computed = new Storage[computedBuffers.length];
        try {
            frame.scratch = Scratch.mine();
            for (Assembly.Room room : rooms) {
                if (room.size() >= LARGE) {
                    frame.arrays[room.buffer()] = Buffers.take(room.dtype(), room.size());
                }
            }
            for (int i = 0; i < parameterBuffers.length; i++) {
                if (parameterBuffers[i] >= 0) {
                    frame.arrays[parameterBuffers[i]] = array(parameters.get(i));
                }
            }
            for (int i = 0; i < computed.length; i++) {
                computed[i] = Allocation.of(program, computedPlaces[i]);
                frame.arrays[computedBuffers[i]] = array(computed[i]);
            }
            for (Unit unit : units) {
                unit.run(frame);
            }
        } catch (StepFailure e) {
            String step = program.describe(e.place);
            throw e.getCause() instanceof ArithmeticException
                    ? Failures.divisionByZero(step)
                    : Failures.refused(String.valueOf(e.getMessage()), step);
        } finally {
            forget(frame);
        }
        Storage[] results = new Storage[resultOrigins.length];
        for (int i = 0; i < results.length; i++) {
            int origin = resultOrigins[i];
            results[i] = origin >= 0 ? computed[origin] : parameters.get(-1 - origin);
        }
        if (!isRequested) {
            ran += System.nanoTime() - start;
            if (ran > COLD) {
                isRequested = true;
                Warmth.request(codes);
            }
        }
        return Arrays.asList(results);
    }

    private Frame frame() {
        Frame frame = new Frame(buffers);
        for (Assembly.Room room : rooms) {
            if (room.size() < LARGE) {
                frame.arrays[room.buffer()] = Stretches.allocate(room.dtype(), room.size());
            }
        }
        return frame;
    }

    /** Keeps the frame without what belongs to others. */
    private void forget(Frame frame) {
        for (int b : parameterBuffers) {
            if (b >= 0) {
                frame.arrays[b] = Frame.NOTHING;
            }
        }
        for (int b : computedBuffers) {
            frame.arrays[b] = Frame.NOTHING;
        }
        for (Assembly.Room room : rooms) {
            Object array = frame.arrays[room.buffer()];
            if (room.size() >= LARGE && array != Frame.NOTHING) {
                Buffers.give(room.dtype(), room.size(), array);
                frame.arrays[room.buffer()] = Frame.NOTHING;
            }
        }
        kept.set(frame);
    }

    static Object array(Storage storage) {
        return switch (storage) {
            case Storage.Doubles(double[] a) -> a;
            case Storage.Floats(float[] a) -> a;
            case Storage.Longs(long[] a) -> a;
            case Storage.Ints(int[] a) -> a;
            case Storage.Booleans(boolean[] a) -> a;
        };
    }

    static Storage storage(Object array) {
        return switch (array) {
            case double[] a -> new Storage.Doubles(a);
            case float[] a -> new Storage.Floats(a);
            case long[] a -> new Storage.Longs(a);
            case int[] a -> new Storage.Ints(a);
            case boolean[] a -> new Storage.Booleans(a);
            default -> throw new AssertionError("an array of " + array.getClass() + ", please report");
        };
    }

    /** Says which step found an element that it cannot compute. */
    static final class StepFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int place;

        StepFailure(int place, RuntimeException cause) {
            super(cause.getMessage(), cause, false, false);
            this.place = place;
        }
    }
}
