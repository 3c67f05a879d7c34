package org.wengert.random;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import org.wengert.program.Programs;
import org.wengert.program.interpret.Interpreter;
import org.wengert.random.Laws.Broken;

/** Generated code against the interpreter, which defines what the representation means: value and gradient have the same bits. */
final class CompiledCode {
    private CompiledCode() {}

    /** Checks the adjoint of a program that ends with a value. */
    static void agreesWithTheInterpreter(Program program, MethodHandles.Lookup lookup, Method method) {
        double[] compiled;
        double[] interpreted;
        try {
            Programs.Derived adjoint = Programs.adjoint(lookup, method, new boolean[] {true});
            double[] bar = new double[program.x().length];
            double value = real(adjoint.kernel.invoke(arguments(program, adjoint, bar)));
            compiled = withValue(value, bar);
            bar = new double[program.x().length];
            value = real(new Interpreter(lookup).run(adjoint.function, arguments(program, adjoint, bar)));
            interpreted = withValue(value, bar);
        } catch (RuntimeException | Error e) {
            throw new Broken(e.getClass().getSimpleName() + ", interpreter", String.valueOf(e.getMessage()), e);
        }
        if (!Arrays.equals(compiled, interpreted)) {
            throw new Broken(
                    "compiled = interpreted",
                    Arrays.toString(compiled) + " against " + Arrays.toString(interpreted),
                    null);
        }
    }

    /** A value that does not depend on the input has no seed. */
    private static Object[] arguments(Program program, Programs.Derived adjoint, double[] bar) {
        double[] x = program.x().clone();
        return adjoint.activeResults[0] ? new Object[] {x, bar, 1.0} : new Object[] {x, bar};
    }

    private static double real(Object result) {
        return (Double) (result instanceof Object[] several ? several[0] : Objects.requireNonNull(result));
    }

    private static double[] withValue(double value, double[] gradient) {
        double[] all = Arrays.copyOf(gradient, gradient.length + 1);
        all[gradient.length] = value;
        return all;
    }
}
