package org.wengert.program.lift;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
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
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.ClassLiteral;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;

/**
 * Lifts the bytecode of one method. The operand stack and the local variables are executed symbolically, block by block in
 * reverse postorder; where different values meet, the block gets a parameter. A loop header gets one for each
 * variable that the loop assigns, so that everything else (a captured function, say) stays known inside the loop.
 */
final class MethodLifter extends Cursor {
    /** A basic block of bytecode: instructions [start, end). */
    private static final class Chunk {
        final int start;
        int end;
        final List<Integer> successors = new ArrayList<>(2);
        final List<Incoming> incoming = new ArrayList<>(2);
        Block block;

        @Nullable
        Value @Nullable [] headerLocals;

        List<Value> headerStack = List.of();
        boolean lifted;

        Chunk(int start, Block block) {
            this.start = start;
            this.block = block;
        }
    }

    /** One way into a chunk, with what the variables hold on it. */
    private record Incoming(Edge edge, @Nullable Value[] locals, List<Value> stack) {}

    private record Handler(
            int start, int end, int target, @Nullable String type) {}

    /** Where exceptions go with the same variables: one block for all values that throw between two assignments. */
    private record Dispatch(
            List<Handler> handlers, @Nullable Value[] locals, Block block) {}

    private final List<Dispatch> dispatches = new ArrayList<>();

    private final CallLifter calls;
    private final Class<?> owner;
    private final MethodModel method;
    private final @Nullable String file;
    private final @Nullable Position caller;
    private final boolean isSummary;

    private final List<Instruction> code = new ArrayList<>();
    private final List<Position> positions = new ArrayList<>();
    private final Map<Label, Integer> labels = new IdentityHashMap<>();
    private final List<Handler> handlers = new ArrayList<>();
    private final Map<Integer, StackMapFrameInfo> frames = new HashMap<>();
    private final List<Chunk> chunks = new ArrayList<>();
    private int[] chunkAt = new int[0];

    private @Nullable Value[] locals;
    private List<Value> stack = new ArrayList<>();
    private int at;

    MethodLifter(
            CallLifter calls,
            Function function,
            Class<?> owner,
            MethodModel method,
            @Nullable Value[] parameters,
            Block entry,
            Position position,
            boolean isSummary) {
        super(function, entry, position);
        this.isSummary = isSummary;
        this.calls = calls;
        this.owner = owner;
        this.method = method;
        this.locals = parameters;
        this.caller = position.caller();
        this.file = method.parent()
                .flatMap(c -> c.findAttribute(Attributes.sourceFile()))
                .map((SourceFileAttribute a) -> a.sourceFile().stringValue())
                .orElse(null);
    }

    /** Lifts everything, starting at the current block with the parameters as local variables. */
    void lift() {
        CodeModel model = method.code()
                .orElseThrow(() -> Refusal.at(
                        position,
                        "The method " + method.methodName().stringValue() + " of " + owner.getName()
                                + " has no bytecode that could be differentiated.",
                        "Give its derivative with Rules.define(…)."));
        read(model);
        splitIntoChunks();
        Cfg cfg = skeleton();
        if (!cfg.isReducible()) {
            throw Refusal.at(
                    positions.get(0),
                    "A loop of this method is entered in two places, which Java source cannot express.",
                    "Write it as a while or for loop.");
        }
        Block start = block;
        Chunk first = chunks.get(0);
        Edge into = new Edge(first.block);
        start.terminate(Terminator.jump(into, position));
        first.incoming.add(new Incoming(into, locals.clone(), List.of()));
        for (Block b : cfg.reversePostorder) {
            Chunk c = chunks.get(b.id);
            if (!c.incoming.isEmpty()) {
                liftChunk(c, cfg, b);
            }
        }
        function.blocks.removeIf(b -> !b.isTerminated());
    }

    /** Returns whether this states what a constructor has done; otherwise a constructor is a method like others. */
    boolean isSummary() {
        return isSummary;
    }

    boolean isThis(Value v) {
        return v == function.parameters().get(0);
    }

    // ---------------------------------------------------------------- reading

    private void read(CodeModel model) {
        Position current = positionOf(-1);
        List<ExceptionCatch> catches = new ArrayList<>();
        for (CodeElement e : model) {
            if (e instanceof Instruction i) {
                code.add(i);
                positions.add(current);
            } else if (e instanceof LabelTarget l) {
                labels.put(l.label(), code.size());
            } else if (e instanceof LineNumber n) {
                current = positionOf(n.line());
            } else if (e instanceof ExceptionCatch c) {
                catches.add(c);
            }
        }
        for (ExceptionCatch c : catches) {
            handlers.add(new Handler(
                    index(c.tryStart()),
                    index(c.tryEnd()),
                    index(c.handler()),
                    c.catchType().map(t -> t.asInternalName()).orElse(null)));
        }
        StackMapTableAttribute table =
                model.findAttribute(Attributes.stackMapTable()).orElse(null);
        if (table != null) {
            for (StackMapFrameInfo frame : table.entries()) {
                frames.put(index(frame.target()), frame);
            }
        }
    }

    private Position positionOf(int line) {
        return new Position(owner.getName(), method.methodName().stringValue(), file, line, caller);
    }

    private int index(Label label) {
        Integer i = labels.get(label);
        if (i == null) {
            throw new AssertionError("a label outside the code (please report)");
        }
        return i;
    }

    private void splitIntoChunks() {
        int n = code.size();
        BitSet leaders = new BitSet(n + 1);
        leaders.set(0);
        for (int i = 0; i < n; i++) {
            Instruction instruction = code.get(i);
            switch (instruction.opcode().kind()) {
                case BRANCH -> {
                    leaders.set(index(((BranchInstruction) instruction).target()));
                    leaders.set(i + 1);
                }
                case TABLE_SWITCH -> {
                    TableSwitchInstruction s = (TableSwitchInstruction) instruction;
                    leaders.set(index(s.defaultTarget()));
                    for (SwitchCase c : s.cases()) {
                        leaders.set(index(c.target()));
                    }
                    leaders.set(i + 1);
                }
                case LOOKUP_SWITCH -> {
                    LookupSwitchInstruction s = (LookupSwitchInstruction) instruction;
                    leaders.set(index(s.defaultTarget()));
                    for (SwitchCase c : s.cases()) {
                        leaders.set(index(c.target()));
                    }
                    leaders.set(i + 1);
                }
                case RETURN, THROW_EXCEPTION -> leaders.set(i + 1);
                default -> {}
            }
        }
        for (Handler h : handlers) {
            leaders.set(h.start);
            leaders.set(h.end);
            leaders.set(h.target);
        }
        chunkAt = new int[n + 1];
        for (int i = 0; i < n; i++) {
            if (leaders.get(i)) {
                if (!chunks.isEmpty()) {
                    chunks.get(chunks.size() - 1).end = i;
                }
                chunks.add(new Chunk(i, function.addBlock()));
            }
            chunkAt[i] = chunks.size() - 1;
        }
        chunks.get(chunks.size() - 1).end = n;
        for (Chunk c : chunks) {
            Instruction last = code.get(c.end - 1);
            switch (last.opcode().kind()) {
                case BRANCH -> {
                    c.successors.add(chunkAt[index(((BranchInstruction) last).target())]);
                    if (!isGoto(last.opcode())) {
                        c.successors.add(chunkAt[c.end]);
                    }
                }
                case TABLE_SWITCH -> {
                    TableSwitchInstruction s = (TableSwitchInstruction) last;
                    for (SwitchCase k : s.cases()) {
                        c.successors.add(chunkAt[index(k.target())]);
                    }
                    c.successors.add(chunkAt[index(s.defaultTarget())]);
                }
                case LOOKUP_SWITCH -> {
                    LookupSwitchInstruction s = (LookupSwitchInstruction) last;
                    for (SwitchCase k : s.cases()) {
                        c.successors.add(chunkAt[index(k.target())]);
                    }
                    c.successors.add(chunkAt[index(s.defaultTarget())]);
                }
                case RETURN, THROW_EXCEPTION -> {}
                default -> c.successors.add(chunkAt[c.end]);
            }
            for (Handler h : handlers) {
                if (h.start <= c.start && c.start < h.end && h.target != c.start) {
                    c.successors.add(chunkAt[h.target]);
                }
            }
        }
    }

    private static boolean isGoto(Opcode opcode) {
        return opcode == Opcode.GOTO || opcode == Opcode.GOTO_W;
    }

    /** The control flow of the chunks as a function of empty blocks, to find order and loops with the same code as everywhere. */
    private Cfg skeleton() {
        Function f = new Function("skeleton", position);
        for (int i = 0; i < chunks.size(); i++) {
            f.addBlock();
        }
        Value none = f.entry().addParameter(Type.I, "I", position);
        for (int i = 0; i < chunks.size(); i++) {
            List<Integer> successors = chunks.get(i).successors;
            if (successors.isEmpty()) {
                f.blocks.get(i).terminate(Terminator.result(new Value[0], position));
                continue;
            }
            Edge[] edges = new Edge[successors.size()];
            for (int k = 0; k < edges.length; k++) {
                edges[k] = new Edge(f.blocks.get(successors.get(k)));
            }
            f.blocks.get(i).terminate(Terminator.select(new int[edges.length - 1], none, edges, position));
        }
        return new Cfg(f);
    }

    // ---------------------------------------------------------------- blocks

    private void liftChunk(Chunk c, Cfg cfg, Block node) {
        block = c.block;
        position = positions.get(c.start);
        Cfg.Loop loop = cfg.loopOf(node);
        BitSet assigned = null;
        if (loop != null && loop.header == node) {
            assigned = new BitSet();
            for (Block b : loop.blocks) {
                assignedIn(chunks.get(b.id), assigned);
            }
        }
        enter(c, assigned);
        c.lifted = true;
        for (at = c.start; at < c.end; at++) {
            position = positions.get(at);
            if (instruction(code.get(at))) {
                return; // the chunk has ended with a jump, return or throw
            }
        }
        jump(c.end);
    }

    private void assignedIn(Chunk c, BitSet assigned) {
        for (int i = c.start; i < c.end; i++) {
            Instruction instruction = code.get(i);
            if (instruction instanceof StoreInstruction s) {
                assigned.set(s.slot());
            } else if (instruction instanceof IncrementInstruction s) {
                assigned.set(s.slot());
            }
        }
    }

    /** Makes locals and stack of a chunk from everything that comes in, with block parameters where values differ. */
    private void enter(Chunk c, @Nullable BitSet loopAssigned) {
        List<Incoming> in = c.incoming;
        Incoming first = in.get(0);
        @Nullable String[] frameLocals = frameTypes(c.start);
        locals = new Value[first.locals.length];
        for (int slot = 0; slot < locals.length; slot++) {
            Value v = first.locals[slot];
            if (v == null || (frameLocals != null && (slot >= frameLocals.length || frameLocals[slot] == null))) {
                continue;
            }
            boolean differ = loopAssigned != null && loopAssigned.get(slot);
            boolean live = true;
            String descriptor = frameLocals != null ? frameLocals[slot] : v.descriptor;
            for (int i = 1; i < in.size(); i++) {
                Value w = in.get(i).locals[slot];
                if (w == null || w.type != v.type) {
                    live = false;
                    break;
                }
                if (w != v) {
                    differ = true;
                    if (frameLocals == null) {
                        descriptor = calls.join(descriptor, w.descriptor);
                    }
                }
            }
            if (!live || descriptor == null) {
                continue;
            }
            if (differ) {
                locals[slot] = merge(c, descriptor, v.type);
                for (Incoming i : in) {
                    append(i.edge, i.locals[slot]);
                }
            } else {
                locals[slot] = v;
            }
        }
        stack = new ArrayList<>();
        for (int k = 0; k < first.stack.size(); k++) {
            Value v = first.stack.get(k);
            boolean differ = loopAssigned != null && !calls.isUninitialized(v);
            String descriptor = v.descriptor;
            for (int i = 1; i < in.size(); i++) {
                Value w = in.get(i).stack.get(k);
                if (w != v) {
                    differ = true;
                    descriptor = calls.join(descriptor, w.descriptor);
                }
            }
            if (differ) {
                stack.add(merge(c, descriptor, v.type));
                for (Incoming i : in) {
                    append(i.edge, i.stack.get(k));
                }
            } else {
                stack.add(v);
            }
        }
        if (loopAssigned != null) {
            c.headerLocals = locals.clone();
            c.headerStack = new ArrayList<>(stack);
        }
    }

    private Value merge(Chunk c, String descriptor, Type type) {
        return c.block.addParameter(type, descriptor, position);
    }

    private static void append(Edge edge, @Nullable Value argument) {
        Value[] arguments = Arrays.copyOf(edge.arguments, edge.arguments.length + 1);
        if (argument == null) {
            throw new AssertionError("a variable without a value (please report)");
        }
        arguments[arguments.length - 1] = argument;
        edge.arguments = arguments;
    }

    /** Returns the descriptor of each live local at a frame, null where dead; null if there is no frame here. */
    private @Nullable String @Nullable [] frameTypes(int index) {
        StackMapFrameInfo frame = frames.get(index);
        if (frame == null) {
            return null;
        }
        List<@Nullable String> types = new ArrayList<>();
        for (StackMapFrameInfo.VerificationTypeInfo t : frame.locals()) {
            switch (t.tag()) {
                case 1 -> types.add("I");
                case 2 -> types.add("F");
                case 3 -> {
                    types.add("D");
                    types.add(null);
                }
                case 4 -> {
                    types.add("J");
                    types.add(null);
                }
                case 5 -> types.add("Ljava/lang/Object;");
                case 6 -> types.add(Type.A.descriptor()); // this, before super(…): always the same value
                case 7 ->
                    types.add(((StackMapFrameInfo.ObjectVerificationTypeInfo) t)
                            .className()
                            .asSymbol()
                            .descriptorString());
                default -> types.add(null);
            }
        }
        return types.toArray(new @Nullable String[0]);
    }

    /** Creates an edge to the chunk that starts at an instruction, with the current variables. */
    private Edge edgeTo(int target) {
        Chunk c = chunks.get(chunkAt[target]);
        Edge edge = new Edge(c.block);
        if (!c.lifted) {
            c.incoming.add(new Incoming(edge, locals.clone(), new ArrayList<>(stack)));
            return edge;
        }
        // A back edge: pass what the header's parameters stand for.
        if (c.headerLocals == null) {
            throw new AssertionError("a back edge to no header (please report)");
        }
        for (Value p : c.block.parameters) {
            int slot = indexOf(c.headerLocals, p);
            Value v;
            if (slot >= 0) {
                v = locals[slot];
            } else {
                v = stack.get(c.headerStack.indexOf(p));
            }
            if (v == null || v.type != p.type) {
                v = undefined(p.type); // the variable is dead at the header, another one shares its slot
            }
            append(edge, v);
        }
        return edge;
    }

    private static int indexOf(@Nullable Value[] values, Value v) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == v) {
                return i;
            }
        }
        return -1;
    }

    private Value undefined(Type type) {
        return switch (type) {
            case I -> block.append(Op.CONSTANT, Type.I, "I", 0, position);
            case J -> block.append(Op.CONSTANT, Type.J, "J", 0L, position);
            case F -> block.append(Op.CONSTANT, Type.F, "F", 0f, position);
            case D -> block.append(Op.CONSTANT, Type.D, "D", 0d, position);
            default -> block.append(Op.CONSTANT, Type.A, Type.A.descriptor(), null, position);
        };
    }

    private void jump(int target) {
        block.terminate(Terminator.jump(edgeTo(target), position));
    }

    /** Inside try, a value that may throw ends its block; the exception goes to the first handler whose type fits. */
    @Override
    void afterThrowing(Value v) {
        List<Handler> here = Collections.emptyList();
        for (Handler h : handlers) {
            if (h.start <= at && at < h.end) {
                if (here.isEmpty()) {
                    here = new ArrayList<>(2);
                }
                here.add(h);
            }
        }
        if (here.isEmpty()) {
            return;
        }
        Block throwing = block;
        Block next = function.addBlock();
        throwing.terminate(Terminator.jump(new Edge(next), position));
        Block caught = function.addBlock();
        Value thrown = caught.addParameter(Type.A, "Ljava/lang/Throwable;", position);
        throwing.handler(new Edge(caught));
        for (Dispatch d : dispatches) {
            if (d.handlers.equals(here) && Arrays.equals(d.locals, locals)) {
                caught.terminate(Terminator.jump(new Edge(d.block, thrown), position));
                block = next;
                return;
            }
        }
        Block dispatch = function.addBlock();
        dispatches.add(new Dispatch(here, locals.clone(), dispatch));
        Value exception = dispatch.addParameter(Type.A, "Ljava/lang/Throwable;", position);
        caught.terminate(Terminator.jump(new Edge(dispatch, thrown), position));
        List<Value> saved = stack;
        boolean open = true;
        for (Handler h : here) {
            block = dispatch;
            if (h.type == null) {
                stack = new ArrayList<>(List.of(exception));
                dispatch.terminate(Terminator.jump(edgeTo(h.target), position));
                open = false;
                break;
            }
            Value fits = dispatch.append(Op.INSTANCE_OF, Type.I, "Z", h.type, position, exception);
            Block hit = function.addBlock();
            Block miss = function.addBlock();
            dispatch.terminate(Terminator.branch(0x9a, new Value[] {fits}, new Edge(hit), new Edge(miss), position));
            Value cast = hit.append(Op.CHECK_CAST, Type.A, "L".concat(h.type).concat(";"), h.type, position, exception);
            block = hit;
            stack = new ArrayList<>(List.of(cast));
            hit.terminate(Terminator.jump(edgeTo(h.target), position));
            dispatch = miss;
        }
        if (open) {
            dispatch.terminate(Terminator.raise(exception, position));
        }
        stack = saved;
        block = next;
    }

    // ---------------------------------------------------------------- instructions

    private void push(Value v) {
        stack.add(v);
    }

    private Value pop() {
        return stack.remove(stack.size() - 1);
    }

    private Value[] pop(int n) {
        Value[] values = new Value[n];
        for (int i = n - 1; i >= 0; i--) {
            values[i] = pop();
        }
        return values;
    }

    private Value local(int slot) {
        Value v = locals[slot];
        if (v == null) {
            throw new AssertionError("a read of a variable without a value (please report)");
        }
        return v;
    }

    private void store(int slot, Value v) {
        locals[slot] = v;
        if (v.type.slots() == 2 && slot + 1 < locals.length) {
            locals[slot + 1] = null;
        }
        if (slot > 0) {
            Value before = locals[slot - 1];
            if (before != null && before.type.slots() == 2) {
                locals[slot - 1] = null;
            }
        }
    }

    /** Returns whether a cast can succeed; one that cannot stands where the code specialised for this object is not reached. */
    private boolean fits(Shape s, ClassDesc type) {
        Class<?> exact = s.exactClass;
        return exact == null
                || type.isClassOrInterface()
                        && CallLifter.resolve(this, owner, internalName(type)).isAssignableFrom(exact);
    }

    /** Lifts one instruction; returns whether it ends the chunk. */
    private boolean instruction(Instruction instruction) {
        Opcode opcode = instruction.opcode();
        int code = opcode.bytecode();
        switch (opcode.kind()) {
            case LOAD -> push(local(((LoadInstruction) instruction).slot()));
            case STORE -> store(((StoreInstruction) instruction).slot(), pop());
            case INCREMENT -> {
                IncrementInstruction i = (IncrementInstruction) instruction;
                store(i.slot(), add(Op.INTEGER, Type.I, "I", 0x60, local(i.slot()), constant(i.constant())));
            }
            case CONSTANT -> push(constant((ConstantInstruction) instruction));
            case OPERATOR -> operator(code);
            case CONVERT -> {
                Type to = switch (code) {
                    case 0x85, 0x8c, 0x8f -> Type.J;
                    case 0x86, 0x89, 0x90 -> Type.F;
                    case 0x87, 0x8a, 0x8d -> Type.D;
                    default -> Type.I;
                };
                push(add(Op.CONVERT, to, to.descriptor(), code, pop()));
            }
            case STACK -> shuffle(code);
            case ARRAY_LOAD -> {
                Value index = pop();
                Value array = pop();
                String element = elementOf(array, code - 0x2e);
                push(add(Op.ARRAY_LOAD, Type.of(element), element, element, array, index));
            }
            case ARRAY_STORE -> {
                Value v = pop();
                Value index = pop();
                Value array = pop();
                add(Op.ARRAY_STORE, Type.VOID, "V", elementOf(array, code - 0x4f), array, index, v);
            }
            case NEW_PRIMITIVE_ARRAY -> {
                String element = descriptorOf(
                        ((NewPrimitiveArrayInstruction) instruction).typeKind().upperBound());
                push(add(Op.NEW_ARRAY, Type.A, "[".concat(element), element, pop()));
            }
            case NEW_REF_ARRAY -> {
                String element = descriptorOf(((NewReferenceArrayInstruction) instruction)
                        .componentType()
                        .asSymbol());
                push(add(Op.NEW_ARRAY, Type.A, "[".concat(element), element, pop()));
            }
            case NEW_MULTI_ARRAY -> {
                NewMultiArrayInstruction i = (NewMultiArrayInstruction) instruction;
                String descriptor = descriptorOf(i.arrayType().asSymbol());
                push(add(Op.NEW_MULTI_ARRAY, Type.A, descriptor, descriptor, pop(i.dimensions())));
            }
            case TYPE_CHECK -> {
                ClassDesc type = ((TypeCheckInstruction) instruction).type().asSymbol();
                String name = internalName(type);
                if (opcode == Opcode.CHECKCAST) {
                    Value v = pop();
                    if (Pipelines.isPipeline(shape(v))) {
                        push(v); // a type variable's cast
                        return false;
                    }
                    if (Pipelines.isInterface(name)) {
                        throw new Pipelines.Escape(
                                position, "A stream is made here whose elements cannot be followed.");
                    }
                    Value cast = add(Op.CHECK_CAST, Type.A, type.descriptorString(), name, v);
                    know(cast, fits(shape(v), type) ? shape(v) : Shape.UNKNOWN);
                    push(v.op == Op.CLOSURE ? v : cast);
                } else {
                    push(add(Op.INSTANCE_OF, Type.I, "Z", name, pop()));
                }
            }
            case FIELD_ACCESS -> field((FieldInstruction) instruction);
            case NEW_OBJECT ->
                push(calls.uninitialized(
                        this, ((NewObjectInstruction) instruction).className().asInternalName()));
            case INVOKE -> invoke((InvokeInstruction) instruction);
            case INVOKE_DYNAMIC -> {
                InvokeDynamicInstruction i = (InvokeDynamicInstruction) instruction;
                Value[] arguments = pop(i.typeSymbol().parameterCount());
                Value result = calls.dynamic(this, owner, i.invokedynamic().asSymbol(), arguments);
                if (result != null) {
                    push(result);
                }
            }
            case BRANCH -> {
                branch((BranchInstruction) instruction);
                return true;
            }
            case TABLE_SWITCH -> {
                TableSwitchInstruction s = (TableSwitchInstruction) instruction;
                select(s.cases(), s.defaultTarget());
                return true;
            }
            case LOOKUP_SWITCH -> {
                LookupSwitchInstruction s = (LookupSwitchInstruction) instruction;
                select(s.cases(), s.defaultTarget());
                return true;
            }
            case RETURN -> {
                Value[] results = code == 0xb1 ? new Value[0] : new Value[] {pop()};
                block.terminate(Terminator.result(results, position));
                return true;
            }
            case THROW_EXCEPTION -> {
                raise(pop());
                return true;
            }
            case MONITOR -> {
                if (opcode == Opcode.MONITORENTER) {
                    add(Op.CALL, Type.VOID, "V", Library.lock(true), pop());
                } else {
                    // Throws only where the lock is not held. It is covered by its own handler, which would be a loop.
                    block.append(Op.CALL, Type.VOID, "V", Library.lock(false), position, pop());
                }
            }
            case NOP -> {}
            default ->
                throw Refusal.at(
                        position,
                        "The instruction " + opcode.name().toLowerCase(java.util.Locale.ROOT)
                                + " cannot be differentiated.",
                        "Move it out of the differentiated method, or give the method's derivative with Rules.define(…).");
        }
        return false;
    }

    private void raise(Value exception) {
        for (Handler h : handlers) {
            if (h.start <= at && at < h.end) {
                // A throw inside try: let a cast that throws nothing stand for the throwing value.
                Value thrown = calls.rethrow(this, exception);
                block.terminate(Terminator.raise(thrown, position));
                return;
            }
        }
        block.terminate(Terminator.raise(exception, position));
    }

    private static String descriptorOf(ClassDesc type) {
        return type.descriptorString();
    }

    private static String internalName(ClassDesc type) {
        String d = type.descriptorString();
        return d.charAt(0) == 'L' ? d.substring(1, d.length() - 1) : d;
    }

    /** Kind 0 … 7 as in iaload … saload. */
    private static String elementOf(Value array, int kind) {
        String known = array.descriptor;
        if (known.length() >= 2 && known.charAt(0) == '[') {
            return known.substring(1);
        }
        return switch (kind) {
            case 0 -> "I";
            case 1 -> "J";
            case 2 -> "F";
            case 3 -> "D";
            case 5 -> "B";
            case 6 -> "C";
            case 7 -> "S";
            default -> "Ljava/lang/Object;";
        };
    }

    private Value constant(ConstantInstruction i) {
        ConstantDesc c = i.constantValue();
        if (c == null || i.opcode() == Opcode.ACONST_NULL) {
            return add(Op.CONSTANT, Type.A, Type.A.descriptor(), null);
        }
        if (c instanceof Integer) {
            return add(Op.CONSTANT, Type.I, "I", c);
        }
        if (c instanceof Long) {
            return add(Op.CONSTANT, Type.J, "J", c);
        }
        if (c instanceof Float) {
            return add(Op.CONSTANT, Type.F, "F", c);
        }
        if (c instanceof Double) {
            return add(Op.CONSTANT, Type.D, "D", c);
        }
        if (c instanceof String) {
            return add(Op.CONSTANT, Type.A, "Ljava/lang/String;", c);
        }
        if (c instanceof ClassDesc d) {
            return add(Op.CONSTANT, Type.A, "Ljava/lang/Class;", new ClassLiteral(d.descriptorString()));
        }
        throw Refusal.at(
                position,
                "The constant " + c + " is computed at run time by a bootstrap method, which is not supported.",
                "Move it out of the differentiated method.");
    }

    private void operator(int code) {
        if (code == 0xbe) {
            push(add(Op.ARRAY_LENGTH, Type.I, "I", null, pop()));
            return;
        }
        if (code >= 0x94 && code <= 0x98) {
            Value b = pop();
            push(add(Op.COMPARE, Type.I, "I", code, pop(), b));
            return;
        }
        if (code >= 0x74 && code <= 0x77) {
            Value x = pop();
            push(
                    x.type.isReal()
                            ? add(Op.UNARY, x.type, x.descriptor, Unary.NEG, x)
                            : add(Op.INTEGER, x.type, x.descriptor, code, x));
            return;
        }
        Value b = pop();
        Value a = pop();
        if (a.type.isReal()) {
            Binary f = switch (code & ~3) {
                case 0x60 -> Binary.ADD;
                case 0x64 -> Binary.SUB;
                case 0x68 -> Binary.MUL;
                case 0x6c -> Binary.DIV;
                default -> Binary.REM;
            };
            push(add(Op.BINARY, a.type, a.descriptor, f, a, b));
        } else {
            push(add(Op.INTEGER, a.type, a.type.descriptor(), code, a, b));
        }
    }

    private void shuffle(int code) {
        switch (code) {
            case 0x57 -> pop();
            case 0x58 -> {
                if (pop().type.slots() == 1) {
                    pop();
                }
            }
            case 0x59 -> push(stack.get(stack.size() - 1));
            case 0x5a -> insertCopy(1, 1);
            case 0x5b -> insertCopy(1, 2);
            case 0x5c -> insertCopy(2, 0);
            case 0x5d -> insertCopy(2, 1);
            case 0x5e -> insertCopy(2, 2);
            default -> {
                Value b = pop();
                Value a = pop();
                push(b);
                push(a);
            }
        }
    }

    /** Copies the top values of so many slots below the next so many slots, as dup_x1 and its family do. */
    private void insertCopy(int slots, int below) {
        int top = take(stack.size(), slots);
        int under = take(top, below);
        List<Value> copy = new ArrayList<>(stack.subList(top, stack.size()));
        stack.addAll(under, copy);
    }

    private int take(int end, int slots) {
        int i = end;
        int left = slots;
        while (left > 0) {
            i--;
            left -= stack.get(i).type.slots();
        }
        return i;
    }

    private void field(FieldInstruction i) {
        String ownerName = i.owner().asInternalName();
        String name = i.name().stringValue();
        String descriptor = i.type().stringValue();
        switch (i.opcode()) {
            case GETFIELD -> push(calls.getField(this, owner, ownerName, name, descriptor, pop()));
            case GETSTATIC -> push(calls.getStatic(this, owner, ownerName, name, descriptor));
            case PUTFIELD -> {
                Value v = pop();
                calls.putField(this, owner, ownerName, name, descriptor, pop(), v);
            }
            default -> calls.putStatic(this, owner, ownerName, name, descriptor, pop());
        }
    }

    private void invoke(InvokeInstruction i) {
        String descriptor = i.type().stringValue();
        boolean isStatic = i.opcode() == Opcode.INVOKESTATIC;
        Value[] arguments = pop(i.typeSymbol().parameterCount() + (isStatic ? 0 : 1));
        String name = i.name().stringValue();
        if (name.equals("<init>") && calls.isUninitialized(arguments[0])) {
            Value made = calls.construct(
                    this,
                    owner,
                    i.owner().asInternalName(),
                    descriptor,
                    Arrays.copyOfRange(arguments, 1, arguments.length));
            Value placeholder = arguments[0];
            Collections.replaceAll(stack, placeholder, made);
            for (int k = 0; k < locals.length; k++) {
                if (locals[k] == placeholder) {
                    locals[k] = made;
                }
            }
            return;
        }
        Value result = calls.call(
                this,
                owner,
                i.opcode().bytecode(),
                i.owner().asInternalName(),
                name,
                descriptor,
                i.isInterface(),
                arguments);
        if (result != null) {
            push(result);
        }
    }

    private void branch(BranchInstruction i) {
        if (isGoto(i.opcode())) {
            jump(index(i.target()));
            return;
        }
        int code = i.opcode().bytecode();
        boolean two = code >= 0x9f && code <= 0xa6;
        Value[] inputs = pop(two ? 2 : 1);
        Edge taken = edgeTo(index(i.target()));
        Edge other = edgeTo(at + 1);
        block.terminate(Terminator.branch(code, inputs, taken, other, position));
    }

    private void select(List<SwitchCase> cases, Label defaultTarget) {
        Value key = pop();
        List<SwitchCase> sorted = new ArrayList<>(cases);
        sorted.sort((a, b) -> Integer.compare(a.caseValue(), b.caseValue()));
        int[] keys = new int[sorted.size()];
        Edge[] edges = new Edge[keys.length + 1];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = sorted.get(k).caseValue();
            edges[k] = edgeTo(index(sorted.get(k).target()));
        }
        edges[keys.length] = edgeTo(index(defaultTarget));
        block.terminate(Terminator.select(keys, key, edges, position));
    }
}
