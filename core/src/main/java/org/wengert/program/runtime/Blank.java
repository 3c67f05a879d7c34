package org.wengert.program.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Objects whose constructor has not run: what it does is done by the generated code, step by step. Needs the JDK's module
 * {@code jdk.unsupported}, which is there unless an application has been linked without it.
 */
public final class Blank {
    private static final @Nullable MethodHandle ALLOCATE = allocate();

    private Blank() {}

    private static @Nullable MethodHandle allocate() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field only = unsafe.getDeclaredField("theUnsafe");
            only.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(unsafe, "allocateInstance", MethodType.methodType(Object.class, Class.class))
                    .bindTo(only.get(null));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * Returns whether such objects can be made.
     *
     * @return whether {@link #of} works
     */
    public static boolean isAvailable() {
        return ALLOCATE != null;
    }

    /**
     * Returns a new object with all fields zero.
     *
     * @param c its class, which is not abstract
     * @return the object
     */
    public static Object of(Class<?> c) {
        MethodHandle allocate = ALLOCATE;
        if (allocate == null) {
            throw new AssertionError("no objects without constructors here (please report)");
        }
        try {
            return (Object) allocate.invokeExact(c);
        } catch (Throwable e) {
            throw sneaky(e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneaky(Throwable e) throws E {
        throw (E) e; // an error of the initialisation of the class, as the constructor would have thrown
    }
}
