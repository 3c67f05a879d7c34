package org.wengert.program.emit;

import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.InterfaceMethodRefEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.util.List;

/** Constant-pool entries by name, without the detour over parsed descriptors. */
final class Pool {
    static final String TAPE = "org/wengert/program/runtime/Tape";
    static final String TAPE_DESCRIPTOR = "Lorg/wengert/program/runtime/Tape;";
    private static final int INVOKE_STATIC = 6;

    private final ConstantPoolBuilder entries;

    Pool(ConstantPoolBuilder entries) {
        this.entries = entries;
    }

    /** Returns the class that a descriptor of a class or array names. */
    ClassEntry type(String descriptor) {
        return entries.classEntry(
                entries.utf8Entry(descriptor.charAt(0) == '[' ? descriptor : Access.internalName(descriptor)));
    }

    private ClassEntry owner(String internalNameOrArray) {
        return entries.classEntry(entries.utf8Entry(internalNameOrArray));
    }

    private NameAndTypeEntry nameAndType(String name, String descriptor) {
        return entries.nameAndTypeEntry(entries.utf8Entry(name), entries.utf8Entry(descriptor));
    }

    MethodRefEntry method(String owner, String name, String descriptor) {
        return entries.methodRefEntry(owner(owner), nameAndType(name, descriptor));
    }

    InterfaceMethodRefEntry interfaceMethod(String owner, String name, String descriptor) {
        return entries.interfaceMethodRefEntry(owner(owner), nameAndType(name, descriptor));
    }

    FieldRefEntry field(String owner, String name, String descriptor) {
        return entries.fieldRefEntry(owner(owner), nameAndType(name, descriptor));
    }

    /** Returns the element of the class data at an index, as a constant. */
    LoadableConstantEntry classData(int index, String descriptor) {
        MethodRefEntry bootstrap = method(
                "java/lang/invoke/MethodHandles",
                "classDataAt",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)Ljava/lang/Object;");
        return entries.constantDynamicEntry(
                entries.bsmEntry(entries.methodHandleEntry(INVOKE_STATIC, bootstrap), List.of(entries.intEntry(index))),
                nameAndType("_", descriptor));
    }
}
