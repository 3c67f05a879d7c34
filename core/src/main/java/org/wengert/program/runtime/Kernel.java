package org.wengert.program.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A generated function as its caller sees it: stateless, safe for any number of threads at once.
 *
 * <p>Its parameters are the captured values followed by the arguments. {@link #invoke} is always there; of the other
 * methods a kernel implements those whose shape is that of its function, and the rest throw {@link AssertionError}.
 */
public abstract class Kernel {
    /** For generated classes. */
    protected Kernel() {}

    /**
     * Returns the value of a function of one number.
     *
     * @param captured the captured values, boxed
     * @param x the argument
     * @return its value
     */
    public double scalar(@Nullable Object[] captured, double x) {
        throw otherShape("scalar");
    }

    /**
     * Returns the value of a function of two numbers.
     *
     * @param captured the captured values, boxed
     * @param x the first argument
     * @param y the second argument
     * @return its value
     */
    public double scalar2(@Nullable Object[] captured, double x, double y) {
        throw otherShape("scalar2");
    }

    /**
     * Returns the value of a function of an array.
     *
     * @param captured the captured values, boxed
     * @param x the argument
     * @return its value
     */
    public double field(@Nullable Object[] captured, double[] x) {
        throw otherShape("field");
    }

    /**
     * Returns the value of a function of an array that writes a second one, such as a gradient.
     *
     * @param captured the captured values, boxed
     * @param x the argument
     * @param out what the function fills
     * @return its value
     */
    public double field(@Nullable Object[] captured, double[] x, double[] out) {
        throw otherShape("field");
    }

    /**
     * Returns the value of a function of two arrays that writes a third one, such as a Hessian-vector product.
     *
     * @param captured the captured values, boxed
     * @param x the argument
     * @param v a direction
     * @param out what the function fills
     * @return its value
     */
    public double field(@Nullable Object[] captured, double[] x, double[] v, double[] out) {
        throw otherShape("field");
    }

    /**
     * Returns the value of a function from array to array.
     *
     * @param captured the captured values, boxed
     * @param x the argument
     * @return its value
     */
    public double[] map(@Nullable Object[] captured, double[] x) {
        throw otherShape("map");
    }

    /**
     * Returns the value of a function of two arrays, such as a Jacobian-vector product.
     *
     * @param captured the captured values, boxed
     * @param x the argument
     * @param v a direction
     * @return its value
     */
    public double[] map(@Nullable Object[] captured, double[] x, double[] v) {
        throw otherShape("map");
    }

    /**
     * Returns the value of the function, whatever its shape.
     *
     * @param arguments captured values, then arguments, boxed
     * @return the boxed result; an {@code Object[]} of them when there are several; null when there is none
     */
    public abstract @Nullable Object invoke(@Nullable Object[] arguments);

    private static AssertionError otherShape(String method) {
        return new AssertionError(
                "This kernel has another shape than ".concat(method).concat(" (please report)."));
    }
}
