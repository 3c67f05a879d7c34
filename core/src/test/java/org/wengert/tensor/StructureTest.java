package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wengert.tensor.Values.assertElements;
import static org.wengert.tensor.Values.assertSame;
import static org.wengert.tensor.Values.counting;
import static org.wengert.tensor.Values.ints;
import static org.wengert.tensor.Values.vector;

import java.util.List;
import org.junit.jupiter.api.Test;

class StructureTest {
    @Test
    void oneExtentOfAShapeMayBeLeftOpen() {
        assertThat(counting(2, 3).reshape(3, -1).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(counting(2, 3).reshape(-1).shape()).isEqualTo(Shape.of(6));
        assertThat(Tensor.zeros(0, 3).reshape(3, -1).shape()).isEqualTo(Shape.of(3, 0));
        assertThat(vector(1).reshape().shape()).isEqualTo(Shape.SCALAR);
        assertElements(counting(2, 3).reshape(Shape.of(3, 2)), Shape.of(3, 2), 0, 1, 2, 3, 4, 5);
    }

    @Test
    void shapesOfAnotherSizeAreRefused() {
        String message =
                "A tensor of shape [2, 3] has 6 elements and cannot be given the shape %s. Give a shape of as many"
                        + " elements, in which one extent may be -1: what is left.";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).reshape(4))
                .withMessageStartingWith(message.formatted("[4]"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).reshape(-1, -1))
                .withMessageStartingWith(message.formatted("[-1, -1]"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).reshape(4, -1))
                .withMessageStartingWith(message.formatted("[4, -1]"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).reshape(0, -1))
                .withMessageStartingWith(message.formatted("[0, -1]"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).reshape(Shape.of(5)))
                .withMessageStartingWith(message.formatted("[5]"));
    }

    @Test
    void axesOfExtentOneComeAndGo() {
        Tensor x = counting(2, 1, 3, 1);
        assertThat(x.squeeze().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(x.squeeze(1).shape()).isEqualTo(Shape.of(2, 3, 1));
        assertThat(x.squeeze(-1, 1).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(counting(2, 3).expandDims(0, -1).shape()).isEqualTo(Shape.of(1, 2, 3, 1));
        assertThat(counting(2, 3).expandDims(1).shape()).isEqualTo(Shape.of(2, 1, 3));
        assertThat(Tensor.of(1.0).expandDims(0).shape()).isEqualTo(Shape.of(1));
        assertThat(counting(2, 3, 4).flatten(1).shape()).isEqualTo(Shape.of(2, 12));
        assertThat(Tensor.of(1.0).flatten().shape()).isEqualTo(Shape.of(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.squeeze(0))
                .withMessageStartingWith(
                        "Axis 0 of a tensor of shape [2, 1, 3, 1] cannot be left out: it has 2 places.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.expandDims(0, 0))
                .withMessageStartingWith(
                        "There cannot be new axes [0, 0] of a tensor of shape [2, 1, 3, 1]. Count them in the"
                                + " result, whose axes are 0 to 5, or -1 to -6, each once.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counting(2, 3).sum(2))
                .withMessageStartingWith("There is no axis 2 in the shape [2, 3]. Its axes are 0 to 1, or -1 to -2.");
    }

    @Test
    void theOrderOfAxes() {
        Tensor x = counting(2, 3);
        assertElements(x.transpose(), Shape.of(3, 2), 0, 3, 1, 4, 2, 5);
        assertSame(x.transpose().transpose(), x);
        Tensor y = counting(2, 3, 4);
        assertThat(y.permute(2, 0, 1).shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(y.permute(2, 0, -2).item(3, 1, 2)).isEqualTo(y.item(1, 2, 3));
        assertThat(y.swapAxes(0, -1).item(3, 2, 1)).isEqualTo(y.item(1, 2, 3));
        assertThat(y.matrixTranspose().item(1, 3, 2)).isEqualTo(y.item(1, 2, 3));
        assertThat(y.moveAxis(0, 2).item(2, 3, 1)).isEqualTo(y.item(1, 2, 3));
        assertThat(y.moveAxis(2, 0).item(3, 1, 2)).isEqualTo(y.item(1, 2, 3));
        assertThat(y.moveAxis(1, 1).shape()).isEqualTo(y.shape());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> y.permute(0, 1, 1))
                .withMessageStartingWith("[0, 1, 1] is no order of the axes of a tensor of shape [2, 3, 4].");
        assertThatIllegalArgumentException().isThrownBy(() -> y.permute(0, 1));
    }

    @Test
    void turningRound() {
        Tensor x = counting(2, 3);
        assertElements(x.flip(1), Shape.of(2, 3), 2, 1, 0, 5, 4, 3);
        assertElements(x.flip(), Shape.of(2, 3), 5, 4, 3, 2, 1, 0);
        assertElements(x.roll(1, 1), Shape.of(2, 3), 2, 0, 1, 5, 3, 4);
        assertElements(x.roll(-4, 1), Shape.of(2, 3), 1, 2, 0, 4, 5, 3);
        assertElements(x.roll(2, 0), Shape.of(2, 3), 0, 1, 2, 3, 4, 5);
        assertThat(Tensor.zeros(0).roll(1, 0).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void oneAfterTheOther() {
        assertElements(Tensor.concat(1, counting(2, 1), counting(2, 2)), Shape.of(2, 3), 0, 0, 1, 1, 2, 3);
        assertThat(Tensor.concat(0, ints(1), vector(2)).dtype()).isEqualTo(DType.FLOAT64);
        assertThat(Tensor.concat(-1, List.of(Tensor.zeros(2, 0), Tensor.ones(2, 3)))
                        .shape())
                .isEqualTo(Shape.of(2, 3));
        assertElements(Tensor.stack(0, vector(1, 2), vector(3, 4)), Shape.of(2, 2), 1, 2, 3, 4);
        assertElements(Tensor.stack(-1, vector(1, 2), vector(3, 4)), Shape.of(2, 2), 1, 3, 2, 4);
        assertElements(Tensor.stack(0, Tensor.of(1.0), Tensor.of(2.0)), 1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.concat(0, counting(2, 3), counting(2, 2)))
                .withMessageStartingWith(
                        "Tensors of shapes [2, 3] and [2, 2] cannot be put one after the other along axis 0:"
                                + " they differ along another. A new axis is made by Tensor.stack(axis, tensors).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.stack(0, counting(2, 3), counting(2, 2)))
                .withMessageStartingWith(
                        "Tensors of shapes [2, 3] and [2, 2] cannot be stacked: they need the same shape.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.concat(0, List.of()))
                .withMessageStartingWith("concat needs at least one tensor");
    }

    @Test
    void parts() {
        Tensor x = counting(2, 6);
        assertThat(x.split(3, 1)).hasSize(3).allMatch(p -> p.shape().equals(Shape.of(2, 2)));
        assertElements(x.split(3, 1).get(1), Shape.of(2, 2), 2, 3, 8, 9);
        assertElements(x.split(new int[] {1, 0, 5}, -1).get(0), Shape.of(2, 1), 0, 6);
        assertThat(counting(7).chunk(3, 0)).extracting(Tensor::size).containsExactly(3, 3, 1);
        assertThat(counting(2).chunk(3, 0)).extracting(Tensor::size).containsExactly(1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.split(4, 1))
                .withMessageStartingWith(
                        "Axis 1 of a tensor of shape [2, 6] cannot be split into 4 equal parts. Parts that"
                                + " are nearly equal are given by x.chunk(parts, axis).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.split(new int[] {1, 2}, 1))
                .withMessageStartingWith(
                        "Axis 1 of a tensor of shape [2, 6] cannot be split into lengths [1, 2]. Give lengths"
                                + " that add up to 6.");
    }

    @Test
    void repetition() {
        Tensor x = counting(1, 2);
        assertElements(x.tile(2, 2), Shape.of(2, 4), 0, 1, 0, 1, 0, 1, 0, 1);
        assertThat(x.tile(3, 1, 1).shape()).isEqualTo(Shape.of(3, 1, 2));
        assertElements(x.tile(2), Shape.of(1, 4), 0, 1, 0, 1);
        assertElements(x.repeat(2, 1), Shape.of(1, 4), 0, 0, 1, 1);
        assertThat(x.repeat(0, 0).shape()).isEqualTo(Shape.of(0, 2));
        assertElements(x.expand(2, -1), Shape.of(2, 2), 0, 1, 0, 1);
        assertElements(vector(5).expand(2, 2), Shape.of(2, 2), 5, 5, 5, 5);
        assertElements(x.broadcastTo(Shape.of(2, 1, 2)), Shape.of(2, 1, 2), 0, 1, 0, 1);
    }

    @Test
    void borders() {
        Tensor x = vector(1, 2, 3);
        assertElements(x.pad(1, 2, 0), 0, 1, 2, 3, 0, 0);
        assertElements(x.pad(new int[] {1}, new int[] {0}, 7), 7, 1, 2, 3);
        assertElements(x.pad(2, 1, 0, Border.REFLECT), 3, 2, 1, 2, 3, 2);
        assertElements(x.pad(2, 1, 0, Border.REPLICATE), 1, 1, 1, 2, 3, 3);
        assertElements(x.pad(2, 1, 0, Border.CIRCULAR), 2, 3, 1, 2, 3, 1);
        assertElements(x.pad(0, 0, 0, Border.REFLECT), 1, 2, 3);
        assertElements(counting(2, 2).pad(1, 0, 1, Border.REFLECT), Shape.of(2, 3), 1, 0, 1, 3, 2, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.pad(3, 0, 0, Border.REFLECT))
                .withMessageStartingWith(
                        "Axis 0 of a tensor of shape [3] cannot be padded by 3 before and 0 after with the"
                                + " border REFLECT. Give numbers from 0 to 2.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.pad(new int[] {1, 2}, new int[] {0}, 7))
                .withMessageStartingWith("A tensor of shape [3] cannot be padded by [1, 2] before and [0] after. Give 1"
                        + " numbers each, one an axis, all at least 0.");
        assertThatIllegalArgumentException().isThrownBy(() -> ints(1).pad(new int[] {1}, new int[] {0}, 0.5));
    }

    @Test
    void diagonals() {
        Tensor x = counting(3, 4);
        for (int offset = -4; offset <= 5; offset++) {
            int k = offset;
            double[] expected = java.util.stream.IntStream.range(0, 3)
                    .filter(i -> i + k >= 0 && i + k < 4)
                    .mapToDouble(i -> 4 * i + i + k)
                    .toArray();
            assertElements(x.diagonal(k), expected);
        }
        assertElements(counting(2, 2, 2).diagonal(), Shape.of(2, 2), 0, 3, 4, 7);
        assertElements(vector(1, 2).diag(), Shape.of(2, 2), 1, 0, 0, 2);
        assertElements(vector(1, 2).diag(1), Shape.of(3, 3), 0, 1, 0, 0, 0, 2, 0, 0, 0);
        assertElements(vector(1, 2).diag(-1), Shape.of(3, 3), 0, 0, 0, 1, 0, 0, 0, 2, 0);
        assertElements(counting(2, 1).diag(1), Shape.of(2, 2, 2), 0, 0, 0, 0, 0, 1, 0, 0);
        assertThat(Tensor.zeros(0).diag(2).shape()).isEqualTo(Shape.of(2, 2));
        assertElements(counting(2, 2, 2).trace(), 3, 11);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vector(1).diagonal())
                .withMessageStartingWith("diagonal needs matrices, but its operand has the shape [1].");
    }

    @Test
    void triangles() {
        Tensor x = counting(2, 3).add(1);
        assertElements(x.tril(), Shape.of(2, 3), 1, 0, 0, 4, 5, 0);
        assertElements(x.tril(-1), Shape.of(2, 3), 0, 0, 0, 4, 0, 0);
        assertElements(x.triu(), Shape.of(2, 3), 1, 2, 3, 0, 5, 6);
        assertElements(x.triu(1), Shape.of(2, 3), 0, 2, 3, 0, 0, 6);
        assertElements(counting(2, 2, 2).triu(), Shape.of(2, 2, 2), 0, 1, 0, 3, 4, 5, 0, 7);
    }

    @Test
    void differences() {
        assertElements(vector(1, 4, 9, 16).diff(0), 3, 5, 7);
        assertElements(vector(1, 4, 9, 16).diff(2, 0), 2, 2);
        assertElements(counting(2, 2).diff(0), Shape.of(1, 2), 2, 2);
        assertThat(vector(1).diff(3, 0).shape()).isEqualTo(Shape.of(0));
    }
}
