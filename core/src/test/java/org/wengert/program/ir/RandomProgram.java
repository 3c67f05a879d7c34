package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Random functions that terminate and leave the tape as they found it: arithmetic of all types, nested loops, branches,
 * switches, array accesses, pushes with their pops, handlers, calls with several results.
 *
 * <p>Parameters are a {@code double[8]}, a double and an int; results a double, an int, a double and a long.
 */
public final class RandomProgram {
    private final Random random;
    private final Build b;
    private final Value array;
    private final Variable[] reals = new Variable[5];
    private final Variable[] ints = new Variable[4];
    private final Variable single = new Variable("single", Type.F, "F");
    private final Variable wide = new Variable("wide", Type.J, "J");
    private final List<Variable> all = new ArrayList<>();
    private final List<Function> callees;
    private final boolean usesTape;
    private int counters;

    private RandomProgram(Random random, String name, List<Function> callees, boolean usesTape) {
        this.random = random;
        this.callees = callees;
        this.usesTape = usesTape;
        b = new Build(name).result("D").result("I").result("D").result("J");
        array = b.param("[D");
        Value x = b.param("D");
        Value n = b.param("I");
        for (int k = 0; k < reals.length; k++) {
            reals[k] = variable("d" + k, "D");
            write(reals[k], k == 0 ? x : b.real(k - 1.5));
        }
        for (int k = 0; k < ints.length; k++) {
            ints[k] = variable("i" + k, "I");
            write(ints[k], k == 0 ? n : b.number(k));
        }
        all.add(single);
        all.add(wide);
        write(single, b.op(Op.CONVERT, "F", 144, x));
        write(wide, b.op(Op.CONVERT, "J", 133, n));
    }

    /** Returns a function of the given number of statements at least. */
    public static Function of(long seed, int statements, boolean usesTape) {
        Random random = new Random(seed);
        List<Function> callees = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            callees.add(new RandomProgram(random, "callee" + k, new ArrayList<>(callees), usesTape).finish(3));
        }
        return new RandomProgram(random, "program", callees, usesTape).finish(statements);
    }

    private Function finish(int statements) {
        statements(statements, 0);
        b.ret(
                read(reals[0]),
                read(ints[0]),
                b.add(read(reals[1]), b.op(Op.CONVERT, "D", 141, read(single))),
                read(wide));
        SsaForm.construct(b.f, all);
        Verifier.check(b.f, "generation");
        return b.f;
    }

    private Variable variable(String name, String descriptor) {
        Variable v = new Variable(name, Type.of(descriptor), descriptor);
        all.add(v);
        return v;
    }

    private Value read(Variable v) {
        return b.op(Op.READ, v.descriptor, v);
    }

    private void write(Variable v, Value x) {
        b.op(Op.WRITE, "V", v, x);
    }

    private Variable anyReal() {
        return reals[random.nextInt(reals.length)];
    }

    private Variable anyInt() {
        return ints[random.nextInt(ints.length)];
    }

    private Value index() {
        return b.integer(126, read(anyInt()), b.number(7));
    }

    private Value real(int depth) {
        if (depth > 3) {
            return random.nextBoolean() ? read(anyReal()) : b.real(random.nextInt(9) / 4.0 - 1);
        }
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                return read(anyReal());
            }
            case 2 -> {
                return b.real(random.nextInt(9) / 4.0 - 1);
            }
            case 3 -> {
                Unary[] some = {Unary.SIN, Unary.COS, Unary.TANH, Unary.NEG, Unary.ABS};
                return b.un(some[random.nextInt(some.length)], real(depth + 1));
            }
            case 4 -> {
                return b.op(Op.TERNARY, "D", Ternary.FMA, real(depth + 1), real(depth + 1), real(depth + 1));
            }
            case 5 -> {
                return b.load("D", array, index());
            }
            case 6 -> {
                return b.op(Op.CONVERT, "D", 135, integer(depth + 1));
            }
            case 7 -> {
                return b.op(Op.CONVERT, "D", 141, read(single));
            }
            default -> {
                Binary[] some = {Binary.ADD, Binary.SUB, Binary.MUL, Binary.MUL, Binary.MAX, Binary.ATAN2};
                return b.op(Op.BINARY, "D", some[random.nextInt(some.length)], real(depth + 1), real(depth + 1));
            }
        }
    }

    private Value integer(int depth) {
        if (depth > 3) {
            return random.nextBoolean() ? read(anyInt()) : b.number(random.nextInt(7) - 3);
        }
        return switch (random.nextInt(6)) {
            case 0 -> b.number(random.nextInt(70_000) - 35_000);
            case 1 -> b.op(Op.CONVERT, "I", 142, real(depth + 1));
            case 2 -> b.op(Op.COMPARE, "I", 151 + random.nextInt(2), real(depth + 1), real(depth + 1));
            case 3 -> b.op(Op.CONVERT, "I", 136, read(wide));
            case 4 -> read(anyInt());
            default -> {
                int[] some = {96, 100, 104, 126, 130, 122};
                yield b.integer(some[random.nextInt(some.length)], integer(depth + 1), integer(depth + 1));
            }
        };
    }

    private void statements(int n, int depth) {
        for (int k = 0; k < n; k++) {
            statement(depth);
        }
    }

    private void statement(int depth) {
        int kind = random.nextInt(depth < 3 ? 15 : 6);
        switch (kind) {
            case 0, 1, 2 -> write(anyReal(), real(0));
            case 3 -> write(anyInt(), integer(0));
            case 4 -> {
                if (random.nextBoolean()) {
                    b.store("D", array, index(), real(0));
                } else {
                    b.op(Op.ACCUMULATE, "V", "D", array, index(), real(0));
                }
            }
            case 5 -> {
                Value f = read(single);
                write(single, b.op(Op.BINARY, "F", Binary.SUB, b.op(Op.CONVERT, "F", 144, real(1)), f));
                Value j = read(wide);
                write(wide, b.integer(random.nextBoolean() ? 97 : 131, j, b.op(Op.CONVERT, "J", 133, integer(1))));
            }
            case 6, 7 -> branch(depth);
            case 8, 9 -> loop(1 + random.nextInt(3), () -> statements(1 + random.nextInt(3), depth + 1));
            case 10 -> pushes(depth);
            case 11 -> {
                if (usesTape) {
                    pushLoop(depth);
                }
            }
            case 12 -> handler();
            case 13 -> select(depth);
            default -> call();
        }
    }

    private void branch(int depth) {
        Block yes = b.block();
        Block no = b.block();
        Block join = b.block();
        if (random.nextBoolean()) {
            int relation = 153 + random.nextInt(6);
            Value c = b.op(Op.COMPARE, "I", 151, real(2), real(2));
            b.branch(relation, Build.these(c), Build.to(yes), Build.to(no));
        } else {
            Value x = integer(2);
            Value y = integer(2);
            b.branch(159 + random.nextInt(6), Build.these(x, y), Build.to(yes), Build.to(no));
        }
        b.go(yes);
        statements(random.nextInt(3), depth + 1);
        b.jump(join);
        b.go(no);
        statements(random.nextInt(3), depth + 1);
        b.jump(join);
        b.go(join);
    }

    private void loop(int times, Runnable body) {
        Variable k = variable("k" + counters++, "I");
        Block head = b.block();
        Block inside = b.block();
        Block exit = b.block();
        write(k, b.number(0));
        b.jump(head);
        b.go(head);
        boolean exitFirst = random.nextBoolean();
        Value counter = read(k);
        Value end = b.number(times);
        if (exitFirst) {
            b.branch(162, Build.these(counter, end), Build.to(exit), Build.to(inside));
        } else {
            b.branch(161, Build.these(counter, end), Build.to(inside), Build.to(exit));
        }
        b.go(inside);
        body.run();
        write(k, b.iadd(read(k), b.number(1)));
        b.jump(head);
        b.go(exit);
    }

    private final StackEntry doubles = new StackEntry(new Stack(0, Type.D));
    private final StackEntry integers = new StackEntry(new Stack(0, Type.I));
    private final StackEntry references = new StackEntry(new Stack(0, Type.A));
    private final StackEntry floats = new StackEntry(new Stack(1, Type.F));
    private final StackEntry longs = new StackEntry(new Stack(1, Type.J));

    private void pushes(int depth) {
        if (!usesTape) {
            return;
        }
        int n = 1 + random.nextInt(4);
        int[] kinds = new int[n];
        for (int k = 0; k < n; k++) {
            kinds[k] = random.nextInt(5);
            switch (kinds[k]) {
                case 0 -> b.push(doubles, real(1));
                case 1 -> b.push(integers, integer(1));
                case 2 -> b.push(references, array);
                case 3 -> b.push(floats, read(single));
                default -> b.push(longs, read(wide));
            }
        }
        statements(random.nextInt(3), depth + 1);
        for (int k = n - 1; k >= 0; k--) {
            switch (kinds[k]) {
                case 0 -> write(anyReal(), b.pop(doubles));
                case 1 -> write(anyInt(), b.pop(integers));
                case 2 -> write(anyReal(), b.load("D", b.op(Op.POP, "[D", references), index()));
                case 3 -> write(single, b.op(Op.POP, "F", floats));
                default -> write(wide, b.op(Op.POP, "J", longs));
            }
        }
    }

    private void pushLoop(int depth) {
        int times = 1 + random.nextInt(90);
        loop(times, () -> {
            b.push(doubles, real(1));
            b.push(integers, integer(2));
            b.push(doubles, read(anyReal()));
        });
        statements(random.nextInt(2), depth + 1);
        loop(times, () -> {
            Value x = b.pop(doubles);
            Value i = b.pop(integers);
            write(anyReal(), b.sub(x, b.mul(b.pop(doubles), b.real(0.5))));
            write(anyInt(), b.integer(130, i, read(anyInt())));
        });
    }

    private void handler() {
        Block normal = b.block();
        Block caught = b.block();
        Value quotient = b.integer(108, integer(1), b.integer(126, read(anyInt()), b.number(3)));
        b.jump(normal);
        b.at.handler(Build.to(caught));
        Variable v = anyInt();
        Block join = b.block();
        b.go(normal);
        write(v, quotient);
        b.jump(join);
        b.phi(caught, "Ljava/lang/ArithmeticException;");
        b.go(caught);
        write(v, b.number(-7));
        b.jump(join);
        b.go(join);
    }

    private void select(int depth) {
        Block join = b.block();
        int n = 1 + random.nextInt(3);
        int[] keys = new int[n];
        Edge[] edges = new Edge[n + 1];
        List<Block> targets = new ArrayList<>();
        Value on = b.integer(126, read(anyInt()), b.number(3));
        for (int k = 0; k <= n; k++) {
            Block t = b.block();
            targets.add(t);
            edges[k] = Build.to(t);
            if (k < n) {
                keys[k] = k;
            }
        }
        b.at.terminate(Terminator.select(keys, on, edges, Position.NONE));
        for (Block t : targets) {
            b.go(t);
            statements(random.nextInt(2), depth + 1);
            b.jump(join);
        }
        b.go(join);
    }

    private void call() {
        if (callees.isEmpty()) {
            return;
        }
        Function g = callees.get(random.nextInt(callees.size()));
        Value result = b.invoke(g, array, real(1), integer(2));
        Value second = b.other(result, 1);
        Value fourth = b.other(result, 3);
        write(anyReal(), result);
        write(anyInt(), second);
        write(wide, fourth);
    }
}
