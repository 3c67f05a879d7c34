package org.wengert.learn;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** How numbers and indices are written for people. */
final class Notation {
    private Notation() {}

    /** Returns an integer in subscript digits: {@code ₋₁}. */
    static String subscript(int n) {
        StringBuilder s = new StringBuilder();
        for (char c : Integer.toString(n).toCharArray()) {
            s.append(c == '-' ? '₋' : (char) ('₀' + (c - '0')));
        }
        return s.toString();
    }

    /**
     * Returns a number with at most so many decimals, rounded to nearest, without zeros at its end; as m·10ᵉ with as many
     * decimals in m where that would hide it or be longer than twelve digits. The sign is the minus sign of mathematics.
     */
    static String number(double x, int decimals) {
        if (Double.isNaN(x)) {
            return "NaN";
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? "∞" : "−∞";
        }
        if (x == 0) {
            return "0";
        }
        double magnitude = Math.abs(x);
        BigDecimal exact = new BigDecimal(magnitude);
        String text;
        if (magnitude >= 1e9 || magnitude < 0.5 * Math.pow(10, 1 - decimals)) {
            BigDecimal rounded = exact.round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
            int exponent = rounded.precision() - rounded.scale() - 1;
            String mantissa =
                    rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
            text = mantissa + "e" + (exponent < 0 ? "−" : "") + Math.abs(exponent);
        } else {
            text = exact.setScale(decimals, RoundingMode.HALF_EVEN)
                    .stripTrailingZeros()
                    .toPlainString();
        }
        return x < 0 ? "−" + text : text;
    }

    /** Returns a count with commas between thousands. */
    static String count(long n) {
        String digits = Long.toString(n);
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                s.append(',');
            }
            s.append(digits.charAt(i));
        }
        return s.toString();
    }

    /** Returns how many columns of a terminal a text takes; letters with a mark above them are one. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.getType(text.charAt(i)) != Character.NON_SPACING_MARK) {
                width++;
            }
        }
        return width;
    }

    /** Returns the text with spaces behind it up to a width. */
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** Returns a text as a JSON string. */
    static String quoted(String text) {
        StringBuilder s = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> s.append("\\\"");
                case '\\' -> s.append("\\\\");
                case '\n' -> s.append("\\n");
                default -> {
                    if (c < ' ') {
                        s.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                    } else {
                        s.append(c);
                    }
                }
            }
        }
        return s.append('"').toString();
    }

    /** Returns a number as JSON that reads back to the same bits; NaN and ∞, which JSON lacks, as strings. */
    static String json(double x) {
        return Double.isFinite(x) ? Double.toString(x) : quoted(Double.toString(x));
    }
}
