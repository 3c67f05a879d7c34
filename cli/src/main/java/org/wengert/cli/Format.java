package org.wengert.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How results are written. */
enum Format {
    /** Columns to be read. */
    TABLE,
    /** JSON. */
    JSON,
    /** NumPy's array file. */
    NPY,
    /** Comma-separated values. */
    CSV;

    /** Returns the format asked for, or the one that a file's name asks for, or a table. */
    static Format of(@Nullable Format asked, @Nullable String file) {
        if (asked != null || file == null) {
            return asked == null ? TABLE : asked;
        }
        String lower = file.toLowerCase(Locale.ROOT);
        return lower.endsWith(".json") ? JSON : lower.endsWith(".npy") ? NPY : lower.endsWith(".csv") ? CSV : TABLE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
