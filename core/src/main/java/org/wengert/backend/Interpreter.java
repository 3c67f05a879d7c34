package org.wengert.backend;

import java.util.ArrayList;
import java.util.List;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.ArrayFunction;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;

/**
 * Runs programs one step after the other, element by element: the definition of what every op means. Any other back end gives the same bits
 * where an element is moved, compared or computed by one correctly rounded operation, and agrees to a few ulp elsewhere.
 *
 * <p>It is slow, and exact where that costs little: real numbers are computed in float64 and rounded once to the type of the step.
 */
public final class Interpreter implements Backend {
    @Override
    public String name() {
        return "interpreter";
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public Plan plan(Program program) {
        return parameters -> run(program, parameters);
    }

    private static List<Storage> run(Program program, List<Storage> parameters) {
        Storage[] values = new Storage[program.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = new Evaluation(program, i, values, parameters).value();
        }
        List<Storage> results = new ArrayList<>();
        for (int root : program.roots()) {
            results.add(values[root]);
        }
        return results;
    }

    /** One step with the values of the steps before it. */
    private record Evaluation(Program program, int place, Storage[] values, List<Storage> parameters) {
        Storage value() {
            Program.Step step = program.step(place);
            return switch (step.op()) {
                case Op.Data _ -> throw new AssertionError("data without elements in a program, please report");
                case Op.Placeholder(int index) -> parameters.get(index);
                case Op.Fill(double value) -> {
                    Storage y = allocate();
                    y.fill(value);
                    yield y;
                }
                case Op.Iota(int axis) -> iota(axis);
                case Op.RandomBits(Shape perKey) -> randomBits(perKey.size());
                case Op.Variable _, Op.StopGradient _, Op.Barrier _, Op.Ruled(Rule _), Op.Reshape(Shape _) -> in(0);
                case Op.Call(ArrayFunction function, Shape shape, DType dtype) -> call(function, shape, dtype);

                case Op.Map1(Unary f) -> {
                    Storage y = allocate();
                    Elementwise.map(f, in(0), y);
                    yield y;
                }
                case Op.Map2(Binary f) -> {
                    Storage y = allocate();
                    try {
                        Elementwise.map(f, in(0), in(1), y);
                    } catch (ArithmeticException e) {
                        throw Failures.divisionByZero(program.describe(place));
                    }
                    yield y;
                }
                case Op.Map3(Ternary f) -> {
                    Storage y = allocate();
                    Elementwise.map(f, in(0), in(1), in(2), y);
                    yield y;
                }
                case Op.Bits(Op.Bitwise f) -> {
                    Storage y = allocate();
                    Elementwise.bits(f, in(0), in(1), y);
                    yield y;
                }
                case Op.Compare(Op.Comparison f) -> {
                    Storage y = allocate();
                    Elementwise.compare(f, in(0), in(1), y);
                    yield y;
                }
                case Op.Where _ -> {
                    Storage y = allocate();
                    Elementwise.where(in(0), in(1), in(2), y);
                    yield y;
                }
                case Op.Cast _ -> cast(in(0));

                case Op.Permute(Indices axes) -> read(layout(0).permute(axes));
                case Op.Expand(Shape shape) -> read(layout(0).expand(shape));
                case Op.Slice(Indices start, Indices steps, Shape shape) ->
                    read(layout(0).slice(start, steps, shape));
                case Op.Flip(Indices axes) -> read(layout(0).flip(axes));
                case Op.Window(int axis, int size, int steps, int dilation) ->
                    read(layout(0).window(axis, step.shape().extent(axis), size, steps, dilation));
                case Op.Pad pad -> pad(pad);
                case Op.Concat(int axis) -> concat(axis);
                case Op.Fold fold -> cast(Combining.fold(fold, in(0), shape(0), step.shape()));

                case Op.Gather(int batch) -> gather(batch);
                case Op.Scatter(int batch, int _, Op.Combine combine) -> {
                    int[] places = Combining.places(batch, in(1), shape(1), step.shape(), program.describe(place));
                    yield cast(Combining.scatter(combine, in(0), places, step.shape()));
                }

                case Op.Reduce(Op.Reduction f, Indices axes) -> {
                    if (f == Op.Reduction.MAX || f == Op.Reduction.MIN) {
                        requireElements(f.name());
                    }
                    yield cast(Combining.reduce(f, in(0), shape(0), step.shape()));
                }
                case Op.ArgReduce op -> {
                    requireElements("ARG" + op.f());
                    Storage y = allocate();
                    AlongAxis.argReduce(op, in(0), shape(0), y);
                    yield y;
                }
                case Op.Recurrence op -> {
                    Storage y = allocate();
                    AlongAxis.recurrence(op, in(0), in(1), shape(0), y);
                    yield y;
                }
                case Op.CumulativeArg op -> {
                    Storage y = allocate();
                    AlongAxis.cumulativeArg(op, in(0), shape(0), y);
                    yield y;
                }
                case Op.ArgSort op -> {
                    Storage y = allocate();
                    AlongAxis.argSort(op, in(0), shape(0), y);
                    yield y;
                }

                case Op.MatMul _ -> cast(Contractions.matmul(in(0), shape(0), in(1), shape(1)));
                case Op.Conv op -> cast(Contractions.conv(op, in(0), in(1)));
            };
        }

        /** y[.., i, ..] = i. */
        private Storage iota(int axis) {
            Storage y = allocate();
            Shape shape = program.step(place).shape();
            Layout along = new Layout(shape, 0, Indices.of(unit(shape.rank(), axis)));
            along.forEach((i, index) -> y.set(i, (long) index));
            return y;
        }

        private static int[] unit(int n, int k) {
            int[] unit = new int[n];
            unit[k] = 1;
            return unit;
        }

        /** y[k, i] = word i of the key x[k]. */
        private Storage randomBits(int perKey) {
            Storage y = allocate();
            long[] words = ((Storage.Longs) y).array();
            for (int k = 0; k < in(0).size() / 2; k++) {
                Threefry.block(in(0).getLong(2 * k), in(0).getLong(2 * k + 1), words, k * perKey, perKey);
            }
            return y;
        }

        private Storage call(ArrayFunction function, Shape shape, DType dtype) {
            List<Storage> inputs = new ArrayList<>();
            List<Shape> shapes = new ArrayList<>();
            for (int k = 0; k < program.step(place).inputs().length(); k++) {
                inputs.add(in(k));
                shapes.add(shape(k));
            }
            Storage y = function.apply(inputs, shapes);
            if (y.dtype() != dtype || y.size() != shape.size()) {
                throw Failures.call(y, program.describe(place), shape, dtype);
            }
            return y;
        }

        /** yᵢ = x at the i-th place of a layout. */
        private Storage read(Layout from) {
            Storage y = allocate();
            from.forEach((i, at) -> y.copy(i, in(0), at));
            return y;
        }

        /** y[low + i·(interior + 1)] = x[i], and the given number elsewhere. */
        private Storage pad(Op.Pad op) {
            Storage y = allocate();
            y.fill(op.value());
            Layout.of(program.step(place).shape())
                    .slice(op.low(), op.interior().plus(1), shape(0))
                    .forEach((i, at) -> y.copy(at, in(0), i));
            return y;
        }

        /** y[.., start + i, ..] = x[.., i, ..] for each x, starting where the one before ends. */
        private Storage concat(int axis) {
            Storage y = allocate();
            int start = 0;
            for (int k = 0; k < program.step(place).inputs().length(); k++) {
                Storage x = in(k);
                int extent = shape(k).extent(axis);
                Layout.of(program.step(place).shape())
                        .slice(axis, start, extent)
                        .forEach((i, at) -> y.copy(at, x, i));
                start += extent;
            }
            return y;
        }

        /** y[b, i, s] = x[b, index[b, i], s]. */
        private Storage gather(int batch) {
            Storage y = allocate();
            int[] places = Combining.places(batch, in(1), shape(1), shape(0), program.describe(place));
            for (int i = 0; i < places.length; i++) {
                y.copy(i, in(0), places[i]);
            }
            return y;
        }

        private Storage cast(Storage x) {
            if (x.dtype() == program.step(place).dtype()) {
                return x;
            }
            Storage y = allocate();
            Elementwise.cast(x, y);
            return y;
        }

        private void requireElements(String what) {
            if (shape(0).size() == 0 && program.step(place).shape().size() > 0) {
                throw Failures.ofNothing(what, program.describe(place));
            }
        }

        private Storage in(int k) {
            return values[program.step(place).input(k)];
        }

        private Shape shape(int k) {
            return program.step(program.step(place).input(k)).shape();
        }

        private Layout layout(int k) {
            return Layout.of(shape(k));
        }

        private Storage allocate() {
            return Allocation.of(program, place);
        }
    }
}
