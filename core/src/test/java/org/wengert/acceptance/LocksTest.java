package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.directionalDerivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.valueAndGrad;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.Mode;
import org.wengert.ScalarField;

/** Programs with synchronized blocks and methods: the same derivatives as without, and the same locks while the program runs. */
class LocksTest {
    static final Object LOCK = new Object();

    static double onAFreshObject(double[] x) {
        Object lock = new Object();
        synchronized (lock) {
            return x[0] * x[1] * x[1];
        }
    }

    static double inALoop(double[] x) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            synchronized (LOCK) {
                if (x[i] < 0) {
                    break;
                }
                if (i == 1) {
                    continue;
                }
                s += x[i] * x[i] * x[0];
            }
        }
        return s;
    }

    static double nested(double[] x) {
        double s = 1;
        synchronized (LOCK) {
            s *= x[0];
            synchronized (LocksTest.class) {
                s *= x[1] * s;
            }
            s += x[2] * s;
        }
        return s;
    }

    static synchronized double staticMethod(double[] x) {
        return x.length == 1 ? x[0] : x[0] * staticMethod(Arrays.copyOfRange(x, 1, x.length));
    }

    private static final class Account {
        private double sum;

        synchronized void add(double v) {
            sum += v * v * sum + v;
        }

        synchronized double sum() {
            return sum;
        }

        synchronized double checked(double v) {
            if (v > 1) {
                throw new IllegalStateException("too much");
            }
            return v;
        }
    }

    static double onMethods(double[] x) {
        Account a = new Account();
        for (double v : x) {
            a.add(v);
        }
        return a.sum();
    }

    static double givenBackByAnException(double[] x) {
        Account a = new Account();
        try {
            return a.checked(x[0]);
        } catch (IllegalStateException e) {
            return Thread.holdsLock(a) ? 0 : x[1] * x[1];
        }
    }

    static double givenBackWhereAnElementIsMissing(double[] x) {
        try {
            synchronized (LOCK) {
                return x[7];
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            return Thread.holdsLock(LOCK) ? 0 : x[0] * x[2];
        }
    }

    static double many(double[] x) {
        double s = 0;
        for (int i = 0; i < 400; i++) {
            synchronized (LOCK) {
                double v = x[i % x.length];
                s += v * v / (i + 1);
            }
        }
        return s;
    }

    private static final double[] SHARED = new double[3];
    private static double total;

    private static double lockedInALoop(int n, double p) {
        if (n <= 0) {
            return 0.8 * p;
        }
        for (int i = 0; i < n; i++) {
            synchronized (SHARED) {
                Double boxed = p;
            }
        }
        return 0.5 * n - 0.4 * n * p;
    }

    static double inALoopOfACallThatIsTried(double[] x) {
        Arrays.fill(SHARED, Math.sin(x[0]));
        total = 0.7 * Math.cos(x[1]);
        try {
            total *= lockedInALoop(4, SHARED[0]);
        } catch (RuntimeException e) {
            total = 0;
        }
        return total * x[2];
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                program("onAFreshObject", LocksTest::onAFreshObject),
                program("inALoop", LocksTest::inALoop),
                program("nested", LocksTest::nested),
                program("staticMethod", LocksTest::staticMethod),
                program("onMethods", LocksTest::onMethods),
                program("givenBackByAnException", LocksTest::givenBackByAnException),
                program("givenBackWhereAnElementIsMissing", LocksTest::givenBackWhereAnElementIsMissing),
                program("many", LocksTest::many),
                program("inALoopOfACallThatIsTried", LocksTest::inALoopOfACallThatIsTried));
    }

    private static Arguments program(String name, ScalarField f) {
        return arguments(name, f);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void everyWayAgrees(String name, ScalarField f) {
        Differentiation.of(f).at(1.25, 0.75, 1.5).agrees();
        assertThat(Thread.holdsLock(LOCK)).isFalse();
        assertThat(Thread.holdsLock(LocksTest.class)).isFalse();
    }

    // ---------------------------------------------------------------- what is locked

    /** A number that may be read by one thread only, while it holds the lock. */
    private static double guarded() {
        assertThat(Thread.holdsLock(LOCK)).isTrue();
        return 3;
    }

    static double underTheLock(double[] x) {
        synchronized (LOCK) {
            return x[0] * x[0] * guarded();
        }
    }

    @Test
    void theLockIsHeldWhileTheProgramRuns() {
        ScalarField f = LocksTest::underTheLock;
        for (Mode mode : Mode.values()) {
            assertThat(grad(f, by(mode)).apply(new double[] {2})).containsExactly(12);
        }
        assertThat(hvp(f).apply(new double[] {2}, new double[] {1})).containsExactly(6);
        assertThat(Thread.holdsLock(LOCK)).isFalse();
    }

    private static final double[] PAIR = {1, 1};

    /** Both numbers are changed under the lock: outside of it they may differ. */
    static double pair(double[] x) {
        synchronized (PAIR) {
            double a = PAIR[0];
            Thread.onSpinWait();
            return x[0] * (a - PAIR[1]);
        }
    }

    @Test
    void anotherThreadWaits() throws InterruptedException {
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 100_000; i++) {
                synchronized (PAIR) {
                    PAIR[0]++;
                    PAIR[1]++;
                }
            }
        });
        ScalarField f = LocksTest::pair;
        while (writer.isAlive()) {
            assertThat(grad(f).apply(new double[] {5})).containsExactly(0);
            assertThat(grad(f, by(Mode.FORWARD)).apply(new double[] {5})).containsExactly(0);
        }
        writer.join();
        assertThat(valueAndGrad(f).apply(new double[] {5}).value()).isZero();
    }

    static double onNothing(double[] x) {
        Object lock = x[0] > 100 ? LOCK : null;
        synchronized (lock) {
            return x[0];
        }
    }

    @Test
    void nothingCannotBeLocked() {
        for (Mode mode : Mode.values()) {
            ScalarField f = LocksTest::onNothing;
            assertThat(catchThrowable(() -> grad(f, by(mode)).apply(new double[] {1})))
                    .isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void reverseOverForwardOfACallThatIsTried() {
        double[] v = {1, -0.5, 2};
        double[] x = {1.25, 0.75, 1.5};
        ScalarField slope = y -> directionalDerivative((ScalarField) LocksTest::inALoopOfACallThatIsTried)
                .applyAsDouble(y, v);
        double[] expected =
                hvp((ScalarField) LocksTest::inALoopOfACallThatIsTried).apply(x, v);
        assertThat(grad(slope).apply(x)).containsExactly(expected, within(1e-13));
    }
}
