package org.wengert.tensor;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where in the user's source tensors were built, if the system property {@code wengert.origins} is {@code true}. It costs some microseconds for
 * every operation, so it is for finding errors.
 */
final class Birthplaces {
    static final boolean ARE_KNOWN = Boolean.getBoolean("wengert.origins");

    /** How many runs are going on that want to know. */
    private static final AtomicInteger RUNS = new AtomicInteger();

    /** Beside the nodes, not in them: otherwise every node would be larger by a word. */
    private static final Map<Tensor, String> PLACES = Collections.synchronizedMap(new WeakHashMap<>());

    private Birthplaces() {}

    /** Whether places are to be remembered now. */
    static boolean areWanted() {
        return ARE_KNOWN || RUNS.getPlain() > 0;
    }

    /** Runs something and remembers meanwhile where tensors are built. */
    static <T> T during(Supplier<T> run) {
        RUNS.incrementAndGet();
        try {
            return run.get();
        } finally {
            RUNS.decrementAndGet();
        }
    }

    /** Remembers that a tensor is built here. */
    static void record(Tensor t) {
        String here = Origin.line().orElse("an unknown place");
        PLACES.put(t, here);
    }

    /** Where a tensor was built, or null. */
    static @Nullable String of(Tensor t) {
        return PLACES.get(t);
    }
}
