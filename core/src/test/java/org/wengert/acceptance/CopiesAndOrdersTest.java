package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.derivative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects and arrays that are sorted by what depends on the input, compared through interfaces, or copied. */
class CopiesAndOrdersTest {
    private static final double FIRST = 1e-12;

    // ---------------------------------------------------------------- comparisons

    static <T extends Comparable<T>> T greatest(List<T> all) {
        T best = all.get(0);
        for (T t : all) {
            if (t.compareTo(best) > 0) {
                best = t;
            }
        }
        return best;
    }

    @Test
    void numbersComparedThroughTheInterface() {
        Differentiation.of(x -> {
                    List<Double> numbers = new ArrayList<>();
                    for (double d : x) {
                        numbers.add(d * d);
                    }
                    Comparable<Double> first = numbers.get(0);
                    return greatest(numbers)
                            * greatest(List.of("a", "c", "b")).length()
                            * greatest(List.of(2, 3, 1))
                            * (first.compareTo(0.0) > 0 ? 2 : 1);
                })
                .at(1.5, -2, 0.5)
                .hasGradient(FIRST, 0, 6 * -4, 0);
    }

    private record Weight(double value, String name) implements Comparable<Weight> {
        @Override
        public int compareTo(Weight o) {
            return Double.compare(value, o.value);
        }
    }

    @Test
    void objectsComparedThroughTheInterface() {
        Differentiation.of(x -> greatest(List.of(new Weight(x[0], "a"), new Weight(x[1], "b"))).value * x[0])
                .at(1.5, 2)
                .hasGradient(FIRST, 2, 1.5);
    }

    @Test
    void numbersConvertedThroughTheirSuperclass() {
        Differentiation.of(x -> {
                    Number n = x[0];
                    Number k = x[0] > 0 ? (Number) 3 : n;
                    return x[0] * n.intValue() + x[0] * k.longValue() + k.intValue() * n.doubleValue();
                })
                .at(2.5)
                .hasGradient(FIRST, 2 + 3 + 3);
    }

    @Test
    void aNumberRoundedThroughItsSuperclass() {
        double x = 1.1;
        Number n = x;
        assertThat(derivative(t -> {
                            Number m = t;
                            return m.floatValue() * 3;
                        })
                        .applyAsDouble(x))
                .isEqualTo(3)
                .isNotEqualTo(n.floatValue());
    }

    // ---------------------------------------------------------------- orders

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void indicesSortedByTheirNumbers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] at = random.doubles(40).toArray();
        double[] expected = new double[at.length];
        Integer[] order = new Integer[at.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> at[i]));
        for (int rank = 0; rank < order.length; rank++) {
            expected[order[rank]] = 2 * at[order[rank]] * (rank + 1);
        }
        Differentiation.of(x -> {
                    Integer[] byValue = new Integer[x.length];
                    for (int i = 0; i < x.length; i++) {
                        byValue[i] = i;
                    }
                    Arrays.sort(byValue, (a, b) -> Double.compare(x[a], x[b]));
                    double sum = 0;
                    for (int rank = 0; rank < x.length; rank++) {
                        sum += (rank + 1) * x[byValue[rank]] * x[byValue[rank]];
                    }
                    return sum;
                })
                .at(at)
                .hasGradient(FIRST, expected);
    }

    @Test
    void arraysOfObjects() {
        Differentiation.of(x -> {
                    Weight[] weights = {new Weight(x[0], "b"), new Weight(x[1], "a"), new Weight(x[2], "b")};
                    Arrays.sort(weights);
                    double least = weights[0].value;
                    Arrays.sort(
                            weights,
                            Comparator.comparing(Weight::name).thenComparing(Weight::value, Comparator.reverseOrder()));
                    Double[] boxes = {x[0], x[1]};
                    Arrays.sort(boxes, Collections.reverseOrder());
                    return least * weights[1].value + boxes[0]; // x1 x2 + x0
                })
                .at(1.5, 0.5, 2.5)
                .hasGradient(FIRST, 1, 2.5, 0.5);
    }

    @Test
    void ordersMadeOfOrders() {
        Differentiation.of(x -> {
                    List<double[]> rows = new ArrayList<>();
                    for (double d : x) {
                        rows.add(new double[] {d, d * d});
                    }
                    Comparator<double[]> byFirst = Comparator.comparingDouble(r -> r[0]);
                    rows.sort(byFirst.reversed());
                    double sum = rows.get(0)[1];
                    rows.sort(Comparator.comparingDouble((double[] r) -> Math.floor(r[0]))
                            .thenComparingDouble(r -> -r[1]));
                    return sum + 2 * rows.get(0)[1];
                })
                .at(1.25, 2.5, 1.5)
                .hasGradient(FIRST, 0, 5, 6);
    }

    // ---------------------------------------------------------------- copies

    @Test
    void arraysOfLists() {
        Differentiation.of(x -> {
                    List<Double> list = new ArrayList<>(List.of(x[0] * x[0], x[1]));
                    Double[] exact = list.toArray(new Double[0]);
                    Double[] larger = list.toArray(new Double[] {1., 2., 3., 4.});
                    Double[] made = list.toArray(Double[]::new);
                    return exact[0] * larger[1] * made[0] + (larger[2] == null ? larger[3] : x[1]); // x0⁴ x1 + 4
                })
                .at(1.5, 2)
                .hasGradient(FIRST, 8 * Math.pow(1.5, 3), Math.pow(1.5, 4));
    }

    private static class Body implements Cloneable {
        double mass;
        final double[] place;
        Body partner;

        Body(double mass, double... place) {
            this.mass = mass;
            this.place = place;
            this.partner = this;
        }

        @Override
        public Body clone() {
            try {
                return (Body) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class Charged extends Body {
        private double charge;

        Charged(double mass, double charge) {
            super(mass, mass * charge);
            this.charge = charge;
        }
    }

    @Test
    void clonesOfObjectsShareWhatTheyReferTo() {
        Differentiation.of(x -> {
                    Body one = new Charged(x[0], x[1]);
                    Charged two = (Charged) one.clone();
                    two.charge *= 2; // of the copy alone
                    two.mass = 1;
                    two.place[0] *= x[0]; // of both
                    two.partner.mass *= 3; // of the original
                    return two.charge * one.place[0] + one.mass; // 2 x1 · x0² x1 + 3 x0
                })
                .at(1.5, 2)
                .hasGradient(FIRST, 4 * 1.5 * 4 + 3, 4 * 2.25 * 2);
    }

    private static final class NotCloneable {
        private final double value;

        NotCloneable(double value) {
            this.value = value;
        }

        double ofTheCopy() {
            try {
                return ((NotCloneable) super.clone()).value;
            } catch (CloneNotSupportedException e) {
                return 0;
            }
        }
    }

    @Test
    void whatIsNotCloneableIsRefused() {
        assertThatThrownBy(() ->
                        derivative(x -> new NotCloneable(x).ofTheCopy() * x).applyAsDouble(2))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("super.clone(…)");
    }

    /** Only the array that one of the functions holds is active here, but both functions are kept in one list. */
    @Test
    void aCopyBesideFunctionsThatHoldActiveMemory() {
        Differentiation.of(x -> {
                    List<Double> numbers = new LinkedList<>(List.of(Math.sin(x[0]), 0.5));
                    List<DoubleUnaryOperator> functions = new ArrayList<>(List.of(
                            y -> x[0] * y,
                            y -> numbers.stream().mapToDouble(v -> v).sum()));
                    return functions.size() * x[0] * x[1];
                })
                .at(1.5, 2)
                .hasGradient(FIRST, 4, 3)
                .hasHessian(1e-12, new double[][] {{0, 2}, {2, 0}});
    }

    // ---------------------------------------------------------------- optionals

    @Test
    void optionalsOfOptionals() {
        Differentiation.of(x -> {
                    double[] sum = {0};
                    Optional<Double> square = Optional.of(x[0]).flatMap(v -> Optional.of(v * v));
                    square.ifPresentOrElse(v -> sum[0] += v * x[1], () -> sum[0] = 7);
                    Optional<Double> none = square.flatMap(v -> v > 100 ? Optional.of(v) : Optional.empty());
                    none.ifPresentOrElse(v -> sum[0] = v, () -> sum[0] *= 2);
                    return sum[0] + none.or(() -> Optional.of(x[1] * x[1])).get(); // 2 x0² x1 + x1²
                })
                .at(1.5, 2)
                .hasGradient(FIRST, 4 * 1.5 * 2, 2 * 2.25 + 4);
    }
}
