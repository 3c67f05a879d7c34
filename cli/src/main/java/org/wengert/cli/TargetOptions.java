package org.wengert.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is differentiated and where: the words that every command takes. */
final class TargetOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "EXPR|TARGET",
            description = {
                "An expression in Java's syntax, such as \"sin(x)*x\", or a method:",
                "  Rosenbrock.java::value     of a source file",
                "  pkg.Type::method           of the class path",
                "  lib.jar#pkg.Type::method   of a jar"
            })
    private @Nullable String target;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = {
                "The point, as values in order or as name=value: a number, true, a text, [1, 2] or {\"a\": 1} in JSON,"
                        + " or a file .json, .csv or .npy."
            })
    private String[] arguments = new String[0];

    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            description = "Folders and jars with the classes that the target needs.")
    private @Nullable String classPath;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("unused") // by us, not by the parser
    private boolean help;

    /**
     * Returns the program that is meant.
     *
     * @param needsValues whether arguments must be given; else any values do
     */
    Program program(boolean needsValues, Console console) {
        if (target == null) {
            throw new WrongInput("Name what to differentiate, for example: wengert "
                    + (command == null ? "grad" : command.name()) + " \"sin(x)*x\" x=2. More: wengert "
                    + (command == null ? "grad" : command.name()) + " --help.");
        }
        List<Argument> given = new ArrayList<>();
        for (String word : arguments) {
            if (word.startsWith("-") && word.length() > 1 && Numerals.parse(word) == null) {
                throw new WrongInput("There is no option " + word.split("=", 2)[0]
                        + Words.didYouMean(word.split("=", 2)[0], options()));
            }
            given.add(Argument.of(word, console));
        }
        if (target.startsWith("--") && target.matches("--[a-z-]+(=.*)?")) {
            throw new WrongInput("There is no option " + target + Words.didYouMean(target, options()));
        }
        return Target.of(target, given).resolve(given, classPath, needsValues, console);
    }

    private List<String> options() {
        List<String> names = new ArrayList<>();
        if (command != null) {
            for (OptionSpec option : command.options()) {
                names.addAll(List.of(option.names()));
            }
        }
        return names;
    }
}
