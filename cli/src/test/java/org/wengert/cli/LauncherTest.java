package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script ./wengert, in a folder of its own beside scripts that stand for its search for a JDK and for Maven. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a script of a Unix shell")
class LauncherTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void installScript() throws IOException {
        Files.copy(Path.of("..", "wengert"), folder.resolve("wengert"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectory(folder.resolve("bin"));
    }

    private void script(String name, String body) throws IOException {
        Path script = Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    /** What the script did: its exit code, and all it printed. */
    private record Run(int code, String text) {}

    private Run run(String... words) throws IOException, InterruptedException {
        String[] command = new String[words.length + 1];
        command[0] = folder.resolve("wengert").toString();
        System.arraycopy(words, 0, command, 1, words.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), text);
        }
    }

    /** 3 says that the differentiated code threw: a missing JDK must not say so too. */
    @ParameterizedTest
    @ValueSource(strings = {"grad", "test"})
    void withoutAJdkTheServiceIsUnavailable(String command) throws IOException, InterruptedException {
        script("jdk25", "echo 'Wengert needs a JDK 25.' >&2; exit 3");
        script("maven", "echo 'must not run'");
        assertThat(run(command, "x*x", "x=3")).isEqualTo(new Run(69, "Wengert needs a JDK 25.\n"));
    }

    @Test
    void aBuildThatFailsIsToldFromAProgramThatThrows() throws IOException, InterruptedException {
        script("jdk25", "echo " + System.getProperty("java.home"));
        script("maven", "echo 'no network' >&2; exit 1");
        Run run = run("grad", "x*x", "x=3");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.text()).contains("no network\n").endsWith("the build failed; the lines above say why.\n");
    }

    @Test
    void testGoesToMavenWithItsArguments() throws IOException, InterruptedException {
        script("jdk25", "echo " + System.getProperty("java.home"));
        script("maven", "echo \"$@\"; exit 1");
        assertThat(run("test", "-pl", "cli")).isEqualTo(new Run(1, "-B -ntp verify -pl cli\n"));
    }

    @Test
    void thePageTellsTheScriptsCodes() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "cli.md")))
                .contains("\n| 4 | `./wengert` could not", "\n| 69 | `./wengert` found no JDK 25 |");
    }
}
