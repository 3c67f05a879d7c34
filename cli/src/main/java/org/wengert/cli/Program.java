package org.wengert.cli;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A method with arguments for it.
 *
 * @param title the function as the user wrote it, for headings
 * @param label what to call it in sentences
 * @param method the method
 * @param names of the arguments, the receiver's first if the method is not static
 * @param values makes the arguments anew, the receiver first if the method is not static
 * @param classes the user's classes
 */
record Program(
        String title,
        String label,
        Method method,
        List<String> names,
        Supplier<@Nullable Object[]> values,
        UserClasses classes) {

    /** Returns a static method with arguments that are known to fit. */
    static Program of(
            String title,
            String label,
            Method method,
            List<String> names,
            List<Argument> arguments,
            UserClasses classes) {
        Type[] types = method.getGenericParameterTypes();
        Supplier<@Nullable Object[]> values = () -> {
            @Nullable Object[] fresh = new @Nullable Object[types.length];
            for (int i = 0; i < fresh.length; i++) {
                fresh[i] = bind(arguments.get(i), types[i], names.get(i), label);
            }
            return fresh;
        };
        return new Program(title, label, method, names, values, classes);
    }

    /** Returns an argument as a value of a parameter's type. */
    static @Nullable Object bind(Argument argument, Type type, String name, String label) {
        if (type == String.class) {
            return argument.text();
        }
        try {
            return Binding.bind(argument.datum(), type, name);
        } catch (Binding.Misfit e) {
            throw new WrongInput("In " + label + ", " + e.getMessage() + ".");
        }
    }

    /** Returns a lookup that reaches the method, private or not; for the JDK's own methods a public one. */
    Lookup lookup() {
        Class<?> owner = method.getDeclaringClass();
        try {
            Lookup near = owner.getClassLoader() == classes ? classes.lookup() : MethodHandles.lookup();
            return MethodHandles.privateLookupIn(owner, near);
        } catch (IllegalAccessException e) {
            return MethodHandles.publicLookup();
        }
    }

    /** Returns the arguments, never the same arrays or objects twice. */
    @Nullable
    Object[] arguments() {
        return values.get();
    }

    /** Runs the method as it is, for its exceptions. */
    void run() throws Throwable {
        lookup().unreflect(method).invokeWithArguments(arguments());
    }

    /** Returns a new object of a class with a constructor without parameters, or null where there is none. */
    static @Nullable Supplier<Object> instances(Class<?> type) {
        if (Modifier.isAbstract(type.getModifiers())) {
            return null;
        }
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return () -> {
                try {
                    return constructor.newInstance();
                } catch (InvocationTargetException e) {
                    throw new ConstructionFailed(type, e.getCause());
                } catch (ReflectiveOperationException e) {
                    throw new WrongInput("A " + type.getSimpleName() + " cannot be made: " + e.getMessage() + ".");
                }
            };
        } catch (NoSuchMethodException | java.lang.reflect.InaccessibleObjectException e) {
            return null;
        }
    }

    /** That the constructor of a receiver threw. */
    static final class ConstructionFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ConstructionFailed(Class<?> type, @Nullable Throwable cause) {
            super("new " + type.getSimpleName() + "()", cause);
        }
    }

    /**
     * Returns a signature for messages: {@code value(double[] x, List<Double> w)}, or without names, as targets are written,
     * {@code value(double[], List)}.
     */
    static String signature(Method method, List<String> names) {
        List<String> parameters = new ArrayList<>();
        Type[] types = names.isEmpty() ? method.getParameterTypes() : method.getGenericParameterTypes();
        for (int i = 0; i < types.length; i++) {
            String type = Binding.name(types[i]);
            if (method.isVarArgs() && i == types.length - 1) {
                type = type.substring(0, type.length() - "[]".length()) + "...";
            }
            parameters.add(names.isEmpty() ? type : type + " " + names.get(i));
        }
        return method.getName() + "(" + String.join(", ", parameters) + ")";
    }
}
