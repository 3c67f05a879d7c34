package org.wengert.acceptance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.ScalarField;

/** A program that throws has a derivative that throws the same. */
class SameExceptionsTest {
    static double fillOutside(double[] x) {
        Arrays.fill(x, 1, 9, x[0]);
        return x[0];
    }

    static double negativeLength(double[] x) {
        return Arrays.copyOf(x, (int) -x[0] - 3)[0];
    }

    static double getOutside(double[] x) {
        List<Double> l = new ArrayList<>();
        l.add(x[0]);
        return l.get(3);
    }

    static double removeFromNothing(double[] x) {
        LinkedList<Double> l = new LinkedList<>();
        l.add(x[0]);
        l.removeFirst();
        return l.removeFirst();
    }

    static double popFromNothing(double[] x) {
        ArrayDeque<Double> l = new ArrayDeque<>();
        l.push(x[0]);
        l.pop();
        return l.pop();
    }

    static double nextAtTheEnd(double[] x) {
        Iterator<Double> l = List.of(x[0]).iterator();
        l.next();
        return l.next();
    }

    static double getOfAnEmptyOptional(double[] x) {
        Optional<Double> o = Optional.of(x[0]).filter(v -> v < 0);
        return o.get();
    }

    static double maximumOfNothing(double[] x) {
        return DoubleStream.of(x).filter(v -> v < 0).max().getAsDouble();
    }

    static double setInAnImmutableList(double[] x) {
        List<Double> l = List.of(x[0], x[1]);
        l.set(0, x[1]);
        return l.get(0);
    }

    static double addToAListOfFixedSize(double[] x) {
        List<Double> l = Arrays.asList(x[0], x[1]);
        l.add(x[1]);
        return l.get(0);
    }

    static double addWhileIterating(double[] x) {
        List<Double> l = new ArrayList<>(List.of(x[0], x[1]));
        for (double d : l) {
            l.add(d);
        }
        return l.get(0);
    }

    static double throwInAStream(double[] x) {
        return List.of(x[0], x[1]).stream()
                .mapToDouble(v -> {
                    if (v > 0) {
                        throw new IllegalStateException("v " + v);
                    }
                    return v;
                })
                .sum();
    }

    static double wrongCast(double[] x) {
        Object o = x[0];
        return (Integer) o;
    }

    static double negativeSize(double[] x) {
        double[][] m = new double[(int) x[0]][-1];
        return m[0][0];
    }

    static double noNumber(double[] x) {
        return x[0] * Integer.parseInt("7x");
    }

    static double addOutside(double[] x) {
        List<Double> l = new ArrayList<>();
        l.add(1, x[0]);
        return l.get(0);
    }

    static double removeFromAView(double[] x) {
        List<double[]> l = Collections.unmodifiableList(new ArrayList<>(List.of(x)));
        l.remove(0);
        return x[0];
    }

    static double wrongElement(double[] x) {
        Object[] o = new String[1];
        o[0] = x;
        return x[0];
    }

    static double readOutsideInAStream(double[] x) {
        return IntStream.range(0, 5).mapToDouble(i -> x[i]).sum();
    }

    static double subListOutside(double[] x) {
        List<Double> l = new ArrayList<>(List.of(x[0], x[1]));
        return l.subList(1, 5).get(0);
    }

    static double setBeforeNext(double[] x) {
        double s = 0;
        ListIterator<Double> it = new ArrayList<>(List.of(x[0])).listIterator();
        it.set(x[1]);
        return s;
    }

    static double overflow(double[] x) {
        return Math.toIntExact(1L << 40) * x[0];
    }

    static double moduloZero(double[] x) {
        return Math.floorMod(3, (int) (x[0] * 0)) * x[1];
    }

    static double nullInADeque(double[] x) {
        Deque<Double> d = new ArrayDeque<>();
        d.add(null);
        return x[0];
    }

    static double elementOfNothing(double[] x) {
        PriorityQueue<Double> d = new PriorityQueue<>();
        d.add(x[0]);
        d.remove();
        return d.element();
    }

    static double throwInAReduction(double[] x) {
        return Stream.of(x[0], x[1])
                .reduce((a, b) -> {
                    throw new ArithmeticException("r");
                })
                .get();
    }

    static double sortBackwards(double[] x) {
        Arrays.sort(x, 3, 1);
        return x[0];
    }

    static double charOutside(double[] x) {
        StringBuilder b = new StringBuilder();
        b.append(x[0]);
        return b.charAt(99) * x[0];
    }

    static double defaultThatThrows(double[] x) {
        return switch ((Object) (x[0] > 0 ? "a" : 1)) {
            case Integer i -> x[0];
            default -> throw new IllegalArgumentException("sw");
        };
    }

    static double noSuchConstant(double[] x) {
        Enum<?> e = Thread.State.valueOf("NOPE");
        return e.ordinal() * x[0];
    }

    static double negativeIndex(double[] x) {
        List<Double> l = List.of(x[0], x[1]);
        return l.get(-1) * l.getFirst();
    }

    static double lastOfNothing(double[] x) {
        return new ArrayList<Double>().getLast() * x[0];
    }

    static double putIntoAView(double[] x) {
        Map<String, Double> m = Collections.unmodifiableMap(new HashMap<>(Map.of("a", x[0])));
        m.put("b", x[1]);
        return 1;
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                arguments("fillOutside", (ScalarField) SameExceptionsTest::fillOutside),
                arguments("negativeLength", (ScalarField) SameExceptionsTest::negativeLength),
                arguments("getOutside", (ScalarField) SameExceptionsTest::getOutside),
                arguments("removeFromNothing", (ScalarField) SameExceptionsTest::removeFromNothing),
                arguments("popFromNothing", (ScalarField) SameExceptionsTest::popFromNothing),
                arguments("nextAtTheEnd", (ScalarField) SameExceptionsTest::nextAtTheEnd),
                arguments("getOfAnEmptyOptional", (ScalarField) SameExceptionsTest::getOfAnEmptyOptional),
                arguments("maximumOfNothing", (ScalarField) SameExceptionsTest::maximumOfNothing),
                arguments("setInAnImmutableList", (ScalarField) SameExceptionsTest::setInAnImmutableList),
                arguments("addToAListOfFixedSize", (ScalarField) SameExceptionsTest::addToAListOfFixedSize),
                arguments("addWhileIterating", (ScalarField) SameExceptionsTest::addWhileIterating),
                arguments("throwInAStream", (ScalarField) SameExceptionsTest::throwInAStream),
                arguments("wrongCast", (ScalarField) SameExceptionsTest::wrongCast),
                arguments("negativeSize", (ScalarField) SameExceptionsTest::negativeSize),
                arguments("noNumber", (ScalarField) SameExceptionsTest::noNumber),
                arguments("addOutside", (ScalarField) SameExceptionsTest::addOutside),
                arguments("removeFromAView", (ScalarField) SameExceptionsTest::removeFromAView),
                arguments("wrongElement", (ScalarField) SameExceptionsTest::wrongElement),
                arguments("readOutsideInAStream", (ScalarField) SameExceptionsTest::readOutsideInAStream),
                arguments("subListOutside", (ScalarField) SameExceptionsTest::subListOutside),
                arguments("setBeforeNext", (ScalarField) SameExceptionsTest::setBeforeNext),
                arguments("overflow", (ScalarField) SameExceptionsTest::overflow),
                arguments("moduloZero", (ScalarField) SameExceptionsTest::moduloZero),
                arguments("nullInADeque", (ScalarField) SameExceptionsTest::nullInADeque),
                arguments("elementOfNothing", (ScalarField) SameExceptionsTest::elementOfNothing),
                arguments("throwInAReduction", (ScalarField) SameExceptionsTest::throwInAReduction),
                arguments("sortBackwards", (ScalarField) SameExceptionsTest::sortBackwards),
                arguments("charOutside", (ScalarField) SameExceptionsTest::charOutside),
                arguments("defaultThatThrows", (ScalarField) SameExceptionsTest::defaultThatThrows),
                arguments("noSuchConstant", (ScalarField) SameExceptionsTest::noSuchConstant),
                arguments("negativeIndex", (ScalarField) SameExceptionsTest::negativeIndex),
                arguments("lastOfNothing", (ScalarField) SameExceptionsTest::lastOfNothing),
                arguments("putIntoAView", (ScalarField) SameExceptionsTest::putIntoAView));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void exceptionsAreTheSame(String name, ScalarField f) {
        Differentiation.of(f).at(0.73, 0.41).throwsTheSame();
    }
}
