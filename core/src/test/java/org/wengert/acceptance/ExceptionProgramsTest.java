package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.jacobian;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.VectorField;

/** Small programs that throw and catch what the JVM throws by itself, from many places: every mode agrees with differences and the others. */
class ExceptionProgramsTest {
    record Pair(double a, double b) {}

    static final class Node {
        double value;
        Node next;

        Node(double value) {
            this.value = value;
        }
    }

    static double beforeTheIndexFails(double[] x) {
        double s = x[0];
        try {
            s = x[1] * x[2];
        } catch (ArrayIndexOutOfBoundsException e) {
            s *= s;
        }
        return s;
    }

    static double afterAStore(double[] x) {
        double[] p = {x[0]};
        double s = 1;
        try {
            p[0] = x[1] * p[0];
            s = p[3];
        } catch (ArrayIndexOutOfBoundsException e) {
            s += p[0];
        }
        return s;
    }

    static double aNullArray(double[] x) {
        double[] p = null;
        double s = x[0];
        try {
            s *= x[1];
            s += p[0];
        } catch (NullPointerException e) {
            s *= s;
        }
        return s;
    }

    static double everyIterationOfALoop(double[] x) {
        double s = x[0];
        for (int i = 0; i < 3; i++) {
            try {
                s *= x[1];
                s += x[i];
            } catch (RuntimeException e) {
                s *= s;
            }
        }
        return s;
    }

    static double divisionByZero(double[] x) {
        double s = x[0];
        for (int i = 0; i < 3; i++) {
            try {
                s = Math.sin(s);
                s += 6 / (i - 1) * x[0];
            } catch (RuntimeException e) {
                s *= s;
            }
        }
        return s;
    }

    static double rowsThatMove(double[] x) {
        double[][] m = {{x[0]}, {x[1]}};
        double r = 0;
        try {
            r = m[0][0];
            m[0] = m[1];
            r *= m[2][0];
        } catch (RuntimeException e) {
            r += m[0][0];
        }
        return r;
    }

    static double anArrayAllocatedInTry(double[] x) {
        double[] q = x;
        double s = 0;
        for (int i = 0; i < 3; i++) {
            try {
                q = new double[] {x[0] * q[0], 1};
                s += q[i];
            } catch (RuntimeException e) {
                s *= q[0];
            }
        }
        return s;
    }

    static double aTryInATry(double[] x) {
        double s = x[0];
        try {
            try {
                s *= x[7];
            } finally {
                s *= x[1];
            }
        } catch (RuntimeException e) {
            s += x[0];
        }
        return s;
    }

    static double aCallThatThrows(double[] x) {
        double s = x[0];
        try {
            s = productUnlessGreater(s, 0.5 + s);
            s = productUnlessGreater(s, 0.1 * x[1]);
        } catch (IllegalStateException e) {
            s *= s;
        }
        return s;
    }

    private static double productUnlessGreater(double a, double b) {
        if (a > b) {
            throw new IllegalStateException();
        }
        return a * b;
    }

    static double aLoopEndedByAnException(double[] x) {
        double s = x[0];
        int k = 0;
        try {
            while (true) {
                double t = x[k] * s;
                s = t;
                k++;
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            return s * s;
        }
    }

    static double aStoreThatEndsALoop(double[] x) {
        double[] b = new double[2];
        int k = 0;
        try {
            while (true) {
                b[k] = x[k % x.length];
                k++;
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            return b[0] * b[1];
        }
    }

    static double numbersThatDoNotParse(double[] x) {
        double s = 0;
        for (String t : "1.5,2.5,x".split(",")) {
            try {
                s += Double.parseDouble(t) * x[0];
            } catch (NumberFormatException e) {
                s *= x[1];
            }
        }
        return s;
    }

    static double aWrongCast(double[] x) {
        Object o = x;
        double s = x[0];
        try {
            s *= ((double[]) o)[1];
            o = "text";
            s *= ((double[]) o)[0];
        } catch (ClassCastException e) {
            s *= s;
        }
        return s;
    }

    static double finallyWithContinue(double[] x) {
        double s = x[0];
        int k = 0;
        while (true) {
            try {
                if (k > 2) {
                    break;
                }
                s *= x[k++];
            } catch (ArrayIndexOutOfBoundsException e) {
                s += 1;
                continue;
            } finally {
                s = Math.sin(s);
            }
        }
        return s;
    }

    static double aRecordBuiltInTry(double[] x) {
        double a = x[0];
        Node o = new Node(a);
        o.next = new Node(x[1]);
        Pair r = new Pair(a, a);
        try {
            r = new Pair(Math.sin(x[1]), 0.5 * Math.tanh(o.next.value));
            r = new Pair(Math.cos(x[1]), o.next.next.value);
        } catch (NullPointerException e) {
            a *= 2;
        }
        return a * r.a() * r.b();
    }

    /** Breaks out of an inner loop to a place where the same exceptions end as inside of it. */
    static double thrownInAndBehindALoop(double[] x) {
        double s = x[0];
        for (int i = 0; i < 3; i++) {
            int k = i % 2;
            try {
                s += x[k] * x[k];
                if (s > 1.5) {
                    break;
                }
                s = s * x[(k + 1) % 2];
            } finally {
                s += x[k];
            }
        }
        return s * s;
    }

    private static Map<String, ScalarField> programs() {
        Map<String, ScalarField> all = new LinkedHashMap<>();
        all.put("beforeTheIndexFails", ExceptionProgramsTest::beforeTheIndexFails);
        all.put("afterAStore", ExceptionProgramsTest::afterAStore);
        all.put("aNullArray", ExceptionProgramsTest::aNullArray);
        all.put("everyIterationOfALoop", ExceptionProgramsTest::everyIterationOfALoop);
        all.put("divisionByZero", ExceptionProgramsTest::divisionByZero);
        all.put("rowsThatMove", ExceptionProgramsTest::rowsThatMove);
        all.put("anArrayAllocatedInTry", ExceptionProgramsTest::anArrayAllocatedInTry);
        all.put("aTryInATry", ExceptionProgramsTest::aTryInATry);
        all.put("aCallThatThrows", ExceptionProgramsTest::aCallThatThrows);
        all.put("aLoopEndedByAnException", ExceptionProgramsTest::aLoopEndedByAnException);
        all.put("aStoreThatEndsALoop", ExceptionProgramsTest::aStoreThatEndsALoop);
        all.put("numbersThatDoNotParse", ExceptionProgramsTest::numbersThatDoNotParse);
        all.put("aWrongCast", ExceptionProgramsTest::aWrongCast);
        all.put("finallyWithContinue", ExceptionProgramsTest::finallyWithContinue);
        all.put("aRecordBuiltInTry", ExceptionProgramsTest::aRecordBuiltInTry);
        all.put("thrownInAndBehindALoop", ExceptionProgramsTest::thrownInAndBehindALoop);
        return all;
    }

    static Stream<String> names() {
        return programs().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyModeAgrees(String name) {
        ScalarField f = programs().get(name);
        double[] x = {0.7, 0.4};
        Differentiation.of(f).at(x).agrees();
        double[] differences = Differentiation.fivePointDifferences(f, x);
        VectorField captured = z -> new double[] {f.applyAsDouble(z)};
        for (Mode mode : Mode.values()) {
            Differentiation.close(name + ", " + mode, 1e-8, grad(f, by(mode)).apply(x), differences);
            Differentiation.close(
                    name + " captured, " + mode,
                    1e-8,
                    jacobian(captured, by(mode)).apply(x)[0],
                    differences);
        }
    }

    static double neverReturns(double[] x) {
        double y = x[0] * x[0];
        throw new IllegalArgumentException("always, with " + (int) y);
    }

    @Test
    void whatAlwaysThrowsThrowsTheSame() {
        for (Mode mode : Mode.values()) {
            assertThatThrownBy(() ->
                            grad(ExceptionProgramsTest::neverReturns, by(mode)).apply(new double[] {2}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("always, with 4");
        }
    }
}
