package org.wengert.learn;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.interpret.Interpreter;
import org.wengert.program.interpret.Listener;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Stack;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.ir.Variable;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Listens to a run and writes down each elementary operation that depends on the inputs. What moves numbers about (copies,
 * arrays, fields, calls) leaves no step: for every value of a function under execution this class knows, and for every place
 * on the heap {@link Memory} knows, which step the number there comes from. Mutable; for one run.
 */
final class Recorder implements Listener {
    /** More steps than this are no trace that anybody could read. */
    static final int MAXIMAL_STEPS = 2_000_000;

    private static final int F2D = 0x8d;
    private static final int D2F = 0x90;

    private final Lookup host;
    private final Memory memory;
    /** In the order of execution, inputs not among them. */
    private final List<Step> steps = new ArrayList<>();
    /** For each step the statement it belongs to: steps of one visit of a basic block at one line. */
    private int[] statements = new int[64];

    private final Map<Position, StackTraceElement> sources = new HashMap<>();
    private final IdentityHashMap<Stack, List<@Nullable Step>> tape = new IdentityHashMap<>();
    private int statement;
    private @Nullable Position statementPosition;
    private Frame frame = new Frame(null, 0, false);
    /** Origins of what the function that was left last has returned. */
    private @Nullable Step[] returned = {};

    /** Origins of the values of a function under execution. */
    private static final class Frame {
        final @Nullable Frame caller;
        final @Nullable Step[] origins;
        /** Whether the author has given the derivative of this function or of a caller: no step of it is recorded. */
        final boolean isGiven;

        final IdentityHashMap<Value, @Nullable Step[]> results = new IdentityHashMap<>();
        final IdentityHashMap<Variable, @Nullable Step> variables = new IdentityHashMap<>();

        Frame(@Nullable Frame caller, int values, boolean isGiven) {
            this.caller = caller;
            this.origins = new Step[values];
            this.isGiven = isGiven;
        }
    }

    /**
     * Creates a recorder for a function.
     *
     * @param arguments for each parameter the input that is its value, or null
     */
    Recorder(Lookup host, Memory memory, @Nullable Step[] arguments) {
        this.host = host;
        this.memory = memory;
        this.returned = arguments;
    }

    /** Returns the recorded steps in the order of execution. */
    List<Step> steps() {
        return steps;
    }

    /** Returns the number of the statement that the step of that index belongs to; they ascend. */
    int statement(int index) {
        return statements[index];
    }

    /** Returns the origins of what the outermost function has returned. */
    @Nullable
    Step[] results() {
        return returned;
    }

    @Override
    public boolean wantsSummaries() {
        return true;
    }

    @Override
    public void entered(Function function, @Nullable Value call, @Nullable Object closure) {
        nextStatement();
        Frame caller = frame;
        frame = new Frame(caller, function.valueCount(), caller.isGiven || function.partials != null);
        @Nullable Step[] arguments;
        if (call == null) {
            arguments = returned; // of the outermost function: the inputs
        } else if (closure == null) {
            arguments = origins(caller, call.inputs);
        } else {
            @Nullable Step[] captured = memory.captured(closure);
            int n = captured == null ? 0 : captured.length;
            arguments = captured == null
                    ? new Step[call.inputs.length - 1]
                    : Arrays.copyOf(captured, n + call.inputs.length - 1);
            for (int i = 1; i < call.inputs.length; i++) {
                arguments[n + i - 1] = caller.origins[call.inputs[i].id];
            }
        }
        for (int i = 0; i < arguments.length; i++) {
            frame.origins[function.parameters().get(i).id] = arguments[i];
        }
    }

    @Override
    public void left(@Nullable Terminator end) {
        nextStatement();
        returned = end == null ? new Step[0] : origins(frame, end.inputs);
        if (frame.caller != null) {
            frame = frame.caller;
        }
    }

    @Override
    public void moved(Edge edge, boolean isHandler) {
        nextStatement();
        @Nullable Step[] arguments = origins(frame, edge.arguments);
        List<Value> parameters = edge.target.parameters;
        int first = isHandler ? 1 : 0;
        for (int i = 0; i < arguments.length; i++) {
            frame.origins[parameters.get(i + first).id] = arguments[i];
        }
    }

    private static @Nullable Step[] origins(Frame frame, Value[] values) {
        @Nullable Step[] origins = new Step[values.length];
        for (int i = 0; i < values.length; i++) {
            origins[i] = frame.origins[values[i].id];
        }
        return origins;
    }

    private void nextStatement() {
        statement++;
        statementPosition = null;
    }

    @Override
    public void constructed(Value call, Object object, Map<FieldRef, @Nullable Object> fields) {
        for (Map.Entry<FieldRef, @Nullable Object> e : fields.entrySet()) {
            FieldRef field = e.getKey();
            Object real = Interpreter.read(host, field, object);
            boolean agrees =
                    field.descriptor().length() == 1 ? same(real, e.getValue()) : memory.alike(real, e.getValue());
            if (!agrees) {
                throw Refusal.at(
                        call.position,
                        "What this constructor puts into the field " + field.name() + " cannot be followed.",
                        "Make the constructor only store its arguments and numbers computed from them.");
            }
        }
    }

    private static boolean same(@Nullable Object real, @Nullable Object copy) {
        Object a = real instanceof Boolean b
                ? (Integer) (b ? 1 : 0)
                : real instanceof Character c ? (Integer) (int) c : real;
        return a instanceof Number x
                && copy instanceof Number y
                && Double.doubleToRawLongBits(x.doubleValue()) == Double.doubleToRawLongBits(y.doubleValue())
                && x.longValue() == y.longValue();
    }

    @Override
    public void executed(Value v, @Nullable Object[] in, @Nullable Object result) {
        @Nullable Step[] from = origins(frame, v.inputs);
        frame.origins[v.id] = switch (v.op) {
            case UNARY, BINARY, TERNARY ->
                depends(from) && !frame.isGiven ? elementary(v, in, from, real(result)) : null;
            case CONVERT -> converted(v, in, from, result);
            case ARRAY_LOAD -> v.type.isReal() ? memory.element(there(in[0]), (Integer) there(in[1])) : null;
            case ARRAY_STORE -> {
                if (v.inputs[2].type.isReal()) {
                    memory.element(there(in[0]), (Integer) there(in[1]), from[2]);
                }
                yield null;
            }
            case ACCUMULATE -> accumulated(v, in, from);
            case CLONE -> {
                memory.copied(there(in[0]), there(result));
                yield null;
            }
            case GET_FIELD -> v.type.isReal() ? memory.field(there(in[0]), v.attribute(FieldRef.class)) : null;
            case PUT_FIELD, INIT_FIELD -> {
                if (v.inputs[1].type.isReal()) {
                    memory.field(there(in[0]), v.attribute(FieldRef.class), from[1]);
                }
                yield null;
            }
            case GET_STATIC -> v.type.isReal() ? memory.global(v.attribute(FieldRef.class)) : null;
            case PUT_STATIC -> {
                if (v.inputs[0].type.isReal()) {
                    memory.global(v.attribute(FieldRef.class), from[0]);
                }
                yield null;
            }
            case NEW, CALL -> frame.isGiven ? null : Opaque.call(memory, v, in, from, result);
            case INVOKE -> invoked(v, in, from, result);
            case RESULT -> {
                @Nullable Step[] results = frame.results.get(v.inputs[0]);
                yield results == null ? null : results[v.attribute(Integer.class)];
            }
            case CLOSURE -> {
                memory.captured(there(result), from);
                yield null;
            }
            case PUSH -> {
                tape.computeIfAbsent(v.attribute(Stack.class), s -> new ArrayList<>())
                        .add(from[0]);
                yield null;
            }
            case POP -> {
                List<@Nullable Step> stack = tape.get(v.attribute(Stack.class));
                yield stack == null || stack.isEmpty() ? null : stack.removeLast();
            }
            case READ -> frame.variables.get(v.attribute(Variable.class));
            case WRITE -> {
                frame.variables.put(v.attribute(Variable.class), from[0]);
                yield null;
            }
            case PARAMETER,
                    CONSTANT,
                    ZERO,
                    INTEGER,
                    COMPARE,
                    ARRAY_LENGTH,
                    NEW_ARRAY,
                    NEW_MULTI_ARRAY,
                    CHECK_CAST,
                    INSTANCE_OF -> null;
        };
    }

    /** An addition in place. */
    private @Nullable Step accumulated(Value v, @Nullable Object[] in, @Nullable Step[] from) {
        Object array = there(in[0]);
        int index = (Integer) there(in[1]);
        @Nullable Step[] summands = {memory.element(array, index), from[2]};
        if (!depends(summands) || frame.isGiven) {
            return null;
        }
        double sum = ((Number) Array.get(array, index)).doubleValue();
        double summand = real(in[2]);
        Local.Quantity one = Local.active(1);
        Step step = step(
                new Operation.OfTwo(Binary.ADD),
                new Object[] {sum - summand, summand},
                summands,
                sum,
                new Local.Quantity[] {one, one},
                v.position);
        memory.element(array, index, step);
        return null;
    }

    private static boolean depends(@Nullable Step[] from) {
        for (Step origin : from) {
            if (origin != null) {
                return true;
            }
        }
        return false;
    }

    /** A function of the calculus table. */
    private Step elementary(Value v, @Nullable Object[] in, @Nullable Step[] from, double y) {
        int n = in.length;
        Local.Quantity[] x = new Local.Quantity[n];
        for (int i = 0; i < n; i++) {
            x[i] = new Local.Quantity(real(in[i]), from[i] == null, false);
        }
        Operation operation;
        Local.Quantity[] partials = new Local.Quantity[n];
        if (v.op == Op.UNARY) {
            Unary f = v.attribute(Unary.class);
            operation = new Operation.OfOne(f);
            partials[0] = Local.partial(f, x[0], y);
        } else if (v.op == Op.BINARY) {
            Binary f = v.attribute(Binary.class);
            operation = new Operation.OfTwo(f);
            for (int i = 0; i < n; i++) {
                if (from[i] != null) {
                    refuseParameter(f.isParameter(i), v, operation);
                    partials[i] = Local.partial(f, i, x[0], x[1], y);
                }
            }
        } else {
            Ternary f = v.attribute(Ternary.class);
            operation = new Operation.OfThree(f);
            for (int i = 0; i < n; i++) {
                if (from[i] != null) {
                    refuseParameter(f.isParameter(i), v, operation);
                    partials[i] = Local.partial(f, i, x[0], x[1], x[2], y);
                }
            }
        }
        if (v.type == Type.F) {
            operation = new Operation.InFloat(operation);
        }
        return step(operation, in, from, y, partials, v.position);
    }

    private static void refuseParameter(boolean isParameter, Value v, Operation operation) {
        if (isParameter) {
            throw Refusal.at(
                    v.position,
                    "The derivative of " + operation.name()
                            + " by its order does not exist, but the order depends on the inputs.",
                    "Make the order a constant.");
        }
    }

    private @Nullable Step converted(Value v, @Nullable Object[] in, @Nullable Step[] from, @Nullable Object result) {
        if (from[0] == null || frame.isGiven) {
            return null;
        }
        int opcode = v.attribute(Integer.class);
        if (opcode == F2D) {
            return from[0];
        }
        if (opcode != D2F) {
            return null; // to an integer: piecewise constant
        }
        double y = real(result);
        if (y == from[0].value()) {
            return from[0]; // nothing was rounded
        }
        return step(new Operation.Rounding(), in, from, y, new Local.Quantity[] {Local.active(1)}, v.position);
    }

    private @Nullable Step invoked(Value v, @Nullable Object[] in, @Nullable Step[] from, @Nullable Object result) {
        Function f = v.attribute(Function.class);
        if (f.partials != null && !frame.isGiven) {
            return given(f, f.partials, v, in, from, result);
        }
        if (returned.length > 1) {
            frame.results.put(v, returned);
        }
        return returned.length == 0 ? null : returned[0];
    }

    /** A call of a method whose author has given its derivative. */
    private @Nullable Step given(
            Function f,
            Function[] partials,
            Value v,
            @Nullable Object[] in,
            @Nullable Step[] from,
            @Nullable Object result) {
        String name = f.name.substring(f.name.lastIndexOf('.') + 1);
        Interpreter interpreter = new Interpreter(host);
        if (in.length == 1 && in[0] instanceof double[] x) {
            @Nullable Step[] origins = new Step[x.length];
            @Nullable Object[] numbers = new Object[x.length];
            for (int i = 0; i < x.length; i++) {
                origins[i] = memory.element(x, i);
                numbers[i] = x[i];
            }
            if (!depends(origins)) {
                return null;
            }
            double[] gradient = (double[]) there(interpreter.run(partials[0], (Object) x.clone()));
            Local.Quantity[] quantities = new Local.Quantity[x.length];
            for (int i = 0; i < x.length; i++) {
                quantities[i] = Local.active(gradient[i]);
            }
            return step(new Operation.Given(name), numbers, origins, real(result), quantities, v.position);
        }
        if (!depends(from)) {
            return null;
        }
        Local.Quantity[] quantities = new Local.Quantity[in.length];
        for (int i = 0; i < in.length; i++) {
            if (from[i] != null) {
                quantities[i] = Local.active(real(interpreter.run(partials[i], in)));
            }
        }
        return step(new Operation.Given(name), in, from, real(result), quantities, v.position);
    }

    private Step step(
            Operation operation,
            @Nullable Object[] in,
            @Nullable Step[] from,
            double y,
            Local.Quantity[] partials,
            Position position) {
        if (steps.size() >= MAXIMAL_STEPS) {
            throw new IllegalArgumentException("This run takes more than " + Notation.count(MAXIMAL_STEPS)
                    + " elementary steps, which is too long for a trace.\n  at " + position.describe()
                    + "\n  Trace it with shorter arrays or fewer iterations.");
        }
        List<Operand> operands = new ArrayList<>(from.length);
        double[] numbers = new double[from.length];
        int vanishing = 0;
        for (int i = 0; i < from.length; i++) {
            Step origin = from[i];
            if (origin == null) {
                operands.add(new Operand.Constant(real(in[i])));
            } else {
                operands.add(new Operand.Of(origin));
                numbers[i] = partials[i].value();
                if (partials[i].isZero() && i < 31) {
                    vanishing |= 1 << i;
                }
            }
        }
        if (!position.equals(statementPosition)) {
            statement++;
            statementPosition = position;
        }
        Step step = new Step(operation, List.copyOf(operands), y, numbers, vanishing, source(position));
        if (steps.size() == statements.length) {
            statements = Arrays.copyOf(statements, 2 * statements.length);
        }
        statements[steps.size()] = statement;
        steps.add(step);
        return step;
    }

    private @Nullable StackTraceElement source(Position p) {
        if (p.className().isEmpty()) {
            return null;
        }
        return sources.computeIfAbsent(p, q -> new StackTraceElement(q.className(), q.method(), q.file(), q.line()));
    }

    private static double real(@Nullable Object x) {
        return x instanceof Float f ? (double) f : (Double) there(x);
    }

    static Object there(@Nullable Object x) {
        if (x == null) {
            throw new NullPointerException();
        }
        return x;
    }
}
