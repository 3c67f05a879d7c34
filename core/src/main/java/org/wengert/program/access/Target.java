package org.wengert.program.access;

import java.lang.invoke.SerializedLambda;

/** The method that implements a function object, and the values that the object has captured for it. */
public final class Target {
    /** The class that declares the method. */
    public final Class<?> owner;
    /** Name of the method. */
    public final String name;
    /** Its method descriptor. */
    public final String descriptor;
    /** A {@link java.lang.invoke.MethodHandleInfo} reference kind: how it is called. */
    public final int referenceKind;
    /** What the function object passes first: captured variables, or the receiver of a bound method reference. */
    public final Object[] captured;
    /** The class whose code created the function object. */
    public final Class<?> capturingClass;
    /** Internal name of the functional interface. */
    public final String interfaceName;
    /** Descriptor of the interface's method with its type arguments in place. */
    public final String instantiated;

    Target(
            Class<?> owner,
            String name,
            String descriptor,
            int referenceKind,
            Object[] captured,
            Class<?> capturingClass,
            String interfaceName,
            String instantiated) {
        this.owner = owner;
        this.name = name;
        this.descriptor = descriptor;
        this.referenceKind = referenceKind;
        this.captured = captured;
        this.capturingClass = capturingClass;
        this.interfaceName = interfaceName;
        this.instantiated = instantiated;
    }

    static Target of(SerializedLambda lambda, Class<?> function, ClassLoader loader) throws ClassNotFoundException {
        Object[] captured = new Object[lambda.getCapturedArgCount()];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = lambda.getCapturedArg(i);
        }
        Class<?> functional = load(lambda.getFunctionalInterfaceClass(), loader);
        for (Class<?> i : function.getInterfaces()) { // a cast to an intersection may name a more specific one
            functional = functional.isAssignableFrom(i) ? i : functional;
        }
        return new Target(
                load(lambda.getImplClass(), loader),
                lambda.getImplMethodName(),
                lambda.getImplMethodSignature(),
                lambda.getImplMethodKind(),
                captured,
                load(lambda.getCapturingClass(), loader),
                functional.getName().replace('.', '/'),
                lambda.getInstantiatedMethodType());
    }

    private static Class<?> load(String internalName, ClassLoader loader) throws ClassNotFoundException {
        return Class.forName(internalName.replace('/', '.'), false, loader);
    }
}
