package org.wengert.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A page of the documentation as a program. A block {@code ```java Name.java} is that file; the other {@code ```java} blocks
 * are statements, run in their order, which see each other's variables. Of a statement on one line with a comment behind it,
 * the comment is its value. A block {@code ```text thrown} holds what the Java block before it throws. In what is expected …
 * stands for anything.
 */
final class Page {
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\S+)(?: (.+))?\\n((?s:.*?))^```$");
    private static final Pattern RESULT =
            Pattern.compile("\\s*(?:(?:final )?[\\w<>\\[\\]., ]+? (\\w+) = )?(\\S.*?);\\s*// (.*)");

    /**
     * A fenced block.
     *
     * @param line where it begins, from 1
     * @param language the first word behind the fence
     * @param title the other words, empty if there are none
     * @param text what it holds
     */
    record Block(int line, String language, String title, String text) {}

    /**
     * Something that the page says and what came out.
     *
     * @param line where it says so
     * @param expected what it says
     * @param actual what came out
     */
    record Claim(int line, String expected, String actual) {}

    private final Path path;
    private final List<Block> blocks;

    private Page(Path path, List<Block> blocks) {
        this.path = path;
        this.blocks = blocks;
    }

    static Page read(Path path) throws IOException {
        String page = Files.readString(path);
        List<Block> blocks = new ArrayList<>();
        Matcher m = BLOCK.matcher(page);
        while (m.find()) {
            int line = 1
                    + (int) page.substring(0, m.start())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            blocks.add(new Block(line, m.group(1), m.group(2) == null ? "" : m.group(2), m.group(3)));
        }
        return new Page(path, blocks);
    }

    List<Block> blocks() {
        return blocks;
    }

    boolean hasJava() {
        return blocks.stream().anyMatch(b -> b.language().equals("java"));
    }

    /** Matches an expected text in which … stands for anything. */
    static boolean matches(String actual, String expected) {
        String pattern =
                Stream.of(expected.strip().split("…", -1)).map(Pattern::quote).collect(Collectors.joining("(?s:.*?)"));
        return Pattern.matches(pattern, actual.strip());
    }

    // ---------------------------------------------------------------- running

    /** Compiles all Java of the page. */
    Program compile() {
        List<JavaFileObject> sources = new ArrayList<>();
        StringBuilder imports = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < blocks.size(); i++) {
            Block b = blocks.get(i);
            if (!b.language().equals("java")) {
                continue;
            }
            if (!b.title().isEmpty()) {
                sources.add(new Source(b.title().replace(".java", ""), b.text()));
                continue;
            }
            boolean throwing =
                    i + 1 < blocks.size() && blocks.get(i + 1).title().equals("thrown");
            StringBuilder statements = new StringBuilder();
            String[] lines = b.text().split("\n");
            for (int k = 0; k < lines.length; k++) {
                if (lines[k].startsWith("import ")) {
                    imports.append(lines[k]).append('\n');
                } else {
                    statement(lines[k], b.line() + 1 + k, statements);
                }
            }
            if (throwing) {
                body.append("try {\n").append(statements);
                body.append("claims.accept(%d, \"nothing\");\n"
                        .formatted(blocks.get(i + 1).line()));
                body.append("} catch (Throwable thrown) {\nclaims.accept(%d, thrown);\n}\n"
                        .formatted(blocks.get(i + 1).line()));
            } else {
                body.append(statements);
            }
        }
        sources.add(new Source(
                "Statements",
                imports
                        + "\npublic class Statements {\n"
                        + "public static void run(java.util.function.BiConsumer<Integer, Object> claims) throws Exception {\n"
                        + body
                        + "}\n}\n"));
        return Program.of(sources, path);
    }

    private static void statement(String line, int number, StringBuilder out) {
        Matcher m = RESULT.matcher(line);
        if (!m.matches()) {
            out.append(line).append('\n');
        } else if (m.group(1) != null) {
            out.append(line).append("\nclaims.accept(%d, %s);\n".formatted(number, m.group(1)));
        } else {
            out.append("claims.accept(%d, %s);\n".formatted(number, m.group(2)));
        }
    }

    /** Runs the page; returns everything it says beside what came out. */
    List<Claim> run(Program program) throws Throwable {
        Map<Integer, String> expected = new HashMap<>();
        for (Block b : blocks) {
            if (b.title().equals("thrown")) {
                expected.put(b.line(), b.text());
            }
            if (b.language().equals("java") && b.title().isEmpty()) {
                String[] lines = b.text().split("\n");
                for (int k = 0; k < lines.length; k++) {
                    Matcher m = RESULT.matcher(lines[k]);
                    if (m.matches()) {
                        expected.put(b.line() + 1 + k, m.group(3));
                    }
                }
            }
        }
        List<Claim> claims = new ArrayList<>();
        program.run((line, value) -> claims.add(new Claim(line, expected.remove(line), text(value))));
        assertThat(expected)
                .as("what %s says of lines that were never reached", path)
                .isEmpty();
        return claims;
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case Throwable t ->
                (t instanceof UnsupportedOperationException ? "" : t.getClass().getName() + ": ") + t.getMessage();
            case Double d -> number(d);
            case double[] a -> Arrays.stream(a).mapToObj(Page::number).collect(Collectors.joining(", ", "{", "}"));
            case Object[] a -> Arrays.stream(a).map(Page::text).collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    private static String number(double d) {
        String s = Double.toString(d);
        return s.endsWith(".0") ? s.substring(0, s.length() - 2) : s;
    }

    // ---------------------------------------------------------------- compiling

    /** The compiled classes of a page, in a class loader of their own. */
    static final class Program {
        private final Loader loader;

        private Program(Loader loader) {
            this.loader = loader;
        }

        private static Program of(List<JavaFileObject> sources, Path path) {
            JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
            DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
            Map<String, byte[]> classes = new HashMap<>();
            boolean compiled = javac.getTask(
                            null,
                            new InMemory(javac.getStandardFileManager(diagnostics, null, null), classes),
                            diagnostics,
                            List.of("-proc:none", "-g", "-classpath", System.getProperty("java.class.path")),
                            null,
                            sources)
                    .call();
            assertThat(compiled)
                    .as("%s does not compile: %s", path, diagnostics.getDiagnostics())
                    .isTrue();
            return new Program(new Loader(classes));
        }

        Class<?> type(String name) throws ClassNotFoundException {
            return loader.loadClass(name);
        }

        void run(BiConsumer<Integer, Object> claims) throws Throwable {
            try {
                type("Statements").getMethod("run", BiConsumer.class).invoke(null, claims);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(Page.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        @Override
        public InputStream getResourceAsStream(String resource) {
            byte[] bytes = classes.get(resource.replace(".class", "").replace('/', '.'));
            return bytes == null ? super.getResourceAsStream(resource) : new ByteArrayInputStream(bytes);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("memory:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        InMemory(JavaFileManager files, Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
