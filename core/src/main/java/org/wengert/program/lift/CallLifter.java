package org.wengert.program.lift;

import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wengert.program.access.FunctionClass;
import org.wengert.program.access.ObjectGraph;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.ClassLiteral;
import org.wengert.program.ir.Closure;
import org.wengert.program.ir.DynamicRef;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/**
 * Decides what a call becomes: an elementary operation of the calculus table, a derivative operator's result, the code of a known
 * function, the followed bytecode of the method, a substitute for library code, or a call that is executed as it is.
 */
final class CallLifter {
    private static final String BOX = "java/lang/Double";

    private final Lifter lifter;
    private final Synonyms synonyms = new Synonyms(this);

    CallLifter(Lifter lifter) {
        this.lifter = lifter;
    }

    // ---------------------------------------------------------------- classes

    static Class<?> resolve(Cursor c, Class<?> context, String internalName) {
        try {
            ClassLoader loader = context.getClassLoader();
            return Class.forName(internalName.replace('/', '.'), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw Refusal.at(
                    c.position,
                    "The class " + internalName.replace('/', '.') + " cannot be loaded.",
                    "Put it on the class path.");
        }
    }

    /** Returns a descriptor that fits both values, which are of one computational type. */
    String join(String a, String b) {
        return a.equals(b) ? a : Type.of(a).descriptor(); // a truth is an int as well
    }

    /** Returns whether an object is known to be of a class of the user's, whose methods may be others than those of the library's interface. */
    private static boolean isOwn(@Nullable Class<?> exact) {
        return exact != null && !ObjectGraph.isOfThePlatform(exact);
    }

    // ---------------------------------------------------------------- objects

    private static final Object UNINITIALIZED = new Object();

    /** Returns a stand-in for an object between {@code new} and its constructor; it belongs to no block. */
    Value uninitialized(Cursor c, String className) {
        Value v = c.block.append(Op.CONSTANT, Type.A, "L".concat(className).concat(";"), UNINITIALIZED, c.position);
        c.block.body.remove(c.block.body.size() - 1);
        return v;
    }

    boolean isUninitialized(Value v) {
        return v.attribute == UNINITIALIZED;
    }

    Value construct(Cursor c, Class<?> context, String ownerName, String descriptor, Value[] arguments) {
        Class<?> owner = resolve(c, context, ownerName);
        Class<?>[] types = parameterTypes(c, owner, descriptor);
        Constructor<?> constructor;
        try {
            constructor = owner.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("no such constructor (please report)", e);
        }
        Shape exact = Shape.exact(owner);
        if (owner == Double.class && descriptor.equals("(D)V")) {
            return Library.box(this, c, arguments); // which makes a new one too
        }
        if (ObjectGraph.isOfThePlatform(owner)) {
            return made(c, exact, constructor, descriptor, arguments);
        }
        lifter.world.add(owner);
        List<Shape> shapes = new ArrayList<>();
        List<Value> flat = new ArrayList<>();
        shapes.add(exact);
        for (Value a : arguments) {
            Shape s = c.shape(a);
            shapes.add(s);
            Lifter.flatten(a, s, flat);
        }
        // What the constructor stores in fields, stated after the object is made, if that can be said once more.
        Function summary;
        boolean isThrowable = Throwable.class.isAssignableFrom(owner);
        try {
            summary = lifter.function(owner, "<init>", descriptor, shapes, c.position).function;
        } catch (UnsupportedOperationException e) {
            if (isThrowable) {
                return made(c, exact, constructor, descriptor, arguments);
            }
            throw e;
        }
        summary.isSummary = true;
        boolean isRepeatable = lifter.constructors.isRepeatable(summary);
        if (isThrowable && !isRepeatable) { // what it does with its arguments is its own affair
            return made(c, exact, constructor, descriptor, arguments);
        }
        boolean isRepeated = isRepeatable || !Constructors.canBeBlank(owner);
        Value object = isRepeated
                ? made(c, exact, constructor, descriptor, arguments)
                : made(c, exact, constructor, MethodRef.BLANK, new Value[0]);
        flat.add(0, object);
        Function body = isRepeated ? summary : lifter.constructor(owner, descriptor, shapes, c.position).function;
        c.add(Op.INVOKE, Type.VOID, "V", body, flat.toArray(new Value[0]));
        return object;
    }

    private static Value made(Cursor c, Shape exact, Constructor<?> constructor, String descriptor, Value[] arguments) {
        Class<?> owner = constructor.getDeclaringClass();
        String name = owner.getName().replace('.', '/');
        MethodRef ref = descriptor.equals(MethodRef.BLANK)
                ? MethodRef.blank(constructor)
                : new MethodRef(MethodRef.Kind.SPECIAL, name, "<init>", descriptor, false, constructor);
        Value object = c.add(Op.NEW, Type.A, "L".concat(name).concat(";"), ref, arguments);
        c.know(object, exact);
        return object;
    }

    /** What {@code clone} of {@link Object} does: an object of the same class, made without a constructor, with the same values in its fields. */
    private static Value copy(Cursor c, Class<?> exact, Value of) {
        Value copy = made(c, Shape.exact(exact), exact.getDeclaredConstructors()[0], MethodRef.BLANK, new Value[0]);
        for (Class<?> k = exact; k != null && k != Object.class; k = k.getSuperclass()) {
            String owner = k.getName().replace('.', '/');
            for (Field f : k.getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers())) {
                    String d = f.getType().descriptorString();
                    FieldRef ref = new FieldRef(owner, f.getName(), d, Modifier.isFinal(f.getModifiers()), k);
                    c.add(Op.PUT_FIELD, Type.VOID, "V", ref, copy, c.add(Op.GET_FIELD, Type.of(d), d, ref, of));
                }
            }
        }
        return copy;
    }

    Value getField(Cursor c, Class<?> context, String ownerName, String name, String descriptor, Value object) {
        return c.add(
                Op.GET_FIELD, Type.of(descriptor), descriptor, field(c, context, ownerName, name, descriptor), object);
    }

    Value getStatic(Cursor c, Class<?> context, String ownerName, String name, String descriptor) {
        Value v = c.add(Op.GET_STATIC, Type.of(descriptor), descriptor, field(c, context, ownerName, name, descriptor));
        if (v.type == Type.A && v.attribute(FieldRef.class).isFinal()) {
            c.know(v, finalClass(c, context, descriptor)); // a singleton
        }
        return v;
    }

    void putField(Cursor c, Class<?> context, String ownerName, String name, String descriptor, Value object, Value v) {
        FieldRef ref = field(c, context, ownerName, name, descriptor);
        boolean constructing = c instanceof MethodLifter m && m.isSummary() && m.isThis(object);
        c.add(constructing ? Op.INIT_FIELD : Op.PUT_FIELD, Type.VOID, "V", ref, object, v);
    }

    void putStatic(Cursor c, Class<?> context, String ownerName, String name, String descriptor, Value v) {
        c.add(Op.PUT_STATIC, Type.VOID, "V", field(c, context, ownerName, name, descriptor), v);
    }

    private FieldRef field(Cursor c, Class<?> context, String ownerName, String name, String descriptor) {
        Class<?> owner = resolve(c, context, ownerName);
        for (Class<?> k = owner; k != null; k = k.getSuperclass()) {
            Field f = declared(k, name);
            if (f != null) {
                return new FieldRef(
                        k.getName().replace('.', '/'), name, descriptor, Modifier.isFinal(f.getModifiers()), k);
            }
            for (Class<?> i : k.getInterfaces()) {
                Field g = declared(i, name);
                if (g != null) {
                    return new FieldRef(i.getName().replace('.', '/'), name, descriptor, true, i);
                }
            }
        }
        throw Refusal.at(
                c.position,
                "The field " + name + " of " + owner.getName() + " cannot be found.",
                "Recompile the classes against each other.");
    }

    private static @Nullable Field declared(Class<?> c, String name) {
        for (Field f : c.getDeclaredFields()) {
            if (f.getName().equals(name)) {
                return f;
            }
        }
        return null;
    }

    // ---------------------------------------------------------------- exceptions

    /** A throw inside try: a call that throws, so that the handler hangs on a value. */
    Value rethrow(Cursor c, Value exception) {
        return c.add(Op.CALL, Type.A, "Ljava/lang/Throwable;", Library.raise(), exception);
    }

    // ---------------------------------------------------------------- calls

    @Nullable
    Value call(
            Cursor c,
            Class<?> context,
            int opcode,
            String ownerName,
            String name,
            String descriptor,
            boolean isInterface,
            Value[] arguments) {
        // 1. The calculus table, and library methods with a body of ours.
        Library.Entry known =
                opcode == 0xb8 || opcode == 0xb6 || opcode == 0xb9 ? Library.find(ownerName, name, descriptor) : null;
        if (known != null && (opcode == 0xb8 || !isOwn(c.shape(arguments[0]).exactClass))) {
            return known.lift(this, c, arguments);
        }
        StreamSteps.Step step = StreamSteps.find(c, ownerName, name, descriptor, arguments);
        if (step != null) {
            return follow(c, step.owner, step.name, step.descriptor, arguments);
        }
        // 2. Derivative operators and what they return.
        if (ownerName.equals("org/wengert/Wengert")) {
            return Operators.lift(lifter, this, c, name, descriptor, arguments);
        }
        // 3. A known function.
        if (opcode == 0xb9 || opcode == 0xb6) {
            Shape receiver = c.shape(arguments[0]);
            Closure closure = receiver.closure;
            if (closure != null) {
                if (receiver.derived != null && name.equals("into")) {
                    Operator into = Operators.into(receiver.derived.operator);
                    if (into != null) {
                        Function f = lifter.derivedFunction(receiver.derived.of, receiver.captured, into, c.position);
                        return invokeFunction(c, f, Type.D, arguments, receiver);
                    }
                }
                Method m = Selection.resolved(resolve(c, context, ownerName), name, descriptor);
                if (!closure.interfaceName().isEmpty() && (m == null || !Modifier.isPrivate(m.getModifiers()))) {
                    // The lambda's own interface may have given a body to what the caller knows as abstract, or
                    // taken one away.
                    Method own = Selection.resolved(resolve(c, context, closure.interfaceName()), name, descriptor);
                    m = own == null ? m : own;
                }
                if (m == null || Modifier.isAbstract(m.getModifiers())) {
                    if (isBridged(closure, name)) {
                        return callClosure(c, closure, receiver, descriptor, arguments);
                    }
                } else {
                    return follow(c, m.getDeclaringClass(), name, descriptor, arguments); // a default method
                }
            }
        }
        // 4. Methods of arrays.
        if (ownerName.charAt(0) == '[') {
            if (name.equals("clone")) {
                Value array = arguments[0];
                if (array.descriptor.charAt(0) != '[') { // where it may be null as well, say
                    array = c.add(Op.CHECK_CAST, Type.A, ownerName, ownerName, array);
                }
                return c.add(Op.CLONE, Type.A, array.descriptor, null, array);
            }
            return opaque(c, Object.class, opcode, "java/lang/Object", name, descriptor, false, arguments, null);
        }
        Class<?> owner = resolve(c, context, ownerName);
        if (name.equals("<init>")) { // super(…) or this(…) inside a constructor that is followed
            if (ObjectGraph.isOfThePlatform(owner)) {
                for (int i = 1; i < arguments.length; i++) {
                    // Stated for the analysis: what the library keeps of it is out of sight.
                    FieldRef lost = new FieldRef(ownerName, "<init>", arguments[i].descriptor, true, owner);
                    c.add(Op.INIT_FIELD, Type.VOID, "V", lost, arguments[0], arguments[i]);
                }
                return null;
            }
            if (c instanceof MethodLifter m && m.isSummary()) {
                follow(c, owner, name, descriptor, arguments);
            } else {
                superConstructor(c, owner, descriptor, arguments);
            }
            return null;
        }
        if (opcode == 0xb7 && ownerName.equals("java/lang/Object")) {
            String own = name.equals("toString")
                    ? "superToString"
                    : name.equals("equals") ? "superEquals" : name.equals("hashCode") ? "superHashCode" : "";
            if (!own.isEmpty()) {
                return follow(
                        c,
                        org.wengert.program.runtime.Substitutes.class,
                        own,
                        "(Ljava/lang/Object;".concat(descriptor.substring(1)),
                        arguments);
            }
            Class<?> exact = c.shape(arguments[0]).exactClass;
            if (name.equals("clone")
                    && exact != null
                    && Cloneable.class.isAssignableFrom(exact)
                    && Constructors.canBeBlank(exact)) {
                return copy(c, exact, arguments[0]);
            }
        }
        if (ownerName.equals("kotlin/jvm/internal/Intrinsics") && name.startsWith("checkNotNull")) {
            // On every parameter: what is executed as it is keeps the code short.
            return opaque(c, owner, opcode, ownerName, name, descriptor, isInterface, arguments, null);
        }
        // 5. The user's own derivative.
        RuleBook.Rule rule = opcode == 0xb8 ? lifter.rules.find(owner, name, descriptor) : null;
        if (rule != null) {
            return c.add(
                    Op.INVOKE,
                    Type.of(returned(descriptor)),
                    returned(descriptor),
                    Operators.ruled(lifter, this, c, owner, name, descriptor, rule),
                    arguments);
        }
        // 6. A function object that stands for a lambda.
        FunctionClass function = opcode == 0xb8 || opcode == 0xb7 ? null : functionClass(c.shape(arguments[0]));
        if (function != null && isCode(c, function, owner, name, descriptor)) {
            return callFunction(c, function, descriptor, arguments);
        }
        // 7. An elementary function under another name.
        boolean isElsewhere = opcode == 0xb8 && Synonyms.isOwner(ownerName);
        if (isElsewhere) {
            Value y = synonyms.lift(c, owner, name, descriptor, arguments);
            if (y != null) {
                return y;
            }
            isElsewhere = !Synonyms.isFollowable(name, descriptor);
        }
        // 8. Follow the bytecode.
        Class<?> target =
                isElsewhere || isText(ownerName) ? null : target(c, owner, opcode, name, descriptor, arguments);
        UnsupportedOperationException refusal = null;
        if (target != null
                && (!ObjectGraph.isOfThePlatform(target) || isFollowableLibrary(target))
                && !isNative(target, name, descriptor)) {
            try {
                return follow(c, target, name, descriptor, arguments);
            } catch (UnsupportedOperationException e) {
                refusal = e;
            }
        }
        // 8. One of several classes.
        if (target == null && opcode != 0xb8 && opcode != 0xb7 && c.shape(arguments[0]) == Shape.UNKNOWN) {
            List<Class<?>> receivers = isOpen(owner) ? lifter.world.receivers(owner) : List.of();
            if (!receivers.isEmpty() || isOpen(owner) && !isOfCollections(owner)) {
                return dispatch(c, owner, opcode, name, descriptor, arguments);
            }
        }
        return opaque(c, owner, opcode, ownerName, name, descriptor, isInterface, arguments, refusal);
    }

    // ---------------------------------------------------------------- receivers that only the run knows

    /** Returns whether objects of different classes of the user's, or lambdas, can be behind a reference of that type. */
    private static boolean isOpen(Class<?> owner) {
        if (Modifier.isFinal(owner.getModifiers()) || owner.isArray() || Pipelines.isOurs(owner)) {
            return false;
        }
        return !ObjectGraph.isOfThePlatform(owner) || owner.isInterface();
    }

    /** Returns whether calls of that interface can be repeated on a shadow whatever library class the object has. */
    private static boolean isOfCollections(Class<?> owner) {
        return ObjectGraph.isOfThePlatform(owner)
                && !owner.getPackageName().equals("java.util.function")
                && owner != Comparable.class
                && owner != java.util.Comparator.class
                && owner != Runnable.class
                && owner != java.util.concurrent.Callable.class;
    }

    private @Nullable Value dispatch(
            Cursor c, Class<?> owner, int opcode, String name, String descriptor, Value[] arguments) {
        List<Shape> shapes = new ArrayList<>();
        List<Value> flat = new ArrayList<>();
        for (Value a : arguments) {
            Shape s = c.shape(a);
            shapes.add(s);
            Lifter.flatten(a, s, flat);
        }
        Function f = lifter.dispatch(owner, opcode, name, descriptor, shapes, c.position).function;
        String result = returned(descriptor);
        Value v = c.add(Op.INVOKE, Type.of(result), result, f, flat.toArray(new Value[0]));
        if (v.type == Type.A) {
            c.know(v, finalClass(c, owner, result));
        }
        return v.type == Type.VOID ? null : v;
    }

    /** Writes the body of a dispatch: one comparison and one way for each class, and what happens for any other. */
    void choose(Cursor c, Class<?> owner, int opcode, String name, String descriptor, Value[] arguments) {
        Value receiver = arguments[0];
        List<Class<?>> receivers = lifter.world.receivers(owner);
        String ownerName = owner.getName().replace('.', '/');
        if (!receivers.isEmpty()) {
            Value type = plain(
                    c,
                    objectMethod("getClass"),
                    MethodRef.Kind.VIRTUAL,
                    "java/lang/Object",
                    "getClass",
                    "()Ljava/lang/Class;",
                    new Value[] {receiver});
            for (Class<?> k : receivers) {
                Value literal =
                        c.add(Op.CONSTANT, Type.A, "Ljava/lang/Class;", new ClassLiteral(k.descriptorString(), k));
                Block way = c.function.addBlock();
                Block next = c.function.addBlock();
                c.block.terminate(Terminator.branch(
                        0xa5, new Value[] {type, literal}, new Edge(way), new Edge(next), c.position));
                c.block = way;
                String to = k.isHidden() ? owner.descriptorString() : k.descriptorString();
                Value[] known = arguments.clone();
                known[0] = c.add(Op.CHECK_CAST, Type.A, to, to.substring(1, to.length() - 1), receiver);
                c.know(known[0], Shape.exact(k));
                finish(c, callExact(c, k, owner, opcode, ownerName, name, descriptor, known));
                c.block = next;
            }
        }
        Method m = existing(c, owner, name, descriptor);
        MethodRef ref = new MethodRef(
                opcode == 0xb9 ? MethodRef.Kind.INTERFACE : MethodRef.Kind.VIRTUAL,
                ownerName,
                name,
                descriptor,
                opcode == 0xb9,
                m);
        if (isOfCollections(owner)) {
            Value isOfThePlatform = plain(
                    c,
                    Library.isOfThePlatform(),
                    MethodRef.Kind.STATIC,
                    "org/wengert/program/runtime/UnknownReceiver",
                    "isNot",
                    "(Ljava/lang/Object;)Z",
                    new Value[] {receiver});
            Block way = c.function.addBlock();
            Block next = c.function.addBlock();
            c.block.terminate(
                    Terminator.branch(0x9a, new Value[] {isOfThePlatform}, new Edge(way), new Edge(next), c.position));
            c.block = way;
            finish(c, last(c, ref.on(MethodRef.Receiver.OF_THE_PLATFORM), arguments));
            c.block = next;
        }
        finish(c, last(c, ref.on(MethodRef.Receiver.UNKNOWN), arguments));
    }

    private static @Nullable Value last(Cursor c, MethodRef ref, Value[] arguments) {
        String result = returned(ref.descriptor());
        Value v = c.add(Op.CALL, Type.of(result), result, ref, arguments);
        return v.type == Type.VOID ? null : v;
    }

    private static void finish(Cursor c, @Nullable Value result) {
        c.block.terminate(Terminator.result(
                c.function.results.isEmpty() || result == null ? new Value[0] : new Value[] {result}, c.position));
    }

    /** Calls the method of a receiver of exactly that class. */
    private @Nullable Value callExact(
            Cursor c,
            Class<?> k,
            Class<?> owner,
            int opcode,
            String ownerName,
            String name,
            String descriptor,
            Value[] arguments) {
        FunctionClass function = FunctionClass.of(k);
        if (function != null && isCode(c, function, owner, name, descriptor)) {
            return callFunction(c, function, descriptor, arguments);
        }
        if (owner == Comparable.class && World.isCompared(k)) {
            // The method that is behind the interface's casts its argument to the class.
            String d = k.descriptorString();
            arguments[1] = convert(c, arguments[1], arguments[1].descriptor, d);
            return call(
                    c,
                    k,
                    0xb6,
                    d.substring(1, d.length() - 1),
                    name,
                    "(".concat(d).concat(")I"),
                    false,
                    arguments);
        }
        Class<?> target = declaring(Selection.selected(k, existing(c, owner, name, descriptor)), descriptor);
        UnsupportedOperationException refusal = null;
        if (target != null
                && (!ObjectGraph.isOfThePlatform(target) || isFollowableLibrary(target))
                && !isNative(target, name, descriptor)) {
            try {
                return follow(c, target, name, descriptor, arguments);
            } catch (UnsupportedOperationException e) {
                refusal = e;
            }
        }
        return opaque(c, owner, opcode, ownerName, name, descriptor, opcode == 0xb9, arguments, refusal);
    }

    private static @Nullable FunctionClass functionClass(Shape receiver) {
        Class<?> exact = receiver.exactClass;
        return exact == null ? null : FunctionClass.of(exact);
    }

    /** Returns whether a call runs the code that such objects stand for, rather than a default method, which may have the same name. */
    private static boolean isCode(Cursor c, FunctionClass function, Class<?> owner, String name, String descriptor) {
        if (!function.method.equals(name)) {
            return false;
        }
        Method m = Selection.selected(function.type, existing(c, owner, name, descriptor));
        return m == null || m.getDeclaringClass() == function.type;
    }

    /** Calls the code of a lambda through the object that stands for it: what it has captured is in the object's fields. */
    private @Nullable Value callFunction(Cursor c, FunctionClass function, String descriptor, Value[] arguments) {
        Shape[] shapes = new Shape[function.captured.length];
        Value[] captured = new Value[shapes.length];
        for (int i = 0; i < shapes.length; i++) {
            FieldRef f = Lifter.field(function, i);
            Value v = c.add(Op.GET_FIELD, Type.of(f.descriptor()), f.descriptor(), f, arguments[0]);
            String exact = function.captured[i];
            if (v.type == Type.A && !exact.equals(v.descriptor)) {
                v = c.add(
                        Op.CHECK_CAST,
                        Type.A,
                        exact,
                        exact.charAt(0) == 'L' ? exact.substring(1, exact.length() - 1) : exact,
                        v);
            }
            captured[i] = v;
            shapes[i] = v.type == Type.A ? finalClass(c, function.owner, exact) : Shape.UNKNOWN;
            c.know(v, shapes[i]);
        }
        Function code = lifter.closureFunction(
                function.referenceKind,
                function.owner,
                function.name,
                function.implementation,
                function.descriptor,
                shapes,
                c.position);
        Closure closure = new Closure("", function.method, code, null);
        Shape shape = lifter.shape(closure, shapes, null);
        Value[] known = arguments.clone();
        known[0] = c.add(Op.CLOSURE, Type.A, Type.A.descriptor(), closure, captured);
        c.know(known[0], shape);
        return callClosure(c, closure, shape, descriptor, known);
    }

    private static Method objectMethod(String name) {
        try {
            return Object.class.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /** A class that collects what the message of an exception is made of. */
    private static boolean isText(String owner) {
        return owner.equals("org/apache/commons/math3/exception/util/ExceptionContext");
    }

    private static boolean isBridged(Closure closure, String name) {
        return closure.methodName().equals(name);
    }

    private static boolean isFollowableLibrary(Class<?> c) {
        return c.getPackageName().equals("java.util.function");
    }

    private boolean isNative(Class<?> owner, String name, String descriptor) {
        MethodModel m = lifter.files.method(owner, name, descriptor);
        return m != null && Modifier.isNative(m.flags().flagsMask());
    }

    static String returned(String descriptor) {
        return descriptor.substring(descriptor.indexOf(')') + 1);
    }

    /** Returns the class whose method is the one that will run, or null if that is not known. */
    private @Nullable Class<?> target(
            Cursor c, Class<?> owner, int opcode, String name, String descriptor, Value[] arguments) {
        if (opcode == 0xb8) {
            for (Class<?> k = owner; k != null; k = k.getSuperclass()) {
                if (ObjectGraph.isOfThePlatform(k) && !isFollowableLibrary(k)) {
                    return null;
                }
                if (lifter.files.method(k, name, descriptor) != null) {
                    return k;
                }
            }
            return owner.isInterface() ? owner : null;
        }
        Method m = Selection.resolved(owner, name, descriptor);
        if (m == null) {
            return null;
        }
        if (opcode == 0xb7) { // javac names the class or interface just above the one with the call
            return m.getDeclaringClass();
        }
        Class<?> exact = c.shape(arguments[0]).exactClass;
        if (exact != null && !owner.isAssignableFrom(exact)) {
            exact = null; // behind a cast that fails
        }
        if (exact == null && Modifier.isFinal(owner.getModifiers())) {
            exact = owner;
        }
        if (exact != null && !ObjectGraph.isOfThePlatform(exact)) {
            return declaring(Selection.selected(exact, m), descriptor);
        }
        boolean isFixed = Modifier.isFinal(m.getModifiers()) || Modifier.isPrivate(m.getModifiers());
        return isFixed && !ObjectGraph.isOfThePlatform(owner) ? m.getDeclaringClass() : null;
    }

    /** Returns the class that declares a method, or null if there is none or nobody has written it: classes made at run time have no file. */
    private @Nullable Class<?> declaring(@Nullable Method m, String descriptor) {
        if (m == null) {
            return null;
        }
        Class<?> k = m.getDeclaringClass();
        return ObjectGraph.isOfThePlatform(k) || lifter.files.method(k, m.getName(), descriptor) != null ? k : null;
    }

    /** Follows a method into its bytecode. */
    private @Nullable Value follow(Cursor c, Class<?> target, String name, String descriptor, Value[] arguments) {
        List<Shape> shapes = new ArrayList<>();
        List<Value> flat = new ArrayList<>();
        List<String> types = parameterDescriptors(target, descriptor, arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            Shape s = c.shape(arguments[i]);
            if (s == Shape.UNKNOWN && arguments[i].type == Type.A) {
                s = finalClass(c, target, types.get(i));
            }
            shapes.add(s);
            Lifter.flatten(arguments[i], s, flat);
        }
        Lifter.Lifted callee = lifter.function(target, name, descriptor, shapes, c.position);
        callee.function.isSummary |= name.equals("<init>");
        Value[] inputs = flat.toArray(new Value[0]);
        String result = returned(descriptor);
        if (callee.result.closure != null) {
            return results(c, callee.function, flat, callee.result);
        }
        Value v = c.add(Op.INVOKE, Type.of(result), result, callee.function, inputs);
        if (v.type == Type.A) {
            c.know(v, callee.result != Shape.UNKNOWN ? callee.result : finalClass(c, target, result));
        }
        return v.type == Type.VOID ? null : v;
    }

    private void superConstructor(Cursor c, Class<?> owner, String descriptor, Value[] arguments) {
        List<Shape> shapes = new ArrayList<>();
        List<Value> flat = new ArrayList<>();
        for (Value a : arguments) {
            Shape s = c.shape(a);
            shapes.add(s);
            Lifter.flatten(a, s, flat);
        }
        Function body = lifter.constructor(owner, descriptor, shapes, c.position).function;
        c.add(Op.INVOKE, Type.VOID, "V", body, flat.toArray(new Value[0]));
    }

    private static List<String> parameterDescriptors(Class<?> target, String descriptor, int count) {
        List<String> types = new ArrayList<>();
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(descriptor);
        if (count > type.parameterCount()) {
            types.add(target.isHidden() ? Type.A.descriptor() : target.descriptorString());
        }
        for (int i = 0; i < type.parameterCount(); i++) {
            types.add(type.parameterType(i).descriptorString());
        }
        return types;
    }

    /** A reference whose static type is a final class of the user's, a record above all, has that very class. */
    private static Shape finalClass(Cursor c, Class<?> context, String descriptor) {
        if (descriptor.charAt(0) != 'L' || descriptor.startsWith("Ljava/")) {
            return Shape.UNKNOWN;
        }
        return Lifter.shapeOfStaticType(resolve(c, context, descriptor.substring(1, descriptor.length() - 1)));
    }

    /** Calls a known function through its interface. */
    @Nullable
    Value callClosure(Cursor c, Closure closure, Shape shape, String descriptor, Value[] arguments) {
        List<Value> flat = new ArrayList<>();
        Lifter.flatten(arguments[0], shape, flat);
        Shape[] passed = new Shape[arguments.length - 1];
        for (int i = 0; i < passed.length; i++) {
            passed[i] = c.shape(arguments[i + 1]);
        }
        Lifter.Lifted code = lifter.codeFor(closure, passed, c.position);
        Function f = code.function;
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(descriptor);
        for (int i = 0; i < passed.length; i++) {
            if (passed[i].closure != null && code.function != closure.function()) {
                Lifter.flatten(arguments[i + 1], passed[i], flat);
                continue;
            }
            Value p = f.parameters().get(flat.size());
            String d = type.parameterType(i).descriptorString();
            flat.add(convert(c, arguments[i + 1], d, p.type == Type.A && Type.of(d) == Type.A ? d : p.descriptor));
        }
        if (code.result.closure != null) {
            return results(c, f, flat, code.result);
        }
        String has = f.results.isEmpty() ? "V" : f.resultDescriptors.get(0);
        Value v = c.add(Op.INVOKE, Type.of(has), has, f, flat.toArray(new Value[0]));
        String wanted = returned(descriptor);
        return wanted.equals("V")
                ? null
                : convert(c, v, has, Type.of(has) == Type.A && Type.of(wanted) == Type.A ? has : wanted);
    }

    /** Calls a function that returns a known function: its results are what that has captured. */
    private static Value results(Cursor c, Function f, List<Value> inputs, Shape result) {
        int n = f.results.size();
        Value first = c.add(
                Op.INVOKE,
                n == 0 ? Type.VOID : f.results.get(0),
                n == 0 ? "V" : f.resultDescriptors.get(0),
                f,
                inputs.toArray(new Value[0]));
        Value[] results = new Value[n];
        for (int i = 0; i < n; i++) {
            results[i] = i == 0 ? first : c.add(Op.RESULT, f.results.get(i), f.resultDescriptors.get(i), i, first);
        }
        return Lifter.rebuild(c, results, new int[1], result);
    }

    private @Nullable Value invokeFunction(Cursor c, Function f, Type result, Value[] arguments, Shape receiver) {
        List<Value> flat = new ArrayList<>();
        Lifter.flatten(arguments[0], receiver, flat);
        for (int i = 1; i < arguments.length; i++) {
            flat.add(arguments[i]);
        }
        return c.add(Op.INVOKE, result, result.descriptor(), f, flat.toArray(new Value[0]));
    }

    /** A call that is executed as it is. */
    private @Nullable Value opaque(
            Cursor c,
            Class<?> owner,
            int opcode,
            String ownerName,
            String name,
            String descriptor,
            boolean isInterface,
            Value[] arguments,
            @Nullable UnsupportedOperationException refusal) {
        Method m = existing(c, owner, name, descriptor);
        UnsupportedOperationException why = refusal;
        if (why == null && (ownerName.startsWith("java/util/stream/") || descriptor.endsWith("Stream;"))) {
            why = c.escape == null ? null : new UnsupportedOperationException(c.escape.getMessage());
        }
        MethodRef.Kind kind = switch (opcode) {
            case 0xb8 -> MethodRef.Kind.STATIC;
            case 0xb7 -> MethodRef.Kind.SPECIAL;
            case 0xb9 -> MethodRef.Kind.INTERFACE;
            default -> MethodRef.Kind.VIRTUAL;
        };
        String result = returned(descriptor);
        Value v = c.add(
                Op.CALL,
                Type.of(result),
                result,
                new MethodRef(kind, ownerName, name, descriptor, isInterface, m, why, MethodRef.Receiver.GIVEN),
                arguments);
        return v.type == Type.VOID ? null : v;
    }

    private static Class<?>[] parameterTypes(Cursor c, Class<?> owner, String descriptor) {
        try {
            return MethodType.fromMethodDescriptorString(descriptor, owner.getClassLoader())
                    .parameterArray();
        } catch (TypeNotPresentException e) {
            throw Refusal.at(
                    c.position, "The class " + e.typeName() + " cannot be loaded.", "Put it on the class path.");
        }
    }

    /** Returns the method that {@link Selection#resolved} finds, or refuses. */
    static Method existing(Cursor c, Class<?> owner, String name, String descriptor) {
        Method m = Selection.resolved(owner, name, descriptor);
        if (m != null) {
            return m;
        }
        if (owner == MethodHandle.class || owner == VarHandle.class) {
            // Their methods have any signature, and what they do is in the handle.
            throw Refusal.at(
                    c.position,
                    "What a " + owner.getSimpleName() + " does cannot be seen from the call of its method " + name
                            + ".",
                    "Call the method itself, or read and write the variable itself.");
        }
        throw Refusal.at(
                c.position,
                "The method " + name + " of " + owner.getName() + " cannot be found.",
                "Recompile the classes against each other.");
    }

    // ---------------------------------------------------------------- invokedynamic

    @Nullable
    Value dynamic(Cursor c, Class<?> context, DynamicCallSiteDesc site, Value[] arguments) {
        DirectMethodHandleDesc bootstrap = (DirectMethodHandleDesc) site.bootstrapMethod();
        String factory = bootstrap.owner().descriptorString();
        if (factory.equals("Ljava/lang/invoke/LambdaMetafactory;")) {
            return lambda(c, context, site, arguments);
        }
        String result = site.invocationType().returnType().descriptorString();
        Value v = c.add(Op.CALL, Type.of(result), result, new DynamicRef(site), arguments);
        return v.type == Type.VOID ? null : v;
    }

    private Value lambda(Cursor c, Class<?> context, DynamicCallSiteDesc site, Value[] captured) {
        ConstantDesc[] args = site.bootstrapArgs();
        MethodTypeDesc interfaceType = (MethodTypeDesc) args[0];
        DirectMethodHandleDesc impl = (DirectMethodHandleDesc) args[1];
        ClassDesc owner = impl.owner();
        String ownerDescriptor = owner.descriptorString();
        int kind = impl.refKind();
        // The handle's own descriptor includes the receiver; the look-up descriptor does not.
        String descriptor = impl.lookupDescriptor();
        Class<?> implOwner = resolve(
                c,
                context,
                ownerDescriptor.charAt(0) == '['
                        ? "java/lang/Object"
                        : ownerDescriptor.substring(1, ownerDescriptor.length() - 1));
        return lifter.closure(
                c,
                context,
                implOwner,
                kind,
                impl.methodName(),
                descriptor,
                functionalInterface(c, context, site).getName().replace('.', '/'),
                site.invocationName(),
                interfaceType.descriptorString(),
                site,
                captured);
    }

    /** Of the interfaces in a cast to an intersection the most specific one: its default methods are the ones that run. */
    private static Class<?> functionalInterface(Cursor c, Class<?> context, DynamicCallSiteDesc site) {
        Class<?> functional = null;
        for (ClassDesc d : Closure.interfaces(site)) {
            String name = d.descriptorString();
            Class<?> i = resolve(c, context, name.substring(1, name.length() - 1));
            functional = functional == null || functional.isAssignableFrom(i) ? i : functional;
        }
        return Objects.requireNonNull(functional);
    }

    // ---------------------------------------------------------------- conversions of lambda arguments and results

    /** Converts as the adaptation of method references does: boxing, unboxing, widening, casts. */
    Value convert(Cursor c, Value v, String from, String to) {
        Type a = Type.of(from);
        Type b = Type.of(to);
        if (from.equals(to) || b == Type.VOID) {
            return v;
        }
        if (a == Type.A && b == Type.A) {
            if (v.op == Op.CLOSURE || to.equals(Type.A.descriptor()) || v.descriptor.equals(to)) {
                return v;
            }
            String name = to.charAt(0) == 'L' ? to.substring(1, to.length() - 1) : to;
            Value cast = c.add(Op.CHECK_CAST, Type.A, to, name, v);
            c.know(cast, c.shape(v));
            return cast;
        }
        if (a == Type.A) {
            String box = switch (to.charAt(0)) {
                case 'D' -> "java/lang/Double";
                case 'F' -> "java/lang/Float";
                case 'J' -> "java/lang/Long";
                case 'Z' -> "java/lang/Boolean";
                case 'C' -> "java/lang/Character";
                case 'S' -> "java/lang/Short";
                case 'B' -> "java/lang/Byte";
                default -> "java/lang/Integer";
            };
            Value boxed = convert(c, v, v.descriptor, "L".concat(box).concat(";"));
            Value unboxed = call(
                    c, Object.class, 0xb6, box, primitiveName(to).concat("Value"), "()".concat(to), false, new Value[] {
                        boxed
                    });
            if (unboxed == null) {
                throw new AssertionError("no unboxed value (please report)");
            }
            return unboxed;
        }
        if (b == Type.A) {
            String box = switch (from.charAt(0)) {
                case 'D' -> "java/lang/Double";
                case 'F' -> "java/lang/Float";
                case 'J' -> "java/lang/Long";
                case 'Z' -> "java/lang/Boolean";
                case 'C' -> "java/lang/Character";
                case 'S' -> "java/lang/Short";
                case 'B' -> "java/lang/Byte";
                default -> "java/lang/Integer";
            };
            Value boxed = call(
                    c,
                    Object.class,
                    0xb8,
                    box,
                    "valueOf",
                    "(".concat(from).concat(")L").concat(box).concat(";"),
                    false,
                    new Value[] {v});
            if (boxed == null) {
                throw new AssertionError("no boxed value (please report)");
            }
            return boxed;
        }
        if (a == b) {
            return v;
        }
        int opcode = switch (a) {
            case I -> b == Type.J ? 0x85 : b == Type.F ? 0x86 : 0x87;
            case J -> b == Type.F ? 0x89 : 0x8a;
            default -> 0x8d;
        };
        return c.add(Op.CONVERT, b, b.descriptor(), opcode, v);
    }

    private static String primitiveName(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'D' -> "double";
            case 'F' -> "float";
            case 'J' -> "long";
            case 'Z' -> "boolean";
            case 'C' -> "char";
            case 'S' -> "short";
            case 'B' -> "byte";
            default -> "int";
        };
    }

    // ---------------------------------------------------------------- what Library builds with

    /** Calls a static method of our own whose bytecode is followed. */
    @Nullable
    Value substitute(Cursor c, Class<?> owner, String name, String descriptor, Value[] arguments) {
        return follow(c, owner, name, descriptor, arguments);
    }

    /** A library call that is executed as it is, its derivative stated beside it. */
    Value plain(
            Cursor c, Executable method, MethodRef.Kind kind, String owner, String name, String descriptor, Value[] a) {
        String result = returned(descriptor);
        return c.add(Op.CALL, Type.of(result), result, new MethodRef(kind, owner, name, descriptor, false, method), a);
    }

    static String boxName() {
        return BOX;
    }

    static void unreachable(Cursor c) {
        c.block.terminate(Terminator.result(new Value[0], c.position));
    }
}
