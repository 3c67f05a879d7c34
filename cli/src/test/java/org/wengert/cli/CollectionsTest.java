package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and maps as arguments, alone and inside each other, arrays and records. */
class CollectionsTest {
    private static final String SOURCE = """
            import java.util.*;

            class Collected {
                record Layer(double[] weights, Map<String, Double> options, String name, int width) {}

                enum Side { LEFT, RIGHT }

                static double cubes(List<Double> x) {
                    double sum = 0;
                    for (double v : x) {
                        sum += v * v * v;
                    }
                    return sum;
                }

                static double rows(List<double[]> x) {
                    double sum = 0;
                    for (double[] row : x) {
                        sum += row[0] * row[row.length - 1];
                    }
                    return sum;
                }

                static double lists(List<List<Double>> x) {
                    return x.get(0).get(1) * x.get(1).get(0);
                }

                static double map(Map<String, Double> m) {
                    return m.get("a") * m.get("b") * m.get("b");
                }

                static double columns(Map<String, double[]> m) {
                    double[] w = m.get("w");
                    double[] x = m.get("x");
                    double sum = 0;
                    for (int i = 0; i < w.length; i++) {
                        sum += w[i] * x[i] * x[i];
                    }
                    return sum;
                }

                static double layers(List<Layer> layers, double scale) {
                    double product = scale;
                    for (Layer layer : layers) {
                        product *= layer.weights()[0] * layer.options().get("rate") * layer.width();
                    }
                    return product;
                }

                static double tree(Map<String, List<Layer>> m) {
                    return m.get("all").get(0).weights()[1] * m.get("all").get(1).options().get("rate");
                }

                static double sides(Map<Side, Double> m, HashMap<Integer, Double> n) {
                    return m.get(Side.LEFT) * n.get(7) * n.get(7);
                }

                static double arrayList(ArrayList<Double> x) {
                    return x.get(0) * x.get(1);
                }

                static double choice(double[] x) {
                    return 2 * x[0];
                }

                static double choice(List<Double> x) {
                    return 3 * x.get(0);
                }
            }
            """;

    private static final String LAYERS =
            "[{\"weights\": [2, 3], \"options\": {\"rate\": 5, \"more\": 1}, \"name\": \"a\", \"width\": 1},"
                    + " {\"weights\": [7], \"options\": {\"rate\": 11}, \"name\": \"b\", \"width\": 2}]";

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void enterFolder() {
        cli = new Cli(folder);
        cli.file("Collected.java", SOURCE);
    }

    /** What is given, one of its components, and the partial derivative in closed form. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            cubes     | [1, 2, 3]                                   | x[2]     | 27
            cubes     | []                                          | none     |
            rows      | [[1, 2], [3], [4, 5, 6]]                    | x[1][0]  | 6
            rows      | [[1, 2], [3], [4, 5, 6]]                    | x[2][1]  | 0
            lists     | [[1, 2], [3]]                               | x[0][1]  | 3
            map       | {"a": 2, "b": 3, "unused": 4}               | m[b]     | 12
            map       | {"a": 2, "b": 3, "unused": 4}               | m[unused] | 0
            columns   | {"w": [1, 2], "x": [3, 4]}                  | m[x][1]  | 16
            columns   | {"w": [1, 2], "x": [3, 4]}                  | m[w][0]  | 9
            arrayList | [4, 5]                                      | x[0]     | 5
            """)
    void theGradientInBothModesAgreesWithDifferencesAndTheClosedForm(
            String method, String argument, String component, String derivative) {
        for (String mode : List.of("forward", "reverse")) {
            Cli.Run run = cli.run("grad", "Collected.java::" + method, argument, "--mode", mode, "--check");
            if (component.equals("none")) {
                assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
                assertThat(run.err()).contains("None of the arguments of Collected.cubes is a real number");
                continue;
            }
            assertThat(run.code()).as(run.text() + run.err()).isZero();
            String[] cells = run.row(component).split(" +");
            assertThat(cells[2]).isEqualTo(derivative);
            assertThat(cells[5]).isEqualTo("agrees");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "reverse"})
    void recordsOfArraysAndMapsInAList(String mode) {
        Cli.Run run = cli.run("grad", "Collected.java::layers", LAYERS, "3", "--mode", mode, "--check");
        // 3·(2·5·1)·(7·11·2) = 4620
        assertThat(run.text()).contains("value  4620");
        assertThat(run.code()).isZero();
        for (String row : List.of(
                "layers[0].weights[0] 2 2310",
                "layers[0].weights[1] 3 0",
                "layers[0].options[rate] 5 924",
                "layers[0].options[more] 1 0",
                "layers[1].weights[0] 7 660",
                "layers[1].options[rate] 11 420",
                "scale 3 1540")) {
            String[] cells = row.split(" ");
            assertThat(run.row(cells[0]).split(" +")).startsWith(cells);
        }
    }

    @Test
    void aGradientInJsonHasTheShapeOfItsArgument() {
        cli.file("layers.json", "{\"all\": " + LAYERS + "}");
        assertThat(cli.out("grad", "Collected.java::tree", "layers.json", "--format", "json"))
                .isEqualTo("""
                {
                  "function": "Collected.tree(Map<String, List<Layer>> m)",
                  "value": 33,
                  "gradient": {
                    "m": {
                      "all": [{
                          "weights": [0, 11],
                          "options": {
                            "rate": 0,
                            "more": 0
                          },
                          "name": null,
                          "width": null
                        }, {
                          "weights": [0],
                          "options": {
                            "rate": 3
                          },
                          "name": null,
                          "width": null
                        }]
                    }
                  }
                }
                """);
    }

    @Test
    void aGradientInCsvHasARowForEachComponent() {
        assertThat(cli.out("grad", "Collected.java::map", "{\"a\": 2, \"b\": 3}", "--format", "csv"))
                .isEqualTo("component,at,gradient\nm[a],2,9\nm[b],3,12\n");
    }

    @Test
    void aGradientInNpyIsTheVectorOrMatrixThatItsArgumentIs() {
        cli.out("grad", "Collected.java::cubes", "[1, 2]", "-o", "vector.npy");
        assertThat(npy("vector.npy"))
                .isInstanceOfSatisfying(
                        Datum.Vector.class, v -> assertThat(v.values()).containsExactly(3, 12));
        for (String method : List.of("rows", "lists")) {
            cli.out("grad", "Collected.java::" + method, "[[1, 2], [3, 4]]", "-o", "matrix.npy");
            assertThat(npy("matrix.npy"))
                    .isInstanceOfSatisfying(
                            Datum.Matrix.class,
                            m -> assertThat(m.rows())
                                    .isDeepEqualTo(
                                            method.equals("rows")
                                                    ? new double[][] {{2, 1}, {4, 3}}
                                                    : new double[][] {{0, 3}, {2, 0}}));
        }
    }

    private Datum npy(String name) {
        return Npy.parse(ByteBuffer.wrap(cli.bytes(name)), name);
    }

    @Test
    void hessiansAndJacobians() {
        assertThat(cli.out("grad", "Collected.java::map", "{\"a\": 2, \"b\": 3}", "--hessian"))
                .endsWith("""
                Hessian  m[a]  m[b]
                m[a]        0     6
                m[b]        6     4
                """);
        assertThat(cli.out("grad", "Collected.java::cubes", "[1, 2]", "--jacobian", "--check"))
                .contains("y             9     3    12", "all 2 components");
    }

    @Test
    void filesOfAllKinds() {
        cli.file("list.json", "[1, 2]");
        cli.file("column.csv", "1\n2\n");
        cli.file("table.csv", "w,x\n1,3\n2,4\n");
        cli.file("row.csv", "a,b\n2,3\n");
        cli.out("grad", "x[0]*x[0]/2 + x[1]*x[1]/2", "x=[1, 2]", "-o", "list.npy");
        for (String file : List.of("list.json", "column.csv", "list.npy")) {
            assertThat(cli.run("grad", "Collected.java::cubes", file).row("x[1]"))
                    .as(file)
                    .endsWith(" 12");
        }
        assertThat(cli.run("grad", "Collected.java::columns", "table.csv").row("m[x][1]"))
                .endsWith(" 16");
        assertThat(cli.run("grad", "Collected.java::columns", "row.csv").err())
                .isEqualTo(cli.run("grad", "Collected.java::columns", "{\"a\": [2], \"b\": [3]}")
                        .err());
        assertThat(cli.run("grad", "Collected.java::map", "row.csv").row("m[b]"))
                .endsWith(" 12");
        assertThat(cli.run("grad", "Collected.java::map", "table.csv").err())
                .isEqualTo("In Collected.map, m[w] is a Double, but an array of 2 numbers was given.\n");
        assertThat(cli.run("grad", "Collected.java::rows", "table.csv").row("x[1][0]"))
                .endsWith(" 4");
    }

    @Test
    void keysMayBeNumbersAndConstants() {
        Cli.Run run = cli.run("grad", "Collected.java::sides", "{\"LEFT\": 2, \"RIGHT\": 5}", "{\"7\": 3}", "--check");
        assertThat(run.code()).isZero();
        assertThat(run.row("m[LEFT]").split(" +")).startsWith("m[LEFT]", "2", "9");
        assertThat(run.row("n[7]").split(" +")).startsWith("n[7]", "3", "12");
    }

    @Test
    void anArrayComesBeforeAListWhereBothFit() {
        assertThat(cli.run("grad", "Collected.java::choice", "[1]").row("x[0]")).endsWith(" 2");
        assertThat(cli.run("grad", "Collected.java::choice(List<Double>)", "[1]")
                        .row("x[0]"))
                .endsWith(" 3");
    }

    @Test
    void theCallersCollectionsStayAsTheyAre() {
        cli.file("Grow.java", """
                import java.util.*;
                class Grow {
                    static double last(List<Double> x) {
                        x.add(2 * x.getLast());
                        return x.getLast() * x.getFirst();
                    }
                }
                """);
        Cli.Run run = cli.run("grad", "Grow.java", "[3, 5]", "--check", "--time");
        assertThat(run.row("x[0]").split(" +")).startsWith("x[0]", "3", "10");
        assertThat(run.row("x[1]").split(" +")).startsWith("x[1]", "5", "6");
    }

    @Test
    void theTraceOfACollection() {
        assertThat(cli.out("trace", "Collected.java::map", "{\"a\": 2, \"b\": 3}", "--seed", "m[b]"))
                .contains("∂v/∂m[b]", "∂y/∂m[a] = 9   ∂y/∂m[b] = 12");
    }
}
