package org.wengert.transform;

import org.wengert.rule.Algebra;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/** The calculus table over tensors of one shape and type. */
final class TensorAlgebra implements Algebra<Tensor> {
    /** The structural zero, told by identity. */
    private static final Tensor ZERO = Primitives.fill(0, Shape.SCALAR, DType.FLOAT64);

    private final Tensor like;
    private final Tensor[] operands;
    private final boolean[] isActive;

    /**
     * @param like a tensor of the shape and type
     * @param operands the arguments of the function whose derivative is asked for
     * @param isActive which of them vary
     */
    TensorAlgebra(Tensor like, Tensor[] operands, boolean[] isActive) {
        this.like = like;
        this.operands = operands;
        this.isActive = isActive;
    }

    @Override
    public Tensor constant(double c) {
        return Primitives.fillLike(c, like);
    }

    @Override
    public Tensor zero() {
        return ZERO;
    }

    @Override
    public boolean isZero(Tensor v) {
        return v == ZERO;
    }

    @Override
    public Tensor apply(Unary f, Tensor x) {
        return Primitives.map(f, x);
    }

    @Override
    public Tensor apply(Binary f, Tensor x, Tensor y) {
        return Primitives.map(f, x, y);
    }

    @Override
    public Tensor apply(Ternary f, Tensor x, Tensor y, Tensor z) {
        return Primitives.map(f, x, y, z);
    }

    @Override
    public double constantValue(Tensor v) {
        return Primitives.knownValue(v);
    }

    @Override
    public boolean isActive(Tensor v) {
        for (int i = 0; i < operands.length; i++) {
            if (operands[i] == v && isActive[i]) {
                return true;
            }
        }
        return false;
    }
}
