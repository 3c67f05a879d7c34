package org.wengert;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;

/**
 * A method, known by reflection only, with its derivatives: the door for frameworks, tools and the command line.
 *
 * <p>Real numbers are numbered across all arguments in order (a {@code double} is one, a {@code double[]} its elements, a record its
 * components in order, …); integers, strings and whatever else has no real leaves are constants. The value's real numbers
 * are numbered in the same way. Thread-safe.
 *
 * <p>A parameter whose declared type does not tell of real numbers ({@code Object}, {@code Number}, an interface, an ordinary class) is a
 * constant; an argument for it that is a real number, or an array, record, list or map with one, is refused with an
 * {@link IllegalArgumentException}, and so is a boxed {@code Float}. Arguments are variables of their own even where they are the same array.
 */
public interface Differentiable {
    /**
     * Returns the value as the method itself returns it.
     *
     * @param arguments the receiver first if the method is not static
     * @return the value, boxed
     */
    Object value(Object... arguments);

    /**
     * Returns the gradient of a method whose value is one number: for every argument a tree like it, null for a constant. A value declared as
     * {@code Double} has no place for an adjoint, so that its gradient is computed in forward mode, one run for each real number.
     *
     * @param mode forward or reverse
     * @param arguments the receiver first if the method is not static
     * @return ∂value/∂argument, one for each argument
     * @throws IllegalArgumentException if the value is not one number, or if a record's constructor rejects or changes its gradient
     */
    Object[] gradient(Mode mode, Object... arguments);

    /**
     * Returns the Jacobian, {@code [m, n]}, in the order of the flattened value and arguments.
     *
     * @param mode forward or reverse
     * @param arguments the receiver first if the method is not static
     * @return the Jacobian
     */
    double[][] jacobian(Mode mode, Object... arguments);

    /**
     * Returns the Hessian of a method whose value is one number, {@code [n, n]}, in the order of the flattened arguments.
     *
     * @param arguments the receiver first if the method is not static
     * @return the Hessian
     */
    double[][] hessian(Object... arguments);

    /**
     * Returns the generated derivative as text.
     *
     * @param form the form
     * @param mode forward or reverse
     * @return the text
     */
    String show(Form form, Mode mode);

    /** The forms in which a generated derivative can be read. */
    enum Form {
        /** The intermediate representation. */
        IR,
        /** Instructions of the Java virtual machine. */
        BYTECODE,
        /** Java source. */
        JAVA
    }

    /**
     * Returns the method with its derivatives.
     *
     * @param lookup with access to the method's class
     * @param method the method
     * @return the method with its derivatives
     * @throws UnsupportedOperationException if its code uses what cannot be differentiated, with the line and the remedy
     */
    static Differentiable of(Lookup lookup, Method method) {
        return Operators.reflective(lookup, method);
    }
}
