package org.wengert.learn;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.program.Programs;
import org.wengert.program.interpret.Interpreter;
import org.wengert.program.ir.Function;

/**
 * The evaluation trace of a function at a point: the list of elementary operations of one run, R. E. Wengert's list, with
 * both modes of differentiation over it. Immutable.
 *
 * <p>Numbering as in textbooks: the n inputs are v₁₋ₙ … v₀, what is computed from them v₁, v₂, …. Statements (one visit of a
 * line) follow each other as they were executed. Within a statement the steps are ordered by their depth below what the
 * statement starts from, so that {@code log(x1) + x1*x2 - sin(x2)} reads ln, product, sine, sum, difference, level by level
 * as its graph is drawn, although the JVM adds before it takes the sine. Any such order is right: operands come before what
 * is computed from them. Copies, array elements, fields and calls are no steps, but the way of a number through them is
 * followed; so is what depends on no input. The run is of the function as the compiler reads it: what is computed twice from the
 * same values is one step, what nobody uses is none.
 */
public final class Trace {
    /**
     * A real number of the result.
     *
     * @param name {@code y}, {@code y[2]}, {@code y.x}
     * @param origin the step that computes it, or a constant
     * @param value the number
     */
    public record Output(String name, Operand origin, double value) {}

    private final String function;
    private final List<Step> steps;
    private final int inputCount;
    private final List<Output> outputs;

    private Trace(String function, List<Step> steps, int inputCount, List<Output> outputs) {
        this.function = function;
        this.steps = List.copyOf(steps);
        this.inputCount = inputCount;
        this.outputs = List.copyOf(outputs);
    }

    /**
     * Runs a method and returns the trace of the run. Arrays, records, lists and maps among the arguments are copied first.
     *
     * @param lookup with access to the method's class
     * @param method the method
     * @param arguments its arguments, the receiver first if it is not static; their real numbers are the inputs
     * @return the trace
     * @throws UnsupportedOperationException if an input's way cannot be followed, with the line and the remedy
     * @throws IllegalArgumentException if the arguments are not the method's, or the run has more than 2,000,000 steps
     */
    public static Trace of(Lookup lookup, Method method, @Nullable Object... arguments) {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        int wanted = method.getParameterCount() + (isStatic ? 0 : 1);
        if (arguments.length != wanted) {
            throw new IllegalArgumentException("The method " + method.getName() + " takes " + wanted
                    + (wanted == 1 ? " argument" : " arguments") + (isStatic ? "" : " with its receiver") + ", but got "
                    + arguments.length + ".");
        }
        List<String> names = names(method);
        @Nullable Object[] exact = arguments.clone();
        Class<?>[] types = method.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            int at = i + (isStatic ? 0 : 1);
            exact[at] = widened(types[i], arguments[at], names.get(at));
        }
        String title = method.getDeclaringClass().getSimpleName() + "." + method.getName() + "("
                + String.join(", ", isStatic ? names : names.subList(1, names.size())) + ")";
        return run(lookup, title, Programs.lift(lookup, method), names, exact);
    }

    /**
     * Runs a method of the lookup's class and returns the trace of the run: {@code Trace.of(MethodHandles.lookup(), "f", 2.0,
     * 5.0)}.
     *
     * @param lookup of the class that declares the method
     * @param method the name of the method, which no other method with as many parameters has
     * @param arguments its arguments, the receiver first if it is not static; their real numbers are the inputs
     * @return the trace
     * @throws UnsupportedOperationException if an input's way cannot be followed, with the line and the remedy
     * @throws IllegalArgumentException if there is no such method, or several
     */
    public static Trace of(Lookup lookup, String method, @Nullable Object... arguments) {
        Class<?> c = lookup.lookupClass();
        List<Method> found = new ArrayList<>();
        Method named = null;
        for (Method m : c.getDeclaredMethods()) {
            if (m.getName().equals(method) && !m.isSynthetic()) {
                named = m;
                if (m.getParameterCount() + (Modifier.isStatic(m.getModifiers()) ? 0 : 1) == arguments.length) {
                    found.add(m);
                }
            }
        }
        if (named == null) {
            throw new IllegalArgumentException("The class " + c.getName() + " declares no method " + method + ".");
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException(
                    "The class " + c.getName() + " declares " + found.size() + " methods " + method
                            + " of that many arguments.\n  Pass the one that is meant: " + c.getSimpleName()
                            + ".class.getDeclaredMethod(\"" + method + "\", …).");
        }
        return of(lookup, found.isEmpty() ? named : found.get(0), arguments);
    }

    /**
     * Runs a function of the intermediate representation that uses public members only; see {@link #of(Lookup, Method,
     * Object...)}.
     *
     * @param function the function
     * @param arguments boxed, one for each parameter
     * @return the trace
     */
    public static Trace of(Function function, @Nullable Object... arguments) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= function.parameters().size(); i++) {
            names.add("x" + i);
        }
        if (names.size() == 1) {
            names.set(0, "x");
        }
        return run(
                MethodHandles.lookup(),
                function.name + "(" + String.join(", ", names) + ")",
                function,
                names,
                arguments);
    }

    private static Trace run(
            Lookup lookup, String title, Function function, List<String> names, @Nullable Object[] arguments) {
        Memory memory = new Memory();
        Tree tree = new Tree(memory, lookup);
        @Nullable Object[] passed = new Object[arguments.length];
        @Nullable Step[] origins = new Step[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            if (function.parameters().get(i).type.isReal() && arguments[i] instanceof Number x) {
                origins[i] = tree.input(names.get(i), x.doubleValue());
                passed[i] = x;
            } else {
                passed[i] = tree.copy(arguments[i], names.get(i));
            }
        }
        Recorder recorder = new Recorder(lookup, memory, origins);
        Object y = new Interpreter(lookup, recorder).run(function, passed);
        List<Output> outputs = new ArrayList<>();
        @Nullable Step[] results = recorder.results();
        if (function.results.size() > 1) {
            Object[] several = (Object[]) Recorder.there(y);
            for (int i = 0; i < several.length; i++) {
                tree.outputs(several[i], results[i], "y" + (i + 1), outputs);
            }
        } else {
            tree.outputs(y, results.length == 0 ? null : results[0], "y", outputs);
        }
        List<Step> inputs = tree.inputs();
        List<Step> steps = new ArrayList<>(inputs);
        steps.addAll(inLevels(recorder));
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).number(i + 1 - inputs.size());
        }
        return new Trace(title, steps, inputs.size(), outputs);
    }

    /** Orders the steps of each statement by depth. */
    private static List<Step> inLevels(Recorder recorder) {
        List<Step> executed = recorder.steps();
        List<Step> ordered = new ArrayList<>(executed.size());
        IdentityHashMap<Step, Integer> depths = new IdentityHashMap<>();
        int from = 0;
        while (from < executed.size()) {
            int statement = recorder.statement(from);
            int to = from;
            depths.clear();
            List<Step> group = new ArrayList<>();
            while (to < executed.size() && recorder.statement(to) == statement) {
                Step step = executed.get(to++);
                int depth = 0;
                for (Operand operand : step.operands()) {
                    if (operand instanceof Operand.Of of) {
                        depth = Math.max(depth, depths.getOrDefault(of.step(), 0));
                    }
                }
                depths.put(step, depth + 1);
                group.add(step);
            }
            group.sort(Comparator.comparing(step -> depths.getOrDefault(step, 0))); // stable
            ordered.addAll(group);
            from = to;
        }
        return ordered;
    }

    private static @Nullable Object widened(Class<?> type, @Nullable Object x, String name) {
        if (!type.isPrimitive()) {
            if (x != null && !type.isInstance(x)) {
                throw new IllegalArgumentException("The argument " + name + " must be a " + type.getSimpleName()
                        + ", but is a " + x.getClass().getSimpleName() + ".");
            }
            return x;
        }
        try {
            // Exactly the conversions of a method call: int to double, not double to int.
            return MethodHandles.identity(type)
                    .asType(MethodType.methodType(Object.class, Object.class))
                    .invoke(x);
        } catch (ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException(
                    "The argument " + name + " must be a " + type.getSimpleName() + ", but is "
                            + (x == null ? "null" : "a " + x.getClass().getSimpleName()) + ".",
                    e);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the names of the parameters, the receiver's first, from the class file; {@code x1 …} if it does not tell. */
    private static List<String> names(Method method) {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        List<String> names = new ArrayList<>();
        if (!isStatic) {
            names.add("this");
        }
        @Nullable String[] slots = slots(method);
        int slot = isStatic ? 0 : 1;
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            Parameter p = parameters[i];
            String name = slot < slots.length ? slots[slot] : null;
            if (p.isNamePresent()) {
                name = p.getName();
            }
            names.add(name != null ? name : parameters.length == 1 ? "x" : "x" + (i + 1));
            slot += p.getType() == double.class || p.getType() == long.class ? 2 : 1;
        }
        return names;
    }

    private static @Nullable String[] slots(Method method) {
        Class<?> c = method.getDeclaringClass();
        String file = c.getName().substring(c.getName().lastIndexOf('.') + 1) + ".class";
        String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .descriptorString();
        try (InputStream in = c.getResourceAsStream(file)) {
            if (in == null) {
                return new String[0];
            }
            ClassModel model = ClassFile.of().parse(in.readAllBytes());
            @Nullable String[] names = new String[512];
            for (MethodModel m : model.methods()) {
                if (m.methodName().equalsString(method.getName())
                        && m.methodType().equalsString(descriptor)) {
                    m.findAttribute(Attributes.code())
                            .flatMap(code -> code.findAttribute(Attributes.localVariableTable()))
                            .ifPresent(table -> {
                                for (LocalVariableInfo v : table.localVariables()) {
                                    if (v.startPc() == 0 && v.slot() < names.length) {
                                        names[v.slot()] = v.name().stringValue();
                                    }
                                }
                            });
                }
            }
            return names;
        } catch (IOException e) {
            return new String[0];
        }
    }

    /**
     * Returns the function that was traced, as a title.
     *
     * @return for example {@code Lectures.f(x1, x2)}
     */
    public String function() {
        return function;
    }

    /**
     * Returns all steps in the order of their numbers, the inputs first.
     *
     * @return the rows of the trace
     */
    public List<Step> steps() {
        return steps;
    }

    /**
     * Returns the inputs: the real numbers of the arguments, in order.
     *
     * @return the first rows of the trace
     */
    public List<Step> inputs() {
        return steps.subList(0, inputCount);
    }

    /**
     * Returns the real numbers of the result, in order.
     *
     * @return the outputs
     */
    public List<Output> outputs() {
        return outputs;
    }

    /**
     * Returns the index of an input by its name.
     *
     * @param name as the source has it: {@code x1}, {@code x[3]}
     * @return the index among {@link #inputs}
     * @throws IllegalArgumentException if there is no input of that name
     */
    public int input(String name) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < inputCount; i++) {
            if (steps.get(i).operation().name().equals(name)) {
                return i;
            }
            names.add(steps.get(i).operation().name());
        }
        throw new IllegalArgumentException("There is no input " + name + ".\n  The inputs are "
                + String.join(", ", names.subList(0, Math.min(10, names.size()))) + (names.size() > 10 ? ", …" : "")
                + ".");
    }

    /**
     * Returns the forward sweep in the direction of one input: v̇ = ∂v/∂x for every step.
     *
     * @param input index among {@link #inputs}
     * @return the tangents, in the order of {@link #steps}
     */
    public double[] tangents(int input) {
        double[] direction = new double[inputCount];
        direction[checked(input, inputCount, "inputs")] = 1;
        return tangents(direction);
    }

    /**
     * Returns the forward sweep in any direction: v̇ = Σ ∂v/∂xᵢ · ẋᵢ for every step.
     *
     * @param direction ẋ, one number for each input; what is 0 takes no part
     * @return the tangents, in the order of {@link #steps}
     */
    public double[] tangents(double[] direction) {
        if (direction.length != inputCount) {
            throw new IllegalArgumentException("A direction has a number for each of the " + inputCount
                    + " inputs, but this one has " + direction.length + ".");
        }
        double[] dots = new double[steps.size()];
        boolean[] moves = new boolean[steps.size()]; // 0 that does not move stays 0 against ∞
        for (int i = 0; i < inputCount; i++) {
            dots[i] = direction[i];
            moves[i] = direction[i] != 0;
        }
        for (int i = inputCount; i < dots.length; i++) {
            Step v = steps.get(i);
            for (int k = 0; k < v.operands().size(); k++) {
                if (v.operands().get(k) instanceof Operand.Of u && !v.vanishes(k)) {
                    int j = index(u.step());
                    if (moves[j]) {
                        double share = v.partial(k) * dots[j];
                        dots[i] = moves[i] ? dots[i] + share : share;
                        moves[i] = true;
                    }
                }
            }
        }
        return dots;
    }

    /**
     * Returns the reverse sweep for one output.
     *
     * @param output index among {@link #outputs}
     * @return ∂y/∂v for every step
     */
    public Adjoints adjoints(int output) {
        return new Adjoints(
                steps, outputs.get(checked(output, outputs.size(), "outputs")).origin());
    }

    /**
     * Returns the gradient of the only output, by the reverse sweep.
     *
     * @return ∂y/∂x for each input
     */
    public double[] gradient() {
        if (outputs.size() != 1) {
            throw new IllegalArgumentException("A gradient is of one number, but the result of " + function + " has "
                    + outputs.size() + ".\n  Ask for jacobian().");
        }
        return jacobian()[0];
    }

    /**
     * Returns the Jacobian, one reverse sweep for each output.
     *
     * @return ∂yᵢ/∂xⱼ, {@code [outputs, inputs]}
     */
    public double[][] jacobian() {
        double[][] jacobian = new double[outputs.size()][inputCount];
        for (int i = 0; i < jacobian.length; i++) {
            Adjoints adjoints = adjoints(i);
            for (int j = 0; j < inputCount; j++) {
                jacobian[i][j] = adjoints.of(steps.get(j));
            }
        }
        return jacobian;
    }

    /** Returns the index of a step among {@link #steps}. */
    int index(Step step) {
        return step.number() + inputCount - 1;
    }

    private static int checked(int index, int count, String what) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("The index " + index + " is outside of the " + count + " " + what + ".");
        }
        return index;
    }

    /**
     * Returns the trace as a table: steps, values, tangents of the first input, adjoints of the first output, lines.
     *
     * @return the table, aligned for a fixed-width font
     */
    public String toTable() {
        return toTable(View.USUAL);
    }

    /**
     * Returns the trace as a table.
     *
     * @param view what to show
     * @return the table, aligned for a fixed-width font
     */
    public String toTable(View view) {
        return new TraceTable(this, view).text();
    }

    /**
     * Returns the trace as a table in Markdown.
     *
     * @param view what to show
     * @return the table
     */
    public String toMarkdown(View view) {
        return new TraceTable(this, view).markdown();
    }

    /**
     * Returns the whole trace as JSON, with numbers that read back to the same bits; NaN and infinite ones are strings.
     *
     * @return the JSON text
     */
    public String toJson() {
        return toJson(View.USUAL);
    }

    /**
     * Returns the whole trace as JSON.
     *
     * @param view which tangents and adjoints; its limit and decimals have no meaning here
     * @return the JSON text
     */
    public String toJson(View view) {
        return new TraceTable(this, view).json();
    }

    /**
     * Returns the computation graph, with values at its nodes and partial derivatives at its edges.
     *
     * @return the graph
     */
    public Graph graph() {
        return Graph.of(this);
    }

    /** Returns {@link #toTable()}. */
    @Override
    public String toString() {
        return toTable();
    }
}
