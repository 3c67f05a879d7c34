package org.wengert.transform;

import org.wengert.tensor.Op;
import org.wengert.tensor.Program.Step;
import org.wengert.tensor.Shape;

/** Functions of what is repeated, computed before it is repeated, see {@link Simplify#REPEATED}. */
final class Repeated {
    private Repeated() {}

    static int rewrite(Rewriting r, Step s) {
        Shape shape = s.shape();
        if (!isElementwise(s.op()) || shape.size() == 0) { // of nothing nothing is computed, not even what would fail
            return Rewriting.SAME;
        }
        int n = s.inputs().length();
        boolean isAny = false;
        for (int k = 0; k < n; k++) {
            Op op = r.op(s.input(k));
            isAny |= op instanceof Op.Expand;
            if (!(op instanceof Op.Expand || op instanceof Op.Fill)) {
                return Rewriting.SAME;
            }
        }
        Shape once = isAny ? once(r, s) : shape;
        if (once.equals(shape)) {
            return Rewriting.SAME;
        }
        int[] inputs = new int[n];
        for (int k = 0; k < n; k++) {
            int x = s.input(k);
            inputs[k] = r.isFill(x) ? r.fill(r.number(x), once, r.dtype(x)) : r.expand(r.input(x), once);
        }
        return r.expand(r.put(s.op(), once, s.dtype(), inputs), shape);
    }

    /** The shape of a step without the axes along which every input is repeated. */
    private static Shape once(Rewriting r, Step s) {
        Shape once = s.shape();
        for (int i = 0; i < once.rank(); i++) {
            boolean isRepeated = true;
            for (int k = 0; k < s.inputs().length(); k++) {
                int x = s.input(k);
                isRepeated &= r.isFill(x) || r.shape(r.input(x)).extent(i) == 1;
            }
            once = isRepeated ? once.with(i, 1) : once;
        }
        return once;
    }

    private static boolean isElementwise(Op op) {
        return op instanceof Op.Map1
                || op instanceof Op.Map2
                || op instanceof Op.Map3
                || op instanceof Op.Bits
                || op instanceof Op.Compare
                || op instanceof Op.Where
                || op instanceof Op.Cast;
    }
}
