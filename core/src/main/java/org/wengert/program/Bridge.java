package org.wengert.program;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A tiny class in the user's package that hands out its own full lookup: next to it generated code can be defined where the user's module is
 * not ours. Private members of the user's classes are reached from there through method handles.
 */
final class Bridge {
    private static final String NAME = "Wengert$Bridge";
    private static final ClassDesc HANDLES = ClassDesc.of("java.lang.invoke.MethodHandles");
    private static final ClassDesc LOOKUP = ClassDesc.of("java.lang.invoke.MethodHandles$Lookup");

    private Bridge() {}

    /**
     * Returns a full-privilege lookup in the package of {@code inside}.
     *
     * @param inside a lookup with package access
     */
    static MethodHandles.Lookup lookup(MethodHandles.Lookup inside) {
        Class<?> host = inside.lookupClass();
        String name = host.getPackageName().isEmpty()
                ? NAME
                : host.getPackageName().concat(".").concat(NAME);
        try {
            Class<?> bridge;
            try {
                bridge = Class.forName(name, true, host.getClassLoader());
            } catch (ClassNotFoundException e) {
                bridge = inside.defineClass(bytes(name));
            }
            return (MethodHandles.Lookup)
                    inside.findStatic(bridge, "lookup", MethodType.methodType(MethodHandles.Lookup.class))
                            .invoke();
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new UnsupportedOperationException(
                    "Generated code cannot be defined in the package "
                            .concat(host.getPackageName())
                            .concat(".\n  Use Differentiable.of(MethodHandles.lookup(), method)."),
                    e);
        }
    }

    private static byte[] bytes(String name) {
        return ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        c -> c.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                                .withMethodBody(
                                        "lookup",
                                        MethodTypeDesc.of(LOOKUP),
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> code.invokestatic(HANDLES, "lookup", MethodTypeDesc.of(LOOKUP))
                                                .areturn()));
    }
}
