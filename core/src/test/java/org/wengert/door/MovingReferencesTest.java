package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.grad;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.Differentiable;
import org.wengert.Mode;

/** Functions that move rows, records and elements about: the gradient is found where the argument's numbers were before. */
class MovingReferencesTest {
    record Cell(double x) {}

    record Holder(double[] a) {}

    static final class Account {
        double balance = 3;
    }

    static double swapped(double[][] rows) {
        double[] t = rows[0];
        rows[0] = rows[1];
        rows[1] = t;
        return 5 * rows[0][0] + rows[1][0];
    }

    static double twoNamesForOneRow(double[][] rows) {
        rows[0] = rows[1];
        rows[0][0] *= 2;
        return rows[1][0] * rows[0][0];
    }

    static double tripledFirst(double[][] rows) {
        rows[0][0] *= 3;
        return rows[1][0];
    }

    /** By elimination with partial pivoting, rows swapped as references. */
    static double determinant(double[][] a) {
        double determinant = 1;
        for (int k = 0; k < a.length; k++) {
            int pivot = k;
            for (int i = k + 1; i < a.length; i++) {
                if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) {
                    pivot = i;
                }
            }
            if (pivot != k) {
                double[] t = a[k];
                a[k] = a[pivot];
                a[pivot] = t;
                determinant = -determinant;
            }
            determinant *= a[k][k];
            for (int i = k + 1; i < a.length; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j < a.length; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        return determinant;
    }

    static double movedBetween(double[][] from, double[][] to) {
        double[] t = from[0];
        from[0] = to[0];
        to[0] = t;
        return from[0][0] * 5 + to[0][0] * to[0][0];
    }

    private static Differentiable method(String name, Class<?>... parameters) throws NoSuchMethodException {
        return Differentiable.of(
                MethodHandles.lookup(), MovingReferencesTest.class.getDeclaredMethod(name, parameters));
    }

    @Test
    void rowsThatChangePlaces() {
        assertThat(grad(MovingReferencesTest::swapped).apply(new double[][] {{2}, {3}}))
                .isDeepEqualTo(new double[][] {{1}, {5}});
        assertThat(grad(MovingReferencesTest::twoNamesForOneRow).apply(new double[][] {{2}, {3}}))
                .isDeepEqualTo(new double[][] {{0}, {24}});
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aDeterminantWithPivoting(Mode mode) throws NoSuchMethodException {
        double[][] a = {{1, 2}, {3, 0}};
        double[][] g = (double[][]) method("determinant", double[][].class).gradient(mode, (Object) a)[0];
        assertThat(g[0]).containsExactly(new double[] {0, -3}, org.assertj.core.data.Offset.offset(1e-15));
        assertThat(g[1]).containsExactly(new double[] {-2, 1}, org.assertj.core.data.Offset.offset(1e-15));
        assertThat(method("determinant", double[][].class).hessian((Object) a))
                .isDeepEqualTo(new double[][] {{0, 0, 0, 1}, {0, 0, -1, 0}, {0, -1, 0, 0}, {1, 0, 0, 0}});
        assertThat(a).isDeepEqualTo(new double[][] {{1, 2}, {3, 0}});
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void rowsThatChangeFromOneArgumentToAnother(Mode mode) throws NoSuchMethodException {
        Object[] g = method("movedBetween", double[][].class, double[][].class)
                .gradient(mode, new double[][] {{2}}, new double[][] {{3}});
        assertThat(g[0]).isEqualTo(new double[][] {{4}});
        assertThat(g[1]).isEqualTo(new double[][] {{5}});
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theSameRowTwiceHasOneDerivativeSeenTwice(Mode mode) throws NoSuchMethodException {
        double[] row = {2};
        Object[] g = method("tripledFirst", double[][].class).gradient(mode, (Object) new double[][] {row, row});
        assertThat(g[0]).isEqualTo(new double[][] {{3}, {3}});
        double[][] apart = grad(MovingReferencesTest::tripledFirst).apply(new double[][] {{2}, {2}});
        assertThat(apart).isDeepEqualTo(new double[][] {{0}, {1}});
    }

    @Test
    void recordsAndBoxesThatChangePlaces() {
        Cell[] cells = grad((Cell[] c) -> {
                    Cell t = c[0];
                    c[0] = c[1];
                    c[1] = t;
                    return c[0].x() * 5 + c[1].x();
                })
                .apply(new Cell[] {new Cell(2), new Cell(3)});
        assertThat(cells).containsExactly(new Cell(1), new Cell(5));
        Double[] boxes = grad((Double[] c) -> {
                    Double t = c[0];
                    c[0] = c[1];
                    c[1] = t;
                    return c[0] * 5 + c[1];
                })
                .apply(new Double[] {2.0, 3.0});
        assertThat(boxes).containsExactly(1.0, 5.0);
        Holder[] holders = grad((Holder[] r) -> {
                    double[] t = r[0].a();
                    r[0] = r[1];
                    t[0] *= 2;
                    return t[0] * 5 + r[0].a()[0];
                })
                .apply(new Holder[] {new Holder(new double[] {2}), new Holder(new double[] {3})});
        assertThat(holders[0].a()).containsExactly(10);
        assertThat(holders[1].a()).containsExactly(1);
    }

    @Test
    void collectionsThatAreWrittenTo() {
        List<Double> swapped = grad((List<Double> c) -> {
                    Double t = c.get(0);
                    c.set(0, c.get(1));
                    c.set(1, t);
                    return c.get(0) * 5 + c.get(1);
                })
                .apply(new ArrayList<>(List.of(2.0, 3.0)));
        assertThat(swapped).containsExactly(1.0, 5.0);
        List<Double> grown = grad((List<Double> c) -> {
                    c.add(c.get(0) * c.get(0));
                    c.set(0, 1.0);
                    return c.get(1);
                })
                .apply(new ArrayList<>(List.of(2.0)));
        assertThat(grown).containsExactly(4.0);
        Map<String, Double> put = grad((Map<String, Double> m) -> {
                    m.put("c", m.get("a") * m.get("a"));
                    m.put("a", 1.0);
                    return m.get("c");
                })
                .apply(new HashMap<>(Map.of("a", 2.0, "b", 1.0)));
        assertThat(put).isEqualTo(Map.of("a", 4.0, "b", 0.0));
    }

    @Test
    void collectionsStayOfTheirKind() {
        assertThat(grad((List<Double> c) -> c.get(0) * c.get(1)).apply(new LinkedList<>(List.of(2.0, 3.0))))
                .isInstanceOf(LinkedList.class)
                .containsExactly(3.0, 2.0);
        assertThat(grad((List<Double> c) -> c.get(0) * c.get(1)).apply(Arrays.asList(2.0, 3.0)))
                .containsExactly(3.0, 2.0);
        assertThat(grad((Map<String, Double> c) -> c.get("b") * c.get("a"))
                        .apply(new TreeMap<>(Map.of("b", 2.0, "a", 3.0))))
                .isInstanceOf(TreeMap.class)
                .isEqualTo(Map.of("a", 2.0, "b", 3.0));
        assertThatThrownBy(() -> grad((List<Double> c) -> {
                            c.add(1.0);
                            return c.get(0);
                        })
                        .apply(List.of(2.0)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(null);
    }

    @Test
    void whatHasNoFormAsAGradientIsSaid() {
        assertThatThrownBy(() -> grad((Account a) -> a.balance * 2).apply(new Account()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MovingReferencesTest$Account")
                .hasMessageContaining("Make it a record");
        assertThatThrownBy(() -> grad((Cell c) -> c.x() * 2).apply(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
    }
}
