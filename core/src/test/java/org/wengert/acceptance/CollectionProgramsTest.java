package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;

import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.Mode;
import org.wengert.ScalarField;

/** Programs that keep numbers in the JDK's collections: every way to a derivative agrees with differences and with the others. */
@SuppressWarnings("JdkObsolete") // LinkedList and Stack are what people write
class CollectionProgramsTest {
    enum Place {
        HERE,
        THERE
    }

    record Point(double x, double y) {}

    record Item(String name, Integer count, double price) {}

    static final double[][] ROWS = {{1, 2}, {3, 4}};
    static final List<Double> CONSTANTS = List.of(2.0, 3.0);

    // ---------------------------------------------------------------- lists

    static double linkedList(double[] x) {
        List<Double> m = new LinkedList<>();
        m.add(x[0] * x[1]);
        m.add(x[1]);
        double s = 1;
        for (double v : m) {
            s = s * v + v * v;
        }
        return s;
    }

    static double copyOfAList(double[] x) {
        List<Double> first = new ArrayList<>();
        first.add(x[0] * x[0]);
        List<Double> second = new ArrayList<>(first);
        second.add(x[1]);
        first.set(0, x[1] * x[0]);
        return first.get(0) * second.get(0) * second.get(1) + first.size();
    }

    static double insertedAndRemoved(double[] x) {
        List<Double> m = new ArrayList<>(8);
        m.add(x[0]);
        m.add(0, x[1] * x[1]);
        m.add(1, x[0] * x[1]);
        double r = m.remove(1) * 3;
        m.addFirst(r * x[0]);
        m.addLast(7.0);
        double last = m.removeLast();
        return m.getFirst() * m.getLast() + m.get(1) * last + m.size();
    }

    static double addedAll(double[] x) {
        List<Double> m = new ArrayList<>(List.of(x[0], 2.0));
        m.addAll(List.of(x[1], x[0] * x[1]));
        m.addAll(1, Arrays.asList(x[1] * x[1], x[0]));
        double s = 1;
        for (double v : m) {
            s = s * 1.5 + v * v;
        }
        return s;
    }

    static double fixedSize(double[] x) {
        Double[] a = {x[0], x[1], 3.0};
        List<Double> m = Arrays.asList(a);
        m.set(2, x[0] * x[1]);
        return a[2] * m.get(0) * m.get(1);
    }

    static double partOfAList(double[] x) {
        List<Double> m = new ArrayList<>();
        for (double v : x) {
            m.add(v * v);
            m.add(v);
        }
        List<Double> part = m.subList(1, 3);
        part.set(0, x[0] * x[1]);
        return m.get(1) * part.get(1) + m.reversed().get(0);
    }

    static double iterators(double[] x) {
        List<Double> m = new LinkedList<>(List.of(x[0], x[1], x[0] * x[1]));
        ListIterator<Double> i = m.listIterator();
        double s = 0;
        while (i.hasNext()) {
            double v = i.next();
            if (i.nextIndex() == 2) {
                i.remove();
            } else {
                i.set(v * v);
                i.add(v * 3);
            }
        }
        for (double v : m) {
            s = s * x[0] + v;
        }
        return s + m.size();
    }

    static double removedIf(double[] x) {
        List<Double> m = new ArrayList<>(List.of(x[0], -1.0, x[1], x[0] * x[1]));
        m.removeIf(v -> v < 0);
        m.replaceAll(v -> v * v * x[0]);
        m.remove((Object) 99.0);
        double[] s = {0};
        m.forEach(v -> s[0] = s[0] * 2 + v);
        return s[0];
    }

    static double swapped(double[] x) {
        List<Double> m = new ArrayList<>(List.of(x[0], x[1], x[0] * x[1]));
        Collections.swap(m, 0, 2);
        Collections.reverse(m);
        Collections.rotate(m, 1);
        Collections.addAll(m, x[1] * x[1], x[0]);
        double s = 0;
        for (double v : m) {
            s = s * x[1] + v * v;
        }
        return s;
    }

    static double sorted(double[] x) {
        List<Double> m = new ArrayList<>(List.of(x[1] * 3, x[0], x[0] * x[1], x[1]));
        Collections.sort(m);
        double s = 0;
        for (double v : m) {
            s = s * 1.5 + v * v;
        }
        List<Point> p = new ArrayList<>(List.of(new Point(x[0], x[1]), new Point(x[1], 2), new Point(-1, x[0])));
        p.sort(Comparator.comparingDouble(Point::x));
        for (Point q : p) {
            s = s * 1.25 + q.y * q.y;
        }
        return s + Collections.max(m) * Collections.min(m);
    }

    static double records(double[] x) {
        List<Item> items = new ArrayList<>();
        items.add(new Item("a", 2, x[0] * x[1]));
        items.add(new Item("bb", 3, x[1] * x[1]));
        double s = 0;
        for (Item i : items) {
            s += i.count() * i.price() * i.name().length();
        }
        return s * s;
    }

    static double heterogeneous(double[] x) {
        List<Object> m = new ArrayList<>();
        m.add(x[0] * x[1]);
        m.add("text");
        m.add(3);
        m.add(true);
        m.add(x);
        m.add(new Point(x[1], 2));
        double s = 0;
        for (Object o : m) {
            if (o instanceof Double d) {
                s += d * d;
            } else if (o instanceof Integer i) {
                s *= i;
            } else if (o instanceof String t) {
                s += t.length() * x[0];
            } else if (o instanceof double[] a) {
                s += a[0] * a[1];
            } else if (o instanceof Point p) {
                s *= p.x() * p.y();
            }
        }
        return s;
    }

    static double nested(double[] x) {
        Map<String, List<Double>> m = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            m.computeIfAbsent(i % 2 == 0 ? "even" : "odd", k -> new ArrayList<>())
                    .add(x[i & 1] * (i + 1));
        }
        double s = 0;
        for (Map.Entry<String, List<Double>> e : m.entrySet()) {
            double p = e.getKey().length();
            for (double v : e.getValue()) {
                p *= v;
            }
            s += p;
        }
        return s;
    }

    static double indices(double[] x) {
        List<Integer> order = new ArrayList<>(List.of(1, 0, 1));
        List<Boolean> signs = new ArrayList<>();
        List<Double> m = new ArrayList<>();
        for (int i : order) {
            m.add(x[i] * x[i]);
            signs.add(i == 0);
        }
        double s = 1;
        for (int k = 0; k < m.size(); k++) {
            s = signs.get(k) ? s * m.get(k) : s + order.get(k) * m.get(k);
        }
        return s;
    }

    static double readOnly(double[] x) {
        List<Double> m = Collections.unmodifiableList(new ArrayList<>(List.of(x[0], x[1])));
        List<Double> n = List.copyOf(m);
        List<Double> same = Collections.nCopies(3, x[0] * x[1]);
        return m.get(0)
                * n.get(1)
                * same.get(2)
                * Collections.singletonList(x[1]).get(0);
    }

    static double toAnArray(double[] x) {
        List<Double> m = new ArrayList<>(List.of(x[0], x[1]));
        Object[] a = m.toArray();
        m.set(0, 5.0);
        return (Double) a[0] * (Double) a[1] * (Double) a[1] * m.get(0);
    }

    // ---------------------------------------------------------------- queues

    static double deque(double[] x) {
        Deque<Double> d = new ArrayDeque<>();
        d.push(x[0]);
        d.addLast(x[1] * x[0]);
        d.offerFirst(x[1]);
        double s = d.peekLast() * d.getFirst();
        while (!d.isEmpty()) {
            s = s * 1.5 + d.pop();
        }
        d.add(x[0]);
        d.add(x[1]);
        Double none = d.size() > 5 ? d.poll() : null;
        return s * d.pollFirst() * d.removeLast() + (none == null ? x[0] : none);
    }

    static double stack(double[] x) {
        Stack<Double> d = new Stack<>();
        for (double v : x) {
            d.push(v * v);
        }
        double a = d.pop();
        d.push(a * d.peek());
        return d.pop() * d.pop() + (d.empty() ? x[0] : 0);
    }

    static double breadthFirst(double[] x) {
        Deque<Point> queue = new ArrayDeque<>();
        queue.add(new Point(x[0], 0));
        double s = 0;
        while (!queue.isEmpty() && queue.size() < 9) {
            Point p = queue.poll();
            s += p.x() * p.x();
            if (p.y() < 3) {
                queue.add(new Point(p.x() * x[1], p.y() + 1));
                queue.add(new Point(p.x() + x[1], p.y() + 2));
            }
        }
        return s;
    }

    // ---------------------------------------------------------------- maps

    static double entries(double[] x) {
        Map<String, Double> m = new HashMap<>();
        m.put("a", x[0]);
        m.put("bb", x[1] * x[0]);
        m.put("ccc", 2.0);
        double s = 0;
        for (Map.Entry<String, Double> e : m.entrySet()) {
            s += e.getKey().length() * e.getValue() * e.getValue();
            e.setValue(e.getValue() * x[1]);
        }
        for (double v : m.values()) {
            s *= v;
        }
        for (String k : m.keySet()) {
            s += m.get(k) * k.length();
        }
        return s;
    }

    static double ordered(double[] x) {
        Map<Integer, Double> tree = new TreeMap<>(Comparator.reverseOrder());
        Map<Integer, Double> linked = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            tree.put(i * 7 % 5, x[0] * i);
            linked.put(i * 7 % 5, x[1] + i);
        }
        double s = 1;
        for (int k : tree.keySet()) {
            s = s * k + tree.get(k) * tree.get(k);
        }
        for (double v : linked.values()) {
            s = s * 1.5 + v * v;
        }
        Map<Integer, Double> copy = new LinkedHashMap<>(tree);
        copy.putAll(linked);
        for (Map.Entry<Integer, Double> e : copy.entrySet()) {
            s = s * 1.25 + e.getKey() * e.getValue() * x[0];
        }
        return s;
    }

    static double navigable(double[] x) {
        NavigableMap<Double, Double> table = new TreeMap<>();
        table.put(0.0, x[0]);
        table.put(1.0, x[1] * x[1]);
        table.put(2.0, x[0] * x[1]);
        Map.Entry<Double, Double> low = table.floorEntry(1.25);
        Map.Entry<Double, Double> high = table.ceilingEntry(1.25);
        double t = (1.25 - low.getKey()) / (high.getKey() - low.getKey());
        double v = low.getValue() * (1 - t) + high.getValue() * t;
        return v * v * table.firstEntry().getValue() * table.lastKey()
                + table.pollLastEntry().getValue() * table.size();
    }

    static double enums(double[] x) {
        Map<Place, Double> m = new EnumMap<>(Place.class);
        m.put(Place.THERE, x[0] * x[1]);
        m.put(Place.HERE, x[1]);
        double s = 0;
        for (Map.Entry<Place, Double> e : m.entrySet()) {
            s = s * 2 + (e.getKey().ordinal() + 1) * e.getValue() * e.getValue();
        }
        return s * m.get(Place.HERE);
    }

    static double accumulated(double[] x) {
        Map<String, Double> m = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            m.merge(i % 2 == 0 ? "a" : "b", x[i & 1] * (i + 1), Double::sum);
        }
        m.merge("a", x[1], (p, q) -> p * q);
        m.compute("b", (k, v) -> v == null ? 1.0 : v * v);
        m.computeIfPresent("b", (k, v) -> v * x[0]);
        m.putIfAbsent("c", x[0] * x[1]);
        m.putIfAbsent("c", 5.0);
        Double before = m.replace("c", x[0]);
        m.replaceAll((k, v) -> v * k.length() * x[1]);
        double[] s = {before};
        m.forEach((k, v) -> s[0] += v * v);
        return s[0] * m.getOrDefault("a", 1.0) * m.getOrDefault("z", x[0]) + m.remove("c");
    }

    /** A table that is copied is small, and grows earlier in put than in compute and merge: what comes first depends on it. */
    static double orderOfAHashMap(double[] x) {
        Map<String, Double> first = new HashMap<>(Map.of("a", x[0]));
        first.compute("b", (k, v) -> v == null ? x[1] : v);
        Map<String, Double> second = new HashMap<>(Map.of("a", x[0]));
        second.put("b", x[1]);
        double s = 1;
        for (double v : first.values()) {
            s = s * 1.5 + v * v;
        }
        for (double v : second.values()) {
            s = s * 1.5 + v * v;
        }
        return s;
    }

    static double constantMaps(double[] x) {
        Map<String, Double> m = Map.of("a", x[0], "b", x[1], "c", 3.0);
        Map<String, Double> n = Map.copyOf(new TreeMap<>(m));
        double s = 1;
        for (Map.Entry<String, Double> e : n.entrySet()) {
            s *= e.getValue();
        }
        for (double v : m.values()) {
            s += v * v;
        }
        Map.Entry<String, Double> e = Map.entry("k", x[0] * x[1]);
        Map.Entry<String, Double> f = new AbstractMap.SimpleEntry<>("k", x[0]);
        f.setValue(f.getValue() * x[1]);
        return s * e.getValue() * f.getValue() * e.getKey().length();
    }

    static double removedKeys(double[] x) {
        Map<Integer, Double> m = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            m.put(i, x[i & 1] * (i + 1));
        }
        Iterator<Integer> keys = m.keySet().iterator();
        while (keys.hasNext()) {
            if (keys.next() % 2 == 1) {
                keys.remove();
            }
        }
        List<Integer> rest = new ArrayList<>(m.keySet());
        double s = rest.size();
        for (double v : m.values()) {
            s = s * v + v;
        }
        return s + rest.get(1) * x[1];
    }

    static double anyCollection(double[] x) {
        Map<String, Double> m = new TreeMap<>(Map.of("a", x[0], "b", x[1] * x[1]));
        List<Double> l = new LinkedList<>(m.values());
        l.add(x[0] * x[1]);
        return total(m.values()) * total(l) + total(Set.of().isEmpty() ? List.of(x[1]) : List.of());
    }

    private static double total(Collection<Double> c) {
        double s = 0;
        for (double v : c) {
            s += v * v;
        }
        return s;
    }

    static double optional(double[] x) {
        Optional<Double> a = Optional.of(x[0]);
        Optional<Double> none = Optional.empty();
        double[] s = {0};
        a.ifPresent(v -> s[0] = v * x[1]);
        return a.map(v -> v * v).filter(v -> v > 0).orElse(1.0)
                        * none.orElseGet(() -> x[1])
                        * none.map(v -> v * 2).orElse(x[0])
                        * a.get()
                + s[0];
    }

    // ---------------------------------------------------------------- arrays of references

    static double arraysOfReferences(double[] x) {
        Point[] p = {new Point(x[0], x[1])};
        p = Arrays.copyOf(p, 3);
        p[1] = new Point(x[1], x[0] * x[1]);
        Object[] boxes = {x[0] * x[0], x[1]};
        Object[] more = new Object[4];
        System.arraycopy(boxes, 0, more, 1, 2);
        System.arraycopy(more, 1, more, 2, 2);
        double[][] rows = new double[3][];
        Arrays.fill(rows, x.clone());
        rows[2][0] *= 2;
        Point[] range = Arrays.copyOfRange(p, 1, 3);
        Point[] filled = new Point[4];
        Arrays.fill(filled, 1, 3, range[0]);
        return p[0].x() * range[0].y() + (Double) more[2] * (Double) more[3] * rows[0][0] + filled[2].x() * x[0];
    }

    static double growing(double[] x) {
        Double[] a = new Double[1];
        int n = 0;
        for (int k = 0; k < 7; k++) {
            if (n == a.length) {
                a = Arrays.copyOf(a, 2 * n);
            }
            a[n++] = x[k & 1] * k;
        }
        double s = 1;
        for (int k = 1; k < n; k++) {
            s = s * 0.5 + a[k] * a[k - 1];
        }
        return s;
    }

    static double cloned(double[] x) {
        ArrayList<Double> m = new ArrayList<>(List.of(x[0], x[1]));
        @SuppressWarnings("unchecked") // a clone is of the same type
        ArrayList<Double> n = (ArrayList<Double>) m.clone();
        n.set(0, x[1] * x[1]);
        TreeMap<String, Double> k = new TreeMap<>(Map.of("a", x[0] * x[1]));
        @SuppressWarnings("unchecked") // a clone is of the same type
        Map<String, Double> l = (Map<String, Double>) k.clone();
        k.clear();
        return m.get(0) * n.get(0) * l.get("a") + k.size();
    }

    static double numbers(double[] x) {
        List<Number> m = new ArrayList<>(List.of(x[0] * x[1], 3, 5L, x[1]));
        double s = 1;
        for (Number n : m) {
            s = s * n.doubleValue() + x[0];
        }
        return s;
    }

    static double removedFromAMap(double[] x) {
        Map<String, Double> m = new LinkedHashMap<>();
        m.put("a", x[0]);
        m.put("b", -x[1]);
        m.put("c", x[0] * x[1]);
        m.put("d", x[1]);
        m.values().removeIf(v -> v < 0);
        m.keySet().removeIf(k -> k.equals("a"));
        m.entrySet().removeIf(e -> e.getKey().equals("d") && e.getValue() > 1);
        return total(m.values()) * x[0];
    }

    /** Its own method is what runs, not that of the library's interface. */
    static final class Twice implements Iterable<Double> {
        private final double[] a;

        Twice(double[] a) {
            this.a = a;
        }

        @Override
        public Iterator<Double> iterator() {
            return Collections.emptyIterator();
        }

        @Override
        public void forEach(Consumer<? super Double> action) {
            for (double v : a) {
                action.accept(2 * v * v);
            }
        }
    }

    static double ownMethods(double[] x) {
        Iterable<Double> own = new Twice(x);
        double[] s = {0};
        own.forEach(v -> s[0] = s[0] * 0.5 + v);
        return s[0] * x[0];
    }

    // ---------------------------------------------------------------- constants among them

    static double constantRow(double[] x) {
        double[][] m = new double[2][];
        m[0] = ROWS[0];
        m[1] = new double[] {x[0], x[1]};
        return m[0][1] * m[1][0] * m[1][0] * ROWS[1][0] + m[0][0] * m[1][1];
    }

    static double constantElements(double[] x) {
        List<Double> m = new ArrayList<>(CONSTANTS);
        m.add(x[0] * x[1]);
        m.add(CONSTANTS.get(1));
        double s = 1;
        for (double v : m) {
            s = s * v + x[0];
        }
        return s;
    }

    // ---------------------------------------------------------------- exceptions

    static double missing(double[] x) {
        List<Double> m = new ArrayList<>(List.of(x[0]));
        Iterator<Double> i = m.iterator();
        double s = x[1];
        try {
            s *= i.next();
            s += m.get(1);
        } catch (IndexOutOfBoundsException e) {
            s *= s;
        }
        return s;
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                program("linkedList", CollectionProgramsTest::linkedList),
                program("copyOfAList", CollectionProgramsTest::copyOfAList),
                program("insertedAndRemoved", CollectionProgramsTest::insertedAndRemoved),
                program("addedAll", CollectionProgramsTest::addedAll),
                program("fixedSize", CollectionProgramsTest::fixedSize),
                program("partOfAList", CollectionProgramsTest::partOfAList),
                program("iterators", CollectionProgramsTest::iterators),
                program("removedIf", CollectionProgramsTest::removedIf),
                program("swapped", CollectionProgramsTest::swapped),
                program("sorted", CollectionProgramsTest::sorted),
                program("records", CollectionProgramsTest::records),
                program("heterogeneous", CollectionProgramsTest::heterogeneous),
                program("nested", CollectionProgramsTest::nested),
                program("indices", CollectionProgramsTest::indices),
                program("readOnly", CollectionProgramsTest::readOnly),
                program("toAnArray", CollectionProgramsTest::toAnArray),
                program("deque", CollectionProgramsTest::deque),
                program("stack", CollectionProgramsTest::stack),
                program("breadthFirst", CollectionProgramsTest::breadthFirst),
                program("entries", CollectionProgramsTest::entries),
                program("ordered", CollectionProgramsTest::ordered),
                program("navigable", CollectionProgramsTest::navigable),
                program("enums", CollectionProgramsTest::enums),
                program("accumulated", CollectionProgramsTest::accumulated),
                program("orderOfAHashMap", CollectionProgramsTest::orderOfAHashMap),
                program("constantMaps", CollectionProgramsTest::constantMaps),
                program("removedKeys", CollectionProgramsTest::removedKeys),
                program("anyCollection", CollectionProgramsTest::anyCollection),
                program("optional", CollectionProgramsTest::optional),
                program("arraysOfReferences", CollectionProgramsTest::arraysOfReferences),
                program("cloned", CollectionProgramsTest::cloned),
                program("numbers", CollectionProgramsTest::numbers),
                program("removedFromAMap", CollectionProgramsTest::removedFromAMap),
                program("ownMethods", CollectionProgramsTest::ownMethods),
                program("growing", CollectionProgramsTest::growing),
                program("constantRow", CollectionProgramsTest::constantRow),
                program("constantElements", CollectionProgramsTest::constantElements),
                program("missing", CollectionProgramsTest::missing));
    }

    private static Arguments program(String name, ScalarField f) {
        return arguments(name, f);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void everyWayAgrees(String name, ScalarField f) {
        Differentiation.of(f).at(1.25, 0.75).agrees();
    }

    // ---------------------------------------------------------------- captured and given

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatIsCapturedIsAConstant(Mode mode) {
        double[] row = {5, 6};
        List<Double> list = List.of(7.0);
        Map<String, Double> map = new HashMap<>(Map.of("a", 3.0));
        ScalarField f = x -> {
            double[][] m = {x, row};
            List<Double> l = new ArrayList<>(list);
            l.add(x[1]);
            Map<String, Double> n = new HashMap<>(map);
            n.put("b", x[0]);
            double s = 0;
            for (double v : n.values()) {
                s += v * v;
            }
            return m[0][0] * m[1][1] + l.get(0) * l.get(1) + s;
        };
        assertThat(grad(f, by(mode)).apply(new double[] {2, 3})).containsExactly(10, 7);
    }

    @Test
    void aMapIsGoneThroughByEntriesValuesAndKeys() {
        Map<String, Double> at = new LinkedHashMap<>();
        at.put("a", 2.0);
        at.put("bb", 3.0);
        Map<String, Double> g = grad((Map<String, Double> m) -> {
                    double s = 0;
                    for (Map.Entry<String, Double> e : m.entrySet()) {
                        s += e.getKey().length() * e.getValue() * e.getValue();
                    }
                    for (double v : m.values()) {
                        s += 5 * v;
                    }
                    for (String k : m.keySet()) {
                        s += m.get(k) * 7;
                    }
                    return s;
                })
                .apply(at);
        assertThat(g).isEqualTo(Map.of("a", 16.0, "bb", 24.0));
        Map<Double, Double> table = grad((Map<Double, Double> m) -> {
                    double s = 0;
                    for (Map.Entry<Double, Double> e : m.entrySet()) {
                        s += e.getKey() * e.getValue();
                    }
                    return s;
                })
                .apply(Map.of(4.0, 1.0));
        assertThat(table).isEqualTo(Map.of(4.0, 4.0));
    }

    @Test
    void argumentsThatAreChangedHaveTheGradientOfWhatTheyHeld() {
        assertThat(grad((List<Double> l) -> {
                            Collections.sort(l);
                            double first = l.remove(0);
                            l.add(first * first);
                            return l.get(0) * 10 + l.get(1);
                        })
                        .apply(new ArrayList<>(List.of(3.0, 2.0))))
                .containsExactly(10.0, 4.0);
        Map<Mode, Double> ofEnum = new EnumMap<>(Map.of(Mode.FORWARD, 3.0));
        assertThat(grad((Map<Mode, Double> m) -> m.merge(Mode.FORWARD, 2.0, (p, q) -> p * p * q))
                        .apply(ofEnum))
                .isEqualTo(Map.of(Mode.FORWARD, 12.0));
    }

    @Test
    void anArgumentWithoutNumbersIsAConstant() {
        assertThat(grad((double[] p, Integer k) -> p[0] * p[0] * k).first(new double[] {2}, 3))
                .containsExactly(12);
        assertThat(grad((double[] p, String t) -> p[0] * t.length()).first(new double[] {2}, "abc"))
                .containsExactly(3);
    }

    // ---------------------------------------------------------------- refusals

    static double queueByPriority(double[] x) {
        PriorityQueue<Double> q = new PriorityQueue<>();
        q.add(x[0]);
        return q.poll();
    }

    static double setOfNumbers(double[] x) {
        Set<Double> q = new HashSet<>();
        q.add(x[0]);
        double s = 0;
        for (double v : q) {
            s += v;
        }
        return s;
    }

    static double atomic(double[] x) {
        return new AtomicReference<>(x[0]).get();
    }

    static double keysThatDepend(double[] x) {
        Map<Double, Double> m = new HashMap<>();
        m.put(x[0], x[1]);
        double s = 0;
        for (double k : m.keySet()) {
            s += k;
        }
        return s;
    }

    static double ownIterator(double[] x) {
        Iterable<Double> own = () -> new Iterator<>() {
            private int i;

            @Override
            public boolean hasNext() {
                return i < x.length;
            }

            @Override
            public Double next() {
                return x[i++];
            }
        };
        double s = 0;
        for (double v : own) {
            s += v * v;
        }
        return s;
    }

    static final class Doubled extends ArrayList<Double> {
        private static final long serialVersionUID = 1;

        @Override
        public Double get(int i) {
            return super.get(i) * 2;
        }
    }

    static double ownList(double[] x) {
        List<Double> m = new Doubled();
        m.add(x[0]);
        return m.get(0);
    }

    static final List<Double> KEPT = new ArrayList<>(List.of(1.0));

    static double keptInAStaticList(double[] x) {
        KEPT.set(0, x[0]);
        return KEPT.get(0);
    }

    @Test
    void aLambdaThatGivesAnIterator() {
        double two = ownIterator(new double[] {2, 0});
        double h = 1e-6;
        double slope = (ownIterator(new double[] {2 + h, 0}) - ownIterator(new double[] {2 - h, 0})) / (2 * h);
        assertThat(two).isNotZero();
        for (Mode mode : Mode.values()) {
            // Rounding of the difference: 2⁻⁵² · 4 / h; its truncation is 0 for what is at most quadratic.
            assertThat(grad((ScalarField) CollectionProgramsTest::ownIterator, by(mode))
                            .apply(new double[] {2, 0})[0])
                    .isCloseTo(slope, org.assertj.core.api.Assertions.within(1e-9));
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("keysThatDepend", (ScalarField) CollectionProgramsTest::keysThatDepend, "keys of this map"),
                arguments("ownList", (ScalarField) CollectionProgramsTest::ownList, "Keep a collection in a field"),
                arguments("keptInAStaticList", (ScalarField) CollectionProgramsTest::keptInAStaticList, "KEPT"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsNotKnownIsNamed(String name, ScalarField f, String reason) {
        for (Mode mode : Mode.values()) {
            assertThatThrownBy(() -> grad(f, by(mode)).apply(new double[] {2, 3}))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining(reason)
                    .hasMessageContaining(name);
        }
    }
}
