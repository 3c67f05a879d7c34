package org.wengert.tensor;

/** Tensors as text, as NumPy prints arrays. */
final class Printing {
    private Printing() {}

    static String of(Tensor x) {
        return x.dtype().toString() + x.shape();
    }
}
