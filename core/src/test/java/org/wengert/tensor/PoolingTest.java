package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Values.assertClose;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.counting;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PoolingTest {
    @Test
    void windowsLieSideBySide() {
        Tensor x = counting(1, 1, 4, 4);
        assertElements(x.maxPool2d(2), Shape.of(1, 1, 2, 2), 5, 7, 13, 15);
        assertElements(x.avgPool2d(2), Shape.of(1, 1, 2, 2), 2.5, 4.5, 10.5, 12.5);
        assertElements(x.maxPool(4, 1), Shape.of(1, 1, 1, 4), 12, 13, 14, 15);
        assertElements(counting(1, 2, 3).maxPool1d(2), Shape.of(1, 2, 1), 1, 4);
        assertElements(counting(1, 1, 2, 2, 2).avgPool3d(2), Shape.of(1, 1, 1, 1, 1), 3.5);
        assertElements(counting(1, 1, 2, 2, 2).maxPool3d(2), Shape.of(1, 1, 1, 1, 1), 7);
        assertElements(counting(1, 1, 4).avgPool1d(2), Shape.of(1, 1, 2), 0.5, 2.5);
    }

    @Test
    void zerosOfThePaddingCountInMeansAndNotInMaxima() {
        Tensor x = Tensor.vector(-1, -2, -3).reshape(1, 1, 3);
        assertElements(x.maxPool1d(2, Sliding.padded(1)), Shape.of(1, 1, 4), -1, -1, -2, -3);
        assertElements(x.avgPool1d(2, Sliding.padded(1)), Shape.of(1, 1, 4), -0.5, -1.5, -2.5, -1.5);
        assertElements(x.to(DType.INT32).maxPool1d(2, Sliding.padded(1)), Shape.of(1, 1, 4), -1, -1, -2, -3);
    }

    @Test
    void randomWindowsAreLoops() {
        SplittableRandom random = new SplittableRandom(9);
        for (int n = 0; n < 40; n++) {
            int size = random.nextInt(1, 4);
            int stride = random.nextInt(1, 4);
            int dilation = random.nextInt(1, 3);
            int reach = dilation * (size - 1) + 1;
            int low = random.nextInt(reach);
            int high = random.nextInt(reach);
            Tensor x = Values.random(random, 2, 3, reach + random.nextInt(4), reach + random.nextInt(4));
            int h = x.shape().extent(2);
            int w = x.shape().extent(3);
            Shape shape = Shape.of(2, 3, (h + low + high - reach) / stride + 1, (w + low + high - reach) / stride + 1);
            double[] max = new double[shape.size()];
            double[] sum = new double[shape.size()];
            for (int i = 0; i < shape.size(); i++) {
                int c = i / (shape.extent(2) * shape.extent(3));
                int row = i / shape.extent(3) % shape.extent(2) * stride - low;
                int column = i % shape.extent(3) * stride - low;
                max[i] = Double.NEGATIVE_INFINITY;
                for (int j = 0; j < size * size; j++) {
                    int r = row + j / size * dilation;
                    int s = column + j % size * dilation;
                    if (r >= 0 && r < h && s >= 0 && s < w) {
                        double v = x.item(c / 3, c % 3, r, s);
                        max[i] = Math.max(max[i], v);
                        sum[i] += v / (size * size);
                    }
                }
            }
            Sliding sliding = Sliding.padded(new int[] {low}, new int[] {high})
                    .stride(stride)
                    .dilation(dilation);
            assertElements(x.maxPool2d(size, sliding), shape, max);
            Tensor mean = x.avgPool2d(size, sliding);
            assertThat(mean.shape()).isEqualTo(shape);
            assertClose(mean, 1e-13, sum);
        }
    }

    @Test
    void soManyWindows() {
        Tensor x = counting(1, 1, 5);
        assertElements(x.adaptiveMaxPool(3), Shape.of(1, 1, 3), 1, 3, 4);
        assertClose(x.adaptiveAvgPool(3), 1e-15, 0.5, 2, 3.5);
        assertElements(counting(1, 1, 4, 6).adaptiveMaxPool(2, 3), Shape.of(1, 1, 2, 3), 7, 9, 11, 19, 21, 23);
        assertElements(counting(1, 1, 4, 6).adaptiveAvgPool(1), Shape.of(1, 1, 1, 1), 11.5);
        assertElements(counting(1, 1, 2).adaptiveMaxPool(4), Shape.of(1, 1, 4), 0, 0, 1, 1);
    }

    @Test
    void windowsThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(1, 1, 4).maxPool1d(5))
                .withMessageStartingWith(
                        "maxPool of float64[1, 1, 4] cannot have windows [5] with stride [5], padding [0] and"
                                + " [0], dilation [1].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(1, 1, 4).maxPool1d(2, Sliding.padded(2)))
                .withMessageContaining("padding less than the window");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(1, 4).maxPool2d(2))
                .withMessageStartingWith("maxPool2d needs images of rank 4, but they have the shape [1, 4].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(1, 1, 4).adaptiveAvgPool(0))
                .withMessageStartingWith("adaptiveAvgPool of float64[1, 1, 4] cannot have [0] windows.");
    }
}
