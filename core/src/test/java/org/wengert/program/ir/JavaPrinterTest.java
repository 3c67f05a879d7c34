package org.wengert.program.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.program.ir.Build.these;
import static org.wengert.program.ir.Build.to;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wengert.program.interpret.Interpreter;
import org.wengert.rule.Unary;

class JavaPrinterTest {
    private static String print(Build b) {
        return JavaPrinter.print(b.f);
    }

    @Test
    void aCountingLoopIsAWhile() {
        Build b = new Build("sum").result("D");
        Value x = b.param("[D");
        Block head = b.block();
        Block body = b.block();
        Block exit = b.block();
        b.jump(head, b.number(0), b.real(0));
        Value i = b.phi(head, "I");
        Value s = b.phi(head, "D");
        Value n = b.go(head).length(x);
        b.branch(162, these(i, n), to(exit, s), to(body));
        Value e = b.go(body).load("D", x, i);
        b.jump(head, b.iadd(i, b.number(1)), b.add(s, b.mul(e, e)));
        Value r = b.phi(exit, "D");
        b.go(exit).ret(r);
        assertThat(print(b)).isEqualTo("""
            double sum(double[] v0) {
                int v3 = 0;
                double v4 = 0.0;
                while (v3 < v0.length) {
                    double v6 = v0[v3];
                    v3++;
                    v4 += v6 * v6;
                }
                return v4;
            }
            """);
    }

    @Test
    void branchesJoin() {
        Build b = new Build("f").result("D");
        Value x = b.param("D");
        Block yes = b.block();
        Block no = b.block();
        Block join = b.block();
        b.branch(158, these(b.op(Op.COMPARE, "I", 151, x, b.real(0))), to(no), to(yes));
        b.go(yes).jump(join, b.un(Unary.LOG, x));
        b.go(no).jump(join, b.un(Unary.NEG, x));
        Value y = b.phi(join, "D");
        b.go(join).ret(b.mul(y, b.sub(y, b.add(x, b.real(-1)))));
        // dcmpl makes NaN less: so the condition is not x <= 0.
        assertThat(print(b)).isEqualTo("""
            double f(double v0) {
                double v5;
                if (!(v0 > 0.0)) {
                    v5 = -v0;
                } else {
                    v5 = Math.log(v0);
                }
                return v5 * (v5 - (v0 + -1.0));
            }
            """);
    }

    @Test
    void swappedVariablesGoThroughATemporary() {
        Build b = new Build("fibonacci").result("J");
        Value n = b.param("I");
        Block head = b.block();
        Block body = b.block();
        Block exit = b.block();
        b.jump(head, b.op(Op.CONSTANT, "J", 0L), b.op(Op.CONSTANT, "J", 1L), n);
        Value p = b.phi(head, "J");
        Value q = b.phi(head, "J");
        Value k = b.phi(head, "I");
        b.go(head).branch(157, these(k), to(body), to(exit));
        b.go(body).jump(head, q, p, b.iadd(k, b.number(-1)));
        b.go(exit).ret(b.integer(101, p, q));
        assertThat(print(b)).isEqualTo("""
            long fibonacci(int v0) {
                long v3 = 0L;
                long v4 = 1L;
                int v5 = v0;
                while (v5 > 0) {
                    v5--;
                    long t1 = v4;
                    v4 = v3;
                    v3 = t1;
                }
                return v3 - v4;
            }
            """);
    }

    @Test
    void aBreakLeavesTheLoop() {
        // while (i < n) { if (x[i] < 0) break; i++; } return i;
        Build b = new Build("find").result("I");
        Value x = b.param("[D");
        Block head = b.block();
        Block body = b.block();
        Block next = b.block();
        Block exit = b.block();
        b.jump(head, b.number(0));
        Value i = b.phi(head, "I");
        b.go(head).branch(162, these(i, b.length(x)), to(exit), to(body));
        b.go(body);
        b.branch(155, these(b.op(Op.COMPARE, "I", 152, b.load("D", x, i), b.real(0))), to(exit), to(next));
        b.go(next).jump(head, b.iadd(i, b.number(1)));
        b.go(exit).ret(i);
        assertThat(print(b)).isEqualTo("""
            int find(double[] v0) {
                int v2 = 0;
                while (v2 < v0.length) {
                    if (v0[v2] < 0.0) {
                        break;
                    }
                    v2++;
                }
                return v2;
            }
            """);
    }

    @Test
    void aHandlerIsATry() {
        Build b = new Build("divide").result("I");
        Value x = b.param("I");
        Value y = b.param("I");
        Block normal = b.block();
        Block caught = b.block();
        Value q = b.integer(108, x, y);
        b.jump(normal);
        b.at.handler(to(caught));
        b.go(normal).ret(q);
        Value e = b.phi(caught, "Ljava/lang/ArithmeticException;");
        b.go(caught);
        b.ret(b.op(Op.INSTANCE_OF, "I", "java/lang/RuntimeException", e));
        assertThat(print(b)).contains("try {", "v2 = v0 / v1;", "} catch (ArithmeticException e1) {", "return v2;");
    }

    @Test
    void whatIsNotReducibleHasStates() {
        Build b = new Build("maze").result("I");
        Value n = b.param("I");
        Block left = b.block();
        Block right = b.block();
        Block exit = b.block();
        b.branch(153, these(n), to(left, n), to(right, n));
        Value i = b.phi(left, "I");
        b.go(left).jump(right, b.iadd(i, b.number(1)));
        Value j = b.phi(right, "I");
        b.go(right).branch(163, these(j, b.number(5)), to(exit), to(left, b.iadd(j, b.number(2))));
        b.go(exit).ret(j);
        assertThat(print(b)).contains("switch (state)").contains("state = 2;");
    }

    // ---- what is printed means what is executed -------------------------------------------------------------------

    private static final String HARNESS = """
        import java.util.ArrayDeque;
        import org.wengert.rule.*;

        @SuppressWarnings("all")
        class Program# {
            static Object[] results;
            static class Stack {
                ArrayDeque<Object> values = new ArrayDeque<>();
                void push(Object o) { values.push(o); }
                @SuppressWarnings("unchecked") <T> T pop() { return (T) values.pop(); }
            }
            static Stack doubles = new Stack(), ints = new Stack(), objects = new Stack(), floats1 = new Stack(), longs1 = new Stack();
            @SuppressWarnings("unchecked") static <T> T result(int k) { return (T) results[k]; }
            static double several(double first, Object... others) {
                results = new Object[others.length + 1];
                results[0] = first;
                System.arraycopy(others, 0, results, 1, others.length);
                return first;
            }
            public static Object[] run(double[] a, double x, int n) {
                program(a, x, n);
                return results;
            }
            @@}
        """;

    /** As Java, with what Java does not have given a meaning in the class around it. */
    private static String compilable(Function f, long seed) {
        String source = JavaPrinter.printAll(f)
                .replaceAll("(?m)^double /\\*", "static double /*")
                .replaceAll("(?m)return (.*);$", "return several($1);")
                .replaceAll("(?m)^int maze", "static int maze");
        return HARNESS.replace("#", Long.toString(seed)).replace("@@", source);
    }

    @Test
    void printedProgramsAgreeWithTheInterpreter(@TempDir Path directory) throws Exception {
        int programs = 60;
        List<String> files = new ArrayList<>();
        for (long seed = 0; seed < programs; seed++) {
            Function f = RandomProgram.of(seed, 14, true);
            Path file = directory.resolve("Program" + seed + ".java");
            Files.writeString(file, compilable(f, seed));
            files.add(file.toString());
        }
        List<String> arguments = new ArrayList<>(
                List.of("-d", directory.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")));
        arguments.addAll(files);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0])))
                .isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, JavaPrinterTest.class.getClassLoader())) {
            for (long seed = 0; seed < programs; seed++) {
                Function f = RandomProgram.of(seed, 14, true);
                Method run = loader.loadClass("Program" + seed)
                        .getDeclaredMethod("run", double[].class, double.class, int.class);
                run.setAccessible(true);
                for (int which = 0; which < 3; which++) {
                    double[] here = {1, -0.5, 0.25, 3, -2, 0.125, 1.5, -0.0};
                    double[] there = here.clone();
                    Object[] expected = (Object[]) Interpreter.evaluate(f, there, which * 0.3, which - 1);
                    assertThat((Object[]) run.invoke(null, here, which * 0.3, which - 1))
                            .as("seed %d", seed)
                            .containsExactly(expected);
                    assertThat(here).as("seed %d", seed).containsExactly(there);
                }
            }
        }
    }
}
