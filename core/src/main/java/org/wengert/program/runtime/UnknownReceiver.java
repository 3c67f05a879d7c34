package org.wengert.program.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Says that a call has met an object of a class whose method is not part of the generated code, which is then made again with it. Thrown
 * by generated code only; its users never see it.
 */
public final class UnknownReceiver extends Error {
    private static final long serialVersionUID = 1;

    /** What the code of this thread has thrown last, for it may have been caught by a handler of the user's. */
    private static final ThreadLocal<@Nullable UnknownReceiver> LAST = new ThreadLocal<>();

    private final transient Object receiver;
    /** The call, and where it is. */
    private final String call;

    private UnknownReceiver(Object receiver, String call) {
        super(
                "An object of "
                        .concat(receiver.getClass().getName())
                        .concat(" is met at ")
                        .concat(call),
                null,
                false,
                false);
        this.receiver = receiver;
        this.call = call;
    }

    /**
     * Returns the object that has been met.
     *
     * @return the receiver
     */
    public Object receiver() {
        return receiver;
    }

    /**
     * Returns which call has met it.
     *
     * @return the method and the place
     */
    public String call() {
        return call;
    }

    /**
     * Throws.
     *
     * @param receiver the object that the call has met; null is the exception that the call itself would throw
     * @param call the method and the place
     * @return nothing
     */
    public static Object raise(@Nullable Object receiver, String call) {
        if (receiver == null) {
            throw new NullPointerException();
        }
        UnknownReceiver e = new UnknownReceiver(receiver, call);
        LAST.set(e);
        throw e;
    }

    /**
     * Returns whether an object is none that a call could fail to know: its class is one of the platform's, and no lambda.
     *
     * @param receiver an object or null
     * @return whether it is null or of a class of the platform
     */
    public static boolean isNot(@Nullable Object receiver) {
        if (receiver == null) {
            return true;
        }
        ClassLoader loader = receiver.getClass().getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    /**
     * Returns what this thread's code has thrown since the last look, and forgets it.
     *
     * @return the exception, or null
     */
    public static @Nullable UnknownReceiver take() {
        UnknownReceiver e = LAST.get();
        if (e != null) {
            LAST.remove();
        }
        return e;
    }

    /**
     * Returns what this thread's code has thrown since the last time it was taken.
     *
     * @return the exception, or null
     */
    public static @Nullable UnknownReceiver look() {
        return LAST.get();
    }
}
