package org.wengert.program.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.ClassLiteral;
import org.wengert.program.ir.Closure;
import org.wengert.program.ir.DynamicRef;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Stack;
import org.wengert.program.ir.StackEntry;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.ir.Variable;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

class InterpreterTest {
    private static final String OBJECT = "Ljava/lang/Object;";

    private static Function function(String name, String result, String... parameters) {
        Function f = new Function(name, Position.NONE);
        Block entry = f.addBlock();
        for (String p : parameters) {
            entry.addParameter(Type.of(p), p, Position.NONE);
        }
        if (!result.equals("V")) {
            f.addResult(Type.of(result), result);
        }
        return f;
    }

    private static Value append(Block b, Op op, String descriptor, @Nullable Object attribute, Value... inputs) {
        return b.append(op, Type.of(descriptor), descriptor, attribute, Position.NONE, inputs);
    }

    private static Value constant(Block b, Object c) {
        return append(b, Op.CONSTANT, c instanceof Integer ? "I" : c instanceof Long ? "J" : "D", c);
    }

    private static void result(Block b, Value... results) {
        b.terminate(Terminator.result(results, Position.NONE));
    }

    private static void jump(Block b, Block target, Value... arguments) {
        b.terminate(Terminator.jump(new Edge(target, arguments), Position.NONE));
    }

    private static Interpreter interpreter() {
        return new Interpreter(MethodHandles.lookup());
    }

    /** One value of an op, whose inputs are the parameters. */
    private static @Nullable Object single(
            Op op, String result, @Nullable Object attribute, String[] parameters, @Nullable Object... arguments) {
        Function f = function("single", result, parameters);
        Value v = append(f.entry(), op, result, attribute, f.parameters().toArray(Value[]::new));
        result(f.entry(), result.equals("V") ? new Value[0] : new Value[] {v});
        return interpreter().run(f, arguments);
    }

    private static @Nullable Object ints(int opcode, Object... in) {
        String[] types = new String[in.length];
        for (int i = 0; i < in.length; i++) {
            types[i] = in[i] instanceof Long ? "J" : "I";
        }
        return single(Op.INTEGER, types[0], opcode, types, in);
    }

    @Test
    void integerArithmeticIsThatOfJava() {
        int[] numbers = {0, 1, -1, 2, -7, 31, 33, Integer.MAX_VALUE, Integer.MIN_VALUE};
        for (int x : numbers) {
            long a = x * 0x1_0000_0001L;
            assertThat(ints(116, x)).isEqualTo(-x);
            assertThat(ints(117, a)).isEqualTo(-a);
            for (int y : numbers) {
                long b = y * 0x1_0000_0001L;
                assertThat(ints(96, x, y)).isEqualTo(x + y);
                assertThat(ints(100, x, y)).isEqualTo(x - y);
                assertThat(ints(104, x, y)).isEqualTo(x * y);
                assertThat(ints(120, x, y)).isEqualTo(x << y);
                assertThat(ints(122, x, y)).isEqualTo(x >> y);
                assertThat(ints(124, x, y)).isEqualTo(x >>> y);
                assertThat(ints(126, x, y)).isEqualTo(x & y);
                assertThat(ints(128, x, y)).isEqualTo(x | y);
                assertThat(ints(130, x, y)).isEqualTo(x ^ y);
                assertThat(ints(97, a, b)).isEqualTo(a + b);
                assertThat(ints(101, a, b)).isEqualTo(a - b);
                assertThat(ints(105, a, b)).isEqualTo(a * b);
                assertThat(ints(121, a, y)).isEqualTo(a << y);
                assertThat(ints(123, a, y)).isEqualTo(a >> y);
                assertThat(ints(125, a, y)).isEqualTo(a >>> y);
                assertThat(ints(127, a, b)).isEqualTo(a & b);
                assertThat(ints(129, a, b)).isEqualTo(a | b);
                assertThat(ints(131, a, b)).isEqualTo(a ^ b);
                if (y != 0) {
                    assertThat(ints(108, x, y)).isEqualTo(x / y);
                    assertThat(ints(112, x, y)).isEqualTo(x % y);
                    assertThat(ints(109, a, b)).isEqualTo(a / b);
                    assertThat(ints(113, a, b)).isEqualTo(a % b);
                }
            }
        }
    }

    @Test
    void divisionByZeroThrowsWhatJavaThrows() {
        assertThatThrownBy(() -> ints(108, 1, 0)).isExactlyInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> ints(113, 1L, 0L)).isExactlyInstanceOf(ArithmeticException.class);
    }

    @Test
    void comparisonsOfNaNFollowTheirOpcode() {
        String[] reals = {"D", "D"};
        assertThat(single(Op.COMPARE, "I", 151, reals, Double.NaN, 1.0)).isEqualTo(-1);
        assertThat(single(Op.COMPARE, "I", 152, reals, Double.NaN, 1.0)).isEqualTo(1);
        assertThat(single(Op.COMPARE, "I", 151, reals, -0.0, 0.0)).isEqualTo(0);
        assertThat(single(Op.COMPARE, "I", 152, reals, 2.0, 1.0)).isEqualTo(1);
        assertThat(single(Op.COMPARE, "I", 149, new String[] {"F", "F"}, 1f, Float.NaN))
                .isEqualTo(-1);
        assertThat(single(Op.COMPARE, "I", 150, new String[] {"F", "F"}, 1f, 2f))
                .isEqualTo(-1);
        assertThat(single(Op.COMPARE, "I", 148, new String[] {"J", "J"}, 1L << 40, -1L))
                .isEqualTo(1);
    }

    @Test
    void conversionsAreThoseOfJava() {
        for (double x : new double[] {0, -0.0, 1.5, -2.7, 1e10, 1e20, 1e300, Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertThat(single(Op.CONVERT, "I", 142, new String[] {"D"}, x)).isEqualTo((int) x);
            assertThat(single(Op.CONVERT, "J", 143, new String[] {"D"}, x)).isEqualTo((long) x);
            assertThat(single(Op.CONVERT, "F", 144, new String[] {"D"}, x)).isEqualTo((float) x);
            float y = (float) x;
            assertThat(single(Op.CONVERT, "I", 139, new String[] {"F"}, y)).isEqualTo((int) y);
            assertThat(single(Op.CONVERT, "J", 140, new String[] {"F"}, y)).isEqualTo((long) y);
            assertThat(single(Op.CONVERT, "D", 141, new String[] {"F"}, y)).isEqualTo((double) y);
        }
        for (int i : new int[] {0, 255, 256, -1, 70_000, Integer.MIN_VALUE, 16_777_217}) {
            assertThat(single(Op.CONVERT, "J", 133, new String[] {"I"}, i)).isEqualTo((long) i);
            assertThat(single(Op.CONVERT, "F", 134, new String[] {"I"}, i)).isEqualTo((float) i);
            assertThat(single(Op.CONVERT, "D", 135, new String[] {"I"}, i)).isEqualTo((double) i);
            assertThat(single(Op.CONVERT, "I", 145, new String[] {"I"}, i)).isEqualTo((int) (byte) i);
            assertThat(single(Op.CONVERT, "I", 146, new String[] {"I"}, i)).isEqualTo((int) (char) i);
            assertThat(single(Op.CONVERT, "I", 147, new String[] {"I"}, i)).isEqualTo((int) (short) i);
        }
        for (long j : new long[] {0, -1, (1L << 53) + 1, Long.MIN_VALUE}) {
            assertThat(single(Op.CONVERT, "I", 136, new String[] {"J"}, j)).isEqualTo((int) j);
            assertThat(single(Op.CONVERT, "F", 137, new String[] {"J"}, j)).isEqualTo((float) j);
            assertThat(single(Op.CONVERT, "D", 138, new String[] {"J"}, j)).isEqualTo((double) j);
        }
    }

    @Test
    void elementaryFunctionsAreThoseOfTheTable() {
        assertThat(single(Op.UNARY, "D", Unary.SIN, new String[] {"D"}, 5.0)).isEqualTo(Math.sin(5));
        assertThat(single(Op.BINARY, "D", Binary.POW, new String[] {"D", "D"}, 5.0, 3.0))
                .isEqualTo(Math.pow(5, 3));
        assertThat(single(Op.TERNARY, "D", Ternary.FMA, new String[] {"D", "D", "D"}, 0.1, 10.0, -1.0))
                .isEqualTo(Math.fma(0.1, 10.0, -1.0));
        assertThat(single(Op.UNARY, "F", Unary.NEG, new String[] {"F"}, 0f)).isEqualTo(-0f);
        assertThat(single(Op.BINARY, "F", Binary.DIV, new String[] {"F", "F"}, 1f, 3f))
                .isEqualTo(1f / 3f);
        assertThat(single(Op.BINARY, "F", Binary.REM, new String[] {"F", "F"}, 5.5f, 2f))
                .isEqualTo(1.5f);
    }

    @Test
    void strictFunctionsAreThoseOfStrictMath() {
        Function f = function("strict", "D", "D");
        Value x = f.parameters().get(0);
        Value sin = append(f.entry(), Op.UNARY, "D", Unary.SIN, x).strict(true);
        Value pow = append(f.entry(), Op.BINARY, "D", Binary.POW, sin, x).strict(true);
        result(
                f.entry(),
                append(f.entry(), Op.TERNARY, "D", Ternary.FMA, pow, x, sin).strict(true));
        for (double at = 0.1; at < 3; at += 0.37) {
            double s = StrictMath.sin(at);
            assertThat(interpreter().run(f, at)).isEqualTo(StrictMath.fma(StrictMath.pow(s, at), at, s));
        }
    }

    @Test
    void parametersOfABlockTakeTheirArgumentsAllAtOnce() {
        // fibonacci by swapping: (a, b) ← (b, a + b)
        Function f = function("fibonacci", "I", "I");
        Block head = f.addBlock();
        Block body = f.addBlock();
        Block exit = f.addBlock();
        Value zero = constant(f.entry(), 0);
        Value one = constant(f.entry(), 1);
        jump(f.entry(), head, f.parameters().get(0), zero, one);
        Value n = head.addParameter(Type.I, "I", Position.NONE);
        Value a = head.addParameter(Type.I, "I", Position.NONE);
        Value b = head.addParameter(Type.I, "I", Position.NONE);
        head.terminate(Terminator.branch(158, new Value[] {n}, new Edge(exit), new Edge(body), Position.NONE));
        jump(body, head, append(body, Op.INTEGER, "I", 100, n, one), b, append(body, Op.INTEGER, "I", 96, a, b));
        result(exit, a);
        assertThat(interpreter().run(f, 30)).isEqualTo(832_040);
        assertThat(interpreter().run(f, 0)).isEqualTo(0);
    }

    @Test
    void aSwitchTakesTheEdgeOfItsKey() {
        Function f = function("select", "I", "I");
        Block join = f.addBlock();
        Value r = join.addParameter(Type.I, "I", Position.NONE);
        result(join, r);
        Edge[] edges = new Edge[4];
        for (int i = 0; i < 4; i++) {
            edges[i] = new Edge(join, constant(f.entry(), 10 * i));
        }
        f.entry()
                .terminate(
                        Terminator.select(new int[] {-5, 0, 7}, f.parameters().get(0), edges, Position.NONE));
        assertThat(interpreter().run(f, -5)).isEqualTo(0);
        assertThat(interpreter().run(f, 0)).isEqualTo(10);
        assertThat(interpreter().run(f, 7)).isEqualTo(20);
        assertThat(interpreter().run(f, 1)).isEqualTo(30);
    }

    @Test
    void arraysOfEveryKindNarrowWhatIsStored() {
        String[] kinds = {"Z", "B", "S", "C", "I", "J", "F", "D", OBJECT};
        Object[] stored = {3, 300, 70_000, -1, -1, 1L << 40, 0.1f, 0.1, "text"};
        Object[] loaded = {1, (int) (byte) 300, (int) (short) 70_000, 65_535, -1, 1L << 40, 0.1f, 0.1, "text"};
        for (int i = 0; i < kinds.length; i++) {
            String computed = i < 4 ? "I" : kinds[i];
            Function f = function("element", computed, "I", computed);
            Block b = f.entry();
            Value array = append(
                    b, Op.NEW_ARRAY, "[" + kinds[i], kinds[i], f.parameters().get(0));
            Value at = constant(b, 1);
            append(b, Op.ARRAY_STORE, "V", kinds[i], array, at, f.parameters().get(1));
            Value copy = append(b, Op.CLONE, "[" + kinds[i], null, array);
            result(b, append(b, Op.ARRAY_LOAD, computed, kinds[i], copy, at));
            assertThat(interpreter().run(f, 2, stored[i])).as(kinds[i]).isEqualTo(loaded[i]);
            Object element = stored[i];
            assertThatThrownBy(() -> interpreter().run(f, 1, element))
                    .isExactlyInstanceOf(ArrayIndexOutOfBoundsException.class)
                    .hasMessage("Index 1 out of bounds for length 1");
            assertThatThrownBy(() -> interpreter().run(f, -1, element))
                    .isExactlyInstanceOf(NegativeArraySizeException.class);
        }
        assertThat((double[][][]) single(Op.NEW_MULTI_ARRAY, "[[[D", "[[[D", new String[] {"I", "I"}, 2, 3))
                .isEqualTo(new double[2][3][]);
        assertThat(single(Op.ARRAY_LENGTH, "I", null, new String[] {"[J"}, (Object) new long[5]))
                .isEqualTo(5);
        assertThatThrownBy(() -> single(Op.ARRAY_LENGTH, "I", null, new String[] {"[J"}, new Object[] {null}))
                .isExactlyInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> single(
                        Op.ARRAY_STORE, "V", OBJECT, new String[] {"[" + OBJECT, "I", OBJECT}, new String[1], 0, 1.5))
                .isExactlyInstanceOf(ArrayStoreException.class);
    }

    @Test
    void accumulationAddsInPlace() {
        double[] doubles = {1, 2};
        single(Op.ACCUMULATE, "V", "D", new String[] {"[D", "I", "D"}, doubles, 1, 0.5);
        assertThat(doubles).containsExactly(1, 2.5);
        float[] floats = {1, 2};
        single(Op.ACCUMULATE, "V", "F", new String[] {"[F", "I", "F"}, floats, 0, 0.25f);
        assertThat(floats).containsExactly(1.25f, 2);
        assertThatThrownBy(() -> single(Op.ACCUMULATE, "V", "D", new String[] {"[D", "I", "D"}, doubles, 2, 0.5))
                .isExactlyInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    @Test
    void summariesOfConstructorsRunOnlyForAListenerAndOnACopy() throws ReflectiveOperationException {
        // new Above(true, x), whose summary says flag = 1, x = x and reads x back
        Function summary = function("<init>", "V", OBJECT, "I", "D");
        summary.isSummary = true;
        List<Value> p = summary.parameters();
        Value before = append(summary.entry(), Op.GET_FIELD, "D", field("x", "D"), p.get(0));
        append(summary.entry(), Op.INIT_FIELD, "V", field("flag", "Z"), p.get(0), p.get(1));
        append(summary.entry(), Op.INIT_FIELD, "V", field("x", "D"), p.get(0), p.get(2));
        Value after = append(summary.entry(), Op.GET_FIELD, "D", field("x", "D"), p.get(0));
        append(summary.entry(), Op.PUT_STATIC, "V", field("count", "I"), p.get(1));
        result(summary.entry());
        Function f = function("make", OBJECT, "D");
        Value one = constant(f.entry(), 1);
        MethodRef constructor = method(MethodRef.Kind.SPECIAL, Above.class, "<init>", boolean.class, double.class);
        Value made = append(
                f.entry(), Op.NEW, OBJECT, constructor, one, f.parameters().get(0));
        append(f.entry(), Op.INVOKE, "V", summary, made, one, f.parameters().get(0));
        result(f.entry(), made);

        Above.count = 23;
        assertThat(((Above) interpreter().run(f, 2.5)).x).isEqualTo(2.5);
        List<Object> heard = new ArrayList<>();
        Interpreter interpreter = new Interpreter(MethodHandles.lookup(), new Listener() {
            @Override
            public boolean wantsSummaries() {
                return true;
            }

            @Override
            public void executed(Value value, @Nullable Object[] inputs, @Nullable Object result) {
                if (value == before || value == after) {
                    heard.add(result);
                }
            }

            @Override
            public void constructed(Value call, Object object, Map<FieldRef, @Nullable Object> fields) {
                heard.add(((Above) object).x);
                heard.add(fields);
            }
        });
        assertThat(((Above) interpreter.run(f, 3.5)).x).isEqualTo(3.5);
        assertThat(heard).containsExactly(0.0, 3.5, 3.5, Map.of(field("flag", "Z"), 1, field("x", "D"), 3.5));
        assertThat(Above.count).isEqualTo(23);
        assertThat(Interpreter.read(MethodHandles.lookup(), field("x", "D"), new Above(true, 7)))
                .isEqualTo(7.0);
    }

    /** Members that only their own class may use. */
    @SuppressWarnings("unused")
    private static class Above {
        private static int count;
        private final boolean flag;
        private double x;

        private Above(boolean flag, double x) {
            this.flag = flag;
            this.x = x;
        }

        double name() {
            return 1;
        }

        private static boolean isEven(byte b) {
            return b % 2 == 0;
        }

        private double fails() {
            throw new IllegalStateException("fails");
        }
    }

    @SuppressWarnings("unused")
    private static final class Below extends Above {
        private Below() {
            super(true, 2);
        }

        @Override
        double name() {
            return 2;
        }
    }

    private static String internal(Class<?> c) {
        return c.getName().replace('.', '/');
    }

    private static MethodRef method(MethodRef.Kind kind, Class<?> owner, String name, Class<?>... parameters)
            throws ReflectiveOperationException {
        Executable e = name.equals("<init>")
                ? owner.getDeclaredConstructor(parameters)
                : owner.getDeclaredMethod(name, parameters);
        return new MethodRef(kind, internal(owner), name, "", owner.isInterface(), e);
    }

    private static FieldRef field(String name, String descriptor) {
        return new FieldRef(internal(Above.class), name, descriptor, false, Above.class);
    }

    @Test
    void privateMembersAreReached() throws ReflectiveOperationException {
        Above above = new Above(true, 3);
        String[] receiver = {above.getClass().descriptorString()};
        assertThat(single(Op.GET_FIELD, "I", field("flag", "Z"), receiver, above))
                .isEqualTo(1);
        assertThat(single(Op.GET_FIELD, "D", field("x", "D"), receiver, above)).isEqualTo(3.0);
        single(Op.PUT_FIELD, "V", field("x", "D"), new String[] {OBJECT, "D"}, above, 4.5);
        assertThat(above.x).isEqualTo(4.5);
        single(Op.PUT_STATIC, "V", field("count", "I"), new String[] {"I"}, 17);
        assertThat(single(Op.GET_STATIC, "I", field("count", "I"), new String[0]))
                .isEqualTo(17);
        assertThatThrownBy(() -> single(Op.GET_FIELD, "D", field("x", "D"), receiver, new Object[] {null}))
                .isExactlyInstanceOf(NullPointerException.class);
        MethodRef isEven = method(MethodRef.Kind.STATIC, Above.class, "isEven", byte.class);
        assertThat(single(Op.CALL, "I", isEven, new String[] {"I"}, 256)).isEqualTo(1);
        Object made = single(
                Op.NEW,
                "Ljava/lang/Object;",
                method(MethodRef.Kind.SPECIAL, Above.class, "<init>", boolean.class, double.class),
                new String[] {"Z", "D"},
                false,
                7.0);
        assertThat(((Above) made).x).isEqualTo(7);
        assertThat(((Above) made).flag).isFalse();
    }

    @Test
    void aBoxHoldsItsNumber() {
        FieldRef value = new FieldRef("java/lang/Double", "value", "D", true, Double.class);
        assertThat(single(Op.GET_FIELD, "D", value, new String[] {"Ljava/lang/Double;"}, 2.5))
                .isEqualTo(2.5);
        FieldRef type = new FieldRef("java/lang/Double", "TYPE", "Ljava/lang/Class;", true, Double.class);
        assertThat(single(Op.GET_STATIC, "Ljava/lang/Class;", type, new String[0]))
                .isEqualTo(double.class);
        assertThatThrownBy(() ->
                        single(Op.GET_FIELD, "D", value, new String[] {"Ljava/lang/Double;"}, new Object[] {null}))
                .isExactlyInstanceOf(NullPointerException.class);
    }

    @Test
    void callsDispatchAsTheJvmDispatches() throws ReflectiveOperationException {
        String[] receiver = {OBJECT};
        MethodRef name = method(MethodRef.Kind.VIRTUAL, Above.class, "name");
        assertThat(single(Op.CALL, "D", name, receiver, new Below())).isEqualTo(2.0);
        MethodRef fails = method(MethodRef.Kind.SPECIAL, Above.class, "fails");
        assertThatThrownBy(() -> single(Op.CALL, "D", fails, receiver, new Below()))
                .isExactlyInstanceOf(IllegalStateException.class);

        Function f = function("callsSuper", "D", OBJECT);
        Position inBelow = new Position(Below.class.getName(), "m", null, -1, null);
        Value v = f.entry()
                .append(
                        Op.CALL,
                        Type.D,
                        "D",
                        method(MethodRef.Kind.SPECIAL, Above.class, "name"),
                        inBelow,
                        f.parameters().get(0));
        result(f.entry(), v);
        assertThat(interpreter().run(f, new Below())).isEqualTo(1.0);

        // Public, but declared by a class that is not.
        StringBuilder four = new StringBuilder();
        four.append("four");
        MethodRef length = new MethodRef(
                MethodRef.Kind.VIRTUAL,
                "java/lang/StringBuilder",
                "length",
                "()I",
                false,
                StringBuilder.class.getMethod("length").getDeclaringClass().getMethod("length"));
        assertThat(single(Op.CALL, "I", length, receiver, four)).isEqualTo(4);
    }

    @Test
    void castsAndInstanceTestsKnowNullAndArrays() {
        String[] one = {OBJECT};
        assertThat(single(Op.INSTANCE_OF, "Z", "java/lang/Number", one, 1.5)).isEqualTo(true);
        assertThat(single(Op.INSTANCE_OF, "Z", "[D", one, 1.5)).isEqualTo(false);
        assertThat(single(Op.INSTANCE_OF, "Z", "java/lang/Number", one, new Object[] {null}))
                .isEqualTo(false);
        assertThat(single(Op.CHECK_CAST, OBJECT, "java/lang/String", one, new Object[] {null}))
                .isNull();
        double[] array = {1};
        assertThat(single(Op.CHECK_CAST, "[D", "[D", one, (Object) array)).isSameAs(array);
        assertThatThrownBy(() -> single(Op.CHECK_CAST, OBJECT, "java/lang/String", one, 1.5))
                .isExactlyInstanceOf(ClassCastException.class);
        assertThat(single(Op.CONSTANT, OBJECT, new ClassLiteral("[[I"), new String[0]))
                .isEqualTo(int[][].class);
    }

    @Test
    void theHandlerGetsTheExceptionAndItsArguments() {
        Function f = function("orElse", "I", "I", "I");
        Block handler = f.addBlock();
        Value quotient = append(
                f.entry(),
                Op.INTEGER,
                "I",
                108,
                f.parameters().get(0),
                f.parameters().get(1));
        result(f.entry(), quotient);
        Value thrown = handler.addParameter(Type.A, "Ljava/lang/Throwable;", Position.NONE);
        Value kept = handler.addParameter(Type.I, "I", Position.NONE);
        Block rethrow = f.addBlock();
        Block recover = f.addBlock();
        Value is = append(handler, Op.INSTANCE_OF, "I", "java/lang/ArithmeticException", thrown);
        handler.terminate(
                Terminator.branch(153, new Value[] {is}, new Edge(rethrow), new Edge(recover), Position.NONE));
        rethrow.terminate(Terminator.raise(thrown, Position.NONE));
        result(recover, kept);
        f.entry().handler(new Edge(handler, f.parameters().get(0)));
        assertThat(interpreter().run(f, 7, 2)).isEqualTo(3);
        assertThat(interpreter().run(f, 7, 0)).isEqualTo(7);

        // The same from below: the callee's exception arrives at the caller's handler.
        Function outer = function("outer", "I", "I");
        Function inner = function("inner", "I", "I");
        Value zero = constant(inner.entry(), 0);
        result(
                inner.entry(),
                append(inner.entry(), Op.INTEGER, "I", 112, inner.parameters().get(0), zero));
        Value call =
                append(outer.entry(), Op.INVOKE, "I", inner, outer.parameters().get(0));
        result(outer.entry(), call);
        assertThatThrownBy(() -> interpreter().run(outer, 1)).isExactlyInstanceOf(ArithmeticException.class);
        Block caught = outer.addBlock();
        caught.addParameter(Type.A, "Ljava/lang/Throwable;", Position.NONE);
        result(caught, constant(caught, -1));
        outer.entry().handler(new Edge(caught));
        assertThat(interpreter().run(outer, 1)).isEqualTo(-1);
    }

    @Test
    void aThrownExceptionLeavesAsItIs() {
        Function f = function("raise", "V", OBJECT);
        f.entry().terminate(Terminator.raise(f.parameters().get(0), Position.NONE));
        Exception checked = new Exception("checked");
        assertThatThrownBy(() -> interpreter().run(f, checked)).isSameAs(checked);
        assertThatThrownBy(() -> interpreter().run(f, new Object[] {null}))
                .isExactlyInstanceOf(NullPointerException.class);
    }

    @Test
    void aFunctionMayHaveSeveralResults() {
        Function swap = function("swap", "V", "D", "I");
        swap.addResult(Type.I, "Z");
        swap.addResult(Type.D, "D");
        result(swap.entry(), swap.parameters().get(1), swap.parameters().get(0));
        assertThat((Object[]) interpreter().run(swap, 1.5, 1)).containsExactly(true, 1.5);

        Function f = function("second", "D", "D");
        Value one = constant(f.entry(), 1);
        Value call = append(f.entry(), Op.INVOKE, "I", swap, f.parameters().get(0), one);
        result(f.entry(), append(f.entry(), Op.RESULT, "D", 1, call));
        assertThat(interpreter().run(f, 2.5)).isEqualTo(2.5);
    }

    @Test
    void recursionIsAsDeepAsTheProgramNeedsAndNoDeeper() {
        // sum(n) = n == 0 ? 0 : n + sum(n − 1)
        Function f = function("sum", "I", "I");
        Block zero = f.addBlock();
        Block more = f.addBlock();
        Value n = f.parameters().get(0);
        f.entry().terminate(Terminator.branch(153, new Value[] {n}, new Edge(zero), new Edge(more), Position.NONE));
        result(zero, constant(zero, 0));
        Value rest = append(more, Op.INVOKE, "I", f, append(more, Op.INTEGER, "I", 100, n, constant(more, 1)));
        result(more, append(more, Op.INTEGER, "I", 96, n, rest));
        assertThat(interpreter().run(f, 50_000)).isEqualTo(1_250_025_000);
        assertThatThrownBy(() -> interpreter().run(f, -1)).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void stacksOfTheTapeGiveBackInReverseAndDoNotMix() {
        StackEntry reals = new StackEntry(new Stack(0, Type.D));
        StackEntry references = new StackEntry(new Stack(0, Type.A));
        Function f = function("reverse", "V", "D", OBJECT);
        Block b = f.entry();
        append(b, Op.PUSH, "V", reals, f.parameters().get(0));
        append(b, Op.PUSH, "V", references, f.parameters().get(1));
        append(
                b,
                Op.PUSH,
                "V",
                reals,
                append(b, Op.UNARY, "D", Unary.NEG, f.parameters().get(0)));
        Value first = append(b, Op.POP, "D", reals);
        Value second = append(b, Op.POP, "D", reals);
        Value reference = append(b, Op.POP, OBJECT, references);
        f.addResult(Type.D, "D");
        f.addResult(Type.D, "D");
        f.addResult(Type.A, OBJECT);
        result(b, first, second, reference);
        Interpreter interpreter = interpreter();
        assertThat((Object[]) interpreter.run(f, 2.0, null)).containsExactly(-2.0, 2.0, null);
        assertThat(interpreter.isTapeEmpty()).isTrue();

        Function broken = function("broken", "D");
        result(broken.entry(), append(broken.entry(), Op.POP, "D", reals));
        assertThatThrownBy(() -> interpreter().run(broken)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aFunctionValueIsItsCode() throws ReflectiveOperationException {
        // captured c: x → c·x, once as an object that foreign code may call, once as one that exists here only
        Function code = function("code", "D", "D", "D");
        result(
                code.entry(),
                append(
                        code.entry(),
                        Op.BINARY,
                        "D",
                        Binary.MUL,
                        code.parameters().get(0),
                        code.parameters().get(1)));
        ClassDesc here = InterpreterTest.class.describeConstable().orElseThrow();
        MethodTypeDesc dd = MethodTypeDesc.ofDescriptor("(DD)D");
        MethodTypeDesc d = MethodTypeDesc.ofDescriptor("(D)D");
        DynamicCallSiteDesc site = DynamicCallSiteDesc.of(
                        ConstantDescs.ofCallsiteBootstrap(
                                ClassDesc.of("java.lang.invoke.LambdaMetafactory"),
                                "metafactory",
                                ConstantDescs.CD_CallSite,
                                ConstantDescs.CD_MethodType,
                                ConstantDescs.CD_MethodHandle,
                                ConstantDescs.CD_MethodType),
                        "applyAsDouble",
                        MethodTypeDesc.ofDescriptor("(D)Ljava/util/function/DoubleUnaryOperator;"))
                .withArgs(d, MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, here, "times", dd), d);
        MethodRef apply = new MethodRef(
                MethodRef.Kind.INTERFACE,
                "java/util/function/DoubleUnaryOperator",
                "applyAsDouble",
                "(D)D",
                true,
                DoubleUnaryOperator.class.getMethod("applyAsDouble", double.class));
        for (DynamicCallSiteDesc object : new DynamicCallSiteDesc[] {site, null}) {
            Closure closure = new Closure("java/util/function/DoubleUnaryOperator", "applyAsDouble", code, object);
            Function f = function("calls", "D", "D", "D");
            Value lambda = append(
                    f.entry(),
                    Op.CLOSURE,
                    "Ljava/util/function/DoubleUnaryOperator;",
                    closure,
                    f.parameters().get(0));
            result(
                    f.entry(),
                    append(
                            f.entry(),
                            Op.CALL,
                            "D",
                            apply,
                            lambda,
                            f.parameters().get(1)));
            List<String> entered = new ArrayList<>();
            Interpreter interpreter = new Interpreter(MethodHandles.lookup(), new Listener() {
                @Override
                public void entered(Function function, @Nullable Value call, @Nullable Object callee) {
                    entered.add(function.name);
                }

                @Override
                public void executed(Value value, @Nullable Object[] inputs, @Nullable Object result) {}
            });
            assertThat(interpreter.run(f, 3.0, 4.0)).isEqualTo(12.0);
            assertThat(entered).containsExactly("calls", "code");
        }
        Function escapes = function("escapes", OBJECT, "D");
        Closure closure = new Closure("java/util/function/DoubleUnaryOperator", "applyAsDouble", code, site);
        result(
                escapes.entry(),
                append(
                        escapes.entry(),
                        Op.CLOSURE,
                        OBJECT,
                        closure,
                        escapes.parameters().get(0)));
        assertThat(((DoubleUnaryOperator) interpreter().run(escapes, 3.0)).applyAsDouble(5))
                .isEqualTo(15);
    }

    @SuppressWarnings("unused")
    private static double times(double c, double x) {
        return c * x;
    }

    @Test
    void dynamicCallSitesAreLinked() {
        DynamicCallSiteDesc concat = DynamicCallSiteDesc.of(
                        ConstantDescs.ofCallsiteBootstrap(
                                ClassDesc.of("java.lang.invoke.StringConcatFactory"),
                                "makeConcatWithConstants",
                                ConstantDescs.CD_CallSite,
                                ConstantDescs.CD_String,
                                ConstantDescs.CD_Object.arrayType()),
                        "concat",
                        MethodTypeDesc.ofDescriptor("(DZ)Ljava/lang/String;"))
                .withArgs("x = \u0001, \u0001");
        assertThat(single(Op.CALL, "Ljava/lang/String;", new DynamicRef(concat), new String[] {"D", "Z"}, 1.5, true))
                .isEqualTo("x = 1.5, true");
    }

    @Test
    void variablesAreZeroUntilWritten() {
        Variable x = new Variable("x", Type.D, "D");
        Function f = function("variable", "V", "D");
        Value before = append(f.entry(), Op.READ, "D", x);
        append(f.entry(), Op.WRITE, "V", x, f.parameters().get(0));
        Value after = append(f.entry(), Op.READ, "D", x);
        f.addResult(Type.D, "D");
        f.addResult(Type.D, "D");
        result(f.entry(), before, after);
        assertThat((Object[]) interpreter().run(f, 3.0)).containsExactly(0.0, 3.0);
        assertThat(single(Op.ZERO, "D", null, new String[0])).isEqualTo(0.0);
        assertThat(single(Op.ZERO, "[D", null, new String[0])).isNull();
    }

    @Test
    void theListenerHearsEveryValueInOrder() {
        Function inner = function("inner", "D", "D");
        result(
                inner.entry(),
                append(
                        inner.entry(),
                        Op.UNARY,
                        "D",
                        Unary.SQRT,
                        inner.parameters().get(0)));
        Function f = function("outer", "D", "D");
        Block second = f.addBlock();
        Value y = second.addParameter(Type.D, "D", Position.NONE);
        Value call = append(f.entry(), Op.INVOKE, "D", inner, f.parameters().get(0));
        jump(f.entry(), second, call);
        result(second, append(second, Op.UNARY, "D", Unary.NEG, y));
        List<String> heard = new ArrayList<>();
        Interpreter interpreter = new Interpreter(MethodHandles.lookup(), new Listener() {
            @Override
            public void entered(Function function, @Nullable Value by, @Nullable Object closure) {
                heard.add("entered " + function + (by == null ? "" : " by " + by));
            }

            @Override
            public void executed(Value value, @Nullable Object[] inputs, @Nullable Object result) {
                heard.add(value.op + " " + inputs[0] + " = " + result);
            }

            @Override
            public void moved(Edge edge, boolean isHandler) {
                heard.add("moved to " + edge.target);
            }

            @Override
            public void left(@Nullable Terminator end) {
                heard.add("left");
            }
        });
        assertThat(interpreter.run(f, 9.0)).isEqualTo(-3.0);
        assertThat(heard)
                .containsExactly(
                        "entered outer",
                        "entered inner by " + call,
                        "UNARY 9.0 = 3.0",
                        "left",
                        "INVOKE 9.0 = 3.0",
                        "moved to B1",
                        "UNARY 3.0 = -3.0",
                        "left");
    }
}
