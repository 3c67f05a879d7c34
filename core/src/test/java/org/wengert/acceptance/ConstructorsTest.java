package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.Mode;

/** Constructors that do more than give fields their values: what they do is done once. */
class ConstructorsTest {
    /** Works in an array of its own after it has stored it. */
    private static final class Squared {
        final double[] all;

        Squared(double[] x) {
            all = x.clone();
            square();
        }

        private void square() {
            for (int i = 0; i < all.length; i++) {
                all[i] = all[i] * all[i];
            }
        }
    }

    /** Reads a field that it changes. */
    private static final class Norm {
        double length;
        private int terms;

        Norm(double[] x) {
            for (double v : x) {
                length = Math.hypot(length, v);
                terms++;
            }
        }
    }

    /** Writes into its argument. */
    private static final class Doubling {
        final double first;

        Doubling(double[] x) {
            x[0] = 2 * x[0] * x[0];
            first = x[0];
        }
    }

    /** Tells others. */
    private static final class Registered {
        static int count;
        final double value;

        Registered(double value, List<Registered> all) {
            this.value = value * value;
            all.add(this);
            count++;
        }
    }

    private static class Base {
        final double[] table = new double[2];
        final int n;

        Base(int n) {
            this.n = n;
        }
    }

    private static final class Derived extends Base {
        double sum;

        Derived(double[] x) {
            super(x.length);
            for (int i = 0; i < n; i++) {
                table[i % 2] += Math.exp(x[i]);
                sum += table[i % 2];
            }
        }
    }

    private final class Inner {
        double y;

        Inner(double x) {
            y = x;
            y = twice(y) * y;
        }
    }

    private double twice(double x) {
        return 2 * x;
    }

    private static final class Tree {
        private Tree left;
        private final double leaf;
        private double total;

        Tree(int depth, double x) {
            leaf = x;
            total = x * x;
            if (depth > 0) {
                left = new Tree(depth - 1, x * 0.5);
                total += left.total;
            }
        }
    }

    private record Scaled(double[] values, double factor) {
        Scaled(double[] values, double factor) {
            this.values = values.clone();
            this.factor = factor * factor;
        }
    }

    private static double inPlace(double[] x) {
        double[] all = new Squared(x).all;
        return all[0] * all[1];
    }

    private static double norm(double[] x) {
        Norm norm = new Norm(x);
        return norm.length * norm.terms;
    }

    private static double writing(double[] x) {
        return new Doubling(x).first * x[0] + x[1];
    }

    private static double registered(double[] x) {
        List<Registered> all = new ArrayList<>();
        for (double v : x) {
            new Registered(v, all);
        }
        double s = 0;
        for (Registered r : all) {
            s += r.value;
        }
        return s * all.size();
    }

    private static double derived(double[] x) {
        return new Derived(x).sum;
    }

    private static double inner(double[] x) {
        ConstructorsTest outer = new ConstructorsTest();
        return outer.new Inner(x[0]).y * x[1];
    }

    private static double tree(double[] x) {
        Tree tree = new Tree(2, x[0]);
        return tree.total + tree.leaf * x[1];
    }

    private static double record(double[] x) {
        Scaled s = new Scaled(x, x[1]);
        return s.values()[0] * s.factor();
    }

    @Test
    void arraysThatTheyWorkIn() {
        Differentiation.of(ConstructorsTest::inPlace)
                .at(3, 2)
                .hasGradient(0, 24, 36)
                .hasHessian(0, new double[] {8, 24}, new double[] {24, 18});
    }

    @Test
    void fieldsThatTheyReadAndChange() {
        Differentiation.of(ConstructorsTest::norm).at(3, 4).hasGradient(1e-15, 1.2, 1.6);
    }

    @Test
    void argumentsThatTheyWriteInto() {
        // (2x²)²
        Differentiation.of(ConstructorsTest::writing).at(3, 4).hasGradient(0, 16 * 27, 1);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheyTellOthers(Mode mode) {
        Registered.count = 0;
        double[] gradient = grad(ConstructorsTest::registered, by(mode)).apply(new double[] {1, 2, 3});
        assertThat(gradient).containsExactly(6, 12, 18);
        int evaluations = mode == Mode.REVERSE ? 1 : 3;
        assertThat(Registered.count).isEqualTo(3 * evaluations);
    }

    @Test
    void superclasses() {
        // x₀ and x₂ share a sum that is counted twice for x₀
        double[] x = {0.3, -0.2, 0.5};
        Differentiation.of(ConstructorsTest::derived)
                .at(x)
                .hasGradient(1e-15, 2 * Math.exp(x[0]), Math.exp(x[1]), Math.exp(x[2]));
    }

    @Test
    void innerClasses() {
        Differentiation.of(ConstructorsTest::inner).at(3, 5).hasGradient(0, 60, 18);
    }

    @Test
    void recursion() {
        // x²(1 + 1/4 + 1/16) + xy
        Differentiation.of(ConstructorsTest::tree).at(2, 5).hasGradient(1e-15, 2 * 2 * 1.3125 + 5, 2);
    }

    @Test
    void canonicalConstructorsOfRecords() {
        Differentiation.of(ConstructorsTest::record).at(2, 3).hasGradient(0, 9, 12);
    }
}
