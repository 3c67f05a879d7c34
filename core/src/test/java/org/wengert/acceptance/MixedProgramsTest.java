package org.wengert.acceptance;

import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.wengert.Wengert.derivative;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;

/** Ordinary programs that mix what other tests try alone. */
class MixedProgramsTest {
    sealed interface Expression permits Constant, Variable, Sum, Product, Applied {}

    record Constant(double c) implements Expression {}

    record Variable(int i) implements Expression {}

    record Sum(Expression a, Expression b) implements Expression {}

    record Product(Expression a, Expression b) implements Expression {}

    record Applied(DoubleUnaryOperator f, Expression a) implements Expression {}

    private static double value(Expression e, double[] x) {
        return switch (e) {
            case Constant(double c) -> c;
            case Variable(int i) -> x[i];
            case Sum(Expression a, Expression b) -> value(a, x) + value(b, x);
            case Product(Expression a, Expression b) -> value(a, x) * value(b, x);
            case Applied(DoubleUnaryOperator f, Expression a) -> f.applyAsDouble(value(a, x));
        };
    }

    static final class Node {
        double v;
        Node next;

        Node(double v, Node next) {
            this.v = v;
            this.next = next;
        }
    }

    static final class Matrix {
        final double[][] a;

        Matrix(int n) {
            a = new double[n][n];
        }

        Matrix mul(Matrix o) {
            Matrix r = new Matrix(a.length);
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                    for (int k = 0; k < a.length; k++) {
                        r.a[i][j] += a[i][k] * o.a[k][j];
                    }
                }
            }
            return r;
        }
    }

    interface Stepper {
        double[] step(double[] y, double h);
    }

    private static double root(DoubleUnaryOperator f, DoubleUnaryOperator slope, double z) {
        for (int i = 0; i < 30; i++) {
            double d = f.applyAsDouble(z) / slope.applyAsDouble(z);
            z -= d;
            if (Math.abs(d) < 1e-14) {
                break;
            }
        }
        return z;
    }

    enum Operation {
        PLUS {
            @Override
            double apply(double a, double b) {
                return a + b;
            }
        },
        TIMES {
            @Override
            double apply(double a, double b) {
                return a * b;
            }
        },
        POWER {
            @Override
            double apply(double a, double b) {
                return Math.pow(Math.abs(a) + 1, b);
            }
        };

        abstract double apply(double a, double b);
    }

    private static <T extends Comparable<T>> T greatest(List<T> all) {
        T best = all.get(0);
        for (T t : all) {
            if (t.compareTo(best) > 0) {
                best = t;
            }
        }
        return best;
    }

    static double expressionTree(double[] x) {
        Expression e = new Sum(
                new Product(new Variable(0), new Applied(Math::sin, new Variable(1))),
                new Applied(v -> v * v * x[0], new Constant(3)));
        return value(e, x);
    }

    static double listReversedInPlace(double[] x) {
        Node h = null;
        for (int i = 0; i < 6; i++) {
            h = new Node(x[i % 2] * i + (h == null ? 0 : h.v * x[0]), h);
        }
        Node r = null;
        while (h != null) {
            Node n = h.next;
            h.next = r;
            r = h;
            h = n;
        }
        double s = 0;
        for (Node n = r; n != null; n = n.next) {
            n.v *= 1.1;
            s = s * 0.5 + n.v * n.v;
        }
        return s;
    }

    static double matrixPowers(double[] x) {
        Matrix m = new Matrix(2);
        m.a[0][0] = x[0];
        m.a[0][1] = x[1];
        m.a[1][0] = 1;
        m.a[1][1] = x[0] * x[1];
        Matrix p = m;
        for (int i = 0; i < 3; i++) {
            p = p.mul(i % 2 == 0 ? p : m);
        }
        return p.a[0][1] + p.a[1][1];
    }

    static double streamOfArrays(double[] x) {
        return IntStream.rangeClosed(1, 4)
                .mapToObj(i -> new double[] {x[0] * i, x[1] / i})
                .filter(r -> r[0] > 0)
                .mapToDouble(r -> r[0] * r[1] * r[1] * r[1])
                .map(Math::sqrt)
                .sum();
    }

    static double groups(double[] x) {
        Map<String, List<Double>> m = new TreeMap<>();
        for (int i = 0; i < 5; i++)
            m.computeIfAbsent(i % 2 == 0 ? "e" : "o", k -> new ArrayList<>()).add(x[i % 2] * (i + 1));
        double s = 0;
        for (Map.Entry<String, List<Double>> e : m.entrySet()) {
            double t = 1;
            for (double d : e.getValue()) {
                t *= d;
            }
            s += t * e.getKey().length();
        }
        return s;
    }

    static double rungeKutta(double[] x) {
        Function<double[], double[]> rhs = y -> new double[] {y[1] * x[0], -y[0] * x[1]};
        Stepper rk = (y, h) -> {
            double[] k1 = rhs.apply(y), t = new double[2];
            for (int i = 0; i < 2; i++) {
                t[i] = y[i] + h * k1[i];
            }
            double[] k2 = rhs.apply(t);
            double[] r = y.clone();
            for (int i = 0; i < 2; i++) {
                r[i] += h / 2 * (k1[i] + k2[i]);
            }
            return r;
        };
        double[] y = {1, 0};
        for (int i = 0; i < 8; i++) {
            y = rk.step(y, 0.1);
        }
        return y[0] + y[1];
    }

    static double memo(double[] x) {
        double[] memo = new double[8];
        class F {
            double f(int n) {
                if (n < 2) {
                    return x[n];
                }
                if (memo[n] != 0) {
                    return memo[n];
                }
                return memo[n] = f(n - 1) * x[0] + f(n - 2);
            }
        }
        return new F().f(7);
    }

    static double newton(double[] x) {
        return root(
                z -> z * z * z - x[0] * z - x[1] - 2,
                derivative((ScalarFunction) z -> z * z * z - x[0] * z - x[1] - 2),
                1.5);
    }

    static double enumsWithBodies(double[] x) {
        double s = x[0];
        for (Operation o : Operation.values())
            for (Operation p : EnumSet.of(Operation.PLUS, Operation.POWER))
                s = Math.tanh(o.apply(s, p.apply(x[1], 0.5)));
        return s;
    }

    static double reversePolish(double[] x) {
        StringBuilder sb = new StringBuilder();
        Deque<Double> st = new ArrayDeque<>();
        for (char c : "ab*a+b*".toCharArray()) {
            switch (c) {
                case 'a' -> st.push(x[0]);
                case 'b' -> st.push(x[1]);
                case '*' -> st.push(st.pop() * st.pop());
                case '+' -> st.push(st.pop() + st.pop());
                default -> sb.append(c);
            }
        }
        return st.pop();
    }

    static double suppliersThatWrite(double[] x) {
        List<Supplier<Double>> l = new ArrayList<>();
        double[] acc = {1};
        for (int i = 0; i < 3; i++) {
            int k = i;
            l.add(() -> acc[0] *= x[k % 2] + k);
        }
        double s = 0;
        for (Supplier<Double> f : l) {
            s += f.get();
        }
        return s * acc[0];
    }

    static double genericMaximum(double[] x) {
        return greatest(List.of(x[0] * x[0], x[1], x[0] * x[1])) * greatest(Arrays.asList(3, 5));
    }

    static double lazyIterator(double[] x) {
        var it = new Iterator<Double>() {
            int n = 0;
            double v = x[0];

            public boolean hasNext() {
                return n < 5;
            }

            public Double next() {
                n++;
                return v = v * x[1] + n;
            }
        };
        double s = 0;
        Iterable<Double> all = () -> it;
        for (double d : all) {
            s += d;
        }
        return s;
    }

    static double patternSwitch(double[] x) {
        Object[] o = {x[0], 3, "s", x, List.of(x[1])};
        double s = 0;
        for (Object q : o) {
            s += switch (q) {
                case Double d when d > 0.5 -> d * d;
                case Double d -> d;
                case Integer i -> i * x[0];
                case String t -> t.length();
                case double[] a -> a[1] * a[0];
                case List<?> l -> (Double) l.get(0) * 2;
                default -> 0;
            };
        }
        return s;
    }

    static double sortedIndices(double[] x) {
        double[] h = {5, 3, 8, 1};
        Integer[] idx = {0, 1, 2, 3};
        Arrays.sort(idx, Comparator.comparingDouble(i -> h[i] * x[0]));
        double s = 0;
        for (int i = 0; i < 4; i++) {
            s += h[idx[i]] * Math.pow(x[1], i);
        }
        return s * x[0];
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                arguments("expressionTree", (ScalarField) MixedProgramsTest::expressionTree),
                arguments("listReversedInPlace", (ScalarField) MixedProgramsTest::listReversedInPlace),
                arguments("matrixPowers", (ScalarField) MixedProgramsTest::matrixPowers),
                arguments("streamOfArrays", (ScalarField) MixedProgramsTest::streamOfArrays),
                arguments("groups", (ScalarField) MixedProgramsTest::groups),
                arguments("rungeKutta", (ScalarField) MixedProgramsTest::rungeKutta),
                arguments("memo", (ScalarField) MixedProgramsTest::memo),
                arguments("newton", (ScalarField) MixedProgramsTest::newton),
                arguments("enumsWithBodies", (ScalarField) MixedProgramsTest::enumsWithBodies),
                arguments("reversePolish", (ScalarField) MixedProgramsTest::reversePolish),
                arguments("suppliersThatWrite", (ScalarField) MixedProgramsTest::suppliersThatWrite),
                arguments("genericMaximum", (ScalarField) MixedProgramsTest::genericMaximum),
                arguments("lazyIterator", (ScalarField) MixedProgramsTest::lazyIterator),
                arguments("patternSwitch", (ScalarField) MixedProgramsTest::patternSwitch),
                arguments("sortedIndices", (ScalarField) MixedProgramsTest::sortedIndices));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void everyWayAgrees(String name, ScalarField f) {
        Differentiation.of(f).at(0.73, 0.41).agrees();
    }
}
