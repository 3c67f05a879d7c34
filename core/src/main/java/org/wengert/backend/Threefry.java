package org.wengert.backend;

/**
 * The block cipher Threefry-2x64 with 20 rounds, which makes random bits of counters.
 *
 * <p>J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, <i>Parallel random numbers: as easy as 1, 2, 3</i>, SC 2011. With the key
 * (k₀, k₁) and k₂ = k₀ ⊕ k₁ ⊕ C, a round is x₀ ← x₀ + x₁, x₁ ← (x₁ ⋘ R) ⊕ x₀; before the first round and after every fourth, the n-th
 * time, x₀ ← x₀ + kₙ and x₁ ← x₁ + kₙ₊₁ + n, with the indices of k modulo 3.
 */
public final class Threefry {
    private static final int ROUNDS = 20;
    private static final long PARITY = 0x1BD11BDAA9FC1A22L;
    private static final int[] ROTATIONS = {16, 42, 12, 31, 16, 32, 24, 21};

    private Threefry() {}

    /**
     * Enciphers counters: word i of the result, counted from {@code from}, is word i mod 2 of the cipher of the counter (i div 2, 0).
     *
     * @param key0 the first word of the key
     * @param key1 the second word of the key
     * @param words where the words are written to
     * @param from the place of the first word written
     * @param count how many words are written
     */
    public static void block(long key0, long key1, long[] words, int from, int count) {
        long[] pair = new long[2];
        for (int i = 0; i < count; i += 2) {
            pair[0] = i / 2;
            pair[1] = 0;
            encipher(key0, key1, pair);
            words[from + i] = pair[0];
            if (i + 1 < count) {
                words[from + i + 1] = pair[1];
            }
        }
    }

    /**
     * Enciphers a counter.
     *
     * @param key0 the first word of the key
     * @param key1 the second word of the key
     * @param x the counter's two words, which become the cipher's
     */
    public static void encipher(long key0, long key1, long[] x) {
        long[] key = {key0, key1, key0 ^ key1 ^ PARITY};
        long x0 = x[0] + key0;
        long x1 = x[1] + key1;
        for (int round = 0; round < ROUNDS; round++) {
            x0 += x1;
            x1 = Long.rotateLeft(x1, ROTATIONS[round % 8]) ^ x0;
            if (round % 4 == 3) {
                int n = round / 4 + 1;
                x0 += key[n % 3];
                x1 += key[(n + 1) % 3] + n;
            }
        }
        x[0] = x0;
        x[1] = x1;
    }
}
