package org.wengert.tensor;

import java.util.ArrayList;
import java.util.List;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;

/**
 * A source of random numbers: 128 bits that determine all that is drawn from it, on every machine and under every transformation. Immutable, so one key
 * always gives the same numbers. Draw once from a key, and {@linkplain #split split} it where more is needed.
 *
 * <p>A key may be an argument of a function that is traced, and several keys may be one: {@code bits} of shape {@code [K…, 2]} give numbers of shape
 * {@code [K…, S…]}.
 *
 * <p>The numbers are Threefry-2x64 with 20 rounds in counter mode (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3, SC 2011).
 *
 * @param bits int64 of shape {@code [2]}, or {@code [K…, 2]} for several keys
 */
public record Key(Tensor bits) {
    /** What is drawn for new keys is not what is drawn for numbers. */
    private static final Tensor SPLIT = Tensor.of(new long[] {0x9E3779B97F4A7C15L, 0});

    private static final Tensor FOLD = Tensor.of(new long[] {0xD1B54A32D192ED03L, 0});

    private static final double TWO_PI = 2 * Math.PI;
    /** As many bits of 64 as a double has. */
    private static final int SPARE_BITS = 11;

    private static final double UNIT = 0x1p-53;

    /** Checks the shape. */
    public Key {
        if (bits.dtype() != DType.INT64 || bits.rank() < 1 || bits.shape().extent(-1) != 2) {
            throw Origin.illegal(
                    "A key is int64 of shape [2], or [..., 2] for several, but this is " + Elementwise.text(bits) + ".",
                    "Make one by Key.of(seed).");
        }
    }

    /**
     * Returns the key of a seed.
     *
     * @param seed any number
     * @return a key, another one for another seed
     */
    public static Key of(long seed) {
        return new Key(Tensor.of(new long[] {seed, 0}));
    }

    // ------------------------------------------------------------------ keys from keys

    /**
     * Returns keys that are independent of each other and of this one, which is not to be used any more.
     *
     * @param n how many
     * @return the keys
     */
    public List<Key> split(int n) {
        Tensor all = splitStacked(n).bits;
        List<Key> keys = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            keys.add(new Key(all.take(i, bits.rank() - 1)));
        }
        return keys;
    }

    /**
     * Returns keys that are independent of each other and of this one as one key of several, for use with vmap.
     *
     * @param n how many
     * @return bits of shape {@code [n, 2]}, or {@code [K…, n, 2]} of several keys
     */
    public Key splitStacked(int n) {
        return new Key(Primitives.randomBits(bits.xor(SPLIT), Shape.of(n, 2)));
    }

    /**
     * Returns a key of this one and a number: another one for another number, independent of all others.
     *
     * @param number any number, such as that of a step
     * @return the key
     */
    public Key foldIn(long number) {
        return foldIn(Tensor.of(number));
    }

    /**
     * Returns a key of this one and a number that may be traced.
     *
     * @param number a whole number, of shape {@code []}, or {@code [K…]} for several keys
     * @return the key
     */
    public Key foldIn(Tensor number) {
        Indexing.checkPlaces(number, "foldIn");
        Tensor high = Structure.expandDims(Primitives.cast(number, DType.INT64), -1);
        Tensor word = Primitives.pad(high, high.rank() - 1, 1, 0);
        return new Key(Primitives.randomBits(bits.xor(FOLD).xor(word), Shape.of(2)));
    }

    // ------------------------------------------------------------------ numbers

    /**
     * Returns 64 random bits for each place.
     *
     * @param shape the shape
     * @return int64
     */
    public Tensor bits(Shape shape) {
        return Primitives.randomBits(bits, shape);
    }

    /** Returns the upper 53 bits as whole numbers from 0. */
    private Tensor whole(Shape shape) {
        return upper(bits(shape), SPARE_BITS);
    }

    private static Tensor upper(Tensor words, int spared) {
        return Primitives.bits(Op.Bitwise.USHR, words, Primitives.fillLike(spared, words));
    }

    /**
     * Returns numbers that are uniformly distributed from 0 to 1.
     *
     * @param shape the extents
     * @return float64, at least 0 and less than 1
     */
    public Tensor uniform(int... shape) {
        return uniform(Shape.of(shape), DType.FLOAT64);
    }

    /**
     * Returns numbers that are uniformly distributed from 0 to 1.
     *
     * @param shape the shape
     * @param dtype float64 or float32
     * @return multiples of 2⁻⁵³, or of 2⁻²⁴ for float32; at least 0 and less than 1
     */
    public Tensor uniform(Shape shape, DType dtype) {
        checkReal(dtype, "uniform");
        boolean isDouble = dtype == DType.FLOAT64;
        Tensor whole = upper(bits(shape), isDouble ? SPARE_BITS : 40);
        return Primitives.cast(whole, dtype).mul(isDouble ? UNIT : 0x1p-24);
    }

    /**
     * Returns numbers that are uniformly distributed between two others.
     *
     * @param low the least
     * @param high the end
     * @param shape the shape
     * @param dtype float64 or float32
     * @return low + (high − low)·u; rounding may give high itself
     */
    public Tensor uniform(double low, double high, Shape shape, DType dtype) {
        return uniform(shape, dtype).mul(high - low).add(low);
    }

    private static void checkReal(DType dtype, String name) {
        if (!dtype.isFloating()) {
            throw Origin.illegal(
                    name + " gives real numbers, but " + dtype + " is asked for.",
                    "Whole numbers are given by randint.");
        }
    }

    /**
     * Returns numbers that are normally distributed with mean 0 and variance 1.
     *
     * @param shape the extents
     * @return float64
     */
    public Tensor normal(int... shape) {
        return normal(Shape.of(shape), DType.FLOAT64);
    }

    /**
     * Returns numbers that are normally distributed with mean 0 and variance 1, by Box and Muller: √(−2 ln u)·cos 2πv and √(−2 ln u)·sin 2πv of uniform u and v.
     *
     * @param shape the shape
     * @param dtype float64 or float32
     * @return numbers from −8.6 to 8.6
     */
    public Tensor normal(Shape shape, DType dtype) {
        checkReal(dtype, "normal");
        int n = shape.size();
        int pairs = (n + 1) / 2;
        Tensor both = whole(Shape.of(2, pairs));
        int axis = both.rank() - 2;
        Tensor u = Primitives.cast(Primitives.slice(both, axis, 0, 1).add(1), dtype)
                .mul(UNIT); // from (0, 1]
        Tensor angle =
                Primitives.cast(Primitives.slice(both, axis, 1, 2), dtype).mul(TWO_PI * UNIT);
        Tensor radius = u.log().mul(-2).sqrt();
        Tensor all = Primitives.concat(axis, List.of(radius.mul(angle.cos()), radius.mul(angle.sin())));
        Shape leading = bits.shape().part(0, bits.rank() - 1);
        Tensor flat = Primitives.reshape(all, leading.concat(Shape.of(2 * pairs)));
        return Primitives.reshape(Primitives.slice(flat, leading.rank(), 0, n), leading.concat(shape));
    }

    /**
     * Returns numbers that are normally distributed with mean 0 and variance 1 under the condition that they lie between two ends: Φ⁻¹ of numbers between Φ(low)
     * and Φ(high).
     *
     * @param low the least
     * @param high the greatest, above low
     * @param shape the shape
     * @param dtype float64 or float32
     * @return numbers from low to high
     */
    public Tensor truncatedNormal(double low, double high, Shape shape, DType dtype) {
        checkReal(dtype, "truncatedNormal");
        if (!(low < high)) {
            throw Origin.illegal(
                    "There are no numbers from " + low + " to " + high + ".", "Give a low end below the high end.");
        }
        if (low > 0) { // where Φ is near 1 it has few digits
            return truncatedNormal(-high, -low, shape, dtype).neg();
        }
        boolean isDouble = dtype == DType.FLOAT64;
        Tensor whole = upper(bits(shape), isDouble ? 12 : 41);
        Tensor u = Primitives.cast(whole, dtype).add(0.5).mul(isDouble ? 0x1p-52 : 0x1p-23); // from (0, 1)
        double from = Unary.NORMAL_CDF.evaluate(low);
        double to = Unary.NORMAL_CDF.evaluate(high);
        return u.mul(to - from).add(from).normalQuantile().clamp(low, high);
    }

    /**
     * Returns truth values that are true with a given probability.
     *
     * @param p the probability
     * @param shape the shape
     * @return bool
     */
    public Tensor bernoulli(double p, Shape shape) {
        return uniform(shape, DType.FLOAT64).lt(p);
    }

    /**
     * Returns truth values that are true with given probabilities.
     *
     * @param p the probabilities, broadcast to the shape
     * @param shape the shape
     * @return bool
     */
    public Tensor bernoulli(Tensor p, Shape shape) {
        return uniform(shape, DType.FLOAT64).lt(p);
    }

    /**
     * Returns whole numbers that are equally likely; exactly so for a power of two, and but for one part in 2⁶³ / (high − low) otherwise.
     *
     * @param low the least
     * @param high what is greater by one than the greatest
     * @param shape the shape
     * @return int64
     */
    public Tensor randint(long low, long high, Shape shape) {
        if (low >= high || high - low < 0) {
            throw Origin.illegal(
                    "There are no random numbers from " + low + " before " + high + ".",
                    "Give a low end below the high end, less than 2^63 apart.");
        }
        Tensor words = upper(bits(shape), 1);
        return Elementwise.apply(Binary.REM, words, Creation.whole(high - low)).add(Creation.whole(low));
    }

    /**
     * Returns 0, 1, …, n − 1 in random order.
     *
     * @param n how many
     * @return int64 of shape {@code [n]}
     */
    public Tensor permutation(int n) {
        return bits(Shape.of(n)).argsort(-1);
    }

    /**
     * Returns the places of an axis in random order.
     *
     * @param x a tensor
     * @param axis the axis
     * @return the elements of x, moved along that axis together
     */
    public Tensor shuffle(Tensor x, int axis) {
        return x.take(permutation(x.shape().extent(axis)), axis);
    }
}
