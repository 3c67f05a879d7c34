package org.wengert.backend;

import java.util.List;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Program;
import org.wengert.tensor.Storage;

/** Errors of running a program with the line of the user's source that built what failed. */
final class Located {
    private Located() {}

    /**
     * Returns an error with the line in its text, or with the way to find it. That line is looked for by running the program once more, step by step.
     *
     * @param e what a plan threw
     * @param graph the graph that was to be computed
     * @param extract its program
     * @param parameters the elements of the program's parameters
     * @return an error of the same type; e itself if Java code that was called threw it
     */
    static RuntimeException of(RuntimeException e, Graph graph, Program.Extract extract, List<Storage> parameters) {
        Class<?> type = e.getClass(); // not those below it, which only called code throws
        if (!isOurs(e)) {
            return e;
        }
        if (type != IndexOutOfBoundsException.class
                && type != ArithmeticException.class
                && type != IllegalArgumentException.class) {
            return e;
        }
        String text = e.getMessage() + "\n  " + where(graph, extract, parameters);
        RuntimeException located = type == IndexOutOfBoundsException.class
                ? new IndexOutOfBoundsException(text)
                : type == ArithmeticException.class
                        ? new ArithmeticException(text)
                        : new IllegalArgumentException(text);
        located.initCause(e);
        return located;
    }

    /** Tells whether a back end has thrown an error, rather than code that it called. */
    private static boolean isOurs(RuntimeException e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.")) {
                return name.startsWith("org.wengert.backend.") || name.startsWith("org.wengert.rule.");
            }
        }
        return false;
    }

    private static String where(Graph graph, Program.Extract extract, List<Storage> parameters) {
        if (graph.node(graph.size() - 1).origin() == null) {
            return "Start Java with -Dwengert.origins=true to see where it was built.";
        }
        int step = Interpreter.firstToFail(extract.program(), parameters);
        for (int i = 0; i < graph.size(); i++) {
            String origin = graph.node(i).origin();
            if (extract.place(i) == step && !graph.isLeaf(i) && origin != null) {
                return "built at " + origin;
            }
        }
        return "built at an unknown place";
    }
}
