package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.Mode;
import org.wengert.ScalarField;

/** Exceptions that carry numbers: they may be thrown and caught, but carry no derivatives. */
class CaughtExceptionsTest {
    @SuppressWarnings("serial")
    private static class Carrying extends RuntimeException {
        final double value;

        Carrying(double value) {
            this.value = value;
        }

        double value() {
            return value;
        }
    }

    @SuppressWarnings("serial")
    private static final class Telling extends Exception {
        final double[] values;

        Telling(double value, Throwable cause) {
            super("no way from " + value, cause);
            values = new double[] {value};
        }
    }

    private static void fail(double v) {
        throw new Carrying(v);
    }

    static double readFromAField(double[] x) {
        try {
            fail(x[0] * x[1]);
            return 0;
        } catch (Carrying e) {
            return e.value * e.value;
        }
    }

    static double readByAMethod(double[] x) {
        try {
            fail(x[0] * x[1]);
            return 0;
        } catch (Carrying e) {
            return e.value();
        }
    }

    static double readFromAnArray(double[] x) {
        try {
            throw new Telling(x[0], null);
        } catch (Telling e) {
            return e.values[0] * x[1];
        }
    }

    static double readFromACause(double[] x) {
        try {
            try {
                fail(x[0]);
                return 0;
            } catch (Carrying e) {
                throw new IllegalStateException(e);
            }
        } catch (IllegalStateException e) {
            return ((Carrying) e.getCause()).value;
        }
    }

    static double readLater(double[] x) {
        RuntimeException[] kept = new RuntimeException[1];
        try {
            fail(x[0]);
        } catch (RuntimeException e) {
            kept[0] = e;
        }
        return kept[0] instanceof Carrying c ? c.value : x[1];
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("readFromAField", CaughtExceptionsTest::readFromAField),
                refused("readByAMethod", CaughtExceptionsTest::readByAMethod),
                refused("readFromAnArray", CaughtExceptionsTest::readFromAnArray),
                refused("readFromACause", CaughtExceptionsTest::readFromACause),
                refused("readLater", CaughtExceptionsTest::readLater),
                refused("readBeforeItIsThrown", CaughtExceptionsTest::readBeforeItIsThrown),
                refused("anotherException", CaughtExceptionsTest::anotherException));
    }

    private static Arguments refused(String name, ScalarField f) {
        return arguments(name, f);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatACaughtExceptionCarriesIsRefused(String name, ScalarField f) {
        for (Mode mode : Mode.values()) {
            assertThatThrownBy(() -> grad(f, by(mode)).apply(new double[] {2, 3}))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("of an exception holds a value that depends on the input")
                    .hasMessageContaining("CaughtExceptionsTest." + name)
                    .hasMessageContaining("Return the value, or keep it in an object that both places know.");
        }
    }

    static double notRead(double[] x) {
        try {
            if (x[0] > 1) {
                throw new Telling(x[0] * x[1], new IllegalArgumentException("" + x[1]));
            }
            return 0;
        } catch (Telling e) {
            return x[1] * x[1] * (e.getMessage().isEmpty() ? 1 : 2);
        }
    }

    static double readBeforeItIsThrown(double[] x) {
        Carrying c = new Carrying(x[0] * x[1]);
        double v = c.value * c.value();
        try {
            throw c;
        } catch (Carrying e) {
            return v;
        }
    }

    static double anotherException(double[] x) {
        try {
            return x[7];
        } catch (ArrayIndexOutOfBoundsException e) {
            return new Carrying(x[0] * x[0]).value + (e.getMessage().length() > 100 ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatIsNotReadDoesNotMatter(Mode mode) {
        double[] x = {2, 3};
        assertThat(grad(CaughtExceptionsTest::notRead, by(mode)).apply(x)).containsExactly(0, 12);
    }
}
