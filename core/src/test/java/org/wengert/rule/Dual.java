package org.wengert.rule;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A primal and its tangent, over any algebra, so that duals of duals carry second derivatives.
 *
 * @param primal the value
 * @param tangent its derivative, or null if it does not depend on the variable
 */
record Dual<V>(V primal, @Nullable V tangent) {
    /** The algebra of duals: every tangent by the rule of its function, read over the algebra below. */
    record Algebra<V>(org.wengert.rule.Algebra<V> below) implements org.wengert.rule.Algebra<Dual<V>> {
        @Override
        public Dual<V> constant(double c) {
            return new Dual<>(below.constant(c), null);
        }

        @Override
        public Dual<V> zero() {
            return new Dual<>(below.zero(), null);
        }

        @Override
        public boolean isZero(Dual<V> v) {
            return v.tangent == null && below.isZero(v.primal);
        }

        @Override
        public double constantValue(Dual<V> v) {
            return v.tangent == null ? below.constantValue(v.primal) : Double.NaN;
        }

        @Override
        public boolean isActive(Dual<V> v) {
            return v.tangent != null || (below != Numbers.NUMBERS && below.isActive(v.primal));
        }

        @Override
        public Dual<V> apply(Unary f, Dual<V> x) {
            V y = below.apply(f, x.primal);
            return new Dual<>(y, x.tangent == null ? null : times(Derivatives.of(f, x.primal, y, below), x.tangent));
        }

        @Override
        public Dual<V> apply(Binary f, Dual<V> x1, Dual<V> x2) {
            V y = below.apply(f, x1.primal, x2.primal);
            return new Dual<>(
                    y,
                    plus(
                            x1.tangent == null ? null : times(partial(f, 0, x1, x2, y), x1.tangent),
                            x2.tangent == null ? null : times(partial(f, 1, x1, x2, y), x2.tangent)));
        }

        /** A share in a tie depends on which argument is active, which the level of the duals knows. */
        private V partial(Binary f, int argument, Dual<V> x1, Dual<V> x2, V y) {
            return Derivatives.of(f, argument, x1.primal, x2.primal, y, new Activity<>(below, List.of(x1, x2)));
        }

        @Override
        public Dual<V> apply(Ternary f, Dual<V> x1, Dual<V> x2, Dual<V> x3) {
            V y = below.apply(f, x1.primal, x2.primal, x3.primal);
            V tangent = null;
            for (int i = 0; i < 3; i++) {
                V xDot = i == 0 ? x1.tangent : i == 1 ? x2.tangent : x3.tangent;
                if (xDot != null) {
                    Activity<V> activity = new Activity<>(below, List.of(x1, x2, x3));
                    V partial = Derivatives.of(f, i, x1.primal, x2.primal, x3.primal, y, activity);
                    tangent = plus(tangent, times(partial, xDot));
                }
            }
            return new Dual<>(y, tangent);
        }

        private V times(V partial, V xDot) {
            return below.mul(partial, xDot);
        }

        private @Nullable V plus(@Nullable V x, @Nullable V y) {
            return x == null ? y : y == null ? x : below.add(x, y);
        }
    }

    /** The algebra below, but a primal without a tangent is inactive. */
    private static final class Activity<V> implements org.wengert.rule.Algebra<V> {
        private final org.wengert.rule.Algebra<V> below;
        private final List<Dual<V>> arguments;

        Activity(org.wengert.rule.Algebra<V> below, List<Dual<V>> arguments) {
            this.below = below;
            this.arguments = arguments;
        }

        /** By identity: two arguments may be equal numbers, one of them active. */
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean isActive(V v) {
            for (Dual<V> argument : arguments) {
                if (argument.primal == v) {
                    return argument.tangent != null;
                }
            }
            return below.isActive(v);
        }

        @Override
        public double constantValue(V v) {
            return below.constantValue(v);
        }

        @Override
        public V constant(double c) {
            return below.constant(c);
        }

        @Override
        public V zero() {
            return below.zero();
        }

        @Override
        public boolean isZero(V v) {
            return below.isZero(v);
        }

        @Override
        public V apply(Unary f, V x) {
            return below.apply(f, x);
        }

        @Override
        public V apply(Binary f, V x, V y) {
            return below.apply(f, x, y);
        }

        @Override
        public V apply(Ternary f, V x, V y, V z) {
            return below.apply(f, x, y, z);
        }
    }

    /** The n-th derivative of an expression in one variable, by n nested levels of duals over the numbers. */
    static double derivative(int n, UnaryOperator<Tree> f, double at) {
        Tree x = Tree.variable();
        return derivative(f.apply(x), Map.of(x, at), Collections.nCopies(n, x));
    }

    /** The n-th derivative by one of two variables. */
    static double derivative(int n, int argument, BinaryOperator<Tree> f, double at1, double at2) {
        Tree x = Tree.variable();
        Tree y = Tree.variable();
        return derivative(f.apply(x, y), Map.of(x, at1, y, at2), Collections.nCopies(n, argument == 0 ? x : y));
    }

    /** The derivative of an expression by each of the active variables in turn. */
    static double derivative(Tree f, Map<Tree, Double> variables, List<Tree> actives) {
        return nested(f, variables, actives, Numbers.NUMBERS, Numbers.NUMBERS.zero());
    }

    /** Lifts the variables by one level: all constant but one, whose tangent is 1. */
    private static <V> V nested(
            Tree f, Map<Tree, V> variables, List<Tree> actives, org.wengert.rule.Algebra<V> algebra, V none) {
        if (actives.isEmpty()) {
            return f.read(algebra, variables);
        }
        Map<Tree, Dual<V>> lifted = new HashMap<>();
        variables.forEach((x, v) -> lifted.put(x, new Dual<>(v, x == actives.get(0) ? algebra.constant(1) : null)));
        List<Tree> rest = actives.subList(1, actives.size());
        V tangent = nested(f, lifted, rest, new Algebra<>(algebra), new Dual<>(none, null)).tangent;
        return tangent == null ? none : tangent;
    }
}
