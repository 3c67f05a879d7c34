package org.wengert.program.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.program.ir.Build.these;
import static org.wengert.program.ir.Build.to;

import java.lang.invoke.MethodHandles;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wengert.program.interpret.Interpreter;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Build;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Outline;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Printer;
import org.wengert.program.ir.RandomProgram;
import org.wengert.program.ir.Stack;
import org.wengert.program.ir.StackEntry;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.ir.Verifier;

/** Large functions are cut into methods that the optimising compiler takes, and compute what they did. */
class OutlineTest {
    private static final int CLIFF = 8_000;

    private static double[] data(int n) {
        double[] x = new double[n];
        for (int k = 0; k < n; k++) {
            x[k] = Math.sin(k + 1);
        }
        return x;
    }

    private static void isSplitAndAgrees(Function f, double[] x) {
        byte[] bytes = Emitter.bytes(f, 0, MethodHandles.lookup());
        assertThat(Emitter.sizes(bytes))
                .allSatisfy((name, size) -> assertThat(size).as(name).isLessThan(CLIFF));
        assertThat(Emitter.sizes(bytes).size()).isGreaterThan(4);
        double[] there = x.clone();
        double[] here = x.clone();
        Object expected = Interpreter.evaluate(f, there);
        assertThat(EmitterTest.emit(f).field(new Object[0], here)).isEqualTo(expected);
        assertThat(here).containsExactly(there);
    }

    /** Each value is computed from random earlier ones out of the last {@code window}. */
    private static Value straightLine(Build b, Value x, int n, int window, long seed) {
        Random random = new Random(seed);
        Value[] v = new Value[n];
        for (int k = 0; k < n; k++) {
            if (k < window) {
                v[k] = b.load("D", x, b.number(k % 8));
            } else {
                Value p = v[k - 1 - random.nextInt(window)];
                Value q = v[k - 1 - random.nextInt(window)];
                v[k] = switch (random.nextInt(3)) {
                    case 0 -> b.add(p, b.mul(q, b.real(0.5)));
                    case 1 -> b.sub(p, q);
                    default -> b.mul(p, b.un(org.wengert.rule.Unary.COS, q));
                };
            }
        }
        return v[n - 1];
    }

    @Test
    void threeThousandOpsInARow() {
        Build b = new Build("long").result("D");
        Value x = b.param("[D");
        b.ret(straightLine(b, x, 3000, 6, 1));
        isSplitAndAgrees(b.f, data(8));
    }

    @Test
    void manyValuesAliveAtOnce() {
        // 300 values from the beginning to the end: more than a method can have parameters.
        Build b = new Build("wide").result("D");
        Value x = b.param("[D");
        Value[] v = new Value[300];
        for (int k = 0; k < v.length; k++) {
            v[k] = b.load("D", x, b.number(k));
        }
        Value sum = b.real(0);
        Random random = new Random(3);
        for (int k = 0; k < 3000; k++) {
            int i = random.nextInt(v.length);
            sum = b.add(b.mul(sum, b.real(0.5)), v[i]);
            if (k % 10 == 0) {
                v[i] = b.mul(sum, v[random.nextInt(v.length)]);
            }
        }
        for (Value y : v) {
            sum = b.add(sum, b.un(org.wengert.rule.Unary.SIN, y));
        }
        b.ret(sum);
        isSplitAndAgrees(b.f, data(300));
    }

    @Test
    void aLoopWithALargeBody() {
        Build b = new Build("loop").result("D");
        Value x = b.param("[D");
        Block head = b.block();
        Block body = b.block();
        Block exit = b.block();
        b.jump(head, b.number(0), b.real(0.1));
        Value i = b.phi(head, "I");
        Value s = b.phi(head, "D");
        b.go(head).branch(162, these(i, b.number(5)), to(exit), to(body));
        b.go(body);
        Value y = straightLine(b, x, 2500, 5, 2);
        b.store("D", x, i, b.add(y, s));
        b.jump(head, b.iadd(i, b.number(1)), b.add(s, b.mul(y, b.real(0.01))));
        b.go(exit).ret(s);
        isSplitAndAgrees(b.f, data(8));
    }

    @Test
    void aForwardAndAReverseSweep() {
        // pushes in many loops one after the other, then pops in the opposite order
        StackEntry d = new StackEntry(new Stack(0, Type.D));
        Build b = new Build("sweeps").result("D");
        Value x = b.param("[D");
        Value s = b.real(1);
        int loops = 60;
        for (int l = 0; l < loops; l++) {
            Block head = b.block();
            Block body = b.block();
            Block exit = b.block();
            b.jump(head, b.number(0), s);
            Value i = b.phi(head, "I");
            Value t = b.phi(head, "D");
            b.go(head).branch(162, these(i, b.length(x)), to(exit), to(body));
            b.go(body);
            Value e = b.load("D", x, i);
            b.push(d, b.add(t, e));
            b.push(d, b.mul(e, e));
            b.jump(head, b.iadd(i, b.number(1)), b.add(b.mul(t, b.real(0.75)), e));
            b.go(exit);
            s = t;
        }
        for (int l = 0; l < loops; l++) {
            Block head = b.block();
            Block body = b.block();
            Block exit = b.block();
            b.jump(head, b.length(x), s);
            Value i = b.phi(head, "I");
            Value t = b.phi(head, "D");
            b.go(head).branch(153, these(i), to(exit), to(body));
            b.go(body);
            Value square = b.pop(d);
            Value sum = b.pop(d);
            Value j = b.iadd(i, b.number(-1));
            b.op(Op.ACCUMULATE, "V", "D", x, j, b.mul(square, b.real(0.001)));
            b.jump(head, j, b.add(b.mul(t, b.real(0.5)), b.sub(sum, square)));
            b.go(exit);
            s = t;
        }
        b.ret(s);
        isSplitAndAgrees(b.f, data(20));
    }

    @Test
    void whatIsGivenToTheEmitterStaysAsItIs() {
        Build b = new Build("long").result("D");
        b.ret(straightLine(b, b.param("[D"), 3000, 6, 1));
        String before = Printer.printAll(b.f);
        Emitter.bytes(b.f, 0, MethodHandles.lookup());
        assertThat(Printer.printAll(b.f)).isEqualTo(before);
    }

    @Test
    void aSmallFunctionIsLeftAlone() {
        Function f = RandomProgram.of(5, 4, true);
        String before = Printer.print(f);
        Outline.split(f, 100_000);
        assertThat(Printer.print(f)).isEqualTo(before);
    }

    @Test
    void constantsAreCopiedAndNotPassed() {
        Build b = new Build("constants").result("D");
        Value x = b.param("[D");
        Value[] constants = new Value[150];
        for (int k = 0; k < constants.length; k++) {
            constants[k] = b.real(k * 1.25);
        }
        Value sum = b.load("D", x, b.number(0));
        for (int k = 0; k < 2000; k++) {
            sum = b.add(b.mul(sum, b.real(0.5)), constants[k % constants.length]);
        }
        b.ret(sum);
        Function split = Cloner.copyAll(b.f).get(b.f);
        Outline.split(split, 1000);
        Verifier.checkAll(split, "split");
        for (Function g : Cloner.reachable(split)) {
            assertThat(g.parameters().size()).isLessThanOrEqualTo(2);
        }
        isSplitAndAgrees(b.f, data(8));
    }

    @Test
    void resultsStayWithTheCallThatAHandlerCovers() {
        Build g = new Build("g").result("D").result("D");
        Value p = g.param("D");
        g.ret(g.mul(p, p), g.add(p, p));
        Build b = new Build("f").result("D");
        Value x = b.param("[D");
        Value s = straightLine(b, x, 300, 4, 7);
        for (int k = 0; k < 40; k++) {
            Block normal = b.block();
            Block caught = b.block();
            Block join = b.block();
            Value call = b.invoke(g.f, s);
            b.jump(normal);
            b.at.handler(to(caught, s));
            b.go(normal);
            Value second = b.other(call, 1);
            b.jump(join, b.un(org.wengert.rule.Unary.TANH, b.sub(second, b.mul(call, b.real(0.3)))));
            b.phi(caught, "Ljava/lang/Throwable;");
            Value before = b.phi(caught, "D");
            b.go(caught).jump(join, before);
            s = b.phi(join, "D");
            b.go(join);
            s = b.add(s, straightLine(b, x, 40, 3, k));
        }
        b.ret(s);
        Function split = Cloner.copyAll(b.f).get(b.f);
        Outline.split(split, 400);
        Verifier.checkAll(split, "split");
        assertThat(Cloner.reachable(split).size()).isGreaterThan(8);
        double[] data = data(8);
        assertThat(Interpreter.evaluate(split, data)).isEqualTo(Interpreter.evaluate(b.f, data));
        isSplitAndAgrees(b.f, data);
    }

    @Test
    void waysToOneThrowStayApart() {
        // every stretch ends in a test that throws in one block for all of them
        Build b = new Build("checked").result("D");
        Value x = b.param("[D");
        Block thrown = b.block();
        Value s = b.load("D", x, b.number(0));
        for (int k = 0; k < 40; k++) {
            Block normal = b.block();
            s = b.un(org.wengert.rule.Unary.TANH, b.add(s, straightLine(b, x, 60, 4, k)));
            Value sign = b.op(Op.COMPARE, "I", 151, s, b.real(-2));
            b.branch(155, these(sign), to(thrown, x), to(normal));
            b.go(normal);
        }
        b.ret(s);
        Value what = b.phi(thrown, "Ljava/lang/Object;");
        b.go(thrown);
        Value error = b.op(Op.CHECK_CAST, "Ljava/lang/RuntimeException;", "java/lang/RuntimeException", what);
        b.at.terminate(org.wengert.program.ir.Terminator.raise(error, Position.NONE));
        Function split = Cloner.copyAll(b.f).get(b.f);
        Outline.split(split, 600);
        Verifier.checkAll(split, "split");
        assertThat(Cloner.reachable(split).size()).isGreaterThan(8);
        double[] data = data(8);
        assertThat(Interpreter.evaluate(split, data)).isEqualTo(Interpreter.evaluate(b.f, data));
        isSplitAndAgrees(b.f, data);
    }

    @Test
    void aRegionThatCostsMoreToCallThanItSavesIsLeftWhereItIs() {
        // every block reads 400 values that live from the beginning to the end
        Build b = new Build("dense").result("D");
        Value x = b.param("[D");
        Value[] v = new Value[400];
        for (int k = 0; k < v.length; k++) {
            v[k] = b.load("D", x, b.number(k));
        }
        Value s = b.real(0);
        for (int round = 0; round < 3; round++) {
            Block next = b.block();
            for (Value y : v) {
                s = b.add(b.mul(s, b.real(0.5)), y);
            }
            b.jump(next);
            b.go(next);
        }
        b.ret(s);
        Function split = Cloner.copyAll(b.f).get(b.f);
        int before = Outline.size(split);
        Outline.splitFinally(split, 500);
        Verifier.checkAll(split, "split");
        assertThat(Outline.size(split)).isLessThanOrEqualTo(before);
        double[] data = data(400);
        assertThat(EmitterTest.emit(b.f).field(new Object[0], data)).isEqualTo(Interpreter.evaluate(b.f, data));
    }

    @Test
    void theEstimateIsNotFarFromTheTruth() {
        // Half and twice: enough to decide by, since what comes out too large is split again by its true size.
        for (long seed = 0; seed < 60; seed++) {
            Function f = RandomProgram.of(seed, 40, true);
            int estimate = Outline.size(f);
            int size =
                    Emitter.sizes(Emitter.bytes(f, 0, MethodHandles.lookup())).get(f.name);
            if (size < CLIFF / 2) {
                assertThat((double) estimate / size).as("seed %d", seed).isBetween(0.5, 2.0);
            }
        }
    }
}
