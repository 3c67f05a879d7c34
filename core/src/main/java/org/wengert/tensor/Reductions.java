package org.wengert.tensor;

import java.util.Arrays;
import java.util.List;

/** Many elements made one, along some axes or along all of them. */
final class Reductions {
    private Reductions() {}

    // ------------------------------------------------------------------ axes

    /** Returns axes counted from 0 in ascending order; all of them if none is named. */
    static Indices axes(Tensor x, int[] axes) {
        Shape shape = x.shape();
        if (axes.length == 0) {
            return Indices.range(shape.rank());
        }
        if (axes.length == 1) {
            return Indices.of(shape.axis(axes[0]));
        }
        int[] sorted = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            sorted[i] = shape.axis(axes[i]);
        }
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw Origin.illegal(
                        "The axes " + Arrays.toString(axes) + " of a tensor of shape " + shape + " name axis "
                                + sorted[i] + " twice.",
                        "Name each axis once.");
            }
        }
        return Indices.of(sorted);
    }

    /** Returns the number of elements that become one. */
    private static int count(Tensor x, Indices axes) {
        int count = 1;
        for (int i = 0; i < axes.length(); i++) {
            count *= x.shape().extent(axes.get(i));
        }
        return count;
    }

    /** Returns a reduced tensor without the axes that were kept with an extent of 1. */
    private static Tensor drop(Tensor reduced, Indices axes, boolean keepDims) {
        if (keepDims) {
            return reduced;
        }
        boolean[] goes = new boolean[reduced.rank()];
        for (int i = 0; i < axes.length(); i++) {
            goes[axes.get(i)] = true;
        }
        return Primitives.reshape(reduced, Structure.shapeWithout(reduced.shape(), goes, goes.length - axes.length()));
    }

    // ------------------------------------------------------------------ sums and products

    static Tensor sum(Tensor x, int[] axes, boolean keepDims) {
        Indices a = axes(x, axes);
        return drop(sum(x, a), a, keepDims);
    }

    private static Tensor sum(Tensor x, Indices axes) {
        return Primitives.reduce(Op.Reduction.SUM, number(x), axes);
    }

    static Tensor prod(Tensor x, int[] axes, boolean keepDims) {
        Indices a = axes(x, axes);
        return drop(Primitives.reduce(Op.Reduction.PROD, number(x), a), a, keepDims);
    }

    /** Returns truth values as 0 and 1. */
    private static Tensor number(Tensor x) {
        return x.dtype() == DType.BOOL ? Primitives.cast(x, DType.INT64) : x;
    }

    /** Returns the elements as real numbers. */
    private static Tensor real(Tensor x) {
        return x.dtype().isFloating() ? x : Primitives.cast(x, DType.FLOAT64);
    }

    static Tensor mean(Tensor x, int[] axes, boolean keepDims) {
        Indices a = axes(x, axes);
        return drop(mean(real(x), a), a, keepDims);
    }

    private static Tensor mean(Tensor x, Indices axes) {
        return sum(x, axes).div(count(x, axes));
    }

    /** Returns Σ(x − mean)²/(n − ddof), in two passes. */
    static Tensor var(Tensor x, int[] axes, int ddof, boolean keepDims) {
        Indices a = axes(x, axes);
        return drop(var(real(x), a, ddof), a, keepDims);
    }

    private static Tensor var(Tensor x, Indices axes, int ddof) {
        Tensor deviation = x.sub(mean(x, axes));
        return sum(deviation.square(), axes).div(Math.max(0, count(x, axes) - ddof));
    }

    /** Returns the square root of the variance, of derivative 0 where that is 0. */
    static Tensor std(Tensor x, int[] axes, int ddof, boolean keepDims) {
        Indices a = axes(x, axes);
        return drop(root(var(real(x), a, ddof)), a, keepDims);
    }

    /** Returns √x of what is nowhere negative, with the derivative 0 at 0, the one of minimum norm of a length there. */
    private static Tensor root(Tensor x) {
        Tensor isZero = x.eq(0);
        return Tensor.where(isZero, 0, Tensor.where(isZero, 1, x).sqrt());
    }

    // ------------------------------------------------------------------ extrema

    static Tensor extremum(Op.Extremum f, Tensor x, int[] axes, boolean keepDims) {
        Indices a = axes(x, axes);
        checkNotEmpty(x, a, f == Op.Extremum.MAX ? "max" : "min");
        return drop(extremum(f, x, a), a, keepDims);
    }

    private static Tensor extremum(Op.Extremum f, Tensor x, Indices axes) {
        boolean isMax = f == Op.Extremum.MAX;
        if (x.dtype() == DType.BOOL) {
            return Primitives.reduce(isMax ? Op.Reduction.ANY : Op.Reduction.ALL, x, axes);
        }
        return Primitives.reduce(isMax ? Op.Reduction.MAX : Op.Reduction.MIN, x, axes);
    }

    static Tensor arg(Op.Extremum f, Tensor x, int axis, boolean keepDims) {
        int a = x.shape().axis(axis);
        Indices one = Indices.of(a);
        checkNotEmpty(x, one, f == Op.Extremum.MAX ? "argmax" : "argmin");
        return drop(Primitives.argReduce(f, order(x), a), one, keepDims);
    }

    /** Returns truth values as numbers, which have an order. */
    static Tensor order(Tensor x) {
        return x.dtype() == DType.BOOL ? Primitives.cast(x, DType.INT32) : x;
    }

    private static void checkNotEmpty(Tensor x, Indices axes, String name) {
        if (count(x, axes) == 0) {
            throw Origin.illegal(
                    name + " of no elements has no value, but the tensor has the shape " + x.shape()
                            + " and is reduced along " + axes + ".",
                    "Put at least one element there, for example with Tensor.concat(axis, tensors).");
        }
    }

    // ------------------------------------------------------------------ truth

    static Tensor truth(Op.Reduction f, Tensor x, int[] axes, boolean keepDims) {
        Indices a = axes(x, axes);
        return drop(Primitives.reduce(f, Primitives.cast(x, DType.BOOL), a), a, keepDims);
    }

    // ------------------------------------------------------------------ ln Σ exp

    /** Returns ln Σ eˣ without overflow; −∞, of derivative 0, where all elements are −∞ or there are none. */
    static Tensor logSumExp(Tensor x, int[] axes, boolean keepDims) {
        Indices a = axes(x, axes);
        if (!x.dtype().isFloating()) {
            throw Origin.illegal(
                    "logSumExp is a function of real numbers, but its operand is " + Elementwise.text(x) + ".",
                    "Cast it first, for example with x.to(FLOAT64).");
        }
        if (count(x, a) == 0) {
            Shape shape = sum(x, a).shape();
            return drop(Primitives.fill(Double.NEGATIVE_INFINITY, shape, x.dtype()), a, keepDims);
        }
        Tensor max = Primitives.stopGradient(extremum(Op.Extremum.MAX, x, a));
        Tensor shift = Tensor.where(max.isFinite(), max, 0);
        Tensor sum = sum(x.sub(shift).exp(), a);
        Tensor isNothing = sum.eq(0);
        Tensor log = Tensor.where(
                isNothing,
                Double.NEGATIVE_INFINITY,
                Tensor.where(isNothing, 1, sum).log());
        return drop(log.add(shift), a, keepDims);
    }

    // ------------------------------------------------------------------ norms

    /** Returns (Σ|x|ᵖ)^(1/p), of derivative 0 where all elements are 0. */
    static Tensor norm(Tensor x, double p, int[] axes, boolean keepDims) {
        Indices a = axes(x, axes);
        return drop(norm(real(x), p, a), a, keepDims);
    }

    private static Tensor norm(Tensor x, double p, Indices axes) {
        if (p == 2) {
            return euclidean(x, axes);
        }
        if (p == 1) {
            return sum(x.abs(), axes);
        }
        if (p == 0) {
            return sum(Primitives.cast(x.ne(0), x.dtype()), axes);
        }
        if (Double.isInfinite(p)) {
            Op.Extremum f = p > 0 ? Op.Extremum.MAX : Op.Extremum.MIN;
            if (p > 0 && count(x, axes) == 0) {
                return sum(x, axes);
            }
            checkNotEmpty(x, axes, "norm");
            return extremum(f, x.abs(), axes);
        }
        if (!(p > 0)) {
            throw Origin.illegal(
                    "There is no norm of the order " + p + ".", "Give an order of at least 0, or an infinity.");
        }
        Tensor isZero = x.eq(0);
        Tensor powers = Tensor.where(isZero, 0, Tensor.where(isZero, 1, x).abs().pow(p));
        Tensor sum = sum(powers, axes);
        Tensor isNothing = sum.eq(0);
        return Tensor.where(isNothing, 0, Tensor.where(isNothing, 1, sum).pow(1 / p));
    }

    /**
     * Returns √Σx². The elements are first divided by a power of two near the greatest of them, which is exact, so that no square overflows or vanishes
     * that matters; the power is a constant to derivatives, since the norm does not depend on it.
     */
    private static Tensor euclidean(Tensor x, Indices axes) {
        if (count(x, axes) == 0) {
            return sum(x, axes);
        }
        Tensor max = Primitives.stopGradient(extremum(Op.Extremum.MAX, x.abs(), axes));
        double least = x.dtype() == DType.FLOAT32 ? Float.MIN_VALUE : Double.MIN_VALUE;
        Tensor power = max.ulp().maximum(least).mul(0x1p52);
        Tensor scale = Tensor.where(max.isFinite(), power, 1);
        return root(sum(x.div(scale).square(), axes)).mul(scale);
    }

    // ------------------------------------------------------------------ without what is not a number

    static Tensor nanSum(Tensor x, int[] axes, boolean keepDims) {
        return sum(withoutNaN(x), axes, keepDims);
    }

    private static Tensor withoutNaN(Tensor x) {
        return x.dtype().isFloating() ? Tensor.where(x.isNaN(), 0, x) : x;
    }

    private static Tensor numbers(Tensor x, Indices axes) {
        return sum(Primitives.cast(x.isNaN().not(), x.dtype()), axes);
    }

    static Tensor nanMean(Tensor x, int[] axes, boolean keepDims) {
        Indices a = axes(x, axes);
        Tensor real = real(x);
        return drop(sum(withoutNaN(real), a).div(numbers(real, a)), a, keepDims);
    }

    static Tensor nanVar(Tensor x, int[] axes, int ddof, boolean keepDims) {
        Indices a = axes(x, axes);
        return drop(nanVar(real(x), a, ddof), a, keepDims);
    }

    static Tensor nanStd(Tensor x, int[] axes, int ddof, boolean keepDims) {
        Indices a = axes(x, axes);
        return drop(root(nanVar(real(x), a, ddof)), a, keepDims);
    }

    private static Tensor nanVar(Tensor x, Indices axes, int ddof) {
        Tensor known = withoutNaN(x);
        Tensor count = numbers(x, axes);
        Tensor deviation = known.sub(sum(known, axes).div(count));
        Tensor squares = Tensor.where(x.isNaN(), 0, deviation).square();
        return sum(squares, axes).div(ddof == 0 ? count : count.sub(ddof).maximum(0));
    }

    // ------------------------------------------------------------------ running

    /** Returns the sums of all elements up to each. */
    static Tensor cumsum(Tensor x, int axis) {
        Tensor b = number(x);
        return Primitives.recurrence(Primitives.fillLike(1, b), b, b.shape().axis(axis), false);
    }

    /** Returns the products of all elements up to each. */
    static Tensor cumprod(Tensor x, int axis) {
        Tensor a = number(x);
        int along = a.shape().axis(axis);
        int n = a.shape().extent(along);
        if (n == 0) {
            return a;
        }
        Tensor first = Primitives.pad(Primitives.slice(a, along, 0, 1), along, 0, n - 1);
        return Primitives.recurrence(a, first, along, false);
    }

    /** Returns the greatest or the least of all elements up to each. */
    static Tensor cumulative(Op.Extremum f, Tensor x, int axis) {
        return Indexing.takeAlong(x, cumulativeArg(f, x, axis), axis);
    }

    static Tensor cumulativeArg(Op.Extremum f, Tensor x, int axis) {
        return Primitives.cumulativeArg(f, order(x), x.shape().axis(axis));
    }

    /**
     * Returns ln Σ eˣ of all elements up to each: with mᵢ the greatest so far, the sum of e^(xⱼ − mᵢ) is a linear recurrence whose factors
     * e^(mᵢ₋₁ − mᵢ) and summands are at most 1.
     */
    static Tensor logCumSumExp(Tensor x, int axis) {
        int a = x.shape().axis(axis);
        int n = x.shape().extent(a);
        if (n == 0) {
            return x;
        }
        Tensor max = Primitives.stopGradient(cumulative(Op.Extremum.MAX, x, a));
        Tensor shift = Tensor.where(max.isFinite(), max, 0);
        Tensor before =
                Primitives.concat(a, List.of(Primitives.slice(shift, a, 0, 1), Primitives.slice(shift, a, 0, n - 1)));
        Tensor factor = before.sub(shift).minimum(0).exp();
        Tensor sum = Primitives.recurrence(factor, x.sub(shift).exp(), a, false);
        Tensor isNothing = sum.eq(0);
        Tensor log = Tensor.where(
                isNothing,
                Double.NEGATIVE_INFINITY,
                Tensor.where(isNothing, 1, sum).log());
        return log.add(shift);
    }
}
