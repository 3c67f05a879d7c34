package org.wengert.cli;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.Differentiable;
import org.wengert.Mode;

/** Runs a program and its derivative at a point. */
final class Derivation {
    private final Program program;
    private final Differentiable differentiable;

    /** Prepares a program; refuses where its code cannot be differentiated. */
    Derivation(Program program) {
        requireReal(program);
        this.program = program;
        differentiable = Differentiable.of(program.lookup(), program.method());
    }

    /** Returns the generated code. */
    String show(Differentiable.Form form, Mode mode) {
        return differentiable.show(form, mode);
    }

    /**
     * Differentiates.
     *
     * @param kind what to compute
     * @param mode how; null for what suits the kind
     * @param check whether to compare with differences
     * @param time whether to measure
     */
    Report report(Report.Kind kind, @Nullable Mode mode, boolean check, boolean time) {
        @Nullable Object[] point = program.arguments();
        requireDifferentiable(point);
        List<Leaf> inputs = Leaf.of(point, program.names());
        if (inputs.isEmpty()) {
            throw new WrongInput((point.length == 0
                            ? program.label() + " takes no arguments"
                            : "None of the arguments of " + program.label() + " is a real number")
                    + ", so there is nothing to differentiate by; give it a double or a double[].");
        }
        requireDeclared(point);
        Object value = differentiable.value(program.arguments());
        List<Leaf> outputs = Leaf.of(value, "y");
        requireOutputs(kind, value, outputs);
        if (kind != Report.Kind.GRADIENT) {
            requireMemory(kind, kind == Report.Kind.HESSIAN ? inputs.size() : outputs.size(), inputs.size());
        }
        // Reverse mode needs a cotangent, and only a number or an array says what that is.
        Mode rowMode = mode != null ? mode : hasCotangent() ? Mode.REVERSE : Mode.FORWARD;
        Mode jacobianMode = mode == null && inputs.size() <= outputs.size() ? Mode.FORWARD : rowMode;
        double[][] derivatives = switch (kind) {
            // Its only row: a gradient as a tree would go through the constructors of records, which may refuse or
            // change it.
            case GRADIENT -> differentiable.jacobian(rowMode, program.arguments());
            case JACOBIAN -> differentiable.jacobian(jacobianMode, program.arguments());
            case HESSIAN -> differentiable.hessian(program.arguments());
        };
        for (double[] row : derivatives) {
            if (row.length != inputs.size()) {
                throw new AssertionError(
                        "a derivative of " + row.length + " components for " + inputs.size() + " inputs");
            }
        }
        Differences.Check comparison = check
                ? Differences.check(
                        derivatives,
                        inputs,
                        outputs,
                        Differences.outputs(program::arguments, differentiable::value, outputs.size()))
                : null;
        Timing timing = time ? timing(kind, kind == Report.Kind.GRADIENT ? rowMode : jacobianMode) : null;
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < point.length; i++) {
            Object argument = point[i];
            if (argument != null && !Leaf.of(argument, "").isEmpty()) {
                arguments.put(program.names().get(i), argument);
            }
        }
        return new Report(program.title(), kind, value, inputs, outputs, derivatives, arguments, comparison, timing);
    }

    /** Refuses a Float, in its box, before it is taken for a number that has a derivative. */
    private void requireDifferentiable(@Nullable Object[] point) {
        Class<?>[] types = program.method().getParameterTypes();
        for (int i = 0; i < point.length; i++) {
            int parameter = i - (point.length - types.length);
            boolean isPrimitive = parameter >= 0 && types[parameter].isPrimitive();
            String where =
                    isPrimitive ? null : boxedFloat(point[i], program.names().get(i));
            if (where != null) {
                throw new WrongInput("In " + program.label() + ", " + where
                        + " is a Float, which has no derivative in its box; declare it as a Double or a float.");
            }
        }
    }

    /** Returns where in a tree a boxed {@code float} is, or null. */
    private static @Nullable String boxedFloat(@Nullable Object tree, String name) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        switch (tree) {
            case Float _ -> {
                return name;
            }
            case Object[] x -> {
                for (int i = 0; i < x.length; i++) {
                    parts.put(name + "[" + i + "]", x[i]);
                }
            }
            case List<?> x -> {
                for (int i = 0; i < x.size(); i++) {
                    parts.put(name + "[" + i + "]", x.get(i));
                }
            }
            case Map<?, ?> x -> x.forEach((key, part) -> parts.put(name + "[" + key + "]", part));
            case Record r -> {
                for (RecordComponent c : r.getClass().getRecordComponents()) {
                    if (!c.getType().isPrimitive()) {
                        parts.put(name + "." + c.getName(), Leaf.components(r).get(c.getName()));
                    }
                }
            }
            case null, default -> {
                // No tree.
            }
        }
        for (Map.Entry<String, @Nullable Object> part : parts.entrySet()) {
            String where = boxedFloat(part.getValue(), part.getKey());
            if (where != null) {
                return where;
            }
        }
        return null;
    }

    /** Refuses a number behind a type that does not tell of it. */
    private void requireDeclared(@Nullable Object[] point) {
        Class<?>[] types = program.method().getParameterTypes();
        int receiver = point.length - types.length;
        for (int i = receiver; i < point.length; i++) {
            Class<?> type = types[i - receiver];
            while (type.isArray()) {
                type = type.getComponentType();
            }
            boolean isCollection = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
            boolean tells = isCollection || type != Object.class && !type.isInterface() && type != Number.class;
            if (!tells && !Leaf.of(point[i], "").isEmpty()) {
                String name = program.names().get(i);
                throw new WrongInput("The real numbers in " + name + " have no derivatives here, since its type "
                        + Binding.name(types[i - receiver])
                        + " does not tell of them; declare it as a double, an array, a record, a List or a Map.");
            }
        }
    }

    /** Refuses a matrix that cannot be held, before it is computed for hours. */
    private static void requireMemory(Report.Kind kind, long m, long n) {
        long memory = Runtime.getRuntime().maxMemory();
        if ((double) m * n * Double.BYTES > memory) {
            throw new WrongInput((kind == Report.Kind.HESSIAN ? "The Hessian" : "The Jacobian")
                    + String.format(
                            Locale.ROOT, " has %,d rows and %,d columns, more than the %,d MB", m, n, memory >> 20)
                    + " of memory hold; ask for fewer, or allow more, for example with JAVA_TOOL_OPTIONS=-Xmx8g.");
        }
    }

    private boolean hasCotangent() {
        Class<?> type = program.method().getReturnType();
        return type == double.class || type == float.class || type == double[].class || type == float[].class;
    }

    /** Arguments are made once: a function that writes into its arrays works on what it left there, as it would in a loop. */
    private Timing timing(Report.Kind kind, Mode mode) {
        @Nullable Object[] primal = program.arguments();
        @Nullable Object[] point = program.arguments();
        return Timing.of(
                () -> differentiable.value(primal),
                switch (kind) {
                    case GRADIENT ->
                        hasCotangent()
                                ? () -> differentiable.gradient(mode, point)
                                : () -> differentiable.jacobian(mode, point);
                    case JACOBIAN -> () -> differentiable.jacobian(mode, point);
                    case HESSIAN -> () -> differentiable.hessian(point);
                });
    }

    /** Refuses results that no derivative is of, which their type alone tells. */
    static void requireReal(Program program) {
        Class<?> type = program.method().getReturnType();
        boolean isReal = switch (type.getName()) {
            case "int",
                    "long",
                    "short",
                    "byte",
                    "char",
                    "boolean",
                    "void",
                    "java.lang.Integer",
                    "java.lang.Long",
                    "java.lang.Boolean",
                    "java.lang.String" -> false;
            default -> !type.isEnum();
        };
        if (!isReal) {
            throw new WrongInput((program.label().equals("the expression")
                            ? "The value of the expression"
                            : "The value of " + program.label())
                    + " is " + (type == void.class ? "nothing (void)" : "of the type " + Binding.name(type))
                    + ", which has no derivative; let it be a double or a double[].");
        }
    }

    /** Refuses a value without a number. */
    static void requireOutput(Program program, boolean isEmpty) {
        if (isEmpty) {
            throw new WrongInput("The value of " + program.label() + " holds no real number, so it has no derivative.");
        }
    }

    private void requireOutputs(Report.Kind kind, Object value, List<Leaf> outputs) {
        requireOutput(program, outputs.isEmpty());
        boolean isOneNumber = value instanceof Double || value instanceof Float;
        if (kind != Report.Kind.JACOBIAN && !isOneNumber) {
            String what = value instanceof double[] || value instanceof float[]
                    ? "an array of " + Words.count(outputs.size(), "number")
                    : Words.count(outputs.size(), "number") + " in a "
                            + (value instanceof List<?>
                                    ? "List"
                                    : value instanceof Map<?, ?> ? "Map" : Binding.name(value.getClass()));
            throw new WrongInput("The value of " + program.label() + " is " + what + ", and a "
                    + (kind == Report.Kind.GRADIENT ? "gradient" : "Hessian") + " is of one number; ask for --jacobian"
                    + (kind == Report.Kind.GRADIENT ? "." : ", or reduce the value to one number."));
        }
        Class<?> declared = program.method().getReturnType();
        if (kind == Report.Kind.HESSIAN && !declared.isPrimitive()) {
            throw new WrongInput("The value of " + program.label() + " is declared as " + Binding.name(declared)
                    + ", and a Hessian is of a double; declare it so.");
        }
    }
}
