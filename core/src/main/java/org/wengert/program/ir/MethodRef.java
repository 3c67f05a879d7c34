package org.wengert.program.ir;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * A method or constructor to call.
 *
 * @param kind how the JVM calls it
 * @param owner internal name of the class named in the call
 * @param name its name, {@code <init>} for a constructor
 * @param descriptor its method descriptor
 * @param isInterface whether the owner is an interface
 * @param resolved what the call resolves to, for access checks and error texts
 * @param refusal why its code could not be followed, if it was tried; to be thrown when an active value meets the call
 * @param receiver what is known about the receiver
 */
public record MethodRef(
        Kind kind,
        String owner,
        String name,
        String descriptor,
        boolean isInterface,
        Executable resolved,
        @Nullable UnsupportedOperationException refusal,
        Receiver receiver) {
    /** Creates a reference to a method that nobody has tried to follow. */
    public MethodRef(
            Kind kind, String owner, String name, String descriptor, boolean isInterface, Executable resolved) {
        this(kind, owner, name, descriptor, isInterface, resolved, null, Receiver.GIVEN);
    }

    /** Returns a reference to a public method that is there. */
    public static MethodRef of(Class<?> owner, String name, Class<?>... parameters) {
        Method m;
        try {
            m = owner.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
        Kind kind =
                Modifier.isStatic(m.getModifiers()) ? Kind.STATIC : owner.isInterface() ? Kind.INTERFACE : Kind.VIRTUAL;
        StringBuilder descriptor = new StringBuilder("(");
        for (Class<?> c : parameters) {
            descriptor.append(c.descriptorString());
        }
        descriptor.append(')').append(m.getReturnType().descriptorString());
        return new MethodRef(
                kind, owner.getName().replace('.', '/'), name, descriptor.toString(), owner.isInterface(), m);
    }

    /** Returns whether the method is one that this class declares. */
    public boolean isOf(Class<?> declaring) {
        return resolved.getDeclaringClass() == declaring;
    }

    /** Returns the same reference for a call of which more is known about its receiver. */
    public MethodRef on(Receiver known) {
        return new MethodRef(kind, owner, name, descriptor, isInterface, resolved, null, known);
    }

    /**
     * Returns 1 if the call takes the lock of an object, −1 if it gives it back, 0 for all others. Such calls stand for the JVM's instructions
     * {@code monitorenter} and {@code monitorexit}.
     */
    public int lock() {
        return !owner.equals("org/wengert/program/runtime/Substitutes")
                ? 0
                : name.equals("lock") ? 1 : name.equals("unlock") ? -1 : 0;
    }

    /** What is known about the receiver of a call. */
    public enum Receiver {
        /** Nothing but its static type. */
        GIVEN,
        /** That it is an object of a class of the platform. */
        OF_THE_PLATFORM,
        /**
         * That it is of none of the classes that this place knows: with an active value the call is not executed but says which class it has
         * met.
         */
        UNKNOWN
    }

    /** The name of what makes an object without a constructor, see {@link #blank}. */
    public static final String BLANK = "<blank>";

    /** Returns what makes an object of a class with all fields zero; its constructor's code follows, as a method. */
    public static MethodRef blank(Executable constructor) {
        return new MethodRef(
                Kind.SPECIAL,
                constructor.getDeclaringClass().getName().replace('.', '/'),
                BLANK,
                "()V",
                false,
                constructor);
    }

    /** Returns whether this makes an object without a constructor. */
    public boolean isBlank() {
        return name.equals(BLANK);
    }

    /** How the JVM calls a method. */
    public enum Kind {
        /** By invokestatic. */
        STATIC,
        /** By invokevirtual. */
        VIRTUAL,
        /** By invokeinterface. */
        INTERFACE,
        /** By invokespecial: constructors, private and super calls. */
        SPECIAL
    }
}
