package org.wengert.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/** A program written step by step, each as it is asked for: nothing is made shorter. Mutable. */
final class Steps {
    private final List<Program.Step> steps = new ArrayList<>();
    private int parameters;

    int parameter(DType dtype, int... extents) {
        return leaf(new Op.Placeholder(parameters++), dtype, Shape.of(extents));
    }

    int fill(double value, DType dtype, int... extents) {
        return leaf(new Op.Fill(value), dtype, Shape.of(extents));
    }

    /** Equal numbers like another value. */
    int fillLike(double value, int x) {
        return leaf(new Op.Fill(value), dtype(x), shape(x));
    }

    private int leaf(Op op, DType dtype, Shape shape) {
        steps.add(new Program.Step(op, Indices.of(), shape, dtype));
        return steps.size() - 1;
    }

    /** A step of any op; its shape is stated by {@link Primitives}. */
    int put(Op op, int... inputs) {
        List<Tensor> x = Arrays.stream(inputs)
                .mapToObj(i -> Primitives.placeholder(0, shape(i), dtype(i)))
                .toList();
        Tensor t = Primitives.apply(op, x);
        steps.add(new Program.Step(op, Indices.of(inputs), t.shape(), t.dtype()));
        return steps.size() - 1;
    }

    int map(Unary f, int x) {
        return put(new Op.Map1(f), x);
    }

    int map(Binary f, int x, int y) {
        return put(new Op.Map2(f), x, y);
    }

    int reshape(int x, int... extents) {
        return put(new Op.Reshape(Shape.of(extents)), x);
    }

    int permute(int x, int... axes) {
        return put(new Op.Permute(Indices.of(axes)), x);
    }

    int expand(int x, int... extents) {
        return put(new Op.Expand(Shape.of(extents)), x);
    }

    /** A stretch of one axis. */
    int slice(int x, int axis, int from, int to) {
        int[] start = new int[shape(x).rank()];
        start[axis] = from;
        return put(new Op.Slice(Indices.of(start), Indices.repeat(start.length, 1), shape(x).with(axis, to - from)), x);
    }

    int reduce(Op.Reduction f, int x, int... axes) {
        return put(new Op.Reduce(f, Indices.of(axes)), x);
    }

    Shape shape(int place) {
        return steps.get(place).shape();
    }

    DType dtype(int place) {
        return steps.get(place).dtype();
    }

    int size() {
        return steps.size();
    }

    Program returns(int... roots) {
        return new Program(steps, roots, parameters);
    }
}
