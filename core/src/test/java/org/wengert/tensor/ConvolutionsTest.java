package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.counting;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConvolutionsTest {
    @Test
    void sobelOfARamp() {
        Tensor x = counting(1, 1, 4, 4).add(1);
        Tensor sobel = Tensor.of(new double[][][][] {{{{1, 0, -1}, {2, 0, -2}, {1, 0, -1}}}});
        assertElements(x.conv2d(sobel), Shape.of(1, 1, 2, 2), -8, -8, -8, -8);
    }

    @Test
    void aDilatedKernelSkipsPlaces() {
        Tensor x = Tensor.vector(1, 2, 3, 4, 5).reshape(1, 1, 5);
        Tensor k = Tensor.vector(1, 10).reshape(1, 1, 2);
        assertElements(x.conv1d(k, Sliding.valid().dilation(2)), Shape.of(1, 1, 3), 31, 42, 53);
    }

    /** ⟨conv(x, w), y⟩ of random geometries, term by term, gives the convolution and its transpose. */
    @Test
    void randomConvolutionsAreSumsOfProducts() {
        SplittableRandom random = new SplittableRandom(8);
        for (int n = 0; n < 60; n++) {
            int spatial = random.nextInt(1, 4);
            int groups = random.nextInt(1, 3);
            int in = groups * random.nextInt(1, 3);
            int out = groups * random.nextInt(1, 3);
            int[] stride = random.ints(spatial, 1, 4).toArray();
            int[] dilation = random.ints(spatial, 1, 3).toArray();
            int[] low = random.ints(spatial, 0, 3).toArray();
            int[] high = random.ints(spatial, 0, 3).toArray();
            int[] kernel = random.ints(spatial, 1, 4).toArray();
            int[] image = new int[spatial];
            for (int i = 0; i < spatial; i++) {
                image[i] = Math.max(1, dilation[i] * (kernel[i] - 1) + 1 - low[i] - high[i]) + random.nextInt(4);
            }
            Tensor x = Values.random(random, join(new int[] {2, in}, image));
            Tensor w = Values.random(random, join(new int[] {out, in / groups}, kernel));
            Sliding sliding =
                    Sliding.padded(low, high).stride(stride).dilation(dilation).groups(groups);
            Tensor y = switch (spatial) {
                case 1 -> x.conv1d(w, sliding);
                case 2 -> x.conv2d(w, sliding);
                default -> x.conv3d(w, sliding);
            };
            Tensor back = Values.random(random, y.shape().toArray());
            double[] sums = new double[y.size()];
            double[] scattered = new double[x.size()];
            forEach(
                    y.shape(),
                    yi -> forEach(w.shape().part(1, w.rank()), wi -> {
                        int[] xi = new int[x.rank()];
                        xi[0] = yi[0];
                        xi[1] = yi[1] / (out / groups) * (in / groups) + wi[0];
                        for (int i = 0; i < spatial; i++) {
                            xi[i + 2] = yi[i + 2] * stride[i] + wi[i + 1] * dilation[i] - low[i];
                            if (xi[i + 2] < 0 || xi[i + 2] >= image[i]) {
                                return;
                            }
                        }
                        double weight = w.item(join(new int[] {yi[1]}, wi));
                        sums[place(y.shape(), yi)] += x.item(xi) * weight;
                        scattered[place(x.shape(), xi)] += back.item(yi) * weight;
                    }));
            assertElements(y, y.shape(), sums);

            int[] more = new int[spatial];
            for (int i = 0; i < spatial; i++) {
                int whole = (y.shape().extent(i + 2) - 1) * stride[i]
                        - low[i]
                        - high[i]
                        + dilation[i] * (kernel[i] - 1)
                        + 1;
                more[i] = image[i] - whole;
            }
            Tensor transposed = switch (spatial) {
                case 1 -> back.convTranspose1d(w, sliding, more);
                case 2 -> back.convTranspose2d(w, sliding, more);
                default -> back.convTranspose3d(w, sliding, more);
            };
            assertElements(transposed, x.shape(), scattered);
        }
    }

    private interface Visitor {
        void at(int[] index);
    }

    private static void forEach(Shape shape, Visitor visitor) {
        int[] strides = shape.strides();
        for (int i = 0; i < shape.size(); i++) {
            int[] index = new int[strides.length];
            for (int a = 0; a < strides.length; a++) {
                index[a] = i / strides[a] % shape.extent(a);
            }
            visitor.at(index);
        }
    }

    private static int place(Shape shape, int[] index) {
        int place = 0;
        for (int i = 0; i < index.length; i++) {
            place = place * shape.extent(i) + index[i];
        }
        return place;
    }

    private static int[] join(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void paddingToTheSameSize() {
        Tensor x = counting(1, 1, 5, 6);
        Tensor k = Tensor.ones(1, 1, 3, 2);
        assertThat(x.conv2d(k, Sliding.same()).shape()).isEqualTo(x.shape());
        assertThat(x.conv2d(k, Sliding.same().stride(2)).shape()).isEqualTo(Shape.of(1, 1, 3, 3));
        assertThat(x.conv2d(k, Sliding.same().dilation(2)).shape()).isEqualTo(x.shape());
        assertThat(x.convTranspose2d(k, Sliding.same().stride(2)).shape()).isEqualTo(Shape.of(1, 1, 10, 12));
        // the odd place of the padding comes last
        Tensor line = Tensor.vector(1, 2, 3).reshape(1, 1, 3);
        assertElements(line.conv1d(Tensor.ones(1, 1, 2), Sliding.same()), Shape.of(1, 1, 3), 3, 5, 3);
    }

    @Test
    void shapesThatDoNotFitAreBothNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(3, 8, 8).conv2d(Tensor.zeros(4, 3, 3, 3)))
                .withMessageStartingWith(
                        "conv2d needs images and kernels of rank 4, but they have the shapes [3, 8, 8] and [4, 3,"
                                + " 3, 3]. A single image becomes a batch of one by x.expandDims(0).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(1, 3, 8, 8).conv2d(Tensor.zeros(4, 2, 3, 3)))
                .withMessageStartingWith(
                        "Images [1, 3, 8, 8] with 3 channels and kernels [4, 2, 3, 3] do not go together in 1"
                                + " groups. Kernels need the shape [out, 3/1, ...] with out a multiple of 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(1, 3, 2, 8).conv2d(Tensor.zeros(4, 3, 3, 3)))
                .withMessageStartingWith(
                        "Kernels [4, 3, 3, 3] with dilation [1, 1] are larger than images [1, 3, 2, 8] with"
                                + " padding [0, 0] and [0, 0]. Pad more, or make the kernels smaller.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(1, 3, 8)
                        .conv1d(Tensor.zeros(4, 3, 3), Sliding.valid().stride(1, 2)))
                .withMessageStartingWith("A convolution of images [1, 3, 8] has 1 spatial axes, but stride [1, 2],");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(1, 3, 8)
                        .conv1d(Tensor.zeros(4, 3, 3), Sliding.valid().stride(0)))
                .withMessageStartingWith("A convolution of images [1, 3, 8] cannot have stride [0], dilation [1],");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.zeros(1, 3, 8).convTranspose1d(Tensor.zeros(4, 3, 3), Sliding.valid()))
                .withMessageStartingWith(
                        "A transposed convolution of images [1, 3, 8] with kernels [4, 3, 3] cannot have");
    }
}
