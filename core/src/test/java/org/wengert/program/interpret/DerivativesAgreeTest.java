package org.wengert.program.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.program.Programs;
import org.wengert.program.ir.Function;

/** What is emitted for programs and their derivatives does what the interpreter says, to the bit. */
class DerivativesAgreeTest {
    @SuppressWarnings("unused")
    private static final class Zoo {
        static double straight(double[] x) {
            return Math.log(x[0]) + x[0] * x[1] - Math.sin(x[1]) / x[2];
        }

        static double loop(double[] x) {
            double s = 1;
            for (int i = 0; i < 10; i++) {
                for (int j = 0; j < x.length; j++) {
                    s = Math.sin(s) * x[j] + (i > 5 ? s / (2 + x[0] * x[0]) : s);
                }
            }
            return s;
        }

        static double functionsOfAnotherLibrary(double[] x) {
            double s = FastMath.log(x[0]) + FastMath.pow(x[1], 3) - FastMath.pow(x[2], 2L);
            for (double each : x) {
                s += FastMath.scalb(FastMath.atan2(each, s), 1) + FastMath.max((float) each, 2f) * FastMath.round(each);
            }
            return s;
        }

        static final class Squared {
            final double[] all;
            double sum;

            Squared(double[] x) {
                all = x.clone();
                for (int i = 0; i < all.length; i++) {
                    all[i] *= all[i];
                    sum += all[i] * sum + 1;
                }
            }
        }

        static double constructor(double[] x) {
            Squared squared = new Squared(x);
            return squared.sum * squared.all[1];
        }

        static double search(double[] x) {
            double s = 0;
            for (int k = 1; k < 100; k++) {
                s += Math.pow(x[0], k) / k;
                if (s > 0.9) {
                    return s * k * x[1];
                }
            }
            return s;
        }

        static double recursion(double[] x) {
            return fibonacci(7, x[0], x[1]) * x[2];
        }

        private static double fibonacci(int n, double a, double b) {
            return n == 0 ? a : fibonacci(n - 1, b, a + b * a);
        }

        static double rows(double[] x) {
            double[][] m = new double[3][];
            for (int i = 0; i < 3; i++) {
                m[i] = x.clone();
                m[i][i] *= x[i];
            }
            m[0] = m[1];
            m[0][2] += m[2][0];
            double s = 0;
            for (double[] row : m) {
                for (double each : row) {
                    s += each * each;
                }
            }
            return s;
        }

        record Complex(double re, double im) {
            Complex times(Complex z) {
                return new Complex(re * z.re - im * z.im, re * z.im + im * z.re);
            }
        }

        static double records(double[] x) {
            Complex z = new Complex(x[0], x[1]);
            Complex w = z;
            for (int i = 0; i < 4; i++) {
                w = w.times(z);
            }
            return w.re() + w.im() * x[2];
        }

        static double newton(double[] x) {
            double y = x[0];
            while (Math.abs(y * y - x[1]) > 1e-12) {
                y = 0.5 * (y + x[1] / y);
            }
            return y;
        }
    }

    static Stream<String> programs() {
        return Arrays.stream(Zoo.class.getDeclaredMethods())
                .filter(m -> Arrays.equals(m.getParameterTypes(), new Class<?>[] {double[].class}))
                .map(Method::getName)
                .sorted();
    }

    private static final double[] X = {0.7, 1.3, -0.4};

    @ParameterizedTest
    @MethodSource("programs")
    void theLiftedProgramIsTheProgram(String name) throws ReflectiveOperationException {
        Method m = Zoo.class.getDeclaredMethod(name, double[].class);
        Function f = Programs.lift(MethodHandles.lookup(), m);
        assertThat(new Interpreter(MethodHandles.lookup()).run(f, (Object) X.clone()))
                .isEqualTo(m.invoke(null, (Object) X.clone()));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void reverseModeInterpretedIsReverseModeEmitted(String name) throws ReflectiveOperationException {
        Method m = Zoo.class.getDeclaredMethod(name, double[].class);
        Programs.Derived derived = Programs.adjoint(MethodHandles.lookup(), m, Programs.all(1));
        double[] emitted = new double[3];
        double[] interpreted = new double[3];
        Object value = derived.kernel.invoke(new Object[] {X.clone(), emitted, 1.0});
        Interpreter interpreter = new Interpreter(MethodHandles.lookup());
        assertThat(interpreter.run(derived.function, X.clone(), interpreted, 1.0))
                .isEqualTo(value);
        assertThat(interpreted).isEqualTo(emitted).isNotEqualTo(new double[3]);
        assertThat(interpreter.isTapeEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void forwardModeInterpretedIsForwardModeEmitted(String name) throws ReflectiveOperationException {
        Method m = Zoo.class.getDeclaredMethod(name, double[].class);
        Programs.Derived derived = Programs.tangent(MethodHandles.lookup(), m, Programs.all(1));
        for (int i = 0; i < 3; i++) {
            double[] direction = new double[3];
            direction[i] = 1;
            Object emitted = derived.kernel.invoke(new Object[] {X.clone(), direction.clone()});
            Object interpreted =
                    new Interpreter(MethodHandles.lookup()).run(derived.function, X.clone(), direction.clone());
            assertThat((Object[]) interpreted).isEqualTo(emitted);
        }
    }
}
