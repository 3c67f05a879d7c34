package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void enterFolder() {
        cli = new Cli(folder);
    }

    @Test
    void anExceptionOfTheUsersCodeIsShownWithTheUsersFrames() {
        cli.file("Thrower.java", """
                class Thrower {
                    static double value(double[] x) {
                        return x[0] * helper(x);
                    }

                    private static double helper(double[] x) {
                        return x[7];
                    }
                }
                """);
        Cli.Run run = cli.run("grad", "Thrower.java::value", "[1,2]");
        assertThat(run.code()).isEqualTo(Failures.USER_CODE);
        assertThat(run.err()).isEqualTo("""
                Thrower.value threw java.lang.ArrayIndexOutOfBoundsException: Index 7 out of bounds for length 2
                    at Thrower.helper(Thrower.java:7)
                    at Thrower.value(Thrower.java:3)
                """);
    }

    @Test
    void aTraceShowsTheUsersFramesToo() {
        cli.file("Thrower.java", "class Thrower { static double value(double[] x) { return x[0] * x[7]; } }");
        Cli.Run run = cli.run("trace", "Thrower.java", "[1,2]");
        assertThat(run.code()).isEqualTo(Failures.USER_CODE);
        assertThat(run.err()).isEqualTo("""
                Thrower.value threw java.lang.ArrayIndexOutOfBoundsException: Index 7 out of bounds for length 2
                    at Thrower.value(Thrower.java:1)
                """);
    }

    /** The interpreter of traces throws what the program throws; that it is ours must not show. */
    @ParameterizedTest
    @ValueSource(strings = {"IllegalArgumentException", "UnsupportedOperationException", "java.io.IOException"})
    void aTraceShowsWhateverTheUsersCodeThrows(String exception) {
        cli.file("Any.java", """
                class Any {
                    static double value(double x) throws Exception {
                        if (x > 0) throw new %s("mine");
                        return x;
                    }
                }
                """.formatted(exception));
        Cli.Run run = cli.run("trace", "Any.java", "1");
        assertThat(run.code()).isEqualTo(Failures.USER_CODE);
        assertThat(run.err()).startsWith("Any.value threw java.").endsWith(": mine\n    at Any.value(Any.java:3)\n");
        assertThat(cli.run("grad", "Any.java", "1").err()).isEqualTo(run.err());
    }

    @Test
    void causesAreShownToo() {
        cli.file("Wrapper.java", """
                class Wrapper {
                    static double value(double x) {
                        try {
                            return 1 / (int) (x * 0);
                        } catch (ArithmeticException e) {
                            throw new IllegalStateException("wrapped", e);
                        }
                    }
                }
                """);
        Cli.Run run = cli.run("grad", "Wrapper.java", "1");
        assertThat(run.code()).isEqualTo(Failures.USER_CODE);
        assertThat(run.err()).isEqualTo("""
                Wrapper.value threw java.lang.IllegalStateException: wrapped
                    at Wrapper.value(Wrapper.java:6)
                caused by java.lang.ArithmeticException: / by zero
                    at Wrapper.value(Wrapper.java:4)
                """);
    }

    @Test
    void theUsersOwnUnsupportedOperationIsNoRefusal() {
        cli.file("Lazy.java", """
                class Lazy {
                    static double value(double x) {
                        if (x > 0) throw new UnsupportedOperationException("later");
                        return x;
                    }
                }
                """);
        Cli.Run run = cli.run("grad", "Lazy.java", "1");
        assertThat(run.code()).isEqualTo(Failures.USER_CODE);
        assertThat(run.err())
                .startsWith(
                        "Lazy.value threw java.lang.UnsupportedOperationException: later\n    at Lazy.value(Lazy.java:3)");
    }

    @Test
    void anEndlessRecursionIsCut() {
        cli.file("Deep.java", "class Deep { static double value(double x) { return x > 0 ? value(x + 1) : x; } }");
        Cli.Run run = cli.run("grad", "Deep.java", "1");
        assertThat(run.code()).isEqualTo(Failures.USER_CODE);
        assertThat(run.err())
                .startsWith("Deep.value threw java.lang.StackOverflowError\n    at Deep.value(Deep.java:1)\n");
        assertThat(run.err().lines().count()).isLessThan(20);
    }

    @Test
    void aConstructorThatThrowsIsTheUsersToo() {
        cli.file("Born.java", """
                class Born {
                    Born() { throw new IllegalStateException("no"); }
                    double value(double x) { return x; }
                }
                """);
        Cli.Run run = cli.run("grad", "Born.java", "1");
        assertThat(run.code()).isEqualTo(Failures.USER_CODE);
        assertThat(run.err()).contains("java.lang.IllegalStateException: no\n    at Born.<init>(Born.java:2)");
    }

    @Test
    void aBugOfOursAsksForAReport() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                folder,
                false);
        assertThat(Failures.report(new AssertionError("a block without an end"), null, console))
                .isEqualTo(70);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "This is a bug in Wengert, please report it: java.lang.AssertionError: a block without an end\n")
                .doesNotContain("\tat ");
    }

    @Test
    void stackTracesAppearOnDemandOnly() {
        assertThat(cli.run(false, "grad", "x*y", "x=1").err()).doesNotContain("\tat ");
        assertThat(cli.run(true, "grad", "x*y", "x=1").err())
                .contains("y has no value")
                .contains("\tat org.wengert.cli");
    }
}
