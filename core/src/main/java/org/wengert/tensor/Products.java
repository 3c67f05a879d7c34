package org.wengert.tensor;

import java.util.Arrays;

/** Products of matrices and of tensors, by the one primitive that multiplies matrices. */
final class Products {
    private Products() {}

    /** Returns x·y of matrices in the last two axes, batches broadcast; a vector is a row on the left and a column on the right. */
    static Tensor matmul(Tensor x, Tensor y) {
        DType dtype = x.dtype().common(y.dtype());
        int k = x.rank() == 0 ? 0 : x.shape().extent(-1);
        if (x.rank() == 0 || y.rank() == 0 || y.shape().extent(Math.max(-2, -y.rank())) != k) {
            throw Origin.illegal(
                    "Matrices of shapes " + x.shape() + " and " + y.shape() + " cannot be multiplied.",
                    "The last axis of the first needs as many places as the last but one of the second;"
                            + " a transpose is x.matrixTranspose().");
        }
        checkNumbers(dtype, "matmul", x, y);
        Tensor a = Primitives.cast(x.rank() == 1 ? Structure.expandDims(x, 0) : x, dtype);
        Tensor b = Primitives.cast(y.rank() == 1 ? Structure.expandDims(y, 1) : y, dtype);
        Tensor product = matrices(a, b);
        if (x.rank() > 1 && y.rank() > 1) {
            return product;
        }
        Shape shape = product.shape();
        shape = y.rank() == 1 ? shape.without(-1) : shape;
        shape = x.rank() == 1 ? shape.without(y.rank() == 1 ? -1 : -2) : shape;
        return Primitives.reshape(product, shape);
    }

    private static void checkNumbers(DType dtype, String name, Tensor x, Tensor y) {
        if (dtype == DType.BOOL) {
            throw Origin.illegal(
                    name + " is a function of numbers, but its operands are " + Elementwise.text(x) + " and "
                            + Elementwise.text(y) + ".",
                    "Cast them first, for example with x.to(FLOAT64).");
        }
    }

    /** Returns products of matrices, where one that is the same for a whole batch is not repeated. */
    private static Tensor matrices(Tensor x, Tensor y) {
        Shape batchX = x.shape().part(0, x.rank() - 2);
        Shape batchY = y.shape().part(0, y.rank() - 2);
        if (batchX.equals(batchY)) {
            return Primitives.matmul(x, y);
        }
        Shape batch = batchX.broadcast(batchY);
        int m = x.shape().extent(-2);
        int k = x.shape().extent(-1);
        int n = y.shape().extent(-1);
        Shape result = batch.concat(Shape.of(m, n));
        if (batchY.size() == 1) {
            Tensor rows = Primitives.reshape(x, Shape.of(batchX.size() * m, k));
            return Primitives.reshape(Primitives.matmul(rows, Primitives.reshape(y, Shape.of(k, n))), result);
        }
        if (batchX.size() == 1 && (long) m * k > (long) n * (m + k)) {
            // [b, k, n] as [k, b·n]: two rearrangements of y and the product cost less than the repetition of x
            int b = batchY.size();
            Tensor columns = Primitives.permute(Primitives.reshape(y, Shape.of(b, k, n)), Indices.of(1, 0, 2));
            Tensor product = Primitives.matmul(
                    Primitives.reshape(x, Shape.of(m, k)), Primitives.reshape(columns, Shape.of(k, b * n)));
            return Primitives.reshape(
                    Primitives.permute(Primitives.reshape(product, Shape.of(m, b, n)), Indices.of(1, 0, 2)), result);
        }
        return Primitives.matmul(
                Elementwise.expand(x, batch.concat(Shape.of(m, k))),
                Elementwise.expand(y, batch.concat(Shape.of(k, n))));
    }

    /** Returns the sum of the products of the elements of two vectors. */
    static Tensor dot(Tensor x, Tensor y) {
        if (x.rank() != 1 || !x.shape().equals(y.shape())) {
            throw Origin.illegal(
                    "dot needs two vectors of equal length, but they have the shapes " + x.shape() + " and " + y.shape()
                            + ".",
                    "Matrices are multiplied by x.matmul(y).");
        }
        return matmul(x, y);
    }

    /** Returns all products of an element of one tensor and one of another: {@code [X…, Y…]}. */
    static Tensor outer(Tensor x, Tensor y) {
        int[] ones = new int[y.rank()];
        Arrays.fill(ones, 1);
        return Primitives.reshape(x, x.shape().concat(Shape.of(ones))).mul(y);
    }

    /** Returns the sum over pairs of axes of the products: {@code [X…, Y…]} of the other axes. */
    static Tensor tensordot(Tensor x, Tensor y, int[] axesX, int[] axesY) {
        checkNumbers(x.dtype().common(y.dtype()), "tensordot", x, y);
        int[] a = new int[axesX.length];
        int[] b = new int[axesY.length];
        boolean fits = a.length == b.length;
        int k = 1;
        for (int i = 0; fits && i < a.length; i++) {
            a[i] = x.shape().axis(axesX[i]);
            b[i] = y.shape().axis(axesY[i]);
            fits = x.shape().extent(a[i]) == y.shape().extent(b[i]);
            k *= x.shape().extent(a[i]);
        }
        if (!fits) {
            throw Origin.illegal(
                    "tensordot cannot sum along axes " + Arrays.toString(axesX) + " of the shape " + x.shape() + " and "
                            + Arrays.toString(axesY) + " of the shape " + y.shape() + ".",
                    "Name as many axes of each, of the same extents.");
        }
        int[] freeX = others(x.rank(), a);
        int[] freeY = others(y.rank(), b);
        Shape shapeX = choose(x.shape(), freeX);
        Shape shapeY = choose(y.shape(), freeY);
        Tensor left = Primitives.reshape(Structure.permute(x, join(freeX, a)), Shape.of(shapeX.size(), k));
        Tensor right = Primitives.reshape(Structure.permute(y, join(b, freeY)), Shape.of(k, shapeY.size()));
        return Primitives.reshape(matmul(left, right), shapeX.concat(shapeY));
    }

    static Tensor tensordot(Tensor x, Tensor y, int axes) {
        if (axes < 0 || axes > x.rank() || axes > y.rank()) {
            throw Origin.illegal(
                    "tensordot cannot sum along " + axes + " axes of the shapes " + x.shape() + " and " + y.shape()
                            + ".",
                    "Ask for at most as many as both have.");
        }
        int[] last = new int[axes];
        int[] first = new int[axes];
        for (int i = 0; i < axes; i++) {
            last[i] = x.rank() - axes + i;
            first[i] = i;
        }
        return tensordot(x, y, last, first);
    }

    private static int[] others(int rank, int[] axes) {
        Indices named = Indices.of(axes);
        int[] others = new int[rank - axes.length];
        int k = 0;
        for (int i = 0; i < rank && k < others.length; i++) {
            if (!named.contains(i)) {
                others[k++] = i;
            }
        }
        return others;
    }

    private static int[] join(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static Shape choose(Shape shape, int[] axes) {
        int[] extents = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            extents[i] = shape.extent(axes[i]);
        }
        return Shape.of(extents);
    }

    /** Returns the Kronecker product: blocks of y, each times an element of x. */
    static Tensor kron(Tensor x, Tensor y) {
        int rank = Math.max(x.rank(), y.rank());
        int[] outer = new int[2 * rank];
        int[] inner = new int[2 * rank];
        int[] merged = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int m = i <= x.rank() ? x.shape().extent(-i) : 1;
            int n = i <= y.rank() ? y.shape().extent(-i) : 1;
            outer[2 * (rank - i)] = m;
            outer[2 * (rank - i) + 1] = 1;
            inner[2 * (rank - i)] = 1;
            inner[2 * (rank - i) + 1] = n;
            merged[rank - i] = m * n;
        }
        Tensor product = Primitives.reshape(x, Shape.of(outer)).mul(Primitives.reshape(y, Shape.of(inner)));
        return Primitives.reshape(product, Shape.of(merged));
    }
}
