package org.wengert.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every application prints. {@code -Dgolden.update=true}, run in the module's folder, writes the expected texts anew. */
class ApplicationsTest {
    private static final Map<String, String> PRINTED = new HashMap<>();

    static List<Application> applications() {
        return Applications.all();
    }

    private static String printed(Application application) {
        return PRINTED.computeIfAbsent(application.name(), name -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            application.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            return bytes.toString(StandardCharsets.UTF_8);
        });
    }

    @Test
    void namesAreWordsAndDiffer() {
        assertThat(applications()).isNotEmpty();
        assertThat(applications().stream().map(Application::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+"));
        assertThat(applications()).allMatch(a -> a.title().lines().count() == 1);
    }

    @ParameterizedTest
    @MethodSource("applications")
    void linesFitIntoATerminal(Application application) {
        assertThat(printed(application).lines())
                .allSatisfy(line -> assertThat(line.codePointCount(0, line.length()))
                        .as(line)
                        .isLessThanOrEqualTo(100));
    }

    /**
     * Times are this machine's. Numbers below 10⁻⁹, and what differences over less than 10⁻⁶ lead to, are rounding, which is that
     * of a processor's functions. Everything else is the same everywhere.
     */
    @ParameterizedTest
    @MethodSource("applications")
    void printsWhatTheFileSays(Application application) throws IOException {
        String text = printed(application)
                .replaceAll("(?m)^(differences, h = 1e-0[79]) .*$", "$1 …")
                .replaceAll("(?<!h = )-?\\d(\\.\\d+)?e-(09|[1-9]\\d)", "#")
                .replaceAll("(?m)^.*(Measured just now:| ms ).*$", "…")
                .replaceAll("(?m) +#", " #");
        String name = application.name() + ".txt";
        Path file = Path.of("src/test/resources/org/wengert/examples", name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        try (InputStream in = ApplicationsTest.class.getResourceAsStream(name)) {
            String expected = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text.lines())
                    .as(name)
                    .containsExactlyElementsOf(expected.lines().toList());
        }
    }

    /** The methods that an application shows are the methods that it runs. */
    @ParameterizedTest
    @MethodSource("applications")
    void showsTheCodeThatItRuns(Application application) throws IOException {
        String folder = application.getClass().getPackageName().replace('.', '/');
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("src/main/java", folder))) {
            for (Path file : files.sorted().toList()) {
                sources.append(Files.readString(file));
            }
        }
        String java = withoutIndentation(sources.toString());
        int shown = 0;
        for (String block : codeBlocks(printed(application))) {
            assertThat(java).contains(withoutIndentation(block));
            shown++;
        }
        assertThat(shown).isPositive();
    }

    /** Paragraphs that are indented and end with a brace or a semicolon. */
    private static List<String> codeBlocks(String text) {
        List<String> blocks = new ArrayList<>();
        for (String paragraph : text.split("\n\n")) {
            boolean indented = paragraph.lines().allMatch(line -> line.startsWith("    "));
            if (indented && (paragraph.endsWith("}") || paragraph.endsWith(";"))) {
                blocks.add(paragraph);
            }
        }
        return blocks;
    }

    private static String withoutIndentation(String java) {
        return java.replaceAll("(?m)^ +", "");
    }
}
