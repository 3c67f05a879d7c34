package org.wengert.transform;

import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Tensor;

/**
 * A cotangent and where it may differ from 0 at all. Where it may not, because the value was not chosen by a {@code where}, not part of a slice,
 * not gathered, it is a structural zero: it stays 0 against an infinite or undefined derivative, while a zero that was computed gives NaN there.
 *
 * @param value the cotangent
 * @param mask truth values of its shape; null if it may differ from 0 everywhere
 */
record Cotangent(Tensor value, @Nullable Tensor mask) {
    /** Returns w ⊙ this. */
    Cotangent times(@Nullable Tensor weight) {
        if (weight == null) {
            return this;
        }
        double known = Primitives.knownValue(weight);
        Tensor product = known == -1 ? Primitives.map(Unary.NEG, value) : Primitives.map(Binary.MUL, value, weight);
        if (mask == null || Double.isFinite(known)) {
            return new Cotangent(product, mask);
        }
        return new Cotangent(Primitives.where(mask, product, Primitives.fillLike(0, product)), mask);
    }

    /** Returns the sum. */
    Cotangent plus(Cotangent other) {
        return new Cotangent(
                Primitives.map(Binary.ADD, value, other.value),
                mask == null || other.mask == null ? null : Primitives.bits(Op.Bitwise.OR, mask, other.mask));
    }

    /** Returns the mask, all true where there is none. */
    Tensor maskOrTrue() {
        return mask == null ? Primitives.fill(1, value.shape(), DType.BOOL) : mask;
    }
}
