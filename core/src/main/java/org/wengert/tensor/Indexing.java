package org.wengert.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements chosen by place: slices, which are seen when the graph is built, and tensors of whole numbers, which are not. */
final class Indexing {
    private Indexing() {}

    // ------------------------------------------------------------------ x[...]

    static Tensor get(Tensor x, Index[] indices) {
        Selection s = new Selection(x, indices);
        Tensor chosen = s.reshaped(s.slice(x));
        return s.tensors.isEmpty() ? chosen : gather(chosen, s.tensors, s.tensorAxes);
    }

    static Tensor get(Tensor x, int[] places) {
        Index[] indices = new Index[places.length];
        for (int i = 0; i < places.length; i++) {
            indices[i] = new Index.At(places[i]);
        }
        return get(x, indices);
    }

    /** Returns a tensor with other elements at the places that indices name, the last of several for one place. */
    static Tensor with(Tensor x, Tensor value, Index[] indices) {
        if (value.dtype().common(x.dtype()) != x.dtype()) {
            throw Origin.illegal(
                    "Elements of type " + value.dtype() + " cannot be put into " + Elementwise.text(x)
                            + " without loss.",
                    "Cast them: value.to(x.dtype()).");
        }
        Tensor v = Primitives.cast(value, x.dtype());
        Selection s = new Selection(x, indices);
        if (!s.tensors.isEmpty()) {
            Tensor all = Primitives.reshape(Primitives.iota(0, Shape.of(x.size()), DType.INT64), x.shape());
            Tensor places = get(all, indices);
            Tensor flat = Primitives.reshape(x, Shape.of(x.size()));
            Tensor updates = Elementwise.expand(v, places.shape());
            int n = places.size();
            Tensor changed = Scattering.set(
                    flat, Primitives.reshape(places, Shape.of(n)), Primitives.reshape(updates, Shape.of(n)), 0);
            return Primitives.reshape(changed, x.shape());
        }
        Tensor part = s.unshaped(Elementwise.expand(v, s.resultShape()));
        Tensor inPlace = s.unslice(part);
        Tensor mask = s.unslice(Primitives.fill(1, part.shape(), DType.BOOL));
        return part.size() == 0 ? x : Primitives.where(mask, inPlace, x);
    }

    /** Returns a tensor with another added to it at the places that indices name, once for each time that they do. */
    static Tensor plus(Tensor x, Tensor value, Index[] indices) {
        Tensor all = Primitives.reshape(Primitives.iota(0, Shape.of(x.size()), DType.INT64), x.shape());
        Tensor places = get(all, indices);
        int n = places.size();
        Tensor updates = Primitives.reshape(Elementwise.expand(value, places.shape()), Shape.of(n));
        Tensor flat = Primitives.reshape(x, Shape.of(x.size()));
        Tensor sum = Scattering.combine(Op.Combine.ADD, flat, Primitives.reshape(places, Shape.of(n)), updates, 0);
        return Primitives.reshape(sum, x.shape());
    }

    /** What indices say of each axis of a tensor. */
    private static final class Selection {
        private final Shape source;
        private final int[] start;
        private final int[] step;
        private final int[] count;
        private final List<Integer> flipped = new ArrayList<>();
        /** The extents after the slice, without axes at one place and with new ones. */
        private final List<Integer> result = new ArrayList<>();

        private final List<Tensor> tensors = new ArrayList<>();
        /** The axes of the result that the tensors choose from. */
        private final List<Integer> tensorAxes = new ArrayList<>();

        Selection(Tensor x, Index[] indices) {
            source = x.shape();
            int rank = source.rank();
            start = new int[rank];
            step = new int[rank];
            count = new int[rank];
            int used = used(indices);
            if (used > rank) {
                throw Origin.illegal(
                        "There are indices for " + used + " axes, but the tensor of shape " + source + " has " + rank
                                + ".",
                        "Leave some out; new axes are made by newAxis().");
            }
            int axis = 0;
            boolean hasEllipsis = false;
            for (Index index : indices) {
                switch (index) {
                    case Index.At(int place) -> at(axis++, place);
                    case Index.Range(int from, int to, int by) -> range(axis++, from, to, by);
                    case Index.NewAxis _ -> result.add(1);
                    case Index.Ellipsis _ -> {
                        if (hasEllipsis) {
                            throw Origin.illegal(
                                    "There are two ellipses, so which axes each stands for cannot be told.",
                                    "Write all() for each axis of one of them.");
                        }
                        hasEllipsis = true;
                        for (int i = rank - used; i > 0; i--) {
                            whole(axis++);
                        }
                    }
                    case Tensor t -> {
                        for (Tensor places : places(t, axis)) {
                            tensors.add(places);
                            tensorAxes.add(result.size());
                            whole(axis++);
                        }
                    }
                }
            }
            while (axis < rank) {
                whole(axis++);
            }
        }

        /** Returns how many axes indices are for, the ellipsis aside. */
        private static int used(Index[] indices) {
            int used = 0;
            for (Index index : indices) {
                used += switch (index) {
                    case Index.At _, Index.Range _ -> 1;
                    case Index.NewAxis _, Index.Ellipsis _ -> 0;
                    case Tensor t -> t.dtype() == DType.BOOL ? t.rank() : 1;
                };
            }
            return used;
        }

        private void whole(int axis) {
            range(axis, 0, Integer.MAX_VALUE, 1);
        }

        private void at(int axis, int place) {
            int n = source.extent(axis);
            if (place < -n || place >= n) {
                throw Origin.illegal(
                        "There is no place " + place + " along axis " + axis + " of a tensor of shape " + source + ".",
                        n == 0 ? "It is empty there." : "Its places are 0 to " + (n - 1) + ", or -1 to -" + n + ".");
            }
            start[axis] = place < 0 ? place + n : place;
            step[axis] = 1;
            count[axis] = 1;
        }

        private void range(int axis, int from, int to, int by) {
            int n = source.extent(axis);
            if (by > 0) {
                int first = Math.clamp(from < 0 ? from + (long) n : from, 0, n);
                int end = Math.clamp(to < 0 ? to + (long) n : to, 0, n);
                start[axis] = first;
                step[axis] = by;
                count[axis] = end <= first ? 0 : (end - first - 1) / by + 1;
            } else {
                int first = Math.clamp(from < 0 ? from + (long) n : from, -1, n - 1);
                int end = Math.clamp(to < 0 ? to + (long) n : to, -1, n - 1);
                long distance = -(long) by;
                count[axis] = first <= end ? 0 : (int) ((first - end - 1) / distance) + 1;
                step[axis] = (int) Math.min(distance, Integer.MAX_VALUE);
                start[axis] = count[axis] == 0 ? 0 : (int) (first - (count[axis] - 1) * distance);
                flipped.add(axis);
            }
            if (count[axis] <= 1) {
                step[axis] = 1;
            }
            if (count[axis] == 0) {
                start[axis] = 0;
            }
            result.add(count[axis]);
        }

        /** Returns a tensor of places, or of truth values the places where it is true, one tensor an axis. */
        private List<Tensor> places(Tensor t, int axis) {
            if (t.dtype().isInteger()) {
                return List.of(t);
            }
            if (t.dtype() != DType.BOOL) {
                throw Origin.illegal(
                        "An index is a tensor of whole numbers or of truth values, but this one is "
                                + Elementwise.text(t) + ".",
                        "Cast it: index.to(INT64).");
            }
            Shape axes = source.part(axis, axis + t.rank());
            if (!axes.equals(t.shape())) {
                throw Origin.illegal(
                        "A mask of shape " + t.shape() + " does not fit the axes " + axes + " of a tensor of shape "
                                + source + ".",
                        "Give one truth value for each place.");
            }
            return whereTrue(t);
        }

        Tensor slice(Tensor x) {
            Tensor part = Primitives.slice(x, Indices.of(start), Indices.of(step), Shape.of(count));
            return flip(part);
        }

        private Tensor flip(Tensor x) {
            return Primitives.flip(
                    x, Indices.of(flipped.stream().mapToInt(Integer::intValue).toArray()));
        }

        Shape resultShape() {
            return Shape.of(result.stream().mapToInt(Integer::intValue).toArray());
        }

        Tensor reshaped(Tensor part) {
            return Primitives.reshape(part, resultShape());
        }

        Tensor unshaped(Tensor part) {
            return Primitives.reshape(part, Shape.of(count));
        }

        /** Returns a slice put back to its places, with zeros elsewhere. */
        Tensor unslice(Tensor part) {
            int[] high = new int[count.length];
            int[] interior = new int[count.length];
            for (int i = 0; i < count.length; i++) {
                high[i] = count[i] == 0
                        ? source.extent(i) - start[i]
                        : source.extent(i) - start[i] - (count[i] - 1) * step[i] - 1;
                interior[i] = step[i] - 1;
            }
            return Primitives.pad(flip(part), Indices.of(start), Indices.of(high), Indices.of(interior), 0);
        }
    }

    /** Returns the places where truth values are true, for each axis a vector; asks for their values. */
    static List<Tensor> whereTrue(Tensor mask) {
        if (mask.isSymbolic()) {
            throw Origin.unsupported(
                    "How many elements a mask of shape " + mask.shape()
                            + " chooses is not known while its function is traced by vmap or compile.",
                    "Keep the shape: Tensor.where(mask, x, 0).");
        }
        Storage truth = mask.storage();
        int[] strides = mask.shape().strides();
        int n = 0;
        for (int i = 0; i < truth.size(); i++) {
            n += truth.getBoolean(i) ? 1 : 0;
        }
        long[][] places = new long[strides.length][n];
        int k = 0;
        for (int i = 0; i < truth.size(); i++) {
            if (truth.getBoolean(i)) {
                int rest = i;
                for (int a = 0; a < strides.length; a++) {
                    places[a][k] = rest / strides[a];
                    rest %= strides[a];
                }
                k++;
            }
        }
        List<Tensor> vectors = new ArrayList<>(strides.length);
        for (long[] axis : places) {
            vectors.add(Primitives.data(new Storage.Longs(axis), Shape.of(n)));
        }
        return vectors;
    }

    // ------------------------------------------------------------------ by tensors of places

    /**
     * Returns the elements at the places that tensors, broadcast together, name along some axes. The axes of the places stand where the first of
     * those axes was; at the front, if there were others between them.
     */
    private static Tensor gather(Tensor x, List<Tensor> places, List<Integer> axes) {
        int k = axes.size();
        int first = axes.getFirst();
        if (k == 1) {
            return take(x, places.getFirst(), first);
        }
        Tensor source = x;
        if (axes.getLast() - first != k - 1) {
            int[] order = new int[x.rank()];
            int at = 0;
            for (int a : axes) {
                order[at++] = a;
            }
            for (int a = 0; a < order.length; a++) {
                if (!axes.contains(a)) {
                    order[at++] = a;
                }
            }
            source = Primitives.permute(x, Indices.of(order));
            first = 0;
        }
        Shape shape = source.shape();
        Shape chosen = shape.part(first, first + k);
        Shape merged = shape.part(0, first).concat(Shape.of(chosen.size())).concat(shape.part(first + k, shape.rank()));
        return take(Primitives.reshape(source, merged), linear(places, chosen), first);
    }

    /**
     * Returns places along several axes as places along their product. Where one is beyond its axis the result is beyond the product, so that it is not taken
     * for another.
     */
    private static Tensor linear(List<Tensor> places, Shape extents) {
        @Nullable Tensor sum = null;
        @Nullable Tensor isWrong = null;
        for (int i = 0; i < places.size(); i++) {
            int n = extents.extent(i);
            Tensor p = Primitives.cast(places.get(i), DType.INT64);
            Tensor wrong = p.lt(-n).or(p.ge(n));
            Tensor q = Tensor.where(p.lt(0), p.add(n), p);
            isWrong = isWrong == null ? wrong : isWrong.or(wrong);
            sum = sum == null ? q : sum.mul(n).add(q);
        }
        if (sum == null || isWrong == null) {
            throw new AssertionError("no places, please report");
        }
        return Tensor.where(isWrong, Integer.MAX_VALUE, sum);
    }

    /** Returns the elements at some places of an axis: {@code [X…, I…, Y…]} of x {@code [X…, N, Y…]} and places {@code [I…]}. */
    static Tensor take(Tensor x, Tensor places, int axis) {
        checkPlaces(places, "take");
        int a = x.shape().axis(axis);
        return Primitives.gather(x, spread(places, x.shape().part(0, a)), a);
    }

    /** Returns places repeated along new leading axes. */
    static Tensor spread(Tensor places, Shape leading) {
        return leading.rank() == 0 ? places : Elementwise.expand(places, leading.concat(places.shape()));
    }

    /** Returns for each line along an axis its elements at places of its own. */
    static Tensor takeAlong(Tensor x, Tensor places, int axis) {
        checkPlaces(places, "takeAlong");
        int a = x.shape().axis(axis);
        checkAlong(x, places, a);
        Shape lines = x.shape().with(a, 1).broadcast(places.shape().with(a, 1));
        Tensor source = Elementwise.expand(x, lines.with(a, x.shape().extent(a)));
        Tensor chosen = Elementwise.expand(places, lines.with(a, places.shape().extent(a)));
        int last = x.rank() - 1;
        Tensor lined =
                Primitives.gather(Structure.moveAxis(source, a, last), Structure.moveAxis(chosen, a, last), last);
        return Structure.moveAxis(lined, last, a);
    }

    static void checkAlong(Tensor x, Tensor places, int axis) {
        boolean fits = x.rank() == places.rank();
        for (int i = 0; fits && i < x.rank(); i++) {
            int m = x.shape().extent(i);
            int n = places.shape().extent(i);
            fits = i == axis || m == n || m == 1 || n == 1;
        }
        if (!fits) {
            throw Origin.illegal(
                    "A tensor of shape " + x.shape() + " and places of shape " + places.shape()
                            + " do not go together along axis " + axis + ".",
                    "They need as many axes, equally long but for axis " + axis
                            + "; the same places for all lines are taken by x.take(places, axis).");
        }
    }

    static void checkPlaces(Tensor places, String name) {
        if (!places.dtype().isInteger()) {
            throw Origin.illegal(
                    name + " needs places that are whole numbers, but they are " + Elementwise.text(places) + ".",
                    "Cast them: places.to(INT64).");
        }
    }

    /** Returns one place of an axis, which goes. */
    static Tensor take(Tensor x, int place, int axis) {
        Index[] indices = new Index[x.shape().axis(axis) + 1];
        Arrays.fill(indices, Index.all());
        indices[indices.length - 1] = new Index.At(place);
        return get(x, indices);
    }
}
