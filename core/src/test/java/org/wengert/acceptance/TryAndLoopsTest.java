package org.wengert.acceptance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.ScalarField;

/** Exceptions among loops, jumps, locks and copies. */
class TryAndLoopsTest {
    static final class Negative extends RuntimeException {
        private static final long serialVersionUID = 1;

        final int at;

        Negative(int at) {
            this.at = at;
        }
    }

    interface Function {
        double at(double v);
    }

    private static final Object LOCK = new Object();

    record Point(double a, double b) {
        Point {
            if (a < 0) {
                throw new Negative(7);
            }
        }

        double dot(Point o) {
            return a * o.a + b * o.b;
        }
    }

    private static double risky(double[] a, int i, double v) {
        a[i % a.length] += v * v;
        if (v < 0) {
            throw new Negative(i);
        }
        return Math.sin(v) * a[0];
    }

    @SuppressWarnings("InfiniteRecursion") // it ends by the exception
    private static double recursive(double v, int n) {
        try {
            if (n == 0) {
                throw new IllegalStateException("the end");
            }
            return v * recursive(v * 0.9, n - 1);
        } catch (IllegalStateException e) {
            return v * v;
        } finally {
            v *= 2;
        }
    }

    private static double thrower(double v) {
        if (v > 0) {
            throw new ArithmeticException();
        }
        return v;
    }

    static double tryInALoopWithAFinally(double[] x) {
        double s = 0;
        double[] a = x.clone();
        for (int i = 0; i < 5; i++) {
            try {
                s += risky(a, i, x[i % x.length] - 0.3 * i);
            } catch (Negative n) {
                s -= a[n.at % a.length] * 0.5;
                if (i == 4) {
                    break;
                }
                continue;
            } finally {
                a[1] *= 1.1;
            }
            s *= 1.01;
        }
        return s + a[0] * a[1];
    }

    static double labelsOutOfTryAndLocks(double[] x) {
        double s = 1;
        outer:
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                try {
                    if (j == 2) {
                        continue outer;
                    }
                    if (i == 3) {
                        break outer;
                    }
                    s = s * x[j % x.length] + i;
                    synchronized (x) {
                        s += x[0];
                        if (s > 1e6) {
                            return s;
                        }
                    }
                } finally {
                    s += 0.1 * x[i % x.length];
                }
            }
        }
        return s;
    }

    static double copiesOfNothing(double[] x) {
        double s = 0;
        for (int i = 0; i < 6; i++) {
            double[] c;
            try {
                c = i % 2 == 0 ? x.clone() : null;
                c[0] *= x[1];
                s += c[0];
            } catch (NullPointerException e) {
                s += x[1] * i;
            }
        }
        return s;
    }

    static double rowsUntilTheyEnd(double[] x) {
        double[][] m = {x.clone(), x, null};
        double s = 0;
        for (double[] r : m) {
            try {
                for (int k = 0; ; k++) {
                    s += r[k] * r[k] * (k + 1);
                    r[k] = s * 0.1;
                }
            } catch (ArrayIndexOutOfBoundsException e) {
                s *= x[0];
            } catch (NullPointerException e) {
                s += x[1];
            }
        }
        return s;
    }

    static double recursionThroughTry(double[] x) {
        return recursive(x[0], 4) + recursive(x[1], 0);
    }

    static double iteratorUntilItThrows(double[] x) {
        List<Double> l = new ArrayList<>(List.of(x[0], x[1]));
        double s = 0;
        Iterator<Double> it = l.iterator();
        try {
            while (true) {
                double d = it.next();
                s += d * d;
                if (s > 100) {
                    l.add(s);
                }
            }
        } catch (NoSuchElementException e) {
            s *= x[0];
        }
        return s;
    }

    static double finallyInsideTry(double[] x) {
        double s = 0;
        try {
            try {
                s = x[0] * x[1];
                double[] q = new double[2];
                q[0] = s;
                q[5] = 1;
            } finally {
                s *= x[0];
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            s += x[1] * x[1];
        }
        return s;
    }

    static double throwInADoLoop(double[] x) {
        double s = 0;
        int k = 0;
        do {
            try {
                s += x[k] * s + x[k];
                k++;
                if (k == 2) {
                    throw new Negative(k);
                }
            } catch (Negative n) {
                s *= 1.5;
                k++;
            }
        } while (k < x.length);
        return s;
    }

    static double missingEntries(double[] x) {
        Map<String, Double> m = new HashMap<>();
        m.put("a", x[0]);
        double s = 0;
        for (String k : List.of("a", "b", "a")) {
            try {
                s += m.get(k) * x[1];
                m.put(k, s);
            } catch (NullPointerException e) {
                s += x[0];
                m.put(k, x[1]);
            }
        }
        return s + m.get("b");
    }

    @SuppressWarnings("fallthrough")
    static double tryInASwitch(double[] x) {
        double s = x[0];
        for (int i = 0; i < 3; i++) {
            switch (i) {
                case 0:
                    try {
                        s += Integer.parseInt("z") * x[1];
                    } catch (NumberFormatException e) {
                        s += x[1];
                    }
                case 1:
                    s *= x[1];
                    break;
                default:
                    s += i;
            }
        }
        return s;
    }

    static double throwUnderALock(double[] x) {
        double s = 0;
        for (double v : x) {
            synchronized (LOCK) {
                double[] c = x.clone();
                try {
                    if (v > 0.5) {
                        throw new Negative(1);
                    }
                    s += c[0] * v;
                } catch (Negative n) {
                    s += c[1] * v * v;
                }
            }
        }
        return s;
    }

    static double functionsThatThrow(double[] x) {
        Function[] gs = {
            v -> v * x[0],
            v -> {
                if (v > 0) {
                    throw new Negative(2);
                }
                return v;
            },
            null
        };
        double s = 1;
        for (Function g : gs) {
            try {
                s = g.at(s) + s;
            } catch (Negative n) {
                s *= x[1] * n.at;
            } catch (NullPointerException e) {
                s -= x[0];
            }
        }
        return s;
    }

    static double assignmentsInTry(double[] x) {
        double[] a = {x[0], x[1]}, b = a;
        try {
            a = null;
            b[0] *= 2;
            a[0] = 1;
        } catch (NullPointerException e) {
            a = b;
        }
        a[1] += b[0] * b[0];
        return a[1] * b[0];
    }

    static double continueInFinally(double[] x) {
        double s = 0;
        for (int i = 0; i < 4; i++) {
            double old = s;
            try {
                s += x[0];
                if (i % 2 == 1) {
                    throw new Negative(i);
                }
                s *= x[1];
            } catch (Negative n) {
                s = old - x[1] * x[0];
            } finally {
                if (i == 2) {
                    s += 0.25 * x[0];
                    continue;
                }
                s += 1;
            }
        }
        return Math.sin(s);
    }

    static double castsThatFail(double[] x) {
        int n = 0;
        double s = x[0];
        while (true) {
            try {
                if (n++ > 3) {
                    s *= x[1];
                    break;
                }
                Object o = n == 2 ? "s" : (Object) s;
                s += (Double) o * 0.5;
            } catch (ClassCastException e) {
                s += x[1] * s;
            }
        }
        return s;
    }

    static double copiesThatDoNotFit(double[] x) {
        double s = 0;
        double[] buffer = new double[3];
        for (int i = 0; i < 3; i++) {
            try {
                System.arraycopy(x, 0, buffer, i, 2);
                s += buffer[i] * buffer[2];
            } catch (IndexOutOfBoundsException e) {
                s += buffer[0] * x[1];
            }
        }
        return s;
    }

    static double constructorsThatThrow(double[] x) {
        Point p = new Point(1, x[0]);
        for (int i = 0; i < 3; i++) {
            try {
                p = new Point(p.a() - 0.6 * x[0], p.b() + x[1]);
            } catch (Negative n) {
                p = new Point(x[1] * x[1], p.a());
            }
        }
        return p.dot(new Point(x[0], x[1]));
    }

    static double anEmptyOptional(double[] x) {
        double s = 0;
        Optional<Double> o = Optional.empty();
        try {
            s = o.get() * x[0];
        } catch (NoSuchElementException e) {
            s = Optional.of(x[1]).map(v -> v * x[0]).get();
        }
        return s * s;
    }

    static double anArgumentBeforeTheThrow(double[] x) {
        double s = x[0];
        try {
            s += thrower(s *= x[1]);
        } catch (ArithmeticException e) {
            s += x[1];
        } finally {
            s = s * s;
        }
        return s;
    }

    static double endByException(double[] x) {
        double s = 0;
        try {
            for (int i = 0; ; i++) {
                s += x[i] * x[i] * x[0];
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            return s;
        }
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                arguments("tryInALoopWithAFinally", (ScalarField) TryAndLoopsTest::tryInALoopWithAFinally),
                arguments("labelsOutOfTryAndLocks", (ScalarField) TryAndLoopsTest::labelsOutOfTryAndLocks),
                arguments("copiesOfNothing", (ScalarField) TryAndLoopsTest::copiesOfNothing),
                arguments("rowsUntilTheyEnd", (ScalarField) TryAndLoopsTest::rowsUntilTheyEnd),
                arguments("recursionThroughTry", (ScalarField) TryAndLoopsTest::recursionThroughTry),
                arguments("iteratorUntilItThrows", (ScalarField) TryAndLoopsTest::iteratorUntilItThrows),
                arguments("finallyInsideTry", (ScalarField) TryAndLoopsTest::finallyInsideTry),
                arguments("throwInADoLoop", (ScalarField) TryAndLoopsTest::throwInADoLoop),
                arguments("missingEntries", (ScalarField) TryAndLoopsTest::missingEntries),
                arguments("tryInASwitch", (ScalarField) TryAndLoopsTest::tryInASwitch),
                arguments("throwUnderALock", (ScalarField) TryAndLoopsTest::throwUnderALock),
                arguments("functionsThatThrow", (ScalarField) TryAndLoopsTest::functionsThatThrow),
                arguments("assignmentsInTry", (ScalarField) TryAndLoopsTest::assignmentsInTry),
                arguments("continueInFinally", (ScalarField) TryAndLoopsTest::continueInFinally),
                arguments("castsThatFail", (ScalarField) TryAndLoopsTest::castsThatFail),
                arguments("copiesThatDoNotFit", (ScalarField) TryAndLoopsTest::copiesThatDoNotFit),
                arguments("constructorsThatThrow", (ScalarField) TryAndLoopsTest::constructorsThatThrow),
                arguments("anEmptyOptional", (ScalarField) TryAndLoopsTest::anEmptyOptional),
                arguments("anArgumentBeforeTheThrow", (ScalarField) TryAndLoopsTest::anArgumentBeforeTheThrow),
                arguments("endByException", (ScalarField) TryAndLoopsTest::endByException));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void everyWayAgrees(String name, ScalarField f) {
        Differentiation.of(f).at(0.73, 0.41).agrees();
    }
}
