package org.wengert.transform;

import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program.Step;

/** Transposed matrix products, see {@link Simplify#PRODUCTS}. */
final class Products {
    private Products() {}

    /** (xy)ᵀ = yᵀxᵀ, with the products of numbers in each sum in the same order; not if xy itself is needed too. */
    static int rewrite(Rewriting r, Step s) {
        int x = s.inputs().length() == 1 ? s.input(0) : Rewriting.SAME;
        if (x == Rewriting.SAME
                || !(s.op() instanceof Op.Permute(Indices axes))
                || !(r.op(x) instanceof Op.MatMul)
                || !r.isNeededOnce(x)
                || !axes.equals(turned(axes.length()))) {
            return Rewriting.SAME;
        }
        Step product = r.at(x);
        return r.put(
                product.op(),
                s.shape(),
                s.dtype(),
                r.permute(product.input(1), axes),
                r.permute(product.input(0), axes));
    }

    /** The order of axes that exchanges the last two. */
    private static Indices turned(int rank) {
        int[] axes = Indices.range(rank).toArray();
        axes[rank - 2] = rank - 1;
        axes[rank - 1] = rank - 2;
        return Indices.of(axes);
    }
}
