package org.wengert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.rule.Tree.TREES;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every algebra inherits: a structural zero that stays zero, and numbers that are worked out at once. */
class AlgebraTest {
    private static final Tree X = Tree.variable();
    private static final Tree ZERO = TREES.zero();

    @Test
    void theStructuralZeroStaysZeroAgainstInfinityAndNan() {
        for (double c : new double[] {Double.POSITIVE_INFINITY, Double.NaN, 0}) {
            Tree v = TREES.constant(c);
            assertThat(TREES.isZero(TREES.mul(ZERO, v))).isTrue();
            assertThat(TREES.isZero(TREES.mul(v, ZERO))).isTrue();
            assertThat(TREES.isZero(TREES.div(ZERO, v))).isTrue();
            assertThat(TREES.isZero(v)).isFalse();
        }
        assertThat(TREES.isZero(TREES.neg(ZERO))).isTrue();
        assertThat(TREES.isZero(TREES.add(ZERO, ZERO))).isTrue();
        assertThat(TREES.isZero(TREES.scale(3, ZERO))).isTrue();
        assertThat(TREES.isZero(TREES.square(ZERO))).isTrue();
    }

    @Test
    void theStructuralZeroIsSkippedInSums() {
        assertThat(TREES.add(ZERO, X)).isSameAs(X);
        assertThat(TREES.add(X, ZERO)).isSameAs(X);
        assertThat(TREES.sub(X, ZERO)).isSameAs(X);
        assertThat(value(TREES.sub(ZERO, X), 3)).isEqualTo(-3);
    }

    @Test
    void factorsOfOneVanish() {
        Tree one = TREES.constant(1);
        Tree minusOne = TREES.constant(-1);
        assertThat(TREES.mul(one, X)).isSameAs(X);
        assertThat(TREES.mul(X, one)).isSameAs(X);
        assertThat(TREES.div(X, one)).isSameAs(X);
        assertThat(value(TREES.mul(minusOne, X), 3)).isEqualTo(-3);
        assertThat(value(TREES.mul(X, minusOne), 3)).isEqualTo(-3);
        assertThat(value(TREES.div(X, minusOne), 3)).isEqualTo(-3);
    }

    @Test
    void knownNumbersAreWorkedOut() {
        Tree six = TREES.constant(6);
        Tree two = TREES.constant(2);
        assertThat(TREES.constantValue(TREES.add(six, two))).isEqualTo(8);
        assertThat(TREES.constantValue(TREES.sub(six, two))).isEqualTo(4);
        assertThat(TREES.constantValue(TREES.mul(six, two))).isEqualTo(12);
        assertThat(TREES.constantValue(TREES.div(six, two))).isEqualTo(3);
        assertThat(TREES.constantValue(TREES.neg(six))).isEqualTo(-6);
        assertThat(TREES.constantValue(TREES.mul(X, two))).isNaN();
    }

    @Test
    void aNumberTimesZeroIsNotStructurallyZero() {
        Tree product = TREES.mul(TREES.constant(0), X);
        assertThat(TREES.isZero(product)).isFalse();
        assertThat(value(product, Double.POSITIVE_INFINITY)).isNaN();
    }

    @Test
    void theShortNamesAreTheFunctions() {
        assertThat(value(TREES.sin(X), 2)).isEqualTo(Math.sin(2));
        assertThat(value(TREES.cos(X), 2)).isEqualTo(Math.cos(2));
        assertThat(value(TREES.exp(X), 2)).isEqualTo(Math.exp(2));
        assertThat(value(TREES.log(X), 2)).isEqualTo(Math.log(2));
        assertThat(value(TREES.sqrt(X), 2)).isEqualTo(Math.sqrt(2));
        assertThat(value(TREES.square(X), 3)).isEqualTo(9);
        assertThat(value(TREES.reciprocal(X), 4)).isEqualTo(0.25);
        assertThat(value(TREES.scale(3, X), 4)).isEqualTo(12);
    }

    @Test
    void numbersHaveNoStructuralZero() {
        assertThat(Numbers.NUMBERS.zero()).isZero();
        assertThat(Numbers.NUMBERS.isZero(Numbers.NUMBERS.zero())).isFalse();
        assertThat(Numbers.NUMBERS.mul(0.0, Double.POSITIVE_INFINITY)).isNaN();
    }

    private static double value(Tree tree, double x) {
        return tree.read(Numbers.NUMBERS, Map.of(X, x));
    }
}
