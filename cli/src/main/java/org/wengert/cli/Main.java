package org.wengert.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Without a command it runs the first example. */
@Command(
        name = "wengert",
        description = "Derivatives of ordinary Java: exact, at compiled speed, of code you already have.",
        customSynopsis = {"wengert", "       wengert COMMAND [OPTIONS] ..."},
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Without a command it runs an example. Start with:",
            "  wengert grad \"log(x1) + x1*x2 - sin(x2)\" x1=2 x2=5",
            "",
            "Exit codes: 0 fine, 1 a check disagrees, 2 wrong input, 3 the differentiated code threw, 70 a bug."
        })
public final class Main implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help; wengert COMMAND --help tells about a command.")
    @SuppressWarnings("unused") // by us, not by the parser
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    @SuppressWarnings("unused")
    private boolean version;

    private Main(Console console) {
        this.console = console;
    }

    /**
     * Runs the command line and ends the process with its exit code.
     *
     * @param words the words after the program's name
     */
    public static void main(String[] words) {
        Console console = Console.ofProcess();
        // What the differentiated code prints must not get into the results.
        System.setOut(console.err());
        System.exit(run(console, words));
    }

    /** Runs the command line and returns its exit code. */
    static int run(Console console, String... words) {
        if (words.length == 1 && (words[0].equals("--version") || words[0].equals("-V"))) {
            // Scripts ask for this, and the parser would take longer than the rest.
            console.out().println(new Version().getVersion()[0]);
            console.out().flush();
            return Failures.OK;
        }
        int code = commandLine(console).execute(words);
        console.out().flush();
        console.err().flush();
        return code;
    }

    /** Returns the commands, to be executed. */
    static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new Main(console));
        line.addSubcommand(new GradCommand(console));
        line.addSubcommand(new TraceCommand(console));
        line.addSubcommand(new CheckCommand(console));
        line.addSubcommand(new ExampleCommand(console));
        line.setOut(writer(console.out()));
        line.setErr(writer(console.err()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        // -2 and -x*x are arguments, @data is a text: words are ours to read.
        line.setUnmatchedOptionsArePositionalParams(true);
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((problem, _) -> explain(problem, console));
        line.setExecutionExceptionHandler((problem, _, _) -> Failures.report(problem, null, console));
        return line;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    @Override
    public Integer call() {
        return ExampleCommand.runFirst(console);
    }

    private static int explain(ParameterException problem, Console console) {
        CommandLine line = problem.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        if (problem instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            List<String> names = new ArrayList<>(line.getSubcommands().keySet());
            line.getCommandSpec().options().forEach(o -> names.addAll(List.of(o.names())));
            boolean isOption = word.startsWith("-");
            boolean isTop = !line.getSubcommands().isEmpty();
            console.err()
                    .println("There is no " + (isOption ? "option " : isTop ? "command " : "argument ") + word
                            + (isTop && !isOption && Words.near(word, names).isEmpty()
                                    ? "; to differentiate it write wengert grad \"" + word + "\"."
                                    : Words.didYouMean(word, names)));
        } else {
            String message = String.valueOf(problem.getMessage()).replaceAll("\\s+", " ");
            console.err().println(message + (message.endsWith(".") ? "" : ".") + " More: " + command + " --help.");
        }
        console.err().flush();
        return Failures.WRONG_INPUT;
    }

    /** The version of this build and of the Java that runs it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Properties build = new Properties();
            try (InputStream stream = Main.class.getResourceAsStream("build.properties")) {
                if (stream != null) {
                    build.load(stream);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new String[] {
                "wengert " + build.getProperty("version", "unknown") + " (Java " + System.getProperty("java.version")
                        + ", " + System.getProperty("java.vm.vendor") + ")"
            };
        }
    }
}
