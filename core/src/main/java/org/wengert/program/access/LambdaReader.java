package org.wengert.program.access;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Finds the method behind a serializable lambda or method reference. */
public final class LambdaReader {
    private LambdaReader() {}

    /**
     * Returns the method behind a lambda or method reference, or null if the object is neither (an instance of an ordinary class).
     *
     * @throws IllegalArgumentException if it is a lambda that cannot be read because its type is not serializable
     */
    public static @Nullable Target read(Object function) {
        Class<?> c = function.getClass();
        if (!c.isHidden() && !c.isSynthetic()) {
            return null;
        }
        if (!(function instanceof Serializable)) {
            throw new IllegalArgumentException("The code of this lambda cannot be read, because its type "
                    + firstInterface(c) + " is not serializable.\n"
                    + "  Declare it with a function type of org.wengert (ScalarFunction, ScalarField, …), or cast it: ("
                    + firstInterface(c) + " & java.io.Serializable) …");
        }
        SerializedLambda lambda = serialized(function);
        if (lambda == null) {
            return null;
        }
        ClassLoader loader = c.getClassLoader();
        try {
            return Target.of(lambda, c, loader == null ? ClassLoader.getSystemClassLoader() : loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("The class of this lambda cannot be found: " + e.getMessage(), e);
        }
    }

    private static String firstInterface(Class<?> c) {
        Class<?>[] interfaces = c.getInterfaces();
        return interfaces.length == 0 ? c.getName() : interfaces[0].getSimpleName();
    }

    private static @Nullable SerializedLambda serialized(Object function) {
        try {
            Method writeReplace = function.getClass().getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            return writeReplace.invoke(function) instanceof SerializedLambda s ? s : null;
        } catch (InaccessibleObjectException e) {
            return throughStream(function); // the lambda's module does not open its package: the stream may still look
        } catch (ReflectiveOperationException e) {
            return throughStream(function);
        }
    }

    /** Serialization replaces a lambda by its {@link SerializedLambda}; a stream that looks at the replacement needs no reflection. */
    private static @Nullable SerializedLambda throughStream(Object function) {
        try (Catcher catcher = new Catcher()) {
            catcher.writeObject(function);
            return catcher.caught;
        } catch (IOException e) {
            return null;
        }
    }

    private static final class Catcher extends ObjectOutputStream {
        private @Nullable SerializedLambda caught;

        Catcher() throws IOException {
            super(OutputStream.nullOutputStream());
            enableReplaceObject(true);
        }

        @Override
        protected @Nullable Object replaceObject(Object o) {
            if (o instanceof SerializedLambda s && caught == null) {
                caught = s;
            }
            return null; // nothing of it needs to be written
        }
    }
}
