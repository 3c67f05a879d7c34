package org.wengert.program.interpret;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.ClassLiteral;
import org.wengert.program.ir.Closure;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Stack;
import org.wengert.program.ir.StackEntry;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.ir.Variable;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Executes functions of the intermediate representation, value by value, on boxed arguments: the definition of what every
 * {@link Op} means. Exceptions are those of the program. Calls keep their frames on the heap, so that the depth of a
 * recursion is bounded by {@link #MAXIMAL_DEPTH} and not by the thread's stack. Not thread-safe; holds the tape of what it
 * has run.
 */
public final class Interpreter {
    /** How many frames may wait for each other before the program gets its {@link StackOverflowError}. */
    public static final int MAXIMAL_DEPTH = 100_000;

    private static final Listener SILENT = (value, inputs, result) -> {};

    private final Members members;
    private final Listener listener;
    private final IdentityHashMap<Stack, List<@Nullable Object>> tape = new IdentityHashMap<>();
    private final IdentityHashMap<Object, FunctionValue> closures = new IdentityHashMap<>();
    /** The frame of values that need none. */
    private @Nullable Frame idle;
    /** The copies that summaries of constructors work on, by the object. */
    private final IdentityHashMap<Object, Map<FieldRef, @Nullable Object>> underConstruction = new IdentityHashMap<>();

    /** A function value and what it has captured. */
    private static final class FunctionValue {
        final Closure closure;
        final @Nullable Object[] captured;

        FunctionValue(Closure closure, @Nullable Object[] captured) {
            this.closure = closure;
            this.captured = captured;
        }
    }

    /** A function under execution. */
    private static final class Frame {
        final Function function;
        final @Nullable Frame caller;
        /** The call in the caller that this frame will give a result; null for the outermost. */
        final @Nullable Value call;

        final @Nullable Object[] callInputs;
        final @Nullable Object[] values;
        final int depth;
        /** Results beyond the first, by the INVOKE. */
        @Nullable
        IdentityHashMap<Value, Object[]> results;

        @Nullable
        IdentityHashMap<Variable, @Nullable Object> variables;

        Block block;
        int next;
        /** Of the summary of a constructor: the object under construction, which no frame below has. */
        @Nullable
        Object constructs;
        /** Whether this is a summary or called by one. */
        boolean isSummary;

        Frame(Function function, @Nullable Frame caller, @Nullable Value call, @Nullable Object[] callInputs) {
            this.function = function;
            this.caller = caller;
            this.call = call;
            this.callInputs = callInputs;
            this.values = new Object[function.valueCount()];
            this.block = function.entry();
            this.depth = caller == null ? 1 : caller.depth + 1;
        }
    }

    /** The representation itself is broken: no handler of the program may catch this. */
    private static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message + " (please report)");
        }
    }

    /**
     * Creates an interpreter.
     *
     * @param host with access to the members that the functions use
     * @param listener is told of every step
     */
    public Interpreter(Lookup host, Listener listener) {
        this.members = new Members(host);
        this.listener = listener;
    }

    /**
     * Returns what a field of an object holds.
     *
     * @param host with access to the field
     */
    public static @Nullable Object read(Lookup host, FieldRef field, Object object) {
        try {
            return new Members(host).getter(field).invoke(object);
        } catch (Throwable e) {
            throw Interpreter.<RuntimeException>asItIs(e);
        }
    }

    /** Creates an interpreter that nobody listens to. */
    public Interpreter(Lookup host) {
        this(host, SILENT);
    }

    /** Runs a function that uses no member of any class but public ones; see {@link #run(Function, Object...)}. */
    public static @Nullable Object evaluate(Function function, @Nullable Object... arguments) {
        return new Interpreter(MethodHandles.lookup()).run(function, arguments);
    }

    /**
     * Runs a function.
     *
     * @param arguments boxed, one for each parameter
     * @return the result, boxed as its descriptor says; an {@code Object[]} if there are several; null if there is none
     */
    public @Nullable Object run(Function function, @Nullable Object... arguments) {
        List<Value> parameters = function.parameters();
        if (arguments.length != parameters.size()) {
            throw new IllegalArgumentException(function + " has " + parameters.size() + " parameters, but got "
                    + arguments.length + " arguments.");
        }
        Frame frame = new Frame(function, null, null, new Object[0]);
        for (int i = 0; i < arguments.length; i++) {
            frame.values[parameters.get(i).id] = computational(arguments[i], parameters.get(i).type);
        }
        listener.entered(function, null, null);
        @Nullable Object[] results = loop(frame);
        for (int i = 0; i < results.length; i++) {
            results[i] = declared(results[i], function.resultDescriptors.get(i));
        }
        return results.length == 0 ? null : results.length == 1 ? results[0] : results;
    }

    /** Returns whether every stack of the tape is empty again, as it must be after a reverse sweep. */
    public boolean isTapeEmpty() {
        for (List<@Nullable Object> stack : tape.values()) {
            if (!stack.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Runs frames until the outermost returns. */
    private @Nullable Object[] loop(Frame outermost) {
        Frame frame = outermost;
        while (true) {
            try {
                while (frame.next < frame.block.body.size()) {
                    Value v = frame.block.body.get(frame.next);
                    Frame callee = step(frame, v);
                    if (callee == null) {
                        frame.next++;
                    } else {
                        frame = callee;
                    }
                }
                Terminator end = frame.block.terminator();
                if (end.kind == Terminator.Kind.RETURN) {
                    @Nullable Object[] results = inputs(frame, end.inputs);
                    listener.left(end);
                    Frame caller = frame.caller;
                    if (caller == null) {
                        return results;
                    }
                    finish(frame);
                    deliver(caller, frame, results);
                    frame = caller;
                } else {
                    Edge edge = follow(frame, end);
                    move(frame, edge, null);
                }
            } catch (Broken broken) {
                throw broken;
            } catch (Throwable thrown) {
                frame = unwind(frame, thrown);
            }
        }
    }

    /** Finds who handles an exception, and leaves the frames below. */
    private Frame unwind(Frame from, Throwable thrown) {
        Frame frame = from;
        while (true) {
            Edge handler = frame.block.handler();
            if (handler != null && frame.next == frame.block.body.size() - 1) {
                move(frame, handler, thrown);
                return frame;
            }
            listener.left(null);
            if (frame.constructs != null) {
                underConstruction.remove(frame.constructs);
            }
            if (frame.caller == null) {
                throw Interpreter.<RuntimeException>asItIs(thrown);
            }
            frame = frame.caller;
        }
    }

    /** Throws any exception, checked or not: the program's exceptions leave the interpreter as they left the program. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: the cast is none
    private static <X extends Throwable> X asItIs(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private void move(Frame frame, Edge edge, @Nullable Throwable thrown) {
        listener.moved(edge, thrown != null);
        int first = thrown == null ? 0 : 1;
        @Nullable Object[] passed = inputs(frame, edge.arguments);
        List<Value> parameters = edge.target.parameters;
        if (passed.length + first != parameters.size()) {
            throw new Broken(frame.function + ": " + edge.target + " has " + parameters.size() + " parameters, got "
                    + passed.length);
        }
        if (thrown != null) {
            frame.values[parameters.get(0).id] = thrown;
        }
        for (int i = 0; i < passed.length; i++) {
            frame.values[parameters.get(i + first).id] = passed[i];
        }
        frame.block = edge.target;
        frame.next = 0;
    }

    private static @Nullable Object[] inputs(Frame frame, Value[] from) {
        @Nullable Object[] inputs = new Object[from.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = frame.values[from[i].id];
        }
        return inputs;
    }

    /** Executes one value; returns the frame of the function that it calls, or null when it is done. */
    private @Nullable Frame step(Frame frame, Value v) throws Throwable {
        @Nullable Object[] in = inputs(frame, v.inputs);
        if (v.op == Op.INVOKE) {
            if (v.attribute(Function.class).isSummary && !listener.wantsSummaries()) {
                return null;
            }
            return call(frame, v, in, v.attribute(Function.class), in, null);
        }
        if (v.op == Op.CALL && in.length > 0 && v.attribute instanceof MethodRef m && in[0] != null) {
            FunctionValue f = closures.get(in[0]);
            if (f != null && f.closure.methodName().equals(m.name())) {
                @Nullable Object[] arguments = Arrays.copyOf(f.captured, f.captured.length + in.length - 1);
                System.arraycopy(in, 1, arguments, f.captured.length, in.length - 1);
                return call(frame, v, in, f.closure.function(), arguments, in[0]);
            }
        }
        Object result = compute(frame, v, in);
        frame.values[v.id] = result;
        listener.executed(v, in, result);
        return null;
    }

    private Frame call(
            Frame frame,
            Value v,
            @Nullable Object[] inputs,
            Function function,
            @Nullable Object[] arguments,
            @Nullable Object closure) {
        if (frame.depth >= MAXIMAL_DEPTH) {
            throw new StackOverflowError();
        }
        Frame callee = new Frame(function, frame, v, inputs);
        List<Value> parameters = function.parameters();
        if (parameters.size() != arguments.length) {
            throw new Broken(function + " has " + parameters.size() + " parameters, called with " + arguments.length);
        }
        for (int i = 0; i < arguments.length; i++) {
            callee.values[parameters.get(i).id] = arguments[i];
        }
        callee.isSummary = frame.isSummary || function.isSummary;
        if (function.isSummary && !underConstruction.containsKey(there(arguments[0]))) {
            callee.constructs = arguments[0];
            underConstruction.put(arguments[0], new LinkedHashMap<>());
        }
        listener.entered(function, v, closure);
        return callee;
    }

    private void finish(Frame frame) {
        if (frame.constructs != null && frame.call != null) {
            Map<FieldRef, @Nullable Object> fields = underConstruction.remove(frame.constructs);
            if (fields != null) {
                listener.constructed(frame.call, frame.constructs, fields);
            }
        }
    }

    private @Nullable Object getField(Value v, Object object) throws Throwable {
        FieldRef field = v.attribute(FieldRef.class);
        Map<FieldRef, @Nullable Object> fields = underConstruction.get(object);
        if (fields != null && field.declaring().getClassLoader() != null) {
            return fields.containsKey(field) ? fields.get(field) : zero(v.type);
        }
        return computational(members.getter(field).invoke(object), v.type);
    }

    private void putField(Value v, Object object, @Nullable Object x) throws Throwable {
        FieldRef field = v.attribute(FieldRef.class);
        Map<FieldRef, @Nullable Object> fields = underConstruction.get(object);
        if (fields != null) {
            fields.put(field, x);
        } else {
            members.setter(field).invoke(object, declared(x, field.descriptor()));
        }
    }

    private void deliver(Frame caller, Frame callee, @Nullable Object[] results) {
        Value call = callee.call;
        if (call == null) {
            throw new Broken("a frame without a call");
        }
        Object first = results.length == 0 ? null : results[0];
        caller.values[call.id] = first;
        if (results.length > 1) {
            if (caller.results == null) {
                caller.results = new IdentityHashMap<>();
            }
            caller.results.put(call, results);
        }
        caller.next++;
        listener.executed(call, callee.callInputs, first);
    }

    private Edge follow(Frame frame, Terminator end) throws Throwable {
        return switch (end.kind) {
            case GOTO -> end.edges[0];
            case IF -> {
                @Nullable Object[] in = inputs(frame, end.inputs);
                yield end.edges[Opcodes.branches(end.opcode, in) ? 0 : 1];
            }
            case SWITCH -> {
                int found = Arrays.binarySearch(end.keys, (Integer) there(frame.values[end.inputs[0].id]));
                yield end.edges[found < 0 ? end.keys.length : found];
            }
            case THROW -> throw (Throwable) there(frame.values[end.inputs[0].id]);
            case RETURN -> throw new Broken("a return is no edge");
        };
    }

    /** Computes a value that needs nothing but its inputs and memory, which it only reads. */
    @Nullable
    Object pure(Value v, @Nullable Object[] in) throws Throwable {
        if (idle == null) {
            idle = new Frame(v.block().function(), null, null, in);
        }
        return compute(idle, v, in);
    }

    private @Nullable Object compute(Frame frame, Value v, @Nullable Object[] in) throws Throwable {
        return switch (v.op) {
            case PARAMETER -> throw new Broken("a parameter in the body of " + v.block());
            case CONSTANT -> constant(v);
            case ZERO -> zero(v.type);
            case UNARY -> v.method() == null ? unary(v, in) : elsewhere(v, v.method(), in);
            case BINARY -> v.method() == null ? binary(v, in) : elsewhere(v, v.method(), in);
            case TERNARY -> {
                Ternary f = v.attribute(Ternary.class);
                yield v.isStrict()
                        ? members.strict(f.method(), 3).invoke(real(in[0]), real(in[1]), real(in[2]))
                        : (Object) f.evaluate(real(in[0]), real(in[1]), real(in[2]));
            }
            case INTEGER -> Opcodes.integer(opcode(v), in);
            case COMPARE -> Opcodes.compare(opcode(v), there(in[0]), there(in[1]));
            case CONVERT -> Opcodes.convert(opcode(v), there(in[0]));
            case ARRAY_LOAD -> computational(Array.get(there(in[0]), index(in[0], in[1])), v.type);
            case ARRAY_STORE -> {
                store(there(in[0]), index(in[0], in[1]), in[2]);
                yield null;
            }
            case ACCUMULATE -> {
                accumulate(there(in[0]), index(in[0], in[1]), there(in[2]));
                yield null;
            }
            case ARRAY_LENGTH -> Array.getLength(there(in[0]));
            case NEW_ARRAY -> Array.newInstance(members.type(v.attribute(String.class)), (Integer) there(in[0]));
            case NEW_MULTI_ARRAY -> multiArray(v.attribute(String.class), in);
            case CLONE -> copy(there(in[0]));
            case GET_FIELD -> getField(v, there(in[0]));
            case PUT_FIELD -> {
                putField(v, there(in[0]), in[1]);
                yield null;
            }
            case GET_STATIC ->
                computational(members.getter(v.attribute(FieldRef.class)).invoke(), v.type);
            case PUT_STATIC -> {
                FieldRef field = v.attribute(FieldRef.class);
                if (!frame.isSummary) { // the constructor has done it
                    members.setter(field).invoke(declared(in[0], field.descriptor()));
                }
                yield null;
            }
            case INIT_FIELD -> {
                if (underConstruction.containsKey(there(in[0]))) {
                    putField(v, there(in[0]), in[1]);
                }
                yield null;
            }
            case NEW -> members.constructor(v.attribute(MethodRef.class)).invoke(in);
            case CHECK_CAST -> cast(v, in[0]);
            case INSTANCE_OF -> members.reference(v.attribute(String.class)).isInstance(in[0]) ? 1 : 0;
            case CALL -> computational(members.target(v).invoke(in), v.type);
            case INVOKE -> throw new Broken("an INVOKE has a frame");
            case RESULT -> result(frame, v);
            case CLOSURE -> closure(v, in);
            case PUSH -> {
                tape.computeIfAbsent(v.attribute(StackEntry.class).stack, s -> new ArrayList<>())
                        .add(in[0]);
                yield null;
            }
            case POP -> pop(v.attribute(StackEntry.class).stack);
            case READ -> read(frame, v);
            case WRITE -> {
                if (frame.variables == null) {
                    frame.variables = new IdentityHashMap<>();
                }
                frame.variables.put(v.attribute(Variable.class), in[0]);
                yield null;
            }
        };
    }

    private @Nullable Object constant(Value v) {
        Object c = v.attribute;
        if (!(c instanceof ClassLiteral literal)) {
            return c;
        }
        Class<?> resolved = literal.resolved();
        return resolved != null ? resolved : members.type(literal.descriptor());
    }

    private static @Nullable Object zero(Type type) {
        return switch (type) {
            case D -> 0.0;
            case F -> 0f;
            case I -> 0;
            case J -> 0L;
            case A, VOID -> null;
        };
    }

    private Object elsewhere(Value v, MethodRef method, @Nullable Object[] in) throws Throwable {
        return real(members.elementary(method, v.position).invoke(in));
    }

    private Object unary(Value v, @Nullable Object[] in) throws Throwable {
        Unary f = v.attribute(Unary.class);
        if (v.type == Type.F) {
            if (f != Unary.NEG) {
                throw new Broken(f + " of float");
            }
            return -(Float) there(in[0]);
        }
        double x = real(in[0]);
        return v.isStrict() ? real(members.strict(f.method(), 1).invoke(x)) : f.evaluate(x);
    }

    private Object binary(Value v, @Nullable Object[] in) throws Throwable {
        Binary f = v.attribute(Binary.class);
        if (v.type == Type.F) {
            float x = (Float) there(in[0]);
            float y = (Float) there(in[1]);
            if (f == Binary.ADD) {
                return x + y;
            } else if (f == Binary.SUB) {
                return x - y;
            } else if (f == Binary.MUL) {
                return x * y;
            } else if (f == Binary.DIV) {
                return x / y;
            } else if (f == Binary.REM) {
                return x % y;
            }
            throw new Broken(f + " of float");
        }
        double x = real(in[0]);
        double y = real(in[1]);
        return v.isStrict() ? real(members.strict(f.method(), 2).invoke(x, y)) : f.evaluate(x, y);
    }

    private Object multiArray(String descriptor, @Nullable Object[] in) {
        int[] lengths = new int[in.length];
        Class<?> element = members.type(descriptor);
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = (Integer) there(in[i]);
            element = element.getComponentType();
        }
        return Array.newInstance(element, lengths);
    }

    private static Object copy(Object array) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }

    private @Nullable Object cast(Value v, @Nullable Object x) {
        Class<?> c = members.reference(v.attribute(String.class));
        if (x != null && !c.isInstance(x)) {
            throw new ClassCastException("class " + x.getClass().getName() + " cannot be cast to class " + c.getName());
        }
        return x;
    }

    private @Nullable Object result(Frame frame, Value v) {
        Object[] results = frame.results == null ? null : frame.results.get(v.inputs[0]);
        if (results == null) {
            throw new Broken(v + " asks for a result of a call that has at most one");
        }
        return results[v.attribute(Integer.class)];
    }

    private Object closure(Value v, @Nullable Object[] in) throws Throwable {
        Closure closure = v.attribute(Closure.class);
        Object object = closure.site() == null
                ? new Object()
                : there(members.site(v, closure.site()).invoke(in));
        closures.put(object, new FunctionValue(closure, in));
        return object;
    }

    private @Nullable Object pop(Stack stack) {
        List<@Nullable Object> values = tape.get(stack);
        if (values == null || values.isEmpty()) {
            throw new Broken("nothing is left on stack " + stack);
        }
        try {
            return values.removeLast();
        } catch (NoSuchElementException e) {
            throw new Broken("nothing is left on stack " + stack);
        }
    }

    private static @Nullable Object read(Frame frame, Value v) {
        Variable variable = v.attribute(Variable.class);
        return frame.variables != null && frame.variables.containsKey(variable)
                ? frame.variables.get(variable)
                : zero(variable.type);
    }

    private static void store(Object array, int index, @Nullable Object x) {
        if (array instanceof Object[] references) {
            references[index] = x;
        } else {
            String component = array.getClass().getComponentType().descriptorString();
            Array.set(array, index, declared(x, component));
        }
    }

    private static void accumulate(Object array, int index, Object x) {
        if (array instanceof float[] floats) {
            floats[index] += (Float) x;
        } else {
            ((double[]) array)[index] += (Double) x;
        }
    }

    /** Returns the index into an array; out of bounds throws what the JVM throws, with its words. */
    private static int index(@Nullable Object array, @Nullable Object index) {
        int i = (Integer) there(index);
        int length = Array.getLength(there(array));
        if (i < 0 || i >= length) {
            throw new ArrayIndexOutOfBoundsException("Index " + i + " out of bounds for length " + length);
        }
        return i;
    }

    private static int opcode(Value v) {
        return v.attribute(Integer.class);
    }

    private static double real(@Nullable Object x) {
        return (Double) there(x);
    }

    private static Object there(@Nullable Object x) {
        if (x == null) {
            throw new NullPointerException();
        }
        return x;
    }

    /** Returns a box as the JVM computes it: Integer for boolean, byte, short and char. */
    private static @Nullable Object computational(@Nullable Object x, Type type) {
        if (type != Type.I) {
            return x;
        }
        return switch (x) {
            case Boolean b -> b ? 1 : 0;
            case Byte b -> (int) b;
            case Short s -> (int) s;
            case Character c -> (int) c;
            case null, default -> x;
        };
    }

    /** Returns a box as a descriptor asks for it, narrowed as the JVM narrows an int. */
    private static @Nullable Object declared(@Nullable Object x, String descriptor) {
        return switch (descriptor) {
            case "Z" -> ((Integer) there(x) & 1) != 0;
            case "B" -> (byte) (int) (Integer) there(x);
            case "S" -> (short) (int) (Integer) there(x);
            case "C" -> (char) (int) (Integer) there(x);
            default -> x;
        };
    }
}
