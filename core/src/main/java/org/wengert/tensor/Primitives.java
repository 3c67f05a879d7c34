package org.wengert.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Makes the nodes of tensor graphs, one method for each kind of {@link Op}, and states the shape and the type of each. For those who write
 * transformations and back ends; users have the methods of {@link Tensor}, which broadcast and explain what is wrong.
 *
 * <p>What costs nothing to see is made shorter at once, never changing a bit: a reshape to the same shape is its input, a function of
 * known numbers is a number.
 */
public final class Primitives {
    private static final Op.Map1[] MAP1 = new Op.Map1[Unary.values().length];
    private static final Op.Map2[] MAP2 = new Op.Map2[Binary.values().length];
    private static final Op.Map3[] MAP3 = new Op.Map3[Ternary.values().length];
    private static final Op.Where WHERE = new Op.Where();
    private static final Op.MatMul MATMUL = new Op.MatMul();
    private static final Op.Data DATA = new Op.Data();
    private static final Op.Variable VARIABLE = new Op.Variable(false);
    private static final Op.Variable ACCUMULATING = new Op.Variable(true);
    private static final Op.StopGradient STOP_GRADIENT = new Op.StopGradient();
    private static final Op.Barrier BARRIER = new Op.Barrier();

    static {
        for (Unary f : Unary.values()) {
            MAP1[f.ordinal()] = new Op.Map1(f);
        }
        for (Binary f : Binary.values()) {
            MAP2[f.ordinal()] = new Op.Map2(f);
        }
        for (Ternary f : Ternary.values()) {
            MAP3[f.ordinal()] = new Op.Map3(f);
        }
    }

    private Primitives() {}

    // ------------------------------------------------------------------ any op

    /**
     * Returns a node that does with other inputs what a node does with its own. What the shapes of the inputs decide is decided anew; the shapes
     * that the op itself holds are kept.
     *
     * @param op the op, which is no leaf
     * @param x its inputs
     * @return the node
     */
    public static Tensor apply(Op op, List<Tensor> x) {
        return switch (op) {
            case Op.Data _, Op.Placeholder _, Op.Fill _, Op.Iota _ ->
                throw new AssertionError("a leaf has no inputs: " + op);
            case Op.RandomBits(Shape perKey) -> randomBits(x.getFirst(), perKey);
            case Op.Variable(boolean accumulates) -> variable(x.getFirst(), accumulates, null);
            case Op.StopGradient _ -> stopGradient(x.getFirst());
            case Op.Barrier _ -> barrier(x.getFirst(), x.get(1));
            case Op.Ruled(Rule rule) -> ruled(rule, x.getFirst(), x.subList(1, x.size()));
            case Op.Call(ArrayFunction f, Shape shape, DType dtype) -> call(f, shape, dtype, x);
            case Op.Map1(Unary f) -> map(f, x.getFirst());
            case Op.Map2(Binary f) -> map(f, x.getFirst(), x.get(1));
            case Op.Map3(Ternary f) -> map(f, x.getFirst(), x.get(1), x.get(2));
            case Op.Bits(Op.Bitwise f) -> bits(f, x.getFirst(), x.get(1));
            case Op.Compare(Op.Comparison f) -> compare(f, x.getFirst(), x.get(1));
            case Op.Where _ -> where(x.getFirst(), x.get(1), x.get(2));
            case Op.Cast(DType to) -> cast(x.getFirst(), to);
            case Op.Reshape(Shape shape) -> reshape(x.getFirst(), shape);
            case Op.Permute(Indices axes) -> permute(x.getFirst(), axes);
            case Op.Expand(Shape shape) -> expand(x.getFirst(), shape);
            case Op.Slice(Indices start, Indices step, Shape shape) -> slice(x.getFirst(), start, step, shape);
            case Op.Pad(Indices low, Indices high, Indices interior, double value) ->
                pad(x.getFirst(), low, high, interior, value);
            case Op.Flip(Indices axes) -> flip(x.getFirst(), axes);
            case Op.Concat(int axis) -> concat(axis, x);
            case Op.Window(int axis, int size, int step, int dilation) ->
                window(x.getFirst(), axis, size, step, dilation);
            case Op.Fold(int axis, int length, int step, int dilation) ->
                fold(x.getFirst(), axis, length, step, dilation);
            case Op.Gather(int batch) -> gather(x.getFirst(), x.get(1), batch);
            case Op.Scatter(int batch, int length, Op.Combine combine) ->
                scatter(x.getFirst(), x.get(1), batch, length, combine);
            case Op.Reduce(Op.Reduction f, Indices axes) -> reduce(f, x.getFirst(), axes);
            case Op.ArgReduce(Op.Extremum f, int axis) -> argReduce(f, x.getFirst(), axis);
            case Op.Recurrence(int axis, boolean reverse) -> recurrence(x.getFirst(), x.get(1), axis, reverse);
            case Op.CumulativeArg(Op.Extremum f, int axis) -> cumulativeArg(f, x.getFirst(), axis);
            case Op.ArgSort(int axis, boolean descending) -> argSort(x.getFirst(), axis, descending);
            case Op.MatMul _ -> matmul(x.getFirst(), x.get(1));
            case Op.Conv(Convolution geometry, Op.Role role) -> conv(geometry, role, x.getFirst(), x.get(1));
        };
    }

    // ------------------------------------------------------------------ leaves

    /**
     * Returns a tensor of given elements.
     *
     * @param storage the elements, which nobody writes to from now on
     * @param shape the shape
     * @return the tensor
     */
    public static Tensor data(Storage storage, Shape shape) {
        require(storage.size() == shape.size(), "as many elements as places");
        Tensor t = node(DATA, shape, storage.dtype());
        t.settle(storage);
        return t;
    }

    /**
     * Returns a tensor whose value is given later.
     *
     * @param index which argument it stands for
     * @param shape its shape
     * @param dtype its type
     * @return the placeholder
     */
    public static Tensor placeholder(int index, Shape shape, DType dtype) {
        return node(new Op.Placeholder(index), shape, dtype);
    }

    /**
     * Returns a tensor of equal elements.
     *
     * @param value the number, rounded or cut off to the type
     * @param shape the shape
     * @param dtype the type
     * @return the tensor
     */
    public static Tensor fill(double value, Shape shape, DType dtype) {
        double rounded = switch (dtype) {
            case FLOAT64 -> value;
            case FLOAT32 -> (float) value;
            case INT64 -> (double) (long) value;
            case INT32 -> (int) value;
            case BOOL -> value != 0 ? 1 : 0;
        };
        return node(new Op.Fill(rounded), shape, dtype);
    }

    /**
     * Returns a tensor of equal elements like another in shape and type.
     *
     * @param value the number
     * @param like the other tensor
     * @return the tensor
     */
    public static Tensor fillLike(double value, Tensor like) {
        return fill(value, like.shape(), like.dtype());
    }

    /**
     * Returns the number that all elements are known to be, without computing.
     *
     * @param x a tensor
     * @return the number of an {@link Op.Fill}, NaN of anything else
     */
    public static double knownValue(Tensor x) {
        return x.op() instanceof Op.Fill(double value) ? value : Double.NaN;
    }

    /**
     * Tells whether all elements are known to be a number, without computing.
     *
     * @param x a tensor
     * @return whether it is an {@link Op.Fill}
     */
    public static boolean isFill(Tensor x) {
        return x.op() instanceof Op.Fill;
    }

    /**
     * Returns 0, 1, 2, … along an axis.
     *
     * @param axis the axis
     * @param shape the shape
     * @param dtype a type of numbers
     * @return the tensor
     */
    public static Tensor iota(int axis, Shape shape, DType dtype) {
        return node(new Op.Iota(shape.axis(axis)), shape, dtype);
    }

    /**
     * Returns random bits.
     *
     * @param keys {@code [K…, 2]} of int64
     * @param perKey the shape S of each key's block
     * @return {@code [K…, S…]} of int64
     */
    public static Tensor randomBits(Tensor keys, Shape perKey) {
        require(
                keys.dtype() == DType.INT64
                        && keys.shape().rank() >= 1
                        && keys.shape().extent(-1) == 2,
                "keys");
        return node(
                new Op.RandomBits(perKey),
                keys.shape().part(0, keys.shape().rank() - 1).concat(perKey),
                DType.INT64,
                keys);
    }

    // ------------------------------------------------------------------ identities that mean something to a derivative

    /**
     * Returns a tensor equal to another, as a variable of its own to differentiate by.
     *
     * @param x the other tensor
     * @param accumulates whether {@code backward()} adds to its gradient
     * @param trace in which, beside those of x, it may be differentiated by; null for those of x alone
     * @return the variable
     */
    public static Tensor variable(Tensor x, boolean accumulates, @Nullable Trace trace) {
        Tensor v = new Tensor(
                accumulates ? ACCUMULATING : VARIABLE,
                new Tensor[] {x},
                x.shape(),
                x.dtype(),
                Trace.meet(trace, x.openTrace()),
                x.isSymbolic());
        if (x.isEvaluated()) {
            v.settle(x.storage());
        }
        return v;
    }

    /**
     * Returns a tensor as a constant.
     *
     * @param x a tensor
     * @return the same value, without derivative
     */
    public static Tensor stopGradient(Tensor x) {
        Tensor constant = new Tensor(STOP_GRADIENT, new Tensor[] {x}, x.shape(), x.dtype(), null, x.isSymbolic());
        if (x.isEvaluated()) {
            constant.settle(x.storage());
        }
        return constant;
    }

    /**
     * Returns a tensor that is not to be had before another.
     *
     * @param x a tensor
     * @param after the other
     * @return the same value
     */
    public static Tensor barrier(Tensor x, Tensor after) {
        return node(BARRIER, x.shape(), x.dtype(), x, after);
    }

    /**
     * Returns a value under a derivative of its own.
     *
     * @param rule the derivative
     * @param value the value
     * @param x the inputs that it is a function of
     * @return the same value
     */
    public static Tensor ruled(Rule rule, Tensor value, List<Tensor> x) {
        Tensor[] inputs = new Tensor[x.size() + 1];
        inputs[0] = value;
        for (int i = 0; i < x.size(); i++) {
            inputs[i + 1] = x.get(i);
        }
        return node(new Op.Ruled(rule), value.shape(), value.dtype(), inputs);
    }

    /**
     * Returns the value of Java code over arrays.
     *
     * @param f the code
     * @param shape the shape of its value
     * @param dtype the type of its value
     * @param x its inputs
     * @return the value
     */
    public static Tensor call(ArrayFunction f, Shape shape, DType dtype, List<Tensor> x) {
        return node(new Op.Call(f, shape, dtype), shape, dtype, x.toArray(Tensor[]::new));
    }

    // ------------------------------------------------------------------ elementwise

    /**
     * Tells whether a function is defined on integers.
     *
     * @param f a function
     * @return whether {@link #map(Unary, Tensor)} takes integers
     */
    public static boolean isOfIntegers(Unary f) {
        return f == Unary.NEG || f == Unary.ABS || f == Unary.SIGNUM || f == Unary.SQUARE;
    }

    /**
     * Tells whether a function is defined on integers.
     *
     * @param f a function
     * @return whether {@link #map(Binary, Tensor, Tensor)} takes integers
     */
    public static boolean isOfIntegers(Binary f) {
        return f == Binary.ADD
                || f == Binary.SUB
                || f == Binary.MUL
                || f == Binary.DIV
                || f == Binary.REM
                || f == Binary.MIN
                || f == Binary.MAX;
    }

    /**
     * Returns a function of each element.
     *
     * @param f the function
     * @param x the argument
     * @return f(x), of x's shape and type
     */
    public static Tensor map(Unary f, Tensor x) {
        require(x.dtype().isFloating() || x.dtype().isInteger() && isOfIntegers(f), "a type that " + f + " takes");
        if (isFill(x) && x.dtype().isFloating()) {
            return fillLike(f.evaluate(knownValue(x)), x);
        }
        return node(MAP1[f.ordinal()], x.shape(), x.dtype(), x);
    }

    /**
     * Returns a function of each pair of elements.
     *
     * @param f the function
     * @param x the first argument
     * @param y the second argument, of the same shape and type
     * @return f(x, y)
     */
    public static Tensor map(Binary f, Tensor x, Tensor y) {
        requireAlike(x, y);
        require(x.dtype().isFloating() || x.dtype().isInteger() && isOfIntegers(f), "a type that " + f + " takes");
        boolean isNumberX = isFill(x);
        boolean isNumberY = isFill(y);
        if (isNumberX && isNumberY && x.dtype().isFloating()) {
            return fillLike(f.evaluate(knownValue(x), knownValue(y)), x);
        }
        if (isNumberY && knownValue(y) == 1 && (f == Binary.MUL || f == Binary.DIV)) {
            return x;
        }
        if (isNumberX && knownValue(x) == 1 && f == Binary.MUL) {
            return y;
        }
        if (isNumberY && f == Binary.SUB && Double.doubleToRawLongBits(knownValue(y)) == 0) {
            return x;
        }
        return node(MAP2[f.ordinal()], x.shape(), x.dtype(), x, y);
    }

    /**
     * Returns a function of each triple of elements.
     *
     * @param f the function
     * @param x the first argument
     * @param y the second argument, of the same shape and type
     * @param z the third argument, of the same shape and type
     * @return f(x, y, z)
     */
    public static Tensor map(Ternary f, Tensor x, Tensor y, Tensor z) {
        requireAlike(x, y);
        requireAlike(x, z);
        require(x.dtype().isFloating(), "real numbers");
        if (isFill(x) && isFill(y) && isFill(z) && f != Ternary.CLAMP) {
            return fillLike(f.evaluate(knownValue(x), knownValue(y), knownValue(z)), x);
        }
        return node(MAP3[f.ordinal()], x.shape(), x.dtype(), x, y, z);
    }

    /**
     * Returns a function of the bits of each pair of elements.
     *
     * @param f the function
     * @param x the first argument, of integers or truth values
     * @param y the second argument, of the same shape and type
     * @return f(x, y)
     */
    public static Tensor bits(Op.Bitwise f, Tensor x, Tensor y) {
        requireAlike(x, y);
        boolean isShift = f == Op.Bitwise.SHL || f == Op.Bitwise.SHR || f == Op.Bitwise.USHR;
        require(x.dtype().isInteger() || x.dtype() == DType.BOOL && !isShift, "integers or truth values");
        if (x.dtype() == DType.BOOL) {
            if (f == Op.Bitwise.AND && (x == y || isKnown(y, 1)) || f == Op.Bitwise.OR && (x == y || isKnown(y, 0))) {
                return x;
            }
            if (f == Op.Bitwise.AND && isKnown(x, 1) || f == Op.Bitwise.OR && isKnown(x, 0)) {
                return y;
            }
        }
        return node(new Op.Bits(f), x.shape(), x.dtype(), x, y);
    }

    private static boolean isKnown(Tensor x, double value) {
        return x.op() instanceof Op.Fill(double v) && v == value;
    }

    /**
     * Returns the truth of a comparison of each pair of elements.
     *
     * @param f the comparison
     * @param x the first argument
     * @param y the second argument, of the same shape and type
     * @return truth values
     */
    public static Tensor compare(Op.Comparison f, Tensor x, Tensor y) {
        requireAlike(x, y);
        return node(new Op.Compare(f), x.shape(), DType.BOOL, x, y);
    }

    /**
     * Returns elements of one tensor where a condition holds, and of another elsewhere.
     *
     * @param condition truth values
     * @param x elements where it holds, of the same shape
     * @param y elements elsewhere, of the same shape and type
     * @return the choice
     */
    public static Tensor where(Tensor condition, Tensor x, Tensor y) {
        requireAlike(x, y);
        require(condition.dtype() == DType.BOOL && condition.shape().equals(x.shape()), "a condition");
        if (isFill(condition)) {
            return knownValue(condition) != 0 ? x : y;
        }
        return x == y ? x : node(WHERE, x.shape(), x.dtype(), condition, x, y);
    }

    /**
     * Returns a tensor as another type.
     *
     * @param x a tensor
     * @param to the type
     * @return the elements cast as Java casts
     */
    public static Tensor cast(Tensor x, DType to) {
        if (x.dtype() == to) {
            return x;
        }
        if (!isFill(x)) {
            return node(new Op.Cast(to), x.shape(), to, x);
        }
        boolean isNarrowed = x.dtype() == DType.INT64 && to == DType.INT32; // a long wraps, a double would not
        return fill(isNarrowed ? (int) (long) knownValue(x) : knownValue(x), x.shape(), to);
    }

    // ------------------------------------------------------------------ structure

    /**
     * Returns the same elements under another shape.
     *
     * @param x a tensor
     * @param shape a shape of the same size
     * @return the reshaped tensor
     */
    public static Tensor reshape(Tensor x, Shape shape) {
        require(x.shape().size() == shape.size(), "a shape of the same size");
        if (x.shape().equals(shape)) {
            return x;
        }
        if (isFill(x)) {
            return fill(knownValue(x), shape, x.dtype());
        }
        Tensor source = x.op() instanceof Op.Reshape ? x.pendingInput() : null;
        if (source != null) {
            return reshape(source, shape);
        }
        return node(new Op.Reshape(shape), shape, x.dtype(), x);
    }

    /**
     * Returns the axes in another order.
     *
     * @param x a tensor
     * @param axes axis i of the result is axis {@code axes[i]} of x
     * @return the tensor with permuted axes
     */
    public static Tensor permute(Tensor x, Indices axes) {
        int rank = x.shape().rank();
        require(axes.length() == rank, "as many axes as there are");
        if (axes.equals(Indices.range(rank))) {
            return x;
        }
        int[] extents = new int[rank];
        for (int i = 0; i < rank; i++) {
            extents[i] = x.shape().extent(axes.get(i));
        }
        Shape shape = Shape.of(extents);
        if (isFill(x)) {
            return fill(knownValue(x), shape, x.dtype());
        }
        Tensor source = x.pendingInput();
        if (source != null && x.op() instanceof Op.Permute(Indices inner)) {
            int[] both = new int[rank];
            for (int i = 0; i < rank; i++) {
                both[i] = inner.get(axes.get(i));
            }
            return permute(source, Indices.of(both));
        }
        return node(new Op.Permute(axes), shape, x.dtype(), x);
    }

    /**
     * Returns axes of extent 1 repeated.
     *
     * @param x a tensor
     * @param shape a shape of the same rank, equal but where x has 1
     * @return the expanded tensor
     */
    public static Tensor expand(Tensor x, Shape shape) {
        require(x.shape().rank() == shape.rank(), "a shape of the same rank");
        if (x.shape().equals(shape)) {
            return x;
        }
        if (isFill(x)) {
            return fill(knownValue(x), shape, x.dtype());
        }
        Tensor source = x.op() instanceof Op.Expand ? x.pendingInput() : null;
        if (source != null) {
            return expand(source, shape);
        }
        for (int i = 0; i < shape.rank(); i++) {
            require(x.shape().extent(i) == shape.extent(i) || x.shape().extent(i) == 1, "extents equal or 1");
        }
        return node(new Op.Expand(shape), shape, x.dtype(), x);
    }

    /**
     * Returns some places of each axis.
     *
     * @param x a tensor
     * @param start the first place, one an axis
     * @param step the distance, ≥ 1, one an axis
     * @param shape how many places
     * @return the slice
     */
    public static Tensor slice(Tensor x, Indices start, Indices step, Shape shape) {
        for (int i = 0; i < shape.rank(); i++) {
            int n = shape.extent(i);
            require(
                    n == 0
                            || start.get(i) >= 0
                                    && step.get(i) >= 1
                                    && start.get(i) + (long) (n - 1) * step.get(i)
                                            < x.shape().extent(i),
                    "places that are there");
        }
        if (x.shape().equals(shape)) {
            return x;
        }
        return isFill(x)
                ? fill(knownValue(x), shape, x.dtype())
                : node(new Op.Slice(start, step, shape), shape, x.dtype(), x);
    }

    /**
     * Returns a stretch of one axis.
     *
     * @param x a tensor
     * @param axis the axis
     * @param from the first place
     * @param to the place after the last
     * @return the slice
     */
    public static Tensor slice(Tensor x, int axis, int from, int to) {
        int rank = x.shape().rank();
        int[] start = new int[rank];
        start[axis] = from;
        return slice(x, Indices.of(start), Indices.repeat(rank, 1), x.shape().with(axis, to - from));
    }

    /**
     * Returns elements with others around and between them.
     *
     * @param x a tensor
     * @param low how many before the first, one an axis
     * @param high how many after the last, one an axis
     * @param interior how many between neighbours, one an axis
     * @param value what the others are
     * @return the padded tensor
     */
    public static Tensor pad(Tensor x, Indices low, Indices high, Indices interior, double value) {
        int[] extents = new int[x.shape().rank()];
        for (int i = 0; i < extents.length; i++) {
            int n = x.shape().extent(i);
            require(low.get(i) >= 0 && high.get(i) >= 0 && interior.get(i) >= 0, "paddings of at least 0");
            extents[i] = low.get(i) + high.get(i) + n + Math.max(0, n - 1) * interior.get(i);
        }
        Shape shape = Shape.of(extents);
        if (shape.equals(x.shape())) {
            return x;
        }
        if (isFill(x) && Double.doubleToRawLongBits(knownValue(x)) == Double.doubleToRawLongBits(value)) {
            return fill(value, shape, x.dtype());
        }
        return node(new Op.Pad(low, high, interior, value), shape, x.dtype(), x);
    }

    /**
     * Returns one axis with zeros before and after.
     *
     * @param x a tensor
     * @param axis the axis
     * @param low how many before the first
     * @param high how many after the last
     * @return the padded tensor
     */
    public static Tensor pad(Tensor x, int axis, int low, int high) {
        int rank = x.shape().rank();
        int[] before = new int[rank];
        int[] after = new int[rank];
        before[axis] = low;
        after[axis] = high;
        return pad(x, Indices.of(before), Indices.of(after), Indices.repeat(rank, 0), 0);
    }

    /**
     * Returns the order turned round.
     *
     * @param x a tensor
     * @param axes along which axes
     * @return the flipped tensor
     */
    public static Tensor flip(Tensor x, Indices axes) {
        return axes.length() == 0 || isFill(x) ? x : node(new Op.Flip(axes), x.shape(), x.dtype(), x);
    }

    /**
     * Returns tensors one after the other.
     *
     * @param axis along which axis
     * @param x tensors of one type that differ in that axis only, at least one
     * @return all of them
     */
    public static Tensor concat(int axis, List<Tensor> x) {
        Tensor first = x.getFirst();
        if (x.size() == 1) {
            return first;
        }
        int extent = 0;
        for (Tensor t : x) {
            require(
                    t.dtype() == first.dtype()
                            && t.shape().with(axis, 0).equals(first.shape().with(axis, 0)),
                    "tensors that differ in one axis only");
            extent += t.shape().extent(axis);
        }
        return node(new Op.Concat(axis), first.shape().with(axis, extent), first.dtype(), x.toArray(Tensor[]::new));
    }

    /**
     * Returns overlapping stretches of an axis.
     *
     * @param x a tensor
     * @param axis the axis
     * @param size the length of a stretch
     * @param step how far apart stretches start
     * @param dilation how far apart neighbours of a stretch are
     * @return the stretches, along a new last axis
     */
    public static Tensor window(Tensor x, int axis, int size, int step, int dilation) {
        int n = x.shape().extent(axis);
        require(size >= 1 && step >= 1 && dilation >= 1 && dilation * (size - 1) < n, "a window that fits");
        int count = (n - dilation * (size - 1) - 1) / step + 1;
        Shape shape = x.shape().with(axis, count).insert(x.shape().rank(), size);
        return isFill(x)
                ? fill(knownValue(x), shape, x.dtype())
                : node(new Op.Window(axis, size, step, dilation), shape, x.dtype(), x);
    }

    /**
     * Returns stretches added up where they overlap.
     *
     * @param x the stretches, along the last axis
     * @param axis the axis along which they lie
     * @param length its extent in the result
     * @param step how far apart stretches start
     * @param dilation how far apart neighbours of a stretch are
     * @return the sums
     */
    public static Tensor fold(Tensor x, int axis, int length, int step, int dilation) {
        int count = x.shape().extent(axis);
        int size = x.shape().extent(-1);
        require(
                x.dtype() != DType.BOOL
                        && (count == 0 || size == 0 || (count - 1L) * step + (size - 1L) * dilation < length),
                "numbers, in stretches that end within the axis");
        Shape shape = x.shape().without(-1).with(axis, length);
        return node(new Op.Fold(axis, length, step, dilation), shape, x.dtype(), x);
    }

    // ------------------------------------------------------------------ by index

    /**
     * Returns elements by index.
     *
     * @param x {@code [B…, N, S…]}
     * @param indices {@code [B…, I…]} of integers
     * @param batch the number of axes B
     * @return {@code [B…, I…, S…]}
     */
    public static Tensor gather(Tensor x, Tensor indices, int batch) {
        Shape b = x.shape().part(0, batch);
        require(
                indices.dtype().isInteger() && indices.shape().part(0, batch).equals(b),
                "indices whose first axes are those of the elements");
        Shape shape = indices.shape().concat(x.shape().part(batch + 1, x.shape().rank()));
        return isFill(x)
                ? fill(knownValue(x), shape, x.dtype())
                : node(new Op.Gather(batch), shape, x.dtype(), x, indices);
    }

    /**
     * Returns updates brought to their places.
     *
     * @param updates {@code [B…, I…, S…]}
     * @param indices {@code [B…, I…]} of integers
     * @param batch the number of axes B
     * @param length the extent N
     * @param combine what becomes of updates of the same place
     * @return {@code [B…, N, S…]}
     */
    public static Tensor scatter(Tensor updates, Tensor indices, int batch, int length, Op.Combine combine) {
        int rank = indices.shape().rank();
        require(
                indices.dtype().isInteger() && updates.shape().part(0, rank).equals(indices.shape()),
                "updates whose first axes are those of the indices");
        require(updates.dtype() != DType.BOOL || combine != Op.Combine.ADD, "numbers");
        Shape shape = indices.shape()
                .part(0, batch)
                .insert(batch, length)
                .concat(updates.shape().part(rank, updates.shape().rank()));
        return node(new Op.Scatter(batch, length, combine), shape, updates.dtype(), updates, indices);
    }

    // ------------------------------------------------------------------ along axes

    /**
     * Returns all elements along some axes made one.
     *
     * @param f how
     * @param x a tensor
     * @param axes along which axes, ascending from 0
     * @return the reduced tensor, whose reduced axes have extent 1
     */
    public static Tensor reduce(Op.Reduction f, Tensor x, Indices axes) {
        Shape shape = x.shape();
        int count = 1;
        for (int i = 0; i < axes.length(); i++) {
            count *= shape.extent(axes.get(i));
            shape = shape.with(axes.get(i), 1);
        }
        if (count == 1) {
            return x;
        }
        boolean isOfTruth = f == Op.Reduction.ANY || f == Op.Reduction.ALL;
        require(isOfTruth == (x.dtype() == DType.BOOL), "a type that " + f + " takes");
        if (isFill(x)) {
            double v = knownValue(x);
            boolean isIdempotent = f != Op.Reduction.SUM && f != Op.Reduction.PROD;
            if (count > 0 && (isIdempotent || f == Op.Reduction.PROD && v == 1)) {
                return fill(v, shape, x.dtype());
            }
            if (f == Op.Reduction.SUM && v == 0) { // a sum begins with 0, so that of −0 is 0 too
                return fill(0, shape, x.dtype());
            }
            if (f == Op.Reduction.SUM && v == 1 && count <= 1 << 24) {
                return fill(count, shape, x.dtype());
            }
        }
        return node(new Op.Reduce(f, axes), shape, x.dtype(), x);
    }

    /**
     * Returns the place of the first extremum.
     *
     * @param f which
     * @param x a tensor
     * @param axis along which axis
     * @return int64, whose axis has extent 1
     */
    public static Tensor argReduce(Op.Extremum f, Tensor x, int axis) {
        return node(new Op.ArgReduce(f, axis), x.shape().with(axis, 1), DType.INT64, x);
    }

    /**
     * Returns rᵢ = aᵢ·rᵢ₋₁ + bᵢ.
     *
     * @param a the factors
     * @param b the summands, of the same shape and type
     * @param axis along which axis
     * @param reverse whether from the last to the first
     * @return r
     */
    public static Tensor recurrence(Tensor a, Tensor b, int axis, boolean reverse) {
        requireAlike(a, b);
        require(a.dtype() != DType.BOOL, "numbers");
        return node(new Op.Recurrence(axis, reverse), b.shape(), b.dtype(), a, b);
    }

    /**
     * Returns the place of the first extremum so far.
     *
     * @param f which
     * @param x a tensor
     * @param axis along which axis
     * @return int64, of x's shape
     */
    public static Tensor cumulativeArg(Op.Extremum f, Tensor x, int axis) {
        return node(new Op.CumulativeArg(f, axis), x.shape(), DType.INT64, x);
    }

    /**
     * Returns the places that put an axis in order.
     *
     * @param x a tensor
     * @param axis along which axis
     * @param descending whether the greatest comes first
     * @return int64, of x's shape
     */
    public static Tensor argSort(Tensor x, int axis, boolean descending) {
        return node(new Op.ArgSort(axis, descending), x.shape(), DType.INT64, x);
    }

    // ------------------------------------------------------------------ bilinear

    /**
     * Returns matrix products.
     *
     * @param x {@code [B…, M, K]}
     * @param y {@code [B…, K, N]}
     * @return {@code [B…, M, N]}
     */
    public static Tensor matmul(Tensor x, Tensor y) {
        int rank = x.shape().rank();
        require(
                rank >= 2
                        && y.shape().rank() == rank
                        && x.dtype() == y.dtype()
                        && x.dtype() != DType.BOOL
                        && x.shape().part(0, rank - 2).equals(y.shape().part(0, rank - 2))
                        && x.shape().extent(rank - 1) == y.shape().extent(rank - 2),
                "matrices that go together");
        Shape shape = x.shape().with(rank - 1, y.shape().extent(rank - 1));
        return node(MATMUL, shape, x.dtype(), x, y);
    }

    /**
     * Returns a convolution or one of its transposes.
     *
     * @param geometry shapes, strides and paddings
     * @param role by which variable
     * @param x the first of the other two variables
     * @param y the second of the other two variables
     * @return the partial derivative by the variable
     */
    public static Tensor conv(Convolution geometry, Op.Role role, Tensor x, Tensor y) {
        Shape first = geometry.shape(role == Op.Role.IMAGE ? Op.Role.KERNEL : Op.Role.IMAGE);
        Shape second = geometry.shape(role == Op.Role.OUTPUT ? Op.Role.KERNEL : Op.Role.OUTPUT);
        require(
                x.shape().equals(first)
                        && y.shape().equals(second)
                        && x.dtype() == y.dtype()
                        && x.dtype() != DType.BOOL,
                "operands of the geometry's shapes");
        return node(new Op.Conv(geometry, role), geometry.shape(role), x.dtype(), x, y);
    }

    // ------------------------------------------------------------------

    private static Tensor node(Op op, Shape shape, DType dtype, Tensor... inputs) {
        Trace trace = null;
        boolean isSymbolic = op instanceof Op.Placeholder;
        for (Tensor x : inputs) {
            trace = Trace.meet(trace, x.openTrace());
            isSymbolic |= x.isSymbolic();
        }
        return new Tensor(op, inputs, shape, dtype, trace, isSymbolic);
    }

    private static void requireAlike(Tensor x, Tensor y) {
        if (x.dtype() != y.dtype() || !x.shape().equals(y.shape())) {
            throw Origin.illegal(
                    "This primitive needs operands of one shape and type, but they are " + Elementwise.text(x) + " and "
                            + Elementwise.text(y) + ".",
                    "The methods of Tensor broadcast and cast.");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw Origin.illegal("This primitive needs " + what + ".", "The methods of Tensor say more.");
        }
    }
}
