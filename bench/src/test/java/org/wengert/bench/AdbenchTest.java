package org.wengert.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdbenchTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void tsvHasFiveColumnsAndNoHeader() {
        String excerpt = BenchmarkFolder.excerpt().toString();
        int code = run("gmm/test", "rosenbrock", "--tsv", "--seconds", "0.01", "--data", excerpt);
        assertThat(code).as(err()).isZero();
        assertThat(err()).isEmpty();
        List<String> lines = out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("gmm/test\t");
        assertThat(lines.get(1)).startsWith("rosenbrock/1000\t");
        for (String line : lines) {
            List<String> columns = List.of(line.split("\t", -1));
            assertThat(columns).hasSize(5);
            double primal = Double.parseDouble(columns.get(1));
            double gradient = Double.parseDouble(columns.get(2));
            double ratio = Double.parseDouble(columns.get(3));
            assertThat(primal).isPositive();
            // Printed with 6, 6 and 4 significant digits.
            assertThat(ratio / (gradient / primal)).isBetween(1 - 1e-3, 1 + 1e-3);
            assertThat(Double.parseDouble(columns.get(4))).isLessThanOrEqualTo(Adbench.TOLERANCE);
        }
    }

    @Test
    void theTableHasAHeaderAndColumnsForWhatIsWrittenByHand() {
        assertThat(run("rosenbrock", "--hand", "--seconds", "0.01")).as(err()).isZero();
        List<String> lines = out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).split(" {2,}")).contains("problem", "primal ms", "gradient ms", "by hand ms");
        assertThat(lines.get(1).trim().split(" +")).hasSize(8);
    }

    @Test
    void withoutDataOneSentenceSaysSo(@TempDir Path empty) {
        Path nowhere = empty.resolve("nowhere");
        assertThat(run("gmm", "--data", nowhere.toString())).isEqualTo(2);
        assertThat(err())
                .isEqualToIgnoringNewLines(
                        "adbench: there is no benchmark data at " + nowhere + "; give its folder with --data DIR.");
        assertThat(out()).isEmpty();
    }

    @Test
    void aMissingFileIsNamedBeforeAnythingRuns(@TempDir Path empty) {
        assertThat(run("rosenbrock", "gmm/test", "--data", empty.toString())).isEqualTo(2);
        assertThat(err()).contains("gmm/test needs adbench/gmm/test.txt").hasLineCount(1);
        assertThat(out()).isEmpty();
    }

    @Test
    void aWrongResultIsReportedAndFails(@TempDir Path data) throws IOException {
        for (String file : List.of("adbench/gmm/test.txt", "ref/gmm_test.ref.txt")) {
            Files.createDirectories(data.resolve(file).getParent());
            Files.copy(BenchmarkFolder.excerpt().resolve(file), data.resolve(file));
        }
        Path reference = data.resolve("ref/gmm_test.ref.txt");
        String text = Files.readString(reference);
        assertThat(text).contains("-0.74127003952389847");
        Files.writeString(reference, text.replace("-0.74127003952389847", "-0.74127003953389847"));
        assertThat(run("gmm/test", "--tsv", "--seconds", "0.01", "--data", data.toString()))
                .isEqualTo(1);
        assertThat(err()).contains("gmm/test: relative error").contains("is above 1e-12");
        assertThat(out()).hasLineCount(1);
    }

    @Test
    void anUnknownProblemOrOptionIsRefused() {
        assertThat(run("gnn")).isEqualTo(2);
        assertThat(err()).contains("'gnn'").contains("--list");
        assertThat(run("--fast")).isEqualTo(2);
        assertThat(err()).contains("there is no option --fast").contains("usage:");
        assertThat(run("--seconds", "soon")).isEqualTo(2);
        assertThat(run("--tsv", "--hand")).isEqualTo(2);
        assertThat(run("--data")).isEqualTo(2);
    }

    @Test
    void listNamesEveryProblem() {
        assertThat(run("--list")).isZero();
        assertThat(out().lines())
                .contains(
                        "gmm/1k_d10_K25",
                        "ba/own",
                        "lstm/l2_c1024",
                        "hand/complicated_big_1",
                        "lse",
                        "kmeans",
                        "saddle/rf");
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Adbench.run(arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }
}
