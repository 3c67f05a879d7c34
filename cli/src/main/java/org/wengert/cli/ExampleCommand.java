package org.wengert.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wengert.examples.Application;
import org.wengert.examples.Applications;
import org.wengert.learn.Example;
import org.wengert.learn.Examples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wengert example}: the textbook's examples and the applications, listed or run. */
@Command(
        name = "example",
        description = "Run one of the examples, or list them.",
        customSynopsis = "wengert example [NAME]")
final class ExampleCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The example's name.")
    private @Nullable String name;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("unused") // by us, not by the parser
    private boolean help;

    /** What can be run: an example of the textbooks or an application. */
    private record Piece(String name, String title, Consumer<PrintStream> run) {
        Piece(Example example) {
            this(example.name(), example.title(), example::run);
        }

        Piece(Application application) {
            this(application.name(), application.title(), application::run);
        }
    }

    ExampleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            List<Piece> textbook = Examples.all().stream().map(Piece::new).toList();
            List<Piece> applications =
                    Applications.all().stream().map(Piece::new).toList();
            if (name == null) {
                Table table = new Table().column("textbook", true).column("what it shows", true);
                textbook.forEach(e -> table.row(List.of(e.name(), e.title())));
                table.row(List.of("", ""));
                table.row(List.of("application", "what it shows"));
                applications.forEach(e -> table.row(List.of(e.name(), e.title())));
                console.out().print(table);
                console.out()
                        .println("\nRun one with: wengert example "
                                + textbook.getFirst().name());
                console.out().flush();
                return Failures.OK;
            }
            List<Piece> pieces = new ArrayList<>(textbook);
            pieces.addAll(applications);
            for (Piece piece : pieces) {
                if (piece.name().equals(name)) {
                    return run(piece, console);
                }
            }
            List<String> names = pieces.stream().map(Piece::name).toList();
            throw new WrongInput("There is no example " + name + Words.didYouMean(name, names)
                    + (Words.near(name, names).isEmpty() ? " There are " + Words.list(names) + "." : ""));
        } catch (Throwable problem) {
            return Failures.report(problem, null, console);
        }
    }

    /** Runs the first example and says what to try next. */
    static int runFirst(Console console) {
        try {
            int code = run(new Piece(Examples.all().getFirst()), console);
            console.out().println();
            console.out().println("Try next:");
            console.out().println("  wengert grad \"x*sin(x)\" x=2 --check");
            console.out().println("  wengert trace \"1/(1 + exp(-x))\" x=0.5");
            console.out().println("  wengert example");
            console.out().flush();
            return code;
        } catch (Throwable problem) {
            return Failures.report(problem, null, console);
        }
    }

    private static int run(Piece piece, Console console) {
        piece.run().accept(console.out());
        console.out().flush();
        return Failures.OK;
    }
}
