package org.wengert.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives at a point, ready to be written.
 *
 * @param title the function
 * @param kind what was computed
 * @param value the function's value
 * @param inputs the leaves of the arguments, {@code [n]}
 * @param outputs the leaves of the value, {@code [m]}
 * @param derivatives a gradient as one row, a Jacobian {@code [m, n]} or a Hessian {@code [n, n]}
 * @param arguments those that have leaves, by their names: the gradient has their shapes
 * @param check the comparison with differences, if asked for
 * @param timing how long it takes, if asked for
 */
record Report(
        String title,
        Kind kind,
        Object value,
        List<Leaf> inputs,
        List<Leaf> outputs,
        double[][] derivatives,
        Map<String, Object> arguments,
        Differences.@Nullable Check check,
        @Nullable Timing timing) {
    /** Components and rows shown without --all. */
    private static final int ROWS = 50;
    /** Columns of a matrix shown without --all. */
    private static final int COLUMNS = 12;

    /** What was computed. */
    enum Kind {
        GRADIENT,
        JACOBIAN,
        HESSIAN
    }

    /** Returns the report in a format that is text. */
    String text(Format format, boolean all) {
        return switch (format) {
            case TABLE -> table(all);
            case JSON -> json();
            case CSV -> csv();
            case NPY -> throw new AssertionError("npy is not text");
        };
    }

    // For people.

    private String table(boolean all) {
        StringBuilder s = new StringBuilder(title).append("\n\n");
        if (outputs.size() == 1 && kind != Kind.JACOBIAN) {
            s.append("value  ").append(Numerals.of(outputs.getFirst().value())).append("\n\n");
        }
        switch (kind) {
            case GRADIENT -> s.append(components(all));
            case JACOBIAN -> s.append(matrix("Jacobian", outputs, true, all));
            case HESSIAN -> s.append(matrix("Hessian", inputs, false, all));
        }
        if (check != null) {
            if (kind == Kind.JACOBIAN && !check.agrees()) {
                s.append('\n').append(disagreements(all));
            }
            s.append('\n').append(check.summary()).append('\n');
        }
        if (timing != null) {
            s.append('\n').append("Time: ").append(timing.summary()).append(".\n");
        }
        return s.toString();
    }

    private String components(boolean all) {
        Table table = new Table().column("", true).column("at", false).column("gradient", false);
        if (check != null) {
            table.column("difference", false).column("deviation", false).column("verdict", true);
        }
        int shown = all ? inputs.size() : Math.min(ROWS, inputs.size());
        for (int j = 0; j < shown; j++) {
            List<String> row = new ArrayList<>(
                    List.of(inputs.get(j).name(), Numerals.of(inputs.get(j).value()), Numerals.of(derivatives[0][j])));
            if (check != null) {
                row.add(Numerals.of(check.differences()[0][j]));
                row.add(Numerals.rough(check.deviation(0, j)));
                row.add(check.verdicts()[0][j].toString());
            }
            table.row(row);
        }
        return table + rest(inputs.size() - shown, "component");
    }

    private String matrix(String name, List<Leaf> rows, boolean withValues, boolean all) {
        int shown = all ? rows.size() : Math.min(ROWS, rows.size());
        int columns = all ? inputs.size() : Math.min(COLUMNS, inputs.size());
        Table table = new Table().column(name, true);
        if (withValues) {
            table.column("value", false);
        }
        for (Leaf input : inputs.subList(0, columns)) {
            table.column(input.name(), false);
        }
        for (int i = 0; i < shown; i++) {
            List<String> row = new ArrayList<>(List.of(rows.get(i).name()));
            if (withValues) {
                row.add(Numerals.of(rows.get(i).value()));
            }
            for (int j = 0; j < columns; j++) {
                row.add(Numerals.of(derivatives[i][j]));
            }
            table.row(row);
        }
        return table + rest(rows.size() - shown, "row") + rest(inputs.size() - columns, "column");
    }

    private String disagreements(boolean all) {
        Differences.Check c = Objects.requireNonNull(check);
        Table table = new Table()
                .column("", true)
                .column("derivative", false)
                .column("difference", false)
                .column("deviation", false)
                .column("verdict", true);
        int wrong = 0;
        for (int i = 0; i < outputs.size(); i++) {
            for (int j = 0; j < inputs.size(); j++) {
                Differences.Verdict verdict = c.verdicts()[i][j];
                if (verdict != Differences.Verdict.AGREES
                        && verdict != Differences.Verdict.AT_A_KINK
                        && (wrong++ < ROWS || all)) {
                    table.row(List.of(
                            "∂" + outputs.get(i).name() + "/∂" + inputs.get(j).name(),
                            Numerals.of(derivatives[i][j]),
                            Numerals.of(c.differences()[i][j]),
                            Numerals.rough(c.deviation(i, j)),
                            verdict.toString()));
                }
            }
        }
        return table + rest(all ? 0 : wrong - ROWS, "component");
    }

    private static String rest(int more, String noun) {
        return more <= 0 ? "" : "… " + Words.count(more, "more " + noun) + " (--all shows them)\n";
    }

    // For programs.

    private String json() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("function", title);
        tree.put("value", plain(value));
        switch (kind) {
            case GRADIENT -> {
                tree.put("gradient", gradient());
            }
            case JACOBIAN -> {
                tree.put("rows", outputs.stream().map(Leaf::name).toList());
                tree.put("columns", inputs.stream().map(Leaf::name).toList());
                tree.put("jacobian", derivatives);
            }
            case HESSIAN -> {
                tree.put("columns", inputs.stream().map(Leaf::name).toList());
                tree.put("hessian", derivatives);
            }
        }
        if (check != null) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("agrees", check.agrees());
            part.put("differences", kind == Kind.GRADIENT ? check.differences()[0] : check.differences());
            part.put("tolerances", kind == Kind.GRADIENT ? check.tolerances()[0] : check.tolerances());
            tree.put("check", part);
        }
        if (timing != null) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("primal_ns", timing.primal());
            part.put("derivative_ns", timing.derivative());
            part.put("ratio", timing.ratio());
            tree.put("time", part);
        }
        return Json.write(tree);
    }

    /** The gradient by arguments, each in its argument's shape. */
    private Map<String, @Nullable Object> gradient() {
        Map<String, @Nullable Object> gradient = new LinkedHashMap<>();
        Plain plain = new Plain(derivatives[0]);
        arguments.forEach((name, argument) -> gradient.put(name, plain.of(argument)));
        return gradient;
    }

    /** A tree of what {@link Json} writes. */
    private static @Nullable Object plain(@Nullable Object tree) {
        return new Plain(null).of(tree);
    }

    /** Turns trees into what {@link Json} writes, as they are or with other numbers at their leaves. */
    private static final class Plain {
        private final double @Nullable [] numbers;
        private int next;

        /** With these numbers at the leaves, in order, and null for a constant; null for the trees themselves. */
        Plain(double @Nullable [] numbers) {
            this.numbers = numbers;
        }

        private double leaf(double x) {
            return numbers == null ? x : numbers[next++];
        }

        @Nullable
        Object of(@Nullable Object tree) {
            return switch (tree) {
                case null -> null;
                case Double x -> leaf(x);
                case Float x -> leaf(x);
                case double[] x -> {
                    double[] y = new double[x.length];
                    Arrays.setAll(y, i -> leaf(x[i]));
                    yield y;
                }
                case float[] x -> {
                    double[] y = new double[x.length];
                    Arrays.setAll(y, i -> leaf(x[i]));
                    yield y;
                }
                case double[][] x ->
                    Arrays.stream(x).map(row -> (double[]) of(row)).toArray(double[][]::new);
                case Object[] x -> items(Arrays.asList(x));
                case List<?> x -> items(x);
                case Map<?, ?> x -> fields(x);
                case Record r -> fields(Leaf.components(r));
                default -> numbers == null ? tree : null;
            };
        }

        private List<@Nullable Object> items(List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(of(item)));
            return items;
        }

        private Map<String, @Nullable Object> fields(Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            map.forEach((name, item) -> fields.put(String.valueOf(name), of(item)));
            return fields;
        }
    }

    private String csv() {
        List<List<String>> rows = new ArrayList<>();
        if (kind == Kind.GRADIENT) {
            List<String> header = new ArrayList<>(List.of("component", "at", "gradient"));
            if (check != null) {
                header.addAll(List.of("difference", "tolerance", "verdict"));
            }
            rows.add(header);
            for (int j = 0; j < inputs.size(); j++) {
                List<String> row = new ArrayList<>(List.of(
                        inputs.get(j).name(), Numerals.of(inputs.get(j).value()), Numerals.of(derivatives[0][j])));
                if (check != null) {
                    row.add(Numerals.of(check.differences()[0][j]));
                    row.add(Numerals.of(check.tolerances()[0][j]));
                    row.add(check.verdicts()[0][j].toString());
                }
                rows.add(row);
            }
        } else {
            rows.add(inputs.stream().map(Leaf::name).toList());
            for (double[] row : derivatives) {
                List<String> cells = new ArrayList<>();
                for (double x : row) {
                    cells.add(Numerals.of(x));
                }
                rows.add(cells);
            }
        }
        return Csv.write(rows);
    }

    /** Returns a NumPy file: a matrix, or a gradient in the shape of its argument, or of all leaves where there are several. */
    byte[] npy() {
        if (kind != Kind.GRADIENT) {
            return Npy.write(derivatives, inputs.size());
        }
        if (arguments.size() != 1) {
            return Npy.write(derivatives[0]);
        }
        Map.Entry<String, @Nullable Object> only =
                gradient().entrySet().iterator().next();
        Object tree = only.getValue();
        double[] vector = vector(tree);
        double[][] rows = tree instanceof double[][] x ? x : matrix(tree);
        if (tree instanceof Double x) {
            return Npy.write(x);
        } else if (vector != null) {
            return Npy.write(vector);
        } else if (rows != null
                && Arrays.stream(rows).allMatch(row -> length(row) >= 0 && length(row) == length(rows[0]))) {
            return Npy.write(rows, rows.length == 0 ? 0 : rows[0].length);
        }
        throw new WrongInput("The gradient for " + only.getKey() + " is "
                + (rows != null
                        ? "an array of rows of different lengths"
                        : tree instanceof Map<?, ?>
                                ? "a tree of names and numbers"
                                : "an array that is neither a vector nor a matrix")
                + ", but an .npy file holds a number, a vector or a matrix; write --format json or csv.");
    }

    private static int length(double @Nullable [] row) {
        return row == null ? -1 : row.length;
    }

    /** Returns an array or list of numbers as a vector; null for anything else. */
    private static double @Nullable [] vector(@Nullable Object tree) {
        return switch (tree) {
            case double[] x -> x;
            case List<?> x
            when x.stream().allMatch(Double.class::isInstance) ->
                x.stream().mapToDouble(Double.class::cast).toArray();
            case null, default -> null;
        };
    }

    /** Returns an array or list of vectors; null for anything else. */
    private static double @Nullable [][] matrix(@Nullable Object tree) {
        if (!(tree instanceof List<?> x)) {
            return null;
        }
        List<double[]> rows = new ArrayList<>();
        for (Object row : x) {
            double[] vector = vector(row);
            if (vector == null) {
                return null;
            }
            rows.add(vector);
        }
        return rows.toArray(double[][]::new);
    }

    /** Returns what the format has no place for, to be said beside it; empty if nothing. */
    String remarks(Format format) {
        StringBuilder s = new StringBuilder();
        boolean holdsCheck =
                format == Format.TABLE || format == Format.JSON || format == Format.CSV && kind == Kind.GRADIENT;
        if (check != null && !holdsCheck) {
            s.append(check.summary()).append('\n');
        }
        if (timing != null && format != Format.TABLE && format != Format.JSON) {
            s.append("Time: ").append(timing.summary()).append(".\n");
        }
        return s.toString();
    }
}
