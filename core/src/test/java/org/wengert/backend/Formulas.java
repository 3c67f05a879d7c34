package org.wengert.backend;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.ArrayFunction;
import org.wengert.tensor.Convolution;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/**
 * Each op a second time, as a formula for one element of its value by the element's index, slow and without anything of the interpreter: no layouts, no strides, whole
 * numbers without bounds.
 *
 * <p>A number is a {@code Double}, a whole number or a truth value a {@code BigInteger} before it is cut off, a sum a {@link Sum}.
 */
final class Formulas {
    private Formulas() {}

    /**
     * A sum of products of real numbers.
     *
     * @param value the sum, in some order
     * @param magnitude the sum of the absolute values
     * @param terms how many terms there are
     */
    record Sum(double value, double magnitude, int terms) {
        static final Sum ZERO = new Sum(0, 0, 0);

        Sum plus(double term) {
            return new Sum(value + term, magnitude + Math.abs(term), terms + 1);
        }
    }

    /** The element of t at an index. */
    static Object element(Tensor t, int[] at) {
        Tensor x = t.hasInputs() ? t.input(0) : t;
        Shape shape = t.shape();
        return switch (t.op()) {
            case Op.Data _, Op.Placeholder _ -> get(t, at);
            case Op.Fill(double value) -> t.dtype().isFloating() ? (Object) value : BigInteger.valueOf((long) value);
            case Op.Iota(int axis) -> number(t, at[axis]);
            case Op.RandomBits(Shape perKey) -> randomBits(x, perKey, at);
            case Op.Variable _, Op.StopGradient _, Op.Barrier _, Op.Ruled _ -> get(x, at);
            case Op.Call(ArrayFunction f, Shape _, DType _) -> {
                List<Storage> in = t.inputs().stream().map(Tensor::storage).toList();
                Storage y = f.apply(in, t.inputs().stream().map(Tensor::shape).toList());
                yield get(y, flat(shape, at));
            }

            case Op.Map1(Unary f) ->
                t.dtype().isFloating() ? (Object) f.evaluate(real(x, at)) : whole(f, (BigInteger) get(x, at));
            case Op.Map2(Binary f) ->
                t.dtype().isFloating()
                        ? (Object) f.evaluate(real(x, at), real(t.input(1), at))
                        : whole(f, (BigInteger) get(x, at), (BigInteger) get(t.input(1), at));
            case Op.Map3(Ternary f) -> f.evaluate(real(x, at), real(t.input(1), at), real(t.input(2), at));
            case Op.Bits(Op.Bitwise f) -> bits(f, t.dtype(), (BigInteger) get(x, at), (BigInteger) get(t.input(1), at));
            case Op.Compare(Op.Comparison f) -> {
                boolean holds = x.dtype().isFloating()
                        ? holds(f, real(x, at), real(t.input(1), at))
                        : holds(f, ((BigInteger) get(x, at)).compareTo((BigInteger) get(t.input(1), at)), 0);
                yield holds ? BigInteger.ONE : BigInteger.ZERO;
            }
            case Op.Where _ -> get(get(x, at).equals(BigInteger.ONE) ? t.input(1) : t.input(2), at);
            case Op.Cast(DType to) -> cast(get(x, at), x.dtype(), to);

            case Op.Reshape _ -> get(x, unflat(x.shape(), flat(shape, at)));
            case Op.Permute(Indices axes) -> {
                int[] from = new int[at.length];
                for (int i = 0; i < at.length; i++) {
                    from[axes.get(i)] = at[i];
                }
                yield get(x, from);
            }
            case Op.Expand _ -> {
                int[] from = at.clone();
                for (int i = 0; i < at.length; i++) {
                    from[i] = x.shape().extent(i) == 1 ? 0 : at[i];
                }
                yield get(x, from);
            }
            case Op.Slice(Indices start, Indices step, Shape _) -> {
                int[] from = at.clone();
                for (int i = 0; i < at.length; i++) {
                    from[i] = start.get(i) + at[i] * step.get(i);
                }
                yield get(x, from);
            }
            case Op.Pad(Indices low, Indices _, Indices interior, double value) -> {
                int[] from = at.clone();
                boolean isThere = true;
                for (int i = 0; i < at.length; i++) {
                    int distance = at[i] - low.get(i);
                    from[i] = distance / (interior.get(i) + 1);
                    isThere &= distance >= 0
                            && distance % (interior.get(i) + 1) == 0
                            && from[i] < x.shape().extent(i);
                }
                yield isThere ? get(x, from) : cast(value, DType.FLOAT64, t.dtype());
            }
            case Op.Flip(Indices axes) -> {
                int[] from = at.clone();
                for (int i = 0; i < at.length; i++) {
                    from[i] = axes.contains(i) ? x.shape().extent(i) - 1 - at[i] : at[i];
                }
                yield get(x, from);
            }
            case Op.Concat(int axis) -> {
                int[] from = at.clone();
                int which = 0;
                while (from[axis] >= t.input(which).shape().extent(axis)) {
                    from[axis] -= t.input(which++).shape().extent(axis);
                }
                yield get(t.input(which), from);
            }
            case Op.Window(int axis, int _, int step, int dilation) -> {
                int[] from = Arrays.copyOf(at, at.length - 1);
                from[axis] = at[axis] * step + at[at.length - 1] * dilation;
                yield get(x, from);
            }
            case Op.Fold(int axis, int _, int step, int dilation) -> {
                Object sum = zero(t);
                for (int i = 0; i < x.shape().extent(axis); i++) {
                    for (int k = 0; k < x.shape().extent(-1); k++) {
                        if (i * step + k * dilation == at[axis]) {
                            int[] from = Arrays.copyOf(at, at.length + 1);
                            from[axis] = i;
                            from[at.length] = k;
                            sum = add(sum, get(x, from));
                        }
                    }
                }
                yield sum;
            }

            case Op.Gather(int batch) -> {
                int places = t.input(1).rank() - batch;
                int[] inBatch = Arrays.copyOf(at, batch + places);
                int[] from = new int[x.rank()];
                System.arraycopy(at, 0, from, 0, batch);
                from[batch] = place(t.input(1), inBatch, x.shape().extent(batch));
                System.arraycopy(at, batch + places, from, batch + 1, x.rank() - batch - 1);
                yield get(x, from);
            }
            case Op.Scatter(int batch, int length, Op.Combine f) -> {
                Object[] sum = {
                    switch (f) {
                        case ADD -> zero(t);
                        case MAX -> least(t.dtype());
                        case MIN -> greatest(t.dtype());
                    }
                };
                Tensor indices = t.input(1);
                forAll(indices.shape(), i -> {
                    boolean isHere = place(indices, i, length) == at[batch];
                    for (int b = 0; b < batch; b++) {
                        isHere &= i[b] == at[b];
                    }
                    if (isHere) {
                        int[] from = Arrays.copyOf(i, x.rank());
                        System.arraycopy(at, batch + 1, from, i.length, at.length - batch - 1);
                        sum[0] = switch (f) {
                            case ADD -> add(sum[0], get(x, from));
                            case MAX -> max(sum[0], get(x, from));
                            case MIN -> min(sum[0], get(x, from));
                        };
                    }
                });
                yield sum[0];
            }

            case Op.Reduce(Op.Reduction f, Indices axes) -> {
                List<Object> elements = new ArrayList<>();
                forAll(x.shape(), i -> {
                    boolean isHere = true;
                    for (int a = 0; a < i.length; a++) {
                        isHere &= axes.contains(a) || i[a] == at[a];
                    }
                    if (isHere) {
                        elements.add(get(x, i));
                    }
                });
                yield reduced(f, elements, t);
            }
            case Op.ArgReduce(Op.Extremum f, int axis) ->
                BigInteger.valueOf(best(f, line(x, axis, at, x.shape().extent(axis))));
            case Op.CumulativeArg(Op.Extremum f, int axis) ->
                BigInteger.valueOf(best(f, line(x, axis, at, at[axis] + 1)));
            case Op.ArgSort(int axis, boolean descending) -> {
                List<Object> line = line(x, axis, at, x.shape().extent(axis));
                yield BigInteger.valueOf(ofRank(at[axis], line, descending));
            }
            case Op.Recurrence(int axis, boolean reverse) -> {
                int n = shape.extent(axis);
                List<Object> a = line(x, axis, at, n);
                List<Object> b = line(t.input(1), axis, at, n);
                int at0 = reverse ? n - 1 - at[axis] : at[axis];
                Object r = zero(t);
                for (int i = 0; i <= at0; i++) {
                    int k = reverse ? n - 1 - i : i;
                    if (t.dtype().isFloating()) {
                        Sum s = (Sum) r;
                        double factor = i == 0 ? 0 : (double) a.get(k);
                        double rest = i == 0 ? 0 : factor * s.value;
                        r = new Sum(
                                rest + (double) b.get(k),
                                (i == 0 ? 0 : Math.abs(factor) * s.magnitude) + Math.abs((double) b.get(k)),
                                s.terms + 2);
                    } else {
                        BigInteger factor = i == 0 ? BigInteger.ZERO : (BigInteger) a.get(k);
                        r = BigInteger.valueOf(factor.multiply((BigInteger) r)
                                .add((BigInteger) b.get(k))
                                .longValue());
                    }
                }
                yield r;
            }

            case Op.MatMul _ -> {
                Object sum = zero(t);
                for (int k = 0; k < x.shape().extent(-1); k++) {
                    int[] left = at.clone();
                    left[at.length - 1] = k;
                    int[] right = at.clone();
                    right[at.length - 2] = k;
                    sum = add(sum, product(get(x, left), get(t.input(1), right)));
                }
                yield sum;
            }
            case Op.Conv(Convolution g, Op.Role role) -> {
                Object sum = zero(t);
                for (Object term : convolved(g, role, x, t.input(1), at)) {
                    sum = add(sum, term);
                }
                yield sum;
            }
        };
    }

    // ------------------------------------------------------------------ elements

    static void forAll(Shape shape, Consumer<int[]> action) {
        for (int i = 0; i < shape.size(); i++) {
            action.accept(unflat(shape, i));
        }
    }

    private static int[] unflat(Shape shape, int i) {
        int[] at = new int[shape.rank()];
        for (int a = at.length - 1; a >= 0; a--) {
            at[a] = i % shape.extent(a);
            i /= shape.extent(a);
        }
        return at;
    }

    static int flat(Shape shape, int[] at) {
        int i = 0;
        for (int a = 0; a < at.length; a++) {
            if (at[a] < 0 || at[a] >= shape.extent(a)) {
                throw new AssertionError("index " + at[a] + " of " + shape);
            }
            i = i * shape.extent(a) + at[a];
        }
        return i;
    }

    private static Object get(Tensor x, int[] at) {
        return get(x.storage(), flat(x.shape(), at));
    }

    private static Object get(Storage x, int i) {
        return switch (x) {
            case Storage.Doubles(double[] a) -> a[i];
            case Storage.Floats(float[] a) -> (double) a[i];
            case Storage.Longs(long[] a) -> BigInteger.valueOf(a[i]);
            case Storage.Ints(int[] a) -> BigInteger.valueOf(a[i]);
            case Storage.Booleans(boolean[] a) -> a[i] ? BigInteger.ONE : BigInteger.ZERO;
        };
    }

    private static double real(Tensor x, int[] at) {
        return (double) get(x, at);
    }

    private static Object number(Tensor like, int value) {
        return like.dtype().isFloating() ? (Object) (double) value : BigInteger.valueOf(value);
    }

    private static Object zero(Tensor like) {
        return like.dtype().isFloating() ? Sum.ZERO : BigInteger.ZERO;
    }

    private static Object add(Object sum, Object term) {
        return sum instanceof Sum s ? s.plus((double) term) : ((BigInteger) sum).add((BigInteger) term);
    }

    private static Object product(Object x, Object y) {
        return x instanceof Double d ? (Object) (d * (double) y) : ((BigInteger) x).multiply((BigInteger) y);
    }

    private static Object max(Object x, Object y) {
        return x instanceof Double d ? (Object) Math.max(d, (double) y) : ((BigInteger) x).max((BigInteger) y);
    }

    private static Object min(Object x, Object y) {
        return x instanceof Double d ? (Object) Math.min(d, (double) y) : ((BigInteger) x).min((BigInteger) y);
    }

    private static Object least(DType dtype) {
        return switch (dtype) {
            case FLOAT64, FLOAT32 -> Double.NEGATIVE_INFINITY;
            case INT64 -> BigInteger.TWO.pow(63).negate();
            case INT32 -> BigInteger.TWO.pow(31).negate();
            case BOOL -> BigInteger.ZERO;
        };
    }

    private static Object greatest(DType dtype) {
        return switch (dtype) {
            case FLOAT64, FLOAT32 -> Double.POSITIVE_INFINITY;
            case INT64 -> BigInteger.TWO.pow(63).subtract(BigInteger.ONE);
            case INT32 -> BigInteger.TWO.pow(31).subtract(BigInteger.ONE);
            case BOOL -> BigInteger.ONE;
        };
    }

    // ------------------------------------------------------------------ elementwise

    private static BigInteger whole(Unary f, BigInteger x) {
        return switch (f) {
            case NEG -> x.negate();
            case ABS -> x.abs();
            case SIGNUM -> BigInteger.valueOf(x.signum());
            case SQUARE -> x.multiply(x);
            default -> throw new AssertionError(f);
        };
    }

    private static BigInteger whole(Binary f, BigInteger x, BigInteger y) {
        return switch (f) {
            case ADD -> x.add(y);
            case SUB -> x.subtract(y);
            case MUL -> x.multiply(y);
            case DIV -> x.divide(y);
            case REM -> x.remainder(y);
            case MIN -> x.min(y);
            case MAX -> x.max(y);
            default -> throw new AssertionError(f);
        };
    }

    private static BigInteger bits(Op.Bitwise f, DType dtype, BigInteger x, BigInteger y) {
        int width = dtype == DType.INT32 ? 32 : 64;
        int by = y.mod(BigInteger.valueOf(width)).intValue();
        return switch (f) {
            case AND -> x.and(y);
            case OR -> x.or(y);
            case XOR -> x.xor(y);
            case SHL -> x.shiftLeft(by);
            case SHR -> x.shiftRight(by);
            case USHR -> x.mod(BigInteger.TWO.pow(width)).shiftRight(by);
        };
    }

    private static boolean holds(Op.Comparison f, double x, double y) {
        return switch (f) {
            case LT -> x < y;
            case LE -> x <= y;
            case GT -> x > y;
            case GE -> x >= y;
            case EQ -> x == y;
            case NE -> x != y;
        };
    }

    private static Object cast(Object x, DType from, DType to) {
        if (x instanceof Double d) {
            double v = d;
            return switch (to) {
                case FLOAT64 -> v;
                case FLOAT32 -> (double) (float) v;
                case INT64 -> BigInteger.valueOf((long) v);
                case INT32 -> BigInteger.valueOf((int) v);
                case BOOL -> v == 0 ? BigInteger.ZERO : BigInteger.ONE;
            };
        }
        BigInteger v = (BigInteger) x;
        return switch (to) {
            case FLOAT64 -> v.doubleValue();
            case FLOAT32 -> (double) v.floatValue();
            case INT64, INT32 -> v;
            case BOOL -> v.signum() == 0 ? BigInteger.ZERO : BigInteger.ONE;
        };
    }

    private static Object randomBits(Tensor keys, Shape perKey, int[] at) {
        int[] key = Arrays.copyOf(at, keys.rank());
        int[] inBlock = Arrays.copyOfRange(at, keys.rank() - 1, at.length);
        int i = flat(perKey, inBlock);
        key[keys.rank() - 1] = 0;
        long key0 = ((BigInteger) get(keys, key)).longValue();
        key[keys.rank() - 1] = 1;
        long key1 = ((BigInteger) get(keys, key)).longValue();
        long[] words = {i / 2, 0};
        Threefry.encipher(key0, key1, words);
        return BigInteger.valueOf(words[i % 2]);
    }

    // ------------------------------------------------------------------ along axes

    private static int place(Tensor indices, int[] at, int extent) {
        int index = ((BigInteger) get(indices, at)).intValueExact();
        return index < 0 ? index + extent : index;
    }

    private static Object reduced(Op.Reduction f, List<Object> elements, Tensor like) {
        Object result = switch (f) {
            case SUM -> zero(like);
            case PROD -> number(like, 1);
            case MAX, MIN -> elements.getFirst();
            case ANY -> BigInteger.ZERO;
            case ALL -> BigInteger.ONE;
        };
        for (Object x : elements) {
            result = switch (f) {
                case SUM -> add(result, x);
                case PROD -> product(result, x);
                case MAX, ANY -> max(result, x);
                case MIN, ALL -> min(result, x);
            };
        }
        return f == Op.Reduction.PROD && result instanceof Double d ? new Sum(d, Math.abs(d), elements.size()) : result;
    }

    private static List<Object> line(Tensor x, int axis, int[] at, int count) {
        List<Object> line = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int[] from = at.clone();
            from[axis] = k;
            line.add(get(x, from));
        }
        return line;
    }

    /** The first k that is NaN, or else the first that is beaten by none. */
    private static int best(Op.Extremum f, List<Object> line) {
        for (int k = 0; k < line.size(); k++) {
            if (line.get(k) instanceof Double d && Double.isNaN(d)) {
                return k;
            }
        }
        for (int k = 0; k < line.size(); k++) {
            boolean isBeaten = false;
            for (Object other : line) {
                int order = compare(other, line.get(k));
                isBeaten |= f == Op.Extremum.MAX ? order > 0 : order < 0;
            }
            if (!isBeaten) {
                return k;
            }
        }
        throw new AssertionError("no best of " + line);
    }

    /** The k that has exactly so many elements before it. */
    private static int ofRank(int rank, List<Object> line, boolean descending) {
        for (int k = 0; k < line.size(); k++) {
            int before = 0;
            for (int j = 0; j < line.size(); j++) {
                boolean isNaN = isNaN(line.get(j));
                int order;
                if (isNaN || isNaN(line.get(k))) {
                    order = Boolean.compare(isNaN, isNaN(line.get(k)));
                } else {
                    order = compare(line.get(j), line.get(k)) * (descending ? -1 : 1);
                }
                before += order < 0 || order == 0 && j < k ? 1 : 0;
            }
            if (before == rank) {
                return k;
            }
        }
        throw new AssertionError("no element of rank " + rank);
    }

    private static boolean isNaN(Object x) {
        return x instanceof Double d && Double.isNaN(d);
    }

    private static int compare(Object x, Object y) {
        if (x instanceof Double d) {
            double e = (double) y;
            return d < e ? -1 : d > e ? 1 : 0;
        }
        return ((BigInteger) x).compareTo((BigInteger) y);
    }

    // ------------------------------------------------------------------ convolution

    /** The terms of an element, found by trying all places of the variable that is summed over. */
    private static List<Object> convolved(Convolution g, Op.Role role, Tensor first, Tensor second, int[] at) {
        List<Object> terms = new ArrayList<>();
        int inGroup = g.kernel().extent(1);
        int outGroup = g.kernel().extent(0) / g.groups();
        switch (role) {
            case OUTPUT -> // y[b, o, p] = Σ x[b, c, p·stride + q·dilation − low] w[o, c, q]
                forAll(g.kernel().without(0), wq -> {
                    int[] x = at.clone();
                    x[1] = at[1] / outGroup * inGroup + wq[0];
                    int[] w = wq.clone();
                    int[] kernel = new int[at.length];
                    kernel[0] = at[1];
                    System.arraycopy(w, 0, kernel, 1, w.length);
                    boolean isThere = true;
                    for (int i = 0; i < g.spatial(); i++) {
                        x[i + 2] = at[i + 2] * g.stride().get(i)
                                + wq[i + 1] * g.dilation().get(i)
                                - g.low().get(i);
                        isThere &= x[i + 2] >= 0 && x[i + 2] < g.image().extent(i + 2);
                    }
                    if (isThere) {
                        terms.add(product(get(first, x), get(second, kernel)));
                    }
                });
            case IMAGE -> // x[b, c, s] = Σ w[o, c, q] y[b, o, p] where p·stride + q·dilation − low = s
                forAll(g.output().without(0), yp -> {
                    if (yp[0] / outGroup != at[1] / inGroup) {
                        return;
                    }
                    int[] y = at.clone();
                    System.arraycopy(yp, 0, y, 1, yp.length);
                    int[] w = at.clone();
                    w[0] = yp[0];
                    w[1] = at[1] % inGroup;
                    boolean isThere = true;
                    for (int i = 0; i < g.spatial(); i++) {
                        int distance = at[i + 2]
                                + g.low().get(i)
                                - yp[i + 1] * g.stride().get(i);
                        w[i + 2] = distance / g.dilation().get(i);
                        isThere &= distance >= 0
                                && distance % g.dilation().get(i) == 0
                                && w[i + 2] < g.kernel().extent(i + 2);
                    }
                    if (isThere) {
                        terms.add(product(get(first, w), get(second, y)));
                    }
                });
            case KERNEL -> // w[o, c, q] = Σ x[b, c, p·stride + q·dilation − low] y[b, o, p]
                forAll(g.output().without(1), yp -> {
                    int[] x = at.clone();
                    int[] y = at.clone();
                    x[0] = yp[0];
                    x[1] = at[0] / outGroup * inGroup + at[1];
                    y[0] = yp[0];
                    y[1] = at[0];
                    boolean isThere = true;
                    for (int i = 0; i < g.spatial(); i++) {
                        y[i + 2] = yp[i + 1];
                        x[i + 2] = yp[i + 1] * g.stride().get(i)
                                + at[i + 2] * g.dilation().get(i)
                                - g.low().get(i);
                        isThere &= x[i + 2] >= 0 && x[i + 2] < g.image().extent(i + 2);
                    }
                    if (isThere) {
                        terms.add(product(get(first, x), get(second, y)));
                    }
                });
        }
        return terms;
    }
}
