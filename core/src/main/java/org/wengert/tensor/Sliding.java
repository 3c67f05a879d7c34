package org.wengert.tensor;

/**
 * How a window moves over the spatial axes of images: convolutions and pooling take it. Immutable; a list of one number stands for as many as there are
 * spatial axes.
 *
 * <p>For example {@code Sliding.padded(1).stride(2)}: one zero around the image, every second place.
 *
 * @param stride how far apart neighbouring windows start, at least 1
 * @param low how many places are put before the first, at least 0
 * @param high how many places are put after the last, at least 0
 * @param dilation how far apart the neighbours in a window are, at least 1
 * @param groups into how many groups channels fall that do not see each other; for convolutions
 * @param isSame whether low and high are chosen so that there are ⌈n/stride⌉ windows along an axis of extent n
 */
public record Sliding(Indices stride, Indices low, Indices high, Indices dilation, int groups, boolean isSame) {
    private static final Indices ONE = Indices.of(1);
    private static final Indices ZERO = Indices.of(0);

    /**
     * Returns windows that lie within the image, a place apart.
     *
     * @return stride 1, no padding, dilation 1, one group
     */
    public static Sliding valid() {
        return new Sliding(ONE, ZERO, ZERO, ONE, 1, false);
    }

    /**
     * Returns windows that give as many places as the image has, by the stride; the odd place of the padding comes last.
     *
     * @return stride 1, padding to that end, dilation 1, one group
     */
    public static Sliding same() {
        return new Sliding(ONE, ZERO, ZERO, ONE, 1, true);
    }

    /**
     * Returns windows on the image with places before and after it.
     *
     * @param places how many on either side, one a spatial axis or one for all
     * @return stride 1, this padding, dilation 1, one group
     */
    public static Sliding padded(int... places) {
        return padded(places, places);
    }

    /**
     * Returns windows on the image with places before and after it.
     *
     * @param low how many before, one a spatial axis or one for all
     * @param high how many after, one a spatial axis or one for all
     * @return stride 1, this padding, dilation 1, one group
     */
    public static Sliding padded(int[] low, int[] high) {
        return new Sliding(ONE, Indices.of(low), Indices.of(high), ONE, 1, false);
    }

    /**
     * Returns the same with another stride.
     *
     * @param places how far apart neighbouring windows start, one a spatial axis or one for all
     * @return the changed windows
     */
    public Sliding stride(int... places) {
        return new Sliding(Indices.of(places), low, high, dilation, groups, isSame);
    }

    /**
     * Returns the same with another dilation.
     *
     * @param places how far apart the neighbours in a window are, one a spatial axis or one for all
     * @return the changed windows
     */
    public Sliding dilation(int... places) {
        return new Sliding(stride, low, high, Indices.of(places), groups, isSame);
    }

    /**
     * Returns the same with another number of groups.
     *
     * @param n into how many groups channels fall that do not see each other
     * @return the changed windows
     */
    public Sliding groups(int n) {
        return new Sliding(stride, low, high, dilation, n, isSame);
    }

    /**
     * Returns the same with a number for each spatial axis, and the padding chosen.
     *
     * @param image the extents of the image along the spatial axes
     * @param window the extents of the window
     */
    Sliding on(Shape image, Shape window) {
        int n = image.rank();
        Indices s = each(stride, n);
        Indices d = each(dilation, n);
        if (!isSame || s.length() != n || d.length() != n) {
            return new Sliding(s, each(low, n), each(high, n), d, groups, false);
        }
        int[] before = new int[n];
        int[] after = new int[n];
        for (int i = 0; i < n; i++) {
            int step = Math.max(1, s.get(i));
            int windows = (image.extent(i) + step - 1) / step;
            int total = Math.max(0, (windows - 1) * step + d.get(i) * (window.extent(i) - 1) + 1 - image.extent(i));
            before[i] = total / 2;
            after[i] = total - total / 2;
        }
        return new Sliding(s, Indices.of(before), Indices.of(after), d, groups, false);
    }

    private static Indices each(Indices numbers, int n) {
        return numbers.length() == 1 ? Indices.repeat(n, numbers.get(0)) : numbers;
    }
}
