package org.wengert.tensor;

/** Convolutions of images {@code [batch, channels, X…]} and their transposes. */
final class Convolutions {
    private Convolutions() {}

    static Tensor conv(Tensor x, Tensor kernel, Sliding sliding) {
        DType dtype = check(x, kernel, "conv");
        Sliding s = sliding.on(spatial(x.shape()), spatial(kernel.shape()));
        Convolution geometry =
                new Convolution(x.shape(), kernel.shape(), s.stride(), s.low(), s.high(), s.dilation(), s.groups());
        return Primitives.conv(geometry, Op.Role.OUTPUT, Primitives.cast(x, dtype), Primitives.cast(kernel, dtype));
    }

    /** Returns the convolution of images of a given number of spatial axes. */
    static Tensor conv(int rank, Tensor x, Tensor kernel, Sliding sliding) {
        checkRank("conv", rank, x, kernel);
        return conv(x, kernel, sliding);
    }

    /**
     * Returns the transpose of a convolution with kernels {@code [in, out/groups, W…]}: images {@code [batch, out, Z…]} with
     * Z = (X − 1)·stride − low − high + dilation·(W − 1) + more + 1; of Z = X·stride if the padding is to keep the size.
     */
    static Tensor transposed(Tensor x, Tensor kernel, Sliding sliding, int[] more) {
        DType dtype = check(x, kernel, "convTranspose");
        int rank = x.rank() - 2;
        Shape small = spatial(x.shape());
        Shape window = spatial(kernel.shape());
        Sliding s = sliding.isSame() ? same(sliding, small, window) : sliding.on(small, window);
        int[] image = new int[x.rank()];
        image[0] = x.shape().extent(0);
        image[1] = kernel.shape().extent(1) * s.groups();
        boolean fits = s.stride().length() == rank
                && s.low().length() == rank
                && s.high().length() == rank
                && s.dilation().length() == rank
                && (more.length == rank || more.length == 1)
                && s.groups() >= 1
                && kernel.shape().extent(0) == x.shape().extent(1)
                && kernel.shape().extent(0) % s.groups() == 0;
        for (int i = 0; fits && i < rank; i++) {
            int extra = more.length == 1 ? more[0] : more[i];
            image[i + 2] = (small.extent(i) - 1) * s.stride().get(i)
                    - s.low().get(i)
                    - s.high().get(i)
                    + s.dilation().get(i) * (window.extent(i) - 1)
                    + extra
                    + 1;
            fits = image[i + 2] >= 0
                    && extra >= 0
                    && extra < Math.max(1, s.stride().get(i))
                    && s.stride().get(i) >= 1;
        }
        if (!fits) {
            throw Origin.illegal(
                    "A transposed convolution of images " + x.shape() + " with kernels " + kernel.shape()
                            + " cannot have stride "
                            + s.stride() + ", padding " + s.low() + " and " + s.high() + ", dilation " + s.dilation()
                            + ", output padding " + Indices.of(more) + " and " + s.groups() + " groups.",
                    "Kernels need the shape [" + x.shape().extent(1)
                            + ", out/groups, ...], and the output padding is at least 0 and less than the stride.");
        }
        Convolution geometry = new Convolution(
                Shape.of(image), kernel.shape(), s.stride(), s.low(), s.high(), s.dilation(), s.groups());
        return Primitives.conv(geometry, Op.Role.IMAGE, Primitives.cast(kernel, dtype), Primitives.cast(x, dtype));
    }

    /** Returns the transpose of a convolution of images of a given number of spatial axes. */
    static Tensor transposed(int rank, Tensor x, Tensor kernel, Sliding sliding, int[] more) {
        checkRank("convTranspose", rank, x, kernel);
        return transposed(x, kernel, sliding, more);
    }

    /** Returns the padding with which a convolution of images of X·stride places gives X. */
    private static Sliding same(Sliding sliding, Shape small, Shape window) {
        int rank = small.rank();
        Indices stride = sliding.stride().length() == 1
                ? Indices.repeat(rank, sliding.stride().get(0))
                : sliding.stride();
        int[] image = new int[rank];
        for (int i = 0; i < rank && stride.length() == rank; i++) {
            image[i] = small.extent(i) * stride.get(i);
        }
        return sliding.on(Shape.of(image), window);
    }

    private static Shape spatial(Shape shape) {
        return shape.part(2, shape.rank());
    }

    private static DType check(Tensor x, Tensor kernel, String name) {
        if (x.rank() < 3 || kernel.rank() != x.rank()) {
            throw Origin.illegal(
                    name
                            + " needs images [batch, in, X...] and kernels of the same rank, at least 3, but they have the shapes "
                            + x.shape() + " and " + kernel.shape() + ".",
                    "A single image becomes a batch of one by x.expandDims(0).");
        }
        DType dtype = x.dtype().common(kernel.dtype());
        if (dtype == DType.BOOL) {
            throw Origin.illegal(
                    name + " is a function of numbers, but its operands are " + Elementwise.text(x) + " and "
                            + Elementwise.text(kernel) + ".",
                    "Cast them first, for example with x.to(FLOAT64).");
        }
        return dtype;
    }

    private static void checkRank(String name, int rank, Tensor x, Tensor kernel) {
        if (x.rank() != rank + 2 || kernel.rank() != rank + 2) {
            throw Origin.illegal(
                    name + rank + "d needs images and kernels of rank " + (rank + 2) + ", but they have the shapes "
                            + x.shape() + " and " + kernel.shape() + ".",
                    "A single image becomes a batch of one by x.expandDims(0).");
        }
    }
}
