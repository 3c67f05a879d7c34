package org.wengert.learn.example;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;
import org.wengert.learn.Graph;

/** What all examples print with: headings, paragraphs, code, pictures. */
final class Page {
    private final PrintStream out;

    Page(PrintStream out, String title) {
        this.out = out;
        out.println(title);
        out.println("═".repeat(title.length()));
        out.println();
    }

    /** Prints a text as it is, and an empty line. */
    void text(String text) {
        out.println(text.stripTrailing());
        out.println();
    }

    /** Prints a text indented, and an empty line. */
    void indented(String text) {
        text.lines().forEach(line -> out.println(line.isEmpty() ? "" : "    " + line));
        out.println();
    }

    /** Prints one line. */
    @SuppressWarnings("AnnotateFormatMethod") // Error Prone's annotation would be a dependency
    void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }

    /** Prints an empty line. */
    void line() {
        out.println();
    }

    /** Writes a graph to a file, which a browser shows, and says where. */
    void picture(Graph graph, String name) {
        try {
            Path folder = Path.of(System.getProperty("java.io.tmpdir"), "wengert-" + System.getProperty("user.name"));
            Files.createDirectories(folder);
            Path file = folder.resolve(name + ".svg");
            Files.writeString(file, graph.toSvg());
            text("The graph as a picture, for a browser: " + file);
        } catch (IOException e) {
            throw new UncheckedIOException("The picture of the graph cannot be written: " + e.getMessage(), e);
        }
    }

    /** Returns numbers with twelve digits, which every processor agrees about. */
    static String numbers(double... x) {
        StringJoiner s = new StringJoiner(", ", "[", "]");
        for (double each : x) {
            s.add(number(each));
        }
        return s.toString();
    }

    /** Returns a matrix with twelve digits. */
    static String numbers(double[][] x) {
        StringJoiner s = new StringJoiner(", ", "[", "]");
        for (double[] row : x) {
            s.add(numbers(row));
        }
        return s.toString();
    }

    /** Returns a number with twelve digits at most. */
    static String number(double x) {
        return Double.isFinite(x)
                ? new BigDecimal(x)
                        .round(new MathContext(12))
                        .stripTrailingZeros()
                        .toPlainString()
                : Double.toString(x);
    }
}
