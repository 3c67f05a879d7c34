package org.wengert.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** JSON in both directions. Beyond the standard, NaN and the infinities are read bare and in quotes, and written in quotes. */
final class Json {
    /** The largest n such that all integers up to n are doubles. */
    static final long LARGEST_EXACT = 1L << 53;

    private Json() {}

    /** Returns what a file holds. */
    static Datum read(Path file, String name) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return parse(text.startsWith("\uFEFF") ? text.substring(1) : text, name, true);
        } catch (IOException e) {
            throw new WrongInput("Cannot read " + name + ": " + Console.reason(e) + ".");
        }
    }

    /**
     * Returns what a text says.
     *
     * @param name what to call the text in messages
     * @param isFile whether it has lines worth naming
     */
    static Datum parse(String text, String name, boolean isFile) {
        JsonFactory json = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
                .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
                .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
                .build();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), new StringReader(text))) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new WrongInput(name + " is empty; it should hold one JSON value.");
            }
            Datum datum = value(parser, first);
            if (parser.nextToken() != null) {
                throw malformed(name, isFile, parser.currentTokenLocation(), "more text follows after the value.");
            }
            return datum;
        } catch (JacksonException e) {
            throw malformed(name, isFile, e.getLocation(), sentence(e));
        } catch (StackOverflowError e) {
            throw new WrongInput(name + " nests its arrays too deeply.");
        }
    }

    private static WrongInput malformed(String name, boolean isFile, @Nullable TokenStreamLocation at, String why) {
        int line = at == null ? 1 : at.getLineNr();
        int column = at == null ? 1 : at.getColumnNr();
        return new WrongInput(
                isFile
                        ? name + ":" + line + ":" + column + ": this is not JSON: " + why
                        : name + " is not JSON at character " + column + ": " + why);
    }

    /** The parser's message, without its advice to programmers. */
    private static String sentence(JacksonException e) {
        String message = e.getOriginalMessage();
        int end = message.indexOf('\n');
        String line = (end < 0 ? message : message.substring(0, end))
                .replaceAll(" \\(start marker at .*\\)", "")
                .replaceAll(": was expecting \\(JSON.*", "")
                .strip();
        return line.endsWith(".") ? line : line + ".";
    }

    private static Datum value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> new Datum.Truth(true);
            case VALUE_FALSE -> new Datum.Truth(false);
            case VALUE_STRING -> new Datum.Text(parser.getString());
            case VALUE_NULL -> new Datum.Missing();
            case START_ARRAY -> array(parser);
            case START_OBJECT -> object(parser);
            case END_ARRAY, END_OBJECT, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new AssertionError(token);
        };
    }

    private static Datum.Decimal decimal(JsonParser parser) {
        return switch (parser.getString()) {
            case "NaN" -> new Datum.Decimal(Double.NaN);
            case "INF", "Infinity", "+INF", "+Infinity" -> new Datum.Decimal(Double.POSITIVE_INFINITY);
            case "-INF", "-Infinity" -> new Datum.Decimal(Double.NEGATIVE_INFINITY);
            case String digits -> {
                Datum.Decimal decimal = new Datum.Decimal(Double.parseDouble(digits), digits);
                if (decimal.isBeyondRange()) {
                    throw new WrongInput("The number " + digits
                            + " is beyond the range of a double; write \"Infinity\" where that is meant.");
                }
                yield decimal;
            }
        };
    }

    /** Numbers go into a double[] at once: a file may hold millions. */
    private static Datum array(JsonParser parser) {
        double[] numbers = new double[16];
        int n = 0;
        List<Datum> items = new ArrayList<>();
        boolean plain = true;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw new AssertionError("the parser accepted an array without an end");
            }
            Datum item = value(parser, token);
            if (plain && item instanceof Datum.Decimal d && isExact(d)) {
                if (n == numbers.length) {
                    numbers = Arrays.copyOf(numbers, 2 * n);
                }
                numbers[n++] = d.value();
                continue;
            }
            if (plain) {
                for (int i = 0; i < n; i++) {
                    items.add(new Datum.Decimal(numbers[i]));
                }
                plain = false;
            }
            items.add(item);
        }
        if (plain) {
            return new Datum.Vector(Arrays.copyOf(numbers, n));
        }
        if (items.stream().allMatch(Datum.Vector.class::isInstance)) {
            return new Datum.Matrix(
                    items.stream().map(i -> ((Datum.Vector) i).values()).toArray(double[][]::new));
        }
        return new Datum.Items(items);
    }

    /** An integer beyond 2⁵³ keeps its digits: a {@code long} parameter gets them all. */
    private static boolean isExact(Datum.Decimal d) {
        return Math.abs(d.value()) < LARGEST_EXACT || d.text().matches(".*[.eEfN].*");
    }

    private static Datum object(JsonParser parser) {
        Map<String, Datum> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            fields.put(name, value(parser, parser.nextToken()));
        }
        return new Datum.Fields(fields);
    }

    /** Returns a tree of maps, lists, arrays, numbers, booleans, strings and nulls as JSON, maps over several lines. */
    static String write(Object tree) {
        StringBuilder s = new StringBuilder();
        write(tree, "", s);
        return s.append('\n').toString();
    }

    private static void write(@Nullable Object tree, String indent, StringBuilder s) {
        switch (tree) {
            case null -> s.append("null");
            case Map<?, ?> map -> {
                String deeper = indent + "  ";
                String separator = "{\n";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    s.append(separator).append(deeper);
                    quote(String.valueOf(entry.getKey()), s);
                    s.append(": ");
                    write(entry.getValue(), deeper, s);
                    separator = ",\n";
                }
                s.append(map.isEmpty() ? "{}" : "\n" + indent + "}");
            }
            case List<?> list -> {
                s.append('[');
                String separator = "";
                for (Object item : list) {
                    s.append(separator);
                    write(item, indent + "  ", s);
                    separator = ", ";
                }
                s.append(']');
            }
            case double[][] rows -> {
                String separator = "[\n" + indent + "  ";
                for (double[] row : rows) {
                    s.append(separator);
                    write(row, indent, s);
                    separator = ",\n" + indent + "  ";
                }
                s.append(rows.length == 0 ? "[]" : "\n" + indent + "]");
            }
            case double[] row -> {
                s.append('[');
                for (int i = 0; i < row.length; i++) {
                    s.append(i == 0 ? "" : ", ");
                    write(row[i], indent, s);
                }
                s.append(']');
            }
            case Double d when d.isNaN() || d.isInfinite() -> quote(d.toString(), s);
            case Double d -> s.append(Numerals.of(d));
            case Float f when f.isNaN() || f.isInfinite() -> quote(f.toString(), s);
            case Number n -> s.append(n);
            case Boolean b -> s.append(b);
            default -> quote(tree.toString(), s);
        }
    }

    private static void quote(String text, StringBuilder s) {
        s.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> s.append("\\\"");
                case '\\' -> s.append("\\\\");
                case '\n' -> s.append("\\n");
                case '\t' -> s.append("\\t");
                case '\r' -> s.append("\\r");
                default -> {
                    if (c < ' ') {
                        s.append(String.format("\\u%04x", (int) c));
                    } else {
                        s.append(c);
                    }
                }
            }
        }
        s.append('"');
    }
}
