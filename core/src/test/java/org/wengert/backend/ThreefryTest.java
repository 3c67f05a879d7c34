package org.wengert.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cipher gives the published known answers. */
class ThreefryTest {
    /** From the file {@code kat_vectors} of Random123: counter, key, cipher, in hexadecimal. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0000000000000000, 0000000000000000, 0000000000000000, c2b6e3a8c2c69865, 6f81ed42f350084d",
        "ffffffffffffffff, ffffffffffffffff, ffffffffffffffff, ffffffffffffffff, e02cb7c4d95d277a, d06633d0893b8b68",
        "243f6a8885a308d3, 13198a2e03707344, a4093822299f31d0, 082efa98ec4e6c89, 263c7d30bb0f0af1, 56be8361d3311526"
    })
    void theKnownAnswersAreGiven(String c0, String c1, String k0, String k1, String x0, String x1) {
        long[] x = {hex(c0), hex(c1)};
        Threefry.encipher(hex(k0), hex(k1), x);
        assertThat(x).containsExactly(hex(x0), hex(x1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8})
    void aBlockHoldsTheCiphersOfCountersOneAfterTheOther(int count) {
        long[] words = new long[count + 3];
        Threefry.block(5, -6, words, 2, count);
        assertThat(words[0] | words[1] | words[count + 2]).isZero();
        for (int i = 0; i < count; i++) {
            long[] x = {i / 2, 0};
            Threefry.encipher(5, -6, x);
            assertThat(words[2 + i]).isEqualTo(x[i % 2]);
        }
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
