package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void enterFolder() {
        cli = new Cli(folder);
    }

    @Test
    void aSourceFileWithOneMethodNeedsNoName() {
        cli.file("Rosenbrock.java", Cli.ROSENBROCK);
        assertThat(cli.out("grad", "Rosenbrock.java", "[-1.2, 1]"))
                .isEqualTo(cli.out("grad", "Rosenbrock.java::value", "x=[-1.2, 1]"))
                .contains("x[0]  -1.2  -215.");
    }

    @Test
    void aFileWithoutAClass() {
        cli.file("square.java", """
                double square(double x) {
                    return scale * x * x;
                }

                double scale = 3;

                void main() {}
                """);
        assertThat(cli.run("grad", "square.java::square", "x=2").row("x")).endsWith(" 12");
    }

    @Test
    void aFileMayBeginWithAByteOrderMark() {
        cli.file("Marked.java", "\uFEFFclass Marked { static double f(double x) { return x * x; } }");
        assertThat(cli.run("grad", "Marked.java", "3").row("x")).endsWith(" 6");
    }

    @Test
    void aFileUsesItsNeighbours() {
        cli.file(
                "geo/Area.java",
                "package geo; public class Area { static double of(Box b) { return b.w() * b.h(); } }");
        cli.file("geo/Box.java", "package geo; record Box(double w, double h) {}");
        assertThat(cli.run("grad", "geo/Area.java", "{\"w\": 2, \"h\": 3}").row("b.w"))
                .endsWith(" 3");
    }

    @Test
    void recordsAreTrees() {
        cli.file("Trees.java", """
                class Trees {
                    record Point(double x, double y, int copies) {}
                    record Pair(Point first, float[] second) {}
                    static double value(Pair pair, Point[] points) {
                        Point p = pair.first();
                        return p.copies() * p.x() * p.y() * pair.second()[1] * points[0].x();
                    }
                }
                """);
        String json = cli.out(
                "grad",
                "Trees.java::value",
                "pair={\"first\": {\"x\": 2, \"y\": 3, \"copies\": 2}, \"second\": [0.5, 5]}",
                "[{\"x\": 7, \"y\": 8, \"copies\": 1}]",
                "--format",
                "json");
        assertThat(json).isEqualTo("""
                {
                  "function": "Trees.value(Pair pair, Point[] points)",
                  "value": 420,
                  "gradient": {
                    "pair": {
                      "first": {
                        "x": 210,
                        "y": 140,
                        "copies": null
                      },
                      "second": [0, 84]
                    },
                    "points": [{
                        "x": 60,
                        "y": 0,
                        "copies": null
                      }]
                  }
                }
                """);
    }

    @Test
    void constantsHaveNoGradient() {
        cli.file("Power.java", """
                class Power {
                    enum Sign { PLUS, MINUS }
                    static double value(double x, int n, boolean twice, String name, Sign sign, long seed) {
                        double y = 1;
                        for (int i = 0; i < n; i++) y *= x;
                        return (twice ? 2 : 1) * y * name.length() * (sign == Sign.MINUS ? -1 : 1);
                    }
                }
                """);
        String out = cli.out("grad", "Power.java", "3", "2", "true", "ab", "MINUS", "9223372036854775807");
        assertThat(out).contains("value  -36").contains("x   3       -24").doesNotContain("seed  ");
    }

    @Test
    void theMethodOfARecordTakesTheRecordFirst() {
        cli.file("Line.java", """
                record Line(double slope, double offset) {
                    double at(double x) {
                        return slope * x + offset;
                    }
                }
                """);
        Cli.Run run = cli.run("grad", "Line.java::at", "{\"slope\": 2, \"offset\": 1}", "x=5");
        assertThat(run.row("this.slope")).endsWith(" 5");
        assertThat(run.row("x")).endsWith(" 2");
    }

    @Test
    void privateMethodsAreFine() {
        cli.file("Hidden.java", "class Hidden { private static double value(double x) { return x * x; } }");
        assertThat(cli.run("grad", "Hidden.java", "3").row("x")).endsWith(" 6");
    }

    @Test
    void varargsTakeNumbersOneByOneOrAnArray() {
        cli.file(
                "Sum.java",
                "class Sum { static double of(double... x) { double s = 0; for (double v : x) s += v * v; return s; } }");
        assertThat(cli.out("grad", "Sum.java", "1", "2", "3")).isEqualTo(cli.out("grad", "Sum.java", "[1,2,3]"));
    }

    @Test
    void oneObjectGivesAllParameters() {
        cli.file("Product.java", "class Product { static double of(double a, double b) { return a * b; } }");
        cli.file("point.json", "{\"b\": 3, \"a\": 2}");
        assertThat(cli.run("grad", "Product.java", "point.json").row("a")).endsWith(" 3");
        assertThat(cli.run("grad", "a*b", "point.json").row("a")).endsWith(" 3");
    }

    private static final String OVERLOADS = """
            class Over {
                static double f(double x) { return x; }
                static double f(int n, double x) { return 10 * x; }
                static double f(double[] x) { return 2 * x[0]; }
                static double f(double[][] x) { return 3 * x[0][0]; }
                static double f(boolean b) { return 0; }
                static double g(float x, double y) { return x; }
                static double g(double x, float y) { return y; }
                static double h(int n) { return n; }
                static double h(double x) { return 4 * x; }
            }
            """;

    @Test
    void overloadsAreChosenByTheArguments() {
        cli.file("Over.java", OVERLOADS);
        assertThat(cli.run("grad", "Over.java::f", "1").row("x")).endsWith(" 1");
        assertThat(cli.run("grad", "Over.java::f", "1", "2").row("x")).endsWith(" 10");
        assertThat(cli.run("grad", "Over.java::f", "[1]").row("x[0]")).endsWith(" 2");
        assertThat(cli.run("grad", "Over.java::f", "[[1]]").row("x[0][0]")).endsWith(" 3");
        assertThat(cli.run("grad", "Over.java::h", "1").row("x")).endsWith(" 4");
    }

    @Test
    void anAmbiguityIsExplainedAndSettledByTypes() {
        cli.file("Over.java", OVERLOADS);
        Cli.Run run = cli.run("grad", "Over.java::g", "1", "2");
        assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
        assertThat(run.err())
                .startsWith("The arguments fit Over.g(")
                .contains(
                        "Over.g(float x, double y)",
                        "Over.g(double x, float y)",
                        "equally well; choose one by its types");
        assertThat(cli.run("grad", "Over.java::g(double, float)", "1", "2").row("y"))
                .endsWith(" 1");
    }

    @Test
    void compiledClassesInFoldersAndJars() throws IOException {
        Path classes = compile("-g", "pkg/Model.java", """
                package pkg;
                public class Model {
                    public static class Part {
                        static double loss(double[] w, double rate) { return rate * w[0] * w[1]; }
                    }
                }
                """);
        jar(classes, folder.resolve("lib.jar"));
        String expected = cli.out("grad", "pkg.Model.Part::loss", "rate=2", "[3,4]", "-cp", "classes");
        assertThat(expected).contains("w[0]   3         8");
        assertThat(cli.out("grad", "pkg.Model.Part.loss", "rate=2", "[3,4]", "--class-path", "classes"))
                .isEqualTo(expected);
        assertThat(cli.out("grad", "pkg.Model$Part::loss", "rate=2", "[3,4]", "-cp", "lib.jar"))
                .isEqualTo(expected);
        assertThat(cli.out("grad", "lib.jar#pkg.Model.Part::loss", "rate=2", "[3,4]"))
                .isEqualTo(expected);
        assertThat(cli.out("grad", "pkg.Model.Part::loss", "rate=2", "[3,4]", "-cp", "./*"))
                .isEqualTo(expected);
        assertThat(new Cli(folder.resolve("classes")).out("grad", "pkg.Model.Part::loss", "rate=2", "[3,4]"))
                .isEqualTo(expected);
        Cli.Run wrong = cli.run("grad", "lib.jar#pkg.Modle.Part::loss", "1");
        assertThat(wrong.err())
                .isEqualTo("There is no class pkg.Modle.Part in lib.jar; did you mean pkg.Model.Part?\n");
        assertThat(cli.run("grad", "lib.jar#Model::loss", "1").err())
                .isEqualTo("There is no class Model in lib.jar; did you mean pkg.Model?\n");
    }

    @Test
    void withoutDebuggingTablesArgumentsComeInOrder() throws IOException {
        compile(
                "-g:none",
                "Bare.java",
                "class Bare { static double f(double[] w, double rate) { return rate * w[0]; } }");
        assertThat(cli.out("grad", "Bare::f", "[3]", "2", "-cp", "classes")).contains("x0[0]   3         2");
        Cli.Run run = cli.run("grad", "Bare::f", "w=[3]", "rate=2", "-cp", "classes");
        assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
        assertThat(run.err())
                .contains("compiled without -g and -parameters; give the arguments in order, without names.");
    }

    @Test
    void methodsOfTheJdk() {
        assertThat(cli.run("grad", "java.lang.Math::hypot", "3", "4").text()).contains("0.6");
    }

    private Path compile(String debugging, String name, String source) throws IOException {
        Path file = cli.file("src/" + name, source);
        Path classes = folder.resolve("classes");
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, debugging, "-d", classes.toString(), file.toString());
        assertThat(code).isZero();
        return classes;
    }

    private static void jar(Path classes, Path jar) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(classes)) {
            walk.filter(Files::isRegularFile).forEach(files::add);
        }
        try (OutputStream stream = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(stream)) {
            for (Path file : files) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(file));
            }
        }
    }
}
