package org.wengert.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.wengert.random.Scope.Kind;
import org.wengert.random.Scope.Use;
import org.wengert.random.Scope.Variable;

/**
 * Random expressions over the variables in scope. Real ones are damped by construction: the value of a stored variable stays below
 * about 10 and a factor is a bounded function, so that nothing overflows and no derivative grows beyond what doubles resolve.
 */
final class Expressions {
    private static final double HIGHEST_COST = 1000;

    private final SplittableRandom random;
    private final List<Method> methods = new ArrayList<>();
    private final List<Method> risky = new ArrayList<>();
    /** How many calls one run of the method being made leads to, by estimate; calls in loops of calls in loops add up. */
    private double cost = 1;

    private boolean usesPairs;
    private boolean usesBoxes;
    private boolean rounds;

    Expressions(SplittableRandom random) {
        this.random = random;
    }

    /** The parameters that a method of the program takes, as far as a call must know them. */
    enum Signature {
        REAL_REAL,
        COUNT_REAL,
        REALS,
        ARRAY_REAL,
        FUNCTION_REAL,
        PAIR_REAL,
        FLOAT_FLOAT,
        /** As ARRAY_REAL, but it may throw after it has written: called where that is caught only. */
        RISKY
    }

    /** A method of the program that later code may call. */
    record Method(String name, Signature signature, Kind result, double cost) {}

    /** Ends the method that is being made: later code may call it. */
    void define(String name, Signature signature, Kind result) {
        methods.add(new Method(name, signature, result, signature == Signature.COUNT_REAL ? 12 * cost : cost));
        cost = 1;
    }

    boolean usesPairs() {
        return usesPairs || usesBoxes;
    }

    boolean usesBoxes() {
        return usesBoxes;
    }

    boolean rounds() {
        return rounds;
    }

    // ---------------------------------------------------------------- real numbers

    /** A real expression of some depth. */
    String real(Scope scope, int depth) {
        if (depth <= 0) {
            return leaf(scope);
        }
        if (random.nextInt(5) == 0) {
            String ofObjects = ofObjects(scope, depth - 1);
            if (ofObjects != null) {
                return ofObjects;
            }
        }
        return switch (random.nextInt(22)) {
            case 0, 1, 2 -> "(" + real(scope, depth - 1) + " + " + real(scope, depth - 1) + ")";
            case 3, 4 -> "(" + real(scope, depth - 1) + " - " + real(scope, depth - 1) + ")";
            case 5, 6, 7 -> bounded(scope, depth - 1) + " * " + bounded(scope, depth - 1);
            case 8 -> literal() + " * " + leaf(scope);
            case 9 -> "(" + real(scope, depth - 1) + " / (1.5 + " + bounded(scope, depth - 1) + "))";
            case 10, 11 -> smooth(scope, depth - 1);
            case 12 -> kinked(scope, depth - 1);
            case 13 -> "-" + bounded(scope, depth - 1);
            case 14 ->
                "("
                        + condition(scope, depth - 1)
                        + " ? "
                        + real(scope, depth - 1)
                        + " : "
                        + real(scope, depth - 1)
                        + ")";
            case 15, 16 -> call(scope, depth - 1);
            case 17 -> switchExpression(scope, depth - 1);
            case 18 -> assigned(scope, depth - 1);
            case 19 -> "(" + real(scope, depth - 1) + " % 1.7)";
            default -> bounded(scope, depth - 1);
        };
    }

    /** A real expression with a value between −1.6 and 1.6. */
    String bounded(Scope scope, int depth) {
        String x = real(scope, depth);
        return switch (random.nextInt(6)) {
            case 0, 1 -> "Math.sin(" + x + ")";
            case 2 -> "Math.cos(0.5 * " + x + ")";
            case 3 -> "Math.tanh(" + x + ")";
            case 4 -> "Math.atan(" + x + ")";
            default -> "Math.exp(-Math.abs(" + x + "))";
        };
    }

    /** What is put into a variable inside a loop: it does not grow from one iteration to the next. */
    String damped(Scope scope, int depth) {
        String x = real(scope, depth);
        return switch (random.nextInt(5)) {
            case 0, 1 -> "Math.sin(0.7 * " + x + ")";
            case 2 -> "Math.tanh(" + x + ")";
            case 3 -> "0.5 * " + bounded(scope, depth) + " + 0.4 * Math.cos(" + x + ")";
            default -> "Math.atan(0.8 * " + x + ") / (1 + 0.5 * Math.abs(" + simple(scope) + "))";
        };
    }

    private String leaf(Scope scope) {
        if (random.nextInt(5) == 0) {
            String ofObjects = ofObjects(scope, 0);
            if (ofObjects != null) {
                return ofObjects;
            }
        }
        for (int attempt = 0; attempt < 3; attempt++) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    return literal();
                }
                case 1, 2 -> {
                    if (has(scope, Kind.REALS)) {
                        Variable a = pick(scope.all(Kind.REALS));
                        return a.name() + "[" + index(scope, a.size()) + "]";
                    }
                }
                case 3 -> {
                    if (has(scope, Kind.MATRIX)) {
                        Variable m = pick(scope.all(Kind.MATRIX));
                        return m.name() + "[" + index(scope, 2) + "][" + index(scope, m.size()) + "]";
                    }
                }
                case 4 -> {
                    if (has(scope, Kind.PAIR)) {
                        return pair(scope, 0) + (random.nextBoolean() ? ".a()" : ".b()");
                    }
                }
                case 5 -> {
                    if (has(scope, Kind.BOX)) {
                        return pick(scope.all(Kind.BOX)).name()
                                + switch (random.nextInt(4)) {
                                    case 0 -> ".first().a()";
                                    case 1 -> ".swapped().second().b()";
                                    case 2 -> ".value()";
                                    default -> ".k()";
                                };
                    }
                }
                case 6 -> {
                    if (has(scope, Kind.INT)) {
                        return "0.1 * " + pick(scope.all(Kind.INT)).name();
                    }
                }
                case 7 -> {
                    if (has(scope, Kind.FLOAT)) {
                        return pick(scope.all(Kind.FLOAT)).name();
                    }
                    if (has(scope, Kind.FLOATS)) {
                        Variable a = pick(scope.all(Kind.FLOATS));
                        return a.name() + "[" + index(scope, a.size()) + "]";
                    }
                }
                case 8 -> {
                    if (has(scope, Kind.LONG)) {
                        return "(double) (" + pick(scope.all(Kind.LONG)).name() + " & 3)";
                    }
                    if (has(scope, Kind.BOXED)) {
                        return pick(scope.all(Kind.BOXED)).name();
                    }
                }
                default -> {
                    if (has(scope, Kind.REAL)) {
                        return pick(scope.all(Kind.REAL)).name();
                    }
                }
            }
        }
        return simple(scope);
    }

    /** A real variable, if there is one. */
    private String simple(Scope scope) {
        return has(scope, Kind.REAL) ? pick(scope.all(Kind.REAL)).name() : literal();
    }

    private String smooth(Scope scope, int depth) {
        String x = real(scope, depth);
        return switch (random.nextInt(16)) {
            case 0 -> "Math.sqrt(1 + Math.abs(" + x + ")" + ")";
            case 1 -> "Math.log1p(Math.exp(" + bounded(scope, depth) + "))";
            case 2 -> "Math.log(2 + " + bounded(scope, depth) + ")";
            case 3 -> "Math.pow(2.1 + Math.sin(" + x + "), " + bounded(scope, depth) + ")";
            case 4 -> "Math.atan2(" + x + ", 2 + " + bounded(scope, depth) + ")";
            case 5 -> "Math.hypot(" + x + ", 1)";
            case 6 -> "Math.cbrt(2 + " + bounded(scope, depth) + ")";
            case 7 -> "Math.fma(" + bounded(scope, depth) + ", " + bounded(scope, depth) + ", " + x + ")";
            case 8 -> "Math.sinh(" + bounded(scope, depth) + ")";
            case 9 -> "Math.cosh(" + bounded(scope, depth) + ")";
            case 10 -> "Math.asin(0.9 * Math.sin(" + x + "))";
            case 11 -> "Math.acos(0.8 * Math.cos(" + x + "))";
            case 12 -> "Math.expm1(" + bounded(scope, depth) + ")";
            case 13 -> "Math.tan(0.5 * Math.tanh(" + x + "))";
            case 14 -> "Math.pow(" + bounded(scope, depth) + ", 3)";
            default -> "1 / (1 + Math.exp(-" + bounded(scope, depth) + "))";
        };
    }

    private String kinked(Scope scope, int depth) {
        String x = real(scope, depth);
        return switch (random.nextInt(7)) {
            case 0 -> "Math.abs(" + x + ")";
            case 1 -> "Math.max(" + x + ", " + real(scope, depth) + ")";
            case 2 -> "Math.min(" + x + ", " + literal() + ")";
            case 3 -> "Math.clamp(" + x + ", -1.3, 0.9)";
            case 4 -> "0.3 * Math.signum(" + x + ")";
            case 5 -> "Math.copySign(" + x + ", " + real(scope, depth) + ")";
            default -> "(" + leaf(scope) + " - Math.floor(" + x + "))";
        };
    }

    private String switchExpression(Scope scope, int depth) {
        return "switch (" + integer(scope, 3) + ") { case 0 -> " + real(scope, depth) + "; case 1 -> { yield "
                + real(scope, depth) + "; } default -> " + real(scope, depth) + "; }";
    }

    /** An assignment inside an expression: what stands to its left has been read already. */
    private String assigned(Scope scope, int depth) {
        List<Variable> targets = scope.assignable(Kind.REAL);
        if (targets.isEmpty()) {
            return bounded(scope, depth);
        }
        String v = pick(targets).name();
        return random.nextBoolean()
                ? "(" + v + " = " + damped(scope, depth) + ")"
                : "(" + v + " -= 0.1 * " + bounded(scope, depth) + ")";
    }

    private String call(Scope scope, int depth) {
        List<Method> fitting = new ArrayList<>(methods(scope, Kind.REAL));
        fitting.addAll(methods(scope, Kind.FLOAT));
        if (has(scope, Kind.FUNCTION) && random.nextInt(3) == 0) {
            return pick(scope.all(Kind.FUNCTION)).name() + ".applyAsDouble(" + real(scope, depth) + ")";
        }
        if (has(scope, Kind.PAIR) && random.nextInt(3) == 0) {
            return "0.2 * Math.tanh(" + pair(scope, depth) + ".dot(" + pair(scope, depth) + "))";
        }
        return fitting.isEmpty() ? bounded(scope, depth) : call(scope, depth, pick(fitting));
    }

    /** A call of a method of the program. */
    String call(Scope scope, int depth, Method method) {
        cost += scope.runs * method.cost();
        return method.name()
                + switch (method.signature()) {
                    case REAL_REAL -> "(" + real(scope, depth) + ", " + real(scope, depth) + ")";
                    case COUNT_REAL -> "(" + integer(scope, 4) + ", " + bounded(scope, depth) + ")";
                    case REALS -> "(" + reals(scope, depth, random.nextInt(4)) + ")";
                    case ARRAY_REAL, RISKY -> "(" + array(scope) + ", " + bounded(scope, depth) + ")";
                    case FUNCTION_REAL -> "(" + function(scope, depth) + ", " + bounded(scope, depth) + ")";
                    case PAIR_REAL -> "(" + pair(scope, depth) + ", " + bounded(scope, depth) + ")";
                    case FLOAT_FLOAT -> "((float) " + bounded(scope, depth) + ", " + decimal(scope) + ")";
                };
    }

    /** The methods with a result of some kind that may be called here. */
    List<Method> methods(Scope scope, Kind result) {
        return methods.stream()
                .filter(method -> method.result() == result && isAffordable(scope, method))
                .toList();
    }

    List<Method> methods(Scope scope, Signature signature) {
        return methods.stream()
                .filter(method -> method.signature() == signature && isAffordable(scope, method))
                .toList();
    }

    /** Ends a method that may throw what its callers are to catch. */
    void defineRisky(String name) {
        risky.add(new Method(name, Signature.RISKY, Kind.REAL, cost));
        cost = 1;
    }

    /** The methods that may throw and may be called here. */
    List<Method> risky(Scope scope) {
        return risky.stream().filter(method -> isAffordable(scope, method)).toList();
    }

    private boolean isAffordable(Scope scope, Method method) {
        return cost + scope.runs * method.cost() <= HIGHEST_COST;
    }

    /** Some real expressions, separated by commas. */
    String reals(Scope scope, int depth, int count) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(random.nextBoolean() ? bounded(scope, depth) : leaf(scope));
        }
        return String.join(", ", list);
    }

    /** A number with two decimals between −2 and 2, never 0. */
    String literal() {
        double value = (1 + random.nextInt(199)) / 100.0;
        return String.format(Locale.ROOT, random.nextInt(4) == 0 ? "(-%.2f)" : "%.2f", value);
    }

    // ---------------------------------------------------------------- the other kinds

    /** A float expression. */
    String decimal(Scope scope) {
        rounds = true;
        String f = has(scope, Kind.FLOAT) ? pick(scope.all(Kind.FLOAT)).name() : "(float) " + bounded(scope, 1);
        return switch (random.nextInt(6)) {
            case 0 -> "0.5f * " + f + " + (float) " + bounded(scope, 1);
            case 1 -> "(float) Math.sin(" + f + " + " + real(scope, 1) + ")";
            case 2 -> "-(" + f + " - 0.25f)";
            case 3 -> f + " / 1.5f + 0.1f";
            case 4 -> "Math.max(" + f + ", 0.1f)";
            default -> "(float) " + bounded(scope, 2);
        };
    }

    /** An int expression with a value from 0 to bound − 1. */
    String integer(Scope scope, int bound) {
        if (bound == 1) {
            return "0";
        }
        if (has(scope, Kind.INT)) {
            Variable k = pick(scope.all(Kind.INT));
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    return k.size() <= bound ? k.name() : k.name() + " % " + bound;
                }
                case 2 -> {
                    return "(" + k.name() + " * 3 + " + random.nextInt(5) + ") % " + bound;
                }
                case 3 -> {
                    return "(" + k.name() + " ^ " + random.nextInt(4) + ") % " + bound;
                }
                default -> {
                    // something that depends on a real number
                }
            }
        }
        return switch (random.nextInt(5)) {
            case 0 -> String.valueOf(random.nextInt(bound));
            case 1 ->
                has(scope, Kind.LONG)
                        ? "(int) ((" + pick(scope.all(Kind.LONG)).name() + " >>> 2) & 7) % " + bound
                        : String.valueOf(bound - 1);
            case 2 -> "Math.floorMod((int) (10 * " + simple(scope) + "), " + bound + ")";
            default -> "(int) (" + (bound - 0.1) + " * Math.abs(Math.sin(" + simple(scope) + ")))";
        };
    }

    /** An index of an array; one in three hundred misses it. */
    String index(Scope scope, int length) {
        return random.nextInt(300) == 0 ? integer(scope, length + 1) : integer(scope, length);
    }

    String condition(Scope scope, int depth) {
        return switch (random.nextInt(9)) {
            case 0 -> leaf(scope) + " > " + literal();
            case 1 -> real(scope, depth) + " <= " + real(scope, depth);
            case 2 -> integer(scope, 4) + " % 2 == 0";
            case 3 -> integer(scope, 5) + " < " + integer(scope, 5);
            case 4 ->
                has(scope, Kind.BOOLEAN)
                        ? (random.nextBoolean() ? "!" : "")
                                + pick(scope.all(Kind.BOOLEAN)).name()
                        : leaf(scope) + " < 0.4";
            case 5 -> "(" + leaf(scope) + " > 0 && " + condition(scope, depth - 1) + ")";
            case 6 -> "(" + leaf(scope) + " < -1 || " + condition(scope, depth - 1) + ")";
            case 7 -> has(scope, Kind.LONG) ? pick(scope.all(Kind.LONG)).name() + " > 2L" : leaf(scope) + " >= 0.2";
            default -> leaf(scope) + " < " + leaf(scope);
        };
    }

    /** A double[] in scope, or a new one. */
    String array(Scope scope) {
        return has(scope, Kind.REALS) && random.nextInt(4) != 0
                ? pick(scope.all(Kind.REALS)).name()
                : "new double[] {" + reals(scope, 1, 3) + "}";
    }

    /** A Pair in scope, a new one, or one computed from another. */
    String pair(Scope scope, int depth) {
        usesPairs = true;
        if (depth > 0 && random.nextInt(3) == 0) {
            return "new Pair(" + bounded(scope, depth - 1) + ", " + bounded(scope, depth - 1) + ")";
        }
        if (depth > 0 && random.nextInt(3) == 0) {
            return pair(scope, depth - 1) + ".turned(" + real(scope, depth - 1) + ")";
        }
        if (has(scope, Kind.BOX) && random.nextInt(4) == 0) {
            return pick(scope.all(Kind.BOX)).name() + (random.nextBoolean() ? ".first()" : ".swapped().first()");
        }
        return has(scope, Kind.PAIR) ? pick(scope.all(Kind.PAIR)).name() : "Pair.of(" + bounded(scope, depth - 1) + ")";
    }

    String box(Scope scope, int depth) {
        usesBoxes = true;
        return "new Box(" + pair(scope, depth) + ", " + integer(scope, 5) + ", " + pair(scope, depth) + ")";
    }

    /** A function in scope, a lambda, or a method reference. */
    String function(Scope scope, int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> has(scope, Kind.FUNCTION) ? pick(scope.all(Kind.FUNCTION)).name() : "Math::sin";
            case 1 -> random.nextBoolean() ? "Math::tanh" : "StrictMath::cos";
            default -> lambda(scope, depth);
        };
    }

    private int lambdas;

    String lambda(Scope scope, int depth) {
        Scope inside = scope.lambda();
        String y = "y" + lambdas++;
        inside.add(Kind.REAL, y, 0, Use.CONSTANT);
        return y + " -> " + bounded(inside, depth);
    }

    // ---------------------------------------------------------------- objects

    /** A real number out of an object, a call of one, or a collection; null if there is none in scope. */
    private @Nullable String ofObjects(Scope scope, int depth) {
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                String receiver = shapeThere(scope);
                return receiver == null ? null : ofShape(scope, receiver, depth);
            }
            case 2, 3 -> {
                if (has(scope, Kind.CURVE) || has(scope, Kind.CURVES)) {
                    String argument = real(scope, depth - 1);
                    return curveThere(scope) + (random.nextInt(3) == 0 ? ".mean(" : ".at(") + argument + ")";
                }
            }
            case 4 -> {
                if (has(scope, Kind.FUNCTIONS)) {
                    Variable a = pick(scope.all(Kind.FUNCTIONS));
                    return a.name() + "[" + index(scope, a.size()) + "].applyAsDouble(" + bounded(scope, depth - 1)
                            + ")";
                }
                if (has(scope, Kind.FUNCTION_LIST)) {
                    Variable a = pick(scope.all(Kind.FUNCTION_LIST));
                    return a.name() + ".get(" + index(scope, a.size()) + ").applyAsDouble(" + bounded(scope, depth - 1)
                            + ")";
                }
            }
            case 5 -> {
                if (has(scope, Kind.PAIR_LIST)) {
                    Variable a = pick(scope.all(Kind.PAIR_LIST));
                    return a.name() + ".get(" + index(scope, a.size()) + ")" + (random.nextBoolean() ? ".a()" : ".b()");
                }
            }
            case 6 -> {
                if (has(scope, Kind.NUMBERS)) {
                    Variable a = pick(scope.all(Kind.NUMBERS));
                    return a.name() + ".get(" + index(scope, a.size()) + ")";
                }
            }
            case 7 -> {
                if (has(scope, Kind.TABLE)) {
                    Variable a = pick(scope.all(Kind.TABLE));
                    return random.nextBoolean()
                            ? a.name() + ".get(" + integer(scope, a.size()) + ")"
                            : a.name() + ".getOrDefault(" + integer(scope, a.size() + 2) + ", " + literal() + ")";
                }
            }
            default -> {
                return stream(scope, depth);
            }
        }
        return null;
    }

    private String ofShape(Scope scope, String receiver, int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> receiver + ".s";
            case 1 -> receiver + ".w[" + index(scope, 2) + "]";
            case 2 -> receiver + ".linked()";
            case 3 -> "Math.tanh(" + receiver + ".grown(" + bounded(scope, depth - 1) + "))";
            default -> receiver + ".area(" + real(scope, depth - 1) + ")";
        };
    }

    /** The sum of a stream, bounded. */
    private @Nullable String stream(Scope scope, int depth) {
        Scope inside = scope.lambda();
        String e = "r" + lambdas++;
        switch (random.nextInt(4)) {
            case 0 -> {
                if (has(scope, Kind.SHAPE_LIST)) {
                    inside.add(Kind.SHAPE, e, 0, Use.CONSTANT);
                    return "Math.sin(" + pick(scope.all(Kind.SHAPE_LIST)).name() + ".stream().mapToDouble(" + e + " -> "
                            + ofShape(inside, e, depth - 1) + ").sum())";
                }
            }
            case 1 -> {
                if (has(scope, Kind.NUMBERS)) {
                    inside.add(Kind.BOXED, e, 0, Use.CONSTANT);
                    return "Math.sin(" + pick(scope.all(Kind.NUMBERS)).name() + ".stream().mapToDouble(" + e + " -> "
                            + bounded(inside, depth - 1) + ").sum())";
                }
            }
            case 2 -> {
                inside.add(Kind.INT, e, 3, Use.CONSTANT);
                return "Math.sin(IntStream.range(0, 3).mapToDouble(" + e + " -> " + bounded(inside, depth - 1)
                        + ").sum())";
            }
            default -> {
                if (has(scope, Kind.REALS)) {
                    inside.add(Kind.REAL, e, 0, Use.CONSTANT);
                    String filter = random.nextBoolean() ? ".filter(" + e + " -> " + e + " < 0.7)" : "";
                    return "Math.sin(Arrays.stream("
                            + pick(scope.all(Kind.REALS)).name() + ")" + filter + ".map(" + e + " -> "
                            + bounded(inside, depth - 1) + ").sum())";
                }
            }
        }
        return null;
    }

    /** A shape that is there already: a variable, an element, a field, one of two. */
    private @Nullable String shapeThere(Scope scope) {
        int choice = random.nextInt(6);
        if (choice == 0 && has(scope, Kind.SHAPES)) {
            Variable a = pick(scope.all(Kind.SHAPES));
            return a.name() + "[" + index(scope, a.size()) + "]";
        }
        if (choice == 1 && has(scope, Kind.SHAPE_LIST)) {
            Variable a = pick(scope.all(Kind.SHAPE_LIST));
            return a.name() + ".get(" + index(scope, a.size()) + ")";
        }
        if (!has(scope, Kind.SHAPE)) {
            return null;
        }
        String shape = pick(scope.all(Kind.SHAPE)).name();
        if (choice == 2) {
            String other = pick(scope.all(Kind.SHAPE)).name();
            return "(" + leaf(scope) + " < " + literal() + " ? " + shape + " : " + other + ")";
        }
        return choice == 3 ? shape + ".next()" : shape;
    }

    /** A shape that is there, or a new one. */
    String shape(Scope scope, int depth) {
        String there = random.nextBoolean() ? shapeThere(scope) : null;
        return there != null
                ? there
                : "new " + pick(List.of("Disc", "Ring", "Square")) + "(" + bounded(scope, depth - 1) + ")";
    }

    private String curveThere(Scope scope) {
        if (has(scope, Kind.CURVES) && (!has(scope, Kind.CURVE) || random.nextBoolean())) {
            Variable a = pick(scope.all(Kind.CURVES));
            return a.name() + "[" + index(scope, a.size()) + "]";
        }
        String curve = pick(scope.all(Kind.CURVE)).name();
        return random.nextInt(3) == 0
                ? "(" + leaf(scope) + " > " + literal() + " ? " + curve + " : "
                        + pick(scope.all(Kind.CURVE)).name() + ")"
                : curve;
    }

    /** A curve: a record, an object that changes, an anonymous class, a lambda, a method reference. */
    String curve(Scope scope, int depth) {
        switch (random.nextInt(7)) {
            case 0 -> {
                return "new Line(" + bounded(scope, depth - 1) + ", " + leaf(scope) + ")";
            }
            case 1 -> {
                return "new Bent(" + bounded(scope, depth - 1) + ")";
            }
            case 2 -> {
                Scope inside = scope.lambda();
                String t = "t" + lambdas++;
                inside.add(Kind.REAL, t, 0, Use.ASSIGNED);
                return "new Curve() { public double at(double " + t + ") { return " + bounded(inside, depth) + "; } }";
            }
            case 3 -> {
                if (has(scope, Kind.SHAPE)) {
                    return pick(scope.all(Kind.SHAPE)).name() + "::area";
                }
            }
            case 4 -> {
                if (has(scope, Kind.CURVE) || has(scope, Kind.CURVES)) {
                    return curveThere(scope);
                }
            }
            default -> {
                // a lambda
            }
        }
        return lambda(scope, depth);
    }

    // ---------------------------------------------------------------- choosing

    boolean has(Scope scope, Kind kind) {
        return !scope.all(kind).isEmpty();
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
