package org.wengert.program.access;

import java.lang.classfile.ClassFile;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The class of the objects that stand for one lambda expression or method reference where its code is not known: it implements the functional
 * interface by handing on to the real function object, and keeps the captured values in fields that can be read.
 *
 * <p>The JVM's own objects for lambdas show neither their code nor what they have captured.
 */
public final class FunctionClass {
    private static final String DELEGATE = "function";

    /** The class itself. */
    public final Class<?> type;
    /** The functional interface. */
    public final Class<?> functionalInterface;
    /** Name of its abstract method. */
    public final String method;
    /** Erased descriptor of that method. */
    public final String descriptor;
    /** A {@link java.lang.invoke.MethodHandleInfo} reference kind: how the implementation is called. */
    public final int referenceKind;
    /** The class that declares the implementation. */
    public final Class<?> owner;
    /** Name of the implementation. */
    public final String name;
    /** Its descriptor. */
    public final String implementation;
    /** Field descriptors of the captured values. */
    public final String[] captured;
    /** Whether the class is the one that the JVM has made, of which something else has told the code. */
    private final boolean isOfTheJvm;

    private FunctionClass(
            Class<?> type,
            Class<?> functionalInterface,
            String method,
            String descriptor,
            int referenceKind,
            Class<?> owner,
            String name,
            String implementation,
            String[] captured,
            boolean isOfTheJvm) {
        this.isOfTheJvm = isOfTheJvm;
        this.type = type;
        this.functionalInterface = functionalInterface;
        this.method = method;
        this.descriptor = descriptor;
        this.referenceKind = referenceKind;
        this.owner = owner;
        this.name = name;
        this.implementation = implementation;
        this.captured = captured;
    }

    /** What is known about classes that were made here, held by the classes themselves. */
    private static final class Mark {
        private volatile @Nullable FunctionClass of;
    }

    private static final ClassValue<Mark> MARKS = new ClassValue<>() {
        @Override
        protected Mark computeValue(Class<?> type) {
            return new Mark();
        }
    };

    private static final ClassValue<Map<String, FunctionClass>> MADE = new ClassValue<>() {
        @Override
        protected Map<String, FunctionClass> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    /** Returns what a class that was made here stands for, or null for any other class. */
    public static @Nullable FunctionClass of(Class<?> type) {
        return type.isHidden() ? MARKS.get(type).of : null;
    }

    /** Says what the JVM's own class for a lambda stands for; returns null if its fields are not those that are expected. */
    public static @Nullable FunctionClass adopt(
            Class<?> type,
            Class<?> functionalInterface,
            String method,
            String descriptor,
            int referenceKind,
            Class<?> owner,
            String name,
            String implementation,
            String[] captured) {
        FunctionClass adopted = new FunctionClass(
                type,
                functionalInterface,
                method,
                descriptor,
                referenceKind,
                owner,
                name,
                implementation,
                captured,
                true);
        for (int i = 0; i < captured.length; i++) {
            try {
                Class<?> field = type.getDeclaredField(adopted.field(i)).getType();
                if (!field.descriptorString().equals(captured[i])) {
                    return null;
                }
            } catch (NoSuchFieldException e) {
                return null;
            }
        }
        MARKS.get(type).of = adopted;
        return adopted;
    }

    /** Returns the field of the captured value of that index. */
    public String field(int index) {
        return isOfTheJvm ? "arg$".concat(Integer.toString(index + 1)) : made(index);
    }

    private static String made(int index) {
        return "c".concat(Integer.toString(index));
    }

    /** Returns the descriptor of the field of the captured value of that index. */
    public String fieldType(int index) {
        return isOfTheJvm ? captured[index] : fieldType(captured[index]);
    }

    /** Returns the descriptor of the constructor: the real function object, then the captured values. */
    public String constructor() {
        StringBuilder s = new StringBuilder("(Ljava/lang/Object;");
        for (String c : captured) {
            s.append(fieldType(c));
        }
        return s.append(")V").toString();
    }

    /** Returns the descriptor of a field for a value of that type: all references are kept as objects. */
    private static String fieldType(String descriptor) {
        return descriptor.length() == 1 ? descriptor : "Ljava/lang/Object;";
    }

    /** Gives a full-privilege lookup in a class. */
    public interface Lookups {
        /** Returns a lookup in the class. */
        MethodHandles.Lookup in(Class<?> host);
    }

    /**
     * Returns the class for one place in the code that makes a function object, making it on first request. It implements other interfaces
     * too, as the function object does: those of a cast to an intersection.
     */
    public static FunctionClass make(
            Class<?> context,
            Lookups lookups,
            Class<?> functionalInterface,
            List<ClassDesc> others,
            String method,
            String descriptor,
            int referenceKind,
            Class<?> owner,
            String name,
            String implementation,
            String[] captured) {
        StringBuilder key = new StringBuilder(functionalInterface.getName());
        for (ClassDesc i : others) {
            key.append('&').append(i.descriptorString());
        }
        key.append('.').append(method);
        key.append(descriptor).append('=').append(referenceKind).append(owner.getName());
        key.append('@')
                .append(System.identityHashCode(owner))
                .append('.')
                .append(name)
                .append(implementation);
        for (String c : captured) {
            key.append(c);
        }
        Map<String, FunctionClass> made = MADE.get(context);
        FunctionClass known = made.get(key.toString());
        if (known == null) {
            MethodHandles.Lookup host = lookups.in(context);
            try {
                Class<?> type = host.defineHiddenClass(
                                bytes(host.lookupClass(), functionalInterface, others, method, descriptor, captured),
                                false)
                        .lookupClass();
                known = new FunctionClass(
                        type,
                        functionalInterface,
                        method,
                        descriptor,
                        referenceKind,
                        owner,
                        name,
                        implementation,
                        captured,
                        false);
            } catch (IllegalAccessException e) {
                throw new AssertionError("a lookup without privileges (please report)", e);
            }
            MARKS.get(known.type).of = known;
            made.put(key.toString(), known);
        }
        return known;
    }

    private static byte[] bytes(
            Class<?> host,
            Class<?> functionalInterface,
            List<ClassDesc> others,
            String method,
            String descriptor,
            String[] captured) {
        String packageName = host.getPackageName();
        ClassDesc self = ClassDesc.of(
                packageName.isEmpty() ? "Function" : packageName.concat(".").concat("Function"));
        ClassDesc face = ClassDesc.of(functionalInterface.getName());
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(descriptor);
        return ClassFile.of().build(self, c -> {
            c.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
            List<ClassDesc> faces = new ArrayList<>(List.of(face));
            for (ClassDesc i : others) {
                if (!faces.contains(i)) {
                    faces.add(i);
                }
            }
            c.withInterfaceSymbols(faces);
            c.withField(DELEGATE, ConstantDescs.CD_Object, ClassFile.ACC_FINAL);
            ClassDesc[] fields = new ClassDesc[captured.length];
            ClassDesc[] parameters = new ClassDesc[captured.length + 1];
            parameters[0] = ConstantDescs.CD_Object;
            for (int i = 0; i < captured.length; i++) {
                fields[i] = ClassDesc.ofDescriptor(fieldType(captured[i]));
                parameters[i + 1] = fields[i];
                c.withField(made(i), fields[i], ClassFile.ACC_FINAL);
            }
            c.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    MethodTypeDesc.of(ConstantDescs.CD_void, parameters),
                    ClassFile.ACC_PUBLIC,
                    code -> {
                        code.aload(0);
                        code.invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
                        code.aload(0).aload(1).putfield(self, DELEGATE, ConstantDescs.CD_Object);
                        for (int i = 0; i < fields.length; i++) {
                            code.aload(0);
                            code.loadLocal(TypeKind.from(fields[i]), code.parameterSlot(i + 1));
                            code.putfield(self, made(i), fields[i]);
                        }
                        code.return_();
                    });
            c.withMethodBody(method, type, ClassFile.ACC_PUBLIC, code -> {
                code.aload(0).getfield(self, DELEGATE, ConstantDescs.CD_Object).checkcast(face);
                for (int i = 0; i < type.parameterCount(); i++) {
                    code.loadLocal(TypeKind.from(type.parameterType(i)), code.parameterSlot(i));
                }
                code.invokeinterface(face, method, type);
                code.return_(TypeKind.from(type.returnType()));
            });
        });
    }
}
