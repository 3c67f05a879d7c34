package org.wengert.program.ir;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Look-ups that must succeed. */
public final class Known {
    private Known() {}

    /**
     * Returns what the map holds for the key.
     *
     * @throws AssertionError if it holds nothing: a bug of ours
     */
    public static <K, V> V in(Map<K, V> map, @Nullable K key) {
        V v = key == null ? null : map.get(key);
        if (v == null) {
            throw new AssertionError("a value that should be known is not (please report)");
        }
        return v;
    }
}
