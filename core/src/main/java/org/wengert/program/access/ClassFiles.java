package org.wengert.program.access;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Class files of loaded classes, parsed; kept for the length of one compilation. Not thread-safe. */
public final class ClassFiles {
    private final Map<Class<?>, Map<String, MethodModel>> methods = new HashMap<>();

    /** Returns the method declared by {@code owner}, or null if it declares none such. */
    public @Nullable MethodModel method(Class<?> owner, String name, String descriptor) {
        Map<String, MethodModel> declared = methods.get(owner);
        if (declared == null) {
            declared = new HashMap<>();
            ClassModel model = parse(owner);
            if (model != null) {
                for (MethodModel m : model.methods()) {
                    declared.put(
                            m.methodName().stringValue().concat(m.methodType().stringValue()), m);
                }
            }
            methods.put(owner, declared);
        }
        return declared.get(name.concat(descriptor));
    }

    private static @Nullable ClassModel parse(Class<?> owner) {
        String name = owner.getName();
        String resource = name.substring(name.lastIndexOf('.') + 1).concat(".class");
        try (InputStream in = owner.getResourceAsStream(resource)) {
            return in == null ? null : ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            return null;
        }
    }
}
