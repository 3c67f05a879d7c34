package org.wengert.program.lift;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Functions;
import org.wengert.program.runtime.Substitutes;
import org.wengert.program.runtime.Twins;
import org.wengert.program.runtime.UnknownReceiver;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * What is known about methods of the JDK: which are elementary functions of the calculus table, which have a body in
 * {@link Substitutes} that can be followed instead of theirs, and which box a number.
 */
final class Library {
    /** How a call of a known method is lifted. */
    interface Entry {
        @Nullable
        Value lift(CallLifter calls, Cursor c, Value[] arguments);
    }

    private static final FieldRef BOXED = new FieldRef("java/lang/Double", "value", "D", true, Double.class);
    private static final Map<String, Entry> ENTRIES = new HashMap<>();

    private Library() {}

    static @Nullable Entry find(String owner, String name, String descriptor) {
        if (!owner.startsWith("java/") && !owner.startsWith("org/wengert/")) {
            return null;
        }
        String key = owner.concat(".").concat(name).concat(descriptor);
        Entry entry = ENTRIES.get(key);
        boolean isOfCollections = owner.startsWith("java/util/")
                || owner.equals("java/lang/Iterable")
                || owner.equals("org/wengert/program/runtime/Twins");
        return entry != null || !isOfCollections ? entry : OfCollections.ENTRIES.get(key);
    }

    static MethodRef raise() {
        return MethodRef.of(Substitutes.class, "raise", Throwable.class);
    }

    /** Returns what stands for taking or giving back a lock. */
    static MethodRef lock(boolean takes) {
        return MethodRef.of(Substitutes.class, takes ? "lock" : "unlock", Object.class);
    }

    static Method isOfThePlatform() {
        return method(UnknownReceiver.class, "isNot", Object.class);
    }

    static Method method(Class<?> owner, String name, Class<?>... types) {
        try {
            return owner.getMethod(name, types);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    static {
        for (Unary f : Unary.values()) {
            String owner = f.owner();
            if (owner != null) {
                elementary(owner, f.method(), "(D)D", new Elementary(Op.UNARY, f, false));
                if (f.isStrictMath()) {
                    elementary("java/lang/StrictMath", f.method(), "(D)D", new Elementary(Op.UNARY, f, true));
                }
            }
        }
        for (Binary f : Binary.values()) {
            String owner = f.owner();
            if (owner != null) {
                String descriptor = f == Binary.SCALB ? "(DI)D" : "(DD)D";
                elementary(owner, f.method(), descriptor, new Elementary(Op.BINARY, f, false));
                if (f.isStrictMath()) {
                    elementary("java/lang/StrictMath", f.method(), descriptor, new Elementary(Op.BINARY, f, true));
                }
            }
        }
        for (Ternary f : Ternary.values()) {
            elementary(f.owner(), f.method(), "(DDD)D", new Elementary(Op.TERNARY, f, false));
            if (f.isStrictMath()) {
                elementary("java/lang/StrictMath", f.method(), "(DDD)D", new Elementary(Op.TERNARY, f, true));
            }
        }
        Elementary scalb = new Elementary(Op.BINARY, Binary.SCALB, false);
        ENTRIES.put("java/lang/Math.scalb(DI)D", scalb);
        ENTRIES.put("java/lang/StrictMath.scalb(DI)D", scalb);
        // In float: exact in double, and rounding the result back changes nothing.
        ENTRIES.put("java/lang/Math.abs(F)F", new InFloat(Unary.ABS, null));
        ENTRIES.put("java/lang/Math.max(FF)F", new InFloat(null, Binary.MAX));
        ENTRIES.put("java/lang/Math.min(FF)F", new InFloat(null, Binary.MIN));
        ENTRIES.put("java/lang/Math.copySign(FF)F", new InFloat(null, Binary.COPY_SIGN));
        ENTRIES.put("java/lang/Math.signum(F)F", new InFloat(Unary.SIGNUM, null));
        ENTRIES.put("java/lang/Double.sum(DD)D", new Elementary(Op.BINARY, Binary.ADD, false));
        ENTRIES.put("java/lang/Double.max(DD)D", new Elementary(Op.BINARY, Binary.MAX, false));
        ENTRIES.put("java/lang/Double.min(DD)D", new Elementary(Op.BINARY, Binary.MIN, false));
        ENTRIES.put("java/lang/Double.valueOf(D)Ljava/lang/Double;", Library::box);
        ENTRIES.put("java/lang/Double.doubleValue()D", Library::unbox);
        for (String more : new String[] {"", "Ljava/lang/String;", "Ljava/util/function/Supplier;"}) {
            String descriptor = "(Ljava/lang/Object;".concat(more).concat(")Ljava/lang/Object;");
            Entry notNull = new Substitute("requireNonNull", descriptor);
            ENTRIES.put(
                    "java/util/Objects.requireNonNull".concat(descriptor),
                    // A known function is not null, and need not exist as an object.
                    (calls, c, arguments) ->
                            c.shape(arguments[0]).closure != null ? arguments[0] : notNull.lift(calls, c, arguments));
        }
        substitute("java/util/Arrays.fill", "([DD)V");
        substitute("java/util/Arrays.fill", "([FF)V");
        substitute("java/util/Arrays.fill", "([DIID)V");
        substitute("java/util/Arrays.copyOf", "([DI)[D");
        substitute("java/util/Arrays.sort", "([D)V");
        substitute("java/util/Arrays.sort", "([DII)V");
        substitute("java/lang/Math.clamp", "(FFF)F");
        ENTRIES.put("java/lang/Math.fma(FFF)F", Library::fusedInFloat);
        ENTRIES.put("java/lang/Float.sum(FF)F", new InFloat(null, Binary.ADD));
        ENTRIES.put("java/lang/Float.max(FF)F", new InFloat(null, Binary.MAX));
        ENTRIES.put("java/lang/Float.min(FF)F", new InFloat(null, Binary.MIN));
        ENTRIES.put("java/lang/Double.floatValue()F", Library::unboxFloat);
        substitute("java/util/Arrays.copyOfRange", "([DII)[D");
        ENTRIES.put("java/lang/Double.longBitsToDouble(J)D", Library::ofBits);
        ENTRIES.put("java/lang/Number.doubleValue()D", Library::unboxNumber);
        for (String n : new String[] {"floatValue", "intValue", "longValue"}) {
            String d = n.charAt(0) == 'f' ? ")F" : n.charAt(0) == 'i' ? ")I" : ")J";
            ENTRIES.put(
                    "java/lang/Number.".concat(n).concat("(").concat(d),
                    new Substitute(n, "(Ljava/lang/Number;".concat(d)));
        }
        ENTRIES.put("java/lang/System.arraycopy(Ljava/lang/Object;ILjava/lang/Object;II)V", Library::arraycopy);
    }

    private static void substitute(String method, String descriptor) {
        ENTRIES.put(method.concat(descriptor), new Substitute(method.substring(method.indexOf('.') + 1), descriptor));
    }

    /**
     * A number whose last bits have been masked away, as algorithms do that split a number in two, is that number to a rounding: of derivative
     * 1, as {@link Math#nextAfter} is.
     */
    private static Value ofBits(CallLifter calls, Cursor c, Value[] a) {
        Value x = null;
        int bits = 0;
        if (a[0].op == Op.INTEGER && a[0].attribute instanceof Integer code && code == 0x7f) {
            for (int i = 0; i < 2; i++) {
                Value of = a[0].input(i);
                if (of.op == Op.CALL
                        && of.attribute instanceof MethodRef m
                        && m.owner().equals("java/lang/Double")
                        && (m.name().equals("doubleToRawLongBits") || m.name().equals("doubleToLongBits"))
                        && a[0].input(1 - i).attribute instanceof Long mask
                        && mask != 0
                        && mask == -1L << Long.numberOfTrailingZeros(mask)) {
                    x = of.input(0);
                    bits = Long.numberOfTrailingZeros(mask);
                }
            }
        }
        if (x == null || bits > 51) {
            return calls.plain(
                    c,
                    method(Double.class, "longBitsToDouble", long.class),
                    MethodRef.Kind.STATIC,
                    "java/lang/Double",
                    "longBitsToDouble",
                    "(J)D",
                    a);
        }
        MethodRef truncated = MethodRef.of(Substitutes.class, "truncated", double.class, int.class);
        return c.add(Op.BINARY, Type.D, "D", Binary.NEXT_AFTER, x, c.constant((double) bits))
                .by(truncated);
    }

    private static @Nullable Value unboxNumber(CallLifter calls, Cursor c, Value[] a) {
        if (a[0].descriptor.equals("Ljava/lang/Double;")) {
            return unbox(calls, c, a);
        }
        return calls.substitute(c, Substitutes.class, "doubleValue", "(Ljava/lang/Number;)D", a);
    }

    private static @Nullable Value arraycopy(CallLifter calls, Cursor c, Value[] a) {
        String type = a[0].descriptor;
        if (type.equals(a[2].descriptor) && (type.equals("[D") || type.equals("[F") || type.equals("[[D"))) {
            String descriptor = "(".concat(type).concat("I").concat(type).concat("II)V");
            return calls.substitute(c, Substitutes.class, "arraycopy", descriptor, a);
        }
        calls.plain(
                c,
                method(System.class, "arraycopy", Object.class, int.class, Object.class, int.class, int.class),
                MethodRef.Kind.STATIC,
                "java/lang/System",
                "arraycopy",
                "(Ljava/lang/Object;ILjava/lang/Object;II)V",
                a);
        return null;
    }

    private static void elementary(String owner, @Nullable String name, String descriptor, Entry entry) {
        if (name != null) {
            ENTRIES.put(owner.concat(".").concat(name).concat(descriptor), entry);
        }
    }

    static Value box(CallLifter calls, Cursor c, Value[] a) {
        Value box = calls.plain(
                c,
                method(Double.class, "valueOf", double.class),
                MethodRef.Kind.STATIC,
                "java/lang/Double",
                "valueOf",
                "(D)Ljava/lang/Double;",
                a);
        c.add(Op.INIT_FIELD, Type.VOID, "V", BOXED, box, a[0]);
        return box;
    }

    /** The JDK's own result, which is a constant here, plus a zero that has the derivative. */
    private static @Nullable Value fusedInFloat(CallLifter calls, Cursor c, Value[] a) {
        Value[] wide = new Value[3];
        Value[] constants = new Value[3];
        for (int i = 0; i < 3; i++) {
            wide[i] = c.add(Op.CONVERT, Type.D, "D", 0x8d, a[i]);
            constants[i] = c.add(Op.CONVERT, Type.F, "F", 0x90, Operators.stop(c, "(D)D", wide[i]));
        }
        MethodRef called = MethodRef.of(Math.class, "fma", float.class, float.class, float.class);
        Value rounded = c.add(Op.CALL, Type.F, "F", called, constants);
        Value product = c.add(Op.BINARY, Type.D, "D", Binary.MUL, wide[0], wide[1]); // exact
        Value sum = c.add(Op.BINARY, Type.D, "D", Binary.ADD, product, wide[2]);
        Value change = c.add(Op.BINARY, Type.D, "D", Binary.SUB, sum, Operators.stop(c, "(D)D", sum));
        return calls.substitute(c, Substitutes.class, "fused", "(DDF)F", new Value[] {sum, change, rounded});
    }

    private static Value unboxFloat(CallLifter calls, Cursor c, Value[] a) {
        return c.add(Op.CONVERT, Type.F, "F", 0x90, unbox(calls, c, a));
    }

    private static Value unbox(CallLifter calls, Cursor c, Value[] a) {
        return c.add(Op.GET_FIELD, Type.D, "D", BOXED, a[0]);
    }

    private static final class Elementary implements Entry {
        private final Op op;
        private final Object function;
        private final boolean strict;

        Elementary(Op op, Object function, boolean strict) {
            this.op = op;
            this.function = function;
            this.strict = strict;
        }

        @Override
        public Value lift(CallLifter calls, Cursor c, Value[] a) {
            Value[] inputs = a.clone();
            for (int i = 0; i < inputs.length; i++) {
                if (inputs[i].type == Type.I) { // scalb's exponent
                    inputs[i] = c.add(Op.CONVERT, Type.D, "D", 0x87, inputs[i]);
                }
            }
            return c.add(op, Type.D, "D", function, inputs).strict(strict);
        }
    }

    private static final class InFloat implements Entry {
        private final @Nullable Unary unary;
        private final @Nullable Binary binary;

        InFloat(@Nullable Unary unary, @Nullable Binary binary) {
            this.unary = unary;
            this.binary = binary;
        }

        @Override
        public Value lift(CallLifter calls, Cursor c, Value[] a) {
            Value x = c.add(Op.CONVERT, Type.D, "D", 0x8d, a[0]);
            Value y = unary != null
                    ? c.add(Op.UNARY, Type.D, "D", unary, x)
                    : c.add(Op.BINARY, Type.D, "D", binary, x, c.add(Op.CONVERT, Type.D, "D", 0x8d, a[1]));
            return c.add(Op.CONVERT, Type.F, "F", 0x90, y);
        }
    }

    private static final class Substitute implements Entry {
        private final String name;
        private final String descriptor;

        Substitute(String name, String descriptor) {
            this.name = name;
            this.descriptor = descriptor;
        }

        @Override
        public @Nullable Value lift(CallLifter calls, Cursor c, Value[] a) {
            return calls.substitute(c, Substitutes.class, name, descriptor, a);
        }
    }

    /**
     * Methods of collections that take functions or look for equal elements, written with those that only move references. A class of its own, for
     * most programs need none of them.
     */
    private static final class OfCollections {
        static final Map<String, Entry> ENTRIES = new HashMap<>();
        private static final String[] LISTS = {
            "java/util/List", "java/util/ArrayList", "java/util/LinkedList", "java/util/Vector", "java/util/Stack"
        };
        private static final String[] COLLECTIONS = {
            "java/lang/Iterable",
            "java/util/Collection",
            "java/util/SequencedCollection",
            "java/util/List",
            "java/util/ArrayList",
            "java/util/LinkedList",
            "java/util/Vector",
            "java/util/Stack",
            "java/util/Deque",
            "java/util/Queue",
            "java/util/ArrayDeque",
            "java/util/Set"
        };
        private static final String[] GENERATORS = {
            "java/util/Random",
            "java/util/SplittableRandom",
            "java/util/random/RandomGenerator",
            "java/util/concurrent/ThreadLocalRandom"
        };
        private static final String[] MAPS = {
            "java/util/Map",
            "java/util/HashMap",
            "java/util/LinkedHashMap",
            "java/util/TreeMap",
            "java/util/SortedMap",
            "java/util/NavigableMap",
            "java/util/SequencedMap",
            "java/util/EnumMap"
        };

        private OfCollections() {}

        static {
            String o = "Ljava/lang/Object;";
            String pair = o.concat(o);
            String f = "Ljava/util/function/";
            written(COLLECTIONS, "Ljava/lang/Iterable;", "forEach", f.concat("Consumer;"), "V");
            written(COLLECTIONS, "Ljava/util/Collection;", "removeIf", f.concat("Predicate;"), "Z");
            written(LISTS, "Ljava/util/List;", "replaceAll", f.concat("UnaryOperator;"), "V");
            written(LISTS, "Ljava/util/List;", "remove", o, "Z");
            written(LISTS, "Ljava/util/List;", "sort", "Ljava/util/Comparator;", "V");
            String array = "[Ljava/lang/Object;";
            written(LISTS, "Ljava/util/List;", "toArray", array, array);
            written(LISTS, "Ljava/util/List;", "toArray", f.concat("IntFunction;"), array);
            written("java/util/Arrays.sort", "([Ljava/lang/Object;)V");
            written("java/util/Arrays.sort", "([Ljava/lang/Object;Ljava/util/Comparator;)V");
            orders(f);
            String map = "Ljava/util/Map;";
            written(MAPS, map, "forEach", f.concat("BiConsumer;"), "V");
            written(MAPS, map, "replaceAll", f.concat("BiFunction;"), "V");
            written(MAPS, map, "putIfAbsent", pair, o);
            written(MAPS, map, "replace", pair, o);
            written(MAPS, map, "merge", pair.concat(f).concat("BiFunction;"), o);
            written(MAPS, map, "compute", o.concat(f).concat("BiFunction;"), o);
            written(MAPS, map, "computeIfAbsent", o.concat(f).concat("Function;"), o);
            written(MAPS, map, "computeIfPresent", o.concat(f).concat("BiFunction;"), o);
            function("Function.identity", "identity", "()Ljava/util/function/Function;");
            function("UnaryOperator.identity", "unaryIdentity", "()Ljava/util/function/UnaryOperator;");
            function("DoubleUnaryOperator.identity", "doubleIdentity", "()Ljava/util/function/DoubleUnaryOperator;");
            for (String name : new String[] {"andThen", "compose"}) {
                function("Function.".concat(name), name, "Function", "Function", "Function");
                function(
                        "DoubleUnaryOperator.".concat(name),
                        name.equals("compose") ? "doubleCompose" : "doubleAndThen",
                        "DoubleUnaryOperator",
                        "DoubleUnaryOperator",
                        "DoubleUnaryOperator");
            }
            function("BiFunction.andThen", "biAndThen", "BiFunction", "Function", "BiFunction");
            String[] optional = {"java/util/Optional"};
            String opt = "Ljava/util/Optional;";
            written(optional, opt, "orElse", o, o);
            written(optional, opt, "orElseGet", f.concat("Supplier;"), o);
            written(optional, opt, "map", f.concat("Function;"), opt);
            written(optional, opt, "filter", f.concat("Predicate;"), opt);
            written(optional, opt, "ifPresent", f.concat("Consumer;"), "V");
            written(optional, opt, "ifPresentOrElse", f.concat("Consumer;Ljava/lang/Runnable;"), "V");
            written(optional, opt, "flatMap", f.concat("Function;"), opt);
            written(optional, opt, "or", f.concat("Supplier;"), opt);
            written("java/util/Optional.empty", "()Ljava/util/Optional;");
            written("java/util/Arrays.setAll", "([DLjava/util/function/IntToDoubleFunction;)V");
            written("java/util/Arrays.parallelSetAll", "([DLjava/util/function/IntToDoubleFunction;)V");
            written("java/util/Arrays.setAll", "([Ljava/lang/Object;Ljava/util/function/IntFunction;)V");
            written("java/util/Arrays.parallelSort", "([D)V");
            written("java/util/Objects.requireNonNullElse", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
            String generator = "Ljava/util/random/RandomGenerator;";
            written(GENERATORS, generator, "nextGaussian", "DD", "D");
            written(GENERATORS, generator, "nextDouble", "D", "D");
            written(GENERATORS, generator, "nextDouble", "DD", "D");
            written("java/util/Collections.sort", "(Ljava/util/List;)V");
            written("java/util/Collections.sort", "(Ljava/util/List;Ljava/util/Comparator;)V");
            for (String name : new String[] {"max", "min"}) {
                String c = "java/util/Collections.".concat(name);
                written(c, "(Ljava/util/Collection;)Ljava/lang/Object;");
                written(c, "(Ljava/util/Collection;Ljava/util/Comparator;)Ljava/lang/Object;");
            }
            for (int n = 0; n <= 10; n++) {
                ENTRIES.put(
                        "java/util/List.of(".concat(o.repeat(n)).concat(")Ljava/util/List;"),
                        (calls, c, args) -> calls.substitute(
                                c, Substitutes.class, "listOf", "([Ljava/lang/Object;)Ljava/util/List;", new Value[] {
                                    gathered(c, args, 0, 1)
                                }));
                ENTRIES.put(
                        "java/util/Map.of(".concat(o.repeat(2 * n)).concat(")Ljava/util/Map;"),
                        (calls, c, args) -> calls.substitute(
                                c,
                                Substitutes.class,
                                "mapOf",
                                "([Ljava/lang/Object;[Ljava/lang/Object;)Ljava/util/Map;",
                                new Value[] {gathered(c, args, 0, 2), gathered(c, args, 1, 2)}));
            }
            for (Method m : Twins.class.getMethods()) {
                if (m.getDeclaringClass() == Twins.class) {
                    String descriptor = MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                            .toMethodDescriptorString();
                    ENTRIES.put(
                            "org/wengert/program/runtime/Twins."
                                    .concat(m.getName())
                                    .concat(descriptor),
                            (calls, c, a) -> {
                                Value v = calls.plain(
                                        c,
                                        m,
                                        MethodRef.Kind.STATIC,
                                        "org/wengert/program/runtime/Twins",
                                        m.getName(),
                                        descriptor,
                                        a);
                                return v.type == Type.VOID ? null : v;
                            });
                }
            }
        }

        /** Returns a new array of every {@code step}-th argument from the {@code first} on. */
        private static Value gathered(Cursor c, Value[] arguments, int first, int step) {
            Value length = c.add(Op.CONSTANT, Type.I, "I", arguments.length / step);
            Value array = c.add(Op.NEW_ARRAY, Type.A, "[Ljava/lang/Object;", "Ljava/lang/Object;", length);
            for (int i = first; i < arguments.length; i += step) {
                Value index = c.add(Op.CONSTANT, Type.I, "I", i / step);
                c.add(Op.ARRAY_STORE, Type.VOID, "V", "Ljava/lang/Object;", array, index, arguments[i]);
            }
            return array;
        }

        private static void orders(String f) {
            String order = "Ljava/util/Comparator;";
            String key = f.concat("Function;");
            String number = f.concat("ToDoubleFunction;");
            order("comparingDouble", "", number);
            order("comparing", "", key);
            order("comparing", "", key.concat(order));
            order("reversed", order, "");
            order("thenComparing", order, order);
            order("thenComparingDouble", order, number);
            order("thenComparing", order, key);
            order("thenComparing", order, key.concat(order));
        }

        private static void order(String name, String receiver, String parameters) {
            String result = ")Ljava/util/Comparator;";
            ENTRIES.put(
                    "java/util/Comparator."
                            .concat(name)
                            .concat("(")
                            .concat(parameters)
                            .concat(result),
                    (calls, c, a) -> calls.substitute(
                            c,
                            Functions.class,
                            name,
                            "(".concat(receiver).concat(parameters).concat(result),
                            a));
        }

        /** A method that makes a function: its code in {@link Functions} has the same parameters, the receiver first. */
        private static void function(String method, String name, String descriptor) {
            ENTRIES.put(
                    "java/util/function/".concat(method).concat(descriptor),
                    (calls, c, a) -> calls.substitute(c, Functions.class, name, descriptor, a));
        }

        private static void function(String method, String name, String receiver, String argument, String result) {
            String f = "Ljava/util/function/";
            String rest =
                    f.concat(argument).concat(";)").concat(f).concat(result).concat(";");
            ENTRIES.put(
                    "java/util/function/".concat(method).concat("(").concat(rest),
                    (calls, c, a) -> calls.substitute(
                            c,
                            Functions.class,
                            name,
                            "(".concat(f).concat(receiver).concat(";").concat(rest),
                            a));
        }

        private static void written(String[] owners, String receiver, String name, String parameters, String result) {
            String descriptor =
                    "(".concat(receiver).concat(parameters).concat(")").concat(result);
            Entry body = new Substitute(name, descriptor);
            for (String owner : owners) {
                ENTRIES.put(
                        owner.concat(".")
                                .concat(name)
                                .concat("(")
                                .concat(parameters)
                                .concat(")")
                                .concat(result),
                        body);
            }
        }

        private static void written(String method, String descriptor) {
            ENTRIES.put(
                    method.concat(descriptor), new Substitute(method.substring(method.indexOf('.') + 1), descriptor));
        }
    }
}
