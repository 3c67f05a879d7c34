package org.wengert.program.lift;

import java.lang.invoke.MethodHandles;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Position;

/** Applies a derivative operator to a function of the intermediate representation; what the lifter asks when code differentiates. */
public interface Derivations {
    /**
     * Returns the derivative function.
     *
     * @param operator which operator
     * @param f the function: captured values first, then the operator's arguments
     * @param captured how many parameters of {@code f} are captured values, which are constants to this derivative
     * @param position where the operator is applied
     */
    Function derive(Operator operator, Function f, int captured, Position position);

    /**
     * Returns a full-privilege lookup in a class, next to which a class for the function objects of its lambdas is defined.
     *
     * @param host the class
     */
    MethodHandles.Lookup lookupIn(Class<?> host);
}
