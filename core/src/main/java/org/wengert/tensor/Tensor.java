package org.wengert.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * An n-dimensional array of numbers or truth values, computed when its elements are asked for. Immutable.
 *
 * <p>A tensor is a node of a graph: an {@link Op}, the tensors it is applied to, a {@link Shape} and a {@link DType}. Operations make new nodes and compute
 * nothing; asking for elements computes the node and what it needs, all at once.
 */
public final class Tensor implements Index {
    private static final Tensor[] NONE = {};

    /** Where nodes get the numbers that spread them over hash tables. Two threads may give one number twice, which does no harm. */
    private static int count;

    private final Op op;
    private final Shape shape;
    private final DType dtype;
    private final int number;
    private final @Nullable Trace trace;
    private final boolean isSymbolic;
    private int depth;
    private int consumers;
    private boolean wasComputed;
    private volatile @Nullable Storage storage;

    /** Volatile like the elements: who sees that a node has let go of its inputs sees the elements too. */
    private volatile Tensor[] inputs;

    private volatile @Nullable Tensor grad;

    Tensor(Op op, Tensor[] inputs, Shape shape, DType dtype, @Nullable Trace trace, boolean isSymbolic) {
        this.op = op;
        this.inputs = inputs;
        this.shape = shape;
        this.dtype = dtype;
        this.trace = trace;
        this.isSymbolic = isSymbolic;
        int depth = 0;
        for (Tensor x : inputs) {
            depth = Math.max(depth, x.depth + 1);
            x.consumers++;
        }
        this.number = ++count;
        this.depth = depth;
        if (Birthplaces.areWanted()) {
            Birthplaces.record(this);
        }
    }

    // ------------------------------------------------------------------ the node

    /**
     * Returns what this node does.
     *
     * @return its op
     */
    public Op op() {
        return op;
    }

    /**
     * Returns the nodes that this one is computed from.
     *
     * @return its inputs; none if it has let go of them
     */
    public List<Tensor> inputs() {
        return Collections.unmodifiableList(Arrays.asList(inputs));
    }

    /**
     * Returns an input.
     *
     * @param i which
     * @return the input
     */
    public Tensor input(int i) {
        return inputs[i];
    }

    /** Returns the inputs, not to be written to; none once a tensor that nobody differentiates has been evaluated. */
    Tensor[] inputArray() {
        return inputs;
    }

    /** Returns the first input of a node that has not been computed yet, else null. */
    @Nullable
    Tensor pendingInput() {
        Tensor[] known = inputs;
        return known.length > 0 && storage == null ? known[0] : null;
    }

    /**
     * Tells whether this node knows its inputs: a leaf has none, and an evaluated node lets go of them.
     *
     * @return whether there are any
     */
    public boolean hasInputs() {
        return inputs.length > 0;
    }

    /**
     * Returns an upper bound of the number of nodes on a way from here to a leaf; greater than that of any input.
     *
     * @return the depth
     */
    public int depth() {
        return depth;
    }

    /**
     * Returns how many nodes have been made of this one, roughly: two threads may count one.
     *
     * @return the number of its consumers
     */
    public int consumers() {
        return consumers;
    }

    /**
     * Tells whether the elements of this node have been computed once without being kept; for an {@link Evaluator}, which may keep what it
     * computes again.
     *
     * @return whether they have
     */
    public boolean wasComputed() {
        return wasComputed;
    }

    /** Remembers that the elements of this node have been computed and not kept; for an {@link Evaluator}. */
    public void markComputed() {
        wasComputed = true;
    }

    /**
     * Tells whether tensors know where they were built.
     *
     * @return whether the system property {@code wengert.origins} was {@code true} when the first tensor was made
     */
    public static boolean knowsOrigins() {
        return Birthplaces.ARE_KNOWN;
    }

    /**
     * Runs something again after it has failed, so that tensors built meanwhile know where.
     *
     * @param run what to run
     * @param <T> type of what it returns
     * @return what it returns
     */
    public static <T> T withOrigins(Supplier<T> run) {
        return Birthplaces.during(run);
    }

    /**
     * Returns where in the user's source this was built, if that is {@linkplain #knowsOrigins known}.
     *
     * @return file and line, such as {@code Model.java:17}; null if unknown
     */
    public @Nullable String origin() {
        return Birthplaces.of(this);
    }

    /** Returns a number that few others have, if any. */
    int number() {
        return number;
    }

    /**
     * Returns the shape.
     *
     * @return the extents along the axes
     */
    public Shape shape() {
        return shape;
    }

    /**
     * Returns the type of the elements.
     *
     * @return their type
     */
    public DType dtype() {
        return dtype;
    }

    /**
     * Returns the number of axes.
     *
     * @return the rank
     */
    public int rank() {
        return shape.rank();
    }

    /**
     * Returns the number of elements.
     *
     * @return the product of the extents
     */
    public int size() {
        return shape.size();
    }

    /**
     * Tells whether somebody may still differentiate with respect to what this depends on: it then keeps its inputs when it is computed.
     *
     * @return whether a span of differentiation that it belongs to is open
     */
    public boolean isTracked() {
        return openTrace() != null;
    }

    @Nullable
    Trace openTrace() {
        return Trace.current(trace);
    }

    /**
     * Tells whether this stands in a function that is traced: it has no value until the function is run.
     *
     * @return whether it depends on a placeholder
     */
    public boolean isSymbolic() {
        return isSymbolic;
    }

    // ------------------------------------------------------------------ the value

    /**
     * Tells whether the elements are there already.
     *
     * @return whether nothing need be computed
     */
    public boolean isEvaluated() {
        return storage != null;
    }

    /**
     * Returns the elements, which are shared and not to be written to; computes them if they are not there yet.
     *
     * @return the elements in row-major order
     */
    public Storage storage() {
        Storage known = storage;
        if (known == null) {
            evaluate(List.of(this));
            known = storage;
        }
        if (known == null) {
            throw new AssertionError("not evaluated: " + op + ", please report");
        }
        return known;
    }

    /**
     * Computes tensors together, sharing what they have in common; those that have been computed stay as they are.
     *
     * @param tensors some tensors
     */
    public static void evaluate(List<Tensor> tensors) {
        List<Tensor> open = new ArrayList<>(tensors.size());
        for (Tensor t : tensors) {
            if (t.isSymbolic) {
                throw Origin.unsupported(
                        "The elements of a tensor are asked for while its function is traced by vmap or compile, when it has none"
                                + " yet.",
                        "Choose by Tensor.where(condition, a, b) instead of if, or leave this part out of the traced function.");
            }
            if (!t.isEvaluated()) {
                open.add(t);
            }
        }
        if (!open.isEmpty()) {
            Service.EVALUATOR.evaluate(open);
        }
    }

    /**
     * Gives the node its elements; for an {@link Evaluator}. From then on it is a leaf for those who evaluate. Unless somebody may differentiate it, it lets go of
     * its inputs.
     *
     * @param elements in row-major order, not written to any more
     */
    public void settle(Storage elements) {
        storage = elements;
        if (inputs.length > 0 && openTrace() == null) {
            depth = 0;
            inputs = NONE;
        }
    }

    // ------------------------------------------------------------------ backward()

    /**
     * Returns a tensor equal to this one to which {@link #backward()} adds gradients.
     *
     * @return a variable, without the history of this tensor
     * @throws IllegalArgumentException if the elements are no real numbers
     */
    public Tensor requiresGrad() {
        if (!dtype.isFloating()) {
            throw Origin.illegal(
                    "Only real numbers have gradients, but this is " + dtype + shape + ".",
                    "Cast it first, for example with x.to(FLOAT64).");
        }
        return Primitives.variable(detach(), true, Trace.open(List.of()));
    }

    /**
     * Returns the gradient that calls of {@link #backward()} have added up here.
     *
     * @return the gradient, of this shape and type; null before the first call and after {@link #clearGrad()}
     */
    public @Nullable Tensor grad() {
        return grad;
    }

    /** Forgets the gradient. */
    public void clearGrad() {
        grad = null;
    }

    /** Adds the gradient of this number to every tensor that {@linkplain #requiresGrad requires} one and on which it depends. */
    public void backward() {
        if (shape.size() != 1) {
            throw Origin.illegal(
                    "backward() needs one number, but this has the shape " + shape + ".",
                    "Reduce it first, for example with y.sum(), or give a cotangent: y.backward(yBar).");
        }
        backward(Primitives.fill(1, shape, dtype));
    }

    /**
     * Adds the vjp of this tensor to every tensor that {@linkplain #requiresGrad requires} a gradient and on which it depends.
     *
     * @param cotangent the cotangent of this tensor, of its shape and type
     * @throws IllegalArgumentException if no tensor requires a gradient, or the cotangent has another shape
     */
    public void backward(Tensor cotangent) {
        if (!cotangent.shape.equals(shape) || cotangent.dtype != dtype) {
            throw Origin.illegal(
                    "The cotangent must be like the tensor, " + dtype + shape + ", but is " + cotangent.dtype
                            + cotangent.shape + ".",
                    "Cast or reshape it.");
        }
        List<Tensor> variables = Service.BACKPROPAGATOR.variables(this);
        if (variables.isEmpty()) {
            throw Origin.illegal(
                    "backward() finds nothing to add gradients to: no tensor that this one depends on requires a gradient.",
                    "Call w = w.requiresGrad() before w is used.");
        }
        List<Tensor> cotangents = Service.BACKPROPAGATOR.vjp(this, cotangent, variables);
        for (int i = 0; i < variables.size(); i++) {
            Tensor v = variables.get(i);
            Tensor before = v.grad;
            Tensor sum = cotangents.get(i);
            v.grad = (before == null ? sum : Primitives.map(Binary.ADD, before, sum)).detach();
        }
    }

    /**
     * Returns the same elements without history: nobody can differentiate through the result.
     *
     * @return a constant
     */
    public Tensor detach() {
        return Primitives.stopGradient(this);
    }

    // ------------------------------------------------------------------ new tensors of Java values

    /**
     * Returns a number as a tensor.
     *
     * @param value the number
     * @return float64 of shape {@code []}
     */
    public static Tensor of(double value) {
        return Primitives.data(new Storage.Doubles(new double[] {value}), Shape.SCALAR);
    }

    /**
     * Returns a number as a tensor.
     *
     * @param value the number
     * @return float32 of shape {@code []}
     */
    public static Tensor of(float value) {
        return Primitives.data(new Storage.Floats(new float[] {value}), Shape.SCALAR);
    }

    /**
     * Returns a whole number as a tensor.
     *
     * @param value the number
     * @return int64 of shape {@code []}
     */
    public static Tensor of(long value) {
        return Primitives.data(new Storage.Longs(new long[] {value}), Shape.SCALAR);
    }

    /**
     * Returns a whole number as a tensor.
     *
     * @param value the number
     * @return int32 of shape {@code []}
     */
    public static Tensor of(int value) {
        return Primitives.data(new Storage.Ints(new int[] {value}), Shape.SCALAR);
    }

    /**
     * Returns a truth value as a tensor.
     *
     * @param value the truth value
     * @return bool of shape {@code []}
     */
    public static Tensor of(boolean value) {
        return Primitives.data(new Storage.Booleans(new boolean[] {value}), Shape.SCALAR);
    }

    /**
     * Returns a vector.
     *
     * @param array its elements, which are copied
     * @return float64 of shape {@code [n]}
     */
    public static Tensor of(double[] array) {
        return Creation.of(new Storage.Doubles(array.clone()), Shape.of(array.length));
    }

    /**
     * Returns a vector.
     *
     * @param array its elements, which are copied
     * @return float32 of shape {@code [n]}
     */
    public static Tensor of(float[] array) {
        return Creation.of(new Storage.Floats(array.clone()), Shape.of(array.length));
    }

    /**
     * Returns a vector of whole numbers.
     *
     * @param array its elements, which are copied
     * @return int64 of shape {@code [n]}
     */
    public static Tensor of(long[] array) {
        return Creation.of(new Storage.Longs(array.clone()), Shape.of(array.length));
    }

    /**
     * Returns a vector of whole numbers.
     *
     * @param array its elements, which are copied
     * @return int32 of shape {@code [n]}
     */
    public static Tensor of(int[] array) {
        return Creation.of(new Storage.Ints(array.clone()), Shape.of(array.length));
    }

    /**
     * Returns a vector of truth values.
     *
     * @param array its elements, which are copied
     * @return bool of shape {@code [n]}
     */
    public static Tensor of(boolean[] array) {
        return Creation.of(new Storage.Booleans(array.clone()), Shape.of(array.length));
    }

    /**
     * Returns nested arrays as a tensor: a {@code double[][]} as a matrix, and so on at any depth.
     *
     * @param nested arrays of arrays … of double, float, long, int or boolean, equally long at each depth; they are copied
     * @return a tensor of their type with an axis for each depth
     * @throws IllegalArgumentException if arrays of one depth differ in length, or hold something else
     */
    public static Tensor of(Object[] nested) {
        return Creation.nested(nested);
    }

    /**
     * Returns the elements of an array under a shape.
     *
     * @param array the elements in row-major order, which are copied
     * @param shape the shape
     * @return float64 of that shape
     * @throws IllegalArgumentException if there are not as many elements as places
     */
    public static Tensor of(double[] array, Shape shape) {
        return Creation.of(new Storage.Doubles(array.clone()), shape);
    }

    /**
     * Returns the elements of an array under a shape.
     *
     * @param array the elements in row-major order, which are copied
     * @param shape the shape
     * @return float32 of that shape
     * @throws IllegalArgumentException if there are not as many elements as places
     */
    public static Tensor of(float[] array, Shape shape) {
        return Creation.of(new Storage.Floats(array.clone()), shape);
    }

    /**
     * Returns the elements of an array under a shape.
     *
     * @param array the elements in row-major order, which are copied
     * @param shape the shape
     * @return int64 of that shape
     * @throws IllegalArgumentException if there are not as many elements as places
     */
    public static Tensor of(long[] array, Shape shape) {
        return Creation.of(new Storage.Longs(array.clone()), shape);
    }

    /**
     * Returns the elements of an array under a shape.
     *
     * @param array the elements in row-major order, which are copied
     * @param shape the shape
     * @return int32 of that shape
     * @throws IllegalArgumentException if there are not as many elements as places
     */
    public static Tensor of(int[] array, Shape shape) {
        return Creation.of(new Storage.Ints(array.clone()), shape);
    }

    /**
     * Returns the elements of an array under a shape.
     *
     * @param array the elements in row-major order, which are copied
     * @param shape the shape
     * @return bool of that shape
     * @throws IllegalArgumentException if there are not as many elements as places
     */
    public static Tensor of(boolean[] array, Shape shape) {
        return Creation.of(new Storage.Booleans(array.clone()), shape);
    }

    /**
     * Returns a vector of the numbers that are written here.
     *
     * @param elements the elements
     * @return float64 of shape {@code [n]}
     */
    public static Tensor vector(double... elements) {
        return of(elements);
    }

    // ------------------------------------------------------------------ new tensors of numbers and sequences

    /**
     * Returns a tensor of equal elements.
     *
     * @param value the number, cast to the type as Java casts
     * @param shape the shape
     * @param dtype the type
     * @return the tensor, which takes no memory until its elements are asked for
     */
    public static Tensor full(double value, Shape shape, DType dtype) {
        return Primitives.fill(value, shape, dtype);
    }

    /**
     * Returns a tensor of equal elements.
     *
     * @param value the number
     * @param shape the extents
     * @return float64 of that shape
     */
    public static Tensor full(double value, int... shape) {
        return Primitives.fill(value, Shape.of(shape), DType.FLOAT64);
    }

    /**
     * Returns zeros.
     *
     * @param shape the extents
     * @return float64 of that shape
     */
    public static Tensor zeros(int... shape) {
        return full(0, shape);
    }

    /**
     * Returns zeros, or falsehoods.
     *
     * @param dtype the type
     * @param shape the extents
     * @return zeros of that type and shape
     */
    public static Tensor zeros(DType dtype, int... shape) {
        return Primitives.fill(0, Shape.of(shape), dtype);
    }

    /**
     * Returns zeros, or falsehoods.
     *
     * @param shape the shape
     * @param dtype the type
     * @return zeros of that shape and type
     */
    public static Tensor zeros(Shape shape, DType dtype) {
        return Primitives.fill(0, shape, dtype);
    }

    /**
     * Returns ones.
     *
     * @param shape the extents
     * @return float64 of that shape
     */
    public static Tensor ones(int... shape) {
        return full(1, shape);
    }

    /**
     * Returns ones, or truths.
     *
     * @param dtype the type
     * @param shape the extents
     * @return ones of that type and shape
     */
    public static Tensor ones(DType dtype, int... shape) {
        return Primitives.fill(1, Shape.of(shape), dtype);
    }

    /**
     * Returns ones, or truths.
     *
     * @param shape the shape
     * @param dtype the type
     * @return ones of that shape and type
     */
    public static Tensor ones(Shape shape, DType dtype) {
        return Primitives.fill(1, shape, dtype);
    }

    /**
     * Returns zeros of the shape and the type of another tensor.
     *
     * @param x the other tensor
     * @return zeros
     */
    public static Tensor zerosLike(Tensor x) {
        return Primitives.fillLike(0, x);
    }

    /**
     * Returns ones of the shape and the type of another tensor.
     *
     * @param x the other tensor
     * @return ones
     */
    public static Tensor onesLike(Tensor x) {
        return Primitives.fillLike(1, x);
    }

    /**
     * Returns equal elements of the shape and the type of another tensor.
     *
     * @param value the number, cast to the type as Java casts
     * @param x the other tensor
     * @return the tensor
     */
    public static Tensor fullLike(double value, Tensor x) {
        return Primitives.fillLike(value, x);
    }

    /**
     * Returns 0, 1, …, n − 1.
     *
     * @param n how many
     * @return int64 of shape {@code [n]}
     */
    public static Tensor arange(int n) {
        return Creation.arange(0L, n, 1L);
    }

    /**
     * Returns whole numbers at equal distances.
     *
     * @param start the first
     * @param end what is not reached any more
     * @param step the distance, not 0
     * @return int64: start, start + step, … before end
     */
    public static Tensor arange(long start, long end, long step) {
        return Creation.arange(start, end, step);
    }

    /**
     * Returns numbers at equal distances; where their number matters, {@link #linspace} says it.
     *
     * @param start the first
     * @param end what is not reached any more
     * @param step the distance, not 0
     * @return float64: start + i·step before end
     */
    public static Tensor arange(double start, double end, double step) {
        return Creation.arange(start, end, step);
    }

    /**
     * Returns so many numbers at equal distances, the ends among them.
     *
     * @param start the first
     * @param end the last
     * @param n how many
     * @return float64 of shape {@code [n]}
     */
    public static Tensor linspace(double start, double end, int n) {
        return Creation.linspace(start, end, n);
    }

    /**
     * Returns an identity matrix.
     *
     * @param n the number of its rows and columns
     * @return float64 of shape {@code [n, n]}
     */
    public static Tensor eye(int n) {
        return Creation.eye(n, n, 0, DType.FLOAT64);
    }

    /**
     * Returns a matrix of ones where column − row = offset, and zeros elsewhere.
     *
     * @param rows the number of its rows
     * @param columns the number of its columns
     * @param offset which diagonal
     * @param dtype the type
     * @return {@code [rows, columns]} of that type
     */
    public static Tensor eye(int rows, int columns, int offset, DType dtype) {
        return Creation.eye(rows, columns, offset, dtype);
    }

    /**
     * Returns the coordinates of the points of a grid, the first vector's along the first axis (matrix indexing).
     *
     * @param vectors n vectors of lengths m₁, …, mₙ
     * @return n tensors of shape {@code [m₁, …, mₙ]}; number i varies along axis i
     */
    public static List<Tensor> meshgrid(Tensor... vectors) {
        return Creation.meshgrid(List.of(vectors));
    }

    /**
     * Returns ones where a new last axis is at the index, and zeros elsewhere; zeros only for an index beyond the depth.
     *
     * @param depth the extent of the new axis
     * @param dtype the type of the result
     * @return {@code [I…, depth]} of this {@code [I…]} of whole numbers
     */
    public Tensor oneHot(int depth, DType dtype) {
        return Creation.oneHot(this, depth, dtype);
    }

    /**
     * Returns the same values as another type, as Java casts: real numbers are cut off towards 0 to whole ones, 1 and 0 stand for true and false, and a number
     * is true unless it is 0.
     *
     * @param to the type
     * @return a tensor of this shape
     */
    public Tensor to(DType to) {
        return Primitives.cast(this, to);
    }

    /**
     * Returns the same values, taken for constants by every derivative.
     *
     * @return a tensor of this shape and type, of derivative 0
     */
    public Tensor stopGradient() {
        return Primitives.stopGradient(this);
    }

    // ------------------------------------------------------------------ functions of each element

    /**
     * Returns a function of each element.
     *
     * @param f the function
     * @return f(x)
     */
    public Tensor map(Unary f) {
        return Elementwise.apply(f, this);
    }

    /**
     * Returns a function of each pair of elements, broadcast.
     *
     * @param f the function
     * @param y the second argument
     * @return f(x, y)
     */
    public Tensor map(Binary f, Tensor y) {
        return Elementwise.apply(f, this, y);
    }

    /**
     * Returns a function of each triple of elements, broadcast.
     *
     * @param f the function
     * @param y the second argument
     * @param z the third argument
     * @return f(x, y, z)
     */
    public Tensor map(Ternary f, Tensor y, Tensor z) {
        return Elementwise.apply(f, this, y, z);
    }

    /** {@return −x} */
    public Tensor neg() {
        return Elementwise.apply(Unary.NEG, this);
    }

    /** {@return |x|; its derivative at 0 is 0} */
    public Tensor abs() {
        return Elementwise.apply(Unary.ABS, this);
    }

    /** {@return √x; its derivative at 0 is +∞} */
    public Tensor sqrt() {
        return Elementwise.apply(Unary.SQRT, this);
    }

    /** {@return ∛x; its derivative at 0 is +∞} */
    public Tensor cbrt() {
        return Elementwise.apply(Unary.CBRT, this);
    }

    /** {@return eˣ} */
    public Tensor exp() {
        return Elementwise.apply(Unary.EXP, this);
    }

    /** {@return eˣ − 1, exact near 0} */
    public Tensor expm1() {
        return Elementwise.apply(Unary.EXPM1, this);
    }

    /** {@return ln x; NaN below 0, and so is its derivative} */
    public Tensor log() {
        return Elementwise.apply(Unary.LOG, this);
    }

    /** {@return ln(1 + x), exact near 0} */
    public Tensor log1p() {
        return Elementwise.apply(Unary.LOG1P, this);
    }

    /** {@return log₁₀ x} */
    public Tensor log10() {
        return Elementwise.apply(Unary.LOG10, this);
    }

    /** {@return log₂ x} */
    public Tensor log2() {
        return Elementwise.apply(Unary.LOG2, this);
    }

    /** {@return 2ˣ} */
    public Tensor exp2() {
        return Elementwise.apply(Unary.EXP2, this);
    }

    /** {@return sin x, x in radians} */
    public Tensor sin() {
        return Elementwise.apply(Unary.SIN, this);
    }

    /** {@return cos x, x in radians} */
    public Tensor cos() {
        return Elementwise.apply(Unary.COS, this);
    }

    /** {@return tan x, x in radians} */
    public Tensor tan() {
        return Elementwise.apply(Unary.TAN, this);
    }

    /** {@return arcsin x in radians; its derivative at ±1 is +∞} */
    public Tensor asin() {
        return Elementwise.apply(Unary.ASIN, this);
    }

    /** {@return arccos x in radians; its derivative at ±1 is −∞} */
    public Tensor acos() {
        return Elementwise.apply(Unary.ACOS, this);
    }

    /** {@return arctan x in radians} */
    public Tensor atan() {
        return Elementwise.apply(Unary.ATAN, this);
    }

    /** {@return sinh x} */
    public Tensor sinh() {
        return Elementwise.apply(Unary.SINH, this);
    }

    /** {@return cosh x} */
    public Tensor cosh() {
        return Elementwise.apply(Unary.COSH, this);
    }

    /** {@return tanh x} */
    public Tensor tanh() {
        return Elementwise.apply(Unary.TANH, this);
    }

    /** {@return arsinh x} */
    public Tensor asinh() {
        return Elementwise.apply(Unary.ASINH, this);
    }

    /** {@return arcosh x; its derivative at 1 is +∞} */
    public Tensor acosh() {
        return Elementwise.apply(Unary.ACOSH, this);
    }

    /** {@return artanh x; its derivative at ±1 is +∞} */
    public Tensor atanh() {
        return Elementwise.apply(Unary.ATANH, this);
    }

    /** {@return degrees as radians} */
    public Tensor toRadians() {
        return Elementwise.apply(Unary.TO_RADIANS, this);
    }

    /** {@return radians as degrees} */
    public Tensor toDegrees() {
        return Elementwise.apply(Unary.TO_DEGREES, this);
    }

    /** {@return ⌊x⌋; its derivative is 0 everywhere} */
    public Tensor floor() {
        return Elementwise.apply(Unary.FLOOR, this);
    }

    /** {@return ⌈x⌉; its derivative is 0 everywhere} */
    public Tensor ceil() {
        return Elementwise.apply(Unary.CEIL, this);
    }

    /** {@return the whole number nearest to x, ties to even; its derivative is 0 everywhere} */
    public Tensor rint() {
        return Elementwise.apply(Unary.RINT, this);
    }

    /** {@return −1, 0 or 1, the sign of x; its derivative is 0 everywhere} */
    public Tensor signum() {
        return Elementwise.apply(Unary.SIGNUM, this);
    }

    /** {@return 1 where x &gt; 0, else 0; NaN at NaN; its derivative is 0 everywhere} */
    public Tensor step() {
        return Elementwise.apply(Unary.STEP, this);
    }

    /** {@return the distance from x, as a double, to the next; its derivative is 0 everywhere} */
    public Tensor ulp() {
        return Elementwise.apply(Unary.ULP, this);
    }

    /** {@return the double next to x towards +∞, of derivative 1} */
    public Tensor nextUp() {
        return Elementwise.apply(Unary.NEXT_UP, this);
    }

    /** {@return the double next to x towards −∞, of derivative 1} */
    public Tensor nextDown() {
        return Elementwise.apply(Unary.NEXT_DOWN, this);
    }

    /** {@return 1/x} */
    public Tensor reciprocal() {
        return Elementwise.apply(Unary.RECIPROCAL, this);
    }

    /** {@return x²} */
    public Tensor square() {
        return Elementwise.apply(Unary.SQUARE, this);
    }

    /** {@return 1/(1 + e⁻ˣ)} */
    public Tensor sigmoid() {
        return Elementwise.apply(Unary.SIGMOID, this);
    }

    /** {@return ln(1 + eˣ)} */
    public Tensor softplus() {
        return Elementwise.apply(Unary.SOFTPLUS, this);
    }

    /** {@return ln(1/(1 + e⁻ˣ))} */
    public Tensor logSigmoid() {
        return Elementwise.apply(Unary.LOG_SIGMOID, this);
    }

    /** {@return ln(1 − eˣ) for x &lt; 0} */
    public Tensor log1mexp() {
        return Elementwise.apply(Unary.LOG1MEXP, this);
    }

    /** {@return max(x, 0); its derivative at 0 is 0} */
    public Tensor relu() {
        return Elementwise.apply(Unary.RELU, this);
    }

    /** {@return min(max(x, 0), 6); its derivative at 0 and at 6 is 0} */
    public Tensor relu6() {
        return Elementwise.apply(Unary.RELU6, this);
    }

    /** {@return sin(πx)/(πx), 1 at 0} */
    public Tensor sinc() {
        return Elementwise.apply(Unary.SINC, this);
    }

    /** {@return the error function 2/√π ∫₀ˣ e^(−t²) dt} */
    public Tensor erf() {
        return Elementwise.apply(Unary.ERF, this);
    }

    /** {@return 1 − erf x, without cancellation} */
    public Tensor erfc() {
        return Elementwise.apply(Unary.ERFC, this);
    }

    /** {@return e^(x²) erfc x} */
    public Tensor erfcx() {
        return Elementwise.apply(Unary.ERFCX, this);
    }

    /** {@return the inverse of erf on [−1, 1]} */
    public Tensor erfinv() {
        return Elementwise.apply(Unary.ERFINV, this);
    }

    /** {@return Φ(x), the standard normal distribution function} */
    public Tensor normalCdf() {
        return Elementwise.apply(Unary.NORMAL_CDF, this);
    }

    /** {@return ln Φ(x), without underflow for negative x} */
    public Tensor logNormalCdf() {
        return Elementwise.apply(Unary.LOG_NORMAL_CDF, this);
    }

    /** {@return the inverse of Φ on [0, 1]} */
    public Tensor normalQuantile() {
        return Elementwise.apply(Unary.NORMAL_QUANTILE, this);
    }

    /** {@return Γ(x)} */
    public Tensor gamma() {
        return Elementwise.apply(Unary.GAMMA, this);
    }

    /** {@return ln |Γ(x)|} */
    public Tensor lgamma() {
        return Elementwise.apply(Unary.LGAMMA, this);
    }

    /** {@return ψ(x) = Γ′(x)/Γ(x)} */
    public Tensor digamma() {
        return Elementwise.apply(Unary.DIGAMMA, this);
    }

    /** {@return ψ′(x)} */
    public Tensor trigamma() {
        return Elementwise.apply(Unary.TRIGAMMA, this);
    }

    /** {@return J₀(x), the Bessel function of the first kind} */
    public Tensor j0() {
        return Elementwise.apply(Unary.J0, this);
    }

    /** {@return J₁(x), the Bessel function of the first kind} */
    public Tensor j1() {
        return Elementwise.apply(Unary.J1, this);
    }

    /** {@return I₀(x), the modified Bessel function of the first kind} */
    public Tensor i0() {
        return Elementwise.apply(Unary.I0, this);
    }

    /** {@return I₁(x), the modified Bessel function of the first kind} */
    public Tensor i1() {
        return Elementwise.apply(Unary.I1, this);
    }

    // ------------------------------------------------------------------ functions of two

    /**
     * Returns x + y.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor add(Tensor y) {
        return Elementwise.apply(Binary.ADD, this, y);
    }

    /**
     * Returns x + y.
     *
     * @param y a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor add(double y) {
        return Elementwise.apply(Binary.ADD, this, y);
    }

    /**
     * Returns x − y.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor sub(Tensor y) {
        return Elementwise.apply(Binary.SUB, this, y);
    }

    /**
     * Returns x − y.
     *
     * @param y a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor sub(double y) {
        return Elementwise.apply(Binary.SUB, this, y);
    }

    /**
     * Returns x · y.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor mul(Tensor y) {
        return Elementwise.apply(Binary.MUL, this, y);
    }

    /**
     * Returns x · y.
     *
     * @param y a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor mul(double y) {
        return Elementwise.apply(Binary.MUL, this, y);
    }

    /**
     * Returns x / y; of whole numbers cut off towards 0, as Java divides.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor div(Tensor y) {
        return Elementwise.apply(Binary.DIV, this, y);
    }

    /**
     * Returns x / y; of whole numbers cut off towards 0, as Java divides.
     *
     * @param y a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor div(double y) {
        return Elementwise.apply(Binary.DIV, this, y);
    }

    /**
     * Returns the remainder of x / y, of the sign of x, as Java's %.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor rem(Tensor y) {
        return Elementwise.apply(Binary.REM, this, y);
    }

    /**
     * Returns the remainder of x / y, of the sign of x, as Java's %.
     *
     * @param y a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor rem(double y) {
        return Elementwise.apply(Binary.REM, this, y);
    }

    /**
     * Returns the greater of x and y; NaN if one is. Where they are equal each has half of the derivative.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor maximum(Tensor y) {
        return Elementwise.apply(Binary.MAX, this, y);
    }

    /**
     * Returns the greater of x and y; NaN if one is. Where they are equal each has half of the derivative.
     *
     * @param y a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor maximum(double y) {
        return Elementwise.apply(Binary.MAX, this, y);
    }

    /**
     * Returns the smaller of x and y; NaN if one is. Where they are equal each has half of the derivative.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor minimum(Tensor y) {
        return Elementwise.apply(Binary.MIN, this, y);
    }

    /**
     * Returns the smaller of x and y; NaN if one is. Where they are equal each has half of the derivative.
     *
     * @param y a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor minimum(double y) {
        return Elementwise.apply(Binary.MIN, this, y);
    }

    /**
     * Returns the angle in radians of the point (y, x), this being its ordinate; its derivatives at (0, 0) are NaN.
     *
     * @param x the abscissa, broadcast
     * @return the value for each pair of elements
     */
    public Tensor atan2(Tensor x) {
        return Elementwise.apply(Binary.ATAN2, this, x);
    }

    /**
     * Returns √(x² + y²) without overflow; its derivatives at (0, 0) are 0.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor hypot(Tensor y) {
        return Elementwise.apply(Binary.HYPOT, this, y);
    }

    /**
     * Returns x − y·rint(x/y).
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor ieeeRemainder(Tensor y) {
        return Elementwise.apply(Binary.IEEE_REMAINDER, this, y);
    }

    /**
     * Returns |x| with the sign of y.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor copySign(Tensor y) {
        return Elementwise.apply(Binary.COPY_SIGN, this, y);
    }

    /**
     * Returns the double next to x towards y, of derivatives 1 and 0.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor nextAfter(Tensor y) {
        return Elementwise.apply(Binary.NEXT_AFTER, this, y);
    }

    /**
     * Returns x · 2ⁿ for whole n, by which it has no derivative.
     *
     * @param n whole numbers, broadcast
     * @return the value for each pair of elements
     */
    public Tensor scalb(Tensor n) {
        return Elementwise.apply(Binary.SCALB, this, n);
    }

    /**
     * Returns x · 2ⁿ for whole n, by which it has no derivative.
     *
     * @param n a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor scalb(double n) {
        return Elementwise.apply(Binary.SCALB, this, n);
    }

    /**
     * Returns ln(eˣ + eʸ) without overflow.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor logAddExp(Tensor y) {
        return Elementwise.apply(Binary.LOG_ADD_EXP, this, y);
    }

    /**
     * Returns x ln y, 0 where x = 0.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor xlogy(Tensor y) {
        return Elementwise.apply(Binary.XLOGY, this, y);
    }

    /**
     * Returns x ln(1 + y), 0 where x = 0.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor xlog1py(Tensor y) {
        return Elementwise.apply(Binary.XLOG1PY, this, y);
    }

    /**
     * Returns c − x, this tensor being the second operand.
     *
     * @param c a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor rsub(double c) {
        return Elementwise.apply(Binary.SUB, c, this);
    }

    /**
     * Returns c / x, this tensor being the second operand.
     *
     * @param c a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor rdiv(double c) {
        return Elementwise.apply(Binary.DIV, c, this);
    }

    /**
     * Returns cˣ, this tensor being the second operand.
     *
     * @param c a number, which takes the type of this tensor
     * @return the value for each element
     */
    public Tensor rpow(double c) {
        return Elementwise.apply(Binary.POW, c, this);
    }

    /**
     * Returns xʸ; at x = 0 its derivatives are the limits of y·xʸ⁻¹ and of xʸ ln x.
     *
     * @param y the exponents, broadcast
     * @return the power for each pair of elements
     */
    public Tensor pow(Tensor y) {
        return Elementwise.apply(Binary.POW, this, y);
    }

    /**
     * Returns xʸ.
     *
     * @param y the exponent; of whole numbers a whole one of at least 0
     * @return the power of each element
     */
    public Tensor pow(double y) {
        return Elementwise.pow(this, y);
    }

    /**
     * Returns ψ⁽ⁿ⁾(x), the n-th derivative of the digamma function.
     *
     * @param n the order, at least 0
     * @return the value for each element
     */
    public Tensor polygamma(int n) {
        return Elementwise.apply(Binary.POLYGAMMA, n, this);
    }

    /**
     * Returns Jₙ(x), the Bessel function of the first kind.
     *
     * @param n the order, which may be negative
     * @return the value for each element
     */
    public Tensor jn(int n) {
        return Elementwise.apply(Binary.JN, n, this);
    }

    /**
     * Returns Iₙ(x), the modified Bessel function of the first kind.
     *
     * @param n the order, which may be negative
     * @return the value for each element
     */
    public Tensor in(int n) {
        return Elementwise.apply(Binary.IN, n, this);
    }

    /**
     * Returns the greater of x and y, or the one that is a number where the other is NaN.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor fmax(Tensor y) {
        return Elementwise.fmax(this, y);
    }

    /**
     * Returns the smaller of x and y, or the one that is a number where the other is NaN.
     *
     * @param y the other operand, broadcast
     * @return the value for each pair of elements
     */
    public Tensor fmin(Tensor y) {
        return Elementwise.fmin(this, y);
    }

    /**
     * Returns x · y + z, rounded once.
     *
     * @param y the factor, broadcast
     * @param z the summand, broadcast
     * @return the value for each triple of elements
     */
    public Tensor fma(Tensor y, Tensor z) {
        return Elementwise.apply(Ternary.FMA, this, y, z);
    }

    /**
     * Returns x held between two numbers; its derivative at the edges is 0.
     *
     * @param low the least value
     * @param high the greatest value
     * @return the value for each element
     */
    public Tensor clamp(double low, double high) {
        return Elementwise.clamp(this, low, high);
    }

    /**
     * Returns x held between two others; its derivative by x at the edges is 0.
     *
     * @param low the least values, broadcast
     * @param high the greatest values, broadcast
     * @return the value for each triple of elements
     */
    public Tensor clamp(Tensor low, Tensor high) {
        return Elementwise.clamp(this, low, high);
    }

    // ------------------------------------------------------------------ between the layers of neural networks

    /** {@return x·Φ(x), the Gaussian error linear unit} */
    public Tensor gelu() {
        return Activations.gelu(this);
    }

    /** {@return ½x(1 + tanh(√(2/π)(x + 0.044715x³))), close to {@link #gelu}} */
    public Tensor geluTanh() {
        return Activations.geluTanh(this);
    }

    /** {@return x/(1 + e⁻ˣ), the sigmoid linear unit} */
    public Tensor silu() {
        return mul(sigmoid());
    }

    /** {@return x·tanh(ln(1 + eˣ))} */
    public Tensor mish() {
        return Activations.mish(this);
    }

    /** {@return λx where x &gt; 0, else λα(eˣ − 1), with λ and α that keep mean 0 and variance 1} */
    public Tensor selu() {
        return Activations.selu(this);
    }

    /** {@return x/(1 + |x|)} */
    public Tensor softsign() {
        return Activations.softsign(this);
    }

    /** {@return x/6 + ½ held between 0 and 1; its derivative at the edges is 0} */
    public Tensor hardSigmoid() {
        return Activations.hardSigmoid(this);
    }

    /** {@return x times {@link #hardSigmoid}} */
    public Tensor hardSwish() {
        return Activations.hardSwish(this);
    }

    /** {@return x held between −1 and 1; its derivative at the edges is 0} */
    public Tensor hardTanh() {
        return clamp(-1, 1);
    }

    /**
     * Returns x where x &gt; 0, else α(eˣ − 1), the exponential linear unit.
     *
     * @param alpha the value approached at −∞, with the other sign
     * @return the value for each element
     */
    public Tensor elu(double alpha) {
        return Activations.elu(this, alpha);
    }

    /**
     * Returns x where x &gt; 0, else α(e^(x/α) − 1), whose derivative is continuous.
     *
     * @param alpha the value approached at −∞, with the other sign; not 0
     * @return the value for each element
     */
    public Tensor celu(double alpha) {
        return Activations.celu(this, alpha);
    }

    /**
     * Returns x where x &gt; 0, else a multiple of it; its derivative at 0 is the slope there.
     *
     * @param slope the multiple, such as 0.01
     * @return the value for each element
     */
    public Tensor leakyRelu(double slope) {
        return Activations.leakyRelu(this, slope);
    }

    /**
     * Returns x where x &gt; 0, else a multiple of it.
     *
     * @param slope the multiples, broadcast
     * @return the value for each pair of elements
     */
    public Tensor prelu(Tensor slope) {
        return Activations.prelu(this, slope);
    }

    /**
     * Returns eˣ over its sum along an axis, without overflow.
     *
     * @param axis along which axis
     * @return the shares, which add up to 1; NaN where all elements are −∞
     */
    public Tensor softmax(int axis) {
        return Activations.softmax(this, axis);
    }

    /**
     * Returns x − ln Σ eˣ along an axis, the logarithm of {@link #softmax}, without overflow or cancellation.
     *
     * @param axis along which axis
     * @return the logarithms of the shares
     */
    public Tensor logSoftmax(int axis) {
        return Activations.logSoftmax(this, axis);
    }

    // ------------------------------------------------------------------ comparison and choice

    /**
     * Tells where x &lt; y; false where one is NaN.
     *
     * @param y the other operand, broadcast
     * @return the truth of it for each pair of elements
     */
    public Tensor lt(Tensor y) {
        return Elementwise.compare(Op.Comparison.LT, this, y);
    }

    /**
     * Tells where x &lt; y; false where one is NaN.
     *
     * @param y a number, which takes the type of this tensor
     * @return the truth of it for each element
     */
    public Tensor lt(double y) {
        return Elementwise.compare(Op.Comparison.LT, this, y);
    }

    /**
     * Tells where x ≤ y; false where one is NaN.
     *
     * @param y the other operand, broadcast
     * @return the truth of it for each pair of elements
     */
    public Tensor le(Tensor y) {
        return Elementwise.compare(Op.Comparison.LE, this, y);
    }

    /**
     * Tells where x ≤ y; false where one is NaN.
     *
     * @param y a number, which takes the type of this tensor
     * @return the truth of it for each element
     */
    public Tensor le(double y) {
        return Elementwise.compare(Op.Comparison.LE, this, y);
    }

    /**
     * Tells where x &gt; y; false where one is NaN.
     *
     * @param y the other operand, broadcast
     * @return the truth of it for each pair of elements
     */
    public Tensor gt(Tensor y) {
        return Elementwise.compare(Op.Comparison.GT, this, y);
    }

    /**
     * Tells where x &gt; y; false where one is NaN.
     *
     * @param y a number, which takes the type of this tensor
     * @return the truth of it for each element
     */
    public Tensor gt(double y) {
        return Elementwise.compare(Op.Comparison.GT, this, y);
    }

    /**
     * Tells where x ≥ y; false where one is NaN.
     *
     * @param y the other operand, broadcast
     * @return the truth of it for each pair of elements
     */
    public Tensor ge(Tensor y) {
        return Elementwise.compare(Op.Comparison.GE, this, y);
    }

    /**
     * Tells where x ≥ y; false where one is NaN.
     *
     * @param y a number, which takes the type of this tensor
     * @return the truth of it for each element
     */
    public Tensor ge(double y) {
        return Elementwise.compare(Op.Comparison.GE, this, y);
    }

    /**
     * Tells where x = y; false where one is NaN.
     *
     * @param y the other operand, broadcast
     * @return the truth of it for each pair of elements
     */
    public Tensor eq(Tensor y) {
        return Elementwise.compare(Op.Comparison.EQ, this, y);
    }

    /**
     * Tells where x = y; false where one is NaN.
     *
     * @param y a number, which takes the type of this tensor
     * @return the truth of it for each element
     */
    public Tensor eq(double y) {
        return Elementwise.compare(Op.Comparison.EQ, this, y);
    }

    /**
     * Tells where x ≠ y; true where one is NaN.
     *
     * @param y the other operand, broadcast
     * @return the truth of it for each pair of elements
     */
    public Tensor ne(Tensor y) {
        return Elementwise.compare(Op.Comparison.NE, this, y);
    }

    /**
     * Tells where x ≠ y; true where one is NaN.
     *
     * @param y a number, which takes the type of this tensor
     * @return the truth of it for each element
     */
    public Tensor ne(double y) {
        return Elementwise.compare(Op.Comparison.NE, this, y);
    }

    /**
     * Tells where both are true; of whole numbers the bits that both have.
     *
     * @param y the other operand, broadcast
     * @return the conjunction
     */
    public Tensor and(Tensor y) {
        return Elementwise.bits(Op.Bitwise.AND, this, y);
    }

    /**
     * Tells where either is true; of whole numbers the bits that either has.
     *
     * @param y the other operand, broadcast
     * @return the disjunction
     */
    public Tensor or(Tensor y) {
        return Elementwise.bits(Op.Bitwise.OR, this, y);
    }

    /**
     * Tells where one is true and not both; of whole numbers the bits that differ.
     *
     * @param y the other operand, broadcast
     * @return the exclusive disjunction
     */
    public Tensor xor(Tensor y) {
        return Elementwise.bits(Op.Bitwise.XOR, this, y);
    }

    /**
     * Returns the bits of whole numbers moved to the left.
     *
     * @param places by how many places, broadcast
     * @return the moved bits, as Java moves them
     */
    public Tensor shl(Tensor places) {
        return Elementwise.bits(Op.Bitwise.SHL, this, places);
    }

    /**
     * Returns the bits of whole numbers moved to the right, the sign kept.
     *
     * @param places by how many places, broadcast
     * @return the moved bits, as Java moves them
     */
    public Tensor shr(Tensor places) {
        return Elementwise.bits(Op.Bitwise.SHR, this, places);
    }

    /**
     * Returns the bits of whole numbers moved to the right, zeros coming in.
     *
     * @param places by how many places, broadcast
     * @return the moved bits, as Java moves them
     */
    public Tensor ushr(Tensor places) {
        return Elementwise.bits(Op.Bitwise.USHR, this, places);
    }

    /** {@return the opposite truth values; of whole numbers the opposite bits} */
    public Tensor not() {
        return Elementwise.not(this);
    }

    /** {@return whether each element is not a number} */
    public Tensor isNaN() {
        return Elementwise.isNaN(this);
    }

    /** {@return whether each element is neither infinite nor NaN} */
    public Tensor isFinite() {
        return Elementwise.isFinite(this);
    }

    /** {@return whether each element is +∞ or −∞} */
    public Tensor isInfinite() {
        return Elementwise.isInfinite(this);
    }

    /**
     * Returns the elements of one tensor where a condition holds and those of another elsewhere. What is not chosen has no derivative, even where it
     * is infinite or NaN.
     *
     * @param condition truth values
     * @param x the elements where it holds
     * @param y the elements elsewhere
     * @return the choice, all three broadcast
     */
    public static Tensor where(Tensor condition, Tensor x, Tensor y) {
        return Elementwise.where(condition, x, y);
    }

    /**
     * Returns the elements of a tensor where a condition holds and a number elsewhere.
     *
     * @param condition truth values
     * @param x the elements where it holds
     * @param y the number elsewhere, which takes the type of x
     * @return the choice, broadcast
     */
    public static Tensor where(Tensor condition, Tensor x, double y) {
        return Elementwise.where(condition, x, y);
    }

    /**
     * Returns one number where a condition holds and another elsewhere.
     *
     * @param condition truth values
     * @param x the number where it holds
     * @param y the number elsewhere
     * @return the choice, float64 of the condition's shape
     */
    public static Tensor where(Tensor condition, double x, double y) {
        return Elementwise.where(condition, full(x, condition.shape(), DType.FLOAT64), y);
    }

    /**
     * Returns a number where a condition holds and the elements of a tensor elsewhere.
     *
     * @param condition truth values
     * @param x the number where it holds, which takes the type of y
     * @param y the elements elsewhere
     * @return the choice, broadcast
     */
    public static Tensor where(Tensor condition, double x, Tensor y) {
        return Elementwise.where(condition, x, y);
    }

    // ------------------------------------------------------------------ shape

    /**
     * Returns the same elements in row-major order under another shape.
     *
     * @param shape extents, of which one may be −1: what is left
     * @return the reshaped tensor
     * @throws IllegalArgumentException if the shape has not as many places as this
     */
    public Tensor reshape(int... shape) {
        return Structure.reshape(this, shape);
    }

    /**
     * Returns the same elements in row-major order under another shape.
     *
     * @param shape a shape of as many places
     * @return the reshaped tensor
     */
    public Tensor reshape(Shape shape) {
        return Structure.reshape(this, shape);
    }

    /** {@return all elements in row-major order as a vector} */
    public Tensor flatten() {
        return Primitives.reshape(this, Shape.of(size()));
    }

    /**
     * Returns the axes from one on as a single axis.
     *
     * @param fromAxis the first of them
     * @return the reshaped tensor
     */
    public Tensor flatten(int fromAxis) {
        return Structure.flatten(this, fromAxis);
    }

    /**
     * Returns the tensor without axes of extent 1.
     *
     * @param axes which; all of extent 1 if none is named
     * @return the reshaped tensor
     * @throws IllegalArgumentException if a named axis has another extent
     */
    public Tensor squeeze(int... axes) {
        return Structure.squeeze(this, axes);
    }

    /**
     * Returns the tensor with new axes of extent 1.
     *
     * @param axes their places among the axes of the result
     * @return the reshaped tensor
     */
    public Tensor expandDims(int... axes) {
        return Structure.expandDims(this, axes);
    }

    /**
     * Returns the tensor repeated to a shape, along axes of extent 1 and along new leading axes.
     *
     * @param shape the shape
     * @return the repeated tensor
     * @throws IllegalArgumentException if an axis of another extent would have to be repeated
     */
    public Tensor broadcastTo(Shape shape) {
        return Elementwise.expand(this, shape);
    }

    /**
     * Returns the tensor repeated to a shape, along axes of extent 1 and along new leading axes.
     *
     * @param shape the extents; −1 leaves one as it is
     * @return the repeated tensor
     * @throws IllegalArgumentException if an axis of another extent would have to be repeated
     */
    public Tensor expand(int... shape) {
        return Structure.expand(this, shape);
    }

    // ------------------------------------------------------------------ order

    /** {@return the tensor with its axes in reverse order; for a matrix, its transpose} */
    public Tensor transpose() {
        return Structure.transpose(this);
    }

    /** {@return the transposes of matrices, which lie in the last two axes} */
    public Tensor matrixTranspose() {
        return Structure.swapAxes(this, -2, -1);
    }

    /**
     * Returns the axes in another order.
     *
     * @param axes axis i of the result is axis {@code axes[i]} of this
     * @return the tensor with permuted axes
     */
    public Tensor permute(int... axes) {
        return Structure.permute(this, axes);
    }

    /**
     * Returns the tensor with two axes changed for each other.
     *
     * @param a an axis
     * @param b another axis
     * @return the tensor with permuted axes
     */
    public Tensor swapAxes(int a, int b) {
        return Structure.swapAxes(this, a, b);
    }

    /**
     * Returns the tensor with an axis at another place, the others in their order.
     *
     * @param from the axis
     * @param to its place in the result
     * @return the tensor with permuted axes
     */
    public Tensor moveAxis(int from, int to) {
        return Structure.moveAxis(this, from, to);
    }

    /**
     * Returns the elements in reverse order along some axes.
     *
     * @param axes which; all if none is named
     * @return a tensor of this shape
     */
    public Tensor flip(int... axes) {
        return Structure.flip(this, axes);
    }

    /**
     * Returns the elements moved on along an axis; those that leave it at the end come in at the start.
     *
     * @param shift by how many places, negative towards the start
     * @param axis along which axis
     * @return a tensor of this shape
     */
    public Tensor roll(int shift, int axis) {
        return Structure.roll(this, shift, axis);
    }

    // ------------------------------------------------------------------ one after the other, and again and again

    /**
     * Returns tensors one after the other along an axis that they have.
     *
     * @param axis along which axis
     * @param tensors at least one; their shapes differ along that axis only
     * @return all of them, of their common type
     */
    public static Tensor concat(int axis, Tensor... tensors) {
        return Structure.concat(axis, Arrays.asList(tensors));
    }

    /**
     * Returns tensors one after the other along an axis that they have.
     *
     * @param axis along which axis
     * @param tensors at least one; their shapes differ along that axis only
     * @return all of them, of their common type
     */
    public static Tensor concat(int axis, List<Tensor> tensors) {
        return Structure.concat(axis, tensors);
    }

    /**
     * Returns tensors one after the other along a new axis.
     *
     * @param axis the new axis, counted in the result
     * @param tensors at least one, all of the same shape
     * @return all of them, of their common type
     */
    public static Tensor stack(int axis, Tensor... tensors) {
        return Structure.stack(axis, Arrays.asList(tensors));
    }

    /**
     * Returns tensors one after the other along a new axis.
     *
     * @param axis the new axis, counted in the result
     * @param tensors at least one, all of the same shape
     * @return all of them, of their common type
     */
    public static Tensor stack(int axis, List<Tensor> tensors) {
        return Structure.stack(axis, tensors);
    }

    /**
     * Returns equal parts of an axis.
     *
     * @param parts how many; divides the extent
     * @param axis along which axis
     * @return the parts in order
     */
    public List<Tensor> split(int parts, int axis) {
        return Structure.split(this, axis, parts);
    }

    /**
     * Returns parts of an axis of given lengths.
     *
     * @param lengths how long each is; they add up to the extent
     * @param axis along which axis
     * @return the parts in order
     */
    public List<Tensor> split(int[] lengths, int axis) {
        return Structure.split(this, axis, lengths);
    }

    /**
     * Returns nearly equal parts of an axis: the last may be shorter, and there may be fewer.
     *
     * @param parts at most how many
     * @param axis along which axis
     * @return the parts in order
     */
    public List<Tensor> chunk(int parts, int axis) {
        return Structure.chunk(this, axis, parts);
    }

    /**
     * Returns the whole tensor again and again along each axis.
     *
     * @param times how often, for the last axes; more of them than axes make new leading axes
     * @return the tiled tensor
     */
    public Tensor tile(int... times) {
        return Structure.tile(this, times);
    }

    /**
     * Returns each place of an axis again and again: a a b b for a b.
     *
     * @param times how often
     * @param axis along which axis
     * @return the tensor, so many times longer there
     */
    public Tensor repeat(int times, int axis) {
        return Structure.repeat(this, times, axis);
    }

    /**
     * Returns the tensor with a number around it.
     *
     * @param low how many places before the first, one an axis
     * @param high how many places after the last, one an axis
     * @param value the number there
     * @return the padded tensor
     */
    public Tensor pad(int[] low, int[] high, double value) {
        return Structure.pad(this, low, high, value);
    }

    /**
     * Returns the tensor with zeros before and after it along an axis.
     *
     * @param low how many before
     * @param high how many after
     * @param axis along which axis
     * @return the padded tensor
     */
    public Tensor pad(int low, int high, int axis) {
        return Structure.pad(this, axis, low, high, Border.ZERO);
    }

    /**
     * Returns the tensor with elements of its own before and after it along an axis.
     *
     * @param low how many before
     * @param high how many after
     * @param axis along which axis
     * @param border which elements
     * @return the padded tensor
     */
    public Tensor pad(int low, int high, int axis, Border border) {
        return Structure.pad(this, axis, low, high, border);
    }

    /**
     * Returns the differences xᵢ₊₁ − xᵢ of neighbours along an axis.
     *
     * @param axis along which axis
     * @return the shape, shorter by one there
     */
    public Tensor diff(int axis) {
        return Structure.diff(this, 1, axis);
    }

    /**
     * Returns the differences of neighbours along an axis, of these again, and so on.
     *
     * @param n how many times
     * @param axis along which axis
     * @return the shape, shorter by n there
     */
    public Tensor diff(int n, int axis) {
        return Structure.diff(this, n, axis);
    }

    // ------------------------------------------------------------------ matrices in the last two axes

    /** {@return matrices with the last axis on their diagonal: {@code [B…, n, n]} of this {@code [B…, n]}} */
    public Tensor diag() {
        return Structure.diag(this, 0);
    }

    /**
     * Returns matrices with the last axis on a diagonal, and zeros elsewhere.
     *
     * @param offset column − row of that diagonal
     * @return {@code [B…, n + |offset|, n + |offset|]} of this {@code [B…, n]}
     */
    public Tensor diag(int offset) {
        return Structure.diag(this, offset);
    }

    /** {@return the diagonals of matrices: {@code [B…, min(m, n)]} of this {@code [B…, m, n]}} */
    public Tensor diagonal() {
        return Structure.diagonal(this, 0);
    }

    /**
     * Returns diagonals of matrices.
     *
     * @param offset column − row of the diagonal
     * @return {@code [B…, length]} of this {@code [B…, m, n]}
     */
    public Tensor diagonal(int offset) {
        return Structure.diagonal(this, offset);
    }

    /** {@return the sum of the diagonal of each matrix: {@code [B…]} of this {@code [B…, m, n]}} */
    public Tensor trace() {
        return Structure.diagonal(this, 0).sum(-1);
    }

    /** {@return matrices with zeros above the diagonal} */
    public Tensor tril() {
        return Structure.triangle(this, Op.Comparison.LE, 0);
    }

    /**
     * Returns matrices with zeros above a diagonal.
     *
     * @param offset column − row of the last diagonal that stays
     * @return the lower triangles
     */
    public Tensor tril(int offset) {
        return Structure.triangle(this, Op.Comparison.LE, offset);
    }

    /** {@return matrices with zeros below the diagonal} */
    public Tensor triu() {
        return Structure.triangle(this, Op.Comparison.GE, 0);
    }

    /**
     * Returns matrices with zeros below a diagonal.
     *
     * @param offset column − row of the first diagonal that stays
     * @return the upper triangles
     */
    public Tensor triu(int offset) {
        return Structure.triangle(this, Op.Comparison.GE, offset);
    }

    // ------------------------------------------------------------------ by place

    /**
     * Returns a part of the tensor, as NumPy's {@code x[...]} does. Axes without an index stay whole.
     *
     * <p>Tensors of whole numbers among the indices are broadcast together and name one place each; their axes stand where the first of the axes that they index was,
     * or at the front if others lie between those. A mask of truth values stands for the places where it is true, and is evaluated.
     *
     * @param indices what is chosen along each axis, see {@link Index}
     * @return the part
     * @throws IllegalArgumentException if there are too many indices, or one is beyond its axis
     */
    public Tensor get(Index... indices) {
        return Indexing.get(this, indices);
    }

    /**
     * Returns the part at a place of the first axis, or of the first few.
     *
     * @param places a place for each of these axes, negative from the end
     * @return the part, without these axes
     */
    public Tensor get(int... places) {
        return Indexing.get(this, places);
    }

    /**
     * Returns the tensor with other elements at some places.
     *
     * @param value the new elements, broadcast; where several go to one place the last one stays
     * @param indices the places, as {@link #get(Index...)} takes them
     * @return a tensor of this shape and type
     */
    public Tensor with(Tensor value, Index... indices) {
        return Indexing.with(this, value, indices);
    }

    /**
     * Returns the tensor with a number at some places.
     *
     * @param value the number, which takes the type of this tensor
     * @param indices the places, as {@link #get(Index...)} takes them
     * @return a tensor of this shape and type
     */
    public Tensor with(double value, Index... indices) {
        return Indexing.with(this, Elementwise.scalar(value, this), indices);
    }

    /**
     * Returns the tensor with another added at some places; where several go to one place all are added.
     *
     * @param value the summands, broadcast
     * @param indices the places, as {@link #get(Index...)} takes them
     * @return a tensor of this shape and type
     */
    public Tensor withAdded(Tensor value, Index... indices) {
        return Indexing.plus(this, value, indices);
    }

    /**
     * Returns the part at a place of an axis.
     *
     * @param place the place, negative from the end
     * @param axis the axis, which goes
     * @return {@code [X…, Y…]} of this {@code [X…, n, Y…]}
     */
    public Tensor take(int place, int axis) {
        return Indexing.take(this, place, axis);
    }

    /**
     * Returns the parts at some places of an axis.
     *
     * @param places {@code [I…]} of whole numbers, negative from the end
     * @param axis the axis
     * @return {@code [X…, I…, Y…]} of this {@code [X…, n, Y…]}
     */
    public Tensor take(Tensor places, int axis) {
        return Indexing.take(this, places, axis);
    }

    /**
     * Returns for each line along an axis the elements at places of its own, such as {@link #argmax(int, boolean)} and {@link #argsort} give them.
     *
     * @param places {@code [X…, m, Y…]} of whole numbers
     * @param axis the axis
     * @return {@code [X…, m, Y…]} of this {@code [X…, n, Y…]}, axes X and Y broadcast
     */
    public Tensor takeAlong(Tensor places, int axis) {
        return Indexing.takeAlong(this, places, axis);
    }

    /**
     * Returns the tensor with updates put at places of an axis; of several for one place the last one stays, and it alone has a derivative.
     *
     * @param places {@code [I…]} of whole numbers, negative from the end
     * @param updates {@code [X…, I…, Y…]}, broadcast
     * @param axis the axis
     * @return {@code [X…, n, Y…]} as this
     */
    public Tensor scatter(Tensor places, Tensor updates, int axis) {
        return Scattering.set(this, places, updates, axis);
    }

    /**
     * Returns the tensor with updates added at places of an axis, all of those for one place.
     *
     * @param places {@code [I…]} of whole numbers, negative from the end
     * @param updates {@code [X…, I…, Y…]}, broadcast
     * @param axis the axis
     * @return {@code [X…, n, Y…]} as this
     */
    public Tensor scatterAdd(Tensor places, Tensor updates, int axis) {
        return Scattering.combine(Op.Combine.ADD, this, places, updates, axis);
    }

    /**
     * Returns the greatest of the tensor and the updates for each place of an axis; those that are equally great share the derivative.
     *
     * @param places {@code [I…]} of whole numbers, negative from the end
     * @param updates {@code [X…, I…, Y…]}, broadcast
     * @param axis the axis
     * @return {@code [X…, n, Y…]} as this
     */
    public Tensor scatterMax(Tensor places, Tensor updates, int axis) {
        return Scattering.combine(Op.Combine.MAX, this, places, updates, axis);
    }

    /**
     * Returns the least of the tensor and the updates for each place of an axis; those that are equally small share the derivative.
     *
     * @param places {@code [I…]} of whole numbers, negative from the end
     * @param updates {@code [X…, I…, Y…]}, broadcast
     * @param axis the axis
     * @return {@code [X…, n, Y…]} as this
     */
    public Tensor scatterMin(Tensor places, Tensor updates, int axis) {
        return Scattering.combine(Op.Combine.MIN, this, places, updates, axis);
    }

    /**
     * Returns the tensor with updates put at places of each line's own along an axis, the last of several for one place.
     *
     * @param places {@code [X…, m, Y…]} of whole numbers, axes X and Y broadcast
     * @param updates {@code [X…, m, Y…]}, broadcast
     * @param axis the axis
     * @return {@code [X…, n, Y…]} as this
     */
    public Tensor putAlong(Tensor places, Tensor updates, int axis) {
        return Scattering.putAlong(this, places, updates, axis);
    }

    /**
     * Returns the tensor with updates added at places of each line's own along an axis.
     *
     * @param places {@code [X…, m, Y…]} of whole numbers, axes X and Y broadcast
     * @param updates {@code [X…, m, Y…]}, broadcast
     * @param axis the axis
     * @return {@code [X…, n, Y…]} as this
     */
    public Tensor addAlong(Tensor places, Tensor updates, int axis) {
        return Scattering.addAlong(this, places, updates, axis);
    }

    // ------------------------------------------------------------------ many elements made one

    /**
     * Returns the sum of elements; how many are true, of truth values, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor sum(int... axes) {
        return Reductions.sum(this, axes, false);
    }

    /**
     * Returns the sum of elements; how many are true, of truth values, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor sum(int axis, boolean keepDims) {
        return Reductions.sum(this, new int[] {axis}, keepDims);
    }

    /**
     * Returns the sum of elements; how many are true, of truth values, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor sum(int[] axes, boolean keepDims) {
        return Reductions.sum(this, axes, keepDims);
    }

    /**
     * Returns the product of elements, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor prod(int... axes) {
        return Reductions.prod(this, axes, false);
    }

    /**
     * Returns the product of elements, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor prod(int axis, boolean keepDims) {
        return Reductions.prod(this, new int[] {axis}, keepDims);
    }

    /**
     * Returns the product of elements, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor prod(int[] axes, boolean keepDims) {
        return Reductions.prod(this, axes, keepDims);
    }

    /**
     * Returns the mean of elements, float64 unless they are real, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor mean(int... axes) {
        return Reductions.mean(this, axes, false);
    }

    /**
     * Returns the mean of elements, float64 unless they are real, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor mean(int axis, boolean keepDims) {
        return Reductions.mean(this, new int[] {axis}, keepDims);
    }

    /**
     * Returns the mean of elements, float64 unless they are real, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor mean(int[] axes, boolean keepDims) {
        return Reductions.mean(this, axes, keepDims);
    }

    /**
     * Returns the variance Σ(x − mean)²/n of elements, in two passes, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor var(int... axes) {
        return Reductions.var(this, axes, 0, false);
    }

    /**
     * Returns the variance Σ(x − mean)²/n of elements, in two passes, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor var(int axis, boolean keepDims) {
        return Reductions.var(this, new int[] {axis}, 0, keepDims);
    }

    /**
     * Returns the variance Σ(x − mean)²/n of elements, in two passes, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor var(int[] axes, boolean keepDims) {
        return Reductions.var(this, axes, 0, keepDims);
    }

    /**
     * Returns the variance Σ(x − mean)²/(n − ddof) of elements, along some axes, with a divisor of n − ddof.
     *
     * @param axes along which axes; all if the array is empty
     * @param ddof what to subtract from the number of elements: 1 for the unbiased estimate of a sample's variance
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there; NaN where the divisor is not positive
     */
    public Tensor var(int[] axes, int ddof, boolean keepDims) {
        return Reductions.var(this, axes, ddof, keepDims);
    }

    /**
     * Returns the standard deviation, the square root of {@link #var}, of derivative 0 where it is 0, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor std(int... axes) {
        return Reductions.std(this, axes, 0, false);
    }

    /**
     * Returns the standard deviation, the square root of {@link #var}, of derivative 0 where it is 0, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor std(int axis, boolean keepDims) {
        return Reductions.std(this, new int[] {axis}, 0, keepDims);
    }

    /**
     * Returns the standard deviation, the square root of {@link #var}, of derivative 0 where it is 0, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor std(int[] axes, boolean keepDims) {
        return Reductions.std(this, axes, 0, keepDims);
    }

    /**
     * Returns the standard deviation, the square root of the variance,, along some axes, with a divisor of n − ddof.
     *
     * @param axes along which axes; all if the array is empty
     * @param ddof what to subtract from the number of elements: 1 for the unbiased estimate of a sample's variance
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there; NaN where the divisor is not positive
     */
    public Tensor std(int[] axes, int ddof, boolean keepDims) {
        return Reductions.std(this, axes, ddof, keepDims);
    }

    /**
     * Returns the greatest element, NaN if there is one; several that are greatest share the derivative, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor max(int... axes) {
        return Reductions.extremum(Op.Extremum.MAX, this, axes, false);
    }

    /**
     * Returns the greatest element, NaN if there is one; several that are greatest share the derivative, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor max(int axis, boolean keepDims) {
        return Reductions.extremum(Op.Extremum.MAX, this, new int[] {axis}, keepDims);
    }

    /**
     * Returns the greatest element, NaN if there is one; several that are greatest share the derivative, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor max(int[] axes, boolean keepDims) {
        return Reductions.extremum(Op.Extremum.MAX, this, axes, keepDims);
    }

    /**
     * Returns the least element, NaN if there is one; several that are least share the derivative, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor min(int... axes) {
        return Reductions.extremum(Op.Extremum.MIN, this, axes, false);
    }

    /**
     * Returns the least element, NaN if there is one; several that are least share the derivative, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor min(int axis, boolean keepDims) {
        return Reductions.extremum(Op.Extremum.MIN, this, new int[] {axis}, keepDims);
    }

    /**
     * Returns the least element, NaN if there is one; several that are least share the derivative, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor min(int[] axes, boolean keepDims) {
        return Reductions.extremum(Op.Extremum.MIN, this, axes, keepDims);
    }

    /**
     * Returns the place of the first greatest element in row-major order, that of the first NaN if there is one.
     *
     * @return int64 of shape {@code []}
     */
    public Tensor argmax() {
        return Reductions.arg(Op.Extremum.MAX, flatten(), 0, false);
    }

    /**
     * Returns the place of the first greatest element along an axis, that of the first NaN if there is one.
     *
     * @param axis along which axis
     * @return int64, the shape without this axis
     */
    public Tensor argmax(int axis) {
        return Reductions.arg(Op.Extremum.MAX, this, axis, false);
    }

    /**
     * Returns the place of the first greatest element along an axis, that of the first NaN if there is one.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return int64, the shape without this axis, or with 1 there
     */
    public Tensor argmax(int axis, boolean keepDims) {
        return Reductions.arg(Op.Extremum.MAX, this, axis, keepDims);
    }

    /**
     * Returns the place of the first least element in row-major order, that of the first NaN if there is one.
     *
     * @return int64 of shape {@code []}
     */
    public Tensor argmin() {
        return Reductions.arg(Op.Extremum.MIN, flatten(), 0, false);
    }

    /**
     * Returns the place of the first least element along an axis, that of the first NaN if there is one.
     *
     * @param axis along which axis
     * @return int64, the shape without this axis
     */
    public Tensor argmin(int axis) {
        return Reductions.arg(Op.Extremum.MIN, this, axis, false);
    }

    /**
     * Returns the place of the first least element along an axis, that of the first NaN if there is one.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return int64, the shape without this axis, or with 1 there
     */
    public Tensor argmin(int axis, boolean keepDims) {
        return Reductions.arg(Op.Extremum.MIN, this, axis, keepDims);
    }

    /**
     * Returns whether any element is true, or not 0, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor any(int... axes) {
        return Reductions.truth(Op.Reduction.ANY, this, axes, false);
    }

    /**
     * Returns whether any element is true, or not 0, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor any(int axis, boolean keepDims) {
        return Reductions.truth(Op.Reduction.ANY, this, new int[] {axis}, keepDims);
    }

    /**
     * Returns whether any element is true, or not 0, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor any(int[] axes, boolean keepDims) {
        return Reductions.truth(Op.Reduction.ANY, this, axes, keepDims);
    }

    /**
     * Returns whether all elements are true, or not 0, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor all(int... axes) {
        return Reductions.truth(Op.Reduction.ALL, this, axes, false);
    }

    /**
     * Returns whether all elements are true, or not 0, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor all(int axis, boolean keepDims) {
        return Reductions.truth(Op.Reduction.ALL, this, new int[] {axis}, keepDims);
    }

    /**
     * Returns whether all elements are true, or not 0, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor all(int[] axes, boolean keepDims) {
        return Reductions.truth(Op.Reduction.ALL, this, axes, keepDims);
    }

    /**
     * Returns ln Σ eˣ without overflow; −∞, of derivative 0, where all elements are −∞ or there are none, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor logSumExp(int... axes) {
        return Reductions.logSumExp(this, axes, false);
    }

    /**
     * Returns ln Σ eˣ without overflow; −∞, of derivative 0, where all elements are −∞ or there are none, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor logSumExp(int axis, boolean keepDims) {
        return Reductions.logSumExp(this, new int[] {axis}, keepDims);
    }

    /**
     * Returns ln Σ eˣ without overflow; −∞, of derivative 0, where all elements are −∞ or there are none, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor logSumExp(int[] axes, boolean keepDims) {
        return Reductions.logSumExp(this, axes, keepDims);
    }

    /**
     * Returns the Euclidean length √Σx² of all elements, without overflow; its derivative is 0 where all are 0.
     *
     * @return a number
     */
    public Tensor norm() {
        return Reductions.norm(this, 2, new int[0], false);
    }

    /**
     * Returns (Σ|x|ᵖ)^(1/p), along some axes; its derivative is 0 where all elements are 0. Several elements that are greatest share the derivative of the norm of
     * order ∞.
     *
     * @param p the order: 2 for the Euclidean length, 1 for the sum and +∞ for the greatest of absolute values, 0 for how many are not 0
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor norm(double p, int... axes) {
        return Reductions.norm(this, p, axes, false);
    }

    /**
     * Returns (Σ|x|ᵖ)^(1/p), along some axes.
     *
     * @param p the order
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor norm(double p, int[] axes, boolean keepDims) {
        return Reductions.norm(this, p, axes, keepDims);
    }

    /**
     * Returns the sum of the elements that are numbers, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor nanSum(int... axes) {
        return Reductions.nanSum(this, axes, false);
    }

    /**
     * Returns the sum of the elements that are numbers, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor nanSum(int axis, boolean keepDims) {
        return Reductions.nanSum(this, new int[] {axis}, keepDims);
    }

    /**
     * Returns the sum of the elements that are numbers, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor nanSum(int[] axes, boolean keepDims) {
        return Reductions.nanSum(this, axes, keepDims);
    }

    /**
     * Returns the mean of the elements that are numbers, NaN if there are none, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor nanMean(int... axes) {
        return Reductions.nanMean(this, axes, false);
    }

    /**
     * Returns the mean of the elements that are numbers, NaN if there are none, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor nanMean(int axis, boolean keepDims) {
        return Reductions.nanMean(this, new int[] {axis}, keepDims);
    }

    /**
     * Returns the mean of the elements that are numbers, NaN if there are none, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor nanMean(int[] axes, boolean keepDims) {
        return Reductions.nanMean(this, axes, keepDims);
    }

    /**
     * Returns the variance of the elements that are numbers, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor nanVar(int... axes) {
        return Reductions.nanVar(this, axes, 0, false);
    }

    /**
     * Returns the variance of the elements that are numbers, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor nanVar(int axis, boolean keepDims) {
        return Reductions.nanVar(this, new int[] {axis}, 0, keepDims);
    }

    /**
     * Returns the variance of the elements that are numbers, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor nanVar(int[] axes, boolean keepDims) {
        return Reductions.nanVar(this, axes, 0, keepDims);
    }

    /**
     * Returns the variance of the elements that are numbers, along some axes, with a divisor of n − ddof.
     *
     * @param axes along which axes; all if the array is empty
     * @param ddof what to subtract from the number of elements: 1 for the unbiased estimate of a sample's variance
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there; NaN where the divisor is not positive
     */
    public Tensor nanVar(int[] axes, int ddof, boolean keepDims) {
        return Reductions.nanVar(this, axes, ddof, keepDims);
    }

    /**
     * Returns the standard deviation of the elements that are numbers, of derivative 0 where it is 0, along some axes.
     *
     * @param axes along which axes; all if none is named
     * @return the shape without these axes
     */
    public Tensor nanStd(int... axes) {
        return Reductions.nanStd(this, axes, 0, false);
    }

    /**
     * Returns the standard deviation of the elements that are numbers, of derivative 0 where it is 0, along an axis.
     *
     * @param axis along which axis
     * @param keepDims whether the axis stays, with an extent of 1
     * @return the shape without this axis, or with 1 there
     */
    public Tensor nanStd(int axis, boolean keepDims) {
        return Reductions.nanStd(this, new int[] {axis}, 0, keepDims);
    }

    /**
     * Returns the standard deviation of the elements that are numbers, of derivative 0 where it is 0, along some axes.
     *
     * @param axes along which axes; all if the array is empty
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there
     */
    public Tensor nanStd(int[] axes, boolean keepDims) {
        return Reductions.nanStd(this, axes, 0, keepDims);
    }

    /**
     * Returns the standard deviation of the elements that are numbers, along some axes, with a divisor of n − ddof.
     *
     * @param axes along which axes; all if the array is empty
     * @param ddof what to subtract from the number of elements: 1 for the unbiased estimate of a sample's variance
     * @param keepDims whether they stay, with an extent of 1
     * @return the shape without these axes, or with 1 there; NaN where the divisor is not positive
     */
    public Tensor nanStd(int[] axes, int ddof, boolean keepDims) {
        return Reductions.nanStd(this, axes, ddof, keepDims);
    }

    // ------------------------------------------------------------------ running

    /**
     * Returns the sums of all elements up to each.
     *
     * @param axis along which axis
     * @return a tensor of this shape
     */
    public Tensor cumsum(int axis) {
        return Reductions.cumsum(this, axis);
    }

    /**
     * Returns the products of all elements up to each.
     *
     * @param axis along which axis
     * @return a tensor of this shape
     */
    public Tensor cumprod(int axis) {
        return Reductions.cumprod(this, axis);
    }

    /**
     * Returns the greatest of all elements up to each, the first of equal ones; NaN from the first on.
     *
     * @param axis along which axis
     * @return a tensor of this shape
     */
    public Tensor cummax(int axis) {
        return Reductions.cumulative(Op.Extremum.MAX, this, axis);
    }

    /**
     * Returns the least of all elements up to each, the first of equal ones; NaN from the first on.
     *
     * @param axis along which axis
     * @return a tensor of this shape
     */
    public Tensor cummin(int axis) {
        return Reductions.cumulative(Op.Extremum.MIN, this, axis);
    }

    /**
     * Returns ln Σ eˣ of all elements up to each, without overflow.
     *
     * @param axis along which axis
     * @return a tensor of this shape
     */
    public Tensor logCumSumExp(int axis) {
        return Reductions.logCumSumExp(this, axis);
    }

    // ------------------------------------------------------------------ products

    /**
     * Returns the product of matrices, which lie in the last two axes; batches are broadcast. A vector is a row on the left and a column on the right.
     *
     * @param y {@code [B…, k, n]} or {@code [k]}
     * @return {@code [B…, m, n]} of this {@code [B…, m, k]}; without m or n where there was a vector
     * @throws IllegalArgumentException if the shapes do not go together
     */
    public Tensor matmul(Tensor y) {
        return Products.matmul(this, y);
    }

    /**
     * Returns the inner product Σxᵢyᵢ of two vectors.
     *
     * @param y a vector of this length
     * @return a number
     */
    public Tensor dot(Tensor y) {
        return Products.dot(this, y);
    }

    /**
     * Returns all products of an element of this and an element of another tensor.
     *
     * @param y {@code [Y…]}
     * @return {@code [X…, Y…]} of this {@code [X…]}
     */
    public Tensor outer(Tensor y) {
        return Products.outer(this, y);
    }

    /**
     * Returns products summed along the last axes of this and the first of another tensor.
     *
     * @param y {@code [K…, Y…]}
     * @param axes the number of axes K
     * @return {@code [X…, Y…]} of this {@code [X…, K…]}
     */
    public Tensor tensordot(Tensor y, int axes) {
        return Products.tensordot(this, y, axes);
    }

    /**
     * Returns products summed along pairs of axes.
     *
     * @param y the other operand
     * @param axes axes of this
     * @param axesOfY as many axes of y, of the same extents
     * @return the other axes of this, then those of y
     */
    public Tensor tensordot(Tensor y, int[] axes, int[] axesOfY) {
        return Products.tensordot(this, y, axes, axesOfY);
    }

    /**
     * Returns the Kronecker product: blocks of y, each times an element of this.
     *
     * @param y the other operand
     * @return the shape with each extent times that of y
     */
    public Tensor kron(Tensor y) {
        return Products.kron(this, y);
    }

    /**
     * Returns Einstein's summation: axes are named by letters, and the products of operands are summed over the letters that the result does not have.
     *
     * <p>{@code "ij,jk->ik"} multiplies matrices, {@code "bij,bkj->bik"} batches of them with the second transposed; {@code "ii->i"} is a diagonal; {@code ...} stands for
     * the axes that are not named, which are broadcast. Without {@code ->} the result has the letters that occur once, in the order of the alphabet.
     *
     * @param equation the letters of the operands, separated by commas, and of the result behind {@code ->}
     * @param operands the operands
     * @return the sum, contracted pair by pair by matrix products
     * @throws IllegalArgumentException if the letters do not fit the operands
     */
    public static Tensor einsum(String equation, Tensor... operands) {
        return Einsum.of(equation, List.of(operands));
    }

    // ------------------------------------------------------------------ windows on images [batch, channels, X...]

    /**
     * Returns the convolution of these images with kernels, which are not turned round, a place apart and without padding.
     *
     * @param kernel {@code [out, in, X]}
     * @return {@code [batch, out, …]} of this {@code [batch, in, X]}
     */
    public Tensor conv1d(Tensor kernel) {
        return Convolutions.conv(1, this, kernel, Sliding.valid());
    }

    /**
     * Returns the convolution of these images with kernels, which are not turned round.
     *
     * @param kernel {@code [out, in/groups, X]}
     * @param sliding stride, padding with zeros, dilation and groups
     * @return {@code [batch, out, …]} of this {@code [batch, in, X]}
     */
    public Tensor conv1d(Tensor kernel, Sliding sliding) {
        return Convolutions.conv(1, this, kernel, sliding);
    }

    /**
     * Returns the convolution of these images with kernels, which are not turned round, a place apart and without padding.
     *
     * @param kernel {@code [out, in, H, W]}
     * @return {@code [batch, out, …]} of this {@code [batch, in, H, W]}
     */
    public Tensor conv2d(Tensor kernel) {
        return Convolutions.conv(2, this, kernel, Sliding.valid());
    }

    /**
     * Returns the convolution of these images with kernels, which are not turned round.
     *
     * @param kernel {@code [out, in/groups, H, W]}
     * @param sliding stride, padding with zeros, dilation and groups
     * @return {@code [batch, out, …]} of this {@code [batch, in, H, W]}
     */
    public Tensor conv2d(Tensor kernel, Sliding sliding) {
        return Convolutions.conv(2, this, kernel, sliding);
    }

    /**
     * Returns the convolution of these images with kernels, which are not turned round, a place apart and without padding.
     *
     * @param kernel {@code [out, in, D, H, W]}
     * @return {@code [batch, out, …]} of this {@code [batch, in, D, H, W]}
     */
    public Tensor conv3d(Tensor kernel) {
        return Convolutions.conv(3, this, kernel, Sliding.valid());
    }

    /**
     * Returns the convolution of these images with kernels, which are not turned round.
     *
     * @param kernel {@code [out, in/groups, D, H, W]}
     * @param sliding stride, padding with zeros, dilation and groups
     * @return {@code [batch, out, …]} of this {@code [batch, in, D, H, W]}
     */
    public Tensor conv3d(Tensor kernel, Sliding sliding) {
        return Convolutions.conv(3, this, kernel, sliding);
    }

    /**
     * Returns the transpose of the convolution with the same kernels, stride, padding, dilation and groups: it makes images larger. Along an axis of extent n with a window
     * of w the result has (n − 1)·stride − low − high + dilation·(w − 1) + more + 1 places; n·stride if the sliding is {@link Sliding#same}.
     *
     * @param kernel {@code [in, out/groups, X]}
     * @param sliding stride, padding, dilation and groups of the convolution
     * @param more how many places to add at the end, less than the stride, one a spatial axis or one for all; 0 if none is given
     * @return {@code [batch, out, …]} of this {@code [batch, in, X]}
     */
    public Tensor convTranspose1d(Tensor kernel, Sliding sliding, int... more) {
        return Convolutions.transposed(1, this, kernel, sliding, more.length == 0 ? new int[] {0} : more);
    }

    /**
     * Returns the transpose of the convolution with the same kernels, stride, padding, dilation and groups: it makes images larger. Along an axis of extent n with a window
     * of w the result has (n − 1)·stride − low − high + dilation·(w − 1) + more + 1 places; n·stride if the sliding is {@link Sliding#same}.
     *
     * @param kernel {@code [in, out/groups, H, W]}
     * @param sliding stride, padding, dilation and groups of the convolution
     * @param more how many places to add at the end, less than the stride, one a spatial axis or one for all; 0 if none is given
     * @return {@code [batch, out, …]} of this {@code [batch, in, H, W]}
     */
    public Tensor convTranspose2d(Tensor kernel, Sliding sliding, int... more) {
        return Convolutions.transposed(2, this, kernel, sliding, more.length == 0 ? new int[] {0} : more);
    }

    /**
     * Returns the transpose of the convolution with the same kernels, stride, padding, dilation and groups: it makes images larger. Along an axis of extent n with a window
     * of w the result has (n − 1)·stride − low − high + dilation·(w − 1) + more + 1 places; n·stride if the sliding is {@link Sliding#same}.
     *
     * @param kernel {@code [in, out/groups, D, H, W]}
     * @param sliding stride, padding, dilation and groups of the convolution
     * @param more how many places to add at the end, less than the stride, one a spatial axis or one for all; 0 if none is given
     * @return {@code [batch, out, …]} of this {@code [batch, in, D, H, W]}
     */
    public Tensor convTranspose3d(Tensor kernel, Sliding sliding, int... more) {
        return Convolutions.transposed(3, this, kernel, sliding, more.length == 0 ? new int[] {0} : more);
    }

    /**
     * Returns the greatest element of each window; those that are equally great share the derivative. Windows lie side by side.
     *
     * @param size the extents of a window, one a spatial axis or one for all
     * @return {@code [batch, channels, …]}
     */
    public Tensor maxPool(int... size) {
        return Pooling.max(this, size, Sliding.valid().stride(size));
    }

    /**
     * Returns the greatest element of each window; those that are equally great share the derivative.
     *
     * @param size the extents of a window, one a spatial axis or one for all
     * @param sliding stride, padding less than the window, and dilation
     * @return {@code [batch, channels, …]}
     */
    public Tensor maxPool(int[] size, Sliding sliding) {
        return Pooling.max(this, size, sliding);
    }

    /**
     * Returns the greatest element of each window; those that are equally great share the derivative. Windows lie side by side.
     *
     * @param size the extent of a window along each spatial axis
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, X]}
     */
    public Tensor maxPool1d(int size) {
        return Pooling.max(1, this, size, Sliding.valid().stride(size));
    }

    /**
     * Returns the greatest element of each window; those that are equally great share the derivative.
     *
     * @param size the extent of a window along each spatial axis
     * @param sliding stride, padding less than the window, and dilation
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, X]}
     */
    public Tensor maxPool1d(int size, Sliding sliding) {
        return Pooling.max(1, this, size, sliding);
    }

    /**
     * Returns the greatest element of each window; those that are equally great share the derivative. Windows lie side by side.
     *
     * @param size the extent of a window along each spatial axis
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, H, W]}
     */
    public Tensor maxPool2d(int size) {
        return Pooling.max(2, this, size, Sliding.valid().stride(size));
    }

    /**
     * Returns the greatest element of each window; those that are equally great share the derivative.
     *
     * @param size the extent of a window along each spatial axis
     * @param sliding stride, padding less than the window, and dilation
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, H, W]}
     */
    public Tensor maxPool2d(int size, Sliding sliding) {
        return Pooling.max(2, this, size, sliding);
    }

    /**
     * Returns the greatest element of each window; those that are equally great share the derivative. Windows lie side by side.
     *
     * @param size the extent of a window along each spatial axis
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, D, H, W]}
     */
    public Tensor maxPool3d(int size) {
        return Pooling.max(3, this, size, Sliding.valid().stride(size));
    }

    /**
     * Returns the greatest element of each window; those that are equally great share the derivative.
     *
     * @param size the extent of a window along each spatial axis
     * @param sliding stride, padding less than the window, and dilation
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, D, H, W]}
     */
    public Tensor maxPool3d(int size, Sliding sliding) {
        return Pooling.max(3, this, size, sliding);
    }

    /**
     * Returns the mean of each window; zeros of the padding count. Windows lie side by side.
     *
     * @param size the extents of a window, one a spatial axis or one for all
     * @return {@code [batch, channels, …]}
     */
    public Tensor avgPool(int... size) {
        return Pooling.mean(this, size, Sliding.valid().stride(size));
    }

    /**
     * Returns the mean of each window; zeros of the padding count.
     *
     * @param size the extents of a window, one a spatial axis or one for all
     * @param sliding stride, padding less than the window, and dilation
     * @return {@code [batch, channels, …]}
     */
    public Tensor avgPool(int[] size, Sliding sliding) {
        return Pooling.mean(this, size, sliding);
    }

    /**
     * Returns the mean of each window; zeros of the padding count. Windows lie side by side.
     *
     * @param size the extent of a window along each spatial axis
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, X]}
     */
    public Tensor avgPool1d(int size) {
        return Pooling.mean(1, this, size, Sliding.valid().stride(size));
    }

    /**
     * Returns the mean of each window; zeros of the padding count.
     *
     * @param size the extent of a window along each spatial axis
     * @param sliding stride, padding less than the window, and dilation
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, X]}
     */
    public Tensor avgPool1d(int size, Sliding sliding) {
        return Pooling.mean(1, this, size, sliding);
    }

    /**
     * Returns the mean of each window; zeros of the padding count. Windows lie side by side.
     *
     * @param size the extent of a window along each spatial axis
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, H, W]}
     */
    public Tensor avgPool2d(int size) {
        return Pooling.mean(2, this, size, Sliding.valid().stride(size));
    }

    /**
     * Returns the mean of each window; zeros of the padding count.
     *
     * @param size the extent of a window along each spatial axis
     * @param sliding stride, padding less than the window, and dilation
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, H, W]}
     */
    public Tensor avgPool2d(int size, Sliding sliding) {
        return Pooling.mean(2, this, size, sliding);
    }

    /**
     * Returns the mean of each window; zeros of the padding count. Windows lie side by side.
     *
     * @param size the extent of a window along each spatial axis
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, D, H, W]}
     */
    public Tensor avgPool3d(int size) {
        return Pooling.mean(3, this, size, Sliding.valid().stride(size));
    }

    /**
     * Returns the mean of each window; zeros of the padding count.
     *
     * @param size the extent of a window along each spatial axis
     * @param sliding stride, padding less than the window, and dilation
     * @return {@code [batch, channels, …]} of this {@code [batch, channels, D, H, W]}
     */
    public Tensor avgPool3d(int size, Sliding sliding) {
        return Pooling.mean(3, this, size, sliding);
    }

    /**
     * Returns the greatest element of each of so many windows that part the spatial axes as evenly as may be: window i of o on n places is that from ⌊in/o⌋ to
     * ⌈(i + 1)n/o⌉.
     *
     * @param windows how many, one a spatial axis or one for all
     * @return {@code [batch, channels, windows…]}
     */
    public Tensor adaptiveMaxPool(int... windows) {
        return Pooling.adaptiveMax(this, windows);
    }

    /**
     * Returns the mean of each of so many windows that part the spatial axes as evenly as may be: window i of o on n places is that from ⌊in/o⌋ to
     * ⌈(i + 1)n/o⌉.
     *
     * @param windows how many, one a spatial axis or one for all
     * @return {@code [batch, channels, windows…]}
     */
    public Tensor adaptiveAvgPool(int... windows) {
        return Pooling.adaptiveMean(this, windows);
    }

    // ------------------------------------------------------------------ order

    /**
     * Returns the places that put an axis in ascending order, equal elements as they were and NaN last.
     *
     * @param axis along which axis
     * @return int64 of this shape
     */
    public Tensor argsort(int axis) {
        return Sorting.argsort(this, axis, false);
    }

    /**
     * Returns the places that put an axis in order, equal elements as they were and NaN last.
     *
     * @param axis along which axis
     * @param descending whether the greatest comes first
     * @return int64 of this shape
     */
    public Tensor argsort(int axis, boolean descending) {
        return Sorting.argsort(this, axis, descending);
    }

    /**
     * Returns the elements of an axis in ascending order, NaN last.
     *
     * @param axis along which axis
     * @return a tensor of this shape
     */
    public Tensor sort(int axis) {
        return Sorting.sort(this, axis, false);
    }

    /**
     * Returns the elements of an axis in order, NaN last.
     *
     * @param axis along which axis
     * @param descending whether the greatest comes first
     * @return a tensor of this shape
     */
    public Tensor sort(int axis, boolean descending) {
        return Sorting.sort(this, axis, descending);
    }

    /**
     * The greatest elements of an axis and where they are.
     *
     * @param values the elements, the greatest first
     * @param places their places, of type int64
     */
    public record TopK(Tensor values, Tensor places) {}

    /**
     * Returns the greatest elements of an axis, the greatest first; of equal ones those that come first.
     *
     * @param k how many
     * @param axis along which axis
     * @return elements and places, both with the extent k there
     */
    public TopK topK(int k, int axis) {
        return Sorting.topK(this, k, axis);
    }

    /** {@return the element in the middle of all in ascending order, the mean of two if they are even in number; NaN if there is one} */
    public Tensor median() {
        return Sorting.median(flatten(), 0);
    }

    /**
     * Returns the element in the middle of an axis in ascending order, the mean of two if they are even in number; NaN if there is one.
     *
     * @param axis along which axis
     * @return the shape without this axis
     */
    public Tensor median(int axis) {
        return Sorting.median(this, axis);
    }

    /**
     * Returns the value below which a share of an axis lies, linear between neighbours in ascending order; NaN if there is one.
     *
     * @param q the share, from 0 to 1
     * @param axis along which axis
     * @return the shape without this axis
     */
    public Tensor quantile(double q, int axis) {
        return Sorting.quantile(this, q, axis);
    }

    /**
     * Returns the different elements in ascending order, NaN last and once. Their number is not known before, so this evaluates the tensor.
     *
     * @return a vector
     */
    public Tensor unique() {
        return Sorting.unique(this);
    }

    /**
     * Returns for each value how many elements of this vector, which is in ascending order, are less: where the value has to be inserted to keep the order.
     *
     * @param values the values
     * @return int64 of their shape
     */
    public Tensor searchSorted(Tensor values) {
        return Sorting.search(this, values, false);
    }

    /**
     * Returns for each value how many elements of this vector, which is in ascending order, are less, or less or equal.
     *
     * @param values the values
     * @param right whether equal elements are counted too
     * @return int64 of their shape
     */
    public Tensor searchSorted(Tensor values, boolean right) {
        return Sorting.search(this, values, right);
    }

    /**
     * Returns the line through given points at each element: linear between neighbours, constant beyond the first and the last.
     *
     * @param abscissas a vector in ascending order
     * @param ordinates a vector of as many
     * @return the ordinates at this, of its shape
     */
    public Tensor interp(Tensor abscissas, Tensor ordinates) {
        return Sorting.interp(this, abscissas, ordinates);
    }

    // ------------------------------------------------------------------ as Java values

    /**
     * Returns the only element.
     *
     * @return the element as a double; 1 for true and 0 for false
     * @throws IllegalArgumentException if there are several or none
     */
    public double item() {
        return Reading.item(this);
    }

    /**
     * Returns an element.
     *
     * @param places its place along each axis, negative from the end
     * @return the element as a double; 1 for true and 0 for false
     */
    public double item(int... places) {
        return Reading.item(this, places);
    }

    /**
     * Returns the only element, a whole number or a truth value.
     *
     * @return the element; 1 for true and 0 for false
     * @throws IllegalArgumentException if there are several or none, or it is a real number
     */
    public long itemLong() {
        return Reading.itemLong(this);
    }

    /**
     * Returns the only element, a truth value.
     *
     * @return the element
     * @throws IllegalArgumentException if there are several or none, or it is a number
     */
    public boolean itemBoolean() {
        return Reading.itemBoolean(this);
    }

    /**
     * Returns the elements as doubles.
     *
     * @return a new array of the elements in row-major order; whole numbers beyond 2⁵³ are rounded
     */
    public double[] toDoubleArray() {
        return Reading.doubles(this);
    }

    /**
     * Returns the elements as floats.
     *
     * @return a new array of the elements in row-major order; whole numbers beyond 2²⁴ are rounded
     * @throws IllegalArgumentException if they are of type float64
     */
    public float[] toFloatArray() {
        return Reading.floats(this);
    }

    /**
     * Returns the elements, whole numbers or truth values, as longs.
     *
     * @return a new array of the elements in row-major order
     * @throws IllegalArgumentException if they are real numbers
     */
    public long[] toLongArray() {
        return Reading.longs(this);
    }

    /**
     * Returns the elements, of type int32 or bool, as ints.
     *
     * @return a new array of the elements in row-major order
     * @throws IllegalArgumentException if they are of another type
     */
    public int[] toIntArray() {
        return Reading.ints(this);
    }

    /**
     * Returns the elements, truth values, as booleans.
     *
     * @return a new array of the elements in row-major order
     * @throws IllegalArgumentException if they are numbers
     */
    public boolean[] toBooleanArray() {
        return Reading.booleans(this);
    }

    /**
     * Returns the elements in nested arrays.
     *
     * @return a {@code double[]} of a vector of float64, a {@code double[][]} of a matrix, and so on; a boxed element of a tensor without axes
     */
    public Object toNestedArray() {
        return Reading.nested(this);
    }

    /**
     * Returns the elements in brackets as NumPy prints them, with the type unless it is float64, int64 or bool; asks for them. Of more than 1,000 the first and
     * last three along each axis are shown, and the shape. A tensor that has no value yet because its function is traced shows its type and shape.
     *
     * @return the tensor as text
     */
    @Override
    public String toString() {
        return Printing.of(this);
    }

    // ------------------------------------------------------------------

    /** Found by the service loader on first use. */
    static final class Service {
        static final Evaluator EVALUATOR = load(Evaluator.class);
        static final Backpropagator BACKPROPAGATOR = load(Backpropagator.class);

        private static <S> S load(Class<S> service) {
            return ServiceLoader.load(service, Tensor.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + service.getName() + " found, please report"));
        }
    }
}
