package org.wengert.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.Opcode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The page {@code docs/supported-java.md} says what the tests of this package check, neither more nor less. It is written again by
 * {@code bin/maven -q test -pl core -Dtest=SupportedJavaTest -Dgolden.update=true}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // so that rows are read once
class SupportedJavaTest {
    private static final Path PAGE = Path.of("../docs/supported-java.md");
    private static final Path TESTS = Path.of("src/test/java/org/wengert/language");

    /** The areas in the order of the page. */
    private static final List<Class<? extends Constructs>> AREAS = List.of(
            StatementsTest.class,
            ExpressionsTest.class,
            NumbersTest.class,
            ArraysTest.class,
            ObjectsTest.class,
            MethodsTest.class,
            ClassesTest.class,
            PatternsTest.class,
            LambdasTest.class,
            GenericsTest.class,
            CollectionsTest.class,
            ThrowAndCatchTest.class,
            TextsTest.class,
            LibraryTest.class,
            DerivativesInsideTest.class,
            InstructionsTest.class);

    /** Instructions that no class file since Java 7 (version 51) may contain: JVMS §4.9.1. */
    private static final Set<Opcode> FORBIDDEN = EnumSet.of(Opcode.JSR, Opcode.JSR_W, Opcode.RET, Opcode.RET_W);

    private record Entry(Method test, Construct construct, List<Row> rows) {
        boolean isSupported() {
            return rows.stream().allMatch(r -> r instanceof Row.Supported);
        }

        String name() {
            return test.getDeclaringClass().getSimpleName() + "." + test.getName();
        }
    }

    private final Map<Class<?>, List<Entry>> read = new HashMap<>();

    private List<Entry> entries(Class<? extends Constructs> area) {
        return read.computeIfAbsent(area, a -> read(area));
    }

    private static List<Entry> read(Class<? extends Constructs> area) {
        // In the order of the source, which reflection does not promise.
        String source = Constructs.source(area.getSimpleName() + ".java");
        List<Method> tests = Stream.of(area.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(Construct.class))
                .sorted(Comparator.comparingInt(m -> source.indexOf("void " + m.getName() + "()")))
                .toList();
        List<Entry> entries = new ArrayList<>();
        for (Method test : tests) {
            Constructs instance = made(area);
            List<Row> rows = instance.read(() -> invoke(test, instance));
            assertThat(rows).as("%s checks nothing", test).isNotEmpty();
            entries.add(new Entry(test, test.getAnnotation(Construct.class), rows));
        }
        return entries;
    }

    private static Constructs made(Class<? extends Constructs> area) {
        try {
            Constructor<? extends Constructs> constructor = area.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static void invoke(Method test, Constructs instance) {
        try {
            test.setAccessible(true);
            test.invoke(instance);
        } catch (InvocationTargetException e) {
            throw new AssertionError(test + ": " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyTestOfConstructsIsInTheTable() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (Class<?> area : AREAS) {
            listed.add(area.getSimpleName() + ".java");
        }
        try (Stream<Path> files = Files.list(TESTS)) {
            Set<String> there = files.map(p -> p.getFileName().toString())
                    .filter(n -> Constructs.source(n).contains("class " + n.replace(".java", " extends Constructs {")))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(listed).isEqualTo(there);
        }
    }

    /** What the page shows of a test is in the test. */
    @Test
    void theCodeShownIsInTheSource() {
        SoftAssertions all = new SoftAssertions();
        Set<String> names = new HashSet<>();
        for (Class<? extends Constructs> area : AREAS) {
            String source = onOneLine(withoutAnnotations(Constructs.source(area.getSimpleName() + ".java")));
            for (Method m : area.getDeclaredMethods()) {
                Construct c = m.getAnnotation(Construct.class);
                if (c != null) {
                    all.assertThat(names.add(c.value()))
                            .as("twice: " + c.value())
                            .isTrue();
                    all.assertThat(source.contains(onOneLine(c.code())))
                            .as("%s is not in %s.%s", c.code(), area.getSimpleName(), m.getName())
                            .isTrue();
                }
            }
        }
        all.assertAll();
    }

    private static String onOneLine(String code) {
        return code.replaceAll("\\s+", "");
    }

    /** Without the annotations, whose code would be found in themselves. */
    private static String withoutAnnotations(String source) {
        return source.replaceAll("@Construct\\((?:[^\"()]|\"(?:[^\"\\\\]|\\\\.)*\")*\\)", "");
    }

    @Test
    void everyInstructionOfTheMachineIsInSomeProgram() {
        assertThat(missing(byInstruction())).isEmpty();
    }

    private static Set<Opcode> missing(Map<Opcode, Entry> found) {
        Set<Opcode> missing = EnumSet.allOf(Opcode.class);
        missing.removeAll(FORBIDDEN);
        missing.removeAll(found.keySet());
        return missing;
    }

    /** For each instruction a program in which it occurs, one that is supported if there is one. */
    private Map<Opcode, Entry> byInstruction() {
        Instructions instructions = new Instructions();
        Map<Opcode, Entry> found = new EnumMap<>(Opcode.class);
        for (Class<? extends Constructs> area : AREAS) {
            for (Entry e : entries(area)) {
                for (Opcode o : instructions.of(e.test)) {
                    Entry before = found.get(o);
                    if (before == null || !before.isSupported() && e.isSupported()) {
                        found.put(o, e);
                    }
                }
            }
        }
        return found;
    }

    @Test
    void thePageSaysWhatTheTestsCheck() throws IOException {
        String page = page();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("write it with -Dgolden.update=true").exists();
        assertThat(Files.readString(PAGE))
                .as("%s is not what the tests say; write it again with -Dgolden.update=true", PAGE)
                .isEqualTo(page);
    }

    private String page() {
        StringBuilder s = new StringBuilder();
        int supported = 0;
        int refused = 0;
        for (Class<? extends Constructs> area : AREAS) {
            s.append("\n## ").append(made(area).area()).append("\n\n");
            s.append("| construct | for example | | test |\n|---|---|---|---|\n");
            for (Entry e : entries(area)) {
                String status = "yes";
                if (e.isSupported()) {
                    supported++;
                } else {
                    refused++;
                    Row.Refused r = e.rows.stream()
                            .filter(Row.Refused.class::isInstance)
                            .map(Row.Refused.class::cast)
                            .findFirst()
                            .orElseThrow();
                    status = "**refused**: " + cell(r.what()) + " " + cell(r.remedy());
                }
                s.append("| ").append(cell(e.construct.value())).append(" | ");
                s.append(code(e.construct.code())).append(" | ").append(status).append(" | ");
                s.append(link(e)).append(" |\n");
            }
        }
        s.append("\n## Every instruction of the JVM\n\n");
        s.append(
                "Each occurs in a program above. `jsr`, `jsr_w`, `ret` and their wide forms do not: no class file since Java 7 may contain them.\n\n");
        s.append("| instructions | in |\n|---|---|\n");
        Map<String, List<String>> byTest = new LinkedHashMap<>();
        byInstruction()
                .forEach((o, e) -> byTest.computeIfAbsent(
                                link(e) + (e.isSupported() ? "" : ", **refused**"), k -> new ArrayList<>())
                        .add("`" + o.name().toLowerCase(Locale.ROOT) + "`"));
        byTest.forEach((test, names) -> s.append("| ")
                .append(String.join(" ", names))
                .append(" | ")
                .append(test)
                .append(" |\n"));
        return INTRODUCTION.formatted(supported + refused, supported, refused) + s;
    }

    private static final String INTRODUCTION = """
            # What Java is supported

            Every row is a test that passes; this page is written from them. *Yes* means: the program of that test is differentiated forward, in
            reverse, and twice (forward over reverse, reverse over reverse) at two points; results agree with a closed form that is computed
            by other means, and the function's value keeps its bits. *Refused* means: a derivative is not given but an `UnsupportedOperationException`
            with the method, the line and a remedy, which is quoted.

            %d constructs: %d are differentiated, %d refused. [Sharp bits](sharp-bits.md) explains the refusals.
            A row is missing, or wrong for your program? That is a bug: please report it with a few lines of Java.
            """;

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("org.wengert.language.", "").replace("\n", " ");
    }

    private static String code(String code) {
        String fence = code.contains("`") ? "``" : "`";
        return fence + code.replace("|", "\\|") + fence;
    }

    private static String link(Entry e) {
        String file = "../core/src/test/java/org/wengert/language/"
                + e.test.getDeclaringClass().getSimpleName() + ".java";
        return "[`" + e.name() + "`](" + file + ")";
    }
}
