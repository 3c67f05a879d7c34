package org.wengert.program;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wengert.program.access.FunctionClass;
import org.wengert.program.access.ObjectGraph;
import org.wengert.program.lift.World;
import org.wengert.program.runtime.Kernel;
import org.wengert.program.runtime.UnknownReceiver;

/**
 * A kernel with calls whose receivers only a run can tell. When a run meets an object of a class that the code does not know, the code is made
 * again with that class, and the run is repeated; the caller sees nothing of it. Safe for any number of threads at once.
 */
final class OpenKernel extends Kernel {
    /** Makes the code for what is known of the world. */
    interface Maker {
        /** Returns the code. */
        Kernel make(World world);
    }

    /** What all kernels for the same code share. Mutable. */
    static final class State {
        private final World world;
        private final boolean hasEffects;
        private volatile Kernel kernel;

        State(World world, boolean hasEffects, Kernel kernel) {
            this.world = world;
            this.hasEffects = hasEffects;
            this.kernel = kernel;
        }
    }

    /** Of the shared kernel, which nobody calls. */
    static final Maker NOBODY = world -> {
        throw new AssertionError("a shared kernel is called (please report)");
    };

    private final State state;
    private final Maker maker;

    OpenKernel(State state, Maker maker) {
        this.state = state;
        this.maker = maker;
    }

    /** Returns a kernel with the same code, which makes it again in that way. */
    OpenKernel with(Maker again) {
        return new OpenKernel(state, again);
    }

    /** Makes the code know the classes of all objects that can be reached from an argument. */
    void meet(@Nullable Object... arguments) {
        Set<Class<?>> classes = ObjectGraph.classes(arguments);
        synchronized (Compiler.lock()) {
            boolean isNew = false;
            for (Class<?> c : classes) {
                isNew |= !c.isHidden() && state.world.add(c);
            }
            if (isNew) {
                state.kernel = maker.make(state.world);
            }
        }
    }

    private static boolean isLearnt(Object function) {
        synchronized (Compiler.lock()) {
            return new Operations((owner, name, descriptor) -> null, new World()).lifter.learn(function);
        }
    }

    /** Learns what a run has met, so that it can be repeated; throws everything else again. A handler of the user's may have made another exception of it. */
    private <E extends Throwable> void learn(Kernel before, Throwable thrown) throws E {
        UnknownReceiver met = UnknownReceiver.take();
        if (met == null) {
            @SuppressWarnings("unchecked") // what a kernel throws, its caller gets
            E same = (E) thrown;
            throw same;
        }
        Class<?> c = met.receiver().getClass();
        if (c.isHidden() && FunctionClass.of(c) == null && !isLearnt(met.receiver())) {
            throw new UnsupportedOperationException(
                    "A lambda whose code cannot be read, because it was made outside the"
                            + " differentiated function, is called with a value that depends on the input.\n  at "
                            + met.call()
                            + "\n  Make the lambda inside the function, keep it in a static final field, or write it as a class that implements its interface.");
        }
        synchronized (Compiler.lock()) {
            if (state.world.add(c)) {
                state.kernel = maker.make(state.world);
            } else if (state.kernel == before) { // otherwise another thread has learnt it
                throw new AssertionError("An object of "
                        .concat(c.getName())
                        .concat(" is still not known at ")
                        .concat(met.call())
                        .concat(" (please report)"));
            }
        }
        if (state.hasEffects) {
            throw new UnsupportedOperationException(
                    "An object of " + c.getName()
                            + " is met, a class that was not known when the derivative was compiled, after the function may have had effects outside.\n  at "
                            + met.call()
                            + "\n  Now it is known: call the derivative again. To avoid this, seal the interface, or let the function capture the object.");
        }
    }

    /** Handlers of the user's may have caught what was thrown: then the result is none. */
    private static void check() {
        UnknownReceiver swallowed = UnknownReceiver.look();
        if (swallowed != null) {
            throw swallowed;
        }
    }

    /** A run of the code that gives a number. */
    private interface NumberRun {
        double of(Kernel kernel);
    }

    /** A run of the code that gives an array or an object. */
    private interface ReferenceRun<T> {
        @Nullable
        T of(Kernel kernel);
    }

    private double number(NumberRun run) {
        while (true) {
            Kernel k = state.kernel;
            try {
                double y = run.of(k);
                check();
                return y;
            } catch (Throwable e) {
                learn(k, e);
            }
        }
    }

    private <T> @Nullable T reference(ReferenceRun<T> run) {
        while (true) {
            Kernel k = state.kernel;
            try {
                @Nullable T y = run.of(k);
                check();
                return y;
            } catch (Throwable e) {
                learn(k, e);
            }
        }
    }

    @Override
    public double scalar(@Nullable Object[] captured, double x) {
        return number(k -> k.scalar(captured, x));
    }

    @Override
    public double scalar2(@Nullable Object[] captured, double x, double y) {
        return number(k -> k.scalar2(captured, x, y));
    }

    @Override
    public double field(@Nullable Object[] captured, double[] x) {
        return number(k -> k.field(captured, x));
    }

    @Override
    public double field(@Nullable Object[] captured, double[] x, double[] out) {
        return number(k -> k.field(captured, x, out));
    }

    @Override
    public double field(@Nullable Object[] captured, double[] x, double[] v, double[] out) {
        return number(k -> k.field(captured, x, v, out));
    }

    @Override
    public double[] map(@Nullable Object[] captured, double[] x) {
        return Objects.requireNonNull(reference(k -> k.map(captured, x)));
    }

    @Override
    public double[] map(@Nullable Object[] captured, double[] x, double[] v) {
        return Objects.requireNonNull(reference(k -> k.map(captured, x, v)));
    }

    @Override
    public @Nullable Object invoke(@Nullable Object[] arguments) {
        if (state.hasEffects) { // what could be met is looked for before, since the run cannot be repeated
            meet(arguments);
        }
        return reference(k -> k.invoke(arguments));
    }
}
