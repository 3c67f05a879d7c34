package org.wengert.acceptance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Containers of the JDK that sort, compare and hand out what they hold: the objects they move keep their derivatives. */
class ContainersTest {
    private static final double FIRST = 1e-12;
    private static final double SECOND = 1e-11;

    static final class Mass {
        private double kilograms;
        private final int weight;

        Mass(double kilograms, int weight) {
            this.kilograms = kilograms;
            this.weight = weight;
        }
    }

    @Test
    void aSortedSetOfMutableObjects() {
        Differentiation.of(x -> {
                    TreeSet<Mass> set = new TreeSet<>(Comparator.comparingDouble(m -> m.kilograms));
                    set.add(new Mass(x[0] * x[0], 1));
                    set.add(new Mass(x[1], 2));
                    set.add(new Mass(3 * x[0], 3));
                    double sum = 0;
                    int rank = 1;
                    for (Mass m : set) { // x1 = 0.5, x0² = 4, 3 x0 = 6
                        sum += rank++ * m.kilograms * m.weight;
                        m.kilograms *= 2;
                    }
                    return sum + set.first().kilograms; // 2 x1 + 2 x0² + 27 x0 + 2 x1
                })
                .at(2, 0.5)
                .hasGradient(FIRST, 8 + 27, 4)
                .hasHessian(SECOND, new double[][] {{4, 0}, {0, 0}});
    }

    record Job(double cost, int depth) {}

    @Test
    void aQueueByPriority() {
        Differentiation.of(x -> {
                    PriorityQueue<Job> queue = new PriorityQueue<>((a, b) -> Double.compare(a.cost(), b.cost()));
                    queue.add(new Job(x[0], 0));
                    queue.add(new Job(x[0] * x[1], 1));
                    double sum = 0;
                    while (!queue.isEmpty()) {
                        Job j = queue.poll();
                        sum += j.cost() * (j.depth() + 1);
                        if (j.depth() == 0) {
                            queue.add(new Job(j.cost() * j.cost(), 2));
                        }
                    }
                    return sum; // x0 + 2 x0 x1 + 3 x0²
                })
                .at(2, 3)
                .hasGradient(FIRST, 1 + 6 + 12, 4)
                .hasHessian(SECOND, new double[][] {{6, 2}, {2, 0}});
    }

    @Test
    void numbersInASetAndInAQueue() {
        Differentiation.of(x -> {
                    Set<Double> set = new HashSet<>(List.of(x[0], x[0] * x[1]));
                    set.add(x[0]); // is there already
                    double product = set.size();
                    for (double v : set) {
                        product *= v;
                    }
                    PriorityQueue<Double> queue = new PriorityQueue<>();
                    queue.add(x[1]);
                    queue.add(x[0]);
                    return product * queue.remove(); // 2 x0² x1 · x0
                })
                .at(2, 3)
                .hasGradient(FIRST, 6 * 4 * 3, 2 * 8)
                .hasHessian(SECOND, new double[][] {{12 * 2 * 3, 24}, {24, 0}});
    }

    @Test
    void aListOfASet() {
        Differentiation.of(x -> {
                    List<Double> sorted = new ArrayList<>(new TreeSet<>(List.of(x[0], x[1], x[0] * x[1])));
                    return sorted.get(0) * sorted.get(2); // x0 · x0 x1
                })
                .at(2, 3)
                .hasGradient(FIRST, 12, 4);
    }

    @Test
    void anAtomicReference() {
        Differentiation.of(x -> {
                    AtomicReference<Double> cell = new AtomicReference<>(x[0]);
                    double before = cell.getAndSet(cell.get() * x[1]);
                    return cell.get() * before; // x0² x1
                })
                .at(2, 3)
                .hasGradient(FIRST, 12, 4)
                .hasHessian(SECOND, new double[][] {{6, 4}, {4, 0}});
    }
}
