package org.wengert.program.emit;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/** The methods of a kernel that its callers see: they unpack captured values, lend a tape, and call the root. */
final class Face {
    private static final String OBJECTS = "[Ljava/lang/Object;";
    private static final String THROWABLE = "Ljava/lang/Throwable;";

    private final Emitter.Program program;
    private final Emitter.Member root;
    private final Function function;
    /** How many parameters of the root come from the array. */
    private final int packed;
    /** Descriptors of the others. */
    private final String[] open;

    private final boolean boxesResult;

    private Face(Emitter.Program program, Function root, int packed, String[] open, boolean boxesResult) {
        this.program = program;
        this.root = program.member(root);
        this.function = root;
        this.packed = packed;
        this.open = open;
        this.boxesResult = boxesResult;
    }

    /** Writes {@code invoke} and those other methods that fit the shape of the root. */
    static void write(ClassBuilder builder, Emitter.Program program, Function root, int capturedCount) {
        int n = root.parameters().size();
        write(builder, "invoke", "Ljava/lang/Object;", new Face(program, root, n, new String[0], true));
        if (root.results.size() != 1 || capturedCount > n) {
            return;
        }
        StringBuilder shape = new StringBuilder();
        String[] open = new String[n - capturedCount];
        for (int k = capturedCount; k < n; k++) {
            open[k - capturedCount] = root.parameters().get(k).descriptor;
            shape.append(open[k - capturedCount]);
        }
        shape.append('>').append(root.resultDescriptors.get(0));
        String name = switch (shape.toString()) {
            case "D>D" -> "scalar";
            case "DD>D" -> "scalar2";
            case "[D>D", "[D[D>D", "[D[D[D>D" -> "field";
            case "[D>[D", "[D[D>[D" -> "map";
            default -> "";
        };
        if (!name.isEmpty()) {
            write(builder, name, root.resultDescriptors.get(0), new Face(program, root, capturedCount, open, false));
        }
    }

    private static void write(ClassBuilder builder, String name, String result, Face face) {
        StringBuilder descriptor = new StringBuilder("(").append(OBJECTS);
        for (String d : face.open) {
            descriptor.append(d);
        }
        descriptor.append(')').append(result);
        Emitter.method(builder, name, descriptor.toString(), ClassFile.ACC_PUBLIC, new Consumer<CodeBuilder>() {
            @Override
            public void accept(CodeBuilder c) {
                face.emit(c);
            }
        });
    }

    private void emit(CodeBuilder c) {
        Pool pool = new Pool(c.constantPool());
        int tape = 2;
        for (String d : open) {
            tape += Type.of(d).slots();
        }
        Label from = c.newLabel();
        Label to = c.newLabel();
        Label handler = c.newLabel();
        if (root.needsTape) {
            c.invokestatic(pool.method(Pool.TAPE, "acquire", "()".concat(Pool.TAPE_DESCRIPTOR)));
            if (program.tapes.maxResults > 1) {
                c.loadConstant(program.tapes.maxResults);
                c.invokevirtual(pool.method(Pool.TAPE, "results", "(I)".concat(Pool.TAPE_DESCRIPTOR)));
            }
            c.astore(tape);
            c.labelBinding(from);
            c.aload(tape);
        }
        List<Value> parameters = function.parameters();
        for (int k = 0; k < packed; k++) {
            c.aload(1);
            c.loadConstant(k);
            c.aaload();
            unbox(c, pool, parameters.get(k).descriptor);
        }
        int slot = 2;
        for (String d : open) {
            Type t = Type.of(d);
            c.loadLocal(Body.kind(t), slot);
            slot += t.slots();
        }
        c.invokestatic(pool.method(program.className, root.name, root.descriptor));
        if (boxesResult) {
            boxResults(c, pool, tape);
        }
        if (root.needsTape) {
            c.labelBinding(to);
            c.aload(tape);
            c.invokevirtual(pool.method(Pool.TAPE, "release", "()V"));
        }
        c.return_(boxesResult ? TypeKind.REFERENCE : Body.kind(function.results.get(0)));
        if (root.needsTape) {
            c.labelBinding(handler);
            c.aload(tape);
            c.invokevirtual(pool.method(Pool.TAPE, "release", "()V"));
            c.athrow();
            c.exceptionCatchAll(from, to, handler);
            List<VerificationTypeInfo> locals = new ArrayList<>();
            locals.add(ObjectVerificationTypeInfo.of(
                    pool.type("L".concat(program.className).concat(";"))));
            locals.add(ObjectVerificationTypeInfo.of(pool.type(OBJECTS)));
            for (String d : open) {
                locals.add(
                        d.equals("D")
                                ? SimpleVerificationTypeInfo.DOUBLE
                                : ObjectVerificationTypeInfo.of(pool.type(d)));
            }
            locals.add(ObjectVerificationTypeInfo.of(pool.type(Pool.TAPE_DESCRIPTOR)));
            c.with(StackMapTableAttribute.of(List.of(StackMapFrameInfo.of(
                    handler, locals, List.of(ObjectVerificationTypeInfo.of(pool.type(THROWABLE)))))));
        }
    }

    private void boxResults(CodeBuilder c, Pool pool, int tape) {
        int n = function.results.size();
        if (n == 0) {
            c.aconst_null();
            return;
        }
        box(c, pool, function.resultDescriptors.get(0));
        if (n > 1) {
            int first = tape + 1;
            c.astore(first);
            c.loadConstant(n);
            c.anewarray(pool.type("Ljava/lang/Object;"));
            c.dup();
            c.iconst_0();
            c.aload(first);
            c.aastore();
            for (int k = 1; k < n; k++) {
                Type t = function.results.get(k);
                c.dup();
                c.loadConstant(k);
                c.aload(tape);
                c.getfield(pool.field(Pool.TAPE, Body.resultField(t), "[".concat(t.descriptor())));
                c.loadConstant(k);
                c.arrayLoad(Body.kind(t));
                box(c, pool, function.resultDescriptors.get(k));
                c.aastore();
            }
        }
    }

    private static String wrapper(char descriptor) {
        return switch (descriptor) {
            case 'Z' -> "java/lang/Boolean";
            case 'B' -> "java/lang/Byte";
            case 'S' -> "java/lang/Short";
            case 'C' -> "java/lang/Character";
            case 'I' -> "java/lang/Integer";
            case 'J' -> "java/lang/Long";
            case 'F' -> "java/lang/Float";
            case 'D' -> "java/lang/Double";
            default -> "";
        };
    }

    private static String unwrap(char descriptor) {
        return switch (descriptor) {
            case 'Z' -> "booleanValue";
            case 'B' -> "byteValue";
            case 'S' -> "shortValue";
            case 'C' -> "charValue";
            case 'I' -> "intValue";
            case 'J' -> "longValue";
            case 'F' -> "floatValue";
            default -> "doubleValue";
        };
    }

    private void unbox(CodeBuilder c, Pool pool, String descriptor) {
        char kind = descriptor.charAt(0);
        String wrapper = wrapper(kind);
        if (wrapper.isEmpty()) {
            String type = program.access.erase(descriptor);
            if (!type.equals(Access.OBJECT)) {
                c.checkcast(pool.type(type));
            }
        } else {
            c.checkcast(pool.type("L".concat(wrapper).concat(";")));
            c.invokevirtual(pool.method(wrapper, unwrap(kind), "()".concat(descriptor)));
        }
    }

    private static void box(CodeBuilder c, Pool pool, String descriptor) {
        String wrapper = wrapper(descriptor.charAt(0));
        if (!wrapper.isEmpty()) {
            c.invokestatic(pool.method(
                    wrapper,
                    "valueOf",
                    "(".concat(descriptor).concat(")L").concat(wrapper).concat(";")));
        }
    }
}
