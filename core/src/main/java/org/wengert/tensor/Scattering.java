package org.wengert.tensor;

import java.util.Arrays;
import java.util.List;

/** Updates brought to places of a tensor: the transposes of {@link Indexing}'s choices. */
final class Scattering {
    private Scattering() {}

    /** Returns x {@code [X…, N, Y…]} with updates {@code [X…, I…, Y…]} at places {@code [I…]}, the last of several for one place. */
    static Tensor set(Tensor x, Tensor places, Tensor updates, int axis) {
        int a = x.shape().axis(axis);
        Tensor u = updates(x, places, updates, a, "scatter");
        if (places.size() == 0) {
            return x;
        }
        Tensor last = last(
                Primitives.reshape(places, Shape.of(places.size())),
                0,
                x.shape().extent(a));
        Tensor merged = Primitives.reshape(
                u,
                x.shape()
                        .part(0, a)
                        .concat(Shape.of(places.size()))
                        .concat(x.shape().part(a + 1, x.rank())));
        Tensor news = Indexing.take(merged, last.maximum(0), a);
        int[] line = new int[x.rank() - a];
        Arrays.fill(line, 1);
        line[0] = x.shape().extent(a);
        Tensor isSet = Elementwise.expand(Primitives.reshape(last.ge(0), Shape.of(line)), x.shape());
        return Primitives.where(isSet, news, x);
    }

    /** Returns for each of n places which of the entries along the last axis names it last; a negative number where none does. */
    private static Tensor last(Tensor places, int batch, int n) {
        Tensor number = Primitives.iota(places.rank() - 1, places.shape(), DType.INT64);
        return Primitives.scatter(number, Primitives.cast(places, DType.INT64), batch, n, Op.Combine.MAX);
    }

    /**
     * Returns x {@code [X…, N, Y…]} with updates {@code [X…, I…, Y…]} added, or the greatest or least of x and the updates, at places
     * {@code [I…]}.
     */
    static Tensor combine(Op.Combine f, Tensor x, Tensor places, Tensor updates, int axis) {
        int a = x.shape().axis(axis);
        Tensor u = updates(
                x, places, updates, a, "scatter" + (f == Op.Combine.ADD ? "Add" : f == Op.Combine.MAX ? "Max" : "Min"));
        int n = x.shape().extent(a);
        Shape leading = x.shape().part(0, a);
        if (f == Op.Combine.ADD) {
            return x.add(Primitives.scatter(u, Indexing.spread(places, leading), a, n, f));
        }
        // What is there is an update like the others, so that ties share the derivative equally.
        int m = places.size();
        Tensor own = Primitives.iota(0, Shape.of(n), places.dtype());
        Tensor all = Primitives.concat(0, List.of(own, Primitives.reshape(places, Shape.of(m))));
        Shape merged = leading.concat(Shape.of(m)).concat(x.shape().part(a + 1, x.rank()));
        Tensor values = Primitives.concat(a, List.of(x, Primitives.reshape(u, merged)));
        return Primitives.scatter(values, Indexing.spread(all, leading), a, n, f);
    }

    private static Tensor updates(Tensor x, Tensor places, Tensor updates, int axis, String name) {
        Indexing.checkPlaces(places, name);
        if (x.dtype() == DType.BOOL && !name.equals("scatter")) {
            throw Origin.illegal(
                    name + " is a function of numbers, but its operand is " + Elementwise.text(x) + ".",
                    "Cast it first, for example with x.to(INT64).");
        }
        Shape needed =
                x.shape().part(0, axis).concat(places.shape()).concat(x.shape().part(axis + 1, x.rank()));
        if (updates.dtype().common(x.dtype()) != x.dtype()) {
            throw Origin.illegal(
                    "Elements of type " + updates.dtype() + " cannot be put into " + Elementwise.text(x)
                            + " without loss.",
                    "Cast them: updates.to(x.dtype()).");
        }
        if (!Elementwise.isExpandable(updates.shape(), needed)) {
            throw Origin.illegal(
                    "Updates of shape " + updates.shape() + " do not fit places of shape " + places.shape()
                            + " along axis " + axis + " of a tensor of shape " + x.shape() + ".",
                    "They need a shape that broadcasts to " + needed + ".");
        }
        return Elementwise.expand(Primitives.cast(updates, x.dtype()), needed);
    }

    /** Returns x with updates at places of each line's own along an axis, the last of several for one place. */
    static Tensor putAlong(Tensor x, Tensor places, Tensor updates, int axis) {
        int a = x.shape().axis(axis);
        int last = x.rank() - 1;
        Tensor p = Structure.moveAxis(placesAlong(x, places, a, "putAlong"), a, last);
        if (p.size() == 0) {
            return x;
        }
        Tensor u = Structure.moveAxis(updatesAlong(x, places, updates, a), a, last);
        Tensor written = last(p, last, x.shape().extent(a));
        Tensor news = Primitives.gather(u, written.maximum(0), last);
        return Structure.moveAxis(Primitives.where(written.ge(0), news, Structure.moveAxis(x, a, last)), last, a);
    }

    /** Returns x with updates added at places of each line's own along an axis. */
    static Tensor addAlong(Tensor x, Tensor places, Tensor updates, int axis) {
        int a = x.shape().axis(axis);
        int last = x.rank() - 1;
        Tensor p = Structure.moveAxis(placesAlong(x, places, a, "addAlong"), a, last);
        Tensor u = Structure.moveAxis(updatesAlong(x, places, updates, a), a, last);
        Tensor sum = Primitives.scatter(u, p, last, x.shape().extent(a), Op.Combine.ADD);
        return x.add(Structure.moveAxis(sum, last, a));
    }

    private static Tensor placesAlong(Tensor x, Tensor places, int axis, String name) {
        Indexing.checkPlaces(places, name);
        Indexing.checkAlong(x, places, axis);
        return Elementwise.expand(places, x.shape().with(axis, places.shape().extent(axis)));
    }

    private static Tensor updatesAlong(Tensor x, Tensor places, Tensor updates, int axis) {
        if (updates.dtype().common(x.dtype()) != x.dtype()) {
            throw Origin.illegal(
                    "Elements of type " + updates.dtype() + " cannot be put into " + Elementwise.text(x)
                            + " without loss.",
                    "Cast them: updates.to(x.dtype()).");
        }
        return Elementwise.expand(
                Primitives.cast(updates, x.dtype()),
                x.shape().with(axis, places.shape().extent(axis)));
    }
}
