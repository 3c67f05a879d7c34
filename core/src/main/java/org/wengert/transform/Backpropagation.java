package org.wengert.transform;

import java.util.List;
import org.wengert.tensor.Backpropagator;
import org.wengert.tensor.Tensor;

/** Reverse mode for {@code backward()}. */
public final class Backpropagation implements Backpropagator {
    @Override
    public List<Tensor> variables(Tensor output) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public List<Tensor> vjp(Tensor output, Tensor cotangent, List<Tensor> inputs) {
        throw new UnsupportedOperationException("not yet");
    }
}
