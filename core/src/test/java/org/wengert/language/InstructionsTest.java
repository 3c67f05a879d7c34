package org.wengert.language;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.wengert.ScalarFunction2;

/** Instructions of the JVM that javac writes in large methods only, or never: programs that are assembled here. */
class InstructionsTest extends Constructs {
    private static final MethodTypeDesc TWO_NUMBERS = MethodTypeDesc.ofDescriptor("(DD)D");

    /** The bodies of double applyAsDouble(double x, double y): this is in slot 0, x in 1, y in 3. */
    private static final Map<String, Consumer<CodeBuilder>> BODIES = new LinkedHashMap<>();

    @Override
    String area() {
        return "Instructions that javac seldom writes";
    }

    /** Returns the class file of the program of a test. */
    static byte[] bytes(String test) {
        Consumer<CodeBuilder> body = BODIES.get(test);
        if (body == null) {
            throw new AssertionError("no program for " + test);
        }
        ClassDesc name = ClassDesc.of(InstructionsTest.class.getPackageName(), "Assembled_" + test);
        return ClassFile.of().build(name, c -> {
            c.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL, AccessFlag.SUPER);
            c.withInterfaceSymbols(ScalarFunction2.class.describeConstable().orElseThrow());
            c.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    ClassFile.ACC_PUBLIC,
                    b -> b.aload(0)
                            .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .return_());
            c.with(SourceFileAttribute.of("InstructionsTest.java"));
            c.withMethodBody("applyAsDouble", TWO_NUMBERS, ClassFile.ACC_PUBLIC, b -> {
                b.lineNumber(line(test));
                body.accept(b);
            });
        });
    }

    /** The line at which the program of a test begins. */
    private static int line(String test) {
        return (int) source("InstructionsTest.java")
                        .lines()
                        .takeWhile(l -> !l.contains("BODIES.put(\"" + test + "\""))
                        .count()
                + 1;
    }

    private static ScalarFunction2 assembled(String test) {
        byte[] bytes = bytes(test);
        String name = InstructionsTest.class.getPackageName() + ".Assembled_" + test;
        ClassLoader loader = new ClassLoader(InstructionsTest.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String wanted) throws ClassNotFoundException {
                if (!wanted.equals(name)) {
                    throw new ClassNotFoundException(wanted);
                }
                return defineClass(name, bytes, 0, bytes.length);
            }

            @Override
            public InputStream getResourceAsStream(String resource) {
                return resource.equals(name.replace('.', '/') + ".class")
                        ? new ByteArrayInputStream(bytes)
                        : super.getResourceAsStream(resource);
            }
        };
        try {
            return (ScalarFunction2) loader.loadClass(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static {
        BODIES.put(
                "swapAndNop",
                b -> b.iconst_2()
                        .newarray(TypeKind.DOUBLE)
                        .astore(5)
                        .nop()
                        .iconst_1()
                        .aload(5)
                        .swap()
                        .dload(1)
                        .dastore() // a[1] = x
                        .iconst_1()
                        .aload(5)
                        .swap()
                        .daload()
                        .dload(3)
                        .dmul()
                        .nop()
                        .dreturn());
    }

    @Construct(value = "`swap` and `nop`", code = ".aload(5).swap().daload()")
    void swapAndNop() {
        differentiates(assembled("swapAndNop"), (x, y) -> x.times(y));
    }

    static {
        BODIES.put(
                "wideSlots",
                b -> b.dload(1)
                        .dstore(300)
                        .iconst_5()
                        .istore(302)
                        .iinc(302, 1000)
                        .ldc(7L)
                        .lstore(303)
                        .ldc(2f)
                        .fstore(305)
                        .iconst_1()
                        .newarray(TypeKind.DOUBLE)
                        .astore(306)
                        .aload(306)
                        .iconst_0()
                        .dload(300)
                        .dastore()
                        .aload(306)
                        .iconst_0()
                        .daload()
                        .dload(3)
                        .dmul() // x y
                        .iload(302)
                        .i2d()
                        .dmul() // · 1005
                        .lload(303)
                        .l2d()
                        .dadd() // + 7
                        .fload(305)
                        .f2d()
                        .dmul() // · 2
                        .dreturn());
    }

    @Construct(value = "`wide`: more than 256 local variables, increments by more than 127", code = ".iinc(302, 1000)")
    void wideSlots() {
        differentiates(
                assembled("wideSlots"), (x, y) -> x.times(y).times(1005).plus(7).times(2));
    }

    static {
        BODIES.put("farJump", b -> {
            Label far = b.newLabel();
            Label back = b.newLabel();
            b.goto_w(far);
            b.labelBinding(back).dload(1).dload(1).dmul().dreturn();
            b.labelBinding(far)
                    .dload(1)
                    .dload(3)
                    .dcmpg()
                    .iflt(back)
                    .dload(1)
                    .dload(3)
                    .dmul()
                    .dreturn();
        });
    }

    @Construct(value = "`goto_w`", code = "b.goto_w(far);")
    void farJump() {
        differentiates(assembled("farJump"), (x, y) -> x.v() < y.v() ? x.squared() : x.times(y));
    }

    static {
        BODIES.put(
                "shuffles",
                b -> b.dload(1)
                        .iconst_3()
                        .dup_x2() // 3 x 3
                        .i2d()
                        .dmul() // 3 3x
                        .dstore(5)
                        .iconst_4()
                        .dup2() // 3 4 3 4
                        .imul() // 3 4 12
                        .bipush(20)
                        .dup2_x1() // 3 12 20 4 12 20, from 3 4 12 20
                        .isub() // 3 12 20 4 −8
                        .pop2() // 3 12 20
                        .iconst_2()
                        .dup2_x2() // 20 2 3 12 20 2
                        .iadd() // 20 2 3 12 22
                        .iadd() // 20 2 3 34
                        .dload(3)
                        .dup2_x2() // 20 2 y 3 34 y
                        .dstore(7)
                        .imul() // 20 2 y 102
                        .iconst_1()
                        .dup2_x2() // 20 2 102 1 y 102 1
                        .iadd() // 20 2 102 1 y 103
                        .i2d()
                        .dmul() // 20 2 102 1 103y
                        .dload(7)
                        .dup2_x2() // 20 2 102 1 y 103y y
                        .dmul() // 20 2 102 1 y 103y²
                        .dadd()
                        .dstore(9) // y + 103y²
                        .iadd()
                        .iadd()
                        .isub() // 20 − 105 = −85
                        .i2d()
                        .dload(5)
                        .dmul()
                        .dload(9)
                        .dmul() // −85 · 3x · (y + 103y²)
                        .dreturn());
    }

    @Construct(value = "all forms of `dup`, over one and two words", code = ".dup2_x2() // 20 2 102 1 y 102 1")
    void shuffles() {
        differentiates(
                assembled("shuffles"),
                (x, y) -> x.times(-255).times(y.plus(y.squared().times(103))));
    }

    static {
        BODIES.put("irreducible", b -> {
            // A loop with two entries: a goes to b's middle or its head, as no structured statement does.
            Label head = b.newLabel();
            Label middle = b.newLabel();
            Label done = b.newLabel();
            b.dload(1).dstore(5).iconst_0().istore(7);
            b.dload(1).dload(3).dcmpg().ifge(middle);
            b.labelBinding(head).dload(5).dload(3).dmul().dstore(5);
            b.labelBinding(middle).dload(5).dload(1).dadd().dstore(5).iinc(7, 1);
            b.iload(7).iconst_3().if_icmpge(done);
            b.goto_(head);
            b.labelBinding(done).dload(5).dreturn();
        });
    }

    @Construct(value = "a loop with two entries", code = "b.dload(1).dload(3).dcmpg().ifge(middle);")
    void irreducible() {
        refuses(assembled("irreducible"), "BODIES.put(\"irreducible\"", "entered in two places");
    }
}
