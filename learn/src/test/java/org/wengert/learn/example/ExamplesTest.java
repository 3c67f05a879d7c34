package org.wengert.learn.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.learn.Golden.assertGolden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.Wengert;
import org.wengert.learn.Example;
import org.wengert.learn.Examples;
import org.wengert.learn.Step;
import org.wengert.learn.Trace;

class ExamplesTest {
    static List<Example> examples() {
        return Examples.all();
    }

    private static String printed(Example example) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        example.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Trace trace(Class<?> example, String method, Object... arguments) throws IllegalAccessException {
        Lookup lookup = MethodHandles.privateLookupIn(example, MethodHandles.lookup());
        return Trace.of(lookup, method, arguments);
    }

    @Test
    void namesAreWordsAndDiffer() {
        List<String> names = examples().stream().map(Example::name).toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+"))
                .first()
                .isEqualTo("trace");
        assertThat(examples()).allMatch(e -> e.title().lines().count() == 1);
    }

    /** Errors of differences are the last bits of a processor's functions, folders and lines are not the example's. */
    @ParameterizedTest
    @MethodSource("examples")
    void printsWhatTheFileSays(Example example) {
        String text = printed(example)
                .replaceAll("\\d\\.\\de-\\d\\d(?= |\\n)", "#.#e-##")
                .replaceAll("to \\de-\\d\\d", "to #e-##")
                .replaceAll("(central differences +).*", "$1…")
                .replace(System.getProperty("java.io.tmpdir"), "…")
                .replace("wengert-" + System.getProperty("user.name"), "wengert")
                .replaceAll("\\.java:\\d+", ".java");
        assertGolden("example/" + example.name() + ".txt", text);
    }

    /** The code that an example shows is the code that it runs. */
    @ParameterizedTest
    @MethodSource("examples")
    void showsTheCodeThatItRuns(Example example) throws IOException {
        Path source = Path.of("src/main/java", example.getClass().getName().replace('.', '/') + ".java");
        String java = Files.readString(source);
        Matcher shown =
                Pattern.compile("(?ms)^    static [^\\n]* \\{\\n.*?^    \\}\\n").matcher(printed(example));
        int methods = 0;
        while (shown.find()) {
            assertThat(java).contains(shown.group());
            methods++;
        }
        assertThat(methods).isPositive();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void picturesAreWrittenWhereItSays(Example example) {
        Matcher said = Pattern.compile("for a browser: (.*\\.svg)").matcher(printed(example));
        while (said.find()) {
            assertThat(Path.of(said.group(1)))
                    .content(StandardCharsets.UTF_8)
                    .startsWith("<svg ")
                    .endsWith("</svg>\n");
        }
    }

    @Test
    void theTraceHasTheLessonsNumbers() throws IllegalAccessException {
        assertThat(trace(LogProductSine.class, "f", 2.0, 5.0).gradient()).containsExactly(5.5, 2 - Math.cos(5));
        assertThat(Wengert.grad(LogProductSine::f).apply(2, 5)[1]).isEqualTo(1.716, within(0.0005));
    }

    @Test
    void theGraphsGradientIsTheClosedForm() throws IllegalAccessException {
        assertThat(trace(ProductAndSine.class, "f", 2.0, 3.0).gradient()).containsExactly(3 + Math.cos(2), 2);
        double[][] jacobian = trace(ProductAndSine.class, "both", (Object) new double[] {2, 3})
                .jacobian();
        assertThat(jacobian[0]).containsExactly(3 + Math.cos(2), 2);
        assertThat(jacobian[1][0]).isEqualTo(3 * Math.cos(3), within(1e-15));
        assertThat(jacobian[1][1]).isEqualTo(2 * Math.cos(3) - 6 * Math.sin(3), within(1e-15));
    }

    @Test
    void theLogisticStepsHaveTheTextbooksPartials() throws IllegalAccessException {
        Trace t = trace(Logistic.class, "f", 0.5);
        List<Step> s = t.steps();
        double b = Math.exp(-0.5);
        double c = 1 + b;
        assertThat(s.get(1).partial(0)).isEqualTo(-1);
        assertThat(s.get(2).partial(0)).isEqualTo(b);
        assertThat(s.get(3).partial(1)).isEqualTo(1);
        assertThat(s.get(4).partial(1)).isEqualTo(-1 / (c * c), within(0x1p-53));
        double f = s.get(4).value();
        assertThat(t.gradient()[0]).isEqualTo(f * (1 - f), within(0x1p-53));
    }

    @Test
    void downhillHasTheClosedForms() throws IllegalAccessException {
        assertThat(trace(Descent.class, "f", 1.8).gradient()[0]).isEqualTo(8 * (1.8 - 2));
        assertThat(trace(Descent.class, "f", 2.2).gradient()[0]).isEqualTo(8 * (2.2 - 2));
        assertThat(trace(Descent.class, "g", 3.0, 2.0, 1.0, 4.0).gradient()).containsExactly(8, 4, -8, -1);
        assertThat(trace(Descent.class, "h", 2.0, 3.0).gradient()).containsExactly(108, 48);
    }

    @Test
    void theCompositeHasItsClosedFormAnywhereInItsDomain() throws IllegalAccessException {
        Random random = new Random(5);
        List<double[]> points = new ArrayList<>();
        while (points.size() < 50) {
            double[] x = random.doubles(6, 0.1, 3).toArray();
            if (Math.max(x[0], x[1]) * x[2] / x[3] - (x[4] + x[5]) > 0.05) {
                points.add(x);
            }
        }
        for (double[] x : points) {
            double ratio = x[2] / x[3];
            double m = Math.max(x[0], x[1]);
            double difference = m * ratio - (x[4] + x[5]);
            double f = MaxRatio.f(x);
            double slope = f * (1 - f) / difference; // σ′(ln 5d + ½) · 1/d
            double[] expected = {
                x[0] > x[1] ? slope * ratio : 0,
                x[0] > x[1] ? 0 : slope * ratio,
                slope * m / x[3],
                -slope * m * x[2] / (x[3] * x[3]),
                -slope,
                -slope
            };
            double[] traced = trace(MaxRatio.class, "f", (Object) x).gradient();
            double[] compiled = Wengert.grad(MaxRatio::f).apply(x);
            for (int i = 0; i < 6; i++) {
                // 1 − f and the difference lose up to two digits by cancellation.
                double tolerance = 1e-13 * Math.max(1, Math.abs(expected[i]) / difference);
                assertThat(traced[i]).isEqualTo(expected[i], within(tolerance));
                assertThat(compiled[i]).isEqualTo(traced[i], within(tolerance));
            }
        }
    }

    @Test
    void derivativesHaveTheShapesThatTheyShould() throws IllegalAccessException {
        double[] x = {1, 2, 3};
        assertThat(trace(Shapes.class, "dot", (Object) x).gradient()).containsExactly(2, 4, 6);
        double[][] expected = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {2, 0, 0}, {0, 4, 0}, {0, 0, 6}};
        assertThat(trace(Shapes.class, "powers", (Object) x).jacobian()).isDeepEqualTo(expected);
        assertThat(Wengert.jacobian(Shapes::powers).apply(x)).isDeepEqualTo(expected);
    }
}
