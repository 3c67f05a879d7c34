package org.wengert.program.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.program.ir.Build.these;
import static org.wengert.program.ir.Build.to;

import org.junit.jupiter.api.Test;
import org.wengert.rule.Unary;

class PrinterTest {
    @Test
    void aLoopIsReadable() {
        Build b = new Build("sum").result("D");
        Value x = b.param("[D");
        Block head = b.block();
        Block body = b.block();
        Block exit = b.block();
        b.line(3).jump(head, b.number(0), b.real(0));
        Value i = b.phi(head, "I");
        Value s = b.phi(head, "D");
        Value n = b.line(4).go(head).length(x);
        b.branch(162, these(i, n), to(exit, s), to(body));
        Value e = b.go(body).line(5).load("D", x, i);
        b.jump(head, b.iadd(i, b.number(1)), b.add(s, b.un(Unary.SIN, e).strict(true)));
        Value r = b.phi(exit, "D");
        b.line(7).go(exit).ret(r);
        assertThat(Printer.print(b.f)).isEqualTo("""
            function sum(v0: double[]) → double  Sample.java:1
              B0:
                goto B1(0, 0.0)                                              :3
              B1(v3: int, v4: double):
                v5 = length v0                                               :4
                if v3 >= v5 then B3(v4) else B2                              :4
              B2:
                v6 = v0[v3]                                                  :5
                v8 = iadd v3 1                                               :5
                v9 = strict sin v6                                           :5
                v10 = add v4 v9                                              :5
                goto B1(v8, v10)                                             :5
              B3(v11: double):
                return v11                                                   :7
            """);
    }

    @Test
    void everyOpHasAForm() throws ReflectiveOperationException {
        Build b = new Build("f").result("D").result("[D");
        b.position(Position.NONE);
        Value p = b.param("Ljava/awt/Point;");
        Value x = b.param("[D");
        Value i = b.param("I");
        FieldRef field = new FieldRef("java/awt/Point", "x", "D", false, Object.class);
        FieldRef shared = new FieldRef("org/Some$Nested", "count", "D", false, Object.class);
        MethodRef abs = new MethodRef(
                MethodRef.Kind.STATIC,
                "java/lang/Math",
                "abs",
                "(D)D",
                false,
                Math.class.getMethod("abs", double.class));
        MethodRef size = new MethodRef(
                MethodRef.Kind.INTERFACE,
                "java/util/List",
                "get",
                "(I)D",
                true,
                java.util.List.class.getMethod("get", int.class));
        Value d = b.op(Op.GET_FIELD, "D", field, p);
        b.op(Op.PUT_FIELD, "V", field, p, d);
        b.op(Op.INIT_FIELD, "V", field, p, d);
        Value g = b.op(Op.GET_STATIC, "D", shared);
        b.op(Op.PUT_STATIC, "V", shared, g);
        b.store("D", x, i, b.op(Op.ZERO, "D", null));
        b.op(Op.ACCUMULATE, "V", "D", x, b.number(2), d);
        b.op(Op.CALL, "D", abs, d);
        b.op(Op.CALL, "D", size, p, i);
        b.op(Op.CHECK_CAST, "[D", "[D", p);
        b.op(Op.INSTANCE_OF, "I", "java/awt/Point", p);
        b.op(Op.NEW_ARRAY, "[[D", "[D", i);
        b.op(Op.NEW_MULTI_ARRAY, "[[[D", "[[[D", i, b.number(4));
        b.op(Op.CLONE, "[D", null, x);
        b.op(Op.COMPARE, "I", 152, d, b.real(-1.5));
        b.op(Op.CONVERT, "J", 133, i);
        b.integer(116, i);
        b.push(new StackEntry(new Stack(1, Type.D)), d);
        b.pop(new StackEntry(new Stack(0, Type.A)));
        Value call = b.invoke(b.f, p, x, i);
        Value second = b.other(call, 1);
        b.op(Op.WRITE, "V", new Variable("xBar", Type.D, "D"), d);
        b.op(Op.READ, "D", new Variable("xBar", Type.D, "D"));
        b.op(Op.CONSTANT, "Ljava/lang/String;", "a \"b\"\n");
        Block handler = b.block();
        b.phi(handler, "Ljava/lang/Throwable;");
        b.at.handler(to(handler));
        b.ret(d, second);
        b.go(handler);
        b.at.terminate(Terminator.raise(handler.parameters.get(0), Position.NONE));
        assertThat(Printer.print(b.f)).isEqualTo("""
            function f(v0: Point, v1: double[], v2: int) → double, double[]  Sample.java:1
              B0:
                v3 = v0.x
                v0.x = v3
                v0.x := v3
                v6 = Nested.count
                Nested.count = v6
                v1[v2] = zero
                v1[2] += v3
                v12 = call Math.abs(v3)
                v13 = call v0.get(v2)
                v14 = cast double[] v0
                v15 = v0 instanceof Point
                v16 = new double[v2][]
                v18 = new double[v2][4][]
                v19 = clone v1
                v21 = dcmpg v3 -1.5
                v22 = i2l v2
                v23 = ineg v2
                push D1 v3
                v25 = pop A0
                v26 = invoke f(v0, v1, v2)
                v27 = result 1 of v26
                write xBar v3
                v29 = read xBar
                on exception B1
                return v3, v27
              B1(v31: Throwable):
                throw v31
            """);
    }

    @Test
    void textIsQuoted() {
        Build b = new Build("f").result("Ljava/lang/String;");
        b.position(Position.NONE).ret(b.op(Op.CONSTANT, "Ljava/lang/String;", "a \"b\"\n\u0001\\"));
        assertThat(Printer.print(b.f)).contains("return \"a \\\"b\\\"\\n\\u0001\\\\\"");
    }

    @Test
    void calledFunctionsAreListedOnce() {
        Build g = new Build("g").result("D");
        g.ret(g.real(1));
        Build b = new Build("f").result("D");
        b.ret(b.add(b.invoke(g.f), b.invoke(g.f)));
        assertThat(Printer.printAll(b.f)).containsOnlyOnce("function g()").containsOnlyOnce("function f()");
    }
}
