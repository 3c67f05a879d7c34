package org.wengert.bench;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where tests find benchmark data: an excerpt that comes with them, and all of it where that is beside the repository. */
public final class BenchmarkFolder {
    private BenchmarkFolder() {}

    /** Returns the excerpt. */
    public static Path excerpt() {
        URL readme = Objects.requireNonNull(BenchmarkFolder.class.getResource("/benchmarks/README.md"));
        try {
            return Objects.requireNonNull(Path.of(readme.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the folder of all data, which need not exist. */
    public static Path all() {
        return Path.of(System.getProperty("wengert.benchmarks", "../../shared/benchmarks"));
    }

    /** Returns a folder that has the files of a problem, the excerpt if it can be; one that lacks some if there is none. */
    static Path of(Suite.Problem problem) {
        return problem.missing(excerpt()).isEmpty() || !Files.isDirectory(all()) ? excerpt() : all();
    }
}
