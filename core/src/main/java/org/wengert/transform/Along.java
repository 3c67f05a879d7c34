package org.wengert.transform;

import org.wengert.tensor.Convolution;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/**
 * Along which axis of a convolution many examples lie. Either two of its three variables differ from example to example, or all three; the
 * examples lie along what those have in common and the third does not see.
 */
enum Along {
    /** The batch of images and outputs. */
    BATCH,
    /** The channels of outputs, which kernels have too. */
    OUT,
    /** The channels of images, which kernels have too. */
    IN,
    /** The groups, which all three have. */
    GROUPS;

    /** Returns what the other two variables have in common. */
    static Along whatLacks(Op.Role shared) {
        return switch (shared) {
            case KERNEL -> BATCH;
            case IMAGE -> OUT;
            case OUTPUT -> IN;
        };
    }

    /** The convolution of all examples at once. */
    Convolution geometry(Convolution one, int extent) {
        Shape x = one.image();
        Shape w = one.kernel();
        Shape image = switch (this) {
            case BATCH -> x.with(0, extent * x.extent(0));
            case OUT -> x;
            case IN, GROUPS -> x.with(1, extent * x.extent(1));
        };
        Shape kernel = switch (this) {
            case BATCH -> w;
            case OUT, GROUPS -> w.with(0, extent * w.extent(0));
            case IN -> w.with(1, extent * w.extent(1));
        };
        int groups = this == GROUPS ? extent * one.groups() : one.groups();
        return new Convolution(image, kernel, one.stride(), one.low(), one.high(), one.dilation(), groups);
    }

    /** A variable of an example with its groups along an axis of their own. */
    private static Shape grouped(Convolution one, Op.Role role) {
        Shape shape = one.shape(role);
        int axis = role == Op.Role.KERNEL ? 0 : 1;
        return shape.with(axis, shape.extent(axis) / one.groups()).insert(axis, one.groups());
    }

    /** The place of the axis of examples among the axes of a grouped variable. */
    private int place(Op.Role role) {
        return switch (this) {
            case BATCH -> 0;
            case GROUPS -> role == Op.Role.KERNEL ? 0 : 1;
            case OUT -> role == Op.Role.KERNEL ? 1 : 2;
            case IN -> 2;
        };
    }

    /** A variable {@code [b, …]} of many examples as one of the convolution of all. */
    Tensor merge(Tensor many, Convolution one, Op.Role role, Convolution all) {
        Tensor apart = Primitives.reshape(
                many, grouped(one, role).insert(0, many.shape().extent(0)));
        return Primitives.reshape(Vmap.move(apart, 0, place(role)), all.shape(role));
    }

    /** A variable of the convolution of all as one {@code [b, …]} of many examples. */
    Tensor split(Tensor merged, Convolution one, Op.Role role, int extent) {
        Tensor apart = Primitives.reshape(merged, grouped(one, role).insert(place(role), extent));
        return Primitives.reshape(
                Vmap.move(apart, place(role), 0), one.shape(role).insert(0, extent));
    }
}
