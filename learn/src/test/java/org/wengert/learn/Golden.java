package org.wengert.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that tests compare with files; {@code -Dgolden.update=true} run in the module's folder writes them anew. */
public final class Golden {
    private Golden() {}

    /** Requires the text to be that of the file {@code src/test/resources/org/wengert/learn/name}. */
    public static void assertGolden(String name, String actual) {
        Path file = Path.of("src/test/resources/org/wengert/learn", name);
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            try (InputStream in = Golden.class.getResourceAsStream(name)) {
                String expected = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(actual.lines())
                        .as(name)
                        .containsExactlyElementsOf(expected.lines().toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
