package org.wengert.program;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wengert.program.analyse.Activity;
import org.wengert.program.analyse.Constants;
import org.wengert.program.analyse.Mirrors;
import org.wengert.program.differentiate.Adjoints;
import org.wengert.program.differentiate.Tangents;
import org.wengert.program.emit.Emitter;
import org.wengert.program.emit.Listing;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.JavaPrinter;
import org.wengert.program.ir.Printer;
import org.wengert.program.ir.Type;
import org.wengert.program.lift.Lifter;
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
            Operations o = new Operations(UserRules.snapshot());
            Function f = o.lifter.method(method, receiver(method));
            o.prepare(f);
            return f;
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
        return derive(lookup, method, wanted, true);
    }

    /**
     * Returns a method with one tangent.
     *
     * @param lookup with access to the method
     * @param method the method
     * @param wanted of each parameter, the receiver first: whether it may carry a derivative
     */
    public static Derived tangent(MethodHandles.Lookup lookup, Method method, boolean[] wanted) {
        return derive(lookup, method, wanted, false);
    }

    /** As {@link #tangent}, of the adjoint: for second derivatives. */
    public static Derived tangentOfAdjoint(MethodHandles.Lookup lookup, Method method, boolean[] wanted) {
        synchronized (Compiler.lock()) {
            Operations o = new Operations(UserRules.snapshot());
            Function f = o.lifter.method(method, receiver(method));
            o.prepare(f);
            boolean[] active = possible(f, wanted);
            Function g = Adjoints.of(Constants.detached(f, active), active);
            o.prepare(g);
            boolean[] all = new boolean[g.parameters().size()];
            for (int i = 0; i < all.length; i++) {
                Type t = g.parameters().get(i).type;
                // Shadows and seeds of the inner derivative follow the parameters of the method.
                all[i] = i < active.length ? active[i] : t == Type.A;
            }
            boolean[] results = new boolean[g.results.size()];
            Function h = Tangents.of(Constants.detached(g, all), all, 1, results);
            o.prepare(h);
            MethodHandles.Lookup host = host(lookup, method);
            return new Derived(Emitter.emit(h, 0, host), h, host, active, results);
        }
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

    private static Derived derive(MethodHandles.Lookup lookup, Method method, boolean[] wanted, boolean reverse) {
        synchronized (Compiler.lock()) {
            Operations o = new Operations(UserRules.snapshot());
            Function f = o.lifter.method(method, receiver(method));
            o.prepare(f);
            boolean[] active = possible(f, wanted);
            boolean[] results = new boolean[f.results.size()];
            Function g;
            if (reverse) {
                g = Adjoints.of(Constants.detached(f, active), active);
                Activity a = new Activity(f, active);
                for (int i = 0; i < results.length; i++) {
                    results[i] = a.isActiveResult(f, i);
                }
            } else {
                g = Tangents.of(Constants.detached(f, active), active, 1, results);
            }
            o.prepare(g);
            MethodHandles.Lookup host = host(lookup, method);
            return new Derived(Emitter.emit(g, 0, host), g, host, active, results);
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

    /**
     * Returns a function object with adjoints for all its arguments.
     *
     * @param f the function object
     * @param name name of its interface's method
     * @param descriptor erased descriptor of that method
     */
    public static DerivedFunction adjoint(Object f, String name, String descriptor) {
        synchronized (Compiler.lock()) {
            Operations o = new Operations(UserRules.snapshot());
            Lifter.Entry entry = o.lifter.entry(f, name, descriptor);
            Function g = entry.function;
            o.prepare(g);
            int captured = entry.captured.length;
            boolean[] wrt = new boolean[g.parameters().size()];
            boolean[] active = new boolean[wrt.length - captured];
            for (int i = captured; i < wrt.length; i++) {
                Type t = g.parameters().get(i).type;
                wrt[i] = t.isReal()
                        || t == Type.A && !Mirrors.isPlain(g.parameters().get(i).descriptor);
                active[i - captured] = wrt[i];
            }
            boolean hasSeed = new Activity(g, wrt).isActiveResult(g, 0);
            Function h = Adjoints.of(Constants.detached(g, wrt), wrt);
            o.prepare(h);
            return new DerivedFunction(
                    Emitter.emit(h, captured, Compiler.lookupIn(entry.host)), entry.captured, active, hasSeed);
        }
    }

    /** Returns an array of that many {@code true}. */
    public static boolean[] all(int n) {
        boolean[] a = new boolean[n];
        Arrays.fill(a, true);
        return a;
    }
}
