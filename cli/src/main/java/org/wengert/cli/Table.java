package org.wengert.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns, the first column and words to the left, numbers to the right. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> left = new ArrayList<>();

    /** Adds a column. */
    Table column(String header, boolean isLeft) {
        if (rows.isEmpty()) {
            rows.add(new ArrayList<>());
        }
        rows.getFirst().add(header);
        left.add(isLeft);
        return this;
    }

    /** Adds a row. */
    void row(List<String> cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        int[] widths = new int[left.size()];
        for (List<String> row : rows) {
            for (int j = 0; j < widths.length; j++) {
                widths[j] = Math.max(widths[j], width(row.get(j)));
            }
        }
        StringBuilder s = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < widths.length; j++) {
                String pad = " ".repeat(widths[j] - width(row.get(j)));
                line.append(j == 0 ? "" : "  ").append(left.get(j) ? row.get(j) + pad : pad + row.get(j));
            }
            s.append(line.toString().stripTrailing()).append('\n');
        }
        return s.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
