package org.wengert.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of a method's parameters: from {@code -parameters}, else from the debugging tables of {@code -g}. */
final class ParameterNames {
    private ParameterNames() {}

    /** Returns the names, or nothing where the class file does not hold them. */
    static List<String> of(Method method) {
        Parameter[] parameters = method.getParameters();
        if (Arrays.stream(parameters).allMatch(Parameter::isNamePresent)) {
            return Arrays.stream(parameters).map(Parameter::getName).toList();
        }
        Class<?> owner = method.getDeclaringClass();
        String resource = owner.getName().substring(owner.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream stream = owner.getResourceAsStream(resource)) {
            return stream == null ? List.of() : fromDebugging(ClassFile.of().parse(stream.readAllBytes()), method);
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private static List<String> fromDebugging(ClassModel model, Method method) {
        String descriptor = java.lang.invoke.MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .descriptorString();
        for (MethodModel candidate : model.methods()) {
            if (candidate.methodName().equalsString(method.getName())
                    && candidate.methodType().equalsString(descriptor)) {
                return names(candidate, Modifier.isStatic(method.getModifiers()));
            }
        }
        return List.of();
    }

    private static List<String> names(MethodModel method, boolean isStatic) {
        MethodTypeDesc type = method.methodTypeSymbol();
        List<@Nullable String> names = new ArrayList<>(Collections.nCopies(type.parameterCount(), null));
        List<LocalVariableInfo> variables = new ArrayList<>();
        method.code()
                .ifPresent(code -> code.findAttribute(Attributes.localVariableTable())
                        .ifPresent(table -> variables.addAll(table.localVariables())));
        int slot = isStatic ? 0 : 1;
        for (int i = 0; i < type.parameterCount(); i++) {
            for (LocalVariableInfo variable : variables) {
                if (variable.slot() == slot && variable.startPc() == 0) {
                    names.set(i, variable.name().stringValue());
                }
            }
            String descriptor = type.parameterType(i).descriptorString();
            slot += descriptor.equals("J") || descriptor.equals("D") ? 2 : 1;
        }
        List<String> known = new ArrayList<>();
        for (String name : names) {
            if (name != null) {
                known.add(name);
            }
        }
        return known.size() == names.size() ? known : List.of();
    }
}
