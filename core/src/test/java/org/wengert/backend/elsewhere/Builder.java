package org.wengert.backend.elsewhere;

import org.wengert.tensor.Tensor;

/** A user's program whose mistake shows only when elements are computed. */
public final class Builder {
    private Builder() {}

    public static void main(String[] arguments) {
        Tensor x = Tensor.of(new double[] {1, 2, 3});
        Tensor places = Tensor.of(new long[] {0, 3});
        Tensor y = x.mul(2);
        Tensor wrong = y.take(places, 0);
        Tensor z = wrong.add(1).sum();
        try {
            System.out.print(z.item());
        } catch (IndexOutOfBoundsException e) {
            System.out.print(e.getMessage());
        }
    }
}
