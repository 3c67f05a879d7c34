package org.wengert.cli;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles.Lookup;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The user's classes: those of a class path and those compiled in memory. They see the JDK and Wengert, and nothing of what the
 * command line itself is built with, so a library of theirs never meets another version of itself. Class files are found as
 * resources too, which is how the differentiator reads them.
 */
final class UserClasses extends URLClassLoader {
    private static final String OWN = "org.wengert.";

    private final Map<String, byte[]> compiled = new HashMap<>();
    private final List<Path> entries;

    private UserClasses(List<Path> entries, URL[] urls) {
        super("user", urls, ClassLoader.getPlatformClassLoader());
        this.entries = entries;
    }

    /**
     * Returns the classes of a class path.
     *
     * @param classPath files and folders, as {@code java --class-path} takes them; null for none
     */
    static UserClasses of(@Nullable String classPath, Console console) {
        List<Path> entries = new ArrayList<>();
        if (classPath != null) {
            for (String part : classPath.split(File.pathSeparator, -1)) {
                if (part.endsWith("*")) {
                    entries.addAll(jars(console.path(part.substring(0, part.length() - 1)), part));
                } else if (!part.isEmpty()) {
                    entries.add(existing(part, console));
                }
            }
        }
        return new UserClasses(
                List.copyOf(entries), entries.stream().map(UserClasses::url).toArray(URL[]::new));
    }

    private static Path existing(String part, Console console) {
        Path path = console.path(part);
        if (!Files.exists(path)) {
            throw new WrongInput("The class path names " + part + ", but there is no such file or folder.");
        }
        return path;
    }

    private static List<Path> jars(Path folder, String part) {
        List<Path> jars = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(jars::add);
        } catch (IOException e) {
            throw new WrongInput("The class path names " + part + ": " + Console.reason(e) + ".");
        }
        jars.sort(null);
        return jars;
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the files and folders of the class path. */
    List<Path> entries() {
        return entries;
    }

    /** Adds class files; the keys are the classes' names. */
    void add(Map<String, byte[]> classFiles) {
        compiled.putAll(classFiles);
    }

    /** Returns a class by its name as source writes it, nested types after a dot; null if there is none. */
    @Nullable
    Class<?> find(String name) {
        String binary = name;
        while (true) {
            try {
                return Class.forName(binary, false, this);
            } catch (ClassNotFoundException _) {
                int dot = binary.lastIndexOf('.');
                if (dot < 0) {
                    return null;
                }
                binary = binary.substring(0, dot) + "$" + binary.substring(dot + 1);
            } catch (NoClassDefFoundError e) {
                // A name that differs from a file's in upper and lower case only, on a file system that ignores case.
                return null;
            } catch (LinkageError e) {
                throw new WrongInput("The class " + name + " cannot be loaded: " + e.getMessage() + ".");
            }
        }
    }

    /** Returns a lookup with full access to these classes. */
    Lookup lookup() {
        Class<?> bridge = findLoadedClass(Bridge.class.getName());
        try (InputStream stream = Bridge.class.getResourceAsStream("Bridge.class")) {
            if (bridge == null) {
                byte[] classFile = Objects.requireNonNull(stream).readAllBytes();
                bridge = defineClass(Bridge.class.getName(), classFile, 0, classFile.length);
            }
            return (Lookup) ((Supplier<?>) bridge.getConstructor().newInstance()).get();
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns whether a class of this name is the user's. */
    boolean owns(String name) {
        return findLoadedClass(name) != null;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] classFile = compiled.get(name);
        if (classFile != null) {
            return defineClass(name, classFile, 0, classFile.length);
        }
        if (name.startsWith(OWN)) {
            try {
                return Class.forName(name, false, UserClasses.class.getClassLoader());
            } catch (ClassNotFoundException _) {
                // A class of the user's in a package of ours: below.
            }
        }
        return super.findClass(name);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        if (name.endsWith(".class")) {
            byte[] classFile = compiled.get(name.substring(0, name.length() - 6).replace('/', '.'));
            if (classFile != null) {
                return new ByteArrayInputStream(classFile);
            }
        }
        InputStream own = super.getResourceAsStream(name);
        return own == null && name.startsWith(OWN.replace('.', '/'))
                ? UserClasses.class.getClassLoader().getResourceAsStream(name)
                : own;
    }
}
