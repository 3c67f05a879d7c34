package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.directionalDerivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.jacobian;
import static org.wengert.Wengert.valueAndGrad;

import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.wengert.Mode;
import org.wengert.ScalarField;

/** A derivative throws what the function itself throws: the same class and message (B06). */
class ExceptionsTest {
    private static final double[] POINT = {0.5, 2};

    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(double x, int step) {
            super("refused " + x + " in step " + step);
        }
    }

    private static void everyDerivativeThrowsTheSame(ScalarField f) {
        Throwable expected = catchThrowable(() -> f.applyAsDouble(POINT.clone()));
        assertThat(expected).isNotNull();
        Map<String, ThrowingCallable> derivatives = new LinkedHashMap<>();
        derivatives.put("reverse", () -> grad(f).apply(POINT));
        derivatives.put("forward", () -> grad(f, by(Mode.FORWARD)).apply(POINT));
        derivatives.put("value and gradient", () -> valueAndGrad(f).apply(POINT));
        derivatives.put("direction", () -> directionalDerivative(f).applyAsDouble(POINT, new double[] {1, 1}));
        derivatives.put("hvp", () -> hvp(f).apply(POINT, new double[] {1, 1}));
        for (Mode outer : Mode.values()) {
            for (Mode inner : Mode.values()) {
                derivatives.put(
                        outer + " over " + inner, () -> hessian(f, outer, inner).apply(POINT));
                derivatives.put(
                        "jacobian " + outer + " over " + inner,
                        () -> jacobian(grad(f, by(inner)), by(outer)).apply(POINT));
            }
        }
        derivatives.forEach((name, derivative) -> {
            Throwable actual = catchThrowable(derivative);
            assertThat(actual).as(name).isNotNull();
            assertThat(actual.getClass()).as("%s: %s", name, actual).isEqualTo(expected.getClass());
            if (!(expected instanceof NullPointerException)) { // whose text the JVM writes from its bytecode
                assertThat(actual.getMessage()).as(name).isEqualTo(expected.getMessage());
            }
        });
    }

    @Test
    void thrownByTheFunction() {
        everyDerivativeThrowsTheSame(x -> {
            if (x[0] < 1) {
                throw new IllegalArgumentException("x[0] is " + x[0]);
            }
            return x[0];
        });
    }

    @Test
    void thrownDeepInsideWithStateOfTheLoop() {
        everyDerivativeThrowsTheSame(x -> {
            double y = x[1];
            for (int i = 0; i < 10; i++) {
                y = shrunk(y, i);
            }
            return y;
        });
    }

    private static double shrunk(double y, int step) {
        if (y < 0.2) {
            throw new Refused(y, step);
        }
        return Math.sin(y) * 0.7;
    }

    @Test
    void anIndexOutOfBounds() {
        everyDerivativeThrowsTheSame(x -> {
            double sum = 0;
            for (int i = 0; i <= x.length; i++) {
                sum += x[i] * x[i];
            }
            return sum;
        });
    }

    @Test
    void aDivisionByZero() {
        everyDerivativeThrowsTheSame(x -> x[0] * (7 / (int) x[0]));
    }

    @Test
    void aNegativeLength() {
        everyDerivativeThrowsTheSame(x -> new double[-(int) x[1]].length * x[0]);
    }

    private static double[] nothing() {
        return null;
    }

    @Test
    void aNullArray() {
        everyDerivativeThrowsTheSame(x -> nothing()[0] * x[0]);
    }

    @Test
    void aFailedCast() {
        everyDerivativeThrowsTheSame(x -> {
            Object text = "text";
            return (Double) text * x[0];
        });
    }

    @Test
    void anAssertionOfTheUser() {
        everyDerivativeThrowsTheSame(x -> {
            if (x[1] > 1) {
                throw new AssertionError("too large");
            }
            return x[1];
        });
    }

    @Test
    void whatFinallyThrowsReplacesWhatTryThrew() {
        everyDerivativeThrowsTheSame(x -> {
            double y = x[0];
            try {
                y = shrunk(0.1 * y, 1);
            } finally {
                y = shrunk(0.01 * y, 2);
            }
            return y;
        });
    }

    /** After an exception everything is as before: no tape is left in a strange state. */
    @Test
    void aDerivativeThatThrewWorksAgain() {
        ScalarField f = x -> {
            double y = x[0];
            for (int i = 0; i < 20; i++) {
                y = Math.sin(y) + x[1];
                if (y > 2.5) {
                    throw new Refused(y, i);
                }
            }
            return y;
        };
        double[] good = {0.5, 0.1};
        double[] expected = grad(f).apply(good);
        for (int i = 0; i < 5; i++) {
            assertThat(catchThrowable(() -> grad(f).apply(POINT))).isInstanceOf(Refused.class);
            assertThat(grad(f).apply(good)).isEqualTo(expected);
        }
    }
}
