package org.wengert.program.emit;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.List;
import java.util.Locale;

/** A class file as text, an instruction on each line. */
public final class Listing {
    private Listing() {}

    /** Returns the methods of a class file with their instructions, sizes and source lines. */
    public static String of(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        StringBuilder s = new StringBuilder();
        for (MethodModel m : model.methods()) {
            CodeModel code = m.code().orElse(null);
            if (!(code instanceof CodeAttribute attribute) || m.methodName().equalsString("<init>")) {
                continue;
            }
            s.append(m.methodName().stringValue())
                    .append(m.methodTypeSymbol().displayDescriptor())
                    .append("  // ")
                    .append(attribute.codeLength())
                    .append(" bytes\n");
            int pc = 0;
            for (CodeElement e : attribute.elementList()) {
                switch (e) {
                    case LineNumber n -> s.append("  // line ").append(n.line()).append('\n');
                    case Instruction i -> {
                        s.append(String.format(Locale.ROOT, "%5d  ", pc));
                        s.append(i.opcode().name().toLowerCase(Locale.ROOT));
                        operands(i, attribute, s);
                        s.append('\n');
                        pc += i.sizeInBytes();
                    }
                    case ExceptionCatch x ->
                        s.append("       catch ")
                                .append(attribute.labelToBci(x.tryStart()))
                                .append("–")
                                .append(attribute.labelToBci(x.tryEnd()))
                                .append(" → ")
                                .append(attribute.labelToBci(x.handler()))
                                .append('\n');
                    default -> {}
                }
            }
        }
        return s.toString();
    }

    private static void operands(Instruction i, CodeAttribute code, StringBuilder s) {
        switch (i) {
            case LoadInstruction x -> s.append(' ').append(x.slot());
            case StoreInstruction x -> s.append(' ').append(x.slot());
            case IncrementInstruction x ->
                s.append(' ').append(x.slot()).append(" by ").append(x.constant());
            case ConstantInstruction x -> s.append(' ').append(x.constantValue());
            case BranchInstruction x -> target(x.target(), code, s.append(' '));
            case InvokeInstruction x ->
                s.append(' ')
                        .append(simple(x.owner().asInternalName()))
                        .append('.')
                        .append(x.name().stringValue())
                        .append(x.typeSymbol().displayDescriptor());
            case InvokeDynamicInstruction x ->
                s.append(' ')
                        .append(x.name().stringValue())
                        .append(x.typeSymbol().displayDescriptor());
            case FieldInstruction x ->
                s.append(' ')
                        .append(simple(x.owner().asInternalName()))
                        .append('.')
                        .append(x.name().stringValue());
            case TypeCheckInstruction x -> s.append(' ').append(simple(x.type().asInternalName()));
            case NewObjectInstruction x ->
                s.append(' ').append(simple(x.className().asInternalName()));
            case NewPrimitiveArrayInstruction x ->
                s.append(' ').append(x.typeKind().name().toLowerCase(Locale.ROOT));
            case NewReferenceArrayInstruction x ->
                s.append(' ').append(simple(x.componentType().asInternalName()));
            case NewMultiArrayInstruction x ->
                s.append(' ').append(x.arrayType().asInternalName()).append(' ').append(x.dimensions());
            case TableSwitchInstruction x -> cases(x.cases(), x.defaultTarget(), code, s);
            case LookupSwitchInstruction x -> cases(x.cases(), x.defaultTarget(), code, s);
            default -> {}
        }
    }

    private static void cases(List<SwitchCase> cases, Label otherwise, CodeAttribute code, StringBuilder s) {
        for (SwitchCase k : cases) {
            target(k.target(), code, s.append(' ').append(k.caseValue()).append(" → "));
        }
        target(otherwise, code, s.append(" else "));
    }

    private static void target(Label l, CodeAttribute code, StringBuilder s) {
        s.append(code.labelToBci(l));
    }

    private static String simple(String internalName) {
        return internalName.substring(internalName.lastIndexOf('/') + 1);
    }
}
