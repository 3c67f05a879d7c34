package org.wengert.program.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.program.ir.Build.these;
import static org.wengert.program.ir.Build.to;

import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.wengert.program.interpret.Interpreter;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Build;
import org.wengert.program.ir.ClassLiteral;
import org.wengert.program.ir.Closure;
import org.wengert.program.ir.DynamicRef;
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
import org.wengert.program.runtime.Kernel;
import org.wengert.program.runtime.Tape;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

class EmitterTest {
    private static final int IFEQ = 153;
    private static final int IFLT = 155;
    private static final int IF_ICMPLT = 161;
    private static final int IF_ICMPGE = 162;
    private static final int IFNULL = 198;
    private static final Object[] NONE = {};

    static Kernel emit(Function f) {
        return Emitter.emit(f, 0, MethodHandles.lookup());
    }

    static Kernel emit(Build b) {
        return emit(b.f);
    }

    @Test
    void aScalarFunctionIsItsFormula() {
        Build b = new Build("f").result("D");
        Value x = b.param("D");
        b.ret(b.add(b.un(Unary.SIN, b.mul(x, x)), b.real(0.1)));
        Kernel k = emit(b);
        for (double v : new double[] {0, -0.0, 1.3, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(k.scalar(NONE, v)).isEqualTo((Double) (Math.sin(v * v) + 0.1));
        }
        assertThat(k.invoke(new Object[] {2.0})).isEqualTo(Math.sin(4.0) + 0.1);
        assertThatThrownBy(() -> k.field(NONE, new double[1])).isInstanceOf(AssertionError.class);
    }

    @Test
    void capturedValuesAreUnpacked() {
        Build b = new Build("f").result("D");
        Value scale = b.param("D");
        Value flag = b.param("Z");
        Value table = b.param("[F");
        Value x = b.param("D");
        Value y = b.param("D");
        Value t = b.op(Op.CONVERT, "D", 141, b.load("F", table, flag));
        b.ret(b.add(b.mul(scale, x), b.mul(t, y)));
        Kernel k = Emitter.emit(b.f, 3, MethodHandles.lookup());
        assertThat(k.scalar2(new Object[] {2.0, true, new float[] {5, 0.5f}}, 3, 4))
                .isEqualTo(8.0);
    }

    @Test
    void strictFunctionsAreThoseOfStrictMath() {
        Build b = new Build("f").result("D");
        Value x = b.param("D");
        b.ret(b.un(Unary.SIN, x).strict(true));
        assertThat(Listing.of(Emitter.bytes(b.f, 0, MethodHandles.lookup()))).contains("StrictMath.sin");
        assertThat(emit(b).scalar(NONE, 1e5)).isEqualTo(StrictMath.sin(1e5));
    }

    @Test
    void everyElementaryFunctionIsCalledAsTheTableEvaluatesIt() {
        double[] points = {-1.3, -0.0, 0.0, 0.3, 0.99, 1.0, 2.5, Double.NaN, Double.POSITIVE_INFINITY};
        for (Unary u : Unary.values()) {
            Build b = new Build(u.name()).result("D");
            b.ret(b.un(u, b.param("D")));
            Kernel k = emit(b);
            for (double x : points) {
                assertThat(k.scalar(NONE, x)).as("%s %s", u, x).isEqualTo((Double) u.evaluate(x));
            }
        }
        for (Binary u : Binary.values()) {
            Build b = new Build(u.name()).result("D");
            b.ret(b.op(Op.BINARY, "D", u, b.param("D"), b.param("D")));
            Kernel k = emit(b);
            for (double x : points) {
                double first = u.isParameter(0) ? 2 : x;
                double second = u.isParameter(1) ? 2 : 0.7;
                assertThat(k.scalar2(NONE, first, second)).as("%s %s", u, x).isEqualTo((Double)
                        u.evaluate(first, second));
            }
        }
        for (Ternary u : Ternary.values()) {
            double[] in = new double[3];
            Build b = new Build(u.name()).result("D");
            Value[] constants = new Value[3];
            for (int k = 0; k < 3; k++) {
                in[k] = u.isParameter(k) ? 2 : 0.3 + 0.4 * k;
                constants[k] = b.real(in[k]);
            }
            b.ret(b.op(Op.TERNARY, "D", u, constants));
            assertThat(emit(b).invoke(NONE)).as("%s", u).isEqualTo(u.evaluate(in[0], in[1], in[2]));
        }
    }

    /** {@code s = Σ x[i]·x[i]}. */
    private static Build sumOfSquares() {
        Build b = new Build("sum").result("D");
        Value x = b.param("[D");
        Block head = b.block();
        Block body = b.block();
        Block exit = b.block();
        b.jump(head, b.number(0), b.real(0));
        Value i = b.phi(head, "I");
        Value s = b.phi(head, "D");
        b.go(head);
        b.branch(IF_ICMPGE, these(i, b.length(x)), to(exit, s), to(body));
        b.go(body);
        Value e = b.load("D", x, i);
        b.jump(head, b.iadd(i, b.number(1)), b.add(s, b.mul(e, e)));
        Value r = b.phi(exit, "D");
        b.go(exit).ret(r);
        return b;
    }

    @Test
    void aLoopRuns() {
        assertThat(emit(sumOfSquares()).field(NONE, new double[] {1, 2, 3})).isEqualTo(14);
    }

    @Test
    void parametersOfALoopAreSwapped() {
        // (a, b, c) = (b, c, a) n times
        Build b = new Build("rotate").result("[D");
        Value x = b.param("[D");
        Block head = b.block();
        Block body = b.block();
        Block exit = b.block();
        Value zero = b.number(0);
        b.jump(
                head,
                b.load("D", x, zero),
                b.load("D", x, b.number(1)),
                b.load("D", x, b.number(2)),
                b.op(Op.CONVERT, "I", 142, b.load("D", x, b.number(3))));
        Value p = b.phi(head, "D");
        Value q = b.phi(head, "D");
        Value r = b.phi(head, "D");
        Value n = b.phi(head, "I");
        b.go(head).branch(IFEQ, these(n), to(exit), to(body));
        b.go(body).jump(head, q, r, p, b.iadd(n, b.number(-1)));
        b.go(exit);
        Value out = b.op(Op.NEW_ARRAY, "[D", "D", b.number(3));
        b.store("D", out, zero, p);
        b.store("D", out, b.number(1), q);
        b.store("D", out, b.number(2), r);
        b.ret(out);
        Kernel k = emit(b);
        assertThat(k.map(NONE, new double[] {1, 2, 3, 0})).containsExactly(1, 2, 3);
        assertThat(k.map(NONE, new double[] {1, 2, 3, 1})).containsExactly(2, 3, 1);
        assertThat(k.map(NONE, new double[] {1, 2, 3, 5})).containsExactly(3, 1, 2);
    }

    @Test
    void theOrderOfEffectsIsKept() {
        // r = x[0]; x[0] = 5; return r + x[0] : the first load must not move behind the store.
        Build b = new Build("f").result("D");
        Value x = b.param("[D");
        Value zero = b.number(0);
        Value r = b.load("D", x, zero);
        b.store("D", x, zero, b.real(5));
        b.ret(b.add(r, b.load("D", x, zero)));
        assertThat(emit(b).field(NONE, new double[] {1})).isEqualTo(6);
        // and in the other order of operands
        Build c = new Build("f").result("D");
        Value y = c.param("[D");
        Value k = c.number(0);
        Value first = c.load("D", y, k);
        Value second = c.load("D", y, c.number(1));
        c.ret(c.sub(second, first));
        assertThat(emit(c).field(NONE, new double[] {1, 10})).isEqualTo(9);
        assertThatThrownBy(() -> emit(c).field(NONE, new double[0])).hasMessage("Index 0 out of bounds for length 0");
    }

    /**
     * Defines the kernel as an ordinary class: the JVM leaves the frames of hidden classes out of stack traces unless it
     * runs with {@code -XX:+ShowHiddenFrames}.
     */
    private static Kernel defineVisibly(Build b) {
        byte[] bytes = Emitter.bytes(b.f, 0, MethodHandles.lookup());
        class Loader extends ClassLoader {
            Loader() {
                super(EmitterTest.class.getClassLoader());
            }

            Class<?> define() {
                return defineClass(null, bytes, 0, bytes.length);
            }
        }
        try {
            var constructor = new Loader().define().getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Kernel) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no kernel", e);
        }
    }

    private static StackTraceElement topOfTrace(Kernel k, Object argument) {
        try {
            k.invoke(new Object[] {argument});
        } catch (ArrayIndexOutOfBoundsException | NullPointerException expected) {
            return expected.getStackTrace()[0];
        }
        throw new AssertionError("no exception");
    }

    @Test
    void anExceptionCarriesTheLineOfTheSource() {
        Build b = new Build("f").result("D");
        Value x = b.param("[D");
        Value e = b.line(7).load("D", x, b.number(0));
        Value g = b.line(8).load("D", x, b.number(1));
        b.line(9).ret(b.add(e, g));
        StackTraceElement top = topOfTrace(defineVisibly(b), new double[1]);
        assertThat(top.getFileName()).isEqualTo("Sample.java");
        assertThat(top.getLineNumber()).isEqualTo(8);
        assertThat(top.getMethodName()).isEqualTo("f");
        assertThat(topOfTrace(defineVisibly(b), new double[0]).getLineNumber()).isEqualTo(7);
    }

    @Test
    void aLineOfAnotherFileIsNamedByTheCallInThisOne() {
        Build b = new Build("f").result("I");
        Value x = b.param("[D");
        Position here = new Position("user.Sample", "value", "Sample.java", 41, null);
        b.position(new Position("other.Library", "norm", "Library.java", 900, null).calledFrom(here));
        b.ret(b.length(x));
        assertThat(topOfTrace(defineVisibly(b), null).getLineNumber()).isEqualTo(41);
    }

    private static Value divide(Build b, Value x, Value y) {
        return b.op(Op.INTEGER, "I", 108, x, y);
    }

    @Test
    void aHandlerSeesTheValuesFromBeforeTheException() {
        // try { r = a / b } catch (ArithmeticException e) { r = a + 100 }
        Build b = new Build("f").result("I");
        Value p = b.param("I");
        Value q = b.param("I");
        Block normal = b.block();
        Block handler = b.block();
        Value sum = b.iadd(p, b.number(100));
        Value quotient = divide(b, p, q);
        b.jump(normal, quotient);
        Value e = b.phi(handler, "Ljava/lang/ArithmeticException;");
        Value passed = b.phi(handler, "I");
        b.at.handler(to(handler, sum));
        assertThat(e.type).isEqualTo(Type.A);
        b.go(handler).jump(normal, passed);
        Value r = b.phi(normal, "I");
        b.go(normal).ret(r);
        Kernel k = emit(b);
        assertThat(k.invoke(new Object[] {7, 2})).isEqualTo(3);
        assertThat(k.invoke(new Object[] {7, 0})).isEqualTo(107);
    }

    @Test
    void aHandlerCoversNoMoreThanTheLastValueOfItsBlock() {
        // x[0] / x[1]: the loads may throw, and are not covered.
        Build b = new Build("f").result("I");
        Value x = b.param("[I");
        Block handler = b.block();
        Value quotient = divide(b, b.load("I", x, b.number(0)), b.load("I", x, b.number(1)));
        b.ret(quotient);
        b.at.handler(to(handler));
        Value e = b.phi(handler, "Ljava/lang/Throwable;");
        b.go(handler);
        b.ret(b.op(Op.INSTANCE_OF, "I", "java/lang/ArithmeticException", e));
        Kernel k = emit(b);
        assertThat(k.invoke(new Object[] {new int[] {6, 3}})).isEqualTo(2);
        assertThat(k.invoke(new Object[] {new int[] {6, 0}})).isEqualTo(1);
        assertThatThrownBy(() -> k.invoke(new Object[] {new int[1]}))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    @Test
    void exceptionsAreThrown() {
        Build b = new Build("f").result("D");
        Value x = b.param("D");
        Block yes = b.block();
        Block no = b.block();
        b.branch(IFLT, these(b.op(Op.COMPARE, "I", 152, x, b.real(0))), to(yes), to(no));
        b.go(no).ret(x);
        b.go(yes);
        MethodRef constructor = constructor(IllegalArgumentException.class, "(Ljava/lang/String;)V", String.class);
        Value e = b.op(
                Op.NEW,
                "Ljava/lang/IllegalArgumentException;",
                constructor,
                b.op(Op.CONSTANT, "Ljava/lang/String;", "negative"));
        b.at.terminate(Terminator.raise(e, Position.NONE));
        Kernel k = emit(b);
        assertThat(k.scalar(NONE, 2)).isEqualTo(2);
        assertThat(k.scalar(NONE, Double.NaN)).isNaN();
        assertThatThrownBy(() -> k.scalar(NONE, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("negative");
    }

    private static MethodRef constructor(Class<?> c, String descriptor, Class<?>... parameters) {
        try {
            return new MethodRef(
                    MethodRef.Kind.SPECIAL,
                    c.getName().replace('.', '/'),
                    "<init>",
                    descriptor,
                    false,
                    c.getDeclaredConstructor(parameters));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    static MethodRef method(MethodRef.Kind kind, Class<?> c, String name, String descriptor, Class<?>... parameters) {
        try {
            return new MethodRef(
                    kind,
                    c.getName().replace('.', '/'),
                    name,
                    descriptor,
                    c.isInterface(),
                    c.getDeclaredMethod(name, parameters));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    // ---- tape -----------------------------------------------------------------------------------------------------

    /** Pushes {@code n} squares in a loop, then pops and folds them: {@code r = r/2 + popped}. */
    private static Build pushAndPop(StackEntry d, StackEntry i) {
        Build b = new Build("tape").result("D");
        Value x = b.param("[D");
        Block head = b.block();
        Block body = b.block();
        Block turn = b.block();
        Block back = b.block();
        Block exit = b.block();
        b.jump(head, b.number(0));
        Value k = b.phi(head, "I");
        b.go(head).branch(IF_ICMPGE, these(k, b.length(x)), to(turn), to(body));
        b.go(body);
        Value e = b.load("D", x, k);
        b.push(d, b.mul(e, e));
        b.push(i, k);
        b.push(d, e);
        b.jump(head, b.iadd(k, b.number(1)));
        b.go(turn).jump(back, b.length(x), b.real(0));
        Value m = b.phi(back, "I");
        Value r = b.phi(back, "D");
        Block pops = b.block();
        b.go(back).branch(IFEQ, these(m), to(exit), to(pops));
        b.go(pops);
        Value e2 = b.pop(d);
        Value k2 = b.pop(i);
        Value square = b.pop(d);
        Value scaled = b.mul(r, b.real(0.5));
        Value term = b.add(square, b.mul(e2, b.op(Op.CONVERT, "D", 135, k2)));
        b.jump(back, b.iadd(m, b.number(-1)), b.add(scaled, term));
        b.go(exit).ret(r);
        return b;
    }

    @Test
    void whatIsPushedIsPopped() {
        Build b = pushAndPop(new StackEntry(new Stack(0, Type.D)), new StackEntry(new Stack(0, Type.I)));
        Kernel k = emit(b);
        for (int n : new int[] {0, 1, 3, 31, 32, 33, 1000, 64, 5}) {
            double[] x = new double[n];
            for (int j = 0; j < n; j++) {
                x[j] = j * 0.25 + 1;
            }
            assertThat(k.field(NONE, x)).isEqualTo(Interpreter.evaluate(b.f, x));
        }
    }

    @Test
    void stacksOfEveryTypeAndLevelKeepTheirValues() {
        for (Type t : new Type[] {Type.I, Type.J, Type.F, Type.D, Type.A}) {
            String d = t == Type.A ? "[D" : t.descriptor();
            StackEntry outer = new StackEntry(new Stack(0, t));
            StackEntry inner = new StackEntry(new Stack(1, t));
            Build b = new Build("f").result(d).result(d).result(d).result(d);
            Value p = b.param(d);
            Value q = b.param(d);
            b.push(outer, p);
            b.push(inner, q);
            b.push(outer, q);
            b.push(inner, p);
            Value one = b.op(Op.POP, d, outer);
            Value two = b.op(Op.POP, d, inner);
            b.push(inner, one);
            Value three = b.op(Op.POP, d, inner);
            Value four = b.op(Op.POP, d, outer);
            b.op(Op.POP, d, inner);
            b.ret(one, two, three, four);
            Object x = value(t, 1);
            Object y = value(t, 2);
            assertThat((Object[]) emit(b).invoke(new Object[] {x, y})).containsExactly(y, x, y, x);
        }
    }

    private static Object value(Type t, int k) {
        return switch (t) {
            case I -> k;
            case J -> k + (1L << 40);
            case F -> k + 0.5f;
            case D -> k + 0.1;
            default -> new double[] {k};
        };
    }

    @Test
    void roomForACountingLoopIsMadeBeforeIt() {
        Build b = pushAndPop(new StackEntry(new Stack(0, Type.D)), new StackEntry(new Stack(0, Type.I)));
        String listing = Listing.of(Emitter.bytes(b.f, 0, MethodHandles.lookup()));
        assertThat(listing)
                .contains("Tape.prepare(double[],int,int,int,int,Tape)")
                .contains("Tape.prepare(int[]");
    }

    @Test
    void aLoopThatMayEndLongBeforeItsCounterGetsNoRoomForAll() {
        // for (k = 0; k < n; k++) { push k; if (x[k] < 0) break; }
        StackEntry i = new StackEntry(new Stack(0, Type.I));
        Build b = new Build("f").result("I");
        Value x = b.param("[D");
        Value n = b.param("I");
        Block head = b.block();
        Block body = b.block();
        Block next = b.block();
        Block exit = b.block();
        b.jump(head, b.number(0));
        Value k = b.phi(head, "I");
        b.go(head).branch(IF_ICMPGE, these(k, n), to(exit, k), to(body));
        b.go(body);
        b.push(i, k);
        Value negative = b.op(Op.COMPARE, "I", 152, b.load("D", x, k), b.real(0));
        b.branch(IFLT, these(negative), to(exit, b.iadd(k, b.number(1))), to(next));
        b.go(next).jump(head, b.iadd(k, b.number(1)));
        Value pushed = b.phi(exit, "I");
        b.go(exit);
        Block pop = b.block();
        Block done = b.block();
        Block turn = b.block();
        b.jump(turn, pushed, b.number(0));
        Value left = b.phi(turn, "I");
        Value sum = b.phi(turn, "I");
        b.go(turn).branch(IFEQ, these(left), to(done), to(pop));
        b.go(pop);
        b.jump(turn, b.iadd(left, b.number(-1)), b.iadd(sum, b.pop(i)));
        b.go(done).ret(sum);
        double[] data = {1, 1, 1, -1};
        Object result = emit(b).invoke(new Object[] {data, Integer.MAX_VALUE});
        assertThat(result).isEqualTo(6);
        Tape tape = Tape.acquire();
        assertThat(tape.i.length).isLessThan(1 << 23);
        tape.release();
        double[] many = new double[5000];
        assertThat(emit(b).invoke(new Object[] {many, many.length})).isEqualTo(5000 * 4999 / 2);
    }

    @Test
    void recursionSharesTheTape() {
        // down(x, n): push x·n; if n > 0 then down(x, n − 1); return pop + 1: pushes of the caller survive the callee.
        StackEntry d = new StackEntry(new Stack(0, Type.D));
        Build b = new Build("down").result("D").result("I");
        Value x = b.param("D");
        Value n = b.param("I");
        Block more = b.block();
        Block done = b.block();
        b.push(d, b.mul(x, b.op(Op.CONVERT, "D", 135, n)));
        b.branch(IFEQ, these(n), to(done, b.real(0), b.number(0)), to(more));
        b.go(more);
        Value call = b.invoke(b.f, x, b.iadd(n, b.number(-1)));
        Value depth = b.other(call, 1);
        b.jump(done, call, depth);
        Value below = b.phi(done, "D");
        Value counted = b.phi(done, "I");
        b.go(done);
        Value kept = b.pop(d);
        b.ret(b.add(kept, b.mul(below, b.real(0.5))), b.iadd(counted, b.number(1)));
        Kernel k = emit(b);
        for (int depths : new int[] {0, 1, 5, 200}) {
            Object[] expected = (Object[]) Interpreter.evaluate(b.f, 1.25, depths);
            assertThat((Object[]) k.invoke(new Object[] {1.25, depths})).containsExactly(expected);
        }
    }

    @Test
    void anExceptionTakesThePushesOfItsCallOffTheTape() {
        // thrower pushes 500 doubles (and makes the tape grow), then divides by zero; the caller's own push survives.
        StackEntry d = new StackEntry(new Stack(0, Type.D));
        Build g = new Build("thrower").result("I");
        Value z = g.param("I");
        for (int k = 0; k < 500; k++) {
            g.push(d, g.real(k + 0.5));
        }
        Value q = divide(g, g.number(1), z);
        for (int k = 0; k < 500; k++) {
            g.pop(d);
        }
        g.ret(q);
        Build b = new Build("caller").result("D");
        Value x = b.param("D");
        Value zero = b.param("I");
        Block normal = b.block();
        Block handler = b.block();
        b.push(d, x);
        b.invoke(g.f, zero);
        b.jump(normal);
        b.at.handler(to(handler));
        b.phi(handler, "Ljava/lang/Throwable;");
        b.go(handler);
        // 80 pushes more than the array had room for before the call
        for (int k = 0; k < 80; k++) {
            b.push(d, b.real(k));
        }
        Value sum = b.real(0);
        for (int k = 0; k < 80; k++) {
            sum = b.add(sum, b.pop(d));
        }
        b.jump(normal);
        b.go(normal).ret(b.pop(d));
        Kernel k = emit(b);
        assertThat(k.invoke(new Object[] {1.5, 1})).isEqualTo(1.5);
        assertThat(k.invoke(new Object[] {2.5, 0})).isEqualTo(2.5);
        assertThat(k.invoke(new Object[] {3.5, 0})).isEqualTo(3.5);
    }

    @Test
    void severalResultsOfEveryTypeComeBack() {
        Build g = new Build("several")
                .result("D")
                .result("I")
                .result("J")
                .result("F")
                .result("[D")
                .result("D");
        Value x = g.param("D");
        Value array = g.op(Op.NEW_ARRAY, "[D", "D", g.number(3));
        g.ret(
                x,
                g.op(Op.CONVERT, "I", 142, x),
                g.op(Op.CONVERT, "J", 143, x),
                g.op(Op.CONVERT, "F", 144, x),
                array,
                g.mul(x, x));
        Build b = new Build("caller").result("D");
        Value y = b.param("D");
        Value call = b.invoke(g.f, y);
        Value i = b.op(Op.CONVERT, "D", 135, b.other(call, 1));
        Value j = b.op(Op.CONVERT, "D", 138, b.other(call, 2));
        Value f = b.op(Op.CONVERT, "D", 141, b.other(call, 3));
        Value n = b.op(Op.CONVERT, "D", 135, b.length(b.other(call, 4)));
        Value s = b.other(call, 5);
        b.ret(b.add(b.add(b.add(b.add(b.add(call, i), j), f), n), s));
        assertThat(emit(b).scalar(NONE, 2.5)).isEqualTo(2.5 + 2 + 2 + 2.5 + 3 + 6.25);
    }

    // ---- size -----------------------------------------------------------------------------------------------------

    @Test
    void moreThan255VariablesAreWide() {
        Build b = new Build("wide").result("D");
        Value x = b.param("[D");
        Value[] all = new Value[400];
        for (int k = 0; k < all.length; k++) {
            all[k] = b.load("D", x, b.number(k));
        }
        // From the last to the first and twice, so that none can stay on the operand stack.
        Value sum = b.real(0);
        for (int k = all.length - 1; k >= 0; k--) {
            sum = b.add(b.mul(sum, b.real(0.5)), b.mul(all[k], all[k]));
        }
        Block next = b.block();
        Value i = b.phi(next, "I");
        b.jump(next, b.number(3));
        b.go(next);
        b.ret(b.add(sum, b.op(Op.CONVERT, "D", 135, i)));
        double[] data = new double[400];
        for (int k = 0; k < data.length; k++) {
            data[k] = k / 7.0;
        }
        assertThat(emit(b).field(NONE, data)).isEqualTo(Interpreter.evaluate(b.f, data));
    }

    @Test
    void aLongChainNeedsNoDeepStack() {
        Build b = new Build("chain").result("D");
        Value x = b.param("D");
        Value sum = x;
        for (int k = 0; k < 1000; k++) {
            sum = b.add(b.real(k), sum);
        }
        b.ret(sum);
        assertThat(emit(b).scalar(NONE, 0.5)).isEqualTo(Interpreter.evaluate(b.f, 0.5));
    }

    // ---- references -----------------------------------------------------------------------------------------------

    @Test
    void referencesJoinAtTheirDeclaredType() {
        // p = flag ? (Number) Integer : (Number) Double; p.doubleValue()
        Build b = new Build("f").result("D");
        Value i = b.param("Ljava/lang/Integer;");
        Value d = b.param("Ljava/lang/Double;");
        Value flag = b.param("Z");
        Block join = b.block();
        Block left = b.block();
        Block right = b.block();
        b.branch(IFEQ, these(flag), to(left), to(right));
        b.go(left).jump(join, i);
        b.go(right).jump(join, d);
        Value n = b.phi(join, "Ljava/lang/Number;");
        b.go(join);
        b.ret(b.op(Op.CALL, "D", method(MethodRef.Kind.VIRTUAL, Number.class, "doubleValue", "()D"), n));
        Kernel k = emit(b);
        assertThat(k.invoke(new Object[] {3, 2.5, false})).isEqualTo(3.0);
        assertThat(k.invoke(new Object[] {3, 2.5, true})).isEqualTo(2.5);
    }

    @Test
    void anObjectIsCastWhereTheVerifierWantsIt() {
        Build b = new Build("f").result("D");
        Value o = b.param("Ljava/lang/Object;");
        Value isNull = b.param("Z");
        Block join = b.block();
        b.branch(IFEQ, these(isNull), to(join, o), to(join, b.op(Op.CONSTANT, "Ljava/lang/Object;", null)));
        Value p = b.phi(join, "Ljava/lang/Object;");
        b.go(join);
        Block none = b.block();
        Block some = b.block();
        b.branch(IFNULL, these(p), to(none), to(some));
        b.go(none).ret(b.real(-1));
        b.go(some).ret(b.load("D", p, b.number(1)));
        Kernel k = emit(b);
        assertThat(k.invoke(new Object[] {new double[] {1, 2}, false})).isEqualTo(2.0);
        assertThat(k.invoke(new Object[] {new double[] {1, 2}, true})).isEqualTo(-1.0);
        assertThatThrownBy(() -> k.invoke(new Object[] {"text", false})).isInstanceOf(ClassCastException.class);
    }

    @Test
    void arraysOfEveryKind() {
        Build b = new Build("f").result("[[D");
        Value n = b.param("I");
        Value rows = b.op(Op.NEW_MULTI_ARRAY, "[[D", "[[D", n, b.number(2));
        Value row = b.load("[D", rows, b.number(0));
        b.store("D", row, b.number(1), b.real(7));
        Value copy = b.op(Op.CLONE, "[D", null, row);
        b.store("D", copy, b.number(0), b.real(8));
        b.store("[D", rows, b.number(1), copy);
        Value flags = b.op(Op.NEW_ARRAY, "[Z", "Z", n);
        b.store("Z", flags, b.number(0), b.number(1));
        Value names = b.op(Op.NEW_ARRAY, "[Ljava/lang/String;", "Ljava/lang/String;", b.load("Z", flags, b.number(0)));
        b.store("Ljava/lang/String;", names, b.number(0), b.op(Op.CONSTANT, "Ljava/lang/String;", "x"));
        Value bytes = b.op(Op.NEW_ARRAY, "[B", "B", n);
        b.store("B", bytes, b.number(0), b.number(300));
        b.store("D", row, b.number(0), b.op(Op.CONVERT, "D", 135, b.load("B", bytes, b.number(0))));
        b.ret(rows);
        double[][] out = (double[][]) emit(b).invoke(new Object[] {2});
        assertThat(out[0]).containsExactly(44, 7);
        assertThat(out[1]).containsExactly(8, 7);
    }

    @Test
    void accumulatingAddsAfterTheOperandIsComputed() {
        // x[0] += g(x), where g doubles x[0] and returns 1
        Build g = new Build("g").result("D");
        Value a = g.param("[D");
        g.store("D", a, g.number(0), g.mul(g.load("D", a, g.number(0)), g.real(2)));
        g.ret(g.real(1));
        Build b = new Build("f").result("D");
        Value x = b.param("[D");
        Value y = b.param("[F");
        Value zero = b.number(0);
        b.op(Op.ACCUMULATE, "V", "D", x, zero, b.invoke(g.f, x));
        b.op(Op.ACCUMULATE, "V", "F", y, zero, b.load("F", y, zero));
        b.ret(b.add(b.load("D", x, zero), b.op(Op.CONVERT, "D", 141, b.load("F", y, zero))));
        Object[] in = {new double[] {5}, new float[] {3}};
        assertThat(emit(b).invoke(in)).isEqualTo(11.0 + 6.0);
    }

    @Test
    void whatIsThereForAnalysisOnlyEmitsNothing() {
        Build summary = new Build("summary");
        Value o = summary.param("[D");
        summary.store("D", o, summary.number(0), summary.real(99));
        summary.ret();
        summary.f.isSummary = true;
        Build b = new Build("f").result("D");
        Value x = b.param("[D");
        b.invoke(summary.f, x);
        b.load("D", x, b.number(7)).removable();
        b.ret(b.load("D", x, b.number(0)));
        assertThat(emit(b).field(NONE, new double[] {5})).isEqualTo(5);
    }

    /** Has what the emitted code may use only as a nestmate, or not at all. */
    @SuppressWarnings("unused") // by Java
    static class Account {
        private double balance = 10;
        private static int opened = 3;

        private double scaled(double k) {
            return balance * k;
        }

        private static double half(double x) {
            return x / 2;
        }
    }

    private static FieldRef fieldRef(Class<?> c, String name, String descriptor) {
        return new FieldRef(c.getName().replace('.', '/'), name, descriptor, false, c);
    }

    private static Build privateMembers(Class<?> c) {
        String type = c.descriptorString();
        Build b = new Build("f").result("D");
        Value a = b.param(type);
        Value x = b.param("D");
        FieldRef balance = fieldRef(c, "balance", "D");
        FieldRef opened = fieldRef(c, "opened", "I");
        b.op(Op.PUT_FIELD, "V", balance, a, b.add(b.op(Op.GET_FIELD, "D", balance, a), x));
        b.op(Op.PUT_STATIC, "V", opened, b.iadd(b.op(Op.GET_STATIC, "I", opened), b.number(1)));
        Value scaled = b.op(
                Op.CALL,
                "D",
                method(MethodRef.Kind.SPECIAL, c, "scaled", "(D)D", double.class),
                a,
                b.op(Op.CONVERT, "D", 135, b.op(Op.GET_STATIC, "I", opened)));
        b.ret(b.op(Op.CALL, "D", method(MethodRef.Kind.STATIC, c, "half", "(D)D", double.class), scaled));
        return b;
    }

    @Test
    void privateMembersOfANestmateAreNamed() {
        Build b = privateMembers(Account.class);
        Account.opened = 3;
        assertThat(Listing.of(Emitter.bytes(b.f, 0, MethodHandles.lookup()))).doesNotContain("invokeExact");
        assertThat(emit(b).invoke(new Object[] {new Account(), 1.0})).isEqualTo(11.0 * 4 / 2);
    }

    @Test
    void privateMembersOfStrangersAreHandles() {
        Build b = privateMembers(Stranger.class);
        assertThat(Listing.of(Emitter.bytes(b.f, 0, MethodHandles.lookup()))).contains("invokeExact");
        assertThat(emit(b).invoke(new Object[] {Stranger.open(), 1.0})).isEqualTo(11.0 * 4 / 2);
    }

    @Test
    void classesThatCannotBeNamedAreReached() throws Exception {
        // java.util.Arrays$ArrayList is private; its constructor is not ours to call, but instances can be asked.
        Class<?> hidden = Class.forName("java.util.Arrays$ArrayList");
        String type = hidden.descriptorString();
        Build b = new Build("f").result("I");
        Value o = b.param("Ljava/lang/Object;");
        Block yes = b.block();
        Block no = b.block();
        b.branch(IFEQ, these(b.op(Op.INSTANCE_OF, "I", "java/util/Arrays$ArrayList", o)), to(no), to(yes));
        b.go(no).ret(b.number(-1));
        b.go(yes);
        Value list = b.op(Op.CHECK_CAST, type, "java/util/Arrays$ArrayList", o);
        Value lists = b.op(Op.NEW_ARRAY, "[".concat(type), type, b.number(2));
        b.store(type, lists, b.number(1), list);
        Value same = b.load(type, lists, b.number(1));
        b.ret(b.op(Op.CALL, "I", method(MethodRef.Kind.INTERFACE, java.util.List.class, "size", "()I"), same));
        Kernel k = emit(b);
        assertThat(k.invoke(new Object[] {java.util.Arrays.asList(1, 2, 3)})).isEqualTo(3);
        assertThat(k.invoke(new Object[] {"no list"})).isEqualTo(-1);
    }

    @Test
    void whatCannotBeReachedIsRefusedWithAWayOut() {
        Build b = new Build("f").result("I");
        Value o = b.param("Ljava/lang/String;");
        b.line(12);
        b.ret(b.op(Op.GET_FIELD, "I", fieldRef(String.class, "hash", "I"), o));
        assertThatThrownBy(() -> emit(b))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("java.lang.String.hash")
                .hasMessageContaining("Sample.value(Sample.java:12)")
                .hasMessageContaining("--add-opens java.base/java.lang=");
    }

    static class Base {
        double weigh(double x) {
            return x + 1;
        }
    }

    static class Derived extends Base {
        @Override
        double weigh(double x) {
            return x * 100;
        }
    }

    @Test
    void aSuperCallIsNotVirtual() {
        Build b = new Build("f").result("D");
        Value o = b.param(Derived.class.descriptorString());
        Value x = b.param("D");
        b.ret(b.op(Op.CALL, "D", method(MethodRef.Kind.SPECIAL, Base.class, "weigh", "(D)D", double.class), o, x));
        assertThat(emit(b).invoke(new Object[] {new Derived(), 2.0})).isEqualTo(3.0);
    }

    @Test
    void objectsAreMade() {
        Build b = new Build("f").result(Account.class.descriptorString());
        b.ret(b.op(Op.NEW, Account.class.descriptorString(), constructor(Account.class, "()V")));
        assertThat(emit(b).invoke(NONE)).isInstanceOf(Account.class);
        Build s = new Build("f").result("Ljava/lang/Object;");
        s.ret(s.op(Op.NEW, Stranger.class.descriptorString(), constructor(Stranger.class, "()V")));
        assertThat(emit(s).invoke(NONE)).isInstanceOf(Stranger.class);
    }

    @Test
    void constantsKeepTheirBits() {
        double[] reals = {0, -0.0, 1, -1, 2, 100, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY};
        for (double r : reals) {
            Build b = new Build("f").result("D");
            b.ret(b.real(r));
            assertThat(Double.doubleToRawLongBits((Double) emit(b).invoke(NONE)))
                    .isEqualTo(Double.doubleToRawLongBits(r));
        }
        for (float r : new float[] {0, -0f, 1, 2, 3.5f}) {
            Build b = new Build("f").result("F");
            b.ret(b.op(Op.CONSTANT, "F", r));
            assertThat(emit(b).invoke(NONE)).isEqualTo(r);
        }
        for (long r : new long[] {0, 1, -1, 127, 32767, 32768, Long.MIN_VALUE, 1L << 40}) {
            Build b = new Build("f").result("J");
            b.ret(b.op(Op.CONSTANT, "J", r));
            assertThat(emit(b).invoke(NONE)).isEqualTo(r);
        }
        for (int r : new int[] {-1, 5, 6, 127, 128, -32768, 32768, Integer.MIN_VALUE}) {
            Build b = new Build("f").result("I");
            b.ret(b.number(r));
            assertThat(emit(b).invoke(NONE)).isEqualTo(r);
        }
        for (Class<?> r : new Class<?>[] {int.class, void.class, double[][].class, String.class, Stranger.hidden()}) {
            Build b = new Build("f").result("Ljava/lang/Class;");
            b.ret(b.op(Op.CONSTANT, "Ljava/lang/Class;", new ClassLiteral(r.descriptorString())));
            assertThat(emit(b).invoke(NONE)).isEqualTo(r);
        }
    }

    private static DynamicCallSiteDesc lambdaSite(Class<?> owner, String method) {
        MethodTypeDesc d = MethodTypeDesc.ofDescriptor("(D)D");
        ClassDesc factory = ClassDesc.of("java.lang.invoke.LambdaMetafactory");
        DirectMethodHandleDesc bootstrap = MethodHandleDesc.ofMethod(
                DirectMethodHandleDesc.Kind.STATIC,
                factory,
                "metafactory",
                MethodTypeDesc.ofDescriptor("(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                        + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
                        + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;"));
        return DynamicCallSiteDesc.of(
                bootstrap,
                "applyAsDouble",
                MethodTypeDesc.ofDescriptor("(D)Ljava/util/function/DoubleUnaryOperator;"),
                d,
                MethodHandleDesc.ofMethod(
                        DirectMethodHandleDesc.Kind.STATIC,
                        owner.describeConstable().orElseThrow(),
                        method,
                        MethodTypeDesc.ofDescriptor("(DD)D")),
                d);
    }

    @SuppressWarnings("unused")
    private static double power(double n, double x) {
        return Math.pow(x, n);
    }

    @Test
    void aFunctionValueThatMustExistIsMadeByItsCallSite() {
        for (Class<?> owner : new Class<?>[] {EmitterTest.class, Stranger.class}) {
            Build b = new Build("f").result("Ljava/util/function/DoubleUnaryOperator;");
            Value n = b.param("D");
            Closure closure = new Closure(
                    "java/util/function/DoubleUnaryOperator", "applyAsDouble", b.f, lambdaSite(owner, "power"));
            b.ret(b.op(Op.CLOSURE, "Ljava/util/function/DoubleUnaryOperator;", closure, n));
            DoubleUnaryOperator cube = (DoubleUnaryOperator) emit(b).invoke(new Object[] {3.0});
            assertThat(cube.applyAsDouble(2)).isEqualTo(8);
        }
    }

    @Test
    void aDynamicCallSiteIsExecutedAsItIs() {
        DynamicCallSiteDesc concatenation = DynamicCallSiteDesc.of(
                MethodHandleDesc.ofMethod(
                        DirectMethodHandleDesc.Kind.STATIC,
                        ClassDesc.of("java.lang.invoke.StringConcatFactory"),
                        "makeConcatWithConstants",
                        MethodTypeDesc.ofDescriptor("(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                                + "Ljava/lang/invoke/MethodType;Ljava/lang/String;[Ljava/lang/Object;)"
                                + "Ljava/lang/invoke/CallSite;")),
                "makeConcatWithConstants",
                MethodTypeDesc.ofDescriptor("(D)Ljava/lang/String;"),
                "x=\1");
        Build b = new Build("f").result("Ljava/lang/String;");
        Value x = b.param("D");
        b.ret(b.op(Op.CALL, "Ljava/lang/String;", new DynamicRef(concatenation), x));
        assertThat(emit(b).invoke(new Object[] {1.5})).isEqualTo("x=1.5");
    }

    @Test
    void switchesGoWhereTheirKeysSay() {
        for (int[] keys : new int[][] {{1, 2, 3}, {-5, 0, 1000, 1_000_000}, {}}) {
            Build b = new Build("f").result("I");
            Value x = b.param("I");
            Block join = b.block();
            var edges = new org.wengert.program.ir.Edge[keys.length + 1];
            for (int k = 0; k < edges.length; k++) {
                edges[k] = to(join, b.number(10 * k));
            }
            b.at.terminate(Terminator.select(keys, x, edges, Position.NONE));
            Value r = b.phi(join, "I");
            b.go(join).ret(r);
            Kernel kernel = emit(b);
            for (int k = 0; k < keys.length; k++) {
                assertThat(kernel.invoke(new Object[] {keys[k]})).isEqualTo(10 * k);
            }
            assertThat(kernel.invoke(new Object[] {77})).isEqualTo(10 * keys.length);
        }
    }

    @Test
    void illegalAndEqualNamesAreMended() {
        Build g = new Build("lambda<init>/a;b").result("D");
        g.ret(g.real(1));
        Build h = new Build("lambda<init>/a;b").result("D");
        h.ret(h.real(2));
        Build b = new Build("field").result("D");
        b.ret(b.add(b.invoke(g.f), b.invoke(h.f)));
        assertThat(emit(b).invoke(NONE)).isEqualTo(3.0);
    }

    @Test
    void aVoidFunctionReturnsNull() {
        Build b = new Build("f");
        Value x = b.param("[D");
        b.store("D", x, b.number(0), b.real(4));
        b.ret();
        double[] data = {1};
        assertThat(emit(b).invoke(new Object[] {data})).isNull();
        assertThat(data).containsExactly(4);
    }

    /** A program of its own, in which nothing has initialised anything. */
    static final class First {
        private First() {}

        public static void main(String[] arguments) {
            Build b = new Build("f").result("D");
            b.ret(b.param("D"));
            System.out.print(emit(b).scalar(NONE, 42));
        }
    }

    @Test
    void emissionMayBeTheFirstThingThatAProgramDoes() throws Exception {
        Process p = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        First.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).as(output).isZero();
        assertThat(output).isEqualTo("42.0");
    }

    @Test
    void loopsLieContiguously() {
        // The exit is the first successor here; it must still come after the body.
        Build b = new Build("f").result("I");
        Value n = b.param("I");
        Block head = b.block();
        Block exit = b.block();
        Block body = b.block();
        b.jump(head, b.number(0));
        Value i = b.phi(head, "I");
        b.go(head).branch(IF_ICMPLT, these(n, i), to(exit), to(body));
        b.go(body).jump(head, b.iadd(i, b.number(1)));
        b.go(exit).ret(i);
        assertThat(emit(b).invoke(new Object[] {5})).isEqualTo(6);
        assertThat(Emitter.sizes(Emitter.bytes(b.f, 0, MethodHandles.lookup())).get("f"))
                .isLessThan(25);
    }
}
