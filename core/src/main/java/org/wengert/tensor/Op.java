package org.wengert.tensor;

import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * What a node of a tensor graph does with its inputs: the closed set of primitives. Everything else is composed of them.
 *
 * <p>An op holds what is known without the inputs' values; the inputs are the node's. Shapes are explicit: nothing here broadcasts,
 * and what reduces keeps its axes with an extent of 1. {@link Primitives} makes the nodes and states the shape of each.
 */
public sealed interface Op {
    // ------------------------------------------------------------------ leaves

    /** A value that is there: what the caller gave, or what was evaluated. No inputs. */
    record Data() implements Op {}

    /**
     * A value that is given later, when the graph is run. No inputs.
     *
     * @param index which argument of the traced function it stands for
     */
    record Placeholder(int index) implements Op {}

    /**
     * The same number everywhere. No inputs.
     *
     * @param value the number, cast as Java casts to the type of the node
     */
    record Fill(double value) implements Op {
        @Override
        public boolean equals(Object other) {
            return other instanceof Fill(double v)
                    && Double.doubleToRawLongBits(v) == Double.doubleToRawLongBits(value);
        }

        @Override
        public int hashCode() {
            return Double.hashCode(value);
        }
    }

    /**
     * 0, 1, 2, … along an axis. No inputs.
     *
     * @param axis the axis
     */
    record Iota(int axis) implements Op {}

    /**
     * Uniformly random 64-bit integers by Threefry-2x64 with 20 rounds. Input: keys {@code [K…, 2]} of int64. Output: {@code [K…, S…]}.
     * Element i of a key's block is word i mod 2 of the cipher of the counter (i div 2, 0).
     *
     * @param perKey the shape S of the block of each key
     */
    record RandomBits(Shape perKey) implements Op {}

    // ------------------------------------------------------------------ identities that mean something to a derivative

    /**
     * Its input, as the variable of a derivative.
     *
     * @param accumulates whether {@code backward()} adds to its gradient
     */
    record Variable(boolean accumulates) implements Op {}

    /** Its input, taken for a constant by every derivative. */
    record StopGradient() implements Op {}

    /** Its first input, not to be had before the second: equal work on both sides of it is not merged. */
    record Barrier() implements Op {}

    /**
     * Its first input; the derivative with respect to the others is the rule's, and that of the first is not looked at.
     *
     * @param rule the derivative
     */
    record Ruled(Rule rule) implements Op {}

    /**
     * The value of Java code over arrays. Has no derivative unless a {@link Ruled} node is around it.
     *
     * @param function the code
     * @param shape the shape of its value
     * @param dtype the type of its value
     */
    record Call(ArrayFunction function, Shape shape, DType dtype) implements Op {}

    // ------------------------------------------------------------------ elementwise: all inputs have the node's shape

    /**
     * A function of one number; of integers {@code NEG}, {@code ABS}, {@code SIGNUM} and {@code SQUARE} only.
     *
     * @param f the function
     */
    record Map1(Unary f) implements Op {}

    /**
     * A function of two numbers of the same type; of integers {@code ADD}, {@code SUB}, {@code MUL}, {@code DIV}, {@code REM}, {@code MIN} and {@code MAX}
     * only, as Java computes them.
     *
     * @param f the function
     */
    record Map2(Binary f) implements Op {}

    /**
     * A function of three real numbers.
     *
     * @param f the function
     */
    record Map3(Ternary f) implements Op {}

    /**
     * A function of the bits of two integers, or of two truth values.
     *
     * @param f the function
     */
    record Bits(Bitwise f) implements Op {}

    /**
     * The truth of a comparison of two operands of the same type; false is less than true, and a comparison with NaN is false but for {@code NE}.
     *
     * @param f the comparison
     */
    record Compare(Comparison f) implements Op {}

    /** Of (condition, a, b): a where the condition is true, else b. */
    record Where() implements Op {}

    /**
     * Its input as another type, as Java casts; a truth value is 1 or 0, and a number is true unless it is 0.
     *
     * @param to the type
     */
    record Cast(DType to) implements Op {}

    // ------------------------------------------------------------------ structure: where each element comes from

    /**
     * The same elements in the same order under another shape.
     *
     * @param shape the shape
     */
    record Reshape(Shape shape) implements Op {}

    /**
     * The axes in another order.
     *
     * @param axes axis i of the output is axis {@code axes[i]} of the input
     */
    record Permute(Indices axes) implements Op {}

    /**
     * Axes of extent 1 repeated.
     *
     * @param shape the output's shape, of the same rank
     */
    record Expand(Shape shape) implements Op {}

    /**
     * Along each axis the places start, start + step, ….
     *
     * @param start the first place, one an axis
     * @param step the distance, ≥ 1, one an axis
     * @param shape how many places, one an axis
     */
    record Slice(Indices start, Indices step, Shape shape) implements Op {}

    /**
     * The elements with others around and between them.
     *
     * @param low how many before the first, ≥ 0, one an axis
     * @param high how many after the last, ≥ 0, one an axis
     * @param interior how many between two neighbours, ≥ 0, one an axis
     * @param value what the others are
     */
    record Pad(Indices low, Indices high, Indices interior, double value) implements Op {}

    /**
     * The order turned round.
     *
     * @param axes along which axes
     */
    record Flip(Indices axes) implements Op {}

    /**
     * The inputs one after the other; they differ in that axis only.
     *
     * @param axis along which axis
     */
    record Concat(int axis) implements Op {}

    /**
     * Overlapping stretches of an axis: output {@code [.., i, .., k]} is input {@code [.., i·step + k·dilation, ..]}.
     *
     * @param axis the axis, which becomes that of the stretches; the last axis of the output is new
     * @param size the length of a stretch
     * @param step how far apart stretches start
     * @param dilation how far apart neighbours of a stretch are
     */
    record Window(int axis, int size, int step, int dilation) implements Op {}

    /**
     * The transpose of {@link Window}: stretches added up where they overlap.
     *
     * @param axis the axis of the stretches; the last axis of the input goes
     * @param length the extent of that axis in the output
     * @param step how far apart stretches start
     * @param dilation how far apart neighbours of a stretch are
     */
    record Fold(int axis, int length, int step, int dilation) implements Op {}

    // ------------------------------------------------------------------ by index

    /**
     * Of (x: {@code [B…, N, S…]}, indices: {@code [B…, I…]}): {@code [B…, I…, S…]}. An index may count from the end as −1, ….
     *
     * @param batch the number of axes B
     */
    record Gather(int batch) implements Op {}

    /**
     * Of (updates: {@code [B…, I…, S…]}, indices: {@code [B…, I…]}): {@code [B…, N, S…]}. Where none goes there is 0, −∞ or +∞
     * (of integers the least or the greatest).
     *
     * @param batch the number of axes B
     * @param length the extent N
     * @param combine what becomes of updates of the same place
     */
    record Scatter(int batch, int length, Combine combine) implements Op {}

    // ------------------------------------------------------------------ along axes

    /**
     * All elements along some axes made one; these axes keep an extent of 1. {@code SUM} of nothing is 0, {@code PROD} 1; {@code MAX} and {@code MIN} of
     * nothing are refused. A NaN makes {@code MAX} and {@code MIN} NaN.
     *
     * @param f how
     * @param axes along which axes, ascending
     */
    record Reduce(Reduction f, Indices axes) implements Op {}

    /**
     * The place of the first greatest or least element along an axis, which keeps an extent of 1; the first NaN if there is one. Of type int64.
     *
     * @param f which
     * @param axis along which axis
     */
    record ArgReduce(Extremum f, int axis) implements Op {}

    /**
     * Of (a, b): rᵢ = aᵢ·rᵢ₋₁ + bᵢ with r₀ = b₀, along an axis. Running sums are those with a = 1.
     *
     * @param axis along which axis
     * @param reverse whether from the last to the first
     */
    record Recurrence(int axis, boolean reverse) implements Op {}

    /**
     * The place of the first greatest or least element so far, along an axis; the first NaN once there is one. Of type int64.
     *
     * @param f which
     * @param axis along which axis
     */
    record CumulativeArg(Extremum f, int axis) implements Op {}

    /**
     * The places that put an axis in order, equal elements as they were, NaN last. Of type int64.
     *
     * @param axis along which axis
     * @param descending whether the greatest comes first
     */
    record ArgSort(int axis, boolean descending) implements Op {}

    // ------------------------------------------------------------------ bilinear

    /** Of (x: {@code [B…, M, K]}, y: {@code [B…, K, N]}): the matrix products {@code [B…, M, N]}. */
    record MatMul() implements Op {}

    /**
     * One of the three partial derivatives of ⟨conv(x, w), y⟩, which is linear in images x: {@code [batch, in, X…]}, kernels w:
     * {@code [out, in/groups, W…]} and y: {@code [batch, out, Y…]}. Inputs: the other two, in the order x, w, y.
     *
     * @param geometry shapes, strides and paddings
     * @param role by which of the three
     */
    record Conv(Convolution geometry, Role role) implements Op {}

    // ------------------------------------------------------------------

    /** Functions of bits. */
    enum Bitwise {
        /** Both. */
        AND,
        /** Either. */
        OR,
        /** Either, not both. */
        XOR,
        /** Shift to the left, of integers. */
        SHL,
        /** Shift to the right keeping the sign, of integers. */
        SHR,
        /** Shift to the right filling with zeros, of integers. */
        USHR
    }

    /** Comparisons. */
    enum Comparison {
        /** Less. */
        LT,
        /** Less or equal. */
        LE,
        /** Greater. */
        GT,
        /** Greater or equal. */
        GE,
        /** Equal. */
        EQ,
        /** Not equal. */
        NE
    }

    /** Ways to make many elements one. */
    enum Reduction {
        /** The sum. */
        SUM,
        /** The product. */
        PROD,
        /** The greatest. */
        MAX,
        /** The least. */
        MIN,
        /** Whether any is true. */
        ANY,
        /** Whether all are true. */
        ALL
    }

    /** The two ends of an order. */
    enum Extremum {
        /** The greatest. */
        MAX,
        /** The least. */
        MIN
    }

    /** What becomes of several updates of one place. */
    enum Combine {
        /** Their sum. */
        ADD,
        /** The greatest. */
        MAX,
        /** The least. */
        MIN
    }

    /** The three variables of a convolution. */
    enum Role {
        /** By y: the convolution itself, of (x, w). */
        OUTPUT,
        /** By x: the transposed convolution, of (w, y). */
        IMAGE,
        /** By w: the correlation of images with outputs, of (x, y). */
        KERNEL
    }
}
