package org.wengert.cli;

import com.sun.source.util.JavacTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.wengert.Differentiable;

/** One run of the Java compiler over one source in memory, its class files kept in memory too. */
final class JavaCompilation implements AutoCloseable {
    private final Memory files;
    private final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    private final JavacTask task;

    /**
     * Prepares a run; nothing is read yet.
     *
     * @param file name of the source file, for line tables and messages
     * @param source its text
     * @param classPath what the source may use beside the JDK and Wengert
     * @param sourcePath root of further sources, or null
     */
    JavaCompilation(String file, String source, List<Path> classPath, @Nullable Path sourcePath) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new WrongInput(
                    "Compiling needs a JDK, but this Java has no compiler: " + System.getProperty("java.home") + ".");
        }
        StandardJavaFileManager standard =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8);
        List<Path> path = new ArrayList<>(classPath);
        path.add(home(Differentiable.class));
        try {
            standard.setLocationFromPaths(StandardLocation.CLASS_PATH, path);
            standard.setLocationFromPaths(
                    StandardLocation.SOURCE_PATH, sourcePath == null ? List.of() : List.of(sourcePath));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files = new Memory(standard);
        // -parameters: arguments are given by name. -g: refusals name lines, and traces the user's variables.
        List<String> options = List.of("-g", "-parameters", "-proc:none", "-Xlint:none", "-implicit:class");
        task = (JavacTask) compiler.getTask(null, files, diagnostics, options, null, List.of(new Source(file, source)));
    }

    /** Returns the jar or folder that a class of ours came from. */
    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the compiler's task, to parse or to analyse. */
    JavacTask task() {
        return task;
    }

    /** Compiles; false where there are {@linkplain #errors errors}. */
    boolean succeeds() {
        return task.call();
    }

    /** Returns the errors so far, in the order of the source. */
    List<Diagnostic<? extends JavaFileObject>> errors() {
        List<Diagnostic<? extends JavaFileObject>> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> d : diagnostics.getDiagnostics()) {
            if (d.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(d);
            }
        }
        return errors;
    }

    /** Returns the class files by the names of their classes. */
    Map<String, byte[]> classFiles() {
        Map<String, byte[]> classFiles = new LinkedHashMap<>();
        files.outputs.forEach((name, bytes) -> classFiles.put(name, bytes.toByteArray()));
        return classFiles;
    }

    /** Returns an error's message in one line: {@code cannot find symbol: method ln(double)}. */
    static String message(Diagnostic<?> error) {
        StringBuilder s = new StringBuilder();
        boolean isList = false;
        for (String line : error.getMessage(Locale.ROOT).lines().toList()) {
            String part = line.strip().replaceAll("\\s+", " ");
            if (part.startsWith("location:")) {
                continue;
            }
            if (part.startsWith("symbol:")) {
                part = part.substring("symbol:".length()).strip();
            }
            if (part.endsWith(";")) {
                part = part.substring(0, part.length() - 1);
            }
            if (!s.isEmpty()) {
                s.append(s.charAt(s.length() - 1) == ':' ? " " : isList ? ", " : ": ");
                isList = true;
            }
            s.append(part);
        }
        return s.toString().replaceAll("\\b(java\\.lang|org\\.wengert\\.rule)\\.(?=[A-Z])", "");
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(uri(file), Kind.SOURCE);
            this.text = text;
        }

        private static URI uri(String file) {
            try {
                return new URI("memory", null, "/" + file, null);
            } catch (URISyntaxException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        /** A public class may stand in a file of any name: javac's rule serves searching, and nothing is searched for here. */
        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs = new LinkedHashMap<>();

        Memory(StandardJavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(
                    URI.create("memory:/" + className.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    outputs.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}
