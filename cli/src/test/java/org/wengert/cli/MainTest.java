package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.examples.Application;
import org.wengert.examples.Applications;
import org.wengert.learn.Example;
import org.wengert.learn.Examples;

class MainTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void enterFolder() {
        cli = new Cli(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void theVersionIsTheBuildsAndNamesJava(String option) {
        assertThat(cli.out(option)).matches("wengert \\d+\\.\\d+\\.\\d+\\S* \\(Java 25[^,]*, .+\\)\n");
    }

    @Test
    void theUsageNamesEveryCommand() {
        assertThat(cli.out("--help"))
                .isEqualTo(cli.out("-h"))
                .startsWith("Usage: wengert\n       wengert COMMAND")
                .contains("  grad ", "  trace ", "  check ", "  example ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grad", "trace", "check", "example"})
    void everyCommandHasItsUsage(String command) {
        assertThat(cli.out(command, "--help"))
                .startsWith("Usage: wengert " + command)
                .isEqualTo(cli.out(command, "-h"));
        assertThat(cli.out(command, "--help").lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void withoutACommandTheFirstExampleRunsAndThreeCommandsFollow() {
        String out = cli.out();
        assertThat(out).endsWith("""

                Try next:
                  wengert grad "x*sin(x)" x=2 --check
                  wengert trace "1/(1 + exp(-x))" x=0.5
                  wengert example
                """);
        assertThat(out.lines().count()).isGreaterThan(5);
    }

    @Test
    void theSuggestedCommandsWork() {
        assertThat(cli.run("grad", "x*sin(x)", "x=2", "--check").code()).isZero();
        assertThat(cli.run("trace", "1/(1 + exp(-x))", "x=0.5").code()).isZero();
        assertThat(cli.run("example").code()).isZero();
    }

    @Test
    void examplesAreListedAndRun() {
        String list = cli.out("example");
        for (Example example : Examples.all()) {
            assertThat(list).contains(example.name(), example.title());
            assertThat(cli.out("example", example.name())).isNotBlank();
        }
        for (Application application : Applications.all()) {
            assertThat(list).contains(application.name(), application.title());
        }
        assertThat(cli.out("example", "newton")).contains("Rosenbrock");
    }

    @Test
    void noTwoExamplesHaveOneName() {
        assertThat(Stream.concat(
                        Examples.all().stream().map(Example::name),
                        Applications.all().stream().map(Application::name)))
                .doesNotHaveDuplicates();
    }
}
