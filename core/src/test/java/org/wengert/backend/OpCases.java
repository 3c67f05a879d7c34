package org.wengert.backend;

import java.util.ArrayList;
import java.util.List;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Convolution;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** Uses of every op: all types that it takes, sizes around those of vectors and blocks, special values, shapes with ragged ends, nothing at all. */
final class OpCases {
    private static final int[] SIZES = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 1023, 1024, 1025, 4095, 4097, 10000};
    private static final DType[] REALS = {DType.FLOAT64, DType.FLOAT32};
    private static final DType[] WHOLES = {DType.INT64, DType.INT32};
    private static final DType[] NUMBERS = {DType.FLOAT64, DType.FLOAT32, DType.INT64, DType.INT32};

    private final List<Tensor> values = new ArrayList<>();

    private OpCases() {}

    /** Returns tensors, not computed yet. */
    static List<Tensor> all() {
        OpCases cases = new OpCases();
        cases.leaves();
        cases.identities();
        cases.functions();
        cases.integers();
        cases.choices();
        cases.casts();
        for (DType d : DType.values()) {
            cases.structure(d);
            cases.indexed(d);
        }
        cases.reductions();
        cases.lines();
        cases.products();
        cases.convolutions();
        return cases.values;
    }

    private void add(Tensor value) {
        values.add(value);
    }

    private static Tensor longs(int[] shape, long... values) {
        return Primitives.data(new Storage.Longs(values), Shape.of(shape));
    }

    // ------------------------------------------------------------------

    private void leaves() {
        for (DType d : DType.values()) {
            add(Values.mixed(d, 1, 5));
            for (double value : new double[] {0, 1, -0.0, 2.5, -7, 1e300, Double.NaN, Double.NEGATIVE_INFINITY}) {
                add(Primitives.fill(value, Shape.of(3, 5), d));
            }
            for (int n : SIZES) {
                add(Primitives.fill(3, Shape.of(n), d));
            }
            add(Primitives.fill(3, Shape.SCALAR, d));
        }
        for (DType d : NUMBERS) {
            for (int n : SIZES) {
                add(Primitives.iota(0, Shape.of(n), d));
            }
            for (int axis = 0; axis < 3; axis++) {
                add(Primitives.iota(axis, Shape.of(3, 17, 5), d));
                add(Primitives.iota(axis, Shape.of(3, 0, 5), d));
            }
        }
        for (int n : SIZES) {
            add(Primitives.randomBits(longs(new int[] {2}, 7, -8), Shape.of(n)));
        }
        for (Shape perKey : List.of(Shape.SCALAR, Shape.of(5), Shape.of(2, 3), Shape.of(0), Shape.of(3, 7))) {
            add(Primitives.randomBits(Values.mixed(DType.INT64, 3, 3, 2), perKey));
            add(Primitives.randomBits(Values.mixed(DType.INT64, 4, 2, 5, 2), perKey));
            add(Primitives.randomBits(Values.mixed(DType.INT64, 5, 0, 2), perKey));
        }
    }

    private void identities() {
        Rule rule = (Rule.Reverse) (in, y, yBar) -> List.of(yBar);
        for (DType d : DType.values()) {
            Tensor x = Primitives.flip(Values.mixed(d, 6, 3, 7), Indices.of(1));
            Tensor z = Primitives.flip(Values.mixed(d, 7, 5), Indices.of(0));
            add(Primitives.variable(x, true, null));
            add(Primitives.stopGradient(x));
            add(Primitives.ruled(rule, x, List.of(z)));
            add(Primitives.barrier(x, z));
            add(Primitives.call(
                    (in, shapes) -> {
                        Storage y = Storage.allocate(d, shapes.getFirst().size());
                        for (int i = 0; i < y.size(); i++) {
                            y.copy(i, in.getFirst(), y.size() - 1 - i);
                        }
                        return y;
                    },
                    x.shape(),
                    d,
                    List.of(x, z)));
        }
    }

    private void functions() {
        for (DType d : REALS) {
            for (Unary f : Unary.values()) {
                for (int n : SIZES) {
                    add(Primitives.map(f, Values.mixed(d, 10 + n, n)));
                }
                add(Primitives.map(f, Values.moderate(d, 11, 5, 7, 11)));
                add(Primitives.map(f, Values.moderate(d, 12)));
                add(Primitives.map(f, Values.pairs(d, false)));
            }
            for (Binary f : Binary.values()) {
                for (int n : SIZES) {
                    add(map(f, Values.mixed(d, 13 + n, n), Values.mixed(d, 14 + n, n)));
                }
                add(map(f, Values.moderate(d, 15, 5, 7, 11), Values.moderate(d, 16, 5, 7, 11)));
                add(map(f, Values.moderate(d, 17), Values.moderate(d, 18)));
                add(map(f, Values.pairs(d, false), Values.pairs(d, true)));
                add(map(
                        f,
                        Primitives.expand(Values.moderate(d, 19, 1, 33), Shape.of(31, 33)),
                        Primitives.expand(Values.moderate(d, 20, 31, 1), Shape.of(31, 33))));
                add(map(f, Values.mixed(d, 21, 4097), Primitives.fill(2, Shape.of(4097), d)));
                add(map(f, Primitives.fill(3, Shape.of(4097), d), Values.mixed(d, 22, 4097)));
            }
            for (Ternary f : Ternary.values()) {
                for (int n : SIZES) {
                    add(map(f, Values.mixed(d, 23 + n, n), Values.mixed(d, 24 + n, n), Values.mixed(d, 25 + n, n)));
                }
                add(map(
                        f,
                        Values.moderate(d, 26, 9, 11),
                        Values.moderate(d, 27, 9, 11),
                        Values.moderate(d, 28, 9, 11)));
                Tensor a = Values.pairs(d, false);
                add(map(f, a, Values.pairs(d, true), Primitives.fillLike(0.5, a)));
                add(map(f, Primitives.fillLike(-3, a), a, Values.pairs(d, true)));
            }
        }
    }

    /** With whole numbers where the function asks for them. */
    private static Tensor map(Binary f, Tensor x, Tensor y) {
        return Primitives.map(f, f.isParameter(0) ? order(x, 0) : x, f.isParameter(1) ? order(y, -2) : y);
    }

    /** With whole numbers where the function asks for them, and bounds in order. */
    private static Tensor map(Ternary f, Tensor x, Tensor y, Tensor z) {
        if (f == Ternary.CLAMP) {
            Tensor lower = numbers(y);
            Tensor upper = numbers(z);
            return Primitives.map(
                    f, x, Primitives.map(Binary.MIN, lower, upper), Primitives.map(Binary.MAX, lower, upper));
        }
        return Primitives.map(f, f.isParameter(0) ? order(x, 0) : x, y, f.isParameter(2) ? order(z, -2) : z);
    }

    private static Tensor order(Tensor like, int least) {
        return Values.wholes(like.dtype(), 30, least, 4, like.shape().toArray());
    }

    private static Tensor numbers(Tensor x) {
        return Primitives.where(Primitives.compare(Op.Comparison.EQ, x, x), x, Primitives.fillLike(1, x));
    }

    private void integers() {
        for (DType d : WHOLES) {
            for (int n : SIZES) {
                for (Unary f : Unary.values()) {
                    if (Primitives.isOfIntegers(f)) {
                        add(Primitives.map(f, Values.mixed(d, 40 + n, n)));
                    }
                }
                for (Binary f : Binary.values()) {
                    if (Primitives.isOfIntegers(f)) {
                        add(Primitives.map(f, Values.mixed(d, 41 + n, n), divisor(f, Values.mixed(d, 42 + n, n))));
                    }
                }
                for (Op.Bitwise f : Op.Bitwise.values()) {
                    add(Primitives.bits(f, Values.mixed(d, 43 + n, n), Values.mixed(d, 44 + n, n)));
                }
            }
            for (Unary f : Unary.values()) {
                if (Primitives.isOfIntegers(f)) {
                    add(Primitives.map(f, Values.pairs(d, false)));
                }
            }
            for (Binary f : Binary.values()) {
                if (Primitives.isOfIntegers(f)) {
                    add(Primitives.map(f, Values.pairs(d, false), divisor(f, Values.pairs(d, true))));
                    add(Primitives.map(f, Values.mixed(d, 45, 33, 9), Primitives.fill(-3, Shape.of(33, 9), d)));
                }
            }
            for (Op.Bitwise f : Op.Bitwise.values()) {
                add(Primitives.bits(f, Values.pairs(d, false), Values.pairs(d, true)));
                add(Primitives.bits(f, Values.mixed(d, 46), Values.mixed(d, 47)));
            }
        }
        for (Op.Bitwise f : List.of(Op.Bitwise.AND, Op.Bitwise.OR, Op.Bitwise.XOR)) {
            for (int n : SIZES) {
                add(Primitives.bits(f, Values.mixed(DType.BOOL, 48 + n, n), Values.mixed(DType.BOOL, 49 + n, n)));
            }
        }
    }

    private static Tensor divisor(Binary f, Tensor x) {
        return f == Binary.DIV || f == Binary.REM
                ? Primitives.where(
                        Primitives.compare(Op.Comparison.EQ, x, Primitives.fillLike(0, x)),
                        Primitives.fillLike(3, x),
                        x)
                : x;
    }

    private void choices() {
        for (DType d : DType.values()) {
            for (Op.Comparison f : Op.Comparison.values()) {
                for (int n : SIZES) {
                    add(Primitives.compare(f, Values.mixed(d, 50 + n, n), Values.mixed(d, 51 + n, n)));
                }
                if (d != DType.BOOL) {
                    add(Primitives.compare(f, Values.pairs(d, false), Values.pairs(d, true)));
                }
                add(Primitives.compare(f, Values.repeated(d, 52, 7, 9), Values.repeated(d, 53, 7, 9)));
                add(Primitives.compare(f, Values.repeated(d, 54), Values.repeated(d, 55)));
            }
            for (int n : SIZES) {
                add(Primitives.where(
                        Values.mixed(DType.BOOL, 56 + n, n), Values.mixed(d, 57 + n, n), Values.mixed(d, 58 + n, n)));
            }
            add(Primitives.where(
                    Primitives.expand(Values.mixed(DType.BOOL, 59, 1, 9), Shape.of(5, 9)),
                    Values.mixed(d, 60, 5, 9),
                    Primitives.fill(3, Shape.of(5, 9), d)));
            add(Primitives.where(Values.mixed(DType.BOOL, 61), Values.mixed(d, 62), Values.mixed(d, 63)));
        }
    }

    private void casts() {
        for (DType from : DType.values()) {
            for (DType to : DType.values()) {
                if (from != to) {
                    for (int n : SIZES) {
                        add(Primitives.cast(Values.mixed(from, 70 + n, n), to));
                    }
                    if (from != DType.BOOL) {
                        add(Primitives.cast(Values.pairs(from, false), to));
                    }
                    add(Primitives.cast(Values.mixed(from, 71, 3, 5), to));
                    add(Primitives.cast(Values.mixed(from, 72), to));
                }
            }
        }
    }

    private void structure(DType d) {
        add(Primitives.reshape(Values.mixed(d, 80, 6, 35), Shape.of(7, 3, 10)));
        add(Primitives.reshape(Values.mixed(d, 81, 1, 1), Shape.SCALAR));
        add(Primitives.reshape(Values.mixed(d, 82, 0, 3), Shape.of(5, 0)));
        add(Primitives.reshape(Primitives.permute(Values.mixed(d, 83, 6, 35), Indices.of(1, 0)), Shape.of(30, 7)));
        for (int[] axes : new int[][] {{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            add(Primitives.permute(Values.mixed(d, 84, 5, 17, 33), Indices.of(axes)));
            add(Primitives.permute(Values.mixed(d, 85, 5, 0, 3), Indices.of(axes)));
            add(Primitives.permute(Values.mixed(d, 86, 1, 9, 1), Indices.of(axes)));
        }
        add(Primitives.permute(Values.mixed(d, 87, 65, 67), Indices.of(1, 0)));
        add(Primitives.permute(Values.mixed(d, 88, 2, 3, 4, 5, 6), Indices.of(4, 1, 3, 0, 2)));

        add(Primitives.expand(Values.mixed(d, 90, 1, 33), Shape.of(17, 33)));
        add(Primitives.expand(Values.mixed(d, 91, 17, 1), Shape.of(17, 33)));
        add(Primitives.expand(Values.mixed(d, 92, 1, 5, 1, 3), Shape.of(2, 5, 7, 3)));
        add(Primitives.expand(Values.mixed(d, 93, 1, 1), Shape.of(41, 101)));
        add(Primitives.expand(Values.mixed(d, 94, 1, 5), Shape.of(0, 5)));
        add(Primitives.expand(Values.mixed(d, 95, 1), Shape.of(4097)));

        add(Primitives.slice(Values.mixed(d, 100, 9, 33), Indices.of(1, 2), Indices.of(1, 1), Shape.of(7, 30)));
        add(Primitives.slice(Values.mixed(d, 101, 9, 33), Indices.of(8, 0), Indices.of(1, 4), Shape.of(1, 9)));
        add(Primitives.slice(Values.mixed(d, 102, 9, 33), Indices.of(0, 3), Indices.of(3, 7), Shape.of(3, 5)));
        add(Primitives.slice(Values.mixed(d, 103, 9, 33), Indices.of(2, 5), Indices.of(1, 1), Shape.of(0, 5)));
        add(Primitives.slice(Values.mixed(d, 104, 5000), Indices.of(17), Indices.of(1), Shape.of(4097)));
        add(Primitives.slice(Values.mixed(d, 105, 9999), Indices.of(1), Indices.of(2), Shape.of(4097)));

        Tensor padded = Values.mixed(d, 110, 4, 9);
        for (double value : new double[] {0, 1, Double.NaN, -0.0, Double.NEGATIVE_INFINITY}) {
            add(Primitives.pad(padded, Indices.of(1, 2), Indices.of(0, 3), Indices.of(0, 0), value));
            add(Primitives.pad(padded, Indices.of(0, 0), Indices.of(0, 0), Indices.of(2, 1), value));
            add(Primitives.pad(padded, Indices.of(2, 0), Indices.of(1, 5), Indices.of(1, 3), value));
        }
        add(Primitives.pad(Values.mixed(d, 111, 0, 3), Indices.of(2, 1), Indices.of(1, 0), Indices.of(4, 1), 1));
        add(Primitives.pad(Values.mixed(d, 112, 1023), Indices.of(1), Indices.of(1), Indices.of(3), 1));

        for (int[] axes : new int[][] {{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {0, 1, 2}}) {
            add(Primitives.flip(Values.mixed(d, 115, 5, 7, 33), Indices.of(axes)));
            add(Primitives.flip(Values.mixed(d, 116, 5, 0, 3), Indices.of(axes)));
        }
        add(Primitives.flip(Values.mixed(d, 117, 4097), Indices.of(0)));

        for (int axis = 0; axis < 3; axis++) {
            Shape like = Shape.of(3, 5, 9);
            add(Primitives.concat(
                    axis,
                    List.of(
                            Values.mixed(d, 120, like.with(axis, 4).toArray()),
                            Values.mixed(d, 121, like.with(axis, 0).toArray()),
                            Values.mixed(d, 122, like.with(axis, 1).toArray()),
                            Values.mixed(d, 123, like.with(axis, 17).toArray()))));
        }
        Tensor twice = Values.mixed(d, 124, 3, 4);
        add(Primitives.concat(0, List.of(twice, twice)));
        add(Primitives.concat(0, List.of(Values.mixed(d, 125, 0), Values.mixed(d, 126, 0))));

        for (int axis = 0; axis < 2; axis++) {
            Tensor x = Values.mixed(d, 130, 11, 19);
            add(Primitives.window(x, axis, 1, 1, 1));
            add(Primitives.window(x, axis, 3, 1, 1));
            add(Primitives.window(x, axis, 3, 2, 1));
            add(Primitives.window(x, axis, 2, 3, 1));
            add(Primitives.window(x, axis, 3, 1, 4));
            add(Primitives.window(x, axis, 3, 3, 2));
            add(Primitives.window(x, axis, x.shape().extent(axis), 1, 1));
            if (d != DType.BOOL) {
                for (Tensor y : List.of(
                        Values.moderate(d, 131, axis == 0 ? new int[] {5, 7, 3} : new int[] {7, 5, 3}),
                        Values.repeated(d, 132, axis == 0 ? new int[] {5, 7, 3} : new int[] {7, 5, 3}))) {
                    add(Primitives.fold(y, axis, 7, 1, 1));
                    add(Primitives.fold(y, axis, 12, 2, 1));
                    add(Primitives.fold(y, axis, 20, 4, 1));
                    add(Primitives.fold(y, axis, 13, 2, 2));
                }
            }
        }
        if (d != DType.BOOL) {
            add(Primitives.fold(Values.moderate(d, 133, 0, 4), 0, 5, 1, 1));
        }
    }

    private void indexed(DType d) {
        for (DType index : WHOLES) {
            add(Primitives.gather(Values.mixed(d, 140, 17), Values.wholes(index, 141, -17, 17, 33), 0));
            add(Primitives.gather(Values.mixed(d, 142, 17, 9), Values.wholes(index, 143, -17, 17, 5, 7), 0));
            add(Primitives.gather(Values.mixed(d, 144, 17, 2, 9), Values.wholes(index, 145, -17, 17), 0));
            add(Primitives.gather(Values.mixed(d, 146, 3, 17, 9), Values.wholes(index, 147, -17, 17, 3, 5), 1));
            add(Primitives.gather(Values.mixed(d, 148, 3, 4, 17), Values.wholes(index, 149, -17, 17, 3, 4, 8), 2));
            add(Primitives.gather(Values.mixed(d, 150, 3, 4, 17), Values.wholes(index, 151, -17, 17, 3, 4), 2));
            add(Primitives.gather(Values.mixed(d, 152, 17), Values.wholes(index, 153, 0, 1, 0), 0));
            add(Primitives.gather(Values.mixed(d, 154, 0, 5), Values.wholes(index, 155, 0, 1, 0, 2), 0));
            add(Primitives.gather(Values.mixed(d, 156, 5000), Values.wholes(index, 157, 0, 5000, 4097), 0));
            for (Op.Combine f : Op.Combine.values()) {
                if (d == DType.BOOL && f == Op.Combine.ADD) {
                    continue;
                }
                for (boolean isRepeated : new boolean[] {true, false}) {
                    add(scatter(d, isRepeated, index, 0, 7, f, new int[] {33}, 33));
                    add(scatter(d, isRepeated, index, 0, 7, f, new int[] {5, 7}, 5, 7, 9));
                    add(scatter(d, isRepeated, index, 0, 7, f, new int[] {}, 4));
                    add(scatter(d, isRepeated, index, 1, 7, f, new int[] {3, 11}, 3, 11, 17));
                    add(scatter(d, isRepeated, index, 2, 7, f, new int[] {3, 2, 11}, 3, 2, 11));
                    add(scatter(d, isRepeated, index, 0, 7, f, new int[] {0}, 0, 3));
                    add(scatter(d, isRepeated, index, 1, 7, f, new int[] {0, 2}, 0, 2, 3));
                    add(scatter(d, isRepeated, index, 0, 1000, f, new int[] {4097}, 4097));
                }
                add(Primitives.scatter(Values.moderate(d, 160, 0, 3), Values.wholes(index, 161, 0, 1, 0), 0, 0, f));
            }
        }
    }

    private static Tensor scatter(
            DType d, boolean isRepeated, DType index, int batch, int length, Op.Combine f, int[] places, int... shape) {
        Tensor updates = isRepeated ? Values.repeated(d, 162, shape) : Values.moderate(d, 163, shape);
        return Primitives.scatter(updates, Values.wholes(index, 164, -length, length, places), batch, length, f);
    }

    private void reductions() {
        for (Op.Reduction f : Op.Reduction.values()) {
            boolean isOfTruth = f == Op.Reduction.ANY || f == Op.Reduction.ALL;
            for (DType d : isOfTruth ? new DType[] {DType.BOOL} : NUMBERS) {
                for (int n : SIZES) {
                    if (n > 0 || f != Op.Reduction.MAX && f != Op.Reduction.MIN) {
                        add(Primitives.reduce(f, Values.moderate(d, 170 + n, n), Indices.of(0)));
                        add(Primitives.reduce(f, Values.mixed(d, 171 + n, n), Indices.of(0)));
                        add(Primitives.reduce(f, Values.moderate(d, 172 + n, 3, n), Indices.of(1)));
                        add(Primitives.reduce(f, Values.moderate(d, 173 + n, n, 3), Indices.of(0)));
                        add(Primitives.reduce(f, Values.repeated(d, 174 + n, n, 2), Indices.of(0)));
                    }
                    add(Primitives.reduce(f, Values.moderate(d, 175 + n, n, 3), Indices.of(1)));
                    add(Primitives.reduce(f, Values.moderate(d, 176 + n, 3, n), Indices.of(0)));
                }
                for (int[] axes : new int[][] {
                    {0},
                    {1},
                    {2},
                    {3},
                    {0, 1},
                    {0, 2},
                    {0, 3},
                    {1, 2},
                    {1, 3},
                    {2, 3},
                    {0, 1, 2},
                    {0, 1, 3},
                    {0, 2, 3},
                    {1, 2, 3},
                    {0, 1, 2, 3}
                }) {
                    add(Primitives.reduce(f, Values.moderate(d, 177, 2, 7, 3, 17), Indices.of(axes)));
                    add(Primitives.reduce(f, Values.repeated(d, 178, 2, 7, 3, 17), Indices.of(axes)));
                    add(Primitives.reduce(
                            f,
                            Primitives.expand(Values.moderate(d, 179, 2, 1, 3, 1), Shape.of(2, 5, 3, 9)),
                            Indices.of(axes)));
                    add(Primitives.reduce(
                            f,
                            Primitives.permute(Values.moderate(d, 180, 3, 5, 2, 9), Indices.of(2, 3, 0, 1)),
                            Indices.of(axes)));
                }
                add(Primitives.reduce(f, Values.moderate(d, 181, 0, 3), Indices.of(1)));
                if (f != Op.Reduction.MAX && f != Op.Reduction.MIN) {
                    add(Primitives.reduce(f, Values.moderate(d, 182, 0, 3), Indices.of(0)));
                    add(Primitives.reduce(f, Values.moderate(d, 183, 2, 0, 3), Indices.of(0, 1)));
                }
            }
        }
    }

    private void lines() {
        for (DType d : DType.values()) {
            for (Op.Extremum f : Op.Extremum.values()) {
                for (int n : SIZES) {
                    if (n > 0) {
                        add(Primitives.argReduce(f, Values.repeated(d, 190 + n, n), 0));
                        add(Primitives.argReduce(f, Values.mixed(d, 191 + n, n, 2), 0));
                        add(Primitives.argReduce(f, Values.moderate(d, 192 + n, 3, n), 1));
                    }
                    add(Primitives.cumulativeArg(f, Values.repeated(d, 193 + n, n), 0));
                    add(Primitives.cumulativeArg(f, Values.mixed(d, 194 + n, 2, n), 1));
                }
                for (int axis = 0; axis < 3; axis++) {
                    add(Primitives.argReduce(f, Values.repeated(d, 195, 5, 7, 9), axis));
                    add(Primitives.cumulativeArg(f, Values.repeated(d, 196, 5, 7, 9), axis));
                    add(Primitives.cumulativeArg(f, Values.moderate(d, 197, 5, 0, 9), axis));
                }
                add(Primitives.argReduce(f, Values.repeated(d, 198, 0, 3), 1));
            }
            for (boolean descending : new boolean[] {false, true}) {
                for (int n : SIZES) {
                    add(Primitives.argSort(Values.repeated(d, 200 + n, n), 0, descending));
                    add(Primitives.argSort(Values.mixed(d, 201 + n, n), 0, descending));
                    add(Primitives.argSort(Values.moderate(d, 202 + n, n, 2), 0, descending));
                }
                for (int axis = 0; axis < 3; axis++) {
                    add(Primitives.argSort(Values.repeated(d, 203, 5, 7, 9), axis, descending));
                    add(Primitives.argSort(Values.repeated(d, 204, 5, 0, 9), axis, descending));
                }
            }
            if (d == DType.BOOL) {
                continue;
            }
            for (boolean reverse : new boolean[] {false, true}) {
                for (int n : SIZES) {
                    Tensor b = Values.moderate(d, 210 + n, n);
                    Tensor half = Primitives.map(Binary.DIV, b, Primitives.fillLike(2, b));
                    add(Primitives.recurrence(Primitives.fillLike(1, b), b, 0, reverse));
                    add(Primitives.recurrence(half, b, 0, reverse));
                    add(Primitives.recurrence(b, Primitives.fillLike(0, b), 0, reverse));
                }
                for (int axis = 0; axis < 3; axis++) {
                    add(Primitives.recurrence(
                            Values.moderate(d, 211, 5, 7, 9), Values.moderate(d, 212, 5, 7, 9), axis, reverse));
                    add(Primitives.recurrence(
                            Values.moderate(d, 213, 5, 0, 9), Values.moderate(d, 214, 5, 0, 9), axis, reverse));
                }
                add(Primitives.recurrence(Values.mixed(d, 215, 33), Values.mixed(d, 216, 33), 0, reverse));
            }
        }
    }

    private void products() {
        int[][] sizes = {
            {1, 1, 1},
            {2, 3, 4},
            {1, 17, 1},
            {17, 1, 9},
            {1, 5, 33},
            {33, 5, 1},
            {7, 8, 9},
            {16, 16, 16},
            {31, 33, 17},
            {65, 70, 33},
            {14, 257, 32},
            {13, 3, 100},
            {0, 3, 2},
            {2, 0, 3},
            {2, 3, 0},
            {1, 1025, 2}
        };
        for (DType d : NUMBERS) {
            for (int[] s : sizes) {
                Tensor x = Values.moderate(d, 220, s[0], s[1]);
                Tensor y = Values.moderate(d, 221, s[1], s[2]);
                add(Primitives.matmul(x, y));
                add(Primitives.matmul(
                        Primitives.permute(Values.moderate(d, 222, s[1], s[0]), Indices.of(1, 0)),
                        Primitives.permute(Values.moderate(d, 223, s[2], s[1]), Indices.of(1, 0))));
            }
            add(Primitives.matmul(Values.moderate(d, 224, 3, 5, 7), Values.moderate(d, 225, 3, 7, 9)));
            add(Primitives.matmul(Values.moderate(d, 226, 2, 3, 5, 7), Values.moderate(d, 227, 2, 3, 7, 1)));
            add(Primitives.matmul(Values.moderate(d, 228, 0, 5, 7), Values.moderate(d, 229, 0, 7, 9)));
            add(Primitives.matmul(
                    Values.moderate(d, 230, 3, 5, 7),
                    Primitives.expand(Values.moderate(d, 231, 1, 7, 9), Shape.of(3, 7, 9))));
            add(Primitives.matmul(Values.repeated(d, 232, 9, 5), Values.repeated(d, 233, 5, 9)));
        }
        add(Primitives.matmul(Values.mixed(DType.INT32, 234, 9, 33), Values.mixed(DType.INT32, 235, 33, 5)));
        add(Primitives.matmul(Values.mixed(DType.INT64, 236, 9, 33), Values.mixed(DType.INT64, 237, 33, 5)));
    }

    private void convolutions() {
        List<Convolution> geometries = List.of(
                convolution(Shape.of(1, 1, 1), Shape.of(1, 1, 1), 1, 0, 0, 1, 1),
                convolution(Shape.of(2, 3, 17), Shape.of(5, 3, 4), 1, 0, 0, 1, 1),
                convolution(Shape.of(2, 3, 17), Shape.of(5, 3, 4), 2, 1, 2, 1, 1),
                convolution(Shape.of(2, 3, 17), Shape.of(5, 3, 4), 3, 4, 0, 2, 1),
                convolution(Shape.of(2, 4, 9), Shape.of(6, 2, 3), 1, 1, 1, 1, 2),
                convolution(Shape.of(2, 4, 9), Shape.of(4, 1, 3), 1, 1, 1, 1, 4),
                convolution(Shape.of(1, 2, 3), Shape.of(3, 2, 3), 1, 0, 0, 1, 1),
                convolution(Shape.of(1, 2, 4), Shape.of(3, 2, 2), 5, 3, 3, 1, 1),
                convolution(Shape.of(0, 2, 4), Shape.of(3, 2, 2), 1, 0, 0, 1, 1),
                convolution(Shape.of(2, 2, 4), Shape.of(0, 2, 2), 1, 0, 0, 1, 1),
                convolution(Shape.of(2, 0, 4), Shape.of(3, 0, 2), 1, 0, 0, 1, 1),
                convolution(Shape.of(2, 3, 9, 11), Shape.of(4, 3, 3, 3), 1, 1, 1, 1, 1),
                convolution(Shape.of(2, 3, 9, 11), Shape.of(4, 3, 3, 2), 2, 1, 0, 1, 1),
                convolution(Shape.of(1, 4, 8, 7), Shape.of(8, 2, 2, 3), 1, 2, 1, 2, 2),
                convolution(Shape.of(1, 16, 6, 6), Shape.of(17, 16, 1, 1), 1, 0, 0, 1, 1),
                convolution(Shape.of(2, 2, 4, 5, 6), Shape.of(3, 2, 2, 3, 2), 1, 1, 0, 1, 1),
                new Convolution(
                        Shape.of(2, 2, 7, 8),
                        Shape.of(2, 1, 3, 2),
                        Indices.of(2, 1),
                        Indices.of(0, 3),
                        Indices.of(2, 0),
                        Indices.of(1, 4),
                        2));
        for (DType d : NUMBERS) {
            for (Convolution g : geometries) {
                for (Op.Role role : Op.Role.values()) {
                    Shape first = g.shape(role == Op.Role.IMAGE ? Op.Role.KERNEL : Op.Role.IMAGE);
                    Shape second = g.shape(role == Op.Role.OUTPUT ? Op.Role.KERNEL : Op.Role.OUTPUT);
                    add(Primitives.conv(
                            g,
                            role,
                            Values.moderate(d, 240, first.toArray()),
                            Values.moderate(d, 241, second.toArray())));
                }
            }
        }
    }

    private static Convolution convolution(
            Shape image, Shape kernel, int stride, int low, int high, int dilation, int groups) {
        int n = image.rank() - 2;
        return new Convolution(
                image,
                kernel,
                Indices.repeat(n, stride),
                Indices.repeat(n, low),
                Indices.repeat(n, high),
                Indices.repeat(n, dilation),
                groups);
    }
}
