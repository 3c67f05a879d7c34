package org.wengert.backend;

import org.wengert.tensor.Convolution;
import org.wengert.tensor.Op;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;

/**
 * The meaning of ops that are sums of products, linear in each input. Products and sums are made in float64 and the sum is rounded once, or in
 * int64 and cut off: the sums that are given are zeros of that type, and come back as the result.
 */
final class Contractions {
    private Contractions() {}

    /** z[b, m, n] = Σₖ x[b, m, k]·y[b, k, n]. */
    static Storage matmul(Storage x, Shape xShape, Storage y, Shape yShape, Storage sums) {
        int m = xShape.extent(-2);
        int k = xShape.extent(-1);
        int n = yShape.extent(-1);
        int batch = xShape.part(0, xShape.rank() - 2).size();
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int l = 0; l < k; l++) {
                        addProduct(sums, (b * m + i) * n + j, x, (b * m + i) * k + l, y, (b * k + l) * n + j);
                    }
                }
            }
        }
        return sums;
    }

    /**
     * The partial derivative by one of its three arguments of the trilinear form
     *
     * <pre>  F(x, w, y) = Σ x[b, g·C + c, p·stride + q·dilation − low]·w[g·O + o, c, q]·y[b, g·O + o, p]</pre>
     *
     * over images b, groups g, channels c &lt; C and o &lt; O of a group, places q of the kernel and p of the output, as far as the place in the
     * image is there. Every term is a product of three elements: that of the variable is left out, and the product of the others is added
     * at its place.
     */
    static Storage conv(Op.Conv op, Storage first, Storage second, Storage sums) {
        Convolution geometry = op.geometry();
        int channels = geometry.kernel().extent(1);
        int outputs = geometry.kernel().extent(0) / geometry.groups();
        int spatial = geometry.spatial();
        Shape image = geometry.image().part(2, spatial + 2);
        Shape kernel = geometry.kernel().part(2, spatial + 2);
        Shape output = geometry.output().part(2, spatial + 2);
        for (int b = 0; b < geometry.image().extent(0); b++) {
            for (int g = 0; g < geometry.groups(); g++) {
                for (int o = g * outputs; o < (g + 1) * outputs; o++) {
                    for (int c = 0; c < channels; c++) {
                        int xBlock = (b * geometry.image().extent(1) + g * channels + c) * image.size();
                        int wBlock = (o * channels + c) * kernel.size();
                        int yBlock = (b * geometry.kernel().extent(0) + o) * output.size();
                        for (int p = 0; p < output.size(); p++) {
                            for (int q = 0; q < kernel.size(); q++) {
                                int seen = imagePlace(geometry, image, kernel, output, p, q);
                                if (seen >= 0) {
                                    int x = xBlock + seen;
                                    int w = wBlock + q;
                                    int y = yBlock + p;
                                    switch (op.role()) {
                                        case OUTPUT -> addProduct(sums, y, first, x, second, w);
                                        case IMAGE -> addProduct(sums, x, first, w, second, y);
                                        case KERNEL -> addProduct(sums, w, first, x, second, y);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return sums;
    }

    /** The place in a channel of the image that output place p sees through kernel place q; −1 in the padding. */
    private static int imagePlace(Convolution geometry, Shape image, Shape kernel, Shape output, int p, int q) {
        int place = 0;
        int stride = 1;
        for (int i = geometry.spatial() - 1; i >= 0; i--) {
            int pi = p % output.extent(i);
            int qi = q % kernel.extent(i);
            p /= output.extent(i);
            q /= kernel.extent(i);
            int xi = pi * geometry.stride().get(i)
                    + qi * geometry.dilation().get(i)
                    - geometry.low().get(i);
            if (xi < 0 || xi >= image.extent(i)) {
                return -1;
            }
            place += xi * stride;
            stride *= image.extent(i);
        }
        return place;
    }

    private static void addProduct(Storage sums, int place, Storage x, int i, Storage y, int j) {
        if (sums instanceof Storage.Doubles(double[] s)) {
            s[place] += x.getDouble(i) * y.getDouble(j);
        } else {
            sums.set(place, sums.getLong(place) + x.getLong(i) * y.getLong(j));
        }
    }
}
