package org.wengert.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was given on the command line or in a file, before {@link Binding} fits it to the type of a parameter.
 *
 * <pre>
 * Datum = Decimal | Truth | Text | Missing | Vector | Matrix | Table | Items | Fields
 * </pre>
 */
sealed interface Datum {
    /**
     * A number.
     *
     * @param value the nearest double
     * @param text as it was written: an integer beyond 2⁵³ is exact here alone
     */
    record Decimal(double value, String text) implements Datum {
        Decimal(double value) {
            this(value, Numerals.of(value));
        }

        /** Returns whether the number as it was written is beyond the range of a double. */
        boolean isBeyondRange() {
            return Double.isInfinite(value) && !text.endsWith("Infinity");
        }
    }

    /** A boolean. */
    record Truth(boolean value) implements Datum {}

    /** A string. */
    record Text(String value) implements Datum {}

    /** JSON's null. */
    record Missing() implements Datum {}

    /** Numbers in order, each exact as a double. */
    record Vector(double[] values) implements Datum {}

    /** Rows of numbers, not necessarily of one length. */
    record Matrix(double[][] rows) implements Datum {}

    /**
     * Rows of numbers from a CSV file, of one length each.
     *
     * @param columns the header; empty where there is none
     */
    record Table(List<String> columns, double[][] rows) implements Datum {
        /** Returns the numbers: a vector where there is one column or one row, a matrix elsewhere. */
        Datum numbers() {
            if (rows.length == 1) {
                return new Vector(rows[0]);
            }
            if (rows.length > 0 && rows[0].length == 1) {
                double[] column = new double[rows.length];
                for (int i = 0; i < column.length; i++) {
                    column[i] = rows[i][0];
                }
                return new Vector(column);
            }
            return new Matrix(rows);
        }

        /**
         * Returns what each column holds, under its name; the header must be there.
         *
         * @param asVectors whether one row is columns of one number each; else it is numbers
         */
        Map<String, Datum> fields(boolean asVectors) {
            requireDistinctColumns();
            Map<String, Datum> fields = new LinkedHashMap<>();
            for (int j = 0; j < columns.size(); j++) {
                double[] column = new double[rows.length];
                for (int i = 0; i < column.length; i++) {
                    column[i] = rows[i][j];
                }
                fields.put(
                        columns.get(j), column.length == 1 && !asVectors ? new Decimal(column[0]) : new Vector(column));
            }
            return fields;
        }

        /** Returns the rows as objects, one for each; the header must be there. */
        Items objects() {
            requireDistinctColumns();
            List<Datum> items = new ArrayList<>();
            for (double[] row : rows) {
                Map<String, Datum> fields = new LinkedHashMap<>();
                for (int j = 0; j < row.length; j++) {
                    fields.put(columns.get(j), new Decimal(row[j]));
                }
                items.add(new Fields(fields));
            }
            return new Items(items);
        }

        /** Refuses a header that names two columns alike: one of them would be lost. */
        private void requireDistinctColumns() {
            for (String column : columns) {
                if (columns.indexOf(column) != columns.lastIndexOf(column)) {
                    throw new WrongInput("The table has two columns with the name " + column + "; rename one of them.");
                }
            }
        }
    }

    /**
     * A JSON array of anything else, or a table with cells that are no numbers.
     *
     * @param notNumbers why a table is none of numbers; null for an array
     */
    record Items(List<Datum> items, @Nullable String notNumbers) implements Datum {
        Items(List<Datum> items) {
            this(items, null);
        }
    }

    /** A JSON object, in the order of the file. */
    record Fields(Map<String, Datum> fields) implements Datum {}

    /** Returns what this is, as a phrase that follows “is”: {@code an array of 3 numbers}. */
    default String phrase() {
        return switch (this) {
            case Decimal d -> "the number " + d.text();
            case Truth t -> "the boolean " + t.value();
            case Text t -> "the text “" + abbreviated(t.value()) + "”";
            case Missing _ -> "null";
            case Vector v -> "an array of " + Words.count(v.values().length, "number");
            case Matrix m -> "an array of " + Words.count(m.rows().length, "row") + shape(m.rows());
            case Table t -> "a table of " + Words.count(t.rows().length, "row") + shape(t.rows());
            case Items i -> "an array of " + Words.count(i.items().size(), "item");
            case Fields f -> "an object with " + Words.list(f.fields().keySet());
        };
    }

    private static String shape(double[][] rows) {
        for (double[] row : rows) {
            if (row.length != rows[0].length) {
                return " of different lengths";
            }
        }
        return rows.length == 0 ? "" : " of " + Words.count(rows[0].length, "number");
    }

    private static String abbreviated(String s) {
        return s.length() <= 40 ? s : s.substring(0, 39) + "…";
    }
}
