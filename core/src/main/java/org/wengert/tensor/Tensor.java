package org.wengert.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;

/**
 * An n-dimensional array of numbers or truth values, computed when its elements are asked for. Immutable.
 *
 * <p>A tensor is a node of a graph: an {@link Op}, the tensors it is applied to, a {@link Shape} and a {@link DType}. Operations make new nodes and compute
 * nothing; asking for elements computes the node and what it needs, all at once.
 */
public final class Tensor {
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
        return trace() != null;
    }

    @Nullable
    Trace trace() {
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
                throw new UnsupportedOperationException(
                        "The elements of a tensor are asked for while its function is traced by vmap or compile, when it has none"
                                + " yet. Choose by Tensor.where(condition, a, b) instead of if, or leave this part out of the"
                                + " traced function.");
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
        if (inputs.length > 0 && trace() == null) {
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
            throw new IllegalArgumentException("Only real numbers have gradients, but this is " + dtype + shape
                    + ". Cast it first, for example with x.to(FLOAT64).");
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
            throw new IllegalArgumentException("backward() needs one number, but this has the shape " + shape
                    + ". Reduce it first, for example with y.sum(), or give a cotangent: y.backward(yBar).");
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
            throw new IllegalArgumentException("The cotangent must be like the tensor, " + dtype + shape + ", but is "
                    + cotangent.dtype + cotangent.shape + ".");
        }
        List<Tensor> variables = Service.BACKPROPAGATOR.variables(this);
        if (variables.isEmpty()) {
            throw new IllegalArgumentException(
                    "backward() finds nothing to add gradients to: no tensor that this one depends on"
                            + " requires a gradient. Call w = w.requiresGrad() before w is used.");
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
