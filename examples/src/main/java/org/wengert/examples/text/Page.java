package org.wengert.examples.text;

import java.io.PrintStream;
import java.util.Locale;

/** What all applications print with: headings, paragraphs, code, rows of tables. */
public final class Page {
    /** Columns of a paragraph. */
    private static final int WIDTH = 96;

    private final PrintStream out;

    public Page(PrintStream out, String title) {
        this.out = out;
        out.println(title);
        out.println("═".repeat(title.length()));
        out.println();
    }

    /** Prints a heading inside the page. */
    public void heading(String text) {
        out.println(text);
        out.println("─".repeat(text.length()));
        out.println();
    }

    /** Prints a paragraph, or several with empty lines between them, in lines of this page's width, and an empty line. */
    public void text(String text) {
        for (String paragraph : text.strip().split("\\R\\s*\\R", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.strip().split("\\s+", -1)) {
                if (line.length() + 1 + word.length() > WIDTH) {
                    out.println(line);
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            out.println(line);
            out.println();
        }
    }

    /** The same with numbers in it. */
    @SuppressWarnings("AnnotateFormatMethod") // Error Prone's annotation would be a dependency
    public void text(String format, Object... arguments) {
        text(String.format(Locale.ROOT, format, arguments));
    }

    /** Prints code, indented, and an empty line. */
    public void code(String text) {
        text.lines().forEach(line -> out.println(line.isEmpty() ? "" : "    " + line));
        out.println();
    }

    /** Prints one line. */
    @SuppressWarnings("AnnotateFormatMethod") // Error Prone's annotation would be a dependency
    public void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }

    /** Prints an empty line. */
    public void line() {
        out.println();
    }
}
