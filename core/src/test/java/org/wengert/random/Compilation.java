package org.wengert.random;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.wengert.ScalarField;

/** Compiles programs in memory, many in one go, into a class loader of their own. */
final class Compilation {
    private static final String OUTER = "RandomPrograms";
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    private final Loader loader;

    private Compilation(Loader loader) {
        this.loader = loader;
    }

    /** Compiles programs; returns empty if javac finds an error in one, which only happens to programs that were cut. */
    static Optional<Compilation> of(List<Program> programs) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        return compile(programs, diagnostics);
    }

    /** Compiles programs; an error is the generator's own. */
    static Compilation required(List<Program> programs) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        return compile(programs, diagnostics)
                .orElseThrow(() -> new AssertionError("the generator made a program that does not compile: "
                        + diagnostics.getDiagnostics() + "\n" + source(programs)));
    }

    private static Optional<Compilation> compile(
            List<Program> programs, DiagnosticCollector<JavaFileObject> diagnostics) {
        Map<String, byte[]> classes = new HashMap<>();
        JavaFileManager files = new InMemory(JAVAC.getStandardFileManager(diagnostics, null, null), classes);
        boolean compiled = JAVAC.getTask(
                        null,
                        files,
                        diagnostics,
                        List.of("-proc:none", "-nowarn", "-g", "-classpath", System.getProperty("java.class.path")),
                        null,
                        List.of(new Source(source(programs))))
                .call();
        return compiled ? Optional.of(new Compilation(new Loader(classes))) : Optional.empty();
    }

    private static String source(List<Program> programs) {
        StringBuilder source = new StringBuilder();
        source.append("import java.util.*;\nimport java.util.function.*;\nimport java.util.stream.*;\n\npublic class "
                + OUTER + " {\n");
        for (Program program : programs) {
            source.append(program.source()).append('\n');
        }
        return source.append("}\n").toString();
    }

    /** Returns the function that a program defines. */
    ScalarField field(Program program) {
        return field(program, "field", new Class<?>[0]);
    }

    /** Returns the derivative along v, a function that the program defines, so that it sees the program's classes. */
    ScalarField slope(Program program, double[] v) {
        return field(program, "slope", new Class<?>[] {double[].class}, v);
    }

    /** Returns v times the gradient. */
    ScalarField gradientTimes(Program program, double[] v) {
        return field(program, "gradientTimes", new Class<?>[] {double[].class}, v);
    }

    /** Returns a lookup with all the rights of the program, which another module's does not have: lambdas can be made with it. */
    MethodHandles.Lookup lookup(Program program) {
        return (MethodHandles.Lookup) call(program, "lookup", new Class<?>[0]);
    }

    private ScalarField field(Program program, String name, Class<?>[] types, Object... arguments) {
        return (ScalarField) call(program, name, types, arguments);
    }

    private Object call(Program program, String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = loader.loadClass(OUTER + "$" + program.name()).getDeclaredMethod(name, types);
            method.setAccessible(true);
            return method.invoke(null, arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the method f of a program. */
    Method method(Program program) {
        try {
            return loader.loadClass(OUTER + "$" + program.name()).getDeclaredMethod("f", double[].class);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(Compilation.class.getClassLoader());
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

        Source(String text) {
            super(URI.create("memory:///" + OUTER + ".java"), Kind.SOURCE);
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
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
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
