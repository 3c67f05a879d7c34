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
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values. A first row with a cell that is no number is a header. A table with other cells below its header is a
 * list of objects, one for each row; without a header every cell must be a number.
 */
final class Csv {
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
        List<String> header = records.getFirst().getFields().stream().anyMatch(c -> number(c) == null)
                ? records.removeFirst().getFields().stream().map(String::strip).toList()
                : List.of();
        int columns = records.isEmpty() ? 0 : records.getFirst().getFieldCount();
        for (CsvRecord record : records) {
            if (record.getFieldCount() != columns || !header.isEmpty() && header.size() != columns) {
                throw new WrongInput(name + ":" + record.getStartingLineNumber() + ": this row has "
                        + Words.count(record.getFieldCount(), "value") + ", but the "
                        + (header.isEmpty() ? "first row" : "header") + " has "
                        + (header.isEmpty() ? columns : header.size()) + ".");
            }
        }
        boolean numeric = true;
        double[][] rows = new double[records.size()][columns];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns; j++) {
                String cell = records.get(i).getField(j);
                Datum.Decimal d = number(cell);
                if (d != null) {
                    rows[i][j] = d.value();
                } else if (header.isEmpty()) {
                    throw new WrongInput(name + ":" + records.get(i).getStartingLineNumber() + ": “" + cell
                            + "” in column " + (j + 1) + " is not a number.");
                } else {
                    numeric = false;
                }
            }
        }
        return numeric ? new Datum.Table(header, rows) : objects(header, records, name);
    }

    private static Datum objects(List<String> header, List<CsvRecord> records, String name) {
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
        return new Datum.Items(items);
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
