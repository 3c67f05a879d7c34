package org.wengert.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes.
 *
 * @param out results
 * @param err problems and progress
 * @param directory what relative paths are relative to
 * @param debug whether problems come with their stack trace
 */
record Console(PrintStream out, PrintStream err, Path directory, boolean debug) {
    /** Returns the console of this process. Text is UTF-8 whatever the locale: mathematics needs more than ASCII. */
    static Console ofProcess() {
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Path.of(""),
                "1".equals(System.getenv("WENGERT_DEBUG")));
    }

    /** Returns the path that a word on the command line names. */
    Path path(String text) {
        try {
            return directory.resolve(text);
        } catch (InvalidPathException e) {
            throw new WrongInput("“" + text + "” cannot be the name of a file: " + e.getReason() + ".");
        }
    }

    /** Writes text to a file, or to standard output where {@code file} is null or {@code -}. */
    void write(@Nullable String file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes to a file, or to standard output where {@code file} is null or {@code -}. */
    void write(@Nullable String file, byte[] bytes) {
        if (file == null || file.equals("-")) {
            out.write(bytes, 0, bytes.length);
            out.flush();
            return;
        }
        Path path = path(file);
        try (OutputStream stream = Files.newOutputStream(path)) {
            stream.write(bytes);
        } catch (IOException e) {
            throw new WrongInput("Cannot write " + file + ": " + reason(e) + ".");
        }
    }

    /** Returns why a file could not be read or written, in words. */
    static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "there is no such file or folder";
            case java.nio.file.AccessDeniedException _ -> "access is denied";
            case java.nio.charset.MalformedInputException _ -> "it is not text in UTF-8";
            case java.nio.file.FileSystemException f when f.getReason() != null -> lowerCase(f.getReason());
            default ->
                lowerCase(
                        Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
        };
    }

    private static String lowerCase(@Nullable String s) {
        if (s == null || s.isEmpty()) {
            return "the operating system does not say why";
        }
        return s.length() > 1 && Character.isUpperCase(s.charAt(1))
                ? s
                : Character.toLowerCase(s.charAt(0)) + s.substring(1);
    }
}
