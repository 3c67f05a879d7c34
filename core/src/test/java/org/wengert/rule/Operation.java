package org.wengert.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One function of the table, whatever its number of arguments, so that a law is stated once for all. */
record Operation(Enum<?> function, int arity, Domain domain) {
    /** Every constant of the three enums. */
    static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        for (Unary f : Unary.values()) {
            all.add(new Operation(f, 1, Domain.of(f)));
        }
        for (Binary f : Binary.values()) {
            all.add(new Operation(f, 2, Domain.of(f)));
        }
        for (Ternary f : Ternary.values()) {
            all.add(new Operation(f, 3, Domain.of(f)));
        }
        return all;
    }

    boolean isParameter(int argument) {
        return switch (function) {
            case Binary f -> f.isParameter(argument);
            case Ternary f -> f.isParameter(argument);
            default -> false;
        };
    }

    double evaluate(double... x) {
        return switch (function) {
            case Unary f -> f.evaluate(x[0]);
            case Binary f -> f.evaluate(x[0], x[1]);
            case Ternary f -> f.evaluate(x[0], x[1], x[2]);
            default -> throw new AssertionError(function);
        };
    }

    <V> V apply(Algebra<V> a, List<V> x) {
        return switch (function) {
            case Unary f -> a.apply(f, x.get(0));
            case Binary f -> a.apply(f, x.get(0), x.get(1));
            case Ternary f -> a.apply(f, x.get(0), x.get(1), x.get(2));
            default -> throw new AssertionError(function);
        };
    }

    <V> V derivative(int argument, List<V> x, V y, Algebra<V> a) {
        return switch (function) {
            case Unary f -> Derivatives.of(f, x.get(0), y, a);
            case Binary f -> Derivatives.of(f, argument, x.get(0), x.get(1), y, a);
            case Ternary f -> Derivatives.of(f, argument, x.get(0), x.get(1), x.get(2), y, a);
            default -> throw new AssertionError(function);
        };
    }

    /** The partial derivative, read over numbers. */
    double derivative(int argument, double... x) {
        List<Double> boxed = new ArrayList<>();
        for (double v : x) {
            boxed.add(v);
        }
        return derivative(argument, boxed, evaluate(x), Numbers.NUMBERS);
    }

    /** A partial derivative of a partial derivative …, by as many nested levels of duals as there are arguments. */
    double derivative(List<Integer> arguments, double... x) {
        List<Tree> variables = new ArrayList<>();
        Map<Tree, Double> values = new HashMap<>();
        for (double v : x) {
            Tree variable = Tree.variable();
            variables.add(variable);
            values.put(variable, v);
        }
        List<Tree> actives = new ArrayList<>();
        for (int argument : arguments) {
            actives.add(variables.get(argument));
        }
        return Dual.derivative(apply(Tree.TREES, variables), values, actives);
    }

    String owner() {
        return switch (function) {
            case Unary f -> f.owner();
            case Binary f -> f.owner();
            case Ternary f -> f.owner();
            default -> throw new AssertionError(function);
        };
    }

    String method() {
        return switch (function) {
            case Unary f -> f.method();
            case Binary f -> f.method();
            case Ternary f -> f.method();
            default -> throw new AssertionError(function);
        };
    }

    boolean isStrictMath() {
        return switch (function) {
            case Unary f -> f.isStrictMath();
            case Binary f -> f.isStrictMath();
            case Ternary f -> f.isStrictMath();
            default -> throw new AssertionError(function);
        };
    }

    int cost() {
        return switch (function) {
            case Unary f -> f.cost();
            case Binary f -> f.cost();
            case Ternary f -> f.cost();
            default -> throw new AssertionError(function);
        };
    }

    @Override
    public String toString() {
        return function.name();
    }
}
