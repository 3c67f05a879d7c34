package org.wengert.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wengert.learn.Example;
import org.wengert.learn.Examples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wengert example}: the textbook's examples, listed or run. */
@Command(
        name = "example",
        description = "Run one of the examples from the textbooks, or list them.",
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

    ExampleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            List<Example> examples = Examples.all();
            if (name == null) {
                Table table = new Table().column("name", true).column("what it shows", true);
                examples.forEach(e -> table.row(List.of(e.name(), e.title())));
                console.out().print(table);
                console.out()
                        .println("\nRun one with: wengert example "
                                + examples.getFirst().name());
                console.out().flush();
                return Failures.OK;
            }
            for (Example example : examples) {
                if (example.name().equals(name)) {
                    return run(example, console);
                }
            }
            List<String> names = examples.stream().map(Example::name).toList();
            throw new WrongInput("There is no example " + name + Words.didYouMean(name, names)
                    + (Words.near(name, names).isEmpty() ? " There are " + Words.list(names) + "." : ""));
        } catch (Throwable problem) {
            return Failures.report(problem, null, console);
        }
    }

    /** Runs the first example and says what to try next. */
    static int runFirst(Console console) {
        try {
            int code = run(Examples.all().getFirst(), console);
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

    private static int run(Example example, Console console) {
        example.run(console.out());
        console.out().flush();
        return Failures.OK;
    }
}
