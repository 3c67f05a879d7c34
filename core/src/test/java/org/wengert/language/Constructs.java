package org.wengert.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.valueAndGrad;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction2;
import org.wengert.ValueAndGradient;

/**
 * Tests of constructs of Java, an area of the language in each subclass. A test differentiates a program of x and y, or shows that it is refused.
 */
abstract class Constructs {
    /** Where programs are differentiated: once x &lt; y, once x &gt; y, on both sides of 1. */
    private static final double[][] POINTS = {{0.7, 1.3}, {1.6, 0.4}};

    /**
     * How far results may be from the closed form, relative to the largest entry or 1: programs here have at most some hundred operations,
     * each rounded to 2⁻⁵³ ≈ 1.1e-16, at points where nothing cancels by more than a factor of ten or so.
     */
    private static final double TOLERANCE = 1e-12;

    private static final Pattern PLACE = Pattern.compile("\\((\\w+\\.java):(\\d+)\\)");

    private final List<Row> rows = new ArrayList<>();
    private boolean isOnlyRead;

    /** Returns what the page calls this area. */
    abstract String area();

    /** Runs a test for what it says, without checking derivatives again. */
    final List<Row> read(Runnable test) {
        rows.clear();
        isOnlyRead = true;
        test.run();
        return List.copyOf(rows);
    }

    /** Checks value, gradient and Hessian against a closed form, in both modes, and that the value keeps its bits. */
    final void differentiates(ScalarFunction2 program, Jet.Formula closedForm) {
        rows.add(new Row.Supported());
        if (isOnlyRead) {
            return;
        }
        ScalarField f = x -> program.applyAsDouble(x[0], x[1]);
        for (double[] point : POINTS) {
            double[] x = point.clone();
            Jet expected = Jet.at(x[0], x[1], closedForm);
            double[] gradient = {expected.dx(), expected.dy()};
            double[] second = {expected.xx(), expected.xy(), expected.xy(), expected.yy()};
            double value = program.applyAsDouble(x[0], x[1]);
            close("the value, undifferentiated", point, new double[] {value}, expected.v());
            ValueAndGradient.Evaluation reverse = valueAndGrad(f).apply(x);
            assertThat(Double.doubleToRawLongBits(reverse.value()))
                    .as("the value's bits, %s and %s", reverse.value(), value)
                    .isEqualTo(Double.doubleToRawLongBits(value));
            close("reverse mode", point, reverse.gradient(), gradient);
            close("forward mode", point, grad(f, by(Mode.FORWARD)).apply(x), gradient);
            close("forward over reverse", point, flat(hessian(f).apply(x)), second);
            close(
                    "reverse over reverse",
                    point,
                    flat(hessian(f, Mode.REVERSE, Mode.REVERSE).apply(x)),
                    second);
            assertThat(x).as("the argument").isEqualTo(point);
        }
    }

    /** Checks that the derivative throws what the program throws. */
    final void throwsAlike(ScalarFunction2 program, Class<? extends Throwable> type) {
        rows.add(new Row.Supported());
        if (isOnlyRead) {
            return;
        }
        ScalarField f = x -> program.applyAsDouble(x[0], x[1]);
        for (double[] x : POINTS) {
            Throwable expected = catchThrowable(() -> program.applyAsDouble(x[0], x[1]));
            assertThat(expected).isExactlyInstanceOf(type);
            for (Supplier<Object> way : ways(f, x)) {
                assertThat(catchThrowable(way::get)).isExactlyInstanceOf(type).hasMessage(expected.getMessage());
            }
        }
    }

    private static List<Supplier<Object>> ways(ScalarField f, double[] x) {
        return List.of(
                () -> grad(f).apply(x),
                () -> grad(f, by(Mode.FORWARD)).apply(x),
                () -> hessian(f).apply(x),
                () -> hessian(f, Mode.REVERSE, Mode.REVERSE).apply(x));
    }

    /**
     * Checks that the program is refused in every mode: what and why, where, what instead.
     *
     * @param code what the line that the message names must contain
     * @param words what the message must contain besides
     */
    final void refuses(ScalarFunction2 program, String code, String... words) {
        ScalarField f = x -> program.applyAsDouble(x[0], x[1]);
        for (Supplier<Object> way : ways(f, POINTS[0])) {
            Throwable refusal = catchThrowable(way::get);
            assertThat(refusal).as("a derivative instead of a refusal").isNotNull();
            assertThat(refusal).isInstanceOf(UnsupportedOperationException.class);
            String message = refusal.getMessage();
            List<String> lines = message.lines().toList();
            assertThat(lines.size()).as(message).isGreaterThanOrEqualTo(3);
            assertThat(lines.getFirst()).as("what, and why").matches("[A-Z].*\\.");
            assertThat(lines.getLast()).as("what instead").matches("  [A-Z].*\\.");
            Matcher place = PLACE.matcher(lines.get(1));
            assertThat(place.find()).as(message).isTrue();
            String line = source(place.group(1)).lines().toList().get(Integer.parseInt(place.group(2)) - 1);
            assertThat(line).as(message).contains(code);
            assertThat(message).doesNotContain("org.wengert.program");
            for (String word : words) {
                assertThat(message).contains(word);
            }
            if (isOnlyRead) {
                rows.add(new Row.Refused(lines.getFirst(), lines.getLast().strip()));
                return;
            }
        }
    }

    /** Returns the text of a file of this package. */
    static String source(String file) {
        try {
            return Files.readString(Path.of("src/test/java/org/wengert/language", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] flat(double[][] hessian) {
        return new double[] {hessian[0][0], hessian[0][1], hessian[1][0], hessian[1][1]};
    }

    private static void close(String what, double[] point, double[] actual, double... expected) {
        double scale = 1;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as(
                            "%s at (%s, %s): %s instead of %s, entry %s",
                            what, point[0], point[1], actual[i], expected[i], i)
                    .isLessThanOrEqualTo(TOLERANCE * scale);
        }
    }
}
