package org.wengert.backend.cpu;

import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;

/** What a {@link Group} does with each block: an op on slots, of which each is an array with an offset. */
final class Instruction {
    /** What is done. */
    enum Kind {
        /** Reads a stretch of a view. */
        LOAD,
        /** Reads a stretch of a view of places. */
        PLACES,
        /** Repeats the elements of a row along it. */
        EXPAND,
        COPY,
        MAP1,
        MAP2,
        MAP3,
        BITS,
        COMPARE,
        WHERE,
        CAST,
        /** Reduces each row. */
        ROWS,
        /** Reduces all elements of the block. */
        TOTAL,
        /** Reduces the columns of the block. */
        COLUMNS
    }

    final Kind kind;
    /** The type of the operands; of {@code WHERE} that of the two between which it chooses. */
    final DType dtype;
    /** Whether it goes over rows, not elements. */
    final boolean isRow;
    /** The step that it computes, for messages. */
    final int place;
    /** The slots of the operands and of the result. */
    final int x;

    final int y;
    final int w;
    final int to;
    /** What an index is masked with in each operand. */
    final int xm;

    final int ym;
    final int wm;

    final Unary unary;
    final Binary binary;
    final Ternary ternary;
    final Op.Bitwise bitwise;
    final Op.Comparison comparison;
    final Op.Reduction reduction;
    /** Its vector kernel. */
    final int code;

    Instruction(
            Kind kind,
            Op op,
            DType dtype,
            boolean isRow,
            int place,
            int x,
            int xm,
            int y,
            int ym,
            int w,
            int wm,
            int to) {
        this.kind = kind;
        this.dtype = dtype;
        this.isRow = isRow;
        this.place = place;
        this.x = x;
        this.xm = xm;
        this.y = y;
        this.ym = ym;
        this.w = w;
        this.wm = wm;
        this.to = to;
        this.unary = op instanceof Op.Map1(Unary f) ? f : Unary.NEG;
        this.binary = op instanceof Op.Map2(Binary f) ? f : Binary.ADD;
        this.ternary = op instanceof Op.Map3(Ternary f) ? f : Ternary.FMA;
        this.bitwise = op instanceof Op.Bits(Op.Bitwise f) ? f : Op.Bitwise.AND;
        this.comparison = op instanceof Op.Compare(Op.Comparison f) ? f : Op.Comparison.LT;
        this.reduction = op instanceof Op.Reduce reduce ? reduce.f() : Op.Reduction.SUM;
        this.code = dtype.isFloating() ? code() : Warmth.NONE;
    }

    private int code() {
        boolean isDouble = dtype == DType.FLOAT64;
        return switch (kind) {
            case MAP1 -> name(Warmth.HAS_VECTORS && FloatVectors.has(unary), Warmth.Family.MAP1, isDouble, unary);
            case MAP2 -> name(Warmth.HAS_VECTORS && FloatVectors.has(binary), Warmth.Family.MAP2, isDouble, binary);
            case COMPARE -> name(true, Warmth.Family.COMPARE, isDouble, comparison);
            case WHERE -> name(xm == -1, Warmth.Family.WHERE, isDouble, Op.Comparison.LT);
            case ROWS, TOTAL ->
                name(Warmth.HAS_VECTORS && FloatVectors.has(reduction), Warmth.Family.REDUCE, isDouble, reduction);
            case COLUMNS -> name(reduction == Op.Reduction.SUM, Warmth.Family.COLUMNS, isDouble, reduction);
            case LOAD, PLACES, EXPAND, COPY, MAP3, BITS, CAST -> Warmth.NONE;
        };
    }

    private static int name(boolean exists, Warmth.Family family, boolean isDouble, Enum<?> f) {
        return exists ? Warmth.code(family, isDouble, f.ordinal()) : Warmth.NONE;
    }
}
