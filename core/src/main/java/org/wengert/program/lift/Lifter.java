package org.wengert.program.lift;

import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandleInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.access.ClassFiles;
import org.wengert.program.access.FunctionClass;
import org.wengert.program.access.LambdaReader;
import org.wengert.program.access.Target;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.ClassLiteral;
import org.wengert.program.ir.Closure;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Uses;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Substitutes;

/**
 * Lifts methods and function objects, each once for what is known about its reference arguments. One lifter serves one
 * compilation; not thread-safe.
 */
public final class Lifter {
    /** A function object taken apart. */
    public static final class Entry {
        /** Captured values first, then the arguments of the functional interface's method. */
        public final Function function;
        /** The captured values, to be passed for the first parameters. */
        public final Object[] captured;
        /** Equal keys (of the same classes) mean equal code. */
        public final String key;
        /** The class next to which generated code should live, because the code was written there. */
        public final Class<?> host;

        final Shape shape;

        Entry(Shape shape, Object[] captured, Class<?> host) {
            this.shape = shape;
            this.captured = captured;
            this.host = host;
            this.key = shape.key;
            if (shape.closure == null) {
                throw new AssertionError("an entry without code (please report)");
            }
            this.function = shape.closure.function();
        }
    }

    /** Implemented by function objects that a derivative operator has returned, so that they can be differentiated again. */
    public interface DerivedFunction {
        /** Returns the operator. */
        Operator operator();

        /** Returns the function object that it was applied to. */
        Object base();

        /** Returns the functional interface's method name of {@link #base()}. */
        String baseMethod();

        /** Returns the erased descriptor of the functional interface's method of {@link #base()}. */
        String baseDescriptor();
    }

    static final class Lifted {
        final Function function;
        boolean isComplete;
        /** Whether its own code calls it, directly or not, and has taken the result for any object. */
        boolean isRecursive;

        Shape result = Shape.UNKNOWN;

        Lifted(Function function) {
            this.function = function;
        }
    }

    /** Where the code of a lambda was found, so that it can be lifted again for known functions among its arguments. */
    private static final class Source {
        final int kind;
        final Class<?> owner;
        final String name;
        final String descriptor;
        final String interfaceDescriptor;
        final Shape[] captured;
        final Lifted lifted;

        Source(
                int kind,
                Class<?> owner,
                String name,
                String descriptor,
                String interfaceDescriptor,
                Shape[] captured,
                Lifted lifted) {
            this.kind = kind;
            this.owner = owner;
            this.name = name;
            this.descriptor = descriptor;
            this.interfaceDescriptor = interfaceDescriptor;
            this.captured = captured;
            this.lifted = lifted;
        }
    }

    private final Map<Function, Source> sources = new IdentityHashMap<>();

    final ClassFiles files = new ClassFiles();
    final Derivations derivations;
    final RuleBook rules;
    final World world;
    private final Map<Closure, Lambda> lambdas = new IdentityHashMap<>();
    final Map<RuleBook.Rule, Function> ruled = new IdentityHashMap<>();
    private final CallLifter calls;
    private final Map<String, Lifted> functions = new HashMap<>();
    private final Map<Function, Integer> numbers = new IdentityHashMap<>();

    /** Where a function value comes from: what it takes to make an object of it whose class tells its code. */
    private static final class Lambda {
        final Class<?> context;
        final int kind;
        final Class<?> owner;
        final String name;
        final String descriptor;
        final String interfaceDescriptor;

        Lambda(Class<?> context, int kind, Class<?> owner, String name, String descriptor, String interfaceDescriptor) {
            this.context = context;
            this.kind = kind;
            this.owner = owner;
            this.name = name;
            this.descriptor = descriptor;
            this.interfaceDescriptor = interfaceDescriptor;
        }
    }

    /** Creates a lifter that asks {@code derivations} when the code itself differentiates, and knows the classes of {@code world}. */
    public Lifter(Derivations derivations, RuleBook rules, World world) {
        this.derivations = derivations;
        this.rules = rules;
        this.world = world;
        this.calls = new CallLifter(this);
    }

    /** Returns the static method that throws its argument. */
    public static MethodRef raise() {
        return Library.raise();
    }

    // ---------------------------------------------------------------- function objects

    /**
     * Returns a text that is equal for function objects with equal code, without reading the code, and collects the captured values
     * as {@link #entry} does.
     */
    public static String fingerprint(Object f, List<@Nullable Object> captured) {
        StringBuilder s = new StringBuilder();
        fingerprint(f, captured, s);
        return s.toString();
    }

    private static void fingerprint(Object f, List<@Nullable Object> captured, StringBuilder s) {
        if (f instanceof DerivedFunction d) {
            s.append(d.operator().name()).append('(');
            fingerprint(d.base(), captured, s);
            s.append(')');
            return;
        }
        Target target = LambdaReader.read(f);
        if (target == null) {
            captured.add(f);
            s.append(f.getClass().getName()).append('@').append(System.identityHashCode(f.getClass()));
            return;
        }
        s.append(target.owner.getName()).append('@').append(System.identityHashCode(target.owner));
        s.append('.').append(target.name).append(target.descriptor).append(target.referenceKind);
        for (Object o : target.captured) {
            s.append(',');
            if (isFunctionObject(o)) {
                fingerprint(o, captured, s);
            } else {
                captured.add(o);
                if (o != null && !o.getClass().isHidden()) {
                    s.append(o.getClass().getName()).append('@').append(System.identityHashCode(o.getClass()));
                }
            }
        }
    }

    private static boolean isFunctionObject(@Nullable Object o) {
        return o instanceof DerivedFunction
                || o != null
                        && o.getClass().isHidden()
                        && o instanceof java.io.Serializable
                        && Sam.of(o.getClass()) != null;
    }

    /**
     * Takes a function object apart.
     *
     * @param f the object
     * @param method name of its interface's method
     * @param descriptor erased descriptor of that method
     */
    public Entry entry(Object f, String method, String descriptor) {
        List<Object> captured = new ArrayList<>();
        Class<?>[] host = new Class<?>[1];
        Shape shape = functionShape(f, method, descriptor, captured, host);
        return new Entry(shape, captured.toArray(), host[0]);
    }

    /** Takes a method apart as if it were a function object that captures nothing: all parameters are arguments, the receiver first. */
    public Function method(Method m, @Nullable Class<?> receiver) {
        List<Shape> shapes = new ArrayList<>();
        if (!Modifier.isStatic(m.getModifiers())) {
            shapes.add(receiver == null ? Shape.UNKNOWN : Shape.exact(receiver));
        }
        for (Class<?> p : m.getParameterTypes()) {
            shapes.add(shapeOfStaticType(p));
        }
        Class<?> owner = m.getDeclaringClass();
        String descriptor = java.lang.invoke.MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                .descriptorString();
        if (Modifier.isStatic(m.getModifiers())
                && Synonyms.isOwner(owner.getName().replace('.', '/'))) {
            // No code to follow, but a function with a derivative: what a method reference to it is.
            return closureFunction(
                    MethodHandleInfo.REF_invokeStatic,
                    owner,
                    m.getName(),
                    descriptor,
                    descriptor,
                    new Shape[0],
                    Position.NONE);
        }
        return function(owner, m.getName(), descriptor, shapes, Position.NONE).function;
    }

    static Shape shapeOfStaticType(Class<?> c) {
        return !c.isPrimitive() && !c.isArray() && Modifier.isFinal(c.getModifiers()) ? Shape.exact(c) : Shape.UNKNOWN;
    }

    private Shape functionShape(Object f, String method, String descriptor, List<Object> captured, Class<?>[] host) {
        if (f instanceof DerivedFunction d) {
            Shape base = functionShape(d.base(), d.baseMethod(), d.baseDescriptor(), captured, host);
            return derived(base, d.operator(), Position.NONE);
        }
        Target target = LambdaReader.read(f);
        if (target != null) {
            if (host[0] == null) {
                host[0] = target.capturingClass;
            }
            Object behind = functionBehind(target);
            if (behind != null) {
                return functionShape(behind, method, descriptor, captured, host);
            }
            Shape[] shapes = new Shape[target.captured.length];
            for (int i = 0; i < shapes.length; i++) {
                shapes[i] = capturedShape(target.captured[i], captured);
            }
            Function code = closureFunction(
                    target.referenceKind,
                    target.owner,
                    target.name,
                    target.descriptor,
                    descriptor,
                    shapes,
                    new Position(target.owner.getName(), target.name, null, -1, null));
            Closure closure = new Closure(target.interfaceName, method, code, site(target, method, descriptor));
            lambdas.put(
                    closure,
                    new Lambda(
                            target.capturingClass,
                            target.referenceKind,
                            target.owner,
                            target.name,
                            target.descriptor,
                            descriptor));
            return shape(closure, shapes, null);
        }
        Class<?> c = f.getClass();
        if (host[0] == null) {
            host[0] = c;
        }
        captured.add(f);
        Shape receiver = Shape.exact(c);
        Shape[] shapes = {receiver};
        Function code = closureFunction(
                MethodHandleInfo.REF_invokeVirtual,
                c,
                method,
                descriptor,
                descriptor,
                shapes,
                new Position(c.getName(), method, null, -1, null));
        return shape(new Closure("", method, code, null), shapes, null);
    }

    /** Returns the call site that makes such a function object again. */
    private static DynamicCallSiteDesc site(Target target, String method, String descriptor) {
        ClassDesc owner = target.owner.describeConstable().orElseThrow();
        String[] types = capturedDescriptors(target);
        ClassDesc[] captured = new ClassDesc[types.length];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = ClassDesc.ofDescriptor(types[i]);
        }
        return DynamicCallSiteDesc.of(
                METAFACTORY,
                method,
                MethodTypeDesc.of(ClassDesc.ofInternalName(target.interfaceName), captured),
                MethodTypeDesc.ofDescriptor(descriptor),
                MethodHandleDesc.of(
                        DirectMethodHandleDesc.Kind.valueOf(target.referenceKind, target.owner.isInterface()),
                        owner,
                        target.name,
                        target.descriptor),
                MethodTypeDesc.ofDescriptor(target.instantiated));
    }

    private static String[] capturedDescriptors(Target target) {
        boolean hasReceiver = target.referenceKind != MethodHandleInfo.REF_invokeStatic
                && target.referenceKind != MethodHandleInfo.REF_newInvokeSpecial;
        MethodTypeDesc implementation = MethodTypeDesc.ofDescriptor(target.descriptor);
        String[] captured = new String[target.captured.length];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = (!hasReceiver
                    ? implementation.parameterType(i).descriptorString()
                    : i == 0
                            ? target.owner.descriptorString()
                            : implementation.parameterType(i - 1).descriptorString());
        }
        return captured;
    }

    private static final DirectMethodHandleDesc METAFACTORY = ConstantDescs.ofCallsiteBootstrap(
            ClassDesc.of("java.lang.invoke.LambdaMetafactory"),
            "metafactory",
            ConstantDescs.CD_CallSite,
            ConstantDescs.CD_MethodType,
            ConstantDescs.CD_MethodHandle,
            ConstantDescs.CD_MethodType);

    /** Returns the function object {@code f} of a method reference such as {@code f::applyAsDouble}, which is no more than another name for it. */
    private static @Nullable Object functionBehind(Target target) {
        if (target.captured.length != 1 || target.referenceKind != MethodHandleInfo.REF_invokeInterface) {
            return null;
        }
        Object o = target.captured[0];
        if (!isFunctionObject(o)) {
            return null;
        }
        if (o instanceof DerivedFunction) {
            return target.name.startsWith("apply") ? o : null;
        }
        Method m = Sam.of(o.getClass());
        return m != null && m.getName().equals(target.name) ? o : null;
    }

    private Shape capturedShape(@Nullable Object o, List<Object> captured) {
        if (o instanceof DerivedFunction) {
            return functionShape(o, "", "", captured, new Class<?>[1]);
        }
        if (o != null && isFunctionObject(o)) {
            Method m = Sam.of(o.getClass());
            if (m != null) {
                return functionShape(
                        o,
                        m.getName(),
                        java.lang.invoke.MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                                .descriptorString(),
                        captured,
                        new Class<?>[1]);
            }
        }
        captured.add(o);
        if (o == null || o.getClass().isHidden() || o.getClass().isArray() || isBox(o)) {
            return Shape.UNKNOWN;
        }
        return Shape.exact(o.getClass());
    }

    private static boolean isBox(Object o) {
        return o instanceof Number || o instanceof Boolean || o instanceof Character || o instanceof String;
    }

    Shape shape(Closure closure, Shape[] captured, Shape.@Nullable Derived derived) {
        Integer n = numbers.get(closure.function());
        if (n == null) {
            n = numbers.size();
            numbers.put(closure.function(), n);
        }
        return Shape.function(closure, captured, derived, n);
    }

    /** Returns the shape of what a derivative operator makes of a function. */
    Shape derived(Shape base, Operator operator, Position position) {
        Closure of = base.closure;
        if (of == null) {
            throw new AssertionError("an operator on no function (please report)");
        }
        Function f = derivedFunction(of, base.captured, operator, position);
        String method = switch (operator) {
            case DERIVATIVE, DIRECTIONAL -> "applyAsDouble";
            default -> "apply";
        };
        return shape(new Closure("", method, f, null), base.captured, new Shape.Derived(operator, of));
    }

    private final Map<Function, Map<Operator, Function>> derivedFunctions = new IdentityHashMap<>();

    Function derivedFunction(Closure of, Shape[] captured, Operator operator, Position position) {
        Map<Operator, Function> known = derivedFunctions.get(of.function());
        if (known == null) {
            known = new HashMap<>();
            derivedFunctions.put(of.function(), known);
        }
        Function f = known.get(operator);
        if (f == null) {
            if (inProgress.contains(of.function())) {
                throw Refusal.at(
                        position,
                        "This takes the derivative of a function that is still being evaluated around it.",
                        "Let the recursion call a method that does not differentiate itself.");
            }
            int n = 0;
            for (Shape s : captured) {
                n += flatCount(s);
            }
            f = derivations.derive(operator, of.function(), n, position);
            known.put(operator, f);
        }
        return f;
    }

    /**
     * Lifts a static method whose first parameters are functional interfaces, with known functions for them.
     *
     * @param owner the class that declares the method
     * @param name its name
     * @param descriptor its descriptor
     * @param captured how many values each of the functions has captured, the same for all
     * @param functions the functions
     * @return a function of the captured values, then the other parameters of the method
     */
    public Function recipe(Class<?> owner, String name, String descriptor, int captured, Function... functions) {
        List<Shape> shapes = new ArrayList<>();
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(descriptor);
        Shape[] unknown = new Shape[captured];
        Arrays.fill(unknown, Shape.UNKNOWN);
        for (int i = 0; i < type.parameterCount(); i++) {
            shapes.add(
                    i < functions.length
                            ? shape(new Closure("", "apply", functions[i], null), unknown, null)
                            : Shape.UNKNOWN);
        }
        Function all = function(owner, name, descriptor, shapes, Position.NONE).function;
        if (functions.length == 1) {
            return all;
        }
        // The captured values once, for every function.
        Function once = new Function(all.name, all.position);
        Block entry = once.addBlock();
        List<Value> inputs = new ArrayList<>();
        for (int k = 0; k < captured; k++) {
            Value p = all.parameters().get(k);
            inputs.add(entry.addParameter(p.type, p.descriptor, p.position));
        }
        List<Value> first = new ArrayList<>(inputs);
        for (int i = 1; i < functions.length; i++) {
            inputs.addAll(first);
        }
        for (int i = functions.length * captured; i < all.parameters().size(); i++) {
            Value p = all.parameters().get(i);
            inputs.add(entry.addParameter(p.type, p.descriptor, p.position));
        }
        once.addResult(all.results.get(0), all.resultDescriptors.get(0));
        Value y = entry.append(
                Op.INVOKE,
                all.results.get(0),
                all.resultDescriptors.get(0),
                all,
                all.position,
                inputs.toArray(new Value[0]));
        entry.terminate(Terminator.result(new Value[] {y}, all.position));
        return once;
    }

    // ---------------------------------------------------------------- flattening of known functions

    /** How often the same lambda may have captured itself, directly or not, and still be a known function. */
    private static final int NESTING = 5;

    /** Returns how many functions of that source lie within each other in what is known of a value. */
    private int nesting(Shape s, Class<?> owner, String name, String descriptor) {
        int most = 0;
        for (Shape c : s.captured) {
            most = Math.max(most, nesting(c, owner, name, descriptor));
        }
        Source source = s.closure == null ? null : sources.get(s.closure.function());
        boolean isSame = source != null
                && source.owner == owner
                && source.name.equals(name)
                && source.descriptor.equals(descriptor);
        return isSame ? most + 1 : most;
    }

    static int flatCount(Shape s) {
        if (s.closure == null) {
            return 1;
        }
        int n = 0;
        for (Shape c : s.captured) {
            n += flatCount(c);
        }
        return n;
    }

    /** Appends what stands for a value in a call: the captured values of a known function, else the value. */
    static void flatten(Value v, Shape s, List<Value> out) {
        if (s.closure == null) {
            out.add(v);
        } else {
            for (int i = 0; i < s.captured.length; i++) {
                flatten(v.input(i), s.captured[i], out);
            }
        }
    }

    /** Makes parameters for a value of that shape, and from them the value. */
    private static Value parameter(Cursor c, String descriptor, Shape s) {
        if (s.closure == null) {
            String d = s.exactClass == null ? descriptor : s.exactClass.descriptorString();
            if (s.exactClass != null && s.exactClass.isHidden()) {
                d = descriptor;
            }
            Value v = c.block.addParameter(Type.of(descriptor), d, c.position);
            c.know(v, s);
            return v;
        }
        Value[] captured = new Value[s.captured.length];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = parameter(c, capturedDescriptor(s, i), s.captured[i]);
        }
        Value v = c.add(Op.CLOSURE, Type.A, descriptor(s.closure), s.closure, captured);
        c.know(v, s);
        return v;
    }

    private static String descriptor(Closure closure) {
        return closure.interfaceName().isEmpty()
                ? Type.A.descriptor()
                : "L".concat(closure.interfaceName()).concat(";");
    }

    /** Descriptor of what a closure has captured at an index: that of the parameter of its code. */
    private static String capturedDescriptor(Shape s, int index) {
        int at = 0;
        for (int i = 0; i < index; i++) {
            at += flatCount(s.captured[i]);
        }
        if (s.closure == null || flatCount(s.captured[index]) == 0) {
            return Type.A.descriptor();
        }
        return s.closure.function().parameters().get(at).descriptor;
    }

    /** Makes a value of that shape from the results of a call that returns its captured values. */
    static Value rebuild(Cursor c, Value[] flat, int[] next, Shape s) {
        if (s.closure == null) {
            Value v = flat[next[0]++];
            c.know(v, s);
            return v;
        }
        Value[] captured = new Value[s.captured.length];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = rebuild(c, flat, next, s.captured[i]);
        }
        Value v = c.add(Op.CLOSURE, Type.A, descriptor(s.closure), s.closure, captured);
        c.know(v, s);
        return v;
    }

    // ---------------------------------------------------------------- methods

    private int copies;

    /** Whether the code that is being read is that of a copying method itself. */
    private boolean isCopying() {
        return !inProgress.isEmpty()
                && inProgress.get(inProgress.size() - 1).position.className().equals(Substitutes.class.getName());
    }

    final List<Function> inProgress = new ArrayList<>();
    final Constructors constructors = new Constructors(inProgress);

    /** Returns the function of a method, which {@code owner} declares, specialised for the shapes of its arguments (receiver first). */
    Lifted function(Class<?> owner, String name, String descriptor, List<Shape> shapes, Position position) {
        return function(owner, name, descriptor, shapes, position, name.equals("<init>") ? SUMMARY : "");
    }

    /** Returns a constructor as a method that is executed on an object that no constructor has seen. */
    Lifted constructor(Class<?> owner, String descriptor, List<Shape> shapes, Position position) {
        return function(owner, "<init>", descriptor, shapes, position, "");
    }

    private static final String SUMMARY = "summary ";
    /** The body of a synchronized method, whose lock is held. */
    private static final String UNLOCKED = "unlocked ";

    private Lifted function(
            Class<?> owner, String name, String descriptor, List<Shape> shapes, Position position, String variant) {
        StringBuilder key = new StringBuilder(variant).append(owner.getName());
        if (owner == Substitutes.class && (name.equals("arraycopy") || name.startsWith("copyOf"))) {
            // One for each call, or all arrays that are copied anywhere would alias.
            key.append('#').append(isCopying() ? copies : ++copies);
        }
        key.append('.').append(name).append(descriptor).append('@').append(System.identityHashCode(owner));
        for (Shape s : shapes) {
            key.append('|').append(s.key);
        }
        Lifted known = functions.get(key.toString());
        if (known != null) {
            known.isRecursive |= !known.isComplete;
            return known;
        }
        MethodModel model = files.method(owner, name, descriptor);
        if (model == null) {
            throw Refusal.at(
                    position,
                    "The bytecode of " + owner.getName() + "." + name + " cannot be found.",
                    "Give its derivative with Rules.define(…), or let its class loader offer the class file as a resource.");
        }
        Position start = new Position(owner.getName(), name, null, -1, null);
        Function f = new Function(shortName(owner).concat(".").concat(name), start);
        checkDepth(f, shapes, position);
        Lifted lifted = new Lifted(f);
        functions.put(key.toString(), lifted);
        inProgress.add(f);
        try {
            boolean isSummary = variant.equals(SUMMARY);
            if (Modifier.isSynchronized(model.flags().flagsMask()) && !variant.equals(UNLOCKED)) {
                locked(lifted, owner, model, shapes, start);
                lifted.isComplete = true;
                return lifted;
            }
            try {
                lift(lifted, owner, model, shapes, start, isSummary, null);
            } catch (Pipelines.Escape e) {
                if (Pipelines.isOurs(owner)) {
                    throw e;
                }
                // Streams that are more than a chain of calls here stay what they are.
                f.blocks.clear();
                f.results.clear();
                f.resultDescriptors.clear();
                lift(lifted, owner, model, shapes, start, isSummary, e);
            }
        } catch (UnsupportedOperationException e) {
            functions.remove(key.toString());
            throw Pipelines.through(e, position);
        } finally {
            inProgress.remove(f);
        }
        lifted.isComplete = true;
        return lifted;
    }

    /** How often a method may be inside itself, each time with other functions. */
    private static final int DEEPEST = 64;
    /** The same where the functions are derivatives, each of which is a multiple of the one before. */
    private static final int DEEPEST_OF_DERIVATIVES = 6;

    /** A recursion that hands on a new function each time has no end that could be seen here. */
    private void checkDepth(Function f, List<Shape> shapes, Position position) {
        int depth = 0;
        for (Function g : inProgress) {
            if (g.name.equals(f.name) && g.position.equals(f.position)) {
                depth++;
            }
        }
        boolean ofDerivatives = false;
        for (Shape s : shapes) {
            ofDerivatives |= s.derived != null;
        }
        if (depth >= (ofDerivatives ? DEEPEST_OF_DERIVATIVES : DEEPEST)) {
            throw Refusal.at(
                    position,
                    "The recursion of " + f.name
                            + " hands on a new function each time, so that its end cannot be seen before it runs.",
                    ofDerivatives
                            ? "Write out the derivatives that are needed, one variable for each order, or take them outside of what is differentiated."
                            : "Call the functions in a loop over an array or a list of them.");
        }
    }

    /** A synchronized method: takes the lock, calls the body, gives the lock back whatever happens. */
    private void locked(Lifted lifted, Class<?> owner, MethodModel model, List<Shape> shapes, Position start) {
        Function f = lifted.function;
        MethodTypeDesc type = model.methodTypeSymbol();
        String result = type.returnType().descriptorString();
        if (!result.equals("V")) {
            f.addResult(Type.of(result), result); // before its code is read, for that may call it
        }
        Cursor c = new Cursor(f, f.addBlock(), start);
        boolean isStatic = Modifier.isStatic(model.flags().flagsMask());
        List<Value> arguments = new ArrayList<>();
        Value lock = null;
        for (int i = 0; i < shapes.size(); i++) {
            String d = isStatic
                    ? type.parameterType(i).descriptorString()
                    : i > 0
                            ? type.parameterType(i - 1).descriptorString()
                            : owner.isHidden() ? Type.A.descriptor() : owner.descriptorString();
            Value p = parameter(c, d, shapes.get(i));
            flatten(p, shapes.get(i), arguments);
            lock = lock == null ? p : lock;
        }
        if (isStatic || lock == null) {
            lock = c.add(Op.CONSTANT, Type.A, "Ljava/lang/Class;", new ClassLiteral(owner.descriptorString(), owner));
        }
        c.add(Op.CALL, Type.VOID, "V", Library.lock(true), lock);
        Lifted body = function(
                owner, model.methodName().stringValue(), model.methodType().stringValue(), shapes, start, UNLOCKED);
        Function g = body.function;
        if (body.result.closure != null) {
            f.results.clear();
            f.resultDescriptors.clear();
            for (int i = 0; i < g.results.size(); i++) {
                f.addResult(g.results.get(i), g.resultDescriptors.get(i));
            }
        }
        Block run = f.addBlock();
        c.block.terminate(Terminator.jump(new Edge(run), start));
        Value[] results = new Value[g.results.size()];
        Value call = run.append(
                Op.INVOKE,
                results.length == 0 ? Type.VOID : g.results.get(0),
                results.length == 0 ? "V" : g.resultDescriptors.get(0),
                g,
                start,
                arguments.toArray(new Value[0]));
        for (int i = 0; i < results.length; i++) {
            results[i] =
                    i == 0 ? call : run.append(Op.RESULT, g.results.get(i), g.resultDescriptors.get(i), i, start, call);
        }
        Block done = f.addBlock();
        run.terminate(Terminator.jump(new Edge(done), start));
        done.append(Op.CALL, Type.VOID, "V", Library.lock(false), start, lock);
        done.terminate(Terminator.result(results, start));
        Block caught = f.addBlock();
        Value exception = caught.addParameter(Type.A, "Ljava/lang/Throwable;", start);
        run.handler(new Edge(caught));
        caught.append(Op.CALL, Type.VOID, "V", Library.lock(false), start, lock);
        caught.terminate(Terminator.raise(exception, start));
        lifted.result = body.result;
    }

    private void lift(
            Lifted lifted,
            Class<?> owner,
            MethodModel model,
            List<Shape> shapes,
            Position start,
            boolean isSummary,
            Pipelines.@Nullable Escape escape) {
        Function f = lifted.function;
        MethodTypeDesc type = model.methodTypeSymbol();
        String result = type.returnType().descriptorString();
        if (!result.equals("V")) {
            f.addResult(Type.of(result), result);
        }
        Block entry = f.addBlock();
        List<String> parameters = new ArrayList<>();
        if (!Modifier.isStatic(model.flags().flagsMask())) {
            parameters.add(owner.isHidden() ? Type.A.descriptor() : owner.descriptorString());
        }
        for (int i = 0; i < type.parameterCount(); i++) {
            parameters.add(type.parameterType(i).descriptorString());
        }
        int maxLocals = model.code()
                .map(c -> ((java.lang.classfile.attribute.CodeAttribute) c).maxLocals())
                .orElse(0);
        @Nullable Value[] locals = new Value[maxLocals];
        boolean isCode = maxLocals > 0 || model.code().isPresent();
        MethodLifter lifter = new MethodLifter(calls, f, owner, model, locals, entry, start, isSummary);
        lifter.escape = escape;
        int slot = 0;
        for (int i = 0; i < parameters.size(); i++) {
            Value v = parameter(lifter, parameters.get(i), shapes.get(i));
            if (isCode) {
                locals[slot] = v;
            }
            slot += Type.of(parameters.get(i)).slots();
        }
        lifter.lift();
        lifted.result = unboxResult(lifted, lifter);
        Pipelines.check(f);
        makeObjects(f);
    }

    static String shortName(Class<?> c) {
        String n = c.getName();
        return n.substring(n.lastIndexOf('.') + 1);
    }

    /** A function that returns a known function returns what that has captured; says what of. */
    private static Shape unboxResult(Lifted lifted, Cursor c) {
        Function f = lifted.function;
        Terminator only = null;
        Block at = null;
        for (Block b : f.blocks) {
            if (b.terminator().kind == Terminator.Kind.RETURN) {
                if (only != null) {
                    return Shape.UNKNOWN;
                }
                only = b.terminator();
                at = b;
            }
        }
        if (only == null || at == null || only.inputs.length != 1 || only.inputs[0].type != Type.A) {
            return Shape.UNKNOWN;
        }
        Shape s = c.shape(only.inputs[0]);
        if (s.closure == null) {
            return s;
        }
        if (lifted.isRecursive) {
            return Shape.UNKNOWN;
        }
        List<Value> flat = new ArrayList<>();
        flatten(only.inputs[0], s, flat);
        f.results.clear();
        f.resultDescriptors.clear();
        for (Value v : flat) {
            f.addResult(v.type, v.descriptor);
        }
        at.terminate(Terminator.result(flat.toArray(new Value[0]), only.position));
        return s;
    }

    // ---------------------------------------------------------------- code of lambdas

    /**
     * Returns the code behind a lambda or method reference as a function of its captured values (flattened), then the arguments of the
     * interface's method.
     */
    Function closureFunction(
            int kind,
            Class<?> owner,
            String name,
            String descriptor,
            String interfaceDescriptor,
            Shape[] captured,
            Position position) {
        return closureCode(kind, owner, name, descriptor, interfaceDescriptor, captured, new Shape[0], position)
                .function;
    }

    /** Returns the code of a known function for what is known about the arguments of a call. */
    Lifted codeFor(Closure closure, Shape[] passed, Position position) {
        Source s = sources.get(closure.function());
        if (s == null) {
            return new Lifted(closure.function());
        }
        for (Shape p : passed) {
            if (p.closure != null) {
                return closureCode(
                        s.kind, s.owner, s.name, s.descriptor, s.interfaceDescriptor, s.captured, passed, position);
            }
        }
        return s.lifted;
    }

    private Lifted closureCode(
            int kind,
            Class<?> owner,
            String name,
            String descriptor,
            String interfaceDescriptor,
            Shape[] captured,
            Shape[] known,
            Position position) {
        StringBuilder key = new StringBuilder("λ").append(kind).append(owner.getName());
        key.append('.').append(name).append(descriptor).append(interfaceDescriptor);
        key.append('@').append(System.identityHashCode(owner));
        for (Shape s : captured) {
            key.append('|').append(s.key);
        }
        for (Shape s : known) {
            key.append("|,").append(s.closure == null ? "" : s.key);
        }
        Lifted before = functions.get(key.toString());
        if (before != null) {
            before.isRecursive |= !before.isComplete;
            return before;
        }
        Function f = new Function(shortName(owner).concat(".").concat(name), position);
        Lifted lifted = new Lifted(f);
        functions.put(key.toString(), lifted);
        sources.put(f, new Source(kind, owner, name, descriptor, interfaceDescriptor, captured, lifted));
        inProgress.add(f);
        Cursor c = new Cursor(f, f.addBlock(), position);
        try {
            MethodTypeDesc sam = MethodTypeDesc.ofDescriptor(interfaceDescriptor);
            String wanted = sam.returnType().descriptorString();
            if (!wanted.equals("V")) {
                f.addResult(Type.of(wanted), wanted); // before its code is read, for that may call it
            }
            MethodTypeDesc impl = MethodTypeDesc.ofDescriptor(descriptor);
            List<String> types = new ArrayList<>();
            boolean isStatic = kind == MethodHandleInfo.REF_invokeStatic;
            boolean isNew = kind == MethodHandleInfo.REF_newInvokeSpecial;
            if (!isStatic && !isNew) {
                types.add(owner.descriptorString());
            }
            for (int i = 0; i < impl.parameterCount(); i++) {
                types.add(impl.parameterType(i).descriptorString());
            }
            Value[] arguments = new Value[types.size()];
            for (int i = 0; i < captured.length; i++) {
                arguments[i] = parameter(c, types.get(i), captured[i]);
            }
            Value[] passed = new Value[sam.parameterCount()];
            for (int i = 0; i < passed.length; i++) {
                String d = sam.parameterType(i).descriptorString();
                // The implementation's type is the more exact one.
                String exact = Type.of(d) == Type.A && Type.of(types.get(captured.length + i)) == Type.A
                        ? types.get(captured.length + i)
                        : d;
                passed[i] = i < known.length && known[i].closure != null
                        ? parameter(c, exact, known[i])
                        : c.block.addParameter(Type.of(d), exact, position);
            }
            if (known.length == 0 && Pipelines.isRun(owner, interfaceDescriptor)) {
                // Nobody runs a stream without a sink that is known: only its signature is asked for.
                c.block.terminate(Terminator.result(new Value[] {c.add(Op.CONSTANT, Type.J, "J", 0L)}, position));
                lifted.isComplete = true;
                return lifted;
            }
            for (int i = 0; i < passed.length; i++) {
                arguments[captured.length + i] =
                        calls.convert(c, passed[i], passed[i].descriptor, types.get(captured.length + i));
            }
            Value result;
            if (isNew) {
                result = calls.construct(c, owner, owner.getName().replace('.', '/'), descriptor, arguments);
            } else {
                int opcode = switch (kind) {
                    case MethodHandleInfo.REF_invokeStatic -> 0xb8;
                    case MethodHandleInfo.REF_invokeSpecial -> 0xb7;
                    case MethodHandleInfo.REF_invokeInterface -> 0xb9;
                    default -> 0xb6;
                };
                result = calls.call(
                        c,
                        owner,
                        opcode,
                        owner.getName().replace('.', '/'),
                        name,
                        descriptor,
                        owner.isInterface(),
                        arguments);
            }
            if (wanted.equals("V")) {
                c.block.terminate(Terminator.result(new Value[0], position));
            } else if (result == null) {
                throw new AssertionError("a lambda without the result it promises (please report)");
            } else {
                String has =
                        isNew ? owner.descriptorString() : impl.returnType().descriptorString();
                Value converted = calls.convert(c, result, has, wanted);
                if (Type.of(wanted) == Type.A) {
                    f.resultDescriptors.set(0, converted.descriptor);
                }
                c.block.terminate(Terminator.result(new Value[] {converted}, position));
                lifted.result = unboxResult(lifted, c);
            }
            Pipelines.check(f);
            makeObjects(f);
        } catch (UnsupportedOperationException e) {
            functions.remove(key.toString());
            throw Pipelines.through(e, position);
        } finally {
            inProgress.remove(f);
        }
        lifted.isComplete = true;
        return lifted;
    }

    /** Returns the value that a lambda expression makes: a known function with what it captures. */
    Value closure(
            Cursor c,
            Class<?> context,
            Class<?> implOwner,
            int kind,
            String name,
            String descriptor,
            String interfaceName,
            String interfaceMethod,
            String interfaceDescriptor,
            DynamicCallSiteDesc site,
            Value[] captured) {
        Shape[] shapes = new Shape[captured.length];
        Value[] kept = Arrays.copyOf(captured, captured.length);
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = c.shape(captured[i]);
            if (shapes[i].closure != null
                    && shapes[i].closure.site() != null
                    && !Pipelines.isOurs(implOwner)
                    && nesting(shapes[i], implOwner, name, descriptor) >= NESTING) {
                // Recursion wraps a function in the same lambda again and again: it is an object from here on, or there
                // were code to be made for
                // each level, without end.
                String d = descriptor(shapes[i].closure);
                kept[i] = c.add(Op.CHECK_CAST, Type.A, d, d.substring(1, d.length() - 1), captured[i]);
                shapes[i] = Shape.UNKNOWN;
            }
        }
        Function code = closureFunction(kind, implOwner, name, descriptor, interfaceDescriptor, shapes, c.position);
        Closure closure = new Closure(interfaceName, interfaceMethod, code, site);
        lambdas.put(closure, new Lambda(context, kind, implOwner, name, descriptor, interfaceDescriptor));
        Value v = c.add(Op.CLOSURE, Type.A, "L".concat(interfaceName).concat(";"), closure, kept);
        c.know(v, shape(closure, shapes, null));
        return v;
    }

    // ---------------------------------------------------------------- function values as objects

    /** Gives known functions that are stored, chosen or handed on a class that tells which they are, where some call wants to know. */
    private void makeObjects(Function f) {
        List<Value> functions = new ArrayList<>();
        for (Block b : f.blocks) {
            for (Value v : b.body) {
                if (v.op == Op.CLOSURE) {
                    functions.add(v);
                }
            }
        }
        // The last first: an object of one function has those that it has captured in its fields.
        for (int i = functions.size() - 1; i >= 0; i--) {
            Value v = functions.get(i);
            Lambda lambda = lambdas.get(v.attribute(Closure.class));
            if (lambda != null && isUsed(f, v)) {
                Class<?> face = functionalInterface(v, lambda);
                if (face != null && world.isAsked(face)) {
                    makeObject(f, v, lambda, face);
                }
            }
        }
    }

    private static @Nullable Class<?> functionalInterface(Value v, Lambda lambda) {
        String name = v.attribute(Closure.class).interfaceName().replace('/', '.');
        try {
            return name.isEmpty() ? null : Class.forName(name, false, lambda.context.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private void makeObject(Function f, Value v, Lambda lambda, Class<?> face) {
        Closure closure = v.attribute(Closure.class);
        String[] captured = new String[v.inputs.length];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = v.input(i).op == Op.CLOSURE ? Type.A.descriptor() : v.input(i).descriptor;
        }
        FunctionClass made = FunctionClass.make(
                lambda.context,
                derivations::lookupIn,
                face,
                closure.site() == null ? List.of() : Closure.interfaces(closure.site()),
                closure.methodName(),
                lambda.interfaceDescriptor,
                lambda.kind,
                lambda.owner,
                lambda.name,
                lambda.descriptor,
                captured);
        world.add(made.type);
        Value[] arguments = new Value[captured.length + 1];
        arguments[0] = v;
        System.arraycopy(v.inputs, 0, arguments, 1, captured.length);
        MethodRef constructor = new MethodRef(
                MethodRef.Kind.SPECIAL,
                made.type.getName().replace('.', '/'),
                "<init>",
                made.constructor(),
                false,
                made.type.getDeclaredConstructors()[0]);
        Block b = v.block();
        int at = b.body.indexOf(v) + 1;
        Value object = b.insert(at++, Op.NEW, Type.A, v.descriptor, constructor, v.position, arguments);
        for (int i = 0; i < captured.length; i++) {
            b.insert(at++, Op.INIT_FIELD, Type.VOID, "V", field(made, i), v.position, object, v.input(i));
        }
        // A function value is known by its code, whatever object stands for another one.
        Uses.replace(f, Map.of(v, object), u -> u != object && u.op != Op.CLOSURE);
    }

    /** Makes objects of the JVM's own class for a lambda that captures nothing known as what the value stands for. */
    @Nullable
    FunctionClass adopt(Value closure, Class<?> type) {
        Lambda lambda = lambdas.get(closure.attribute(Closure.class));
        Class<?> face = lambda == null ? null : functionalInterface(closure, lambda);
        if (lambda == null || face == null || !face.isAssignableFrom(type)) {
            return null;
        }
        return FunctionClass.adopt(
                type,
                face,
                closure.attribute(Closure.class).methodName(),
                lambda.interfaceDescriptor,
                lambda.kind,
                lambda.owner,
                lambda.name,
                lambda.descriptor,
                new String[0]);
    }

    /**
     * Finds out what code the JVM's own object for a lambda stands for: one that is serializable tells it, of others it is looked for in the
     * constants of the class that made them. Remembered by the class of the object, whose captured values can be read from then on.
     *
     * @return whether it has been found
     */
    public boolean learn(Object function) {
        Class<?> type = function.getClass();
        if (!(function instanceof java.io.Serializable)) {
            return ConstantFunctions.find(this, type) != null;
        }
        Target target = LambdaReader.read(function);
        Method m = Sam.of(type);
        if (target == null || m == null) {
            return false;
        }
        return FunctionClass.adopt(
                        type,
                        m.getDeclaringClass(),
                        m.getName(),
                        java.lang.invoke.MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                                .descriptorString(),
                        target.referenceKind,
                        target.owner,
                        target.name,
                        target.descriptor,
                        capturedDescriptors(target))
                != null;
    }

    static FieldRef field(FunctionClass made, int index) {
        return new FieldRef(
                made.type.getName().replace('.', '/'), made.field(index), made.fieldType(index), true, made.type);
    }

    /** Returns whether a value is needed; what only another known function holds is not, unless that one is. */
    private static boolean isUsed(Function f, Value v) {
        for (Block b : f.blocks) {
            for (Value u : b.body) {
                if (u.op != Op.CLOSURE && has(u.inputs, v)) {
                    return true;
                }
            }
            if (has(b.terminator().inputs, v)) {
                return true;
            }
            for (Edge e : b.successors()) {
                if (has(e.arguments, v)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean has(Value[] inputs, Value v) {
        for (Value in : inputs) {
            if (in == v) {
                return true;
            }
        }
        return false;
    }

    // ---------------------------------------------------------------- receivers that only the run knows

    /**
     * Returns a function that calls a method of its first argument, whose class is one of the world's: a comparison of classes for each,
     * and the method of that class followed.
     *
     * @param owner the class or interface that the call names
     * @param shapes of the arguments, the receiver first
     */
    Lifted dispatch(Class<?> owner, int opcode, String name, String descriptor, List<Shape> shapes, Position position) {
        // One for each place, so that the JVM's profile of classes is that place's own, and so are the aliases.
        StringBuilder key = new StringBuilder("?")
                .append(position.describe())
                .append(opcode)
                .append(owner.getName());
        key.append('.').append(name).append(descriptor).append('@').append(System.identityHashCode(owner));
        for (Shape s : shapes) {
            key.append('|').append(s.key);
        }
        Lifted known = functions.get(key.toString());
        if (known != null) {
            return known;
        }
        Function f = new Function(shortName(owner).concat(".").concat(name), position);
        Lifted lifted = new Lifted(f);
        functions.put(key.toString(), lifted);
        String result = CallLifter.returned(descriptor);
        if (!result.equals("V")) {
            f.addResult(Type.of(result), result);
        }
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(descriptor);
        Cursor c = new Cursor(f, f.addBlock(), position);
        Value[] arguments = new Value[type.parameterCount() + 1];
        for (int i = 0; i < arguments.length; i++) {
            String d = i == 0
                    ? owner.descriptorString()
                    : type.parameterType(i - 1).descriptorString();
            arguments[i] = parameter(c, d, shapes.get(i));
        }
        calls.choose(c, owner, opcode, name, descriptor, arguments);
        makeObjects(f);
        lifted.isComplete = true;
        return lifted;
    }
}
