package org.wengert.language;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Collections of the JDK, and streams. */
class CollectionsTest extends Constructs {
    @Override
    String area() {
        return "Collections and streams";
    }

    @Construct(value = "`List<Double>`: add, get, set, remove, size", code = "list.set(0, list.get(0) * list.get(1));")
    void lists() {
        differentiates(
                (x, y) -> {
                    List<Double> list = new ArrayList<>();
                    list.add(x);
                    list.add(y);
                    list.add(1, x + y);
                    list.set(0, list.get(0) * list.get(1));
                    double removed = list.remove(2);
                    return list.get(0) * removed * list.size();
                },
                (x, y) -> x.times(x.plus(y)).times(y).times(2));
    }

    @Construct(
            value = "`Map<String, Double>`: put, get, merge, getOrDefault",
            code = "counts.merge(word, x, Double::sum);")
    void maps() {
        differentiates(
                (x, y) -> {
                    Map<String, Double> counts = new HashMap<>();
                    for (String word : "to be or not to be".split(" ")) {
                        counts.merge(word, x, Double::sum);
                    }
                    counts.put("or", y);
                    return counts.get("to") * counts.getOrDefault("or", 9.0) * counts.getOrDefault("that", 5.0);
                },
                (x, y) -> x.times(2).times(y).times(5));
    }

    @Construct(
            value = "`entrySet`, `keySet`, `values` in loops",
            code = "for (Map.Entry<Integer, Double> e : series.entrySet())")
    void mapViews() {
        differentiates(
                (x, y) -> {
                    Map<Integer, Double> series = new TreeMap<>();
                    for (int i = 3; i >= 0; i--) {
                        series.put(i, i * x + 1);
                    }
                    double sum = 0;
                    for (Map.Entry<Integer, Double> e : series.entrySet()) {
                        sum += Math.pow(y, e.getKey()) * e.getValue();
                    }
                    for (double v : series.values()) {
                        sum += v;
                    }
                    return sum;
                },
                (x, y) -> {
                    Jet sum = Jet.constant(0);
                    for (int i = 0; i < 4; i++) {
                        Jet v = x.times(i).plus(1);
                        sum = sum.plus(y.power(i).times(v)).plus(v);
                    }
                    return sum;
                });
    }

    @Construct(value = "iterators, and removal through them", code = "it.remove();")
    void iterators() {
        differentiates(
                (x, y) -> {
                    List<Double> list = new LinkedList<>(List.of(x, y, x * y, 2.0));
                    Iterator<Double> it = list.iterator();
                    while (it.hasNext()) {
                        if (it.next() > 1.2) {
                            it.remove();
                        }
                    }
                    double product = 1;
                    for (double d : list) {
                        product *= d;
                    }
                    return product;
                },
                // 0.7, 0.91 stay; 0.4, 0.64 stay.
                (x, y) -> x.v() < y.v() ? x.times(x.times(y)) : y.times(x.times(y)));
    }

    @Construct(value = "queues and stacks", code = "stack.push(stack.pop() * stack.pop());")
    void stacks() {
        differentiates(
                (x, y) -> {
                    Deque<Double> stack = new ArrayDeque<>();
                    for (String token : "x y * x + y *".split(" ")) {
                        switch (token) {
                            case "x" -> stack.push(x);
                            case "y" -> stack.push(y);
                            case "*" -> stack.push(stack.pop() * stack.pop());
                            default -> stack.push(stack.pop() + stack.pop());
                        }
                    }
                    return stack.pop();
                },
                (x, y) -> x.times(y).plus(x).times(y));
    }

    record Point(double x, double y) {
        double norm2() {
            return x * x + y * y;
        }
    }

    static final class Particle implements Comparable<Particle> {
        private double position;
        private final double mass;

        Particle(double position, double mass) {
            this.position = position;
            this.mass = mass;
        }

        void move(double by) {
            position += by;
        }

        @Override
        public int compareTo(Particle o) {
            return Double.compare(position, o.position);
        }
    }

    @Construct(value = "lists of records", code = "points.add(new Point(y, x * x));")
    void listsOfRecords() {
        differentiates(
                (x, y) -> {
                    List<Point> points = new ArrayList<>();
                    points.add(new Point(x, y));
                    points.add(new Point(y, x * x));
                    double sum = 0;
                    for (Point p : points) {
                        sum += p.norm2() * p.x();
                    }
                    return sum;
                },
                (x, y) -> x.squared()
                        .plus(y.squared())
                        .times(x)
                        .plus(y.squared().plus(x.power(4)).times(y)));
    }

    @Construct(value = "lists of objects that change", code = "p.move(y);")
    void listsOfObjects() {
        differentiates(
                (x, y) -> {
                    List<Particle> particles = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        particles.add(new Particle(i * x, 1 + i));
                    }
                    particles.add(particles.get(0));
                    for (Particle p : particles) {
                        p.move(y);
                    }
                    return particles.get(0).position * particles.get(2).position;
                },
                (x, y) -> y.times(2).times(x.times(2).plus(y)));
    }

    @Construct(value = "sorting objects by active keys: `Comparable`", code = "Collections.sort(particles);")
    void sortedByComparable() {
        differentiates(
                (x, y) -> {
                    List<Particle> particles =
                            new ArrayList<>(List.of(new Particle(x, 1), new Particle(y, 10), new Particle(x * y, 100)));
                    Collections.sort(particles);
                    double sum = 0;
                    for (int i = 0; i < 3; i++) {
                        sum += particles.get(i).position * (i + 1) * particles.get(i).mass;
                    }
                    return sum;
                },
                // 0.7 < 0.91 < 1.3; 0.4 < 0.64 < 1.6
                (x, y) -> x.v() < y.v()
                        ? x.plus(x.times(y).times(200)).plus(y.times(30))
                        : y.times(10).plus(x.times(y).times(200)).plus(x.times(3)));
    }

    @Construct(
            value = "sorting objects by active keys: a lambda",
            code = "particles.sort((a, b) -> Double.compare(b.position, a.position));")
    void sortedByLambda() {
        differentiates(
                (x, y) -> {
                    List<Particle> particles = new ArrayList<>();
                    particles.add(new Particle(x, 1));
                    particles.add(new Particle(y, 10));
                    particles.sort((a, b) -> Double.compare(b.position, a.position));
                    return particles.get(0).position * particles.get(0).mass;
                },
                (x, y) -> x.v() > y.v() ? x : y.times(10));
    }

    @Construct(value = "sorting by `Comparator.comparingDouble`", code = "Comparator.comparingDouble(p -> p.position)")
    void sortedByComparingDouble() {
        differentiates(
                (x, y) -> {
                    List<Particle> particles = new ArrayList<>();
                    particles.add(new Particle(x, 1));
                    particles.add(new Particle(y, 10));
                    particles.sort(Comparator.comparingDouble(p -> p.position));
                    return particles.get(0).position * particles.get(0).mass;
                },
                (x, y) -> x.v() < y.v() ? x : y.times(10));
    }

    @Construct(value = "`PriorityQueue`", code = "new PriorityQueue<>()")
    void priorityQueue() {
        differentiates(
                (x, y) -> {
                    PriorityQueue<Double> queue = new PriorityQueue<>();
                    queue.add(x);
                    queue.add(y);
                    return queue.poll() * 2;
                },
                (x, y) -> (x.v() < y.v() ? x : y).times(2));
    }

    @Construct(value = "sets of integers and strings", code = "Set<String> visited = new HashSet<>();")
    void inactiveSets() {
        differentiates(
                (x, y) -> {
                    Set<String> visited = new HashSet<>();
                    double sum = 0;
                    for (String s : List.of("a", "b", "a", "c", "b")) {
                        if (visited.add(s)) {
                            sum += x * y;
                        }
                    }
                    return sum * visited.size();
                },
                (x, y) -> x.times(y).times(9));
    }

    @Construct(value = "a set of active numbers", code = "Set<Double> distinct = new HashSet<>();")
    void activeSets() {
        differentiates(
                (x, y) -> {
                    Set<Double> distinct = new HashSet<>();
                    distinct.add(x);
                    distinct.add(y);
                    distinct.add(x);
                    double product = distinct.size();
                    for (double d : distinct) {
                        product *= d;
                    }
                    return product;
                },
                (x, y) -> x.times(y).times(2));
    }

    @Construct(value = "active keys of a map", code = "map.put(x, y);")
    void activeKeys() {
        refuses(
                (x, y) -> {
                    Map<Double, Double> map = new HashMap<>();
                    map.put(x, y);
                    double sum = 0;
                    for (double k : map.keySet()) {
                        sum += k * map.get(k);
                    }
                    return sum;
                },
                "map.keySet()",
                "keys");
    }

    @Construct(
            value = "`computeIfAbsent`, `replaceAll`, `forEach` with lambdas",
            code = "memo.computeIfAbsent(3, k -> x * k)")
    void mapsWithLambdas() {
        differentiates(
                (x, y) -> {
                    Map<Integer, Double> memo = new LinkedHashMap<>();
                    double a = memo.computeIfAbsent(3, k -> x * k) + memo.computeIfAbsent(3, k -> 100.0);
                    memo.put(4, y);
                    memo.replaceAll((k, v) -> v * v * k);
                    double[] sum = {a};
                    memo.forEach((k, v) -> sum[0] += v);
                    return sum[0];
                },
                (x, y) ->
                        x.times(6).plus(x.squared().times(27)).plus(y.squared().times(4)));
    }

    @Construct(value = "`List.of`, `Map.of`, `Collections.max`", code = "Collections.max(List.of(x, y, x * y))")
    void factories() {
        differentiates(
                (x, y) -> Collections.max(List.of(x, y, x * y))
                        * Map.of("a", x, "b", y).get("b"),
                (x, y) -> x.max(y).times(y));
    }

    @Construct(value = "sublists, reversal, copies", code = "new ArrayList<>(list.subList(1, 3))")
    void sublists() {
        differentiates(
                (x, y) -> {
                    List<Double> list = new ArrayList<>(Arrays.asList(x, y, x * y));
                    Collections.reverse(list);
                    List<Double> tail = new ArrayList<>(list.subList(1, 3));
                    list.set(1, 0.0);
                    return tail.get(0) * tail.get(1) + list.get(0);
                },
                (x, y) -> x.times(y).times(2));
    }

    @Construct(value = "a map of lists of objects", code = "groups.computeIfAbsent(i % 2, k -> new ArrayList<>()).add(")
    void mapsOfLists() {
        differentiates(
                (x, y) -> {
                    Map<Integer, List<Particle>> groups = new TreeMap<>();
                    for (int i = 0; i < 4; i++) {
                        groups.computeIfAbsent(i % 2, k -> new ArrayList<>()).add(new Particle(i * x, y));
                    }
                    double product = 1;
                    for (List<Particle> g : groups.values()) {
                        double sum = 0;
                        for (Particle p : g) {
                            sum += p.position * p.mass;
                        }
                        product *= sum;
                    }
                    return product;
                },
                (x, y) -> x.times(2).times(y).times(x.times(4)).times(y));
    }

    @Construct(value = "`Optional`", code = "Optional.of(x * y).map(v -> v + 1).orElse(0.0)")
    void optional() {
        differentiates(
                (x, y) -> Optional.of(x * y).map(v -> v + 1).orElse(0.0)
                        * Optional.<Double>empty().orElseGet(() -> y)
                        * Optional.of(x).filter(v -> v > 100).orElse(2.0),
                (x, y) -> x.times(y).plus(1).times(y).times(2));
    }

    @Construct(value = "streams of active numbers", code = "DoubleStream.of(x, y).map(v -> v * v).sum()")
    void doubleStreams() {
        differentiates(
                (x, y) -> DoubleStream.of(x, y).map(v -> v * v).sum(),
                (x, y) -> x.squared().plus(y.squared()));
    }

    @Construct(
            value = "`IntStream` with a lambda that captures an active value",
            code = "IntStream.range(0, 4).mapToDouble(i -> i * x).sum()")
    void intStreams() {
        differentiates(
                (x, y) -> IntStream.range(0, 4).mapToDouble(i -> i * x).sum() * y,
                (x, y) -> x.times(6).times(y));
    }

    @Construct(
            value = "`list.stream()` … `reduce`, `collect`",
            code = "Stream.of(x, y).map(v -> v + 1).collect(Collectors.toList())")
    void objectStreams() {
        differentiates(
                (x, y) -> Stream.of(x, y)
                                .map(v -> v + 1)
                                .collect(Collectors.toList())
                                .get(0)
                        * y,
                (x, y) -> x.plus(1).times(y));
    }

    @Construct(value = "streams of constants", code = "IntStream.rangeClosed(1, 4).sum()")
    void constantStreams() {
        differentiates(
                (x, y) -> x * IntStream.rangeClosed(1, 4).sum()
                        + y * Stream.of("a", "b").count(),
                (x, y) -> x.times(10).plus(y.times(2)));
    }

    @Construct(
            value = "a class of one's own that extends a collection",
            code = "class Recording extends ArrayList<Double>")
    void extendedCollections() {
        refuses(
                (x, y) -> {
                    Recording r = new Recording();
                    r.add(x);
                    return r.get(0) * y + r.added;
                },
                "super.add(v)");
    }

    static final class Recording extends ArrayList<Double> {
        private static final long serialVersionUID = 1;
        private int added;

        @Override
        public boolean add(Double v) {
            added++;
            return super.add(v);
        }
    }

    @Construct(value = "a collection that may not be changed", code = "List.of(x, y).add(1.0)")
    @SuppressWarnings("DoNotCall") // what is tested
    void immutableCollections() {
        throwsAlike(
                (x, y) -> {
                    List.of(x, y).add(1.0);
                    return x;
                },
                UnsupportedOperationException.class);
    }

    @Construct(value = "an index that a list does not have", code = "list.get(2)")
    void listOutOfBounds() {
        throwsAlike(
                (x, y) -> {
                    List<Double> list = new ArrayList<>();
                    list.add(x);
                    return list.get(2) * y;
                },
                IndexOutOfBoundsException.class);
    }

    @Construct(value = "`ListIterator.set`, `Map.Entry.setValue`", code = "e.setValue(e.getValue() * x);")
    void writesThroughViews() {
        differentiates(
                (x, y) -> {
                    List<Double> list = new ArrayList<>(List.of(x, y));
                    for (var it = list.listIterator(); it.hasNext(); ) {
                        double d = it.next();
                        it.set(d * d);
                    }
                    Map<String, Double> map = new TreeMap<>(Map.of("a", x, "b", y));
                    for (Map.Entry<String, Double> e : map.entrySet()) {
                        e.setValue(e.getValue() * x);
                    }
                    return list.get(0) * list.get(1) + map.get("a") * map.get("b");
                },
                (x, y) -> x.times(y).squared().plus(x.power(3).times(y)));
    }

    @Construct(
            value = "views: `subList`, `Arrays.asList`, unmodifiable lists",
            code = "List<Double> view = Collections.unmodifiableList(list);")
    void views() {
        differentiates(
                (x, y) -> {
                    Double[] array = {x, y};
                    List<Double> list = Arrays.asList(array);
                    List<Double> view = Collections.unmodifiableList(list);
                    list.set(0, y * y);
                    array[1] = x * x;
                    list.subList(1, 2).set(0, list.get(1) * y);
                    return view.get(0) * view.get(1);
                },
                (x, y) -> y.power(3).times(x.squared()));
    }

    @Construct(value = "`floorEntry` and `ceilingEntry`: interpolation in a table", code = "series.floorEntry(3)")
    void interpolation() {
        differentiates(
                (x, y) -> {
                    TreeMap<Integer, Double> series = new TreeMap<>();
                    series.put(1, x);
                    series.put(5, y * y);
                    var low = series.floorEntry(3);
                    var high = series.ceilingEntry(3);
                    double w = (3.0 - low.getKey()) / (high.getKey() - low.getKey());
                    return low.getValue() * (1 - w) + high.getValue() * w * x;
                },
                (x, y) -> x.over(2).plus(y.squared().times(x).over(2)));
    }

    @Construct(
            value = "a cache that forgets its eldest entry",
            code = "cache.remove(cache.keySet().iterator().next());")
    void leastRecentlyUsed() {
        differentiates(
                (x, y) -> {
                    Map<Integer, Double> cache = new LinkedHashMap<>();
                    for (int i = 0; i < 4; i++) {
                        cache.put(i, x * i + y);
                        if (cache.size() > 2) {
                            cache.remove(cache.keySet().iterator().next());
                        }
                    }
                    double sum = 0;
                    for (double v : cache.values()) {
                        sum = sum * x + v;
                    }
                    return sum;
                },
                (x, y) -> x.times(2).plus(y).times(x).plus(x.times(3)).plus(y));
    }

    @Construct(
            value = "a graph in maps of lists, walked by recursion",
            code = "weights.get(from + next) + shortest(edges, weights, next, to)")
    void graphs() {
        differentiates(
                (x, y) -> {
                    Map<String, List<String>> edges = new TreeMap<>();
                    Map<String, Double> weights = new HashMap<>();
                    edge(edges, weights, "a", "b", x);
                    edge(edges, weights, "b", "c", y);
                    edge(edges, weights, "a", "c", x * x + y * y);
                    edge(edges, weights, "c", "d", x * y);
                    return shortest(edges, weights, "a", "d");
                },
                (x, y) -> x.plus(y).min(x.squared().plus(y.squared())).plus(x.times(y)));
    }

    private static void edge(
            Map<String, List<String>> edges, Map<String, Double> weights, String from, String to, double weight) {
        edges.computeIfAbsent(from, k -> new ArrayList<>()).add(to);
        weights.put(from + to, weight);
    }

    private static double shortest(
            Map<String, List<String>> edges, Map<String, Double> weights, String from, String to) {
        if (from.equals(to)) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (String next : edges.getOrDefault(from, List.of())) {
            best = Math.min(best, weights.get(from + next) + shortest(edges, weights, next, to));
        }
        return best;
    }

    @Construct(value = "`toArray` of active numbers", code = "list.toArray(new Double[0])")
    void toArray() {
        differentiates(
                (x, y) -> {
                    List<Double> list = new ArrayList<>(List.of(x, y));
                    Double[] array = list.toArray(new Double[0]);
                    return array[0] * array[1];
                },
                (x, y) -> x.times(y));
    }

    @Construct(
            value = "indices sorted by active numbers",
            code = "Arrays.sort(order, (i, j) -> Double.compare(a[i], a[j]))")
    void argsort() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y, x * y};
                    Integer[] order = {0, 1, 2};
                    Arrays.sort(order, (i, j) -> Double.compare(a[i], a[j]));
                    return a[order[0]] * a[2];
                },
                (x, y) -> (x.v() < y.v() && x.v() < x.times(y).v()
                                ? x
                                : y.v() < x.times(y).v() ? y : x.times(y))
                        .times(x.times(y)));
    }

    @Construct(value = "orders made of orders", code = "Comparator.comparingDouble((double[] a) -> a[0]).reversed()")
    void madeOrders() {
        differentiates(
                (x, y) -> {
                    List<double[]> list = new ArrayList<>(List.of(new double[] {x}, new double[] {y}));
                    list.sort(Comparator.comparingDouble((double[] a) -> a[0]).reversed());
                    return list.get(0)[0] * list.get(0)[0] * list.get(1)[0];
                },
                (x, y) -> x.times(y).times(x.v() > y.v() ? x : y));
    }

    @Construct(value = "`OptionalDouble`", code = "OptionalDouble.of(x * y)")
    void optionalDouble() {
        differentiates((x, y) -> OptionalDouble.of(x * y).orElse(y), (x, y) -> x.times(y));
    }
}
