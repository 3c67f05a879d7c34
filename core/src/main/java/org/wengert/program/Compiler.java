package org.wengert.program;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wengert.program.access.LambdaReader;
import org.wengert.program.access.Target;
import org.wengert.program.emit.Emitter;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Position;
import org.wengert.program.lift.Lifter;
import org.wengert.program.lift.Operator;
import org.wengert.program.lift.RuleBook;
import org.wengert.program.lift.World;
import org.wengert.program.runtime.Kernel;

/**
 * From a function object and an operator to a running derivative. Code is compiled once for each implementing method, and kept as long as its class.
 */
public final class Compiler {
    /** A kernel and what it has to be given for the captured values. */
    public static final class Compiled {
        /** The generated code. */
        public final Kernel kernel;
        /** The captured values, its first arguments. */
        public final @Nullable Object[] captured;

        Compiled(Kernel kernel, @Nullable Object[] captured) {
            this.kernel = kernel;
            this.captured = captured;
        }
    }

    /** Code by operator and fingerprint, held by the class that the code was written in, so that it goes when that class goes. */
    private static final ClassValue<Map<String, Kernel>> KERNELS = new ClassValue<>() {
        @Override
        protected Map<String, Kernel> computeValue(Class<?> host) {
            return new ConcurrentHashMap<>();
        }
    };

    /** One compilation at a time: they share the small functions of the kit. */
    private static final Object LOCK = new Object();

    private Compiler() {}

    /**
     * Returns the derivative that {@code operator} makes of a function object.
     *
     * @param operator the operator
     * @param f the function object
     * @param method name of its functional interface's method
     * @param descriptor erased descriptor of that method
     */
    public static Compiled compile(Operator operator, Object f, String method, String descriptor) {
        List<@Nullable Object> captured = new ArrayList<>();
        RuleBook rules = UserRules.snapshot();
        String key = operator.name()
                .concat("|")
                .concat(Integer.toString(UserRules.version()))
                .concat("|")
                .concat(Lifter.fingerprint(f, captured));
        Class<?> host = hostOf(f);
        Map<String, Kernel> known = KERNELS.get(host);
        Kernel kernel = known.get(key);
        if (kernel == null) {
            synchronized (LOCK) {
                kernel = known.get(key);
                if (kernel == null) {
                    kernel = first(operator, f, method, descriptor, rules, host, captured.size());
                    known.put(key, kernel);
                }
            }
        }
        if (kernel instanceof OpenKernel open) {
            kernel = open.with(
                    world -> make(operator, f, method, descriptor, rules, host, captured.size(), world).kernel);
        }
        return new Compiled(kernel, captured.toArray());
    }

    /** Code, and what is open in it. */
    static final class Made {
        final Kernel kernel;
        final Function function;
        private final boolean isOpen;
        private final boolean hasEffects;

        Made(Kernel kernel, Function derivative, Function primal) {
            this.kernel = kernel;
            this.function = derivative;
            this.isOpen = Openings.isOpen(derivative);
            this.hasEffects = isOpen && Openings.hasEffects(primal);
        }

        /** Returns the kernel for callers: one that learns, if the code is open. */
        Kernel learning(World world, OpenKernel.Maker maker) {
            return isOpen ? new OpenKernel(new OpenKernel.State(world, hasEffects, kernel), maker) : kernel;
        }
    }

    private static Kernel first(
            Operator operator,
            Object f,
            String method,
            String descriptor,
            RuleBook rules,
            Class<?> host,
            int capturedCount) {
        World world = new World();
        // The shared kernel does not hold on to the function object that it was made from.
        return make(operator, f, method, descriptor, rules, host, capturedCount, world)
                .learning(world, OpenKernel.NOBODY);
    }

    private static Made make(
            Operator operator,
            Object f,
            String method,
            String descriptor,
            RuleBook rules,
            Class<?> host,
            int capturedCount,
            World world) {
        return Openings.settled(world, () -> {
            Operations operations = new Operations(rules, world);
            Lifter.Entry entry = operations.lifter.entry(f, method, descriptor);
            if (entry.captured.length != capturedCount) {
                throw new AssertionError("captured values miscounted (please report)");
            }
            Openings.look(world, entry.captured);
            if (world.isStale()) {
                return null;
            }
            Function g = operations.derive(operator, entry.function, entry.captured.length, Position.NONE);
            if (world.isStale()) {
                return null;
            }
            return new Made(Emitter.emit(g, entry.captured.length, lookupIn(host)), g, entry.function);
        });
    }

    static Class<?> hostOf(Object f) {
        if (f instanceof Lifter.DerivedFunction d) {
            return hostOf(d.base());
        }
        Target t = LambdaReader.read(f);
        return t == null ? f.getClass() : t.capturingClass;
    }

    /** Returns a full-privilege lookup in the class, or in one of ours if its loader does not know Wengert. */
    static MethodHandles.Lookup lookupIn(Class<?> host) {
        try {
            ClassLoader loader = host.getClassLoader();
            if (loader != null && Class.forName(Kernel.class.getName(), false, loader) == Kernel.class) {
                Compiler.class.getModule().addReads(host.getModule());
                MethodHandles.Lookup inside = MethodHandles.privateLookupIn(host, MethodHandles.lookup());
                // Across modules (and each class loader has an unnamed module of its own) such a lookup may not define
                // a nestmate.
                return inside.hasFullPrivilegeAccess() ? inside : Bridge.lookup(inside);
            }
        } catch (ClassNotFoundException e) {
            // falls through: the code is defined here and reaches the user's members through method handles
        } catch (IllegalAccessException e) {
            throw new UnsupportedOperationException(
                    "The code of "
                            + host.getName()
                            + " cannot be differentiated, because its module does not let Wengert in: "
                            + e.getMessage()
                            + "\n  Add to its module-info: opens "
                            + host.getPackageName()
                            + " to org.wengert; or use Differentiable.of(MethodHandles.lookup(), method).",
                    e);
        }
        return MethodHandles.lookup();
    }

    static Object lock() {
        return LOCK;
    }
}
