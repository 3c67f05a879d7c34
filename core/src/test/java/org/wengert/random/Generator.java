package org.wengert.random;

import static org.wengert.random.Code.Block;
import static org.wengert.random.Code.Line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.wengert.random.Expressions.Method;
import org.wengert.random.Expressions.Signature;
import org.wengert.random.Program.Member;
import org.wengert.random.Scope.Kind;
import org.wengert.random.Scope.Use;
import org.wengert.random.Scope.Variable;

/**
 * Makes random programs of ordinary Java: loops of every kind with labelled jumps and bounds that depend on the data, branches,
 * switches of both styles, arithmetic in int, long and float, arrays with writes through several names, records, calls, recursion,
 * lambdas, try/finally, strings, exceptions, objects of classes of their own behind interfaces and in collections, streams, static
 * fields, methods that throw after they have written. They always end, and what they compute depends smoothly on the point almost everywhere.
 *
 * <p>One seed makes one program, the same on every machine.
 */
final class Generator {
    private static final int DEEPEST = 3;

    /** The declarations that need floats. */
    private static final int FLOAT = 7;

    private static final int FLOATS = 12;

    private final SplittableRandom random;
    private final Expressions expressions;
    private final List<Member> members = new ArrayList<>();
    private final long seed;
    /** Floats are for a few programs: differences do not see through their rounding. */
    private final boolean usesFloats;

    /** What else a program is made of; each in some of them, so that programs stay small. */
    private final boolean usesShapes;

    private final boolean usesCurves;
    private final boolean usesCollections;
    private final boolean usesStatics;

    private int names;

    /** Statements that may still be made; nesting ends when it runs out. */
    private int budget;

    private Generator(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        expressions = new Expressions(random);
        usesFloats = random.nextInt(5) == 0;
        usesShapes = random.nextInt(3) == 0;
        usesCurves = random.nextInt(3) == 0;
        usesCollections = random.nextInt(3) == 0;
        usesStatics = random.nextInt(4) == 0;
    }

    static Program program(long seed) {
        return new Generator(seed).program();
    }

    private Program program() {
        double[] x = random.doubles(1 + random.nextInt(4), -1.5, 1.5).toArray();
        Classes classes = new Classes(expressions, usesStatics);
        if (usesStatics) {
            members.addAll(classes.statics());
        }
        if (usesShapes) {
            members.addAll(classes.shapes());
        }
        if (usesCurves) {
            members.addAll(classes.curves());
        }
        int methods = Math.min(random.nextInt(4), random.nextInt(4));
        for (int i = 0; i < methods; i++) {
            method();
        }
        Scope scope = Scope.ofMethod();
        scope.add(Kind.REALS, "x", x.length, Use.CONSTANT);
        List<Code> body = new ArrayList<>();
        String head = "static double f(double[] x) {";
        String tail = "}";
        if (usesStatics) {
            // in the head and the tail, where the shrinker lets it be: every call begins with the same
            head += " Arrays.fill(SHARED, Math.sin(x[0]));";
            if (random.nextBoolean()) {
                head += " total = 0.7 * Math.cos(x[0]);";
            } else { // what the call before has left
                head += " try {";
                tail = "} finally { total = 0.25; } }";
            }
            Classes.addStatics(scope); // not before, since what they hold comes from the call before
        }
        for (int i = 0; i < Math.min(2, x.length); i++) {
            body.add(declare(scope, Kind.REAL, "x[" + i + "]", 0, Use.ASSIGNED));
        }
        budget = 3 + Math.min(random.nextInt(13), random.nextInt(13)); // many small ones, some large ones
        while (budget > 0) {
            statement(scope, 0, body, Kind.REAL);
        }
        body.add(new Line("return " + everything(scope) + ";"));
        Member f = new Member(head, body, tail);
        records();
        members.add(f);
        return new Program(seed, List.copyOf(members), x, expressions.rounds());
    }

    /** A sum over what is in scope, so that no statement before is in vain. */
    private String everything(Scope scope) {
        StringBuilder sum = new StringBuilder(expressions.bounded(scope, 1));
        for (Variable v : scope.all(Kind.REAL)) {
            sum.append(" + ").append(expressions.literal()).append(" * ").append(v.name());
        }
        for (Variable a : scope.all(Kind.REALS)) {
            sum.append(" + Math.sin(").append(a.name()).append("[0]) * ").append(a.name());
            sum.append("[").append(a.size() - 1).append("]");
        }
        for (Variable m : scope.all(Kind.MATRIX)) {
            sum.append(" + ")
                    .append(m.name())
                    .append("[1][0] * ")
                    .append(m.name())
                    .append("[0][0]");
        }
        for (Variable p : scope.all(Kind.PAIR)) {
            sum.append(" + ").append(p.name()).append(".dot(").append(p.name()).append(")");
        }
        for (Variable s : scope.all(Kind.SHAPE)) {
            sum.append(" + ").append(s.name()).append(".area(").append(s.name()).append(".s)");
        }
        for (Variable s : scope.all(Kind.SHAPES)) {
            sum.append(" + ")
                    .append(s.name())
                    .append("[0].area(0.3) * ")
                    .append(s.name())
                    .append("[1].linked()");
        }
        for (Variable l : scope.all(Kind.SHAPE_LIST)) {
            sum.append(" + ").append(l.name()).append(".get(1).grown(0.2)");
        }
        for (Variable c : scope.all(Kind.CURVE)) {
            sum.append(" + ").append(c.name()).append(".mean(0.7)");
        }
        for (Variable l : scope.all(Kind.NUMBERS)) {
            sum.append(" + ").append(l.name()).append(".get(0)");
        }
        for (Variable l : scope.all(Kind.TABLE)) {
            sum.append(" + ").append(l.name()).append(".get(1)");
        }
        for (Variable f : scope.all(Kind.FLOAT)) {
            sum.append(" + ").append(f.name());
        }
        return sum.toString();
    }

    // ---------------------------------------------------------------- methods and records

    private Scope scopeOfMethod() {
        Scope scope = Scope.ofMethod();
        if (usesStatics) {
            Classes.addStatics(scope);
        }
        return scope;
    }

    private void method() {
        Signature signature = pick(Arrays.asList(Signature.values()));
        if (signature == Signature.FLOAT_FLOAT && !usesFloats) {
            signature = Signature.REAL_REAL;
        }
        String method = "m" + names++;
        Scope scope = scopeOfMethod();
        List<Code> body = new ArrayList<>();
        budget = 1 + random.nextInt(4);
        switch (signature) {
            case REAL_REAL -> {
                scope.add(Kind.REAL, "p", 0, Use.ASSIGNED);
                scope.add(Kind.REAL, "q", 0, Use.CONSTANT);
                finish("static double " + method + "(double p, double q) {", scope, body);
                expressions.define(method, signature, Kind.REAL);
            }
            case COUNT_REAL -> recursive(method, scope, body);
            case REALS -> {
                scope.add(Kind.REAL, "sum", 0, Use.ASSIGNED);
                Scope loop = scope.loop(null);
                loop.add(Kind.REAL, "e", 0, Use.CONSTANT);
                List<Code> inner = new ArrayList<>();
                inner.add(new Line("sum += 0.5 * e * " + expressions.bounded(loop, 1) + ";"));
                body.add(new Line("double sum = " + expressions.literal() + ";"));
                body.add(Block.of("for (double e : v) {", inner, "}"));
                finish("static double " + method + "(double... v) {", scope, body);
                expressions.define(method, signature, Kind.REAL);
            }
            case ARRAY_REAL -> arrays(method, scope, body);
            case RISKY -> risky(method, scope, body);
            case FUNCTION_REAL -> {
                scope.add(Kind.FUNCTION, "f", 0, Use.CONSTANT);
                scope.add(Kind.REAL, "p", 0, Use.ASSIGNED);
                body.add(new Line("p = 0.5 * f.applyAsDouble(p) + f.applyAsDouble(0.3 * p);"));
                finish("static double " + method + "(DoubleUnaryOperator f, double p) {", scope, body);
                expressions.define(method, signature, Kind.REAL);
            }
            case PAIR_REAL -> {
                scope.add(Kind.PAIR, "p", 0, Use.ASSIGNED);
                scope.add(Kind.REAL, "s", 0, Use.CONSTANT);
                statements(scope, 1, body, Kind.PAIR);
                body.add(new Line("return " + expressions.pair(scope, 2) + ";"));
                members.add(new Member("static Pair " + method + "(Pair p, double s) {", body, "}"));
                expressions.define(method, signature, Kind.PAIR);
            }
            case FLOAT_FLOAT -> {
                scope.add(Kind.FLOAT, "p", 0, Use.ASSIGNED);
                scope.add(Kind.FLOAT, "q", 0, Use.CONSTANT);
                statements(scope, 1, body, Kind.FLOAT);
                body.add(new Line("return " + expressions.decimal(scope) + ";"));
                members.add(new Member("static float " + method + "(float p, float q) {", body, "}"));
                expressions.define(method, signature, Kind.FLOAT);
            }
        }
    }

    private void finish(String head, Scope scope, List<Code> body) {
        statements(scope, 1, body, Kind.REAL);
        body.add(new Line("return Math.tanh(" + everything(scope) + ");"));
        members.add(new Member(head, body, "}"));
    }

    private void statements(Scope scope, int depth, List<Code> body, Kind result) {
        while (budget > 0) {
            statement(scope, depth, body, result);
        }
    }

    /** A method that calls itself, once or twice, or by way of another one. */
    private void recursive(String method, Scope scope, List<Code> body) {
        scope.add(Kind.INT, "n", 5, Use.CONSTANT);
        scope.add(Kind.REAL, "p", 0, Use.ASSIGNED);
        statements(scope, 1, body, Kind.REAL);
        String again = method + "(n - 1, " + expressions.damped(scope, 1) + ")";
        String end = "if (n <= 0) { return 0.8 * p; }";
        switch (random.nextInt(3)) {
            case 0 -> body.add(new Line("return p * Math.cos(" + again + ");"));
            case 1 -> body.add(new Line("return 0.5 * " + again + " - 0.4 * " + method + "(n - 2, 0.9 * p);"));
            default -> {
                String other = "m" + names++;
                body.add(new Line("return Math.sin(p + " + other + "(n - 1, " + expressions.damped(scope, 1) + "));"));
                members.add(new Member(
                        "static double " + other + "(int n, double q) {",
                        List.of(new Line("return n <= 0 ? q * q : 0.7 * q * " + method + "(n - 1, Math.tanh(q));")),
                        "}"));
            }
        }
        members.add(new Member("static double " + method + "(int n, double p) { " + end, body, "}"));
        expressions.define(method, Signature.COUNT_REAL, Kind.REAL);
    }

    /**
     * A method that writes into its argument, may throw, and writes again; now and then it calls itself or another one of the kind, and
     * lets through or catches what that throws.
     */
    private void risky(String method, Scope scope, List<Code> body) {
        scope.add(Kind.REALS, "a", 1, Use.COUNTED);
        scope.add(Kind.REAL, "p", 0, Use.ASSIGNED);
        statements(scope, 1, body, Kind.REALS);
        body.add(new Line("a[0] = " + expressions.damped(scope, 1) + ";"));
        String thrown = random.nextInt(4) == 0
                ? "a[a.length] = p;"
                : "throw new " + pick(List.of("IllegalStateException", "ArithmeticException")) + "(\"risky\");";
        Code fails = Block.of("if (" + expressions.condition(scope, 1) + ") {", List.of(new Line(thrown)), "}");
        List<Method> others = expressions.risky(scope);
        Line call = new Line(
                others.isEmpty()
                        ? "p *= " + expressions.bounded(scope, 1) + ";"
                        : "p = " + pick(others).name() + "(a, " + expressions.bounded(scope, 1) + ");");
        switch (random.nextInt(4)) {
            case 0 -> body.add(call);
            case 1 ->
                body.add(new Block(
                        List.of("try {", "} finally {"),
                        List.of(List.of(call, fails), List.of(new Line("a[0] += 0.2 * Math.sin(p);"))),
                        "}"));
            case 2 ->
                body.add(new Block(
                        List.of("try {", "} catch (IllegalStateException e" + names++ + ") {"),
                        List.of(List.of(call), List.of(new Line("p = Math.cos(p) * a[0];"))),
                        "}"));
            default ->
                body.add(Block.of(
                        "if (a.length > 1) {", // so that it ends
                        List.of(new Line("p = 0.6 * " + method + "(new double[] {a[0]}, Math.sin(p));")),
                        "}"));
        }
        body.add(fails);
        body.add(new Line("a[0] *= " + expressions.bounded(scope, 1) + ";"));
        body.add(new Line("return Math.tanh(" + everything(scope) + ");"));
        members.add(new Member("static double " + method + "(double[] a, double p) {", body, "}"));
        expressions.defineRisky(method);
    }

    /** A call of a method that may throw: once or in a loop, or by way of a lambda. */
    private void attempt(Scope scope, int depth, List<Code> body) {
        List<Method> risky = expressions.risky(scope);
        List<Variable> targets = scope.assignable(Kind.REAL);
        if (risky.isEmpty() || targets.isEmpty()) {
            assign(scope, body);
            return;
        }
        boolean repeats = depth < DEEPEST && random.nextBoolean();
        Scope around = repeats ? scope.loop(null) : scope;
        List<Code> guarded = new ArrayList<>();
        List<Code> rescued = new ArrayList<>();
        List<Code> last = new ArrayList<>();
        assign(around.block(), guarded);
        guarded.add(new Line(pick(targets).name() + " = " + expressions.call(around.block(), 1, pick(risky)) + ";"));
        write(around.block(), guarded);
        assign(around.block(), rescued);
        List<String> heads = new ArrayList<>(List.of("try {", "} catch (RuntimeException e" + names++ + ") {"));
        List<List<Code>> bodies = new ArrayList<>(List.of(guarded, rescued));
        if (random.nextInt(3) == 0) {
            write(around.block(), last);
            heads.add("} finally {");
            bodies.add(last);
        }
        Block attempt = new Block(heads, bodies, "}");
        String i = "i" + names++;
        body.add(
                repeats
                        ? Block.of("for (int " + i + " = 0; " + i + " < 3; " + i + "++) {", List.of(attempt), "}")
                        : attempt);
    }

    private void synchronizedBlock(Scope scope, int depth, List<Code> body, Kind result) {
        List<Variable> locks = new ArrayList<>(scope.all(Kind.SHAPE));
        locks.addAll(scope.all(Kind.REALS));
        if (locks.isEmpty()) {
            assign(scope, body);
            return;
        }
        body.add(Block.of("synchronized (" + pick(locks).name() + ") {", inner(scope.block(), depth, result), "}"));
    }

    /** A method that writes into its argument, or returns a new array, or its argument. */
    private void arrays(String method, Scope scope, List<Code> body) {
        scope.add(Kind.REAL, "s", 0, Use.ASSIGNED);
        scope.add(Kind.REALS, "a", 1, Use.COUNTED);
        statements(scope, 1, body, Kind.REALS);
        boolean returns = random.nextBoolean();
        String i = "i" + names++;
        Scope loop = scope.loop(null);
        loop.add(Kind.INT, i, 4, Use.COUNTED);
        List<Code> inner = new ArrayList<>();
        inner.add(new Line("a[" + i + "] = Math.sin(a[" + i + "]) + 0.3 * " + expressions.bounded(loop, 1) + ";"));
        Code write = Block.of("for (int " + i + " = 0; " + i + " < a.length; " + i + "++) {", inner, "}");
        if (returns) {
            if (random.nextBoolean()) {
                body.add(new Line("a = a.clone();"));
            }
            body.add(write);
            body.add(new Line("return a;"));
            members.add(new Member("static double[] " + method + "(double[] a, double s) {", body, "}"));
            expressions.define(method, Signature.ARRAY_REAL, Kind.REALS);
        } else {
            body.add(write);
            body.add(new Line("return " + everything(scope) + ";"));
            members.add(new Member("static double " + method + "(double[] a, double s) {", body, "}"));
            expressions.define(method, Signature.ARRAY_REAL, Kind.REAL);
        }
    }

    private void records() {
        if (expressions.usesPairs()) {
            members.addFirst(new Member(
                    "record Pair(double a, double b) {",
                    List.of(
                            new Line("static Pair of(double v) { return new Pair(Math.cos(v), 0.5 * v); }"),
                            new Line("double dot(Pair o) { return a * o.a + b * o.b; }"),
                            new Line("Pair turned(double angle) {"
                                    + " double c = Math.cos(angle); double s = Math.sin(angle);"
                                    + " return new Pair(c * a - s * b, s * a + c * b); }")),
                    "}"));
        }
        if (expressions.usesBoxes()) {
            members.addFirst(new Member(
                    "record Box(Pair first, int k, Pair second) {",
                    List.of(
                            new Line("Box { if (k > 6) { throw new IllegalArgumentException(\"k = \" + k); } }"),
                            new Line("double value() { return Math.tanh(first.dot(second)) + 0.1 * k; }"),
                            new Line("Box swapped() { return new Box(second, k, first); }")),
                    "}"));
        }
    }

    // ---------------------------------------------------------------- statements

    private void statement(Scope scope, int depth, List<Code> body, Kind result) {
        budget--;
        int choice = random.nextInt(100);
        if (depth >= DEEPEST || budget <= 0) {
            choice %= 60;
        }
        if (scope.loops > 0 && random.nextInt(8) == 0) {
            leave(scope, body, result);
        } else if ((usesShapes || usesCurves || usesCollections) && random.nextInt(4) == 0) {
            objects(scope, body);
        } else if (choice < 20) {
            assign(scope, body);
        } else if (choice < 42) {
            declare(scope, body);
        } else if (choice < 57) {
            if (random.nextInt(4) == 0) {
                attempt(scope, depth, body);
            } else {
                write(scope, body);
            }
        } else if (choice < 58) {
            leave(scope, body, result);
        } else if (choice < 60) {
            fail(scope, body);
        } else if (choice < 72) {
            branch(scope, depth, body, result);
        } else if (choice < 82) {
            loop(scope, depth, body, result);
        } else if (choice < 85) {
            packed(scope, body);
        } else if (choice < 93) {
            choose(scope, depth, body, result);
        } else if (choice < 94) {
            synchronizedBlock(scope, depth, body, result);
        } else if (choice < 96) {
            attempt(scope, depth, body);
        } else if (random.nextBoolean()) {
            guard(scope, depth, body, result);
        } else {
            rescue(scope, depth, body, result);
        }
    }

    private void assign(Scope scope, List<Code> body) {
        List<Variable> targets = scope.assignable(Kind.REAL);
        if (targets.isEmpty()) {
            declare(scope, body);
            return;
        }
        String v = pick(targets).name();
        body.add(new Line(
                switch (random.nextInt(9)) {
                    case 0 -> v + " += 0.3 * " + expressions.bounded(scope, 2) + ";";
                    case 1 -> v + " *= " + expressions.bounded(scope, 1) + ";";
                    case 2 -> v + " /= 2.5 + " + expressions.bounded(scope, 1) + ";";
                    case 3 -> v + " -= 0.2 * " + expressions.damped(scope, 1) + ";";
                    case 4 -> v + " = " + pick(targets).name() + " = " + expressions.damped(scope, 2) + ";";
                    case 5 -> random.nextBoolean() ? v + "--;" : v + "++;";
                    default -> v + " = " + expressions.damped(scope, 2) + ";";
                }));
    }

    private Line declare(Scope scope, Kind kind, String value, int size, Use use) {
        String v = (kind == Kind.REAL ? "v" : kind.name().toLowerCase(Locale.ROOT)) + names++;
        Line line = new Line((use == Use.CONSTANT ? "final " : "") + kind.type + " " + v + " = " + value + ";");
        scope.add(kind, v, size, use);
        return line;
    }

    private void declare(Scope scope, List<Code> body) {
        Use use = random.nextInt(3) == 0 ? Use.CONSTANT : Use.ASSIGNED;
        int choice = random.nextInt(20);
        switch (choice == FLOAT || choice == FLOATS ? usesFloats ? choice : 0 : choice) {
            case 0, 1, 2 -> body.add(declare(scope, Kind.REAL, expressions.damped(scope, 2), 0, use));
            case 3 -> {
                int bound = 2 + random.nextInt(4);
                body.add(declare(scope, Kind.INT, expressions.integer(scope, bound), bound, use));
            }
            case 4 ->
                body.add(declare(
                        scope,
                        Kind.LONG,
                        random.nextBoolean()
                                ? "(long) (10 * " + expressions.real(scope, 1) + ")"
                                : "1L + " + expressions.integer(scope, 5) + " * 3L",
                        0,
                        use));
            case 5 -> body.add(declare(scope, Kind.BOOLEAN, expressions.condition(scope, 1), 0, use));
            case 6 -> body.add(declare(scope, Kind.BOXED, expressions.damped(scope, 1), 0, use));
            case FLOAT -> {
                String value = expressions.decimal(scope);
                body.add(declare(scope, Kind.FLOAT, value, 0, use));
            }
            case 8, 9, 10 -> declareReals(scope, body, use);
            case 11 -> {
                int size = 2 + random.nextInt(3);
                List<String> entries = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    entries.add(expressions.integer(scope, 3));
                }
                body.add(declare(scope, Kind.INTS, "{" + String.join(", ", entries) + "}", size, use));
            }
            case FLOATS -> {
                expressions.decimal(scope);
                body.add(declare(
                        scope,
                        Kind.FLOATS,
                        "{(float) " + expressions.bounded(scope, 1) + ", " + expressions.decimal(scope) + "}",
                        2,
                        use));
            }
            case 13, 14 -> declareMatrix(scope, body, use);
            case 15 -> {
                List<Method> makers = expressions.methods(scope, Kind.PAIR);
                String value = makers.isEmpty() || random.nextBoolean()
                        ? expressions.pair(scope, 2)
                        : expressions.call(scope, 1, pick(makers));
                body.add(declare(scope, Kind.PAIR, value, 0, use));
            }
            case 16 -> body.add(declare(scope, Kind.BOX, expressions.box(scope, 1), 0, use));
            case 17, 18 -> {
                String value = switch (random.nextInt(4)) {
                    case 0 -> "Math::atan";
                    case 1 -> blockLambda(scope);
                    default -> expressions.lambda(scope, 2);
                };
                body.add(declare(scope, Kind.FUNCTION, value, 0, Use.CONSTANT));
            }
            default -> {
                if (expressions.has(scope, Kind.LOG)) {
                    assign(scope, body);
                } else {
                    body.add(declare(scope, Kind.LOG, "new StringBuilder(\"log \")", 0, Use.CONSTANT));
                }
            }
        }
    }

    /** A lambda with statements, which calls a method of the program. */
    private String blockLambda(Scope scope) {
        Scope inside = scope.lambda();
        String z = "z" + names++;
        inside.add(Kind.REAL, z, 0, Use.ASSIGNED);
        List<Method> fitting = expressions.methods(inside, Signature.COUNT_REAL);
        String value = fitting.isEmpty() ? "Math.cos(" + z + ")" : expressions.call(inside, 1, pick(fitting));
        return z + " -> { " + z + " = 0.5 * " + z + " + " + expressions.bounded(inside, 1) + "; return " + value + " * "
                + z + "; }";
    }

    private void declareReals(Scope scope, List<Code> body, Use use) {
        int size = pick(List.of(1, 2, 2, 3));
        List<Variable> arrays = scope.all(Kind.REALS);
        List<Variable> matrices = scope.all(Kind.MATRIX);
        List<Method> makers = expressions.methods(scope, Kind.REALS);
        switch (random.nextInt(9)) {
            case 0, 1 -> body.add(declare(scope, Kind.REALS, "{" + expressions.reals(scope, 2, size) + "}", size, use));
            case 2 -> body.add(declare(scope, Kind.REALS, "new double[" + size + "]", size, use));
            case 3 -> {
                // a second name for the same array
                if (arrays.isEmpty()) {
                    declareReals(scope, body, use);
                } else {
                    Variable a = pick(arrays);
                    body.add(declare(scope, Kind.REALS, a.name(), a.size(), use));
                }
            }
            case 4 -> {
                Variable a = arrays.isEmpty() ? null : pick(arrays);
                body.add(
                        a == null
                                ? declare(
                                        scope, Kind.REALS, "new double[] {0.5, " + expressions.literal() + "}", 2, use)
                                : declare(scope, Kind.REALS, a.name() + ".clone()", a.size(), use));
            }
            case 5 -> {
                // a row is an array too
                if (matrices.isEmpty()) {
                    declareMatrix(scope, body, use);
                } else {
                    Variable m = pick(matrices);
                    body.add(declare(
                            scope, Kind.REALS, m.name() + "[" + expressions.index(scope, 2) + "]", m.size(), use));
                }
            }
            case 6 -> {
                Variable a = arrays.isEmpty() ? null : pick(arrays);
                String from = a == null ? "new double[] {" + expressions.reals(scope, 1, 2) + "}" : a.name();
                body.add(declare(scope, Kind.REALS, "Arrays.copyOf(" + from + ", " + size + ")", size, use));
            }
            default -> {
                if (makers.isEmpty()) {
                    body.add(declare(scope, Kind.REALS, "{" + expressions.reals(scope, 1, size) + "}", size, use));
                } else {
                    Variable a = arrays.isEmpty() ? null : pick(arrays);
                    String from = a == null ? "new double[] {" + expressions.reals(scope, 1, 1) + "}" : a.name();
                    body.add(declare(
                            scope,
                            Kind.REALS,
                            pick(makers).name() + "(" + from + ", " + expressions.bounded(scope, 1) + ")",
                            a == null ? 1 : a.size(),
                            use));
                }
            }
        }
    }

    private void declareMatrix(Scope scope, List<Code> body, Use use) {
        int columns = 2 + random.nextInt(2);
        String value = random.nextInt(3) == 0
                ? "new double[2][" + columns + "]"
                : "{{" + expressions.reals(scope, 1, columns) + "}, {" + expressions.reals(scope, 1, columns) + "}}";
        body.add(declare(scope, Kind.MATRIX, value, columns, use));
    }

    /** Changes something other than a real variable. */
    private void write(Scope scope, List<Code> body) {
        for (int attempt = 0; attempt < 4; attempt++) {
            Kind kind = pick(List.of(
                    Kind.REALS,
                    Kind.REALS,
                    Kind.REALS,
                    Kind.MATRIX,
                    Kind.MATRIX,
                    Kind.INT,
                    Kind.INTS,
                    Kind.LONG,
                    Kind.FLOAT,
                    Kind.FLOATS,
                    Kind.PAIR,
                    Kind.BOOLEAN,
                    Kind.LOG));
            String text = write(scope, kind);
            if (text != null) {
                body.add(new Line(text));
                return;
            }
        }
        assign(scope, body);
    }

    private @Nullable String write(Scope scope, Kind kind) {
        List<Variable> targets = switch (kind) {
            case REALS, INTS, FLOATS, MATRIX, LOG -> scope.all(kind);
            default -> scope.assignable(kind);
        };
        if (targets.isEmpty()) {
            return null;
        }
        Variable v = pick(targets);
        return switch (kind) {
            case REALS -> writeReals(scope, v);
            case MATRIX -> {
                List<String> rows = new ArrayList<>(List.of(v.name() + "[0]", v.name() + "[1].clone()"));
                scope.all(Kind.REALS).stream()
                        .filter(row -> row.size() == v.size())
                        .forEach(row -> rows.add(row.name()));
                yield random.nextInt(3) != 0
                        ? v.name() + "[" + expressions.index(scope, 2) + "][" + expressions.index(scope, v.size()) + "]"
                                + (random.nextBoolean() ? " = " : " += 0.2 * ") + expressions.bounded(scope, 2) + ";"
                        : v.name() + "[" + expressions.index(scope, 2) + "] = " + pick(rows) + ";";
            }
            case INT -> v.name() + " = (" + v.name() + " + " + expressions.integer(scope, 3) + ") % " + v.size() + ";";
            case INTS ->
                v.name() + "[" + expressions.index(scope, v.size()) + "] = " + expressions.integer(scope, 3) + ";";
            case LONG -> v.name() + " = (" + v.name() + " << 1) - " + expressions.integer(scope, 9) + " / 2L;";
            case FLOAT -> v.name() + " = " + expressions.decimal(scope) + ";";
            case FLOATS ->
                v.name() + "[" + expressions.index(scope, v.size()) + "] = " + expressions.decimal(scope) + ";";
            case PAIR -> v.name() + " = " + expressions.pair(scope, 2) + ";";
            case BOOLEAN -> v.name() + " = " + expressions.condition(scope, 1) + ";";
            case LOG ->
                random.nextBoolean()
                        ? v.name() + ".append((double) (" + expressions.real(scope, 1) + ")).append(' ');"
                        : v.name() + ".append(\"v = \" + " + expressions.real(scope, 1) + " + \", k = \" + "
                                + expressions.integer(scope, 7) + ");";
            default -> throw new AssertionError(kind);
        };
    }

    private String writeReals(Scope scope, Variable a) {
        String entry = a.name() + "[" + expressions.index(scope, a.size()) + "]";
        List<Variable> others =
                scope.all(Kind.REALS).stream().filter(b -> b != a).toList();
        List<Variable> same = others.stream().filter(b -> b.size() == a.size()).toList();
        switch (random.nextInt(9)) {
            case 0 -> {
                return entry + " += 0.3 * " + expressions.bounded(scope, 1) + ";";
            }
            case 1 -> {
                return entry + " *= " + expressions.bounded(scope, 1) + ";";
            }
            case 2 -> {
                return "Arrays.fill(" + a.name() + ", " + expressions.damped(scope, 1) + ");";
            }
            case 3 -> {
                if (!same.isEmpty() && a.use() == Use.ASSIGNED) {
                    return a.name() + " = " + pick(same).name() + ";";
                }
            }
            case 4 -> {
                if (!others.isEmpty()) {
                    Variable b = pick(others);
                    return "System.arraycopy(" + b.name() + ", 0, " + a.name() + ", 0, " + Math.min(a.size(), b.size())
                            + ");";
                }
            }
            default -> {
                // a plain write
            }
        }
        if (expressions.has(scope, Kind.INTS) && random.nextInt(4) == 0) {
            Variable k = pick(scope.all(Kind.INTS));
            entry = a.name() + "[" + k.name() + "[" + expressions.index(scope, k.size()) + "] % " + a.size() + "]";
        }
        return entry + " = " + expressions.damped(scope, 2) + ";";
    }

    /** Declares or changes objects and collections. */
    private void objects(Scope scope, List<Code> body) {
        boolean declares = random.nextInt(5) < 3;
        Use use = random.nextInt(3) == 0 ? Use.CONSTANT : Use.ASSIGNED;
        int kind = random.nextInt(3);
        if (kind == 0 && usesShapes || !usesCurves && !usesCollections) {
            if (declares) {
                declareShapes(scope, body, use);
            } else {
                writeShapes(scope, body);
            }
        } else if (kind == 1 && usesCurves || !usesCollections) {
            curves(scope, body, use, declares);
        } else {
            collections(scope, body, use, declares);
        }
    }

    private void declareShapes(Scope scope, List<Code> body, Use use) {
        switch (random.nextInt(4)) {
            case 0 -> {
                String first = expressions.shape(scope, 1);
                body.add(declare(scope, Kind.SHAPES, "{" + first + ", " + expressions.shape(scope, 1) + "}", 2, use));
            }
            case 1 -> {
                String list = pick(List.of("new ArrayList<>(List.of(%s, %s))", "Arrays.asList(%s, %s)"));
                body.add(declare(
                        scope,
                        Kind.SHAPE_LIST,
                        list.formatted(expressions.shape(scope, 1), expressions.shape(scope, 1)),
                        2,
                        use));
            }
            default -> body.add(declare(scope, Kind.SHAPE, expressions.shape(scope, 2), 0, use));
        }
    }

    private void writeShapes(Scope scope, List<Code> body) {
        List<Variable> shapes = scope.all(Kind.SHAPE);
        List<Variable> arrays = scope.all(Kind.SHAPES);
        List<Variable> lists = scope.all(Kind.SHAPE_LIST);
        int choice = random.nextInt(8);
        if (choice == 0 && !arrays.isEmpty()) {
            Variable a = pick(arrays);
            body.add(new Line(
                    a.name() + "[" + expressions.index(scope, 2) + "] = " + expressions.shape(scope, 1) + ";"));
        } else if (choice == 1 && !lists.isEmpty()) {
            body.add(new Line(pick(lists).name() + ".set(" + expressions.index(scope, 2) + ", "
                    + expressions.shape(scope, 1) + ");"));
        } else if (choice == 2 && (!arrays.isEmpty() || !lists.isEmpty())) {
            String e = "e" + names++;
            Scope loop = scope.loop(null);
            loop.add(Kind.SHAPE, e, 0, Use.CONSTANT);
            List<Code> inner = new ArrayList<>();
            writeShapes(loop, inner);
            assign(loop, inner);
            List<Variable> all = new ArrayList<>(arrays);
            all.addAll(lists);
            body.add(Block.of("for (Shape " + e + " : " + pick(all).name() + ") {", inner, "}"));
        } else if (shapes.isEmpty()) {
            declareShapes(scope, body, Use.ASSIGNED);
        } else {
            Variable v = pick(shapes);
            body.add(new Line(
                    switch (choice) {
                        case 3 -> v.name() + ".link = " + expressions.shape(scope, 1) + ";";
                        case 4 ->
                            v.name() + ".w[" + expressions.index(scope, 2) + "] = " + expressions.damped(scope, 1)
                                    + ";";
                        case 5 -> v.name() + ".s += 0.2 * " + expressions.bounded(scope, 1) + ";";
                        default ->
                            v.use() == Use.ASSIGNED
                                    ? v.name() + " = " + expressions.shape(scope, 1) + ";"
                                    : v.name() + ".s = " + expressions.damped(scope, 1) + ";";
                    }));
        }
    }

    private void curves(Scope scope, List<Code> body, Use use, boolean declares) {
        List<Variable> arrays = scope.all(Kind.CURVES);
        List<Variable> curves = scope.assignable(Kind.CURVE);
        if (!declares && !arrays.isEmpty() && random.nextBoolean()) {
            body.add(new Line(pick(arrays).name() + "[" + expressions.index(scope, 2) + "] = "
                    + expressions.curve(scope, 1) + ";"));
        } else if (!declares && !curves.isEmpty()) {
            body.add(new Line(pick(curves).name() + " = " + expressions.curve(scope, 1) + ";"));
        } else if (random.nextInt(3) == 0) {
            String first = expressions.curve(scope, 1);
            body.add(declare(scope, Kind.CURVES, "{" + first + ", " + expressions.curve(scope, 1) + "}", 2, use));
        } else {
            body.add(declare(scope, Kind.CURVE, expressions.curve(scope, 2), 0, use));
        }
    }

    private void collections(Scope scope, List<Code> body, Use use, boolean declares) {
        Kind kind = pick(
                List.of(Kind.FUNCTIONS, Kind.FUNCTION_LIST, Kind.PAIR_LIST, Kind.NUMBERS, Kind.NUMBERS, Kind.TABLE));
        List<Variable> there = scope.all(kind);
        if (declares || there.isEmpty()) {
            String value = switch (kind) {
                case FUNCTIONS -> "{" + expressions.function(scope, 1) + ", " + expressions.lambda(scope, 1) + "}";
                case FUNCTION_LIST ->
                    "new ArrayList<>(List.<DoubleUnaryOperator>of(" + expressions.function(scope, 1) + ", "
                            + expressions.lambda(scope, 1) + "))";
                case PAIR_LIST ->
                    "new ArrayList<>(List.of(" + expressions.pair(scope, 1) + ", " + expressions.pair(scope, 1) + "))";
                case NUMBERS ->
                    random.nextBoolean()
                            ? "new ArrayList<>(List.of(" + expressions.bounded(scope, 1) + ", "
                                    + expressions.bounded(scope, 1) + "))"
                            : "new LinkedList<>(List.of(" + expressions.bounded(scope, 1) + ", 0.5))";
                default ->
                    "new " + pick(List.of("HashMap", "TreeMap", "LinkedHashMap")) + "<>(Map.of(0, "
                            + expressions.bounded(scope, 1) + ", 1, " + expressions.bounded(scope, 1) + "))";
            };
            body.add(declare(scope, kind, value, 2, use));
            return;
        }
        Variable v = pick(there);
        body.add(new Line(
                switch (kind) {
                    case FUNCTIONS ->
                        v.name() + "[" + expressions.index(scope, 2) + "] = " + expressions.lambda(scope, 1) + ";";
                    case FUNCTION_LIST -> v.name() + ".add(0, " + expressions.lambda(scope, 1) + ");";
                    case PAIR_LIST ->
                        v.name() + ".set(" + expressions.index(scope, 2) + ", " + expressions.pair(scope, 1) + ");";
                    case NUMBERS ->
                        switch (random.nextInt(4)) {
                            case 0 -> v.name() + ".add(" + expressions.bounded(scope, 1) + ");";
                            case 1 -> v.name() + ".add(0, " + expressions.damped(scope, 1) + ");";
                            case 2 -> "Collections.reverse(" + v.name() + ");";
                            default ->
                                v.name() + ".set(" + expressions.index(scope, 2) + ", " + expressions.damped(scope, 1)
                                        + ");";
                        };
                    default ->
                        random.nextBoolean()
                                ? v.name() + ".put(" + expressions.integer(scope, 4) + ", "
                                        + expressions.damped(scope, 1) + ");"
                                : v.name() + ".merge(" + expressions.integer(scope, 3) + ", "
                                        + expressions.bounded(scope, 1) + ", (o, n) -> Math.sin(o - n));";
                }));
    }

    /** Leaves a loop or the method, under a condition. */
    private void leave(Scope scope, List<Code> body, Kind result) {
        String jump;
        if (scope.loops > 0 && random.nextInt(4) != 0) {
            String label = scope.labels.isEmpty() || random.nextInt(3) == 0 ? "" : " " + pick(scope.labels);
            jump = (random.nextBoolean() ? "break" : "continue") + label + ";";
        } else if (result == Kind.REAL) {
            jump = "return " + expressions.damped(scope, 1) + ";";
        } else {
            assign(scope, body);
            return;
        }
        body.add(Block.of("if (" + expressions.condition(scope, 1) + ") {", List.of(new Line(jump)), "}"));
    }

    /** Throws, rarely. */
    private void fail(Scope scope, List<Code> body) {
        if (random.nextInt(4) != 0) {
            assign(scope, body);
            return;
        }
        String k = expressions.integer(scope, 4);
        body.add(
                random.nextBoolean()
                        ? Block.of(
                                "if (" + expressions.real(scope, 1) + " > 0.8) {",
                                List.of(new Line("throw new IllegalStateException(\"k = \" + " + k + ");")),
                                "}")
                        : declare(scope, Kind.INT, "12 / (" + k + ") % 5", 5, Use.ASSIGNED));
    }

    private void branch(Scope scope, int depth, List<Code> body, Kind result) {
        List<String> heads = new ArrayList<>();
        List<List<Code>> bodies = new ArrayList<>();
        heads.add("if (" + expressions.condition(scope, 1) + ") {");
        bodies.add(inner(scope.block(), depth, result));
        int elseIfs = random.nextInt(3);
        for (int i = 1; i < elseIfs; i++) {
            heads.add("} else if (" + expressions.condition(scope, 1) + ") {");
            bodies.add(inner(scope.block(), depth, result));
        }
        if (random.nextInt(3) != 0) {
            heads.add("} else {");
            bodies.add(inner(scope.block(), depth, result));
        }
        body.add(new Block(heads, bodies, "}"));
    }

    private List<Code> inner(Scope scope, int depth, Kind result) {
        List<Code> inner = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            statement(scope, depth + 1, inner, result);
        }
        return inner;
    }

    private void loop(Scope scope, int depth, List<Code> body, Kind result) {
        String label = random.nextBoolean() ? "loop" + names++ : null;
        String prefix = label == null ? "" : label + ": ";
        Scope inside = scope.loop(label);
        String i = "i" + names++;
        int bound = 1 + random.nextInt(4);
        String head;
        String tail = "}";
        switch (random.nextInt(9)) {
            case 0, 1 -> head = "for (int " + i + " = 0; " + i + " < " + bound + "; " + i + "++) {";
            case 2 -> head = "for (int " + i + " = " + (bound - 1) + "; " + i + " >= 0; " + i + "--) {";
            case 3 -> {
                bound = 4;
                head = "for (int " + i + " = 0; " + i + " < " + expressions.integer(scope, 5) + "; " + i + "++) {";
            }
            case 4 -> {
                bound = 5;
                head = "for (int " + i + " = " + expressions.integer(scope, 2) + "; " + i + " < 5; " + i + " += 2) {";
            }
            case 5 -> {
                body.add(new Line("int " + i + " = 0;"));
                bound++;
                head = "while (" + i + "++ < " + (bound - 1) + " && " + expressions.condition(scope, 1) + ") {";
            }
            case 6 -> {
                body.add(new Line("int " + i + " = 0;"));
                bound++;
                head = "do {";
                tail = "} while (++" + i + " < " + (bound - 1) + " && " + expressions.condition(scope, 1) + ");";
            }
            default -> {
                String e = "e" + names++;
                inside.add(Kind.REAL, e, 0, Use.CONSTANT);
                head = "for (double " + e + " : " + expressions.array(scope) + ") {";
                i = "";
            }
        }
        if (!i.isEmpty()) {
            inside.add(Kind.INT, i, bound, Use.COUNTED);
        }
        body.add(Block.of(prefix + head, inner(inside, depth, result), tail));
    }

    private void choose(Scope scope, int depth, List<Code> body, Kind result) {
        List<String> heads = new ArrayList<>();
        List<List<Code>> bodies = new ArrayList<>();
        String selector = expressions.integer(scope, 4);
        if (random.nextBoolean()) {
            heads.add("switch (" + selector + ") { case 0:");
            bodies.add(group(scope, depth, result));
            heads.add("case 1: case 3:");
            bodies.add(group(scope, depth, result));
            if (random.nextBoolean()) {
                heads.add("default:");
                bodies.add(group(scope, depth, result));
            }
            body.add(new Block(heads, bodies, "}"));
        } else {
            heads.add("switch (" + selector + ") { case 0 -> {");
            bodies.add(inner(scope.block(), depth, result));
            heads.add("} case 1, 2 -> {");
            bodies.add(inner(scope.block(), depth, result));
            heads.add("} default -> {");
            bodies.add(inner(scope.block(), depth, result));
            body.add(new Block(heads, bodies, "} }"));
        }
    }

    /** Statements of one case; every other one falls through to the next. */
    private List<Code> group(Scope scope, int depth, Kind result) {
        List<Code> group = inner(scope.block(), depth, result);
        if (random.nextBoolean()) {
            group.add(new Line("break;"));
        }
        return group;
    }

    private void guard(Scope scope, int depth, List<Code> body, Kind result) {
        List<Code> guarded = inner(scope.block(), depth, result);
        List<Code> last = new ArrayList<>();
        assign(scope.block(), last);
        body.add(new Block(List.of("try {", "} finally {"), List.of(guarded, last), "}"));
    }

    /** Something fails, or does not, and the program goes on. */
    private void rescue(Scope scope, int depth, List<Code> body, Kind result) {
        Scope inside = scope.block();
        List<Code> guarded = inner(inside, depth, result);
        List<Variable> arrays = inside.all(Kind.REALS);
        String beyond = "(" + expressions.condition(inside, 1) + " ? 9 : 0)";
        String failing = switch (random.nextInt(4)) {
            case 0 -> "int " + "q" + names++ + " = 12 / (" + expressions.integer(inside, 3) + ");";
            case 1 -> "if (" + expressions.condition(inside, 1) + ") { throw new IllegalStateException(\"rescued\"); }";
            default ->
                arrays.isEmpty()
                        ? "double[] " + "n" + names + " = " + expressions.condition(inside, 1)
                                + " ? null : new double[1]; n" + names++ + "[0] = "
                                + expressions.bounded(inside, 1) + ";"
                        : pick(arrays).name() + "[" + beyond + "] += " + expressions.bounded(inside, 1) + ";";
        };
        guarded.add(new Line(failing));
        if (random.nextBoolean()) {
            statement(inside, depth + 1, guarded, result);
        }
        List<Code> rescued = new ArrayList<>();
        assign(scope.block(), rescued);
        List<String> heads = new ArrayList<>(List.of("try {", "} catch (RuntimeException e" + names++ + ") {"));
        List<List<Code>> bodies = new ArrayList<>(List.of(guarded, rescued));
        if (random.nextInt(3) == 0) {
            List<Code> last = new ArrayList<>();
            assign(scope.block(), last);
            heads.add("} finally {");
            bodies.add(last);
        }
        body.add(new Block(heads, bodies, "}"));
    }

    /** An index that runs on through a triangle of two loops, as in packed matrices. */
    private void packed(Scope scope, List<Code> body) {
        List<Variable> targets = scope.assignable(Kind.REAL);
        List<Variable> arrays = scope.all(Kind.REALS);
        if (targets.isEmpty() || arrays.isEmpty()) {
            assign(scope, body);
            return;
        }
        String v = pick(targets).name();
        Variable a = pick(arrays);
        String k = "k" + names++;
        String i = "i" + names++;
        String j = "j" + names++;
        String entry = a.name() + "[" + k + " % " + a.size() + "]";
        Scope inside = scope.loop(null);
        List<Code> inner = new ArrayList<>();
        inner.add(new Line(
                random.nextBoolean()
                        ? v + " = Math.sin(" + v + ") + 0.2 * " + entry + " * " + expressions.bounded(inside, 1) + ";"
                        : entry + " = 0.9 * " + entry + " + 0.1 * " + v + ";"));
        String step = switch (random.nextInt(6)) {
            case 0 -> " += 2;";
            case 1 -> " += 3 - " + i + " % 2;"; // which is computed
            default -> "++;";
        };
        inner.add(new Line(k + step));
        String bound = random.nextBoolean() ? "4" : expressions.integer(scope, 5);
        String rows = random.nextBoolean()
                ? "for (int " + j + " = " + i + " + 1; " + j + " < " + bound + "; " + j + "++) {"
                : "for (int " + j + " = 0; " + j + " <= " + i + "; " + j + "++) {";
        List<Code> outer = new ArrayList<>();
        if (random.nextBoolean()) {
            outer.add(new Line(v + " += 0.1 * " + entry + ";"));
        }
        outer.add(Block.of(rows, inner, "}"));
        if (random.nextInt(3) == 0) {
            outer.add(new Line(k + "++;"));
        }
        body.add(new Line("int " + k + " = " + expressions.integer(scope, 3) + ";"));
        String head = random.nextBoolean()
                ? "for (int " + i + " = 0; " + i + " < 3; " + i + "++) {"
                : "for (int " + i + " = 2; " + i + " >= 0; " + i + "--) {";
        body.add(Block.of(head, outer, "}"));
    }

    private <T> T pick(List<T> list) {
        return expressions.pick(list);
    }
}
