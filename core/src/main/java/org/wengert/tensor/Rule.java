package org.wengert.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of a function of tensors, given by hand, in one of the two modes; the other mode is its transpose. It is written in tensor
 * operations, so it is differentiated again for higher orders.
 */
public sealed interface Rule {
    /** A derivative given in forward mode. */
    @FunctionalInterface
    non-sealed interface Forward extends Rule {
        /**
         * Returns the tangent of the value. It must be linear in the tangents.
         *
         * @param inputs the inputs
         * @param output the value
         * @param tangents a tangent of each input, null for one that does not vary
         * @return the tangent, of the value's shape and type
         */
        Tensor jvp(List<Tensor> inputs, Tensor output, List<@Nullable Tensor> tangents);
    }

    /** A derivative given in reverse mode. */
    @FunctionalInterface
    non-sealed interface Reverse extends Rule {
        /**
         * Returns the cotangents of the inputs. They must be linear in the cotangent of the value.
         *
         * @param inputs the inputs
         * @param output the value
         * @param cotangent the cotangent of the value
         * @return the cotangent of each input, of its shape and type; null for an input on which the value does not depend
         */
        List<@Nullable Tensor> vjp(List<Tensor> inputs, Tensor output, Tensor cotangent);
    }
}
