package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradTest {
    private static final String LECTURE = "log(x1) + x1*x2 - sin(x2)";

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void enterFolder() {
        cli = new Cli(folder);
    }

    @Test
    void theLecturesExampleAsATable() {
        assertThat(cli.out("grad", LECTURE, "x1=2", "x2=5")).isEqualTo("""
                f(x1, x2) = log(x1) + x1*x2 - sin(x2)

                value  11.652071455223084

                    at            gradient
                x1   2                 5.5
                x2   5  1.7163378145367738
                """);
    }

    /** The gradient of the lecture's example is (1/x₁ + x₂, x₁ − cos x₂). */
    @ParameterizedTest
    @ValueSource(strings = {"forward", "reverse", "FORWARD"})
    void bothModesGiveTheClosedForm(String mode) {
        Map<String, Datum> gradient =
                gradient(cli.out("grad", LECTURE, "x1=3", "x2=-7", "--mode", mode, "--format", "json"));
        // Two roundings of numbers below 8.
        assertThat(number(gradient.get("x1"))).isEqualTo(1.0 / 3 - 7, within(2 * Math.ulp(8.0)));
        assertThat(number(gradient.get("x2"))).isEqualTo(3 - Math.cos(-7.0), within(2 * Math.ulp(8.0)));
    }

    @Test
    void variablesAreTakenInTheOrderOfTheirFirstAppearance() {
        assertThat(cli.run("grad", "y*y*x", "2", "3").row("y")).isEqualTo("y   2        12");
        assertThat(cli.run("grad", "y*y*x", "2", "3").row("x")).isEqualTo("x   3         4");
    }

    @Test
    void namesAndPositionsMix() {
        assertThat(cli.run("grad", "y*y*x", "x=2", "3").row("y")).endsWith(" 12");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sigmoid(x)                            | 0.25
            erf(x)                                | 1.1283791670955126
            Math.sin(x) + PI                      | 1
            java.lang.Math.exp(x)*E/E             | 1
            (x > 1 ? x : 3*x) + (double) 7        | 3
            5                                     | none
            """)
    void functionsAndConstantsNeedNoPrefix(String expression, String derivative) {
        if (derivative.equals("none")) {
            assertThat(cli.run("grad", expression).code()).isEqualTo(Failures.WRONG_INPUT);
        } else {
            assertThat(cli.run("grad", expression, "x=0").row("x"))
                    .isEqualTo("x   0  " + " ".repeat(Math.max(0, 8 - derivative.length())) + derivative);
        }
    }

    @Test
    void lambdasBindTheirOwnNames() {
        assertThat(cli.run("grad", "((DoubleUnaryOperator) v -> v*v*a).applyAsDouble(x)", "x=3", "a=10")
                        .row("x"))
                .endsWith(" 60");
    }

    @Test
    void valuesDecideTypes() {
        assertThat(cli.run("grad", "w[1][0]*x[2]*(flag ? 2 : 1)", "w=[[1,2],[3,4]]", "x=[5,6,7]", "flag=true")
                        .row("w[1][0]"))
                .isEqualTo("w[1][0]   3        14");
    }

    @Test
    void aNegativeNumberIsNotAnOption() {
        assertThat(cli.run("grad", "-x*x", "-2").row("x")).isEqualTo("x  -2         4");
    }

    @Test
    void anIntegerDivisionIsPointedOut() {
        Cli.Run run = cli.run("grad", "1/2*x*x", "x=3");
        assertThat(run.err())
                .isEqualTo("Note: 1 / 2 divides integers, as in all of Java; write a decimal point for a fraction.\n");
        assertThat(run.row("x")).endsWith(" 0");
    }

    @Test
    void theHessianIsAMatrix() {
        cli.file("Rosenbrock.java", Cli.ROSENBROCK);
        assertThat(cli.out("grad", "Rosenbrock.java::value", "[-1.2, 1]", "--hessian"))
                .isEqualTo("""
                Rosenbrock.value(double[] x)

                value  24.199999999999996

                Hessian  x[0]  x[1]
                x[0]     1330   480
                x[1]      480   200
                """);
    }

    @Test
    void theJacobianHasARowForEachOutput() {
        assertThat(cli.out("grad", "new double[] {x*y, x+y, x}", "x=3", "y=2", "--jacobian"))
                .isEqualTo("""
                f(x, y) = new double[] {x*y, x+y, x}

                Jacobian  value  x  y
                y[0]          6  2  3
                y[1]          5  1  1
                y[2]          3  1  0
                """);
    }

    @Test
    void theJacobianOfOneNumberIsARow() {
        assertThat(cli.run("grad", "x*y", "x=3", "y=2", "--jacobian").row("y")).isEqualTo("y             6  2  3");
    }

    @Test
    void aMatrixInAllFormats() {
        String[] words = {"grad", "new double[] {x*y, x+y}", "x=3", "y=2", "--jacobian"};
        assertThat(cli.out(with(words, "--format", "csv"))).isEqualTo("x,y\n2,3\n1,1\n");
        Datum.Fields json = (Datum.Fields) Json.parse(cli.out(with(words, "--format=json")), "json", true);
        assertThat(((Datum.Matrix) json.fields().get("jacobian")).rows())
                .isDeepEqualTo(new double[][] {{2, 3}, {1, 1}});
        cli.out(with(words, "-o", "jacobian.npy"));
        Datum.Matrix npy = (Datum.Matrix) Npy.parse(ByteBuffer.wrap(cli.bytes("jacobian.npy")), "npy");
        assertThat(npy.rows()).isDeepEqualTo(new double[][] {{2, 3}, {1, 1}});
    }

    @Test
    void theNameOfTheFileDecidesTheFormat() {
        assertThat(cli.out("grad", "x*x", "x=3", "-o", "g.json")).isEmpty();
        assertThat(cli.text("g.json")).isEqualTo("""
                {
                  "function": "f(x) = x*x",
                  "value": 9,
                  "gradient": {
                    "x": 6
                  }
                }
                """);
        cli.out("grad", "x*x", "x=3", "-o", "g.csv");
        assertThat(cli.text("g.csv")).isEqualTo("component,at,gradient\nx,3,6\n");
        cli.out("grad", "x*x", "x=3", "-o", "g.txt");
        assertThat(cli.text("g.txt")).startsWith("f(x) = x*x\n");
        cli.out("grad", "x*x", "x=3", "-o", "g.json", "--format", "csv");
        assertThat(cli.text("g.json")).startsWith("component,");
    }

    @Test
    void aDashIsStandardOutput() {
        Cli.Run run = cli.run("grad", "x*x", "x=3", "--format", "npy", "-o", "-");
        assertThat(Npy.parse(ByteBuffer.wrap(run.out()), "npy")).isEqualTo(new Datum.Decimal(6));
    }

    @Test
    void aGradientIsSavedInTheShapeOfItsArgument() {
        cli.out("grad", "w[0][0]*w[1][1]", "w=[[1,2],[3,4]]", "-o", "w.npy");
        assertThat(((Datum.Matrix) Npy.parse(ByteBuffer.wrap(cli.bytes("w.npy")), "npy")).rows())
                .isDeepEqualTo(new double[][] {{4, 0}, {0, 1}});
        cli.out("grad", "w[0]*w[1]*a", "w=[2,3]", "a=5", "-o", "all.npy");
        assertThat(((Datum.Vector) Npy.parse(ByteBuffer.wrap(cli.bytes("all.npy")), "npy")).values())
                .containsExactly(15, 10, 6);
    }

    @Test
    void aGradientComesBackAsAnArgument() {
        cli.out("grad", "x[0]*x[0] + x[1]", "x=[0.1,2]", "-o", "step.npy");
        assertThat(cli.run("grad", "x[0]*x[1]", "x=step.npy").row("x[1]")).endsWith(" 0.2");
    }

    @Test
    void numbersThatJsonLacksAreQuotedAndComeBack() {
        String json = cli.out("grad", "sqrt(x)*y", "x=0", "y=1", "--format", "json");
        assertThat(json).contains("\"x\": \"Infinity\"");
        assertThat(number(gradient(json).get("x"))).isInfinite();
    }

    @Test
    void theCheckComparesEveryComponent() {
        Cli.Run run = cli.run("grad", LECTURE, "x1=2", "x2=5", "--check");
        assertThat(run.code()).isZero();
        assertThat(run.row("x1")).endsWith("agrees");
        assertThat(run.row("x2")).endsWith("agrees");
        assertThat(run.text()).contains("Agrees with central differences in all 2 components, largest deviation ");
    }

    @Test
    void theCheckOfWhatDifferencesCannotSeeExitsWithOne() {
        Cli.Run run = cli.run("grad", "sqrt(x)", "x=0", "--check");
        assertThat(run.code()).isEqualTo(Failures.DISAGREEMENT);
        assertThat(run.row("x")).endsWith("cannot tell");
        assertThat(run.text())
                .contains("1 component cannot be checked, since the function has no finite value on both sides");
    }

    /** A derivative of a branch that x selects only at one point is that branch's, which differences do not see. */
    @Test
    void aDisagreementExitsWithOne() {
        Cli.Run run = cli.run("check", "x == 1 ? 3*x - 2 : x*x*x*x", "x=1");
        assertThat(run.code()).isEqualTo(Failures.DISAGREEMENT);
        assertThat(run.row("x")).contains(" 3 ").endsWith("DISAGREES");
        assertThat(run.text()).contains("DISAGREES with central differences in 1 of 1 component.");
    }

    @Test
    void theCheckGoesIntoEveryFormat() {
        String[] words = {"grad", "x*x", "x=3", "--check"};
        assertThat(cli.out(with(words, "--format", "json"))).contains("\"agrees\": true");
        assertThat(cli.out(with(words, "--format", "csv")))
                .startsWith("component,at,gradient,difference,tolerance,verdict\n");
        Cli.Run npy = cli.run(with(words, "-o", "g.npy"));
        assertThat(npy.err()).startsWith("Agrees with central differences in its only component");
    }

    @Test
    void checkIsGradWithTheCheck() {
        assertThat(cli.out("check", "x*sin(x)", "x=2")).isEqualTo(cli.out("grad", "x*sin(x)", "x=2", "--check"));
        assertThat(cli.out("check", "new double[] {x*x, 2*x}", "x=2"))
                .isEqualTo(cli.out("grad", "new double[] {x*x, 2*x}", "x=2", "--check", "--jacobian"));
    }

    @Test
    void timesArePrintedAfterTheGradient() {
        assertThat(cli.out("grad", "x*x", "x=3", "--time"))
                .containsPattern(
                        "Time: primal [\\d.]+ (ns|µs|ms), derivative [\\d.]+ (ns|µs|ms), ratio [\\d.]+ \\(minima of 31 ");
    }

    @Test
    void timesInJson() {
        Datum.Fields json =
                (Datum.Fields) Json.parse(cli.out("grad", "x*x", "x=3", "--time", "--format", "json"), "json", true);
        Map<String, Datum> time = ((Datum.Fields) json.fields().get("time")).fields();
        assertThat(number(time.get("ratio")))
                .isEqualTo(number(time.get("derivative_ns")) / number(time.get("primal_ns")));
    }

    @ParameterizedTest
    @CsvSource({"java,sin", "bytecode,sin", "ir,SIN", "JAVA,sin"})
    void theGeneratedCodeCanBeRead(String form, String word) {
        assertThat(cli.out("grad", "x*cos(x)", "--show", form)).containsIgnoringCase(word);
    }

    @Test
    void theGeneratedCodeGoesIntoAFile() {
        assertThat(cli.out("grad", "x*cos(x)", "--show", "java", "--mode", "forward", "-o", "Derivative.java"))
                .isEmpty();
        assertThat(cli.text("Derivative.java")).contains("sin").endsWith("\n");
    }

    @Test
    void longTablesAreCutUnlessAllIsAskedFor() {
        cli.file(
                "Sum.java",
                "class Sum { static double of(double[] x) { double s = 0; for (double v : x) s += v; return s; } }");
        String numbers = "x=[" + "1,".repeat(59) + "1]";
        String cut = cli.out("grad", "Sum.java", numbers);
        assertThat(cut).contains("x[49]").doesNotContain("x[50]").endsWith("… 10 more components (--all shows them)\n");
        assertThat(cli.out("grad", "Sum.java", numbers, "--all"))
                .contains("x[59]")
                .doesNotContain("…");
    }

    private static String[] with(String[] words, String... more) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    private static Map<String, Datum> gradient(String json) {
        Datum.Fields whole = (Datum.Fields) Json.parse(json, "json", true);
        return ((Datum.Fields) whole.fields().get("gradient")).fields();
    }

    private static double number(Datum datum) {
        return switch (datum) {
            case Datum.Decimal d -> d.value();
            case Datum.Text t -> Double.parseDouble(t.value());
            default -> throw new AssertionError(datum);
        };
    }

    /** A check asks for values beside the point, where the function may refuse to have one. */
    @Test
    void aCheckAtTheEdgeOfWhatTheCodeAcceptsCannotTell() {
        cli.file("Edge.java", """
                record Edge(double a, double b) {
                    Edge {
                        if (a < 0) throw new IllegalArgumentException("negative");
                    }
                    static double value(Edge e) { return e.a() * e.b(); }
                    static double guarded(double x) {
                        if (x < 2) throw new IllegalStateException("below");
                        return x * x;
                    }
                }
                """);
        Cli.Run run = cli.run("grad", "Edge.java::value", "{\"a\": 0, \"b\": 3}", "--check");
        assertThat(run.code()).isEqualTo(Failures.DISAGREEMENT);
        assertThat(run.row("e.a")).endsWith("cannot tell");
        assertThat(run.row("e.b")).endsWith("agrees");
        assertThat(cli.run("check", "Edge.java::guarded", "2").row("x")).endsWith("cannot tell");
    }

    /** More inputs than outputs, which for an array would mean reverse mode. */
    @Test
    void theJacobianOfARecordIsComputedForward() {
        cli.file("Wide.java", """
                class Wide {
                    record Out(double p, double q) {}
                    static Out of(double a, double b, double c) { return new Out(a * b, b * c); }
                }
                """);
        assertThat(cli.out("grad", "Wide.java", "2", "3", "5", "--jacobian", "--check"))
                .contains("y.p           6  3  2  0", "y.q          15  0  5  3", "all 6 components");
    }

    @Test
    void aNumberInItsBoxHasAGradientToo() {
        cli.file("Box.java", "class Box { static Double of(Double x, double y) { return x * x * y; } }");
        assertThat(cli.run("grad", "Box.java", "3", "5", "--check").row("x").split(" +"))
                .startsWith("x", "3", "30");
        assertThat(cli.out("check", "Box.java", "3", "5")).contains("y            45  30  9");
    }

    /** The gradient of a record is no record of its kind: what its constructor demands of values, no derivative keeps. */
    @ParameterizedTest
    @ValueSource(strings = {"forward", "reverse"})
    void theConstructorOfARecordDoesNotTouchTheGradient(String mode) {
        cli.file("Kept.java", """
                class Kept {
                    record Clamped(double a, double b) { Clamped { a = Math.max(a, 0); } }
                    record Positive(double a) {
                        Positive {
                            if (a <= 0) throw new IllegalArgumentException("not positive");
                        }
                    }
                    static double value(Clamped c, Positive p) { return -c.a() * c.b() * p.a(); }
                }
                """);
        String[] words = {"grad", "Kept.java", "{\"a\": 2, \"b\": 3}", "{\"a\": 5}", "--mode", mode};
        Cli.Run run = cli.run(with(words, "--check"));
        assertThat(run.code()).isZero();
        assertThat(run.row("c.a").split(" +")).startsWith("c.a", "2", "-15");
        assertThat(run.row("p.a").split(" +")).startsWith("p.a", "5", "-6");
        assertThat(cli.out(with(words, "--format", "json"))).contains("\"a\": -15,", "\"a\": -6\n");
    }

    @Test
    void aJumpAtThePointItselfIsNoDisagreement() {
        assertThat(cli.run("check", "x == 3 ? 0 : x*x", "x=3").row("x")).endsWith("cannot tell");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nan   | NaN
            inf   | Infinity
            -inf  | -Infinity
            -Infinity | -Infinity
            """)
    void notANumberAndInfinitiesAreWrittenInJavasWayOrNumPys(String word, String number) {
        assertThat(cli.run("grad", "2*x", "x=" + word).row("x").split(" +")).containsExactly("x", number, "2");
    }

    @Test
    void blanksAroundTheSignDoNotMatter() {
        assertThat(cli.run("grad", "x*x", "x = 3").row("x")).endsWith(" 6");
    }

    @Test
    void classesOfTheLanguageNeedNoPackage() {
        assertThat(cli.run("grad", "Math::hypot", "3", "4").text()).contains("0.6");
    }
}
