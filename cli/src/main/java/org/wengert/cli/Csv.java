package org.wengert.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values. A first row without a number is a header. A table with other cells below its header is a list of
 * objects, one for each row; without a header every cell must be a number.
 */
final class Csv {
    private static final Pattern LIKE_A_NUMBER = Pattern.compile("[+-]?\\.?\\d");
    private static final Pattern SEPARATED = Pattern.compile("[^;\\s]+(\\s*;\\s*|\\s+)[^;\\s].*");

    private Csv() {}

    /** Returns what a file holds. */
    static Datum read(Path file, String name) {
        List<CsvRecord> records = new ArrayList<>();
        // Rows of different lengths are told apart below, with a better sentence.
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .skipEmptyLines(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(file)) {
            reader.forEach(records::add);
        } catch (IOException e) {
            throw new WrongInput("Cannot read " + name + ": " + Console.reason(e) + ".");
        } catch (UncheckedIOException e) {
            throw new WrongInput(
                    "Cannot read " + name + ": " + Console.reason(Objects.requireNonNull(e.getCause())) + ".");
        } catch (CsvParseException e) {
            throw new WrongInput("Cannot read " + name + " after line "
                    + (records.isEmpty() ? 0 : records.getLast().getStartingLineNumber()) + ": " + e.getMessage()
                    + ".");
        }
        if (records.isEmpty()) {
            throw new WrongInput(name + " is empty; it should hold rows of numbers.");
        }
        List<String> header = isHeader(records.getFirst(), name)
                ? records.removeFirst().getFields().stream().map(String::strip).toList()
                : List.of();
        if (records.isEmpty()) {
            throw new WrongInput(name + " holds a header (" + String.join(", ", header) + ") and no rows of numbers.");
        }
        int columns = records.getFirst().getFieldCount();
        for (CsvRecord record : records) {
            if (record.getFieldCount() != columns || !header.isEmpty() && header.size() != columns) {
                throw new WrongInput(name + ":" + record.getStartingLineNumber() + ": this row has "
                        + Words.count(record.getFieldCount(), "value") + ", but the "
                        + (header.isEmpty() ? "first row" : "header") + " has "
                        + (header.isEmpty() ? columns : header.size()) + ".");
            }
        }
        String notNumbers = null;
        double[][] rows = new double[records.size()][columns];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns; j++) {
                String cell = records.get(i).getField(j);
                long line = records.get(i).getStartingLineNumber();
                Datum.Decimal d = number(cell);
                if (d == null && header.isEmpty()) {
                    throw new WrongInput(name + ":" + line + ": " + complaint(cell, j) + ".");
                }
                if (d == null && notNumbers == null) {
                    notNumbers = "in line " + line + " of " + name + " " + complaint(cell, j);
                } else if (d != null && d.isBeyondRange()) {
                    throw new WrongInput(name + ":" + line + ": the number " + d.text() + " in column " + (j + 1)
                            + " is beyond the range of a double; write Infinity where that is meant.");
                } else if (d != null) {
                    rows[i][j] = d.value();
                }
            }
        }
        return notNumbers == null
                ? new Datum.Table(header, rows)
                : new Datum.Items(objects(header, records, name), notNumbers);
    }

    /**
     * Returns whether the first row holds names. A row of both numbers and other cells is refused: as a header its numbers
     * would be lost.
     */
    private static boolean isHeader(CsvRecord first, String name) {
        boolean hasNumber = first.getFields().stream().anyMatch(c -> number(c) != null);
        for (int j = 0; j < first.getFieldCount(); j++) {
            String cell = first.getField(j);
            boolean isName = number(cell) == null;
            if (isName && (hasNumber || LIKE_A_NUMBER.matcher(cell.strip()).lookingAt())) {
                throw new WrongInput(name + ":" + first.getStartingLineNumber() + ": " + complaint(cell, j)
                        + ", and the row is no header, since "
                        + (hasNumber ? "it holds numbers too." : "a name does not begin with a digit."));
            }
        }
        return !hasNumber;
    }

    private static String complaint(String cell, int column) {
        return (cell.isBlank() ? "the cell" : "“" + cell + "”") + " in column " + (column + 1)
                + (cell.isBlank() ? " is empty" : " is not a number")
                + (SEPARATED.matcher(cell.strip()).matches() ? " (cells are separated by commas)" : "");
    }

    private static List<Datum> objects(List<String> header, List<CsvRecord> records, String name) {
        List<Datum> items = new ArrayList<>();
        for (CsvRecord record : records) {
            Map<String, Datum> fields = new LinkedHashMap<>();
            for (int j = 0; j < header.size(); j++) {
                Datum.Decimal d = number(record.getField(j));
                Datum cell = d != null ? d : new Datum.Text(record.getField(j));
                if (fields.put(header.get(j), cell) != null) {
                    throw new WrongInput(
                            name + " has two columns with the name " + header.get(j) + "; rename one of them.");
                }
            }
            items.add(new Datum.Fields(fields));
        }
        return items;
    }

    private static Datum.@Nullable Decimal number(String cell) {
        return Numerals.parse(cell.strip());
    }

    /** Returns rows as CSV. */
    static String write(List<List<String>> rows) {
        StringWriter s = new StringWriter();
        try (CsvWriter writer =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(s)) {
            rows.forEach(writer::writeRecord);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return s.toString();
    }
}
