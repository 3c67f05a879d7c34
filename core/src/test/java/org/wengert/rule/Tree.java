package org.wengert.rule;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression over the table that is kept, to be read later over any algebra. */
final class Tree {
    private final @Nullable Enum<?> function;
    private final Tree[] inputs;
    private final double constant;
    private final boolean isZero;

    private Tree(@Nullable Enum<?> function, double constant, boolean isZero, Tree... inputs) {
        this.function = function;
        this.inputs = inputs;
        this.constant = constant;
        this.isZero = isZero;
    }

    static Tree variable() {
        return new Tree(null, Double.NaN, false);
    }

    /** Reads the expression over an algebra; a subexpression that is used twice is read once. */
    <V> V read(Algebra<V> a, Map<Tree, V> variables) {
        return read(a, new HashMap<>(variables), this);
    }

    private static <V> V read(Algebra<V> a, Map<Tree, V> values, Tree tree) {
        V known = values.get(tree);
        if (known != null) {
            return known;
        }
        V value = readNew(a, values, tree);
        values.put(tree, value);
        return value;
    }

    private static <V> V readNew(Algebra<V> a, Map<Tree, V> values, Tree tree) {
        if (tree.isZero) {
            return a.zero();
        }
        Tree[] in = tree.inputs;
        return switch (tree.function) {
            case Unary f -> a.apply(f, read(a, values, in[0]));
            case Binary f -> a.apply(f, read(a, values, in[0]), read(a, values, in[1]));
            case Ternary f -> a.apply(f, read(a, values, in[0]), read(a, values, in[1]), read(a, values, in[2]));
            case null -> a.constant(tree.constant);
            default -> throw new AssertionError(tree.function);
        };
    }

    /** The algebra of trees: it knows its constants, and its structural zero is one. */
    static final Algebra<Tree> TREES = new Algebra<>() {
        @Override
        public Tree constant(double c) {
            return new Tree(null, c, false);
        }

        @Override
        public Tree zero() {
            return new Tree(null, Double.NaN, true);
        }

        @Override
        public boolean isZero(Tree v) {
            return v.isZero;
        }

        @Override
        public double constantValue(Tree v) {
            return v.constant;
        }

        @Override
        public Tree apply(Unary f, Tree x) {
            return new Tree(f, Double.NaN, false, x);
        }

        @Override
        public Tree apply(Binary f, Tree x, Tree y) {
            return new Tree(f, Double.NaN, false, x, y);
        }

        @Override
        public Tree apply(Ternary f, Tree x, Tree y, Tree z) {
            return new Tree(f, Double.NaN, false, x, y, z);
        }
    };
}
