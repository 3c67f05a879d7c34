package org.wengert.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wengert.learn.Graph;
import org.wengert.learn.Trace;
import org.wengert.learn.View;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wengert trace}: the evaluation trace at a point, and its computation graph. */
@Command(
        name = "trace",
        sortOptions = false,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        description = {
            "The evaluation trace of an expression or a method at a point: every elementary step with its value,"
                    + " its tangent (forward mode), its adjoint (reverse mode) and its line; and the computation graph."
        },
        customSynopsis = "wengert trace [OPTIONS] EXPR|TARGET [ARGUMENT...]",
        footer = {
            "",
            "Examples:",
            "  wengert trace \"log(x1) + x1*x2 - sin(x2)\" x1=2 x2=5",
            "  wengert trace \"1/(1 + exp(-x))\" x=0.5 --graph text",
            "  wengert trace Rosenbrock.java::value \"[-1.2, 1]\" --seed \"x[1]\" --graph svg -o rosenbrock.svg"
        })
final class TraceCommand implements Callable<Integer> {
    /** How a graph is drawn. */
    enum Drawing {
        SVG,
        DOT,
        TEXT
    }

    /** How a table is written. */
    enum Layout {
        TABLE,
        MARKDOWN,
        JSON
    }

    private final Console console;

    @Mixin
    private final TargetOptions target = new TargetOptions();

    @Option(
            names = "--seed",
            paramLabel = "NAME",
            description = "The input whose direction the tangents have, such as x1 or \"x[2]\"; the first otherwise.")
    private @Nullable String seed;

    @Option(
            names = "--of",
            paramLabel = "NAME",
            description = "The output that the adjoints are of, such as \"y[1]\"; the first otherwise.")
    private @Nullable String output;

    @Option(
            names = "--graph",
            paramLabel = "FORM",
            description = "Draw the computation graph: svg, dot or text. With -o it goes there, beside the table.")
    private @Nullable Drawing graph;

    @Option(names = "--messages", description = "Write what both modes pass along the edges of the graph.")
    private boolean messages;

    @Option(names = "--format", paramLabel = "FORMAT", description = "How to write the trace: table, markdown or json.")
    private @Nullable Layout format;

    @Option(
            names = "--decimals",
            paramLabel = "N",
            description = "How many decimals numbers have at most; 6 otherwise.")
    private int decimals = View.USUAL.decimals();

    @Option(names = "--all", description = "Show all steps, however many.")
    private boolean all;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write; .svg, .dot, .json and .md say what, too.")
    private @Nullable String file;

    TraceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Program program = null;
        try {
            if (decimals < 0 || decimals > 17) {
                throw new WrongInput("--decimals is between 0 and 17, but " + decimals + " was given.");
            }
            requireDrawable();
            program = target.program(true, console);
            Derivation.requireReal(program);
            Trace trace = trace(program);
            Derivation.requireOutput(program, trace.outputs().isEmpty());
            View view = view(trace);
            Drawing drawing = drawing();
            if (drawing == null) {
                console.write(file, table(trace, view));
                return Failures.OK;
            }
            Graph drawn =
                    messages ? trace.graph().withMessages(view) : trace.graph().withDecimals(decimals);
            String text = text(drawn, drawing);
            // A picture on standard output stands alone, to be piped.
            if (file != null || drawing == Drawing.TEXT) {
                console.write(null, table(trace, view) + (file == null ? "\n" : ""));
            }
            console.write(file, text);
            return Failures.OK;
        } catch (Throwable problem) {
            return Failures.report(problem, program, console);
        }
    }

    private static Trace trace(Program program) throws Throwable {
        try {
            return Trace.of(program.lookup(), program.method(), program.arguments());
        } catch (Throwable problem) {
            // The interpreter throws what the program throws, but has not its stack: the program itself does.
            program.run();
            throw problem;
        }
    }

    private void requireDrawable() {
        String lower = file == null ? "" : file.toLowerCase(Locale.ROOT);
        for (String picture : List.of(".png", ".jpg", ".jpeg", ".gif", ".pdf")) {
            if (lower.endsWith(picture)) {
                throw new WrongInput(
                        "Pictures are written as .svg, or as .dot for Graphviz, but not as " + picture + ".");
            }
        }
    }

    private View view(Trace trace) {
        View view = View.USUAL.withDecimals(decimals);
        if (seed != null) {
            List<String> names =
                    trace.inputs().stream().map(s -> s.operation().name()).toList();
            int index = names.indexOf(seed);
            if (index < 0) {
                throw new WrongInput("There is no input " + seed + Words.didYouMean(seed, names)
                        + (names.size() <= 10
                                ? " There " + (names.size() == 1 ? "is " : "are ") + Words.list(names) + "."
                                : ""));
            }
            view = view.withInput(index);
        }
        if (output != null) {
            List<String> names =
                    trace.outputs().stream().map(Trace.Output::name).toList();
            int index = names.indexOf(output);
            if (index < 0) {
                throw new WrongInput("There is no output " + output + Words.didYouMean(output, names)
                        + (names.size() <= 10
                                ? " There " + (names.size() == 1 ? "is " : "are ") + Words.list(names) + "."
                                : ""));
            }
            view = view.withOutput(index);
        }
        return all ? view.all() : view;
    }

    private @Nullable Drawing drawing() {
        if (graph != null || file == null || format != null) {
            return graph == null && messages && format == null ? Drawing.TEXT : graph;
        }
        String lower = file.toLowerCase(Locale.ROOT);
        return lower.endsWith(".svg")
                ? Drawing.SVG
                : lower.endsWith(".dot") || lower.endsWith(".gv") ? Drawing.DOT : messages ? Drawing.TEXT : null;
    }

    private String table(Trace trace, View view) {
        String lower = file == null || graph != null ? "" : file.toLowerCase(Locale.ROOT);
        Layout layout = format != null
                ? format
                : lower.endsWith(".json") ? Layout.JSON : lower.endsWith(".md") ? Layout.MARKDOWN : Layout.TABLE;
        return ended(
                switch (layout) {
                    case TABLE -> trace.toTable(view);
                    case MARKDOWN -> trace.toMarkdown(view);
                    case JSON -> trace.toJson(view);
                });
    }

    private static String text(Graph graph, Drawing drawing) {
        return ended(
                switch (drawing) {
                    case SVG -> graph.toSvg();
                    case DOT -> graph.toDot();
                    case TEXT -> graph.toText();
                });
    }

    private static String ended(String text) {
        return text.endsWith("\n") ? text : text + "\n";
    }
}
