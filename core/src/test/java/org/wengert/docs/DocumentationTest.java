package org.wengert.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wengert.Differentiable;
import org.wengert.Mode;
import org.wengert.program.Programs;
import org.wengert.program.ir.Printer;

/** What README and docs say: their Java is compiled and run, what it prints, throws and turns into is compared, links lead somewhere. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern NUMBERED = Pattern.compile("\\b([vB])\\d+\\b");

    /** All pages but that of the command line, whose commands are run where the command line is. */
    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages = new ArrayList<>(docs.filter(p -> p.toString().endsWith(".md"))
                    .filter(p -> !p.endsWith("cli.md"))
                    .sorted()
                    .toList());
            pages.addFirst(ROOT.resolve("README.md"));
            return pages;
        }
    }

    @TestFactory
    Stream<DynamicTest> whatThePagesSayOfJava() throws Throwable {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path path : pages()) {
            Page page = Page.read(path);
            if (page.hasJava()) {
                tests.add(DynamicTest.dynamicTest(path.toString(), () -> {
                    Page.Program program = page.compile();
                    SoftAssertions all = new SoftAssertions();
                    for (Page.Claim claim : page.run(program)) {
                        all.assertThat(Page.matches(claim.actual(), claim.expected()))
                                .as("%s:%d%n%s%nbut it is%n%s", path, claim.line(), claim.expected(), claim.actual())
                                .isTrue();
                    }
                    all.assertAll();
                    representations(page, program, path);
                }));
            }
        }
        assertThat(tests).hasSizeGreaterThan(3);
        return tests.stream();
    }

    /** Blocks {@code ```text ir Type.method} and {@code ```text gradient Type.method}: numbers of values and blocks may differ. */
    private static void representations(Page page, Page.Program program, Path path)
            throws ReflectiveOperationException {
        for (Page.Block b : page.blocks()) {
            String[] words = b.title().split(" ");
            if (words.length != 2 || !b.language().equals("text")) {
                continue;
            }
            String[] name = words[1].split("\\.");
            Class<?> type = program.type(name[0]);
            Method method = Arrays.stream(type.getDeclaredMethods())
                    .filter(m -> m.getName().equals(name[1]))
                    .findFirst()
                    .orElseThrow();
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            String actual = switch (words[0]) {
                case "ir" -> Printer.printAll(Programs.lift(lookup, method));
                case "gradient" -> Differentiable.of(lookup, method).show(Differentiable.Form.IR, Mode.REVERSE);
                default -> throw new AssertionError(path + ":" + b.line() + ": " + b.title());
            };
            assertThat(renumbered(actual))
                    .as("%s:%d, which is%n%s", path, b.line(), actual)
                    .isEqualTo(renumbered(b.text()));
        }
    }

    /** Numbers values and blocks in the order in which they appear, and takes the widths of columns away. */
    private static String renumbered(String text) {
        Map<String, String> names = new HashMap<>();
        return NUMBERED.matcher(text.strip())
                .replaceAll(m -> names.computeIfAbsent(m.group(), n -> m.group(1) + "#" + names.size()))
                .replaceAll("[ ]+", " ");
    }

    /** The README begins with what the first example prints, which the tests of the examples hold in a file. */
    @Test
    void theReadmeShowsTheFirstExample() throws IOException {
        String example = Files.readString(ROOT.resolve("learn/src/test/resources/org/wengert/learn/example/trace.txt"))
                .strip();
        Page.Block shown = Page.read(ROOT.resolve("README.md")).blocks().stream()
                .filter(b -> b.text().startsWith("$ ./wengert\n"))
                .findFirst()
                .orElseThrow();
        String expected = shown.text().substring(shown.text().indexOf('\n') + 1);
        // The example says which line of its source, the file does not.
        String unnumbered = expected.replaceAll("[.]java:\\d+", ".java");
        assertThat(Page.matches(example, unnumbered)).as(example).isTrue();
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<Path> pages = new ArrayList<>(pages());
        pages.add(ROOT.resolve("docs/cli.md"));
        for (Path page : pages) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!link.group(1).contains("://")) {
                    assertThat(page.resolveSibling(link.group(1)).normalize())
                            .as("%s links to %s", page, link.group(1))
                            .exists();
                }
            }
        }
    }

    /** A test that a claim rests on must be there. */
    @Test
    void everyTestThatTheReadmeNamesIsThere() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        List<String> sources;
        try (Stream<Path> files = Stream.of("core", "learn", "examples", "cli", "bench")
                .flatMap(m -> walk(ROOT.resolve(m).resolve("src/test/java")))) {
            sources = files.map(p -> p.getFileName().toString().replace(".java", ""))
                    .toList();
        }
        Matcher test = Pattern.compile("`(\\w+Test)`").matcher(readme);
        int named = 0;
        while (test.find()) {
            assertThat(sources).contains(test.group(1));
            named++;
        }
        assertThat(named).isGreaterThan(8);
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
