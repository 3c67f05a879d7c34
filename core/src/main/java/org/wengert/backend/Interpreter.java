package org.wengert.backend;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
        int[] lastUses = lastUses(program);
        return parameters -> run(program, lastUses, parameters);
    }

    private static List<Storage> run(Program program, int[] lastUses, List<Storage> parameters) {
        @Nullable Storage[] values = new Storage[program.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = new Evaluation(program, i, values, parameters).value();
            for (int k = 0; k < program.step(i).inputs().length(); k++) {
                int input = program.step(i).input(k);
                if (lastUses[input] == i) {
                    values[input] = null;
                }
            }
        }
        List<Storage> results = new ArrayList<>();
        for (int root : program.roots()) {
            results.add(known(values[root]));
        }
        return results;
    }

    /** The last step that uses each step's value, the program's end for a result. */
    private static int[] lastUses(Program program) {
        int[] last = new int[program.size()];
        for (int i = 0; i < last.length; i++) {
            last[i] = i;
            for (int k = 0; k < program.step(i).inputs().length(); k++) {
                last[program.step(i).input(k)] = i;
            }
        }
        for (int root : program.roots()) {
            last[root] = last.length;
        }
        return last;
    }

    /**
     * Returns the first step of a program that throws.
     *
     * @param program a program
     * @param parameters the elements of each parameter
     * @return the step's place, or −1 if all steps can be computed
     */
    static int firstToFail(Program program, List<Storage> parameters) {
        @Nullable Storage[] values = new Storage[program.size()];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = new Evaluation(program, i, values, parameters).value();
            } catch (RuntimeException _) {
                return i;
            }
        }
        return -1;
    }

    private static Storage known(@Nullable Storage value) {
        if (value == null) {
            throw new AssertionError("a value is used before it has been computed, please report");
        }
        return value;
    }

    /** One step with the values of the steps before it. */
    private record Evaluation(
            Program program, int place, @Nullable Storage[] values, List<Storage> parameters) {
        Storage value() {
            Program.Step step = program.step(place);
            return switch (step.op()) {
                case Op.Data _ -> throw new AssertionError("data without elements in a program, please report");
                case Op.Placeholder(int index) -> parameters.get(index);
                case Op.Fill(double value) -> fill(value);
                case Op.Iota(int axis) -> iota(axis);
                case Op.RandomBits(Shape perKey) -> randomBits(perKey.size());

                case Op.Variable _, Op.StopGradient _, Op.Barrier _, Op.Ruled(Rule _), Op.Reshape(Shape _) -> in(0);
                case Op.Call(ArrayFunction function, Shape shape, DType dtype) -> call(function, shape, dtype);

                case Op.Map1(Unary f) -> Elementwise.map(f, in(0), allocate());
                case Op.Map2(Binary f) -> map(f);
                case Op.Map3(Ternary f) -> map(f);
                case Op.Bits(Op.Bitwise f) -> Elementwise.bits(f, in(0), in(1), allocate());
                case Op.Compare(Op.Comparison f) -> Elementwise.compare(f, in(0), in(1), allocate());
                case Op.Where _ -> Elementwise.where(in(0), in(1), in(2), allocate());
                case Op.Cast _ -> Elementwise.cast(in(0), allocate());

                case Op.Permute(Indices axes) -> read(layout(0).permute(axes));
                case Op.Expand(Shape shape) -> read(layout(0).expand(shape));
                case Op.Slice(Indices start, Indices steps, Shape shape) ->
                    read(layout(0).slice(start, steps, shape));
                case Op.Flip(Indices axes) -> read(layout(0).flip(axes));
                case Op.Window(int axis, int size, int steps, int dilation) ->
                    read(layout(0).window(axis, step.shape().extent(axis), size, steps, dilation));
                case Op.Pad op -> pad(op);
                case Op.Concat(int axis) -> concat(axis);
                case Op.Fold op -> rounded(Combining.fold(op, in(0), shape(0), step.shape(), sums()));

                case Op.Gather(int batch) -> gather(places(batch, shape(0)));
                case Op.Scatter(int batch, int _, Op.Combine combine) ->
                    rounded(Combining.scatter(combine, in(0), places(batch, step.shape()), sums()));

                case Op.Reduce(Op.Reduction f, Indices _) -> {
                    if (f == Op.Reduction.MAX || f == Op.Reduction.MIN) {
                        requireElements(f.name());
                    }
                    yield rounded(Combining.reduce(f, in(0), shape(0), step.shape(), sums()));
                }
                case Op.ArgReduce op -> {
                    requireElements("ARG" + op.f());
                    yield AlongAxis.argReduce(op, in(0), shape(0), allocate());
                }
                case Op.Recurrence op -> AlongAxis.recurrence(op, in(0), in(1), shape(0), allocate());
                case Op.CumulativeArg op -> AlongAxis.cumulativeArg(op, in(0), shape(0), allocate());
                case Op.ArgSort op -> AlongAxis.argSort(op, in(0), shape(0), allocate());

                case Op.MatMul _ -> rounded(Contractions.matmul(in(0), shape(0), in(1), shape(1), sums()));
                case Op.Conv op -> rounded(Contractions.conv(op, in(0), in(1), sums()));
            };
        }

        /** yᵢ = the number. */
        private Storage fill(double value) {
            Storage y = allocate();
            y.fill(value);
            return y;
        }

        /** y[.., i, ..] = i. */
        private Storage iota(int axis) {
            Storage y = allocate();
            Shape shape = program.step(place).shape();
            int[] strides = new int[shape.rank()];
            strides[axis] = 1;
            new Layout(shape, 0, Indices.of(strides)).forEach((i, index) -> y.set(i, (long) index));
            return y;
        }

        /** y[k, i] = word i of the key x[k]. */
        private Storage randomBits(int perKey) {
            long[] words = new long[program.step(place).shape().size()];
            for (int k = 0; k < in(0).size() / 2; k++) {
                Threefry.block(in(0).getLong(2 * k), in(0).getLong(2 * k + 1), words, k * perKey, perKey);
            }
            return new Storage.Longs(words);
        }

        private Storage call(ArrayFunction function, Shape shape, DType dtype) {
            List<Storage> inputs = new ArrayList<>();
            List<Shape> shapes = new ArrayList<>();
            for (int k = 0; k < inputs(); k++) {
                inputs.add(in(k));
                shapes.add(shape(k));
            }
            Storage y = function.apply(inputs, shapes);
            if (y.dtype() != dtype || y.size() != shape.size()) {
                throw Failures.call(y, program.describe(place), shape, dtype);
            }
            return y;
        }

        private Storage map(Binary f) {
            try {
                return Elementwise.map(f, in(0), in(1), allocate());
            } catch (ArithmeticException _) {
                throw Failures.divisionByZero(program.describe(place));
            } catch (IllegalArgumentException e) {
                throw Failures.refused(String.valueOf(e.getMessage()), program.describe(place));
            }
        }

        private Storage map(Ternary f) {
            try {
                return Elementwise.map(f, in(0), in(1), in(2), allocate());
            } catch (IllegalArgumentException e) {
                throw Failures.refused(String.valueOf(e.getMessage()), program.describe(place));
            }
        }

        /** yᵢ = x at the i-th place of a layout. */
        private Storage read(Layout from) {
            Storage y = allocate();
            Storage x = in(0);
            from.forEach((i, at) -> y.copy(i, x, at));
            return y;
        }

        /** y[low + i·(interior + 1)] = x[i], and the given number elsewhere. */
        private Storage pad(Op.Pad op) {
            Storage y = fill(op.value());
            Storage x = in(0);
            Layout.of(program.step(place).shape())
                    .slice(op.low(), op.interior().plus(1), shape(0))
                    .forEach((i, at) -> y.copy(at, x, i));
            return y;
        }

        /** y[.., start + i, ..] = x[.., i, ..] for each x, which starts where the one before ends. */
        private Storage concat(int axis) {
            Storage y = allocate();
            Layout whole = Layout.of(program.step(place).shape());
            int start = 0;
            for (int k = 0; k < inputs(); k++) {
                Storage x = in(k);
                int extent = shape(k).extent(axis);
                whole.slice(axis, start, extent).forEach((i, at) -> y.copy(at, x, i));
                start += extent;
            }
            return y;
        }

        /** y[b, i, s] = x[b, index[b, i], s]. */
        private Storage gather(int[] places) {
            Storage y = allocate();
            for (int i = 0; i < places.length; i++) {
                y.copy(i, in(0), places[i]);
            }
            return y;
        }

        private int[] places(int batch, Shape indexed) {
            return Combining.places(batch, in(1), shape(1), indexed, program.describe(place));
        }

        private void requireElements(String what) {
            if (shape(0).size() == 0 && program.step(place).shape().size() > 0) {
                throw Failures.ofNothing(what, program.describe(place));
            }
        }

        private Storage rounded(Storage sums) {
            return sums.dtype() == program.step(place).dtype() ? sums : Elementwise.cast(sums, allocate());
        }

        private Storage sums() {
            Program.Step step = program.step(place);
            return Allocation.of(program, place, step.dtype().isFloating() ? DType.FLOAT64 : DType.INT64, step.shape());
        }

        private Storage allocate() {
            return Allocation.of(program, place);
        }

        private int inputs() {
            return program.step(place).inputs().length();
        }

        private Storage in(int k) {
            return known(values[program.step(place).input(k)]);
        }

        private Shape shape(int k) {
            return program.step(program.step(place).input(k)).shape();
        }

        private Layout layout(int k) {
            return Layout.of(shape(k));
        }
    }
}
