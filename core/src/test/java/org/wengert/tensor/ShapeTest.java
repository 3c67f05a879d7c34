package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final Shape SHAPE = Shape.of(2, 3, 4);

    @Test
    void axesCountFromEitherEnd() {
        assertThat(SHAPE.axis(-1)).isEqualTo(2);
        assertThat(SHAPE.extent(-3)).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SHAPE.axis(3))
                .withMessageStartingWith(
                        "There is no axis 3 in the shape [2, 3, 4]. Its axes are 0 to 2, or -1 to -3.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.SCALAR.axis(0))
                .withMessageStartingWith("There is no axis 0 in the shape []. It has none; x.expandDims(0) makes one.");
    }

    @Test
    void changedShapes() {
        assertThat(SHAPE.with(-1, 7)).isEqualTo(Shape.of(2, 3, 7));
        assertThat(SHAPE.without(1)).isEqualTo(Shape.of(2, 4));
        assertThat(SHAPE.insert(3, 5)).isEqualTo(Shape.of(2, 3, 4, 5));
        assertThat(SHAPE.part(1, 2).concat(Shape.of(9))).isEqualTo(Shape.of(3, 9));
        assertThat(SHAPE.strides()).containsExactly(12, 4, 1);
        assertThat(SHAPE.size()).isEqualTo(24);
        assertThat(Shape.SCALAR.size()).isEqualTo(1);
        assertThat(SHAPE).hasToString("[2, 3, 4]").hasSameHashCodeAs(Shape.of(2, 3, 4));
    }

    @Test
    void broadcasting() {
        assertThat(Shape.of(2, 1, 4).broadcast(Shape.of(3, 1))).isEqualTo(Shape.of(2, 3, 4));
        assertThat(Shape.of(0).broadcast(Shape.of(1))).isEqualTo(Shape.of(0));
        assertThat(Shape.SCALAR.broadcast(SHAPE)).isEqualTo(SHAPE);
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(0).broadcast(Shape.of(2)));
    }
}
