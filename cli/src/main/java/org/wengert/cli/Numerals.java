package org.wengert.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as text: the shortest that reads back to the same bits. */
final class Numerals {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(NaN|nan|Infinity|inf|(\\d[\\d_]*\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?[dDfFlL]?)");

    private Numerals() {}

    /** Returns the shortest text for x: {@code 2}, {@code 0.1}, {@code 1e300}. */
    static String of(double x) {
        String s = Double.toString(x);
        if (s.endsWith(".0")) {
            return s.substring(0, s.length() - 2);
        }
        return s.replace(".0E", "e").replace('E', 'e');
    }

    /** Returns x with three significant digits, for deviations. */
    static String rough(double x) {
        return x == 0 || Double.isNaN(x) || Double.isInfinite(x) ? of(x) : String.format(Locale.ROOT, "%.1e", x);
    }

    /** Returns the number that a word is in Java's syntax, or as NumPy writes nan and inf; null if it is none. */
    static Datum.@Nullable Decimal parse(String word) {
        if (!NUMBER.matcher(word).matches()) {
            return null;
        }
        String digits = word.replace("_", "");
        char last = digits.charAt(digits.length() - 1);
        if (digits.endsWith("nan")) {
            return new Datum.Decimal(Double.NaN);
        }
        if (digits.endsWith("inf")) {
            return new Datum.Decimal(digits.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        boolean special = digits.endsWith("NaN") || digits.endsWith("Infinity");
        if (!special && "dDfFlL".indexOf(last) >= 0) {
            digits = digits.substring(0, digits.length() - 1);
        }
        return new Datum.Decimal(Double.parseDouble(digits), digits.startsWith("+") ? digits.substring(1) : digits);
    }
}
