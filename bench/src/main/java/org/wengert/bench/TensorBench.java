package org.wengert.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Times tensor programs beside loops written by hand, by turns in one run. Exits with 0 if both compute the same, 1 if not, 2 if the
 * command makes no sense.
 */
public final class TensorBench {
    private static final String USAGE = """
            usage: bench/tensors [NAME...] [--tsv] [--seconds S] [--list]
              NAME         a program, or the beginning of several; all if there is none
              --tsv        lines of: name, microseconds, microseconds by hand, ratio, remark; tabs between
              --seconds S  how long to measure each, after a warm-up at least as long (default: 2)
              --list       the names""";

    private TensorBench() {}

    /** Runs the command and exits. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /** Runs the command and returns its exit code. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        boolean tsv = false;
        double seconds = 2;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--tsv" -> tsv = true;
                case "--list" -> {
                    TensorPrograms.all().forEach(p -> out.println(p.name()));
                    return 0;
                }
                case "--seconds" -> {
                    try {
                        i++;
                        seconds = Double.parseDouble(arguments[i]);
                    } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
                        err.println("tensors: --seconds needs a number.\n" + USAGE);
                        return 2;
                    }
                }
                default -> names.add(arguments[i]);
            }
        }
        List<TensorPrograms.Named> chosen = new ArrayList<>();
        for (TensorPrograms.Named p : TensorPrograms.all()) {
            if (names.isEmpty() || names.stream().anyMatch(p.name()::startsWith)) {
                chosen.add(p);
            }
        }
        if (chosen.isEmpty()) {
            err.println("tensors: there is no such program; bench/tensors --list shows all names.\n" + USAGE);
            return 2;
        }
        if (!tsv) {
            out.printf("%-32s %12s %12s %8s%n", "", "µs", "by hand, µs", "ratio");
        }
        boolean agree = true;
        for (TensorPrograms.Named p : chosen) {
            TensorPrograms.Timed timed = p.prepare().get();
            double error = timed.error();
            agree &= error <= timed.tolerance();
            List<DoubleSupplier> both = new ArrayList<>();
            both.add(timed.ours());
            DoubleSupplier byHand = timed.byHand();
            if (byHand != null) {
                both.add(byHand);
            }
            double[] ms = new Stopwatch(seconds).milliseconds(both);
            double ours = ms[0] * 1e3;
            double hand = byHand == null ? Double.NaN : ms[1] * 1e3;
            String remark = error <= timed.tolerance() ? timed.remark(ours) : "DISAGREES: relative error " + error;
            out.printf(
                    Locale.ROOT,
                    tsv ? "%s\t%.3f\t%.3f\t%.3f\t%s%n" : "%-32s %12.3f %12.3f %8.2f  %s%n",
                    p.name(),
                    ours,
                    hand,
                    ours / hand,
                    remark);
        }
        return agree ? 0 : 1;
    }
}
