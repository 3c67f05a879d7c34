package org.wengert.random;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variables that a statement may use: those of its own block and of the blocks around it. */
final class Scope {
    /** What a variable holds. */
    enum Kind {
        REAL("double"),
        FLOAT("float"),
        INT("int"),
        LONG("long"),
        BOOLEAN("boolean"),
        BOXED("Double"),
        REALS("double[]"),
        FLOATS("float[]"),
        INTS("int[]"),
        MATRIX("double[][]"),
        PAIR("Pair"),
        BOX("Box"),
        FUNCTION("DoubleUnaryOperator"),
        SHAPE("Shape"),
        SHAPES("Shape[]"),
        SHAPE_LIST("List<Shape>"),
        CURVE("Curve"),
        CURVES("Curve[]"),
        FUNCTIONS("DoubleUnaryOperator[]"),
        FUNCTION_LIST("List<DoubleUnaryOperator>"),
        PAIR_LIST("List<Pair>"),
        NUMBERS("List<Double>"),
        TABLE("Map<Integer, Double>"),
        LOG("StringBuilder");

        final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    /**
     * A variable.
     *
     * @param size of an array: its length (of a matrix: of its rows); of an int: a number above its value, which is never negative
     */
    record Variable(Kind kind, String name, int size, Use use) {}

    /** What may be done with a variable once it is declared. */
    enum Use {
        /** Any statement may assign to it. */
        ASSIGNED,
        /** A loop counts with it; the statements inside only read it. */
        COUNTED,
        /** Nobody assigns to it, so that lambdas may capture it. */
        CONSTANT,
        /** A field: any statement may assign to it, those of lambdas too. */
        FIELD
    }

    private final @Nullable Scope outer;
    private final List<Variable> variables = new ArrayList<>();

    /** How many loops are around, and the labels of those that have one; a scope of a new method begins with none. */
    final int loops;

    final List<String> labels;

    /** How often code here runs in one run of its method, by estimate. */
    final double runs;

    private Scope(@Nullable Scope outer, int loops, List<String> labels, double runs) {
        this.outer = outer;
        this.loops = loops;
        this.labels = labels;
        this.runs = runs;
    }

    /** A method's scope. */
    static Scope ofMethod() {
        return new Scope(null, 0, List.of(), 1);
    }

    /** The scope of a block. */
    Scope block() {
        return new Scope(this, loops, labels, runs);
    }

    /** The scope of a loop's body. */
    Scope loop(@Nullable String label) {
        List<String> inner = new ArrayList<>(labels);
        if (label != null) {
            inner.add(label);
        }
        return new Scope(this, loops + 1, inner, 3 * runs);
    }

    Variable add(Kind kind, String name, int size, Use use) {
        Variable variable = new Variable(kind, name, size, use);
        variables.add(variable);
        return variable;
    }

    List<Variable> all(Kind kind) {
        List<Variable> found = new ArrayList<>();
        for (Scope scope = this; scope != null; scope = scope.outer) {
            for (Variable variable : scope.variables) {
                if (variable.kind() == kind) {
                    found.add(variable);
                }
            }
        }
        return found;
    }

    /** Those that may be assigned to. */
    List<Variable> assignable(Kind kind) {
        return all(kind, Use.ASSIGNED, Use.FIELD);
    }

    private List<Variable> all(Kind kind, Use use, Use other) {
        return all(kind).stream()
                .filter(variable -> variable.use() == use || variable.use() == other)
                .toList();
    }

    /**
     * The scope inside a lambda: the variables that it may capture, and no loop to leave. It knows nothing of what holds functions, where it
     * may be put itself: it would call itself without end.
     */
    Scope lambda() {
        Scope inside = new Scope(null, 0, List.of(), 6 * runs);
        for (Kind kind : Kind.values()) {
            if (kind != Kind.LOG && kind != Kind.CURVES && kind != Kind.FUNCTIONS && kind != Kind.FUNCTION_LIST) {
                inside.variables.addAll(all(kind, Use.CONSTANT, Use.FIELD));
            }
        }
        return inside;
    }
}
