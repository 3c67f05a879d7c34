package org.wengert.tensor;

import java.util.Optional;
import java.util.Set;

/** Where in the user's source a tensor operation stands; looked for only after a failure, or when {@link Birthplaces} are recorded. */
final class Origin {
    private static final Set<String> OURS = Set.of(
            "org.wengert", "org.wengert.tensor", "org.wengert.transform", "org.wengert.backend", "org.wengert.rule");

    private Origin() {}

    /**
     * Returns the exception for what the caller passed.
     *
     * @param what what was asked and why it cannot be
     * @param remedy what to type instead
     */
    static IllegalArgumentException illegal(String what, String remedy) {
        return new IllegalArgumentException(text(what, remedy));
    }

    /** Returns the exception for what cannot be done here. */
    static UnsupportedOperationException unsupported(String what, String remedy) {
        return new UnsupportedOperationException(text(what, remedy));
    }

    private static String text(String what, String remedy) {
        return what + " " + remedy + line().map(at -> "\n  built at " + at).orElse("");
    }

    /** File and line of the innermost frame that is not the library's. */
    static Optional<String> line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(f -> !isOurs(f.getClassName()))
                        .findFirst()
                        .map(f -> f.getFileName() + ":" + f.getLineNumber()));
    }

    private static boolean isOurs(String className) {
        return className.startsWith("java.")
                || className.startsWith("jdk.")
                || OURS.contains(className.substring(0, Math.max(0, className.lastIndexOf('.'))));
    }
}
