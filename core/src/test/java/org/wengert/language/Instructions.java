package org.wengert.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which instructions of the JVM a test's program consists of, read from the class files: its lambdas and all methods of this package that they call. */
final class Instructions {
    private static final String HERE = Instructions.class.getPackageName();
    private static final Set<String> NO_PROGRAMS = Set.of("Constructs", "Instructions", "Jet", "Row");

    private final List<ClassModel> classes = new ArrayList<>();

    Instructions() {
        try (Stream<Path> files = Files.list(Path.of("src/test/java/org/wengert/language"))) {
            for (Path p : files.sorted().toList()) {
                String name = p.getFileName().toString().replace(".java", "");
                if (!NO_PROGRAMS.contains(name)) {
                    read(Class.forName(HERE + "." + name));
                }
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a class and all that are nested in it, local and anonymous ones too. */
    private void read(Class<?> type) {
        for (Class<?> member : type.getNestMembers()) {
            classes.add(ClassFile.of().parse(bytes(member)));
        }
    }

    private static byte[] bytes(Class<?> type) {
        String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the instructions of the programs that a test makes. */
    Set<Opcode> of(Method test) {
        Set<Opcode> found = EnumSet.noneOf(Opcode.class);
        Set<MethodModel> seen = new HashSet<>();
        Deque<MethodModel> open = new ArrayDeque<>();
        String descriptor = test.getDeclaringClass().descriptorString();
        for (ClassModel c : classes) {
            for (MethodModel m : c.methods()) {
                if (c.thisClass().asSymbol().descriptorString().equals(descriptor)
                        && m.methodName().equalsString(test.getName())
                        && m.methodType().equalsString("()V")) {
                    open.add(m);
                }
            }
        }
        if (test.getDeclaringClass() == InstructionsTest.class) {
            for (MethodModel m :
                    ClassFile.of().parse(InstructionsTest.bytes(test.getName())).methods()) {
                open.add(m);
            }
        }
        while (!open.isEmpty()) {
            MethodModel m = open.remove();
            if (!seen.add(m) || m.code().isEmpty()) {
                continue;
            }
            boolean isProgram = seen.size() > 1;
            for (CodeElement e : m.code().orElseThrow()) {
                if (!(e instanceof Instruction i)) {
                    continue;
                }
                if (isProgram) {
                    found.add(i.opcode());
                }
                switch (i) {
                    case InvokeInstruction call ->
                        called(
                                call.owner().asSymbol(),
                                call.name().stringValue(),
                                call.type().stringValue(),
                                open);
                    case InvokeDynamicInstruction call -> {
                        for (ConstantDesc argument : call.bootstrapArgs()) {
                            if (argument instanceof DirectMethodHandleDesc h) {
                                String type = h.lookupDescriptor();
                                called(h.owner(), h.methodName(), type, open);
                            }
                        }
                    }
                    default -> {}
                }
            }
        }
        return found;
    }

    /** Adds the methods of this package that a call may find: that of the class named, and whatever overrides it. */
    private void called(ClassDesc owner, String name, String descriptor, Deque<MethodModel> open) {
        if (descriptor.contains("Jet;") || NO_PROGRAMS.contains(owner.displayName())) {
            return; // not the program but what it is compared with
        }
        for (ClassModel c : classes) {
            boolean isOwner = c.thisClass().asSymbol().equals(owner);
            boolean isBound = name.startsWith("lambda$") || name.equals("<init>") || name.startsWith("access$");
            for (MethodModel m : c.methods()) {
                if ((isOwner || !isBound)
                        && m.methodName().equalsString(name)
                        && m.methodType().equalsString(descriptor)) {
                    open.add(m);
                }
            }
        }
    }
}
