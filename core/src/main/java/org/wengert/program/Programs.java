package org.wengert.program;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wengert.program.analyse.Mirrors;
import org.wengert.program.analyse.Prepared;
import org.wengert.program.differentiate.Adjoints;
import org.wengert.program.differentiate.Tangents;
import org.wengert.program.emit.Emitter;
import org.wengert.program.emit.Listing;
import org.wengert.program.interpret.PartialEvaluation;
import org.wengert.program.interpret.Unknowns;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.JavaPrinter;
import org.wengert.program.ir.Printer;
import org.wengert.program.ir.Type;
import org.wengert.program.lift.Lifter;
import org.wengert.program.lift.World;
import org.wengert.program.runtime.Kernel;

/** Methods known by reflection: their intermediate representation, and their derivatives over all arguments. */
public final class Programs {
    private Programs() {}

    /**
     * Returns the intermediate representation of a method: parameters as the method's, the receiver first.
     *
     * @param lookup with access to the method
     * @param method the method
     */
    public static Function lift(MethodHandles.Lookup lookup, Method method) {
        synchronized (Compiler.lock()) {
            World world = new World();
            return Openings.settled(world, () -> {
                Operations o = new Operations(UserRules.snapshot(), world);
                Function f = o.lifter.method(method, receiver(method));
                if (world.isStale()) {
                    return null;
                }
                o.prepare(f);
                return f;
            });
        }
    }

    private static @Nullable Class<?> receiver(Method m) {
        return Modifier.isStatic(m.getModifiers()) ? null : m.getDeclaringClass();
    }

    /** A method with tangents or adjoints for all its real and reference parameters. */
    public static final class Derived {
        /** The generated code: see {@link Tangents} and {@link Adjoints} for its parameters and results. */
        public final Kernel kernel;
        /** Its intermediate representation. */
        public final Function function;
        /** Lookup it was defined with. */
        private final MethodHandles.Lookup host;
        /** Of each parameter of the method: whether it can carry a derivative. */
        public final boolean[] active;
        /** Of each result: whether it has a tangent (forward mode), or a seed (reverse mode). */
        public final boolean[] activeResults;

        Derived(
                Kernel kernel,
                Function function,
                MethodHandles.Lookup host,
                boolean[] active,
                boolean[] activeResults) {
            this.activeResults = activeResults;
            this.kernel = kernel;
            this.function = function;
            this.host = host;
            this.active = active;
        }

        /** Returns the generated code in one of three forms: 0 the representation, 1 bytecode, 2 Java. */
        public String show(int form) {
            return switch (form) {
                case 0 -> Printer.printAll(function);
                case 1 -> Listing.of(Emitter.bytes(function, 0, host));
                default -> JavaPrinter.printAll(function);
            };
        }
    }

    /**
     * Returns a method with adjoints.
     *
     * @param lookup with access to the method
     * @param method the method
     * @param wanted of each parameter, the receiver first: whether it may carry a derivative
     */
    public static Derived adjoint(MethodHandles.Lookup lookup, Method method, boolean[] wanted) {
        return derive(lookup, method, wanted, Programs::adjoint);
    }

    /**
     * Returns a method with one tangent.
     *
     * @param lookup with access to the method
     * @param method the method
     * @param wanted of each parameter, the receiver first: whether it may carry a derivative
     */
    public static Derived tangent(MethodHandles.Lookup lookup, Method method, boolean[] wanted) {
        return derive(lookup, method, wanted, Programs::tangent);
    }

    /** As {@link #tangent}, of the adjoint: for second derivatives. */
    public static Derived tangentOfAdjoint(MethodHandles.Lookup lookup, Method method, boolean[] wanted) {
        return derive(lookup, method, wanted, Programs::tangentOfAdjoint);
    }

    private static WithResults tangentOfAdjoint(Operations o, Function f, boolean[] active) {
        Function g = Adjoints.of(Prepared.of(f, active, o.isFirst()));
        o.finished(g);
        boolean[] all = new boolean[g.parameters().size()];
        for (int i = 0; i < all.length; i++) {
            Type t = g.parameters().get(i).type;
            // Shadows and seeds of the inner derivative follow the parameters of the method.
            all[i] = i < active.length ? active[i] : t == Type.A;
        }
        return tangent(o, g, all);
    }

    private static boolean[] possible(Function f, boolean[] wanted) {
        boolean[] active = wanted.clone();
        for (int i = 0; i < active.length; i++) {
            Type t = f.parameters().get(i).type;
            active[i] &= t == Type.A || t.isReal();
        }
        return active;
    }

    private static MethodHandles.Lookup host(MethodHandles.Lookup lookup, Method method) {
        if (lookup.lookupClass() == method.getDeclaringClass() && lookup.hasFullPrivilegeAccess()) {
            try {
                if (Class.forName(
                                Kernel.class.getName(),
                                false,
                                method.getDeclaringClass().getClassLoader())
                        == Kernel.class) {
                    return lookup;
                }
            } catch (ClassNotFoundException e) {
                return MethodHandles.lookup();
            }
        }
        return Compiler.lookupIn(method.getDeclaringClass());
    }

    /** Makes a derivative of a function with respect to some of its parameters. */
    private interface Derivation {
        WithResults of(Operations o, Function f, boolean[] active);
    }

    /** A derivative, and which results of the function carry one. */
    private static final class WithResults {
        final Function function;
        final boolean[] active;

        WithResults(Function function, boolean[] active) {
            this.function = function;
            this.active = active;
        }
    }

    private static WithResults adjoint(Operations o, Function f, boolean[] active) {
        Prepared p = Prepared.of(f, active, o.isFirst());
        boolean[] results = new boolean[f.results.size()];
        return new WithResults(Adjoints.of(p, results), results);
    }

    private static WithResults tangent(Operations o, Function f, boolean[] active) {
        Prepared p = Prepared.of(f, active, o.isFirst());
        return new WithResults(Tangents.of(p, 1), p.activeResults());
    }

    private static Derived derive(MethodHandles.Lookup lookup, Method method, boolean[] wanted, Derivation derivation) {
        synchronized (Compiler.lock()) {
            MethodHandles.Lookup host = host(lookup, method);
            boolean[][] found = new boolean[2][];
            World world = new World();
            Compiler.Made made = make(world, host, method, wanted, derivation, found);
            OpenKernel.Maker again = w -> make(w, host, method, wanted, derivation, new boolean[2][]).kernel;
            return new Derived(made.learning(world, again), made.function, host, found[0], found[1]);
        }
    }

    private static Compiler.Made make(
            World world,
            MethodHandles.Lookup host,
            Method method,
            boolean[] wanted,
            Derivation derivation,
            boolean[][] found) {
        return Openings.settled(world, () -> {
            Operations o = new Operations(UserRules.snapshot(), world);
            Function f = o.lifter.method(method, receiver(method));
            if (world.isStale()) {
                return null;
            }
            o.prepare(f);
            found[0] = possible(f, wanted);
            WithResults g = derivation.of(o, f, found[0]);
            found[1] = g.active;
            o.finished(g.function);
            return new Compiler.Made(Emitter.emit(g.function, 0, host), g.function, f);
        });
    }

    /** The code of function objects, before it is differentiated: inlined and simplified. */
    public static final class LiftedFunction {
        /** The captured values are its first parameters. */
        public final Function function;

        private final MethodHandles.Lookup host;
        private volatile boolean hasFailed;

        LiftedFunction(Function function, MethodHandles.Lookup host) {
            this.function = function;
            this.host = host;
        }

        /**
         * Executes the code for many arguments at once.
         *
         * @param captured the captured values
         * @param arguments the arguments
         * @param unknowns what is computed with them
         * @param <V> what stands for many numbers
         * @return the value; null if this code cannot be executed so, or could not the last time
         */
        public <V> @Nullable V evaluate(@Nullable Object[] captured, List<V> arguments, Unknowns<V> unknowns) {
            if (hasFailed) {
                return null;
            }
            V value = PartialEvaluation.of(host, function, captured, arguments, unknowns);
            hasFailed = value == null;
            return value;
        }
    }

    /** Code by fingerprint, held by the class that it was written in, or by that of the function object if it belongs to this code alone. */
    private static final ClassValue<Map<String, LiftedFunction>> LIFTED = new ClassValue<>() {
        @Override
        protected Map<String, LiftedFunction> computeValue(Class<?> host) {
            return new ConcurrentHashMap<>();
        }
    };

    /** Whether all objects of a class have the same code and capture nothing: a lambda's class, without fields. */
    private static final ClassValue<Boolean> IS_ONE_FUNCTION = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> c) {
            return c.isHidden() && c.getDeclaredFields().length == 0;
        }
    };

    /**
     * Returns the code of a function object, lifted once for each implementing method.
     *
     * @param f the function object
     * @param name name of its interface's method
     * @param descriptor erased descriptor of that method
     * @param captured where the captured values go
     * @throws UnsupportedOperationException if its code cannot be followed
     */
    public static LiftedFunction lift(Object f, String name, String descriptor, List<@Nullable Object> captured) {
        Class<?> c = f.getClass();
        Map<String, LiftedFunction> known = LIFTED.get(c.isHidden() ? c : Compiler.hostOf(f));
        String version = Integer.toString(UserRules.version());
        String key = IS_ONE_FUNCTION.get(c)
                ? version
                : descriptor.concat("|").concat(version).concat("|").concat(Lifter.fingerprint(f, captured));
        LiftedFunction lifted = known.get(key);
        if (lifted == null) {
            lifted = lift(f, name, descriptor);
            known.put(key, lifted);
        }
        return lifted;
    }

    private static LiftedFunction lift(Object f, String name, String descriptor) {
        synchronized (Compiler.lock()) {
            World world = new World();
            return Openings.settled(world, () -> {
                Operations o = new Operations(UserRules.snapshot(), world);
                Lifter.Entry entry = o.lifter.entry(f, name, descriptor);
                Openings.look(world, entry.captured);
                if (world.isStale()) {
                    return null;
                }
                o.prepare(entry.function);
                return new LiftedFunction(entry.function, Compiler.lookupIn(entry.host));
            });
        }
    }

    /** A function object with adjoints for all its arguments. */
    public static final class DerivedFunction {
        /** The generated code; the captured values come first. */
        public final Kernel kernel;
        /** The captured values. */
        public final @Nullable Object[] captured;
        /** Of each argument: whether it can carry a derivative. */
        public final boolean[] active;
        /** Whether the value depends on the arguments at all, so that the code takes a seed. */
        public final boolean hasSeed;

        DerivedFunction(Kernel kernel, @Nullable Object[] captured, boolean[] active, boolean hasSeed) {
            this.kernel = kernel;
            this.captured = captured;
            this.active = active;
            this.hasSeed = hasSeed;
        }
    }

    /** The adjoints of all function objects that one piece of code makes. */
    private static final class Adjoint {
        final Kernel kernel;
        final boolean[] active;
        final boolean hasSeed;

        Adjoint(Kernel kernel, boolean[] active, boolean hasSeed) {
            this.kernel = kernel;
            this.active = active;
            this.hasSeed = hasSeed;
        }
    }

    /** Adjoints by fingerprint, held by the class that the code was written in, so that they go when that class goes. */
    private static final ClassValue<Map<String, Adjoint>> ADJOINTS = new ClassValue<>() {
        @Override
        protected Map<String, Adjoint> computeValue(Class<?> host) {
            return new ConcurrentHashMap<>();
        }
    };

    /**
     * Returns a function object with adjoints for all its arguments. Code is compiled once for each implementing method.
     *
     * @param f the function object
     * @param name name of its interface's method
     * @param descriptor erased descriptor of that method
     */
    public static DerivedFunction adjoint(Object f, String name, String descriptor) {
        List<@Nullable Object> captured = new ArrayList<>();
        String key = descriptor
                .concat("|")
                .concat(Integer.toString(UserRules.version()))
                .concat("|")
                .concat(Lifter.fingerprint(f, captured));
        Map<String, Adjoint> known = ADJOINTS.get(Compiler.hostOf(f));
        Adjoint adjoint = known.get(key);
        if (adjoint == null) {
            synchronized (Compiler.lock()) {
                adjoint = known.get(key);
                if (adjoint == null) {
                    adjoint = first(f, name, descriptor, captured.size());
                    known.put(key, adjoint);
                }
            }
        }
        Kernel kernel = adjoint.kernel;
        if (kernel instanceof OpenKernel open) {
            kernel = open.with(world -> make(f, name, descriptor, captured.size(), world, new Adjoint[1]).kernel);
        }
        return new DerivedFunction(kernel, captured.toArray(), adjoint.active, adjoint.hasSeed);
    }

    private static Adjoint first(Object f, String name, String descriptor, int capturedCount) {
        World world = new World();
        Adjoint[] found = new Adjoint[1];
        Compiler.Made made = make(f, name, descriptor, capturedCount, world, found);
        // The shared kernel does not hold on to the function object that it was made from.
        return new Adjoint(made.learning(world, OpenKernel.NOBODY), found[0].active, found[0].hasSeed);
    }

    private static Compiler.Made make(
            Object f, String name, String descriptor, int capturedCount, World world, Adjoint[] found) {
        return Openings.settled(world, () -> {
            Operations o = new Operations(UserRules.snapshot(), world);
            Lifter.Entry entry = o.lifter.entry(f, name, descriptor);
            int captured = entry.captured.length;
            if (captured != capturedCount) {
                throw new AssertionError("captured values miscounted (please report)");
            }
            Openings.look(world, entry.captured);
            if (world.isStale()) {
                return null;
            }
            Function g = entry.function;
            o.prepare(g);
            boolean[] wrt = new boolean[g.parameters().size()];
            boolean[] active = new boolean[wrt.length - captured];
            for (int i = captured; i < wrt.length; i++) {
                Type t = g.parameters().get(i).type;
                wrt[i] = t.isReal()
                        || t == Type.A && !Mirrors.isPlain(g.parameters().get(i).descriptor);
                active[i - captured] = wrt[i];
            }
            Prepared p = Prepared.of(g, wrt, o.isFirst());
            boolean[] hasSeed = new boolean[1];
            Function h = Adjoints.of(p, hasSeed);
            o.finished(h);
            Kernel kernel = Emitter.emit(h, captured, Compiler.lookupIn(entry.host));
            found[0] = new Adjoint(kernel, active, hasSeed[0]);
            return new Compiler.Made(kernel, h, g);
        });
    }

    /** Returns an array of that many {@code true}. */
    public static boolean[] all(int n) {
        boolean[] a = new boolean[n];
        Arrays.fill(a, true);
        return a;
    }
}
