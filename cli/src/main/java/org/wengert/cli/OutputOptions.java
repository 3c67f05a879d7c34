package org.wengert.cli;

import org.jspecify.annotations.Nullable;
import org.wengert.Mode;
import picocli.CommandLine.Option;

/** How derivatives are computed and written. */
final class OutputOptions {
    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "How derivatives propagate: forward or reverse. Both give the same numbers up to rounding.")
    private @Nullable Mode mode;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How to write them: table, json, csv or npy. Otherwise the name of the file decides.")
    private @Nullable Format format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write them, - for standard output.")
    private @Nullable String file;

    @Option(names = "--all", description = "Show all components in tables, however many.")
    private boolean all;

    /** Returns the mode asked for, or null. */
    @Nullable
    Mode mode() {
        return mode;
    }

    /** Returns the file asked for, or null. */
    @Nullable
    String file() {
        return file;
    }

    /** Returns the format that the options mean. */
    Format format() {
        return Format.of(format, file);
    }

    /** Refuses what cannot be, before anything is computed. */
    void validate() {
        if (file != null && file.isBlank()) {
            throw new WrongInput("-o needs the name of a file.");
        }
        if (format() == Format.NPY && file == null) {
            throw new WrongInput(
                    "The npy format is binary; name a file with -o FILE, or -o - to send it to standard output.");
        }
    }

    /** Writes a report and returns the exit code. */
    int write(Report report, Console console) {
        Format chosen = format();
        if (chosen == Format.NPY) {
            console.write(file, report.npy());
        } else {
            console.write(file, report.text(chosen, all));
        }
        console.err().print(report.remarks(chosen));
        console.err().flush();
        return report.check() == null || report.check().agrees() ? Failures.OK : Failures.DISAGREEMENT;
    }
}
