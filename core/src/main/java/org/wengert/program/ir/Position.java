package org.wengert.program.ir;

import org.jspecify.annotations.Nullable;

/**
 * A line of the user's source, and the call it was reached through after inlining.
 *
 * @param className binary name of the class, with dots
 * @param method name of the method
 * @param file name of the source file, or null when the class file does not tell
 * @param line line number, or -1 when the class file does not tell
 * @param caller where the method was called from, or null for the outermost
 */
public record Position(
        String className,
        String method,
        @Nullable String file,
        int line,
        @Nullable Position caller) {
    /** Of values that no source line stands for. */
    public static final Position NONE = new Position("", "", null, -1, null);

    /** Returns the line as a stack trace names it: {@code Rosenbrock.value(Rosenbrock.java:17)}. */
    public String describe() {
        if (className.isEmpty()) {
            return "generated code";
        }
        StringBuilder s = new StringBuilder();
        s.append(className, className.lastIndexOf('.') + 1, className.length());
        s.append('.').append(method).append('(');
        s.append(file == null ? "unknown source" : file);
        if (line >= 0) {
            s.append(':').append(line);
        }
        return s.append(')').toString();
    }

    /** Returns this position as one reached from {@code site}, outermost last. */
    public Position calledFrom(Position site) {
        return new Position(className, method, file, line, caller == null ? site : caller.calledFrom(site));
    }
}
