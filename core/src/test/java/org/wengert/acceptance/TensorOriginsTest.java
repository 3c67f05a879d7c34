package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wengert.tensor.DType;
import org.wengert.tensor.Index;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/** Errors of tensors end with the line of the user's that built what is wrong. */
class TensorOriginsTest {
    private static final Tensor X = Tensor.zeros(2, 3);

    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow())
                .getLineNumber();
    }

    private static void endsWithItsLine(int line, UnaryOperator<Tensor> mistake) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mistake.apply(X))
                .withMessageEndingWith("\n  built at TensorOriginsTest.java:" + line);
    }

    @Test
    void theLineIsThatOfTheCall() {
        endsWithItsLine(line(), x -> x.add(Tensor.zeros(4)));
        endsWithItsLine(line(), x -> x.reshape(5));
        endsWithItsLine(line(), x -> x.matmul(x));
        endsWithItsLine(line(), x -> x.sum(7));
        endsWithItsLine(line(), x -> x.get(Index.at(2)));
        endsWithItsLine(line(), x -> Tensor.einsum("ij,jk->ik", x, x));
        endsWithItsLine(line(), x -> x.conv2d(x));
        endsWithItsLine(line(), x -> Primitives.matmul(x, x));
        endsWithItsLine(line(), x -> Tensor.zeros(-1));
    }

    @Test
    void framesOfTheJdkAreNoOrigin() {
        int line = line() + 2;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stream.of(X).map(x -> x.mul(Tensor.zeros(4))).toList())
                .withMessageEndingWith("\n  built at TensorOriginsTest.java:" + line);
    }

    @Test
    void askingForWhatIsNotThereNamesTheLineToo() {
        Tensor traced = Primitives.placeholder(0, Shape.of(2), DType.FLOAT64);
        int line = line() + 2;
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> traced.sum().item())
                .withMessage(
                        "The elements of a tensor are asked for while its function is traced by vmap or compile, when it"
                                + " has none yet. Choose by Tensor.where(condition, a, b) instead of if, or leave this part out of"
                                + " the traced function.\n  built at TensorOriginsTest.java:" + line);
    }
}
