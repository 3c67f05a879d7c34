package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.stopGradient;
import static org.wengert.Wengert.vjp;

import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;

/**
 * What cannot be differentiated is refused: what was asked and why it cannot be, where in the user's source, what to do instead. Never a
 * silent zero.
 */
class RefusalsTest {
    private static final double[] POINT = {1.5};

    private static void refused(ScalarFunction f, String... words) {
        ScalarField field = x -> f.applyAsDouble(x[0]);
        message(catchThrowable(() -> derivative(f).applyAsDouble(1.5)), words);
        message(catchThrowable(() -> grad(field).apply(POINT)), words);
        message(catchThrowable(() -> grad(field, by(Mode.FORWARD)).apply(POINT)), words);
        message(catchThrowable(() -> hvp(field).apply(POINT, POINT)), words);
    }

    private static void message(Throwable refusal, String... words) {
        assertThat(refusal).as("a derivative instead of a refusal").isInstanceOf(UnsupportedOperationException.class);
        String[] lines = refusal.getMessage().split("\n");
        assertThat(lines.length).as(refusal.getMessage()).isGreaterThanOrEqualTo(3);
        assertThat(lines[0]).as("what").matches("[A-Z].*\\.");
        assertThat(lines[1]).as("where").contains("at ").containsPattern("RefusalsTest\\.java:\\d+");
        assertThat(lines[lines.length - 1]).as("what instead").matches("  [A-Z].*\\.");
        assertThat(refusal.getMessage()).doesNotContain("org.wengert.program");
        for (String word : words) {
            assertThat(refusal.getMessage()).contains(word);
        }
    }

    @Test
    void arithmeticThatIsHiddenInALibrary() {
        refused(x -> new BigDecimal(x).multiply(BigDecimal.TEN).doubleValue(), "BigDecimal");
        refused(x -> x * BigDecimal.valueOf(x).doubleValue(), "BigDecimal.valueOf");
    }

    @Test
    void aNumberThatPassesThroughItsBits() {
        refused(x -> Double.longBitsToDouble(Double.doubleToRawLongBits(x) + 1), "Double");
        refused(x -> Float.intBitsToFloat(Float.floatToIntBits((float) x)), "Float");
    }

    @Test
    void aNumberThatPassesThroughText() {
        refused(x -> Double.parseDouble(Double.toString(x)), "Double");
        refused(x -> Double.parseDouble("" + x));
        refused(x ->
                Double.parseDouble(new StringBuilder().append(x).append('0').toString()));
    }

    @Test
    void aNumberThatPassesThroughAnObjectOfALibrary() {
        refused(x -> new AtomicReference<>(x).updateAndGet(v -> v * v) * 2);
    }

    private static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final double number;
        private final int index;

        Found(double number, int index) {
            super("found " + number);
            this.number = number;
            this.index = index;
        }
    }

    private static double find(double x) {
        throw new Found(x * x, 3);
    }

    /** Exceptions get from one place to another outside of what is differentiated. */
    @Test
    void aNumberThatAnExceptionCarries() {
        refused(
                x -> {
                    try {
                        return find(x);
                    } catch (Found e) {
                        return e.number;
                    }
                },
                "number",
                "exception");
        assertThat(derivative(x -> {
                            try {
                                return find(x);
                            } catch (Found e) {
                                return e.index * x;
                            }
                        })
                        .applyAsDouble(2))
                .isEqualTo(3);
    }

    /** Once it is declared a constant, everything is allowed. */
    @Test
    void stoppedNumbersAreNotRefused() {
        assertThat(derivative(x -> x * Double.parseDouble(Double.toString(stopGradient(x))))
                        .applyAsDouble(3))
                .isEqualTo(3);
        assertThat(derivative(x -> x * new BigDecimal(stopGradient(x)).doubleValue())
                        .applyAsDouble(3))
                .isEqualTo(3);
    }

    /** A refused branch that is not taken is refused too: what is compiled is the code, not a run. */
    @Test
    void theSameInEveryCall() {
        ScalarFunction f = x -> x > 1e9 ? new BigDecimal(x).doubleValue() : x;
        for (int i = 0; i < 3; i++) {
            refused(f, "BigDecimal");
        }
    }

    private static double sum(double x, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += bits(x + i);
        }
        return sum;
    }

    private static double bits(double x) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) + 1);
    }

    private static double pulled(double x) {
        return vjp(y -> new double[] {y[0] * y[0]}).apply(new double[] {x}).apply(new double[] {1})[0];
    }

    @Test
    void theCallsThatLeadThereAreNamedOwnCodeFirst() {
        ScalarFunction found = x -> x * sum(x, 3);
        ScalarFunction lifted = x -> x * pulled(x);
        String here = "RefusalsTest\\.lambda\\S*\\(RefusalsTest.java:\\d+\\)";
        assertThat(catchThrowable(() -> derivative(found)).getMessage())
                .containsPattern("\n  at RefusalsTest\\.bits\\(RefusalsTest.java:\\d+\\)\n  reached from " + here
                        + " → RefusalsTest\\.sum\\(RefusalsTest.java:\\d+\\)\n  Give");
        assertThat(catchThrowable(() -> derivative(lifted)).getMessage())
                .containsPattern(
                        "\n  at RefusalsTest\\.pulled\\(RefusalsTest.java:\\d+\\)\n  reached from " + here + "\n  Use");
    }

    @Test
    void theLineIsTheUsers() {
        ScalarFunction f = x -> {
            double y = x * x;
            return new BigDecimal(y).doubleValue(); // this line
        };
        Throwable refusal = catchThrowable(() -> derivative(f).applyAsDouble(2));
        int line = new Throwable().getStackTrace()[0].getLineNumber() - 3;
        assertThat(refusal).hasMessageContaining("RefusalsTest.java:" + line);
    }
}
