package org.wengert.backend.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;

/** Writes the instructions of a group from the values of a stage, and gives them registers. */
final class GroupWriter {
    private static final int LANES = Math.max(16, Math.max(Warmth.FLOAT_LANES, Warmth.DOUBLE_LANES));
    private static final Object NOTHING = new Object();

    /** Makes room for what chunks hand to each other. */
    interface Partials {
        /** Returns the number of a buffer of so many elements that is free again after the stage. */
        int allocate(DType dtype, int size);
    }

    /** A slot as an operand. */
    private record Operand(int slot, int mask) {}

    private record Loaded(Source source, Walk walk, boolean isRow, Operand operand) {}

    private final Stage stage;
    private final Partials partials;
    private final Group.Cut cut;
    private final List<Group.Slot> slots = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Group.Load> loads = new ArrayList<>();
    private final List<Group.Ending> endings = new ArrayList<>();
    private final Map<Value, Integer> slotOf = new HashMap<>();
    private final Map<Value, Operand> expanded = new HashMap<>();
    private final List<Loaded> loaded = new ArrayList<>();
    private final BitSet lasting = new BitSet();
    private final BitSet codes;
    private long cost;

    GroupWriter(Stage stage, Partials partials, BitSet codes) {
        this.stage = stage;
        this.partials = partials;
        this.codes = codes;
        this.cut = stage.cut();
    }

    Group write() {
        for (Value v : stage.values) {
            write(v);
        }
        assignRegisters();
        for (Instruction k : instructions) {
            codes.set(k.code);
        }
        return new Group(cut, cost * stage.size, slots, instructions, loads, endings);
    }

    private void write(Value v) {
        boolean isRow = v.level == Value.Level.ROW;
        if (v.op instanceof Op.Reduce) {
            reduce(v);
            return;
        }
        List<Operand> operands = new ArrayList<>();
        for (View input : v.inputs) {
            operands.add(operand(v, input, isRow));
        }
        Operand x = operands.getFirst();
        Operand y = operands.size() > 1 ? operands.get(1) : x;
        Operand w = operands.size() > 2 ? operands.get(2) : y;
        int to = output(v, isRow);
        Instruction.Kind kind = kind(v.op);
        DType dtype = kind == Instruction.Kind.COMPARE ? v.inputs.getFirst().dtype() : v.dtype;
        add(new Instruction(kind, v.op, dtype, isRow, v.place, x.slot, x.mask, y.slot, y.mask, w.slot, w.mask, to));
        cost += cost(v.op);
    }

    private static Instruction.Kind kind(Op op) {
        return switch (op) {
            case Op.Map1 _ -> Instruction.Kind.MAP1;
            case Op.Map2 _ -> Instruction.Kind.MAP2;
            case Op.Map3 _ -> Instruction.Kind.MAP3;
            case Op.Bits _ -> Instruction.Kind.BITS;
            case Op.Compare _ -> Instruction.Kind.COMPARE;
            case Op.Where _ -> Instruction.Kind.WHERE;
            case Op.Cast _ -> Instruction.Kind.CAST;
            default -> Instruction.Kind.COPY;
        };
    }

    /** In flops, of one element. */
    private static int cost(Op op) {
        return switch (op) {
            case Op.Map1(Unary f) -> f.cost();
            case Op.Map2(Binary f) -> f.cost();
            case Op.Map3(Ternary f) -> f.cost();
            default -> 1;
        };
    }

    private void add(Instruction k) {
        instructions.add(k);
    }

    // ------------------------------------------------------------------ results

    private int output(Value v, boolean isRow) {
        int slot = v.isStored
                ? slot(Group.Slot.Kind.STREAM, v.dtype, v.buffer, 0, isRow)
                : slot(Group.Slot.Kind.REGISTER, v.dtype, -1, 0, isRow);
        slotOf.put(v, slot);
        return slot;
    }

    private int slot(Group.Slot.Kind kind, DType dtype, int index, int offset, boolean isRow) {
        slots.add(new Group.Slot(kind, dtype, index, offset, isRow, NOTHING));
        return slots.size() - 1;
    }

    private void reduce(Value v) {
        View input = v.inputs.getFirst();
        int x = plain(operand(v, input, false), v);
        int inner = v.geometry.get(2);
        cost++;
        if (v.level == Value.Level.ROW) {
            int to = output(v, true);
            add(new Instruction(Instruction.Kind.ROWS, v.op, v.dtype, true, v.place, x, -1, x, -1, x, -1, to));
            return;
        }
        int columns = inner > 1 ? inner : 1;
        int count = cut.chunksOfSegment();
        int buffer = count == 1 ? v.buffer : partials.allocate(v.dtype, cut.chunks() * columns);
        int to = slot(Group.Slot.Kind.FIXED, v.dtype, buffer, 0, false);
        Instruction k;
        if (inner > 1) {
            k = new Instruction(Instruction.Kind.COLUMNS, v.op, v.dtype, false, v.place, x, columns, x, -1, x, -1, to);
        } else {
            int pair = slot(Group.Slot.Kind.REGISTER, v.dtype, -1, 0, false);
            lasting.set(pair);
            k = new Instruction(Instruction.Kind.TOTAL, v.op, v.dtype, false, v.place, x, -1, pair, -1, x, -1, to);
        }
        add(k);
        endings.add(new Group.Ending(k.reduction, buffer, v.buffer, columns, count, k.code));
    }

    /** A slot whose elements lie one after the other. */
    private int plain(Operand x, Value v) {
        if (x.mask == -1) {
            return x.slot;
        }
        int to = slot(Group.Slot.Kind.REGISTER, v.dtype, -1, 0, false);
        add(new Instruction(
                Instruction.Kind.COPY,
                new Op.StopGradient(),
                v.dtype,
                false,
                v.place,
                x.slot,
                x.mask,
                x.slot,
                x.mask,
                x.slot,
                x.mask,
                to));
        return to;
    }

    // ------------------------------------------------------------------ operands

    private Operand operand(Value user, View view, boolean isRow) {
        Source source = view.source();
        if (source instanceof Value v && stage.levelOf(view) != null) {
            int slot = slotOf.getOrDefault(v, -1);
            return v.level == Value.Level.ROW && !isRow ? expand(v, slot, user) : new Operand(slot, -1);
        }
        Walk walk = view.walk();
        for (Loaded known : loaded) {
            if (known.source.equals(source)
                    && known.isRow == isRow
                    && known.walk.isSame(walk)
                    && slots.get(known.operand.slot).dtype() == view.dtype()) {
                return known.operand;
            }
        }
        Operand operand = switch (source) {
            case Source.Constant(double value) -> constant(value, view.dtype());
            case Source.Places _ ->
                load(user, Instruction.Kind.PLACES, new Group.Load(-1, walk, 0), view.dtype(), isRow);
            case Value v -> read(user, v, walk, isRow);
        };
        loaded.add(new Loaded(source, walk, isRow, operand));
        return operand;
    }

    private Operand constant(double value, DType dtype) {
        Object all = Stretches.allocate(dtype, LANES);
        Stretches.fill(all, 0, LANES, value);
        slots.add(new Group.Slot(Group.Slot.Kind.CONSTANT, dtype, -1, 0, false, all));
        return new Operand(slots.size() - 1, 0);
    }

    private Operand read(Value user, Value v, Walk walk, boolean isRow) {
        if (walk.isScalar()) {
            Operand all = load(
                    user,
                    Instruction.Kind.LOAD,
                    new Group.Load(v.buffer, Walk.ofElement(walk.offset()), LANES),
                    v.dtype,
                    isRow);
            return new Operand(all.slot, 0);
        }
        if (walk.isContiguous()) {
            return new Operand(slot(Group.Slot.Kind.STREAM, v.dtype, v.buffer, walk.offset(), isRow), -1);
        }
        int period = walk.period();
        if (!isRow && period > 0 && cut.block() % period == 0 && cut.segment() == cut.size()) {
            if (period >= LANES && Integer.bitCount(period) == 1) {
                return new Operand(slot(Group.Slot.Kind.FIXED, v.dtype, v.buffer, walk.offset(), false), period - 1);
            }
            int count = Math.min(cut.block(), cut.size());
            return load(user, Instruction.Kind.LOAD, new Group.Load(v.buffer, walk, count), v.dtype, false);
        }
        return load(user, Instruction.Kind.LOAD, new Group.Load(v.buffer, walk, 0), v.dtype, isRow);
    }

    private Operand load(Value user, Instruction.Kind kind, Group.Load load, DType dtype, boolean isRow) {
        int to = slot(Group.Slot.Kind.REGISTER, dtype, -1, 0, isRow);
        if (load.count() > 0) {
            lasting.set(to);
        }
        loads.add(load);
        int index = loads.size() - 1;
        add(new Instruction(
                kind, new Op.StopGradient(), dtype, isRow, user.place, index, -1, index, -1, index, -1, to));
        return new Operand(to, -1);
    }

    private Operand expand(Value v, int slot, Value user) {
        return expanded.computeIfAbsent(v, _ -> {
            int to = slot(Group.Slot.Kind.REGISTER, v.dtype, -1, 0, false);
            add(new Instruction(
                    Instruction.Kind.EXPAND,
                    new Op.StopGradient(),
                    v.dtype,
                    false,
                    user.place,
                    slot,
                    -1,
                    slot,
                    -1,
                    slot,
                    -1,
                    to));
            return new Operand(to, -1);
        });
    }

    // ------------------------------------------------------------------ registers

    /** Gives each register slot a register that nobody needs any more; a result may take that of an operand that is read for the last time. */
    private void assignRegisters() {
        int n = instructions.size();
        int[] last = new int[slots.size()];
        Arrays.fill(last, -1);
        for (int i = 0; i < n; i++) {
            Instruction k = instructions.get(i);
            if (!isLoad(k)) {
                last[k.x] = i;
                last[k.y] = i;
                last[k.w] = i;
            }
            last[k.to] = Math.max(last[k.to], i);
        }
        BitSet[] taken = new BitSet[DType.values().length];
        Arrays.setAll(taken, _ -> new BitSet());
        int[] register = new int[slots.size()];
        Arrays.fill(register, -1);
        for (int j = lasting.nextSetBit(0); j >= 0; j = lasting.nextSetBit(j + 1)) {
            take(j, register, taken);
        }
        for (int i = 0; i < n; i++) {
            Instruction k = instructions.get(i);
            boolean isInPlace = switch (k.kind) {
                case MAP1, MAP2, MAP3, BITS, COMPARE, WHERE, CAST, COPY -> true;
                case LOAD, PLACES, EXPAND, ROWS, TOTAL, COLUMNS -> false;
            };
            if (!isInPlace && isRegister(k.to) && register[k.to] < 0) {
                take(k.to, register, taken);
            }
            if (!isLoad(k)) {
                free(k.x, i, last, register, taken);
                free(k.y, i, last, register, taken);
                free(k.w, i, last, register, taken);
            }
            if (isRegister(k.to) && register[k.to] < 0) {
                take(k.to, register, taken);
            }
            free(k.to, i, last, register, taken);
        }
        for (int j = 0; j < register.length; j++) {
            if (register[j] >= 0) {
                Group.Slot s = slots.get(j);
                slots.set(j, new Group.Slot(s.kind(), s.dtype(), register[j], 0, s.isRow(), s.constant()));
            }
        }
    }

    private static boolean isLoad(Instruction k) {
        return k.kind == Instruction.Kind.LOAD || k.kind == Instruction.Kind.PLACES;
    }

    private boolean isRegister(int slot) {
        return slots.get(slot).kind() == Group.Slot.Kind.REGISTER;
    }

    private void take(int slot, int[] register, BitSet[] taken) {
        BitSet mine = taken[slots.get(slot).dtype().ordinal()];
        register[slot] = mine.nextClearBit(0);
        mine.set(register[slot]);
    }

    private void free(int slot, int now, int[] last, int[] register, BitSet[] taken) {
        if (last[slot] == now && register[slot] >= 0 && !lasting.get(slot)) {
            taken[slots.get(slot).dtype().ordinal()].clear(register[slot]);
        }
    }
}
