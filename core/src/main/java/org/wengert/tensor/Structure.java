package org.wengert.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The same elements in another shape or order, beside others or repeated. */
final class Structure {
    private Structure() {}

    // ------------------------------------------------------------------ shape

    /** Returns the same elements in row-major order under another shape, in which one extent may be −1: what is left. */
    static Tensor reshape(Tensor x, int[] extents) {
        int open = -1;
        long known = 1;
        for (int i = 0; i < extents.length; i++) {
            if (extents[i] != -1) {
                known *= extents[i];
            } else if (open < 0) {
                open = i;
            } else {
                throw wrongReshape(x, extents);
            }
        }
        if (open < 0) {
            if (known != x.size()) {
                throw wrongReshape(x, extents);
            }
            return Primitives.reshape(x, Shape.of(extents));
        }
        if (known <= 0 || x.size() % known != 0) {
            throw wrongReshape(x, extents);
        }
        int[] filled = extents.clone();
        filled[open] = (int) (x.size() / known);
        return Primitives.reshape(x, Shape.of(filled));
    }

    private static IllegalArgumentException wrongReshape(Tensor x, int[] extents) {
        return Origin.illegal(
                "A tensor of shape " + x.shape() + " has " + x.size() + " elements and cannot be given the shape "
                        + Arrays.toString(extents) + ".",
                "Give a shape of as many elements, in which one extent may be -1: what is left.");
    }

    static Tensor reshape(Tensor x, Shape shape) {
        if (x.size() != shape.size()) {
            throw wrongReshape(x, shape.toArray());
        }
        return Primitives.reshape(x, shape);
    }

    /** Returns the axes from one on as a single axis. */
    static Tensor flatten(Tensor x, int fromAxis) {
        Shape shape = x.shape();
        int from = shape.rank() == 0 && fromAxis == 0 ? 0 : shape.axis(fromAxis);
        Shape rest = shape.part(from, shape.rank());
        return Primitives.reshape(x, shape.part(0, from).concat(Shape.of(rest.size())));
    }

    /** Returns the axes without some of extent 1; without all of them if none is named. */
    static Tensor squeeze(Tensor x, int[] axes) {
        Shape shape = x.shape();
        boolean[] goes = new boolean[shape.rank()];
        int left = shape.rank();
        for (int a : axes) {
            int axis = shape.axis(a);
            if (shape.extent(axis) != 1) {
                throw Origin.illegal(
                        "Axis " + a + " of a tensor of shape " + shape + " cannot be left out: it has "
                                + shape.extent(axis) + " places.",
                        "Choose one of them with x.take(place, axis), or reduce the axis, for example with x.sum(axis).");
            }
            left -= goes[axis] ? 0 : 1;
            goes[axis] = true;
        }
        if (axes.length == 0) {
            for (int i = 0; i < goes.length; i++) {
                goes[i] = shape.extent(i) == 1;
                left -= goes[i] ? 1 : 0;
            }
        }
        return Primitives.reshape(x, shapeWithout(shape, goes, left));
    }

    /** Returns a shape without some axes. */
    static Shape shapeWithout(Shape shape, boolean[] goes, int left) {
        int[] extents = new int[left];
        int k = 0;
        for (int i = 0; i < goes.length; i++) {
            if (!goes[i]) {
                extents[k++] = shape.extent(i);
            }
        }
        return Shape.of(extents);
    }

    /** Returns new axes of extent 1 at some places of the result. */
    static Tensor expandDims(Tensor x, int... axes) {
        int rank = x.rank() + axes.length;
        boolean[] isNew = new boolean[rank];
        for (int a : axes) {
            int axis = a < 0 ? a + rank : a;
            if (axis < 0 || axis >= rank || isNew[axis]) {
                throw Origin.illegal(
                        "There cannot be new axes " + Arrays.toString(axes) + " of a tensor of shape " + x.shape()
                                + ".",
                        "Count them in the result, whose axes are 0 to " + (rank - 1) + ", or -1 to -" + rank
                                + ", each once.");
            }
            isNew[axis] = true;
        }
        int[] extents = new int[rank];
        int k = 0;
        for (int i = 0; i < rank; i++) {
            extents[i] = isNew[i] ? 1 : x.shape().extent(k++);
        }
        return Primitives.reshape(x, Shape.of(extents));
    }

    /** Returns axes of extent 1 repeated; an extent of −1 stays as it is. */
    static Tensor expand(Tensor x, int[] shape) {
        int[] extents = shape.clone();
        for (int i = 1; i <= Math.min(extents.length, x.rank()); i++) {
            if (extents[extents.length - i] == -1) {
                extents[extents.length - i] = x.shape().extent(-i);
            }
        }
        return Elementwise.expand(x, Shape.of(extents));
    }

    // ------------------------------------------------------------------ order of axes

    static Tensor transpose(Tensor x) {
        int[] axes = new int[x.rank()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = axes.length - 1 - i;
        }
        return Primitives.permute(x, Indices.of(axes));
    }

    static Tensor permute(Tensor x, int[] axes) {
        Shape shape = x.shape();
        int[] order = new int[axes.length];
        boolean[] isThere = new boolean[shape.rank()];
        for (int i = 0; i < axes.length; i++) {
            order[i] = shape.axis(axes[i]);
            if (isThere[order[i]] || axes.length != shape.rank()) {
                throw wrongOrder(x, axes);
            }
            isThere[order[i]] = true;
        }
        if (axes.length != shape.rank()) {
            throw wrongOrder(x, axes);
        }
        return Primitives.permute(x, Indices.of(order));
    }

    private static IllegalArgumentException wrongOrder(Tensor x, int[] axes) {
        return Origin.illegal(
                Arrays.toString(axes) + " is no order of the axes of a tensor of shape " + x.shape() + ".",
                "Name each axis once, from 0 to " + (x.rank() - 1) + ".");
    }

    static Tensor swapAxes(Tensor x, int a, int b) {
        int[] axes = Indices.range(x.rank()).toArray();
        int i = x.shape().axis(a);
        int j = x.shape().axis(b);
        axes[i] = j;
        axes[j] = i;
        return Primitives.permute(x, Indices.of(axes));
    }

    static Tensor moveAxis(Tensor x, int from, int to) {
        return Primitives.permute(
                x, Indices.of(moved(x.shape(), x.shape().axis(from), x.shape().axis(to))));
    }

    private static int[] moved(Shape shape, int from, int to) {
        int[] axes = new int[shape.rank()];
        int k = 0;
        for (int i = 0; i < axes.length; i++) {
            if (i == to) {
                axes[i] = from;
            } else {
                k += k == from ? 1 : 0;
                axes[i] = k++;
            }
        }
        return axes;
    }

    static Tensor flip(Tensor x, int[] axes) {
        return Primitives.flip(x, Reductions.axes(x, axes));
    }

    /** Returns the elements moved on along an axis, those that leave at the end coming in again at the start. */
    static Tensor roll(Tensor x, int shift, int axis) {
        int a = x.shape().axis(axis);
        int n = x.shape().extent(a);
        int by = n == 0 ? 0 : Math.floorMod(shift, n);
        return by == 0
                ? x
                : Primitives.concat(a, List.of(Primitives.slice(x, a, n - by, n), Primitives.slice(x, a, 0, n - by)));
    }

    // ------------------------------------------------------------------ borders

    /** Returns the elements with others around them. */
    static Tensor pad(Tensor x, int[] low, int[] high, double value) {
        int rank = x.rank();
        boolean isRight = low.length == rank && high.length == rank;
        for (int i = 0; isRight && i < rank; i++) {
            isRight = low[i] >= 0 && high[i] >= 0;
        }
        if (!isRight) {
            throw Origin.illegal(
                    "A tensor of shape " + x.shape() + " cannot be padded by " + Arrays.toString(low) + " before and "
                            + Arrays.toString(high) + " after.",
                    "Give " + rank + " numbers each, one an axis, all at least 0.");
        }
        if (value != 0) {
            Elementwise.check(value, x);
        }
        return Primitives.pad(x, Indices.of(low), Indices.of(high), Indices.repeat(rank, 0), value);
    }

    static Tensor pad(Tensor x, int axis, int low, int high, Border border) {
        int a = x.shape().axis(axis);
        int n = x.shape().extent(a);
        int most = switch (border) {
            case ZERO -> Integer.MAX_VALUE;
            case REFLECT -> n - 1;
            case REPLICATE -> n == 0 ? 0 : Integer.MAX_VALUE;
            case CIRCULAR -> n;
        };
        if (low < 0 || high < 0 || Math.max(low, high) > most) {
            throw Origin.illegal(
                    "Axis " + axis + " of a tensor of shape " + x.shape() + " cannot be padded by " + low
                            + " before and " + high + " after with the border " + border + ".",
                    "Give numbers from 0" + (most < Integer.MAX_VALUE ? " to " + Math.max(0, most) + "." : " on."));
        }
        return switch (border) {
            case ZERO -> Primitives.pad(x, a, low, high);
            case REFLECT ->
                around(
                        a,
                        Primitives.flip(Primitives.slice(x, a, Math.min(1, n), low + Math.min(1, n)), Indices.of(a)),
                        x,
                        Primitives.flip(
                                Primitives.slice(x, a, Math.max(0, n - 1 - high), Math.max(0, n - 1)), Indices.of(a)));
            case REPLICATE ->
                n == 0
                        ? x
                        : around(
                                a,
                                Primitives.expand(
                                        Primitives.slice(x, a, 0, 1), x.shape().with(a, low)),
                                x,
                                Primitives.expand(
                                        Primitives.slice(x, a, n - 1, n),
                                        x.shape().with(a, high)));
            case CIRCULAR -> around(a, Primitives.slice(x, a, n - low, n), x, Primitives.slice(x, a, 0, high));
        };
    }

    private static Tensor around(int axis, Tensor before, Tensor x, Tensor after) {
        List<Tensor> parts = new ArrayList<>(3);
        for (Tensor t : List.of(before, x, after)) {
            if (t == x || t.shape().extent(axis) > 0) {
                parts.add(t);
            }
        }
        return Primitives.concat(axis, parts);
    }

    // ------------------------------------------------------------------ beside each other

    static Tensor concat(int axis, List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw Origin.illegal("concat needs at least one tensor, but the list is empty.", "Leave it out.");
        }
        Shape first = tensors.getFirst().shape();
        int a = first.axis(axis);
        DType dtype = tensors.getFirst().dtype();
        for (Tensor t : tensors) {
            if (t.rank() != first.rank() || !t.shape().with(a, 0).equals(first.with(a, 0))) {
                throw Origin.illegal(
                        "Tensors of shapes " + first + " and " + t.shape()
                                + " cannot be put one after the other along axis " + axis
                                + ": they differ along another.",
                        "A new axis is made by Tensor.stack(axis, tensors).");
            }
            dtype = dtype.common(t.dtype());
        }
        List<Tensor> parts = new ArrayList<>(tensors.size());
        for (Tensor t : tensors) {
            parts.add(Primitives.cast(t, dtype));
        }
        return Primitives.concat(a, parts);
    }

    static Tensor stack(int axis, List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw Origin.illegal("stack needs at least one tensor, but the list is empty.", "Leave it out.");
        }
        Tensor first = tensors.getFirst();
        List<Tensor> layers = new ArrayList<>(tensors.size());
        for (Tensor t : tensors) {
            if (!t.shape().equals(first.shape())) {
                throw Origin.illegal(
                        "Tensors of shapes " + first.shape() + " and " + t.shape()
                                + " cannot be stacked: they need the same shape.",
                        "Along an axis that is there they are put together by Tensor.concat(axis, tensors).");
            }
            layers.add(expandDims(t, axis));
        }
        return concat(axis, layers);
    }

    /** Returns consecutive stretches of an axis of given lengths. */
    static List<Tensor> split(Tensor x, int axis, int[] lengths) {
        int a = x.shape().axis(axis);
        long sum = 0;
        for (int n : lengths) {
            sum += n < 0 ? Integer.MAX_VALUE : n;
        }
        if (sum != x.shape().extent(a)) {
            throw Origin.illegal(
                    "Axis " + axis + " of a tensor of shape " + x.shape() + " cannot be split into lengths "
                            + Arrays.toString(lengths) + ".",
                    "Give lengths that add up to " + x.shape().extent(a) + ".");
        }
        List<Tensor> parts = new ArrayList<>(lengths.length);
        int at = 0;
        for (int n : lengths) {
            parts.add(Primitives.slice(x, a, at, at + n));
            at += n;
        }
        return parts;
    }

    static List<Tensor> split(Tensor x, int axis, int parts) {
        int n = x.shape().extent(axis);
        if (parts < 1 || n % parts != 0) {
            throw Origin.illegal(
                    "Axis " + axis + " of a tensor of shape " + x.shape() + " cannot be split into " + parts
                            + " equal parts.",
                    "Parts that are nearly equal are given by x.chunk(parts, axis).");
        }
        int[] lengths = new int[parts];
        Arrays.fill(lengths, n / parts);
        return split(x, axis, lengths);
    }

    /** Returns at most so many stretches, all equally long but the last, which may be shorter. */
    static List<Tensor> chunk(Tensor x, int axis, int parts) {
        if (parts < 1) {
            throw Origin.illegal("chunk cannot make " + parts + " parts.", "Ask for at least 1.");
        }
        int a = x.shape().axis(axis);
        int n = x.shape().extent(a);
        int length = Math.max(1, (n + parts - 1) / parts);
        List<Tensor> chunks = new ArrayList<>(parts);
        for (int at = 0; at == 0 || at < n; at += length) {
            chunks.add(Primitives.slice(x, a, at, Math.min(n, at + length)));
        }
        return chunks;
    }

    // ------------------------------------------------------------------ repetition

    /** Returns the whole tensor repeated along each axis. */
    static Tensor tile(Tensor x, int[] times) {
        int rank = Math.max(x.rank(), times.length);
        int[] split = new int[2 * rank];
        int[] repeated = new int[2 * rank];
        int[] merged = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int n = i <= x.rank() ? x.shape().extent(-i) : 1;
            int r = i <= times.length ? times[times.length - i] : 1;
            checkTimes(r);
            split[2 * (rank - i)] = 1;
            split[2 * (rank - i) + 1] = n;
            repeated[2 * (rank - i)] = r;
            repeated[2 * (rank - i) + 1] = n;
            merged[rank - i] = r * n;
        }
        Tensor expanded = Primitives.expand(Primitives.reshape(x, Shape.of(split)), Shape.of(repeated));
        return Primitives.reshape(expanded, Shape.of(merged));
    }

    /** Returns each place of an axis repeated. */
    static Tensor repeat(Tensor x, int times, int axis) {
        checkTimes(times);
        int a = x.shape().axis(axis);
        Shape split = x.shape().insert(a + 1, times);
        Tensor expanded = Primitives.expand(expandDims(x, a + 1), split);
        return Primitives.reshape(expanded, x.shape().with(a, x.shape().extent(a) * times));
    }

    private static void checkTimes(int times) {
        if (times < 0) {
            throw Origin.illegal("A tensor cannot be repeated " + times + " times.", "Give a number of at least 0.");
        }
    }

    // ------------------------------------------------------------------ diagonals and triangles of the last two axes

    /** Returns the elements whose column is their row + offset. */
    static Tensor diagonal(Tensor x, int offset) {
        checkMatrix(x, "diagonal");
        int rank = x.rank();
        int rows = x.shape().extent(-2);
        int columns = x.shape().extent(-1);
        int count = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
        Shape batch = x.shape().part(0, rank - 2);
        Tensor flat = Primitives.reshape(x, batch.concat(Shape.of(rows * columns)));
        int[] start = new int[rank - 1];
        int[] step = new int[rank - 1];
        Arrays.fill(step, 1);
        start[rank - 2] = offset >= 0 ? offset : -offset * columns;
        step[rank - 2] = columns + 1;
        return Primitives.slice(flat, Indices.of(start), Indices.of(step), batch.concat(Shape.of(count)));
    }

    /** Returns square matrices with the last axis on a diagonal and 0 elsewhere. */
    static Tensor diag(Tensor x, int offset) {
        if (x.rank() == 0) {
            throw Origin.illegal(
                    "diag makes matrices of vectors, but its operand has the shape [].",
                    "Make it a vector: x.reshape(1).");
        }
        int rank = x.rank();
        int n = x.shape().extent(-1);
        int side = n + Math.abs(offset);
        Shape batch = x.shape().part(0, rank - 1);
        if (n == 0) {
            return Primitives.fill(0, batch.concat(Shape.of(side, side)), x.dtype());
        }
        int[] low = new int[rank];
        int[] high = new int[rank];
        int[] interior = new int[rank];
        low[rank - 1] = offset >= 0 ? offset : -offset * side;
        interior[rank - 1] = side;
        high[rank - 1] = side * side - low[rank - 1] - (n + (n - 1) * side);
        Tensor flat = Primitives.pad(x, Indices.of(low), Indices.of(high), Indices.of(interior), 0);
        return Primitives.reshape(flat, batch.concat(Shape.of(side, side)));
    }

    /** Returns 0 above or below a diagonal, and the elements elsewhere. */
    static Tensor triangle(Tensor x, Op.Comparison kept, int offset) {
        checkMatrix(x, kept == Op.Comparison.LE ? "tril" : "triu");
        Tensor mask = Creation.diagonal(kept, x.shape().part(x.rank() - 2, x.rank()), offset);
        return Primitives.where(Elementwise.expand(mask, x.shape()), x, Primitives.fillLike(0, x));
    }

    private static void checkMatrix(Tensor x, String name) {
        if (x.rank() < 2) {
            throw Origin.illegal(
                    name + " needs matrices, but its operand has the shape " + x.shape() + ".",
                    "A vector becomes a diagonal matrix by x.diag().");
        }
    }

    // ------------------------------------------------------------------ differences

    /** Returns the differences of neighbours along an axis, n times over. */
    static Tensor diff(Tensor x, int n, int axis) {
        int a = x.shape().axis(axis);
        if (n < 0) {
            throw Origin.illegal("diff cannot be taken " + n + " times.", "Give a number of at least 0.");
        }
        Tensor d = x;
        for (int i = 0; i < n && d.shape().extent(a) > 0; i++) {
            int m = d.shape().extent(a);
            d = Primitives.slice(d, a, Math.min(1, m), m).sub(Primitives.slice(d, a, 0, m - 1));
        }
        return d;
    }
}
