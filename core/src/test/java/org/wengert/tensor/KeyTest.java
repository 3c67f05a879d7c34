package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;
import static org.wengert.tensor.Values.assertSame;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyTest {
    private static final Key KEY = Key.of(2026);
    private static final int N = 40_000;
    /** Five standard errors of a mean of N numbers of variance 1. */
    private static final double TOLERANCE = 5 / Math.sqrt(N);

    @Test
    void aKeyAlwaysGivesTheSameNumbers() {
        assertSame(KEY.normal(3, 4), Key.of(2026).normal(3, 4));
        assertThat(KEY.uniform(5).toDoubleArray())
                .isNotEqualTo(Key.of(2027).uniform(5).toDoubleArray());
    }

    @Test
    void keysOfOneKeyDiffer() {
        Set<List<Long>> seen = new HashSet<>();
        List<Key> keys = KEY.split(20);
        for (int i = 0; i < 20; i++) {
            seen.add(bits(keys.get(i)));
            seen.add(bits(KEY.foldIn(i)));
            seen.add(bits(Key.of(i)));
            seen.add(bits(Key.of(i).foldIn(1)));
            seen.add(bits(Key.of(1).foldIn(i)));
            seen.add(bits(keys.get(i).split(1).getFirst()));
        }
        assertThat(seen).hasSize(119); // Key.of(1).foldIn(1) twice
        assertSame(KEY.splitStacked(20).bits().get(7), keys.get(7).bits());
        assertSame(KEY.foldIn(Tensor.of(7)).bits(), KEY.foldIn(7).bits());
    }

    private static List<Long> bits(Key key) {
        return LongStream.of(key.bits().toLongArray()).boxed().toList();
    }

    /** What is drawn is not what new keys are made of. */
    @Test
    void drawsAreNoKeys() {
        assertThat(KEY.bits(Shape.of(2)).toLongArray())
                .isNotEqualTo(KEY.split(1).getFirst().bits().toLongArray());
    }

    @Test
    void severalKeysDrawAtOnce() {
        Key several = KEY.splitStacked(3);
        List<Key> one = KEY.split(3);
        Tensor normals = several.normal(2, 5);
        Tensor uniforms = several.uniform(4);
        Tensor folded = several.foldIn(5).uniform(2);
        assertThat(normals.shape()).isEqualTo(Shape.of(3, 2, 5));
        for (int i = 0; i < 3; i++) {
            assertSame(normals.get(i), one.get(i).normal(2, 5));
            assertSame(uniforms.get(i), one.get(i).uniform(4));
            assertSame(folded.get(i), one.get(i).foldIn(5).uniform(2));
            assertSame(
                    several.split(2).get(1).permutation(6).get(i),
                    one.get(i).split(2).get(1).permutation(6));
        }
    }

    private static void assertBetween(Tensor x, double low, double high) {
        for (double v : x.toDoubleArray()) {
            assertThat(v).isBetween(low, high);
        }
    }

    @Test
    void uniformNumbers() {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor u = KEY.uniform(Shape.of(N), dtype);
            assertThat(u.dtype()).isEqualTo(dtype);
            assertBetween(u, 0, Math.nextDown(1.0));
            assertThat(u.to(DType.FLOAT64).mean().item()).isCloseTo(0.5, offset(TOLERANCE));
            assertThat(u.to(DType.FLOAT64).var().item()).isCloseTo(1.0 / 12, offset(TOLERANCE));
        }
        Tensor between = KEY.uniform(-3, 5, Shape.of(100), DType.FLOAT64);
        assertBetween(between, -3, 5);
    }

    @Test
    void normalNumbers() {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor x = KEY.normal(Shape.of(N), dtype).to(DType.FLOAT64);
            assertThat(x.mean().item()).isCloseTo(0, offset(TOLERANCE));
            assertThat(x.square().mean().item()).isCloseTo(1, offset(2 * TOLERANCE));
            assertThat(x.pow(3).mean().item()).isCloseTo(0, offset(4 * TOLERANCE));
            assertThat(x.pow(4).mean().item()).isCloseTo(3, offset(10 * TOLERANCE));
            assertThat(x.lt(1).mean().item()).isCloseTo(0.8413, offset(TOLERANCE));
        }
        assertThat(KEY.normal(3).shape()).isEqualTo(Shape.of(3));
        assertThat(KEY.normal().shape()).isEqualTo(Shape.SCALAR);
        assertThat(KEY.normal(0, 2).shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void truncatedNormalNumbers() {
        Tensor x = KEY.truncatedNormal(-2, 2, Shape.of(N), DType.FLOAT64);
        assertBetween(x, -2, 2);
        assertThat(x.var().item()).isCloseTo(0.7737, offset(2 * TOLERANCE));
        Tensor tail = KEY.truncatedNormal(8, Double.POSITIVE_INFINITY, Shape.of(1000), DType.FLOAT64);
        assertBetween(tail, 8, 12);
        Tensor half = KEY.truncatedNormal(Double.NEGATIVE_INFINITY, 0, Shape.of(1000), DType.FLOAT32);
        assertBetween(half, -10, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KEY.truncatedNormal(1, 1, Shape.SCALAR, DType.FLOAT64))
                .withMessageStartingWith("There are no numbers from 1.0 to 1.0.");
    }

    @Test
    void truthValues() {
        assertThat(KEY.bernoulli(0.3, Shape.of(N)).mean().item()).isCloseTo(0.3, offset(TOLERANCE));
        assertThat(KEY.bernoulli(1, Shape.of(100)).all().itemBoolean()).isTrue();
        assertThat(KEY.bernoulli(0, Shape.of(100)).any().itemBoolean()).isFalse();
        Tensor p = Tensor.vector(0, 1);
        assertThat(KEY.bernoulli(p, Shape.of(3, 2)).toBooleanArray())
                .containsExactly(false, true, false, true, false, true);
    }

    @Test
    void wholeNumbers() {
        Tensor x = KEY.randint(-2, 3, Shape.of(N));
        assertThat(x.dtype()).isEqualTo(DType.INT64);
        for (int i = -2; i < 3; i++) {
            assertThat(x.eq(i).mean().item()).isCloseTo(0.2, offset(TOLERANCE));
        }
        assertBetween(KEY.randint(Long.MIN_VALUE, -1, Shape.of(100)), Long.MIN_VALUE, -2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KEY.randint(3, 3, Shape.of(1)))
                .withMessageStartingWith("There are no random numbers from 3 before 3.");
    }

    @Test
    void orders() {
        long[] order = KEY.permutation(100).toLongArray();
        assertThat(order).isNotEqualTo(LongStream.range(0, 100).toArray());
        Arrays.sort(order);
        assertThat(order).isEqualTo(LongStream.range(0, 100).toArray());
        Tensor x = Values.counting(3, 20);
        assertSame(KEY.shuffle(x, 1).sort(1), x);
        assertSame(KEY.shuffle(x, 1).get(1).sub(KEY.shuffle(x, 1).get(0)), Tensor.full(20, 20));
    }

    @Test
    void onlyKeysAreKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Key(Tensor.vector(1, 2)))
                .withMessageStartingWith(
                        "A key is int64 of shape [2], or [..., 2] for several, but this is float64[2]. Make one"
                                + " by Key.of(seed).");
        assertThatIllegalArgumentException().isThrownBy(() -> KEY.uniform(Shape.of(1), DType.INT64));
        assertThatIllegalArgumentException().isThrownBy(() -> KEY.foldIn(Tensor.of(0.5)));
    }
}
