package org.wengert.backend.cpu;

import org.wengert.tensor.Convolution;

/** Which places of an image the places of the output see through each place of a kernel, as stretches along the last axis. */
final class ImagePlaces {
    /** Takes a stretch. */
    interface Stretch {
        /** Takes n elements from a place of the image on, a step apart, which output places i, i + 1, … after the first see. */
        void accept(int place, int step, int i, int n);
    }

    private final int spatial;
    private final int[] image;
    private final int[] kernel;
    private final int[] output;
    private final int[] stride;
    private final int[] dilation;
    private final int[] low;
    /** Elements of a channel of the images, of the kernels and of the outputs. */
    final int imageSize;

    final int kernelSize;
    final int outputSize;

    ImagePlaces(Convolution c) {
        this.spatial = c.spatial();
        this.image = c.image().part(2, spatial + 2).toArray();
        this.kernel = c.kernel().part(2, spatial + 2).toArray();
        this.output = c.output().part(2, spatial + 2).toArray();
        this.stride = c.stride().toArray();
        this.dilation = c.dilation().toArray();
        this.low = c.low().toArray();
        this.imageSize = c.image().part(2, spatial + 2).size();
        this.kernelSize = c.kernel().part(2, spatial + 2).size();
        this.outputSize = c.output().part(2, spatial + 2).size();
    }

    /** Visits what output places first, first + 1, … see through a place of the kernel, leaving out what lies in the padding. */
    void visit(int kernelPlace, int first, int count, Stretch visitor) {
        int last = spatial - 1;
        int[] shift = new int[spatial];
        int[] at = new int[spatial];
        int q = kernelPlace;
        int p = first;
        for (int d = last; d >= 0; d--) {
            shift[d] = q % kernel[d] * dilation[d] - low[d];
            q /= kernel[d];
            at[d] = p % output[d];
            p /= output[d];
        }
        int done = 0;
        while (done < count) {
            int n = Math.min(count - done, output[last] - at[last]);
            int row = row(at, shift);
            if (row >= 0) {
                int start = at[last] * stride[last] + shift[last];
                int from = start >= 0 ? 0 : (-start + stride[last] - 1) / stride[last];
                int room = image[last] - 1 - start;
                int to = room < 0 ? 0 : Math.min(n, room / stride[last] + 1);
                if (from < to) {
                    visitor.accept(
                            row * image[last] + start + from * stride[last], stride[last], done + from, to - from);
                }
            }
            done += n;
            at[last] = 0;
            for (int d = last - 1; d >= 0 && ++at[d] == output[d]; d--) {
                at[d] = 0;
            }
        }
    }

    /** The number of the image's line that is seen; −1 if it lies in the padding. */
    private int row(int[] at, int[] shift) {
        int row = 0;
        for (int d = 0; d < spatial - 1; d++) {
            int x = at[d] * stride[d] + shift[d];
            if (x < 0 || x >= image[d]) {
                return -1;
            }
            row = row * image[d] + x;
        }
        return row;
    }
}
