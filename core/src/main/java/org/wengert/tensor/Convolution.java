package org.wengert.tensor;

/**
 * The geometry of a convolution of images {@code [batch, in, X…]} with kernels {@code [out, in/groups, W…]} to {@code [batch, out, Y…]}, where
 * Y = (X + low + high − dilation·(W − 1) − 1) div stride + 1 along each spatial axis. As everywhere in deep learning the kernel is not
 * turned round.
 *
 * @param image the shape of the images
 * @param kernel the shape of the kernels
 * @param stride how far apart the windows start, one a spatial axis
 * @param low zeros before the first place, one a spatial axis
 * @param high zeros after the last place, one a spatial axis
 * @param dilation how far apart the neighbours in a window are, one a spatial axis
 * @param groups into how many groups channels fall that do not see each other
 */
public record Convolution(
        Shape image, Shape kernel, Indices stride, Indices low, Indices high, Indices dilation, int groups) {
    /** Checks that the shapes go together. */
    public Convolution {
        int spatial = image.rank() - 2;
        if (spatial < 1 || kernel.rank() != image.rank()) {
            throw Origin.illegal(
                    "A convolution needs images [batch, in, X...] and kernels [out, in/groups, W...]"
                            + " of the same rank, at least 3, but the images have the shape " + image
                            + " and the kernels " + kernel + ".",
                    "A single image becomes a batch of one by x.expandDims(0).");
        }
        if (stride.length() != spatial
                || low.length() != spatial
                || high.length() != spatial
                || dilation.length() != spatial) {
            throw Origin.illegal(
                    "A convolution of images " + image + " has " + spatial + " spatial axes, but stride " + stride
                            + ", padding " + low + " and " + high + ", dilation " + dilation + ".",
                    "Give " + spatial + " numbers each, or one for all axes.");
        }
        if (groups < 1 || image.extent(1) != kernel.extent(1) * groups || kernel.extent(0) % groups != 0) {
            throw Origin.illegal(
                    "Images " + image + " with " + image.extent(1) + " channels and kernels " + kernel
                            + " do not go together in " + groups + " groups.",
                    "Kernels need the shape [out, " + image.extent(1) + "/" + groups + ", ...] with out a multiple of "
                            + groups + ".");
        }
        for (int i = 0; i < spatial; i++) {
            if (stride.get(i) < 1 || dilation.get(i) < 1 || low.get(i) < 0 || high.get(i) < 0) {
                throw Origin.illegal(
                        "A convolution of images " + image + " cannot have stride " + stride + ", dilation " + dilation
                                + ", padding " + low + " and " + high + ".",
                        "Stride and dilation are at least 1 and padding at least 0.");
            }
            int padded = image.extent(i + 2) + low.get(i) + high.get(i);
            if (dilation.get(i) * (kernel.extent(i + 2) - 1) + 1 > padded) {
                throw Origin.illegal(
                        "Kernels " + kernel + " with dilation " + dilation + " are larger than images " + image
                                + " with padding " + low + " and " + high + ".",
                        "Pad more, or make the kernels smaller.");
            }
        }
    }

    /**
     * Returns the number of spatial axes.
     *
     * @return 1, 2, 3, …
     */
    public int spatial() {
        return image.rank() - 2;
    }

    /**
     * Returns the shape of what the convolution gives.
     *
     * @return {@code [batch, out, Y…]}
     */
    public Shape output() {
        int[] extents = new int[image.rank()];
        extents[0] = image.extent(0);
        extents[1] = kernel.extent(0);
        for (int i = 0; i < spatial(); i++) {
            int padded = image.extent(i + 2) + low.get(i) + high.get(i);
            extents[i + 2] = (padded - dilation.get(i) * (kernel.extent(i + 2) - 1) - 1) / stride.get(i) + 1;
        }
        return Shape.of(extents);
    }

    /**
     * Returns the shape of one of the three variables.
     *
     * @param role which
     * @return its shape
     */
    public Shape shape(Op.Role role) {
        return switch (role) {
            case OUTPUT -> output();
            case IMAGE -> image;
            case KERNEL -> kernel;
        };
    }
}
