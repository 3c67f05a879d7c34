package org.wengert.language;

import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.text.NumberFormat;
import java.text.ParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Formatter;
import java.util.Locale;
import java.util.Scanner;
import java.util.stream.Stream;

/** Strings. */
class TextsTest extends Constructs {
    @Override
    String area() {
        return "Text";
    }

    @Construct(value = "concatenation with active numbers", code = "String label = \"x = \" + x + \", \" + y;")
    void concatenation() {
        differentiates(
                (x, y) -> {
                    String label = "x = " + x + ", " + y;
                    label += 'c' + 1L + "";
                    return label.isEmpty() ? 0 : x * y;
                },
                (x, y) -> x.times(y));
    }

    @Construct(value = "text blocks", code = "\"\"\"")
    void textBlocks() {
        differentiates(
                (x, y) -> {
                    String table = """
                            one
                            two \
                            three
                            """;
                    return x * table.lines().count() * y;
                },
                (x, y) -> x.times(2).times(y));
    }

    @Construct(value = "`StringBuilder`", code = "log.append(\"step \").append(i).append(\": \").append(z)")
    void stringBuilder() {
        differentiates(
                (x, y) -> {
                    StringBuilder log = new StringBuilder();
                    double z = x;
                    for (int i = 0; i < 3; i++) {
                        z = z * y + 1;
                        log.append("step ").append(i).append(": ").append(z).append('\n');
                    }
                    return log.indexOf("step 2") > 0 && log.toString().startsWith("step 0") ? z : 0;
                },
                (x, y) -> x.times(y).plus(1).times(y).plus(1).times(y).plus(1));
    }

    @Construct(value = "`String.format`, `formatted`", code = "String.format(Locale.ROOT, \"%.3f\", x)")
    void format() {
        differentiates(
                (x, y) -> {
                    String s = String.format(Locale.ROOT, "%.3f", x);
                    return s.length() == 5 ? x * y * "%s".formatted("abc").length() : 0;
                },
                (x, y) -> x.times(y).times(3));
    }

    @Construct(value = "methods of strings", code = "\"3x^2\".charAt(0) - '0'")
    void methodsOfStrings() {
        differentiates(
                (x, y) -> {
                    int coefficient = "3x^2".charAt(0) - '0';
                    int power = Integer.parseInt("3x^2".substring(3));
                    String[] words = "a,b,c".split(",");
                    return coefficient
                            * Math.pow(x, power)
                            * y
                            * words.length
                            * "ab".repeat(2).indexOf("ba");
                },
                (x, y) -> x.squared().times(y).times(9));
    }

    @Construct(value = "constants parsed from text", code = "Double.parseDouble(\"2.5\")")
    void parsedConstants() {
        differentiates(
                (x, y) -> x * Double.parseDouble("2.5") * y,
                (x, y) -> x.times(y).times(2.5));
    }

    @Construct(value = "an active number read back from text", code = "Double.parseDouble(\"\" + x)")
    void parsedBack() {
        refuses((x, y) -> Double.parseDouble("" + x) * y, "Double.parseDouble(\"\" + x)");
    }

    @Construct(
            value = "an active number read back by `Double.valueOf` from a builder",
            code = "Double.valueOf(s.toString())")
    void parsedBackFromABuilder() {
        refuses(
                (x, y) -> {
                    StringBuilder s = new StringBuilder();
                    s.append(x);
                    return Double.valueOf(s.toString()) * y;
                },
                "Double.valueOf(s.toString())");
    }

    @Construct(value = "a `Formatter` of one's own", code = "new Formatter(Locale.ROOT)")
    void formatter() {
        refuses(
                (x, y) -> {
                    Formatter f = new Formatter(Locale.ROOT);
                    f.format("%.2f", x);
                    return f.toString().length() * x;
                },
                "f.format(");
    }

    @Construct(value = "printing", code = "System.out.print(String.valueOf(x).isEmpty() ? x : \"\");")
    void printing() {
        differentiates(
                (x, y) -> {
                    System.out.print(String.valueOf(x).isEmpty() ? x : "");
                    System.out.printf("");
                    return x / y;
                },
                (x, y) -> x.over(y));
    }

    @Construct(value = "`char` arithmetic over the digits of a constant", code = "n = 10 * n + (c - '0');")
    void digits() {
        differentiates(
                (x, y) -> {
                    int n = 0;
                    for (char c : "1729".toCharArray()) {
                        n = 10 * n + (c - '0');
                    }
                    return x * n + y;
                },
                (x, y) -> x.times(1729).plus(y));
    }

    @Construct(
            value = "an active number read back by a `Scanner`, a `StreamTokenizer`, a `NumberFormat`",
            code = "new Scanner(String.valueOf(x)).nextDouble()")
    void readBack() {
        refuses((x, y) -> new Scanner(String.valueOf(x)).nextDouble() * y, "nextDouble()", "Scanner.nextDouble");
        refuses(
                (x, y) -> {
                    try {
                        StreamTokenizer t = new StreamTokenizer(new StringReader("" + x));
                        t.nextToken();
                        return t.nval * y;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "t.nval",
                "Pass the number itself");
        refuses(
                (x, y) -> {
                    try {
                        return NumberFormat.getInstance(Locale.ROOT)
                                        .parse("" + x) // back
                                        .doubleValue()
                                * y;
                    } catch (ParseException e) {
                        throw new IllegalStateException(e);
                    }
                },
                ".parse(\"\" + x) // back",
                "NumberFormat.parse");
    }

    @Construct(
            value = "an active number read back in a stream",
            code = "Stream.of(\"\" + x).mapToDouble(Double::parseDouble)")
    void readBackInAStream() {
        refuses(
                (x, y) -> Stream.of("" + x).mapToDouble(Double::parseDouble).sum() * y,
                "mapToDouble(Double::parseDouble)");
    }

    @Construct(
            value = "constants parsed from text beside active numbers in boxes",
            code = "default -> stack.push(Double.valueOf(token));")
    void calculator() {
        differentiates(
                (x, y) -> {
                    Deque<Double> stack = new ArrayDeque<>();
                    for (String token : "x y * 2.5 + x *".split(" ")) {
                        switch (token) {
                            case "x" -> stack.push(x);
                            case "y" -> stack.push(y);
                            case "+" -> stack.push(stack.pop() + stack.pop());
                            case "*" -> stack.push(stack.pop() * stack.pop());
                            default -> stack.push(Double.valueOf(token));
                        }
                    }
                    return stack.pop();
                },
                (x, y) -> x.times(y).plus(2.5).times(x));
    }
}
