package org.wengert.program.emit;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Outline;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.ir.Verifier;
import org.wengert.program.runtime.Kernel;

/**
 * Makes a class of a function and all that it calls: one hidden class next to a class of the user's, in which every
 * function is a static method, and which is a {@link Kernel}.
 */
public final class Emitter {
    private static final String KERNEL = "org/wengert/program/runtime/Kernel";
    /** HotSpot's optimising compiler refuses methods above 8,000 bytes. */
    private static final int LARGEST = 7_500;

    private static final int SPLIT_INTO = 6_000;
    private static final int ATTEMPTS = 4;
    /** Hardly any value takes more. */
    private static final int BYTES_PER_VALUE = 12;

    private static final int STATIC = ClassFile.ACC_STATIC;

    static {
        // Initialises ConstantDescs before the class file library touches a primitive descriptor: the two depend on
        // each
        // other, and in JDK 25 the other order ends in an ExceptionInInitializerError when a program has used no lambda
        // yet.
        Objects.requireNonNull(ConstantDescs.CD_Object);
    }

    private Emitter() {}

    /** A function as a method. */
    static final class Member {
        final Function function;
        final String name;
        final String descriptor;
        final boolean needsTape;

        Member(Function function, String name, String descriptor, boolean needsTape) {
            this.function = function;
            this.name = name;
            this.descriptor = descriptor;
            this.needsTape = needsTape;
        }
    }

    /** All that is emitted into one class. */
    static final class Program {
        final Access access;
        final TapeLowering tapes;
        final List<Member> members = new ArrayList<>();
        final String className;
        final String sourceFile;
        private final IdentityHashMap<Function, Member> memberOf = new IdentityHashMap<>();
        /** Whether jumps may be longer than 32 KB. */
        boolean hasLongJumps;

        Program(Function root, MethodHandles.Lookup host) {
            List<Function> functions = reachable(root);
            access = new Access(host, functions);
            tapes = new TapeLowering(functions);
            String packageName = host.lookupClass().getPackageName();
            String simple = legal(root.name);
            className = packageName.isEmpty()
                    ? "Derivative$".concat(simple)
                    : packageName.replace('.', '/').concat("/Derivative$").concat(simple);
            sourceFile = root.position.file() == null ? "" : root.position.file();
            for (int k = 0; k < functions.size(); k++) {
                Function f = functions.get(k);
                StringBuilder descriptor = new StringBuilder("(");
                boolean needsTape = tapes.needsTape(f);
                int slots = 0;
                if (needsTape) {
                    descriptor.append(Pool.TAPE_DESCRIPTOR);
                    slots++;
                }
                for (Value p : f.parameters()) {
                    descriptor.append(p.type == Type.A ? access.erase(p.descriptor) : p.type.descriptor());
                    slots += p.type.slots();
                }
                if (slots > 255) {
                    throw new AssertionError(
                            f.name.concat(" has more parameters than a method can have (please report)"));
                }
                descriptor.append(')');
                descriptor.append(
                        f.results.isEmpty()
                                ? "V"
                                : f.results.get(0) == Type.A
                                        ? access.erase(f.resultDescriptors.get(0))
                                        : f.results.get(0).descriptor());
                Member m = new Member(f, unique(legal(f.name)), descriptor.toString(), needsTape);
                members.add(m);
                memberOf.put(f, m);
            }
        }

        /** Names that are taken, each with the last number that has been added to it. */
        private final Map<String, Integer> taken = new HashMap<>();

        private String unique(String name) {
            Integer last = taken.putIfAbsent(name, 0);
            if (last == null && !isOfKernel(name)) {
                return name;
            }
            String candidate;
            do {
                last = last == null ? 1 : last + 1;
                taken.put(name, last);
                candidate = name.concat("$").concat(Integer.toString(last));
            } while (taken.putIfAbsent(candidate, 0) != null);
            return candidate;
        }

        /** The methods of Kernel and Object, which a static method of the same name and shape would hide. */
        private static boolean isOfKernel(String name) {
            return switch (name) {
                case "scalar",
                        "scalar2",
                        "field",
                        "map",
                        "invoke",
                        "hashCode",
                        "toString",
                        "clone",
                        "finalize",
                        "getClass",
                        "notify",
                        "notifyAll",
                        "wait" -> true;
                default -> false;
            };
        }

        Member member(Function f) {
            Member m = memberOf.get(f);
            if (m == null) {
                throw new AssertionError("a call of an unknown function (please report)");
            }
            return m;
        }
    }

    /**
     * Returns the function as a kernel that runs with the access rights of the host class.
     *
     * @param root the function: captured values are its first parameters
     * @param capturedCount how many
     * @param host full-privilege lookup of the class to be next to
     */
    public static Kernel emit(Function root, int capturedCount, MethodHandles.Lookup host) {
        Emission emission = emission(root, capturedCount, host);
        Program program = emission.program;
        byte[] bytes = emission.bytes;
        try {
            MethodHandles.Lookup defined = program.access.data.isEmpty()
                    ? host.defineHiddenClass(bytes, true, MethodHandles.Lookup.ClassOption.NESTMATE)
                    : host.defineHiddenClassWithClassData(
                            bytes, program.access.data, true, MethodHandles.Lookup.ClassOption.NESTMATE);
            MethodHandle constructor =
                    defined.findConstructor(defined.lookupClass(), MethodType.methodType(void.class));
            return (Kernel) constructor.invoke();
        } catch (IllegalAccessException e) {
            throw new UnsupportedOperationException(
                    "A derivative must be defined next to "
                            .concat(host.lookupClass().getName())
                            .concat(", but the lookup given has no full access to it.\n"
                                    + "  Pass MethodHandles.lookup() of that class."),
                    e);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("The generated class has no instance (please report).", e);
        }
    }

    /**
     * Returns the class file of the kernel.
     *
     * @param root the function
     * @param capturedCount how many of its parameters are captured values
     * @param host lookup of the class to be next to
     */
    public static byte[] bytes(Function root, int capturedCount, MethodHandles.Lookup host) {
        return emission(root, capturedCount, host).bytes;
    }

    /** A class file, and what it was made from. */
    private static final class Emission {
        final Program program;
        final byte[] bytes;

        Emission(Program program, byte[] bytes) {
            this.program = program;
            this.bytes = bytes;
        }
    }

    /** Emits, and where methods are too large for the optimising compiler, splits them (in a copy) and emits again. */
    private static Emission emission(Function root, int capturedCount, MethodHandles.Lookup host) {
        Function current = root;
        int limit = SPLIT_INTO;
        boolean isLarge = false;
        boolean hasInnerLoops = false;
        for (Function f : reachable(root)) {
            isLarge |= f.valueCount() > SPLIT_INTO / BYTES_PER_VALUE && Outline.size(f) > 2 * LARGEST;
            hasInnerLoops |= Outline.hasInnerLoops(f);
        }
        if (hasInnerLoops) {
            current = copy(root);
            for (Function f : reachable(current)) {
                Outline.innerLoops(f);
            }
            assert isWellFormed(current);
        }
        Function looped = current;
        for (int attempt = 0; ; attempt++) {
            if (isLarge) {
                // What is given may still be differentiated; what is split here may not.
                current = copy(looped);
                for (Function f : reachable(current)) {
                    Outline.splitFinally(f, limit);
                }
                assert isWellFormed(current);
            }
            Program program = new Program(current, host);
            byte[] bytes = null;
            try {
                bytes = write(program, current, capturedCount);
            } catch (IllegalArgumentException tooLong) {
                // A jump over more than 32 KB, or a method of more than 64.
                if (attempt == ATTEMPTS) {
                    return emissionWithLongJumps(current, capturedCount, host);
                }
            }
            if (bytes != null && (bytes.length <= LARGEST || attempt == ATTEMPTS || largest(bytes) <= LARGEST)) {
                return new Emission(program, bytes);
            }
            if (isLarge) {
                limit = limit * 2 / 3;
            }
            isLarge = true;
        }
    }

    private static Emission emissionWithLongJumps(Function root, int capturedCount, MethodHandles.Lookup host) {
        Program program = new Program(root, host);
        program.hasLongJumps = true;
        try {
            return new Emission(program, write(program, root, capturedCount));
        } catch (IllegalArgumentException tooLong) {
            throw Refusal.at(
                    root.position,
                    "The derivative of this method is larger than the JVM allows (64 KB), and could not be divided.",
                    "Divide the method into smaller ones.");
        }
    }

    private static Function copy(Function root) {
        Function copy = Cloner.copyAll(root).get(root);
        if (copy == null) {
            throw new AssertionError("no copy of ".concat(root.name).concat(" (please report)"));
        }
        return copy;
    }

    private static boolean isWellFormed(Function root) {
        Verifier.checkAll(root, "split");
        return true;
    }

    private static int largest(byte[] classFile) {
        int largest = 0;
        for (int size : sizes(classFile).values()) {
            largest = Math.max(largest, size);
        }
        return largest;
    }

    /**
     * Returns the code size of each method of a class file, in bytes.
     *
     * @param classFile what {@link #bytes} returns
     */
    public static Map<String, Integer> sizes(byte[] classFile) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (MethodModel m : ClassFile.of().parse(classFile).methods()) {
            CodeAttribute code = m.findAttribute(Attributes.code()).orElse(null);
            if (code != null) {
                sizes.put(m.methodName().stringValue(), code.codeLength());
            }
        }
        return sizes;
    }

    /** Returns the functions that a function calls, itself first. */
    static List<Function> reachable(Function root) {
        IdentityHashMap<Function, Boolean> seen = new IdentityHashMap<>();
        List<Function> found = new ArrayList<>();
        found.add(root);
        seen.put(root, true);
        for (int k = 0; k < found.size(); k++) {
            for (Block b : found.get(k).blocks) {
                for (Value v : b.body) {
                    if (v.op == Op.INVOKE && !Trees.isSilent(v)) {
                        Function callee = v.attribute(Function.class);
                        if (seen.put(callee, true) == null) {
                            found.add(callee);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static String legal(String name) {
        StringBuilder s = new StringBuilder(name.length());
        for (int k = 0; k < name.length(); k++) {
            char ch = name.charAt(k);
            s.append(".;[/<>".indexOf(ch) >= 0 ? '_' : ch);
        }
        return s.isEmpty() ? "f" : s.toString();
    }

    // Named classes instead of lambdas: the first lambda of a program costs more than the whole emission.

    private static byte[] write(Program program, Function root, int capturedCount) {
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS, ClassFile.ShortJumpsOption.FAIL_ON_SHORT_JUMPS)
                .build(ClassDesc.ofInternalName(program.className), new Consumer<ClassBuilder>() {
                    @Override
                    public void accept(ClassBuilder builder) {
                        fill(builder, program, root, capturedCount);
                    }
                });
    }

    private static void fill(ClassBuilder builder, Program program, Function root, int capturedCount) {
        ConstantPoolBuilder entries = builder.constantPool();
        builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
        builder.withSuperclass(entries.classEntry(entries.utf8Entry(KERNEL)));
        if (!program.sourceFile.isEmpty()) {
            builder.with(SourceFileAttribute.of(entries.utf8Entry(program.sourceFile)));
        }
        method(builder, "<init>", "()V", 0, new Consumer<CodeBuilder>() {
            @Override
            public void accept(CodeBuilder c) {
                c.aload(0);
                c.invokespecial(new Pool(c.constantPool()).method(KERNEL, "<init>", "()V"));
                c.return_();
            }
        });
        for (Member m : program.members) {
            Body body = new Body(program, m);
            method(builder, m.name, m.descriptor, STATIC, new Consumer<CodeBuilder>() {
                @Override
                public void accept(CodeBuilder c) {
                    body.emit(c);
                }
            });
        }
        Face.write(builder, program, root, capturedCount);
    }

    static void method(ClassBuilder builder, String name, String descriptor, int flags, Consumer<CodeBuilder> code) {
        ConstantPoolBuilder entries = builder.constantPool();
        builder.withMethodBody(entries.utf8Entry(name), entries.utf8Entry(descriptor), flags, code);
    }
}
