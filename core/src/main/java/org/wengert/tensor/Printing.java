package org.wengert.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Tensors as text, as NumPy prints arrays: aligned columns, at most 8 digits after the point, dots in the middle of what is long. */
final class Printing {
    private static final String PREFIX = "tensor(";
    private static final int LINE_WIDTH = 75;
    /** Above this size the middle is left out. */
    private static final int MOST = 1000;
    /** What is shown at either end of an axis then. */
    private static final int EDGE = 3;

    private static final String LEFT_OUT = "...";
    private static final int LEFT_OUT_PLACE = -1;
    private static final int DIGITS = 8;

    private final Shape shape;
    private final int[] strides;
    private final boolean isSummary;
    private IntFunction<String> text = Integer::toString;

    private Printing(Shape shape) {
        this.shape = shape;
        this.strides = shape.strides();
        this.isSummary = shape.size() > MOST;
    }

    static String of(Tensor x) {
        if (x.isSymbolic()) {
            return PREFIX + Elementwise.text(x) + ", without a value while its function is traced)";
        }
        Printing p = new Printing(x.shape());
        String elements = x.size() == 0 ? "[]" : p.elements(x.storage());
        String more = p.more(x.dtype());
        if (more.isEmpty()) {
            return PREFIX + elements + ")";
        }
        String text = PREFIX + elements + ",";
        int lastLine = text.length() - (text.lastIndexOf('\n') + 1);
        boolean isFull = lastLine + more.length() + 2 > LINE_WIDTH;
        return text + (isFull ? "\n" + " ".repeat(PREFIX.length()) : " ") + more + ")";
    }

    /** Returns what the elements do not tell: the shape if they are not all there to be counted, the type if it is not that of such a Java literal. */
    private String more(DType dtype) {
        boolean isEmpty = shape.size() == 0;
        String extents = isSummary || isEmpty && shape.rank() > 1 ? "shape=" + shape : "";
        boolean isImplied = dtype == DType.FLOAT64 || dtype == DType.INT64 || dtype == DType.BOOL;
        String type = isImplied && !isEmpty ? "" : "dtype=" + dtype;
        return extents + (extents.isEmpty() || type.isEmpty() ? "" : ", ") + type;
    }

    private String elements(Storage s) {
        text = format(s, shown(0, 0).toArray());
        return part(0, 0, " ".repeat(PREFIX.length() + 1), LINE_WIDTH - 1);
    }

    /** Returns the places along an axis that are shown, with a place of −1 for what is left out. */
    private int[] places(int axis) {
        int n = shape.extent(axis);
        return isSummary && n > 2 * EDGE
                ? IntStream.concat(
                                IntStream.concat(IntStream.range(0, EDGE), IntStream.of(LEFT_OUT_PLACE)),
                                IntStream.range(n - EDGE, n))
                        .toArray()
                : IntStream.range(0, n).toArray();
    }

    /** Returns where the elements are that are shown. */
    private IntStream shown(int axis, int at) {
        return axis == shape.rank()
                ? IntStream.of(at)
                : IntStream.of(places(axis))
                        .filter(i -> i != LEFT_OUT_PLACE)
                        .flatMap(i -> shown(axis + 1, at + i * strides[axis]));
    }

    // ------------------------------------------------------------------ brackets and lines

    /** Returns a part of the tensor in brackets; its first line stands behind an indent. */
    private String part(int axis, int at, String indent, int width) {
        if (axis == shape.rank()) {
            return text.apply(at);
        }
        List<String> parts = new ArrayList<>();
        for (int i : places(axis)) {
            parts.add(i == LEFT_OUT_PLACE ? LEFT_OUT : part(axis + 1, at + i * strides[axis], indent + " ", width - 1));
        }
        int inner = shape.rank() - axis - 1;
        return "["
                + (inner == 0 ? lines(parts, indent, width - 1) : String.join("," + "\n".repeat(inner) + indent, parts))
                + "]";
    }

    private static String lines(List<String> words, String indent, int width) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < words.size(); i++) {
            if (line.length() + words.get(i).length() > width && line.length() > indent.length()) {
                lines.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(indent);
            }
            line.append(words.get(i)).append(i < words.size() - 1 ? ", " : "");
        }
        return lines.append(line).substring(indent.length());
    }

    // ------------------------------------------------------------------ elements

    /** Returns how elements are written so that those that are shown stand in columns. */
    private IntFunction<String> format(Storage s, int[] shown) {
        return switch (s) {
            case Storage.Booleans(boolean[] a) -> i -> a[i] ? shape.rank() == 0 ? "True" : " True" : "False";
            case Storage.Longs _, Storage.Ints _ -> {
                int width = IntStream.of(shown)
                        .map(i -> Long.toString(s.getLong(i)).length())
                        .max()
                        .orElse(0);
                yield i -> padded(Long.toString(s.getLong(i)), width);
            }
            case Storage.Doubles _, Storage.Floats _ -> reals(s, shown);
        };
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static IntFunction<String> reals(Storage s, int[] shown) {
        boolean isScientific = isScientific(s, shown);
        int whole = 0;
        int fraction = 0;
        int exponent = 0;
        boolean hasFinite = false;
        int widest = 0; // of what is not finite
        for (int i : shown) {
            double x = s.getDouble(i);
            if (Double.isFinite(x)) {
                Decimal d = Decimal.of(x, s, isScientific);
                whole = Math.max(whole, d.whole.length());
                fraction = Math.max(fraction, d.fraction.length());
                exponent = Math.max(exponent, d.exponent.length());
                hasFinite = true;
            } else {
                widest = Math.max(widest, name(x).length());
            }
        }
        int after = isScientific && hasFinite ? fraction + exponent + 1 : fraction;
        int before = Math.max(whole, widest - after - 1);
        int width = before + 1 + after;
        int left = before;
        int digits = fraction;
        int exponentDigits = exponent;
        return i -> {
            double x = s.getDouble(i);
            return Double.isFinite(x)
                    ? Decimal.inColumn(x, s, isScientific, left, digits, exponentDigits)
                    : Printing.padded(name(x), width);
        };
    }

    private static String name(double x) {
        return Double.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
    }

    /** Tells whether numbers are too large, too small or too different for columns of plain digits. */
    private static boolean isScientific(Storage s, int[] shown) {
        boolean isFloat = s.dtype() == DType.FLOAT32;
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (int i : shown) {
            double x = Math.abs(s.getDouble(i));
            if (Double.isFinite(x) && x != 0) {
                least = Math.min(least, x);
                greatest = Math.max(greatest, x);
            }
        }
        if (greatest == 0) {
            return false;
        }
        double ratio = isFloat ? (float) greatest / (float) least : greatest / least;
        return greatest >= (isFloat ? 1e6 : 1e8) || least < (isFloat ? 1e-4f : 1e-4) || ratio > 1000;
    }

    /** A number in digits: as few as tell it from its neighbours, at most 8 after the point. */
    private record Decimal(String whole, String fraction, String exponent) {
        static Decimal of(double x, Storage s, boolean isScientific) {
            BigDecimal digits = shortest(Math.abs(x), s);
            if (isScientific) {
                return scientific(x, digits.precision() > DIGITS + 1 ? rounded(x, DIGITS + 1) : digits);
            }
            BigDecimal cut = digits.scale() > DIGITS
                    ? new BigDecimal(Math.abs(x)).setScale(DIGITS, RoundingMode.HALF_EVEN)
                    : digits;
            String[] parts = cut.toPlainString().split("\\.", -1);
            return new Decimal(sign(x) + parts[0], parts.length > 1 ? trimmed(parts[1]) : "", "");
        }

        private static Decimal scientific(double x, BigDecimal digits) {
            String all = digits.unscaledValue().toString();
            int power = x == 0 ? 0 : digits.precision() - digits.scale() - 1;
            String exponent = (power < 0 ? "-" : "+") + (Math.abs(power) < 10 ? "0" : "") + Math.abs(power);
            return new Decimal(sign(x) + all.charAt(0), trimmed(all.substring(1)), exponent);
        }

        private static String sign(double x) {
            return Double.doubleToRawLongBits(x) < 0 ? "-" : "";
        }

        private static BigDecimal rounded(double x, int digits) {
            return new BigDecimal(Math.abs(x)).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        }

        private static String trimmed(String digits) {
            return digits.replaceAll("0+$", "");
        }

        private static BigDecimal shortest(double x, Storage s) {
            boolean isFloat = s.dtype() == DType.FLOAT32;
            BigDecimal digits = new BigDecimal(isFloat ? Float.toString((float) x) : Double.toString(x));
            BigDecimal one = digits.round(new MathContext(1)); // Java writes two digits at least
            boolean isSame = isFloat ? one.floatValue() == (float) x : one.doubleValue() == x;
            return isSame ? one : digits;
        }

        /** Returns the number in a column; in that of powers of ten, shorter ones get further digits. */
        static String inColumn(double x, Storage s, boolean isScientific, int before, int after, int exponentDigits) {
            Decimal d = of(x, s, isScientific);
            if (!isScientific) {
                return Printing.padded(d.whole, before) + "." + d.fraction + " ".repeat(after - d.fraction.length());
            }
            if (d.fraction.length() < after) {
                d = scientific(x, rounded(x, after + 1));
            }
            String power = d.exponent.substring(1);
            return Printing.padded(d.whole, before) + "." + d.fraction
                    + "0".repeat(after - d.fraction.length()) + "e" + d.exponent.charAt(0)
                    + "0".repeat(Math.max(0, exponentDigits - 1 - power.length())) + power;
        }
    }
}
