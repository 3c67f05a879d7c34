package org.wengert.tensor;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where in the user's source tensors were built, if the system property {@code wengert.origins} is {@code true}. It costs some microseconds for
 * every operation, so it is for finding errors.
 */
final class Birthplaces {
    static final boolean ARE_KNOWN = Boolean.getBoolean("wengert.origins");

    private static final Set<String> OURS = Set.of(
            "org.wengert", "org.wengert.tensor", "org.wengert.transform", "org.wengert.backend", "org.wengert.rule");

    /** How many runs are going on that want to know; two threads may miscount, which costs time only. */
    private static int runs;

    /** Beside the nodes, not in them: otherwise every node would be larger by a word. */
    private static final Map<Tensor, String> PLACES = Collections.synchronizedMap(new WeakHashMap<>());

    private Birthplaces() {}

    /** Whether places are to be remembered now. */
    static boolean areWanted() {
        return ARE_KNOWN || runs > 0;
    }

    /** Runs something and remembers meanwhile where tensors are built. */
    static <T> T during(Supplier<T> run) {
        runs++;
        try {
            return run.get();
        } finally {
            runs--;
        }
    }

    /** Remembers that a tensor is built here. */
    static void record(Tensor t) {
        String here = StackWalker.getInstance()
                .walk(frames -> frames.filter(f -> !isOurs(f.getClassName()))
                        .findFirst()
                        .map(f -> f.getFileName() + ":" + f.getLineNumber())
                        .orElse("an unknown place"));
        PLACES.put(t, here);
    }

    /** Where a tensor was built, or null. */
    static @Nullable String of(Tensor t) {
        return PLACES.get(t);
    }

    private static boolean isOurs(String className) {
        return className.startsWith("java.")
                || className.startsWith("jdk.")
                || className.startsWith("org.wengert.nn.")
                || OURS.contains(className.substring(0, Math.max(0, className.lastIndexOf('.'))));
    }
}
