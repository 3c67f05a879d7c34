package org.wengert.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The command line in a folder of its own.
 *
 * @param directory what relative paths are relative to
 */
record Cli(Path directory) {
    /**
     * What a command did.
     *
     * @param code its exit code
     * @param out its standard output, as bytes
     * @param err its standard error
     */
    record Run(int code, byte[] out, String err) {
        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }

        /** Returns the last cell of the row of a table that begins with a name. */
        String row(String name) {
            return text().lines()
                    .filter(line -> line.startsWith(name + " "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no row " + name + " in\n" + text() + err))
                    .strip();
        }
    }

    /** Runs a command. */
    Run run(String... words) {
        return run(false, words);
    }

    /** Runs a command, with stack traces if wanted. */
    Run run(boolean debug, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                directory,
                debug);
        int code = Main.run(console, words);
        return new Run(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command that must succeed, and returns its standard output. */
    String out(String... words) {
        Run run = run(words);
        if (run.code() != 0) {
            throw new AssertionError("exit code " + run.code() + "\n" + run.text() + run.err());
        }
        return run.text();
    }

    /** Writes a file. */
    Path file(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a resource of the tests into the folder. */
    void resource(String name) {
        try (InputStream stream = Objects.requireNonNull(Cli.class.getResourceAsStream(name), name)) {
            Files.copy(stream, directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a file's bytes. */
    byte[] bytes(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a file's text. */
    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static final String ROSENBROCK = """
            class Rosenbrock {
                static double value(double[] x) {
                    double a = 1 - x[0];
                    double b = x[1] - x[0] * x[0];
                    return a * a + 100 * b * b;
                }
            }
            """;
}
