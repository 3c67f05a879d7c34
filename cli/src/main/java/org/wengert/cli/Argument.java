package org.wengert.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One argument of a program, as it was written: a value, or {@code name=value}; the value is read when it is first asked for. */
final class Argument {
    private static final Pattern NAMED = Pattern.compile(
            "(\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)\\s*=(?!=)\\s*(.*)", Pattern.DOTALL);

    private final @Nullable String name;
    private final String text;
    private final Console console;
    private @Nullable Datum datum;

    private Argument(@Nullable String name, String text, Console console) {
        this.name = name;
        this.text = text;
        this.console = console;
    }

    /** Returns the argument that a word on the command line is. */
    static Argument of(String word, Console console) {
        Matcher named = NAMED.matcher(word);
        if (!named.matches()) {
            return new Argument(null, word, console);
        }
        if (named.group(2).isEmpty()) {
            throw new WrongInput(named.group(1) + " is given no value; write it after the sign, as in " + named.group(1)
                    + "=2, or " + named.group(1) + "='\"\"' for an empty text.");
        }
        return new Argument(named.group(1), named.group(2), console);
    }

    /** Returns an argument whose value is known already. */
    static Argument of(String name, Datum datum, Console console) {
        Argument argument = new Argument(name, name, console);
        argument.datum = datum;
        return argument;
    }

    /** Returns the same value, to be placed by its position. */
    Argument withoutName() {
        Argument argument = new Argument(null, text, console);
        argument.datum = datum;
        return argument;
    }

    /** Returns the name it was given with, or null. */
    @Nullable
    String name() {
        return name;
    }

    /** Returns the value as it was written, for parameters that are strings. */
    String text() {
        return text.startsWith("\"") && datum() instanceof Datum.Text t ? t.value() : text;
    }

    /** Returns whether the value is text, or names a file, which a parameter may want as text. */
    boolean isText() {
        return isFile() || datum() instanceof Datum.Text;
    }

    private boolean isFile() {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".json") || lower.endsWith(".csv") || lower.endsWith(".npy");
    }

    /** Returns what to call it in messages. */
    String label() {
        return name == null ? text.length() <= 40 ? text : text.substring(0, 39) + "…" : name;
    }

    /** Returns the value. */
    Datum datum() {
        Datum known = datum;
        if (known == null) {
            known = read();
            datum = known;
        }
        return known;
    }

    private Datum read() {
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
            return Json.parse(text, name == null ? "The argument " + label() : "The value of " + name, false);
        }
        if (text.equals("true") || text.equals("false")) {
            return new Datum.Truth(text.equals("true"));
        }
        if (text.equals("null")) {
            return new Datum.Missing();
        }
        Datum.Decimal decimal = Numerals.parse(text);
        if (decimal != null) {
            return decimal;
        }
        if (lower.endsWith(".json")) {
            return Json.read(path(), text);
        }
        if (lower.endsWith(".csv")) {
            return Csv.read(path(), text);
        }
        if (lower.endsWith(".npy")) {
            return Npy.read(path(), text);
        }
        return new Datum.Text(text);
    }

    private Path path() {
        return console.path(text);
    }
}
