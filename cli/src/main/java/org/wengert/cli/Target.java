package org.wengert.cli;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * What is to be differentiated, as it is named on the command line.
 *
 * <pre>
 * Target     = OfFile | OfJar | OfClass | Text
 * OfFile     = Rosenbrock.java[::[Type::]method[(types)]]
 * OfJar      = lib.jar#pkg.Type::method[(types)]
 * OfClass    = pkg.Type::method[(types)] | pkg.Type.method
 * Text       = anything else: an expression
 * </pre>
 */
sealed interface Target {
    /** A method of a source file; without a name the only one that can be meant. */
    record OfFile(String file, @Nullable Named method) implements Target {}

    /** A method of a class of a jar. */
    record OfJar(String jar, String type, Named method) implements Target {}

    /** A method of a class of the class path or of the JDK. */
    record OfClass(String type, Named method) implements Target {}

    /** An expression. */
    record Text(String expression) implements Target {}

    /**
     * A method's name.
     *
     * @param type the class that must declare it, or null
     * @param types simple names of the parameters' types where they are given, to choose among overloads
     */
    record Named(
            @Nullable String type, String name, @Nullable List<String> types) {}

    /** Returns the target that a word names. */
    static Target of(String word, List<Argument> arguments) {
        Matcher file = Patterns.FILE.matcher(word);
        if (file.matches()) {
            return new OfFile(
                    file.group(1),
                    file.group(3) == null ? null : new Named(file.group(2), file.group(3), types(file.group(4))));
        }
        Matcher jar = Patterns.JAR.matcher(word);
        if (jar.matches()) {
            return new OfJar(jar.group(1), jar.group(2), new Named(null, jar.group(3), types(jar.group(4))));
        }
        Matcher type = Patterns.CLASS.matcher(word);
        if (type.matches()) {
            return new OfClass(type.group(1), new Named(null, type.group(2), types(type.group(3))));
        }
        if (word.endsWith(".jar") || word.endsWith(".class")) {
            throw new WrongInput(word + " names no method; write "
                    + (word.endsWith(".jar")
                            ? word + "#pkg.Type::method."
                            : "pkg.Type::method, with -cp for the folder of the classes."));
        }
        Matcher dotted = Patterns.DOTTED.matcher(word);
        String first = word.split("\\.", 2)[0];
        if (dotted.matches() && !first.equals("Math") && arguments.stream().noneMatch(a -> first.equals(a.name()))) {
            return new OfClass(dotted.group(1), new Named(null, dotted.group(2), null));
        }
        return new Text(word);
    }

    private static @Nullable List<String> types(@Nullable String list) {
        if (list == null) {
            return null;
        }
        String plain = list;
        for (String before = ""; !plain.equals(before); ) {
            before = plain;
            plain = plain.replaceAll("<[^<>]*>", "");
        }
        return plain.isBlank() ? List.of() : List.of(plain.strip().split("\\s*,\\s*"));
    }

    /** How targets are told from expressions; a method reference inside an expression has parentheses around it. */
    final class Patterns {
        private static final String NAME = "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";
        private static final String QUALIFIED = NAME + "(?:[.$]" + NAME + ")*";
        private static final String TYPES = "(?:\\(([^()]*)\\))?";
        static final Pattern FILE =
                Pattern.compile("(.+\\.java)(?:::(?:(" + QUALIFIED + ")(?:::|\\.))?(" + NAME + ")" + TYPES + ")?");
        static final Pattern JAR = Pattern.compile("(.+\\.jar)#(" + QUALIFIED + ")(?:::|\\.)(" + NAME + ")" + TYPES);
        static final Pattern CLASS = Pattern.compile("(" + QUALIFIED + ")::(" + NAME + ")" + TYPES);
        static final Pattern DOTTED = Pattern.compile("(" + QUALIFIED + ")\\.(" + NAME + ")");

        private Patterns() {}
    }

    /**
     * Returns the method with its arguments, compiled and loaded.
     *
     * @param classPath further classes, or null
     * @param needsValues whether arguments must be given; else any values do
     */
    default Program resolve(
            List<Argument> arguments, @Nullable String classPath, boolean needsValues, Console console) {
        String path = switch (this) {
            case OfJar jar -> jar.jar() + (classPath == null ? "" : File.pathSeparator + classPath);
            case OfClass _ -> classPath == null ? "." : classPath;
            case OfFile _, Text _ -> classPath;
        };
        UserClasses classes = UserClasses.of(path, console);
        return switch (this) {
            case Text text -> Expression.compile(text.expression(), arguments, needsValues, classes, console);
            case OfClass target -> {
                Class<?> type = classes.find(target.type());
                if (type == null && !target.type().contains(".")) {
                    type = classes.find("java.lang." + target.type());
                }
                if (type == null) {
                    String source = target.type().substring(target.type().lastIndexOf('.') + 1) + ".java";
                    throw new WrongInput("There is no class " + target.type()
                            + (classPath != null
                                    ? " in " + classPath + "."
                                    : " in this folder; "
                                            + (Files.exists(console.path(source))
                                                    ? "of the source file write " + source + "::"
                                                            + target.method().name() + "."
                                                    : "name the folder or jar that holds it with --class-path.")));
                }
                yield new Overloads(arguments, needsValues, classes, console).choose(candidates(type, target.method()));
            }
            case OfJar target -> {
                Class<?> type = classes.find(target.type());
                if (type == null) {
                    Set<String> all = SourceFiles.classesOf(console.path(target.jar()));
                    List<String> sameName = all.stream()
                            .filter(name -> name.endsWith("." + target.type()))
                            .toList();
                    throw new WrongInput("There is no class " + target.type() + " in " + target.jar()
                            + (sameName.isEmpty()
                                    ? Words.didYouMean(target.type(), all)
                                    : "; did you mean " + String.join(" or ", sameName) + "?"));
                }
                yield new Overloads(arguments, needsValues, classes, console).choose(candidates(type, target.method()));
            }
            case OfFile target ->
                new Overloads(arguments, needsValues, classes, console)
                        .choose(SourceFiles.candidates(target, classes, console));
        };
    }

    /** Returns the methods of a class that a name means: at least one. */
    static List<Method> candidates(Class<?> type, Named wanted) {
        List<Method> named = Overloads.named(type, wanted.name());
        if (named.isEmpty()) {
            Set<String> names = Overloads.names(type);
            throw new WrongInput(type.getSimpleName() + " has no method " + wanted.name()
                    + Words.didYouMean(wanted.name(), names)
                    + (Words.near(wanted.name(), names).isEmpty() && !names.isEmpty() && names.size() <= 20
                            ? " It has " + Words.list(names) + "."
                            : ""));
        }
        List<String> types = wanted.types();
        if (types == null) {
            return named;
        }
        List<Method> exact = new ArrayList<>();
        List<String> signatures = new ArrayList<>();
        for (Method method : named) {
            List<String> own = Arrays.stream(method.getParameterTypes())
                    .map(Class::getSimpleName)
                    .toList();
            if (own.equals(types.stream()
                    .map(t -> t.substring(t.lastIndexOf('.') + 1).replace("...", "[]"))
                    .toList())) {
                exact.add(method);
            }
            signatures.add(Program.signature(method, List.of()));
        }
        if (exact.isEmpty()) {
            throw new WrongInput(type.getSimpleName() + " has no " + wanted.name() + "(" + String.join(", ", types)
                    + "); it has " + Words.list(signatures) + ".");
        }
        return exact;
    }

    /** Compiles source files and looks into jars. */
    final class SourceFiles {
        /** Names listed in a sentence. */
        private static final int NAMES = 20;

        private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");

        private SourceFiles() {}

        /** Returns the methods of a source file that a target may mean: at least one. */
        static List<Method> candidates(OfFile target, UserClasses classes, Console console) {
            Path file = console.path(target.file());
            String source;
            try {
                source = Files.readString(file);
                // A byte order mark, which editors of Windows write; javac takes it for a mistake.
                source = source.startsWith("\uFEFF") ? source.substring(1) : source;
            } catch (IOException e) {
                throw new WrongInput("Cannot read " + target.file() + ": " + Console.reason(e) + ".");
            }
            List<Class<?>> types = compile(file, source, target.file(), classes);
            Named wanted = target.method();
            if (wanted == null) {
                return only(types, target.file());
            }
            List<Class<?>> owners = new ArrayList<>();
            Set<String> names = new TreeSet<>();
            for (Class<?> type : types) {
                if (wanted.type() == null
                        || type.getSimpleName().equals(wanted.type())
                        || type.getName().replace('$', '.').equals(wanted.type())) {
                    names.addAll(Overloads.names(type));
                    if (Overloads.named(type, wanted.name()).stream().anyMatch(m -> !Overloads.isImplicit(m))) {
                        owners.add(type);
                    }
                }
            }
            List<String> simpleNames = types.stream().map(Class::getSimpleName).toList();
            if (owners.isEmpty()
                    && wanted.type() != null
                    && !simpleNames.contains(
                            wanted.type().substring(wanted.type().lastIndexOf('.') + 1))) {
                throw new WrongInput(
                        target.file() + " has no class " + wanted.type() + "; it has " + Words.list(simpleNames) + ".");
            }
            if (owners.isEmpty()) {
                throw new WrongInput(target.file() + " has no method "
                        + (wanted.type() == null ? "" : wanted.type() + "::") + wanted.name()
                        + Words.didYouMean(wanted.name(), names)
                        + (Words.near(wanted.name(), names).isEmpty() && !names.isEmpty()
                                ? " It has " + Words.list(names) + "."
                                : ""));
            }
            if (owners.size() > 1) {
                throw new WrongInput("Several classes of " + target.file() + " have a method " + wanted.name() + ": "
                        + Words.list(owners.stream().map(Class::getSimpleName).toList()) + "; write "
                        + target.file() + "::" + owners.getFirst().getSimpleName() + "::" + wanted.name() + ".");
            }
            return Target.candidates(owners.getFirst(), wanted);
        }

        private static List<Class<?>> compile(Path file, String source, String name, UserClasses classes) {
            Path root = sourceRoot(file, source);
            String fileName = file.getFileName().toString();
            // A file without a class declares one that is named after the file.
            String stem = fileName.substring(0, fileName.length() - ".java".length());
            try (JavaCompilation compilation = new JavaCompilation(fileName, source, classes.entries(), root)) {
                if (!compilation.succeeds()) {
                    throw error(compilation.errors(), source, name);
                }
                classes.add(compilation.classFiles());
                List<Class<?>> types = new ArrayList<>();
                for (String type : compilation.classFiles().keySet()) {
                    Class<?> c = classes.find(type);
                    // Classes of files that this one uses are compiled along; they are not what was named.
                    if (c != null && !c.isAnonymousClass() && !c.isLocalClass() && isDeclaredIn(source, stem, c)) {
                        types.add(c);
                    }
                }
                return types;
            }
        }

        private static boolean isDeclaredIn(String source, String stem, Class<?> type) {
            Class<?> outer = type;
            while (outer.getDeclaringClass() != null) {
                outer = outer.getDeclaringClass();
            }
            String name = outer.getSimpleName();
            return Pattern.compile("\\b(class|record|interface|enum)\\s+" + Pattern.quote(name) + "\\b")
                            .matcher(source)
                            .find()
                    || outer.getName().equals(stem);
        }

        /** The folder under which the file's package lies; null if the folders do not follow the package. */
        private static @Nullable Path sourceRoot(Path file, String source) {
            Path folder = file.toAbsolutePath().normalize().getParent();
            Matcher declaration = PACKAGE.matcher(source);
            if (!declaration.find()) {
                return folder;
            }
            List<String> parts = Arrays.asList(declaration.group(1).split("\\."));
            for (String part : parts.reversed()) {
                if (folder == null
                        || folder.getFileName() == null
                        || !folder.getFileName().toString().equals(part)) {
                    return null;
                }
                folder = folder.getParent();
            }
            return folder;
        }

        private static List<Method> only(List<Class<?>> types, String file) {
            List<Method> candidates = new ArrayList<>();
            for (Class<?> type : types) {
                for (Method method : type.getDeclaredMethods()) {
                    if (isCandidate(method)) {
                        candidates.add(method);
                    }
                }
            }
            if (candidates.isEmpty()) {
                throw new WrongInput(
                        file + " has no method of real numbers to differentiate; it should have one such as"
                                + " static double value(double[] x).");
            }
            boolean isSpread = candidates.stream()
                            .map(Method::getDeclaringClass)
                            .distinct()
                            .count()
                    > 1;
            List<String> names = candidates.stream()
                    .map(m -> (isSpread ? m.getDeclaringClass().getSimpleName() + "::" : "") + m.getName())
                    .distinct()
                    .sorted()
                    .toList();
            if (names.size() > 1) {
                List<String> shown = names.size() <= NAMES ? names : new ArrayList<>(names.subList(0, NAMES));
                if (names.size() > NAMES) {
                    shown.add((names.size() - NAMES) + " more");
                }
                throw new WrongInput(file + " has several methods: " + Words.list(shown) + "; choose one, for example "
                        + file + "::" + names.getFirst() + ".");
            }
            return candidates;
        }

        private static boolean isCandidate(Method method) {
            return !method.isSynthetic()
                    && !Modifier.isAbstract(method.getModifiers())
                    && !Overloads.isImplicit(method)
                    && method.getParameterCount() + (Modifier.isStatic(method.getModifiers()) ? 0 : 1) > 0
                    && !(method.getName().equals("main") && method.getReturnType() == void.class)
                    && method.getReturnType() != void.class
                    && method.getReturnType() != boolean.class
                    && method.getReturnType() != int.class
                    && method.getReturnType() != long.class
                    && method.getReturnType() != String.class;
        }

        private static WrongInput error(List<Diagnostic<? extends JavaFileObject>> errors, String source, String name) {
            Diagnostic<? extends JavaFileObject> first = errors.getFirst();
            JavaFileObject origin = first.getSource();
            StringBuilder s = new StringBuilder();
            s.append(origin == null || origin.toUri().getScheme().equals("memory") ? name : Path.of(origin.toUri()))
                    .append(':')
                    .append(first.getLineNumber())
                    .append(':')
                    .append(first.getColumnNumber())
                    .append(" does not compile: ")
                    .append(JavaCompilation.message(first))
                    .append(errors.size() > 1 ? "; " + Words.count(errors.size() - 1, "error") + " more." : ".");
            int line = (int) first.getLineNumber();
            List<String> lines = source.lines().toList();
            if (origin != null && origin.toUri().getScheme().equals("memory") && line >= 1 && line <= lines.size()) {
                String text = lines.get(line - 1);
                s.append("\n  ").append(text).append("\n  ");
                // getColumnNumber counts a tab as up to eight columns; the position does not.
                int start = (int) first.getPosition() - offset(source, line);
                for (int i = 0; i < start; i++) {
                    s.append(i < text.length() && text.charAt(i) == '\t' ? '\t' : ' ');
                }
                s.append('^');
            }
            return new WrongInput(s.toString());
        }

        private static int offset(String source, int line) {
            int offset = 0;
            for (int i = 1; i < line; i++) {
                offset = source.indexOf('\n', offset) + 1;
            }
            return offset;
        }

        /** Returns the names of the classes of a jar. */
        static Set<String> classesOf(Path jar) {
            Set<String> names = new TreeSet<>();
            try (JarFile file = new JarFile(jar.toFile());
                    Stream<String> entries = file.stream().map(e -> e.getName())) {
                entries.filter(e -> e.endsWith(".class")
                                && !e.toLowerCase(Locale.ROOT).endsWith("-info.class"))
                        .forEach(e -> names.add(
                                e.substring(0, e.length() - 6).replace('/', '.').replace('$', '.')));
            } catch (IOException e) {
                throw new WrongInput("Cannot read " + jar + " as a jar: " + Console.reason(e) + ".");
            }
            return names;
        }
    }
}
