package org.wengert.tensor;

import org.wengert.rule.Binary;

/** The functions between the layers of neural networks that are not in the calculus table. */
final class Activations {
    private static final double SQRT_TWO_BY_PI = Math.sqrt(2 / Math.PI);

    private Activations() {}

    /** Returns x·Φ(x). */
    static Tensor gelu(Tensor x) {
        return x.mul(x.normalCdf());
    }

    /** Returns ½x(1 + tanh(√(2/π)(x + 0.044715x³))). */
    static Tensor geluTanh(Tensor x) {
        Tensor cubic = x.square().mul(0.044715).add(1).mul(x);
        return x.mul(0.5).mul(cubic.mul(SQRT_TWO_BY_PI).tanh().add(1));
    }

    /** Returns x where x &gt; 0, else α(eˣ − 1). */
    static Tensor elu(Tensor x, double alpha) {
        return where(x, x, x.expm1().mul(alpha));
    }

    /** Returns x where x &gt; 0, else αx. */
    static Tensor leakyRelu(Tensor x, double slope) {
        return where(x, x, x.mul(slope));
    }

    /** Returns x where x &gt; 0, else ax for a tensor a. */
    static Tensor prelu(Tensor x, Tensor slope) {
        return where(x, x, x.mul(slope));
    }

    /** Returns λx where x &gt; 0, else λα(eˣ − 1). */
    static Tensor selu(Tensor x) {
        return elu(x, 1.6732632423543772).mul(1.0507009873554805);
    }

    /** Returns max(x, 0) + min(α(e^(x/α) − 1), 0). */
    static Tensor celu(Tensor x, double alpha) {
        return where(x, x, x.div(alpha).expm1().mul(alpha));
    }

    /** Returns x·tanh(ln(1 + eˣ)). */
    static Tensor mish(Tensor x) {
        return x.mul(x.softplus().tanh());
    }

    /** Returns x/(1 + |x|). */
    static Tensor softsign(Tensor x) {
        return x.div(x.abs().add(1));
    }

    /** Returns x + 3 held between 0 and 6, by 6. */
    static Tensor hardSigmoid(Tensor x) {
        return x.add(3).relu6().div(6);
    }

    /** Returns x times {@link #hardSigmoid}. */
    static Tensor hardSwish(Tensor x) {
        return x.mul(hardSigmoid(x));
    }

    /** Returns (eˣ) over its sum along an axis, without overflow. */
    static Tensor softmax(Tensor x, int axis) {
        Tensor e = shifted(x, axis, "softmax").exp();
        return e.div(e.sum(axis, true));
    }

    /** Returns x − ln Σ eˣ along an axis, without overflow. */
    static Tensor logSoftmax(Tensor x, int axis) {
        Tensor z = shifted(x, axis, "logSoftmax");
        return z.sub(z.exp().sum(axis, true).log());
    }

    private static Tensor shifted(Tensor x, int axis, String name) {
        if (!x.dtype().isFloating()) {
            throw Origin.illegal(
                    name + " is a function of real numbers, but its operand is " + Elementwise.text(x) + ".",
                    "Cast it first, for example with x.to(FLOAT64).");
        }
        if (x.shape().extent(axis) == 0) {
            return x;
        }
        return Elementwise.apply(Binary.SUB, x, Primitives.stopGradient(x.max(axis, true)));
    }

    /** Where x is 0 the second holds: of the slopes on its two sides the smaller one, as long as that is the second's. */
    private static Tensor where(Tensor x, Tensor positive, Tensor negative) {
        return Tensor.where(x.gt(0), positive, negative);
    }
}
