package org.wengert.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Times derivatives against their primals and compares both with reference values, one line for each problem. Exits with 0
 * if all agree, 1 if one does not or was refused, 2 if the command makes no sense or there is no data.
 */
public final class Adbench {
    /** The largest relative error at which results agree. */
    static final double TOLERANCE = 1e-12;

    private static final String USAGE = """
            usage: bench/adbench [PROBLEM...] [--data DIR] [--tsv | --hand] [--seconds S] [--list]
              PROBLEM      a name, or the beginning of several; all if there is none
              --data DIR   the folder with the suites' data (default: ../shared/benchmarks beside this repository)
              --tsv        lines of: problem, primal ms, gradient ms, ratio, largest relative error; tabs between
              --hand       times and compares derivatives written by hand as well
              --seconds S  how long to measure each problem, after a warm-up at least as long (default: 2)
              --list       the names of the problems""";

    private final PrintStream out;
    private final PrintStream err;

    private @Nullable Path data;
    private boolean tsv;
    private boolean hand;
    private boolean list;
    private double seconds = 2;
    private final List<String> names = new ArrayList<>();

    private Adbench(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command and exits. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /** Runs the command and returns its exit code. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        return new Adbench(out, err).run(arguments);
    }

    private int run(String[] arguments) {
        String problem = parse(arguments);
        if (!problem.isEmpty()) {
            err.println("adbench: " + problem);
            return 2;
        }
        Suite suite = new Suite();
        if (list) {
            suite.problems().forEach(p -> out.println(p.name()));
            return 0;
        }
        Set<Suite.Problem> chosen = new LinkedHashSet<>(names.isEmpty() ? suite.problems() : List.of());
        for (String name : names) {
            List<Suite.Problem> selected = suite.select(name);
            if (selected.isEmpty()) {
                err.println("adbench: no problem's name is or begins with '" + name
                        + "'; bench/adbench --list shows all names.");
                return 2;
            }
            chosen.addAll(selected);
        }
        String missing = missingData(chosen);
        if (!missing.isEmpty()) {
            err.println("adbench: " + missing);
            return 2;
        }
        if (!tsv) {
            header();
        }
        int failures = 0;
        for (Suite.Problem p : chosen) {
            failures += measure(p) ? 0 : 1;
        }
        return failures == 0 ? 0 : 1;
    }

    /** Returns what is wrong with the arguments, or "". */
    private String parse(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            boolean hasNext = i + 1 < arguments.length;
            switch (argument) {
                case "--data" -> {
                    if (!hasNext) {
                        return "--data needs a folder.\n" + USAGE;
                    }
                    data = Path.of(arguments[++i]);
                }
                case "--seconds" -> {
                    seconds = hasNext ? parseSeconds(arguments[++i]) : Double.NaN;
                    if (!(seconds > 0)) {
                        return "--seconds needs a positive number.\n" + USAGE;
                    }
                }
                case "--tsv" -> tsv = true;
                case "--hand" -> hand = true;
                case "--list" -> list = true;
                default -> {
                    if (argument.startsWith("-")) {
                        return "there is no option " + argument + ".\n" + USAGE;
                    }
                    names.add(argument);
                }
            }
        }
        return tsv && hand ? "--hand adds columns and --tsv has none for them; give one of the two.\n" + USAGE : "";
    }

    private static double parseSeconds(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Returns a sentence about data that is not there, or "". */
    private String missingData(Set<Suite.Problem> chosen) {
        Path folder = data;
        for (Suite.Problem p : chosen) {
            if (p.files().isEmpty()) {
                continue;
            }
            if (folder == null || !Files.isDirectory(folder)) {
                String where =
                        folder == null ? "" : " at " + folder.toAbsolutePath().normalize();
                return "there is no benchmark data" + where + "; give its folder with --data DIR.";
            }
            String missing = p.missing(folder);
            if (!missing.isEmpty()) {
                return p.name() + " needs " + missing + ", which is not in "
                        + folder.toAbsolutePath().normalize()
                        + "; give the folder of the benchmark data with --data DIR.";
            }
        }
        return "";
    }

    private void header() {
        String line = String.format(
                Locale.ROOT, "%-24s %12s %12s %8s %10s", "problem", "primal ms", "gradient ms", "ratio", "error");
        if (hand) {
            line += String.format(Locale.ROOT, " %12s %8s %10s", "by hand ms", "ratio", "error");
        }
        out.println(line);
    }

    /** Returns whether the results agree with the references. */
    private boolean measure(Suite.Problem problem) {
        Workload workload;
        double error;
        double[] times;
        double errorByHand = Double.NaN;
        DoubleSupplier written = null;
        try {
            workload = problem.load(data == null ? Path.of("") : data);
            error = workload.error();
            List<DoubleSupplier> computations = new ArrayList<>(List.of(workload::primal, workload::gradient));
            written = hand ? workload.byHand() : null;
            if (written != null) {
                errorByHand = workload.errorByHand();
                computations.add(written);
            }
            times = new Stopwatch(seconds).milliseconds(computations);
            // Compiled code must give what interpreted code gave.
            error = Math.max(error, workload.error());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            err.println(problem.name() + ": " + (e instanceof UnsupportedOperationException ? e.getMessage() : e));
            if (!(e instanceof UnsupportedOperationException)) {
                e.printStackTrace(err);
            }
            return false;
        }
        double ratio = times[1] / times[0];
        if (tsv) {
            out.printf(Locale.ROOT, "%s\t%.6g\t%.6g\t%.4g\t%.3g%n", problem.name(), times[0], times[1], ratio, error);
        } else {
            String line = String.format(
                    Locale.ROOT, "%-24s %12.6g %12.6g %8.2f %10.1e", problem.name(), times[0], times[1], ratio, error);
            if (written != null) {
                line += String.format(Locale.ROOT, " %12.6g %8.2f %10.1e", times[2], times[2] / times[0], errorByHand);
            }
            out.println(line);
        }
        out.flush();
        if (error <= TOLERANCE) {
            return true;
        }
        err.printf(Locale.ROOT, "%s: relative error %.3g is above %.0e%n", problem.name(), error, TOLERANCE);
        return false;
    }
}
