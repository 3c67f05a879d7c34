package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
    private static final String[] LECTURE = {"trace", "log(x1) + x1*x2 - sin(x2)", "x1=2", "x2=5"};

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void enterFolder() {
        cli = new Cli(folder);
    }

    private static String[] lecture(String... more) {
        String[] all = new String[LECTURE.length + more.length];
        System.arraycopy(LECTURE, 0, all, 0, LECTURE.length);
        System.arraycopy(more, 0, all, LECTURE.length, more.length);
        return all;
    }

    /** The numbers of the lecture: values, tangents for x₁, adjoints with the history where they add. */
    @Test
    void theLecturesTrace() {
        assertThat(cli.out(lecture("--decimals", "3")))
                .contains("v₋₁", "v₀", "v₅", "0.693", "10.693", "11.652", "5.5", "−0.284 then 1.716");
    }

    @Test
    void theSeedChoosesTheTangent() {
        assertThat(cli.out(lecture("--seed", "x2"))).contains("∂v/∂x2").isNotEqualTo(cli.out(LECTURE));
    }

    @Test
    void aChosenOutputHasTheAdjoints() {
        assertThat(cli.out("trace", "new double[] {x*x, 3*x}", "x=2", "--of", "y[1]"))
                .contains("∂y[1]/∂v");
    }

    @Test
    void theTraceInOtherFormats() {
        assertThat(cli.out(lecture("--format", "markdown"))).contains("|");
        Datum json = Json.parse(cli.out(lecture("--format", "json")), "json", true);
        assertThat(json).isInstanceOf(Datum.Fields.class);
        cli.out(lecture("-o", "trace.json"));
        assertThat(cli.text("trace.json")).isEqualTo(cli.out(lecture("--format", "json")));
        cli.out(lecture("-o", "trace.md"));
        assertThat(cli.text("trace.md")).isEqualTo(cli.out(lecture("--format", "markdown")));
        cli.out(lecture("-o", "trace.txt"));
        assertThat(cli.text("trace.txt")).isEqualTo(cli.out(LECTURE));
    }

    @Test
    void aGraphOnStandardOutputStandsAlone() {
        assertThat(cli.out(lecture("--graph", "svg"))).startsWith("<svg").endsWith("</svg>\n");
        assertThat(cli.out(lecture("--graph", "dot"))).startsWith("digraph");
    }

    @Test
    void aTextGraphFollowsTheTable() {
        assertThat(cli.out(lecture("--graph", "text"))).startsWith(cli.out(LECTURE) + "\n");
    }

    @Test
    void aGraphInAFileStandsBesideTheTable() {
        assertThat(cli.out(lecture("--graph", "svg", "-o", "graph.svg"))).isEqualTo(cli.out(LECTURE));
        assertThat(cli.text("graph.svg")).isEqualTo(cli.out(lecture("--graph", "svg")));
        cli.out(lecture("-o", "graph.dot"));
        assertThat(cli.text("graph.dot")).isEqualTo(cli.out(lecture("--graph", "dot")));
    }

    @Test
    void messagesChangeTheGraph() {
        assertThat(cli.out(lecture("--graph", "dot", "--messages"))).isNotEqualTo(cli.out(lecture("--graph", "dot")));
    }

    @Test
    void longTracesAreCutUnlessAllIsAskedFor() {
        cli.file(
                "Loop.java",
                "class Loop { static double f(double x) { double y = x; for (int i = 0; i < 200; i++) y = y * x; return y; } }");
        String cut = cli.out("trace", "Loop.java", "1.01");
        String all = cli.out("trace", "Loop.java", "1.01", "--all");
        assertThat(cut).contains("more steps");
        assertThat(all).doesNotContain("more steps").contains("v₂₀₀");
    }

    @Test
    void methodsAreTracedWithTheirLines() {
        cli.file("Rosenbrock.java", Cli.ROSENBROCK);
        assertThat(cli.out("trace", "Rosenbrock.java::value", "[-1.2, 1]", "--seed", "x[1]"))
                .contains("Rosenbrock.java:3");
    }
}
