package org.wengert.learn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Trace} as rows and columns: text, Markdown, JSON. */
final class TraceTable {
    private static final int TAIL = 5;
    private static final int SUMS = 6;

    private final Trace trace;
    private final View view;
    private final double @Nullable [] tangents;
    private final @Nullable Adjoints adjoints;

    /** A row, or where {@code cells} has one element, a remark in a row's place. */
    private record Row(List<String> cells) {}

    TraceTable(Trace trace, View view) {
        this.trace = trace;
        this.view = view;
        this.tangents = trace.inputs().isEmpty() ? null : trace.tangents(view.input());
        this.adjoints = trace.outputs().isEmpty() ? null : trace.adjoints(view.output());
    }

    private String number(double x) {
        return Notation.number(x, view.decimals());
    }

    /** Returns the heads of the columns. */
    private List<String> heads() {
        List<String> heads = new ArrayList<>(List.of("", "step", "value"));
        if (tangents != null) {
            heads.add("v\u0307 = ∂v/∂"
                    + trace.inputs().get(view.input()).operation().name());
        }
        if (adjoints != null) {
            heads.add("v\u0304 = ∂" + trace.outputs().get(view.output()).name() + "/∂v");
        }
        heads.add("line");
        return heads;
    }

    private List<Row> rows() {
        List<Step> steps = trace.steps();
        int inputs = trace.inputs().size();
        List<Row> rows = new ArrayList<>();
        int shownInputs = view.limit() >= steps.size() ? inputs : Math.min(inputs, Math.max(1, view.limit() / 4));
        for (int i = 0; i < shownInputs; i++) {
            rows.add(row(steps.get(i)));
        }
        if (shownInputs < inputs) {
            rows.add(new Row(List.of("… " + Notation.count(inputs - shownInputs) + " more inputs")));
        }
        int computed = steps.size() - inputs;
        int left = view.limit() - shownInputs;
        if (computed <= left) {
            for (int i = inputs; i < steps.size(); i++) {
                rows.add(row(steps.get(i)));
            }
        } else {
            int tail = Math.min(TAIL, Math.max(1, left / 2));
            int head = Math.max(0, left - tail);
            for (int i = 0; i < head; i++) {
                rows.add(row(steps.get(inputs + i)));
            }
            rows.add(new Row(List.of("… " + Notation.count(computed - head - tail) + " more steps")));
            for (int i = steps.size() - tail; i < steps.size(); i++) {
                rows.add(row(steps.get(i)));
            }
        }
        return rows;
    }

    private Row row(Step v) {
        List<String> cells = new ArrayList<>();
        cells.add(v.label());
        cells.add(formula(v));
        cells.add(number(v.value()));
        if (tangents != null) {
            cells.add(number(tangents[trace.index(v)]));
        }
        if (adjoints != null) {
            cells.add(sums(adjoints.sums(v)));
        }
        StackTraceElement source = v.source();
        cells.add(
                source == null || source.getFileName() == null
                        ? ""
                        : source.getFileName() + ":" + source.getLineNumber());
        return new Row(cells);
    }

    private String formula(Step v) {
        List<String> texts = new ArrayList<>();
        for (Operand operand : v.operands()) {
            texts.add(operand instanceof Operand.Constant c ? number(c.number()) : operand.text());
        }
        return v.operation().formula(texts);
    }

    /** Returns what an adjoint went through: {@code −0.284 then 1.716}. */
    private String sums(List<Double> sums) {
        if (sums.isEmpty()) {
            return "0";
        }
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < sums.size(); i++) {
            if (sums.size() > SUMS && i == 2) {
                s.append(" then … (").append(Notation.count(sums.size())).append(" terms)");
                i = sums.size() - 1;
            }
            s.append(i == 0 ? "" : " then ").append(number(sums.get(i)));
        }
        return s.toString();
    }

    /** Returns what comes below the rows: results and gradient. */
    private List<String> foot() {
        List<String> lines = new ArrayList<>();
        int shown = Math.min(trace.outputs().size(), Math.max(1, view.limit() / 4));
        for (Trace.Output y : trace.outputs().subList(0, shown)) {
            lines.add(y.name() + " = "
                    + (y.origin() instanceof Operand.Of of
                            ? of.step().label() + " = " + number(y.value())
                            : number(y.value()) + ", whatever the inputs are"));
        }
        if (shown < trace.outputs().size()) {
            lines.add("… " + Notation.count(trace.outputs().size() - shown) + " more outputs");
        }
        if (adjoints != null && !trace.inputs().isEmpty()) {
            String y = trace.outputs().get(view.output()).name();
            int inputs = Math.min(trace.inputs().size(), Math.max(1, view.limit() / 4));
            List<String> partials = new ArrayList<>();
            for (Step x : trace.inputs().subList(0, inputs)) {
                partials.add("∂" + y + "/∂" + x.operation().name() + " = " + number(adjoints.of(x)));
            }
            if (inputs < trace.inputs().size()) {
                partials.add("…");
            }
            lines.add(String.join("   ", partials));
        }
        return lines;
    }

    String text() {
        List<String> heads = heads();
        List<Row> rows = rows();
        int columns = heads.size();
        int[] widths = new int[columns];
        int[] beforePoint = new int[columns];
        int[] afterPoint = new int[columns];
        for (Row row : rows) {
            for (int c = 0; c < columns && row.cells.size() > 1; c++) {
                String cell = row.cells.get(c);
                widths[c] = Math.max(widths[c], Notation.width(cell));
                int point = point(cell);
                beforePoint[c] = Math.max(beforePoint[c], point);
                afterPoint[c] = Math.max(afterPoint[c], cell.length() - point);
            }
        }
        for (int c = 0; c < columns; c++) {
            if (isNumeric(c)) {
                widths[c] = beforePoint[c] + afterPoint[c];
            }
            widths[c] = Math.max(widths[c], Notation.width(heads.get(c)));
        }
        StringBuilder s = new StringBuilder();
        s.append(trace.function()).append("\n\n");
        line(s, heads, widths);
        boolean inputs = true;
        for (Row row : rows) {
            if (row.cells.size() == 1) {
                s.append("  ").append(row.cells.get(0)).append('\n');
                continue;
            }
            if (inputs && !isInput(row)) {
                inputs = false;
                if (!trace.inputs().isEmpty()) {
                    s.append("  ").append("─".repeat(width(widths))).append('\n');
                }
            }
            List<String> aligned = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                String cell = row.cells.get(c);
                aligned.add(isNumeric(c) ? " ".repeat(beforePoint[c] - point(cell)) + cell : cell);
            }
            line(s, aligned, widths);
        }
        s.append('\n');
        for (String line : foot()) {
            s.append("  ").append(line).append('\n');
        }
        return s.toString();
    }

    private static int width(int[] widths) {
        int width = 3 * (widths.length - 1);
        for (int w : widths) {
            width += w;
        }
        return width;
    }

    private boolean isInput(Row row) {
        String label = row.cells.get(0);
        return label.equals("v₀") || label.startsWith("v₋");
    }

    private boolean isNumeric(int column) {
        return column == 2 || (column == 3 && tangents != null);
    }

    /** Returns where the decimal point of a number is, or would be. */
    private static int point(String number) {
        int end = number.indexOf('e') < 0 ? number.length() : number.indexOf('e');
        int point = number.indexOf('.');
        return point < 0 ? end : point;
    }

    private static void line(StringBuilder s, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("  ");
        for (int c = 0; c < cells.size(); c++) {
            line.append(Notation.pad(cells.get(c), widths[c])).append("   ");
        }
        s.append(line.toString().stripTrailing()).append('\n');
    }

    String markdown() {
        List<String> heads = heads();
        StringBuilder s = new StringBuilder();
        s.append('`').append(trace.function()).append("`\n\n");
        s.append("| ").append(String.join(" | ", heads)).append(" |\n|");
        for (int c = 0; c < heads.size(); c++) {
            s.append(isNumeric(c) ? "---:|" : "---|");
        }
        s.append('\n');
        for (Row row : rows()) {
            s.append('|');
            for (int c = 0; c < heads.size(); c++) {
                s.append(' ')
                        .append(c < row.cells.size() ? row.cells.get(c).replace("|", "\\|") : "")
                        .append(" |");
            }
            s.append('\n');
        }
        s.append('\n');
        for (String line : foot()) {
            s.append("- ").append(line).append('\n');
        }
        return s.toString();
    }

    String json() {
        StringBuilder s = new StringBuilder();
        s.append("{\n  \"function\": ").append(Notation.quoted(trace.function()));
        if (tangents != null) {
            s.append(",\n  \"tangentOf\": ")
                    .append(Notation.quoted(
                            trace.inputs().get(view.input()).operation().name()));
        }
        if (adjoints != null) {
            s.append(",\n  \"adjointOf\": ")
                    .append(Notation.quoted(trace.outputs().get(view.output()).name()));
        }
        s.append(",\n  \"steps\": [");
        String separator = "\n";
        for (Step v : trace.steps()) {
            s.append(separator).append("    ");
            json(s, v);
            separator = ",\n";
        }
        s.append("\n  ],\n  \"outputs\": [");
        separator = "\n";
        for (Trace.Output y : trace.outputs()) {
            s.append(separator)
                    .append("    {\"name\": ")
                    .append(Notation.quoted(y.name()))
                    .append(", \"value\": ");
            s.append(Notation.json(y.value()));
            if (y.origin() instanceof Operand.Of of) {
                s.append(", \"step\": ").append(of.step().number());
            }
            s.append('}');
            separator = ",\n";
        }
        return s.append("\n  ]\n}\n").toString();
    }

    private void json(StringBuilder s, Step v) {
        s.append("{\"number\": ").append(v.number());
        s.append(v.isInput() ? ", \"input\": " : ", \"operation\": ")
                .append(Notation.quoted(v.operation().key()));
        s.append(", \"value\": ").append(Notation.json(v.value()));
        if (!v.isInput()) {
            s.append(", \"formula\": ").append(Notation.quoted(v.formula())).append(", \"operands\": [");
            for (int i = 0; i < v.operands().size(); i++) {
                s.append(i == 0 ? "" : ", ");
                switch (v.operands().get(i)) {
                    case Operand.Of of ->
                        s.append("{\"step\": ")
                                .append(of.step().number())
                                .append(", \"partial\": ")
                                .append(Notation.json(v.partial(i)))
                                .append('}');
                    case Operand.Constant c ->
                        s.append("{\"constant\": ")
                                .append(Notation.json(c.number()))
                                .append('}');
                }
            }
            s.append(']');
        }
        if (tangents != null) {
            s.append(", \"tangent\": ").append(Notation.json(tangents[trace.index(v)]));
        }
        if (adjoints != null) {
            s.append(", \"adjoint\": ").append(Notation.json(adjoints.of(v)));
            List<Double> sums = adjoints.sums(v);
            if (sums.size() > 1) {
                s.append(", \"sums\": [");
                for (int i = 0; i < sums.size(); i++) {
                    s.append(i == 0 ? "" : ", ").append(Notation.json(sums.get(i)));
                }
                s.append(']');
            }
        }
        StackTraceElement source = v.source();
        if (source != null) {
            s.append(", \"class\": ").append(Notation.quoted(source.getClassName()));
            s.append(", \"method\": ").append(Notation.quoted(source.getMethodName()));
            if (source.getFileName() != null) {
                s.append(", \"file\": ").append(Notation.quoted(source.getFileName()));
                s.append(", \"line\": ").append(source.getLineNumber());
            }
        }
        s.append('}');
    }
}
